//! Reading a record and auditing by keys: seven keys answer seven questions, a letter in a line is
//! text, nothing is shown as saved that is not.

use super::*;
use crate::model::{Name, Quality, Rating};
use crate::tui::action::Mode;
use crate::tui::effect::Job;

#[test]
fn seven_keys_and_one_more_read_a_record() {
    let mut desk = Desk::open(120, 36);
    desk.press("1 down F");
    assert_eq!(desk.app.mode(), Mode::Survey);
    assert!(desk.shows("Read the record of"));
    for quality in Quality::ALL {
        assert!(desk.shows(quality.asks()), "{}", desk.screen());
    }
    desk.press("y p n y n n -");
    assert_eq!(desk.app.mode(), Mode::SurveyLine);
    // Here the letters of answers are text.
    desk.types("nothing why").press("enter");
    assert!(desk.shows("Saved: a record read"), "{}", desk.screen());
    let read = desk.bench.picture.audits.readings[0].clone();
    assert_eq!(read.said.ratings.rationale, Rating::Partly);
    assert_eq!(read.said.ratings.difference_made, Rating::NotApplicable);
    assert_eq!(read.said.words, "nothing why");
}

#[test]
fn a_question_left_open_is_gone_to_and_nothing_is_saved() {
    let mut desk = Desk::open(80, 24);
    desk.press("1 down F y p tab y y y y enter");
    assert!(desk.shows("no answer yet"), "{}", desk.screen());
    assert!(desk.bench.picture.audits.readings.is_empty());
    desk.press("n enter");
    let asked = desk.bench.picture.audits.readings[0].said.ratings;
    assert_eq!(asked.actions_revisited, Rating::No);
}

#[test]
fn what_the_disk_refuses_comes_back_with_what_was_answered() {
    let mut desk = Desk::open(80, 24);
    desk.bench.fails = Some("The disk is full.".to_owned());
    desk.press("1 down F y y y y y y y enter");
    assert!(desk.shows("The disk is full."), "{}", desk.screen());
    desk.bench.fails = None;
    desk.press("enter");
    assert_eq!(desk.bench.picture.audits.readings.len(), 1);
}

#[test]
fn a_sample_is_drawn_audited_and_not_moderated_by_whoever_audited_it() {
    let mut desk = Desk::open(120, 36);
    desk.press("8 n enter");
    assert!(desk.shows("0 of 20"), "{}", desk.screen());
    desk.press("enter enter");
    assert!(desk.shows("Case audit of"), "{}", desk.screen());
    desk.press("y p n y y y y y y y y");
    // The grade waits for its number.
    desk.press("enter");
    assert!(desk.shows("no grade yet"), "{}", desk.screen());
    desk.press("3 enter");
    assert!(desk.shows("done, to moderate"), "{}", desk.screen());
    assert_eq!(
        &*desk.bench.picture.audits.audits[0].said.grade.word,
        "good"
    );
    desk.press("m");
    assert!(
        desk.shows("A Reader audited this record"),
        "{}",
        desk.screen()
    );
    // Somebody else sits down.
    desk.bench.picture.audits.audits[0].by = Name::from("T Mockridge");
    desk.run(vec![Effect::Ask(Job::Picture)]);
    desk.press("8 enter m y p n y y y y y y y y 2 enter");
    assert!(desk.shows("Sample 0: 20 children"), "{}", desk.screen());
    assert!(desk.shows("they differ"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.shows("0 of 1"), "{}", desk.screen());
    assert!(desk.shows("the moderator graded 1"), "{}", desk.screen());
}

#[test]
fn a_record_is_audited_by_key_in_no_sample_and_waits_in_a_list_of_its_own_for_a_second_person() {
    let mut desk = Desk::open(120, 36);
    desk.press("1 down A");
    assert!(desk.shows("Case audit of"), "{}", desk.screen());
    desk.press("y p n y y y y y y y y 3 enter");
    assert_eq!(desk.bench.picture.audits.audits[0].said.sample, None);
    desk.press("8");
    assert!(desk.shows("1 audit in no sample"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.shows("In no sample: 1 audit"), "{}", desk.screen());
    assert!(desk.shows("done, to moderate"), "{}", desk.screen());
    desk.bench.picture.audits.audits[0].by = Name::from("T Mockridge");
    desk.run(vec![Effect::Ask(Job::Picture)]);
    desk.press("m y p n y y y y y y y y 3 enter");
    assert!(desk.shows("they agree"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.shows("agreed on 1 of 1"), "{}", desk.screen());
}
