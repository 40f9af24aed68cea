//! A question that is answered by yes or no, asked only before what is large or cannot wait.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{OutcomeForm, panel};
use crate::model::OutcomeKind;
use crate::tui::text::wrap;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cursor, line, put_all};

/// What a yes leads to.
#[derive(Clone, Debug)]
pub enum Then {
    Give {
        form: Box<OutcomeForm>,
        kind: OutcomeKind,
        reason: String,
    },
    LeaveWhenSaved,
    /// And lose what could not be saved.
    LeaveAnyway,
    /// Take the newest import back.
    TakeBack,
    /// End the review session with its summary.
    EndReview,
}

/// The question and what a yes leads to.
#[derive(Clone, Debug)]
pub struct Confirm {
    pub words: String,
    pub then: Then,
}

impl Confirm {
    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let width = window.width.min(64);
        let cells = usize::from(width).saturating_sub(4);
        let words: Vec<String> = self
            .words
            .lines()
            .flat_map(|words| wrap(words, cells))
            .collect();
        let height = u16::try_from(words.len()).unwrap_or(4) + 2;
        let area = panel(frame, window, (width, height), "Are you sure?", theme);
        let lines: Vec<Line<'static>> = words
            .into_iter()
            .map(|part| line(theme, Role::Plain, part))
            .collect();
        put_all(frame, area, &lines);
        cursor(frame, area.x, area.y);
    }
}
