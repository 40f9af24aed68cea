//! Importing: which files, what they hold, up to which day they speak, how far it got.
//!
//! Nothing is written before the person has seen what was recognised and confirmed the day. The
//! surprising thing: an Annex A names no day of its own, so the proposal is the latest event found.

use std::path::PathBuf;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_input::Input;

use super::panel;
use crate::model::Day;
use crate::review::{ImportPreview, ImportSummary, Progress};
use crate::tui::action::{Action, Mode};
use crate::tui::effect::Ticket;
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{below, row};
use crate::tui::text::{count, many, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, cursor, field, line, put, put_all};

/// How far it got.
#[derive(Clone, Debug)]
pub enum Stage {
    Path,
    Looking {
        so_far: Progress,
    },
    Preview {
        preview: ImportPreview,
        as_at: Input,
    },
    Importing {
        so_far: Progress,
    },
    Done {
        summary: ImportSummary,
    },
}

/// The form as it stands.
#[derive(Clone, Debug)]
pub struct ImportForm {
    pub path: Input,
    pub paths: Vec<PathBuf>,
    pub stage: Stage,
    /// The question that is out; an answer to another one is dropped.
    pub ticket: Ticket,
    pub trouble: Option<String>,
    /// The names among which the path has to choose.
    pub hint: Option<String>,
    pub scrolled: usize,
    /// The person asked for it to stop, and it has not stopped yet.
    pub stopping: bool,
}

impl Default for ImportForm {
    fn default() -> Self {
        Self {
            path: Input::default(),
            paths: Vec::new(),
            stage: Stage::Path,
            ticket: Ticket::default(),
            trouble: None,
            hint: None,
            scrolled: 0,
            stopping: false,
        }
    }
}

impl ImportForm {
    /// What stood in the cells that could not be used.
    pub fn found(&self) -> Vec<&str> {
        let Stage::Preview { preview, .. } = &self.stage else {
            return Vec::new();
        };
        let cell = |words: &'_ String| {
            let from = words.find("found \"")? + "found \"".len();
            let to = from + words[from..].find("\", expected")?;
            Some((from, to))
        };
        let problems = preview.problems.iter();
        problems
            .filter_map(|words| cell(words).map(|(from, to)| &words[from..to]))
            .collect()
    }
}

/// The paths in what was typed or dropped on the window: several are parted by a semicolon, a
/// line break, or by standing in quotes.
#[must_use]
pub fn paths(text: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut piece = String::new();
    let mut quote = None;
    let mut finish = |piece: &mut String| {
        let path = piece.trim();
        if !path.is_empty() {
            found.push(PathBuf::from(path));
        }
        piece.clear();
    };
    let mut chars = text.trim().chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => {
                quote = None;
                finish(&mut piece);
            }
            (None, '"' | '\'') if piece.trim().is_empty() => quote = Some(c),
            (None, ';' | '\n') => finish(&mut piece),
            (None, '\\') if chars.peek() == Some(&' ') => {
                // A terminal writes a dropped file's spaces like this.
                piece.push(' ');
                chars.next();
            }
            (_, c) => piece.push(c),
        }
    }
    finish(&mut piece);
    found
}

/// What stands before the path that is being typed, its folder, and the name begun in it.
fn pieces(text: &str) -> (&str, &str, &str) {
    let start = text.rfind([';', '\'', '"']).map_or(0, |at| at + 1);
    let start = start + text[start..].len() - text[start..].trim_start().len();
    let (before, path) = text.split_at(start);
    let name = path
        .rfind(['/', std::path::MAIN_SEPARATOR])
        .map_or(0, |at| at + 1);
    let (folder, name) = path.split_at(name);
    (before, folder, name)
}

/// The longest beginning that all of them share; `None` if there are none.
fn common<'a>(names: &[&'a str]) -> Option<&'a str> {
    let first = *names.first()?;
    let mut end = first.len();
    for name in names {
        let same = first
            .char_indices()
            .zip(name.chars())
            .find(|((_, a), b)| a != b)
            .map_or(first.len().min(name.len()), |((at, _), _)| at);
        end = end.min(same);
    }
    first.get(..end)
}

impl ImportForm {
    /// The line that is typed into, if one is.
    pub fn input(&mut self) -> Option<&mut Input> {
        match &mut self.stage {
            Stage::Path => Some(&mut self.path),
            Stage::Preview { as_at, .. } => Some(as_at),
            _ => None,
        }
    }

    /// The mode whose keys count.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        match self.stage {
            Stage::Done { .. } => Mode::Imported,
            _ => Mode::Import,
        }
    }

    /// Whether a path is being typed that can be completed.
    #[must_use]
    pub const fn completes(&self) -> bool {
        matches!(self.stage, Stage::Path)
    }

    /// Refuses a last day that the files themselves speak against.
    pub fn refuse(&self, as_at: Day, today: Day) -> Option<String> {
        let Stage::Preview { preview, .. } = &self.stage else {
            return None;
        };
        if as_at > today {
            return Some(format!(
                "{} has not come yet, so no extract covers it. Give the day on which it was run, \
                 or an earlier one.",
                as_at.long()
            ));
        }
        let latest = preview.as_at?;
        (as_at < latest.plus_months(-12)).then(|| {
            format!(
                "The latest record found is of {}, more than a year after {}. Give the last day \
                 that this extract covers.",
                latest.long(),
                as_at.long()
            )
        })
    }

    /// The folder in which the name is completed that is being typed; `None` while nothing is.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        matches!(self.stage, Stage::Path).then(|| {
            let (_, folder, _) = pieces(self.path.value());
            PathBuf::from(if folder.is_empty() { "." } else { folder })
        })
    }

    /// Completes the name as far as the names of the folder agree; says which there are where
    /// they do not.
    pub fn complete(&mut self, names: &[String]) {
        let text = self.path.value().to_owned();
        let (before, folder, stem) = pieces(&text);
        let stem = stem.replace("\\ ", " ");
        let fits: Vec<&str> = names
            .iter()
            .map(String::as_str)
            .filter(|name| name.starts_with(&stem))
            .filter(|name| !name.starts_with('.') || stem.starts_with('.'))
            .collect();
        self.hint = None;
        self.trouble = None;
        let Some(common) = common(&fits) else {
            let place = if folder.is_empty() {
                "this folder"
            } else {
                folder
            };
            self.trouble = Some(format!("Nothing in {place} begins with \"{stem}\"."));
            return;
        };
        if common.len() > stem.len() {
            self.path = Input::new(format!("{before}{folder}{common}"));
        }
        if fits.len() > 1 {
            self.hint = Some(fits.join("   "));
        }
    }

    /// Whether a file was looked at that no layout fits, so that its columns can be told.
    #[must_use]
    pub fn maps(&self) -> bool {
        match &self.stage {
            Stage::Path => self.trouble.is_some() && !self.paths.is_empty(),
            Stage::Preview { preview, .. } => preview.unread > 0,
            _ => false,
        }
    }

    /// Whether the worker is at it.
    #[must_use]
    pub const fn busy(&self) -> bool {
        matches!(self.stage, Stage::Looking { .. } | Stage::Importing { .. })
    }

    /// Scrolls what is shown by so many lines; never beyond its last.
    pub fn scroll(&mut self, by: isize, window: Rect, theme: &Theme) {
        let (width, height) = size(window);
        let cells = usize::from(width).saturating_sub(4);
        // The heads and the frame above and below the lines take about eight rows.
        let room = usize::from(height).saturating_sub(8).max(1);
        let lines = match &self.stage {
            Stage::Preview { preview, .. } => preview_lines(preview, theme, cells).len(),
            Stage::Done { summary } => summary.lines.len() * 2,
            _ => 0,
        };
        let most = lines.saturating_sub(room);
        self.scrolled = self.scrolled.saturating_add_signed(by).min(most);
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, on: (&Theme, &KeyMap)) {
        let (theme, keymap) = on;
        let title = match self.stage {
            Stage::Done { .. } => "Imported",
            _ => "Import",
        };
        let area = panel(frame, window, size(window), title, theme);
        let cells = usize::from(area.width);
        cursor(frame, area.x, area.y);
        match &self.stage {
            Stage::Path => self.draw_path(frame, area, (theme, keymap)),
            Stage::Looking { so_far } => {
                put(frame, area, &line(theme, Role::Plain, far(*so_far)));
                self.draw_stopping(frame, area, theme);
            }
            Stage::Importing { so_far } => {
                put(frame, area, &line(theme, Role::Plain, far(*so_far)));
                let words = match so_far {
                    Progress::Weighing => "It is on disk and cannot be stopped any more.",
                    _ => "One transaction: stopping it leaves the store as it was.",
                };
                put(frame, row(area, 1), &line(theme, Role::Dim, words));
                if !matches!(so_far, Progress::Weighing) {
                    self.draw_stopping(frame, area, theme);
                }
            }
            Stage::Preview { preview, as_at } => {
                let lines = preview_lines(preview, theme, cells);
                let label = "The last day this extract covers";
                field(frame, row(area, 0), theme, (label, as_at), Focus::Here);
                let mut after = self.trouble_lines(theme, cells);
                if let Some(latest) = preview.as_at {
                    let words = format!(
                        "The latest record found is of {}. Give the day on which the extract was \
                         run: clocks are read on it, and what is due later counts as in time.",
                        latest.long()
                    );
                    let words = wrap(&words, cells).into_iter();
                    after.splice(0..0, words.map(|words| line(theme, Role::Dim, words)));
                }
                after.extend(self.mapping_lines((theme, keymap), cells));
                put_all(frame, below(area, 1), &after);
                let used = 2 + u16::try_from(after.len()).unwrap_or(0);
                let list = below(area, used);
                let most = lines.len().saturating_sub(list.height.into());
                put_all(frame, list, &lines[self.scrolled.min(most)..]);
            }
            Stage::Done { summary } => {
                let mut lines: Vec<Line<'static>> = summary
                    .lines
                    .iter()
                    .flat_map(|words| wrap(words, cells))
                    .map(|words| line(theme, Role::Plain, words))
                    .collect();
                lines.push(Line::default());
                let words = many(
                    summary.problems as usize,
                    "problem was kept",
                    "problems were kept",
                );
                let again = keymap.key_for(Mode::Anywhere, Action::PastImports);
                let gaps = keymap.key_for(Mode::Anywhere, Action::ShowGaps);
                let words = [
                    format!("{words} with this import: {again} reads them again at any time."),
                    format!("Next: enter closes this, {gaps} shows the gaps."),
                ];
                let words = words.iter().flat_map(|words| wrap(words, cells));
                lines.extend(words.map(|words| line(theme, Role::Key, words)));
                let most = lines.len().saturating_sub(area.height.into());
                put_all(frame, area, &lines[self.scrolled.min(most)..]);
            }
        }
    }

    /// That the wish to stop was heard.
    fn draw_stopping(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        if self.stopping {
            let words = "Stopping: nothing is kept.";
            put(frame, row(area, 2), &line(theme, Role::Key, words));
        }
    }

    /// What to do about a file that no layout fits.
    fn mapping_lines(
        &self,
        (theme, keymap): (&Theme, &KeyMap),
        cells: usize,
    ) -> Vec<Line<'static>> {
        if !self.maps() {
            return Vec::new();
        }
        let key = keymap.key_for(Mode::Import, Action::Map);
        let words = format!(
            "Is it an export of your own? {key} looks at its columns, proposes what they mean and keeps it by name."
        );
        let words = wrap(&words, cells).into_iter();
        words.map(|words| line(theme, Role::Key, words)).collect()
    }

    fn draw_path(&self, frame: &mut Frame<'_>, area: Rect, (theme, keymap): (&Theme, &KeyMap)) {
        let cells = usize::from(area.width);
        let mut lines = self.trouble_lines(theme, cells);
        if self.maps() {
            lines.push(Line::default());
            lines.extend(self.mapping_lines((theme, keymap), cells));
        }
        let names = self.hint.iter().flat_map(|names| wrap(names, cells));
        lines.extend(names.map(|words| line(theme, Role::Context, words)));
        if lines.is_empty() {
            for words in [
                "An Annex A workbook or its lists as CSV, an export of supervision records, a list \
                 of families; a folder works too. Several are parted by ; and become one import.",
                "Type the path or drop the file on this window. Nothing is written until you have \
                 seen what was recognised.",
            ] {
                lines.extend(
                    wrap(words, cells)
                        .into_iter()
                        .map(|l| line(theme, Role::Dim, l)),
                );
                lines.push(Line::default());
            }
        }
        put_all(frame, below(area, 2), &lines);
        field(
            frame,
            row(area, 0),
            theme,
            ("File", &self.path),
            Focus::Here,
        );
    }

    fn trouble_lines(&self, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
        self.trouble
            .iter()
            .flat_map(|trouble| wrap(trouble, cells))
            .map(|words| line(theme, Role::Trouble, words))
            .collect()
    }
}

/// How large the form is in a window.
fn size(window: Rect) -> (u16, u16) {
    let height = window.height.saturating_sub(2).clamp(7, 40);
    (window.width.min(110), height)
}

/// What is going on, with its number.
fn far(at: Progress) -> String {
    match at {
        Progress::Reading(rows) => format!("Reading: {} rows so far.", count(rows)),
        Progress::Writing { done, of } => {
            format!("Writing: {} of {} facts.", count(done), count(of))
        }
        Progress::Weighing => "Reading the clocks of what waited for it.".to_owned(),
    }
}

fn preview_lines(preview: &ImportPreview, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
    let mut lines = vec![line(theme, Role::Heading, "Recognised")];
    let mut say = |role: Role, words: &str| {
        if words.is_empty() {
            lines.push(Line::default());
        }
        let words = wrap(words, cells);
        lines.extend(words.into_iter().map(|part| line(theme, role, part)));
    };
    for words in &preview.lines {
        say(Role::Plain, words);
    }
    if !preview.advice.is_empty() {
        say(Role::Plain, "");
        say(Role::Heading, "Not recognised, and what to do");
        for words in &preview.advice {
            say(Role::Context, words);
        }
    }
    say(Role::Plain, "");
    if preview.problems.is_empty() {
        say(Role::Fine, "No problems found.");
        return lines;
    }
    let words = many(preview.problems.len(), "problem", "problems");
    say(
        Role::Heading,
        &format!("{words}: kept with the import, to be read again at any time"),
    );
    for (number, kind) in &preview.kinds {
        say(Role::Plain, &format!("{} x {kind}", count(*number as u64)));
    }
    say(Role::Plain, "");
    for words in &preview.problems {
        say(Role::Late, words);
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_completed_as_far_as_the_names_agree() {
        let names: Vec<String> = ["annex a.xlsx", "annex-b.csv", "lists/", ".hidden"]
            .map(str::to_owned)
            .to_vec();
        for (typed, completed, hint) in [
            ("an", "annex", true),
            ("annex-", "annex-b.csv", false),
            ("old/l", "old/lists/", false),
            ("x.csv; ~/li", "x.csv; ~/lists/", false),
            ("\"annex ", "\"annex a.xlsx", false),
            (".h", ".hidden", false),
        ] {
            let mut form = ImportForm {
                path: Input::new(typed.to_owned()),
                ..ImportForm::default()
            };
            form.complete(&names);
            assert_eq!(form.path.value(), completed);
            assert_eq!(form.hint.is_some(), hint, "{typed}");
            assert!(form.trouble.is_none(), "{typed}");
        }
        let mut form = ImportForm {
            path: Input::new("zz".to_owned()),
            ..ImportForm::default()
        };
        form.complete(&names);
        assert!(form.trouble.is_some());
    }

    #[test]
    fn a_last_day_that_the_records_contradict_is_refused() {
        let day = |iso| Day::parse_iso(iso).unwrap();
        let form = ImportForm {
            stage: Stage::Preview {
                preview: ImportPreview {
                    as_at: Some(day("2026-06-11")),
                    ..ImportPreview::default()
                },
                as_at: Input::default(),
            },
            ..ImportForm::default()
        };
        let today = day("2026-06-15");
        for (as_at, refused) in [
            ("2026-06-16", true),
            ("2026-06-15", false),
            ("2026-06-11", false),
            ("2025-06-11", false),
            ("2025-06-10", true),
        ] {
            assert_eq!(form.refuse(day(as_at), today).is_some(), refused, "{as_at}");
        }
    }

    #[test]
    fn paths_are_read_as_typed_and_as_dropped() {
        for (text, expected) in [
            ("a.xlsx", vec!["a.xlsx"]),
            ("my file.xlsx", vec!["my file.xlsx"]),
            ("my\\ file.xlsx", vec!["my file.xlsx"]),
            ("'my file.xlsx' 'b.csv'", vec!["my file.xlsx", "b.csv"]),
            ("a.xlsx; b.csv", vec!["a.xlsx", "b.csv"]),
            ("C:\\data\\it's.csv", vec!["C:\\data\\it's.csv"]),
            ("  ", vec![]),
        ] {
            let expected: Vec<PathBuf> = expected.into_iter().map(PathBuf::from).collect();
            assert_eq!(paths(text), expected, "{text}");
        }
    }
}
