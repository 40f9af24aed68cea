//! Where a fact comes from. The same fact may come from several sources.

/// A kind of source. The numbers are in the store and never change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
#[repr(u8)]
pub enum Source {
    #[default]
    AnnexA = 1,
    CinCensus = 2,
    Ssd = 3,
    Ssda903 = 4,
    /// A council's own export: supervision, families, the canonical files, any mapped file.
    Local = 5,
}

impl Source {
    /// Every source, in the order of its number. Where two of one as-at disagree, the earlier one
    /// here is used, and the disagreement is shown.
    pub const ALL: [Self; 5] = [
        Self::AnnexA,
        Self::CinCensus,
        Self::Ssd,
        Self::Ssda903,
        Self::Local,
    ];

    /// The word of JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::AnnexA => "annex_a",
            Self::CinCensus => "cin_census",
            Self::Ssd => "ssd",
            Self::Ssda903 => "ssda903",
            Self::Local => "own_export",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AnnexA => "Annex A",
            Self::CinCensus => "CIN census",
            Self::Ssd => "SSD",
            Self::Ssda903 => "SSDA903",
            Self::Local => "own export",
        }
    }

    /// The source with this number in the store.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|one| *one as u8 == number)
    }
}

/// The sources that hold one fact.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Sources(u8);

impl Sources {
    /// One source alone.
    #[must_use]
    pub const fn of(source: Source) -> Self {
        Self(1 << source as u8)
    }

    /// These and those.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether this source is one of them.
    #[must_use]
    pub const fn has(self, source: Source) -> bool {
        self.0 & (1 << source as u8) != 0
    }

    /// Each of them, in their order.
    pub fn iter(self) -> impl Iterator<Item = Source> {
        Source::ALL.into_iter().filter(move |one| self.has(*one))
    }
}
