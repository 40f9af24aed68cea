//! Held to a published example, to a second and slower way of counting, and, where
//! `CASELIGHT_VECTORS` names a folder of reference values, to those.

#![allow(
    clippy::float_cmp,
    clippy::cast_precision_loss,
    reason = "exact ends and small counts"
)]

use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// Weeks of remission of 21 patients, 12 of them still in remission when last seen (Freireich and
/// others, 1963): the example of most textbooks.
fn remission() -> Vec<(i32, Ending)> {
    let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23];
    let open = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
    let ended = ended.map(|weeks| (weeks, Ending::Ended));
    let open = open.map(|weeks| (weeks, Ending::Open));
    ended.into_iter().chain(open).collect()
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-6
}

#[test]
fn the_textbook_example_comes_out_as_printed() {
    let km = Survival::of(remission());
    let printed = [
        (6, 0.857),
        (7, 0.807),
        (10, 0.753),
        (13, 0.690),
        (16, 0.627),
        (22, 0.538),
        (23, 0.448),
    ];
    for (weeks, beyond) in printed {
        let (ended, _) = km.ended_by(weeks).unwrap();
        assert!((1.0 - ended - beyond).abs() < 5e-4, "{weeks}: {ended}");
    }
    assert_eq!(km.quantile(0.5), Some(23));
    assert_eq!(km.quantile(0.25), Some(13));
    assert_eq!(km.quantile(0.75), None, "not reached is an answer");
    assert_eq!(km.median_interval(), (Some(13), None));
}

#[test]
fn what_ended_counts_before_what_was_still_open_at_the_same_length() {
    let km = Survival::of([(5, Ending::Open), (5, Ending::Ended)]);
    let only = km.instants()[0];
    assert_eq!((only.at_risk, only.ended, only.open), (2, 1, 1));
    assert!(close(only.beyond, 0.5));
    assert_eq!(km.quantile(0.5), Some(5));
}

#[test]
fn the_same_day_is_nought_and_nothing_at_all_is_no_number() {
    let km = Survival::of([(0, Ending::Ended), (0, Ending::Ended)]);
    assert_eq!(km.quantile(0.5), Some(0));
    assert_eq!(km.ended_by(0).unwrap().0, 1.0);
    let none = Survival::of([]);
    assert_eq!(none.quantile(0.5), None);
    assert!(none.ended_by(10).is_none());
    assert_eq!(none.median_interval(), (None, None));
}

#[test]
fn where_nothing_has_ended_nothing_is_expected_to() {
    let km = Survival::of([(3, Ending::Open), (9, Ending::Open)]);
    assert_eq!(km.ended_by(20).unwrap().0, 0.0);
    assert_eq!(km.quantile(0.5), None);
}

#[test]
fn quartiles_go_in_proportion_between_neighbours() {
    let all = Quartiles::of(vec![4, 1, 3, 2]).unwrap();
    assert_eq!((all.lower, all.median, all.upper), (1.75, 2.5, 3.25));
    let one = Quartiles::of(vec![7]).unwrap();
    assert_eq!((one.lower, one.median, one.upper), (7.0, 7.0, 7.0));
    assert!(Quartiles::of(Vec::new()).is_none());
}

#[test]
fn a_share_of_few_is_not_certain_even_at_its_ends() {
    let none = wilson(0, 5).unwrap();
    assert!(none.low == 0.0 && close(none.high, 0.434_482_46));
    let all = wilson(5, 5).unwrap();
    assert!(close(all.low, 0.565_517_53) && all.high == 1.0);
    assert!(wilson(0, 0).is_none());
}

/// The share beyond a length, straight from the definition and without any order of work.
fn beyond_the_slow_way(spells: &[(i32, Ending)], length: i32) -> f64 {
    let mut ends: Vec<i32> = spells
        .iter()
        .filter(|(at, ending)| *at <= length && *ending == Ending::Ended)
        .map(|(at, _)| *at)
        .collect();
    ends.sort_unstable();
    ends.dedup();
    let factor = |end: &i32| {
        let at_risk = spells.iter().filter(|(at, _)| at >= end).count() as f64;
        let ended = spells
            .iter()
            .filter(|spell| **spell == (*end, Ending::Ended))
            .count();
        1.0 - ended as f64 / at_risk
    };
    ends.iter().map(factor).product()
}

fn spells() -> impl Strategy<Value = Vec<(i32, Ending)>> {
    let one = (
        0..60_i32,
        prop_oneof![Just(Ending::Ended), Just(Ending::Open)],
    );
    proptest::collection::vec(one, 0..80)
}

proptest! {
    #[test]
    fn the_estimate_is_its_definition(spells in spells(), length in 0..70_i32) {
        let km = Survival::of(spells.clone());
        let slow = beyond_the_slow_way(&spells, length);
        match km.ended_by(length) {
            Some((ended, band)) => {
                prop_assert!(close(1.0 - ended, slow));
                prop_assert!(band.low <= ended + 1e-9 && ended <= band.high + 1e-9);
            }
            None => prop_assert!(spells.is_empty()),
        }
    }

    #[test]
    fn it_only_ever_falls_and_its_quantiles_rise(spells in spells()) {
        let km = Survival::of(spells);
        prop_assert!(km.instants().windows(2).all(|pair| pair[1].beyond <= pair[0].beyond));
        let reached: Vec<Option<i32>> = [0.25, 0.5, 0.75, 0.9].map(|q| km.quantile(q)).into();
        for pair in reached.windows(2) {
            match (pair[0], pair[1]) {
                (Some(a), Some(b)) => prop_assert!(a <= b),
                (None, Some(_)) => prop_assert!(false, "{reached:?}"),
                _ => {}
            }
        }
    }

    #[test]
    fn where_all_have_ended_it_is_the_share_that_has(
        lengths in proptest::collection::vec(0..60_i32, 1..80), length in 0..70_i32,
    ) {
        let km = Survival::of(lengths.iter().map(|at| (*at, Ending::Ended)));
        let counted = lengths.iter().filter(|at| **at <= length).count() as f64;
        let share = counted / lengths.len() as f64;
        prop_assert!(close(km.ended_by(length).unwrap().0, share));
    }

    #[test]
    fn a_band_holds_its_share(whole in 1..5000_u32, part in 0..5000_u32) {
        let part = part.min(whole);
        let share = f64::from(part) / f64::from(whole);
        let band = wilson(part, whole).unwrap();
        prop_assert!(0.0 <= band.low && band.low <= share + 1e-12);
        prop_assert!(share <= band.high + 1e-12 && band.high <= 1.0);
    }
}

#[test]
fn reference_values_are_met_where_they_are_at_hand() {
    let Some(folder) = std::env::var_os("CASELIGHT_VECTORS") else {
        return;
    };
    let text = std::fs::read_to_string(PathBuf::from(folder).join("kaplan_meier.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    let number = |value: &Value| value.as_i64().map(|n| i32::try_from(n).unwrap());
    for case in all["cases"].as_array().unwrap() {
        let name = &case["name"];
        let lengths = case["durations"].as_array().unwrap();
        let closed = case["closed"].as_array().unwrap();
        let spells: Vec<(i32, Ending)> = lengths
            .iter()
            .zip(closed)
            .map(|(length, closed)| {
                let ended = closed.as_i64() == Some(1);
                let ending = if ended { Ending::Ended } else { Ending::Open };
                (number(length).unwrap(), ending)
            })
            .collect();
        let km = Survival::of(spells.clone());
        for row in case["km"].as_array().unwrap() {
            let at = km
                .instants()
                .iter()
                .find(|at| Some(at.length) == number(&row["t"]))
                .unwrap();
            assert!(close(at.beyond, row["S"].as_f64().unwrap()), "{name}");
            for (mine, theirs) in [(at.band.low, &row["lo"]), (at.band.high, &row["hi"])] {
                if let Some(theirs) = theirs.as_f64() {
                    assert!(
                        close(mine, theirs),
                        "{name} at {}: {mine} {theirs}",
                        at.length
                    );
                }
            }
        }
        for (share, key) in [(0.25, "q25"), (0.5, "median"), (0.75, "q75"), (0.9, "q90")] {
            assert_eq!(km.quantile(share), number(&case[key]), "{name} {key}");
        }
        let interval = case["median_ci95"].as_array().unwrap();
        let (low, high) = km.median_interval();
        assert_eq!(
            [low, high],
            [number(&interval[0]), number(&interval[1])],
            "{name}"
        );
        if let (Some(limit), Some(within)) =
            (number(&case["limit"]), case["km_within_limit"].as_f64())
        {
            let (mine, band) = km.ended_by(limit).unwrap();
            assert!(close(mine, within), "{name}");
            assert!(
                close(band.low, case["km_within_ci"][0].as_f64().unwrap()),
                "{name}"
            );
            assert!(
                close(band.high, case["km_within_ci"][1].as_f64().unwrap()),
                "{name}"
            );
        }
        let ended = spells.iter().filter(|(_, ending)| *ending == Ending::Ended);
        let quartiles = Quartiles::of(ended.map(|(length, _)| *length).collect());
        assert_eq!(
            quartiles.map(|q| q.median),
            case["naive_median_closed"].as_f64(),
            "{name}"
        );
    }
    for row in all["wilson95"].as_array().unwrap() {
        let count = |key: &str| u32::try_from(row[key].as_u64().unwrap()).unwrap();
        let band = wilson(count("k"), count("n")).unwrap();
        assert!(close(band.low, row["ci"][0].as_f64().unwrap()), "{row}");
        assert!(close(band.high, row["ci"][1].as_f64().unwrap()), "{row}");
    }
}
