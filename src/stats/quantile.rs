//! How many of what has been counted lie within a length.

/// The least length within which this many in a hundred lie; `sorted` goes up. `None` where nothing
/// was counted. No value between two neighbours is made up: it is one that occurred.
#[must_use]
pub fn within(sorted: &[i32], in_hundred: u32) -> Option<i32> {
    let count = u64::try_from(sorted.len()).ok()?;
    let rank = (count * u64::from(in_hundred.min(100)))
        .div_ceil(100)
        .max(1);
    sorted.get(usize::try_from(rank - 1).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn so_many_in_a_hundred_lie_within_it_and_fewer_within_less(
            mut lengths in proptest::collection::vec(0..40_i32, 1..80), in_hundred in 1..101_u32,
        ) {
            lengths.sort_unstable();
            let found = within(&lengths, in_hundred).unwrap();
            let share = |most: i32| {
                let inside = lengths.iter().filter(|length| **length <= most).count();
                inside * 100 >= lengths.len() * in_hundred as usize
            };
            proptest::prop_assert!(share(found) && (found == 0 || !share(found - 1)));
        }
    }

    #[test]
    fn of_nothing_there_is_no_length() {
        assert_eq!(within(&[], 95), None);
    }
}
