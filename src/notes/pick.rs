//! Marked gaps, gathered by rule and state.

use std::collections::{BTreeMap, HashSet};

use crate::model::{GapKey, Name, State};

/// One gap that a person marked for the note.
#[derive(Clone, Debug)]
pub struct Marked {
    /// Index into the rules of the check.
    pub rule: usize,
    pub state: State,
    pub key: GapKey,
    /// The child or the worker: only to count people, never written.
    pub who: Name,
    pub family: Option<Name>,
    /// How far beyond the limit, in the limit's unit (days for months).
    pub over: Option<i32>,
}

/// The marked gaps of one rule in one state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pick {
    /// Index into the rules of the check.
    pub rule: usize,
    pub state: State,
    pub gaps: Vec<GapKey>,
    /// Different children (or workers) among them.
    pub people: u32,
    /// Different families among them, a child without a known family counting as one.
    pub families: u32,
    /// The most that any is beyond the limit.
    pub longest: Option<i32>,
}

/// Gathers marked gaps: in the order of the rules, overdue before late before what cannot be
/// told. A gap that is marked twice counts once.
#[must_use]
pub fn picks(marked: &[Marked]) -> Vec<Pick> {
    let mut groups: BTreeMap<(usize, u8), Vec<&Marked>> = BTreeMap::new();
    for gap in marked {
        let rank = match gap.state {
            State::Overdue => 0,
            State::Late => 1,
            State::NotComputable => 2,
            State::Due => 3,
            State::Met | State::NotApplicable => 4,
        };
        if rank < 3 {
            groups.entry((gap.rule, rank)).or_default().push(gap);
        }
    }
    groups.values().filter_map(|group| gather(group)).collect()
}

fn gather(group: &[&Marked]) -> Option<Pick> {
    let first = group.first()?;
    let mut seen = HashSet::new();
    let gaps = group.iter().filter(|gap| seen.insert(gap.key.as_str()));
    let people: HashSet<&str> = group.iter().map(|gap| gap.who.as_ref()).collect();
    let families: HashSet<(bool, &str)> = group
        .iter()
        .map(|gap| match &gap.family {
            Some(family) => (true, family.as_ref()),
            None => (false, gap.who.as_ref()),
        })
        .collect();
    Some(Pick {
        rule: first.rule,
        state: first.state,
        gaps: gaps.map(|gap| gap.key.clone()).collect(),
        people: u32::try_from(people.len()).unwrap_or(u32::MAX),
        families: u32::try_from(families.len()).unwrap_or(u32::MAX),
        longest: group.iter().filter_map(|gap| gap.over).max(),
    })
}
