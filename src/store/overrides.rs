//! Limits that were agreed for single children: given as steps, undone as steps, never erased.

use std::sync::Arc;

use rusqlite::params;

use super::{Store, StoreError, error::During as _};
use crate::model::{
    ActionId, ChildId, ChildOverride, Day, GivenOverride, PersonName, Place, Ruling,
};

/// Every row, the newest first, with whether a later one took its place.
const GIVEN: &str = "SELECT o.child_ref, o.rule, o.ruling, o.value, o.unit, o.reason, o.approved_by,
        o.approved_on, o.until, p.name, a.at, a.id, a.undone,
        EXISTS (SELECT 1 FROM child_override n JOIN action b ON b.id = n.action_id
                WHERE n.child_ref = o.child_ref AND n.rule = o.rule AND n.id > o.id AND b.undone = 0)
    FROM child_override o JOIN action a ON a.id = o.action_id JOIN person p ON p.id = a.person_id
    ORDER BY o.id DESC";

const GIVE: &str = "INSERT INTO child_override
        (action_id, child_ref, rule, ruling, value, unit, reason, approved_by, approved_on, until)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

fn read(r: &rusqlite::Row<'_>) -> rusqlite::Result<GivenOverride> {
    let word: String = r.get(2)?;
    let ruling = match word.as_str() {
        "off" => Ruling::Off,
        "limit" => Ruling::Limit {
            value: r.get(3)?,
            unit: r.get::<_, String>(4)?.into(),
        },
        _ => Ruling::Lifted,
    };
    let place = match (r.get(12)?, r.get(13)?) {
        (true, _) => Place::Undone,
        (false, true) => Place::Replaced,
        (false, false) => Place::Latest,
    };
    Ok(GivenOverride {
        is: ChildOverride {
            child: ChildId::stored(Arc::from(r.get::<_, String>(0)?)),
            rule: r.get(1)?,
            ruling,
            reason: r.get(5)?,
            approved_by: PersonName::from(r.get::<_, String>(6)?),
            approved_on: Day::from_number(r.get(7)?),
            until: r.get::<_, Option<i32>>(8)?.map(Day::from_number),
        },
        step: ActionId(r.get(11)?),
        person: PersonName::from(r.get::<_, String>(9)?),
        at: r.get(10)?,
        place,
    })
}

impl Store {
    /// Keeps what was agreed for one child as one step. When this returns, it is on disk.
    pub fn agree(
        &mut self,
        what: &str,
        agreed: &ChildOverride,
        now: &str,
    ) -> Result<ActionId, StoreError> {
        const DOING: &str = "Saving what was agreed for a child";
        if agreed.reason.trim().is_empty() {
            return Err(StoreError::NoReason);
        }
        let (value, unit) = match &agreed.ruling {
            Ruling::Limit { value, unit } => (Some(*value), Some(unit.as_ref())),
            Ruling::Off | Ruling::Lifted => (None, None),
        };
        let word = match agreed.ruling {
            Ruling::Off => "off",
            Ruling::Limit { .. } => "limit",
            Ruling::Lifted => "lifted",
        };
        let person = self.person;
        let tx = self.db.transaction().during(DOING)?;
        let action = Self::begin_step(&tx, person, now, what).during(DOING)?;
        tx.prepare_cached(GIVE)
            .and_then(|mut insert| {
                insert.execute(params![
                    action,
                    agreed.child.as_str(),
                    agreed.rule,
                    word,
                    value,
                    unit,
                    agreed.reason.trim(),
                    agreed.approved_by.as_ref(),
                    agreed.approved_on.number(),
                    agreed.until.map(Day::number),
                ])
            })
            .during(DOING)?;
        Self::audit(&tx, person, now, "override", what).during(DOING)?;
        tx.commit().during(DOING)?;
        Ok(ActionId(action))
    }

    /// Every agreement that was ever made, the newest first.
    pub fn agreements(&self) -> Result<Vec<GivenOverride>, StoreError> {
        const DOING: &str = "Reading what was agreed for children";
        let mut stmt = self.db.prepare_cached(GIVEN).during(DOING)?;
        let rows = stmt.query_map([], read).during(DOING)?;
        rows.collect::<rusqlite::Result<_>>().during(DOING)
    }

    /// What stands for each child and rule.
    pub(super) fn overrides(&self) -> Result<Vec<ChildOverride>, StoreError> {
        let standing = self
            .agreements()?
            .into_iter()
            .filter(|one| one.place == Place::Latest && !matches!(one.is.ruling, Ruling::Lifted));
        Ok(standing.map(|one| one.is).collect())
    }
}
