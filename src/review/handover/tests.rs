//! Each kind of change of hands, on records that are made up to show it.

use super::*;
use crate::model::{
    Absence, ActionsReviewed, Answer, CaseFile, Caseload, Dated, Handler, InvolvedAs, Involvement,
    Staff, SupervisorLink,
};
use crate::review::threads::tests::{action, child, day, known, picture, promise, session};
use crate::store::Whose;

fn held(start: &str, worker: &str) -> crate::model::Known<Involvement> {
    known(
        "",
        Involvement {
            start: day(start),
            end: Dated::Blank,
            role: InvolvedAs::CaseWorker,
            handler: Handler {
                team: Some("Hub North".into()),
                worker: Some(worker.into()),
            },
        },
    )
}

fn staff(worker: &str, role: StaffRole, left: &str) -> crate::model::Known<Staff> {
    known(
        worker,
        Staff {
            worker: worker.into(),
            role,
            team: Some("Hub North".into()),
            started: Dated::Blank,
            left: Day::parse_iso(left).into(),
            asye_start: Dated::Blank,
            asye_end: Dated::Blank,
            fte: None,
            agency: Answer::Blank,
            supervisor: None,
        },
    )
}

/// A child that passed from Odalys Testwick to Fern Madeup on 1 June, with an action left behind.
fn passed_on() -> CaseFile {
    let mut file = child("900001");
    file.sessions
        .push(session("2026-05-04", ActionsReviewed::Blank));
    let further = file.further_mut();
    further.involvements = vec![
        held("2026-01-05", "Odalys Testwick"),
        held("2026-06-01", "Fern Madeup"),
    ];
    let mut left = action("A1", "2026-05-04", "2026-06-20", None);
    left.is.owner = Some("Odalys Testwick".into());
    let mut nobodys = action("A2", "2026-05-04", "", None);
    nobodys.is.owner = None;
    further.actions = vec![
        left,
        nobodys,
        action("A3", "2026-05-04", "2026-06-20", None),
    ];
    file
}

fn promised(promises: &[Promise]) -> Beside<'_> {
    Beside {
        promises,
        ..Beside::default()
    }
}

fn service(children: Vec<CaseFile>) -> Caseload {
    Caseload {
        children,
        ..Caseload::default()
    }
}

#[test]
fn a_child_that_passed_on_brings_what_has_nobody_now_and_the_clocks_that_run_across() {
    let picture = picture(service(vec![passed_on()]));
    let changes = picture.changes_of_hands(Beside::default());
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].kind, ChangeKind::Worker);
    assert_eq!(
        (&*changes[0].from, changes[0].to.as_deref()),
        ("Odalys Testwick", Some("Fern Madeup"))
    );
    assert_eq!((changes[0].on, changes[0].children), (day("2026-06-01"), 1));
    let asking = Asking {
        from: "odalys testwick",
        ..Asking::default()
    };
    let handover = picture
        .handover(asking, promised(&[promise(None, &[])]))
        .unwrap();
    let hands = handover.children().next().unwrap();
    assert_eq!(hands.to.as_deref(), Some("Fern Madeup"));
    let mut unowned: Vec<String> = hands.unowned.iter().map(Thread::id).collect();
    unowned.sort();
    assert_eq!(unowned, ["A1", "A2"]);
    assert_eq!(hands.others.len(), 2);
    assert!(!hands.clocks.is_empty());
    assert!(
        hands
            .first_visit
            .contains("new worker's first visit, 5 working days"),
        "{}",
        hands.first_visit
    );
    assert!(
        hands.decisions[0].contains("decision recorded in"),
        "{:?}",
        hands.decisions
    );
    let pages = picture.handover_pages(&handover);
    assert_eq!(pages.pages.len(), 2);
    let mut out = Vec::new();
    print(&pages, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("Odalys Testwick to Fern Madeup"), "{text}");
}

#[test]
fn an_absence_a_leaver_and_a_change_of_supervisor_are_each_found_with_their_role() {
    let mut caseload = service(vec![child("900001")]);
    caseload.absences.push(known(
        "",
        Absence {
            worker: "Fern Madeup".into(),
            from: day("2026-06-08"),
            to: Dated::On(day("2026-06-30")),
            cover: Some("Wren Fictive".into()),
        },
    ));
    // Somebody who is back is not away.
    caseload.absences.push(known(
        "x",
        Absence {
            worker: "Back Already".into(),
            from: day("2026-05-01"),
            to: Dated::On(day("2026-05-08")),
            cover: None,
        },
    ));
    caseload.staff = vec![
        staff("Gale Pretend", StaffRole::HeadOfService, "2026-06-05"),
        staff("Moss Invented", StaffRole::TeamManager, "2026-05-29"),
        staff("Odalys Testwick", StaffRole::SocialWorker, "2026-05-20"),
        staff("Long Gone", StaffRole::SocialWorker, "2025-05-20"),
    ];
    let link = |supervisor: &str, from: &str| {
        known(
            supervisor,
            SupervisorLink {
                worker: "Fern Madeup".into(),
                supervisor: supervisor.into(),
                from: Dated::On(day(from)),
                to: Dated::Blank,
            },
        )
    };
    caseload.supervisors = vec![
        link("Moss Invented", "2026-01-05"),
        link("Sedge Sample", "2026-05-30"),
    ];
    let picture = picture(caseload);
    let found: Vec<(ChangeKind, String, usize)> = picture
        .changes_of_hands(Beside::default())
        .iter()
        .map(|one| (one.kind, one.from.to_string(), one.children))
        .collect();
    let has = |kind, from: &str, children| {
        let wanted = (kind, from.to_owned(), children);
        assert!(found.contains(&wanted), "{wanted:?} of {found:?}");
    };
    has(ChangeKind::Away, "Fern Madeup", 1);
    has(ChangeKind::LeaderLeft, "Gale Pretend", 0);
    has(ChangeKind::SupervisorLeft, "Moss Invented", 1);
    has(ChangeKind::WorkerLeft, "Odalys Testwick", 0);
    has(ChangeKind::Supervisor, "Moss Invented", 1);
    assert_eq!(found.len(), 5);
    let away = picture.handover(
        Asking {
            from: "Fern",
            ..Asking::default()
        },
        Beside::default(),
    );
    let away = away.unwrap();
    assert_eq!(
        (away.to.as_deref(), away.until),
        (Some("Wren Fictive"), Some(day("2026-06-30")))
    );
    assert_eq!(away.children().count(), 1);
}

#[test]
fn a_name_that_nobody_bears_is_refused_with_what_to_do() {
    let picture = picture(service(vec![child("900001")]));
    let ask = |from| {
        picture
            .handover(
                Asking {
                    from,
                    ..Asking::default()
                },
                Beside::default(),
            )
            .map(|_| ())
    };
    assert!(
        ask("Quill Nobody")
            .unwrap_err()
            .contains("Write the name as the case system does")
    );
    assert!(ask(" ").unwrap_err().contains("no name was given"));
    assert_eq!(ask("fern madeup"), Ok(()));
}

#[test]
fn the_pack_of_a_service_says_what_is_open_what_was_promised_and_what_each_measure_meant() {
    let picture = picture(service(vec![passed_on()]));
    let pages = picture
        .service_pages(promised(&[promise(None, &[])]))
        .document;
    let titles: Vec<&str> = pages.pages.iter().map(|page| page.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "How the service stands",
            "Open decisions and escalations",
            "What was promised and is open",
            "What each measure meant",
            "Sources and their age",
        ]
    );
    let mut out = Vec::new();
    print(&pages, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    for words in ["Hub North", "cases", "Case supervision"] {
        assert!(
            text.to_lowercase().contains(&words.to_lowercase()),
            "{words}\n{text}"
        );
    }
}

#[test]
fn a_worker_whom_only_an_earlier_extract_named_is_a_change_by_the_day_of_the_extract() {
    let picture = picture(service(vec![child("900001")]));
    let file = &picture.caseload.children[0];
    let now = picture.case_row(0).unwrap().worker.clone();
    let before = [
        NamedBefore {
            whose: Whose::Child(file.child.id.clone()),
            from: "Odalys Testwick".into(),
            to: now.clone(),
            on: day("2026-06-05"),
        },
        NamedBefore {
            whose: Whose::Worker("Fern Madeup".into()),
            from: "Moss Invented".into(),
            to: Some("Sedge Sample".into()),
            on: day("2026-06-05"),
        },
    ];
    let beside = Beside {
        before: &before,
        ..Beside::default()
    };
    let changes = picture.changes_of_hands(beside);
    let told: Vec<_> = changes
        .iter()
        .map(|one| (one.kind, &*one.from, one.day_of, one.on))
        .collect();
    let on = day("2026-06-05");
    assert_eq!(
        told,
        [
            (ChangeKind::Worker, "Odalys Testwick", DayOf::Extract, on),
            (ChangeKind::Supervisor, "Moss Invented", DayOf::Extract, on),
        ]
    );
    let words = pages::change_words(&changes[0]);
    assert!(
        words.starts_with("by the extract of 05 Jun 2026"),
        "{words}"
    );
    // Somebody whom no list of today knows any more is still found.
    let asking = Asking {
        from: "Odalys Testwick",
        ..Asking::default()
    };
    let handover = picture.handover(asking, beside).unwrap();
    assert_eq!(handover.children().count(), 1);
    assert_eq!(handover.children().next().unwrap().to, now);
}

#[test]
fn who_left_with_nothing_left_stands_last_and_who_left_an_action_is_counted_with_it() {
    let mut caseload = service(vec![passed_on()]);
    caseload.staff = vec![
        staff("Odalys Testwick", StaffRole::SocialWorker, "2026-06-01"),
        staff("Bare Handed", StaffRole::SocialWorker, "2026-06-10"),
    ];
    let picture = picture(caseload);
    let changes = picture.changes_of_hands(Beside::default());
    let told: Vec<_> = changes
        .iter()
        .map(|one| (one.kind, &*one.from, one.actions, one.waits()))
        .collect();
    assert_eq!(
        told,
        [
            (ChangeKind::Worker, "Odalys Testwick", 1, Waits::Named),
            (ChangeKind::WorkerLeft, "Odalys Testwick", 1, Waits::Named),
            (ChangeKind::WorkerLeft, "Bare Handed", 0, Waits::Nothing),
        ]
    );
    // All their children went to one person.
    assert_eq!(changes[1].to.as_deref(), Some("Fern Madeup"));
}

#[test]
fn a_supervisor_leaves_a_page_for_each_worker_who_stays_and_keeps_the_children() {
    let mut caseload = service(vec![child("900001"), child("900002")]);
    caseload.supervisors = vec![known(
        "",
        SupervisorLink {
            worker: "Fern Madeup".into(),
            supervisor: "Moss Invented".into(),
            from: Dated::On(day("2026-01-05")),
            to: Dated::Blank,
        },
    )];
    let picture = picture(caseload);
    let asking = Asking {
        from: "Moss Invented",
        ..Asking::default()
    };
    let handover = picture.handover(asking, Beside::default()).unwrap();
    for one in handover.children() {
        assert_eq!(one.through, Through::Supervisor);
        assert_eq!((one.to.as_deref(), &*one.first_visit), (None, ""));
    }
    let pages = picture.handover_pages(&handover).pages;
    let titles: Vec<&str> = pages.iter().map(|page| page.title.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Handover: Moss Invented to whoever takes over",
            "Fern Madeup: 2 children"
        ]
    );
}
