//! The nine digits and the views that are saved on them.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panel;
use crate::tui::action::Action;
use crate::tui::layout::{below, row, top};
use crate::tui::text::{clip, left};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Window, line, put, rows, span};

/// What the list was opened for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ViewTask {
    Show,
    /// What is before the person is saved under the digit that is chosen.
    Save,
}

/// The list and the digit in focus.
#[derive(Clone, Debug)]
pub struct ViewList {
    /// Each digit and the name of its view.
    pub rows: Vec<(u8, Option<String>)>,
    pub cursor: usize,
    pub task: ViewTask,
}

impl ViewList {
    /// Moves the focus.
    pub fn step(&mut self, action: Action) {
        let last = self.rows.len().saturating_sub(1);
        self.cursor = match action {
            Action::Up => self.cursor.saturating_sub(1),
            Action::Down => (self.cursor + 1).min(last),
            _ => self.cursor,
        };
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let (title, words) = match self.task {
            ViewTask::Show => ("Saved views", "v and its digit shows a view at any time."),
            ViewTask::Save => (
                "Save this view under which digit?",
                "Its pane, filter, grouping, order and listing are saved.",
            ),
        };
        let size = (window.width.min(64), 13.min(window.height));
        let area = panel(frame, window, size, title, theme);
        let list = Rect {
            height: area.height.saturating_sub(1),
            ..area
        };
        let cells = usize::from(area.width).saturating_sub(3);
        let shown = Window {
            count: self.rows.len(),
            top: top(0, self.cursor, list.height.into()),
            cursor: self.cursor,
        };
        rows(frame, list, shown, theme, |at| {
            let Some((digit, name)) = self.rows.get(at) else {
                return Line::default();
            };
            let (role, name) = match name {
                Some(name) => (Role::Plain, clip(name, cells)),
                None => (Role::Dim, "free".into()),
            };
            Line::from(vec![
                span(theme, Role::Key, format!("{digit}  ")),
                span(theme, role, left(&name, cells)),
            ])
        });
        let last = area.height.saturating_sub(1);
        put(
            frame,
            row(below(area, last), 0),
            &line(theme, Role::Dim, clip(words, area.width.into())),
        );
    }
}
