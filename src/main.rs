//! The door: words to the command line, a desk to the workbench.

use std::process::ExitCode;

use caselight::{
    cli::{self, Next, Workbench},
    tui::{self, Closed, Ending, KeyMap, RunSettings, Start, Trace, TuiError, Veil},
};

fn main() -> ExitCode {
    let ended = match cli::run(std::env::args_os(), tui::key_rows) {
        Next::Done(status) => return ExitCode::from(status),
        Next::Workbench(bench) => open(*bench),
    };
    match ended {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            cli::say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

/// Opens the workbench. Whoever goes to look round the demonstration comes back to where they were.
fn open(bench: Workbench) -> Result<Closed, TuiError> {
    let mut settings = settings(&bench);
    // A demonstration's store goes with its folder, once the desk is closed.
    let (mut desk, _folder): (Box<dyn tui::Bench>, _) = (Box::new(bench.desk), bench.throw_away);
    loop {
        let closed = tui::run(desk, &settings)?;
        if closed.ending != Ending::ForTheDemo {
            return Ok(closed);
        }
        (settings.theme, settings.veil) = (closed.theme, closed.veil);
        match cli::demonstration(settings.veil == Veil::Drawn, tui::key_rows) {
            Ok(demo) => drop(open(demo)?),
            Err(trouble) => cli::say(&trouble),
        }
        desk = closed.bench;
    }
}

fn settings(bench: &Workbench) -> RunSettings {
    let council = bench.desk.council().to_owned();
    // The keys were read and found in order before the store was opened.
    let own = bench.keys.as_ref();
    let keymap = own.and_then(|own| KeyMap::with_own(&own.text).ok());
    RunSettings {
        keymap: keymap.unwrap_or_else(KeyMap::embedded),
        borders: bench.borders,
        copying: bench.copying,
        theme: bench.theme.into(),
        trace: if bench.timing {
            Trace::Timing
        } else {
            Trace::Off
        },
        council: (!council.is_empty()).then_some(council),
        veil: if bench.hide {
            Veil::Drawn
        } else {
            Veil::Lifted
        },
        config: bench.config.clone(),
        start: if bench.throw_away.is_some() {
            Start::OnTour
        } else if bench.in_review {
            Start::InReview
        } else {
            Start::AtOnce
        },
        since: bench.unlocked,
    }
}
