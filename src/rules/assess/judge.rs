//! From a trigger and what stopped it to a state, with what the feeds allow to be said.

use super::sight::{Bench, Held};
use crate::model::{Covers, Day, FactRef, Finding, Name, State, Subject};
use crate::rules::measure::{Reckoned, Yardstick};
use crate::rules::{Limit, Rule};

/// One rule on one day.
#[derive(Clone)]
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
    pub due: Option<Day>,
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
    /// A stricter limit than the rule's own that fits this child or worker.
    pub within: Option<Limit>,
}

impl From<Day> for Trigger {
    fn from(on: Day) -> Self {
        Self {
            on,
            earlier_due: None,
            within: None,
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

    /// The same with one more thing to know.
    pub fn and(mut self, note: &Name) -> Self {
        self.note = Some(match &self.note {
            Some(known) => format!("{known}; {note}").into(),
            None => note.clone(),
        });
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

    /// A clock whose last day was set for it alone, counted in days. Without a stop it is overdue
    /// only where its day had come by `known_to`.
    pub fn by_its_own_day(
        bench: &Bench<'_>,
        (set, due): (Day, Day),
        stop: Option<Day>,
        (known_to, short_feed): (Day, &Name),
    ) -> Self {
        let mut judged = Self::bare(State::Due).started(set);
        judged.due = Some(due);
        let day = stop.unwrap_or(bench.as_at);
        judged.elapsed = Some(day.days_since(set));
        judged.stop = stop;
        let beyond = day.days_since(due);
        match stop {
            Some(stop) if stop < set => {
                judged.elapsed = None;
                judged.untold(&bench.words.out_of_order)
            }
            Some(_) if beyond <= 0 => {
                judged.state = State::Met;
                judged
            }
            Some(_) => {
                judged.state = State::Late;
                judged.over = Some(beyond);
                judged.reading(&bench.words.done_late)
            }
            None if beyond <= 0 => judged,
            None if due > known_to => judged.untold(short_feed),
            None => {
                judged.state = State::Overdue;
                judged.over = Some(beyond);
                judged.reading(&bench.words.no_record)
            }
        }
    }

    /// How long it has run, in days, where no limit counts them.
    pub const fn running(mut self, days: i32) -> Self {
        self.elapsed = Some(days);
        self
    }

    /// Late, and somebody approved it: never in time, and no gap.
    pub fn excused(mut self, approved: &Name) -> Self {
        if matches!(self.state, State::Met | State::Late | State::Overdue) {
            self.state = State::Late;
            self.reading = Some(approved.clone());
        }
        self
    }

    /// The same clock where one that came in time may not be listed any more.
    pub fn late_is_untold(self, note: &Name) -> Self {
        self.untold(note)
    }

    /// The same clock where no source could show that it was stopped.
    pub fn overdue_is_untold(self, note: &Name) -> Self {
        if self.state == State::Overdue {
            return self.untold(note);
        }
        self
    }

    /// The same clock where it cannot be told: no figure that would claim otherwise.
    pub fn untold(mut self, note: &Name) -> Self {
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

    /// A trigger that is to be answered within a stricter limit as well as within the rule's own.
    pub fn trigger(&self, on: Day, within: Option<Limit>) -> Trigger {
        Trigger {
            on,
            earlier_due: within.and_then(|limit| self.yardstick.with_limit(limit).due(on)),
            within,
        }
    }

    /// The same rule with another limit.
    pub fn with_limit(&self, limit: Limit) -> Self {
        let mut other = self.clone();
        other.yardstick = self.yardstick.with_limit(limit);
        // Where a rule names another limit, it names it for every edition.
        other.aged = None;
        other
    }

    /// A clock that nothing had stopped when it came to its end: never done where it had fallen
    /// due before, and otherwise it does not apply.
    pub fn ended(&self, trigger: Day, (end, why): (Day, &Name)) -> Judged {
        let judged = self.finished(trigger, end);
        match judged.state {
            State::Late => Judged {
                stop: None,
                ..judged
            }
            .reading(&self.bench.words.never_done)
            .because(why),
            State::NotComputable => judged,
            _ => Judged::not_applicable(why).started(trigger),
        }
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
        if self.overdue_since_eve(covers, trigger.within) {
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
    pub fn overdue_since_eve(&self, covers: Covers, within: Option<Limit>) -> bool {
        let eve = self.trigger(covers.from.plus_days(-1), within);
        let state = self.open(eve, covers.to, &self.bench.words.supervision_to);
        state.state == State::Overdue
    }

    /// An open clock that an event of one kind would stop. Before the first day of which a source
    /// speaks an event may have been missed: then it is overdue only if it would be even had one
    /// happened on the eve.
    pub fn open_within(&self, trigger: Day, covers: Covers, reach: (&Name, &Name)) -> Judged {
        let (known_to, known_from) = reach;
        let judged = self.open(trigger.into(), covers.to, known_to);
        if judged.state != State::Overdue || trigger >= covers.from {
            return judged;
        }
        let eve = covers.from.plus_days(-1);
        match self.open(eve.into(), covers.to, known_to).state {
            State::Overdue => judged,
            _ => judged.untold(known_from),
        }
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
        let eve = self.trigger(covers.from.plus_days(-1), trigger.within);
        let certain = stop >= covers.from && self.finished(eve, stop).state == State::Late;
        certain.then_some(judged)
    }
}
