//! Setting up, unlocking, migrating and locking a store.

use std::{
    fs::{self, File, OpenOptions},
    io::Read as _,
    path::{Path, PathBuf},
    sync::Once,
};

use zeroize::Zeroizing;

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension as _, TransactionBehavior};

use super::{
    Secret, StoreError,
    error::During as _,
    key::{SALT, new_salt},
};
use crate::model::PersonName;

/// The ladder: step n brings a store from schema n to n + 1. A step is never edited once released.
const LADDER: [&str; 13] = [
    include_str!("../../assets/migrations/0001_ground.sql"),
    include_str!("../../assets/migrations/0002_entries.sql"),
    include_str!("../../assets/migrations/0003_notes.sql"),
    include_str!("../../assets/migrations/0004_sources.sql"),
    include_str!("../../assets/migrations/0005_take_back.sql"),
    include_str!("../../assets/migrations/0006_overrides.sql"),
    include_str!("../../assets/migrations/0007_roles.sql"),
    include_str!("../../assets/migrations/0008_promises.sql"),
    include_str!("../../assets/migrations/0009_briefs.sql"),
    include_str!("../../assets/migrations/0010_surgery.sql"),
    include_str!("../../assets/migrations/0011_sessions.sql"),
    include_str!("../../assets/migrations/0012_audits.sql"),
    include_str!("../../assets/migrations/0013_views.sql"),
];

/// The newest schema that this program knows.
pub(super) const SCHEMA: i64 = LADDER.len().cast_signed() as i64;

/// Marks a file as a Caselight store ("CLit").
const APPLICATION: i32 = 0x434c_6974;

/// Whether a store is opened to read or to change it. One writer at a time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Access {
    Read,
    Write,
}

/// An unlocked store.
#[derive(Debug)]
pub struct Store {
    pub(super) db: Connection,
    pub(super) path: PathBuf,
    /// The statement that unlocks another connection to the same file, wiped when dropped.
    unlock: Zeroizing<String>,
    pub(super) person: i64,
    person_name: PersonName,
    /// Held for as long as the store is open for writing.
    _turn: Option<File>,
}

impl Store {
    /// Sets up a new, empty, encrypted store that only its owner can read.
    pub fn create(
        path: &Path,
        secret: &Secret,
        person: &str,
        now: &str,
    ) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            private_folder(folder)?;
        }
        let turn = take_turn(path)?;
        private_file(path)?;
        let made = Self::set_up(path, secret, person, now, turn);
        if made.is_err() {
            for leftover in [
                path.to_owned(),
                beside(path, "-wal"),
                beside(path, "-shm"),
                beside(path, ".lock"),
            ] {
                fs::remove_file(leftover).ok();
            }
        }
        made
    }

    fn set_up(
        path: &Path,
        secret: &Secret,
        person: &str,
        now: &str,
        turn: File,
    ) -> Result<Self, StoreError> {
        let key = secret.pragma(&new_salt()?)?;
        let db = connect(path)?;
        unlock(&db, &key)?;
        tune(&db, path, Access::Write)?;
        migrate(&db, path)?;
        let door = Opened {
            db,
            path,
            unlock: key,
            turn: Some(turn),
        };
        Self::greet(door, Some(person), now)
    }

    /// Unlocks a store. For writing, nobody else may have it open for writing.
    pub fn open(
        path: &Path,
        secret: &Secret,
        person: Option<&str>,
        now: &str,
        access: Access,
    ) -> Result<Self, StoreError> {
        let salt = read_salt(path)?;
        let turn = match access {
            Access::Write => Some(take_turn(path)?),
            Access::Read => None,
        };
        let key = secret.pragma(&salt)?;
        let db = connect(path)?;
        unlock(&db, &key)?;
        tune(&db, path, access)?;
        migrate(&db, path)?;
        Self::greet(
            Opened {
                db,
                path,
                unlock: key,
                turn,
            },
            person,
            now,
        )
    }

    /// Finds the person, or notes a new one; without a name, whoever set the store up.
    fn greet(opened: Opened<'_>, person: Option<&str>, now: &str) -> Result<Self, StoreError> {
        const DOING: &str = "Noting who is at the bench";
        let Opened {
            mut db,
            path,
            unlock,
            turn,
        } = opened;
        // Whoever reads first and writes then would be refused if the drawer wrote in between.
        db.set_transaction_behavior(TransactionBehavior::Immediate);
        let find = "SELECT id, name FROM person WHERE name = ?1 OR ?1 IS NULL ORDER BY id LIMIT 1";
        let found: Option<(i64, String)> = db
            .query_row(find, [person], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .during(DOING)?;
        let (id, name) = match (found, person) {
            (Some(found), _) => found,
            (None, name) if turn.is_some() => {
                let name = name.unwrap_or("owner");
                db.execute(
                    "INSERT INTO person (name, since) VALUES (?1, ?2)",
                    [name, now],
                )
                .during(DOING)?;
                (db.last_insert_rowid(), name.to_owned())
            }
            (None, name) => (0, name.unwrap_or_default().to_owned()),
        };
        Ok(Self {
            db,
            path: path.to_owned(),
            unlock,
            person: id,
            person_name: PersonName::from(name),
            _turn: turn,
        })
    }

    /// Lets somebody else sit down, who is noted where they were never here.
    pub fn sit_as(&mut self, name: &str, now: &str) -> Result<(), StoreError> {
        const DOING: &str = "Noting who is at the bench";
        self.db
            .execute(
                "INSERT INTO person (name, since) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
                [name, now],
            )
            .during(DOING)?;
        let find = "SELECT id FROM person WHERE name = ?1";
        self.person = self
            .db
            .query_row(find, [name], |row| row.get(0))
            .during(DOING)?;
        self.person_name = PersonName::from(name);
        Ok(())
    }

    /// Who sits at the bench.
    #[must_use]
    pub fn person(&self) -> &PersonName {
        &self.person_name
    }

    /// Where the store is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Another way to read the same file, for a second thread.
    pub(super) fn second_reader(&self) -> Result<Connection, StoreError> {
        let db = connect(&self.path)?;
        unlock(&db, &self.unlock)?;
        tune(&db, &self.path, Access::Read)?;
        Ok(db)
    }

    /// Another way to write to the same file, for a second thread of the one writer.
    pub(super) fn second_writer(&self) -> Result<Connection, StoreError> {
        let db = connect(&self.path)?;
        unlock(&db, &self.unlock)?;
        tune(&db, &self.path, Access::Write)?;
        Ok(db)
    }

    /// Appends to the audit log, inside the caller's transaction.
    pub(super) fn audit(
        db: &Connection,
        person: i64,
        now: &str,
        what: &str,
        detail: &str,
    ) -> rusqlite::Result<()> {
        db.prepare_cached(
            "INSERT INTO audit (at, person_id, what, detail) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute((now, person, what, detail))?;
        Ok(())
    }
}

/// A connection that is unlocked, tuned and up to date.
struct Opened<'a> {
    db: Connection,
    path: &'a Path,
    unlock: Zeroizing<String>,
    turn: Option<File>,
}

/// `NAME-wal`, `NAME.lock` and the like, beside the store.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

fn private_folder(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder
        .create(folder)
        .map_err(|e| StoreError::file("Making the folder", folder, e))
}

fn private_file(path: &Path) -> Result<File, StoreError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
        .open(path)
        .map_err(|e| StoreError::file("Setting up the store", path, e))
}

/// Takes the one writer's turn. The lock goes with the process, however it ends.
fn take_turn(path: &Path) -> Result<File, StoreError> {
    let lock = beside(path, ".lock");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let file = options
        .open(&lock)
        .map_err(|e| StoreError::file("Opening", path, e))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(fs::TryLockError::WouldBlock) => Err(StoreError::Busy(path.to_owned())),
        Err(fs::TryLockError::Error(e)) => Err(StoreError::file("Opening", path, e)),
    }
}

/// Whether another program has its turn at writing. Makes no file, and keeps no turn.
pub(super) fn is_taken(path: &Path) -> bool {
    OpenOptions::new()
        .write(true)
        .open(beside(path, ".lock"))
        .is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

pub(super) fn read_salt(path: &Path) -> Result<[u8; SALT], StoreError> {
    let mut salt = [0_u8; SALT];
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Missing(path.to_owned()));
        }
        Err(e) => return Err(StoreError::file("Opening", path, e)),
    };
    let size = file
        .metadata()
        .map_err(|e| StoreError::file("Opening", path, e))?
        .len();
    if size == 0 || size % 512 != 0 {
        let found = if size == 0 {
            "it is empty".to_owned()
        } else {
            format!("it ends in the middle of a page, at byte {size}")
        };
        return Err(StoreError::Damaged {
            path: path.to_owned(),
            found,
        });
    }
    file.read_exact(&mut salt)
        .map_err(|e| StoreError::file("Opening", path, e))?;
    Ok(salt)
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    static QUIET: Once = Once::new();
    QUIET.call_once(|| {
        // SQLCipher would otherwise write to standard error on a wrong key and wreck the screen.
        if let Ok(db) = Connection::open_in_memory() {
            db.query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(()))
                .ok();
        }
    });
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(path, flags).during("Opening the store")
}

fn unlock(db: &Connection, key: &str) -> Result<(), StoreError> {
    db.query_row("PRAGMA cipher_log_level = NONE", [], |_| Ok(()))
        .ok();
    db.execute_batch(key).during("Unlocking the store")
}

fn tune(db: &Connection, path: &Path, access: Access) -> Result<(), StoreError> {
    // The first read tells whether the key is right.
    let first: rusqlite::Result<i64> =
        db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0));
    match first {
        Ok(_) => {}
        Err(rusqlite::Error::SqliteFailure(e, _)) if e.code == ErrorCode::NotADatabase => {
            return Err(StoreError::WrongKey(path.to_owned()));
        }
        Err(rusqlite::Error::SqliteFailure(e, text)) if e.code == ErrorCode::DatabaseCorrupt => {
            let found = text.unwrap_or_else(|| e.to_string());
            return Err(StoreError::Damaged {
                path: path.to_owned(),
                found,
            });
        }
        Err(other) => return Err(other).during("Opening the store"),
    }
    let doing = "Setting the store's ways";
    db.busy_timeout(std::time::Duration::from_secs(5))
        .during(doing)?;
    // No plaintext temporary file, ever: sorting and the like stay in memory.
    db.execute_batch(
        "PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = ON; PRAGMA cache_size = -65536;
         PRAGMA trusted_schema = OFF;",
    )
    .during(doing)?;
    if access == Access::Write {
        db.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))
            .during(doing)?;
        db.execute_batch("PRAGMA synchronous = FULL")
            .during(doing)?;
    }
    db.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn migrate(db: &Connection, path: &Path) -> Result<(), StoreError> {
    let doing = "Bringing the store's schema up to date";
    let known = SCHEMA;
    let found: i64 = db
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .during(doing)?;
    if found > known {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    let done = usize::try_from(found).unwrap_or(0);
    for (step, sql) in LADDER.iter().enumerate().skip(done) {
        let batch = format!(
            "BEGIN IMMEDIATE; {sql} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {}; COMMIT;",
            step + 1
        );
        db.execute_batch(&batch).during(doing)?;
    }
    Ok(())
}
