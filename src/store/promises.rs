//! What was promised and what became of it: written with the outcomes of the same step.

use std::collections::HashMap;

use rusqlite::{Connection, Row, params};

use super::{
    NewAnswer, NewOutcome, Store, StoreError, entries::said_by, error::During as _, outcomes,
    reviews, surgery,
};
use crate::model::{
    ActionId, ChildId, Day, GapKey, Name, PersonName, Promise, PromiseDraft, PromiseId,
    PromiseOrigin, PromiseTurn, ReviewId, ToldTurn,
};

/// A turn to be written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewTurn {
    pub promise: PromiseId,
    pub turn: PromiseTurn,
    pub on: Day,
    pub words: String,
}

/// What one step writes: all of it, or nothing.
#[derive(Clone, Debug, Default)]
pub struct NewStep {
    pub outcomes: Vec<NewOutcome>,
    pub promises: Vec<PromiseDraft>,
    pub turns: Vec<NewTurn>,
    /// What people wrote in the rows of a surgery sheet.
    pub answers: Vec<NewAnswer>,
    /// The review session and the place in its queue where it was said.
    pub review: Option<(ReviewId, u32)>,
}

const PROMISES: &str =
    "SELECT m.id, m.origin, m.origin_ref, m.child_ref, m.child_shown, m.gap_key, m.agreed_on, m.due,
            m.owner, m.words, p.name, a.at
     FROM promise m JOIN action a ON a.id = m.action_id JOIN person p ON p.id = a.person_id
     WHERE a.undone = 0 ORDER BY m.id";

const TURNS: &str = "SELECT t.promise_id, t.turn, t.on_day, t.due, t.words, p.name, a.at
     FROM promise_turn t JOIN action a ON a.id = t.action_id JOIN person p ON p.id = a.person_id
     WHERE a.undone = 0 ORDER BY t.id";

impl Store {
    /// Writes outcomes, promises and turns as one step. When this returns, they are on disk.
    ///
    /// # Errors
    /// An outcome without a reason, a promise that cannot be kept, or the store itself; then
    /// nothing was written.
    pub fn take_step(
        &mut self,
        what: &str,
        step: &NewStep,
        now: &str,
    ) -> Result<(ActionId, Vec<PromiseId>), StoreError> {
        const DOING: &str = "Saving an outcome";
        outcomes::each_has_a_reason(&step.outcomes)?;
        for promise in &step.promises {
            promise
                .check()
                .map_err(|(_, why)| StoreError::Promise(why))?;
        }
        let person = self.person;
        let tx = self.db.transaction().during(DOING)?;
        let action = Self::begin_step(&tx, person, now, what).during(DOING)?;
        outcomes::write(&tx, action, &step.outcomes).during(DOING)?;
        let made = write(&tx, action, step).during(DOING)?;
        surgery::write(&tx, action, &step.answers).during(DOING)?;
        if let Some(at) = step.review {
            reviews::link(&tx, action, at).during(DOING)?;
        }
        Self::audit(&tx, person, now, "outcome", what).during(DOING)?;
        tx.commit().during(DOING)?;
        Ok((ActionId(action), made))
    }

    /// Every promise whose making stands, the earliest first. With a day: as they were told by
    /// the end of it.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn promises(&self, known_on: Option<Day>) -> Result<Vec<Promise>, StoreError> {
        const DOING: &str = "Reading what was promised";
        let mut turns = self.turns(known_on)?;
        let mut stmt = self.db.prepare_cached(PROMISES).during(DOING)?;
        let rows = stmt.query_map([], read).during(DOING)?;
        let mut found = Vec::new();
        for promise in rows {
            let mut promise = promise.during(DOING)?;
            if said_by(&promise.made_at, known_on) {
                promise.turns = turns.remove(&promise.id).unwrap_or_default();
                found.push(promise);
            }
        }
        Ok(found)
    }

    fn turns(
        &self,
        known_on: Option<Day>,
    ) -> Result<HashMap<PromiseId, Vec<ToldTurn>>, StoreError> {
        const DOING: &str = "Reading what became of promises";
        let mut stmt = self.db.prepare_cached(TURNS).during(DOING)?;
        let rows = stmt.query_map([], read_turn).during(DOING)?;
        let mut found: HashMap<PromiseId, Vec<ToldTurn>> = HashMap::new();
        for row in rows {
            let (promise, told) = row.during(DOING)?;
            if said_by(&told.at, known_on) {
                found.entry(promise).or_default().push(told);
            }
        }
        Ok(found)
    }
}

pub(super) fn write(
    tx: &Connection,
    action: i64,
    step: &NewStep,
) -> rusqlite::Result<Vec<PromiseId>> {
    let mut made = Vec::with_capacity(step.promises.len());
    let mut insert = tx.prepare_cached(
        "INSERT INTO promise (action_id, origin, origin_ref, child_ref, child_shown, gap_key, agreed_on, due,
             owner, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for promise in &step.promises {
        let child = promise.child.as_ref();
        insert.execute(params![
            action,
            promise.origin.word(),
            promise.origin_ref.as_deref(),
            child.map(|(id, _)| id.as_str()),
            child.map(|(_, shown)| shown.as_ref()),
            promise.gap.as_ref().map(GapKey::as_str),
            promise.agreed.number(),
            promise.due.map(Day::number),
            promise.owner.as_deref(),
            promise.words.trim(),
        ])?;
        made.push(PromiseId(tx.last_insert_rowid()));
    }
    let mut insert = tx.prepare_cached(
        "INSERT INTO promise_turn (promise_id, action_id, turn, on_day, due, words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for turn in &step.turns {
        let due = match turn.turn {
            PromiseTurn::Carried { to } => to,
            _ => None,
        };
        insert.execute(params![
            turn.promise.0,
            action,
            turn.turn.word(),
            turn.on.number(),
            due.map(Day::number),
            turn.words.trim(),
        ])?;
    }
    Ok(made)
}

fn read(r: &Row<'_>) -> rusqlite::Result<Promise> {
    let name =
        |column| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(column)?.map(Name::from));
    let origin: String = r.get(1)?;
    let child = name(3)?.map(|bare| {
        let shown = name(4).ok().flatten().unwrap_or_else(|| bare.clone());
        (ChildId::stored(bare), shown)
    });
    Ok(Promise {
        id: PromiseId(r.get(0)?),
        said: PromiseDraft {
            origin: PromiseOrigin::ALL
                .into_iter()
                .find(|known| known.word() == origin)
                .unwrap_or(PromiseOrigin::Review),
            origin_ref: name(2)?,
            child,
            gap: r
                .get::<_, Option<String>>(5)?
                .map(|key| GapKey::stored(&key)),
            agreed: Day::from_number(r.get(6)?),
            due: r.get::<_, Option<i32>>(7)?.map(Day::from_number),
            owner: name(8)?,
            words: r.get(9)?,
        },
        made_by: PersonName::from(r.get::<_, String>(10)?),
        made_at: r.get(11)?,
        turns: Vec::new(),
    })
}

fn read_turn(r: &Row<'_>) -> rusqlite::Result<(PromiseId, ToldTurn)> {
    let word: String = r.get(1)?;
    let to = r.get::<_, Option<i32>>(3)?.map(Day::from_number);
    let turn = match word.as_str() {
        "carried" => PromiseTurn::Carried { to },
        "done" => PromiseTurn::Done,
        "superseded" => PromiseTurn::Superseded,
        "given_up" => PromiseTurn::GivenUp,
        _ => PromiseTurn::Revisited,
    };
    let told = ToldTurn {
        turn,
        on: Day::from_number(r.get(2)?),
        words: r.get(4)?,
        by: PersonName::from(r.get::<_, String>(5)?),
        at: r.get(6)?,
    };
    Ok((PromiseId(r.get(0)?), told))
}

/// The promises that a step made or changed.
pub(super) fn promises_of(tx: &Connection, action: i64) -> rusqlite::Result<Vec<PromiseId>> {
    tx.prepare_cached(
        "SELECT id FROM promise WHERE action_id = ?1
         UNION SELECT promise_id FROM promise_turn WHERE action_id = ?1 ORDER BY 1",
    )?
    .query_map([action], |r| Ok(PromiseId(r.get(0)?)))?
    .collect()
}
