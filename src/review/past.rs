//! Looking back: what was imported, and what could not be used.

use super::{Desk, DeskError};
use crate::store::{PastImport, PastProblem};

impl Desk {
    /// Every import, the newest first.
    pub fn imports(&self) -> Result<Vec<PastImport>, DeskError> {
        Ok(self.store.imports()?)
    }

    /// What an import could not use as it stood.
    pub fn problems_of(&self, import: i64) -> Result<Vec<PastProblem>, DeskError> {
        self.store.problems_of(import)?.ok_or_else(|| {
            DeskError::Failed(format!(
                "Listing the problems of an import: there is no import {import} in this store. \
                 `caselight imports` lists those there are."
            ))
        })
    }
}
