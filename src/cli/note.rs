//! `note`: the notes pane and the note under the pen, in plain text.

use std::{
    io::{Read as _, Write},
    path::Path,
};

use serde_json::{Value, json};

use super::{
    Answer, Door, Failure,
    args::Format,
    lists::{offered, typed},
    note_words::{Draft, Edit, Export, Note as Words, Paper},
    plain::cleaned,
    table::Table,
};
use crate::model::{Evidence, GapKey, Note, NoteHead, NoteId, NoteText, State, prose};
use crate::review::filter::GAP_FIELDS;
use crate::review::{Access, Form, Leaf, Overwrite, Picture, Sought};

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    match words {
        Words::Draft(words) => draft(door, words, out)?,
        Words::List { format } => {
            let desk = door.open(Access::Read, None)?;
            list(&desk.notes()?, *format, out)?;
        }
        Words::Show { id, format } => {
            let desk = door.open(Access::Read, None)?;
            show(&desk.note(NoteId(*id))?, *format, out)?;
        }
        Words::Edit(words) => edit(door, words, out)?,
        Words::Copy { id } => {
            let mut desk = door.open(Access::Write, None)?;
            told(&desk.copy_note(NoteId(*id))?, out)?;
        }
        Words::Outline { id, format } => {
            let desk = door.open(Access::Read, None)?;
            outline(&desk.note(NoteId(*id))?, *format, out)?;
        }
        Words::Evidence { id, label, format } => {
            let mut desk = door.open(Access::Read, None)?;
            let note = desk.note(NoteId(*id))?;
            match label {
                None => figures(&note, *format, out)?,
                Some(label) => {
                    let picture = desk.picture_or_blank()?;
                    behind(&note, label, &picture, *format, out)?;
                }
            }
        }
        Words::Export(words) => export(door, words, out)?,
    }
    Ok(0)
}

/// One line about a note that was just written.
fn told(head: &NoteHead, out: &mut dyn Write) -> Result<(), Failure> {
    writeln!(
        out,
        "note {}: {} ({} words, {} to answer)",
        head.id.0, head.title, head.words, head.to_answer
    )?;
    Ok(())
}

fn draft(door: &Door, words: &Draft, out: &mut dyn Write) -> Result<(), Failure> {
    let asked = typed(words.filter.as_deref(), GAP_FIELDS)?;
    let mut desk = door.look_to_write(&words.view)?;
    let picture = desk.picture()?;
    super::check::rules_are_known(&picture.check, &words.whose.rules)?;
    let keys: Vec<GapKey> = if words.gaps.is_empty() {
        let open = picture
            .gaps
            .iter()
            .filter(|g| g.state == State::Overdue && g.standing.is_open())
            .filter(|g| words.whose.keeps(&picture, g))
            .filter(|g| asked.lets_through(&offered(&picture, g)));
        open.map(|g| g.key.clone()).collect()
    } else {
        let one = |word: &GapKey| {
            let found = picture.seek(&Sought::Word(word.as_str()));
            super::outcome::the_one(&picture, &found, &format!("{:?}", word.as_str()))
        };
        words.gaps.iter().map(one).collect::<Result<_, _>>()?
    };
    if keys.is_empty() {
        return Err(super::failed(
            "Drafting a note: no open gap fits what was asked for. `caselight gaps` takes the same words and lists them.",
        ));
    }
    let note = desk.draft(
        &keys,
        words.title.as_deref().map(cleaned).as_deref(),
        words.audience.unwrap_or_default(),
    )?;
    if words.view.format.is_for_reading() {
        told(&note.head, out)
    } else {
        list(&[note.head], words.view.format, out)
    }
}

fn list(heads: &[NoteHead], format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    let mut table = Table::new(&[
        "id",
        "title",
        "status",
        "audience",
        "data as at",
        "author",
        "saved",
        "words",
        "to answer",
    ]);
    for head in heads {
        table.push(vec![
            json!(head.id.0),
            json!(head.title),
            json!(head.status.word()),
            json!(head.audience.word()),
            json!(head.as_at),
            json!(head.author),
            json!(head.saved_at),
            json!(head.words),
            json!(head.to_answer),
        ]);
    }
    Ok(table.print(format, out)?)
}

fn show(note: &Note, format: Paper, out: &mut dyn Write) -> Result<(), Failure> {
    if format == Paper::Text {
        writeln!(out, "{}", note.body)?;
        return Ok(());
    }
    let head = &note.head;
    let whole = json!({
        "id": head.id.0,
        "title": head.title,
        "status": head.status.word(),
        "audience": head.audience.word(),
        "data_as_at": head.as_at,
        "author": head.author,
        "saved": head.saved_at,
        "words": head.words,
        "to_answer": head.to_answer,
        "scope": note.ground.scope,
        "policy": note.ground.policy,
        "sources": note.ground.sources,
        "body": note.body,
        "evidence": note.evidence.iter().map(|row| figure(note, row)).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)?;
    Ok(())
}

fn figure(note: &Note, row: &Evidence) -> Value {
    json!({
        "label": row.label,
        "what": row.what,
        "found": row.numerator,
        "of": row.denominator,
        "share": row.share(),
        "cannot_be_told": row.not_computable,
        "data_as_at": row.as_at,
        "limit": row.limit,
        "level": row.level,
        "rule": row.rule,
        "cited": prose::cites(&note.body, &row.label),
        "gaps": row.gaps.iter().map(GapKey::as_str).collect::<Vec<_>>(),
    })
}

/// The text of a file; `-` reads what is handed in.
fn text_of(from: &Path) -> Result<String, Failure> {
    let read = if from.as_os_str() == "-" {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        std::fs::read_to_string(from)
    };
    read.map_err(|e| {
        super::failed(format!(
            "Reading {}: {e}. Check the file's name and that it is plain text.",
            from.display()
        ))
    })
}

fn edit(door: &Door, words: &Edit, out: &mut dyn Write) -> Result<(), Failure> {
    if words.from.is_none() && words.title.is_none() && words.audience.is_none() {
        return Err(super::words(
            "Editing a note: say what to change, with --from FILE, --title TEXT or --audience WORD.",
        ));
    }
    if words
        .title
        .as_deref()
        .is_some_and(|title| cleaned(title).trim().is_empty())
    {
        return Err(super::words(
            "Editing a note: the title is empty. Give it one, with --title TEXT, or leave --title out.",
        ));
    }
    let body = words.from.as_deref().map(text_of).transpose()?;
    let body = body.as_deref().map(cleaned);
    let mut desk = door.open(Access::Write, None)?;
    let id = NoteId(words.id);
    let old = desk.note(id)?;
    let text = NoteText {
        title: words.title.as_deref().map_or(old.head.title, cleaned),
        audience: words.audience.unwrap_or(old.head.audience),
        body: body.unwrap_or(old.body),
    };
    told(&desk.save_note(id, &text)?, out)
}

fn outline(note: &Note, format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    let mut table = Table::new(&["line", "heading", "words", "to answer"]);
    for section in prose::sections(note.body.lines()) {
        let indent = "  ".repeat(section.level.saturating_sub(2));
        let heading = match format {
            Format::Table => format!("{indent}{}", section.title),
            Format::Lines | Format::Csv | Format::Json => section.title,
        };
        table.push(vec![
            json!(section.line + 1),
            json!(heading),
            json!(section.words),
            json!(section.to_answer),
        ]);
    }
    Ok(table.print(format, out)?)
}

fn figures(note: &Note, format: Format, out: &mut dyn Write) -> Result<(), Failure> {
    let mut table = Table::new(&[
        "label",
        "found",
        "of",
        "share",
        "data as at",
        "cases",
        "cited",
        "what",
    ]);
    for row in &note.evidence {
        table.push(vec![
            json!(row.label),
            json!(row.numerator),
            json!(row.denominator),
            json!(row.share()),
            json!(row.as_at),
            json!(row.gaps.len()),
            json!(prose::cites(&note.body, &row.label)),
            json!(row.what),
        ]);
    }
    Ok(table.print(format, out)?)
}

/// The gaps that a figure was drawn from; those that are not in the data any more are said so.
fn behind(
    note: &Note,
    label: &str,
    picture: &Picture,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), Failure> {
    let wanted = label.to_ascii_uppercase();
    let row = note.evidence.iter().find(|row| row.label == wanted);
    let row = row.ok_or_else(|| {
        let known: Vec<&str> = note.evidence.iter().map(|row| &*row.label).collect();
        super::failed(format!(
            "Listing the cases behind {label}: note {} has no such figure. It has {}.",
            note.head.id.0,
            if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            }
        ))
    })?;
    let mut table = Table::new(&["id", "team", "state", "over", "last", "key"]);
    let mut gone = 0;
    for key in &row.gaps {
        let Some(gap) = picture.gap(key) else {
            gone += 1;
            continue;
        };
        table.push(vec![
            json!(&*gap.who),
            json!(gap.team.as_deref()),
            json!(gap.state.word()),
            json!(gap.over),
            json!(gap.phrase),
            json!(key.as_str()),
        ]);
    }
    table.print(format, out)?;
    if gone > 0 {
        super::say(&format!(
            "{gone} of the {} gaps behind {wanted} are not among the gaps of the newest data any more.",
            row.gaps.len()
        ));
    }
    Ok(())
}

fn export(door: &Door, words: &Export, out: &mut dyn Write) -> Result<(), Failure> {
    let to = words.file.as_ref().or(words.to.as_ref());
    let to = to.ok_or_else(|| super::words("Exporting a note: name the file, with --to FILE."))?;
    let mut desk = door.open(Access::Write, None)?;
    let leaf = Leaf {
        to: to.clone(),
        form: words.format.map(Form::from),
        overwrite: if words.overwrite {
            Overwrite::Replace
        } else {
            Overwrite::Refuse
        },
    };
    let path = desk.export_note(NoteId(words.id), &leaf)?;
    writeln!(out, "{}", path.display())?;
    Ok(())
}
