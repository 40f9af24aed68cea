//! One note under the pen: the text to the left, what it rests on to the right.
//!
//! It never saves; it counts what was typed, and the update asks the worker to save at each
//! pause. The surprising thing: a save that comes back late marks only what had been typed when
//! it was asked for.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;
use ratatui::widgets::Widget as _;
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use crate::model::{Evidence, Note, NoteHead};
use crate::tui::layout::{below, inset, row, split};
use crate::tui::text::{clean, count, many, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, line, per_cent, put, put_all, span};

/// The text's part of the width, in hundredths.
pub const SHARE: u16 = 62;

/// Which of the two is shown where both do not fit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Leaf {
    #[default]
    Text,
    Evidence,
}

/// How far the text is on disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ink {
    Saved,
    Typed,
    Saving,
    Failed,
}

/// The note that is open.
#[derive(Clone, Debug)]
pub struct NotePane {
    pub head: NoteHead,
    pub evidence: Vec<Evidence>,
    pub editor: TextArea<'static>,
    pub leaf: Leaf,
    pub ink: Ink,
    /// Counts changes of the text and the title.
    pub typed: u64,
    /// The count at which the title or text last asked for was saved.
    pub asked: u64,
}

impl NotePane {
    /// Opens a note at its top.
    #[must_use]
    pub fn open(note: Note, theme: &Theme) -> Self {
        let lines: Vec<String> = note.body.lines().map(|l| clean(l).into_owned()).collect();
        let mut editor = TextArea::new(lines);
        editor.set_wrap_mode(WrapMode::WordOrGlyph);
        editor.set_cursor_line_style(Style::new());
        editor.set_cursor_style(Style::new().add_modifier(Modifier::REVERSED));
        editor.set_style(theme.style(Role::Plain));
        editor.set_placeholder_text("Write here. It is saved at each pause.");
        editor.set_placeholder_style(theme.style(Role::Dim));
        editor.move_cursor(CursorMove::Top);
        Self {
            head: note.head,
            evidence: note.evidence,
            editor,
            leaf: Leaf::Text,
            ink: Ink::Saved,
            typed: 0,
            asked: 0,
        }
    }

    /// Takes over other colours.
    pub fn repaint(&mut self, theme: &Theme) {
        self.editor.set_style(theme.style(Role::Plain));
        self.editor.set_placeholder_style(theme.style(Role::Dim));
    }

    /// Takes a key; true if it changed the text.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        let changed = self.editor.input(key);
        self.changed(changed)
    }

    /// Takes pasted text.
    pub fn paste(&mut self, text: &str) -> bool {
        let lines: Vec<_> = text
            .replace("\r\n", "\n")
            .replace('\r', "\n")
            .split('\n')
            .map(|l| clean(l).into_owned())
            .collect();
        let changed = self.editor.insert_str(lines.join("\n"));
        self.changed(changed)
    }

    /// Undoes typing.
    pub fn undo(&mut self) -> bool {
        let changed = self.editor.undo();
        self.changed(changed)
    }

    /// Redoes typing.
    pub fn redo(&mut self) -> bool {
        let changed = self.editor.redo();
        self.changed(changed)
    }

    /// Takes a title.
    pub fn entitle(&mut self, title: String) {
        self.head.title = title;
        self.changed(true);
    }

    fn changed(&mut self, changed: bool) -> bool {
        if changed {
            self.typed += 1;
            self.ink = Ink::Typed;
        }
        changed
    }

    /// The text as it will be saved.
    #[must_use]
    pub fn body(&self) -> String {
        let mut body = self.editor.lines().join("\n");
        if !body.is_empty() {
            body.push('\n');
        }
        body
    }

    /// Whether something is not on its way to the disk.
    #[must_use]
    pub const fn unsaved(&self) -> bool {
        matches!(self.ink, Ink::Typed | Ink::Failed)
    }

    /// Notes that what was typed so far is on its way to the disk.
    pub fn saving(&mut self) {
        self.asked = self.typed;
        self.ink = Ink::Saving;
    }

    /// Takes over the answer to a save that was asked for at this count.
    pub fn saved(&mut self, typed: u64, result: Result<NoteHead, ()>) {
        match result {
            Ok(head) => {
                let title = std::mem::take(&mut self.head.title);
                self.head = NoteHead { title, ..head };
                if typed == self.typed {
                    self.ink = Ink::Saved;
                }
            }
            Err(()) => self.ink = Ink::Failed,
        }
    }
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &NotePane, theme: &Theme) {
    let parts = split(body, SHARE);
    put(frame, parts.head, &head(pane, theme));
    let text = inset(below(parts.list, 0), 1);
    if let Some(side) = parts.side {
        for at in 0..parts.line.height {
            put(frame, row(parts.line, at), &line(theme, Role::Line, "│"));
        }
        put_all(
            frame,
            below(side, 1),
            &evidence(pane, theme, side.width.into()),
        );
    } else if pane.leaf == Leaf::Evidence {
        put_all(frame, text, &evidence(pane, theme, text.width.into()));
        widgets::cursor(frame, text.x, text.y);
        return;
    }
    if text.is_empty() {
        return;
    }
    (&pane.editor).render(text, frame.buffer_mut());
    let pulled = pull_left(frame, text);
    // The screen's own cursor follows the text's, for whoever reads by ear.
    let at = pane.editor.screen_cursor();
    let (top, left) = pane.editor.scroll_offset();
    let x = u16::try_from(at.col.saturating_sub(left.into())).unwrap_or(0);
    let y = u16::try_from(at.row.saturating_sub(top.into())).unwrap_or(0);
    let y = text.y + y.min(text.height - 1);
    let x = x.saturating_sub(u16::from(pulled.contains(&y)));
    widgets::cursor(frame, text.x + x.min(text.width - 1), y);
}

/// Takes away the space with which a wrapped row begins where the row above is full to its last
/// cell; says which rows these are. The text itself stays as it is.
fn pull_left(frame: &mut Frame<'_>, text: Rect) -> Vec<u16> {
    let buffer = frame.buffer_mut();
    let blank = |buffer: &Buffer, x: u16, y: u16| buffer[(x, y)].symbol() == " ";
    let mut pulled = Vec::new();
    if text.width < 2 {
        return pulled;
    }
    for y in text.y + 1..text.bottom() {
        let continues = !blank(buffer, text.right() - 1, y - 1);
        if continues && blank(buffer, text.x, y) && !blank(buffer, text.x + 1, y) {
            for x in text.x..text.right() - 1 {
                buffer[(x, y)] = buffer[(x + 1, y)].clone();
            }
            buffer[(text.right() - 1, y)].set_symbol(" ");
            pulled.push(y);
        }
    }
    pulled
}

fn head(pane: &NotePane, theme: &Theme) -> Line<'static> {
    let (role, ink) = match pane.ink {
        Ink::Saved => (Role::Said, "saved"),
        Ink::Typed => (Role::Dim, "typing"),
        Ink::Saving => (Role::Dim, "saving"),
        Ink::Failed => (Role::Trouble, "not saved"),
    };
    Line::from(vec![
        span(theme, Role::Dim, format!(" {}, ", pane.head.status.word())),
        span(theme, role, format!("{ink}   ")),
        span(theme, Role::Heading, clean(&pane.head.title)),
        span(
            theme,
            Role::Context,
            format!("   data to {}", pane.head.as_at.long()),
        ),
    ])
}

fn evidence(pane: &NotePane, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
    let mut lines = vec![
        line(theme, Role::Heading, "What it rests on"),
        Line::default(),
    ];
    if pane.evidence.is_empty() {
        lines.extend(
            wrap(
                "No figure is bound to this note. A draft made from marked gaps brings its own.",
                cells,
            )
            .into_iter()
            .map(|words| line(theme, Role::Dim, words)),
        );
    }
    for item in &pane.evidence {
        let label = format!("{:<4}", item.label);
        let figure = format!(
            "{} of {} ({})",
            count(item.numerator),
            count(item.denominator),
            per_cent(item.numerator, item.denominator)
        );
        lines.push(ratatui::text::Line::from(vec![
            span(theme, Role::Key, label),
            span(theme, Role::Heading, figure),
            span(theme, Role::Dim, format!("   {}", item.as_at.long())),
        ]));
        let room = cells.saturating_sub(4);
        let mut say = |role: Role, words: &str| {
            lines.extend(
                wrap(words, room)
                    .into_iter()
                    .map(|part| line(theme, role, format!("    {part}"))),
            );
        };
        say(Role::Plain, &item.what);
        say(Role::Dim, &item.level);
        if item.not_computable > 0 {
            let words = format!("{} cannot be told", count(item.not_computable));
            say(Role::Unknown, &words);
        }
        say(
            Role::Dim,
            &many(item.gaps.len(), "case behind it", "cases behind it"),
        );
        lines.push(Line::default());
    }
    lines
}
