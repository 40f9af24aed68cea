//! What the system says about a place on the disk: there, writable, whose, how much room.
//!
//! It looks and changes nothing; it writes no file to try whether it could.

use std::path::Path;

/// A file or a folder as it is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub there: bool,
    /// Whether this person may write in it.
    pub writable: bool,
    /// The rights of the group and of others, where the system has such: 0 is nobody else's.
    pub others: Option<u32>,
    /// Bytes left on its disk for this person; `None` where the system is not asked.
    pub free: Option<u64>,
}

impl Place {
    /// Looks at a place.
    #[must_use]
    pub fn look(path: &Path) -> Self {
        let known = path.metadata().ok();
        Self {
            there: known.is_some(),
            writable: known.as_ref().is_some_and(|known| may_write(path, known)),
            others: known.as_ref().and_then(rights_of_others),
            free: free(path),
        }
    }
}

#[cfg(unix)]
fn may_write(path: &Path, _: &std::fs::Metadata) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

#[cfg(not(unix))]
fn may_write(_: &Path, known: &std::fs::Metadata) -> bool {
    !known.permissions().readonly()
}

#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "other systems have none to tell")]
fn rights_of_others(known: &std::fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Some(known.permissions().mode() & 0o077)
}

#[cfg(not(unix))]
fn rights_of_others(_: &std::fs::Metadata) -> Option<u32> {
    None
}

#[cfg(unix)]
fn free(path: &Path) -> Option<u64> {
    // A folder that is not made yet would lie on the disk of the nearest one that is.
    let there = path.ancestors().find(|folder| folder.exists())?;
    let disk = rustix::fs::statvfs(there).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

#[cfg(not(unix))]
fn free(_: &Path) -> Option<u64> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_place_says_whether_it_is_there_whose_it_is_and_how_much_room_it_has() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let open = |mode| {
            std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(mode)).unwrap();
            Place::look(folder.path())
        };
        assert_eq!(open(0o755).others, Some(0o055));
        let own = open(0o700);
        assert_eq!((own.there, own.writable, own.others), (true, true, Some(0)));
        assert!(own.free.unwrap() > 0);
        let missing = Place::look(&folder.path().join("a/b"));
        assert_eq!((missing.there, missing.writable), (false, false));
        assert!(missing.free.is_some());
    }
}
