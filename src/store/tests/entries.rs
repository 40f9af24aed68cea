//! Entries by hand: nothing is lost, every step can be undone, sightings are dated records.

use super::*;

fn enter(store: &mut Store, drafts: Vec<EntryDraft>) -> Vec<EntryId> {
    let change = EntryChange::Enter(drafts);
    store.write_entries("entered", &change, NOW).unwrap().1
}

fn change(store: &mut Store, what: &str, change: &EntryChange) {
    store.write_entries(what, change, NOW).unwrap();
}

fn one(store: &Store) -> Entry {
    let mut all = store.entries(None).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

fn rows(store: &Store, table: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table}");
    store.db.query_row(&sql, [], |r| r.get(0)).unwrap()
}

#[test]
fn every_kind_of_entry_is_read_back_as_it_was_said() {
    let place = Place::new();
    let mut store = place.create();
    let session = EntryDraft::made_up("0900138", "2026-06-10");
    let own = EntryDraft {
        subject: EntrySubject::Worker(Name::from("T Mockridge")),
        what: EntryKind::Session {
            kind: SessionType::StaffOneToOne,
            status: SessionStatus::Cancelled,
            decision: Answer::Yes,
        },
        ..session.clone()
    };
    let with = |what| EntryDraft {
        what,
        ..session.clone()
    };
    let said = vec![
        session.clone(),
        own,
        with(EntryKind::Decision {
            why: "the risk has changed".to_owned(),
            taken_by: Some(Name::from("Y Foobarton")),
        }),
        with(EntryKind::Action {
            owner: Some(Name::from("T Mockridge")),
            due: Some(day("2026-06-20")),
            done: None,
        }),
        with(EntryKind::Visit {
            seen: Answer::Yes,
            alone: Answer::No,
        }),
    ];
    let ids = enter(&mut store, said.clone());
    assert_eq!(ids.len(), 5);
    drop(store);
    let store = place.open(Access::Read).unwrap();
    let kept: Vec<EntryDraft> = store
        .entries(None)
        .unwrap()
        .into_iter()
        .map(|e| e.said)
        .collect();
    assert_eq!(kept, said);
}

#[test]
fn a_correction_keeps_the_older_version_and_asks_to_be_seen_again() {
    let place = Place::new();
    let mut store = place.create();
    let id = enter(
        &mut store,
        vec![EntryDraft::made_up("900138", "2026-06-10")],
    )[0];
    let seen = EntryChange::Seen {
        id,
        on: day("2026-06-12"),
        filed: Some(day("2026-06-11")),
    };
    change(&mut store, "seen", &seen);
    assert_eq!(one(&store).seen.unwrap().recorded(), day("2026-06-11"));
    let to = EntryDraft::made_up("900138", "2026-06-09");
    change(&mut store, "corrected", &EntryChange::Correct { id, to });
    let now = one(&store);
    assert_eq!(
        (now.version, now.said.on, now.seen),
        (2, day("2026-06-09"), None)
    );
    assert_eq!(rows(&store, "entry_version"), 2);
    store.undo(NOW).unwrap().unwrap();
    let now = one(&store);
    assert_eq!((now.version, now.said.on), (1, day("2026-06-10")));
    assert!(now.seen.is_some());
    // A number that was used by an undone version is not used again.
    let to = EntryDraft::made_up("900138", "2026-06-08");
    change(&mut store, "corrected", &EntryChange::Correct { id, to });
    assert_eq!(one(&store).version, 3);
    assert_eq!(rows(&store, "entry_version"), 3);
}

#[test]
fn each_step_is_undone_and_redone_in_turn_with_outcomes_and_across_a_restart() {
    let place = Place::new();
    let mut store = place.create();
    let id = enter(
        &mut store,
        vec![EntryDraft::made_up("900138", "2026-06-10")],
    )[0];
    let outcome = NewOutcome {
        gap: GapKey::stored("K"),
        kind: OutcomeKind::NotRequired,
        reason: "a try".to_owned(),
        data_as_at: day("2026-06-12"),
        evidence: String::new(),
    };
    store.give("an outcome", &[outcome], NOW).unwrap();
    let reason = "of another child".to_owned();
    change(
        &mut store,
        "withdrawn",
        &EntryChange::Withdraw { id, reason },
    );
    assert!(one(&store).withdrawn.is_some());
    drop(store);
    let mut store = place.open(Access::Write).unwrap();
    let undone = store.undo(NOW).unwrap().unwrap();
    assert_eq!(
        (undone.what.as_str(), undone.entries),
        ("withdrawn", vec![id])
    );
    assert!(one(&store).withdrawn.is_none());
    let undone = store.undo(NOW).unwrap().unwrap();
    assert_eq!((undone.gaps.len(), undone.entries.len()), (1, 0));
    assert_eq!(store.undo(NOW).unwrap().unwrap().what, "entered");
    assert!(store.entries(None).unwrap().is_empty());
    for _ in 0..3 {
        store.redo(NOW).unwrap().unwrap();
    }
    assert!(store.redo(NOW).unwrap().is_none());
    assert!(one(&store).withdrawn.is_some());
    assert_eq!(store.outcomes(None).unwrap().len(), 1);
}

#[test]
fn a_sighting_can_be_taken_back() {
    let place = Place::new();
    let mut store = place.create();
    let id = enter(
        &mut store,
        vec![EntryDraft::made_up("900138", "2026-06-10")],
    )[0];
    let on = day("2026-06-12");
    change(
        &mut store,
        "seen",
        &EntryChange::Seen {
            id,
            on,
            filed: None,
        },
    );
    change(&mut store, "not seen", &EntryChange::NotSeen { id });
    assert!(one(&store).seen.is_none());
    assert_eq!(rows(&store, "entry_seen"), 2);
    store.undo(NOW).unwrap();
    assert_eq!(&*one(&store).seen.unwrap().by, "Y Foobarton");
}

#[test]
fn nothing_that_was_entered_can_be_changed_or_erased() {
    let place = Place::new();
    let mut store = place.create();
    enter(
        &mut store,
        vec![EntryDraft::made_up("900138", "2026-06-10")],
    );
    for sql in [
        "UPDATE entry_version SET words = ''",
        "DELETE FROM entry_version",
    ] {
        assert!(store.db.execute(sql, []).is_err(), "{sql}");
    }
    let refused = store.write_entries("x", &EntryChange::NotSeen { id: EntryId(99) }, NOW);
    assert!(matches!(refused, Err(StoreError::NoSuchEntry(99))));
}

#[test]
fn the_audit_log_says_that_something_was_entered_and_not_what() {
    let place = Place::new();
    let mut store = place.create();
    enter(
        &mut store,
        vec![EntryDraft::made_up("900138", "2026-06-10")],
    );
    let detail: String = store
        .db
        .query_row("SELECT group_concat(what || detail) FROM audit", [], |r| {
            r.get(0)
        })
        .unwrap();
    assert!(detail.contains("entryentered"), "{detail}");
    for hidden in ["900138", "Mockridge", "talked"] {
        assert!(!detail.contains(hidden), "{detail}");
    }
}

#[test]
fn a_store_of_the_first_schema_is_brought_up_to_date_with_what_it_holds() {
    let place = Place::new();
    let mut store = place.create();
    import(
        &mut store,
        vec![referral("900138", "2026-01-05")],
        "2025-12-12",
        "2026-06-12",
    );
    store
        .db
        .execute_batch(
            "DROP TABLE saved_view; DROP TABLE keepsake; DROP TABLE moderation_answer; DROP TABLE moderation; DROP TABLE case_audit_answer; DROP TABLE case_audit;
             DROP TABLE dip_child; DROP TABLE dip_stratum; DROP TABLE dip_sample; DROP TABLE record_reading;
             DROP TABLE review_end; DROP TABLE review_draft; DROP TABLE review_step; DROP TABLE review_look; DROP TABLE review_turn; DROP TABLE review_gap; DROP TABLE review_item; DROP TABLE review_session;
             DROP TABLE surgery_answer; DROP TABLE surgery_gap; DROP TABLE surgery_row; DROP TABLE surgery;
             DROP TABLE brief_line; DROP TABLE brief;
             DROP TABLE promise_turn; DROP TABLE promise; DROP TABLE child_override; DROP TABLE entry_seen; DROP TABLE entry_version; DROP TABLE entry;
             ALTER TABLE note DROP COLUMN audience; ALTER TABLE note DROP COLUMN scope;
             ALTER TABLE note DROP COLUMN policy; ALTER TABLE note DROP COLUMN sources;
             ALTER TABLE note_evidence DROP COLUMN measure;
             ALTER TABLE note_evidence DROP COLUMN limit_words;
             ALTER TABLE import_file DROP COLUMN source;
             ALTER TABLE person DROP COLUMN role;
             DROP TABLE closing; DELETE FROM meta WHERE key = 'take_back_after';
             PRAGMA user_version = 1",
        )
        .unwrap();
    drop(store);
    let mut store = place.open(Access::Write).unwrap();
    enter(
        &mut store,
        vec![EntryDraft::made_up("900138", "2026-06-10")],
    );
    assert_eq!(store.caseload(day("2026-06-12")).unwrap().children.len(), 1);
    assert_eq!(store.entries(None).unwrap().len(), 1);
    assert!(store.take_back_import(NOW).is_err());
}

#[test]
fn an_entry_is_read_as_it_was_said_by_an_earlier_day() {
    let place = Place::new();
    let mut store = place.create();
    let on = |store: &mut Store, change: EntryChange, now: &str| {
        let now = format!("{now}T09:00:00Z");
        store.write_entries("a step", &change, &now).unwrap().1[0]
    };
    let first = EntryChange::Enter(vec![EntryDraft::made_up("900138", "2026-06-01")]);
    let id = on(&mut store, first, "2026-06-02");
    let to = EntryDraft::made_up("900138", "2026-06-03");
    on(&mut store, EntryChange::Correct { id, to }, "2026-06-05");
    let seen = EntryChange::Seen {
        id,
        on: day("2026-06-06"),
        filed: None,
    };
    // Seen on the sixth, typed on the eighth, taken back on the ninth, withdrawn on the tenth.
    on(&mut store, seen, "2026-06-08");
    let known = |store: &Store, by: &str| {
        let all = store.entries(Some(day(by))).unwrap();
        all.first()
            .map(|entry| (entry.said.on, entry.version, entry.seen.is_some()))
    };
    assert_eq!(known(&store, "2026-06-01"), None);
    assert_eq!(
        known(&store, "2026-06-04"),
        Some((day("2026-06-01"), 1, false))
    );
    assert_eq!(
        known(&store, "2026-06-05"),
        Some((day("2026-06-03"), 2, false))
    );
    assert_eq!(
        known(&store, "2026-06-06"),
        Some((day("2026-06-03"), 2, true))
    );
    on(&mut store, EntryChange::NotSeen { id }, "2026-06-09");
    let reason = "the wrong child".to_owned();
    on(
        &mut store,
        EntryChange::Withdraw { id, reason },
        "2026-06-10",
    );
    assert_eq!(
        known(&store, "2026-06-08"),
        Some((day("2026-06-03"), 2, true))
    );
    assert_eq!(
        known(&store, "2026-06-09"),
        Some((day("2026-06-03"), 2, false))
    );
    let withdrawn = |by: &str| {
        let all = store.entries(Some(day(by))).unwrap();
        all[0].withdrawn.is_some()
    };
    assert!(!withdrawn("2026-06-09") && withdrawn("2026-06-10"));
    assert_eq!(store.entries(None).unwrap()[0].version, 3);
}
