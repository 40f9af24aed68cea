//! Changes between two days: what adds up, and what is told of records that came in late.

use std::{collections::HashMap, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::model::{
    Answer, CaseFile, CaseStatus, Caseload, Child, ChildId, CinEpisode, Closure, Covers, CpPlan,
    Dated, Feed, FeedKind, Handler, Known, Listing, Meeting, PersonName, Session, SessionStatus,
    SessionType, Source, Sources,
};
use crate::review::picture::Ingredients;
use crate::rules::{Keep, RuleBook, check};

fn day(iso: &str) -> Day {
    Day::parse_iso(iso).unwrap()
}

fn known<T>(known_from: Day, is: T) -> Known<T> {
    Known {
        source_ref: Name::default(),
        known_from,
        listed: true,
        sources: Sources::of(Source::AnnexA),
        is,
    }
}

fn handler(worker: &str) -> Handler {
    Handler {
        team: Some("Hub North".into()),
        worker: Some(worker.into()),
    }
}

/// A child in need since January, last seen on a day.
fn child(number: usize, last_seen: &str, known_from: &str) -> CaseFile {
    let shown = format!("{}", 900_000 + number);
    let mut file = CaseFile::new(Child {
        birth: Some(day("2018-03-04")),
        ..Child::new(ChildId::read(&shown).unwrap(), shown.as_str().into())
    });
    file.episodes.push(known(
        day(known_from),
        CinEpisode {
            start: day("2026-01-05"),
            end: Dated::Blank,
            last_seen: Dated::On(day(last_seen)),
            status: CaseStatus::Unknown,
            closure: Closure::default(),
            handler: handler("Fern Madeup"),
        },
    ));
    file
}

fn session(on: &str, known_from: &str) -> Known<Session> {
    known(
        day(known_from),
        Session {
            id: None,
            on: day(on),
            kind: SessionType::CaseSupervision,
            status: SessionStatus::Held,
            worker: Some("Fern Madeup".into()),
            supervisor: Some("Moss Invented".into()),
            team: Some("Hub North".into()),
            recorded: Dated::Blank,
            next_due: Dated::Blank,
            meeting: Meeting::default(),
        },
    )
}

fn picture(children: Vec<CaseFile>, known_on: Day) -> Picture {
    let covers = Covers {
        from: day("2025-06-01"),
        to: known_on,
    };
    let feed = |kind| Feed {
        kind,
        as_at: known_on,
        covers,
    };
    let list = |kind| Listing {
        kind,
        source: Source::AnnexA,
        as_at: known_on,
        covers,
    };
    let caseload = Caseload {
        children,
        feeds: vec![feed(FeedKind::Cases), feed(FeedKind::Supervision)],
        lists: vec![list(FactKind::Cin), list(FactKind::Session)],
        ..Caseload::default()
    };
    let book = RuleBook::embedded();
    let check = check(&caseload, &book, known_on, known_on, Keep::Every);
    Picture::new(Ingredients {
        caseload,
        check,
        outcomes: HashMap::new(),
        promises: Vec::new(),
        audits: crate::model::Audits::default(),
        questions: crate::review::audits::Questions::embedded(),
        entries: Vec::new(),
        person: PersonName::from("A Reader"),
        today: known_on,
        book: Arc::new(book.clone()),
        council: String::new(),
        looks_back: None,
    })
}

const MARCH: &str = "2026-03-31";
const JUNE: &str = "2026-06-12";

fn two(before: Vec<CaseFile>, after: Vec<CaseFile>) -> Changes {
    between(&picture(before, day(MARCH)), &picture(after, day(JUNE)))
}

/// What is told of a rule, in order.
fn told<'a>(changes: &'a Changes, rule: &str) -> Vec<(What, Crossing, &'a str)> {
    let of_rule = |change: &&Change| change.rule.is_some_and(|at| changes.tallies[at].id == rule);
    let own = changes.list.iter().filter(of_rule);
    own.map(|change| (change.what, change.crossing, change.words.as_str()))
        .collect()
}

#[test]
fn a_session_held_before_and_shown_after_it_was_flagged_is_told_with_both_days() {
    let before = vec![child(1, "2026-03-30", MARCH)];
    let mut after = child(1, "2026-06-11", JUNE);
    after.sessions.push(session("2026-03-03", JUNE));
    after.sessions.push(session("2026-06-10", JUNE));
    let changes = two(before, vec![after]);
    assert_eq!(
        told(&changes, "SUP-CASE-CIN"),
        [(
            What::AfterFlag,
            Crossing::Out,
            "held 03 Mar 2026, first seen on the extract of 12 Jun 2026"
        )]
    );
}

#[test]
fn a_late_session_that_leaves_the_child_over_is_the_same_gap_and_no_new_one() {
    let before = vec![child(1, "2026-03-30", MARCH)];
    let mut after = child(1, "2026-06-11", JUNE);
    after.sessions.push(session("2026-03-03", JUNE));
    let changes = two(before, vec![after]);
    let told = told(&changes, "SUP-CASE-CIN");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!((told[0].0, told[0].1), (What::AfterFlag, Crossing::Stays));
    assert!(told[0].2.ends_with("still over after it"), "{told:?}");
    let tally = changes.tallies.iter().find(|x| x.id == "SUP-CASE-CIN");
    let tally = tally.unwrap();
    assert_eq!(
        (tally.before, tally.new, tally.cleared, tally.after),
        (1, 0, 0, 1)
    );
}

#[test]
fn a_session_held_since_clears_the_gap_on_its_day() {
    let before = vec![child(1, "2026-03-30", MARCH)];
    let mut after = child(1, "2026-06-11", JUNE);
    after.sessions.push(session("2026-06-10", JUNE));
    let changes = two(before, vec![after]);
    let told = told(&changes, "SUP-CASE-CIN");
    assert_eq!((told[0].0, told[0].1), (What::Cleared, Crossing::Out));
    assert!(told[0].2.starts_with("held 10 Jun 2026"), "{told:?}");
}

#[test]
fn a_session_that_the_later_extract_lacks_opens_the_gap_again() {
    let mut before = child(1, "2026-03-30", MARCH);
    before.sessions.push(session("2026-02-02", MARCH));
    before.sessions.push(session("2026-03-20", MARCH));
    let mut after = child(1, "2026-06-11", JUNE);
    after.sessions.push(session("2026-02-02", MARCH));
    let changes = two(vec![before], vec![after]);
    let told = told(&changes, "SUP-CASE-CIN");
    assert_eq!((told[0].0, told[0].1), (What::Reopened, Crossing::Into));
    assert!(told[0].2.contains("20 Mar 2026"), "{told:?}");
}

#[test]
fn a_child_who_is_not_on_the_later_extract_is_neither_done_nor_open() {
    let mut gone = child(1, "2026-01-10", MARCH);
    let before = vec![gone.clone(), child(2, "2026-01-10", MARCH)];
    gone.episodes[0].listed = false;
    let changes = two(before, vec![gone]);
    let told = told(&changes, "SUP-CASE-CIN");
    let not_listed = told.iter().all(|(what, ..)| *what == What::NotListed);
    assert!(told.len() == 2 && not_listed, "{told:?}");
}

#[test]
fn a_gap_that_closed_with_the_case_says_when() {
    let before = vec![child(1, "2026-01-10", MARCH)];
    let mut after = child(1, "2026-01-10", JUNE);
    after.episodes[0].is.end = Dated::On(day("2026-05-05"));
    let changes = two(before, vec![after]);
    let told = told(&changes, "SUP-CASE-CIN");
    assert_eq!(
        told,
        [(What::Cleared, Crossing::Out, "case closed 05 May 2026")]
    );
}

#[test]
fn another_limit_for_the_child_is_told_as_that() {
    let before = vec![child(1, "2026-03-30", MARCH)];
    let mut after = child(1, "2026-06-11", JUNE);
    let plan = CpPlan {
        start: day("2026-04-15"),
        end: Dated::Blank,
        last_visit: Dated::On(day("2026-06-10")),
        latest_review: Dated::Blank,
        earlier_plans: None,
        seen_alone: Answer::Blank,
        handler: handler("Fern Madeup"),
    };
    after.plans.push(known(day(JUNE), plan));
    let changes = two(before, vec![after]);
    let told = told(&changes, "SUP-CASE-CIN");
    assert_eq!(told[0].2, "now child protection plan: another limit counts");
}

#[test]
fn another_worker_for_an_open_gap_is_told() {
    let before = vec![child(1, "2026-03-30", MARCH)];
    let mut after = child(1, "2026-06-11", JUNE);
    after.episodes[0].is.handler = handler("Odd Invented");
    let changes = two(before, vec![after]);
    let told = told(&changes, "SUP-CASE-CIN");
    assert_eq!(
        told,
        [(
            What::ChangedWorker,
            Crossing::Stays,
            "Fern Madeup then, Odd Invented now"
        )]
    );
}

#[test]
fn a_late_record_that_no_gap_waited_for_is_listed_beside() {
    let mut before = child(1, "2026-03-30", MARCH);
    before.sessions.push(session("2026-03-20", MARCH));
    let mut after = before.clone();
    after.sessions.insert(0, session("2026-03-03", JUNE));
    let changes = two(vec![before.clone()], vec![after.clone()]);
    let beside: Vec<_> = changes
        .list
        .iter()
        .filter(|x| x.what == What::BackFilled)
        .collect();
    assert_eq!(beside.len(), 1);
    assert_eq!(
        beside[0].words,
        "case supervision held 03 Mar 2026, first seen on the extract of 12 Jun 2026"
    );
    // Of a day that the earlier export did not cover nothing is said.
    after.sessions.insert(0, session("2025-05-03", JUNE));
    assert_eq!(two(vec![before], vec![after]).number(What::BackFilled), 1);
}

/// A child as the store may hold it: sessions and last visits, each with the day it became known.
fn history() -> impl Strategy<Value = Vec<(i32, i32, bool)>> {
    proptest::collection::vec((0..160_i32, 0..60_i32, any::<bool>()), 0..6)
}

/// What of it is known on a day.
fn as_known(histories: &[Vec<(i32, i32, bool)>], known_on: Day) -> Picture {
    let begin = day("2026-01-05");
    let children = histories.iter().enumerate().map(|(number, history)| {
        let mut file = child(number, "2026-01-05", "2026-01-05");
        let mut own: Vec<_> = history.iter().collect();
        own.sort_unstable();
        own.dedup_by_key(|(on, ..)| *on);
        for (on, lag, is_session) in own {
            let (on, from) = (begin.plus_days(*on), begin.plus_days(on + lag));
            if from > known_on {
                continue;
            }
            if *is_session {
                let mut held = session("2026-01-05", "2026-01-05");
                (held.is.on, held.known_from) = (on, from);
                file.sessions.push(held);
            } else if file.episodes[0].is.last_seen.day() < Some(on) {
                file.episodes[0].is.last_seen = Dated::On(on);
                file.episodes[0].known_from = file.episodes[0].known_from.max(from);
            }
        }
        file
    });
    picture(children.collect(), known_on)
}

fn crossings(changes: &Changes, crossing: Crossing) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for change in changes.list.iter().filter(|x| x.crossing == crossing) {
        let id = change.rule.map(|at| changes.tallies[at].id.clone());
        *counts.entry(id.unwrap_or_default()).or_default() += 1;
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn between_a_day_and_itself_nothing_happened(
        histories in proptest::collection::vec(history(), 1..5), on in 20..160_i32,
    ) {
        let known_on = day("2026-01-05").plus_days(on);
        let here = as_known(&histories, known_on);
        prop_assert!(between(&here, &here).list.is_empty());
    }

    #[test]
    fn open_then_plus_new_less_cleared_is_open_now(
        histories in proptest::collection::vec(history(), 1..5), on in 20..160_i32, later in 0..90_i32,
    ) {
        let known_on = day("2026-01-05").plus_days(on);
        let (a, b) = (as_known(&histories, known_on), as_known(&histories, known_on.plus_days(later)));
        let open = |picture: &Picture| picture.gaps.iter().filter(|x| x.state == State::Overdue).count();
        let changes = between(&a, &b);
        for tally in &changes.tallies {
            prop_assert_eq!(tally.before + tally.new, tally.after + tally.cleared, "{}", tally.id);
        }
        let whole = changes.whole();
        prop_assert_eq!((whole.before as usize, whole.after as usize), (open(&a), open(&b)));
    }

    #[test]
    fn what_is_new_one_way_is_cleared_the_other_way(
        histories in proptest::collection::vec(history(), 1..5), on in 20..160_i32, later in 0..90_i32,
    ) {
        let known_on = day("2026-01-05").plus_days(on);
        let (a, b) = (as_known(&histories, known_on), as_known(&histories, known_on.plus_days(later)));
        let (there, back) = (between(&a, &b), between(&b, &a));
        prop_assert_eq!(crossings(&there, Crossing::Into), crossings(&back, Crossing::Out));
        prop_assert_eq!(crossings(&there, Crossing::Out), crossings(&back, Crossing::Into));
    }
}
