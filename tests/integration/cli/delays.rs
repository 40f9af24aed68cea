//! `delays`: the plain twin of the pane, in each format, and the children behind a number.

use super::*;

const ENQUIRIES: &str = "Child Unique ID,Date of Birth,\
Strategy discussion initiating Section 47 Enquiry Start Date,\
Was an Initial Child Protection Conference deemed unnecessary?,\
Date of Initial Child Protection Conference,Did the Initial Child Protection Conference Result in a Child Protection Plan,\
Allocated Team,Allocated Worker";

/// Four assessments (in time, late, overdue, with a date that cannot be read) and a visit.
fn home() -> Home {
    let cases = ["900001", "900002", "900003", "900004"]
        .map(|child| episode(child, "05/01/2026", "08/06/2026", "Fern Madeup"));
    let assessed = [
        assessment("900001", "05/01/2026", "02/02/2026"),
        assessment("900002", "05/01/2026", "01/05/2026"),
        assessment("900003", "05/01/2026", ""),
        assessment("900004", "05/01/2026", "soon"),
    ];
    let sessions = [session("900001", "01/06/2026")];
    Home::holding(&[
        list(EPISODES, &cases),
        list(ASSESSMENTS, &assessed),
        list(SESSIONS, &sessions),
    ])
}

fn step<'a>(document: &'a Value, id: &str) -> &'a Value {
    let steps = document["steps"].as_array().unwrap();
    steps.iter().find(|step| step["step"] == id).unwrap()
}

#[test]
fn each_share_names_what_it_is_of() {
    let document = home().json(&["delays", "--format", "json"]);
    assert_eq!(document["as_at"], AS_AT);
    let assessment = step(&document, "assessment");
    let all = &assessment["all"];
    assert_eq!(assessment["limit"]["value"], 45);
    assert_eq!(assessment["level"], "law or statutory guidance");
    assert_eq!(all["completed"]["count"], 2);
    assert_eq!(all["open"]["overdue"], 1);
    assert_eq!(all["cannot_be_told"], 1);
    let in_time = &all["in_time"];
    let part = |name: &str| {
        (
            in_time[name]["numerator"].as_u64().unwrap(),
            in_time[name]["denominator"].as_u64().unwrap(),
        )
    };
    assert_eq!(part("of_completed"), (1, 2));
    assert_eq!(part("of_completed_or_overdue"), (1, 3));
    assert_eq!(part("of_open"), (0, 1));
    assert_eq!(all["coverage"]["numerator"], 3);
    assert_eq!(all["coverage"]["denominator"], 4);
    // Of three with a length, one ended in time and two outlast the limit.
    let expected = in_time["expected"]["share"].as_f64().unwrap();
    assert!((expected - 1.0 / 3.0).abs() < 1e-9, "{expected}");
    let bands = all["bands"].as_array().unwrap();
    let completed: u64 = bands
        .iter()
        .map(|band| band["completed"].as_u64().unwrap())
        .sum();
    assert_eq!(completed, 2);
    assert_eq!(bands[0]["band"], "same day");
    assert_eq!(all["last_days"]["from"], 41);
}

#[test]
fn the_counts_are_those_of_check() {
    let home = home();
    let check = home.check(&[]);
    let document = home.json(&["delays", "--format", "json"]);
    let mut compared = 0;
    for step in document["steps"].as_array().unwrap() {
        let Some(id) = step["rule"].as_str() else {
            continue;
        };
        let basis = (id == "ASSESS-45WD").then_some("referral");
        let counts = &rule(&check, id, basis)["counts"];
        let all = &step["all"];
        assert_eq!(all["completed"]["in_time"], counts["met"], "{id}");
        assert_eq!(all["completed"]["late"], counts["late"], "{id}");
        assert_eq!(all["open"]["overdue"], counts["overdue"], "{id}");
        assert_eq!(all["open"]["pending"], counts["due"], "{id}");
        assert_eq!(all["cannot_be_told"], counts["not_computable"], "{id}");
        compared += 1;
    }
    assert_eq!(compared, 14);
}

#[test]
fn a_number_lists_its_children() {
    let home = home();
    let listed = |number: &str| -> Vec<String> {
        let words = [
            "delays",
            "--step",
            "assessment",
            "--list",
            number,
            "--format",
            "json",
        ];
        let rows = home.json(&words);
        let rows = rows.as_array().unwrap();
        rows.iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(listed("completed"), ["900001", "900002"]);
    assert_eq!(listed("in-time"), ["900001"]);
    assert_eq!(listed("late"), ["900002"]);
    assert_eq!(listed("overdue"), ["900003"]);
    assert_eq!(listed("open"), ["900003"]);
    assert_eq!(listed("pending"), Vec::<String>::new());
    assert_eq!(listed("cannot-be-told"), ["900004"]);
    let csv = home.ok(&[
        "delays",
        "--step",
        "assessment",
        "--list",
        "late",
        "--format",
        "csv",
    ]);
    assert_eq!(csv.lines().count(), 2);
    assert!(csv.contains("completed late"), "{csv}");
}

#[test]
fn a_step_in_full_draws_its_bands_without_colour_and_says_what_is_fair() {
    let home = home();
    let text = home.ok(&["delays", "--step", "assessment"]);
    assert!(text.is_ascii(), "{text}");
    assert!(
        text.contains("of those completed or already overdue"),
        "{text}"
    );
    let band = text.lines().find(|line| line.starts_with("11 to 20"));
    let band = band.unwrap_or_else(|| panic!("{text}"));
    assert!(band.contains('%') && band.ends_with("within"), "{band}");
    assert!(text.contains("beyond"), "{text}");
    // Read aloud, a bar of signs is a stumble.
    assert!(!text.contains("##") && !text.contains("--"), "{text}");
    assert!(text.contains("not itself a fault"), "{text}");
    let visits = home.ok(&["delays", "--step", "cin-visit"]);
    assert!(
        visits.contains("no interval that ended can be seen"),
        "{visits}"
    );
    assert!(!visits.contains("Kaplan-Meier"), "{visits}");
}

#[test]
fn the_list_of_steps_and_the_sheet_say_the_same_of_each() {
    let home = home();
    let table = home.ok(&["delays"]);
    let csv = home.ok(&["delays", "--format", "csv"]);
    let mut read = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = read.records().map(Result::unwrap).collect();
    let whole: Vec<_> = rows.iter().filter(|row| &row[1] == "all").collect();
    assert_eq!(whole.len(), 15);
    for row in whole {
        assert!(
            table.lines().any(|line| line.starts_with(&row[0])),
            "{row:?}"
        );
    }
    assert!(rows.iter().any(|row| row[1].starts_with("team: ")));
}

#[test]
fn before_and_after_are_the_cohorts_that_began_then() {
    let home = home();
    let document = home.json(&["delays", "--split", "2026-01-06", "--format", "json"]);
    let assessment = step(&document, "assessment");
    assert_eq!(document["split"], "2026-01-06");
    assert_eq!(assessment["began_before"]["completed"]["count"], 2);
    assert_eq!(assessment["began_from_on"]["completed"]["count"], 0);
    let plain = home.json(&["delays", "--format", "json"]);
    assert!(step(&plain, "assessment").get("began_before").is_none());
}

#[test]
fn a_team_narrows_every_number() {
    let home = home();
    let of = |team: &str| {
        let document = home.json(&["delays", "--team", team, "--format", "json"]);
        step(&document, "assessment")["all"]["completed"]["count"].clone()
    };
    assert_eq!(of("INVENTED"), 2);
    assert_eq!(of("nowhere"), 0);
}

#[test]
fn a_slip_in_a_step_or_a_number_is_refused() {
    let home = home();
    let said = home.fails(2, &["delays", "--step", "assesment"]);
    assert!(
        said.contains("assessment-start, assessment, conference"),
        "{said}"
    );
    home.fails(2, &["delays", "--list", "everything"]);
    home.fails(2, &["delays", "--split", "yesterday"]);
}

#[test]
fn an_enquiry_without_need_of_a_conference_is_not_counted() {
    let rows = [
        "900001,01/02/2015,05/01/2026,a) Yes,,,Invented Team,Fern Madeup".to_owned(),
        "900002,01/02/2015,05/01/2026,b) No,20/01/2026,a) Yes,Invented Team,Fern Madeup".to_owned(),
    ];
    let cases =
        ["900001", "900002"].map(|child| episode(child, "05/01/2026", "08/06/2026", "Fern Madeup"));
    let home = Home::holding(&[list(EPISODES, &cases), list(ENQUIRIES, &rows)]);
    let document = home.json(&["delays", "--format", "json"]);
    let all = &step(&document, "conference")["all"];
    assert_eq!(all["completed"]["in_time"], 1);
    assert_eq!(all["does_not_apply"], 1);
    assert_eq!(all["length"]["with_open_ones"]["median"], 11);
}
