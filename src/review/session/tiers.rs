//! The look-first tiers: a named order of the queue, read from `assets/review/tiers.toml`.
//!
//! It adds nothing up and scores nobody. The surprising thing: a tier is of a gap, by its rule or
//! by something about the child, and an item of several gaps stands where its first one does.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::model::{CaseFile, Dated, Day};
use crate::review::{Gap, Picture};

const ASSET: &str = include_str!("../../../assets/review/tiers.toml");

/// Something about a child that puts its gaps in a tier.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AboutChild {
    /// A missing episode without an end.
    Missing,
    /// An unborn child whose expected date is near or has passed.
    Unborn,
}

/// One tier.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    pub id: String,
    /// As it stands on the row.
    pub words: String,
    /// Why it comes here.
    pub why: String,
    pub source: String,
    #[serde(default)]
    pub rules: Vec<String>,
    pub child: Option<AboutChild>,
    /// For an unborn child: how many days before the expected date.
    pub days: Option<u16>,
}

impl Tier {
    /// What makes it, in words.
    #[must_use]
    pub fn made_by(&self) -> String {
        let child = self.child.map(|about| match about {
            AboutChild::Missing => "a missing episode without an end".to_owned(),
            AboutChild::Unborn => format!(
                "an unborn child expected within {} days of the data",
                self.days.unwrap_or(0)
            ),
        });
        let rules = (!self.rules.is_empty()).then(|| self.rules.join(", "));
        let both: Vec<String> = rules.into_iter().chain(child).collect();
        if both.is_empty() {
            "everything else".to_owned()
        } else {
            both.join("; ")
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    tier: Vec<Tier>,
}

/// Every tier, the first to look at first; the last one takes what no other does.
#[must_use]
pub fn tiers() -> &'static [Tier] {
    static TIERS: OnceLock<Vec<Tier>> = OnceLock::new();
    // A test reads the same text, so a table that cannot be read never leaves the house.
    TIERS.get_or_init(|| {
        toml::from_str::<Table>(ASSET).map_or_else(|_| Vec::new(), |table| table.tier)
    })
}

/// The tier of this id.
#[must_use]
pub fn tier(id: &str) -> Option<&'static Tier> {
    tiers().iter().find(|tier| tier.id == id)
}

/// The place of the tier in which a gap stands.
pub(super) fn of_gap(picture: &Picture, gap: &Gap) -> usize {
    let rule = picture.behind(gap).map(|(result, _)| &result.rule.id);
    let file = gap.child.and_then(|at| picture.caseload.children.get(at));
    let as_at = picture.check.as_at;
    let here = |tier: &Tier| {
        rule.is_some_and(|id| tier.rules.contains(id))
            || file.is_some_and(|file| is_about(tier, file, as_at))
    };
    let last = tiers().len().saturating_sub(1);
    tiers().iter().position(here).unwrap_or(last)
}

fn is_about(tier: &Tier, file: &CaseFile, as_at: Day) -> bool {
    match tier.child {
        Some(AboutChild::Missing) => file.further().missing.iter().any(|episode| {
            // One that is no longer listed is neither open nor closed.
            episode.listed && episode.is.start <= as_at && episode.is.end == Dated::Blank
        }),
        Some(AboutChild::Unborn) => {
            let near = as_at.plus_days(tier.days.unwrap_or(0).into());
            file.child
                .birth
                .is_some_and(|birth| (file.child.expected || birth > as_at) && birth <= near)
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RuleBook;

    #[test]
    fn every_tier_says_what_makes_it_and_names_rules_that_exist_and_stand_nowhere_else() {
        let book = RuleBook::embedded();
        let mut seen = Vec::new();
        assert!(tiers().len() >= 10);
        for (at, tier) in tiers().iter().enumerate() {
            assert!(!(tier.words.is_empty() || tier.why.is_empty() || tier.source.is_empty()));
            let last = at + 1 == tiers().len();
            assert_eq!(
                tier.rules.is_empty() && tier.child.is_none(),
                last,
                "{}",
                tier.id
            );
            for rule in &tier.rules {
                assert!(book.rules().any(|known| known.id == *rule), "{rule}");
                assert!(!seen.contains(&rule), "{rule} stands in two tiers");
                seen.push(rule);
            }
        }
        assert!(!ASSET.contains("score =") && !ASSET.contains("weight ="));
    }
}
