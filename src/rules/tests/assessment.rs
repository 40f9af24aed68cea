use super::*;

fn with(rows: Vec<Known<SocialWorkAssessment>>) -> CaseFile {
    let mut file = child("1");
    file.assessments = rows;
    file
}

#[test]
fn an_assessment_on_its_last_working_day_is_in_time_and_a_day_later_is_late() {
    let in_time = only(
        with(vec![assessment("2026-01-05", "2026-03-09")]),
        "ASSESS-45WD",
    );
    assert_eq!(gist(&in_time), expected(State::Met, "2026-03-09", None));
    assert_eq!(in_time.elapsed, Some(45));
    let late = only(
        with(vec![assessment("2026-01-05", "2026-03-10")]),
        "ASSESS-45WD",
    );
    assert_eq!(gist(&late), expected(State::Late, "2026-03-09", Some(1)));
    assert_eq!(late.reading.as_deref(), Some("done late"));
}

#[test]
fn an_open_assessment_is_due_until_its_limit_and_overdue_after_it() {
    let due = only(with(vec![assessment("2026-05-01", "")]), "ASSESS-45WD");
    assert_eq!(gist(&due), expected(State::Due, "2026-07-07", None));
    let overdue = only(with(vec![assessment("2026-03-09", "")]), "ASSESS-45WD");
    assert_eq!(
        gist(&overdue),
        expected(State::Overdue, "2026-05-14", Some(20))
    );
    assert_eq!(
        overdue.reading.as_deref(),
        Some("no record on this extract")
    );
}

#[test]
fn an_authorisation_after_the_as_at_has_not_happened_yet_and_a_later_start_is_no_clock() {
    let file = with(vec![
        assessment("2026-06-01", "2026-06-20"),
        assessment("2026-06-13", ""),
    ]);
    let open = only(file, "ASSESS-45WD");
    assert_eq!((open.state, open.stop), (State::Due, None));
}

#[test]
fn an_unreadable_authorisation_leaves_the_rate() {
    let untold = only(with(vec![assessment("2026-01-05", "?")]), "ASSESS-45WD");
    assert_eq!(untold.state, State::NotComputable);
    assert_eq!(
        untold.note.as_deref(),
        Some("the end date could not be read")
    );
}

#[test]
fn both_bases_are_counted_and_the_policy_chooses_the_one_for_panes() {
    let mut file = with(vec![assessment("2026-03-16", "2026-05-20")]);
    file.referrals = vec![referral("2025-11-03", None), referral("2026-03-02", None)];
    let file_on = |policy: &str| assess(&caseload(vec![file.clone()]), policy);
    let check = file_on("");
    let results: Vec<_> = check
        .rules
        .iter()
        .filter(|r| r.rule.id == "ASSESS-45WD")
        .collect();
    let seen: Vec<_> = results
        .iter()
        .map(|r| {
            (
                r.rule.basis.as_deref().unwrap(),
                r.chosen,
                r.findings[0].state,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("referral", true, State::Late),
            ("assessment_start", false, State::Met)
        ]
    );
    assert_eq!(results[0].findings[0].trigger, Some(day("2026-03-02")));
    let keys: Vec<String> = results
        .iter()
        .map(|r| r.key(&r.findings[0]).to_string())
        .collect();
    assert_eq!(
        keys,
        [
            "ASSESS-45WD:1:assessment@2026-03-16",
            "ASSESS-45WD/assessment_start:1:assessment@2026-03-16"
        ]
    );
    let other = file_on("[rule.ASSESS-45WD]\nbasis = \"assessment_start\"");
    let chosen = other.chosen("ASSESS-45WD").unwrap();
    assert_eq!(chosen.findings[0].state, State::Met);
    assert_eq!(
        chosen.key(&chosen.findings[0]).as_str(),
        keys[1],
        "the key of a gap does not depend on the policy"
    );
}

#[test]
fn the_referral_basis_starts_with_the_latest_referral_or_episode_that_no_assessment_answered() {
    let mut file = with(vec![
        assessment("2026-03-04", "2026-03-05"),
        assessment("2026-03-16", "2026-05-20"),
        assessment("2026-05-06", ""),
    ]);
    file.referrals = vec![referral("2026-03-02", None)];
    file.episodes = vec![episode("2026-05-05", "", "")];
    let check = assess(&caseload(vec![file]), "");
    let triggers: Vec<String> = findings(&check, "ASSESS-45WD")
        .iter()
        .map(|finding| finding.trigger.unwrap().to_string())
        .collect();
    assert_eq!(triggers, ["2026-03-02", "2026-03-16", "2026-05-05"]);
}

#[test]
fn a_conference_is_met_late_overdue_due_or_not_needed() {
    let rows = [
        (
            enquiry("2026-03-30", "2026-04-22", Answer::No),
            expected(State::Met, "2026-04-22", None),
        ),
        (
            enquiry("2026-03-30", "2026-04-24", Answer::No),
            expected(State::Late, "2026-04-22", Some(2)),
        ),
        (
            enquiry("2026-03-30", "", Answer::No),
            expected(State::Overdue, "2026-04-22", Some(35)),
        ),
        (
            enquiry("2026-06-01", "", Answer::Blank),
            expected(State::Due, "2026-06-22", None),
        ),
        (
            enquiry("2026-03-30", "", Answer::Yes),
            expected(State::NotApplicable, "", None),
        ),
        (
            enquiry("2026-03-30", "2026-04-01", Answer::Yes),
            expected(State::Met, "2026-04-22", None),
        ),
        (
            enquiry("2026-03-30", "2026-03-20", Answer::No),
            expected(State::NotComputable, "", None),
        ),
    ];
    for (row, wanted) in rows {
        let mut file = child("1");
        file.enquiries = vec![row];
        assert_eq!(gist(&only(file, "ICPC-15WD")), wanted);
    }
}

#[test]
fn a_working_day_clock_outside_the_calendar_is_untold_for_that_finding_only() {
    let mut file = with(vec![
        assessment("1999-11-01", "1999-12-20"),
        assessment("1999-12-20", "2000-01-05"),
        assessment("1999-12-23", ""),
        assessment("2026-01-05", "2026-03-09"),
    ]);
    file.enquiries = vec![enquiry("1999-10-20", "2000-01-10", Answer::No)];
    let check = assess(
        &caseload(vec![file]),
        "[rule.ASSESS-45WD]\nbasis = \"assessment_start\"",
    );
    assert_eq!(
        states(&check, "ASSESS-45WD"),
        [State::Met, State::Met, State::Overdue, State::Met],
        "35 and 12 weekdays cannot exceed 45; a clock open for 26 years must"
    );
    assert_eq!(states(&check, "ICPC-15WD"), [State::NotComputable]);
    let weekdays = "calendar = \"weekdays\"";
    let mut file = child("1");
    file.enquiries = vec![enquiry("1999-10-20", "2000-01-10", Answer::No)];
    let plain = assess(&caseload(vec![file]), weekdays);
    assert_eq!(states(&plain, "ICPC-15WD"), [State::Late]);
}

#[test]
fn an_assessment_that_is_no_longer_listed_is_neither_open_nor_closed() {
    let mut row = assessment("2026-01-05", "");
    row.listed = false;
    let check = assess(&caseload(vec![with(vec![row])]), "");
    assert!(findings(&check, "ASSESS-45WD").is_empty());
    assert_eq!(check.data_quality.len(), 1);
    assert_eq!(check.data_quality[0].rule, "ASSESS-45WD");
    assert!(check.data_quality[0].what.starts_with("no longer listed"));
}
