//! Who may know whom: the one table of the house, held against every path in the source.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

/// Each room and the rooms that it may know.
const ROOMS: [(&str, &[&str]); 13] = [
    ("model", &[]),
    ("calendar", &["model"]),
    ("stats", &["model"]),
    ("rules", &["model", "calendar"]),
    ("import", &["model", "calendar"]),
    ("store", &["model"]),
    ("settings", &["model"]),
    ("demo", &["model", "calendar"]),
    ("notes", &["model", "rules", "stats"]),
    ("export", &["model", "stats", "notes"]),
    (
        "review",
        &[
            "model", "calendar", "stats", "rules", "import", "store", "settings", "demo", "notes",
            "export",
        ],
    ),
    ("tui", &["review", "settings", "model", "rules"]),
    ("cli", &["review", "settings", "model", "rules"]),
];

/// Crates, and types of the standard library, that have one home (or two).
const HOMES: [(&str, &[&str]); 19] = [
    ("blake2", &["review"]),
    ("calamine", &["import"]),
    ("csv", &["import"]),
    ("encoding_rs", &["import"]),
    // The page is read again in its own tests.
    ("quick_xml", &["import", "export"]),
    ("rusqlite", &["store"]),
    ("directories", &["settings"]),
    ("ratatui", &["tui"]),
    ("crossterm", &["tui"]),
    ("ratatui_textarea", &["tui"]),
    ("tui_input", &["tui"]),
    ("unicode_width", &["tui"]),
    ("pulldown_cmark", &["export"]),
    ("rust_xlsxwriter", &["export"]),
    ("zip", &["export"]),
    ("clap", &["cli"]),
    ("rpassword", &["cli"]),
    ("jiff", &["model", "calendar"]),
    ("SystemTime", &["calendar"]),
];

#[derive(Clone, PartialEq, Eq, Debug)]
enum Token {
    Word(String),
    /// `::`
    Step,
    Mark(char),
}

/// The code without comments, texts and characters, in tokens.
fn tokens(source: &str) -> Vec<Token> {
    let chars: Vec<char> = source.chars().collect();
    let at = |place: usize| chars.get(place).copied().unwrap_or('\0');
    let mut tokens = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        if c == '/' && at(i + 1) == '/' {
            while i < chars.len() && chars[i] != '\n' {
                i += 1;
            }
        } else if c == '/' && at(i + 1) == '*' {
            i += 2;
            while i < chars.len() && !(chars[i] == '*' && at(i + 1) == '/') {
                i += 1;
            }
            i += 2;
        } else if c == '"' {
            i = text_end(&chars, i);
        } else if c == '\'' {
            i = character_end(&chars, i);
        } else if c.is_alphabetic() || c == '_' {
            let start = i;
            while at(i).is_alphanumeric() || at(i) == '_' {
                i += 1;
            }
            let word: String = chars[start..i].iter().collect();
            let raw = matches!(word.as_str(), "r" | "br") && matches!(at(i), '"' | '#');
            if raw {
                i = raw_end(&chars, i);
            } else {
                tokens.push(Token::Word(word));
            }
        } else if c == ':' && at(i + 1) == ':' {
            tokens.push(Token::Step);
            i += 2;
        } else {
            if !c.is_whitespace() {
                tokens.push(Token::Mark(c));
            }
            i += 1;
        }
    }
    tokens
}

fn text_end(chars: &[char], start: usize) -> usize {
    let mut i = start + 1;
    while i < chars.len() && chars[i] != '"' {
        i += if chars[i] == '\\' { 2 } else { 1 };
    }
    i + 1
}

fn raw_end(chars: &[char], start: usize) -> usize {
    let hashes = chars[start..].iter().take_while(|c| **c == '#').count();
    let mut i = start + hashes;
    if chars.get(i) != Some(&'"') {
        // A raw name such as r#type.
        return i;
    }
    i += 1;
    while i < chars.len() {
        let closing = chars[i + 1..].iter().take(hashes).filter(|c| **c == '#');
        if chars[i] == '"' && closing.count() == hashes {
            return i + 1 + hashes;
        }
        i += 1;
    }
    i
}

/// After a character; after the quote alone where it begins a lifetime.
fn character_end(chars: &[char], start: usize) -> usize {
    if chars.get(start + 1) == Some(&'\\') {
        let mut i = start + 3;
        while i < chars.len() && chars[i] != '\'' {
            i += 1;
        }
        return i + 1;
    }
    if chars.get(start + 2) == Some(&'\'') {
        start + 3
    } else {
        start + 1
    }
}

/// Every path in the code, groups of a `use` unfolded.
fn paths(tokens: &[Token]) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    let mut i = 0;
    while i < tokens.len() {
        if matches!(tokens[i], Token::Word(_)) {
            i = tree(tokens, i, &mut Vec::new(), &mut found);
        } else {
            i += 1;
        }
    }
    found
}

/// Reads one path from `i`, or a group of them; gives the place after it.
fn tree(
    tokens: &[Token],
    mut i: usize,
    prefix: &mut Vec<String>,
    found: &mut Vec<Vec<String>>,
) -> usize {
    let length = prefix.len();
    while let Some(Token::Word(word)) = tokens.get(i) {
        prefix.push(word.clone());
        i += 1;
        if tokens.get(i) != Some(&Token::Step) {
            found.push(prefix.clone());
            prefix.truncate(length);
            return i;
        }
        i += 1;
        if tokens.get(i) == Some(&Token::Mark('{')) {
            i += 1;
            while i < tokens.len() && tokens[i] != Token::Mark('}') {
                if matches!(tokens[i], Token::Word(_)) {
                    i = tree(tokens, i, prefix, found);
                } else {
                    i += 1;
                }
            }
            prefix.truncate(length);
            return i + 1;
        }
    }
    // A path that ends in `*` or in a type's `<`.
    found.push(prefix.clone());
    prefix.truncate(length);
    i
}

/// A path from the crate's root: `crate` taken off, `super` and `self` followed. `None` for one
/// that starts at another crate or at a name in scope.
fn from_root(path: &[String], module: &[String]) -> Option<Vec<String>> {
    match path.first()?.as_str() {
        "crate" | "caselight" => Some(path[1..].to_vec()),
        "super" | "self" => {
            let ups = path.iter().take_while(|word| *word == "super").count();
            let rest = path
                .iter()
                .skip_while(|word| *word == "super" || *word == "self");
            let base = &module[..module.len().saturating_sub(ups)];
            Some(base.iter().chain(rest).cloned().collect())
        }
        _ => None,
    }
}

/// The module that a file is: `src/tui/panes/gaps.rs` is `tui::panes::gaps`.
fn module_of(file: &Path) -> Vec<String> {
    let mut module: Vec<String> = file
        .with_extension("")
        .components()
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    if module.last().is_some_and(|last| last == "mod") {
        module.pop();
    }
    module
}

/// What is wrong with a file, given its place under `src`.
fn faults(file: &Path, source: &str) -> Vec<String> {
    let module = module_of(file);
    let room = module.first().cloned().unwrap_or_default();
    let allowed: Option<&[&str]> = match room.as_str() {
        "lib" => None,
        "main" => Some(&["cli", "tui"]),
        _ => ROOMS
            .iter()
            .find(|(name, _)| *name == room)
            .map(|row| row.1),
    };
    let mut faults = BTreeSet::new();
    if allowed.is_none() && room != "lib" {
        faults.insert(format!("{room} is in no row of the table"));
    }
    for path in paths(&tokens(source)) {
        for word in &path {
            let home = HOMES.iter().find(|(name, _)| *name == word);
            let starts = path.len() > 1 && path[0] == *word || word == "SystemTime";
            if let Some((name, homes)) = home.filter(|_| starts)
                && !homes.contains(&room.as_str())
            {
                faults.insert(format!("{room} uses {name}"));
            }
        }
        let Some(target) = from_root(&path, &module) else {
            continue;
        };
        let Some(to) = target.first().filter(|to| **to != room) else {
            faults.extend(inside_tui(&module, &target));
            continue;
        };
        let is_room = ROOMS.iter().any(|(name, _)| name == to);
        if is_room && allowed.is_some_and(|rooms| !rooms.contains(&to.as_str())) {
            faults.insert(format!("{room} knows {to}"));
        }
    }
    faults.into_iter().collect()
}

/// Widgets never know panes; a pane never knows another.
fn inside_tui(module: &[String], target: &[String]) -> Option<String> {
    let part = |path: &[String], place: usize| path.get(place).cloned().unwrap_or_default();
    if part(module, 0) != "tui" || part(target, 1) != "panes" {
        return None;
    }
    let (own, other) = (part(module, 2), part(target, 2));
    match part(module, 1).as_str() {
        "widgets" => Some("a widget knows the panes".to_owned()),
        "panes" if !own.is_empty() && is_pane(&other) && other != own => {
            Some(format!("the pane {own} knows the pane {other}"))
        }
        _ => None,
    }
}

fn is_pane(name: &str) -> bool {
    let panes = source_root().join("tui/panes");
    !name.is_empty() && (panes.join(name).is_dir() || panes.join(format!("{name}.rs")).is_file())
}

fn source_root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn no_room_knows_more_than_the_table_lets_it() {
    let root = source_root();
    let mut all = Vec::new();
    files(&root, &mut all);
    assert!(all.len() > 10);
    let mut wrong = Vec::new();
    for file in all {
        let source = fs::read_to_string(&file).unwrap();
        let place = file.strip_prefix(&root).unwrap();
        for fault in faults(place, &source) {
            wrong.push(format!("{}: {fault}", place.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn unicode_widths_are_measured_in_one_file() {
    let mut all = Vec::new();
    files(&source_root(), &mut all);
    let users: Vec<PathBuf> = all
        .into_iter()
        .filter(|file| {
            let source = fs::read_to_string(file).unwrap();
            paths(&tokens(&source))
                .iter()
                .any(|path| path[0] == "unicode_width")
        })
        .collect();
    assert!(
        users.iter().all(|file| file.ends_with("tui/text.rs")),
        "{users:?}"
    );
}

#[test]
fn a_forbidden_acquaintance_is_found_however_it_is_written() {
    for (file, source, fault) in [
        (
            "rules/a.rs",
            "use crate::store::Store;",
            "rules knows store",
        ),
        (
            "rules/a.rs",
            "use crate::{model::Day, store};",
            "rules knows store",
        ),
        (
            "rules/mod.rs",
            "use super::import::read;",
            "rules knows import",
        ),
        (
            "rules/a/b.rs",
            "fn f() { super::super::super::demo::x() }",
            "rules knows demo",
        ),
        ("tui/a.rs", "fn f() -> crate::cli::Args {}", "tui knows cli"),
        ("cli/a.rs", "use crate::tui::run;", "cli knows tui"),
        (
            "review/a.rs",
            "fn f() { rusqlite::Connection::x() }",
            "review uses rusqlite",
        ),
        (
            "demo/a.rs",
            "use std::time::{Duration, SystemTime};",
            "demo uses SystemTime",
        ),
        (
            "tui/widgets/a.rs",
            "use crate::tui::panes::x;",
            "a widget knows the panes",
        ),
        ("newroom/a.rs", "", "newroom is in no row of the table"),
        (
            "main.rs",
            "use caselight::store::Store;",
            "main knows store",
        ),
    ] {
        assert_eq!(faults(Path::new(file), source), [fault], "{source}");
    }
}

#[test]
fn what_is_allowed_or_only_written_about_is_no_fault() {
    for (file, source) in [
        (
            "rules/a.rs",
            "// crate::store\n/* crate::store */ use crate::model::Day;",
        ),
        (
            "rules/a.rs",
            "const A: &str = \"crate::store\"; const B: char = '\"';",
        ),
        (
            "rules/a.rs",
            "const A: &str = r#\"crate::store \" \"#; fn f<'a>(x: &'a str) {}",
        ),
        ("import/csv.rs", "use csv::ReaderBuilder; mod csv {}"),
        ("export/a.rs", "fn csv() { let rusqlite = 1; }"),
        (
            "review/a.rs",
            "use crate::{rules::{Rule, Check}, store::Store};",
        ),
        ("tui/panes/mod.rs", "use super::panes::gaps; mod gaps;"),
        ("lib.rs", "pub mod store;"),
    ] {
        assert_eq!(faults(Path::new(file), source), [""; 0], "{source}");
    }
}
