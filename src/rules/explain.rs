//! A finding argues its own case.

use super::definition::counted;
use super::measure::Yardstick;
use super::reckoning::{Wording, definitions};
use super::{
    Check, Complaint, Kind, Level, Limit, Months, Rule, RuleResult, Unit, complaint, limit_words,
};
use crate::calendar::Calendar;
use crate::model::{Day, FeedKind, Finding, SessionType, State};

/// What stands beside a gap on the screen and in plain text. Each string is one paragraph
/// without line breaks; empty strings and empty lists are left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Explanation {
    /// "No case supervision on the file for 71 days."
    pub headline: String,
    /// "Due every 30 calendar days: local standard (england default)."
    pub standard: String,
    /// "02 Apr 2026 + 30 days = 02 May 2026; as at 12 Jun 2026 that is 41 days over."
    pub sum: String,
    /// "Not counted as working days: 03 Apr Good Friday, 06 Apr Easter Monday."
    pub not_counted: String,
    /// "No record on this extract (supervision known to 12 Jun 2026)."
    pub reading: String,
    /// How far the feeds speak, and anything that limits what can be said.
    pub coverage: String,
    pub needs: String,
    pub shown_by: String,
    pub source: String,
    /// How often inspectors name the complaint that the rule answers.
    pub inspectors: String,
    /// "Check against the 2026 edition ..." or a boundary of the two ways to count months.
    pub caution: String,
}

/// What a finding says and why, in sentences. `calendar` is the one that the check was made on
/// ([`super::RuleBook::calendar`]); with another the list of days left out would be wrong.
#[must_use]
pub fn explain(
    result: &RuleResult,
    finding: &Finding,
    check: &Check,
    calendar: &Calendar,
) -> Explanation {
    let known = definitions()
        .iter()
        .find(|one| one.rule.id == result.rule.id);
    let rule = check.rule_for(result, finding);
    let telling = Telling {
        rule: &rule,
        finding,
        check,
        calendar,
        wording: known.map(|one| &one.wording),
        feed: known.map_or(FeedKind::Cases, |one| one.reckoning.stopped_by()),
    };
    let said = |text: String| check.glossary.said(&text);
    Explanation {
        headline: said(telling.headline()),
        standard: said(telling.standard()),
        sum: telling.sum(),
        not_counted: telling.not_counted(),
        reading: said(telling.reading()),
        coverage: said(telling.coverage()),
        needs: said(telling.needs()),
        shown_by: said(telling.rule.shown_by.clone()),
        source: telling.source(),
        inspectors: complaint(telling.rule).map_or_else(String::new, Complaint::sentence),
        caution: telling.caution(),
    }
}

struct Telling<'a> {
    rule: &'a Rule,
    finding: &'a Finding,
    check: &'a Check,
    calendar: &'a Calendar,
    wording: Option<&'a Wording>,
    feed: FeedKind,
}

/// The first letter large and a full stop at the end.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else {
        return String::new();
    };
    let stop = if text.ends_with('.') { "" } else { "." };
    format!("{}{}{stop}", first.to_uppercase(), letters.as_str())
}

impl Telling<'_> {
    fn unit(&self) -> Unit {
        self.rule
            .limit
            .map_or(Unit::CalendarDays, |limit| limit.unit)
    }

    fn number(&self, number: i32) -> String {
        counted(number.into(), self.unit().counted_noun())
    }

    /// Working days or days from the as-at to the due day.
    fn left(&self) -> Option<String> {
        let (due, as_at) = (self.finding.due?, self.check.as_at);
        let left = match self.unit() {
            Unit::WorkingDays => self.calendar.elapsed(as_at, due)?,
            _ => return Some(counted(due.days_since(as_at).max(0).into(), "day")),
        };
        Some(counted(left.max(0).into(), "working day"))
    }

    /// Where the export starts, for a clock that began before it and is overdue: what lies
    /// before that day nobody can see.
    fn unseen_before(&self) -> Option<Day> {
        let feed = self
            .check
            .feeds
            .iter()
            .find(|feed| feed.kind == self.feed)?;
        let from = feed.covers.from;
        let unseen = self.feed == FeedKind::Supervision
            && self.finding.state == State::Overdue
            && self.finding.trigger? < from;
        unseen.then_some(from)
    }

    fn needs(&self) -> String {
        match self.finding.state {
            State::Late => {
                "Nothing now for this clock. Ask why it was late, and whether others wait \
                            for the same reason."
                    .to_owned()
            }
            _ => self.rule.needs.clone(),
        }
    }

    fn headline(&self) -> String {
        let finding = self.finding;
        if let Some(from) = self.unseen_before() {
            return format!(
                "{}: none on this export, which starts on {}.",
                self.rule.title,
                from.long()
            );
        }
        let note = || {
            finding
                .note
                .as_deref()
                .unwrap_or("something that is needed is missing")
        };
        let template = match (finding.state, self.wording) {
            (State::NotComputable, _) => return format!("This cannot be told: {}.", note()),
            (State::NotApplicable, _) => return format!("This does not apply: {}.", note()),
            (_, None) => return sentence(&self.rule.title),
            (State::Overdue, Some(words)) => &words.overdue,
            (State::Late, Some(words)) => &words.late,
            (State::Due, Some(words)) => &words.due,
            (State::Met, Some(words)) => &words.met,
        };
        let limit = self.rule.limit.map_or_else(String::new, limit_words);
        let text = template
            .replace("{limit}", &limit)
            .replace("{left}", &self.left().unwrap_or_else(|| limit.clone()));
        match (finding.elapsed, text.contains("{elapsed}")) {
            (Some(elapsed), _) => text.replace("{elapsed}", &self.number(elapsed)),
            (None, true) => match finding.reading.as_deref() {
                Some(reading) => format!("{}: {reading}.", self.rule.title),
                None => sentence(&self.rule.title),
            },
            (None, false) => text,
        }
    }

    fn standard(&self) -> String {
        let policy = &self.check.policy;
        let level = self.rule.level.label();
        let Some(limit) = self.rule.limit else {
            let what = match self.rule.kind {
                Kind::Clock => "Due by the day that was set for it",
                _ => &self.rule.title,
            };
            return format!("{what}: {level} ({policy}).");
        };
        let due = match limit.unit {
            Unit::EachCalendarMonth => "Due once in every calendar month".to_owned(),
            _ => format!("Due within {}", limit_words(limit)),
        };
        let dates = self.finding.trigger.zip(self.finding.due);
        let due = match dates.and_then(|dates| Some((dates, self.moved(dates)?))) {
            Some(((trigger, set), ..=-1)) => {
                let days = counted(set.days_since(trigger).into(), "day");
                format!("{due}, and for this clock within {days}")
            }
            _ => due,
        };
        let mut sentences = vec![format!("{due}{}: {level} ({policy}).", self.basis_words())];
        if !self.rule.counts.is_empty() {
            let counts = self.rule.counts.iter().copied();
            let types: Vec<&str> = counts.map(SessionType::label).collect();
            sentences.push(format!("What counts: {}, when held.", types.join(", ")));
        }
        if self.rule.grace > 0 {
            let grace = counted(self.rule.grace.into(), "working day");
            sentences.push(format!("Called overdue after a grace of {grace}."));
        }
        sentences.join(" ")
    }

    /// By how many days this clock's due day lies after the rule's own, where it is another: a
    /// stricter limit that fits makes it sooner, days away make it later.
    fn moved(&self, (trigger, due): (Day, Day)) -> Option<i32> {
        let own = Yardstick::of(self.rule, self.calendar)?.due(trigger)?;
        (own != due).then(|| due.days_since(own))
    }

    fn basis_words(&self) -> String {
        match self.rule.basis.as_deref() {
            Some("referral") => ", counted from the referral".to_owned(),
            Some("assessment_start") => ", counted from the assessment's own start".to_owned(),
            Some(other) => format!(", counted by {other}"),
            None => String::new(),
        }
    }

    fn sum(&self) -> String {
        let finding = self.finding;
        let Some(limit) = self.rule.limit else {
            return self.sum_of_own_day();
        };
        let Some(trigger) = finding.trigger else {
            return String::new();
        };
        if let Some(from) = self.unseen_before() {
            return format!(
                "The clock began on {}, before the export starts. From {} to {} are {}; the limit is {}.",
                trigger.long(),
                from.long(),
                self.check.as_at.long(),
                counted(self.check.as_at.days_since(from).into(), "day"),
                limit_words(limit)
            );
        }
        let addition = match finding.due {
            Some(due) => format!(
                "{} + {} = {}",
                trigger.long(),
                self.added(limit, (trigger, due)),
                due.long()
            ),
            None => format!("Counted from {}", trigger.long()),
        };
        let day = match finding.stop {
            Some(stop) => format!("stopped on {},", stop.long()),
            None => format!("as at {}", self.check.as_at.long()),
        };
        let end = format!("{day}{}", self.verdict(trigger));
        format!("{addition}; {}.", end.trim_end_matches(','))
    }

    /// The sum of a clock whose last day was set for it alone.
    fn sum_of_own_day(&self) -> String {
        let finding = self.finding;
        let (Some(trigger), Some(due)) = (finding.trigger, finding.due) else {
            return String::new();
        };
        let day = match finding.stop {
            Some(stop) => format!("stopped on {},", stop.long()),
            None => format!("as at {}", self.check.as_at.long()),
        };
        let end = format!("{day}{}", self.verdict(trigger));
        format!(
            "Set on {}, due on {}; {}.",
            trigger.long(),
            due.long(),
            end.trim_end_matches(',')
        )
    }

    /// The end of the sum's sentence, from "that is" on.
    fn verdict(&self, trigger: Day) -> String {
        let finding = self.finding;
        match (finding.state, finding.over) {
            (State::Overdue | State::Late, Some(over)) => {
                let is = if finding.stop.is_some() {
                    ""
                } else {
                    " that is"
                };
                let least = if self.at_least() { "at least " } else { "" };
                format!("{is} {least}{} over", self.number(over))
            }
            (State::Due, _) => self
                .left()
                .map_or_else(String::new, |left| format!(" that leaves {left}")),
            (State::Met, _) => finding.elapsed.map_or_else(String::new, |took| {
                format!(" {} after the start of the clock", self.number(took))
            }),
            _ if finding.stop.is_some_and(|stop| stop < trigger) => {
                " before the clock began".to_owned()
            }
            _ => String::new(),
        }
    }

    fn added(&self, limit: Limit, (trigger, due): (Day, Day)) -> String {
        if let Some(moved) = self.moved((trigger, due)) {
            return if moved > 0 {
                let days = counted(moved.into(), "day");
                format!("{} and {days} that do not count", limit_words(limit))
            } else {
                counted(due.days_since(trigger).into(), "day")
            };
        }
        match (limit.unit, self.rule.months) {
            (Unit::EachCalendarMonth, _) => "the end of the next calendar month".to_owned(),
            (Unit::Months, Months::Days91And183) => {
                let days = self.finding.due.zip(self.finding.trigger);
                let days = days.map_or(0, |(due, trigger)| due.days_since(trigger));
                format!(
                    "{} counted as {}",
                    limit_words(limit),
                    counted(days.into(), "day")
                )
            }
            _ => limit_words(limit),
        }
    }

    fn at_least(&self) -> bool {
        let note = self.finding.note.as_deref();
        note.is_some_and(|note| note.starts_with("at least"))
    }

    fn not_counted(&self) -> String {
        let Some(trigger) = self.finding.trigger else {
            return String::new();
        };
        if self.unit() != Unit::WorkingDays {
            return String::new();
        }
        let end = self.finding.stop.unwrap_or(self.check.as_at);
        let last = self.finding.due.map_or(end, |due| due.max(end));
        let days = self.calendar.holidays_between(trigger, last);
        // A long span would be a page of holidays: the nearest ones tell the sum.
        let (shown, more) = days.split_at(days.len().min(12));
        if shown.is_empty() {
            return String::new();
        }
        let year = trigger.year();
        let name = |on: Day| {
            if on.year() == year {
                on.short()
            } else {
                on.long()
            }
        };
        let listed: Vec<String> = shown
            .iter()
            .map(|day| format!("{} {}", name(day.on), day.why.label()))
            .collect();
        let rest = match more.len() {
            0 => String::new(),
            number => format!(" and {number} more"),
        };
        format!("Not counted as working days: {}{rest}.", listed.join(", "))
    }

    fn reading(&self) -> String {
        let Some(reading) = self.finding.reading.as_deref() else {
            return String::new();
        };
        match self.known_to() {
            Some(known) if self.finding.state == State::Overdue => {
                sentence(&format!("{reading} ({known})"))
            }
            _ => sentence(reading),
        }
    }

    fn known_to(&self) -> Option<String> {
        let feed = self
            .check
            .feeds
            .iter()
            .find(|feed| feed.kind == self.feed)?;
        Some(format!(
            "{} known to {}",
            feed.kind.word(),
            feed.covers.to.long()
        ))
    }

    fn coverage(&self) -> String {
        let feed = self.check.feeds.iter().find(|feed| feed.kind == self.feed);
        let mut text = match feed {
            Some(feed) => format!(
                "The {} feed covers {} to {}.",
                feed.kind.word(),
                feed.covers.from.long(),
                feed.covers.to.long()
            ),
            None => format!("No {} export has been loaded.", self.feed.word()),
        };
        let told = matches!(
            self.finding.state,
            State::NotComputable | State::NotApplicable
        );
        if let (false, Some(note)) = (told, self.finding.note.as_deref()) {
            text.push(' ');
            text.push_str(&sentence(note));
        }
        let held = self.rule.kind == Kind::Clock && !self.is_about_recording();
        if self.finding.state == State::Overdue && held {
            text.push_str(" That there is no record does not say that it did not happen.");
            text.push_str(&self.usual_lag());
        }
        text
    }

    /// How long sessions take to reach the file here, and whether this one is within that.
    fn usual_lag(&self) -> String {
        let lag = self.check.entry_lag.as_ref();
        let Some(lag) = lag.filter(|_| self.feed == FeedKind::Supervision) else {
            return String::new();
        };
        let ago = self.finding.due.map(|due| self.check.as_at.days_since(due));
        let recent = ago.filter(|ago| (0..=lag.most).contains(ago));
        let still = recent.map_or_else(String::new, |ago| {
            let days = counted(ago.into(), "day");
            format!(" This fell due {days} ago: one that was held may still be on its way.")
        });
        format!(" {}{still}", lag.words())
    }

    /// The session took place; only its record is missing.
    fn is_about_recording(&self) -> bool {
        self.finding
            .reading
            .as_deref()
            .is_some_and(|words| words.contains("not recorded"))
    }

    fn source(&self) -> String {
        let confirmed = self
            .rule
            .confirmed
            .as_ref()
            .map_or_else(String::new, |one| format!(" {}", one.words()));
        format!(
            "{} Status: {}. Certainty: {}.{confirmed}",
            sentence(&self.rule.source),
            self.rule.status,
            self.rule.certainty
        )
    }

    fn caution(&self) -> String {
        let mut text = self.rule.cautions().join(" ");
        if self.finding.boundary {
            if !text.is_empty() {
                text.push(' ');
            }
            let other = match self.rule.months {
                Months::Calendar => "Counted in 91 or 183 days",
                Months::Days91And183 => "Counted in calendar months",
            };
            text.push_str(other);
            text.push_str(", as others may count it, the answer would be the other one.");
        }
        if self.rule.level == Level::Prompt {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str("This is a prompt to look, no breach.");
        }
        text
    }
}
