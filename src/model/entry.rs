//! What a person entered by hand: a session, a decision, an action or a visit, and what has
//! become of it since.
//!
//! It is a fact of its own and never a copy of an extract's. The surprising thing: it says nothing
//! about the child's file. Only a person who saw the record there, or an import that shows it,
//! does.

use std::fmt;

use super::{Answer, ChildId, Day, Name, PersonName, SessionStatus, SessionType};

/// The most letters that the words of an entry, or the reason for withdrawing it, may have.
pub const MOST_WORDS: usize = 4_000;
/// The most letters that a name may have.
pub const MOST_NAME: usize = 120;

/// An entry in the store; it is what a person types to name one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EntryId(pub i64);

/// Whom an entry is about.
#[derive(Clone, PartialEq, Eq)]
pub enum EntrySubject {
    Child {
        id: ChildId,
        /// As the person typed it, or as the case system shows it.
        shown: Name,
    },
    /// A worker's own supervision.
    Worker(Name),
}

impl EntrySubject {
    /// The child, where it is one.
    #[must_use]
    pub const fn child(&self) -> Option<&ChildId> {
        match self {
            Self::Child { id, .. } => Some(id),
            Self::Worker(_) => None,
        }
    }

    /// The child's id as it is shown, or the worker's name.
    #[must_use]
    pub const fn shown(&self) -> &Name {
        match self {
            Self::Child { shown, .. } => shown,
            Self::Worker(name) => name,
        }
    }
}

impl fmt::Debug for EntrySubject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Child { .. } => "Child(..)",
            Self::Worker(_) => "Worker(..)",
        })
    }
}

/// What was entered, with what only its kind has.
#[derive(Clone, PartialEq, Eq)]
pub enum EntryKind {
    Session {
        kind: SessionType,
        status: SessionStatus,
        /// Whether a decision was recorded in it.
        decision: Answer,
    },
    /// The words of the entry are the decision.
    Decision {
        why: String,
        taken_by: Option<Name>,
    },
    /// The words of the entry are what is to be done.
    Action {
        owner: Option<Name>,
        due: Option<Day>,
        done: Option<Day>,
    },
    Visit {
        seen: Answer,
        alone: Answer,
    },
}

impl fmt::Debug for EntryKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl EntryKind {
    /// The word in the store and in plain-text output.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Session { .. } => "session",
            Self::Decision { .. } => "decision",
            Self::Action { .. } => "action",
            Self::Visit { .. } => "visit",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Session { kind, .. } => kind.label(),
            Self::Decision { .. } => "decision",
            Self::Action { .. } => "action",
            Self::Visit { .. } => "visit",
        }
    }

    /// Whether it says that something took place, so that its day cannot be ahead.
    #[must_use]
    pub const fn took_place(&self) -> bool {
        !matches!(
            self,
            Self::Session {
                status: SessionStatus::Planned,
                ..
            }
        )
    }
}

/// What a person said: the part of an entry that a correction replaces.
#[derive(Clone, PartialEq, Eq)]
pub struct EntryDraft {
    pub subject: EntrySubject,
    pub what: EntryKind,
    /// The day on which it was held, taken, agreed or made.
    pub on: Day,
    pub worker: Option<Name>,
    pub supervisor: Option<Name>,
    pub team: Option<Name>,
    /// Free text; may be empty for a session and a visit.
    pub words: String,
}

impl fmt::Debug for EntryDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither a child's id, a name nor a word reaches a log by way of `{:?}`.
        write!(f, "EntryDraft({:?} on {:?}, ..)", self.what, self.on)
    }
}

/// The part of a draft that something is wrong with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryField {
    Subject,
    On,
    Worker,
    Supervisor,
    Team,
    Words,
    Why,
    Owner,
    Due,
    Done,
    Alone,
}

impl EntryDraft {
    /// A case supervision that was held, for tests.
    #[cfg(test)]
    pub(crate) fn made_up(child: &str, on: &str) -> Self {
        Self {
            subject: EntrySubject::Child {
                id: ChildId::read(child).unwrap(),
                shown: Name::from(child),
            },
            what: EntryKind::Session {
                kind: SessionType::CaseSupervision,
                status: SessionStatus::Held,
                decision: Answer::Blank,
            },
            on: Day::parse_iso(on).unwrap(),
            worker: Some(Name::from("T Mockridge")),
            supervisor: Some(Name::from("Y Foobarton")),
            team: None,
            words: "plan talked through".to_owned(),
        }
    }

    /// What is wrong with it, at which field, and what to do.
    pub fn check(&self, today: Day) -> Result<(), (EntryField, String)> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        if self.on > today && self.what.took_place() {
            let what = match self.what {
                EntryKind::Session { .. } => {
                    "A session that is still to come is entered with the status planned."
                }
                _ => "Give the day on which it was.",
            };
            let words = format!("{} has not come yet. {what}", self.on.long());
            return Err((EntryField::On, words));
        }
        self.check_kind(today)?;
        let names = [
            (EntryField::Subject, Some(self.subject.shown())),
            (EntryField::Worker, self.worker.as_ref()),
            (EntryField::Supervisor, self.supervisor.as_ref()),
            (EntryField::Team, self.team.as_ref()),
        ];
        for (field, name) in names {
            if name.is_some_and(|name| long(name, MOST_NAME)) {
                let words =
                    format!("A name of more than {MOST_NAME} letters cannot be kept. Shorten it.");
                return Err((field, words));
            }
        }
        if long(&self.words, MOST_WORDS) {
            let words =
                format!("More than {MOST_WORDS} letters cannot be kept. Shorten the words.");
            return Err((EntryField::Words, words));
        }
        Ok(())
    }

    fn check_kind(&self, today: Day) -> Result<(), (EntryField, String)> {
        let wrong = |field, words: &str| Err((field, words.to_owned()));
        match &self.what {
            EntryKind::Session { kind, .. } => match (&self.subject, kind) {
                (EntrySubject::Child { .. }, SessionType::StaffOneToOne) => wrong(
                    EntryField::Subject,
                    "Staff supervision is of a worker. Name the worker, and no child.",
                ),
                (EntrySubject::Worker(_), kind) if *kind != SessionType::StaffOneToOne => wrong(
                    EntryField::Subject,
                    "This session is about a child. Name the child.",
                ),
                _ => Ok(()),
            },
            _ if self.subject.child().is_none() => wrong(
                EntryField::Subject,
                "This is about a child. Name the child.",
            ),
            EntryKind::Decision { why, .. } => {
                if self.words.trim().is_empty() {
                    return wrong(EntryField::Words, "Say what was decided.");
                }
                if why.chars().count() > MOST_WORDS {
                    return wrong(EntryField::Why, "The reasons are too long. Shorten them.");
                }
                Ok(())
            }
            EntryKind::Action { due, done, .. } => {
                if self.words.trim().is_empty() {
                    return wrong(EntryField::Words, "Say what is to be done.");
                }
                if due.is_some_and(|due| due < self.on) {
                    let words =
                        "It would be due before the day on which it was agreed. Check both.";
                    return wrong(EntryField::Due, words);
                }
                if done.is_some_and(|done| done < self.on || done > today) {
                    let words =
                        "It was done between the day it was agreed and today. Check the day.";
                    return wrong(EntryField::Done, words);
                }
                Ok(())
            }
            EntryKind::Visit { seen, alone } => {
                if *alone == Answer::Yes && *seen != Answer::Yes {
                    let words = "A child who was seen alone was seen. Check both answers.";
                    return wrong(EntryField::Alone, words);
                }
                Ok(())
            }
        }
    }
}

/// Somebody saw the record on the child's file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The day on which it was seen there.
    pub on: Day,
    /// The day on which it was put there, where the person knows it.
    pub filed: Option<Day>,
    pub by: PersonName,
    /// RFC 3339, UTC.
    pub at: String,
}

impl Seen {
    /// The day from which the record counts as being on the file.
    #[must_use]
    pub fn recorded(&self) -> Day {
        self.filed.unwrap_or(self.on)
    }
}

/// Somebody said that the entry was a mistake.
#[derive(Clone, PartialEq, Eq)]
pub struct Withdrawal {
    pub reason: String,
    pub by: PersonName,
    /// RFC 3339, UTC.
    pub at: String,
}

impl fmt::Debug for Withdrawal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Withdrawal(..)")
    }
}

/// An entry as it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    pub id: EntryId,
    pub said: EntryDraft,
    pub entered_by: PersonName,
    /// RFC 3339, UTC.
    pub entered_at: String,
    /// 1 as it was entered; each correction and each withdrawal adds one.
    pub version: u32,
    /// Who changed it last, and when (RFC 3339, UTC); `None`: nobody.
    pub changed: Option<(PersonName, String)>,
    pub withdrawn: Option<Withdrawal>,
    /// Of this version: what was corrected has to be seen again.
    pub seen: Option<Seen>,
}

/// One step of work on entries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EntryChange {
    /// Enters one or several, as one step.
    Enter(Vec<EntryDraft>),
    /// Replaces what was said. The older version is kept.
    Correct { id: EntryId, to: EntryDraft },
    /// Says that it was a mistake, and why.
    Withdraw { id: EntryId, reason: String },
    /// Somebody saw the record on the file.
    Seen {
        id: EntryId,
        on: Day,
        filed: Option<Day>,
    },
    /// It was not seen there after all.
    NotSeen { id: EntryId },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(iso: &str) -> Day {
        Day::parse_iso(iso).unwrap()
    }

    fn draft(what: EntryKind, words: &str) -> EntryDraft {
        EntryDraft {
            what,
            words: words.to_owned(),
            ..EntryDraft::made_up("900138", "2026-06-10")
        }
    }

    fn held(status: SessionStatus) -> EntryKind {
        EntryKind::Session {
            kind: SessionType::CaseSupervision,
            status,
            decision: Answer::Blank,
        }
    }

    #[test]
    fn only_a_planned_session_may_be_ahead() {
        let today = day("2026-06-09");
        let refused = draft(held(SessionStatus::Held), "").check(today);
        assert_eq!(refused.unwrap_err().0, EntryField::On);
        let planned = draft(held(SessionStatus::Planned), "").check(today);
        assert_eq!(planned, Ok(()));
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        let today = day("2026-06-12");
        let action = |due: &str, done: Option<&str>| EntryKind::Action {
            owner: None,
            due: Some(day(due)),
            done: done.map(day),
        };
        let visit = |seen, alone| EntryKind::Visit { seen, alone };
        let decision = EntryKind::Decision {
            why: String::new(),
            taken_by: None,
        };
        for (what, words, field) in [
            (decision, " ", EntryField::Words),
            (action("2026-06-20", None), "", EntryField::Words),
            (action("2026-06-01", None), "call", EntryField::Due),
            (
                action("2026-06-20", Some("2026-06-13")),
                "call",
                EntryField::Done,
            ),
            (visit(Answer::No, Answer::Yes), "", EntryField::Alone),
        ] {
            assert_eq!(draft(what, words).check(today).unwrap_err().0, field);
        }
        let long = "x".repeat(MOST_WORDS + 1);
        let refused = draft(held(SessionStatus::Held), &long).check(today);
        assert_eq!(refused.unwrap_err().0, EntryField::Words);
    }

    #[test]
    fn what_is_printed_for_a_fault_names_neither_child_nor_words() {
        let printed = format!("{:?}", draft(held(SessionStatus::Held), "a family matter"));
        for hidden in ["900138", "Mockridge", "family"] {
            assert!(!printed.contains(hidden), "{printed}");
        }
    }
}
