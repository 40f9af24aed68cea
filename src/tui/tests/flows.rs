//! What a person does, from key to bench and back.

use super::Desk;
use super::bench::FakeBench;
use crate::model::OutcomeKind;
use crate::tui::app::Pane;

fn last_kind(desk: &Desk) -> OutcomeKind {
    let (_, gaps) = desk.bench.done.last().expect("an outcome was given");
    gaps[0].2.outcome().unwrap().kind.clone()
}

#[test]
fn an_outcome_takes_two_keys_and_shows_saving_until_it_is_on_disk() {
    let mut desk = Desk::open(120, 36);
    desk.press("down down");
    desk.hold();
    desk.press("b 1");
    assert!(desk.shows("saving"));
    assert!(desk.bench.done.is_empty());
    desk.release();
    assert!(!desk.shows(" saving"));
    assert!(desk.shows("booked for 22 Jun 2026"));
    assert_eq!(desk.bench.done.len(), 1);
}

#[test]
fn an_outcome_for_a_family_is_one_step_for_each_child_of_it() {
    let mut desk = Desk::open(120, 36);
    while !desk.screen().contains("The same for:") {
        let before = desk.app.gaps.cursor;
        desk.press("down");
        assert_ne!(before, desk.app.gaps.cursor, "no family line was found");
    }
    desk.press("x 1");
    assert_eq!(desk.bench.done.len(), 1);
    assert_eq!(desk.bench.done[0].1.len(), 3);
}

#[test]
fn marks_make_one_step_and_more_than_ten_are_confirmed() {
    let mut desk = Desk::open(120, 36);
    desk.press("a d 1");
    assert!(desk.shows("one undo takes it back"));
    desk.press("n");
    assert!(desk.bench.done.is_empty());
    desk.press("d 1 enter");
    assert_eq!(desk.bench.done.len(), 1);
    assert!(desk.bench.done[0].1.len() > 10);
    assert!(desk.app.gaps.marks.is_empty());
}

#[test]
fn undo_and_redo_say_what_they_did() {
    let mut desk = Desk::open(120, 36);
    desk.press("u");
    assert!(desk.shows("There is nothing to undo."));
    desk.press("down x 1 u");
    assert!(desk.shows("Undone: not required, 1 gaps."));
    assert!(desk.shows("U redoes"));
    desk.press("U");
    assert!(desk.shows("Done again: not required"));
}

#[test]
fn an_outcome_that_cannot_be_saved_says_so_and_stands_open() {
    let mut desk = Desk::open(120, 36);
    desk.bench.fails =
        Some("The outcome was not saved: the disk is full. Free some space.".to_owned());
    desk.press("down x 1");
    assert!(desk.shows("the disk is full"));
    assert!(!desk.shows("saving"));
    desk.bench.fails = None;
    desk.press("up down x 1");
    assert_eq!(desk.bench.done.len(), 1);
}

#[test]
fn no_outcome_without_a_reason() {
    let mut desk = Desk::open(80, 24);
    desk.press("down x enter");
    assert!(desk.shows("A reason is needed"));
    assert!(desk.bench.done.is_empty());
    desk.press("esc");
    assert!(desk.app.dialog.is_none());
}

#[test]
fn a_date_is_taken_as_a_person_writes_it() {
    let mut desk = Desk::open(80, 24);
    desk.press("down s tab");
    for _ in 0..12 {
        desk.press("backspace");
    }
    desk.types("12/6").press("tab 1");
    assert_eq!(
        last_kind(&desk),
        OutcomeKind::SeenOnFile {
            on: super::bench::day("2026-06-12")
        }
    );
}

#[test]
fn an_exception_names_who_approved_it() {
    let mut desk = Desk::open(80, 24);
    desk.press("down e 3 2");
    assert_eq!(
        last_kind(&desk).label(),
        "exception approved by head of service"
    );
}

#[test]
fn a_group_is_never_answered_by_accident() {
    let mut desk = Desk::open(80, 24);
    desk.press("home x");
    assert!(desk.app.dialog.is_none());
    assert!(desk.shows("move to one, or mark some"));
}

#[test]
fn a_filter_cuts_the_list_and_esc_brings_it_back() {
    let mut desk = Desk::open(120, 36);
    let all = desk.app.gaps.listed.order.len();
    desk.press("/").types("team:south over:>5").press("enter");
    let some = desk.app.gaps.listed.order.len();
    assert!(0 < some && some < all, "{some} of {all}");
    assert!(desk.shows("/ team:south over:>5"));
    desk.press("esc");
    assert_eq!(desk.app.gaps.listed.order.len(), all);
}

#[test]
fn a_filter_that_cannot_be_read_is_explained_and_changes_nothing() {
    let mut desk = Desk::open(120, 36);
    let all = desk.app.gaps.listed.order.len();
    desk.press("/").types("tem:south").press("enter");
    assert!(desk.shows("There is no field \"tem\" here."));
    desk.press("esc");
    assert_eq!(desk.app.gaps.listed.order.len(), all);
}

#[test]
fn the_list_widens_by_one_key() {
    let mut desk = Desk::open(120, 36);
    let overdue = desk.app.gaps.listed.order.len();
    desk.press("l");
    let late = desk.app.gaps.listed.order.len();
    desk.press("l");
    let untold = desk.app.gaps.listed.order.len();
    assert!(overdue < late && late < untold);
    assert!(desk.shows("cannot be told"));
}

#[test]
fn an_answered_gap_stays_in_its_place_for_the_session() {
    let mut desk = Desk::open(120, 36);
    let rows = desk.app.gaps.listed.rows.clone();
    desk.press("down x 1 up");
    assert_eq!(desk.app.gaps.listed.rows, rows);
    assert!(desk.shows("not required"));
    desk.press("g s g r");
    assert_eq!(desk.app.gaps.listed.rows, rows);
    assert!(desk.shows("1 answered now"));
}

#[test]
fn a_family_unfolds_and_folds() {
    let mut desk = Desk::open(120, 36);
    while desk.app.gaps.members(desk.app.gaps.row().unwrap()).len() != 3
        || !desk.screen().contains("The same for:")
    {
        desk.press("down");
    }
    let rows = desk.app.gaps.listed.rows.len();
    desk.press("right");
    assert_eq!(desk.app.gaps.listed.rows.len(), rows + 3);
    desk.press("down left");
    assert_eq!(desk.app.gaps.listed.rows.len(), rows);
}

#[test]
fn back_from_a_child_the_list_is_as_it_was() {
    let mut desk = Desk::open(120, 36);
    desk.press("g t")
        .press("/")
        .types("over:>20")
        .press("enter down down");
    let before = desk.screen();
    desk.press("enter");
    assert_eq!(desk.app.pane, Pane::Case);
    desk.press("esc");
    assert_eq!(desk.screen(), before);
}

#[test]
fn the_cases_are_ordered_by_each_column_and_filtered() {
    let mut desk = Desk::open(120, 36);
    desk.press("1");
    for _ in 0..8 {
        desk.press("o");
    }
    let open = desk.app.cases.listed.len();
    desk.press("l");
    assert!(desk.app.cases.listed.len() > open);
    desk.press("/").types("kind:cla age:>3").press("enter");
    assert!(desk.app.cases.listed.len() < open);
    assert!(desk.shows("looked after"));
}

#[test]
fn a_note_is_drafted_typed_and_saved_at_the_pause() {
    let mut desk = Desk::open(120, 36);
    desk.press("down space space n");
    assert_eq!(desk.app.pane, Pane::Note);
    desk.types("Hello ");
    assert!(!desk.bench.notes[0].body.starts_with("Hello"));
    assert!(desk.shows("typing"));
    desk.wait(1);
    assert!(
        desk.bench.notes[0]
            .body
            .starts_with("Hello ## What we found")
    );
    assert!(desk.shows("saved"));
    assert_eq!(desk.app.deadline(), None, "nothing is due any more");
}

#[test]
fn leaving_a_note_saves_it_and_export_asks_where_to() {
    let mut desk = Desk::open(80, 24);
    desk.press("down n").types("x").press("esc");
    assert!(desk.bench.notes[0].body.starts_with('x'));
    assert_eq!(desk.app.pane, Pane::Notes);
    desk.press("e enter");
    assert_eq!(
        desk.bench.exported[0].display().to_string(),
        "case-supervision-in-hub-north.md"
    );
    assert!(desk.shows("Written to"));
}

#[test]
fn a_note_that_cannot_be_saved_keeps_its_text_and_says_so() {
    let mut desk = Desk::open(80, 24);
    desk.press("down n");
    desk.bench.fails = Some("The note was not saved: the disk is full.".to_owned());
    desk.types("x").press("esc");
    assert!(desk.shows("The note was not saved"));
    desk.press("enter");
    assert_eq!(desk.app.pane, Pane::Note);
    assert!(desk.shows("x## What we found"));
    desk.press("ctrl-q");
    assert!(!desk.left && desk.shows("could not be saved"));
    desk.press("y");
    assert!(desk.left);
}

#[test]
fn an_import_shows_what_it_found_before_it_writes() {
    let mut desk = Desk::with(FakeBench::empty(), 80, 24);
    desk.press("i").types("a.xlsx").press("enter");
    assert!(desk.shows("Annex A, 2024 layout"));
    assert!(desk.shows("found \"yesterday\""));
    assert!(desk.bench.imported.is_empty());
    desk.press("enter");
    assert_eq!(desk.bench.imported.len(), 1);
    assert!(desk.shows("1,198 new"));
    desk.press("enter");
    assert!(desk.app.dialog.is_none());
}

#[test]
fn an_import_that_fails_says_why_and_lets_the_path_be_mended() {
    let mut desk = Desk::open(80, 24);
    desk.bench.fails = Some("b.xlsx could not be opened: it holds no known list.".to_owned());
    desk.press("i").types("b.xlsx").press("enter");
    assert!(desk.shows("holds no known list"));
    assert!(desk.shows("b.xlsx"));
}

#[test]
fn the_palette_does_what_its_row_says() {
    let mut desk = Desk::open(80, 24);
    desk.press(":").types("group by team").press("enter");
    assert!(desk.shows("by team"));
}

#[test]
fn leaving_waits_for_what_is_being_saved() {
    let mut desk = Desk::open(80, 24);
    desk.press("down");
    desk.hold();
    desk.press("x 1 q");
    assert!(desk.shows("still being saved"));
    desk.press("enter");
    desk.release();
    assert!(desk.left);
    assert_eq!(desk.bench.done.len(), 1);
}

#[test]
fn a_message_goes_by_itself_and_then_nothing_is_due() {
    let mut desk = Desk::open(80, 24);
    desk.press("u");
    assert!(desk.app.deadline().is_some());
    desk.wait(7);
    assert!(!desk.shows("nothing to undo"));
    assert_eq!(desk.app.deadline(), None);
}

#[test]
fn a_sequence_shows_the_keys_that_may_follow() {
    let mut desk = Desk::open(120, 36);
    desk.press("g");
    assert!(desk.shows("s group by supervisor"));
    desk.press("esc");
    assert!(!desk.shows("s group by supervisor"));
}

#[test]
fn a_store_that_cannot_be_read_says_so_in_the_window() {
    let mut bench = FakeBench::made_up();
    bench.fails = Some("The store could not be read: it is locked by another program.".to_owned());
    let mut desk = Desk::with(bench, 80, 24);
    assert!(desk.shows("locked by another program"));
}
