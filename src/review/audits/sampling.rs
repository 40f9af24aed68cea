//! A dip sample that another person draws again: the same extract, the same seed and the same words
//! give the same children, on any machine and in whatever order the rows came.
//!
//! How it is drawn, so that it can be done elsewhere: each open child has a key, the BLAKE2b-256
//! of `caselight-sample-1`, the seed and the child's id without leading zeros, joined by line feeds
//! (UTF-8). Within a stratum the children with the smallest keys are drawn. A stratum gets size
//! times its share of the population, rounded down; what is left over goes, one each, to the
//! strata with the largest remainders, those alike in the order of their names. The population's
//! digest is the BLAKE2b-256 of `id TAB stratum` of every child in order of id, joined likewise.
//! The surprising thing: no random number generator is in it, so that no library's next edition
//! can change a draw.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use blake2::{Blake2b256, Digest as _};

use crate::model::{ChildId, DrawnChild, Name, Stratum};

/// Goes into each key: another way of drawing would have another name.
const METHOD: &str = "caselight-sample-1";

/// A child who can be drawn.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Eligible {
    pub child: ChildId,
    pub shown: Name,
    pub stratum: Name,
}

/// What was drawn.
pub(super) struct Draw {
    pub digest: String,
    pub strata: Vec<Stratum>,
    pub drawn: Vec<DrawnChild>,
}

/// A digest of lines, in hexadecimal letters.
pub(super) fn digest_of<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    let mut hash = Blake2b256::new();
    for (at, line) in lines.enumerate() {
        if at > 0 {
            hash.update(b"\n");
        }
        hash.update(line.as_bytes());
    }
    let mut words = String::with_capacity(64);
    for byte in hash.finalize() {
        write!(words, "{byte:02x}").ok();
    }
    words
}

fn key(seed: &str, child: &ChildId) -> [u8; 32] {
    let mut hash = Blake2b256::new();
    for part in [METHOD, "\n", seed, "\n", child.as_str()] {
        hash.update(part.as_bytes());
    }
    hash.finalize().into()
}

/// Draws `size` children, or all where there are fewer. The order of `population` does not matter.
pub(super) fn draw(mut population: Vec<Eligible>, size: u32, seed: &str) -> Draw {
    population.sort_by(|a, b| a.child.cmp(&b.child));
    population.dedup_by(|a, b| a.child == b.child);
    let lines: Vec<String> = population
        .iter()
        .map(|one| format!("{}\t{}", one.child, one.stratum))
        .collect();
    let digest = digest_of(lines.iter().map(String::as_str));
    let mut by_stratum: BTreeMap<Name, Vec<([u8; 32], &Eligible)>> = BTreeMap::new();
    for one in &population {
        let of_it = by_stratum.entry(one.stratum.clone()).or_default();
        of_it.push((key(seed, &one.child), one));
    }
    let sizes: Vec<u32> = by_stratum
        .values()
        .map(|of_it| u32::try_from(of_it.len()).unwrap_or(u32::MAX))
        .collect();
    let quotas = allocate(&sizes, size);
    let mut strata = Vec::with_capacity(sizes.len());
    let mut drawn: Vec<([u8; 32], &Eligible)> = Vec::new();
    for ((name, mut of_it), (population, quota)) in
        by_stratum.into_iter().zip(sizes.into_iter().zip(quotas))
    {
        of_it.sort_unstable_by_key(|(key, _)| *key);
        of_it.truncate(quota as usize);
        drawn.extend(of_it);
        strata.push(Stratum {
            name,
            population,
            drawn: quota,
        });
    }
    // Strata side by side, so that whoever stops half way has not left a whole one out.
    drawn.sort_unstable_by_key(|(key, _)| *key);
    let drawn = drawn.into_iter().map(|(_, one)| DrawnChild {
        child: one.child.clone(),
        shown: one.shown.clone(),
        stratum: one.stratum.clone(),
    });
    Draw {
        digest,
        strata,
        drawn: drawn.collect(),
    }
}

/// Shares `size` out over strata by the largest remainder; earlier strata win where remainders are
/// alike. Nobody gets more than there are.
fn allocate(sizes: &[u32], size: u32) -> Vec<u32> {
    let whole: u64 = sizes.iter().map(|n| u64::from(*n)).sum();
    let size = u64::from(size).min(whole);
    if whole == 0 {
        return vec![0; sizes.len()];
    }
    let part = |n: &u32| u64::from(*n) * size;
    let mut quotas: Vec<u64> = sizes.iter().map(|n| part(n) / whole).collect();
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(part(&sizes[*at]) % whole), *at));
    let left = size - quotas.iter().sum::<u64>();
    for at in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
        quotas[at] += 1;
    }
    quotas
        .into_iter()
        .map(|quota| u32::try_from(quota).unwrap_or(u32::MAX))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn population(teams: &[u8]) -> Vec<Eligible> {
        let children = (900_000_u32..).zip(teams);
        children
            .map(|(id, team)| Eligible {
                child: ChildId::read(&id.to_string()).unwrap(),
                shown: Name::from(id.to_string()),
                stratum: Name::from(format!("Hub {team}")),
            })
            .collect()
    }

    fn ids(draw: &Draw) -> Vec<&str> {
        draw.drawn.iter().map(|one| one.child.as_str()).collect()
    }

    /// Reckoned once with another program from the words at the head of this file.
    #[test]
    fn a_key_is_what_another_program_reckons_from_the_description() {
        let child = ChildId::read("00900138").unwrap();
        let words = key("june", &child)
            .iter()
            .fold(String::new(), |mut all, byte| {
                write!(all, "{byte:02x}").unwrap();
                all
            });
        assert_eq!(
            words,
            "6c1f44f33fa9d1528c88f43b7b2de495ac6d7962469cdaef324e97974f66bd01"
        );
    }

    proptest! {
        #[test]
        fn whatever_order_the_rows_came_in_the_draw_is_the_same(
            teams in prop::collection::vec(0_u8..5, 1..120),
            size in 0_u32..150,
            shift in 0_usize..120,
            seed in "[a-z]{0,8}",
        ) {
            let one = draw(population(&teams), size, &seed);
            let mut shuffled = population(&teams);
            let len = shuffled.len();
            shuffled.rotate_left(shift % len);
            shuffled.reverse();
            // A row that came twice is one child.
            shuffled.push(shuffled[0].clone());
            let other = draw(shuffled, size, &seed);
            prop_assert_eq!(ids(&one), ids(&other));
            prop_assert_eq!(&one.digest, &other.digest);
            prop_assert_eq!(&one.strata, &other.strata);
        }

        #[test]
        fn strata_add_up_to_the_size_and_none_is_a_whole_child_off_its_share(
            teams in prop::collection::vec(0_u8..5, 1..120),
            size in 0_u32..150,
        ) {
            let all = draw(population(&teams), size, "june");
            let whole = f64::from(u32::try_from(teams.len()).unwrap());
            let size = size.min(u32::try_from(teams.len()).unwrap());
            prop_assert_eq!(all.strata.iter().map(|s| s.drawn).sum::<u32>(), size);
            prop_assert_eq!(all.drawn.len(), size as usize);
            for stratum in &all.strata {
                let share = f64::from(size) * f64::from(stratum.population) / whole;
                prop_assert!((f64::from(stratum.drawn) - share).abs() < 1.0);
                prop_assert!(stratum.drawn <= stratum.population);
                let of_it = all.drawn.iter().filter(|one| one.stratum == stratum.name);
                prop_assert_eq!(of_it.count(), stratum.drawn as usize);
            }
        }
    }

    #[test]
    fn over_many_seeds_every_child_is_drawn_about_as_often() {
        let mut times = std::collections::HashMap::<String, u32>::new();
        let rounds = 2_000_u32;
        for seed in 0..rounds {
            let draw = draw(population(&[0; 40]), 10, &seed.to_string());
            for one in draw.drawn {
                *times.entry(one.child.to_string()).or_default() += 1;
            }
        }
        assert_eq!(times.len(), 40);
        // 500 each are expected, with a standard deviation of about 19.
        for (_, count) in times {
            assert!((400..=600).contains(&count), "{count}");
        }
    }
}
