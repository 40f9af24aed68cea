//! What inspectors complain of, and how often: the evidence by which gaps are ordered.
//!
//! Data with a corpus, no opinion of ours. The surprising thing: the number is of reports that ask
//! for the theme to be improved; it says nothing of how common or how grave a fault is.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Rule;

const ASSET: &str = include_str!("../../assets/rules/complaints.toml");

/// The reports in which the themes were counted.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Corpus {
    pub reports: u32,
    /// "graded inspection reports of children's services, 2018 to 2025".
    pub what: String,
    pub licence: String,
}

/// One of the twelve complaints.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaint {
    /// 1 to 12.
    pub number: u8,
    /// In words of practice: "actions are not followed up at the next session".
    pub words: String,
    /// The theme that was counted, which several complaints can share.
    pub theme: String,
    /// Reports that ask for the theme to be improved; `None`: it was not counted.
    pub reports: Option<u32>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    corpus: Corpus,
    complaint: Vec<Complaint>,
}

fn read() -> Result<Asset, String> {
    toml::from_str(ASSET).map_err(|error| error.to_string())
}

fn asset() -> &'static Asset {
    static READ: LazyLock<Asset> = LazyLock::new(|| read().unwrap_or_default());
    &READ
}

/// The reports in which the themes were counted.
#[must_use]
pub fn corpus() -> &'static Corpus {
    &asset().corpus
}

/// All twelve, in their order.
#[must_use]
pub fn complaints() -> &'static [Complaint] {
    &asset().complaint
}

/// The complaint that a rule answers.
#[must_use]
pub fn complaint(rule: &Rule) -> Option<&'static Complaint> {
    let number = rule.complaint?;
    complaints().iter().find(|one| one.number == number)
}

impl Complaint {
    /// By how many reports its theme is named: what gaps of oversight are ordered by.
    #[must_use]
    pub fn weight(&self) -> u32 {
        self.reports.unwrap_or(0)
    }

    /// What inspectors write, and of how many reports that is true.
    #[must_use]
    pub fn sentence(&self) -> String {
        let words = &self.words;
        match self.reports {
            Some(reports) => {
                let of = corpus();
                let share = (reports * 100 + of.reports / 2) / of.reports.max(1);
                format!(
                    "Inspectors write that {words}. {reports} of {} {} ({share} %) ask to improve {}.",
                    of.reports, of.what, self.theme
                )
            }
            None => format!("Inspectors write that {words}; how many reports do was not counted."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_twelve_complaints_are_there_with_their_corpus() {
        let asset = read().unwrap();
        let numbers: Vec<u8> = asset.complaint.iter().map(|one| one.number).collect();
        assert_eq!(numbers, (1..=12).collect::<Vec<u8>>());
        assert!(asset.corpus.licence.contains("Open Government Licence"));
        for one in &asset.complaint {
            assert!(one.weight() <= asset.corpus.reports, "{}", one.number);
        }
    }

    #[test]
    fn quality_and_follow_through_are_named_twice_as_often_as_frequency() {
        let weight = |number: usize| complaints()[number - 1].weight();
        assert_eq!(weight(4), 2 * weight(1));
        assert_eq!(
            complaints()[3].sentence(),
            "Inspectors write that actions are not followed up at the next session. 72 of 257 \
             graded inspection reports of children's services, 2018 to 2025 (28 %) ask to improve \
             the quality of supervision and what it leads to."
        );
    }
}
