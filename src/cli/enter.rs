//! `enter`: entering a session, a decision, an action or a visit by hand.
//!
//! It never asks: an id that no extract knows has to be meant (`--new-child`). The surprising
//! thing: several children are one step, and either all of them are kept or none.

use std::io::{Read as _, Write};

use super::{Answer as Done, Door, Failure, args::day, failed, plain::cleaned, words};
use crate::model::{
    Answer, ChildId, Day, EntryChange, EntryDraft, EntryId, EntryKind, EntrySubject, MOST_WORDS,
    Name, SessionStatus, SessionType,
};
use crate::review::{self, Access, AtHand, Desk, Picture};
use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  caselight enter session --child 900138
  caselight enter session --kind staff --worker 'Fern Madeup' --on 2026-06-10
  caselight enter decision --child 900138 --words 'Ask for legal advice' --why 'The risk has grown'
  caselight enter visit --child 900138 --seen yes --alone no
  caselight entries

Worker, supervisor, team and day are filled in unless you name them. Nothing that is entered here
makes a clock stand in time until it was seen on the child's file: `caselight entries seen`.")]
pub(super) enum Enter {
    /// A session: case, staff, group or oversight
    Session(Session),
    /// A decision, and why it was taken
    Decision(Decision),
    /// An action that was agreed
    Action(Action),
    /// A visit, and whether the child was seen
    Visit(Visit),
}

/// Whom it is about, when, and in which words.
#[derive(Debug, Args)]
pub(super) struct Said {
    /// The child's id (may be given more than once: one entry each, as one step)
    #[arg(long = "child", value_name = "ID")]
    children: Vec<String>,
    /// Keep a child whose id no extract knows
    #[arg(long)]
    new_child: bool,
    /// The worker; by default the one who holds the case
    #[arg(long, value_name = "NAME")]
    worker: Option<String>,
    /// The supervisor; by default whoever supervised last
    #[arg(long, value_name = "NAME")]
    supervisor: Option<String>,
    /// The team; by default the one that holds the case
    #[arg(long, value_name = "NAME")]
    team: Option<String>,
    /// The day on which it was; by default today
    #[arg(long, value_name = "DATE", value_parser = day)]
    on: Option<Day>,
    /// What to write of it; - reads standard input. It may be disclosed to the family, a court or
    /// an information request
    #[arg(long, value_name = "TEXT|-")]
    words: Option<String>,
}

impl Said {
    /// As in the form of the workbench, it was today unless another day is named.
    fn day(&self) -> Day {
        self.on.unwrap_or_else(review::today)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(super) enum Kind {
    #[default]
    Case,
    Staff,
    Group,
    Oversight,
    Senior,
}

impl Kind {
    pub(super) const fn of(self) -> SessionType {
        match self {
            Self::Case => SessionType::CaseSupervision,
            Self::Staff => SessionType::StaffOneToOne,
            Self::Group => SessionType::GroupReflective,
            Self::Oversight => SessionType::ManagementOversight,
            Self::Senior => SessionType::SeniorOversight,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(super) enum Status {
    #[default]
    Held,
    Cancelled,
    Rearranged,
    NotHeld,
    Planned,
}

impl Status {
    pub(super) const fn of(self) -> SessionStatus {
        match self {
            Self::Held => SessionStatus::Held,
            Self::Cancelled => SessionStatus::Cancelled,
            Self::Rearranged => SessionStatus::Rearranged,
            Self::NotHeld => SessionStatus::NotHeld,
            Self::Planned => SessionStatus::Planned,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum YesNo {
    Yes,
    No,
}

pub(super) fn answer(given: Option<YesNo>) -> Answer {
    match given {
        None => Answer::Blank,
        Some(YesNo::Yes) => Answer::Yes,
        Some(YesNo::No) => Answer::No,
    }
}

#[derive(Debug, Args)]
pub(super) struct Session {
    #[command(flatten)]
    said: Said,
    /// Which session
    #[arg(long, value_enum, default_value_t)]
    kind: Kind,
    /// Whether it took place
    #[arg(long, value_enum, default_value_t)]
    status: Status,
    /// Whether a decision was recorded in it
    #[arg(long, value_enum)]
    decision: Option<YesNo>,
}

#[derive(Debug, Args)]
pub(super) struct Decision {
    #[command(flatten)]
    said: Said,
    /// Why it was taken
    #[arg(long, value_name = "TEXT", default_value = "")]
    why: String,
    /// Who took it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Action {
    #[command(flatten)]
    said: Said,
    /// Who does it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// By when
    #[arg(long, value_name = "DATE", value_parser = day)]
    due: Option<Day>,
    /// When it was done
    #[arg(long, value_name = "DATE", value_parser = day)]
    done: Option<Day>,
}

#[derive(Debug, Args)]
pub(super) struct Visit {
    #[command(flatten)]
    said: Said,
    /// Whether the child was seen
    #[arg(long, value_enum)]
    seen: YesNo,
    /// Whether the child was seen alone
    #[arg(long, value_enum)]
    alone: Option<YesNo>,
}

/// Enters what was said, for each child, as one step.
pub(super) fn enter(door: &Door, entering: &Enter, out: &mut dyn Write) -> Done {
    let said = match entering {
        Enter::Session(it) => &it.said,
        Enter::Decision(it) => &it.said,
        Enter::Action(it) => &it.said,
        Enter::Visit(it) => &it.said,
    };
    let text = text_of(said.words.as_deref())?.unwrap_or_default();
    let mut desk = door.open(Access::Write, None)?;
    let picture = desk.picture_or_blank()?;
    let mut drafts = Vec::new();
    if let Enter::Session(it) = entering
        && it.kind == Kind::Staff
    {
        drafts.push(of_staff(&picture, it, text)?);
    } else {
        if said.children.is_empty() {
            return Err(words("Entering by hand: name the child with --child ID."));
        }
        for raw in &said.children {
            let (subject, known) = child(&picture, raw, said.new_child)?;
            let what = kind_for(entering, &known);
            let or_known = |given: &Option<String>, known: Option<Name>| {
                given.as_deref().and_then(named).or(known)
            };
            drafts.push(EntryDraft {
                subject,
                what,
                on: said.day(),
                worker: or_known(&said.worker, known.worker),
                supervisor: or_known(&said.supervisor, known.supervisor),
                team: or_known(&said.team, known.team),
                words: text.clone(),
            });
        }
    }
    let step = desk.enter(&EntryChange::Enter(drafts))?;
    tell(&mut desk, &step.entries, out)
}

fn kind_for(entering: &Enter, known: &AtHand) -> EntryKind {
    match entering {
        Enter::Session(it) => EntryKind::Session {
            kind: it.kind.of(),
            status: it.status.of(),
            decision: answer(it.decision),
        },
        Enter::Decision(it) => EntryKind::Decision {
            why: cleaned(&it.why),
            taken_by: it
                .by
                .as_deref()
                .and_then(named)
                .or_else(|| known.supervisor.clone()),
        },
        Enter::Action(it) => EntryKind::Action {
            owner: it
                .owner
                .as_deref()
                .and_then(named)
                .or_else(|| known.worker.clone()),
            due: it.due,
            done: it.done,
        },
        Enter::Visit(it) => EntryKind::Visit {
            seen: answer(Some(it.seen)),
            alone: answer(it.alone),
        },
    }
}

fn of_staff(picture: &Picture, it: &Session, text: String) -> Result<EntryDraft, Failure> {
    let said = &it.said;
    if !said.children.is_empty() {
        return Err(words(
            "Entering staff supervision: it is of a worker. Name the worker with --worker, and no child.",
        ));
    }
    let Some(worker) = said.worker.as_deref().and_then(named) else {
        return Err(words(
            "Entering staff supervision: name the worker with --worker NAME.",
        ));
    };
    let supervisor = said.supervisor.as_deref().and_then(named);
    Ok(EntryDraft {
        subject: EntrySubject::Worker(worker.clone()),
        what: EntryKind::Session {
            kind: it.kind.of(),
            status: it.status.of(),
            decision: answer(it.decision),
        },
        on: said.day(),
        supervisor: supervisor.or_else(|| picture.supervisor_of(&worker)),
        worker: Some(worker),
        team: said.team.as_deref().and_then(named),
        words: text,
    })
}

/// A child by id, and who works with it. An id that no extract knows has to be meant.
pub(super) fn child(
    picture: &Picture,
    raw: &str,
    is_new: bool,
) -> Result<(EntrySubject, AtHand), Failure> {
    let (Some(id), Some(shown)) = (ChildId::read(raw), ChildId::shown(raw)) else {
        return Err(words("Entering by hand: --child is no id of a child."));
    };
    let place = picture.caseload.position(&id);
    if place.is_none() && !is_new {
        return Err(failed(
            "Entering by hand: no extract holds a child with this id, and nothing was saved. Check the id, or add \
             --new-child to keep the child by hand.",
        ));
    }
    let shown = place
        .and_then(|at| picture.caseload.children.get(at))
        .map_or_else(|| Name::from(shown), |file| file.child.shown.clone());
    let known = place.map_or_else(AtHand::default, |at| picture.at_hand(at));
    Ok((EntrySubject::Child { id, shown }, known))
}

/// The words that were given, or those of standard input, as far as an entry can hold them.
pub(super) fn text_of(given: Option<&str>) -> Result<Option<String>, Failure> {
    let Some("-") = given else {
        return Ok(given.map(cleaned));
    };
    // One letter takes at most four bytes; what is longer is refused, not cut.
    let most = MOST_WORDS as u64 * 4 + 1;
    let mut text = String::new();
    let read = std::io::stdin().take(most).read_to_string(&mut text);
    read.map_err(|e| failed(format!("Reading the words from standard input: {e}.")))?;
    Ok(Some(cleaned(&text)))
}

/// A name as it was given: without what steers a terminal; blank is nobody.
pub(super) fn named(given: &str) -> Option<Name> {
    let name = cleaned(given);
    let name = name.trim();
    (!name.is_empty()).then(|| Name::from(name))
}

pub(super) fn tell(desk: &mut Desk, entries: &[EntryId], out: &mut dyn Write) -> Done {
    let picture = desk.picture_or_blank()?;
    for row in picture
        .entries
        .iter()
        .filter(|row| entries.contains(&row.entry.id))
    {
        let said = &row.entry.said;
        writeln!(
            out,
            "entry {}: {} of {} on {}; {}",
            row.entry.id.0,
            row.what(),
            said.subject.shown(),
            said.on,
            row.provenance()
        )?;
        for said in &row.contradictions {
            writeln!(out, "  {said}")?;
        }
    }
    Ok(0)
}
