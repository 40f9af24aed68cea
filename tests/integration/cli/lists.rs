//! The plain-text twins of the panes, in each format, and notes from first to last.

use super::*;

fn home() -> Home {
    let rows = [
        episode("0900001", "05/01/2026", "01/02/2026", "Fern Madeup"),
        episode("900002", "05/01/2026", "08/06/2026", ""),
        episode("900003", "05/01/2026", "08/06/2026", "Ash Exampleby")
            .replace("Invented Team", "\"-Other, Team\""),
    ];
    let held = ["900001", "900002", "900003"].map(|child| session(child, "01/06/2026"));
    let families = "child_id,family_id\n900001,F1\n900002,F1\n".to_owned();
    Home::holding(&[list(EPISODES, &rows), list(SESSIONS, &held), families]).with_visits_listed()
}

/// The rows of a CSV, each with as many cells as there are headings.
fn read(out: &str) -> (csv::StringRecord, Vec<csv::StringRecord>) {
    let mut read = csv::Reader::from_reader(out.as_bytes());
    let headings = read.headers().unwrap().clone();
    (headings, read.records().map(Result::unwrap).collect())
}

#[test]
fn each_list_says_the_same_in_each_format() {
    let home = home();
    home.ok(&["note", "draft"]);
    for words in [
        &["gaps"][..],
        &["gaps", "--all"],
        &["cases"],
        &["cases", "--all"],
        &["note", "list"],
    ] {
        let json = home.json(&[words, &["--format", "json"]].concat());
        let (headings, rows) = read(&home.ok(&[words, &["--format", "csv"]].concat()));
        let table = home.ok(words);
        let entries = json.as_array().unwrap();
        assert!(!rows.is_empty(), "{words:?}");
        assert_eq!(entries.len(), rows.len(), "{words:?}");
        assert_eq!(table.lines().count(), rows.len() + 1, "{words:?}");
        let mut named: Vec<String> = headings.iter().map(|h| h.replace(' ', "_")).collect();
        named.sort_unstable();
        assert_eq!(keys(&entries[0]), named, "{words:?}");
    }
}

#[test]
fn gaps_can_be_narrowed_and_each_says_why_it_is_one() {
    let home = home();
    let ids = |more: &[&str]| -> Vec<String> {
        let gaps = home.json(&[&["gaps", "--format", "json"][..], more].concat());
        let gap = |g: &Value| {
            format!(
                "{} {}",
                g["rule"].as_str().unwrap(),
                g["id"].as_str().unwrap()
            )
        };
        gaps.as_array().unwrap().iter().map(gap).collect()
    };
    assert_eq!(ids(&["--rule", "CINV-INTERVAL"]), ["CINV-INTERVAL 0900001"]);
    assert_eq!(
        ids(&["--all", "--team", "OTHER"]),
        ["SUP-STAFF Ash Exampleby"]
    );
    assert_eq!(ids(&["--rule", "ALLOC-NONE"]), ["ALLOC-NONE 900002"]);
    assert_eq!(ids(&["--team", "nowhere"]), Vec::<String>::new());
    let said = home.ok(&["gaps", "--team", "nowhere"]);
    assert!(said.starts_with("No gap fits what was asked for"), "{said}");
    let out = home.ok(&["gaps", "--rule", "CINV-INTERVAL", "--explain"]);
    for part in ["0900001", "20 working days", "01 Feb 2026", "Easter Monday"] {
        assert!(out.contains(part), "{part:?} is not in\n{out}");
    }
}

#[test]
fn a_csv_for_a_spreadsheet_holds_nothing_that_it_would_run() {
    let home = home();
    let (headings, rows) = read(&home.ok(&["cases", "--format", "csv"]));
    let team = headings.iter().position(|h| h == "team").unwrap();
    let teams: Vec<&str> = rows.iter().map(|row| &row[team]).collect();
    assert_eq!(teams, ["Invented Team", "Invented Team", "'-Other, Team"]);
}

#[test]
fn a_child_is_found_by_its_id_however_the_zeros_are_written() {
    let home = home();
    for id in ["900001", "0900001", " 00900001"] {
        let case = home.json(&["case", id, "--format", "json"]);
        assert_eq!(case["id"], "0900001");
        assert_eq!(case["siblings"], serde_json::json!(["900002"]));
        assert_eq!(case["sessions"][0]["on"], "2026-06-01");
    }
    let text = home.ok(&["case", "900001"]);
    for part in [
        "Clocks",
        "Sessions",
        "Timeline",
        "Fern Madeup",
        "family F1: with 900002",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    let (headings, rows) = read(&home.ok(&["case", "900001", "--format", "csv"]));
    assert_eq!(&headings[0], "id");
    assert!(rows.iter().all(|row| &row[0] == "0900001"));
    let parts: Vec<&str> = rows.iter().map(|row| &row[1]).collect();
    assert!(
        parts.contains(&"clock") && parts.contains(&"session"),
        "{parts:?}"
    );
    let said = home.fails(1, &["case", "123"]);
    assert!(said.contains("caselight cases"), "{said}");
}

#[test]
fn a_note_is_drafted_shown_edited_and_taken_away() {
    let home = home();
    let drafted = home.ok(&["note", "draft", "--title", "Hub meeting"]);
    assert!(drafted.starts_with("note 1: Hub meeting"), "{drafted}");
    let body = home.ok(&["note", "show", "1"]);
    for part in ["12 Jun 2026", "CINV-INTERVAL", "1 of 3"] {
        assert!(body.contains(part), "{part:?} is not in\n{body}");
    }
    assert!(!body.contains("90000"), "no child is named in it");
    let text = "# Hub meeting\n\nAs typed,  with two  spaces.\n";
    let file = home.file("new.md", text.as_bytes());
    home.ok(&["note", "edit", "1", "--from", &file]);
    assert!(home.ok(&["note", "show", "1"]).starts_with(text.trim_end()));
    let to = home.folder.path().join("taken away.md");
    let to = to.to_str().unwrap();
    home.ok(&["note", "export", "1", to]);
    let page = fs::read_to_string(to).unwrap();
    for part in ["As typed,  with two  spaces.", "Written by Rowan Fictonby."] {
        assert!(page.contains(part), "{part:?} is not in\n{page}");
    }
    let said = home.fails(1, &["note", "export", "1", to]);
    assert!(
        said.contains("Choose another name, or replace it with --overwrite"),
        "{said}"
    );
    home.ok(&["note", "export", "1", to, "--overwrite"]);
    let listed = home.json(&["note", "list", "--format", "json"]);
    assert_eq!(
        (&listed[0]["id"], &listed[0]["author"]),
        (&1.into(), &"Rowan Fictonby".into())
    );
    let said = home.fails(1, &["note", "show", "7"]);
    assert!(said.contains("note list"), "{said}");
    home.fails(2, &["note", "show", "seven"]);
}

#[test]
fn a_note_can_be_worked_on_in_plain_words_from_first_to_last() {
    let home = home();
    home.ok(&[
        "note",
        "draft",
        "--title",
        "Hub <meeting>",
        "--audience",
        "ofsted",
    ]);
    let listed = home.json(&["note", "list", "--format", "json"]);
    assert_eq!(listed[0]["audience"], "ofsted");
    let whole = home.json(&["note", "show", "1", "--format", "json"]);
    assert_eq!(whole["to_answer"], listed[0]["to_answer"]);
    let figures = home.json(&["note", "evidence", "1", "--format", "json"]);
    let first = &figures[0];
    assert_eq!(
        (&first["label"], &first["cited"]),
        (&"E1".into(), &true.into())
    );
    let behind = home.json(&["note", "evidence", "1", "e1", "--format", "json"]);
    assert_eq!(
        behind.as_array().unwrap().len(),
        usize::try_from(first["cases"].as_u64().unwrap()).unwrap()
    );
    let said = home.fails(1, &["note", "evidence", "1", "E99"]);
    assert!(said.contains("It has E1"), "{said}");
    let outline = home.ok(&["note", "outline", "1"]);
    assert!(outline.contains("What we found") && outline.contains("Honest limits"));
    home.ok(&["note", "edit", "1", "--audience", "public"]);
    home.ok(&["note", "copy", "1"]);
    let listed = home.json(&["note", "list", "--format", "json"]);
    assert_eq!(listed[0]["title"], "Hub <meeting> (copy)");
    assert_eq!(listed[1]["audience"], "public");
    home.fails(2, &["note", "edit", "1"]);
    home.fails(2, &["note", "edit", "1", "--audience", "everybody"]);
    let to = home.folder.path().join("page.html");
    let to = to.to_str().unwrap();
    home.ok(&["note", "export", "1", "--to", to]);
    let page = fs::read_to_string(to).unwrap();
    assert!(
        page.contains("<h1 dir=\"auto\">Hub &lt;meeting&gt;</h1>"),
        "{page}"
    );
    assert!(page.contains("before the public sees it"), "{page}");
    home.ok(&[
        "note",
        "export",
        "1",
        to,
        "--overwrite",
        "--format",
        "markdown",
    ]);
    assert!(
        fs::read_to_string(to)
            .unwrap()
            .starts_with("# Hub <meeting>")
    );
    home.fails(1, &["note", "export", "1", "--to", "page.docx"]);
    home.fails(2, &["note", "export", "1"]);
}
