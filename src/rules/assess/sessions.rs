//! Clocks that sessions start and stop: supervision about a child, a worker's own, and the
//! recording of each session.

use std::collections::{BTreeMap, HashMap};

use super::judge::{Judge, Judged, Trigger};
use super::sight::{Held, Sight};
use crate::model::{
    Dated, Day, FactKind, FactRef, Finding, Known, Name, Session, SessionStatus, SessionType,
    State, Subject,
};
use crate::rules::reckoning::ChainScope;

fn counts(session: &Session, types: &[SessionType], as_at: Day) -> bool {
    session.status == SessionStatus::Held && session.on <= as_at && types.contains(&session.kind)
}

fn fact_of(session: &Known<Session>) -> FactRef {
    FactRef {
        kind: FactKind::Session,
        start: Some(session.on),
        source_ref: session.source_ref.clone(),
    }
}

fn trigger_of(judge: &Judge<'_>, session: &Session) -> Trigger {
    let honoured = judge.bench.book.policy().honour_next_due;
    Trigger {
        on: session.on,
        earlier_due: session
            .next_due
            .day()
            .filter(|next| honoured && *next > session.on),
    }
}

/// Whether this is the one supervision rule in which the child stands.
pub(super) fn in_scope(sight: &Sight<'_>, scope: ChainScope) -> bool {
    let (care, plan) = match (sight.open.opening(), uncertain(sight)) {
        (None, Some(row)) => (row == FactKind::CarePeriod, row == FactKind::CpPlan),
        _ => (sight.open.care.is_some(), sight.open.plan.is_some()),
    };
    match scope {
        ChainScope::LookedAfter => care,
        ChainScope::ProtectionPlan => plan && !care,
        ChainScope::InNeed => !plan && !care,
    }
}

/// The kind of the row that would be open if its end could be read.
fn uncertain(sight: &Sight<'_>) -> Option<FactKind> {
    let file = sight.file;
    let care = file
        .care
        .iter()
        .any(|row| row.listed && row.end == Dated::Unreadable);
    let plan = file
        .plans
        .iter()
        .any(|row| row.listed && row.end == Dated::Unreadable);
    let episode = file
        .episodes
        .iter()
        .any(|row| row.listed && row.end == Dated::Unreadable);
    [
        (care, FactKind::CarePeriod),
        (plan, FactKind::CpPlan),
        (episode, FactKind::Cin),
    ]
    .into_iter()
    .find_map(|(there, kind)| there.then_some(kind))
}

/// Case supervision: every interval from the opening of the case, session by session.
pub(super) fn chain(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    types: &[SessionType],
    found: &mut Vec<Finding>,
) {
    let Some(opening) = sight.open.opening() else {
        if let Some(kind) =
            uncertain(sight).filter(|_| !sight.file.child.adult_on(judge.bench.as_at))
        {
            let judged = Judged::not_computable(&judge.bench.words.unreadable_end);
            let fact = FactRef {
                kind,
                start: None,
                source_ref: Name::default(),
            };
            found.push(judged.finding(sight.subject(), fact, sight.held()));
        }
        return;
    };
    let mut trigger = Trigger::from(opening.start);
    let mut fact = FactRef {
        kind: opening.kind,
        start: Some(opening.start),
        source_ref: opening.source_ref.clone(),
    };
    let as_at = judge.bench.as_at;
    let sessions = sight.file.sessions.iter();
    let counted =
        sessions.filter(|session| session.on >= opening.start && counts(session, types, as_at));
    let mut last = None;
    for session in counted {
        // Two sessions on one day are one event.
        if last == Some(session.on) {
            continue;
        }
        last = Some(session.on);
        let judged = judge.finished_by_session(trigger, session.on);
        let was = std::mem::replace(&mut fact, fact_of(session));
        if let Some(judged) = judged {
            found.push(judged.finding(sight.subject(), was, sight.held()));
        }
        trigger = trigger_of(judge, session);
    }
    let judged = match last {
        Some(_) => judge.open_after_session(trigger),
        None => judge.open_on_sessions(trigger),
    };
    found.push(judged.finding(sight.subject(), fact, sight.held()));
}

/// The workers who hold a case on the day, each with the team of the first case.
fn workers_with_cases<'a>(
    judge: &Judge<'_>,
    sights: &[Sight<'a>],
) -> BTreeMap<&'a Name, Option<&'a Name>> {
    let mut workers = BTreeMap::new();
    for row in sights.iter().filter_map(|sight| sight.governing) {
        if let Some(worker) = &row.handler.worker {
            workers.entry(worker).or_insert(row.handler.team.as_ref());
        }
    }
    workers.retain(|worker, _| !judge.bench.book.is_placeholder(worker));
    workers
}

/// A worker's own supervision, from the latest session of the types that count.
pub(super) fn workers(
    judge: &Judge<'_>,
    sights: &[Sight<'_>],
    types: &[SessionType],
    found: &mut Vec<Finding>,
) {
    let bench = judge.bench;
    let about_children = bench
        .caseload
        .children
        .iter()
        .flat_map(|file| &file.sessions);
    let mut latest: HashMap<&Name, &Known<Session>> = HashMap::new();
    for session in bench.caseload.staff_sessions.iter().chain(about_children) {
        if let Some(worker) = &session.is.worker
            && counts(session, types, bench.as_at)
        {
            let newest = latest.entry(worker).or_insert(session);
            if session.on > newest.on {
                *newest = session;
            }
        }
    }
    for (worker, team) in workers_with_cases(judge, sights) {
        let held = Held {
            team: team.cloned(),
            worker: Some(worker.clone()),
            supervisor: bench.supervisor_of(worker),
        };
        let (judged, fact) = match latest.get(worker) {
            Some(session) => {
                let trigger = trigger_of(judge, session);
                (judge.open_after_session(trigger), fact_of(session))
            }
            None => (none_on_record(judge), no_session()),
        };
        found.push(judged.finding(Subject::Worker(worker.clone()), fact, held));
    }
}

fn no_session() -> FactRef {
    FactRef {
        kind: FactKind::Session,
        start: None,
        source_ref: Name::default(),
    }
}

fn none_on_record(judge: &Judge<'_>) -> Judged {
    let words = &judge.bench.words;
    match judge.bench.supervision {
        None => Judged::not_computable(&words.no_supervision),
        Some(covers) if judge.overdue_since_eve(covers) => {
            Judged::bare(State::Overdue).reading(&words.none_on_record)
        }
        Some(_) => Judged::not_computable(&words.supervision_from),
    }
}

/// From each held session about a child to the day on which it was put on the file.
pub(super) fn recorded(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    types: &[SessionType],
    found: &mut Vec<Finding>,
) {
    let sessions = sight.file.sessions.iter();
    for session in sessions.filter(|session| counts(session, types, judge.bench.as_at)) {
        let judged = if_recorded(judge, session);
        let held = of_session(sight, session);
        found.push(judged.finding(sight.subject(), fact_of(session), held));
    }
}

/// The same for workers' own supervision, whose records are kept apart from any child's.
pub(super) fn own_recorded(judge: &Judge<'_>, types: &[SessionType], found: &mut Vec<Finding>) {
    let bench = judge.bench;
    let sessions = bench.caseload.staff_sessions.iter();
    for session in sessions.filter(|session| counts(session, types, bench.as_at)) {
        let Some(worker) = &session.worker else {
            continue;
        };
        let held = Held {
            team: session.team.clone(),
            worker: Some(worker.clone()),
            supervisor: session.supervisor.clone(),
        };
        let subject = Subject::Worker(worker.clone());
        found.push(if_recorded(judge, session).finding(subject, fact_of(session), held));
    }
}

fn if_recorded(judge: &Judge<'_>, session: &Session) -> Judged {
    if judge.bench.any_recorded {
        recording(judge, session)
    } else {
        Judged::not_computable(&judge.bench.words.no_recorded_dates).started(session.on)
    }
}

/// The session's own people: the record is theirs to make. The case's where it names none.
fn of_session(sight: &Sight<'_>, session: &Session) -> Held {
    if let (Some(_), Some(_)) = (&session.worker, &session.supervisor) {
        return Held {
            team: session.team.clone().or_else(|| sight.held().team),
            worker: session.worker.clone(),
            supervisor: session.supervisor.clone(),
        };
    }
    let case = sight.held();
    Held {
        team: session.team.clone().or(case.team),
        worker: session.worker.clone().or(case.worker),
        supervisor: session.supervisor.clone().or(case.supervisor),
    }
}

fn recording(judge: &Judge<'_>, session: &Session) -> Judged {
    let words = &judge.bench.words;
    match session.recorded {
        Dated::Unreadable => Judged::not_computable(&words.unreadable).started(session.on),
        Dated::On(day) if day < session.on => Judged::not_computable(&words.recorded_before)
            .started(session.on)
            .stopped(day),
        Dated::On(day) if day <= judge.bench.as_at => {
            let judged = judge.finished(session.on, day);
            if judged.state != State::Late {
                return judged;
            }
            judged.reading(&words.recorded_later(day.days_since(session.on)))
        }
        Dated::On(_) | Dated::Blank => {
            let Some(covers) = judge.bench.supervision else {
                return Judged::not_computable(&words.no_supervision).started(session.on);
            };
            let judged = judge.open(session.on.into(), covers.to, &words.supervision_to);
            if judged.state == State::Overdue {
                judged.reading(&words.not_on_file)
            } else {
                judged
            }
        }
    }
}
