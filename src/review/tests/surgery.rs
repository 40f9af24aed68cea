//! A surgery sheet goes out, comes back in whatever shape, and is read once.

use std::path::Path;

use super::*;
use crate::export::{SurgeryCover, surgery_workbook};
use crate::import::read_surgery;
use crate::model::{PromiseTurn, SurgeryColumn, SurgeryOutcome, SurgeryRow, SurgeryWords};
use crate::review::surgery::{RowPlan, Section, Sent, SurgeryAsk, SurgeryPlan, rows_of};

const HELD: &str = "2026-06-12";
/// 900001 and 900003 are of one family and were last supervised on the same day.
const FAMILIES: &str = "Child ID,Family ID\n900001,F-100\n900003,F-100\n900002,F-050\n";

/// An extract of three children, with more sessions.
fn feed(service: &Service, desk: &mut Desk, as_at: &str, more_sessions: &str) {
    let row = CASES.lines().nth(1).unwrap();
    let session = SESSIONS.lines().nth(1).unwrap();
    let more = |text: &str, row: &str| format!("{text}{}\n", row.replacen("900001", "900003", 1));
    let files = [
        ("cases.csv", more(CASES, row)),
        ("sessions.csv", more(SESSIONS, session) + more_sessions),
        ("family.csv", FAMILIES.to_owned()),
    ];
    let paths = files.map(|(name, text)| {
        let path = service.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    });
    desk.import(&Intake::of(paths.to_vec(), Some(day(as_at))), &mut |_| true)
        .unwrap();
}

/// Two siblings with the same gap and a child of another family; the sheet of their supervision.
fn sent() -> (Service, Desk, Sent, Vec<SurgeryRow>) {
    let service = Service::new();
    let mut desk = service.desk();
    feed(&service, &mut desk, HELD, "");
    let ask = SurgeryAsk {
        rules: vec!["SUP-CASE-CIN".to_owned()],
        ..SurgeryAsk::default()
    };
    let rows = rows_of(&desk.picture().unwrap(), &ask);
    let to = service.folder.path().join("out.xlsx");
    let sent = desk.write_surgery(&ask, &to, Overwrite::Refuse).unwrap();
    (service, desk, sent, rows)
}

fn words(outcome: Option<SurgeryOutcome>, happened: &str) -> SurgeryWords {
    SurgeryWords {
        outcome: outcome.map_or("", SurgeryOutcome::words).to_owned(),
        happened: happened.to_owned(),
        ..SurgeryWords::default()
    }
}

/// The sheet filled in and saved as a workbook.
fn back(service: &Service, sent: &Sent, rows: &[SurgeryRow], answers: &[SurgeryWords]) -> PathBuf {
    let cover = SurgeryCover {
        code: &sent.code,
        as_at: day(HELD),
        written_at: "",
        council: "",
        scope: "",
    };
    let path = service.folder.path().join("back.xlsx");
    fs::write(&path, surgery_workbook(&cover, rows, answers).unwrap()).unwrap();
    path
}

fn plan(desk: &mut Desk, path: &Path) -> SurgeryPlan {
    desk.plan_surgery(path, day(HELD)).unwrap()
}

fn refusals(plan: &SurgeryPlan) -> Vec<(u32, &str)> {
    let rows = plan.rows.iter();
    rows.filter_map(|row| match &row.plan {
        RowPlan::Refuse(why) => Some((row.line, why.as_str())),
        _ => None,
    })
    .collect()
}

#[test]
fn siblings_with_the_same_gap_share_a_row_and_its_answer() {
    let (service, mut desk, sent, rows) = sent();
    assert_eq!((sent.rows, sent.gaps), (2, 3));
    assert_eq!(rows[0].who, "900002");
    assert_eq!(rows[1].who, "900001, 900003");
    let mut booked = words(Some(SurgeryOutcome::Booked), "the supervisor was away");
    booked.next_step = "hold the supervision".to_owned();
    booked.by_when = "2026-06-20".to_owned();
    booked.who = "Merrin Mockridge".to_owned();
    let path = back(
        &service,
        &sent,
        &rows,
        &[SurgeryWords::default(), booked.clone()],
    );
    let before = desk.promises().unwrap().len();
    let first = plan(&mut desk, &path);
    assert_eq!(first.counts(), [1, 0, 1, 0], "{:?}", refusals(&first));
    // Nothing is saved by looking.
    assert_eq!(desk.promises().unwrap().len(), before);
    desk.apply_surgery(&first).unwrap();
    for child in ["900001", "900003"] {
        let (_, standing) = gap(&mut desk, child).unwrap();
        let outcome = standing.outcome().unwrap();
        assert_eq!(
            outcome.kind,
            OutcomeKind::Booked {
                on: day("2026-06-20")
            }
        );
        assert_eq!(outcome.reason, "the supervisor was away");
    }
    assert_eq!(gap(&mut desk, "900002").unwrap().1, Standing::Open);
    let promises = desk.promises().unwrap();
    assert_eq!(promises.len(), 2);
    assert_eq!(promises[0].said.words, "hold the supervision");
    assert_eq!(promises[0].said.origin_ref.as_deref(), Some(&*sent.code));
    // A second reading does nothing twice.
    let again = plan(&mut desk, &path);
    assert_eq!(again.counts(), [0, 1, 1, 0]);
    assert!(desk.apply_surgery(&again).is_err());
    // One undo takes all of it back, and then it can be read again.
    desk.undo().unwrap().unwrap();
    assert_eq!(desk.promises().unwrap(), []);
    assert_eq!(plan(&mut desk, &path).counts(), [1, 0, 1, 0]);
}

#[test]
fn a_day_that_is_moved_on_the_same_sheet_carries_the_promise() {
    let (service, mut desk, sent, rows) = sent();
    let mut step = words(None, "");
    step.next_step = "hold the supervision".to_owned();
    step.by_when = "2026-06-20".to_owned();
    let path = back(&service, &sent, &rows, &[step.clone()]);
    let first = plan(&mut desk, &path);
    desk.apply_surgery(&first).unwrap();
    step.by_when = "2026-07-01".to_owned();
    let path = back(&service, &sent, &rows, &[step]);
    let second = plan(&mut desk, &path);
    assert_eq!(second.saves(), [0, 0, 1]);
    desk.apply_surgery(&second).unwrap();
    let promises = desk.promises().unwrap();
    assert_eq!(promises.len(), 1);
    assert_eq!(promises[0].due(), Some(day("2026-07-01")));
    assert!(matches!(
        promises[0].turns[0].turn,
        PromiseTurn::Carried { .. }
    ));
}

/// A text table with these headings and rows, each cell under its heading.
fn table(service: &Service, headings: &[&str], rows: &[Vec<String>]) -> PathBuf {
    let mut text = headings.join(";");
    for row in rows {
        text.push('\n');
        text.push_str(&row.join(";"));
    }
    let path = service.folder.path().join("back.csv");
    fs::write(&path, text + "\n").unwrap();
    path
}

fn keys(sent: &Sent) -> Vec<String> {
    let rows = read_surgery(&sent.path).unwrap().rows;
    rows.into_iter().map(|row| row.key).collect()
}

#[test]
fn sorted_and_saved_as_text_with_columns_and_rows_of_others_it_is_read_or_refused_by_row() {
    let (service, mut desk, sent, rows) = sent();
    let keys = keys(&sent);
    let row = |cells: [&str; 7]| cells.map(str::to_owned).to_vec();
    let error = SurgeryOutcome::DataError.words();
    let edited = format!("{}x", &keys[0][..keys[0].len() - 1]);
    let headings = [
        "Our note",
        SurgeryColumn::Outcome.heading(),
        SurgeryColumn::Key.heading(),
        "what happened",
        "By when",
        "Next step",
        "child",
    ];
    let path = table(
        &service,
        &headings,
        &[
            row(["x", error, &keys[1], "held on paper", "", "", &rows[1].who]),
            row(["", error, &edited, "wrong", "", "", "900002"]),
            row(["", "", "", "and another child", "", "", "900009"]),
            row(["", "", "Szzzzz-001-abc", "other", "", "", ""]),
            row([
                "",
                "booked",
                &keys[0].to_lowercase(),
                "away",
                "31/06/2026",
                "",
                "",
            ]),
        ],
    );
    let plan = plan(&mut desk, &path);
    assert_eq!(plan.counts(), [1, 0, 0, 4]);
    let refused = refusals(&plan);
    let lines: Vec<u32> = refused.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [3, 4, 5, 6]);
    for (at, part) in [
        (0, "key was changed"),
        (1, "no key"),
        (2, "did not write"),
        (3, "\"31/06/2026\""),
    ] {
        assert!(refused[at].1.contains(part), "{}", refused[at].1);
    }
    assert!(plan.notes.iter().any(|note| note.contains("Our note")));
    desk.apply_surgery(&plan).unwrap();
    let look = desk.look_at_surgery(None).unwrap();
    assert_eq!(look.whole.of(Section::LikelyErrors), 2);
}

#[test]
fn a_key_that_was_copied_and_words_that_contradict_each_other_are_refused() {
    let (service, mut desk, sent, rows) = sent();
    let keys = keys(&sent);
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let headings = ["key", "child", "what happened", "who"];
    let moved = table(
        &service,
        &headings,
        &[row([&keys[0], &rows[1].who, "away"])],
    );
    let said = plan(&mut desk, &moved);
    assert!(refusals(&said)[0].1.contains("belongs to 900002"));
    let twice = table(
        &service,
        &headings,
        &[
            row([&keys[0], "0900002", "away"]),
            row([&keys[0], "900002", "ill"]),
            row([&keys[1], "900001, 900003", "ill"]),
            row([&keys[1], "900001, 900003", "ill"]),
        ],
    );
    let said = plan(&mut desk, &twice);
    assert_eq!(said.counts(), [1, 1, 0, 2]);
    assert!(refusals(&said)[0].1.contains("rows 2, 3"));
}

#[test]
fn words_are_kept_for_a_gap_that_closed_meanwhile() {
    let (service, mut desk, sent, rows) = sent();
    feed(
        &service,
        &mut desk,
        "2026-07-01",
        "900002,Odalys Testwick,Merrin Mockridge,Hub 3,10/06/2026,Case supervision,Held,11/06/2026\n",
    );
    let error = words(Some(SurgeryOutcome::DataError), "it was held");
    let path = back(&service, &sent, &rows, &[error]);
    let plan = desk.plan_surgery(&path, day("2026-07-02")).unwrap();
    assert_eq!(plan.saves(), [0, 0, 0]);
    let RowPlan::Take { notes, .. } = &plan.rows[0].plan else {
        panic!("{:?}", plan.rows[0].plan);
    };
    assert!(notes[0].contains("closed since"), "{notes:?}");
    desk.apply_surgery(&plan).unwrap();
    let again = desk.plan_surgery(&path, day("2026-07-02")).unwrap();
    assert_eq!(again.counts()[1], 1);
}

#[test]
fn the_surgery_tells_what_was_promised_and_is_done_or_not() {
    let (service, mut desk, sent, rows) = sent();
    let step = |by: &str| {
        let mut step = words(None, "");
        step.next_step = "hold the supervision".to_owned();
        step.by_when = by.to_owned();
        step
    };
    let answers = [step("2026-06-20"), step("2026-06-30")];
    let path = back(&service, &sent, &rows, &answers);
    let read = plan(&mut desk, &path);
    desk.apply_surgery(&read).unwrap();
    let look = desk.look_at_surgery(None).unwrap();
    assert_eq!(look.whole.of(Section::NotYetDue), 3);
    assert_eq!(look.last[0].answered, 2);
    feed(
        &service,
        &mut desk,
        "2026-07-01",
        "900002,Odalys Testwick,Merrin Mockridge,Hub 3,18/06/2026,Case supervision,Held,19/06/2026\n",
    );
    let look = desk.look_at_surgery(Some("hub")).unwrap();
    assert_eq!(look.whole.of(Section::Done), 1);
    let done = look.lines.iter().find(|line| line.section == Section::Done);
    assert!(done.unwrap().words.contains("the extract to 01 Jul 2026"));
    assert!(look.whole.of(Section::NotDone) >= 1);
    assert_eq!(desk.look_at_surgery(Some("nowhere")).unwrap().lines, []);
}

#[test]
fn a_sheet_that_could_not_be_written_is_not_remembered() {
    let (_service, mut desk, sent, _) = sent();
    let ask = SurgeryAsk::default();
    assert!(
        desk.write_surgery(&ask, &sent.path, Overwrite::Refuse)
            .is_err()
    );
    assert_eq!(desk.store.surgeries().unwrap().len(), 1);
    let csv = sent.path.with_extension("csv");
    let said = desk.write_surgery(&ask, &csv, Overwrite::Refuse);
    assert!(said.unwrap_err().to_string().contains(".xlsx"));
}

#[test]
fn a_sheet_may_leave_the_ids_of_children_out() {
    let (service, mut desk, _, _) = sent();
    let ask = SurgeryAsk {
        hide: true,
        ..SurgeryAsk::default()
    };
    let rows = rows_of(&desk.picture().unwrap(), &ask);
    assert!(!rows.is_empty());
    assert!(rows.iter().all(|row| !row.who.contains("9000")));
    let to = service.folder.path().join("hidden.xlsx");
    desk.write_surgery(&ask, &to, Overwrite::Refuse).unwrap();
    assert_eq!(read_surgery(&to).unwrap().rows.len(), rows.len());
}

#[test]
fn words_without_an_outcome_are_kept_and_seen_in_the_surgery() {
    let (service, mut desk, sent, _) = sent();
    let keys = keys(&sent);
    let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let headings = ["key", "what happened", "who"];
    let words = "the family asked for another day";
    let path = table(&service, &headings, &[row([&keys[0], words, ""])]);
    let plan = plan(&mut desk, &path);
    assert_eq!(plan.saves(), [0, 0, 0]);
    desk.apply_surgery(&plan).unwrap();
    let look = desk.look_at_surgery(None).unwrap();
    let mut said = look
        .lines
        .iter()
        .filter(|line| line.section == Section::Said);
    assert_eq!(said.next().unwrap().words, words);
    assert_eq!(
        look.whole.of(Section::New),
        0,
        "nothing is newer than the sheet"
    );
    desk.undo().unwrap();
    let look = desk.look_at_surgery(None).unwrap();
    assert_eq!(look.whole.of(Section::Said), 0);
}
