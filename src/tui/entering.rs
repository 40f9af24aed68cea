//! Entering by hand: whom a form is for, what it saves, and what the pane of entries does.
//!
//! A form that could not be saved comes back with what was typed. The surprising thing: it closes
//! as soon as it is on its way to the disk, so that the next one need not wait.

use super::action::{Action, Mode};
use super::app::{App, Leaving, Pane, Place, Relay};
use super::dialogs::{Dialog, EntryChoice, EntryDraft, EntryForm, Reading, Target};
use super::effect::{Effect, Job, Ticket};
use super::forms;
use super::panes::unfiled::Extent;
use super::sheet::Sheet;
use super::text::count;
use crate::model::{ChildId, EntryChange};
use crate::review::{EntryRow, Filing, Step, text_for_the_file};
use crate::settings::Copying;

/// Opens the form for the child, the children or the worker in focus; empty if there is none.
pub fn open(app: &mut App) {
    let (Some(sheet), Some(today)) = (app.sheet.clone(), app.today()) else {
        return;
    };
    let (targets, worker) = match app.pane {
        Pane::Gaps | Pane::Reading => in_focus(app, &sheet),
        Pane::Cases => (targets(&sheet, app.cases.child(&sheet)), None),
        Pane::Case => (
            targets(&sheet, app.case.as_ref().map(|case| case.child)),
            None,
        ),
        Pane::Unfiled => {
            let child = app.unfiled.focus(&sheet).and_then(|row| row.child);
            (targets(&sheet, child), None)
        }
        Pane::Changes => {
            let child = app.changes.focus().and_then(|change| change.child);
            (targets(&sheet, child), None)
        }
        Pane::Promises => {
            let child = app.promises.focus().and_then(|thread| thread.child);
            (targets(&sheet, child), None)
        }
        Pane::Surgery => {
            let child = app.surgery.focus().and_then(|line| line.child);
            (targets(&sheet, child), None)
        }
        Pane::Session => {
            let child = app.session.as_ref().and_then(|pane| pane.child(&sheet));
            (targets(&sheet, child), None)
        }
        Pane::Delays | Pane::Notes | Pane::Note | Pane::Rules | Pane::Brief | Pane::Audits => {
            (Vec::new(), None)
        }
    };
    let mut form = EntryForm::choosing(targets, today);
    form.worker = worker.map(|name| {
        let supervisor = sheet.picture.supervisor_of(&name);
        (name, supervisor)
    });
    app.dialog = Some(Dialog::Entry(Box::new(form)));
}

/// The form that a draft was typed into; `None` if what it was about is not there any more.
pub fn form_of(sheet: &Sheet, draft: &EntryDraft) -> Option<EntryForm> {
    let today = sheet.picture.today;
    if draft.task != "enter" {
        let mut rows = sheet.picture.entries.iter();
        let row = rows.find(|row| Some(row.entry.id.0) == draft.entry)?;
        return Some(match draft.task.as_str() {
            "correct" => EntryForm::correcting(row, today),
            "seen" => EntryForm::seeing(row, today),
            _ => EntryForm::withdrawing(row, today),
        });
    }
    let (_, choice) = EntryChoice::ALL.get(draft.choice?)?;
    let named = |shown: &String| {
        let mut cases = sheet.picture.cases.iter();
        let row = cases.find(|row| *row.shown == **shown)?;
        target(sheet, row.child)
    };
    let targets = draft.children.iter().filter_map(named).collect();
    let mut form = EntryForm::choosing(targets, today);
    form.worker = draft.worker.as_deref().map(|name| {
        let name = crate::model::Name::from(name);
        let supervisor = sheet.picture.supervisor_of(&name);
        (name, supervisor)
    });
    form.choose(*choice);
    Some(form)
}

fn targets(sheet: &Sheet, child: Option<usize>) -> Vec<Target> {
    child
        .and_then(|child| target(sheet, child))
        .into_iter()
        .collect()
}

/// A child and who works with them.
fn target(sheet: &Sheet, child: usize) -> Option<Target> {
    let row = sheet.case(child)?;
    let known = sheet.picture.at_hand(child);
    Some(Target {
        shown: row.shown.to_string(),
        worker: known.worker,
        supervisor: known.supervisor,
        team: known.team,
        status: row.status.to_owned(),
    })
}

/// The children of the marked gaps, or of the row in focus; or the worker of a worker's gap.
fn in_focus(app: &App, sheet: &Sheet) -> (Vec<Target>, Option<crate::model::Name>) {
    let gaps = app.gaps.targets();
    let mut found: Vec<Target> = Vec::new();
    let mut worker = None;
    for gap in gaps.iter().filter_map(|at| sheet.gap(*at)) {
        match gap.child {
            Some(child) => {
                let known = target(sheet, child);
                // A child with two gaps is one child.
                if let Some(mut known) = known
                    && found.iter().all(|one| one.shown != known.shown)
                {
                    known.worker = known.worker.or_else(|| gap.worker.clone());
                    known.supervisor = gap.supervisor.clone().or(known.supervisor);
                    found.push(known);
                }
            }
            None if !gap.is_child => worker = Some(gap.who.clone()),
            None => {}
        }
    }
    (found, worker)
}

/// Does what was meant in the form.
pub fn in_form(app: &mut App, action: Action) -> Vec<Effect> {
    let ticket = app.ticket();
    let Some(Dialog::Entry(form)) = &mut app.dialog else {
        return Vec::new();
    };
    match action {
        Action::NextField | Action::PreviousField => form.step(action),
        Action::Accept => {
            if let Some(change) = form.complete() {
                let form = form.clone();
                app.dialog = None;
                app.entering.push((ticket, form));
                app.say("Saving what was entered.");
                return vec![Effect::Ask(Job::Enter { ticket, change })];
            }
        }
        _ => {
            let chosen = EntryChoice::ALL.into_iter().find(|(key, _)| *key == action);
            if let Some((_, choice)) = chosen {
                form.choose(choice);
                look(app);
            }
        }
    }
    Vec::new()
}

/// After a key: what is known of the child or the worker that was typed.
pub fn look(app: &mut App) {
    let Some(sheet) = app.sheet.clone() else {
        return;
    };
    let Some(Dialog::Entry(form)) = &mut app.dialog else {
        return;
    };
    if form.names_child() {
        let id = form.typed_child();
        form.meet(id.and_then(|id| find(&sheet, &id)));
    } else if let Some(worker) = form.names_staff() {
        let supervisor = sheet.picture.supervisor_of(worker.trim());
        form.supervised_by(supervisor.as_ref());
    }
}

fn find(sheet: &Sheet, id: &ChildId) -> Option<Target> {
    let cases = sheet.picture.cases.iter();
    let found = sheet.picture.caseload.position(id).or_else(|| {
        cases
            .clone()
            .find(|row| row.shown.trim_start_matches('0') == id.as_str())
            .map(|row| row.child)
    });
    target(sheet, found?)
}

/// What the disk says to what was entered.
pub fn entered(app: &mut App, ticket: Ticket, result: Result<Step, String>) -> Vec<Effect> {
    let form = app.entering.iter().position(|(of, _)| *of == ticket);
    let form = form.map(|at| app.entering.remove(at).1);
    match result {
        Ok(step) => {
            app.gaps.marks.clear();
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
                    forms::came_back(app, Dialog::Entry(form), words);
                }
                None => app.warn(words),
            }
            Vec::new()
        }
    }
}

/// Shows the entries of the child whose page is open.
pub fn of_this_child(app: &mut App) {
    let (Some(case), Some(sheet)) = (&app.case, app.sheet.clone()) else {
        return;
    };
    let file = sheet.picture.caseload.children.get(case.child);
    app.unfiled.child = file.map(|file| file.child.id.clone());
    app.unfiled.extent = Extent::All;
    app.unfiled.cursor = 0;
    app.unfiled.relist(&sheet);
    app.trail.push(Place {
        pane: Pane::Case,
        child: Some(case.child),
    });
    app.pane = Pane::Unfiled;
}

/// Does what was meant in the pane; the child to open, if one is to be opened.
pub fn in_pane(app: &mut App, action: Action) -> (Vec<Effect>, Option<usize>) {
    let page = app.page();
    let (Some(sheet), Some(today)) = (app.sheet.clone(), app.today()) else {
        return (Vec::new(), None);
    };
    let pane = &mut app.unfiled;
    match action {
        Action::Listing => {
            pane.extent = match pane.extent {
                Extent::NotYet => Extent::All,
                Extent::All => Extent::NotYet,
            };
            pane.relist(&sheet);
            return (Vec::new(), None);
        }
        _ if action.steps() => {
            pane.step(action, page);
            return (Vec::new(), None);
        }
        _ => {}
    }
    let Some(row) = pane.focus(&sheet).cloned() else {
        return (Vec::new(), None);
    };
    let form = match action {
        Action::Open => return (Vec::new(), opened(app, &row)),
        Action::Read => {
            show_text(app, &row);
            return (Vec::new(), None);
        }
        Action::CopyText => return (copy(app, &row), None),
        Action::NotSeen => return (not_seen(app, &row), None),
        Action::Correct => EntryForm::correcting(&row, today),
        _ if row.filing == Filing::Withdrawn => {
            app.say("This entry was withdrawn. Correct it first if it stands after all.");
            return (Vec::new(), None);
        }
        Action::SeenOnFile => EntryForm::seeing(&row, today),
        Action::Withdraw => EntryForm::withdrawing(&row, today),
        _ => return (Vec::new(), None),
    };
    app.dialog = Some(Dialog::Entry(Box::new(form)));
    if action == Action::Correct {
        look(app);
    }
    (Vec::new(), None)
}

fn opened(app: &mut App, row: &EntryRow) -> Option<usize> {
    if row.child.is_none() {
        app.say("This entry is about a worker, not about one child.");
    }
    row.child
}

fn copy(app: &mut App, row: &EntryRow) -> Vec<Effect> {
    if app.look.copying == Copying::Off {
        let read = app.keymap.key_for(Mode::Unfiled, Action::Read).to_owned();
        app.say(format!(
            "Copying is turned off in your settings (copy = \"off\"). {read} shows the text."
        ));
        return Vec::new();
    }
    let text = text_for_the_file(row);
    let letters = count(text.chars().count() as u64);
    let read = app.keymap.key_for(Mode::Unfiled, Action::Read);
    app.say(format!(
        "Copied {letters} letters. They are about a real person: paste them into the case system and nowhere else. \
         If nothing can be pasted, {read} shows the text to select with the mouse."
    ));
    vec![Effect::Copy(text)]
}

fn show_text(app: &mut App, row: &EntryRow) {
    let mut words: Vec<String> = text_for_the_file(row).lines().map(str::to_owned).collect();
    words.push(String::new());
    words.push(format!("Here: {}.", row.provenance()));
    words.extend(row.contradictions.iter().map(|said| format!("! {said}")));
    let title = format!("Entry {}", row.entry.id.0);
    app.dialog = Some(Dialog::Reading(Reading::new(title, words)));
}

fn not_seen(app: &mut App, row: &EntryRow) -> Vec<Effect> {
    if row.entry.seen.is_none() {
        app.say("Nobody has said that this entry was seen on the file.");
        return Vec::new();
    }
    let ticket = app.ticket();
    let change = EntryChange::NotSeen { id: row.entry.id };
    vec![Effect::Ask(Job::Enter { ticket, change })]
}
