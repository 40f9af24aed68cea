//! A review session by its keys.

use super::hands::again;
use super::*;
use crate::model::ReviewTurn;
use crate::tui::action::Mode;
use crate::tui::app::Pane;
use crate::tui::dialogs::Dialog;
use crate::tui::panes::session::Done;

fn begun() -> Desk {
    let mut desk = Desk::open(120, 36);
    desk.press("R enter");
    assert_eq!(desk.app.mode(), Mode::Session);
    desk
}

fn place(desk: &Desk) -> usize {
    desk.app.session.as_ref().unwrap().place
}

#[test]
fn an_outcome_and_a_reason_are_three_keys_and_the_next_item_stands_there() {
    let mut desk = begun();
    let items = desk.bench.reviews[0].said.items.len();
    assert!(items > 5);
    let mut keys = 0;
    let mut given = 0;
    while given < 10 {
        let before = desk.bench.reviews[0].given.len();
        desk.press("b 1 enter");
        keys += 3;
        assert!(
            desk.bench.reviews[0].given.len() > before,
            "{}",
            desk.screen()
        );
        given = desk.bench.reviews[0].given.len();
    }
    assert!(keys <= given * 4);
    let pane = desk.app.session.as_ref().unwrap();
    assert_eq!(pane.done(0), Done::Answered);
    assert!(pane.place > 0);
    // What is done stays where it was, dimmed.
    assert_eq!(pane.record.said.items.len(), items);
    assert!(desk.shows(" = "));
}

#[test]
fn a_session_that_is_left_is_taken_up_at_the_same_child_with_the_same_words() {
    let mut desk = begun();
    desk.press("n n t").types("ask the school");
    desk.wait(1);
    assert_eq!(desk.bench.reviews[0].drafts[&2], "ask the school");
    desk.press("esc esc");
    assert_eq!(desk.app.pane, Pane::Gaps);
    // As another start of the program finds it.
    desk.app.session = None;
    desk.press("R");
    assert_eq!(desk.app.mode(), Mode::Session);
    assert_eq!(place(&desk), 2);
    assert!(desk.shows("ask the school"));
    assert!(desk.shows("Taken up again at 3 of"));
}

#[test]
fn the_words_are_on_their_way_to_the_disk_within_a_second_however_fast_one_types() {
    let mut desk = begun();
    desk.press("t");
    for _ in 0..20 {
        desk.types("x");
        desk.now += Duration::from_millis(100);
        desk.happens(Happened::Due);
    }
    let kept = desk.bench.reviews[0].drafts[&0].len();
    assert!(kept >= 11, "{kept} of 20");
}

#[test]
fn an_item_that_is_passed_over_is_left_undone_and_the_summary_says_so() {
    let mut desk = begun();
    desk.press("z n");
    let turns = &desk.bench.reviews[0].turns;
    assert!(
        turns.contains(&(0, ReviewTurn::Skipped)) && turns.contains(&(1, ReviewTurn::Reviewed))
    );
    desk.press("E");
    assert!(desk.shows("Left undone"));
    desk.press("y");
    assert_eq!(desk.app.mode(), Mode::SessionEnd);
    let (_, sum) = desk.bench.reviews[0].ended.clone().unwrap();
    assert_eq!((sum.skipped, sum.reviewed), (1, 1));
    assert_eq!(sum.left.items, sum.queue.items - 1);
    assert!(desk.shows("1 of them passed over"));
    desk.press("esc");
    assert_eq!(desk.app.pane, Pane::Gaps);
    desk.press("R");
    assert_eq!(desk.app.mode(), Mode::ReviewStart);
}

#[test]
fn a_promise_is_made_where_the_gap_stands_and_is_counted() {
    let mut desk = begun();
    desk.press("a").types("hold the core group");
    desk.press("enter enter enter");
    assert!(desk.app.dialog.is_none(), "{}", desk.screen());
    let promise = &desk.bench.picture.promises[0].said;
    assert_eq!(promise.words, "hold the core group");
    assert!(promise.gap.is_some() && promise.due.is_some());
    assert_eq!(promise.origin_ref.as_deref(), Some("review session 1"));
    assert_eq!(desk.bench.reviews[0].promised, [0]);
}

#[test]
fn an_outcome_that_is_undone_leaves_its_item_open_again() {
    let mut desk = begun();
    desk.press("b 1 enter u");
    let pane = desk.app.session.as_ref().unwrap();
    assert_ne!(pane.done(0), Done::Answered);
}

#[test]
fn an_outcome_that_is_not_saved_is_never_called_saved_and_comes_back() {
    let mut desk = begun();
    desk.bench.fails = Some("The disk is full.".to_owned());
    desk.press("b 1 enter");
    assert_eq!(desk.app.mode(), Mode::Outcome);
    assert!(desk.shows("The disk is full."));
    assert!(!desk.shows("Saved:"));
}

#[test]
fn minutes_are_shown_to_the_reviewer_and_are_in_no_record() {
    let mut desk = begun();
    for _ in 0..4 {
        desk.wait(120);
        desk.press("n");
    }
    desk.press("E y");
    assert!(desk.shows("about 2 min for each"), "{}", desk.screen());
    let kept = format!("{:?}", desk.bench.reviews[0].ended);
    assert!(!kept.contains("min"), "{kept}");
}

#[test]
fn the_time_at_hand_says_how_much_fits() {
    let mut desk = Desk::open(120, 36);
    desk.press("R tab tab tab tab").types("6");
    let told = desk.screen();
    assert!(told.contains("of 25 gaps in 16"), "{told}");
    desk.press("enter");
    assert!(desk.shows("for 6 min"));
    assert!(desk.shows("do not fit the time"));
}

#[test]
fn an_audit_is_not_begun_as_a_review() {
    let mut desk = Desk::open(80, 24);
    desk.press("R a enter");
    assert_eq!(desk.app.pane, Pane::Audits);
    assert!(desk.bench.reviews.is_empty());
    assert!(desk.shows("An audit is never mixed with a review"));
}

#[test]
fn marked_lines_are_answered_together_and_the_others_stay_open() {
    let mut desk = begun();
    let pane = |desk: &Desk| desk.app.session.clone().unwrap();
    while pane(&desk).page.lines.len() < 2 {
        desk.press("n");
    }
    let (at, gaps) = (
        place(&desk),
        pane(&desk).item().map(|item| item.gaps.len()).unwrap(),
    );
    desk.press("space space");
    assert_eq!(pane(&desk).marks.len(), 2);
    assert_eq!(place(&desk), at, "marking stays on the child");
    assert!(desk.shows("*!"), "{}", desk.screen());
    desk.press("V b 1 enter");
    assert_eq!(desk.bench.reviews[0].given.len(), gaps);
    assert_eq!(pane(&desk).done(at), Done::Answered);
    assert!(pane(&desk).marks.is_empty());
}

#[test]
fn the_next_sitting_begins_in_the_session_with_the_half_filled_form_of_an_outcome() {
    let mut desk = begun();
    desk.press("n b").types("agreed with the duty manager");
    desk.wait(1);
    // The program is killed: nothing else is handed over.
    let mut desk = again(desk);
    assert_eq!(desk.app.pane, Pane::Session);
    assert_eq!(place(&desk), 1);
    assert!(matches!(desk.app.dialog, Some(Dialog::Outcome(_))));
    assert!(desk.shows("agreed with the duty manager"));
    desk.press("enter");
    assert!(!desk.bench.reviews[0].given.is_empty(), "{}", desk.screen());
    assert_eq!(desk.bench.reviews[0].given[0].place, 1);
}

#[test]
fn the_next_sitting_begins_with_the_half_filled_form_of_a_promise() {
    let mut desk = begun();
    desk.press("n a").types("hold the core");
    desk.wait(1);
    let mut desk = again(desk);
    assert!(matches!(desk.app.dialog, Some(Dialog::Promise(_))));
    desk.types(" group");
    desk.press("enter enter enter");
    let promise = &desk.bench.picture.promises[0].said;
    assert_eq!(promise.words, "hold the core group");
    assert_eq!(desk.bench.reviews[0].promised, [1]);
}

#[test]
fn a_promise_that_is_not_saved_comes_back_with_its_words() {
    let mut desk = begun();
    desk.press("a").types("hold the core group");
    desk.bench.fails = Some("The disk is full.".to_owned());
    desk.press("enter enter enter");
    assert!(desk.shows("The disk is full."), "{}", desk.screen());
    assert!(desk.shows("hold the core group"));
    desk.bench.fails = None;
    desk.press("enter");
    assert_eq!(desk.bench.reviews[0].promised, [0]);
}

#[test]
fn a_session_keeps_to_a_saved_view_and_says_so() {
    let mut desk = Desk::open(120, 36);
    desk.press("R tab tab 2");
    assert!(desk.shows("Supervision, by supervisor"));
    desk.press("enter");
    let said = &desk.bench.reviews[0].said;
    assert!(said.scope.contains("view 2"), "{}", said.scope);
    let picture = &desk.bench.picture;
    let rules = said.items.iter().flat_map(|item| &item.gaps);
    let mut rules = rules.map(|gap| picture.behind(picture.gap(&gap.key).unwrap()));
    assert!(rules.all(|rule| rule.unwrap().0.rule.id.contains("SUP")));
    assert!(said.items.len() > 1);
}

#[test]
fn the_children_of_a_visit_are_pasted_and_the_others_stay_out() {
    let mut desk = Desk::open(120, 36);
    let gaps = desk.bench.picture.gaps.iter().filter(|gap| gap.is_child);
    let who = gaps.map(|gap| gap.who.to_string()).next().unwrap();
    desk.press("R tab tab tab");
    desk.happens(Happened::Pasted(format!("{who}\n{who}\n")));
    desk.press("enter");
    let said = &desk.bench.reviews[0].said;
    assert_eq!(said.items.len(), 1);
    assert!(said.scope.contains("named child"), "{}", said.scope);
}

#[test]
fn the_list_of_cases_is_what_a_session_is_about_when_it_is_filtered() {
    let mut desk = Desk::open(120, 36);
    desk.press("1 /").types("kind:cp");
    desk.press("enter R");
    assert!(desk.shows("Which cases"), "{}", desk.screen());
    desk.press("enter");
    let said = &desk.bench.reviews[0].said;
    assert_eq!(said.scope, "cases kind:cp");
    let picture = &desk.bench.picture;
    for item in &said.items {
        for gap in &item.gaps {
            let child = picture.gap(&gap.key).unwrap().child.unwrap();
            let row = picture.case_row(child).unwrap();
            assert_eq!(row.status, "child protection plan");
        }
    }
}
