//! Exit statuses, and what goes to which output.

use super::*;

#[test]
fn init_asks_nothing_and_says_nothing_to_a_program() {
    let home = Home::new();
    let pass = home.file("pass", format!("{PASSPHRASE}\n").as_bytes());
    let mut command = home.command(&["init", "--passphrase-file", &pass]);
    let ran = Ran::of(&command.env_remove("CASELIGHT_PASSPHRASE").output().unwrap());
    assert_eq!(
        (ran.status, ran.out.as_str(), ran.err.as_str()),
        (0, "", "")
    );
    // The variable opens what the file set up.
    let said = home.fails(1, &["check"]);
    assert!(said.contains("caselight import"), "{said}");
    let said = home.fails(1, &["init"]);
    assert!(said.contains("exists already"), "{said}");
}

#[test]
fn without_a_store_every_command_that_needs_one_says_to_set_one_up() {
    let home = Home::new();
    let file = home.file(
        "x.csv",
        list(REFERRALS, &[referral("900001", "05/01/2026")]).as_bytes(),
    );
    for words in [
        &["import", &file, "--as-at", AS_AT][..],
        &["check"],
        &["gaps"],
        &["cases"],
        &["case", "900001"],
        &["note", "list"],
    ] {
        let said = home.fails(1, words);
        assert!(said.contains("caselight init"), "{words:?}: {said}");
    }
    assert_eq!(
        files_in(home.folder.path()).len(),
        1,
        "nothing was left behind"
    );
}

#[test]
fn a_wrong_passphrase_is_4_and_none_at_all_is_1_with_the_ways_to_give_one() {
    let home = Home::with_store();
    let mut wrong = home.command(&["check"]);
    let ran = Ran::of(
        &wrong
            .env("CASELIGHT_PASSPHRASE", "another")
            .output()
            .unwrap(),
    );
    assert_eq!((ran.status, ran.out.as_str()), (4, ""));
    assert!(ran.err.contains("passphrase"), "{}", ran.err);
    let file = home.file("x.csv", b"a,b\n");
    let mut wrong = home.command(&["import", &file, "--as-at", AS_AT]);
    let ran = Ran::of(
        &wrong
            .env("CASELIGHT_PASSPHRASE", "another")
            .output()
            .unwrap(),
    );
    assert_eq!(ran.status, 4, "{}", ran.err);
    let mut none = home.command(&["check"]);
    let ran = Ran::of(&none.env_remove("CASELIGHT_PASSPHRASE").output().unwrap());
    assert_eq!(ran.status, 1);
    for way in ["--passphrase-file", "CASELIGHT_PASSPHRASE"] {
        assert!(ran.err.contains(way), "{}", ran.err);
    }
    let gone = home.fails(1, &["check", "--passphrase-file", "/no/such/file"]);
    assert!(gone.contains("/no/such/file"), "{gone}");
}

#[test]
fn words_that_are_off_are_2_before_anything_is_opened() {
    let home = Home::new();
    for (words, says) in [
        (&["chekc"][..], "chekc"),
        (&["check", "--as-at", "12/06/2026"], "2026-06-12"),
        (&["check", "--as-at", "2026-02-30"], "2026-02-30"),
        (&["check", "--fail-on", "bad"], "overdue"),
        (&["check", "--format", "xml"], "json"),
        (&["check", "--passphrase", "secret"], "--passphrase"),
        (&["import"], "FILE"),
        (
            &["import", "x", "--covers", "2026-06-12..2026-01-01"],
            "earlier",
        ),
        (&["import", "x", "--covers", "2026-06-12"], ".."),
        (&["case"], "ID"),
    ] {
        let said = home.fails(2, words);
        assert!(said.contains(says), "{words:?}: {said}");
    }
}

#[test]
fn a_rule_that_is_not_assessed_is_2_and_the_known_ones_are_named() {
    let home = Home::holding(&[list(REFERRALS, &[referral("900001", "05/01/2026")])]);
    for words in [
        &["check", "--rule", "ASSESS-45"][..],
        &["gaps", "--rule", "ASSESS-45"],
        &["note", "draft", "--rule", "ASSESS-45"],
    ] {
        let said = home.fails(2, words);
        assert!(said.contains("ASSESS-45WD"), "{words:?}: {said}");
    }
}

#[test]
fn fail_on_is_3_for_what_it_names_and_0_for_all_else() {
    let open = list(
        EPISODES,
        &[episode("900001", "05/01/2026", "08/06/2026", "")],
    );
    let again = list(
        REFERRALS,
        &[
            referral("900001", "05/01/2026"),
            referral("900001", "05/02/2026"),
        ],
    );
    let home = Home::holding(&[open, again]).with_visits_listed();
    let status = |words: &[&str]| {
        let mut all = vec!["check", "--format", "json"];
        all.extend(words);
        let ran = home.run(&all);
        assert!(
            serde_json::from_str::<Value>(&ran.out).is_ok(),
            "{words:?}: the result is printed whatever the status is"
        );
        ran.status
    };
    assert_eq!(status(&["--fail-on", "overdue"]), 3, "no worker is named");
    let visits = |state| status(&["--rule", "CINV-INTERVAL", "--fail-on", state]);
    assert_eq!((visits("overdue"), visits("due")), (0, 3));
    let in_trial = &["--rule", "SEEN-ANY", "--fail-on", "due"];
    assert_eq!(status(in_trial), 0, "what is in trial is only counted");
    let re_referred = &["--rule", "REREF-12M", "--fail-on", "late"];
    assert_eq!(status(re_referred), 0, "an indicator is no breach");
    let trial = home.file("trial.toml", b"[rule.ALLOC-NONE]\nmode = \"trial\"\n");
    let words = &["--rule", "ALLOC-NONE", "--policy", &trial];
    assert_eq!(status(&[words, &["--fail-on", "overdue"][..]].concat()), 0);
}

#[test]
fn a_workbench_without_a_terminal_is_1_and_sets_nothing_up() {
    let home = Home::new();
    for words in [&[][..], &["demo"]] {
        let said = home.fails(1, words);
        assert!(said.contains("terminal"), "{said}");
    }
    assert_eq!(files_in(home.folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn piped_output_holds_no_escape_codes_even_where_a_file_does() {
    let rows = [episode(
        "900001",
        "05/01/2026",
        "01/02/2026",
        "\u{1b}[31mFern\u{7} Madeup",
    )];
    let home = Home::holding(&[list(EPISODES, &rows)]).with_visits_listed();
    for command in [
        &["check"][..],
        &["gaps"],
        &["gaps", "--explain"],
        &["cases"],
        &["case", "900001"],
    ] {
        for format in ["table", "csv"] {
            let out = home.ok(&[command, &["--format", format]].concat());
            assert!(out.contains("900001") || command == ["check"], "{out}");
            assert!(
                !out.contains(['\u{1b}', '\u{7}']),
                "{command:?} {format}: {out:?}"
            );
        }
    }
}

#[test]
fn timing_goes_to_standard_error_and_holds_no_content() {
    let home = Home::holding(&[list(REFERRALS, &[referral("900001", "05/01/2026")])]);
    let mut command = home.command(&["check", "--format", "json"]);
    let ran = Ran::of(&command.env("CASELIGHT_TRACE", "timing").output().unwrap());
    assert!(serde_json::from_str::<Value>(&ran.out).is_ok());
    assert!(
        ran.err.contains("ms") && !ran.err.contains("900001"),
        "{}",
        ran.err
    );
    assert_eq!(home.run(&["check"]).err, "");
}
