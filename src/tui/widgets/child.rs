//! A child beside a list: enough to know whose file to open, never the whole page.

use ratatui::text::{Line, Span};

use super::{line, span};
use crate::review::CaseView;
use crate::tui::text::{clean, clip, left, many, right, width, wrap};
use crate::tui::theme::{Role, Theme, mark};

/// How many of the newest events are shown.
const LATEST: usize = 12;

/// A child in one column: who, which clocks run, what happened last.
#[must_use]
pub fn lines(theme: &Theme, view: &CaseView, cells: usize) -> Vec<Line<'static>> {
    let row = &view.row;
    let since = match row.since {
        Some(since) => format!("{} since {}", row.status, since.long()),
        None => row.status.to_owned(),
    };
    let names = [row.team.as_deref(), row.worker.as_deref()]
        .into_iter()
        .flatten()
        .map(clean)
        .collect::<Vec<_>>()
        .join(", ");
    let mut lines = vec![line(theme, Role::Heading, clean(&row.shown))];
    for words in [since, names] {
        lines.extend(
            wrap(&words, cells)
                .into_iter()
                .map(|part| line(theme, Role::Context, part)),
        );
    }
    lines.push(Line::default());
    let today = 14.min(cells / 2);
    for clock in &view.clocks {
        let trial = if clock.trial { " (trial)" } else { "" };
        let room = cells.saturating_sub(today + 3 + trial.len());
        let label = format!("{}{trial}", clip(&clock.label, room));
        lines.push(Line::from(vec![
            span(theme, Role::of(clock.state), mark(clock.state)),
            Span::raw(" "),
            span(
                theme,
                Role::Plain,
                left(&label, cells.saturating_sub(today + 3)),
            ),
            Span::raw(" "),
            span(theme, Role::of(clock.state), right(&clock.today, today)),
        ]));
    }
    if !view.siblings.is_empty() {
        lines.push(Line::default());
        let others = many(view.siblings.len(), "sibling", "siblings");
        lines.push(line(theme, Role::Dim, format!("{others} known")));
    }
    if !view.timeline.is_empty() {
        lines.push(Line::default());
        lines.push(line(theme, Role::Heading, "What happened last"));
    }
    for event in view.timeline.iter().take(LATEST) {
        let day = format!("{}  ", event.on.long());
        let under = " ".repeat(width(&day));
        let words = wrap(&event.what, cells.saturating_sub(width(&day)).max(10));
        for (at, part) in words.into_iter().enumerate() {
            let day = if at == 0 { &day } else { &under };
            lines.push(Line::from(vec![
                span(theme, Role::Dim, day.clone()),
                span(theme, Role::Plain, part),
            ]));
        }
    }
    lines
}
