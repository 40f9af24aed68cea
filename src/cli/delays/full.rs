//! One step in full, as text that any terminal shows.

use std::io::Write;

use serde_json::{Value, json};

use super::{hundredths, parts, percent};
use crate::cli::{Failure, args::Format, table::Table};
use crate::review::delays::{Assessed, Delays, Figures, Pick, Rate, Sees, Step};
use crate::rules::limit_words;

fn length(length: Option<i32>) -> String {
    length.map_or_else(|| "not reached".to_owned(), |length| length.to_string())
}

pub(super) fn in_full(
    delays: &Delays,
    step: &Step,
    format: Format,
    out: &mut dyn Write,
) -> Result<(), Failure> {
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
    counts(figures).print(format, out)?;
    writeln!(out)?;
    if step.limit.is_some() {
        shares(step, figures).print(format, out)?;
        writeln!(out)?;
    }
    if step.plan.sees == Sees::Ended {
        lengths(step, figures, out)?;
    }
    histogram(step, figures).print(format, out)?;
    if let Some(fair) = &step.plan.fair {
        writeln!(out, "{fair}")?;
    }
    writeln!(out)?;
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
    teams.print(format, out)?;
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
        (
            "completed, length not certain (in no band)",
            figures.unmeasured(),
        ),
    ] {
        if number == 0 && what.contains("certain") {
            continue;
        }
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

/// How many ended in each band, and on which side of the limit the band lies.
fn histogram(step: &Step, figures: &Figures) -> Table {
    let noun = step.unit.counted_noun();
    let ended: u32 = figures.bands.iter().map(|band| band.ended).sum();
    let limit = step.scale.within;
    let has_limit = limit.is_some_and(|limit| step.scale.edges.contains(&limit));
    let mut within = has_limit;
    let mut table = Table::new(&["band", "completed", "of completed", "open", "limit"]);
    for (at, band) in figures.bands.iter().enumerate() {
        let share = (ended > 0).then(|| hundredths(f64::from(band.ended) / f64::from(ended)));
        let side = has_limit.then_some(if within { "within" } else { "beyond" });
        table.push(vec![
            json!(format!("{} ({noun}s)", step.band_words(at))),
            json!(band.ended),
            json!(share),
            json!(band.open),
            json!(side),
        ]);
        within = within && limit != step.scale.edges.get(at).copied();
    }
    table
}
