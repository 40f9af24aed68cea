//! What follows from oversight: actions, escalations, audits. Each row has an id of its own.

use crate::model::{
    Action, ActionStatus, Audit, ChildId, Dated, Day, Escalation, Name, RaisedBy, Ratings, Record,
};

use super::{Said, answer, date, own_day, push, rating, word, word_or};
use crate::import::{
    desk::{Desk, Fault},
    fingerprint,
    layout::{Role, fold},
    rows::{NO_CLOCK, Row, RowEnd},
};

/// The row's own id; without one the row is lost.
fn own_id(row: &mut Row<'_, '_>, child: &ChildId) -> Option<Name> {
    let id = row.name(Role::OwnId);
    if id.is_none() {
        row.lost(Some(child), Role::OwnId, "the id of the row");
    }
    id
}

/// How the action stands; blank where the row does not say.
fn standing(row: &mut Row<'_, '_>) -> Said<ActionStatus> {
    let words: fn(ActionStatus) -> &'static str = ActionStatus::word;
    word_or(
        row,
        Role::SessionStatus,
        (&ActionStatus::ALL, words),
        Desk::action_status,
    )
}

/// What tells an action from another of the same child and day: its id, or, in an export that has
/// none, a mark made of what is to be done. The words themselves stay in the file.
fn action_id(row: &mut Row<'_, '_>, child: &ChildId) -> Option<Name> {
    if row.plan.place(Role::OwnId).is_some() {
        return own_id(row, child);
    }
    let words = row.plan.texts.first().map(|(place, _)| *place);
    let words = words.map_or_else(String::new, |place| fold(&row.at(place).text()));
    if words.is_empty() {
        row.lost(
            Some(child),
            Role::OwnId,
            "the id of the action, or what is to be done",
        );
        return None;
    }
    let mark = format!("{:016x}", fingerprint(words.as_bytes()));
    Some(row.desk.share(&mark[..8]))
}

/// A date that cannot lie before the day on which the action was set; one that does is told, and
/// counts as one that cannot be read.
fn from_set(row: &mut Row<'_, '_>, role: Role, (child, set): (&ChildId, Day)) -> Dated {
    let dated = date(row, role, child);
    if dated.day().is_none_or(|day| day >= set) {
        return dated;
    }
    let fault = Fault {
        column: row.plan.heading(role),
        found: row.cell(role).shown(),
        expected: &format!("a date on or after {}, when the action was set", set.long()),
        effect: NO_CLOCK,
    };
    let kind = row.plan.list.kind;
    row.notes
        .add_for(row.number, Some(child.clone()), (kind, false), fault);
    Dated::Unreadable
}

pub(super) fn action(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let child = who.0;
    let Some((id, set)) = action_id(row, child).zip(own_day(row, child)) else {
        return RowEnd::Rejected;
    };
    let said = standing(row);
    let done = from_set(row, Role::End, (child, set));
    let blank = if done.day().is_some() {
        ActionStatus::Complete
    } else {
        ActionStatus::Open
    };
    let count = row.cell(Role::CarryCount);
    if count.count().is_none() && !count.is_blank() {
        row.tally(Role::CarryCount, "a whole number", "treated as blank");
    }
    let action = Action {
        set,
        due: from_set(row, Role::Due, (child, set)),
        done,
        status: said.or(blank, ActionStatus::Unknown),
        owner: row.name(Role::Worker),
        session: row.name(Role::SessionId),
        carried_from: row.name(Role::Carried),
        carry_count: count.count(),
    };
    push(row, Some(who), Record::Action(action), id);
    RowEnd::Used
}

pub(super) fn escalation(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let child = who.0;
    let Some((id, raised)) = own_id(row, child).zip(own_day(row, child)) else {
        return RowEnd::Rejected;
    };
    let by = word(row, Role::Kind, &RaisedBy::ALL, RaisedBy::word);
    let escalation = Escalation {
        raised,
        by: by.or(RaisedBy::Other, RaisedBy::Other),
        stage_due: date(row, Role::Due, child),
        stage_answered: date(row, Role::Answered, child),
        resolved: date(row, Role::End, child),
        changed_for_child: answer(row, Role::Changed),
        cafcass: answer(row, Role::Cafcass),
    };
    push(row, Some(who), Record::Escalation(escalation), id);
    RowEnd::Used
}

pub(super) fn audit(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let child = who.0;
    let Some((id, on)) = own_id(row, child).zip(own_day(row, child)) else {
        return RowEnd::Rejected;
    };
    let roles = [
        Role::DirectionClear,
        Role::RationaleFound,
        Role::ActionsRevisited,
        Role::LivedExperience,
        Role::AnalysisFound,
        Role::ChallengeFound,
        Role::DifferenceMade,
    ];
    let audit = Audit {
        on,
        reader: row.name(Role::Kind),
        ratings: Ratings::of(roles.map(|role| rating(row, role))),
        remedial_due: date(row, Role::Due, child),
        remedial_done: date(row, Role::End, child),
        reaudit_due: date(row, Role::ReauditDue, child),
    };
    push(row, Some(who), Record::Audit(audit), id);
    RowEnd::Used
}
