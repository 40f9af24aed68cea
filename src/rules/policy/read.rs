//! A policy file read: every key, id, unit and word known, every mistake with its line.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Glossary, Policy, PolicyError, RulePolicy};
use crate::calendar::CalendarName;
use crate::model::{Day, SessionType};
use crate::rules::reckoning::{definitions, session_type};
use crate::rules::{
    Confirmation, Edition, Level, Limit, Mode, Months, Rule, Teams, TrialRun, Unit,
};

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
    glossary: GlossaryText,
    #[serde(default)]
    confirmed: Vec<Spanned<ConfirmationText>>,
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
    teams: Option<Vec<String>>,
    except_teams: Option<Vec<String>>,
    #[serde(default)]
    edition: Vec<Spanned<EditionText>>,
    on: Option<Spanned<TrialRunText>>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct GlossaryText {
    #[serde(default)]
    sessions: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    teams: BTreeMap<String, String>,
    #[serde(default)]
    words: BTreeMap<Spanned<String>, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfirmationText {
    rule: Spanned<String>,
    edition: String,
    paragraph: String,
    by: String,
    on: Spanned<toml::Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EditionText {
    from: Option<Spanned<toml::Value>>,
    to: Spanned<toml::Value>,
    limit: Spanned<u32>,
    unit: Option<Unit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrialRunText {
    by: String,
    on: Spanned<toml::Value>,
    checked: u32,
    #[serde(rename = "true")]
    right: u32,
}

/// The longest limit and grace that make sense: ten years in days.
const LONGEST: u32 = 3660;

/// More mistakes than this say that it is another kind of file.
const MOST_FAULTS: usize = 50;

/// Takes out the line of a mistake, or the table that it heads; whether the rest is still a table of
/// keys, so that what is found next is a mistake of its own.
fn set_aside(lines: &mut [&str], at: usize) -> bool {
    let before = lines.join("\n").parse::<toml::Table>().is_ok();
    let Some(line) = lines.get_mut(at).filter(|line| !line.trim().is_empty()) else {
        return false;
    };
    let heads = line.trim_start().starts_with('[');
    *line = "";
    if heads {
        let keys = lines[at + 1..].iter_mut();
        keys.take_while(|line| !line.trim_start().starts_with('['))
            .for_each(|line| *line = "");
    }
    !before || lines.join("\n").parse::<toml::Table>().is_ok()
}

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

    /// A day, in quotation marks or as a bare TOML date.
    fn day(&self, found: &Spanned<toml::Value>) -> Result<Day, PolicyError> {
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
        let teams = Teams {
            only: text.teams.unwrap_or_default(),
            except: text.except_teams.unwrap_or_default(),
        };
        let editions = self.editions(rule, text.edition)?;
        let evidence = self.evidence(rule, text.on)?;
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
            teams,
            editions,
            evidence,
        })
    }

    fn editions(
        &self,
        rule: &Rule,
        found: Vec<Spanned<EditionText>>,
    ) -> Result<Vec<Edition>, PolicyError> {
        let mut editions: Vec<Edition> = Vec::new();
        for one in found {
            let at = one.span().start;
            let one = one.into_inner();
            let Some(limit) = rule.limit else {
                return Err(self.at(
                    at,
                    format!("{} has no limit; leave out its editions", rule.id),
                ));
            };
            let from = one.from.as_ref().map(|day| self.day(day)).transpose()?;
            let to = self.day(&one.to)?;
            if from.is_some_and(|from| from > to) {
                let problem = format!("this edition of {} ends before it begins", rule.id);
                return Err(self.at(one.to.span().start, problem));
            }
            let meets = |other: &Edition| {
                from.is_none_or(|from| from <= other.to)
                    && other.from.is_none_or(|other| other <= to)
            };
            if editions.iter().any(meets) {
                let problem = format!(
                    "two editions of {} share a day; let one end the day before the other begins",
                    rule.id
                );
                return Err(self.at(at, problem));
            }
            editions.push(Edition {
                from,
                to,
                limit: Limit {
                    value: one.limit.into_inner().min(LONGEST),
                    unit: one.unit.unwrap_or(limit.unit),
                },
                source: String::new(),
            });
        }
        Ok(editions)
    }

    fn evidence(
        &self,
        rule: &Rule,
        found: Option<Spanned<TrialRunText>>,
    ) -> Result<Option<TrialRun>, PolicyError> {
        let Some(found) = found else { return Ok(None) };
        let at = found.span().start;
        let found = found.into_inner();
        if found.right > found.checked {
            let problem = format!(
                "{}: {} cases cannot be true of {} that were checked",
                rule.id, found.right, found.checked
            );
            return Err(self.at(at, problem));
        }
        if found.by.trim().is_empty() {
            return Err(self.at(
                at,
                format!("{}: say by whom the cases were checked", rule.id),
            ));
        }
        Ok(Some(TrialRun {
            by: found.by,
            on: self.day(&found.on)?,
            checked: found.checked,
            right: found.right,
        }))
    }

    fn confirmation(&self, found: ConfirmationText) -> Result<Confirmation, PolicyError> {
        let at = found.rule.span().start;
        let id = found.rule.into_inner();
        self.known(&id, at)?;
        for (name, text) in [
            ("edition", &found.edition),
            ("paragraph", &found.paragraph),
            ("by", &found.by),
        ] {
            if text.trim().is_empty() {
                let problem = format!("a confirmation of {id} has to name its {name}");
                return Err(self.at(at, problem));
            }
        }
        Ok(Confirmation {
            rule: id,
            edition: found.edition,
            paragraph: found.paragraph,
            by: found.by,
            on: self.day(&found.on)?,
        })
    }

    fn glossary(&self, found: GlossaryText) -> Result<Glossary, PolicyError> {
        let empty = found
            .words
            .keys()
            .find(|word| word.get_ref().trim().is_empty());
        if let Some(word) = empty {
            let problem = "a word of the glossary is empty".to_owned();
            return Err(self.at(word.span().start, problem));
        }
        let sessions = found.sessions.into_iter();
        let sessions = sessions.map(|(word, kind)| Ok((word, self.session(&kind)?)));
        let words = found.words.into_iter();
        Ok(Glossary {
            sessions: sessions.collect::<Result<_, PolicyError>>()?,
            teams: found.teams,
            words: words.map(|(word, own)| (word.into_inner(), own)).collect(),
        })
    }

    fn known(&self, id: &str, at: usize) -> Result<&'static Rule, PolicyError> {
        let known = definitions().iter().find(|one| one.rule.id == id);
        known.map(|one| &one.rule).ok_or_else(|| {
            self.at(
                at,
                format!("no rule {id:?}; `caselight rules` lists the ids"),
            )
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
        let known = words.iter().map(|word| self.session(word));
        known.collect::<Result<_, _>>().map(Some)
    }

    /// A type of session that can stop a clock.
    fn session(&self, word: &Spanned<String>) -> Result<SessionType, PolicyError> {
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
    /// Everything that is wrong with a policy file, in the order of its lines; empty where it can be
    /// used. Each mistake is set aside and the rest read on, so that one look shows them all.
    #[must_use]
    pub fn faults(text: &str) -> Vec<PolicyError> {
        let mut lines: Vec<&str> = text.split('\n').collect();
        let mut faults = Vec::new();
        while let Err(fault) = Self::parse(&lines.join("\n")) {
            let at = fault.line.saturating_sub(1);
            let set_aside = set_aside(&mut lines, at);
            faults.push(fault);
            if !set_aside || faults.len() >= MOST_FAULTS {
                break;
            }
        }
        faults.sort_by_key(|fault| fault.line);
        faults
    }

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
            let known = reader.known(&id, offset)?;
            let policy = reader.rule(known, rule_text, offset)?;
            rules.insert(id, policy);
        }
        let closures = read.closures.unwrap_or_default();
        let closures = closures.iter().map(|found| reader.day(found));
        let confirmed = read.confirmed.into_iter();
        let confirmed = confirmed.map(|found| reader.confirmation(found.into_inner()));
        Ok(Self {
            confirmed: confirmed.collect::<Result<_, _>>()?,
            glossary: reader.glossary(read.glossary)?,
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
