//! The key table: what each key means where, and the words that say so.
//!
//! The only home of keys. The line of keys, the help and the palette are read from it. It never
//! acts. The surprising thing: a sequence such as `g s` makes its first key wait, and no single
//! binding may stand on that first key.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use serde::Deserialize;

use super::action::{Action, Mode};
use super::own_keys::word;

/// The table that comes with the program, as it is written.
pub(super) const TABLE: &str = include_str!("../../assets/keymap.toml");

/// One key press as the table writes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Key {
    code: KeyCode,
    mods: KeyModifiers,
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        // A capital letter already says that shift was held; terminals disagree on saying it twice.
        let dropped = match event.code {
            KeyCode::Char(_) | KeyCode::BackTab => KeyModifiers::SHIFT,
            _ => KeyModifiers::NONE,
        };
        let kept = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        Self {
            code: event.code,
            mods: event.modifiers.intersection(kept).difference(dropped),
        }
    }
}

impl Key {
    /// Reads a key as the table writes it; `None` if there is no such key.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let mut mods = KeyModifiers::NONE;
        let mut rest = word;
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-") {
                mods |= KeyModifiers::CONTROL;
                rest = after;
            } else if let Some(after) = rest.strip_prefix("alt-") {
                mods |= KeyModifiers::ALT;
                rest = after;
            } else {
                break;
            }
        }
        let code = match rest {
            "space" => KeyCode::Char(' '),
            "enter" => KeyCode::Enter,
            "esc" => KeyCode::Esc,
            "tab" => KeyCode::Tab,
            "shift-tab" => KeyCode::BackTab,
            "up" => KeyCode::Up,
            "down" => KeyCode::Down,
            "left" => KeyCode::Left,
            "right" => KeyCode::Right,
            "home" => KeyCode::Home,
            "end" => KeyCode::End,
            "pgup" => KeyCode::PageUp,
            "pgdn" => KeyCode::PageDown,
            "backspace" => KeyCode::Backspace,
            "delete" => KeyCode::Delete,
            "insert" => KeyCode::Insert,
            _ if function_key(rest).is_some() => KeyCode::F(function_key(rest)?),
            _ => {
                let mut chars = rest.chars();
                let only = chars.next()?;
                if chars.next().is_some() {
                    return None;
                }
                KeyCode::Char(only)
            }
        };
        Some(Self { code, mods })
    }

    /// A letter, a digit or a sign that typing would put into a text.
    #[must_use]
    pub fn is_letter(self) -> bool {
        matches!(self.code, KeyCode::Char(_)) && self.mods.is_empty()
    }

    /// As the table writes it.
    #[must_use]
    pub fn word(self) -> String {
        let key = match self.code {
            KeyCode::Char(' ') => "space".to_owned(),
            KeyCode::Char(letter) => letter.to_string(),
            KeyCode::BackTab => "shift-tab".to_owned(),
            KeyCode::PageUp => "pgup".to_owned(),
            KeyCode::PageDown => "pgdn".to_owned(),
            KeyCode::F(number) => format!("f{number}"),
            other => format!("{other:?}").to_lowercase(),
        };
        let held = |held: KeyModifiers, word| if self.mods.contains(held) { word } else { "" };
        let control = held(KeyModifiers::CONTROL, "ctrl-");
        let alt = held(KeyModifiers::ALT, "alt-");
        format!("{control}{alt}{key}")
    }

    /// The event that a terminal would send for it.
    #[must_use]
    pub const fn event(self) -> KeyEvent {
        KeyEvent::new(self.code, self.mods)
    }
}

/// `f1` to `f12`.
fn function_key(word: &str) -> Option<u8> {
    let number = word.strip_prefix('f')?.parse().ok()?;
    (1..=12).contains(&number).then_some(number)
}

#[derive(Deserialize)]
struct Table {
    binding: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    mode: Mode,
    action: Action,
    keys: Vec<String>,
    help: String,
    foot: Option<String>,
}

/// One binding and its words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Binding {
    pub mode: Mode,
    pub action: Action,
    /// As written: `["V", "a"]`, `["g s"]`.
    pub words: Vec<String>,
    /// What it does, for the help and the palette.
    pub help: String,
    /// A word or two for the line of keys.
    pub foot: Option<String>,
    sequences: Vec<Vec<Key>>,
}

impl Binding {
    /// Gives it other keys.
    pub(super) fn rebind(&mut self, words: Vec<String>, sequences: Vec<Vec<Key>>) {
        (self.words, self.sequences) = (words, sequences);
    }
}

/// Two bindings that a press could mean in one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clash {
    /// Places in the table.
    pub one: usize,
    pub other: usize,
    /// Which, where and on which key: a sentence.
    pub words: String,
}

/// What a press means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolution {
    Act(Action),
    /// It begins a sequence.
    More,
    Unbound,
}

/// The whole table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct KeyMap {
    bindings: Vec<Binding>,
}

impl KeyMap {
    /// The table that comes with the program.
    #[must_use]
    pub fn embedded() -> Self {
        // A test reads the same text, so a table that cannot be read never leaves the house.
        Self::read(TABLE).unwrap_or_default()
    }

    /// Reads a table, or says which line or key cannot be read.
    pub fn read(text: &str) -> Result<Self, String> {
        let table: Table = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut bindings = Vec::with_capacity(table.binding.len());
        for row in table.binding {
            let mut sequences = Vec::new();
            for word in &row.keys {
                let keys: Option<Vec<Key>> = word.split(' ').map(Key::read).collect();
                sequences.push(keys.ok_or_else(|| {
                    format!("There is no key {word:?}; write it as `a`, `ctrl-a` or `g a`.")
                })?);
            }
            bindings.push(Binding {
                mode: row.mode,
                action: row.action,
                words: row.keys,
                help: row.help,
                foot: row.foot,
                sequences,
            });
        }
        Ok(Self { bindings })
    }

    /// Every row, in the order of the table.
    #[must_use]
    pub fn bindings(&self) -> &[Binding] {
        &self.bindings
    }

    pub(super) fn bindings_mut(&mut self) -> &mut [Binding] {
        &mut self.bindings
    }

    /// The bindings that count in a mode, nearest layer first, in the order of the table.
    pub fn of(&self, mode: Mode) -> impl Iterator<Item = &Binding> {
        mode.layers().iter().flat_map(move |layer| {
            self.bindings
                .iter()
                .filter(move |binding| binding.mode == *layer)
        })
    }

    /// What these presses mean here.
    #[must_use]
    pub fn resolve(&self, mode: Mode, pressed: &[Key]) -> Resolution {
        let mut found = Resolution::Unbound;
        for binding in self.of(mode) {
            for sequence in &binding.sequences {
                if sequence == pressed {
                    return Resolution::Act(binding.action);
                }
                if sequence.starts_with(pressed) {
                    found = Resolution::More;
                }
            }
        }
        found
    }

    /// After the first keys of a sequence: which keys may follow, and what each is bound to.
    #[must_use]
    pub fn next_keys(&self, mode: Mode, pressed: &[Key]) -> Vec<(&str, &Binding)> {
        let mut found = Vec::new();
        for binding in self.of(mode) {
            for (sequence, word) in binding.sequences.iter().zip(&binding.words) {
                if sequence.len() > pressed.len() && sequence.starts_with(pressed) {
                    let next = word.split(' ').nth(pressed.len()).unwrap_or_default();
                    found.push((next, binding));
                }
            }
        }
        found
    }

    /// The line of keys: action, key and word, in the order of the table.
    #[must_use]
    pub fn foot(&self, mode: Mode) -> Vec<(Action, &str, &str)> {
        self.bindings
            .iter()
            .filter(|binding| mode.layers().contains(&binding.mode))
            .filter_map(|binding| {
                let (foot, word) = (binding.foot.as_deref()?, binding.words.first()?);
                let key = word.split(' ').next().unwrap_or(word);
                Some((binding.action, key, foot))
            })
            .collect()
    }

    /// The first key of an action, for a sentence that names it.
    #[must_use]
    pub fn key_for(&self, mode: Mode, action: Action) -> &str {
        self.of(mode)
            .find(|binding| binding.action == action)
            .and_then(|binding| binding.words.first())
            .map_or("?", String::as_str)
    }

    /// Two actions on one key in one mode, or a key that both acts and begins a sequence.
    #[must_use]
    pub fn clashes(&self) -> Vec<Clash> {
        let mut found = Vec::new();
        for mode in Mode::ALL {
            let all: Vec<(usize, &Vec<Key>, &String)> = (0..)
                .zip(&self.bindings)
                .filter(|(_, binding)| mode.layers().contains(&binding.mode))
                .flat_map(|(place, binding)| {
                    let keys = binding.sequences.iter().zip(&binding.words);
                    keys.map(move |(keys, written)| (place, keys, written))
                })
                .collect();
            for (at, (one, keys, written)) in all.iter().enumerate() {
                for (other, others, also) in &all[at + 1..] {
                    if keys.starts_with(others) || others.starts_with(keys) {
                        let [first, second] = [*one, *other].map(|place| {
                            let binding = &self.bindings[place];
                            format!("{} ({})", word(binding.action), word(binding.mode))
                        });
                        let key = if keys.len() < others.len() {
                            written
                        } else {
                            also
                        };
                        found.push(Clash {
                            one: *one,
                            other: *other,
                            words: format!("{key:?} means both {first} and {second}."),
                        });
                    }
                }
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(words: &str) -> Vec<Key> {
        words
            .split(' ')
            .map(|word| Key::read(word).unwrap())
            .collect()
    }

    #[test]
    fn the_table_that_comes_with_the_program_can_be_read() {
        assert!(KeyMap::read(TABLE).unwrap().bindings.len() > 60);
    }

    #[test]
    fn no_key_means_two_things_in_one_place() {
        assert_eq!(KeyMap::embedded().clashes(), Vec::<Clash>::new());
    }

    #[test]
    fn a_clash_is_found() {
        let twice = "[[binding]]\nmode=\"gaps\"\naction=\"mark\"\nkeys=[\"space\"]\nhelp=\"a\"\n\
                     [[binding]]\nmode=\"list\"\naction=\"down\"\nkeys=[\"space\"]\nhelp=\"b\"\n";
        assert!(!KeyMap::read(twice).unwrap().clashes().is_empty());
    }

    #[test]
    fn keys_resolve_as_the_table_says() {
        let map = KeyMap::embedded();
        for (mode, pressed, meant) in [
            (Mode::Gaps, "space", Resolution::Act(Action::Mark)),
            (Mode::Gaps, "s", Resolution::Act(Action::SeenOnFile)),
            (Mode::Gaps, "k", Resolution::Act(Action::Escalate)),
            (Mode::Gaps, "g", Resolution::More),
            (Mode::Gaps, "g t", Resolution::Act(Action::ByTeam)),
            (Mode::Gaps, "g z", Resolution::Unbound),
            (Mode::Gaps, "V", Resolution::Act(Action::MarkAll)),
            (Mode::Reading, "b", Resolution::Act(Action::Book)),
            (Mode::Cases, "s", Resolution::Unbound),
            (Mode::Case, "esc", Resolution::Act(Action::Back)),
            (Mode::Note, "q", Resolution::Unbound),
            (Mode::Note, "ctrl-s", Resolution::Act(Action::Save)),
            (Mode::Line, "?", Resolution::Unbound),
            (Mode::Line, "ctrl-c", Resolution::Act(Action::LeaveNow)),
            (Mode::Confirm, "y", Resolution::Act(Action::Accept)),
        ] {
            assert_eq!(
                map.resolve(mode, &keys(pressed)),
                meant,
                "{mode:?} {pressed}"
            );
        }
    }

    #[test]
    fn shift_on_a_letter_is_said_once() {
        let event = KeyEvent::new(KeyCode::Char('V'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(event), Key::read("V").unwrap());
    }

    #[test]
    fn a_key_that_does_not_exist_is_named() {
        let bad = "[[binding]]\nmode=\"gaps\"\naction=\"mark\"\nkeys=[\"spce\"]\nhelp=\"a\"\n";
        assert!(KeyMap::read(bad).unwrap_err().contains("spce"));
    }

    #[test]
    fn every_pane_and_dialog_has_a_line_of_keys() {
        let map = KeyMap::embedded();
        for mode in Mode::ALL.into_iter().skip(4) {
            assert!(!map.foot(mode).is_empty(), "{mode:?}");
        }
    }
}
