//! One row of the list of gaps: a heading, a family, a gap.

use std::collections::HashSet;
use std::fmt::Write as _;

use ratatui::text::{Line, Span};

use super::GapsPane;
use super::listing::{Group, Grouping, Row};
use crate::model::{Standing, State};
use crate::review::Gap;
use crate::rules::Unit;
use crate::tui::given::{Standings as _, View};
use crate::tui::sheet::Sheet;
use crate::tui::text::{clean, count, left, name, right, width};
use crate::tui::theme::{Role, mark};
use crate::tui::widgets::{bar, per_cent, span};

/// One row of the list, whatever it stands for.
pub fn list_row(pane: &GapsPane, view: View<'_>, row: Row, cells: usize) -> Line<'static> {
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
pub fn clocks(pane: &GapsPane, sheet: &Sheet, group: &Group) -> Option<u32> {
    if !pane.choice.filter.is_empty() {
        return None;
    }
    let whole = match pane.laid.grouping {
        Grouping::Rule => sheet.open_clocks(group.rank as usize),
        // No share stands beside a person's name.
        Grouping::Supervisor | Grouping::Family => 0,
        Grouping::Team => sheet.teams.clocks(group.rank),
    };
    (whole > 0).then_some(whole)
}

fn group_row(pane: &GapsPane, view: View<'_>, group: &Group, cells: usize) -> Line<'static> {
    let theme = view.theme;
    let folded = pane.laid.folded.contains(&group.rank);
    let name = group_name(pane.laid.grouping, group, view.sheet);
    let name = if folded { format!("{name} …") } else { name };
    // Name, number and share each have their place; what is left is for the bar and the tail.
    // In a narrow window the whole name is worth more than the bar.
    let others = if cells < 64 { 30 } else { 42 };
    let name_cells = cells.saturating_sub(others).clamp(8, 34);
    let mut spans = vec![
        Span::raw(" "),
        span(theme, Role::Heading, left(&name, name_cells)),
        span(theme, Role::Heading, right(&count(group.overdue), 6)),
    ];
    let tail = tail(pane, group);
    let mut room = cells.saturating_sub(name_cells + 7);
    let whole = clocks(pane, view.sheet, group);
    if let Some(whole) = whole {
        let share = right(&per_cent(group.overdue, whole), 5);
        let words = format!(" {share} of {}", count(whole));
        let with_bar = 17
            + if tail.is_empty() {
                10
            } else {
                12 + width(&tail)
            };
        let cells = if room >= with_bar {
            17
        } else {
            width(&words) + 2
        };
        spans.push(span(theme, Role::Dim, left(&words, cells.min(room))));
        let barred = room >= with_bar;
        room = room.saturating_sub(cells);
        if barred {
            let bar = bar(group.overdue, whole, 10);
            spans.push(span(theme, Role::Bar, format!("{bar}  ")));
            room -= 12.min(room);
        }
    } else if !tail.is_empty() {
        spans.push(Span::raw("  "));
        room = room.saturating_sub(2);
    }
    // Half a number would mislead: what does not fit whole is left out.
    let whole_parts = (0..=tail.len()).rev().find(|end| {
        let ends = *end == tail.len() || tail.get(*end..).is_some_and(|t| t.starts_with(','));
        ends && tail.get(..*end).is_some_and(|t| width(t) <= room)
    });
    let tail = tail.get(..whole_parts.unwrap_or(0)).unwrap_or_default();
    spans.push(span(theme, Role::Dim, tail));
    Line::from(spans)
}

/// What stands under the heading beside what is overdue, and how far it was answered.
fn tail(pane: &GapsPane, group: &Group) -> String {
    let filtered = !pane.choice.filter.is_empty();
    let mut words = Vec::new();
    words.extend(filtered.then(|| "filtered".to_owned()));
    for (number, what) in [
        (group.unanswered, "unanswered"),
        (group.late, "late"),
        (group.untold, "untold"),
    ] {
        let telling = what != "unanswered" || number != group.overdue;
        if telling && (number > 0 || what == "unanswered") {
            words.push(format!("{} {what}", count(number)));
        }
    }
    words.join(", ")
}

/// Cells for who it is about and for what stands beside it.
fn columns(grouping: Grouping, gap: &Gap, cells: usize) -> (usize, usize) {
    match (grouping, gap.is_child) {
        // "900138 +2 x4" fits in twelve.
        (Grouping::Rule, true) => {
            // The last column keeps room for "booked for 30 Nov 2026", where there is more for
            // "none since opened 05 Jan".
            let beside = |others: usize, most: usize| cells.saturating_sub(others).min(most);
            (12, beside(46, 14).max(beside(54, 15)).max(beside(56, 23)))
        }
        (Grouping::Rule, false) => {
            let who = if cells >= 64 { 17 } else { 12 };
            (who, cells.saturating_sub(21 + who).min(27))
        }
        // A worker's name needs more room than an id, where there is some.
        _ if cells >= 76 => (16, 25),
        _ => (
            12,
            cells
                .saturating_sub(if cells >= 60 { 42 } else { 47 })
                .min(25),
        ),
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
    let second = match pane.laid.grouping {
        Grouping::Rule if !gap.is_child => due_from(gap),
        Grouping::Rule => gap.team.as_deref().unwrap_or("no team").to_owned(),
        _ => sheet
            .rule(gap)
            .map_or_else(String::new, |rule| rule.short.clone()),
    };
    let (who_cells, second_cells) = columns(pane.laid.grouping, gap, cells);
    // Under a name the rule has to be read whole; the mark already says that it is over.
    let short = cells < 60 || (cells < 76 && pane.laid.grouping != Grouping::Rule);
    let over = over_words(gap, if short { 0 } else { cells });
    let over_cells = match (short, cells) {
        (false, _) => 14,
        (true, 60..) => 9,
        (true, _) => 12,
    };
    let used = 3 + who_cells + second_cells + over_cells + 3;
    let rest = cells.saturating_sub(used);
    let words = if saving {
        "saving".to_owned()
    } else {
        without_year(&standing_words(standing, gap), rest).to_owned()
    };
    let rest_role = match standing {
        Standing::Reopened { .. } => Role::Late,
        _ => Role::Dim,
    };
    Line::from(vec![
        span(theme, Role::Marked, if marked { "*" } else { " " }),
        span(theme, state, if done { ANSWERED } else { mark(gap.state) }),
        Span::raw(" "),
        span(theme, plain, left(&who(shown, gap, sheet), who_cells)),
        Span::raw(" "),
        span(theme, Role::Dim, name(&second, second_cells)),
        Span::raw(if second_cells > 0 { " " } else { "" }),
        span(theme, state, left(&over, over_cells)),
        Span::raw(" "),
        span(theme, rest_role, left(&words, rest)),
    ])
}

/// The mark of a gap that was answered: neither done nor overdue.
const ANSWERED: &str = "=";

/// Whose task a worker's supervision is.
fn due_from(gap: &Gap) -> String {
    gap.supervisor.as_deref().map_or_else(
        || "no supervisor named".to_owned(),
        |name| format!("due from {}", clean(name)),
    )
}

/// "900138 +2": and two more children; "x4": four clocks among them.
fn who(shown: &Shown<'_>, gap: &Gap, sheet: &Sheet) -> String {
    if let Nest::Under = shown.nest {
        return format!("  {}", clean(&gap.who));
    }
    let mut words = clean(&gap.who).into_owned();
    let ranks = shown
        .all
        .iter()
        .filter_map(|at| sheet.ranks.get(*at as usize));
    let children: HashSet<u32> = ranks.map(|ranks| ranks.who).collect();
    if children.len() > 1 {
        let _ = write!(words, " +{}", children.len() - 1);
    }
    if shown.all.len() > children.len() {
        let _ = write!(words, " x{}", shown.all.len());
    }
    words
}

/// "41 days over", "12 WD late", "cannot be told".
pub fn over_words(gap: &Gap, cells: usize) -> String {
    if gap.state == State::NotComputable {
        return "cannot be told".to_owned();
    }
    if gap.over <= 0 {
        return gap.state.label().to_owned();
    }
    let unit = match (gap.unit, gap.over) {
        // As the practice writes working days; the explanation spells them out.
        (Unit::WorkingDays, _) => "WD",
        (Unit::Weeks, 1) => "week",
        (Unit::Weeks, _) => "weeks",
        (_, 1) => "day",
        _ => "days",
    };
    let sign = if gap.at_least { "+" } else { "" };
    let number = format!("{:>4}", format!("{}{sign}", gap.over));
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

/// A day that would be cut gives up its year first: half a date says nothing.
fn without_year(words: &str, cells: usize) -> &str {
    let day = words.rsplit_once(' ').filter(|(day, year)| {
        let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
        is_year && width(words) > cells && width(day) <= cells
    });
    day.map_or(words, |(day, _)| day)
}

fn standing_words(standing: &Standing, gap: &Gap) -> String {
    match standing {
        Standing::Open => gap.phrase.clone(),
        Standing::Answered(outcome) => outcome.kind.label(),
        Standing::Waiting(outcome) => format!("{}, to be confirmed", outcome.kind.label()),
        Standing::Reopened { why, .. } => format!("open again: {why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_would_be_cut_gives_up_its_year_and_nothing_else_does() {
        for (words, cells, shown) in [
            ("booked for 30 Nov 2026", 22, "booked for 30 Nov 2026"),
            ("booked for 30 Nov 2026", 17, "booked for 30 Nov"),
            ("booked for 30 Nov 2026", 9, "booked for 30 Nov 2026"),
            ("none since opened 05 Jan", 20, "none since opened 05 Jan"),
        ] {
            assert_eq!(without_year(words, cells), shown);
        }
    }
}
