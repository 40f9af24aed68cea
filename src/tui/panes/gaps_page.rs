//! How the gaps are drawn: a heading, the list by its window, the argument beside it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::gaps::GapsPane;
use super::listing::{Breadth, Group, Grouping, Row, Standings as _};
use crate::model::{Standing, State};
use crate::review::Gap;
use crate::rules::Unit;
use crate::tui::given::Given;
use crate::tui::layout::{below, split};
use crate::tui::sheet::Sheet;
use crate::tui::text::{clean, count, left, many, right, width};
use crate::tui::theme::{Role, Theme, mark};
use crate::tui::widgets::{self, Window, bar, line, per_cent, put, put_all, span};

/// The list's part of the width, in hundredths.
pub const SHARE: u16 = 57;

/// What a page is drawn from.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub sheet: &'a Sheet,
    pub given: &'a Given,
    pub theme: &'a Theme,
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &GapsPane, view: View<'_>) {
    let parts = split(body, SHARE);
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
        for y in parts.line.y..parts.line.bottom() {
            let at = Rect {
                y,
                height: 1,
                ..parts.line
            };
            put(frame, at, &line(view.theme, Role::Line, "│"));
        }
        put_all(
            frame,
            below(side, 1),
            &beside(pane, view, side.width.into()),
        );
    }
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
    let total = pane.listed.order.len();
    let mut spans = vec![
        span(
            theme,
            Role::Heading,
            format!(" {}", many(total, "gap", "gaps")),
        ),
        span(
            theme,
            Role::Plain,
            format!(" in {}", many(pane.listed.families, "family", "families")),
        ),
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
    let answered = view.given.answered();
    if answered > 0 {
        let words = format!("   {} answered now", count(answered as u64));
        spans.push(span(theme, Role::Said, words));
    }
    if !pane.choice.filter.is_empty() {
        let words = format!("   / {}", clean(&pane.choice.filter.words));
        spans.push(span(theme, Role::Key, words));
    }
    spans.push(span(
        theme,
        Role::Dim,
        format!(
            "   {}, {}",
            pane.choice.breadth.word(),
            pane.choice.order.word()
        ),
    ));
    Line::from(spans)
}

fn nothing(pane: &GapsPane, view: View<'_>) -> Vec<Line<'static>> {
    let theme = view.theme;
    if !pane.choice.filter.is_empty() {
        return vec![
            line(theme, Role::Heading, " No gap passes this filter."),
            line(
                theme,
                Role::Dim,
                " esc clears it, / changes it, l lists more.",
            ),
        ];
    }
    let words = if pane.choice.breadth == Breadth::Overdue {
        " Nothing is overdue under the rules that are on."
    } else {
        " Nothing to list under the rules that are on."
    };
    vec![
        line(theme, Role::Heading, words),
        line(
            theme,
            Role::Dim,
            " l lists those done late and those that cannot be told.",
        ),
    ]
}

fn list_row(pane: &GapsPane, view: View<'_>, row: Row, cells: usize) -> Line<'static> {
    match row {
        Row::Space => Line::default(),
        Row::Group(group) => pane
            .listed
            .groups
            .get(group as usize)
            .map_or_else(Line::default, |group| group_row(pane, view, group, cells)),
        Row::Gap(at) => gap_row(pane, view, &Shown::one(at), cells),
        Row::Sibling(at) => gap_row(pane, view, &Shown::sibling(at), cells),
        Row::Family { from, count } => {
            let members = pane
                .listed
                .order
                .get(from as usize..(from + count) as usize)
                .unwrap_or_default();
            gap_row(pane, view, &Shown::family(members), cells)
        }
    }
}

/// What a group is called.
pub fn group_name(grouping: Grouping, group: &Group, sheet: &Sheet) -> String {
    let named = |name: Option<&str>| {
        name.map_or_else(
            || format!("no {} named", grouping.word()),
            |name| clean(name).into_owned(),
        )
    };
    match grouping {
        Grouping::Rule => sheet
            .picture
            .check
            .rules
            .get(group.rank as usize)
            .map_or_else(String::new, |result| result.rule.short.clone()),
        Grouping::Supervisor => named(sheet.supervisors.name(group.rank)),
        Grouping::Team => named(sheet.teams.name(group.rank)),
        Grouping::Family => match sheet.families.name(group.rank) {
            Some(name) => format!("Family {}", clean(name)),
            None => "no family known".to_owned(),
        },
    }
}

/// The denominator of a group, where one is known and the filter has not cut the numerator.
fn clocks(pane: &GapsPane, sheet: &Sheet, group: &Group) -> Option<u32> {
    if !pane.choice.filter.is_empty() {
        return None;
    }
    let whole = match pane.choice.grouping {
        Grouping::Rule => sheet.open_clocks(group.rank as usize),
        Grouping::Supervisor => sheet.supervisors.clocks(group.rank),
        Grouping::Team => sheet.teams.clocks(group.rank),
        Grouping::Family => 0,
    };
    (whole > 0).then_some(whole)
}

fn group_row(pane: &GapsPane, view: View<'_>, group: &Group, cells: usize) -> Line<'static> {
    let theme = view.theme;
    let folded = pane.choice.folded.contains(&group.rank);
    let name = group_name(pane.choice.grouping, group, view.sheet);
    let name = if folded { format!("{name} …") } else { name };
    let share = clocks(pane, view.sheet, group).map(|whole| {
        (
            bar(group.overdue, whole, 10),
            format!(
                "{} of {}",
                right(&per_cent(group.overdue, whole), 5),
                count(whole)
            ),
        )
    });
    let wide = cells >= 58;
    let taken = 6 + if wide { 11 } else { 0 } + 15;
    let name_cells = cells.saturating_sub(taken + 3).max(8);
    let mut spans = vec![
        Span::raw(" "),
        span(theme, Role::Heading, left(&name, name_cells)),
        span(theme, Role::Heading, right(&count(group.count), 6)),
    ];
    if let Some((bar, words)) = share {
        if wide {
            spans.push(span(theme, Role::Bar, format!(" {bar}")));
        }
        spans.push(span(theme, Role::Dim, format!(" {words}")));
    }
    Line::from(spans)
}

/// Cells for who it is about and for what stands beside it.
fn columns(grouping: Grouping, gap: &Gap, cells: usize) -> (usize, usize) {
    // "900138 +2" fits in ten.
    let team = cells.saturating_sub(44).min(11);
    match (grouping, gap.is_child) {
        (Grouping::Rule, true) => (10, team),
        // A worker's name may use the place in which a child's team would stand.
        (Grouping::Rule, false) => (10 + 1 + team, 0),
        _ => (12, cells.saturating_sub(47).min(25)),
    }
}

enum Nest {
    No,
    Under,
}

struct Shown<'a> {
    first: u32,
    all: &'a [u32],
    nest: Nest,
}

impl<'a> Shown<'a> {
    const fn one(at: u32) -> Self {
        Self {
            first: at,
            all: &[],
            nest: Nest::No,
        }
    }

    const fn sibling(at: u32) -> Self {
        Self {
            first: at,
            all: &[],
            nest: Nest::Under,
        }
    }

    fn family(members: &'a [u32]) -> Self {
        Self {
            first: members.first().copied().unwrap_or(0),
            all: members,
            nest: Nest::No,
        }
    }

    fn each(&self) -> &[u32] {
        if self.all.is_empty() {
            std::slice::from_ref(&self.first)
        } else {
            self.all
        }
    }
}

fn gap_row(pane: &GapsPane, view: View<'_>, shown: &Shown<'_>, cells: usize) -> Line<'static> {
    let (theme, sheet) = (view.theme, view.sheet);
    let Some(gap) = sheet.gap(shown.first) else {
        return Line::default();
    };
    let marked = shown.each().iter().all(|at| pane.marks.contains(at));
    let saving = shown.each().iter().any(|at| view.given.is_saving(*at));
    let standing = view.given.of(shown.first, sheet);
    let done = shown
        .each()
        .iter()
        .all(|at| !view.given.of(*at, sheet).is_open());
    let plain = if done { Role::Dim } else { Role::Plain };
    let state = if done { Role::Dim } else { Role::of(gap.state) };
    let second = match pane.choice.grouping {
        Grouping::Rule if !gap.is_child => "",
        Grouping::Rule => gap.team.as_deref().unwrap_or("no team"),
        _ => sheet.rule(gap).map_or("", |rule| rule.short.as_str()),
    };
    let (who_cells, second_cells) = columns(pane.choice.grouping, gap, cells);
    let over = over_words(gap, cells);
    let over_cells = if cells >= 60 { 17 } else { 12 };
    let used = 3 + who_cells + second_cells + over_cells + 3;
    let rest = cells.saturating_sub(used);
    let words = if saving {
        "saving".to_owned()
    } else {
        standing_words(standing, gap)
    };
    let rest_role = match standing {
        Standing::Reopened { .. } => Role::Late,
        _ => Role::Dim,
    };
    Line::from(vec![
        span(theme, Role::Marked, if marked { "*" } else { " " }),
        span(theme, state, if done { "·" } else { mark(gap.state) }),
        Span::raw(" "),
        span(theme, plain, left(&who(shown, gap), who_cells)),
        Span::raw(" "),
        span(theme, Role::Dim, left(second, second_cells)),
        Span::raw(if second_cells > 0 { " " } else { "" }),
        span(theme, state, left(&over, over_cells)),
        Span::raw(" "),
        span(theme, rest_role, left(&words, rest)),
    ])
}

fn who(shown: &Shown<'_>, gap: &Gap) -> String {
    match (shown.all.len(), &shown.nest) {
        (0 | 1, Nest::No) => clean(&gap.who).into_owned(),
        (0 | 1, Nest::Under) => format!("  {}", clean(&gap.who)),
        (more, _) => format!("{} +{}", clean(&gap.who), more - 1),
    }
}

fn over_words(gap: &Gap, cells: usize) -> String {
    if gap.state == State::NotComputable {
        return "cannot be told".to_owned();
    }
    if gap.over <= 0 {
        return gap.state.label().to_owned();
    }
    let unit = match (gap.unit, gap.over) {
        (Unit::WorkingDays, _) => "w. days",
        (Unit::Weeks, 1) => "week",
        (Unit::Weeks, _) => "weeks",
        (_, 1) => "day",
        _ => "days",
    };
    let number = right(&gap.over.to_string(), 4);
    if cells < 60 {
        return format!("{number} {unit}");
    }
    let word = if gap.state == State::Late {
        "late"
    } else {
        "over"
    };
    format!("{number} {unit} {word}")
}

fn standing_words(standing: &Standing, gap: &Gap) -> String {
    match standing {
        Standing::Open => gap.phrase.clone(),
        Standing::Answered(outcome) => outcome.kind.label(),
        Standing::Waiting(outcome) => format!("{}, to be confirmed", outcome.kind.label()),
        Standing::Reopened { why, .. } => format!("open again: {why}"),
    }
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
    let mut lines = wrapped(
        Role::Heading,
        &group_name(pane.choice.grouping, group, sheet),
    );
    let listed = format!("{} listed here.", many(group.count as usize, "gap", "gaps"));
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
    if let Some(result) = result.filter(|_| pane.choice.grouping == Grouping::Rule) {
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
