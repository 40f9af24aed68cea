//! One note under the pen: the text to the left, what it rests on to the right.
//!
//! It never saves; it counts what was typed, and the update asks the worker to save at each
//! pause. The surprising thing: a save that comes back late marks only what had been typed when
//! it was asked for.

mod draw;
mod find;
mod page;

use crossterm::event::KeyEvent;
use ratatui::layout::Rect;
use ratatui_textarea::{CursorMove, TextArea};

pub use draw::draw;
pub use find::Find;

use crate::model::{Audience, Evidence, Note, NoteHead, NoteText, prose};
use crate::tui::action::{Action, Mode};
use crate::tui::layout;
use page::{Page, byte_at, byte_of, cells};

/// The text's part of the width, in hundredths.
pub const SHARE: u16 = 62;

/// The most characters that a note holds: a long report's worth.
pub const HOLDS: usize = 400_000;

/// Steps of typing that can be undone.
const UNDOES: usize = 10_000;

/// Which of the two the keys are for; where both do not fit, the one that is shown.
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

/// What became of a paste.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pasted {
    Nothing,
    Whole,
    /// So many characters were left out.
    Cut(usize),
}

/// What waits for a person in a note.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Waiting {
    Question,
    Blank,
}

/// The note that is open.
#[derive(Clone, Debug)]
pub struct NotePane {
    pub head: NoteHead,
    pub evidence: Vec<Evidence>,
    pub leaf: Leaf,
    pub ink: Ink,
    /// Why the last save failed, until one succeeds.
    pub trouble: Option<String>,
    /// What is looked for, while the search stands open.
    pub find: Option<Find>,
    /// The figure in focus.
    pub figure: usize,
    /// Counts changes of the text, the title and the audience.
    pub typed: u64,
    /// The count at which the text last asked for was saved.
    pub asked: u64,
    editor: TextArea<'static>,
    page: Page,
    /// The first row shown.
    top: usize,
    /// The cell that moves up and down keep to.
    goal: Option<usize>,
}

impl NotePane {
    /// Opens a note at its top.
    #[must_use]
    pub fn open(note: Note) -> Self {
        let lines: Vec<String> = note.body.lines().map(str::to_owned).collect();
        let mut editor = TextArea::new(lines);
        editor.set_max_histories(UNDOES);
        editor.move_cursor(CursorMove::Top);
        Self {
            head: note.head,
            evidence: note.evidence,
            leaf: Leaf::Text,
            ink: Ink::Saved,
            trouble: None,
            find: None,
            figure: 0,
            typed: 0,
            asked: 0,
            editor,
            page: Page::default(),
            top: 0,
            goal: None,
        }
    }

    /// What the keys mean here.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        match (&self.find, self.leaf) {
            (Some(_), _) => Mode::Find,
            (None, Leaf::Evidence) => Mode::Figures,
            (None, Leaf::Text) => Mode::Note,
        }
    }

    /// Takes a key; true if it changed the text.
    pub fn key(&mut self, key: KeyEvent) -> bool {
        self.goal = None;
        let changed = self.editor.input(key);
        self.changed(changed)
    }

    /// Takes pasted text, as much of it as the note still holds.
    pub fn paste(&mut self, text: &str) -> Pasted {
        self.goal = None;
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let lines = self.editor.lines();
        let held: usize = lines.iter().map(|line| line.chars().count() + 1).sum();
        let room = HOLDS.saturating_sub(held);
        let all = text.chars().count();
        let changed = if all <= room {
            self.editor.insert_str(&text)
        } else {
            let fits: String = text.chars().take(room).collect();
            self.editor.insert_str(fits)
        };
        self.changed(changed);
        match all.saturating_sub(room) {
            0 if changed => Pasted::Whole,
            0 => Pasted::Nothing,
            cut => Pasted::Cut(cut),
        }
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

    /// Takes out the rest of the cursor's line; true if there was any.
    pub fn take_out(&mut self) -> bool {
        let (line, byte) = self.place();
        let text = self.editor.lines().get(line);
        // At the end of a line the editor would join the next one to it.
        let rest = text.is_some_and(|text| byte < text.len());
        let changed = rest && self.editor.delete_line_by_end();
        self.changed(changed)
    }

    /// Goes to the next question or blank, round the end; `None` if none is left.
    pub fn next_question(&mut self) -> Option<Waiting> {
        let here = self.place();
        let mut places = Vec::new();
        for (line, text) in self.editor.lines().iter().enumerate() {
            for (mark, waiting) in [
                (prose::QUESTION, Waiting::Question),
                (prose::BLANK, Waiting::Blank),
            ] {
                let found = text.match_indices(mark);
                places.extend(found.map(|(byte, _)| ((line, byte), waiting)));
            }
        }
        places.sort_unstable_by_key(|(place, _)| *place);
        let next = places.iter().find(|(place, _)| *place > here);
        let (place, waiting) = *next.or_else(|| places.first())?;
        self.goal = None;
        self.go(place);
        Some(waiting)
    }

    /// Takes a title.
    pub fn entitle(&mut self, title: String) {
        self.head.title = title;
        self.changed(true);
    }

    /// Takes an audience.
    pub fn address(&mut self, audience: Audience) {
        self.head.audience = audience;
        self.changed(true);
    }

    fn changed(&mut self, changed: bool) -> bool {
        if changed {
            self.goal = None;
            self.typed += 1;
            self.ink = Ink::Typed;
        }
        changed
    }

    /// What will be saved.
    #[must_use]
    pub fn text(&self) -> NoteText {
        let mut body = self.editor.lines().join("\n");
        if !body.is_empty() {
            body.push('\n');
        }
        NoteText {
            title: self.head.title.clone(),
            audience: self.head.audience,
            body,
        }
    }

    /// The lines as they are typed.
    #[must_use]
    pub fn lines(&self) -> &[String] {
        self.editor.lines()
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
    pub fn saved(&mut self, typed: u64, result: Result<NoteHead, String>) {
        match result {
            Ok(head) => {
                let title = std::mem::take(&mut self.head.title);
                let audience = self.head.audience;
                self.head = NoteHead {
                    title,
                    audience,
                    ..head
                };
                self.trouble = None;
                if typed == self.typed {
                    self.ink = Ink::Saved;
                }
            }
            Err(words) => {
                self.trouble = Some(words);
                self.ink = Ink::Failed;
            }
        }
    }

    /// The line and the byte of the cursor.
    #[must_use]
    pub fn place(&self) -> (usize, usize) {
        let at = self.editor.cursor();
        let line = self.editor.lines().get(at.0);
        (at.0, line.map_or(0, |line| byte_of(line, at.1)))
    }

    /// Puts the cursor on a byte of a line; within one line at most as far as the editor counts
    /// columns (65,535).
    pub fn go(&mut self, (line, byte): (usize, usize)) {
        let text = self.editor.lines().get(line);
        let column = text.map_or(0, |text| {
            let before = text.char_indices().take_while(|(at, _)| *at < byte);
            before.count()
        });
        let near = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        self.editor
            .move_cursor(CursorMove::Jump(near(line), near(column)));
    }

    /// Puts the cursor on a line and the line near the top of the window.
    pub fn turn_to(&mut self, line: usize) {
        self.goal = None;
        self.leaf = Leaf::Text;
        self.go((line, 0));
        self.top = self.page.row_of(line, 0).saturating_sub(1);
    }

    /// Moves the cursor by rows of the page.
    pub fn step(&mut self, action: Action, height: usize) {
        let (line, byte) = self.place();
        let row = self.page.row_of(line, byte);
        let last = self.page.len().saturating_sub(1);
        let page = height.saturating_sub(1).max(1);
        let to = match action {
            Action::Up => row.saturating_sub(1),
            Action::Down => (row + 1).min(last),
            Action::PageUp => row.saturating_sub(page),
            Action::PageDown => (row + page).min(last),
            Action::First => 0,
            _ => last,
        };
        let goal = self.goal.unwrap_or_else(|| self.cell(row, line, byte));
        let Some(target) = self.page.row(to).cloned() else {
            return;
        };
        let text = self.editor.lines().get(target.line);
        let byte = text.map_or(0, |text| match action {
            Action::First => 0,
            Action::Last => text.len(),
            _ if to == row => byte,
            _ => byte_at(text, &target, goal),
        });
        self.go((target.line, byte));
        self.goal = Some(goal);
    }

    /// The cell of a byte within its row.
    fn cell(&self, row: usize, line: usize, byte: usize) -> usize {
        let from = self.page.row(row).map_or(0, |row| row.bytes.start);
        let text = self.editor.lines().get(line);
        text.and_then(|text| text.get(from..byte)).map_or(0, cells)
    }

    /// Moves the focus in the list of figures.
    pub fn step_figure(&mut self, action: Action) {
        let last = self.evidence.len().saturating_sub(1);
        self.figure = match action {
            Action::Up => self.figure.saturating_sub(1),
            Action::Down => (self.figure + 1).min(last),
            Action::First | Action::PageUp => 0,
            _ => last,
        };
    }

    /// The figure that a key is for: the one in focus, or the one nearest on the cursor's line.
    #[must_use]
    pub fn meant(&self) -> Option<&Evidence> {
        if self.leaf == Leaf::Evidence {
            return self.evidence.get(self.figure);
        }
        let (line, byte) = self.place();
        let label = prose::nearest_label(self.editor.lines().get(line)?, byte)?;
        self.evidence.iter().find(|row| row.label == label)
    }

    /// Makes the page and scrolls so that the cursor is seen.
    pub fn settle(&mut self, body: Rect) {
        let area = draw::text_area(self, body);
        self.page
            .make(self.editor.lines(), area.width.into(), self.typed);
        let (line, byte) = self.place();
        let row = self.page.row_of(line, byte);
        self.top = layout::top(self.top, row, area.height.into());
    }

    /// Looks for what stands in the search, and goes to the first place from where it set out.
    pub fn look(&mut self) {
        let Some(find) = &mut self.find else { return };
        find.look(self.editor.lines());
        if let Some(place) = find.at_or_after(find.from) {
            self.go(place);
        }
    }
}
