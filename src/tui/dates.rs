//! A day as a person types it: `12/6`, `12 jun`, `+7`, `fri`, `2026-06-12`.
//!
//! It is handed the day it is today and reads no clock. The surprising thing: a date without a
//! year leans, because "seen on 12/6" is behind us and "booked for 12/6" is ahead.

use crate::model::Day;

/// Which way a date without a year is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lean {
    Past,
    Future,
}

/// Reads a day, or says how to write one.
pub fn read(text: &str, today: Day, lean: Lean) -> Result<Day, String> {
    let text = text.trim().to_lowercase();
    find(&text, today, lean).ok_or_else(|| {
        if text.is_empty() {
            "A date is needed: 12/6, 12 jun, +7 or 2026-06-12.".to_owned()
        } else {
            format!("\"{text}\" is no date. Write 12/6, 12 jun, +7 or 2026-06-12.")
        }
    })
}

fn find(text: &str, today: Day, lean: Lean) -> Option<Day> {
    if let Some(day) = Day::parse_iso(text) {
        return Some(day);
    }
    match text {
        "today" => return Some(today),
        "tomorrow" => return Some(today.plus_days(1)),
        "yesterday" => return Some(today.plus_days(-1)),
        _ => {}
    }
    for (sign, factor) in [("+", 1), ("-", -1)] {
        if let Some(days) = text.strip_prefix(sign) {
            let days: i32 = days.trim().trim_end_matches('d').parse().ok()?;
            return (0..=3660)
                .contains(&days)
                .then(|| today.plus_days(days * factor));
        }
    }
    if let Some(day) = weekday(text, today, lean) {
        return Some(day);
    }
    let parts: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || matches!(c, '/' | '.' | '-' | ','))
        .filter(|part| !part.is_empty())
        .collect();
    let (day, month, year) = match parts.as_slice() {
        [day, month] => (day, month, None),
        [day, month, year] => (day, month, Some(year)),
        _ => return None,
    };
    let (day, month) = match (day.parse::<u32>(), month.parse::<u32>()) {
        (Ok(day), Ok(month)) => (day, month),
        (Ok(day), Err(_)) => (day, named_month(month)?),
        (Err(_), Ok(number)) => (number, named_month(day)?),
        _ => return None,
    };
    if let Some(year) = year {
        let number: i32 = year.parse().ok()?;
        let number = if year.len() == 2 {
            2000 + number
        } else {
            number
        };
        return Day::from_ymd(number, month, day);
    }
    let this_year = today.year();
    // 29 February may need to look a few years away.
    (0..=4).find_map(|away| {
        let (year, fits): (i32, fn(Day, Day) -> bool) = match lean {
            Lean::Past => (this_year - away, |day, today| day <= today),
            Lean::Future => (this_year + away, |day, today| day >= today),
        };
        Day::from_ymd(year, month, day).filter(|day| fits(*day, today))
    })
}

fn named_month(word: &str) -> Option<u32> {
    let start = word.get(..3)?;
    (1..=12).find(|month| Day::month_name(*month).eq_ignore_ascii_case(start))
}

fn weekday(text: &str, today: Day, lean: Lean) -> Option<Day> {
    let names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let start = text.get(..3)?;
    if text.chars().any(|c| !c.is_alphabetic()) {
        return None;
    }
    let wanted = names.iter().position(|name| *name == start)?;
    (1..=7).find_map(|away| {
        let day = today.plus_days(if lean == Lean::Future { away } else { -away });
        (usize::from(day.weekday()) == wanted).then_some(day)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(iso: &str) -> Day {
        Day::parse_iso(iso).unwrap()
    }

    #[test]
    fn a_day_is_read_in_each_way_a_person_writes_it() {
        let today = day("2026-06-15");
        for (text, lean, expected) in [
            ("12/6", Lean::Past, "2026-06-12"),
            ("12/6", Lean::Future, "2027-06-12"),
            ("12 jun", Lean::Past, "2026-06-12"),
            ("12 June 2026", Lean::Future, "2026-06-12"),
            ("jun 20", Lean::Future, "2026-06-20"),
            ("20/06/26", Lean::Past, "2026-06-20"),
            ("2026-07-01", Lean::Past, "2026-07-01"),
            ("+7", Lean::Future, "2026-06-22"),
            ("-3", Lean::Past, "2026-06-12"),
            ("today", Lean::Past, "2026-06-15"),
            ("fri", Lean::Future, "2026-06-19"),
            ("friday", Lean::Past, "2026-06-12"),
            ("mon", Lean::Future, "2026-06-22"),
            ("29 feb", Lean::Future, "2028-02-29"),
            ("30/12", Lean::Past, "2025-12-30"),
        ] {
            assert_eq!(
                read(text, today, lean),
                Ok(day(expected)),
                "{text} {lean:?}"
            );
        }
    }

    #[test]
    fn what_is_no_day_is_said_with_the_ways_to_write_one() {
        for text in [
            "", "soon", "31/2", "+many", "1/2/3/4", "12/13", "é", "+99999",
        ] {
            let error = read(text, day("2026-06-15"), Lean::Future).unwrap_err();
            assert!(error.contains("12 jun"), "{error}");
        }
    }
}
