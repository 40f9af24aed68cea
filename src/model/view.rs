//! A view that somebody saved: a pane with its filter, grouping, order and listing, under a digit.
//!
//! It holds the words of the screen and knows no pane. The surprising thing: a word that a pane
//! does not know any more is passed over, so that an old view still opens.

use serde::{Deserialize, Serialize};

/// How a pane lists what it lists, in the words of the screen. What a pane does not have is empty.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Listed {
    /// As it is typed after `/`.
    pub filter: String,
    pub grouping: String,
    pub order: String,
    pub listing: String,
    /// Whether the order is turned round.
    pub turned: bool,
}

/// A view under a digit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedView {
    pub digit: u8,
    pub name: String,
    /// "gaps", "cases", ...: the pane that it shows.
    pub pane: String,
    #[serde(default)]
    pub listed: Listed,
}

impl SavedView {
    /// The digits that views are saved under.
    pub const DIGITS: std::ops::RangeInclusive<u8> = 1..=9;

    /// The most letters of a name.
    pub const MOST_NAME: usize = 60;

    /// The name as it may be saved, or what is wrong with it.
    ///
    /// # Errors
    /// It is empty or too long.
    pub fn name_of(typed: &str) -> Result<String, String> {
        let name = typed.trim();
        if name.is_empty() {
            return Err("A view needs a name, such as \"My team, not answered\".".to_owned());
        }
        if name.chars().count() > Self::MOST_NAME {
            return Err(format!(
                "A view's name has at most {} letters; shorten it.",
                Self::MOST_NAME
            ));
        }
        Ok(name.to_owned())
    }
}

/// What is kept between two sittings for one person, and goes when it is not needed any more.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Keepsake {
    /// Where they were.
    Place,
    /// A form that was not sent yet, with what was typed into it.
    Form,
}

impl Keepsake {
    /// As the store keeps it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Place => "place",
            Self::Form => "form",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_has_a_name_of_a_sensible_length() {
        assert_eq!(SavedView::name_of("  North  ").unwrap(), "North");
        assert!(
            SavedView::name_of("  ")
                .unwrap_err()
                .contains("needs a name")
        );
        assert!(
            SavedView::name_of(&"n".repeat(61))
                .unwrap_err()
                .contains("60")
        );
    }
}
