//! What the worker's answers change. An answer to a question that nobody asks any more is dropped.

use std::sync::Arc;

use tui_input::Input;

use super::action::{Action, Mode};
use super::agreeing;
use super::app::{App, Leaving, Opening, Pane, Relay, TRIES_AGAIN};
use super::bench::Exported;
use super::brief;
use super::delays;
use super::dialogs::{Asked, Dialog, ImportForm, Stage};
use super::effect::{Answer, Effect, Job, Spent, Ticket};
use super::entering;
use super::forms;
use super::panes::case::CasePane;
use super::panes::changes::ChangesPane;
use super::panes::note::NotePane;
use super::past;
use super::policy;
use super::promising;
use super::session;
use super::sheet::Sheet;
use super::tour;
use crate::model::{Day, Note, NoteHead};
use crate::review::{ImportPreview, ImportSummary, PastImport, Step};

/// Takes in an answer.
pub fn answered(app: &mut App, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Picture(Ok(sheet)) => {
            let before = past::looks_back(app);
            let replaced = app.sheet.clone();
            lay(app, sheet);
            past::say_which(app, before);
            let mut effects = delays::ask_if_shown(app);
            effects.extend(replaced.map(|sheet| Effect::LetGo(Spent(sheet))));
            effects.extend(promising::ask_if_shown(app));
            effects.extend(super::surgery::again(app));
            return effects;
        }
        listed @ (Answer::GapsListed { .. } | Answer::CasesListed { .. }) => {
            super::apart::told(app, listed);
        }
        Answer::Delays { ticket, delays } => return delays::answered(app, ticket, delays),
        Answer::Picture(Err(words)) => {
            if app.sheet.is_none() {
                app.opening = Opening::Failed(words.clone());
            }
            app.warn(words);
        }
        Answer::Changes { ticket, result } => past::compared(app, ticket, result),
        Answer::Brief {
            ticket,
            asked,
            result,
        } => brief::made(app, ticket, asked, result),
        Answer::Given { ticket, result } => given(app, ticket, result),
        Answer::Reviewed {
            ticket,
            what,
            result,
        } => return session::answered(app, ticket, &what, result),
        Answer::ReviewPlanned { ticket, draft } => session::planned(app, ticket, &draft),
        Answer::Entered { ticket, result } => return entering::entered(app, ticket, result),
        Answer::Said { ticket, result } => return promising::said(app, ticket, result),
        Answer::Threads {
            ticket,
            extracts,
            threads,
            promises,
        } => promising::told(app, ticket, (extracts, *threads), promises),
        Answer::Handover { ticket, result } => super::hands::answered(app, ticket, result),
        Answer::Audited { ticket, result } => {
            return super::audits::audited(app, ticket, result);
        }
        Answer::Undone(result) => return stepped(app, result, Turn::Undo),
        Answer::Redone(result) => return stepped(app, result, Turn::Redo),
        Answer::Views(result) => super::views::held(app, result),
        Answer::Resumed(Ok([place, form])) => {
            return super::resume::resume(app, place.as_deref(), form.as_deref());
        }
        Answer::Kept(Ok(())) => {}
        Answer::Surgery(result) => super::surgery::looked(app, result),
        Answer::SurgeryWritten(result) => return super::surgery::written(app, result),
        Answer::SurgeryPlanned(result) => super::surgery::planned(app, result),
        Answer::SurgeryApplied(result) => return super::surgery::applied(app, result),
        Answer::TakenBack(result) => return past::taken_back(app, result),
        Answer::Imports(result) => return imports(app, result),
        Answer::Problems { import, result } => match (&mut app.dialog, result) {
            (Some(Dialog::Past(past)), Ok(problems)) => past.problems = Some((import, problems)),
            (_, Err(words)) => app.warn(words),
            _ => {}
        },
        Answer::Notes(Ok(heads)) => app.notes.hold(heads),
        Answer::Notes(Err(words))
        | Answer::NoteKept(Err(words))
        | Answer::Resumed(Err(words))
        | Answer::Kept(Err(words)) => app.warn(words),
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
        Answer::PolicyTried { ticket, result } => policy::tried(app, ticket, result),
        Answer::PolicyAmended { ticket, result } => return policy::amended(app, ticket, result),
        of_files => return of_an_import(app, of_files),
    }
    Vec::new()
}

/// The imports that were; the problems of the newest are asked for at once.
/// What is answered while files are looked at and imported.
fn of_an_import(app: &mut App, answer: Answer) -> Vec<Effect> {
    match answer {
        Answer::Progress { ticket, reached } => {
            if let Some(form) = import_form(app, ticket) {
                match &mut form.stage {
                    Stage::Looking { so_far } | Stage::Importing { so_far } => *so_far = reached,
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
        Answer::Proposed { ticket, result } => super::mapping::proposed(app, ticket, *result),
        Answer::MappingKept { ticket, result } => return super::mapping::kept(app, ticket, result),
        _ => {}
    }
    Vec::new()
}

fn imports(app: &mut App, result: Result<Vec<PastImport>, String>) -> Vec<Effect> {
    let looks_back = past::looks_back(app);
    if let (Some(Dialog::Moment(moment)), Ok(imports)) = (&mut app.dialog, &result) {
        moment.hold(imports, looks_back);
        return Vec::new();
    }
    let Some(Dialog::Past(past)) = &mut app.dialog else {
        return Vec::new();
    };
    match result {
        Ok(imports) => {
            past.imports = Some(imports);
            let focus = past.focus().map(Job::Problems);
            focus.map(Effect::Ask).into_iter().collect()
        }
        Err(words) => {
            app.dialog = None;
            app.warn(words);
            Vec::new()
        }
    }
}

/// A file that was not written leaves its question open, with what was typed.
fn exported(app: &mut App, result: Result<Exported, String>) {
    let question = match &mut app.dialog {
        Some(Dialog::Line(question))
            if matches!(
                question.asked,
                Asked::ExportTo(_) | Asked::BriefTo | Asked::HandoverTo
            ) =>
        {
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
    app.gaps.argument = None;
    app.gaps.child = None;
    app.delays.let_go();
    app.gaps.leave_selection();
    let before = app.sheet.take();
    if let Some(before) = &before {
        forms::carried(app, &|at| sheet.place(&before.gap(at)?.key));
    }
    if let (Relay::InPlace, Some(before)) = (std::mem::take(&mut app.relay), before) {
        lay_in_place(app, &before, &sheet);
    } else {
        app.given = super::given::Given::default();
        app.gaps.marks.clear();
        app.gaps.choice.folded.clear();
        app.gaps.choice.unfolded.clear();
        app.gaps.restart(&sheet, &app.given);
        app.cases.listed.clear();
        app.cases.selection = None;
    }
    app.cases.relist(&sheet);
    app.unfiled.relist(&sheet);
    app.rules.relist(&sheet);
    app.audits.relist(&sheet);
    let scrolled = app.case.as_ref().map(|case| case.scrolled);
    // The child that was open may stand elsewhere now, or nowhere: it is found by its id.
    let open = app
        .case
        .take()
        .map(|case| case.view.row.shown)
        .and_then(|shown| sheet.picture.cases.iter().find(|row| row.shown == shown));
    match open {
        Some(row) => {
            let mut case = CasePane::open(row.child, &sheet, &sheet.picture.promises);
            case.scrolled = scrolled.unwrap_or(0);
            app.case = Some(case);
        }
        None if app.pane == Pane::Case => app.pane = Pane::Cases,
        None => {}
    }
    app.surgery.let_go();
    // What was told of another picture is told anew when it is asked for again.
    app.changes = ChangesPane::default();
    session::relaid(app, &sheet);
    if app.pane == Pane::Changes {
        app.pane = Pane::Gaps;
    }
    app.trail.retain(|place| {
        place.child.is_none() && !matches!(place.pane, Pane::Changes | Pane::Surgery)
    });
    app.promises.forget(&sheet);
    app.sheet = Some(sheet);
    tour::set_out(app);
}

/// After an entry nearly every row is what it was: the focus, the marks and what was answered in
/// this session stay where they were.
fn lay_in_place(app: &mut App, before: &Sheet, sheet: &Sheet) {
    let place = |at: u32| sheet.place(&before.gap(at)?.key);
    let focus = app.gaps.focus().and_then(place);
    app.given = app.given.carried(&place);
    app.gaps.marks = app.gaps.marks.iter().filter_map(|at| place(*at)).collect();
    let child = app.cases.child(before);
    app.gaps.relay(sheet, &app.given, focus);
    app.cases.refocus(sheet, before, child);
}

fn given(app: &mut App, ticket: Ticket, result: Result<Step, String>) {
    app.given.settle(ticket);
    session::stood(app);
    let form = app.giving.iter().position(|(of, _)| *of == ticket);
    let form = form.map(|at| app.giving.remove(at).1);
    match result {
        Ok(step) => {
            if let Some(promises) = &step.promises {
                promising::hold(app, promises.clone());
            }
            agreeing::kept(app, ticket);
            session::promised(app);
            if let Some(sheet) = app.sheet.clone() {
                app.given.stand(step.standings, &sheet);
                app.promises.stale = true;
                session::stood(app);
                app.gaps.listed.recount(&sheet, &app.given);
            }
            let undo = app.keymap.key_for(Mode::Anywhere, Action::Undo);
            let words = format!("Saved: {}. {undo} takes it back.", step.label);
            app.say(words);
        }
        Err(words) => {
            app.leaving = Leaving::No;
            match form {
                Some(mut form) => {
                    form.refused(words.clone());
                    forms::came_back(app, Dialog::Outcome(form), words);
                }
                None => agreeing::refused(app, ticket, words),
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Turn {
    Undo,
    Redo,
}

fn stepped(app: &mut App, result: Result<Option<Step>, String>, turn: Turn) -> Vec<Effect> {
    let done = match (result, turn) {
        (Err(words), _) => {
            app.warn(words);
            return Vec::new();
        }
        (Ok(None), Turn::Undo) => {
            app.say("There is nothing to undo.");
            return Vec::new();
        }
        (Ok(None), Turn::Redo) => {
            app.say("There is nothing to redo.");
            return Vec::new();
        }
        (Ok(Some(step)), _) => step,
    };
    // What the clocks say may have changed with an entry, or with what was agreed for a child.
    let anew = done.standings.is_empty() && done.promises.is_none();
    if let Some(promises) = &done.promises {
        promising::hold(app, promises.clone());
    }
    session::promised(app);
    if let Some(sheet) = app.sheet.clone() {
        let turned = done.standings.first();
        let turned = turned.and_then(|(key, _)| sheet.place(key));
        app.given.stand(done.standings, &sheet);
        app.promises.stale = true;
        session::stood(app);
        app.gaps.relist(&sheet, &app.given);
        // The eye goes where something changed.
        if let Some(at) = turned {
            app.gaps.go_to(at);
        }
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
    if anew {
        app.relay = Relay::InPlace;
        return vec![Effect::Ask(Job::Picture)];
    }
    super::surgery::again(app)
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
            form.stopping = false;
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
                form.stopping = false;
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
