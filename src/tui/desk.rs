//! The desk as the workbench's bench: calls handed on, errors turned into their sentences.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bench::{Bench, Drawer, Exported, Progress, Written};
use crate::model::{
    Audience, AuditChange, Day, EntryChange, GapKey, Keepsake, Note, NoteHead, NoteId, NoteText,
    OutcomeKind, Promise, ReviewId, ReviewSession, SavedView,
};
use crate::review::changes::Changes;
use crate::review::handover::{ChangeOfHands, HandoverOf, Pages, Sheet};
use crate::review::surgery::{SurgeryAsk, SurgeryLook, SurgeryPlan};
use crate::review::{
    self, Brief, BriefAsked, Desk, DeskError, ImportPreview, ImportSummary, Intake, Leaf,
    Overwrite, PastImport, PastProblem, Picture, Proposal, Reviewing, Said, Step, Tried,
};
use crate::rules::Amendment;

/// An error as the sentence that a person reads.
fn said<T>(result: Result<T, DeskError>) -> Result<T, String> {
    result.map_err(|error| match error {
        // What to do next is a key or a field here, not a command.
        DeskError::Empty => {
            "The store holds no extract yet: import one first, by the key that stands at the foot of the lists."
                .to_owned()
        }
        DeskError::NoAsAt { file, proposal } => format!(
            "Importing {file}: it does not say up to which day it speaks. Its latest past event is on {proposal}: \
             type that day, or the right one, as the day of the extract."
        ),
        error => error.to_string(),
    })
}

impl Drawer for review::Drawer {
    fn keep(&mut self, what: Keepsake, words: Option<&str>) -> Result<(), String> {
        said(Self::keep(self, what, words).map_err(DeskError::from))
    }
}

impl Bench for Desk {
    fn drawer(&self) -> Option<Box<dyn Drawer>> {
        // Without one, the words go the way of everything else.
        Self::drawer(self)
            .ok()
            .map(|drawer| -> Box<dyn Drawer> { Box::new(drawer) })
    }

    fn picture(&mut self) -> Result<Arc<Picture>, String> {
        said(self.picture_or_blank())
    }

    fn look_back(&mut self, known_on: Option<Day>) -> Result<Arc<Picture>, String> {
        said(Self::look_back(self, known_on))
    }

    fn changes(&mut self, from: Day) -> Result<Changes, String> {
        said(Self::changes(self, from, None))
    }

    fn brief(&mut self, asked: &BriefAsked) -> Result<Brief, String> {
        said(Self::brief(self, asked))
    }

    fn export_brief(
        &mut self,
        asked: &BriefAsked,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Exported, String> {
        match Self::export_brief(self, asked, path, (None, overwrite)) {
            Err(DeskError::Taken(path)) => Ok(Exported::Taken(path)),
            result => said(result).map(Exported::Written),
        }
    }

    fn changes_of_hands(&mut self) -> Result<Vec<ChangeOfHands>, String> {
        said(Self::changes_of_hands(self))
    }

    fn handover(&mut self, of: &HandoverOf) -> Result<Pages, String> {
        said(Self::handover(self, of))
    }

    fn export_handover(
        &mut self,
        of: &HandoverOf,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Exported, String> {
        let pages = said(Self::handover(self, of))?;
        let sheet = Sheet {
            to: path.to_owned(),
            overwrite,
        };
        match Self::write_handover(self, &pages.document, &sheet) {
            Err(DeskError::Taken(path)) => Ok(Exported::Taken(path)),
            result => said(result).map(Exported::Written),
        }
    }

    fn give(&mut self, gaps: &[GapKey], kind: &OutcomeKind, reason: &str) -> Result<Step, String> {
        said(Self::give(self, gaps, kind, reason))
    }

    fn say(&mut self, label: String, what: Said) -> Result<Step, String> {
        said(Self::say(self, label, what))
    }

    fn promises(&mut self) -> Result<Vec<Promise>, String> {
        said(Self::promises(self))
    }

    fn review(&mut self, what: &Reviewing) -> Result<Option<Box<ReviewSession>>, String> {
        said(Self::review(self, what))
    }

    fn note_of_review(&mut self, id: ReviewId) -> Result<Note, String> {
        let head = said(Self::note_of_review(self, id))?;
        said(Self::note(self, head.id))
    }

    fn enter(&mut self, change: &EntryChange) -> Result<Step, String> {
        said(Self::enter(self, change))
    }

    fn audit(&mut self, change: &AuditChange) -> Result<Step, String> {
        said(Self::audit(self, change))
    }

    fn try_policy(&mut self, amendments: &[Amendment]) -> Result<Tried, String> {
        said(Self::try_policy(self, amendments))
    }

    fn amend_policy(&mut self, amendments: &[Amendment]) -> Result<Option<PathBuf>, String> {
        said(Self::amend_policy(self, amendments))
    }

    fn surgery(&mut self) -> Result<SurgeryLook, String> {
        said(self.look_at_surgery(None))
    }

    fn write_surgery(
        &mut self,
        ask: &SurgeryAsk,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Written, String> {
        if overwrite == Overwrite::Refuse && path.exists() {
            return Ok(Written::Taken(path.to_owned()));
        }
        said(Self::write_surgery(self, ask, path, overwrite)).map(Written::Sent)
    }

    fn plan_surgery(&mut self, path: &Path, held: Day) -> Result<SurgeryPlan, String> {
        said(Self::plan_surgery(self, path, held))
    }

    fn apply_surgery(&mut self, plan: &SurgeryPlan) -> Result<Step, String> {
        said(Self::apply_surgery(self, plan))
    }

    fn undo(&mut self) -> Result<Option<Step>, String> {
        said(Self::undo(self))
    }

    fn redo(&mut self) -> Result<Option<Step>, String> {
        said(Self::redo(self))
    }

    fn views(&mut self) -> Result<Vec<SavedView>, String> {
        said(Self::views(self))
    }

    fn keep_view(&mut self, view: &SavedView) -> Result<Vec<SavedView>, String> {
        said(Self::keep_view(self, view))
    }

    fn drop_view(&mut self, digit: u8) -> Result<Vec<SavedView>, String> {
        said(Self::drop_view(self, digit))
    }

    fn keep(&mut self, what: Keepsake, words: Option<&str>) -> Result<(), String> {
        said(Self::keep(self, what, words))
    }

    fn kept(&mut self, what: Keepsake) -> Result<Option<String>, String> {
        said(Self::kept_for_me(self, what))
    }

    fn look_at(
        &mut self,
        paths: &[PathBuf],
        progress: Progress<'_>,
    ) -> Result<ImportPreview, String> {
        said(Self::look_at(self, paths, progress))
    }

    fn import(
        &mut self,
        paths: &[PathBuf],
        as_at: Day,
        progress: Progress<'_>,
    ) -> Result<ImportSummary, String> {
        // What is imported belongs to the newest picture, whatever was looked at before.
        self.look_through(review::Lens::default());
        let intake = Intake::of(paths.to_vec(), Some(as_at));
        let report = said(Self::import(self, &intake, progress))?;
        Ok(report.summary())
    }

    fn take_back_import(&mut self) -> Result<PastImport, String> {
        said(Self::take_back_import(self))
    }

    fn propose(&mut self, paths: &[PathBuf]) -> Result<(PathBuf, Proposal), String> {
        said(self.propose_for(paths))
    }

    fn keep_mapping(&mut self, proposal: &Proposal, name: &str) -> Result<PathBuf, String> {
        said(Self::keep_mapping(self, proposal, name))
    }

    fn imports(&mut self) -> Result<Vec<PastImport>, String> {
        said(Self::imports(self))
    }

    fn problems_of(&mut self, import: i64) -> Result<Vec<PastProblem>, String> {
        said(Self::problems_of(self, import))
    }

    fn notes(&mut self) -> Result<Vec<NoteHead>, String> {
        said(Self::notes(self))
    }

    fn note(&mut self, id: NoteId) -> Result<Note, String> {
        said(Self::note(self, id))
    }

    fn draft(&mut self, gaps: &[GapKey]) -> Result<Note, String> {
        said(Self::draft(self, gaps, None, Audience::default()))
    }

    fn save_note(&mut self, id: NoteId, text: &NoteText) -> Result<NoteHead, String> {
        said(Self::save_note(self, id, text))
    }

    fn copy_note(&mut self, id: NoteId) -> Result<NoteHead, String> {
        said(Self::copy_note(self, id))
    }

    fn export_note(
        &mut self,
        id: NoteId,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Exported, String> {
        let leaf = Leaf {
            to: path.to_owned(),
            form: None,
            overwrite,
        };
        match Self::export_note(self, id, &leaf) {
            Err(DeskError::Taken(path)) => Ok(Exported::Taken(path)),
            result => said(result).map(Exported::Written),
        }
    }
}
