//! What an update asks of the world, and what the world answers.
//!
//! A job goes to the worker thread; its answer comes back through the same channel as the keys.
//! The surprising thing: an answer carries the ticket of its question, and one whose question is
//! out of date is dropped by the update, not by the worker.

use std::path::PathBuf;
use std::sync::Arc;

use super::bench::Exported;
use super::sheet::Sheet;
use super::theme::ThemeChoice;
use crate::model::{
    Day, EntryChange, GapKey, Keepsake, Note, NoteHead, NoteId, NoteText, OutcomeKind, SavedView,
};
use crate::review::changes::Changes;
use crate::review::delays::Delays;
use crate::review::{
    ImportPreview, ImportSummary, Overwrite, PastImport, PastProblem, Progress, Proposal, Step,
    Tried,
};
use crate::rules::Amendment;

/// Tells one question from another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Ticket(pub u64);

/// The picture that a question is about: two are the same if they are one.
#[derive(Clone)]
pub struct Laid(pub Arc<Sheet>);

impl PartialEq for Laid {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Laid {}

impl std::fmt::Debug for Laid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Laid(..)")
    }
}

/// What the runtime has to do after an update.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Hand this to the worker.
    Ask(Job),
    /// Stop the long job that is under way, if there is one.
    Cancel,
    /// Ask the terminal to put this on the clipboard (OSC 52). Only what the person asked for.
    Copy(String),
    /// Keep the chosen colours for the next start.
    Remember { theme: ThemeChoice },
    /// Leave the workbench once the worker has finished what it was given.
    Leave,
}

/// Work that touches the store or the disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Job {
    Picture,
    /// The picture of an earlier day; `None`: of everything that is known.
    LookBack {
        known_on: Option<Day>,
    },
    /// What changed since a day, up to the day of the picture.
    Changes {
        ticket: Ticket,
        from: Day,
    },
    /// Counts how long each step takes, before and after a day where one is named.
    Delays {
        ticket: Ticket,
        of: Laid,
        split: Option<Day>,
    },
    Give {
        ticket: Ticket,
        gaps: Vec<GapKey>,
        kind: OutcomeKind,
        reason: String,
    },
    /// One step of work on entries by hand.
    Enter {
        ticket: Ticket,
        change: EntryChange,
    },
    /// What amendments of the policy would change.
    TryPolicy {
        ticket: Ticket,
        amendments: Vec<Amendment>,
    },
    /// Keeps them.
    AmendPolicy {
        ticket: Ticket,
        amendments: Vec<Amendment>,
    },
    Undo,
    Redo,
    /// The views on the digits.
    Views,
    /// Saves a view under its digit.
    KeepView {
        view: SavedView,
    },
    DropView {
        digit: u8,
    },
    /// What the sitting before left.
    Resume,
    /// Keeps words until the next sitting, or lets go of them.
    Keep {
        what: Keepsake,
        words: Option<String>,
    },
    /// The names in a folder, to complete a path.
    ListFolder {
        ticket: Ticket,
        folder: PathBuf,
    },
    LookAt {
        ticket: Ticket,
        paths: Vec<PathBuf>,
    },
    Import {
        ticket: Ticket,
        paths: Vec<PathBuf>,
        as_at: Day,
    },
    /// Takes the newest import back.
    TakeBackImport,
    /// What the first of these files might be that no layout fits.
    Propose {
        ticket: Ticket,
        paths: Vec<PathBuf>,
    },
    /// Keeps a mapping by name, for the next file of its shape.
    KeepMapping {
        ticket: Ticket,
        proposal: Box<Proposal>,
        name: String,
    },
    /// What was imported before.
    Imports,
    /// What one of these imports could not use.
    Problems(i64),
    Notes,
    Note {
        ticket: Ticket,
        id: NoteId,
    },
    Draft {
        ticket: Ticket,
        gaps: Vec<GapKey>,
    },
    SaveNote {
        id: NoteId,
        /// Counts what was typed, so that a later word is not taken for saved.
        typed: u64,
        text: NoteText,
    },
    /// Another title for a note that is not open.
    RenameNote {
        id: NoteId,
        title: String,
    },
    CopyNote {
        id: NoteId,
    },
    ExportNote {
        id: NoteId,
        path: PathBuf,
        overwrite: Overwrite,
    },
}

/// What became of a job.
#[derive(Clone, Debug)]
pub enum Answer {
    Picture(Result<Arc<Sheet>, String>),
    Changes {
        ticket: Ticket,
        result: Result<Box<Changes>, String>,
    },
    Delays {
        ticket: Ticket,
        delays: Arc<Delays>,
    },
    Given {
        ticket: Ticket,
        result: Result<Step, String>,
    },
    Entered {
        ticket: Ticket,
        result: Result<Step, String>,
    },
    PolicyTried {
        ticket: Ticket,
        result: Result<Tried, String>,
    },
    /// The file that was written; `None`: it counts until the program ends.
    PolicyAmended {
        ticket: Ticket,
        result: Result<Option<PathBuf>, String>,
    },
    Undone(Result<Option<Step>, String>),
    Redone(Result<Option<Step>, String>),
    /// The views as they are kept now, and what is said of it.
    Views(Result<(Vec<SavedView>, Option<String>), String>),
    /// Where the person was, and the form that was not sent.
    Resumed(Result<[Option<String>; 2], String>),
    Kept(Result<(), String>),
    /// How far the long job with this ticket is.
    Progress {
        ticket: Ticket,
        reached: Progress,
    },
    /// The names in a folder in alphabetical order, those of folders with a slash after them.
    Folder {
        ticket: Ticket,
        folder: PathBuf,
        names: Vec<String>,
    },
    LookedAt {
        ticket: Ticket,
        result: Result<ImportPreview, String>,
    },
    Imported {
        ticket: Ticket,
        result: Result<ImportSummary, String>,
    },
    TakenBack(Result<PastImport, String>),
    Proposed {
        ticket: Ticket,
        result: Box<Result<(PathBuf, Proposal), String>>,
    },
    MappingKept {
        ticket: Ticket,
        result: Result<PathBuf, String>,
    },
    Imports(Result<Vec<PastImport>, String>),
    Problems {
        import: i64,
        result: Result<Vec<PastProblem>, String>,
    },
    Notes(Result<Vec<NoteHead>, String>),
    /// A note that was asked for, or a draft that was just written.
    Note {
        ticket: Ticket,
        result: Result<Box<Note>, String>,
    },
    NoteSaved {
        id: NoteId,
        typed: u64,
        result: Result<NoteHead, String>,
    },
    /// A note that was copied or renamed, with the words that say so.
    NoteKept(Result<(NoteHead, &'static str), String>),
    NoteExported(Result<Exported, String>),
}
