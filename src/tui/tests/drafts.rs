//! Forms that were not sent: each comes back in the next sitting with its words.

use super::Desk;
use super::bench::FakeBench;
use super::demo::fictonshire;
use crate::model::{Keepsake, Rating};
use crate::tui::app::Pane;
use crate::tui::dialogs::Dialog;

/// The program is killed a second later, and the same bench sat down at again.
fn killed(mut desk: Desk) -> Desk {
    desk.wait(1);
    Desk::with(desk.bench, 120, 36)
}

/// What is kept of forms.
fn kept(desk: &Desk) -> Option<&String> {
    desk.bench.kept.get(Keepsake::Form.word())
}

fn promises() -> Desk {
    let mut desk = Desk::with(FakeBench::showing(fictonshire()), 120, 36);
    desk.press("7 /").types("attendance").press("enter home");
    desk
}

#[test]
fn every_form_about_a_promise_comes_back_with_its_words() {
    for key in ["c", "d", "s"] {
        let mut desk = promises();
        desk.press(key);
        if key != "s" {
            desk.press("tab");
        }
        desk.types("asked at the core group");
        let desk_was = desk.screen();
        let mut desk = killed(desk);
        assert_eq!(desk.app.pane, Pane::Promises);
        let Some(Dialog::Turn(form)) = &desk.app.dialog else {
            panic!("{key}: the form did not come back; it was\n{desk_was}");
        };
        assert_eq!(form.draft().words, "asked at the core group");
        assert!(desk.shows("nothing of it is saved yet"));
        desk.press("esc");
        assert_eq!(kept(&desk), None);
    }
}

#[test]
fn a_reading_comes_back_with_its_answers_and_words() {
    let mut desk = Desk::open(120, 36);
    desk.press("1 down F y p n y n n -").types("a few words");
    let mut desk = killed(desk);
    assert!(desk.shows("Read the record of"), "{}", desk.screen());
    assert!(desk.shows("a few words"));
    desk.press("enter");
    let read = &desk.bench.picture.audits.readings[0].said;
    assert_eq!(read.ratings.rationale, Rating::Partly);
    assert_eq!(read.ratings.difference_made, Rating::NotApplicable);
    assert_eq!(read.words, "a few words");
    assert_eq!(kept(&desk), None);
}

#[test]
fn an_audit_comes_back_with_its_grade_for_the_child_of_its_sample() {
    let mut desk = Desk::open(120, 36);
    desk.press("8 n enter enter enter y p n y y y y y y y y 2")
        .types("the plan of May");
    let mut desk = killed(desk);
    assert!(desk.shows("Case audit of"), "{}", desk.screen());
    assert!(desk.shows("the plan of May"));
    desk.press("enter");
    let audit = &desk.bench.picture.audits.audits[0].said;
    assert_eq!(audit.words, "the plan of May");
    assert_eq!(audit.grade.rank, 1);
    assert!(audit.sample.is_some());
}

#[test]
fn a_change_of_the_policy_comes_back() {
    let mut desk = Desk::open(120, 36);
    desk.press("6 p tab tab").types("X Nobody");
    let was = desk.screen();
    let mut desk = killed(desk);
    assert!(desk.shows("X Nobody"), "{was}\n{}", desk.screen());
}

#[test]
fn the_name_of_a_view_and_a_filter_come_back() {
    let mut desk = Desk::open(120, 36);
    desk.press("v s 4 ctrl-u").types("North fir");
    let mut desk = killed(desk);
    desk.types("st").press("enter");
    assert!(
        desk.shows("Saved: view 4, North first."),
        "{}",
        desk.screen()
    );
    desk.press("/").types("over:>1");
    let mut desk = killed(desk);
    desk.types("0").press("enter");
    assert_eq!(desk.app.gaps.choice.filter.words, "over:>10");
}

#[test]
fn a_bulk_outcome_that_waits_to_be_confirmed_comes_back() {
    let mut desk = Desk::open(120, 36);
    desk.press("a x").types("all agreed in May").press("enter");
    assert!(matches!(desk.app.dialog, Some(Dialog::Confirm(_))));
    let mut desk = killed(desk);
    assert!(matches!(desk.app.dialog, Some(Dialog::Outcome(_))));
    desk.press("enter enter");
    assert_eq!(desk.bench.done.len(), 1);
    assert!(desk.bench.done[0].1.len() > 10);
}

#[test]
fn what_was_sent_stays_a_draft_until_the_disk_has_answered_and_no_longer() {
    let mut desk = Desk::open(120, 36);
    desk.press("down down b").types("agreed");
    desk.wait(1);
    desk.hold();
    desk.press("enter");
    assert!(kept(&desk).is_some_and(|words| words.contains("agreed")));
    desk.release();
    assert_eq!(desk.bench.done.len(), 1);
    // At once: a program that is killed now must not say that it was not saved.
    assert_eq!(kept(&desk), None);
}

#[test]
fn words_about_what_is_gone_can_still_be_read() {
    let mut desk = Desk::open(120, 36);
    desk.press("down down b")
        .types("agreed with the duty manager");
    desk.wait(1);
    desk.bench.picture.gaps.clear();
    let mut desk = killed(desk);
    assert!(desk.shows("Not sent"), "{}", desk.screen());
    assert!(desk.shows("agreed with the duty manager"));
}

#[test]
fn a_form_that_an_earlier_version_kept_comes_back() {
    let mut desk = Desk::open(120, 36);
    desk.press("down down b").types("agreed");
    desk.wait(1);
    let list = desk.bench.kept[Keepsake::Form.word()].clone();
    let outside = list.strip_prefix('[').unwrap().strip_suffix(']').unwrap();
    let form = Keepsake::Form.word();
    desk.bench.kept.insert(form, outside.to_owned());
    let mut desk = Desk::with(desk.bench, 120, 36);
    assert!(desk.shows("agreed"));
    assert!(matches!(desk.app.dialog, Some(Dialog::Outcome(_))));
}
