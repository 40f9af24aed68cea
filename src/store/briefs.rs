//! What briefs said when they were printed.

use rusqlite::{OptionalExtension as _, params};

use super::{Store, StoreError, error::During as _};
use crate::model::{Day, PersonName};

/// A line of a brief as it is kept.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptLine {
    /// What makes it the same line in the next brief.
    pub key: String,
    /// Of what it said, the days that merely pass left out.
    pub digest: i64,
    pub words: String,
}

/// A page of a brief as it was printed.
#[derive(Clone, PartialEq, Eq)]
pub struct NewBrief {
    /// The child or the family.
    pub subject: String,
    pub as_at: Day,
    pub lines: Vec<KeptLine>,
}

/// The page that was printed last.
#[derive(Clone, PartialEq, Eq)]
pub struct PastBrief {
    pub made_on: Day,
    pub by: PersonName,
    /// In the order of their keys.
    pub lines: Vec<KeptLine>,
}

// Neither a child's id, a name nor a word reaches a log by way of `{:?}`.
impl std::fmt::Debug for KeptLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeptLine(..)")
    }
}

impl std::fmt::Debug for NewBrief {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NewBrief({} lines, ..)", self.lines.len())
    }
}

impl std::fmt::Debug for PastBrief {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PastBrief({:?}, ..)", self.made_on)
    }
}

impl Store {
    /// Keeps what these pages said: all of them, or none.
    ///
    /// # Errors
    /// The store could not be written to.
    pub fn keep_briefs(
        &mut self,
        briefs: &[NewBrief],
        on: Day,
        now: &str,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Noting what a brief said";
        let person = self.person;
        let tx = self.db.transaction().during(DOING)?;
        for brief in briefs {
            tx.prepare_cached(
                "INSERT INTO brief (subject, as_at, made_on, made_at, person_id) VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    brief.subject,
                    brief.as_at.number(),
                    on.number(),
                    now,
                    person
                ])
            })
            .during(DOING)?;
            let id = tx.last_insert_rowid();
            for line in &brief.lines {
                tx.prepare_cached(
                    "INSERT OR REPLACE INTO brief_line (brief_id, line, digest, words) VALUES (?1, ?2, ?3, ?4)",
                )
                .and_then(|mut insert| {
                    insert.execute(params![id, line.key, line.digest, line.words])
                })
                .during(DOING)?;
            }
        }
        tx.commit().during(DOING)
    }

    /// What the last page about a child or a family said that was printed before a day.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn last_brief(&self, subject: &str, before: Day) -> Result<Option<PastBrief>, StoreError> {
        const DOING: &str = "Reading what the last brief said";
        let found = self
            .db
            .prepare_cached(
                "SELECT b.id, b.made_on, p.name FROM brief b JOIN person p ON p.id = b.person_id
                 WHERE b.subject = ?1 AND b.made_on < ?2 ORDER BY b.id DESC LIMIT 1",
            )
            .and_then(|mut stmt| {
                stmt.query_row(params![subject, before.number()], |r| {
                    Ok((
                        r.get::<_, i64>(0)?,
                        r.get::<_, i32>(1)?,
                        r.get::<_, String>(2)?,
                    ))
                })
                .optional()
            })
            .during(DOING)?;
        let Some((id, made_on, by)) = found else {
            return Ok(None);
        };
        let mut stmt = self
            .db
            .prepare_cached(
                "SELECT line, digest, words FROM brief_line WHERE brief_id = ?1 ORDER BY line",
            )
            .during(DOING)?;
        let lines = stmt
            .query_map([id], |r| {
                Ok(KeptLine {
                    key: r.get(0)?,
                    digest: r.get(1)?,
                    words: r.get(2)?,
                })
            })
            .and_then(Iterator::collect)
            .during(DOING)?;
        Ok(Some(PastBrief {
            made_on: Day::from_number(made_on),
            by: PersonName::from(by),
            lines,
        }))
    }
}
