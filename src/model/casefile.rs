//! What is known of each child on a day: the input of every rule.

use std::ops::Deref;

use serde::Serialize;

use super::{
    CarePeriod, ChildId, ChildOverride, CinEpisode, Covers, CpPlan, Day, Enquiry, FactKind,
    FeedKind, Name, Referral, Session, SocialWorkAssessment,
};

/// Who a child is here: an id, a family where one is known, a date of birth. No name, ever.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Child {
    pub id: ChildId,
    /// The id as the case system shows it.
    pub shown: Name,
    pub family: Option<Name>,
    /// Date of birth; in the future for an unborn child (the expected date).
    pub birth: Option<Day>,
}

impl Child {
    /// Completed years of age on a day; `None` if unborn or without a date of birth.
    #[must_use]
    pub fn age_on(&self, day: Day) -> Option<i32> {
        let birth = self.birth.filter(|birth| *birth <= day)?;
        let (by, bm, bd) = birth.ymd();
        let (y, m, d) = day.ymd();
        Some(y - by - i32::from((m, d) < (bm, bd)))
    }

    /// Whether the date of birth is known and lies after this day.
    #[must_use]
    pub fn unborn_on(&self, day: Day) -> bool {
        self.birth.is_some_and(|birth| birth > day)
    }

    /// Whether the child is 18 or over on this day. Without a date of birth: no.
    #[must_use]
    pub fn adult_on(&self, day: Day) -> bool {
        self.birth
            .is_some_and(|birth| birth.plus_months(18 * 12) <= day)
    }
}

/// A record and how it is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Known<T> {
    /// Tells two records of one child, kind and day apart; usually empty.
    pub source_ref: Name,
    /// The as-at of the import that first held this version.
    pub known_from: Day,
    /// False once a newer extract no longer lists an open row: neither open nor closed.
    pub listed: bool,
    pub is: T,
}

impl Known<()> {
    /// The same knowledge of this record.
    #[must_use]
    pub fn with<T>(self, record: T) -> Known<T> {
        Known {
            source_ref: self.source_ref,
            known_from: self.known_from,
            listed: self.listed,
            is: record,
        }
    }
}

impl<T> Deref for Known<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.is
    }
}

/// One child's file: each list in order of its start.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseFile {
    pub child: Child,
    pub referrals: Vec<Known<Referral>>,
    pub assessments: Vec<Known<SocialWorkAssessment>>,
    pub enquiries: Vec<Known<Enquiry>>,
    pub episodes: Vec<Known<CinEpisode>>,
    pub plans: Vec<Known<CpPlan>>,
    pub care: Vec<Known<CarePeriod>>,
    pub sessions: Vec<Known<Session>>,
}

impl CaseFile {
    /// A file with nothing on it yet.
    #[must_use]
    pub const fn new(child: Child) -> Self {
        Self {
            child,
            referrals: Vec::new(),
            assessments: Vec::new(),
            enquiries: Vec::new(),
            episodes: Vec::new(),
            plans: Vec::new(),
            care: Vec::new(),
            sessions: Vec::new(),
        }
    }
}

/// How far a source speaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Feed {
    pub kind: FeedKind,
    /// The newest as-at of the feed.
    pub as_at: Day,
    /// The unbroken span that reaches the newest day covered.
    pub covers: Covers,
}

impl Serialize for Feed {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct as _;
        let mut row = serializer.serialize_struct("Feed", 3)?;
        row.serialize_field("feed", self.kind.word())?;
        row.serialize_field("as_at", &self.as_at)?;
        row.serialize_field("covers", &self.covers)?;
        row.end()
    }
}

/// A row of the newest extract that could not be used, for the child whose clock it would be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LostRow {
    pub child: ChildId,
    pub kind: FactKind,
    /// "List 4, row 38: no start date (found \"yesterday\")".
    pub what: String,
}

/// Everything that is known on a day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Caseload {
    /// In order of id.
    pub children: Vec<CaseFile>,
    /// Workers' own supervision (rows without a child), in order of worker and date.
    pub staff_sessions: Vec<Known<Session>>,
    pub feeds: Vec<Feed>,
    pub lost_rows: Vec<LostRow>,
    /// What was agreed for single children and stands.
    pub overrides: Vec<ChildOverride>,
}

impl Caseload {
    /// The feed of this kind, if any import brought one.
    #[must_use]
    pub fn feed(&self, kind: FeedKind) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.kind == kind)
    }

    /// The position of a child, by id.
    #[must_use]
    pub fn position(&self, id: &ChildId) -> Option<usize> {
        self.children
            .binary_search_by(|file| file.child.id.cmp(id))
            .ok()
    }
}
