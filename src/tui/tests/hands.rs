//! Saved views, finding by a few letters, the way back over jumps, macros, the next sitting.

use super::Desk;
use super::bench::FakeBench;
use crate::model::{Keepsake, State};
use crate::tui::app::Pane;
use crate::tui::dialogs::Dialog;

/// The same bench, sat down at again.
pub(super) fn again(desk: Desk) -> Desk {
    Desk::with(desk.bench, 120, 36)
}

#[test]
fn a_view_shows_its_pane_filter_grouping_and_listing() {
    let mut desk = Desk::open(120, 36);
    desk.press("1 v 2");
    assert_eq!(desk.app.pane, Pane::Gaps);
    assert_eq!(desk.app.gaps.choice.filter.words, "rule:sup");
    assert_eq!(desk.app.gaps.choice.grouping.word(), "supervisor");
    assert_eq!(desk.app.gaps.choice.breadth.word(), "unanswered only");
    assert!(desk.shows("View 2: Supervision, by supervisor."));
    desk.press("v 8");
    assert_eq!(desk.app.pane, Pane::Cases);
    assert_eq!(desk.app.cases.filter.words, "age:<5 gaps:>0");
}

#[test]
fn what_is_before_the_person_is_saved_under_a_digit_with_a_name() {
    let mut desk = Desk::open(120, 36);
    desk.press("g t o v s 4");
    desk.press("ctrl-u").types("North first").press("enter");
    assert!(desk.shows("Saved: view 4, North first."));
    desk.press("g r 1 v 4");
    assert_eq!(desk.app.pane, Pane::Gaps);
    assert_eq!(desk.app.gaps.choice.grouping.word(), "team");
    assert_eq!(desk.app.gaps.choice.order.word(), "earliest due first");
}

#[test]
fn a_view_is_renamed_and_removed_in_the_list() {
    let mut desk = Desk::open(120, 36);
    desk.press("v v down r ctrl-u").types("Ours").press("enter");
    assert!(desk.shows("Saved: view 2, Ours."));
    desk.press("v v down x");
    assert!(desk.shows("2  free"));
    desk.press("esc v 2");
    assert!(desk.shows("No view is saved on 2."));
}

#[test]
fn after_v_the_names_of_the_views_say_what_may_follow() {
    for (width, height) in [(60, 15), (80, 24), (120, 36)] {
        let mut desk = Desk::open(width, height);
        desk.press("v");
        assert!(desk.shows("v and then"), "{width}");
        assert!(desk.shows("3 Family by family"), "{}", desk.screen());
        assert!(desk.shows("s save what is before you"), "{}", desk.screen());
    }
}

#[test]
fn a_few_letters_find_a_child_and_open_its_page() {
    let mut desk = Desk::open(120, 36);
    desk.press("f").types("900104").press("enter");
    assert_eq!(desk.app.pane, Pane::Case);
    let (sheet, case) = (desk.app.sheet.as_ref(), desk.app.case.as_ref());
    let row = sheet.unwrap().case(case.unwrap().child);
    assert_eq!(&*row.unwrap().shown, "900104");
}

#[test]
fn a_worker_and_a_rule_are_found_and_listed_where_the_person_is() {
    let mut desk = Desk::open(120, 36);
    desk.press("1 f").types("foobart").press("enter");
    assert_eq!(desk.app.pane, Pane::Cases);
    assert_eq!(desk.app.cases.filter.words, "worker:\"Y Foobarton\"");
    desk.press("f").types("supcase").press("enter");
    assert_eq!(desk.app.pane, Pane::Gaps);
    assert_eq!(desk.app.gaps.choice.filter.words, "rule:\"SUP-CASE-CP\"");
}

#[test]
fn what_the_lines_of_gaps_say_is_found_and_listed() {
    let mut desk = Desk::open(120, 36);
    let gaps = &desk.bench.picture.gaps;
    let overdue = gaps.iter().find(|gap| gap.state == State::Overdue);
    let phrase = overdue.unwrap().phrase.clone();
    desk.press("1 f").types(&phrase);
    assert!(
        desk.shows("the gaps whose line says so"),
        "{}",
        desk.screen()
    );
    desk.press("end pgdn pgdn enter");
    assert_eq!(desk.app.pane, Pane::Gaps);
    assert_eq!(desk.app.gaps.choice.filter.words, format!("\"{phrase}\""));
    assert!(!desk.app.gaps.listed.rows.is_empty());
}

#[test]
fn what_nothing_fits_says_so() {
    let mut desk = Desk::open(80, 24);
    desk.press("f").types("zzzqq");
    assert!(desk.shows("Nothing has these letters"));
    desk.press("enter esc");
    assert!(desk.app.dialog.is_none());
}

#[test]
fn the_way_back_leads_over_every_jump_with_filter_order_and_row() {
    let mut desk = Desk::open(120, 36);
    desk.press("g t o down down down");
    let row = desk.app.gaps.focus();
    let order = desk.app.gaps.choice.order;
    desk.press("1 down enter");
    let child = desk.app.case.as_ref().unwrap().child;
    desk.press("'");
    assert_eq!(desk.app.pane, Pane::Cases);
    assert_eq!(desk.app.cases.cursor, 1);
    desk.press("'");
    assert_eq!(desk.app.pane, Pane::Gaps);
    assert_eq!(desk.app.gaps.focus(), row);
    assert_eq!(desk.app.gaps.choice.order, order);
    desk.press("\" \"");
    assert_eq!(desk.app.pane, Pane::Case);
    assert_eq!(desk.app.case.as_ref().unwrap().child, child);
    desk.press("\"");
    assert!(desk.shows("at the end of the way"));
}

#[test]
fn a_macro_is_recorded_and_played_several_times() {
    let mut desk = Desk::open(120, 36);
    desk.press("Q");
    assert!(desk.shows("recording: 0 keys"));
    desk.press("space Q");
    assert!(!desk.shows("recording:"));
    assert!(desk.shows("Recorded 1 key."));
    let marked = desk.app.gaps.marks.len();
    desk.press("@");
    assert!(desk.app.gaps.marks.len() > marked);
    desk.press("& 3 enter");
    assert!(desk.app.gaps.marks.len() >= marked + 4);
}

#[test]
fn a_macro_gives_outcomes_as_its_keys_would() {
    let mut desk = Desk::open(120, 36);
    desk.press("down Q x 1 enter Q");
    assert_eq!(desk.bench.done.len(), 1);
    desk.press("@");
    assert_eq!(desk.bench.done.len(), 2);
}

#[test]
fn a_second_macro_says_that_it_takes_the_place_of_the_first_and_an_empty_one_does_not() {
    let mut desk = Desk::open(120, 36);
    desk.press("Q space Q Q");
    assert!(desk.shows("There is one macro: these keys replace its 1 key."));
    desk.press("Q");
    assert!(desk.shows("Nothing was recorded: the macro of 1 key stays."));
    let marked = desk.app.gaps.marks.len();
    desk.press("@");
    assert!(desk.app.gaps.marks.len() > marked);
}

#[test]
fn a_macro_stops_at_the_first_key_that_does_nothing() {
    let mut desk = Desk::open(120, 36);
    desk.press("Q down Q end & 5 enter");
    assert!(desk.shows("The macro stopped: down did nothing here."));
}

#[test]
fn a_macro_never_leaves_the_workbench() {
    let mut desk = Desk::open(120, 36);
    desk.press("Q q");
    assert!(!desk.left);
    assert!(desk.shows("A macro cannot leave the workbench."));
    desk.press("Q q");
    assert!(desk.left);
}

#[test]
fn the_next_sitting_begins_on_the_same_child_with_the_same_filter() {
    let mut desk = Desk::open(120, 36);
    desk.press("g s 1 O down down enter");
    let child = desk.app.case.as_ref().unwrap().child;
    let row = desk.app.cases.cursor;
    desk.wait(1);
    // The program is killed: nothing else is handed over.
    let mut desk = again(desk);
    assert_eq!(desk.app.pane, Pane::Case);
    assert_eq!(desk.app.case.as_ref().unwrap().child, child);
    assert_eq!(desk.app.gaps.choice.grouping.word(), "supervisor");
    desk.press("1");
    assert_eq!(desk.app.cases.cursor, row);
}

#[test]
fn a_form_that_was_not_sent_comes_back_with_its_words() {
    let mut desk = Desk::open(120, 36);
    desk.press("down down b")
        .types("agreed with the duty manager");
    desk.wait(1);
    assert!(desk.bench.kept.contains_key(Keepsake::Form.word()));
    let mut desk = again(desk);
    assert!(matches!(desk.app.dialog, Some(Dialog::Outcome(_))));
    assert!(desk.shows("agreed with the duty manager"));
    assert!(desk.shows("nothing of it is saved yet"));
    desk.press("enter");
    assert_eq!(desk.bench.done.len(), 1);
    desk.wait(1);
    assert!(!desk.bench.kept.contains_key(Keepsake::Form.word()));
}

#[test]
fn an_entry_that_was_not_sent_comes_back_and_goes_when_it_is_closed() {
    let mut desk = Desk::open(120, 36);
    desk.press("1 down + d").types("to see the child alone");
    desk.wait(1);
    let mut desk = again(desk);
    assert!(desk.shows("to see the child alone"));
    desk.press("esc");
    desk.wait(1);
    assert!(!desk.bench.kept.contains_key(Keepsake::Form.word()));
    assert!(again(desk).app.dialog.is_none());
}

#[test]
fn words_of_a_note_are_on_disk_within_a_second_however_long_one_types() {
    let mut desk = Desk::open(120, 36);
    desk.press("down n");
    let before = desk.bench.notes[0].body.clone();
    for _ in 0..12 {
        desk.types("a");
        desk.now += std::time::Duration::from_millis(100);
    }
    desk.types("b");
    assert_ne!(desk.bench.notes[0].body, before);
}

#[test]
fn a_workbench_that_nobody_touches_waits_for_nothing() {
    let mut desk = Desk::open(120, 36);
    desk.press("down");
    for _ in 0..3 {
        desk.wait(10);
    }
    assert_eq!(desk.app.deadline(), None);
}

#[test]
fn a_large_authority_is_searched_by_every_name() {
    let mut desk = Desk::with(FakeBench::of_size(2_000), 120, 36);
    desk.press("f").types("901999");
    let Some(Dialog::Seek(seek)) = &desk.app.dialog else {
        panic!("the line to type on is not open");
    };
    assert_eq!(seek.found[0].name, "901999");
}
