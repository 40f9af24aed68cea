//! Everybody who works here: managers, those in their first year, those who are away.

use super::*;

fn staff(worker: &str, role: StaffRole) -> Known<Staff> {
    known(Staff {
        worker: worker.into(),
        role,
        team: Some("Invented Team".into()),
        started: on("2024-01-08"),
        left: Dated::Blank,
        asye_start: Dated::Blank,
        asye_end: Dated::Blank,
        fte: Some(100),
        agency: Answer::No,
        supervisor: Some("Moss Invented".into()),
    })
}

fn away(worker: &str, from: &str, to: &str) -> Known<Absence> {
    known(Absence {
        worker: worker.into(),
        from: day(from),
        to: on(to),
        cover: None,
    })
}

fn one_to_one(worker: &str, date: &str) -> Known<Session> {
    let mut row = session(date, SessionType::StaffOneToOne);
    row.is.worker = Some(worker.into());
    row
}

fn case_of(worker: &str) -> CaseFile {
    let mut file = child("1");
    file.episodes = vec![episode("2026-01-05", "", "2026-06-01")];
    file.episodes[0].is.handler.worker = Some(worker.into());
    file
}

/// The one finding about a worker.
fn about<'a>(check: &'a Check, id: &str, worker: &str) -> &'a Finding {
    let subject = Subject::Worker(worker.into());
    let mut found = findings(check, id).iter().filter(|f| f.subject == subject);
    found.next_back().expect(worker)
}

#[test]
fn with_a_staff_file_every_role_in_it_has_supervision_of_its_own() {
    let mut load = caseload(vec![case_of("Fern Madeup")]);
    let mut coming = staff("Bracken Tomorrow", StaffRole::SocialWorker);
    coming.is.started = on("2026-07-01");
    let mut gone = staff("Sorrel Gone", StaffRole::Senior);
    gone.is.left = on("2026-05-01");
    let mut new = staff("Hazel Newly", StaffRole::FamilySupport);
    new.is.started = on("2026-06-01");
    load.staff = vec![
        coming,
        gone,
        new,
        staff("Moss Invented", StaffRole::TeamManager),
        staff("Oak Above", StaffRole::HeadOfService),
    ];
    load.staff_sessions = vec![one_to_one("Moss Invented", "2026-04-01")];
    let check = assess(&load, "");
    let who: Vec<&Subject> = findings(&check, "SUP-STAFF")
        .iter()
        .map(|f| &f.subject)
        .collect();
    let names = ["Fern Madeup", "Hazel Newly", "Moss Invented", "Oak Above"];
    let wanted: Vec<Subject> = names
        .iter()
        .map(|name| Subject::Worker((*name).into()))
        .collect();
    assert_eq!(who, wanted.iter().collect::<Vec<_>>());
    assert_eq!(
        gist(about(&check, "SUP-STAFF", "Moss Invented")),
        expected(State::Overdue, "2026-05-13", Some(30))
    );
    assert_eq!(
        gist(about(&check, "SUP-STAFF", "Hazel Newly")),
        expected(State::Due, "2026-07-13", None),
        "from the first day at work"
    );
    assert_eq!(
        about(&check, "SUP-STAFF", "Oak Above").state,
        State::Overdue
    );
}

#[test]
fn somebody_who_left_and_is_still_named_on_a_case_is_owed_no_supervision() {
    let mut load = caseload(vec![case_of("Sorrel Gone")]);
    let mut gone = staff("Sorrel Gone", StaffRole::SocialWorker);
    gone.is.left = on("2026-05-01");
    load.staff = vec![gone];
    let check = assess(&load, "");
    let found = about(&check, "SUP-STAFF", "Sorrel Gone");
    assert_eq!(found.state, State::NotApplicable);
    assert!(
        found
            .note
            .as_deref()
            .unwrap()
            .starts_with("left on 01 May 2026")
    );
}

#[test]
fn days_away_push_a_workers_own_clock_back_and_no_childs() {
    let mut load = caseload(vec![case_of("Fern Madeup")]);
    load.children[0].sessions = vec![supervised("2026-04-20")];
    load.staff = vec![staff("Fern Madeup", StaffRole::SocialWorker)];
    load.staff_sessions = vec![one_to_one("Fern Madeup", "2026-04-20")];
    let before = assess(&load, "");
    assert_eq!(
        gist(about(&before, "SUP-STAFF", "Fern Madeup")),
        expected(State::Overdue, "2026-06-01", Some(11))
    );
    // Fourteen days, two of them told twice, and three that come after it fell due.
    load.absences = vec![
        away("Fern Madeup", "2026-05-04", "2026-05-15"),
        away("Fern Madeup", "2026-05-14", "2026-05-17"),
        away("Fern Madeup", "2026-01-01", "2026-04-01"),
        away("Somebody Else", "2026-05-20", "2026-06-30"),
    ];
    let check = assess(&load, "");
    let found = about(&check, "SUP-STAFF", "Fern Madeup");
    assert_eq!(gist(found), expected(State::Due, "2026-06-15", None));
    assert_eq!(found.trigger, Some(day("2026-04-20")));
    assert_eq!(found.elapsed, Some(39));
    assert_eq!(found.note.as_deref(), Some("14 days away are not counted"));
    assert_eq!(
        findings(&check, "SUP-CASE-CIN"),
        findings(&before, "SUP-CASE-CIN"),
        "a child waits whoever is away"
    );
}

#[test]
fn working_days_away_push_a_limit_in_working_days_by_working_days() {
    let mut load = caseload(vec![]);
    load.staff = vec![staff("Fern Madeup", StaffRole::SocialWorker)];
    load.staff_sessions = vec![one_to_one("Fern Madeup", "2026-05-18")];
    // From a Friday to a Monday: two working days.
    load.absences = vec![away("Fern Madeup", "2026-05-29", "2026-06-01")];
    let check = assess(
        &load,
        "[rule.SUP-STAFF]\nlimit = 10\nunit = \"working_days\"",
    );
    assert_eq!(
        gist(about(&check, "SUP-STAFF", "Fern Madeup")),
        expected(State::Overdue, "2026-06-04", Some(6))
    );
}

#[test]
fn while_somebody_is_away_the_clock_is_paused_and_says_so() {
    let mut load = caseload(vec![]);
    load.staff = vec![staff("Fern Madeup", StaffRole::SocialWorker)];
    load.staff_sessions = vec![one_to_one("Fern Madeup", "2026-03-02")];
    load.absences = vec![away("Fern Madeup", "2026-05-04", "")];
    let check = assess(&load, "");
    let found = about(&check, "SUP-STAFF", "Fern Madeup");
    assert_eq!(found.state, State::NotApplicable);
    assert_eq!(
        found.note.as_deref(),
        Some("away from 04 May 2026: the clock is paused; it had been overdue since 13 Apr 2026")
    );
}

#[test]
fn the_supervisor_is_the_one_of_that_day_and_a_vacant_post_is_said() {
    let mut load = caseload(vec![]);
    load.staff = vec![
        staff("Fern Madeup", StaffRole::SocialWorker),
        staff("Rowan Notreal", StaffRole::SocialWorker),
        staff("Hazel Newly", StaffRole::SocialWorker),
    ];
    load.staff[1].is.supervisor = None;
    let mut gone = staff("Moss Invented", StaffRole::TeamManager);
    gone.is.left = on("2026-06-01");
    let link = |supervisor: &str, from: &str, to: &str| {
        known(SupervisorLink {
            worker: "Fern Madeup".into(),
            supervisor: supervisor.into(),
            from: on(from),
            to: on(to),
        })
    };
    load.supervisors = vec![
        link("Oak Above", "2025-01-01", "2026-03-31"),
        link("Ivy Acting", "2026-04-01", ""),
        link("Elm Next", "2026-07-01", ""),
    ];
    load.staff_sessions = vec![one_to_one("Rowan Notreal", "2026-06-01")];
    let named = |check: &Check, worker: &str| {
        let found = about(check, "SUP-STAFF", worker);
        (found.supervisor.clone(), found.note.clone())
    };
    let check = assess(&load, "");
    assert_eq!(
        named(&check, "Fern Madeup").0.as_deref(),
        Some("Ivy Acting")
    );
    assert_eq!(
        named(&check, "Rowan Notreal").0.as_deref(),
        Some("Moss Invented")
    );
    assert_eq!(
        named(&check, "Hazel Newly").0.as_deref(),
        Some("Moss Invented")
    );
    load.supervisors.truncate(1);
    load.staff.push(gone);
    let check = assess(&load, "");
    let (nobody, why) = named(&check, "Fern Madeup");
    assert_eq!(
        (nobody, why.as_deref()),
        (None, Some("no supervisor since 31 Mar 2026"))
    );
    let (nobody, why) = named(&check, "Hazel Newly");
    assert_eq!(nobody, None);
    assert_eq!(
        why.as_deref(),
        Some("the supervisor Moss Invented left on 01 Jun 2026")
    );
}

#[test]
fn the_first_year_has_its_own_stages() {
    let mut load = caseload(vec![]);
    let mut new = staff("Hazel Newly", StaffRole::NewlyQualified);
    new.is.asye_start = on("2026-01-05");
    load.staff = vec![new, staff("Fern Madeup", StaffRole::SocialWorker)];
    let dates = [
        "2026-01-12",
        "2026-01-21",
        "2026-02-16",
        "2026-03-02",
        "2026-05-25",
    ];
    load.staff_sessions = dates.map(|date| one_to_one("Hazel Newly", date)).to_vec();
    let check = assess(&load, "");
    let seen: Vec<_> = findings(&check, "SUP-NQSW").iter().map(gist).collect();
    assert_eq!(
        seen,
        [
            expected(State::Met, "2026-01-12", None),
            expected(State::Late, "2026-01-19", Some(2)),
            expected(State::Late, "2026-01-28", Some(19)),
            expected(State::Met, "2026-03-02", None),
            expected(State::Late, "2026-03-16", Some(70)),
            expected(State::Overdue, "2026-06-08", Some(4)),
        ],
        "weekly for six weeks from 5 January, then every fortnight"
    );
    load.staff[0].is.asye_start = on("2025-09-01");
    load.staff_sessions = vec![one_to_one("Hazel Newly", "2026-05-15")];
    let check = assess(&load, "");
    let last = findings(&check, "SUP-NQSW").last().unwrap();
    assert_eq!(
        gist(last),
        expected(State::Due, "2026-06-15", None),
        "monthly after"
    );
    load.staff[0].is.asye_end = on("2026-06-01");
    assert!(findings(&assess(&load, ""), "SUP-NQSW").is_empty());
    load.staff[0].is.asye_end = Dated::Blank;
    load.staff[0].is.asye_start = Dated::Blank;
    let check = assess(&load, "");
    assert_eq!(states(&check, "SUP-NQSW"), [State::NotComputable]);
}

#[test]
fn an_absence_in_the_first_year_pauses_the_weekly_clock() {
    let mut load = caseload(vec![]);
    let mut new = staff("Hazel Newly", StaffRole::NewlyQualified);
    new.is.asye_start = on("2026-05-18");
    load.staff = vec![new];
    load.staff_sessions = vec![one_to_one("Hazel Newly", "2026-05-22")];
    load.absences = vec![away("Hazel Newly", "2026-05-25", "2026-06-07")];
    let check = assess(&load, "");
    let last = findings(&check, "SUP-NQSW").last().unwrap();
    assert_eq!(gist(last), expected(State::Due, "2026-06-12", None));
}

#[test]
fn what_falls_through_is_to_be_rearranged_and_several_in_a_row_are_one() {
    let mut file = case_of("Fern Madeup");
    let with = |date: &str, status: SessionStatus| {
        let mut row = supervised(date);
        row.is.status = status;
        row
    };
    file.sessions = vec![
        with("2026-02-02", SessionStatus::Cancelled),
        with("2026-02-09", SessionStatus::NotHeld),
        supervised("2026-02-13"),
        with("2026-03-02", SessionStatus::Rearranged),
        supervised("2026-03-31"),
        with("2026-05-01", SessionStatus::Cancelled),
    ];
    let mut load = caseload(vec![file]);
    let mut own = one_to_one("Rowan Notreal", "2026-06-05");
    own.is.status = SessionStatus::Cancelled;
    load.staff_sessions = vec![own];
    let check = assess(&load, "");
    let seen: Vec<_> = findings(&check, "SUP-CANCELLED").iter().map(gist).collect();
    assert_eq!(
        seen,
        [
            expected(State::Met, "2026-02-16", None),
            expected(State::Late, "2026-03-16", Some(11)),
            expected(State::Overdue, "2026-05-18", Some(18)),
            expected(State::Due, "2026-06-19", None),
        ]
    );
    load.children[0].episodes[0].is.end = on("2026-05-20");
    let closed = assess(&load, "");
    assert_eq!(states(&closed, "SUP-CANCELLED")[2], State::NotApplicable);
}

#[test]
fn what_is_reported_and_on_no_file_is_said_to_be_no_record_and_never_not_done() {
    let mut file = case_of("Fern Madeup");
    let mut unfiled = supervised("2026-05-06");
    unfiled.is.recorded = Dated::Blank;
    file.sessions = vec![supervised("2026-01-20"), unfiled];
    let mut load = caseload(vec![file]);
    load.staff_sessions = vec![
        one_to_one("Fern Madeup", "2026-02-20"),
        one_to_one("Fern Madeup", "2026-04-14"),
        one_to_one("Fern Madeup", "2026-05-12"),
    ];
    let found = |load: &Caseload| {
        let check = assess(load, "");
        let one = &findings(&check, "SUP-REPORTED-NOT-EVIDENCED")[0];
        (one.state, one.reading.clone())
    };
    let (state, reading) = found(&load);
    assert_eq!(state, State::Overdue);
    assert_eq!(
        reading.as_deref(),
        Some(
            "no record on the child's file; 3 sessions are reported since 14 Apr 2026 \
             (2 of the worker's own, 1 about the child)"
        )
    );
    load.children[0].sessions[1].is.recorded = on("2026-05-20");
    assert_eq!(found(&load), (State::Met, None));
    load.children[0].sessions.truncate(1);
    load.staff_sessions.truncate(1);
    assert_eq!(
        found(&load).0,
        State::NotApplicable,
        "nothing much is reported either"
    );
}

#[test]
fn reflection_is_told_only_of_records_that_somebody_read() {
    let audit = |date: &str, analysis: Rating, challenge: Rating| {
        known(Audit {
            on: day(date),
            reader: Some("auditor".into()),
            ratings: Ratings {
                analysis,
                challenge,
                ..Ratings::default()
            },
            remedial_due: Dated::Blank,
            remedial_done: Dated::Blank,
            reaudit_due: Dated::Blank,
        })
    };
    let mut files: Vec<CaseFile> = (1..=4)
        .map(|number| {
            let mut file = case_of("Fern Madeup");
            file.child.id = ChildId::read(&number.to_string()).unwrap();
            // A supervisor's own rating counts for nothing.
            file.sessions = vec![supervised("2026-06-01")];
            file.sessions[0].is.meeting.reflection = Rating::Yes;
            file
        })
        .collect();
    files[0].further_mut().audits = vec![
        audit("2026-01-10", Rating::Yes, Rating::Yes),
        audit("2026-05-10", Rating::No, Rating::Partly),
    ];
    files[1].further_mut().audits = vec![audit("2026-04-10", Rating::Yes, Rating::NotApplicable)];
    files[2].further_mut().audits = vec![audit("2025-04-10", Rating::No, Rating::No)];
    let check = assess(&caseload(files), "");
    let reflection = check.chosen("SUP-NO-REFLECTION").unwrap();
    assert_eq!(
        states(&check, "SUP-NO-REFLECTION"),
        [
            State::Overdue,
            State::Met,
            State::NotComputable,
            State::NotComputable
        ]
    );
    assert_eq!(reflection.coverage(), Share { part: 2, whole: 4 });
    assert_eq!(
        reflection.findings[0].reading.as_deref(),
        Some(
            "reflection not found by whoever read the record on 10 May 2026 (2 of 4 records read)"
        )
    );
    let challenge = check.chosen("SUP-NO-CHALLENGE").unwrap();
    assert_eq!(challenge.coverage(), Share { part: 1, whole: 4 });
    assert_eq!(challenge.findings[0].state, State::Met);
    assert!(
        check.data_quality.is_empty(),
        "not to have read is no fault of the data"
    );
}

#[test]
fn the_entry_lag_is_a_distribution_of_what_was_entered_and_stands_beside_what_was_not() {
    let mut file = case_of("Fern Madeup");
    file.sessions = (1..=20)
        .map(|number| {
            let mut row = supervised("2026-03-02");
            row.is.on = day("2026-03-02").plus_days(number);
            row.is.recorded = Dated::On(row.is.on.plus_days(number));
            row
        })
        .collect();
    let mut never = supervised("2026-04-25");
    never.is.recorded = Dated::Blank;
    file.sessions.push(never);
    let load = caseload(vec![file]);
    let check = assess(&load, "[rule.SUP-CASE-CIN]\nlimit = 30");
    let lag = check.entry_lag.unwrap();
    let known = EntryLag {
        entered: 20,
        half: 10,
        most: 19,
        longest: 20,
    };
    assert_eq!(lag, known);
    let result = check.chosen("SUP-CASE-CIN").unwrap();
    let open = result.findings.last().unwrap();
    let book = RuleBook::embedded();
    let told = explain(result, open, &check, book.calendar()).coverage;
    assert!(told.contains("95 in 100 within 19 days"), "{told}");
    assert!(
        told.contains("sessions never entered are not in that figure"),
        "{told}"
    );
    assert!(told.contains("fell due 18 days ago"), "{told}");
    let mut few = load;
    few.children[0].sessions.truncate(19);
    assert_eq!(assess(&few, "").entry_lag, None);
}

#[test]
fn whom_a_supervisor_answers_for_is_known_from_the_staff_file() {
    let mut load = caseload(vec![case_of("Fern Madeup"), case_of("Rowan Notreal")]);
    load.children[1].child.id = ChildId::read("2").unwrap();
    assert!(assess(&load, "").supervised.is_empty());
    load.staff = vec![
        staff("Fern Madeup", StaffRole::SocialWorker),
        staff("Hazel Newly", StaffRole::NewlyQualified),
        staff("Moss Invented", StaffRole::TeamManager),
    ];
    load.staff[1].is.fte = Some(60);
    load.staff[2].is.supervisor = None;
    load.absences = vec![away("Hazel Newly", "2026-06-01", "")];
    let check = assess(&load, "");
    let words = check.supervised.get("Moss Invented").unwrap().words();
    assert_eq!(words, "2 workers (1.6 full-time), 1 away, 1 open case");
    assert_eq!(check.supervised.len(), 1);
}

#[test]
fn the_sum_of_a_clock_with_a_due_day_of_its_own_adds_up() {
    let mut load = caseload(vec![case_of("Fern Madeup")]);
    load.children[0].care = vec![care("2026-02-02", "", "")];
    load.children[0].plans = vec![plan("2026-03-02", "", "")];
    load.children[0].sessions = vec![supervised("2026-05-04")];
    load.staff = vec![staff("Fern Madeup", StaffRole::SocialWorker)];
    load.staff_sessions = vec![one_to_one("Fern Madeup", "2026-04-20")];
    load.absences = vec![away("Fern Madeup", "2026-05-04", "2026-05-17")];
    let check = assess(&load, "");
    let book = RuleBook::embedded();
    let told = |id: &str| {
        let result = check.chosen(id).unwrap();
        explain(
            result,
            result.findings.last().unwrap(),
            &check,
            book.calendar(),
        )
    };
    let child = told("SUP-CASE-CLA");
    assert!(
        child
            .standard
            .starts_with("Due within 42 days, and for this clock within 30 days"),
        "{}",
        child.standard
    );
    assert!(
        child.sum.starts_with("04 May 2026 + 30 days = 03 Jun 2026"),
        "{}",
        child.sum
    );
    assert!(
        child
            .coverage
            .contains("the child has a protection plan as well"),
        "{}",
        child.coverage
    );
    let worker = told("SUP-STAFF");
    assert!(
        worker
            .sum
            .starts_with("20 Apr 2026 + 42 days and 14 days that do not count = 15 Jun 2026"),
        "{}",
        worker.sum
    );
}
