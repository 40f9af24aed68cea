//! Spreadsheets with all eleven lists, written here.

use caselight::{
    import,
    model::{Batch, CaseStatus, Dated, Day, FactKind, FeedKind, LegalStatus, Record, Source},
};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

use super::{facts, of_kind, problems, read_bytes};

/// One sheet of text cells.
pub(super) type Sheet = (&'static str, Vec<Vec<&'static str>>);

pub(super) fn bytes_of(sheets: &[Sheet]) -> Vec<u8> {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet().set_name(*name).unwrap();
        for (row, cells) in (0_u32..).zip(rows) {
            for (column, text) in (0_u16..).zip(cells) {
                if !text.is_empty() {
                    sheet.write_string(row, column, *text).unwrap();
                }
            }
        }
    }
    book.save_to_buffer().unwrap()
}

fn read(sheets: &[Sheet]) -> Batch {
    read_bytes("made up.xlsx", &bytes_of(sheets)).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

/// A small authority: every list, plain, its cells parted by bars.
const ALL_LISTS: &str = include_str!("../../fixtures/good/all_lists.txt");

pub(super) fn all_lists() -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in ALL_LISTS.lines() {
        if let Some(name) = line.strip_prefix("# ") {
            sheets.push((name, Vec::new()));
        } else if let Some((_, rows)) = sheets.last_mut() {
            rows.push(line.split('|').collect());
        }
    }
    sheets
}

#[test]
fn all_eleven_lists_are_read_and_named() {
    let batch = read(&all_lists());
    let report = &batch.files[0];
    assert_eq!(report.recognised_as, "Annex A, 2024 layout");
    assert_eq!(report.feed, Some(FeedKind::Cases));
    let names: Vec<&str> = report
        .sheets
        .iter()
        .map(|sheet| sheet.recognised_as.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "contacts",
            "early help",
            "referrals",
            "assessments",
            "section 47 enquiries",
            "children in need",
            "child protection plans",
            "children looked after",
            "care leavers",
            "adoption",
            "prospective adopters",
        ]
    );
    for sheet in &report.sheets {
        let rows = u32::from(sheet.kind != Some(FactKind::Adoption));
        assert_eq!((sheet.rows, sheet.used), (rows, rows), "{}", sheet.name);
        assert!(sheet.unknown_columns.is_empty(), "{}", sheet.name);
    }
    assert!(
        batch
            .lists()
            .contains(&(Source::AnnexA, FactKind::Adoption))
    );
    assert_eq!(problems(&batch), Vec::<&caselight::model::Problem>::new());
    assert_eq!(report.earliest, Some(day("2026-01-05")));
    assert_eq!(report.latest, Some(day("2026-06-03")));
    assert_eq!(report.window_from, Some(day("2026-01-05")));
}

#[test]
fn a_row_becomes_the_record_that_it_describes() {
    let batch = read(&all_lists());
    let Record::Cin(episode) = &of_kind(&batch, FactKind::Cin)[0].record else {
        panic!("no episode")
    };
    assert_eq!(episode.start, day("2026-01-06"));
    assert_eq!(episode.end, Dated::Blank);
    assert_eq!(episode.last_seen, Dated::On(day("2026-06-01")));
    assert_eq!(episode.status, CaseStatus::ProtectionPlan);
    assert_eq!(episode.handler.worker.as_deref(), Some("Ann Made-Up"));
    let Record::CarePeriod(care) = &of_kind(&batch, FactKind::CarePeriod)[0].record else {
        panic!("no care")
    };
    assert_eq!(care.legal_status, LegalStatus::ShortBreaks);
    let adopter = of_kind(&batch, FactKind::Adopter)[0];
    assert_eq!(
        (adopter.child.as_ref(), adopter.source_ref.as_ref()),
        (None, "900001")
    );
    let born = of_kind(&batch, FactKind::Person);
    assert_eq!(born.len(), 1, "one date of birth is known");
}

#[test]
fn only_what_is_of_use_is_kept_as_details() {
    let batch = read(&all_lists());
    let details: Vec<&str> = batch
        .facts
        .iter()
        .filter_map(|fact| fact.details.as_deref())
        .collect();
    assert!(details.contains(&r#"{"contact_source":"q) 6: Police"}"#));
    assert!(details.contains(&r#"{"primary_need":"N1"}"#));
    let text = read_bytes(
        "made up.csv",
        b"Child Unique ID,Gender,Ethnicity,Date Started to be Looked After,Placement postcode,URN of Placement,Placement Type\n900001,a) Male,a) WBRI,01/01/2026,ZZ99 9ZZ,URN1,U6\n",
    );
    let batch = text.unwrap();
    assert_eq!(facts(&batch).len(), 1);
    for word in ["Male", "WBRI", "ZZ99", "URN1"] {
        assert!(!facts(&batch)[0].contains(word), "{word}");
    }
}

#[test]
fn neither_the_names_nor_the_order_of_sheets_matter() {
    let plain = all_lists();
    let mut odd: Vec<Sheet> = all_lists();
    odd.reverse();
    let names = [
        "list_1", "Contacts", "LIST 11 ", "x", "8", "Sheet1", "a", "b", "c", "d", "e",
    ];
    for ((name, _), new) in odd.iter_mut().zip(names) {
        *name = new;
    }
    odd.insert(0, ("Cover", vec![vec!["Made-up authority", "Annex A"]]));
    odd.push(("Lookup", vec![vec!["a) Yes"], vec!["b) No"]]));
    let batch = read(&odd);
    assert_eq!(facts(&batch), facts(&read(&plain)));
    assert_eq!(batch.files[0].passed_over, ["Cover", "Lookup"]);
}

#[test]
fn one_text_table_a_list_brings_the_same_facts_as_the_workbook() {
    let folder = tempfile::tempdir().unwrap();
    for (name, rows) in all_lists() {
        let mut writer = csv::Writer::from_path(folder.path().join(format!("{name}.csv"))).unwrap();
        for row in rows {
            let mut row = row.clone();
            row.resize(9, "");
            writer.write_record(&row).unwrap();
        }
        writer.flush().unwrap();
    }
    std::fs::write(folder.path().join("read me.md"), "not for import").unwrap();
    let options = import::ReadOptions::default();
    let reading = import::read_all(&[folder.path().to_owned()], &options, &mut |_| {
        import::Control::Continue
    })
    .unwrap();
    assert_eq!(facts(&reading.batch), facts(&read(&all_lists())));
    assert_eq!(reading.batch.files.len(), 11);
    assert_eq!(reading.passed_over[0].file, "read me.md");
}

#[test]
fn an_open_document_spreadsheet_brings_the_same_facts_as_the_text_table() {
    let open = super::read(&super::fixture("good/contacts.ods"));
    let text = super::read(&super::fixture("good/contacts.csv"));
    assert_eq!(facts(&open), facts(&text));
    assert_eq!(open.files[0].sheets[0].header_row, 2);
}

#[test]
fn the_layout_before_2024_is_told_by_its_care_leavers() {
    let batch = read(&[(
        "List 9",
        vec![
            vec![
                "Child Unique ID",
                "Allocated Worker",
                "Eligibility Category",
                "LA in Touch",
                "Type of Accommodation",
            ],
            vec![
                "900004",
                "Ann Made-Up",
                "b) Former relevant child",
                "a) Yes",
                "U",
            ],
        ],
    )]);
    assert_eq!(batch.files[0].recognised_as, "Annex A, 2018 layout");
}

#[test]
fn native_dates_serials_and_formulas_are_read_by_their_values() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let american = Format::new().set_num_format("m/d/yyyy");
    for (column, heading) in (0_u16..).zip(["Child ID", "CIN Start Date", "CIN Closure Date"]) {
        sheet.write_string(0, column, heading).unwrap();
    }
    let date = ExcelDateTime::from_ymd(2026, 3, 4).unwrap();
    sheet.write_number(1, 0, 900_001).unwrap();
    sheet
        .write_datetime_with_format(1, 1, &date, &american)
        .unwrap();
    sheet.write_number(2, 0, 900_002.0).unwrap();
    sheet.write_number(2, 1, 46_085.604).unwrap();
    sheet.write_number(3, 0, 900_003).unwrap();
    let formula = Formula::new("=B2+5").set_result("46090");
    sheet
        .write_formula_with_format(3, 1, formula, &american)
        .unwrap();
    sheet.write_number(3, 2, 0).unwrap();
    sheet.write_boolean(4, 0, true).unwrap();
    let batch = read_bytes("dates.xlsx", &book.save_to_buffer().unwrap()).unwrap();
    let starts: Vec<String> = of_kind(&batch, FactKind::Cin)
        .iter()
        .filter_map(|fact| fact.record.start())
        .map(|day| day.to_string())
        .collect();
    assert_eq!(starts, ["2026-03-04", "2026-03-04", "2026-03-09"]);
    assert!(
        of_kind(&batch, FactKind::Cin)
            .iter()
            .all(|fact| fact.record.end() == Dated::Blank)
    );
    assert_eq!(problems(&batch)[0].effect, "not a row of data");
}

#[test]
fn the_headings_of_the_standard_data_sets_script_are_known() {
    let batch = read(&[(
        "x",
        vec![
            vec![
                "ChildUniqueID",
                "DateOfBirth",
                "LoookedAfterStartDate",
                "LegalStatus",
                "LatestStatutoryReviewDate",
                "LastSocialWorkVisitDate",
                "PermanencePlan",
                "CeasedLookedAfterDate",
                "MostRecentPlacementStartDate",
                "PlacementType",
                "AllocatedTeam",
                "AllocatedWorker",
            ],
            vec![
                "900001",
                "01/02/2015",
                "2026-01-05",
                "C2",
                "2026-02-01 00:00:00.000",
                "01/06/2026",
                "a)",
                "NULL",
                "05/01/2026",
                "U6",
                "Invented Team 1",
                "Ann Made-Up",
            ],
        ],
    )]);
    let Record::CarePeriod(care) = &of_kind(&batch, FactKind::CarePeriod)[0].record else {
        panic!("no care")
    };
    assert_eq!(care.end, Dated::Blank);
    assert_eq!(care.latest_review, Dated::On(day("2026-02-01")));
    assert_eq!(care.last_visit, Dated::On(day("2026-06-01")));
    assert!(batch.files[0].sheets[0].unknown_columns.is_empty());
}

#[test]
fn a_workbook_with_cases_and_supervision_is_two_feeds() {
    let mut sheets = all_lists();
    sheets.push((
        "Supervision",
        vec![
            vec![
                "Child ID",
                "Supervision Date",
                "Supervision Type",
                "Status",
                "Worker",
            ],
            vec![
                "900001",
                "05/02/2026",
                "Case supervision",
                "Held",
                "Ann Made-Up",
            ],
        ],
    ));
    let batch = read(&sheets);
    let feeds: Vec<Option<FeedKind>> = batch.files.iter().map(|file| file.feed).collect();
    assert_eq!(feeds, [Some(FeedKind::Cases), Some(FeedKind::Supervision)]);
    assert_eq!(batch.files[0].fingerprint, batch.files[1].fingerprint);
}
