//! What each action does. One function a pane; the dialogs' own actions are in `asked`.

use super::action::{Action, Mode};
use super::app::{App, Ending, Leaving, Pane, Place, Relay};
use super::asked;
use super::audits;
use super::brief;
use super::delays;
use super::dialogs::{
    Asked, Confirm, Dialog, Help, ImportForm, OutcomeChoice, Palette, Past, Question, Then,
    ViewTask,
};
use super::effect::{Effect, Job};
use super::entering;
use super::given::View;
use super::panes::audits::Level;
use super::panes::case::CasePane;
use super::panes::cases::Extent;
use super::panes::gaps::listing::Grouping;
use super::panes::note::Ink;
use super::panes::welcome;
use super::past;
use super::policy;
use super::promising;
use super::session;
use super::showing::{choose, copy_id, next_theme, turn_tour, turn_veil};
use super::surgery;
use super::targets::ask_outcome;
use super::text::many;
use super::tour::{self, Tour};
use super::update::save_note;
use super::writing::{back_to_the_note, draft, in_note, in_notes};
use super::{jumps, macros, seek, views};

/// Does what the person meant.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    if action == Action::LeaveNow {
        return leave(app);
    }
    if action == Action::Hide {
        turn_veil(app);
        return Vec::new();
    }
    if matches!(action, Action::TourOn | Action::TourEnd) {
        turn_tour(app, action);
        return Vec::new();
    }
    if app.dialog.is_some() {
        return asked::act(app, action);
    }
    if let Some(digit) = action.view().filter(|_| !app.is_blank()) {
        return views::show(app, digit);
    }
    if past::refuses(app, action) {
        return Vec::new();
    }
    match action {
        Action::Help => {
            app.dialog = Some(Dialog::Help(Help {
                of: app.pane_mode(),
                scrolled: 0,
            }));
        }
        Action::Palette => {
            app.dialog = Some(Dialog::Palette(Palette {
                of: app.pane_mode(),
                input: tui_input::Input::default(),
                cursor: 0,
            }));
        }
        Action::Import => app.dialog = Some(Dialog::Import(Box::<ImportForm>::default())),
        Action::Tour => {
            app.tour = Some(Tour::default());
            show(app, Pane::Gaps);
            tour::set_out(app);
        }
        Action::Demo => {
            app.ending = Ending::ForTheDemo;
            return leave(app);
        }
        Action::PastImports => {
            app.dialog = Some(Dialog::Past(Past::default()));
            return vec![Effect::Ask(Job::Imports)];
        }
        Action::KnownOn if !app.is_blank() => return past::look_back(app),
        Action::WhatChanged if !app.is_blank() => return past::what_changed(app),
        Action::Surgery if !app.is_blank() => return surgery::show(app),
        Action::Brief if !app.is_blank() => return brief::ask(app),
        _ if app.pane_mode() == Mode::Welcome && choose(app, action) => {
            return act(app, welcome::CHOICES[app.welcome].action);
        }
        Action::ShowGaps
        | Action::ShowCases
        | Action::ShowDelays
        | Action::ShowNotes
        | Action::ShowUnfiled
        | Action::ShowRules
        | Action::ShowPromises
        | Action::ShowAudits => return show_pane(app, action),
        Action::ChangeOfHands if !app.is_blank() => return super::hands::ask(app),
        Action::ReadRecord => audits::open_reading(app),
        Action::AuditRecord => audits::open_audit(app),
        Action::Enter => entering::open(app),
        Action::Review if !app.is_blank() => return session::open(app),
        Action::Seek => seek::open(app),
        Action::Views => views::list(app, ViewTask::Show),
        Action::SaveView => views::list(app, ViewTask::Save),
        Action::JumpBack => return jumps::walk(app, jumps::Way::Back),
        Action::JumpOn => return jumps::walk(app, jumps::Way::On),
        Action::RecordMacro => macros::record(app),
        Action::PlayMacro => macros::play(app, 1),
        Action::RepeatMacro => {
            if macros::can_play(app) {
                app.dialog = Some(Dialog::Line(Question::new(Asked::Times, String::new())));
            }
        }
        Action::Undo => return vec![Effect::Ask(Job::Undo)],
        Action::Redo => return vec![Effect::Ask(Job::Redo)],
        Action::NextTheme => return next_theme(app),
        Action::CopyId => return copy_id(app),
        Action::Leave => return leave(app),
        _ => return in_pane(app, action),
    }
    Vec::new()
}

/// Shows a pane from its top, with what it needs to know.
fn show_pane(app: &mut App, action: Action) -> Vec<Effect> {
    match action {
        Action::ShowGaps => show(app, Pane::Gaps),
        Action::ShowCases => show(app, Pane::Cases),
        Action::ShowDelays => {
            show(app, Pane::Delays);
            return delays::ask_if_shown(app);
        }
        Action::ShowNotes => {
            show(app, Pane::Notes);
            return vec![Effect::Ask(Job::Notes)];
        }
        Action::ShowUnfiled => {
            show(app, Pane::Unfiled);
            app.unfiled.child = None;
            if let Some(sheet) = app.sheet.clone() {
                app.unfiled.relist(&sheet);
            }
        }
        Action::ShowRules => {
            show(app, Pane::Rules);
            if let Some(sheet) = app.sheet.clone() {
                app.rules.relist(&sheet);
            }
            if !app.given.standings().is_empty() {
                // How often a rule was right counts what was answered a moment ago, too.
                app.relay = Relay::InPlace;
                return vec![Effect::Ask(Job::Picture)];
            }
        }
        Action::ShowPromises => {
            show(app, Pane::Promises);
            return promising::shown(app);
        }
        Action::ShowAudits => {
            show(app, Pane::Audits);
            app.audits.level = Level::default();
            if let Some(sheet) = app.sheet.clone() {
                app.audits.relist(&sheet);
            }
        }
        _ => {}
    }
    Vec::new()
}

fn show(app: &mut App, pane: Pane) {
    app.trail.clear();
    app.pane = pane;
}

/// Leaves at once, or once what is typed and given is on disk.
fn leave(app: &mut App) -> Vec<Effect> {
    if app
        .note
        .as_ref()
        .is_some_and(|note| note.ink == Ink::Failed)
    {
        app.dialog = Some(Dialog::Confirm(Confirm {
            words: "The open note could not be saved. Leave and lose what was typed since?"
                .to_owned(),
            then: Then::LeaveAnyway,
        }));
        return Vec::new();
    }
    let effects = save_note(app);
    if app.given.saving() > 0 && app.leaving == Leaving::No {
        let gaps = many(app.given.saving(), "gap is", "gaps are");
        app.dialog = Some(Dialog::Confirm(Confirm {
            words: format!(
                "The outcome of {gaps} still being saved. Leave as soon as it is on disk?"
            ),
            then: Then::LeaveWhenSaved,
        }));
        return effects;
    }
    app.leaving = Leaving::WhenSaved;
    effects
}

fn in_pane(app: &mut App, action: Action) -> Vec<Effect> {
    match app.pane {
        Pane::Gaps | Pane::Reading => in_gaps(app, action),
        Pane::Cases => in_cases(app, action),
        Pane::Case => in_case(app, action),
        Pane::Delays => delays::act(app, action),
        Pane::Notes => in_notes(app, action),
        Pane::Unfiled => in_unfiled(app, action),
        Pane::Changes => in_changes(app, action),
        Pane::Promises => promising::in_pane(app, action),
        Pane::Surgery => surgery::in_pane(app, action),
        Pane::Brief => brief::act(app, action),
        Pane::Rules => {
            policy::in_pane(app, action);
            Vec::new()
        }
        Pane::Audits => {
            if let Some(child) = audits::in_pane(app, action) {
                open_child(app, child);
            }
            Vec::new()
        }
        Pane::Note => in_note(app, action),
        Pane::Session => session::in_pane(app, action),
    }
}

fn in_gaps(app: &mut App, action: Action) -> Vec<Effect> {
    if let Some(choice) = outcome_choice(action) {
        ask_outcome(app, choice);
    } else if action == Action::DraftNote {
        return draft(app);
    } else {
        look_at_gaps(app, action);
    }
    Vec::new()
}

pub(super) const fn outcome_choice(action: Action) -> Option<OutcomeChoice> {
    Some(match action {
        Action::SeenOnFile => OutcomeChoice::SeenOnFile,
        Action::ToRecord => OutcomeChoice::ToRecord,
        Action::Book => OutcomeChoice::Booked,
        Action::NotRequired => OutcomeChoice::NotRequired,
        Action::DataError => OutcomeChoice::DataError,
        Action::Exception => OutcomeChoice::Exception,
        Action::Escalate => OutcomeChoice::Escalated,
        _ => return None,
    })
}

/// What moves or changes the list and asks nothing of anybody.
fn look_at_gaps(app: &mut App, action: Action) {
    let page = app.page();
    let Some(sheet) = app.sheet.clone() else {
        return;
    };
    if action == Action::Listing {
        app.given.let_go();
    }
    let (gaps, given) = (&mut app.gaps, &app.given);
    match action {
        Action::PageUp | Action::PageDown if app.pane == Pane::Reading => gaps.scroll(action),
        _ if action.steps() => {
            gaps.step(action, page);
        }
        Action::Mark => gaps.mark(),
        Action::MarkAll => {
            gaps.mark_all();
            let words = format!("{} marked.", many(app.gaps.marks.len(), "gap", "gaps"));
            app.say(words);
        }
        Action::Clear => clear_gaps(app),
        Action::Unfold => gaps.unfold(&sheet),
        Action::Fold => gaps.fold(&sheet),
        Action::ByNext
        | Action::ByRule
        | Action::BySupervisor
        | Action::ByTeam
        | Action::ByFamily => {
            let grouping = grouping(action, gaps.choice.grouping);
            gaps.group_by(grouping, &sheet, given);
        }
        Action::Listing => {
            gaps.choice.breadth = gaps.choice.breadth.next();
            gaps.relist(&sheet, given);
            let words = format!("Listed: {}.", app.gaps.choice.breadth.word());
            app.say(words);
        }
        Action::Order => {
            gaps.choice.order = gaps.choice.order.next();
            gaps.restart(&sheet, given);
            let words = format!("Order: {}.", app.gaps.choice.order.word());
            app.say(words);
        }
        Action::Filter => ask_filter(app, Asked::GapFilter),
        Action::Read => app.pane = Pane::Reading,
        Action::Back => app.pane = Pane::Gaps,
        Action::OpenChild => open_focus(app),
        Action::Open => {
            if gaps.turn(&sheet) {
                return;
            }
            if app.is_wide() {
                open_focus(app);
            } else {
                app.pane = Pane::Reading;
            }
        }
        _ => {}
    }
}

const fn grouping(action: Action, now: Grouping) -> Grouping {
    match action {
        Action::ByRule => Grouping::Rule,
        Action::BySupervisor => Grouping::Supervisor,
        Action::ByTeam => Grouping::Team,
        Action::ByFamily => Grouping::Family,
        _ => now.next(),
    }
}

/// Takes the marks away, or the filter if nothing is marked, or the selection of a note.
fn clear_gaps(app: &mut App) {
    if !app.gaps.marks.is_empty() {
        app.gaps.marks.clear();
        app.say("Marks cleared.");
    } else if let Some(sheet) = app.sheet.clone() {
        if !app.gaps.choice.filter.is_empty() {
            app.gaps.choice.filter = super::filter::Filter::default();
            app.gaps.relist(&sheet, &app.given);
            app.say("Filter cleared.");
        } else if app.gaps.choice.only.is_some() {
            back_to_the_note(app);
        }
    }
}

/// Asks which lines to show.
pub fn ask_filter(app: &mut App, asked: Asked) {
    let words = match asked {
        Asked::CaseFilter => app.cases.filter.words.clone(),
        Asked::PromiseFilter => app.promises.sieve.words.clone(),
        _ => app.gaps.choice.filter.words.clone(),
    };
    app.dialog = Some(Dialog::Line(Question::new(asked, words)));
}

fn open_focus(app: &mut App) {
    let child = app
        .sheet
        .as_ref()
        .and_then(|sheet| sheet.gap(app.gaps.focus()?)?.child);
    match child {
        Some(child) => open_child(app, child),
        None => app.say("This gap is not about one child."),
    }
}

/// Opens a child and remembers where one came from.
pub(super) fn open_child(app: &mut App, child: usize) {
    let Some(sheet) = &app.sheet else { return };
    let case = CasePane::open(child, sheet, &app.promises.held);
    remember(app);
    app.case = Some(case);
    app.pane = Pane::Case;
}

/// Remembers where one is, for the way back.
pub fn remember(app: &mut App) {
    app.trail.push(Place {
        pane: app.pane,
        child: app
            .case
            .as_ref()
            .filter(|_| app.pane == Pane::Case)
            .map(|case| case.child),
    });
}

fn in_changes(app: &mut App, action: Action) -> Vec<Effect> {
    let page = app.page();
    match action {
        Action::Back => go_back(app, Pane::Gaps),
        Action::Open => match app.changes.focus().map(|change| change.child) {
            Some(Some(child)) => open_child(app, child),
            Some(None) => {
                app.say("There is no page to open: the newest extract holds no such child.");
            }
            None => {}
        },
        _ if action.steps() => app.changes.step(action, page),
        _ => {}
    }
    Vec::new()
}

fn in_cases(app: &mut App, action: Action) -> Vec<Effect> {
    let page = app.page();
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let cases = &mut app.cases;
    match action {
        Action::Order => cases.next_column(&sheet),
        Action::OrderBack => cases.turn_round(&sheet),
        Action::Listing => {
            cases.extent = match cases.extent {
                Extent::Open => Extent::All,
                Extent::All => Extent::Open,
            };
            cases.relist(&sheet);
        }
        Action::Filter => ask_filter(app, Asked::CaseFilter),
        Action::Clear => {
            // The filter first, then the selection and with it the way back.
            if cases.filter.is_empty()
                && let Some(selection) = cases.selection.take()
            {
                app.pane = selection.back;
            }
            cases.filter = super::filter::Filter::default();
            cases.relist(&sheet);
        }
        Action::Open => {
            if let Some(child) = cases.child(&sheet) {
                open_child(app, child);
            }
        }
        _ if action.steps() => {
            cases.step(action, page);
        }
        _ => {}
    }
    Vec::new()
}

fn in_case(app: &mut App, action: Action) -> Vec<Effect> {
    let (page, width) = (app.page(), app.window.width);
    let (Some(case), Some(sheet)) = (&mut app.case, &app.sheet) else {
        app.pane = Pane::Cases;
        return Vec::new();
    };
    let view = View {
        sheet,
        given: &app.given,
        theme: &app.theme,
        keymap: &app.keymap,
    };
    if let Some(choice) = outcome_choice(action) {
        ask_outcome(app, choice);
        return Vec::new();
    }
    match action {
        Action::DraftNote => return draft(app),
        Action::Entries => entering::of_this_child(app),
        Action::NextField => {
            if case.next_gap() {
                case.show_focus(view, width, page);
            } else {
                app.say("No clock of this child waits for an outcome.");
            }
        }
        Action::NextSibling | Action::PreviousSibling => match case.sibling(action) {
            Some(child) => open_child(app, child),
            None => app.say("No other child of this family is known."),
        },
        Action::Back => {
            go_back(app, Pane::Cases);
        }
        _ => {
            let lines = case.height(view, width);
            case.step(action, page, lines);
        }
    }
    Vec::new()
}

fn in_unfiled(app: &mut App, action: Action) -> Vec<Effect> {
    if action == Action::Back {
        app.unfiled.child = None;
        if let Some(sheet) = app.sheet.clone() {
            app.unfiled.relist(&sheet);
        }
        go_back(app, Pane::Unfiled);
        return Vec::new();
    }
    let (effects, child) = entering::in_pane(app, action);
    if let Some(child) = child {
        open_child(app, child);
    }
    effects
}

/// To where one came from; else here.
pub(super) fn go_back(app: &mut App, here: Pane) {
    let place = app.trail.pop().unwrap_or(Place {
        pane: here,
        child: None,
    });
    if let Some(child) = place.child {
        let trail = app.trail.len();
        open_child(app, child);
        app.trail.truncate(trail);
    }
    app.pane = place.pane;
}
