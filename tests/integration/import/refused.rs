//! Files that cannot be used: each is refused in words that name it and say what to do.

use caselight::import::{self, Control, ImportError, ReadOptions, Unusable};

use super::{fixture, read_bytes, try_read, workbooks};

fn refusal(name: &str) -> String {
    try_read(&[fixture(&format!("bad/{name}"))])
        .unwrap_err()
        .to_string()
}

#[test]
fn each_fault_is_told_in_its_own_words() {
    for (name, words) in [
        ("empty.csv", "the file is empty"),
        ("blank_lines_only.csv", "the file is empty"),
        ("no_known_list.csv", "no list that Caselight knows"),
        (
            "key_heading_twice.csv",
            "\"CIN Start Date\" stands there twice",
        ),
        (
            "key_column_missing.csv",
            "\"Continuous Assessment Start Date\" is missing",
        ),
        ("quotation_mark_never_closed.csv", "never closed"),
        (
            "text_called_spreadsheet.xlsx",
            "no spreadsheet and no text table (plain text)",
        ),
        ("a_pdf_called.csv", "a PDF"),
        ("a_web_page_called.xls", "a web page"),
        ("xml_of_2003_called.xls", "an XML spreadsheet of 2003"),
        ("two_encodings.csv", "line 3 is in another encoding"),
        (
            "ends_within_a_letter.csv",
            "ends in the middle of a letter, on line 3",
        ),
    ] {
        let refusal = refusal(name);
        assert!(refusal.contains(words), "{name}: {refusal}");
        assert!(refusal.starts_with(name), "{refusal}");
        assert!(!refusal.contains("fixtures"), "{refusal}");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = try_read(&[fixture("good/nowhere.csv")]).unwrap_err();
    assert_eq!(
        error,
        ImportError::NotFound {
            file: "nowhere.csv".to_owned()
        }
    );
}

#[test]
fn a_spreadsheet_that_is_cut_short_is_damaged() {
    let bytes = workbooks::bytes_of(&workbooks::all_lists());
    for part in [3, 2] {
        let error = read_bytes("cut.xlsx", &bytes[..bytes.len() * (part - 1) / part]).unwrap_err();
        assert!(matches!(error, ImportError::Damaged { .. }), "{error}");
    }
}

#[test]
fn a_container_without_a_workbook_and_a_locked_one_are_told_apart() {
    let other = read_bytes("letter.docx", b"PK\x03\x04 word/document.xml").unwrap_err();
    assert!(
        matches!(other, ImportError::NotASpreadsheet { .. }),
        "{other}"
    );
    let mut locked = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    locked.extend("EncryptedPackage".bytes().flat_map(|b| [b, 0]));
    let locked = read_bytes("secret.xlsx", &locked).unwrap_err();
    assert!(matches!(locked, ImportError::Locked { .. }), "{locked}");
}

#[test]
fn one_bad_file_refuses_the_call_unless_it_may_be_skipped() {
    let paths = [fixture("good/contacts.csv"), fixture("bad/empty.csv")];
    assert!(matches!(try_read(&paths), Err(ImportError::Empty { .. })));
    let options = ReadOptions {
        unusable: Unusable::Skip,
        ..ReadOptions::default()
    };
    let reading = import::read_all(&paths, &options, &mut |_| Control::Continue).unwrap();
    assert_eq!(reading.batch.files.len(), 1);
    assert_eq!(reading.passed_over[0].file, "empty.csv");
    let only_bad = import::read_all(&paths[1..], &options, &mut |_| Control::Continue);
    assert!(matches!(only_bad, Err(ImportError::Empty { .. })));
}

#[test]
fn in_a_folder_files_of_no_known_kind_are_passed_over_but_damaged_ones_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    let contacts = std::fs::read(fixture("good/contacts.csv")).unwrap();
    put("contacts.csv", &contacts);
    put("fruit.csv", b"Fruit,Colour\napple,red\n");
    put("notes.md", b"words");
    put("~$open.xlsx", b"lock");
    let paths = [folder.path().to_owned()];
    let options = ReadOptions::default();
    let reading = import::read_all(&paths, &options, &mut |_| Control::Continue).unwrap();
    let left: Vec<&str> = reading
        .passed_over
        .iter()
        .map(|left| left.file.as_str())
        .collect();
    assert_eq!(reading.batch.files.len(), 1);
    assert_eq!(left, ["notes.md", "~$open.xlsx", "fruit.csv"]);
    put("cut.xlsx", b"PK\x03\x04 xl/workbook.xml");
    assert!(matches!(try_read(&paths), Err(ImportError::Damaged { .. })));
}

#[test]
fn a_folder_with_nothing_in_it_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let error = try_read(&[folder.path().to_owned()]).unwrap_err();
    assert!(matches!(error, ImportError::NoKnownList { .. }), "{error}");
    assert_eq!(try_read(&[]).unwrap_err(), ImportError::NothingNamed);
}

#[test]
fn a_cancelled_import_brings_nothing() {
    let mut calls = 0;
    let result = import::read(
        &[fixture("good/contacts.csv")],
        &ReadOptions::default(),
        &mut |progress| {
            calls += 1;
            assert_eq!(progress.file, "contacts.csv");
            Control::Cancel
        },
    );
    assert_eq!(result.unwrap_err(), ImportError::Cancelled);
    assert_eq!(calls, 1);
}

#[test]
fn progress_is_told_at_each_sheet_and_every_two_thousand_rows() {
    let rows: Vec<String> = (900_000..904_500)
        .map(|id| format!("{id},05/01/2026\n"))
        .collect();
    let text = format!("Child Unique ID,Date of Contact\n{}", rows.concat());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.csv");
    std::fs::write(&path, text).unwrap();
    let mut rows = Vec::new();
    import::read(&[path], &ReadOptions::default(), &mut |progress| {
        rows.push(progress.rows);
        Control::Continue
    })
    .unwrap();
    assert_eq!(rows, [0, 2_000, 4_000]);
}

#[test]
fn a_layout_can_be_asked_for_by_name() {
    let with = |layout: &str| {
        let options = ReadOptions {
            layout: Some(layout.to_owned()),
            ..ReadOptions::default()
        };
        let paths = [fixture("good/contacts.csv")];
        import::read(&paths, &options, &mut |_| Control::Continue)
    };
    assert!(with("annex-a").is_ok());
    assert!(matches!(
        with("supervision"),
        Err(ImportError::NoKnownList { .. })
    ));
    assert!(matches!(
        with("mosaic"),
        Err(ImportError::UnknownLayout { .. })
    ));
    let known = import::layouts().unwrap();
    assert!(known.iter().all(|layout| !layout.lists.is_empty()));
}
