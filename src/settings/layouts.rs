//! The folder in which a person's own layouts lie, a file each.

use std::{
    fs,
    io::{ErrorKind, Write as _},
    path::{Path, PathBuf},
};

use super::{SettingsError, paths::private_folder};

/// The ending of a layout's file.
const ENDING: &str = "toml";
/// The longest name of a layout.
const LONGEST: usize = 40;

/// The folder of a person's own layouts; it may not be there yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LayoutFolder(PathBuf);

/// A layout's name and the text of its file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LayoutFile {
    pub name: String,
    pub text: String,
}

impl LayoutFolder {
    /// The folder `layouts` within the folder of the settings.
    #[must_use]
    pub fn within(config: &Path) -> Self {
        Self(config.join("layouts"))
    }

    /// Where a layout of this name lies.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(format!("{name}.{ENDING}"))
    }

    /// Every layout, by name; none if the folder is not there.
    ///
    /// # Errors
    /// A file that cannot be read, or that is no text.
    pub fn read(&self) -> Result<Vec<LayoutFile>, SettingsError> {
        let entries = match fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(fault(&self.0, source)),
        };
        let mut files = Vec::new();
        for path in entries.flatten().map(|entry| entry.path()) {
            let ending = path.extension().and_then(|ending| ending.to_str());
            let name = path.file_stem().and_then(|stem| stem.to_str());
            let Some(name) = name.filter(|_| ending == Some(ENDING)) else {
                continue;
            };
            files.push(LayoutFile {
                name: name.to_owned(),
                text: fs::read_to_string(&path).map_err(|source| fault(&path, source))?,
            });
        }
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(files)
    }

    /// Keeps a layout under its name, in place of an older one of that name. The folder is made if
    /// it is not there. Answers where the file lies.
    ///
    /// # Errors
    /// A folder or a file that cannot be written.
    pub fn keep(&self, layout: &LayoutFile) -> Result<PathBuf, SettingsError> {
        private_folder(&self.0)?;
        let path = self.file(&layout.name);
        let said = |source| SettingsError::File {
            doing: "Keeping your layout as",
            path: path.clone(),
            source,
        };
        // Whole or not at all: a torn layout would stop every import.
        let beside = self.0.join(format!(".{}.new", layout.name));
        let mut file = fs::File::create(&beside).map_err(said)?;
        file.write_all(layout.text.as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(said)?;
        fs::rename(&beside, &path).map_err(said)?;
        Ok(path)
    }

    /// A name that a file can have: small letters, digits and dashes; `None` if nothing is left.
    #[must_use]
    pub fn name_from(words: &str) -> Option<String> {
        let mut name = String::new();
        for c in words.chars().flat_map(char::to_lowercase) {
            if c.is_ascii_alphanumeric() {
                name.push(c);
            } else if !name.is_empty() && !name.ends_with('-') {
                name.push('-');
            }
        }
        let name: String = name.chars().take(LONGEST).collect();
        let name = name.trim_matches('-').to_owned();
        (!name.is_empty()).then_some(name)
    }
}

fn fault(path: &Path, source: std::io::Error) -> SettingsError {
    let path = path.to_path_buf();
    let doing = "Reading your layout";
    if source.kind() == ErrorKind::InvalidData {
        SettingsError::NoText { doing, path }
    } else {
        SettingsError::File {
            doing,
            path,
            source,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_is_kept_and_found_again_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let layouts = LayoutFolder::within(folder.path());
        assert_eq!(layouts.read().unwrap(), []);
        let layout = LayoutFile {
            name: "hub-list".to_owned(),
            text: "name = \"hub-list\"\n".to_owned(),
        };
        layouts.keep(&layout).unwrap();
        layouts.keep(&layout).unwrap();
        assert_eq!(layouts.read().unwrap(), [layout]);
    }

    #[test]
    fn a_name_is_made_of_letters_digits_and_dashes() {
        let name = |words| LayoutFolder::name_from(words);
        assert_eq!(name("Hub list (June)").as_deref(), Some("hub-list-june"));
        assert_eq!(name("../../x").as_deref(), Some("x"));
        assert_eq!(name("..."), None);
    }
}
