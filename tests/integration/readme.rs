//! The README says what is true: its commands, its keys, its picture of the house.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

fn at_root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(at_root(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The lines of the blocks that are marked as shell.
fn commands(readme: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside => lines.push(line),
            _ => {}
        }
    }
    lines
}

fn between<'a>(text: &'a str, name: &str) -> &'a str {
    let (_, after) = text.split_once(&format!("<!-- {name} -->\n")).unwrap();
    after.split_once(&format!("<!-- /{name} -->")).unwrap().0
}

#[derive(serde::Deserialize)]
struct Keymap {
    binding: Vec<Binding>,
}

#[derive(serde::Deserialize)]
struct Binding {
    mode: String,
    keys: Vec<String>,
    help: String,
}

/// The table of keys, in the order of the key file, one table a mode.
fn keys_table(keymap: &str) -> String {
    let keymap: Keymap = toml::from_str(keymap).unwrap();
    let mut order: Vec<&str> = Vec::new();
    let mut modes: BTreeMap<&str, Vec<&Binding>> = BTreeMap::new();
    for binding in &keymap.binding {
        if !order.contains(&binding.mode.as_str()) {
            order.push(&binding.mode);
        }
        modes.entry(&binding.mode).or_default().push(binding);
    }
    let mut table = String::from("| Where | Key | What it does |\n|---|---|---|\n");
    for mode in order {
        for binding in &modes[mode] {
            let keys: Vec<String> = binding
                .keys
                .iter()
                .map(|key| format!("`{}`", key.replace('|', "\\|")))
                .collect();
            let help = binding.help.replace('|', "\\|");
            writeln!(table, "| {mode} | {} | {help} |", keys.join(", ")).unwrap();
        }
    }
    table
}

#[test]
fn the_two_commands_stand_first_and_are_real() {
    let readme = read("README.md");
    let commands = commands(&readme);
    assert_eq!(
        commands[..2],
        ["cargo run --release -- demo", "cargo test"],
        "the README's first two commands"
    );
    assert!(read("Cargo.toml").contains("default-run = \"caselight\""));
}

#[test]
fn the_check_of_every_change_takes_its_test_command_from_the_readme() {
    let run = read(".ci/run");
    assert!(run.contains("grep -m1 '^cargo test' README.md"));
    let readme = read("README.md");
    let first = readme.lines().find(|line| line.starts_with("cargo test"));
    assert_eq!(first, Some("cargo test"));
    for step in [
        "cargo fmt --check",
        "cargo clippy --all-targets -- -D warnings",
        "cargo build --release",
    ] {
        assert!(run.contains(step), "{step}");
    }
}

#[cfg(unix)]
#[test]
fn the_check_of_every_change_can_be_run() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = at_root(".ci/run").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o111, 0o111);
}

/// `CASELIGHT_WRITE_README=1 cargo test readme` writes the table anew.
#[test]
fn the_keys_in_the_readme_are_those_of_the_key_file() {
    let readme = read("README.md");
    let there = between(&readme, "keys");
    let Ok(keymap) = fs::read_to_string(at_root("assets/keymap.toml")) else {
        assert!(there.contains("assets/keymap.toml"));
        return;
    };
    let table = keys_table(&keymap);
    if std::env::var_os("CASELIGHT_WRITE_README").is_some() {
        fs::write(at_root("README.md"), readme.replace(there, &table)).unwrap();
        return;
    }
    assert_eq!(
        there, table,
        "run CASELIGHT_WRITE_README=1 cargo test readme"
    );
}

/// The screens in the README are those of the snapshots, so they are what the program draws.
#[test]
fn the_screen_in_the_readme_is_the_one_that_is_drawn() {
    let snapshot =
        read("src/tui/tests/snapshots/caselight__tui__tests__demo__demo_gaps_120x36.snap");
    let (_, drawn) = snapshot[3..].split_once("\n---\n").unwrap();
    let wanted = format!("```text\n{drawn}```\n");
    if std::env::var_os("CASELIGHT_WRITE_README").is_some() {
        let readme = read("README.md");
        let readme = readme.replace(between(&readme, "screen"), &wanted);
        fs::write(at_root("README.md"), readme).unwrap();
    }
    assert_eq!(between(&read("README.md"), "screen"), wanted);
}

#[test]
fn a_table_of_keys_keeps_the_order_of_its_file_and_hides_no_bar() {
    let table = keys_table(
        "[[binding]]\nmode = \"gaps\"\naction = \"x\"\nkeys = [\"|\", \"x\"]\nhelp = \"a | b\"\n\
         [[binding]]\nmode = \"all\"\naction = \"y\"\nkeys = [\"?\"]\nhelp = \"help\"\n\
         [[binding]]\nmode = \"gaps\"\naction = \"z\"\nkeys = [\"z\"]\nhelp = \"last\"\n",
    );
    assert_eq!(
        table,
        "| Where | Key | What it does |\n|---|---|---|\n| gaps | `\\|`, `x` | a \\| b |\n\
         | gaps | `z` | last |\n| all | `?` | help |\n"
    );
}

#[test]
fn the_picture_of_the_house_has_every_room() {
    let readme = read("README.md");
    let mut rooms: Vec<String> = fs::read_dir(at_root("src"))
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    rooms.sort();
    assert!(rooms.contains(&"model".to_owned()));
    for room in rooms {
        assert!(
            readme.contains(&format!("\n  {room}/")),
            "the README's picture has no room {room}"
        );
    }
}

#[test]
fn the_licence_is_the_one_that_the_crate_names() {
    assert!(read("Cargo.toml").contains("license = \"MIT\""));
    let licence = read("LICENSE");
    assert!(licence.starts_with("MIT License") && licence.contains("Caselight contributors"));
}
