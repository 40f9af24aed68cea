//! The result of assessing everything that is known on a day.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::model::{ChildId, ChildOverride, Day, Feed, Finding, GapKey, Name, State};

use super::{EntryLag, Glossary, Rule, Supervised};

/// How many clocks stand in each state, in the order of `State::ALL`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts(pub [u32; 6]);

impl Counts {
    /// How many stand in this state.
    #[must_use]
    pub fn of(&self, state: State) -> u32 {
        self.0.get(state as usize).copied().unwrap_or_default()
    }
}

/// A part of a whole that is never shown without it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Share {
    pub part: u32,
    pub whole: u32,
}

/// One rule on one basis.
#[derive(Clone, PartialEq, Debug)]
pub struct RuleResult {
    pub rule: Rule,
    /// True for the basis that panes, gaps and `--fail-on` use.
    pub chosen: bool,
    pub counts: Counts,
    /// Why nobody's clock can be told: then those whom it concerns are counted, not listed.
    pub missing: Option<Name>,
    /// Every clock, in every state, in order of child and date.
    pub findings: Vec<Finding>,
}

impl RuleResult {
    /// What stays the same about a finding from import to import.
    #[must_use]
    pub fn key(&self, finding: &Finding) -> GapKey {
        GapKey::new(&self.rule.key, &finding.subject, &finding.fact)
    }

    /// Of the clocks that were stopped, those that were stopped in time.
    #[must_use]
    pub fn done_in_time(&self) -> Share {
        self.share(State::Met, State::Late)
    }

    /// Of the clocks that run, those that are still in time.
    #[must_use]
    pub fn open_in_time(&self) -> Share {
        self.share(State::Due, State::Overdue)
    }

    /// Of the clocks that apply, those that can be told: it stands beside every rate.
    #[must_use]
    pub fn coverage(&self) -> Share {
        let untold = self.counts.of(State::NotComputable);
        let applicable: u32 =
            self.counts.0.iter().sum::<u32>() - self.counts.of(State::NotApplicable);
        Share {
            part: applicable - untold,
            whole: applicable,
        }
    }

    fn share(&self, good: State, bad: State) -> Share {
        Share {
            part: self.counts.of(good),
            whole: self.counts.of(good) + self.counts.of(bad),
        }
    }
}

/// Something in the data that a rule had to leave out of its rate.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DataQuality {
    /// The rule's id; empty for an unusable row of a list that no rule reads.
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
    /// Those that are on or in trial, in the order of the book; each basis is an entry.
    pub rules: Vec<RuleResult>,
    pub data_quality: Vec<DataQuality>,
    /// How long sessions take to reach the file here, where enough were entered.
    pub entry_lag: Option<EntryLag>,
    /// Whom each supervisor answers for, where a staff file tells.
    pub supervised: BTreeMap<Name, Supervised>,
    /// What was agreed for single children and stands.
    pub overrides: Vec<ChildOverride>,
    /// The council's own words.
    pub glossary: Glossary,
}

impl Check {
    /// The rule as it was held against this clock: in the wording in force when the clock began, with
    /// the limit that was agreed for the child if there is one.
    #[must_use]
    pub fn rule_for<'a>(&self, result: &'a RuleResult, finding: &Finding) -> Cow<'a, Rule> {
        let rule = &result.rule;
        let own = self.overrides.iter().find(|one| {
            one.rule == rule.id
                && finding.subject.child() == Some(&one.child)
                && one.counts_for(finding.stop, self.as_at)
        });
        if let Some(agreed) = own.and_then(|own| rule.agreed(&own.ruling)) {
            return Cow::Owned(agreed);
        }
        let worded = finding.trigger.and_then(|trigger| rule.on(trigger));
        worded.unwrap_or(Cow::Borrowed(rule))
    }

    /// The result of this rule on the basis that panes and gaps use.
    #[must_use]
    pub fn chosen(&self, id: &str) -> Option<&RuleResult> {
        self.rules
            .iter()
            .find(|result| result.chosen && result.rule.id == id)
    }
}
