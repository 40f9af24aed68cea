//! One child: clocks, sessions, and what happened when, in lanes by month.
//!
//! It never judges; it shows dates. The surprising thing: the whole page is made when the child
//! is opened or the window changes its width, so scrolling moves over finished lines.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::{Day, Outcome, Promise, Standing, State};
use crate::review::{
    CaseView, ClockRow, SessionRow, Thread, ThreadLine, ThreadState, TimelineEvent,
};
use crate::tui::action::Action;
use crate::tui::given::{Standings as _, View};
use crate::tui::layout::{self, inset, row};
use crate::tui::sheet::Sheet;
use crate::tui::text::{clean, clip, left, many, right, width, wrap};
use crate::tui::theme::{Role, Theme, mark};
use crate::tui::widgets::{self, line, put, span};

/// The child that is open, and how one came there.
#[derive(Clone, Debug)]
pub struct CasePane {
    pub child: usize,
    pub view: CaseView,
    /// The day of the data: the right end of the lanes.
    pub as_at: Day,
    pub scrolled: usize,
    /// The clock in focus: the one that an outcome would be for, if it is a gap.
    pub clock: usize,
    /// What was agreed for the child, and how it went.
    pub threads: Vec<(Thread, Vec<ThreadLine>)>,
}

impl CasePane {
    /// Opens a child at the top of the page, on the first clock that is a gap.
    #[must_use]
    pub fn open(child: usize, sheet: &Sheet, promises: &[Promise]) -> Self {
        let view = sheet.picture.case(child);
        let gap = view.clocks.iter().position(|clock| clock.gap.is_some());
        let mut pane = Self {
            child,
            view,
            as_at: sheet.picture.check.as_at,
            scrolled: 0,
            clock: gap.unwrap_or(0),
            threads: Vec::new(),
        };
        pane.promised(sheet, promises);
        pane
    }

    /// Takes over the promises as they stand now.
    pub fn promised(&mut self, sheet: &Sheet, promises: &[Promise]) {
        let threads = sheet.picture.threads_of(self.child, promises).into_iter();
        self.threads = threads
            .map(|thread| {
                let history = sheet.picture.history(&thread, promises);
                (thread, history)
            })
            .collect();
    }

    /// The gap of the clock in focus.
    #[must_use]
    pub fn gap(&self) -> Option<u32> {
        u32::try_from(self.view.clocks.get(self.clock)?.gap?).ok()
    }

    /// The gaps of this child.
    #[must_use]
    pub fn gaps(&self) -> Vec<u32> {
        let gaps = self.view.clocks.iter().filter_map(|clock| clock.gap);
        gaps.filter_map(|gap| u32::try_from(gap).ok()).collect()
    }

    /// To the next clock that is a gap, and round to the first; false if there is none.
    pub fn next_gap(&mut self) -> bool {
        let count = self.view.clocks.len();
        let next = (1..=count)
            .map(|step| (self.clock + step) % count)
            .find(|at| self.view.clocks[*at].gap.is_some());
        self.clock = next.unwrap_or(self.clock);
        next.is_some()
    }

    /// Scrolls so that the clock in focus is seen on a page of this height.
    pub fn show_focus(&mut self, view: View<'_>, width: u16, page: usize) {
        if let Some(at) = lines(self, view, width).1 {
            self.scrolled = layout::top(self.scrolled, at, page);
        }
    }

    /// Moves over the page; it ends with its last line.
    pub fn step(&mut self, action: Action, page: usize, lines: usize) {
        let last = lines.saturating_sub(page.max(1));
        self.scrolled = match action {
            Action::Up => self.scrolled.saturating_sub(1),
            Action::Down => (self.scrolled + 1).min(last),
            Action::PageUp => self.scrolled.saturating_sub(page.max(1)),
            Action::PageDown => (self.scrolled + page.max(1)).min(last),
            Action::First => 0,
            _ => last,
        };
    }

    /// The sibling after this child, or the one before.
    #[must_use]
    pub fn sibling(&self, action: Action) -> Option<usize> {
        let mut family: Vec<usize> = self.view.siblings.iter().map(|(child, _)| *child).collect();
        if family.is_empty() {
            return None;
        }
        family.push(self.child);
        family.sort_unstable();
        family.dedup();
        let at = family.iter().position(|child| *child == self.child)?;
        let step = if action == Action::NextSibling {
            1
        } else {
            family.len() - 1
        };
        family.get((at + step) % family.len()).copied()
    }

    /// How many lines the page has at this width.
    #[must_use]
    pub fn height(&self, view: View<'_>, width: u16) -> usize {
        lines(self, view, width).0.len()
    }
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &CasePane, view: View<'_>) {
    let area = inset(body, 1);
    let (lines, focus) = lines(pane, view, body.width);
    let first = pane.scrolled.min(lines.len().saturating_sub(1));
    widgets::cursor(frame, area.x, area.y);
    for (screen, (at, line)) in (0..area.height).zip(lines.iter().enumerate().skip(first)) {
        let place = row(area, screen);
        put(frame, place, line);
        if focus == Some(at) {
            let style = view.theme.style(Role::Focus);
            frame.buffer_mut().set_style(place, style);
            widgets::cursor(frame, place.x, place.y);
        }
    }
}

/// The whole page, and which of its lines is the clock in focus.
fn lines(pane: &CasePane, on: View<'_>, width: u16) -> (Vec<Line<'static>>, Option<usize>) {
    let cells = usize::from(width.saturating_sub(2));
    let (theme, view) = (on.theme, &pane.view);
    let mut lines = vec![title(theme, view), about(on, view, cells), Line::default()];
    let (clocks, focus) = clock_lines(on, pane, cells);
    let focus = focus.map(|at| at + lines.len());
    lines.extend(clocks);
    lines.push(Line::default());
    lines.extend(disagreement_lines(theme, &view.disagreements, cells));
    lines.extend(lanes(theme, &view.timeline, pane.as_at, cells));
    lines.push(Line::default());
    lines.extend(thread_lines(theme, &pane.threads, cells));
    lines.extend(session_lines(theme, &view.sessions, cells));
    lines.push(Line::default());
    lines.push(line(theme, Role::Heading, "What happened, newest first"));
    lines.extend(view.timeline.iter().map(|event| {
        Line::from(vec![
            span(theme, Role::Plain, format!("{}  ", event.on.long())),
            span(theme, Role::Dim, left(event.lane, 14)),
            span(theme, Role::Plain, clean(&event.what)),
            span(theme, Role::Dim, said_by(&event.source)),
        ])
    }));
    (lines, focus)
}

/// Who supervises the worker, as the child's own clocks know it.
fn supervisor(sheet: &Sheet, view: &CaseView) -> Option<String> {
    view.clocks.iter().find_map(|clock| {
        let result = sheet.picture.check.rules.get(clock.rule)?;
        let finding = result.findings.get(clock.finding)?;
        let own = finding.subject.child().is_some();
        finding
            .supervisor
            .as_deref()
            .filter(|_| own)
            .map(|name| clean(name).into_owned())
    })
}

fn title(theme: &Theme, view: &CaseView) -> Line<'static> {
    let row = &view.row;
    let mut words = Vec::new();
    if row.unborn {
        words.push("unborn".to_owned());
    }
    words.extend(row.age.map(|age| format!("age {age}")));
    words.push(match row.since {
        Some(since) => format!("{} since {}", row.status, since.long()),
        None => row.status.to_owned(),
    });
    Line::from(vec![
        span(theme, Role::Heading, clean(&row.shown)),
        span(theme, Role::Context, format!("   {}", words.join("   "))),
    ])
}

fn about(on: View<'_>, view: &CaseView, cells: usize) -> Line<'static> {
    let (theme, row) = (on.theme, &view.row);
    let mut words: Vec<String> = [row.team.as_deref(), row.worker.as_deref()]
        .into_iter()
        .flatten()
        .map(|name| clean(name).into_owned())
        .collect();
    if row.worker.is_none() {
        words.push("no worker named".to_owned());
    }
    if let Some(name) = supervisor(on.sheet, view) {
        words.push(format!("supervisor {name}"));
    }
    if let Some(family) = &row.family {
        words.push(format!("family {}", clean(family)));
    }
    if !view.siblings.is_empty() {
        let names: Vec<_> = view
            .siblings
            .iter()
            .take(6)
            .map(|(_, name)| clean(name))
            .collect();
        words.push(format!(
            "{}: {}",
            many(view.siblings.len(), "sibling", "siblings"),
            names.join(", ")
        ));
    }
    line(theme, Role::Context, clip(&words.join("   "), cells))
}

/// Cells for "cannot be told".
const TODAY: usize = 14;

fn clock_label(clock: &ClockRow) -> String {
    let trial = if clock.trial { " (trial)" } else { "" };
    format!("{}{trial}", clock.label)
}

/// The clocks with their outcomes below them, and which line is the one in focus.
fn clock_lines(on: View<'_>, pane: &CasePane, cells: usize) -> (Vec<Line<'static>>, Option<usize>) {
    let (theme, clocks) = (on.theme, &pane.view.clocks);
    let room = cells.saturating_sub(2 + 11 + TODAY + 3);
    let longest = clocks.iter().map(|clock| width(&clock_label(clock))).max();
    let label = longest.unwrap_or(10).clamp(10, room.clamp(10, 34));
    // Half a limit would mislead, so the column is there whole or not at all.
    let limit = match room.saturating_sub(label) {
        15.. => 15,
        _ => 0,
    };
    let mut lines = vec![Line::from(vec![
        span(theme, Role::Heading, left("Clocks", label + 3)),
        span(
            theme,
            Role::Dim,
            if limit > 0 {
                left("limit", limit)
            } else {
                String::new()
            },
        ),
        span(
            theme,
            Role::Dim,
            format!(" {} {}", left("due", 11), right("today", TODAY)),
        ),
    ])];
    if clocks.is_empty() {
        lines.push(line(theme, Role::Dim, "No clock runs for this child."));
    }
    let mut focus = None;
    for (at, clock) in clocks.iter().enumerate() {
        let gap = clock.gap.and_then(|gap| u32::try_from(gap).ok());
        if at == pane.clock && gap.is_some() {
            focus = Some(lines.len());
        }
        let role = Role::of(clock.state);
        let words = if clock.state == State::NotApplicable {
            Role::Dim
        } else {
            Role::Plain
        };
        let due = clock.due.map_or_else(|| "-".to_owned(), Day::long);
        lines.push(Line::from(vec![
            span(theme, role, format!("{} ", mark(clock.state))),
            span(
                theme,
                words,
                format!("{} ", left(&clock_label(clock), label)),
            ),
            span(theme, Role::Dim, left(&clock.limit, limit)),
            span(theme, words, format!(" {} ", left(&due, 11))),
            span(theme, role, right(&clock.today, TODAY)),
        ]));
        let standing = gap.map(|gap| on.given.of(gap, on.sheet));
        for words in standing.map(outcome_words).unwrap_or_default() {
            lines.extend(
                wrap(&words, cells.saturating_sub(4))
                    .into_iter()
                    .map(|part| line(theme, Role::Said, format!("    {part}"))),
            );
        }
    }
    (lines, focus)
}

/// What was decided about a gap, and why.
fn outcome_words(standing: &Standing) -> Vec<String> {
    let said = |outcome: &Outcome| {
        let reason = outcome.reason.trim_end_matches('.');
        format!("{}: {reason}", outcome.kind.label())
    };
    match standing {
        Standing::Open => Vec::new(),
        Standing::Answered(outcome) => vec![format!("= {}.", said(outcome))],
        Standing::Waiting(outcome) => vec![format!("= {}, to be confirmed.", said(outcome))],
        Standing::Reopened { was, why } => {
            vec![format!("open again, {why}; it was {}.", said(was))]
        }
    }
}

/// Who says a thing, after it.
fn said_by(source: &str) -> String {
    if source.is_empty() {
        String::new()
    } else {
        format!("  {source}")
    }
}

/// What the sources say differently of this child; nothing where they agree.
fn disagreement_lines(theme: &Theme, said: &[String], cells: usize) -> Vec<Line<'static>> {
    if said.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![line(
        theme,
        Role::Heading,
        "What the sources say differently",
    )];
    for words in said {
        let parts = wrap(words, cells.saturating_sub(2)).into_iter().enumerate();
        lines.extend(parts.map(|(at, part)| {
            let mark = if at == 0 { "? " } else { "  " };
            Line::from(vec![
                span(theme, Role::Unknown, mark),
                span(theme, Role::Plain, part),
            ])
        }));
    }
    lines.push(Line::default());
    lines
}

/// What was agreed for the child, each with its standing and how it went; nothing where nothing was.
fn thread_lines(
    theme: &Theme,
    threads: &[(Thread, Vec<ThreadLine>)],
    cells: usize,
) -> Vec<Line<'static>> {
    if threads.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![line(theme, Role::Heading, "What was agreed")];
    for (thread, history) in threads {
        let role = match thread.state {
            ThreadState::Overdue { .. } => Role::Overdue,
            ThreadState::Done { .. } => Role::Fine,
            ThreadState::Unknown => Role::Unknown,
            _ => Role::Dim,
        };
        let state = thread.state.label();
        let words = left(&clean(&thread.words), cells.saturating_sub(13 + 16).min(60));
        let due = thread.due.map_or_else(|| "no day".to_owned(), Day::long);
        lines.push(Line::from(vec![
            span(theme, Role::Plain, format!("{}  {words}", left(&due, 11))),
            span(theme, role, format!("  {state}")),
        ]));
        for one in history {
            let told = format!("{}  {}", one.on.long(), clean(&one.words));
            let parts = wrap(&told, cells.saturating_sub(13));
            lines.extend(
                parts
                    .into_iter()
                    .map(|part| line(theme, Role::Dim, format!("{}{part}", left("", 13)))),
            );
        }
    }
    lines.push(Line::default());
    lines
}

fn session_lines(theme: &Theme, sessions: &[SessionRow], cells: usize) -> Vec<Line<'static>> {
    let mut lines = vec![line(
        theme,
        Role::Heading,
        "Supervision and oversight on the file",
    )];
    if sessions.is_empty() {
        lines.push(line(
            theme,
            Role::Dim,
            "None on the extracts that were imported.",
        ));
    }
    for session in sessions {
        let facts = facts(session).join(", ");
        let day = span(theme, Role::Plain, format!("{}  ", session.on.long()));
        let named = session.by_hand.as_ref().map_or_else(
            || session.what.clone(),
            |(mark, _)| format!("{mark} {}", session.what),
        );
        let what = left(&named, width(&named).clamp(20, 40).min(cells / 2));
        if 13 + width(&what) + 2 + width(&facts) <= cells {
            lines.push(Line::from(vec![
                day,
                span(theme, Role::Plain, what),
                span(theme, Role::Dim, format!("  {facts}")),
            ]));
            continue;
        }
        lines.push(Line::from(vec![day, span(theme, Role::Plain, what)]));
        let under = wrap(&facts, cells.saturating_sub(13));
        lines.extend(
            under
                .into_iter()
                .map(|part| line(theme, Role::Dim, format!("{}{part}", left("", 13)))),
        );
    }
    lines
}

/// What the record says beside its day and kind.
fn facts(session: &SessionRow) -> Vec<String> {
    let mut facts = Vec::new();
    if session.status != "held" {
        facts.push(session.status.replace('_', " "));
    }
    if let Some(name) = &session.supervisor {
        facts.push(clean(name).into_owned());
    }
    if let Some((_, provenance)) = &session.by_hand {
        facts.push(clean(provenance).into_owned());
    }
    if let Some(recorded) = session.recorded {
        let lag = recorded.days_since(session.on);
        facts.push(match lag {
            i32::MIN..=0 => "recorded that day".to_owned(),
            1 => "recorded after 1 day".to_owned(),
            lag => format!("recorded after {lag} days"),
        });
    }
    match session.decision_recorded {
        Some(true) => facts.push("decision recorded".to_owned()),
        Some(false) => facts.push("no decision".to_owned()),
        None => {}
    }
    facts.extend(
        session
            .actions_outstanding
            .filter(|open| *open > 0)
            .map(|open| many(open.into(), "action open", "actions open")),
    );
    if !session.source.is_empty() {
        facts.push(session.source.clone());
    }
    facts
}

/// The lanes that are drawn, and the mark of an event in each.
const LANES: [(&str, &str); 9] = [
    ("referral", "●"),
    ("assessment", "■"),
    ("section 47", "▲"),
    ("conference", "◆"),
    ("plan", "■"),
    ("care", "■"),
    ("review", "◆"),
    ("visit", "●"),
    ("supervision", "●"),
];
const NAME: usize = 13;

fn lanes(theme: &Theme, events: &[TimelineEvent], as_at: Day, cells: usize) -> Vec<Line<'static>> {
    let room = cells.saturating_sub(NAME);
    let months = (room / 8).clamp(3, 12);
    let Ok(back) = i32::try_from(months - 1) else {
        return Vec::new();
    };
    let (year, month, _) = as_at.ymd();
    let Some(this) = Day::from_ymd(year, month, 1) else {
        return Vec::new();
    };
    let starts: Vec<Day> = (0..months)
        .filter_map(|at| i32::try_from(at).ok())
        .map(|at| this.plus_months(at - back))
        .collect();
    let axis = Axis {
        from: starts.first().copied().unwrap_or(this),
        to: this.plus_months(1),
        cells: months * 8,
    };
    let names: String = starts
        .iter()
        .map(|day| left(Day::month_name(day.ymd().1), 8))
        .collect();
    let mut lines = vec![
        line(theme, Role::Heading, "The last months"),
        line(theme, Role::Dim, format!("{}{names}", left("", NAME))),
    ];
    for (lane, point) in LANES {
        let here: Vec<&TimelineEvent> = events
            .iter()
            .filter(|event| event.lane == lane && axis.touches(event, as_at))
            .collect();
        if !here.is_empty() {
            lines.push(Line::from(vec![
                span(theme, Role::Dim, left(lane, NAME)),
                span(theme, Role::Bar, axis.draw(&here, point, as_at)),
            ]));
        }
    }
    if lines.len() == 2 {
        lines.push(line(
            theme,
            Role::Dim,
            "Nothing is known to have happened in these months.",
        ));
    }
    lines
}

struct Axis {
    from: Day,
    to: Day,
    cells: usize,
}

impl Axis {
    fn touches(&self, event: &TimelineEvent, as_at: Day) -> bool {
        let end = if lasts(event) {
            event.until.unwrap_or(as_at)
        } else {
            event.on
        };
        event.on < self.to && end >= self.from
    }

    fn cell(&self, day: Day) -> usize {
        let whole = i64::from(self.to.days_since(self.from).max(1));
        let part = i64::from(day.days_since(self.from)).clamp(0, whole - 1);
        let cells = i64::try_from(self.cells).unwrap_or(1);
        usize::try_from(part * cells / whole).unwrap_or(0)
    }

    fn draw(&self, events: &[&TimelineEvent], point: &str, as_at: Day) -> String {
        let mut row = vec![" "; self.cells];
        for event in events.iter().filter(|event| lasts(event)) {
            let (from, to) = (self.cell(event.on), self.cell(event.until.unwrap_or(as_at)));
            if let Some(span) = row.get_mut(from..=to) {
                span.fill("─");
            }
        }
        for event in events {
            if event.on >= self.from
                && let Some(cell) = row.get_mut(self.cell(event.on))
            {
                *cell = point;
            }
            if let Some(until) = event.until.filter(|until| *until < self.to)
                && lasts(event)
                && let Some(cell) = row.get_mut(self.cell(until))
            {
                *cell = "┤";
            }
        }
        row.concat()
    }
}

/// A plan, a care period, an assessment last; a visit is over on its day.
fn lasts(event: &TimelineEvent) -> bool {
    event.until.is_some() || matches!(event.lane, "plan" | "care" | "assessment")
}
