//! Staff, their absences, and who answered for their supervision: facts of no child.

use crate::model::{
    Absence, Answer, Dated, FactKind, Name, Record, Staff, StaffRole, SupervisorLink,
};

use super::{READ_AS_UNKNOWN, push, word_or};
use crate::import::{
    cell::Cell,
    date,
    desk::{Desk, names_a_footer},
    layout::Role,
    rows::{NOT_USED, Row, RowEnd},
    words::Asked,
};

/// Reads a row about a worker.
pub(super) fn read(row: &mut Row<'_, '_>) -> RowEnd {
    if row.repeats_headings(Role::Worker) {
        let cell = row.cell(Role::Worker);
        return row.not_data(row.plan.heading(Role::Worker), cell.shown());
    }
    if is_footer(row) {
        let found = row.cell(Role::Worker).shown();
        return row.not_data(row.plan.heading(Role::Worker), found);
    }
    let Some(worker) = row.name(Role::Worker) else {
        row.lost(None, Role::Worker, "a worker");
        return RowEnd::Rejected;
    };
    match row.plan.list.kind {
        FactKind::Staff => staff(row, &worker),
        FactKind::Absence => absence(row, worker),
        _ => supervisor(row, worker),
    }
}

/// A total or a printing line under the list: it stands in the first column, and nothing beside it.
fn is_footer(row: &Row<'_, '_>) -> bool {
    let own = &row.plan.own;
    let filled = own.iter().filter(|place| !row.at(**place).is_blank());
    filled.count() == 1 && names_a_footer(&row.cell(Role::Worker).text())
}

/// Whether an agency employs the worker; what no word is known for is told.
fn agency(row: &mut Row<'_, '_>) -> Answer {
    let answer = row.answer(Role::Agency, Asked::Agency);
    if answer == Answer::Unknown
        && !row
            .cell(Role::Agency)
            .text()
            .eq_ignore_ascii_case("unknown")
    {
        row.tally(Role::Agency, "yes or no", READ_AS_UNKNOWN);
    }
    answer
}

fn add(row: &mut Row<'_, '_>, record: Record) -> RowEnd {
    let source_ref = row.desk.share(&record.reference());
    push(row, None, record, source_ref);
    RowEnd::Used
}

fn staff(row: &mut Row<'_, '_>, worker: &Name) -> RowEnd {
    let word: fn(StaffRole) -> &'static str = StaffRole::word;
    let role = word_or(row, Role::Post, (&StaffRole::ALL, word), Desk::staff_role);
    let staff = Staff {
        worker: worker.clone(),
        role: role.or(StaffRole::Other, StaffRole::Other),
        team: row.name(Role::Team),
        started: row.supplied(Role::Start),
        left: row.supplied(Role::End),
        asye_start: row.supplied(Role::AsyeStart),
        asye_end: row.supplied(Role::AsyeEnd),
        fte: fte(row),
        agency: agency(row),
        supervisor: row.name(Role::Supervisor),
    };
    add(row, Record::Staff(staff));
    if let Dated::On(from) = row.supplied(Role::AbsentFrom) {
        let to = row.supplied(Role::AbsentTo);
        away(row, worker.clone(), (from, to), Role::AbsentTo);
    }
    RowEnd::Used
}

fn absence(row: &mut Row<'_, '_>, worker: Name) -> RowEnd {
    let Dated::On(from) = date::of_cell(row.cell(Role::Start)) else {
        row.lost(None, Role::Start, "a date");
        return RowEnd::Rejected;
    };
    let to = row.supplied(Role::End);
    away(row, worker, (from, to), Role::End)
}

fn away(
    row: &mut Row<'_, '_>,
    worker: Name,
    (from, to): (crate::model::Day, Dated),
    end: Role,
) -> RowEnd {
    if to.day().is_some_and(|to| to < from) {
        let expected = format!("a date on or after {}", from.long());
        row.lost(None, end, &expected);
        return RowEnd::Rejected;
    }
    let cover = row.name(Role::Cover);
    let absence = Absence {
        worker,
        from,
        to,
        cover,
    };
    add(row, Record::Absence(absence))
}

fn supervisor(row: &mut Row<'_, '_>, worker: Name) -> RowEnd {
    let Some(supervisor) = row.name(Role::Supervisor) else {
        row.lost(None, Role::Supervisor, "the supervisor");
        return RowEnd::Rejected;
    };
    let (from, to) = (row.supplied(Role::Start), row.supplied(Role::End));
    if from.day().zip(to.day()).is_some_and(|(from, to)| to < from) {
        row.tally(Role::End, "a date on or after the first", NOT_USED);
        return RowEnd::Rejected;
    }
    let link = SupervisorLink {
        worker,
        supervisor,
        from,
        to,
    };
    add(row, Record::Supervisor(link))
}

/// Hundredths of full time: `0.6`, `60%` and `1` are understood.
fn fte(row: &mut Row<'_, '_>) -> Option<u16> {
    let cell = row.cell(Role::Fte);
    if cell.is_blank() {
        return None;
    }
    let text = cell.text();
    let text = text.trim();
    let share = match (cell, text.strip_suffix('%')) {
        (Cell::Number(share), _) => Some(share * 100.0),
        (_, Some(hundredths)) => hundredths.trim().parse().ok(),
        (_, None) => text.parse::<f64>().ok().map(|share| share * 100.0),
    };
    let hundredths = share.filter(|share| (0.0..=150.0).contains(share));
    if hundredths.is_none() {
        row.tally(
            Role::Fte,
            "a share of full time such as 0.6",
            "treated as blank",
        );
    }
    // The range was just checked, so nothing is cut off.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    hundredths.map(|share| share.round() as u16)
}
