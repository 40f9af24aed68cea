//! The store on disk: damaged, foreign, newer, locked, read-only, killed.

use std::{fmt::Write as _, io::Write as _, thread, time::Duration};

use super::*;

/// A store that holds one open episode, and what a check says about it.
fn with_one() -> (Home, Value) {
    let rows = [episode("900001", "05/01/2026", "08/06/2026", "Fern Madeup")];
    let home = Home::holding(&[list(EPISODES, &rows)]);
    let before = home.check(&["--all"]);
    (home, before)
}

#[test]
fn a_damaged_or_foreign_store_is_4_and_is_left_as_it_is() {
    let (home, _) = with_one();
    let store = home.store();
    let whole = fs::read(&store).unwrap();
    let mut torn = whole.clone();
    for page in torn.chunks_mut(4096).skip(1) {
        page[100] ^= 0x5a;
    }
    let plain = home.folder.path().join("plain.sqlite");
    rusqlite::Connection::open(&plain)
        .and_then(|db| db.execute_batch("CREATE TABLE made_up (x); PRAGMA user_version = 1"))
        .unwrap();
    let faults = [
        ("cut in a page", whole[..whole.len() / 2 + 100].to_vec()),
        (
            "cut between pages",
            whole[..whole.len() / 8192 * 4096].to_vec(),
        ),
        ("torn pages", torn),
        ("empty", Vec::new()),
        ("text", b"this is a letter and no store\n".repeat(200)),
        ("another program's", fs::read(&plain).unwrap()),
    ];
    let more = list(REFERRALS, &[referral("900002", "05/01/2026")]);
    let more = home.file("more.csv", more.as_bytes());
    let adding = ["import", &more, "--as-at", AS_AT];
    for (fault, bytes) in faults {
        fs::write(&store, &bytes).unwrap();
        let ran = home.run(if fault == "text" { &adding } else { &["check"] });
        assert_eq!(ran.status, 4, "{fault}: {}", ran.err);
        assert!(ran.err.contains("backup"), "{fault}: {}", ran.err);
        assert!(
            fs::read(&store).unwrap() == bytes,
            "{fault}: the file was changed"
        );
    }
}

/// Opens the store as anybody could who knows the passphrase and how the key is made.
fn opened(store: &Path) -> rusqlite::Connection {
    let salt = &fs::read(store).unwrap()[..16];
    let params = argon2::Params::new(64 * 1024, 3, 1, Some(32)).unwrap();
    let argon = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut key = [0_u8; 32];
    argon
        .hash_password_into(PASSPHRASE.as_bytes(), salt, &mut key)
        .unwrap();
    let mut hex = String::new();
    for byte in key.iter().chain(salt) {
        write!(hex, "{byte:02x}").unwrap();
    }
    let db = rusqlite::Connection::open(store).unwrap();
    db.execute_batch(&format!("PRAGMA key = \"x'{hex}'\""))
        .unwrap();
    db
}

#[test]
fn a_store_from_a_newer_version_is_1_and_nothing_in_it_is_changed() {
    let (home, before) = with_one();
    let store = home.store();
    let version = |number: i64| {
        opened(&store)
            .pragma_update(None, "user_version", number)
            .unwrap();
    };
    let known: i64 = opened(&store)
        .query_row("PRAGMA user_version", [], |row| row.get(0))
        .unwrap();
    version(7000);
    for words in [&["check"][..], &["gaps"], &["note", "list"]] {
        let said = home.fails(1, words);
        assert!(said.contains("newer") && said.contains("7000"), "{said}");
    }
    version(known);
    assert_eq!(home.check(&["--all"]), before);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let home = Home::new();
    let file = home.file("a file", b"and no folder");
    let place = format!("{file}/new.caselight");
    let said = home.fails(1, &["init", "--store", &place]);
    assert!(said.contains("a file") && said.contains("Check"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_called_one_and_the_store_in_it_is_left_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let (home, before) = with_one();
    let store = home.store();
    let folder = store.parent().unwrap();
    let mode = |bits| fs::set_permissions(folder, fs::Permissions::from_mode(bits)).unwrap();
    mode(0o500);
    // Whoever may do everything is not held up by rights, and has nothing to be told.
    if fs::write(folder.join("probe"), "x").is_ok() {
        mode(0o700);
        return;
    }
    let file = home.file(
        "more.csv",
        list(REFERRALS, &[referral("900002", "05/01/2026")]).as_bytes(),
    );
    let said = home.fails(1, &["import", &file, "--as-at", AS_AT]);
    assert!(said.contains("write there"), "{said}");
    let other = folder.join("other.caselight");
    home.fails(1, &["init", "--store", other.to_str().unwrap()]);
    let said = home.fails(1, &["check"]);
    assert!(said.contains("can only be read"), "{said}");
    mode(0o700);
    assert_eq!(home.check(&["--all"]), before);
}

#[cfg(unix)]
#[test]
fn of_two_programs_only_one_may_change_the_store_and_the_other_may_read_it() {
    let (home, before) = with_one();
    // A pipe that nobody has written to yet keeps the first import waiting with the store open.
    let pipe = home.folder.path().join("pipe.csv");
    assert!(
        Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    let first = home
        .command(&["import", pipe.to_str().unwrap(), "--as-at", AS_AT])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let text = list(REFERRALS, &[referral("900002", "05/01/2026")]);
    // Opening a pipe to write waits until the first import reads: by then it has the store.
    let mut into = fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    let file = home.file("more.csv", text.as_bytes());
    let said = home.fails(1, &["import", &file, "--as-at", AS_AT]);
    assert!(said.contains("another Caselight"), "{said}");
    assert_eq!(home.check(&["--all"]), before);
    into.write_all(text.as_bytes()).unwrap();
    drop(into);
    assert!(first.wait_with_output().unwrap().status.success());
    assert!(home.check(&["--all"]) != before);
}

#[test]
fn a_kill_at_any_moment_of_an_import_leaves_the_store_as_before() {
    let (home, before) = with_one();
    let rows: Vec<String> = (0..6000)
        .map(|n| {
            session(
                &format!("{}", 910_000 + n % 600),
                &format!("{:02}/0{}/2026", n % 28 + 1, n / 28 % 5 + 1),
            )
        })
        .collect();
    let file = home.file("many.csv", list(SESSIONS, &rows).as_bytes());
    let words = ["import", &file, "--as-at", AS_AT];
    let mut killed = 0;
    for wait in [200, 450, 600, 900] {
        let mut import = home.command(&words).stdout(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(wait));
        if import.try_wait().unwrap().is_some() {
            break;
        }
        import.kill().unwrap();
        import.wait().unwrap();
        killed += 1;
        let after = home.check(&["--all"]);
        if after != before {
            // The kill came after the commit: then all of it is there, never a part.
            break;
        }
    }
    assert!(killed > 0);
    home.ok(&words);
    let again = home.json(&[&words[..], &["--format", "json"]].concat());
    assert_eq!(
        again["changes"]["unchanged"],
        again["files"][0]["sheets"][0]["used"]
    );
    assert_eq!(again["changes"]["new"], 0);
}

#[test]
fn nothing_in_the_stores_files_can_be_read_without_the_passphrase() {
    let rows = [episode(
        "900001",
        "05/01/2026",
        "08/06/2026",
        "Zephyrine Unmistakable",
    )];
    let home = Home::new();
    home.ok(&["init"]);
    home.import(&[list(EPISODES, &rows)], &["--as-at", AS_AT]);
    let folder = home.store().parent().unwrap().to_owned();
    for path in files_in(&folder) {
        let bytes = fs::read(&path).unwrap();
        for word in [
            "Unmistakable",
            "900001",
            "Invented Team",
            "SQLite format",
            "CREATE TABLE",
        ] {
            let found = bytes
                .windows(word.len())
                .any(|part| part == word.as_bytes());
            assert!(!found, "{word:?} stands in {}", path.display());
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = path.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o077, 0, "{}", path.display());
        }
    }
}
