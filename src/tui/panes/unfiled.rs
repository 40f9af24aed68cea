//! Not yet on file: what was entered by hand and nobody has seen on the child's file, or all of it.
//!
//! It shows contradictions and settles none. The surprising thing: an entry leaves this list by
//! itself when an import shows the record.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::{ChildId, Day, EntryId};
use crate::review::{EntryRow, Filing, Picture, text_for_the_file};
use crate::tui::action::{Action, Mode};
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{self, Split, below, row, split};
use crate::tui::sheet::Sheet;
use crate::tui::text::{clean, clip, left, many, right, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Window, line, put, put_all, span};

/// The list's part of the width, in hundredths.
const SHARE: u16 = 62;
/// Rows under the list for the entry in focus, where nothing stands beside it.
const FOOT: u16 = 4;

/// Which entries are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Extent {
    #[default]
    NotYet,
    All,
}

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct UnfiledPane {
    /// Positions of the entries that are listed.
    pub listed: Vec<u32>,
    pub cursor: usize,
    pub top: usize,
    pub extent: Extent,
    /// Only this child's, when one came from the child's page.
    pub child: Option<ChildId>,
}

impl UnfiledPane {
    /// Makes the list anew; the focus stays on its entry if it is still listed.
    pub fn relist(&mut self, sheet: &Sheet) {
        let focus = self.focus(sheet).map(|row| row.entry.id);
        let entries = &sheet.picture.entries;
        self.listed = (0..)
            .zip(entries)
            .filter(|(_, entry)| self.extent == Extent::All || entry.filing == Filing::NotYet)
            .filter(|(_, entry)| {
                self.child.is_none() || entry.entry.said.subject.child() == self.child.as_ref()
            })
            .map(|(at, _)| at)
            .collect();
        // The oldest first: it has waited longest.
        self.listed
            .sort_by_key(|at| (entries[*at as usize].entry.said.on, *at));
        if self.extent == Extent::All {
            self.listed.reverse();
        }
        let found = focus.and_then(|id| self.place(sheet, id));
        self.cursor = found.unwrap_or(self.cursor);
        self.settle();
    }

    fn place(&self, sheet: &Sheet, id: EntryId) -> Option<usize> {
        let entries = &sheet.picture.entries;
        let mut listed = self.listed.iter();
        listed.position(|at| entries[*at as usize].entry.id == id)
    }

    /// Puts the focus on a row that exists.
    pub fn settle(&mut self) {
        self.cursor = self.cursor.min(self.listed.len().saturating_sub(1));
    }

    /// The entry in focus.
    #[must_use]
    pub fn focus<'a>(&self, sheet: &'a Sheet) -> Option<&'a EntryRow> {
        let at = *self.listed.get(self.cursor)? as usize;
        sheet.picture.entries.get(at)
    }

    /// Moves the focus.
    pub fn step(&mut self, action: Action, page: usize) {
        self.cursor = layout::stepped(self.cursor, self.listed.len(), action, page);
    }

    /// Scrolls so that the focus is seen in a list of this height.
    pub fn scroll_to(&mut self, height: usize) {
        self.top = layout::top(self.top, self.cursor, height);
    }
}

/// The parts of the pane, and where the entry in focus is told under the list.
fn parts(body: Rect) -> (Split, Rect) {
    let mut parts = split(body, SHARE);
    if parts.side.is_some() || parts.list.height < FOOT + 4 {
        return (parts, Rect::ZERO);
    }
    parts.list.height -= FOOT;
    let foot = Rect {
        y: parts.list.bottom() + 1,
        height: FOOT - 1,
        ..parts.list
    };
    (parts, foot)
}

/// Rows of the list in a body of this size.
#[must_use]
pub fn page(body: Rect) -> usize {
    usize::from(parts(body).0.list.height)
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &UnfiledPane, on: (&Sheet, &Theme, &KeyMap)) {
    let (sheet, theme, keymap) = on;
    let (parts, foot) = parts(body);
    put(frame, parts.head, &head(pane, &sheet.picture, theme));
    if pane.listed.is_empty() {
        // There is no entry below the list to describe: the words have the whole height.
        let room = Rect {
            height: body.bottom().saturating_sub(parts.list.y),
            ..parts.list
        };
        let words = nothing(pane, theme, keymap, usize::from(room.width));
        let air = u16::from(usize::from(room.height) > words.len());
        put_all(frame, below(room, air), &words);
        widgets::cursor(frame, parts.list.x, parts.list.y);
        return;
    }
    let cells = usize::from(parts.list.width);
    put(frame, parts.titles, &titles(theme, cells));
    let window = Window {
        count: pane.listed.len(),
        top: pane.top,
        cursor: pane.cursor,
    };
    let today = sheet.picture.today;
    widgets::rows(frame, parts.list, window, theme, |at| {
        pane.listed
            .get(at)
            .and_then(|at| sheet.picture.entries.get(*at as usize))
            .map_or_else(Line::default, |entry| {
                entry_line(theme, entry, today, cells)
            })
    });
    let Some(focus) = pane.focus(sheet) else {
        return;
    };
    if let Some(side) = parts.side {
        for at in 0..parts.line.height {
            let place = row(parts.line, at);
            put(frame, place, &line(theme, Role::Line, "│"));
        }
        let lines = told(theme, focus, side.width.into());
        put_all(frame, below(side, 1), &lines);
    } else {
        put_all(frame, foot, &brief(theme, focus, foot.width.into()));
    }
}

fn head(pane: &UnfiledPane, picture: &Picture, theme: &Theme) -> Line<'static> {
    let number = pane.listed.len();
    let words = match pane.extent {
        Extent::NotYet => format!(" {} not yet on file", many(number, "entry", "entries")),
        Extent::All => format!(" {}, all", many(number, "entry", "entries")),
    };
    let mut spans = vec![span(theme, Role::Heading, words)];
    if let Some(child) = &pane.child {
        let known = picture.caseload.position(child);
        let shown = known.and_then(|at| picture.caseload.children.get(at));
        let shown = shown.map_or(child.as_str(), |file| &*file.child.shown);
        spans.push(span(theme, Role::Key, format!("   of {}", clean(shown))));
    }
    if pane.extent == Extent::All {
        let legend = "   + not yet   = seen   # shown by an extract   x withdrawn";
        spans.push(span(theme, Role::Dim, legend));
    }
    Line::from(spans)
}

/// What an empty list means, and what to do.
fn nothing(pane: &UnfiledPane, theme: &Theme, keymap: &KeyMap, cells: usize) -> Vec<Line<'static>> {
    let enter = keymap.key_for(Mode::Anywhere, Action::Enter);
    let all = keymap.key_for(Mode::Unfiled, Action::Listing);
    let first = match pane.extent {
        Extent::NotYet => "Nothing that was entered here still waits to be seen on a child's file.",
        Extent::All => "Nothing has been entered by hand.",
    };
    let how = format!(
        "{enter} enters a session, a decision, an action or a visit by hand. It stands here until \
         somebody has seen it on the child's file, or an import shows it; until then it closes no gap."
    );
    let toggle = format!("{all} lists every entry, those seen and withdrawn too.");
    let cells = cells.saturating_sub(2).min(76);
    [
        (Role::Heading, first),
        (Role::Plain, how.as_str()),
        (Role::Dim, toggle.as_str()),
    ]
    .into_iter()
    .flat_map(|(role, words)| {
        wrap(words, cells)
            .into_iter()
            .map(move |part| line(theme, role, format!(" {part}")))
    })
    .collect()
}

/// Widths of what, day, worker and supervisor; nought where none fits.
fn widths(cells: usize) -> [usize; 4] {
    // Mark, age and child come first, with two cells of air after each.
    let mut free = cells.saturating_sub(1 + 2 + 2 + 5 + 2 + 10 + 2);
    let mut w = [0; 4];
    for (column, least) in [(0, 18), (1, 11), (2, 10), (3, 10)] {
        if free >= least {
            w[column] = least;
            free = free.saturating_sub(least + 2);
        }
    }
    for (column, most) in [(3, 18), (2, 18), (0, 26)] {
        if w[column] > 0 {
            let more = free.min(most - w[column]);
            w[column] += more;
            free -= more;
        }
    }
    w
}

fn join(words: &[String]) -> String {
    let words = words.iter().filter(|word| !word.is_empty());
    words.cloned().collect::<Vec<_>>().join("  ")
}

fn titles(theme: &Theme, cells: usize) -> Line<'static> {
    let w = widths(cells);
    let words = [
        right("age", 5),
        left("child", 10),
        left("what", w[0]),
        left("on", w[1]),
        left("worker", w[2]),
        left("supervisor", w[3]),
    ];
    line(theme, Role::Dim, format!("     {}", join(&words)))
}

/// Days since it was; a planned session has none.
fn age(days: i32) -> String {
    if days < 0 {
        "-".to_owned()
    } else {
        format!("{days} d")
    }
}

fn entry_line(theme: &Theme, entry: &EntryRow, today: Day, cells: usize) -> Line<'static> {
    let w = widths(cells);
    let said = &entry.entry.said;
    let contradicted = !entry.contradictions.is_empty();
    let words = [
        right(&age(today.days_since(said.on)), 5),
        left(said.subject.shown(), 10),
        left(&entry.what(), w[0]),
        left(&said.on.long(), w[1]),
        left(said.worker.as_deref().unwrap_or("-"), w[2]),
        left(said.supervisor.as_deref().unwrap_or("-"), w[3]),
    ];
    let role = match entry.filing {
        Filing::NotYet => Role::Plain,
        _ => Role::Dim,
    };
    Line::from(vec![
        span(theme, Role::Key, format!(" {}", entry.filing.mark())),
        span(theme, Role::Late, if contradicted { "!  " } else { "   " }),
        span(theme, role, join(&words)),
    ])
}

/// The entry in focus under the list: how it stands, and what does not fit.
fn brief(theme: &Theme, entry: &EntryRow, cells: usize) -> Vec<Line<'static>> {
    let cells = cells.saturating_sub(2);
    let mut lines = Vec::new();
    for said in &entry.contradictions {
        let part = clip(said, cells);
        lines.push(line(theme, Role::Late, format!(" ! {part}")));
    }
    let how = wrap(&capital(&entry.provenance()), cells);
    lines.extend(
        how.into_iter()
            .map(|part| line(theme, Role::Context, format!(" {part}"))),
    );
    lines
}

/// The whole of an entry, as it stands beside the list or in a window of its own.
#[must_use]
pub fn told(theme: &Theme, entry: &EntryRow, cells: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut put = |role, words: &str| {
        lines.extend(
            wrap(words, cells)
                .into_iter()
                .map(|part| line(theme, role, part)),
        );
    };
    put(
        Role::Heading,
        &format!("Entry {}: {}", entry.entry.id.0, entry.what()),
    );
    put(Role::Context, &format!("{}.", capital(&entry.provenance())));
    if let Some((by, at)) = &entry.entry.changed {
        let day = at.get(..10).and_then(Day::parse_iso);
        let day = day.map_or_else(String::new, |day| format!(" on {}", day.long()));
        put(
            Role::Context,
            &format!("Version {}, by {by}{day}.", entry.entry.version),
        );
    }
    for said in &entry.contradictions {
        put(Role::Late, &format!("! {said}"));
    }
    if entry.filing == Filing::NotYet {
        put(
            Role::Dim,
            "It closes no gap until somebody has seen it there, or an import shows it.",
        );
    }
    lines.push(Line::default());
    for words in text_for_the_file(entry).lines() {
        lines.extend(
            wrap(words, cells)
                .into_iter()
                .map(|part| line(theme, Role::Plain, part)),
        );
    }
    lines
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
