//! Dates as spreadsheets, case systems and people write them, read in UK order.
//!
//! Never guesses: `13/14/2026` and `06/13/2026` are unreadable, not American. A placeholder that a
//! system writes for "no date" (nought, the turn of 1900, the end of 9999) is blank.

use crate::model::{Dated, Day};

use super::cell::{Cell, is_blank_word, trim};

/// 30 December 1899, from which spreadsheets count days after February 1900.
const SERIAL_ZERO: i32 = -25_569;
/// The serial numbers that may stand for a date where no date format says so: 1950 to 2100.
const BARE_SERIALS: std::ops::RangeInclusive<i64> = 18_264..=73_415;
/// 31 December 9999 as a serial number.
const NEVER: i64 = 2_958_465;
/// Two-digit years up to this one are of this century.
const PIVOT: i32 = 50;

/// The day that a cell holds, blank, or unreadable.
pub(super) fn of_cell(cell: &Cell<'_>) -> Dated {
    match cell {
        Cell::Blank => Dated::Blank,
        Cell::Words(text) => of_text(text),
        Cell::Number(number) => of_bare_number(*number),
        Cell::Moment(serial) => of_serial(*serial),
        Cell::Flag(_) => Dated::Unreadable,
        Cell::Fault(word) => {
            if is_blank_word(word) {
                Dated::Blank
            } else {
                Dated::Unreadable
            }
        }
    }
}

/// A cell that is formatted as a date; the time of day is dropped.
pub(super) fn of_serial(serial: f64) -> Dated {
    let Some(days) = whole(serial) else {
        return Dated::Unreadable;
    };
    match days {
        // 1 is 1 January 1900: what a system writes when it has no date.
        0 | 1 | NEVER => Dated::Blank,
        // 60 is the 29 February 1900 that never was.
        2..=59 => i32::try_from(days).map_or(Dated::Unreadable, |days| {
            Dated::On(Day::from_number(SERIAL_ZERO + 1 + days))
        }),
        61..=73_415 => i32::try_from(days).map_or(Dated::Unreadable, |days| {
            Dated::On(Day::from_number(SERIAL_ZERO + days))
        }),
        _ => Dated::Unreadable,
    }
}

/// A number without a date format: a serial number if it can sensibly be one.
fn of_bare_number(number: f64) -> Dated {
    match whole(number) {
        Some(0 | 1 | NEVER) => Dated::Blank,
        Some(days) if BARE_SERIALS.contains(&days) => of_serial(number),
        Some(days @ 19_000_101..=21_001_231) => compact(days),
        _ => Dated::Unreadable,
    }
}

/// `20260612`: no day of the month, month and year in UK order looks like it.
fn compact(number: i64) -> Dated {
    let part = |value: i64| u32::try_from(value).ok();
    let year = i32::try_from(number / 10_000).ok();
    match (year, part(number / 100 % 100), part(number % 100)) {
        (Some(year), Some(month), Some(day)) => of_parts(year, month, day),
        _ => Dated::Unreadable,
    }
}

// The guard keeps the number within what an i64 holds.
#[allow(clippy::cast_possible_truncation)]
fn whole(number: f64) -> Option<i64> {
    (number.is_finite() && (-1.0e9..1.0e9).contains(&number)).then(|| number.floor() as i64)
}

/// Text in any of the ways a date is written: ISO, day/month/year, with a month's name, a serial
/// number; with or without a time of day.
pub(super) fn of_text(text: &str) -> Dated {
    let text = trim(text);
    if is_blank_word(text) {
        return Dated::Blank;
    }
    if text.len() > 60 || !text.is_ascii() {
        return Dated::Unreadable;
    }
    if let Some(dated) = iso(text) {
        return dated;
    }
    if let Ok(number) = text.parse::<f64>() {
        return if text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            of_bare_number(number)
        } else {
            Dated::Unreadable
        };
    }
    numeric(text)
        .or_else(|| named(text))
        .unwrap_or(Dated::Unreadable)
}

/// `2026-06-12`, with or without a time: what systems write, and so what is read most. Any other
/// text, and one that is no day in this order, is for the readers that know every form.
fn iso(text: &str) -> Option<Dated> {
    let (date, rest) = text.split_at_checked(10)?;
    let bytes = date.as_bytes();
    let shaped = bytes[4] == b'-' && bytes[7] == b'-' && !rest.starts_with(is_of_date);
    if !shaped || !is_time(rest) {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_u32, |number, digit| {
            let digit = char::from(*digit).to_digit(10)?;
            Some(number * 10 + digit)
        })
    };
    let year = i32::try_from(number(&bytes[..4])?).ok()?;
    Some(of_parts(year, number(&bytes[5..7])?, number(&bytes[8..])?))
}

fn is_of_date(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '/' | '-' | '.')
}

/// Three groups of digits with one separator between them.
fn numeric(text: &str) -> Option<Dated> {
    let end = text.find(|c: char| !is_of_date(c)).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let separator = date.chars().find(|c| !c.is_ascii_digit())?;
    let mut parts = date.split(separator);
    let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !is_time(rest) {
        return None;
    }
    match (a.len(), b.len(), c.len()) {
        (4, 1..=2, 1..=2) => Some(of_parts(a.parse().ok()?, b.parse().ok()?, c.parse().ok()?)),
        (1..=2, 1..=2, 2 | 4) => Some(of_parts(year(c)?, b.parse().ok()?, a.parse().ok()?)),
        _ => None,
    }
}

/// `12-Jun-26`, `Fri 12th June 2026`, `Jun 12 2026 12:00AM`.
fn named(text: &str) -> Option<Dated> {
    let mut words = text
        .split(|c: char| c.is_ascii_whitespace() || matches!(c, '-' | '/' | ',' | '.'))
        .filter(|word| !word.is_empty())
        .peekable();
    if words.peek().is_some_and(|word| is_weekday(word)) {
        words.next();
    }
    let (first, second, third) = (words.next()?, words.next()?, words.next()?);
    let (day, month) = match (month(first), month(second)) {
        (None, Some(month)) => (day_of_month(first)?, month),
        (Some(month), None) => (day_of_month(second)?, month),
        _ => return None,
    };
    let year = year(third)?;
    let rest: Vec<&str> = words.collect();
    is_time(&format!(" {}", rest.join(" "))).then(|| of_parts(year, month, day))
}

/// A day whose year was left out (`20 June`, `Sat 20th Jun`, `20/6`): month and day, if there is
/// such a day in a leap year.
pub(super) fn without_year(text: &str) -> Option<(u32, u32)> {
    let text = trim(text);
    if text.len() > 60 {
        return None;
    }
    let mut words = text
        .split(|c: char| c.is_ascii_whitespace() || matches!(c, '-' | '/' | ',' | '.'))
        .filter(|word| !word.is_empty())
        .peekable();
    if words.peek().is_some_and(|word| is_weekday(word)) {
        words.next();
    }
    let (first, second) = (words.next()?, words.next()?);
    if words.next().is_some() {
        return None;
    }
    let number = |word: &str| word.parse().ok().filter(|month| (1..=12).contains(month));
    let (month, day) = match (month(first), month(second)) {
        (None, Some(month)) => (month, day_of_month(first)?),
        (Some(month), None) => (month, day_of_month(second)?),
        // Day before month, as everywhere here.
        (None, None) => (number(second)?, day_of_month(first)?),
        (Some(_), Some(_)) => return None,
    };
    Day::from_ymd(2_024, month, day).map(|_| (month, day))
}

fn day_of_month(word: &str) -> Option<u32> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = word[digits.len()..].to_ascii_lowercase();
    (digits.len() <= 2 && matches!(suffix.as_str(), "" | "st" | "nd" | "rd" | "th"))
        .then(|| digits.parse().ok())
        .flatten()
}

fn year(word: &str) -> Option<i32> {
    let number: i32 = word
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| word.parse().ok())
        .flatten()?;
    match word.len() {
        2 if number <= PIVOT => Some(2000 + number),
        2 => Some(1900 + number),
        4 => Some(number),
        _ => None,
    }
}

fn month(word: &str) -> Option<u32> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.to_ascii_lowercase();
    let place = NAMES.iter().position(|name| {
        word.len() >= 3 && (name.starts_with(&word)) || word == "sept" && *name == "september"
    })?;
    u32::try_from(place + 1).ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
    ];
    let word = word.to_ascii_lowercase();
    word.len() >= 3 && DAYS.iter().any(|day| day.starts_with(&word))
}

/// Whether what follows a date is nothing or a time of day.
fn is_time(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', 'T', 't', ',']);
    let rest = rest.strip_prefix("at ").unwrap_or(rest).trim();
    if rest.is_empty() {
        return true;
    }
    let clock = ["am", "pm", "z"]
        .iter()
        .find_map(|end| without_suffix(rest, end))
        .unwrap_or(rest)
        .trim();
    let clock = clock.split(['+', '-']).next().unwrap_or(clock).trim();
    clock.contains([':', '.'])
        && clock.starts_with(|c: char| c.is_ascii_digit())
        && clock
            .bytes()
            .all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.' | b' '))
}

/// The text before these letters, small or capital.
fn without_suffix<'t>(text: &'t str, end: &str) -> Option<&'t str> {
    let (before, last) = text.split_at_checked(text.len().checked_sub(end.len())?)?;
    last.eq_ignore_ascii_case(end).then_some(before)
}

/// A day that exists between 1900 and 2100; the placeholders are blank.
fn of_parts(year: i32, month: u32, day: u32) -> Dated {
    match (year, month, day) {
        (1900, 1, 0 | 1) | (9999, 12, 31) | (0, 0, 0) => Dated::Blank,
        (1900..=2100, _, _) => Day::from_ymd(year, month, day).map_or(Dated::Unreadable, Dated::On),
        _ => Dated::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn on(year: i32, month: u32, day: u32) -> Dated {
        Dated::On(Day::from_ymd(year, month, day).unwrap())
    }

    #[test]
    fn the_ways_one_day_is_written_are_one_day() {
        for text in [
            "12/06/2026",
            "12/6/2026",
            "12/06/26",
            " 12/06/2026 ",
            "\u{a0}12/06/2026",
            "12-06-2026",
            "12.06.2026",
            "12/06/2026 14:30",
            "12/06/2026 14:30:59",
            "12/06/2026 2:30 PM",
            "2026-06-12",
            "2026/06/12",
            "2026-06-12 00:00:00",
            "2026-06-12 00:00:00.000",
            "2026-06-12T14:30:00",
            "2026-06-12T14:30:00Z",
            "2026-06-12T14:30:00+01:00",
            "12-Jun-26",
            "12-Jun-2026",
            "12 June 2026",
            "12th June 2026",
            "Fri 12 Jun 2026",
            "12-Jun-2026 09:15",
            "Jun 12 2026 12:00AM",
            "46185",
            "46185.0",
            "46185.604",
            "20260612",
        ] {
            assert_eq!(of_text(text), on(2026, 6, 12), "{text:?}");
        }
    }

    #[test]
    fn text_is_read_day_first_and_iso_year_first_whatever_the_numbers() {
        assert_eq!(of_text("03/04/2024"), on(2024, 4, 3));
        assert_eq!(of_text("2024-03-04"), on(2024, 3, 4));
    }

    #[test]
    fn what_cannot_be_a_uk_date_is_unreadable_and_never_guessed() {
        for text in [
            "31/02/2026",
            "06/13/2026",
            "32/13/2026",
            "yesterday",
            "TBC",
            "not known",
            "#REF!",
            "12/06",
            "12/06/026",
            "12/06/2026 approx",
            "2026-06",
            "12/06/1899",
            "12/06/2101",
            "5",
            "2026",
            "104504",
            "-46185",
            "4.6e4",
            "1/2-2026",
            "\u{661}2/06/2026",
        ] {
            assert_eq!(of_text(text), Dated::Unreadable, "{text:?}");
        }
    }

    #[test]
    fn placeholders_are_blank() {
        for text in [
            "0",
            "00/01/1900",
            "01/01/1900",
            "01/01/1900 00:00:00",
            "1900-01-01",
            "01-Jan-1900",
            "31/12/9999",
            "9999-12-31",
            "9999-12-31 00:00:00.000",
            "N/A",
            "NULL",
            "-",
            "Not recorded",
            "  ",
        ] {
            assert_eq!(of_text(text), Dated::Blank, "{text:?}");
        }
        for serial in [0.0, 0.5, 1.0, 2_958_465.0] {
            assert_eq!(of_cell(&Cell::Moment(serial)), Dated::Blank, "{serial}");
            assert_eq!(of_cell(&Cell::Number(serial)), Dated::Blank, "{serial}");
        }
    }

    #[test]
    fn native_dates_lose_their_time_and_respect_the_leap_day_that_never_was() {
        assert_eq!(of_cell(&Cell::Moment(46_185.604)), on(2026, 6, 12));
        assert_eq!(of_cell(&Cell::Number(46_185.0)), on(2026, 6, 12));
        assert_eq!(of_serial(59.0), on(1900, 2, 28));
        assert_eq!(of_serial(60.0), Dated::Unreadable);
        assert_eq!(of_serial(61.0), on(1900, 3, 1));
        assert_eq!(of_serial(73_415.0), on(2100, 12, 31));
        for odd in [-5.0, 73_416.0, 1.0e12, f64::NAN, f64::INFINITY] {
            assert_eq!(of_serial(odd), Dated::Unreadable, "{odd}");
        }
    }

    #[test]
    fn two_digit_years_of_a_birth_fall_in_the_last_century() {
        assert_eq!(of_text("01/02/98"), on(1998, 2, 1));
        assert_eq!(of_text("01/02/27"), on(2027, 2, 1));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,80}") {
            let _ = of_text(&text);
        }

        #[test]
        fn anything_date_like_is_read_without_a_panic(text in "[0-9/.: TJunjan-]{0,24}") {
            let _ = of_text(&text);
        }

        #[test]
        fn a_day_reads_back_from_every_form(number in -25_000..47_000_i32) {
            let day = Day::from_number(number);
            let (y, m, d) = day.ymd();
            let month = Day::month_name(m);
            for text in [
                format!("{d:02}/{m:02}/{y}"),
                format!("{d}/{m}/{y}"),
                format!("{d:02}/{m:02}/{y} 14:30"),
                day.to_string(),
                format!("{day} 00:00:00"),
                format!("{d:02}-{month}-{y}"),
            ] {
                prop_assert_eq!(of_text(&text), Dated::On(day), "{}", text);
            }
            prop_assert_eq!(of_serial(f64::from(number - SERIAL_ZERO)), Dated::On(day));
            if (1951..=2049).contains(&y) {
                let text = format!("{d:02}/{m:02}/{:02}", y % 100);
                prop_assert_eq!(of_text(&text), Dated::On(day), "{}", text);
            }
        }
    }
}
