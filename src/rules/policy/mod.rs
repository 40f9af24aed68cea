//! A council's own policy: which calendar, which limits, which rules are on. Absent keys keep the
//! default of England.

mod amend;
mod read;
mod template;
mod warn;

use std::collections::BTreeMap;

use thiserror::Error;

use super::{Confirmation, Edition, Limit, Mode, Months, Rule, Teams, TrialRun, Unit};
use crate::calendar::CalendarName;
use crate::model::{Day, SessionType};

pub use amend::{Amendment, DiffLine, amended, difference};

/// The name of the policy that applies where a council has written none.
pub const DEFAULT_NAME: &str = "england default";

/// Why a policy cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("reading the policy, line {line}: {problem}")]
pub struct PolicyError {
    /// 1-based.
    pub line: usize,
    /// What was found, and what to write instead.
    pub problem: String,
}

/// What a policy says about one rule.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RulePolicy {
    pub mode: Option<Mode>,
    pub limit: Option<u32>,
    pub unit: Option<Unit>,
    /// Working days.
    pub grace: Option<u32>,
    pub counts: Option<Vec<SessionType>>,
    pub basis: Option<String>,
    pub teams: Teams,
    /// The service's own earlier limits.
    pub editions: Vec<Edition>,
    /// What was looked at before the rule was set from trial to on.
    pub evidence: Option<TrialRun>,
}

/// The council's own words for what this program names in others.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Glossary {
    /// A type of session as an export writes it; read at the import.
    pub sessions: BTreeMap<String, SessionType>,
    /// A team as an export writes it, and its name here.
    pub teams: BTreeMap<String, String>,
    /// A word of this program, and the council's own for it.
    pub words: BTreeMap<String, String>,
}

impl Glossary {
    /// The name of a team on the screen; the export's own where the glossary has none.
    #[must_use]
    pub fn team<'a>(&'a self, found: &'a str) -> &'a str {
        let same = |name: &&String| name.trim().to_lowercase() == found.trim().to_lowercase();
        let known = self.teams.keys().find(same);
        known
            .and_then(|name| self.teams.get(name))
            .map_or(found, String::as_str)
    }

    /// A sentence in the council's own words. A word with a capital keeps it.
    #[must_use]
    pub fn said(&self, text: &str) -> String {
        if self.words.is_empty() {
            return text.to_owned();
        }
        let mut said = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let inside = said.chars().next_back().is_some_and(char::is_alphanumeric);
            let taken = if let Some((taken, theirs)) = self.word_at(rest).filter(|_| !inside) {
                said.push_str(&theirs);
                taken
            } else {
                said.push(first);
                first.len_utf8()
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
        said
    }

    /// The longest word of the glossary with which this text begins: its length, and the council's.
    fn word_at(&self, text: &str) -> Option<(usize, String)> {
        let ends = |ours: &str| {
            let after = text.get(ours.len()..).and_then(|rest| rest.chars().next());
            !after.is_some_and(char::is_alphanumeric)
        };
        let found = self.words.iter().filter_map(|(ours, theirs)| {
            if text.starts_with(ours.as_str()) && ends(ours) {
                return Some((ours.len(), theirs.clone()));
            }
            let large = capital(ours);
            (text.starts_with(&large) && ends(&large)).then(|| (large.len(), capital(theirs)))
        });
        found.max_by_key(|(length, _)| *length)
    }
}

/// The first letter large.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// A policy as it was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Policy {
    pub name: String,
    pub calendar: CalendarName,
    /// The council's own closed days.
    pub closures: Vec<Day>,
    pub months: Months,
    /// Whether a session's own next date moves the clock where it is earlier.
    pub honour_next_due: bool,
    /// Names that stand in the worker's column and are nobody; matched as whole words.
    pub placeholder_workers: Vec<String>,
    /// Managers who hold cases as a caseholder would, confirmed by the council; whole names.
    pub manager_caseholders: Vec<String>,
    pub glossary: Glossary,
    /// Newest editions that somebody in the service has read.
    pub confirmed: Vec<Confirmation>,
    /// By rule id.
    pub rules: BTreeMap<String, RulePolicy>,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            name: DEFAULT_NAME.to_owned(),
            calendar: CalendarName::default(),
            closures: Vec::new(),
            months: Months::default(),
            honour_next_due: false,
            placeholder_workers: Vec::new(),
            manager_caseholders: Vec::new(),
            glossary: Glossary::default(),
            confirmed: Vec::new(),
            rules: BTreeMap::new(),
        }
    }
}

impl RulePolicy {
    /// Lays this over the rule's definition.
    pub(super) fn apply(&self, rule: &mut Rule) {
        rule.mode = self.mode.unwrap_or(rule.mode);
        rule.grace = self.grace.unwrap_or(rule.grace);
        if let Some(limit) = rule.limit {
            let unit = self.unit.unwrap_or(limit.unit);
            let value = match unit {
                Unit::EachCalendarMonth => 1,
                _ => self.limit.unwrap_or(limit.value),
            };
            rule.limit = Some(Limit { value, unit });
        }
        if let Some(counts) = &self.counts {
            rule.counts.clone_from(counts);
        }
        if let Some(basis) = &self.basis {
            rule.basis = Some(basis.clone());
        }
        rule.teams = self.teams.clone();
        rule.evidence.clone_from(&self.evidence);
        rule.editions = self
            .editions
            .iter()
            .chain(&rule.editions)
            .cloned()
            .collect();
    }
}

impl Policy {
    /// Lays all that is said of a rule over its definition.
    pub(super) fn lay_over(&self, rule: &mut Rule) {
        rule.months = self.months;
        if let Some(said) = self.rules.get(&rule.id) {
            said.apply(rule);
        }
        if let Some(edition) = &rule.unconfirmed {
            let same = |one: &&Confirmation| one.rule == rule.id && is_same(&one.edition, edition);
            rule.confirmed = self.confirmed.iter().find(same).cloned();
        }
        rule.title = self.glossary.said(&rule.title);
        rule.short = self.glossary.said(&rule.short);
    }
}

/// Whether two names of an edition are one, whatever the capitals and blanks.
fn is_same(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        text.split_whitespace()
            .map(str::to_lowercase)
            .collect::<Vec<_>>()
    };
    words(one) == words(other)
}
