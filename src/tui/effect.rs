//! What an update asks of the world, and what the world answers.
//!
//! A job goes to the worker thread; its answer comes back through the same channel as the keys.
//! The surprising thing: an answer carries the ticket of its question, and one whose question is
//! out of date is dropped by the update, not by the worker.

use std::path::PathBuf;
use std::sync::Arc;

use super::bench::Exported;
use super::sheet::Sheet;
use crate::model::{Day, GapKey, Note, NoteHead, NoteId, NoteText, OutcomeKind};
use crate::review::{ImportPreview, ImportSummary, Overwrite, Step};

/// Tells one question from another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Ticket(pub u64);

/// What the runtime has to do after an update.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Hand this to the worker.
    Ask(Job),
    /// Stop the long job that is under way, if there is one.
    Cancel,
    /// Ask the terminal to put this on the clipboard (OSC 52). Only what the person asked for.
    Copy(String),
    /// Leave the workbench once the worker has finished what it was given.
    Leave,
}

/// Work that touches the store or the disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Job {
    Picture,
    Give {
        ticket: Ticket,
        gaps: Vec<GapKey>,
        kind: OutcomeKind,
        reason: String,
    },
    Undo,
    Redo,
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
    Given {
        ticket: Ticket,
        result: Result<Step, String>,
    },
    Undone(Result<Option<Step>, String>),
    Redone(Result<Option<Step>, String>),
    /// Rows read so far by the long job with this ticket.
    Progress {
        ticket: Ticket,
        rows: u64,
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
