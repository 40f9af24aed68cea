//! `review`: a session in plain lines, the sessions that were, the look-first tiers.
//!
//! A session begun here is the same record as one in the workbench, and either takes up the other's.
//! The surprising thing: no command prints how long anything took, because no record holds it.

mod given;
mod plain;
mod spoken;
mod told;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};

use super::{
    Answer, Door, Failure, Workbench,
    args::{Format, View},
    lists::typed,
    table::Table,
    views, words as refused,
};
use crate::model::{NoteId, ReviewId, ReviewKind, ReviewSession};
use crate::review::filter::GAP_FIELDS;
use crate::review::session::{Draw, ReviewPlan, Within, begun_with, children_of, tiers};
use crate::review::{Access, Desk, DeskError, Reviewing};

/// What is asked.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Examples:
  caselight review --view 2 --minutes 40
  caselight review --plain --filter 'team:north kind:cp' --minutes 40
  caselight review --plain --kind case-review --sample 20 --seed 7
  caselight review --plain --kind case-review --children visit.txt
  caselight review --plain < answers.txt
  caselight review show 3 --format json

Without --plain the workbench opens in the session. In a plain session each answer is one line, such as `b 1` (not done, booked; the first reason) or
`n` for the next child or family; `?` lists them. Where the input ends, the session is kept, and the
same command takes it up where it was. Nothing says or keeps how long an item took.")]
pub(super) struct Words {
    #[command(subcommand)]
    command: Option<Sub>,
    #[command(flatten)]
    start: Start,
}

/// What a session is about.
#[derive(Debug, Args)]
struct Start {
    /// Line by line on standard input and output, for screen readers and scripts
    #[arg(long)]
    plain: bool,
    /// What kind of look it is; triage where nothing is said
    #[arg(long, value_enum)]
    kind: Option<Kind>,
    /// What a saved view lists, by its digit or its name; a view of the cases means all their gaps
    #[arg(long, value_name = "NAME")]
    view: Option<String>,
    /// As in the pane: team:north over:>10 rule:sup kind:cp worker:x family:f words
    #[arg(long, value_name = "WORDS")]
    filter: Option<String>,
    /// Only teams whose name holds this
    #[arg(long, value_name = "TEXT")]
    team: Option<String>,
    /// Only this rule (may be given more than once)
    #[arg(long = "rule", value_name = "ID")]
    rules: Vec<String>,
    /// Only these children (may be given more than once; several ids apart by commas)
    #[arg(long = "child", value_name = "ID")]
    child: Vec<String>,
    /// Only the children whose ids stand in this file, such as those of a visit
    #[arg(long, value_name = "FILE")]
    children: Option<PathBuf>,
    /// Minutes that there are: as many as fit are in the queue, the first to look at first
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    minutes: Option<u32>,
    /// Draw so many families, children and workers by chance
    #[arg(long, value_name = "N")]
    sample: Option<usize>,
    /// The same seed draws the same ones from the same extract
    #[arg(long, value_name = "S", default_value_t = 1, requires = "sample")]
    seed: u64,
    /// The service's policy file
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
enum Kind {
    /// About a minute a gap
    #[default]
    Triage,
    /// With the child's file open, about 20 minutes each; a child of --child without a gap is in it
    CaseReview,
    /// With the practitioner, graded and moderated: `caselight audit`, never mixed with a review
    Audit,
}

impl Start {
    /// Nothing is said of what a session is to be about.
    const fn is_open(&self) -> bool {
        self.kind.is_none()
            && self.view.is_none()
            && self.filter.is_none()
            && self.team.is_none()
            && self.rules.is_empty()
            && self.child.is_empty()
            && self.children.is_none()
            && self.minutes.is_none()
            && self.sample.is_none()
    }
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Whom to look at first: every tier, what makes it and what its place rests on
    Tiers {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The sessions that were, the newest first
    List {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// What a session left, or has left so far
    Show {
        /// Its number in the list
        id: i64,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// End the session that is under way, and keep its summary
    End,
    /// Put a session that has ended into a note, as evidence with its denominator and its day
    Cite {
        /// The session's number in the list
        id: i64,
        /// The note's number in `caselight note list`; without it a note is drafted from the gaps
        #[arg(long, value_name = "ID")]
        note: Option<i64>,
    },
}

/// What a command ended with.
pub(super) enum Ended {
    Status(u8),
    /// The workbench is to open in a session.
    Workbench(Box<Workbench>),
}

impl Words {
    /// Whether the workbench opens.
    pub(super) const fn opens_the_workbench(&self) -> bool {
        self.command.is_none() && !self.start.plain
    }
}

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Result<Ended, Failure> {
    if words.opens_the_workbench() {
        return in_workbench(door, &words.start)
            .map(Box::new)
            .map(Ended::Workbench);
    }
    asked(door, words, out).map(Ended::Status)
}

fn asked(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    match &words.command {
        None => begin(door, &words.start, out),
        Some(Sub::Tiers { format }) => told::print_tiers(*format, out),
        Some(Sub::List { format }) => told::list(&door.open(Access::Read, None)?, *format, out),
        Some(Sub::Show { id, format }) => {
            let mut desk = door.open(Access::Read, None)?;
            let session = one(&mut desk, ReviewId(*id))?;
            let sum = desk.review_summary(&session)?;
            told::show(&session, &sum, *format, out)
        }
        Some(Sub::End) => {
            let mut desk = door.open(Access::Write, None)?;
            let Some(session) = desk.review(&Reviewing::Current)? else {
                return Err(super::failed(
                    "Ending a review session: none is under way. `caselight review list` shows those that were.",
                ));
            };
            plain::end(&mut desk, &session, out)?;
            Ok(0)
        }
        Some(Sub::Cite { id, note }) => {
            let mut desk = door.open(Access::Write, None)?;
            let head = match note {
                Some(note) => desk.cite_review(ReviewId(*id), NoteId(*note))?,
                None => desk.note_of_review(ReviewId(*id))?,
            };
            writeln!(out, "note {}: {}", head.id.0, head.title)?;
            Ok(0)
        }
    }
}

fn one(desk: &mut Desk, id: ReviewId) -> Result<ReviewSession, Failure> {
    let found = desk.review(&Reviewing::Show(id))?;
    found.map(|session| *session).ok_or_else(|| {
        Failure::Desk(DeskError::Failed(
            "Reading a review session: there is none of this number.".to_owned(),
        ))
    })
}

fn in_workbench(door: &Door, start: &Start) -> Result<Workbench, Failure> {
    if start.policy.is_some() {
        return Err(refused(
            "Beginning a review session: the workbench looks with the policy that is in use. Say --plain for another \
             one, or take it into use first: `caselight policy`.",
        ));
    }
    let mut bench = door.workbench()?;
    bench.in_review = true;
    // Nothing said and nothing under way: the workbench asks what it is to be about.
    if !start.is_open() {
        take_up(&mut bench.desk, start)?;
    }
    Ok(bench)
}

/// The session that is meant: the one under way, or a new one; and whether it had been begun before.
fn take_up(desk: &mut Desk, start: &Start) -> Result<(Box<ReviewSession>, bool), Failure> {
    let plan = plan(desk, start)?;
    if let Some(session) = desk.review(&Reviewing::Current)? {
        if start.is_open() || begun_with(&plan, &session.said) {
            return Ok((session, true));
        }
        return Err(refused(format!(
            "Beginning a review session: session {} is under way, and it is about something else ({}: {}). Nothing \
             was begun. `caselight review` takes it up; `caselight review end` ends it.",
            session.id.0,
            session.said.kind.label(),
            session.said.scope
        )));
    }
    let begun = desk.review(&Reviewing::Begin(Box::new(plan)))?;
    begun.map(|session| (session, false)).ok_or_else(|| {
        super::failed("Beginning a review session: the store holds none. Try again.")
    })
}

fn plan(desk: &mut Desk, start: &Start) -> Result<ReviewPlan, Failure> {
    let picture = desk.picture()?;
    super::check::rules_are_known(&picture.check, &start.rules)?;
    let kind = match start.kind.unwrap_or_default() {
        Kind::Triage => ReviewKind::Triage,
        Kind::CaseReview => ReviewKind::CaseReview,
        Kind::Audit => ReviewKind::Audit,
    };
    let mut within = Vec::new();
    if let Some(name) = &start.view {
        let view = views::named(desk, name)?;
        within.push(Within::view(&view).map_err(refused)?);
    }
    let mut children: Vec<String> = start
        .child
        .iter()
        .flat_map(|ids| children_of(ids))
        .collect();
    if let Some(path) = &start.children {
        children.extend(listed(path)?);
    }
    Ok(ReviewPlan {
        kind,
        filter: typed(start.filter.as_deref(), GAP_FIELDS)?,
        within,
        rules: start.rules.clone(),
        team: start.team.clone(),
        children,
        marked: None,
        minutes: start.minutes,
        draw: start.sample.map(|size| Draw {
            size,
            seed: start.seed,
        }),
    })
}

/// The ids of a file. An empty one would mean every child, and is refused.
fn listed(path: &Path) -> Result<Vec<String>, Failure> {
    let doing = format!("Reading the children of {}", path.display());
    let text = std::fs::read_to_string(path).map_err(|error| {
        super::failed(format!(
            "{doing}: {error}. Give a text file with an id a line."
        ))
    })?;
    let ids = children_of(text.trim_start_matches('\u{feff}'));
    if ids.is_empty() {
        return Err(super::failed(format!(
            "{doing}: no id stands in it. Nothing was begun; write an id a line."
        )));
    }
    Ok(ids)
}

fn begin(door: &Door, start: &Start, out: &mut dyn Write) -> Answer {
    let view = View {
        as_at: None,
        known_on: None,
        policy: start.policy.clone(),
        format: Format::default(),
    };
    let mut desk = door.look_to_write(&view)?;
    let session = take_up(&mut desk, start)?;
    plain::session(&mut desk, session, out)?;
    Ok(0)
}
