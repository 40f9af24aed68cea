//! Entering by hand, from key to bench and back.

use std::sync::atomic::AtomicBool;
use std::time::Instant;

use super::Desk;
use super::bench::{FakeBench, day};
use crate::model::{
    Answer, EntryChange, EntryDraft, EntryKind, EntrySubject, MOST_WORDS, Name, Seen, SessionStatus,
};
use crate::review::{self, Access, Filing, Unlock};
use crate::tui::app::{App, Pane};
use crate::tui::dialogs::Dialog;
use crate::tui::effect::{Effect, Job};
use crate::tui::keymap::Key;
use crate::tui::theme::ThemeChoice;
use crate::tui::update::{Happened, update};
use crate::tui::worker::answer;

fn last(desk: &Desk) -> &EntryChange {
    desk.bench.entered.last().expect("something was entered")
}

fn drafts(desk: &Desk) -> &[EntryDraft] {
    match last(desk) {
        EntryChange::Enter(drafts) => drafts,
        other => panic!("{other:?}"),
    }
}

fn session(child: &str, on: &str) -> EntryDraft {
    EntryDraft {
        worker: Some(Name::from("T Testwick")),
        supervisor: Some(Name::from("L Dummering")),
        words: String::new(),
        ..EntryDraft::made_up(child, on)
    }
}

/// Three entries: one waits, one is contradicted, one was seen.
fn with_entries() -> FakeBench {
    let mut bench = FakeBench::made_up();
    bench.note_entry(session("900101", "2026-06-10"));
    let other = bench.note_entry(session("900104", "2026-06-01"));
    other
        .contradictions
        .push("The extract to 12 Jun 2026 does not show it.".to_owned());
    let seen = bench.note_entry(session("900107", "2026-05-20"));
    seen.filing = Filing::Seen;
    seen.entry.seen = Some(Seen {
        on: day("2026-06-02"),
        filed: None,
        by: Name::from("Y Foobarton"),
        at: String::new(),
    });
    bench
}

#[test]
fn a_plain_session_takes_three_keys_and_knows_the_child_the_worker_and_the_supervisor() {
    let mut desk = Desk::open(120, 36);
    desk.press("down down");
    let gap = desk.app.gaps.focus().unwrap();
    let gap = desk.app.sheet.as_ref().unwrap().gap(gap).unwrap().clone();
    desk.press("+ c enter");
    assert_eq!(desk.bench.entered.len(), 1);
    let said = &drafts(&desk)[0];
    assert_eq!(said.subject.shown(), &gap.who);
    assert_eq!(said.worker, gap.worker);
    assert_eq!(said.on, day("2026-06-15"));
    assert_eq!(said.team, gap.team);
    assert!(desk.shows("Saved: case supervision"));
    assert!(desk.shows("not yet on file 1") || desk.shows("Not yet on file 1"));
}

#[test]
fn the_day_is_typed_over_what_is_proposed_in_any_of_the_ways_a_day_is_written() {
    for (typed, meant) in [
        ("12 jun", "2026-06-12"),
        ("12/6", "2026-06-12"),
        ("yesterday", "2026-06-14"),
        ("-2", "2026-06-13"),
    ] {
        let mut desk = Desk::open(80, 24);
        desk.press("1 + c").types(typed).press("enter");
        assert_eq!(drafts(&desk)[0].on, day(meant), "{typed}");
    }
}

#[test]
fn a_session_that_was_held_cannot_be_ahead_and_the_field_says_so() {
    let mut desk = Desk::open(60, 15);
    desk.press("1 + c").types("+1").press("enter");
    assert!(desk.bench.entered.is_empty());
    assert!(desk.shows("has not come yet"));
    // A planned one can.
    desk.press("tab tab tab p enter");
    let EntryKind::Session { status, .. } = drafts(&desk)[0].what else {
        panic!("no session");
    };
    assert_eq!(status, SessionStatus::Planned);
}

#[test]
fn marked_children_get_one_session_each_as_one_step_with_their_own_worker() {
    let mut desk = Desk::open(120, 36);
    desk.press("down space space space + g enter");
    assert_eq!(desk.bench.entered.len(), 1);
    let said = drafts(&desk);
    assert!(said.len() >= 3, "{}", said.len());
    let mut ids: Vec<_> = said.iter().map(|it| it.subject.shown()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), said.len(), "a child with two gaps is one child");
    assert!(said.iter().all(|it| it.worker.is_some()));
    assert!(desk.app.gaps.marks.is_empty());
}

#[test]
fn a_child_whom_nobody_knows_is_kept_only_after_a_question() {
    let mut desk = Desk::with(FakeBench::empty(), 80, 24);
    desk.press("+ c").types("0900777").press("enter");
    assert!(desk.bench.entered.is_empty());
    assert!(desk.shows("No extract has a child 0900777"));
    assert!(desk.shows("Team"));
    desk.press("enter");
    let said = &drafts(&desk)[0];
    assert_eq!(&**said.subject.shown(), "0900777");
    assert_eq!(said.subject.child().unwrap().as_str(), "900777");
}

#[test]
fn a_known_id_that_is_typed_brings_its_worker() {
    let mut desk = Desk::open(80, 24);
    desk.press("5 + c").types("900101").press("enter");
    assert_eq!(drafts(&desk)[0].worker.as_deref(), Some("T Testwick"));
}

#[test]
fn staff_supervision_is_of_the_worker_in_focus() {
    let mut desk = Desk::open(120, 36);
    desk.press("end");
    let gap = desk.app.gaps.focus().unwrap();
    let gap = desk.app.sheet.as_ref().unwrap().gap(gap).unwrap().clone();
    assert!(!gap.is_child);
    desk.press("+ s enter");
    assert_eq!(drafts(&desk)[0].subject, EntrySubject::Worker(gap.who));
}

#[test]
fn a_decision_an_action_and_a_visit_ask_for_what_they_need() {
    let mut desk = Desk::open(80, 24);
    desk.press("1 + d enter");
    assert!(desk.shows("Say what was decided."));
    desk.types("step down")
        .press("tab")
        .types("risk is lower")
        .press("enter");
    let EntryKind::Decision { why, .. } = &drafts(&desk)[0].what else {
        panic!("no decision");
    };
    assert_eq!(why, "risk is lower");
    desk.press("+ a")
        .types("call the school")
        .press("tab tab")
        .types("+7")
        .press("enter");
    let EntryKind::Action { due, owner, .. } = &drafts(&desk)[0].what else {
        panic!("no action");
    };
    assert_eq!(*due, Some(day("2026-06-22")));
    assert!(owner.is_some(), "the child's worker is proposed");
    desk.press("+ v tab tab n tab y enter");
    assert!(desk.shows("A child who was seen alone was seen."));
    desk.press("n enter");
    let EntryKind::Visit { seen, alone } = drafts(&desk)[0].what else {
        panic!("no visit");
    };
    assert_eq!((seen, alone), (Answer::No, Answer::No));
}

#[test]
fn what_could_not_be_saved_comes_back_with_every_word() {
    let mut desk = Desk::open(80, 24);
    desk.press("1 + d").types("step down");
    desk.resize(60, 15);
    desk.bench.fails = Some("Saving: the disk is full. Free some space.".to_owned());
    desk.press("enter");
    assert!(desk.shows("the disk is full") && desk.shows("step down"));
    desk.bench.fails = None;
    desk.press("enter");
    assert_eq!(drafts(&desk)[0].words, "step down");
}

#[test]
fn a_paste_of_a_hundred_thousand_letters_is_bounded_and_said() {
    let mut desk = Desk::open(80, 24);
    desk.press("1 + d");
    desk.happens(Happened::Pasted("long\nwords ".repeat(10_000)));
    assert!(desk.shows("There is room for 4,000 letters here"));
    desk.press("enter");
    assert_eq!(drafts(&desk)[0].words.chars().count(), MOST_WORDS);
    desk.press("+ c");
    desk.happens(Happened::Pasted("9".repeat(100_000)));
    assert!(desk.shows("There is room for 120 letters here"));
}

#[test]
fn the_list_of_what_is_not_yet_on_file_sees_copies_corrects_and_withdraws() {
    let mut desk = Desk::with(with_entries(), 80, 24);
    desk.press("5");
    assert!(desk.shows("2 entries not yet on file"));
    assert!(desk.shows("The extract to 12 Jun 2026 does not show it."));
    desk.press("c");
    let copied = desk.copied.clone().unwrap();
    assert!(copied.contains("Child: 900104") && copied.contains("Supervisor: L Dummering"));
    assert!(desk.shows("Copied") && desk.shows("nowhere else"));
    desk.press("tab");
    assert!(desk.shows("Child: 900104"));
    desk.press("esc s enter");
    assert!(matches!(last(&desk), EntryChange::Seen { on, .. } if *on == day("2026-06-15")));
    desk.press("e tab").types("!").press("enter");
    let EntryChange::Correct { to, .. } = last(&desk) else {
        panic!("no correction");
    };
    assert_eq!(to.supervisor.as_deref(), Some("L Dummering"));
    assert_eq!(to.worker.as_deref(), Some("T Testwick!"));
    desk.press("w enter");
    assert!(desk.shows("Say in a few words why."));
    desk.types("of another child").press("enter");
    assert!(
        matches!(last(&desk), EntryChange::Withdraw { reason, .. } if reason == "of another child")
    );
    desk.press("l");
    assert!(desk.shows("3 entries, all"));
    desk.press("enter");
    assert_eq!(desk.app.pane, Pane::Case);
    desk.press("esc");
    assert_eq!(desk.app.pane, Pane::Unfiled);
}

#[test]
fn an_entry_leaves_the_focus_and_the_order_of_the_cases_where_they_were() {
    let mut desk = Desk::open(120, 36);
    desk.press("down down down down down");
    let focus = desk.app.gaps.focus();
    assert!(focus.is_some());
    desk.press("+ c enter");
    assert!(desk.app.dialog.is_none());
    assert_eq!(desk.app.gaps.focus(), focus);
    desk.press("1 o down down");
    let sheet = desk.app.sheet.clone().unwrap();
    let child = desk.app.cases.child(&sheet);
    desk.press("+ c enter");
    assert_eq!(desk.app.cases.child(&sheet), child);
}

#[test]
fn escape_enters_nothing() {
    let mut desk = Desk::open(80, 24);
    desk.press("+ esc + c esc");
    assert!(desk.bench.entered.is_empty() && desk.app.dialog.is_none());
    desk.press("insert");
    assert!(matches!(desk.app.dialog, Some(Dialog::Entry(_))));
}

#[test]
fn screens_of_entering_by_hand() {
    for (width, height) in super::SIZES {
        let size = format!("{width}x{height}");
        for (name, keys) in [
            ("choice", "down +"),
            ("session", "down + c"),
            ("several", "down space space + g"),
            ("action", "1 + a"),
            ("list", "5"),
            ("all", "5 l"),
            ("seen", "5 s"),
            ("nothing", "5 l l"),
        ] {
            let bench = if name == "nothing" {
                FakeBench::made_up()
            } else {
                with_entries()
            };
            let mut desk = Desk::with(bench, width, height);
            desk.press(keys);
            insta::assert_snapshot!(format!("entering_{name}_{size}"), desk.screen());
        }
    }
}

/// The workbench on a real, empty store.
fn real_desk(folder: &std::path::Path) -> (App, review::Desk) {
    let secret = review::Desk::throw_away_secret().unwrap();
    let desk = review::Desk::create(Unlock {
        store: &folder.join("s.caselight"),
        secret: &secret,
        person: Some("Y Foobarton"),
        access: Access::Write,
        policy: None,
        council: String::new(),
    })
    .unwrap();
    let (app, _) = App::open(ThemeChoice::Mono, None, Instant::now());
    (app, desk)
}

/// Lets the real desk do what the update asked for, until it asks for nothing more.
fn run(app: &mut App, desk: &mut review::Desk, effects: Vec<Effect>) {
    for effect in effects {
        if let Effect::Ask(job) = effect {
            let answer = answer(desk, job, &AtomicBool::new(false), &mut |_| {});
            let more = update(app, Happened::Answered(answer), Instant::now());
            run(app, desk, more);
        }
    }
}

fn press(app: &mut App, desk: &mut review::Desk, keys: &str) {
    for word in keys.split_whitespace() {
        let key = Key::read(word).unwrap().event();
        let effects = update(app, Happened::Key(key), Instant::now());
        run(app, desk, effects);
    }
}

#[test]
fn on_a_real_store_each_step_is_on_disk_undone_and_done_again() {
    let folder = tempfile::tempdir().unwrap();
    let (mut app, mut desk) = real_desk(folder.path());
    run(&mut app, &mut desk, vec![Effect::Ask(Job::Picture)]);
    // A child of whom nothing is known, kept after the question.
    press(&mut app, &mut desk, "+ c 9 0 0 1 enter enter");
    let entries = |app: &App| app.sheet.as_ref().unwrap().picture.entries.clone();
    assert_eq!(entries(&app).len(), 1);
    assert_eq!(
        app.sheet.as_ref().unwrap().picture.cases[0].status,
        "entered here"
    );
    press(&mut app, &mut desk, "5 s enter");
    assert_eq!(entries(&app)[0].filing, Filing::Seen);
    assert!(app.unfiled.listed.is_empty());
    press(&mut app, &mut desk, "u");
    assert_eq!(entries(&app)[0].filing, Filing::NotYet);
    press(&mut app, &mut desk, "w n o enter");
    assert_eq!(entries(&app)[0].filing, Filing::Withdrawn);
    press(&mut app, &mut desk, "u u");
    assert!(entries(&app).is_empty());
    press(&mut app, &mut desk, "u");
    assert!(
        app.message
            .as_ref()
            .unwrap()
            .words
            .contains("nothing to undo")
    );
    press(&mut app, &mut desk, "U U");
    assert_eq!(entries(&app)[0].filing, Filing::Withdrawn);
    // The picture is the store's, not the screen's.
    assert_eq!(desk.picture().unwrap().entries, entries(&app));
}
