//! The note before, held beside this one: figures then and now, and what became of what was said.
//!
//! It says what the data show and never that anything is better or worse. The surprising thing:
//! where a limit or the policy was changed, both figures still stand, with the word that they are
//! not comparable.

use super::{
    draft::{Context, one_line, share},
    figure::{Item, Row},
    pick::size,
    template::{fill, words},
};
use crate::model::{Evidence, Note, OutcomeKind, Standing};

/// What the data now show of a gap that an earlier note rested on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Now {
    /// Past its limit, with no record still.
    Missing,
    /// Done since, after the limit.
    Late,
    InTime,
    /// Not past its limit, as the data stand.
    Running,
    Untold,
    /// Its clock is not in the data any more.
    Gone,
}

impl Now {
    const ALL: [Self; 6] = [
        Self::Late,
        Self::InTime,
        Self::Running,
        Self::Missing,
        Self::Untold,
        Self::Gone,
    ];

    const fn key(self) -> &'static str {
        match self {
            Self::Missing => "now_missing",
            Self::Late => "now_late",
            Self::InTime => "now_in_time",
            Self::Running => "now_running",
            Self::Untold => "now_untold",
            Self::Gone => "now_gone",
        }
    }
}

/// A gap behind a figure of an earlier note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Followed {
    /// The figure's label in the earlier note.
    pub label: String,
    pub now: Now,
    /// What people had answered by then.
    pub said: Option<OutcomeKind>,
}

/// The note before this one.
#[derive(Clone, Copy, Debug)]
pub struct Earlier<'a> {
    pub note: &'a Note,
    /// Each gap behind each of its figures.
    pub followed: &'a [Followed],
}

/// The lines of the section, without its heading and its question.
pub(super) fn since(items: &[Item<'_>], context: &Context<'_>) -> Vec<String> {
    let mut lines = match context.earlier {
        Some(earlier) => compared(items, earlier, context),
        None => vec![none(context)],
    };
    let reopened: Vec<String> = items.iter().filter_map(reopened).collect();
    if !reopened.is_empty() {
        lines.push(format!("- {}", reopened.join("\n- ")));
    }
    lines
}

fn none(context: &Context<'_>) -> String {
    let scope = match context.scope_words() {
        scope if scope.is_empty() => scope,
        scope => fill(words("since", "none_scope"), &[("scope", &scope)]),
    };
    fill(words("since", "none"), &[("scope", &scope)])
}

fn reopened(item: &Item<'_>) -> Option<String> {
    let again = item.pick.standings();
    let n = size(
        again
            .filter(|s| matches!(s, Standing::Reopened { .. }))
            .count(),
    );
    let values = [
        ("short", item.name()),
        ("n", &n.to_string()),
        ("are", if n == 1 { "is" } else { "are" }),
    ];
    (n > 0).then(|| fill(words("since", "reopened"), &values))
}

fn compared(items: &[Item<'_>], earlier: Earlier<'_>, context: &Context<'_>) -> Vec<String> {
    let note = earlier.note;
    let (then, now) = (note.head.as_at, context.as_at);
    let days = match now.days_since(then) {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    };
    let title = one_line(&note.head.title);
    let values = [
        ("title", title.as_str()),
        ("then", &then.long()),
        ("now", &now.long()),
        ("days", &days),
    ];
    let mut lines = vec![fill(words("since", "lead"), &values)];
    if note.ground.policy != context.policy {
        let values = [
            ("then", note.ground.policy.as_str()),
            ("now", context.policy),
        ];
        lines.push(fill(words("since", "policy"), &values));
    }
    let mut bullets = Vec::new();
    for (item, row) in items
        .iter()
        .flat_map(|i| i.rows.iter().map(move |r| (i, r)))
    {
        let old = note.evidence.iter().find(|old| same(old, &row.evidence));
        bullets.push(match old {
            Some(old) => beside(item, row, old, earlier),
            None => figure(item, row, None),
        });
    }
    for old in &note.evidence {
        let mut rows = items.iter().flat_map(|item| &item.rows);
        if !rows.any(|row| same(old, &row.evidence)) {
            bullets.push(only_then(old, earlier));
        }
    }
    lines.push(format!("- {}", bullets.join("\n- ")));
    lines.push(words("since", "caution").to_owned());
    lines
}

/// Whether two figures count the same of the same rule.
fn same(old: &Evidence, new: &Evidence) -> bool {
    old.rule == new.rule && old.measure == new.measure
}

/// One figure, with the one before if there is one.
fn figure(item: &Item<'_>, row: &Row<'_>, old: Option<&Evidence>) -> String {
    let evidence = &row.evidence;
    let number = |count: u32| count.to_string();
    let (n_then, d_then, share_then, then) = old.map_or_else(Default::default, |old| {
        (
            number(old.numerator),
            number(old.denominator),
            share(old),
            old.as_at.long(),
        )
    });
    let unit = item.counted.noun(row.part.stage, evidence.denominator);
    fill(
        words("since", if old.is_some() { "figure" } else { "only_now" }),
        &[
            ("short", item.name()),
            ("n", &number(evidence.numerator)),
            ("d", &number(evidence.denominator)),
            ("unit", unit),
            ("share", &share(evidence)),
            ("now", &evidence.as_at.long()),
            ("label", &evidence.label),
            ("n_then", &n_then),
            ("d_then", &d_then),
            ("share_then", &share_then),
            ("then", &then),
        ],
    )
}

fn beside(item: &Item<'_>, row: &Row<'_>, old: &Evidence, earlier: Earlier<'_>) -> String {
    let mut sentences = vec![figure(item, row, Some(old))];
    if old.limit != row.evidence.limit {
        let values = [
            ("then", old.limit.as_str()),
            ("now", row.evidence.limit.as_str()),
        ];
        sentences.push(fill(words("since", "limit"), &values));
    }
    sentences.extend(became(old, earlier));
    sentences.join(" ")
}

fn only_then(old: &Evidence, earlier: Earlier<'_>) -> String {
    let figure = fill(
        words("since", "only_then"),
        &[
            ("what", &old.what),
            ("n_then", &old.numerator.to_string()),
            ("d_then", &old.denominator.to_string()),
            ("share_then", &share(old)),
            ("then", &old.as_at.long()),
        ],
    );
    [vec![figure], became(old, earlier)].concat().join(" ")
}

/// What the data show now of the gaps behind an earlier figure, and of what was answered.
fn became(old: &Evidence, earlier: Earlier<'_>) -> Vec<String> {
    let all = earlier.followed.iter();
    let gaps: Vec<&Followed> = all.filter(|gap| gap.label == old.label).collect();
    if gaps.is_empty() {
        return Vec::new();
    }
    let values = [
        ("n", &*gaps.len().to_string()),
        ("list", &*shown(gaps.iter().map(|gap| gap.now))),
    ];
    let key = if gaps.len() == 1 {
        "shown_one"
    } else {
        "shown"
    };
    let mut sentences = vec![fill(words("since", key), &values)];
    let mut kinds: Vec<&str> = Vec::new();
    for kind in gaps.iter().filter_map(|gap| gap.said.as_ref()) {
        if !kinds.contains(&kind.word()) {
            kinds.push(kind.word());
        }
    }
    let said: Vec<String> = kinds
        .into_iter()
        .map(|kind| {
            let of_kind = gaps
                .iter()
                .filter(|gap| gap.said.as_ref().is_some_and(|said| said.word() == kind));
            let now: Vec<Now> = of_kind.map(|gap| gap.now).collect();
            let n = now.len().to_string();
            let said = fill(words("since", &format!("said_{kind}")), &[("n", &n)]);
            let now = shown(now.into_iter());
            fill(
                words("since", "said_one"),
                &[("said", &said), ("now", &now)],
            )
        })
        .collect();
    if !said.is_empty() {
        let list = said.join(", ");
        sentences.push(fill(words("since", "said"), &[("list", &list)]));
    }
    sentences
}

/// "12 done since, after the limit, 15 still with no record".
fn shown(now: impl Iterator<Item = Now>) -> String {
    let all: Vec<Now> = now.collect();
    let parts = Now::ALL.into_iter().filter_map(|state| {
        let n = all.iter().filter(|now| **now == state).count();
        (n > 0).then(|| fill(words("since", state.key()), &[("n", &n.to_string())]))
    });
    parts.collect::<Vec<_>>().join("; ")
}
