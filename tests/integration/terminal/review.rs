//! A review session by an expert's keys, and what stands when the power fails.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use super::*;

/// A made-up authority in a store of its own.
pub(super) fn store(home: &Path, children: &str) -> String {
    let path = home.join("reviewed.caselight").display().to_string();
    let built = caselight(
        home,
        &["demo", "--build-only", &path, "--children", children],
    );
    assert_eq!(built, "");
    path
}

pub(super) fn caselight(home: &Path, words: &[&str]) -> String {
    let binary = std::env::var("CASELIGHT_BINARY")
        .unwrap_or_else(|_| env!("CARGO_BIN_EXE_caselight").to_owned());
    let output = Command::new(binary)
        .args(words)
        .env("HOME", home)
        .env("CASELIGHT_PASSPHRASE", "four made up words")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{words:?}: {said}");
    said
}

/// The steps in which outcomes with a reason were given, and the gaps that have one.
fn outcomes(home: &Path, store: &str) -> (BTreeSet<u64>, BTreeSet<String>) {
    let said = caselight(home, &["--store", store, "outcomes", "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&said).unwrap();
    let rows = rows.as_array().unwrap();
    let reasoned = |row: &&serde_json::Value| !row["reason"].as_str().unwrap().trim().is_empty();
    assert!(rows.iter().all(|row| reasoned(&row)));
    let steps = rows.iter().map(|row| row["step"].as_u64().unwrap());
    let gaps = rows
        .iter()
        .map(|row| row["key"].as_str().unwrap().to_owned());
    (steps.collect(), gaps.collect())
}

/// Presses keys one by one and counts them.
fn count(screen: &mut Screen, keys: &[&str]) -> usize {
    for key in keys {
        screen.press(key);
    }
    keys.len()
}

#[test]
fn an_expert_gives_thirty_gaps_an_outcome_and_a_reason_in_four_keys_each() {
    let home = tempfile::tempdir().unwrap();
    let store = store(home.path(), "200");
    let before = outcomes(home.path(), &store);
    let words = ["--store", store.as_str()];
    let mut screen = Screen::running((36, 120), home.path(), (&words, None));
    screen.wait_for("gaps in");
    let mut keys = count(&mut screen, &["R"]);
    screen.wait_for("In the queue");
    keys += count(&mut screen, &["\r"]);
    screen.wait_for("Open gaps");
    // Three keys answer a line of the queue; a family that is folded is one line.
    let kinds: [&[&str]; 4] = [
        &["b", "1", "\r"],
        &["x", "1", "\r"],
        &["d", "2", "\r"],
        &["k", "1", "1", "\r"],
    ];
    for kind in kinds.iter().cycle().take(30) {
        keys += count(&mut screen, kind);
        screen.wait_for("Saved: ");
    }
    // The last one is on disk once nothing is being saved.
    screen.press("\u{1b}");
    // A key that comes at once with escape is another key: the list has to be there first.
    screen.wait_for("g group");
    assert!(screen.quit());
    // Thirty lines were answered one by one, each with its own keys; a family is one line, and no
    // gap is counted twice.
    let (steps, gaps) = outcomes(home.path(), &store);
    assert_eq!(steps.len() - before.0.len(), 30);
    assert!(gaps.len() - before.1.len() >= 30, "{} gaps", gaps.len());
    assert!(keys <= 30 * 4, "{keys} keys");
}

#[cfg(unix)]
#[test]
fn a_kill_loses_no_outcome_that_was_shown_as_saved_and_no_words_older_than_a_second() {
    let home = tempfile::tempdir().unwrap();
    let store = store(home.path(), "60");
    let words = ["--store", store.as_str()];
    let mut screen = Screen::running((36, 120), home.path(), (&words, None));
    screen.wait_for("gaps in");
    screen.press("R");
    screen.wait_for("In the queue");
    screen.press("\r");
    screen.wait_for("Open gaps");
    screen.press("b1\r");
    screen.wait_for("Saved: booked for");
    screen.press("n");
    screen.wait_for(" looked at");
    screen.press("task the school about the timetable");
    screen.wait_for("ask the school about the timetable");
    // Older than a second.
    thread::sleep(Duration::from_millis(1100));
    screen.press("!!");
    screen.child.kill().unwrap();
    screen.child.wait().unwrap();
    assert!(!outcomes(home.path(), &store).0.is_empty());
    let mut screen = Screen::running((36, 120), home.path(), (&words, None));
    // Where one was is where the next sitting begins.
    screen.wait_for("Taken up again at");
    screen.wait_for("ask the school about the timetable");
    assert!(screen.quit());
}
