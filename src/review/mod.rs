//! The use cases: unlock, import, look, decide, undo, write. The only room that joins the others.
//!
//! It holds no SQL, no rule and no screen. The surprising thing: an outcome changes no finding. The
//! record is the child's file; what people say here stands beside what the extract shows, and the
//! next import decides.

pub mod audits;
mod beside;
mod brief;
pub mod changes;
mod datings;
pub mod delays;
mod desk;
mod entering;
mod entry;
mod error;
pub mod filter;
mod flagged;
pub mod handover;
mod intake;
pub mod lag;
mod mapping;
mod past;
pub mod patterns;
mod picture;
mod played;
mod policy;
mod precision;
mod preview;
mod provenance;
pub mod reasons;
mod reread;
mod saying;
pub mod session;
mod shelf;
mod sighted;
mod standing;
mod steps;
pub mod surgery;
mod templates;
#[cfg(test)]
mod tests;
mod threads;
mod timeline;
mod view;
mod views;
mod writing;

pub use brief::{Brief, BriefAsked, BriefOf, Ids};
pub use desk::{Desk, Lens, Unlock, layouts, rule_book};
pub use entering::AtHand;
pub use entry::{EntryRow, Filing, text_for_the_file};
pub use error::DeskError;
pub use intake::{Intake, Progress};
pub use mapping::{keep_layout, own_layouts, propose};
pub use past::{CalendarSpan, OutcomeRow, Sought, calendar_span, today};
pub use picture::{
    CaseRow, CaseView, ClockRow, Gap, ListedRow, Picture, SessionRow, TimelineEvent,
};
pub use policy::{Difference, Tried, try_on};
pub use precision::Precision;
pub use preview::{problem_kinds, problem_line};
pub use saying::{Given, Said};
pub use session::{ReviewPlan, Reviewing};
pub use steps::{ImportPreview, ImportReport, ImportSummary, Promises, Step};
pub use templates::write_templates;
pub use threads::{DoneBy, Root, Sieve, Thread, ThreadGroup, ThreadLine, ThreadState};
pub use views::starter_views;
pub use writing::{Leaf, plan_of_today};

// What a command line or a screen needs to speak with the desk, from the rooms it may not enter.
pub use crate::demo::Plan;
pub use crate::export::{
    Block, Document, Form, ListWriter, Mark, Overwrite, PAPER_WIDTH, Page, PageForm, Part,
    page_text, write_pages,
};
pub use crate::import::{
    DateOrder, FirstRows, FreeText, KindOfList, MeaningOfColumn, OwnLayout, Proposal,
    ProposedColumn, ReadOptions, Unusable, is_guarded,
};
pub use crate::notes::{Cover, cover};
pub use crate::store::{
    Access, Changes, Drawer, Health, Looks, NewAnswer, NewTurn, PastFile, PastImport, PastProblem,
    Secret, look_at as look_at_store,
};
