//! `review`: a session in plain lines, the sessions that were, the look-first tiers.
//!
//! A session begun here is the same record as one in the workbench, and either takes up the other's.
//! The surprising thing: no command prints how long anything took, because no record holds it.

mod plain;
mod told;

use std::io::Write;

use clap::{Args, Subcommand, ValueEnum};

use super::{
    Answer, Door, Failure,
    args::{Format, View},
    lists::typed,
    table::Table,
    words as refused,
};
use crate::model::{NoteId, ReviewId, ReviewKind, ReviewSession};
use crate::review::filter::GAP_FIELDS;
use crate::review::session::{Draw, ReviewPlan, tiers};
use crate::review::{Access, Desk, DeskError, Reviewing};

/// What is asked.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "\
Examples:
  caselight review --plain --filter 'team:north kind:cp' --minutes 40
  caselight review --plain --kind case-review --sample 20 --seed 7
  caselight review --plain < answers.txt
  caselight review show 3 --format json

In a plain session each answer is one line, such as `b 1` (not done, booked; the first reason) or
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
    /// What kind of look it is
    #[arg(long, value_enum, default_value_t)]
    kind: Kind,
    /// As in the pane: team:north over:>10 rule:sup kind:cp worker:x family:f words
    #[arg(long, value_name = "WORDS")]
    filter: Option<String>,
    /// Only teams whose name holds this
    #[arg(long, value_name = "TEXT")]
    team: Option<String>,
    /// Only this rule (may be given more than once)
    #[arg(long = "rule", value_name = "ID")]
    rules: Vec<String>,
    /// Only this child, such as those of a visit (may be given more than once)
    #[arg(long = "child", value_name = "ID")]
    children: Vec<String>,
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
    policy: Option<std::path::PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
enum Kind {
    /// About a minute a gap
    #[default]
    Triage,
    /// With the child's file open, about 20 minutes each
    CaseReview,
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

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
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

fn begin(door: &Door, start: &Start, out: &mut dyn Write) -> Answer {
    if !start.plain {
        return Err(refused(
            "Beginning a review session: say --plain for a session in plain lines. In the workbench, R begins one and \
             takes it up again.",
        ));
    }
    let plan = ReviewPlan {
        kind: match start.kind {
            Kind::Triage => ReviewKind::Triage,
            Kind::CaseReview => ReviewKind::CaseReview,
        },
        filter: typed(start.filter.as_deref(), GAP_FIELDS)?,
        rules: start.rules.clone(),
        team: start.team.clone(),
        children: start.children.clone(),
        marked: None,
        minutes: start.minutes,
        draw: start.sample.map(|size| Draw {
            size,
            seed: start.seed,
        }),
    };
    let view = View {
        as_at: None,
        known_on: None,
        policy: start.policy.clone(),
        format: Format::default(),
    };
    let mut desk = door.look_to_write(&view)?;
    let picture = desk.picture()?;
    super::check::rules_are_known(&picture.check, &start.rules)?;
    plain::session(&mut desk, plan, out)?;
    Ok(0)
}
