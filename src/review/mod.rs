//! The use cases: unlock, import, look, decide, undo, write. The only room that joins the others.

mod picture;
mod steps;

pub use picture::{CaseRow, CaseView, ClockRow, Gap, Picture, SessionRow, TimelineEvent};
pub use steps::{ImportPreview, ImportSummary, Step};
