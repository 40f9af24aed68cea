//! The workbench: panes of gaps, cases and notes, worked by keys.
//!
//! It shows the picture that the review lays out and hands what a person decides to the one
//! worker that owns the bench. It never touches the store, a file or the clock of the system
//! itself, and never judges a clock. The surprising thing: nothing here is asynchronous. A key
//! becomes an [`action::Action`], [`update::update`] changes the [`app::App`] and asks for
//! effects, the runtime runs them, and one frame is drawn from what then is.
//!
//! The keys and their words are in `assets/keymap.toml`, the reasons in `assets/reasons.toml`,
//! the colours in `assets/themes/`.

mod act;
pub mod action;
mod agreeing;
mod answers;
pub mod apart;
mod app;
mod asked;
mod audits;
pub mod bench;
mod brief;
pub mod dates;
mod delays;
mod desk;
mod dialogs;
mod drafts;
pub mod effect;
mod entering;
pub mod finder;
pub mod forms;
mod frame;
mod given;
pub mod glyphs;
pub mod hands;
mod jumps;
pub mod keymap;
mod layout;
mod lexicon;
pub mod look;
pub mod macros;
mod mapping;
mod own_keys;
mod panes;
mod past;
mod policy;
mod promising;
pub mod resume;
mod runtime;
mod seek;
mod session;
mod sheet;
mod showing;
pub mod stand;
pub mod surgery;
mod targets;
mod terminal;
#[cfg(test)]
mod tests;
mod text;
pub mod theme;
pub mod tour;
pub mod update;
pub mod veil;
mod views;
mod widgets;
mod worker;
mod writing;

pub use crate::review::filter;
pub use app::Ending;
pub use bench::{Bench, Progress};
pub use keymap::KeyMap;
pub use own_keys::key_rows;
pub use runtime::{Closed, RunSettings, Start, Trace, TuiError, run};
pub use theme::ThemeChoice;
pub use veil::Veil;
