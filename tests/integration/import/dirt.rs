//! What real exports do to their rows, a test for each.

use caselight::model::{Answer, CaseStatus, ChildId, Dated, Day, FactKind, Record};

use super::{facts, fixture, line, of_kind, problems, read, read_csv, try_read, without_people};

const EPISODES: &str = "Child Unique ID,Date of Birth,CIN Start Date,Date Child Was Last Seen,CIN Closure Date,Case Status,Allocated Team,Allocated Worker\n";

fn episodes(rows: &str) -> caselight::model::Batch {
    read_csv(&format!("{EPISODES}{rows}"))
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

#[test]
fn title_rows_a_row_number_and_a_total_do_not_disturb_the_rows() {
    let batch = read(&fixture("good/assessments_with_title_rows.csv"));
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.header_row, sheet.rows, sheet.used), (4, 3, 3));
    assert_eq!(sheet.unknown_columns, ["Row"]);
    let footers = problems(&batch);
    assert_eq!(footers.len(), 1);
    assert_eq!(
        (footers[0].row, footers[0].found.as_str()),
        (Some(9), "Total")
    );
    assert_eq!(footers[0].effect, "not a row of data");
}

#[test]
fn a_repeat_is_counted_and_the_first_row_counts() {
    let batch = read(&fixture("good/contacts.csv"));
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.rows, sheet.used, sheet.repeated), (4, 3, 1));
    let batch = episodes(
        "900001,,01/01/2026,,,CIN,,Ann Made-Up\n00900001,,2026-01-01,,,CIN,,Bea Made-Up\n",
    );
    assert_eq!(batch.files[0].sheets[0].repeated, 1);
    let Record::Cin(first) = &batch.facts[0].record else {
        panic!("no episode")
    };
    assert_eq!(first.handler.worker.as_deref(), Some("Ann Made-Up"));
}

#[test]
fn the_same_file_twice_in_one_call_is_all_repeats() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.csv");
    std::fs::copy(fixture("good/contacts.csv"), &copy).unwrap();
    let once = read(&fixture("good/contacts.csv"));
    let twice = try_read(&[fixture("good/contacts.csv"), copy]).unwrap();
    assert_eq!(facts(&once), facts(&twice));
    let sheet = &twice.files[1].sheets[0];
    assert_eq!((sheet.used, sheet.repeated), (0, 4));
    let named = [fixture("good/contacts.csv"), fixture("good/contacts.csv")];
    assert_eq!(try_read(&named).unwrap().files.len(), 1);
}

#[test]
fn one_key_with_two_ends_is_two_facts_and_a_conflict_in_whatever_order() {
    let rows = [
        "900001,,01/01/2026,,,CIN,,\n",
        "900001,,01/01/2026,,05/03/2026,CIN,,\n",
    ];
    let batch = episodes(&rows.concat());
    let refs: Vec<String> = without_people(&batch)
        .iter()
        .map(|fact| format!("{}{:?}", fact.source_ref, fact.record.end()))
        .collect();
    assert!(refs.contains(&"#2Blank".to_owned()), "{refs:?}");
    assert!(refs.contains(&"On(2026-03-05)".to_owned()), "{refs:?}");
    assert_eq!(batch.conflicts.len(), 1);
    assert_eq!(batch.conflicts[0].kind, FactKind::Cin);
    assert_eq!(problems(&batch)[0].effect, "both rows kept");
    assert_eq!(problems(&batch)[0].row, Some(2));
    let turned = episodes(&[rows[1], rows[0]].concat());
    assert_eq!(facts(&batch), facts(&turned));
}

#[test]
fn an_enquiry_repeats_only_if_its_answer_is_the_same_too() {
    let head = "Child Unique ID,Strategy Discussion Date,Was an Initial Child Protection Conference deemed unnecessary?,Date of Initial Child Protection Conference\n";
    let batch = read_csv(&format!(
        "{head}900001,01/01/2026,No,\n900001,01/01/2026,b) No,\n900001,01/01/2026,Yes,\n"
    ));
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.used, sheet.repeated), (2, 1));
    assert_eq!(batch.conflicts.len(), 1);
}

#[test]
fn a_row_without_a_usable_key_date_or_with_its_end_before_its_start_is_lost_for_its_child() {
    let batch = episodes(
        "900001,,,,,CIN,,\n900002,,31/02/2026,,,CIN,,\n900003,,01/03/2026,,01/02/2026,CIN,,\n900004,,#REF!,,,CIN,,\n",
    );
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.rows, sheet.used, sheet.rejected), (4, 0, 4));
    assert!(batch.facts.is_empty());
    for (problem, row) in problems(&batch).iter().zip(2..) {
        assert_eq!(problem.row, Some(row));
        assert!(problem.row_lost && problem.child_id.is_some());
        assert_eq!(problem.kind, Some(FactKind::Cin));
        assert_eq!(problem.effect, "row not used");
    }
    assert_eq!(
        problems(&batch)[2].column.as_deref(),
        Some("CIN Closure Date")
    );
    assert_eq!(
        problems(&batch)[2].expected,
        "a date on or after 01 Mar 2026"
    );
}

#[test]
fn an_unreadable_second_date_is_kept_as_unreadable_and_told() {
    let batch = episodes("900001,,01/01/2026,soon,06/13/2026,CIN,,\n");
    let Record::Cin(episode) = &batch.facts[0].record else {
        panic!("no episode")
    };
    assert_eq!(
        (episode.last_seen, episode.end),
        (Dated::Unreadable, Dated::Unreadable)
    );
    let told: Vec<&str> = problems(&batch).iter().map(|p| p.found.as_str()).collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&"soon") && told.contains(&"06/13/2026"));
    assert!(
        problems(&batch)
            .iter()
            .all(|p| !p.row_lost && p.child_id.is_some())
    );
}

#[test]
fn placeholders_and_words_for_nothing_are_blank() {
    for word in [
        "",
        " ",
        "N/A",
        "#N/A",
        "NULL",
        "None",
        "-",
        "Not recorded",
        "0",
        "00/01/1900",
        "01/01/1900",
        "31/12/9999",
    ] {
        let batch = episodes(&format!("900001,,01/01/2026,{word},{word},CIN,{word},\n"));
        let Record::Cin(episode) = &batch.facts[0].record else {
            panic!("no episode")
        };
        assert_eq!(
            (episode.last_seen, episode.end),
            (Dated::Blank, Dated::Blank),
            "{word:?}"
        );
        assert!(problems(&batch).is_empty(), "{word:?}");
    }
}

#[test]
fn text_dates_are_day_first_and_iso_is_not() {
    for text in [
        "03/04/2026",
        "2026-04-03",
        "3-Apr-26",
        "03/04/26",
        "2026-04-03 09:15:00",
        "46115",
    ] {
        let batch = episodes(&format!("900001,,{text},,,CIN,,\n"));
        assert_eq!(
            batch.facts[0].record.start(),
            Some(day("2026-04-03")),
            "{text}"
        );
    }
}

#[test]
fn ids_are_compared_without_zeros_and_the_collapse_is_told_once() {
    let batch = episodes(
        "900001,,01/01/2026,,,CIN,,\n00900001,,02/01/2026,,,CIN,,\n900002.0,,02/01/2026,,,CIN,,\n0900001,,03/01/2026,,,CIN,,\n",
    );
    let ids: Vec<&str> = batch
        .facts
        .iter()
        .filter_map(|f| f.child.as_ref())
        .map(ChildId::as_str)
        .collect();
    assert_eq!(ids, ["900001", "900001", "900002", "900001"]);
    assert_eq!(batch.facts[1].shown_id.as_deref(), Some("00900001"));
    let told: Vec<_> = problems(&batch)
        .into_iter()
        .filter(|p| p.effect == "treated as one child")
        .collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].found.starts_with("1 id that") && !told[0].found.contains("900001"));
}

#[test]
fn footers_blank_rows_and_repeated_headings_are_no_rows() {
    let batch = episodes(&format!(
        "900001,,01/01/2026,,,CIN,,\n,,,,,,,\n\"Applied filters:\nLA is Nowhere\",,,,,,,\nNone,,,,,,,\n{EPISODES}Total,,,,,,,1\n"
    ));
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.rows, sheet.used, sheet.rejected), (1, 1, 0));
    assert_eq!(problems(&batch).len(), 4);
    assert!(
        problems(&batch)
            .iter()
            .all(|p| p.effect == "not a row of data" && p.row.is_some())
    );
}

#[test]
fn a_dated_row_without_a_child_is_rejected_and_counted() {
    let batch = episodes(",,01/01/2026,,,CIN,,Ann Made-Up\n");
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.rows, sheet.rejected), (1, 1));
    assert_eq!(problems(&batch)[0].expected, "a child's id");
}

#[test]
fn an_unborn_child_and_a_plan_before_birth_are_legitimate() {
    let batch = episodes("900001,01/12/2026,01/06/2026,,,CIN,,\n");
    let Record::Person(person) = &of_kind(&batch, FactKind::Person)[0].record else {
        panic!("no person")
    };
    assert_eq!(person.birth, Some(day("2026-12-01")));
    assert!(problems(&batch).is_empty());
}

#[test]
fn two_dates_of_birth_of_one_child_are_told_and_the_first_is_kept() {
    let batch =
        episodes("900001,01/02/2015,01/01/2026,,,CIN,,\n900001,02/02/2015,02/01/2026,,,CIN,,\n");
    assert_eq!(of_kind(&batch, FactKind::Person).len(), 1);
    assert_eq!(
        problems(&batch)[0].effect,
        "the list of open cases decides which is kept"
    );
}

#[test]
fn the_list_of_open_cases_decides_a_contested_date_of_birth_in_any_order_of_files() {
    let folder = tempfile::tempdir().unwrap();
    let contacts = folder.path().join("a.csv");
    let cases = folder.path().join("b.csv");
    let head = "Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years)";
    std::fs::write(
        &contacts,
        format!("{head},Date of Contact,Contact Source\n900001,x,x,01/08/2008,17,01/06/2026,x\n"),
    )
    .unwrap();
    std::fs::write(
        &cases,
        format!(
            "{head},Does the Child have a Disability,CIN Start Date,Primary Need Code,Date Child Was Last Seen,\
             CIN Closure Date,Reason for Closure,Case Status,Allocated Team,Allocated Worker\n\
             900001,x,x,01/06/2008,17,x,02/05/2026,x,02/06/2026,,,CIN,Hub 3,Ann Made-Up\n"
        ),
    )
    .unwrap();
    for order in [[&contacts, &cases], [&cases, &contacts]] {
        let batch = try_read(&order.map(Clone::clone)).unwrap();
        let Record::Person(person) = &of_kind(&batch, FactKind::Person)[0].record else {
            panic!("no person")
        };
        assert_eq!(person.birth, Some(day("2008-06-01")));
    }
}

#[test]
fn names_lose_odd_spaces_and_a_failed_lookup_is_nobody() {
    let batch = episodes(
        "900001,,01/01/2026,,,CIN,#N/A,Ann\u{a0}Made-Up  \n900002,,01/01/2026,,,CIN,\"Two\nlines\",None\n",
    );
    let Record::Cin(first) = &batch.facts[0].record else {
        panic!("no episode")
    };
    assert_eq!(first.handler.worker.as_deref(), Some("Ann Made-Up"));
    assert_eq!(first.handler.team, None);
    let Record::Cin(second) = &batch.facts[1].record else {
        panic!("no episode")
    };
    assert_eq!(second.handler.team.as_deref(), Some("Two lines"));
    assert_eq!(second.handler.worker, None);
}

#[test]
fn an_unknown_word_in_a_coded_column_is_unknown_and_loses_no_row() {
    let batch = episodes("900001,,01/01/2026,,,Who knows,,\n900002,,01/01/2026,,,who knows,,\n");
    assert_eq!(batch.files[0].sheets[0].used, 2);
    let Record::Cin(episode) = &batch.facts[0].record else {
        panic!("no episode")
    };
    assert_eq!(episode.status, CaseStatus::Unknown);
    assert_eq!(problems(&batch).len(), 1);
    assert_eq!(problems(&batch)[0].effect, "read as unknown (2 rows)");
}

#[test]
fn headings_may_vary_in_case_space_quotes_and_brackets() {
    let batch = read_csv(
        "\u{feff}\"Child  Unique\nID \",AGE,DATE\u{a0}STARTED TO BE LOOKED AFTER,Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)),Number of Episodes the Child has been \u{2018}Missing\u{2019} from their Placement in the last 12 months,Agency,Language,LA,Year,Month\n900001,9,01/01/2026,N,0,x,y,Nowhere,2026,6\n",
    );
    assert_eq!(of_kind(&batch, FactKind::CarePeriod).len(), 1);
    assert_eq!(
        batch.files[0].sheets[0].unknown_columns,
        ["Agency", "Language"]
    );
}

#[test]
fn windows_text_with_tabs_bars_and_trailing_delimiters_is_read() {
    for delimiter in ["\t", "|", ";"] {
        let text = ["Child ID", "Date of Referral", "Allocated Worker", ""].join(delimiter)
            + "\r\n"
            + &["900001", "01/01/2026", "Ren\u{e9}e Made-Up", "", ""].join(delimiter)
            + "\r\n";
        let bytes: Vec<u8> = text
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap())
            .collect();
        let batch = super::read_bytes("x.csv", &bytes).unwrap();
        let Record::Referral(referral) = &batch.facts[0].record else {
            panic!("no referral")
        };
        assert_eq!(
            referral.handler.worker.as_deref(),
            Some("Ren\u{e9}e Made-Up"),
            "{delimiter:?}"
        );
        assert_eq!(referral.no_further_action, Answer::Blank);
    }
}

#[test]
fn a_referral_twice_on_one_day_is_a_repeat() {
    let batch = read_csv(
        "Child ID,Date of referral,Referral Source\n900001,01/01/2026,a\n900001,01/01/2026,b\n",
    );
    assert_eq!(batch.files[0].sheets[0].repeated, 1);
}

#[test]
fn a_newer_file_in_which_only_an_end_was_filled_in_has_the_same_keys() {
    let key = |batch: &caselight::model::Batch| {
        let fact = &batch.facts[0];
        (
            fact.child.clone(),
            fact.record.start(),
            fact.source_ref.clone(),
        )
    };
    let before = episodes("900001,,01/01/2026,,,CIN,,\n");
    let after = episodes("900001,,01/01/2026,,05/03/2026,Closed,,\n");
    assert_eq!(key(&before), key(&after));
    assert_ne!(line(&before.facts[0]), line(&after.facts[0]));
}
