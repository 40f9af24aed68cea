//! A brief, or what a change of hands leaves, as it will be printed, page after page.
//!
//! It composes nothing. The surprising thing: it is laid out as the paper is, at most so wide, so
//! that what is read here is what stands on the page.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::review::handover::{HandoverOf, Pages};
use crate::review::{Brief, BriefAsked, BriefOf, Document, PAPER_WIDTH, Part, page_text};
use crate::tui::action::Action;
use crate::tui::layout::{below, row};
use crate::tui::text::{clean, clip};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cursor, line, put, put_all};

/// What is held: a brief, or what a change of hands leaves.
#[derive(Clone, Debug)]
pub enum Held {
    Brief(BriefAsked, Box<Brief>),
    Handover(HandoverOf, Box<Pages>),
}

impl Held {
    const fn document(&self) -> &Document {
        match self {
            Self::Brief(_, brief) => &brief.document,
            Self::Handover(_, pages) => &pages.document,
        }
    }
}

/// The brief and how far it is scrolled.
#[derive(Clone, Debug, Default)]
pub struct BriefPane {
    pub held: Option<Held>,
    /// Of whom it may be wanted: those around the child of whom it was asked for first.
    kin: Vec<BriefOf>,
    /// As it stands in a window of `width` cells.
    lines: Vec<(Part, String)>,
    /// On which line each page begins.
    begins: Vec<usize>,
    width: usize,
    scrolled: usize,
}

impl BriefPane {
    /// What the brief that is held was asked for.
    #[must_use]
    pub const fn asked(&self) -> Option<&BriefAsked> {
        match &self.held {
            Some(Held::Brief(asked, _)) => Some(asked),
            _ => None,
        }
    }

    /// The brief that is held.
    #[must_use]
    pub fn brief(&self) -> Option<&Brief> {
        match &self.held {
            Some(Held::Brief(_, brief)) => Some(brief),
            _ => None,
        }
    }

    /// Another child is in focus: those around the last one are not meant.
    pub fn forget_kin(&mut self) {
        self.kin.clear();
    }

    /// Of whom it is asked for next; `None`: nobody else is known.
    #[must_use]
    pub fn next_whom(&self) -> Option<BriefOf> {
        let now = &self.asked()?.of;
        let at = self.kin.iter().position(|of| of == now);
        let next = at.map_or(0, |at| (at + 1) % self.kin.len().max(1));
        self.kin.get(next).filter(|of| *of != now).cloned()
    }

    /// Shows a brief from its top.
    pub fn hold(&mut self, asked: BriefAsked, brief: Box<Brief>) {
        let kin = if self.kin.contains(&asked.of) {
            std::mem::take(&mut self.kin)
        } else {
            brief.kin.clone()
        };
        *self = Self {
            kin,
            held: Some(Held::Brief(asked, brief)),
            ..Self::default()
        };
    }

    /// Shows a handover from its top.
    pub fn hold_handover(&mut self, of: HandoverOf, pages: Box<Pages>) {
        *self = Self {
            held: Some(Held::Handover(of, pages)),
            ..Self::default()
        };
    }

    /// Whoever is named on it: the picture may not know them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let names = match &self.held {
            Some(Held::Brief(_, brief)) => brief.names.as_slice(),
            Some(Held::Handover(_, pages)) => pages.names.as_slice(),
            None => &[],
        };
        names.iter().map(AsRef::as_ref)
    }

    /// Lays the pages out for a window, and stops at the last line.
    pub fn settle(&mut self, body: Rect) {
        let width = usize::from(body.width).saturating_sub(2).min(PAPER_WIDTH);
        if let Some(held) = self.held.as_ref().filter(|_| width != self.width) {
            let before = self.page();
            (self.lines, self.begins) = laid(held.document(), width);
            self.width = width;
            // Another width is another number of lines: the page stays.
            self.scrolled = match before {
                0 => self.scrolled,
                page => self.begins.get(page).copied().unwrap_or(0),
            };
        }
        let most = self.lines.len().saturating_sub(room(body));
        self.scrolled = self.scrolled.min(most);
    }

    /// The page at the top of the window, counted from 0.
    fn page(&self) -> usize {
        let begun = self.begins.iter().filter(|at| **at <= self.scrolled);
        begun.count().saturating_sub(1)
    }

    /// Scrolls, by lines, by the window or from page to page.
    pub fn step(&mut self, action: Action, body: Rect) {
        let window = room(body).saturating_sub(1).max(1);
        let page = self.page();
        let begin = |page: usize| self.begins.get(page).copied();
        self.scrolled = match action {
            Action::Up => self.scrolled.saturating_sub(1),
            Action::Down => self.scrolled + 1,
            Action::PageUp => self.scrolled.saturating_sub(window),
            Action::PageDown => self.scrolled + window,
            Action::First => 0,
            Action::Last => self.lines.len(),
            Action::NextSibling => begin(page + 1).unwrap_or(self.scrolled),
            Action::PreviousSibling if begin(page) == Some(self.scrolled) => {
                begin(page.saturating_sub(1)).unwrap_or(0)
            }
            Action::PreviousSibling => begin(page).unwrap_or(0),
            _ => self.scrolled,
        };
        self.settle(body);
    }
}

/// Lines of the brief that a window shows: the first row says on which page one is.
fn room(body: Rect) -> usize {
    usize::from(body.height).saturating_sub(2).max(1)
}

fn laid(document: &Document, width: usize) -> (Vec<(Part, String)>, Vec<usize>) {
    let (mut lines, mut begins) = (Vec::new(), Vec::new());
    for page in &document.pages {
        if !begins.is_empty() {
            lines.push((Part::Blank, String::new()));
            lines.push((Part::Rule, "─".repeat(width)));
        }
        begins.push(lines.len());
        lines.extend(page_text(page, width));
    }
    (lines, begins)
}

const fn role(part: Part) -> Role {
    match part {
        Part::Title | Part::Heading => Role::Heading,
        Part::Under => Role::Context,
        Part::Columns => Role::Dim,
        Part::Marked => Role::Marked,
        Part::Rule => Role::Line,
        Part::Words | Part::Blank => Role::Plain,
    }
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &BriefPane, theme: &Theme) {
    let Some(held) = &pane.held else {
        put(frame, body, &line(theme, Role::Dim, " Making the brief."));
        cursor(frame, body.x, body.y);
        return;
    };
    let page = pane.page() + 1;
    let pages = held.document().pages.len();
    let place = match held {
        Held::Brief(_, brief) => format!(
            " Brief, page {page} of {pages}, for a meeting by {}",
            brief.until.long()
        ),
        Held::Handover(..) => format!(" Handover, page {page} of {pages}"),
    };
    put(frame, row(body, 0), &line(theme, Role::Dim, place));
    let cells = usize::from(body.width).saturating_sub(1);
    let shown = pane.lines.iter().skip(pane.scrolled).take(room(body));
    let lines: Vec<Line<'static>> = shown
        .map(|(part, words)| {
            let words = format!(" {}", clip(&clean(words), cells));
            line(theme, role(*part), words)
        })
        .collect();
    put_all(frame, below(body, 2), &lines);
    cursor(frame, body.x, body.y + 2.min(body.height.saturating_sub(1)));
}
