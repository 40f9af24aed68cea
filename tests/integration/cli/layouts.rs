//! `layouts`: a council's own export, from a file that nothing fits to one that needs no question.

use super::*;

const EXPORT: &[u8] = include_bytes!("../../fixtures/good/own_export_of_a_hub.csv");

#[test]
fn an_own_export_is_proposed_kept_and_then_read_without_a_question() {
    let home = Home::with_store();
    let file = home.file("hub diary.csv", EXPORT);
    let import = ["import", &file, "--as-at", "2026-06-12"];
    let refused = home.fails(5, &import);
    assert!(
        refused.contains("no list that Caselight knows"),
        "{refused}"
    );

    let words = home.ok(&["layouts", "propose", &file]);
    for part in [
        "It looks like supervision and management oversight.",
        "the supervisor or manager",
        "are dates",
        "child 0700101, 0700102: group supervision, 03 Jun 2026",
    ] {
        assert!(words.contains(part), "{part}\n{words}");
    }
    assert!(
        home.fails(5, &import).contains("no list"),
        "nothing was kept"
    );

    home.ok(&["layouts", "propose", &file, "--save", "Hub diary"]);
    assert!(home.ok(&["layouts", "list"]).contains("hub-diary"));
    let text = home.ok(&["layouts", "show", "hub-diary"]);
    assert!(text.contains("Person discussed"), "{text}");

    let report = home.json(&["import", &file, "--as-at", "2026-06-12", "--format", "json"]);
    let read = &report["files"][0];
    assert_eq!(read["recognised_as"], "hub-diary, a layout of your own");
    assert_eq!(read["sheets"][0]["used"], 2);
    assert_eq!(report["changes"]["new"], 3);
    let only = home.run(&[
        "import",
        &file,
        "--as-at",
        "2026-06-12",
        "--layout",
        "family",
    ]);
    assert_ne!(only.status, 0);
}

#[test]
fn a_layout_that_cannot_be_read_stops_the_import_and_says_which_it_is() {
    let home = Home::with_store();
    let file = home.file("hub diary.csv", EXPORT);
    home.ok(&["layouts", "propose", &file, "--save", "hub"]);
    let kept = files_in(home.folder.path())
        .into_iter()
        .find(|path| path.ends_with("layouts/hub.toml"))
        .unwrap();
    fs::write(&kept, "name = \"hub\"\nlist = 7\n").unwrap();
    let refused = home.fails(5, &["import", &file, "--as-at", "2026-06-12"]);
    assert!(
        refused.contains("your layout hub cannot be used"),
        "{refused}"
    );
    assert!(home.ok(&["layouts", "list"]).contains("cannot be used"));
}
