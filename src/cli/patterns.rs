//! `patterns`: what only the figures of a whole service or team can show.
//!
//! It names no worker and no child. The innocent explanations come first, then the sums.

use std::io::Write;

use clap::Args;
use serde_json::json;

use super::{
    Answer, Door,
    args::{Format, View},
    table::Table,
};
use crate::model::Day;
use crate::review::patterns::{Pattern, Reading, patterns};

/// Which day mattered.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight patterns
  caselight patterns --before 2026-05-11 --format csv")]
pub(super) struct Words {
    /// Count too what was put on the file just before this day, such as an inspection's first
    #[arg(long, value_name = "DATE", value_parser = super::args::day)]
    before: Option<Day>,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    let mut desk = door.look(&words.view)?;
    let picture = desk.picture()?;
    let found = patterns(&picture, words.before);
    match words.view.format {
        Format::Table | Format::Lines => {
            writeln!(out, "as at {}", picture.check.as_at.long())?;
            for pattern in &found {
                in_full(pattern, words.view.format, out)?;
            }
        }
        Format::Csv => flat(&found).print(Format::Csv, out)?,
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &document(&found, picture.check.as_at))?;
            writeln!(out)?;
        }
    }
    Ok(0)
}

fn whose(reading: &Reading) -> &str {
    reading.team.as_deref().unwrap_or("whole service")
}

fn in_full(pattern: &Pattern, format: Format, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out)?;
    for (place, words) in pattern.in_words().iter().enumerate() {
        let indent = if place == 0 { "" } else { "  " };
        writeln!(out, "{indent}{words}")?;
    }
    if pattern.readings.len() > 1 {
        writeln!(out)?;
        let mut table = Table::new(&["team", "part", "of", "what it says"]);
        for reading in pattern.readings.iter().skip(1) {
            let shown = !reading.sums.is_empty();
            table.push(vec![
                json!(whose(reading)),
                json!(shown.then_some(reading.part)),
                json!(reading.whole),
                json!(reading.words),
            ]);
        }
        table.print(format, out)?;
    }
    Ok(())
}

fn flat(found: &[Pattern]) -> Table {
    let mut table = Table::new(&[
        "pattern",
        "whose",
        "part",
        "of",
        "what it says",
        "sums",
        "innocent",
    ]);
    for pattern in found {
        for reading in &pattern.readings {
            let shown = !reading.sums.is_empty();
            table.push(vec![
                json!(pattern.plan.id),
                json!(whose(reading)),
                json!(shown.then_some(reading.part)),
                json!(reading.whole),
                json!(reading.words),
                json!(reading.sums.join(" ")),
                json!(pattern.plan.innocent.join(" ")),
            ]);
        }
    }
    table
}

fn document(found: &[Pattern], as_at: Day) -> serde_json::Value {
    let patterns: Vec<serde_json::Value> = found
        .iter()
        .map(|pattern| {
            let readings: Vec<serde_json::Value> = pattern
                .readings
                .iter()
                .map(|reading| {
                    let bands: Vec<serde_json::Value> = reading
                        .bands
                        .iter()
                        .map(|(name, many)| json!({"band": name, "count": many}))
                        .collect();
                    let shown = !reading.sums.is_empty();
                    json!({
                        "team": reading.team.as_deref(), "part": shown.then_some(reading.part),
                        "of": reading.whole, "says": reading.words, "sums": reading.sums,
                        "bands": bands,
                    })
                })
                .collect();
            json!({
                "id": pattern.plan.id, "rule": pattern.plan.rule, "name": pattern.plan.name,
                "innocent": pattern.plan.innocent, "ask": pattern.plan.ask,
                "beside": pattern.plan.beside, "readings": readings,
            })
        })
        .collect();
    json!({"as_at": as_at, "patterns": patterns})
}
