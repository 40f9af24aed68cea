//! The person's own questions of a case audit, in one file among the settings.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::{SettingsError, config::replace};

/// The file of the questions; it may not be there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QuestionFile(PathBuf);

impl QuestionFile {
    /// The file within the folder of the settings.
    #[must_use]
    pub fn within(config: &Path) -> Self {
        Self(config.join("audit").join("case-audit.toml"))
    }

    /// Where it lies or would lie.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The path and the text; `None` where there is none.
    ///
    /// # Errors
    /// A file that cannot be read, or that is no text.
    pub fn read(&self) -> Result<Option<(PathBuf, String)>, SettingsError> {
        let path = self.0.clone();
        let doing = "Reading your audit questions";
        match fs::read_to_string(&path) {
            Ok(text) => Ok(Some((path, text))),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                Err(SettingsError::NoText { doing, path })
            }
            Err(source) => Err(SettingsError::File {
                doing,
                path,
                source,
            }),
        }
    }

    /// Writes it whole or not at all; the folder is made where it is missing.
    ///
    /// # Errors
    /// A folder or file that cannot be written, by its path.
    pub fn write(&self, text: &str) -> Result<(), SettingsError> {
        replace(&self.0, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_questions_are_written_and_read_again_and_may_be_missing() {
        let folder = tempfile::tempdir().unwrap();
        let file = QuestionFile::within(folder.path());
        assert_eq!(file.read().unwrap(), None);
        file.write("id = \"ours\"\n").unwrap();
        let (path, text) = file.read().unwrap().unwrap();
        assert_eq!((path.as_path(), &*text), (file.path(), "id = \"ours\"\n"));
        fs::write(file.path(), [0xff, 0xfe]).unwrap();
        assert!(file.read().is_err());
    }
}
