//! A promise that is made in a review session: asked for, sent to the disk, brought back if it is
//! refused.
//!
//! It reckons no due date. The surprising thing: what is proposed as the one who does it is the
//! child's worker, and nobody where none is named.

use super::app::{App, Pane};
use super::dialogs::{Dialog, PromiseForm, Whom};
use super::effect::{Effect, Job, Ticket};
use super::forms;
use crate::model::{GapKey, Name};
use crate::review::Said;

/// Asks what is to be done about the line in focus.
pub fn ask(app: &mut App) {
    let line = app
        .session
        .as_ref()
        .and_then(|pane| pane.page.lines.get(pane.line));
    let gap = line.and_then(|line| line.gaps.first()).cloned();
    app.dialog = form(app, gap).map(Box::new).map(Dialog::Promise);
}

/// An empty form about a gap of the item before the reviewer, or about its child.
pub fn form(app: &App, gap: Option<GapKey>) -> Option<PromiseForm> {
    let (pane, today, sheet) = (app.session.as_ref()?, app.today()?, app.sheet.as_ref()?);
    let item = pane.item()?;
    let line = pane.page.lines.iter().find(|line| {
        gap.as_ref()
            .is_some_and(|gap| line.gaps.iter().any(|known| known == gap))
    });
    let child = item.child_of(gap.as_ref());
    let who = child.as_ref().map_or(&item.who, |(_, shown)| shown);
    let words = line.map_or_else(|| who.to_string(), |line| format!("{who}, {}", line.label));
    let worker = pane
        .child(sheet)
        .and_then(|child| sheet.case(child)?.worker.clone());
    let whom = Whom {
        words,
        child,
        gap,
        origin_ref: Name::from(format!("review session {}", pane.record.id.0)),
    };
    Some(PromiseForm::new(whom, worker.as_deref(), today))
}

/// Sends the promise to the disk, once it is complete.
pub fn promise(app: &mut App) -> Vec<Effect> {
    let Some(Dialog::Promise(form)) = &mut app.dialog else {
        return Vec::new();
    };
    if form.goes_on() {
        return Vec::new();
    }
    let Some(draft) = form.complete() else {
        return Vec::new();
    };
    let Some(pane) = &app.session else {
        return Vec::new();
    };
    let place = u32::try_from(pane.place).unwrap_or(u32::MAX);
    let said = Said {
        promises: vec![draft],
        review: Some((pane.record.id, place)),
        ..Said::default()
    };
    let ticket = app.ticket();
    if let Some(Dialog::Promise(form)) = app.dialog.take() {
        app.agreeing.push((ticket, form));
    }
    app.say("Saving the promise.");
    vec![Effect::Ask(Job::SayInReview {
        ticket,
        label: "promised in a review session".to_owned(),
        said: Box::new(said),
    })]
}

/// Lets go of a form whose promise is on disk.
pub fn kept(app: &mut App, ticket: Ticket) {
    app.agreeing.retain(|(of, _)| *of != ticket);
}

/// Brings back the form of a promise that was not saved.
pub fn refused(app: &mut App, ticket: Ticket, words: String) {
    let found = app.agreeing.iter().position(|(of, _)| *of == ticket);
    match found.map(|at| app.agreeing.remove(at).1) {
        Some(mut form) if app.pane == Pane::Session => {
            form.refused(words.clone());
            forms::came_back(app, Dialog::Promise(form), words);
        }
        _ => app.warn(words),
    }
}
