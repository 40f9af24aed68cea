//! `config.toml`: a few choices, each of which may be left out.
//!
//! The surprising thing: where one choice is remembered, only its line is written anew; a person's
//! own comments and order stay.

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

/// How the lines between panes are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Borders {
    /// As the terminal and the locale say.
    #[default]
    Auto,
    /// Line characters, whatever the terminal says of itself.
    Plain,
    /// For terminals and fonts without line characters, and for some screen readers.
    Ascii,
}

impl Borders {
    /// The word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Plain => "plain",
            Self::Ascii => "ascii",
        }
    }
}

/// Whether a child's id may be put on the clipboard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Copying {
    /// The terminal is asked to (OSC 52).
    #[default]
    Osc52,
    /// Never.
    Off,
}

impl Copying {
    /// The word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Osc52 => "osc52",
            Self::Off => "off",
        }
    }
}

/// A person's choices.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub theme: ThemeChoice,
    pub borders: Borders,
    pub copy: Copying,
    /// Who notes are written by; otherwise the person who unlocked the store.
    pub author: Option<String>,
    /// The council's name, for the top line and for notes.
    pub council: Option<String>,
    /// The policy file to use; a relative path starts from the folder of the settings.
    pub policy: Option<PathBuf>,
    /// The file of the person's own keys; a relative path starts from the folder of the settings.
    pub keys: Option<PathBuf>,
}

/// One choice as it stands: for a list and for the file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigLine {
    pub key: &'static str,
    /// `None`: left out, and there is no value without it.
    pub value: Option<String>,
    pub about: &'static str,
    example: &'static str,
    /// It is what would stand without the file.
    pub is_default: bool,
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
            Err(source) => return Err(unreadable(path, source)),
        };
        let mut config = Self::parse(path, &text)?;
        if let Some(folder) = path.parent() {
            for file in [&mut config.policy, &mut config.keys].into_iter().flatten() {
                *file = folder.join(&file);
            }
        }
        Ok(config)
    }

    fn parse(path: &Path, text: &str) -> Result<Self, SettingsError> {
        toml::from_str(text).map_err(|error| SettingsError::Config {
            path: path.to_path_buf(),
            line: error.span().map_or(1, |span| line_of(text, span.start)),
            found: error.message().trim().replace('\n', ", "),
        })
    }

    /// Writes the settings with a comment on each choice; the file is replaced as a whole.
    ///
    /// # Errors
    /// A folder or file that cannot be written, by its path.
    pub fn write(&self, path: &Path) -> Result<(), SettingsError> {
        replace(path, &self.text())
    }

    /// Remembers the theme: only its line is written anew, all else in the file stays as it is.
    ///
    /// # Errors
    /// A file that is not understood (it is left alone) or cannot be written, by its path.
    pub fn remember_theme(path: &Path, theme: ThemeChoice) -> Result<(), SettingsError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let config = Self {
                    theme,
                    ..Self::default()
                };
                return config.write(path);
            }
            Err(source) => return Err(unreadable(path, source)),
        };
        Self::parse(path, &text)?;
        replace(path, &with_value(&text, "theme", theme.word()))
    }

    /// Remembers which policy is in use; `None`: the England default. Only its line is written anew.
    ///
    /// # Errors
    /// A file that is not understood (it is left alone) or cannot be written, by its path.
    pub fn remember_policy(path: &Path, policy: Option<&Path>) -> Result<(), SettingsError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => Self::default().text(),
            Err(source) => return Err(unreadable(path, source)),
        };
        Self::parse(path, &text)?;
        let text = match policy {
            // Beside the settings it is named from there, so that the folder can be moved.
            Some(policy) => {
                let near = path
                    .parent()
                    .and_then(|folder| policy.strip_prefix(folder).ok());
                with_value(
                    &text,
                    "policy",
                    &near.unwrap_or(policy).display().to_string(),
                )
            }
            None => without_value(&text, "policy"),
        };
        replace(path, &text)
    }

    /// Every choice in the order of the file.
    #[must_use]
    pub fn lines(&self) -> Vec<ConfigLine> {
        let line = |key, value: Option<String>, about, example, is_default| ConfigLine {
            key,
            value,
            about,
            example,
            is_default,
        };
        let plain = |key, word: &str, about, default: &'static str| {
            line(key, Some(word.to_owned()), about, default, word == default)
        };
        let free = |key, value: Option<String>, about, example| {
            let is_default = value.is_none();
            line(key, value, about, example, is_default)
        };
        let path = |path: &Option<PathBuf>| path.as_ref().map(|path| path.display().to_string());
        vec![
            plain(
                "theme",
                self.theme.word(),
                "The colours: auto, dark, light, contrast or mono (none).",
                "auto",
            ),
            plain(
                "borders",
                self.borders.word(),
                "Lines, bars and marks: auto, plain, or ascii where the font has no line characters.",
                "auto",
            ),
            plain(
                "copy",
                self.copy.word(),
                "Copying a child's id: osc52 asks the terminal to do it; off never does.",
                "osc52",
            ),
            free(
                "author",
                self.author.clone(),
                "Who your notes are written by; otherwise whoever set the store up.",
                "A Person, head of service",
            ),
            free(
                "council",
                self.council.clone(),
                "The name on the top line and in notes.",
                "Fictonshire",
            ),
            free(
                "policy",
                path(&self.policy),
                "The file with your council's own limits; a relative path starts from this folder.",
                "policy.toml",
            ),
            free(
                "keys",
                path(&self.keys),
                "The file with your own keys; without this line, keys.toml beside this file, if it is there.",
                "keys.toml",
            ),
        ]
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "# Caselight: your own choices. A line that begins with # is not read; take the # away to\n\
             # choose. `caselight config show` says what is in force, `caselight doctor` what is wrong.\n",
        );
        for line in self.lines() {
            let mark = if line.is_default { "# " } else { "" };
            let value = toml::Value::from(line.value.as_deref().unwrap_or(line.example));
            let _ = write!(text, "\n# {}\n{mark}{} = {value}\n", line.about, line.key);
        }
        text
    }
}

/// A file's text with one value changed. A choice that is commented out is taken up where it
/// stands.
fn with_value(text: &str, key: &str, word: &str) -> String {
    let Ok(mut document) = text.parse::<toml_edit::DocumentMut>() else {
        return text.to_owned();
    };
    if let Some(value) = document
        .get_mut(key)
        .and_then(toml_edit::Item::as_value_mut)
    {
        let around = value.decor().clone();
        *value = toml_edit::Value::from(word);
        *value.decor_mut() = around;
        return document.to_string();
    }
    let waiting = format!("# {key} =");
    if text.lines().any(|line| line.starts_with(&waiting)) {
        let chosen = format!("{key} = {}", toml_edit::Value::from(word));
        let lines: Vec<&str> = text
            .split('\n')
            .map(|line| {
                if line.starts_with(&waiting) {
                    chosen.as_str()
                } else {
                    line
                }
            })
            .collect();
        return lines.join("\n");
    }
    document[key] = toml_edit::value(word);
    document.to_string()
}

/// A file's text without one value; the line is left as a comment is taken for no choice.
fn without_value(text: &str, key: &str) -> String {
    let Ok(mut document) = text.parse::<toml_edit::DocumentMut>() else {
        return text.to_owned();
    };
    document.remove(key);
    document.to_string()
}

pub(super) fn unreadable(path: &Path, source: std::io::Error) -> SettingsError {
    if source.kind() == std::io::ErrorKind::InvalidData {
        return SettingsError::NoText {
            doing: "Reading your settings",
            path: path.to_path_buf(),
        };
    }
    SettingsError::File {
        doing: "Reading your settings",
        path: path.to_path_buf(),
        source,
    }
}

/// Writes a file whole or not at all. A link to the file stays one.
pub(super) fn replace(path: &Path, text: &str) -> Result<(), SettingsError> {
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let folder = path.parent().unwrap_or(Path::new("."));
    private_folder(folder)?;
    let written = tempfile::NamedTempFile::new_in(folder)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            Ok(file)
        })
        .and_then(|file| file.persist(path).map_err(|error| error.error));
    written.map(drop).map_err(|source| SettingsError::File {
        doing: "Writing your settings to",
        path: path.clone(),
        source,
    })
}

/// The 1-based line of a place in a text.
pub(super) fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    before.filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Paths;

    #[test]
    fn what_is_written_is_read_again_and_explains_itself() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/config.toml");
        let config = Config {
            theme: ThemeChoice::Light,
            borders: Borders::Ascii,
            copy: Copying::Off,
            author: Some("A \"quoted\" Testwick".to_owned()),
            council: None,
            policy: Some(folder.path().join("new/policy.toml")),
            keys: None,
        };
        config.write(&path).unwrap();
        assert_eq!(Config::read(&path).unwrap(), config);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains("# council = \"Fictonshire\""), "{text}");
        assert!(text.contains("# keys = \"keys.toml\""), "{text}");
    }

    #[test]
    fn without_a_file_the_defaults_stand_and_a_policy_starts_from_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        assert_eq!(Config::read(&path).unwrap(), Config::default());
        fs::write(&path, "policy = \"ours.toml\"\nkeys = \"mine.toml\"\n").unwrap();
        let read = Config::read(&path).unwrap();
        assert_eq!(read.policy, Some(folder.path().join("ours.toml")));
        assert_eq!(read.keys, Some(folder.path().join("mine.toml")));
    }

    #[test]
    fn a_file_of_nothing_but_explanations_is_the_defaults() {
        assert_eq!(
            Config::parse(Path::new("x"), &Config::default().text()).unwrap(),
            Config::default()
        );
    }

    #[test]
    fn a_mistake_is_named_with_its_file_and_line_and_what_is_allowed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        for (text, line, allowed) in [
            ("author = \"x\"\ntheme = \"pink\"\n", 2, "contrast"),
            ("\n\ncolour = 1\n", 3, "theme"),
            ("copy = \"always\"\n", 1, "osc52"),
            ("author = \n", 1, "value"),
        ] {
            fs::write(&path, text).unwrap();
            let said = Config::read(&path).unwrap_err().to_string();
            assert!(
                said.contains(&format!("config.toml, line {line}:")),
                "{said}"
            );
            assert!(said.contains(allowed), "{allowed:?} is not in {said}");
        }
    }

    #[test]
    fn a_theme_is_remembered_on_its_own_line_and_every_other_line_stays() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        let path = paths.config_file();
        let remember = |before: Option<&str>| {
            if let Some(before) = before {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, before).unwrap();
            }
            Config::remember_theme(&paths.config_file(), ThemeChoice::Light).unwrap();
            assert_eq!(Config::read(&path).unwrap().theme, ThemeChoice::Light);
            fs::read_to_string(&path).unwrap()
        };
        assert!(remember(None).contains("# council"));
        assert_eq!(
            remember(Some(
                "# mine\ntheme   = \"dark\" # at night\ncouncil = \"x\"\n"
            )),
            "# mine\ntheme   = \"light\" # at night\ncouncil = \"x\"\n"
        );
        assert_eq!(
            remember(Some("# a\n# theme = \"auto\"\ncouncil = \"x\"\n# end\n")),
            "# a\ntheme = \"light\"\ncouncil = \"x\"\n# end\n"
        );
        assert!(remember(Some("# only this\n")).contains("# only this"));
    }

    #[test]
    fn a_file_that_is_not_understood_is_left_alone_when_a_theme_is_remembered() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        fs::create_dir_all(folder.path().join("config")).unwrap();
        fs::write(paths.config_file(), "theme = pink\n").unwrap();
        assert!(Config::remember_theme(&paths.config_file(), ThemeChoice::Dark).is_err());
        assert_eq!(
            fs::read_to_string(paths.config_file()).unwrap(),
            "theme = pink\n"
        );
    }
}
