//! Saying what the columns of a file mean: from the import to the mapping and back.

use std::path::PathBuf;

use super::action::Action;
use super::app::App;
use super::dialogs::{At, Dialog, ImportForm, MappingForm, Pick, Stage};
use super::effect::{Effect, Job, Ticket};
use crate::review::{Progress, Proposal};

/// Asks the worker for the first of these files that no layout fits.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let ticket = app.ticket();
    let Some(Dialog::Import(form)) = &mut app.dialog else {
        return Vec::new();
    };
    let waits = matches!(form.stage, Stage::Path | Stage::Preview { .. });
    if !waits || form.paths.is_empty() {
        return Vec::new();
    }
    form.ticket = ticket;
    vec![Effect::Ask(Job::Propose {
        ticket,
        paths: form.paths.clone(),
    })]
}

/// Does what the person meant in the mapping.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    let ticket = app.ticket();
    let Some(Dialog::Mapping(form)) = &mut app.dialog else {
        return Vec::new();
    };
    match (&form.at, action) {
        (At::Columns, Action::Cancel) => {
            let back = form.back.clone();
            app.dialog = Some(Dialog::Import(back));
        }
        (_, Action::Cancel) => form.at = At::Columns,
        (At::Columns, Action::Accept) => form.pick(Pick::Meaning),
        (At::Columns, Action::KindOfList) => form.pick(Pick::Kind),
        (At::Columns, Action::LeaveOut) => form.leave_out(),
        (At::Columns, Action::DateOrder) => form.turn_dates(),
        (At::Columns, Action::KeepMapping) => form.name(),
        (At::Picking { .. }, Action::Accept) => form.picked(),
        (At::Naming { input }, Action::Accept) => {
            let name = input.value().to_owned();
            form.ticket = ticket;
            return vec![Effect::Ask(Job::KeepMapping {
                ticket,
                proposal: Box::new(form.proposal.clone()),
                name,
            })];
        }
        (_, Action::Up | Action::Down | Action::PageUp | Action::PageDown) => form.step(action),
        _ => {}
    }
    Vec::new()
}

/// The proposal has come, or why there is none.
pub fn proposed(app: &mut App, ticket: Ticket, result: Result<(PathBuf, Proposal), String>) {
    let Some(Dialog::Import(form)) = &mut app.dialog else {
        return;
    };
    if form.ticket != ticket {
        return;
    }
    match result {
        Ok((path, proposal)) => {
            let back: Box<ImportForm> = form.clone();
            let form = MappingForm::new(back, path, proposal);
            app.dialog = Some(Dialog::Mapping(Box::new(form)));
        }
        Err(words) => form.trouble = Some(words),
    }
}

/// The mapping is kept: the import looks at its files again.
pub fn kept(app: &mut App, ticket: Ticket, result: Result<PathBuf, String>) -> Vec<Effect> {
    let next = app.ticket();
    let Some(Dialog::Mapping(form)) = &mut app.dialog else {
        return Vec::new();
    };
    if form.ticket != ticket {
        return Vec::new();
    }
    if let Err(words) = result {
        form.trouble = Some(words);
        return Vec::new();
    }
    let mut back = form.back.clone();
    back.trouble = None;
    back.ticket = next;
    back.stage = Stage::Looking {
        so_far: Progress::Reading(0),
    };
    let paths = back.paths.clone();
    app.dialog = Some(Dialog::Import(back));
    vec![Effect::Ask(Job::LookAt {
        ticket: next,
        paths,
    })]
}
