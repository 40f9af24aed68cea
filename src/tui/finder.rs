//! Finding a child, a family, a worker, a team or a rule by a few of its letters, and gaps by what
//! their lines say.
//!
//! Letters may be left out, not turned round: "fobar" finds Y Foobarton. The surprising thing: each
//! distinct name is matched once, whatever number of children bear it, and the scan of children
//! ends as soon as enough of them could not fit better.

use crate::model::{Name, State};
use crate::review::{CaseRow, Gap, Picture};

/// The most lines that are found.
pub const MOST: usize = 200;

/// The most gaps whose lines are read for a word that nothing is called.
const MOST_READ: usize = 50_000;

/// What a line stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    Child,
    Family,
    Worker,
    Supervisor,
    Team,
    Rule,
    /// Every gap that says these words.
    Words,
}

impl Kind {
    /// As the list says it, and as the field of a filter is called.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Child => "child",
            Self::Family => "family",
            Self::Worker => "worker",
            Self::Supervisor => "supervisor",
            Self::Team => "team",
            Self::Rule => "rule",
            Self::Words => "words",
        }
    }
}

/// One line that was found.
#[derive(Clone, PartialEq, Eq)]
pub struct Found {
    pub kind: Kind,
    /// The id or the name.
    pub name: String,
    /// What else helps to tell it.
    pub about: String,
    /// The child's index, where it is one.
    pub child: Option<usize>,
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Found({})", self.kind.word())
    }
}

/// No such name.
const NONE: u32 = u32::MAX;

/// Distinct names in alphabetical order.
#[derive(Clone, PartialEq, Eq, Default)]
struct Names(Vec<Name>);

impl Names {
    fn of<'a>(names: impl Iterator<Item = &'a Name>) -> Self {
        let mut names: Vec<Name> = names.cloned().collect();
        names.sort_unstable();
        names.dedup();
        Self(names)
    }

    fn rank(&self, name: Option<&Name>) -> u32 {
        name.and_then(|name| self.0.binary_search(name).ok())
            .and_then(|at| u32::try_from(at).ok())
            .unwrap_or(NONE)
    }
}

/// Every name that can be found, and which child bears which.
#[derive(Default)]
pub struct Finder {
    families: Names,
    workers: Names,
    teams: Names,
    supervisors: Names,
    /// Id and title.
    rules: Vec<(String, String)>,
    /// Family, worker and team of each case.
    cases: Vec<[u32; 3]>,
}

impl std::fmt::Debug for Finder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Finder({} cases)", self.cases.len())
    }
}

/// Which of a list of names fit one word, and how well; 0 is not at all.
struct Fits([Vec<u8>; 3]);

impl Finder {
    /// Gathers the names of a picture.
    #[must_use]
    pub fn of(picture: &Picture) -> Self {
        let cases = &picture.cases;
        let families = Names::of(cases.iter().filter_map(|case| case.family.as_ref()));
        let workers = Names::of(cases.iter().filter_map(|case| case.worker.as_ref()));
        let teams = Names::of(cases.iter().filter_map(|case| case.team.as_ref()));
        let gaps = picture.gaps.iter();
        let mut listed: Vec<usize> = picture.gaps.iter().map(|gap| gap.rule).collect();
        listed.sort_unstable();
        listed.dedup();
        let rules = listed
            .into_iter()
            .filter_map(|at| picture.check.rules.get(at))
            .map(|result| (result.rule.id.clone(), result.rule.title.clone()));
        Self {
            cases: cases
                .iter()
                .map(|case| {
                    [
                        families.rank(case.family.as_ref()),
                        workers.rank(case.worker.as_ref()),
                        teams.rank(case.team.as_ref()),
                    ]
                })
                .collect(),
            rules: rules.collect(),
            supervisors: Names::of(gaps.filter_map(|gap| gap.supervisor.as_ref())),
            families,
            workers,
            teams,
        }
    }

    /// What these words find, the best first. An empty line finds the teams and workers.
    #[must_use]
    pub fn find(&self, words: &str, cases: &[CaseRow]) -> Vec<Found> {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let mut found: Vec<(u32, Found)> = Vec::new();
        for (kind, names) in [
            (Kind::Team, &self.teams),
            (Kind::Supervisor, &self.supervisors),
            (Kind::Worker, &self.workers),
            (Kind::Family, &self.families),
        ] {
            if kind == Kind::Family && words.is_empty() {
                continue;
            }
            found.extend(best(&names.0, &words).into_iter().map(|(total, name)| {
                let found = Found {
                    kind,
                    name: name.to_string(),
                    about: String::new(),
                    child: None,
                };
                (total, found)
            }));
        }
        let rules = self.rules.iter().filter(|_| !words.is_empty());
        found.extend(rules.filter_map(|(id, title)| {
            let found = Found {
                kind: Kind::Rule,
                name: id.clone(),
                about: title.clone(),
                child: None,
            };
            Some((all(&words, &[id, title])?, found))
        }));
        if !words.is_empty() {
            found.extend(self.children(&words, cases));
        }
        // Of two that fit as well, the one that is more of a place to go to.
        found.sort_by(|(a, one), (b, other)| {
            b.cmp(a)
                .then_with(|| one.kind.cmp(&other.kind))
                .then_with(|| one.name.len().cmp(&other.name.len()))
                .then_with(|| one.name.cmp(&other.name))
        });
        found.truncate(MOST);
        found.into_iter().map(|(_, found)| found).collect()
    }

    /// What the lines of gaps say, as the last of what is found: "no direction".
    #[must_use]
    pub fn said(words: &str, gaps: &[Gap]) -> Option<Found> {
        let words = words.trim().replace('"', "");
        let holds = |gap: &Gap| {
            let phrase = gap.phrase.as_bytes();
            let mut parts = phrase.windows(words.len().max(1));
            parts.any(|part| part.eq_ignore_ascii_case(words.as_bytes()))
        };
        // What is done late is on no list until it is asked for.
        let mut overdue = gaps
            .iter()
            .take(MOST_READ)
            .filter(|gap| gap.state == State::Overdue);
        let some = !words.is_empty() && overdue.any(holds);
        some.then(|| Found {
            kind: Kind::Words,
            name: words,
            about: "the gaps whose line says so".to_owned(),
            child: None,
        })
    }

    /// The children whose id, family, worker or team fit every word.
    fn children(&self, words: &[String], cases: &[CaseRow]) -> Vec<(u32, Found)> {
        let fits: Vec<Fits> = words
            .iter()
            .map(|word| {
                Fits([&self.families, &self.workers, &self.teams].map(|names| {
                    names
                        .0
                        .iter()
                        .map(|name| u8::from(score(name, word).is_some()))
                        .collect()
                }))
            })
            .collect();
        let mut found: Vec<(u32, u32)> = Vec::new();
        let mut perfect = 0;
        for (at, (case, ranks)) in (0..).zip(cases.iter().zip(&self.cases)) {
            let each = words.iter().zip(&fits).map(|(word, fits)| {
                let by_id = score(&case.shown, word);
                by_id.or_else(|| {
                    let named =
                        fits.0.iter().zip(ranks).any(|(fits, rank)| {
                            fits.get(*rank as usize).is_some_and(|fits| *fits > 0)
                        });
                    // Who works with the child is a weaker sign than the child's own id.
                    named.then_some(BY_NAME)
                })
            });
            let Some(total) = each.sum::<Option<u32>>() else {
                continue;
            };
            perfect += usize::from(total >= PERFECT);
            found.push((total, at));
            if perfect >= MOST {
                break;
            }
        }
        let order = |&(total, at): &(u32, u32)| (std::cmp::Reverse(total), at);
        if found.len() > MOST {
            found.select_nth_unstable_by_key(MOST, order);
            found.truncate(MOST);
        }
        found.sort_unstable_by_key(order);
        let line = |(total, at): (u32, u32)| {
            let case = cases.get(at as usize)?;
            let about = [
                Some(case.status.to_owned()),
                case.family.as_ref().map(|name| format!("family {name}")),
                case.team.as_ref().map(ToString::to_string),
                case.worker.as_ref().map(ToString::to_string),
            ];
            let about: Vec<String> = about.into_iter().flatten().collect();
            let found = Found {
                kind: Kind::Child,
                name: case.shown.to_string(),
                about: about.join(", "),
                child: Some(case.child),
            };
            Some((total, found))
        };
        found.into_iter().filter_map(line).collect()
    }
}

/// What a child gets for a word that fits somebody around it.
const BY_NAME: u32 = 20;

/// Nothing fits better than a beginning.
const PERFECT: u32 = 100;

/// The best of many names, which are in alphabetical order.
fn best<'a>(names: &'a [Name], words: &[String]) -> Vec<(u32, &'a Name)> {
    let fit = names.iter().enumerate();
    let mut found: Vec<(u32, usize)> = fit
        .filter_map(|(at, name)| Some((all(words, &[name])?, at)))
        .collect();
    let order = |&(total, at): &(u32, usize)| (std::cmp::Reverse(total), at);
    if found.len() > MOST {
        found.select_nth_unstable_by_key(MOST, order);
        found.truncate(MOST);
    }
    found.sort_unstable_by_key(order);
    found
        .into_iter()
        .filter_map(|(total, at)| Some((total, names.get(at)?)))
        .collect()
}

/// How well texts fit every word together; `None`: one of the words fits none of them.
fn all(words: &[String], texts: &[&str]) -> Option<u32> {
    words
        .iter()
        .map(|word| texts.iter().filter_map(|text| score(text, word)).max())
        .sum()
}

/// How well a lower-case word fits a text: whole, at its beginning, at the beginning of a word of
/// it, somewhere in it, or with letters left out. `None`: not at all.
#[must_use]
pub fn score(text: &str, word: &str) -> Option<u32> {
    if text.is_ascii() && word.is_ascii() {
        return score_bytes(text.as_bytes(), word.as_bytes());
    }
    score_bytes(text.to_lowercase().as_bytes(), word.as_bytes())
}

fn score_bytes(text: &[u8], word: &[u8]) -> Option<u32> {
    let Some(first) = word.first() else {
        return Some(0);
    };
    let lower = |at: usize| text.get(at).map(u8::to_ascii_lowercase);
    // All its letters in their order, whatever stands between them.
    let mut wanted = word.iter();
    let mut next = wanted.next();
    for letter in text {
        if next == Some(&letter.to_ascii_lowercase()) {
            next = wanted.next();
        }
    }
    if next.is_some() {
        return None;
    }
    let together = (0..=text.len().saturating_sub(word.len()))
        .filter(|at| lower(*at) == Some(*first))
        .filter(|at| {
            text.get(*at..*at + word.len())
                .is_some_and(|part| part.eq_ignore_ascii_case(word))
        });
    let mut best = None;
    for at in together {
        let begins = at == 0 || !text[at - 1].is_ascii_alphanumeric();
        best = best.max(Some(match (at, begins) {
            (0, _) if text.len() == word.len() => PERFECT + 20,
            (0, _) => PERFECT,
            (_, true) => 90,
            _ => 60,
        }));
    }
    // Scattered letters fit less well the longer the text is in which they stand.
    best.or_else(|| Some(30_u32.saturating_sub(u32::try_from(text.len() / 2).unwrap_or(30))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_may_be_left_out_but_not_turned_round() {
        assert!(score("Y Foobarton", "fobar").is_some());
        assert!(score("Y Foobarton", "oof").is_none());
        assert!(score("Équipe Nord", "équ").is_some());
        assert!(score("", "a").is_none());
    }

    #[test]
    fn a_beginning_fits_better_than_the_middle_and_both_better_than_scattered_letters() {
        let order = [
            "900138",
            "9001380",
            "north 900138",
            "1900138",
            "9a0b0c1d3e8",
        ];
        let scores: Vec<u32> = order
            .iter()
            .map(|text| score(text, "900138").unwrap())
            .collect();
        assert!(scores.is_sorted_by(|a, b| a > b), "{scores:?}");
    }
}
