//! Medians, and the table in which they are printed.

use std::{
    fmt::Write as _,
    io::Write as _,
    time::{Duration, Instant},
};

use anyhow::Result;

/// How often a thing was measured, as its least, middle and greatest time in milliseconds.
#[derive(Clone, Copy, Debug)]
pub struct Timing {
    pub least: f64,
    pub median: f64,
    pub most: f64,
}

impl Timing {
    /// Of times in milliseconds, in any order.
    pub fn of(mut times: Vec<f64>) -> Self {
        times.sort_by(f64::total_cmp);
        let at = |place: usize| times.get(place).copied().unwrap_or(f64::NAN);
        Self {
            least: at(0),
            median: at(times.len() / 2),
            most: at(times.len().saturating_sub(1)),
        }
    }

    /// The times of one thing: each round is prepared, and only its work is timed.
    pub fn prepared<T>(
        rounds: u32,
        mut prepare: impl FnMut() -> Result<T>,
        mut work: impl FnMut(T) -> Result<()>,
    ) -> Result<Self> {
        let mut times = Vec::new();
        for _ in 0..rounds {
            let with = prepare()?;
            let start = Instant::now();
            work(with)?;
            times.push(milliseconds(start.elapsed()));
        }
        Ok(Self::of(times))
    }

    /// The times of one thing that needs nothing before it.
    pub fn over(rounds: u32, mut work: impl FnMut() -> Result<()>) -> Result<Self> {
        Self::prepared(rounds, || Ok(()), |()| work())
    }
}

pub fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The value below which this share of sorted times lies.
pub fn share(sorted: &[f64], percent: usize) -> f64 {
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or(f64::NAN)
}

/// A table in Markdown, so that it can go into a page as it is.
pub struct Table(String);

impl Table {
    pub fn titled(title: &str, columns: &[&str]) -> Self {
        let rule = "---|".repeat(columns.len());
        Self(format!(
            "\n{title}\n\n| {} |\n|{rule}\n",
            columns.join(" | ")
        ))
    }

    pub fn row(&mut self, cells: &[String]) {
        // Writing into a text cannot fail.
        let _ = writeln!(self.0, "| {} |", cells.join(" | "));
    }

    /// A time beside a baseline of the same run.
    pub fn timed(&mut self, what: &str, time: Timing, baseline: Timing) {
        self.row(&[
            what.to_owned(),
            format!("{:.1}", time.median),
            format!("{:.1} to {:.1}", time.least, time.most),
            format!("{:.2}", time.median / baseline.median),
        ]);
    }

    pub fn print(&self) -> Result<()> {
        Ok(std::io::stdout().lock().write_all(self.0.as_bytes())?)
    }
}

/// Whether a measurement is asked for: `cargo test --all-targets` only wants to see that it runs.
pub fn is_asked_for() -> bool {
    std::env::args().any(|word| word == "--bench")
}
