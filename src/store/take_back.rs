//! Taking back the newest import: the store is then as it was before, but for the audit log.
//!
//! Only the newest, because what came after an import was laid over it. The surprising thing:
//! outcomes and notes stay; they are what people said, and not the import's.

use rusqlite::{Connection, params};

use super::{PastImport, Store, StoreError, error::During as _};

const DOING: &str = "Taking back the newest import";

/// What goes with an import, in the order in which it may go.
const ROWS: [&str; 6] = [
    "DELETE FROM fact WHERE import_id = ?1",
    "DELETE FROM closing WHERE import_id = ?1",
    "DELETE FROM import_list WHERE import_id = ?1",
    "DELETE FROM problem WHERE import_file_id IN (SELECT id FROM import_file WHERE import_id = ?1)",
    "DELETE FROM import_file WHERE import_id = ?1",
    "DELETE FROM import WHERE id = ?1",
];

/// Children and names that nothing holds any more: a file of the wrong authority leaves none.
const NAMELESS: [&str; 2] = [
    "DELETE FROM child WHERE id <> 0 AND id NOT IN (SELECT child_id FROM fact)",
    "DELETE FROM name WHERE id NOT IN (
        SELECT team_id FROM fact WHERE team_id IS NOT NULL
        UNION SELECT worker_id FROM fact WHERE worker_id IS NOT NULL
        UNION SELECT supervisor_id FROM fact WHERE supervisor_id IS NOT NULL
        UNION SELECT family_id FROM fact WHERE family_id IS NOT NULL)",
];

impl Store {
    /// The import that can be taken back: the newest, if it was written down what it closed.
    pub fn last_import(&self) -> Result<PastImport, StoreError> {
        let Some(newest) = self.imports()?.into_iter().next() else {
            return Err(StoreError::NoTakeBack("nothing was imported"));
        };
        let after: i64 = self
            .db
            .query_row(
                "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'take_back_after'",
                [],
                |r| r.get(0),
            )
            .during(DOING)?;
        if newest.id <= after {
            return Err(StoreError::NoTakeBack(
                "the newest import was made by an older Caselight, which did not write down what it changed",
            ));
        }
        Ok(newest)
    }

    /// Takes the newest import back, as one transaction: every fact's history is what it was.
    pub fn take_back_import(&mut self, now: &str) -> Result<PastImport, StoreError> {
        let newest = self.last_import()?;
        let person = self.person;
        let tx = self.db.transaction().during(DOING)?;
        reopen(&tx, newest.id).during(DOING)?;
        for sql in ROWS {
            tx.execute(sql, [newest.id]).during(DOING)?;
        }
        for sql in NAMELESS {
            tx.execute(sql, []).during(DOING)?;
        }
        let detail = format!(
            "import {} as at {}, {} file(s), taken back",
            newest.id,
            newest.as_at,
            newest.files.len()
        );
        Self::audit(&tx, person, now, "import", &detail).during(DOING)?;
        tx.commit().during(DOING)?;
        Ok(newest)
    }
}

/// Lets what the import closed count on, as it did before.
fn reopen(tx: &Connection, import: i64) -> rusqlite::Result<()> {
    let mut closed = tx.prepare(
        "SELECT was_to, kind, child_id, start_day, source_ref, source, version FROM closing WHERE import_id = ?1",
    )?;
    let mut open = tx.prepare(
        "UPDATE fact SET known_to = ?1 WHERE kind = ?2 AND child_id = ?3 AND start_day = ?4
           AND source_ref = ?5 AND source = ?6 AND version = ?7",
    )?;
    let mut rows = closed.query([import])?;
    while let Some(r) = rows.next()? {
        let reference = r.get_ref(4)?.as_str()?;
        let number = |at| r.get::<_, i64>(at);
        open.execute(params![
            r.get::<_, Option<i64>>(0)?,
            number(1)?,
            number(2)?,
            number(3)?,
            reference,
            number(5)?,
            number(6)?
        ])?;
    }
    Ok(())
}
