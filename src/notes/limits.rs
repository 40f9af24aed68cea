//! What a note cannot say, said by the note itself.

use super::{
    draft::{Context, heading},
    figure::{Item, Row},
    template::{fill, words},
    unit::Stage,
};
use crate::model::{FeedKind, State};
use crate::rules::Level;

pub(super) fn limits(items: &[Item<'_>], context: &Context<'_>) -> String {
    let any = |test: &dyn Fn(&Item<'_>) -> bool| items.iter().any(test);
    let mut lines = vec![words("limits", "record"), words("limits", "counts")];
    if any(&|item| item.counted.latest) {
        lines.push(words("limits", "latest"));
    }
    if any(&|item| item.pick.parts.iter().any(|part| part.at_least)) {
        lines.push(words("limits", "at_least"));
    }
    if any(&|item| item.result.rule.level == Level::Local) {
        lines.push(words("limits", "local"));
    }
    let mut lines: Vec<String> = lines.into_iter().map(str::to_owned).collect();
    for kind in [FeedKind::Cases, FeedKind::Supervision] {
        if !context.feeds.iter().any(|feed| feed.kind == kind) {
            lines.push(fill(words("limits", "no_feed"), &[("feed", kind.word())]));
        }
    }
    if !context.scope.is_empty() {
        let scope = context.scope_words();
        lines.push(fill(words("limits", "scope"), &[("scope", &scope)]));
    }
    lines.extend(items.iter().filter_map(|item| untold(item, context)));
    lines.extend(cautions(items));
    lines.push(words("limits", "exact").to_owned());
    format!(
        "{}\n\n- {}\n\n{}",
        heading("limits"),
        lines.join("\n- "),
        words("limits", "question")
    )
}

/// The open clocks that cannot be told, unless the findings say it already.
fn untold(item: &Item<'_>, context: &Context<'_>) -> Option<String> {
    let told = |row: &Row<'_>| row.part.state == State::NotComputable;
    let (n, d, missing) = item.untold(context.scope);
    if n == 0 || item.rows.iter().any(told) {
        return None;
    }
    Some(fill(
        words("limits", "unknown"),
        &[
            ("short", item.name()),
            ("n", &n.to_string()),
            ("d", &d.to_string()),
            ("unit", item.counted.noun(Stage::Open, d)),
            ("missing", &missing),
            ("stand", if n == 1 { "stands" } else { "stand" }),
        ],
    ))
}

/// Each caution once, with the rules to which it belongs.
fn cautions(items: &[Item<'_>]) -> Vec<String> {
    let mut by_caution: Vec<(&str, Vec<&str>)> = Vec::new();
    for item in items {
        let rule = &item.result.rule;
        let Some(caution) = rule.caution.as_deref() else {
            continue;
        };
        match by_caution.iter_mut().find(|(known, _)| *known == caution) {
            Some((_, rules)) => rules.push(item.name()),
            None => by_caution.push((caution, vec![item.name()])),
        }
    }
    by_caution
        .into_iter()
        .map(|(caution, rules)| {
            let values = [
                ("rules", &*rules.join("; ")),
                ("caution", caution.trim_end_matches('.')),
            ];
            fill(words("limits", "caution"), &values)
        })
        .collect()
}
