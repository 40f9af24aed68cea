//! The SSDA903 return: a CSV set that is known by its headings, and XML.

use caselight::model::{Batch, Dated, Day, FactKind, LegalStatus, PlacementKind, Record, Source};

use super::{of_kind, problems, read_bytes, read_csv};

const EPISODES: &str =
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN";

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn episodes(rows: &[&str]) -> Batch {
    read_csv(&format!("\u{feff}{EPISODES}\r\n{}\r\n", rows.join("\r\n")))
}

fn spans(batch: &Batch, kind: FactKind) -> Vec<(String, Dated)> {
    let mut spans: Vec<(String, Dated)> = of_kind(batch, kind)
        .into_iter()
        .map(|fact| {
            assert_eq!(fact.source, Source::Ssda903);
            (fact.record.start().unwrap().to_string(), fact.record.end())
        })
        .collect();
    spans.sort_by(|a, b| a.0.cmp(&b.0));
    spans
}

fn span(start: &str, end: Option<&str>) -> (String, Dated) {
    (
        start.to_owned(),
        end.map_or(Dated::Blank, |end| Dated::On(day(end))),
    )
}

#[test]
fn a_period_of_care_is_built_from_its_episodes() {
    let batch = episodes(&[
        "77,10/03/2025,P,C1,N1,U4,PR1,,,,,,",
        "77,02/12/2024,S,V2,N1,U6,PR1,11/02/2025,X1,,,,",
        "77,11/02/2025,L,C1,N1,U6,PR1,10/03/2025,X1,,,,",
        "78,01/05/2024,S,V3,N2,R1,PR1,06/05/2024,E8,,,,",
    ]);
    assert_eq!(
        spans(&batch, FactKind::CarePeriod),
        [
            span("2024-05-01", Some("2024-05-06")),
            span("2024-12-02", None)
        ]
    );
    assert_eq!(
        spans(&batch, FactKind::Placement),
        [
            span("2024-05-01", Some("2024-05-06")),
            span("2024-12-02", Some("2025-03-10")),
            span("2025-03-10", None),
        ]
    );
    assert_eq!(
        spans(&batch, FactKind::LegalPeriod),
        [
            span("2024-05-01", Some("2024-05-06")),
            span("2024-12-02", Some("2025-02-11")),
            span("2025-02-11", None),
        ]
    );
    let care = of_kind(&batch, FactKind::CarePeriod);
    let open = care.iter().find_map(|fact| match &fact.record {
        Record::CarePeriod(care) if care.end == Dated::Blank => Some(care),
        _ => None,
    });
    let open = open.unwrap();
    assert_eq!(open.legal_status, LegalStatus::InterimCareOrder);
    assert_eq!(open.placement, PlacementKind::LongTermFostering);
    assert_eq!(open.placement_start.day(), Some(day("2025-03-10")));
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.rows, sheet.used, sheet.rejected), (4, 4, 0));
    assert_eq!(batch.files[0].problems, []);
}

#[test]
fn a_period_that_began_before_the_file_is_not_made_up() {
    let batch = episodes(&["77,10/03/2025,P,C2,N1,U4,PR1,,,,,,"]);
    assert!(of_kind(&batch, FactKind::CarePeriod).is_empty());
    assert_eq!(
        spans(&batch, FactKind::Placement),
        [span("2025-03-10", None)]
    );
    let told = problems(&batch);
    assert_eq!(told.len(), 1);
    assert!(told[0].row_lost && told[0].kind == Some(FactKind::CarePeriod));
    assert_eq!(told[0].child_id.as_ref().unwrap().as_str(), "77");
    assert_eq!((told[0].row, told[0].found.as_str()), (Some(2), "P"));
}

#[test]
fn episodes_that_contradict_each_other_are_told_and_an_end_that_is_not_known_is_not_guessed() {
    let batch = episodes(&[
        "77,11/12/2024,P,V4,N4,K2,PR4,18/07/2025,E15,,,,",
        "77,02/12/2024,S,J2,N5,U5,PR4,16/05/2025,X1,,,,",
        "79,01/02/2025,S,C2,N1,U6,PR1,03/03/2025,X1,,,,",
        "80,01/02/2025,S,C2,N1,U6,PR1,01/01/2025,X1,,,,",
        "81,31/02/2025,S,C2,N1,U6,PR1,,,,,,",
    ]);
    let ends: Vec<Dated> = spans(&batch, FactKind::CarePeriod)
        .into_iter()
        .map(|(_, end)| end)
        .collect();
    assert_eq!(ends, [Dated::Unreadable; 2]);
    let rows: Vec<Option<u32>> = problems(&batch).iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [2, 3, 4, 5, 6].map(Some));
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.rows, sheet.used, sheet.rejected), (5, 2, 3));
}

#[test]
fn the_same_episode_twice_is_a_repeat() {
    let row = "77,02/12/2024,S,V2,N1,U6,PR1,,,,,,";
    let batch = episodes(&[row, row]);
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.rows, sheet.used, sheet.repeated), (2, 1, 1));
}

#[test]
fn a_review_of_a_child_under_four_is_a_review_and_away_is_not_missing() {
    let reviews = read_csv(
        "CHILD,DOB,REVIEW,REVIEW_CODE\n77,01/02/2024,03/03/2025,PN0\n77,01/02/2024,01/09/2025,PN3\n",
    );
    assert_eq!(of_kind(&reviews, FactKind::CareReview).len(), 2);
    assert_eq!(of_kind(&reviews, FactKind::Person).len(), 1);
    let missing = read_csv(
        "CHILD,DOB,MISSING,MIS_START,MIS_END\n77,01/02/2010,M,03/03/2025,05/03/2025\n\
         77,01/02/2010,A,06/03/2025,06/03/2025\n77,01/02/2010,M,09/03/2025,\n",
    );
    assert_eq!(
        spans(&missing, FactKind::Missing),
        [
            span("2025-03-03", Some("2025-03-05")),
            span("2025-03-09", None)
        ]
    );
    assert!(
        problems(&missing)[0]
            .effect
            .starts_with("away, not missing")
    );
}

#[test]
fn social_workers_and_deprivations_of_liberty_are_read() {
    let workers = read_csv(
        "\u{feff}CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON\r\n77,01/02/2010,SW900,01/01/2025,03/02/2025,PCCHAN \r\n\
         77,01/02/2010,SW901,03/02/2025,,SWODD\r\n",
    );
    let involved = of_kind(&workers, FactKind::Involvement);
    let names: Vec<&str> = involved
        .iter()
        .map(|fact| fact.source_ref.as_ref())
        .collect();
    assert_eq!(names, ["SW900", "SW901"]);
    assert!(involved[0].details.as_deref().unwrap().contains("PCCHAN"));
    let told = problems(&workers);
    assert_eq!((told.len(), told[0].found.as_str()), (1, "SWODD"));
    let liberty = read_csv("CHILD,DOB,DOLO_START,DOLO_END\n77,01/02/2010,01/01/2025,\n");
    assert_eq!(
        spans(&liberty, FactKind::Liberty),
        [span("2025-01-01", None)]
    );
}

#[test]
fn of_files_that_no_rule_needs_only_the_date_of_birth_is_taken() {
    for text in [
        "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n77,1,01/02/2010,OOTH,X0,,\n",
        "CHILD,SEX,DOB,DUC\n77,1,01/02/2010,01/02/2028\n",
        "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n77,01/02/2010,YES,F1,B1\n",
        "CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK\n77,01/02/2010,12,,0,1\n",
    ] {
        let batch = read_csv(text);
        assert_eq!(batch.files[0].recognised_as, "SSDA903 return", "{text}");
        let [fact] = batch.facts.as_slice() else {
            panic!("one fact: {text}")
        };
        assert!(matches!(&fact.record, Record::Person(person) if person.birth.is_some()));
        assert_eq!(fact.details, None);
    }
}

#[test]
fn the_return_as_xml_says_what_the_files_say() {
    let xml = "<?xml version=\"1.0\" encoding=\"us-ascii\"?>\n<EXPSSDA903>\n<CHILD><HEADER>\
        <CHILDID>77</CHILDID><SEX>1</SEX><DOB>01/02/2010</DOB><ETHNIC>OOTH</ETHNIC>\
        <AREVIEW><REVIEW>03/03/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>\
        <AREVIEW><REVIEW>01/09/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>\
        <MISSING><MISSING>M</MISSING><MIS_START>05/05/2025</MIS_START></MISSING></HEADER>\n\
        <EPISODE><DECOM>02/12/2024</DECOM><RNE>S</RNE><LS>V2</LS><CIN>N1</CIN><PL>U6</PL>\
        <DEC>11/02/2025</DEC><REC>X1</REC></EPISODE>\
        <EPISODE><DECOM>11/02/2025</DECOM><RNE>L</RNE><LS>C1</LS><CIN>N1</CIN><PL>U6</PL></EPISODE>\
        </CHILD>\n</EXPSSDA903>\n";
    let batch = read_bytes("return.xml", xml.as_bytes()).unwrap();
    assert_eq!(batch.files[0].recognised_as, "SSDA903 return");
    assert_eq!(
        spans(&batch, FactKind::CarePeriod),
        [span("2024-12-02", None)]
    );
    assert_eq!(
        spans(&batch, FactKind::Placement),
        [span("2024-12-02", None)]
    );
    assert_eq!(spans(&batch, FactKind::LegalPeriod).len(), 2);
    assert_eq!(spans(&batch, FactKind::CareReview).len(), 2);
    assert_eq!(spans(&batch, FactKind::Missing), [span("2025-05-05", None)]);
    assert_eq!(of_kind(&batch, FactKind::Person).len(), 1);
    assert_eq!(problems(&batch), Vec::<&caselight::model::Problem>::new());
}
