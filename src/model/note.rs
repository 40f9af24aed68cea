//! A trust-improvement note: words a person wrote, bound to the evidence they rest on.

use super::{Day, GapKey};

/// A note in the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NoteId(pub i64);

/// Draft or final. Finalising comes with bound evidence; until then every note is a draft.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum NoteStatus {
    #[default]
    Draft,
    Final,
}

impl NoteStatus {
    /// The word in the store and on the page.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Final => "final",
        }
    }
}

/// A figure that a note rests on, with its denominator, its date and its cases.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// `E1`, `E2`, ... as the text refers to it.
    pub label: String,
    pub rule: String,
    /// The rule's level in words.
    pub level: String,
    pub numerator: u32,
    pub denominator: u32,
    /// Clocks that could not be computed: the other half of coverage.
    pub not_computable: u32,
    pub as_at: Day,
    /// What is counted, in words.
    pub what: String,
    pub gaps: Vec<GapKey>,
}

impl Evidence {
    /// The numerator in per cent of the denominator, in words and never rounded to nothing or to
    /// all: "17 %", "under 1 %", "over 99 %". `None` of nothing.
    #[must_use]
    pub fn share(&self) -> Option<String> {
        let (part, whole) = (u64::from(self.numerator), u64::from(self.denominator));
        let rounded = (part * 200 + whole).checked_div(whole * 2)?;
        Some(match rounded {
            0 if part > 0 => "under 1 %".to_owned(),
            100 if part < whole => "over 99 %".to_owned(),
            share => format!("{share} %"),
        })
    }
}

/// A note in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoteHead {
    pub id: NoteId,
    pub title: String,
    pub status: NoteStatus,
    pub as_at: Day,
    pub author: String,
    /// RFC 3339, UTC.
    pub saved_at: String,
    pub words: u32,
}

/// A note whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    pub head: NoteHead,
    /// Markdown, as the person typed it.
    pub body: String,
    pub evidence: Vec<Evidence>,
}
