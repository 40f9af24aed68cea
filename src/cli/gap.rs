//! `gap`: one gap argues its own case.

use std::io::Write;

use clap::Args;
use serde_json::json;

use super::{
    Answer, Door,
    args::{Format, View},
    lists::{argue, gap_row, gap_table},
    outcome::the_one,
};
use crate::review::Sought;

/// Which gap.
#[derive(Debug, Args)]
pub(super) struct Words {
    /// The gap's code or key, as `caselight gaps` prints them
    #[arg(value_name = "GAP")]
    gap: String,
    #[command(flatten)]
    view: View,
}

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    let mut desk = door.look(&words.view)?;
    let picture = desk.picture()?;
    let found = picture.seek(&Sought::Word(&words.gap));
    let key = the_one(&picture, &found, &format!("{:?}", words.gap))?;
    let (Some(at), Some(gap)) = (picture.position(&key), picture.gap(&key)) else {
        return Ok(0);
    };
    match words.view.format {
        format @ (Format::Table | Format::Lines) => {
            super::lists::say_looks_back(&picture, format, out)?;
            argue(&picture, at, gap, out)?;
        }
        Format::Csv => {
            let mut table = gap_table();
            table.push(gap_row(&picture, gap));
            table.print(Format::Csv, out)?;
        }
        Format::Json => {
            let e = picture.explain(at);
            let mut table = gap_table();
            table.push(gap_row(&picture, gap));
            let mut entry = table.objects().into_iter().next().unwrap_or_default();
            if let Some(fields) = entry.as_object_mut() {
                fields.insert(
                    "why".to_owned(),
                    json!({
                        "headline": e.headline, "standard": e.standard, "sum": e.sum,
                        "not_counted": e.not_counted, "reading": e.reading, "coverage": e.coverage,
                        "needs": e.needs, "shown_by": e.shown_by, "source": e.source, "inspectors": e.inspectors,
                        "caution": e.caution,
                    }),
                );
            }
            serde_json::to_writer_pretty(&mut *out, &entry)?;
            writeln!(out)?;
        }
    }
    Ok(0)
}
