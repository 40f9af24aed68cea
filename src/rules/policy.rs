//! A council's own policy: which calendar, which limits, which rules are on. Absent keys keep the
//! default of England.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;
use toml::Spanned;

use super::reckoning::{definitions, session_type};
use super::{Level, Limit, Mode, Months, Rule, Unit};
use crate::calendar::CalendarName;
use crate::model::{Day, SessionType};

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
            rules: BTreeMap::new(),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyText {
    name: Option<String>,
    calendar: Option<CalendarName>,
    closures: Option<Vec<Spanned<toml::Value>>>,
    months: Option<Months>,
    honour_next_due: Option<bool>,
    placeholder_workers: Option<Vec<String>>,
    manager_caseholders: Option<Vec<String>>,
    #[serde(default)]
    rule: BTreeMap<Spanned<String>, RuleText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleText {
    mode: Option<Mode>,
    limit: Option<Spanned<u32>>,
    unit: Option<Spanned<Unit>>,
    grace: Option<Spanned<u32>>,
    counts: Option<Vec<Spanned<String>>>,
    basis: Option<Spanned<String>>,
}

/// The longest limit and grace that make sense: ten years in days.
const LONGEST: u32 = 3660;

struct Reader<'a> {
    text: &'a str,
}

impl Reader<'_> {
    fn at(&self, offset: usize, problem: String) -> PolicyError {
        let before = self.text.get(..offset).unwrap_or(self.text);
        PolicyError {
            line: 1 + before.matches('\n').count(),
            problem,
        }
    }

    /// A closed day, in quotation marks or as a bare TOML date.
    fn closure(&self, found: &Spanned<toml::Value>) -> Result<Day, PolicyError> {
        let text = match found.get_ref() {
            toml::Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Day::parse_iso(&text).ok_or_else(|| {
            let problem = format!("{text:?} is not a date like \"2026-12-29\"");
            self.at(found.span().start, problem)
        })
    }

    fn rule(&self, rule: &Rule, text: RuleText, line: usize) -> Result<RulePolicy, PolicyError> {
        let id = &rule.id;
        let value = |name: &str, found: &Option<Spanned<u32>>| match found {
            None => Ok(None),
            Some(number) if *number.get_ref() > LONGEST => Err(self.at(
                number.span().start,
                format!(
                    "{name} = {} for {id} is longer than ten years",
                    number.get_ref()
                ),
            )),
            Some(number) => Ok(Some(*number.get_ref())),
        };
        let (limit, grace) = (value("limit", &text.limit)?, value("grace", &text.grace)?);
        let limit_at = text.limit.as_ref().map(|limit| limit.span().start);
        let unit_at = text.unit.as_ref().map(|unit| unit.span().start);
        if let (None, Some(offset)) = (rule.limit, limit_at.or(unit_at)) {
            return Err(self.at(
                offset,
                format!("{id} has no limit; leave out limit and unit"),
            ));
        }
        let unit = text.unit.map(Spanned::into_inner);
        if unit == Some(Unit::EachCalendarMonth) && limit.is_some_and(|limit| limit != 1) {
            return Err(self.at(
                limit_at.unwrap_or(line),
                format!(
                    "{id} is to be done in each calendar month: write limit = 1 or leave it out"
                ),
            ));
        }
        if let Some(days) = text.grace.as_ref().filter(|days| *days.get_ref() > 0)
            && (rule.level == Level::Law || rule.limit.is_none())
        {
            return Err(self.at(
                days.span().start,
                format!(
                    "a grace is only for a local standard with a limit, and {id} is {}",
                    rule.level.label()
                ),
            ));
        }
        Ok(RulePolicy {
            mode: text.mode,
            limit,
            unit,
            grace,
            counts: self.counts(rule, text.counts, line)?,
            basis: self.basis(rule, text.basis)?,
        })
    }

    fn counts(
        &self,
        rule: &Rule,
        words: Option<Vec<Spanned<String>>>,
        line: usize,
    ) -> Result<Option<Vec<SessionType>>, PolicyError> {
        let Some(words) = words else { return Ok(None) };
        if rule.counts.is_empty() || words.is_empty() {
            let offset = words.first().map_or(line, |word| word.span().start);
            let problem = if words.is_empty() {
                format!(
                    "counts for {} is empty: nothing could ever stop its clock",
                    rule.id
                )
            } else {
                format!("{} counts no sessions; leave out counts", rule.id)
            };
            return Err(self.at(offset, problem));
        }
        let known = |word: &Spanned<String>| {
            session_type(word.get_ref())
                .filter(|kind| *kind != SessionType::Other)
                .ok_or_else(|| {
                    let problem = format!(
                        "no session type {:?}; write one of {}",
                        word.get_ref(),
                        SessionType::ALL[..6]
                            .iter()
                            .map(|kind| kind.word())
                            .collect::<Vec<_>>()
                            .join(", ")
                    );
                    self.at(word.span().start, problem)
                })
        };
        words.iter().map(known).collect::<Result<_, _>>().map(Some)
    }

    fn basis(
        &self,
        rule: &Rule,
        word: Option<Spanned<String>>,
    ) -> Result<Option<String>, PolicyError> {
        let Some(word) = word else { return Ok(None) };
        if rule.bases.contains(&word.get_ref().as_str()) {
            return Ok(Some(word.into_inner()));
        }
        let problem = if rule.bases.is_empty() {
            format!("{} has only one basis; leave out basis", rule.id)
        } else {
            format!(
                "{} has no basis {:?}; write one of {}",
                rule.id,
                word.get_ref(),
                rule.bases.join(", ")
            )
        };
        Err(self.at(word.span().start, problem))
    }
}

impl Policy {
    /// Reads a policy file. Every rule id, key, unit and type of session has to be known.
    ///
    /// # Errors
    /// What is wrong, on which line, and what to write instead.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let reader = Reader { text };
        let read: PolicyText = toml::from_str(text).map_err(|error| {
            let offset = error.span().map_or(0, |span| span.start);
            reader.at(offset, error.message().replace("u32", "a whole number"))
        })?;
        let default = Self::default();
        let mut rules = BTreeMap::new();
        for (id, rule_text) in read.rule {
            let offset = id.span().start;
            let id = id.into_inner();
            let Some(known) = definitions().iter().find(|one| one.rule.id == id) else {
                let problem = format!("no rule {id:?}; `caselight rules` lists the ids");
                return Err(reader.at(offset, problem));
            };
            let policy = reader.rule(&known.rule, rule_text, offset)?;
            rules.insert(id, policy);
        }
        let closures = read.closures.unwrap_or_default();
        let closures = closures.iter().map(|found| reader.closure(found));
        Ok(Self {
            closures: closures.collect::<Result<_, _>>()?,
            name: read.name.unwrap_or(default.name),
            calendar: read.calendar.unwrap_or_default(),
            months: read.months.unwrap_or_default(),
            honour_next_due: read.honour_next_due.unwrap_or_default(),
            placeholder_workers: read.placeholder_workers.unwrap_or_default(),
            manager_caseholders: read.manager_caseholders.unwrap_or_default(),
            rules,
        })
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
    }
}
