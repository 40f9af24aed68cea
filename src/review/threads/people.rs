//! What people agreed here, and what the extracts say to it.

use super::{DoneBy, Root, Silence, Thread, ThreadState, in_order};
use crate::model::{
    Action, ActionStatus, Day, EntryKind, GapKey, Known, Name, OutcomeKind, Promise, PromiseTurn,
    Standing, State, ToldTurn,
};
use crate::review::{EntryRow, Filing, Gap, Picture, picture::known_to};
use crate::rules::{Mode, RuleResult};

/// Where a promise stands, and why.
type Stands = (ThreadState, Option<String>);

impl Picture {
    /// What people agreed here: promises and actions entered by hand.
    #[must_use]
    pub fn threads_of_people(&self, promises: &[Promise]) -> Vec<Thread> {
        let promises = promises.iter().map(|one| self.of_promise(one));
        let entries = self.entries.iter().filter_map(|row| self.of_entry(row));
        promises.chain(entries).collect()
    }

    /// The outcomes that promise something by a day, in the same order as the others. `stands` tells
    /// where the gap at a position stands now.
    #[must_use]
    pub fn threads_of_outcomes<'a>(
        &'a self,
        stands: &dyn Fn(usize) -> &'a Standing,
    ) -> Vec<Thread> {
        let gaps = self.gaps.iter().enumerate();
        in_order(
            gaps.filter_map(|(at, gap)| self.of_outcome(gap, stands(at)))
                .collect(),
        )
    }

    fn of_outcome(&self, gap: &Gap, standing: &Standing) -> Option<Thread> {
        let (outcome, again) = match standing {
            Standing::Open => return None,
            Standing::Answered(outcome) | Standing::Waiting(outcome) => (outcome, None),
            Standing::Reopened { was, why } => (was, Some(why.clone())),
        };
        let due = match &outcome.kind {
            OutcomeKind::ToRecord { by } => *by,
            OutcomeKind::Booked { on } => *on,
            _ => return None,
        };
        let set = outcome.at.get(..10).and_then(Day::parse_iso)?;
        let (result, finding) = self.behind(gap)?;
        let state = if gap.state == State::Late {
            let by = DoneBy::Extract(known_to(&self.check, result));
            ThreadState::Done {
                on: finding.stop,
                by,
            }
        } else {
            self.by_day(Some(due))
        };
        let what = match &outcome.kind {
            OutcomeKind::ToRecord { .. } => "to record",
            _ => "booked",
        };
        Some(Thread {
            root: Root::Outcome(gap.key.clone()),
            origin: "the outcome of a gap",
            child: gap.child,
            gap: Some(gap.key.clone()),
            words: format!("{what}: {}", result.rule.short),
            owner: gap.worker.clone(),
            set,
            due: Some(due),
            carried: 0,
            looked_at: set,
            silent: None,
            silences: 0,
            state,
            why: again.map(|why| format!("open again, {why}")),
        })
    }

    pub(super) fn of_promise(&self, promise: &Promise) -> Thread {
        let said = &promise.said;
        let child = said.child.as_ref();
        let child = child.and_then(|(id, _)| self.caseload.position(id));
        let due = promise.due();
        let (state, why) = self.stands(promise, child);
        let silence = Silence::since(self, child, promise.last_looked_at());
        let open = state.is_open();
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
            looked_at: silence.looked_at,
            silent: silence.first.filter(|_| open),
            silences: if open { silence.count } else { 0 },
            state,
            why,
        }
    }

    fn stands(&self, promise: &Promise, child: Option<usize>) -> Stands {
        let said = &promise.said;
        let of_gap = said.gap.as_ref();
        if let Some(shown) = of_gap.and_then(|gap| self.shown_done(gap, said.agreed)) {
            return shown;
        }
        if let Some(state) = self.action_done(promise, child) {
            let why = "the export shows the action done, from which it was made";
            return (state, Some(why.to_owned()));
        }
        let by_day = self.by_day(promise.due());
        let Some(told) = promise.closed() else {
            return (by_day, None);
        };
        let asked_again = (told.turn == PromiseTurn::Done)
            .then(|| of_gap.and_then(|gap| self.still_shown(gap, told.on)))
            .flatten();
        if let Some(known_to) = asked_again {
            let why = format!(
                "open again: said done on {}, and the extract to {} still shows the gap",
                told.on.long(),
                known_to.long()
            );
            return (by_day, Some(why));
        }
        let why = (!told.words.trim().is_empty()).then(|| told.words.trim().to_owned());
        (of_turn(told), why)
    }

    fn rule_of(&self, gap: &GapKey) -> Option<&RuleResult> {
        let of_rule = |result: &&RuleResult| result.chosen && result.rule.key == gap.rule();
        self.check.rules.iter().find(of_rule)
    }

    /// A later extract in which the gap is gone or answered shows that what was promised is done.
    /// A rule that is no longer looked at shows nothing.
    fn shown_done(&self, gap: &GapKey, agreed: Day) -> Option<Stands> {
        let result = self.rule_of(gap)?;
        let known_to = known_to(&self.check, result);
        if known_to <= agreed || result.rule.mode != Mode::On {
            return None;
        }
        let by = DoneBy::Extract(known_to);
        let feed = result.rule.feed.word();
        match self.gap(gap) {
            None => {
                let why = format!("the {feed} extract to {} shows no gap", known_to.long());
                Some((ThreadState::Done { on: None, by }, Some(why)))
            }
            Some(now) if now.state == State::Late => {
                let on = self.behind(now).and_then(|(_, finding)| finding.stop);
                let why = format!("the {feed} extract to {} shows the record", known_to.long());
                Some((ThreadState::Done { on, by }, Some(why)))
            }
            Some(_) => None,
        }
    }

    /// The day to which an extract speaks that is later than the day and still holds the gap.
    fn still_shown(&self, gap: &GapKey, since: Day) -> Option<Day> {
        let result = self.rule_of(gap)?;
        let to = known_to(&self.check, result);
        let open = self.gap(gap).is_some_and(|now| now.state == State::Overdue);
        (open && to > since).then_some(to)
    }

    /// The action of the export, of which a promise was made, as done.
    fn action_done(&self, promise: &Promise, child: Option<usize>) -> Option<ThreadState> {
        let own = promise.said.origin_ref.as_deref()?;
        let file = self.caseload.children.get(child?)?;
        let actions = file.further().actions.iter();
        let mut named = actions.filter(|one| one.source_ref.as_ref() == own);
        let action: &Known<Action> = named.next()?;
        let on = action.done.day().filter(|day| *day <= self.check.as_at);
        (on.is_some() || action.status == ActionStatus::Complete).then_some(ThreadState::Done {
            on,
            by: DoneBy::Extract(self.check.as_at),
        })
    }

    pub(super) fn of_entry(&self, row: &EntryRow) -> Option<Thread> {
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
        let silence = Silence::since(self, row.child, row.entry.said.on);
        let open = state.is_open();
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
            looked_at: silence.looked_at,
            silent: silence.first.filter(|_| open),
            silences: if open { silence.count } else { 0 },
            state,
            why: None,
        })
    }
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
