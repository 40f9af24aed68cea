//! A review session in plain lines: the same record, no escape code, kept where the input ends.

use std::io::Write as _;

use super::*;

fn home() -> Home {
    let rows = [
        episode("900001", "05/01/2026", "01/02/2026", "Fern Madeup"),
        episode("900002", "05/01/2026", "08/02/2026", ""),
        episode("900003", "05/01/2026", "08/02/2026", ""),
    ];
    let families = "child_id,family_id\n900001,F1\n900002,F1\n".to_owned();
    let held = [session("900001", "01/06/2026")];
    Home::holding(&[list(EPISODES, &rows), list(SESSIONS, &held), families])
}

/// Runs a plain session on these lines.
fn sitting(home: &Home, words: &[&str], lines: &str) -> Ran {
    let words = [&["review", "--plain"], words].concat();
    let mut child = home
        .command(&words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut keys = child.stdin.take().unwrap();
    keys.write_all(lines.as_bytes()).unwrap();
    drop(keys);
    Ran::of(&child.wait_with_output().unwrap())
}

#[test]
fn the_tiers_are_published_with_what_makes_them() {
    let home = Home::new();
    let said = home.ok(&["review", "tiers"]);
    for words in [
        "1. missing now",
        "no worker",
        "not a score",
        "ALLOC-NONE",
        "source: ",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let json = home.json(&["review", "tiers", "--format", "json"]);
    assert!(json.as_array().unwrap().len() >= 10);
}

#[test]
fn a_session_in_plain_lines_is_kept_where_the_input_ends_and_taken_up_there() {
    let home = home();
    let first = sitting(&home, &[], "b 1\nnonsense\nt ask the school\n");
    assert_eq!(first.status, 0, "{}", first.err);
    assert!(!first.out.contains('\u{1b}'), "{}", first.out);
    assert!(first.out.contains("look first: no worker"), "{}", first.out);
    assert!(first.out.contains("Saved: booked for"), "{}", first.out);
    assert!(
        first.out.contains("Not understood: nonsense"),
        "{}",
        first.out
    );
    assert!(
        first.out.contains("The session is kept at"),
        "{}",
        first.out
    );
    let again = sitting(&home, &[], "q\n");
    assert!(again.out.contains("it is taken up"), "{}", again.out);
    assert!(
        again.out.contains("your words: ask the school"),
        "{}",
        again.out
    );
    let given = home.json(&["outcomes", "--format", "json"]);
    assert_eq!(given.as_array().unwrap().len(), 1, "{given}");
}

#[test]
fn a_session_leaves_a_summary_with_counts_and_without_minutes_or_names() {
    let home = home();
    let ran = sitting(
        &home,
        &["--minutes", "60"],
        "k 2 1\na hold the core group; T Mockridge; 2030-01-07\nz\nE\nE\n",
    );
    assert!(ran.out.contains("Left undone"), "{}", ran.out);
    assert!(ran.out.contains("The session has ended"), "{}", ran.out);
    let shown = home.json(&["review", "show", "1", "--format", "json"]);
    assert_eq!(shown["outcomes"]["escalated"], 1, "{shown}");
    assert_eq!(shown["promises"], 1, "{shown}");
    assert_eq!(shown["kind"], "triage");
    assert!(shown["left_undone"]["gaps"].as_u64().unwrap() > 0);
    let text = shown.to_string();
    assert!(!text.contains("90000") && !text.contains("Fern"), "{text}");
    assert!(
        !text.contains("took") && !text.contains("per_case"),
        "{text}"
    );
    let listed = home.json(&["review", "list", "--format", "json"]);
    assert_eq!(listed.as_array().unwrap().len(), 1);
    // It can be evidence of a note, with its denominator and its day.
    let note = home.ok(&["review", "cite", "1"]);
    let id = note.split([' ', ':']).nth(1).unwrap().to_owned();
    let body = home.ok(&["note", "show", &id]);
    assert!(
        body.contains("were given an outcome with a reason [E"),
        "{body}"
    );
    home.fails(1, &["review", "cite", "1", "--note", &id]);
}

#[test]
fn a_sample_is_drawn_again_the_same_by_the_same_seed() {
    let draw = |seed: &str| {
        let home = home();
        let words = ["--sample", "1", "--seed", seed];
        sitting(&home, &words, "").out
    };
    assert_eq!(draw("7"), draw("7"));
    assert!((0..20).any(|seed| draw(&seed.to_string()).contains("900003")));
}

#[test]
fn what_cannot_be_begun_is_refused_with_what_to_do() {
    let home = home();
    // No terminal to open the workbench on.
    home.fails(1, &["review"]);
    home.fails(2, &["review", "--plain", "--kind", "audit"]);
    assert!(
        home.fails(1, &["review", "end"])
            .contains("none is under way")
    );
    let none = sitting(&home, &["--filter", "team:nowhere"], "");
    assert_eq!(none.status, 1);
    assert!(none.err.contains("no open gap fits"), "{}", none.err);
}

#[test]
fn answers_for_other_children_are_not_taken_by_a_session_that_is_under_way() {
    let home = home();
    sitting(&home, &["--child", "900003"], "t ask the school\n");
    let other = sitting(&home, &["--child", "900001"], "b 1\n");
    assert_eq!(other.status, 2, "{}", other.out);
    assert!(other.err.contains("about something else"), "{}", other.err);
    let same = sitting(&home, &["--child", "900003"], "q\n");
    assert!(same.out.contains("it is taken up"), "{}", same.out);
    assert_eq!(
        home.json(&["outcomes", "--format", "json"]),
        serde_json::json!([])
    );
}

#[test]
fn the_children_of_a_visit_come_from_a_file_and_an_unknown_one_is_named() {
    let home = home();
    let file = home.file("visit.txt", b"900003\n");
    let ran = sitting(
        &home,
        &["--children", &file, "--kind", "case-review"],
        "q\n",
    );
    assert!(
        ran.out.contains("Case review: 1 named child"),
        "{}",
        ran.out
    );
    assert!(!ran.out.contains("900001"), "{}", ran.out);
    home.ok(&["review", "end"]);
    let ran = sitting(&home, &["--child", "900003,123123"], "");
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("123123"), "{}", ran.err);
}

#[test]
fn a_saved_view_is_what_a_session_is_about() {
    let home = home();
    let ran = sitting(&home, &["--view", "1"], "q\n");
    assert!(
        ran.out.contains("view 1 (Not answered, most over first)"),
        "{}",
        ran.out
    );
    let none = sitting(&home, &["--view", "nothing such"], "");
    assert_eq!(none.status, 2);
}

#[test]
fn marked_gaps_are_answered_together_undone_and_done_again_and_a_number_is_no_reason() {
    let home = home();
    let ran = sitting(&home, &[], "b 99\nm all\nb 1\nu\nU\nq\n");
    assert!(ran.out.contains("There is no reason 99"), "{}", ran.out);
    assert!(ran.out.contains("Marked: gap 1"), "{}", ran.out);
    assert!(ran.out.contains("Undone: booked"), "{}", ran.out);
    assert!(ran.out.contains("Done again: booked"), "{}", ran.out);
    assert!(ran.out.contains("1 answer was not taken"), "{}", ran.out);
    let given = home.json(&["outcomes", "--format", "json"]);
    let given = given.as_array().unwrap();
    assert!(!given.is_empty());
    for one in given {
        assert_ne!(one["reason"], "99");
    }
}
