//! A council's own list of visits: one row a visit, of one child or of several.

use crate::model::{Answer, ChildId, Name, Record, SessionStatus, Visit, VisitTo};

use super::{own_day, push};
use crate::import::{
    cell::Cell,
    layout::Role,
    rows::{Row, RowEnd},
    words::Asked,
};

/// What the row says of whether the visit took place.
enum Took {
    Place,
    /// It was planned, moved or called off: no visit.
    No,
    /// Somebody went, and did not see the child.
    Unseen,
    /// In words that nobody knows.
    Unclear,
}

/// Reads the row into one visit a child.
pub(super) fn read(row: &mut Row<'_, '_>, children: Vec<(ChildId, Name)>) -> RowEnd {
    let took = took_place(row);
    match took {
        Took::No => return RowEnd::Beside,
        Took::Unclear => {
            for (child, _) in &children {
                row.lost(
                    Some(child),
                    Role::SessionStatus,
                    "whether the visit took place",
                );
            }
            return RowEnd::Rejected;
        }
        Took::Place | Took::Unseen => {}
    }
    let mut end = RowEnd::Rejected;
    for (child, shown) in children {
        let Some(on) = own_day(row, &child) else {
            continue;
        };
        let visit = Visit {
            on,
            to: to(row),
            seen: match took {
                Took::Unseen => Answer::No,
                _ => seen(row),
            },
            alone: row.answer(Role::SeenAlone, Asked::ChildSeen),
            bedroom: row.answer(Role::Bedroom, Asked::ChildSeen),
        };
        let record = Record::Visit(visit);
        let source_ref = row.desk.share(&record.reference());
        push(row, Some((&child, &shown)), record, source_ref);
        end = RowEnd::Used;
    }
    end
}

fn seen(row: &mut Row<'_, '_>) -> Answer {
    let seen = row.answer(Role::ChildSeen, Asked::ChildSeen);
    if seen == Answer::Unknown {
        row.tally(
            Role::ChildSeen,
            "whether the child was seen",
            "read as unknown",
        );
    }
    seen
}

/// Whether it took place. A list without such a column is of visits that were made.
fn took_place(row: &mut Row<'_, '_>) -> Took {
    let cell = row.cell(Role::SessionStatus);
    let status = match cell {
        cell if cell.is_blank() => return Took::Place,
        Cell::Flag(true) => Some(SessionStatus::Held),
        Cell::Flag(false) => Some(SessionStatus::NotHeld),
        cell => row.desk.session_status(&cell.text()),
    };
    match status {
        Some(SessionStatus::Held) => Took::Place,
        Some(SessionStatus::NotHeld) => Took::Unseen,
        Some(SessionStatus::Cancelled | SessionStatus::Rearranged | SessionStatus::Planned) => {
            Took::No
        }
        _ => match row.answer(Role::SessionStatus, Asked::ChildSeen) {
            Answer::Yes => Took::Place,
            Answer::No => Took::Unseen,
            _ => Took::Unclear,
        },
    }
}

/// Whose duty it was. A word that does not say stops no visit clock, and is told once.
fn to(row: &mut Row<'_, '_>) -> VisitTo {
    let cell = row.cell(Role::Kind);
    let text = cell.text();
    if !cell.is_blank()
        && let Some(to) = row.desk.visit_to(&text)
    {
        return to;
    }
    row.tally(
        Role::Kind,
        "whether it was a visit in need, under a protection plan or in care",
        "counts as a sighting of the child alone: it stops no visit clock",
    );
    VisitTo::Other
}
