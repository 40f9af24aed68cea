//! The delays pane at work: when its numbers are asked for, and what a key opens.
//!
//! The numbers are counted by the worker, once for a picture, when somebody first looks. The
//! surprising thing: a number opens in the cases, as a selection that knows the way back.

use std::sync::Arc;

use super::action::Action;
use super::app::{App, Pane};
use super::dialogs::{Asked, Dialog, Question, Reading};
use super::effect::{Effect, Job, Laid, Spent, Ticket};
use super::panes::cases::Selection;
use super::panes::delays::{Side, words_of};
use super::text::many;
use crate::model::Day;
use crate::review::delays::Delays;
use crate::review::patterns::patterns;

/// Asks for the numbers if the pane has the window and they are not there.
pub fn ask_if_shown(app: &mut App) -> Vec<Effect> {
    if app.pane != Pane::Delays || app.delays.delays.is_some() || app.delays.asked.is_some() {
        return Vec::new();
    }
    ask(app)
}

fn ask(app: &mut App) -> Vec<Effect> {
    let Some(sheet) = app.sheet.clone().filter(|sheet| !sheet.is_empty()) else {
        return Vec::new();
    };
    let ticket = app.ticket();
    app.delays.asked = Some(ticket);
    vec![Effect::Ask(Job::Delays {
        ticket,
        of: Laid(sheet),
        split: app.delays.split,
    })]
}

/// Takes the numbers in, if nobody has asked anew since.
pub fn answered(app: &mut App, ticket: Ticket, delays: Arc<Delays>) -> Vec<Effect> {
    if app.delays.asked != Some(ticket) {
        return vec![Effect::LetGo(Spent(delays))];
    }
    let before = app.delays.delays.clone();
    app.delays.hold(delays);
    let spent = before.map(|before| Effect::LetGo(Spent(before)));
    spent.into_iter().collect()
}

/// Compares before and after this day, or shows all together.
pub fn split_on(app: &mut App, day: Option<Day>) -> Vec<Effect> {
    if app.delays.split == day {
        return Vec::new();
    }
    app.delays.split = day;
    ask(app)
}

/// Does what a key means in the pane.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    let rows = app.page();
    let pane = &mut app.delays;
    match action {
        Action::Open if pane.side == Side::Page => open_number(app),
        Action::Open => pane.enter(),
        Action::NextField => pane.next(),
        Action::PreviousField => pane.previous(),
        Action::Unfold => pane.rightwards(),
        Action::Fold => pane.leftwards(),
        Action::Back => pane.leave(),
        Action::Split => {
            let now = pane.split.map_or_else(String::new, Day::long);
            app.dialog = Some(Dialog::Line(Question::new(Asked::Split, now)));
        }
        Action::Patterns => show_patterns(app),
        _ if action.steps() => pane.step(action, rows),
        _ => {}
    }
    Vec::new()
}

/// What only the figures of a service or team show, as a text to read.
fn show_patterns(app: &mut App) {
    let Some(sheet) = app.sheet.clone().filter(|sheet| !sheet.is_empty()) else {
        return;
    };
    let mut words = Vec::new();
    for pattern in patterns(&sheet.picture, app.delays.split) {
        if !words.is_empty() {
            words.push(String::new());
        }
        words.extend(pattern.in_words());
        words.extend(pattern.teams_in_words());
    }
    let title = "Patterns of the service and of teams".to_owned();
    app.dialog = Some(Dialog::Reading(Reading::new(title, words)));
}

/// Opens the children behind the number in focus.
fn open_number(app: &mut App) {
    let pane = &app.delays;
    let (Some(delays), Some(step), Some(target)) =
        (pane.delays.clone(), pane.step_in_focus(), pane.target())
    else {
        return;
    };
    let behind = delays.behind(step, target.cut, target.pick);
    let title = words_of(&delays, step, target);
    let mut counts = format!(
        "{}, {}",
        many(behind.spells.len(), "clock", "clocks"),
        many(behind.children.len(), "child", "children")
    );
    if behind.childless > 0 {
        let words = format!(" ({} about no child)", behind.childless);
        counts.push_str(&words);
    }
    let Some(sheet) = app.sheet.clone() else {
        return;
    };
    let selection = Selection::new((title, counts), behind.children, Pane::Delays);
    app.cases.select(selection, &sheet);
    app.pane = Pane::Cases;
}
