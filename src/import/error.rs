//! Why a file could not be used, in words that say what to do.

use thiserror::Error;

/// Why an import was refused. Names a file by its name alone, never by its whole path.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[non_exhaustive]
pub enum ImportError {
    #[error("{file}: there is no such file or folder. Check the name and try again.")]
    NotFound { file: String },
    #[error(
        "{file}: it could not be read ({what}). Check that it is not open elsewhere and that you may read it."
    )]
    Unreadable { file: String, what: String },
    #[error("{file}: the file is empty. Export it again.")]
    Empty { file: String },
    #[error("{file}: it is no spreadsheet and no text table ({found}). Save it as .xlsx or .csv.")]
    NotASpreadsheet { file: String, found: String },
    #[error("{file}: the spreadsheet is damaged or cut short ({what}). Export or copy it again.")]
    Damaged { file: String, what: String },
    #[error(
        "{file}: it would unpack to far more than any export holds ({what}), so it was not opened. Export it again."
    )]
    TooLarge { file: String, what: String },
    #[error("{file}, {place}: {what}. Nothing of it was taken in. Export or copy it again.")]
    BrokenXml {
        file: String,
        /// "line 12 (byte 3456)".
        place: String,
        what: String,
    },
    #[error("{file}: the spreadsheet is locked with a password. Save a copy without one.")]
    Locked { file: String },
    #[error(
        "{file}: no list that Caselight knows was found ({found}): correct the headings, by which a list is known, or leave it out."
    )]
    NoKnownList { file: String, found: String },
    #[error(
        "{file}, {sheet}: the heading \"{heading}\" stands there twice, so it is not clear which column counts. Rename or remove one of them."
    )]
    DuplicatedHeading {
        file: String,
        sheet: String,
        heading: String,
    },
    #[error("there is no layout called \"{name}\". The known ones are: {known}.")]
    UnknownLayout { name: String, known: String },
    #[error("nothing was read: no file was named.")]
    NothingNamed,
    #[error("the import was stopped; nothing was taken in.")]
    Cancelled,
    #[error(
        "your layout {name} cannot be used: {what} Mend its file, or delete it and map the export again."
    )]
    OwnLayout { name: String, what: String },
    #[error("a built-in layout cannot be read ({what}). This is a fault of Caselight.")]
    Layout { what: String },
}

impl ImportError {
    /// Whether nothing was found that is known by its headings.
    #[must_use]
    pub const fn is_unknown_list(&self) -> bool {
        matches!(self, Self::NoKnownList { .. })
    }

    /// Whether the fault is that of one file, which may be left out, and not of the whole call.
    #[must_use]
    pub const fn is_of_one_file(&self) -> bool {
        !matches!(
            self,
            Self::UnknownLayout { .. }
                | Self::OwnLayout { .. }
                | Self::NothingNamed
                | Self::Cancelled
                | Self::Layout { .. }
        )
    }
}
