//! `layouts`: a council's own export, from a file that nothing fits to one that needs no question.

use super::*;

const EXPORT: &[u8] = include_bytes!("../../fixtures/good/own_export_of_a_hub.csv");

#[test]
fn an_own_export_is_proposed_kept_and_then_read_without_a_question() {
    let home = Home::with_store();
    let file = home.file("hub diary.csv", EXPORT);
    let import = ["import", &file, "--as-at", "2026-06-12"];
    let refused = home.fails(5, &import);
    assert!(
        refused.contains("no list that Caselight knows"),
        "{refused}"
    );

    let words = home.ok(&["layouts", "propose", &file]);
    for part in [
        "It looks like supervision and management oversight.",
        "the supervisor or manager",
        "are dates",
        "child 0700101, 0700102: group supervision, 03 Jun 2026",
    ] {
        assert!(words.contains(part), "{part}\n{words}");
    }
    assert!(
        home.fails(5, &import).contains("no list"),
        "nothing was kept"
    );

    home.ok(&["layouts", "propose", &file, "--save", "Hub diary"]);
    assert!(home.ok(&["layouts", "list"]).contains("hub-diary"));
    let text = home.ok(&["layouts", "show", "hub-diary"]);
    assert!(text.contains("Person discussed"), "{text}");

    let report = home.json(&["import", &file, "--as-at", "2026-06-12", "--format", "json"]);
    let read = &report["files"][0];
    assert_eq!(read["recognised_as"], "hub-diary, a layout of your own");
    assert_eq!(read["sheets"][0]["used"], 2);
    assert_eq!(report["changes"]["new"], 3);
    let only = home.run(&[
        "import",
        &file,
        "--as-at",
        "2026-06-12",
        "--layout",
        "family",
    ]);
    assert_ne!(only.status, 0);
}

#[test]
fn a_layout_that_cannot_be_read_stops_the_import_and_says_which_it_is() {
    let home = Home::with_store();
    let file = home.file("hub diary.csv", EXPORT);
    home.ok(&["layouts", "propose", &file, "--save", "hub"]);
    let kept = files_in(home.folder.path())
        .into_iter()
        .find(|path| path.ends_with("layouts/hub.toml"))
        .unwrap();
    fs::write(&kept, "name = \"hub\"\nlist = 7\n").unwrap();
    let refused = home.fails(5, &["import", &file, "--as-at", "2026-06-12"]);
    assert!(
        refused.contains("your layout hub cannot be used"),
        "{refused}"
    );
    assert!(home.ok(&["layouts", "list"]).contains("cannot be used"));
}

/// The file is proposed and kept with these words, and then imported without a question.
fn kept_and_imported(home: &Home, (name, bytes): (&str, &[u8]), words: &[&str]) -> Value {
    let file = home.file(name, bytes);
    let import = ["import", &file, "--as-at", AS_AT, "--format", "json"];
    assert!(home.fails(5, &import).contains("no list"));
    let stem = name.split('.').next().unwrap();
    home.ok(&[&["layouts", "propose", &file, "--save", stem], words].concat());
    home.json(&import)
}

fn findings(home: &Home, rule: &str) -> Vec<Value> {
    let report = home.check(&[]);
    let rules = report["rules"].as_array().unwrap();
    let rule = rules.iter().find(|one| one["id"] == rule).unwrap();
    rule["findings"].as_array().unwrap().clone()
}

#[test]
fn visits_actions_and_staff_of_a_councils_own_exports_reach_the_rules_that_need_them() {
    let rows = [
        episode("0900001", "05/01/2026", "", "Fern Madeup"),
        episode("0900002", "05/01/2026", "", "Fern Madeup"),
    ];
    let home = Home::holding(&[list(EPISODES, &rows)]).with_visits_listed();
    let since = |home: &Home| -> Vec<String> {
        let found = findings(home, "CINV-INTERVAL").into_iter();
        found
            .map(|one| format!("{} {}", one["child_id"], one["trigger"]).replace('"', ""))
            .collect()
    };
    assert_eq!(since(&home), ["900001 2026-01-05", "900002 2026-01-05"]);

    // Nothing says whose visits they are: asked, and never guessed.
    let visits = b"Printed 12/06/2026 07:15;;\nFoob Person No;Visit Date/Time;Child Seen\n\
        0900001 & 0900002;05/05/2026 14:30;Yes\n0900002;05/06/2026 09:00;No access\n";
    let file = home.file("log.csv", visits);
    let propose = ["layouts", "propose", &file, "--save", "log"];
    let asked = home.fails(2, &propose);
    assert!(asked.contains("Say it with --list"), "{asked}");
    let words = ["--list", "child in need visits"];
    let report = kept_and_imported(&home, ("visits.csv", visits), &words);
    assert_eq!(report["changes"]["new"], 3);
    assert_eq!(
        since(&home),
        ["900001 2026-05-05", "900002 2026-05-05"],
        "a visit without the child stops nothing"
    );

    // A later list of visits in care says nothing of visits to children in need.
    let care = b"LAC visits,,\nYoung person id,Visited on,Result\n0900003,01/04/2026,Seen\n";
    let care = home.file("care.csv", care);
    home.ok(&["layouts", "propose", &care, "--save", "care"]);
    let report = home.json(&["import", &care, "--as-at", "2026-06-13", "--format", "json"]);
    assert_eq!(
        (&report["changes"]["new"], &report["changes"]["gone"]),
        (&1.into(), &0.into())
    );
    assert_eq!(since(&home), ["900001 2026-05-05", "900002 2026-05-05"]);

    // A Windows export with semicolons and without ids: two children in one cell.
    let actions = b"Mosaic No;What needs to be done;By whom;By when;Date agreed;Progress\n\
        0900001, 0900002;Ring the aunt;Ren\xe9 Madeup;18/05/2026;04/05/2026;Not started\n\
        0900001;Visit the school;Fern Madeup;;04/05/2026;Done\n";
    let report = kept_and_imported(&home, ("actions.csv", actions), &[]);
    assert_eq!(report["changes"]["new"], 3);
    let overdue = findings(&home, "ACT-OVERDUE");
    let overdue: Vec<&Value> = overdue
        .iter()
        .filter(|one| one["state"] == "overdue")
        .collect();
    assert_eq!(overdue.len(), 2, "{overdue:?}");
    assert!(overdue.iter().all(|one| one["due"] == "2026-05-18"));
    // The next export of that shape is the same actions, and one that was done meanwhile.
    let text = actions.strip_suffix(b"Done\n").unwrap();
    let next = [
        text,
        b"Done\n0900002;Write to the GP;Fern Madeup;;11/06/2026;Open\n",
    ]
    .concat();
    let next = home.file("next.csv", &next);
    let report = home.json(&["import", &next, "--as-at", AS_AT, "--format", "json"]);
    assert_eq!(report["changes"]["new"], 1, "{report}");

    let staff = b"Full Name,Job Title,Hub,Line Manager,Start Date,FTE,Contract Type\n\
        Fern Madeup,Social Worker,Invented Team,Moss Invented,01/09/2024,0.6,Permanent\n\
        Moss Invented,Team Manager,Invented Team,,01/09/2020,1,Permanent\nTotal 2,,,,,,\n";
    kept_and_imported(&home, ("staff.csv", staff), &[]);
    let people: Vec<Value> = findings(&home, "SUP-STAFF");
    assert_eq!(people.len(), 2, "managers' own supervision too: {people:?}");
}

#[test]
fn a_column_and_a_list_can_be_told_and_a_word_that_is_none_is_refused_with_those_that_are() {
    fn proposing<'w>(file: &'w str, words: &[&'w str]) -> Vec<&'w str> {
        [&["layouts", "propose", file], words].concat()
    }
    let home = Home::with_store();
    let file = home.file("log.csv", b"Child ID,Day,Done\n900001,04/06/2026,Y\n");
    let none = home.fails(2, &proposing(&file, &["--list", "wizards"]));
    assert!(
        none.contains("\"wizards\"") && none.contains("visits in care"),
        "{none}"
    );
    let care = ["--list", "visits in care", "--column"];
    let none = home.fails(
        2,
        &proposing(&file, &[&care[..], &["Month=when the visit was"]].concat()),
    );
    assert!(none.contains("It has: Child ID, Day, Done"), "{none}");
    let none = home.fails(
        2,
        &proposing(&file, &[&care[..], &["Day=the moon"]].concat()),
    );
    assert!(none.contains("when the visit was"), "{none}");
    let seen = [
        &care[..],
        &[
            "Day=when the visit was",
            "--column",
            "Done=whether the child was seen",
        ],
    ];
    let said = home.ok(&proposing(&file, &seen.concat()));
    assert!(
        said.contains("child 900001: visit to a child in care, 04 Jun 2026, child seen"),
        "{said}"
    );
}
