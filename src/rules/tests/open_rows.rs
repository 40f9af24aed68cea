use super::*;

fn with_plan(row: Known<CpPlan>) -> CaseFile {
    let mut file = child("1");
    file.plans = vec![row];
    file
}

fn with_care(row: Known<CarePeriod>) -> CaseFile {
    let mut file = child("1");
    file.care = vec![row];
    file
}

fn count(file: CaseFile, ids: &[&str]) -> Vec<usize> {
    let check = assess(&caseload(vec![file]), "");
    ids.iter().map(|id| findings(&check, id).len()).collect()
}

#[test]
fn a_visit_counts_from_the_last_one_within_the_plan_else_from_its_start() {
    let rows = [
        (
            plan("2026-02-02", "2026-06-03", ""),
            "2026-06-03",
            State::Due,
        ),
        (
            plan("2026-02-02", "2026-05-20", ""),
            "2026-05-20",
            State::Overdue,
        ),
        (
            plan("2026-02-02", "2026-01-20", ""),
            "2026-02-02",
            State::Overdue,
        ),
        (
            plan("2026-02-02", "2026-02-02", ""),
            "2026-02-02",
            State::Overdue,
        ),
        (
            plan("2026-06-01", "2026-06-20", ""),
            "2026-06-01",
            State::Due,
        ),
    ];
    for (row, trigger, state) in rows {
        let found = only(with_plan(row), "CPV-INTERVAL");
        assert_eq!(
            (found.trigger, found.state),
            (Some(day(trigger)), state),
            "{trigger}"
        );
    }
}

#[test]
fn an_unreadable_visit_leaves_only_the_visit_clock_untold() {
    let file = with_plan(plan("2026-02-02", "?", "2026-04-20"));
    let check = assess(&caseload(vec![file]), "");
    assert_eq!(states(&check, "CPV-INTERVAL"), [State::NotComputable]);
    assert_eq!(states(&check, "RCPC-NEXT-6M"), [State::Due]);
}

#[test]
fn a_plan_stands_in_one_review_rule_and_a_review_on_its_first_day_is_none() {
    let ids = ["RCPC-FIRST-3M", "RCPC-NEXT-6M"];
    assert_eq!(count(with_plan(plan("2026-02-02", "", "")), &ids), [1, 0]);
    assert_eq!(
        count(with_plan(plan("2026-02-02", "", "2026-02-02")), &ids),
        [1, 0]
    );
    assert_eq!(
        count(with_plan(plan("2026-02-02", "", "2026-04-20")), &ids),
        [0, 1]
    );
    assert_eq!(
        count(with_plan(plan("2026-02-02", "", "2026-07-20")), &ids),
        [1, 0]
    );
    assert_eq!(count(with_plan(plan("2026-02-02", "", "?")), &ids), [0, 1]);
    let overdue = only(with_plan(plan("2026-01-31", "", "")), "RCPC-FIRST-3M");
    assert_eq!(
        gist(&overdue),
        expected(State::Overdue, "2026-04-30", Some(43))
    );
    let due = only(
        with_plan(plan("2025-01-31", "", "2025-12-12")),
        "RCPC-NEXT-6M",
    );
    assert_eq!(gist(&due), expected(State::Due, "2026-06-12", None));
}

#[test]
fn the_stage_of_care_decides_which_review_rule_speaks() {
    let ids = ["CLA-REVIEW-1", "CLA-REVIEW-2", "CLA-REVIEW-N"];
    assert_eq!(
        count(with_care(care("2026-05-05", "", "")), &ids),
        [1, 0, 0]
    );
    assert_eq!(
        count(with_care(care("2026-05-05", "", "2026-05-05")), &ids),
        [0, 1, 0]
    );
    assert_eq!(
        count(with_care(care("2026-04-01", "", "2026-05-01")), &ids),
        [0, 1, 0]
    );
    assert_eq!(
        count(with_care(care("2026-04-01", "", "2026-05-05")), &ids),
        [0, 0, 1]
    );
    assert_eq!(
        count(with_care(care("2026-04-01", "", "2026-03-05")), &ids),
        [1, 0, 0]
    );
    assert_eq!(
        count(with_care(care("1999-11-01", "", "2026-03-05")), &ids),
        [0, 0, 1]
    );
    let first = only(with_care(care("2026-04-01", "", "")), "CLA-REVIEW-1");
    assert_eq!(
        gist(&first),
        expected(State::Overdue, "2026-05-01", Some(28))
    );
    let second = only(
        with_care(care("2026-03-02", "", "2026-03-20")),
        "CLA-REVIEW-2",
    );
    assert_eq!(gist(&second), expected(State::Due, "2026-06-20", None));
}

#[test]
fn the_two_ways_to_count_months_mark_what_they_disagree_about() {
    let file = || with_plan(plan("2026-03-13", "", ""));
    let found = only(file(), "RCPC-FIRST-3M");
    assert_eq!((found.state, found.boundary), (State::Due, false));
    let file = || with_plan(plan("2026-03-12", "", ""));
    let calendar = only(file(), "RCPC-FIRST-3M");
    assert_eq!((calendar.state, calendar.boundary), (State::Due, true));
    let check = assess(&caseload(vec![file()]), "months = \"days-91-183\"");
    let days = &findings(&check, "RCPC-FIRST-3M")[0];
    assert_eq!(gist(days), expected(State::Overdue, "2026-06-11", Some(1)));
    assert!(days.boundary);
}

#[test]
fn a_care_visit_counts_from_the_last_one_in_days() {
    let due = only(
        with_care(care("2026-01-05", "2026-05-01", "")),
        "CLA-VISIT-6W",
    );
    assert_eq!(gist(&due), expected(State::Due, "2026-06-12", None));
    let overdue = only(
        with_care(care("2026-01-05", "2026-04-30", "")),
        "CLA-VISIT-6W",
    );
    assert_eq!(
        gist(&overdue),
        expected(State::Overdue, "2026-06-11", Some(1))
    );
    assert_eq!(overdue.elapsed, Some(43));
}

#[test]
fn short_breaks_have_visits_of_their_own_and_reviews_that_say_so() {
    let mut row = care("2026-01-05", "2026-02-01", "");
    row.is.legal_status = LegalStatus::ShortBreaks;
    let check = assess(&caseload(vec![with_care(row)]), "");
    assert_eq!(states(&check, "CLA-VISIT-6W"), [State::NotApplicable]);
    assert!(findings(&check, "CLA-VISIT-6W")[0].note.is_some());
    assert_eq!(states(&check, "CLA-REVIEW-1"), [State::Overdue]);
    let caution = &check.chosen("CLA-REVIEW-1").unwrap().rule.caution;
    assert!(caution.as_ref().unwrap().contains("short breaks"));
}

#[test]
fn an_unborn_child_has_no_visit_clock_but_has_a_review_clock() {
    let mut file = with_plan(plan("2026-01-05", "", ""));
    file.child.birth = Some(day("2026-08-01"));
    file.episodes = vec![episode("2026-01-05", "", "")];
    let check = assess(&caseload(vec![file]), "");
    for id in ["CPV-INTERVAL", "CINV-INTERVAL", "SEEN-ANY"] {
        assert_eq!(states(&check, id), [State::NotApplicable], "{id}");
    }
    assert_eq!(states(&check, "RCPC-FIRST-3M"), [State::Overdue]);
}

#[test]
fn rows_that_ended_or_whose_child_is_18_run_no_clock() {
    let mut file = child("1");
    file.episodes = vec![episode("2025-01-06", "2026-06-12", "")];
    let mut adult = child("2");
    adult.child.birth = Some(day("2008-06-12"));
    adult.episodes = vec![episode("2025-01-06", "", "")];
    let mut still_17 = child("3");
    still_17.child.birth = Some(day("2008-06-13"));
    still_17.episodes = vec![episode("2025-01-06", "2026-06-13", "")];
    let check = assess(&caseload(vec![file, adult, still_17]), "");
    let found = findings(&check, "SEEN-ANY");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].subject.child().unwrap().as_str(), "3");
}

#[test]
fn only_a_child_on_an_in_need_plan_has_the_in_need_visit_clock() {
    let mut row = episode("2026-05-20", "", "2026-05-21");
    let mut file = child("1");
    file.episodes = vec![row.clone()];
    assert_eq!(only(file.clone(), "CINV-INTERVAL").state, State::Due);
    row.is.status = CaseStatus::OpenAssessment;
    file.episodes = vec![row];
    let ids = ["CINV-INTERVAL", "SEEN-ANY"];
    assert_eq!(count(file, &ids), [0, 1]);
}

#[test]
fn the_latest_open_episode_governs_before_plan_and_care() {
    let mut file = child("1");
    file.plans = vec![plan("2026-03-02", "", "")];
    file.care = vec![care("2026-04-01", "", "")];
    let as_at = day(AS_AT);
    let kind = |file: &CaseFile| governing(file, as_at).map(|row| (row.kind, row.scope));
    assert_eq!(
        kind(&file),
        Some((FactKind::CpPlan, CaseScope::LookedAfter))
    );
    file.episodes = vec![
        episode("2026-01-05", "", ""),
        episode("2026-02-02", "", ""),
        episode("2026-05-01", "2026-05-30", ""),
    ];
    assert_eq!(kind(&file), Some((FactKind::Cin, CaseScope::LookedAfter)));
    assert_eq!(governing(&file, as_at).unwrap().start, day("2026-02-02"));
    file.care.clear();
    file.plans.clear();
    assert_eq!(kind(&file), Some((FactKind::Cin, CaseScope::InNeed)));
    file.episodes.truncate(1);
    file.episodes[0].listed = false;
    assert_eq!(kind(&file), None);
}
