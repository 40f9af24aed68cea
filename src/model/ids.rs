//! Names and ids. A child's id is compared in one form and shown in the form the case system uses.

use std::{borrow::Borrow, fmt, sync::Arc};

use serde::{Serialize, Serializer};

/// A shared piece of text: a team, a worker, a supervisor, a family.
pub type Name = Arc<str>;

/// Who sits at the bench; every write carries it.
pub type PersonName = Arc<str>;

/// A child's id as it is compared: trimmed, without `.0` and leading zeros.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChildId(Arc<str>);

impl ChildId {
    /// Normalises a raw id cell. `None` for what cannot be an id: blank, a spreadsheet's error or
    /// null word, a sentence.
    #[must_use]
    pub fn read(raw: &str) -> Option<Self> {
        let shown = Self::shown(raw)?;
        let bare = shown.trim_start_matches('0');
        Some(Self(Arc::from(if bare.is_empty() { "0" } else { bare })))
    }

    /// The raw id as a person reads it: trimmed, without a spreadsheet's `.0`, zeros kept.
    #[must_use]
    pub fn shown(raw: &str) -> Option<&str> {
        let text =
            raw.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}' || c == '\u{feff}');
        let text = match text.split_once('.') {
            Some((whole, zeros))
                if !whole.is_empty()
                    && whole.bytes().all(|b| b.is_ascii_digit())
                    && !zeros.is_empty()
                    && zeros.bytes().all(|b| b == b'0') =>
            {
                whole
            }
            _ => text,
        };
        let usable = !text.is_empty()
            && text.len() <= 64
            && text.chars().any(char::is_alphanumeric)
            && !text.chars().any(char::is_control);
        usable.then_some(text)
    }

    /// An id that is already in its compared form (from the store).
    #[must_use]
    pub fn stored(text: Arc<str>) -> Self {
        Self(text)
    }

    /// The compared form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ChildId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ChildId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A child's id must not reach a log or a panic message by way of `{:?}`.
        f.write_str("ChildId(..)")
    }
}

impl Borrow<str> for ChildId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl Serialize for ChildId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_one_id_is_written_are_one_id() {
        for raw in [
            "104504",
            "00104504",
            "104504 ",
            "104504.0",
            "\u{a0}104504",
            "104504.000",
        ] {
            assert_eq!(ChildId::read(raw).unwrap().as_str(), "104504", "{raw:?}");
        }
        assert_eq!(ChildId::read("AB12.5").unwrap().as_str(), "AB12.5");
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for raw in ["", "  ", "-", ".", "\u{a0}"] {
            assert_eq!(ChildId::read(raw), None, "{raw:?}");
        }
    }
}
