//! `promises`: what was agreed, what became of it, and what somebody says of it now.
//!
//! The surprising thing: what the export shows is listed beside what was promised here, but only a
//! promise made here takes a word; the export's own actions are answered by the next import.

use std::io::Write;

use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    Answer, Door, Failure,
    args::{View, day},
    plain::cleaned,
    table::Table,
    words,
};
use crate::model::{Day, FactKind, Promise, PromiseId, PromiseTurn};
use crate::review::{self, Access, NewTurn, Picture, Said, Sieve, Thread, ThreadGroup};

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight promises --owner mockridge
  caselight promises --state overdue --format json
  caselight promises history p12
  caselight promises done p12 --on 2026-06-11 --words 'letter seen on the file'
  caselight promises carry p12 --to 2026-07-01

`caselight undo` takes the latest of these steps back.")]
pub(super) struct Words {
    #[command(flatten)]
    view: View,
    /// Only owners whose name holds this
    #[arg(long, value_name = "TEXT")]
    owner: Option<String>,
    /// Only teams whose name holds this
    #[arg(long, value_name = "TEXT")]
    team: Option<String>,
    /// Only children whose worker's name holds this
    #[arg(long, value_name = "TEXT")]
    worker: Option<String>,
    /// Only what was set there: surgery, review, supervision, export
    #[arg(long, value_name = "TEXT")]
    origin: Option<String>,
    /// Only in this state: overdue, `due_soon`, silent, `no_date_or_owner`, done, `not_carried_out`
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// Only this child
    #[arg(long, value_name = "ID")]
    child: Option<String>,
    /// List what is done, superseded and given up, too
    #[arg(long)]
    all: bool,
    #[command(subcommand)]
    what: Option<OnPromise>,
}

#[derive(Debug, Subcommand)]
enum OnPromise {
    /// How one went, line by line
    History {
        /// As the list prints it: p12, e3, an action's own id
        id: String,
        /// Of which child, where one action is about several
        #[arg(long = "of", value_name = "CHILD")]
        child: Option<String>,
    },
    /// Somebody came back to it and left it as it was
    Revisit(Turn),
    /// Not done: carried to another day
    Carry {
        #[command(flatten)]
        turn: Turn,
        /// The new day; left out: nobody knows it
        #[arg(long, value_name = "DATE", value_parser = day)]
        to: Option<Day>,
    },
    /// Done; a later extract that still shows the gap opens it again
    Done(Turn),
    /// Something else was agreed in its place
    Supersede(Turn),
    /// No longer wanted
    GiveUp(Turn),
}

#[derive(Debug, Args)]
struct Turn {
    /// The promise, as the list prints it: p12 (may be several)
    #[arg(required = true, value_name = "ID")]
    ids: Vec<String>,
    /// The day on which it was so; by default today
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Day>,
    /// Why, or where it is to be seen
    #[arg(long, value_name = "TEXT", default_value = "")]
    words: String,
}

pub(super) fn run(door: &Door, given: &Words, out: &mut dyn Write) -> Answer {
    match &given.what {
        None => list(door, given, out),
        Some(OnPromise::History { id, child }) => history(door, given, (id, child.as_deref()), out),
        Some(OnPromise::Revisit(it)) => turn(door, it, PromiseTurn::Revisited, out),
        Some(OnPromise::Carry { turn: it, to }) => {
            turn(door, it, PromiseTurn::Carried { to: *to }, out)
        }
        Some(OnPromise::Done(it)) => turn(door, it, PromiseTurn::Done, out),
        Some(OnPromise::Supersede(it)) => turn(door, it, PromiseTurn::Superseded, out),
        Some(OnPromise::GiveUp(it)) => turn(door, it, PromiseTurn::GivenUp, out),
    }
}

fn threads(picture: &Picture, promises: &[Promise]) -> Vec<Thread> {
    let extracts = picture.threads_of_extracts(promises);
    let nothing = crate::model::Standing::Open;
    let stands = |at: usize| picture.gaps.get(at).map_or(&nothing, |gap| &gap.standing);
    picture.threads_beside(promises, &extracts, &stands)
}

fn sieve(given: &Words) -> Result<Sieve, Failure> {
    let fields = [
        ("owner", &given.owner),
        ("team", &given.team),
        ("worker", &given.worker),
        ("origin", &given.origin),
        ("state", &given.state),
        ("id", &given.child),
    ];
    let terms = fields.into_iter().filter_map(|(field, value)| {
        let value = value.as_deref()?.replace('"', " ");
        Some(format!("{field}:\"{value}\""))
    });
    Sieve::read(&terms.collect::<Vec<_>>().join(" ")).map_err(words)
}

fn list(door: &Door, given: &Words, out: &mut dyn Write) -> Answer {
    let sieve = sieve(given)?;
    let format = given.view.format;
    let mut desk = door.look(&given.view)?;
    let picture = desk.picture_or_blank()?;
    let promises = if picture.looks_back.is_some() {
        picture.promises.clone()
    } else {
        desk.promises()?
    };
    let as_at = picture.check.as_at;
    let mut listed: Vec<Thread> = threads(&picture, &promises);
    listed.retain(|thread| {
        let group = thread.group(as_at);
        (given.all || given.state.is_some() || group != ThreadGroup::Closed)
            && sieve.lets_through(thread, &picture)
    });
    listed.sort_by_key(|thread| thread.group(as_at));
    let mut table = Table::new(&[
        "promise",
        "group",
        "due",
        "owner",
        "id",
        "what",
        "set in",
        "set on",
        "carried",
        "state",
        "silent sessions",
        "last looked at",
        "why",
    ]);
    for thread in &listed {
        let row = thread.child.and_then(|child| picture.case_row(child));
        let reading = format.is_for_reading();
        table.push(vec![
            json!(thread.id()),
            json!(if reading {
                thread.group(as_at).label()
            } else {
                thread.group(as_at).word()
            }),
            json!(thread.due),
            json!(thread.owner.as_deref()),
            json!(row.map(|row| row.shown.as_ref())),
            json!(thread.words),
            json!(thread.origin),
            json!(thread.set),
            json!(thread.carried),
            json!(if reading {
                thread.state.label()
            } else {
                thread.state.word().to_owned()
            }),
            json!(thread.silences),
            json!(thread.looked_at),
            json!(thread.why),
        ]);
    }
    if table.is_empty() && format.is_for_reading() {
        writeln!(out, "Nothing that was agreed waits here.")?;
        let lists = picture.caseload.lists.iter();
        if !lists.clone().any(|list| list.kind == FactKind::Action) {
            writeln!(
                out,
                "No list of actions was imported: what supervision set cannot be told."
            )?;
        }
        return Ok(0);
    }
    table.print(format, out)?;
    Ok(0)
}

fn history(
    door: &Door,
    given: &Words,
    (id, of): (&str, Option<&str>),
    out: &mut dyn Write,
) -> Answer {
    let mut desk = door.look(&given.view)?;
    let picture = desk.picture_or_blank()?;
    let promises = desk.promises()?;
    let all = threads(&picture, &promises);
    let shown = |one: &Thread| {
        let row = one.child.and_then(|child| picture.case_row(child));
        row.map(|row| row.shown.to_string())
    };
    let named: Vec<&Thread> = all.iter().filter(|one| one.id() == id).collect();
    let found = named
        .iter()
        .find(|one| of.is_none() || shown(one).as_deref() == of);
    let Some(thread) = found else {
        let about = of.map_or_else(String::new, |child| format!(" about {child}"));
        return Err(words(format!(
            "There is no promise {id:?}{about}. `caselight promises --all` lists them."
        )));
    };
    if named.len() > 1 && given.view.format.is_for_reading() {
        let children: Vec<String> = named.iter().filter_map(|one| shown(one)).collect();
        writeln!(
            out,
            "{id} is about {} children: {}. This is how it went for {}; --of names another.\n",
            children.len(),
            children.join(", "),
            shown(thread).unwrap_or_default()
        )?;
    }
    let mut table = Table::new(&["on", "what"]);
    for line in picture.history(thread, &promises) {
        table.push(vec![json!(line.on), json!(line.words)]);
    }
    table.print(given.view.format, out)?;
    Ok(0)
}

fn turn(door: &Door, it: &Turn, turn: PromiseTurn, out: &mut dyn Write) -> Answer {
    let ids: Vec<PromiseId> = it
        .ids
        .iter()
        .map(|id| promise(id))
        .collect::<Result<_, _>>()?;
    if turn == PromiseTurn::GivenUp && it.words.trim().is_empty() {
        return Err(words(
            "Giving a promise up: write why with --words; somebody will ask.",
        ));
    }
    let today = review::today();
    let on = it.on.unwrap_or(today);
    if on > today {
        return Err(words(format!(
            "{} has not come yet. Give the day on which it was so.",
            on.long()
        )));
    }
    let mut desk = door.open(Access::Write, None)?;
    let known = desk.promises()?;
    for id in &ids {
        if known.iter().all(|one| one.id != *id) {
            return Err(words(format!(
                "There is no promise p{}. Nothing was saved; `caselight promises --all` lists them.",
                id.0
            )));
        }
    }
    let turns = ids.iter().map(|id| NewTurn {
        promise: *id,
        turn,
        on,
        words: cleaned(it.words.trim()),
    });
    let said = Said {
        turns: turns.collect(),
        ..Said::default()
    };
    let promises = if ids.len() == 1 {
        "promise"
    } else {
        "promises"
    };
    let step = desk.say(format!("{}: {} {promises}", turn.label(), ids.len()), said)?;
    writeln!(
        out,
        "Saved: {}. `caselight undo` takes it back.",
        step.label
    )?;
    Ok(0)
}

fn promise(id: &str) -> Result<PromiseId, Failure> {
    let number = id.strip_prefix('p').unwrap_or(id).parse();
    number.map(PromiseId).map_err(|_| {
        words(format!(
            "{id:?} is no promise that was made here, such as p12. An action of the export is answered by the next \
             import, an entry by `caselight entries correct`, an outcome by `caselight outcome`."
        ))
    })
}
