//! Supervision exports in their three shapes, and the family list.

use caselight::{
    import::{self, Control, FreeText, ReadOptions},
    model::{
        Answer, Batch, ChildId, Dated, FactKind, FeedKind, Record, Session, SessionStatus,
        SessionType,
    },
};

use super::{facts, fixture, of_kind, problems, read, read_csv};

fn sessions(batch: &Batch) -> Vec<&Session> {
    batch
        .facts
        .iter()
        .filter_map(|fact| match &fact.record {
            Record::Session(session) => Some(session),
            _ => None,
        })
        .collect()
}

#[test]
fn local_headings_and_plain_ones_bring_the_same_facts() {
    let local = read(&fixture("good/supervision_local_headings.csv"));
    let plain = read(&fixture("good/supervision_plain.csv"));
    assert_eq!(facts(&local), facts(&plain));
    let report = &local.files[0];
    assert_eq!(report.recognised_as, "supervision export");
    assert_eq!(report.feed, Some(FeedKind::Supervision));
    let sheet = &report.sheets[0];
    assert_eq!((sheet.header_row, sheet.rows, sheet.used), (3, 4, 4));
    assert!(
        sheet.unknown_columns.is_empty(),
        "{:?}",
        sheet.unknown_columns
    );
}

#[test]
fn a_session_says_when_it_was_held_recorded_and_due_next() {
    let batch = read(&fixture("good/supervision_local_headings.csv"));
    let first = sessions(&batch)[0];
    assert_eq!(first.kind, SessionType::CaseSupervision);
    assert_eq!(first.status, SessionStatus::Held);
    assert_eq!(first.on.to_string(), "2026-01-05");
    assert_eq!(
        first.recorded.day().map(|d| d.to_string()).as_deref(),
        Some("2026-01-06")
    );
    assert_eq!(
        first.next_due.day().map(|d| d.to_string()).as_deref(),
        Some("2026-02-02")
    );
    assert_eq!(first.meeting.decision_recorded, Answer::Yes);
    assert_eq!(first.meeting.actions_outstanding, Some(2));
    assert_eq!(first.supervisor.as_deref(), Some("Mia Manager"));
}

#[test]
fn a_workers_own_supervision_is_known_by_the_worker() {
    let batch = read(&fixture("good/supervision_plain.csv"));
    let own = batch
        .facts
        .iter()
        .find(|fact| fact.child.is_none())
        .unwrap();
    assert_eq!(own.source_ref.as_ref(), "Ann Made-Up|staff_one_to_one");
    let children: Vec<&str> = batch
        .facts
        .iter()
        .filter(|fact| fact.source_ref.as_ref() == "group_reflective")
        .filter_map(|fact| fact.child.as_ref())
        .map(ChildId::as_str)
        .collect();
    assert_eq!(children, ["900001", "900002"]);
}

#[test]
fn the_canonical_columns_are_read_and_a_case_row_without_a_child_is_a_problem() {
    let batch = read(&fixture("good/supervision_own_columns.csv"));
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.rows, sheet.used, sheet.rejected), (4, 3, 1));
    assert!(
        sheet.unknown_columns.is_empty(),
        "{:?}",
        sheet.unknown_columns
    );
    let refs: Vec<&str> = batch
        .facts
        .iter()
        .map(|fact| fact.source_ref.as_ref())
        .collect();
    assert_eq!(refs, ["S1", "S1", "W1|S2"]);
    let first = sessions(&batch)[0];
    assert_eq!(first.meeting.decision_rationale, Answer::No);
    assert_eq!(first.worker.as_deref(), Some("W1"));
    assert_eq!(problems(&batch)[0].row, Some(5));
}

#[test]
fn free_text_stays_in_the_file_unless_it_is_asked_for() {
    let path = fixture("good/supervision_own_columns.csv");
    let batch = read(&path);
    assert!(
        facts(&batch)
            .iter()
            .all(|fact| !fact.contains("made-up words"))
    );
    let options = ReadOptions {
        text: FreeText::Keep,
        ..ReadOptions::default()
    };
    let kept = import::read(&[path], &options, &mut |_| Control::Continue).unwrap();
    assert_eq!(
        kept.facts[0].details.as_deref(),
        Some(r#"{"note":"made-up words of a note"}"#)
    );
}

#[test]
fn without_a_column_for_it_a_session_was_held_and_a_blank_one_is_unknown() {
    let batch = read_csv(
        "LCS ID,Date of Case Supervision,Supervisor,Supervisee\n900001,05/01/2026,Mia Manager,Ann Made-Up\n",
    );
    assert_eq!(sessions(&batch)[0].status, SessionStatus::Held);
    assert_eq!(sessions(&batch)[0].kind, SessionType::CaseSupervision);
    let batch = read_csv(
        "Person ID,Supervision Date,Supervision Type,Status\n900001,05/01/2026,Case supervision,\n900002,05/01/2026,Case supervision,\n900003,05/01/2026,Case supervision,Draft\n",
    );
    assert!(
        sessions(&batch)
            .iter()
            .all(|s| s.status == SessionStatus::Unknown)
    );
    assert_eq!(problems(&batch).len(), 2);
    assert!(problems(&batch)[0].effect.ends_with("(2 rows)"));
}

#[test]
fn an_unknown_kind_stops_no_clock_and_is_told_once() {
    let batch = read_csv(
        "Person ID,Supervision Date,Type,Status\n900001,05/01/2026,Tea,Held\n900002,05/01/2026,tea,Held\n",
    );
    assert!(
        sessions(&batch)
            .iter()
            .all(|s| s.kind == SessionType::Other)
    );
    assert_eq!(problems(&batch).len(), 1);
    assert!(problems(&batch)[0].effect.starts_with("unknown word"));
}

#[test]
fn a_row_counts_as_a_repeat_only_if_every_column_is_the_same() {
    let row = "900001,05/01/2026,Case supervision,Held,06/01/2026\n";
    let other = "900001,05/01/2026,Case supervision,Held,09/01/2026\n";
    let batch = read_csv(&format!(
        "Person ID,Supervision Date,Supervision Type,Status,Recorded On\n{row}{row}{other}"
    ));
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.used, sheet.repeated), (2, 1));
    let refs: Vec<&str> = batch
        .facts
        .iter()
        .map(|fact| fact.source_ref.as_ref())
        .collect();
    assert_eq!(refs, ["case_supervision", "case_supervision#2"]);
    assert!(batch.conflicts.is_empty());
}

#[test]
fn an_unreadable_session_date_loses_the_row_for_its_child() {
    let batch = read_csv(
        "Person ID,Supervision Date,Supervision Type,Status\n900001,tbc,Case supervision,Held\n",
    );
    let problem = problems(&batch)[0];
    assert!(problem.row_lost && problem.child_id.is_some());
    assert_eq!(problem.kind, Some(FactKind::Session));
}

#[test]
fn a_planned_session_is_no_past_event() {
    let batch = read_csv(
        "Person ID,Supervision Date,Supervision Type,Status,Next due\n900001,05/01/2026,Case supervision,Held,01/05/2026\n900001,05/02/2026,Case supervision,Planned,\n",
    );
    assert_eq!(
        batch.files[0].latest.map(|d| d.to_string()).as_deref(),
        Some("2026-01-05")
    );
    assert_eq!(sessions(&batch)[1].recorded, Dated::Blank);
}

#[test]
fn a_family_list_names_one_family_a_child() {
    let batch = read(&fixture("good/family.csv"));
    assert_eq!(batch.files[0].recognised_as, "family list");
    assert_eq!(batch.files[0].feed, Some(FeedKind::Family));
    assert_eq!(of_kind(&batch, FactKind::Family).len(), 3);
    let sheet = &batch.files[0].sheets[0];
    assert_eq!((sheet.rows, sheet.used, sheet.rejected), (4, 3, 1));
    assert!(
        problems(&batch)[0]
            .effect
            .contains("the first family is kept")
    );
}
