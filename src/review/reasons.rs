//! The numbered reasons and roles that come with each outcome, from `assets/reasons.toml`, and what
//! each kind of outcome asks for.
//!
//! It gives no outcome. The surprising thing: what is proposed depends on whether the gap is one of
//! supervision, because no threshold excuses that.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::{Day, OutcomeKind, PersonName};

/// The lists as they are written.
pub const TABLE: &str = include_str!("../../assets/reasons.toml");

/// The lists of one outcome.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lists {
    pub reasons: Vec<String>,
    #[serde(default)]
    pub who: Vec<String>,
    /// Reasons that a gap of supervision cannot have.
    #[serde(default)]
    not_for_supervision: Vec<String>,
}

/// The lists for an outcome's word; empty ones if the table has none.
#[must_use]
pub fn of(word: &str, kin: Kin) -> Lists {
    // A test reads the same text, so a table that cannot be read never leaves the house.
    let mut table = read(TABLE).unwrap_or_default();
    let word = match kin {
        Kin::Worker => format!("worker_{word}"),
        _ => word.to_owned(),
    };
    let mut lists = table.remove(&word).unwrap_or_default();
    if kin == Kin::Child {
        lists.reasons.append(&mut lists.not_for_supervision);
    }
    lists
}

/// Whether this is one of the roles that are proposed, and so nobody's name.
#[must_use]
pub fn is_role(who: &str) -> bool {
    let table = read(TABLE).unwrap_or_default();
    table
        .values()
        .any(|lists| lists.who.iter().any(|role| role == who))
}

fn read(text: &str) -> Result<BTreeMap<String, Lists>, toml::de::Error> {
    toml::from_str(text)
}

/// Which outcome.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OutcomeChoice {
    SeenOnFile,
    ToRecord,
    Booked,
    NotRequired,
    DataError,
    Exception,
    Escalated,
}

impl OutcomeChoice {
    /// Every outcome.
    pub const ALL: [Self; 7] = [
        Self::SeenOnFile,
        Self::ToRecord,
        Self::Booked,
        Self::NotRequired,
        Self::DataError,
        Self::Exception,
        Self::Escalated,
    ];

    /// The word in the table of reasons.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::SeenOnFile => "seen_on_file",
            Self::ToRecord => "to_record",
            Self::Booked => "booked",
            Self::NotRequired => "not_required",
            Self::DataError => "data_error",
            Self::Exception => "exception",
            Self::Escalated => "escalated",
        }
    }

    /// As a form over it says.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::SeenOnFile => "Done, and seen on the file",
            Self::ToRecord => "Done, not recorded",
            Self::Booked => "Not done: booked",
            Self::NotRequired => "Not required",
            Self::DataError => "An error of the data or the extract",
            Self::Exception => "An approved exception",
            Self::Escalated => "Escalate",
        }
    }

    /// What is asked where the outcome carries a day, and how many days on is proposed; none on: a
    /// day that has come.
    #[must_use]
    pub const fn asks_date(self) -> Option<(&'static str, i32)> {
        match self {
            Self::SeenOnFile => Some(("Seen on", 0)),
            Self::ToRecord => Some(("To be recorded by", 5)),
            Self::Booked => Some(("Booked for", 7)),
            _ => None,
        }
    }

    /// The day that is proposed where the outcome carries one.
    #[must_use]
    pub fn proposed_day(self, today: Day) -> Option<Day> {
        self.asks_date().map(|(_, days)| weekday_on(today, days))
    }

    /// The outcome with its day or its role; what it does not carry is not used.
    #[must_use]
    pub fn kind(self, day: Day, who: &str) -> OutcomeKind {
        let who = PersonName::from(who.trim());
        match self {
            Self::SeenOnFile => OutcomeKind::SeenOnFile { on: day },
            Self::ToRecord => OutcomeKind::ToRecord { by: day },
            Self::Booked => OutcomeKind::Booked { on: day },
            Self::NotRequired => OutcomeKind::NotRequired,
            Self::DataError => OutcomeKind::DataError,
            Self::Exception => OutcomeKind::Exception { approved_by: who },
            Self::Escalated => OutcomeKind::Escalated { to: who },
        }
    }

    /// What is asked where the outcome names somebody.
    #[must_use]
    pub const fn asks_who(self) -> Option<&'static str> {
        match self {
            Self::Exception => Some("Approved by"),
            Self::Escalated => Some("Escalate to"),
            _ => None,
        }
    }
}

/// What kind of gaps an outcome is for: it decides the proposed reasons and the warning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kin {
    Child,
    /// A child's gap that a session would close.
    Supervision,
    Worker,
    /// Children and workers.
    Mixed,
}

impl Kin {
    /// The kin of gaps of which some are about children or workers, or belong to supervision.
    #[must_use]
    pub const fn of(children: bool, workers: bool, supervision: bool) -> Self {
        match (children, workers) {
            (false, _) => Self::Worker,
            (true, true) => Self::Mixed,
            (true, false) if supervision => Self::Supervision,
            (true, false) => Self::Child,
        }
    }

    /// That the words may be disclosed, and to whom.
    #[must_use]
    pub const fn warning(self) -> &'static str {
        match self {
            Self::Child | Self::Supervision => {
                "These words may be disclosed to the family, a court or on request."
            }
            Self::Worker => "These words may be disclosed to the worker, or on request.",
            Self::Mixed => {
                "These words may be disclosed to the family, the worker, a court or on request."
            }
        }
    }
}

/// So many days on, moved to Monday if that is a weekend.
fn weekday_on(today: Day, days: i32) -> Day {
    let day = today.plus_days(days);
    match (days, day.weekday()) {
        (1.., 5) => day.plus_days(2),
        (1.., 6) => day.plus_days(1),
        _ => day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_outcome_has_reasons_that_one_key_can_reach() {
        for choice in OutcomeChoice::ALL {
            for kin in [Kin::Child, Kin::Supervision, Kin::Worker, Kin::Mixed] {
                let lists = of(choice.word(), kin);
                assert!((1..=9).contains(&lists.reasons.len()), "{}", choice.word());
                assert!(lists.who.len() <= 9);
                assert_eq!(choice.asks_who().is_some(), !lists.who.is_empty());
            }
        }
        assert_eq!(read(TABLE).unwrap().len(), 2 * OutcomeChoice::ALL.len());
    }
}
