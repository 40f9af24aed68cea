//! How often a rule was right: what people said of its gaps, once they had looked.
//!
//! It speaks of the rule and its extract, never of whoever answered. The surprising thing: a gap that
//! was given another outcome later is one checked gap, with the later outcome.

use std::collections::{BTreeMap, HashMap};

use crate::model::{GapKey, Outcome, OutcomeKind};

/// What became of the gaps of one rule that somebody looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Precision {
    pub checked: u32,
    /// Of these, errors of the data or the extract.
    pub data_errors: u32,
    /// Of these, not required.
    pub not_required: u32,
}

impl Precision {
    /// "of 60 checked, 12 were errors of the extract"; nothing where none was checked.
    #[must_use]
    pub fn words(self) -> String {
        if self.checked == 0 {
            return String::new();
        }
        let errors = match self.data_errors {
            0 => "none was an error of the extract".to_owned(),
            1 => "1 was an error of the extract".to_owned(),
            more => format!("{more} were errors of the extract"),
        };
        let free = match self.not_required {
            0 => String::new(),
            more => format!(", {more} not required"),
        };
        format!("of {} checked, {errors}{free}", self.checked)
    }
}

/// The rule's id in a gap's key, without its basis.
fn rule_of(key: &GapKey) -> &str {
    let rule = key.as_str().split(':').next().unwrap_or_default();
    rule.split('/').next().unwrap_or_default()
}

/// Of each rule, by its id.
pub(super) fn precision(outcomes: &HashMap<GapKey, Outcome>) -> BTreeMap<String, Precision> {
    let mut found: BTreeMap<String, Precision> = BTreeMap::new();
    for (key, outcome) in outcomes {
        let rule = rule_of(key);
        if !found.contains_key(rule) {
            found.insert(rule.to_owned(), Precision::default());
        }
        let Some(own) = found.get_mut(rule) else {
            continue;
        };
        own.checked += 1;
        match outcome.kind {
            OutcomeKind::DataError => own.data_errors += 1,
            OutcomeKind::NotRequired => own.not_required += 1,
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Day;

    #[test]
    fn each_checked_gap_counts_once_for_its_rule_whatever_its_basis() {
        let given = |key: &str, kind| {
            let gap = GapKey::stored(key);
            let outcome = Outcome {
                gap: gap.clone(),
                kind,
                reason: "seen".to_owned(),
                person: "Y Foobarton".into(),
                at: "2026-06-12T09:00:00Z".to_owned(),
                data_as_at: Day::from_number(0),
                evidence: String::new(),
            };
            (gap, outcome)
        };
        let outcomes = HashMap::from([
            given(
                "ASSESS-45WD:1:assessment@2026-01-05",
                OutcomeKind::DataError,
            ),
            given(
                "ASSESS-45WD/assessment_start:1:assessment@2026-01-05",
                OutcomeKind::NotRequired,
            ),
            given(
                "ASSESS-45WD:2:assessment@2026-01-05",
                OutcomeKind::Booked {
                    on: Day::from_number(1),
                },
            ),
            given(
                "SUP-STAFF:worker=A:session@2026-01-05",
                OutcomeKind::DataError,
            ),
        ]);
        let found = precision(&outcomes);
        assert_eq!(
            found["ASSESS-45WD"].words(),
            "of 3 checked, 1 was an error of the extract, 1 not required"
        );
        assert_eq!(found["SUP-STAFF"].checked, 1);
    }
}
