//! Supervision and oversight records, of a child or of a worker.

use super::{Answer, Rating};
use crate::model::{Dated, Day, Name};

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
    /// The supervisor's own rating; never taken for a reader's.
    pub reflection: Rating,
    pub challenge: Rating,
    pub actions_reviewed: ActionsReviewed,
    pub risk_reviewed: Answer,
    pub child_voice: Answer,
}

/// Whether a session went through the actions of the one before (`previous_actions_reviewed`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[repr(u8)]
pub enum ActionsReviewed {
    #[default]
    Blank = 0,
    All = 1,
    Some = 2,
    None = 3,
    NoPrevious = 4,
    Unknown = 5,
}

impl ActionsReviewed {
    /// Every answer, in the order of its number in the store.
    pub const ALL: [Self; 6] = [
        Self::Blank,
        Self::All,
        Self::Some,
        Self::None,
        Self::NoPrevious,
        Self::Unknown,
    ];
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
    /// The session's own id, shared by every child that it was about.
    pub id: Option<Name>,
}
