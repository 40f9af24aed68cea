//! The surgery by key, on a bench without a store.

use std::path::Path;

use super::Desk;
use super::bench::FakeBench;
use super::demo::fictonshire;
use crate::model::{Day, Name};
use crate::review::surgery::{
    PlannedRow, RowPlan, Section, SheetHead, SurgeryLine, SurgeryLook, SurgeryPlan, TeamTally,
};
use crate::review::{BriefOf, Picture};
use crate::tui::app::Pane;
use crate::tui::dialogs::Dialog;

/// A line of each section for the gaps in their order.
pub fn look(picture: &Picture) -> SurgeryLook {
    let sections = Section::ALL.into_iter().cycle();
    let gaps = picture.gaps.iter().take(24);
    let mut lines: Vec<SurgeryLine> = gaps
        .zip(sections)
        .map(|(gap, section)| SurgeryLine {
            section,
            gap: Some(gap.key.clone()),
            child: gap.child,
            who: gap.who.clone(),
            is_child: gap.is_child,
            rule: "Case supervision for a child in need".to_owned(),
            team: gap.team.clone(),
            worker: gap.worker.clone(),
            supervisor: gap.supervisor.clone(),
            words: "05 Jun 2026: hold the supervision, by 12 Jun 2026".to_owned(),
            on: gap.due,
        })
        .collect();
    lines.sort_by_key(|line| line.section);
    let tally = |team: Option<&str>| TeamTally {
        team: team.map(Name::from),
        counts: [3, 3, 3, 3, 3, 3, 120, 3],
    };
    SurgeryLook {
        as_at: picture.check.as_at,
        last: vec![SheetHead {
            code: Name::from("7k2mx"),
            as_at: picture.check.as_at,
            written_at: "2026-06-08T09:00:00Z".to_owned(),
            scope: "Open gaps: all".to_owned(),
            rows: 40,
            answered: 31,
        }],
        lines,
        whole: tally(None),
        teams: vec![tally(Some("Hub 3")), tally(None)],
        team: None,
    }
}

/// A row that is taken, one that is refused, one that was read before.
pub fn plan(picture: &Picture, path: &Path, held: Day) -> SurgeryPlan {
    let who = |at: usize| picture.gaps.get(at).map_or("", |gap| gap.who.as_ref());
    let row = |line: u32, plan: RowPlan| PlannedRow {
        line,
        who: who(line as usize).to_owned(),
        rule: "Case supervision for a child in need".to_owned(),
        plan,
    };
    let rows = vec![
        row(
            4,
            RowPlan::Take {
                does: vec!["booked for 20 Jun 2026".to_owned()],
                notes: vec!["nobody is named who does it".to_owned()],
            },
        ),
        row(5, RowPlan::Refuse("its key was changed".to_owned())),
        row(6, RowPlan::Already),
    ];
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    SurgeryPlan::made_up(&file, held, rows)
}

#[test]
fn a_line_opens_its_child_and_the_way_back_leads_to_the_surgery() {
    let mut desk = Desk::open(120, 36);
    desk.press("S");
    assert_eq!(desk.app.pane, Pane::Surgery);
    let child = desk.app.surgery.focus().unwrap().child;
    desk.press("enter");
    assert_eq!(desk.app.pane, Pane::Case);
    assert_eq!(desk.app.case.as_ref().map(|case| case.child), child);
    desk.press("esc");
    assert_eq!(desk.app.pane, Pane::Surgery);
}

#[test]
fn the_surgery_is_a_key_away_from_the_cases_and_the_promises() {
    for pane in ["1", "7"] {
        let mut desk = Desk::open(120, 36);
        desk.press(pane);
        desk.press("S");
        assert_eq!(desk.app.pane, Pane::Surgery);
    }
}

#[test]
fn another_day_of_the_surgery_can_be_said_and_taken_back() {
    let mut desk = Desk::open(120, 36);
    desk.press("S r b a c k . x l s x enter");
    let today = desk.app.today().unwrap();
    let held = |desk: &Desk| match &desk.app.dialog {
        Some(Dialog::Surgery(preview)) => Some(preview.plan.held),
        _ => None,
    };
    assert_eq!(held(&desk), Some(today));
    desk.press("h");
    assert!(desk.screen().contains("On which day was the surgery?"));
    desk.press("esc");
    assert_eq!(held(&desk), Some(today));
    desk.press("h ctrl-u + 3 enter");
    assert!(
        desk.screen().contains("has not come yet"),
        "{}",
        desk.screen()
    );
    desk.press("ctrl-u y e s t e r d a y enter");
    assert_eq!(held(&desk), Some(today.plus_days(-1)));
    assert!(desk.screen().contains("As held on"), "{}", desk.screen());
}

#[test]
fn the_question_for_a_sheet_says_which_gaps_go_onto_it() {
    let mut desk = Desk::open(120, 36);
    desk.press("S w");
    assert!(
        desk.screen().contains("No filter is set"),
        "{}",
        desk.screen()
    );
    desk.press("esc esc / t e a m : h u b enter S w");
    assert!(desk.screen().contains("team:hub"), "{}", desk.screen());
}

#[test]
fn a_brief_goes_from_the_child_to_the_worker_and_to_another_day() {
    let mut desk = Desk::with(FakeBench::showing(fictonshire()), 120, 36);
    desk.press("1 down B");
    let of = |desk: &Desk| desk.app.brief.asked().cloned().unwrap().of;
    let child = of(&desk);
    assert!(matches!(child, BriefOf::Child(_)));
    let mut seen = vec![child.clone()];
    for _ in 0..4 {
        desk.press("o");
        let now = of(&desk);
        if now == child {
            break;
        }
        seen.push(now);
    }
    assert!(
        seen.iter().any(|of| matches!(of, BriefOf::Worker(_))),
        "{}",
        seen.len()
    );
    assert_eq!(of(&desk), child);
    desk.press("m ctrl-u 2 0 3 0 - 0 1 - 0 2 enter");
    assert!(
        desk.screen().contains("for a meeting by 02 Jan 2030"),
        "{}",
        desk.screen()
    );
    desk.press("m ctrl-u s o o n enter");
    assert!(desk.screen().contains("is no date"), "{}", desk.screen());
}

#[test]
fn a_sheet_that_is_there_is_replaced_only_by_a_second_enter() {
    let mut desk = Desk::open(120, 36);
    desk.press("S w enter");
    assert!(desk.app.dialog.is_none());
    assert!(desk.screen().contains("written to"), "{}", desk.screen());
    desk.press("w enter");
    assert!(desk.screen().contains("Enter replaces it"));
    desk.press("enter");
    assert!(desk.app.dialog.is_none());
}

#[test]
fn what_a_sheet_would_do_is_seen_before_it_is_done() {
    let mut desk = Desk::open(120, 36);
    desk.press("S r b a c k . x l s x enter");
    let screen = desk.screen();
    assert!(
        screen.contains("row 5 refused: its key was changed"),
        "{screen}"
    );
    assert!(screen.contains("booked for 20 Jun 2026"), "{screen}");
    desk.press("esc");
    assert!(desk.app.dialog.is_none());
    desk.press("r b a c k . x l s x enter");
    assert!(matches!(desk.app.dialog, Some(Dialog::Surgery(_))));
    desk.press("enter");
    assert!(desk.app.dialog.is_none());
    assert!(desk.screen().contains("Saved: surgery sheet back.xlsx"));
}
