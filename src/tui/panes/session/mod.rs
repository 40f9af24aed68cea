//! A review session: the frozen queue at the left, one child or family on one screen beside it.
//!
//! It saves nothing; it says which gaps an outcome would be for and where the reviewer is. The
//! surprising thing: how long an item took is kept here, for the reviewer's own eyes, and goes with
//! this pane: no job carries it.

mod draw;
mod lower;

use std::collections::HashMap;
use std::time::{Duration, Instant};

use ratatui::layout::Rect;
use tui_input::Input;

pub use draw::draw;

use crate::model::{GapKey, Name, Promise, ReviewItem, ReviewSession, ReviewTurn};
use crate::review::session::{GapLine, ItemPage, item_changed, page};
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
    /// Lines that the next outcome is for, by their first gaps.
    pub marks: Vec<GapKey>,
    /// The reviewer's own words, while they are being typed.
    pub writing: Option<Input>,
    /// What was typed is not on disk yet, and when it will be sent there.
    pub draft_at: Option<Instant>,
    /// The item that it is about.
    pub draft_of: u32,
    /// The summary in words, once the session has ended.
    pub left: Option<Vec<String>>,
    /// Where the gaps of each item stand in the picture.
    places: Vec<Vec<u32>>,
    /// The last thing that was done with each item.
    turned: HashMap<u32, ReviewTurn>,
    states: Vec<Done>,
    looked_at: usize,
    strangers: Vec<Name>,
    shown_at: Instant,
    took: Vec<Duration>,
}

/// Whether a line waits for an outcome.
fn waits(line: &GapLine, sheet: &Sheet, given: &Given) -> bool {
    line.gaps.iter().any(|key| {
        sheet
            .place(key)
            .is_some_and(|at| given.of(at, sheet).is_open() && !given.is_saving(at))
    })
}

impl SessionPane {
    /// Takes a session up at the item where it was left.
    #[must_use]
    pub fn open(
        record: Box<ReviewSession>,
        (sheet, given, promises): (&Sheet, &Given, &[Promise]),
        now: Instant,
    ) -> Self {
        let last = record.said.items.len().saturating_sub(1);
        let mut pane = Self {
            place: (record.stood_at() as usize).min(last),
            record,
            line: 0,
            scrolled: 0,
            page: ItemPage::default(),
            marks: Vec::new(),
            writing: None,
            draft_at: None,
            draft_of: 0,
            left: None,
            places: Vec::new(),
            turned: HashMap::new(),
            states: Vec::new(),
            looked_at: 0,
            strangers: Vec::new(),
            shown_at: now,
            took: Vec::new(),
        };
        pane.find(sheet, given);
        pane.lay(sheet, promises);
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

    /// Puts the page of the item together anew, over what stands promised.
    pub fn lay(&mut self, sheet: &Sheet, promises: &[Promise]) {
        self.page = self
            .record
            .said
            .items
            .get(self.place)
            .map_or_else(ItemPage::default, |item| {
                page(&sheet.picture, &self.record, item, promises)
            });
        self.line = self.line.min(self.page.lines.len().saturating_sub(1));
        let lines = &self.page.lines;
        self.marks
            .retain(|mark| lines.iter().any(|line| line.gaps.first() == Some(mark)));
    }

    /// Whether a line of the page is marked.
    #[must_use]
    pub fn is_marked(&self, line: &GapLine) -> bool {
        line.gaps
            .first()
            .is_some_and(|gap| self.marks.contains(gap))
    }

    /// Marks the line in focus, or takes its mark off, and steps on.
    pub fn mark(&mut self) {
        let line = self.page.lines.get(self.line);
        let Some(gap) = line.and_then(|line| line.gaps.first()).cloned() else {
            return;
        };
        let marked = self.marks.len();
        self.marks.retain(|mark| *mark != gap);
        if self.marks.len() == marked {
            self.marks.push(gap);
        }
        self.step(Action::Down, 1);
    }

    /// Marks every line that waits for an outcome.
    pub fn mark_open(&mut self, sheet: &Sheet, given: &Given) {
        let lines = self.page.lines.iter();
        let waits = lines.filter(|line| waits(line, sheet, given));
        self.marks = waits
            .filter_map(|line| line.gaps.first().cloned())
            .collect();
    }

    /// Goes to another item. The time at the one before is remembered while this pane lasts.
    pub fn go(&mut self, place: usize, (sheet, promises): (&Sheet, &[Promise]), now: Instant) {
        let took = now.saturating_duration_since(self.shown_at);
        if took < AWAY {
            self.took.push(took);
        }
        self.shown_at = now;
        self.marks.clear();
        self.place = place;
        (self.line, self.scrolled) = (0, 0);
        self.lay(sheet, promises);
    }

    /// Finds the gaps of the queue in another picture.
    pub fn find(&mut self, sheet: &Sheet, given: &Given) {
        let items = &self.record.said.items;
        self.places = items
            .iter()
            .map(|item| {
                item.gaps
                    .iter()
                    .filter_map(|gap| sheet.place(&gap.key))
                    .collect()
            })
            .collect();
        let gone = items.iter().flat_map(|item| {
            let gone = item
                .gaps
                .iter()
                .filter(|gap| sheet.place(&gap.key).is_none());
            let ids = gone.map(|gap| gap.child.as_ref().map_or(&item.who, |(_, shown)| shown));
            ids.chain(&item.family)
        });
        self.strangers = gone.cloned().collect();
        self.turned.clear();
        for (place, turn) in &self.record.turns {
            if *turn != ReviewTurn::Shown {
                self.turned.insert(*place, *turn);
            }
        }
        self.reckon(sheet, given);
    }

    /// Reckons anew how far every item is.
    pub fn reckon(&mut self, sheet: &Sheet, given: &Given) {
        self.states = (0..self.places.len())
            .map(|place| self.state(place, sheet, given))
            .collect();
        self.count();
    }

    /// The same of one item.
    pub fn reckon_one(&mut self, place: usize, sheet: &Sheet, given: &Given) {
        let state = self.state(place, sheet, given);
        if let Some(known) = self.states.get_mut(place) {
            *known = state;
        }
        self.count();
    }

    fn count(&mut self) {
        let done = |state: &&Done| matches!(state, Done::Answered | Done::Reviewed(_));
        self.looked_at = self.states.iter().filter(done).count();
    }

    /// Notes what was done with an item.
    pub fn turn(&mut self, place: usize, turn: ReviewTurn) {
        let place = u32::try_from(place).unwrap_or(u32::MAX);
        self.record.turns.push((place, turn));
        if turn != ReviewTurn::Shown {
            self.turned.insert(place, turn);
        }
    }

    fn state(&self, place: usize, sheet: &Sheet, given: &Given) -> Done {
        let waits = |at: &&u32| given.of(**at, sheet).is_open() && !given.is_saving(**at);
        let gaps = self
            .places
            .get(place)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let open = gaps.iter().filter(waits).count();
        let turn = u32::try_from(place)
            .ok()
            .and_then(|at| self.turned.get(&at));
        let items = &self.record.said.items;
        let alone = items.get(place).is_some_and(|item| item.gaps.is_empty());
        match (open, turn) {
            (0, _) if !alone => Done::Answered,
            (left, Some(ReviewTurn::Reviewed)) => Done::Reviewed(left),
            (_, Some(ReviewTurn::Skipped)) => Done::Skipped,
            _ => Done::NotYet,
        }
    }

    /// How far an item is.
    #[must_use]
    pub fn done(&self, place: usize) -> Done {
        self.states.get(place).copied().unwrap_or(Done::NotYet)
    }

    /// How many items were looked at.
    #[must_use]
    pub const fn looked_at(&self) -> usize {
        self.looked_at
    }

    /// Gaps of the queue without an outcome, and items that nobody looked at.
    #[must_use]
    pub fn left_undone(&self) -> (usize, usize) {
        let items = self.states.len().saturating_sub(self.looked_at);
        let gaps = self
            .states
            .iter()
            .zip(&self.places)
            .map(|(state, gaps)| match state {
                Done::Answered => 0,
                Done::Reviewed(left) => *left,
                Done::Skipped | Done::NotYet => gaps.len(),
            });
        (items, gaps.sum())
    }

    /// The next item that nobody has looked at, after this one and then from the top.
    #[must_use]
    pub fn next(&self) -> Option<usize> {
        let count = self.states.len();
        (1..count)
            .map(|step| (self.place + step) % count)
            .find(|place| self.done(*place) == Done::NotYet)
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
        let lines = self.page.lines.iter().enumerate();
        let meant = lines.filter(|(at, line)| {
            if self.marks.is_empty() {
                *at == self.line
            } else {
                self.is_marked(line)
            }
        });
        let keys = meant.flat_map(|(_, line)| &line.gaps);
        keys.filter_map(|key| sheet.place(key)).collect()
    }

    /// To the next line that waits for an outcome; false if there is none.
    pub fn next_line(&mut self, sheet: &Sheet, given: &Given) -> bool {
        let count = self.page.lines.len();
        let waits = |at: &usize| {
            let line = self.page.lines.get(*at);
            line.is_some_and(|line| waits(line, sheet, given))
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
            // What a session left is read line by line.
            Action::Up if self.left.is_some() => self.scrolled = self.scrolled.saturating_sub(1),
            Action::Down if self.left.is_some() => self.scrolled = self.scrolled.saturating_add(1),
            Action::First if self.left.is_some() => self.scrolled = 0,
            Action::Last if self.left.is_some() => self.scrolled = usize::MAX,
            Action::PageUp => self.scrolled = self.scrolled.saturating_sub(height.max(1)),
            // `scroll_to` ends it with the last line.
            Action::PageDown => self.scrolled = self.scrolled.saturating_add(height.max(1)),
            _ => {
                self.line = layout::stepped(self.line, self.page.lines.len(), action, 1);
                self.scrolled = 0;
            }
        }
    }

    /// The page is not scrolled beyond its end, and the line in focus is on it after a step.
    pub fn scroll_to(&mut self, body: Rect, theme: &Theme, sheet: &Sheet, given: &Given) {
        if self.left.is_some() {
            self.scrolled = self.scrolled.min(draw::beyond(self, body, theme));
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
        let line = self.page.lines.get(self.line);
        let first = self.page.children.first().map(|child| child.view.row.child);
        let of_gap = line.and_then(|line| sheet.picture.gaps.get(line.at?)?.child);
        of_gap.or(first)
    }

    /// The id of that child, as the case system shows it.
    #[must_use]
    pub fn child_id(&self) -> Option<Name> {
        let line = self.page.lines.get(self.line);
        let gap = line.and_then(|line| line.gaps.first());
        self.item()?.child_of(gap).map(|(_, shown)| shown)
    }

    /// Whoever is named in the queue and in no gap of the picture any more.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.strangers.iter().map(AsRef::as_ref)
    }

    /// Whole minutes that the items of this sitting took so far, for the reviewer alone.
    #[must_use]
    pub fn minutes_gone(&self) -> u64 {
        self.took.iter().sum::<Duration>().as_secs() / 60
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
