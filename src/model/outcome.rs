//! What a person decided about a gap. Outcomes are set, never toggled, and never erased.

use super::{Day, GapKey, PersonName};

/// One step of a person's work (one outcome, or a bulk of them): the unit of undo.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ActionId(pub i64);

/// The outcomes that a gap can be given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OutcomeKind {
    /// Done, and seen on the child's file on this date: waits for an import to confirm.
    SeenOnFile { on: Day },
    /// Done, not recorded: to be recorded by this date.
    ToRecord { by: Day },
    /// Not done: booked for this date.
    Booked { on: Day },
    /// Not required, because of the reason given.
    NotRequired,
    /// An error of the data or the extract.
    DataError,
    /// An approved exception: shown as late, approved; never as met.
    Exception { approved_by: PersonName },
    /// Escalated to a named role.
    Escalated { to: PersonName },
}

impl OutcomeKind {
    /// The word in the store and in plain-text output.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::SeenOnFile { .. } => "seen_on_file",
            Self::ToRecord { .. } => "to_record",
            Self::Booked { .. } => "booked",
            Self::NotRequired => "not_required",
            Self::DataError => "data_error",
            Self::Exception { .. } => "exception",
            Self::Escalated { .. } => "escalated",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::SeenOnFile { on } => format!("seen on file {}", on.long()),
            Self::ToRecord { by } => format!("done, to record by {}", by.long()),
            Self::Booked { on } => format!("booked for {}", on.long()),
            Self::NotRequired => "not required".to_owned(),
            Self::DataError => "error of the data".to_owned(),
            Self::Exception { approved_by } => format!("exception approved by {approved_by}"),
            Self::Escalated { to } => format!("escalated to {to}"),
        }
    }

    /// The date by which the outcome promises something, or on which it was seen.
    #[must_use]
    pub const fn date(&self) -> Option<Day> {
        match self {
            Self::SeenOnFile { on } | Self::Booked { on } => Some(*on),
            Self::ToRecord { by } => Some(*by),
            _ => None,
        }
    }

    /// Refuses a date that cannot be meant: a record that is seen tomorrow, a booking for yesterday.
    ///
    /// # Errors
    /// What is odd about the date and what to give instead.
    pub fn fits(&self, today: Day) -> Result<(), String> {
        match self {
            Self::SeenOnFile { on } if *on > today => Err(format!(
                "{} has not come yet. Give the day on which you saw the record.",
                on.long()
            )),
            Self::ToRecord { by: day } | Self::Booked { on: day } if *day < today => Err(format!(
                "{} has passed. Give a day that is still to come.",
                day.long()
            )),
            _ => Ok(()),
        }
    }

    /// Whether it claims that a record exists or will: then an import has to confirm it.
    #[must_use]
    pub const fn claims_a_record(&self) -> bool {
        matches!(self, Self::SeenOnFile { .. } | Self::ToRecord { .. })
    }
}

/// An outcome as it stands in the store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    pub gap: GapKey,
    pub kind: OutcomeKind,
    pub reason: String,
    pub person: PersonName,
    /// RFC 3339, UTC.
    pub at: String,
    /// The as-at of the case feed (or the feed that would confirm it) when it was given.
    pub data_as_at: Day,
    /// What the gap looked like when it was given (state, dates, limit): if that changes, the
    /// question is open again.
    pub evidence: String,
}

/// Where a gap stands after what people said about it and what later imports showed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Standing {
    /// Nobody has given it an outcome.
    #[default]
    Open,
    /// An outcome stands.
    Answered(Outcome),
    /// An outcome claims a record; the next import has to confirm it.
    Waiting(Outcome),
    /// There was an outcome, and this is why the question is open again.
    Reopened { was: Outcome, why: String },
}

impl Standing {
    /// Whether somebody still has to act on it.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open | Self::Reopened { .. })
    }

    /// The latest outcome, whether it stands or not.
    #[must_use]
    pub const fn outcome(&self) -> Option<&Outcome> {
        match self {
            Self::Open => None,
            Self::Answered(outcome) | Self::Waiting(outcome) => Some(outcome),
            Self::Reopened { was, .. } => Some(was),
        }
    }
}

/// An outcome with the step in which it was given, whether it still stands or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GivenOutcome {
    pub outcome: Outcome,
    pub step: ActionId,
    pub place: Place,
}

/// Whether a given outcome is the one that counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// The latest for its gap that was not undone.
    Latest,
    /// A later outcome for the same gap took its place.
    Replaced,
    /// Undone; redo can do it again unless something else was given since.
    Undone,
}

impl Place {
    /// The word in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Latest => "latest",
            Self::Replaced => "replaced",
            Self::Undone => "undone",
        }
    }
}
