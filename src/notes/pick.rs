//! Marked gaps, gathered by rule, and within a rule by state.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::unit::Stage;
use crate::model::{GapKey, Name, Standing, State};

/// One gap that a person marked for the note.
#[derive(Clone, Debug)]
pub struct Marked {
    /// Index into the rules of the check.
    pub rule: usize,
    pub state: State,
    pub stage: Stage,
    pub key: GapKey,
    /// The child or the worker: only to count people, never written.
    pub who: Name,
    pub family: Option<Name>,
    /// How far beyond the limit, in the limit's unit (days for months).
    pub over: Option<i32>,
    /// The clock began before the export does: `over` is the least that it can be.
    pub at_least: bool,
    /// What people answered; a reason in it is never written, it may hold a name.
    pub standing: Standing,
}

/// The marked gaps of one rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pick {
    /// Index into the rules of the check.
    pub rule: usize,
    /// Overdue, done late and cannot be told, in this order, where any is marked.
    pub parts: Vec<Part>,
}

/// The marked gaps of one rule in one state.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    pub state: State,
    pub stage: Stage,
    pub gaps: Vec<GapKey>,
    /// The different children (or workers) among them: only to count, never written.
    pub who: BTreeSet<Name>,
    /// Different families among them; `None` unless the family of each child is known.
    pub families: Option<u32>,
    /// The most that any is beyond the limit.
    pub longest: Option<i32>,
    /// The longest may be longer than the export shows.
    pub at_least: bool,
    /// What people answered to each gap.
    pub standings: Vec<Standing>,
}

impl Pick {
    /// How many gaps are marked.
    #[must_use]
    pub fn gaps(&self) -> u32 {
        size(self.parts.iter().map(|part| part.gaps.len()).sum())
    }

    /// What people answered to each of its gaps.
    pub fn standings(&self) -> impl Iterator<Item = &Standing> {
        self.parts.iter().flat_map(|part| &part.standings)
    }
}

/// Gathers marked gaps: in the order of the rules, overdue before late before what cannot be
/// told. A gap that is marked twice counts once. Of the clocks that cannot be told the finished
/// ones are passed over where there are open ones: only these are worth a board's line.
#[must_use]
pub fn picks(marked: &[Marked]) -> Vec<Pick> {
    let mut seen = HashSet::new();
    let mut rules: BTreeMap<usize, BTreeMap<(u8, Stage), Vec<&Marked>>> = BTreeMap::new();
    for gap in marked {
        let (rank, stage) = match gap.state {
            State::Overdue => (0, Stage::Open),
            State::Late => (1, Stage::Finished),
            State::NotComputable => (2, gap.stage),
            State::Due | State::Met | State::NotApplicable => continue,
        };
        if seen.insert(gap.key.as_str()) {
            let parts = rules.entry(gap.rule).or_default();
            parts.entry((rank, stage)).or_default().push(gap);
        }
    }
    for parts in rules.values_mut() {
        if parts.contains_key(&(2, Stage::Open)) {
            parts.remove(&(2, Stage::Finished));
        }
    }
    rules
        .into_iter()
        .map(|(rule, parts)| Pick {
            rule,
            parts: parts
                .iter()
                .filter_map(|((_, stage), group)| gather(*stage, group))
                .collect(),
        })
        .collect()
}

fn gather(stage: Stage, group: &[&Marked]) -> Option<Part> {
    let first = group.first()?;
    let families: Option<HashSet<&str>> = group.iter().map(|gap| gap.family.as_deref()).collect();
    Some(Part {
        state: first.state,
        stage,
        gaps: group.iter().map(|gap| gap.key.clone()).collect(),
        who: group.iter().map(|gap| gap.who.clone()).collect(),
        families: families.map(|known| size(known.len())),
        longest: group.iter().filter_map(|gap| gap.over).max(),
        at_least: group.iter().any(|gap| gap.at_least),
        standings: group.iter().map(|gap| gap.standing.clone()).collect(),
    })
}

/// A length as a count.
pub(super) fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
