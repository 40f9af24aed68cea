//! `rules`: what is counted, and by what authority.

use std::io::Write;

use serde_json::json;

use super::{Answer, Door, args::Rules, table::Table};
use crate::review;
use crate::rules::{
    self, Complaint, Confirmation, Edition, Explanation, Rule, TrialRun, Unit, Worked, limit_words,
};

pub(super) fn rules(door: &Door, words: &Rules, out: &mut dyn Write) -> Answer {
    let policy = Door::policy_file(words.policy.as_deref())?;
    let book = review::rule_book(policy)?;
    let asked = words.id.as_ref().map(|id| {
        book.rule(id).ok_or_else(|| {
            super::words(format!(
                "There is no rule {id:?}. `caselight rules` lists them."
            ))
        })
    });
    let asked = asked.transpose()?;
    if let Some(rule) = asked.filter(|_| words.format.is_for_reading()) {
        one(rule, &precision(door, &rule.id), out)?;
        return Ok(0);
    }
    let mut table = Table::new(&[
        "rule", "area", "title", "level", "mode", "limit", "basis", "source",
    ]);
    for rule in book
        .rules()
        .filter(|rule| asked.is_none_or(|one| one.id == rule.id))
    {
        table.push(vec![
            json!(rule.id),
            json!(rule.area),
            json!(rule.title),
            json!(rule.level.label()),
            json!(rule.standing()),
            json!(rule.limit.map(limit_words)),
            json!(rule.basis),
            json!(rule.source),
        ]);
    }
    table.print(words.format, out)?;
    Ok(0)
}

/// How wide a paragraph is, beside the name of what it says.
const NAMES: usize = 15;

/// How often the rule was right in the store that is at hand; nothing where that would have to be
/// asked for first: a rule can be read without a passphrase.
fn precision(door: &Door, rule: &str) -> String {
    let found = door.open_unasked().and_then(|desk| desk.precision().ok());
    let own = found.and_then(|found| found.get(rule).copied());
    own.map_or_else(String::new, review::Precision::words)
}

/// An earlier wording of a rule.
fn edition(one: &Edition) -> String {
    let from = one
        .from
        .map_or_else(String::new, |day| format!("from {day} "));
    let source = if one.source.is_empty() {
        String::new()
    } else {
        format!(" ({})", one.source)
    };
    format!("{from}to {}: {}{source}", one.to, limit_words(one.limit))
}

fn one(rule: &Rule, precision: &str, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}  {}", rule.id, rule.title)?;
    let counts: Vec<&str> = rule.counts.iter().map(|kind| kind.word()).collect();
    let from = rule
        .effective_from
        .map_or_else(String::new, |day| format!("from {day}"));
    let to = rule
        .effective_to
        .map_or_else(String::new, |day| format!(" to {day}"));
    let editions: Vec<String> = rule.editions.iter().map(edition).collect();
    let teams = match (&*rule.teams.only, &*rule.teams.except) {
        ([], []) => String::new(),
        ([], except) => format!("all but {}", except.join(", ")),
        (only, []) => only.join(", "),
        (only, except) => format!("{}, but not {}", only.join(", "), except.join(", ")),
    };
    let lines = [
        ("area", rule.area.clone()),
        ("starts with", rule.trigger.clone()),
        ("stops with", rule.stop.clone()),
        ("for whom", rule.scope.clone()),
        ("limit", rule.limit.map(limit_words).unwrap_or_default()),
        ("days", how_counted(rule).to_owned()),
        ("level", rule.level.label().to_owned()),
        ("status", rule.status.clone()),
        ("mode", rule.standing().to_owned()),
        (
            "set to on",
            rule.evidence
                .as_ref()
                .map(TrialRun::words)
                .unwrap_or_default(),
        ),
        ("how often right", precision.to_owned()),
        ("limit", rule.limit.map(limit_words).unwrap_or_default()),
        ("counted on", rule.bases.join(", ")),
        ("counts", counts.join(", ")),
        ("in force", format!("{from}{to}")),
        ("source", rule.source.clone()),
        ("certainty", rule.certainty.clone()),
        ("earlier", editions.join("; ")),
        ("teams", teams),
        (
            "confirmed",
            rule.confirmed
                .as_ref()
                .map(Confirmation::words)
                .unwrap_or_default(),
        ),
        ("caution", rule.cautions().join(" ")),
        (
            "inspectors",
            rules::complaint(rule).map_or_else(String::new, Complaint::sentence),
        ),
        ("what is needed", rule.needs.clone()),
        ("what shows it", rule.shown_by.clone()),
    ];
    for (name, text) in &lines {
        said(name, text, out)?;
    }
    for worked in rules::worked_examples(&rule.id) {
        example(&worked, out)?;
    }
    Ok(())
}

/// Which days are counted, by the unit of the limit.
fn how_counted(rule: &Rule) -> &'static str {
    match rule.limit.map(|limit| limit.unit) {
        None => "",
        Some(Unit::WorkingDays) => {
            "The day of the trigger is day 0; weekends and the bank holidays of England and Wales are not counted."
        }
        Some(Unit::CalendarDays | Unit::Weeks) => {
            "The day of the trigger is day 0; every day is counted."
        }
        Some(Unit::Months) => {
            "The same day of the month so many months later, or the last day of a shorter month."
        }
        Some(Unit::EachCalendarMonth) => "By the end of the calendar month after the trigger.",
    }
}

fn example(worked: &Worked, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out)?;
    writeln!(out, "  Worked example (made-up): {}", worked.title)?;
    for fact in &worked.facts {
        said("", fact, out)?;
    }
    said("as at", &worked.as_at.long(), out)?;
    for clock in &worked.clocks {
        let Explanation {
            headline,
            sum,
            not_counted,
            reading,
            ..
        } = clock;
        writeln!(out)?;
        for text in [headline, sum, not_counted, reading] {
            said("", text, out)?;
        }
    }
    Ok(())
}

fn said(name: &str, text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    if text.is_empty() {
        return Ok(());
    }
    writeln!(out, "  {name:<NAMES$} {text}")
}
