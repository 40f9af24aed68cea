//! What stands below the gaps of a page: what was promised, what is due next, what happened last.
//!
//! The surprising thing: what is new since the last review is shown before what is later and known,
//! so that nothing new is below what is cut off.

use ratatui::text::Line;

use super::SessionPane;
use crate::model::Day;
use crate::review::session::{Happened, Since};
use crate::review::{Thread, ThreadState};
use crate::tui::text::{clean, clip, left, many, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{line, span};

/// Events of the timeline that are shown; the child's page shows all.
const LATEST: usize = 14;

pub(super) fn thread_lines(theme: &Theme, threads: &[Thread], cells: usize) -> Vec<Line<'static>> {
    let open: Vec<&Thread> = threads.iter().filter(|one| one.state.is_open()).collect();
    if open.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::default(), line(theme, Role::Heading, "Promised")];
    for thread in open.iter().take(4) {
        let (role, mark, state) = match thread.state {
            ThreadState::Overdue { days } => (Role::Overdue, "!", format!(", {days} over")),
            _ => (Role::Plain, "·", String::new()),
        };
        let due = thread
            .due
            .map_or_else(|| "no day".to_owned(), |due| format!("by {}", due.short()));
        let owner = thread.owner.as_deref().unwrap_or("nobody named");
        let words = format!("{due}{state}  {}: {}", clean(owner), clean(&thread.words));
        lines.push(Line::from(vec![
            span(theme, role, format!("{mark} ")),
            span(theme, Role::Plain, clip(&words, cells.saturating_sub(2))),
        ]));
    }
    if open.len() > 4 {
        lines.push(line(
            theme,
            Role::Dim,
            format!("  and {} more", open.len() - 4),
        ));
    }
    lines
}

pub(super) fn running_lines(pane: &SessionPane, theme: &Theme, cells: usize) -> Vec<Line<'static>> {
    if pane.page.running.is_empty() {
        return Vec::new();
    }
    let next: Vec<String> = pane
        .page
        .running
        .iter()
        .take(4)
        .map(|clock| {
            let who = clock.who.as_ref().map(|who| format!("{} ", clean(who)));
            let due = clock.due.map_or_else(|| clock.today.clone(), Day::short);
            format!("{}{} {due}", who.unwrap_or_default(), clean(&clock.label))
        })
        .collect();
    let mut lines = vec![Line::default()];
    let words = wrap(&format!("Due next: {}", next.join(" · ")), cells).into_iter();
    lines.extend(words.take(2).map(|part| line(theme, Role::Plain, part)));
    lines
}

pub(super) fn happened_lines(
    pane: &SessionPane,
    theme: &Theme,
    cells: usize,
) -> Vec<Line<'static>> {
    let page = &pane.page;
    if page.happened.is_empty() {
        return Vec::new();
    }
    let title = match page.new_things() {
        None => "What happened last".to_owned(),
        Some(0) => "What happened last; nothing is new since the last review".to_owned(),
        Some(new) => format!(
            "What happened last; {} since the last review, marked *",
            many(new, "thing is new", "things are new")
        ),
    };
    let mut lines = vec![
        Line::default(),
        line(theme, Role::Heading, clip(&title, cells)),
    ];
    // What is new is never below what is cut off.
    let mut shown: Vec<&Happened> = page.happened.iter().collect();
    shown.sort_by_key(|one| one.since != Since::New);
    shown.truncate(LATEST);
    shown.sort_by_key(|one| std::cmp::Reverse(one.event.on));
    for one in shown {
        let (role, mark) = match one.since {
            Since::New => (Role::Marked, "* "),
            Since::Known => (Role::Dim, "  "),
        };
        let who = one.who.as_ref().map(|who| format!("{}  ", left(who, 9)));
        let words = format!("{}{}", who.unwrap_or_default(), clean(&one.event.what));
        lines.push(Line::from(vec![
            span(theme, role, format!("{mark}{}  ", one.event.on.long())),
            span(
                theme,
                if one.since == Since::New {
                    Role::Marked
                } else {
                    Role::Plain
                },
                clip(&words, cells.saturating_sub(15)),
            ),
        ]));
    }
    lines
}
