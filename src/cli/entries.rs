//! `entries`: what was entered by hand and is not yet on file; see, correct, withdraw it.
//!
//! It enters nothing. The surprising thing: what `entries text` prints is meant to leave the store,
//! for the case system.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    Answer as Done, Door, Failure,
    args::{Format, day},
    enter::{Kind, Status, YesNo, answer, tell, text_of},
    table::Table,
    words,
};
use crate::model::{ChildId, Day, EntryChange, EntryDraft, EntryId, EntryKind, EntrySubject, Name};
use crate::review::{Access, EntryRow, Filing, Picture, text_for_the_file};

#[derive(Debug, Args)]
pub(super) struct Entries {
    /// List those seen, shown by an extract and withdrawn, too
    #[arg(long)]
    all: bool,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(subcommand)]
    what: Option<OnEntry>,
}

#[derive(Debug, Subcommand)]
enum OnEntry {
    /// Say that you have seen it on the child's file
    Seen {
        /// The entry's number
        id: i64,
        /// The day on which you saw it there
        #[arg(long, value_name = "DATE", value_parser = day)]
        on: Day,
        /// The day on which it was put there, if you know it
        #[arg(long, value_name = "DATE", value_parser = day)]
        filed: Option<Day>,
    },
    /// Say that it was not seen there after all
    NotSeen { id: i64 },
    /// Correct it; the older version is kept
    Correct(Correct),
    /// Withdraw it
    Withdraw {
        id: i64,
        /// Why it was a mistake
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Print its text for the case system
    Text { id: i64 },
}

/// What is left out stays as it was said.
#[derive(Debug, Args)]
struct Correct {
    id: i64,
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Day>,
    #[arg(long, value_name = "ID")]
    child: Option<String>,
    #[arg(long, value_name = "NAME")]
    worker: Option<String>,
    #[arg(long, value_name = "NAME")]
    supervisor: Option<String>,
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Of a session
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Of a session
    #[arg(long, value_enum)]
    status: Option<Status>,
    /// Of an action
    #[arg(long, value_name = "DATE", value_parser = day)]
    due: Option<Day>,
    /// Of an action
    #[arg(long, value_name = "DATE", value_parser = day)]
    done: Option<Day>,
    /// Of a visit
    #[arg(long, value_enum)]
    seen: Option<YesNo>,
    #[arg(long, value_name = "TEXT|-")]
    words: Option<String>,
}

/// Lists what was entered by hand, or does something to one entry.
pub(super) fn run(door: &Door, given: Entries, out: &mut dyn Write) -> Done {
    let Some(what) = given.what else {
        let mut desk = door.open(Access::Read, None)?;
        let picture = desk.picture_or_blank()?;
        return list(&picture, given.all, given.format, out);
    };
    let change = match what {
        OnEntry::Text { id } => {
            let mut desk = door.open(Access::Read, None)?;
            let picture = desk.picture_or_blank()?;
            let found = picture.entries.iter().find(|row| row.entry.id.0 == id);
            let Some(row) = found else {
                // Says that there is none.
                desk.entry(EntryId(id))?;
                return Ok(1);
            };
            writeln!(out, "{}", text_for_the_file(row))?;
            return Ok(0);
        }
        OnEntry::Seen { id, on, filed } => EntryChange::Seen {
            id: EntryId(id),
            on,
            filed,
        },
        OnEntry::NotSeen { id } => EntryChange::NotSeen { id: EntryId(id) },
        OnEntry::Withdraw { id, reason } => EntryChange::Withdraw {
            id: EntryId(id),
            reason,
        },
        OnEntry::Correct(it) => {
            let text = text_of(it.words.as_deref())?;
            let mut desk = door.open(Access::Write, None)?;
            let id = EntryId(it.id);
            let to = corrected(desk.entry(id)?.said, &it, text)?;
            let step = desk.enter(&EntryChange::Correct { id, to })?;
            return tell(&mut desk, &step.entries, out);
        }
    };
    let mut desk = door.open(Access::Write, None)?;
    let step = desk.enter(&change)?;
    tell(&mut desk, &step.entries, out)
}

fn corrected(
    mut said: EntryDraft,
    it: &Correct,
    text: Option<String>,
) -> Result<EntryDraft, Failure> {
    let off = |word: &str| {
        words(format!(
            "Correcting entry {}: {word} does not go with what it is. Leave it out.",
            it.id
        ))
    };
    said.on = it.on.unwrap_or(said.on);
    said.words = text.unwrap_or(said.words);
    let name = |given: &Option<String>| given.as_deref().map(Name::from);
    if let Some(worker) = name(&it.worker) {
        if let EntrySubject::Worker(of) = &mut said.subject {
            of.clone_from(&worker);
        }
        said.worker = Some(worker);
    }
    said.supervisor = name(&it.supervisor).or(said.supervisor);
    said.team = name(&it.team).or(said.team);
    if let Some(raw) = &it.child {
        let (Some(id), Some(shown)) = (ChildId::read(raw), ChildId::shown(raw)) else {
            return Err(words("Correcting an entry: --child is no id of a child."));
        };
        said.subject = EntrySubject::Child {
            id,
            shown: Name::from(shown),
        };
    }
    match &mut said.what {
        EntryKind::Session { kind, status, .. } => {
            *kind = it.kind.map_or(*kind, Kind::of);
            *status = it.status.map_or(*status, Status::of);
        }
        _ if it.kind.is_some() => return Err(off("--kind")),
        _ if it.status.is_some() => return Err(off("--status")),
        _ => {}
    }
    match &mut said.what {
        EntryKind::Action { due, done, .. } => {
            *due = it.due.or(*due);
            *done = it.done.or(*done);
        }
        _ if it.due.is_some() => return Err(off("--due")),
        _ if it.done.is_some() => return Err(off("--done")),
        _ => {}
    }
    match (&mut said.what, it.seen) {
        (EntryKind::Visit { seen, .. }, Some(given)) => *seen = answer(Some(given)),
        (_, Some(_)) => return Err(off("--seen")),
        (_, None) => {}
    }
    Ok(said)
}

fn list(picture: &Picture, all: bool, format: Format, out: &mut dyn Write) -> Done {
    let mut table = Table::new(&[
        "entry",
        "state",
        "what",
        "id",
        "on",
        "age",
        "worker",
        "supervisor",
        "entered by",
        "seen on",
        "how it stands",
        "contradictions",
    ]);
    let listed = |row: &&EntryRow| all || row.filing == Filing::NotYet;
    for row in picture.entries.iter().filter(listed) {
        let said = &row.entry.said;
        table.push(vec![
            json!(row.entry.id.0),
            json!(row.filing.word()),
            json!(row.what()),
            json!(**said.subject.shown()),
            json!(said.on),
            json!(picture.today.days_since(said.on)),
            json!(said.worker.as_deref()),
            json!(said.supervisor.as_deref()),
            json!(*row.entry.entered_by),
            json!(row.entry.seen.as_ref().map(|seen| seen.on)),
            json!(row.provenance()),
            json!(row.contradictions.join(" ")),
        ]);
    }
    if table.is_empty() && format == Format::Table {
        writeln!(
            out,
            "Nothing that was entered by hand waits to be seen on a child's file."
        )?;
        return Ok(0);
    }
    table.print(format, out)?;
    Ok(0)
}
