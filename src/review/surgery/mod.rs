//! The surgery: a sheet of gaps that goes out to people without Caselight, what they wrote coming
//! back as one step, and what became of what was promised.
//!
//! It knows no spreadsheet and no SQL. The surprising thing: nothing is taken from a sheet before
//! it was said, row by row, what would be done; and a sheet that is read twice does nothing twice.

mod answers;
mod look;
mod reading;
mod sending;

pub use look::{Section, SheetHead, SurgeryLine, SurgeryLook, TeamTally};
pub use reading::{PlannedRow, RowPlan, SurgeryPlan};
#[cfg(test)]
pub(super) use sending::rows_of;
pub use sending::{Sent, SurgeryAsk};

use crate::model::{GapKey, Name, PersonName, Standing, State};
use crate::review::{Gap, Picture};

/// A gap that a surgery is about: overdue, and nobody has answered it.
fn is_open(gap: &Gap) -> bool {
    gap.state == State::Overdue && gap.standing.is_open()
}

/// The rule's name behind a gap, in words.
fn rule_title(picture: &Picture, gap: &Gap) -> String {
    let behind = picture.behind(gap);
    behind.map_or_else(String::new, |(result, _)| result.rule.title.clone())
}

/// The outcome that stands for a gap and was not overtaken.
fn standing_outcome(standing: &Standing) -> Option<&crate::model::Outcome> {
    match standing {
        Standing::Answered(outcome) | Standing::Waiting(outcome) => Some(outcome),
        Standing::Open | Standing::Reopened { .. } => None,
    }
}

/// The child of a gap, for a promise.
fn child_of(picture: &Picture, key: &GapKey) -> Option<(crate::model::ChildId, Name)> {
    let gap = picture.gap(key)?;
    let file = picture.caseload.children.get(gap.child?)?;
    Some((file.child.id.clone(), file.child.shown.clone()))
}

/// A name as it is kept: on one line.
fn one_name(text: &str) -> PersonName {
    PersonName::from(text.split_whitespace().collect::<Vec<_>>().join(" "))
}
