//! The delays: the steps in one list, and the step in focus unfolded, each number of it a place
//! to go to.
//!
//! It counts nothing and opens nothing itself; it says which number is in focus. The surprising
//! thing: the page is laid out once for a step and a width and kept, so that neither a key nor a
//! frame counts or wraps again.

mod page;
mod parts;

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::model::Day;
use crate::review::delays::{Assessed, Delays, Pick, Sees, Step};
use crate::rules::Unit;
use crate::tui::action::{Action, Mode};
use crate::tui::effect::Ticket;
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{self, WIDE, below, inset, row, split};
use crate::tui::text::{count, left, right};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Window, line, per_cent, put, span};

pub use page::{Page, Target, words_of};

/// The list's part of the width, in hundredths: on a broad screen its lines need no more.
const fn share(width: u16) -> u16 {
    if width >= 200 { 42 } else { 54 }
}

/// Which part of the pane has the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Side {
    #[default]
    Steps,
    Page,
}

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct DelaysPane {
    pub delays: Option<Arc<Delays>>,
    /// The question that is under way.
    pub asked: Option<Ticket>,
    /// The day that was named to compare before and after.
    pub split: Option<Day>,
    pub side: Side,
    /// The step in focus.
    pub cursor: usize,
    pub top: usize,
    /// The number in focus, by its position on the page.
    pub number: usize,
    pub page_top: usize,
    /// Step, number and height that were last scrolled into view.
    seen: Option<(usize, usize, u16)>,
    /// Made for this step and this width.
    page: Option<((usize, usize), Page)>,
}

impl DelaysPane {
    /// Takes the numbers in; what stood before is gone, the focus stays.
    pub fn hold(&mut self, delays: Arc<Delays>) {
        self.asked = None;
        self.delays = Some(delays);
        self.page = None;
    }

    /// Forgets the numbers of a picture that is out of date.
    pub fn let_go(&mut self) {
        self.delays = None;
        self.asked = None;
        self.page = None;
    }

    /// The step in focus.
    #[must_use]
    pub fn step_in_focus(&self) -> Option<&Step> {
        self.delays.as_ref()?.steps.get(self.cursor)
    }

    /// The number in focus, where the page has the keys.
    #[must_use]
    pub fn target(&self) -> Option<Target> {
        let (_, page) = self.page.as_ref().filter(|_| self.side == Side::Page)?;
        Some(page.places.get(self.number)?.target)
    }

    /// Moves the focus in the list, or from number to number.
    pub fn step(&mut self, action: Action, rows: usize) {
        if self.side == Side::Page {
            self.go(action, rows);
            return;
        }
        let last = self
            .delays
            .as_ref()
            .map_or(0, |delays| delays.steps.len().saturating_sub(1));
        let was = self.cursor;
        self.cursor = match action {
            Action::Up => self.cursor.saturating_sub(1),
            Action::Down => (self.cursor + 1).min(last),
            Action::PageUp => self.cursor.saturating_sub(rows.max(1)),
            Action::PageDown => (self.cursor + rows.max(1)).min(last),
            Action::First => 0,
            _ => last,
        };
        if was != self.cursor {
            self.number = 0;
            self.page_top = 0;
        }
    }

    /// To another number. Where text lies between, it is scrolled through first, so that nothing
    /// is passed unread.
    fn go(&mut self, action: Action, rows: usize) {
        let Some((_, page)) = &self.page else { return };
        let height = rows.max(2);
        let bottom = page.rows.len().saturating_sub(height);
        let here = page.places.get(self.number).map_or(0, |place| place.row);
        let above = |most: usize| page.rows_with_numbers().filter(|row| *row <= most).max();
        let under = |least: usize| page.rows_with_numbers().find(|row| *row >= least);
        let row = match action {
            Action::Up => {
                let row = here.checked_sub(1).and_then(above);
                if row.is_none_or(|row| row < self.page_top) {
                    let least = row.unwrap_or(0);
                    self.page_top = self.page_top.saturating_sub(height - 1).max(least);
                }
                row.filter(|row| *row >= self.page_top)
            }
            Action::Down => {
                let row = under(here + 1);
                if row.is_none_or(|row| row >= self.page_top + height) {
                    let most = row.map_or(bottom, |row| (row + 1).saturating_sub(height));
                    self.page_top = (self.page_top + height - 1).min(most);
                }
                row.filter(|row| *row < self.page_top + height)
            }
            Action::PageUp => here.checked_sub(height - 1).and_then(above).or(under(0)),
            Action::PageDown => under(here + height - 1).or(above(usize::MAX)),
            Action::First => under(0),
            _ => above(usize::MAX),
        };
        let found = row.and_then(|row| page.nearest(row, self.number));
        self.number = found.unwrap_or(self.number);
    }

    /// To the next number in reading order, from the list to the first one.
    pub fn next(&mut self) {
        let last = self.places().saturating_sub(1);
        if self.side == Side::Steps {
            self.enter();
        } else {
            self.number = if self.number >= last {
                0
            } else {
                self.number + 1
            };
        }
    }

    /// To the number before, from the first one back to the list.
    pub fn previous(&mut self) {
        match (self.side, self.number) {
            (Side::Page, 0) => self.leave(),
            (Side::Page, at) => self.number = at - 1,
            (Side::Steps, _) => {}
        }
    }

    /// To the number at the right in the same row; from the list to the page.
    pub fn rightwards(&mut self) {
        if self.side == Side::Steps {
            self.enter();
        } else if let Some((_, page)) = &self.page {
            let row = |at: usize| page.places.get(at).map(|place| place.row);
            if row(self.number + 1).is_some() && row(self.number + 1) == row(self.number) {
                self.number += 1;
            }
        }
    }

    /// To the number at the left in the same row; from the first one back to the list.
    pub fn leftwards(&mut self) {
        let Some((_, page)) = self.page.as_ref().filter(|_| self.side == Side::Page) else {
            return;
        };
        let row = |at: usize| page.places.get(at).map(|place| place.row);
        match self.number.checked_sub(1) {
            Some(before) if row(before) == row(self.number) => self.number = before,
            _ => self.leave(),
        }
    }

    /// From the list to the numbers of its step.
    pub fn enter(&mut self) {
        if self.delays.is_some() {
            self.side = Side::Page;
        }
    }

    /// Back to the list.
    pub fn leave(&mut self) {
        self.side = Side::Steps;
    }

    fn places(&self) -> usize {
        self.page.as_ref().map_or(0, |(_, page)| page.places.len())
    }

    /// Lays the page out where it is not, and scrolls so that the focus is seen.
    pub fn settle(&mut self, body: Rect) {
        let Some(delays) = self.delays.clone() else {
            return;
        };
        self.cursor = self.cursor.min(delays.steps.len().saturating_sub(1));
        let (list, page) = areas(body, self.side);
        if let Some(list) = list {
            self.top = layout::top(self.top, self.cursor, list.height.into());
        }
        let Some(area) = page else { return };
        let wanted = (self.cursor, usize::from(area.width));
        if self.page.as_ref().is_none_or(|(made, _)| *made != wanted) {
            let step = delays.steps.get(self.cursor);
            self.page = step.map(|step| (wanted, Page::of(&delays, step, wanted.1)));
        }
        let Some((_, page)) = &self.page else { return };
        self.number = self.number.min(page.places.len().saturating_sub(1));
        let height = usize::from(area.height);
        let now = (self.cursor, self.number, area.height);
        if self.seen.replace(now) != Some(now) {
            let first = page.places.first().map_or(0, |place| place.row);
            let focus = page.places.get(self.number).map_or(0, |place| place.row);
            // What stands over the first number is seen with it, where it fits.
            self.page_top = if focus == first && focus < height {
                0
            } else {
                layout::top(self.page_top, focus, height)
            };
        }
        let bottom = page.rows.len().saturating_sub(height);
        self.page_top = self.page_top.min(bottom);
    }
}

/// Where the list and the page stand: side by side, or the one that has the keys.
fn areas(body: Rect, side: Side) -> (Option<Rect>, Option<Rect>) {
    let parts = split(body, share(body.width));
    match (parts.side, side) {
        (Some(page), _) => (Some(parts.list), Some(below(page, 1))),
        (None, Side::Steps) => (Some(parts.list), None),
        (None, Side::Page) => (None, Some(inset(body, 1))),
    }
}

/// Rows of the part that has the keys.
#[must_use]
pub fn rows(body: Rect, side: Side) -> usize {
    let (list, page) = areas(body, side);
    let area = match side {
        Side::Steps => list,
        Side::Page => page,
    };
    area.map_or(1, |area| area.height.into())
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &DelaysPane, on: (&Theme, &KeyMap)) {
    let (theme, _) = on;
    let Some(delays) = &pane.delays else {
        let words = line(theme, Role::Plain, "Counting how long each step takes.");
        put(frame, inset(body, 1), &words);
        widgets::cursor(frame, body.x, body.y);
        return;
    };
    let (list, page) = areas(body, pane.side);
    if let Some(area) = list {
        let parts = split(body, share(body.width));
        put(frame, parts.head, &head(pane, delays, on, body.width));
        let cells = usize::from(area.width);
        put(frame, parts.titles, &titles(theme, cells));
        let window = Window {
            count: delays.steps.len(),
            top: pane.top,
            cursor: if pane.side == Side::Steps {
                pane.cursor
            } else {
                usize::MAX
            },
        };
        widgets::rows(frame, area, window, theme, |at| {
            let here = at == pane.cursor;
            delays
                .steps
                .get(at)
                .map_or_else(Line::default, |step| step_line(theme, step, cells, here))
        });
        for at in 0..parts.line.height {
            put(frame, row(parts.line, at), &line(theme, Role::Line, "│"));
        }
        let under = below(area, u16::try_from(delays.steps.len() + 1).unwrap_or(0));
        if body.width >= WIDE || under.height >= 3 {
            notes(frame, inset(under, 1), theme);
        }
    }
    if let Some(area) = page {
        if pane.side == Side::Page {
            // Where no number is seen, the cursor still stands on the page.
            widgets::cursor(frame, area.x, area.y);
        }
        draw_page(frame, area, pane, theme);
    }
}

fn draw_page(frame: &mut Frame<'_>, area: Rect, pane: &DelaysPane, theme: &Theme) {
    let Some((_, page)) = &pane.page else { return };
    let seen = page.rows.iter().skip(pane.page_top);
    for (at, pieces) in (0..area.height).zip(seen) {
        let spans: Vec<Span<'_>> = pieces
            .iter()
            .map(|piece| Span::styled(piece.words.as_str(), theme.style(piece.role)))
            .collect();
        put(frame, row(area, at), &Line::from(spans));
    }
    let Some(place) = page
        .places
        .get(pane.number)
        .filter(|_| pane.side == Side::Page)
    else {
        return;
    };
    let at = place.row.checked_sub(pane.page_top);
    if let Some(at) = at
        .and_then(|at| u16::try_from(at).ok())
        .filter(|at| *at < area.height)
    {
        let small = |n: usize| u16::try_from(n).unwrap_or(0);
        let x = area.x.saturating_add(small(place.x));
        let spot = Rect {
            x,
            y: area.y + at,
            width: small(place.cells).min(area.right().saturating_sub(x)),
            height: 1,
        };
        frame.buffer_mut().set_style(spot, theme.style(Role::Focus));
        widgets::cursor(frame, spot.x, spot.y);
    }
}

fn head(
    pane: &DelaysPane,
    delays: &Delays,
    (theme, keymap): (&Theme, &KeyMap),
    cells: u16,
) -> Line<'static> {
    let mut spans = vec![span(theme, Role::Heading, " Delays")];
    let key = keymap.key_for(Mode::Delays, Action::Split);
    match (delays.split, pane.asked) {
        (_, Some(_)) => spans.push(span(theme, Role::Dim, "   counting")),
        (Some(split), None) => {
            let words = format!("   before and after {}", split.long());
            spans.push(span(theme, Role::Key, words));
        }
        (None, None) if cells >= 80 => {
            let words = format!("   {key} compares before and after a day");
            spans.push(span(theme, Role::Dim, words));
        }
        (None, None) => {}
    }
    Line::from(spans)
}

/// Widths of completed, half, in time, open, overdue.
const COLUMNS: [usize; 5] = [6, 8, 8, 6, 8];

/// Cells from which every name fits in full.
const FULL_NAMES: usize = 41;

fn name_cells(cells: usize) -> usize {
    let names = cells.saturating_sub(2 + COLUMNS.iter().sum::<usize>());
    names.min(FULL_NAMES + 3)
}

fn titles(theme: &Theme, cells: usize) -> Line<'static> {
    let words = ["done", "half in", "in time", "open", "overdue"];
    let mut out = left("  step", name_cells(cells) + 2);
    for (word, cells) in words.iter().zip(COLUMNS) {
        out.push_str(&right(word, cells));
    }
    line(theme, Role::Dim, out)
}

/// One step in one line. The mark before its name says which step is unfolded, without colour.
fn step_line(theme: &Theme, step: &Step, cells: usize, here: bool) -> Line<'static> {
    let figures = &step.whole;
    let names = name_cells(cells);
    // All in full or all short, so that no step has two names on one screen.
    let name = if names >= FULL_NAMES {
        &step.plan.name
    } else {
        &step.plan.short
    };
    let mark = if here { "› " } else { "  " };
    let role = match step.assessed {
        Assessed::Yes => Role::Plain,
        Assessed::Trial | Assessed::Off => Role::Dim,
    };
    let ended = step.plan.sees == Sees::Ended;
    let completed = figures.number(Pick::Completed);
    let share = match (ended, step.limit) {
        (_, None) => "-".to_owned(),
        (true, _) => {
            let share = figures.of_settled().share;
            per_cent(share.part, share.whole)
        }
        (false, _) => {
            let share = figures.open_in_time().share;
            match share.whole {
                0 => "-".to_owned(),
                whole => format!("{}*", per_cent(share.part, whole)),
            }
        }
    };
    let done = if ended {
        count(completed)
    } else {
        "-".to_owned()
    };
    let words = [
        right(&done, COLUMNS[0]),
        right(&half_with_unit(step), COLUMNS[1]),
        right(&share, COLUMNS[2]),
        right(&count(figures.number(Pick::Open)), COLUMNS[3]),
    ]
    .concat();
    let overdue = right(&count(figures.overdue), COLUMNS[4]);
    let alarm = if figures.overdue > 0 {
        Role::Overdue
    } else {
        Role::Dim
    };
    Line::from(vec![
        span(theme, role, format!("{mark}{}", left(name, names))),
        span(theme, role, words),
        span(theme, alarm, overdue),
    ])
}

/// "35 wd", "27 d", "not yet", "-".
fn half_with_unit(step: &Step) -> String {
    let words = page::half(&step.whole);
    if step.whole.pace.median.is_none() {
        return words;
    }
    let unit = match step.unit {
        Unit::WorkingDays => "wd",
        Unit::Weeks => "wk",
        _ => "d",
    };
    format!("{words} {unit}")
}

/// What the columns mean, under the list.
fn notes(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    let words = "half in: half are done within so many working days (wd) or days (d), the open \
                 ones weighed in. in time: of those completed or already overdue; with * of those \
                 open, because the extract shows only the latest date. \
                 What is open and not yet due is never counted as in time.";
    let lines = crate::tui::text::wrap(words, area.width.into());
    for (at, words) in (0..area.height).zip(lines) {
        put(frame, row(area, at), &line(theme, Role::Dim, words));
    }
}
