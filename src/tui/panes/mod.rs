//! The panes: what each holds, how it answers a key, how it is drawn. No pane knows another.

pub mod case;
pub mod cases;
pub mod gaps;
mod gaps_page;
pub mod listing;
pub mod note;
pub mod notes;

pub use gaps_page::{SHARE as GAPS_SHARE, View, draw as draw_gaps, draw_reading};
