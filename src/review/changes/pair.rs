//! Which gap of the later day is which gap of the earlier one.
//!
//! The same both ways round: comparing the later day with the earlier pairs the same gaps.

use std::collections::HashMap;

use super::{Whose, whose};
use crate::model::{Day, Finding, GapKey, State};
use crate::review::{Gap, Picture};
use crate::rules::{StoppedBy, stopped_by};

/// Positions in the lists of open gaps.
#[derive(Default)]
pub(super) struct Pairing {
    /// Open on both days.
    pub pairs: Vec<(usize, usize)>,
    /// Open on the earlier day only.
    pub gone: Vec<usize>,
    /// Open on the later day only.
    pub come: Vec<usize>,
}

/// A picture and its open gaps.
type Open<'a> = (&'a Picture, &'a [&'a Gap]);

impl Pairing {
    pub fn of(before: Open<'_>, after: Open<'_>) -> Self {
        let mut paired = (vec![false; before.1.len()], vec![false; after.1.len()]);
        let mut pairs = Vec::new();
        let by_key: HashMap<&GapKey, usize> = (after.1.iter().enumerate())
            .map(|(at, gap)| (&gap.key, at))
            .collect();
        for (a, gap) in before.1.iter().enumerate() {
            if let Some(b) = by_key.get(&gap.key).copied()
                && overlap((before.0, gap), (after.0, after.1[b]))
            {
                (paired.0[a], paired.1[b]) = (true, true);
                pairs.push((a, b));
            }
        }
        let mut left: HashMap<Whose, (Vec<usize>, Vec<usize>)> = HashMap::new();
        for (a, gap) in before.1.iter().enumerate().filter(|(a, _)| !paired.0[*a]) {
            if let Some(whose) = whose(before.0, gap) {
                left.entry(whose).or_default().0.push(a);
            }
        }
        for (b, gap) in after.1.iter().enumerate().filter(|(b, _)| !paired.1[*b]) {
            if let Some(whose) = whose(after.0, gap)
                && let Some(both) = left.get_mut(&whose)
            {
                both.1.push(b);
            }
        }
        for (a, b) in left.into_values() {
            // More than one clock at a time: none is known again by the time that it covers.
            let ([a], [b]) = (a.as_slice(), b.as_slice()) else {
                continue;
            };
            if moved((before.0, before.1[*a]), (after.0, after.1[*b])) {
                (paired.0[*a], paired.1[*b]) = (true, true);
                pairs.push((*a, *b));
            }
        }
        pairs.sort_unstable();
        let unpaired = |flags: &[bool]| (0..flags.len()).filter(|at| !flags[*at]).collect();
        Self {
            gone: unpaired(&paired.0),
            come: unpaired(&paired.1),
            pairs,
        }
    }
}

fn finding<'a>(of: (&'a Picture, &Gap)) -> Option<&'a Finding> {
    of.0.behind(of.1).map(|(_, finding)| finding)
}

/// Whether two open clocks cover a common time: what has no date is there all the time.
fn overlap(one: (&Picture, &Gap), other: (&Picture, &Gap)) -> bool {
    let begun = |of| finding(of).and_then(|f| f.trigger);
    let latest: Option<Day> = begun(one).max(begun(other));
    let end = one.0.check.as_at.min(other.0.check.as_at);
    latest.is_none_or(|latest| latest <= end)
}

/// Whether it is the same wait whose beginning moved, because a record of an earlier day came in.
fn moved(one: (&Picture, &Gap), other: (&Picture, &Gap)) -> bool {
    let Some((result, _)) = one.0.behind(one.1) else {
        return false;
    };
    overlap(one, other)
        && match stopped_by(&result.rule.id) {
            StoppedBy::Session | StoppedBy::Visit => true,
            StoppedBy::Recording => false,
            // A chain of other events: what ended the one began the other.
            StoppedBy::Other => ends_in(one, other) || ends_in(other, one),
        }
}

fn ends_in(one: (&Picture, &Gap), other: (&Picture, &Gap)) -> bool {
    let began = finding(other).and_then(|f| f.trigger);
    let Some((result, _)) = one.0.behind(one.1) else {
        return false;
    };
    let there = other.0.check.rules.iter();
    let mut there = there.filter(|there| there.chosen && there.rule.key == result.rule.key);
    began.is_some()
        && there.any(|there| {
            there.findings.iter().any(|f| {
                f.stop == began
                    && matches!(f.state, State::Met | State::Late)
                    && there.key(f) == one.1.key
            })
        })
}
