//! A calendar day without a time or a zone, stored as days since 1 January 1970.

use std::fmt;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One calendar day. Ordered, copyable, four bytes; `Display` writes ISO 8601 (`2026-06-12`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const EPOCH: Date = Date::constant(1970, 1, 1);
const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

impl Day {
    /// The day with this year, month (1-12) and day of the month, or `None` if there is none
    /// (31 February) or the year is outside 1800-2999.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        if !(1800..=2999).contains(&year) {
            return None;
        }
        let date = Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()?;
        Some(Self::from_date(date))
    }

    /// The day that is this many days after 1 January 1970.
    #[must_use]
    pub const fn from_number(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1 January 1970; negative before it.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Reads exactly `YYYY-MM-DD`.
    #[must_use]
    pub fn parse_iso(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let part = |range: std::ops::Range<usize>| {
            let piece = text.get(range)?;
            piece
                .bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| piece.parse::<u32>().ok())
                .flatten()
        };
        Self::from_ymd(i32::try_from(part(0..4)?).ok()?, part(5..7)?, part(8..10)?)
    }

    fn from_date(date: Date) -> Self {
        let days = EPOCH.until(date).map_or(0, |span| span.get_days());
        Self(days)
    }

    fn date(self) -> Date {
        EPOCH.checked_add(self.0.days()).unwrap_or(EPOCH)
    }

    /// Year, month (1-12) and day of the month.
    #[must_use]
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = self.date();
        (
            i32::from(date.year()),
            date.month().unsigned_abs().into(),
            date.day().unsigned_abs().into(),
        )
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// This many calendar days later (earlier if negative).
    #[must_use]
    pub const fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// Calendar days from `earlier` to this day; negative if `earlier` is later.
    #[must_use]
    pub const fn days_since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// The corresponding day of the month this many months later, clamped to the month's end
    /// (30 November plus three months is 28 or 29 February).
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        self.date()
            .checked_add(months.months())
            .map_or(self, Self::from_date)
    }

    /// 0 for Monday to 6 for Sunday.
    #[must_use]
    #[allow(clippy::cast_possible_truncation, reason = "a remainder of seven")]
    pub const fn weekday(self) -> u8 {
        (self.0 + 3).rem_euclid(7).unsigned_abs() as u8
    }

    /// As the screen and the page show it: `12 Jun 2026`.
    #[must_use]
    pub fn long(self) -> String {
        let (year, month, day) = self.ymd();
        format!("{day:02} {} {year}", Self::month_name(month))
    }

    /// Without the year, for narrow columns: `12 Jun`.
    #[must_use]
    pub fn short(self) -> String {
        let (_, month, day) = self.ymd();
        format!("{day:02} {}", Self::month_name(month))
    }

    /// Three-letter English name of a month (1-12).
    #[must_use]
    pub fn month_name(month: u32) -> &'static str {
        usize::try_from(month)
            .ok()
            .and_then(|m| m.checked_sub(1))
            .and_then(|m| MONTHS.get(m))
            .copied()
            .unwrap_or("?")
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse_iso(&text).ok_or_else(|| {
            serde::de::Error::custom(format!("{text:?} is not a date like 2026-06-12"))
        })
    }
}

/// A date cell as it was found: blank, a day, or something that is not a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Dated {
    /// Nothing was recorded.
    #[default]
    Blank,
    /// A day was recorded.
    On(Day),
    /// Something was recorded that is not a date; clocks that need it are not computable.
    Unreadable,
}

impl Dated {
    /// The day, if there is a readable one.
    #[must_use]
    pub const fn day(self) -> Option<Day> {
        match self {
            Self::On(day) => Some(day),
            Self::Blank | Self::Unreadable => None,
        }
    }
}

impl From<Option<Day>> for Dated {
    fn from(day: Option<Day>) -> Self {
        day.map_or(Self::Blank, Self::On)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn iso_text_round_trips_over_two_centuries() {
        for number in (-20_000..40_000).step_by(7) {
            let there = Day::from_number(number);
            assert_eq!(day(&there.to_string()), there);
            let (y, m, d) = there.ymd();
            assert_eq!(Day::from_ymd(y, m, d), Some(there));
        }
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused() {
        for text in [
            "2026-02-31",
            "2026-13-01",
            "26-01-01",
            "2026-1-01",
            "+026-01-01",
            "2026-06-1x",
        ] {
            assert_eq!(Day::parse_iso(text), None, "{text}");
        }
    }

    #[test]
    fn months_clamp_to_the_end_of_the_month() {
        assert_eq!(day("2025-11-30").plus_months(3), day("2026-02-28"));
        assert_eq!(day("2024-02-29").plus_months(12), day("2025-02-28"));
        assert_eq!(day("2026-05-31").plus_months(-3), day("2026-02-28"));
    }

    #[test]
    fn weekdays_start_on_monday() {
        assert_eq!(day("2026-03-02").weekday(), 0);
        assert_eq!(day("2026-03-08").weekday(), 6);
        assert_eq!(day("1969-12-29").weekday(), 0);
    }
}
