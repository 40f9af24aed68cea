//! A text to read, or to select with the mouse, in a window of its own.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panel;
use crate::tui::text::wrap;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cursor, line, put_all};

/// The text and how far it is scrolled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    pub title: String,
    /// Paragraphs.
    pub words: Vec<String>,
    pub scrolled: usize,
}

impl Reading {
    /// A text from its top.
    #[must_use]
    pub const fn new(title: String, words: Vec<String>) -> Self {
        Self {
            title,
            words,
            scrolled: 0,
        }
    }

    fn lines(&self, cells: usize) -> Vec<String> {
        let paragraphs = self.words.iter();
        paragraphs
            .flat_map(|words| match wrap(words, cells) {
                lines if lines.is_empty() => vec![String::new()],
                lines => lines,
            })
            .collect()
    }

    /// How many lines it has in a window of this size.
    #[must_use]
    pub fn height(&self, window: Rect) -> usize {
        self.lines(usize::from(window.width.min(84)).saturating_sub(4))
            .len()
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let window = Rect {
            height: window.height.saturating_sub(1),
            ..window
        };
        let width = window.width.min(84);
        let lines = self.lines(usize::from(width).saturating_sub(4));
        let height = u16::try_from(lines.len())
            .unwrap_or(u16::MAX)
            .saturating_add(2);
        let area = panel(frame, window, (width, height), &self.title, theme);
        let lines: Vec<Line<'static>> = lines
            .into_iter()
            .skip(self.scrolled)
            .map(|words| line(theme, Role::Plain, words))
            .collect();
        put_all(frame, area, &lines);
        cursor(frame, area.x, area.y);
    }
}
