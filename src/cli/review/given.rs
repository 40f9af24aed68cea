//! What one line says: an outcome with its reason, or a promise.
//!
//! It goes nowhere by itself. The surprising thing: a number for which there are no words is
//! refused, because a reason that says "9" says nothing to whoever reads it later.

use std::io::Write;

use super::Failure;
use super::plain::{After, Sitting};
use crate::model::{Day, FeedKind, GapKey, Name, PromiseDraft, PromiseOrigin, ReviewTurn};
use crate::review::reasons::{self, Kin, OutcomeChoice};
use crate::review::{Given, Said, today};

pub(super) const CHOICES: [(&str, OutcomeChoice); 7] = [
    ("s", OutcomeChoice::SeenOnFile),
    ("r", OutcomeChoice::ToRecord),
    ("b", OutcomeChoice::Booked),
    ("x", OutcomeChoice::NotRequired),
    ("d", OutcomeChoice::DataError),
    ("e", OutcomeChoice::Exception),
    ("k", OutcomeChoice::Escalated),
];

impl Sitting<'_> {
    /// The reasons and roles for the line in focus.
    fn lists(&self, choice: OutcomeChoice) -> reasons::Lists {
        let picture = self.picture.clone();
        let gap = self.focus().and_then(|line| picture.gaps.get(line.at?));
        let child = gap.is_none_or(|gap| gap.is_child);
        let rule = gap.and_then(|gap| picture.behind(gap));
        let supervision = rule.is_some_and(|(result, _)| result.rule.feed == FeedKind::Supervision);
        reasons::of(choice.word(), Kin::of(child, !child, supervision))
    }

    pub(super) fn give(
        &mut self,
        choice: OutcomeChoice,
        rest: &str,
        out: &mut dyn Write,
    ) -> Result<After, Failure> {
        let lists = self.lists(choice);
        let (kind, reason) = match understood(choice, rest, &lists) {
            Ok(understood) => understood,
            Err(trouble) => {
                writeln!(out, "{trouble} Nothing was saved.")?;
                for (number, words) in (1..).zip(&lists.who) {
                    writeln!(out, "  role {number}: {words}")?;
                }
                for (number, words) in (1..).zip(&lists.reasons) {
                    writeln!(out, "  reason {number}: {words}")?;
                }
                return Ok(if rest.is_empty() {
                    After::Ask
                } else {
                    After::Refused
                });
            }
        };
        let gaps = self.meant();
        if gaps.is_empty() {
            writeln!(
                out,
                "No gap is open here: write words with t, make a promise with a, or go on with n."
            )?;
            return Ok(After::Refused);
        }
        let count = gaps.len();
        let outcomes = gaps.into_iter().map(|gap| Given {
            gap,
            kind: kind.clone(),
            reason: reason.clone(),
        });
        let noun = if count == 1 { "gap" } else { "gaps" };
        let said = Said {
            outcomes: outcomes.collect(),
            review: Some((self.session.id, self.number())),
            ..Said::default()
        };
        let step = match self
            .desk
            .say(format!("{}: {count} {noun}", kind.label()), said)
        {
            Ok(step) => step,
            Err(error) => {
                writeln!(out, "{error}")?;
                return Ok(After::Refused);
            }
        };
        self.marks.clear();
        let reason = reason.trim_end_matches('.');
        writeln!(out, "Saved: {}. Reason: {reason}.", step.label)?;
        self.take_over(step);
        if self.next_line() {
            return Ok(After::Line);
        }
        self.leave(ReviewTurn::Reviewed, out)
    }

    /// The gaps that an outcome is for: those of the marked lines, else of the line in focus.
    fn meant(&self) -> Vec<GapKey> {
        let lines = self.page.lines.iter().enumerate();
        let meant = lines.filter(|(at, _)| {
            if self.marks.is_empty() {
                *at == self.line
            } else {
                self.marks.contains(at)
            }
        });
        meant.flat_map(|(_, line)| line.gaps.clone()).collect()
    }

    pub(super) fn agree(&mut self, rest: &str, out: &mut dyn Write) -> Result<After, Failure> {
        let mut parts = rest.split(';').map(str::trim);
        let what = parts.next().unwrap_or_default();
        let owner = parts.next().filter(|owner| !owner.is_empty());
        let due = parts.next().filter(|day| !day.is_empty());
        let read = due.and_then(Day::parse_iso);
        if let (Some(day), None) = (due, read) {
            writeln!(
                out,
                "{day} is no day: write it like 2026-06-20. Nothing was saved."
            )?;
            return Ok(After::Refused);
        }
        let gap = self.focus().and_then(|line| line.gaps.first()).cloned();
        let item = self.session.said.items.get(self.place);
        let child = item.and_then(|item| item.child_of(gap.as_ref()));
        let draft = PromiseDraft {
            origin: PromiseOrigin::Review,
            origin_ref: Some(Name::from(format!("review session {}", self.session.id.0))),
            child,
            gap,
            agreed: today(),
            due: read,
            owner: owner.map(Name::from),
            words: what.to_owned(),
        };
        if let Err((_, trouble)) = draft.check() {
            writeln!(out, "{trouble} Nothing was saved.")?;
            return Ok(After::Refused);
        }
        let said = Said {
            promises: vec![draft],
            review: Some((self.session.id, self.number())),
            ..Said::default()
        };
        let step = self
            .desk
            .say("promised in a review session".to_owned(), said)?;
        writeln!(out, "Saved: {}.", step.label)?;
        self.take_over(step);
        self.lay();
        Ok(After::Ask)
    }
}

/// An outcome and its reason, as one line says them.
fn understood(
    choice: OutcomeChoice,
    rest: &str,
    lists: &reasons::Lists,
) -> Result<(crate::model::OutcomeKind, String), String> {
    let now = today();
    let (mut day, mut who, mut rest) = (choice.proposed_day(now).unwrap_or(now), "", rest);
    if choice.asks_date().is_some() {
        let (first, after) = rest.split_once(' ').unwrap_or((rest, ""));
        if let Some(found) = Day::parse_iso(first) {
            (day, rest) = (found, after.trim());
        }
    }
    if choice.asks_who().is_some() {
        let parts = rest.split_once(';').or_else(|| rest.split_once(' '));
        let Some((role, after)) = parts else {
            return Err("A role and a reason are needed, such as: k 2 1.".to_owned());
        };
        who = picked(role.trim(), &lists.who)
            .ok_or_else(|| format!("There is no role {}.", role.trim()))?;
        rest = after.trim();
    }
    let reason =
        picked(rest, &lists.reasons).ok_or_else(|| format!("There is no reason {rest}."))?;
    if reason.is_empty() {
        return Err("A reason is needed: its number, or words of your own.".to_owned());
    }
    if choice.asks_who().is_some() && who.is_empty() {
        return Err("A role is needed: its number, or a name.".to_owned());
    }
    let kind = choice.kind(day, who);
    kind.fits(now)?;
    Ok((kind, reason.to_owned()))
}

/// The words that a number stands for; anything else stands for itself. `None`: no words stand
/// under that number, and a number is no reason.
fn picked<'a>(words: &'a str, list: &'a [String]) -> Option<&'a str> {
    if words.is_empty() || !words.chars().all(|c| c.is_ascii_digit()) {
        return Some(words);
    }
    let at = words.parse::<usize>().ok()?.checked_sub(1)?;
    list.get(at).map(String::as_str)
}
