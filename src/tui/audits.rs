//! Reading records and auditing: which form for whom, what it saves, what the pane of audits does.
//!
//! A form that could not be saved comes back with what was typed. The surprising thing: the second
//! person is never shown the first one's answers before giving their own.

use std::sync::Arc;

use super::action::{Action, Mode};
use super::app::{App, Leaving, Pane, Relay};
use super::dialogs::{Dialog, Reading, SurveyDraft, SurveyForm};
use super::effect::{Effect, Job, Ticket};
use super::forms;
use super::panes::audits::Level;
use super::sheet::Sheet;
use super::targets::{child_in_focus, place};
use crate::model::{ChildId, Day, Name, Quality, Rating, SampleId};
use crate::review::Step;
use crate::review::audits::Questions;

/// Sessions that are told beside the questions.
const TOLD: usize = 8;

/// A child as it is kept, by its place.
fn named(sheet: &Sheet, child: usize) -> Option<(ChildId, Name)> {
    let shown = sheet.case(child)?.shown.clone();
    let file = sheet.picture.caseload.children.get(child);
    let id = file.map(|file| file.child.id.clone());
    Some((id.or_else(|| ChildId::read(&shown))?, shown))
}

/// What the file says, the newest first, and how it was read before.
fn on_file(sheet: &Sheet, child: usize) -> Vec<String> {
    let view = sheet.picture.case(child);
    let mut sessions = view.sessions;
    sessions.sort_by_key(|session| std::cmp::Reverse(session.on));
    let mut lines = Vec::new();
    if let Some(team) = &view.row.team {
        lines.push(format!("{}, {team}", view.row.status));
    }
    if sessions.is_empty() {
        lines.push("No session about this child is on the extracts.".to_owned());
    }
    for session in sessions.into_iter().take(TOLD) {
        let mut words = format!(
            "{}  {}, {}",
            session.on.long(),
            session.what,
            session.status
        );
        match session.decision_recorded {
            Some(true) => words.push_str("; decision recorded"),
            Some(false) => words.push_str("; no decision recorded"),
            None => {}
        }
        if let Some(open) = session.actions_outstanding.filter(|open| *open > 0) {
            words.extend(["; ", &open.to_string(), " actions open"]);
        }
        lines.push(words);
    }
    let file = sheet.picture.caseload.children.get(child);
    let audits = file.map(|file| file.further().audits.as_slice());
    if let Some(last) = audits.unwrap_or_default().last() {
        let missing = Quality::ALL.iter().zip(last.ratings.all());
        let missing: Vec<&str> = missing
            .filter(|(_, rating)| *rating == Rating::No)
            .map(|(quality, _)| quality.label())
            .collect();
        let missing = match missing.as_slice() {
            [] => String::new(),
            some => format!("; not found then: {}", some.join(", ")),
        };
        lines.push(format!("Last read on {}{missing}", last.on.long()));
    }
    lines
}

/// The questions in use, and today.
type By = (Arc<Questions>, Day);

fn ground(app: &App) -> Option<(Arc<Sheet>, By)> {
    let sheet = app.sheet.clone()?;
    let by = (sheet.picture.questions.clone(), sheet.picture.today);
    Some((sheet, by))
}

/// Opens the one-minute form for the child in focus.
pub fn open_reading(app: &mut App) {
    let Some((sheet, by)) = ground(app) else {
        return;
    };
    let child = child_in_focus(app, &sheet);
    let found = child.and_then(|at| Some((at, named(&sheet, at)?)));
    let Some((at, child)) = found else {
        app.say("Move to a child first: it is their record that is read.");
        return;
    };
    let form = SurveyForm::reading(child, on_file(&sheet, at), by);
    app.dialog = Some(Dialog::Survey(Box::new(form)));
}

/// Opens the questions of an audit for the child in focus, in no sample; among the children of a
/// sample, in that one.
pub fn open_audit(app: &mut App) {
    let Some((sheet, by)) = ground(app) else {
        return;
    };
    if app.pane == Pane::Audits && app.audits.level != Level::Samples {
        return ask_audit(app, &sheet, by);
    }
    let child = child_in_focus(app, &sheet);
    let Some((at, child)) = child.and_then(|at| Some((at, named(&sheet, at)?))) else {
        app.say("Move to a child first: it is their record that is audited.");
        return;
    };
    let form = SurveyForm::auditing((child, None), on_file(&sheet, at), by);
    app.dialog = Some(Dialog::Survey(Box::new(form)));
}

/// The form that a draft was typed into; `None` if what it was about is not there any more.
pub fn form_of(sheet: &Sheet, draft: &SurveyDraft) -> Option<SurveyForm> {
    let by = (sheet.picture.questions.clone(), sheet.picture.today);
    let id = draft.child.as_deref().and_then(ChildId::read);
    let at = id.as_ref().and_then(|id| place(sheet, id));
    let about = at.map(|at| on_file(sheet, at)).unwrap_or_default();
    let mut form = match draft.task.as_str() {
        "draw" => SurveyForm::drawing(by.0, by.1),
        "read" => SurveyForm::reading(named(sheet, at?)?, about, by),
        "audit" => {
            let sample = draft.sample.map(SampleId);
            SurveyForm::auditing((named(sheet, at?)?, sample), about, by)
        }
        "moderate" => {
            let mut audits = sheet.picture.audits.audits.iter();
            let audit = audits.find(|audit| Some(audit.id.0) == draft.audit)?;
            SurveyForm::moderating(audit.clone(), about, by)
        }
        _ => return None,
    };
    form.take_up(draft);
    Some(form)
}

/// Does what was meant in the form.
pub fn in_form(app: &mut App, action: Action) -> Vec<Effect> {
    let ticket = app.ticket();
    let Some(Dialog::Survey(form)) = &mut app.dialog else {
        return Vec::new();
    };
    match action {
        Action::NextField | Action::PreviousField => form.step(action),
        Action::AnswerYes => form.answer(Rating::Yes),
        Action::AnswerPartly => form.answer(Rating::Partly),
        Action::AnswerNo => form.answer(Rating::No),
        Action::AnswerNotApplicable => form.answer(Rating::NotApplicable),
        Action::Accept => {
            if let Some(change) = form.complete() {
                let form = form.clone();
                app.dialog = None;
                app.auditing.push((ticket, form));
                app.say("Saving what was found.");
                let change = Box::new(change);
                return vec![Effect::Ask(Job::Audit { ticket, change })];
            }
        }
        _ => {}
    }
    Vec::new()
}

/// What the disk says to it.
pub fn audited(app: &mut App, ticket: Ticket, result: Result<Step, String>) -> Vec<Effect> {
    let form = app.auditing.iter().position(|(of, _)| *of == ticket);
    let form = form.map(|at| app.auditing.remove(at).1);
    match result {
        Ok(step) => {
            let undo = app.keymap.key_for(Mode::Anywhere, Action::Undo);
            let words = format!("Saved: {}. {undo} takes it back.", step.label);
            app.say(words);
            app.relay = Relay::InPlace;
            vec![Effect::Ask(Job::Picture)]
        }
        Err(words) => {
            app.leaving = Leaving::No;
            match form {
                Some(mut form) => {
                    form.refused(words.clone());
                    forms::came_back(app, Dialog::Survey(form), words);
                }
                None => app.warn(words),
            }
            Vec::new()
        }
    }
}

/// Does what was meant in the pane; the child to open, if one is to be opened.
pub fn in_pane(app: &mut App, action: Action) -> Option<usize> {
    let page = app.page();
    let (sheet, by) = ground(app)?;
    match action {
        _ if action.steps() => app.audits.step(action, page),
        Action::Back => {
            app.audits.close(&sheet);
        }
        Action::DrawSample => {
            let form = SurveyForm::drawing(by.0, by.1);
            app.dialog = Some(Dialog::Survey(Box::new(form)));
        }
        Action::Read => {
            let told = app.audits.told(&sheet.picture);
            let words = told.into_iter().map(|(_, words)| words).collect();
            app.dialog = Some(Dialog::Reading(Reading::new("Audits".to_owned(), words)));
        }
        Action::Open if app.audits.level == Level::Samples => app.audits.open(&sheet),
        Action::Open => {
            let done = app.audits.child().is_some_and(|(_, audit)| audit.is_some());
            if done {
                return in_pane(app, Action::Read);
            }
            ask_audit(app, &sheet, by);
        }
        Action::Correct => ask_audit(app, &sheet, by),
        Action::Moderate => ask_moderation(app, &sheet, by),
        Action::OpenChild => {
            let child = child_in_focus(app, &sheet);
            if child.is_none() {
                app.say("Open a sample and move to a child first.");
            }
            return child;
        }
        _ => {}
    }
    None
}

fn ask_audit(app: &mut App, sheet: &Sheet, by: By) {
    let sample = match app.audits.level {
        Level::Children(sample) => Some(sample),
        Level::Outside => None,
        Level::Samples => {
            app.say("Open a sample and move to a child first.");
            return;
        }
    };
    let Some((drawn, _)) = app.audits.child() else {
        return;
    };
    let child = (drawn.child.clone(), drawn.shown.clone());
    let about = place(sheet, &child.0).map(|at| on_file(sheet, at));
    let about = about.unwrap_or_default();
    let form = SurveyForm::auditing((child, sample), about, by);
    app.dialog = Some(Dialog::Survey(Box::new(form)));
}

fn ask_moderation(app: &mut App, sheet: &Sheet, by: By) {
    let found = app.audits.child().map(|(_, audit)| audit.cloned());
    let audit = match found {
        None => {
            app.say("Open a sample and move to an audited child first.");
            return;
        }
        Some(None) => {
            app.say("This record is not audited yet: there is nothing to moderate.");
            return;
        }
        Some(Some(audit)) => audit,
    };
    if folded(&audit.by) == folded(&sheet.picture.person) {
        let words = format!(
            "{} audited this record, and moderation is a second person's own grade of it. Let somebody else sit down.",
            audit.by
        );
        app.warn(words);
        return;
    }
    if audit.said.asked_by != by.0.asked_by {
        app.warn(
            "This record was audited by another edition of the questions. Audit it again, or put that edition back.",
        );
        return;
    }
    let about = place(sheet, &audit.said.child.0).map(|at| on_file(sheet, at));
    let form = SurveyForm::moderating(audit, about.unwrap_or_default(), by);
    app.dialog = Some(Dialog::Survey(Box::new(form)));
}

fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}
