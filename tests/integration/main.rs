//! The integration tests: one binary, a module for each matter.

mod import;
