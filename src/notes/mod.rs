//! Drafts a trust-improvement note from the gaps that a person marked.
//!
//! Pure: counts, feeds and a day go in, Markdown and the figures it rests on come out. It never
//! names a child, a family or a member of staff, and says "not done" only of what a person has
//! answered so. The surprising thing: much of a draft is questions, because what a wait meant for
//! a child is in no data.

mod answers;
mod cover;
mod draft;
mod figure;
mod found;
mod limits;
mod pick;
mod since;
mod template;
mod unit;

#[cfg(test)]
mod tests;

pub use cover::{Cover, cover};
pub use draft::{Context, Draft, draft};
pub use pick::{Marked, Part, Pick, picks};
pub use since::{Earlier, Followed, Now};
pub use unit::Stage;
