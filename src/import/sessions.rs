//! Rows of a supervision export: one session, of one child, of several, or of a worker alone.

use crate::model::{
    ActionsReviewed, ChildId, Dated, Day, Fact, FactKind, Meeting, Name, Record, Session,
    SessionStatus, SessionType,
};

use super::{
    cell::{Cell, is_blank_word},
    date,
    desk::{Fault, IdCell},
    layout::Role,
    own,
    rows::{NOT_USED, Row, RowEnd},
    words::Asked,
};

/// Whom a cell for children names.
pub(super) enum Named {
    Nobody,
    Children(Vec<(ChildId, Name)>),
    NotAnId,
}

/// Reads the row into one session a child, or one of the worker.
pub(super) fn read(row: &mut Row<'_, '_>) -> RowEnd {
    let cell = row.cell(Role::Child);
    let column = row.plan.heading(Role::Child);
    if row.repeats_headings(Role::Start) {
        return row.not_data(column, cell.shown());
    }
    match named(row, &cell.text()) {
        Named::NotAnId => row.not_data(column, cell.shown()),
        Named::Nobody => of_worker(row),
        Named::Children(children) => of_children(row, children),
    }
}

fn of_children(row: &mut Row<'_, '_>, children: Vec<(ChildId, Name)>) -> RowEnd {
    let Some(on) = date::of_cell(row.cell(Role::Start)).day() else {
        for (child, _) in &children {
            row.lost(Some(child), Role::Start, "a date");
        }
        return RowEnd::Rejected;
    };
    let kind = kind(row, true);
    let first = children.first().map(|(child, _)| child.clone());
    let session = session(row, on, kind, first.as_ref());
    let source_ref = source_ref(row, &session, true);
    let details = row.details();
    for (child, shown) in children {
        let fact = Fact {
            child: Some(child),
            shown_id: Some(shown),
            source_ref: source_ref.clone(),
            source: row.plan.list.source,
            record: Record::Session(session.clone()),
            details: details.clone(),
        };
        row.push(fact, None);
    }
    RowEnd::Used
}

/// A row without a child: right for a worker's own supervision, and for a group meeting of which
/// only the worker's attendance is known.
fn of_worker(row: &mut Row<'_, '_>) -> RowEnd {
    let Some(on) = date::of_cell(row.cell(Role::Start)).day() else {
        if row.cell(Role::SessionType).is_blank() && row.name(Role::Worker).is_none() {
            return row.not_data(row.plan.heading(Role::Start), row.cell(Role::Start).shown());
        }
        row.lost(None, Role::Start, "a date");
        return RowEnd::Rejected;
    };
    let kind = kind(row, false);
    match kind {
        SessionType::StaffOneToOne => {}
        SessionType::GroupReflective => row.tally(
            Role::Child,
            "the id of a child that was discussed",
            "kept as the worker's own session; it counts for no child",
        ),
        _ => {
            let fault = Fault {
                column: row.plan.heading(Role::Child),
                found: row.cell(Role::Child).shown(),
                expected: "a child's id, which only a worker's own supervision may lack",
                effect: NOT_USED,
            };
            let number = row.number;
            row.notes
                .add_for(number, None, (FactKind::Session, true), fault);
            return RowEnd::Rejected;
        }
    }
    let session = session(row, on, kind, None);
    if session.worker.is_none() {
        row.lost(None, Role::Worker, "the worker whose supervision it was");
        return RowEnd::Rejected;
    }
    let source_ref = source_ref(row, &session, false);
    let fact = Fact {
        child: None,
        shown_id: None,
        source_ref,
        source: row.plan.list.source,
        record: Record::Session(session),
        details: row.details(),
    };
    row.push(fact, None);
    RowEnd::Used
}

fn session(row: &mut Row<'_, '_>, on: Day, kind: SessionType, child: Option<&ChildId>) -> Session {
    let actions = row.cell(Role::Actions);
    if actions.count().is_none() && !actions.is_blank() {
        row.tally(Role::Actions, "a whole number", "treated as blank");
    }
    let (worker, supervisor) = (row.name(Role::Worker), row.name(Role::Supervisor));
    if worker.is_some() && worker == supervisor {
        row.tally(
            Role::Supervisor,
            "somebody else than the worker",
            "counted as it stands: ask who gave the supervision",
        );
    }
    Session {
        on,
        kind,
        status: status(row),
        worker,
        supervisor,
        team: row.name(Role::Team),
        recorded: secondary(row, Role::Recorded, child),
        next_due: secondary(row, Role::NextDue, child),
        meeting: Meeting {
            decision_recorded: row.answer(Role::Decision, Asked::Plain),
            decision_rationale: row.answer(Role::Rationale, Asked::Plain),
            actions_outstanding: actions.count(),
            reflection: own::rating(row, Role::Reflection),
            challenge: own::rating(row, Role::Challenge),
            actions_reviewed: actions_reviewed(row),
            risk_reviewed: row.answer(Role::RiskReviewed, Asked::Plain),
            child_voice: row.answer(Role::ChildVoice, Asked::Plain),
        },
        id: row.name(Role::SessionId),
    }
}

fn actions_reviewed(row: &mut Row<'_, '_>) -> ActionsReviewed {
    let answer = own::word(
        row,
        Role::ActionsReviewed,
        &ActionsReviewed::ALL,
        |answer| match answer {
            ActionsReviewed::Blank => "",
            ActionsReviewed::All => "all",
            ActionsReviewed::Some => "some",
            ActionsReviewed::None => "none",
            ActionsReviewed::NoPrevious => "no_previous",
            ActionsReviewed::Unknown => "unknown",
        },
    );
    answer.or(ActionsReviewed::Blank, ActionsReviewed::Unknown)
}

fn secondary(row: &mut Row<'_, '_>, role: Role, child: Option<&ChildId>) -> Dated {
    if let Some(child) = child {
        return row.secondary(role, child);
    }
    let dated = date::of_cell(row.cell(role));
    if dated == Dated::Unreadable {
        row.tally(role, "a date", "treated as unreadable");
    }
    dated
}

/// The kind of session: from its own column, else from what the date's heading says.
fn kind(row: &mut Row<'_, '_>, names_child: bool) -> SessionType {
    if row.plan.place(Role::SessionType).is_none() {
        let heading = row.plan.heading(Role::Start).unwrap_or_default();
        return row
            .desk
            .session_type(&heading, names_child)
            .unwrap_or_else(|| {
                unknown_kind(row, Role::Start);
                SessionType::Other
            });
    }
    let text = row.cell(Role::SessionType).text();
    let read = if is_blank_word(&text) {
        None
    } else {
        row.desk.session_type(&text, names_child)
    };
    read.unwrap_or_else(|| {
        unknown_kind(row, Role::SessionType);
        SessionType::Other
    })
}

fn unknown_kind(row: &mut Row<'_, '_>, role: Role) {
    row.tally(
        role,
        "a known kind of supervision",
        "unknown word: kept as another session, which stops no clock",
    );
}

/// Whether it was held. An export without such a column lists what was held.
fn status(row: &mut Row<'_, '_>) -> SessionStatus {
    if row.plan.place(Role::SessionStatus).is_none() {
        return SessionStatus::Held;
    }
    let cell = row.cell(Role::SessionStatus);
    let read = match cell {
        Cell::Flag(true) => Some(SessionStatus::Held),
        Cell::Flag(false) => Some(SessionStatus::NotHeld),
        cell if cell.is_blank() => None,
        cell => row.desk.session_status(&cell.text()),
    };
    read.unwrap_or_else(|| {
        row.tally(
            Role::SessionStatus,
            "whether the session was held",
            "status unknown: it stops no clock",
        );
        SessionStatus::Unknown
    })
}

/// What tells two sessions of one child and day apart. Never the status or the date of recording:
/// a newer export fills these in, and it is still the same session.
fn source_ref(row: &mut Row<'_, '_>, session: &Session, names_child: bool) -> Name {
    let own = row.cell(Role::SessionId).text();
    let own = if is_blank_word(&own) {
        session.kind.word().to_owned()
    } else {
        own.trim().to_owned()
    };
    let text = match &session.worker {
        Some(worker) if !names_child => format!("{worker}|{own}"),
        _ => own,
    };
    row.desk.share(&text)
}

/// The children that a cell names: usually one, sometimes a sibling group.
pub(super) fn named(row: &mut Row<'_, '_>, text: &str) -> Named {
    let plain = text.bytes().all(|b| b.is_ascii_alphanumeric());
    let parts = if plain { Vec::new() } else { split_ids(text) };
    if parts.len() > 1 {
        let mut children: Vec<(ChildId, Name)> = Vec::new();
        for part in &parts {
            match row.desk.child(part) {
                IdCell::Id(id, shown) => {
                    if children.iter().all(|(known, _)| *known != id) {
                        children.push((id, shown));
                    }
                }
                IdCell::Blank => {}
                IdCell::NotAnId => return Named::NotAnId,
            }
        }
        if !children.is_empty() {
            return Named::Children(children);
        }
    }
    match row.desk.child(text) {
        IdCell::Blank => Named::Nobody,
        // In a supervision export "None" in this place says that no child was discussed.
        IdCell::NotAnId if is_blank_word(text) => Named::Nobody,
        IdCell::NotAnId => Named::NotAnId,
        IdCell::Id(id, shown) => Named::Children(vec![(id, shown)]),
    }
}

/// Cuts at semicolons, ampersands, bars and line ends; at commas and strokes only between ids.
fn split_ids(text: &str) -> Vec<&str> {
    let strong: Vec<&str> = text
        .split([';', '&', '|', '\n', '\r'])
        .flat_map(|part| part.split(" and "))
        .collect();
    let mut parts = Vec::new();
    for part in strong {
        let weak: Vec<&str> = part.split([',', '/']).map(str::trim).collect();
        let ids = weak.iter().filter(|piece| !piece.is_empty()).all(|piece| {
            piece.len() >= 4 && piece.bytes().any(|b| b.is_ascii_digit()) && !piece.contains(' ')
        });
        if ids {
            parts.extend(weak);
        } else {
            parts.push(part);
        }
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_several_ids_is_cut_at_every_usual_mark() {
        for text in [
            "104501; 104502",
            "104501;104502",
            "104501, 104502",
            "104501,104502",
            "104501 / 104502",
            "104501 & 104502",
            "104501 and 104502",
            "104501\n104502",
        ] {
            let parts: Vec<&str> = split_ids(text).into_iter().map(str::trim).collect();
            assert_eq!(parts, ["104501", "104502"], "{text:?}");
        }
    }

    #[test]
    fn an_id_with_a_stroke_or_a_comma_of_its_own_stays_whole() {
        for text in ["AB/12", "104,501", "C/104501"] {
            assert_eq!(split_ids(text), [text], "{text:?}");
        }
    }
}
