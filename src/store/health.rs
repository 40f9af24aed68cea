//! Whether a store is well: what can be told without its passphrase, and what with it.
//!
//! It changes nothing, and waits for nobody. The surprising thing: whether another Caselight writes
//! is told by trying for the writer's turn and giving it back at once.

use std::path::Path;

use super::{
    Store, StoreError,
    error::During as _,
    open::{SCHEMA, is_taken, read_salt},
};

/// What a store's file shows to somebody who does not know the passphrase.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Looks {
    Missing,
    /// It has the shape of a store; whether it is whole only the passphrase tells.
    Whole {
        bytes: u64,
        in_use: bool,
    },
}

/// Looks at a store's file from outside.
///
/// # Errors
/// A file that cannot be read, or that is cut off or empty.
pub fn look_at(path: &Path) -> Result<Looks, StoreError> {
    match read_salt(path) {
        Ok(_) => {}
        Err(StoreError::Missing(_)) => return Ok(Looks::Missing),
        Err(error) => return Err(error),
    }
    let bytes = path.metadata().map_or(0, |known| known.len());
    Ok(Looks::Whole {
        bytes,
        in_use: is_taken(path),
    })
}

/// What an unlocked store says of itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Health {
    /// The store's schema, and the newest that this program knows.
    pub schema: (i64, i64),
    /// What is wrong in it; empty where every page and every index is sound.
    pub faults: Vec<String>,
}

impl Store {
    /// Reads every page: each is checked against its seal and each index against its table.
    pub fn health(&self) -> Result<Health, StoreError> {
        const DOING: &str = "Checking the store";
        let schema = self
            .db
            .query_row("PRAGMA user_version", [], |row| row.get(0))
            .during(DOING)?;
        let mut faults: Vec<String> = Vec::new();
        for ask in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check(5)"] {
            let mut stmt = self.db.prepare(ask).during(DOING)?;
            let said = stmt
                .query_map([], |row| row.get::<_, String>(0))
                .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
                .during(DOING)?;
            faults.extend(said.into_iter().filter(|line| line != "ok").take(5));
        }
        Ok(Health {
            schema: (schema, SCHEMA),
            faults,
        })
    }
}
