//! The delays as one JSON document: every share with its numerator and its denominator.

use serde_json::{Value, json};

use super::rate;
use crate::review::Picture;
use crate::review::delays::{Assessed, Delays, Figures, Pick, Sees, Step, Whose};

pub(super) fn document(picture: &Picture, delays: &Delays, steps: &[&Step]) -> Value {
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
            "length_not_certain": figures.unmeasured(),
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
