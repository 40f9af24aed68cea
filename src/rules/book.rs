//! The rule book in force: embedded definitions with a policy laid over them.

use super::policy::{Policy, PolicyError};
use super::reckoning::{Basis, Definition, Reckoning, definitions};
use super::{Level, Rule};
use crate::calendar::Calendar;
use crate::model::Name;

/// Every rule as it applies, with the calendar that it counts on.
#[derive(Clone, Debug)]
pub struct RuleBook {
    pub(super) entries: Vec<Entry>,
    policy: Policy,
    calendar: Calendar,
    placeholders: Vec<Vec<String>>,
}

/// A rule in force and how its clock runs.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub rule: Rule,
    pub reckoning: Reckoning,
    pub excused_by: Vec<Name>,
    /// The basis that panes and gaps use.
    pub chosen: Option<Basis>,
}

impl RuleBook {
    /// The rules with the default policy of England.
    #[must_use]
    pub fn embedded() -> Self {
        Self::build(Policy::default())
    }

    /// The rules with this policy.
    ///
    /// # Errors
    /// A policy that was put together by hand and names a rule, a basis or a grace that
    /// [`Policy::parse`] would have refused; line 0 says that there was no file.
    pub fn with(policy: &Policy) -> Result<Self, PolicyError> {
        let refuse = |problem| Err(PolicyError { line: 0, problem });
        for (id, said) in &policy.rules {
            let Some(known) = definitions().iter().find(|one| one.rule.id == *id) else {
                return refuse(format!("no rule {id:?}; `caselight rules` lists the ids"));
            };
            if let Some(basis) = &said.basis
                && !known.rule.bases.contains(&basis.as_str())
            {
                return refuse(format!("{id} has no basis {basis:?}"));
            }
            if said.grace.is_some_and(|days| days > 0) && known.rule.level == Level::Law {
                return refuse(format!(
                    "{id} is law or statutory guidance: it has no grace"
                ));
            }
        }
        Ok(Self::build(policy.clone()))
    }

    fn build(policy: Policy) -> Self {
        let entries = definitions()
            .iter()
            .map(|definition| Entry::new(definition, &policy))
            .collect();
        let placeholders = policy
            .placeholder_workers
            .iter()
            .map(|name| words(name))
            .filter(|name| !name.is_empty())
            .collect();
        Self {
            entries,
            calendar: Calendar::new(policy.calendar, &policy.closures),
            policy,
            placeholders,
        }
    }

    /// Every rule in the order of the book, those that are off as well.
    #[must_use]
    pub fn rules(&self) -> impl ExactSizeIterator<Item = &Rule> {
        self.entries.iter().map(|entry| &entry.rule)
    }

    /// The rule with this id, in capitals or not.
    #[must_use]
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules().find(|rule| rule.id.eq_ignore_ascii_case(id))
    }

    /// The calendar on which working days are counted.
    #[must_use]
    pub const fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// The policy that this book follows.
    #[must_use]
    pub const fn policy(&self) -> &Policy {
        &self.policy
    }

    /// For how many months a record counts as read; the longest that any rule counts.
    #[must_use]
    pub fn read_window(&self) -> u32 {
        let months = self
            .entries
            .iter()
            .filter_map(|entry| match entry.reckoning {
                Reckoning::ReadRecords { window_months, .. } => Some(window_months),
                _ => None,
            });
        months.max().unwrap_or(12)
    }

    /// Whether the policy confirms that this manager holds cases as a caseholder would.
    #[must_use]
    pub fn is_confirmed_caseholder(&self, worker: &str) -> bool {
        let found = words(worker);
        let confirmed = self.policy.manager_caseholders.iter();
        confirmed.map(|name| words(name)).any(|name| name == found)
    }

    /// Whether the name in a worker's column stands for nobody, by the policy.
    #[must_use]
    pub fn is_placeholder(&self, worker: &str) -> bool {
        if self.placeholders.is_empty() {
            return false;
        }
        let found = words(worker);
        self.placeholders
            .iter()
            .any(|name| found.windows(name.len()).any(|part| part == name))
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

impl Entry {
    fn new(definition: &Definition, policy: &Policy) -> Self {
        let mut rule = definition.rule.clone();
        policy.lay_over(&mut rule);
        let chosen = definition
            .reckoning
            .bases()
            .iter()
            .copied()
            .find(|basis| Some(basis.word()) == rule.basis.as_deref());
        Self {
            rule,
            reckoning: definition.reckoning.clone(),
            excused_by: definition.excused_by.clone(),
            chosen,
        }
    }

    /// The rule as it is counted on one basis, with the key that its gaps carry.
    pub fn on_basis(&self, basis: Option<Basis>) -> Rule {
        let mut rule = self.rule.clone();
        rule.basis = basis.map(|basis| basis.word().to_owned());
        if let Some(other) = basis.filter(|basis| self.reckoning.bases().first() != Some(basis)) {
            rule.key = format!("{}/{}", rule.id, other.word());
        }
        rule
    }
}
