//! Decisions: after each key event one that is recorded with its reason, and something done about
//! the one to begin pre-proceedings.
//!
//! The surprising thing: an event before the first day of the supervision export is passed over.
//! No record could ever tell of it, and it would only swell what cannot be told.

use super::follow::{Asked, closed_on};
use super::judge::{Judge, Judged};
use crate::model::{
    Answer, CaseFile, Dated, Day, FactKind, FactRef, Finding, HappeningStatus, InvolvedAs, Known,
    Name, PlacementKind, Session, SessionStatus, State,
};
use crate::rules::reckoning::KeyEvent;

/// Adds one finding for each key event within what the supervision export covers.
pub(super) fn assess(
    asked: &Asked<'_>,
    (events, before, recent): (&[KeyEvent], u32, u32),
    found: &mut Vec<Finding>,
) {
    let follow = &asked.bench.follow;
    let (Some(judge), Some(covers)) = (asked.judge, follow.covers(FactKind::Session)) else {
        return;
    };
    let before = i32::try_from(before).unwrap_or(0);
    let recent = i32::try_from(recent).unwrap_or(i32::MAX);
    let first = covers.from.max(asked.bench.as_at.plus_days(-recent));
    for event in events {
        for (on, fact) in on_file(asked.sight.file, *event) {
            if on > asked.bench.as_at || on < first {
                continue;
            }
            let judged = if follow.any_decision {
                decided(asked, judge, (on, before, *event == KeyEvent::Referral))
            } else {
                Judged::not_computable(&follow.words.no_decisions_at_all).started(on)
            };
            found.push(judged.finding(asked.sight.subject(), fact, asked.sight.held()));
        }
    }
}

/// What the file holds of a decision.
struct Decision {
    on: Day,
    reasoned: Answer,
}

fn decided(
    asked: &Asked<'_>,
    judge: &Judge<'_>,
    (event, before, at_front_door): (Day, i32, bool),
) -> Judged {
    let (bench, words) = (asked.bench, &asked.bench.follow.words);
    let earliest = event.plus_days(-before);
    let sessions = asked.sight.file.sessions.iter();
    let recorded = sessions.filter(|session| records_decision(session, asked));
    let recorded = recorded.map(|session| Decision {
        on: session.on,
        reasoned: session.is.meeting.decision_rationale,
    });
    let happenings = asked.sight.file.further().happenings.iter();
    let at_the_door = happenings.filter(|event| {
        at_front_door
            && event.is.what.as_ref() == "referral_decision"
            && event.is.status != HappeningStatus::Cancelled
    });
    let at_the_door = at_the_door.map(|event| Decision {
        on: event.on,
        reasoned: Answer::Unknown,
    });
    let first = recorded
        .chain(at_the_door)
        .filter(|one| one.on >= earliest && one.on <= bench.as_at)
        .filter(|one| one.on <= last_day(judge, event))
        .min_by_key(|one| (one.reasoned != Answer::Yes, one.on));
    match first {
        Some(decision) => {
            let judged = judge.finished(event, decision.on.max(event));
            match decision.reasoned {
                Answer::Yes => judged,
                Answer::No => partial(judged, &words.no_rationale),
                // Blank is never met, but where no session says it the export has no such column.
                Answer::Blank if bench.follow.any_rationale => partial(judged, &words.no_rationale),
                Answer::Blank | Answer::Unknown => {
                    Judged::not_computable(&words.rationale_unsaid).started(event)
                }
            }
        }
        None => match bench.follow.known(FactKind::Session) {
            Some((known_to, _)) => {
                let to = bench
                    .follow
                    .covers(FactKind::Session)
                    .map_or(event, |covers| covers.to);
                let open = judge.open(event.into(), to, known_to);
                match open.state {
                    State::Overdue => open.reading(&words.no_decision),
                    _ => open,
                }
            }
            None => Judged::not_computable(&bench.words.no_supervision).started(event),
        },
    }
}

/// A decision without its reason answers half of what is asked.
fn partial(mut judged: Judged, why: &Name) -> Judged {
    judged.state = State::Overdue;
    judged.reading(why)
}

/// A decision so long after the event is a decision about something else.
fn last_day(judge: &Judge<'_>, event: Day) -> Day {
    const LATER: i32 = 28;
    let due = judge.yardstick.due(event).unwrap_or(event);
    due.plus_days(LATER)
}

fn records_decision(session: &Known<Session>, asked: &Asked<'_>) -> bool {
    session.status == SessionStatus::Held
        && asked.counts.contains(&session.is.kind)
        && session.is.meeting.decision_recorded != Answer::No
}

/// The fact by which the start of a row is known.
fn start_of<T>(kind: FactKind, start: Day, row: &Known<T>) -> (Day, FactRef) {
    let fact = FactRef {
        kind,
        start: Some(start),
        source_ref: row.source_ref.clone(),
    };
    (start, fact)
}

/// The fact by which the end of a row is known: told from its start by a word of its own.
fn end_of<T>(kind: FactKind, dates: (Day, Dated), row: &Known<T>) -> Option<(Day, FactRef)> {
    let (start, end) = dates;
    let own = &row.source_ref;
    let fact = FactRef {
        kind,
        start: Some(start),
        source_ref: if own.is_empty() {
            "end".into()
        } else {
            format!("{own}/end").into()
        },
    };
    Some((end.day()?, fact))
}

/// The days of a key event on a child's file, each with the fact that it is known by.
fn on_file(file: &CaseFile, event: KeyEvent) -> Vec<(Day, FactRef)> {
    let plans = || file.plans.iter();
    match event {
        KeyEvent::Referral => {
            let rows = file.referrals.iter();
            rows.map(|row| start_of(FactKind::Referral, row.on, row))
                .collect()
        }
        KeyEvent::StrategyDiscussion => {
            let rows = file.enquiries.iter();
            rows.map(|row| start_of(FactKind::Enquiry, row.strategy_discussion, row))
                .collect()
        }
        KeyEvent::AssessmentEnd => {
            let rows = file.assessments.iter();
            rows.filter_map(|row| end_of(FactKind::Assessment, (row.start, row.authorised), row))
                .collect()
        }
        KeyEvent::PlanStart => plans()
            .map(|row| start_of(FactKind::CpPlan, row.start, row))
            .collect(),
        KeyEvent::PlanEnd => plans()
            .filter_map(|row| end_of(FactKind::CpPlan, (row.start, row.end), row))
            .collect(),
        KeyEvent::CareStart => {
            let rows = file.care.iter();
            rows.map(|row| start_of(FactKind::CarePeriod, row.start, row))
                .collect()
        }
        KeyEvent::Closure => {
            let rows = file.episodes.iter();
            rows.filter_map(|row| end_of(FactKind::Cin, (row.start, row.end), row))
                .collect()
        }
        _ => in_histories(file, event),
    }
}

/// The same for what only sources with a history hold.
fn in_histories(file: &CaseFile, event: KeyEvent) -> Vec<(Day, FactRef)> {
    let further = file.further();
    match event {
        KeyEvent::PlacementChange => {
            let rows = further.placements.iter();
            rows.filter(|row| row.is.kind != PlacementKind::Temporary)
                .skip(1)
                .map(|row| start_of(FactKind::Placement, row.start, row))
                .collect()
        }
        KeyEvent::WorkerChange => {
            let rows = further.involvements.iter();
            rows.filter(|row| row.is.role == InvolvedAs::CaseWorker)
                .skip(1)
                .map(|row| start_of(FactKind::Involvement, row.start, row))
                .collect()
        }
        KeyEvent::MissingReturn => {
            let rows = further.missing.iter();
            rows.filter_map(|row| end_of(FactKind::Missing, (row.start, row.end), row))
                .collect()
        }
        KeyEvent::PreProceedings => {
            let rows = further.pre_proceedings.iter();
            rows.map(|row| start_of(FactKind::PreProceedings, row.decided, row))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// From each decision to begin pre-proceedings to the letter, the meeting, the issue of
/// proceedings or the stepping down, whichever was first.
pub(super) fn pre_proceedings(asked: &Asked<'_>, found: &mut Vec<Finding>) {
    let bench = asked.bench;
    let Some(judge) = asked.judge else { return };
    let further = asked.sight.file.further();
    for row in &further.pre_proceedings {
        let decided = row.decided;
        if decided > bench.as_at {
            continue;
        }
        let dates = [row.letter, row.first_meeting, row.ended];
        let issued = further.happenings.iter().filter(|event| {
            event.is.what.as_ref() == "plo_issue"
                && event.is.status != HappeningStatus::Cancelled
                && event.on >= decided
        });
        let first = dates
            .into_iter()
            .filter_map(Dated::day)
            .chain(issued.map(|event| event.on))
            .filter(|day| *day <= bench.as_at)
            .min();
        let judged = match first {
            Some(day) => judge.finished(decided, day),
            None if dates.contains(&Dated::Unreadable) => {
                Judged::not_computable(&bench.words.unreadable).started(decided)
            }
            None => still_waiting(asked, judge, decided),
        };
        let fact = FactRef {
            kind: FactKind::PreProceedings,
            start: Some(decided),
            source_ref: row.source_ref.clone(),
        };
        found.push(judged.finding(asked.sight.subject(), fact, asked.sight.held()));
    }
}

fn still_waiting(asked: &Asked<'_>, judge: &Judge<'_>, decided: Day) -> Judged {
    let follow = &asked.bench.follow;
    let due = judge.yardstick.due(decided);
    if let (Some(closed), Some(due)) = (closed_on(asked.sight), due)
        && due > closed
    {
        return Judged::not_applicable(&follow.words.closed_before).started(decided);
    }
    let reach = follow
        .covers(FactKind::PreProceedings)
        .zip(follow.known(FactKind::PreProceedings));
    let Some((covers, (known_to, _))) = reach else {
        return Judged::not_computable(&asked.bench.words.no_cases).started(decided);
    };
    let open = judge.open(decided.into(), covers.to, known_to);
    match open.state {
        State::Overdue => open.reading(&follow.words.nothing_done),
        _ => open,
    }
}
