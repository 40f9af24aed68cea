//! The surgery: what was promised and is done or not, what is new, what is oldest, what may be an
//! error of the extract; and the sums of each team beside it.
//!
//! It reads no store and no file. The surprising thing: a line may be about a promise whose gap is
//! gone; then there is a child to open, or nothing, and it says so.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::review::surgery::{Section, SurgeryLine, SurgeryLook, SurgeryPlan, TeamTally};
use crate::tui::action::{Action, Mode};
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{self, below, row, split};
use crate::tui::text::{clean, count, left, right, width, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Window, line, put, put_all, span};

/// The list's part of the width, in hundredths.
pub const SHARE: u16 = 62;

/// One row of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Row {
    Air,
    Section(Section),
    Line(usize),
}

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct SurgeryPane {
    pub look: Option<Box<SurgeryLook>>,
    /// The file that is being read, and what it would do, while another day is asked for.
    pub from: Option<PathBuf>,
    pub plan: Option<Arc<SurgeryPlan>>,
    rows: Vec<Row>,
    pub cursor: usize,
    pub top: usize,
}

impl SurgeryPane {
    /// Takes over what was looked up; the focus stays on its row if there is one.
    pub fn hold(&mut self, look: Box<SurgeryLook>) {
        self.rows = rows(&look);
        self.look = Some(look);
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        self.off_headings(Action::Down);
    }

    /// Lets go of what was looked up in another picture; the place in the list stays.
    pub fn let_go(&mut self) {
        self.look = None;
        self.rows.clear();
    }

    /// The line in focus.
    #[must_use]
    pub fn focus(&self) -> Option<&SurgeryLine> {
        match self.rows.get(self.cursor)? {
            Row::Line(at) => self.look.as_ref()?.lines.get(*at),
            _ => None,
        }
    }

    /// Whoever is named: the picture may not know them any more.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let lines = self.look.iter().flat_map(|look| &look.lines);
        lines.flat_map(|line| {
            let people = line.worker.iter().chain(&line.supervisor);
            people.chain([&line.who]).map(AsRef::as_ref)
        })
    }

    /// Moves the focus from line to line.
    pub fn step(&mut self, action: Action, page: usize) {
        self.cursor = layout::stepped(self.cursor, self.rows.len(), action, page);
        self.off_headings(action);
    }

    /// Headings are passed over: there is nothing to open on one.
    fn off_headings(&mut self, action: Action) {
        let is_line = |at: &usize| matches!(self.rows.get(*at), Some(Row::Line(_)));
        let (before, after) = (0..=self.cursor, self.cursor..self.rows.len());
        let up = || before.clone().rev().find(is_line);
        let down = || after.clone().find(is_line);
        let found = match action {
            Action::Up | Action::PageUp => up().or_else(down),
            _ => down().or_else(up),
        };
        self.cursor = found.unwrap_or(0);
    }

    /// Scrolls so that the focus is seen, with the heading over the first line.
    pub fn scroll_to(&mut self, height: usize) {
        let is_line = |row: &Row| matches!(row, Row::Line(_));
        if Some(self.cursor) == self.rows.iter().position(is_line) {
            self.top = 0;
        }
        self.top = layout::top(self.top, self.cursor, height);
    }
}

fn rows(look: &SurgeryLook) -> Vec<Row> {
    let mut rows = Vec::new();
    for section in Section::ALL {
        let lines = look.lines.iter().enumerate();
        let own: Vec<usize> = lines
            .filter(|(_, line)| line.section == section)
            .map(|(at, _)| at)
            .collect();
        if own.is_empty() {
            continue;
        }
        if !rows.is_empty() {
            rows.push(Row::Air);
        }
        rows.push(Row::Section(section));
        rows.extend(own.into_iter().map(Row::Line));
    }
    rows
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &SurgeryPane, on: (&Theme, &KeyMap)) {
    let (theme, keymap) = on;
    let parts = split(body, SHARE);
    let Some(look) = &pane.look else {
        let words = " Looking at what was promised.";
        put(frame, parts.head, &line(theme, Role::Dim, words));
        widgets::cursor(frame, body.x, body.y);
        return;
    };
    put(frame, parts.head, &head(theme, look, body.width.into()));
    if look.lines.is_empty() {
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
        let row = pane.rows.get(at);
        row.map_or_else(Line::default, |row| row_line(theme, look, *row, cells))
    });
    if let Some(side) = parts.side {
        for at in 0..parts.line.height {
            let place = row(parts.line, at);
            put(frame, place, &line(theme, Role::Line, "│"));
        }
        let mut lines = Vec::new();
        if let Some(focus) = pane.focus() {
            lines = told(theme, focus, side.width.into());
            lines.push(Line::default());
        }
        lines.extend(sums(theme, look, side.width.into()));
        put_all(frame, below(side, 1), &lines);
    }
}

fn head(theme: &Theme, look: &SurgeryLook, cells: usize) -> Line<'static> {
    let title = " Surgery";
    let of = |section| count(look.whole.of(section) as u64);
    let promised = format!(
        "   promised: {} done, {} not done, {} not yet due",
        of(Section::Done),
        of(Section::NotDone),
        of(Section::NotYetDue)
    );
    let sheet = match look.last.as_slice() {
        [] => "   no sheet was written yet".to_owned(),
        sheets => {
            let (mut rows, mut answered) = (0, 0);
            for sheet in sheets {
                rows += sheet.rows;
                answered += sheet.answered;
            }
            let day = sheets.first().map(|sheet| sheet.as_at.long());
            format!(
                "   last sheet: data to {}, {} of {} rows answered",
                day.unwrap_or_default(),
                count(answered as u64),
                count(rows as u64)
            )
        }
    };
    let long = format!("{promised}{sheet}");
    let room = cells.saturating_sub(width(title));
    let numbers = [long, promised]
        .into_iter()
        .find(|words| width(words) <= room);
    Line::from(vec![
        span(theme, Role::Heading, title),
        span(theme, Role::Dim, numbers.unwrap_or_default()),
    ])
}

fn nothing(frame: &mut Frame<'_>, area: Rect, theme: &Theme, keymap: &KeyMap) {
    let key = keymap.key_for(Mode::Surgery, Action::SurgeryWrite);
    let lines = [
        line(
            theme,
            Role::Plain,
            " Nothing was promised, and no gap is open.",
        ),
        line(theme, Role::Dim, format!(" {key} writes a sheet.")),
    ];
    put_all(frame, below(area, 1), &lines);
    widgets::cursor(frame, area.x, area.y);
}

const fn role(section: Section) -> Role {
    match section {
        Section::NotDone => Role::Overdue,
        Section::NotYetDue | Section::Said | Section::NotBack => Role::Late,
        Section::Done => Role::Fine,
        Section::New | Section::Oldest => Role::Plain,
        Section::LikelyErrors => Role::Unknown,
    }
}

/// The mark that says it without colour.
const fn mark(section: Section) -> &'static str {
    match section {
        Section::NotDone => "!",
        Section::NotYetDue => "o",
        Section::Done => "·",
        Section::Said => "=",
        Section::NotBack => "-",
        Section::New => "+",
        Section::Oldest => "<",
        Section::LikelyErrors => "?",
    }
}

fn row_line(theme: &Theme, look: &SurgeryLook, row: Row, cells: usize) -> Line<'static> {
    match row {
        Row::Air => Line::default(),
        Row::Section(section) => {
            let number = look.lines.iter().filter(|line| line.section == section);
            let whole = look.whole.of(section);
            let number = number.count();
            let of = if section == Section::Oldest && whole > number {
                format!("  {} of {}", count(number as u64), count(whole as u64))
            } else {
                format!("  {}", count(number as u64))
            };
            Line::from(vec![
                span(theme, Role::Heading, format!(" {}", section.label())),
                span(theme, Role::Dim, of),
            ])
        }
        Row::Line(at) => {
            let Some(told) = look.lines.get(at) else {
                return Line::default();
            };
            let team = cells >= 91;
            let mut spans = vec![
                span(
                    theme,
                    role(told.section),
                    format!(" {} ", mark(told.section)),
                ),
                span(theme, Role::Plain, left(&told.who, 10)),
            ];
            if team {
                let name = told.team.as_deref().unwrap_or("-");
                spans.push(span(theme, Role::Dim, format!("  {}", left(name, 14))));
            }
            let used = if team { 31 } else { 15 };
            let words = format!("{}; {}", told.words, told.rule);
            let words = if told.rule.is_empty() {
                &told.words
            } else {
                &words
            };
            let words = left(words, cells.saturating_sub(used));
            spans.push(span(theme, Role::Plain, format!("  {words}")));
            Line::from(spans)
        }
    }
}

/// The line in focus, whole.
fn told(theme: &Theme, told: &SurgeryLine, cells: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut say = |role: Role, words: &str| {
        let words = wrap(words, cells).into_iter();
        lines.extend(words.map(|part| line(theme, role, part)));
    };
    say(Role::Heading, &clean(&told.who));
    let people = [&told.team, &told.worker, &told.supervisor];
    let people: Vec<String> = people
        .into_iter()
        .flatten()
        .map(|name| clean(name).into_owned())
        .collect();
    say(Role::Context, &people.join(", "));
    say(role(told.section), told.section.label());
    say(Role::Plain, &clean(&told.rule));
    say(Role::Plain, &clean(&told.words));
    if told.gap.is_none() {
        say(
            Role::Dim,
            "The newest extract does not show the gap any more.",
        );
    }
    lines
}

/// The sums of each team, alphabetically: this is no table of who has most.
fn sums(theme: &Theme, look: &SurgeryLook, cells: usize) -> Vec<Line<'static>> {
    const WIDE: usize = 7;
    const NUMBERS: [(Section, &str); 5] = [
        (Section::Done, "done"),
        (Section::NotDone, "not"),
        (Section::NotYetDue, "due"),
        (Section::New, "new"),
        (Section::Oldest, "open"),
    ];
    let room = cells.saturating_sub(NUMBERS.len() * WIDE).max(8);
    let of = |tally: &TeamTally, name: &str, role: Role| {
        let mut text = left(name, room);
        for (section, _) in NUMBERS {
            text.push_str(&right(&count(tally.of(section) as u64), WIDE));
        }
        line(theme, role, text)
    };
    let mut heading = left("By team", room);
    for (_, word) in NUMBERS {
        heading.push_str(&right(word, WIDE));
    }
    let mut lines = vec![line(theme, Role::Heading, heading)];
    for tally in &look.teams {
        let name = tally.team.as_deref().unwrap_or("no team");
        let name = clean(name);
        if width(&name) < room {
            lines.push(of(tally, &name, Role::Plain));
        } else {
            // Two teams may differ in their last letter only.
            let parts = wrap(&name, cells).into_iter();
            lines.extend(parts.map(|part| line(theme, Role::Plain, part)));
            lines.push(of(tally, "", Role::Plain));
        }
    }
    lines.push(of(&look.whole, "all", Role::Context));
    lines
}
