//! One rule as data.

use serde::{Deserialize, Serialize};

use crate::model::{Day, FeedKind, SessionType};

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
    /// The feed that would show that the clock was stopped.
    pub feed: FeedKind,
}
