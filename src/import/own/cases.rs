//! `cases.csv`: one row an episode of need, with the plan and the period of care beside it.

use crate::model::{
    Answer, CarePeriod, CaseStatus, ChildId, CinEpisode, Closure, CpPlan, Dated, Day, Fact,
    LegalStatus, Name, Permanence, PlacementKind, Record,
};

use super::{READ_AS_UNKNOWN, date};
use crate::import::{
    layout::Role,
    rows::{NOT_USED, Row, RowEnd},
};

/// Reads the row into an episode and, where it names them, a plan and a period of care.
pub(super) fn read(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let Some((start, end)) = row.span(who.0) else {
        return RowEnd::Rejected;
    };
    let handler = row.handler();
    let episode = CinEpisode {
        start,
        end,
        last_seen: date(row, Role::Seen, who.0),
        status: status(row),
        closure: Closure::Other,
        handler: handler.clone(),
    };
    let birth = row.birth();
    push(row, who, Record::Cin(episode), birth);
    if let Some((start, end)) = beside(row, who.0, Role::PlanStart, Role::PlanEnd) {
        let plan = CpPlan {
            start,
            end,
            last_visit: date(row, Role::LastVisit, who.0),
            latest_review: date(row, Role::Review, who.0),
            seen_alone: Answer::Blank,
            earlier_plans: None,
            handler: handler.clone(),
        };
        push(row, who, Record::CpPlan(plan), birth);
    }
    if let Some((start, end)) = beside(row, who.0, Role::CareStart, Role::CareEnd) {
        let care = CarePeriod {
            start,
            end,
            last_visit: date(row, Role::LastVisit, who.0),
            latest_review: date(row, Role::CareReview, who.0),
            legal_status: LegalStatus::Other,
            placement_start: Dated::Blank,
            placement: PlacementKind::Unknown,
            permanence: Permanence::Blank,
            out_of_area: Answer::Blank,
            placements_in_year: None,
            handler,
        };
        push(row, who, Record::CarePeriod(care), birth);
    }
    RowEnd::Used
}

fn push(row: &mut Row<'_, '_>, who: (&ChildId, &Name), record: Record, birth: Option<Day>) {
    let fact = Fact {
        child: Some(who.0.clone()),
        shown_id: Some(who.1.clone()),
        source_ref: Name::default(),
        source: row.plan.list.source,
        record,
        details: None,
    };
    row.push(fact, birth);
}

/// The plan or the period of care that the row also names. One whose dates are off is told and
/// left out; the episode stays.
fn beside(row: &mut Row<'_, '_>, child: &ChildId, from: Role, to: Role) -> Option<(Day, Dated)> {
    let start = row.supplied(from).day()?;
    let end = date(row, to, child);
    if end.day().is_some_and(|end| end < start) {
        row.tally(
            to,
            &format!("a date on or after {}", start.long()),
            NOT_USED,
        );
        return None;
    }
    Some((start, end))
}

fn status(row: &mut Row<'_, '_>) -> CaseStatus {
    let cell = row.cell(Role::CaseStatus);
    if cell.is_blank() {
        return CaseStatus::Unknown;
    }
    let text = cell.text();
    row.desk.case_status(&text).unwrap_or_else(|| {
        row.tally(Role::CaseStatus, "a known case status", READ_AS_UNKNOWN);
        CaseStatus::Unknown
    })
}
