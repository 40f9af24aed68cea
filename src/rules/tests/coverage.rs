use super::*;

const SUPERVISION: [&str; 4] = ["SUP-CASE-CP", "SUP-CASE-CLA", "SUP-CASE-CIN", "SUP-STAFF"];

fn case(start: &str, sessions: Vec<Known<Session>>) -> CaseFile {
    let mut file = child("1");
    file.episodes = vec![episode(start, "", "2026-06-01")];
    file.sessions = sessions;
    file
}

fn covered(file: CaseFile, from: &str, to: &str) -> Check {
    let mut load = caseload(vec![file]);
    load.feeds[1] = feed(FeedKind::Supervision, from, to);
    assess(&load, "")
}

fn open(check: &Check) -> (State, Option<&str>, Option<&str>) {
    let last = findings(check, "SUP-CASE-CIN").last().unwrap();
    (last.state, last.reading.as_deref(), last.note.as_deref())
}

#[test]
fn without_a_supervision_export_no_supervision_clock_can_be_told() {
    let mut load = caseload(vec![case("2026-01-05", vec![])]);
    load.feeds.truncate(1);
    let check = assess(&load, "");
    for id in SUPERVISION {
        for finding in findings(&check, id) {
            assert_eq!(finding.state, State::NotComputable, "{id}");
            assert_eq!(
                finding.note.as_deref(),
                Some("no supervision export has been loaded")
            );
        }
    }
    let told: usize = SUPERVISION
        .iter()
        .map(|id| findings(&check, id).len())
        .sum();
    assert_eq!(told, 2, "the child's clock and the worker's");
}

#[test]
fn what_fell_due_after_the_feed_ends_is_not_overdue() {
    let last = vec![supervised("2026-04-25")];
    let check = covered(case("2026-01-05", last.clone()), "2020-01-01", "2026-06-05");
    assert_eq!(
        open(&check),
        (
            State::NotComputable,
            None,
            Some("supervision known to 05 Jun 2026")
        )
    );
    let check = covered(case("2026-01-05", last), "2020-01-01", "2026-06-06");
    assert_eq!(
        open(&check).0,
        State::Overdue,
        "it fell due on the feed's last day"
    );
}

#[test]
fn a_trigger_before_the_feed_is_overdue_only_if_the_feed_is_longer_than_the_limit() {
    let opened = || case("2025-01-06", vec![]);
    let long = covered(opened(), "2026-04-01", AS_AT);
    let found = findings(&long, "SUP-CASE-CIN").last().unwrap();
    assert_eq!(found.state, State::Overdue);
    assert_eq!(found.trigger, Some(day("2025-01-06")));
    assert_eq!(found.elapsed, Some(522));
    assert_eq!(
        found.reading.as_deref(),
        Some("none since 01 Apr 2026, where this export starts")
    );
    // 43 covered days tell that 42 passed without a session; 42 covered days do not.
    assert_eq!(
        open(&covered(opened(), "2026-05-01", AS_AT)).0,
        State::Overdue
    );
    let (state, reading, note) = {
        let check = covered(opened(), "2026-05-02", AS_AT);
        let (state, reading, note) = open(&check);
        (state, reading.map(str::to_owned), note.map(str::to_owned))
    };
    assert_eq!((state, reading), (State::NotComputable, None));
    assert!(
        note.unwrap()
            .starts_with("supervision known from 02 May 2026")
    );
}

#[test]
fn a_trigger_before_the_feed_that_is_still_in_time_is_due() {
    let check = covered(case("2026-05-11", vec![]), "2026-06-08", AS_AT);
    assert_eq!(open(&check).0, State::Due);
}

#[test]
fn an_earlier_interval_that_began_before_the_feed_is_late_only_if_it_must_be() {
    let sessions = || vec![supervised("2026-05-20")];
    let all = |from: &str| {
        let check = covered(case("2025-01-06", sessions()), from, AS_AT);
        states(&check, "SUP-CASE-CIN")
    };
    assert_eq!(all("2026-03-01"), [State::Late, State::Due]);
    assert_eq!(
        all("2026-05-01"),
        [State::Due],
        "what is over and can never be told is left out"
    );
}

#[test]
fn a_worker_without_a_session_in_a_short_export_cannot_be_told() {
    let check = covered(case("2026-01-05", vec![]), "2026-06-01", AS_AT);
    let found = &findings(&check, "SUP-STAFF")[0];
    assert_eq!(
        (found.state, found.reading.as_deref()),
        (State::NotComputable, None)
    );
}

#[test]
fn a_case_clock_that_fell_due_after_the_case_feed_ends_is_not_overdue() {
    let mut file = child("1");
    file.assessments = vec![assessment("2026-03-09", ""), assessment("2026-03-30", "")];
    let mut load = caseload(vec![file]);
    load.feeds[0] = feed(FeedKind::Cases, "2026-05-01", "2026-05-20");
    let check = assess(&load, "");
    assert_eq!(
        states(&check, "ASSESS-45WD"),
        [State::Overdue, State::NotComputable],
        "due on 14 May and on 5 June; where the list starts does not matter for rows"
    );
    let note = findings(&check, "ASSESS-45WD")[1].note.as_deref();
    assert_eq!(note, Some("cases known to 20 May 2026"));
}

#[test]
fn how_far_a_feed_speaks_is_no_fault_of_the_data() {
    let check = covered(
        case("2026-01-05", vec![supervised("2026-04-25")]),
        "2020-01-01",
        "2026-06-05",
    );
    assert!(check.data_quality.is_empty());
}
