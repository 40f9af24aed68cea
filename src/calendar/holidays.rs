//! The holidays as data, with their names and where they come from.

use std::{collections::BTreeMap, sync::LazyLock};

use serde::Deserialize;

use crate::model::Day;

const ASSET: &str = include_str!("../../assets/calendar/england-and-wales.toml");

/// Where the dates come from, and the years for which they are complete.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    pub source: String,
    /// The day on which the list was put together; later proclamations are not in it.
    pub compiled: Day,
    pub first_year: i32,
    pub last_year: i32,
}

/// Why a weekday is no working day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// A holiday of England and Wales, by name.
    Holiday(&'static str),
    /// The council's own closed day, from the policy.
    Closure,
}

impl Why {
    /// The holiday's name, or words that say whose closure it is.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Holiday(name) => name,
            Self::Closure => "closed day of this council",
        }
    }
}

/// A weekday that was left out of a sum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NotCounted {
    pub on: Day,
    pub why: Why,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asset {
    provenance: Provenance,
    holidays: BTreeMap<String, String>,
}

/// The parsed list: days in order with their names, and the span that it covers.
pub(super) struct Holidays {
    pub provenance: Option<Provenance>,
    pub days: Vec<(Day, String)>,
}

impl Holidays {
    fn parse(text: &str) -> Result<Self, String> {
        let asset: Asset = toml::from_str(text).map_err(|error| error.to_string())?;
        let days = asset
            .holidays
            .into_iter()
            .map(|(on, name)| {
                let day = Day::parse_iso(&on).ok_or_else(|| format!("{on:?} is not a date"))?;
                Ok((day, name))
            })
            .collect::<Result<Vec<_>, String>>()?;
        Ok(Self {
            provenance: Some(asset.provenance),
            days,
        })
    }

    /// The first and the last day that the list speaks about; an empty span if it is malformed,
    /// so that every working-day clock then says that it cannot be told.
    pub fn span(&self) -> (Day, Day) {
        self.provenance
            .as_ref()
            .and_then(|known| {
                let first = Day::from_ymd(known.first_year, 1, 1)?;
                Some((first, Day::from_ymd(known.last_year, 12, 31)?))
            })
            .unwrap_or((Day::from_number(0), Day::from_number(-1)))
    }
}

/// The embedded list, parsed once. A malformed one is a failure of the tests, not of the program.
pub(super) static ENGLAND_AND_WALES: LazyLock<Holidays> = LazyLock::new(|| {
    Holidays::parse(ASSET).unwrap_or(Holidays {
        provenance: None,
        days: Vec::new(),
    })
});

/// Where the embedded holidays come from.
#[must_use]
pub fn provenance() -> Option<&'static Provenance> {
    ENGLAND_AND_WALES.provenance.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Easter Sunday by Gauss's method with the Gregorian corrections of 1900-2099: another road
    /// to the date than a list.
    fn easter(year: i32) -> Day {
        let d = (19 * (year % 19) + 24) % 30;
        let e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + 5) % 7;
        let mut after = 22 + d + e;
        if d == 29 && e == 6 {
            after -= 7;
        }
        if d == 28 && e == 6 && year % 19 > 10 {
            after -= 7;
        }
        Day::from_ymd(year, 3, 1).unwrap().plus_days(after - 1)
    }

    fn monday_on_or_after(day: Day) -> Day {
        day.plus_days(i32::from((7 - day.weekday()) % 7))
    }

    fn next_free(mut day: Day, taken: &[Day]) -> Day {
        while day.weekday() > 4 || taken.contains(&day) {
            day = day.plus_days(1);
        }
        day
    }

    fn standing_pattern(year: i32) -> Vec<Day> {
        let on = |month, day| Day::from_ymd(year, month, day).unwrap();
        let mut days = vec![
            next_free(on(1, 1), &[]),
            easter(year).plus_days(-2),
            easter(year).plus_days(1),
            monday_on_or_after(on(5, 1)),
            monday_on_or_after(on(5, 25)),
            monday_on_or_after(on(8, 25)),
        ];
        let boxing = on(12, 26);
        let mut christmas = vec![on(12, 25), boxing];
        christmas.retain(|day| day.weekday() < 5);
        for weekend in [on(12, 25), boxing] {
            if weekend.weekday() > 4 {
                christmas.push(next_free(weekend, &christmas));
            }
        }
        days.extend(christmas);
        days.sort_unstable();
        days
    }

    #[test]
    fn the_list_is_well_formed_and_every_holiday_is_a_weekday_of_its_years() {
        let list = Holidays::parse(ASSET).unwrap();
        let (from, to) = list.span();
        assert_eq!((from.year(), to.year()), (2000, 2030));
        for (day, name) in &list.days {
            assert!(day.weekday() < 5, "{day} {name}");
            assert!((from..=to).contains(day), "{day}");
            assert!(!name.is_empty());
        }
    }

    #[test]
    fn every_year_follows_the_standing_pattern_but_for_the_proclaimed_days() {
        let list = Holidays::parse(ASSET).unwrap();
        let proclaimed: &[(i32, &[&str], &[&str])] = &[
            (2002, &["2002-06-03", "2002-06-04"], &["2002-05-27"]),
            (2011, &["2011-04-29"], &[]),
            (2012, &["2012-06-04", "2012-06-05"], &["2012-05-28"]),
            (2020, &["2020-05-08"], &["2020-05-04"]),
            (
                2022,
                &["2022-06-02", "2022-06-03", "2022-09-19"],
                &["2022-05-30"],
            ),
            (2023, &["2023-05-08"], &[]),
        ];
        for year in 2000..=2030 {
            let mut expected = standing_pattern(year);
            if let Some((_, added, taken)) = proclaimed.iter().find(|row| row.0 == year) {
                expected.retain(|day| !taken.contains(&day.to_string().as_str()));
                expected.extend(added.iter().map(|day| Day::parse_iso(day).unwrap()));
                expected.sort_unstable();
            }
            let found: Vec<Day> = list
                .days
                .iter()
                .map(|(day, _)| *day)
                .filter(|day| day.year() == year)
                .collect();
            assert_eq!(found, expected, "{year}");
        }
    }

    #[test]
    fn substitute_days_carry_the_name_of_the_holiday_they_stand_for() {
        let list = Holidays::parse(ASSET).unwrap();
        let name = |on: &str| {
            let day = Day::parse_iso(on).unwrap();
            list.days.iter().find(|row| row.0 == day).unwrap().1.clone()
        };
        assert_eq!(name("2026-12-28"), "Boxing Day (substitute day)");
        assert_eq!(name("2022-12-27"), "Christmas Day (substitute day)");
        assert_eq!(name("2028-01-03"), "New Year's Day (substitute day)");
    }
}
