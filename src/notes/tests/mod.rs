//! What a draft must say, and what it must not.

use super::{Context, Draft, Marked, Pick, Stage, cover, draft, picks};
use crate::model::{
    Audience, ChildId, Covers, Day, FactKind, FactRef, Feed, FeedKind, Finding, GapKey, Name,
    NoteHead, NoteId, NoteStatus, Standing, State, Subject, prose,
};
use crate::rules::{Counts, Level, Limit, RuleBook, RuleResult, Unit};

mod answered;
mod since;

const CHILDREN: [&str; 6] = ["900001", "900002", "900003", "900004", "900005", "900006"];

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn finding(subject: Subject, state: State) -> Finding {
    let fact = FactRef {
        kind: FactKind::Cin,
        start: Some(day("2026-01-05")),
        source_ref: "".into(),
    };
    Finding {
        team: Some("Hub 3".into()),
        worker: Some("Y Foobarton".into()),
        supervisor: Some("A Mockridge".into()),
        ..Finding::blank(subject, fact, state)
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
        missing: None,
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
        stage: match state {
            State::Late => Stage::Finished,
            _ => Stage::Open,
        },
        key: GapKey::stored(&format!("{rule}:{who}")),
        who: who.into(),
        family: family.map(Into::into),
        over: Some(41),
        at_least: false,
        standing: Standing::Open,
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

fn context<'a>(feeds: &'a [Feed], rules: &'a [RuleResult]) -> Context<'a> {
    Context {
        as_at: day("2026-06-12"),
        today: day("2026-06-15"),
        looks_back: None,
        policy: "england default",
        feeds,
        rules,
        scope: &[],
        earlier: None,
    }
}

fn drafted(feeds: &[Feed]) -> Draft {
    let rules = rules();
    draft("Supervision", &chosen(), &context(feeds, &rules))
}

fn says(body: &str, all: &[&str]) {
    for said in all {
        assert!(body.contains(said), "{said:?} is not in\n{body}");
    }
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
        .flat_map(|pick| pick.parts.iter().map(|part| (pick.rule, part)))
        .map(|(rule, part)| (rule, part.state, part.who.len(), part.families))
        .collect();
    assert_eq!(
        shape,
        [
            (0, State::Overdue, 3, None),
            (0, State::NotComputable, 1, None),
            (1, State::Late, 1, Some(1)),
            (2, State::Overdue, 1, None),
        ]
    );
    assert_eq!(chosen[0].parts[0].gaps.len(), 3);
}

#[test]
fn a_finished_clock_that_cannot_be_told_gives_way_to_an_open_one() {
    let untold = |who, stage| Marked {
        stage,
        ..marked(0, who, None, State::NotComputable)
    };
    let open = untold("900001", Stage::Open);
    let finished = untold("900002", Stage::Finished);
    assert_eq!(picks(&[finished.clone(), open])[0].gaps(), 1);
    assert_eq!(picks(&[finished])[0].parts[0].stage, Stage::Finished);
}

#[test]
fn each_figure_has_its_denominator_its_date_and_its_cases() {
    let draft = drafted(&[cases()]);
    let figures: Vec<_> = draft
        .evidence
        .iter()
        .map(|row| {
            (
                (row.label.as_str(), row.rule.as_str()),
                (row.numerator, row.denominator, row.gaps.len()),
            )
        })
        .collect();
    assert_eq!(
        figures,
        [
            (("E1", "ICPC-15WD"), (1, 4, 1)),
            (("E2", "SUP-CASE-CP"), (3, 5, 3)),
            (("E3", "SUP-CASE-CP"), (1, 6, 1)),
            (("E4", "SUP-STAFF"), (1, 2, 1)),
        ]
    );
}

#[test]
fn a_clock_is_counted_as_what_it_is_and_not_as_a_child() {
    let body = drafted(&[cases()]).body_markdown;
    says(
        &body,
        &[
            "On 12 Jun 2026, 3 of 5 children on a protection plan (60 %) were past the limit of 30 days with no record in the data [E2].",
            "On 12 Jun 2026, 1 of 4 conferences held (25 %) was beyond the limit of 30 working days [E1].",
            "By the same date, 1 of 6 children on a protection plan (17 %) cannot be told (",
            "1 of 2 workers (50 %)",
            "1 child in 1 family for whom it was done, but beyond the limit; the longest is 41 working days beyond it [E1].",
            "3 children with no case supervision on record within the limit; the longest is 41 days beyond it [E2].",
        ],
    );
}

#[test]
fn families_are_counted_only_where_each_is_known() {
    let mark = |who, family| marked(0, who, family, State::Overdue);
    let known = picks(&[mark("900001", Some("F1")), mark("900002", Some("F1"))]);
    let partly = picks(&[mark("900001", Some("F1")), mark("900002", None)]);
    assert_eq!(known[0].parts[0].families, Some(1));
    assert_eq!(partly[0].parts[0].families, None);
}

#[test]
fn a_wait_that_began_before_the_export_is_given_as_the_least_it_can_be() {
    let mark = Marked {
        over: Some(335),
        at_least: true,
        ..marked(0, "900001", None, State::Overdue)
    };
    let rules = rules();
    let body = draft("A", &picks(&[mark]), &context(&[cases()], &rules)).body_markdown;
    says(
        &body,
        &[
            "the longest is at least 335 days beyond it, as far as the export shows [E1]",
            "[E1]; this note takes up 1 of the 3.",
            "the wait is given as the least that it can be",
        ],
    );
}

#[test]
fn a_team_has_its_own_denominator_beside_the_whole_authoritys() {
    let mut rules = rules();
    for finding in &mut rules[0].findings[1..4] {
        finding.team = Some("Hub 1".into());
    }
    let marks = [marked(0, "900002", None, State::Overdue)];
    let scope = [Name::from("Hub 1")];
    let context = Context {
        scope: &scope,
        ..context(&[], &rules)
    };
    let draft = draft("A", &picks(&marks), &context);
    says(
        &draft.body_markdown,
        &[
            "In Hub 1 on 12 Jun 2026, 2 of 3 children on a protection plan (67 %) were past the limit of 30 days with no record in the data [E1]; in the whole authority 3 of 5; this note takes up 1 of the 2.",
            "figures are of Hub 1,",
        ],
    );
    let row = &draft.evidence[0];
    assert_eq!((row.numerator, row.denominator), (2, 3));
    assert!(row.what.contains("in Hub 1"));
}

#[test]
fn staff_supervision_says_whose_cases_wait_with_it() {
    let mut rules = rules();
    let mut open = result(
        "ALLOC-NONE",
        Level::Local,
        Unit::CalendarDays,
        children(&[State::Met, State::Met, State::Met]),
    );
    open.findings[2].worker = Some("Z Testwick".into());
    rules.push(open);
    let body = draft("A", &chosen(), &context(&[], &rules)).body_markdown;
    says(
        &body,
        &[
            "1 worker past the limit, holding the cases of 2 children; the longest is 41 days beyond it",
        ],
    );
}

#[test]
fn what_waits_for_a_person_can_be_found_and_counted() {
    let body = drafted(&[cases()]).body_markdown;
    assert_eq!(prose::questions(&body), 7);
    assert_eq!(
        prose::blanks(&body),
        15,
        "3 of each action, 2 of each measure"
    );
}

#[test]
fn what_was_found_is_said_in_a_sentence_that_a_parent_could_read() {
    let body = drafted(&[cases()]).body_markdown;
    let found = body.split("\n## ").next().unwrap();
    says(
        found,
        &[
            "On 12 Jun 2026, as far as the records up to that day show:",
            "- 1 of 4 conferences held (25 %) came later than 30 working days allow [E1].",
            "- 3 of 5 children on a protection plan (60 %) had no record of their worker and a manager going through their case within 30 days [E2].",
            "- 1 of 2 workers (50 %) had no record of supervision with their manager within 30 days [E4].",
        ],
    );
    assert!(!found.contains("[E3]"), "what cannot be told is no finding");
}

#[test]
fn no_draft_claims_what_counts_cannot_show() {
    let body = drafted(&[cases()]).body_markdown.to_lowercase();
    let said = body.replace("improvement board", "");
    for claim in ["improve", "embedded", "effective", "quality", "impact"] {
        assert!(!said.contains(claim), "{claim}");
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
            "## The evidence",
            "## What it meant for children",
            "## Since last time",
            "## Why",
            "## What will be done",
            "## How we will know",
            "## Pace and confidence",
            "## Honest limits",
            "## What we ask",
            "## Annex: definitions",
        ]
    );
    assert!(
        !body.contains(['{', '}']),
        "something was not filled in\n{body}"
    );
}

#[test]
fn the_age_of_each_feed_and_what_is_missing_are_said() {
    let draft = drafted(&[cases()]);
    says(
        &draft.sources,
        &[
            "Cases data: 12 Dec 2025 to 12 Jun 2026, 3 days old when drafted.",
            "Supervision data: none loaded.",
        ],
    );
    says(
        &draft.body_markdown,
        &[
            "From the cases data, 12 Dec 2025 to 12 Jun 2026.",
            "- No supervision data have been loaded;",
            "Short ICPC-15WD; Case supervision, protection plan; Short SUP-STAFF: check against the newest edition.",
        ],
    );
}

#[test]
fn open_clocks_that_cannot_be_told_are_a_limit_unless_they_were_marked() {
    let mut rules = rules();
    rules[0].findings[5].note = Some("the date could not be read".into());
    let marks = [marked(0, "900001", None, State::Overdue)];
    let body = draft("A", &picks(&marks), &context(&[], &rules)).body_markdown;
    says(
        &body,
        &[
            "- Case supervision, protection plan: 1 of 6 children on a protection plan cannot be told (the date could not be read) and stands outside the figure.",
        ],
    );
    rules[0].findings[5].stop = Some(day("2026-02-01"));
    let body = draft("A", &picks(&marks), &context(&[], &rules)).body_markdown;
    assert!(!body.contains("cannot be told"), "{body}");
}

#[test]
fn not_recorded_is_never_called_not_done() {
    let body = drafted(&[cases()]).body_markdown;
    let said: Vec<&str> = body
        .lines()
        .filter(|line| line.to_lowercase().contains("not done"))
        .collect();
    assert!(
        said.iter().all(|line| line.starts_with("**To write:**")
            || line.starts_with("- Where the data hold no record")
            || line.starts_with("| No |")),
        "{said:?}"
    );
    assert!(body.contains("does not follow that the work was not done"));
}

#[test]
fn each_rule_has_one_bullet_one_action_and_one_measure() {
    let body = drafted(&[cases()]).body_markdown;
    let rows = |end: &str| body.lines().filter(|line| line.ends_with(end)).count();
    assert_eq!(rows("| ____ | ____ | ____ |"), 3);
    assert_eq!(rows("| ____ | ____ |") - 3, 3);
    let bullets = body.lines().filter(|l| l.starts_with("- **Title of"));
    assert_eq!(bullets.count(), 6, "one finding and one definition a rule");
    says(&body, &["(3 children on a protection plan) [E2, E3] |"]);
}

#[test]
fn the_cover_follows_the_audience_and_leaves_out_what_is_not_known() {
    let of = |council, audience, policy| {
        let rules = rules();
        let context = Context {
            policy,
            ..context(&[], &rules)
        };
        let head = NoteHead {
            id: NoteId(1),
            title: "A".to_owned(),
            status: NoteStatus::Draft,
            audience,
            as_at: day("2026-06-12"),
            author: "T | Sampleby\n".to_owned(),
            saved_at: String::new(),
            words: 0,
            to_answer: 0,
            opening: String::new(),
        };
        cover(&head, council, &draft("A", &[], &context).sources)
    };
    let board = of("Fictonshire", Audience::Board, "england default");
    assert!(
        board
            .mark
            .starts_with("RESTRICTED: for the improvement board only.")
    );
    assert_eq!(
        board.lead,
        "For the improvement board of Fictonshire. Written by T | Sampleby. Data as at 12 Jun 2026."
    );
    assert_eq!(
        board.sources[0],
        "Standards: national default limits; the service has set no policy."
    );
    let scrutiny = of("", Audience::Scrutiny, "Our policy");
    assert!(scrutiny.mark.starts_with("NOT TO BE SHARED AS IT STANDS"));
    assert!(
        scrutiny
            .lead
            .starts_with("For the council scrutiny committee. Written")
    );
    assert_eq!(
        scrutiny.sources[0],
        "Standards: the service's policy \"Our policy\"."
    );
}

#[test]
fn a_draft_from_no_marks_is_still_a_page_with_its_limits() {
    let draft = draft("Empty", &chosen(), &context(&[], &[]));
    assert!(draft.evidence.is_empty());
    assert!(draft.body_markdown.contains("## Honest limits"));
}

#[test]
fn what_a_cell_of_an_unusable_row_held_is_never_quoted() {
    let mut rules = rules();
    for finding in &mut rules[0].findings {
        if finding.state == State::NotComputable {
            finding.fact = FactRef::unusable(FactKind::CpPlan, 1);
            finding.note = Some("List 7, row 27: found \"ask T Mockridge\"".into());
        }
    }
    let body = draft("Supervision", &chosen(), &context(&[cases()], &rules)).body_markdown;
    assert!(
        !body.contains("Mockridge") && !body.contains("row 27"),
        "{body}"
    );
    says(&body, &["(a date on the row could not be read)"]);
    // The same where the finding is only named among the limits.
    let picks = picks(&[marked(0, "900001", None, State::Overdue)]);
    let body = draft("Supervision", &picks, &context(&[cases()], &rules)).body_markdown;
    assert!(!body.contains("Mockridge"), "{body}");
    says(
        &body,
        &["cannot be told (a date on the row could not be read)"],
    );
}
