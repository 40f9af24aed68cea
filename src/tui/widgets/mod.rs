//! Pieces that the panes are put together from. They know no pane and keep no state.

mod argument;
mod child;
mod field;
mod window;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::text;
use super::theme::{Role, Theme};

pub use argument::lines as argument;
pub use child::lines as child;
pub use field::{Focus, field};
pub use window::{Window, rows};

/// A piece of text in a role.
#[must_use]
pub fn span(theme: &Theme, role: Role, words: impl Into<String>) -> Span<'static> {
    Span::styled(words.into(), theme.style(role))
}

/// A line in one role.
#[must_use]
pub fn line(theme: &Theme, role: Role, words: impl Into<String>) -> Line<'static> {
    Line::from(span(theme, role, words))
}

/// Draws one line at the top of an area, if the area has a row.
pub fn put(frame: &mut Frame<'_>, area: Rect, line: &Line<'_>) {
    if area.height > 0 && area.width > 0 {
        frame
            .buffer_mut()
            .set_line(area.x, area.y, line, area.width);
    }
}

/// Draws as many lines as there are rows.
pub fn put_all(frame: &mut Frame<'_>, area: Rect, lines: &[Line<'_>]) {
    for (at, line) in (0..area.height).zip(lines) {
        put(frame, super::layout::row(area, at), line);
    }
}

/// Puts the terminal's cursor here, for whoever reads the screen by ear.
pub fn cursor(frame: &mut Frame<'_>, x: u16, y: u16) {
    let area = frame.area();
    if x < area.right() && y < area.bottom() {
        frame.set_cursor_position(Position { x, y });
    }
}

/// A bar of a share: every cell is an equal part of the whole, the rest is dotted. An eighth of
/// a cell is the least that is shown, so that "some" never looks like "none".
#[must_use]
pub fn bar(part: u32, whole: u32, cells: u32) -> String {
    const PARTS: [char; 8] = ['·', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    let eighths = if whole == 0 {
        0
    } else {
        (u64::from(part) * u64::from(cells) * 8)
            .div_ceil(u64::from(whole))
            .min(u64::from(cells) * 8)
    };
    (0..u64::from(cells))
        .map(|cell| match eighths.saturating_sub(cell * 8) {
            8.. => '█',
            rest => usize::try_from(rest).map_or('·', |rest| PARTS[rest]),
        })
        .collect()
}

/// A whole per cent, or "under 1" where rounding would say none.
#[must_use]
pub fn per_cent(part: u32, whole: u32) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    let rounded = (u64::from(part) * 100 + u64::from(whole) / 2) / u64::from(whole);
    if rounded == 0 && part > 0 {
        "<1 %".to_owned()
    } else {
        format!("{rounded} %")
    }
}

/// Keys and their words, as many as fit whole, and how many those are.
#[must_use]
pub fn keys(theme: &Theme, pairs: &[(&str, &str)], cells: usize) -> (Line<'static>, usize) {
    let air = if cells >= 100 { "   " } else { "  " };
    let mut left = cells.saturating_sub(1);
    let mut spans = vec![Span::raw(" ")];
    let mut shown = 0;
    for (key, words) in pairs {
        let cost = text::width(key) + text::width(words) + 1;
        if cost > left {
            break;
        }
        left = left.saturating_sub(cost + air.len());
        shown += 1;
        spans.push(span(theme, Role::Key, text::clean(key)));
        spans.push(span(
            theme,
            Role::Dim,
            format!(" {}{air}", text::clean(words)),
        ));
    }
    (Line::from(spans), shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert_eq!(bar(0, 10, 4), "····");
        assert_eq!(bar(5, 10, 4), "██··");
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(1, 0, 2), "··");
        assert_eq!(bar(1, 1000, 4), "▏···");
        assert_eq!(bar(900, 10, 4), "████");
    }

    #[test]
    fn a_small_share_is_not_called_none() {
        assert_eq!(per_cent(38, 223), "17 %");
        assert_eq!(per_cent(1, 1000), "<1 %");
        assert_eq!(per_cent(0, 10), "0 %");
        assert_eq!(per_cent(3, 0), "-");
    }
}
