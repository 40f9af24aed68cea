//! Who works in the store, and in what role. A role decides nothing about what a person may do.

use super::{Store, StoreError, error::During as _};
use crate::model::{GapKey, PersonName, StaffRole};

/// The number of a role that nobody said.
const NOT_SAID: u8 = 0;

fn role(number: u8) -> Option<StaffRole> {
    StaffRole::ALL
        .into_iter()
        .find(|role| *role as u8 == number)
}

impl Store {
    /// Everybody who ever sat at this bench, in the order in which they came.
    pub fn people(&self) -> Result<Vec<(PersonName, Option<StaffRole>)>, StoreError> {
        const DOING: &str = "Reading who works here";
        let mut stmt = self
            .db
            .prepare_cached("SELECT name, role FROM person ORDER BY id")
            .during(DOING)?;
        let rows = stmt
            .query_map([], |r| {
                Ok((PersonName::from(r.get::<_, String>(0)?), role(r.get(1)?)))
            })
            .during(DOING)?;
        rows.collect::<rusqlite::Result<_>>().during(DOING)
    }

    /// Says what role a person has; somebody who was never here is noted. When this returns, it
    /// is on disk.
    pub fn set_role(
        &mut self,
        name: &str,
        role: Option<StaffRole>,
        now: &str,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Saving a role";
        let person = self.person;
        let number = role.map_or(NOT_SAID, |role| role as u8);
        let tx = self.db.transaction().during(DOING)?;
        tx.execute(
            "INSERT INTO person (name, since, role) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET role = excluded.role",
            (name, now, number),
        )
        .during(DOING)?;
        let words = format!("{name}: {}", role.map_or("not said", StaffRole::label));
        Self::audit(&tx, person, now, "role", &words).during(DOING)?;
        tx.commit().during(DOING)
    }

    /// For every outcome that was given and not undone: the gap, and the role of whoever gave it.
    pub fn outcome_roles(&self) -> Result<OutcomeRoles, StoreError> {
        const DOING: &str = "Reading who has answered gaps";
        let mut stmt = self
            .db
            .prepare_cached(
                "SELECT DISTINCT o.gap_key, p.role FROM outcome o
                 JOIN action a ON a.id = o.action_id JOIN person p ON p.id = a.person_id
                 WHERE a.undone = 0",
            )
            .during(DOING)?;
        let given = stmt
            .query_map([], |r| {
                Ok((GapKey::stored(&r.get::<_, String>(0)?), role(r.get(1)?)))
            })
            .during(DOING)?;
        let given = given.collect::<rusqlite::Result<_>>().during(DOING)?;
        let people = self.people()?;
        Ok(OutcomeRoles {
            given,
            any_leader: people
                .iter()
                .any(|(_, role)| role.is_some_and(StaffRole::leads)),
        })
    }
}

/// Who has answered gaps, by role.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OutcomeRoles {
    pub given: Vec<(GapKey, Option<StaffRole>)>,
    /// Whether anybody here is known to stand above team managers.
    pub any_leader: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Day, OutcomeKind};
    use crate::store::{Access, NewOutcome, Secret};

    const NOW: &str = "2026-06-12T09:00:00Z";

    #[test]
    fn a_role_is_said_changed_and_taken_back_and_an_outcome_knows_the_role_of_its_giver() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("roles.caselight");
        let secret = Secret::passphrase("a made-up passphrase".to_owned());
        let mut store = Store::create(&path, &secret, "A Reader", NOW).unwrap();
        let outcome = NewOutcome {
            gap: GapKey::stored("SUP-CASE-CP:1:cp-plan@2026-01-05"),
            kind: OutcomeKind::DataError,
            reason: "an invented reason".to_owned(),
            data_as_at: Day::parse_iso("2026-06-12").unwrap(),
            evidence: String::new(),
        };
        store
            .give("one", std::slice::from_ref(&outcome), NOW)
            .unwrap();
        let before = store.outcome_roles().unwrap();
        assert_eq!(before.given, [(outcome.gap.clone(), None)]);
        assert!(!before.any_leader);

        let head = Some(StaffRole::HeadOfService);
        store.set_role("A Reader", head, NOW).unwrap();
        store
            .set_role("B Reader", Some(StaffRole::TeamManager), NOW)
            .unwrap();
        let after = store.outcome_roles().unwrap();
        assert_eq!(
            (after.given, after.any_leader),
            (vec![(outcome.gap, head)], true)
        );
        drop(store);

        let mut store = Store::open(&path, &secret, None, NOW, Access::Write).unwrap();
        let people: Vec<_> = store.people().unwrap();
        assert_eq!(
            people,
            [
                ("A Reader".into(), head),
                ("B Reader".into(), Some(StaffRole::TeamManager))
            ]
        );
        store.undo(NOW).unwrap();
        assert!(store.outcome_roles().unwrap().given.is_empty());
        store.set_role("A Reader", None, NOW).unwrap();
        assert_eq!(store.people().unwrap()[0].1, None);
    }
}
