//! The result of assessing everything that is known on a day.

use crate::model::{ChildId, Day, Feed, Finding};

use super::Rule;

/// How many clocks stand in each state, in the order of `State::ALL`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts(pub [u32; 6]);

/// One rule on one basis.
#[derive(Clone, PartialEq, Debug)]
pub struct RuleResult {
    pub rule: Rule,
    /// True for the basis that panes, gaps and `--fail-on` use.
    pub chosen: bool,
    pub counts: Counts,
    /// Every clock, in every state, in order of child and date.
    pub findings: Vec<Finding>,
}

/// Something in the data that a rule had to leave out of its rate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataQuality {
    pub rule: String,
    pub child: Option<ChildId>,
    pub what: String,
}

/// Every rule on one day.
#[derive(Clone, PartialEq, Debug)]
pub struct Check {
    pub as_at: Day,
    pub known_on: Day,
    /// "england-and-wales" or "weekdays".
    pub calendar: String,
    /// The policy's name.
    pub policy: String,
    pub feeds: Vec<Feed>,
    pub rules: Vec<RuleResult>,
    pub data_quality: Vec<DataQuality>,
}
