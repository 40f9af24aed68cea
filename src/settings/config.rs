//! `config.toml`: four choices, each of which may be left out.

use std::{
    fmt::Write as _,
    fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{SettingsError, paths::private_folder};

/// Which colours the workbench uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeChoice {
    /// Dark, unless the terminal asks for no colour.
    #[default]
    Auto,
    Dark,
    Light,
    Contrast,
    Mono,
}

impl ThemeChoice {
    /// The word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Dark => "dark",
            Self::Light => "light",
            Self::Contrast => "contrast",
            Self::Mono => "mono",
        }
    }
}

/// A person's choices.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub theme: ThemeChoice,
    /// Who notes are written by; otherwise the person who unlocked the store.
    pub author: Option<String>,
    /// The council's name, for the top line and for notes.
    pub council: Option<String>,
    /// The policy file to use; a relative path starts from the folder of the settings.
    pub policy: Option<PathBuf>,
}

impl Config {
    /// Reads the settings; the defaults where there is no file.
    ///
    /// # Errors
    /// A file that cannot be read, or a line that is not understood, by its number.
    pub fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => {
                return Err(SettingsError::File {
                    doing: "reading your settings",
                    path: path.to_path_buf(),
                    source,
                });
            }
        };
        let mut config: Self = toml::from_str(&text).map_err(|error| SettingsError::Config {
            path: path.to_path_buf(),
            line: error.span().map_or(1, |span| line_of(&text, span.start)),
            found: error.message().trim().replace('\n', ", "),
        })?;
        if let (Some(policy), Some(folder)) = (&mut config.policy, path.parent()) {
            *policy = folder.join(&policy);
        }
        Ok(config)
    }

    /// Writes the settings with a comment on each choice; the file is replaced as a whole.
    ///
    /// # Errors
    /// A folder or file that cannot be written, by its path.
    pub fn write(&self, path: &Path) -> Result<(), SettingsError> {
        let folder = path.parent().unwrap_or(Path::new("."));
        private_folder(folder)?;
        let written = tempfile::NamedTempFile::new_in(folder)
            .and_then(|mut file| {
                file.write_all(self.text().as_bytes())?;
                file.as_file().sync_all()?;
                Ok(file)
            })
            .and_then(|file| file.persist(path).map_err(|error| error.error));
        written.map(drop).map_err(|source| SettingsError::File {
            doing: "writing your settings to",
            path: path.to_path_buf(),
            source,
        })
    }

    /// Keeps the colours that were chosen on the screen, and everything else in the file.
    ///
    /// # Errors
    /// A file that cannot be read or written, or is not understood.
    pub fn remember_theme(path: &Path, theme: ThemeChoice) -> Result<(), SettingsError> {
        let config = Self {
            theme,
            ..Self::read(path)?
        };
        config.write(path)
    }

    fn text(&self) -> String {
        let mut text =
            String::from("# Caselight: your own choices. A line that begins with # is not read.\n");
        let policy = self.policy.as_ref().map(|path| path.display().to_string());
        let choices = [
            (
                "theme",
                Some(self.theme.word()),
                "auto, dark, light, contrast or mono",
                "auto",
            ),
            (
                "author",
                self.author.as_deref(),
                "who your notes are written by",
                "A Person, head of service",
            ),
            (
                "council",
                self.council.as_deref(),
                "the name on the top line and in notes",
                "Fictonshire",
            ),
            (
                "policy",
                policy.as_deref(),
                "the file with your council's own limits",
                "policy.toml",
            ),
        ];
        for (key, value, about, example) in choices {
            let mark = if value.is_some() { "" } else { "# " };
            let value = toml::Value::from(value.unwrap_or(example));
            let _ = write!(text, "\n# {about}\n{mark}{key} = {value}\n");
        }
        text
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    before.filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_explains_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/config.toml");
        let config = Config {
            theme: ThemeChoice::Light,
            author: Some("A \"quoted\" Testwick".to_owned()),
            council: None,
            policy: Some(folder.path().join("new/policy.toml")),
        };
        config.write(&path).unwrap();
        assert_eq!(Config::read(&path).unwrap(), config);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("# council = \"Fictonshire\""), "{text}");
    }

    #[test]
    fn remembering_the_colours_leaves_every_other_choice() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        let config = Config {
            council: Some("Fictonshire".to_owned()),
            ..Config::default()
        };
        config.write(&path).unwrap();
        Config::remember_theme(&path, ThemeChoice::Contrast).unwrap();
        let read = Config::read(&path).unwrap();
        assert_eq!(read.theme, ThemeChoice::Contrast);
        assert_eq!(read.council.as_deref(), Some("Fictonshire"));
    }

    #[test]
    fn without_a_file_the_defaults_stand_and_a_policy_starts_from_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        assert_eq!(Config::read(&path).unwrap(), Config::default());
        fs::write(&path, "policy = \"ours.toml\"\n").unwrap();
        let read = Config::read(&path).unwrap();
        assert_eq!(read.policy, Some(folder.path().join("ours.toml")));
    }

    #[test]
    fn a_mistake_is_named_with_its_file_and_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        for (text, line) in [
            ("author = \"x\"\ntheme = \"pink\"\n", 2),
            ("\n\ncolour = 1\n", 3),
            ("author = \n", 1),
        ] {
            fs::write(&path, text).unwrap();
            let said = Config::read(&path).unwrap_err().to_string();
            assert!(
                said.contains(&format!("config.toml, line {line}:")),
                "{said}"
            );
        }
    }
}
