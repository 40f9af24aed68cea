//! What the columns of a council's own export mean: the proposal, column by column, and the first
//! rows as they would be read.
//!
//! It reads no file: the worker brought the first rows. The surprising thing: closing it loses
//! nothing, because the same file brings the same proposal again.

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_input::Input;

use super::{ImportForm, panel};
use crate::review::{DateOrder, FirstRows, MeaningOfColumn, Proposal};
use crate::tui::action::{Action, Mode};
use crate::tui::effect::Ticket;
use crate::tui::layout::{self, below, row};
use crate::tui::text::{clean, clip, left, many, right, width, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, Window, field, line, put, put_all, rows, span};

/// Lines that one step by the window goes over.
const PAGE: usize = 8;

/// What stands behind the line that is so at the moment.
const NOW: &str = "now";

/// What the person is at.
#[derive(Clone, Debug)]
pub enum At {
    Columns,
    /// A list of meanings, or of kinds, that is filtered by what is typed.
    Picking {
        what: Pick,
        input: Input,
        cursor: usize,
    },
    Naming {
        input: Input,
    },
}

/// What is picked from a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pick {
    Meaning,
    Kind,
}

/// The proposal as it stands.
#[derive(Clone, Debug)]
pub struct MappingForm {
    /// The import that goes on afterwards.
    pub back: Box<ImportForm>,
    pub path: PathBuf,
    pub proposal: Proposal,
    first: FirstRows,
    pub cursor: usize,
    pub at: At,
    pub ticket: Ticket,
    pub trouble: Option<String>,
}

/// One line of a list to pick from: its words, what stands at its end, and its place.
type Row = (String, String, usize);

impl MappingForm {
    /// The form for a file, with the import that waits for it.
    #[must_use]
    pub fn new(back: Box<ImportForm>, path: PathBuf, proposal: Proposal) -> Self {
        let mut form = Self {
            back,
            path,
            proposal,
            first: FirstRows::default(),
            cursor: 0,
            at: At::Columns,
            ticket: Ticket::default(),
            trouble: None,
        };
        form.read();
        form
    }

    /// Reads the first rows anew, after a meaning was changed.
    fn read(&mut self) {
        self.trouble = None;
        match self.proposal.first_rows() {
            Ok(first) => self.first = first,
            Err(error) => {
                self.first = FirstRows::default();
                self.trouble = Some(error.to_string());
            }
        }
    }

    /// The mode whose keys count.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        match self.at {
            At::Columns => Mode::Mapping,
            At::Picking { .. } => Mode::Pick,
            At::Naming { .. } => Mode::Line,
        }
    }

    /// The line that is typed into, if one is.
    pub fn input(&mut self) -> Option<&mut Input> {
        match &mut self.at {
            At::Columns => None,
            At::Picking { input, .. } | At::Naming { input } => Some(input),
        }
    }

    /// What was typed changes which lines there are.
    pub fn typed(&mut self) {
        self.trouble = None;
        if let At::Picking { cursor, .. } = &mut self.at {
            *cursor = 0;
        }
    }

    /// Moves the focus.
    pub fn step(&mut self, action: Action) {
        let count = match &self.at {
            At::Columns => self.proposal.columns.len(),
            At::Picking { what, input, .. } => self.picks(*what, input.value()).len(),
            At::Naming { .. } => return,
        };
        let last = count.saturating_sub(1);
        let cursor = match &mut self.at {
            At::Picking { cursor, .. } => cursor,
            _ => &mut self.cursor,
        };
        *cursor = match action {
            Action::Up => cursor.saturating_sub(1),
            Action::PageUp => cursor.saturating_sub(PAGE),
            Action::PageDown => (*cursor + PAGE).min(last),
            _ => (*cursor + 1).min(last),
        };
    }

    /// Opens the list of meanings or of kinds.
    pub fn pick(&mut self, what: Pick) {
        let now = |(_, end, _): &Row| end == NOW;
        let cursor = self.picks(what, "").iter().position(now);
        self.at = At::Picking {
            what,
            input: Input::default(),
            cursor: cursor.unwrap_or_default(),
        };
    }

    /// Takes the line in focus of the list.
    pub fn picked(&mut self) {
        let At::Picking {
            what,
            input,
            cursor,
        } = &self.at
        else {
            return;
        };
        let (what, picks) = (*what, self.picks(*what, input.value()));
        let Some((.., place)) = picks.get(*cursor) else {
            return;
        };
        match what {
            Pick::Kind => {
                self.proposal.take_for(*place);
                self.cursor = 0;
            }
            Pick::Meaning => {
                let meanings: Vec<&'static MeaningOfColumn> = self.proposal.meanings();
                let meaning = place.checked_sub(1).and_then(|at| meanings.get(at));
                self.proposal.give(self.cursor, meaning.copied());
            }
        }
        self.at = At::Columns;
        self.read();
    }

    /// Leaves the column in focus out.
    pub fn leave_out(&mut self) {
        self.proposal.give(self.cursor, None);
        self.read();
    }

    /// Reads dates in the other order.
    pub fn turn_dates(&mut self) {
        self.proposal.order(match self.proposal.dates {
            DateOrder::DayFirst => DateOrder::MonthFirst,
            DateOrder::MonthFirst => DateOrder::DayFirst,
        });
        self.read();
    }

    /// Asks for a name, unless something is still to be told.
    pub fn name(&mut self) {
        // The list of kinds opens on the one that it is taken for: one key says that it is so.
        if self.proposal.kind_is_doubtful {
            self.pick(Pick::Kind);
            self.trouble = Some("Before it can be kept: say which list it is.".to_owned());
            return;
        }
        if !self.proposal.missing().is_empty() {
            self.trouble = Some("Before it can be kept, answer what is asked below.".to_owned());
            return;
        }
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy();
        self.at = At::Naming {
            input: Input::new(clean(&stem).into_owned()),
        };
    }

    fn picks(&self, what: Pick, typed: &str) -> Vec<Row> {
        let typed = typed.to_lowercase();
        let fits = |words: &str| {
            let words = words.to_lowercase();
            typed.split_whitespace().all(|word| words.contains(word))
        };
        let all: Vec<Row> = match what {
            Pick::Kind => {
                let kinds = self.proposal.kinds().iter().enumerate();
                kinds
                    .map(|(place, kind)| {
                        let is_it = kind.id == self.proposal.kind_of_list().id;
                        let end = if is_it { NOW } else { "" };
                        (kind.words.clone(), end.to_owned(), place)
                    })
                    .collect()
            }
            Pick::Meaning => {
                let out = ("leave the column out".to_owned(), String::new(), 0);
                let meanings = self.proposal.meanings();
                let each = meanings.iter().enumerate().map(|(at, meaning)| {
                    let has = (0..self.proposal.columns.len()).find(|column| {
                        self.proposal.meaning(*column) == Some(meaning.words.as_str())
                    });
                    let has = match has {
                        Some(column) if column == self.cursor => NOW.to_owned(),
                        Some(column) => format!("now: {}", self.proposal.columns[column].heading),
                        None => String::new(),
                    };
                    (meaning.words.clone(), has, at + 1)
                });
                std::iter::once(out).chain(each).collect()
            }
        };
        all.into_iter().filter(|(words, ..)| fits(words)).collect()
    }

    /// Values that may be ids or names.
    #[must_use]
    pub fn found(&self) -> Vec<&str> {
        self.proposal.values_of_people()
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let size = (
            window.width.min(116),
            window.height.saturating_sub(2).clamp(8, 44),
        );
        let file = self.path.file_name().unwrap_or_default().to_string_lossy();
        let title = format!("What the columns of {} mean", clean(&file));
        let area = panel(frame, window, size, &title, theme);
        put(frame, area, &self.head(theme, area.width.into()));
        let about = self.about(theme, area.width.into());
        let list = self.draw_columns(frame, below(area, 2), theme, about.len());
        put_all(frame, below(area, 2 + list), &about);
        match &self.at {
            At::Columns => {}
            At::Picking {
                what,
                input,
                cursor,
            } => {
                let picks = self.picks(*what, input.value());
                self.draw_picks(frame, window, (theme, input), (*what, *cursor, &picks));
            }
            At::Naming { input } => self.draw_name(frame, window, theme, input),
        }
    }

    fn head(&self, theme: &Theme, cells: usize) -> Line<'static> {
        let kind = &self.proposal.kind_of_list().words;
        let doubt = if self.proposal.kind_is_doubtful {
            " ?"
        } else {
            ""
        };
        let dates = match self.proposal.dates {
            DateOrder::DayFirst => "dates: day first",
            DateOrder::MonthFirst => "dates: month first",
        };
        let words = format!("{kind}{doubt}");
        let after = format!("headings in row {}, {dates}", self.proposal.header_row);
        let room = cells.saturating_sub(width(&after) + 2);
        Line::from(vec![
            span(theme, Role::Heading, left(&clip(&words, room), room)),
            span(theme, Role::Dim, format!("  {after}")),
        ])
    }

    /// Draws the columns, as many as what is said below leaves room for and never fewer than nearly
    /// half of the rows hold; says how many rows they took.
    fn draw_columns(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        theme: &Theme,
        below_it: usize,
    ) -> u16 {
        let columns = &self.proposal.columns;
        let room = usize::from(area.height);
        let most = room.saturating_sub(below_it).max(room * 9 / 20).max(3);
        let height = columns.len().min(most);
        let height = u16::try_from(height).unwrap_or(area.height);
        let list = Rect { height, ..area }.intersection(area);
        let cells = usize::from(list.width);
        let (heading, meaning) = (cells * 3 / 10, cells * 7 / 20);
        let values = cells.saturating_sub(heading + meaning + 4);
        let shown = Window {
            count: columns.len(),
            top: layout::top(0, self.cursor, list.height.into()),
            cursor: self.cursor,
        };
        rows(frame, list, shown, theme, |at| {
            let Some(column) = columns.get(at) else {
                return Line::default();
            };
            let name = match column.heading.as_str() {
                "" => "(no heading)".to_owned(),
                name => clean(name).into_owned(),
            };
            let (role, means) = match self.proposal.meaning(at) {
                Some(words) if column.doubtful => (Role::Unknown, format!("? {words}")),
                Some(words) => (Role::Fine, words.to_owned()),
                None => (Role::Dim, "left out".to_owned()),
            };
            let some = clean(&column.values.join(" | ")).into_owned();
            Line::from(vec![
                span(theme, Role::Plain, left(&clip(&name, heading), heading)),
                span(
                    theme,
                    role,
                    format!("  {}", left(&clip(&means, meaning), meaning)),
                ),
                span(theme, Role::Dim, format!("  {}", clip(&some, values))),
            ])
        });
        list.height
    }

    /// Where the focus stands, for not every column may be on the screen.
    fn place(&self) -> String {
        format!(
            "column {} of {}",
            self.cursor + 1,
            self.proposal.columns.len()
        )
    }

    /// Why the column in focus means what it means, what is to be told, and the first rows.
    fn about(&self, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
        let mut lines = vec![line(theme, Role::Dim, self.place())];
        let mut say = |role: Role, words: &str| {
            let words = wrap(&clean(words), cells);
            lines.extend(words.into_iter().map(|part| line(theme, role, part)));
        };
        if let Some(trouble) = &self.trouble {
            say(Role::Trouble, trouble);
        }
        if let Some(column) = self.proposal.columns.get(self.cursor) {
            let heading = &column.heading;
            say(Role::Context, &format!("{heading}: {}.", column.why));
        }
        for question in self.proposal.questions() {
            say(Role::Unknown, &format!("? {question}"));
        }
        if self.first.read + self.first.not_read == 0 {
            return lines;
        }
        let mut words = format!("As they would be read: {}", rows_of(self.first.read));
        if self.first.not_read > 0 {
            words = format!("{words}, {} not", self.first.not_read);
        }
        lines.push(Line::default());
        lines.push(line(theme, Role::Heading, clip(&words, cells)));
        for (number, words) in &self.first.lines {
            let number = right(&number.to_string(), 4);
            let words = wrap(&clean(words), cells.saturating_sub(6));
            for (at, words) in words.into_iter().enumerate() {
                let before = if at == 0 { number.as_str() } else { "    " };
                lines.push(Line::from(vec![
                    span(theme, Role::Dim, format!("{before}  ")),
                    span(theme, Role::Plain, words),
                ]));
            }
        }
        for problem in &self.first.problems {
            let words = wrap(&clean(problem), cells);
            lines.extend(words.into_iter().map(|part| line(theme, Role::Late, part)));
        }
        lines
    }

    fn draw_picks(
        &self,
        frame: &mut Frame<'_>,
        window: Rect,
        (theme, input): (&Theme, &Input),
        (what, cursor, picks): (Pick, usize, &[Row]),
    ) {
        let title = match what {
            Pick::Kind => "Which list is it?".to_owned(),
            Pick::Meaning => {
                let heading = self.proposal.columns.get(self.cursor);
                let heading = heading.map_or("", |column| column.heading.as_str());
                format!("What is \"{}\"?", clean(&clip(heading, 40)))
            }
        };
        let size = (
            window.width.min(74),
            window.height.saturating_sub(2).clamp(6, 18),
        );
        let area = panel(frame, window, size, &title, theme);
        let list = below(area, 2);
        if picks.is_empty() {
            put(
                frame,
                list,
                &line(theme, Role::Dim, "Nothing has these words."),
            );
        }
        let end = picks.iter().map(|(_, end, _)| width(end)).max();
        let cells = usize::from(list.width);
        let end = end.unwrap_or(0).min(cells / 2);
        let room = cells.saturating_sub(end + 2);
        let shown = Window {
            count: picks.len(),
            top: layout::top(0, cursor, list.height.into()),
            cursor,
        };
        rows(frame, list, shown, theme, |at| {
            picks
                .get(at)
                .map_or_else(Line::default, |(words, after, _)| {
                    Line::from(vec![
                        span(theme, Role::Plain, left(&clip(words, room), room)),
                        span(
                            theme,
                            Role::Dim,
                            format!("  {}", right(&clip(after, end), end)),
                        ),
                    ])
                })
        });
        field(frame, row(area, 0), theme, ("Find", input), Focus::Here);
    }

    fn draw_name(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme, input: &Input) {
        let size = (window.width.min(74), 8.min(window.height));
        let area = panel(frame, window, size, "Keep it by name", theme);
        let cells = usize::from(area.width);
        let mut words: Vec<Line<'static>> = self
            .trouble
            .iter()
            .flat_map(|trouble| wrap(trouble, cells))
            .map(|words| line(theme, Role::Trouble, words))
            .collect();
        let after = "The next file with these headings is read by it without a question. It is a file \
                     that can be mended by hand.";
        words.extend(
            wrap(after, cells)
                .into_iter()
                .map(|words| line(theme, Role::Dim, words)),
        );
        put_all(frame, below(area, 2), &words);
        field(frame, row(area, 0), theme, ("Name", input), Focus::Here);
    }
}

fn rows_of(number: u32) -> String {
    many(number as usize, "of the first rows", "of the first rows")
}
