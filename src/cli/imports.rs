//! `imports`: what was read into the store, when and by whom, and what could not be used.

use std::io::{IsTerminal as _, Write};

use clap::{Args, Subcommand};
use serde_json::json;

use super::{Answer, Door, args::Format, table::Table};
use crate::model::FeedKind;
use crate::review::{Access, PastFile, PastImport, PastProblem};

/// Which list.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  caselight imports
  caselight imports --problems 3
  caselight imports undo"
)]
pub(super) struct Imports {
    #[command(subcommand)]
    act: Option<Act>,
    /// List what this import could not use as it stood
    #[arg(long, value_name = "N")]
    problems: Option<i64>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// What is done about an import.
#[derive(Debug, Subcommand)]
enum Act {
    /// Take the newest import back: the store is then as it was before it
    Undo {
        /// Do not ask first
        #[arg(long)]
        yes: bool,
    },
}

/// Takes the newest import back, once the person has said yes to it by name.
fn undo(door: &Door, sure: bool, out: &mut dyn Write) -> Answer {
    let mut desk = door.open(Access::Write, None)?;
    let newest = desk.last_import()?;
    let files: Vec<&str> = newest.files.iter().map(|file| file.file.as_str()).collect();
    let which = format!(
        "import {}, data to {}, {}",
        newest.id,
        newest.as_at.long(),
        files.join(", ")
    );
    if !sure {
        if !std::io::stdin().is_terminal() {
            return Err(super::words(format!(
                "Taking back {which}: nobody is here to ask. Nothing was changed; say --yes to do it."
            )));
        }
        super::say(&format!(
            "Take back {which}? Outcomes and notes stay. Type yes to do it:"
        ));
        let mut answer = String::new();
        std::io::stdin().read_line(&mut answer)?;
        if answer.trim() != "yes" {
            writeln!(out, "Nothing was changed.")?;
            return Ok(0);
        }
    }
    desk.take_back_import()?;
    writeln!(out, "Taken back: {which}.")?;
    Ok(0)
}

pub(super) fn run(door: &Door, words: &Imports, out: &mut dyn Write) -> Answer {
    if let Some(Act::Undo { yes }) = words.act {
        return undo(door, yes, out);
    }
    let desk = door.open(Access::Read, None)?;
    if let Some(import) = words.problems {
        let table = problems(desk.problems_of(import)?);
        if table.is_empty() && words.format.is_for_reading() {
            writeln!(out, "Import {import} has no problems.")?;
            return Ok(0);
        }
        table.print(words.format, out)?;
        return Ok(0);
    }
    let mut table = Table::new(&[
        "import",
        "as at",
        "imported",
        "person",
        "file",
        "recognised as",
        "feed",
        "from",
        "to",
        "rows",
        "used",
        "repeated",
        "rejected",
        "problems",
        "new",
        "changed",
        "gone",
    ]);
    for import in desk.imports()? {
        if import.files.is_empty() {
            table.push(row(&import, None));
        }
        for file in &import.files {
            table.push(row(&import, Some(file)));
        }
    }
    if table.is_empty() && words.format.is_for_reading() {
        writeln!(
            out,
            "Nothing was imported yet. `caselight import FILE --as-at DATE` reads an extract."
        )?;
        return Ok(0);
    }
    table.print(words.format, out)?;
    Ok(0)
}

/// What could not be used as it stood: the list of an import, rehearsed, done or past.
pub(super) fn problems(all: impl IntoIterator<Item = PastProblem>) -> Table {
    let mut table = Table::new(&[
        "file", "sheet", "row", "column", "found", "expected", "effect",
    ]);
    for p in all {
        table.push(vec![
            json!(p.file),
            json!(p.sheet),
            json!(p.row),
            json!(p.column),
            json!(p.found),
            json!(p.expected),
            json!(p.effect),
        ]);
    }
    table
}

/// One file a row; what changed stands with each file of its import.
fn row(import: &PastImport, file: Option<&PastFile>) -> Vec<serde_json::Value> {
    vec![
        json!(import.id),
        json!(import.as_at),
        json!(import.at),
        json!(*import.person),
        json!(file.map(|f| &f.file)),
        json!(file.map(|f| &f.recognised_as)),
        json!(file.and_then(|f| f.feed).map(FeedKind::word)),
        json!(file.and_then(|f| f.covers).map(|covers| covers.from)),
        json!(file.and_then(|f| f.covers).map(|covers| covers.to)),
        json!(file.map(|f| f.rows)),
        json!(file.map(|f| f.used)),
        json!(file.map(|f| f.repeated)),
        json!(file.map(|f| f.rejected)),
        json!(file.map(|f| f.problems)),
        json!(import.changes.new),
        json!(import.changes.changed),
        json!(import.changes.gone),
    ]
}
