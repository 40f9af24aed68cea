//! `delays`: the plain twin of the delays pane. The same numbers, each with its denominator, and
//! with `--list` the children behind one of them.
//!
//! It names teams, in the order of their names, and no worker. The surprising thing: it draws no
//! bars. A screen reader would spell them out; the share stands in their place.

mod document;
mod full;

use std::io::Write;

use serde_json::{Value, json};

use super::{
    Answer, Door, Failure,
    args::{Counted, Delays as Words, Format},
    lists::say_looks_back,
    table::Table,
    words as refused,
};
use crate::review::Picture;
use crate::review::delays::{Asking, Cut, Delays, Figures, Pick, Rate, Spell, Stand, Step, Whose};
use crate::rules::limit_words;

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    let mut desk = door.look(&words.view)?;
    let picture = desk.picture()?;
    if words.recording {
        return recording(&picture, words.view.format, out);
    }
    let started = std::time::Instant::now();
    let delays = Delays::of(
        &picture,
        Asking {
            split: words.split,
            team: words.team.as_deref(),
        },
    );
    Door::timing("delays", started);
    let steps = chosen(&delays, &words.steps)?;
    if let Some(counted) = words.list {
        behind(&picture, &delays, &steps, counted).print(words.view.format, out)?;
        return Ok(0);
    }
    match words.view.format {
        Format::Json => {
            serde_json::to_writer_pretty(
                &mut *out,
                &document::document(&picture, &delays, &steps),
            )?;
            writeln!(out)?;
        }
        Format::Csv => flat(&delays, &steps).print(Format::Csv, out)?,
        format @ (Format::Table | Format::Lines) => {
            say_looks_back(&picture, format, out)?;
            writeln!(out, "as at {}", delays.as_at.long())?;
            writeln!(out)?;
            if words.steps.is_empty() {
                overview(&steps).print(format, out)?;
            } else {
                for step in &steps {
                    full::in_full(&delays, step, format, out)?;
                }
            }
        }
    }
    Ok(0)
}

/// The service's own lag from a session to its record: what was entered, and only that.
fn recording(picture: &Picture, format: Format, out: &mut dyn Write) -> Answer {
    let Some(lag) = &picture.lag else {
        writeln!(
            out,
            "No session on the extracts says when it was put on the file, so nothing can be told of it."
        )?;
        return Ok(0);
    };
    if format == Format::Json {
        serde_json::to_writer_pretty(&mut *out, lag)?;
        writeln!(out)?;
        return Ok(0);
    }
    let mut bands = Table::new(&["days until it was on the file", "sessions", "of"]);
    let mut from = 0;
    for band in &lag.bands {
        let days = match band.up_to {
            None => format!("{from} and more"),
            Some(to) if to == from => to.to_string(),
            Some(to) => format!("{from} to {to}"),
        };
        from = band.up_to.map_or(from, |to| to + 1);
        bands.push(vec![json!(days), json!(band.sessions), json!(lag.entered)]);
    }
    if format.is_for_reading() {
        say_looks_back(picture, format, out)?;
        writeln!(out, "as at {}", lag.as_at.long())?;
        for within in &lag.within {
            writeln!(
                out,
                "of {} sessions that were entered, {} in 100 were in within {} days",
                lag.entered, within.in_hundred, within.days
            )?;
        }
        writeln!(
            out,
            "{} more do not say when they were put there, and sessions never entered are not in these figures\n",
            lag.undated
        )?;
    }
    bands.print(format, out)?;
    Ok(0)
}

/// Refuses the name of a step that does not exist: a slip would look like nothing to see.
fn chosen<'a>(delays: &'a Delays, named: &[String]) -> Result<Vec<&'a Step>, Failure> {
    let ids = || delays.steps.iter().map(|step| step.plan.id.as_str());
    if let Some(unknown) = named.iter().find(|name| ids().all(|id| id != **name)) {
        let known: Vec<&str> = ids().collect();
        return Err(refused(format!(
            "Choosing a step: there is no step {unknown:?}. The steps are {}.",
            known.join(", ")
        )));
    }
    let all = delays.steps.iter();
    Ok(all
        .filter(|step| named.is_empty() || named.contains(&step.plan.id))
        .collect())
}

const fn pick(counted: Counted) -> Pick {
    match counted {
        Counted::Completed => Pick::Completed,
        Counted::InTime => Pick::InTime,
        Counted::Late => Pick::Late,
        Counted::Open => Pick::Open,
        Counted::Overdue => Pick::Overdue,
        Counted::Pending => Pick::Pending,
        Counted::DueSoon => Pick::Soon,
        Counted::LastDays => Pick::LastStretch,
        Counted::CannotBeTold => Pick::Untold,
    }
}

const fn stand_words(spell: &Spell) -> &'static str {
    match spell.stand {
        Stand::InTime => "completed in time",
        Stand::Late => "completed late",
        Stand::Done => "completed, no limit is set",
        Stand::Overdue => "overdue",
        Stand::Pending if spell.due.is_none() => "open, no limit is set",
        Stand::Pending => "open, still in time",
        Stand::Untold => "cannot be told",
        Stand::Outside => "does not apply",
    }
}

fn behind(picture: &Picture, delays: &Delays, steps: &[&Step], counted: Counted) -> Table {
    let mut table = Table::new(&[
        "step", "id", "team", "began", "due", "ended", "length", "unit", "state",
    ]);
    for step in steps {
        let found = delays.behind(step, Cut::default(), pick(counted));
        for spell in found.spells.iter().filter_map(|at| step.spells.get(*at)) {
            let files = &picture.caseload.children;
            let file = spell.child.and_then(|child| files.get(child as usize));
            let team = spell.team.map(|team| delays.whose(Whose::Team(team)));
            table.push(vec![
                json!(step.plan.id),
                json!(file.map(|file| &*file.child.shown)),
                json!(team),
                json!(spell.start),
                json!(spell.due),
                json!(spell.stop),
                json!(spell.length),
                json!(step.unit),
                json!(stand_words(spell)),
            ]);
        }
    }
    table
}

/// A fraction as a whole per cent.
fn hundredths(fraction: f64) -> String {
    format!("{:.0} %", fraction * 100.0)
}

fn rate(rate: Rate) -> Value {
    let share = rate.share;
    let fraction = (share.whole > 0).then(|| f64::from(share.part) / f64::from(share.whole));
    json!({
        "numerator": share.part, "denominator": share.whole, "share": fraction,
        "low_95": rate.band.map(|band| band.low), "high_95": rate.band.map(|band| band.high),
    })
}

fn percent(rate: Rate) -> Value {
    let share = rate.share;
    if share.whole == 0 {
        return Value::Null;
    }
    json!(hundredths(f64::from(share.part) / f64::from(share.whole)))
}

fn overview(steps: &[&Step]) -> Table {
    let mut table = Table::new(&[
        "step",
        "limit",
        "completed",
        "median",
        "unit",
        "in time of completed",
        "or overdue",
        "open",
        "in time of open",
        "overdue",
        "due in 7 days",
        "cannot be told",
    ]);
    for step in steps {
        let figures = &step.whole;
        table.push(vec![
            json!(step.plan.id),
            json!(
                step.limit
                    .map_or_else(|| "none set".to_owned(), limit_words)
            ),
            json!(figures.number(Pick::Completed)),
            json!(figures.pace.median),
            json!(format!("{}s", step.unit.counted_noun())),
            percent(figures.of_completed()),
            percent(figures.of_settled()),
            json!(figures.number(Pick::Open)),
            percent(figures.open_in_time()),
            json!(figures.overdue),
            json!(figures.soon),
            json!(figures.untold),
        ]);
    }
    table
}

/// Each part of a step as one row, for a sheet.
fn flat(delays: &Delays, steps: &[&Step]) -> Table {
    let mut table = Table::new(&[
        "step",
        "part",
        "unit",
        "limit",
        "completed",
        "in time",
        "late",
        "open",
        "overdue",
        "pending",
        "due in 7 days",
        "cannot be told",
        "median",
        "lower quartile",
        "upper quartile",
        "median of completed only",
        "in time of completed",
        "in time of completed or overdue",
        "in time of open",
        "expected in time",
    ]);
    for step in steps {
        for (part, figures) in parts(delays, step) {
            let fraction = |rate: Rate| {
                let share = rate.share;
                (share.whole > 0).then(|| f64::from(share.part) / f64::from(share.whole))
            };
            table.push(vec![
                json!(step.plan.id),
                json!(part),
                json!(step.unit),
                json!(step.limit.map(limit_words)),
                json!(figures.number(Pick::Completed)),
                json!(figures.in_time),
                json!(figures.late),
                json!(figures.number(Pick::Open)),
                json!(figures.overdue),
                json!(figures.pending),
                json!(figures.soon),
                json!(figures.untold),
                json!(figures.pace.median),
                json!(figures.pace.lower),
                json!(figures.pace.upper),
                json!(figures.ended_only.map(|quartiles| quartiles.median)),
                json!(fraction(figures.of_completed())),
                json!(fraction(figures.of_settled())),
                json!(fraction(figures.open_in_time())),
                json!(figures.expected.map(|(share, _)| share)),
            ]);
        }
    }
    table
}

/// The whole, what began before and after the day, and each team.
fn parts<'a>(delays: &Delays, step: &'a Step) -> Vec<(String, &'a Figures)> {
    let mut parts = vec![("all".to_owned(), &step.whole)];
    if let (Some([before, after]), Some(split)) = (&step.cohorts, delays.split) {
        parts.push((format!("began before {split}"), before));
        parts.push((format!("began from {split} on"), after));
    }
    for (whose, figures) in &step.teams {
        parts.push((format!("team: {}", delays.whose(*whose)), figures));
    }
    parts
}
