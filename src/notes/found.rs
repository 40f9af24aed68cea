//! What was found, twice: a sentence that a parent could read, then the figure with all it needs.

use super::{
    answers,
    draft::{Context, heading, share},
    figure::{Item, Row, key},
    pick::size,
    template::{fill, words},
};
use crate::model::{Standing, State};
use crate::rules::{Kind, Level};

/// One plain sentence a finding. What cannot be told stands here only where nothing else does.
pub(super) fn found(items: &[Item<'_>], context: &Context<'_>) -> String {
    let told = |row: &Row<'_>| row.part.state != State::NotComputable;
    let any_told = items.iter().flat_map(|item| &item.rows).any(told);
    let mut lines = Vec::new();
    for item in items {
        let rows = item.rows.iter().filter(|row| !any_told || told(row));
        lines.extend(rows.map(|row| format!("- {}", plain(item, row))));
    }
    let lead = if context.scope.is_empty() {
        "lead"
    } else {
        "lead_in"
    };
    let values = [
        ("as_at", &*context.as_at.long()),
        ("scope", &*context.scope_words()),
    ];
    let mut parts = vec![heading("found")];
    if !lines.is_empty() {
        parts.push(fill(words("found", lead), &values));
        parts.push(lines.join("\n"));
    }
    parts.push(words("found", "question").to_owned());
    parts.join("\n\n")
}

fn plain(item: &Item<'_>, row: &Row<'_>) -> String {
    let evidence = &row.evidence;
    let limit = item.limit();
    let plain = fill(&item.counted.plain, &[("limit", &limit)]);
    let words_of = match key(row.part.state, item.result.rule.kind) {
        "late" => "late",
        "unknown" => "unknown",
        _ => "overdue",
    };
    fill(
        words("found", words_of),
        &[
            ("n", &evidence.numerator.to_string()),
            ("d", &evidence.denominator.to_string()),
            (
                "unit",
                item.counted.noun(row.part.stage, evidence.denominator),
            ),
            ("share", &share(evidence)),
            ("plain", &plain),
            ("limit", &limit),
            ("label", &evidence.label),
        ],
    )
}

/// Every figure, under the kind of its limit.
pub(super) fn evidence(items: &[Item<'_>], context: &Context<'_>) -> String {
    let mut parts = vec![heading("evidence")];
    let levels = [
        (Level::Law, "law_heading"),
        (Level::Local, "local_heading"),
        (Level::Prompt, "prompt_heading"),
    ];
    for (level, key) in levels {
        let of_level: Vec<String> = items
            .iter()
            .filter(|item| item.result.rule.level == level)
            .map(|item| finding(item, context))
            .collect();
        if !of_level.is_empty() {
            parts.push(format!("### {}", words("evidence", key)));
            parts.push(of_level.join("\n"));
        }
    }
    parts.join("\n\n")
}

/// One bullet a rule: every figure, what of it this note takes up, and what people answered.
fn finding(item: &Item<'_>, context: &Context<'_>) -> String {
    let mut sentences = vec![format!("**{}.**", item.result.rule.title)];
    for (place, row) in item.rows.iter().enumerate() {
        sentences.push(figure(item, row, place, context));
    }
    let standings: Vec<&Standing> = item.pick.standings().collect();
    if let Some(list) = answers::spelt(&standings, context) {
        let lead = match item.pick.gaps() {
            1 => "Of this 1".to_owned(),
            gaps => format!("Of these {gaps}"),
        };
        let values = [("lead", lead.as_str()), ("list", &list)];
        sentences.push(fill(words("evidence", "outcomes"), &values));
    }
    let of_rule = |feed: &&crate::model::Feed| feed.kind == item.result.rule.feed;
    if let Some(feed) = context.feeds.iter().find(of_rule) {
        let values = [
            ("feed", feed.kind.word()),
            ("from", &feed.covers.from.long()),
            ("to", &feed.covers.to.long()),
        ];
        sentences.push(fill(words("evidence", "feed"), &values));
    }
    format!("- {}", sentences.join(" "))
}

fn figure(item: &Item<'_>, row: &Row<'_>, place: usize, context: &Context<'_>) -> String {
    let evidence = &row.evidence;
    let place_key = match place {
        0 if context.scope.is_empty() => "on",
        0 => "on_in",
        _ => "then",
    };
    let place_of = fill(
        words("evidence", place_key),
        &[
            ("as_at", &evidence.as_at.long()),
            ("scope", &context.scope_words()),
        ],
    );
    let whole = row.whole.map_or_else(String::new, |(n, d)| {
        let values = [("n", &*n.to_string()), ("d", &d.to_string())];
        fill(words("evidence", "whole"), &values)
    });
    let marked = size(row.part.gaps.len());
    let picked = if marked == evidence.numerator {
        String::new()
    } else {
        let (marked, n) = (marked.to_string(), evidence.numerator.to_string());
        fill(
            words("evidence", "picked"),
            &[("marked", &marked), ("n", &n)],
        )
    };
    let limit = match item.result.rule.limit {
        Some(_) if place == 0 && item.result.rule.kind != Kind::Status => {
            format!(" of {}", item.limit())
        }
        _ => String::new(),
    };
    fill(
        words("evidence", key(row.part.state, item.result.rule.kind)),
        &[
            ("where", &place_of),
            ("n", &evidence.numerator.to_string()),
            ("d", &evidence.denominator.to_string()),
            (
                "unit",
                item.counted.noun(row.part.stage, evidence.denominator),
            ),
            ("share", &share(evidence)),
            ("were", were(evidence.numerator)),
            ("limit", &limit),
            ("missing", &row.missing),
            ("label", &evidence.label),
            ("whole", &whole),
            ("picked", &picked),
        ],
    )
}

const fn were(count: u32) -> &'static str {
    if count == 1 { "was" } else { "were" }
}
