//! What somebody promised to do, and what became of it.
//!
//! A promise is a thread: agreed, looked at again, carried to a later day, done, or given up. The
//! surprising thing: that an extract shows the work done is not part of it. Whoever reads the
//! thread reads the extract beside it, so that taking an import back opens the promise again.

use std::fmt;

use super::{ChildId, Day, GapKey, MOST_NAME, MOST_WORDS, Name, PersonName};

/// A promise in the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PromiseId(pub i64);

/// Where a promise was made.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum PromiseOrigin {
    /// A surgery sheet that came back.
    Surgery,
    /// A review session.
    Review,
    /// Supervision, or a brief that was filled in there.
    Supervision,
    /// A change of worker, supervisor or leader.
    ChangeOfHands,
    /// The remedy of an audit.
    Audit,
}

impl PromiseOrigin {
    /// Every origin.
    pub const ALL: [Self; 5] = [
        Self::Surgery,
        Self::Review,
        Self::Supervision,
        Self::ChangeOfHands,
        Self::Audit,
    ];

    /// The word in the store and in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Surgery => "surgery",
            Self::Review => "review",
            Self::Supervision => "supervision",
            Self::ChangeOfHands => "change_of_hands",
            Self::Audit => "audit",
        }
    }

    /// As the screen says it, after "agreed in".
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Surgery => "surgery",
            Self::Review => "review",
            Self::Supervision => "supervision",
            Self::ChangeOfHands => "change of hands",
            Self::Audit => "audit",
        }
    }
}

/// What was agreed.
#[derive(Clone, PartialEq, Eq)]
pub struct PromiseDraft {
    pub origin: PromiseOrigin,
    /// The surgery sheet, the session or the audit in which it was agreed, by its own reference.
    pub origin_ref: Option<Name>,
    /// The child, with the id as it is shown. `None`: about a worker or a service.
    pub child: Option<(ChildId, Name)>,
    /// The gap that it is to close.
    pub gap: Option<GapKey>,
    pub agreed: Day,
    /// `None`: nobody said by when.
    pub due: Option<Day>,
    /// `None`: nobody said who.
    pub owner: Option<Name>,
    /// What is to be done.
    pub words: String,
}

impl fmt::Debug for PromiseDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither a child's id, a name nor a word reaches a log by way of `{:?}`.
        write!(
            f,
            "PromiseDraft({:?} of {:?}, ..)",
            self.origin, self.agreed
        )
    }
}

/// The part of a promise that something is wrong with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PromiseField {
    Words,
    Owner,
    Due,
}

impl PromiseDraft {
    /// A promise about one child, for tests.
    #[cfg(test)]
    pub(crate) fn made_up(child: &str, due: &str) -> Self {
        Self {
            origin: PromiseOrigin::Surgery,
            origin_ref: None,
            child: Some((ChildId::read(child).unwrap(), Name::from(child))),
            gap: None,
            agreed: Day::parse_iso("2026-06-12").unwrap(),
            due: Day::parse_iso(due),
            owner: Some(Name::from("T Mockridge")),
            words: "hold the core group".to_owned(),
        }
    }

    /// Refuses what cannot be kept or cannot be meant: at which field, and what to do.
    ///
    /// # Errors
    /// No words, words or a name that are too long, a day before the one on which it was agreed.
    pub fn check(&self) -> Result<(), (PromiseField, String)> {
        if self.words.trim().is_empty() {
            return Err((PromiseField::Words, "Say what is to be done.".to_owned()));
        }
        if self.words.chars().count() > MOST_WORDS {
            let words =
                format!("More than {MOST_WORDS} letters cannot be kept. Shorten the words.");
            return Err((PromiseField::Words, words));
        }
        let owner = self.owner.as_ref().map_or(0, |name| name.chars().count());
        if owner > MOST_NAME {
            let words =
                format!("A name of more than {MOST_NAME} letters cannot be kept. Shorten it.");
            return Err((PromiseField::Owner, words));
        }
        match self.due {
            Some(due) if due < self.agreed => Err((
                PromiseField::Due,
                format!(
                    "It would be due on {}, before the day on which it was agreed. Check both.",
                    due.long()
                ),
            )),
            _ => Ok(()),
        }
    }
}

/// What became of a promise on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PromiseTurn {
    /// Somebody came back to it and left it as it was.
    Revisited,
    /// It was not done and has a new day, or none.
    Carried { to: Option<Day> },
    /// Somebody says that it is done. The child's file has the last word.
    Done,
    /// Something else was agreed in its place.
    Superseded,
    /// It is no longer wanted.
    GivenUp,
}

impl PromiseTurn {
    /// The word in the store and in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Revisited => "revisited",
            Self::Carried { .. } => "carried",
            Self::Done => "done",
            Self::Superseded => "superseded",
            Self::GivenUp => "given_up",
        }
    }

    /// As a step that was taken says it: "carried to 20 Jun 2026".
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Revisited => "come back to".to_owned(),
            Self::Carried { to: Some(day) } => format!("carried to {}", day.long()),
            Self::Carried { to: None } => "carried, with no day".to_owned(),
            Self::Done => "done".to_owned(),
            Self::Superseded => "superseded".to_owned(),
            Self::GivenUp => "given up".to_owned(),
        }
    }

    /// Whether nothing is left to do after it.
    #[must_use]
    pub const fn closes(self) -> bool {
        matches!(self, Self::Done | Self::Superseded | Self::GivenUp)
    }
}

/// A turn as somebody told it.
#[derive(Clone, PartialEq, Eq)]
pub struct ToldTurn {
    pub turn: PromiseTurn,
    /// The day on which it was so.
    pub on: Day,
    /// Why, or what was found; may be empty.
    pub words: String,
    pub by: PersonName,
    /// RFC 3339, UTC.
    pub at: String,
}

impl fmt::Debug for ToldTurn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ToldTurn({:?} on {:?}, ..)", self.turn, self.on)
    }
}

/// A promise and its turns, the earliest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Promise {
    pub id: PromiseId,
    pub said: PromiseDraft,
    pub made_by: PersonName,
    /// RFC 3339, UTC.
    pub made_at: String,
    pub turns: Vec<ToldTurn>,
}

impl Promise {
    /// The day by which it is promised now: the latest that was given.
    #[must_use]
    pub fn due(&self) -> Option<Day> {
        let carried = self.turns.iter().rev().find_map(|told| match told.turn {
            PromiseTurn::Carried { to } => Some(to),
            _ => None,
        });
        carried.unwrap_or(self.said.due)
    }

    /// How often it was carried to another day.
    #[must_use]
    pub fn carried(&self) -> usize {
        let carried = |told: &&ToldTurn| matches!(told.turn, PromiseTurn::Carried { .. });
        self.turns.iter().filter(carried).count()
    }

    /// The turn after which nothing is left to do. A promise that was carried on afterwards is
    /// open again.
    #[must_use]
    pub fn closed(&self) -> Option<&ToldTurn> {
        self.turns.last().filter(|told| told.turn.closes())
    }

    /// The latest day on which anybody came back to it.
    #[must_use]
    pub fn last_looked_at(&self) -> Day {
        let latest = self.turns.iter().map(|told| told.on).max();
        latest.map_or(self.said.agreed, |on| on.max(self.said.agreed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn promise(turns: &[(PromiseTurn, &str)]) -> Promise {
        Promise {
            id: PromiseId(1),
            said: PromiseDraft::made_up("900138", "2026-06-20"),
            made_by: PersonName::from("Y Foobarton"),
            made_at: "2026-06-12T09:00:00Z".to_owned(),
            turns: turns
                .iter()
                .map(|(turn, on)| ToldTurn {
                    turn: *turn,
                    on: day(on),
                    words: String::new(),
                    by: PersonName::from("Y Foobarton"),
                    at: format!("{on}T09:00:00Z"),
                })
                .collect(),
        }
    }

    #[test]
    fn a_promise_that_is_carried_has_the_day_that_was_given_last() {
        let to = Some(day("2026-07-01"));
        let carried = promise(&[
            (PromiseTurn::Carried { to }, "2026-06-20"),
            (PromiseTurn::Revisited, "2026-06-25"),
        ]);
        assert_eq!(carried.due(), to);
        assert_eq!(carried.carried(), 1);
        assert_eq!(carried.last_looked_at(), day("2026-06-25"));
        assert_eq!(carried.closed(), None);
        let unsaid = promise(&[(PromiseTurn::Carried { to: None }, "2026-06-20")]);
        assert_eq!(unsaid.due(), None);
    }

    #[test]
    fn a_promise_that_is_carried_on_after_it_was_called_done_is_open_again() {
        let done = promise(&[(PromiseTurn::Done, "2026-06-20")]);
        assert!(done.closed().is_some());
        let again = promise(&[
            (PromiseTurn::Done, "2026-06-20"),
            (PromiseTurn::Carried { to: None }, "2026-06-21"),
        ]);
        assert_eq!(again.closed(), None);
    }

    #[test]
    fn a_promise_that_cannot_be_meant_is_refused_at_its_field() {
        let sound = PromiseDraft::made_up("900138", "2026-06-20");
        assert_eq!(sound.check(), Ok(()));
        let before = PromiseDraft {
            due: Some(day("2026-06-11")),
            ..sound.clone()
        };
        assert_eq!(before.check().unwrap_err().0, PromiseField::Due);
        let blank = PromiseDraft {
            words: " ".to_owned(),
            ..sound
        };
        assert_eq!(blank.check().unwrap_err().0, PromiseField::Words);
        assert!(!format!("{blank:?}").contains("900138"));
    }
}
