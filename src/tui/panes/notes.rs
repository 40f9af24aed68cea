//! The notes: which there are, newest first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::{Day, NoteHead, NoteId, prose};
use crate::tui::action::{Action, Mode};
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{self, below, split};
use crate::tui::text::{clean, count, left, many, right, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Window, line, put, put_all};

/// The list's part of the width, in hundredths.
pub const SHARE: u16 = 66;

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

    /// Takes over a note and puts the focus on it; a new one stands first.
    pub fn show(&mut self, head: NoteHead) {
        let id = head.id;
        self.hold_one(head);
        let at = self.heads.iter().position(|head| head.id == id);
        self.cursor = at.unwrap_or(self.cursor);
    }

    /// The note in focus.
    #[must_use]
    pub fn focus(&self) -> Option<NoteId> {
        self.heads.get(self.cursor).map(|head| head.id)
    }

    /// Moves the focus.
    pub fn step(&mut self, action: Action, page: usize) {
        self.cursor = layout::stepped(self.cursor, self.heads.len(), action, page);
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
        return nothing(frame, parts.list, theme, keymap);
    }
    let cells = usize::from(parts.list.width);
    put(
        frame,
        parts.titles,
        &line(theme, Role::Dim, columns(&TITLES, cells)),
    );
    let window = Window {
        count: pane.heads.len(),
        top: pane.top,
        cursor: pane.cursor,
    };
    widgets::rows(frame, parts.list, window, theme, |at| {
        pane.heads.get(at).map_or_else(Line::default, |head| {
            let (words, to_answer) = (count(head.words), count(head.to_answer));
            let row = [
                &clean(&head.title),
                head.audience.short(),
                &head.as_at.long(),
                &saved(head),
                &words,
                &to_answer,
            ];
            line(theme, Role::Plain, columns(&row, cells))
        })
    });
    if let Some(side) = parts.side {
        for y in parts.line.y..parts.line.bottom() {
            let place = Rect {
                y,
                height: 1,
                ..parts.line
            };
            put(frame, place, &line(theme, Role::Line, "│"));
        }
        if let Some(head) = pane.heads.get(pane.cursor) {
            let lines = preview(head, theme, side.width.into());
            put_all(frame, below(side, 1), &lines);
        }
    }
}

const TITLES: [&str; 6] = ["title", "for", "data to", "saved", "words", "to answer"];

/// The columns that fit: the title and what is left to answer always do.
fn columns(row: &[&str; 6], cells: usize) -> String {
    let [title, audience, as_at, saved, words, to_answer] = row;
    let mut parts = vec![right(to_answer, 9)];
    let mut used = 13;
    for (part, wide) in [
        (right(words, 6), 6),
        (left(as_at, 11), 11),
        (left(audience, 8), 8),
        (left(saved, 11), 11),
    ] {
        // Titles begin alike: the title keeps the room in which they differ.
        if used + wide + 2 + 34 > cells {
            break;
        }
        used += wide + 2;
        parts.insert(0, part);
    }
    let title = left(title, cells.saturating_sub(used).max(10));
    format!(" {title}  {}", parts.join("  "))
}

/// The day on which it was saved.
fn saved(head: &NoteHead) -> String {
    let day = head.saved_at.get(..10).and_then(Day::parse_iso);
    day.map_or_else(String::new, Day::long)
}

fn nothing(frame: &mut Frame<'_>, area: Rect, theme: &Theme, keymap: &KeyMap) {
    let how = format!(
        " {} shows the gaps: mark some with {}, then {} drafts one with its figures.",
        keymap.key_for(Mode::Anywhere, Action::ShowGaps),
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
    put_all(frame, below(area, 1), &lines);
    widgets::cursor(frame, area.x, area.y);
}

/// How the note in focus begins.
fn preview(head: &NoteHead, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = wrap(&head.title, cells)
        .into_iter()
        .map(|words| line(theme, Role::Heading, words))
        .collect();
    let about = format!(
        "For the {}. Written by {}.",
        head.audience.label(),
        clean(&head.author)
    );
    let about = wrap(&about, cells).into_iter();
    lines.extend(about.map(|words| line(theme, Role::Dim, words)));
    for text in head.opening.lines() {
        let role = if text.starts_with('#') {
            Role::Heading
        } else if text.contains(prose::QUESTION) {
            Role::Late
        } else {
            Role::Plain
        };
        let words = text.trim_start_matches(['#', ' ']);
        if words.is_empty() {
            lines.push(Line::default());
        }
        let words = wrap(words, cells).into_iter();
        lines.extend(words.map(|words| line(theme, role, words)));
    }
    lines
}
