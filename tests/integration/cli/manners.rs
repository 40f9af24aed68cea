//! Manners: completions, the manual, the settings, the keys, the doctor, lists for programs.

use super::*;

/// Feeds a text to a program, if this system has it; gives how it ended.
fn fed(program: &str, words: &[&str], text: &str) -> Option<Output> {
    use std::io::Write as _;
    let mut child = Command::new(program)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    let mut into = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || into.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().ok();
    Some(output)
}

#[test]
fn completions_are_there_for_each_shell_and_bash_can_read_its_own() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = home.ok(&["completions", shell]);
        for command in ["gaps", "outcome", "doctor", "completions"] {
            assert!(script.contains(command), "{shell} {command}");
        }
    }
    if let Some(output) = fed("bash", &["-n"], &home.ok(&["completions", "bash"])) {
        assert!(output.status.success());
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
    home.fails(2, &["completions", "cobol"]);
}

#[test]
fn the_manual_has_a_page_for_every_command_that_help_names() {
    let home = Home::new();
    let page = home.ok(&["man"]);
    assert!(
        page.contains("EXIT STATUS") && page.contains("ENVIRONMENT"),
        "{page}"
    );
    if let Some(output) = fed("man", &["--warnings", "-l", "-"], &page) {
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            !output.status.success() || text.contains("CASELIGHT_PASSPHRASE"),
            "{text}"
        );
    }
    let folder = home.folder.path().join("man1");
    let to = folder.to_str().unwrap();
    let said = home.fails(2, &["man", "--all", to]);
    assert!(said.contains("no folder"), "{said}");
    fs::create_dir(&folder).unwrap();
    home.ok(&["man", "--all", to]);
    let help = home.ok(&["--help"]);
    let commands = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help");
    let mut count = 0;
    for name in commands {
        count += 1;
        assert!(
            folder.join(format!("caselight-{name}.1")).is_file(),
            "{name}"
        );
    }
    assert!(count > 15, "{help}");
    assert!(folder.join("caselight-note-draft.1").is_file());
}

#[test]
fn settings_are_written_with_comments_once_and_shown_with_where_they_come_from() {
    let home = Home::new();
    let path = home.ok(&["config", "write"]);
    let text = fs::read_to_string(path.trim()).unwrap();
    for key in [
        "theme", "borders", "copy", "author", "council", "policy", "keys",
    ] {
        assert!(
            text.contains(&format!("# {key} = ")),
            "{key} is not in\n{text}"
        );
    }
    let said = home.fails(1, &["config", "write"]);
    assert!(
        said.contains("nothing was changed") && said.contains("--overwrite"),
        "{said}"
    );
    fs::write(path.trim(), "council = \"Fictonshire\"\n").unwrap();
    home.ok(&["config", "write", "--overwrite"]);
    let shown = home.json(&["config", "show", "--format", "json"]);
    let line = |key: &str| {
        let lines = shown.as_array().unwrap();
        lines
            .iter()
            .find(|line| line["choice"] == key)
            .unwrap()
            .clone()
    };
    assert_eq!(line("council")["value"], "Fictonshire");
    assert_eq!(line("council")["from"], "your file");
    assert_eq!(
        (&line("theme")["value"], &line("theme")["from"]),
        (&"auto".into(), &"default".into())
    );
    // What is not understood stops every command that reads it, and names the line.
    fs::write(path.trim(), "\ntheme = \"pink\"\n").unwrap();
    for words in [
        &["config", "show"][..],
        &["config", "write", "--overwrite"],
        &["rules"],
    ] {
        let said = home.fails(1, words);
        assert!(
            said.contains("line 2") && said.contains("contrast"),
            "{said}"
        );
    }
    assert_eq!(
        fs::read_to_string(path.trim()).unwrap(),
        "\ntheme = \"pink\"\n"
    );
    home.ok(&["config", "path"]);
}

#[cfg(target_os = "linux")]
#[test]
fn folders_of_ones_own_choice_are_kept_to() {
    let home = Home::new();
    let own = home.folder.path().join("elsewhere");
    let output = home
        .command(&["config", "path", "--format", "json"])
        .env("XDG_CONFIG_HOME", own.join("settings"))
        .env("XDG_DATA_HOME", own.join("data"))
        .output()
        .unwrap();
    let paths: Value = serde_json::from_slice(&output.stdout).unwrap();
    for (place, folder) in [(0, "settings"), (1, "settings"), (2, "data")] {
        let path = paths[place]["path"].as_str().unwrap();
        assert!(
            path.starts_with(own.join(folder).to_str().unwrap()),
            "{path}"
        );
    }
}

/// The file of a person's own keys, where the program looks for it.
fn own_keys(home: &Home, text: &str) -> PathBuf {
    let paths = home.json(&["config", "path", "--format", "json"]);
    let path = PathBuf::from(paths[1]["path"].as_str().unwrap());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn the_keys_in_force_are_listed_and_ones_own_are_among_them() {
    let home = Home::new();
    let plain = home.json(&["keys", "--format", "json"]);
    assert!(plain.as_array().unwrap().len() > 60);
    assert_eq!(
        keys(&plain[0]),
        ["action", "from", "keys", "mode", "what_it_does"]
    );
    own_keys(
        &home,
        "[[binding]]\nmode = \"gap\"\naction = \"seen-on-file\"\nkeys = [\"f9\"]\n",
    );
    let own = home.json(&["keys", "--format", "json"]);
    let seen = own
        .as_array()
        .unwrap()
        .iter()
        .find(|row| row["action"] == "seen-on-file")
        .unwrap();
    assert_eq!(
        (&seen["keys"], &seen["from"]),
        (&"f9".into(), &"your file".into())
    );
}

#[test]
fn a_key_file_with_a_slip_is_refused_line_by_line_and_left_alone() {
    let home = Home::new();
    let text = "[[binding]]\nmode = \"gap\"\naction = \"seen-on-fil\"\nkeys = [\"f5\"]\n\n\
                [[binding]]\nmode = \"list\"\naction = \"first\"\nkeys = [\"hoem\"]\n";
    let path = own_keys(&home, text);
    for words in [&["keys"][..], &["keys", "check", path.to_str().unwrap()]] {
        let said = home.fails(1, words);
        for part in ["line 3", "seen-on-file?", "line 9", "home?"] {
            assert!(said.contains(part), "{part:?} is not in {said}");
        }
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
    let doctor = home.run(&["doctor", "--format", "json"]);
    assert_eq!(doctor.status, 1);
    assert!(doctor.out.contains("seen-on-file?"), "{}", doctor.out);
    let said = home.fails(1, &["keys", "check", "nowhere.toml"]);
    assert!(said.contains("nowhere.toml"), "{said}");
}

/// What the doctor says of one thing.
fn verdict(home: &Home, words: &[&str], area: &str, what: &str) -> (i32, Value) {
    let ran = home.run(&[&["doctor", "--format", "json"], words].concat());
    let seen: Value = serde_json::from_str(&ran.out).unwrap();
    let found = seen.as_array().unwrap().iter();
    let mut found = found.filter(|one| one["area"] == area && one["what"] == what);
    let one = found
        .next()
        .unwrap_or_else(|| panic!("{area} {what}: {}", ran.out));
    (ran.status, one.clone())
}

#[test]
fn the_doctor_finds_nothing_wrong_with_a_new_home_and_looks_into_a_store() {
    let home = Home::new();
    let (status, file) = verdict(&home, &[], "store", "file");
    assert_eq!((status, &file["state"]), (0, &"look".into()));
    assert!(file["next"].as_str().unwrap().contains("caselight init"));
    let rows = [episode("900001", "05/01/2026", "08/06/2026", "Fern Madeup")];
    let home = Home::holding(&[list(EPISODES, &rows)]);
    for (what, state) in [
        ("pages", "ok"),
        ("format", "ok"),
        ("in use", "ok"),
        ("extracts", "ok"),
    ] {
        let (status, one) = verdict(&home, &[], "store", what);
        assert_eq!((status, &one["state"]), (0, &state.into()), "{one}");
    }
    let out = home.ok(&["doctor"]);
    assert!(!out.contains("900001") && !out.contains("Fern"), "{out}");
    assert!(!out.contains(PASSPHRASE), "{out}");
}

#[test]
fn the_doctor_asks_for_no_passphrase_and_says_which_one_is_wrong() {
    let home = Home::with_store();
    let output = home
        .command(&["doctor"])
        .env_remove("CASELIGHT_PASSPHRASE")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).contains("--unlock"));
    let wrong = home.file("wrong", b"another passphrase");
    let (status, inside) = verdict(&home, &["--passphrase-file", &wrong], "store", "inside");
    assert_eq!((status, &inside["state"]), (1, &"wrong".into()));
}

#[test]
fn the_doctor_names_what_is_wrong_with_settings_policy_and_a_damaged_store() {
    let home = Home::with_store();
    let paths = home.json(&["config", "path", "--format", "json"]);
    let config = PathBuf::from(paths[0]["path"].as_str().unwrap());
    fs::create_dir_all(config.parent().unwrap()).unwrap();
    fs::write(&config, "theme = \"dark\"\ncolour = 1\n").unwrap();
    let (status, one) = verdict(&home, &[], "settings", "config.toml");
    assert_eq!((status, &one["state"]), (1, &"wrong".into()));
    assert!(one["found"].as_str().unwrap().contains("line 2"), "{one}");
    fs::write(&config, "policy = \"ours.toml\"\n").unwrap();
    let (_, one) = verdict(&home, &[], "settings", "policy");
    assert_eq!(one["state"], "wrong");
    fs::write(config.with_file_name("ours.toml"), "name = \"Ours\"\n").unwrap();
    let (_, one) = verdict(&home, &[], "settings", "policy");
    assert_eq!(one["state"], "ok", "{one}");
    let store = home.store();
    let whole = fs::read(&store).unwrap();
    fs::write(&store, &whole[..whole.len() - 100]).unwrap();
    let (status, one) = verdict(&home, &[], "store", "file");
    assert_eq!((status, &one["state"]), (1, &"wrong".into()));
}

#[cfg(unix)]
#[test]
fn a_store_that_others_may_read_is_wrong() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::with_store();
    fs::set_permissions(home.store(), fs::Permissions::from_mode(0o644)).unwrap();
    let (status, one) = verdict(&home, &[], "store", "file");
    assert_eq!((status, &one["state"]), (1, &"wrong".into()));
    assert!(
        one["next"].as_str().unwrap().starts_with("chmod 600"),
        "{one}"
    );
    fs::set_permissions(home.store(), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(verdict(&home, &[], "store", "file").1["state"], "ok");
}

#[test]
fn every_list_is_valid_json_and_csv_with_the_same_keys() {
    let rows = [
        episode("900001", "05/01/2026", "01/02/2026", ""),
        episode("900002", "05/01/2026", "yesterday", "Fern Madeup"),
    ];
    let home = Home::holding(&[list(EPISODES, &rows)]).with_visits_listed();
    let gaps = home.json(&["gaps", "--format", "json"]);
    let code = gaps[0]["code"].as_str().unwrap();
    home.ok(&["outcome", code, "--data-error", "--reason", "tried"]);
    home.ok(&["note", "draft"]);
    for words in [
        &["gaps"][..],
        &["gaps", "--by", "team"],
        &["cases"],
        &["rules"],
        &["policy", "show"],
        &["policy", "list"],
        &["layouts", "list"],
        &["note", "list"],
        &["outcomes"],
        &["imports"],
        &["imports", "--problems", "1"],
        &["keys"],
        &["config", "show"],
        &["config", "path"],
        &["doctor"],
    ] {
        let json = home.json(&[words, &["--format", "json"]].concat());
        let csv = home.ok(&[words, &["--format", "csv"]].concat());
        let mut read = csv::Reader::from_reader(csv.as_bytes());
        let mut named: Vec<String> = read
            .headers()
            .unwrap()
            .iter()
            .map(|h| h.replace(' ', "_"))
            .collect();
        named.sort_unstable();
        let entries = json.as_array().unwrap();
        assert!(!entries.is_empty(), "{words:?}");
        assert_eq!(
            read.records().map(Result::unwrap).count(),
            entries.len(),
            "{words:?}"
        );
        assert!(
            entries.iter().all(|entry| keys(entry) == named),
            "{words:?}"
        );
        let text = home.ok(words);
        assert!(!text.contains('\u{1b}'), "{words:?}");
    }
    let problems = home.json(&["imports", "--problems", "1", "--format", "json"]);
    assert_eq!(problems[0]["found"], "yesterday");
    let said = home.fails(1, &["imports", "--problems", "9"]);
    assert!(said.contains("caselight imports"), "{said}");
}

#[test]
fn whoever_stops_reading_early_ends_a_command_quietly() {
    use std::io::Read as _;
    let home = Home::new();
    for words in [
        &["keys"][..],
        &["man"],
        &["completions", "bash"],
        &["rules", "--format", "json"],
    ] {
        let mut child = home
            .command(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = child.stdout.take().unwrap();
        out.read_exact(&mut [0; 1]).unwrap();
        drop(out);
        let ran = Ran::of(&child.wait_with_output().unwrap());
        assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{words:?}");
    }
}

/// Whether a letter would tell a terminal to do something.
fn steers(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
}

/// A child in need without any supervision: one gap.
fn one_gap() -> Home {
    Home::holding(&[
        list(
            EPISODES,
            &[episode("900138", "05/01/2026", "01/06/2026", "Fern Madeup")],
        ),
        list(SESSIONS, &[session("900138", "10/02/2026")]),
    ])
}

#[test]
fn no_escape_sequence_of_a_file_or_of_typed_words_reaches_a_terminal() {
    const EVIL: &str = "\u{1b}]52;c;eA==\u{7}\u{1b}[31m\u{9b}5m";
    let home = Home::with_store();
    let rows = [
        episode("900138", "05/01/2026", "01/06/2026", &format!("Fern{EVIL}")),
        episode("900139", &format!("yes{EVIL}"), "", "Fern Madeup"),
    ];
    home.import(
        &[
            list(EPISODES, &rows),
            list(SESSIONS, &[session("900138", "10/02/2026")]),
        ],
        &["--as-at", AS_AT],
    );
    let edited = home.folder.path().join("edited.md");
    std::fs::write(&edited, format!("# What we found{EVIL}\r\n\nText.\n")).unwrap();
    let edited = edited.to_str().unwrap();
    let words = format!("Said{EVIL}\r\nmore");
    let title = format!("Title{EVIL}");
    for call in [
        &[
            "enter",
            "session",
            "--child",
            "900138",
            "--on",
            "2026-06-10",
            "--words",
            &words,
            "--worker",
            &title,
        ][..],
        &["note", "draft", "--title", &title],
        &["note", "edit", "1", "--from", edited, "--title", &title],
        &["imports", "--problems", "1"],
        &["imports", "--problems", "1", "--format", "json"],
        &["check", "--all", "--format", "json"],
        &["case", "900138"],
        &["entries"],
        &["entries", "--format", "csv"],
        &["entries", "text", "1"],
        &["note", "list"],
        &["note", "show", "1"],
    ] {
        let text = home.ok(call);
        assert!(!text.is_empty() && !steers(&text), "{call:?}: {text:?}");
    }
    let kept = home.json(&["note", "show", "1", "--format", "json"]);
    assert!(!steers(kept["text"].as_str().unwrap_or_default()), "{kept}");
    assert!(!steers(kept["title"].as_str().unwrap()), "{kept}");
}

#[test]
fn as_lines_each_fact_of_a_list_stands_beside_its_name() {
    let home = one_gap();
    let text = home.ok(&["cases", "--format", "lines"]);
    assert!(text.starts_with("id: "), "{text}");
    assert!(
        text.lines()
            .all(|line| line.is_empty() || line.contains(": ")),
        "{text}"
    );
    let path = home.ok(&["config", "path"]);
    assert!(path.contains("no") && !path.contains("false"), "{path}");
}

#[test]
fn a_filter_that_lets_nothing_through_is_not_told_as_a_service_without_gaps() {
    let home = one_gap();
    let text = home.ok(&["gaps", "--team", "nowhere"]);
    assert!(
        text.starts_with("No gap fits what was asked for. Without it, "),
        "{text}"
    );
}

#[test]
fn hiding_is_refused_where_a_command_would_print_ids() {
    let home = one_gap();
    let said = home.fails(2, &["--hide", "cases"]);
    assert!(said.contains("leave --hide out"), "{said}");
}

#[test]
fn a_demonstration_larger_than_any_council_is_refused_before_it_takes_the_memory() {
    let home = Home::new();
    for children in ["0", "99999999"] {
        home.fails(
            2,
            &[
                "demo",
                "--children",
                children,
                "--build-only",
                "made.caselight",
            ],
        );
    }
}

#[test]
fn settings_that_are_no_text_are_told_as_that() {
    let home = one_gap();
    let path = home.json(&["config", "path", "--format", "json"]);
    let path = std::path::PathBuf::from(path[0]["path"].as_str().unwrap());
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, [0xff, 0xfe, 0x00]).unwrap();
    let said = home.fails(1, &["config", "show"]);
    assert!(
        said.contains("is not text in UTF-8; put it aside"),
        "{said}"
    );
}
