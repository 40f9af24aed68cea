//! One rule as data.

use serde::{Deserialize, Serialize};

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

/// A limit with its unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limit {
    pub value: u32,
    pub unit: Unit,
}

/// A rule as it is in force: the embedded definition with the policy applied.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    pub id: String,
    pub kind: Kind,
    /// "Assessment within 45 working days".
    pub title: String,
    /// For a narrow list: "Assessment, 45 days".
    pub short: String,
    pub level: Level,
    /// "regulation", "statutory guidance", "local standard", ...
    pub status: String,
    pub mode: Mode,
    pub limit: Option<Limit>,
    /// The basis that this result uses, for a rule with more than one.
    pub basis: Option<String>,
    pub source: String,
    /// "read in a primary text", "read in a secondary source", "from memory, to be confirmed".
    pub certainty: String,
    /// "check against the 2026 edition", where nobody has confirmed the newest edition.
    pub caution: Option<String>,
    /// What the child needs: the decision to take with the worker.
    pub needs: String,
    /// What record would show that it was done.
    pub shown_by: String,
}
