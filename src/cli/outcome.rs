//! `outcome`, `undo`, `redo` and `outcomes`: what the form over a gap does, in plain text.
//!
//! It gives nothing to a gap that was not named beyond doubt: a code that two gaps share, or a
//! child with several, is listed and refused, and nothing is saved.

use std::io::Write;

use clap::Args;
use serde_json::json;

use super::{
    Answer, Door, Failure,
    args::{View, day},
    failed,
    lists::standing_words,
    plain::cleaned,
    table::Table,
    words,
};
use crate::model::{Day, GapKey, Name, OutcomeKind, PersonName, State};
use crate::review::{self, Access, Gap, Picture, Sought, Step};

/// What to give, and to which gaps.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight gaps --filter 'team:north over:>10'
  caselight outcome 4k7m2qx --booked 2026-06-20 --reason 'The worker was away; it is rearranged'
  caselight outcome --child 900138 --rule SUP-CASE-CP --seen 2026-06-11 --reason 'On the file'
  caselight undo

One call is one step: `caselight undo` takes all of it back. An outcome never makes a clock stand in
time; the child's file does, once an import shows it.")]
#[command(group(clap::ArgGroup::new("what").required(true).args(
    ["seen", "record_by", "booked", "not_required", "data_error", "exception", "escalate"])))]
#[command(group(clap::ArgGroup::new("which").required(true).args(["gaps", "child"])))]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
pub(super) struct Give {
    /// The code or the key of a gap, as `caselight gaps` prints them
    #[arg(value_name = "GAP")]
    gaps: Vec<String>,
    /// The gap of this child, in place of its code; with --rule where the child has several
    #[arg(long, value_name = "ID")]
    child: Option<String>,
    /// The rule of the child's gap
    #[arg(long, value_name = "ID", requires = "child")]
    rule: Option<String>,
    /// Done, and seen on the child's file on this day: waits for an import to show it
    #[arg(long, value_name = "DATE", value_parser = day)]
    seen: Option<Day>,
    /// Done, not recorded: to be recorded by this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    record_by: Option<Day>,
    /// Not done: booked for this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    booked: Option<Day>,
    /// Not required, because of the reason
    #[arg(long)]
    not_required: bool,
    /// An error of the data or of the extract
    #[arg(long)]
    data_error: bool,
    /// An exception that this role approved: stays late, is never counted as met
    #[arg(long, value_name = "ROLE")]
    exception: Option<String>,
    /// Escalated to this role
    #[arg(long, value_name = "ROLE")]
    escalate: Option<String>,
    /// Why, in a few words; they may be disclosed to the family or to a court
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Say what would be saved, and save nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    view: View,
}

impl Give {
    fn kind(&self) -> OutcomeKind {
        let dated = [
            self.seen.map(|on| OutcomeKind::SeenOnFile { on }),
            self.record_by.map(|by| OutcomeKind::ToRecord { by }),
            self.booked.map(|on| OutcomeKind::Booked { on }),
        ];
        let named = |role: &String| PersonName::from(cleaned(role).trim());
        let named = [
            self.exception.as_ref().map(|role| OutcomeKind::Exception {
                approved_by: named(role),
            }),
            self.escalate
                .as_ref()
                .map(|role| OutcomeKind::Escalated { to: named(role) }),
        ];
        let plain = if self.not_required {
            OutcomeKind::NotRequired
        } else {
            OutcomeKind::DataError
        };
        let given = dated.into_iter().chain(named).flatten().next();
        given.unwrap_or(plain)
    }

    /// The reason and the role are there, and the day can be meant.
    fn is_whole(&self, kind: &OutcomeKind) -> Result<(), Failure> {
        if self.reason.trim().is_empty() {
            return Err(words(
                "Giving an outcome: the reason is empty. Say in a few words why, with --reason.",
            ));
        }
        let roles = [&self.exception, &self.escalate];
        if roles
            .into_iter()
            .flatten()
            .any(|role| role.trim().is_empty())
        {
            return Err(words(
                "Giving an outcome: the role is empty. Name who approved it or whom it goes to, such as 'head of service'.",
            ));
        }
        kind.fits(review::today())
            .map_err(|odd| words(format!("Giving an outcome: {odd}")))
    }

    fn chosen(&self, picture: &Picture) -> Result<Vec<GapKey>, Failure> {
        let mut chosen: Vec<GapKey> = Vec::new();
        if let Some(id) = &self.child {
            let rule = self.rule.as_deref();
            let found = picture.seek(&Sought::Child { id, rule });
            // Without a rule, what is overdue is meant before what was done late.
            let overdue: Vec<&Gap> = found
                .iter()
                .copied()
                .filter(|gap| gap.state == State::Overdue)
                .collect();
            let meant = if overdue.is_empty() { found } else { overdue };
            chosen.push(the_one(picture, &meant, "this child")?);
        }
        for word in &self.gaps {
            let found = picture.seek(&Sought::Word(word));
            let key = the_one(picture, &found, &format!("{word:?}"))?;
            if !chosen.contains(&key) {
                chosen.push(key);
            }
        }
        Ok(chosen)
    }
}

/// The one gap that was meant, or a refusal that lists those it could be.
pub(super) fn the_one(picture: &Picture, found: &[&Gap], named: &str) -> Result<GapKey, Failure> {
    match found {
        [one] => Ok(one.key.clone()),
        [] => Err(failed(format!(
            "Looking for the gap of {named}: the extracts show none. `caselight gaps --all` lists every gap with its code."
        ))),
        several => {
            let lines: Vec<String> = several
                .iter()
                .map(|gap| {
                    format!(
                        "  {}  {}  {}  {}  {}",
                        gap.key.code(),
                        rule_id(picture, gap),
                        gap.who,
                        gap.state.label(),
                        gap.key
                    )
                })
                .collect();
            Err(words(format!(
                "Looking for the gap of {named}: there are {}, and nothing was saved. Name one by its code or key:\n{}",
                several.len(),
                lines.join("\n")
            )))
        }
    }
}

fn rule_id<'a>(picture: &'a Picture, gap: &Gap) -> &'a str {
    picture
        .behind(gap)
        .map_or("", |(result, _)| result.rule.id.as_str())
}

pub(super) fn give(door: &Door, given: &Give, out: &mut dyn Write) -> Answer {
    let kind = given.kind();
    given.is_whole(&kind)?;
    let mut desk = if given.dry_run {
        door.look(&given.view)?
    } else {
        door.look_to_write(&given.view)?
    };
    let picture = desk.picture()?;
    let gaps = given.chosen(&picture)?;
    let label = if given.dry_run {
        format!("would be saved: {}", kind.label())
    } else {
        format!(
            "saved: {}",
            desk.give(&gaps, &kind, cleaned(&given.reason).trim())?
                .label
        )
    };
    let mut table = Table::with_key(&["code", "rule", "id", "outcome", "reason", "saved", "key"]);
    for gap in gaps.iter().filter_map(|key| picture.gap(key)) {
        table.push(vec![
            json!(gap.key.code()),
            json!(rule_id(&picture, gap)),
            json!(*gap.who),
            json!(kind.label()),
            json!(cleaned(&given.reason).trim()),
            json!(!given.dry_run),
            json!(gap.key),
        ]);
    }
    if given.view.format.is_for_reading() {
        writeln!(out, "{label}")?;
    }
    table.print(given.view.format, out)?;
    Ok(0)
}

/// Which way a step is turned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Turn {
    Undo,
    Redo,
}

pub(super) fn turn(door: &Door, way: Turn, out: &mut dyn Write) -> Answer {
    let mut desk = door.open(Access::Write, None)?;
    let (step, word) = match way {
        Turn::Undo => (desk.undo()?, "undo"),
        Turn::Redo => (desk.redo()?, "redo"),
    };
    let Some(step) = step else {
        return Err(failed(format!(
            "There is nothing to {word}. `caselight outcomes` lists what was given."
        )));
    };
    turned(&step, out)?;
    Ok(0)
}

fn turned(step: &Step, out: &mut dyn Write) -> std::io::Result<()> {
    writeln!(out, "{}", step.label)?;
    let next = [
        ("undo would take back", &step.undo),
        ("redo would do again", &step.redo),
    ];
    for (words, next) in next {
        if let Some(next) = next {
            writeln!(out, "  {words}: {next}")?;
        }
    }
    Ok(())
}

/// Which outcomes are listed.
#[derive(Debug, Args)]
pub(super) struct List {
    #[command(flatten)]
    view: View,
    /// List those that were undone or replaced, too
    #[arg(long)]
    all: bool,
}

pub(super) fn list(door: &Door, asked: &List, out: &mut dyn Write) -> Answer {
    let mut desk = door.look(&asked.view)?;
    let mut table = Table::with_key(&[
        "step", "given", "person", "outcome", "reason", "rule", "id", "place", "standing", "code",
        "key",
    ]);
    for row in desk.outcomes_given()? {
        let outcome = &row.given.outcome;
        let place = row.given.place;
        if !(asked.all || place == crate::model::Place::Latest) {
            continue;
        }
        let (who, rule): (Option<&Name>, Option<&String>) =
            row.gap.as_ref().map(|(w, r)| (w, r)).unzip();
        table.push(vec![
            json!(row.given.step.0),
            json!(outcome.at),
            json!(*outcome.person),
            json!(outcome.kind.label()),
            json!(outcome.reason),
            json!(rule),
            json!(who.map(AsRef::as_ref)),
            json!(place.word()),
            json!(stands(&row)),
            json!(outcome.gap.code()),
            json!(outcome.gap),
        ]);
    }
    if table.is_empty() && asked.view.format.is_for_reading() {
        writeln!(
            out,
            "No outcome was given yet. `caselight outcome --help` says how."
        )?;
        return Ok(0);
    }
    table.print(asked.view.format, out)?;
    Ok(0)
}

/// Where the gap of an outcome stands, in a word or a sentence.
fn stands(row: &review::OutcomeRow) -> String {
    use crate::model::{Place, Standing};
    match (&row.standing, row.given.place) {
        (Some(Standing::Answered(_)), _) => "answered".to_owned(),
        (Some(Standing::Waiting(_)), _) => "waits for the next import".to_owned(),
        (Some(reopened @ Standing::Reopened { .. }), _) => standing_words(reopened),
        (Some(Standing::Open), _) => "open".to_owned(),
        (None, Place::Latest) => "the gap is in the extracts no more".to_owned(),
        (None, Place::Replaced | Place::Undone) => String::new(),
    }
}
