//! What each rule counts, in words. A clock is not a child.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

const TEXT: &str = include_str!("../../assets/notes/units.toml");

static UNITS: LazyLock<BTreeMap<String, Counted>> =
    LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

static NOTHING: LazyLock<Counted> = LazyLock::new(Counted::default);

/// The words of one rule.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Counted {
    /// What the note calls the rule, where the rule's own short form is jargon.
    #[serde(default)]
    pub name: Option<String>,
    /// What still runs: one of it, several of it.
    open: [String; 2],
    /// What was finished: one of it, several of it.
    done: [String; 2],
    /// That it was past its limit, as a parent would read it; `{limit}` stands for the limit.
    pub plain: String,
    /// What being past the limit is for the child; empty where the clock is not a child's.
    pub meant: String,
    /// The first step.
    pub act: String,
    /// The data hold only the newest date.
    #[serde(default)]
    pub latest: bool,
}

/// Whether a clock still runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Stage {
    Open,
    Finished,
}

impl Counted {
    /// The noun for this many.
    pub fn noun(&self, stage: Stage, count: u32) -> &str {
        let [one, many] = match stage {
            Stage::Open => &self.open,
            Stage::Finished => &self.done,
        };
        if count == 1 { one } else { many }
    }
}

/// The words of the rule with this id, or those of any rule.
pub(super) fn counted(rule: &str) -> &'static Counted {
    UNITS
        .get(rule)
        .or_else(|| UNITS.get("any"))
        .unwrap_or(&NOTHING)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleBook;

    #[test]
    fn every_rule_of_the_book_says_what_it_counts() {
        for rule in RuleBook::embedded().rules() {
            assert!(UNITS.contains_key(&rule.id), "{}", rule.id);
        }
        assert_eq!(
            counted("SUP-CASE-CP").noun(Stage::Finished, 123),
            "finished supervision periods"
        );
        assert_eq!(counted("SUP-STAFF").noun(Stage::Open, 1), "worker");
        assert_eq!(counted("NONE-SUCH").noun(Stage::Open, 2), "open steps");
    }
}
