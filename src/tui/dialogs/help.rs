//! The help: every key that counts here, made from the key table.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panel;
use crate::tui::action::Mode;
use crate::tui::keymap::KeyMap;
use crate::tui::text::{left, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cursor, line, put_all, span};

/// The help of the mode that it was called from.
#[derive(Clone, Debug)]
pub struct Help {
    pub of: Mode,
    pub scrolled: usize,
}

const KEYS: usize = 18;

impl Help {
    /// How many lines it has at this width of window.
    #[must_use]
    pub fn height(&self, window: Rect, theme: &Theme, keymap: &KeyMap) -> usize {
        self.lines(
            usize::from(window.width.min(90)).saturating_sub(4),
            theme,
            keymap,
        )
        .len()
    }

    fn lines(&self, cells: usize, theme: &Theme, keymap: &KeyMap) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        for layer in self.of.layers() {
            let rows: Vec<_> = keymap
                .of(self.of)
                .filter(|row| row.mode == *layer)
                .collect();
            if rows.is_empty() {
                continue;
            }
            if !lines.is_empty() {
                lines.push(Line::default());
            }
            lines.push(line(theme, Role::Heading, layer.heading()));
            for row in rows {
                let words = wrap(&row.help, cells.saturating_sub(KEYS).max(10));
                for (at, part) in words.into_iter().enumerate() {
                    let keys = if at == 0 {
                        row.words.join(", ")
                    } else {
                        String::new()
                    };
                    lines.push(Line::from(vec![
                        span(theme, Role::Key, left(&keys, KEYS)),
                        span(theme, Role::Plain, part),
                    ]));
                }
            }
        }
        lines.push(Line::default());
        lines.push(line(theme, Role::Heading, "The marks"));
        for words in [
            "!  overdue: not done, and past due",
            "~  done, but after it was due",
            "?  cannot be told: something that is needed is missing",
            "·  in time",
            "=  answered: an outcome stands; it still counts in every number",
            "*  marked by you",
            "+2 two more children of the family: one line that unfolds",
            "x4 four clocks of these children under one rule",
            "335+  the least it can be: it began before the export does",
            "WD are working days",
        ] {
            lines.push(line(theme, Role::Plain, words));
        }
        lines
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme, keymap: &KeyMap) {
        let size = (window.width.min(90), window.height.saturating_sub(2).max(6));
        let title = format!("Keys: {}", self.of.heading());
        let area = panel(frame, window, size, &title, theme);
        let lines = self.lines(area.width.into(), theme, keymap);
        let first = self
            .scrolled
            .min(lines.len().saturating_sub(area.height.into()));
        put_all(frame, area, &lines[first..]);
        cursor(frame, area.x, area.y);
    }
}
