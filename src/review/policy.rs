//! The policy at the desk: tried before it is kept, kept as a file, with what it would change.
//!
//! A policy is no child data and stands in a file that people can read; what was agreed for one
//! child is child data and stands in the store. The surprising thing: trying a limit looks at the
//! caseload of the last picture, so that it asks neither the store nor the disk.

use std::{
    collections::{BTreeMap, HashSet},
    path::{Path, PathBuf},
};

use super::{Desk, DeskError, Picture, Precision, Step, reread};
use crate::calendar::now;
use crate::model::{Caseload, ChildOverride, GapKey, GivenOverride, Name, Ruling, State};
use crate::rules::{
    self, Amendment, Check, DiffLine, Glossary, Keep, Kind, Level, Limit, Policy, PolicyError,
    Rule, RuleBook, RuleResult, amended, difference,
};
use crate::settings::Profiles;

/// A policy that is in use, as text, and where it lies.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub file: Option<PathBuf>,
    /// `None`: the England default.
    pub text: Option<String>,
    /// Where policies are kept; `None`: nowhere, as in the demonstration.
    pub profiles: Option<Profiles>,
}

/// What one rule counts now, and what it would.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Difference {
    pub rule: String,
    /// Overdue; `None` where the rule is off.
    pub before: Option<u32>,
    pub after: Option<u32>,
    /// Overdue now and not then.
    pub fewer: u32,
    /// Overdue then and not now.
    pub more: u32,
}

impl Difference {
    /// "overdue now 31, with this 24; 7 fewer, 0 more".
    #[must_use]
    pub fn words(&self) -> String {
        match (self.before, self.after) {
            (Some(before), Some(after)) => format!(
                "overdue now {before}, with this {after}; {} fewer, {} more",
                self.fewer, self.more
            ),
            (Some(before), None) => format!("overdue now {before}, with this not assessed"),
            (None, Some(after)) => format!("not assessed now, with this {after} overdue"),
            (None, None) => "not assessed, now or with this".to_owned(),
        }
    }
}

/// A policy with amendments that nobody has kept yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tried {
    /// The lines of the file that would change.
    pub lines: Vec<DiffLine>,
    /// Of the rules that are concerned, in the order of the book.
    pub differences: Vec<Difference>,
    pub warnings: Vec<String>,
    /// The file that would be written; `None`: it would count until the program ends.
    pub file: Option<PathBuf>,
}

/// The name of a policy that is made from the England default.
const OWN: &str = "our policy";
/// And of its file.
const OWN_FILE: &str = "our-policy";

impl Desk {
    /// Keeps policies in this folder from now on.
    pub fn keep_policies_in(&mut self, profiles: Profiles) {
        self.sheet.profiles = Some(profiles);
    }

    /// The rules in force, with the policy laid over them.
    #[must_use]
    pub const fn book(&self) -> &RuleBook {
        &self.book
    }

    /// The text that an amendment starts from.
    fn policy_text(&self) -> String {
        self.sheet
            .text
            .clone()
            .unwrap_or_else(|| Policy::template(OWN))
    }

    fn policy_file(&self) -> Option<PathBuf> {
        let profiles = self.sheet.profiles.as_ref()?;
        let own = || profiles.path_of(OWN_FILE);
        Some(self.sheet.file.clone().unwrap_or_else(own))
    }

    fn refused(&self, error: PolicyError) -> DeskError {
        match &self.sheet.file {
            Some(path) => DeskError::Policy {
                path: path.clone(),
                error,
            },
            None => DeskError::Failed(format!("Changing the policy: {}.", error.problem)),
        }
    }

    /// What these amendments would change, before anything is kept.
    pub fn try_policy(&mut self, amendments: &[Amendment]) -> Result<Tried, DeskError> {
        let picture = self.picture_or_blank()?;
        let tried = try_on(&picture, &self.policy_text(), amendments);
        let tried = tried.map_err(|error| self.refused(error))?;
        Ok(Tried {
            file: self.policy_file(),
            ..tried
        })
    }

    /// Keeps these amendments: in the policy's file where policies are kept, and at this desk at
    /// once. Gives the file that was written.
    pub fn amend_policy(&mut self, amendments: &[Amendment]) -> Result<Option<PathBuf>, DeskError> {
        let before = self.policy_text();
        let text = amended(&before, amendments).map_err(|error| self.refused(error))?;
        let path = self.policy_file();
        if let (Some(profiles), Some(path)) = (&self.sheet.profiles, &path) {
            self.untouched(path)?;
            let failed =
                |error: crate::settings::SettingsError| DeskError::Failed(error.to_string());
            profiles.write(path, &text).map_err(failed)?;
            if self.sheet.file.is_none() {
                profiles.take_into_use(Some(path)).map_err(failed)?;
            }
        }
        self.take_policy(path.clone(), text)?;
        Ok(path)
    }

    /// Takes a policy into use at this desk; everything is assessed by it from the next picture on.
    pub fn take_policy(&mut self, file: Option<PathBuf>, text: String) -> Result<(), DeskError> {
        let policy = Policy::parse(&text).and_then(|policy| RuleBook::with(&policy));
        self.book = policy.map_err(|error| self.refused(error))?;
        self.sheet.file = file;
        self.sheet.text = Some(text);
        self.picture = None;
        Ok(())
    }

    /// Refuses to write over what somebody else wrote since.
    fn untouched(&self, path: &Path) -> Result<(), DeskError> {
        let found = std::fs::read_to_string(path).ok();
        let expected = self.sheet.file.as_ref().and(self.sheet.text.as_ref());
        if found.is_none() || found.as_ref() == expected {
            return Ok(());
        }
        Err(DeskError::Failed(format!(
            "Changing the policy: {} was written by somebody else since it was read, and it was left as it is. \
             Leave the workbench, open it again and make the change there.",
            path.display()
        )))
    }

    /// Keeps what was agreed for one child. `unit` of a limit is a word of a policy.
    pub fn agree(&mut self, agreed: &ChildOverride) -> Result<Step, DeskError> {
        let rule = self.book.rule(&agreed.rule).ok_or_else(|| {
            DeskError::Words(format!(
                "There is no rule {:?}. `caselight rules` lists them.",
                agreed.rule
            ))
        })?;
        fits(rule, agreed).map_err(DeskError::Words)?;
        let agreed = ChildOverride {
            rule: rule.id.clone(),
            ..agreed.clone()
        };
        let what = match &agreed.ruling {
            Ruling::Off => "not applied to one child",
            Ruling::Limit { .. } => "another limit for one child",
            Ruling::Lifted => "the agreement for one child taken back",
        };
        let label = format!("{}: {what}", agreed.rule);
        self.store.agree(&label, &agreed, &now::moment())?;
        self.entered(label, Vec::new())
    }

    /// Everything that was ever agreed for single children, the newest first.
    pub fn agreements(&self) -> Result<Vec<GivenOverride>, DeskError> {
        Ok(self.store.agreements()?)
    }

    /// How often each rule was right, by its id: what people said of its gaps.
    pub fn precision(&self) -> Result<BTreeMap<String, Precision>, DeskError> {
        Ok(super::precision::precision(&self.store.outcomes(None)?))
    }

    /// Where the policy in use lies; `None`: the England default, or nowhere.
    #[must_use]
    pub fn policy_path(&self) -> Option<&Path> {
        self.sheet.file.as_deref()
    }
}

/// What these amendments of a policy would change in a picture. Pure.
///
/// # Errors
/// A text that is no policy, before or after.
pub fn try_on(
    picture: &Picture,
    before: &str,
    amendments: &[Amendment],
) -> Result<Tried, PolicyError> {
    let after = amended(before, amendments)?;
    let policy = Policy::parse(&after)?;
    let book = RuleBook::with(&policy)?;
    Ok(Tried {
        lines: difference(before, &after),
        differences: differences(picture, &book, concerned(amendments).as_deref()),
        warnings: new_warnings(&picture.book, &policy),
        file: None,
    })
}

/// What may be agreed for one child under one rule.
fn fits(rule: &Rule, agreed: &ChildOverride) -> Result<(), String> {
    if agreed.approved_by.trim().is_empty() || agreed.reason.trim().is_empty() {
        return Err(
            "What is agreed for one child needs a reason and the name of who approved it."
                .to_owned(),
        );
    }
    if agreed.until.is_some_and(|until| until < agreed.approved_on) {
        return Err(
            "It would end before it was approved. Give a later day for its end.".to_owned(),
        );
    }
    match &agreed.ruling {
        Ruling::Off if rule.level == Level::Law => Err(format!(
            "{} is law or statutory guidance: it cannot be set aside for a child. Where the law knows another interval, agree that limit.",
            rule.id
        )),
        Ruling::Limit { .. } if rule.limit.is_none() => {
            Err(format!("{} has no limit that could be another.", rule.id))
        }
        Ruling::Limit { value, unit } => match Limit::unit_of(unit) {
            None => Err(format!(
                "There is no unit {unit:?}. Write working_days, calendar_days, weeks or months."
            )),
            Some(_) if *value == 0 || *value > 3660 => Err(format!(
                "A limit of {value} makes no sense; give 1 to 3660."
            )),
            Some(_) => Ok(()),
        },
        Ruling::Off | Ruling::Lifted => Ok(()),
    }
}

/// The rules that amendments are about; `None`: any of them.
fn concerned(amendments: &[Amendment]) -> Option<Vec<&str>> {
    let each = amendments.iter().map(|one| match one {
        Amendment::Mode { rule, .. }
        | Amendment::Limit { rule, .. }
        | Amendment::Grace { rule, .. } => Some(rule.as_str()),
        Amendment::Confirm(one) => Some(one.rule.as_str()),
        Amendment::Months(_) | Amendment::Closures(_) | Amendment::PlaceholderWorkers(_) => None,
    });
    let mut rules: Vec<&str> = each.collect::<Option<_>>()?;
    rules.dedup();
    Some(rules)
}

/// What the new policy warns of and the old did not.
fn new_warnings(book: &RuleBook, policy: &Policy) -> Vec<String> {
    let known = book.policy().warnings();
    let mut warnings = policy.warnings();
    warnings.retain(|warning| !known.contains(warning));
    warnings
}

fn differences(picture: &Picture, book: &RuleBook, only: Option<&[&str]>) -> Vec<Difference> {
    let check = &picture.check;
    let results = match only {
        Some(rules) => rules
            .iter()
            .flat_map(|id| {
                rules::check_rule(&picture.caseload, book, check.as_at, id, Keep::Asking)
            })
            .collect(),
        None => {
            rules::check(
                &picture.caseload,
                book,
                check.as_at,
                check.known_on,
                Keep::Asking,
            )
            .rules
        }
    };
    let mut then = Check {
        rules: results,
        feeds: check.feeds.clone(),
        data_quality: Vec::new(),
        calendar: String::new(),
        policy: String::new(),
        overrides: Vec::new(),
        glossary: Glossary::default(),
        entry_lag: None,
        supervised: BTreeMap::new(),
        ..*check
    };
    reread::reread(&picture.entries, &mut then);
    let concerned = book.rules().filter(|rule| {
        rule.kind != Kind::Indicator && only.is_none_or(|only| only.contains(&rule.id.as_str()))
    });
    concerned
        .map(|rule| one_difference(rule, check.chosen(&rule.id), then.chosen(&rule.id)))
        .filter(|one| only.is_some() || one.fewer + one.more > 0)
        .collect()
}

fn overdue(result: &RuleResult) -> HashSet<GapKey> {
    let open = result
        .findings
        .iter()
        .filter(|finding| finding.state == State::Overdue);
    open.map(|finding| result.key(finding)).collect()
}

fn one_difference(rule: &Rule, now: Option<&RuleResult>, then: Option<&RuleResult>) -> Difference {
    let (before, after) = (now.map(overdue), then.map(overdue));
    let none = HashSet::new();
    let (old, new) = (
        before.as_ref().unwrap_or(&none),
        after.as_ref().unwrap_or(&none),
    );
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Difference {
        rule: rule.id.clone(),
        fewer: number(old.difference(new).count()),
        more: number(new.difference(old).count()),
        before: before.as_ref().map(|found| number(found.len())),
        after: after.as_ref().map(|found| number(found.len())),
    }
}

/// Gives every team the name that the glossary has for it.
pub(super) fn name_teams(caseload: &mut Caseload, glossary: &Glossary) {
    if glossary.teams.is_empty() {
        return;
    }
    let name = |team: &mut Option<Name>| {
        if let Some(found) = team {
            let named = glossary.team(found);
            if named != found.as_ref() {
                *found = named.into();
            }
        }
    };
    for file in &mut caseload.children {
        file.referrals
            .iter_mut()
            .for_each(|row| name(&mut row.is.handler.team));
        file.assessments
            .iter_mut()
            .for_each(|row| name(&mut row.is.handler.team));
        file.enquiries
            .iter_mut()
            .for_each(|row| name(&mut row.is.handler.team));
        file.episodes
            .iter_mut()
            .for_each(|row| name(&mut row.is.handler.team));
        file.plans
            .iter_mut()
            .for_each(|row| name(&mut row.is.handler.team));
        file.care
            .iter_mut()
            .for_each(|row| name(&mut row.is.handler.team));
        file.sessions
            .iter_mut()
            .for_each(|row| name(&mut row.is.team));
    }
    caseload
        .staff_sessions
        .iter_mut()
        .for_each(|row| name(&mut row.is.team));
}
