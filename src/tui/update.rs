//! What happened, and what it changes: the only place where the screen's state moves.
//!
//! Pure but for the state it is given: no I/O, no clock. Keys become actions by the key table;
//! a key that is bound to nothing is text where text is typed, and nothing elsewhere.

use std::time::Instant;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind};
use ratatui::layout::Rect;

use super::act::act;
use super::answers::answered;
use super::app::{App, Leaving, Pane};
use super::asked;
use super::dialogs::{self, Dialog};
use super::effect::{Answer, Effect, Job};
use super::entering;
use super::forms;
use super::keymap::Resolution;
use super::lexicon::Lexicon;
use super::panes::session::SessionPane;
use super::policy;
use super::session;
use super::text::{count, many};
use super::tour;
use super::veil::Veil;
use super::{apart, jumps, macros, resume, seek, stand};

/// Something that happened.
#[derive(Debug)]
pub enum Happened {
    Key(KeyEvent),
    Pasted(String),
    Resized(u16, u16),
    Answered(Answer),
    /// A deadline passed.
    Due,
    /// The window or the system asks the program to end.
    Ended,
}

/// Takes in what happened at this moment and says what to do about it.
pub fn update(app: &mut App, happened: Happened, now: Instant) -> Vec<Effect> {
    app.now = now;
    // Another picture moves everything, and nobody has jumped.
    let jumps = !matches!(happened, Happened::Answered(Answer::Picture(_)));
    let before = stand::of(app).filter(|_| jumps);
    let mut effects = match happened {
        Happened::Key(key) if key.kind == KeyEventKind::Release => Vec::new(),
        Happened::Key(_) | Happened::Pasted(_) if apart::is_waiting(app) => {
            app.ahead.push_back(happened);
            Vec::new()
        }
        Happened::Key(key) if macros::interrupt(app) && key.code == KeyCode::Esc => Vec::new(),
        Happened::Key(key) => pressed(app, key),
        Happened::Pasted(text) => {
            macros::note_paste(app, &text);
            pasted(app, &text)
        }
        Happened::Resized(width, height) => {
            app.window = Rect::new(0, 0, width, height);
            Vec::new()
        }
        Happened::Answered(answer) => {
            macros::answered(app);
            answered(app, answer)
        }
        Happened::Due => Vec::new(),
        Happened::Ended => ended(app),
    };
    effects.extend(macros::go_on(app, pressed, pasted));
    forms::bring_back(app);
    effects.extend(due(app));
    effects.extend(leave_if_saved(app));
    effects.extend(apart::ask(app));
    app.settle();
    jumps::watch(app, before);
    effects.extend(resume::watch(app));
    know_others(app);
    if !apart::is_waiting(app)
        && let Some(next) = app.ahead.pop_front()
    {
        effects.extend(update(app, next, now));
    }
    effects
}

/// While names are hidden: those that the picture does not hold.
fn know_others(app: &mut App) {
    if app.look.veil == Veil::Lifted {
        return;
    }
    let authors = app.notes.heads.iter().map(|head| head.author.as_str());
    let open = app.note.iter().map(|note| note.head.author.as_str());
    let found = app.dialog.as_ref().map(Dialog::found).unwrap_or_default();
    let session = app.session.iter().flat_map(SessionPane::names);
    let audited = app
        .sheet
        .iter()
        .flat_map(|sheet| sheet.picture.audits.people());
    let names = authors.chain(open).chain(found).chain(audited);
    let names = names.chain(app.changes.names());
    let names = names.chain(app.promises.names());
    let names = names.chain(app.surgery.names());
    let names = names.chain(app.brief.names());
    let names = names.chain(session);
    app.look.others = Lexicon::of_people(names, &app.given.standings());
}

fn pressed(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    // It was on the screen when the key was pressed; what follows may say something new.
    app.message = None;
    app.pressed.push(key.into());
    let meant = app.keymap.resolve(app.mode(), &app.pressed);
    if meant != Resolution::More && macros::note(app, meant) {
        app.pressed.clear();
        return Vec::new();
    }
    match meant {
        Resolution::Act(action) => {
            app.pressed.clear();
            let effects = act(app, action);
            tour::watch(app, action);
            effects
        }
        Resolution::More => Vec::new(),
        Resolution::Unbound => {
            app.pressed.clear();
            typed(app, key)
        }
    }
}

fn typed(app: &mut App, key: KeyEvent) -> Vec<Effect> {
    match &mut app.dialog {
        Some(Dialog::Amend(form)) => {
            if form.key(key) {
                return policy::count(app);
            }
        }
        Some(Dialog::Turn(form)) => form.key(key),
        Some(Dialog::Palette(palette)) => {
            dialogs::type_key(&mut palette.input, key);
            palette.cursor = 0;
        }
        Some(Dialog::Line(question)) => {
            dialogs::type_key(&mut question.input, key);
            asked::look(question);
        }
        Some(Dialog::Seek(find)) => {
            dialogs::type_key(&mut find.input, key);
            seek::look(app);
        }
        Some(Dialog::Import(form)) => {
            form.trouble = None;
            form.hint = None;
            if let Some(input) = form.input() {
                dialogs::type_key(input, key);
            }
        }
        Some(Dialog::Mapping(form)) => {
            if let Some(input) = form.input() {
                dialogs::type_key(input, key);
                form.typed();
            }
        }
        Some(Dialog::Outcome(form)) => form.key(key),
        Some(Dialog::Promise(form)) => form.key(key),
        Some(Dialog::Review(form)) => {
            form.key(key);
            return session::count(app);
        }
        Some(Dialog::Survey(form)) => form.key(key),
        Some(Dialog::Moment(moment)) => {
            moment.trouble = None;
            dialogs::type_key(&mut moment.input, key);
        }
        Some(Dialog::Entry(form)) => {
            form.key(key);
            entering::look(app);
        }
        None if app.pane == Pane::Note => super::writing::typed(app, key),
        None if app.pane == Pane::Session => session::typed(app, key),
        Some(
            Dialog::Help(_)
            | Dialog::Reading(_)
            | Dialog::Confirm(_)
            | Dialog::Choice(_)
            | Dialog::Past(_)
            | Dialog::Surgery(_)
            | Dialog::Views(_),
        )
        | None => {}
    }
    Vec::new()
}

fn pasted(app: &mut App, text: &str) -> Vec<Effect> {
    let left_out = match &mut app.dialog {
        Some(Dialog::Palette(palette)) => dialogs::type_text(&mut palette.input, text),
        Some(Dialog::Line(question)) => {
            let left_out = dialogs::type_text(&mut question.input, text);
            asked::look(question);
            left_out
        }
        Some(Dialog::Import(form)) => {
            let text = text.trim();
            // Files dropped together come line by line.
            let input = form.input();
            input.map_or(0, |input| {
                dialogs::type_text(input, &text.replace('\n', ";"))
            })
        }
        Some(Dialog::Mapping(form)) => {
            let input = form.input();
            let left_out = input.map_or(0, |input| dialogs::type_text(input, text));
            form.typed();
            left_out
        }
        Some(Dialog::Seek(find)) => {
            let left_out = dialogs::type_text(&mut find.input, text);
            seek::look(app);
            left_out
        }
        Some(Dialog::Outcome(form)) => form.paste(text),
        Some(Dialog::Promise(form)) => form.paste(text),
        Some(Dialog::Review(form)) => form.paste(text),
        Some(Dialog::Survey(form)) => form.paste(text),
        Some(Dialog::Moment(moment)) => dialogs::type_text(&mut moment.input, text),
        Some(Dialog::Turn(form)) => form.paste(text),
        Some(Dialog::Amend(form)) => form.paste(text),
        Some(Dialog::Entry(form)) => {
            form.paste(text);
            entering::look(app);
            0
        }
        None if app.pane == Pane::Note => {
            super::writing::pasted(app, text);
            0
        }
        None if app.pane == Pane::Session => session::pasted(app, text),
        Some(
            Dialog::Help(_)
            | Dialog::Reading(_)
            | Dialog::Confirm(_)
            | Dialog::Choice(_)
            | Dialog::Past(_)
            | Dialog::Surgery(_)
            | Dialog::Views(_),
        )
        | None => 0,
    };
    if left_out > 0 {
        app.warn(format!(
            "The last {} of what you pasted were left out: there is room for {} here.",
            many(left_out, "letter", "letters"),
            count(dialogs::MOST_TYPED as u64)
        ));
    }
    if matches!(app.dialog, Some(Dialog::Amend(_))) {
        return policy::count(app);
    }
    Vec::new()
}

/// What was waiting for this moment.
fn due(app: &mut App) -> Vec<Effect> {
    let passed = |at: Option<Instant>| at.is_some_and(|at| at <= app.now);
    if passed(app.message.as_ref().and_then(|message| message.until)) {
        app.message = None;
    }
    let mut effects = session::due(app);
    effects.extend(resume::due(app));
    if app.autosave_at.is_some_and(|at| at <= app.now) {
        effects.extend(save_note(app));
    }
    effects
}

/// Asks for the open note to be saved, if there is anything to save.
pub fn save_note(app: &mut App) -> Vec<Effect> {
    app.autosave_at = None;
    let Some(note) = app.note.as_mut().filter(|note| note.unsaved()) else {
        return Vec::new();
    };
    note.saving();
    vec![Effect::Ask(Job::SaveNote {
        id: note.head.id,
        typed: note.typed,
        text: note.text(),
    })]
}

fn ended(app: &mut App) -> Vec<Effect> {
    let mut effects = save_note(app);
    effects.extend(session::save_draft(app));
    effects.extend(resume::keep(app));
    effects.push(Effect::Cancel);
    effects.push(Effect::Leave);
    effects
}

fn leave_if_saved(app: &mut App) -> Vec<Effect> {
    let on_its_way = app
        .note
        .as_ref()
        .is_some_and(|note| note.ink == super::panes::note::Ink::Saving);
    let on_its_way = on_its_way
        || app.given.saving() > 0
        || !app.entering.is_empty()
        || !app.turning.is_empty()
        || !app.agreeing.is_empty()
        || !app.auditing.is_empty();
    if app.leaving == Leaving::WhenSaved && !on_its_way {
        app.leaving = Leaving::No;
        let mut effects = resume::keep(app);
        effects.push(Effect::Leave);
        return effects;
    }
    Vec::new()
}
