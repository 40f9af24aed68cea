//! One rule as data.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::model::{Day, FeedKind, Ruling, SessionType};

/// A clock has dates; a status has none; an indicator is no breach and enters no count of gaps.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Clock,
    Status,
    Indicator,
}

/// How binding a rule is, in the words of the screen.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Level {
    #[serde(rename = "law or statutory guidance")]
    Law,
    #[serde(rename = "local standard")]
    Local,
    #[serde(rename = "prompt")]
    Prompt,
}

impl Level {
    /// As the screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Law => "law or statutory guidance",
            Self::Local => "local standard",
            Self::Prompt => "prompt",
        }
    }
}

/// Whether a rule is listed as a gap (`on`), only counted (`trial`), or not assessed (`off`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    On,
    Trial,
    Off,
}

impl Mode {
    /// Every mode.
    pub const ALL: [Self; 3] = [Self::On, Self::Trial, Self::Off];

    /// The word of a policy, and of the screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Trial => "trial",
            Self::Off => "off",
        }
    }
}

/// What a limit is counted in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    WorkingDays,
    CalendarDays,
    Weeks,
    Months,
    /// Once in every calendar month; `value` is 1.
    EachCalendarMonth,
}

impl Unit {
    /// Every unit.
    pub const ALL: [Self; 5] = [
        Self::WorkingDays,
        Self::CalendarDays,
        Self::Weeks,
        Self::Months,
        Self::EachCalendarMonth,
    ];

    /// The word of a policy.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::WorkingDays => "working_days",
            Self::CalendarDays => "calendar_days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::EachCalendarMonth => "each_calendar_month",
        }
    }

    /// One of it, as the screen says it: `working day`.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::WorkingDays => "working day",
            Self::CalendarDays => "day",
            Self::Weeks => "week",
            Self::Months | Self::EachCalendarMonth => "month",
        }
    }

    /// One of what elapsed and over are counted in: months are counted in days.
    #[must_use]
    pub const fn counted_noun(self) -> &'static str {
        match self {
            Self::Months | Self::EachCalendarMonth => "day",
            _ => self.noun(),
        }
    }
}

/// How a limit in months becomes a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Months {
    /// The corresponding day of the month, clamped to its end.
    #[default]
    Calendar,
    /// The practice of common extracts: 91 days for 3 months, 183 for 6.
    #[serde(rename = "days-91-183")]
    Days91And183,
}

impl Months {
    /// The word of a policy.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Calendar => "calendar",
            Self::Days91And183 => "days-91-183",
        }
    }

    /// In words, for a screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Calendar => "the same day of the month",
            Self::Days91And183 => "91 and 183 days",
        }
    }
}

/// A limit with its unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limit {
    pub value: u32,
    pub unit: Unit,
}

/// A limit in words: "45 working days", "1 month", "once in every calendar month".
#[must_use]
pub fn limit_words(limit: Limit) -> String {
    match limit.unit {
        Unit::EachCalendarMonth => "once in every calendar month".to_owned(),
        unit => counted(limit.value.into(), unit.noun()),
    }
}

/// A number with its noun in the right form: "1 day", "2 days".
pub(super) fn counted(number: i64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}

impl Limit {
    /// The unit that goes by this word in a policy.
    #[must_use]
    pub fn unit_of(word: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.word() == word)
    }
}

/// An earlier wording of a rule. The newest is the rule's own limit and source.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// First day of the clocks that it judges; `None`: nobody knows an older one.
    pub from: Option<Day>,
    /// The last of these days.
    pub to: Day,
    pub limit: Limit,
    /// Where it stood; empty where it is the service's own.
    #[serde(default)]
    pub source: String,
}

impl Edition {
    fn judges(&self, trigger: Day) -> bool {
        self.from.is_none_or(|from| from <= trigger) && trigger <= self.to
    }
}

/// That a person read the newest edition of a source and found the limit in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Confirmation {
    pub rule: String,
    pub edition: String,
    pub paragraph: String,
    pub by: String,
    pub on: Day,
}

/// What was looked at before a rule in trial was set to on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TrialRun {
    pub by: String,
    pub on: Day,
    pub checked: u32,
    /// Of these, how many the rule was right about.
    pub right: u32,
}

impl TrialRun {
    /// Cases to look at before a rule in trial is set to on.
    pub const NEEDED: u32 = 20;

    /// "18 of 20 checked cases were true (A Person, 02 Nov 2026)".
    #[must_use]
    pub fn words(&self) -> String {
        format!(
            "{} of {} checked cases were true ({}, {})",
            self.right,
            self.checked,
            self.by,
            self.on.long()
        )
    }
}

/// The teams for which a rule counts, by their names as the export writes them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Teams {
    /// Only these; empty: all.
    pub only: Vec<String>,
    pub except: Vec<String>,
}

impl Teams {
    /// Whether every team is counted.
    #[must_use]
    pub const fn are_all(&self) -> bool {
        self.only.is_empty() && self.except.is_empty()
    }

    /// Whether this team is counted; capitals and blanks at the ends make no difference.
    #[must_use]
    pub fn count(&self, team: &str) -> bool {
        let named = |list: &[String]| {
            list.iter()
                .any(|name| name.trim().to_lowercase() == team.trim().to_lowercase())
        };
        (self.only.is_empty() || named(&self.only)) && !named(&self.except)
    }
}

/// A rule as it is in force: the embedded definition with the policy applied.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    pub id: String,
    /// What stands in a gap's key: the id, with the basis where it is not the rule's own default.
    pub key: String,
    pub kind: Kind,
    /// "Assessment within 45 working days".
    pub title: String,
    /// For a narrow list: "Assessment, 45 days".
    pub short: String,
    pub level: Level,
    /// "regulation", "statutory guidance", "local standard", ...
    pub status: String,
    pub mode: Mode,
    /// In words: what starts the clock.
    pub trigger: String,
    /// In words: what stops it.
    pub stop: String,
    /// In words: for whom it runs.
    pub scope: String,
    pub limit: Option<Limit>,
    /// How its months are counted, where the limit is in months.
    pub months: Months,
    /// Working days that pass before a local standard is called overdue; 0 for everything else.
    pub grace: u32,
    /// The types of session that stop the clock; empty for rules that read no sessions.
    pub counts: Vec<SessionType>,
    /// Every basis that the rule can be counted on; empty for most.
    pub bases: Vec<&'static str>,
    /// The basis that this result uses, for a rule with more than one.
    pub basis: Option<String>,
    pub source: String,
    /// "read in a primary text", "read in a secondary source", "from memory, to be confirmed".
    pub certainty: String,
    /// The edition or regulation has applied from this day on, where it is known.
    pub effective_from: Option<Day>,
    pub effective_to: Option<Day>,
    /// "check against the 2026 edition", where nobody has confirmed the newest edition.
    pub caution: Option<String>,
    /// What the child needs: the decision to take with the worker.
    pub needs: String,
    /// What record would show that it was done.
    pub shown_by: String,
    /// Which of the twelve complaints of inspectors it answers; see [`super::complaint`].
    pub complaint: Option<u8>,
    /// The feed that would show that the clock was stopped.
    pub feed: FeedKind,
    /// The part of the rule book in which it stands: "Supervision and oversight".
    pub area: String,
    /// The standard that it belongs to, for a rule that is on at first: "case supervision".
    pub standard: Option<String>,
    /// The wordings that were in force before, by the service's policy and then by the source.
    pub editions: Vec<Edition>,
    /// The newest edition of its source, where nobody at Caselight has read this limit in it.
    pub unconfirmed: Option<String>,
    /// The service's own confirmation of that edition.
    pub confirmed: Option<Confirmation>,
    /// For a rule that the policy set from trial to on.
    pub evidence: Option<TrialRun>,
    pub teams: Teams,
}

impl Confirmation {
    /// "Confirmed in Working Together 2026, paragraph 12, by A Person on 01 Sep 2026."
    #[must_use]
    pub fn words(&self) -> String {
        format!(
            "Confirmed in {}, paragraph {}, by {} on {}.",
            self.edition,
            self.paragraph,
            self.by,
            self.on.long()
        )
    }
}

impl Rule {
    /// The mode as a person reads it: an indicator is no breach, so that it is never on or in trial;
    /// it is "shown" or off.
    #[must_use]
    pub const fn standing(&self) -> &'static str {
        match (self.kind, self.mode) {
            (Kind::Indicator, Mode::On | Mode::Trial) => "shown",
            (_, mode) => mode.word(),
        }
    }

    /// What has to be known before anybody relies on it, each a sentence.
    #[must_use]
    pub fn cautions(&self) -> Vec<String> {
        let mut cautions: Vec<String> = self.caution.iter().cloned().collect();
        if let (Some(edition), None) = (&self.unconfirmed, &self.confirmed) {
            cautions.push(format!(
                "Nobody has confirmed this limit in {edition} yet: check it there."
            ));
        }
        cautions
    }

    /// The wording in force where a clock began on this day. A day before the oldest known wording
    /// is judged by the oldest; a rule that has ended judges nothing that began later: `None`.
    #[must_use]
    pub fn on(&self, trigger: Day) -> Option<Cow<'_, Self>> {
        let stated = self.editions.iter().find(|one| one.judges(trigger));
        let older = || {
            let before = self.effective_from.is_some_and(|from| trigger < from);
            let oldest = self.editions.iter().min_by_key(|one| one.from);
            oldest.filter(|_| before)
        };
        if let Some(edition) = stated.or_else(older) {
            let mut rule = self.clone();
            rule.limit = Some(edition.limit);
            (rule.effective_from, rule.effective_to) = (edition.from, Some(edition.to));
            if !edition.source.is_empty() {
                rule.source.clone_from(&edition.source);
            }
            return Some(Cow::Owned(rule));
        }
        let ended = self.effective_to.is_some_and(|to| trigger > to);
        (!ended).then_some(Cow::Borrowed(self))
    }

    /// The rule as it was agreed for one child; `None` where it is not applied to that child.
    #[must_use]
    pub fn agreed(&self, ruling: &Ruling) -> Option<Self> {
        let mut rule = self.clone();
        match ruling {
            Ruling::Off => return None,
            Ruling::Lifted => {}
            Ruling::Limit { value, unit } => {
                let unit = Limit::unit_of(unit)?;
                let value = *value;
                rule.limit = rule.limit.map(|_| Limit { value, unit });
                rule.editions.clear();
                rule.grace = 0;
            }
        }
        Some(rule)
    }
}
