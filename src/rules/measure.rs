//! The arithmetic of one limit: when something falls due, and how far beyond that a day lies.

use super::{Limit, Months, Rule, Unit};
use crate::calendar::{Calendar, Span};
use crate::model::Day;

/// A limit on a calendar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Yardstick<'a> {
    calendar: &'a Calendar,
    limit: Limit,
    months: Months,
    grace: u32,
}

/// A trigger held against a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Reckoned {
    /// `None` where the due day lies outside the calendar.
    pub due: Option<Day>,
    /// Exact, or the least that it can be where that alone is beyond the limit.
    pub elapsed: Option<i32>,
    /// How far beyond the due day, in the counted unit; 0 or less is in time.
    over: Span,
    /// True where `elapsed` is only the least that it can be.
    pub at_least: bool,
}

impl Reckoned {
    /// Whether the day lies beyond the due day; `None` where the calendar cannot tell.
    pub const fn beyond(&self) -> Option<bool> {
        if self.over.at_least > 0 {
            Some(true)
        } else if self.over.at_most <= 0 {
            Some(false)
        } else {
            None
        }
    }

    /// How far beyond, where it is.
    pub const fn over(&self) -> Option<i32> {
        if self.over.at_least > 0 {
            Some(self.over.at_least)
        } else {
            None
        }
    }
}

fn signed(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// Any number of months by the practice in which 3 are 91 days and 6 are 183.
fn practice_days(months: u32) -> i32 {
    let quarter_days = i64::from(months) * 1461;
    i32::try_from((quarter_days + 24) / 48).unwrap_or(i32::MAX)
}

/// This many months after a day, by either practice.
pub(super) fn months_later(day: Day, months: i32, practice: Months) -> Day {
    match practice {
        Months::Calendar => day.plus_months(months),
        Months::Days91And183 => {
            day.plus_days(months.signum() * practice_days(months.unsigned_abs()))
        }
    }
}

fn end_of_next_month(day: Day) -> Day {
    let (year, month, _) = day.ymd();
    Day::from_ymd(year, month, 1).map_or(day, |first| first.plus_months(2).plus_days(-1))
}

impl<'a> Yardstick<'a> {
    /// The measure of a rule; `None` where it has no limit.
    pub fn of(rule: &Rule, calendar: &'a Calendar) -> Option<Self> {
        Some(Self {
            calendar,
            limit: rule.limit?,
            months: rule.months,
            grace: rule.grace,
        })
    }

    /// The same rule's measure with another limit and no grace.
    pub const fn with_limit(self, limit: Limit) -> Self {
        Self {
            limit,
            grace: 0,
            ..self
        }
    }

    /// The measure by the other way to count months; `None` where the limit is not in months.
    pub fn other_months(self) -> Option<Self> {
        let months = match self.months {
            Months::Calendar => Months::Days91And183,
            Months::Days91And183 => Months::Calendar,
        };
        (self.limit.unit == Unit::Months).then_some(Self { months, ..self })
    }

    /// The last day on which it is in time; `None` outside the calendar.
    pub fn due(self, trigger: Day) -> Option<Day> {
        let value = self.limit.value;
        match self.limit.unit {
            Unit::WorkingDays => self.calendar.due(trigger, value),
            Unit::CalendarDays => Some(trigger.plus_days(signed(value))),
            Unit::Weeks => Some(trigger.plus_days(signed(value.saturating_mul(7)))),
            Unit::Months => Some(months_later(trigger, signed(value), self.months)),
            Unit::EachCalendarMonth => Some(end_of_next_month(trigger)),
        }
    }

    /// A day moved on by the length of a span, in the unit of the limit: by its working days where
    /// the limit is in working days. The span's first day is not part of it.
    pub fn moved(self, day: Day, (after, to): (Day, Day)) -> Day {
        match self.limit.unit {
            Unit::WorkingDays => {
                let days = u32::try_from(self.calendar.span(after, to).at_least).unwrap_or(0);
                let by_days = || day.plus_days(to.days_since(after));
                self.calendar.due(day, days).unwrap_or_else(by_days)
            }
            _ => day.plus_days(to.days_since(after)),
        }
    }

    /// From one day to another in the counted unit: working days, days, or weeks begun.
    pub fn count(self, from: Day, to: Day) -> Span {
        let days = to.days_since(from);
        let exact = match self.limit.unit {
            Unit::WorkingDays => return self.calendar.span(from, to),
            // A week begun is a week, so that "beyond the limit" and "more weeks than the limit"
            // are the same.
            Unit::Weeks => -(-days).div_euclid(7),
            Unit::CalendarDays | Unit::Months | Unit::EachCalendarMonth => days,
        };
        Span {
            at_least: exact,
            at_most: exact,
        }
    }

    /// Holds a trigger against a day. `earlier` is a due day that was set for this one clock and
    /// counts where it comes before the rule's own.
    pub fn reckon(self, trigger: Day, day: Day, earlier: Option<Day>) -> Reckoned {
        let own = self.due(trigger);
        let due = match (own, earlier) {
            (Some(own), Some(set)) => Some(own.min(set)),
            (own, set) => own.or(set),
        };
        let elapsed = self.count(trigger, day);
        let over = due.map_or_else(
            || Span {
                at_least: elapsed.at_least.saturating_sub(signed(self.limit.value)),
                at_most: elapsed.at_most.saturating_sub(signed(self.limit.value)),
            },
            |due| self.count(due, day),
        );
        let at_least = elapsed.exact().is_none() && over.at_least > 0;
        Reckoned {
            due,
            elapsed: elapsed.exact().or(at_least.then_some(elapsed.at_least)),
            over,
            at_least,
        }
    }

    /// Whether an open clock that is beyond its due day is also beyond the rule's grace.
    pub fn beyond_grace(self, reckoned: &Reckoned, day: Day) -> Option<bool> {
        if self.grace == 0 || reckoned.beyond() != Some(true) {
            return reckoned.beyond();
        }
        reckoned.due.map_or_else(
            || Some(reckoned.over.at_least > signed(self.grace)),
            |due| {
                let worked = self.calendar.span(due, day);
                let grace = signed(self.grace);
                if worked.at_least > grace {
                    Some(true)
                } else if worked.at_most <= grace {
                    Some(false)
                } else {
                    None
                }
            },
        )
    }

    /// Whether the due day, with the rule's grace, had come by this day.
    pub fn fell_due_by(self, trigger: Day, reckoned: &Reckoned, day: Day) -> bool {
        match reckoned.due {
            Some(due) if self.grace == 0 => due <= day,
            Some(due) => self
                .calendar
                .due(due, self.grace)
                .map_or_else(|| due <= day, |due| due <= day),
            None => {
                let needed = signed(self.limit.value).saturating_add(signed(self.grace));
                self.count(trigger, day).at_least >= needed
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::CalendarName;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn measure(calendar: &Calendar, value: u32, unit: Unit) -> Yardstick<'_> {
        Yardstick {
            calendar,
            limit: Limit { value, unit },
            months: Months::Calendar,
            grace: 0,
        }
    }

    #[test]
    fn months_are_91_183_and_365_days_by_the_practice_of_extracts() {
        let days: Vec<i32> = [1, 3, 6, 12].map(practice_days).into();
        assert_eq!(days, [30, 91, 183, 365]);
        let start = day("2025-11-30");
        assert_eq!(months_later(start, 3, Months::Calendar), day("2026-02-28"));
        assert_eq!(
            months_later(start, 3, Months::Days91And183),
            day("2026-03-01")
        );
        assert_eq!(
            months_later(start, -12, Months::Days91And183),
            day("2024-11-30")
        );
    }

    #[test]
    fn a_weekend_after_the_due_day_is_not_late_in_working_days_but_is_in_days() {
        let calendar = Calendar::new(CalendarName::EnglandAndWales, &[]);
        let (friday, sunday) = (day("2026-06-12"), day("2026-06-14"));
        let working = measure(&calendar, 5, Unit::WorkingDays);
        let trigger = day("2026-06-05");
        assert_eq!(working.due(trigger), Some(friday));
        assert_eq!(working.reckon(trigger, sunday, None).beyond(), Some(false));
        let days = measure(&calendar, 7, Unit::CalendarDays);
        assert_eq!(days.due(trigger), Some(friday));
        assert_eq!(days.reckon(trigger, sunday, None).over(), Some(2));
    }

    #[test]
    fn a_week_begun_is_a_week() {
        let calendar = Calendar::new(CalendarName::Weekdays, &[]);
        let weeks = measure(&calendar, 6, Unit::Weeks);
        let trigger = day("2026-01-01");
        let on_time = weeks.reckon(trigger, trigger.plus_days(42), None);
        assert_eq!((on_time.elapsed, on_time.beyond()), (Some(6), Some(false)));
        let a_day_more = weeks.reckon(trigger, trigger.plus_days(43), None);
        assert_eq!((a_day_more.elapsed, a_day_more.over()), (Some(7), Some(1)));
    }

    #[test]
    fn each_calendar_month_ends_with_the_month_after_the_trigger() {
        let calendar = Calendar::new(CalendarName::Weekdays, &[]);
        let monthly = measure(&calendar, 1, Unit::EachCalendarMonth);
        assert_eq!(monthly.due(day("2026-01-01")), Some(day("2026-02-28")));
        assert_eq!(monthly.due(day("2026-12-31")), Some(day("2027-01-31")));
        let late = monthly.reckon(day("2026-01-31"), day("2026-03-02"), None);
        assert_eq!(late.over(), Some(2));
    }

    #[test]
    fn a_span_beyond_the_calendar_is_decided_where_its_known_part_is_enough() {
        let calendar = Calendar::new(CalendarName::EnglandAndWales, &[]);
        let limit = measure(&calendar, 45, Unit::WorkingDays);
        let long = limit.reckon(day("1999-06-01"), day("2001-01-01"), None);
        assert_eq!(
            (long.beyond(), long.due, long.at_least),
            (Some(true), None, true)
        );
        let short = limit.reckon(day("1999-12-20"), day("2000-01-05"), None);
        assert_eq!((short.beyond(), short.elapsed), (Some(false), None));
        let open = limit.reckon(day("1999-10-20"), day("2000-01-05"), None);
        assert_eq!(open.beyond(), None);
        let known_due = limit.reckon(day("2030-09-02"), day("2031-02-01"), None);
        assert_eq!(known_due.beyond(), Some(true));
        assert!(limit.fell_due_by(day("1999-06-01"), &long, day("2001-01-01")));
    }

    #[test]
    fn a_grace_is_counted_in_working_days_after_the_due_day() {
        let calendar = Calendar::new(CalendarName::EnglandAndWales, &[]);
        let mut limit = measure(&calendar, 10, Unit::CalendarDays);
        limit.grace = 2;
        let trigger = day("2026-06-02");
        let at = |text| {
            let reckoned = limit.reckon(trigger, day(text), None);
            limit.beyond_grace(&reckoned, day(text))
        };
        assert_eq!(limit.due(trigger), Some(day("2026-06-12")));
        assert_eq!(at("2026-06-16"), Some(false));
        assert_eq!(at("2026-06-17"), Some(true));
    }
}
