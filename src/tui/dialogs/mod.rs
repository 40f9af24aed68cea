//! What stands before a pane until it is answered. There is at most one: `Dialog` is one enum.
//!
//! A dialog keeps what was typed into it and says what it came to; it acts on nothing itself.

mod amend;
mod choice;
mod confirm;
mod entry;
mod help;
mod import;
mod mapping;
mod moment;
mod outcome;
mod palette;
mod past;
mod promise;
mod question;
mod reading;
mod review;
mod seek;
mod surgery;
mod survey;
mod turn;
mod views;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear, Widget as _};
use tui_input::Input;
use tui_input::backend::crossterm::EventHandler as _;

pub use crate::review::reasons::{Kin, OutcomeChoice, TABLE as REASONS, is_role};
pub use amend::{AmendDraft, AmendForm, Changing, Step as AmendStep};
pub use choice::{Choice, Lines};
pub use confirm::{Confirm, Then};
pub use entry::{EntryChoice, EntryDraft, EntryForm, Target};
pub use help::Help;
pub use import::{ImportForm, Stage, paths};
pub use mapping::{At, MappingForm, Pick};
pub use moment::{Moment, Purpose};
pub use outcome::{About, OutcomeDraft, OutcomeForm};
pub use palette::Palette;
pub use past::Past;
pub use promise::{PromiseForm, PromiseTyped, Whom};
pub use question::{Asked, Question};
pub use reading::Reading;
pub use review::{Beginning, ReviewForm};
pub use seek::Seek;
pub use surgery::SurgeryPreview;
pub use survey::{SurveyDraft, SurveyForm};
pub use turn::{TurnDraft, TurnForm, Turning};
pub use views::{ViewList, ViewTask};

use super::action::Mode;
use super::keymap::KeyMap;
use super::layout::{centred, inset};
use super::theme::{Role, Theme};

/// What the person is being asked or told.
#[derive(Clone, Debug)]
pub enum Dialog {
    Help(Help),
    Palette(Palette),
    Outcome(Box<OutcomeForm>),
    Entry(Box<EntryForm>),
    Reading(Reading),
    Survey(Box<SurveyForm>),
    Line(Question),
    Confirm(Confirm),
    Choice(Choice),
    Import(Box<ImportForm>),
    Mapping(Box<MappingForm>),
    Past(Past),
    Surgery(SurgeryPreview),
    Moment(Moment),
    Amend(Box<AmendForm>),
    Turn(Box<TurnForm>),
    Review(Box<ReviewForm>),
    Promise(Box<PromiseForm>),
    Views(ViewList),
    Seek(Box<Seek>),
}

impl Dialog {
    /// The mode whose keys count.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match self {
            Self::Help(_) | Self::Reading(_) => Mode::Help,
            Self::Entry(form) => form.mode(),
            Self::Survey(form) => form.mode(),
            Self::Palette(_) => Mode::Palette,
            Self::Outcome(_) => Mode::Outcome,
            Self::Line(_) => Mode::Line,
            Self::Confirm(_) => Mode::Confirm,
            Self::Choice(_) => Mode::Choice,
            Self::Import(form) => form.mode(),
            Self::Mapping(form) => form.mode(),
            Self::Past(_) => Mode::Past,
            Self::Surgery(_) => Mode::SurgeryPreview,
            Self::Moment(_) => Mode::Moment,
            Self::Amend(_) => Mode::Amend,
            Self::Turn(_) => Mode::Turn,
            Self::Review(_) => Mode::ReviewStart,
            Self::Promise(_) => Mode::Promise,
            Self::Views(_) => Mode::Views,
            Self::Seek(_) => Mode::Seek,
        }
    }

    /// What stood in cells that an import could not use: it may be an id or a name.
    #[must_use]
    pub fn found(&self) -> Vec<&str> {
        match self {
            Self::Past(past) => past.found(),
            Self::Surgery(preview) => preview.found(),
            Self::Import(form) => form.found(),
            Self::Mapping(form) => form.found(),
            _ => Vec::new(),
        }
    }

    /// Draws it over the window.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme, keymap: &KeyMap) {
        match self {
            Self::Help(help) => help.draw(frame, window, theme, keymap),
            Self::Palette(palette) => palette.draw(frame, window, theme, keymap),
            Self::Outcome(form) => form.draw(frame, window, theme),
            Self::Entry(form) => form.draw(frame, window, theme, keymap),
            Self::Reading(text) => text.draw(frame, window, theme),
            Self::Survey(form) => form.draw(frame, window, theme),
            Self::Line(question) => question.draw(frame, window, theme),
            Self::Confirm(confirm) => confirm.draw(frame, window, theme),
            Self::Choice(choice) => choice.draw(frame, window, theme),
            Self::Import(form) => form.draw(frame, window, (theme, keymap)),
            Self::Mapping(form) => form.draw(frame, window, theme),
            Self::Past(past) => past.draw(frame, window, theme),
            Self::Surgery(preview) => preview.draw(frame, window, theme),
            Self::Moment(moment) => moment.draw(frame, window, theme),
            Self::Amend(form) => form.draw(frame, window, theme),
            Self::Turn(form) => form.draw(frame, window, theme),
            Self::Review(form) => form.draw(frame, window, theme),
            Self::Promise(form) => form.draw(frame, window, theme),
            Self::Views(list) => list.draw(frame, window, theme),
            Self::Seek(seek) => seek.draw(frame, window, theme),
        }
    }
}

/// The most letters that a line of input takes.
pub const MOST_TYPED: usize = 10_000;

/// Hands a key to a line of input; a letter for which there is no room is not taken.
pub(super) fn type_key(input: &mut Input, key: KeyEvent) {
    let letter =
        matches!(key.code, KeyCode::Char(_)) && !key.modifiers.contains(KeyModifiers::CONTROL);
    if letter && room(input) == 0 {
        return;
    }
    input.handle_event(&Event::Key(key));
}

/// Hands pasted text to a line of input, as one line; how many letters were left out, because
/// there was no room for them.
pub(super) fn type_text(input: &mut Input, text: &str) -> usize {
    let text = super::text::clean(text.trim());
    let (letters, room) = (text.chars().count(), room(input));
    let taken = letters.min(room);
    let cursor = input.cursor();
    // In one step: letter by letter, a long text would stop the keys for minutes.
    let before = input.value().chars().take(cursor);
    let after = input.value().chars().skip(cursor);
    let whole: String = before
        .chain(text.chars().take(taken))
        .chain(after)
        .collect();
    *input = Input::new(whole).with_cursor(cursor + taken);
    letters - taken
}

fn room(input: &Input) -> usize {
    MOST_TYPED.saturating_sub(input.value().chars().count())
}

/// Clears a place in the middle, draws its frame and gives what is inside it.
fn panel(
    frame: &mut Frame<'_>,
    window: Rect,
    size: (u16, u16),
    title: &str,
    theme: &Theme,
) -> Rect {
    // However low the window, the line of keys stays in sight.
    let above = frame.area().height.saturating_sub(1);
    let window = Rect {
        height: if size.1 > above {
            window.height.min(above)
        } else {
            window.height
        },
        ..window
    };
    let area = centred(window, size.0, size.1);
    Clear.render(area, frame.buffer_mut());
    let ground = theme.style(Role::Ground);
    frame.buffer_mut().set_style(area, ground);
    let block = Block::bordered()
        .border_style(theme.style(Role::Line))
        .title(Line::styled(
            format!(" {title} "),
            theme.style(Role::Heading),
        ));
    let inside = block.inner(area);
    block.render(area, frame.buffer_mut());
    inset(inside, 1)
}
