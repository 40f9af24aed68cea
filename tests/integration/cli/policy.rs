//! A policy file: what each key changes, and how a mistake is told.

use super::*;

impl Home {
    /// What a check says by this policy.
    fn by(&self, policy: &str, words: &[&str]) -> Value {
        let file = self.file("policy.toml", policy.as_bytes());
        self.check(&[words, &["--policy", &file]].concat())
    }
}

#[test]
fn limits_units_modes_and_what_counts_come_from_the_policy() {
    let oversight = "900001,Fern Madeup,Moss Invented,Invented Team,08/06/2026,Management oversight,Held,Y,0,,08/06/2026";
    let home = Home::holding(&[
        list(
            EPISODES,
            &[episode("900001", "05/01/2026", "01/06/2026", "Fern Madeup")],
        ),
        list(
            SESSIONS,
            &[session("900001", "01/05/2026"), oversight.to_owned()],
        ),
    ]);
    let last = |check: &Value| {
        let found = findings(check, "SUP-CASE-CIN", None).last().unwrap();
        (
            found["state"].as_str().unwrap().to_owned(),
            found["due"].as_str().unwrap().to_owned(),
        )
    };
    let by = |policy: &str| {
        let text = format!("name = \"Example policy\"\n[rule.SUP-CASE-CIN]\n{policy}\n");
        home.by(&text, &["--all", "--rule", "SUP-CASE-CIN"])
    };
    let state = |policy: &str| last(&by(policy));
    assert_eq!(state(""), ("due".to_owned(), "2026-06-12".to_owned()));
    assert_eq!(
        state("limit = 30"),
        ("overdue".to_owned(), "2026-05-31".to_owned())
    );
    assert_eq!(
        state("limit = 4\nunit = \"weeks\""),
        ("overdue".to_owned(), "2026-05-29".to_owned())
    );
    assert_eq!(
        state("limit = 2\nunit = \"months\""),
        ("due".to_owned(), "2026-07-01".to_owned())
    );
    assert_eq!(
        state("unit = \"each_calendar_month\""),
        ("due".to_owned(), "2026-06-30".to_owned())
    );
    assert_eq!(state("limit = 27\nunit = \"working_days\"").0, "overdue");
    let grace = |days: u8| state(&format!("limit = 30\ngrace = {days}")).0;
    assert_eq!((grace(9).as_str(), grace(10).as_str()), ("overdue", "due"));
    assert_eq!(
        state("counts = [\"case_supervision\", \"management_oversight\"]").1,
        "2026-07-20"
    );
    let trial = by("mode = \"trial\"");
    assert_eq!(trial["policy"], "Example policy");
    assert_eq!(rule(&trial, "SUP-CASE-CIN", None)["mode"], "trial");
    let off = home.by("[rule.SEEN-ANY]\nmode = \"off\"", &[]);
    assert!(
        off["rules"]
            .as_array()
            .unwrap()
            .iter()
            .all(|r| r["id"] != "SEEN-ANY")
    );
}

#[test]
fn a_rule_in_trial_is_counted_and_is_no_gap() {
    let home = Home::holding(&[list(
        EPISODES,
        &[episode("900001", "05/01/2026", "01/02/2026", "")],
    )]);
    let policy = home.file("p.toml", b"[rule.ALLOC-NONE]\nmode = \"trial\"\n");
    let words = ["gaps", "--format", "json"];
    let rules = |more: &[&str]| -> Vec<String> {
        let gaps = home.json(&[&words[..], more].concat());
        gaps.as_array()
            .unwrap()
            .iter()
            .map(|g| g["rule"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(rules(&[]).contains(&"ALLOC-NONE".to_owned()));
    assert!(!rules(&["--policy", &policy]).contains(&"ALLOC-NONE".to_owned()));
    let check = home.check(&["--policy", &policy]);
    assert_eq!(rule(&check, "ALLOC-NONE", None)["counts"]["overdue"], 1);
}

#[test]
fn closed_days_move_a_working_day_limit_and_are_shown_in_the_sum() {
    // Held on Monday 1 June 2026; five working days end on the 8th, with two days closed on the 10th.
    let row =
        "900001,Fern Madeup,Moss Invented,Invented Team,01/06/2026,Case supervision,Held,Y,0,,";
    let other = session("900002", "01/06/2026");
    let home = Home::holding(&[list(SESSIONS, &[row.to_owned(), other])]);
    let due = |policy: &str| {
        let check = home.by(policy, &["--all", "--rule", "SUP-RECORDED"]);
        let found = findings(&check, "SUP-RECORDED", None).iter();
        let own = found.clone().find(|f| f["child_id"] == "900001").unwrap();
        own["due"].as_str().unwrap().to_owned()
    };
    assert_eq!(due(""), "2026-06-08");
    assert_eq!(
        due("closures = [\"2026-06-03\", \"2026-06-04\"]"),
        "2026-06-10"
    );
    assert_eq!(
        due("closures = [2026-06-03, 2026-06-04]"),
        "2026-06-10",
        "without quotation marks, too"
    );
    let words = ["gaps", "--rule", "SUP-RECORDED", "--explain"];
    let policy = home.file("p.toml", b"closures = [\"2026-06-03\"]\n");
    let out = home.ok(&[&words[..], &["--policy", &policy]].concat());
    assert!(out.contains("03 Jun"), "{out}");
}

#[test]
fn weekdays_alone_are_another_calendar() {
    let home = Home::holding(&[list(ASSESSMENTS, &[assessment("900001", "05/03/2026", "")])]);
    let due = |policy: &str| {
        let check = home.by(policy, &["--all"]);
        let found = &findings(&check, "ASSESS-45WD", Some("assessment_start"))[0];
        (
            check["calendar"].as_str().unwrap().to_owned(),
            found["due"].as_str().unwrap().to_owned(),
        )
    };
    assert_eq!(
        due(""),
        ("england-and-wales".to_owned(), "2026-05-12".to_owned())
    );
    assert_eq!(
        due("calendar = \"weekdays\""),
        ("weekdays".to_owned(), "2026-05-07".to_owned())
    );
}

#[test]
fn where_the_two_ways_of_counting_months_disagree_the_finding_is_marked() {
    // Three months from 13 March end on 13 June, 91 days on 12 June; on the 13th only one is over.
    let home = Home::holding(&[list(
        PLANS,
        &[plan("900001", "13/03/2026", "08/06/2026", "")],
    )]);
    home.import(
        &[list(
            PLANS,
            &[plan("900001", "13/03/2026", "08/06/2026", "")],
        )],
        &["--as-at", "2026-06-13"],
    );
    let found = |policy: &str| {
        let check = home.by(policy, &["--all", "--rule", "RCPC-FIRST-3M"]);
        only(&check, "RCPC-FIRST-3M").clone()
    };
    let calendar = found("months = \"calendar\"");
    assert_eq!(
        (&calendar["state"], &calendar["due"]),
        (&"due".into(), &"2026-06-13".into())
    );
    let days = found("months = \"days-91-183\"");
    assert_eq!(
        (&days["state"], &days["due"]),
        (&"overdue".into(), &"2026-06-12".into())
    );
    assert_eq!(
        (&calendar["boundary"], &days["boundary"]),
        (&true.into(), &true.into())
    );
    assert_eq!(found("")["state"], "due");
}

#[test]
fn a_placeholder_in_the_workers_column_is_nobody_and_matches_whole_words() {
    let rows = [
        episode("900001", "05/01/2026", "08/06/2026", "Duty Team"),
        episode("900002", "05/01/2026", "08/06/2026", "Ash Dutyford"),
        episode("900003", "05/01/2026", "08/06/2026", "duty team (north)"),
    ];
    let home = Home::holding(&[
        list(EPISODES, &rows),
        list(SESSIONS, &[own_session("Ash Dutyford", "01/06/2026")]),
    ]);
    let check = home.by("", &["--rule", "ALLOC-NONE"]);
    assert_eq!(
        rule(&check, "ALLOC-NONE", None)["counts"]["overdue"],
        0,
        "there are none by default"
    );
    let policy = "placeholder_workers = [\"Duty Team\", \"Unallocated\"]";
    let check = home.by(policy, &[]);
    let children: Vec<_> = findings(&check, "ALLOC-NONE", None)
        .iter()
        .map(|f| f["child_id"].clone())
        .collect();
    assert_eq!(children, ["900001", "900003"]);
    let counts = &rule(&check, "SUP-STAFF", None)["counts"];
    assert_eq!(
        (&counts["due"], &counts["overdue"]),
        (&1.into(), &0.into()),
        "nobody needs no supervision"
    );
}

#[test]
fn a_sessions_own_next_date_moves_the_clock_only_where_the_policy_says_so() {
    let row = "900001,Fern Madeup,Moss Invented,Invented Team,11/05/2026,Case supervision,Held,Y,0,01/06/2026,11/05/2026";
    let home = Home::holding(&[
        list(
            EPISODES,
            &[episode("900001", "05/01/2026", "08/06/2026", "Fern Madeup")],
        ),
        list(SESSIONS, &[session("900001", "12/01/2026"), row.to_owned()]),
    ]);
    let last = |policy: &str| {
        let check = home.by(policy, &["--all", "--rule", "SUP-CASE-CIN"]);
        let found = findings(&check, "SUP-CASE-CIN", None)
            .last()
            .unwrap()
            .clone();
        (found["state"].clone(), found["due"].clone())
    };
    assert_eq!(last(""), ("due".into(), "2026-06-22".into()));
    assert_eq!(
        last("honour_next_due = true"),
        ("overdue".into(), "2026-06-01".into())
    );
}

#[test]
fn a_mistake_is_2_and_names_the_file_the_line_and_what_would_be_right() {
    let home = Home::holding(&[list(
        EPISODES,
        &[episode("900001", "05/01/2026", "08/06/2026", "Fern Madeup")],
    )]);
    for (text, line, says) in [
        (
            "name = \"x\"\n[rule.SUP-CASE-CNI]\nlimit = 3\n",
            2,
            "SUP-CASE-CNI",
        ),
        ("\ncolour = \"red\"\n", 2, "colour"),
        (
            "[rule.SUP-CASE-CIN]\n\nunit = \"fortnights\"\n",
            3,
            "fortnights",
        ),
        ("[rule.SUP-CASE-CIN]\nlimits = 3\n", 2, "limits"),
        ("[rule.ASSESS-45WD]\ngrace = 2\n", 2, "grace"),
        ("months = \"moons\"\n", 1, "moons"),
        (
            "name = \"x\"\nclosures = [\"29/12/2026\"]\n",
            2,
            "2026-12-29",
        ),
        ("name = \n", 1, ""),
    ] {
        let file = home.file("council.toml", text.as_bytes());
        let said = home.fails(2, &["check", "--policy", &file]);
        let place = format!("line {line}");
        assert!(
            said.contains("council.toml") && said.contains(&place) && said.contains(says),
            "{text}: {said}"
        );
    }
    let said = home.fails(1, &["check", "--policy", "/no/such.toml"]);
    assert!(said.contains("/no/such.toml"), "{said}");
}

#[test]
fn a_policy_is_written_checked_taken_into_use_and_let_go() {
    let home = Home::holding(&[list(
        EPISODES,
        &[episode("900001", "05/01/2026", "08/06/2026", "Fern Madeup")],
    )]);
    let path = home.ok(&["policy", "write", "ours"]);
    let path = path.trim();
    assert!(path.ends_with("policies/ours.toml"), "{path}");
    assert!(
        home.ok(&["policy", "check", "ours"])
            .contains("can be used")
    );
    home.fails(1, &["policy", "write", "ours"]);
    let text = std::fs::read_to_string(path).unwrap() + "\n[rule.SUP-CASE-CIN]\nlimit = 30\n";
    std::fs::write(path, text).unwrap();
    home.ok(&["policy", "use", "ours"]);
    let check = home.check(&["--rule", "SUP-CASE-CIN"]);
    assert_eq!(check["policy"], "ours");
    assert_eq!(rule(&check, "SUP-CASE-CIN", None)["limit"]["value"], 30);
    let list = home.json(&["policy", "list", "--format", "json"]);
    let used: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].clone(), one["in_use"].clone()))
        .collect();
    assert_eq!(
        used,
        [
            ("default".into(), false.into()),
            ("ours".into(), true.into())
        ]
    );
    let shown = home.json(&["policy", "show", "--format", "json"]);
    let rows = shown.as_array().unwrap();
    let differs = rows.iter().filter(|row| row["differs"] != "");
    let differs: Vec<_> = differs
        .map(|row| (row["rule"].clone(), row["differs"].clone()))
        .collect();
    assert_eq!(
        differs,
        [("SUP-CASE-CIN".into(), "42 days by default".into())]
    );
    home.ok(&["policy", "use", "default"]);
    assert_eq!(home.check(&[])["policy"], "england default");
}

#[test]
fn every_mistake_of_a_policy_is_told_at_once_and_such_a_policy_is_not_taken_into_use() {
    let home = Home::with_store();
    let file = home.file(
        "p.toml",
        b"colour = 1\n[rule.SUP-CASE-CIN]\nlimits = 3\n[rule.NO-SUCH]\nlimit = 2\n",
    );
    let out = home.run(&["policy", "check", &file, "--format", "json"]);
    assert_eq!(out.status, 2);
    let found: Value = serde_json::from_str(&out.out).unwrap();
    let lines: Vec<_> = found
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["line"].clone())
        .collect();
    assert_eq!(lines, [1, 3, 4]);
    home.fails(2, &["policy", "use", &file]);
    let warned = home.file("w.toml", b"[rule.SEEN-ANY]\nmode = \"on\"\n");
    let out = home.ok(&["policy", "check", &warned]);
    assert!(out.contains("warning") && out.contains("SEEN-ANY"), "{out}");
}

#[test]
fn what_is_agreed_for_one_child_counts_at_once_is_listed_and_can_be_undone() {
    let home = Home::holding(&[
        list(
            EPISODES,
            &[
                episode("900001", "05/01/2026", "08/06/2026", "Fern Madeup"),
                episode("900002", "05/01/2026", "08/06/2026", "Fern Madeup"),
            ],
        ),
        list(
            SESSIONS,
            &[
                session("900001", "20/04/2026"),
                session("900002", "20/04/2026"),
            ],
        ),
    ]);
    let state = |child: &str| {
        let check = home.check(&["--all", "--rule", "SUP-CASE-CIN"]);
        let all = findings(&check, "SUP-CASE-CIN", None).iter();
        let mut own = all.filter(|one| one["child_id"] == child);
        own.next_back().unwrap()["state"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_eq!(state("900001"), "overdue");
    let set = |rule: &str, more: &[&str]| {
        let words = [
            "policy",
            "override",
            "set",
            "--child",
            "900001",
            "--rule",
            rule,
            "--reason",
            "A young carer's own wish",
            "--approved-by",
            "Head of service",
        ];
        [&words[..], more]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let words = |given: &[String]| home.ok(&given.iter().map(String::as_str).collect::<Vec<_>>());
    words(&set("sup-case-cin", &["--limit", "12", "--unit", "weeks"]));
    assert_eq!(
        (state("900001").as_str(), state("900002").as_str()),
        ("due", "overdue")
    );
    let list = home.json(&["policy", "override", "list", "--format", "json"]);
    assert_eq!(
        (&list[0]["agreed"], &list[0]["place"]),
        (&"12 weeks".into(), &"latest".into())
    );
    home.ok(&["undo"]);
    assert_eq!(state("900001"), "overdue");
    home.ok(&["redo"]);
    assert_eq!(state("900001"), "due");
    home.ok(&[
        "policy",
        "override",
        "lift",
        "--child",
        "900001",
        "--rule",
        "SUP-CASE-CIN",
        "--reason",
        "The wish has changed",
        "--approved-by",
        "Head of service",
    ]);
    assert_eq!(state("900001"), "overdue");
    let law = set("ICPC-15WD", &["--off"]);
    let said = home.fails(2, &law.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(said.contains("law or statutory guidance"), "{said}");
    let nobody: Vec<&str> = vec![
        "policy",
        "override",
        "set",
        "--child",
        "77",
        "--rule",
        "SUP-CASE-CIN",
        "--off",
        "--reason",
        "x",
        "--approved-by",
        "y",
    ];
    assert!(
        home.fails(1, &nobody)
            .contains("no extract holds a child 77")
    );
}

#[test]
fn a_rule_says_what_it_is_how_it_was_confirmed_and_how_often_it_was_right() {
    let home = Home::holding(&[list(
        EPISODES,
        &[episode("900001", "05/01/2026", "08/06/2026", "")],
    )]);
    assert!(
        home.ok(&["rules", "ICPC-15WD"])
            .contains("Working Together 2026")
    );
    let policy = home.file(
        "p.toml",
        b"[[confirmed]]\nrule = \"ICPC-15WD\"\nedition = \"Working Together 2026\"\nparagraph = \"88\"\nby = \"Y Foobarton\"\non = 2026-09-01\n\
          [rule.ALLOC-NONE]\nexcept_teams = [\"Hub 9\"]\n",
    );
    let out = home.ok(&["rules", "ICPC-15WD", "--policy", &policy]);
    assert!(
        out.contains("paragraph 88") && !out.contains("check it there"),
        "{out}"
    );
    let out = home.ok(&["rules", "ALLOC-NONE", "--policy", &policy]);
    assert!(
        out.contains("all but Hub 9") && !out.contains("how often right"),
        "{out}"
    );
    home.ok(&[
        "outcome",
        "--child",
        "900001",
        "--rule",
        "ALLOC-NONE",
        "--data-error",
        "--reason",
        "Named in the system",
    ]);
    let out = home.ok(&["rules", "ALLOC-NONE"]);
    assert!(
        out.contains("of 1 checked, 1 was an error of the extract"),
        "{out}"
    );
}

#[test]
fn a_type_of_session_in_the_councils_own_words_is_read_as_the_policy_says() {
    let row = session("900001", "01/06/2026").replace("Case supervision", "Morning  Huddle");
    let lists = [
        list(
            EPISODES,
            &[episode("900001", "05/01/2026", "08/06/2026", "Fern Madeup")],
        ),
        list(SESSIONS, &[row]),
    ];
    let home = Home::holding(&lists);
    let last = || {
        let check = home.check(&["--all", "--rule", "SUP-CASE-CIN"]);
        findings(&check, "SUP-CASE-CIN", None)
            .last()
            .unwrap()
            .clone()
    };
    assert_ne!(
        last()["trigger"],
        "2026-06-01",
        "nobody knows what a huddle is"
    );
    let policy = home.file(
        "p.toml",
        b"[glossary.sessions]\n\"morning huddle\" = \"group_reflective\"\n",
    );
    home.ok(&["policy", "use", &policy]);
    home.import(&lists, &["--as-at", AS_AT]);
    assert_eq!(last()["trigger"], "2026-06-01");
    let wrong = home.file("w.toml", b"[glossary.sessions]\n\"hub\" = \"coffee\"\n");
    assert!(home.fails(2, &["policy", "use", &wrong]).contains("coffee"));
}
