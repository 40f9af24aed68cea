use super::*;

fn in_need(sessions: Vec<Known<Session>>) -> CaseFile {
    let mut file = child("1");
    file.episodes = vec![episode("2026-01-05", "", "2026-06-01")];
    file.sessions = sessions;
    file
}

#[test]
fn every_interval_of_the_chain_is_a_clock_and_the_last_one_is_open() {
    let file = in_need(vec![
        supervised("2025-12-20"),
        supervised("2026-02-16"),
        supervised("2026-04-10"),
        supervised("2026-04-10"),
        supervised("2026-06-20"),
    ]);
    let check = assess(&caseload(vec![file]), "");
    let seen: Vec<_> = findings(&check, "SUP-CASE-CIN").iter().map(gist).collect();
    assert_eq!(
        seen,
        [
            expected(State::Met, "2026-02-16", None),
            expected(State::Late, "2026-03-30", Some(11)),
            expected(State::Overdue, "2026-05-22", Some(21)),
        ]
    );
    let result = check.chosen("SUP-CASE-CIN").unwrap();
    let keys: Vec<String> = result
        .findings
        .iter()
        .map(|f| result.key(f).to_string())
        .collect();
    assert_eq!(keys[0], "SUP-CASE-CIN:1:cin@2026-01-05");
    assert_eq!(keys[2], "SUP-CASE-CIN:1:session@2026-04-10");
    assert_eq!(result.open_in_time(), Share { part: 0, whole: 1 });
    assert_eq!(result.done_in_time(), Share { part: 1, whole: 2 });
}

#[test]
fn only_held_sessions_of_the_counted_types_stop_the_clock() {
    let mut cancelled = supervised("2026-06-01");
    cancelled.is.status = SessionStatus::Cancelled;
    let oversight = session("2026-06-02", SessionType::ManagementOversight);
    let file = in_need(vec![cancelled, oversight]);
    let check = assess(&caseload(vec![file.clone()]), "");
    assert_eq!(states(&check, "SUP-CASE-CIN"), [State::Overdue]);
    let counts = "[rule.SUP-CASE-CIN]\ncounts = [\"case_supervision\", \"management_oversight\"]";
    let wider = assess(&caseload(vec![file]), counts);
    assert_eq!(states(&wider, "SUP-CASE-CIN"), [State::Late, State::Due]);
}

#[test]
fn a_child_stands_in_one_supervision_rule_and_a_new_plan_does_not_restart_it() {
    let mut on_plan = in_need(vec![supervised("2026-05-01")]);
    on_plan.plans = vec![plan("2026-06-01", "", "")];
    let mut in_care = on_plan.clone();
    in_care.child.id = ChildId::read("2").unwrap();
    in_care.care = vec![care("2026-06-08", "", "")];
    let check = assess(&caseload(vec![on_plan, in_care]), "");
    assert!(findings(&check, "SUP-CASE-CIN").is_empty());
    assert_eq!(states(&check, "SUP-CASE-CP"), [State::Late, State::Overdue]);
    assert_eq!(
        states(&check, "SUP-CASE-CLA"),
        [State::Late, State::Overdue],
        "within the 30 days of the plan"
    );
    assert_eq!(
        findings(&check, "SUP-CASE-CP")[0].trigger,
        Some(day("2026-01-05"))
    );
}

#[test]
fn without_an_episode_the_later_of_plan_and_care_opens_the_case() {
    let mut file = child("1");
    file.plans = vec![plan("2026-03-02", "", "")];
    file.care = vec![care("2026-05-20", "", "")];
    let found = only(file, "SUP-CASE-CLA");
    assert_eq!(
        (found.trigger, found.state),
        (Some(day("2026-05-20")), State::Due)
    );
}

#[test]
fn a_sessions_own_next_date_moves_the_clock_only_by_policy_and_only_earlier() {
    let mut last = supervised("2026-05-11");
    last.is.next_due = on("2026-06-01");
    let file = in_need(vec![last]);
    let open = |policy: &str| {
        let check = assess(&caseload(vec![file.clone()]), policy);
        gist(findings(&check, "SUP-CASE-CIN").last().unwrap())
    };
    assert_eq!(open(""), expected(State::Due, "2026-06-22", None));
    assert_eq!(
        open("honour_next_due = true"),
        expected(State::Overdue, "2026-06-01", Some(11))
    );
    let shorter = "honour_next_due = true\n[rule.SUP-CASE-CIN]\nlimit = 14";
    assert_eq!(
        open(shorter),
        expected(State::Overdue, "2026-05-25", Some(18))
    );
}

#[test]
fn units_and_grace_of_a_local_standard_come_from_the_policy() {
    let file = in_need(vec![supervised("2026-05-05")]);
    let open = |rule: &str| {
        let policy = format!("[rule.SUP-CASE-CIN]\n{rule}");
        let check = assess(&caseload(vec![file.clone()]), &policy);
        gist(findings(&check, "SUP-CASE-CIN").last().unwrap())
    };
    assert_eq!(
        open("limit = 30"),
        expected(State::Overdue, "2026-06-04", Some(8))
    );
    assert_eq!(
        open("limit = 30\ngrace = 6"),
        expected(State::Due, "2026-06-04", None)
    );
    assert_eq!(
        open("limit = 30\ngrace = 5"),
        expected(State::Overdue, "2026-06-04", Some(8))
    );
    assert_eq!(
        open("limit = 5\nunit = \"weeks\""),
        expected(State::Overdue, "2026-06-09", Some(1))
    );
    assert_eq!(
        open("unit = \"each_calendar_month\""),
        expected(State::Due, "2026-06-30", None)
    );
    assert_eq!(
        open("limit = 1\nunit = \"months\""),
        expected(State::Overdue, "2026-06-05", Some(7))
    );
}

#[test]
fn a_workers_own_supervision_is_counted_for_everyone_who_holds_a_case() {
    let mut first = in_need(vec![]);
    let mut second = in_need(vec![]);
    second.child.id = ChildId::read("2").unwrap();
    second.episodes[0].is.handler.worker = Some("Rowan Notreal".into());
    let mut third = in_need(vec![]);
    third.child.id = ChildId::read("3").unwrap();
    third.episodes[0].is.handler.worker = Some("Duty Team 2".into());
    first.sessions = vec![supervised("2026-06-01")];
    let mut load = caseload(vec![first, second, third]);
    load.staff_sessions = vec![
        session("2026-03-20", SessionType::StaffOneToOne),
        session("2026-04-20", SessionType::StaffOneToOne),
    ];
    let check = assess(&load, "placeholder_workers = [\"Duty Team\"]");
    let found = findings(&check, "SUP-STAFF");
    assert_eq!(found.len(), 2, "a placeholder is nobody's supervisee");
    assert_eq!(
        gist(&found[0]),
        expected(State::Overdue, "2026-06-01", Some(11))
    );
    assert_eq!(found[0].supervisor.as_deref(), Some("Moss Invented"));
    assert_eq!(found[1].subject, Subject::Worker("Rowan Notreal".into()));
    assert_eq!(gist(&found[1]), expected(State::Overdue, "", None));
    assert_eq!(found[1].reading.as_deref(), Some("none on record"));
}

#[test]
fn the_supervisor_is_named_by_the_workers_own_latest_session_first() {
    let mut about_child = supervised("2026-06-10");
    about_child.is.supervisor = Some("Sorrel Standin".into());
    let file = in_need(vec![about_child]);
    let mut load = caseload(vec![file]);
    let named = |load: &Caseload| {
        findings(&assess(load, ""), "SEEN-ANY")[0]
            .supervisor
            .clone()
            .unwrap()
    };
    assert_eq!(named(&load).as_ref(), "Sorrel Standin");
    load.staff_sessions = vec![session("2026-05-01", SessionType::StaffOneToOne)];
    assert_eq!(named(&load).as_ref(), "Moss Invented");
    load.staff_sessions = vec![session("2026-06-13", SessionType::StaffOneToOne)];
    assert_eq!(
        named(&load).as_ref(),
        "Sorrel Standin",
        "a later session is not known yet"
    );
}

#[test]
fn a_session_is_recorded_in_time_later_not_yet_or_wrongly() {
    let recorded = |date: &str, recorded: &str| {
        let mut row = supervised(date);
        row.is.recorded = on(recorded);
        row
    };
    let file = in_need(vec![
        recorded("2026-05-01", "2026-05-11"),
        recorded("2026-05-04", "2026-05-14"),
        recorded("2026-05-05", ""),
        recorded("2026-05-06", "2026-05-01"),
        recorded("2026-05-07", "?"),
        recorded("2026-06-09", ""),
        recorded("2026-06-10", "2026-06-15"),
    ]);
    let check = assess(&caseload(vec![file]), "");
    let found = findings(&check, "SUP-RECORDED");
    let wanted = [
        (State::Met, None),
        (State::Late, Some("recorded on the file later (10 days)")),
        (State::Overdue, Some("not recorded on the file")),
        (State::NotComputable, None),
        (State::NotComputable, None),
        (State::Due, None),
        (State::Due, None),
    ];
    let seen: Vec<_> = found
        .iter()
        .map(|f| (f.state, f.reading.as_deref()))
        .collect();
    assert_eq!(seen, wanted);
    let faults: Vec<&str> = check
        .data_quality
        .iter()
        .map(|entry| entry.what.as_str())
        .collect();
    assert!(faults.contains(&"recorded on a day before the session"));
    assert_eq!(
        check.chosen("SUP-RECORDED").unwrap().coverage(),
        Share { part: 5, whole: 7 }
    );
}

#[test]
fn an_export_without_recorded_dates_says_nothing_about_recording() {
    let mut row = supervised("2026-05-01");
    row.is.recorded = Dated::Blank;
    let check = assess(&caseload(vec![in_need(vec![row])]), "");
    let found = findings(&check, "SUP-RECORDED");
    assert_eq!(found[0].state, State::NotComputable);
    assert_eq!(
        found[0].note.as_deref(),
        Some("the export has no recorded-on dates")
    );
    assert!(check.data_quality.is_empty());
}
