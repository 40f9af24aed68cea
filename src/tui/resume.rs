//! The next sitting begins where this one ended: on the same row, with the same half-filled form.
//!
//! Where the person is and what stands in an open form is handed to the bench at most
//! [`KEEPS_AFTER`] after it changed, whether or not they go on typing, so that a program that is
//! killed loses less than a second of words. The surprising thing: the words are kept in the
//! encrypted store and nowhere else, and go from it at once when the form is saved or closed.

use std::time::{Duration, Instant};

use super::app::{App, Pane};
use super::dialogs::Dialog;
use super::drafts::{self, Again, Draft};
use super::effect::{Effect, Job};
use super::stand::{self, Stand};
use super::{forms, jumps, past, policy, session};
use crate::model::Keepsake;

/// How long a change waits until it is handed on: with the writing, less than a second.
pub const KEEPS_AFTER: Duration = Duration::from_millis(600);

/// What was kept last, and when the next is due.
#[derive(Default)]
pub struct Keeping {
    place: Option<Stand>,
    forms: Vec<Draft>,
    /// Forms of the sitting before whose subject is not known yet.
    waiting: Vec<Draft>,
    /// The session of the sitting before is still to come, and its forms wait for it.
    held: bool,
    /// What is to be kept stands on the screen: the sitting before has been taken up.
    ready: bool,
    at: Option<Instant>,
}

impl std::fmt::Debug for Keeping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keeping({} forms)", self.forms.len())
    }
}

impl Keeping {
    /// When something is due to be kept.
    #[must_use]
    pub const fn deadline(&self) -> Option<Instant> {
        self.at
    }
}

fn all(app: &App) -> Vec<Draft> {
    let mut all = drafts::of(app);
    all.extend(app.keeping.waiting.iter().cloned());
    all
}

/// After every update: what changed is to be kept soon, and what was saved or closed is let go at
/// once, lest the next sitting says that it was not saved.
pub fn watch(app: &mut App) -> Vec<Effect> {
    if !app.keeping.ready || past::looks_back(app).is_some() {
        return Vec::new();
    }
    let mut effects = take_up(app);
    if drafts::number(app) + app.keeping.waiting.len() < app.keeping.forms.len() {
        effects.extend(keep(app));
    } else if app.keeping.at.is_none()
        && (all(app) != app.keeping.forms || stand::of(app) != app.keeping.place)
    {
        app.keeping.at = Some(app.now + KEEPS_AFTER);
    }
    effects
}

/// Hands on what is due.
pub fn due(app: &mut App) -> Vec<Effect> {
    if app.keeping.at.is_some_and(|at| at <= app.now) {
        return keep(app);
    }
    Vec::new()
}

/// Hands on what changed, now.
pub fn keep(app: &mut App) -> Vec<Effect> {
    app.keeping.at = None;
    let mut effects = Vec::new();
    if !app.keeping.ready || past::looks_back(app).is_some() {
        return effects;
    }
    let forms = all(app);
    if forms != app.keeping.forms {
        let words = (!forms.is_empty()).then(|| serde_json::to_string(&forms).ok());
        effects.push(ask(Keepsake::Form, words.flatten()));
        app.keeping.forms = forms;
    }
    let place = stand::of(app);
    if place.is_some() && place != app.keeping.place {
        let words = place
            .as_ref()
            .and_then(|place| serde_json::to_string(place).ok());
        effects.push(ask(Keepsake::Place, words));
        app.keeping.place = place;
    }
    effects
}

const fn ask(what: Keepsake, words: Option<String>) -> Effect {
    Effect::Ask(Job::Keep { what, words })
}

/// Takes up the sitting before. Where this one has already begun, only the words come back.
pub fn resume(app: &mut App, place: Option<&str>, form: Option<&str>) -> Vec<Effect> {
    app.keeping.ready = true;
    if app.sheet.is_none() || app.is_blank() {
        return Vec::new();
    }
    let begun = app.dialog.is_some() || app.pane != Pane::Gaps || app.tour.is_some();
    let place: Option<Stand> = place.and_then(|words| serde_json::from_str(words).ok());
    let mut effects = Vec::new();
    let to_review = std::mem::take(&mut app.to_review);
    let in_session = place.as_ref().is_some_and(Stand::in_session) && !begun;
    app.keeping.held = in_session;
    if let Some(place) = place.filter(|_| !begun) {
        effects = stand::go(app, &place);
        jumps::unremembered(app);
        app.keeping.place = Some(place);
    }
    let forms = form.map(read).unwrap_or_default();
    app.keeping.forms.clone_from(&forms);
    app.keeping.waiting = forms;
    effects.extend(take_up(app));
    if to_review {
        app.taking_up = false;
        if !in_session && app.dialog.is_none() {
            effects.extend(session::open(app));
        }
    }
    effects
}

/// Opens the forms that waited for their session, which is there now or is under way no more.
pub fn reopen(app: &mut App) {
    app.keeping.held = false;
    // What it asks for is asked again by the update that called this.
    let _ = take_up(app);
}

/// The forms that were kept; a store of an earlier version holds one, outside a list.
fn read(words: &str) -> Vec<Draft> {
    serde_json::from_str(words)
        .or_else(|_| serde_json::from_str(words).map(|one: Draft| vec![one]))
        .unwrap_or_default()
}

/// Opens the forms of the sitting before, as soon as what they are about is known.
fn take_up(app: &mut App) -> Vec<Effect> {
    if app.keeping.waiting.is_empty() || app.keeping.held {
        return Vec::new();
    }
    let mut gone = Vec::new();
    let waiting = std::mem::take(&mut app.keeping.waiting);
    for draft in waiting {
        match drafts::again(app, &draft) {
            Again::Open(dialog) => app.returned.push(*dialog),
            Again::Later => app.keeping.waiting.push(draft),
            Again::Gone => gone.push(draft),
            Again::Saved => {}
        }
    }
    app.returned.extend(drafts::to_read(&gone));
    forms::bring_back(app);
    if matches!(app.dialog, Some(Dialog::Amend(_))) {
        return policy::count(app);
    }
    Vec::new()
}
