//! The whole job without the workbench, as a person does it who has every line read out.

use super::*;

/// A home in which the made-up authority is the store.
fn fictonshire() -> (Home, String) {
    let home = Home::new();
    let store = home.folder.path().join("made up.caselight");
    let store = store.to_str().unwrap().to_owned();
    home.ok(&["demo", "--build-only", &store, "--children", "60"]);
    (home, store)
}

#[test]
fn gaps_are_found_answered_undone_redone_and_written_about_without_the_workbench() {
    let (home, store) = fictonshire();
    let on = |words: &[&str]| -> String { home.ok(&[words, &["--store", &store]].concat()) };
    let list = |words: &[&str]| -> Vec<Value> {
        let out = on(&[words, &["--format", "json"]].concat());
        serde_json::from_str(&out).unwrap()
    };
    // Find: by the words of the pane's filter.
    let gaps = list(&["gaps", "--filter", "rule:sup -kind:none"]);
    assert!(gaps.len() > 1, "{gaps:?}");
    assert!(
        gaps.iter()
            .all(|gap| gap["rule"].as_str().unwrap().starts_with("SUP"))
    );
    let code = gaps[0]["code"].as_str().unwrap();
    let key = gaps[0]["key"].as_str().unwrap();
    assert_eq!(code.len(), 7);
    // Understand: the code and the key name one gap.
    let why = on(&["gap", code]);
    assert_eq!(why, on(&["gap", key]));
    assert!(why.contains(key), "{why}");
    let whole: Value = serde_json::from_str(&on(&["gap", code, "--format", "json"])).unwrap();
    assert!(whole["why"]["needs"].as_str().unwrap().len() > 10);
    // Decide: a rehearsal saves nothing, one call is one step.
    let other = gaps[1]["code"].as_str().unwrap();
    let give = [
        "outcome",
        code,
        other,
        "--escalate",
        "head of service",
        "--reason",
        "No capacity in the team",
    ];
    let said = on(&[&give[..], &["--dry-run"]].concat());
    assert!(said.starts_with("would be saved"), "{said}");
    assert_eq!(list(&["outcomes"]), Vec::<Value>::new());
    let said = on(&give);
    assert!(
        said.starts_with("saved: escalated to head of service: 2 gaps"),
        "{said}"
    );
    let given = list(&["outcomes"]);
    assert_eq!(given.len(), 2);
    assert_eq!(given[0]["standing"], "answered");
    assert_eq!(given[0]["reason"], "No capacity in the team");
    let answered = list(&["gaps", "--filter", "outcome:escalated"]);
    assert_eq!(answered.len(), 2);
    // Undo and redo, and both say which step.
    assert!(on(&["undo"]).starts_with("undone: escalated to head of service: 2 gaps"));
    assert_eq!(list(&["outcomes"]), Vec::<Value>::new());
    let places: Vec<Value> = list(&["outcomes", "--all"])
        .iter()
        .map(|row| row["place"].clone())
        .collect();
    assert_eq!(places, ["undone", "undone"]);
    assert!(on(&["redo"]).starts_with("done again: escalated to head of service: 2 gaps"));
    assert_eq!(list(&["outcomes"]), given);
    let said = home.fails(1, &["redo", "--store", &store]);
    assert!(said.contains("nothing to redo"), "{said}");
    // Write: a note from these gaps, taken away as a file.
    let drafted = on(&[
        "note",
        "draft",
        "--gap",
        code,
        "--gap",
        other,
        "--title",
        "Hub meeting",
    ]);
    assert!(drafted.starts_with("note 1: Hub meeting"), "{drafted}");
    let to = home.folder.path().join("note.md");
    on(&["note", "export", "1", to.to_str().unwrap()]);
    assert!(fs::read_to_string(to).unwrap().contains("Hub meeting"));
}

#[test]
fn gaps_that_were_not_named_beyond_doubt_are_listed_and_nothing_is_saved() {
    let rows = [episode("900001", "05/01/2026", "01/02/2026", "")];
    let home = Home::holding(&[list(EPISODES, &rows)]).with_visits_listed();
    let several = home.json(&["gaps", "--format", "json"]);
    assert!(several.as_array().unwrap().len() > 1, "{several}");
    let reason = ["--data-error", "--reason", "tried"];
    let said = home.fails(
        2,
        &[&["outcome", "--child", "0900001"][..], &reason].concat(),
    );
    for gap in several.as_array().unwrap() {
        assert!(said.contains(gap["code"].as_str().unwrap()), "{said}");
    }
    for unknown in [&["outcome", "zzzzzzz"][..], &["outcome", "--child", "123"]] {
        let said = home.fails(1, &[unknown, &reason].concat());
        assert!(said.contains("caselight gaps"), "{said}");
    }
    // Of several gaps in one call, one that is not known stops all.
    let code = several[0]["code"].as_str().unwrap();
    home.fails(1, &[&["outcome", code, "zzzzzzz"][..], &reason].concat());
    assert_eq!(
        home.json(&["outcomes", "--format", "json"]),
        serde_json::json!([])
    );
    let one = ["outcome", "--child", "900001", "--rule", "alloc-none"];
    home.ok(&[&one[..], &reason].concat());
    assert_eq!(
        home.json(&["outcomes", "--format", "json"])[0]["id"],
        "900001"
    );
}

#[test]
fn an_outcome_without_its_date_reason_or_role_is_off_and_says_what_it_needs() {
    let rows = [episode("900001", "05/01/2026", "01/02/2026", "")];
    let home = Home::holding(&[list(EPISODES, &rows)]);
    let gaps = home.json(&["gaps", "--format", "json"]);
    let code = gaps[0]["code"].as_str().unwrap();
    for (words, says) in [
        (&["--booked", "2026-06-20"][..], "--reason"),
        (&["--reason", "x"], "--booked"),
        (&["--booked", "20/06/2026", "--reason", "x"], "2026-06-12"),
        (&["--booked", "2001-06-20", "--reason", "x"], "has passed"),
        (
            &["--seen", "2999-01-01", "--reason", "x"],
            "has not come yet",
        ),
        (&["--data-error", "--reason", "  "], "reason is empty"),
        (&["--escalate", " ", "--reason", "x"], "role is empty"),
        (
            &["--data-error", "--not-required", "--reason", "x"],
            "cannot be used with",
        ),
    ] {
        let said = home.fails(2, &[&["outcome", code][..], words].concat());
        assert!(said.contains(says), "{says:?} is not in {said}");
    }
    assert_eq!(
        home.json(&["outcomes", "--format", "json"]),
        serde_json::json!([])
    );
}

#[test]
fn a_filter_that_cannot_be_read_is_off_and_the_groups_stand_in_the_order_of_names() {
    let (home, store) = fictonshire();
    let said = home.fails(2, &["gaps", "--filter", "tem:north", "--store", &store]);
    assert!(
        said.contains("\"tem\"") && said.contains("supervisor"),
        "{said}"
    );
    let said = home.fails(2, &["cases", "--filter", "age:old", "--store", &store]);
    assert!(said.contains("age:<5"), "{said}");
    let young = home.json(&[
        "cases", "--filter", "age:<5", "--format", "json", "--store", &store,
    ]);
    assert!(!young.as_array().unwrap().is_empty());
    assert!(
        young
            .as_array()
            .unwrap()
            .iter()
            .all(|row| row["age"].as_i64().unwrap() < 5)
    );
    let out = home.ok(&["gaps", "--by", "supervisor", "--store", &store]);
    let names: Vec<&str> = out
        .lines()
        .filter_map(|line| line.strip_prefix("supervisor ")?.split_once(':'))
        .map(|(name, _)| name)
        .collect();
    assert!(names.len() > 1, "{out}");
    assert!(names.is_sorted(), "{names:?}");
}
