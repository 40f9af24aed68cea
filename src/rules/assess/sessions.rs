//! Clocks that sessions start and stop: supervision about a child, a worker's own, and the
//! recording of each session.

use super::judge::{Judge, Judged, Trigger};
use super::scopes::{Scopes, Stricter};
use super::sight::{Held, Sight};
use crate::model::{
    Dated, Day, FactKind, FactRef, Finding, Known, Name, Session, SessionStatus, SessionType,
    State, Subject,
};
use crate::rules::Limit;
use crate::rules::governing::left_care;
use crate::rules::reckoning::ChainScope;

pub(super) fn counts(session: &Session, types: &[SessionType], as_at: Day) -> bool {
    session.status == SessionStatus::Held && session.on <= as_at && types.contains(&session.kind)
}

pub(super) fn fact_of(session: &Known<Session>) -> FactRef {
    FactRef {
        kind: FactKind::Session,
        start: Some(session.on),
        source_ref: session.source_ref.clone(),
    }
}

/// From this session on: within the rule's limit and any stricter one, or by the session's own
/// next date where the policy honours it.
pub(super) fn trigger_of(judge: &Judge<'_>, session: &Session, within: Option<Limit>) -> Trigger {
    let honoured = judge.bench.book.policy().honour_next_due;
    let mut trigger = judge.trigger(session.on, within);
    let next = session.next_due.day();
    if let Some(next) = next.filter(|next| honoured && *next > session.on) {
        trigger.earlier_due = Some(trigger.earlier_due.map_or(next, |due| due.min(next)));
    }
    trigger
}

/// Whether this is the one supervision rule in which the child stands.
pub(super) fn in_scope(sight: &Sight<'_>, scope: ChainScope) -> bool {
    let (care, plan, open) = match (sight.open.opening(), uncertain(sight)) {
        (None, None) => (false, false, false),
        (None, Some(row)) => (row == FactKind::CarePeriod, row == FactKind::CpPlan, true),
        _ => (sight.open.care.is_some(), sight.open.plan.is_some(), true),
    };
    match scope {
        ChainScope::LookedAfter => care,
        ChainScope::ProtectionPlan => plan && !care,
        ChainScope::InNeed => open && !plan && !care,
        ChainScope::Leaver => !open && sight.leaver.is_some(),
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

/// From when the supervision of a case is counted, and by which row.
struct Opening {
    on: Day,
    fact: FactRef,
}

fn opening(judge: &Judge<'_>, sight: &Sight<'_>) -> Option<Opening> {
    if let Some(row) = sight.open.opening() {
        return Some(Opening {
            on: row.start,
            fact: FactRef {
                kind: row.kind,
                start: Some(row.start),
                source_ref: row.source_ref.clone(),
            },
        });
    }
    let row = sight.leaver?;
    Some(Opening {
        on: left_care(sight.file, judge.bench.as_at)?,
        fact: FactRef {
            kind: FactKind::Leaver,
            start: None,
            source_ref: row.source_ref.clone(),
        },
    })
}

/// Case supervision: every interval from the opening of the case, session by session.
pub(super) fn chain(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    (types, scopes): (&[SessionType], &Scopes),
    found: &mut Vec<Finding>,
) {
    let words = &judge.bench.words;
    let unreadable = (sight.open.opening().is_none())
        .then(|| uncertain(sight))
        .flatten();
    if let Some(kind) = unreadable {
        if !sight.file.child.adult_on(judge.bench.as_at) {
            let judged = Judged::not_computable(&words.unreadable_end);
            found.push(judged.finding(sight.subject(), unknown_start(kind), sight.held()));
        }
        return;
    }
    let Some(Opening { on: opened, fact }) = opening(judge, sight) else {
        if sight.leaver.is_some() {
            let judged = Judged::not_computable(&words.no_leaving_day);
            let fact = unknown_start(FactKind::Leaver);
            found.push(judged.finding(sight.subject(), fact, sight.held()));
        }
        return;
    };
    let stricter = scopes.stricter(judge, sight);
    let within = stricter.map(|stricter| stricter.limit);
    let mut trigger = judge.trigger(opened, within);
    let mut fact = fact;
    let as_at = judge.bench.as_at;
    let sessions = sight.file.sessions.iter();
    let counted = sessions.filter(|session| session.on >= opened && counts(session, types, as_at));
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
            found.push(strictly(judged, stricter).finding(sight.subject(), was, sight.held()));
        }
        trigger = trigger_of(judge, session, within);
    }
    let judged = match last {
        Some(_) => judge.open_after_session(trigger),
        None => judge.open_on_sessions(trigger),
    };
    found.push(strictly(judged, stricter).finding(sight.subject(), fact, sight.held()));
}

fn unknown_start(kind: FactKind) -> FactRef {
    FactRef {
        kind,
        start: None,
        source_ref: Name::default(),
    }
}

/// Says why a stricter limit than the rule's own was used.
fn strictly(judged: Judged, stricter: Option<Stricter<'_>>) -> Judged {
    match stricter {
        Some(stricter) if judged.note.is_none() => judged.because(stricter.why),
        _ => judged,
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
