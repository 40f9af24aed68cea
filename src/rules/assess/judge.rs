//! From a trigger and what stopped it to a state, with what the feeds allow to be said.

use super::sight::{Bench, Held};
use crate::model::{Covers, Day, FactRef, Finding, Name, State, Subject};
use crate::rules::Rule;
use crate::rules::measure::{Reckoned, Yardstick};

/// One rule on one day.
pub(super) struct Judge<'a> {
    pub bench: &'a Bench<'a>,
    /// The measure of the newest wording.
    pub yardstick: Yardstick<'a>,
    /// The rule, where it was worded otherwise before or has ended.
    aged: Option<Rule>,
}

/// What a clock says, before it is known whose it is.
#[derive(Clone)]
pub(super) struct Judged {
    pub state: State,
    pub reading: Option<Name>,
    pub note: Option<Name>,
    trigger: Option<Day>,
    due: Option<Day>,
    stop: Option<Day>,
    elapsed: Option<i32>,
    over: Option<i32>,
    boundary: bool,
}

/// An open clock's trigger, and a due day that was set for it alone.
#[derive(Clone, Copy)]
pub(super) struct Trigger {
    pub on: Day,
    pub earlier_due: Option<Day>,
}

impl From<Day> for Trigger {
    fn from(on: Day) -> Self {
        Self {
            on,
            earlier_due: None,
        }
    }
}

impl Judged {
    /// A state without dates.
    pub const fn bare(state: State) -> Self {
        Self {
            state,
            reading: None,
            note: None,
            trigger: None,
            due: None,
            stop: None,
            elapsed: None,
            over: None,
            boundary: false,
        }
    }

    pub fn not_computable(note: &Name) -> Self {
        Self::bare(State::NotComputable).because(note)
    }

    pub fn not_applicable(note: &Name) -> Self {
        Self::bare(State::NotApplicable).because(note)
    }

    pub fn because(mut self, note: &Name) -> Self {
        self.note = Some(note.clone());
        self
    }

    pub fn reading(mut self, reading: &Name) -> Self {
        self.reading = Some(reading.clone());
        self
    }

    pub const fn started(mut self, trigger: Day) -> Self {
        self.trigger = Some(trigger);
        self
    }

    pub const fn stopped(mut self, stop: Day) -> Self {
        self.stop = Some(stop);
        self
    }

    /// The same clock where it cannot be told: no figure that would claim otherwise.
    fn untold(mut self, note: &Name) -> Self {
        self.state = State::NotComputable;
        self.over = None;
        self.reading = None;
        self.boundary = false;
        self.because(note)
    }

    pub fn finding(self, subject: Subject, fact: FactRef, held: Held) -> Finding {
        Finding {
            subject,
            fact,
            state: self.state,
            reading: self.reading,
            trigger: self.trigger,
            due: self.due,
            stop: self.stop,
            elapsed: self.elapsed,
            over: self.over,
            boundary: self.boundary,
            team: held.team,
            worker: held.worker,
            supervisor: held.supervisor,
            note: self.note,
        }
    }
}

/// Whether the other way of counting months would say the opposite.
fn ways_disagree(measure: Yardstick<'_>, trigger: Trigger, day: Day, beyond: bool) -> bool {
    measure.other_months().is_some_and(|other| {
        other.reckon(trigger.on, day, trigger.earlier_due).beyond() == Some(!beyond)
    })
}

impl<'a> Judge<'a> {
    /// `None` for a rule without a limit.
    pub fn new(bench: &'a Bench<'a>, rule: &Rule) -> Option<Self> {
        let yardstick = Yardstick::of(rule, bench.calendar)?;
        let aged = !rule.editions.is_empty() || rule.effective_to.is_some();
        Some(Self {
            bench,
            yardstick,
            aged: aged.then(|| rule.clone()),
        })
    }

    /// The measure in force where a clock began on this day; `None` where the rule had ended.
    fn yardstick_on(&self, trigger: Day) -> Option<Yardstick<'a>> {
        let Some(rule) = &self.aged else {
            return Some(self.yardstick);
        };
        Yardstick::of(rule.on(trigger)?.as_ref(), self.bench.calendar)
    }

    fn dated(&self, trigger: Day, reckoned: &Reckoned) -> Judged {
        let mut judged = Judged::bare(State::Due).started(trigger);
        judged.due = reckoned.due;
        judged.elapsed = reckoned.elapsed;
        if reckoned.at_least {
            judged.note = Some(self.bench.words.at_least.clone());
        }
        judged
    }

    /// A clock that was stopped on a day.
    pub fn finished(&self, trigger: impl Into<Trigger>, stop: Day) -> Judged {
        let trigger = trigger.into();
        let words = &self.bench.words;
        if stop < trigger.on {
            return Judged::not_computable(&words.out_of_order)
                .started(trigger.on)
                .stopped(stop);
        }
        let Some(yardstick) = self.yardstick_on(trigger.on) else {
            return Judged::not_applicable(&words.ended).started(trigger.on);
        };
        let reckoned = yardstick.reckon(trigger.on, stop, trigger.earlier_due);
        let mut judged = self.dated(trigger.on, &reckoned).stopped(stop);
        let Some(late) = reckoned.beyond() else {
            return judged.untold(&words.outside_calendar);
        };
        judged.boundary = ways_disagree(yardstick, trigger, stop, late);
        if late {
            judged.state = State::Late;
            judged.over = reckoned.over();
            return judged.reading(&words.done_late);
        }
        judged.state = State::Met;
        judged
    }

    /// A clock that nothing has stopped by the as-at, where the feed that would show it is a list
    /// of open cases.
    pub fn open_on_cases(&self, trigger: Day) -> Judged {
        let words = &self.bench.words;
        match self.bench.cases {
            Some(covers) => self.open(trigger.into(), covers.to, &words.cases_to),
            None => Judged::not_computable(&words.no_cases).started(trigger),
        }
    }

    /// A clock that nothing has stopped by the as-at. It is overdue only where it fell due within
    /// what the feed covers.
    pub fn open(&self, trigger: Trigger, known_to: Day, short_feed: &Name) -> Judged {
        let as_at = self.bench.as_at;
        let Some(yardstick) = self.yardstick_on(trigger.on) else {
            return Judged::not_applicable(&self.bench.words.ended).started(trigger.on);
        };
        let reckoned = yardstick.reckon(trigger.on, as_at, trigger.earlier_due);
        let mut judged = self.dated(trigger.on, &reckoned);
        let Some(overdue) = yardstick.beyond_grace(&reckoned, as_at) else {
            return judged.untold(&self.bench.words.outside_calendar);
        };
        if let Some(beyond) = reckoned.beyond() {
            judged.boundary = ways_disagree(yardstick, trigger, as_at, beyond);
        }
        if !overdue {
            return judged;
        }
        if !yardstick.fell_due_by(trigger.on, &reckoned, known_to) {
            return judged.untold(short_feed);
        }
        judged.state = State::Overdue;
        judged.over = reckoned.over();
        judged.reading(&self.bench.words.no_record)
    }

    /// An open clock that an event in the supervision feed would stop. Before the feed's first
    /// day an event may have been missed: then the clock is overdue only if it would be even had
    /// one happened on the eve.
    pub fn open_on_sessions(&self, trigger: Trigger) -> Judged {
        let words = &self.bench.words;
        let Some(covers) = self.bench.supervision else {
            return Judged::not_computable(&words.no_supervision).started(trigger.on);
        };
        let judged = self.open(trigger, covers.to, &words.supervision_to);
        if judged.state != State::Overdue || trigger.on >= covers.from {
            return judged;
        }
        if self.overdue_since_eve(covers) {
            judged.reading(&words.none_since_start)
        } else {
            judged.untold(&words.supervision_from)
        }
    }

    /// An open clock that began with a session. Without a supervision feed the session was entered by
    /// hand: while the clock is in time it is due, and later nothing tells whether there was another.
    pub fn open_after_session(&self, trigger: Trigger) -> Judged {
        if self.bench.supervision.is_some() {
            return self.open_on_sessions(trigger);
        }
        let words = &self.bench.words;
        let judged = self.open(trigger, self.bench.as_at, &words.no_supervision);
        if matches!(judged.state, State::Due | State::NotApplicable) {
            return judged;
        }
        judged.untold(&words.no_supervision)
    }

    /// Whether a clock that started on the eve of the feed's first day is overdue.
    pub fn overdue_since_eve(&self, covers: Covers) -> bool {
        let eve = covers.from.plus_days(-1);
        let state = self.open(eve.into(), covers.to, &self.bench.words.supervision_to);
        state.state == State::Overdue
    }

    /// An interval that a session ended. A late one that began before the feed's first day is late
    /// only if it would be even had an unseen session been held on the eve; else it is `None`: it
    /// is over, and a clock that no record could ever decide only clutters what cannot be told.
    pub fn finished_by_session(&self, trigger: Trigger, stop: Day) -> Option<Judged> {
        let judged = self.finished(trigger, stop);
        let Some(covers) = self.bench.supervision else {
            return Some(judged);
        };
        if judged.state != State::Late || trigger.on >= covers.from {
            return Some(judged);
        }
        let eve = covers.from.plus_days(-1);
        let certain = stop >= covers.from && self.finished(eve, stop).state == State::Late;
        certain.then_some(judged)
    }
}
