//! `handover`: what somebody who goes leaves to whoever comes, or the whole service.
//!
//! It writes nothing into the store but that pages were written. The surprising thing: what it
//! prints names children and workers, as a brief must.

use std::{io::Write, path::PathBuf};

use clap::Args;
use serde_json::json;

use super::{
    Answer, Door,
    args::{Format, day},
    table::Table,
};
use crate::model::Day;
use crate::review::{Access, Desk, Overwrite, handover};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight handover
  caselight handover --from 'T Mockridge' --to 'S Samplesworth' --on 2026-06-15
  caselight handover --from 'T Mockridge' --write handover.docx
  caselight handover --service --write service.html

Without --from it lists who changed, left or is away, as far as the sources say: first those who leave
something that nobody is named to take.")]
pub(super) struct Words {
    /// Whose work passes on: a worker, a supervisor or a leader
    #[arg(long, value_name = "NAME", conflicts_with = "service")]
    from: Option<String>,
    /// Who takes over; by default whoever the sources name
    #[arg(long, value_name = "NAME", requires = "from")]
    to: Option<String>,
    /// The day of the change; by default the one that the sources name
    #[arg(long, value_name = "DATE", value_parser = day, requires = "from")]
    on: Option<Day>,
    /// The whole service: open decisions, promises, actions, what each measure meant, sources
    #[arg(long)]
    service: bool,
    /// Write the pages to this file: .docx, .html, .md or .txt
    #[arg(long, value_name = "FILE")]
    write: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long, requires = "write")]
    overwrite: bool,
    /// How the list is printed
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(door: &Door, given: &Words, out: &mut dyn Write) -> Answer {
    let access = if given.write.is_some() {
        Access::Write
    } else {
        Access::Read
    };
    let mut desk = door.open(access, None)?;
    let pages = match &given.from {
        Some(from) => desk.handover(&handover::HandoverOf::Person {
            from: from.as_str().into(),
            to: given.to.as_deref().map(Into::into),
            on: given.on,
        })?,
        None if given.service => desk.handover(&handover::HandoverOf::Service)?,
        None if given.write.is_some() => {
            return Err(super::words(
                "Writing a handover: say whose with --from NAME, or the whole service with --service.",
            ));
        }
        None => return changes(&mut desk, given.format, out),
    };
    let Some(to) = &given.write else {
        handover::print(&pages.document, out)?;
        return Ok(0);
    };
    let overwrite = if given.overwrite {
        Overwrite::Replace
    } else {
        Overwrite::Refuse
    };
    let sheet = handover::Sheet {
        to: to.clone(),
        overwrite,
    };
    let written = desk.write_handover(&pages.document, &sheet)?;
    writeln!(out, "Written to {}.", written.display())?;
    Ok(0)
}

fn changes(desk: &mut Desk, format: Format, out: &mut dyn Write) -> Answer {
    let mut table = Table::new(&[
        "on",
        "day of",
        "change",
        "from",
        "to",
        "until",
        "role",
        "open children",
        "open actions",
        "left",
    ]);
    for change in desk.changes_of_hands()? {
        table.push(vec![
            json!(change.on),
            json!(match change.day_of {
                handover::DayOf::Change => "the change",
                handover::DayOf::Extract => "the extract",
            }),
            json!(if format.is_for_reading() {
                change.kind.label()
            } else {
                change.kind.word()
            }),
            json!(change.from.as_ref()),
            json!(change.to.as_deref()),
            json!(change.until),
            json!(change.role.map(crate::model::StaffRole::label)),
            json!(change.children),
            json!(change.actions),
            json!(if format.is_for_reading() {
                change.waits().label()
            } else {
                change.waits().word()
            }),
        ]);
    }
    if table.is_empty() && format.is_for_reading() {
        writeln!(
            out,
            "No source that was imported says that a worker, a supervisor or a leader changed in the last 90 days, or \
             is away."
        )?;
        return Ok(0);
    }
    table.print(format, out)?;
    Ok(0)
}
