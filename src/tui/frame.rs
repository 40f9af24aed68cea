//! One frame: context on top, tabs, the pane, a message, the keys. Draws and does nothing else.
//!
//! Takes the state by reference, does no I/O and cannot fail; in a window that is too small it
//! says so in one line.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Widget as _};

use super::action::{Action, Mode};
use super::app::{App, Opening, Pane, Tone};
use super::dialogs::Dialog;
use super::given::View;
use super::layout::{self, below, inset, row};
use super::panes::gaps::{draw as draw_gaps, draw_reading};
use super::panes::{case, cases, note, notes};
use super::sheet::Sheet;
use super::text::{clean, count, many, width, wrap};
use super::theme::Role;
use super::widgets::{self, line, put, put_all, span};
use crate::model::FeedKind;

/// Draws the whole window.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let window = frame.area();
    let Some(areas) = layout::areas(window) else {
        let (least_width, least_height) = layout::LEAST;
        let words = format!(
            "Make the window larger: at least {least_width} by {least_height}, it is {} by {}.",
            window.width, window.height
        );
        for (at, words) in (0..window.height).zip(wrap(&words, window.width.into())) {
            put(
                frame,
                row(window, at),
                &line(&app.theme, Role::Plain, words),
            );
        }
        return;
    };
    put(frame, areas.context, &context(app, window.width.into()));
    put(frame, areas.tabs, &tabs(app, window.width.into()));
    body(app, frame, areas.body);
    // Where outcomes are given there are more keys than one row can name.
    let rows = if matches!(app.mode(), Mode::Gaps | Mode::Case | Mode::Note)
        && !areas.message.is_empty()
    {
        2
    } else {
        1
    };
    let places = [areas.keys, areas.message];
    for (place, keys) in places.iter().zip(foot(app, window.width.into(), rows)) {
        put(frame, *place, &keys);
    }
    let last = if areas.message.is_empty() {
        areas.keys
    } else {
        areas.message
    };
    messages(app, frame, last);
    if let Some(dialog) = &app.dialog {
        dialog.draw(frame, window, &app.theme, &app.keymap);
    }
}

fn context(app: &App, cells: usize) -> Line<'static> {
    let theme = &app.theme;
    let mut spans = vec![span(theme, Role::Heading, " Caselight")];
    let Some(sheet) = &app.sheet else {
        return Line::from(spans);
    };
    let mut parts: Vec<String> = app
        .council
        .iter()
        .map(|name| clean(name).into_owned())
        .collect();
    if sheet.is_empty() {
        parts.push("nothing imported yet".to_owned());
    } else {
        parts.push(data_age(sheet));
        parts.push(many(sheet.open_children, "open child", "open children"));
        parts.push(format!("profile: {}", clean(&sheet.picture.check.policy)));
    }
    let gap = if cells >= 100 { "    " } else { "  " };
    let mut used = 10;
    for part in parts {
        used += gap.len() + width(&part);
        // What does not fit whole is left out: half a date would mislead.
        if used > cells {
            break;
        }
        spans.push(span(theme, Role::Context, format!("{gap}{part}")));
    }
    Line::from(spans)
}

/// "data to 12 Jun 2026, 3 days old", and a feed that ends on another day by name.
fn data_age(sheet: &Sheet) -> String {
    let check = &sheet.picture.check;
    let age = sheet.picture.today.days_since(check.as_at);
    let age = match age {
        i32::MIN..=0 => "today".to_owned(),
        1 => "1 day old".to_owned(),
        days => format!("{} days old", count(days.unsigned_abs())),
    };
    let mut words = format!("data to {}, {age}", check.as_at.long());
    for feed in &check.feeds {
        if feed.kind == FeedKind::Supervision && feed.covers.to != check.as_at {
            words.extend([" (supervision to ", &feed.covers.to.short(), ")"]);
        }
    }
    words
}

fn tabs(app: &App, cells: usize) -> Line<'static> {
    let theme = &app.theme;
    let (cases, gaps) = app
        .sheet
        .as_ref()
        .map_or((String::new(), String::new()), |sheet| {
            (
                format!(" {}", count(app.cases.listed.len() as u64)),
                format!(" {}", count(sheet.overdue)),
            )
        });
    let notes = format!(" {}", count(app.notes.heads.len() as u64));
    let key = |action| app.keymap.key_for(Mode::Anywhere, action);
    let mut spans = vec![Span::raw(" ")];
    let mut used = 1;
    for (key, name, number, open) in [
        (
            key(Action::ShowCases),
            "Cases",
            cases,
            matches!(app.pane, Pane::Cases | Pane::Case),
        ),
        (
            key(Action::ShowGaps),
            "Gaps",
            gaps,
            matches!(app.pane, Pane::Gaps | Pane::Reading),
        ),
        (
            key(Action::ShowNotes),
            "Notes",
            notes,
            matches!(app.pane, Pane::Notes | Pane::Note),
        ),
    ] {
        let role = if open { Role::TabOpen } else { Role::Tab };
        used += key.len() + 1 + name.len() + number.len() + 3;
        spans.push(span(theme, Role::Key, key));
        spans.push(Span::raw(" "));
        spans.push(span(theme, role, name));
        spans.push(span(theme, Role::Dim, format!("{number}   ")));
    }
    let hints = if app.pane == Pane::Note {
        let help = app.keymap.key_for(Mode::Note, Action::Help);
        vec![format!("{help} keys ")]
    } else {
        let short = format!("{} keys ", key(Action::Help));
        let (actions, leave) = (key(Action::Palette), key(Action::Leave));
        vec![
            format!("{short}  {actions} actions   {leave} leave "),
            short,
        ]
    };
    // The longest that fits: how to find every other key stays on the screen.
    if let Some(hint) = hints.iter().find(|hint| used + width(hint) <= cells) {
        spans.push(Span::raw(" ".repeat(cells - used - width(hint))));
        spans.push(span(theme, Role::Dim, hint.clone()));
    }
    Line::from(spans)
}

/// The keys in as many rows as there are, the last row first: it is there under a message too.
fn foot(app: &App, cells: usize, rows: usize) -> Vec<Line<'static>> {
    let empty = app.sheet.as_ref().is_some_and(|sheet| sheet.is_empty());
    let mode = match app.pane {
        Pane::Gaps | Pane::Reading | Pane::Cases if empty && app.dialog.is_none() => Mode::Anywhere,
        _ => app.mode(),
    };
    let hidden = idle(app, mode);
    let mut pairs: Vec<(&str, &str)> = app
        .keymap
        .foot(mode)
        .into_iter()
        .filter(|(action, ..)| !hidden.contains(action))
        .map(|(_, key, words)| (key, words))
        .collect();
    (0..rows)
        .map(|_| {
            let (line, shown) = widgets::keys(&app.theme, &pairs, cells);
            pairs.drain(..shown);
            line
        })
        .collect()
}

/// Actions that would do nothing where the focus is.
fn idle(app: &App, mode: Mode) -> &'static [Action] {
    let focus = || app.sheet.as_ref()?.gap(app.gaps.focus()?);
    match mode {
        Mode::Gaps | Mode::Reading if focus().is_some_and(|gap| !gap.is_child) => {
            &[Action::Open, Action::OpenChild]
        }
        Mode::Import if !matches!(&app.dialog, Some(Dialog::Import(form)) if form.completes()) => {
            &[Action::Complete]
        }
        Mode::Notes if app.notes.heads.is_empty() => &[
            Action::Open,
            Action::Export,
            Action::Rename,
            Action::CopyNote,
        ],
        _ => &[],
    }
}

/// Draws a message upwards from its last row: what to do must not be cut off.
fn messages(app: &App, frame: &mut Frame<'_>, last: Rect) {
    let lines = message(app, usize::from(last.width));
    for (up, line) in (0..=last.y).zip(lines.iter().rev()) {
        let place = Rect {
            y: last.y - up,
            ..last
        };
        Clear.render(place, frame.buffer_mut());
        put(frame, place, line);
    }
}

/// What is said: the keys that may follow, or a message in as many lines as it needs.
fn message(app: &App, cells: usize) -> Vec<Line<'static>> {
    let theme = &app.theme;
    if !app.pressed.is_empty() {
        let next = app.keymap.next_keys(app.mode(), &app.pressed);
        return vec![widgets::keys(theme, &next, cells).0];
    }
    let Some(message) = &app.message else {
        return Vec::new();
    };
    let (role, mark) = match message.tone {
        Tone::Said => (Role::Said, "  "),
        Tone::Trouble => (Role::Trouble, "! "),
    };
    wrap(&message.words, cells.saturating_sub(4))
        .into_iter()
        .take(4)
        .enumerate()
        .map(|(at, words)| {
            let mark = if at == 0 { mark } else { "  " };
            line(theme, role, format!(" {mark}{words}"))
        })
        .collect()
}

fn body(app: &App, frame: &mut Frame<'_>, body: Rect) {
    let theme = &app.theme;
    let Some(sheet) = &app.sheet else {
        let words = match &app.opening {
            Opening::Failed(words) => words.as_str(),
            Opening::Opening | Opening::Open => "Opening the store.",
        };
        let area = inset(body, 1);
        let lines: Vec<_> = wrap(words, area.width.into())
            .into_iter()
            .map(|words| line(theme, Role::Plain, words))
            .collect();
        put_all(frame, area, &lines);
        widgets::cursor(frame, area.x, area.y);
        return;
    };
    let view = View {
        sheet,
        given: &app.given,
        theme,
        keymap: &app.keymap,
    };
    match app.pane {
        Pane::Gaps | Pane::Reading | Pane::Cases if sheet.is_empty() => welcome(app, frame, body),
        Pane::Gaps => draw_gaps(frame, body, &app.gaps, view),
        Pane::Reading => draw_reading(frame, body, &app.gaps, view),
        Pane::Cases => cases::draw(frame, body, &app.cases, (sheet, theme, &app.keymap)),
        Pane::Case => {
            if let Some(open) = &app.case {
                case::draw(frame, body, open, view);
            }
        }
        Pane::Notes => notes::draw(frame, body, &app.notes, (theme, &app.keymap)),
        Pane::Note => {
            if let Some(open) = &app.note {
                note::draw(frame, body, open, theme);
            }
        }
    }
}

/// The first screen of an empty store.
fn welcome(app: &App, frame: &mut Frame<'_>, body: Rect) {
    let theme = &app.theme;
    let area = inset(below(body, body.height / 6), 2);
    let cells = usize::from(area.width).min(76);
    let mut lines = Vec::new();
    let key = |action| app.keymap.key_for(Mode::Anywhere, action);
    let import = format!(
        "Press {} to import an Annex A workbook and an export of supervision records. You see \
         what was recognised before anything is written, and the files stay as they are.",
        key(Action::Import)
    );
    let demo = format!(
        "To look around first, leave with {} and start `caselight demo`: a made-up authority in \
         a store of its own.",
        key(Action::Leave)
    );
    let help = format!("{} shows the keys at any time.", key(Action::Help));
    for (role, words) in [
        (Role::Heading, "This store is empty."),
        (Role::Plain, &import),
        (Role::Plain, &demo),
        (Role::Dim, &help),
    ] {
        lines.extend(
            wrap(words, cells)
                .into_iter()
                .map(|words| line(theme, role, words)),
        );
        lines.push(Line::default());
    }
    put_all(frame, area, &lines);
    widgets::cursor(frame, area.x, area.y);
}
