//! The form that changes a policy, drawn: its fields, what they would change, the lines to be written.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{AmendForm, Changing, Entry, Step};
use crate::review::Tried;
use crate::rules::{Amendment, DiffLine, Kind, Mode};
use crate::tui::dialogs::panel;
use crate::tui::layout::{self, below, row};
use crate::tui::text::{clean, left, many, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, cursor, field, line, put, put_all, span};

/// Rules whose counts are named one by one.
const MOST_SHOWN: usize = 5;

impl AmendForm {
    fn title(&self) -> String {
        match &self.changing {
            Changing::Rule(rule) => rule.title.clone(),
            Changing::Service(_) => "Every rule of the service".to_owned(),
            Changing::Edition(rule) => format!(
                "{} in {}",
                rule.short,
                rule.unconfirmed.as_deref().unwrap_or("its newest edition")
            ),
        }
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        // The line of keys stays in sight.
        let window = Rect {
            height: window.height.saturating_sub(1),
            ..window
        };
        let width = window.width.min(84);
        let cells = usize::from(width).saturating_sub(4);
        let (shown, mut lines) = match self.step {
            Step::Fill => (self.shown(), self.below_the_fields(theme, cells)),
            Step::Review | Step::Saving => (Vec::new(), self.review(theme, cells)),
        };
        let room = usize::from(window.height).saturating_sub(2);
        let mut air = usize::from(!shown.is_empty());
        if shown.len() + air + lines.len() > room {
            // Where there is little room, words go before air.
            lines.retain(|line| line.width() > 0);
            air = 0;
        }
        // What is said of the fields keeps its first line.
        let fields = shown.len().min(room.saturating_sub(1));
        let height = (fields + air + lines.len() + 2).min(usize::from(window.height));
        let size = (width, u16::try_from(height).unwrap_or(window.height));
        let area = panel(frame, window, size, &self.title(), theme);
        let at = shown.iter().position(|one| *one == self.focus).unwrap_or(0);
        let first = layout::top(0, at, fields);
        for (at, place) in (0..).zip(shown.iter().skip(first).take(fields)) {
            if let Some(entry) = self.fields.get(*place) {
                draw_field(frame, row(area, at), theme, (entry, *place == self.focus));
            }
        }
        let used = u16::try_from(fields + air).unwrap_or(area.height);
        put_all(frame, below(area, used), &lines);
        if self.step != Step::Fill {
            cursor(frame, area.x, area.y);
        }
    }

    fn below_the_fields(&self, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        let mut say = |role, words: &str| {
            let parts = wrap(words, cells).into_iter();
            lines.extend(parts.map(|part| line(theme, role, part)));
        };
        if let Some(trouble) = &self.trouble {
            say(Role::Trouble, trouble);
        }
        for words in self.effect() {
            say(Role::Heading, &words);
        }
        let field = self.fields.get(self.focus);
        let hint = field.map_or("", |one| one.part.hint());
        lines.push(Line::default());
        let parts = wrap(hint, cells).into_iter();
        lines.extend(parts.map(|part| line(theme, Role::Dim, part)));
        lines
    }

    /// What it would change, in sentences.
    fn effect(&self) -> Vec<String> {
        if matches!(self.changing, Changing::Edition(_)) {
            return vec![
                "It changes no count: the caution goes, and the paragraph stands in its place."
                    .to_owned(),
            ];
        }
        if self.countable().is_none() {
            return vec!["Nothing is changed yet.".to_owned()];
        }
        let Some(tried) = &self.tried else {
            return vec!["Counting ...".to_owned()];
        };
        match &self.changing {
            Changing::Rule(rule) => {
                let words = tried
                    .differences
                    .iter()
                    .map(|one| capital(&one.words()) + ".");
                let mut words: Vec<String> = words.collect();
                if rule.kind == Kind::Indicator {
                    words.push("An indicator is no gap.".to_owned());
                }
                words.extend(self.listed(tried));
                words
            }
            _ if tried.differences.is_empty() => vec!["No count changes.".to_owned()],
            _ => {
                let all = tried.differences.iter();
                let each = all
                    .clone()
                    .take(MOST_SHOWN)
                    .map(|one| format!("{}: {}.", one.rule, one.words()));
                let mut words: Vec<String> = each.collect();
                if let Some(more) = all.len().checked_sub(MOST_SHOWN).filter(|more| *more > 0) {
                    words.push(format!("And {}.", many(more, "more rule", "more rules")));
                }
                words
            }
        }
    }

    /// What becomes of the list of gaps where the mode is changed.
    fn listed(&self, tried: &Tried) -> Option<String> {
        let Changing::Rule(rule) = &self.changing else {
            return None;
        };
        let amendments = self.countable()?;
        let mode = amendments.iter().find_map(|one| match one {
            Amendment::Mode { mode, .. } => Some(*mode),
            _ => None,
        })?;
        let one = tried.differences.first()?;
        let gaps = |number: u32| many(number as usize, "gap", "gaps");
        match (rule.mode, mode) {
            (_, Mode::On) => Some(format!("{} would be listed.", gaps(one.after?))),
            (Mode::On, _) => Some(format!("{} would no longer be listed.", gaps(one.before?))),
            _ => None,
        }
    }

    fn review(&self, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
        let Some(tried) = &self.tried else {
            return Vec::new();
        };
        let mut lines = Vec::new();
        let mut say = |role, words: &str| {
            lines.extend(
                wrap(words, cells)
                    .into_iter()
                    .map(|part| line(theme, role, part)),
            );
        };
        match &tried.file {
            Some(path) => say(
                Role::Plain,
                &format!("To be written to {}:", path.display()),
            ),
            None => say(
                Role::Plain,
                "Until the program ends, for nothing is kept here:",
            ),
        }
        for one in &tried.lines {
            match one {
                DiffLine::Out(words) => say(Role::Late, &format!("- {}", clean(words))),
                DiffLine::In(words) => say(Role::Fine, &format!("+ {}", clean(words))),
            }
        }
        for warning in &tried.warnings {
            say(Role::Late, &format!("! {warning}"));
        }
        let effect = self.effect();
        lines.push(Line::default());
        let mut say = |role, words: &str| {
            let parts = wrap(words, cells).into_iter();
            lines.extend(parts.map(|part| line(theme, role, part)));
        };
        for words in effect {
            say(Role::Heading, &words);
        }
        match (&self.step, &self.trouble) {
            (_, Some(trouble)) => say(Role::Trouble, trouble),
            (Step::Saving, None) => say(Role::Dim, "Being written ..."),
            _ => say(Role::Dim, "Enter writes it, esc goes back to the fields."),
        }
        lines
    }
}

/// A field in its row: typed into, or its words to choose from.
fn draw_field(frame: &mut Frame<'_>, place: Rect, theme: &Theme, (entry, here): (&Entry, bool)) {
    let label = left(entry.part.label(), 14);
    let choices = entry.part.choices();
    if choices.is_empty() {
        let focus = if here { Focus::Here } else { Focus::Elsewhere };
        field(frame, place, theme, (&label, &entry.input), focus);
        return;
    }
    let role = if here { Role::Key } else { Role::Dim };
    let mut spans = vec![span(theme, role, format!("{label} "))];
    let few = choices.iter().map(|one| one.len() + 3).sum::<usize>()
        < usize::from(place.width).saturating_sub(16);
    for one in choices
        .iter()
        .filter(|one| few || **one == entry.input.value())
    {
        let chosen = *one == entry.input.value();
        let (role, words) = if chosen {
            (Role::Marked, format!("[{one}]"))
        } else {
            (Role::Dim, format!(" {one} "))
        };
        spans.push(span(theme, role, words));
    }
    put(frame, place, &Line::from(spans));
    if here {
        cursor(frame, place.x.saturating_add(15), place.y);
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
