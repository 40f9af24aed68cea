//! The cases: every child in one list, ordered and filtered by positions, with a preview.
//!
//! It never copies a row; the list is a column of positions that is made anew only when the
//! filter or the order changes. Blank values come last in every order.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::Day;
use crate::review::{CaseRow, CaseView};
use crate::tui::action::{Action, Mode};
use crate::tui::app::Pane;
use crate::tui::effect::Ticket;
use crate::tui::filter::{Filter, Line as Offered};
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{self, below, split};
use crate::tui::sheet::{Sheet, UNNAMED};
use crate::tui::text::{clean, clip, count, left, many, name, right, width};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Window, line, put, put_all, span};

/// The list's part of the width, in hundredths.
pub const SHARE: u16 = 66;

/// A column by which the list can be ordered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Column {
    #[default]
    Gaps,
    Child,
    Age,
    Status,
    Team,
    Worker,
    Seen,
    Supervised,
}

impl Column {
    /// Every column.
    pub const ALL: [Self; 8] = [
        Self::Gaps,
        Self::Child,
        Self::Age,
        Self::Status,
        Self::Team,
        Self::Worker,
        Self::Seen,
        Self::Supervised,
    ];

    fn next(self) -> Self {
        let at = Self::ALL
            .iter()
            .position(|column| *column == self)
            .unwrap_or(0);
        Self::ALL[(at + 1) % Self::ALL.len()]
    }

    /// As the screen says it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Gaps => "most gaps",
            Self::Child => "child",
            Self::Age => "age",
            Self::Status => "status",
            Self::Team => "team",
            Self::Worker => "worker",
            Self::Seen => "last seen",
            Self::Supervised => "last supervision",
        }
    }
}

/// Which way round.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Way {
    #[default]
    Forward,
    Back,
}

/// Which children are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Extent {
    #[default]
    Open,
    All,
}

/// Children that another pane asked for by name: those behind one of its numbers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    /// "Assessment, overdue, Hub 3".
    pub title: String,
    /// "38 clocks, 36 children".
    pub counts: String,
    /// The pane to go back to.
    pub back: Pane,
    /// Indices into the picture's children, in order.
    children: Vec<usize>,
}

impl Selection {
    /// Each child once, however often it is named.
    #[must_use]
    pub fn new((title, counts): (String, String), mut children: Vec<usize>, back: Pane) -> Self {
        children.sort_unstable();
        children.dedup();
        Self {
            title,
            counts,
            back,
            children,
        }
    }

    /// The same children in another picture, where they may stand elsewhere.
    fn follow(&mut self, before: &Sheet, now: &Sheet) {
        let known = &before.picture.caseload.children;
        let ids = self.children.iter().filter_map(|at| known.get(*at));
        let mut children: Vec<usize> = ids
            .filter_map(|file| now.picture.caseload.position(&file.child.id))
            .collect();
        children.sort_unstable();
        self.children = children;
    }

    fn holds(&self, child: usize) -> bool {
        self.children.binary_search(&child).is_ok()
    }
}

/// Another list that was asked for, and the child to go to in it.
#[derive(Clone, Copy, Debug)]
struct Wish {
    focus: Option<usize>,
}

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct CasesPane {
    /// Positions of the rows that are listed.
    pub listed: Vec<u32>,
    pub cursor: usize,
    pub top: usize,
    pub column: Column,
    pub way: Way,
    pub extent: Extent,
    pub filter: Filter,
    /// Narrows the list, closed cases with it, whatever the extent.
    pub selection: Option<Selection>,
    /// The child to go to once another list is there, if another is being made apart.
    wish: Option<Wish>,
    /// The list that is being made.
    pub asked: Option<Ticket>,
    /// The child in focus, for the preview.
    pub preview: Option<(usize, CaseView)>,
}

impl CasesPane {
    /// Makes the list anew; the focus stays on its child if it is still listed.
    pub fn relist(&mut self, sheet: &Sheet) {
        let focus = self.child(sheet);
        if sheet.is_vast {
            self.asked = None;
            let before = self.wish.and_then(|wish| wish.focus);
            self.wish = Some(Wish {
                focus: focus.or(before),
            });
            return;
        }
        let listed = list(sheet, &self.criteria());
        self.lay(listed, focus, sheet);
    }

    /// Whether another list was asked for and is not there yet.
    #[must_use]
    pub const fn wishes(&self) -> bool {
        self.wish.is_some()
    }

    /// Takes over the list that was made apart.
    pub fn listed_apart(&mut self, listed: Vec<u32>, sheet: &Sheet) {
        self.asked = None;
        if let Some(wish) = self.wish.take() {
            self.lay(listed, wish.focus, sheet);
        }
    }

    fn lay(&mut self, listed: Vec<u32>, focus: Option<usize>, sheet: &Sheet) {
        let cases = &sheet.picture.cases;
        self.listed = listed;
        self.cursor = focus
            .and_then(|child| {
                self.listed
                    .iter()
                    .position(|at| cases[*at as usize].child == child)
            })
            .unwrap_or(0);
        self.preview = None;
        self.settle(sheet);
    }

    /// What the list is made by.
    #[must_use]
    pub fn criteria(&self) -> Criteria {
        Criteria {
            column: self.column,
            way: self.way,
            extent: self.extent,
            filter: self.filter.clone(),
            selection: self.selection.clone(),
        }
    }

    /// Narrows the list to a selection; what was filtered before does not hide any of it.
    pub fn select(&mut self, selection: Selection, sheet: &Sheet) {
        self.filter = Filter::default();
        self.selection = Some(selection);
        self.cursor = 0;
        self.top = 0;
        self.listed.clear();
        self.relist(sheet);
    }

    /// Another picture: the rows are listed anew, the focus stays on its child.
    pub fn refocus(&mut self, sheet: &Sheet, before: &Sheet, child: Option<usize>) {
        let shown = child
            .and_then(|child| before.case(child))
            .map(|case| &case.shown);
        if let Some(selection) = &mut self.selection {
            selection.follow(before, sheet);
        }
        let cases = &sheet.picture.cases;
        let now = shown.and_then(|shown| cases.iter().position(|case| case.shown == *shown));
        self.listed = now
            .and_then(|at| u32::try_from(at).ok())
            .into_iter()
            .collect();
        self.cursor = 0;
        self.preview = None;
    }

    /// Orders by the next column.
    pub fn next_column(&mut self, sheet: &Sheet) {
        self.column = self.column.next();
        self.way = Way::Forward;
        self.relist(sheet);
    }

    /// Turns the order round.
    pub fn turn_round(&mut self, sheet: &Sheet) {
        self.way = match self.way {
            Way::Forward => Way::Back,
            Way::Back => Way::Forward,
        };
        self.relist(sheet);
    }

    /// Puts the focus on a row that exists and makes its preview.
    pub fn settle(&mut self, sheet: &Sheet) {
        self.cursor = self.cursor.min(self.listed.len().saturating_sub(1));
        let child = self.child(sheet);
        if child != self.preview.as_ref().map(|(child, _)| *child) {
            self.preview = child.map(|child| (child, sheet.picture.case(child)));
        }
    }

    /// Moves the focus.
    pub fn step(&mut self, action: Action, page: usize) {
        self.cursor = layout::stepped(self.cursor, self.listed.len(), action, page);
    }

    /// Scrolls so that the focus is seen in a list of this height.
    pub fn scroll_to(&mut self, height: usize) {
        self.top = layout::top(self.top, self.cursor, height);
    }

    /// The child in focus.
    #[must_use]
    pub fn child(&self, sheet: &Sheet) -> Option<usize> {
        let at = *self.listed.get(self.cursor)? as usize;
        sheet.picture.cases.get(at).map(|case| case.child)
    }
}

/// What a list of cases is made by.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Criteria {
    column: Column,
    way: Way,
    extent: Extent,
    filter: Filter,
    selection: Option<Selection>,
}

impl Criteria {
    fn hold(&self, case: &CaseRow) -> bool {
        match &self.selection {
            Some(selection) => selection.holds(case.child),
            None => self.extent == Extent::All || case.open,
        }
    }
}

/// The positions of the cases that are listed, in order.
#[must_use]
pub fn list(sheet: &Sheet, by: &Criteria) -> Vec<u32> {
    let mut listed: Vec<u32> = (0..)
        .zip(&sheet.picture.cases)
        .filter(|(_, case)| by.hold(case))
        .filter(|(_, case)| by.filter.is_empty() || by.filter.lets_through(&Offered::of_case(case)))
        .map(|(at, _)| at)
        .collect();
    // The picture's own order is by child: it is the second key of every order.
    listed.sort_by_cached_key(|at| (key(by.column, by.way, *at, sheet), *at));
    listed
}

/// What a case is ordered by, as a number; blank ones come last, whichever way round.
fn key(column: Column, way: Way, at: u32, sheet: &Sheet) -> i64 {
    let case = &sheet.picture.cases[at as usize];
    let [status, team, worker] = sheet.case_ranks[at as usize].map(i64::from);
    let named = |rank: i64| (rank != i64::from(UNNAMED)).then_some(rank);
    let day = |day: Option<Day>| day.map(|day| i64::from(day.number()));
    let found = match column {
        Column::Gaps => Some(-i64::from(case.gaps)),
        Column::Child => Some(i64::from(at)),
        Column::Age => case.age.map(i64::from),
        Column::Status => Some(status),
        Column::Team => named(team),
        Column::Worker => named(worker),
        Column::Seen => day(case.last_seen),
        Column::Supervised => day(case.last_supervision),
    };
    match (found, way) {
        (None, _) => i64::MAX,
        (Some(found), Way::Forward) => found,
        (Some(found), Way::Back) => -found,
    }
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &CasesPane, on: (&Sheet, &Theme, &KeyMap)) {
    let (sheet, theme, keymap) = on;
    let parts = split(body, SHARE);
    put(
        frame,
        parts.head,
        &head(pane, theme, keymap, parts.head.width.into()),
    );
    let cells = usize::from(parts.list.width);
    put(frame, parts.titles, &titles(theme, cells));
    if pane.listed.is_empty() {
        let key = |action| keymap.key_for(Mode::Cases, action);
        let words = if pane.selection.is_some() && pane.filter.is_empty() {
            format!(
                " No child of the extract is behind this number. {} goes back.",
                key(Action::Clear)
            )
        } else if pane.filter.is_empty() {
            format!(
                " No child is listed. {} imports, {} lists closed ones too.",
                key(Action::Import),
                key(Action::Listing)
            )
        } else {
            format!(
                " No child passes this filter. {} clears it, {} changes it.",
                key(Action::Clear),
                key(Action::Filter)
            )
        };
        put(
            frame,
            below(parts.list, 1),
            &line(theme, Role::Heading, words),
        );
        widgets::cursor(frame, parts.list.x, parts.list.y);
        return;
    }
    let window = Window {
        count: pane.listed.len(),
        top: pane.top,
        cursor: pane.cursor,
    };
    widgets::rows(frame, parts.list, window, theme, |at| {
        pane.listed
            .get(at)
            .and_then(|at| sheet.picture.cases.get(*at as usize))
            .map_or_else(Line::default, |case| case_line(theme, case, cells))
    });
    if let (Some(side), Some((_, view))) = (parts.side, &pane.preview) {
        for at in 0..parts.line.height {
            let place = layout::row(parts.line, at);
            put(frame, place, &line(theme, Role::Line, "│"));
        }
        put_all(
            frame,
            below(side, 1),
            &widgets::child(theme, view, side.width.into()),
        );
    }
}

fn head(pane: &CasesPane, theme: &Theme, keymap: &KeyMap, cells: usize) -> Line<'static> {
    if let Some(selection) = &pane.selection {
        // The counts stay whole; what they count is cut where it has to be.
        let title = clip(
            &selection.title,
            cells.saturating_sub(width(&selection.counts) + 4),
        );
        let words = format!(" {title}: {}", selection.counts);
        let mut spans = vec![span(theme, Role::Heading, words)];
        if !pane.filter.is_empty() {
            let listed = count(pane.listed.len() as u64);
            let words = format!("   / {}: {listed}", clean(&pane.filter.words));
            spans.push(span(theme, Role::Key, words));
        }
        let key = keymap.key_for(Mode::Cases, Action::Clear);
        spans.push(span(theme, Role::Dim, format!("   {key} goes back")));
        return Line::from(spans);
    }
    let noun = match pane.extent {
        Extent::Open => ("open case", "open cases"),
        Extent::All => ("case", "cases"),
    };
    let mut spans = vec![span(
        theme,
        Role::Heading,
        format!(" {}", many(pane.listed.len(), noun.0, noun.1)),
    )];
    if !pane.filter.is_empty() {
        let words = format!("   / {}", clean(&pane.filter.words));
        spans.push(span(theme, Role::Key, words));
    }
    let way = match pane.way {
        Way::Forward => "",
        Way::Back => ", turned round",
    };
    let order = format!("   by {}{way}", pane.column.word());
    spans.push(span(theme, Role::Dim, order));
    Line::from(spans)
}

/// Widths of child, age, status, team, worker, seen, supervised, gaps; nought where none fits.
/// A column comes in when it fits whole, the one that matters most first.
fn widths(cells: usize) -> [usize; 8] {
    let mut w = [10, 4, 21, 0, 0, 0, 0, 5];
    // Two cells of air after each column but the last, one before the first.
    let mut left = cells.saturating_sub(1 + 10 + 2 + 4 + 2 + 21 + 2 + 5);
    for (column, least) in [(3, 10), (6, 10), (5, 6), (4, 14)] {
        if left >= least + 2 {
            w[column] = least;
            left -= least + 2;
        }
    }
    if w[3] > 0 {
        let more = left.min(6);
        w[3] += more;
        left -= more;
    }
    if w[4] > 0 {
        let more = left.min(8);
        w[4] += more;
        left -= more;
        // A wide window has room for a long team.
        w[3] += left.min(18);
    }
    w
}

fn titles(theme: &Theme, cells: usize) -> Line<'static> {
    let w = widths(cells);
    let words = [
        left("child", w[0]),
        right("age", w[1]),
        left("status", w[2]),
        left("team", w[3]),
        left("worker", w[4]),
        left("seen", w[5]),
        left("supervised", w[6]),
        right("gaps", w[7]),
    ];
    line(theme, Role::Dim, join(&words))
}

fn join(words: &[String]) -> String {
    let mut out = String::from(" ");
    for word in words.iter().filter(|word| !word.is_empty()) {
        out.push_str(word);
        out.push_str("  ");
    }
    out
}

fn short(day: Option<Day>) -> String {
    day.map_or_else(|| "-".to_owned(), Day::short)
}

fn age(case: &CaseRow) -> String {
    if case.unborn {
        "unb.".to_owned()
    } else {
        case.age
            .map_or_else(|| "?".to_owned(), |age| age.to_string())
    }
}

fn case_line(theme: &Theme, case: &CaseRow, cells: usize) -> Line<'static> {
    let w = widths(cells);
    let words = [
        left(&case.shown, w[0]),
        right(&age(case), w[1]),
        left(case.status, w[2]),
        name(case.team.as_deref().unwrap_or("-"), w[3]),
        left(case.worker.as_deref().unwrap_or("-"), w[4]),
        left(&short(case.last_seen), w[5]),
        left(&short(case.last_supervision), w[6]),
    ];
    let gaps = if case.gaps == 0 {
        span(theme, Role::Dim, right("·", w[7]))
    } else {
        span(theme, Role::Overdue, right(&count(case.gaps), w[7]))
    };
    let role = if case.open { Role::Plain } else { Role::Dim };
    Line::from(vec![span(theme, role, join(&words)), gaps])
}
