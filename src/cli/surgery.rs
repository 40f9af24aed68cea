//! `surgery write`, `read` and `show`: gaps go out on a sheet, come back as one step, and are
//! looked at again.
//!
//! The surprising thing: `read` saves nothing by itself. It says row by row what it would do;
//! `--apply` does it.

use std::{io::Write, path::PathBuf};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::{
    Answer, Door,
    args::{Format, View, Whose, day},
    check::rules_are_known,
    lists::typed,
    table::Table,
    words as refused,
};
use crate::model::Day;
use crate::review::filter::GAP_FIELDS;
use crate::review::surgery::{
    PlannedRow, RowPlan, Section, SurgeryAsk, SurgeryLine, SurgeryLook, SurgeryPlan,
};
use crate::review::{self, Overwrite};

/// What to do with surgery sheets.
#[derive(Debug, Subcommand)]
pub(super) enum Words {
    /// Write the open gaps to an Excel sheet for people without Caselight
    Write(Send),
    /// Say what a sheet that came back would do; with --apply, do it as one step
    Read(Read),
    /// What was promised and is done or not, what is new, oldest, or may be an error of the extract
    Show(Show),
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight surgery write thursday.xlsx --team north
  caselight surgery write cp.xlsx --filter 'kind:cp over:>10' --limit 100
  caselight surgery read thursday.xlsx
  caselight surgery read thursday.xlsx --apply

A row a gap; brothers and sisters with the same gap share one. The sheet holds ids of children and
names of staff unless --hide leaves the ids out: keep it as you keep their files.")]
pub(super) struct Send {
    /// The file to write; its name ends in .xlsx
    #[arg(value_name = "FILE.xlsx")]
    file: PathBuf,
    #[command(flatten)]
    whose: Whose,
    /// As in the pane: team:north over:>10 rule:sup kind:cp worker:x family:f words
    #[arg(long, value_name = "WORDS")]
    filter: Option<String>,
    /// At most so many rows: those that are longest overdue
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: Option<u32>,
    /// Replace a file of that name
    #[arg(long)]
    overwrite: bool,
    #[command(flatten)]
    view: View,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight surgery read thursday.xlsx
  caselight surgery read thursday.ods --held 2026-06-11 --apply
  caselight undo

Sorted, filtered, with rows and columns of other people, as .xlsx, .ods or .csv: rows are known by
their keys. A row that is refused is named with the reason, and the others are taken.")]
pub(super) struct Read {
    /// The sheet that came back
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The day of the surgery; by default today
    #[arg(long, value_name = "DATE", value_parser = day)]
    held: Option<Day>,
    /// Save it, as one step that `caselight undo` takes back
    #[arg(long)]
    apply: bool,
    #[command(flatten)]
    view: View,
}

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight surgery show
  caselight surgery show --team north --format lines")]
pub(super) struct Show {
    /// Only teams whose name holds this
    #[arg(long, value_name = "TEXT")]
    team: Option<String>,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    match words {
        Words::Write(words) => send(door, words, out),
        Words::Read(words) => read(door, words, out),
        Words::Show(words) => show(door, words, out),
    }
}

fn send(door: &Door, words: &Send, out: &mut dyn Write) -> Answer {
    let ask = SurgeryAsk {
        filter: typed(words.filter.as_deref(), GAP_FIELDS)?,
        team: words.whose.team.clone(),
        supervisor: words.whose.supervisor.clone(),
        rules: words.whose.rules.clone(),
        limit: words.limit.and_then(|limit| usize::try_from(limit).ok()),
        hide: door.hides(),
    };
    let mut desk = door.look_to_write(&words.view)?;
    let picture = desk.picture()?;
    rules_are_known(&picture.check, &ask.rules)?;
    let overwrite = if words.overwrite {
        Overwrite::Replace
    } else {
        Overwrite::Refuse
    };
    let started = std::time::Instant::now();
    let sent = desk.write_surgery(&ask, &words.file, overwrite)?;
    Door::timing("surgery sheet", started);
    match words.view.format {
        Format::Json => {
            let told = json!({"sheet": &*sent.code, "file": sent.path, "rows": sent.rows, "gaps": sent.gaps,
                              "as_at": picture.check.as_at});
            serde_json::to_writer_pretty(&mut *out, &told)?;
            writeln!(out)?;
        }
        _ => writeln!(
            out,
            "{} It holds {}keep it as you keep their files.",
            sent.words(),
            if ask.hide {
                "names of staff and no ids of children; "
            } else {
                "ids of children and names of staff; "
            }
        )?,
    }
    Ok(0)
}

fn read(door: &Door, words: &Read, out: &mut dyn Write) -> Answer {
    let today = review::today();
    let held = words.held.unwrap_or(today);
    if held > today {
        return Err(refused(format!(
            "Reading a surgery sheet: {} has not come yet. Say the day on which the surgery was, with --held.",
            held.long()
        )));
    }
    let mut desk = if words.apply {
        door.look_to_write(&words.view)?
    } else {
        door.look(&words.view)?
    };
    desk.picture()?;
    let started = std::time::Instant::now();
    let plan = desk.plan_surgery(&words.file, held)?;
    Door::timing("surgery sheet", started);
    let nothing = plan.is_empty();
    let saved = if words.apply && !nothing {
        Some(desk.apply_surgery(&plan)?.label)
    } else {
        None
    };
    match words.view.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &plan_document(&plan, saved.as_ref()))?;
            writeln!(out)?;
        }
        Format::Csv => planned(&plan).print(Format::Csv, out)?,
        format => {
            planned(&plan).print(format, out)?;
            for note in &plan.notes {
                writeln!(out, "{note}")?;
            }
            writeln!(out, "{}.", plan.words())?;
            let end = match (&saved, nothing) {
                (Some(label), _) => format!("saved: {label}. `caselight undo` takes it back."),
                (None, true) => "Nothing in it is new, so there is nothing to save.".to_owned(),
                (None, false) => "Nothing was saved; --apply does it.".to_owned(),
            };
            writeln!(out, "{end}")?;
        }
    }
    Ok(0)
}

/// The rows about which there is something to say; those that nobody filled in are only counted.
fn told_rows(plan: &SurgeryPlan) -> impl Iterator<Item = &PlannedRow> {
    plan.rows.iter().filter(|row| row.plan != RowPlan::Blank)
}

/// The word of a row, and what goes with it.
fn fate(plan: &RowPlan) -> (&'static str, String) {
    match plan {
        RowPlan::Take { does, notes } => {
            let all: Vec<&str> = does.iter().chain(notes).map(String::as_str).collect();
            ("take", all.join("; "))
        }
        RowPlan::Already => ("read before", String::new()),
        RowPlan::Blank => ("empty", String::new()),
        RowPlan::Refuse(why) => ("refused", why.clone()),
    }
}

fn planned(plan: &SurgeryPlan) -> Table {
    let mut table = Table::new(&["row", "id", "rule", "would be", "what"]);
    for row in told_rows(plan) {
        let (word, what) = fate(&row.plan);
        table.push(vec![
            json!(row.line),
            json!(row.who),
            json!(row.rule),
            json!(word),
            json!(what),
        ]);
    }
    table
}

fn plan_document(plan: &SurgeryPlan, saved: Option<&String>) -> Value {
    let [taken, already, blank, refused] = plan.counts();
    let [outcomes, promises, turns] = plan.saves();
    let rows: Vec<Value> = told_rows(plan)
        .map(|row| {
            let (word, _) = fate(&row.plan);
            let mut told = json!({"row": row.line, "id": row.who, "rule": row.rule, "plan": word.replace(' ', "_")});
            match &row.plan {
                RowPlan::Take { does, notes } => {
                    told["does"] = json!(does);
                    told["notes"] = json!(notes);
                }
                RowPlan::Refuse(why) => told["why"] = json!(why),
                RowPlan::Already | RowPlan::Blank => {}
            }
            told
        })
        .collect();
    let sheets: Vec<&str> = plan
        .sheets
        .iter()
        .map(|sheet| sheet.code.as_ref())
        .collect();
    json!({"file": plan.file, "held": plan.held, "sheets": sheets, "taken": taken, "read_before": already,
           "empty": blank, "refused": refused, "outcomes": outcomes, "promises": promises, "moved_on": turns,
           "notes": plan.notes, "rows": rows, "saved": saved})
}

fn show(door: &Door, words: &Show, out: &mut dyn Write) -> Answer {
    let mut desk = door.look(&words.view)?;
    let look = desk.look_at_surgery(words.team.as_deref())?;
    match words.view.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &look_document(&look))?;
            writeln!(out)?;
        }
        Format::Csv => listed(look.lines.iter(), true).print(Format::Csv, out)?,
        format => in_words(&look, format, out)?,
    }
    Ok(0)
}

fn in_words(look: &SurgeryLook, format: Format, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "data to {}", look.as_at.long())?;
    for sheet in &look.last {
        writeln!(
            out,
            "last sheet {}, data to {}: {} of {} rows answered",
            sheet.code,
            sheet.as_at.long(),
            sheet.answered,
            sheet.rows
        )?;
    }
    if look.last.is_empty() {
        writeln!(
            out,
            "no sheet was written yet: `caselight surgery write FILE.xlsx` writes one"
        )?;
    }
    writeln!(out)?;
    teams(look).print(format, out)?;
    for section in Section::ALL {
        let lines: Vec<&SurgeryLine> = of(look, section).collect();
        if lines.is_empty() {
            continue;
        }
        writeln!(out, "\n{}: {}", section.label(), lines.len())?;
        listed(lines.into_iter(), false).print(format, out)?;
    }
    Ok(())
}

fn of(look: &SurgeryLook, section: Section) -> impl Iterator<Item = &SurgeryLine> {
    look.lines
        .iter()
        .filter(move |line| line.section == section)
}

fn teams(look: &SurgeryLook) -> Table {
    let mut headings = vec!["team"];
    headings.extend(Section::ALL.map(heading));
    let mut table = Table::new(&headings);
    for tally in &look.teams {
        let mut row = vec![json!(tally.team.as_deref().unwrap_or("no team"))];
        row.extend(tally.counts.iter().map(|count| json!(count)));
        table.push(row);
    }
    let mut row = vec![json!("all")];
    row.extend(look.whole.counts.iter().map(|count| json!(count)));
    table.push(row);
    table
}

const fn heading(section: Section) -> &'static str {
    match section {
        Section::NotDone => "not done",
        Section::NotYetDue => "not yet due",
        Section::Done => "done",
        Section::Said => "words only",
        Section::NotBack => "no answer",
        Section::New => "new",
        Section::Oldest => "open in all",
        Section::LikelyErrors => "likely errors",
    }
}

fn listed<'a>(lines: impl Iterator<Item = &'a SurgeryLine>, with_section: bool) -> Table {
    let mut headings = vec!["id", "rule", "what", "on", "team", "worker", "supervisor"];
    if with_section {
        headings.insert(0, "section");
        headings.push("key");
    }
    let mut table = Table::new(&headings);
    for line in lines {
        let mut row = vec![
            json!(*line.who),
            json!(line.rule),
            json!(line.words),
            json!(line.on),
            json!(line.team.as_deref()),
            json!(line.worker.as_deref()),
            json!(line.supervisor.as_deref()),
        ];
        if with_section {
            row.insert(0, json!(line.section.word()));
            row.push(json!(line.gap));
        }
        table.push(row);
    }
    table
}

fn look_document(look: &SurgeryLook) -> Value {
    let tally = |counts: &[usize; 8]| {
        let mut told = serde_json::Map::new();
        for (section, count) in Section::ALL.into_iter().zip(counts) {
            let name = match section {
                Section::Oldest => "open_in_all",
                other => other.word(),
            };
            told.insert(name.to_owned(), json!(count));
        }
        Value::Object(told)
    };
    let teams: Vec<Value> = look
        .teams
        .iter()
        .map(|team| json!({"team": team.team.as_deref(), "counts": tally(&team.counts)}))
        .collect();
    let lines: Vec<Value> = look
        .lines
        .iter()
        .map(|line| {
            let whose = if line.is_child { "child_id" } else { "worker_id" };
            let mut row = json!({"section": line.section.word(), "rule": line.rule, "what": line.words, "on": line.on,
                   "team": line.team.as_deref(), "worker": line.worker.as_deref(),
                   "supervisor": line.supervisor.as_deref(), "key": line.gap});
            row[whose] = json!(*line.who);
            row
        })
        .collect();
    let last = look.last.iter().map(|sheet| {
        json!({"sheet": &*sheet.code, "as_at": sheet.as_at, "written_at": sheet.written_at, "scope": sheet.scope,
               "rows": sheet.rows, "answered": sheet.answered})
    });
    let last: Vec<Value> = last.collect();
    json!({"as_at": look.as_at, "team": look.team, "last_sheets": last, "counts": tally(&look.whole.counts),
           "teams": teams, "lines": lines})
}
