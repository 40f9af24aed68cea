//! Caselight: a workbench on which leaders of children's social care see where supervision and
//! oversight are missing and where the response to a child at risk is late.
//!
//! The rooms of the house, from the ground up. The table of who may know whom is
//! `tests/integration/layering.rs`; the README draws it.

pub mod calendar;
pub mod cli;
pub mod demo;
pub mod export;
pub mod import;
pub mod model;
pub mod notes;
pub mod review;
pub mod rules;
pub mod settings;
pub mod stats;
pub mod store;
pub mod tui;
