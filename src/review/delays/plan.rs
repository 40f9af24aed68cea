//! The steps as `assets/delays/steps.toml` names them: data that a person may amend.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::rules::{Limit, Unit};

const TABLE: &str = include_str!("../../../assets/delays/steps.toml");

/// What the extract shows of a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sees {
    /// Intervals that have ended, and those that run.
    Ended,
    /// Only the interval that runs now.
    Running,
}

/// A step of the work, in the words of practice.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub id: String,
    pub name: String,
    /// For a narrow list.
    pub short: String,
    /// The rule whose clock it is; `None`: no limit is set.
    pub rule: Option<String>,
    pub from: String,
    #[serde(default)]
    from_on: BTreeMap<String, String>,
    pub to: String,
    pub sees: Sees,
    pub unit: Unit,
    edges: Vec<i32>,
    /// Whose bands they are.
    pub bands: String,
    last: Option<i32>,
    pub fair: Option<String>,
    pub counted: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    step: Vec<Plan>,
}

fn read() -> Result<Vec<Plan>, String> {
    let table: Table = toml::from_str(TABLE).map_err(|error| error.to_string())?;
    Ok(table.step)
}

/// Every step, in the order of the work.
pub(super) fn plans() -> &'static [Plan] {
    static READ: LazyLock<Vec<Plan>> = LazyLock::new(|| read().unwrap_or_default());
    &READ
}

/// What a length is counted in: months are counted in days.
pub(super) const fn counted_in(unit: Unit) -> Unit {
    match unit {
        Unit::Months | Unit::EachCalendarMonth => Unit::CalendarDays,
        other => other,
    }
}

/// The limit as a length in the counted unit; `None` where a month has no fixed length.
pub(super) fn fixed(limit: Option<Limit>) -> Option<i32> {
    let limit = limit?;
    match limit.unit {
        Unit::Months | Unit::EachCalendarMonth => None,
        _ => i32::try_from(limit.value).ok(),
    }
}

impl Plan {
    /// Where the step starts, on this basis of its rule.
    pub(super) fn starts(&self, basis: Option<&str>) -> String {
        let other = basis.and_then(|basis| self.from_on.get(basis));
        other.unwrap_or(&self.from).clone()
    }

    /// The last length of each band; one band more follows without an end.
    pub(super) fn edges(&self, limit: Option<Limit>) -> Vec<i32> {
        let within = fixed(limit);
        let unit = limit.map_or(self.unit, |limit| counted_in(limit.unit));
        let mut edges = if unit == counted_in(self.unit) {
            self.edges.clone()
        } else {
            // Another unit than the bands were drawn in: quarters of the limit.
            let whole = within.unwrap_or(4).max(1);
            (1..=6).map(|quarter| whole * quarter / 4).collect()
        };
        edges.extend(within);
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    /// The lengths of the last stretch before the limit.
    pub(super) fn last_stretch(&self, limit: Option<Limit>) -> Option<(i32, i32)> {
        let within = fixed(limit)?;
        self.last
            .filter(|last| *last < within)
            .map(|last| (within - last + 1, within))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_that_comes_with_the_program_can_be_read() {
        assert_eq!(read().unwrap().len(), 15);
    }

    #[test]
    fn every_step_with_a_clock_names_a_rule_of_the_book() {
        let book = crate::rules::RuleBook::embedded();
        let check = crate::rules::check(
            &crate::model::Caseload::default(),
            &book,
            crate::model::Day::from_number(20_000),
            crate::model::Day::from_number(20_000),
            crate::rules::Keep::Every,
        );
        for plan in plans() {
            let Some(rule) = &plan.rule else { continue };
            let result = check.chosen(rule).unwrap_or_else(|| panic!("{rule}"));
            assert!(result.rule.limit.is_some(), "{rule}");
        }
    }

    #[test]
    fn the_limit_is_always_the_edge_of_a_band() {
        let assessment = plans().iter().find(|plan| plan.id == "assessment").unwrap();
        let limit = |value, unit| Some(Limit { value, unit });
        let usual = assessment.edges(limit(45, Unit::WorkingDays));
        assert_eq!(usual, [0, 10, 20, 30, 40, 45, 50, 60]);
        assert!(assessment.edges(limit(35, Unit::WorkingDays)).contains(&35));
        assert!(
            assessment
                .edges(limit(60, Unit::CalendarDays))
                .contains(&60)
        );
        assert_eq!(
            assessment.last_stretch(limit(45, Unit::WorkingDays)),
            Some((41, 45))
        );
        assert_eq!(assessment.last_stretch(limit(2, Unit::Months)), None);
    }
}
