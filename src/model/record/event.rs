//! What happened to a child on a day or over a span, as the sources with a history tell it:
//! visits, conferences, reviews, plans, placements, allocations, missing episodes. Annex A holds
//! only the latest of most of these; the Standard Safeguarding Dataset and the censuses hold all.

use super::{Answer, Handler, LegalStatus};
use crate::model::{Dated, Day, Name};

/// Under which plan or duty a child was visited.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
#[repr(u8)]
pub enum VisitTo {
    InNeed = 1,
    Protection = 2,
    Care = 3,
    Leaver = 4,
    PrivateFostering = 5,
    EarlyHelp = 6,
    #[default]
    Other = 9,
}

impl VisitTo {
    /// Every duty, in the order of its number in the store.
    pub const ALL: [Self; 7] = [
        Self::InNeed,
        Self::Protection,
        Self::Care,
        Self::Leaver,
        Self::PrivateFostering,
        Self::EarlyHelp,
        Self::Other,
    ];

    /// The word of a layout and of a key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InNeed => "cin",
            Self::Protection => "cp",
            Self::Care => "cla",
            Self::Leaver => "leaver",
            Self::PrivateFostering => "private_fostering",
            Self::EarlyHelp => "early_help",
            Self::Other => "other",
        }
    }
}

/// A visit, whether or not the child was seen at it (SSD `*_visits`). Only one at which the child
/// was seen, or of which nothing is said, stops a clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Visit {
    pub on: Day,
    pub to: VisitTo,
    pub seen: Answer,
    pub alone: Answer,
    pub bedroom: Answer,
}

/// An initial child protection conference (SSD `ssd_initial_cp_conference`; CIN census
/// `DateOfInitialCPC`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conference {
    pub on: Day,
    pub transfer_in: Answer,
    pub plan_made: Answer,
    /// The target date as supplied: compared, never trusted.
    pub supplied_due: Dated,
}

/// A review conference on a child protection plan.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReviewConference {
    pub on: Day,
    pub quorate: Answer,
    /// The due date as supplied: compared, never trusted.
    pub supplied_due: Dated,
}

/// A review of a looked-after child. A cancelled one is no review.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CareReview {
    pub on: Day,
    pub cancelled: Answer,
    /// The due date as supplied: compared, never trusted.
    pub supplied_due: Dated,
}

/// A child in need plan. Annex A has none: its "CIN Start Date" is the referral's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CinPlan {
    pub start: Day,
    pub end: Dated,
    pub handler: Handler,
}

/// Where a looked-after child lives, as far as a clock depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[repr(u8)]
pub enum PlacementKind {
    #[default]
    Unknown = 0,
    Fostering = 1,
    /// U1 and U4: meant to last.
    LongTermFostering = 2,
    ForAdoption = 3,
    /// P1.
    WithParents = 4,
    Residential = 5,
    Secure = 6,
    Independent = 7,
    /// T0 to T4: no move.
    Temporary = 8,
    Other = 9,
    /// A setting that ought to be registered and is not.
    Unregistered = 10,
}

impl PlacementKind {
    /// Every kind, in the order of its number in the store.
    pub const ALL: [Self; 11] = [
        Self::Unknown,
        Self::Fostering,
        Self::LongTermFostering,
        Self::ForAdoption,
        Self::WithParents,
        Self::Residential,
        Self::Secure,
        Self::Independent,
        Self::Temporary,
        Self::Other,
        Self::Unregistered,
    ];

    /// The kind that a placement code of the national return means (`U4`, `P1`, `T3`), or the
    /// letter alone where only fostering or adoption is said; `Unknown` for a code that is none.
    #[must_use]
    pub fn of_code(code: &str) -> Self {
        match code {
            "U1" | "U4" => Self::LongTermFostering,
            "U" | "U2" | "U3" | "U5" | "U6" => Self::Fostering,
            "A" | "A3" | "A4" | "A5" | "A6" => Self::ForAdoption,
            "P1" => Self::WithParents,
            "P2" | "H5" => Self::Independent,
            "K1" => Self::Secure,
            "K2" | "R1" | "R2" | "R3" | "S1" => Self::Residential,
            "T0" | "T1" | "T2" | "T3" | "T4" => Self::Temporary,
            "P3" | "R5" | "Z1" => Self::Other,
            _ => Self::Unknown,
        }
    }
}

/// A placement of a looked-after child.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placement {
    pub start: Day,
    pub end: Dated,
    pub kind: PlacementKind,
    /// Placed outside the authority's area.
    pub out_of_area: Answer,
}

/// A span under one legal status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LegalPeriod {
    pub start: Day,
    pub end: Dated,
    pub status: LegalStatus,
}

/// Why a worker is on a child's case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[repr(u8)]
pub enum InvolvedAs {
    /// The allocated case worker.
    #[default]
    CaseWorker = 0,
    ReviewingOfficer = 1,
    PersonalAdviser = 2,
    ConferenceChair = 3,
    Other = 9,
}

impl InvolvedAs {
    /// Every reason, in the order of its number in the store.
    pub const ALL: [Self; 5] = [
        Self::CaseWorker,
        Self::ReviewingOfficer,
        Self::PersonalAdviser,
        Self::ConferenceChair,
        Self::Other,
    ];
}

/// A worker's time with a child (SSD `ssd_involvements`; SSDA903 social-worker episodes).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Involvement {
    pub start: Day,
    pub end: Dated,
    pub role: InvolvedAs,
    pub handler: Handler,
}

/// A child missing from home or care.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    pub start: Day,
    /// The day on which the child was found or returned.
    pub end: Dated,
    pub interview_offered: Answer,
    pub interview_accepted: Answer,
}

/// Pre-proceedings under the public law outline (SSD `ssd_pre_proceedings`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PreProceedings {
    pub decided: Day,
    pub letter: Dated,
    pub first_meeting: Dated,
    /// Stepped down, or proceedings issued.
    pub ended: Dated,
}

/// A deprivation of liberty (SSDA903 2024 on).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Liberty {
    pub start: Day,
    pub end: Dated,
}

/// What Annex A List 8 names the latest date of beside visits and reviews.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
#[repr(u8)]
pub enum Checked {
    Health = 1,
    Dental = 2,
    ReviewingOfficer = 3,
}

impl Checked {
    /// Every check, in the order of its number in the store.
    pub const ALL: [Self; 3] = [Self::Health, Self::Dental, Self::ReviewingOfficer];

    /// The word of a key.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::Dental => "dental",
            Self::ReviewingOfficer => "iro",
        }
    }
}

/// One such date.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CareCheck {
    pub on: Day,
    pub what: Checked,
}

/// Whether an event of `events.csv` took place.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[repr(u8)]
pub enum HappeningStatus {
    #[default]
    Held = 0,
    Cancelled = 1,
    /// Held late, or allowed to be late, by somebody who is named.
    LateApproved = 2,
    Unknown = 9,
}

impl HappeningStatus {
    /// Every status, in the order of its number in the store.
    pub const ALL: [Self; 4] = [
        Self::Held,
        Self::Cancelled,
        Self::LateApproved,
        Self::Unknown,
    ];

    /// The word of the canonical CSV.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Cancelled => "cancelled",
            Self::LateApproved => "late_approved",
            Self::Unknown => "unknown",
        }
    }
}

/// An event that no national return holds (`events.csv`). Its kind is a word, so that a rule can
/// name a new one without code: `core_group`, `referral_decision`, `strategy_required`, ...
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Happening {
    pub on: Day,
    /// In lower case with underscores, as in the canonical CSV.
    pub what: Name,
    pub status: HappeningStatus,
    pub approved_by: Option<Name>,
    /// The worker or role that it names, where it names one.
    pub handler: Handler,
}
