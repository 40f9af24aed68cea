//! The CIN census: what is read, what is left, and where a file breaks off.

use caselight::{
    import::{self, Control, ImportError, ReadOptions},
    model::{Answer, Closure, Day, FactKind, Record, Source},
};

use super::{fixture, of_kind, problems, read, read_bytes, try_read};

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn census() -> caselight::model::Batch {
    read(&fixture("good/cin_census.xml"))
}

fn records(kind: FactKind) -> Vec<(String, Record)> {
    let batch = census();
    of_kind(&batch, kind)
        .into_iter()
        .map(|fact| {
            assert_eq!(fact.source, Source::CinCensus);
            let child = fact.child.as_ref().unwrap().as_str().to_owned();
            (child, fact.record.clone())
        })
        .collect()
}

#[test]
fn a_census_says_up_to_which_day_it_speaks_and_of_which_year() {
    let batch = census();
    let [file] = batch.files.as_slice() else {
        panic!("one report")
    };
    assert_eq!(file.recognised_as, "CIN census 2026");
    assert_eq!(file.as_at, Some(day("2026-03-31")));
    assert_eq!(file.window_from, Some(day("2025-04-01")));
    assert_eq!(batch.stated_as_at(), Some(day("2026-03-31")));
}

#[test]
fn every_element_group_becomes_facts_of_its_kind() {
    let batch = census();
    for (kind, count) in [
        (FactKind::Person, 3),
        (FactKind::Referral, 4),
        (FactKind::Cin, 3),
        (FactKind::Assessment, 1),
        (FactKind::Enquiry, 1),
        (FactKind::Conference, 2),
        (FactKind::CinPlan, 1),
        (FactKind::CpPlan, 1),
        (FactKind::ReviewConference, 3),
        (FactKind::PreProceedings, 1),
    ] {
        assert_eq!(of_kind(&batch, kind).len(), count, "{kind:?}");
    }
    let lists = batch.lists();
    assert!(lists.contains(&(Source::CinCensus, FactKind::Conference)));
    for never in [FactKind::Involvement, FactKind::Visit, FactKind::Session] {
        assert!(!lists.contains(&(Source::CinCensus, never)), "{never:?}");
    }
}

#[test]
fn births_expected_births_and_deaths_are_told_apart() {
    let people = records(FactKind::Person);
    let person = |id: &str| {
        let found = people.iter().find(|(child, _)| child == id).unwrap();
        match &found.1 {
            Record::Person(person) => *person,
            _ => panic!("no person"),
        }
    };
    let unborn = person("an_unborn_child");
    assert_eq!(unborn.expected, Answer::Yes);
    assert_eq!(unborn.birth, Some(day("2026-06-01")));
    // Zeros in front are for the eye only.
    assert_eq!(person("300").died, Some(day("2025-12-24")));
    assert_eq!(person("MADE0001").expected, Answer::Blank);
}

#[test]
fn a_referral_without_further_action_is_no_episode_of_need() {
    let episodes = records(FactKind::Cin);
    let of = |id: &str| -> Vec<&Record> {
        let own = episodes.iter().filter(|(child, _)| child == id);
        own.map(|(_, record)| record).collect()
    };
    let [Record::Cin(closed)] = of("300")[..] else {
        panic!("one episode")
    };
    assert_eq!(closed.start, day("2025-09-01"));
    assert_eq!(closed.closure, Closure::Died);
    assert!(matches!(of("MADE0001")[..], [Record::Cin(_)]));
}

#[test]
fn a_conference_stands_beside_its_enquiry_and_one_without_an_enquiry_is_a_transfer_in() {
    let conferences = records(FactKind::Conference);
    let [(_, Record::Conference(a)), (_, Record::Conference(b))] = conferences.as_slice() else {
        panic!("two conferences")
    };
    let (enquired, moved) = if a.transfer_in == Answer::Yes {
        (b, a)
    } else {
        (a, b)
    };
    assert_eq!(enquired.on, day("2025-06-02"));
    assert_eq!(enquired.supplied_due.day(), Some(day("2025-06-03")));
    assert_eq!(moved.on, day("2026-02-11"));
    let enquiries = records(FactKind::Enquiry);
    let [(_, Record::Enquiry(enquiry))] = enquiries.as_slice() else {
        panic!("one enquiry")
    };
    assert_eq!(enquiry.conference_unnecessary, Answer::No);
    assert_eq!(enquiry.conference.day(), Some(day("2025-06-02")));
}

#[test]
fn the_latest_review_is_one_that_the_reference_date_has_reached() {
    let plans = records(FactKind::CpPlan);
    let [(_, Record::CpPlan(plan))] = plans.as_slice() else {
        panic!("one plan")
    };
    assert_eq!(plan.latest_review.day(), Some(day("2026-02-10")));
    assert_eq!(plan.earlier_plans, Some(2));
    let proceedings = records(FactKind::PreProceedings);
    let [(_, Record::PreProceedings(before))] = proceedings.as_slice() else {
        panic!("one")
    };
    assert_eq!(before.letter.day(), Some(day("2025-11-05")));
    assert_eq!(before.first_meeting.day(), Some(day("2025-11-14")));
    assert_eq!(before.ended.day(), Some(day("2026-02-20")));
}

#[test]
fn what_cannot_be_used_is_told_with_its_line_and_what_is_strange_once() {
    let batch = census();
    let told = problems(&batch);
    let lost = told.iter().find(|problem| problem.row_lost).unwrap();
    assert_eq!(lost.sheet, "CINdetails/Assessments");
    assert_eq!(lost.column.as_deref(), Some("AssessmentAuthorisationDate"));
    assert_eq!(lost.child_id.as_ref().unwrap().as_str(), "an_unborn_child");
    let text = std::fs::read_to_string(fixture("good/cin_census.xml")).unwrap();
    let line = usize::try_from(lost.row.unwrap()).unwrap() - 1;
    assert!(text.lines().nth(line).unwrap().contains("Assessments>"));
    let strange: Vec<&str> = told
        .iter()
        .filter(|problem| problem.effect == "not read")
        .map(|problem| problem.found.as_str())
        .collect();
    assert_eq!(strange, ["<InventedElement>", "text between elements"]);
    // A problem never shows what stands between elements.
    assert!(told.iter().all(|problem| !problem.found.contains("stray")));
}

#[test]
fn a_census_on_one_line_counts_its_rows_as_one_on_many() {
    let text = std::fs::read_to_string(fixture("good/cin_census.xml")).unwrap();
    let whole: String = text.lines().map(str::trim_start).collect();
    let counts = |batch: &caselight::model::Batch| -> Vec<(u32, u32)> {
        let sheets = batch.files.iter().flat_map(|file| &file.sheets);
        sheets.map(|sheet| (sheet.rows, sheet.used)).collect()
    };
    let on_one = read_bytes("one line.xml", whole.as_bytes()).unwrap();
    assert_eq!(counts(&on_one), counts(&census()));
    assert_eq!(on_one.facts.len(), census().facts.len());
}

#[test]
fn a_census_is_read_in_whatever_it_is_written() {
    let text = std::fs::read_to_string(fixture("good/cin_census.xml")).unwrap();
    let expected = census().facts;
    let wide: Vec<u8> = text
        .replace("utf-8", "utf-16")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let marked = [b"\xff\xfe".as_slice(), &wide].concat();
    let latin = text
        .replace("utf-8", "ISO-8859-1")
        .replace("stray", "str\u{e9}y");
    let latin: Vec<u8> = latin.chars().map(|c| u8::try_from(c).unwrap()).collect();
    for bytes in [marked, wide, latin] {
        assert_eq!(read_bytes("census.xml", &bytes).unwrap().facts, expected);
    }
}

#[test]
fn a_broken_file_is_refused_with_the_place_and_what_was_read() {
    for (name, place, words) in [
        (
            "census_cut_short.xml",
            "line 7",
            "ends in the middle of an element, after 1 whole",
        ),
        (
            "census_cut_in_a_tag.xml",
            "line 7",
            "ends in the middle of a tag, after 1 whole",
        ),
        (
            "census_billion_laughs.xml",
            "line 13",
            "declares entities of its own",
        ),
        (
            "census_not_the_encoding_it_says.xml",
            "line 5 (byte 226)",
            "bytes that are not UTF-8",
        ),
        (
            "census_unknown_encoding.xml",
            "line 1",
            "an encoding that is not known: \"klingon\"",
        ),
        (
            "census_tag_closed_by_another.xml",
            "line 5",
            "</PersonBirthDate> stands where </LAchildID> belongs",
        ),
        ("census_unknown_entity.xml", "line 5", "an entity is used"),
        (
            "census_nested_without_end.xml",
            "line 5",
            "more than 64 deep",
        ),
    ] {
        let error = try_read(&[fixture(&format!("bad/{name}"))]).unwrap_err();
        assert!(matches!(error, ImportError::BrokenXml { .. }), "{error}");
        let said = error.to_string();
        assert!(said.starts_with(&format!("{name}, {place}")), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn other_xml_is_no_known_list_and_names_itself() {
    for (name, words) in [
        ("xml_that_is_no_return.xml", "an XML file of <Workbook>"),
        ("xml_of_another_collection.xml", "the collection is SCHOOL"),
    ] {
        let error = try_read(&[fixture(&format!("bad/{name}"))]).unwrap_err();
        assert!(error.is_unknown_list(), "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn the_reading_of_a_census_can_be_stopped() {
    let child = "<Child><ChildIdentifiers><LAchildID>7</LAchildID></ChildIdentifiers></Child>\n";
    let text = format!(
        "<Message><Children>{}</Children></Message>",
        child.repeat(5_000)
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.xml");
    std::fs::write(&path, text).unwrap();
    let mut seen = Vec::new();
    let result = import::read(&[path], &ReadOptions::default(), &mut |progress| {
        seen.push(progress.rows);
        if progress.rows >= 4_000 {
            Control::Cancel
        } else {
            Control::Continue
        }
    });
    assert_eq!(result.unwrap_err(), ImportError::Cancelled);
    assert_eq!(seen, [0, 2_000, 4_000]);
}

proptest::proptest! {
    /// Whatever is done to the bytes, a census is read or refused.
    #[test]
    fn no_bytes_make_the_reader_panic(at in 0_usize..4_000, with in proptest::collection::vec(proptest::num::u8::ANY, 0..6), drop in 0_usize..40) {
        let mut bytes = std::fs::read(fixture("good/cin_census.xml")).unwrap();
        let at = at.min(bytes.len());
        let end = (at + drop).min(bytes.len());
        bytes.splice(at..end, with);
        let _read_or_refused = read_bytes("changed.xml", &bytes).is_ok();
    }
}
