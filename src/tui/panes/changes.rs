//! What changed since a day: the gaps that are new, cleared or open again, and what came in late.
//!
//! It compares nothing itself. The surprising thing: its list is of two days, so a child may stand
//! in it whom the newest extract does not know; there is no page to open then, and it says so.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::review::changes::{Change, Changes, Tally, What};
use crate::tui::action::{Action, Mode};
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{self, below, row, split};
use crate::tui::text::{clean, count, left, many, width, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Window, line, put, put_all, span};

/// The list's part of the width, in hundredths.
pub const SHARE: u16 = 66;

/// One row of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Row {
    Air,
    What(What, usize),
    /// A rule under it, and how many.
    Rule(Option<usize>, usize),
    Change(usize),
}

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct ChangesPane {
    pub changes: Option<Box<Changes>>,
    rows: Vec<Row>,
    pub cursor: usize,
    pub top: usize,
}

impl ChangesPane {
    /// Takes over a comparison; the first change is in focus.
    pub fn hold(&mut self, changes: Box<Changes>) {
        self.rows = rows(&changes);
        self.changes = Some(changes);
        (self.cursor, self.top) = (0, 0);
        self.off_headings(Action::Down);
    }

    /// The change in focus.
    #[must_use]
    pub fn focus(&self) -> Option<&Change> {
        match self.rows.get(self.cursor)? {
            Row::Change(at) => self.changes.as_ref()?.list.get(*at),
            _ => None,
        }
    }

    /// Whoever is named: the picture may not know them any more.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let list = self.changes.iter().flat_map(|changes| &changes.list);
        list.flat_map(|change| {
            let people = change.worker.iter().chain(&change.supervisor);
            people.chain([&change.who]).map(AsRef::as_ref)
        })
    }

    /// Moves the focus from change to change.
    pub fn step(&mut self, action: Action, page: usize) {
        self.cursor = layout::stepped(self.cursor, self.rows.len(), action, page);
        self.off_headings(action);
    }

    /// Headings are passed over: there is nothing to open on one.
    fn off_headings(&mut self, action: Action) {
        let is_change = |at: &usize| matches!(self.rows.get(*at), Some(Row::Change(_)));
        let (before, after) = (0..=self.cursor, self.cursor..self.rows.len());
        let up = || before.clone().rev().find(is_change);
        let down = || after.clone().find(is_change);
        let found = match action {
            Action::Up | Action::PageUp => up().or_else(down),
            _ => down().or_else(up),
        };
        self.cursor = found.unwrap_or(0);
    }

    /// Scrolls so that the focus is seen, with the headings over the first change.
    pub fn scroll_to(&mut self, height: usize) {
        let first = self
            .rows
            .iter()
            .position(|row| matches!(row, Row::Change(_)));
        if Some(self.cursor) == first {
            self.top = 0;
        }
        self.top = layout::top(self.top, self.cursor, height);
    }
}

fn rows(changes: &Changes) -> Vec<Row> {
    let mut rows = Vec::new();
    let all: Vec<(usize, &Change)> = changes.list.iter().enumerate().collect();
    for kind in all.chunk_by(|a, b| a.1.what == b.1.what) {
        let Some((_, first)) = kind.first() else {
            continue;
        };
        if !rows.is_empty() {
            rows.push(Row::Air);
        }
        rows.push(Row::What(first.what, kind.len()));
        for rule in kind.chunk_by(|a, b| a.1.rule == b.1.rule) {
            let of = rule.first().and_then(|(_, change)| change.rule);
            if of.is_some() {
                rows.push(Row::Rule(of, rule.len()));
            }
            rows.extend(rule.iter().map(|(at, _)| Row::Change(*at)));
        }
    }
    rows
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &ChangesPane, on: (&Theme, &KeyMap)) {
    let (theme, keymap) = on;
    let parts = split(body, SHARE);
    let Some(changes) = &pane.changes else {
        let words = " Comparing the two days.";
        put(frame, parts.head, &line(theme, Role::Dim, words));
        widgets::cursor(frame, body.x, body.y);
        return;
    };
    put(frame, parts.head, &head(theme, changes, body.width.into()));
    if changes.list.is_empty() {
        nothing(frame, parts.list, theme, keymap);
        return;
    }
    let cells = usize::from(parts.list.width);
    let window = Window {
        count: pane.rows.len(),
        top: pane.top,
        cursor: pane.cursor,
    };
    widgets::rows(frame, parts.list, window, theme, |at| {
        pane.rows
            .get(at)
            .map_or_else(Line::default, |row| row_line(theme, changes, *row, cells))
    });
    if let Some(side) = parts.side {
        for at in 0..parts.line.height {
            let place = row(parts.line, at);
            put(frame, place, &line(theme, Role::Line, "│"));
        }
        if let Some(change) = pane.focus() {
            let lines = told(theme, changes, change, side.width.into());
            put_all(frame, below(side, 1), &lines);
        }
    }
}

fn head(theme: &Theme, changes: &Changes, cells: usize) -> Line<'static> {
    let whole = changes.whole();
    let title = format!(
        " What changed from {} to {}",
        changes.from.long(),
        changes.to.long()
    );
    let long = format!(
        "   {} open then, {} new, {} cleared, {} open now",
        count(whole.before),
        count(whole.new),
        count(whole.cleared),
        count(whole.after)
    );
    let short = format!("   {} to {}", count(whole.before), count(whole.after));
    let room = cells.saturating_sub(width(&title));
    let numbers = [long, short].into_iter().find(|words| width(words) <= room);
    Line::from(vec![
        span(theme, Role::Heading, title),
        span(theme, Role::Dim, numbers.unwrap_or_default()),
    ])
}

fn nothing(frame: &mut Frame<'_>, area: Rect, theme: &Theme, keymap: &KeyMap) {
    let key = keymap.key_for(Mode::Anywhere, Action::WhatChanged);
    let lines = [
        line(
            theme,
            Role::Plain,
            " Nothing changed between these two days.",
        ),
        line(theme, Role::Dim, format!(" {key} takes another day.")),
    ];
    put_all(frame, below(area, 1), &lines);
    widgets::cursor(frame, area.x, area.y);
}

const fn role(what: What) -> Role {
    match what {
        What::New | What::Reopened => Role::Overdue,
        What::AfterFlag | What::BackFilled => Role::Late,
        What::Cleared => Role::Fine,
        What::NotListed => Role::Unknown,
        What::ChangedWorker => Role::Context,
    }
}

/// The mark that says it without colour.
const fn mark(what: What) -> &'static str {
    match what {
        What::New => "!",
        What::Reopened => "o",
        What::AfterFlag | What::BackFilled => "<",
        What::Cleared => "·",
        What::NotListed => "?",
        What::ChangedWorker => ">",
    }
}

fn row_line(theme: &Theme, changes: &Changes, row: Row, cells: usize) -> Line<'static> {
    match row {
        Row::Air => Line::default(),
        Row::What(what, number) => Line::from(vec![
            span(theme, Role::Heading, format!(" {}", what.label())),
            span(theme, Role::Dim, format!("  {}", count(number as u64))),
        ]),
        Row::Rule(rule, number) => {
            let short = rule.and_then(|at| changes.tallies.get(at));
            let short = short.map_or("", |tally| tally.short.as_str());
            let words = format!("   {}  {}", clean(short), count(number as u64));
            line(theme, Role::Context, words)
        }
        Row::Change(at) => {
            let Some(change) = changes.list.get(at) else {
                return Line::default();
            };
            // The words first: a team is beside them, or on the child's page.
            let team = cells >= 91;
            let mut spans = vec![
                span(theme, role(change.what), format!(" {} ", mark(change.what))),
                span(theme, Role::Plain, left(&change.who, 10)),
            ];
            if team {
                let name = change.team.as_deref().unwrap_or("-");
                spans.push(span(theme, Role::Dim, format!("  {}", left(name, 14))));
            }
            let used = if team { 31 } else { 15 };
            let words = left(&change.words, cells.saturating_sub(used));
            spans.push(span(theme, Role::Plain, format!("  {words}")));
            Line::from(spans)
        }
    }
}

/// The change in focus, whole, and the sum of its rule.
fn told(theme: &Theme, changes: &Changes, change: &Change, cells: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut say = |role: Role, words: &str| {
        if words.is_empty() {
            lines.push(Line::default());
        }
        let words = wrap(words, cells).into_iter();
        lines.extend(words.map(|part| line(theme, role, part)));
    };
    say(Role::Heading, &clean(&change.who));
    let people = [&change.team, &change.worker, &change.supervisor];
    let people: Vec<String> = people
        .into_iter()
        .flatten()
        .map(|name| clean(name).into_owned())
        .collect();
    say(Role::Context, &people.join(", "));
    say(Role::Plain, "");
    let kind = change.what.label();
    say(role(change.what), kind);
    say(Role::Plain, &capital(&change.words));
    if change.is_child && change.child.is_none() {
        let words = "The later extract does not hold this child, so there is no page to open.";
        say(Role::Dim, words);
    }
    if let Some(tally) = change.rule.and_then(|at| changes.tallies.get(at)) {
        say(Role::Plain, "");
        say(Role::Heading, &clean(&tally.title));
        for words in sums(changes, tally) {
            say(Role::Plain, &words);
        }
    }
    if matches!(change.what, What::AfterFlag | What::BackFilled) {
        say(Role::Plain, "");
        let words = "The record bears an earlier date than the extract that first showed it. That \
                     does not say when it was written, nor why it came late.";
        say(Role::Dim, words);
    }
    lines
}

fn sums(changes: &Changes, tally: &Tally) -> Vec<String> {
    let mut words = vec![
        format!("open on {}: {}", changes.from.long(), count(tally.before)),
        format!("+ new: {}", count(tally.new)),
        format!("- cleared: {}", count(tally.cleared)),
    ];
    for (number, what) in [
        (tally.after_flag, "recorded after it was flagged"),
        (tally.not_listed, "no longer listed"),
    ] {
        if number > 0 {
            let of = many(number as usize, "of them", "of them");
            words.push(format!("  {of} {what}"));
        }
    }
    words.push(format!(
        "= open on {}: {}",
        changes.to.long(),
        count(tally.after)
    ));
    words
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        let stop = if words.ends_with('.') { "" } else { "." };
        format!("{}{}{stop}", first.to_uppercase(), letters.as_str())
    })
}
