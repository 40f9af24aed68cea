//! What follows from oversight: actions, escalations, audits. Each row has an id of its own.

use crate::model::{
    Action, ActionStatus, Audit, ChildId, Escalation, Name, RaisedBy, Ratings, Record,
};

use super::{answer, date, push, rating, word};
use crate::import::{
    layout::Role,
    rows::{Row, RowEnd},
};

/// The row's own id; without one the row is lost.
fn own_id(row: &mut Row<'_, '_>, child: &ChildId) -> Option<Name> {
    let id = row.name(Role::OwnId);
    if id.is_none() {
        row.lost(Some(child), Role::OwnId, "the id of the row");
    }
    id
}

pub(super) fn action(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let child = who.0;
    let Some((id, set)) = own_id(row, child).zip(row.key_day(child)) else {
        return RowEnd::Rejected;
    };
    let said = word(
        row,
        Role::SessionStatus,
        &ActionStatus::ALL,
        ActionStatus::word,
    );
    let done = date(row, Role::End, child);
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
        due: date(row, Role::Due, child),
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
    let Some((id, raised)) = own_id(row, child).zip(row.key_day(child)) else {
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
    let Some((id, on)) = own_id(row, child).zip(row.key_day(child)) else {
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
