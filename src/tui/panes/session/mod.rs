//! A review session: the frozen queue at the left, one child or family on one screen beside it.
//!
//! It saves nothing; it says which gaps an outcome would be for and where the reviewer is. The
//! surprising thing: how long an item took is kept here, for the reviewer's own eyes, and goes with
//! this pane: no job carries it.

mod draw;

use std::time::{Duration, Instant};

use ratatui::layout::Rect;
use tui_input::Input;

pub use draw::draw;

use crate::model::{Name, Promise, ReviewItem, ReviewSession, ReviewTurn, Standing};
use crate::review::session::{ItemPage, item_changed, page};
use crate::tui::action::{Action, Mode};
use crate::tui::given::{Given, Standings as _};
use crate::tui::layout;
use crate::tui::sheet::Sheet;
use crate::tui::theme::Theme;

/// Longer than this nobody looks at one item; somebody went away.
const AWAY: Duration = Duration::from_hours(1);

/// How far an item is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Done {
    /// Every gap has an outcome, or none is a gap any more.
    Answered,
    /// Looked at, and so many gaps are left without an outcome.
    Reviewed(usize),
    Skipped,
    NotYet,
}

/// The state of the pane.
#[derive(Clone, Debug)]
pub struct SessionPane {
    pub record: Box<ReviewSession>,
    /// The item before the reviewer.
    pub place: usize,
    /// The line of its gaps in focus.
    pub line: usize,
    /// Lines of the page that are scrolled away.
    pub scrolled: usize,
    pub page: ItemPage,
    /// What stands now, where it was changed since the picture was taken.
    pub promises: Option<Vec<Promise>>,
    /// The reviewer's own words, while they are being typed.
    pub writing: Option<Input>,
    /// What was typed is not on disk yet, and when it will be sent there.
    pub draft_at: Option<Instant>,
    /// The item that it is about.
    pub draft_of: u32,
    /// The summary in words, once the session has ended.
    pub left: Option<Vec<String>>,
    shown_at: Instant,
    took: Vec<Duration>,
}

impl SessionPane {
    /// Takes a session up at the item where it was left.
    #[must_use]
    pub fn open(record: Box<ReviewSession>, sheet: &Sheet, now: Instant) -> Self {
        let last = record.said.items.len().saturating_sub(1);
        let mut pane = Self {
            place: (record.stood_at() as usize).min(last),
            record,
            line: 0,
            scrolled: 0,
            page: ItemPage::default(),
            promises: None,
            writing: None,
            draft_at: None,
            draft_of: 0,
            left: None,
            shown_at: now,
            took: Vec::new(),
        };
        pane.lay(sheet);
        pane
    }

    /// What the keys mean here.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        match (&self.left, &self.writing) {
            (Some(_), _) => Mode::SessionEnd,
            (_, Some(_)) => Mode::SessionText,
            _ => Mode::Session,
        }
    }

    /// The item before the reviewer.
    #[must_use]
    pub fn item(&self) -> Option<&ReviewItem> {
        self.record.said.items.get(self.place)
    }

    /// Puts the page of the item together anew.
    pub fn lay(&mut self, sheet: &Sheet) {
        let promises = self.promises.as_ref().unwrap_or(&sheet.picture.promises);
        self.page = self
            .record
            .said
            .items
            .get(self.place)
            .map_or_else(ItemPage::default, |item| {
                page(&sheet.picture, &self.record, item, promises)
            });
        self.line = self.line.min(self.page.lines.len().saturating_sub(1));
    }

    /// Goes to another item. The time at the one before is remembered while this pane lasts.
    pub fn go(&mut self, place: usize, sheet: &Sheet, now: Instant) {
        let took = now.saturating_duration_since(self.shown_at);
        if took < AWAY {
            self.took.push(took);
        }
        self.shown_at = now;
        self.place = place;
        (self.line, self.scrolled) = (0, 0);
        self.lay(sheet);
    }

    /// Where a gap of the queue stands; `None` where the newest extract shows it as one no more.
    fn standing<'a>(
        sheet: &'a Sheet,
        given: &'a Given,
        key: &crate::model::GapKey,
    ) -> Option<&'a Standing> {
        sheet.place(key).map(|at| given.of(at, sheet))
    }

    /// How far an item is.
    #[must_use]
    pub fn done(&self, place: usize, sheet: &Sheet, given: &Given) -> Done {
        let Some(item) = self.record.said.items.get(place) else {
            return Done::NotYet;
        };
        let open = item.gaps.iter().filter(|gap| {
            Self::standing(sheet, given, &gap.key).is_some_and(Standing::is_open)
                && !sheet.place(&gap.key).is_some_and(|at| given.is_saving(at))
        });
        let turn = self
            .record
            .turn_of(u32::try_from(place).unwrap_or(u32::MAX));
        match (open.count(), turn) {
            (0, _) => Done::Answered,
            (left, Some(ReviewTurn::Reviewed)) => Done::Reviewed(left),
            (_, Some(ReviewTurn::Skipped)) => Done::Skipped,
            _ => Done::NotYet,
        }
    }

    /// How many items were looked at.
    #[must_use]
    pub fn looked_at(&self, sheet: &Sheet, given: &Given) -> usize {
        let done = |place: &usize| {
            matches!(
                self.done(*place, sheet, given),
                Done::Answered | Done::Reviewed(_)
            )
        };
        (0..self.record.said.items.len()).filter(done).count()
    }

    /// The next item that nobody has looked at, after this one and then from the top.
    #[must_use]
    pub fn next(&self, sheet: &Sheet, given: &Given) -> Option<usize> {
        let count = self.record.said.items.len();
        (1..count)
            .map(|step| (self.place + step) % count)
            .find(|place| self.done(*place, sheet, given) == Done::NotYet)
    }

    /// Whether an item is another than when the queue was frozen.
    #[must_use]
    pub fn changed(&self, place: usize, sheet: &Sheet) -> bool {
        let item = self.record.said.items.get(place);
        item.is_some_and(|item| item_changed(&sheet.picture, item))
    }

    /// The gaps that an outcome would be for.
    #[must_use]
    pub fn targets(&self, sheet: &Sheet) -> Vec<u32> {
        let line = self.page.lines.get(self.line);
        let keys = line.map(|line| line.gaps.as_slice()).unwrap_or_default();
        keys.iter().filter_map(|key| sheet.place(key)).collect()
    }

    /// To the next line that waits for an outcome; false if there is none.
    pub fn next_line(&mut self, sheet: &Sheet, given: &Given) -> bool {
        let count = self.page.lines.len();
        let waits = |at: &usize| {
            self.page.lines.get(*at).is_some_and(|line| {
                line.gaps.iter().any(|key| {
                    sheet
                        .place(key)
                        .is_some_and(|at| given.of(at, sheet).is_open() && !given.is_saving(at))
                })
            })
        };
        let next = (0..count)
            .map(|step| (self.line + step) % count)
            .find(waits);
        self.line = next.unwrap_or(self.line);
        next.is_some()
    }

    /// Moves over the lines of gaps, or over a page that is longer than the window.
    pub fn step(&mut self, action: Action, height: usize) {
        match action {
            Action::PageUp => self.scrolled = self.scrolled.saturating_sub(height.max(1)),
            // `scroll_to` ends it with the last line.
            Action::PageDown => self.scrolled += height.max(1),
            _ => {
                self.line = layout::stepped(self.line, self.page.lines.len(), action, 1);
                self.scrolled = 0;
            }
        }
    }

    /// The page is not scrolled beyond its end, and the line in focus is on it after a step.
    pub fn scroll_to(&mut self, body: Rect, theme: &Theme, sheet: &Sheet, given: &Given) {
        if self.left.is_some() {
            return;
        }
        let (lines, focus, height) = draw::measured(self, body, (theme, sheet, given));
        self.scrolled = self.scrolled.min(lines.saturating_sub(height));
        if self.scrolled == 0
            && let Some(at) = focus
        {
            self.scrolled = layout::top(0, at, height);
        }
    }

    /// The reviewer's own words on the item, as they stand.
    #[must_use]
    pub fn words(&self) -> &str {
        let place = u32::try_from(self.place).unwrap_or(u32::MAX);
        self.writing.as_ref().map_or_else(
            || self.record.drafts.get(&place).map_or("", String::as_str),
            Input::value,
        )
    }

    /// The child of the line in focus.
    #[must_use]
    pub fn child(&self, sheet: &Sheet) -> Option<usize> {
        let line = self.page.lines.get(self.line)?;
        let first = self.page.children.first().map(|child| child.view.row.child);
        let of_gap = line.at.and_then(|at| sheet.picture.gaps.get(at)?.child);
        of_gap.or(first)
    }

    /// The id of that child, as the case system shows it.
    #[must_use]
    pub fn child_id(&self) -> Option<Name> {
        let line = self.page.lines.get(self.line)?;
        let gap = self.item()?.gaps.iter();
        let own = gap.filter(|gap| line.gaps.first() == Some(&gap.key));
        own.filter_map(|gap| gap.child.as_ref().map(|(_, shown)| shown.clone()))
            .next()
    }

    /// Whoever is named in the queue: the picture may not know them any more.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let items = self.record.said.items.iter();
        items.flat_map(|item| {
            let ids = item.gaps.iter().filter_map(|gap| gap.child.as_ref());
            let ids = ids.map(|(_, shown)| shown);
            ids.chain([&item.who])
                .chain(&item.family)
                .map(AsRef::as_ref)
        })
    }

    /// Minutes an item in this sitting, for the reviewer alone; nothing before the third.
    #[must_use]
    pub fn pace(&self) -> Option<String> {
        if self.took.len() < 3 {
            return None;
        }
        let whole: Duration = self.took.iter().sum();
        let each = whole.as_secs() / u64::try_from(self.took.len()).unwrap_or(1);
        let each = match each {
            0..60 => "under a minute".to_owned(),
            seconds => format!("about {} min", (seconds + 30) / 60),
        };
        Some(format!(
            "{each} for each in this sitting. This line is for you alone: it is kept nowhere."
        ))
    }
}
