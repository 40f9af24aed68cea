//! How things are shown, changed by a key: colours, what is hidden, what is copied, the tour, the
//! way to begin.
//!
//! It gives no outcome and changes no list. The surprising thing: a theme is the only one of
//! these that is asked to be kept.

use super::action::{Action, Mode};
use super::app::{App, Pane};
use super::effect::Effect;
use super::look::Colours;
use super::panes::session::SessionPane;
use super::panes::welcome;
use super::theme::Theme;
use super::tour::{self, Tour};
use super::veil::Veil;
use crate::settings::Copying;

/// The next colours, kept for the next start; none where the terminal wants none.
pub fn next_theme(app: &mut App) -> Vec<Effect> {
    if app.look.colours == Colours::Never {
        app.say("No colours: NO_COLOR is set, or this terminal has none.");
        return Vec::new();
    }
    let theme = app.theme.choice.next();
    app.theme = Theme::of(theme);
    app.say(format!("Colours: {}.", theme.word()));
    vec![Effect::Remember { theme }]
}

/// Moves between the ways to begin; true once one is taken.
pub fn choose(app: &mut App, action: Action) -> bool {
    let last = welcome::CHOICES.len();
    app.welcome = match action {
        Action::Up | Action::PageUp | Action::First => app.welcome.saturating_sub(1),
        Action::Down | Action::PageDown | Action::Last => (app.welcome + 1).min(last),
        _ => app.welcome.min(last),
    };
    action == Action::Open && app.welcome < last
}

/// The next step of the tour, or none any more.
pub fn turn_tour(app: &mut App, action: Action) {
    if app.tour.is_none() {
        let key = tour_key(app);
        app.say(format!("No tour is under way; {key} starts it."));
    } else if action == Action::TourEnd {
        app.tour = None;
        let key = tour_key(app);
        app.say(format!("You left the tour; {key} takes it again."));
    } else if !app
        .tour
        .and_then(Tour::step)
        .is_some_and(|step| step.actions.contains(&action))
    {
        tour::on(app);
    }
}

fn tour_key(app: &App) -> String {
    let key = app.keymap.key_for(Mode::Anywhere, Action::Tour);
    key.to_owned()
}

/// Hides ids and names, or shows them again.
pub fn turn_veil(app: &mut App) {
    app.look.veil = app.look.veil.turned();
    let key = app.keymap.key_for(app.mode(), Action::Hide).to_owned();
    app.say(match app.look.veil {
        Veil::Drawn => format!("Child ids, family ids and names are hidden. {key} shows them."),
        Veil::Lifted => "Child ids, family ids and names are shown.".to_owned(),
    });
}

/// Copies the id of the child in focus as the case system shows it.
pub fn copy_id(app: &mut App) -> Vec<Effect> {
    let Some(sheet) = &app.sheet else {
        return Vec::new();
    };
    let gap = app.gaps.focus().and_then(|at| sheet.gap(at));
    let shown = match app.pane {
        Pane::Case => app
            .case
            .as_ref()
            .and_then(|case| sheet.case(case.child))
            .map(|case| case.shown.clone()),
        Pane::Cases => app
            .cases
            .listed
            .get(app.cases.cursor)
            .and_then(|at| sheet.picture.cases.get(*at as usize))
            .map(|case| case.shown.clone()),
        Pane::Gaps | Pane::Reading => gap.filter(|gap| gap.is_child).map(|gap| gap.who.clone()),
        Pane::Unfiled => app
            .unfiled
            .focus(sheet)
            .and_then(|row| sheet.case(row.child?))
            .map(|case| case.shown.clone()),
        Pane::Changes => app
            .changes
            .focus()
            .filter(|change| change.is_child)
            .map(|change| change.who.clone()),
        Pane::Promises => app
            .promises
            .focus()
            .and_then(|thread| sheet.case(thread.child?))
            .map(|case| case.shown.clone()),
        Pane::Surgery => app
            .surgery
            .focus()
            .filter(|line| line.is_child)
            .map(|line| line.who.clone()),
        Pane::Session => app.session.as_ref().and_then(SessionPane::child_id),
        Pane::Audits => app.audits.child().map(|(child, _)| child.shown.clone()),
        Pane::Delays | Pane::Notes | Pane::Note | Pane::Rules | Pane::Brief => None,
    };
    let Some(shown) = shown else {
        app.say(if gap.is_some() {
            "This gap is about a worker: there is no child's id to copy."
        } else {
            "Move to a child first: its id is what is copied."
        });
        return Vec::new();
    };
    if app.look.copying == Copying::Off {
        app.say("Copying is turned off in your settings (copy = \"off\").");
        return Vec::new();
    }
    let what = match app.look.veil {
        Veil::Lifted => shown.to_string(),
        Veil::Drawn => "The id is".to_owned(),
    };
    app.say(format!("{what} copied (if your terminal allows it)."));
    vec![Effect::Copy(shown.to_string())]
}
