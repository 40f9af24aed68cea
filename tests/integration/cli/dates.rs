//! How far each source speaks, what was known when, and what a newer extract no longer holds.

use super::*;

fn opened(start: &str) -> String {
    list(
        EPISODES,
        &[episode("900001", start, "08/06/2026", "Fern Madeup")],
    )
}

fn supervised(days: &[&str]) -> String {
    let rows: Vec<String> = days.iter().map(|on| session("900001", on)).collect();
    list(SESSIONS, &rows)
}

/// The state, reading and note of the newest interval of the child's supervision.
fn supervision(check: &Value) -> (String, Value, Value) {
    let last = findings(check, "SUP-CASE-CIN", None).last().unwrap();
    let state = last["state"].as_str().unwrap().to_owned();
    (state, last["reading"].clone(), last["note"].clone())
}

#[test]
fn what_falls_due_after_the_supervision_export_ends_is_not_computable_and_says_why() {
    let home = Home::holding(&[opened("05/01/2026")]);
    let (state, _, note) = supervision(&home.check(&["--all"]));
    assert_eq!(state, "not_computable");
    assert!(note.as_str().unwrap().contains("no supervision"), "{note}");
    // Held on 25 April, so due on 6 June: five days after the export ends.
    let words = ["--as-at", "2026-06-01"];
    home.import(
        &[supervised(&["12/01/2026", "20/02/2026", "25/04/2026"])],
        &words,
    );
    let check = home.check(&["--all"]);
    let (state, reading, note) = supervision(&check);
    assert_eq!((state.as_str(), reading), ("not_computable", Value::Null));
    assert!(
        note.as_str()
            .unwrap()
            .starts_with("supervision known to 01 Jun 2026"),
        "{note}"
    );
    assert_eq!(check["as_at"], AS_AT, "the case feed names the day");
    assert_eq!(
        check["feeds"][1]["as_at"], "2026-06-01",
        "and each feed's age is shown"
    );
    // The same export, said to speak to 6 June, decides it.
    let words = [
        "--as-at",
        "2026-06-08",
        "--covers",
        "2026-01-12..2026-06-06",
    ];
    home.import(
        &[supervised(&["12/01/2026", "20/02/2026", "25/04/2026"])],
        &words,
    );
    assert_eq!(supervision(&home.check(&["--all"])).0, "overdue");
}

#[test]
fn a_supervision_export_that_is_newer_than_the_cases_counts() {
    let home = Home::holding(&[opened("05/01/2026")]);
    home.import(
        &[supervised(&["12/01/2026", "01/06/2026"])],
        &["--as-at", "2026-06-19"],
    );
    let check = home.check(&["--all"]);
    assert_eq!(
        (check["as_at"].as_str(), check["known_on"].as_str()),
        (Some(AS_AT), Some("2026-06-19"))
    );
    assert_eq!(supervision(&check).0, "due");
}

#[test]
fn before_the_export_starts_only_a_span_longer_than_the_limit_makes_a_gap() {
    let state_with = |from: &str| {
        let home = Home::holding(&[opened("06/10/2025")]);
        let other = session("900002", "10/06/2026");
        let covers = format!("{from}..{AS_AT}");
        let sessions = list(SESSIONS, &[other]);
        home.import(&[sessions], &["--as-at", AS_AT, "--covers", &covers]);
        home.check(&["--rule", "SUP-CASE-CIN"])
    };
    let long = state_with("2026-03-01");
    let found = only(&long, "SUP-CASE-CIN");
    assert_eq!(found["state"], "overdue");
    assert_eq!(
        found["reading"],
        "none since 01 Mar 2026, where this export starts"
    );
    assert_eq!(
        found["trigger"], "2025-10-06",
        "it is counted from its trigger"
    );
    assert_eq!(
        (found["elapsed"].as_i64(), found["over"].as_i64()),
        (Some(249), Some(207))
    );
    let short = state_with("2026-05-10");
    let found = only(&short, "SUP-CASE-CIN");
    assert_eq!(found["state"], "not_computable");
    assert!(
        found["note"].as_str().unwrap().contains("10 May 2026"),
        "{found}"
    );
    assert_eq!(
        (&found["over"], &found["reading"]),
        (&Value::Null, &Value::Null)
    );
}

#[test]
fn an_interval_that_is_over_and_can_never_be_told_is_not_listed() {
    let home = Home::holding(&[opened("06/10/2025"), supervised(&["01/06/2026"])]);
    let counts = &home.check(&[])["rules"];
    let sup = counts
        .as_array()
        .unwrap()
        .iter()
        .find(|r| r["id"] == "SUP-CASE-CIN")
        .unwrap();
    assert_eq!(sup["counts"]["not_computable"], 0);
    assert_eq!(sup["counts"]["due"], 1);
}

#[test]
fn what_was_known_on_an_earlier_day_can_still_be_asked() {
    let home = Home::with_store();
    home.import(
        &[opened("05/01/2026"), supervised(&["12/01/2026"])],
        &["--as-at", "2026-03-31"],
    );
    let march = home.check(&["--all"]);
    assert_eq!(
        (march["as_at"].as_str(), supervision(&march).0.as_str()),
        (Some("2026-03-31"), "overdue")
    );
    home.import(
        &[
            opened("05/01/2026"),
            supervised(&["12/01/2026", "10/03/2026"]),
        ],
        &["--as-at", "2026-04-30"],
    );
    let known_then = home.check(&["--all", "--known-on", "2026-03-31"]);
    assert_eq!(known_then, march, "the late record was not known then");
    let known_now = home.check(&["--all", "--as-at", "2026-03-31"]);
    assert_eq!(
        supervision(&known_now).0,
        "due",
        "it was held in March, as is known now"
    );
    assert_eq!(home.check(&["--all"])["as_at"], "2026-04-30");
    let nothing = home.check(&["--known-on", "2026-03-30", "--as-at", "2026-03-30"]);
    assert_eq!(nothing["feeds"], serde_json::json!([]));
    let said = home.fails(1, &["check", "--known-on", "2026-03-30"]);
    assert!(said.contains("2026-03-30"), "{said}");
}

#[test]
fn an_older_extract_that_comes_later_adds_history_and_closes_nothing_newer() {
    let home = Home::with_store();
    let june = [
        plan("900001", "05/01/2026", "08/06/2026", "30/03/2026"),
        plan("900002", "01/06/2026", "", ""),
    ];
    home.import(&[list(PLANS, &june)], &["--as-at", AS_AT]);
    let before = home.check(&["--all"]);
    let march = [
        plan("900001", "05/01/2026", "10/03/2026", ""),
        plan("900003", "02/02/2026", "01/03/2026", ""),
    ];
    let report = home.import(&[list(PLANS, &march)], &["--as-at", "2026-03-31"]);
    assert_eq!(report["changes"]["gone"], 0);
    let after = home.check(&["--all"]);
    let visits = |check: &Value, child: &str| {
        let found = findings(check, "CPV-INTERVAL", None).iter();
        let own = found.filter(|f| f["child_id"] == child);
        own.map(|f| f["trigger"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    for child in ["900001", "900002"] {
        assert_eq!(visits(&before, child), visits(&after, child));
    }
    assert_eq!(
        visits(&after, "900003"),
        Vec::<String>::new(),
        "it had left the list by June"
    );
    let then = home.check(&["--all", "--known-on", "2026-03-31"]);
    assert_eq!(visits(&then, "900001"), ["2026-03-10"]);
    assert_eq!(visits(&then, "900003"), ["2026-03-01"]);
    assert_eq!(visits(&then, "900002"), Vec::<String>::new());
}

#[test]
fn a_row_is_gone_only_if_it_lies_inside_the_newer_extracts_window() {
    let home = Home::with_store();
    let first = [
        referral("900001", "05/11/2025"),
        referral("900002", "05/03/2026"),
        referral("900003", "09/03/2026"),
    ];
    home.import(&[list(REFERRALS, &first)], &["--as-at", "2026-03-31"]);
    // The window has moved on to January; of March only one referral is still there.
    let next = [
        referral("900004", "05/01/2026"),
        referral("900003", "09/03/2026"),
    ];
    let report = home.import(&[list(REFERRALS, &next)], &["--as-at", AS_AT]);
    let changes = &report["changes"];
    let counts = ["new", "changed", "unchanged", "gone"].map(|key| changes[key].as_u64().unwrap());
    assert_eq!(counts, [1, 0, 1, 1], "{changes}");
    let check = home.check(&["--all"]);
    let children: Vec<&str> = findings(&check, "REREF-12M", Some("rows"))
        .iter()
        .filter_map(|f| f["child_id"].as_str())
        .collect();
    assert_eq!(children, ["900001", "900003", "900004"]);
}

#[test]
fn an_open_row_that_is_no_longer_listed_is_a_problem_and_runs_no_clock() {
    let home = Home::with_store();
    let two = [
        episode("900001", "05/01/2026", "20/03/2026", "Fern Madeup"),
        episode("900002", "05/01/2026", "20/03/2026", ""),
    ];
    home.import(&[list(EPISODES, &two)], &["--as-at", "2026-03-31"]);
    let one = [episode("900001", "05/01/2026", "08/06/2026", "Fern Madeup")];
    let report = home.import(&[list(EPISODES, &one)], &["--as-at", AS_AT]);
    assert_eq!(report["changes"]["gone"], 0);
    let check = home.check(&["--all"]);
    for entry in check["rules"].as_array().unwrap() {
        for finding in entry["findings"].as_array().unwrap() {
            assert_ne!(finding["child_id"], "900002", "{}", entry["id"]);
        }
    }
    let faults = check["data_quality"].as_array().unwrap().iter();
    let own: Vec<_> = faults
        .filter(|fault| fault["child_id"] == "900002")
        .collect();
    assert!(
        own.iter().any(|fault| fault["what"]
            .as_str()
            .unwrap()
            .starts_with("no longer listed")),
        "{own:?}"
    );
    // It comes back: the clock runs again.
    home.import(&[list(EPISODES, &two)], &["--as-at", "2026-06-19"]);
    let check = home.check(&["--rule", "ALLOC-NONE"]);
    assert_eq!(only(&check, "ALLOC-NONE")["child_id"], "900002");
}

#[test]
fn a_case_clock_that_falls_due_after_the_case_feed_ends_cannot_be_told() {
    let home = Home::holding(&[opened("05/01/2026")]);
    let check = home.check(&["--as-at", "2026-07-31"]);
    let visit = only(&check, "CINV-INTERVAL");
    assert_eq!(visit["state"], "not_computable");
    assert!(
        visit["note"]
            .as_str()
            .unwrap()
            .starts_with("visits known to 12 Jun 2026"),
        "{visit}"
    );
}
