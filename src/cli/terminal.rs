//! What can be told of the terminal without taking it: its size, colours, letters, clipboard.

use std::{
    env,
    io::{self, IsTerminal as _},
    sync::{Arc, atomic::AtomicBool},
};

use super::doctor::{Round, Verdict};
use crate::settings::{Config, Copying, LEAST_WINDOW};

/// Below this size lists are cut short.
const AMPLE: (u16, u16) = (60, 15);

pub(super) fn look(round: &mut Round, config: Option<&Config>) {
    round.begin("terminal");
    let asked = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    is_one(round);
    window(round, terminal_size::terminal_size());
    kind(round, asked("TERM").as_deref());
    colours(round, &asked);
    letters(round, &asked);
    clipboard(round, config, &asked);
}

fn is_one(round: &mut Round) {
    if io::stdin().is_terminal() && io::stdout().is_terminal() {
        round.ok("terminal", "input and output are a terminal");
    } else {
        let found =
            "input or output is no terminal here; the plain commands work, the workbench does not";
        let next = "Run doctor in the window in which you want to work.";
        round.see(Verdict::Look, "terminal", found, next);
    }
}

fn window(round: &mut Round, size: Option<(terminal_size::Width, terminal_size::Height)>) {
    let Some((terminal_size::Width(wide), terminal_size::Height(high))) = size else {
        return round.ok("size", "not known here");
    };
    let found = format!("{wide} columns by {high} rows");
    if wide < LEAST_WINDOW.0 || high < LEAST_WINDOW.1 {
        let next = format!(
            "Make the window at least {} by {}.",
            LEAST_WINDOW.0, LEAST_WINDOW.1
        );
        round.see(Verdict::Wrong, "size", found, next);
    } else if wide < AMPLE.0 || high < AMPLE.1 {
        let next = format!("From {} by {} on, nothing is cut short.", AMPLE.0, AMPLE.1);
        round.see(Verdict::Look, "size", found, next);
    } else {
        round.ok("size", found);
    }
}

fn kind(round: &mut Round, term: Option<&str>) {
    match term {
        Some("dumb") | None if cfg!(unix) => {
            let found = term.map_or("TERM is not set".to_owned(), |term| {
                format!("TERM is {term}")
            });
            let next = "Start Caselight in a terminal window, or use the plain commands.";
            round.see(Verdict::Look, "kind", found, next);
        }
        term => round.ok(
            "kind",
            term.map_or_else(
                || "as the system has it".to_owned(),
                |term| format!("TERM is {term}"),
            ),
        ),
    }
}

fn colours(round: &mut Round, asked: &dyn Fn(&str) -> Option<String>) {
    let term = asked("TERM").unwrap_or_default();
    let depth = match asked("COLORTERM").as_deref() {
        Some("truecolor" | "24bit") => "millions of colours",
        _ if term.contains("256") || term.contains("direct") => "256 colours",
        _ => "at least 16 colours",
    };
    if asked("NO_COLOR").is_some() {
        round.ok("colour", "none, because NO_COLOR is set");
    } else {
        round.ok("colour", format!("{depth}, as far as the terminal says"));
    }
}

fn letters(round: &mut Round, asked: &dyn Fn(&str) -> Option<String>) {
    // The first that is set counts.
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(asked);
    let is_unicode = |name: &String| {
        let name = name.to_lowercase();
        name.contains("utf-8") || name.contains("utf8")
    };
    match locale {
        Some(name) if is_unicode(&name) => {
            round.ok("letters", format!("{name}, so every sign can be shown"));
        }
        _ if cfg!(windows) => round.ok("letters", "as Windows Terminal has them"),
        other => {
            let found = match other {
                Some(name) => format!(
                    "the locale {name} is not UTF-8; lines and dots may come out as other signs"
                ),
                None => "no locale is set; lines and dots may come out as other signs".to_owned(),
            };
            let next = "Set LANG=en_GB.UTF-8, or borders = \"ascii\" in config.toml.";
            round.see(Verdict::Look, "letters", found, next);
        }
    }
}

fn clipboard(round: &mut Round, config: Option<&Config>, asked: &dyn Fn(&str) -> Option<String>) {
    let term = asked("TERM").unwrap_or_default();
    let program = asked("TERM_PROGRAM").unwrap_or_default();
    let (found, next) = if config.is_some_and(|config| config.copy == Copying::Off) {
        return round.ok("copying", "off, as config.toml says");
    } else if asked("TMUX").is_some() {
        (
            "inside tmux, which passes a copied id on only if it is told to",
            "Put `set -g set-clipboard on` into tmux.conf.",
        )
    } else if asked("STY").is_some() || term.starts_with("screen") {
        (
            "inside screen, which does not pass a copied id on",
            "Mark the id with the mouse instead, or start Caselight outside screen.",
        )
    } else if program == "Apple_Terminal" || asked("VTE_VERSION").is_some() || term == "linux" {
        (
            "this terminal may not let a program copy (OSC 52)",
            "Mark the id with the mouse if a copied one does not arrive.",
        )
    } else {
        return round.ok(
            "copying",
            "the terminal is asked to copy (OSC 52); it answers nothing, so try once",
        );
    };
    round.see(Verdict::Look, "copying", found, next);
}

/// Set by ctrl-c from now on, in place of ending the program: what is under way ends whole and
/// says so. A second ctrl-c ends it at once.
#[cfg(unix)]
pub(super) fn interrupt() -> Arc<AtomicBool> {
    use signal_hook::consts::SIGINT;
    let asked = Arc::new(AtomicBool::new(false));
    // Where it cannot be heard, ctrl-c ends the program as it always did, and the store is whole.
    signal_hook::flag::register_conditional_shutdown(SIGINT, 130, Arc::clone(&asked)).ok();
    signal_hook::flag::register(SIGINT, Arc::clone(&asked)).ok();
    asked
}

/// Nothing sets it here: ctrl-c ends the program, and the store is whole.
#[cfg(not(unix))]
pub(super) fn interrupt() -> Arc<AtomicBool> {
    Arc::new(AtomicBool::new(false))
}
