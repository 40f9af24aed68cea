//! The rule book: what is due by when, and what the facts say about it.
//!
//! Pure: facts, policy, calendar and an as-at go in, findings come out. Nothing here reads a file
//! that is not embedded, a clock or a store. The surprising thing: a rule with two bases is always
//! assessed on both; the policy's `basis` chooses the one that panes and gaps use.

mod assess;
mod book;
mod check;
mod complaints;
mod definition;
mod example;
mod explain;
mod governing;
mod lag;
mod measure;
mod policy;
mod reckoning;
mod shapes;
mod streams;

pub use assess::{Keep, Supervised, check, check_rule};
pub use book::RuleBook;
pub use check::{Check, Counts, DataQuality, RuleResult, Share};
pub use complaints::{Complaint, Corpus, complaint, complaints, corpus};
pub use definition::{
    Confirmation, Edition, Kind, Level, Limit, Mode, Months, Rule, Teams, TrialRun, Unit,
    limit_words,
};
pub use example::{Example, Worked};
pub use explain::{Explanation, explain};
pub use governing::{CaseScope, Governing, governing, governing_or_leaving};
pub use lag::{EntryLag, same_session};
pub use policy::{
    Amendment, DEFAULT_NAME, DiffLine, Glossary, Policy, PolicyError, RulePolicy, amended,
    difference,
};
pub use reckoning::{StoppedBy, stopped_by, unsighted_after, worked_examples};

#[cfg(test)]
mod tests;
