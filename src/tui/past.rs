//! Looking back: the picture of an earlier day, what changed since, and the way to the newest.
//!
//! It asks and shows. The surprising thing: on the picture of an earlier day nothing is written;
//! what is decided now was not known then.

use super::action::Action;
use super::app::{App, Pane};
use super::dialogs::{Dialog, Moment, Purpose};
use super::effect::{Effect, Job, Ticket};
use crate::model::Day;
use crate::review::PastImport;
use crate::review::changes::Changes;
use crate::tui::action::Mode;
use crate::tui::text::clean;

/// The earlier day whose knowledge is on the screen.
pub fn looks_back(app: &App) -> Option<Day> {
    app.sheet.as_ref()?.picture.looks_back
}

/// Asks for a day to look back to; from an earlier day straight to the newest.
pub fn look_back(app: &mut App) -> Vec<Effect> {
    if looks_back(app).is_some() {
        return go(app, None);
    }
    ask(app, Purpose::LookBack)
}

/// Asks since when the changes are to be told.
pub fn what_changed(app: &mut App) -> Vec<Effect> {
    ask(app, Purpose::Changes)
}

fn ask(app: &mut App, purpose: Purpose) -> Vec<Effect> {
    app.dialog = Some(Dialog::Moment(Moment::new(purpose)));
    vec![Effect::Ask(Job::Imports)]
}

fn go(app: &mut App, known_on: Option<Day>) -> Vec<Effect> {
    app.say("Reading the store.");
    vec![Effect::Ask(Job::LookBack { known_on })]
}

/// Does what the person meant in the question for a day.
pub fn in_moment(app: &mut App, action: Action) -> Vec<Effect> {
    let today = app.today();
    let Some(Dialog::Moment(moment)) = &mut app.dialog else {
        return Vec::new();
    };
    if action != Action::Accept {
        moment.step(action);
        return Vec::new();
    }
    let Some(today) = today else {
        return Vec::new();
    };
    match (moment.day(today), moment.purpose) {
        (Err(trouble), _) => {
            moment.trouble = Some(trouble);
            Vec::new()
        }
        (Ok(day), Purpose::LookBack) => {
            app.dialog = None;
            go(app, Some(day))
        }
        (Ok(from), Purpose::Changes) => {
            app.dialog = None;
            let ticket = app.ticket();
            app.changes_asked = ticket;
            app.say("Comparing the two days.");
            vec![Effect::Ask(Job::Changes { ticket, from })]
        }
    }
}

/// The changes that were asked for.
pub fn compared(app: &mut App, ticket: Ticket, result: Result<Box<Changes>, String>) {
    if ticket != app.changes_asked {
        return;
    }
    match result {
        Ok(changes) => {
            app.message = None;
            app.changes.hold(changes);
            if app.pane != Pane::Changes {
                super::act::remember(app);
                app.pane = Pane::Changes;
            }
        }
        Err(words) => app.warn(words),
    }
}

/// Says that the picture is another day's, or the newest again.
pub fn say_which(app: &mut App, before: Option<Day>) {
    let now = looks_back(app);
    if now == before {
        return;
    }
    let key = app.keymap.key_for(Mode::Anywhere, Action::KnownOn);
    let words = match now {
        Some(day) => format!(
            "As known on {}: what came in later is left out. {key} goes back to the newest.",
            day.long()
        ),
        None => "Everything that is known, as on the newest extracts.".to_owned(),
    };
    app.say(words);
}

/// Whether an action writes something that would not have been known on the day of the picture.
const fn writes(app_pane: Pane, action: Action) -> bool {
    matches!(
        action,
        Action::SeenOnFile
            | Action::ToRecord
            | Action::Book
            | Action::NotRequired
            | Action::DataError
            | Action::Exception
            | Action::Escalate
            | Action::Enter
            | Action::ReadRecord
            | Action::AuditRecord
            | Action::DrawSample
            | Action::Moderate
            | Action::Undo
            | Action::Redo
            | Action::Revisited
            | Action::Carry
            | Action::Done
            | Action::Superseded
            | Action::GiveUp
            | Action::Review
            | Action::Agree
    ) || (matches!(app_pane, Pane::Audits) && matches!(action, Action::Correct))
        || (matches!(app_pane, Pane::Unfiled)
            && matches!(action, Action::Correct | Action::Withdraw | Action::NotSeen))
}

/// Refuses what would write on the picture of an earlier day, and says why.
pub fn refuses(app: &mut App, action: Action) -> bool {
    let Some(day) = looks_back(app).filter(|_| writes(app.pane, action)) else {
        return false;
    };
    let key = app.keymap.key_for(Mode::Anywhere, Action::KnownOn);
    let words = format!(
        "This is what was known on {}: nothing is decided or entered on it. {key} goes back to the newest.",
        day.long()
    );
    app.say(words);
    true
}

/// What is asked before the newest import is taken back.
pub fn take_back_words(newest: &PastImport) -> String {
    const NAMED: usize = 10;
    let mut lines = vec![format!(
        "Take the newest import back: data to {}?",
        newest.as_at.long()
    )];
    let files = newest.files.iter().take(NAMED);
    lines.extend(files.map(|file| format!("  {}", clean(&file.file))));
    let more = newest.files.len().saturating_sub(NAMED);
    if more > 0 {
        lines.push(format!("  and {more} more"));
    }
    lines.push("The store is then as it was before it; outcomes and notes stay.".to_owned());
    lines.join("\n")
}

/// The newest import is gone, or why not.
pub fn taken_back(app: &mut App, result: Result<PastImport, String>) -> Vec<Effect> {
    match result {
        Ok(gone) => {
            let day = gone.as_at.long();
            app.say(format!("The import of the data to {day} was taken back."));
            vec![Effect::Ask(Job::LookBack { known_on: None })]
        }
        Err(words) => {
            app.warn(words);
            Vec::new()
        }
    }
}
