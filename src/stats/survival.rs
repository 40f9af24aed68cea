//! How long something takes when part of it has not ended yet: the Kaplan-Meier estimate.
//!
//! What is still open is not left out, as a mean of the finished would, but counts for as long as
//! it has been seen. It assumes that the open ones go on as those of the same age did. At equal
//! length what ended comes before what is still open; the same day is length 0.

use super::{Band, Z95};

/// Whether a spell was seen to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    Ended,
    /// Still open when it was last seen.
    Open,
}

/// What is known at one length at which something ended or was last seen.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Instant {
    pub length: i32,
    pub at_risk: u32,
    pub ended: u32,
    pub open: u32,
    /// The share that is expected to last longer than this length.
    pub beyond: f64,
    /// Its 95 % band on the log-log scale (Greenwood's variance).
    pub band: Band,
}

/// Rounding of a product of fractions must not move a quantile to the next length.
const EXACT: f64 = 1e-12;

/// The estimate, from the shortest length to the longest.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Survival {
    instants: Vec<Instant>,
    spells: u32,
}

impl Survival {
    /// Estimates from lengths, each with whether it had ended.
    #[must_use]
    pub fn of(spells: impl IntoIterator<Item = (i32, Ending)>) -> Self {
        let by_length = counted(spells.into_iter().collect());
        let all = by_length
            .iter()
            .map(|(_, (ended, open))| ended + open)
            .sum();
        let (mut at_risk, mut beyond, mut variance) = (all, 1.0, 0.0);
        let instants = by_length.into_iter().map(|(length, (ended, open))| {
            let (n, d) = (f64::from(at_risk), f64::from(ended));
            if ended == at_risk {
                beyond = 0.0;
            } else {
                beyond *= 1.0 - d / n;
                variance += d / (n * (n - d));
            }
            let instant = Instant {
                length,
                at_risk,
                ended,
                open,
                beyond,
                band: band(beyond, variance),
            };
            at_risk -= ended + open;
            instant
        });
        Self {
            instants: instants.collect(),
            spells: all,
        }
    }

    /// How many spells it rests on, ended or open.
    #[must_use]
    pub const fn spells(&self) -> u32 {
        self.spells
    }

    /// Every length at which something ended or was last seen.
    #[must_use]
    pub fn instants(&self) -> &[Instant] {
        &self.instants
    }

    /// The share that is expected to have ended by this length, with its band; `None` where it
    /// rests on nothing.
    #[must_use]
    pub fn ended_by(&self, length: i32) -> Option<(f64, Band)> {
        if self.spells == 0 {
            return None;
        }
        let after = self.instants.partition_point(|at| at.length <= length);
        let none = Band {
            low: 0.0,
            high: 0.0,
        };
        Some(
            after
                .checked_sub(1)
                .and_then(|at| self.instants.get(at))
                .map_or((0.0, none), |at| {
                    let band = Band {
                        low: 1.0 - at.band.high,
                        high: 1.0 - at.band.low,
                    };
                    (1.0 - at.beyond, band)
                }),
        )
    }

    /// The least length by which this share (a fraction) is expected to have ended; `None`: not
    /// reached.
    #[must_use]
    pub fn quantile(&self, share: f64) -> Option<i32> {
        self.first(share, |at| at.beyond)
    }

    /// The median's 95 % interval, by where the band crosses one half; either end may not be
    /// reached.
    #[must_use]
    pub fn median_interval(&self) -> (Option<i32>, Option<i32>) {
        (
            self.first(0.5, |at| at.band.low),
            self.first(0.5, |at| at.band.high),
        )
    }

    fn first(&self, share: f64, of: impl Fn(&Instant) -> f64) -> Option<i32> {
        self.instants
            .iter()
            .find(|at| of(at) <= 1.0 - share + EXACT)
            .map(|at| at.length)
    }
}

/// How many ended and how many were still open at each length, in order of length.
fn counted(mut spells: Vec<(i32, Ending)>) -> Vec<(i32, (u32, u32))> {
    spells.sort_unstable_by_key(|(length, _)| *length);
    let runs = spells.chunk_by(|a, b| a.0 == b.0);
    runs.filter_map(|run| {
        let (length, _) = run.first()?;
        let ended = run.iter().filter(|(_, ending)| *ending == Ending::Ended);
        let ended = u32::try_from(ended.count()).unwrap_or(u32::MAX);
        let all = u32::try_from(run.len()).unwrap_or(u32::MAX);
        Some((*length, (ended, all - ended)))
    })
    .collect()
}

fn band(beyond: f64, variance: f64) -> Band {
    if beyond <= 0.0 || beyond >= 1.0 {
        return Band {
            low: beyond,
            high: beyond,
        };
    }
    let spread = Z95 * variance.sqrt() / -beyond.ln();
    Band {
        low: beyond.powf(spread.exp()),
        high: beyond.powf((-spread).exp()),
    }
}
