//! What can go wrong at the bench. Each is a finished sentence; each has an exit status.

use std::path::{Path, PathBuf};

use crate::import::ImportError;
use crate::model::Day;
use crate::rules::PolicyError;
use crate::store::StoreError;

/// A failure of a use case.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Import(#[from] ImportError),
    #[error("Reading the policy {}: {error}", .path.display())]
    Policy { path: PathBuf, error: PolicyError },
    #[error("{0}")]
    Words(String),
    #[error(
        "Importing {file}: it does not say up to which day it speaks. Its latest past event is on {proposal}. \
         Say --as-at {proposal} if that is right."
    )]
    NoAsAt { file: String, proposal: Day },
    #[error(
        "The store holds no extract yet. Import one with `caselight import FILE --as-at DATE`."
    )]
    Empty,
    #[error(
        "Exporting a note: there is a file {} already, and it was left as it is. Choose another name, or \
         replace it with --overwrite.",
        .0.display()
    )]
    Taken(PathBuf),
    #[error("{0}")]
    Failed(String),
}

impl DeskError {
    /// There is no store here.
    #[must_use]
    pub const fn missing(store: PathBuf) -> Self {
        Self::Store(StoreError::Missing(store))
    }

    /// There is a store here already.
    #[must_use]
    pub fn exists(store: &Path) -> Self {
        Self::Store(StoreError::Exists(store.to_owned()))
    }

    /// The exit status of contract.md.
    #[must_use]
    pub const fn exit_status(&self) -> u8 {
        match self {
            Self::Words(_) | Self::NoAsAt { .. } | Self::Policy { .. } => 2,
            Self::Store(error) if error.is_locked_or_damaged() => 4,
            Self::Import(_) => 5,
            Self::Store(_) | Self::Empty | Self::Taken(_) | Self::Failed(_) => 1,
        }
    }
}
