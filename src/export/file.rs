//! A file that is there whole or not at all.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What happens to a file that is already there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Overwrite {
    Refuse,
    Replace,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(
        "writing {path}: a file of that name is there; choose another name or replace it with --overwrite"
    )]
    Exists { path: PathBuf },
    #[error("writing {path}: that is a folder; add a file name")]
    IsFolder { path: PathBuf },
    #[error("writing {path}: the folder {folder} is not there; make it or choose another")]
    NoFolder { path: PathBuf, folder: PathBuf },
    #[error("writing {path}: {source}; nothing was left behind, choose another place")]
    Write { path: PathBuf, source: io::Error },
}

/// Writes a file through `content`: beside it first, to the disk, then under its name. Only its
/// owner may read it where the system can say so. On any error nothing is left behind and a file
/// that was there is as it was.
///
/// # Errors
/// See [`ExportError`].
pub fn write_whole(
    path: &Path,
    overwrite: Overwrite,
    content: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> Result<(), ExportError> {
    let path = path.to_path_buf();
    if path.is_dir() {
        return Err(ExportError::IsFolder { path });
    }
    if overwrite == Overwrite::Refuse && fs::symlink_metadata(&path).is_ok() {
        return Err(ExportError::Exists { path });
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    if !folder.is_dir() {
        return Err(ExportError::NoFolder { path, folder });
    }
    let written = write_beside(&folder, content).and_then(|file| {
        let named = match overwrite {
            Overwrite::Refuse => file.persist_noclobber(&path),
            Overwrite::Replace => file.persist(&path),
        };
        named.map(drop).map_err(|error| error.error)
    });
    match written {
        Ok(()) => {
            settle(&folder);
            Ok(())
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(ExportError::Exists { path })
        }
        Err(source) => Err(ExportError::Write { path, source }),
    }
}

fn write_beside(
    folder: &Path,
    content: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<tempfile::NamedTempFile> {
    // A temporary file is made for its owner only and is removed when it is dropped unnamed.
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut buffer = io::BufWriter::new(file.as_file_mut());
    content(&mut buffer)?;
    buffer
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()?;
    Ok(file)
}

/// Puts the name itself on the disk, where folders can be synchronised.
fn settle(folder: &Path) {
    if let Ok(folder) = fs::File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(path: &Path, overwrite: Overwrite, text: &str) -> Result<(), ExportError> {
        write_whole(path, overwrite, |out| out.write_all(text.as_bytes()))
    }

    #[test]
    fn a_file_that_is_there_is_replaced_only_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.md");
        put(&path, Overwrite::Refuse, "one").unwrap();
        let said = put(&path, Overwrite::Refuse, "two")
            .unwrap_err()
            .to_string();
        assert!(said.contains("choose another name"), "{said}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        put(&path, Overwrite::Replace, "two").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    }

    #[test]
    fn a_failure_half_way_leaves_what_was_there_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("note.md");
        put(&path, Overwrite::Refuse, "whole").unwrap();
        let failed = write_whole(&path, Overwrite::Replace, |out| {
            out.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        assert!(failed.unwrap_err().to_string().contains("the disk is full"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_and_a_missing_folder_are_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let is = put(folder.path(), Overwrite::Refuse, "x").unwrap_err();
        assert!(matches!(is, ExportError::IsFolder { .. }));
        let no = put(&folder.path().join("no/note.md"), Overwrite::Refuse, "x").unwrap_err();
        assert!(matches!(no, ExportError::NoFolder { .. }));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_may_read_what_was_written() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        put(&path, Overwrite::Refuse, "a").unwrap();
        let mode = path.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
