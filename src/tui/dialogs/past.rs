//! What was imported before, and what could not be used: to be read again at any time.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panel;
use crate::model::Day;
use crate::review::{PastImport, PastProblem, problem_kinds, problem_line};
use crate::tui::action::Action;
use crate::tui::layout::{below, row};
use crate::tui::text::{clean, count, left, many, right, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cursor, line, put, put_all, span};

/// The imports, newest first, and the problems of the one in focus once they were read.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// `None` until the store has answered.
    pub imports: Option<Vec<PastImport>>,
    pub at: usize,
    pub problems: Option<(i64, Vec<PastProblem>)>,
    pub scrolled: usize,
}

/// How many imports are seen at once above the problems.
const SEEN: usize = 5;

impl Past {
    /// The import in focus.
    #[must_use]
    pub fn focus(&self) -> Option<i64> {
        self.imports.as_ref()?.get(self.at).map(|past| past.id)
    }

    /// What stood in the cells that could not be used.
    pub fn found(&self) -> Vec<&str> {
        let problems = self.problems.iter().flat_map(|(_, problems)| problems);
        problems.map(|problem| problem.found.as_str()).collect()
    }

    /// Moves between imports, or through the problems.
    pub fn step(&mut self, action: Action) {
        let last = self.imports.as_ref().map_or(0, Vec::len).saturating_sub(1);
        match action {
            Action::Up => self.at = self.at.saturating_sub(1),
            Action::Down => self.at = (self.at + 1).min(last),
            Action::PageUp => self.scrolled = self.scrolled.saturating_sub(5),
            _ => self.scrolled += 5,
        }
        if matches!(action, Action::Up | Action::Down) {
            self.scrolled = 0;
        }
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let size = (
            window.width.min(110),
            window.height.saturating_sub(2).clamp(8, 40),
        );
        let area = panel(
            frame,
            window,
            size,
            "Past imports and their problems",
            theme,
        );
        cursor(frame, area.x, area.y);
        let Some(imports) = &self.imports else {
            put(frame, area, &line(theme, Role::Dim, "Reading the store."));
            return;
        };
        if imports.is_empty() {
            let words = "Nothing has been imported yet.";
            put(frame, area, &line(theme, Role::Plain, words));
            return;
        }
        let seen = SEEN.min(imports.len()).min(usize::from(area.height) / 2);
        let first = crate::tui::layout::top(0, self.at, seen);
        for (at, past) in imports.iter().enumerate().skip(first).take(seen) {
            let place = row(area, u16::try_from(at - first).unwrap_or(0));
            put(frame, place, &import_line(theme, past, area.width.into()));
            if at == self.at {
                frame
                    .buffer_mut()
                    .set_style(place, theme.style(Role::Focus));
                cursor(frame, place.x, place.y);
            }
        }
        let rest = below(area, u16::try_from(seen + 1).unwrap_or(0));
        let lines = self.about(imports, theme, area.width.into());
        let most = lines.len().saturating_sub(rest.height.into());
        put_all(frame, rest, &lines[self.scrolled.min(most)..]);
    }

    fn about(&self, imports: &[PastImport], theme: &Theme, cells: usize) -> Vec<Line<'static>> {
        let Some(past) = imports.get(self.at) else {
            return Vec::new();
        };
        let mut lines = Vec::new();
        let mut say = |role: Role, words: &str| {
            if words.is_empty() {
                lines.push(Line::default());
            }
            let words = wrap(words, cells);
            lines.extend(words.into_iter().map(|words| line(theme, role, words)));
        };
        for file in &past.files {
            say(
                Role::Plain,
                &format!(
                    "{}: {}, {} rows, {} used, {} not used",
                    clean(&file.file),
                    file.recognised_as,
                    count(file.rows),
                    count(file.used),
                    count(file.rejected)
                ),
            );
        }
        say(Role::Dim, "");
        match &self.problems {
            Some((id, problems)) if *id == past.id => {
                say(Role::Heading, &many(problems.len(), "problem", "problems"));
                let each = problems
                    .iter()
                    .map(|problem| (problem.expected.as_str(), problem.effect.as_str()));
                for (number, kind) in problem_kinds(each) {
                    say(Role::Context, &format!("{} x {kind}", count(number as u64)));
                }
                for problem in problems {
                    say(Role::Late, &problem_line(problem));
                }
            }
            _ => say(Role::Dim, "Reading the problems."),
        }
        lines
    }
}

fn import_line(theme: &Theme, past: &PastImport, cells: usize) -> Line<'static> {
    let day = past.at.get(..10).unwrap_or(&past.at);
    let day = Day::parse_iso(day).map_or_else(|| day.to_owned(), Day::long);
    let problems: u32 = past.files.iter().map(|file| file.problems).sum();
    let numbers = format!(
        "{} new, {} changed",
        count(past.changes.new),
        count(past.changes.changed)
    );
    let problems = many(problems as usize, "problem", "problems");
    let mut spans = vec![
        span(theme, Role::Plain, format!("data to {}", past.as_at.long())),
        span(theme, Role::Dim, format!("   on {day}")),
        span(theme, Role::Plain, format!("  {}", right(&problems, 15))),
    ];
    if cells >= 80 {
        spans.push(span(theme, Role::Dim, format!("   {}", left(&numbers, 30))));
    }
    Line::from(spans)
}
