//! A person's own keys over the table that comes with the program.
//!
//! A row of theirs takes the place of the row with the same mode and action. Nothing is taken over
//! in part: a file with one fault changes no key, and every fault is named with its line. The
//! surprising thing: a key may clash with a row that the person did not write, because a key of
//! `list` counts in every list.

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::action::{Action, Mode};
use super::keymap::{Binding, Key, KeyMap};
use crate::settings::{KeyFault, KeyRow};

/// Keys by name, for a proposal where none was understood.
const NAMED: [&str; 17] = [
    "space",
    "enter",
    "esc",
    "tab",
    "shift-tab",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "pgup",
    "pgdn",
    "backspace",
    "delete",
    "insert",
    "f1",
];

/// Where a letter is text: there it can be no key.
const TYPING: [Mode; 13] = [
    Mode::Seek,
    Mode::Always,
    Mode::Note,
    Mode::Palette,
    Mode::Outcome,
    Mode::Line,
    Mode::Entry,
    Mode::Find,
    Mode::Import,
    Mode::Pick,
    Mode::SessionText,
    Mode::ReviewStart,
    Mode::Promise,
];

/// What a person must always be able to do, whatever their file says.
const KEPT: [Action; 5] = [
    Action::Leave,
    Action::LeaveNow,
    Action::Help,
    Action::Cancel,
    Action::Back,
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnTable {
    #[serde(default)]
    binding: Vec<OwnRow>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnRow {
    mode: Spanned<String>,
    action: Spanned<String>,
    keys: Spanned<Vec<Spanned<String>>>,
    help: Option<String>,
    foot: Option<String>,
}

/// Every row that is in force, in the order of the table, for whoever prints it.
///
/// # Errors
/// Everything in the person's own file that cannot be used.
pub fn key_rows(own: Option<&str>) -> Result<Vec<KeyRow>, Vec<KeyFault>> {
    let plain = KeyMap::embedded();
    let map = match own {
        Some(text) => KeyMap::with_own(text)?,
        None => KeyMap::embedded(),
    };
    let rows = map.bindings().iter().zip(plain.bindings());
    Ok(rows
        .map(|(binding, before)| KeyRow {
            mode: word(binding.mode),
            action: word(binding.action),
            keys: binding.words.clone(),
            help: binding.help.clone(),
            own: binding != before,
        })
        .collect())
}

impl KeyMap {
    /// The table that comes with the program, with a person's own rows in it.
    ///
    /// # Errors
    /// Everything in the text that cannot be used, in the order of its lines.
    pub fn with_own(text: &str) -> Result<Self, Vec<KeyFault>> {
        let table: OwnTable = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            let problem = error.message().trim().replace('\n', ", ");
            vec![KeyFault { line, problem }]
        })?;
        let mut map = Self::embedded();
        let mut faults = Vec::new();
        // Which rows are the person's, and on which line each stands.
        let mut own: Vec<(usize, usize)> = Vec::new();
        for row in &table.binding {
            match place_of(&map, row, text) {
                Err(fault) => faults.push(fault),
                Ok(place) if own.iter().any(|(taken, _)| *taken == place) => {
                    let problem = format!(
                        "{} in {} is given keys twice; put all of them into one row.",
                        row.action.get_ref(),
                        row.mode.get_ref()
                    );
                    faults.push(fault(text, &row.action, problem));
                }
                Ok(place) => {
                    own.push((place, line_of(text, row.keys.span().start)));
                    faults.extend(map.take(place, row, text));
                }
            }
        }
        // Where a row was not understood, what clashes cannot be told yet.
        if faults.is_empty() {
            faults.extend(shared(&map, &own));
        }
        if faults.is_empty() {
            return Ok(map);
        }
        faults.sort();
        faults.dedup();
        Err(faults)
    }

    /// Puts a person's row in its place; gives what is wrong with its keys.
    fn take(&mut self, place: usize, row: &OwnRow, text: &str) -> Vec<KeyFault> {
        let Some(binding) = self.bindings_mut().get_mut(place) else {
            return Vec::new();
        };
        let mut faults = Vec::new();
        let mut sequences = Vec::new();
        for written in row.keys.get_ref() {
            match read_keys(written.get_ref(), binding.mode) {
                Ok(keys) => sequences.push(keys),
                Err(problem) => faults.push(fault(text, written, problem)),
            }
        }
        if row.keys.get_ref().is_empty() && KEPT.contains(&binding.action) {
            let problem = format!(
                "{} in {} has to keep a key: without it nobody could get out or find help.",
                row.action.get_ref(),
                row.mode.get_ref()
            );
            faults.push(fault(text, &row.keys, problem));
        }
        let words = row.keys.get_ref().iter().map(|word| word.get_ref().clone());
        binding.rebind(words.collect(), sequences);
        if let Some(help) = &row.help {
            binding.help.clone_from(help);
        }
        if row.foot.is_some() {
            binding.foot.clone_from(&row.foot);
        }
        faults
    }
}

/// Where the row stands whose place this one takes.
fn place_of(map: &KeyMap, row: &OwnRow, text: &str) -> Result<usize, KeyFault> {
    let (mode, action) = (row.mode.get_ref(), row.action.get_ref());
    let bindings = map.bindings();
    let modes: Vec<String> = Mode::ALL.iter().map(|mode| word(*mode)).collect();
    if !modes.contains(mode) {
        let problem = format!("there is no mode {mode:?}{}", nearest(mode, &modes));
        return Err(fault(text, &row.mode, problem));
    }
    let here = |binding: &&Binding| word(binding.mode) == *mode;
    let actions: Vec<String> = bindings
        .iter()
        .filter(here)
        .map(|binding| word(binding.action))
        .collect();
    let found = bindings
        .iter()
        .position(|binding| here(&binding) && word(binding.action) == *action);
    found.ok_or_else(|| {
        let elsewhere: Vec<String> = bindings
            .iter()
            .filter(|binding| word(binding.action) == *action)
            .map(|binding| word(binding.mode))
            .collect();
        let problem = if elsewhere.is_empty() {
            format!(
                "there is no action {action:?} in {mode}{}",
                nearest(action, &actions)
            )
        } else {
            format!(
                "{action} has no key in {mode}; it has one in {}.",
                elsewhere.join(", ")
            )
        };
        fault(text, &row.action, problem)
    })
}

/// The keys of a sequence, or what is wrong with them there.
fn read_keys(written: &str, mode: Mode) -> Result<Vec<Key>, String> {
    let mut keys = Vec::new();
    for name in written.split(' ') {
        let Some(key) = Key::read(name) else {
            let named: Vec<String> = NAMED.iter().map(|name| (*name).to_owned()).collect();
            return Err(format!(
                "there is no key {name:?}{} A letter, ctrl-a, alt-a or g a is written so.",
                nearest(name, &named)
            ));
        };
        if key.is_letter() && TYPING.contains(&mode) {
            return Err(format!(
                "{name:?} is text where people type, and {} counts there; take a key such as ctrl-a or f2.",
                word(mode)
            ));
        }
        keys.push(key);
    }
    Ok(keys)
}

/// What shares a key, said once however many places it counts in.
fn shared(map: &KeyMap, own: &[(usize, usize)]) -> Vec<KeyFault> {
    let line_for = |place: usize| {
        own.iter()
            .find(|(own, _)| *own == place)
            .map(|(_, line)| *line)
    };
    let mut said: Vec<(usize, usize)> = Vec::new();
    let mut faults = Vec::new();
    for clash in map.clashes() {
        let pair = (clash.one, clash.other);
        if said.contains(&pair) {
            continue;
        }
        said.push(pair);
        let line = line_for(clash.other).or_else(|| line_for(clash.one));
        faults.push(KeyFault {
            line: line.unwrap_or(1),
            problem: format!("{} Give one of them another key.", clash.words),
        });
    }
    faults
}

/// The name of a mode or an action, as the table writes it.
pub(super) fn word(named: impl Serialize) -> String {
    match serde_json::to_value(named) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn nearest(found: &str, known: &[String]) -> String {
    // Of two as near, the one of the same length: letters change places more often than they go.
    let mut by_distance: Vec<(usize, usize, &String)> = known
        .iter()
        .map(|name| {
            let distance = strsim::damerau_levenshtein(found, name);
            (distance, found.len().abs_diff(name.len()), name)
        })
        .collect();
    by_distance.sort();
    by_distance.dedup();
    match by_distance.first() {
        Some((distance, _, name)) if *distance <= 2.max(found.chars().count() / 3) => {
            format!("; do you mean {name}?")
        }
        _ => format!("; there are {}.", known.join(", ")),
    }
}

fn fault<T>(text: &str, at: &Spanned<T>, problem: String) -> KeyFault {
    KeyFault {
        line: line_of(text, at.span().start),
        problem,
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    let before = text.as_bytes().iter().take(offset);
    before.filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keymap::Resolution;

    fn row(mode: &str, action: &str, keys: &str) -> String {
        format!("[[binding]]\nmode = \"{mode}\"\naction = \"{action}\"\nkeys = {keys}\n")
    }

    fn pressed(word: &str) -> Vec<Key> {
        word.split(' ').map(|key| Key::read(key).unwrap()).collect()
    }

    fn refused(text: &str) -> Vec<String> {
        let faults = KeyMap::with_own(text).unwrap_err();
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_row_of_ones_own_takes_the_place_of_the_same_row_and_no_other() {
        let map = KeyMap::with_own(&row("gap", "seen-on-file", "[\"ctrl-d\", \"f8\"]")).unwrap();
        let act = Resolution::Act(Action::SeenOnFile);
        assert_eq!(map.resolve(Mode::Gaps, &pressed("ctrl-d")), act);
        assert_eq!(map.resolve(Mode::Case, &pressed("f8")), act);
        assert_eq!(map.resolve(Mode::Gaps, &pressed("s")), Resolution::Unbound);
        assert_eq!(
            map.resolve(Mode::Gaps, &pressed("b")),
            Resolution::Act(Action::Book)
        );
        let foot = map.foot(Mode::Gaps);
        assert!(
            foot.contains(&(Action::SeenOnFile, "ctrl-d", "seen")),
            "{foot:?}"
        );
    }

    #[test]
    fn an_empty_file_changes_nothing_and_the_rows_say_whose_they_are() {
        assert_eq!(KeyMap::with_own("# nothing yet\n"), Ok(KeyMap::embedded()));
        let rows = key_rows(Some(&row("gap", "book", "[\"f6\"]"))).unwrap();
        let own: Vec<&str> = rows
            .iter()
            .filter(|row| row.own)
            .map(|row| row.action.as_str())
            .collect();
        assert_eq!(own, ["book"]);
        assert!(key_rows(None).unwrap().iter().all(|row| !row.own));
    }

    #[test]
    fn what_is_not_known_is_named_with_its_line_and_the_nearest_is_proposed() {
        for (text, line, proposal) in [
            (row("gasp", "mark", "[\"m\"]"), 2, "do you mean gaps?"),
            (row("gaps", "marc", "[\"m\"]"), 3, "do you mean mark?"),
            (row("gaps", "mark", "[\"spcae\"]"), 4, "do you mean space?"),
            (row("notes", "mark", "[\"m\"]"), 3, "it has one in gaps"),
            ("[[bindings]]\n".to_owned(), 1, "binding"),
        ] {
            let faults = refused(&text);
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(
                faults[0].starts_with(&format!("line {line}:")),
                "{faults:?}"
            );
            assert!(faults[0].contains(proposal), "{faults:?}");
        }
    }

    #[test]
    fn two_actions_on_one_key_are_refused_by_both_names_even_across_layers() {
        // `b` is booked wherever a gap is in focus, and every list lies below that.
        let faults = refused(&row("list", "first", "[\"b\"]"));
        // Once for the panes where a gap is in focus, and once for a review session.
        assert_eq!(faults.len(), 2, "{faults:?}");
        for word in ["line 4", "book", "first", "\"b\""] {
            assert!(faults[0].contains(word), "{word:?} is not in {faults:?}");
        }
        // A key that begins a sequence cannot act.
        assert!(refused(&row("gaps", "mark", "[\"g\"]"))[0].contains("\"g"));
        let twice = [
            row("gaps", "mark", "[\"m\"]"),
            row("gaps", "mark", "[\"v\"]"),
        ]
        .concat();
        assert!(refused(&twice)[0].contains("twice"));
    }

    #[test]
    fn nobody_can_lock_themselves_in_or_lose_a_letter() {
        for (mode, action) in [
            ("anywhere", "leave"),
            ("always", "leave-now"),
            ("always", "help"),
            ("outcome", "cancel"),
            ("case", "back"),
        ] {
            let faults = refused(&row(mode, action, "[]"));
            assert!(faults[0].contains("has to keep a key"), "{faults:?}");
        }
        assert!(KeyMap::with_own(&row("gaps", "fold", "[]")).is_ok());
        let faults = refused(&row("note", "save", "[\"w\"]"));
        assert!(
            faults[0].contains("is text where people type"),
            "{faults:?}"
        );
    }
}
