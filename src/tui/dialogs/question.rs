//! A question with one line of answer: a filter, a title, a path.

use ratatui::Frame;
use ratatui::layout::Rect;
use tui_input::Input;

use super::panel;
use crate::model::NoteId;
use crate::review::Overwrite;
use crate::tui::layout::{below, row};
use crate::tui::text::wrap;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, field, line, put_all};

/// What is being asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asked {
    GapFilter,
    CaseFilter,
    PromiseFilter,
    /// The day that parts before and after in the delays.
    Split,
    Title,
    /// Of a note in the list.
    Rename(NoteId),
    ExportTo(NoteId),
    /// Where a surgery sheet is written.
    SurgeryTo,
    /// The surgery sheet that came back.
    SurgeryFrom,
    /// The day on which that surgery was held.
    SurgeryHeld,
    /// The brief on the screen.
    BriefTo,
    /// The handover on the screen.
    HandoverTo,
    /// The day of the meeting that a brief is for.
    BriefUntil,
    /// What is before the person, under this digit.
    SaveView(u8),
    /// Another name for the view of this digit.
    ViewName(u8),
    /// How often the macro is played.
    Times,
}

impl Asked {
    /// As a draft keeps it; `None` where the question is nothing without what stands behind it.
    #[must_use]
    pub const fn kept(self) -> Option<(&'static str, i64)> {
        Some(match self {
            Self::GapFilter => ("gap-filter", 0),
            Self::CaseFilter => ("case-filter", 0),
            Self::PromiseFilter => ("promise-filter", 0),
            Self::Split => ("split", 0),
            Self::Rename(id) => ("rename", id.0),
            Self::SaveView(digit) => ("save-view", digit as i64),
            Self::ViewName(digit) => ("view-name", digit as i64),
            _ => return None,
        })
    }

    /// The question that a draft kept.
    #[must_use]
    pub fn of(word: &str, number: i64) -> Option<Self> {
        Some(match word {
            "gap-filter" => Self::GapFilter,
            "case-filter" => Self::CaseFilter,
            "promise-filter" => Self::PromiseFilter,
            "split" => Self::Split,
            "rename" => Self::Rename(NoteId(number)),
            "save-view" => Self::SaveView(u8::try_from(number).ok()?),
            "view-name" => Self::ViewName(u8::try_from(number).ok()?),
            _ => return None,
        })
    }

    const fn title(self) -> &'static str {
        match self {
            Self::GapFilter => "Show only gaps that",
            Self::CaseFilter => "Show only children who",
            Self::PromiseFilter => "Show only promises that",
            Self::Split => "Compare before and after which day?",
            Self::Title | Self::Rename(_) => "Title of the note",
            Self::ExportTo(_) => "Write the note to a file",
            Self::SurgeryTo => "Write a surgery sheet",
            Self::SurgeryFrom => "Read a surgery sheet that came back",
            Self::SurgeryHeld => "On which day was the surgery?",
            Self::BriefTo => "Write the brief to a file",
            Self::HandoverTo => "Write the handover to a file",
            Self::BriefUntil => "On which day is the meeting?",
            Self::SaveView(_) | Self::ViewName(_) => "Name of the view",
            Self::Times => "Play the recorded keys how many times?",
        }
    }

    const fn hint(self) -> &'static str {
        match self {
            Self::GapFilter => {
                "Any words are looked for everywhere, or say where: team:north worker: supervisor: \
                 family: id: rule:sup kind:cp over:>10 state:late outcome:booked. Quotes hold \
                 words together, a minus leaves out. An empty line shows all."
            }
            Self::CaseFilter => {
                "Any words are looked for everywhere, or say where: team:north worker: family: \
                 kind:cp age:<5 gaps:>0 id:. Quotes hold words together, a minus leaves out. An \
                 empty line shows all."
            }
            Self::PromiseFilter => {
                "Any words are looked for everywhere, or say where: owner:mockridge team:north \
                 worker: origin:surgery state:silent id:. Quotes hold words together, a minus \
                 leaves out. An empty line shows all."
            }
            Self::Split => {
                "12/1, 12 jan, 2026-01-12. Each clock counts by the day on which it began. \
                 An empty line shows all of them together."
            }
            Self::SaveView(_) | Self::ViewName(_) => {
                "A few words, such as: my team, not answered. They are kept in the store for you \
                 alone; name no child in them."
            }
            Self::Times => {
                "A number from 1 to 99. It stops at the first key that does nothing, and at any \
                 key that you press."
            }
            Self::Title | Self::Rename(_) => "One line, as it will stand over the note.",
            Self::HandoverTo => {
                "The name says the form: .docx for Word, .html for a page to print, .md for \
                 Markdown, .txt for plain text. It names children and workers and leaves the \
                 encrypted store: put it where only whoever takes over and their manager can \
                 read it."
            }
            Self::SurgeryHeld => {
                "12/1, 12 jan, fri, yesterday, 2026-01-12. What was promised counts from that day, \
                 and a date without a year is read as of it. Not later than today."
            }
            Self::BriefUntil => {
                "12/1, 12 jan, fri, +14, 2026-01-12. The brief says what runs out up to that day."
            }
            Self::BriefTo => {
                "The name says the form: .docx for Word, .html for a page to print, .md for \
                 Markdown, .txt for plain text. A page a family. The file leaves the encrypted \
                 store: put it where only those who need it can read it. The next brief of a \
                 later day marks what is new since this one."
            }
            Self::ExportTo(_) => {
                "A name that ends in .html makes a page to print and to read in a browser, one in \
                 .md plain Markdown. A name alone goes to the folder in which Caselight was \
                 started. The file leaves the encrypted store: put it where only those who need \
                 it can read it."
            }
            Self::SurgeryTo => {
                "The name of an Excel file that ends in .xlsx. It holds ids of children and names \
                 of staff and leaves the encrypted store: keep it as you keep their files."
            }
            Self::SurgeryFrom => {
                "An .xlsx, .ods or .csv file, sorted and filtered or not. First you see, row by \
                 row, what it would do; nothing is saved before you say so."
            }
        }
    }
}

/// The question, what was typed, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Question {
    pub asked: Asked,
    pub input: Input,
    pub trouble: Option<String>,
    /// The name of a file that is there already: the same answer again replaces it.
    pub taken: Option<String>,
    /// What it is about here and now, before the hint.
    pub about: String,
}

impl Question {
    /// A question with a first answer.
    #[must_use]
    pub fn new(asked: Asked, answer: String) -> Self {
        Self {
            asked,
            input: Input::new(answer),
            trouble: None,
            taken: None,
            about: String::new(),
        }
    }

    /// With what it is about here and now.
    #[must_use]
    pub fn about(self, about: String) -> Self {
        Self { about, ..self }
    }

    /// Whether a file of this name may be replaced: it was said that it is there, and the same
    /// answer was given again.
    #[must_use]
    pub fn overwrite(&self, words: &str) -> Overwrite {
        match self.taken.as_deref() {
            Some(taken) if taken == words => Overwrite::Replace,
            _ => Overwrite::Refuse,
        }
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let width = window.width.min(84);
        let cells = usize::from(width).saturating_sub(4);
        let (role, words) = match &self.trouble {
            Some(trouble) => (Role::Trouble, trouble.as_str()),
            None => (Role::Dim, self.asked.hint()),
        };
        let mut words = wrap(words, cells);
        if self.trouble.is_none() && !self.about.is_empty() {
            let mut about = wrap(&self.about, cells);
            about.append(&mut words);
            words = about;
        }
        let height = u16::try_from(words.len()).unwrap_or(3).max(3) + 4;
        let area = panel(frame, window, (width, height), self.asked.title(), theme);
        let lines: Vec<_> = words
            .into_iter()
            .map(|part| line(theme, role, part))
            .collect();
        put_all(frame, below(area, 2), &lines);
        field(frame, row(area, 0), theme, ("", &self.input), Focus::Here);
    }
}
