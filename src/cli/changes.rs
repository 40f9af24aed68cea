//! `changes`: what happened to the gaps between what was known on one day and on another.

use std::io::Write;

use clap::Args;
use serde_json::{Value, json};

use super::{Answer, Door, args::Format, args::day, failed, table::Table, words as refused};
use crate::model::Day;
use crate::review::Desk;
use crate::review::changes::{Change, Changes, What};

/// Between which days.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight changes --from 2026-03-31
  caselight changes --from 2026-03-31 --to 2026-06-12 --format csv > changes.csv

The days are days of knowledge: the imports with an as-at on or before them. `caselight imports`
lists those there are.")]
pub(super) struct Words {
    /// What was known on this day comes first; by default on the day of the extract before the newest
    #[arg(long, value_name = "DATE", value_parser = day)]
    from: Option<Day>,
    /// And is held beside what was known on this day; by default everything that is known
    #[arg(long, value_name = "DATE", value_parser = day)]
    to: Option<Day>,
    /// Only this rule (may be given more than once)
    #[arg(long = "rule", value_name = "ID")]
    rules: Vec<String>,
    /// Count only, without the list
    #[arg(long)]
    counts: bool,
    /// The service's policy file
    #[arg(long, value_name = "FILE")]
    policy: Option<std::path::PathBuf>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    let view = super::args::View {
        as_at: None,
        known_on: words.to,
        policy: words.policy.clone(),
        format: words.format,
    };
    let desk = door.look(&view)?;
    let from = match words.from {
        Some(from) => from,
        None => before_the_newest(&desk, words.to)?,
    };
    if let Some(to) = words.to.filter(|to| *to < from) {
        return Err(refused(format!(
            "Comparing two days: {from} lies after {to}. Say the earlier day with --from."
        )));
    }
    let started = std::time::Instant::now();
    let changes = desk.changes(from, words.to)?;
    Door::timing("changes", started);
    match words.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &document(&changes, words))?;
            writeln!(out)?;
        }
        Format::Csv if words.counts => tallies(&changes, words).print(Format::Csv, out)?,
        Format::Csv => listed(&changes, words, None).print(Format::Csv, out)?,
        format @ (Format::Table | Format::Lines) => in_words(&changes, words, format, out)?,
    }
    Ok(0)
}

/// The as-at of the extract before the newest one.
fn before_the_newest(desk: &Desk, to: Option<Day>) -> Result<Day, super::Failure> {
    let mut days: Vec<Day> = desk.imports()?.iter().map(|import| import.as_at).collect();
    days.retain(|day| to.is_none_or(|to| *day <= to));
    days.sort_unstable();
    days.dedup();
    days.iter().rev().nth(1).copied().ok_or_else(|| {
        failed(
            "Comparing two days: the store holds extracts of one day only, so there is nothing before it. Import an \
             older or a newer one, or say --from.",
        )
    })
}

fn is_asked(changes: &Changes, words: &Words, change: &Change) -> bool {
    let rule = change.rule.and_then(|at| changes.tallies.get(at));
    words.rules.is_empty() || rule.is_some_and(|rule| words.rules.contains(&rule.id))
}

fn in_words(
    changes: &Changes,
    words: &Words,
    format: Format,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    writeln!(
        out,
        "from what was known on {} (data to {}) to what was known on {} (data to {})\n",
        changes.from.long(),
        changes.as_at.0.long(),
        changes.to.long(),
        changes.as_at.1.long()
    )?;
    let counts = tallies(changes, words);
    if counts.is_empty() {
        writeln!(out, "No rule that is on has or had an open gap.")?;
    } else {
        counts.print(format, out)?;
    }
    if words.counts {
        return Ok(());
    }
    for what in What::ALL {
        let table = listed(changes, words, Some(what));
        if !table.is_empty() {
            let number = changes
                .list
                .iter()
                .filter(|change| change.what == what && is_asked(changes, words, change));
            writeln!(out, "\n{}: {}", what.label(), number.count())?;
            table.print(format, out)?;
        }
    }
    Ok(())
}

fn tallies(changes: &Changes, words: &Words) -> Table {
    let mut table = Table::new(&[
        "rule",
        "open then",
        "new",
        "cleared",
        "of these recorded after it was flagged",
        "of these no longer listed",
        "open now",
    ]);
    let asked = |id: &String| words.rules.is_empty() || words.rules.contains(id);
    for tally in changes.tallies.iter().filter(|tally| asked(&tally.id)) {
        table.push(vec![
            json!(tally.id),
            json!(tally.before),
            json!(tally.new),
            json!(tally.cleared),
            json!(tally.after_flag),
            json!(tally.not_listed),
            json!(tally.after),
        ]);
    }
    table
}

/// Every change, or those of one kind.
fn listed(changes: &Changes, words: &Words, only: Option<What>) -> Table {
    let mut headings = vec!["rule", "id", "what", "on", "team", "worker", "supervisor"];
    if only.is_none() {
        headings.insert(0, "change");
        headings.push("key_before");
        headings.push("key_after");
    }
    let mut table = Table::new(&headings);
    let asked = |change: &&Change| only.is_none_or(|what| change.what == what);
    let all = changes.list.iter().filter(asked);
    for change in all.filter(|change| is_asked(changes, words, change)) {
        let rule = change.rule.and_then(|at| changes.tallies.get(at));
        let mut row = vec![
            json!(rule.map(|rule| &rule.id)),
            json!(*change.who),
            json!(change.words),
            json!(change.on),
            json!(change.team.as_deref()),
            json!(change.worker.as_deref()),
            json!(change.supervisor.as_deref()),
        ];
        if only.is_none() {
            row.insert(0, json!(change.what.word()));
            row.push(json!(change.key_before));
            row.push(json!(change.key_after));
        }
        table.push(row);
    }
    table
}

fn document(changes: &Changes, words: &Words) -> Value {
    let asked = |id: &String| words.rules.is_empty() || words.rules.contains(id);
    let rules = changes.tallies.iter().filter(|tally| asked(&tally.id));
    let rules: Vec<Value> = rules
        .map(|tally| {
            json!({"id": tally.id, "title": tally.title, "open_before": tally.before, "new": tally.new,
                   "cleared": tally.cleared, "recorded_after_it_was_flagged": tally.after_flag,
                   "no_longer_listed": tally.not_listed, "open_after": tally.after})
        })
        .collect();
    let list = changes.list.iter().filter(|_| !words.counts);
    let list = list.filter(|change| is_asked(changes, words, change));
    let list: Vec<Value> = list
        .map(|change| {
            let rule = change.rule.and_then(|at| changes.tallies.get(at));
            let whose = if change.is_child {
                "child_id"
            } else {
                "worker_id"
            };
            let mut row = json!({"change": change.what.word(), "open_gaps": change.crossing.word(),
                   "rule": rule.map(|rule| &rule.id), "on": change.on, "what": change.words,
                   "team": change.team.as_deref(), "worker": change.worker.as_deref(),
                   "supervisor": change.supervisor.as_deref(), "key_before": change.key_before,
                   "key_after": change.key_after});
            row[whose] = json!(*change.who);
            row
        })
        .collect();
    json!({"from": changes.from, "to": changes.to, "as_at_from": changes.as_at.0,
           "as_at_to": changes.as_at.1, "rules": rules, "changes": list})
}
