//! Who works here, who supervised whom, and who was away. These are facts of no child.

use super::Answer;
use crate::model::{Dated, Day, Name};

/// A role (`staff.csv`, `role`, and the further roles of practice).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Hash)]
#[repr(u8)]
pub enum StaffRole {
    SocialWorker = 1,
    /// In the assessed and supported year in employment.
    NewlyQualified = 2,
    Senior = 3,
    TeamManager = 4,
    HeadOfService = 5,
    ReviewingOfficer = 6,
    ConferenceChair = 7,
    FamilyHelp = 8,
    AdvancedPractitioner = 10,
    AssistantManager = 11,
    PersonalAdviser = 12,
    FamilyHelpLead = 13,
    LeadProtection = 14,
    FamilySupport = 15,
    SupervisingSocialWorker = 16,
    EmergencyDuty = 17,
    Student = 18,
    Director = 19,
    #[default]
    Other = 99,
}

impl StaffRole {
    /// Every role, in the order of its number in the store.
    pub const ALL: [Self; 19] = [
        Self::SocialWorker,
        Self::NewlyQualified,
        Self::Senior,
        Self::TeamManager,
        Self::HeadOfService,
        Self::ReviewingOfficer,
        Self::ConferenceChair,
        Self::FamilyHelp,
        Self::AdvancedPractitioner,
        Self::AssistantManager,
        Self::PersonalAdviser,
        Self::FamilyHelpLead,
        Self::LeadProtection,
        Self::FamilySupport,
        Self::SupervisingSocialWorker,
        Self::EmergencyDuty,
        Self::Student,
        Self::Director,
        Self::Other,
    ];

    /// The word of the canonical CSV.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SocialWorker => "social_worker",
            Self::NewlyQualified => "asye",
            Self::Senior => "senior",
            Self::TeamManager => "team_manager",
            Self::HeadOfService => "head_of_service",
            Self::ReviewingOfficer => "iro",
            Self::ConferenceChair => "cp_chair",
            Self::FamilyHelp => "family_help",
            Self::AdvancedPractitioner => "advanced_practitioner",
            Self::AssistantManager => "assistant_team_manager",
            Self::PersonalAdviser => "personal_adviser",
            Self::FamilyHelpLead => "family_help_lead",
            Self::LeadProtection => "lead_child_protection",
            Self::FamilySupport => "family_support_worker",
            Self::SupervisingSocialWorker => "supervising_social_worker",
            Self::EmergencyDuty => "emergency_duty",
            Self::Student => "student",
            Self::Director => "director",
            Self::Other => "other",
        }
    }

    /// Whether the role manages others rather than holding cases.
    #[must_use]
    pub const fn manages(self) -> bool {
        matches!(
            self,
            Self::TeamManager | Self::HeadOfService | Self::AssistantManager | Self::Director
        )
    }
}

/// One member of staff (`staff.csv`). The fact's own reference is the worker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Staff {
    pub worker: Name,
    pub role: StaffRole,
    pub team: Option<Name>,
    pub started: Dated,
    pub left: Dated,
    pub asye_start: Dated,
    pub asye_end: Dated,
    /// Hundredths of full time.
    pub fte: Option<u16>,
    pub agency: Answer,
    pub supervisor: Option<Name>,
}

/// A time away. It pauses the worker's own clock, never a child's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Absence {
    pub worker: Name,
    pub from: Day,
    /// The last day away; blank: still away.
    pub to: Dated,
    pub cover: Option<Name>,
}

/// Who answered for a worker's supervision, and when (`supervisors.csv`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SupervisorLink {
    pub worker: Name,
    pub supervisor: Name,
    pub from: Dated,
    pub to: Dated,
}
