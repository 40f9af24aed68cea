//! The supervision of everybody who works here: those who hold cases, and with a staff file every
//! role in it, managers' own supervision too.
//!
//! Days away pause a worker's own clock: they push its due day back, and while somebody is away
//! the clock does not run at all. The surprising thing: without a staff file only those are known
//! who are named on a case.

use std::collections::{BTreeMap, HashMap};

use super::judge::{Judge, Judged, Trigger};
use super::people::Away;
use super::sessions::{counts, fact_of, trigger_of};
use super::sight::{Held, Sight};
use crate::model::{
    Day, FactKind, FactRef, Finding, Known, Name, Session, SessionType, Staff, StaffRole, State,
    Subject,
};
use crate::rules::Limit;
use crate::rules::reckoning::StageLimit;

/// Somebody whose own supervision is due.
#[derive(Clone, Copy)]
struct Supervisee<'a> {
    name: &'a Name,
    team: Option<&'a Name>,
    staff: Option<&'a Staff>,
}

impl Supervisee<'_> {
    fn finding(self, judge: &Judge<'_>, judged: Judged, fact: FactRef) -> Finding {
        let bench = judge.bench;
        let held = Held {
            team: self.team.cloned(),
            worker: Some(self.name.clone()),
            supervisor: bench.supervisor_of(self.name),
        };
        let vacant = bench.people.vacancy(self.name);
        let judged = match vacant {
            Some(why) if judged.state != State::NotComputable => judged.and(why),
            _ => judged,
        };
        judged.finding(Subject::Worker(self.name.clone()), fact, held)
    }
}

/// Everybody who holds a case on the day or stands in the staff file, in order of name.
fn supervisees<'a>(judge: &Judge<'a>, sights: &[Sight<'a>]) -> Vec<Supervisee<'a>> {
    let people = &judge.bench.people;
    let mut all: BTreeMap<&'a Name, Supervisee<'a>> = BTreeMap::new();
    for row in sights.iter().filter_map(|sight| sight.governing) {
        if let Some(name) = &row.handler.worker {
            all.entry(name).or_insert_with(|| Supervisee {
                name,
                team: row.handler.team.as_ref(),
                staff: people.of(name),
            });
        }
    }
    for staff in people.employed(judge.bench.as_at) {
        let entry = all.entry(&staff.worker).or_insert(Supervisee {
            name: &staff.worker,
            team: None,
            staff: Some(staff),
        });
        entry.team = staff.team.as_ref().or(entry.team);
    }
    all.retain(|name, _| !judge.bench.book.is_placeholder(name));
    all.into_values().collect()
}

/// The newest session of the types that count, of each worker.
fn newest<'a>(judge: &Judge<'a>, types: &[SessionType]) -> HashMap<&'a Name, &'a Known<Session>> {
    let bench = judge.bench;
    let children = bench.caseload.children.iter();
    let about_children = children.flat_map(|file| &file.sessions);
    let mut newest: HashMap<&Name, &Known<Session>> = HashMap::new();
    for session in bench.caseload.staff_sessions.iter().chain(about_children) {
        if let Some(worker) = &session.is.worker
            && counts(session, types, bench.as_at)
        {
            let known = newest.entry(worker).or_insert(session);
            if session.on > known.on {
                *known = session;
            }
        }
    }
    newest
}

/// A worker's own supervision, from the latest session of the types that count.
pub(super) fn workers<'a>(
    judge: &Judge<'a>,
    sights: &[Sight<'a>],
    types: &[SessionType],
    found: &mut Vec<Finding>,
) {
    let as_at = judge.bench.as_at;
    let newest = newest(judge, types);
    for who in supervisees(judge, sights) {
        let left = who.staff.and_then(|staff| staff.left.day());
        if let Some(left) = left.filter(|left| *left <= as_at) {
            let why = format!("left on {}, and still named on open cases", left.long());
            let judged = Judged::not_applicable(&why.into());
            found.push(who.finding(judge, judged, no_session()));
            continue;
        }
        let away = judge.bench.people.away(who.name);
        let start = who.staff.and_then(|staff| staff.started.day());
        let start = start.filter(|start| *start <= as_at);
        let session = newest.get(who.name);
        let session = session.filter(|session| start.is_none_or(|start| session.on >= start));
        let (judged, fact) = match (session, start) {
            (Some(session), _) => {
                let trigger = trigger_of(judge, session, None);
                (open(judge, trigger, away), fact_of(session))
            }
            (None, Some(start)) => {
                let judged = open_without_session(judge, start.into(), away);
                (judged, no_session())
            }
            (None, None) => {
                let judged = none_on_record(judge);
                (paused(judge, judged, away), no_session())
            }
        };
        found.push(who.finding(judge, judged, fact));
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
        Some(covers) if judge.overdue_since_eve(covers, None) => {
            Judged::bare(State::Overdue).reading(&words.none_on_record)
        }
        Some(_) => Judged::not_computable(&words.supervision_from),
    }
}

/// The day from which an unbroken clock would fall due on the same day: each absence that begins
/// before the due day pushes it back, in the unit of the limit.
fn pushed(judge: &Judge<'_>, trigger: Trigger, away: &[Away<'_>]) -> (Trigger, i32) {
    let as_at = judge.bench.as_at;
    let (mut moved, mut last, mut days) = (trigger, trigger.on, 0);
    for span in away {
        let own = judge.yardstick.due(moved.on);
        let due = moved
            .earlier_due
            .map_or(own, |set| own.map(|own| own.min(set)));
        let from = span.from.max(last.plus_days(1));
        let to = span.to.map_or(as_at, |to| to.min(as_at));
        if to < from || due.is_some_and(|due| from > due) {
            continue;
        }
        let gone = to.days_since(from) + 1;
        days += gone;
        last = to;
        moved.on = judge.yardstick.moved(moved.on, (from.plus_days(-1), to));
        moved.earlier_due = moved.earlier_due.map(|due| due.plus_days(gone));
    }
    (moved, days)
}

/// A worker's open clock, days away left out.
fn open(judge: &Judge<'_>, trigger: Trigger, away: &[Away<'_>]) -> Judged {
    let (moved, days) = pushed(judge, trigger, away);
    let judged = judge.open_after_session(moved);
    paused(judge, without_days(judge, (judged, trigger.on), days), away)
}

/// The same for somebody who started on a day and has had no session since.
fn open_without_session(judge: &Judge<'_>, trigger: Trigger, away: &[Away<'_>]) -> Judged {
    let (moved, days) = pushed(judge, trigger, away);
    let judged = judge.open_on_sessions(moved);
    paused(judge, without_days(judge, (judged, trigger.on), days), away)
}

/// Puts back the day on which the clock really began, and says what was left out.
fn without_days(judge: &Judge<'_>, (judged, began): (Judged, Day), days: i32) -> Judged {
    if days == 0 {
        return judged;
    }
    let unseen = judge
        .bench
        .supervision
        .is_some_and(|covers| began < covers.from);
    if judged.state == State::Overdue && unseen {
        return judged
            .started(began)
            .untold(&judge.bench.words.supervision_from);
    }
    if judged.state == State::NotComputable {
        return judged.started(began);
    }
    let noun = if days == 1 { "day" } else { "days" };
    judged
        .started(began)
        .and(&format!("{days} {noun} away are not counted").into())
}

/// A clock whose worker is away on the day does not run.
fn paused(judge: &Judge<'_>, judged: Judged, away: &[Away<'_>]) -> Judged {
    let as_at = judge.bench.as_at;
    let Some(now) = away.iter().find(|span| span.covers(as_at)) else {
        return judged;
    };
    let until = now
        .to
        .map_or_else(String::new, |to| format!(" until {}", to.long()));
    let before = judged
        .due
        .filter(|due| judged.state == State::Overdue && *due < now.from)
        .map_or_else(String::new, |due| {
            format!("; it had been overdue since {}", due.long())
        });
    let why = format!(
        "away from {}{until}: the clock is paused{before}",
        now.from.long()
    );
    Judged::not_applicable(&why.into())
}

/// The supervision of everybody in the assessed and supported year, interval by interval, each
/// within the limit of its stage.
pub(super) fn newly_qualified(
    judge: &Judge<'_>,
    stages: &[StageLimit],
    types: &[SessionType],
    found: &mut Vec<Finding>,
) {
    let bench = judge.bench;
    for staff in bench.people.employed(bench.as_at) {
        let (start, end) = (staff.asye_start.day(), staff.asye_end.day());
        let over = end.is_some_and(|end| end <= bench.as_at);
        let in_year = start.is_some() || staff.role == StaffRole::NewlyQualified;
        // Without an end the year is one year.
        let long_ago =
            end.is_none() && start.is_some_and(|start| start.plus_months(12) <= bench.as_at);
        if !in_year || over || (long_ago && staff.role != StaffRole::NewlyQualified) {
            continue;
        }
        let who = Supervisee {
            name: &staff.worker,
            team: staff.team.as_ref(),
            staff: Some(staff),
        };
        match start.filter(|start| *start <= bench.as_at) {
            Some(start) => year((judge, who), (start, stages), types, found),
            None if start.is_none() => {
                let judged = Judged::not_computable(&bench.words.no_asye_start);
                found.push(who.finding(judge, judged, no_session()));
            }
            None => {}
        }
    }
}

fn year(
    (judge, who): (&Judge<'_>, Supervisee<'_>),
    (start, stages): (Day, &[StageLimit]),
    types: &[SessionType],
    found: &mut Vec<Finding>,
) {
    let bench = judge.bench;
    let away = bench.people.away(who.name);
    let stage = |on: Day| stage_on(judge, (stages, start), on);
    let mut days: Vec<(Day, FactRef)> = own_sessions(judge, who.name)
        .filter(|session| session.on >= start && counts(session, types, bench.as_at))
        .map(|session| (session.on, fact_of(session)))
        .collect();
    days.sort_by_key(|(on, _)| *on);
    days.dedup_by_key(|(on, _)| *on);
    let mut fact = no_session();
    let mut trigger = judge.trigger(start, stage(start));
    let held_any = !days.is_empty();
    for (on, session) in days {
        let (moved, gone) = pushed(judge, trigger, away);
        let judged = if moved.on > on {
            Some(Judged::bare(State::Met).stopped(on))
        } else {
            judge.finished_by_session(moved, on)
        };
        let was = std::mem::replace(&mut fact, session);
        if let Some(judged) = judged {
            let judged = if gone > 0 {
                judged.started(trigger.on)
            } else {
                judged
            };
            found.push(who.finding(judge, judged, was));
        }
        trigger = judge.trigger(on, stage(on));
    }
    let judged = if held_any {
        open(judge, trigger, away)
    } else {
        open_without_session(judge, trigger, away)
    };
    found.push(who.finding(judge, judged, fact));
}

/// The limit of the stage that a day lies in; the rule's own after the last.
fn stage_on(judge: &Judge<'_>, (stages, start): (&[StageLimit], Day), on: Day) -> Option<Limit> {
    let ends = |stage: &StageLimit| judge.yardstick.with_limit(stage.until).due(start);
    let stage = stages
        .iter()
        .find(|stage| ends(stage).is_some_and(|end| on < end));
    stage.map(|stage| stage.within)
}

/// Every session of this worker's own, held or not.
fn own_sessions<'a>(judge: &Judge<'a>, worker: &Name) -> impl Iterator<Item = &'a Known<Session>> {
    let sessions = judge.bench.caseload.staff_sessions.iter();
    sessions.filter(move |session| session.is.worker.as_ref() == Some(worker))
}
