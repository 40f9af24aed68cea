//! What the workbench asks of the house behind it. The worker thread owns the one bench there is.
//!
//! Every error is a finished sentence for the person: what was being done, what was found, what
//! to do next. The screen adds nothing to it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{
    AuditChange, Day, EntryChange, GapKey, Keepsake, Note, NoteHead, NoteId, NoteText, OutcomeKind,
    Promise, ReviewId, ReviewSession, SavedView,
};
use crate::review::changes::Changes;
use crate::review::handover::{ChangeOfHands, HandoverOf, Pages};
use crate::review::surgery::{Sent, SurgeryAsk, SurgeryLook, SurgeryPlan};
use crate::review::{
    Brief, BriefAsked, ImportPreview, ImportSummary, Overwrite, PastImport, PastProblem, Picture,
    Progress as Reached, Proposal, Reviewing, Said, Step, Tried,
};
use crate::rules::Amendment;

/// Told how far it is; answers whether to go on.
pub type Progress<'a> = &'a mut dyn FnMut(Reached) -> bool;

/// What became of an export.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Exported {
    Written(PathBuf),
    /// There is such a file already, and it was left as it is.
    Taken(PathBuf),
}

/// What became of a surgery sheet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Written {
    Sent(Sent),
    /// There is such a file already, and it was left as it is.
    Taken(PathBuf),
}

/// Keeps words between two sittings from a thread of its own, so that they never wait for a picture
/// that is being laid out.
pub trait Drawer: Send {
    /// Keeps words until the next sitting, or lets go of them; returns once it is on disk.
    fn keep(&mut self, what: Keepsake, words: Option<&str>) -> Result<(), String>;
}

/// The use cases of the workbench, one call each.
pub trait Bench: Send {
    /// Where words are kept between two sittings; `None`: here, in turn with everything else.
    fn drawer(&self) -> Option<Box<dyn Drawer>> {
        None
    }
    /// Everything that the panes show, as the store stands now.
    fn picture(&mut self) -> Result<Arc<Picture>, String>;
    /// What was known on an earlier day, from now on; `None`: everything. Where that cannot be shown,
    /// the picture stays what it was.
    fn look_back(&mut self, known_on: Option<Day>) -> Result<Arc<Picture>, String>;
    /// What changed between what was known on a day and what the picture shows.
    fn changes(&mut self, from: Day) -> Result<Changes, String>;
    /// A brief with what changed since the last one that was printed.
    fn brief(&mut self, asked: &BriefAsked) -> Result<Brief, String>;
    /// Writes a brief to a file as its name asks, says where it is, and keeps what it said.
    fn export_brief(
        &mut self,
        asked: &BriefAsked,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Exported, String>;
    /// Everybody whose work passed to somebody else lately, or has to.
    fn changes_of_hands(&mut self) -> Result<Vec<ChangeOfHands>, String>;
    /// What one person leaves, or the whole service.
    fn handover(&mut self, of: &HandoverOf) -> Result<Pages, String>;
    /// Writes it to a file as its name asks, and says where it is.
    fn export_handover(
        &mut self,
        of: &HandoverOf,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Exported, String>;
    /// Gives one outcome to these gaps as one step, and returns once it is on disk.
    fn give(&mut self, gaps: &[GapKey], kind: &OutcomeKind, reason: &str) -> Result<Step, String>;
    /// Saves outcomes, promises and what became of promises as one step, and returns once it is on
    /// disk.
    fn say(&mut self, label: String, said: Said) -> Result<Step, String>;
    /// Every promise as it stands now.
    fn promises(&mut self) -> Result<Vec<Promise>, String>;
    /// Does what is asked of a review session; nothing to give after a turn or a draft.
    fn review(&mut self, what: &Reviewing) -> Result<Option<Box<ReviewSession>>, String>;
    /// Drafts a note on a review session that has ended.
    fn note_of_review(&mut self, id: ReviewId) -> Result<Note, String>;
    /// Takes one step of work on entries by hand, and returns once it is on disk. The picture is out
    /// of date afterwards.
    fn enter(&mut self, change: &EntryChange) -> Result<Step, String>;
    /// Takes one step of reading records and auditing, and returns once it is on disk. The picture is
    /// out of date afterwards.
    fn audit(&mut self, change: &AuditChange) -> Result<Step, String>;
    /// What amendments of the policy would change. Keeps nothing.
    fn try_policy(&mut self, amendments: &[Amendment]) -> Result<Tried, String>;
    /// Keeps them, and says in which file, if in any. The picture is out of date afterwards.
    fn amend_policy(&mut self, amendments: &[Amendment]) -> Result<Option<PathBuf>, String>;
    /// Takes the latest step back; `None` if there is nothing to undo.
    fn undo(&mut self) -> Result<Option<Step>, String>;
    /// Does the latest undone step again; `None` if there is nothing to redo.
    fn redo(&mut self) -> Result<Option<Step>, String>;
    /// The views on the digits.
    fn views(&mut self) -> Result<Vec<SavedView>, String>;
    /// Saves a view under its digit; gives all of them.
    fn keep_view(&mut self, view: &SavedView) -> Result<Vec<SavedView>, String>;
    /// Removes the view of a digit; gives those that are left.
    fn drop_view(&mut self, digit: u8) -> Result<Vec<SavedView>, String>;
    /// Keeps words until the next sitting, or lets go of them; returns once it is on disk.
    fn keep(&mut self, what: Keepsake, words: Option<&str>) -> Result<(), String>;
    /// What was kept.
    fn kept(&mut self, what: Keepsake) -> Result<Option<String>, String>;
    /// Reads files and says what they hold. Writes nothing.
    fn look_at(
        &mut self,
        paths: &[PathBuf],
        progress: Progress<'_>,
    ) -> Result<ImportPreview, String>;
    /// Imports files as one transaction. The picture is out of date afterwards.
    fn import(
        &mut self,
        paths: &[PathBuf],
        as_at: Day,
        progress: Progress<'_>,
    ) -> Result<ImportSummary, String>;
    /// Takes the newest import back, and says which it was. The picture is out of date afterwards.
    fn take_back_import(&mut self) -> Result<PastImport, String>;
    /// What the first of these files might be that no layout fits. Writes nothing.
    fn propose(&mut self, paths: &[PathBuf]) -> Result<(PathBuf, Proposal), String>;
    /// Keeps a mapping by name, and says where its file lies.
    fn keep_mapping(&mut self, proposal: &Proposal, name: &str) -> Result<PathBuf, String>;
    /// What was promised in surgeries and is done or not, what is new, what is oldest.
    fn surgery(&mut self) -> Result<SurgeryLook, String>;
    /// Writes a surgery sheet to a file.
    fn write_surgery(
        &mut self,
        ask: &SurgeryAsk,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Written, String>;
    /// What a sheet that came back would do. Writes nothing.
    fn plan_surgery(&mut self, path: &Path, held: Day) -> Result<SurgeryPlan, String>;
    /// Does it as one step, and returns once it is on disk.
    fn apply_surgery(&mut self, plan: &SurgeryPlan) -> Result<Step, String>;
    /// Every import, newest first.
    fn imports(&mut self) -> Result<Vec<PastImport>, String>;
    /// What an import could not use as it stood.
    fn problems_of(&mut self, import: i64) -> Result<Vec<PastProblem>, String>;
    /// Every note, newest first.
    fn notes(&mut self) -> Result<Vec<NoteHead>, String>;
    /// One note whole.
    fn note(&mut self, id: NoteId) -> Result<Note, String>;
    /// Writes and saves a draft from these gaps.
    fn draft(&mut self, gaps: &[GapKey]) -> Result<Note, String>;
    /// Saves what was typed.
    fn save_note(&mut self, id: NoteId, text: &NoteText) -> Result<NoteHead, String>;
    /// Saves another note with the same words and figures.
    fn copy_note(&mut self, id: NoteId) -> Result<NoteHead, String>;
    /// Writes the note to a file as its name asks, and says where it is.
    fn export_note(
        &mut self,
        id: NoteId,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Exported, String>;
}
