//! What stands over the text: for whom, by whom, from what data.

use super::{
    draft::{Context, one_line},
    template::{fill, words},
};
use crate::model::{FeedKind, NoteHead, Sharing};
use crate::rules::DEFAULT_NAME;

/// The lines over a note. They follow the audience, so they are never part of the text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cover {
    /// Whether it is restricted, or may not be shared as it stands.
    pub mark: String,
    /// "For the improvement board of Fictonshire. Written by ... Data as at ..."
    pub lead: String,
    /// The standards and the feeds, a paragraph each.
    pub sources: Vec<String>,
}

/// The cover of a note; the council may be empty.
#[must_use]
pub fn cover(head: &NoteHead, council: &str, sources: &str) -> Cover {
    let mark = match head.audience.sharing() {
        Sharing::Restricted => "restricted",
        Sharing::Open => "open",
    };
    let council = match one_line(council) {
        name if name.is_empty() => String::new(),
        name => fill(words("cover", "council"), &[("council", &name)]),
    };
    let audience = head.audience.label();
    Cover {
        mark: fill(words("cover", mark), &[("audience", audience)]),
        lead: fill(
            words("cover", "lead"),
            &[
                ("audience", audience),
                ("council", &council),
                ("author", &one_line(&head.author)),
                ("as_at", &head.as_at.long()),
            ],
        ),
        sources: sources
            .split("\n\n")
            .filter(|part| !part.trim().is_empty())
            .map(one_line)
            .collect(),
    }
}

/// The standards and the feeds of a draft, with their age on the day of drafting.
pub(super) fn sources(context: &Context<'_>) -> String {
    let policy = one_line(context.policy);
    let policy = match context.policy {
        DEFAULT_NAME => words("sources", "default_policy").to_owned(),
        _ => fill(words("sources", "own_policy"), &[("policy", &policy)]),
    };
    let feeds = [FeedKind::Cases, FeedKind::Supervision].map(|kind| feed(kind, context));
    let known = context.looks_back.map_or_else(String::new, |day| {
        fill(words("sources", "known_on"), &[("day", &day.long())])
    });
    [
        known,
        fill(words("sources", "standards"), &[("policy", &policy)]),
        feeds.join(" "),
    ]
    .into_iter()
    .filter(|part| !part.is_empty())
    .collect::<Vec<_>>()
    .join("\n\n")
}

fn feed(kind: FeedKind, context: &Context<'_>) -> String {
    let name = capital(kind.word());
    match context.feeds.iter().find(|feed| feed.kind == kind) {
        Some(feed) => fill(
            words("sources", "feed"),
            &[
                ("feed", &name),
                ("from", &feed.covers.from.long()),
                ("to", &feed.covers.to.long()),
                ("age", &age(context.today.days_since(feed.as_at))),
            ],
        ),
        None => fill(words("sources", "no_feed"), &[("feed", &name)]),
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
