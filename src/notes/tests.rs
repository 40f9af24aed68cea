//! What a draft must say, and what it must not.

use super::{Context, Draft, Marked, Pick, draft, picks, words};
use crate::model::{
    ChildId, Covers, Day, FactKind, FactRef, Feed, FeedKind, Finding, GapKey, Name, State, Subject,
};
use crate::rules::{Counts, Level, Limit, RuleBook, RuleResult, Unit};

const CHILDREN: [&str; 6] = ["900001", "900002", "900003", "900004", "900005", "900006"];

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn finding(subject: Subject, state: State) -> Finding {
    Finding {
        subject,
        fact: FactRef {
            kind: FactKind::Cin,
            start: Some(day("2026-01-05")),
            source_ref: "".into(),
        },
        state,
        reading: None,
        trigger: None,
        due: None,
        stop: None,
        elapsed: None,
        over: None,
        boundary: false,
        team: Some("Hub 3".into()),
        worker: Some("Y Foobarton".into()),
        supervisor: Some("A Mockridge".into()),
        note: None,
    }
}

fn result(id: &str, level: Level, unit: Unit, findings: Vec<Finding>) -> RuleResult {
    let mut counts = [0; 6];
    for finding in &findings {
        let place = State::ALL.iter().position(|state| *state == finding.state);
        counts[place.unwrap()] += 1;
    }
    let mut rule = RuleBook::embedded().rule(id).unwrap().clone();
    rule.title = format!("Title of {id}");
    rule.short = format!("Short {id}");
    rule.level = level;
    rule.limit = Some(Limit { value: 30, unit });
    rule.source = "An invented source".to_owned();
    rule.caution = Some("check against the newest edition".to_owned());
    rule.needs = "a decision with the worker".to_owned();
    rule.shown_by = "a session on the file".to_owned();
    RuleResult {
        rule,
        chosen: true,
        counts: Counts(counts),
        findings,
    }
}

fn children(states: &[State]) -> Vec<Finding> {
    let subjects = CHILDREN
        .iter()
        .map(|id| Subject::Child(ChildId::read(id).unwrap()));
    subjects
        .zip(states)
        .map(|(subject, state)| finding(subject, *state))
        .collect()
}

fn rules() -> Vec<RuleResult> {
    use State::{Due, Late, Met, NotComputable, Overdue};
    let worker = |name: &str, state| finding(Subject::Worker(Name::from(name)), state);
    vec![
        result(
            "SUP-CASE-CP",
            Level::Local,
            Unit::CalendarDays,
            children(&[Overdue, Overdue, Overdue, Due, Due, NotComputable]),
        ),
        result(
            "ICPC-15WD",
            Level::Law,
            Unit::WorkingDays,
            children(&[Late, Met, Met, Met]),
        ),
        result(
            "SUP-STAFF",
            Level::Local,
            Unit::CalendarDays,
            vec![worker("Y Foobarton", Overdue), worker("Z Testwick", Due)],
        ),
    ]
}

fn marked(rule: usize, who: &str, family: Option<&str>, state: State) -> Marked {
    Marked {
        rule,
        state,
        key: GapKey::stored(&format!("{rule}:{who}")),
        who: who.into(),
        family: family.map(Into::into),
        over: Some(41),
    }
}

fn chosen() -> Vec<Pick> {
    picks(&[
        marked(2, "Y Foobarton", None, State::Overdue),
        marked(0, "900001", Some("F20011"), State::Overdue),
        marked(0, "900002", Some("F20011"), State::Overdue),
        marked(0, "900003", None, State::Overdue),
        marked(0, "900003", None, State::Overdue),
        marked(1, "900001", Some("F20011"), State::Late),
        marked(0, "900006", None, State::NotComputable),
        marked(0, "900004", None, State::Due),
    ])
}

fn drafted(feeds: &[Feed]) -> Draft {
    let rules = rules();
    let context = Context {
        council: "Fictonshire",
        audience: "improvement board",
        author: "T Sampleby",
        as_at: day("2026-06-12"),
        today: day("2026-06-15"),
        policy: "england default",
        feeds,
        rules: &rules,
    };
    draft("Supervision", &chosen(), &context)
}

fn cases() -> Feed {
    Feed {
        kind: FeedKind::Cases,
        as_at: day("2026-06-12"),
        covers: Covers {
            from: day("2025-12-12"),
            to: day("2026-06-12"),
        },
    }
}

#[test]
fn marks_are_gathered_by_rule_and_state_and_counted_once() {
    let chosen = chosen();
    let shape: Vec<_> = chosen
        .iter()
        .map(|pick| (pick.rule, pick.state, pick.people, pick.families))
        .collect();
    assert_eq!(
        shape,
        [
            (0, State::Overdue, 3, 2),
            (0, State::NotComputable, 1, 1),
            (1, State::Late, 1, 1),
            (2, State::Overdue, 1, 1),
        ]
    );
    assert_eq!(chosen[0].gaps.len(), 3);
}

#[test]
fn each_figure_has_its_denominator_its_date_and_its_cases() {
    let draft = drafted(&[cases()]);
    let figures: Vec<_> = draft
        .evidence
        .iter()
        .map(|row| {
            (
                row.label.as_str(),
                row.numerator,
                row.denominator,
                row.gaps.len(),
            )
        })
        .collect();
    assert_eq!(
        figures,
        [
            ("E1", 3, 5, 3),
            ("E2", 1, 6, 1),
            ("E3", 1, 4, 1),
            ("E4", 1, 2, 1)
        ]
    );
    let body = &draft.body_markdown;
    for said in [
        "On 12 Jun 2026 it applied to 5 children; for 3 of these (60 %) the limit had passed",
        "By 12 Jun 2026 it had been done for 4 children; for 1 of these (25 %) after the limit",
        "For 1 of 6 children (17 %) it cannot be told",
        "This note takes up 3 children in 2 families.",
        "The longest is 41 days beyond the limit.",
        "still waiting on 12 Jun 2026: 1 worker.",
    ] {
        assert!(body.contains(said), "{said:?} is not in\n{body}");
    }
}

#[test]
fn no_child_family_or_member_of_staff_is_named() {
    let body = drafted(&[cases()]).body_markdown;
    for name in CHILDREN {
        assert!(!body.contains(name), "{body}");
    }
    for name in ["F20011", "Foobarton", "Testwick", "Mockridge"] {
        assert!(!body.contains(name), "{body}");
    }
}

#[test]
fn law_stands_apart_from_the_councils_own_standards() {
    let body = drafted(&[cases()]).body_markdown;
    let law = body.find("### Time limits in law").unwrap();
    let local = body.find("### Our own standards").unwrap();
    let conference = body.find("Title of ICPC-15WD.").unwrap();
    let supervision = body.find("Title of SUP-CASE-CP.").unwrap();
    assert!(law < conference && conference < local && local < supervision);
}

#[test]
fn the_sections_come_in_the_order_in_which_a_board_reads_them() {
    let body = drafted(&[cases()]).body_markdown;
    let headings: Vec<&str> = body
        .lines()
        .filter(|line| line.starts_with("## "))
        .collect();
    assert_eq!(
        headings,
        [
            "## What we found",
            "## What it meant for children",
            "## Since last time",
            "## Why",
            "## What will be done",
            "## How we will know",
            "## Honest limits",
            "## What we ask",
            "## Definitions",
        ]
    );
    assert!(
        !body.contains(['{', '}']),
        "something was not filled in\n{body}"
    );
}

#[test]
fn the_age_of_each_feed_and_what_is_missing_are_said() {
    let body = drafted(&[cases()]).body_markdown;
    for said in [
        "| Data as at | 12 Jun 2026 |",
        "| Cases data | known to 12 Jun 2026, covering 12 Dec 2025 to 12 Jun 2026, 3 days old",
        "| Supervision data | none has been loaded |",
        "- No supervision data have been loaded;",
        "- Title of SUP-CASE-CP: 1 of 6 children could not be told",
        "check against the newest edition",
    ] {
        assert!(body.contains(said), "{said:?} is not in\n{body}");
    }
}

#[test]
fn not_recorded_is_never_called_not_done() {
    let body = drafted(&[cases()]).body_markdown;
    let said: Vec<&str> = body
        .lines()
        .filter(|line| line.contains("not done"))
        .collect();
    assert!(
        said.iter().all(|line| line.starts_with('_')
            || line.starts_with("- No record")
            || line.starts_with("| No |")),
        "{said:?}"
    );
    assert!(body.contains("does not show that the work was not done"));
}

#[test]
fn each_action_waits_for_an_owner_and_a_date() {
    let body = drafted(&[cases()]).body_markdown;
    let rows: Vec<&str> = body
        .lines()
        .filter(|line| line.ends_with("| ____ | ____ | ____ |"))
        .collect();
    assert_eq!(rows.len(), 4);
    assert!(
        rows[0].contains("3 children") && rows[0].contains("[E1]"),
        "{rows:?}"
    );
}

#[test]
fn a_draft_from_no_marks_is_still_a_page_with_its_limits() {
    let context = Context {
        council: "Fictonshire",
        audience: "improvement board",
        author: "T | Sampleby\n",
        as_at: day("2026-06-12"),
        today: day("2026-06-12"),
        policy: "england default",
        feeds: &[],
        rules: &[],
    };
    let draft = draft("Empty", &chosen(), &context);
    assert!(draft.evidence.is_empty());
    assert!(
        draft
            .body_markdown
            .contains("| Written by | T \\| Sampleby |")
    );
    assert!(draft.body_markdown.contains("## Honest limits"));
}

#[test]
fn words_counts_what_is_read_and_not_the_rules_of_a_table() {
    assert_eq!(
        words("## What we found\n\n| a | b |\n|---|--:|\n- One, two [E1]."),
        8
    );
    assert_eq!(words(" \n"), 0);
}
