//! The command line: words in, plain text, CSV or JSON out.
//!
//! The only room that prints, and the only one that knows clap. Standard output carries results
//! only; messages go to standard error. The surprising thing: it never opens the workbench itself;
//! it answers what to do [`Next`], and `main` hands the desk to the screen.

mod args;
mod audit;
mod book;
mod brief;
mod changes;
mod check;
mod config;
mod delays;
mod demo;
mod doctor;
mod door;
mod enter;
mod entries;
mod gap;
mod handover;
mod import;
mod imports;
mod keys;
mod layouts;
mod lists;
mod note;
mod note_words;
mod outcome;
mod patterns;
mod person;
mod plain;
mod policy;
mod promises;
mod review;
mod shell;
mod surgery;
mod table;
mod terminal;
mod views;

use std::{
    ffi::OsString,
    io::{self, BufWriter, IsTerminal as _, Write},
    panic,
};

use clap::Parser as _;

use crate::review::{Desk, DeskError, is_guarded};
use crate::settings::{OwnKeys, ReadKeys};
use args::{Command, Words};
use door::Door;
use plain::Plain;

/// What `main` does after the words were understood.
#[derive(Debug)]
pub enum Next {
    /// It is done; this is the exit status.
    Done(u8),
    /// Open the workbench on this desk.
    Workbench(Box<Workbench>),
}

/// A desk and how to show it.
#[derive(Debug)]
pub struct Workbench {
    pub desk: Desk,
    pub theme: crate::settings::ThemeChoice,
    /// Hide child ids and names from the first frame on.
    pub hide: bool,
    /// Where a change of colours is kept.
    pub config: Option<std::path::PathBuf>,
    /// How lines are drawn.
    pub borders: crate::settings::Borders,
    /// Whether a child's id may be put on the clipboard.
    pub copying: crate::settings::Copying,
    /// The person's own keys; they were read before and are in order.
    pub keys: Option<OwnKeys>,
    /// `CASELIGHT_TRACE=timing`: say at the end how long each frame took.
    pub timing: bool,
    /// The demonstration's folder: gone when this is dropped.
    pub throw_away: Option<tempfile::TempDir>,
    /// Open in the review session that is under way, or ask what one is to be about.
    pub in_review: bool,
    /// When the store was unlocked, for `CASELIGHT_TRACE=timing`.
    pub unlocked: std::time::Instant,
}

/// The exit status, or why not.
type Answer = Result<u8, Failure>;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error("{text}")]
    Said { status: u8, text: String },
    #[error("Writing the result: {0}. Check where the output goes to.")]
    Output(#[from] io::Error),
    #[error("Writing the result as JSON: {0}.")]
    Json(#[from] serde_json::Error),
}

/// The words are off: exit status 2.
fn words(text: impl Into<String>) -> Failure {
    Failure::Said {
        status: 2,
        text: text.into(),
    }
}

/// It failed: exit status 1.
fn failed(text: impl Into<String>) -> Failure {
    Failure::Said {
        status: 1,
        text: text.into(),
    }
}

impl Failure {
    fn is_closed_pipe(&self) -> bool {
        match self {
            Self::Output(error) => error.kind() == io::ErrorKind::BrokenPipe,
            Self::Json(error) => error.io_error_kind() == Some(io::ErrorKind::BrokenPipe),
            _ => false,
        }
    }

    const fn status(&self) -> u8 {
        match self {
            Self::Desk(error) => error.exit_status(),
            Self::Said { status, .. } => *status,
            Self::Output(_) | Self::Json(_) => 1,
        }
    }
}

/// A sentence on standard error.
pub fn say(text: &str) {
    writeln!(Plain::new(io::stderr()), "{text}").ok();
}

/// What a damaged file does to its reader is caught there and told as an error, not as a panic.
fn stay_quiet_where_guarded() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !is_guarded() {
            usual(info);
        }
    }));
}

/// A message that only a person who looks on needs: nothing where standard error is no terminal.
fn mention(text: &str) {
    if io::stderr().is_terminal() {
        say(text);
    }
}

/// Understands the words and does what they say.
/// `read_keys` is the workbench's reader of a key file: this room may not know it.
pub fn run(words: impl IntoIterator<Item = OsString>, read_keys: ReadKeys) -> Next {
    stay_quiet_where_guarded();
    let words = match Words::try_parse_from(words) {
        Ok(words) => words,
        Err(error) => {
            error.print().ok();
            return Next::Done(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let door = Door::new(words.common, read_keys);
    match answer(&door, words.command) {
        Ok(next) => next,
        // Whoever read the output has seen enough.
        Err(failure) if failure.is_closed_pipe() => Next::Done(0),
        Err(failure) => {
            say(&failure.to_string());
            Next::Done(failure.status())
        }
    }
}

/// A desk on the made-up authority, for whoever looks round from an empty store; or why not.
pub fn demonstration(hide: bool, read_keys: ReadKeys) -> Result<Workbench, String> {
    mention("Making up an authority to look round.");
    let usual = Words::parse_from(["caselight"]).common;
    let door = Door::new(args::Common { hide, ..usual }, read_keys);
    demo::desk(&door, &args::Demo::default()).map_err(|failure| failure.to_string())
}

fn answer(door: &Door, command: Option<Command>) -> Result<Next, Failure> {
    let may_hide = matches!(
        command,
        None | Some(
            Command::Demo(_) | Command::Brief(_) | Command::Surgery(surgery::Words::Write(_))
        )
    ) || matches!(&command, Some(Command::Review(words)) if words.opens_the_workbench());
    if door.hides() && !may_hide {
        return Err(words(
            "--hide hides ids and names in the workbench and in a brief. What a command prints shows them; leave --hide out if that is meant.",
        ));
    }
    let mut out = Plain::new(BufWriter::new(io::stdout().lock()));
    let status = match command {
        None => return Ok(Next::Workbench(Box::new(door.workbench()?))),
        Some(Command::Demo(words)) => match demo::run(door, &words)? {
            Some(workbench) => return Ok(Next::Workbench(Box::new(workbench))),
            None => 0,
        },
        Some(Command::Init(words)) => door.init(words.role)?,
        Some(Command::Person(words)) => person::run(door, words, &mut out)?,
        Some(Command::Import(words)) => import::run(door, &words, &mut out)?,
        Some(Command::Check(words)) => check::run(door, &words, &mut out)?,
        Some(Command::Gaps(words)) => lists::gaps(door, &words, &mut out)?,
        Some(Command::Cases(words)) => lists::cases(door, &words, &mut out)?,
        Some(Command::Case(words)) => lists::case(door, &words, &mut out)?,
        Some(Command::Delays(words)) => delays::run(door, &words, &mut out)?,
        Some(Command::Patterns(words)) => patterns::run(door, &words, &mut out)?,
        Some(Command::Changes(words)) => changes::run(door, &words, &mut out)?,
        Some(Command::Brief(words)) => brief::run(door, &words, &mut out)?,
        Some(Command::Rules(words)) => book::rules(door, &words, &mut out)?,
        Some(Command::Policy(words)) => policy::run(door, &words, &mut out)?,
        Some(Command::Layouts(words)) => layouts::run(&words, &mut out)?,
        Some(Command::Note(words)) => note::run(door, &words, &mut out)?,
        Some(Command::Gap(words)) => gap::run(door, &words, &mut out)?,
        Some(Command::Outcome(words)) => outcome::give(door, &words, &mut out)?,
        Some(Command::Surgery(words)) => surgery::run(door, &words, &mut out)?,
        Some(Command::Keys(words)) => keys::run(door, &words, &mut out)?,
        Some(Command::Config(words)) => config::run(door, &words, &mut out)?,
        Some(Command::Completions(words)) => shell::completions(&words, &mut out)?,
        Some(Command::Man(words)) => shell::man(&words, &mut out)?,
        Some(Command::Doctor(words)) => doctor::run(door, &words, &mut out)?,
        Some(Command::Undo) => outcome::turn(door, outcome::Turn::Undo, &mut out)?,
        Some(Command::Redo) => outcome::turn(door, outcome::Turn::Redo, &mut out)?,
        Some(Command::Outcomes(words)) => outcome::list(door, &words, &mut out)?,
        Some(Command::Views(words)) => views::run(door, &words, &mut out)?,
        Some(Command::Imports(words)) => imports::run(door, &words, &mut out)?,
        Some(Command::Review(words)) => match review::run(door, &words, &mut out)? {
            review::Ended::Status(status) => status,
            review::Ended::Workbench(bench) => return Ok(Next::Workbench(bench)),
        },
        Some(Command::Enter(words)) => enter::enter(door, &words, &mut out)?,
        Some(Command::Audit(words)) => audit::run(door, words, &mut out)?,
        Some(Command::Sample(words)) => audit::sample(door, &words, &mut out)?,
        Some(Command::Entries(words)) => entries::run(door, words, &mut out)?,
        Some(Command::Promises(words)) => promises::run(door, &words, &mut out)?,
        Some(Command::Handover(words)) => handover::run(door, &words, &mut out)?,
    };
    out.flush()?;
    Ok(Next::Done(status))
}
