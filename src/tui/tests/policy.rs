//! The pane of the rules and the form that changes a policy, worked by keys on an authority that
//! was assessed for real.

use std::sync::OnceLock;

use super::Desk;
use super::bench::FakeBench;
use super::demo::fictonshire;
use crate::review::Picture;
use crate::rules::{Kind, Mode, Months, Policy};
use crate::tui::app::Pane;
use crate::tui::panes::rules::{Row, told};

fn desk() -> Desk {
    static ONCE: OnceLock<Picture> = OnceLock::new();
    let picture = ONCE.get_or_init(fictonshire).clone();
    let mut desk = Desk::with(FakeBench::showing(picture), 120, 36);
    desk.press("6");
    assert_eq!(desk.app.pane, Pane::Rules);
    desk
}

/// Moves the focus to a rule.
fn to(desk: &mut Desk, id: &str) {
    for _ in 0..200 {
        let sheet = desk.app.sheet.clone().unwrap();
        if desk.app.rules.focus(&sheet).unwrap().id == id {
            return;
        }
        desk.press("down");
    }
    panic!("{id} is not listed");
}

fn kept(desk: &Desk) -> Policy {
    Policy::parse(desk.bench.policy.as_ref().unwrap()).unwrap()
}

#[test]
fn every_rule_stands_under_its_part_of_the_book_and_headings_are_stepped_over() {
    let mut desk = desk();
    let sheet = desk.app.sheet.clone().unwrap();
    let mut seen = Vec::new();
    for _ in 0..sheet.picture.book.rules().len() {
        seen.push(desk.app.rules.focus(&sheet).unwrap().id.clone());
        desk.press("down");
    }
    let first = seen[0].clone();
    let area = |id: &String| sheet.picture.book.rule(id).unwrap().area.clone();
    let mut areas: Vec<String> = seen.iter().map(area).collect();
    areas.dedup();
    let parts = areas.len();
    areas.sort_unstable();
    areas.dedup();
    assert_eq!(areas.len(), parts, "a part of the book stands twice");
    let mut book: Vec<String> = sheet
        .picture
        .book
        .rules()
        .map(|rule| rule.id.clone())
        .collect();
    book.sort_unstable();
    seen.sort_unstable();
    assert_eq!(seen, book);
    desk.press("home");
    assert_eq!(desk.app.rules.focus(&sheet).unwrap().id, first);
    desk.press("up up");
    assert_eq!(desk.app.rules.focus(&sheet).unwrap().id, first);
    assert!(desk.shows("Supervision, allocation and drift"));
}

#[test]
fn within_a_part_what_is_on_comes_first_and_what_is_off_last() {
    let mut desk = desk();
    let sheet = desk.app.sheet.clone().unwrap();
    let book = &sheet.picture.book;
    let mut part: Vec<Mode> = Vec::new();
    let mut parts = 0;
    for row in &desk.app.rules.rows {
        match row {
            Row::Area(_) => {
                parts += 1;
                part.clear();
            }
            // What is only shown stands after what is on or in trial.
            Row::Rule(at) if book.rules().nth(*at).unwrap().kind == Kind::Indicator => {}
            Row::Rule(at) => {
                let rule = book.rules().nth(*at).unwrap();
                let off = part.last() == Some(&Mode::Off);
                assert!(!off || rule.mode == Mode::Off, "{}", rule.id);
                assert!(
                    rule.mode != Mode::On || part.iter().all(|mode| *mode == Mode::On),
                    "{}",
                    rule.id
                );
                part.push(rule.mode);
            }
        }
    }
    assert!(parts > 5);
    assert_eq!(
        desk.app.rules.rows.first(),
        Some(&Row::Area("Supervision, allocation and drift".to_owned()))
    );
    assert!(desk.shows("untold"), "{}", desk.screen());
}

#[test]
fn an_indicator_is_shown_and_offers_no_mode() {
    let mut desk = desk();
    to(&mut desk, "ALLOC-CHANGES");
    desk.press("e");
    assert!(desk.app.dialog.is_none());
    assert!(
        desk.shows("neither a mode nor a limit"),
        "{}",
        desk.screen()
    );
}

#[test]
fn a_limit_is_counted_while_it_is_typed_shown_as_lines_and_only_then_written() {
    let mut desk = desk();
    to(&mut desk, "SUP-CASE-CP");
    desk.press("e down backspace backspace 9 0");
    let screen = desk.screen();
    assert!(
        screen.contains("Overdue now") && screen.contains("fewer, 0 more"),
        "{screen}"
    );
    assert!(desk.bench.policy.is_none());
    desk.press("enter");
    assert!(
        desk.shows("+ limit = 90") && desk.shows("+ [rule.SUP-CASE-CP]"),
        "{}",
        desk.screen()
    );
    assert!(desk.bench.policy.is_none());
    desk.press("enter");
    assert!(desk.shows("policies/our-policy.toml"), "{}", desk.screen());
    assert_eq!(kept(&desk).rules["SUP-CASE-CP"].limit, Some(90));
    assert!(desk.shows("90 days"), "{}", desk.screen());
}

#[test]
fn esc_goes_back_to_the_fields_and_then_leaves_without_a_trace() {
    let mut desk = desk();
    to(&mut desk, "CPV-INTERVAL");
    desk.press("e down backspace enter esc");
    assert!(desk.shows("counted in"), "{}", desk.screen());
    desk.press("esc");
    assert!(desk.app.dialog.is_none() && desk.bench.policy.is_none());
}

#[test]
fn law_offers_no_grace_and_a_local_standard_does() {
    let mut desk = desk();
    to(&mut desk, "ICPC-15WD");
    desk.press("e");
    assert!(!desk.shows("grace"), "{}", desk.screen());
    desk.press("esc");
    to(&mut desk, "CPV-INTERVAL");
    desk.press("e down down down backspace 3 enter enter");
    assert_eq!(kept(&desk).rules["CPV-INTERVAL"].grace, Some(3));
}

#[test]
fn a_rule_leaves_its_trial_only_with_a_name_a_day_and_twenty_checked_cases() {
    let mut desk = desk();
    to(&mut desk, "SEEN-ANY");
    desk.press("e o");
    assert!(desk.shows("gaps would be listed"), "{}", desk.screen());
    assert!(
        desk.shows("by whom") && desk.shows("cases checked"),
        "{}",
        desk.screen()
    );
    desk.press("enter");
    assert!(
        desk.shows("20 of its cases were checked"),
        "{}",
        desk.screen()
    );
    // Mode, limit, unit, grace, by whom, on which day, cases checked.
    desk.press("down down down down down down").types("12");
    desk.press("enter");
    assert!(
        desk.shows("12 cases were checked so far; 20 are needed"),
        "{}",
        desk.screen()
    );
    desk.press("backspace").types("4");
    desk.press("backspace backspace").types("24");
    desk.press("down").types("30");
    desk.press("enter");
    assert!(desk.shows("30 cannot be true of 24"), "{}", desk.screen());
    desk.press("backspace backspace").types("21");
    desk.press("enter");
    assert!(desk.shows("checked = 24"), "{}", desk.screen());
    desk.press("enter");
    let own = &kept(&desk).rules["SEEN-ANY"];
    assert_eq!(own.mode, Some(Mode::On));
    let run = own.evidence.as_ref().unwrap();
    assert_eq!(
        (run.by.as_str(), run.checked, run.right),
        ("A Reader", 24, 21)
    );
    let sheet = desk.app.sheet.clone().unwrap();
    let said = told(desk.app.rules.focus(&sheet).unwrap(), &sheet.picture);
    assert!(
        said.iter()
            .any(|(_, words)| words.contains("21 of 24 checked cases were true")),
        "{}",
        desk.screen()
    );
}

#[test]
fn what_holds_for_every_rule_is_counted_rule_by_rule() {
    let mut desk = desk();
    desk.press("p right down").types("2026-12-29, 30/12");
    let screen = desk.screen();
    assert!(
        screen.contains("No count changes") || screen.contains("overdue now"),
        "{screen}"
    );
    desk.press("down").types("Duty Team");
    desk.press("enter enter");
    let policy = kept(&desk);
    assert_eq!(policy.months, Months::Days91And183);
    assert_eq!(policy.closures.len(), 2);
    assert_eq!(policy.placeholder_workers, ["Duty Team"]);
}

#[test]
fn a_newest_edition_is_confirmed_with_its_paragraph_and_the_caution_goes() {
    let mut desk = desk();
    to(&mut desk, "ICPC-15WD");
    assert!(desk.shows("Nobody has confirmed"), "{}", desk.screen());
    desk.press("c enter");
    assert!(desk.shows("in which paragraph"), "{}", desk.screen());
    desk.types("212").press("enter enter");
    assert_eq!(kept(&desk).confirmed[0].paragraph, "212");
    assert!(!desk.shows("Nobody has confirmed"), "{}", desk.screen());
    assert!(desk.shows("paragraph 212"), "{}", desk.screen());
    desk.press("c");
    assert!(desk.app.dialog.is_none(), "it is confirmed already");
}

#[test]
fn what_cannot_be_written_leaves_the_form_open_and_says_so() {
    let mut desk = desk();
    to(&mut desk, "CPV-INTERVAL");
    desk.press("e down backspace enter");
    desk.bench.fails = Some("Changing the policy: the disk is full.".to_owned());
    desk.press("enter");
    assert!(desk.shows("the disk is full"), "{}", desk.screen());
    desk.bench.fails = None;
    desk.press("enter");
    assert!(desk.app.dialog.is_none());
    assert_eq!(kept(&desk).rules["CPV-INTERVAL"].limit, Some(1));
}

#[test]
fn an_odd_number_is_told_and_nothing_is_written() {
    let mut desk = desk();
    to(&mut desk, "CPV-INTERVAL");
    desk.press("e down backspace backspace x enter");
    assert!(desk.shows("whole number from 1 on"), "{}", desk.screen());
    desk.press("backspace 1 0 enter");
    assert!(
        desk.app.dialog.is_none() && desk.bench.policy.is_none(),
        "it is what it was"
    );
}
