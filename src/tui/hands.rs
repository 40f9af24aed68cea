//! Change of hands: whose pages are asked for, the list of those who changed, the way to a file.
//!
//! It composes nothing: the pages are shown where a brief is. The surprising thing: what a handover
//! names cannot be left out, so while ids and names are hidden nothing is written.

use std::path::PathBuf;

use super::act::remember;
use super::action::{Action, Mode};
use super::app::{App, Pane};
use super::dialogs::{Choice, Dialog, Lines};
use super::effect::{Effect, Handed, Job};
use super::text::many;
use super::veil::Veil;
use crate::model::Name;
use crate::review::Overwrite;
use crate::review::handover::{ChangeOfHands, DayOf, HandoverOf, Waits};

/// Asks what the worker in focus would leave; where none is, or once more, who changed lately.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let of = in_focus(app).map(|from| HandoverOf::Person {
        from,
        to: None,
        on: None,
    });
    ask_for(app, of)
}

fn ask_for(app: &mut App, of: Option<HandoverOf>) -> Vec<Effect> {
    app.brief_asked = app.ticket();
    app.say("Putting together what is handed over.");
    vec![Effect::Ask(Job::Handover {
        ticket: app.brief_asked,
        of,
    })]
}

fn in_focus(app: &App) -> Option<Name> {
    let sheet = app.sheet.as_ref()?;
    let of_child = |child: Option<usize>| sheet.case(child?)?.worker.clone();
    match app.pane {
        Pane::Gaps | Pane::Reading => {
            let gap = app.gaps.focus().and_then(|at| sheet.gap(at))?;
            let own = (!gap.is_child).then(|| gap.who.clone());
            own.or_else(|| gap.worker.clone())
        }
        Pane::Cases => of_child(app.cases.child(sheet)),
        Pane::Case => of_child(app.case.as_ref().map(|case| case.child)),
        Pane::Promises => {
            let thread = app.promises.focus()?;
            thread.owner.clone().or_else(|| of_child(thread.child))
        }
        _ => None,
    }
}

/// What was asked for.
pub fn answered(app: &mut App, ticket: super::effect::Ticket, result: Result<Handed, String>) {
    if ticket != app.brief_asked {
        return;
    }
    match result {
        Err(words) => app.warn(words),
        Ok(Handed::Lately(changes)) => {
            app.message = None;
            app.dialog = Some(Dialog::Choice(list(&changes)));
        }
        Ok(Handed::Pages(of, pages)) => {
            app.message = None;
            app.brief.hold_handover(of, pages);
            if app.pane != Pane::Brief {
                remember(app);
                app.pane = Pane::Brief;
            }
            let key = app.keymap.key_for(Mode::Anywhere, Action::ChangeOfHands);
            app.say(format!("{key} once more lists who changed lately."));
        }
    }
}

/// The whole service first, then everybody who changed with something left.
fn list(changes: &[ChangeOfHands]) -> Choice {
    let mut rows = vec![(
        "The whole service, for a leader who comes".to_owned(),
        String::new(),
    )];
    let mut of = vec![HandoverOf::Service];
    for change in changes {
        let to = match (&change.to, change.waits()) {
            (Some(to), _) => format!(" to {to}"),
            (None, Waits::NobodyNamed) => ", nobody named".to_owned(),
            (None, _) => String::new(),
        };
        let on = change.on.long();
        let day = match change.day_of {
            DayOf::Change => on,
            DayOf::Extract => format!("by {on}"),
        };
        let words = format!("{}: {} {day}{to}", change.from, change.kind.label());
        let left = match change.waits() {
            Waits::Nothing => Waits::Nothing.label().to_owned(),
            _ => format!(
                "{}, {}",
                many(change.children, "child", "children"),
                many(change.actions, "action", "actions")
            ),
        };
        rows.push((words, left));
        of.push(HandoverOf::Person {
            from: change.from.clone(),
            to: change.to.clone(),
            on: Some(change.on),
        });
    }
    if changes.is_empty() {
        let words = "No source says that anybody changed in the last 90 days, or is away.";
        rows.push((words.to_owned(), String::new()));
    }
    Choice {
        title: "Who changed lately, and what is left with whom",
        cursor: usize::from(!changes.is_empty()),
        rows,
        lines: Lines::Hands(of),
    }
}

/// The line that was chosen in the list.
pub fn chosen(app: &mut App, choice: &Choice, of: &[HandoverOf]) -> Vec<Effect> {
    match of.get(choice.cursor) {
        Some(of) => ask_for(app, Some(of.clone())),
        None => Vec::new(),
    }
}

/// Whether it may be written; says why not.
pub fn may_write(app: &mut App) -> bool {
    if app.look.veil == Veil::Lifted {
        return true;
    }
    let hide = app.keymap.key_for(Mode::Anywhere, Action::Hide).to_owned();
    app.warn(format!(
        "A handover is nothing without ids and names, and they are hidden now. {hide} shows them again; then write it."
    ));
    false
}

/// The job that writes the pages on the screen.
#[must_use]
pub fn to_write(of: &HandoverOf, path: PathBuf, overwrite: Overwrite) -> Job {
    Job::ExportHandover {
        of: of.clone(),
        path,
        overwrite,
    }
}
