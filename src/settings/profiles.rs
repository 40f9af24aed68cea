//! The service's policies: one file each in the folder `policies` of the settings, and the one line
//! of the settings that says which is in use. What a policy means is not known here.

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};

use super::config::{replace, unreadable};
use super::{Config, SettingsError};

/// One policy file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profile {
    /// The file's name without its ending.
    pub name: String,
    pub path: PathBuf,
}

/// The folder of the policies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profiles {
    folder: PathBuf,
    config: PathBuf,
}

impl Profiles {
    /// The policies that go with this file of settings.
    #[must_use]
    pub fn beside(config: &Path) -> Self {
        Self {
            folder: config.with_file_name("policies"),
            config: config.to_owned(),
        }
    }

    /// Where the policy of this name lies or would lie.
    #[must_use]
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.toml"))
    }

    /// Every policy in the folder, by name; none where there is no folder.
    ///
    /// # Errors
    /// A folder that cannot be read, by its path.
    pub fn list(&self) -> Result<Vec<Profile>, SettingsError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(unreadable(&self.folder, source)),
        };
        let paths = entries.flatten().map(|entry| entry.path());
        let mut profiles: Vec<Profile> = paths
            .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
            .filter_map(|path| {
                let name = path.file_stem()?.to_str()?.to_owned();
                Some(Profile { name, path })
            })
            .collect();
        profiles.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(profiles)
    }

    /// Writes a policy, whole or not at all.
    ///
    /// # Errors
    /// A folder or file that cannot be written, by its path.
    pub fn write(&self, path: &Path, text: &str) -> Result<(), SettingsError> {
        replace(path, text)
    }

    /// Remembers which policy is in use; `None`: the England default.
    ///
    /// # Errors
    /// Settings that are not understood or cannot be written, by their path.
    pub fn take_into_use(&self, policy: Option<&Path>) -> Result<(), SettingsError> {
        Config::remember_policy(&self.config, policy)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Paths;

    #[test]
    fn a_policy_is_written_listed_and_remembered_on_one_line() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        let profiles = paths.profiles();
        assert_eq!(profiles.list().unwrap(), []);
        let path = profiles.path_of("ours");
        profiles.write(&path, "name = \"Ours\"\n").unwrap();
        let names: Vec<String> = profiles
            .list()
            .unwrap()
            .into_iter()
            .map(|one| one.name)
            .collect();
        assert_eq!(names, ["ours"]);
        fs::write(paths.config_file(), "# mine\ncouncil = \"Fictonshire\"\n").unwrap();
        profiles.take_into_use(Some(&path)).unwrap();
        let text = fs::read_to_string(paths.config_file()).unwrap();
        assert!(
            text.starts_with("# mine\ncouncil = \"Fictonshire\"\n"),
            "{text}"
        );
        assert!(text.contains("policy = \"policies/ours.toml\""), "{text}");
        assert_eq!(
            Config::read(&paths.config_file()).unwrap().policy,
            Some(path)
        );
        profiles.take_into_use(None).unwrap();
        assert_eq!(Config::read(&paths.config_file()).unwrap().policy, None);
    }
}
