//! The folders of this person on this system.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use directories::ProjectDirs;

use super::{LayoutFolder, SettingsError};

/// Where the store and the settings lie.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paths {
    data: PathBuf,
    config: PathBuf,
}

impl Paths {
    /// The platform's own folders for this program. Creates nothing.
    pub fn usual() -> Result<Self, SettingsError> {
        let dirs = ProjectDirs::from("", "", "caselight").ok_or(SettingsError::NoHome)?;
        Ok(Self {
            data: dirs.data_local_dir().to_path_buf(),
            config: dirs.config_dir().to_path_buf(),
        })
    }

    /// Everything under one folder, for a throw-away store and for tests.
    #[must_use]
    pub fn under(folder: &Path) -> Self {
        Self {
            data: folder.join("data"),
            config: folder.join("config"),
        }
    }

    /// The store that is used where no other is named.
    #[must_use]
    pub fn store(&self) -> PathBuf {
        self.data.join("store.caselight")
    }

    /// The person's settings; may not exist.
    #[must_use]
    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The person's own keys; may not exist.
    #[must_use]
    pub fn keys_file(&self) -> PathBuf {
        self.config.join("keys.toml")
    }

    /// Where the policies lie, and which is in use.
    #[must_use]
    pub fn profiles(&self) -> super::Profiles {
        super::Profiles::beside(&self.config_file())
    }

    /// The folder of the person's own layouts; may not exist.
    #[must_use]
    pub fn layouts_folder(&self) -> LayoutFolder {
        LayoutFolder::within(&self.config)
    }

    /// The folder of the store.
    #[must_use]
    pub fn data_folder(&self) -> &Path {
        &self.data
    }

    /// The folder of the settings.
    #[must_use]
    pub fn config_folder(&self) -> &Path {
        &self.config
    }

    /// Makes the data folder, for its owner only where the system can say so.
    pub fn prepare(&self) -> Result<(), SettingsError> {
        private_folder(&self.data)
    }
}

/// Makes a folder that only its owner may enter; leaves one that is there as it is.
pub(super) fn private_folder(folder: &Path) -> Result<(), SettingsError> {
    if folder.is_dir() {
        return Ok(());
    }
    make_private(folder).map_err(|source| SettingsError::File {
        doing: "Making the folder",
        path: folder.to_path_buf(),
        source,
    })
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> io::Result<()> {
    // Elsewhere a person's own folders are private by inheritance.
    fs::create_dir_all(folder)
}

#[cfg(test)]
mod tests {
    use super::Paths;

    #[test]
    fn the_store_lies_in_the_data_folder_and_the_settings_do_not() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        assert!(paths.store().ends_with("data/store.caselight"));
        assert!(paths.config_file().ends_with("config/config.toml"));
        assert!(!folder.path().join("data").exists());
    }

    #[cfg(unix)]
    #[test]
    fn the_data_folder_is_made_for_its_owner_only_and_twice_does_no_harm() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::under(folder.path());
        paths.prepare().unwrap();
        paths.prepare().unwrap();
        let mode = folder.path().join("data").metadata().unwrap();
        assert_eq!(mode.permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("data"), "in the way").unwrap();
        let said = Paths::under(folder.path())
            .prepare()
            .unwrap_err()
            .to_string();
        assert!(said.starts_with("Making the folder"), "{said}");
    }
}
