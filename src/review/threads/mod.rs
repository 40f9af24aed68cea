//! What was agreed, followed until it is done: promises made here, actions entered by hand and
//! actions of the supervision export, each as one thread with where it stands today.
//!
//! It stores nothing. The surprising thing: what an extract shows is read beside what people said,
//! and the extract has the last word: a gap that it shows as met closes the promise about it, and
//! a promise that somebody called done is asked about again where the extract knows better.

mod history;
mod people;
mod sift;
mod silence;
#[cfg(test)]
pub(super) mod tests;

use std::collections::{HashMap, HashSet};

use super::Picture;
use crate::model::{
    Action, ActionStatus, Day, EntryId, GapKey, Known, Name, Promise, PromiseId, Standing, State,
};

pub use history::ThreadLine;
pub use sift::Sieve;
use silence::Silence;

/// The rule that finds a decision on which nobody acted.
const DRIFT: &str = "LEGAL-DECISION-DRIFT";
/// What is due within so many days of the extract is due soon.
const SOON: i32 = 7;

/// What a thread is kept in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Root {
    /// Made here, in a surgery, a review, a supervision.
    Promise(PromiseId),
    /// Entered by hand.
    Entry(EntryId),
    /// An action of the export, by its own id.
    Extract(Name),
    /// The outcome of a gap: booked for a day, or to be recorded by one.
    Outcome(GapKey),
    /// A decision on which the sources show no step.
    Decision(GapKey),
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

    /// As the screen says it: "12 days over".
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Open => "open".to_owned(),
            Self::Overdue { days: 1 } => "1 day over".to_owned(),
            Self::Overdue { days } => format!("{days} days over"),
            Self::Done {
                by: DoneBy::Person(_),
                ..
            } => "said done".to_owned(),
            Self::Done {
                by: DoneBy::Extract(_),
                ..
            } => "shown done".to_owned(),
            Self::Superseded => "superseded".to_owned(),
            Self::GivenUp => "given up".to_owned(),
            Self::Unknown => "cannot be told".to_owned(),
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
    /// How many such sessions were held.
    pub silences: u32,
    pub state: ThreadState,
    /// Why it stands so, where that is not plain: "said done, and the extract still shows the gap".
    pub why: Option<String>,
}

/// Under which heading a thread stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ThreadGroup {
    Overdue,
    /// Decisions that were never carried out, as far as the sources show.
    Drifting,
    DueSoon,
    Silent,
    NoDateOrOwner,
    Later,
    Unknown,
    Closed,
}

impl ThreadGroup {
    /// The heading.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Overdue => "Overdue",
            Self::Drifting => "Decisions not carried out, as far as the sources show",
            Self::DueSoon => "Due in the seven days after the extract",
            Self::Silent => "A session went by without a word of it",
            Self::NoDateOrOwner => "No day or no owner",
            Self::Later => "Due later",
            Self::Unknown => "Status not readable",
            Self::Closed => "Done, superseded, given up",
        }
    }

    /// The word in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::Drifting => "not_carried_out",
            Self::DueSoon => "due_soon",
            Self::Silent => "silent",
            Self::NoDateOrOwner => "no_date_or_owner",
            Self::Later => "due_later",
            Self::Unknown => "unknown",
            Self::Closed => "closed",
        }
    }
}

impl Thread {
    /// Its heading on the day of the data.
    #[must_use]
    pub fn group(&self, as_at: Day) -> ThreadGroup {
        if self.state == ThreadState::Unknown {
            return ThreadGroup::Unknown;
        }
        if !self.state.is_open() {
            return ThreadGroup::Closed;
        }
        if matches!(self.root, Root::Decision(_)) {
            return ThreadGroup::Drifting;
        }
        if matches!(self.state, ThreadState::Overdue { .. }) {
            return ThreadGroup::Overdue;
        }
        match self.due {
            Some(due) if due <= as_at.plus_days(SOON) => ThreadGroup::DueSoon,
            _ if self.silent.is_some() => ThreadGroup::Silent,
            Some(_) if self.owner.is_some() => ThreadGroup::Later,
            _ => ThreadGroup::NoDateOrOwner,
        }
    }

    /// What tells it from every other: one action of the export may be about several children.
    #[must_use]
    pub fn key(&self) -> (String, Option<usize>) {
        (self.id(), self.child)
    }

    /// What a person types for it: "p12" a promise, "e3" an entry, else the export's own id or the
    /// code of the gap.
    #[must_use]
    pub fn id(&self) -> String {
        match &self.root {
            Root::Promise(id) => format!("p{}", id.0),
            Root::Entry(id) => format!("e{}", id.0),
            Root::Extract(name) => name.to_string(),
            Root::Outcome(gap) | Root::Decision(gap) => gap.code(),
        }
    }
}

impl Picture {
    /// Every thread, the one that is due first at the top; those without a day after them. The
    /// promises are those that stand now: a picture keeps the ones of the moment it was taken.
    #[must_use]
    pub fn threads(&self, promises: &[Promise]) -> Vec<Thread> {
        let mut threads = self.threads_of_people(promises);
        threads.extend(self.threads_of_extracts(promises));
        in_order(threads)
    }

    /// The threads about one child, in the same order.
    #[must_use]
    pub fn threads_of(&self, child: usize, promises: &[Promise]) -> Vec<Thread> {
        let own = self.caseload.children.get(child).map(|file| &file.child.id);
        let about = |promise: &&Promise| {
            let named = promise.said.child.as_ref().map(|(id, _)| id);
            named.is_some() && named == own
        };
        let promises: Vec<Promise> = promises.iter().filter(about).cloned().collect();
        let mut threads: Vec<Thread> = promises.iter().map(|one| self.of_promise(one)).collect();
        let entries = self.entries.iter().filter(|row| row.child == Some(child));
        threads.extend(entries.filter_map(|row| self.of_entry(row)));
        threads.extend(self.of_extract(child, &taken_over(&promises)));
        in_order(threads)
    }

    /// The actions of the exports, and decisions on which nobody acted.
    #[must_use]
    pub fn threads_of_extracts(&self, promises: &[Promise]) -> Vec<Thread> {
        let taken = taken_over(promises);
        let mut threads = Vec::new();
        for child in 0..self.caseload.children.len() {
            threads.extend(self.of_extract(child, &taken));
        }
        threads.extend(self.decisions());
        threads
    }

    /// Every thread, with those of the extracts as they were taken when the picture was laid out.
    /// `stands` tells where the gap at a position stands now.
    #[must_use]
    pub fn threads_beside<'a>(
        &'a self,
        promises: &[Promise],
        extracts: &[Thread],
        stands: &dyn Fn(usize) -> &'a Standing,
    ) -> Vec<Thread> {
        let taken = taken_over(promises);
        let child =
            |thread: &Thread| Some(self.caseload.children.get(thread.child?)?.child.id.as_str());
        let own = extracts.iter().filter(|thread| match &thread.root {
            Root::Extract(name) => {
                child(thread).is_none_or(|id| !taken.contains(&(id, name.as_ref())))
            }
            _ => true,
        });
        let mut threads = self.threads_of_people(promises);
        threads.extend(self.threads_of_outcomes(stands));
        threads.extend(own.cloned());
        in_order(threads)
    }

    fn by_day(&self, due: Option<Day>) -> ThreadState {
        match due {
            Some(due) if due < self.check.as_at => ThreadState::Overdue {
                days: self.check.as_at.days_since(due),
            },
            _ => ThreadState::Open,
        }
    }

    /// Decisions to begin pre-proceedings after which no step is seen; the age is what the rule
    /// counts, from the decision itself.
    pub(in crate::review) fn decisions(&self) -> Vec<Thread> {
        let Some(result) = self.check.chosen(DRIFT) else {
            return Vec::new();
        };
        let open = result
            .findings
            .iter()
            .filter(|finding| finding.state == State::Overdue);
        open.filter_map(|finding| {
            let set = finding.trigger?;
            let child = finding.subject.child()?;
            let days = self.check.as_at.days_since(finding.due.unwrap_or(set));
            let age = self.check.as_at.days_since(set);
            Some(Thread {
                root: Root::Decision(result.key(finding)),
                origin: "a decision on the file",
                child: self.caseload.position(child),
                gap: Some(result.key(finding)),
                words: format!("decision to begin pre-proceedings, {age} days old"),
                owner: finding.worker.clone(),
                set,
                due: finding.due,
                carried: 0,
                looked_at: set,
                silent: None,
                silences: 0,
                state: ThreadState::Overdue { days },
                why: Some(format!(
                    "no letter, meeting or issue is seen since {} (rule {})",
                    set.long(),
                    result.rule.id
                )),
            })
        })
        .collect()
    }

    fn of_extract(&self, child: usize, taken: &HashSet<(&str, &str)>) -> Vec<Thread> {
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
        let id = file.child.id.as_str();
        let last = actions.iter().filter(|one| {
            let own = one.source_ref.as_ref();
            // A promise that was made of an action follows it from then on.
            !carried_on.contains(own) && !taken.contains(&(id, own))
        });
        let open = self.case_row(child).is_none_or(|row| row.open);
        last.map(|action| {
            let first = first_of(action, &by_ref);
            let mut state = self.of_status(action);
            let lapsed = !open && state.is_open();
            if lapsed {
                state = ThreadState::GivenUp;
            }
            let silence = Silence::since(self, Some(child), action.set);
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
                looked_at: silence.looked_at,
                silent: silence.first.filter(|_| state.is_open()),
                silences: if state.is_open() { silence.count } else { 0 },
                state,
                why: lapsed.then(|| "the case was closed, and the action was left open".to_owned()),
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

/// The actions of an export that a promise took over: the child and the action's own id.
fn taken_over(promises: &[Promise]) -> HashSet<(&str, &str)> {
    promises
        .iter()
        .filter_map(|one| {
            let (child, _) = one.said.child.as_ref()?;
            Some((child.as_str(), one.said.origin_ref.as_deref()?))
        })
        .collect()
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
