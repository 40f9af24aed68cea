//! What is known of each child on a day: the input of every rule.

use std::ops::Deref;

use serde::Serialize;

use super::{
    Absence, Action, Audit, CareCheck, CarePeriod, CareReview, ChildId, ChildOverride, CinEpisode,
    CinPlan, Conference, Contact, Covers, CpPlan, Day, EarlyHelp, Enquiry, Escalation, FactKind,
    FeedKind, Happening, Involvement, Leaver, LegalPeriod, Liberty, Missing, Name, Placement,
    PreProceedings, Referral, ReviewConference, Session, SocialWorkAssessment, Source, Sources,
    Staff, SupervisorLink, Visit,
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
    pub died: Option<Day>,
    /// The source calls `birth` the expected date of an unborn child.
    pub expected: bool,
}

impl Child {
    /// A child of whom nothing but the id is known.
    #[must_use]
    pub const fn new(id: ChildId, shown: Name) -> Self {
        Self {
            id,
            shown,
            family: None,
            birth: None,
            died: None,
            expected: false,
        }
    }

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
    /// Who says so.
    pub sources: Sources,
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
            sources: self.sources,
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
    /// What only some sources hold; most children of an Annex A have nothing here.
    pub further: Option<Box<Further>>,
}

/// What only sources with a history or a council's own exports hold of a child, each list in
/// order of its start.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Further {
    pub contacts: Vec<Known<Contact>>,
    pub early_help: Vec<Known<EarlyHelp>>,
    pub leaving: Vec<Known<Leaver>>,
    pub visits: Vec<Known<Visit>>,
    pub conferences: Vec<Known<Conference>>,
    pub review_conferences: Vec<Known<ReviewConference>>,
    pub care_reviews: Vec<Known<CareReview>>,
    pub cin_plans: Vec<Known<CinPlan>>,
    pub placements: Vec<Known<Placement>>,
    pub legal_periods: Vec<Known<LegalPeriod>>,
    pub involvements: Vec<Known<Involvement>>,
    pub missing: Vec<Known<Missing>>,
    pub pre_proceedings: Vec<Known<PreProceedings>>,
    pub liberty: Vec<Known<Liberty>>,
    pub care_checks: Vec<Known<CareCheck>>,
    pub happenings: Vec<Known<Happening>>,
    pub actions: Vec<Known<Action>>,
    pub escalations: Vec<Known<Escalation>>,
    pub audits: Vec<Known<Audit>>,
}

impl Further {
    /// Nothing.
    pub const EMPTY: Self = Self {
        contacts: Vec::new(),
        early_help: Vec::new(),
        leaving: Vec::new(),
        visits: Vec::new(),
        conferences: Vec::new(),
        review_conferences: Vec::new(),
        care_reviews: Vec::new(),
        cin_plans: Vec::new(),
        placements: Vec::new(),
        legal_periods: Vec::new(),
        involvements: Vec::new(),
        missing: Vec::new(),
        pre_proceedings: Vec::new(),
        liberty: Vec::new(),
        care_checks: Vec::new(),
        happenings: Vec::new(),
        actions: Vec::new(),
        escalations: Vec::new(),
        audits: Vec::new(),
    };
}

static NOTHING_FURTHER: Further = Further::EMPTY;

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
            further: None,
        }
    }

    /// What only some sources hold.
    #[must_use]
    pub fn further(&self) -> &Further {
        self.further.as_deref().unwrap_or(&NOTHING_FURTHER)
    }

    /// The same, to add to.
    pub fn further_mut(&mut self) -> &mut Further {
        self.further.get_or_insert_default()
    }

    /// Whether the child is or was a case: more than a contact, early help or a date of birth is
    /// known.
    #[must_use]
    pub fn is_case(&self) -> bool {
        let listed = !(self.referrals.is_empty()
            && self.assessments.is_empty()
            && self.enquiries.is_empty()
            && self.episodes.is_empty()
            && self.plans.is_empty()
            && self.care.is_empty()
            && self.sessions.is_empty());
        listed
            || self
                .further
                .as_ref()
                .is_some_and(|further| further.is_case())
    }
}

impl Further {
    fn is_case(&self) -> bool {
        !(self.leaving.is_empty()
            && self.visits.is_empty()
            && self.conferences.is_empty()
            && self.review_conferences.is_empty()
            && self.cin_plans.is_empty()
            && self.placements.is_empty()
            && self.involvements.is_empty()
            && self.pre_proceedings.is_empty()
            && self.happenings.is_empty()
            && self.actions.is_empty()
            && self.escalations.is_empty()
            && self.audits.is_empty())
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

/// One kind of fact as one source lists it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Listing {
    pub kind: FactKind,
    pub source: Source,
    /// The newest as-at of this list.
    pub as_at: Day,
    /// The unbroken span that reaches the newest day covered.
    pub covers: Covers,
}

/// Two sources that say different things of one fact. What is used is said first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Disagreement {
    pub child: ChildId,
    pub kind: FactKind,
    pub start: Option<Day>,
    /// "authorised", "ended", "worker": what they disagree about.
    pub about: &'static str,
    pub used: (Source, Name),
    pub other: (Source, Name),
}

/// Everything that is known on a day.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Caseload {
    /// In order of id.
    pub children: Vec<CaseFile>,
    /// Workers' own supervision (rows without a child), in order of worker and date.
    pub staff_sessions: Vec<Known<Session>>,
    pub feeds: Vec<Feed>,
    /// Which kinds of fact which sources list, and of which days they speak.
    pub lists: Vec<Listing>,
    pub lost_rows: Vec<LostRow>,
    /// In order of worker.
    pub staff: Vec<Known<Staff>>,
    pub absences: Vec<Known<Absence>>,
    pub supervisors: Vec<Known<SupervisorLink>>,
    pub disagreements: Vec<Disagreement>,
    /// What was agreed for single children and stands.
    pub overrides: Vec<ChildOverride>,
}

impl Caseload {
    /// The feed of this kind, if any import brought one.
    #[must_use]
    pub fn feed(&self, kind: FeedKind) -> Option<&Feed> {
        self.feeds.iter().find(|feed| feed.kind == kind)
    }

    /// The span of days about which any source speaks of this kind of fact: from the first day of
    /// any to the last of any. `None`: no source that was loaded holds it.
    #[must_use]
    pub fn covers(&self, kind: FactKind) -> Option<Covers> {
        let of_kind = self.lists.iter().filter(|list| list.kind == kind);
        of_kind.map(|list| list.covers).reduce(|a, b| Covers {
            from: a.from.min(b.from),
            to: a.to.max(b.to),
        })
    }

    /// The position of a child, by id.
    #[must_use]
    pub fn position(&self, id: &ChildId) -> Option<usize> {
        self.children
            .binary_search_by(|file| file.child.id.cmp(id))
            .ok()
    }
}
