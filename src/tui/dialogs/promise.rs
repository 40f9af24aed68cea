//! A promise: what is to be done, who does it, and by when.
//!
//! It saves nothing. The surprising thing: neither a name nor a day has to be given, because what
//! was really agreed is sometimes neither; the page then says "nobody named" and "no day".

use crossterm::event::KeyEvent;
use ratatui::Frame;
use ratatui::layout::Rect;
use serde::{Deserialize, Serialize};
use tui_input::Input;

use super::{panel, type_key, type_text};
use crate::model::{ChildId, Day, GapKey, Name, PromiseDraft, PromiseField, PromiseOrigin};
use crate::tui::dates::{self, Lean};
use crate::tui::layout::{below, row};
use crate::tui::text::{clip, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, field, line, put, put_all};

/// About whom it is made.
#[derive(Clone, Debug)]
pub struct Whom {
    pub child: Option<(ChildId, Name)>,
    pub gap: Option<GapKey>,
    /// "997871, Case supervision, CP plan".
    pub words: String,
    /// The session, by its own reference.
    pub origin_ref: Name,
}

/// What was typed into the form, for the next sitting.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PromiseTyped {
    what: String,
    who: String,
    when: String,
    at: usize,
}

impl PromiseTyped {
    /// What is to be done, as far as it was typed.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.what
    }
}

/// The form as it stands.
#[derive(Clone, Debug)]
pub struct PromiseForm {
    pub whom: Whom,
    today: Day,
    what: Input,
    who: Input,
    when: Input,
    at: usize,
    trouble: Option<String>,
}

impl PromiseForm {
    /// An empty form; the worker is proposed as the one who does it.
    #[must_use]
    pub fn new(whom: Whom, worker: Option<&str>, today: Day) -> Self {
        Self {
            whom,
            today,
            what: Input::default(),
            who: Input::new(worker.unwrap_or_default().to_owned()),
            when: Input::new(today.plus_days(7).long()),
            at: 0,
            trouble: None,
        }
    }

    /// What was typed, to be kept.
    #[must_use]
    pub fn typed(&self) -> PromiseTyped {
        PromiseTyped {
            what: self.what.value().to_owned(),
            who: self.who.value().to_owned(),
            when: self.when.value().to_owned(),
            at: self.at,
        }
    }

    /// Puts back what was typed.
    pub fn take_up(&mut self, typed: &PromiseTyped) {
        self.what = Input::new(typed.what.clone());
        self.who = Input::new(typed.who.clone());
        self.when = Input::new(typed.when.clone());
        self.at = typed.at.min(2);
    }

    fn input(&mut self) -> &mut Input {
        match self.at {
            0 => &mut self.what,
            1 => &mut self.who,
            _ => &mut self.when,
        }
    }

    /// Takes a key that is text.
    pub fn key(&mut self, key: KeyEvent) {
        self.trouble = None;
        type_key(self.input(), key);
    }

    /// Takes pasted text; how many letters were left out.
    pub fn paste(&mut self, text: &str) -> usize {
        self.trouble = None;
        type_text(self.input(), text)
    }

    /// So many fields on.
    pub const fn step(&mut self, steps: usize) {
        self.at = (self.at + steps) % 3;
    }

    /// To the next field; true on the last one, where there is none.
    pub const fn goes_on(&mut self) -> bool {
        if self.at < 2 {
            self.at += 1;
            return true;
        }
        false
    }

    /// Opens it again with what stopped it from being saved.
    pub fn refused(&mut self, trouble: String) {
        self.trouble = Some(trouble);
    }

    /// What was agreed, if it can be kept; else the field in question is in focus and says why.
    pub fn complete(&mut self) -> Option<PromiseDraft> {
        let when = self.when.value().trim();
        let due = if when.is_empty() {
            None
        } else {
            match dates::read(when, self.today, Lean::Future) {
                Ok(day) => Some(day),
                Err(trouble) => {
                    (self.at, self.trouble) = (2, Some(trouble));
                    return None;
                }
            }
        };
        let owner = self.who.value().trim();
        let draft = PromiseDraft {
            origin: PromiseOrigin::Review,
            origin_ref: Some(self.whom.origin_ref.clone()),
            child: self.whom.child.clone(),
            gap: self.whom.gap.clone(),
            agreed: self.today,
            due,
            owner: (!owner.is_empty()).then(|| Name::from(owner)),
            words: self.what.value().trim().to_owned(),
        };
        if let Err((at, trouble)) = draft.check() {
            self.at = match at {
                PromiseField::Words => 0,
                PromiseField::Owner => 1,
                PromiseField::Due => 2,
            };
            self.trouble = Some(trouble);
            return None;
        }
        Some(draft)
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let width = window.width.min(76);
        let cells = usize::from(width).saturating_sub(4);
        let (role, words) = match &self.trouble {
            Some(trouble) => (Role::Trouble, trouble.as_str()),
            None => (
                Role::Dim,
                "These words may be disclosed to the family, a court or on request. Promises follow the child \
                 until they are done.",
            ),
        };
        let words = wrap(words, cells);
        let told = u16::try_from(words.len()).unwrap_or(2);
        let area = panel(frame, window, (width, told + 8), "A promise", theme);
        put(
            frame,
            area,
            &line(theme, Role::Context, clip(&self.whom.words, cells)),
        );
        let air = u16::from(area.height >= told + 6);
        let fields = [
            ("What is to be done", &self.what),
            ("Who", &self.who),
            ("By when", &self.when),
        ];
        for (at, (label, input)) in fields.into_iter().enumerate() {
            let focus = if at == self.at {
                Focus::Here
            } else {
                Focus::Elsewhere
            };
            let place = row(area, 1 + air + u16::try_from(at).unwrap_or(0));
            field(frame, place, theme, (&format!("{label:<18}"), input), focus);
        }
        let lines: Vec<_> = words
            .into_iter()
            .map(|part| line(theme, role, part))
            .collect();
        put_all(frame, below(area, 4 + 2 * air), &lines);
    }
}
