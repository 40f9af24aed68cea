//! What is said of supervision against what the file shows: sessions that did not take place,
//! sessions that no file holds, records that somebody has read.
//!
//! The surprising thing: nothing here says that something was not done. It says that nobody put it
//! on the file, or that a person who read the record did not find it there; a supervisor's own
//! rating is never read.

use super::judge::{Judge, Judged};
use super::sessions::fact_of;
use super::sight::{Bench, Held, Sight};
use crate::model::{
    Audit, CaseFile, Covers, Day, FactKind, FactRef, Finding, Known, Name, Rating, Session,
    SessionStatus, SessionType, Sources, State, Subject,
};
use crate::rules::Months;
use crate::rules::measure::months_later;
use crate::rules::reckoning::ReadQuality;

const fn fell_through(status: SessionStatus) -> bool {
    matches!(
        status,
        SessionStatus::Cancelled | SessionStatus::NotHeld | SessionStatus::Rearranged
    )
}

/// A run of sessions that did not take place, from its first, and the one that did after it.
struct Lapse<'a> {
    first: &'a Known<Session>,
    held: Option<Day>,
}

/// The runs among sessions in order of day.
fn lapses<'a>(sessions: impl Iterator<Item = &'a Known<Session>>) -> Vec<Lapse<'a>> {
    let mut all: Vec<Lapse<'a>> = Vec::new();
    let mut open: Option<&'a Known<Session>> = None;
    let mut days: Vec<&'a Known<Session>> = sessions.collect();
    // Of one day the one that fell through comes first: it may have been held later that day.
    days.sort_by_key(|session| (session.on, session.status == SessionStatus::Held));
    for session in days {
        if fell_through(session.status) {
            open.get_or_insert(session);
        } else if session.status == SessionStatus::Held
            && let Some(first) = open.take()
        {
            all.push(Lapse {
                first,
                held: Some(session.on),
            });
        }
    }
    all.extend(open.map(|first| Lapse { first, held: None }));
    all
}

/// Case supervision that did not take place, until some that did.
pub(super) fn rearranged(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    types: &[SessionType],
    found: &mut Vec<Finding>,
) {
    let bench = judge.bench;
    let sessions = sight.file.sessions.iter();
    let of_type =
        sessions.filter(|session| session.on <= bench.as_at && types.contains(&session.kind));
    let open = sight.governing.is_some() || sight.leaver.is_some();
    for lapse in lapses(of_type) {
        let judged = match lapse.held {
            Some(held) => judge.finished(lapse.first.on, held),
            None if !open => {
                Judged::not_applicable(&bench.words.case_closed).started(lapse.first.on)
            }
            None => judge.open_after_session(lapse.first.on.into()),
        };
        found.push(judged.finding(sight.subject(), fact_of(lapse.first), sight.held()));
    }
}

/// The same for workers' own supervision.
pub(super) fn own_rearranged(judge: &Judge<'_>, types: &[SessionType], found: &mut Vec<Finding>) {
    let bench = judge.bench;
    let known = bench.caseload.staff_sessions.iter().filter(|session| {
        session.is.worker.is_some() && session.on <= bench.as_at && types.contains(&session.kind)
    });
    let mut sessions: Vec<&Known<Session>> = known.collect();
    sessions.sort_by_key(|session| session.is.worker.as_ref());
    for of_one in sessions.chunk_by(|a, b| a.is.worker == b.is.worker) {
        for lapse in lapses(of_one.iter().copied()) {
            let Some(worker) = &lapse.first.is.worker else {
                continue;
            };
            let judged = match lapse.held {
                Some(held) => judge.finished(lapse.first.on, held),
                None => match bench.people.away_on(worker, bench.as_at) {
                    Some(away) => Judged::not_applicable(
                        &format!("away from {}: the clock is paused", away.from.long()).into(),
                    ),
                    None => judge.open_after_session(lapse.first.on.into()),
                },
            };
            let held = Held {
                team: lapse.first.team.clone(),
                worker: Some(worker.clone()),
                supervisor: bench.supervisor_of(worker),
            };
            let subject = Subject::Worker(worker.clone());
            found.push(judged.finding(subject, fact_of(lapse.first), held));
        }
    }
}

/// How many sessions speak of supervision, and whether the file shows one.
struct Said {
    /// The worker's own supervision, at which cases are talked over.
    own: u32,
    /// About this child, held, and not on the file.
    unfiled: u32,
    first: Option<Day>,
    shown: bool,
}

/// Every open case: sessions are said to have been held, and the child's file shows none.
pub(super) fn claimed(
    judge_types: &[SessionType],
    (bench, sight): (&Bench<'_>, &Sight<'_>),
    (window_days, at_least): (u32, u32),
    found: &mut Vec<Finding>,
) {
    let (Some(row), Some(opening)) = (sight.governing, sight.open.opening()) else {
        return;
    };
    let judged = match bench.supervision {
        None => Judged::not_computable(&bench.words.no_supervision),
        Some(covers) => {
            let days = i32::try_from(window_days).unwrap_or(i32::MAX);
            let from = bench
                .as_at
                .plus_days(-days)
                .max(opening.start)
                .max(covers.from);
            let span = Covers {
                from,
                to: bench.as_at,
            };
            let worker = row.handler.worker.as_ref();
            compared(
                bench,
                &said(bench, sight.file, (worker, judge_types), span),
                at_least,
            )
        }
    };
    let fact = FactRef {
        kind: row.kind,
        start: Some(row.start),
        source_ref: row.source_ref.clone(),
    };
    found.push(judged.finding(sight.subject(), fact, sight.held()));
}

fn said(
    bench: &Bench<'_>,
    file: &CaseFile,
    (worker, types): (Option<&Name>, &[SessionType]),
    span: Covers,
) -> Said {
    let within = |day: Day| span.from <= day && day <= span.to;
    let held =
        |session: &&Known<Session>| session.status == SessionStatus::Held && within(session.on);
    let about_child = file.sessions.iter().filter(held);
    let about_child = about_child.filter(|session| types.contains(&session.kind));
    let on_file = |session: &&Known<Session>| {
        !bench.any_recorded || session.recorded.day().is_some_and(|day| day <= span.to)
    };
    let (shown, unfiled): (Vec<_>, Vec<_>) = about_child.partition(on_file);
    let own: Vec<Day> = bench.own_held(worker).filter(|day| within(*day)).collect();
    let days = unfiled
        .iter()
        .map(|session| session.on)
        .chain(own.iter().copied());
    Said {
        own: u32::try_from(own.len()).unwrap_or(u32::MAX),
        unfiled: u32::try_from(unfiled.len()).unwrap_or(u32::MAX),
        first: days.min(),
        shown: !shown.is_empty(),
    }
}

fn compared(bench: &Bench<'_>, said: &Said, at_least: u32) -> Judged {
    let all = said.own.saturating_add(said.unfiled);
    if said.shown {
        return Judged::bare(State::Met);
    }
    let Some(first) = said.first.filter(|_| all >= at_least) else {
        return Judged::not_applicable(&bench.words.few_claims);
    };
    let reading = format!(
        "no record on the child's file; {all} sessions are reported since {} ({} of the worker's own, {} about the child)",
        first.long(),
        said.own,
        said.unfiled
    );
    Judged::bare(State::Overdue).reading(&reading.into())
}

/// What a reader found of one quality.
fn rating(audit: &Audit, quality: ReadQuality) -> Rating {
    match quality {
        ReadQuality::Analysis => audit.ratings.analysis,
        ReadQuality::Challenge => audit.ratings.challenge,
    }
}

/// How many of the open cases somebody has read, for one quality.
#[derive(Clone, Copy, Default)]
struct Reach {
    read: u32,
    open: u32,
}

/// The newest audit in the time that counts that says anything of the quality.
fn newest_read(
    file: &CaseFile,
    (from, as_at): (Day, Day),
    quality: ReadQuality,
) -> Option<&Known<Audit>> {
    file.further().audits.iter().rfind(|audit| {
        let says = matches!(
            rating(audit, quality),
            Rating::Yes | Rating::Partly | Rating::No
        );
        // What no extract holds was read here, and needs no extract to show it.
        let known = audit.on <= as_at || audit.sources == Sources::default();
        audit.listed && audit.on > from && known && says
    })
}

/// Every open case, by what the last reader of its record found, with how many were read.
pub(super) fn records_read(
    bench: &Bench<'_>,
    sights: &[Sight<'_>],
    (quality, window_months): (ReadQuality, u32),
    found: &mut Vec<Finding>,
) {
    let months = i32::try_from(window_months).unwrap_or(i32::MAX);
    let from = months_later(bench.as_at, -months, Months::Calendar);
    let open = sights.iter().filter(|sight| sight.governing.is_some());
    let mut reach = Reach::default();
    let mut rows = Vec::new();
    for sight in open {
        let read = newest_read(sight.file, (from, bench.as_at), quality);
        reach.open += 1;
        reach.read += u32::from(read.is_some());
        rows.push((sight, read));
    }
    let words = format!("{} of {} records read", reach.read, reach.open);
    let any = bench.holds(FactKind::Audit) || reach.read > 0;
    for (sight, read) in rows {
        let (judged, fact) = if let Some(audit) = read {
            (found_by(audit, (quality, &words)), audit_of(audit))
        } else {
            let words = &bench.words;
            let why = if any { &words.unread } else { &words.no_audits };
            (Judged::not_computable(why), no_audit())
        };
        found.push(judged.finding(sight.subject(), fact, sight.held()));
    }
}

fn found_by(audit: &Known<Audit>, (quality, words): (ReadQuality, &str)) -> Judged {
    let what = match quality {
        ReadQuality::Analysis => "reflection",
        ReadQuality::Challenge => "challenge",
    };
    let on = audit.on.long();
    match rating(audit, quality) {
        Rating::Yes => Judged::bare(State::Met).because(&words.into()),
        Rating::Partly => {
            let note = format!("{what} found in part on {on} ({words})");
            Judged::bare(State::Met).because(&note.into())
        }
        _ => {
            let reading = format!("{what} not found by whoever read the record on {on} ({words})");
            Judged::bare(State::Overdue).reading(&reading.into())
        }
    }
}

fn audit_of(audit: &Known<Audit>) -> FactRef {
    FactRef {
        kind: FactKind::Audit,
        start: Some(audit.on),
        source_ref: audit.source_ref.clone(),
    }
}

fn no_audit() -> FactRef {
    FactRef {
        kind: FactKind::Audit,
        start: None,
        source_ref: Name::default(),
    }
}
