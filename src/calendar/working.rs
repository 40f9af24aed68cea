//! Counting working days by a table of ordinals: each question is two look-ups.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::holidays::{ENGLAND_AND_WALES, NotCounted, Why};
use crate::model::Day;

/// Which days are working days before a council's own closures.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarName {
    /// Monday to Friday less the holidays of England and Wales.
    #[default]
    EnglandAndWales,
    /// Monday to Friday, holidays counted, on any date.
    Weekdays,
}

impl CalendarName {
    /// The word of a policy and of JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::EnglandAndWales => "england-and-wales",
            Self::Weekdays => "weekdays",
        }
    }
}

/// What is known of the number of working days in a span that may leave the calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// The working days of the part that the calendar covers.
    pub at_least: i32,
    /// The same with every weekday of the missing part counted as worked.
    pub at_most: i32,
}

impl Span {
    /// The number, where the missing part cannot change it.
    #[must_use]
    pub const fn exact(self) -> Option<i32> {
        if self.at_least == self.at_most {
            Some(self.at_least)
        } else {
            None
        }
    }
}

/// Working days of the covered years, counted from the first of them.
#[derive(Debug)]
struct Table {
    first: Day,
    last: Day,
    /// Working days up to and with each day of the covered years.
    ordinals: Vec<u16>,
    /// Every working day in order.
    days: Vec<Day>,
}

impl Table {
    fn new(closures: &[Day]) -> Self {
        let (first, last) = ENGLAND_AND_WALES.span();
        let mut ordinals = Vec::new();
        let mut days = Vec::new();
        let mut holidays = ENGLAND_AND_WALES.days.iter().map(|row| row.0).peekable();
        let mut day = first;
        while day <= last {
            let holiday = holidays.next_if_eq(&day).is_some();
            if day.weekday() < 5 && !holiday && closures.binary_search(&day).is_err() {
                days.push(day);
            }
            ordinals.push(u16::try_from(days.len()).unwrap_or(u16::MAX));
            day = day.plus_days(1);
        }
        Self {
            first,
            last,
            ordinals,
            days,
        }
    }

    /// Working days of the calendar up to and with this day; `None` outside it. The eve of the
    /// first day counts as inside.
    fn ordinal(&self, day: Day) -> Option<i32> {
        let index = day.days_since(self.first);
        if index == -1 {
            return Some(0);
        }
        let index = usize::try_from(index).ok()?;
        self.ordinals.get(index).map(|count| i32::from(*count))
    }
}

/// One way to count working days, with a council's closures laid over it.
#[derive(Clone, Debug)]
pub struct Calendar {
    name: CalendarName,
    /// In order, without repeats.
    closures: Arc<[Day]>,
    table: Option<Arc<Table>>,
}

/// The number of the last weekday on or before this day, counted from a fixed Monday.
fn weekday_ordinal(day: Day) -> i32 {
    let shifted = day.number() + 3;
    shifted.div_euclid(7) * 5 + (shifted.rem_euclid(7) + 1).min(5)
}

fn weekday_with_ordinal(ordinal: i32) -> Day {
    let before = ordinal - 1;
    Day::from_number(before.div_euclid(5) * 7 + before.rem_euclid(5) - 3)
}

impl Calendar {
    /// The calendar of this name with the council's own closed days (any order, repeats allowed).
    #[must_use]
    pub fn new(name: CalendarName, closures: &[Day]) -> Self {
        let mut closed = closures.to_vec();
        closed.sort_unstable();
        closed.dedup();
        let table = match name {
            CalendarName::EnglandAndWales => Some(Arc::new(Table::new(&closed))),
            CalendarName::Weekdays => None,
        };
        Self {
            name,
            closures: closed.into(),
            table,
        }
    }

    /// Which calendar this is.
    #[must_use]
    pub const fn name(&self) -> CalendarName {
        self.name
    }

    /// The first and the last day that can be counted; `None` where every day can.
    #[must_use]
    pub fn covers(&self) -> Option<(Day, Day)> {
        self.table.as_ref().map(|table| (table.first, table.last))
    }

    /// Weekdays in (from, to] that the council closed.
    fn closed(&self, from: Day, to: Day) -> i32 {
        let start = self.closures.partition_point(|day| *day <= from);
        let end = self.closures.partition_point(|day| *day <= to);
        let within = self.closures.get(start..end).unwrap_or_default();
        i32::try_from(within.iter().filter(|day| day.weekday() < 5).count()).unwrap_or(i32::MAX)
    }

    /// Working days d with from < d <= to; negative where `to` is earlier. `None` where the span
    /// leaves the calendar.
    #[must_use]
    pub fn elapsed(&self, from: Day, to: Day) -> Option<i32> {
        match &self.table {
            Some(table) => Some(table.ordinal(to)? - table.ordinal(from)?),
            None if to < from => self.elapsed(to, from).map(i32::wrapping_neg),
            None => Some(weekday_ordinal(to) - weekday_ordinal(from) - self.closed(from, to)),
        }
    }

    /// Bounds of [`Self::elapsed`] for any two days; exact inside the calendar. An earlier `to`
    /// gives the bounds of the negative number.
    #[must_use]
    pub fn span(&self, from: Day, to: Day) -> Span {
        if to < from {
            let back = self.span(to, from);
            return Span {
                at_least: -back.at_most,
                at_most: -back.at_least,
            };
        }
        if let Some(exact) = self.elapsed(from, to) {
            return Span {
                at_least: exact,
                at_most: exact,
            };
        }
        let (first, last) = self.covers().unwrap_or((from, to));
        let eve = first.plus_days(-1);
        let at_least = self.elapsed(from.clamp(eve, last), to.clamp(eve, last));
        let at_least = at_least.unwrap_or(0);
        let missing = weekday_ordinal(to.min(eve)) - weekday_ordinal(from.min(eve))
            + weekday_ordinal(to.max(last))
            - weekday_ordinal(from.max(last));
        Span {
            at_least,
            at_most: at_least + missing,
        }
    }

    /// The n-th working day after the trigger; the trigger itself for 0. `None` where it cannot
    /// be told because it or the trigger lies outside the calendar.
    #[must_use]
    pub fn due(&self, trigger: Day, n: u32) -> Option<Day> {
        let n = i32::try_from(n).ok()?;
        if n == 0 {
            return Some(trigger);
        }
        if let Some(table) = &self.table {
            let index = usize::try_from(table.ordinal(trigger)? + n - 1).ok()?;
            return table.days.get(index).copied();
        }
        let start = weekday_ordinal(trigger);
        let mut due = weekday_with_ordinal(start.checked_add(n)?);
        loop {
            let next = weekday_with_ordinal(start + n + self.closed(trigger, due));
            if next == due {
                return Some(due);
            }
            due = next;
        }
    }

    /// Whether the day is worked; `None` outside the calendar.
    #[must_use]
    pub fn is_working(&self, day: Day) -> Option<bool> {
        self.elapsed(day.plus_days(-1), day).map(|count| count == 1)
    }

    /// The weekdays d with from < d <= to that are not worked, in order, each with its reason. A
    /// closure on a holiday is the holiday's.
    #[must_use]
    pub fn holidays_between(&self, from: Day, to: Day) -> Vec<NotCounted> {
        let within = |day: Day| from < day && day <= to;
        let mut found: Vec<NotCounted> = Vec::new();
        if self.table.is_some() {
            found.extend(
                ENGLAND_AND_WALES
                    .days
                    .iter()
                    .filter(|row| within(row.0))
                    .map(|row| NotCounted {
                        on: row.0,
                        why: Why::Holiday(&row.1),
                    }),
            );
        }
        let closed = self
            .closures
            .iter()
            .copied()
            .filter(|day| within(*day) && day.weekday() < 5);
        for on in closed {
            if !found.iter().any(|known| known.on == on) {
                found.push(NotCounted {
                    on,
                    why: Why::Closure,
                });
            }
        }
        found.sort_unstable_by_key(|row| row.on);
        found
    }
}

#[cfg(test)]
#[path = "working_tests.rs"]
mod tests;
