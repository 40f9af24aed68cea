//! A list that is drawn by its window: it asks for the rows that are seen and for no other.
//!
//! The surprising thing: ratatui's own table takes seconds a frame when it is handed a million
//! rows, so nothing here ever holds more than a screen of them.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{cursor, put};
use crate::tui::layout::row;
use crate::tui::theme::{Role, Theme};

/// Which part of a list is seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Window {
    pub count: usize,
    pub top: usize,
    /// The row in focus.
    pub cursor: usize,
}

/// Draws the rows of the window and shows which one is in focus, by style and by cursor.
pub fn rows(
    frame: &mut Frame<'_>,
    area: Rect,
    window: Window,
    theme: &Theme,
    mut of: impl FnMut(usize) -> Line<'static>,
) {
    for (screen, at) in (0..area.height).zip(window.top..window.count) {
        let place = row(area, screen);
        put(frame, place, &of(at));
        if at == window.cursor {
            frame
                .buffer_mut()
                .set_style(place, theme.style(Role::Focus));
            cursor(frame, place.x, place.y);
        }
    }
}
