//! A share with its band, and the quartiles of what has ended.

use super::Z95;

/// Between which values a figure lies with 95 % confidence.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Band {
    pub low: f64,
    pub high: f64,
}

/// Wilson's 95 % band of a share, as fractions; `None` where there is nothing to share.
///
/// Source: E. B. Wilson, Probable inference (1927). It stays within 0 and 1 and is honest with
/// few, where the usual band is not.
#[must_use]
pub fn wilson(part: u32, whole: u32) -> Option<Band> {
    if whole == 0 || part > whole {
        return None;
    }
    let (k, n) = (f64::from(part), f64::from(whole));
    let (share, z2) = (k / n, Z95 * Z95);
    let middle = share + z2 / (2.0 * n);
    let spread = Z95 * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    Some(Band {
        // At the ends the sum is exact on paper only.
        low: if part == 0 {
            0.0
        } else {
            (middle - spread) / scale
        },
        high: if part == whole {
            1.0
        } else {
            (middle + spread) / scale
        },
    })
}

/// The quartiles of lengths that have all ended.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Quartiles {
    pub lower: f64,
    pub median: f64,
    pub upper: f64,
}

impl Quartiles {
    /// Between neighbours it goes in proportion; `None` where nothing has ended.
    #[must_use]
    pub fn of(mut lengths: Vec<i32>) -> Option<Self> {
        if lengths.is_empty() {
            return None;
        }
        lengths.sort_unstable();
        Some(Self {
            lower: at_quarter(&lengths, 1),
            median: at_quarter(&lengths, 2),
            upper: at_quarter(&lengths, 3),
        })
    }
}

/// The value at so many quarters of the way through a sorted list.
fn at_quarter(sorted: &[i32], quarters: usize) -> f64 {
    let steps = (sorted.len() - 1) * quarters;
    let (below, rest) = (steps / 4, steps % 4);
    let value = |at: usize| sorted.get(at).copied().map_or(0.0, f64::from);
    let share = match rest {
        0 => return value(below),
        1 => 0.25,
        2 => 0.5,
        _ => 0.75,
    };
    value(below) + (value(below + 1) - value(below)) * share
}
