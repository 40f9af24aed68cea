//! The desk as the workbench's bench: calls handed on, errors turned into their sentences.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bench::{Bench, Exported, Progress};
use crate::model::{
    Audience, Day, EntryChange, GapKey, Note, NoteHead, NoteId, NoteText, OutcomeKind,
};
use crate::review::{
    self, Desk, DeskError, ImportPreview, ImportSummary, Intake, Leaf, Overwrite, PastImport,
    PastProblem, Picture, Proposal, Step,
};

/// An error as the sentence that a person reads.
fn said<T>(result: Result<T, DeskError>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}

/// Rows read count up to the end of reading; facts written go on from there.
const fn count(at: review::Progress) -> u64 {
    match at {
        review::Progress::Reading(n) | review::Progress::Writing(n) => n,
    }
}

impl Bench for Desk {
    fn picture(&mut self) -> Result<Arc<Picture>, String> {
        said(self.picture_or_blank())
    }

    fn give(&mut self, gaps: &[GapKey], kind: &OutcomeKind, reason: &str) -> Result<Step, String> {
        said(Self::give(self, gaps, kind, reason))
    }

    fn enter(&mut self, change: &EntryChange) -> Result<Step, String> {
        said(Self::enter(self, change))
    }

    fn undo(&mut self) -> Result<Option<Step>, String> {
        said(Self::undo(self))
    }

    fn redo(&mut self) -> Result<Option<Step>, String> {
        said(Self::redo(self))
    }

    fn look_at(
        &mut self,
        paths: &[PathBuf],
        progress: Progress<'_>,
    ) -> Result<ImportPreview, String> {
        said(Self::look_at(self, paths, &mut |at| progress(count(at))))
    }

    fn import(
        &mut self,
        paths: &[PathBuf],
        as_at: Day,
        progress: Progress<'_>,
    ) -> Result<ImportSummary, String> {
        let intake = Intake::of(paths.to_vec(), Some(as_at));
        let report = said(Self::import(self, &intake, &mut |at| progress(count(at))))?;
        Ok(report.summary())
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
