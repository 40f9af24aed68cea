//! The rule book: what is due by when, and what the facts say about it.
//!
//! Pure: facts, policy, calendar and an as-at go in, findings come out. Nothing here reads a file
//! that is not embedded, a clock or a store. The surprising thing: a rule with two bases is always
//! assessed on both; the policy's `basis` chooses the one that panes and gaps use.

mod assess;
mod book;
mod check;
mod definition;
mod explain;
mod governing;
mod measure;
mod policy;
mod reckoning;

pub use assess::{Keep, check, check_rule};
pub use book::RuleBook;
pub use check::{Check, Counts, DataQuality, RuleResult, Share};
pub use definition::{
    Confirmation, Edition, Kind, Level, Limit, Mode, Months, Rule, Teams, TrialRun, Unit,
    limit_words,
};
pub use explain::{Explanation, explain};
pub use governing::{CaseScope, Governing, governing};
pub use policy::{
    Amendment, DEFAULT_NAME, DiffLine, Glossary, Policy, PolicyError, RulePolicy, amended,
    difference,
};
pub use reckoning::{StoppedBy, stopped_by};

#[cfg(test)]
mod tests;
