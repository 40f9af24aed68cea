//! The kinds of fact, by the number under which the store keeps them.

/// The kinds of fact. The numbers are in the store and never change: what a rule reads lies in
/// stretches of neighbouring numbers, so that a check fetches each stretch in one go.
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
    Visit = 30,
    Conference = 31,
    ReviewConference = 32,
    CareReview = 33,
    CinPlan = 34,
    Placement = 35,
    LegalPeriod = 36,
    Involvement = 37,
    Missing = 38,
    PreProceedings = 39,
    Liberty = 40,
    CareCheck = 41,
    Happening = 42,
    Action = 43,
    Escalation = 44,
    Audit = 45,
    Staff = 60,
    Absence = 61,
    Supervisor = 62,
}

impl FactKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 33] = [
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
        Self::Visit,
        Self::Conference,
        Self::ReviewConference,
        Self::CareReview,
        Self::CinPlan,
        Self::Placement,
        Self::LegalPeriod,
        Self::Involvement,
        Self::Missing,
        Self::PreProceedings,
        Self::Liberty,
        Self::CareCheck,
        Self::Happening,
        Self::Action,
        Self::Escalation,
        Self::Audit,
        Self::Staff,
        Self::Absence,
        Self::Supervisor,
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
            Self::Visit => "visit",
            Self::Conference => "conference",
            Self::ReviewConference => "review-conference",
            Self::CareReview => "care-review",
            Self::CinPlan => "cin-plan",
            Self::Placement => "placement",
            Self::LegalPeriod => "legal-status",
            Self::Involvement => "involvement",
            Self::Missing => "missing",
            Self::PreProceedings => "pre-proceedings",
            Self::Liberty => "deprivation-of-liberty",
            Self::CareCheck => "care-check",
            Self::Happening => "event",
            Self::Action => "action",
            Self::Escalation => "escalation",
            Self::Audit => "audit",
            Self::Staff => "staff",
            Self::Absence => "absence",
            Self::Supervisor => "supervisor",
        }
    }

    /// As the screen and a sentence name several of them: "visits".
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Person => "dates of birth",
            Self::Family => "families",
            Self::Referral => "referrals",
            Self::Assessment => "assessments",
            Self::Enquiry => "section 47 enquiries",
            Self::Cin => "episodes of need",
            Self::CpPlan => "child protection plans",
            Self::CarePeriod => "periods of care",
            Self::Session => "supervision",
            Self::Contact => "contacts",
            Self::EarlyHelp => "early help",
            Self::Leaver => "care leavers",
            Self::Adoption => "adoption decisions",
            Self::Adopter => "prospective adopters",
            Self::Visit => "visits",
            Self::Conference => "initial conferences",
            Self::ReviewConference => "review conferences",
            Self::CareReview => "care reviews",
            Self::CinPlan => "child in need plans",
            Self::Placement => "placements",
            Self::LegalPeriod => "legal statuses",
            Self::Involvement => "allocations of workers",
            Self::Missing => "missing episodes",
            Self::PreProceedings => "pre-proceedings",
            Self::Liberty => "deprivations of liberty",
            Self::CareCheck => "health, dental and reviewing-officer dates",
            Self::Happening => "events",
            Self::Action => "actions",
            Self::Escalation => "escalations",
            Self::Audit => "audits",
            Self::Staff => "staff",
            Self::Absence => "absences",
            Self::Supervisor => "who supervised whom",
        }
    }

    /// The kind with this number in the store.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| *kind as u8 == number)
    }
}
