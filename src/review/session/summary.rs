//! What a session leaves: how many, which outcomes, what was promised, what was left. Pure.
//!
//! It counts; it names nobody and no minute. The surprising thing: a gap that the newest extract
//! shows no more is not left undone, though nobody gave it an outcome.

use std::collections::BTreeMap;

use super::{page::is_answered, tiers};
use crate::model::{
    GapKey, OutcomeKind, PersonName, ReviewSession, ReviewSize, ReviewSummary, ReviewTurn,
    Standing, TierReached,
};

/// Reckons the summary. `standing` says where a gap stands now, `None` where it is one no more.
#[must_use]
pub fn summary<'a>(
    session: &ReviewSession,
    standing: impl Fn(&GapKey) -> Option<&'a Standing>,
) -> ReviewSummary {
    let said = &session.said;
    let mut sum = ReviewSummary {
        answered: whole(session.given.len()),
        outcomes: outcomes(session),
        promises: whole(session.promised.len()),
        ..ReviewSummary::default()
    };
    let mut tiers: BTreeMap<usize, TierReached> = BTreeMap::new();
    for (place, item) in (0..).zip(&said.items) {
        sum.queue.items += 1;
        sum.queue.gaps += whole(item.gaps.len());
        let open = item
            .gaps
            .iter()
            .filter(|gap| standing(&gap.key).is_some_and(Standing::is_open));
        sum.left.gaps += whole(open.count());
        let turn = session.turn_of(place);
        let spoken = session.given.iter().any(|given| given.place == place);
        let reviewed = turn == Some(ReviewTurn::Reviewed) || spoken && is_answered(item, &standing);
        let skipped = !reviewed && turn == Some(ReviewTurn::Skipped);
        sum.reviewed += u32::from(reviewed);
        sum.skipped += u32::from(skipped);
        sum.left.items += u32::from(!reviewed);
        let rank = tiers::tiers()
            .iter()
            .position(|tier| *tier.id == *item.tier);
        let tier = tiers
            .entry(rank.unwrap_or(usize::MAX))
            .or_insert_with(|| TierReached {
                tier: item.tier.to_string(),
                items: 0,
                reviewed: 0,
            });
        tier.items += 1;
        tier.reviewed += u32::from(reviewed);
    }
    sum.tiers = tiers.into_values().collect();
    sum.beyond = ReviewSize {
        items: said.in_scope.items.saturating_sub(sum.queue.items),
        gaps: said.in_scope.gaps.saturating_sub(sum.queue.gaps),
    };
    sum
}

fn outcomes(session: &ReviewSession) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for given in &session.given {
        *counts.entry(given.kind.as_str()).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(kind, count)| (kind.to_owned(), count))
        .collect()
}

/// An outcome's word as a summary says it, for one or for several.
#[must_use]
pub fn outcome_words(word: &str) -> &'static str {
    let nobody = PersonName::from("");
    match word {
        "seen_on_file" => "seen on the file, to be shown by an import",
        "to_record" => "done, to be recorded",
        "booked" => "not done, booked",
        "not_required" => "not required",
        "exception" => "an approved exception",
        _ if word == (OutcomeKind::Escalated { to: nobody }).word() => "escalated",
        _ => "an error of the data",
    }
}

/// The summary in lines for a person, the first the shortest.
#[must_use]
pub fn in_words(session: &ReviewSession, sum: &ReviewSummary) -> Vec<String> {
    let one = |count: u32, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    let mut lines = vec![format!(
        "{} of {} looked at; {} of {} given an outcome.",
        sum.reviewed,
        one(sum.queue.items, "child or family", "children or families"),
        sum.answered,
        one(sum.queue.gaps, "gap", "gaps"),
    )];
    for (word, count) in &sum.outcomes {
        lines.push(format!("  {count} {}", outcome_words(word)));
    }
    lines.push(match sum.promises {
        0 => "Nothing was promised.".to_owned(),
        number => format!("{} made.", one(number, "promise", "promises")),
    });
    let left = sum.left;
    lines.push(if left == ReviewSize::default() {
        "Nothing of the queue is left undone.".to_owned()
    } else {
        let skipped = match sum.skipped {
            0 => String::new(),
            number => format!(", {number} of them passed over"),
        };
        format!(
            "Left undone: {} not looked at{skipped}; {} without an outcome.",
            one(left.items, "child or family", "children or families"),
            one(left.gaps, "gap", "gaps"),
        )
    });
    if sum.beyond != ReviewSize::default() {
        lines.push(format!(
            "Beyond the queue, because of the time: {} with {}.",
            one(sum.beyond.items, "child or family", "children or families"),
            one(sum.beyond.gaps, "gap", "gaps"),
        ));
    }
    for tier in &sum.tiers {
        let words = tiers::tier(&tier.tier).map_or(tier.tier.as_str(), |tier| tier.words.as_str());
        lines.push(format!(
            "  {words}: {} of {} looked at",
            tier.reviewed, tier.items
        ));
    }
    let kind = session.said.kind.label();
    lines.insert(0, format!("{}: {}.", capital(kind), session.said.scope));
    lines
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn whole(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
