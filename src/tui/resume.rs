//! The next sitting begins where this one ended: on the same row, with the same half-filled form.
//!
//! Where the person is and what stands in an open form is handed to the bench at most
//! [`KEEPS_AFTER`] after it changed, whether or not they go on typing, so that a program that is
//! killed loses less than a second of words. The surprising thing: the words are kept in the
//! encrypted store and nowhere else, and go from it as soon as the form is sent or closed.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::app::{App, Pane};
use super::dialogs::{Dialog, EntryDraft, EntryForm, OutcomeChoice, OutcomeDraft, PromiseTyped};
use super::effect::{Effect, Job};
use super::stand::{self, Stand};
use super::{agreeing, entering, jumps, past, session, targets};
use crate::model::{GapKey, Keepsake};

/// How long a change waits until it is handed on: with the writing, less than a second.
pub const KEEPS_AFTER: Duration = Duration::from_millis(600);

/// A form that was not sent, with what was typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "kebab-case")]
enum Draft {
    Outcome {
        choice: String,
        gaps: Vec<String>,
        typed: OutcomeDraft,
    },
    Entry(EntryDraft),
    /// A promise of the review session that is under way.
    Promise {
        gap: Option<String>,
        typed: PromiseTyped,
    },
}

/// What was kept last, and when the next is due.
#[derive(Default)]
pub struct Keeping {
    place: Option<Stand>,
    form: Option<Draft>,
    /// A form that is opened once the session of which it is a part is there.
    held: Option<Draft>,
    /// What is to be kept stands on the screen: the sitting before has been taken up.
    ready: bool,
    at: Option<Instant>,
}

impl std::fmt::Debug for Keeping {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keeping({})", self.form.is_some())
    }
}

impl Keeping {
    /// When something is due to be kept.
    #[must_use]
    pub const fn deadline(&self) -> Option<Instant> {
        self.at
    }
}

fn draft(app: &App) -> Option<Draft> {
    if app.keeping.held.is_some() {
        return app.keeping.held.clone();
    }
    let sheet = app.sheet.as_ref()?;
    match &app.dialog {
        Some(Dialog::Outcome(form)) => Some(Draft::Outcome {
            choice: form.choice.word().to_owned(),
            gaps: form
                .gaps
                .iter()
                .filter_map(|at| sheet.gap(*at))
                .map(|gap| gap.key.as_str().to_owned())
                .collect(),
            typed: form.draft(),
        }),
        Some(Dialog::Entry(form)) => form.draft().map(Draft::Entry),
        Some(Dialog::Promise(form)) => Some(Draft::Promise {
            gap: form.whom.gap.as_ref().map(|gap| gap.as_str().to_owned()),
            typed: form.typed(),
        }),
        _ => None,
    }
}

/// After every update: what changed is to be kept soon.
pub fn watch(app: &mut App) {
    if !app.keeping.ready || app.keeping.at.is_some() || past::looks_back(app).is_some() {
        return;
    }
    if draft(app) != app.keeping.form || stand::of(app) != app.keeping.place {
        app.keeping.at = Some(app.now + KEEPS_AFTER);
    }
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
    let form = draft(app);
    if form != app.keeping.form {
        let words = form
            .as_ref()
            .and_then(|form| serde_json::to_string(form).ok());
        effects.push(ask(Keepsake::Form, words));
        app.keeping.form = form;
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

/// Takes up the sitting before, unless this one has already begun.
pub fn resume(app: &mut App, place: Option<&str>, form: Option<&str>) -> Vec<Effect> {
    app.keeping.ready = true;
    let begun = app.dialog.is_some() || app.pane != Pane::Gaps || app.tour.is_some();
    if begun || app.sheet.is_none() || app.is_blank() {
        return Vec::new();
    }
    let place: Option<Stand> = place.and_then(|words| serde_json::from_str(words).ok());
    let form: Option<Draft> = form.and_then(|words| serde_json::from_str(words).ok());
    let mut effects = Vec::new();
    let to_review = std::mem::take(&mut app.to_review);
    let in_session = place.as_ref().is_some_and(Stand::in_session);
    if in_session {
        app.keeping.held.clone_from(&form);
    }
    if let Some(place) = place {
        effects = stand::go(app, &place);
        jumps::unremembered(app);
        app.keeping.place = Some(place);
    }
    if let Some(form) = form {
        if !in_session {
            app.dialog = reopened(app, &form);
        }
        app.keeping.form = Some(form);
    }
    if to_review {
        app.taking_up = false;
        if !in_session && app.dialog.is_none() {
            effects.extend(session::open(app));
        }
    }
    effects
}

/// Opens the form that waited for its session, which is there now or is under way no more.
pub fn reopen(app: &mut App) {
    if let Some(form) = app.keeping.held.take()
        && app.dialog.is_none()
    {
        app.dialog = reopened(app, &form);
    }
}

/// What stands in a form that was not sent before the workbench was left.
const NOT_SENT: &str = "Open when the workbench closed: nothing of it is saved yet.";

fn reopened(app: &App, form: &Draft) -> Option<Dialog> {
    let sheet = app.sheet.as_ref()?;
    match form {
        Draft::Outcome {
            choice,
            gaps,
            typed,
        } => {
            let choice = OutcomeChoice::ALL
                .into_iter()
                .find(|it| it.word() == choice)?;
            let gaps: Vec<u32> = gaps
                .iter()
                .filter_map(|key| sheet.place(&GapKey::stored(key)))
                .collect();
            if gaps.is_empty() {
                return None;
            }
            let mut form = targets::form(sheet, choice, gaps);
            form.take_up(typed);
            form.refused(NOT_SENT.to_owned());
            Some(Dialog::Outcome(Box::new(form)))
        }
        Draft::Entry(draft) => {
            let mut form: EntryForm = entering::form_of(sheet, draft)?;
            form.take_up(draft);
            form.refused(NOT_SENT.to_owned());
            Some(Dialog::Entry(Box::new(form)))
        }
        Draft::Promise { gap, typed } => {
            let mut form = agreeing::form(app, gap.as_deref().map(GapKey::stored))?;
            form.take_up(typed);
            form.refused(NOT_SENT.to_owned());
            Some(Dialog::Promise(Box::new(form)))
        }
    }
}
