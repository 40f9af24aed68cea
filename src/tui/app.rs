//! Everything that the screen shows, as one value. It does no I/O and reads no clock.
//!
//! The runtime hands it the moment; the surprising thing is that it also knows the size of the
//! window, because scrolling is part of the state and drawing may change nothing.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ratatui::layout::Rect;

use super::action::Mode;
use super::dialogs::{Dialog, EntryForm, OutcomeForm, PromiseForm, SurveyForm, TurnForm};
use super::effect::{Effect, Job, Ticket};
use super::given::Given;
use super::jumps::Jumps;
use super::keymap::{Key, KeyMap};
use super::layout::{self, WIDE};
use super::look::Look;
use super::macros::Macros;
use super::panes::audits::{self, AuditsPane};
use super::panes::brief::BriefPane;
use super::panes::case::CasePane;
use super::panes::cases::{self, CasesPane};
use super::panes::changes::{self, ChangesPane};
use super::panes::delays::{self, DelaysPane};
use super::panes::gaps::GapsPane;
use super::panes::gaps::SHARE as GAPS_SHARE;
use super::panes::note::NotePane;
use super::panes::notes::{self, NotesPane};
use super::panes::promises::{self, PromisesPane};
use super::panes::rules::{self, RulesPane};
use super::panes::session::SessionPane;
use super::panes::surgery::{self, SurgeryPane};
use super::panes::unfiled::{self, UnfiledPane};
use super::resume::Keeping;
use super::sheet::Sheet;
use super::theme::{Theme, ThemeChoice};
use super::tour::{self, Tour};
use super::update::Happened;
use crate::model::{Day, SavedView};

/// How long a message that needs nothing stays.
pub const MESSAGE_STAYS: Duration = Duration::from_secs(6);
/// How long after the first letter that is not on disk the note is saved, whether or not the person
/// goes on typing: with the writing, less than a second.
pub const PAUSE: Duration = Duration::from_millis(700);

/// How long after a save that failed it is tried again without a key.
pub const TRIES_AGAIN: Duration = Duration::from_secs(10);

/// Which pane has the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Pane {
    #[default]
    Gaps,
    /// The explanation of the gap in focus.
    Reading,
    Cases,
    Case,
    Delays,
    Notes,
    Note,
    /// What was entered by hand.
    Unfiled,
    /// What changed since a day.
    Changes,
    /// A page for a supervision meeting.
    Brief,
    Rules,
    /// What was agreed, and what became of it.
    Promises,
    /// What was promised in surgeries.
    Surgery,
    /// A review session.
    Session,
    Audits,
}

/// How a message is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    Said,
    Trouble,
}

/// One sentence to the person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    pub words: String,
    pub tone: Tone,
    /// `None`: it stays until the next key.
    pub until: Option<Instant>,
}

/// Whether the person wants to leave.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Leaving {
    #[default]
    No,
    /// As soon as everything is on disk.
    WhenSaved,
}

/// What follows once the workbench is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Ending {
    #[default]
    Left,
    /// The person wants to look round the demonstration, and then come back.
    ForTheDemo,
}

/// Where one came from: a pane, and the child that was open in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub pane: Pane,
    pub child: Option<usize>,
}

/// How the next picture is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Relay {
    /// From the top: something was imported.
    #[default]
    Anew,
    /// The same rows under the eyes: something was entered by hand.
    InPlace,
}

/// What the picture is waiting for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Opening {
    UnderWay,
    Open,
    Failed(String),
}

/// The whole screen.
#[derive(Debug)]
pub struct App {
    pub sheet: Option<Arc<Sheet>>,
    pub opening: Opening,
    pub given: Given,
    pub pane: Pane,
    pub gaps: GapsPane,
    pub cases: CasesPane,
    pub case: Option<CasePane>,
    pub delays: DelaysPane,
    pub trail: Vec<Place>,
    pub notes: NotesPane,
    pub note: Option<NotePane>,
    pub unfiled: UnfiledPane,
    pub changes: ChangesPane,
    /// The comparison that was asked for; an older answer is dropped.
    pub changes_asked: Ticket,
    pub brief: BriefPane,
    /// The brief that was asked for; an older answer is dropped.
    pub brief_asked: Ticket,
    pub rules: RulesPane,
    pub promises: PromisesPane,
    pub surgery: SurgeryPane,
    /// The review session that is under way, or what it left.
    pub session: Option<SessionPane>,
    /// The session that was asked for; an older answer is dropped.
    pub review_asked: Ticket,
    /// Open in a session as soon as there is a picture.
    pub to_review: bool,
    /// Only a session under way is meant: none is to be begun.
    pub taking_up: bool,
    /// Promises on their way to the disk.
    pub agreeing: Vec<(Ticket, Box<PromiseForm>)>,
    /// What was typed while a list was being made: it waits, in its order.
    pub ahead: VecDeque<Happened>,
    pub audits: AuditsPane,
    /// What was read or audited, on its way to the disk.
    pub auditing: Vec<(Ticket, Box<SurveyForm>)>,
    /// Forms on their way to the disk; one that is refused comes back.
    pub entering: Vec<(Ticket, Box<EntryForm>)>,
    /// The same of outcomes.
    pub giving: Vec<(Ticket, Box<OutcomeForm>)>,
    /// The same of what became of promises.
    pub turning: Vec<(Ticket, Box<TurnForm>)>,
    /// Forms that were refused while something else was asked.
    pub returned: Vec<Dialog>,
    pub relay: Relay,
    pub dialog: Option<Dialog>,
    pub message: Option<Message>,
    /// Keys of a sequence that has begun.
    pub pressed: Vec<Key>,
    pub keymap: KeyMap,
    pub theme: Theme,
    pub look: Look,
    /// The guided tour, while it lasts.
    pub tour: Option<Tour>,
    /// The choice in focus on the first screen of an empty store.
    pub welcome: usize,
    pub ending: Ending,
    pub window: Rect,
    pub now: Instant,
    pub autosave_at: Option<Instant>,
    pub leaving: Leaving,
    /// Name of the council for the line on top, where the settings give one.
    pub council: Option<String>,
    /// The note that was asked for; an older answer is dropped.
    pub note_asked: Ticket,
    /// The saved views, by digit.
    pub views: Vec<SavedView>,
    pub jumps: Jumps,
    pub macros: Macros,
    pub keeping: Keeping,
    tickets: u64,
}

impl App {
    /// An empty screen that asks for the picture and the notes.
    #[must_use]
    pub fn open(theme: ThemeChoice, council: Option<String>, now: Instant) -> (Self, Vec<Effect>) {
        let app = Self {
            sheet: None,
            opening: Opening::UnderWay,
            given: Given::default(),
            pane: Pane::default(),
            gaps: GapsPane::default(),
            cases: CasesPane::default(),
            case: None,
            delays: DelaysPane::default(),
            trail: Vec::new(),
            notes: NotesPane::default(),
            note: None,
            unfiled: UnfiledPane::default(),
            changes: ChangesPane::default(),
            changes_asked: Ticket::default(),
            brief: BriefPane::default(),
            brief_asked: Ticket::default(),
            rules: RulesPane::default(),
            promises: PromisesPane::default(),
            surgery: SurgeryPane::default(),
            session: None,
            review_asked: Ticket::default(),
            to_review: false,
            taking_up: false,
            agreeing: Vec::new(),
            ahead: VecDeque::new(),
            audits: AuditsPane::default(),
            auditing: Vec::new(),
            entering: Vec::new(),
            giving: Vec::new(),
            turning: Vec::new(),
            returned: Vec::new(),
            relay: Relay::default(),
            dialog: None,
            message: None,
            pressed: Vec::new(),
            keymap: KeyMap::embedded(),
            theme: Theme::of(theme),
            look: Look::default(),
            tour: None,
            welcome: 0,
            ending: Ending::Left,
            window: Rect::new(0, 0, 80, 24),
            now,
            autosave_at: None,
            leaving: Leaving::No,
            council,
            note_asked: Ticket::default(),
            views: Vec::new(),
            jumps: Jumps::default(),
            macros: Macros::default(),
            keeping: Keeping::default(),
            tickets: 0,
        };
        (
            app,
            [Job::Picture, Job::Notes, Job::Views, Job::Resume]
                .map(Effect::Ask)
                .to_vec(),
        )
    }

    /// What the keys mean now.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.dialog
            .as_ref()
            .map_or_else(|| self.pane_mode(), Dialog::mode)
    }

    /// What the keys of the pane mean, whatever stands before it.
    #[must_use]
    pub fn pane_mode(&self) -> Mode {
        match self.pane {
            Pane::Gaps | Pane::Reading | Pane::Cases | Pane::Delays if self.is_blank() => {
                Mode::Welcome
            }
            Pane::Gaps => Mode::Gaps,
            Pane::Reading => Mode::Reading,
            Pane::Cases => Mode::Cases,
            Pane::Case => Mode::Case,
            Pane::Delays => Mode::Delays,
            Pane::Notes => Mode::Notes,
            Pane::Note => self.note.as_ref().map_or(Mode::Note, NotePane::mode),
            Pane::Unfiled => Mode::Unfiled,
            Pane::Changes => Mode::Changes,
            Pane::Brief => Mode::Brief,
            Pane::Rules => Mode::Rules,
            Pane::Promises => Mode::Promises,
            Pane::Surgery => Mode::Surgery,
            Pane::Session => self
                .session
                .as_ref()
                .map_or(Mode::Session, SessionPane::mode),
            Pane::Audits => Mode::Audits,
        }
    }

    /// Whether nothing is in the store yet.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.sheet.as_ref().is_some_and(|sheet| sheet.is_empty())
    }

    /// Says something that needs nothing.
    pub fn say(&mut self, words: impl Into<String>) {
        self.message = Some(Message {
            words: words.into(),
            tone: Tone::Said,
            until: Some(self.now + MESSAGE_STAYS),
        });
    }

    /// Says what went wrong and what to do; it stays until the next key.
    pub fn warn(&mut self, words: impl Into<String>) {
        self.message = Some(Message {
            words: words.into(),
            tone: Tone::Trouble,
            until: None,
        });
    }

    /// The note is to be saved soon: what was typed first waits no longer for what is typed next.
    pub fn ink(&mut self) {
        let soon = self.now + PAUSE;
        self.autosave_at = Some(self.autosave_at.map_or(soon, |at| at.min(soon)));
    }

    /// A ticket for the next question.
    pub fn ticket(&mut self) -> Ticket {
        self.tickets += 1;
        Ticket(self.tickets)
    }

    /// Today, as the picture knows it.
    #[must_use]
    pub fn today(&self) -> Option<Day> {
        self.sheet.as_ref().map(|sheet| sheet.picture.today)
    }

    /// When something on the screen is due to change by itself.
    #[must_use]
    pub fn deadline(&self) -> Option<Instant> {
        let message = self.message.as_ref().and_then(|message| message.until);
        let draft = self.session.as_ref().and_then(|session| session.draft_at);
        [message, self.autosave_at, draft, self.keeping.deadline()]
            .into_iter()
            .flatten()
            .min()
    }

    /// The body of the window; empty if the window is too small.
    #[must_use]
    pub fn body(&self) -> Rect {
        layout::areas(self.window, tour::height(self)).map_or(Rect::ZERO, |areas| areas.body)
    }

    /// Rows of the list of the pane that has the window.
    #[must_use]
    pub fn page(&self) -> usize {
        let share = match self.pane {
            Pane::Cases => cases::SHARE,
            Pane::Notes => notes::SHARE,
            Pane::Changes => changes::SHARE,
            Pane::Rules => rules::SHARE,
            Pane::Promises => promises::SHARE,
            Pane::Surgery => surgery::SHARE,
            Pane::Audits => audits::SHARE,
            Pane::Delays => return delays::rows(self.body(), self.delays.side),
            Pane::Case | Pane::Reading | Pane::Note | Pane::Brief | Pane::Session => {
                return usize::from(self.body().height);
            }
            Pane::Unfiled => return unfiled::page(self.body()),
            Pane::Gaps => GAPS_SHARE,
        };
        usize::from(layout::split(self.body(), share).list.height)
    }

    /// Whether the explanation stands beside the list.
    #[must_use]
    pub const fn is_wide(&self) -> bool {
        self.window.width >= WIDE
    }

    /// After every update: the focus is on something and is seen.
    pub fn settle(&mut self) {
        let page = self.page();
        let body = self.body();
        if self.pane == Pane::Delays {
            self.delays.settle(body);
        }
        if self.pane == Pane::Brief {
            self.brief.settle(body);
        }
        if let Some(note) = self.note.as_mut().filter(|_| self.pane == Pane::Note) {
            note.settle(body);
        }
        if let Some(sheet) = self.sheet.clone() {
            match self.pane {
                Pane::Gaps => {
                    self.gaps.settle(&sheet);
                    self.gaps.scroll_to(page);
                }
                Pane::Reading => self.gaps.settle(&sheet),
                Pane::Cases => {
                    self.cases.settle(&sheet);
                    self.cases.scroll_to(page);
                }
                Pane::Notes => self.notes.scroll_to(page),
                Pane::Changes => self.changes.scroll_to(page),
                Pane::Surgery => self.surgery.scroll_to(page),
                Pane::Unfiled => {
                    self.unfiled.settle();
                    self.unfiled.scroll_to(page);
                }
                Pane::Promises => self.promises.scroll_to(page),
                Pane::Audits => {
                    self.audits.settle();
                    self.audits.scroll_to(page);
                }
                Pane::Rules => {
                    self.rules.settle();
                    self.rules.scroll_to(page);
                }
                Pane::Session => {
                    if let Some(session) = &mut self.session {
                        session.scroll_to(body, &self.theme, &sheet, &self.given);
                    }
                }
                Pane::Case | Pane::Delays | Pane::Note | Pane::Brief => {}
            }
        }
    }
}
