//! The real program, killed after each step of a sitting and taken up again: what was shown as
//! saved is there, and so is every word that stood on the screen for a second.

use std::path::Path;

use super::review::{caselight, store};
use super::*;

/// How long words stand on the screen before a kill may not lose them.
const A_SECOND: Duration = Duration::from_secs(1);

/// A form that is opened by keys, filled with words, and sent.
struct Form {
    keys: &'static str,
    /// What the screen shows once it is open.
    title: &'static str,
    /// The last line holds the words that have to come back.
    typed: &'static [&'static str],
    /// What the screen says once it is saved.
    saved: &'static str,
    /// The list in which it then stands, and how many rows that has at least.
    listed: (&'static str, usize),
}

/// An outcome, a bulk outcome, an entry, a promise, a reading.
const SITTING: [Form; 5] = [
    Form {
        keys: "b",
        title: "Reason",
        typed: &["agreed with the duty manager"],
        saved: "Saved: booked for",
        listed: ("outcomes", 1),
    },
    Form {
        keys: "   x",
        title: "gaps of",
        typed: &["all of them were asked"],
        saved: "Saved: not required",
        listed: ("outcomes", 4),
    },
    Form {
        keys: "1+d",
        title: "What was decided",
        typed: &["step down to in need", "the plan is met"],
        saved: "Saved: decision on",
        listed: ("entries", 1),
    },
    Form {
        keys: "7c",
        title: "Carried to another day",
        typed: &["", "the school was shut"],
        saved: "Saved: carried",
        listed: ("promises", 1),
    },
    Form {
        keys: "1F",
        title: "Read the record of",
        typed: &["ypnynn-read after the visit"],
        saved: "Saved: a record read",
        listed: ("entries", 1),
    },
];

fn rows(home: &Path, store: &str, list: &str) -> usize {
    let said = caselight(home, &["--store", store, list, "--format", "json"]);
    let rows: serde_json::Value = serde_json::from_str(&said).unwrap();
    rows.as_array().unwrap().len()
}

fn open(home: &Path, store: &str) -> Screen {
    let screen = Screen::running((36, 120), home, (&["--store", store], None));
    screen.wait_for("open cases");
    screen
}

fn kill(screen: &mut Screen) {
    screen.child.kill().unwrap();
    screen.child.wait().unwrap();
}

/// Fills the form that is open, from field to field.
fn fill(screen: &mut Screen, typed: &[&str]) {
    screen.press(&typed.join("\t"));
    let last = typed.last().copied().unwrap_or_default();
    screen.wait_for(last.trim_start_matches("ypnynn-"));
}

#[test]
fn a_sitting_that_is_killed_after_each_step_goes_on_where_it_was() {
    let home = tempfile::tempdir().unwrap();
    let store = store(home.path(), "60");
    let mut screen = open(home.path(), &store);
    for form in SITTING {
        screen.press(form.keys);
        screen.wait_for(form.title);
        fill(&mut screen, form.typed);
        thread::sleep(A_SECOND);
        kill(&mut screen);
        // The words are there, and a key sends them.
        screen = open(home.path(), &store);
        screen.wait_for(form.title);
        screen.wait_for("nothing of it is saved yet");
        let words = form.typed.last().unwrap().trim_start_matches("ypnynn-");
        assert!(screen.text().contains(words), "{}", screen.text());
        screen.press("\r");
        screen.wait_for(form.saved);
        kill(&mut screen);
        let (list, least) = form.listed;
        assert!(rows(home.path(), &store, list) >= least, "{}", form.saved);
        screen = open(home.path(), &store);
    }
    // What was done can still be undone by whoever sits down afterwards.
    screen.press("u");
    screen.wait_for("a record read");
    screen.press("2n");
    screen.wait_for("What it rests on");
    screen.press("in the words of the child");
    screen.wait_for("in the words of the child");
    thread::sleep(A_SECOND);
    kill(&mut screen);
    screen = open(home.path(), &store);
    screen.wait_for("in the words of the child");
    // In a note `q` is a letter.
    kill(&mut screen);
}

#[test]
fn words_are_kept_while_one_goes_on_typing_whenever_the_kill_comes() {
    let home = tempfile::tempdir().unwrap();
    let store = store(home.path(), "60");
    let letters = "abcdefghijklmnopqrstuvwxyz".repeat(2);
    for strokes in [13, 29, 46] {
        let mut screen = open(home.path(), &store);
        screen.press("x");
        screen.wait_for("Reason");
        let mut shown: Vec<(Instant, usize)> = Vec::new();
        for (at, letter) in letters.chars().take(strokes).enumerate() {
            screen.press(&letter.to_string());
            thread::sleep(Duration::from_millis(60));
            if screen.text().contains(&letters[..=at]) {
                shown.push((Instant::now(), at + 1));
            }
        }
        let now = Instant::now();
        kill(&mut screen);
        let due = shown.iter().rev().find(|(at, _)| now - *at >= A_SECOND);
        let due = due.map_or(0, |(_, length)| *length);
        assert!(due > 0 || strokes < 20, "no letter stood for a second");
        let mut screen = open(home.path(), &store);
        if due > 0 {
            screen.wait_for(&letters[..due]);
        }
        screen.press("\u{1b}");
        screen.wait_for("space mark");
        assert!(screen.quit());
    }
}

#[cfg(unix)]
#[test]
fn a_polite_end_keeps_every_letter_however_young() {
    let home = tempfile::tempdir().unwrap();
    let store = store(home.path(), "60");
    let mut screen = open(home.path(), &store);
    screen.press("1+d");
    screen.wait_for("What was decided");
    screen.press("to see the child alone");
    screen.wait_for("to see the child alone");
    let id = screen.child.process_id().unwrap().to_string();
    let sent = std::process::Command::new("kill")
        .args(["-TERM", &id])
        .status();
    assert!(sent.unwrap().success());
    assert!(screen.child.wait().unwrap().success());
    let screen = open(home.path(), &store);
    screen.wait_for("to see the child alone");
}
