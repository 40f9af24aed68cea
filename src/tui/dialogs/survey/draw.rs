//! How the questions are drawn: the answers in a column of their own, the file beside them.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::{Held, Part, SurveyForm, Task};
use crate::model::Rating;
use crate::tui::dialogs::panel;
use crate::tui::layout::{self, below, row};
use crate::tui::text::{clip, left, width as width_of, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, cursor, field, line, put, put_all, span};

/// From this width on, what the file says stands beside the questions.
const BESIDE: u16 = 110;
/// Cells of an answer in front of its question.
const ANSWER: usize = 8;

const fn said(rating: Rating) -> &'static str {
    match rating {
        Rating::Yes => "yes",
        Rating::Partly => "partly",
        Rating::No => "no",
        Rating::NotApplicable => "n/a",
        Rating::Blank | Rating::Unknown => "·",
    }
}

impl SurveyForm {
    fn title(&self) -> String {
        let who = self.child.as_ref().map_or("", |(_, shown)| shown);
        match &self.task {
            Task::Read => format!("Read the record of {who}"),
            Task::Draw => "Draw a sample".to_owned(),
            Task::Audit(_) => format!("{} of {who}", self.questions.title),
            Task::Moderate(_) => format!("Your own grade of {who}, as the second person"),
        }
    }

    /// What the line in focus is about.
    fn hint(&self) -> Vec<String> {
        let Some(own) = self.rows.get(self.at) else {
            return Vec::new();
        };
        match own.part {
            Part::Question(at) => {
                let look = match self.task {
                    Task::Read => None,
                    _ => self.questions.questions.get(at).map(|q| q.look.clone()),
                };
                let look = look.filter(|look| !look.is_empty());
                let look = look.map(|look| format!("Where to look: {look}."));
                [Some(own.label.clone()), look].into_iter().flatten().collect()
            }
            Part::Grade => {
                let grades = self.questions.grades.iter().enumerate();
                let grades = grades.map(|(at, grade)| format!("{} {grade}", at + 1));
                vec![grades.collect::<Vec<_>>().join("   ")]
            }
            Part::Words => vec![
                "It may be disclosed to the family, a court or an information request.".to_owned(),
            ],
            Part::Remedy => vec![
                "What is to be done about it; it is followed until it is done. May be left empty."
                    .to_owned(),
            ],
            Part::Due | Part::Again => vec!["12 jun, 12/6, +14; may be left empty.".to_owned()],
            Part::Owner => vec!["Who does it; may be left empty.".to_owned()],
            Part::Size => vec!["How many children are drawn.".to_owned()],
            Part::Seed => vec![
                "Any word. The same word draws the same children from the same extract, for anybody."
                    .to_owned(),
            ],
            Part::By => vec![
                "team, status or age: each gets its share. Empty: over all alike.".to_owned(),
            ],
            Part::Filter => vec!["As in Cases, such as kind:cp or age:<5. Empty: all open cases.".to_owned()],
        }
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        let window = Rect {
            // The keys at the foot stay in sight.
            height: window.height.saturating_sub(1),
            ..window
        };
        let beside = window.width >= BESIDE && !self.about.is_empty();
        let wide = window.width.min(if beside { 118 } else { 84 });
        let lines = u16::try_from(self.rows.len()).unwrap_or(20);
        let area = panel(frame, window, (wide, lines + 6), &self.title(), theme);
        let column = Rect {
            width: if beside {
                area.width * 6 / 10
            } else {
                area.width
            },
            ..area
        };
        // Two lines for the hint or what is wrong, and a blank one above where there is room.
        let foot = 3.min(area.height / 3);
        let list = Rect {
            height: area.height.saturating_sub(foot),
            ..column
        };
        self.draw_rows(frame, list, theme);
        let (role, words) = match &self.trouble {
            Some(trouble) => (Role::Trouble, vec![trouble.clone()]),
            None => (Role::Dim, self.hint()),
        };
        let room = usize::from(area.width);
        let said: Vec<Line<'static>> = words
            .iter()
            .flat_map(|words| wrap(words, room))
            .map(|words| line(theme, role, words))
            .collect();
        let under = below(area, list.height + u16::from(foot > 2));
        put_all(frame, under, &said);
        if beside {
            self.draw_about(frame, (area, list), theme);
        }
    }

    fn draw_about(&self, frame: &mut Frame<'_>, (area, list): (Rect, Rect), theme: &Theme) {
        for at in 0..list.height {
            let place = Rect {
                x: list.right() + 1,
                width: 1,
                ..row(list, at)
            };
            put(frame, place, &line(theme, Role::Line, "│"));
        }
        let side = Rect {
            x: list.right() + 3,
            width: area.right().saturating_sub(list.right() + 3),
            ..list
        };
        let cells = usize::from(side.width);
        let mut lines = vec![line(theme, Role::Heading, "On the file")];
        for words in &self.about {
            let parts = wrap(words, cells);
            lines.extend(parts.into_iter().map(|part| line(theme, Role::Plain, part)));
        }
        put_all(frame, side, &lines);
    }

    fn draw_rows(&self, frame: &mut Frame<'_>, list: Rect, theme: &Theme) {
        let height = usize::from(list.height);
        let top = layout::top(0, self.at, height);
        let texts = self
            .rows
            .iter()
            .filter(|row| matches!(row.held, Held::Text(_)));
        let label = texts.map(|row| width_of(&row.label)).max().unwrap_or(8);
        let cells = usize::from(list.width);
        for (at, (index, own)) in (0..).zip(self.rows.iter().enumerate().skip(top).take(height)) {
            let place = row(list, at);
            let here = index == self.at;
            let role = if here { Role::Focus } else { Role::Plain };
            match &own.held {
                Held::Text(input) => {
                    let focus = if here { Focus::Here } else { Focus::Elsewhere };
                    field(
                        frame,
                        place,
                        theme,
                        (&left(&own.label, label), input),
                        focus,
                    );
                }
                Held::Answer(rating) => {
                    let words = Line::from(vec![
                        span(theme, Role::Key, left(said(*rating), ANSWER)),
                        span(theme, role, clip(&own.label, cells.saturating_sub(ANSWER))),
                    ]);
                    put(frame, place, &words);
                }
                Held::Grade(chosen) => {
                    let grade = chosen.and_then(|at| self.questions.grades.get(at));
                    let grade = grade.map_or("·", |grade| grade);
                    let words = Line::from(vec![
                        span(theme, role, left(&own.label, label + 1)),
                        span(
                            theme,
                            Role::Key,
                            clip(grade, cells.saturating_sub(label + 1)),
                        ),
                    ]);
                    put(frame, place, &words);
                }
            }
            if here && !matches!(own.held, Held::Text(_)) {
                cursor(frame, place.x, place.y);
            }
        }
    }
}
