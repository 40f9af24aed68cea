//! The integration tests, as one binary: a plain list.

mod layering;
mod readme;
mod terminal;
