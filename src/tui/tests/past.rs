//! Looking back to an earlier day, and what changed since.

use super::Desk;
use super::bench::{FakeBench, day};
use crate::model::Day;
use crate::review::changes::{Change, Changes, Crossing, Tally, What};
use crate::review::{Picture, Progress};
use crate::rules::RuleResult;
use crate::tui::action::Mode;
use crate::tui::app::Pane;
use crate::tui::dialogs::Dialog;
use crate::tui::effect::{Answer, Effect};
use crate::tui::update::Happened;

/// Every third gap is new, every fifth was answered by a record that came late.
pub fn what_changed(picture: &Picture, from: Day) -> Changes {
    let mut list: Vec<Change> = Vec::new();
    for (at, gap) in picture.gaps.iter().enumerate() {
        let (what, crossing, words) = match at % 15 {
            0 | 3 | 6 | 9 | 12 => (What::New, Crossing::Into, "fell due 08 Jun 2026"),
            5 | 10 => (
                What::AfterFlag,
                Crossing::Out,
                "held 03 Mar 2026, first seen on the extract of 12 Jun 2026",
            ),
            7 => (
                What::Cleared,
                Crossing::Out,
                "held 02 Jun 2026, 12 days late",
            ),
            _ => continue,
        };
        list.push(Change {
            what,
            crossing,
            rule: Some(gap.rule),
            who: gap.who.clone(),
            is_child: gap.is_child,
            child: gap.child,
            team: gap.team.clone(),
            worker: gap.worker.clone(),
            supervisor: gap.supervisor.clone(),
            on: gap.due,
            words: words.to_owned(),
            key_before: None,
            key_after: Some(gap.key.clone()),
        });
    }
    list.sort_by_key(|change| (change.what, change.rule));
    let tally = |rule: &RuleResult| Tally {
        id: rule.rule.id.clone(),
        title: rule.rule.title.clone(),
        short: rule.rule.short.clone(),
        before: 30,
        new: 12,
        cleared: 8,
        after_flag: 5,
        not_listed: 0,
        after: 34,
    };
    Changes {
        from,
        to: day("2026-06-12"),
        as_at: (from, day("2026-06-12")),
        tallies: picture.check.rules.iter().map(tally).collect(),
        list,
    }
}

#[test]
fn a_past_picture_says_so_in_every_pane_and_one_key_leads_back() {
    let mut desk = Desk::open(120, 36);
    desk.press("K");
    assert_eq!(desk.app.mode(), Mode::Moment);
    // The newest extract's day is where one stands: it is not proposed.
    assert!(desk.shows("31 Mar 2026") && !desk.shows("12 Jun 2026  annex"));
    desk.press("enter");
    for key in ["1", "2", "3", "4", "5", "2", "down", "tab"] {
        desk.press(key);
        assert!(
            desk.shows("as known on 31 Mar 2026"),
            "{key}\n{}",
            desk.screen()
        );
    }
    desk.press("K");
    assert!(!desk.shows("as known on"), "{}", desk.screen());
    assert!(desk.shows("Everything that is known"));
}

#[test]
fn on_a_past_picture_nothing_is_decided_or_entered() {
    let mut desk = Desk::open(120, 36);
    desk.press("K enter down down");
    for key in ["b", "s", "x", "k", "+", "u"] {
        desk.press(key);
        assert!(desk.app.dialog.is_none(), "{key}");
        assert!(desk.shows("nothing is decided or entered on it"), "{key}");
    }
    assert!(desk.bench.done.is_empty() && desk.bench.entered.is_empty());
}

#[test]
fn a_day_that_is_typed_goes_before_the_one_in_focus() {
    let mut desk = Desk::open(80, 24);
    desk.press("K").types("30 apr 2026").press("enter");
    assert_eq!(desk.bench.picture.looks_back, Some(day("2026-04-30")));
    desk.press("K K").types("never").press("enter");
    assert!(desk.shows("is no date"));
}

#[test]
fn the_changes_open_their_children_and_lead_back() {
    let mut desk = Desk::open(120, 36);
    desk.press("1 C enter");
    assert_eq!(desk.app.pane, Pane::Changes);
    assert!(desk.shows("What changed from 31 Mar 2026 to 12 Jun 2026"));
    assert!(desk.shows("New gaps") && desk.shows("= open on 12 Jun 2026: 34"));
    let who = desk.app.changes.focus().unwrap().who.clone();
    desk.press("y");
    assert_eq!(desk.copied.take().as_deref(), Some(&*who));
    desk.press("enter");
    assert_eq!(desk.app.pane, Pane::Case);
    desk.press("esc");
    assert_eq!(desk.app.pane, Pane::Changes);
    desk.press("end home down up");
    assert_eq!(desk.app.changes.focus().unwrap().who, who);
    desk.press("esc");
    assert_eq!(desk.app.pane, Pane::Cases);
}

#[test]
fn a_store_that_cannot_look_back_says_why_and_stays() {
    let mut desk = Desk::with(FakeBench::made_up(), 120, 36);
    desk.press("K");
    desk.bench.fails = Some("Looking back: nothing was imported by then.".to_owned());
    desk.press("enter");
    assert!(desk.shows("nothing was imported by then"));
    assert!(!desk.shows("as known on"));
}

#[test]
fn an_import_tells_what_it_does_and_stops_when_asked() {
    let mut desk = Desk::open(80, 24);
    desk.press("i").types("x.xlsx").press("enter");
    desk.hold();
    desk.press("enter");
    let Some(Dialog::Import(form)) = &desk.app.dialog else {
        panic!("the form stays");
    };
    let ticket = form.ticket;
    let reached = Progress::Writing {
        done: 12_000,
        of: 45_000,
    };
    desk.happens(Happened::Answered(Answer::Progress { ticket, reached }));
    assert!(desk.shows("Writing: 12,000 of 45,000 facts."));
    desk.press("esc");
    assert!(desk.shows("Stopping: nothing is kept."));
    let asked = desk.held.take().unwrap();
    assert!(asked.contains(&Effect::Cancel), "{asked:?}");
    let result = Err("Importing was stopped. Nothing was kept.".to_owned());
    desk.happens(Happened::Answered(Answer::Imported { ticket, result }));
    assert!(desk.shows("Importing was stopped. Nothing was kept."));
    assert!(desk.bench.imported.is_empty());
}

#[test]
fn the_newest_import_is_taken_back_only_after_a_yes() {
    let mut desk = Desk::open(80, 24);
    desk.press("I down t");
    assert!(desk.shows("Take the newest import back: data to 12 Jun 2026"));
    desk.press("esc");
    assert!(!desk.shows("was taken back"));
    desk.press("I t enter");
    assert!(desk.shows("The import of the data to 12 Jun 2026 was taken back."));
}
