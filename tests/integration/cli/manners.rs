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
        "[[binding]]\nmode = \"gap\"\naction = \"seen-on-file\"\nkeys = [\"f8\"]\n",
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
        (&"f8".into(), &"your file".into())
    );
}

#[test]
fn a_key_file_with_a_slip_is_refused_line_by_line_and_left_alone() {
    let home = Home::new();
    let text = "[[binding]]\nmode = \"gap\"\naction = \"seen-on-fil\"\nkeys = [\"f8\"]\n\n\
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
    let home = Home::holding(&[list(EPISODES, &rows)]);
    let gaps = home.json(&["gaps", "--format", "json"]);
    let code = gaps[0]["code"].as_str().unwrap();
    home.ok(&["outcome", code, "--data-error", "--reason", "tried"]);
    home.ok(&["note", "draft"]);
    for words in [
        &["gaps"][..],
        &["gaps", "--by", "team"],
        &["cases"],
        &["rules"],
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
