//! What the actions of a review session do: begin, move on, decide, promise, end.
//!
//! What was given is on disk before it is called saved. The surprising thing: the draft of the
//! reviewer's own words is sent to the disk half a second after the first letter that is not there,
//! and not after a pause, so that no word is ever older than a second when the power fails.

use std::time::Duration;

use crossterm::event::KeyEvent;
use tui_input::Input;

use super::act::{act, go_back, open_child, outcome_choice, remember};
use super::action::{Action, Mode};
use super::app::{App, Pane, TRIES_AGAIN};
use super::dialogs::{self, Beginning, Confirm, Dialog, Reading, ReviewForm, Then};
use super::effect::{Effect, Job, Laid, Ticket};
use super::panes::session::SessionPane;
use super::sheet::Sheet;
use super::targets::ask_outcome;
use super::text::many;
use super::{agreeing, resume};
use crate::model::{
    GapKey, OutcomeKind, ReviewDraft, ReviewId, ReviewKind, ReviewSession, ReviewTurn,
};
use crate::review::session::in_words;
use crate::review::{Given, Reviewing, Said};

/// How long a letter waits for others before all of them are sent to the disk.
const GATHERS: Duration = Duration::from_millis(500);

/// Begins a session, or takes up the one that is under way.
pub fn open(app: &mut App) -> Vec<Effect> {
    if app.pane == Pane::Session {
        return Vec::new();
    }
    if app.session.as_ref().is_some_and(|pane| pane.left.is_none()) {
        remember(app);
        app.pane = Pane::Session;
        return Vec::new();
    }
    ask(app, Reviewing::Current)
}

/// Takes up the session that is under way; begins none.
pub fn take_up(app: &mut App) -> Vec<Effect> {
    app.taking_up = app.session.is_none();
    open(app)
}

fn ask(app: &mut App, what: Reviewing) -> Vec<Effect> {
    app.review_asked = app.ticket();
    vec![Effect::Ask(Job::Review {
        ticket: app.review_asked,
        what,
    })]
}

/// Takes in what became of a question about a session.
pub fn answered(
    app: &mut App,
    ticket: Ticket,
    what: &Reviewing,
    result: Result<Option<Box<ReviewSession>>, String>,
) -> Vec<Effect> {
    match (what, result) {
        (Reviewing::Turn { .. } | Reviewing::Draft { .. }, Ok(_)) => {}
        (Reviewing::Draft { place, .. }, Err(words)) => {
            if let Some(pane) = &mut app.session {
                pane.draft_at = Some(app.now + TRIES_AGAIN);
                pane.draft_of = *place;
            }
            app.warn(words);
        }
        (_, Err(words)) => match &mut app.dialog {
            Some(Dialog::Review(form)) if matches!(what, Reviewing::Begin(_)) => {
                form.refused(words);
            }
            _ => app.warn(words),
        },
        _ if ticket != app.review_asked => {}
        (Reviewing::End(_), Ok(Some(record))) => ended(app, record),
        (_, Ok(Some(record))) => {
            app.taking_up = false;
            let effects = enter(app, record);
            resume::reopen(app);
            return effects;
        }
        (_, Ok(None)) if std::mem::take(&mut app.taking_up) => {
            app.say("No review session is under way any more.");
            resume::reopen(app);
        }
        (_, Ok(None)) => return ask_what(app),
    }
    Vec::new()
}

/// Asks what a new session is to be about: the marks, else what the list of gaps shows.
fn ask_what(app: &mut App) -> Vec<Effect> {
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let marks = app.gaps.marks.iter();
    let marked: Vec<GapKey> = marks
        .filter_map(|at| sheet.gap(*at).map(|gap| gap.key.clone()))
        .collect();
    let cases = &app.cases.filter;
    let form = ReviewForm::new(Beginning {
        filter: &app.gaps.choice.filter.words,
        cases: (app.pane == Pane::Cases && !cases.is_empty()).then_some(&cases.words),
        marked: (!marked.is_empty()).then_some(marked),
        views: &app.views,
    });
    app.dialog = Some(Dialog::Review(Box::new(form)));
    count(app)
}

/// Counts what the queue would be, on the worker's thread.
pub fn count(app: &mut App) -> Vec<Effect> {
    let ticket = app.ticket();
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let Some(Dialog::Review(form)) = &mut app.dialog else {
        return Vec::new();
    };
    form.ticket = ticket;
    let Some(plan) = form.to_count() else {
        form.hold(None);
        return Vec::new();
    };
    vec![Effect::Ask(Job::PlanReview {
        ticket,
        of: Laid(sheet),
        plan: Box::new(plan),
    })]
}

/// Takes over the count that was asked for.
pub fn planned(app: &mut App, ticket: Ticket, draft: &ReviewDraft) {
    if let Some(Dialog::Review(form)) = &mut app.dialog
        && form.ticket == ticket
    {
        form.hold(Some(draft));
    }
}

/// The dialogs of a session.
pub fn in_form(app: &mut App, action: Action) -> Vec<Effect> {
    match (&mut app.dialog, action) {
        (Some(Dialog::Review(form)), Action::NextField) => form.step(1),
        (Some(Dialog::Review(form)), Action::PreviousField) => form.step_back(),
        (Some(Dialog::Review(form)), Action::Accept) if form.kind() == ReviewKind::Audit => {
            app.dialog = None;
            let effects = act(app, Action::ShowAudits);
            app.say(
                "An audit is never mixed with a review: it is drawn, graded and moderated here.",
            );
            return effects;
        }
        (Some(Dialog::Review(form)), Action::Accept) if !form.begun => {
            if let Ok(plan) = form.plan() {
                form.begun = true;
                return ask(app, Reviewing::Begin(Box::new(plan)));
            }
        }
        (Some(Dialog::Promise(form)), Action::NextField) => form.step(1),
        (Some(Dialog::Promise(form)), Action::PreviousField) => form.step(2),
        (Some(Dialog::Promise(_)), Action::Accept) => return agreeing::promise(app),
        (Some(_), Action::Cancel) => app.dialog = None,
        _ => {}
    }
    Vec::new()
}

fn enter(app: &mut App, record: Box<ReviewSession>) -> Vec<Effect> {
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    if matches!(app.dialog, Some(Dialog::Review(_))) {
        app.dialog = None;
    }
    let taken_up = !record.turns.is_empty();
    let held = &app.promises.held;
    let pane = SessionPane::open(record, (&sheet, &app.given, held), app.now);
    let (place, id, items) = (pane.place, pane.record.id, pane.record.said.items.len());
    let as_at = pane.record.said.as_at;
    if app.pane != Pane::Session {
        remember(app);
    }
    app.session = Some(pane);
    app.pane = Pane::Session;
    app.gaps.marks.clear();
    if taken_up {
        let mut words = format!("Taken up again at {} of {items}.", place + 1);
        if as_at != sheet.picture.check.as_at {
            words.push_str(&newer(&sheet));
        }
        app.say(words);
    }
    vec![turned(id, place, ReviewTurn::Shown)]
}

fn newer(sheet: &Sheet) -> String {
    format!(
        " Data to {} were imported since it was begun: the queue stays as it was, and what has changed is marked.",
        sheet.picture.check.as_at.long()
    )
}

fn turned(id: ReviewId, place: usize, turn: ReviewTurn) -> Effect {
    Effect::Ask(Job::Review {
        ticket: Ticket::default(),
        what: Reviewing::Turn {
            id,
            place: u32::try_from(place).unwrap_or(u32::MAX),
            turn,
        },
    })
}

/// The pane of a session.
pub fn in_pane(app: &mut App, action: Action) -> Vec<Effect> {
    if let Some(choice) = outcome_choice(action) {
        ask_outcome(app, choice);
        return Vec::new();
    }
    let page = app.page();
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let Some(pane) = &mut app.session else {
        go_back(app, Pane::Gaps);
        return Vec::new();
    };
    match action {
        Action::NextItem => return leave_item(app, ReviewTurn::Reviewed),
        Action::SkipItem => return leave_item(app, ReviewTurn::Skipped),
        Action::PreviousItem => {
            let Some(place) = pane.place.checked_sub(1) else {
                app.say("This is the first of the queue.");
                return Vec::new();
            };
            return go(app, &sheet, place);
        }
        Action::WriteOnItem => pane.writing = Some(Input::new(pane.words().to_owned())),
        Action::Agree => agreeing::ask(app),
        Action::Mark => pane.mark(),
        Action::MarkAll => pane.mark_open(&sheet, &app.given),
        Action::Read => why(app, &sheet),
        Action::Open | Action::OpenChild => match pane.child(&sheet) {
            Some(child) => open_child(app, child),
            None => app.say("This item is not about a child of the newest extract."),
        },
        Action::EndReview => ask_to_end(app),
        Action::NoteOfReview => {
            let id = pane.record.id;
            app.note_asked = app.ticket();
            app.say("Drafting a note from the gaps of the session.");
            return vec![Effect::Ask(Job::NoteOfReview {
                ticket: app.note_asked,
                id,
            })];
        }
        Action::Back if pane.writing.is_some() => {
            let effects = save_draft(app);
            if let Some(pane) = &mut app.session {
                pane.writing = None;
            }
            return effects;
        }
        Action::Back => leave(app),
        _ if action.steps() => pane.step(action, page.saturating_sub(2)),
        _ => {}
    }
    Vec::new()
}

fn leave(app: &mut App) {
    let over = app.session.as_ref().is_some_and(|pane| pane.left.is_some());
    go_back(app, Pane::Gaps);
    if app.pane == Pane::Session {
        // It was opened from its own page of a child.
        app.pane = Pane::Gaps;
    }
    if over {
        app.session = None;
    } else {
        let key = app.keymap.key_for(Mode::Anywhere, Action::Review);
        app.say(format!(
            "The session is kept. {key} takes it up where you left it."
        ));
    }
}

/// Leaves the item for the next that nobody has looked at.
fn leave_item(app: &mut App, turn: ReviewTurn) -> Vec<Effect> {
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let Some(pane) = &mut app.session else {
        return Vec::new();
    };
    pane.turn(pane.place, turn);
    pane.reckon_one(pane.place, &sheet, &app.given);
    let mut effects = vec![turned(pane.record.id, pane.place, turn)];
    if let Some(next) = pane.next() {
        effects.extend(go(app, &sheet, next));
        return effects;
    }
    let last = pane.record.said.items.len().saturating_sub(1);
    if pane.place < last {
        let next = pane.place + 1;
        effects.extend(go(app, &sheet, next));
    }
    let key = app.keymap.key_for(Mode::Session, Action::EndReview);
    let words = format!("Every item was looked at or passed over. {key} ends the session.");
    app.say(words);
    effects
}

fn go(app: &mut App, sheet: &Sheet, place: usize) -> Vec<Effect> {
    let now = app.now;
    let Some(pane) = &mut app.session else {
        return Vec::new();
    };
    pane.go(place, (sheet, &app.promises.held), now);
    pane.turn(place, ReviewTurn::Shown);
    vec![turned(pane.record.id, place, ReviewTurn::Shown)]
}

/// Saves an outcome of the line in focus and goes on: to the next line that waits, else to the
/// next item.
pub fn give(
    app: &mut App,
    ticket: Ticket,
    (gaps, kind, reason): (Vec<GapKey>, OutcomeKind, String),
) -> Vec<Effect> {
    let Some((sheet, pane)) = app.sheet.clone().zip(app.session.as_mut()) else {
        return Vec::new();
    };
    let place = u32::try_from(pane.place).unwrap_or(u32::MAX);
    let label = format!("{}: {}", kind.label(), many(gaps.len(), "gap", "gaps"));
    let outcomes = gaps.into_iter().map(|gap| Given {
        gap,
        kind: kind.clone(),
        reason: reason.clone(),
    });
    let said = Said {
        outcomes: outcomes.collect(),
        review: Some((pane.record.id, place)),
        ..Said::default()
    };
    let mut effects = vec![Effect::Ask(Job::SayInReview {
        ticket,
        label,
        said: Box::new(said),
    })];
    pane.marks.clear();
    pane.reckon_one(pane.place, &sheet, &app.given);
    if !pane.next_line(&sheet, &app.given) {
        effects.extend(leave_item(app, ReviewTurn::Reviewed));
    }
    effects
}

/// Why the line in focus is a gap, as a text to read.
fn why(app: &mut App, sheet: &Sheet) {
    let Some(pane) = &app.session else { return };
    let Some(at) = pane.page.lines.get(pane.line).and_then(|line| line.at) else {
        app.say("The newest extract shows this as no gap any more.");
        return;
    };
    let why = sheet.picture.explain(at);
    let mut words = Vec::new();
    let parts = [
        vec![why.headline, why.standard, why.sum, why.not_counted],
        vec![why.coverage, why.caution],
        vec![
            format!("Needs: {}", why.needs),
            format!("Shown by: {}", why.shown_by),
        ],
        vec![format!("Source: {}", why.source), why.inspectors],
    ];
    // What a rule leaves out leaves no hole.
    for part in parts {
        let part: Vec<String> = part.into_iter().filter(|one| !one.is_empty()).collect();
        if !words.is_empty() && !part.is_empty() {
            words.push(String::new());
        }
        words.extend(part);
    }
    let title = "Why this is a gap".to_owned();
    app.dialog = Some(Dialog::Reading(Reading::new(title, words)));
}

fn ask_to_end(app: &mut App) {
    let Some(pane) = &app.session else { return };
    let items = pane.record.said.items.len();
    let beyond = (pane.record.said.in_scope.items as usize).saturating_sub(items);
    let mut words = match pane.left_undone() {
        (0, 0) => "Everything in the queue has an outcome.".to_owned(),
        (left, open) => format!(
            "Left undone: {} of {items} not looked at, and {} without an outcome.",
            left,
            many(open, "gap", "gaps")
        ),
    };
    if beyond > 0 {
        let more = format!(" Beyond the queue, because of the time: {beyond}.");
        words.push_str(&more);
    }
    words.push_str(" End the session? Its summary is kept as it is then.");
    app.dialog = Some(Dialog::Confirm(Confirm {
        words,
        then: Then::EndReview,
    }));
}

/// Ends the session, once the person has said so.
pub fn end(app: &mut App) -> Vec<Effect> {
    let Some(id) = app.session.as_ref().map(|pane| pane.record.id) else {
        return Vec::new();
    };
    let mut effects = save_draft(app);
    effects.extend(ask(app, Reviewing::End(id)));
    effects
}

fn ended(app: &mut App, record: Box<ReviewSession>) {
    let now = app.now;
    if let (Some(pane), Some(sheet)) = (&mut app.session, &app.sheet) {
        let place = pane.place;
        pane.go(place, (sheet, &app.promises.held), now);
        pane.left = record.ended.as_ref().map(|(_, sum)| in_words(&record, sum));
        pane.record = record;
    }
}

/// Reckons anew how far the items are, after a step or one that failed.
pub fn stood(app: &mut App) {
    if let (Some(pane), Some(sheet)) = (&mut app.session, &app.sheet) {
        pane.reckon(sheet, &app.given);
    }
}

/// Puts the page together anew over what stands promised now.
pub fn promised(app: &mut App) {
    if let (Some(pane), Some(sheet)) = (&mut app.session, &app.sheet) {
        pane.lay(sheet, &app.promises.held);
    }
}

/// Puts the page together anew over another picture.
pub fn relaid(app: &mut App, sheet: &Sheet) {
    if let Some(pane) = app.session.as_mut().filter(|pane| pane.left.is_none()) {
        pane.find(sheet, &app.given);
        pane.lay(sheet, &sheet.picture.promises);
        if app.pane == Pane::Session && pane.record.said.as_at != sheet.picture.check.as_at {
            app.say(newer(sheet).trim());
        }
    }
}

/// A key that is text, where the reviewer's own words are written.
pub fn typed(app: &mut App, key: KeyEvent) {
    let now = app.now;
    if let Some(pane) = &mut app.session
        && let Some(input) = &mut pane.writing
    {
        dialogs::type_key(input, key);
        pane.draft_of = u32::try_from(pane.place).unwrap_or(u32::MAX);
        pane.draft_at.get_or_insert(now + GATHERS);
    }
}

/// Pasted text; how many letters were left out.
pub fn pasted(app: &mut App, text: &str) -> usize {
    let now = app.now;
    let Some(pane) = &mut app.session else {
        return 0;
    };
    let Some(input) = &mut pane.writing else {
        return 0;
    };
    pane.draft_of = u32::try_from(pane.place).unwrap_or(u32::MAX);
    pane.draft_at.get_or_insert(now + GATHERS);
    dialogs::type_text(input, text)
}

/// Sends the reviewer's words to the disk once they have waited long enough.
pub fn due(app: &mut App) -> Vec<Effect> {
    let waits = app.session.as_ref().and_then(|pane| pane.draft_at);
    if waits.is_some_and(|at| at <= app.now) {
        return save_draft(app);
    }
    Vec::new()
}

/// Sends them now, if there is anything to send.
pub fn save_draft(app: &mut App) -> Vec<Effect> {
    let Some(pane) = &mut app.session else {
        return Vec::new();
    };
    if pane.draft_at.take().is_none() {
        return Vec::new();
    }
    let place = pane.draft_of;
    if place == u32::try_from(pane.place).unwrap_or(u32::MAX) {
        let words = pane.words().to_owned();
        pane.record.drafts.insert(place, words);
    }
    let words = pane.record.drafts.get(&place).cloned().unwrap_or_default();
    vec![Effect::Ask(Job::Review {
        ticket: Ticket::default(),
        what: Reviewing::Draft {
            id: pane.record.id,
            place,
            words,
        },
    })]
}
