//! What follows from oversight: actions, escalations, and audits of what was read. No national
//! return holds any of these; they come from a council's own exports.

use super::Answer;
use crate::model::{Dated, Day, Name};

/// How an action stands (`actions.csv`, `status`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[repr(u8)]
pub enum ActionStatus {
    #[default]
    Open = 0,
    Complete = 1,
    /// Another action took its place.
    Superseded = 2,
    Abandoned = 3,
    Unknown = 9,
}

impl ActionStatus {
    /// Every status, in the order of its number in the store.
    pub const ALL: [Self; 5] = [
        Self::Open,
        Self::Complete,
        Self::Superseded,
        Self::Abandoned,
        Self::Unknown,
    ];

    /// The word of the canonical CSV.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Superseded => "superseded",
            Self::Abandoned => "abandoned",
            Self::Unknown => "unknown",
        }
    }
}

/// An action that supervision set. The fact's own reference is the action's id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Action {
    pub set: Day,
    /// Blank: nobody said by when.
    pub due: Dated,
    pub done: Dated,
    pub status: ActionStatus,
    pub owner: Option<Name>,
    /// The session that set it, by its id.
    pub session: Option<Name>,
    /// The action that this one carries forward, by its id.
    pub carried_from: Option<Name>,
    /// How often it was carried, where the source only counts.
    pub carry_count: Option<u16>,
}

/// Who raised an escalation (`escalations.csv`, `raised_by_role`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[repr(u8)]
pub enum RaisedBy {
    ReviewingOfficer = 1,
    ConferenceChair = 2,
    Partner = 3,
    Worker = 4,
    #[default]
    Other = 9,
}

impl RaisedBy {
    /// Every role, in the order of its number in the store.
    pub const ALL: [Self; 5] = [
        Self::ReviewingOfficer,
        Self::ConferenceChair,
        Self::Partner,
        Self::Worker,
        Self::Other,
    ];

    /// The word of the canonical CSV.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::ReviewingOfficer => "iro",
            Self::ConferenceChair => "cp_chair",
            Self::Partner => "partner",
            Self::Worker => "worker",
            Self::Other => "other",
        }
    }
}

/// A concern that somebody raised about a child's plan. The fact's own reference is its id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Escalation {
    pub raised: Day,
    pub by: RaisedBy,
    pub stage_due: Dated,
    pub stage_answered: Dated,
    pub resolved: Dated,
    pub changed_for_child: Answer,
    pub cafcass: Answer,
}

/// What a reader found of one quality of a record; "partly" is neither yes nor no.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
#[repr(u8)]
pub enum Rating {
    #[default]
    Blank = 0,
    Yes = 1,
    No = 2,
    Partly = 3,
    NotApplicable = 4,
    Unknown = 5,
}

impl Rating {
    /// Every rating, in the order of its number in the store.
    pub const ALL: [Self; 6] = [
        Self::Blank,
        Self::Yes,
        Self::No,
        Self::Partly,
        Self::NotApplicable,
        Self::Unknown,
    ];
}

/// The qualities that an audit rates, in the order of the canonical CSV.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct Ratings {
    pub direction_clear: Rating,
    pub rationale: Rating,
    pub actions_revisited: Rating,
    pub lived_experience: Rating,
    pub analysis: Rating,
    pub challenge: Rating,
    pub difference_made: Rating,
}

impl Ratings {
    /// The seven in their order.
    #[must_use]
    pub const fn all(self) -> [Rating; 7] {
        [
            self.direction_clear,
            self.rationale,
            self.actions_revisited,
            self.lived_experience,
            self.analysis,
            self.challenge,
            self.difference_made,
        ]
    }

    /// From the seven in their order.
    #[must_use]
    pub const fn of(all: [Rating; 7]) -> Self {
        Self {
            direction_clear: all[0],
            rationale: all[1],
            actions_revisited: all[2],
            lived_experience: all[3],
            analysis: all[4],
            challenge: all[5],
            difference_made: all[6],
        }
    }
}

/// A record that somebody has read, and what they found (`audits.csv`). The fact's own reference
/// is the audit's id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Audit {
    pub on: Day,
    /// The role of the reader, not the name.
    pub reader: Option<Name>,
    pub ratings: Ratings,
    pub remedial_due: Dated,
    pub remedial_done: Dated,
    pub reaudit_due: Dated,
}
