use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn holidays_out() -> Calendar {
    Calendar::new(CalendarName::EnglandAndWales, &[])
}

fn weekdays() -> Calendar {
    Calendar::new(CalendarName::Weekdays, &[])
}

#[test]
fn spans_across_weekends_holidays_and_proclaimed_days_have_their_known_lengths() {
    let known = [
        ("2026-03-02", "2026-03-02", 0, 0),
        ("2026-03-06", "2026-03-08", 0, 0),
        ("2026-03-07", "2026-03-10", 2, 2),
        ("2026-04-02", "2026-04-07", 3, 1),
        ("2025-12-22", "2026-01-05", 10, 7),
        ("2022-12-23", "2022-12-29", 4, 2),
        ("2022-06-01", "2022-06-06", 3, 1),
        ("2022-09-16", "2022-09-20", 2, 1),
        ("2023-05-05", "2023-05-09", 2, 1),
        ("2020-05-07", "2020-05-11", 2, 1),
        ("2021-12-24", "2021-12-30", 4, 2),
        ("2012-02-29", "2012-06-23", 82, 77),
        ("2011-04-18", "2011-07-20", 67, 62),
        ("2027-12-13", "2028-01-13", 23, 20),
    ];
    for (from, to, plain, worked) in known {
        assert_eq!(
            weekdays().elapsed(day(from), day(to)),
            Some(plain),
            "{from}"
        );
        assert_eq!(
            holidays_out().elapsed(day(from), day(to)),
            Some(worked),
            "{from} to {to}"
        );
    }
}

#[test]
fn due_dates_have_their_known_days() {
    let known = [
        ("2026-03-02", 45, "2026-05-04", "2026-05-07"),
        ("2026-03-30", 15, "2026-04-20", "2026-04-22"),
        ("2025-12-19", 10, "2026-01-02", "2026-01-07"),
        ("2026-04-04", 1, "2026-04-06", "2026-04-07"),
        ("2012-06-01", 20, "2012-06-29", "2012-07-03"),
        ("2020-05-07", 1, "2020-05-08", "2020-05-11"),
        ("2022-09-16", 1, "2022-09-19", "2022-09-20"),
        ("2014-12-23", 45, "2015-02-24", "2015-02-27"),
        ("2018-12-08", 15, "2018-12-28", "2019-01-02"),
    ];
    for (trigger, n, plain, worked) in known {
        assert_eq!(
            weekdays().due(day(trigger), n),
            Some(day(plain)),
            "{trigger}"
        );
        assert_eq!(
            holidays_out().due(day(trigger), n),
            Some(day(worked)),
            "{trigger}"
        );
    }
}

#[test]
fn every_ordinal_equals_stepping_day_by_day() {
    let calendar = holidays_out();
    let (first, last) = calendar.covers().unwrap();
    let names: std::collections::BTreeSet<Day> =
        ENGLAND_AND_WALES.days.iter().map(|row| row.0).collect();
    let (mut count, mut at) = (0, first);
    while at <= last {
        count += i32::from(at.weekday() < 5 && !names.contains(&at));
        assert_eq!(
            calendar.elapsed(first.plus_days(-1), at),
            Some(count),
            "{at}"
        );
        at = at.plus_days(1);
    }
}

#[test]
fn outside_the_calendar_nothing_is_counted_but_bounds_remain() {
    let calendar = holidays_out();
    assert_eq!(calendar.elapsed(day("1999-06-01"), day("2000-01-10")), None);
    assert_eq!(calendar.due(day("2030-12-20"), 20), None);
    assert_eq!(calendar.is_working(day("2031-01-02")), None);
    let long = calendar.span(day("1999-06-01"), day("2000-06-01"));
    assert!(long.at_least > 45 && long.exact().is_none());
    let short = calendar.span(day("1999-12-20"), day("2000-01-05"));
    assert_eq!((short.at_least, short.at_most), (2, 11));
    let weekend = calendar.span(day("2030-12-30"), day("2030-12-31"));
    assert_eq!(weekend.exact(), Some(1));
    let backwards = calendar.span(day("2000-01-05"), day("1999-12-20"));
    assert_eq!((backwards.at_least, backwards.at_most), (-11, -2));
    let wholly_before = calendar.span(day("1990-01-01"), day("1990-01-08"));
    assert_eq!((wholly_before.at_least, wholly_before.at_most), (0, 5));
}

#[test]
fn weekdays_can_be_counted_on_any_date() {
    let (from, to) = (day("1850-01-01"), day("1850-01-08"));
    assert_eq!(weekdays().elapsed(from, to), Some(5));
    assert_eq!(weekdays().elapsed(to, from), Some(-5));
    assert_eq!(weekdays().covers(), None);
}

#[test]
fn a_councils_closed_day_is_left_out_and_named_as_its_own() {
    let closed = [day("2026-12-29"), day("2026-12-28"), day("2026-12-29")];
    let calendar = Calendar::new(CalendarName::EnglandAndWales, &closed);
    let (from, to) = (day("2026-12-24"), day("2026-12-31"));
    assert_eq!(holidays_out().elapsed(from, to), Some(3));
    assert_eq!(calendar.elapsed(from, to), Some(2));
    let why: Vec<&str> = calendar
        .holidays_between(from, to)
        .iter()
        .map(|row| row.why.label())
        .collect();
    assert_eq!(
        why,
        [
            "Christmas Day",
            "Boxing Day (substitute day)",
            "closed day of this council"
        ]
    );
    let plain = Calendar::new(CalendarName::Weekdays, &closed);
    assert_eq!(plain.elapsed(from, to), Some(3));
    assert_eq!(plain.due(from, 2), Some(day("2026-12-30")));
    assert_eq!(plain.holidays_between(from, to).len(), 2);
}

fn any_day() -> impl Strategy<Value = Day> {
    (10_957..22_279_i32).prop_map(Day::from_number)
}

proptest! {
    #[test]
    fn elapsed_adds_up(a in any_day(), b in any_day(), c in any_day()) {
        for calendar in [holidays_out(), weekdays()] {
            let part = |x, y| calendar.elapsed(x, y).unwrap();
            prop_assert_eq!(part(a, c), part(a, b) + part(b, c));
        }
    }

    #[test]
    fn elapsed_never_shrinks_as_time_goes_on(a in any_day(), b in any_day()) {
        let calendar = holidays_out();
        let next = b.plus_days(1);
        if let Some(later) = calendar.elapsed(a, next) {
            let step = later - calendar.elapsed(a, b).unwrap();
            prop_assert!(step == 0 || step == 1);
        }
    }

    #[test]
    fn due_is_the_first_day_with_enough_elapsed(
        trigger in any_day(), n in 1_u32..80, closed in proptest::collection::vec(any_day(), 0..40),
    ) {
        for name in [CalendarName::EnglandAndWales, CalendarName::Weekdays] {
            let calendar = Calendar::new(name, &closed);
            if let Some(due) = calendar.due(trigger, n) {
                let wanted = i32::try_from(n).unwrap();
                prop_assert_eq!(calendar.elapsed(trigger, due), Some(wanted));
                prop_assert_eq!(calendar.elapsed(trigger, due.plus_days(-1)), Some(wanted - 1));
            }
        }
    }

    #[test]
    fn what_is_left_out_is_the_difference_between_the_calendars(a in any_day(), b in any_day()) {
        let (from, to) = (a.min(b), a.max(b));
        let left_out = i32::try_from(holidays_out().holidays_between(from, to).len()).unwrap();
        let gap = weekdays().elapsed(from, to).unwrap() - holidays_out().elapsed(from, to).unwrap();
        prop_assert_eq!(left_out, gap);
    }
}
