//! `import`: the report, what is refused as a whole, what is kept and what is not.

use super::*;

fn one(child: &str) -> String {
    list(
        EPISODES,
        &[episode(child, "05/01/2026", "08/06/2026", "Fern Madeup")],
    )
}

#[test]
fn the_report_names_what_was_recognised_counted_and_left_out() {
    let home = Home::with_store();
    let rows = [
        assessment("900001", "05/01/2026", ""),
        assessment("900001", "05/01/2026", ""),
        assessment("900002", "yesterday", ""),
    ];
    let report = home.import(&[list(ASSESSMENTS, &rows)], &["--as-at", AS_AT]);
    assert_eq!(report["as_at"], AS_AT);
    let file = &report["files"][0];
    assert_eq!(file["file"], "made up 1.csv");
    assert!(
        file["recognised_as"]
            .as_str()
            .unwrap()
            .starts_with("Annex A")
    );
    assert_eq!(file["covers"], serde_json::json!(["2026-01-05", AS_AT]));
    let sheet = &file["sheets"][0];
    for (key, value) in [
        ("header_row", 1),
        ("rows", 3),
        ("used", 1),
        ("repeated", 1),
        ("rejected", 1),
    ] {
        assert_eq!(sheet[key], value, "{key}");
    }
    assert_eq!(sheet["recognised_as"], "assessments");
    assert!(sheet["name"].is_string());
    let problem = &file["problems"][0];
    for key in ["sheet", "row", "column", "found", "expected", "effect"] {
        assert!(!problem[key].is_null(), "{key}");
    }
    assert_eq!(problem["row"], 4);
    assert_eq!(problem["column"], "Continuous Assessment Start Date");
    assert_eq!(problem["found"], "yesterday");
    assert_eq!(problem["effect"], "row not used");
    for (key, value) in [("new", 1), ("changed", 0), ("unchanged", 0), ("gone", 0)] {
        assert_eq!(report["changes"][key], value, "{key}");
    }
}

#[test]
fn without_an_as_at_the_refusal_proposes_the_latest_past_event() {
    let home = Home::with_store();
    let cases = home.file("cases.csv", one("900001").as_bytes());
    let planned =
        ",Fern Madeup,Moss Invented,Invented Team,10/11/2026,Personal supervision,Planned,,,,";
    let rows = [session("900001", "09/06/2026"), planned.to_owned()];
    let sessions = home.file("sessions.csv", list(SESSIONS, &rows).as_bytes());
    let said = home.fails(2, &["import", &cases]);
    assert!(said.contains("--as-at 2026-06-08"), "{said}");
    let said = home.fails(2, &["import", &cases, &sessions]);
    assert!(said.contains("--as-at 2026-06-09"), "{said}");
    home.fails(1, &["check"]);
}

#[test]
fn the_same_file_twice_changes_nothing() {
    let home = Home::with_store();
    let rows = [
        session("900001", "09/06/2026"),
        own_session("Fern Madeup", "01/06/2026"),
    ];
    let family = "child_id,family_id\n900001,F1\n".to_owned();
    let lists = [one("900001"), list(SESSIONS, &rows), family];
    let first = home.import(&lists, &["--as-at", AS_AT]);
    let before = home.check(&["--all"]);
    let second = home.import(&lists, &["--as-at", AS_AT]);
    assert_eq!(first["changes"]["new"], 4);
    assert_eq!(second["changes"]["unchanged"], 4);
    for key in ["new", "changed", "gone"] {
        assert_eq!(second["changes"][key], 0, "{key}");
    }
    assert_eq!(home.check(&["--all"]), before);
}

#[test]
fn a_dry_run_says_what_an_import_would_do_and_keeps_nothing() {
    let home = Home::holding(&[one("900001")]);
    let before = home.check(&["--all"]);
    let more = [one("900002")];
    let tried = home.import(&more, &["--as-at", "2026-06-19", "--dry-run"]);
    assert_eq!(home.check(&["--all"]), before);
    let done = home.import(&more, &["--as-at", "2026-06-19"]);
    assert_eq!(tried, done);
    assert_eq!(done["changes"]["new"], 1);
    assert!(home.check(&["--all"]) != before);
}

/// A workbook with these sheets, each a name and its rows of text.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).unwrap();
        for (r, row) in (0..).zip(*rows) {
            for (c, cell) in (0..).zip(*row) {
                sheet.write(r, c, *cell).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn what_cannot_be_used_refuses_the_whole_call_with_5_and_leaves_the_store_as_it_was() {
    let home = Home::holding(&[one("900001")]);
    let before = home.check(&["--all"]);
    let good = home.file("good.csv", one("900002").as_bytes());
    let twice = "Child Unique ID,Date of referral,Date of referral,Referral Source\n900001,05/01/2026,05/01/2026,x\n";
    let book = workbook(&[("A", &[&["colour", "taste"], &["red", "sweet"]])]);
    let cut = workbook(&[("A", &[&["Child Unique ID", "Date of referral"]])]);
    let bad = [
        ("empty.csv", Vec::new(), "empty"),
        (
            "no known list.csv",
            b"colour,taste\nred,sweet\n".to_vec(),
            "`caselight layouts list`",
        ),
        ("no known list.xlsx", book, "`caselight layouts list`"),
        ("cut.xlsx", cut[..cut.len() / 2].to_vec(), "damaged"),
        ("letter.pdf", b"%PDF-1.7 made up".to_vec(), "PDF"),
        ("twice.csv", twice.as_bytes().to_vec(), "Date of referral"),
    ];
    for (name, bytes, says) in bad {
        let file = home.file(name, &bytes);
        let said = home.fails(5, &["import", &good, &file, "--as-at", AS_AT]);
        assert!(said.contains(name) && said.contains(says), "{name}: {said}");
        let skipped = home.run(&["import", &file, "--as-at", AS_AT, "--skip-unusable"]);
        assert_eq!(skipped.status, 5, "{name}: nothing is left to import");
    }
    let said = home.fails(5, &["import", &good, "not there.csv", "--as-at", AS_AT]);
    assert!(said.contains("not there.csv"), "{said}");
    assert_eq!(home.check(&["--all"]), before);
}

#[test]
fn with_skip_unusable_the_rest_is_imported_and_what_was_left_out_is_named() {
    let home = Home::with_store();
    let good = home.file("good.csv", one("900001").as_bytes());
    let bad = home.file("bad.csv", b"");
    let ran = home.run(&[
        "import",
        &bad,
        &good,
        "--as-at",
        AS_AT,
        "--skip-unusable",
        "--format",
        "json",
    ]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.err.contains("bad.csv") && ran.err.contains("empty"),
        "{}",
        ran.err
    );
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["changes"]["new"], 1);
}

#[test]
fn in_a_folder_files_of_no_known_kind_are_passed_over_with_a_line_each() {
    let home = Home::with_store();
    home.file("cases.csv", one("900001").as_bytes());
    home.file("letter.docx", b"made up");
    home.file("other.csv", b"colour,taste\nred,sweet\n");
    let folder = home.folder.path().join("given");
    let ran = home.run(&[
        "import",
        folder.to_str().unwrap(),
        "--as-at",
        AS_AT,
        "--format",
        "json",
    ]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for name in ["letter.docx", "other.csv"] {
        let lines = ran.err.lines().filter(|line| line.contains(name)).count();
        assert_eq!(lines, 1, "{name}: {}", ran.err);
    }
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(report["files"].as_array().unwrap().len(), 1);
}

#[test]
fn a_workbooks_lists_are_known_by_their_headings_whatever_the_sheets_are_called() {
    let home = Home::with_store();
    let headings: Vec<&str> = EPISODES.split(',').map(str::trim).collect();
    let row = episode("900001", "05/01/2026", "08/06/2026", "Fern Madeup");
    let row: Vec<&str> = row.split(',').collect();
    let cover: &[&[&str]] = &[&["A made-up return"], &["with a cover"]];
    let book = workbook(&[("List 1", cover), ("Sheet2", &[&headings, &row])]);
    let file = home.file("book.xlsx", &book);
    let report = home.json(&["import", &file, "--as-at", AS_AT, "--format", "json"]);
    assert_eq!(report["files"][0]["sheets"][0]["name"], "Sheet2");
    assert_eq!(
        report["files"][0]["sheets"][0]["recognised_as"],
        "children in need"
    );
    assert_eq!(report["files"][0]["passed_over"][0], "List 1");
}

#[test]
fn free_text_is_left_out_unless_it_is_asked_for() {
    let home = Home::with_store();
    let text = "session_id,child_id,session_date,session_type,status,worker_id,note\n\
                S1,900001,2026-06-01,case_supervision,held,W1,made-up words of a note\n";
    let lists = [text.to_owned()];
    assert_eq!(
        home.import(&lists, &["--as-at", AS_AT])["changes"]["new"],
        1
    );
    let kept = home.import(&lists, &["--as-at", AS_AT, "--with-text"]);
    assert_eq!(kept["changes"]["changed"], 1, "now the words came with it");
    let again = home.import(&lists, &["--as-at", AS_AT, "--with-text"]);
    assert_eq!(again["changes"]["unchanged"], 1);
}

#[test]
fn impossible_dates_are_problems_and_move_neither_the_coverage_nor_the_other_rows() {
    let home = Home::with_store();
    let rows = [
        session("900001", "01/06/1800"),
        session("900001", "31/12/2999"),
        session("900001", "02/03/2026"),
        session("900002", "31/02/2026"),
    ];
    let cases = [
        episode("900001", "05/01/2026", "01/06/2999", "Fern Madeup"),
        episode("900002", "01/01/1900", "01/06/2026", "Fern Madeup"),
    ];
    let lists = [list(EPISODES, &cases), list(SESSIONS, &rows)];
    let report = home.import(&lists, &["--as-at", AS_AT]);
    assert_eq!(report["files"][0]["covers"][0], "2026-01-05");
    assert_eq!(report["files"][1]["covers"][0], "2026-03-02");
    assert_eq!(report["files"][1]["sheets"][0]["used"], 1);
    assert_eq!(report["files"][1]["sheets"][0]["rejected"], 3);
    let found: Vec<&str> = report["files"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|file| file["problems"].as_array().unwrap())
        .filter_map(|problem| problem["found"].as_str())
        .collect();
    for date in ["01/06/1800", "31/12/2999", "31/02/2026", "01/06/2999"] {
        assert!(found.contains(&date), "{date} is not among {found:?}");
    }
    let check = home.check(&[]);
    let untold = findings(&check, "CINV-INTERVAL", None).iter();
    let told: Vec<_> = untold
        .map(|f| (f["child_id"].clone(), f["state"].clone()))
        .collect();
    let cannot = |child: &str| (child.into(), "not_computable".into());
    assert_eq!(told, [cannot("900001"), cannot("900002")]);
}

#[test]
fn names_of_three_hundred_letters_go_in_and_come_out() {
    let home = Home::with_store().with_visits_listed();
    let name = "Æthel-Madeup ".repeat(24);
    let name = name.trim();
    let rows = [episode("900001", "05/01/2026", "01/02/2026", name)];
    home.import(&[list(EPISODES, &rows)], &["--as-at", AS_AT]);
    let check = home.check(&[]);
    assert_eq!(only(&check, "CINV-INTERVAL")["worker"], name);
    assert!(home.ok(&["gaps"]).contains(name));
    assert!(home.ok(&["case", "900001"]).contains(name));
}

#[test]
fn a_windows_file_with_semicolons_is_read_in_its_own_letters() {
    let home = Home::with_store();
    let text = one("900001")
        .replace(',', ";")
        .replace("Fern Madeup", "Zo\u{eb} Made\u{2013}Up");
    let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(&text);
    let file = home.file("made up.csv", &bytes);
    home.ok(&["import", &file, "--as-at", AS_AT]);
    let cases = home.json(&["cases", "--format", "json"]);
    assert_eq!(cases[0]["worker"], "Zo\u{eb} Made\u{2013}Up");
}

#[test]
fn one_key_with_two_ends_in_a_file_is_a_conflict_that_is_shown() {
    let home = Home::with_store();
    let rows = [
        assessment("900001", "05/01/2026", "02/02/2026"),
        assessment("900001", "05/01/2026", "03/02/2026"),
    ];
    let report = home.import(&[list(ASSESSMENTS, &rows)], &["--as-at", AS_AT]);
    let problem = &report["files"][0]["problems"][0];
    assert_eq!(problem["found"], "2026-02-03");
    assert_eq!(problem["effect"], "both rows kept");
}

#[test]
fn the_problems_of_an_import_are_a_list_of_their_own_as_csv() {
    let home = Home::with_store();
    let file = home.file(
        "made up.csv",
        list(ASSESSMENTS, &[assessment("900002", "=1+1", "")]).as_bytes(),
    );
    let out = home.ok(&["import", &file, "--as-at", AS_AT, "--format", "csv"]);
    let mut lines = out.lines();
    assert_eq!(
        lines.next(),
        Some("file,sheet,row,column,found,expected,effect")
    );
    let row = lines.next().unwrap();
    assert!(
        row.starts_with("made up.csv,made up,2,") && row.contains(",'=1+1,"),
        "{row}"
    );
}

#[test]
fn one_open_case_that_two_lists_begin_on_different_days_is_one_clock_and_a_disagreement() {
    let annex = list(
        EPISODES,
        &[episode("900001", "05/01/2026", "", "Fern Madeup")],
    );
    let cases = "child_id,opened,case_status,team,worker\n\
        900001,2026-01-12,child_in_need_plan,Invented Team,Fern Madeup\n";
    let home = Home::holding(&[annex, cases.to_owned()]).with_visits_listed();
    let report = home.check(&[]);
    let rules = report["rules"].as_array().unwrap();
    let rule = rules.iter().find(|one| one["id"] == "CINV-INTERVAL");
    let found = rule.unwrap()["findings"].as_array().unwrap();
    let since: Vec<&Value> = found.iter().map(|one| &one["trigger"]).collect();
    assert_eq!(since, ["2026-01-05"]);
    let said = home.ok(&["case", "900001"]);
    let both = ["05 Jan 2026", "12 Jan 2026", "first day"];
    assert!(both.iter().all(|part| said.contains(part)), "{said}");
}
