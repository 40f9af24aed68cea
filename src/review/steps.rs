//! What the use cases hand back to a screen: plain words, already finished.

use crate::model::{Day, GapKey, Standing};

/// One step of work, after it is on disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Step {
    /// What was done or undone: "booked for 19 Jun 2026, 3 gaps".
    pub label: String,
    /// Where each gap that the step touched stands now.
    pub standings: Vec<(GapKey, Standing)>,
    /// What the next undo would take back.
    pub undo: Option<String>,
    /// What the next redo would do again.
    pub redo: Option<String>,
}

/// What files hold, before anything is written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportPreview {
    /// "workbook: Annex A, 2024 layout, 11 lists, 50,428 rows".
    pub lines: Vec<String>,
    /// "List 4, row 38: found \"yesterday\", expected a date; row not used".
    pub problems: Vec<String>,
    /// The proposed day up to which the files speak.
    pub as_at: Option<Day>,
}

/// What an import changed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ImportSummary {
    pub lines: Vec<String>,
    pub problems: u32,
}
