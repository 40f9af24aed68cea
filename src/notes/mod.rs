//! Drafts a trust-improvement note from the gaps that a person marked.
//!
//! Pure: counts, feeds and a day go in, Markdown and the figures it rests on come out. It never
//! names a child, a family or a member of staff, and says "not done" only of what a person has
//! answered so. The surprising thing: much of a draft is questions, because what a wait meant for
//! a child is in no data.

mod answers;
mod draft;
mod figure;
mod header;
mod limits;
mod pick;
mod template;
mod unit;

#[cfg(test)]
mod tests;

pub use draft::{Context, Draft, draft};
pub use pick::{Marked, Part, Pick, picks};
pub use unit::Stage;

/// The mark of a question that only a person can answer.
const TO_WRITE: &str = "**To write:**";

/// A place in a table that a person has to fill.
const BLANK: &str = "____";

/// The number of words in a note's text: what a reader reads, without rules and table lines.
#[must_use]
pub fn words(body: &str) -> u32 {
    let count = body
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count();
    pick::size(count)
}

/// The number of places that wait for a person: questions not yet answered and blanks not filled.
#[must_use]
pub fn to_write(body: &str) -> u32 {
    pick::size(body.matches(TO_WRITE).count() + body.matches(BLANK).count())
}
