//! What was agreed, followed until it is done: promises made here, actions entered by hand and
//! actions of the supervision export, each as one thread with where it stands today.
//!
//! It stores nothing. The surprising thing: what an extract shows is read beside what people said,
//! and the extract has the last word: a gap that it shows as met closes the promise about it, and
//! a promise that somebody called done is asked about again where the extract knows better.

use std::collections::{HashMap, HashSet};

use super::{EntryRow, Filing, Picture, picture::known_to};
use crate::model::{
    Action, ActionStatus, Day, EntryId, EntryKind, GapKey, Known, Name, Promise, PromiseId,
    PromiseTurn, SessionStatus, State, ToldTurn,
};
use crate::rules::{Mode, RuleResult};

/// What a thread is kept in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Root {
    /// Made here, in a surgery, a review, a supervision.
    Promise(PromiseId),
    /// Entered by hand.
    Entry(EntryId),
    /// An action of the export, by its own id.
    Extract(Name),
}

/// Who says that it is done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DoneBy {
    /// A person, here.
    Person(Name),
    /// The extract that is known to this day.
    Extract(Day),
}

/// Where a thread stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ThreadState {
    /// Its day has not come, or none was set.
    Open,
    /// Its day has passed.
    Overdue {
        days: i32,
    },
    Done {
        on: Option<Day>,
        by: DoneBy,
    },
    Superseded,
    GivenUp,
    /// Its status could not be read.
    Unknown,
}

impl ThreadState {
    /// The word in plain-text output.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Overdue { .. } => "overdue",
            Self::Done { .. } => "done",
            Self::Superseded => "superseded",
            Self::GivenUp => "given_up",
            Self::Unknown => "unknown",
        }
    }

    /// Whether somebody still has to act.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open | Self::Overdue { .. })
    }
}

/// One thing that was agreed.
#[derive(Clone, Debug)]
pub struct Thread {
    pub root: Root,
    /// "surgery", "supervision", "entered here", "the supervision export".
    pub origin: &'static str,
    /// Index into `Picture::caseload.children`.
    pub child: Option<usize>,
    pub gap: Option<GapKey>,
    /// What is to be done; for an action of the export its id, for the export holds no words.
    pub words: String,
    pub owner: Option<Name>,
    pub set: Day,
    /// The day that was given last.
    pub due: Option<Day>,
    /// How often it was carried to another day or another action.
    pub carried: u32,
    /// The latest day on which anybody came back to it.
    pub looked_at: Day,
    /// The first session held since then that does not say it came back to it.
    pub silent: Option<Day>,
    pub state: ThreadState,
}

impl Picture {
    /// Every thread, the one that is due first at the top; those without a day after them. The
    /// promises are those that stand now: a picture keeps the ones of the moment it was taken.
    #[must_use]
    pub fn threads(&self, promises: &[Promise]) -> Vec<Thread> {
        let mut threads = self.threads_of_people(promises);
        for child in 0..self.caseload.children.len() {
            threads.extend(self.of_extract(child));
        }
        in_order(threads)
    }

    /// The threads about one child, in the same order.
    #[must_use]
    pub fn threads_of(&self, child: usize, promises: &[Promise]) -> Vec<Thread> {
        let mut threads = self.threads_of_people(promises);
        threads.retain(|thread| thread.child == Some(child));
        threads.extend(self.of_extract(child));
        in_order(threads)
    }

    /// What people agreed here: promises and actions entered by hand.
    #[must_use]
    pub fn threads_of_people(&self, promises: &[Promise]) -> Vec<Thread> {
        let promises = promises.iter().map(|one| self.of_promise(one));
        let entries = self.entries.iter().filter_map(|row| self.of_entry(row));
        promises.chain(entries).collect()
    }

    fn of_promise(&self, promise: &Promise) -> Thread {
        let said = &promise.said;
        let child = said.child.as_ref();
        let child = child.and_then(|(id, _)| self.caseload.position(id));
        let due = promise.due();
        let shown = said
            .gap
            .as_ref()
            .and_then(|gap| self.shown_done(gap, said.agreed));
        let state = match (shown, promise.closed()) {
            (Some(state), _) => state,
            (None, Some(told)) => of_turn(told),
            (None, None) => self.by_day(due),
        };
        Thread {
            root: Root::Promise(promise.id),
            origin: said.origin.label(),
            child,
            gap: said.gap.clone(),
            words: said.words.clone(),
            owner: said.owner.clone(),
            set: said.agreed,
            due,
            carried: u32::try_from(promise.carried()).unwrap_or(u32::MAX),
            looked_at: promise.last_looked_at(),
            silent: self.silent(child, promise.last_looked_at()),
            state,
        }
    }

    /// A later extract in which the gap is gone or answered shows that what was promised is done.
    /// A rule that is no longer looked at shows nothing.
    fn shown_done(&self, gap: &GapKey, agreed: Day) -> Option<ThreadState> {
        let of_rule = |result: &&RuleResult| result.chosen && result.rule.key == gap.rule();
        let result = self.check.rules.iter().find(of_rule)?;
        let known_to = known_to(&self.check, result);
        if known_to <= agreed || result.rule.mode != Mode::On {
            return None;
        }
        let by = DoneBy::Extract(known_to);
        match self.gap(gap) {
            None => Some(ThreadState::Done { on: None, by }),
            Some(now) if now.state == State::Late => {
                let on = self.behind(now).and_then(|(_, finding)| finding.stop);
                Some(ThreadState::Done { on, by })
            }
            Some(_) => None,
        }
    }

    fn by_day(&self, due: Option<Day>) -> ThreadState {
        match due {
            Some(due) if due < self.check.as_at => ThreadState::Overdue {
                days: self.check.as_at.days_since(due),
            },
            _ => ThreadState::Open,
        }
    }

    /// The first session about the child after that day; it said nothing of the thread.
    fn silent(&self, child: Option<usize>, since: Day) -> Option<Day> {
        let file = self.caseload.children.get(child?)?;
        let later = file.sessions.iter().filter(|session| {
            session.status == SessionStatus::Held
                && session.on > since
                && session.on <= self.check.as_at
        });
        later.map(|session| session.on).min()
    }

    fn of_entry(&self, row: &EntryRow) -> Option<Thread> {
        let EntryKind::Action { owner, due, done } = &row.entry.said.what else {
            return None;
        };
        let state = match (row.filing, done) {
            (Filing::Withdrawn, _) => ThreadState::GivenUp,
            (_, Some(on)) => ThreadState::Done {
                on: Some(*on),
                by: DoneBy::Person(Name::from(row.entry.entered_by.as_ref())),
            },
            _ => self.by_day(*due),
        };
        Some(Thread {
            root: Root::Entry(row.entry.id),
            origin: "entered here",
            child: row.child,
            gap: None,
            words: row.entry.said.words.clone(),
            owner: owner.clone(),
            set: row.entry.said.on,
            due: *due,
            carried: 0,
            looked_at: row.entry.said.on,
            silent: self.silent(row.child, row.entry.said.on),
            state,
        })
    }

    fn of_extract(&self, child: usize) -> Vec<Thread> {
        let Some(file) = self.caseload.children.get(child) else {
            return Vec::new();
        };
        let actions = &file.further().actions;
        let by_ref: HashMap<&str, &Known<Action>> = actions
            .iter()
            .map(|one| (one.source_ref.as_ref(), one))
            .collect();
        let carried_on: HashSet<&str> = actions
            .iter()
            .filter_map(|one| one.is.carried_from.as_deref())
            .collect();
        let last = actions
            .iter()
            .filter(|one| !carried_on.contains(one.source_ref.as_ref()));
        last.map(|action| {
            let first = first_of(action, &by_ref);
            Thread {
                root: Root::Extract(action.source_ref.clone()),
                origin: "the supervision export",
                child: Some(child),
                gap: None,
                words: format!("action {}", action.source_ref),
                owner: action.owner.clone(),
                set: first.0,
                due: action.due.day(),
                carried: first.1.max(action.carry_count.map_or(0, u32::from)),
                looked_at: action.set,
                silent: self.silent(Some(child), action.set),
                state: self.of_status(action),
            }
        })
        .collect()
    }

    fn of_status(&self, action: &Action) -> ThreadState {
        let done = action.done.day().filter(|day| *day <= self.check.as_at);
        match (done, action.status) {
            (Some(_), _) | (_, ActionStatus::Complete) => ThreadState::Done {
                on: done,
                by: DoneBy::Extract(self.check.as_at),
            },
            (_, ActionStatus::Superseded) => ThreadState::Superseded,
            (_, ActionStatus::Abandoned) => ThreadState::GivenUp,
            (_, ActionStatus::Unknown) => ThreadState::Unknown,
            (_, ActionStatus::Open) => self.by_day(action.due.day()),
        }
    }
}

/// Open ones first, and of those what is due first; what has no day after it.
fn in_order(mut threads: Vec<Thread>) -> Vec<Thread> {
    threads.sort_by_key(|thread| {
        let closed = !thread.state.is_open();
        (closed, thread.due.is_none(), thread.due, thread.set)
    });
    threads
}

fn of_turn(told: &ToldTurn) -> ThreadState {
    match told.turn {
        PromiseTurn::Superseded => ThreadState::Superseded,
        PromiseTurn::GivenUp => ThreadState::GivenUp,
        _ => ThreadState::Done {
            on: Some(told.on),
            by: DoneBy::Person(Name::from(told.by.as_ref())),
        },
    }
}

/// The day on which the first of a chain was set, and how many links follow it.
fn first_of(action: &Known<Action>, by_ref: &HashMap<&str, &Known<Action>>) -> (Day, u32) {
    let (mut at, mut links) = (action, 0);
    while let Some(earlier) = at.is.carried_from.as_deref().and_then(|id| by_ref.get(id)) {
        at = earlier;
        links += 1;
        // Two actions that each claim to carry the other never end.
        if links as usize > by_ref.len() {
            break;
        }
    }
    (at.set, links)
}
