//! The only place that asks the system what time it is. Everybody else is handed the moment.

use jiff::{Timestamp, ZonedDateTime};

use crate::model::Day;

/// Today by the clock and the time zone of this machine.
#[must_use]
pub fn today() -> Day {
    let date = ZonedDateTime::now().date();
    Day::from_ymd(
        i32::from(date.year()),
        date.month().unsigned_abs().into(),
        date.day().unsigned_abs().into(),
    )
    .unwrap_or(Day::from_number(0))
}

/// This moment in UTC as RFC 3339 with milliseconds: `2026-06-12T09:30:00.000Z`.
#[must_use]
pub fn moment() -> String {
    format!("{:.3}", Timestamp::now())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_utc_at_one_length_so_that_text_sorts_like_time() {
        let first = moment();
        assert_eq!(first.len(), "2026-06-12T09:30:00.000Z".len());
        assert!(first.ends_with('Z'));
        assert!(moment() >= first);
    }

    #[test]
    fn today_lies_within_a_day_of_the_moment() {
        let by_moment = Day::parse_iso(&moment()[..10]).unwrap();
        assert!(today().days_since(by_moment).abs() <= 1);
    }
}
