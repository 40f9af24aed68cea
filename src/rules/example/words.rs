//! The words that an example's fact may use where a record knows them only by a code.

use crate::model::{
    ActionsReviewed, CaseStatus, Closure, InvolvedAs, LegalStatus, Permanence, PlacementKind,
};

pub(super) const STATUS: [(&str, CaseStatus); 6] = [
    ("looked_after", CaseStatus::LookedAfter),
    ("protection_plan", CaseStatus::ProtectionPlan),
    ("in_need_plan", CaseStatus::InNeedPlan),
    ("open_assessment", CaseStatus::OpenAssessment),
    ("closed", CaseStatus::Closed),
    ("unknown", CaseStatus::Unknown),
];

pub(super) const CLOSURE: [(&str, Closure); 3] = [
    ("died", Closure::Died),
    ("transferred", Closure::Transferred),
    ("after_assessment", Closure::AfterAssessment),
];

pub(super) const LEGAL: [(&str, LegalStatus); 7] = [
    ("short_breaks", LegalStatus::ShortBreaks),
    ("accommodated", LegalStatus::Accommodated),
    ("interim_care_order", LegalStatus::InterimCareOrder),
    ("care_order", LegalStatus::CareOrder),
    ("placement_order", LegalStatus::PlacementOrder),
    ("protection", LegalStatus::Protection),
    ("justice", LegalStatus::Justice),
];

pub(super) const PLACED: [(&str, PlacementKind); 10] = [
    ("fostering", PlacementKind::Fostering),
    ("long_term_fostering", PlacementKind::LongTermFostering),
    ("for_adoption", PlacementKind::ForAdoption),
    ("with_parents", PlacementKind::WithParents),
    ("residential", PlacementKind::Residential),
    ("secure", PlacementKind::Secure),
    ("independent", PlacementKind::Independent),
    ("temporary", PlacementKind::Temporary),
    ("other", PlacementKind::Other),
    ("unregistered", PlacementKind::Unregistered),
];

pub(super) const PERMANENCE: [(&str, Permanence); 7] = [
    ("return_to_family", Permanence::ReturnToFamily),
    ("adoption", Permanence::Adoption),
    ("guardianship", Permanence::Guardianship),
    ("supported_living", Permanence::SupportedLiving),
    ("long_term_residential", Permanence::LongTermResidential),
    ("long_term_fostering", Permanence::LongTermFostering),
    ("other", Permanence::Other),
];

pub(super) const INVOLVED: [(&str, InvolvedAs); 5] = [
    ("case_worker", InvolvedAs::CaseWorker),
    ("iro", InvolvedAs::ReviewingOfficer),
    ("personal_adviser", InvolvedAs::PersonalAdviser),
    ("cp_chair", InvolvedAs::ConferenceChair),
    ("other", InvolvedAs::Other),
];

pub(super) const REVIEWED: [(&str, ActionsReviewed); 4] = [
    ("all", ActionsReviewed::All),
    ("some", ActionsReviewed::Some),
    ("none", ActionsReviewed::None),
    ("no_previous", ActionsReviewed::NoPrevious),
];
