//! The pane of the rules and the form that changes a policy, worked by keys.
//!
//! Nothing is kept that was not counted and shown first. The surprising thing: each key in the form
//! asks the worker to count anew, and an answer to an older key is dropped.

use super::action::Action;
use super::app::{App, Relay};
use super::dialogs::{AmendDraft, AmendForm, AmendStep, Changing, Dialog, Reading};
use super::effect::{Effect, Job, Ticket};
use super::panes::rules::told;
use super::sheet::Sheet;
use crate::review::Tried;
use crate::rules::Kind;
use std::path::PathBuf;

/// Does what the person meant in the pane.
pub fn in_pane(app: &mut App, action: Action) {
    let page = app.page();
    let Some(sheet) = app.sheet.clone() else {
        return;
    };
    if action.steps() {
        app.rules.step(action, page);
        return;
    }
    if action == Action::AmendService {
        let policy = Box::new(sheet.picture.book.policy().clone());
        open(app, Changing::Service(policy));
        return;
    }
    let Some(rule) = app.rules.focus(&sheet) else {
        return;
    };
    match action {
        Action::Open => {
            let words = told(rule, &sheet.picture).into_iter().skip(1);
            let words = words.map(|(_, words)| words).collect();
            app.dialog = Some(Dialog::Reading(Reading::new(rule.title.clone(), words)));
        }
        Action::AmendRule if rule.kind == Kind::Indicator && rule.limit.is_none() => app.say(
            "This is only shown and is no breach: it has neither a mode nor a limit to change.",
        ),
        Action::AmendRule => open(app, Changing::Rule(Box::new(rule.clone()))),
        Action::ConfirmEdition => match (&rule.unconfirmed, &rule.confirmed) {
            (Some(_), None) => open(app, Changing::Edition(Box::new(rule.clone()))),
            (Some(_), Some(one)) => app.say(one.words()),
            (None, _) => app.say("No newer edition of this rule's source waits to be confirmed."),
        },
        _ => {}
    }
}

fn open(app: &mut App, changing: Changing) {
    let Some(sheet) = &app.sheet else { return };
    let form = AmendForm::new(changing, &sheet.picture.person, sheet.picture.today);
    app.dialog = Some(Dialog::Amend(Box::new(form)));
}

/// The form that a draft was typed into; `None` if the rule is not there any more.
pub fn form_of(sheet: &Sheet, draft: &AmendDraft) -> Option<AmendForm> {
    let rule = || {
        let mut rules = sheet.picture.book.rules();
        let found = rules.find(|rule| Some(&rule.id) == draft.rule.as_ref())?;
        Some(Box::new(found.clone()))
    };
    let changing = match draft.changing.as_str() {
        "service" => Changing::Service(Box::new(sheet.picture.book.policy().clone())),
        "edition" => Changing::Edition(rule()?),
        _ => Changing::Rule(rule()?),
    };
    let mut form = AmendForm::new(changing, &sheet.picture.person, sheet.picture.today);
    form.take_up(draft);
    Some(form)
}

/// Asks what the form would change, as it now stands.
pub fn count(app: &mut App) -> Vec<Effect> {
    let ticket = app.ticket();
    let Some(Dialog::Amend(form)) = &mut app.dialog else {
        return Vec::new();
    };
    form.ticket = ticket;
    form.tried = None;
    let amendments = form.countable();
    let job = amendments.map(|amendments| Job::TryPolicy { ticket, amendments });
    job.map(Effect::Ask).into_iter().collect()
}

/// Does what the person meant in the form.
pub fn in_form(app: &mut App, action: Action) -> Vec<Effect> {
    let Some(Dialog::Amend(form)) = &mut app.dialog else {
        return Vec::new();
    };
    match action {
        Action::NextField => form.move_by(true),
        Action::PreviousField => form.move_by(false),
        Action::Cancel if form.step == AmendStep::Review => {
            form.step = AmendStep::Fill;
            form.trouble = None;
        }
        // What is being written is on the disk in a moment, and says so.
        Action::Cancel if form.step == AmendStep::Saving => {}
        Action::Cancel => app.dialog = None,
        Action::Accept => return accept(app),
        _ => {}
    }
    Vec::new()
}

fn accept(app: &mut App) -> Vec<Effect> {
    let ticket = app.ticket();
    let Some(Dialog::Amend(form)) = &mut app.dialog else {
        return Vec::new();
    };
    let amendments = match form.amendments() {
        Ok(amendments) => amendments,
        Err(words) => {
            form.trouble = Some(words);
            return Vec::new();
        }
    };
    if amendments.is_empty() {
        app.dialog = None;
        app.say("Nothing was changed.");
        return Vec::new();
    }
    form.ticket = ticket;
    match form.step {
        AmendStep::Fill => {
            form.step = AmendStep::Review;
            form.tried = None;
            vec![Effect::Ask(Job::TryPolicy { ticket, amendments })]
        }
        AmendStep::Review if form.tried.is_some() => {
            form.step = AmendStep::Saving;
            vec![Effect::Ask(Job::AmendPolicy { ticket, amendments })]
        }
        AmendStep::Review | AmendStep::Saving => Vec::new(),
    }
}

/// Takes in what the form would change.
pub fn tried(app: &mut App, ticket: Ticket, result: Result<Tried, String>) {
    let Some(Dialog::Amend(form)) = &mut app.dialog else {
        return;
    };
    if form.ticket != ticket {
        return;
    }
    match result {
        Ok(tried) => form.tried = Some(tried),
        Err(words) => {
            form.step = AmendStep::Fill;
            form.trouble = Some(words);
        }
    }
}

/// Takes in that the policy was kept: everything is counted by it from now on.
pub fn amended(
    app: &mut App,
    ticket: Ticket,
    result: Result<Option<PathBuf>, String>,
) -> Vec<Effect> {
    let own = matches!(&app.dialog, Some(Dialog::Amend(form)) if form.ticket == ticket);
    match result {
        Ok(path) => {
            if own {
                app.dialog = None;
            }
            app.say(match path {
                Some(path) => format!("The policy is written to {}, and in use.", path.display()),
                None => "The change is in use until the program ends.".to_owned(),
            });
            app.relay = Relay::InPlace;
            vec![Effect::Ask(Job::Picture)]
        }
        Err(words) => {
            match &mut app.dialog {
                Some(Dialog::Amend(form)) if own => {
                    form.step = AmendStep::Review;
                    form.trouble = Some(words);
                }
                _ => app.warn(words),
            }
            Vec::new()
        }
    }
}
