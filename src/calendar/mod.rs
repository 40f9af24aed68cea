//! Working days of England and Wales, holidays by name, and the one reader of the system clock.
//!
//! The room answers how many working days lie in a span and which day is the n-th after a trigger.
//! It knows no rule and no child. The surprising thing: day 0 is the trigger itself, so a trigger
//! or a stop on a weekend needs no special case, it simply adds no working day; and a span that
//! leaves the years of the calendar still has bounds ([`Span`]), which often decide a question.

mod holidays;
pub mod now;
mod working;

pub use holidays::{NotCounted, Provenance, Why, provenance};
pub use working::{Calendar, CalendarName, Span};
