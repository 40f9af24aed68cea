//! Arithmetic of counts and durations: how long things take when some are not finished yet, and
//! how sure a share of few can be.
//!
//! Pure, and without a word of practice in it: numbers go in, numbers come out, and no rounding
//! happens here. The surprising thing: "not reached" is an answer. A median that the data do not
//! reach is `None`, never the largest number that was seen.

mod quantile;
mod summary;
mod survival;
#[cfg(test)]
mod tests;

pub use quantile::within;
pub use summary::{Band, Quartiles, wilson};
pub use survival::{Ending, Instant, Survival};

/// The standard normal's 97.5 % point: the half-width of every 95 % band in the house.
const Z95: f64 = 1.959_963_984_540_054;
