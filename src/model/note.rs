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

/// For whom a note is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Audience {
    #[default]
    Board,
    Leaders,
    Dfe,
    Ofsted,
    Scrutiny,
    Learning,
    Public,
}

/// How far a note for an audience may travel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sharing {
    /// Exact small numbers may stand, no identifier may.
    Restricted,
    /// Small numbers have to be suppressed first.
    Open,
}

impl Audience {
    /// Every audience, the most confidential first.
    pub const ALL: [Self; 7] = [
        Self::Board,
        Self::Leaders,
        Self::Dfe,
        Self::Ofsted,
        Self::Scrutiny,
        Self::Learning,
        Self::Public,
    ];

    /// The word in the store and on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Leaders => "leaders",
            Self::Dfe => "dfe",
            Self::Ofsted => "ofsted",
            Self::Scrutiny => "scrutiny",
            Self::Learning => "learning",
            Self::Public => "public",
        }
    }

    /// As the page says it after "for the": "improvement board".
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Board => "improvement board",
            Self::Leaders => "leaders of the service",
            Self::Dfe => "Department for Education",
            Self::Ofsted => "inspectors of Ofsted",
            Self::Scrutiny => "council scrutiny committee",
            Self::Learning => "partnership's learning",
            Self::Public => "public",
        }
    }

    /// In a narrow column.
    #[must_use]
    pub const fn short(self) -> &'static str {
        match self {
            Self::Dfe => "DfE",
            Self::Ofsted => "Ofsted",
            other => other.word(),
        }
    }

    /// The audience of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// How far a note for it may travel.
    #[must_use]
    pub const fn sharing(self) -> Sharing {
        match self {
            Self::Board | Self::Leaders | Self::Dfe | Self::Ofsted => Sharing::Restricted,
            Self::Scrutiny | Self::Learning | Self::Public => Sharing::Open,
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
    /// What of the rule is counted: "overdue", "late", ... Empty in a note of an early version.
    pub measure: String,
    /// The limit it was held against, in words. Empty in a note of an early version.
    pub limit: String,
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
    pub audience: Audience,
    pub as_at: Day,
    pub author: String,
    /// RFC 3339, UTC.
    pub saved_at: String,
    pub words: u32,
    /// Questions and blanks that still wait for a person.
    pub to_answer: u32,
    /// How the text begins, for a list that shows it.
    pub opening: String,
}

/// What a person writes of a note and may change.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NoteText {
    pub title: String,
    pub audience: Audience,
    /// Markdown, as it was typed.
    pub body: String,
}

/// What a note was drafted from; it never changes afterwards.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ground {
    /// The teams of which it speaks ("Hub 1 and Hub 2"); empty for the whole authority.
    pub scope: String,
    /// The policy's name; empty in a note of an early version.
    pub policy: String,
    /// The standards and the feeds with their age, as the page says them.
    pub sources: String,
}

/// A note whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    pub head: NoteHead,
    /// Markdown, as the person typed it.
    pub body: String,
    pub evidence: Vec<Evidence>,
    pub ground: Ground,
}
