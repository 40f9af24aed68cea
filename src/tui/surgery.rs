//! The surgery by key: look at it, write a sheet, read one back.
//!
//! It asks and shows. The surprising thing: what is saved is the plan that was on the screen, not
//! the file, which may have changed since.

use std::path::PathBuf;
use std::sync::Arc;

use super::act::{go_back, open_child, remember};
use super::action::{Action, Mode};
use super::app::{App, Pane, Relay};
use super::bench::Written;
use super::dates::{self, Lean};
use super::dialogs::{Asked, Dialog, Question, SurgeryPreview};
use super::effect::{Effect, Job, Planned, SurgeryJob};
use super::text::many;
use crate::review::surgery::{Section, SurgeryAsk, SurgeryLook, SurgeryPlan};
use crate::review::{Overwrite, Step};

/// Looks at the surgery.
pub fn show(app: &mut App) -> Vec<Effect> {
    if app.pane != Pane::Surgery {
        remember(app);
        app.pane = Pane::Surgery;
    }
    vec![Effect::Ask(Job::Surgery(SurgeryJob::Look))]
}

/// Looks again where the surgery is on the screen.
pub fn again(app: &App) -> Vec<Effect> {
    if app.pane == Pane::Surgery {
        vec![Effect::Ask(Job::Surgery(SurgeryJob::Look))]
    } else {
        Vec::new()
    }
}

/// Does what the person meant in the pane.
pub fn in_pane(app: &mut App, action: Action) -> Vec<Effect> {
    let page = app.page();
    match action {
        Action::Back => go_back(app, Pane::Gaps),
        Action::Open => open(app),
        Action::SurgeryWrite => {
            let as_at = app.sheet.as_ref().map(|sheet| sheet.picture.check.as_at);
            let name = as_at.map_or_else(String::new, |day| format!("surgery-{day}.xlsx"));
            let question = Question::new(Asked::SurgeryTo, name).about(whose(app));
            app.dialog = Some(Dialog::Line(question));
        }
        Action::SurgeryRead => {
            let question = Question::new(Asked::SurgeryFrom, String::new());
            app.dialog = Some(Dialog::Line(question));
        }
        _ if action.steps() => app.surgery.step(action, page),
        _ => {}
    }
    Vec::new()
}

/// Which gaps go onto a sheet that is written from here.
fn whose(app: &App) -> String {
    let filter = &app.gaps.choice.filter;
    if filter.is_empty() {
        let open = app
            .surgery
            .look
            .as_ref()
            .map(|look| look.whole.of(Section::Oldest));
        let gaps = open.map_or_else(|| "gaps".to_owned(), |open| many(open, "gap", "gaps"));
        return format!(
            "No filter is set in the list of gaps, so every open gap goes onto it: {gaps} of all teams. A filter \
             there, such as team:north, makes it a sheet of one team."
        );
    }
    format!(
        "Onto it go the open gaps that pass the filter of the list of gaps: {}.",
        filter.words
    )
}

/// The child of the line in focus, or the gap of a worker in the list of gaps.
fn open(app: &mut App) {
    let Some(focus) = app.surgery.focus() else {
        return;
    };
    let gap = focus.gap.clone();
    if let Some(child) = focus.child {
        open_child(app, child);
        return;
    }
    let at = app
        .sheet
        .as_ref()
        .and_then(|sheet| sheet.place(gap.as_ref()?));
    match at {
        Some(at) => {
            remember(app);
            app.pane = Pane::Gaps;
            app.gaps.go_to(at);
        }
        None => app.say("There is nothing to open: the newest extract does not show it any more."),
    }
}

/// What was looked up.
pub fn looked(app: &mut App, result: Result<Box<SurgeryLook>, String>) {
    match result {
        Ok(look) => app.surgery.hold(look),
        Err(words) => app.warn(words),
    }
}

/// The answer to where a sheet goes or comes from.
pub fn take_path(app: &mut App) -> Vec<Effect> {
    let filter = app.gaps.choice.filter.clone();
    let today = app.today();
    let Some(Dialog::Line(question)) = &mut app.dialog else {
        return Vec::new();
    };
    let words = question.input.value().trim().to_owned();
    if words.is_empty() {
        question.trouble = Some("Give a file name, such as surgery.xlsx.".to_owned());
        return Vec::new();
    }
    let path = PathBuf::from(&words);
    match (question.asked, today) {
        (Asked::SurgeryTo, _) => {
            let overwrite = match &question.taken {
                Some(taken) if *taken == words => Overwrite::Replace,
                _ => Overwrite::Refuse,
            };
            let ask = SurgeryAsk {
                filter,
                ..SurgeryAsk::default()
            };
            vec![Effect::Ask(Job::Surgery(SurgeryJob::Write {
                ask,
                path,
                overwrite,
            }))]
        }
        (_, Some(held)) => {
            app.surgery.from = Some(path.clone());
            vec![Effect::Ask(Job::Surgery(SurgeryJob::Plan { path, held }))]
        }
        (_, None) => Vec::new(),
    }
}

fn question(app: &mut App, of: Asked) -> Option<&mut Question> {
    match &mut app.dialog {
        Some(Dialog::Line(question)) if question.asked == of => Some(question),
        _ => None,
    }
}

/// A sheet that was not written leaves its question open, with what was typed.
pub fn written(app: &mut App, result: Result<Written, String>) -> Vec<Effect> {
    match (result, question(app, Asked::SurgeryTo)) {
        (Ok(Written::Sent(sent)), question) => {
            if question.is_some() {
                app.dialog = None;
            }
            app.say(sent.words());
            return again(app);
        }
        (Ok(Written::Taken(path)), Some(question)) => {
            question.taken = Some(question.input.value().trim().to_owned());
            question.trouble = Some(format!(
                "There is a file {} already. Enter replaces it; another name keeps both.",
                path.display()
            ));
        }
        (Ok(Written::Taken(path)), None) => {
            app.warn(format!("There is a file {} already.", path.display()));
        }
        (Err(words), Some(question)) => question.trouble = Some(words),
        (Err(words), None) => app.warn(words),
    }
    Vec::new()
}

/// The plan again, as held on another day.
pub fn held_on(app: &mut App, words: &str) -> Vec<Effect> {
    let (Some(today), Some(path)) = (app.today(), app.surgery.from.clone()) else {
        return Vec::new();
    };
    let Some(question) = question(app, Asked::SurgeryHeld) else {
        return Vec::new();
    };
    match dates::read(words, today, Lean::Past) {
        Ok(held) if held > today => {
            question.trouble = Some(format!("{} has not come yet.", held.long()));
        }
        Ok(held) => return vec![Effect::Ask(Job::Surgery(SurgeryJob::Plan { path, held }))],
        Err(trouble) => question.trouble = Some(trouble),
    }
    Vec::new()
}

/// The plan as it was, where no other day is said after all.
pub fn back_to_plan(app: &mut App) {
    let plan = app.surgery.plan.take();
    app.dialog = plan.map(|plan| Dialog::Surgery(SurgeryPreview::new(plan)));
}

/// What a sheet would do, to be looked at.
pub fn planned(app: &mut App, result: Result<Arc<SurgeryPlan>, String>) {
    let asked = match &app.dialog {
        Some(Dialog::Line(question)) if question.asked == Asked::SurgeryHeld => question.asked,
        _ => Asked::SurgeryFrom,
    };
    match (result, question(app, asked)) {
        (Ok(plan), Some(_)) => {
            app.dialog = Some(Dialog::Surgery(SurgeryPreview::new(plan)));
        }
        // The question was closed meanwhile: nobody waits for the answer.
        (Ok(_), None) => {}
        (Err(words), Some(question)) => question.trouble = Some(words),
        (Err(words), None) => app.warn(words),
    }
}

/// Does what the person meant before the plan.
pub fn in_preview(app: &mut App, action: Action) -> Vec<Effect> {
    let page = isize::try_from(app.window.height / 2).unwrap_or(10);
    let (window, theme) = (app.window, &app.theme);
    let Some(Dialog::Surgery(preview)) = &mut app.dialog else {
        return Vec::new();
    };
    match action {
        Action::Up => preview.scroll(-1, window, theme),
        Action::Down => preview.scroll(1, window, theme),
        Action::PageUp => preview.scroll(-page, window, theme),
        Action::PageDown => preview.scroll(page, window, theme),
        Action::SurgeryHeld if !preview.saving => {
            let day = preview.plan.held.to_string();
            app.surgery.plan = Some(preview.plan.clone());
            app.dialog = Some(Dialog::Line(Question::new(Asked::SurgeryHeld, day)));
        }
        Action::Accept if preview.plan.is_empty() => app.dialog = None,
        Action::Accept if !preview.saving => {
            preview.saving = true;
            let plan = Planned(preview.plan.clone());
            return vec![Effect::Ask(Job::Surgery(SurgeryJob::Apply(plan)))];
        }
        _ => {}
    }
    Vec::new()
}

/// The sheet is on disk, or why it is not.
pub fn applied(app: &mut App, result: Result<Step, String>) -> Vec<Effect> {
    let preview = match &mut app.dialog {
        Some(Dialog::Surgery(preview)) => Some(preview),
        _ => None,
    };
    match (result, preview) {
        (Ok(step), preview) => {
            if preview.is_some() {
                app.dialog = None;
            }
            let undo = app.keymap.key_for(Mode::Anywhere, Action::Undo);
            let words = format!("Saved: {}. {undo} takes it back.", step.label);
            app.say(words);
            // Outcomes and promises of many gaps: the picture is taken anew, the rows stay in place.
            app.relay = Relay::InPlace;
            vec![Effect::Ask(Job::Picture)]
        }
        (Err(words), Some(preview)) => {
            preview.saving = false;
            preview.trouble = Some(words);
            Vec::new()
        }
        (Err(words), None) => {
            app.warn(words);
            Vec::new()
        }
    }
}
