//! What sessions left, as tables, lines and JSON.

use std::io::Write;

use serde_json::{Value, json};

use super::{Answer, Desk, Format, ReviewSession, Table, tiers};
use crate::model::ReviewSummary;
use crate::review::session::in_words;

pub(super) fn print_tiers(format: Format, out: &mut dyn Write) -> Answer {
    let mut table = Table::new(&["place", "tier", "words", "why", "made by", "source"]);
    for (place, tier) in (1..).zip(tiers()) {
        table.push(vec![
            json!(place),
            json!(tier.id),
            json!(tier.words),
            json!(tier.why),
            json!(tier.made_by()),
            json!(tier.source),
        ]);
    }
    if format == Format::Table {
        // Whole sentences are read one under the other.
        writeln!(
            out,
            "An order that is told, not a score. A family, a child or a worker stands in the first tier in which one\n\
             of its gaps stands; within a tier, what fell due first comes first.\n"
        )?;
        for (place, tier) in (1..).zip(tiers()) {
            writeln!(out, "{place}. {}", tier.words)?;
            writeln!(out, "   {}", tier.why)?;
            writeln!(out, "   made by: {}", tier.made_by())?;
            writeln!(out, "   source: {}", tier.source)?;
        }
        return Ok(0);
    }
    table.print(format, out)?;
    Ok(0)
}

pub(super) fn list(desk: &Desk, format: Format, out: &mut dyn Write) -> Answer {
    let mut table = Table::new(&[
        "id",
        "kind",
        "begun",
        "by",
        "data to",
        "scope",
        "families",
        "gaps",
        "ended",
        "answered",
        "promises",
        "left open",
    ]);
    for head in desk.reviews()? {
        let sum = head.ended.as_ref().map(|(_, sum)| sum);
        table.push(vec![
            json!(head.id.0),
            json!(head.kind.word()),
            json!(head.begun_at.get(..10)),
            json!(*head.by),
            json!(head.as_at),
            json!(head.scope),
            json!(head.queue.items),
            json!(head.queue.gaps),
            json!(head.ended.as_ref().map(|(on, _)| *on)),
            json!(sum.map(|sum| sum.answered)),
            json!(sum.map(|sum| sum.promises)),
            json!(sum.map(|sum| sum.left.gaps)),
        ]);
    }
    if table.is_empty() && format.is_for_reading() {
        writeln!(
            out,
            "No review session was begun yet. `caselight review --plain` begins one, or R in the workbench."
        )?;
        return Ok(0);
    }
    table.print(format, out)?;
    Ok(0)
}

pub(super) fn show(
    session: &ReviewSession,
    sum: &ReviewSummary,
    format: Format,
    out: &mut dyn Write,
) -> Answer {
    match format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut *out, &document(session, sum))?;
            writeln!(out)?;
        }
        Format::Csv => {
            let mut table = Table::new(&["what", "number"]);
            for (what, number) in numbers(sum) {
                table.push(vec![json!(what), json!(number)]);
            }
            table.print(Format::Csv, out)?;
        }
        Format::Table | Format::Lines => {
            let begun = session.begun_on();
            writeln!(
                out,
                "Review session {} by {}, begun {}, data to {}, {}",
                session.id.0,
                session.by,
                begun.map_or_else(String::new, crate::model::Day::long),
                session.said.as_at.long(),
                match &session.ended {
                    Some((on, _)) => format!("ended {}", on.long()),
                    None => "under way".to_owned(),
                }
            )?;
            for words in in_words(session, sum) {
                writeln!(out, "{words}")?;
            }
        }
    }
    Ok(0)
}

fn numbers(sum: &ReviewSummary) -> Vec<(String, u32)> {
    let mut rows: Vec<(String, u32)> = [
        (
            "families, children and workers in the queue",
            sum.queue.items,
        ),
        ("gaps in the queue", sum.queue.gaps),
        ("looked at", sum.reviewed),
        ("passed over", sum.skipped),
        ("gaps given an outcome", sum.answered),
        ("promises", sum.promises),
        ("not looked at", sum.left.items),
        ("gaps without an outcome", sum.left.gaps),
        ("beyond the queue", sum.beyond.items),
        ("gaps beyond the queue", sum.beyond.gaps),
    ]
    .map(|(what, number)| (what.to_owned(), number))
    .to_vec();
    let outcomes = sum.outcomes.iter();
    rows.extend(outcomes.map(|(word, number)| (format!("outcome {word}"), *number)));
    rows
}

fn document(session: &ReviewSession, sum: &ReviewSummary) -> Value {
    let outcomes: serde_json::Map<String, Value> = sum
        .outcomes
        .iter()
        .map(|(word, number)| (word.clone(), json!(number)))
        .collect();
    json!({
        "id": session.id.0,
        "kind": session.said.kind.word(),
        "scope": session.said.scope,
        "by": *session.by,
        "begun_on": session.begun_on(),
        "ended_on": session.ended.as_ref().map(|(on, _)| *on),
        "data_as_at": session.said.as_at,
        "minutes_at_hand": session.said.minutes,
        "queue": sum.queue,
        "looked_at": sum.reviewed,
        "passed_over": sum.skipped,
        "answered": sum.answered,
        "outcomes": outcomes,
        "promises": sum.promises,
        "left_undone": sum.left,
        "beyond_the_queue": sum.beyond,
        "tiers": sum.tiers,
    })
}
