//! The queue and the page of one item, drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::lower::{happened_lines, running_lines, thread_lines};
use super::{Done, SessionPane};
use crate::model::{Day, Standing};
use crate::review::session::{ChildOnPage, GapLine, Since, tier};
use crate::tui::given::{Given, Standings as _, View};
use crate::tui::layout::{self, Split, below, inset, row, split};
use crate::tui::sheet::Sheet;
use crate::tui::text::{clean, clip, count, left, many, width, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Focus, Window, field, line, put, put_all, span};

/// The queue's part of the width, in hundredths.
const SHARE: u16 = 41;

/// A lower page begins with the gaps: what is decided on is always in sight.
const LOW: u16 = 16;

/// What the page is drawn from.
type On<'a> = (&'a Theme, &'a Sheet, &'a Given);

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &SessionPane, view: View<'_>) {
    let on = (view.theme, view.sheet, view.given);
    if let Some(left) = &pane.left {
        draw_left(frame, body, pane, (view.theme, left));
        return;
    }
    let parts = split(body, SHARE);
    put(frame, parts.head, &head(pane, on, body.width.into()));
    if parts.side.is_some() {
        draw_queue(frame, &parts, pane, on);
    }
    let (area, words) = page_areas(body);
    let (lines, focus) = page_lines(pane, on, area);
    widgets::cursor(frame, area.x, area.y);
    let shown = (0..area.height).zip(lines.iter().enumerate().skip(pane.scrolled));
    for (screen, (at, line)) in shown {
        let place = row(area, screen);
        put(frame, place, line);
        if focus == Some(at) {
            let style = view.theme.style(Role::Focus);
            frame.buffer_mut().set_style(place, style);
            widgets::cursor(frame, place.x, place.y);
        }
    }
    draw_words(frame, words, pane, view.theme);
}

/// Where the page stands, and the row of the reviewer's own words below it.
fn page_areas(body: Rect) -> (Rect, Rect) {
    let parts = split(body, SHARE);
    let whole = parts.side.unwrap_or_else(|| inset(below(body, 1), 1));
    let page = Rect {
        height: whole.height.saturating_sub(1),
        ..whole
    };
    (page, row(whole, whole.height.saturating_sub(1)))
}

/// How many lines the page has, which is in focus, and how many are seen.
pub(super) fn measured(
    pane: &SessionPane,
    body: Rect,
    on: On<'_>,
) -> (usize, Option<usize>, usize) {
    let (area, _) = page_areas(body);
    let (lines, focus) = page_lines(pane, on, area);
    (lines.len(), focus, usize::from(area.height))
}

fn head(pane: &SessionPane, (theme, ..): On<'_>, cells: usize) -> Line<'static> {
    let said = &pane.record.said;
    let items = said.items.len();
    let looked_at = pane.looked_at();
    let title = format!(" {} of {}", pane.place + 1, count(items as u64));
    let mut spans = vec![
        span(theme, Role::Heading, title.clone()),
        span(theme, Role::Context, format!("   {}", said.kind.label())),
    ];
    let mut used = width(&title) + 3 + said.kind.label().len();
    let minutes = said.minutes.map(|minutes| match pane.minutes_gone() {
        0 => format!("for {minutes} min"),
        gone => format!("for {minutes} min, {gone} gone"),
    });
    let beyond = (said.in_scope.items as usize).saturating_sub(items);
    let beyond = (beyond > 0).then(|| format!("{} more do not fit the time", count(beyond as u64)));
    let parts = [
        Some(format!("{} looked at", count(looked_at as u64))),
        minutes,
        Some(clean(&said.scope).into_owned()),
        beyond,
    ];
    for part in parts.into_iter().flatten() {
        used += 3 + width(&part);
        if used > cells {
            break;
        }
        spans.push(span(theme, Role::Dim, format!("   {part}")));
    }
    Line::from(spans)
}

fn draw_queue(frame: &mut Frame<'_>, parts: &Split, pane: &SessionPane, on: On<'_>) {
    let (theme, sheet, _) = on;
    for at in 0..parts.line.height {
        put(frame, row(parts.line, at), &line(theme, Role::Line, "│"));
    }
    let area = parts.list;
    let items = &pane.record.said.items;
    // The item before the reviewer stands in the middle where it can.
    let height = usize::from(area.height);
    let most = items.len().saturating_sub(height);
    let window = Window {
        count: items.len(),
        top: pane.place.saturating_sub(height / 2).min(most),
        cursor: usize::MAX,
    };
    let cells = usize::from(area.width);
    widgets::rows(frame, area, window, theme, |at| {
        let Some(item) = items.get(at) else {
            return Line::default();
        };
        let done = pane.done(at);
        let here = at == pane.place;
        let mark = match done {
            _ if here => ">",
            Done::Answered => "=",
            Done::Reviewed(_) => "·",
            Done::Skipped => "z",
            Done::NotYet => " ",
        };
        let role = match done {
            _ if here => Role::Heading,
            Done::Answered | Done::Reviewed(_) | Done::Skipped => Role::Dim,
            Done::NotYet => Role::Plain,
        };
        let others = item.children().len().saturating_sub(1);
        let others = if others > 0 {
            format!(" +{others}")
        } else {
            String::new()
        };
        let who = left(&format!("{}{others}", clean(&item.who)), 12);
        let words = match done {
            Done::Reviewed(left) => format!("looked at, {left} open"),
            Done::Skipped => "passed over".to_owned(),
            _ if pane.changed(at, sheet) => "changed since it was frozen".to_owned(),
            _ if item.gaps.is_empty() => item.tier.to_string(),
            _ => tier(&item.tier).map_or_else(String::new, |tier| tier.words.clone()),
        };
        let tone = if here { Role::Context } else { Role::Dim };
        Line::from(vec![
            span(theme, role, format!(" {mark} {:>3} {who} ", at + 1)),
            span(theme, tone, clip(&words, cells.saturating_sub(20))),
        ])
    });
}

/// The page of the item, and which line of it is in focus.
fn page_lines(pane: &SessionPane, on: On<'_>, area: Rect) -> (Vec<Line<'static>>, Option<usize>) {
    let (theme, sheet, _) = on;
    let cells = usize::from(area.width);
    let as_at = sheet.picture.check.as_at;
    let mut people = Vec::new();
    let mut named: Option<&ChildOnPage> = None;
    for child in &pane.page.children {
        people.extend(child_lines(theme, child, (named, as_at), cells));
        named = Some(child);
    }
    let (mut gaps, focus) = gap_lines(pane, on, cells);
    let title = if gaps.is_empty() {
        "No open gap: the file is looked at all the same"
    } else {
        "Open gaps"
    };
    gaps.insert(0, line(theme, Role::Heading, title));
    let mut lines = why_first(pane, on, area);
    let before = if area.height < LOW {
        let before = lines.len();
        lines.extend(gaps);
        lines.push(Line::default());
        lines.extend(people);
        before
    } else {
        lines.extend(people);
        lines.push(Line::default());
        let before = lines.len();
        lines.extend(gaps);
        before
    };
    lines.extend(thread_lines(theme, &pane.page.threads, cells));
    lines.extend(running_lines(pane, theme, cells));
    lines.extend(happened_lines(pane, theme, cells));
    (lines, focus.map(|at| before + 1 + at))
}

fn why_first(pane: &SessionPane, (theme, sheet, _): On<'_>, area: Rect) -> Vec<Line<'static>> {
    let cells = usize::from(area.width);
    let Some(item) = pane.item() else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if let Some(tier) = tier(&item.tier) {
        let words = if area.height < LOW {
            format!("Look first: {}.", tier.words)
        } else {
            format!("Look first: {}. {}", tier.words, tier.why)
        };
        lines.extend(
            wrap(&words, cells)
                .into_iter()
                .map(|part| line(theme, Role::Late, part)),
        );
    }
    if pane.changed(pane.place, sheet) {
        let words = "The data have changed since the queue was frozen; what is marked > is other than it was.";
        lines.extend(
            wrap(words, cells)
                .into_iter()
                .map(|part| line(theme, Role::Unknown, part)),
        );
    }
    lines
}

/// A child: who, with whom, seen and supervised when. `before` is the child above, whose people
/// are not said twice.
fn child_lines(
    theme: &Theme,
    child: &ChildOnPage,
    (before, as_at): (Option<&ChildOnPage>, Day),
    cells: usize,
) -> Vec<Line<'static>> {
    let row = &child.view.row;
    let mut who = vec![];
    if row.unborn {
        who.push("unborn".to_owned());
    }
    who.extend(row.age.map(|age| format!("age {age}")));
    who.push(match row.since {
        Some(since) => format!("{} since {}", row.status, since.long()),
        None => row.status.to_owned(),
    });
    if before.is_none() {
        let family = row.family.as_ref();
        who.extend(family.map(|family| format!("family {}", clean(family))));
    }
    let name = clean(&row.shown).into_owned();
    let room = cells.saturating_sub(width(&name) + 3);
    let mut lines = vec![Line::from(vec![
        span(theme, Role::Heading, name),
        span(
            theme,
            Role::Context,
            format!("   {}", clip(&who.join("   "), room)),
        ),
    ])];
    let people = people(child);
    let same = before.is_some_and(|before| self::people(before) == people);
    if !same || child.since == Since::New {
        let (role, mark) = match child.since {
            Since::New => (Role::Marked, "* "),
            Since::Known => (Role::Context, ""),
        };
        lines.push(line(theme, role, clip(&format!("{mark}{people}"), cells)));
    }
    let ago = |day: Option<Day>| {
        day.map_or_else(
            || "never on this extract".to_owned(),
            |day| {
                let days = usize::try_from(as_at.days_since(day)).unwrap_or(0);
                format!("{}, {}", day.short(), many(days, "day", "days"))
            },
        )
    };
    let reviewed = child.reviewed.map_or_else(
        || "never reviewed".to_owned(),
        |day| format!("reviewed {}", day.short()),
    );
    let words = format!(
        "seen {} · supervision {} · {reviewed}",
        ago(row.last_seen),
        ago(row.last_supervision),
    );
    lines.extend(
        wrap(&words, cells)
            .into_iter()
            .map(|part| line(theme, Role::Plain, part)),
    );
    lines
}

/// Team, worker and supervisor.
fn people(child: &ChildOnPage) -> String {
    let row = &child.view.row;
    let supervisor = child.supervisor.as_ref();
    let people = [
        row.team.as_deref().map(|team| clean(team).into_owned()),
        Some(row.worker.as_deref().map_or_else(
            || "no worker named".to_owned(),
            |worker| clean(worker).into_owned(),
        )),
        supervisor.map(|name| format!("supervisor {}", clean(name))),
    ];
    let people: Vec<String> = people.into_iter().flatten().collect();
    people.join("   ")
}

fn gap_lines(pane: &SessionPane, on: On<'_>, cells: usize) -> (Vec<Line<'static>>, Option<usize>) {
    let (theme, sheet, given) = on;
    let children = pane.item().map_or(0, |item| item.children().len());
    let mut lines = Vec::new();
    let mut focus = None;
    for (at, gap) in pane.page.lines.iter().enumerate() {
        if at == pane.line {
            focus = Some(lines.len());
        }
        let mark = if pane.is_marked(gap) {
            span(theme, Role::Marked, "*")
        } else {
            span(theme, Role::Plain, " ")
        };
        let mut words = gap_line(
            theme,
            gap,
            (children, standing(gap, sheet, given)),
            cells.saturating_sub(1),
        );
        words.spans.insert(0, mark);
        lines.push(words);
        if let Some(words) = outcome_words(gap, sheet, given) {
            lines.extend(
                wrap(&words, cells.saturating_sub(4))
                    .into_iter()
                    .map(|part| line(theme, Role::Said, format!("    {part}"))),
            );
        }
    }
    (lines, focus)
}

fn standing<'a>(gap: &GapLine, sheet: &'a Sheet, given: &'a Given) -> Option<&'a Standing> {
    let first = gap.gaps.first()?;
    sheet.place(first).map(|at| given.of(at, sheet))
}

fn gap_line(
    theme: &Theme,
    gap: &GapLine,
    (children, standing): (usize, Option<&Standing>),
    cells: usize,
) -> Line<'static> {
    let (role, mark) = match standing {
        _ if gap.changed => (Role::Unknown, ">"),
        Some(standing) if !standing.is_open() => (Role::Dim, "="),
        Some(_) => (Role::Overdue, "!"),
        None => (Role::Dim, "="),
    };
    let who = match gap.who.as_slice() {
        _ if children < 2 => String::new(),
        all if all.len() == children && children == 2 => "both: ".to_owned(),
        all if all.len() == children => format!("all {children}: "),
        some => {
            let ids: Vec<_> = some.iter().map(|who| clean(who)).collect();
            format!("{}: ", ids.join(", "))
        }
    };
    let words = format!("{who}{}", gap.words);
    let label = width(&gap.label).clamp(12, 30).min(cells / 2);
    Line::from(vec![
        span(theme, role, format!("{mark} ")),
        span(
            theme,
            if mark == "=" { Role::Dim } else { Role::Plain },
            left(&clean(&gap.label), label),
        ),
        span(
            theme,
            role,
            format!(" {}", clip(&clean(&words), cells.saturating_sub(label + 3))),
        ),
    ])
}

fn outcome_words(gap: &GapLine, sheet: &Sheet, given: &Given) -> Option<String> {
    let at = sheet.place(gap.gaps.first()?)?;
    if given.is_saving(at) {
        return Some("being saved".to_owned());
    }
    let said =
        |kind: &str, reason: &str| format!("{kind}: {}.", clean(reason).trim_end_matches('.'));
    match given.of(at, sheet) {
        Standing::Open => None,
        Standing::Answered(one) => Some(said(&one.kind.label(), &one.reason)),
        Standing::Waiting(one) => Some(format!(
            "{} To be confirmed by an import.",
            said(&one.kind.label(), &one.reason)
        )),
        Standing::Reopened { was, why } => Some(format!(
            "open again, {why}; it was {}",
            said(&was.kind.label(), &was.reason)
        )),
    }
}

fn draw_words(frame: &mut Frame<'_>, area: Rect, pane: &SessionPane, theme: &Theme) {
    if let Some(input) = &pane.writing {
        field(frame, area, theme, ("Your words", input), Focus::Here);
    } else if !pane.words().is_empty() {
        let cells = usize::from(area.width);
        let words = format!("Your words: {}", clean(pane.words()));
        put(frame, area, &line(theme, Role::Said, clip(&words, cells)));
    }
}

fn draw_left(
    frame: &mut Frame<'_>,
    body: Rect,
    pane: &SessionPane,
    (theme, left): (&Theme, &[String]),
) {
    let area = layout::below(inset(body, 1), 1);
    let mut lines = left_lines(pane, area, (theme, left));
    lines.drain(..pane.scrolled.min(lines.len()));
    put_all(frame, area, &lines);
    widgets::cursor(frame, area.x, area.y);
}

/// How many lines of the summary do not fit the window.
pub(super) fn beyond(pane: &SessionPane, body: Rect, theme: &Theme) -> usize {
    let area = layout::below(inset(body, 1), 1);
    let left = pane.left.as_deref().unwrap_or_default();
    let lines = left_lines(pane, area, (theme, left)).len();
    lines.saturating_sub(area.height.into())
}

fn left_lines(
    pane: &SessionPane,
    area: Rect,
    (theme, left): (&Theme, &[String]),
) -> Vec<Line<'static>> {
    let cells = usize::from(area.width).min(90);
    let mut lines = vec![
        line(
            theme,
            Role::Heading,
            "The session has ended. Its summary is kept.",
        ),
        Line::default(),
    ];
    for words in left {
        let indent = words.len() - words.trim_start().len();
        let parts = wrap(words.trim_start(), cells.saturating_sub(indent));
        lines.extend(
            parts
                .into_iter()
                .map(|part| line(theme, Role::Plain, format!("{}{part}", " ".repeat(indent)))),
        );
    }
    if let Some(pace) = pane.pace() {
        lines.push(Line::default());
        lines.extend(
            wrap(&pace, cells)
                .into_iter()
                .map(|part| line(theme, Role::Dim, part)),
        );
    }
    lines
}
