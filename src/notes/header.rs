//! The top of a note: for whom, by whom, from what data.

use super::{
    draft::{Context, one_line},
    template::{fill, words},
};
use crate::model::FeedKind;
use crate::rules::DEFAULT_NAME;

/// The title block. The line for a confidential audience comes first.
pub(super) fn header(context: &Context<'_>) -> String {
    let audience = one_line(context.audience);
    let open = words("header", "open_audiences")
        .split(',')
        .any(|word| audience.to_lowercase().contains(word.trim()));
    let mark = if open { "open" } else { "restricted" };
    let council = match one_line(context.council) {
        name if name.is_empty() => String::new(),
        name => fill(words("header", "council"), &[("council", &name)]),
    };
    let lead = [
        ("audience", &*audience),
        ("council", &council),
        ("author", &one_line(context.author)),
        ("as_at", &context.as_at.long()),
    ];
    let policy = one_line(context.policy);
    let policy = match context.policy {
        DEFAULT_NAME => words("header", "default_policy").to_owned(),
        _ => fill(words("header", "own_policy"), &[("policy", &policy)]),
    };
    let feeds = [FeedKind::Cases, FeedKind::Supervision].map(|kind| feed(kind, context));
    [
        fill(words("header", mark), &[("audience", &audience)]),
        fill(words("header", "lead"), &lead),
        fill(words("header", "standards"), &[("policy", &policy)]),
        feeds.join(" "),
    ]
    .join("\n\n")
}

fn feed(kind: FeedKind, context: &Context<'_>) -> String {
    let name = capital(kind.word());
    match context.feeds.iter().find(|feed| feed.kind == kind) {
        Some(feed) => fill(
            words("header", "feed"),
            &[
                ("feed", &name),
                ("from", &feed.covers.from.long()),
                ("to", &feed.covers.to.long()),
                ("age", &age(context.today.days_since(feed.as_at))),
            ],
        ),
        None => fill(words("header", "no_feed"), &[("feed", &name)]),
    }
}

fn age(days: i32) -> String {
    match days {
        ..=0 => "of the same day".to_owned(),
        1 => "1 day old".to_owned(),
        days => format!("{days} days old"),
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}
