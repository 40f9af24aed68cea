//! The notes: which there are, newest first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::{NoteHead, NoteId};
use crate::tui::action::{Action, Mode};
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{self, below, split};
use crate::tui::text::{clean, count, left, many, right};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Window, line, put, put_all, span};

/// The list's part of the width, in hundredths: nothing stands beside it.
pub const SHARE: u16 = 97;

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct NotesPane {
    pub heads: Vec<NoteHead>,
    pub cursor: usize,
    pub top: usize,
}

impl NotesPane {
    /// Takes over the list; the focus stays on its note.
    pub fn hold(&mut self, heads: Vec<NoteHead>) {
        let focus = self.focus();
        self.heads = heads;
        self.cursor = focus
            .and_then(|id| self.heads.iter().position(|head| head.id == id))
            .unwrap_or(0);
    }

    /// Takes over what was saved of one note.
    pub fn hold_one(&mut self, head: NoteHead) {
        match self.heads.iter_mut().find(|known| known.id == head.id) {
            Some(known) => *known = head,
            None => self.heads.insert(0, head),
        }
    }

    /// The note in focus.
    #[must_use]
    pub fn focus(&self) -> Option<NoteId> {
        self.heads.get(self.cursor).map(|head| head.id)
    }

    /// Moves the focus.
    pub fn step(&mut self, action: Action, page: usize) {
        let last = self.heads.len().saturating_sub(1);
        self.cursor = match action {
            Action::Up => self.cursor.saturating_sub(1),
            Action::Down => (self.cursor + 1).min(last),
            Action::PageUp => self.cursor.saturating_sub(page.max(1)),
            Action::PageDown => (self.cursor + page.max(1)).min(last),
            Action::First => 0,
            _ => last,
        };
    }

    /// Scrolls so that the focus is seen in a list of this height.
    pub fn scroll_to(&mut self, height: usize) {
        self.top = layout::top(self.top, self.cursor, height);
    }
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &NotesPane, on: (&Theme, &KeyMap)) {
    let (theme, keymap) = on;
    let parts = split(body, SHARE);
    let words = format!(" {}", many(pane.heads.len(), "note", "notes"));
    put(frame, parts.head, &line(theme, Role::Heading, words));
    if pane.heads.is_empty() {
        let how = format!(
            " Mark gaps with {}, then {} drafts one with its figures.",
            keymap.key_for(Mode::Gaps, Action::Mark),
            keymap.key_for(Mode::Gaps, Action::DraftNote)
        );
        let lines = [
            line(
                theme,
                Role::Plain,
                " A note takes the gaps to whoever has to act on them.",
            ),
            line(theme, Role::Dim, how),
        ];
        put_all(frame, below(parts.list, 1), &lines);
        widgets::cursor(frame, parts.list.x, parts.list.y);
        return;
    }
    let cells = usize::from(parts.list.width);
    let wide = cells >= 76;
    let title = cells.saturating_sub(if wide { 58 } else { 30 }).max(10);
    let row = |words: [&str; 5]| {
        let mut out = format!(
            " {}  {}  {}",
            left(words[0], title),
            left(words[1], 6),
            right(words[2], 6)
        );
        if wide {
            out.extend(["  ", &left(words[3], 12), "  ", &left(words[4], 18)]);
        }
        out
    };
    let titles = row(["title", "", "words", "data to", "saved by"]);
    put(frame, parts.titles, &line(theme, Role::Dim, titles));
    let window = Window {
        count: pane.heads.len(),
        top: pane.top,
        cursor: pane.cursor,
    };
    widgets::rows(frame, parts.list, window, theme, |at| {
        pane.heads.get(at).map_or_else(Line::default, |head| {
            let words = row([
                &clean(&head.title),
                head.status.word(),
                &count(head.words),
                &head.as_at.long(),
                &clean(&head.author),
            ]);
            Line::from(span(theme, Role::Plain, words))
        })
    });
}
