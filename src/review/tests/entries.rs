//! What is entered by hand clears nothing until somebody has seen it on the child's file.

use super::*;
use crate::model::{
    Answer, ChildId, EntryChange, EntryDraft, EntryId, EntryKind, EntrySubject, Name,
    SessionStatus, SessionType, State, Subject,
};

const CHILD: &str = "900002";

fn session(child: &str, on: &str) -> EntryDraft {
    EntryDraft {
        worker: Some(Name::from("Odalys Testwick")),
        supervisor: Some(Name::from("Merrin Mockridge")),
        team: Some(Name::from("Hub 3")),
        ..EntryDraft::made_up(child, on)
    }
}

fn enter(desk: &mut Desk, draft: EntryDraft) -> EntryId {
    let step = desk.enter(&EntryChange::Enter(vec![draft])).unwrap();
    step.entries[0]
}

fn see(desk: &mut Desk, id: EntryId, on: &str) {
    let on = day(on);
    desk.enter(&EntryChange::Seen {
        id,
        on,
        filed: None,
    })
    .unwrap();
}

fn row(desk: &mut Desk, id: EntryId) -> EntryRow {
    let picture = desk.picture().unwrap();
    let found = picture.entries.iter().find(|row| row.entry.id == id);
    found.unwrap().clone()
}

/// Every state of a rule for one child, in the order of its clocks.
fn states(desk: &mut Desk, rule: &str, child: &str) -> Vec<State> {
    let picture = desk.picture().unwrap();
    let subject = Subject::Child(ChildId::read(child).unwrap());
    let result = picture.check.chosen(rule).unwrap();
    let own = result.findings.iter().filter(|f| f.subject == subject);
    own.map(|f| f.state).collect()
}

#[test]
fn an_entry_that_nobody_has_seen_clears_nothing_and_the_gap_says_so() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let before = states(&mut desk, "SUP-CASE-CIN", CHILD);
    let id = enter(&mut desk, session(CHILD, "2026-06-01"));
    assert_eq!(states(&mut desk, "SUP-CASE-CIN", CHILD), before);
    assert_eq!(row(&mut desk, id).filing, Filing::NotYet);
    let picture = desk.picture().unwrap();
    let at = picture.gaps.iter().position(|gap| {
        &*gap.who == CHILD && gap.state == State::Overdue && gap.phrase.starts_with("entered")
    });
    let said = picture.explain(at.unwrap()).reading;
    assert!(
        said.starts_with("Entered here, not yet seen on the child's file: 01 Jun 2026"),
        "{said}"
    );
}

#[test]
fn an_entry_seen_on_the_file_counts_with_its_provenance_and_the_extract_may_know_better() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let id = enter(&mut desk, session(CHILD, "2026-03-20"));
    see(&mut desk, id, "2026-06-13");
    // 5 January to 9 February, to 20 March (39 days), and then to 12 June: nothing.
    let now = states(&mut desk, "SUP-CASE-CIN", CHILD);
    assert_eq!(now, [State::Met, State::Met, State::Overdue]);
    let picture = desk.picture().unwrap();
    let at = picture
        .gaps
        .iter()
        .position(|gap| &*gap.who == CHILD && gap.state == State::Overdue)
        .unwrap();
    let why = picture.explain(at).coverage;
    assert!(
        why.contains("entered here by Y Foobarton, seen on the file 13 Jun 2026"),
        "{why}"
    );
    let child = picture.gaps[at].child.unwrap();
    let view = picture.case(child);
    let shown = view.sessions.iter().filter(|s| s.by_hand.is_some());
    assert_eq!(shown.count(), 1);
    assert_eq!(view.sessions.len(), 2);
    assert!(
        view.timeline
            .iter()
            .any(|e| e.what.starts_with("= case supervision ("))
    );
    // Seen there after the data end: when it was put there is not known, and is not made up.
    let recorded = states(&mut desk, "SUP-RECORDED", CHILD);
    assert_eq!(recorded, [State::Met, State::NotComputable]);
    desk.undo().unwrap();
    see(&mut desk, id, "2026-06-12");
    let recorded = states(&mut desk, "SUP-RECORDED", CHILD);
    assert_eq!(recorded, [State::Met, State::NotComputable]);
    desk.undo().unwrap();
    let (on, filed) = (day("2026-06-12"), Some(day("2026-06-11")));
    desk.enter(&EntryChange::Seen { id, on, filed }).unwrap();
    let recorded = states(&mut desk, "SUP-RECORDED", CHILD);
    assert_eq!(recorded, [State::Met, State::Late], "the day was given");
}

#[test]
fn names_are_spelt_as_the_extracts_spell_them_and_a_supervisor_is_the_workers_own() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let picture = desk.picture().unwrap();
    let named = picture.caseload.children.iter().flat_map(|f| &f.sessions);
    let known = named.clone().find_map(|s| s.worker.clone()).unwrap();
    let supervisor = picture.supervisor_of(&known);
    assert!(supervisor.is_some());
    let mut draft = session(CHILD, "2026-06-01");
    draft.worker = Some(Name::from(format!("  {} ", known.to_uppercase())));
    let id = enter(&mut desk, draft);
    assert_eq!(row(&mut desk, id).entry.said.worker.as_ref(), Some(&known));
    let new = EntryDraft {
        subject: EntrySubject::Child {
            id: ChildId::read("900999").unwrap(),
            shown: Name::from("900999"),
        },
        worker: Some(known),
        supervisor: None,
        ..session(CHILD, "2026-06-02")
    };
    enter(&mut desk, new);
    let picture = desk.picture().unwrap();
    let place = picture.caseload.position(&ChildId::read("900999").unwrap());
    let at_hand = picture.at_hand(place.unwrap());
    assert_eq!(at_hand.supervisor, supervisor);
}

#[test]
fn a_sighting_that_is_undone_opens_the_gap_again() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let id = enter(&mut desk, session(CHILD, "2026-06-01"));
    see(&mut desk, id, "2026-06-12");
    assert!(gap(&mut desk, CHILD).is_none());
    drop(desk);
    let mut desk = service.desk();
    assert!(gap(&mut desk, CHILD).is_none());
    let undone = desk.undo().unwrap().unwrap();
    assert!(
        undone.label.contains("seen on the file"),
        "{}",
        undone.label
    );
    assert!(gap(&mut desk, CHILD).is_some());
    desk.redo().unwrap();
    assert!(gap(&mut desk, CHILD).is_none());
}

#[test]
fn an_import_that_shows_the_record_takes_it_off_the_list_and_it_counts_once() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let id = enter(&mut desk, session(CHILD, "2026-06-10"));
    see(&mut desk, id, "2026-06-12");
    let before = states(&mut desk, "SUP-CASE-CIN", CHILD);
    let shown = "900002,Odalys Testwick,Merrin Mockridge,Hub 3,10/06/2026,Case supervision,Held,11/06/2026\n";
    service.import(&mut desk, "2026-06-20", shown);
    let row = row(&mut desk, id);
    assert_eq!(row.filing, Filing::Shown(day("2026-06-20")));
    assert!(!row.counted && row.contradictions.is_empty());
    assert!(
        row.provenance()
            .ends_with("shown by the extract of 20 Jun 2026")
    );
    assert_eq!(states(&mut desk, "SUP-CASE-CIN", CHILD), before);
    let picture = desk.picture().unwrap();
    assert_eq!(picture.not_yet_on_file(), 0);
    let view = picture.case(row.child.unwrap());
    let that_day = view.sessions.iter().filter(|s| s.on == day("2026-06-10"));
    assert_eq!(that_day.count(), 1);
}

#[test]
fn contradictions_are_said_and_nothing_is_settled_in_silence() {
    let service = Service::new();
    let mut desk = service.desk();
    let more = "900001,Odalys Testwick,Merrin Mockridge,Hub 3,01/05/2026,Case supervision,Cancelled,\n\
                900001,Odalys Testwick,Merrin Mockridge,Hub 3,15/05/2026,Case supervision,Held,15/05/2026\n";
    service.import(&mut desk, "2026-06-12", more);
    let mut with_other = session("900001", "2026-05-15");
    with_other.supervisor = Some(Name::from("Q Pretend"));
    for (draft, said) in [
        (
            session("900001", "2026-05-01"),
            "on the same day as cancelled",
        ),
        (with_other, "with Merrin Mockridge as the supervisor"),
        (
            session("900001", "2026-05-18"),
            "has case supervision on 15 May 2026, not on 18 May 2026",
        ),
        (
            session(CHILD, "2026-06-01"),
            "The extract to 12 Jun 2026 does not show it.",
        ),
    ] {
        let id = enter(&mut desk, draft);
        let row = row(&mut desk, id);
        assert_eq!(row.filing, Filing::NotYet);
        assert_eq!(row.contradictions.len(), 1);
        assert!(
            row.contradictions[0].contains(said),
            "{:?}",
            row.contradictions
        );
    }
    let again = enter(&mut desk, session(CHILD, "2026-06-01"));
    let row = row(&mut desk, again);
    assert!(
        row.contradictions
            .iter()
            .any(|said| said.contains("says the same of the same day"))
    );
}

#[test]
fn looking_back_knows_only_what_was_seen_by_then() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let id = enter(&mut desk, session(CHILD, "2026-06-01"));
    see(&mut desk, id, "2026-06-14");
    for (known_on, open) in [("2026-06-13", true), ("2026-06-14", false)] {
        desk.look_through(Lens {
            as_at: None,
            known_on: Some(day(known_on)),
        });
        assert_eq!(gap(&mut desk, CHILD).is_some(), open, "{known_on}");
    }
}

#[test]
fn a_seen_visit_moves_the_latest_visit_of_the_row_it_falls_in() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-07-31", "");
    assert_eq!(states(&mut desk, "SEEN-ANY", CHILD), [State::Overdue]);
    let visit = |seen| EntryDraft {
        what: EntryKind::Visit {
            seen,
            alone: Answer::Blank,
        },
        ..session(CHILD, "2026-07-20")
    };
    let unseen = enter(&mut desk, visit(Answer::No));
    see(&mut desk, unseen, "2026-07-31");
    assert_eq!(states(&mut desk, "SEEN-ANY", CHILD), [State::Overdue]);
    desk.undo().unwrap();
    desk.undo().unwrap();
    let id = enter(&mut desk, visit(Answer::Yes));
    assert_eq!(states(&mut desk, "SEEN-ANY", CHILD), [State::Overdue]);
    see(&mut desk, id, "2026-07-31");
    assert_eq!(states(&mut desk, "SEEN-ANY", CHILD), [State::Due]);
    // On a day before it, what the lists say stands as it did.
    let later = EntryDraft {
        on: day("2026-08-03"),
        ..visit(Answer::Yes)
    };
    let later = enter(&mut desk, later);
    see(&mut desk, later, "2026-08-04");
    assert_eq!(states(&mut desk, "SEEN-ANY", CHILD), [State::Due]);
}

#[test]
fn a_cancelled_session_takes_no_place_from_one_that_was_held_on_its_day() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let cancelled = EntryDraft {
        what: EntryKind::Session {
            kind: SessionType::CaseSupervision,
            status: SessionStatus::Cancelled,
            decision: Answer::Blank,
        },
        ..session(CHILD, "2026-06-01")
    };
    for draft in [cancelled, session(CHILD, "2026-06-01")] {
        let id = enter(&mut desk, draft);
        see(&mut desk, id, "2026-06-02");
    }
    assert!(gap(&mut desk, CHILD).is_none());
}

#[test]
fn a_service_without_any_extract_can_start_by_hand() {
    let service = Service::new();
    let mut desk = service.desk();
    assert!(matches!(desk.picture(), Err(DeskError::Empty)));
    enter(&mut desk, session("0900777", "2026-06-01"));
    let picture = desk.picture().unwrap();
    let case = &picture.cases[0];
    assert_eq!(
        (&*case.shown, case.status, case.open),
        ("0900777", "entered here", true)
    );
    assert_eq!(case.worker.as_deref(), Some("Odalys Testwick"));
    let known = picture.at_hand(0);
    assert_eq!(known.supervisor.as_deref(), Some("Merrin Mockridge"));
    desk.undo().unwrap();
    assert!(matches!(desk.picture(), Err(DeskError::Empty)));
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_kept() {
    let service = Service::new();
    let mut desk = service.desk();
    let refused = desk.enter(&EntryChange::Enter(vec![session(CHILD, "2999-01-01")]));
    assert!(matches!(refused, Err(DeskError::Words(_))));
    let id = enter(&mut desk, session(CHILD, "2026-06-01"));
    for (on, filed) in [
        ("2999-01-01", None),
        ("2026-05-01", None),
        ("2026-06-05", Some("2026-06-07")),
    ] {
        let change = EntryChange::Seen {
            id,
            on: day(on),
            filed: filed.map(day),
        };
        assert!(
            matches!(desk.enter(&change), Err(DeskError::Words(_))),
            "{on}"
        );
    }
    let reason = "of another child".to_owned();
    desk.enter(&EntryChange::Withdraw { id, reason }).unwrap();
    let seen = EntryChange::Seen {
        id,
        on: day("2026-06-05"),
        filed: None,
    };
    assert!(desk.enter(&seen).is_err());
    assert!(desk.entry(id).unwrap().seen.is_none());
}

#[test]
fn an_export_without_recorded_dates_does_not_seem_to_have_them_because_of_an_entry() {
    let service = Service::new();
    let mut desk = service.desk();
    let path = service.folder.path().join("bare.csv");
    fs::write(
        &path,
        "Child Unique ID,Worker,Supervisor,Team,Supervision Date,Supervision Type,Status\n\
         900002,Odalys Testwick,Merrin Mockridge,Hub 3,09/02/2026,Case supervision,Held\n",
    )
    .unwrap();
    let cases = service.folder.path().join("cases.csv");
    fs::write(&cases, CASES).unwrap();
    desk.import(
        &Intake::of(vec![cases, path], Some(day("2026-06-12"))),
        &mut |_| true,
    )
    .unwrap();
    let before = states(&mut desk, "SUP-RECORDED", CHILD);
    assert_eq!(before, [State::NotComputable]);
    let id = enter(&mut desk, session(CHILD, "2026-06-01"));
    see(&mut desk, id, "2026-06-12");
    let after = states(&mut desk, "SUP-RECORDED", CHILD);
    assert_eq!(after, [State::NotComputable, State::NotComputable]);
}

#[test]
fn without_an_export_of_supervision_a_seen_session_is_in_time_or_cannot_be_told() {
    let service = Service::new();
    let mut desk = service.desk();
    let cases = service.folder.path().join("cases.csv");
    fs::write(&cases, CASES).unwrap();
    desk.import(
        &Intake::of(vec![cases], Some(day("2026-06-12"))),
        &mut |_| true,
    )
    .unwrap();
    assert_eq!(
        states(&mut desk, "SUP-CASE-CIN", CHILD),
        [State::NotComputable]
    );
    let recent = enter(&mut desk, session(CHILD, "2026-05-20"));
    see(&mut desk, recent, "2026-06-12");
    let now = states(&mut desk, "SUP-CASE-CIN", CHILD);
    assert_eq!(now.last(), Some(&State::Due));
    let older = enter(&mut desk, session("900001", "2026-02-20"));
    see(&mut desk, older, "2026-06-12");
    let now = states(&mut desk, "SUP-CASE-CIN", "900001");
    assert_eq!(now.last(), Some(&State::NotComputable));
}
