//! Saved views: shown by a digit, saved under one, renamed and removed in their list.
//!
//! It keeps nothing itself; the bench does. The surprising thing: a view is shown from its top,
//! whatever row was in focus when it was saved.

use super::act::act as act_in_pane;
use super::action::Action;
use super::app::{App, Pane};
use super::dialogs::{Asked, Dialog, Question, ViewList, ViewTask};
use super::effect::{Effect, Job};
use super::keymap::Binding;
use super::stand;
use crate::model::SavedView;

impl Action {
    /// The digit of a saved view.
    #[must_use]
    pub const fn view(self) -> Option<u8> {
        Some(match self {
            Self::View1 => 1,
            Self::View2 => 2,
            Self::View3 => 3,
            Self::View4 => 4,
            Self::View5 => 5,
            Self::View6 => 6,
            Self::View7 => 7,
            Self::View8 => 8,
            Self::View9 => 9,
            _ => return None,
        })
    }
}

/// The view of a digit.
#[must_use]
pub fn of(app: &App, digit: u8) -> Option<&SavedView> {
    app.views.iter().find(|view| view.digit == digit)
}

/// What a key does, in the words of the view that stands on it.
#[must_use]
pub fn words<'a>(app: &'a App, binding: &'a Binding) -> &'a str {
    match binding.action.view() {
        Some(digit) => of(app, digit).map_or("no view yet", |view| &view.name),
        None => &binding.help,
    }
}

/// Shows the view of a digit.
pub fn show(app: &mut App, digit: u8) -> Vec<Effect> {
    let key = app.keymap.key_for(app.pane_mode(), Action::SaveView);
    let Some(view) = of(app, digit).cloned() else {
        let words = format!("No view is saved on {digit}. {key} saves what is before you.");
        app.say(words);
        return Vec::new();
    };
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    app.gaps.leave_selection();
    match view.pane.as_str() {
        "cases" => stand::list_cases(app, &view.listed, &sheet),
        "gaps" => stand::list_gaps(app, &view.listed, &sheet),
        _ => {}
    }
    let effects = act_in_pane(app, stand::shows(&view.pane));
    app.say(format!("View {digit}: {}.", view.name));
    effects
}

/// Opens the list of views, to show one or to save what is before the person.
pub fn list(app: &mut App, task: ViewTask) {
    if task == ViewTask::Save && (stand::of(app).is_none() || app.pane == Pane::Session) {
        app.say("There is nothing here that a view could show again.");
        return;
    }
    let mut digits = SavedView::DIGITS;
    let free = digits.position(|digit| of(app, digit).is_none());
    app.dialog = Some(Dialog::Views(ViewList {
        rows: SavedView::DIGITS
            .map(|digit| (digit, of(app, digit).map(|view| view.name.clone())))
            .collect(),
        cursor: free.filter(|_| task == ViewTask::Save).unwrap_or(0),
        task,
    }));
}

/// Does what was meant in the list of views.
pub fn in_list(app: &mut App, action: Action) -> Vec<Effect> {
    let Some(Dialog::Views(list)) = &mut app.dialog else {
        return Vec::new();
    };
    if let Some(digit) = action.view() {
        list.cursor = usize::from(digit) - 1;
    }
    let task = list.task;
    let Some((digit, name)) = list.rows.get(list.cursor).cloned() else {
        return Vec::new();
    };
    match (action, task) {
        (Action::Rename, _) if name.is_some() => {
            ask_name(app, Asked::ViewName(digit), name.unwrap_or_default());
        }
        (Action::DropView, _) if name.is_some() => {
            return vec![Effect::Ask(Job::DropView { digit })];
        }
        (Action::Accept, ViewTask::Save) => ask_save(app, digit, name),
        (_, ViewTask::Save) if action.view().is_some() => ask_save(app, digit, name),
        (Action::Accept, ViewTask::Show) if name.is_some() => {
            app.dialog = None;
            return show(app, digit);
        }
        (_, ViewTask::Show) if action.view().is_some() => {
            app.dialog = None;
            return show(app, digit);
        }
        _ => list.step(action),
    }
    Vec::new()
}

fn ask_save(app: &mut App, digit: u8, name: Option<String>) {
    ask_name(app, Asked::SaveView(digit), name.unwrap_or_default());
}

fn ask_name(app: &mut App, asked: Asked, name: String) {
    app.dialog = Some(Dialog::Line(Question::new(asked, name)));
}

/// Saves what is before the person under a digit.
pub fn save(app: &mut App, digit: u8, name: String) -> Vec<Effect> {
    let Some(stand) = stand::of(app) else {
        return Vec::new();
    };
    let (pane, listed) = match stand.pane.as_str() {
        // A child is no view; the list that the child was opened from is.
        "cases" | "case" => ("cases".to_owned(), stand.cases),
        "note" => ("notes".to_owned(), crate::model::Listed::default()),
        "gaps" => (stand.pane, stand.gaps),
        _ => (stand.pane, crate::model::Listed::default()),
    };
    let view = SavedView {
        digit,
        name,
        pane,
        listed,
    };
    vec![Effect::Ask(Job::KeepView { view })]
}

/// Gives the view of a digit another name.
pub fn rename(app: &App, digit: u8, name: String) -> Vec<Effect> {
    let view = of(app, digit).cloned();
    let view = view.map(|view| SavedView { name, ..view });
    view.map(|view| Effect::Ask(Job::KeepView { view }))
        .into_iter()
        .collect()
}

/// Takes over the views as they are kept now.
pub fn held(app: &mut App, result: Result<(Vec<SavedView>, Option<String>), String>) {
    match result {
        Ok((views, said)) => {
            app.views = views;
            if let Some(Dialog::Views(list)) = &mut app.dialog {
                for (digit, name) in &mut list.rows {
                    let view = app.views.iter().find(|view| view.digit == *digit);
                    *name = view.map(|view| view.name.clone());
                }
            }
            if let Some(words) = said {
                app.say(words);
            }
        }
        Err(words) => app.warn(words),
    }
}
