//! The delays by key, on the demonstration's authority: from a step to a number, from the number
//! to its children, and back.

use std::sync::LazyLock;

use super::Desk;
use super::bench::FakeBench;
use super::demo::fictonshire;
use crate::review::Picture;
use crate::tui::app::Pane;
use crate::tui::effect::{Effect, Job};
use crate::tui::panes::delays::Side;

static FICTONSHIRE: LazyLock<Picture> = LazyLock::new(fictonshire);

fn open(width: u16, height: u16) -> Desk {
    let mut desk = Desk::with(FakeBench::showing(FICTONSHIRE.clone()), width, height);
    desk.press("3");
    desk
}

/// The number before a noun in a title: "38 clocks".
fn number_before(title: &str, noun: &str) -> usize {
    let before = title.split(noun).next().unwrap().trim_end();
    let digits = before.rsplit(' ').next().unwrap().replace(',', "");
    digits.parse().unwrap_or_else(|_| panic!("{title}"))
}

/// What stands over the children behind a number.
fn title(desk: &Desk) -> String {
    let selection = desk.app.cases.selection.as_ref().unwrap();
    format!("{}: {}", selection.title, selection.counts)
}

#[test]
fn the_steps_and_a_step_unfolded() {
    for (width, height) in super::SIZES {
        let mut desk = open(width, height);
        desk.press("down");
        let size = format!("{width}x{height}");
        insta::assert_snapshot!(format!("delays_{size}"), desk.screen());
        desk.press("right down down");
        insta::assert_snapshot!(format!("delays_step_{size}"), desk.screen());
        desk.press("end");
        insta::assert_snapshot!(format!("delays_teams_{size}"), desk.screen());
    }
}

#[test]
fn a_number_opens_its_children_and_esc_goes_back_to_it() {
    let mut desk = open(120, 36);
    desk.press("down right right");
    let before = desk.screen();
    let number = desk.app.delays.number;
    desk.press("enter");
    assert_eq!(desk.app.pane, Pane::Cases);
    let title = title(&desk);
    assert!(title.starts_with("Assessment, open: "), "{title}");
    assert!(desk.shows(&title));
    assert_eq!(desk.app.cases.listed.len(), number_before(&title, " child"));
    desk.press("enter");
    assert_eq!(desk.app.pane, Pane::Case);
    desk.press("esc");
    assert_eq!(desk.app.pane, Pane::Cases);
    assert!(desk.shows(&title), "the selection is still there");
    desk.press("esc");
    assert_eq!(
        (desk.app.pane, desk.app.delays.number),
        (Pane::Delays, number)
    );
    assert_eq!(tabless(&desk.screen()), tabless(&before));
    desk.press("1");
    assert!(desk.app.cases.selection.is_none());
    assert_eq!(desk.app.cases.listed.len(), 700);
}

/// The screen without the line of tabs, which counts what is listed.
fn tabless(screen: &str) -> String {
    screen
        .lines()
        .enumerate()
        .filter(|(at, _)| *at != 1)
        .map(|(_, line)| line)
        .collect()
}

#[test]
fn every_number_of_every_step_opens_what_it_says() {
    let mut desk = open(200, 60);
    desk.press("s").types("1/3/2026").press("enter");
    let mut opened = 0;
    for _ in 0..desk.app.delays.delays.as_ref().unwrap().steps.len() {
        desk.press("tab home");
        while desk.app.delays.target().is_some() {
            let number = desk.app.delays.number;
            desk.press("enter");
            let title = title(&desk);
            let clocks = number_before(&title, " clock");
            let children = number_before(&title, " child");
            let about_none = title.split_once('(').map_or(0, |(_, rest)| {
                rest.split(' ')
                    .next()
                    .unwrap()
                    .replace(',', "")
                    .parse()
                    .unwrap()
            });
            assert!(clocks > 0 && children + about_none <= clocks, "{title}");
            assert_eq!(desk.app.cases.listed.len(), children, "{title}");
            opened += 1;
            desk.press("esc tab");
            if desk.app.delays.number <= number {
                break;
            }
        }
        desk.press("esc down");
    }
    assert!(opened > 200, "{opened}");
}

#[test]
fn a_filter_within_the_children_behind_a_number_is_cleared_before_one_goes_back() {
    let mut desk = open(120, 36);
    desk.press("down right enter");
    let all = desk.app.cases.listed.len();
    desk.press("/").types("age:<3").press("enter");
    assert!(desk.app.cases.listed.len() < all);
    desk.press("esc");
    assert_eq!(
        (desk.app.pane, desk.app.cases.listed.len()),
        (Pane::Cases, all)
    );
    desk.press("esc");
    assert_eq!(desk.app.pane, Pane::Delays);
}

#[test]
fn arrows_go_from_number_to_number_and_back_to_the_steps() {
    let mut desk = open(120, 36);
    desk.press("down right");
    assert_eq!(
        (desk.app.delays.side, desk.app.delays.number),
        (Side::Page, 0)
    );
    desk.press("right");
    assert_eq!(desk.app.delays.number, 1);
    desk.press("right right");
    assert_eq!(
        desk.app.delays.number, 1,
        "there is no number more in this row"
    );
    desk.press("down up");
    assert_eq!(
        desk.app.delays.number, 1,
        "down and up again keep to the column"
    );
    desk.press("end tab");
    assert_eq!(desk.app.delays.number, 0, "after the last comes the first");
    desk.press("left");
    assert_eq!(desk.app.delays.side, Side::Steps);
    desk.press("right tab shift-tab shift-tab");
    assert_eq!(desk.app.delays.side, Side::Steps);
}

#[test]
fn another_day_to_compare_is_asked_for_and_a_slip_is_told() {
    let mut desk = open(120, 36);
    assert!(desk.app.delays.delays.as_ref().unwrap().split.is_none());
    desk.press("s").types("1/13/2026").press("enter");
    assert!(desk.shows("is no date"));
    desk.press("esc s").types("1/3/2026").press("enter");
    assert!(desk.shows("before and after 01 Mar 2026"));
    desk.press("down right end");
    assert!(desk.shows("By the day on which each began"));
    assert!(desk.shows("before 01 Mar") && desk.shows("from 01 Mar"));
    desk.press("s");
    for _ in 0.."01 Mar 2026".len() {
        desk.press("backspace");
    }
    desk.press("enter");
    assert!(!desk.shows("before and after 01 Mar"));
}

#[test]
fn the_keys_stay_alive_while_it_is_counted_and_an_old_answer_is_dropped() {
    let mut desk = Desk::with(FakeBench::showing(FICTONSHIRE.clone()), 120, 36);
    desk.hold();
    desk.press("3");
    assert!(desk.shows("Counting how long each step takes."));
    desk.press("down enter tab left pgdn 2");
    assert_eq!(desk.app.pane, Pane::Gaps);
    desk.press("3 s").types("1/3/2026").press("enter");
    // Both questions are answered now; the one that was overtaken changes nothing.
    desk.release();
    let delays = desk.app.delays.delays.as_ref().unwrap();
    assert!(delays.split.is_some());
    assert!(desk.app.delays.asked.is_none());
}

#[test]
fn a_new_picture_is_counted_anew_and_drops_the_selection() {
    let mut desk = open(120, 36);
    desk.press("down right enter");
    desk.run(vec![Effect::Ask(Job::Picture)]);
    assert!(desk.app.cases.selection.is_none());
    assert!(desk.app.delays.delays.is_none());
    desk.press("3");
    assert!(desk.app.delays.delays.is_some());
    desk.run(vec![Effect::Ask(Job::Picture)]);
    assert!(
        desk.app.delays.delays.is_some(),
        "the pane is open, so it is asked at once"
    );
}

#[test]
fn no_worker_is_named_among_the_delays() {
    let mut desk = open(200, 60);
    let workers: Vec<String> = FICTONSHIRE
        .cases
        .iter()
        .filter_map(|case| case.worker.as_deref().map(str::to_owned))
        .collect();
    assert!(!workers.is_empty());
    for _ in 0..15 {
        desk.press("right end");
        let screen = desk.screen();
        assert!(workers.iter().all(|worker| !screen.contains(worker)));
        desk.press("esc down");
    }
}

#[test]
fn an_empty_store_says_how_to_begin_here_too() {
    let mut desk = Desk::with(FakeBench::empty(), 80, 24);
    desk.press("3");
    assert!(desk.shows("This store is empty."));
}

#[test]
fn in_a_low_window_nothing_is_passed_unread() {
    let mut desk = open(60, 15);
    // The step without a limit explains itself at length, between its bands and its teams.
    desk.press("enter");
    let words = desk.app.delays.delays.as_ref().unwrap().steps[0]
        .plan
        .counted
        .clone();
    let mut read = desk.screen();
    for _ in 0..60 {
        desk.press("down");
        read.push_str(&desk.screen());
    }
    for part in crate::tui::text::wrap(&words, 58) {
        assert!(read.contains(&part), "{part}");
    }
    assert!(read.contains("By team, in the order of names"));
    for _ in 0..60 {
        desk.press("up");
    }
    assert!(
        desk.shows("From the referral to the start"),
        "{}",
        desk.screen()
    );
}
