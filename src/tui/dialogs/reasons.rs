//! The numbered reasons and roles that come with each outcome, from `assets/reasons.toml`.

use std::collections::BTreeMap;

use serde::Deserialize;

const TABLE: &str = include_str!("../../../assets/reasons.toml");

/// The lists of one outcome.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    pub reasons: Vec<String>,
    #[serde(default)]
    pub who: Vec<String>,
}

/// The lists for an outcome's word; empty ones if the table has none.
#[must_use]
pub fn of(word: &str) -> Lists {
    // A test reads the same text, so a table that cannot be read never leaves the house.
    read(TABLE)
        .unwrap_or_default()
        .remove(word)
        .unwrap_or_default()
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
            let lists = of(choice.word());
            assert!((1..=9).contains(&lists.reasons.len()), "{}", choice.word());
            assert!(lists.who.len() <= 9);
            assert_eq!(choice.asks_who().is_some(), !lists.who.is_empty());
        }
        assert_eq!(read(TABLE).unwrap().len(), OutcomeChoice::ALL.len());
    }
}
