//! What the answers to a dialog lead to.

use std::path::PathBuf;

use super::act::act as act_in_pane;
use super::action::Action;
use super::app::{App, Leaving, Pane};
use super::dates::{self, Lean};
use super::delays;
use super::dialogs::{
    self, Asked, Confirm, Dialog, ImportForm, OutcomeForm, Question, Stage, Then,
};
use super::effect::{Effect, Job};
use super::entering;
use super::filter::{CASE_FIELDS, Filter, GAP_FIELDS};
use super::policy;
use super::text::many;
use super::{macros, seek, views};
use crate::model::{GapKey, OutcomeKind, SavedView};
use crate::review::{Progress, Sieve};

/// Above this many gaps an outcome is confirmed first.
const ASKS_ABOVE: usize = 10;

/// Does what the person meant in the dialog that stands open.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    if matches!(app.dialog, Some(Dialog::Mapping(_))) {
        return super::mapping::act(app, action);
    }
    let Some(dialog) = &mut app.dialog else {
        return Vec::new();
    };
    if matches!(dialog, Dialog::Amend(_)) {
        return policy::in_form(app, action);
    }
    if matches!(dialog, Dialog::Review(_) | Dialog::Promise(_)) {
        return super::session::in_form(app, action);
    }
    match (dialog, action) {
        (Dialog::Import(form), Action::Cancel) if form.busy() => {
            // It closes once the worker says that it stopped: only then is nothing under way.
            form.stopping = true;
            return vec![Effect::Cancel];
        }
        (Dialog::Line(question), Action::Cancel) if question.asked == Asked::SurgeryHeld => {
            super::surgery::back_to_plan(app);
        }
        (_, Action::Cancel) => app.dialog = None,
        (Dialog::Help(help), _) => {
            let height = help.height(app.window, &app.theme, &app.keymap);
            let page = usize::from(app.window.height).saturating_sub(6).max(1);
            let most = height.saturating_sub(page);
            help.scrolled = match action {
                Action::Up => help.scrolled.saturating_sub(1),
                Action::Down => help.scrolled + 1,
                Action::PageUp => help.scrolled.saturating_sub(page),
                Action::PageDown => help.scrolled + page,
                _ => help.scrolled,
            }
            .min(most);
        }
        (Dialog::Reading(text), _) => {
            let page = usize::from(app.window.height).saturating_sub(4).max(1);
            let most = text.height(app.window).saturating_sub(page);
            text.scrolled = match action {
                Action::Up => text.scrolled.saturating_sub(1),
                Action::Down => text.scrolled + 1,
                Action::PageUp => text.scrolled.saturating_sub(page),
                Action::PageDown => text.scrolled + page,
                _ => text.scrolled,
            }
            .min(most);
        }
        (Dialog::Surgery(_), _) => return super::surgery::in_preview(app, action),
        (Dialog::Views(_), _) => return views::in_list(app, action),
        (Dialog::Seek(_), _) => seek::act(app, action),
        (Dialog::Moment(_), _) => return super::past::in_moment(app, action),
        (Dialog::Entry(_), _) => return entering::in_form(app, action),
        (Dialog::Turn(_), _) => return super::promising::in_form(app, action),
        (Dialog::Survey(_), _) => return super::audits::in_form(app, action),
        (Dialog::Palette(palette), Action::Accept) => {
            let chosen = palette.focus(&app.keymap);
            app.dialog = None;
            if let Some(chosen) = chosen {
                return act_in_pane(app, chosen);
            }
        }
        (Dialog::Palette(palette), _) => palette.step(action, &app.keymap),
        (Dialog::Outcome(form), Action::NextField) => form.step(1),
        (Dialog::Outcome(form), Action::PreviousField) => form.step_back(),
        (Dialog::Outcome(_), Action::Accept) => return give_form(app),
        (Dialog::Line(_), Action::Accept) => return take_line(app),
        (Dialog::Confirm(_), Action::Accept) => return confirmed(app),
        (Dialog::Choice(_), Action::Accept) => return super::writing::chosen(app),
        (Dialog::Choice(choice), _) => choice.step(action),
        (Dialog::Import(form), Action::Up) => form.scroll(-1, app.window, &app.theme),
        (Dialog::Import(form), Action::Down) => form.scroll(1, app.window, &app.theme),
        (Dialog::Import(form), Action::PageUp) => form.scroll(-10, app.window, &app.theme),
        (Dialog::Import(form), Action::PageDown) => form.scroll(10, app.window, &app.theme),
        (Dialog::Past(past), Action::TakeBack) => {
            let newest = past.imports.as_ref().and_then(|imports| imports.first());
            if let Some(words) = newest.map(super::past::take_back_words) {
                app.dialog = Some(Dialog::Confirm(Confirm {
                    words,
                    then: Then::TakeBack,
                }));
            }
        }
        (Dialog::Past(past), Action::Up | Action::Down | Action::PageUp | Action::PageDown) => {
            past.step(action);
            let asked = past.focus().map(Job::Problems);
            return asked.map(Effect::Ask).into_iter().collect();
        }
        (Dialog::Import(_), Action::Accept) => return import_on(app),
        (Dialog::Import(_), Action::Complete) => return complete_path(app),
        (Dialog::Import(_), Action::Map) => return super::mapping::ask(app),
        _ => {}
    }
    Vec::new()
}

/// Says while it is typed what is wrong with a filter.
pub fn look(question: &mut Question) {
    let words = question.input.value();
    question.trouble = match question.asked {
        Asked::GapFilter => Filter::read(words, GAP_FIELDS).err(),
        Asked::CaseFilter => Filter::read(words, CASE_FIELDS).err(),
        Asked::PromiseFilter => Sieve::read(words).err(),
        Asked::SaveView(_) | Asked::ViewName(_) if !words.is_empty() => {
            SavedView::name_of(words).err()
        }
        Asked::Times if !words.is_empty() => macros::times(words).err(),
        Asked::Split
        | Asked::Title
        | Asked::Rename(_)
        | Asked::ExportTo(_)
        | Asked::SurgeryTo
        | Asked::SurgeryFrom
        | Asked::SurgeryHeld
        | Asked::BriefTo
        | Asked::HandoverTo
        | Asked::BriefUntil
        | Asked::SaveView(_)
        | Asked::ViewName(_)
        | Asked::Times => None,
    };
}

/// Gives the outcome of the form, if the form is complete.
fn give_form(app: &mut App) -> Vec<Effect> {
    let Some(Dialog::Outcome(form)) = &mut app.dialog else {
        return Vec::new();
    };
    let Some((kind, reason)) = form.complete() else {
        return Vec::new();
    };
    let form = form.clone();
    app.dialog = None;
    if form.gaps.len() > ASKS_ABOVE {
        let whom = &form.about.whom;
        app.dialog = Some(Dialog::Confirm(Confirm {
            words: format!(
                "{} of {whom}: {}. Reason: {reason}. It is one step, and one undo takes it back.",
                many(form.gaps.len(), "gap", "gaps"),
                kind.label()
            ),
            then: Then::Give { form, kind, reason },
        }));
        return Vec::new();
    }
    give(app, form, kind, reason)
}

fn give(app: &mut App, form: Box<OutcomeForm>, kind: OutcomeKind, reason: String) -> Vec<Effect> {
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let keys: Vec<GapKey> = form
        .gaps
        .iter()
        .filter_map(|at| sheet.gap(*at).map(|gap| gap.key.clone()))
        .collect();
    let ticket = app.ticket();
    app.given.start(&form.gaps, ticket);
    if app.pane == Pane::Session {
        // It moves on by itself, below.
    } else if app.pane == Pane::Case {
        // The child stays before one; its page shows the outcome.
    } else if app.gaps.marks.is_empty() {
        // On to the next one, as a mark does.
        app.gaps.step(Action::Down, 1);
    } else {
        for at in &form.gaps {
            app.gaps.marks.remove(at);
        }
    }
    app.giving.push((ticket, form));
    app.say(format!("Saving: {}.", kind.label()));
    if app.pane == Pane::Session {
        return super::session::give(app, ticket, (keys, kind, reason));
    }
    vec![Effect::Ask(Job::Give {
        ticket,
        gaps: keys,
        kind,
        reason,
    })]
}

fn confirmed(app: &mut App) -> Vec<Effect> {
    let Some(Dialog::Confirm(confirm)) = app.dialog.take() else {
        return Vec::new();
    };
    match confirm.then {
        Then::Give { form, kind, reason } => give(app, form, kind, reason),
        Then::LeaveWhenSaved => {
            app.leaving = Leaving::WhenSaved;
            Vec::new()
        }
        Then::LeaveAnyway => vec![Effect::Leave],
        Then::EndReview => super::session::end(app),
        Then::TakeBack => {
            app.say("Taking the newest import back.");
            vec![Effect::Ask(Job::TakeBackImport)]
        }
    }
}

fn take_line(app: &mut App) -> Vec<Effect> {
    let today = app.today();
    let Some(Dialog::Line(question)) = &mut app.dialog else {
        return Vec::new();
    };
    look(question);
    if question.trouble.is_some() {
        return Vec::new();
    }
    let words = question.input.value().trim().to_owned();
    let asked = question.asked;
    match asked {
        Asked::GapFilter | Asked::CaseFilter => {
            app.dialog = None;
            filter(app, asked, &words);
        }
        Asked::PromiseFilter => {
            app.dialog = None;
            super::promising::sift(app, &words);
        }
        Asked::Title | Asked::Rename(_) if words.is_empty() => {
            question.trouble = Some("A note needs a title.".to_owned());
        }
        Asked::SaveView(_) | Asked::ViewName(_) | Asked::Times => {
            return take_hand(app, asked, words);
        }
        Asked::Rename(id) => {
            app.dialog = None;
            return super::writing::rename(app, id, words);
        }
        Asked::Title => {
            app.dialog = None;
            if let Some(note) = &mut app.note {
                note.entitle(words);
                app.ink();
            }
        }
        Asked::Split => {
            let day = match today.filter(|_| !words.is_empty()) {
                None => None,
                Some(today) => match dates::read(&words, today, Lean::Past) {
                    Ok(day) => Some(day),
                    Err(trouble) => {
                        question.trouble = Some(trouble);
                        return Vec::new();
                    }
                },
            };
            app.dialog = None;
            return delays::split_on(app, day);
        }
        Asked::SurgeryTo | Asked::SurgeryFrom => return super::surgery::take_path(app),
        Asked::SurgeryHeld => return super::surgery::held_on(app, &words),
        Asked::BriefUntil => return super::brief::meet_on(app, &words),
        Asked::ExportTo(_) | Asked::BriefTo | Asked::HandoverTo if words.is_empty() => {
            question.trouble = Some("Give a file name, such as note.html.".to_owned());
        }
        Asked::BriefTo | Asked::HandoverTo => {
            let overwrite = question.overwrite(&words);
            let job = super::brief::to_write(app, PathBuf::from(words), overwrite);
            return job.map(Effect::Ask).into_iter().collect();
        }
        Asked::ExportTo(id) => {
            // The dialog stays until the file is there, so that no key falls into the note.
            let overwrite = question.overwrite(&words);
            return vec![Effect::Ask(Job::ExportNote {
                id,
                path: PathBuf::from(words),
                overwrite,
            })];
        }
    }
    Vec::new()
}

/// A view's name, or how often a macro is played.
fn take_hand(app: &mut App, asked: Asked, words: String) -> Vec<Effect> {
    let trouble = match asked {
        Asked::Times => macros::times(&words).err(),
        _ => SavedView::name_of(&words).err(),
    };
    if let (Some(trouble), Some(Dialog::Line(question))) = (trouble, &mut app.dialog) {
        question.trouble = Some(trouble);
        return Vec::new();
    }
    app.dialog = None;
    match asked {
        Asked::SaveView(digit) => views::save(app, digit, words),
        Asked::ViewName(digit) => views::rename(app, digit, words),
        _ => {
            macros::play(app, macros::times(&words).unwrap_or(1));
            Vec::new()
        }
    }
}

fn filter(app: &mut App, asked: Asked, words: &str) {
    let Some(sheet) = app.sheet.clone() else {
        return;
    };
    let fields = if asked == Asked::CaseFilter {
        CASE_FIELDS
    } else {
        GAP_FIELDS
    };
    // What cannot be read was refused in the dialog, so nothing is lost here.
    let filter = Filter::read(words, fields).unwrap_or_default();
    if asked == Asked::CaseFilter {
        app.cases.filter = filter;
        app.cases.relist(&sheet);
    } else {
        app.gaps.choice.filter = filter;
        app.gaps.restart(&sheet, &app.given);
    }
}

fn complete_path(app: &mut App) -> Vec<Effect> {
    let ticket = app.ticket();
    let Some(Dialog::Import(form)) = &mut app.dialog else {
        return Vec::new();
    };
    let Some(folder) = form.folder() else {
        return Vec::new();
    };
    form.ticket = ticket;
    vec![Effect::Ask(Job::ListFolder { ticket, folder })]
}

fn import_on(app: &mut App) -> Vec<Effect> {
    let today = app.today();
    let ticket = app.ticket();
    let Some(Dialog::Import(form)) = &mut app.dialog else {
        return Vec::new();
    };
    match &form.stage {
        Stage::Path => {
            form.paths = dialogs::paths(form.path.value());
            if form.paths.is_empty() {
                form.trouble = Some("Type the path of a file or a folder first.".to_owned());
                return Vec::new();
            }
            form.trouble = None;
            form.hint = None;
            form.ticket = ticket;
            form.stage = Stage::Looking {
                so_far: Progress::Reading(0),
            };
            vec![Effect::Ask(Job::LookAt {
                ticket,
                paths: form.paths.clone(),
            })]
        }
        Stage::Preview { as_at, .. } => {
            let today = today.unwrap_or(crate::model::Day::from_number(0));
            match dates::read(as_at.value(), today, Lean::Past) {
                Err(trouble) => {
                    form.trouble = Some(trouble);
                    Vec::new()
                }
                Ok(as_at) => match form.refuse(as_at, today) {
                    Some(trouble) => {
                        form.trouble = Some(trouble);
                        Vec::new()
                    }
                    None => begin_import(form, as_at, ticket),
                },
            }
        }
        Stage::Done { .. } => {
            app.dialog = None;
            Vec::new()
        }
        Stage::Looking { .. } | Stage::Importing { .. } => Vec::new(),
    }
}

fn begin_import(
    form: &mut ImportForm,
    as_at: crate::model::Day,
    ticket: super::effect::Ticket,
) -> Vec<Effect> {
    form.trouble = None;
    form.ticket = ticket;
    form.stage = Stage::Importing {
        so_far: Progress::Reading(0),
    };
    vec![Effect::Ask(Job::Import {
        ticket,
        paths: form.paths.clone(),
        as_at,
    })]
}
