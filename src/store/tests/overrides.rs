//! What was agreed for single children: kept, replaced, undone, never changed, never told in the log.

use super::*;

fn agreed(value: u32) -> ChildOverride {
    ChildOverride {
        child: ChildId::read("900138").unwrap(),
        rule: "SUP-CASE-CIN".to_owned(),
        ruling: Ruling::Limit {
            value,
            unit: "weeks".into(),
        },
        reason: "talked over with T Mockridge".to_owned(),
        approved_by: "Head of service".into(),
        approved_on: day("2026-03-01"),
        until: Some(day("2026-12-31")),
    }
}

fn standing(store: &Store) -> Vec<ChildOverride> {
    store.caseload(day("2026-06-12")).unwrap().overrides
}

#[test]
fn the_latest_agreement_that_was_not_undone_stands() {
    let place = Place::new();
    let mut store = place.create();
    store.agree("one", &agreed(8), NOW).unwrap();
    store.agree("two", &agreed(12), NOW).unwrap();
    assert_eq!(standing(&store), [agreed(12)]);
    store.undo(NOW).unwrap();
    assert_eq!(standing(&store), [agreed(8)]);
    let lifted = ChildOverride {
        ruling: Ruling::Lifted,
        ..agreed(0)
    };
    store.agree("three", &lifted, NOW).unwrap();
    assert_eq!(standing(&store), []);
    let places: Vec<crate::model::Place> = store
        .agreements()
        .unwrap()
        .iter()
        .map(|one| one.place)
        .collect();
    assert_eq!(
        places,
        [
            crate::model::Place::Latest,
            crate::model::Place::Undone,
            crate::model::Place::Replaced
        ]
    );
    let unsaid = ChildOverride {
        reason: " ".to_owned(),
        ..agreed(8)
    };
    assert!(matches!(
        store.agree("four", &unsaid, NOW),
        Err(StoreError::NoReason)
    ));
}

#[test]
fn an_agreement_cannot_be_changed_and_the_log_does_not_tell_it() {
    let place = Place::new();
    let mut store = place.create();
    store
        .agree("SUP-CASE-CIN: another limit for one child", &agreed(8), NOW)
        .unwrap();
    assert!(
        store
            .db
            .execute("UPDATE child_override SET value = 9", [])
            .is_err()
    );
    assert!(store.db.execute("DELETE FROM child_override", []).is_err());
    let log: String = store
        .db
        .query_row("SELECT group_concat(what || detail) FROM audit", [], |r| {
            r.get(0)
        })
        .unwrap();
    assert!(log.contains("override"), "{log}");
    assert!(
        !log.contains("900138") && !log.contains("Mockridge"),
        "{log}"
    );
    assert!(!format!("{:?}", agreed(8)).contains("Mockridge"));
}
