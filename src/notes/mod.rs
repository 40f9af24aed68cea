//! Drafts a trust-improvement note from the gaps that a person marked.
//!
//! Pure: counts, feeds and a day go in, Markdown and the figures it rests on come out. It never
//! names a child, a family or a member of staff, and never says "not done". The surprising thing:
//! much of a draft is questions, because what a wait meant for a child is in no data.

mod draft;
mod pick;
mod template;

#[cfg(test)]
mod tests;

pub use draft::{Context, Draft, draft};
pub use pick::{Marked, Pick, picks};

/// The number of words in a note's text: what a reader reads, without rules and table lines.
#[must_use]
pub fn words(body: &str) -> u32 {
    let count = body
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
        .count();
    u32::try_from(count).unwrap_or(u32::MAX)
}
