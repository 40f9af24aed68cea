//! What one row of a return or an export says about one child (or one worker).
//!
//! Columns that no rule reads are kept as words in a fact's `details`, not here. A record never
//! holds a name of a child, a postcode or free text.

use super::{Dated, Day, Name};

/// The kinds of fact, in the order in which the store keeps them. The numbers are in the store
/// and never change.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum FactKind {
    Person = 1,
    Family = 2,
    Referral = 3,
    Assessment = 4,
    Enquiry = 5,
    Cin = 6,
    CpPlan = 7,
    CarePeriod = 8,
    Session = 9,
    Contact = 20,
    EarlyHelp = 21,
    Leaver = 22,
    Adoption = 23,
    Adopter = 24,
}

impl FactKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::Person,
        Self::Family,
        Self::Referral,
        Self::Assessment,
        Self::Enquiry,
        Self::Cin,
        Self::CpPlan,
        Self::CarePeriod,
        Self::Session,
        Self::Contact,
        Self::EarlyHelp,
        Self::Leaver,
        Self::Adoption,
        Self::Adopter,
    ];

    /// The word used in keys and plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Family => "family",
            Self::Referral => "referral",
            Self::Assessment => "assessment",
            Self::Enquiry => "s47",
            Self::Cin => "cin",
            Self::CpPlan => "cp-plan",
            Self::CarePeriod => "care",
            Self::Session => "session",
            Self::Contact => "contact",
            Self::EarlyHelp => "early-help",
            Self::Leaver => "leaver",
            Self::Adoption => "adoption",
            Self::Adopter => "adopter",
        }
    }

    /// The kind with this number in the store.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == number)
    }
}

/// A yes-or-no answer as it was recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Answer {
    #[default]
    Blank,
    Yes,
    No,
    /// "Unknown", or a word that is neither yes nor no.
    Unknown,
}

/// Who held the case at this record: the team and the worker that the row names.
#[derive(Clone, PartialEq, Eq, Debug, Default, Hash)]
pub struct Handler {
    pub team: Option<Name>,
    pub worker: Option<Name>,
}

/// Annex A List 6, Case Status, by meaning.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum CaseStatus {
    #[default]
    Unknown,
    LookedAfter,
    ProtectionPlan,
    InNeedPlan,
    OpenAssessment,
    Closed,
}

/// Annex A List 8, Child's Legal Status: only what changes a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum LegalStatus {
    #[default]
    Other,
    /// V3 or V4: a series of short breaks, whose visits and reviews have their own intervals
    /// (Care Planning Regulations 2010, regulation 48).
    ShortBreaks,
}

/// One child as the lists describe them: nothing but the date of birth (or the expected one).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Person {
    pub birth: Option<Day>,
}

/// `family.csv`: which family a child belongs to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FamilyLink {
    pub family: Name,
}

/// Annex A List 1.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contact {
    pub on: Day,
}

/// Annex A List 2.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EarlyHelp {
    pub start: Day,
    pub end: Dated,
}

/// Annex A List 3.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Referral {
    pub on: Day,
    pub no_further_action: Answer,
    /// "Number of Referrals in Last 12 Months" as supplied; councils count it differently.
    pub earlier_in_12_months: Option<u16>,
    pub handler: Handler,
}

/// Annex A List 4: a continuous (single) assessment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SocialWorkAssessment {
    pub start: Day,
    pub authorised: Dated,
    pub child_seen: Answer,
    pub handler: Handler,
}

/// Annex A List 5: a section 47 enquiry, from the strategy discussion that began it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enquiry {
    pub strategy_discussion: Day,
    pub conference_unnecessary: Answer,
    pub conference: Dated,
    pub plan_made: Answer,
    pub handler: Handler,
}

/// Annex A List 6: an episode of need. Its start is the referral's date, not a plan's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CinEpisode {
    pub start: Day,
    pub end: Dated,
    pub last_seen: Dated,
    pub status: CaseStatus,
    pub handler: Handler,
}

/// Annex A List 7: a child protection plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CpPlan {
    pub start: Day,
    pub end: Dated,
    pub last_visit: Dated,
    pub latest_review: Dated,
    pub handler: Handler,
}

/// Annex A List 8: a period of being looked after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CarePeriod {
    pub start: Day,
    pub end: Dated,
    pub last_visit: Dated,
    pub latest_review: Dated,
    pub legal_status: LegalStatus,
    pub placement_start: Dated,
    pub handler: Handler,
}

/// Annex A List 9: a care leaver. The list has no key date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leaver {
    pub pathway_review: Dated,
    pub last_contact: Dated,
    pub handler: Handler,
}

/// Annex A List 10: a child for whom adoption was decided.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Adoption {
    pub decided: Day,
}

/// Annex A List 11: a prospective adopter. The row's id is not a child's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Adopter {
    pub enquired: Dated,
}

/// The kind of a supervision record (rulebook section 3, `session_type`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
#[repr(u8)]
pub enum SessionType {
    CaseSupervision = 1,
    StaffOneToOne = 2,
    GroupReflective = 3,
    ManagementOversight = 4,
    SeniorOversight = 5,
    InformalRecorded = 6,
    /// Recorded in words that no meaning is known for; it satisfies no clock.
    Other = 9,
}

impl SessionType {
    /// Every type, in the order of its number in the store.
    pub const ALL: [Self; 7] = [
        Self::CaseSupervision,
        Self::StaffOneToOne,
        Self::GroupReflective,
        Self::ManagementOversight,
        Self::SeniorOversight,
        Self::InformalRecorded,
        Self::Other,
    ];

    /// The word of the canonical CSV and of a policy's `counts`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::CaseSupervision => "case_supervision",
            Self::StaffOneToOne => "staff_one_to_one",
            Self::GroupReflective => "group_reflective",
            Self::ManagementOversight => "management_oversight",
            Self::SeniorOversight => "senior_oversight",
            Self::InformalRecorded => "informal_recorded",
            Self::Other => "other",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::CaseSupervision => "case supervision",
            Self::StaffOneToOne => "staff supervision",
            Self::GroupReflective => "group supervision",
            Self::ManagementOversight => "management oversight",
            Self::SeniorOversight => "senior oversight",
            Self::InformalRecorded => "informal, recorded",
            Self::Other => "other session",
        }
    }
}

/// Whether a session took place (rulebook section 3, `status`). Only `Held` satisfies a clock.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum SessionStatus {
    Held = 1,
    Cancelled = 2,
    Rearranged = 3,
    NotHeld = 4,
    Planned = 5,
    /// Blank, or a word that no meaning is known for; it satisfies no clock.
    Unknown = 9,
}

impl SessionStatus {
    /// Every status, in the order of its number in the store.
    pub const ALL: [Self; 6] = [
        Self::Held,
        Self::Cancelled,
        Self::Rearranged,
        Self::NotHeld,
        Self::Planned,
        Self::Unknown,
    ];

    /// The word of the canonical CSV and of the screen.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Cancelled => "cancelled",
            Self::Rearranged => "rearranged",
            Self::NotHeld => "not_held",
            Self::Planned => "planned",
            Self::Unknown => "unknown",
        }
    }
}

/// What a session record says beside its date: the answers a supervisor ticks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct Meeting {
    pub decision_recorded: Answer,
    pub decision_rationale: Answer,
    /// Actions still open, as the export counts them.
    pub actions_outstanding: Option<u16>,
}

/// A supervision or oversight record: one child's row of it, or a worker's own supervision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Session {
    pub on: Day,
    pub kind: SessionType,
    pub status: SessionStatus,
    pub worker: Option<Name>,
    pub supervisor: Option<Name>,
    pub team: Option<Name>,
    /// When it was put on the child's file. `Blank`: it is not there, as far as the export says.
    pub recorded: Dated,
    /// The session's own next date: shown and compared; moves a clock only by policy.
    pub next_due: Dated,
    pub meeting: Meeting,
}

/// One row, by kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Record {
    Person(Person),
    Family(FamilyLink),
    Contact(Contact),
    EarlyHelp(EarlyHelp),
    Referral(Referral),
    Assessment(SocialWorkAssessment),
    Enquiry(Enquiry),
    Cin(CinEpisode),
    CpPlan(CpPlan),
    CarePeriod(CarePeriod),
    Leaver(Leaver),
    Adoption(Adoption),
    Adopter(Adopter),
    Session(Session),
}

impl Record {
    /// The kind of this record.
    #[must_use]
    pub const fn kind(&self) -> FactKind {
        match self {
            Self::Person(_) => FactKind::Person,
            Self::Family(_) => FactKind::Family,
            Self::Contact(_) => FactKind::Contact,
            Self::EarlyHelp(_) => FactKind::EarlyHelp,
            Self::Referral(_) => FactKind::Referral,
            Self::Assessment(_) => FactKind::Assessment,
            Self::Enquiry(_) => FactKind::Enquiry,
            Self::Cin(_) => FactKind::Cin,
            Self::CpPlan(_) => FactKind::CpPlan,
            Self::CarePeriod(_) => FactKind::CarePeriod,
            Self::Leaver(_) => FactKind::Leaver,
            Self::Adoption(_) => FactKind::Adoption,
            Self::Adopter(_) => FactKind::Adopter,
            Self::Session(_) => FactKind::Session,
        }
    }

    /// The day by which the record is identified, where its kind has one.
    #[must_use]
    pub const fn start(&self) -> Option<Day> {
        match self {
            Self::Person(_) | Self::Family(_) | Self::Leaver(_) | Self::Adopter(_) => None,
            Self::Contact(x) => Some(x.on),
            Self::EarlyHelp(x) => Some(x.start),
            Self::Referral(x) => Some(x.on),
            Self::Assessment(x) => Some(x.start),
            Self::Enquiry(x) => Some(x.strategy_discussion),
            Self::Cin(x) => Some(x.start),
            Self::CpPlan(x) => Some(x.start),
            Self::CarePeriod(x) => Some(x.start),
            Self::Adoption(x) => Some(x.decided),
            Self::Session(x) => Some(x.on),
        }
    }

    /// The day on which it ended, where its kind ends: authorisation, conference, closure.
    #[must_use]
    pub const fn end(&self) -> Dated {
        match self {
            Self::EarlyHelp(x) => x.end,
            Self::Assessment(x) => x.authorised,
            Self::Enquiry(x) => x.conference,
            Self::Cin(x) => x.end,
            Self::CpPlan(x) => x.end,
            Self::CarePeriod(x) => x.end,
            _ => Dated::Blank,
        }
    }
}
