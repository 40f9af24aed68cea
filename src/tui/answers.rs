//! What the worker's answers change. An answer to a question that nobody asks any more is dropped.

use std::sync::Arc;

use tui_input::Input;

use super::action::{Action, Mode};
use super::app::{App, Leaving, Opening, Pane, TRIES_AGAIN};
use super::bench::Exported;
use super::dialogs::{Asked, Dialog, ImportForm, Stage};
use super::effect::{Answer, Effect, Job, Ticket};
use super::panes::case::CasePane;
use super::panes::note::NotePane;
use super::sheet::Sheet;
use crate::model::{Day, Note, NoteHead};
use crate::review::{ImportPreview, ImportSummary, Step};

/// Takes in an answer.
pub fn answered(app: &mut App, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Picture(Ok(sheet)) => lay(app, sheet),
        Answer::Picture(Err(words)) => {
            if app.sheet.is_none() {
                app.opening = Opening::Failed(words.clone());
            }
            app.warn(words);
        }
        Answer::Given { ticket, result } => given(app, ticket, result),
        Answer::Undone(result) => stepped(app, result, Turn::Undo),
        Answer::Redone(result) => stepped(app, result, Turn::Redo),
        Answer::Progress { ticket, rows } => {
            if let Some(form) = import_form(app, ticket) {
                match &mut form.stage {
                    Stage::Looking { rows: so_far } | Stage::Importing { rows: so_far } => {
                        *so_far = rows;
                    }
                    _ => {}
                }
            }
        }
        Answer::Folder {
            ticket,
            folder,
            names,
        } => {
            if let Some(form) = import_form(app, ticket)
                && form.folder() == Some(folder)
            {
                form.complete(&names);
            }
        }
        Answer::LookedAt { ticket, result } => looked_at(app, ticket, result),
        Answer::Imported { ticket, result } => return imported(app, ticket, result),
        Answer::Notes(Ok(heads)) => app.notes.hold(heads),
        Answer::Notes(Err(words)) | Answer::NoteKept(Err(words)) => app.warn(words),
        Answer::Note { ticket, result } => opened(app, ticket, result),
        Answer::NoteSaved { id, typed, result } => {
            let failed = result.as_ref().err().cloned();
            note_saved(app, id, typed, result);
            if let Some(words) = failed {
                app.leaving = Leaving::No;
                app.autosave_at = Some(app.now + TRIES_AGAIN);
                app.warn(words);
            }
        }
        Answer::NoteKept(Ok((head, words))) => {
            app.notes.show(head);
            app.say(words);
        }
        Answer::NoteExported(result) => exported(app, result),
    }
    Vec::new()
}

/// A file that was not written leaves its question open, with what was typed.
fn exported(app: &mut App, result: Result<Exported, String>) {
    let question = match &mut app.dialog {
        Some(Dialog::Line(question)) if matches!(question.asked, Asked::ExportTo(_)) => {
            Some(question)
        }
        _ => None,
    };
    match (result, question) {
        (Err(words), Some(question)) => question.trouble = Some(words),
        (Err(words), None) => app.warn(words),
        (Ok(Exported::Taken(path)), question) => {
            let words = format!(
                "There is a file {} already. Enter replaces it; another name keeps both.",
                path.display()
            );
            match question {
                Some(question) => {
                    question.taken = Some(question.input.value().trim().to_owned());
                    question.trouble = Some(words);
                }
                None => app.warn(words),
            }
        }
        (Ok(Exported::Written(path)), question) => {
            if question.is_some() {
                app.dialog = None;
            }
            app.say(format!("Written to {}.", path.display()));
        }
    }
}

fn lay(app: &mut App, sheet: Arc<Sheet>) {
    app.opening = Opening::Open;
    app.given = super::given::Given::default();
    app.gaps.marks.clear();
    app.gaps.argument = None;
    app.gaps.leave_selection();
    app.gaps.choice.folded.clear();
    app.gaps.choice.unfolded.clear();
    app.gaps.restart(&sheet, &app.given);
    app.cases.listed.clear();
    app.cases.relist(&sheet);
    // The child that was open may stand elsewhere now, or nowhere: it is found by its id.
    let open = app
        .case
        .take()
        .map(|case| case.view.row.shown)
        .and_then(|shown| sheet.picture.cases.iter().find(|row| row.shown == shown));
    match open {
        Some(row) => {
            app.case = Some(CasePane::open(row.child, &sheet));
        }
        None if app.pane == Pane::Case => app.pane = Pane::Cases,
        None => {}
    }
    app.trail.retain(|place| place.child.is_none());
    app.sheet = Some(sheet);
}

fn given(app: &mut App, ticket: Ticket, result: Result<Step, String>) {
    app.given.settle(ticket);
    match result {
        Ok(step) => {
            if let Some(sheet) = app.sheet.clone() {
                app.given.stand(step.standings, &sheet);
                app.gaps.listed.recount(&sheet, &app.given);
            }
            let undo = app.keymap.key_for(Mode::Anywhere, Action::Undo);
            let words = format!("Saved: {}. {undo} takes it back.", step.label);
            app.say(words);
        }
        Err(words) => {
            app.leaving = Leaving::No;
            app.warn(words);
        }
    }
}

#[derive(Clone, Copy)]
enum Turn {
    Undo,
    Redo,
}

fn stepped(app: &mut App, result: Result<Option<Step>, String>, turn: Turn) {
    let done = match (result, turn) {
        (Err(words), _) => return app.warn(words),
        (Ok(None), Turn::Undo) => return app.say("There is nothing to undo."),
        (Ok(None), Turn::Redo) => return app.say("There is nothing to redo."),
        (Ok(Some(step)), _) => step,
    };
    if let Some(sheet) = app.sheet.clone() {
        app.given.stand(done.standings, &sheet);
        app.gaps.relist(&sheet, &app.given);
    }
    let mut words = format!("{}.", capital(&done.label));
    let key = |action| app.keymap.key_for(Mode::Anywhere, action);
    if let Some(next) = done.undo {
        words.extend([" ", key(Action::Undo), " undoes ", &next, "."]);
    }
    if let Some(next) = done.redo {
        words.extend([" ", key(Action::Redo), " redoes ", &next, "."]);
    }
    app.say(words);
}

/// With a capital letter, as the beginning of a sentence.
fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn import_form(app: &mut App, ticket: Ticket) -> Option<&mut ImportForm> {
    match &mut app.dialog {
        Some(Dialog::Import(form)) if form.ticket == ticket => Some(form),
        _ => None,
    }
}

fn looked_at(app: &mut App, ticket: Ticket, result: Result<ImportPreview, String>) {
    let Some(form) = import_form(app, ticket) else {
        return;
    };
    match result {
        Ok(preview) => {
            let as_at = Input::new(preview.as_at.map_or_else(String::new, Day::long));
            form.scrolled = 0;
            form.stage = Stage::Preview { preview, as_at };
        }
        Err(words) => {
            form.stage = Stage::Path;
            form.trouble = Some(words);
        }
    }
}

fn imported(app: &mut App, ticket: Ticket, result: Result<ImportSummary, String>) -> Vec<Effect> {
    let failed = result.is_err();
    if let Some(form) = import_form(app, ticket) {
        match result {
            Ok(summary) => form.stage = Stage::Done { summary },
            Err(words) => {
                form.stage = Stage::Path;
                form.trouble = Some(words);
            }
        }
    }
    if failed {
        Vec::new()
    } else {
        vec![Effect::Ask(Job::Picture)]
    }
}

fn opened(app: &mut App, ticket: Ticket, result: Result<Box<Note>, String>) {
    if ticket != app.note_asked {
        return;
    }
    match result {
        Ok(note) => {
            app.message = None;
            app.notes.hold_one(note.head.clone());
            app.note = Some(NotePane::open(*note));
            app.gaps.marks.clear();
            app.pane = Pane::Note;
        }
        Err(words) => app.warn(words),
    }
}

fn note_saved(
    app: &mut App,
    id: crate::model::NoteId,
    typed: u64,
    result: Result<NoteHead, String>,
) {
    if let Ok(head) = &result {
        app.notes.hold_one(head.clone());
    }
    if let Some(note) = app.note.as_mut().filter(|note| note.head.id == id) {
        note.saved(typed, result);
    }
}
