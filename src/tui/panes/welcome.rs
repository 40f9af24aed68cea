//! The first screen of an empty store: three ways to begin, each with its key.
//!
//! It does nothing itself. The surprising thing: it can be worked with the arrows and enter
//! alone, for whoever does not yet know that letters are commands.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::action::{Action, Mode};
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{inset, row};
use crate::tui::text::wrap;
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{cursor, line, put, span};

/// A way to begin: what it is called, what it does and what it never does.
pub struct Choice {
    pub action: Action,
    name: &'static str,
    words: &'static str,
}

/// The ways to begin, in order.
pub const CHOICES: [Choice; 3] = [
    Choice {
        action: Action::Demo,
        name: "Look round the demonstration",
        words: "A made-up authority with a guided tour of three minutes, in a store that is \
                thrown away. It never touches this store.",
    },
    Choice {
        action: Action::Import,
        name: "Import your data",
        words: "You see what was recognised before anything is written. The files stay as they \
                are and are never changed.",
    },
    Choice {
        action: Action::Enter,
        name: "Start by hand",
        words: "A session, a decision, an action or a visit for a child whose id you type. It \
                clears nothing until it is seen on the child's file.",
    },
];

/// What to know before one begins.
const TOLD: [(&str, &str); 3] = [
    (
        "What to bring",
        "an Annex A workbook or its lists as CSV; an export of supervision records; a list of \
         child_id and family_id.",
    ),
    (
        "Data to",
        "the last day that an extract covers. Clocks are read on that day, not today's; Annex A \
         names none, so the workbench asks.",
    ),
    (
        "Privacy",
        "everything stays on this computer in one encrypted file. There is no way to the network.",
    ),
];

/// Draws the pane; `at` is the choice in focus, or one more for what stands below them.
pub fn draw(frame: &mut Frame<'_>, body: Rect, at: usize, on: (&Theme, &KeyMap)) {
    let (theme, keymap) = on;
    let area = inset(body, 2);
    let cells = usize::from(area.width).min(84);
    let roomy = body.height >= 20;
    let mut lines: Vec<Line<'static>> = Vec::new();
    lines.push(line(
        theme,
        Role::Heading,
        "This store is empty. How would you like to begin?",
    ));
    let mut focus = 0;
    for (place, choice) in CHOICES.iter().enumerate() {
        if roomy || place == 0 {
            lines.push(Line::default());
        }
        if place == at {
            focus = lines.len();
        }
        let key = keymap.key_for(Mode::Welcome, choice.action);
        lines.push(Line::from(vec![
            span(theme, Role::Key, format!(" {key}  ")),
            span(theme, Role::Heading, choice.name),
        ]));
        let words = wrap(choice.words, cells.saturating_sub(4));
        lines.extend(
            words
                .into_iter()
                .map(|words| line(theme, Role::Plain, format!("    {words}"))),
        );
    }
    lines.push(Line::default());
    let told_at = lines.len();
    let told = TOLD.iter().flat_map(|(name, words)| {
        let mut lines: Vec<Line<'static>> = Vec::new();
        for (at, words) in wrap(words, cells.saturating_sub(16))
            .into_iter()
            .enumerate()
        {
            let name = if at == 0 { *name } else { "" };
            lines.push(Line::from(vec![
                span(theme, Role::Context, format!("{name:<16}")),
                span(theme, Role::Dim, words),
            ]));
        }
        if roomy {
            lines.push(Line::default());
        }
        lines
    });
    lines.extend(told);
    let leave = keymap.key_for(Mode::Welcome, Action::Leave);
    let help = keymap.key_for(Mode::Welcome, Action::Help);
    let words = format!("enter takes the choice in focus, {leave} leaves, {help} shows every key.");
    lines.push(line(theme, Role::Dim, words));
    let height = usize::from(area.height);
    let mut first = crate::tui::layout::top(0, focus + 2, height);
    if at >= CHOICES.len() {
        // Below the choices stands what to know: the end of it is what was asked for.
        focus = told_at;
        first = crate::tui::layout::top(0, lines.len() - 1, height).min(told_at);
    } else if first + height < lines.len() && height > 2 {
        let down = keymap.key_for(Mode::Welcome, Action::Down);
        let words =
            format!("{down} shows what to bring, what the day means, and what stays private");
        lines[first + height - 1] = line(theme, Role::Dim, words);
    }
    for (screen, (at, words)) in (0..area.height).zip(lines.iter().enumerate().skip(first)) {
        let place = row(area, screen);
        put(frame, place, words);
        if at == focus {
            frame
                .buffer_mut()
                .set_style(place, theme.style(Role::Focus));
            cursor(frame, place.x, place.y);
        }
    }
}
