//! What a person sees, at four sizes, as text.

use super::Desk;
use super::bench::{FakeBench, day};
use crate::model::State;
use crate::review::{CaseView, ClockRow, SessionRow, TimelineEvent};
use crate::tui::action::Action;
use crate::tui::panes::case::CasePane;

#[test]
fn gaps_by_rule_with_a_gap_explained() {
    at_each_size!("gaps_by_rule", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("down down");
        desk
    });
}

#[test]
fn gaps_by_supervisor_with_marks() {
    at_each_size!("gaps_by_supervisor", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("g s down space space");
        desk
    });
}

#[test]
fn the_headings_keep_their_numbers_beside_what_is_late_and_answered() {
    at_each_size!("gaps_answered", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("down x 1 enter down down down down x 1 enter l l");
        desk
    });
}

#[test]
fn a_group_in_focus_says_what_it_is() {
    at_each_size!("gaps_group", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("home");
        desk
    });
}

#[test]
fn the_explanation_has_the_whole_window() {
    at_each_size!("reading", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("down tab");
        desk
    });
}

#[test]
fn an_outcome_is_asked_for_with_its_reasons() {
    at_each_size!("outcome", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("down b");
        desk
    });
}

#[test]
fn the_cases_with_a_preview() {
    at_each_size!("cases", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("1 down");
        desk
    });
}

#[test]
fn a_note_under_the_pen() {
    at_each_size!("note", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("down n");
        desk
    });
}

#[test]
fn an_empty_store_says_how_to_begin() {
    at_each_size!("empty", |width, height| {
        Desk::with(FakeBench::empty(), width, height)
    });
}

#[test]
fn the_guided_tour() {
    at_each_size!("tour", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("f5 f3 f3");
        desk
    });
}

#[test]
fn ids_and_names_hidden() {
    at_each_size!("hidden", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("H g s down down");
        desk
    });
}

#[test]
fn questions_and_what_was_before() {
    for (name, keys) in [
        ("confirm", "V x 1 enter"),
        ("filter", "/"),
        ("past", "I"),
        ("notes", "down n esc"),
        ("imported", "i a enter enter"),
    ] {
        at_each_size!(name, |width, height| {
            let mut desk = Desk::open(width, height);
            desk.press(keys);
            desk
        });
    }
}

#[test]
fn the_help_and_the_palette() {
    at_each_size!("help", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("?");
        desk
    });
    at_each_size!("palette", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press(":").types("group");
        desk
    });
}

#[test]
fn an_import_shows_what_was_recognised() {
    at_each_size!("import", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("i").types("lists/annex.xlsx").press("enter");
        desk
    });
}

fn a_case() -> CaseView {
    let bench = FakeBench::made_up();
    let event = |on: &str, until: Option<&str>, lane: &'static str, what: &str| TimelineEvent {
        on: day(on),
        until: until.map(day),
        lane,
        what: what.to_owned(),
        source: String::new(),
    };
    let clock = |label: &str, limit: &str, state, due: &str, today: &str| ClockRow {
        gap: None,
        trial: false,
        rule: 0,
        finding: 0,
        label: label.to_owned(),
        limit: limit.to_owned(),
        state,
        due: Some(day(due)),
        today: today.to_owned(),
    };
    CaseView {
        row: bench.picture.cases[0].clone(),
        clocks: vec![
            clock(
                "Case supervision, CP plan",
                "30 days",
                State::Overdue,
                "2026-05-02",
                "41 over",
            ),
            clock(
                "CP visit",
                "10 working days",
                State::Due,
                "2026-06-19",
                "5 left",
            ),
            clock(
                "Review conference",
                "6 months",
                State::Due,
                "2026-08-30",
                "79 left",
            ),
            clock(
                "Seen",
                "42 days",
                State::NotComputable,
                "2026-06-30",
                "cannot be told",
            ),
        ],
        sessions: vec![
            SessionRow {
                on: day("2026-04-02"),
                what: "case supervision".to_owned(),
                status: "held",
                supervisor: Some("L Dummering".into()),
                recorded: Some(day("2026-04-11")),
                actions_outstanding: Some(2),
                decision_recorded: Some(false),
                by_hand: None,
                source: String::new(),
            },
            SessionRow {
                on: day("2026-03-03"),
                what: "case supervision".to_owned(),
                status: "cancelled",
                supervisor: Some("L Dummering".into()),
                recorded: None,
                actions_outstanding: None,
                decision_recorded: None,
                by_hand: None,
                source: String::new(),
            },
        ],
        timeline: vec![
            event("2026-06-05", None, "visit", "visit, child seen alone"),
            event("2026-04-02", None, "supervision", "case supervision, held"),
            event("2026-03-30", None, "review", "review conference"),
            event("2026-01-05", None, "plan", "child protection plan"),
            event("2025-12-12", None, "conference", "initial conference"),
            event("2025-11-20", Some("2025-12-12"), "section 47", "enquiry"),
            event(
                "2025-10-01",
                Some("2025-11-18"),
                "assessment",
                "assessment authorised",
            ),
            event("2025-09-24", None, "referral", "referral"),
        ],
        disagreements: Vec::new(),
        siblings: vec![(1, "900101".into()), (2, "900102".into())],
    }
}

#[test]
fn one_child_on_one_screen() {
    at_each_size!("case", |width, height| {
        let mut desk = Desk::open(width, height);
        desk.press("1 enter");
        desk.app.case = Some(CasePane {
            child: 0,
            view: a_case(),
            as_at: day("2026-06-12"),
            scrolled: 0,
            clock: 0,
            threads: Vec::new(),
        });
        desk
    });
}

#[test]
fn an_outcome_is_given_on_the_childs_page_and_stands_under_its_clock() {
    let mut desk = Desk::open(100, 30);
    let mut view = a_case();
    view.clocks[0].gap = Some(5);
    view.clocks[1].trial = true;
    view.clocks[2].gap = Some(6);
    desk.press("1 enter");
    desk.app.case = Some(CasePane {
        child: 0,
        view,
        as_at: day("2026-06-12"),
        scrolled: 0,
        clock: 0,
        threads: Vec::new(),
    });
    assert!(desk.shows("CP visit (trial)"));
    desk.press("tab x 1 enter");
    assert_eq!(desk.bench.done[0].1[0].0, desk.bench.picture.gaps[6].key);
    let screen = desk.screen();
    let clock = screen.lines().position(|line| line.contains("Review conf"));
    let below = screen.lines().nth(clock.unwrap() + 1).unwrap();
    assert!(below.contains("= not required: "), "{screen}");
}

#[test]
fn a_window_that_is_too_small_says_so() {
    let screen = Desk::open(30, 6).screen();
    assert!(screen.contains("Make the window larger"), "{screen}");
}

#[test]
fn the_cursor_stands_on_the_row_in_focus() {
    let mut desk = Desk::open(80, 24);
    desk.press("down down");
    let screen = desk.screen();
    let at = desk.terminal.backend().cursor_position();
    let row = screen.lines().nth(at.y.into()).unwrap_or_default();
    let focus = desk.app.gaps.focus().unwrap();
    let who = &desk.app.sheet.as_ref().unwrap().gap(focus).unwrap().who;
    assert!(row.contains(who.as_ref()), "{row}");
}

#[test]
fn siblings_come_round_in_order() {
    let pane = |child| CasePane {
        child,
        view: a_case(),
        as_at: day("2026-06-12"),
        scrolled: 0,
        clock: 0,
        threads: Vec::new(),
    };
    assert_eq!(pane(0).sibling(Action::NextSibling), Some(1));
    assert_eq!(pane(0).sibling(Action::PreviousSibling), Some(2));
    let mut alone = pane(0);
    alone.view.siblings.clear();
    assert_eq!(alone.sibling(Action::NextSibling), None);
}

#[test]
fn a_long_message_is_not_cut_off() {
    let mut desk = Desk::open(60, 15);
    desk.app.warn(
        "The outcome was not saved: the disk is full and the store was left as it was. Free \
         some space and give the outcome again.",
    );
    assert!(desk.shows("outcome again."));
    assert!(desk.shows("the disk is full"));
}

#[test]
fn names_of_any_length_and_script_stay_in_their_columns() {
    names_stay(&"Ünlängst-Ex\tample 日本語 ".repeat(20));
    names_stay("צוות דוגמה מערב");
    names_stay("e\u{301}e\u{301}n te\u{301}am");
    names_stay("A team whose name has forty characters ok");
}

/// Every list and page with this as the name of every team, worker, supervisor and family.
fn names_stay(name: &str) {
    let mut bench = FakeBench::made_up();
    let long = crate::model::Name::from(name);
    for gap in &mut bench.picture.gaps {
        gap.team = Some(long.clone());
        gap.worker = Some(long.clone());
        gap.supervisor = Some(long.clone());
        gap.family = Some(long.clone());
        gap.phrase = long.to_string();
    }
    for case in &mut bench.picture.cases {
        case.team = Some(long.clone());
        case.worker = Some(long.clone());
    }
    let mut desk = Desk::with(bench, 120, 36);
    for keys in [
        "down", "g s", "g t", "g f", "tab", "esc", "1", "enter", "esc", "2", "down b",
    ] {
        desk.press(keys);
        for (width, height) in super::SIZES {
            desk.resize(width, height);
            let screen = desk.screen();
            let widest = screen.lines().map(crate::tui::text::width).max();
            assert!(widest <= Some(width.into()), "{keys}\n{screen}");
            assert!(!screen.contains('\t'), "{keys}");
        }
    }
}

#[test]
fn the_least_window_still_works() {
    let mut desk = Desk::open(40, 8);
    desk.press("down");
    assert!(desk.shows("900131"));
    desk.press("b 1 enter");
    assert!(desk.shows("Saved: booked for"));
    assert_eq!(desk.bench.done.len(), 1);
}
