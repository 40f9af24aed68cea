//! What a review session is to be about: which kind, which gaps, a saved view, named children, how
//! long there is, how many are drawn by chance.
//!
//! It freezes nothing. The surprising thing: whatever can be read is counted while it is typed, so
//! that whoever has forty minutes sees what fits them before it is begun.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use tui_input::Input;

use super::{panel, type_key, type_text};
use crate::model::{GapKey, ReviewDraft, ReviewKind, ReviewSize, SavedView};
use crate::review::ReviewPlan;
use crate::review::filter::{Filter, GAP_FIELDS};
use crate::review::session::{Draw, Within, by_tier, children_of};
use crate::tui::effect::Ticket;
use crate::tui::layout::{below, row};
use crate::tui::text::{clip, count, left, many, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{Focus, cursor, field, line, put, put_all, span};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum At {
    Kind,
    Which,
    View,
    Children,
    Minutes,
    Draw,
}

const FIELDS: [At; 6] = [
    At::Kind,
    At::Which,
    At::View,
    At::Children,
    At::Minutes,
    At::Draw,
];

/// What stands before the person when a session is asked for.
#[derive(Clone, Debug)]
pub struct Beginning<'a> {
    /// The filter of the list of gaps.
    pub filter: &'a str,
    /// The filter of the list of cases, where that list is before the person.
    pub cases: Option<&'a String>,
    pub marked: Option<Vec<GapKey>>,
    pub views: &'a [SavedView],
}

/// What the words of the second field are asked of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rows {
    Gaps,
    Cases,
}

/// What the queue would be.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Queue {
    fits: ReviewSize,
    in_scope: ReviewSize,
    /// Words of the tier, and how many items stand in it.
    tiers: Vec<(String, u32)>,
}

/// The form as it stands.
#[derive(Clone, Debug)]
pub struct ReviewForm {
    kind: ReviewKind,
    which: Input,
    rows: Rows,
    /// Those that list gaps or cases.
    views: Vec<SavedView>,
    view: Option<usize>,
    children: Input,
    minutes: Input,
    draw: Input,
    marked: Option<Vec<GapKey>>,
    at: At,
    trouble: Option<String>,
    queue: Option<Queue>,
    /// The count that was asked for; an older answer is dropped.
    pub ticket: Ticket,
    /// It was sent; a second enter would begin a second session.
    pub begun: bool,
}

impl ReviewForm {
    /// A form about what the list shows, or about the marks.
    #[must_use]
    pub fn new(beginning: Beginning<'_>) -> Self {
        let (rows, words) = match beginning.cases {
            Some(words) => (Rows::Cases, words.as_str()),
            None => (Rows::Gaps, beginning.filter),
        };
        let views = beginning.views.iter();
        Self {
            kind: ReviewKind::Triage,
            which: Input::new(words.to_owned()),
            rows,
            views: views
                .filter(|view| Within::view(view).is_ok())
                .cloned()
                .collect(),
            view: None,
            children: Input::default(),
            minutes: Input::default(),
            draw: Input::default(),
            marked: beginning.marked,
            at: At::Kind,
            trouble: None,
            queue: None,
            ticket: Ticket::default(),
            begun: false,
        }
    }

    /// So many fields on.
    pub fn step(&mut self, steps: usize) {
        let at = FIELDS.iter().position(|at| *at == self.at).unwrap_or(0);
        self.at = FIELDS[(at + steps) % FIELDS.len()];
    }

    /// To the field before.
    pub fn step_back(&mut self) {
        self.step(FIELDS.len() - 1);
    }

    /// Which kind is chosen.
    #[must_use]
    pub const fn kind(&self) -> ReviewKind {
        self.kind
    }

    /// Takes a key that is text.
    pub fn key(&mut self, key: KeyEvent) {
        self.trouble = None;
        let command = KeyModifiers::CONTROL | KeyModifiers::ALT;
        if self.at == At::Kind {
            self.kind = match key.code {
                _ if key.modifiers.intersects(command) => self.kind,
                KeyCode::Char('t') => ReviewKind::Triage,
                KeyCode::Char('c') => ReviewKind::CaseReview,
                KeyCode::Char('a') => ReviewKind::Audit,
                KeyCode::Char(' ') | KeyCode::Right => next(self.kind),
                KeyCode::Left => next(next(self.kind)),
                _ => self.kind,
            };
        } else if self.at == At::View {
            self.choose(key.code);
        } else if let Some(input) = self.input() {
            type_key(input, key);
        }
    }

    /// A view by its digit, the next or the one before, or none.
    fn choose(&mut self, code: KeyCode) {
        let count = self.views.len();
        self.view = match (code, self.view) {
            (KeyCode::Char(digit), at) if digit.is_ascii_digit() => {
                let digit = digit.to_digit(10);
                let named = |view: &SavedView| Some(u32::from(view.digit)) == digit;
                let found = self.views.iter().position(named);
                if digit == Some(0) { None } else { found.or(at) }
            }
            (KeyCode::Char(' ') | KeyCode::Right, None) => (count > 0).then_some(0),
            (KeyCode::Char(' ') | KeyCode::Right, Some(at)) => {
                Some(at + 1).filter(|at| *at < count)
            }
            (KeyCode::Left, None) => count.checked_sub(1),
            (KeyCode::Left, Some(at)) => at.checked_sub(1),
            (KeyCode::Backspace | KeyCode::Delete, _) => None,
            (_, at) => at,
        };
    }

    /// Takes pasted text; how many letters were left out.
    pub fn paste(&mut self, text: &str) -> usize {
        self.trouble = None;
        // A list of ids comes line by line.
        let text = text.replace(['\n', '\r'], " ");
        self.input().map_or(0, |input| type_text(input, &text))
    }

    fn input(&mut self) -> Option<&mut Input> {
        match self.at {
            At::Kind | At::View => None,
            At::Children => Some(&mut self.children),
            At::Which if self.marked.is_some() => None,
            At::Which => Some(&mut self.which),
            At::Minutes => Some(&mut self.minutes),
            At::Draw => Some(&mut self.draw),
        }
    }

    /// What was asked for, or what is wrong with it, in its field.
    pub fn plan(&mut self) -> Result<ReviewPlan, String> {
        match self.read() {
            Ok(plan) => Ok(plan),
            Err((at, trouble)) => {
                self.at = at;
                self.trouble = Some(trouble.clone());
                Err(trouble)
            }
        }
    }

    /// The same, to be counted: what cannot be read is not counted.
    #[must_use]
    pub fn to_count(&self) -> Option<ReviewPlan> {
        self.read().ok()
    }

    fn read(&self) -> Result<ReviewPlan, (At, String)> {
        if self.kind == ReviewKind::Audit {
            let words = "An audit is never mixed with a review: it is drawn, graded and moderated in its own pane.";
            return Err((At::Kind, words.to_owned()));
        }
        let which = self.which.value().trim();
        let (mut filter, mut within) = (Filter::default(), Vec::new());
        match (self.rows, &self.marked) {
            (_, Some(_)) => {}
            (Rows::Cases, None) if which.is_empty() => {}
            (Rows::Cases, None) => {
                within.push(Within::cases(which).map_err(|odd| (At::Which, odd))?);
            }
            (Rows::Gaps, None) => {
                filter = Filter::read(which, GAP_FIELDS).map_err(|odd| (At::Which, odd))?;
            }
        }
        if let Some(view) = self.view.and_then(|at| self.views.get(at)) {
            within.push(Within::view(view).map_err(|odd| (At::View, odd))?);
        }
        let number = |input: &Input, at: At| match input.value().trim() {
            "" => Ok(None),
            digits => match digits.parse::<u32>() {
                Ok(number @ 1..=100_000) => Ok(Some(number)),
                _ => Err((at, "Write a whole number, or nothing.".to_owned())),
            },
        };
        let minutes = number(&self.minutes, At::Minutes)?;
        Ok(ReviewPlan {
            kind: self.kind,
            filter,
            within,
            children: children_of(self.children.value()),
            marked: self.marked.clone(),
            minutes,
            draw: self.drawn()?,
            ..ReviewPlan::default()
        })
    }

    /// "20" or "20 7": how many, and by which seed.
    fn drawn(&self) -> Result<Option<Draw>, (At, String)> {
        let words = self.draw.value().trim();
        if words.is_empty() {
            return Ok(None);
        }
        let odd = || {
            (
                At::Draw,
                "Write how many, such as 20, or how many and a seed: 20 7.".to_owned(),
            )
        };
        let mut parts = words.split_whitespace();
        let size = parts
            .next()
            .and_then(|size| size.parse().ok())
            .ok_or_else(odd)?;
        let seed = match parts.next() {
            Some(seed) => seed.parse().map_err(|_| odd())?,
            None => 1,
        };
        Ok(Some(Draw { size, seed }))
    }

    /// Opens it again with what stopped the session from being begun.
    pub fn refused(&mut self, trouble: String) {
        self.begun = false;
        self.trouble = Some(trouble);
    }

    /// What the queue would be; nothing where it cannot be told.
    pub fn hold(&mut self, draft: Option<&ReviewDraft>) {
        self.queue = draft.map(|draft| Queue {
            fits: ReviewSize {
                items: u32::try_from(draft.items.len()).unwrap_or(u32::MAX),
                gaps: u32::try_from(
                    draft
                        .items
                        .iter()
                        .map(|item| item.gaps.len())
                        .sum::<usize>(),
                )
                .unwrap_or(u32::MAX),
            },
            in_scope: draft.in_scope,
            tiers: by_tier(&draft.items)
                .into_iter()
                .map(|(tier, number)| (tier.words.clone(), number))
                .collect(),
        });
    }

    /// Draws it.
    pub fn draw(&self, frame: &mut Frame<'_>, window: Rect, theme: &Theme) {
        // The line of keys stays in sight.
        let window = Rect {
            height: window.height.saturating_sub(1),
            ..window
        };
        let width = window.width.min(80);
        let cells = usize::from(width).saturating_sub(4);
        let told = self.told(theme, cells);
        let fields = u16::try_from(FIELDS.len()).unwrap_or(6);
        let height = u16::try_from(told.len()).unwrap_or(4) + fields + 4;
        let area = panel(frame, window, (width, height), "A review session", theme);
        let air = u16::from(area.height + 2 >= height);
        for (at, one) in (0..).zip(FIELDS) {
            self.draw_field(frame, row(area, at), theme, one);
        }
        put_all(frame, below(area, fields + air), &told);
    }

    fn draw_field(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, at: At) {
        let focus = if at == self.at {
            Focus::Here
        } else {
            Focus::Elsewhere
        };
        let (label, input) = match at {
            At::Kind => return self.draw_kind(frame, area, theme),
            At::View => return self.draw_view(frame, area, theme),
            At::Which if self.rows == Rows::Cases => ("Which cases", &self.which),
            At::Which => ("Which gaps", &self.which),
            At::Children => ("Children by id", &self.children),
            At::Minutes => ("Minutes there are", &self.minutes),
            At::Draw => ("Draw by chance", &self.draw),
        };
        let label = format!("{label:<18}");
        match &self.marked {
            Some(marked) if at == At::Which => {
                let words = many(marked.len(), "marked gap", "marked gaps");
                field(frame, area, theme, (&label, &Input::new(words)), focus);
            }
            _ => field(frame, area, theme, (&label, input), focus),
        }
    }

    fn draw_kind(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let here = self.at == At::Kind;
        let role = if here { Role::Key } else { Role::Dim };
        let mut spans = vec![span(theme, role, left("Kind", 19))];
        // All three are seen on the narrowest window.
        let air = if area.width < 62 { " " } else { "   " };
        for kind in ReviewKind::ALL {
            let (mark, role) = if kind == self.kind {
                ("(x)", Role::Heading)
            } else {
                ("( )", Role::Dim)
            };
            spans.push(span(theme, role, format!("{mark} {}{air}", kind.label())));
        }
        put(frame, area, &Line::from(spans));
        if here {
            cursor(frame, area.x + 19, area.y);
        }
    }

    fn draw_view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let here = self.at == At::View;
        let role = if here { Role::Key } else { Role::Dim };
        let view = self.view.and_then(|at| self.views.get(at));
        let words = view.map_or_else(
            || "none".to_owned(),
            |view| format!("{} {}", view.digit, view.name),
        );
        let tone = if view.is_some() {
            Role::Plain
        } else {
            Role::Dim
        };
        let cells = usize::from(area.width).saturating_sub(19);
        let spans = vec![
            span(theme, role, left("Saved view", 19)),
            span(theme, tone, clip(&words, cells)),
        ];
        put(frame, area, &Line::from(spans));
        if here {
            cursor(frame, area.x + 19, area.y);
        }
    }

    /// What would be begun, or what is wrong.
    fn told(&self, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
        if let Some(trouble) = &self.trouble {
            let parts = wrap(trouble, cells).into_iter();
            return parts.map(|part| line(theme, Role::Trouble, part)).collect();
        }
        if self.begun {
            return vec![line(theme, Role::Said, "Putting the queue together.")];
        }
        let about = match self.at {
            At::Kind => match self.kind {
                ReviewKind::Triage => {
                    "A minute a gap: what is it, and who does what by when. t, c or a chooses."
                }
                ReviewKind::CaseReview => {
                    "The child's file open beside it, about 20 minutes each. t, c or a chooses."
                }
                ReviewKind::Audit => {
                    "With the practitioner, graded and moderated: enter opens its own pane."
                }
            },
            At::Which if self.marked.is_some() => "Clear the marks to choose by words instead.",
            At::Which if self.rows == Rows::Cases => {
                "As in the list of cases: every gap of the children whom it lists. An empty line: every open gap."
            }
            At::View => "Only what the view lists. Its digit chooses it, or space; 0 chooses none.",
            At::Children => {
                "Those of a visit, say: their ids, apart by spaces or commas, typed or pasted. Empty: all."
            }
            At::Which => {
                "As in the list: team:north rule:sup kind:cp over:>10. An empty line: every open gap."
            }
            At::Minutes => {
                "As many as fit are in the queue, the first to look at first. Empty: all of them."
            }
            At::Draw => {
                "20 draws twenty families; 20 7 draws them by seed 7, as anybody else would. Empty: none is drawn."
            }
        };
        let mut lines: Vec<Line<'static>> = wrap(about, cells)
            .into_iter()
            .map(|part| line(theme, Role::Dim, part))
            .collect();
        let Some(queue) = &self.queue else {
            return lines;
        };
        let number = |size: ReviewSize| {
            format!(
                "{} in {}",
                many(size.gaps as usize, "gap", "gaps"),
                many(
                    size.items as usize,
                    "family, child or worker",
                    "families, children and workers"
                )
            )
        };
        let fits = if queue.fits == queue.in_scope {
            format!("In the queue: {}.", number(queue.fits))
        } else {
            format!(
                "In the queue: {}, of {}.",
                number(queue.fits),
                number(queue.in_scope)
            )
        };
        lines.push(Line::default());
        lines.extend(
            wrap(&fits, cells)
                .into_iter()
                .map(|part| line(theme, Role::Plain, part)),
        );
        for (words, number) in &queue.tiers {
            lines.push(Line::from(vec![
                span(
                    theme,
                    Role::Plain,
                    format!("{:>6} ", count(u64::from(*number))),
                ),
                span(theme, Role::Context, clip(words, cells.saturating_sub(7))),
            ]));
        }
        lines
    }
}

const fn next(kind: ReviewKind) -> ReviewKind {
    match kind {
        ReviewKind::Triage => ReviewKind::CaseReview,
        ReviewKind::CaseReview => ReviewKind::Audit,
        ReviewKind::Audit => ReviewKind::Triage,
    }
}
