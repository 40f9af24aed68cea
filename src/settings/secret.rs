//! A passphrase that came without a prompt.

use std::{ffi::OsString, fmt, fs, path::Path};

use zeroize::{Zeroize as _, Zeroizing};

use super::SettingsError;

/// The variable that may hold the passphrase.
pub const PASSPHRASE_VARIABLE: &str = "CASELIGHT_PASSPHRASE";

/// A passphrase: wiped when dropped, never shown by `{:?}`.
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes over a passphrase that a person typed.
    #[must_use]
    pub fn typed(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The passphrase from the file named on the command line, else from the environment, else
    /// `None`: ask for it.
    ///
    /// # Errors
    /// A source that is named but empty or not text.
    pub fn found(file: Option<&Path>) -> Result<Option<Self>, SettingsError> {
        match file {
            Some(path) => Self::from_file(path).map(Some),
            None => Self::from_variable(std::env::var_os(PASSPHRASE_VARIABLE)),
        }
    }

    /// The first line of a file, without its line end.
    fn from_file(path: &Path) -> Result<Self, SettingsError> {
        let wrong = |found| SettingsError::PassphraseFile {
            path: path.to_path_buf(),
            found,
        };
        let bytes = fs::read(path).map_err(|source| SettingsError::File {
            doing: "Reading the passphrase from",
            path: path.to_path_buf(),
            source,
        })?;
        let text = String::from_utf8(bytes)
            .map(Zeroizing::new)
            .map_err(|error| {
                error.into_bytes().zeroize();
                wrong("found something that is not text in UTF-8")
            })?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        match text.lines().next() {
            Some(line) if !line.is_empty() => Ok(Self::typed(line.to_owned())),
            _ => Err(wrong("found its first line empty")),
        }
    }

    fn from_variable(value: Option<OsString>) -> Result<Option<Self>, SettingsError> {
        let Some(value) = value else {
            return Ok(None);
        };
        let text = value.into_string().map_err(|_| {
            SettingsError::PassphraseVariable("found something that is not text in UTF-8")
        })?;
        if text.is_empty() {
            return Err(SettingsError::PassphraseVariable("found it empty"));
        }
        Ok(Some(Self::typed(text)))
    }

    /// The passphrase itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_text(text: &[u8]) -> Result<Option<Secret>, SettingsError> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pass");
        fs::write(&path, text).unwrap();
        Secret::found(Some(&path))
    }

    #[test]
    fn the_first_line_is_the_passphrase_whatever_ends_it() {
        for text in [
            "four made up words",
            "four made up words\n",
            "four made up words\r\nx",
        ] {
            let secret = from_text(text.as_bytes()).unwrap().unwrap();
            assert_eq!(secret.expose(), "four made up words");
        }
        let spaced = from_text(b" keeps its spaces \n").unwrap().unwrap();
        assert_eq!(spaced.expose(), " keeps its spaces ");
    }

    #[test]
    fn an_empty_or_garbled_source_is_refused_with_what_to_do() {
        for text in [&b""[..], b"\n", &[0xff, 0xfe, 0x00]] {
            let said = from_text(text).unwrap_err().to_string();
            assert!(said.contains("put the passphrase on one line"), "{said}");
        }
        assert!(Secret::from_variable(Some(OsString::new())).is_err());
        assert!(Secret::from_variable(None).unwrap().is_none());
        let set = Secret::from_variable(Some(OsString::from("abc"))).unwrap();
        assert_eq!(set.unwrap().expose(), "abc");
    }

    #[test]
    fn debug_output_does_not_hold_the_passphrase() {
        assert_eq!(
            format!("{:?}", Secret::typed("opensesame".to_owned())),
            "Secret(..)"
        );
    }
}
