//! Who holds a case, and the cohorts of children that supervision knows.

use super::*;

fn case(worker: Option<&str>) -> CaseFile {
    let mut file = child("1");
    file.episodes = vec![episode("2026-01-05", "", "2026-06-01")];
    file.episodes[0].is.handler.worker = worker.map(Name::from);
    file
}

fn involved(worker: &str, from: &str, to: &str) -> Known<Involvement> {
    known(Involvement {
        start: day(from),
        end: on(to),
        role: InvolvedAs::CaseWorker,
        handler: Handler {
            team: None,
            worker: Some(worker.into()),
        },
    })
}

fn manager(worker: &str) -> Known<Staff> {
    known(Staff {
        worker: worker.into(),
        role: StaffRole::TeamManager,
        team: None,
        started: Dated::Blank,
        left: Dated::Blank,
        asye_start: Dated::Blank,
        asye_end: Dated::Blank,
        fte: None,
        agency: Answer::Blank,
        supervisor: None,
    })
}

fn listing(kind: FactKind, from: &str) -> Listing {
    Listing {
        kind,
        source: Source::Ssd,
        as_at: day(AS_AT),
        covers: Covers {
            from: day(from),
            to: day(AS_AT),
        },
    }
}

fn said(load: &Caseload, policy: &str, id: &str) -> (State, Option<String>) {
    let check = assess(load, policy);
    let one = &findings(&check, id)[0];
    let words = one.reading.as_deref().or(one.note.as_deref());
    (one.state, words.map(str::to_owned))
}

#[test]
fn a_case_is_held_by_nobody_by_a_duty_desk_by_a_waiting_manager_or_by_a_confirmed_one() {
    let policy = "placeholder_workers = [\"Duty Team\", \"Pool\"]";
    let read = |load: &Caseload, policy: &str| said(load, policy, "ALLOC-NONE");
    let overdue = |words: &str| (State::Overdue, Some(words.to_owned()));
    assert_eq!(
        read(&caseload(vec![case(None)]), policy),
        overdue("no worker is named")
    );
    assert_eq!(
        read(&caseload(vec![case(Some("Duty Team 2"))]), policy),
        overdue("held on duty, with no worker of its own")
    );
    assert_eq!(
        read(&caseload(vec![case(Some("Pool North"))]), policy),
        overdue("the name in the worker's column stands for nobody, by the policy")
    );
    let mut load = caseload(vec![case(Some("Moss Invented"))]);
    assert_eq!(
        read(&load, policy),
        (State::Met, None),
        "no staff file tells of a manager"
    );
    load.staff = vec![manager("Moss Invented")];
    assert_eq!(
        read(&load, policy),
        overdue("with a manager, awaiting allocation; since when no source tells")
    );
    load.children[0].further_mut().involvements = vec![involved("Moss Invented", "2026-05-20", "")];
    assert_eq!(
        read(&load, policy),
        overdue("with a manager, awaiting allocation for 23 days")
    );
    let confirmed = "manager_caseholders = [\"Moss Invented\"]";
    assert_eq!(
        read(&load, confirmed),
        (
            State::Met,
            Some("with a manager as caseholder, confirmed by the policy".to_owned())
        )
    );
}

#[test]
fn an_allocation_with_dates_names_the_worker_and_its_end_says_since_when_nobody_does() {
    let mut file = case(None);
    file.further_mut().involvements = vec![involved("Fern Madeup", "2026-01-10", "")];
    let mut load = caseload(vec![file]);
    let check = assess(&load, "");
    assert_eq!(states(&check, "ALLOC-NONE"), [State::Met]);
    let held = findings(&check, "SUP-CASE-CIN")[0].worker.as_deref();
    assert_eq!(held, Some("Fern Madeup"));
    load.children[0].further_mut().involvements[0].is.end = on("2026-05-03");
    assert_eq!(
        said(&load, "", "ALLOC-NONE"),
        (
            State::Overdue,
            Some("no worker since 03 May 2026".to_owned())
        )
    );
    load.children[0].further_mut().involvements[0].is.end = Dated::Blank;
    load.children[0].further_mut().involvements[0].is.role = InvolvedAs::ReviewingOfficer;
    assert_eq!(said(&load, "", "ALLOC-NONE").0, State::Overdue);
}

#[test]
fn where_no_source_names_workers_a_case_without_one_cannot_be_told() {
    let mut load = caseload(vec![case(None)]);
    load.lists = vec![listing(FactKind::Cin, "2026-01-01")];
    let (state, note) = said(&load, "", "ALLOC-NONE");
    assert_eq!(state, State::NotComputable);
    assert_eq!(
        note.as_deref(),
        Some("no source that was loaded holds workers' names")
    );
    load.lists
        .push(listing(FactKind::Involvement, "2026-01-01"));
    assert_eq!(said(&load, "", "ALLOC-NONE").0, State::Overdue);
    load.children[0].episodes[0].sources = Sources::of(Source::CinCensus);
    let (state, _) = said(&load, "", "ALLOC-NONE");
    assert_eq!(
        state,
        State::NotComputable,
        "the census alone lists this child"
    );
}

#[test]
fn a_worker_who_is_away_leaves_the_child_with_cover_or_without() {
    let mut load = caseload(vec![case(Some("Fern Madeup"))]);
    let id = "ALLOC-ABSENT";
    load.lists = vec![listing(FactKind::Cin, "2026-01-01")];
    assert_eq!(
        said(&load, "", id).0,
        State::NotComputable,
        "no list of absences"
    );
    load.lists.push(listing(FactKind::Absence, "2026-01-01"));
    assert!(
        findings(&assess(&load, ""), id).is_empty(),
        "nobody is away"
    );
    load.absences = vec![known(Absence {
        worker: "Fern Madeup".into(),
        from: day("2026-05-18"),
        to: Dated::Blank,
        cover: None,
    })];
    let check = assess(&load, "");
    let one = &findings(&check, id)[0];
    assert_eq!(gist(one), expected(State::Overdue, "2026-05-26", Some(13)));
    assert_eq!(
        one.reading.as_deref(),
        Some("away since 18 May 2026, and no cover is named")
    );
    load.absences[0].is.cover = Some("Rowan Notreal".into());
    assert_eq!(
        said(&load, "", id),
        (
            State::Met,
            Some("away since 18 May 2026, covered by Rowan Notreal".to_owned())
        )
    );
    load.absences[0].is.to = on("2026-06-11");
    assert!(findings(&assess(&load, ""), id).is_empty(), "back at work");
}

#[test]
fn changes_of_worker_are_counted_where_allocations_have_dates() {
    let mut load = caseload(vec![case(Some("Fern Madeup"))]);
    let id = "ALLOC-CHANGES";
    assert_eq!(
        said(&load, "", id),
        (
            State::NotComputable,
            Some("no source that was loaded holds the dates of allocations".to_owned())
        )
    );
    load.children[0].further_mut().involvements = vec![
        involved("Bracken Before", "2024-02-01", "2025-05-01"),
        involved("Rowan Notreal", "2025-05-01", "2025-09-01"),
        involved("Hazel Newly", "2025-09-01", "2026-01-05"),
        involved("Hazel Newly", "2026-01-05", "2026-02-01"),
        involved("Fern Madeup", "2026-02-01", ""),
    ];
    assert_eq!(
        said(&load, "", id),
        (
            State::Late,
            Some("2 changes of worker since 12 Jun 2025".to_owned())
        )
    );
    load.children[0].further_mut().involvements.remove(2);
    load.children[0].further_mut().involvements.remove(2);
    assert_eq!(said(&load, "", id).0, State::Met);
    load.lists = vec![listing(FactKind::Involvement, "2026-03-01")];
    assert_eq!(
        said(&load, "", id),
        (
            State::NotComputable,
            Some("allocations are known from 01 Mar 2026 on".to_owned())
        )
    );
}

fn cin_plan(start: &str, end: &str) -> Known<CinPlan> {
    known(CinPlan {
        start: day(start),
        end: on(end),
        handler: handler(),
    })
}

#[test]
fn after_an_assessment_a_plan_a_step_down_or_the_closure_has_to_follow() {
    let id = "CASE-OPEN-NO-PLAN";
    let mut file = case(Some("Fern Madeup"));
    file.assessments = vec![assessment("2026-01-05", "2026-03-02")];
    let mut load = caseload(vec![file]);
    let seen = |load: &Caseload| {
        let check = assess(load, "");
        findings(&check, id).iter().map(gist).collect::<Vec<_>>()
    };
    assert_eq!(
        seen(&load),
        [expected(State::Overdue, "2026-03-23", Some(55))]
    );
    load.lists = vec![listing(FactKind::Cin, "2026-01-01")];
    assert_eq!(
        said(&load, "", id),
        (
            State::NotComputable,
            Some(
                "no source that was loaded holds child in need plans; the case status alone does \
                 not tell"
                    .to_owned()
            )
        ),
        "an Annex A holds no such plan"
    );
    load.lists.push(listing(FactKind::CinPlan, "2026-01-01"));
    load.children[0].further_mut().cin_plans = vec![cin_plan("2026-03-10", "")];
    assert_eq!(seen(&load), [expected(State::Met, "2026-03-23", None)]);
    load.children[0].further_mut().cin_plans = vec![cin_plan("2026-02-01", "2026-05-01")];
    assert_eq!(
        seen(&load),
        [],
        "a plan was in place when it was authorised"
    );
    load.children[0].further_mut().cin_plans.clear();
    load.children[0].episodes[0].is.end = on("2026-04-13");
    assert_eq!(seen(&load), [expected(State::Late, "2026-03-23", Some(13))]);
}

fn leaver(birth: &str) -> CaseFile {
    let mut file = child("1");
    file.child.birth = Some(day(birth));
    file.further_mut().leaving = vec![known(Leaver {
        pathway_review: Dated::Blank,
        last_contact: Dated::Blank,
        in_touch: Answer::Yes,
        adviser: Some("Ivy Adviser".into()),
        handler: handler(),
    })];
    file
}

#[test]
fn a_care_leaver_has_supervision_of_its_own_until_25() {
    let id = "SUP-CASE-LEAVER";
    let mut load = caseload(vec![leaver("2006-05-01")]);
    let open = |load: &Caseload| gist(findings(&assess(load, ""), id).last().unwrap());
    assert_eq!(open(&load).0, State::Overdue, "since the 18th birthday");
    load.children[0].sessions = vec![supervised("2026-04-27")];
    assert_eq!(open(&load), expected(State::Due, "2026-06-22", None));
    let governing = governing_or_leaving(&load.children[0], day(AS_AT)).unwrap();
    assert_eq!(governing.scope, CaseScope::Leaver);
    assert_eq!(governing.handler.worker.as_deref(), Some("Fern Madeup"));
    load.children[0].child.birth = Some(day("2001-06-12"));
    assert!(findings(&assess(&load, ""), id).is_empty(), "25 on the day");
}

#[test]
fn a_child_in_several_scopes_stands_in_one_rule_and_is_judged_by_the_strictest_limit() {
    let mut file = case(Some("Fern Madeup"));
    file.care = vec![care("2026-02-02", "", "")];
    file.sessions = vec![supervised("2026-05-04")];
    let load = |file: &CaseFile| caseload(vec![file.clone()]);
    let open = |check: &Check| {
        let last = findings(check, "SUP-CASE-CLA").last().unwrap();
        (gist(last), last.note.clone())
    };
    let check = assess(&load(&file), "");
    assert_eq!(
        open(&check),
        (expected(State::Due, "2026-06-15", None), None)
    );
    file.plans = vec![plan("2026-03-02", "", "")];
    let check = assess(&load(&file), "");
    assert!(findings(&check, "SUP-CASE-CP").is_empty());
    assert_eq!(
        open(&check),
        (
            expected(State::Overdue, "2026-06-03", Some(9)),
            Some("within 30 days: the child has a protection plan as well".into())
        )
    );
    let laxer = assess(&load(&file), "[rule.SUP-CASE-CP]\nlimit = 60");
    assert_eq!(open(&laxer).1, None);
    let off = assess(&load(&file), "[rule.SUP-CASE-CP]\nmode = \"trial\"");
    assert_eq!(
        open(&off).1,
        None,
        "a limit on trial makes no other rule stricter"
    );
}
