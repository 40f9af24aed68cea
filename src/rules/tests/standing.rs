use super::*;

fn held_by(worker: Option<&str>) -> CaseFile {
    let mut file = child("1");
    let mut row = episode("2026-01-05", "", "2026-06-01");
    row.is.handler.worker = worker.map(Name::from);
    file.episodes = vec![row];
    file
}

#[test]
fn an_open_case_names_a_worker_or_is_overdue_without_any_date() {
    let named = only(held_by(Some("Fern Madeup")), "ALLOC-NONE");
    assert_eq!(
        (named.state, named.trigger, named.due),
        (State::Met, None, None)
    );
    let none = only(held_by(None), "ALLOC-NONE");
    assert_eq!(none.state, State::Overdue);
    assert_eq!((none.elapsed, none.over), (None, None));
}

#[test]
fn a_placeholder_is_nobody_and_matches_whole_words_only() {
    let policy = "placeholder_workers = [\"Duty Team\", \"Unallocated\"]";
    let state = |worker: &str| {
        let check = assess(&caseload(vec![held_by(Some(worker))]), policy);
        states(&check, "ALLOC-NONE")[0]
    };
    for worker in [
        "Duty Team",
        "DUTY TEAM",
        "Duty Team (North)",
        "zz Unallocated",
    ] {
        assert_eq!(state(worker), State::Overdue, "{worker}");
    }
    for worker in ["Duty Teamer", "Team Duty", "Unallocatedson", "Duty"] {
        assert_eq!(state(worker), State::Met, "{worker}");
    }
    let check = assess(&caseload(vec![held_by(Some("Duty Team"))]), policy);
    let reading = findings(&check, "ALLOC-NONE")[0].reading.clone().unwrap();
    assert_eq!(reading.as_ref(), "held on duty, with no worker of its own");
}

fn referred(dates: &[(&str, Option<u16>)]) -> Caseload {
    let mut file = child("1");
    file.referrals = dates.iter().map(|(date, n)| referral(date, *n)).collect();
    caseload(vec![file])
}

#[test]
fn a_referral_follows_another_within_the_twelve_months_before_it() {
    let load = referred(&[
        ("2024-06-01", None),
        ("2025-06-01", None),
        ("2026-06-02", None),
        ("2026-06-02", None),
        ("2026-06-20", None),
    ]);
    let check = assess(&load, "");
    assert_eq!(
        states(&check, "REREF-12M"),
        [State::Met, State::Late, State::Met, State::Met]
    );
    let yes = &findings(&check, "REREF-12M")[1];
    assert_eq!(
        (yes.stop, yes.due, yes.over),
        (Some(day("2024-06-01")), None, None)
    );
    assert_eq!(
        check.chosen("REREF-12M").unwrap().rule.kind,
        Kind::Indicator
    );
}

#[test]
fn the_supplied_number_is_the_other_basis_and_a_blank_is_not_nought() {
    let load = referred(&[
        ("2026-01-05", Some(0)),
        ("2026-02-02", Some(2)),
        ("2026-03-02", None),
    ]);
    let check = assess(&load, "[rule.REREF-12M]\nbasis = \"field\"");
    assert_eq!(
        states(&check, "REREF-12M"),
        [State::Met, State::Late, State::NotComputable]
    );
    assert_eq!(
        check.chosen("REREF-12M").unwrap().rule.basis.as_deref(),
        Some("field")
    );
    let faults = check.data_quality.iter().filter(|one| one.child.is_some());
    assert_eq!(faults.count(), 0);
}
