//! A person's own keys: where the file lies, its text, and plain rows for whoever prints the table.
//!
//! This room knows no key. The workbench reads the text and says what is wrong with it; the command
//! line is handed that reader ([`ReadKeys`]), because the two never know each other.

use std::{
    fmt, fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{Config, Paths, SettingsError};

/// One row of the table of keys that is in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyRow {
    /// Where the keys count: "gaps", "anywhere", ...
    pub mode: String,
    /// The name of what they do: "seen-on-file", ...
    pub action: String,
    /// As written: `s`, `ctrl-s`, `g s`.
    pub keys: Vec<String>,
    pub help: String,
    /// The person's own file says so, not the table that comes with the program.
    pub own: bool,
}

/// Something in a key file that cannot be used.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct KeyFault {
    /// 1-based.
    pub line: usize,
    /// What was found, and what to write instead.
    pub problem: String,
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

/// Reads a person's own keys over the table that comes with the program (`None`: that table
/// alone), and gives every row that is then in force, or everything that is wrong.
pub type ReadKeys = fn(Option<&str>) -> Result<Vec<KeyRow>, Vec<KeyFault>>;

/// A person's own key file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnKeys {
    pub path: PathBuf,
    pub text: String,
}

impl OwnKeys {
    /// The file that the settings name, else `keys.toml` beside them; `None` where neither is.
    ///
    /// # Errors
    /// A file that is named but not there, or cannot be read.
    pub fn find(config: &Config, paths: &Paths) -> Result<Option<Self>, SettingsError> {
        match &config.keys {
            Some(path) => Self::read(path).map(Some),
            None => match Self::read(&paths.keys_file()) {
                Err(SettingsError::File { source, .. }) if source.kind() == ErrorKind::NotFound => {
                    Ok(None)
                }
                found => found.map(Some),
            },
        }
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// A file that is not there or cannot be read.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = fs::read_to_string(path).map_err(|source| match source.kind() {
            ErrorKind::InvalidData => SettingsError::NoText {
                doing: "Reading your keys",
                path: path.to_path_buf(),
            },
            _ => SettingsError::File {
                doing: "Reading your keys",
                path: path.to_path_buf(),
                source,
            },
        })?;
        Ok(Self {
            path: path.to_path_buf(),
            text,
        })
    }

    /// The error that says what is wrong in this file.
    #[must_use]
    pub fn refused(&self, faults: &[KeyFault]) -> SettingsError {
        let faults: Vec<String> = faults.iter().map(|fault| format!("  {fault}")).collect();
        SettingsError::Keys {
            path: self.path.clone(),
            faults: faults.join("\n"),
        }
    }
}
