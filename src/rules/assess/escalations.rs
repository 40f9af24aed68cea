//! Concerns that a reviewing officer, a chair, a partner or a worker raised about a child's plan,
//! and plans about which nobody raised any.

use super::follow::{Asked, closed_on};
use super::judge::Judged;
use crate::model::{
    Answer, Audit, Dated, Day, Escalation, FactKind, FactRef, Finding, Known, Rating, Sources,
    State,
};
use crate::rules::reckoning::EscalationAsk;

/// Adds one finding for each escalation that was raised by the day.
pub(super) fn assess(
    asked: &Asked<'_>,
    (asks, by): (EscalationAsk, &[String]),
    found: &mut Vec<Finding>,
) {
    let own = asked.sight.file.further().escalations.iter();
    let own = own.filter(|one| {
        one.raised <= asked.bench.as_at
            && (by.is_empty() || by.iter().any(|role| role == one.by.word()))
    });
    for escalation in own {
        let judged = match asks {
            EscalationAsk::AnsweredByItsDay => answered(asked, escalation),
            EscalationAsk::Resolved => resolved(asked, escalation),
            EscalationAsk::Changed => changed(asked, escalation),
        };
        let fact = FactRef {
            kind: FactKind::Escalation,
            start: Some(escalation.raised),
            source_ref: escalation.source_ref.clone(),
        };
        found.push(judged.finding(asked.sight.subject(), fact, asked.sight.held()));
    }
}

fn by_then(asked: &Asked<'_>, date: Dated) -> Option<Day> {
    date.day().filter(|day| *day <= asked.bench.as_at)
}

/// Whether the case closed before this day: then nobody is asked any more.
fn is_moot(asked: &Asked<'_>, due: Day) -> bool {
    closed_on(asked.sight).is_some_and(|closed| due > closed)
}

/// The answer at the stage where it stands; what is resolved is answered.
fn answered(asked: &Asked<'_>, escalation: &Escalation) -> Judged {
    let (bench, follow) = (asked.bench, &asked.bench.follow);
    let raised = escalation.raised;
    let answers = [escalation.stage_answered, escalation.resolved];
    let stop = answers
        .into_iter()
        .filter_map(|date| by_then(asked, date))
        .min();
    let due = match escalation.stage_due {
        Dated::On(due) => due,
        Dated::Unreadable => {
            return Judged::not_computable(&bench.words.unreadable).started(raised);
        }
        Dated::Blank if stop.is_some() => {
            return Judged::not_applicable(&follow.words.no_answer_day).started(raised);
        }
        Dated::Blank => return Judged::not_computable(&follow.words.no_answer_day).started(raised),
    };
    if stop.is_none() && is_moot(asked, due) {
        return Judged::not_applicable(&follow.words.closed_before).started(raised);
    }
    let reach = follow
        .covers(FactKind::Escalation)
        .zip(follow.known(FactKind::Escalation));
    match reach {
        Some((covers, (known_to, _))) => {
            Judged::by_its_own_day(bench, (raised, due), stop, (covers.to, known_to))
        }
        None => Judged::not_computable(&bench.words.no_cases).started(raised),
    }
}

fn resolved(asked: &Asked<'_>, escalation: &Escalation) -> Judged {
    let follow = &asked.bench.follow;
    let reach = follow
        .covers(FactKind::Escalation)
        .zip(follow.known(FactKind::Escalation));
    let (Some(judge), Some((covers, (known_to, _)))) = (asked.judge, reach) else {
        return Judged::not_computable(&asked.bench.words.no_cases).started(escalation.raised);
    };
    match by_then(asked, escalation.resolved) {
        Some(day) => judge.finished(escalation.raised, day),
        None if escalation.resolved == Dated::Unreadable => {
            Judged::not_computable(&asked.bench.words.unreadable_end).started(escalation.raised)
        }
        None => {
            let moot = judge
                .yardstick
                .due(escalation.raised)
                .is_some_and(|due| is_moot(asked, due));
            if moot {
                return Judged::not_applicable(&follow.words.closed_before)
                    .started(escalation.raised);
            }
            judge.open(escalation.raised.into(), covers.to, known_to)
        }
    }
}

/// The day by which a reader had found it. What no extract holds was read here, and needs no extract
/// to show it: read after the day of the data, it was in the record by that day.
fn read_by(audit: &Known<Audit>, as_at: Day) -> Day {
    if audit.sources == Sources::default() {
        audit.on.min(as_at)
    } else {
        audit.on
    }
}

fn changed(asked: &Asked<'_>, escalation: &Escalation) -> Judged {
    let words = &asked.bench.follow.words;
    let Some(closed) = by_then(asked, escalation.resolved) else {
        return Judged::not_applicable(&words.still_open).started(escalation.raised);
    };
    match escalation.changed_for_child {
        Answer::Yes => Judged::bare(State::Met),
        Answer::No => Judged::bare(State::Overdue).reading(&words.nothing_changed),
        Answer::Blank | Answer::Unknown => Judged::not_computable(&words.change_unsaid),
    }
    .started(escalation.raised)
    .stopped(closed)
}

/// Every open protection plan: from its start to the first escalation, or to the first challenge
/// that a reader of the record found. A supervisor's own rating is no challenge.
pub(super) fn long_plans(asked: &Asked<'_>, found: &mut Vec<Finding>) {
    let (bench, sight) = (asked.bench, asked.sight);
    let (Some(judge), Some(row)) = (asked.judge, sight.open.plan) else {
        return;
    };
    let follow = &bench.follow;
    let reach = follow
        .covers(FactKind::Escalation)
        .zip(follow.known(FactKind::Escalation));
    let Some((covers, reach)) = reach else { return };
    let further = sight.file.further();
    let within = |day: &Day| *day >= row.start && *day <= bench.as_at;
    let raised = further
        .escalations
        .iter()
        .map(|one: &Known<Escalation>| one.raised);
    let read = further.audits.iter();
    let read = read.filter(|audit| matches!(audit.ratings.challenge, Rating::Yes | Rating::Partly));
    let first = raised
        .chain(read.map(|audit| read_by(audit, bench.as_at)))
        .filter(within)
        .min();
    let judged = first.map_or_else(
        || {
            let open = judge.open_within(row.start, covers, reach);
            match open.state {
                State::Overdue => open.reading(&follow.words.no_challenge),
                _ => open,
            }
        },
        |day| judge.finished(row.start, day),
    );
    let fact = FactRef {
        kind: FactKind::CpPlan,
        start: Some(row.start),
        source_ref: row.source_ref.clone(),
    };
    found.push(judged.finding(sight.subject(), fact, sight.held()));
}
