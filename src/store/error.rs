//! What can go wrong with a store, in sentences for the person at the bench.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// A failure of the store. The text says what was being done, what was found, what to do next.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("There is no store at {}. Run `caselight init` to set one up.", .0.display())]
    Missing(PathBuf),
    #[error("Setting up a store: {} exists already. Open it, or name another place with --store.", .0.display())]
    Exists(PathBuf),
    #[error(
        "Opening {}: the passphrase does not open it, or the file is damaged or no Caselight store. \
         Try the passphrase again; if it is right, restore the newest backup.",
        .0.display()
    )]
    WrongKey(PathBuf),
    #[error("Reading {}: the file is damaged ({found}). Nothing was changed. Restore the newest backup.", .path.display())]
    Damaged { path: PathBuf, found: String },
    #[error(
        "{doing}: a page of the store is damaged ({source}). Nothing was changed. Restore the newest backup."
    )]
    Torn {
        doing: &'static str,
        source: rusqlite::Error,
    },
    #[error(
        "Opening {}: it was written by a newer Caselight (schema {found}; this one knows up to {known}). \
         Nothing was changed. Install the newer version.",
        .path.display()
    )]
    Newer {
        path: PathBuf,
        found: i64,
        known: i64,
    },
    #[error(
        "Opening {}: another Caselight has it open for writing. Close that window, then try again.",
        .0.display()
    )]
    Busy(PathBuf),
    #[error("{doing} {}: {source}. Check that the folder exists, that you may write there and that the disk is not full.", .path.display())]
    File {
        doing: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(
        "Deriving the key from the passphrase failed: {0}. Close other programs to free 64 MiB of memory and try again."
    )]
    Key(String),
    #[error(
        "{doing}: the store answered \"{source}\". Nothing of this step was kept; the store is as before. Check the disk's free space and rights, then try again."
    )]
    Sql {
        doing: &'static str,
        source: rusqlite::Error,
    },
    #[error(
        "{doing}: the store, or the folder in which it lies, can only be read, and even to look into it Caselight has \
         to write beside it. Nothing was changed. Ask for the right to write there, or copy the store into a folder of \
         your own."
    )]
    ReadOnly { doing: &'static str },
    #[error("Importing was stopped. Nothing was kept; the store is as before.")]
    Cancelled,
    #[error("There is no note {0} in this store. `caselight note list` shows those there are.")]
    NoSuchNote(i64),
    #[error(
        "There is no entry {0} in this store, or the step that made it was undone. `caselight entries --all` shows those there are."
    )]
    NoSuchEntry(i64),
    #[error(
        "Taking back the newest import: {0}. Nothing was changed. `caselight imports` lists what was imported."
    )]
    NoTakeBack(&'static str),
    #[error(
        "There is no review session {0} in this store. `caselight review list` shows those there are."
    )]
    NoSuchReview(i64),
    #[error(
        "The review session {0} has ended, and its summary stands as it was. Nothing was saved. Begin another session."
    )]
    ReviewEnded(i64),
    #[error("An outcome needs a reason: say in a few words why, and give it again.")]
    NoReason,
    #[error(
        "There is no audit {0} in this store, or the step that made it was undone. `caselight audit list` shows those \
         there are."
    )]
    NoSuchAudit(i64),
    /// Who audited a record cannot moderate it.
    #[error(
        "{0} audited this record, and moderation is a second person's own grade of it. Nothing was saved; let somebody \
         else sit down with --person."
    )]
    SamePerson(String),
    /// A promise that cannot be kept as it is.
    #[error("A promise could not be saved, and nothing of it was: {0}")]
    Promise(String),
}

impl StoreError {
    pub(super) fn file(doing: &'static str, path: &Path, source: std::io::Error) -> Self {
        Self::File {
            doing,
            path: path.to_owned(),
            source,
        }
    }

    /// Whether the passphrase or the file itself is at fault (exit status 4).
    #[must_use]
    pub const fn is_locked_or_damaged(&self) -> bool {
        matches!(
            self,
            Self::WrongKey(_) | Self::Damaged { .. } | Self::Torn { .. }
        )
    }
}

/// Gives an SQLite error the step during which it happened.
pub(super) trait During<T> {
    fn during(self, doing: &'static str) -> Result<T, StoreError>;
}

impl<T> During<T> for rusqlite::Result<T> {
    fn during(self, doing: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| match source.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Torn { doing, source }
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen) => StoreError::ReadOnly { doing },
            _ => StoreError::Sql { doing, source },
        })
    }
}
