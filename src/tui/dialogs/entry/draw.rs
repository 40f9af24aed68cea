//! The form on the screen: what it is for, its fields, what is wrong, who may read the words.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::panel;
use super::{EntryChoice, EntryForm, Field, Part, Task};
use crate::tui::action::Mode;
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{below, row};
use crate::tui::text::{clip, left, many, width as width_of, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, cursor, field, line, put, put_all, span};

/// Who may read what is typed.
const DISCLOSED: &str =
    "What you write may be disclosed to the family, a court or an information request.";
/// The same for what is about a worker.
const DISCLOSED_STAFF: &str = "What you write may be disclosed to the worker, or on request.";

impl EntryForm {
    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme, keymap: &KeyMap) {
        // The line of keys stays in sight.
        let window = Rect {
            height: window.height.saturating_sub(1),
            ..window
        };
        match (self.choice, self.task) {
            (None, Task::Enter) => self.draw_choice(frame, window, theme, keymap),
            _ => self.draw_fields(frame, window, theme),
        }
    }

    fn whom(&self) -> String {
        match (self.targets.as_slice(), &self.worker) {
            ([], Some((worker, _))) => worker.to_string(),
            ([], None) => "A child whose id you type, or a worker".to_owned(),
            ([one], _) => one.shown.clone(),
            (several, _) => {
                let ids: Vec<&str> = several.iter().map(|it| it.shown.as_str()).collect();
                format!(
                    "{}: {}",
                    many(several.len(), "child", "children"),
                    ids.join(", ")
                )
            }
        }
    }

    fn draw_choice(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme, keymap: &KeyMap) {
        let width = window.width.min(72);
        let rows = u16::try_from(EntryChoice::ALL.len()).unwrap_or(8);
        let title = "Enter by hand";
        let area = panel(frame, window, (width, rows + 4), title, theme);
        let cells = usize::from(area.width);
        put(
            frame,
            area,
            &line(theme, Role::Context, clip(&self.whom(), cells)),
        );
        let titles = EntryChoice::ALL.iter();
        let longest = titles
            .map(|(_, it)| width_of(it.title()))
            .max()
            .unwrap_or(0);
        // Half an explanation would mislead: each is there whole, or none is.
        let fits = |(_, it): &(_, EntryChoice)| longest + width_of(told(*it)) + 6 <= cells;
        let explained = EntryChoice::ALL.iter().all(fits);
        let lines: Vec<Line<'static>> = EntryChoice::ALL
            .into_iter()
            .map(|(action, choice)| {
                let key = keymap.key_for(Mode::EntryChoice, action).to_owned();
                Line::from(vec![
                    span(theme, Role::Key, format!(" {key}  ")),
                    span(theme, Role::Plain, left(choice.title(), longest)),
                    span(
                        theme,
                        Role::Dim,
                        if explained {
                            format!("  {}", told(choice))
                        } else {
                            String::new()
                        },
                    ),
                ])
            })
            .collect();
        put_all(frame, below(area, 2), &lines);
        cursor(frame, area.x, area.y);
    }

    fn title(&self) -> String {
        let what = self.choice.map_or("", EntryChoice::title);
        match self.task {
            Task::Enter => what.to_owned(),
            Task::Correct(id) => format!("Correct entry {}: {}", id.0, what.to_lowercase()),
            Task::Seen(id, _) => format!("Entry {}: seen on the file", id.0),
            Task::Withdraw(id) => format!("Withdraw entry {}", id.0),
        }
    }

    /// What the form is for, where no field says it.
    fn about(&self) -> String {
        match self.task {
            Task::Seen(_, held) => format!(
                "It was on {}. The clocks will read it as on the file.",
                held.long()
            ),
            Task::Withdraw(_) => {
                "It stays in the list of all entries, with the reason, and counts for nothing."
                    .to_owned()
            }
            Task::Enter | Task::Correct(_) if self.targets.len() > 1 => self.whom(),
            Task::Enter | Task::Correct(_) => match &self.known {
                Some(known) if !known.status.is_empty() => {
                    let team = known.team.as_deref().map(|team| format!(", {team}"));
                    format!("{}{}", known.status, team.unwrap_or_default())
                }
                _ => String::new(),
            },
        }
    }

    fn hint(&self, field: &Field) -> &'static str {
        match field.part {
            _ if !field.answers.is_empty() => "space or its first letter changes it",
            Part::On | Part::Due | Part::Done | Part::Filed => match field.part {
                Part::Due => "12 jun, 12/6, +7; may be left empty",
                Part::Done | Part::Filed => "may be left empty",
                _ => "12 jun, 12/6, yesterday, -2",
            },
            Part::Worker | Part::Supervisor if self.targets.len() > 1 => "empty: each child's own",
            Part::Words
                if matches!(
                    self.choice,
                    Some(EntryChoice::Session(_) | EntryChoice::Visit)
                ) =>
            {
                "may be left empty"
            }
            _ => "",
        }
    }

    fn draw_fields(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let wide = window.width.min(78);
        let cells = usize::from(wide).saturating_sub(4);
        let staff = self.choice.is_some_and(EntryChoice::is_of_staff);
        let (role, said) = match &self.trouble {
            Some(trouble) => (Role::Trouble, trouble.as_str()),
            None if matches!(self.task, Task::Seen(..)) => (Role::Dim, ""),
            None if staff => (Role::Dim, DISCLOSED_STAFF),
            None => (Role::Dim, DISCLOSED),
        };
        let said = wrap(said, cells);
        let about = self.about();
        let fields = u16::try_from(self.fields.len()).unwrap_or(7);
        let top = if about.is_empty() { 0 } else { 2 };
        let foot = u16::try_from(said.len()).unwrap_or(2).max(2);
        let whole = 2 + top + fields + 1 + foot;
        let area = panel(frame, window, (wide, whole), &self.title(), theme);
        // In a low window the air goes first; the fields always fit.
        let roomy = area.height + 2 >= whole;
        let mut at = 0;
        if !about.is_empty() {
            let words = clip(&about, cells);
            put(frame, row(area, 0), &line(theme, Role::Context, words));
            at = if roomy { 2 } else { 1 };
        }
        let labels = self.fields.iter().map(|field| width_of(field.label)).max();
        let label = labels.unwrap_or(10);
        for (index, own) in self.fields.iter().enumerate() {
            let place = row(area, at);
            at += 1;
            self.draw_field(frame, place, theme, (own, index == self.at, label));
        }
        if roomy {
            at += 1;
        }
        let lines: Vec<Line<'static>> = said
            .into_iter()
            .map(|part| line(theme, role, part))
            .collect();
        put_all(frame, below(area, at), &lines);
    }

    fn draw_field(
        &self,
        frame: &mut Frame<'_>,
        place: Rect,
        theme: &Theme,
        (own, here, label): (&Field, bool, usize),
    ) {
        let focus = if here { Focus::Here } else { Focus::Elsewhere };
        let name = left(own.label, label);
        let hint = if here { self.hint(own) } else { "" };
        let beside = u16::try_from(width_of(hint) + 2).unwrap_or(0);
        // A hint that would leave too little to type in gives way.
        let free = u16::try_from(label + 24).unwrap_or(40);
        let beside = if hint.is_empty() || place.width < free + beside {
            0
        } else {
            beside
        };
        let typed = Rect {
            width: place.width - beside,
            ..place
        };
        field(frame, typed, theme, (&name, &own.input), focus);
        if beside > 0 {
            let rest = Rect {
                x: typed.right() + 2,
                width: beside - 2,
                ..place
            };
            put(frame, rest, &line(theme, Role::Dim, hint));
        }
    }
}

/// What a choice is, for whoever reads the list for the first time.
const fn told(choice: EntryChoice) -> &'static str {
    use crate::model::SessionType;
    match choice {
        EntryChoice::Session(SessionType::CaseSupervision) => "about this child",
        EntryChoice::Session(SessionType::GroupReflective) => "for each child who was named",
        EntryChoice::Session(SessionType::StaffOneToOne) => "the worker's own",
        EntryChoice::Session(SessionType::ManagementOversight) => "a manager looked at the case",
        EntryChoice::Session(_) => "of a long-running plan",
        EntryChoice::Decision => "and why it was taken",
        EntryChoice::Action => "who does what by when",
        EntryChoice::Visit => "and whether the child was seen",
    }
}
