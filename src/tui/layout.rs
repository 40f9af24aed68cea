//! Where everything stands for a given size: the same sums for drawing and for scrolling.

use ratatui::layout::Rect;

use super::action::Action;

/// The least window in which work is possible.
pub const LEAST: (u16, u16) = crate::settings::LEAST_WINDOW;
/// From this width on, two things stand side by side.
pub const WIDE: u16 = 100;

/// From this width on, three.
pub const ROOMY: u16 = 170;

/// The parts of the whole window.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Areas {
    pub context: Rect,
    pub tabs: Rect,
    /// The guided tour; empty if there is none.
    pub strip: Rect,
    pub body: Rect,
    /// Empty in a low window: then a message takes the place of the keys.
    pub message: Rect,
    pub keys: Rect,
}

/// A row of an area, counted from its top; empty if there is none.
#[must_use]
pub const fn row(area: Rect, at: u16) -> Rect {
    let inside = at < area.height;
    Rect {
        x: area.x,
        y: area.y.saturating_add(if inside { at } else { 0 }),
        width: area.width,
        height: if inside { 1 } else { 0 },
    }
}

/// What is left of an area below its first rows.
#[must_use]
pub const fn below(area: Rect, rows: u16) -> Rect {
    let cut = if rows < area.height {
        rows
    } else {
        area.height
    };
    Rect {
        x: area.x,
        y: area.y.saturating_add(cut),
        width: area.width,
        height: area.height - cut,
    }
}

/// The area without a margin at its left and right.
#[must_use]
pub const fn inset(area: Rect, cells: u16) -> Rect {
    Rect {
        x: area.x.saturating_add(cells),
        y: area.y,
        width: area.width.saturating_sub(cells.saturating_mul(2)),
        height: area.height,
    }
}

/// The parts of a window with a strip of so many rows under the tabs, where there is room for
/// one; `None` if it is too small to work in.
#[must_use]
pub fn areas(window: Rect, strip: u16) -> Option<Areas> {
    if window.width < LEAST.0 || window.height < LEAST.1 {
        return None;
    }
    let roomy = window.height >= 20;
    let top = if roomy { 3 } else { 2 };
    let bottom = if window.height >= 12 { 2 } else { 1 };
    let room = window.height - top - bottom;
    let strip = if strip + 6 <= room { strip } else { 0 };
    let body = Rect {
        y: window.y + top + strip,
        height: room - strip,
        ..window
    };
    Some(Areas {
        context: row(window, 0),
        tabs: row(window, 1),
        strip: Rect {
            y: window.y + 2,
            height: strip,
            ..window
        },
        body,
        message: if bottom == 2 {
            row(window, window.height - 2)
        } else {
            Rect::ZERO
        },
        keys: row(window, window.height - 1),
    })
}

/// A pane with a heading, a list and, where there is room, something beside it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Split {
    pub head: Rect,
    /// The line over the list: column titles, or air.
    pub titles: Rect,
    pub list: Rect,
    pub line: Rect,
    pub side: Option<Rect>,
}

/// Splits a body; `share` is the list's part of the width in hundredths.
#[must_use]
pub fn split(body: Rect, share: u16) -> Split {
    let head = row(body, 0);
    let rest = below(body, 1);
    let wide = body.width >= WIDE;
    let list_width = if wide {
        u16::try_from(u32::from(body.width) * u32::from(share) / 100).unwrap_or(body.width)
    } else {
        body.width
    };
    let column = Rect {
        // A cell of air before the line.
        width: list_width - u16::from(wide),
        ..rest
    };
    let side = wide.then(|| Rect {
        x: rest.x + list_width + 2,
        width: body.width - list_width - 3,
        ..rest
    });
    Split {
        head,
        titles: row(column, 0),
        list: below(column, 1),
        line: if wide {
            Rect {
                x: rest.x + list_width,
                width: 1,
                ..rest
            }
        } else {
            Rect::ZERO
        },
        side,
    }
}

/// A box in the middle, at most as large as the window allows.
#[must_use]
pub const fn centred(window: Rect, width: u16, height: u16) -> Rect {
    let width = if width < window.width {
        width
    } else {
        window.width
    };
    let height = if height < window.height {
        height
    } else {
        window.height
    };
    Rect {
        x: window.x + (window.width - width) / 2,
        y: window.y + (window.height - height) / 3,
        width,
        height,
    }
}

/// Where the focus of a list of `count` rows goes by this action; any other goes to the last row.
#[must_use]
pub fn stepped(cursor: usize, count: usize, action: Action, page: usize) -> usize {
    let (last, page) = (count.saturating_sub(1), page.max(1));
    match action {
        Action::Up => cursor.saturating_sub(1),
        Action::Down => (cursor + 1).min(last),
        Action::PageUp => cursor.saturating_sub(page),
        Action::PageDown => (cursor + page).min(last),
        Action::First => 0,
        _ => last,
    }
}

/// The first row to show so that the row in focus is seen, moving as little as can be.
#[must_use]
pub fn top(top: usize, cursor: usize, height: usize) -> usize {
    let height = height.max(1);
    if cursor < top {
        cursor
    } else if cursor >= top + height {
        cursor + 1 - height
    } else {
        top
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_that_is_too_small_has_no_parts() {
        assert!(areas(Rect::new(0, 0, 39, 20), 0).is_none());
        assert!(areas(Rect::new(0, 0, 80, 7), 0).is_none());
        assert!(areas(Rect::new(0, 0, 40, 8), 0).is_some());
    }

    #[test]
    fn the_parts_never_leave_the_window() {
        for width in 40..140 {
            for height in 8..40 {
                let window = Rect::new(0, 0, width, height);
                let areas = areas(window, height % 5).unwrap();
                let split = split(areas.body, 56);
                for part in [
                    areas.keys,
                    areas.body,
                    split.list,
                    split.side.unwrap_or_default(),
                ] {
                    assert!(
                        part.right() <= width && part.bottom() <= height,
                        "{window:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn the_list_moves_only_when_the_focus_would_leave_it() {
        assert_eq!(top(10, 12, 5), 10);
        assert_eq!(top(10, 9, 5), 9);
        assert_eq!(top(10, 15, 5), 11);
    }
}
