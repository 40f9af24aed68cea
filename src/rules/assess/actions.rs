//! Actions that supervision set: done by their day, dated, carried forward, gone through.
//!
//! The surprising thing: of a chain of actions that carry each other forward only the last one is
//! open. The earlier ones are the chain's length, not further gaps.

use std::collections::{HashMap, HashSet};

use super::follow::{Asked, closed_on};
use super::judge::Judged;
use super::sight::Held;
use crate::model::{
    Action, ActionStatus, ActionsReviewed, Dated, Day, FactKind, FactRef, Finding, Known, Name,
    SessionStatus, State,
};
use crate::rules::reckoning::ActionAsk;

/// What is asked, and from how many times of carrying it is asked about and called often.
type Ask = (ActionAsk, u32, u32);

/// Adds one finding for each action that was set by the day.
pub(super) fn assess(asked: &Asked<'_>, ask: Ask, found: &mut Vec<Finding>) {
    let actions = &asked.sight.file.further().actions;
    if actions.is_empty() {
        return;
    }
    let chain = Chain::of(actions);
    for action in actions.iter().filter(|one| one.set <= asked.bench.as_at) {
        let judged = standing(asked, action, &chain).unwrap_or_else(|| match ask.0 {
            ActionAsk::DoneByItsDay => by_its_day(asked, action),
            ActionAsk::Dated => dated(asked, action),
            ActionAsk::NotCarried => carried(asked, action, (&chain, ask.1, ask.2)),
            ActionAsk::Mentioned => mentioned(asked, action),
        });
        let judged = finished(asked, action, ask.0).unwrap_or(judged);
        found.push(judged.finding(asked.sight.subject(), fact_of(action), held(asked, action)));
    }
}

/// How the child's actions carry each other.
struct Chain<'a> {
    carries: HashMap<&'a str, &'a str>,
    carried: HashSet<&'a str>,
}

impl<'a> Chain<'a> {
    fn of(actions: &'a [Known<Action>]) -> Self {
        let links = || {
            actions.iter().filter_map(|action| {
                let earlier = action.is.carried_from.as_deref()?;
                // An action that names itself carries nothing.
                (earlier != action.source_ref.as_ref())
                    .then(|| (action.source_ref.as_ref(), earlier))
            })
        };
        Self {
            carries: links().collect(),
            carried: links().map(|(_, earlier)| earlier).collect(),
        }
    }

    fn is_carried_on(&self, action: &Known<Action>) -> bool {
        self.carried.contains(action.source_ref.as_ref())
    }

    /// How often it was carried: by the links, or by the source's own count where that is more.
    fn length(&self, action: &Known<Action>) -> u32 {
        let mut links = 0;
        let mut at = action.source_ref.as_ref();
        while let Some(earlier) = self.carries.get(at) {
            links += 1;
            at = earlier;
            // Two actions that each claim to carry the other never end.
            if links as usize > self.carries.len() {
                break;
            }
        }
        links.max(action.carry_count.map_or(0, u32::from))
    }
}

fn fact_of(action: &Known<Action>) -> FactRef {
    FactRef {
        kind: FactKind::Action,
        start: Some(action.set),
        source_ref: action.source_ref.clone(),
    }
}

/// Whoever is to do it, else whoever holds the case.
fn held(asked: &Asked<'_>, action: &Action) -> Held {
    let case = asked.sight.held();
    let Some(owner) = &action.owner else {
        return case;
    };
    Held {
        supervisor: asked.bench.supervisor_of(owner).or(case.supervisor),
        worker: Some(owner.clone()),
        team: case.team,
    }
}

/// Done by the as-at; what is done later is open on that day.
fn done_on(asked: &Asked<'_>, action: &Action) -> Option<Day> {
    action.done.day().filter(|day| *day <= asked.bench.as_at)
}

/// Why nothing is asked of an action, or cannot be told of it, whatever the question.
fn standing(asked: &Asked<'_>, action: &Known<Action>, chain: &Chain<'_>) -> Option<Judged> {
    let words = &asked.bench.follow.words;
    let none = |why: &Name| Some(Judged::not_applicable(why).started(action.set));
    match action.status {
        _ if done_on(asked, action).is_some() => None,
        ActionStatus::Superseded => none(&words.superseded),
        ActionStatus::Abandoned => none(&words.abandoned),
        _ if chain.is_carried_on(action) => none(&words.carried_on),
        ActionStatus::Unknown => {
            Some(Judged::not_computable(&words.status_unknown).started(action.set))
        }
        _ => match closed_on(asked.sight) {
            Some(closed) if action.due.day().is_none_or(|due| due > closed) => {
                none(&words.closed_before)
            }
            _ => None,
        },
    }
}

/// For the questions that are about open actions only.
fn finished(asked: &Asked<'_>, action: &Action, ask: ActionAsk) -> Option<Judged> {
    let done = done_on(asked, action).is_some() || action.status == ActionStatus::Complete;
    (done && ask != ActionAsk::DoneByItsDay)
        .then(|| Judged::not_applicable(&asked.bench.follow.words.done).started(action.set))
}

fn by_its_day(asked: &Asked<'_>, action: &Action) -> Judged {
    let (bench, words) = (asked.bench, &asked.bench.follow.words);
    let due = match action.due {
        Dated::On(due) => due,
        Dated::Unreadable => {
            return Judged::not_computable(&bench.words.unreadable).started(action.set);
        }
        Dated::Blank => return Judged::not_applicable(&words.no_due_day).started(action.set),
    };
    let stop = done_on(asked, action);
    if action.status == ActionStatus::Complete && action.done.day().is_none() {
        return Judged::not_computable(&words.no_day_of_doing).started(action.set);
    }
    let reach = bench
        .follow
        .covers(FactKind::Action)
        .zip(bench.follow.known(FactKind::Action));
    let Some((covers, (known_to, _))) = reach else {
        return Judged::not_computable(&words.status_unknown).started(action.set);
    };
    Judged::by_its_own_day(bench, (action.set, due), stop, (covers.to, known_to))
}

fn dated(asked: &Asked<'_>, action: &Action) -> Judged {
    let (bench, words) = (asked.bench, &asked.bench.follow.words);
    match action.due {
        Dated::On(_) => Judged::bare(State::Met),
        Dated::Unreadable => Judged::not_computable(&bench.words.unreadable),
        Dated::Blank => Judged::bare(State::Overdue).reading(match &action.owner {
            Some(_) => &words.undated,
            None => &words.undated_unowned,
        }),
    }
    .started(action.set)
    .running(bench.as_at.days_since(action.set))
}

fn carried(
    asked: &Asked<'_>,
    action: &Known<Action>,
    (chain, from, often): (&Chain<'_>, u32, u32),
) -> Judged {
    let times = chain.length(action);
    let judged = if times < from.max(1) {
        Judged::bare(State::Met)
    } else {
        let words = if times >= often.max(from) {
            format!("carried forward {times} times: a decision is called for")
        } else {
            format!("carried forward {times} times")
        };
        Judged::bare(State::Overdue).reading(&words.into())
    };
    judged
        .started(action.set)
        .running(asked.bench.as_at.days_since(action.set))
}

/// From the latest session that went through every earlier action, or from the day on which it
/// was set: did a session since then go on without it?
fn mentioned(asked: &Asked<'_>, action: &Action) -> Judged {
    let (bench, follow) = (asked.bench, &asked.bench.follow);
    let words = &follow.words;
    let mut since = action.set;
    let (mut silent, mut unsure, mut any) = (None, false, false);
    let later = asked.sight.file.sessions.iter().filter(|session| {
        session.status == SessionStatus::Held
            && asked.counts.contains(&session.is.kind)
            && session.on > action.set
            && session.on <= bench.as_at
    });
    for session in later {
        any = true;
        match session.meeting.actions_reviewed {
            ActionsReviewed::All => (since, silent, unsure) = (session.on, None, false),
            ActionsReviewed::Some => unsure = true,
            _ => silent = silent.or(Some(session.on)),
        }
    }
    let judged = match silent {
        _ if !any => Judged::bare(State::Due).because(&words.no_later_session),
        _ if !follow.any_reviewed => Judged::not_computable(&words.reviewed_unsaid),
        Some(on) => Judged::bare(State::Overdue).reading(
            &format!(
                "open, and the session of {} did not come back to it",
                on.long()
            )
            .into(),
        ),
        None if unsure => Judged::not_computable(&words.some_reviewed),
        None => Judged::bare(State::Met),
    };
    judged.started(since).running(bench.as_at.days_since(since))
}
