//! `delays`: the plain twin of the delays pane. The same numbers, each with its denominator, and
//! with `--list` the children behind one of them.
//!
//! It names teams, in the order of their names, and no worker. The surprising thing: a bar is
//! drawn with `#`, so that any terminal and any reader of text can show it.

use std::io::Write;

use serde_json::{Value, json};

use super::{
    Answer, Door, Failure,
    args::{Counted, Delays as Words, Format},
    table::Table,
    words as refused,
};
use crate::review::Picture;
use crate::review::delays::{
    Asking, Assessed, Cut, Delays, Figures, Pick, Rate, Sees, Spell, Stand, Step, Whose,
};
use crate::rules::limit_words;

/// Cells of the longest bar.
const BAR: u32 = 30;

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    let mut desk = door.look(&words.view)?;
    let picture = desk.picture()?;
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
            serde_json::to_writer_pretty(&mut *out, &document(&picture, &delays, &steps))?;
            writeln!(out)?;
        }
        Format::Csv => flat(&delays, &steps).print(Format::Csv, out)?,
        Format::Table => {
            writeln!(out, "as at {}", delays.as_at.long())?;
            writeln!(out)?;
            if words.steps.is_empty() {
                overview(&steps).print(Format::Table, out)?;
            } else {
                for step in &steps {
                    in_full(&delays, step, out)?;
                }
            }
        }
    }
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

fn document(picture: &Picture, delays: &Delays, steps: &[&Step]) -> Value {
    let steps: Vec<Value> = steps
        .iter()
        .map(|step| {
            let mut value = json!({
                "step": step.plan.id, "name": step.plan.name, "rule": step.plan.rule,
                "from": step.from, "to": step.plan.to, "unit": step.unit, "limit": step.limit,
                "level": step.level.map(crate::rules::Level::label),
                "assessed": match step.assessed {
                    Assessed::Yes => "yes", Assessed::Trial => "trial", Assessed::Off => "off",
                },
                "shows_completed": step.plan.sees == Sees::Ended,
                "bands_from": step.plan.bands, "counted": step.plan.counted,
                "all": figures(step, &step.whole),
                "teams": step.teams.iter().map(|(whose, part)| json!({
                    "team": team(delays, *whose), "figures": figures(step, part),
                })).collect::<Vec<_>>(),
            });
            if let Some([before, after]) = &step.cohorts {
                value["began_before"] = figures(step, before);
                value["began_from_on"] = figures(step, after);
            }
            value
        })
        .collect();
    json!({
        "as_at": delays.as_at, "known_on": picture.check.known_on, "policy": picture.check.policy,
        "split": delays.split, "steps": steps,
    })
}

fn team(delays: &Delays, whose: Whose) -> Option<&str> {
    matches!(whose, Whose::Team(_)).then(|| delays.whose(whose))
}

fn figures(step: &Step, figures: &Figures) -> Value {
    let coverage = figures.coverage();
    let pace = figures.pace;
    let bands: Vec<Value> = (0..)
        .zip(&figures.bands)
        .map(|(at, band)| {
            json!({"band": step.band_words(at), "completed": band.ended, "open": band.open})
        })
        .collect();
    json!({
        "completed": {
            "count": figures.number(Pick::Completed), "in_time": figures.in_time,
            "late": figures.late, "no_limit_set": figures.done,
        },
        "open": {
            "count": figures.number(Pick::Open), "overdue": figures.overdue,
            "pending": figures.pending, "due_in_7_days": figures.soon,
        },
        "cannot_be_told": figures.untold, "does_not_apply": figures.outside,
        "coverage": {"numerator": coverage.part, "denominator": coverage.whole},
        "in_time": {
            "of_completed": rate(figures.of_completed()),
            "of_completed_or_overdue": rate(figures.of_settled()),
            "expected": figures.expected.map(|(share, band)| json!({
                "share": share, "low_95": band.low, "high_95": band.high,
                "method": "Kaplan-Meier: open ones are weighed in for as long as they were seen",
            })),
            "of_open": rate(figures.open_in_time()),
        },
        "length": {
            "with_open_ones": {
                "spells": pace.spells, "lower_quartile": pace.lower, "median": pace.median,
                "median_95": [pace.interval.0, pace.interval.1], "upper_quartile": pace.upper,
                "ninth_tenth": pace.ninth_tenth,
            },
            "completed_only": figures.ended_only.map(|quartiles| json!({
                "lower_quartile": quartiles.lower, "median": quartiles.median,
                "upper_quartile": quartiles.upper,
            })),
        },
        "last_days": step.scale.last.map(|(from, to)| json!({
            "from": from, "to": to, "of_completed": rate(figures.at_the_last()),
        })),
        "bands": bands,
    })
}

fn length(length: Option<i32>) -> String {
    length.map_or_else(|| "not reached".to_owned(), |length| length.to_string())
}

fn in_full(delays: &Delays, step: &Step, out: &mut dyn Write) -> Result<(), Failure> {
    let figures = &step.whole;
    let limit = step.limit.map_or_else(
        || "no limit is set".to_owned(),
        |limit| {
            let level = step.level.map_or("", crate::rules::Level::label);
            format!("limit {}, {level}", limit_words(limit))
        },
    );
    writeln!(out, "{} ({})", step.plan.name, step.plan.id)?;
    writeln!(out, "from {} to {}; {limit}", step.from, step.plan.to)?;
    match step.assessed {
        Assessed::Yes => {}
        Assessed::Trial => writeln!(out, "its rule is in trial: counted, not listed as a gap")?,
        Assessed::Off => writeln!(out, "the policy has its rule off, so nothing is counted")?,
    }
    writeln!(out, "{}", step.plan.counted)?;
    if step.plan.sees == Sees::Running {
        writeln!(
            out,
            "The extract holds only the latest date, so no interval that ended can be seen."
        )?;
    }
    writeln!(out)?;
    counts(figures).print(Format::Table, out)?;
    writeln!(out)?;
    if step.limit.is_some() {
        shares(step, figures).print(Format::Table, out)?;
        writeln!(out)?;
    }
    if step.plan.sees == Sees::Ended {
        lengths(step, figures, out)?;
    }
    histogram(step, figures, out)?;
    let mut teams = Table::new(&[
        "part",
        "completed",
        "median",
        "in time of completed",
        "or overdue",
        "open",
        "in time of open",
        "overdue",
    ]);
    for (part, figures) in parts(delays, step) {
        teams.push(vec![
            json!(part),
            json!(figures.number(Pick::Completed)),
            json!(figures.pace.median),
            percent(figures.of_completed()),
            percent(figures.of_settled()),
            json!(figures.number(Pick::Open)),
            percent(figures.open_in_time()),
            json!(figures.overdue),
        ]);
    }
    teams.print(Format::Table, out)?;
    writeln!(out)?;
    Ok(())
}

fn counts(figures: &Figures) -> Table {
    let mut table = Table::new(&["what", "how many"]);
    for (what, number) in [
        ("completed", figures.number(Pick::Completed)),
        ("  in time", figures.in_time),
        ("  late", figures.late),
        ("open", figures.number(Pick::Open)),
        ("  overdue", figures.overdue),
        ("  pending", figures.pending),
        ("  due in the 7 days after the extract", figures.soon),
        ("cannot be told", figures.untold),
        ("does not apply", figures.outside),
    ] {
        table.push(vec![json!(what), json!(number)]);
    }
    table
}

fn shares(step: &Step, figures: &Figures) -> Table {
    let mut table = Table::new(&["share in time", "in time", "of", "share", "95 % between"]);
    let mut push = |name: &str, rate: Rate| {
        let band = rate
            .band
            .map(|band| format!("{} and {}", hundredths(band.low), hundredths(band.high)));
        table.push(vec![
            json!(name),
            json!(rate.share.part),
            json!(rate.share.whole),
            percent(rate),
            json!(band),
        ]);
    };
    push("of those completed", figures.of_completed());
    push(
        "of those completed or already overdue",
        figures.of_settled(),
    );
    push("of those open, still in time", figures.open_in_time());
    if let Some((from, to)) = step.scale.last {
        push(
            &format!("completed on days {from} to {to}"),
            figures.at_the_last(),
        );
    }
    if let Some((share, band)) = figures.expected {
        table.push(vec![
            json!("expected, open ones weighed in"),
            Value::Null,
            json!(figures.pace.spells),
            json!(hundredths(share)),
            json!(format!(
                "{} and {}",
                hundredths(band.low),
                hundredths(band.high)
            )),
        ]);
    }
    table
}

fn lengths(step: &Step, figures: &Figures, out: &mut dyn Write) -> std::io::Result<()> {
    let (pace, noun) = (figures.pace, step.unit.counted_noun());
    writeln!(
        out,
        "{noun}s, open ones weighed in (Kaplan-Meier): a quarter by {}, half by {} (95 % between {} and {}), three quarters by {}, nine in ten by {}",
        length(pace.lower),
        length(pace.median),
        length(pace.interval.0),
        length(pace.interval.1),
        length(pace.upper),
        length(pace.ninth_tenth)
    )?;
    match figures.ended_only {
        Some(only) => writeln!(
            out,
            "{noun}s, completed ones only (runs fast: the slow ones are still open): {}, {}, {}",
            only.lower, only.median, only.upper
        ),
        None => writeln!(
            out,
            "none was completed, so there are no quartiles of the completed"
        ),
    }?;
    writeln!(out)
}

fn histogram(step: &Step, figures: &Figures, out: &mut dyn Write) -> std::io::Result<()> {
    let noun = step.unit.counted_noun();
    let most = figures
        .bands
        .iter()
        .map(|band| band.ended)
        .max()
        .unwrap_or(0);
    writeln!(
        out,
        "{:<13}{:>10}{:>8}  {}",
        format!("{noun}s"),
        "completed",
        "open",
        step.plan.bands
    )?;
    for (at, band) in figures.bands.iter().enumerate() {
        let cells = if most == 0 {
            0
        } else {
            (band.ended * BAR).div_ceil(most)
        };
        let bar = "#".repeat(usize::try_from(cells).unwrap_or(0));
        let line = format!(
            "{:<13}{:>10}{:>8}  {bar}",
            step.band_words(at),
            band.ended,
            band.open
        );
        writeln!(out, "{}", line.trim_end())?;
        if step.scale.within.is_some() && step.scale.within == step.scale.edges.get(at).copied() {
            writeln!(out, "------------- the limit")?;
        }
    }
    if let Some(fair) = &step.plan.fair {
        writeln!(out, "{fair}")?;
    }
    writeln!(out)
}
