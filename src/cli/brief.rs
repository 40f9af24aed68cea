//! `brief`: a page a family for a supervision meeting, printed or written to a file.

use std::{io::Write, path::PathBuf};

use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::{Answer, Door, Failure, args, args::day, plain::cleaned, words as refused};
use crate::model::{ChildId, Day, Name};
use crate::review::{
    Block, Brief, BriefAsked, BriefOf, Ids, Overwrite, Page, PageForm, write_pages,
};

/// About whom, until when, and in which form.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight brief --worker 'T Mockridge'
  caselight brief --supervisor 'Y Foobarton' -o monday.docx
  caselight brief --family F-7001 --until 2026-07-10 -o page.html
  caselight brief --child 900138 --format json

With -o the brief is kept, and the next one of a later day marks what is new or changed since.
--keep does the same for one that is printed from the screen.")]
pub(super) struct Words {
    #[command(flatten)]
    whom: Whom,
    /// The day of the next meeting; by default as often as case supervision is due
    #[arg(long, value_name = "DATE", value_parser = day)]
    until: Option<Day>,
    /// Assess as at this day; by default the newest as-at of the case feed
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_at: Option<Day>,
    /// Know only what the imports with an as-at on or before this day held; by default all
    #[arg(long, value_name = "DATE", value_parser = day)]
    known_on: Option<Day>,
    /// The service's policy file
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
    /// In which form; by default as the file's name says, else plain text
    #[arg(long, value_enum)]
    format: Option<Shape>,
    /// Write it to this file
    #[arg(short = 'o', long = "output", value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that is there
    #[arg(long, requires = "output")]
    overwrite: bool,
    /// Keep what it says, for the marks of the next one, though it goes to no file
    #[arg(long, conflicts_with = "output")]
    keep: bool,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct Whom {
    /// A page for each family of which this worker holds a child
    #[arg(long, value_name = "NAME")]
    worker: Option<String>,
    /// The same for every worker of this supervisor
    #[arg(long, value_name = "NAME")]
    supervisor: Option<String>,
    /// The page of this family
    #[arg(long, value_name = "ID")]
    family: Option<String>,
    /// The page of this child alone
    #[arg(long, value_name = "ID")]
    child: Option<String>,
}

/// The forms of a brief.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Shape {
    Text,
    Md,
    Html,
    Docx,
    /// For a program
    Json,
}

impl Shape {
    const fn form(self) -> Option<PageForm> {
        match self {
            Self::Text => Some(PageForm::Text),
            Self::Md => Some(PageForm::Markdown),
            Self::Html => Some(PageForm::Html),
            Self::Docx => Some(PageForm::Word),
            Self::Json => None,
        }
    }
}

impl Whom {
    fn meant(&self) -> Result<BriefOf, Failure> {
        let name = |text: &String| Name::from(cleaned(text).trim());
        let of = [
            self.worker.as_ref().map(|text| BriefOf::Worker(name(text))),
            self.supervisor
                .as_ref()
                .map(|text| BriefOf::Supervisor(name(text))),
            self.family.as_ref().map(|text| BriefOf::Family(name(text))),
        ];
        if let Some(of) = of.into_iter().flatten().next() {
            return Ok(of);
        }
        let id = self.child.as_deref().and_then(ChildId::read);
        id.map(BriefOf::Child).ok_or_else(|| {
            refused("Making a brief: that cannot be a child's id. Write it as the case system shows it.")
        })
    }
}

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    let asked = BriefAsked {
        of: words.whom.meant()?,
        until: words.until,
        ids: if door.hides() {
            Ids::Hidden
        } else {
            Ids::Shown
        },
    };
    let view = args::View {
        as_at: words.as_at,
        known_on: words.known_on,
        policy: words.policy.clone(),
        format: args::Format::default(),
    };
    if let Some(to) = &words.output {
        let form = match words.format {
            Some(Shape::Json) => {
                return Err(refused(
                    "Writing a brief: JSON is printed, not written with -o. Send it to a file with >.",
                ));
            }
            Some(shape) => shape.form(),
            None => None,
        };
        let overwrite = if words.overwrite {
            Overwrite::Replace
        } else {
            Overwrite::Refuse
        };
        let mut desk = door.look_to_write(&view)?;
        let path = desk.export_brief(&asked, to, (form, overwrite))?;
        writeln!(out, "{}", path.display())?;
        return Ok(0);
    }
    if words.format == Some(Shape::Docx) {
        return Err(refused(
            "Making a brief: a Word document is written to a file. Name it with -o, such as -o brief.docx.",
        ));
    }
    let mut desk = if words.keep {
        door.look_to_write(&view)?
    } else {
        door.look(&view)?
    };
    let brief = desk.brief(&asked)?;
    print(&brief, words.format.unwrap_or(Shape::Text), out)?;
    if words.keep {
        desk.keep_brief(&brief)?;
    }
    Ok(0)
}

fn print(brief: &Brief, shape: Shape, out: &mut dyn Write) -> Result<(), Failure> {
    match shape {
        Shape::Json => {
            serde_json::to_writer_pretty(&mut *out, &document(brief))?;
            writeln!(out)?;
        }
        Shape::Text => {
            // A form feed is for a printer: here an empty line parts two pages.
            let mut pages = Vec::new();
            write_pages(&brief.document, PageForm::Text, &mut pages)?;
            out.write_all(
                String::from_utf8_lossy(&pages)
                    .replace('\u{c}', "\n")
                    .as_bytes(),
            )?;
        }
        other => {
            let form = other.form().unwrap_or(PageForm::Text);
            write_pages(&brief.document, form, out)?;
        }
    }
    Ok(())
}

fn document(brief: &Brief) -> Value {
    let pages = brief.document.pages.iter().map(page);
    json!({
        "title": brief.document.title,
        "as_at": brief.as_at,
        "until": brief.until,
        "foot": brief.document.foot,
        "pages": pages.collect::<Vec<_>>(),
    })
}

fn page(page: &Page) -> Value {
    let mark = |mark: Option<crate::review::Mark>| mark.map(crate::review::Mark::word);
    let blocks = page.blocks.iter().map(|block| match block {
        Block::Heading(words) => json!({ "heading": words }),
        Block::Words(line) => json!({ "words": line.words, "mark": mark(line.mark) }),
        Block::Lines(lines) => {
            let lines = lines.iter();
            let lines = lines.map(|line| json!({ "words": line.words, "mark": mark(line.mark) }));
            json!({ "lines": lines.collect::<Vec<_>>() })
        }
        Block::Table {
            name,
            columns,
            rows,
        } => {
            let rows = rows.iter();
            let rows = rows.map(|row| json!({ "cells": row.cells, "mark": mark(row.mark) }));
            json!({ "table": name, "columns": columns, "rows": rows.collect::<Vec<_>>() })
        }
        Block::Writing { label, .. } => json!({ "to_write": label }),
    });
    json!({ "title": page.title, "under": page.under, "blocks": blocks.collect::<Vec<_>>() })
}
