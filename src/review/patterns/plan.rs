//! The patterns as `assets/patterns` names them: thresholds and explanations that a person may
//! amend.

use std::sync::LazyLock;

use serde::Deserialize;

const ASSETS: [&str; 3] = [
    include_str!("../../../assets/patterns/assessment-pace.toml"),
    include_str!("../../../assets/patterns/batch-recording.toml"),
    include_str!("../../../assets/patterns/late-recording.toml"),
];

/// One pattern: what is looked at, from when on it is asked about, and what else it may be.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub id: String,
    /// The rule of the book that it belongs to.
    pub rule: Option<String>,
    pub name: String,
    /// What is counted, as several: "assessments".
    pub counted: String,
    /// What else it may be. They come before any figure.
    pub innocent: Vec<String>,
    /// What to ask, and whom.
    pub ask: String,
    /// With fewer nothing is said but their number.
    pub fewest: u32,
    /// From so many in 100 on it is asked about.
    pub ask_from: u32,
    /// A figure from elsewhere with its source.
    pub beside: Option<String>,
    pub(super) look: Look,
}

/// What is looked at.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(tag = "shape", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Look {
    /// Completed clocks of a rule that end in a stretch before the limit.
    Bunching {
        rule: String,
        first: i32,
        last: i32,
        /// As many days or fewer are early.
        early: i32,
        /// The last length of each band; one band more follows without an end.
        edges: Vec<i32>,
    },
    /// Sessions put on the file on one day.
    Batch {
        usual: u32,
        span: i32,
        /// Days before a day that somebody names, such as an inspection's first.
        before: i32,
    },
    /// Sessions put on the file more than so many days after they were held.
    Late { after: i32 },
}

pub(super) fn read() -> Result<Vec<Plan>, String> {
    let read = |text: &str| toml::from_str(text).map_err(|error| error.to_string());
    ASSETS.into_iter().map(read).collect()
}

/// Every pattern, in the order in which it is shown.
pub(super) fn plans() -> &'static [Plan] {
    static READ: LazyLock<Vec<Plan>> = LazyLock::new(|| read().unwrap_or_default());
    &READ
}
