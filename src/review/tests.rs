//! The use cases end to end: files in, outcomes given, the next files decide.

mod entries;
mod past;
mod policy;
mod sessions;
mod surgery;

use std::{fs, path::PathBuf};

use tempfile::TempDir;

use super::*;
use crate::model::{Audience, Day, GapKey, OutcomeKind, Standing};

const CASES: &str = "Child Unique ID,Gender,Ethnicity,Date of Birth,Age of Child (Years),\
Does the Child have a Disability,CIN Start Date,Primary Need Code,Date Child Was Last Seen,\
CIN Closure Date,Reason for Closure,Case Status,Allocated Team,Allocated Worker\n\
900001,x,x,01/02/2015,11,b) No,05/01/2026,N1,02/06/2026,,,c) Child in need plan,Hub 3,Odalys Testwick\n\
900002,x,x,01/02/2016,10,b) No,05/01/2026,N1,02/06/2026,,,c) Child in need plan,Hub 3,Odalys Testwick\n";

const SESSIONS: &str = "Child Unique ID,Worker,Supervisor,Team,Supervision Date,Supervision Type,Status,Recorded On\n\
900001,Odalys Testwick,Merrin Mockridge,Hub 3,02/02/2026,Case supervision,Held,03/02/2026\n\
900002,Odalys Testwick,Merrin Mockridge,Hub 3,09/02/2026,Case supervision,Held,10/02/2026\n\
,Odalys Testwick,Merrin Mockridge,Hub 3,10/06/2026,Personal supervision,Held,10/06/2026\n";

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

struct Service {
    folder: TempDir,
    secret: Secret,
}

impl Service {
    fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            secret: Desk::throw_away_secret().unwrap(),
        }
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("s.caselight")
    }

    fn unlock<'a>(&'a self, store: &'a std::path::Path) -> Unlock<'a> {
        Unlock {
            store,
            secret: &self.secret,
            person: Some("Y Foobarton"),
            access: Access::Write,
            policy: None,
            council: String::new(),
        }
    }

    fn desk(&self) -> Desk {
        let store = self.store();
        if store.exists() {
            Desk::open(self.unlock(&store)).unwrap()
        } else {
            Desk::create(self.unlock(&store)).unwrap()
        }
    }

    fn import(&self, desk: &mut Desk, as_at: &str, more_sessions: &str) -> ImportReport {
        let files = [
            ("cases.csv", CASES.to_owned()),
            ("sessions.csv", format!("{SESSIONS}{more_sessions}")),
        ];
        let paths = files.map(|(name, text)| {
            let path = self.folder.path().join(name);
            fs::write(&path, text).unwrap();
            path
        });
        desk.import(&Intake::of(paths.to_vec(), Some(day(as_at))), &mut |_| true)
            .unwrap()
    }
}

/// The overdue case supervision of a child.
fn gap(desk: &mut Desk, child: &str) -> Option<(GapKey, Standing)> {
    let picture = desk.picture().unwrap();
    let found = picture.gaps.iter().find(|gap| {
        let rule = picture.behind(gap).unwrap().0;
        rule.rule.id == "SUP-CASE-CIN"
            && &*gap.who == child
            && gap.state == crate::model::State::Overdue
    })?;
    Some((found.key.clone(), found.standing.clone()))
}

#[test]
fn a_record_that_was_seen_waits_for_the_import_that_shows_it() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let seen = OutcomeKind::SeenOnFile {
        on: day("2026-06-11"),
    };
    for child in ["900001", "900002"] {
        let (key, standing) = gap(&mut desk, child).unwrap();
        assert_eq!(standing, Standing::Open);
        let step = desk
            .give(&[key], &seen, "read the session on the file")
            .unwrap();
        assert!(matches!(step.standings[0].1, Standing::Waiting(_)));
    }
    // The finding itself does not move: the record is the child's file.
    assert!(matches!(
        gap(&mut desk, "900001").unwrap().1,
        Standing::Waiting(_)
    ));
    let again = service.import(&mut desk, "2026-06-12", "");
    assert_eq!(
        again.promises,
        Promises {
            waiting: 2,
            ..Promises::default()
        }
    );
    assert_eq!(
        again.changes.new + again.changes.changed + again.changes.gone,
        0
    );
    let next = service.import(
        &mut desk,
        "2026-07-01",
        "900001,Odalys Testwick,Merrin Mockridge,Hub 3,10/06/2026,Case supervision,Held,11/06/2026\n",
    );
    assert_eq!(
        next.promises,
        Promises {
            confirmed: 1,
            not_confirmed: 1,
            waiting: 0
        }
    );
    assert!(gap(&mut desk, "900001").is_none());
    assert!(matches!(
        gap(&mut desk, "900002").unwrap().1,
        Standing::Reopened { .. }
    ));
}

#[test]
fn a_file_that_was_left_out_is_told_in_one_sentence_that_names_no_command() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("cases.csv", CASES),
        ("fruit.csv", "fruit,colour\napple,red\n"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut desk = Service::new().desk();
    let preview = desk
        .look_at(&[folder.path().to_owned()], &mut |_| true)
        .unwrap();
    let told: Vec<&String> = preview
        .advice
        .iter()
        .filter(|line| line.contains("fruit.csv"))
        .collect();
    assert_eq!(
        told,
        [
            "Not read: fruit.csv: no list that Caselight knows was found (its headings fit none): \
             correct the headings, by which a list is known, or leave it out."
        ]
    );
}

#[test]
fn an_outcome_given_in_one_month_stands_on_the_same_gap_in_the_next() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let (key, _) = gap(&mut desk, "900002").unwrap();
    desk.give(
        std::slice::from_ref(&key),
        &OutcomeKind::NotRequired,
        "closing this week",
    )
    .unwrap();
    drop(desk);
    let mut desk = service.desk();
    service.import(&mut desk, "2026-07-01", "");
    let (same, standing) = gap(&mut desk, "900002").unwrap();
    assert_eq!(same, key);
    assert!(matches!(standing, Standing::Answered(_)));
    // A session that falls short of the limit makes another gap, and the old answer is not its.
    service.import(
        &mut desk,
        "2026-08-20",
        "900002,Odalys Testwick,Merrin Mockridge,Hub 3,02/07/2026,Case supervision,Held,02/07/2026\n",
    );
    let (other, standing) = gap(&mut desk, "900002").unwrap();
    assert!(other != key);
    assert_eq!(standing, Standing::Open);
}

#[test]
fn undo_says_what_it_takes_back_after_a_restart() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let keys = ["900001", "900002"].map(|child| gap(&mut desk, child).unwrap().0);
    let step = desk
        .give(
            &keys,
            &OutcomeKind::Booked {
                on: day("2026-06-20"),
            },
            "worker on leave",
        )
        .unwrap();
    assert_eq!(step.undo.as_deref(), Some("booked for 20 Jun 2026: 2 gaps"));
    drop(desk);
    let mut desk = service.desk();
    let undone = desk.undo().unwrap().unwrap();
    assert_eq!(undone.label, "undone: booked for 20 Jun 2026: 2 gaps");
    assert!(
        undone
            .standings
            .iter()
            .all(|(_, standing)| *standing == Standing::Open)
    );
    assert_eq!(undone.standings.len(), 2);
    assert!(desk.undo().unwrap().is_none());
    assert_eq!(desk.redo().unwrap().unwrap().standings.len(), 2);
}

#[test]
fn a_gap_that_is_not_in_the_extract_gets_no_outcome() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let foreign = GapKey::stored("SUP-CASE-CIN:900009:session@2026-01-01");
    let refused = desk.give(&[foreign], &OutcomeKind::DataError, "a try");
    assert!(refused.is_err_and(|e| e.to_string().contains("nothing was saved")));
    assert!(desk.undo().unwrap().is_none());
}

#[test]
fn a_note_drafted_from_gaps_counts_and_names_nobody() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let keys = ["900001", "900002"].map(|child| gap(&mut desk, child).unwrap().0);
    let booked = OutcomeKind::Booked {
        on: day("2026-06-20"),
    };
    desk.give(&keys[..1], &booked, "Odalys Testwick was away")
        .unwrap();
    let note = desk.draft(&keys, None, Audience::Scrutiny).unwrap();
    for said in [
        "2 of 2 children in need (100 %)",
        "Of these 2: 1 booked for 20 Jun 2026, 1 not answered yet.",
        "20 Jun 2026 for 1 of 2; the others ____",
    ] {
        assert!(note.body.contains(said), "{said}\n{}", note.body);
    }
    for name in ["900001", "900002", "Testwick", "Mockridge"] {
        assert!(!note.body.contains(name), "{name}");
    }
    assert_eq!(note.evidence[0].gaps.len(), 2);
    let path = service.folder.path().join("note.md");
    let mut leaf = Leaf {
        to: path.clone(),
        form: None,
        overwrite: Overwrite::Refuse,
    };
    let written = desk.export_note(note.head.id, &leaf).unwrap();
    assert!(written.is_absolute() && written == path);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("2 of 2") && text.contains("before the council scrutiny committee sees"));
    let again = desk.export_note(note.head.id, &leaf);
    assert!(matches!(again, Err(DeskError::Taken(_))));
    leaf.to = service.folder.path().join("note.html");
    let page = desk.export_note(note.head.id, &leaf).unwrap();
    assert!(
        fs::read_to_string(page)
            .unwrap()
            .starts_with("<!DOCTYPE html>")
    );
    leaf.to = service.folder.path().join("note.docx");
    assert!(
        desk.export_note(note.head.id, &leaf)
            .is_err_and(|e| e.to_string().contains(".html"))
    );
}

#[test]
fn what_the_lists_say_beside_is_there_for_whoever_looks_at_the_child() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let child = crate::model::ChildId::read("900001").unwrap();
    let listed = desk.listed(&child, day("2026-06-12")).unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(
        (listed[0].list, listed[0].on),
        ("cin", Some(day("2026-01-05")))
    );
    assert_eq!(listed[0].words, "primary need: N1");
    assert!(desk.listed(&child, day("2026-06-11")).unwrap().is_empty());
}

#[test]
fn an_older_extract_says_that_clocks_are_still_read_on_the_later_day() {
    let service = Service::new();
    let mut desk = service.desk();
    let first = service.import(&mut desk, "2026-06-12", "");
    assert_eq!(first.newer_data, None);
    let older = service.import(&mut desk, "2026-06-01", "");
    assert_eq!(older.newer_data, Some(day("2026-06-12")));
    let lines = older.summary().lines.join("\n");
    assert!(
        lines.contains("already holds data to 12 Jun 2026"),
        "{lines}"
    );
    assert_eq!(desk.picture().unwrap().check.as_at, day("2026-06-12"));
}
