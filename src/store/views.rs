//! Views under a digit and what is kept between two sittings, for the person at the desk.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, StoreError, error::During as _};
use crate::model::{Keepsake, SavedView};

/// Where words are put until the next sitting, beside whatever else is done with the store.
#[derive(Debug)]
pub struct Drawer {
    db: Connection,
    person: i64,
}

impl Drawer {
    /// Keeps words until the next sitting, or lets go of them. When this returns, it is on disk.
    ///
    /// # Errors
    /// The store could not be written.
    pub fn keep(&mut self, what: Keepsake, words: Option<&str>) -> Result<(), StoreError> {
        keep(&self.db, self.person, (what, words))
    }
}

fn keep(
    db: &Connection,
    person: i64,
    (what, words): (Keepsake, Option<&str>),
) -> Result<(), StoreError> {
    let what = what.word();
    let done = match words {
        Some(words) => db.execute(
            "INSERT OR REPLACE INTO keepsake (person_id, what, words) VALUES (?1, ?2, ?3)",
            params![person, what, words],
        ),
        None => db.execute(
            "DELETE FROM keepsake WHERE person_id = ?1 AND what = ?2",
            params![person, what],
        ),
    };
    done.map(|_| ()).during("Keeping where you are")
}

impl Store {
    /// The views that this person saved, by digit; `None` if they never saved or removed one. A
    /// digit that was cleared keeps its row without a name, so that it stays cleared.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn views(&self) -> Result<Option<Vec<SavedView>>, StoreError> {
        const DOING: &str = "Reading the saved views";
        let mut stmt = self
            .db
            .prepare_cached(
                "SELECT digit, name, pane, listed FROM saved_view WHERE person_id = ?1 ORDER BY digit",
            )
            .during(DOING)?;
        let rows = stmt
            .query_map([self.person], |row| {
                let listed: String = row.get(3)?;
                Ok(SavedView {
                    digit: row.get(0)?,
                    name: row.get(1)?,
                    pane: row.get(2)?,
                    // Words of a newer program that this one cannot read list everything.
                    listed: serde_json::from_str(&listed).unwrap_or_default(),
                })
            })
            .during(DOING)?;
        let rows: Vec<SavedView> = rows.collect::<rusqlite::Result<_>>().during(DOING)?;
        let own = !rows.is_empty();
        let named = rows.into_iter().filter(|view| !view.name.is_empty());
        Ok(own.then(|| named.collect()))
    }

    /// Saves views under their digits, in the place of those that were there. All or none.
    ///
    /// # Errors
    /// The store could not be written.
    pub fn keep_views(&mut self, views: &[SavedView]) -> Result<(), StoreError> {
        const DOING: &str = "Saving a view";
        let person = self.person;
        let tx = self.db.transaction().during(DOING)?;
        {
            let mut insert = tx
                .prepare_cached(
                    "INSERT OR REPLACE INTO saved_view (person_id, digit, name, pane, listed)
                     VALUES (?1, ?2, ?3, ?4, ?5)",
                )
                .during(DOING)?;
            for view in views {
                let listed = serde_json::to_string(&view.listed).unwrap_or_default();
                insert
                    .execute(params![person, view.digit, view.name, view.pane, listed])
                    .during(DOING)?;
            }
        }
        tx.commit().during(DOING)
    }

    /// Clears a digit.
    ///
    /// # Errors
    /// The store could not be written.
    pub fn drop_view(&mut self, digit: u8) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO saved_view (person_id, digit, name, pane, listed)
                   VALUES (?1, ?2, '', '', '{}')";
        let done = self.db.execute(sql, params![self.person, digit]);
        done.map(|_| ()).during("Removing a view")
    }

    /// Takes away whatever stands on the digits, so that nothing of this person's own is left.
    ///
    /// # Errors
    /// The store could not be written.
    pub fn drop_views(&mut self) -> Result<(), StoreError> {
        let sql = "DELETE FROM saved_view WHERE person_id = ?1";
        let done = self.db.execute(sql, params![self.person]);
        done.map(|_| ()).during("Removing the views")
    }

    /// Keeps words until the next sitting, or lets go of them. When this returns, it is on disk.
    ///
    /// # Errors
    /// The store could not be written.
    pub fn keep(&mut self, what: Keepsake, words: Option<&str>) -> Result<(), StoreError> {
        keep(&self.db, self.person, (what, words))
    }

    /// A drawer for a second thread, which need not wait until a long reading is done.
    ///
    /// # Errors
    /// The store could not be opened a second time.
    pub fn drawer(&self) -> Result<Drawer, StoreError> {
        let db = self.second_writer()?;
        // An import holds the store for minutes; the words wait for it, and nobody waits for them.
        db.busy_timeout(Duration::from_hours(1))
            .during("Opening the store")?;
        Ok(Drawer {
            db,
            person: self.person,
        })
    }

    /// What was kept.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn kept(&self, what: Keepsake) -> Result<Option<String>, StoreError> {
        const DOING: &str = "Reading where you were";
        let sql = "SELECT words FROM keepsake WHERE person_id = ?1 AND what = ?2";
        self.db
            .query_row(sql, params![self.person, what.word()], |row| row.get(0))
            .optional()
            .during(DOING)
    }
}
