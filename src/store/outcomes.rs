//! What people decided: given as steps, undone and redone as steps, never erased.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, StoreError, entries::entries_of, error::During as _, promises::promises_of};
use crate::model::{
    ActionId, Day, EntryId, GapKey, GivenOutcome, Outcome, OutcomeKind, PersonName, Place,
    PromiseId,
};

/// An outcome to be written.
#[derive(Clone, Debug)]
pub struct NewOutcome {
    pub gap: GapKey,
    pub kind: OutcomeKind,
    pub reason: String,
    pub data_as_at: Day,
    pub evidence: String,
}

/// A step that was undone or redone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    pub action: ActionId,
    /// The words of the step.
    pub what: String,
    /// The gaps whose standing it changed.
    pub gaps: Vec<GapKey>,
    /// The entries by hand that it made or changed.
    pub entries: Vec<EntryId>,
    /// The promises that it made or changed.
    pub promises: Vec<PromiseId>,
}

/// The columns of an outcome, in the order that `read` expects.
const COLUMNS: &str =
    "o.gap_key, o.kind, o.day, o.who, o.reason, o.data_as_at, o.evidence, p.name, a.at";

fn read(r: &rusqlite::Row<'_>) -> rusqlite::Result<Outcome> {
    let key: String = r.get(0)?;
    let word: String = r.get(1)?;
    let day = r
        .get::<_, Option<i32>>(2)?
        .map_or(Day::from_number(0), Day::from_number);
    let who = PersonName::from(r.get::<_, Option<String>>(3)?.unwrap_or_default());
    let kind = match word.as_str() {
        "seen_on_file" => OutcomeKind::SeenOnFile { on: day },
        "to_record" => OutcomeKind::ToRecord { by: day },
        "booked" => OutcomeKind::Booked { on: day },
        "not_required" => OutcomeKind::NotRequired,
        "exception" => OutcomeKind::Exception { approved_by: who },
        "escalated" => OutcomeKind::Escalated { to: who },
        _ => OutcomeKind::DataError,
    };
    Ok(Outcome {
        gap: GapKey::stored(&key),
        kind,
        reason: r.get(4)?,
        data_as_at: Day::from_number(r.get(5)?),
        evidence: r.get(6)?,
        person: PersonName::from(r.get::<_, String>(7)?),
        at: r.get(8)?,
    })
}

impl Store {
    /// Notes a new step, inside the caller's transaction.
    pub(super) fn begin_step(
        tx: &Connection,
        person: i64,
        now: &str,
        what: &str,
    ) -> rusqlite::Result<i64> {
        // What was undone before a new step can no longer be redone.
        tx.execute(
            "UPDATE action SET dropped = 1 WHERE undone = 1 AND dropped = 0",
            [],
        )?;
        tx.execute(
            "INSERT INTO action (person_id, at, what) VALUES (?1, ?2, ?3)",
            params![person, now, what],
        )?;
        Ok(tx.last_insert_rowid())
    }

    /// Takes the latest step back. `None`: there is nothing to undo.
    pub fn undo(&mut self, now: &str) -> Result<Option<Undone>, StoreError> {
        self.turn(
            "Undoing",
            "undo",
            "SELECT id, what FROM action WHERE undone = 0 ORDER BY id DESC LIMIT 1",
            now,
        )
    }

    /// Does the step again that was undone last. `None`: there is nothing to redo.
    pub fn redo(&mut self, now: &str) -> Result<Option<Undone>, StoreError> {
        self.turn(
            "Redoing",
            "redo",
            "SELECT id, what FROM action WHERE undone = 1 AND dropped = 0 ORDER BY id LIMIT 1",
            now,
        )
    }

    fn turn(
        &mut self,
        doing: &'static str,
        word: &str,
        find: &str,
        now: &str,
    ) -> Result<Option<Undone>, StoreError> {
        let person = self.person;
        let tx = self.db.transaction().during(doing)?;
        let found: Option<(i64, String)> = tx
            .query_row(find, [], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()
            .during(doing)?;
        let Some((action, what)) = found else {
            return Ok(None);
        };
        tx.execute(
            "UPDATE action SET undone = 1 - undone WHERE id = ?1",
            [action],
        )
        .during(doing)?;
        Self::audit(&tx, person, now, word, &what).during(doing)?;
        let gaps = gaps_of(&tx, action).during(doing)?;
        let entries = entries_of(&tx, action).during(doing)?;
        let promises = promises_of(&tx, action).during(doing)?;
        tx.commit().during(doing)?;
        Ok(Some(Undone {
            action: ActionId(action),
            what,
            gaps,
            entries,
            promises,
        }))
    }

    /// The words of the step that undo would take back, and of the one that redo would do again.
    pub fn trail(&self) -> Result<(Option<String>, Option<String>), StoreError> {
        let ask = |sql: &str| {
            self.db
                .query_row(sql, [], |r| r.get(0))
                .optional()
                .during("Reading what can be undone")
        };
        Ok((
            ask("SELECT what FROM action WHERE undone = 0 ORDER BY id DESC LIMIT 1")?,
            ask("SELECT what FROM action WHERE undone = 1 AND dropped = 0 ORDER BY id LIMIT 1")?,
        ))
    }

    /// The outcome that stands for each gap: the latest that was not undone. With a day: of those
    /// that were given on data up to it.
    pub fn outcomes(&self, known_on: Option<Day>) -> Result<HashMap<GapKey, Outcome>, StoreError> {
        const DOING: &str = "Reading the outcomes";
        let sql = format!(
            "SELECT {COLUMNS} FROM outcome o JOIN action a ON a.id = o.action_id JOIN person p ON p.id = a.person_id
             WHERE a.undone = 0 AND o.data_as_at <= ?1 ORDER BY o.id"
        );
        let limit = known_on.map_or(i64::MAX, |day| day.number().into());
        let mut stmt = self.db.prepare_cached(&sql).during(DOING)?;
        let rows = stmt.query_map([limit], read).during(DOING)?;
        let mut standing = HashMap::new();
        for outcome in rows {
            let outcome = outcome.during(DOING)?;
            standing.insert(outcome.gap.clone(), outcome);
        }
        Ok(standing)
    }

    /// Every outcome that was ever given, the newest first.
    pub fn given(&self) -> Result<Vec<GivenOutcome>, StoreError> {
        const DOING: &str = "Reading the outcomes";
        let sql = format!(
            "SELECT {COLUMNS}, a.id, a.undone,
                    EXISTS (SELECT 1 FROM outcome n JOIN action b ON b.id = n.action_id
                            WHERE n.gap_key = o.gap_key AND n.id > o.id AND b.undone = 0)
             FROM outcome o JOIN action a ON a.id = o.action_id JOIN person p ON p.id = a.person_id
             ORDER BY o.id DESC"
        );
        let mut stmt = self.db.prepare_cached(&sql).during(DOING)?;
        let rows = stmt
            .query_map([], |r| {
                let place = match (r.get(10)?, r.get(11)?) {
                    (true, _) => Place::Undone,
                    (false, true) => Place::Replaced,
                    (false, false) => Place::Latest,
                };
                Ok(GivenOutcome {
                    outcome: read(r)?,
                    step: ActionId(r.get(9)?),
                    place,
                })
            })
            .during(DOING)?;
        rows.collect::<rusqlite::Result<_>>().during(DOING)
    }

    /// The outcome that stands for one gap.
    pub fn outcome_of(&self, gap: &GapKey) -> Result<Option<Outcome>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM outcome o JOIN action a ON a.id = o.action_id JOIN person p ON p.id = a.person_id
             WHERE o.gap_key = ?1 AND a.undone = 0 ORDER BY o.id DESC LIMIT 1"
        );
        self.db
            .prepare_cached(&sql)
            .and_then(|mut stmt| stmt.query_row([gap.as_str()], read).optional())
            .during("Reading an outcome")
    }
}

/// Refuses outcomes of which one says nothing of why.
pub(super) fn each_has_a_reason(outcomes: &[NewOutcome]) -> Result<(), StoreError> {
    if outcomes.iter().any(|o| o.reason.trim().is_empty()) {
        return Err(StoreError::NoReason);
    }
    Ok(())
}

pub(super) fn write(tx: &Connection, action: i64, outcomes: &[NewOutcome]) -> rusqlite::Result<()> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO outcome (action_id, gap_key, kind, day, who, reason, data_as_at, evidence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for o in outcomes {
        let who = match &o.kind {
            OutcomeKind::Exception { approved_by: who } | OutcomeKind::Escalated { to: who } => {
                Some(who.as_ref())
            }
            _ => None,
        };
        insert.execute(params![
            action,
            o.gap.as_str(),
            o.kind.word(),
            o.kind.date().map(Day::number),
            who,
            o.reason.trim(),
            o.data_as_at.number(),
            o.evidence,
        ])?;
    }
    Ok(())
}

fn gaps_of(tx: &Connection, action: i64) -> rusqlite::Result<Vec<GapKey>> {
    tx.prepare_cached("SELECT gap_key FROM outcome WHERE action_id = ?1")?
        .query_map([action], |r| Ok(GapKey::stored(&r.get::<_, String>(0)?)))?
        .collect()
}
