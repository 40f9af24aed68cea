//! A list of which one line is chosen: the headings of a note, for whom it is written, or whose
//! work passed on.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panel;
use crate::model::Audience;
use crate::review::handover::HandoverOf;
use crate::tui::action::Action;
use crate::tui::layout;
use crate::tui::text::{clip, left, right};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Window, rows, span};

/// What the lines stand for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Lines {
    /// The lines of a note on which its headings stand.
    Headings(Vec<usize>),
    Audiences(Vec<Audience>),
    /// Whose handover.
    Hands(Vec<HandoverOf>),
}

/// The list and the line in focus.
#[derive(Clone, Debug)]
pub struct Choice {
    pub title: &'static str,
    /// A line's words, and what stands at its end.
    pub rows: Vec<(String, String)>,
    pub cursor: usize,
    pub lines: Lines,
}

/// Lines that one step by the window goes over.
const PAGE: usize = 10;

impl Choice {
    /// Moves the focus.
    pub fn step(&mut self, action: Action) {
        let last = self.rows.len().saturating_sub(1);
        self.cursor = match action {
            Action::Up => self.cursor.saturating_sub(1),
            Action::Down => (self.cursor + 1).min(last),
            Action::PageUp => self.cursor.saturating_sub(PAGE),
            Action::PageDown => (self.cursor + PAGE).min(last),
            _ => self.cursor,
        };
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let height = u16::try_from(self.rows.len()).unwrap_or(u16::MAX);
        let height = height.saturating_add(2).min(window.height);
        // Names and what is left with them need more room than headings do.
        let width = match self.lines {
            Lines::Hands(_) => 100,
            Lines::Headings(_) | Lines::Audiences(_) => 72,
        };
        let area = panel(
            frame,
            window,
            (window.width.min(width), height),
            self.title,
            theme,
        );
        let cells = usize::from(area.width);
        let end = self.rows.iter().map(|(_, end)| end.chars().count()).max();
        let end = end.unwrap_or(0).min(cells / 2);
        let shown = Window {
            count: self.rows.len(),
            top: layout::top(0, self.cursor, area.height.into()),
            cursor: self.cursor,
        };
        rows(frame, area, shown, theme, |at| {
            self.rows
                .get(at)
                .map_or_else(Line::default, |(words, after)| {
                    let room = cells.saturating_sub(end + 2);
                    Line::from(vec![
                        span(theme, Role::Plain, left(&clip(words, room), room)),
                        span(theme, Role::Dim, format!("  {}", right(after, end))),
                    ])
                })
        });
    }
}
