//! Who was named as worker or as supervisor before the newest extract named somebody else.
//!
//! It reads the older versions of open rows, which nothing else asks for, and only when a change of
//! hands is looked at. The surprising thing: an extract names today's worker and no day of the
//! change, so the day is that of the first extract with the new name.

use rusqlite::params;

use super::{Store, StoreError, error::During as _};
use crate::model::{ChildId, Day, FactKind, Name};

const DOING: &str = "Reading who held a case before";

/// One version of a row beside the next, where they name different people. 1: workers of a child's
/// rows; 2: supervisors of the list of staff.
const WORKERS: &str = "SELECT c.ref, was.text, now.text, b.known_from FROM fact a
     JOIN fact b ON b.kind = a.kind AND b.child_id = a.child_id AND b.start_day = a.start_day
       AND b.source_ref = a.source_ref AND b.source = a.source AND b.version = a.version + 1
     JOIN child c ON c.id = a.child_id
     JOIN name was ON was.id = a.worker_id
     LEFT JOIN name now ON now.id = b.worker_id
     WHERE a.kind IN (?3, ?4, ?5, ?6) AND a.known_to IS NOT NULL AND a.worker_id IS NOT b.worker_id
       AND b.known_from > ?1 AND b.known_from <= ?2
     ORDER BY b.known_from, c.ref, a.kind";

const SUPERVISORS: &str = "SELECT who.text, was.text, now.text, b.known_from FROM fact a
     JOIN fact b ON b.kind = a.kind AND b.child_id = a.child_id AND b.start_day = a.start_day
       AND b.source_ref = a.source_ref AND b.source = a.source AND b.version = a.version + 1
     JOIN name who ON who.id = b.worker_id
     JOIN name was ON was.id = a.supervisor_id
     LEFT JOIN name now ON now.id = b.supervisor_id
     WHERE a.kind = ?3 AND a.known_to IS NOT NULL AND a.supervisor_id IS NOT b.supervisor_id
       AND b.known_from > ?1 AND b.known_from <= ?2
     ORDER BY b.known_from, who.text";

/// Whose worker or supervisor is another one since an extract.
#[derive(Clone, PartialEq, Eq)]
pub enum Whose {
    Child(ChildId),
    Worker(Name),
}

/// A name that an extract gave in place of another.
#[derive(Clone, PartialEq, Eq)]
pub struct NamedBefore {
    pub whose: Whose,
    pub from: Name,
    /// `None`: the newer extract names nobody.
    pub to: Option<Name>,
    /// The day of the first extract that does.
    pub on: Day,
}

// Neither a child's id nor a name reaches a log by way of `{:?}`.
impl std::fmt::Debug for NamedBefore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "NamedBefore({:?}, ..)", self.on)
    }
}

impl Store {
    /// Every such name after a day and up to another, the oldest first.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn named_before(&self, after: Day, until: Day) -> Result<Vec<NamedBefore>, StoreError> {
        let days = (after.number(), until.number());
        let mut found = Vec::new();
        let mut of_cases = self.db.prepare_cached(WORKERS).during(DOING)?;
        let kinds = [
            FactKind::Cin,
            FactKind::CpPlan,
            FactKind::CarePeriod,
            FactKind::Leaver,
        ];
        let [cin, plan, care, leaver] = kinds.map(|kind| kind as i64);
        let mut rows = of_cases
            .query(params![days.0, days.1, cin, plan, care, leaver])
            .during(DOING)?;
        while let Some(row) = rows.next().during(DOING)? {
            let child: String = row.get(0).during(DOING)?;
            found.push(named(row, Whose::Child(ChildId::stored(Name::from(child)))).during(DOING)?);
        }
        let mut of_staff = self.db.prepare_cached(SUPERVISORS).during(DOING)?;
        let mut rows = of_staff
            .query(params![days.0, days.1, FactKind::Staff as i64])
            .during(DOING)?;
        while let Some(row) = rows.next().during(DOING)? {
            let worker: String = row.get(0).during(DOING)?;
            found.push(named(row, Whose::Worker(Name::from(worker))).during(DOING)?);
        }
        Ok(found)
    }
}

fn named(row: &rusqlite::Row<'_>, whose: Whose) -> rusqlite::Result<NamedBefore> {
    let to: Option<String> = row.get(2)?;
    Ok(NamedBefore {
        whose,
        from: Name::from(row.get::<_, String>(1)?),
        to: to.map(Name::from),
        on: Day::from_number(row.get(3)?),
    })
}
