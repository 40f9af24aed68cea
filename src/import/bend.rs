//! How a person's own layout bends the reading of its cells: the order of day and month, what parts
//! several ids, what a council's own word means, and what is said of every row.
//!
//! The surprising thing: nothing downstream knows of it. A bent row is an ordinary row.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::{
    cell::{Cell, trim},
    layout::{Role, fold},
    recognise::Plan,
};

/// Which comes first in a date of three numbers. A year that stands first is known by itself.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

/// The bends of one list.
#[derive(Clone, Default, Debug)]
pub(super) struct Bend {
    dates: DateOrder,
    /// What parts the ids of several children in one cell, beside the usual marks.
    separator: Option<String>,
    /// What every row says although no column does.
    pub(super) fixed: BTreeMap<Role, String>,
    mean: Vec<(Role, HashMap<String, String>)>,
}

impl Bend {
    pub(super) fn of(
        dates: DateOrder,
        separator: Option<String>,
        fixed: BTreeMap<Role, String>,
        mean: &BTreeMap<Role, BTreeMap<String, String>>,
    ) -> Self {
        let folded = |words: &BTreeMap<String, String>| {
            let each = words.iter();
            each.map(|(word, meaning)| (fold(word), meaning.clone()))
                .collect()
        };
        Self {
            dates,
            separator: separator.filter(|mark| !mark.is_empty()),
            fixed,
            mean: mean
                .iter()
                .map(|(role, words)| (*role, folded(words)))
                .collect(),
        }
    }

    fn is_straight(&self) -> bool {
        self.dates == DateOrder::DayFirst
            && self.separator.is_none()
            && self.fixed.is_empty()
            && self.mean.is_empty()
    }
}

/// The roles whose cells hold a day.
const DATES: [Role; 31] = [
    Role::Start,
    Role::End,
    Role::Birth,
    Role::Seen,
    Role::Review,
    Role::PlacementStart,
    Role::Recorded,
    Role::NextDue,
    Role::HealthCheck,
    Role::DentalCheck,
    Role::OfficerContact,
    Role::Died,
    Role::Expected,
    Role::Ended,
    Role::Due,
    Role::Entered,
    Role::Letter,
    Role::PlanStart,
    Role::PlanEnd,
    Role::CareStart,
    Role::CareEnd,
    Role::CareReview,
    Role::LastVisit,
    Role::AsyeStart,
    Role::AsyeEnd,
    Role::AbsentFrom,
    Role::AbsentTo,
    Role::Answered,
    Role::ReauditDue,
    Role::FirstMeeting,
    Role::Issued,
];

/// The row as the layout means it; `None` if it means what it says.
pub(super) fn bent<'c>(plan: &Plan, cells: &[Cell<'c>]) -> Option<Vec<Cell<'c>>> {
    let bend = &plan.list.bend;
    if bend.is_straight() || cells.iter().all(Cell::is_blank) {
        return None;
    }
    let mut row = cells.to_vec();
    let mut change = |role: Role, with: &dyn Fn(&str) -> Option<String>| {
        let cell = plan.place(role).and_then(|place| row.get_mut(place));
        if let Some(cell) = cell
            && let Cell::Words(text) = &*cell
            && let Some(new) = with(text)
        {
            *cell = Cell::Words(new.into());
        }
    };
    if bend.dates == DateOrder::MonthFirst {
        for role in DATES {
            change(role, &day_first);
        }
    }
    if let Some(mark) = &bend.separator {
        change(Role::Child, &|text| Some(text.replace(mark.as_str(), ";")));
    }
    for (role, words) in &bend.mean {
        change(*role, &|text| words.get(&fold(text)).cloned());
    }
    if !bend.fixed.is_empty() {
        row.resize(plan.width(), Cell::Blank);
        let words = bend.fixed.values();
        row.extend(words.map(|word| Cell::Words(word.clone().into())));
    }
    Some(row)
}

/// `06/13/2026 10:00` as `13/06/2026 10:00`; `None` for what is no date of three numbers.
pub(super) fn day_first(text: &str) -> Option<String> {
    let text = trim(text);
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | '.')))
        .unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let mark = date.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = date.split(mark).collect();
    let [month, day, year] = parts.as_slice() else {
        return None;
    };
    (month.len() <= 2).then(|| format!("{day}{mark}{month}{mark}{year}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn month_and_day_change_places_and_nothing_else_does() {
        assert_eq!(
            day_first("06/13/2026 10:00").as_deref(),
            Some("13/06/2026 10:00")
        );
        assert_eq!(day_first("6-1-26").as_deref(), Some("1-6-26"));
        assert_eq!(day_first("2026-06-13"), None);
        assert_eq!(day_first("13 June 2026"), None);
    }
}
