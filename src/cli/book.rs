//! `rules` and `layouts`: what is counted, by what authority, and which columns are known.

use std::io::Write;

use serde_json::json;

use super::{
    Answer, Door,
    args::{Layouts, Rules},
    table::Table,
};
use crate::review::{self, Overwrite};
use crate::rules::{Rule, limit_words};

pub(super) fn rules(words: &Rules, out: &mut dyn Write) -> Answer {
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
        one(rule, out)?;
        return Ok(0);
    }
    let mut table = Table::new(&["rule", "title", "level", "mode", "limit", "basis", "source"]);
    for rule in book
        .rules()
        .filter(|rule| asked.is_none_or(|one| one.id == rule.id))
    {
        table.push(vec![
            json!(rule.id),
            json!(rule.title),
            json!(rule.level.label()),
            json!(rule.mode),
            json!(rule.limit.map(limit_words)),
            json!(rule.basis),
            json!(rule.source),
        ]);
    }
    table.print(words.format, out)?;
    Ok(0)
}

fn one(rule: &Rule, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}  {}", rule.id, rule.title)?;
    let counts: Vec<&str> = rule.counts.iter().map(|kind| kind.word()).collect();
    let from = rule
        .effective_from
        .map_or_else(String::new, |day| format!("from {day}"));
    let to = rule
        .effective_to
        .map_or_else(String::new, |day| format!(" to {day}"));
    let lines = [
        ("level", rule.level.label().to_owned()),
        ("status", rule.status.clone()),
        ("limit", rule.limit.map(limit_words).unwrap_or_default()),
        ("counted on", rule.bases.join(", ")),
        ("counts", counts.join(", ")),
        ("in force", format!("{from}{to}")),
        ("source", rule.source.clone()),
        ("certainty", rule.certainty.clone()),
        ("caution", rule.caution.clone().unwrap_or_default()),
        ("what is needed", rule.needs.clone()),
        ("what shows it", rule.shown_by.clone()),
    ];
    for (name, text) in lines.iter().filter(|(_, text)| !text.is_empty()) {
        writeln!(out, "  {name:<15} {text}")?;
    }
    Ok(())
}

pub(super) fn layouts(words: &Layouts, out: &mut dyn Write) -> Answer {
    let known = review::layouts()?;
    match words {
        Layouts::List { format } => {
            let mut table = Table::new(&["layout", "title", "lists"]);
            for layout in known {
                table.push(vec![
                    json!(layout.name),
                    json!(layout.title),
                    json!(layout.lists.join(", ")),
                ]);
            }
            table.print(*format, out)?;
        }
        Layouts::Show { name } => {
            let layout = known
                .iter()
                .find(|layout| layout.name == name)
                .ok_or_else(|| {
                    super::words(format!(
                        "There is no layout {name:?}. `caselight layouts list` shows them."
                    ))
                })?;
            write!(out, "{}", layout.text)?;
        }
        Layouts::Write { path, overwrite } => {
            let overwrite = if *overwrite {
                Overwrite::Replace
            } else {
                Overwrite::Refuse
            };
            for name in review::write_templates(path, overwrite)? {
                writeln!(out, "{name}")?;
            }
        }
    }
    Ok(0)
}
