//! The store as its callers see it, on real files.

mod briefs;
mod entries;
mod hands;
mod overrides;
mod promises;
mod sources;
mod take_back;
mod views;

use std::{fs, path::PathBuf};

use tempfile::TempDir;

use super::*;
use crate::model::*;

impl Store {
    /// Gives outcomes as one step.
    pub(super) fn give(
        &mut self,
        what: &str,
        outcomes: &[NewOutcome],
        now: &str,
    ) -> Result<ActionId, StoreError> {
        let step = NewStep {
            outcomes: outcomes.to_vec(),
            ..NewStep::default()
        };
        self.take_step(what, &step, now).map(|(action, _)| action)
    }
}

const NOW: &str = "2026-06-12T09:00:00Z";

struct Place {
    folder: TempDir,
    secret: Secret,
}

impl Place {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            secret: Secret::random().unwrap(),
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("s.caselight")
    }

    fn create(&self) -> Store {
        Store::create(&self.path(), &self.secret, "Y Foobarton", NOW).unwrap()
    }

    fn open(&self, access: Access) -> Result<Store, StoreError> {
        Store::open(&self.path(), &self.secret, None, NOW, access)
    }
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn handler() -> Handler {
    Handler {
        team: Some(Name::from("Hub 3")),
        worker: Some(Name::from("Odalys Testwick")),
    }
}

fn fact(child: &str, record: Record) -> Fact {
    Fact {
        child: ChildId::read(child),
        shown_id: Some(Name::from(child)),
        source_ref: Name::from(""),
        source: Source::AnnexA,
        record,
        details: None,
    }
}

fn plan(child: &str, start: &str, end: Option<&str>, visit: &str) -> Fact {
    fact(
        child,
        Record::CpPlan(CpPlan {
            start: day(start),
            end: end.map(day).into(),
            last_visit: Dated::On(day(visit)),
            latest_review: Dated::Unreadable,
            seen_alone: Answer::Blank,
            earlier_plans: None,
            handler: handler(),
        }),
    )
}

fn referral(child: &str, on: &str) -> Fact {
    fact(
        child,
        Record::Referral(Referral {
            on: day(on),
            no_further_action: Answer::No,
            earlier_in_12_months: Some(2),
            handler: handler(),
        }),
    )
}

fn batch(facts: Vec<Fact>, from: &str, to: &str) -> Batch {
    let sheet = |kind| SheetReport {
        name: "List".to_owned(),
        recognised_as: "a list".to_owned(),
        header_row: 1,
        rows: 1,
        used: 1,
        repeated: 0,
        rejected: 0,
        unknown_columns: Vec::new(),
        kind: Some(kind),
        also: Vec::new(),
    };
    Batch {
        files: vec![FileReport {
            file: "annex_a.xlsx".to_owned(),
            recognised_as: "Annex A, 2024 layout".to_owned(),
            covers: Some(Covers {
                from: day(from),
                to: day(to),
            }),
            sheets: vec![sheet(FactKind::Referral), sheet(FactKind::CpPlan)],
            passed_over: Vec::new(),
            problems: Vec::new(),
            feed: Some(FeedKind::Cases),
            source: Source::AnnexA,
            as_at: None,
            earliest: Some(day(from)),
            latest: Some(day(to)),
            window_from: Some(day(from)),
            fingerprint: u64::MAX,
        }],
        facts,
        ..Batch::default()
    }
}

fn import(store: &mut Store, facts: Vec<Fact>, from: &str, as_at: &str) -> Changes {
    let ticket = ImportTicket {
        as_at: day(as_at),
        now: NOW,
        rehearsal: false,
    };
    store
        .import(&batch(facts, from, as_at), ticket, &mut |_| true)
        .unwrap()
}

#[test]
fn what_was_imported_is_read_back_as_it_was() {
    let place = Place::new();
    let mut store = place.create();
    let facts = vec![
        referral("00104", "2026-01-05"),
        plan("00104", "2026-02-02", None, "2026-05-30"),
    ];
    let changes = import(&mut store, facts.clone(), "2025-12-12", "2026-06-12");
    assert_eq!((changes.new, changes.changed), (2, 0));
    drop(store);
    let load = place
        .open(Access::Read)
        .unwrap()
        .caseload(day("2026-06-12"))
        .unwrap();
    let file = &load.children[0];
    assert_eq!(
        (file.child.id.as_str(), &*file.child.shown),
        ("104", "00104")
    );
    assert_eq!(
        Record::Referral(file.referrals[0].is.clone()),
        facts[0].record
    );
    assert_eq!(Record::CpPlan(file.plans[0].is.clone()), facts[1].record);
}

#[test]
fn the_same_import_twice_changes_no_fact() {
    let place = Place::new();
    let mut store = place.create();
    let facts = || {
        vec![
            referral("104", "2026-01-05"),
            plan("104", "2026-02-02", None, "2026-05-30"),
        ]
    };
    import(&mut store, facts(), "2025-12-12", "2026-06-12");
    let again = import(&mut store, facts(), "2025-12-12", "2026-06-12");
    assert_eq!(
        again,
        Changes {
            unchanged: 2,
            ..Changes::default()
        }
    );
    let count: i64 = store
        .db
        .query_row("SELECT count(*) FROM fact", [], |r| r.get(0))
        .unwrap();
    assert_eq!(count, 2);
}

#[test]
fn what_was_known_on_an_earlier_day_stays_known() {
    let place = Place::new();
    let mut store = place.create();
    import(
        &mut store,
        vec![plan("104", "2026-02-02", None, "2026-04-30")],
        "2025-11-12",
        "2026-05-12",
    );
    let second = import(
        &mut store,
        vec![plan("104", "2026-02-02", None, "2026-05-30")],
        "2025-12-12",
        "2026-06-12",
    );
    assert_eq!(second.changed, 1);
    let visit = |on: &str| store.caseload(day(on)).unwrap().children[0].plans[0].last_visit;
    assert_eq!(visit("2026-05-12"), Dated::On(day("2026-04-30")));
    assert_eq!(visit("2026-06-11"), Dated::On(day("2026-04-30")));
    assert_eq!(visit("2026-06-12"), Dated::On(day("2026-05-30")));
    assert!(
        store
            .caseload(day("2026-05-11"))
            .unwrap()
            .children
            .is_empty()
    );
}

#[test]
fn a_missing_referral_is_gone_only_inside_the_window_and_a_missing_open_plan_is_unlisted() {
    let place = Place::new();
    let mut store = place.create();
    let first = vec![
        referral("104", "2025-12-20"),
        referral("105", "2026-03-05"),
        plan("106", "2026-02-02", None, "2026-04-30"),
    ];
    import(&mut store, first, "2025-11-12", "2026-05-12");
    let second = import(&mut store, vec![], "2026-01-01", "2026-06-30");
    assert_eq!((second.gone, second.no_longer_listed), (1, 1));
    let load = store.caseload(day("2026-06-30")).unwrap();
    let ids: Vec<&str> = load.children.iter().map(|c| c.child.id.as_str()).collect();
    assert_eq!(ids, ["104", "106"]);
    assert!(!load.children[1].plans[0].listed);
    // An older extract says nothing about the newer one.
    let older = import(&mut store, vec![], "2025-10-01", "2026-04-01");
    assert_eq!((older.gone, older.no_longer_listed), (0, 0));
}

#[test]
fn a_stopped_import_leaves_the_store_as_before() {
    let place = Place::new();
    let mut store = place.create();
    let ticket = ImportTicket {
        as_at: day("2026-06-12"),
        now: NOW,
        rehearsal: false,
    };
    let facts = batch(
        vec![referral("104", "2026-01-05")],
        "2025-12-12",
        "2026-06-12",
    );
    assert!(matches!(
        store.import(&facts, ticket, &mut |_| false),
        Err(StoreError::Cancelled)
    ));
    let shelf = store.shelf().unwrap();
    assert_eq!((shelf.imports, shelf.feeds.len()), (0, 0));
    let rehearsed = ImportTicket {
        rehearsal: true,
        ..ticket
    };
    assert_eq!(
        store.import(&facts, rehearsed, &mut |_| true).unwrap().new,
        1
    );
    assert_eq!(store.shelf().unwrap().imports, 0);
}

fn outcome(key: &str) -> NewOutcome {
    NewOutcome {
        gap: GapKey::stored(key),
        kind: OutcomeKind::Booked {
            on: day("2026-06-20"),
        },
        reason: "worker was on leave".to_owned(),
        data_as_at: day("2026-06-12"),
        evidence: "overdue".to_owned(),
    }
}

#[test]
fn outcomes_are_undone_and_redone_across_restarts_and_a_bulk_is_one_step() {
    let place = Place::new();
    let mut store = place.create();
    store
        .give("booked: 2 gaps", &[outcome("a"), outcome("b")], NOW)
        .unwrap();
    store.give("booked: 1 gap", &[outcome("c")], NOW).unwrap();
    drop(store);
    let mut store = place.open(Access::Write).unwrap();
    assert_eq!(store.outcomes(None).unwrap().len(), 3);
    assert_eq!(store.undo(NOW).unwrap().unwrap().what, "booked: 1 gap");
    let bulk = store.undo(NOW).unwrap().unwrap();
    assert_eq!(bulk.gaps.len(), 2);
    assert_eq!(store.undo(NOW).unwrap(), None);
    assert!(store.outcomes(None).unwrap().is_empty());
    drop(store);
    let mut store = place.open(Access::Write).unwrap();
    assert_eq!(store.redo(NOW).unwrap().unwrap().what, "booked: 2 gaps");
    assert_eq!(store.outcomes(None).unwrap().len(), 2);
    // A new step drops what was undone: it cannot be redone any more.
    store.give("booked: 1 gap", &[outcome("d")], NOW).unwrap();
    assert_eq!(store.redo(NOW).unwrap(), None);
    assert_eq!(
        store.trail().unwrap(),
        (Some("booked: 1 gap".to_owned()), None)
    );
}

#[test]
fn an_outcome_without_a_reason_is_refused() {
    let place = Place::new();
    let mut store = place.create();
    let bare = NewOutcome {
        reason: "  ".to_owned(),
        ..outcome("a")
    };
    assert!(matches!(
        store.give("booked", &[outcome("b"), bare], NOW),
        Err(StoreError::NoReason)
    ));
    assert!(store.outcomes(None).unwrap().is_empty());
}

#[test]
fn the_audit_log_can_be_added_to_and_not_changed() {
    let place = Place::new();
    let mut store = place.create();
    store.give("booked: 1 gap", &[outcome("a")], NOW).unwrap();
    assert!(store.db.execute("DELETE FROM audit", []).is_err());
    assert!(store.db.execute("UPDATE audit SET what = 'x'", []).is_err());
    let lines: i64 = store
        .db
        .query_row("SELECT count(*) FROM audit", [], |r| r.get(0))
        .unwrap();
    assert_eq!(lines, 1);
}

#[test]
fn a_wrong_key_a_cut_file_and_a_foreign_file_are_told_apart() {
    let place = Place::new();
    drop(place.create());
    let other = Secret::random().unwrap();
    let wrong = Store::open(&place.path(), &other, None, NOW, Access::Read);
    assert!(matches!(wrong, Err(StoreError::WrongKey(_))));
    let whole = fs::read(place.path()).unwrap();
    fs::write(place.path(), &whole[..whole.len() - 100]).unwrap();
    assert!(matches!(
        place.open(Access::Read),
        Err(StoreError::Damaged { .. })
    ));
    fs::write(place.path(), b"").unwrap();
    assert!(matches!(
        place.open(Access::Read),
        Err(StoreError::Damaged { .. })
    ));
    fs::write(place.path(), vec![7_u8; 4096]).unwrap();
    assert!(matches!(
        place.open(Access::Read),
        Err(StoreError::WrongKey(_))
    ));
    fs::remove_file(place.path()).unwrap();
    assert!(matches!(
        place.open(Access::Read),
        Err(StoreError::Missing(_))
    ));
}

#[test]
fn a_damaged_page_is_reported_as_damage() {
    let place = Place::new();
    let mut store = place.create();
    let many = (0..800)
        .map(|n| referral(&format!("9{n:05}"), "2026-01-05"))
        .collect();
    import(&mut store, many, "2025-12-12", "2026-06-12");
    drop(store);
    let mut bytes = fs::read(place.path()).unwrap();
    for at in (4096 * 3..bytes.len()).step_by(4096) {
        bytes[at + 100] ^= 0xff;
    }
    fs::write(place.path(), bytes).unwrap();
    let read = place
        .open(Access::Read)
        .and_then(|s| s.caseload(day("2026-06-12")).map(drop));
    assert!(read.is_err_and(|e| e.is_locked_or_damaged()));
}

#[test]
fn a_store_from_a_newer_version_is_left_alone() {
    let place = Place::new();
    let store = place.create();
    store.db.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(store);
    assert!(matches!(
        place.open(Access::Write),
        Err(StoreError::Newer { found: 99, .. })
    ));
}

#[test]
fn two_writers_are_one_too_many_and_readers_are_welcome() {
    let place = Place::new();
    let store = place.create();
    assert!(matches!(
        place.open(Access::Write),
        Err(StoreError::Busy(_))
    ));
    assert!(place.open(Access::Read).is_ok());
    drop(store);
    assert!(place.open(Access::Write).is_ok());
}

#[test]
fn nothing_in_the_files_is_readable_without_the_key() {
    let place = Place::new();
    let mut store = place.create();
    import(
        &mut store,
        vec![referral("90000017", "2026-01-05")],
        "2025-12-12",
        "2026-06-12",
    );
    for entry in fs::read_dir(place.folder.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        for secret in [
            &b"90000017"[..],
            b"Testwick",
            b"SQLite format",
            b"CREATE TABLE",
        ] {
            assert!(!bytes.windows(secret.len()).any(|w| w == secret));
        }
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_the_store() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let mut store = place.create();
    import(
        &mut store,
        vec![referral("104", "2026-01-05")],
        "2025-12-12",
        "2026-06-12",
    );
    for entry in fs::read_dir(place.folder.path()).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}

#[test]
fn a_note_is_saved_as_typed_with_its_evidence() {
    let place = Place::new();
    let mut store = place.create();
    let evidence = Evidence {
        label: "E1".to_owned(),
        rule: "SUP-CASE-CP".to_owned(),
        level: "local standard".to_owned(),
        numerator: 3,
        denominator: 20,
        not_computable: 1,
        as_at: day("2026-06-12"),
        what: "children on a plan".to_owned(),
        measure: "overdue".to_owned(),
        limit: "30 days".to_owned(),
        gaps: vec![GapKey::stored("a"), GapKey::stored("b")],
    };
    let ground = Ground {
        scope: "Hub 3".to_owned(),
        policy: "england default".to_owned(),
        sources: "Cases data.".to_owned(),
    };
    let first = NewNote {
        text: &text("Supervision", Audience::Board, "One."),
        as_at: day("2026-06-12"),
        ground: &ground,
        evidence: std::slice::from_ref(&evidence),
    };
    let id = store.add_note(first, NOW).unwrap();
    let better = text("Supervision in Hub 3", Audience::Scrutiny, "One. Two.");
    store.save_note(id, &better, NOW).unwrap();
    drop(store);
    let store = place.open(Access::Read).unwrap();
    let note = store.note(id).unwrap();
    assert_eq!(
        (
            note.head.title.as_str(),
            note.body.as_str(),
            note.head.words
        ),
        ("Supervision in Hub 3", "One. Two.", 2)
    );
    assert_eq!(note.head.audience, Audience::Scrutiny);
    assert_eq!(note.ground, ground);
    assert_eq!(note.evidence, [evidence]);
    assert!(matches!(
        store.note(NoteId(99)),
        Err(StoreError::NoSuchNote(99))
    ));
}

fn text(title: &str, audience: Audience, body: &str) -> NoteText {
    NoteText {
        title: title.to_owned(),
        audience,
        body: body.to_owned(),
    }
}

#[test]
fn the_note_before_is_of_the_same_teams_the_same_rule_and_an_earlier_day() {
    let place = Place::new();
    let mut store = place.create();
    let mut add = |scope: &str, as_at: &str, rule: &str| {
        let ground = Ground {
            scope: scope.to_owned(),
            policy: "england default".to_owned(),
            sources: String::new(),
        };
        let evidence = [Evidence {
            label: "E1".to_owned(),
            rule: rule.to_owned(),
            level: String::new(),
            numerator: 1,
            denominator: 2,
            not_computable: 0,
            as_at: day(as_at),
            what: String::new(),
            measure: "overdue".to_owned(),
            limit: "30 days".to_owned(),
            gaps: Vec::new(),
        }];
        let note = NewNote {
            text: &text("A", Audience::Board, "a"),
            as_at: day(as_at),
            ground: &ground,
            evidence: &evidence,
        };
        store.add_note(note, NOW).unwrap()
    };
    add("", "2026-03-12", "A");
    let wanted = add("", "2026-04-12", "A");
    add("", "2026-05-12", "B");
    add("Hub 1", "2026-05-12", "A");
    add("", "2026-06-12", "A");
    let found = |scope: &str, rules: &[&str]| {
        let before = store.note_before(scope, day("2026-06-12"), rules);
        before.unwrap().map(|note| note.head.id)
    };
    assert_eq!(found("", &["A"]), Some(wanted));
    assert_eq!(found("Hub 2", &["A"]), None);
    assert_eq!(found("", &["C"]), None);
}
