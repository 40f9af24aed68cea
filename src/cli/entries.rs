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
    enter::{Kind, Status, YesNo, answer, child, named, tell, text_of},
    plain::cleaned,
    table::Table,
    words,
};
use crate::model::{Day, EntryChange, EntryDraft, EntryId, EntryKind, EntrySubject, Name};
use crate::review::{self, Access, EntryRow, Filing, Picture, text_for_the_file};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight entries --format lines
  caselight entries text 3
  caselight entries seen 3 --on 2026-06-11
  caselight entries correct 3 --words 'What was said, put right'
  caselight entries withdraw 3 --reason 'It was about another child'

`caselight undo` takes the latest of these steps back.")]
pub(super) struct Entries {
    /// List those seen, shown by an extract and withdrawn, too
    #[arg(long)]
    all: bool,
    /// How to print it
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
        /// The day on which you saw it there; by default today
        #[arg(long, value_name = "DATE", value_parser = day)]
        on: Option<Day>,
        /// The day on which it was put there, if you know it
        #[arg(long, value_name = "DATE", value_parser = day)]
        filed: Option<Day>,
    },
    /// Say that it was not seen there after all
    NotSeen {
        /// The entry's number
        id: i64,
    },
    /// Correct it; the older version is kept
    Correct(Correct),
    /// Withdraw it
    Withdraw {
        /// The entry's number
        id: i64,
        /// Why it was a mistake
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Print its text for the case system
    Text {
        /// The entry's number
        id: i64,
    },
}

/// What is left out stays as it was said; an empty name takes the name away.
#[derive(Debug, Args)]
struct Correct {
    /// The entry's number
    id: i64,
    /// The day on which it was
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Day>,
    /// The child it is about
    #[arg(long, value_name = "ID")]
    child: Option<String>,
    /// Keep a child whose id no extract knows
    #[arg(long, requires = "child")]
    new_child: bool,
    /// The worker
    #[arg(long, value_name = "NAME")]
    worker: Option<String>,
    /// The supervisor
    #[arg(long, value_name = "NAME")]
    supervisor: Option<String>,
    /// The team
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// Of a session: which one
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// Of a session: whether it took place
    #[arg(long, value_enum)]
    status: Option<Status>,
    /// Of a session: whether a decision was recorded in it
    #[arg(long, value_enum)]
    decision: Option<YesNo>,
    /// Of a decision: why it was taken
    #[arg(long, value_name = "TEXT")]
    why: Option<String>,
    /// Of a decision: who took it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// Of an action: who does it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Of an action: by when
    #[arg(long, value_name = "DATE", value_parser = day)]
    due: Option<Day>,
    /// Of an action: when it was done
    #[arg(long, value_name = "DATE", value_parser = day)]
    done: Option<Day>,
    /// Of a visit: whether the child was seen
    #[arg(long, value_enum)]
    seen: Option<YesNo>,
    /// Of a visit: whether the child was seen alone
    #[arg(long, value_enum)]
    alone: Option<YesNo>,
    /// What is written of it; - reads standard input
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
            on: on.unwrap_or_else(review::today),
            filed,
        },
        OnEntry::NotSeen { id } => EntryChange::NotSeen { id: EntryId(id) },
        OnEntry::Withdraw { id, reason } => EntryChange::Withdraw {
            id: EntryId(id),
            reason: cleaned(&reason),
        },
        OnEntry::Correct(it) => {
            let text = text_of(it.words.as_deref())?;
            let mut desk = door.open(Access::Write, None)?;
            let id = EntryId(it.id);
            let picture = desk.picture_or_blank()?;
            let to = corrected(desk.entry(id)?.said, &it, text, &picture)?;
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
    picture: &Picture,
) -> Result<EntryDraft, Failure> {
    let off = |word: &str| {
        words(format!(
            "Correcting entry {}: {word} does not go with what it is. Leave it out.",
            it.id
        ))
    };
    said.on = it.on.unwrap_or(said.on);
    said.words = text.unwrap_or(said.words);
    if let (EntrySubject::Worker(of), Some(given)) = (&mut said.subject, &it.worker) {
        // Whose supervision it was cannot be nobody's.
        *of = named(given).ok_or_else(|| off("an empty --worker"))?;
    }
    replace(&mut said.worker, it.worker.as_deref());
    replace(&mut said.supervisor, it.supervisor.as_deref());
    replace(&mut said.team, it.team.as_deref());
    if let Some(raw) = &it.child {
        if matches!(said.subject, EntrySubject::Worker(_)) {
            return Err(off("--child"));
        }
        said.subject = child(picture, raw, it.new_child)?.0;
    }
    if let Some(word) = it.strange_to(&said.what) {
        return Err(off(word));
    }
    match &mut said.what {
        EntryKind::Session {
            kind,
            status,
            decision,
        } => {
            *kind = it.kind.map_or(*kind, Kind::of);
            *status = it.status.map_or(*status, Status::of);
            *decision = it.decision.map_or(*decision, |given| answer(Some(given)));
        }
        EntryKind::Decision { why, taken_by } => {
            if let Some(given) = &it.why {
                *why = cleaned(given);
            }
            replace(taken_by, it.by.as_deref());
        }
        EntryKind::Action { owner, due, done } => {
            replace(owner, it.owner.as_deref());
            *due = it.due.or(*due);
            *done = it.done.or(*done);
        }
        EntryKind::Visit { seen, alone } => {
            *seen = it.seen.map_or(*seen, |given| answer(Some(given)));
            *alone = it.alone.map_or(*alone, |given| answer(Some(given)));
        }
    }
    Ok(said)
}

/// Puts the name that was given in place of the old one; an empty one takes it away.
fn replace(name: &mut Option<Name>, given: Option<&str>) {
    if let Some(given) = given {
        *name = named(given);
    }
}

impl Correct {
    /// The first of the words given that has no place in an entry of this kind.
    fn strange_to(&self, what: &EntryKind) -> Option<&'static str> {
        let is = |kind: &str| what.word() == kind;
        let given = [
            ("--kind", self.kind.is_some(), is("session")),
            ("--status", self.status.is_some(), is("session")),
            ("--decision", self.decision.is_some(), is("session")),
            ("--why", self.why.is_some(), is("decision")),
            ("--by", self.by.is_some(), is("decision")),
            ("--owner", self.owner.is_some(), is("action")),
            ("--due", self.due.is_some(), is("action")),
            ("--done", self.done.is_some(), is("action")),
            ("--seen", self.seen.is_some(), is("visit")),
            ("--alone", self.alone.is_some(), is("visit")),
        ];
        let strange = given.into_iter().find(|(_, given, fits)| *given && !fits);
        strange.map(|(word, ..)| word)
    }
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
            json!(if format.is_for_reading() {
                row.filing.word().replace('_', " ")
            } else {
                row.filing.word().to_owned()
            }),
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
    if table.is_empty() && format.is_for_reading() {
        writeln!(
            out,
            "Nothing that was entered by hand waits to be seen on a child's file."
        )?;
        return Ok(0);
    }
    table.print(format, out)?;
    Ok(0)
}
