//! Surgery sheets: what went out, and what people wrote in it.
//!
//! It reads no file and writes none. The surprising thing: a sheet is kept only if the file that
//! goes with it was written, and the file only if it can be kept: a sheet that the store does not
//! remember could never be read back.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Store, StoreError, error::During as _};
use crate::model::{Day, GapKey, Name, SentRow, SentSheet, SurgeryWords};

/// What somebody wrote in a row, to be kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewAnswer {
    /// The code of the sheet.
    pub sheet: Name,
    pub row: u32,
    pub words: SurgeryWords,
}

/// What stands in a row, by the latest reading that was not undone.
#[derive(Clone, Debug)]
pub struct KeptAnswer {
    pub words: SurgeryWords,
    /// RFC 3339, UTC.
    pub at: String,
}

const HEADS: &str = "SELECT s.id, s.code, s.as_at, s.written_at, p.name, s.scope
     FROM surgery s JOIN person p ON p.id = s.person_id";

impl Store {
    /// Keeps a sheet and writes its file through `write`, both or neither.
    ///
    /// # Errors
    /// The store or the file; then nothing was kept.
    pub fn keep_surgery<E: From<StoreError>>(
        &mut self,
        sheet: &SentSheet,
        write: impl FnOnce() -> Result<(), E>,
    ) -> Result<(), E> {
        const DOING: &str = "Keeping a surgery sheet";
        let person = self.person;
        let tx = self.db.transaction().during(DOING)?;
        insert(&tx, person, sheet).during(DOING)?;
        let what = format!("surgery sheet {}: {} rows", sheet.code, sheet.rows.len());
        Self::audit(&tx, person, &sheet.written_at, "surgery", &what).during(DOING)?;
        write()?;
        tx.commit().during(DOING)?;
        Ok(())
    }

    /// The sheet of this code with its rows; `None`: this store wrote no such sheet.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn surgery(&self, code: &str) -> Result<Option<SentSheet>, StoreError> {
        const DOING: &str = "Reading a surgery sheet";
        let sql = format!("{HEADS} WHERE s.code = ?1");
        let head = self
            .db
            .prepare_cached(&sql)
            .and_then(|mut stmt| stmt.query_row([code], head).optional())
            .during(DOING)?;
        let Some((id, mut sheet)) = head else {
            return Ok(None);
        };
        sheet.rows = rows(&self.db, id).during(DOING)?;
        Ok(Some(sheet))
    }

    /// Every sheet without its rows, the newest first.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn surgeries(&self) -> Result<Vec<SentSheet>, StoreError> {
        const DOING: &str = "Reading the surgery sheets";
        let sql = format!("{HEADS} ORDER BY s.id DESC");
        let mut stmt = self.db.prepare_cached(&sql).during(DOING)?;
        let heads = stmt.query_map([], head).during(DOING)?;
        heads
            .map(|row| row.map(|(_, sheet)| sheet))
            .collect::<rusqlite::Result<_>>()
            .during(DOING)
    }

    /// What stands in the rows of a sheet.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn surgery_answers(&self, code: &str) -> Result<HashMap<u32, KeptAnswer>, StoreError> {
        const DOING: &str = "Reading what people wrote";
        let mut stmt = self
            .db
            .prepare_cached(
                "SELECT w.number, w.happened, w.evidence, w.evidence_on, w.outcome, w.next_step, w.by_when, w.who, a.at
                 FROM surgery_answer w JOIN surgery s ON s.id = w.surgery_id JOIN action a ON a.id = w.action_id
                 WHERE s.code = ?1 AND a.undone = 0 ORDER BY w.id",
            )
            .during(DOING)?;
        let rows = stmt.query_map([code], answer).during(DOING)?;
        // The later ones take the place of the earlier.
        rows.collect::<rusqlite::Result<_>>().during(DOING)
    }
}

fn insert(tx: &Connection, person: i64, sheet: &SentSheet) -> rusqlite::Result<()> {
    tx.execute(
        "INSERT INTO surgery (code, person_id, written_at, as_at, scope) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            sheet.code,
            person,
            sheet.written_at,
            sheet.as_at.number(),
            sheet.scope
        ],
    )?;
    let id = tx.last_insert_rowid();
    let mut row = tx.prepare_cached(
        "INSERT INTO surgery_row (surgery_id, number, who, rule) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let mut gap = tx.prepare_cached(
        "INSERT INTO surgery_gap (surgery_id, number, place, gap_key) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for sent in &sheet.rows {
        row.execute(params![id, sent.number, sent.who, sent.rule])?;
        for (place, key) in (0_i64..).zip(&sent.gaps) {
            gap.execute(params![id, sent.number, place, key.as_str()])?;
        }
    }
    Ok(())
}

fn head(r: &Row<'_>) -> rusqlite::Result<(i64, SentSheet)> {
    let sheet = SentSheet {
        code: Name::from(r.get::<_, String>(1)?),
        as_at: Day::from_number(r.get(2)?),
        written_at: r.get(3)?,
        written_by: Name::from(r.get::<_, String>(4)?),
        scope: r.get(5)?,
        rows: Vec::new(),
    };
    Ok((r.get(0)?, sheet))
}

fn rows(db: &Connection, id: i64) -> rusqlite::Result<Vec<SentRow>> {
    let mut rows: BTreeMap<u32, SentRow> = BTreeMap::new();
    let mut stmt =
        db.prepare_cached("SELECT number, who, rule FROM surgery_row WHERE surgery_id = ?1")?;
    let read = |r: &Row<'_>| {
        Ok(SentRow {
            number: r.get(0)?,
            who: r.get(1)?,
            rule: r.get(2)?,
            gaps: Vec::new(),
        })
    };
    for row in stmt.query_map([id], read)? {
        let row = row?;
        rows.insert(row.number, row);
    }
    let mut stmt = db.prepare_cached(
        "SELECT number, gap_key FROM surgery_gap WHERE surgery_id = ?1 ORDER BY number, place",
    )?;
    let read = |r: &Row<'_>| Ok((r.get(0)?, r.get(1)?));
    for gap in stmt.query_map([id], read)? {
        let (number, key): (u32, String) = gap?;
        if let Some(row) = rows.get_mut(&number) {
            row.gaps.push(GapKey::stored(&key));
        }
    }
    Ok(rows.into_values().collect())
}

fn answer(r: &Row<'_>) -> rusqlite::Result<(u32, KeptAnswer)> {
    let words = SurgeryWords {
        happened: r.get(1)?,
        evidence: r.get(2)?,
        evidence_on: r.get(3)?,
        outcome: r.get(4)?,
        next_step: r.get(5)?,
        by_when: r.get(6)?,
        who: r.get(7)?,
    };
    let at = r.get(8)?;
    Ok((r.get(0)?, KeptAnswer { words, at }))
}

/// Writes what people wrote, as a part of a step.
pub(super) fn write(tx: &Connection, action: i64, answers: &[NewAnswer]) -> rusqlite::Result<()> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO surgery_answer (action_id, surgery_id, number, happened, evidence, evidence_on, outcome,
             next_step, by_when, who)
         SELECT ?1, id, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM surgery WHERE code = ?2",
    )?;
    for NewAnswer { sheet, row, words } in answers {
        insert.execute(params![
            action,
            sheet,
            row,
            words.happened,
            words.evidence,
            words.evidence_on,
            words.outcome,
            words.next_step,
            words.by_when,
            words.who,
        ])?;
    }
    Ok(())
}
