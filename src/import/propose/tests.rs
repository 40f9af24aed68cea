//! Invented exports of every shape, and what is proposed for them.

use super::*;
use crate::import::{OwnLayout, ReadOptions, read, sample};

mod kinds;

fn proposal(text: &str) -> Proposal {
    proposal_of("export.csv", text.as_bytes())
}

fn proposal_of(file: &str, bytes: &[u8]) -> Proposal {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    std::fs::write(&path, bytes).unwrap();
    propose(&sample(&path).unwrap()).unwrap().unwrap()
}

fn meaning<'p>(proposal: &'p Proposal, heading: &str) -> Option<&'p str> {
    let at = proposal
        .columns
        .iter()
        .position(|column| column.heading == heading);
    proposal.meaning(at.unwrap())
}

const SESSIONS: &str = "\
Oversight report,,,,,
Printed,12/06/2026,,,,
Pers. Ref,Episode Descr.,Ep. Date,Ep. Outcome,Case Hldr,Signed Off By
0104501,Case Supervision,03/06/2026 10:00,Completed,\"Foobarton, Y\",\"Mockridge, T\"
0104502; 0104503,Case Supervision,04/06/2026 14:30,Completed,\"Foobarton, Y\",\"Mockridge, T\"
0104504,Corner chat,05/06/2026 09:00,Cancelled,\"Testwick, A\",\"Mockridge, T\"
Total 3,,,,,
";

#[test]
fn title_rows_footers_and_unknown_headings_do_not_hide_a_list_of_sessions() {
    let proposal = proposal(SESSIONS);
    assert_eq!(proposal.kind_of_list().id, "supervision");
    assert_eq!(proposal.header_row, 3);
    for (heading, words) in [
        ("Pers. Ref", "the child's id"),
        ("Episode Descr.", "what kind of session"),
        ("Ep. Date", "when the session was"),
        ("Ep. Outcome", "whether it was held"),
        ("Case Hldr", "the worker"),
        ("Signed Off By", "the supervisor or manager"),
    ] {
        assert_eq!(meaning(&proposal, heading), Some(words), "{heading}");
    }
    let why = &proposal.columns[2].why;
    assert!(why.contains("3 of 3 values are dates"), "{why}");
    assert!(proposal.missing().is_empty());
    let asked = proposal.questions().join("\n");
    assert!(asked.contains("Corner chat"), "{asked}");
}

#[test]
fn whoever_holds_the_case_is_the_worker_whatever_the_service_calls_them() {
    for heading in [
        "Key Person",
        "Lead Practitioner",
        "Lead Professional",
        "Case Holder",
        "Allocated Worker",
    ] {
        let proposal = proposal(&format!(
            "Child ID,Supervision date,Supervision type,{heading},Manager\n\
             990001,12/05/2026,case supervision,Y Foobarton,T Mockridge\n\
             990002,13/05/2026,case supervision,A Testwick,T Mockridge\n"
        ));
        assert_eq!(meaning(&proposal, heading), Some("the worker"));
        assert_eq!(
            meaning(&proposal, "Manager"),
            Some("the supervisor or manager")
        );
    }
}

#[test]
fn the_first_rows_are_read_as_an_import_would_read_them() {
    let first = proposal(SESSIONS).first_rows().unwrap();
    assert_eq!((first.read, first.not_read), (3, 0));
    assert_eq!(first.lines.len(), 3);
    let (row, words) = &first.lines[1];
    assert_eq!(*row, 5);
    assert_eq!(
        words,
        "child 0104502, 0104503: case supervision, 04 Jun 2026, held, worker Foobarton, Y, supervisor Mockridge, T"
    );
}

#[test]
fn the_next_file_of_the_shape_is_read_without_a_question() {
    let layout = proposal(SESSIONS).layout("hub-diary").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("another.csv");
    let next = SESSIONS.replace("/06/2026", "/07/2026");
    std::fs::write(&path, next).unwrap();
    let mut go_on = |_| crate::import::Control::Continue;
    let paths = [path];
    assert!(read(&paths, &ReadOptions::default(), &mut go_on).is_err());
    let options = ReadOptions {
        own: vec![layout],
        ..ReadOptions::default()
    };
    let batch = read(&paths, &options, &mut go_on).unwrap();
    assert_eq!(batch.facts.len(), 4);
    assert_eq!(
        batch.files[0].recognised_as,
        "hub-diary, a layout of your own"
    );
}

#[test]
fn dates_that_only_america_writes_are_read_month_first_and_said() {
    let proposal = proposal(
        "Young people discussed,When we met,Held\n\
         \"101, 102\",06/01/2026,Y\n\"103\",06/15/2026,Y\n\"104\",06/22/2026,N\n",
    );
    assert_eq!(proposal.dates, DateOrder::MonthFirst);
    assert!(proposal.questions().iter().any(|q| q.contains("American")));
    let first = proposal.first_rows().unwrap();
    assert!(
        first.lines[0]
            .1
            .starts_with("child 101, 102: case supervision, 01 Jun 2026"),
        "{}",
        first.lines[0].1
    );
}

#[test]
fn what_cannot_be_told_is_asked_and_nothing_else() {
    let proposal = proposal(
        "Supervision log,Morning,Evening\nAB1041,01/06/2026,02/06/2026\nAB1042,03/06/2026,04/06/2026\n",
    );
    let asked = proposal.questions();
    assert!(
        asked
            .iter()
            .any(|question| question.contains("another column could be it as well")),
        "{asked:?}"
    );
}

#[test]
fn a_person_may_change_every_line_of_it() {
    let mut proposal = proposal(SESSIONS);
    let date = proposal
        .columns
        .iter()
        .position(|column| column.heading == "Ep. Date")
        .unwrap();
    proposal.give(date, None);
    assert_eq!(
        proposal.missing(),
        ["Which column is when the session was?"]
    );
    assert!(proposal.layout("x").is_err() || proposal.first_rows().unwrap().lines.is_empty());
    let meanings = proposal.meanings();
    let session = meanings.iter().find(|m| m.words == "when the session was");
    proposal.give(date, session.copied());
    assert!(proposal.missing().is_empty());
    let kind = proposal
        .kinds()
        .iter()
        .position(|k| k.id == "referrals")
        .unwrap();
    proposal.take_for(kind);
    assert_eq!(proposal.kind_of_list().id, "referrals");
}

#[test]
fn a_heading_that_stands_twice_or_not_at_all_is_told() {
    let twice =
        proposal("Child ID,Supervision date,Supervision date\n1041,01/06/2026,02/06/2026\n");
    assert!(
        twice.missing()[0].contains("Two columns are headed"),
        "{:?}",
        twice.missing()
    );
}

#[test]
fn other_lists_than_supervision_are_proposed_by_what_they_are() {
    for (text, kind) in [
        (
            "Client,Referral received,Hub\n104501,01/06/2026,North\n104502,02/06/2026,South\n",
            "referrals",
        ),
        (
            "Client No,CP start,CP end,Hub\n104501,01/06/2026,,North\n",
            "child protection plans",
        ),
        (
            "Client No,Assessment began,Date authorised,Case holder\n104501,01/06/2026,20/06/2026,Y Foobarton\n",
            "assessments",
        ),
        ("Client No,Sibling group\n104501,F1\n104502,F1\n", "family"),
    ] {
        assert_eq!(proposal(text).kind_of_list().id, kind, "{text}");
    }
}

#[test]
fn a_file_without_headings_brings_no_proposal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.csv");
    std::fs::write(&path, "01/06/2026,104501\n02/06/2026,104502\n").unwrap();
    assert!(propose(&sample(&path).unwrap()).unwrap().is_none());
}

#[test]
fn what_a_councils_own_words_mean_can_be_written_into_its_layout() {
    let own = proposal(SESSIONS).layout("hub-words").unwrap();
    // The table of the columns comes last in a list, so the words are put before it.
    let (head, columns) = own.text.split_once("[[list.column]]").unwrap();
    let text = format!(
        "{head}[list.mean.session_type]\n\"Corner chat\" = \"informal_recorded\"\n\n[[list.column]]{columns}"
    );
    let own = OwnLayout {
        name: own.name,
        text,
    };
    own.described().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("hub.csv");
    std::fs::write(&path, SESSIONS).unwrap();
    let options = ReadOptions {
        own: vec![own],
        ..ReadOptions::default()
    };
    let batch = read(&[path], &options, &mut |_| crate::import::Control::Continue).unwrap();
    let problems = &batch.files[0].problems;
    assert!(
        problems
            .iter()
            .all(|problem| problem.found != "Corner chat"),
        "the word is still unknown"
    );
}

#[test]
fn nothing_of_a_file_is_in_debug_output() {
    let words = format!(
        "{:?} {:?}",
        proposal(SESSIONS),
        proposal(SESSIONS).first_rows()
    );
    assert!(
        !words.contains("0104501") && !words.contains("Foobarton"),
        "{words}"
    );
}
