//! What was imported, when and by whom, and what could not be used. Read only.

use rusqlite::{OptionalExtension as _, Row};

use super::{Changes, Store, StoreError, error::During as _};
use crate::model::{Covers, Day, FactKind, FeedKind, PersonName};

const DOING: &str = "Reading the imports";

/// One import as it was written down.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PastImport {
    pub id: i64,
    pub as_at: Day,
    /// RFC 3339, UTC.
    pub at: String,
    pub person: PersonName,
    pub changes: Changes,
    pub files: Vec<PastFile>,
}

/// One file of an import. Its name is the one that it had then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PastFile {
    pub file: String,
    pub recognised_as: String,
    pub feed: Option<FeedKind>,
    pub covers: Option<Covers>,
    pub rows: u32,
    pub used: u32,
    pub repeated: u32,
    pub rejected: u32,
    pub problems: u32,
}

/// What could not be used as it stood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PastProblem {
    pub file: String,
    pub sheet: String,
    pub row: Option<u32>,
    pub column: Option<String>,
    pub found: String,
    pub expected: String,
    pub effect: String,
}

impl Store {
    /// Every import, the newest first, with its files.
    pub fn imports(&self) -> Result<Vec<PastImport>, StoreError> {
        let mut imports = self
            .db
            .prepare_cached(
                "SELECT i.id, i.as_at, i.at, p.name, i.added, i.changed, i.unchanged, i.gone, i.unlisted
                 FROM import i JOIN person p ON p.id = i.person_id ORDER BY i.id DESC",
            )
            .during(DOING)?;
        let mut files = self
            .db
            .prepare_cached(
                "SELECT file, recognised_as, feed, covers_from, covers_to, rows, used, repeated, rejected,
                        (SELECT count(*) FROM problem p WHERE p.import_file_id = f.id)
                 FROM import_file f WHERE import_id = ?1 ORDER BY id",
            )
            .during(DOING)?;
        let mut found: Vec<PastImport> = imports
            .query_map([], import)
            .and_then(Iterator::collect)
            .during(DOING)?;
        for past in &mut found {
            past.files = files
                .query_map([past.id], file)
                .and_then(Iterator::collect)
                .during(DOING)?;
        }
        Ok(found)
    }

    /// The days of the extracts that held this kind of fact, up to a day; each once, in order.
    pub fn extract_days(&self, kind: FactKind, known_on: Day) -> Result<Vec<Day>, StoreError> {
        let mut stmt = self
            .db
            .prepare_cached(
                "SELECT DISTINCT i.as_at FROM import_list l JOIN import i ON i.id = l.import_id
                 WHERE l.kind = ?1 AND i.as_at <= ?2 ORDER BY 1",
            )
            .during(DOING)?;
        let days = stmt.query_map([kind as i64, known_on.number().into()], |r| {
            Ok(Day::from_number(r.get(0)?))
        });
        days.and_then(Iterator::collect).during(DOING)
    }

    /// What an import could not use as it stood, in the order of its files; `None` if there is no
    /// such import.
    pub fn problems_of(&self, id: i64) -> Result<Option<Vec<PastProblem>>, StoreError> {
        let known = self
            .db
            .query_row("SELECT id FROM import WHERE id = ?1", [id], |_| Ok(()))
            .optional()
            .during(DOING)?;
        if known.is_none() {
            return Ok(None);
        }
        let mut stmt = self
            .db
            .prepare_cached(
                "SELECT f.file, p.sheet, p.row, p.column_name, p.found, p.expected, p.effect
                 FROM problem p JOIN import_file f ON f.id = p.import_file_id
                 WHERE f.import_id = ?1 ORDER BY p.id",
            )
            .during(DOING)?;
        let problems = stmt
            .query_map([id], |r| {
                Ok(PastProblem {
                    file: r.get(0)?,
                    sheet: r.get(1)?,
                    row: r.get(2)?,
                    column: r.get(3)?,
                    found: r.get(4)?,
                    expected: r.get(5)?,
                    effect: r.get(6)?,
                })
            })
            .and_then(Iterator::collect)
            .during(DOING)?;
        Ok(Some(problems))
    }
}

fn import(r: &Row<'_>) -> rusqlite::Result<PastImport> {
    Ok(PastImport {
        id: r.get(0)?,
        as_at: Day::from_number(r.get(1)?),
        at: r.get(2)?,
        person: PersonName::from(r.get::<_, String>(3)?),
        changes: Changes {
            new: r.get(4)?,
            changed: r.get(5)?,
            unchanged: r.get(6)?,
            gone: r.get(7)?,
            no_longer_listed: r.get(8)?,
        },
        files: Vec::new(),
    })
}

fn file(r: &Row<'_>) -> rusqlite::Result<PastFile> {
    let feed: i64 = r.get(2)?;
    let day = |at| Ok::<_, rusqlite::Error>(r.get::<_, Option<i32>>(at)?.map(Day::from_number));
    Ok(PastFile {
        file: r.get(0)?,
        recognised_as: r.get(1)?,
        feed: FeedKind::ALL.into_iter().find(|kind| *kind as i64 == feed),
        covers: day(3)?.zip(day(4)?).map(|(from, to)| Covers { from, to }),
        rows: r.get(5)?,
        used: r.get(6)?,
        repeated: r.get(7)?,
        rejected: r.get(8)?,
        problems: r.get(9)?,
    })
}
