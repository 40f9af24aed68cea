//! `enter` and `entries`: what is entered by hand, from the command line.

use super::*;

fn home() -> Home {
    Home::holding(&[
        list(
            EPISODES,
            &[episode("900138", "05/01/2026", "01/06/2026", "Fern Madeup")],
        ),
        list(SESSIONS, &[session("900138", "10/02/2026")]),
    ])
}

fn overdue(home: &Home) -> u64 {
    let check = home.check(&["--rule", "SUP-CASE-CIN"]);
    rule(&check, "SUP-CASE-CIN", None)["counts"]["overdue"]
        .as_u64()
        .unwrap()
}

const PLAIN: [&str; 6] = [
    "enter",
    "session",
    "--child",
    "900138",
    "--on",
    "2026-06-10",
];

#[test]
fn a_session_closes_its_gap_only_once_it_was_seen_on_the_file() {
    let home = home();
    assert_eq!(overdue(&home), 1);
    let said = home.ok(&PLAIN);
    assert!(
        said.starts_with(
            "entry 1: case supervision of 900138 on 2026-06-10; entered here by Rowan Fictonby"
        ),
        "{said}"
    );
    assert!(
        said.contains("The extract to 12 Jun 2026 does not show it."),
        "{said}"
    );
    assert_eq!(overdue(&home), 1);
    let check = home.check(&["--rule", "SUP-CASE-CIN"]);
    let reading = only(&check, "SUP-CASE-CIN")["reading"].as_str().unwrap();
    assert!(
        reading.starts_with("entered here, not yet seen on the child's file"),
        "{reading}"
    );
    home.ok(&["entries", "seen", "1", "--on", "2026-06-12"]);
    assert_eq!(overdue(&home), 0);
    home.ok(&["entries", "not-seen", "1"]);
    assert_eq!(overdue(&home), 1);
}

#[test]
fn the_list_is_the_same_in_each_format_and_names_worker_and_supervisor() {
    let home = home();
    home.ok(&PLAIN);
    let rows = home.json(&["entries", "--format", "json"]);
    let row = &rows.as_array().unwrap()[0];
    assert_eq!(row["worker"], "Fern Madeup");
    assert_eq!(row["supervisor"], "Moss Invented");
    assert_eq!(row["state"], "not_yet_on_file");
    let csv = home.ok(&["entries", "--format", "csv"]);
    assert!(csv.starts_with("entry,state,what,id,on,"), "{csv}");
    home.ok(&["entries", "withdraw", "1", "--reason", "of another child"]);
    assert_eq!(
        home.json(&["entries", "--format", "json"]),
        Value::Array(Vec::new())
    );
    let all = home.json(&["entries", "--all", "--format", "json"]);
    assert_eq!(all[0]["state"], "withdrawn");
    assert!(home.ok(&["entries"]).contains("Nothing"));
}

#[test]
fn every_kind_is_entered_corrected_and_printed_for_the_case_system() {
    let home = home();
    let about = ["--child", "900138", "--on", "2026-06-10"];
    let with = |more: &[&str]| {
        let mut words = vec!["enter"];
        words.extend(&more[..1]);
        words.extend(about);
        words.extend(&more[1..]);
        home.ok(&words)
    };
    with(&["decision", "--words", "step down", "--why", "risk is lower"]);
    with(&[
        "action",
        "--words",
        "call the school",
        "--due",
        "2026-06-20",
    ]);
    with(&["visit", "--seen", "yes", "--alone", "no"]);
    home.ok(&[
        "enter",
        "session",
        "--kind",
        "staff",
        "--worker",
        "Fern Madeup",
        "--on",
        "2026-06-09",
    ]);
    home.ok(&["entries", "correct", "2", "--due", "2026-06-25"]);
    let text = home.ok(&["entries", "text", "2"]);
    assert_eq!(
        text,
        "Action, 10 Jun 2026\nChild: 900138\nWorker: Fern Madeup\nSupervisor: Moss Invented\n\
         Team: Invented Team\nAction: call the school\nOwner: Fern Madeup\nDue: 25 Jun 2026\n\
         Entered by: Rowan Fictonby\n"
    );
    let text = home.ok(&["entries", "text", "1"]);
    assert!(text.contains("Reasons: risk is lower"), "{text}");
    let case = home.ok(&["case", "900138"]);
    assert!(
        case.contains("+ visit, child seen (entered here by Rowan Fictonby"),
        "{case}"
    );
}

#[test]
fn several_children_are_one_step_and_a_child_whom_nobody_knows_has_to_be_meant() {
    let home = home();
    let words = [
        "enter",
        "session",
        "--kind",
        "group",
        "--on",
        "2026-06-10",
        "--child",
        "900138",
        "--child",
        "0900777",
    ];
    let said = home.fails(1, &words);
    assert!(
        said.contains("--new-child") && said.contains("nothing was saved"),
        "{said}"
    );
    assert_eq!(
        home.json(&["entries", "--format", "json"]),
        Value::Array(Vec::new())
    );
    let mut meant = words.to_vec();
    meant.push("--new-child");
    assert_eq!(
        home.ok(&meant)
            .lines()
            .filter(|line| line.starts_with("entry"))
            .count(),
        2
    );
    let cases = home.ok(&["cases"]);
    assert!(
        cases.contains("0900777") && cases.contains("entered here"),
        "{cases}"
    );
}

#[test]
fn a_service_without_an_export_starts_by_hand() {
    let home = Home::with_store();
    assert!(home.fails(1, &["cases"]).contains("no extract yet"));
    let mut words = PLAIN.to_vec();
    words.extend([
        "--new-child",
        "--worker",
        "T Mockridge",
        "--supervisor",
        "Y Foobarton",
    ]);
    home.ok(&words);
    let cases = home.ok(&["cases"]);
    assert!(
        cases.contains("900138") && cases.contains("T Mockridge"),
        "{cases}"
    );
}

#[test]
fn words_that_are_off_are_2_and_say_what_to_do() {
    let home = home();
    home.ok(&PLAIN);
    for (words, said) in [
        (
            &[
                "enter",
                "session",
                "--child",
                "900138",
                "--on",
                "10/06/2026",
            ][..],
            "2026-06-12",
        ),
        (
            &[
                "enter",
                "session",
                "--child",
                "900138",
                "--on",
                "2999-01-01",
            ],
            "has not come yet",
        ),
        (&["enter", "session", "--on", "2026-06-10"], "--child"),
        (
            &["enter", "session", "--kind", "staff", "--on", "2026-06-10"],
            "--worker",
        ),
        (
            &[
                "enter",
                "decision",
                "--child",
                "900138",
                "--on",
                "2026-06-10",
            ],
            "what was decided",
        ),
        (
            &[
                "enter",
                "visit",
                "--child",
                "-",
                "--on",
                "2026-06-10",
                "--seen",
                "yes",
            ],
            "no id",
        ),
        (
            &["entries", "seen", "1", "--on", "2026-06-01"],
            "Check the days",
        ),
        (&["entries", "correct", "1", "--due", "2026-06-20"], "--due"),
        (&["entries", "withdraw", "1", "--reason", " "], "why"),
    ] {
        let heard = home.fails(2, words);
        assert!(heard.contains(said), "{words:?}: {heard}");
    }
    let long = "x".repeat(5_000);
    let mut words = PLAIN.to_vec();
    words.extend(["--words", &long]);
    assert!(home.fails(2, &words).contains("4000"));
    for words in [
        &["entries", "text", "9"][..],
        &["entries", "seen", "9", "--on", "2026-06-10"],
    ] {
        assert!(home.fails(1, words).contains("no entry 9"));
    }
}

#[test]
fn the_words_can_come_from_standard_input() {
    let home = home();
    let given = home.file("words.txt", b"plan talked through\n");
    let mut words = PLAIN.to_vec();
    words.extend(["--words", "-"]);
    let mut command = home.command(&words);
    command.stdin(fs::File::open(given).unwrap());
    assert_eq!(Ran::of(&command.output().unwrap()).status, 0);
    assert!(
        home.ok(&["entries", "text", "1"])
            .contains("Record: plan talked through\n")
    );
}

#[test]
fn everything_that_was_entered_can_be_corrected_and_a_child_that_nobody_knows_has_to_be_meant() {
    let home = home();
    home.ok(&[
        "enter", "decision", "--child", "900138", "--words", "Ask", "--why", "Risk",
    ]);
    home.ok(&["enter", "action", "--child", "900138", "--words", "Ring"]);
    home.ok(&["enter", "visit", "--child", "900138", "--seen", "yes"]);
    home.ok(&[
        "entries",
        "correct",
        "1",
        "--why",
        "The risk has grown",
        "--by",
        "Moss Invented",
    ]);
    home.ok(&[
        "entries",
        "correct",
        "2",
        "--owner",
        "Wren Notreal",
        "--supervisor",
        "",
    ]);
    home.ok(&["entries", "correct", "3", "--alone", "no"]);
    let decision = home.ok(&["entries", "text", "1"]);
    assert!(
        decision.contains("The risk has grown") && decision.contains("Moss Invented"),
        "{decision}"
    );
    assert!(home.ok(&["entries", "text", "2"]).contains("Wren Notreal"));
    let said = home.fails(2, &["entries", "correct", "3", "--owner", "Wren Notreal"]);
    assert!(said.contains("--owner does not go with"), "{said}");
    let said = home.fails(1, &["entries", "correct", "3", "--child", "900999"]);
    assert!(said.contains("--new-child"), "{said}");
    let listed = home.json(&["entries", "--format", "json"]);
    let today = listed[0]["age"].as_i64();
    assert_eq!(today, Some(0), "without --on it was today: {listed}");
}
