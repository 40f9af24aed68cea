//! The brief on the screen: about whom it is asked for, its answer, its way to a file.
//!
//! The surprising thing: what is written while ids are hidden holds none either.

use std::path::PathBuf;

use super::act::{go_back, remember};
use super::action::Action;
use super::app::{App, Pane};
use super::dates::{self, Lean};
use super::dialogs::{Asked, Dialog, Question};
use super::effect::{Effect, Job, Ticket};
use super::panes::brief::Held;
use super::panes::gaps::listing::{Grouping, Row};
use super::sheet::Sheet;
use super::targets::child_in_focus;
use super::veil::Veil;
use crate::model::Name;
use crate::review::{Brief, BriefAsked, BriefOf, Ids, Overwrite, PageForm};

/// Asks for the brief about what is in focus.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    if app.pane == Pane::Brief {
        return Vec::new();
    }
    let Some(of) = in_focus(app, &sheet) else {
        app.say(
            "A brief is about a child, a family, a worker or a supervisor: move to one. In the gaps, a heading counts \
             when they are grouped by supervisor or family.",
        );
        return Vec::new();
    };
    app.brief.forget_kin();
    send(
        app,
        BriefAsked {
            of,
            until: None,
            ids: Ids::Shown,
        },
    )
}

fn send(app: &mut App, asked: BriefAsked) -> Vec<Effect> {
    app.brief_asked = app.ticket();
    app.say("Making the brief.");
    vec![Effect::Ask(Job::Brief {
        ticket: app.brief_asked,
        asked,
    })]
}

fn in_focus(app: &App, sheet: &Sheet) -> Option<BriefOf> {
    if matches!(app.pane, Pane::Gaps | Pane::Reading) {
        return of_gaps(app, sheet);
    }
    let file = &sheet
        .picture
        .caseload
        .children
        .get(child_in_focus(app, sheet)?)?;
    Some(BriefOf::Child(file.child.id.clone()))
}

/// A gap's child or worker, a family, or the group under a heading.
fn of_gaps(app: &App, sheet: &Sheet) -> Option<BriefOf> {
    let row = app.gaps.row()?;
    let first = sheet.gap(*app.gaps.members(row).first()?)?;
    let family = || first.family.clone().map(BriefOf::Family);
    match row {
        Row::Group(_) => match app.gaps.choice.grouping {
            Grouping::Supervisor => first.supervisor.clone().map(BriefOf::Supervisor),
            Grouping::Family => family(),
            Grouping::Rule | Grouping::Team => None,
        },
        Row::Family { .. } => family(),
        _ if !first.is_child => Some(BriefOf::Worker(Name::from(first.who.as_ref()))),
        _ => {
            let file = sheet.picture.caseload.children.get(first.child?)?;
            Some(BriefOf::Child(file.child.id.clone()))
        }
    }
}

/// The brief that was asked for.
pub fn made(app: &mut App, ticket: Ticket, asked: BriefAsked, result: Result<Box<Brief>, String>) {
    if ticket != app.brief_asked {
        return;
    }
    match result {
        Ok(brief) => {
            app.message = None;
            app.brief.hold(asked, brief);
            if app.pane != Pane::Brief {
                remember(app);
                app.pane = Pane::Brief;
            }
        }
        Err(words) => app.warn(words),
    }
}

/// What a key does in the brief.
pub fn act(app: &mut App, action: Action) -> Vec<Effect> {
    let body = app.body();
    match action {
        Action::Back => go_back(app, Pane::Gaps),
        Action::BriefOfWhom => return of_whom(app),
        Action::BriefMeeting => {
            if let Some(brief) = app.brief.brief() {
                let day = brief.until.to_string();
                app.dialog = Some(Dialog::Line(Question::new(Asked::BriefUntil, day)));
            }
        }
        Action::Export => {
            let as_at = app.sheet.as_ref().map(|sheet| sheet.picture.check.as_at);
            let name = match &app.brief.held {
                Some(Held::Brief(_, brief)) => Some(brief.file_name(PageForm::Word)),
                Some(Held::Handover(of, pages)) => as_at.map(|day| pages.file_name(of, day)),
                None => None,
            };
            let handed = matches!(app.brief.held, Some(Held::Handover(..)));
            if handed && !super::hands::may_write(app) {
                return Vec::new();
            }
            if let Some(name) = name {
                let asked = if handed {
                    Asked::HandoverTo
                } else {
                    Asked::BriefTo
                };
                app.dialog = Some(Dialog::Line(Question::new(asked, name)));
            }
        }
        _ => app.brief.step(action, body),
    }
    Vec::new()
}

/// The brief of the family, of the worker, of the supervisor, and of the child again.
fn of_whom(app: &mut App) -> Vec<Effect> {
    let next = app.brief.next_whom().zip(app.brief.asked().cloned());
    let Some((of, asked)) = next else {
        app.say("No family, worker or supervisor of this child is known.");
        return Vec::new();
    };
    send(app, BriefAsked { of, ..asked })
}

/// The brief for a meeting on another day.
pub fn meet_on(app: &mut App, words: &str) -> Vec<Effect> {
    let (Some(today), Some(asked)) = (app.today(), app.brief.asked().cloned()) else {
        return Vec::new();
    };
    let until = match dates::read(words, today, Lean::Future) {
        Ok(day) => day,
        Err(trouble) => {
            if let Some(Dialog::Line(question)) = &mut app.dialog {
                question.trouble = Some(trouble);
            }
            return Vec::new();
        }
    };
    app.dialog = None;
    send(
        app,
        BriefAsked {
            until: Some(until),
            ..asked
        },
    )
}

/// What goes to a file: a brief without ids while they are hidden.
pub fn to_write(app: &App, path: PathBuf, overwrite: Overwrite) -> Option<Job> {
    let asked = match app.brief.held.as_ref()? {
        Held::Handover(of, _) => return Some(super::hands::to_write(of, path, overwrite)),
        Held::Brief(asked, _) => asked.clone(),
    };
    let ids = match app.look.veil {
        Veil::Drawn => Ids::Hidden,
        Veil::Lifted => Ids::Shown,
    };
    Some(Job::ExportBrief {
        asked: BriefAsked { ids, ..asked },
        path,
        overwrite,
    })
}
