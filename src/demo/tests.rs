//! What the made-up authority must hold to be believed.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Authority, Plan, authority};
use crate::model::{CinEpisode, Day, Fact, FactKind, Record, Session, SessionStatus, SessionType};

fn as_at() -> Day {
    Day::from_ymd(2026, 6, 12).unwrap()
}

fn fictonshire() -> Authority {
    authority(&Plan::usual(as_at()))
}

fn newest(authority: &Authority) -> &[Fact] {
    &authority.extracts.last().unwrap().1.facts
}

fn open_cases(facts: &[Fact]) -> HashMap<&str, &CinEpisode> {
    facts
        .iter()
        .filter_map(|fact| match &fact.record {
            Record::Cin(cin) if cin.end.day().is_none() => {
                Some((fact.child.as_ref()?.as_str(), cin))
            }
            _ => None,
        })
        .collect()
}

fn on_a_plan(facts: &[Fact]) -> HashSet<&str> {
    facts
        .iter()
        .filter_map(|fact| match &fact.record {
            Record::CpPlan(plan) if plan.end.day().is_none() => Some(fact.child.as_ref()?.as_str()),
            _ => None,
        })
        .collect()
}

fn sessions(facts: &[Fact]) -> impl Iterator<Item = (Option<&str>, &Session)> {
    facts.iter().filter_map(|fact| match &fact.record {
        Record::Session(session) => Some((
            fact.child.as_ref().map(crate::model::ChildId::as_str),
            session,
        )),
        _ => None,
    })
}

/// For each team: open children whose supervision is overdue, and all of its open children.
fn overdue_by_team(facts: &[Fact]) -> BTreeMap<String, (u32, u32)> {
    let mut last: HashMap<&str, Day> = HashMap::new();
    for (child, session) in sessions(facts) {
        let counts = matches!(
            session.kind,
            SessionType::CaseSupervision | SessionType::GroupReflective
        );
        if let Some(child) = child
            && counts
            && session.status == SessionStatus::Held
        {
            let latest = last.entry(child).or_insert(session.on);
            *latest = (*latest).max(session.on);
        }
    }
    let protected = on_a_plan(facts);
    let mut teams: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for (child, case) in open_cases(facts) {
        let from = last
            .get(child)
            .map_or(case.start, |on| (*on).max(case.start));
        let limit = if protected.contains(child) { 30 } else { 42 };
        let team = case.handler.team.as_deref().unwrap_or("none").to_owned();
        let row = teams.entry(team).or_default();
        row.0 += u32::from(as_at().days_since(from) > limit);
        row.1 += 1;
    }
    teams
}

#[test]
fn the_same_plan_makes_the_same_authority_and_another_seed_another() {
    let plan = Plan {
        children: 120,
        ..Plan::usual(as_at())
    };
    assert_eq!(authority(&plan), authority(&plan));
    let other = authority(&Plan { seed: 2, ..plan });
    assert_ne!(newest(&authority(&plan)), newest(&other));
}

#[test]
fn the_newest_extract_has_just_the_open_children_that_were_asked_for() {
    for children in [1, 37, 700] {
        let plan = Plan {
            children,
            ..Plan::usual(as_at())
        };
        let made = authority(&plan);
        let open = open_cases(newest(&made)).len();
        assert_eq!(u32::try_from(open).unwrap(), children);
    }
}

#[test]
fn nothing_ends_before_it_starts_and_only_what_is_planned_lies_ahead() {
    for (as_at, batch) in &fictonshire().extracts {
        for fact in &batch.facts {
            let start = fact.record.start();
            if let (Some(start), Some(end)) = (start, fact.record.end().day()) {
                assert!(start <= end && end <= *as_at, "{:?}", fact.record.kind());
            }
            match &fact.record {
                Record::Session(session) if session.status == SessionStatus::Planned => {
                    assert!(session.on > *as_at && session.recorded.day().is_none());
                }
                Record::Session(session) => {
                    assert!(session.on <= *as_at);
                    if let Some(recorded) = session.recorded.day() {
                        assert!(session.on <= recorded && recorded <= *as_at);
                    }
                }
                Record::CpPlan(plan) => {
                    for day in [plan.last_visit.day(), plan.latest_review.day()] {
                        assert!(day.is_none_or(|day| plan.start <= day && day <= *as_at));
                    }
                }
                Record::CarePeriod(care) => {
                    for day in [care.last_visit.day(), care.latest_review.day()] {
                        assert!(day.is_none_or(|day| care.start <= day && day <= *as_at));
                    }
                }
                _ => assert!(start.is_none_or(|start| start <= *as_at)),
            }
        }
    }
}

#[test]
fn each_row_of_an_extract_is_known_by_its_own_key() {
    for (_, batch) in &fictonshire().extracts {
        let mut keys = HashSet::new();
        for fact in &batch.facts {
            let key = (
                fact.child.as_ref().map(|id| id.as_str().to_owned()),
                fact.record.kind(),
                fact.record.start(),
                fact.source_ref.clone(),
            );
            assert!(keys.insert(key), "{:?} twice", fact.record.kind());
        }
    }
}

#[test]
fn every_child_has_six_digits_a_birth_and_a_family_of_its_own_people() {
    let made = fictonshire();
    let facts = newest(&made);
    let mut family: HashMap<&str, &str> = HashMap::new();
    for fact in facts {
        if let (Some(child), Record::Family(link)) = (&fact.child, &fact.record) {
            assert_eq!(child.as_str().len(), 6);
            assert_eq!(family.insert(child.as_str(), link.family.as_ref()), None);
        }
    }
    let born = facts
        .iter()
        .filter(|fact| fact.record.kind() == FactKind::Person);
    assert_eq!(born.count(), family.len());
    let open = open_cases(facts);
    assert!(open.keys().all(|child| family.contains_key(child)));
    let mut referred: HashMap<&str, HashSet<Day>> = HashMap::new();
    for (child, case) in &open {
        referred
            .entry(family[child])
            .or_default()
            .insert(case.start);
    }
    assert!(
        referred.values().all(|days| days.len() == 1),
        "siblings come together"
    );
    assert!(
        referred.len() * 13 < open.len() * 10,
        "many children have siblings"
    );
}

#[test]
fn nobody_open_is_of_age_and_a_few_are_not_yet_born() {
    let made = fictonshire();
    let open = open_cases(newest(&made));
    let mut unborn = 0;
    for fact in newest(&made) {
        let Record::Person(person) = &fact.record else {
            continue;
        };
        let birth = person.birth.unwrap();
        let is_open = open.contains_key(fact.child.as_ref().unwrap().as_str());
        assert!(!is_open || birth.plus_months(216) > as_at());
        unborn += u32::from(is_open && birth > as_at());
    }
    assert!((1..20).contains(&unborn), "{unborn}");
}

#[test]
fn workers_hold_a_plausible_number_of_children_and_somebody_has_left() {
    let made = fictonshire();
    let mut loads: HashMap<&str, u32> = HashMap::new();
    let mut unallocated = 0;
    for case in open_cases(newest(&made)).values() {
        match &case.handler.worker {
            Some(worker) => *loads.entry(worker).or_default() += 1,
            None => unallocated += 1,
        }
    }
    assert!(
        (3..50).contains(&unallocated),
        "{unallocated} without a worker"
    );
    assert!(loads.values().all(|load| *load <= 22));
    let full = loads.values().filter(|load| **load >= 10).count();
    assert!(full * 10 >= loads.len() * 7, "{full} of {}", loads.len());
}

#[test]
fn one_hub_supervises_far_worse_than_another_and_most_clocks_are_in_time() {
    let teams = overdue_by_team(newest(&fictonshire()));
    let share = |name: &str| {
        let (overdue, all) = teams[name];
        f64::from(overdue) / f64::from(all)
    };
    assert!(share("Hub 3") > 2.0 * share("Hub 1"), "{teams:?}");
    assert!((0.15..0.5).contains(&share("Hub 3")), "{teams:?}");
    let (overdue, all) = teams
        .values()
        .fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1));
    assert!(
        (0.07..0.25).contains(&(f64::from(overdue) / f64::from(all))),
        "{teams:?}"
    );
}

#[test]
fn sessions_are_entered_late_cancelled_and_never_recorded_more_often_in_the_weak_hub() {
    let made = fictonshire();
    let faults = |team: &str| {
        let (mut all, mut late, mut blank, mut cancelled) = (0_i32, 0, 0, 0);
        for (child, session) in sessions(newest(&made)) {
            if child.is_none() || session.team.as_deref() != Some(team) {
                continue;
            }
            all += 1;
            cancelled += i32::from(session.status == SessionStatus::Cancelled);
            if session.status == SessionStatus::Held {
                blank += i32::from(session.recorded.day().is_none());
                let lag = session.recorded.day().map(|day| day.days_since(session.on));
                late += i32::from(lag.is_some_and(|lag| lag > 7));
            }
        }
        [late * 100 / all, blank * 100 / all, cancelled * 100 / all]
    };
    for (poor, good) in faults("Hub 3").into_iter().zip(faults("Hub 1")) {
        assert!(poor > good + 4, "{poor} % against {good} %");
    }
}

#[test]
fn group_supervision_begins_half_way_and_sessions_grow_more_frequent() {
    let made = fictonshire();
    let live_from = made.changes[0].live_from;
    let (mut before, mut after) = (0, 0);
    for (child, session) in sessions(newest(&made)) {
        let held = session.status == SessionStatus::Held;
        if session.kind == SessionType::GroupReflective {
            assert!(session.on >= live_from);
        }
        if let (Some(_), true) = (child, held) {
            if session.on < live_from {
                before += 1;
            } else {
                after += 1;
            }
        }
    }
    assert!(after * 10 > before * 13, "{before} before, {after} after");
}

#[test]
fn between_extracts_cases_close_records_come_late_and_one_family_is_no_longer_listed() {
    let made = fictonshire();
    let [(first_day, first), _, (_, last)] = made.extracts.as_slice() else {
        panic!("three extracts");
    };
    let (was, is) = (open_cases(&first.facts), open_cases(&last.facts));
    let closed: HashSet<&str> = last
        .facts
        .iter()
        .filter(|fact| matches!(&fact.record, Record::Cin(cin) if cin.end.day().is_some()))
        .filter_map(|fact| fact.child.as_ref().map(crate::model::ChildId::as_str))
        .collect();
    let ended = was.keys().filter(|id| closed.contains(*id)).count();
    let unlisted = was
        .keys()
        .filter(|id| !closed.contains(*id) && !is.contains_key(*id))
        .count();
    assert!(ended >= 5, "{ended} closed between");
    assert!((1..30).contains(&unlisted), "{unlisted} no longer listed");
    let known: HashSet<(Option<&str>, Day)> = sessions(&first.facts)
        .map(|(child, session)| (child, session.on))
        .collect();
    let late = sessions(&last.facts)
        .filter(|(_, session)| session.on <= *first_day)
        .filter(|(child, session)| !known.contains(&(*child, session.on)))
        .count();
    assert!(late >= 10, "{late} entered after the first extract");
}

#[test]
fn delays_at_key_moments_are_there_but_few() {
    let made = fictonshire();
    let (mut waiting, mut held, mut long) = (0, 0, 0);
    for fact in newest(&made) {
        if let Record::Enquiry(enquiry) = &fact.record
            && enquiry.conference_unnecessary != crate::model::Answer::Yes
        {
            let day = enquiry.conference.day();
            let age = day
                .unwrap_or_else(as_at)
                .days_since(enquiry.strategy_discussion);
            waiting += i32::from(day.is_none() && age > 23);
            held += i32::from(day.is_some());
            long += i32::from(day.is_some() && age > 23);
        }
    }
    assert!((1..15).contains(&waiting), "{waiting} overdue conferences");
    assert!(long > 0 && long * 3 < held, "{long} of {held}");
    let overdue = newest(&made)
        .iter()
        .filter(|fact| match &fact.record {
            Record::CpPlan(plan) if plan.end.day().is_none() => {
                let review = plan.latest_review.day();
                review.map_or(plan.start.plus_months(3), |day| day.plus_months(6)) < as_at()
            }
            _ => false,
        })
        .count();
    assert!((1..25).contains(&overdue), "{overdue} overdue reviews");
}

#[test]
fn a_larger_authority_takes_no_more_than_its_share() {
    let small = Plan {
        children: 500,
        ..Plan::usual(as_at())
    };
    let large = Plan {
        children: 5_000,
        ..small
    };
    let facts = |plan: &Plan| authority(plan).extracts[2].1.facts.len();
    let (few, many) = (facts(&small), facts(&large));
    assert!((8 * few..12 * few).contains(&many), "{few} and {many}");
}
