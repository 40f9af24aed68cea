//! The rule book: what is due by when, and what the facts say about it.
//!
//! Pure: facts, policy, calendar and an as-at go in, findings come out. Nothing here reads a file
//! that is not embedded, a clock or a store. The surprising thing: a rule with two bases is always
//! assessed on both; the policy's `basis` chooses the one that panes and gaps use.

mod check;
mod definition;
mod explain;

pub use check::{Check, Counts, DataQuality, RuleResult};
pub use definition::{Kind, Level, Limit, Mode, Rule, Unit};
pub use explain::Explanation;
