//! What a step of work answers: plain words and what changed, for any screen.

use serde::Serialize;

use crate::model::{Day, EntryId, FileReport, GapKey, Promise, Standing};
use crate::store::Changes;

/// A step that was taken, undone or redone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// "booked for 20 Jun 2026: 3 gaps".
    pub label: String,
    /// Where each gap of the step stands now.
    pub standings: Vec<(GapKey, Standing)>,
    /// The entries by hand that it made or changed: then the findings have to be taken anew.
    pub entries: Vec<EntryId>,
    /// Every promise as it stands now, where the step made or changed one.
    pub promises: Option<Vec<Promise>>,
    /// The words of what `undo` would take back next.
    pub undo: Option<String>,
    /// The words of what `redo` would do again next.
    pub redo: Option<String>,
}

/// What files hold, before anything is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportPreview {
    /// How many files were passed over because no layout fits them.
    pub unread: usize,
    /// One line a sheet that was recognised.
    pub lines: Vec<String>,
    /// What was not recognised or is missing, and what to do about it.
    pub advice: Vec<String>,
    /// How many problems of each kind, the most frequent first.
    pub kinds: Vec<(usize, String)>,
    /// One line a problem.
    pub problems: Vec<String>,
    /// The latest past event found: proposed as the as-at.
    pub as_at: Option<Day>,
}

/// What an import did, for a screen.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportSummary {
    pub lines: Vec<String>,
    pub problems: u32,
}

/// What an import showed about outcomes that claim a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Promises {
    /// The record is there: the gap is gone.
    pub confirmed: u32,
    /// The record is not there: the gap is open again.
    pub not_confirmed: u32,
    /// The import does not speak for the feed that would show it.
    pub waiting: u32,
}

/// What an import did, whole: the JSON of contract.md.
#[derive(Clone, Debug, Serialize)]
pub struct ImportReport {
    pub as_at: Day,
    pub files: Vec<FileReport>,
    pub changes: Changes,
    /// What became of the outcomes that waited for this import.
    pub promises: Promises,
    /// The newest as-at in the store, where it is later than this import's: then what was imported
    /// is history, and clocks are still read on the later day.
    pub newer_data: Option<Day>,
    /// Files of a folder that are of no known kind.
    pub passed_over: Vec<String>,
}
