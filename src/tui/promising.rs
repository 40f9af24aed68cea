//! Promises: what a key in their pane asks, and what the disk says to it.
//!
//! The surprising thing: an action of the export becomes a promise when it is carried here, for an
//! export cannot be written to; from then on the promise follows it.

use super::act::{ask_filter, open_child};
use super::action::{Action, Mode};
use super::app::{App, Leaving, Pane, Relay};
use super::dialogs::{Asked, Dialog, Reading, TurnForm, Turning};
use super::effect::{Effect, Job, Laid, Ticket};
use super::forms;
use super::panes::promises::{Extent, Threads, told as whole, with_it};
use super::text::many;
use crate::model::{
    Day, EntryChange, EntryKind, Promise, PromiseDraft, PromiseOrigin, PromiseTurn,
};
use crate::review::{NewTurn, Root, Said, Sieve, Step, Thread};

/// Asks for the threads of the extracts where they are not known yet, and shows what is.
pub fn shown(app: &mut App) -> Vec<Effect> {
    if app.promises.stale {
        refresh(app);
    }
    ask_if_shown(app)
}

/// Asks for the threads where the pane is open and they are not known.
pub fn ask_if_shown(app: &mut App) -> Vec<Effect> {
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    if app.pane != Pane::Promises || app.promises.extracts.is_some() || sheet.is_empty() {
        return Vec::new();
    }
    let ticket = app.ticket();
    app.promises.asked = ticket;
    vec![Effect::Ask(Job::Threads {
        ticket,
        of: Laid(sheet),
    })]
}

/// The threads that were asked for.
pub fn told(
    app: &mut App,
    ticket: Ticket,
    (extracts, threads): (Vec<Thread>, Threads),
    promises: Result<Vec<Promise>, String>,
) {
    if ticket != app.promises.asked {
        return;
    }
    app.promises.extracts = Some(extracts);
    let Some(sheet) = app.sheet.clone() else {
        return;
    };
    match promises {
        // Nothing was said over the picture, so it stands as it was read.
        Ok(promises) if app.given.is_empty() => {
            app.promises.held = promises;
            app.promises.take(threads, &sheet.picture);
        }
        Ok(promises) => hold(app, promises),
        Err(words) => {
            app.warn(words);
            refresh(app);
        }
    }
}

/// Takes over the promises as they stand now.
pub fn hold(app: &mut App, promises: Vec<Promise>) {
    app.promises.held = promises;
    refresh(app);
    if let (Some(case), Some(sheet)) = (&mut app.case, &app.sheet) {
        case.promised(sheet, &app.promises.held);
    }
}

fn refresh(app: &mut App) {
    if let Some(sheet) = app.sheet.clone() {
        app.promises.refresh(&sheet, &app.given);
    }
}

/// Shows only what passes a filter; what cannot be read was refused in the dialog.
pub fn sift(app: &mut App, words: &str) {
    app.promises.sieve = Sieve::read(words).unwrap_or_default();
    if let Some(sheet) = &app.sheet {
        app.promises.relist(&sheet.picture);
    }
}

/// Does what was meant in the pane.
pub fn in_pane(app: &mut App, action: Action) -> Vec<Effect> {
    let page = app.page();
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let turning = match action {
        Action::Carry => Some(Turning::Carried),
        Action::Done => Some(Turning::Done),
        Action::Superseded => Some(Turning::Superseded),
        Action::GiveUp => Some(Turning::GivenUp),
        _ => None,
    };
    if let Some(turning) = turning {
        ask(app, turning);
        return Vec::new();
    }
    match action {
        Action::Revisited => {
            let threads = app
                .promises
                .targets()
                .into_iter()
                .cloned()
                .collect::<Vec<_>>();
            return turn(
                app,
                &threads,
                (PromiseTurn::Revisited, sheet.picture.today, String::new()),
            );
        }
        Action::Mark => app.promises.mark(),
        Action::MarkAll => {
            app.promises.mark_all();
            let words = format!(
                "{} marked.",
                many(app.promises.marks.len(), "promise", "promises")
            );
            app.say(words);
        }
        Action::Clear => {
            if app.promises.marks.is_empty() {
                app.promises.sieve = Sieve::default();
                app.promises.relist(&sheet.picture);
            } else {
                app.promises.marks.clear();
            }
        }
        Action::Listing => {
            app.promises.extent = match app.promises.extent {
                Extent::Open => Extent::All,
                Extent::All => Extent::Open,
            };
            app.promises.relist(&sheet.picture);
        }
        Action::Filter => ask_filter(app, Asked::PromiseFilter),
        Action::Read => {
            if let Some(thread) = app.promises.focus() {
                let others = with_it(&app.promises.in_focus(), &sheet.picture);
                let words = whole(thread, &sheet.picture, &app.promises.held);
                let words = words.into_iter().chain(others);
                let words = words.map(|(_, words)| words).collect();
                let title = "A promise, and how it went".to_owned();
                app.dialog = Some(Dialog::Reading(Reading::new(title, words)));
            }
        }
        Action::Open => match app.promises.focus().map(|thread| thread.child) {
            Some(Some(child)) => open_child(app, child),
            Some(None) => app.say("This promise is not about one child."),
            None => {}
        },
        _ if action.steps() => app.promises.step(action, page),
        _ => {}
    }
    Vec::new()
}

fn ask(app: &mut App, turning: Turning) {
    let threads: Vec<Thread> = app.promises.targets().into_iter().cloned().collect();
    let carried = turning == Turning::Carried;
    let takes = |thread: &Thread| match thread.root {
        Root::Promise(_) => true,
        Root::Extract(_) => carried,
        Root::Entry(_) => matches!(turning, Turning::Carried | Turning::Done),
        Root::Outcome(_) | Root::Decision(_) => false,
    };
    if threads.is_empty() {
        app.say("Move to a promise first.");
        return;
    }
    if let Some(thread) = threads.iter().find(|thread| !takes(thread)) {
        let carry = app.keymap.key_for(Mode::Promises, Action::Carry).to_owned();
        let words = match thread.root {
            Root::Outcome(_) => {
                "This is the outcome of a gap: give the gap another outcome among the gaps."
                    .to_owned()
            }
            Root::Decision(_) => {
                "This is a decision on the child's file: it closes when an extract shows the step."
                    .to_owned()
            }
            Root::Extract(_) => format!(
                "This action is of the supervision export: the next import says what became of it. \
                 {carry} carries it on as a promise of its own."
            ),
            _ => "An action entered by hand is corrected or withdrawn among the entries (5)."
                .to_owned(),
        };
        app.say(words);
        return;
    }
    if threads.len() > 1 && threads.iter().any(|one| matches!(one.root, Root::Entry(_))) {
        app.say("Actions entered by hand are taken one at a time: clear the marks.");
        return;
    }
    app.dialog = Some(Dialog::Turn(Box::new(TurnForm::new(turning, threads))));
}

/// Does what was meant in the form.
pub fn in_form(app: &mut App, action: Action) -> Vec<Effect> {
    let Some(today) = app.today() else {
        return Vec::new();
    };
    let Some(Dialog::Turn(form)) = &mut app.dialog else {
        return Vec::new();
    };
    if action != Action::Accept {
        form.step(action);
        return Vec::new();
    }
    let Some(answer) = form.complete(today) else {
        return Vec::new();
    };
    let form = form.clone();
    app.dialog = None;
    let effects = turn(app, &form.threads, answer);
    if let Some(Effect::Ask(Job::Say { ticket, .. })) = effects.first() {
        app.turning.push((*ticket, form));
    }
    effects
}

/// Saves what became of these threads, as one step.
fn turn(
    app: &mut App,
    threads: &[Thread],
    (turn, on, words): (PromiseTurn, Day, String),
) -> Vec<Effect> {
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let mut said = Said::default();
    for thread in threads {
        match &thread.root {
            Root::Promise(promise) => said.turns.push(NewTurn {
                promise: *promise,
                turn,
                on,
                words: words.clone(),
            }),
            Root::Extract(own) => {
                let PromiseTurn::Carried { to } = turn else {
                    continue;
                };
                let child = thread
                    .child
                    .and_then(|at| sheet.picture.caseload.children.get(at));
                said.promises.push(PromiseDraft {
                    origin: PromiseOrigin::Supervision,
                    origin_ref: Some(own.clone()),
                    child: child.map(|file| (file.child.id.clone(), file.child.shown.clone())),
                    gap: None,
                    agreed: on,
                    due: to,
                    owner: thread.owner.clone(),
                    words: if words.is_empty() {
                        format!("action {own} of the export, carried on")
                    } else {
                        format!("action {own} of the export, carried on: {words}")
                    },
                });
            }
            Root::Entry(_) => return correct(app, thread, turn, on),
            Root::Outcome(_) | Root::Decision(_) => {}
        }
    }
    let number = said.turns.len() + said.promises.len();
    if number == 0 {
        app.say("Only what was promised here can be said to be come back to.");
        return Vec::new();
    }
    let label = format!("{}: {}", turn.label(), many(number, "promise", "promises"));
    let ticket = app.ticket();
    app.promises.marks.clear();
    app.say(format!("Saving: {label}."));
    vec![Effect::Ask(Job::Say {
        ticket,
        label,
        said: Box::new(said),
    })]
}

/// An action entered by hand is put right: its day, or that it is done.
fn correct(app: &mut App, thread: &Thread, turn: PromiseTurn, on: Day) -> Vec<Effect> {
    let Root::Entry(id) = thread.root else {
        return Vec::new();
    };
    let Some(sheet) = &app.sheet else {
        return Vec::new();
    };
    let mut entries = sheet.picture.entries.iter();
    let Some(mut to) = entries
        .find(|row| row.entry.id == id)
        .map(|row| row.entry.said.clone())
    else {
        return Vec::new();
    };
    if let EntryKind::Action { due, done, .. } = &mut to.what {
        match turn {
            PromiseTurn::Carried { to } => *due = to,
            PromiseTurn::Done => *done = Some(on),
            _ => return Vec::new(),
        }
    }
    let ticket = app.ticket();
    vec![Effect::Ask(Job::Enter {
        ticket,
        change: EntryChange::Correct { id, to },
    })]
}

/// What the disk says to a turn.
pub fn said(app: &mut App, ticket: Ticket, result: Result<Step, String>) -> Vec<Effect> {
    let form = app.turning.iter().position(|(of, _)| *of == ticket);
    let form = form.map(|at| app.turning.remove(at).1);
    match result {
        Ok(step) => {
            if let Some(sheet) = app.sheet.clone() {
                app.given.stand(step.standings, &sheet);
            }
            if let Some(promises) = step.promises {
                hold(app, promises);
            }
            let undo = app.keymap.key_for(Mode::Anywhere, Action::Undo);
            let words = format!("Saved: {}. {undo} takes it back.", step.label);
            app.say(words);
            if !step.entries.is_empty() {
                app.relay = Relay::InPlace;
                return vec![Effect::Ask(Job::Picture)];
            }
        }
        Err(words) => {
            app.leaving = Leaving::No;
            match form {
                Some(mut form) => {
                    form.refused(words.clone());
                    forms::came_back(app, Dialog::Turn(form), words);
                }
                None => app.warn(words),
            }
        }
    }
    Vec::new()
}
