//! The door: words to the command line, a desk to the workbench.

use std::process::ExitCode;

use caselight::{
    cli::{self, Next, Workbench},
    tui::{self, KeyMap, RunSettings, Trace},
};

fn main() -> ExitCode {
    match cli::run(std::env::args_os(), tui::key_rows) {
        Next::Done(status) => ExitCode::from(status),
        Next::Workbench(bench) => open(*bench),
    }
}

fn open(bench: Workbench) -> ExitCode {
    let council = bench.desk.council().to_owned();
    let keymap = match bench
        .keys
        .as_ref()
        .map(|own| (own, KeyMap::with_own(&own.text)))
    {
        None => KeyMap::embedded(),
        Some((_, Ok(keymap))) => keymap,
        Some((own, Err(faults))) => {
            cli::say(&own.refused(&faults).to_string());
            return ExitCode::FAILURE;
        }
    };
    let settings = RunSettings {
        theme: bench.theme.into(),
        keymap,
        trace: if bench.timing {
            Trace::Timing
        } else {
            Trace::Off
        },
        council: (!council.is_empty()).then_some(council),
        since: bench.unlocked,
    };
    let ended = tui::run(Box::new(bench.desk), settings);
    // The desk is closed by now; a demonstration's store goes with its folder.
    drop(bench.throw_away);
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            cli::say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
