//! The form that changes a policy: of one rule, of the whole service, or a newest edition confirmed.
//!
//! What is typed is counted before anything is kept; then the lines of the file are shown, and only
//! a second answer writes them. The surprising thing: a rule in trial can be set to on here only
//! with a name, a day and twenty checked cases.

mod draw;

use crossterm::event::{KeyCode, KeyEvent};
use serde::{Deserialize, Serialize};
use tui_input::Input;

use super::{type_key, type_text};
use crate::model::Day;
use crate::review::Tried;
use crate::rules::{
    Amendment, Confirmation, Kind, Level, Limit, Mode, Months, Policy, Rule, RuleBook, TrialRun,
    Unit,
};
use crate::tui::dates::{self, Lean};
use crate::tui::effect::Ticket;
use crate::tui::text::many;

/// What is changed.
#[derive(Clone, PartialEq, Debug)]
pub enum Changing {
    Rule(Box<Rule>),
    Service(Box<Policy>),
    Edition(Box<Rule>),
}

/// What a field is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Mode,
    Limit,
    Unit,
    Grace,
    By,
    On,
    Checked,
    Right,
    Paragraph,
    Months,
    Closures,
    Placeholders,
}

impl Part {
    const fn label(self) -> &'static str {
        match self {
            Self::Mode => "mode",
            Self::Limit => "limit",
            Self::Unit => "counted in",
            Self::Grace => "grace",
            Self::By => "by whom",
            Self::On => "on which day",
            Self::Checked => "cases checked",
            Self::Right => "of these true",
            Self::Paragraph => "paragraph",
            Self::Months => "months",
            Self::Closures => "closed days",
            Self::Placeholders => "not a worker",
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::Mode => {
                "on lists a gap, trial only counts, off does not assess. Left and right choose."
            }
            Self::Limit => "A whole number.",
            Self::Unit => "Left and right choose.",
            Self::Grace => "Working days after the limit before it is called overdue.",
            Self::By => "The name of whoever answers for it.",
            Self::On => "12/6, 12 jun or 2026-06-12.",
            Self::Checked => "How many of its gaps somebody held against the file; 20 at least.",
            Self::Right => "How many of them were true.",
            Self::Paragraph => "Where the limit stands in the newest edition.",
            Self::Months => "How 3 and 6 months become a day. Left and right choose.",
            Self::Closures => {
                "Days on which the service is closed, parted by commas: 2026-12-29, 2026-12-30."
            }
            Self::Placeholders => "Names in a worker's column that are nobody, parted by commas.",
        }
    }

    /// The words to choose from, for a field that is not typed into.
    fn choices(self) -> Vec<&'static str> {
        match self {
            Self::Mode => Mode::ALL.map(Mode::word).to_vec(),
            Self::Unit => Unit::ALL.map(unit_words).to_vec(),
            Self::Months => vec![Months::Calendar.label(), Months::Days91And183.label()],
            _ => Vec::new(),
        }
    }
}

const fn unit_words(unit: Unit) -> &'static str {
    match unit {
        Unit::WorkingDays => "working days",
        Unit::CalendarDays => "days",
        Unit::Weeks => "weeks",
        Unit::Months => "months",
        Unit::EachCalendarMonth => "once in every calendar month",
    }
}

#[derive(Clone, Debug)]
struct Entry {
    part: Part,
    input: Input,
}

/// How far the form is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    Fill,
    /// The lines that would be written are shown.
    Review,
    Saving,
}

/// What was typed into the form, for the next sitting.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendDraft {
    /// "rule", "service" or "edition".
    pub changing: String,
    /// The id of the rule, where it is one.
    pub rule: Option<String>,
    /// Each field by what it is called, and what stands in it.
    pub fields: Vec<(String, String)>,
    focus: usize,
}

/// The form.
#[derive(Clone, Debug)]
pub struct AmendForm {
    pub changing: Changing,
    fields: Vec<Entry>,
    focus: usize,
    pub step: Step,
    /// The latest question; an older answer is dropped.
    pub ticket: Ticket,
    pub tried: Option<Tried>,
    pub trouble: Option<String>,
    today: Day,
}

impl AmendForm {
    /// A form with what is in force now. `by` is whoever sits at the bench.
    #[must_use]
    pub fn new(changing: Changing, by: &str, today: Day) -> Self {
        let mut form = Self {
            fields: Vec::new(),
            changing,
            focus: 0,
            step: Step::Fill,
            ticket: Ticket::default(),
            tried: None,
            trouble: None,
            today,
        };
        let entry = |part, words: String| Entry {
            part,
            input: Input::new(words),
        };
        form.fields = match &form.changing {
            Changing::Rule(rule) => {
                let mut fields = Vec::new();
                // What an indicator counts is no breach, whatever its mode.
                if rule.kind != Kind::Indicator {
                    fields.push(entry(Part::Mode, rule.mode.word().to_owned()));
                }
                if let Some(limit) = rule.limit {
                    fields.push(entry(Part::Limit, limit.value.to_string()));
                    fields.push(entry(Part::Unit, unit_words(limit.unit).to_owned()));
                    if rule.level != Level::Law {
                        fields.push(entry(Part::Grace, rule.grace.to_string()));
                    }
                }
                fields.push(entry(Part::By, by.to_owned()));
                fields.push(entry(Part::On, today.long()));
                fields.push(entry(Part::Checked, String::new()));
                fields.push(entry(Part::Right, String::new()));
                fields
            }
            Changing::Service(policy) => {
                let closures: Vec<String> = policy.closures.iter().map(Day::to_string).collect();
                vec![
                    entry(Part::Months, policy.months.label().to_owned()),
                    entry(Part::Closures, closures.join(", ")),
                    entry(Part::Placeholders, policy.placeholder_workers.join(", ")),
                ]
            }
            Changing::Edition(_) => vec![
                entry(Part::Paragraph, String::new()),
                entry(Part::By, by.to_owned()),
                entry(Part::On, today.long()),
            ],
        };
        form
    }

    /// What was typed, to be kept.
    #[must_use]
    pub fn draft(&self) -> AmendDraft {
        let (changing, rule) = match &self.changing {
            Changing::Rule(rule) => ("rule", Some(rule.id.clone())),
            Changing::Service(_) => ("service", None),
            Changing::Edition(rule) => ("edition", Some(rule.id.clone())),
        };
        let fields = self.fields.iter();
        AmendDraft {
            changing: changing.to_owned(),
            rule,
            fields: fields
                .map(|one| (one.part.label().to_owned(), one.input.value().to_owned()))
                .collect(),
            focus: self.focus,
        }
    }

    /// Puts back what was typed into the fields that it has.
    pub fn take_up(&mut self, draft: &AmendDraft) {
        for (label, words) in &draft.fields {
            let mut fields = self.fields.iter_mut();
            if let Some(field) = fields.find(|one| one.part.label() == label) {
                field.input = Input::new(words.clone());
            }
        }
        self.focus = draft.focus.min(self.fields.len().saturating_sub(1));
    }

    fn words(&self, part: Part) -> &str {
        let found = self.fields.iter().find(|one| one.part == part);
        found.map_or("", |one| one.input.value().trim())
    }

    /// Whether a rule goes from trial to on: then somebody has to answer for it.
    fn leaves_trial(&self) -> bool {
        matches!(&self.changing, Changing::Rule(rule)
            if is_in_trial_at_first(rule) && rule.mode != Mode::On && self.words(Part::Mode) == Mode::On.word())
    }

    fn is_shown(&self, part: Part) -> bool {
        let on_trial = matches!(part, Part::By | Part::On | Part::Checked | Part::Right);
        !(matches!(self.changing, Changing::Rule(_)) && on_trial) || self.leaves_trial()
    }

    /// Places of the fields that are asked now.
    fn shown(&self) -> Vec<usize> {
        let fields = self.fields.iter().enumerate();
        fields
            .filter(|(_, one)| self.is_shown(one.part))
            .map(|(at, _)| at)
            .collect()
    }

    /// Goes to another field.
    pub fn move_by(&mut self, forward: bool) {
        if self.step != Step::Fill {
            return;
        }
        let shown = self.shown();
        let at = shown.iter().position(|one| *one == self.focus).unwrap_or(0);
        let number = shown.len().max(1);
        let next = if forward { at + 1 } else { at + number - 1 };
        self.focus = shown.get(next % number).copied().unwrap_or(0);
    }

    /// Takes a key into the field in focus; whether anything changed.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        if self.step != Step::Fill {
            return false;
        }
        let Some(entry) = self.fields.get_mut(self.focus) else {
            return false;
        };
        let before = entry.input.value().to_owned();
        let choices = entry.part.choices();
        if choices.is_empty() {
            type_key(&mut entry.input, key);
        } else {
            let at = choices.iter().position(|one| *one == before).unwrap_or(0);
            let next = match key.code {
                KeyCode::Left => (at + choices.len() - 1) % choices.len(),
                KeyCode::Right | KeyCode::Char(' ') => (at + 1) % choices.len(),
                KeyCode::Char(letter) => {
                    let begins = |one: &&str| one.starts_with(letter);
                    choices.iter().position(begins).unwrap_or(at)
                }
                _ => at,
            };
            if let Some(word) = choices.get(next) {
                entry.input = Input::new((*word).to_owned());
            }
        }
        let changed = entry.input.value() != before;
        if changed {
            self.trouble = None;
        }
        changed
    }

    /// Takes pasted text; how many letters were left out.
    pub fn paste(&mut self, text: &str) -> usize {
        let step = self.step.clone();
        let entry = self.fields.get_mut(self.focus);
        let typed = entry.filter(|one| one.part.choices().is_empty() && step == Step::Fill);
        typed.map_or(0, |one| type_text(&mut one.input, text))
    }

    /// What was changed, as far as it can be counted: what is still asked of a rule that leaves trial
    /// is left out.
    pub fn countable(&self) -> Option<Vec<Amendment>> {
        let amendments = match &self.changing {
            Changing::Rule(rule) => self.of_rule(rule).ok()?,
            _ => self.amendments().ok()?,
        };
        (!amendments.is_empty()).then_some(amendments)
    }

    /// What was changed.
    ///
    /// # Errors
    /// What is missing or odd, as a sentence.
    pub fn amendments(&self) -> Result<Vec<Amendment>, String> {
        match &self.changing {
            Changing::Rule(rule) => {
                let mut amendments = self.of_rule(rule)?;
                if self.leaves_trial() {
                    let run = self.trial_run()?;
                    for one in &mut amendments {
                        if let Amendment::Mode { evidence, .. } = one {
                            *evidence = Some(run.clone());
                        }
                    }
                }
                Ok(amendments)
            }
            Changing::Service(policy) => self.of_service(policy),
            Changing::Edition(rule) => {
                let paragraph = self.words(Part::Paragraph);
                if paragraph.is_empty() {
                    return Err("Say in which paragraph the limit stands.".to_owned());
                }
                Ok(vec![Amendment::Confirm(Confirmation {
                    rule: rule.id.clone(),
                    edition: rule.unconfirmed.clone().unwrap_or_default(),
                    paragraph: paragraph.to_owned(),
                    by: self.by()?,
                    on: self.on()?,
                })])
            }
        }
    }

    fn of_rule(&self, rule: &Rule) -> Result<Vec<Amendment>, String> {
        let mut amendments = Vec::new();
        let id = || rule.id.clone();
        let mode = Mode::ALL
            .into_iter()
            .find(|mode| mode.word() == self.words(Part::Mode));
        if let Some(mode) = mode.filter(|mode| *mode != rule.mode) {
            amendments.push(Amendment::Mode {
                rule: id(),
                mode,
                evidence: None,
            });
        }
        if let Some(now) = rule.limit {
            let unit = Unit::ALL
                .into_iter()
                .find(|unit| unit_words(*unit) == self.words(Part::Unit))
                .unwrap_or(now.unit);
            let value = match unit {
                Unit::EachCalendarMonth => 1,
                _ => number(self.words(Part::Limit), "limit", 1)?,
            };
            let limit = Limit { value, unit };
            if limit != now {
                amendments.push(Amendment::Limit { rule: id(), limit });
            }
            if rule.level != Level::Law {
                let days = number(self.words(Part::Grace), "grace", 0)?;
                if days != rule.grace {
                    amendments.push(Amendment::Grace { rule: id(), days });
                }
            }
        }
        Ok(amendments)
    }

    fn trial_run(&self) -> Result<TrialRun, String> {
        let needed = TrialRun::NEEDED;
        let checked = number(self.words(Part::Checked), "number of cases checked", 0)
            .map_err(|_| format!("A rule leaves its trial once {needed} of its cases were checked: say how many, and how many of them were true."))?;
        if checked < needed {
            return Err(format!(
                "{} checked so far; {needed} are needed before this rule lists gaps.",
                many(checked as usize, "case was", "cases were")
            ));
        }
        let right = number(self.words(Part::Right), "number of true cases", 0)?;
        if right > checked {
            return Err(format!("{right} cannot be true of {checked} checked."));
        }
        Ok(TrialRun {
            by: self.by()?,
            on: self.on()?,
            checked,
            right,
        })
    }

    fn of_service(&self, policy: &Policy) -> Result<Vec<Amendment>, String> {
        let mut amendments = Vec::new();
        let months = if self.words(Part::Months) == Months::Calendar.label() {
            Months::Calendar
        } else {
            Months::Days91And183
        };
        if months != policy.months {
            amendments.push(Amendment::Months(months));
        }
        let parts = |part| {
            let words = self.words(part).split(',').map(str::trim);
            words.filter(|word| !word.is_empty())
        };
        let day = |word: &str| dates::read(word, self.today, Lean::Future);
        let days: Vec<Day> = parts(Part::Closures).map(day).collect::<Result<_, _>>()?;
        if days != policy.closures {
            amendments.push(Amendment::Closures(days));
        }
        let names: Vec<String> = parts(Part::Placeholders).map(str::to_owned).collect();
        if names != policy.placeholder_workers {
            amendments.push(Amendment::PlaceholderWorkers(names));
        }
        Ok(amendments)
    }

    fn by(&self) -> Result<String, String> {
        match self.words(Part::By) {
            "" => Err("Say by whom: somebody answers for it.".to_owned()),
            name => Ok(name.to_owned()),
        }
    }

    fn on(&self) -> Result<Day, String> {
        dates::read(self.words(Part::On), self.today, Lean::Past)
    }
}

fn number(words: &str, what: &str, least: u32) -> Result<u32, String> {
    let found = words.parse::<u32>().ok();
    found
        .filter(|found| (least..=3660).contains(found))
        .ok_or_else(|| {
            format!("The {what} is a whole number from {least} on, and {words:?} is none.")
        })
}

/// Whether the rule waits in trial where a service has decided nothing.
fn is_in_trial_at_first(rule: &Rule) -> bool {
    let usual = RuleBook::embedded();
    usual
        .rule(&rule.id)
        .is_some_and(|usual| usual.mode == Mode::Trial)
}
