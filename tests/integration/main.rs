//! The integration tests: one binary, a module for each matter.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod import;
