//! Finding by a few letters: a line to type on and what it finds, the best first.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_input::Input;

use super::panel;
use crate::tui::action::Action;
use crate::tui::finder::{Finder, Found};
use crate::tui::layout::{below, row, top};
use crate::tui::sheet::Sheet;
use crate::tui::text::{clip, left};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, Window, field, line, put, rows, span};

/// How far a page goes.
const PAGE: usize = 10;

/// What is typed and what it finds.
#[derive(Clone, Debug)]
pub struct Seek {
    pub input: Input,
    pub found: Vec<Found>,
    pub cursor: usize,
}

impl Seek {
    /// An empty line.
    #[must_use]
    pub fn new(sheet: &Arc<Sheet>) -> Self {
        let mut seek = Self {
            input: Input::default(),
            found: Vec::new(),
            cursor: 0,
        };
        seek.look(sheet);
        seek
    }

    /// Finds anew, after a letter was typed.
    pub fn look(&mut self, sheet: &Arc<Sheet>) {
        self.cursor = 0;
        let words = self.input.value();
        self.found = sheet.finder.find(words, &sheet.picture.cases);
        self.found.extend(Finder::said(words, &sheet.picture.gaps));
    }

    /// The line in focus.
    #[must_use]
    pub fn focus(&self) -> Option<&Found> {
        self.found.get(self.cursor)
    }

    /// Moves the focus.
    pub fn step(&mut self, action: Action) {
        let last = self.found.len().saturating_sub(1);
        self.cursor = match action {
            Action::Up => self.cursor.saturating_sub(1),
            Action::PageUp => self.cursor.saturating_sub(PAGE),
            Action::PageDown => (self.cursor + PAGE).min(last),
            Action::Down => (self.cursor + 1).min(last),
            _ => self.cursor,
        };
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let size = (
            window.width.min(84),
            window.height.saturating_sub(2).clamp(6, 20),
        );
        let title = "Find a child, family, worker, team, rule or words";
        let area = panel(frame, window, size, title, theme);
        let list = below(area, 2);
        if self.found.is_empty() {
            let words = "Nothing has these letters in this order.";
            put(frame, list, &line(theme, Role::Dim, words));
        }
        let cells = usize::from(list.width);
        let shown = Window {
            count: self.found.len(),
            top: top(0, self.cursor, list.height.into()),
            cursor: self.cursor,
        };
        rows(frame, list, shown, theme, |at| {
            let Some(found) = self.found.get(at) else {
                return Line::default();
            };
            let name = clip(&found.name, cells.saturating_sub(12));
            let used = 12 + crate::tui::text::width(&name);
            let about = clip(&found.about, cells.saturating_sub(used + 2));
            Line::from(vec![
                span(theme, Role::Dim, left(found.kind.word(), 12)),
                span(theme, Role::Plain, name),
                span(theme, Role::Dim, format!("  {about}")),
            ])
        });
        field(frame, row(area, 0), theme, ("", &self.input), Focus::Here);
    }
}
