//! The lists of Annex A, row by row: what a rule reads of each.

use super::{Answer, Handler, PlacementKind};
use crate::model::{Dated, Day, Name};

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
#[repr(u8)]
pub enum LegalStatus {
    #[default]
    Other = 0,
    /// V3 or V4: a series of short breaks, whose visits and reviews have their own intervals
    /// (Care Planning Regulations 2010, regulation 48).
    ShortBreaks = 1,
    /// V2: accommodated under section 20.
    Accommodated = 2,
    /// C1.
    InterimCareOrder = 3,
    /// C2.
    CareOrder = 4,
    /// E1.
    PlacementOrder = 5,
    /// L1 to L3: police protection, emergency protection, child assessment order.
    Protection = 6,
    /// J1 to J3.
    Justice = 7,
}

impl LegalStatus {
    /// Every status, in the order of its number in the store.
    pub const ALL: [Self; 8] = [
        Self::Other,
        Self::ShortBreaks,
        Self::Accommodated,
        Self::InterimCareOrder,
        Self::CareOrder,
        Self::PlacementOrder,
        Self::Protection,
        Self::Justice,
    ];

    /// The status that a code of the national return means (`C1`, `V3`).
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code {
            "V3" | "V4" => Self::ShortBreaks,
            "V2" => Self::Accommodated,
            "C1" => Self::InterimCareOrder,
            "C2" => Self::CareOrder,
            "E1" => Self::PlacementOrder,
            "L1" | "L2" | "L3" => Self::Protection,
            "J1" | "J2" | "J3" => Self::Justice,
            _ => Self::Other,
        }
    }
}

/// Annex A List 8, permanence plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[repr(u8)]
pub enum Permanence {
    #[default]
    Blank = 0,
    ReturnToFamily = 1,
    Adoption = 2,
    /// Special guardianship or child arrangements order.
    Guardianship = 3,
    SupportedLiving = 4,
    LongTermResidential = 5,
    LongTermFostering = 6,
    Other = 7,
    /// A word that no meaning is known for.
    Unknown = 9,
}

impl Permanence {
    /// Every plan, in the order of its number in the store.
    pub const ALL: [Self; 9] = [
        Self::Blank,
        Self::ReturnToFamily,
        Self::Adoption,
        Self::Guardianship,
        Self::SupportedLiving,
        Self::LongTermResidential,
        Self::LongTermFostering,
        Self::Other,
        Self::Unknown,
    ];
}

/// Why an episode of need was closed, as far as a clock depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[repr(u8)]
pub enum Closure {
    /// Not said, or for any other reason.
    #[default]
    Other = 0,
    /// RC2.
    Died = 1,
    /// RC5: to another authority.
    Transferred = 2,
    /// RC8 and RC9: after assessment, no further action or early help.
    AfterAssessment = 3,
}

impl Closure {
    /// Every reason, in the order of its number in the store.
    pub const ALL: [Self; 4] = [
        Self::Other,
        Self::Died,
        Self::Transferred,
        Self::AfterAssessment,
    ];

    /// The reason that a code of the national return means (`RC5`).
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code {
            "RC2" => Self::Died,
            "RC5" => Self::Transferred,
            "RC8" | "RC9" => Self::AfterAssessment,
            _ => Self::Other,
        }
    }
}

/// One child as the lists describe them: nothing but the date of birth (or the expected one).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Person {
    pub birth: Option<Day>,
    pub died: Option<Day>,
    /// `Yes` where the source says that `birth` is the expected date of an unborn child.
    pub expected: Answer,
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
    /// Assessed as requiring support.
    pub needs_support: Answer,
    pub handler: Handler,
}

/// Annex A List 5: a section 47 enquiry, from the strategy discussion that began it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Enquiry {
    pub strategy_discussion: Day,
    pub conference_unnecessary: Answer,
    pub conference: Dated,
    pub plan_made: Answer,
    /// When the enquiry itself ended; only the Standard Safeguarding Dataset says so.
    pub ended: Dated,
    pub no_further_action: Answer,
    pub handler: Handler,
}

/// Annex A List 6: an episode of need. Its start is the referral's date, not a plan's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CinEpisode {
    pub start: Day,
    pub end: Dated,
    pub last_seen: Dated,
    pub status: CaseStatus,
    pub closure: Closure,
    pub handler: Handler,
}

/// Annex A List 7: a child protection plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CpPlan {
    pub start: Day,
    pub end: Dated,
    pub last_visit: Dated,
    pub latest_review: Dated,
    /// Whether the child was seen alone at the last visit.
    pub seen_alone: Answer,
    pub earlier_plans: Option<u16>,
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
    pub placement: PlacementKind,
    pub permanence: Permanence,
    pub out_of_area: Answer,
    pub placements_in_year: Option<u16>,
    pub handler: Handler,
}

/// Annex A List 9: a care leaver. The list has no key date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leaver {
    pub pathway_review: Dated,
    pub last_contact: Dated,
    /// Whether the authority is in touch; `Unknown` where contact was refused or is not needed.
    pub in_touch: Answer,
    pub adviser: Option<Name>,
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
