//! `layouts`: which columns are known, a person's own among them, and what a file might be.

use std::io::Write;

use serde_json::json;

use super::{
    Answer, Door, Failure,
    args::{Format, Layouts},
    table::Table,
};
use crate::review::{self, Overwrite, OwnLayout, Proposal};
use crate::settings::LayoutFolder;

pub(super) fn run(words: &Layouts, out: &mut dyn Write) -> Answer {
    let folder = Door::paths()?.layouts_folder();
    match words {
        Layouts::List { format } => list(&folder, *format, out),
        Layouts::Show { name } => show(&folder, name, out),
        Layouts::Propose {
            file,
            list,
            column,
            save,
            format,
        } => {
            let proposal = told(review::propose(file)?, list.as_deref(), column)?;
            propose(&folder, (&proposal, save.as_deref()), *format, out)
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
            Ok(0)
        }
    }
}

fn list(folder: &LayoutFolder, format: Format, out: &mut dyn Write) -> Answer {
    let mut table = Table::new(&["layout", "title", "lists"]);
    for layout in review::layouts()? {
        table.push(vec![
            json!(layout.name),
            json!(layout.title),
            json!(layout.lists.join(", ")),
        ]);
    }
    for own in review::own_layouts(folder)? {
        let (title, lists) = match own.described() {
            Ok((title, lists)) => (title, lists.join(", ")),
            Err(error) => (error.to_string(), String::new()),
        };
        table.push(vec![json!(own.name), json!(title), json!(lists)]);
    }
    table.print(format, out)?;
    Ok(0)
}

fn show(folder: &LayoutFolder, name: &str, out: &mut dyn Write) -> Answer {
    let known = review::layouts()?;
    if let Some(layout) = known.iter().find(|layout| layout.name == name) {
        write!(out, "{}", layout.text)?;
        return Ok(0);
    }
    let own = review::own_layouts(folder)?;
    let Some(OwnLayout { text, .. }) = own.into_iter().find(|own| own.name == name) else {
        return Err(super::words(format!(
            "There is no layout {name:?}. `caselight layouts list` shows them."
        )));
    };
    write!(out, "{text}")?;
    Ok(0)
}

/// The proposal with what the person said of it.
fn told(
    mut proposal: Proposal,
    list: Option<&str>,
    columns: &[String],
) -> Result<Proposal, Failure> {
    if let Some(list) = list {
        let kinds = proposal.kinds();
        let same = |text: &str| text.eq_ignore_ascii_case(list.trim());
        let Some(kind) = kinds
            .iter()
            .position(|kind| same(&kind.id) || same(&kind.words))
        else {
            let known: Vec<&str> = kinds.iter().map(|kind| kind.id.as_str()).collect();
            return Err(super::words(format!(
                "There is no list {list:?}. It may be one of: {}.",
                known.join(", ")
            )));
        };
        proposal.take_for(kind);
    }
    for said in columns {
        let (heading, words) = said.split_once('=').ok_or_else(|| {
            super::words(format!(
                "--column {said:?} is not HEADING=MEANING, such as \"Day=when the visit was\"."
            ))
        })?;
        give(&mut proposal, heading.trim(), words.trim())?;
    }
    Ok(proposal)
}

fn give(proposal: &mut Proposal, heading: &str, words: &str) -> Result<(), Failure> {
    let headings = proposal.columns.iter();
    let headings: Vec<&str> = headings.map(|column| column.heading.as_str()).collect();
    let same = |text: &str, other: &str| text.eq_ignore_ascii_case(other);
    let Some(column) = headings.iter().position(|known| same(known, heading)) else {
        return Err(super::words(format!(
            "The file has no column {heading:?}. It has: {}.",
            headings.join(", ")
        )));
    };
    if words == "-" {
        proposal.give(column, None);
        return Ok(());
    }
    let meanings = proposal.meanings();
    let Some(meaning) = meanings.iter().find(|known| same(&known.words, words)) else {
        let known: Vec<&str> = meanings.iter().map(|one| one.words.as_str()).collect();
        return Err(super::words(format!(
            "In a list of {} no column is {words:?}. It may be \"-\" to leave it out, or: {}.",
            proposal.kind_of_list().words,
            known.join("; ")
        )));
    };
    let meaning = *meaning;
    proposal.give(column, Some(meaning));
    Ok(())
}

fn propose(
    folder: &LayoutFolder,
    (proposal, save): (&Proposal, Option<&str>),
    format: Format,
    out: &mut dyn Write,
) -> Answer {
    if save.is_some() && proposal.kind_is_doubtful {
        let kind = proposal.kind_of_list();
        return Err(super::words(format!(
            "Nothing was kept: which list it is cannot be told for certain. Say it with --list: if it is {}, with \
             --list {:?}. `caselight layouts propose` without --save shows what it looks like.",
            kind.words, kind.id
        )));
    }
    let mut table = Table::new(&["column", "values", "means", "because"]);
    for (at, column) in proposal.columns.iter().enumerate() {
        let doubt = if column.doubtful { " ?" } else { "" };
        let meaning = proposal.meaning(at).unwrap_or("-");
        table.push(vec![
            json!(column.heading),
            json!(column.values.join(" | ")),
            json!(format!("{meaning}{doubt}")),
            json!(column.why),
        ]);
    }
    if matches!(format, Format::Table | Format::Lines) {
        let sheet = &proposal.sheet;
        let row = proposal.header_row;
        writeln!(out, "{sheet}: headings in row {row}")?;
        writeln!(out, "It looks like {}.\n", proposal.kind_of_list().words)?;
    }
    table.print(format, out)?;
    if matches!(format, Format::Table | Format::Lines) {
        first_rows(proposal, out)?;
    }
    if let Some(name) = save {
        let path = review::keep_layout(folder, proposal, name)?;
        super::say(&format!(
            "Kept as {}. The next file with these headings is read by it; the file may be mended by hand.",
            path.display()
        ));
    }
    Ok(0)
}

/// The plain twin of what stands below the columns in the workbench.
fn first_rows(proposal: &Proposal, out: &mut dyn Write) -> std::io::Result<()> {
    let questions = proposal.questions();
    if !questions.is_empty() {
        writeln!(out, "\nTo be told or looked at:")?;
    }
    for question in &questions {
        writeln!(out, "  {question}")?;
    }
    let Ok(first) = proposal.first_rows() else {
        return Ok(());
    };
    if first.lines.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "\nThe first rows as they would be read ({} read, {} not):",
        first.read, first.not_read
    )?;
    for (row, words) in &first.lines {
        writeln!(out, "  row {row:<4} {words}")?;
    }
    for problem in first.problems.iter().take(5) {
        writeln!(out, "  problem: {problem}")?;
    }
    Ok(())
}
