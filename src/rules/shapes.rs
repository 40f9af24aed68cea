//! The words of the shapes that run on streams of events: from one thing to another, how long, how
//! many, what was ticked.

use serde::Deserialize;

use super::Limit;
use super::reckoning::{Basis, ClockRecord, Counted, Except, NoteIf, Only, Stage};
use super::streams::Stream;

/// A limit for younger children.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct UnderAge {
    pub years: u32,
    pub limit: Limit,
}

/// The words of [`Reckoning::FirstAfter`].
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct After {
    pub from: Stream,
    /// Any of these stops it.
    pub to: Vec<Stream>,
    /// These stop it too; but where nothing else is known, that there is none of them does not
    /// say that nothing was done.
    #[serde(default)]
    pub or_inferred_from: Vec<Stream>,
    #[serde(default)]
    pub counted: Counted,
    /// How many days before the trigger a stop is looked for.
    pub early_days: Option<u32>,
    #[serde(default)]
    pub early: Early,
    /// What ends the clock beside the 18th birthday, death and the closure of the case.
    pub ends_with: Option<EndsWith>,
    #[serde(default)]
    pub except: Vec<Except>,
}

/// What a stop before the trigger says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Early {
    /// The dates are out of order.
    #[default]
    Fault,
    /// It was done beforehand, as it should be.
    Met,
}

/// What ends a clock that nothing stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum EndsWith {
    /// The next of the thing that started it.
    Next,
    /// The end of the row that started it.
    Row,
    /// Nothing, not even the closure of the case.
    Never,
}

/// The words of [`Reckoning::Age`].
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Age {
    pub span: ClockRecord,
    pub only: Option<Only>,
    #[serde(default)]
    pub except: Vec<Except>,
    /// What stops it beside its end.
    #[serde(default)]
    pub until: Vec<Stream>,
    pub settled_by: Option<Settled>,
    /// What has ended is of no interest.
    #[serde(default)]
    pub open_only: bool,
}

/// An answer without a date that settles the question.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Settled {
    /// A plan for permanence is recorded.
    Permanence,
}

/// The words of [`Reckoning::CountWithin`].
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CountWithin {
    pub of: Stream,
    pub at_least: u32,
    /// Back from the as-at.
    pub days: u32,
    /// What on or after the last of them answers it.
    #[serde(default)]
    pub unless: Vec<Stream>,
    /// The number that the list of open care supplies counts where it is greater.
    #[serde(default)]
    pub or_supplied: bool,
}

/// The words of [`Reckoning::SoonAfter`].
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SoonAfter {
    pub of: Stream,
    pub after: Vec<Stream>,
    /// Without it: however long ago.
    pub months: Option<u32>,
    /// The number of earlier plans that the list supplies counts as well.
    #[serde(default)]
    pub or_supplied: bool,
}

/// What is asked of a row or a visit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Asked {
    /// Whether the child was seen during the assessment.
    ChildSeen,
    /// Whether the child was seen alone at a CP visit.
    PlanAlone,
    /// Whether the child's bedroom was seen.
    Bedroom,
    /// Whether the child in care was spoken to alone.
    CareAlone,
}

/// The words of [`Reckoning::AllReviews`]; the rule's own limit is that of the first review.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AllReviews {
    pub later_within: Limit,
    pub bases: Vec<Basis>,
}

/// The words of [`Reckoning::SinceLatest`].
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Latest {
    pub record: ClockRecord,
    pub since: Stream,
    pub counted: Counted,
    pub stage: Stage,
    pub first_within: Option<Limit>,
    pub only: Option<Only>,
    #[serde(default)]
    pub except: Vec<Except>,
    /// The first of it after the start of the row ends the clocks of this interval.
    pub until: Option<Stream>,
    /// The limit from the second year of the row on.
    pub after_year: Option<Limit>,
    /// A shorter limit while the child is younger than this when it falls due.
    pub under_age: Option<UnderAge>,
    pub note_if: Option<NoteIf>,
}
