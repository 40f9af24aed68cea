//! Which earlier day is meant: one of those up to which an extract speaks, or any that is typed.
//!
//! It proposes the days of the past imports. The surprising thing: what is typed goes before the
//! line in focus.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_input::Input;

use super::panel;
use crate::model::Day;
use crate::review::PastImport;
use crate::tui::action::Action;
use crate::tui::dates::{self, Lean};
use crate::tui::layout::{self, below, row};
use crate::tui::text::{left, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, Window, field, line, put, put_all, rows, span};

/// What the day is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To see what was known on it.
    LookBack,
    /// To tell what happened since.
    Changes,
}

/// The question.
#[derive(Clone, Debug)]
pub struct Moment {
    pub purpose: Purpose,
    /// The days of the extracts, the newest first, and the files of each; `None` until the store
    /// has answered.
    pub days: Option<Vec<(Day, String)>>,
    pub cursor: usize,
    pub input: Input,
    pub trouble: Option<String>,
}

/// Days that are listed at once.
const SEEN: u16 = 8;

impl Moment {
    /// The question with nothing proposed yet.
    #[must_use]
    pub fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            days: None,
            cursor: 0,
            input: Input::default(),
            trouble: None,
        }
    }

    /// Takes the days of the past imports that lie before where one stands: the newest of all, or
    /// the earlier day that is looked back to.
    pub fn hold(&mut self, imports: &[PastImport], looks_back: Option<Day>) {
        let mut days: Vec<(Day, String)> = Vec::new();
        for past in imports {
            let files: Vec<&str> = past.files.iter().map(|file| file.file.as_str()).collect();
            let files = files.join(", ");
            match days.iter_mut().find(|(day, _)| *day == past.as_at) {
                Some((_, known)) => *known = format!("{known}, {files}"),
                None => days.push((past.as_at, files)),
            }
        }
        days.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
        let newest = days.first().map(|(day, _)| *day);
        if let Some(stands) = looks_back.or(newest) {
            days.retain(|(day, _)| *day < stands);
        }
        self.days = Some(days);
    }

    /// The day that is meant, or what is wrong.
    pub fn day(&self, today: Day) -> Result<Day, String> {
        let typed = self.input.value().trim();
        if !typed.is_empty() {
            return dates::read(typed, today, Lean::Past);
        }
        let days = self.days.as_deref().unwrap_or_default();
        days.get(self.cursor).map(|(day, _)| *day).ok_or_else(|| {
            "The store holds extracts of one day only. Import an older one, or a newer one later."
                .to_owned()
        })
    }

    /// Moves between the days.
    pub fn step(&mut self, action: Action) {
        let count = self.days.as_ref().map_or(0, Vec::len);
        self.cursor = layout::stepped(self.cursor, count, action, usize::from(SEEN));
        self.input = Input::default();
        self.trouble = None;
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let (title, words) = match self.purpose {
            Purpose::LookBack => (
                "As known on which day?",
                "Every pane then shows what the extracts up to that day held, and nothing that came \
                 in later. A note drafted there says so.",
            ),
            Purpose::Changes => (
                "What changed since which day?",
                "What was known on that day is held beside what is known now: new gaps, cleared \
                 ones, and records that came in later with an earlier date.",
            ),
        };
        let days = self.days.as_deref().unwrap_or_default();
        let listed = u16::try_from(days.len()).unwrap_or(SEEN).clamp(1, SEEN);
        let width = window.width.min(78);
        let words = wrap(words, usize::from(width).saturating_sub(4));
        let said = u16::try_from(words.len()).unwrap_or(3) + 1;
        let area = panel(frame, window, (width, listed + said + 4), title, theme);
        let dim: Vec<_> = words
            .into_iter()
            .map(|w| line(theme, Role::Dim, w))
            .collect();
        put_all(frame, area, &dim);
        let typed = row(area, said);
        let list = below(area, said + 2);
        let cells = usize::from(area.width);
        let chosen = Window {
            count: days.len(),
            top: layout::top(0, self.cursor, list.height.into()),
            cursor: self.cursor,
        };
        rows(frame, list, chosen, theme, |at| {
            days.get(at).map_or_else(Line::default, |(day, files)| {
                Line::from(vec![
                    span(theme, Role::Plain, format!("{}  ", day.long())),
                    span(theme, Role::Dim, left(files, cells.saturating_sub(13))),
                ])
            })
        });
        if days.is_empty() {
            let words = match self.days {
                None => "Reading the past imports.",
                Some(_) => "No extract of an earlier day has been imported.",
            };
            put(frame, list, &line(theme, Role::Dim, words));
        }
        let label = "Or type a day";
        let focus = if days.is_empty() || !self.input.value().is_empty() {
            Focus::Here
        } else {
            Focus::Elsewhere
        };
        field(frame, typed, theme, (label, &self.input), focus);
        if let Some(trouble) = &self.trouble {
            put(
                frame,
                row(area, said + 1),
                &line(theme, Role::Trouble, trouble.clone()),
            );
        }
    }
}
