//! `note`: the notes pane in plain text.

use std::io::Write;

use serde_json::json;

use super::{Answer, Door, args::Note as Words, lists::Filter, table::Table};
use crate::model::{GapKey, NoteId};
use crate::review::Overwrite;
use crate::review::{Access, Sought};

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    match words {
        Words::Draft {
            view,
            rules,
            team,
            gaps,
            title,
        } => {
            let mut desk = door.look_to_write(view)?;
            let picture = desk.picture()?;
            super::check::rules_are_known(&picture.check, rules)?;
            let filter = Filter {
                rules,
                team: team.as_deref(),
                supervisor: None,
                all: false,
            };
            let keys: Vec<GapKey> = if gaps.is_empty() {
                let open = picture
                    .gaps
                    .iter()
                    .filter(|g| filter.keeps(&picture, g) && g.standing.is_open());
                open.map(|g| g.key.clone()).collect()
            } else {
                let one = |word: &GapKey| {
                    let found = picture.seek(&Sought::Word(word.as_str()));
                    super::outcome::the_one(&picture, &found, &format!("{:?}", word.as_str()))
                };
                gaps.iter().map(one).collect::<Result<_, _>>()?
            };
            let note = desk.draft(&keys, title.as_deref())?;
            writeln!(
                out,
                "note {}: {} ({} words)",
                note.head.id.0, note.head.title, note.head.words
            )?;
        }
        Words::List { format } => {
            let desk = door.open(Access::Read, None)?;
            let mut table = Table::new(&[
                "id",
                "title",
                "status",
                "data as at",
                "author",
                "saved",
                "words",
            ]);
            for n in desk.notes()? {
                table.push(vec![
                    json!(n.id.0),
                    json!(n.title),
                    json!(n.status.word()),
                    json!(n.as_at),
                    json!(n.author),
                    json!(n.saved_at),
                    json!(n.words),
                ]);
            }
            table.print(*format, out)?;
        }
        Words::Show { id } => {
            let desk = door.open(Access::Read, None)?;
            writeln!(out, "{}", desk.note(NoteId(*id))?.body)?;
        }
        Words::Edit { id, from, title } => {
            let mut desk = door.open(Access::Write, None)?;
            let body = std::fs::read_to_string(from).map_err(|e| {
                super::failed(format!(
                    "Reading {}: {e}. Check the file's name.",
                    from.display()
                ))
            })?;
            let old = desk.note(NoteId(*id))?;
            let head = desk.save_note(
                NoteId(*id),
                title.as_deref().unwrap_or(&old.head.title),
                &body,
            )?;
            writeln!(
                out,
                "note {}: {} ({} words)",
                head.id.0, head.title, head.words
            )?;
        }
        Words::Export { id, to, overwrite } => {
            let mut desk = door.open(Access::Write, None)?;
            let path = desk.export_note(
                NoteId(*id),
                to,
                if *overwrite {
                    Overwrite::Replace
                } else {
                    Overwrite::Refuse
                },
            )?;
            writeln!(out, "{}", path.display())?;
        }
    }
    Ok(0)
}
