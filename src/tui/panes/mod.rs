//! The panes: what each holds, how it answers a key, how it is drawn. No pane knows another.

pub mod audits;
pub mod brief;
pub mod case;
pub mod cases;
pub mod changes;
pub mod delays;
pub mod gaps;
pub mod note;
pub mod notes;
pub mod promises;
pub mod rules;
pub mod session;
pub mod surgery;
pub mod unfiled;
pub mod welcome;
