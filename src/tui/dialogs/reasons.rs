//! The numbered reasons and roles that come with each outcome, from `assets/reasons.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::outcome::Kin;

/// The lists as they are written.
pub const TABLE: &str = include_str!("../../../assets/reasons.toml");

/// The lists of one outcome.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    pub reasons: Vec<String>,
    #[serde(default)]
    pub who: Vec<String>,
    /// Reasons that a gap of supervision cannot have.
    #[serde(default)]
    not_for_supervision: Vec<String>,
}

/// The lists for an outcome's word; empty ones if the table has none.
#[must_use]
pub fn of(word: &str, kin: Kin) -> Lists {
    // A test reads the same text, so a table that cannot be read never leaves the house.
    let mut table = read(TABLE).unwrap_or_default();
    let word = match kin {
        Kin::Worker => format!("worker_{word}"),
        _ => word.to_owned(),
    };
    let mut lists = table.remove(&word).unwrap_or_default();
    if kin == Kin::Child {
        lists.reasons.append(&mut lists.not_for_supervision);
    }
    lists
}

/// Whether this is one of the roles that are proposed, and so nobody's name.
#[must_use]
pub fn is_role(who: &str) -> bool {
    let table = read(TABLE).unwrap_or_default();
    table
        .values()
        .any(|lists| lists.who.iter().any(|role| role == who))
}

fn read(text: &str) -> Result<BTreeMap<String, Lists>, toml::de::Error> {
    toml::from_str(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::dialogs::OutcomeChoice;

    #[test]
    fn every_outcome_has_reasons_that_one_key_can_reach() {
        for choice in OutcomeChoice::ALL {
            for kin in [Kin::Child, Kin::Supervision, Kin::Worker, Kin::Mixed] {
                let lists = of(choice.word(), kin);
                assert!((1..=9).contains(&lists.reasons.len()), "{}", choice.word());
                assert!(lists.who.len() <= 9);
                assert_eq!(choice.asks_who().is_some(), !lists.who.is_empty());
            }
        }
        assert_eq!(read(TABLE).unwrap().len(), 2 * OutcomeChoice::ALL.len());
    }
}
