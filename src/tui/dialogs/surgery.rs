//! What reading a surgery sheet would do, row by row, before any of it is done.

use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::panel;
use crate::review::surgery::{RowPlan, SurgeryPlan};
use crate::tui::layout::below;
use crate::tui::text::{clean, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cursor, line, put_all};

/// The plan, and how far it is scrolled.
#[derive(Clone, Debug)]
pub struct SurgeryPreview {
    pub plan: Arc<SurgeryPlan>,
    pub scrolled: usize,
    /// It is being saved: a second key saves nothing twice.
    pub saving: bool,
    pub trouble: Option<String>,
}

impl SurgeryPreview {
    /// A plan from its top.
    #[must_use]
    pub const fn new(plan: Arc<SurgeryPlan>) -> Self {
        Self {
            plan,
            scrolled: 0,
            saving: false,
            trouble: None,
        }
    }

    /// Whom and what it names: it may be an id or a name.
    #[must_use]
    pub fn found(&self) -> Vec<&str> {
        let rows = self.plan.rows.iter();
        rows.flat_map(|row| {
            let told: Vec<&str> = match &row.plan {
                RowPlan::Take { does, .. } => does.iter().map(String::as_str).collect(),
                RowPlan::Refuse(why) => vec![why],
                RowPlan::Already | RowPlan::Blank => Vec::new(),
            };
            row.who.split(", ").chain(told)
        })
        .collect()
    }

    /// Moves through the rows, no further than their end.
    pub fn scroll(&mut self, lines: isize, window: Rect, theme: &Theme) {
        let (width, height) = Self::size(window);
        let cells = usize::from(width).saturating_sub(4);
        let seen = usize::from(height)
            .saturating_sub(3 + self.head(theme, cells).len())
            .max(1);
        let most = self.rows(theme, cells).len().saturating_sub(seen);
        self.scrolled = self.scrolled.saturating_add_signed(lines).min(most);
    }

    fn size(window: Rect) -> (u16, u16) {
        (
            window.width.min(110),
            window.height.saturating_sub(2).clamp(8, 40),
        )
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let title = "What this sheet would do";
        let area = panel(frame, window, Self::size(window), title, theme);
        let cells = usize::from(area.width);
        let head = self.head(theme, cells);
        put_all(frame, area, &head);
        let rest = below(area, u16::try_from(head.len() + 1).unwrap_or(3));
        let lines = self.rows(theme, cells);
        let most = lines.len().saturating_sub(rest.height.into());
        put_all(frame, rest, &lines[self.scrolled.min(most)..]);
        cursor(frame, area.x, area.y);
    }

    fn head(&self, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let mut say = |role: Role, words: &str| {
            let words = wrap(words, cells).into_iter();
            lines.extend(words.map(|part| line(theme, role, part)));
        };
        say(Role::Heading, &format!("{}.", self.plan.words()));
        match (&self.trouble, self.saving, self.plan.is_empty()) {
            (Some(trouble), _, _) => say(Role::Trouble, trouble),
            (None, true, _) => say(Role::Dim, "Saving."),
            (None, false, true) => say(Role::Dim, "Nothing in it is new. Nothing is to be saved."),
            (None, false, false) => say(
                Role::Dim,
                &format!(
                    "As held on {}. Nothing is saved yet; Enter saves it as one step.",
                    self.plan.held.long()
                ),
            ),
        }
        lines
    }

    /// What is refused first: that is what somebody has to act on.
    fn rows(&self, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let mut say = |role: Role, words: &str| {
            let words = wrap(words, cells).into_iter();
            lines.extend(words.map(|part| line(theme, role, part)));
        };
        for note in &self.plan.notes {
            say(Role::Dim, &clean(note));
        }
        for row in &self.plan.rows {
            if let RowPlan::Refuse(why) = &row.plan {
                let words = format!("! row {} refused: {}", row.line, clean(why));
                say(Role::Overdue, &words);
            }
        }
        for row in &self.plan.rows {
            match &row.plan {
                RowPlan::Take { does, notes } => {
                    let words = format!(
                        "+ row {}, {}, {}: {}",
                        row.line,
                        clean(&row.who),
                        clean(&row.rule),
                        clean(&does.join("; "))
                    );
                    say(Role::Plain, &words);
                    for note in notes {
                        say(Role::Late, &format!("    {}", clean(note)));
                    }
                }
                RowPlan::Already => say(Role::Dim, &format!("· row {} was read before", row.line)),
                RowPlan::Blank | RowPlan::Refuse(_) => {}
            }
        }
        lines
    }
}
