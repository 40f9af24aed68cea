//! The integration tests, as one binary: a plain list.

// What helps a test may stop it, as the test itself may.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cli;
mod import;
mod layering;
mod readme;
mod terminal;
