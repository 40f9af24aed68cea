//! Going to what was found by a few letters: a child's page, or a list narrowed to a name or to
//! what its lines say.

use std::sync::Arc;

use super::act::open_child;
use super::action::Action;
use super::app::{App, Pane};
use super::dialogs::{Dialog, Seek};
use super::filter::{CASE_FIELDS, Filter, GAP_FIELDS};
use super::finder::{Found, Kind};

/// Opens the line to type on.
pub fn open(app: &mut App) {
    if let Some(sheet) = app.sheet.as_ref().filter(|sheet| !sheet.is_empty()) {
        app.dialog = Some(Dialog::Seek(Box::new(Seek::new(&Arc::clone(sheet)))));
    }
}

/// Finds anew what stands on the line.
pub fn look(app: &mut App) {
    if let (Some(Dialog::Seek(seek)), Some(sheet)) = (&mut app.dialog, &app.sheet) {
        seek.look(sheet);
    }
}

/// Does what was meant.
pub fn act(app: &mut App, action: Action) {
    let Some(Dialog::Seek(seek)) = &mut app.dialog else {
        return;
    };
    if action != Action::Accept {
        seek.step(action);
        return;
    }
    if let Some(found) = seek.focus().cloned() {
        app.dialog = None;
        go_to(app, &found);
    }
}

fn go_to(app: &mut App, found: &Found) {
    if let Some(child) = found.child {
        open_child(app, child);
        return;
    }
    let Some(sheet) = app.sheet.clone() else {
        return;
    };
    let words = match found.kind {
        Kind::Words => format!("\"{}\"", found.name),
        kind => format!("{}:\"{}\"", kind.word(), found.name),
    };
    // A supervisor, a rule and a phrase are of gaps only; the rest is looked for where the person is.
    let of_gaps = matches!(found.kind, Kind::Supervisor | Kind::Rule | Kind::Words);
    app.trail.clear();
    if of_gaps || matches!(app.pane, Pane::Gaps | Pane::Reading) {
        app.gaps.leave_selection();
        app.gaps.choice.filter = Filter::read(&words, GAP_FIELDS).unwrap_or_default();
        app.gaps.restart(&sheet, &app.given);
        app.pane = Pane::Gaps;
    } else {
        app.cases.selection = None;
        app.cases.filter = Filter::read(&words, CASE_FIELDS).unwrap_or_default();
        app.cases.relist(&sheet);
        app.pane = Pane::Cases;
    }
    app.say(format!(
        "Listed: {} {}. {} clears the filter.",
        found.kind.word(),
        found.name,
        app.keymap.key_for(super::action::Mode::Gaps, Action::Clear)
    ));
}
