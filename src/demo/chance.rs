//! Chance that can be repeated: `SplitMix64` (Steele, Lea and Flood, 2014), a few lines of integer
//! arithmetic whose sequence is the same on every machine and in every year.

/// A stream of chance; two streams from one seed are equal.
pub(super) struct Chance(u64);

impl Chance {
    /// The stream that belongs to a seed and a place in the authority, so that a family stays as
    /// it is when others are added after it.
    pub(super) const fn of(seed: u64, place: u64) -> Self {
        Self(seed.rotate_left(17) ^ place.wrapping_mul(0xD1B5_4A32_D192_ED03))
    }

    const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`, both included; `low` where the two are in disorder.
    pub(super) fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = u64::from(high.abs_diff(low)) + 1;
        let step = ((self.next() >> 32) * width) >> 32;
        if high < low {
            return low;
        }
        low.saturating_add(i32::try_from(step).unwrap_or(0))
    }

    /// Whether something happens that happens this often in a hundred.
    pub(super) fn percent(&mut self, often: i32) -> bool {
        self.between(1, 100) <= often
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn one_seed_is_one_sequence_and_another_seed_another() {
        let draw = |seed| {
            let mut chance = Chance::of(seed, 3);
            (0..50)
                .map(|_| chance.between(-5, 99))
                .collect::<Vec<i32>>()
        };
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
    }

    #[test]
    fn every_number_of_the_span_turns_up_and_none_beyond_it() {
        let mut chance = Chance::of(1, 1);
        let mut seen = [0_u32; 6];
        for _ in 0..6_000 {
            let place = usize::try_from(chance.between(0, 5)).unwrap();
            seen[place] += 1;
        }
        assert!(
            seen.iter().all(|count| (800..1_200).contains(count)),
            "{seen:?}"
        );
        assert_eq!(chance.between(4, 4), 4);
    }
}
