//! A limit that was agreed for one child, with who approved it and why. Never erased.

use super::{ActionId, ChildId, Day, Name, PersonName, Place};

/// What was agreed for the child in place of the service's own limit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ruling {
    /// The rule is not applied to this child.
    Off,
    /// Another limit; the unit is a word of a policy.
    Limit { value: u32, unit: Name },
    /// What was agreed before is taken back: the service's policy applies again.
    Lifted,
}

/// One agreement about one child and one rule.
#[derive(Clone, PartialEq, Eq)]
pub struct ChildOverride {
    pub child: ChildId,
    /// The rule's id.
    pub rule: String,
    pub ruling: Ruling,
    pub reason: String,
    pub approved_by: PersonName,
    pub approved_on: Day,
    /// The last day on which it counts; `None` where no end was set.
    pub until: Option<Day>,
}

impl ChildOverride {
    /// Whether it counts for a clock that was stopped on this day, or that is still open and looked
    /// at as at the other. What was late before anybody approved stays late.
    #[must_use]
    pub fn counts_for(&self, stop: Option<Day>, as_at: Day) -> bool {
        let approved = stop.is_none_or(|stop| self.approved_on <= stop);
        approved
            && self
                .until
                .is_none_or(|until| stop.unwrap_or(as_at) <= until)
    }
}

impl std::fmt::Debug for ChildOverride {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Whose it is and why must not reach a log by way of `{:?}`.
        write!(f, "ChildOverride({}, {:?})", self.rule, self.ruling)
    }
}

/// An agreement with the step in which it was entered, whether it still stands or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GivenOverride {
    pub is: ChildOverride,
    pub step: ActionId,
    pub person: PersonName,
    /// RFC 3339, UTC.
    pub at: String,
    pub place: Place,
}
