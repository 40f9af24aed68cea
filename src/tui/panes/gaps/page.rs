//! How the gaps are drawn: a heading, the list by its window, the argument beside it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::GapsPane;
use super::listing::{Breadth, Group, Grouping, Row, Selection};
use super::rows::{clocks, group_name, list_row, over_words};
use crate::model::State;
use crate::tui::action::{Action, Mode};
use crate::tui::given::{Standings as _, View};
use crate::tui::layout::{ROOMY, below, row, split};
use crate::tui::sheet::Spread;
use crate::tui::text::{clean, clip, count, left, many, right, width};
use crate::tui::theme::{Role, Theme, mark};
use crate::tui::widgets::{self, Window, line, per_cent, put, put_all, span};

/// The list's part of the width, in hundredths.
pub const SHARE: u16 = 59;

/// The same where the child stands beside as well.
const ROOMY_SHARE: u16 = 40;

/// The key of an action of the list of gaps.
fn key(view: View<'_>, action: Action) -> &str {
    view.keymap.key_for(Mode::Gaps, action)
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &GapsPane, view: View<'_>) {
    let roomy = body.width >= ROOMY;
    let parts = split(body, if roomy { ROOMY_SHARE } else { SHARE });
    put(frame, parts.head, &head(pane, view, body.width.into()));
    if pane.listed.rows.is_empty() {
        put_all(frame, below(parts.list, 1), &nothing(pane, view));
        widgets::cursor(frame, parts.list.x, parts.list.y);
        return;
    }
    let window = Window {
        count: pane.listed.rows.len(),
        top: pane.top,
        cursor: pane.cursor,
    };
    let cells = usize::from(parts.list.width);
    widgets::rows(frame, parts.list, window, view.theme, |at| {
        pane.listed
            .rows
            .get(at)
            .map_or_else(Line::default, |row| list_row(pane, view, *row, cells))
    });
    if let Some(side) = parts.side {
        upright(frame, parts.line, view.theme);
        let side = if roomy {
            let (left, line, right) = halves(side);
            if let Some((_, child)) = &pane.child {
                upright(frame, line, view.theme);
                let lines = widgets::child(view.theme, child, right.width.into());
                put_all(frame, below(right, 1), &lines);
            }
            left
        } else {
            side
        };
        let room = below(side, 1);
        let mut lines = beside(pane, view, side.width.into());
        if lines.len() > usize::from(room.height) {
            lines.truncate(usize::from(room.height).saturating_sub(1));
            lines.push(line(
                view.theme,
                Role::Key,
                format!("{} shows the rest", key(view, Action::Read)),
            ));
        }
        put_all(frame, room, &lines);
    }
}

/// A line between two columns.
fn upright(frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
    for at in 0..area.height {
        put(frame, row(area, at), &line(theme, Role::Line, "│"));
    }
}

/// Two columns and the line between them.
const fn halves(area: Rect) -> (Rect, Rect, Rect) {
    let width = (area.width.saturating_sub(3)) / 2;
    let left = Rect { width, ..area };
    let line = Rect {
        x: area.x + width + 1,
        width: 1,
        ..area
    };
    let right = Rect {
        x: area.x + width + 3,
        width: area.width.saturating_sub(width + 3),
        ..area
    };
    (left, line, right)
}

/// Draws the explanation over the whole body, for a narrow window or a long argument.
pub fn draw_reading(frame: &mut Frame<'_>, body: Rect, pane: &GapsPane, view: View<'_>) {
    let area = crate::tui::layout::inset(body, 1);
    let cells = usize::from(area.width).min(84);
    let lines = beside(pane, view, cells);
    let scrolled = usize::from(pane.scrolled).min(lines.len().saturating_sub(1));
    put_all(frame, area, &lines[scrolled..]);
    widgets::cursor(frame, area.x, area.y);
}

fn head(pane: &GapsPane, view: View<'_>, cells: usize) -> Line<'static> {
    let theme = view.theme;
    let listed = &pane.listed;
    if let Some(only) = &pane.choice.only {
        return behind(pane, only, view, cells);
    }
    let mut total = many(listed.overdue as usize, "gap", "gaps");
    if listed.unanswered != listed.overdue {
        total.extend([", ", &count(listed.unanswered), " unanswered"]);
    }
    let room = cells.saturating_sub(if cells >= 100 { 60 } else { 34 } + width(&total));
    let spread = about_whom(listed.spread, view.sheet.knows_families, room);
    let mut spans = vec![
        span(theme, Role::Heading, format!(" {total}")),
        span(theme, Role::Plain, spread),
    ];
    if cells >= 100 {
        spans.push(span(theme, Role::Dim, "    by "));
        for (place, grouping) in Grouping::ALL.into_iter().enumerate() {
            if place > 0 {
                spans.push(span(theme, Role::Dim, " | "));
            }
            let role = if grouping == pane.choice.grouping {
                Role::TabOpen
            } else {
                Role::Dim
            };
            spans.push(span(theme, role, grouping.word()));
        }
    } else {
        let by = format!("   by {}", pane.choice.grouping.word());
        spans.push(span(theme, Role::Dim, by));
    }
    if !pane.marks.is_empty() {
        let marked = format!("   {} marked", count(pane.marks.len() as u64));
        spans.push(span(theme, Role::Marked, marked));
    }
    if !pane.choice.filter.is_empty() {
        let words = format!("   / {}", clean(&pane.choice.filter.words));
        spans.push(span(theme, Role::Key, words));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let (breadth, order) = (pane.choice.breadth.word(), pane.choice.order.word());
    // What does not fit whole is left out.
    let fits = |words: &String| used + width(words) <= cells;
    let words = [format!("   {breadth}, {order}"), format!("   {breadth}")];
    spans.extend(
        words
            .into_iter()
            .find(fits)
            .map(|words| span(theme, Role::Dim, words)),
    );
    Line::from(spans)
}

/// The heading over the gaps that a figure of a note was drawn from.
fn behind(pane: &GapsPane, only: &Selection, view: View<'_>, cells: usize) -> Line<'static> {
    let theme = view.theme;
    let all = only.gaps.len() + only.gone;
    let total = match only.gone {
        0 => many(all, "gap behind", "gaps behind"),
        gone => format!(
            "{} of {} behind",
            count((all - gone) as u64),
            many(all, "gap", "gaps")
        ),
    };
    let back = format!("   {} back to the note", key(view, Action::Clear));
    let gone = match only.gone {
        0 => String::new(),
        gone => format!("   {} not a gap in these data any more", count(gone as u64)),
    };
    let marked = match pane.marks.len() {
        0 => String::new(),
        marks => format!("   {} marked", count(marks as u64)),
    };
    let used = width(&total) + width(&back) + width(&gone) + width(&marked) + 2;
    let words = clip(&only.words, cells.saturating_sub(used));
    Line::from(vec![
        span(theme, Role::Heading, format!(" {total} {words}")),
        span(theme, Role::Late, gone),
        span(theme, Role::Marked, marked),
        span(theme, Role::Dim, back),
    ])
}

/// " in 61 families and 4 children without one known, 16 workers": never a family that is none.
fn about_whom(spread: Spread, knows_families: bool, room: usize) -> String {
    let number = |number: u32, one, more| many(number as usize, one, more);
    let children = |number| number_of_children(number);
    let (long, short) = match spread {
        Spread { children: 0, .. } => (String::new(), String::new()),
        Spread { children: all, .. } if !knows_families => {
            let words = format!(", {}", children(all));
            (words.clone(), words)
        }
        Spread {
            families: 0,
            without,
            ..
        } => {
            let words = format!(", {}", children(without));
            (format!("{words} without a known family"), words)
        }
        Spread {
            families,
            without: 0,
            ..
        } => {
            let words = format!(" in {}", number(families, "family", "families"));
            (words.clone(), words)
        }
        Spread {
            families, without, ..
        } => {
            let words = format!(" in {}", number(families, "family", "families"));
            (
                format!("{words} and {} without one known", children(without)),
                format!("{words} + {}", children(without)),
            )
        }
    };
    let workers = match spread.workers {
        0 => String::new(),
        workers => format!(", {}", number(workers, "worker", "workers")),
    };
    let long = long + &workers;
    if width(&long) <= room {
        long
    } else {
        short + &workers
    }
}

fn number_of_children(number: u32) -> String {
    many(number as usize, "child", "children")
}

fn nothing(pane: &GapsPane, view: View<'_>) -> Vec<Line<'static>> {
    let theme = view.theme;
    let more = key(view, Action::Listing);
    let (words, hint) = if !pane.choice.filter.is_empty() {
        let (clear, filter) = (key(view, Action::Clear), key(view, Action::Filter));
        (
            " No gap passes this filter.",
            format!(" {clear} clears it, {filter} changes it, {more} lists more."),
        )
    } else if pane.choice.breadth == Breadth::Overdue {
        (
            " Nothing is overdue under the rules that are on.",
            format!(" {more} lists those done late and those that cannot be told."),
        )
    } else {
        (
            " Nothing to list under the rules that are on.",
            format!(" {more} changes what is listed."),
        )
    };
    vec![
        line(theme, Role::Heading, words),
        line(theme, Role::Dim, hint),
    ]
}

/// What stands beside the list: the argument of a gap, or what a group is.
fn beside(pane: &GapsPane, view: View<'_>, cells: usize) -> Vec<Line<'static>> {
    let (theme, sheet) = (view.theme, view.sheet);
    let Some((at, why)) = &pane.argument else {
        return match pane.row() {
            Some(Row::Group(group)) => pane
                .listed
                .groups
                .get(group as usize)
                .map_or_else(Vec::new, |group| about_group(pane, view, group, cells)),
            _ => Vec::new(),
        };
    };
    let Some(gap) = sheet.gap(*at) else {
        return Vec::new();
    };
    let mut about = vec![clean(&gap.who).into_owned()];
    if let Some(case) = gap.child.and_then(|child| sheet.case(child)) {
        about.extend(case.age.map(|age| format!("age {age}")));
        about.push(case.status.to_owned());
    }
    for name in [&gap.team, &gap.worker].into_iter().flatten() {
        if **name != *gap.who {
            about.push(clean(name).into_owned());
        }
    }
    let mut lines = name_lines(theme, &about, cells);
    if let Some(supervisor) = &gap.supervisor {
        let words = format!("Supervisor {}", clean(supervisor));
        lines.push(line(theme, Role::Dim, words));
    }
    lines.push(Line::default());
    lines.extend(widgets::argument(
        theme,
        gap,
        why,
        view.given.of(*at, sheet),
        cells,
    ));
    if let Some(row @ Row::Family { .. }) = pane.row() {
        let others: Vec<String> = pane
            .members(row)
            .iter()
            .skip(1)
            .filter_map(|at| sheet.gap(*at))
            .map(|gap| format!("{} ({})", clean(&gap.who), over_words(gap, 80).trim()))
            .collect();
        lines.push(Line::default());
        let words = format!("The same for: {}.", others.join(", "));
        lines.extend(
            crate::tui::text::wrap(&words, cells)
                .into_iter()
                .map(|part| line(theme, Role::Plain, part)),
        );
    }
    lines
}

/// The name in bold, the rest beside it or below.
fn name_lines(theme: &Theme, about: &[String], cells: usize) -> Vec<Line<'static>> {
    let joined = about.join("   ");
    if width(&joined) <= cells {
        let (first, rest) = joined.split_at(about.first().map_or(0, String::len));
        return vec![Line::from(vec![
            span(theme, Role::Heading, first),
            span(theme, Role::Context, rest),
        ])];
    }
    let mut lines = vec![line(
        theme,
        Role::Heading,
        about.first().cloned().unwrap_or_default(),
    )];
    let rest = about.get(1..).unwrap_or_default().join(", ");
    lines.extend(
        crate::tui::text::wrap(&rest, cells)
            .into_iter()
            .map(|part| line(theme, Role::Context, part)),
    );
    lines
}

fn about_group(pane: &GapsPane, view: View<'_>, group: &Group, cells: usize) -> Vec<Line<'static>> {
    let (theme, sheet) = (view.theme, view.sheet);
    let wrapped = |role: Role, words: &str| {
        crate::tui::text::wrap(words, cells)
            .into_iter()
            .map(|part| line(theme, role, part))
            .collect::<Vec<_>>()
    };
    let mut lines = wrapped(Role::Heading, &group_name(pane.laid.grouping, group, sheet));
    if pane.laid.grouping == Grouping::Supervisor
        && let Some(name) = sheet.supervisors.name(group.rank)
        && let Some(of) = sheet.picture.check.supervised.get(name)
    {
        lines.extend(wrapped(
            Role::Plain,
            &format!("Answers for {}.", of.words()),
        ));
    }
    let mut listed = format!(
        "{} overdue, {} of them not answered yet.",
        many(group.overdue as usize, "gap", "gaps"),
        count(group.unanswered)
    );
    if !pane.choice.filter.is_empty() {
        listed.push_str(" Filtered.");
    }
    lines.extend(wrapped(Role::Plain, &listed));
    if let Some(whole) = clocks(pane, sheet, group) {
        let words = format!(
            "{} overdue of {} that run: {}.",
            count(group.overdue),
            many(whole as usize, "clock", "clocks"),
            per_cent(group.overdue, whole)
        );
        lines.extend(wrapped(Role::Plain, &words));
    }
    let result = sheet.picture.check.rules.get(group.rank as usize);
    if let Some(result) = result.filter(|_| pane.laid.grouping == Grouping::Rule) {
        lines.push(Line::default());
        lines.extend(wrapped(Role::Plain, &format!("{}.", result.rule.title)));
        lines.extend(wrapped(
            Role::Dim,
            &format!("Level: {}.", result.rule.level.label()),
        ));
        lines.extend(wrapped(
            Role::Dim,
            &format!("Source: {}", result.rule.source),
        ));
        lines.push(Line::default());
        for (state, number) in State::ALL.into_iter().zip(result.counts.0) {
            lines.push(Line::from(vec![
                span(theme, Role::of(state), format!("{} ", mark(state))),
                span(theme, Role::Plain, left(state.label(), 16)),
                span(theme, Role::Plain, right(&count(number), 7)),
            ]));
        }
    }
    lines
}
