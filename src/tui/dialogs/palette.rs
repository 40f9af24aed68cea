//! Actions found by their words, each with its key beside it: made from the key table.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_input::Input;

use super::panel;
use crate::tui::action::{Action, Mode};
use crate::tui::filter::holds;
use crate::tui::keymap::{Binding, KeyMap};
use crate::tui::layout::{below, row, top};
use crate::tui::text::{left, right, width};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, field, line, put, span};

/// How far a page goes: about what the least window shows.
const PAGE: usize = 8;

/// The palette of the mode that it was called from.
#[derive(Clone, Debug)]
pub struct Palette {
    pub of: Mode,
    pub input: Input,
    pub cursor: usize,
}

impl Palette {
    /// The bindings whose words hold every word typed.
    #[must_use]
    pub fn found<'a>(&self, keymap: &'a KeyMap) -> Vec<&'a Binding> {
        let words: Vec<String> = self
            .input
            .value()
            .split_whitespace()
            .map(str::to_lowercase)
            .collect();
        let phrase = words.join(" ");
        let mut seen: Vec<Action> = Vec::new();
        let mut found: Vec<&Binding> = keymap
            .of(self.of)
            .filter(|binding| !matches!(binding.action, Action::Palette))
            .filter(|binding| words.iter().all(|word| holds(&binding.help, word)))
            .filter(|binding| {
                let new = !seen.contains(&binding.action);
                seen.push(binding.action);
                new
            })
            .collect();
        // The words as they stand together come before the same words scattered.
        found.sort_by_key(|binding| {
            let starts = binding.help.to_lowercase().starts_with(&phrase);
            (!starts, !holds(&binding.help, &phrase))
        });
        found
    }

    /// The action in focus.
    #[must_use]
    pub fn focus(&self, keymap: &KeyMap) -> Option<Action> {
        self.found(keymap)
            .get(self.cursor)
            .map(|binding| binding.action)
    }

    /// Moves the focus.
    pub fn step(&mut self, action: Action, keymap: &KeyMap) {
        let last = self.found(keymap).len().saturating_sub(1);
        self.cursor = match action {
            Action::Up => self.cursor.saturating_sub(1),
            Action::PageUp => self.cursor.saturating_sub(PAGE),
            Action::PageDown => (self.cursor + PAGE).min(last),
            _ => (self.cursor + 1).min(last),
        };
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme, keymap: &KeyMap) {
        let size = (
            window.width.min(84),
            window.height.saturating_sub(2).clamp(6, 20),
        );
        let area = panel(frame, window, size, "What would you like to do?", theme);
        let found = self.found(keymap);
        let list = below(area, 2);
        let first = top(0, self.cursor, list.height.into());
        for (screen, (at, binding)) in (0..list.height).zip(found.iter().enumerate().skip(first)) {
            let keys = binding.words.first().map_or("", String::as_str);
            let cells = usize::from(list.width).saturating_sub(width(keys).max(8) + 1);
            let place = row(list, screen);
            let words = Line::from(vec![
                span(theme, Role::Plain, left(&binding.help, cells)),
                span(theme, Role::Key, format!(" {}", right(keys, 8))),
            ]);
            put(frame, place, &words);
            if at == self.cursor {
                frame
                    .buffer_mut()
                    .set_style(place, theme.style(Role::Focus));
            }
        }
        if found.is_empty() {
            put(
                frame,
                list,
                &line(theme, Role::Dim, "No action has these words."),
            );
        }
        field(frame, row(area, 0), theme, (":", &self.input), Focus::Here);
    }
}
