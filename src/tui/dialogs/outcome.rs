//! Giving an outcome: a date or a name where the outcome carries one, and always a reason.
//!
//! A number puts a reason into its field, where it can be read and changed; only enter saves. The
//! surprising thing: a digit that is followed by another letter was the beginning of a text.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use serde::{Deserialize, Serialize};
use tui_input::Input;

use super::{panel, type_key, type_text};
use crate::model::{Day, OutcomeKind};
use crate::review::reasons::{self, Kin, OutcomeChoice};
use crate::tui::dates::{self, Lean};
use crate::tui::layout::{below, row};
use crate::tui::text::{clip, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, field, line, put, put_all, span};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum At {
    Date,
    Who,
    Reason,
}

/// What an outcome is for, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct About {
    /// "900138, case supervision" or "3 gaps of 2 children, case supervision".
    pub what: String,
    /// Marks that it is not for.
    pub left_alone: Option<String>,
    /// "2 children".
    pub whom: String,
    pub kin: Kin,
}

/// What was typed into the form, for the next sitting.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OutcomeDraft {
    date: String,
    who: String,
    reason: String,
    at: usize,
}

impl OutcomeDraft {
    /// The reason as it would be saved.
    pub fn reason(&self) -> &str {
        self.reason.trim()
    }

    /// What was typed in words.
    pub fn typed(&self) -> [&str; 2] {
        [&self.who, &self.reason]
    }
}

/// The form as it stands.
#[derive(Clone, Debug)]
pub struct OutcomeForm {
    pub choice: OutcomeChoice,
    /// The gaps it is for.
    pub gaps: Vec<u32>,
    pub about: About,
    today: Day,
    date: Input,
    who: Input,
    reason: Input,
    at: At,
    /// The digit that put the reason there, while nothing else was typed.
    picked_by: Option<char>,
    /// The date is still the one that was proposed.
    proposed: bool,
    trouble: Option<String>,
    lists: reasons::Lists,
}

impl OutcomeForm {
    /// An empty form with its proposal of a date.
    #[must_use]
    pub fn new(choice: OutcomeChoice, about: About, gaps: Vec<u32>, today: Day) -> Self {
        let date = choice.proposed_day(today);
        let date = date.map_or_else(String::new, Day::long);
        Self {
            lists: reasons::of(choice.word(), about.kin),
            choice,
            gaps,
            about,
            today,
            date: Input::new(date),
            who: Input::default(),
            reason: Input::default(),
            at: if choice.asks_who().is_some() {
                At::Who
            } else {
                At::Reason
            },
            picked_by: None,
            proposed: true,
            trouble: None,
        }
    }

    fn fields(&self) -> Vec<At> {
        let mut fields = Vec::new();
        fields.extend(self.choice.asks_date().map(|_| At::Date));
        fields.extend(self.choice.asks_who().map(|_| At::Who));
        fields.push(At::Reason);
        fields
    }

    /// What was typed, to be kept.
    #[must_use]
    pub fn draft(&self) -> OutcomeDraft {
        let at = self.fields().iter().position(|field| *field == self.at);
        OutcomeDraft {
            date: self.date.value().to_owned(),
            who: self.who.value().to_owned(),
            reason: self.reason.value().to_owned(),
            at: at.unwrap_or(0),
        }
    }

    /// Puts back what was typed.
    pub fn take_up(&mut self, draft: &OutcomeDraft) {
        self.proposed = self.date.value() == draft.date;
        self.date = Input::new(draft.date.clone());
        self.who = Input::new(draft.who.clone());
        self.reason = Input::new(draft.reason.clone());
        self.at = self.fields().get(draft.at).copied().unwrap_or(At::Reason);
    }

    /// Opens it again with what stopped it from being saved.
    pub fn refused(&mut self, trouble: String) {
        self.trouble = Some(trouble);
    }

    /// To the next field, or the one before.
    pub fn step(&mut self, steps: usize) {
        self.picked_by = None;
        let fields = self.fields();
        let at = fields
            .iter()
            .position(|field| *field == self.at)
            .unwrap_or(0);
        self.at = fields[(at + steps) % fields.len()];
    }

    /// To the field before.
    pub fn step_back(&mut self) {
        self.step(self.fields().len() - 1);
    }

    /// Takes a key that is text. It never saves.
    pub fn key(&mut self, key: KeyEvent) {
        self.trouble = None;
        let picked_by = self.picked_by.take();
        if let Some((digit, words)) = self.picked(key) {
            if self.at == At::Who {
                self.who = Input::new(words);
                self.at = At::Reason;
            } else {
                self.reason = Input::new(words);
                self.picked_by = Some(digit);
            }
            return;
        }
        if is_text(key) {
            self.begin_text(picked_by);
        } else if self.at == At::Date {
            // Whoever moves in it or deletes from it goes on from what stands there.
            self.proposed = false;
        }
        type_key(self.input(), key);
    }

    /// Takes pasted text; how many letters were left out.
    pub fn paste(&mut self, text: &str) -> usize {
        let picked_by = self.picked_by.take();
        self.begin_text(picked_by);
        type_text(self.input(), text)
    }

    /// What picked a reason was the first letter of one's own words; what is typed on a proposed
    /// date takes its place.
    fn begin_text(&mut self, digit: Option<char>) {
        if self.at == At::Date && std::mem::take(&mut self.proposed) {
            self.date = Input::default();
        }
        if let Some(digit) = digit.filter(|_| self.at == At::Reason) {
            self.reason = Input::new(digit.to_string());
        }
    }

    fn input(&mut self) -> &mut Input {
        match self.at {
            At::Date => &mut self.date,
            At::Who => &mut self.who,
            At::Reason => &mut self.reason,
        }
    }

    /// The words that a digit stands for, while nothing has been typed.
    fn picked(&self, key: KeyEvent) -> Option<(char, String)> {
        let (list, typed) = match self.at {
            At::Date => return None,
            At::Who => (&self.lists.who, &self.who),
            At::Reason => (&self.lists.reasons, &self.reason),
        };
        let KeyCode::Char(digit) = key.code else {
            return None;
        };
        if !is_text(key) {
            return None;
        }
        if !typed.value().is_empty() {
            return None;
        }
        let number = usize::try_from(digit.to_digit(10)?).ok()?;
        Some((digit, list.get(number.checked_sub(1)?)?.clone()))
    }

    /// The outcome, if everything it needs is there; else the field that lacks is in focus and
    /// says why.
    pub fn complete(&mut self) -> Option<(OutcomeKind, String)> {
        match self.build() {
            Ok(done) => Some(done),
            Err((at, trouble)) => {
                // From a field that is filled, enter goes on to the next before it complains.
                let forward = self.fields().iter().position(|field| *field == at)
                    > self.fields().iter().position(|field| *field == self.at);
                self.at = at;
                self.trouble = (!forward).then_some(trouble);
                None
            }
        }
    }

    fn build(&self) -> Result<(OutcomeKind, String), (At, String)> {
        let day = match self.choice.asks_date() {
            Some((_, days)) => {
                let lean = if days > 0 { Lean::Future } else { Lean::Past };
                let day = dates::read(self.date.value(), self.today, lean);
                Some(day.map_err(|trouble| (At::Date, trouble))?)
            }
            None => None,
        };
        let day = day.unwrap_or(self.today);
        let who = self.who.value().trim();
        let kind = self.choice.kind(day, who);
        kind.fits(self.today)
            .map_err(|trouble| (At::Date, trouble))?;
        if self.choice.asks_who().is_some() && who.is_empty() {
            let trouble = "A role or a name is needed: pick a number or type it.";
            return Err((At::Who, trouble.to_owned()));
        }
        let reason = self.reason.value().trim();
        if reason.is_empty() {
            let trouble = "A reason is needed: pick a number or type it.";
            return Err((At::Reason, trouble.to_owned()));
        }
        if reason.chars().all(|c| c.is_ascii_digit()) {
            // A number that was typed into words picked nothing, and says nothing to a reader.
            let trouble =
                format!("{reason} is no reason: empty the field and pick a number, or type words.");
            return Err((At::Reason, trouble));
        }
        Ok((kind, reason.to_owned()))
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let width = window.width.min(76);
        let cells = usize::from(width).saturating_sub(4);
        let list = match self.at {
            At::Who => &self.lists.who,
            _ => &self.lists.reasons,
        };
        let fields = u16::try_from(self.fields().len()).unwrap_or(2);
        let choices =
            u16::try_from(self.lists.reasons.len().max(self.lists.who.len())).unwrap_or(5);
        let about: Vec<_> = std::iter::once(clip(&self.about.what, cells))
            .chain(self.about.left_alone.iter().map(|words| clip(words, cells)))
            .map(|words| line(theme, Role::Context, words))
            .collect();
        let told = u16::try_from(about.len()).unwrap_or(1);
        let height = 2 + 1 + told + fields + 1 + choices + 1 + 2;
        // The line of keys stays in sight.
        let window = Rect {
            height: window.height.saturating_sub(1),
            ..window
        };
        let area = panel(frame, window, (width, height), self.choice.title(), theme);
        // In a low window the air goes first, then the list; the fields always fit.
        let air = u16::from(area.height + 2 >= height);
        put_all(frame, area, &about);
        let mut at = told + air;
        for field_at in self.fields() {
            self.draw_field(frame, row(area, at), theme, field_at);
            at += 1;
        }
        at += air;
        for (number, words) in (1..).zip(list) {
            let place = row(area, at);
            let words = Line::from(vec![
                span(theme, Role::Key, format!("{number} ")),
                span(theme, Role::Plain, clip(words, cells.saturating_sub(2))),
            ]);
            put(frame, place, &words);
            at += 1;
        }
        let (role, words) = match &self.trouble {
            Some(trouble) => (Role::Trouble, trouble.as_str()),
            None => (Role::Dim, self.about.kin.warning()),
        };
        let words: Vec<_> = wrap(words, cells)
            .into_iter()
            .map(|part| line(theme, role, part))
            .collect();
        let bottom = area
            .height
            .saturating_sub(u16::try_from(words.len()).unwrap_or(1));
        if self.trouble.is_some() || bottom >= at {
            put_all(frame, below(area, bottom), &words);
        }
    }

    fn draw_field(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, at: At) {
        let (label, input) = match at {
            At::Date => (
                self.choice.asks_date().map_or("", |(label, _)| label),
                &self.date,
            ),
            At::Who => (self.choice.asks_who().unwrap_or_default(), &self.who),
            At::Reason => ("Reason", &self.reason),
        };
        let focus = if at == self.at {
            Focus::Here
        } else {
            Focus::Elsewhere
        };
        let label = format!("{label:<17}");
        field(frame, area, theme, (&label, input), focus);
    }
}

/// A letter, not a command with a letter.
fn is_text(key: KeyEvent) -> bool {
    let command = KeyModifiers::CONTROL | KeyModifiers::ALT;
    matches!(key.code, KeyCode::Char(_)) && !key.modifiers.intersects(command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(choice: OutcomeChoice) -> OutcomeForm {
        let today = Day::parse_iso("2026-06-15").unwrap();
        let about = About {
            what: "900138".to_owned(),
            left_alone: None,
            whom: "1 child".to_owned(),
            kin: Kin::Supervision,
        };
        OutcomeForm::new(choice, about, vec![0], today)
    }

    fn press(form: &mut OutcomeForm, text: &str) {
        for c in text.chars() {
            form.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        }
    }

    #[test]
    fn a_number_puts_a_reason_into_its_field() {
        let mut form = form(OutcomeChoice::Booked);
        press(&mut form, "2");
        assert!(form.reason.value().contains("supervisor"));
        let (kind, reason) = form.complete().unwrap();
        assert_eq!(kind.date(), Day::parse_iso("2026-06-22"));
        assert!(reason.contains("supervisor"));
    }

    #[test]
    fn a_digit_in_a_reason_that_has_begun_is_text() {
        for text in ["see minute 2", "2 visits were made", "12 June", "1st visit"] {
            let mut form = form(OutcomeChoice::NotRequired);
            press(&mut form, text);
            assert_eq!(form.complete().unwrap().1, text);
        }
    }

    #[test]
    fn a_picked_reason_can_be_changed_from_its_end() {
        let mut form = form(OutcomeChoice::Booked);
        press(&mut form, "4");
        form.key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE));
        press(&mut form, "d 2");
        assert_eq!(form.complete().unwrap().1, "It was never arranged 2");
    }

    #[test]
    fn no_outcome_is_given_without_a_reason() {
        for choice in OutcomeChoice::ALL {
            let mut form = form(choice);
            form.who = Input::new("head of service".to_owned());
            form.reason = Input::new("   ".to_owned());
            assert!(form.complete().is_none(), "{choice:?}");
        }
    }

    #[test]
    fn an_escalation_names_somebody() {
        let mut form = form(OutcomeChoice::Escalated);
        press(&mut form, "2");
        press(&mut form, "1");
        let (kind, _) = form.complete().unwrap();
        assert_eq!(kind.label(), "escalated to service manager");
    }

    #[test]
    fn a_record_cannot_be_seen_tomorrow_nor_booked_for_yesterday() {
        for (choice, date) in [
            (OutcomeChoice::SeenOnFile, "+1"),
            (OutcomeChoice::Booked, "-1"),
        ] {
            let mut form = form(choice);
            form.reason = Input::new("a reason".to_owned());
            form.date = Input::new(date.to_owned());
            assert!(form.complete().is_none());
            assert!(form.trouble.is_some());
        }
    }
}
