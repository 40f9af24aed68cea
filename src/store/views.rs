//! Views under a digit and what is kept between two sittings, for the person at the desk.

use rusqlite::{OptionalExtension as _, params};

use super::{Store, StoreError, error::During as _};
use crate::model::{Keepsake, SavedView};

impl Store {
    /// The views that this person saved, by digit.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn views(&self) -> Result<Vec<SavedView>, StoreError> {
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
        rows.collect::<rusqlite::Result<_>>().during(DOING)
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

    /// Removes the view of a digit; false if there was none.
    ///
    /// # Errors
    /// The store could not be written.
    pub fn drop_view(&mut self, digit: u8) -> Result<bool, StoreError> {
        const DOING: &str = "Removing a view";
        let sql = "DELETE FROM saved_view WHERE person_id = ?1 AND digit = ?2";
        let gone = self.db.execute(sql, params![self.person, digit]);
        gone.map(|gone| gone > 0).during(DOING)
    }

    /// Keeps words until the next sitting, or lets go of them. When this returns, it is on disk.
    ///
    /// # Errors
    /// The store could not be written.
    pub fn keep(&mut self, what: Keepsake, words: Option<&str>) -> Result<(), StoreError> {
        const DOING: &str = "Keeping where you are";
        let (person, what) = (self.person, what.word());
        let done = match words {
            Some(words) => self.db.execute(
                "INSERT OR REPLACE INTO keepsake (person_id, what, words) VALUES (?1, ?2, ?3)",
                params![person, what, words],
            ),
            None => self.db.execute(
                "DELETE FROM keepsake WHERE person_id = ?1 AND what = ?2",
                params![person, what],
            ),
        };
        done.map(|_| ()).during(DOING)
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
