use super::*;

fn plan(id: &str) -> &'static Plan {
    plans().iter().find(|plan| plan.id == id).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn reading(id: &str, counted: Counted) -> Reading {
    judged(plan(id), None, counted)
}

#[test]
fn every_pattern_has_its_explanations_and_names_a_rule_of_the_book() {
    let read = plan::read().unwrap();
    assert_eq!(read.len(), 3);
    let book = crate::rules::RuleBook::embedded();
    for one in &read {
        assert!(one.innocent.len() >= 2, "{}", one.id);
        let rule = one.rule.as_deref();
        assert!(rule.is_none_or(|id| book.rule(id).is_some()), "{}", one.id);
    }
}

#[test]
fn complaint_11_the_ceiling_as_a_target_assessments_that_gather_before_it_are_asked_about() {
    let even: Vec<i32> = (1..=60).collect();
    let spread = bunched(plan("assessment-pace"), &even);
    assert_eq!((spread.part, spread.whole), (5, 60));
    assert_eq!(
        reading("assessment-pace", spread).verdict,
        Verdict::StandsOutNot
    );
    let gathered: Vec<i32> = even.iter().copied().chain([44; 30]).collect();
    let gathered = reading(
        "assessment-pace",
        bunched(plan("assessment-pace"), &gathered),
    );
    assert_eq!(gathered.verdict, Verdict::Ask);
    assert_eq!(
        gathered.sums[0],
        "On working days 41 to 45: 35 of 90 (39 in 100; 95 % band 29 to 49)."
    );
    assert_eq!(
        gathered.sums[1],
        "Within 10 working days: 10 of 90 (11 in 100; 95 % band 6 to 19)."
    );
}

#[test]
fn the_bands_are_those_of_the_national_table_and_hold_every_assessment_once() {
    let lengths = [0, 1, 10, 11, 40, 41, 45, 46, 61, 300];
    let counted = bunched(plan("assessment-pace"), &lengths);
    let names: Vec<&str> = counted
        .bands
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "same day", "1-10", "11-20", "21-30", "31-40", "41-45", "46-50", "51-60", "61+"
        ]
    );
    let many: Vec<u32> = counted.bands.iter().map(|(_, many)| *many).collect();
    assert_eq!(many, [1, 2, 1, 0, 1, 2, 1, 0, 2]);
}

#[test]
fn too_few_are_told_by_their_number_and_nothing_else() {
    let few = reading(
        "assessment-pace",
        bunched(plan("assessment-pace"), &[44; 7]),
    );
    assert_eq!(few.verdict, Verdict::TooFew);
    assert_eq!(few.words, "too few to tell: 7 assessments");
    assert!(few.sums.is_empty() && few.bands.is_empty());
    let none = reading("assessment-pace", bunched(plan("assessment-pace"), &[]));
    assert_eq!(none.words, "no assessments to count");
}

/// One session a week from 5 Jan 2026, each put on the file the day after.
fn steady(weeks: i32) -> Vec<Recorded> {
    (0..weeks)
        .map(|week| {
            let held = day("2026-01-05").plus_days(7 * week);
            Recorded {
                held,
                on: held.plus_days(1),
            }
        })
        .collect()
}

#[test]
fn many_sessions_put_on_the_file_on_one_day_are_asked_about() {
    let quiet = steady(22);
    let counted = batched(plan("batch-recording"), &quiet, None);
    assert_eq!(
        reading("batch-recording", counted).verdict,
        Verdict::StandsOutNot
    );
    let mut batch = quiet;
    batch.extend((0..12).map(|week| Recorded {
        held: day("2026-01-06").plus_days(7 * week),
        on: day("2026-06-10"),
    }));
    let found = reading(
        "batch-recording",
        batched(plan("batch-recording"), &batch, None),
    );
    assert_eq!(found.verdict, Verdict::Ask);
    assert!(
        found.sums[0].starts_with(
            "Most were put on the file on 10 Jun 2026: 12 of 34 (35 in 100; 95 % band 21 to 52), \
             held on 12 different days from 06 Jan 2026 to 24 Mar 2026"
        ),
        "{}",
        found.sums[0]
    );
    assert_eq!(found.sums[1], "A usual day has 1.5: 34 on 23 days.");
}

#[test]
fn one_large_meeting_put_on_the_file_at_once_is_no_batch() {
    let mut records = steady(22);
    records.extend(
        [Recorded {
            held: day("2026-06-09"),
            on: day("2026-06-10"),
        }; 15],
    );
    let found = reading(
        "batch-recording",
        batched(plan("batch-recording"), &records, None),
    );
    assert_eq!(found.verdict, Verdict::StandsOutNot);
}

#[test]
fn what_was_put_on_the_file_before_a_named_day_is_counted_without_that_day() {
    let counted = batched(
        plan("batch-recording"),
        &steady(22),
        Some(day("2026-02-03")),
    );
    // 20 and 27 January; 3 February is the day itself.
    assert!(
        counted.sums[2].starts_with("In the 14 days before 03 Feb 2026: 2 of 22"),
        "{}",
        counted.sums[2]
    );
}

#[test]
fn sessions_put_on_the_file_long_after_are_counted_over_those_that_are_there() {
    let mut records = steady(18);
    records.extend([21, 40, 60, 90].map(|lag| Recorded {
        held: day("2026-02-02"),
        on: day("2026-02-02").plus_days(lag),
    }));
    let found = reading("late-recording", late(plan("late-recording"), &records));
    assert_eq!(
        (found.part, found.whole, found.verdict),
        (4, 22, Verdict::Ask)
    );
    assert!(
        found.sums[1].contains("50 in 100 were there within 1 day and 95 in 100 within 60 days")
    );
}
