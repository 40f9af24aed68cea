//! What became of a promise: a day where one belongs to it, and a word why.
//!
//! It saves nothing. The surprising thing: the same answer goes to every promise that was marked.

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use serde::{Deserialize, Serialize};
use tui_input::Input;

use super::{panel, type_key, type_text};
use crate::model::{Day, PromiseTurn};
use crate::review::Thread;
use crate::tui::action::Action;
use crate::tui::dates::{self, Lean};
use crate::tui::layout::{below, row};
use crate::tui::text::{clean, many, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, field, line, put_all};

/// What is said of the promises.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Turning {
    Carried,
    Done,
    Superseded,
    GivenUp,
}

impl Turning {
    const ALL: [Self; 4] = [Self::Carried, Self::Done, Self::Superseded, Self::GivenUp];

    /// As a draft names it.
    const fn word(self) -> &'static str {
        match self {
            Self::Carried => "carried",
            Self::Done => "done",
            Self::Superseded => "superseded",
            Self::GivenUp => "given-up",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Carried => "Carried to another day",
            Self::Done => "Done",
            Self::Superseded => "Something else was agreed in its place",
            Self::GivenUp => "Given up",
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::Carried => {
                "The new day (12/6, 12 jun, +7), and why it was not done. Leave the day out if \
                 nobody knows it."
            }
            Self::Done => {
                "The day on which it was done, and where that is to be seen. If a later extract \
                 still shows the gap, the promise is open again."
            }
            Self::Superseded => "What was agreed in its place.",
            Self::GivenUp => "Why it is no longer wanted. A reason is needed.",
        }
    }

    const fn has_day(self) -> bool {
        matches!(self, Self::Carried | Self::Done)
    }

    const fn day_label(self) -> &'static str {
        match self {
            Self::Carried => "To",
            _ => "On",
        }
    }
}

/// What was typed into the form, for the next sitting.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnDraft {
    turning: String,
    /// What tells each thread from every other.
    pub threads: Vec<(String, Option<usize>)>,
    day: String,
    pub words: String,
    in_words: bool,
}

/// The form.
#[derive(Clone, Debug)]
pub struct TurnForm {
    pub turning: Turning,
    pub threads: Vec<Thread>,
    day: Input,
    words: Input,
    in_words: bool,
    trouble: Option<String>,
}

impl TurnForm {
    /// An empty form for these threads.
    #[must_use]
    pub fn new(turning: Turning, threads: Vec<Thread>) -> Self {
        let day = if turning == Turning::Done {
            "today"
        } else {
            ""
        };
        Self {
            turning,
            threads,
            day: Input::new(day.to_owned()),
            words: Input::default(),
            in_words: !turning.has_day(),
            trouble: None,
        }
    }

    /// What was typed, to be kept.
    #[must_use]
    pub fn draft(&self) -> TurnDraft {
        TurnDraft {
            turning: self.turning.word().to_owned(),
            threads: self.threads.iter().map(Thread::key).collect(),
            day: self.day.value().to_owned(),
            words: self.words.value().to_owned(),
            in_words: self.in_words,
        }
    }

    /// The form that a draft was typed into; `None` if nothing of the kind can be said.
    #[must_use]
    pub fn taken_up(draft: &TurnDraft, threads: Vec<Thread>) -> Option<Self> {
        let mut kinds = Turning::ALL.into_iter();
        let turning = kinds.find(|kind| kind.word() == draft.turning)?;
        Some(Self {
            day: Input::new(draft.day.clone()),
            words: Input::new(draft.words.clone()),
            in_words: draft.in_words || !turning.has_day(),
            ..Self::new(turning, threads)
        })
    }

    fn input(&mut self) -> &mut Input {
        if self.in_words {
            &mut self.words
        } else {
            &mut self.day
        }
    }

    /// Takes a letter.
    pub fn key(&mut self, key: KeyEvent) {
        self.trouble = None;
        type_key(self.input(), key);
    }

    /// Takes what is pasted; how many letters were left out.
    pub fn paste(&mut self, text: &str) -> usize {
        self.trouble = None;
        type_text(self.input(), text)
    }

    /// Between the day and the words.
    pub fn step(&mut self, action: Action) {
        if self.turning.has_day() && matches!(action, Action::NextField | Action::PreviousField) {
            self.in_words = !self.in_words;
        }
    }

    /// Says what the disk said.
    pub fn refused(&mut self, words: String) {
        self.trouble = Some(words);
    }

    /// What is said, on which day, and why; `None` and a word on the form where something is missing.
    pub fn complete(&mut self, today: Day) -> Option<(PromiseTurn, Day, String)> {
        let words = clean(self.words.value().trim()).into_owned();
        let typed = self.day.value().trim().to_owned();
        let read = |lean| dates::read(&typed, today, lean);
        let answer = match self.turning {
            Turning::Carried if typed.is_empty() => Ok((PromiseTurn::Carried { to: None }, today)),
            Turning::Carried => match read(Lean::Future) {
                Ok(day) if day < today => Err(format!(
                    "{} has passed. Give a day that is still to come.",
                    day.long()
                )),
                Ok(day) => Ok((PromiseTurn::Carried { to: Some(day) }, today)),
                Err(trouble) => Err(trouble),
            },
            Turning::Done => match read(Lean::Past) {
                Ok(day) if day > today => Err(format!(
                    "{} has not come yet. Give the day on which it was done.",
                    day.long()
                )),
                Ok(day) => Ok((PromiseTurn::Done, day)),
                Err(trouble) => Err(trouble),
            },
            Turning::Superseded => Ok((PromiseTurn::Superseded, today)),
            Turning::GivenUp if words.is_empty() => Err("Write why: somebody will ask.".to_owned()),
            Turning::GivenUp => Ok((PromiseTurn::GivenUp, today)),
        };
        match answer {
            Ok((turn, on)) => Some((turn, on, words)),
            Err(trouble) => {
                self.trouble = Some(trouble);
                None
            }
        }
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let width = window.width.min(78);
        let cells = usize::from(width).saturating_sub(4);
        let about = match self.threads.as_slice() {
            [one] => clean(&one.words).into_owned(),
            more => many(more.len(), "promise", "promises"),
        };
        let mut lines: Vec<_> = wrap(&about, cells)
            .into_iter()
            .take(2)
            .map(|part| line(theme, Role::Context, part))
            .collect();
        // In a low window the air goes first, then the hint; the fields always fit.
        let air = u16::from(window.height > 11);
        if air > 0 {
            lines.push(line(theme, Role::Plain, ""));
        }
        let fields = u16::try_from(lines.len()).unwrap_or(3);
        let (role, hint) = match &self.trouble {
            Some(trouble) => (Role::Trouble, trouble.as_str()),
            None => (Role::Dim, self.turning.hint()),
        };
        let hint = wrap(hint, cells);
        let rows = if self.turning.has_day() { 2 } else { 1 };
        let height = fields + rows + air + u16::try_from(hint.len()).unwrap_or(3) + 2;
        let area = panel(frame, window, (width, height), self.turning.title(), theme);
        put_all(frame, area, &lines);
        let here = |own: bool| if own { Focus::Here } else { Focus::Elsewhere };
        let mut at = fields;
        if self.turning.has_day() {
            let label = format!("{:<5}", self.turning.day_label());
            let place = row(area, at);
            field(
                frame,
                place,
                theme,
                (&label, &self.day),
                here(!self.in_words),
            );
            at += 1;
        }
        field(
            frame,
            row(area, at),
            theme,
            ("Words", &self.words),
            here(self.in_words),
        );
        let hint: Vec<_> = hint
            .into_iter()
            .map(|part| line(theme, role, part))
            .collect();
        put_all(frame, below(area, at + 1 + air), &hint);
    }
}
