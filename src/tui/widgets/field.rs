//! A line to type into: its label, its text, and the cursor where the next letter goes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_input::Input;

use super::{cursor, put, span};
use crate::tui::text::{clean, left, width};
use crate::tui::theme::{Role, Theme};

/// Whether the keys go here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Focus {
    Here,
    Elsewhere,
}

/// Draws a label and its input in one row.
pub fn field(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    field: (&str, &Input),
    focus: Focus,
) {
    let (label, input) = field;
    if area.is_empty() {
        return;
    }
    let label_cells = width(label) + 1;
    let room = usize::from(area.width)
        .saturating_sub(label_cells + 1)
        .max(1);
    let hidden = input.visual_scroll(room);
    let mut skipped = 0;
    let shown: String = clean(input.value())
        .chars()
        .skip_while(|c| {
            let skip = skipped < hidden;
            skipped += width(c.encode_utf8(&mut [0; 4]));
            skip
        })
        .collect();
    let role = if focus == Focus::Here {
        Role::Key
    } else {
        Role::Dim
    };
    let words = Line::from(vec![
        span(theme, role, format!("{label} ")),
        span(theme, Role::Plain, left(&shown, room)),
    ]);
    put(frame, area, &words);
    if focus == Focus::Here {
        let typed = Rect {
            x: area.x + u16::try_from(label_cells).unwrap_or(0).min(area.width),
            width: u16::try_from(room).unwrap_or(area.width),
            ..area
        };
        frame
            .buffer_mut()
            .set_style(typed.intersection(area), theme.style(Role::Focus));
        let before = input.visual_cursor().saturating_sub(hidden).min(room);
        cursor(
            frame,
            typed.x.saturating_add(u16::try_from(before).unwrap_or(0)),
            area.y,
        );
    }
}
