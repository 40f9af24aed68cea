//! The second pass over the tables of a call, when every file has been read: ids become names, and
//! each plan, period and episode gets the latest visit, review and worker that the others tell of.

use std::collections::{HashMap, HashSet};

use crate::model::{Answer, ChildId, Dated, Day, FactKind, Handler, Name, Problem, Record};

use super::{
    Joins, LAYOUT,
    history::{History, Sight, Span},
};
use crate::import::{desk::Desk, ledger::SheetTaken, rows::NOT_USED};

/// Fills in what the tables know of each other. `until` is the last day of which the call speaks:
/// what lies after it is a plan, and is nobody's latest.
pub(in crate::import) fn join<'t>(
    desk: &mut Desk,
    sheets: impl Iterator<Item = &'t mut SheetTaken>,
    until: Option<Day>,
) {
    let mut sheets: Vec<&mut SheetTaken> = sheets.filter(|one| one.layout == LAYOUT).collect();
    if sheets.is_empty() {
        return;
    }
    let joins = std::mem::take(&mut desk.joins);
    for sheet in &mut sheets {
        joins.name_people(sheet);
        joins.find_children(sheet);
        joins.close_periods(sheet);
    }
    joins.hold_conferences(&mut sheets);
    fill_in(&mut sheets, until);
}

impl Joins {
    /// Names in place of the ids of workers and teams.
    fn name_people(&self, sheet: &mut SheetTaken) {
        let mut strangers: HashSet<Name> = HashSet::new();
        let worker = |name: &mut Option<Name>, strangers: &mut HashSet<Name>| {
            let Some(id) = name else { return };
            match self.workers.get(id) {
                Some(known) => *id = known.clone(),
                None if self.has_professionals => {
                    strangers.insert(id.clone());
                }
                None => {}
            }
        };
        for draft in &mut sheet.drafts {
            let record = &mut draft.fact.record;
            if let Record::Leaver(leaver) = record {
                worker(&mut leaver.adviser, &mut strangers);
            }
            if let Some(handler) = handler_of(record) {
                worker(&mut handler.worker, &mut strangers);
                if let Some(team) = &mut handler.team
                    && let Some(known) = self.teams.get(team)
                {
                    *team = known.clone();
                }
            }
            if let Record::Involvement(involvement) = record {
                draft.fact.source_ref = involvement.handler.worker.clone().unwrap_or_default();
            }
        }
        if !strangers.is_empty() {
            let found = format!("{} ids of workers", strangers.len());
            let expected = "ids of the table of professionals";
            sheet
                .problems
                .push(told(sheet, None, found, expected, "kept as they are"));
        }
    }

    /// The child of a row that names a period of care alone; without one the row is lost.
    fn find_children(&self, sheet: &mut SheetTaken) {
        let mut lost = Vec::new();
        sheet.drafts.retain_mut(|draft| {
            let fact = &mut draft.fact;
            if fact.child.is_some() {
                return true;
            }
            let link = std::mem::take(&mut fact.source_ref);
            let Some(period) = self.periods.get(&link) else {
                lost.push(draft.row);
                return false;
            };
            fact.child = Some(period.child.clone());
            fact.shown_id = Some(period.shown.clone());
            true
        });
        let kind = sheet.report.kind;
        for row in lost {
            let problem = Problem {
                kind,
                row_lost: true,
                ..told(
                    sheet,
                    Some(row),
                    "a period of care that no row of ssd_cla_episodes tells of".to_owned(),
                    "a period of care of the files of this import",
                    NOT_USED,
                )
            };
            sheet.problems.push(problem);
            sheet.report.rejected += 1;
        }
    }

    /// From the first day to the last of every period of care.
    fn close_periods(&self, sheet: &mut SheetTaken) {
        for draft in &mut sheet.drafts {
            let Record::CarePeriod(care) = &mut draft.fact.record else {
                continue;
            };
            let link = std::mem::take(&mut draft.fact.source_ref);
            if let Some(period) = self.periods.get(&link) {
                care.start = period.start().unwrap_or(care.start);
                care.end = period.end();
            }
        }
    }

    /// Each conference goes to the enquiry that it names; one that names none, to the child's
    /// latest enquiry on or before it.
    fn hold_conferences(&self, sheets: &mut [&mut SheetTaken]) {
        let mut named: HashMap<&Name, (Day, Answer)> = HashMap::new();
        let mut unnamed: HashMap<&ChildId, Vec<(Day, Answer)>> = HashMap::new();
        for held in &self.conferences {
            let is = (held.on, held.made);
            match &held.enquiry {
                Some(enquiry) => {
                    let first = named.entry(enquiry).or_insert(is);
                    if held.on < first.0 {
                        *first = is;
                    }
                }
                None => unnamed.entry(&held.child).or_default().push(is),
            }
        }
        let began = if unnamed.is_empty() {
            HashMap::new()
        } else {
            enquiries(sheets)
        };
        let drafts = sheets.iter_mut().flat_map(|sheet| &mut sheet.drafts);
        for fact in drafts.map(|draft| &mut draft.fact) {
            let Record::Enquiry(enquiry) = &mut fact.record else {
                continue;
            };
            let own = std::mem::take(&mut fact.source_ref);
            let child = fact.child.as_ref();
            let by_child = || {
                let child = child?;
                let start = enquiry.strategy_discussion;
                let next = began.get(child)?.iter().find(|day| **day > start).copied();
                let days = unnamed.get(child)?.iter().copied();
                days.filter(|(on, _)| *on >= start && next.is_none_or(|next| *on < next))
                    .min_by_key(|(on, _)| *on)
            };
            let held = if own.is_empty() {
                by_child()
            } else {
                named.get(&own).copied().or_else(by_child)
            };
            if let Some((on, made)) = held {
                enquiry.conference = Dated::On(on);
                enquiry.plan_made = made;
                enquiry.conference_unnecessary = Answer::No;
            }
        }
    }
}

/// The days on which each child's enquiries began, in order.
fn enquiries(sheets: &[&mut SheetTaken]) -> HashMap<ChildId, Vec<Day>> {
    let mut began: HashMap<ChildId, Vec<Day>> = HashMap::new();
    for draft in sheets.iter().flat_map(|sheet| &sheet.drafts) {
        if let (Record::Enquiry(enquiry), Some(child)) = (&draft.fact.record, &draft.fact.child) {
            let days = began.entry(child.clone()).or_default();
            days.push(enquiry.strategy_discussion);
        }
    }
    for days in began.values_mut() {
        days.sort_unstable();
    }
    began
}

/// The latest visit, review, placement and worker of every open or closed case.
fn fill_in(sheets: &mut [&mut SheetTaken], until: Option<Day>) {
    let mut children: HashMap<ChildId, History> = HashMap::new();
    for draft in sheets.iter().flat_map(|sheet| &sheet.drafts) {
        let kind = draft.fact.record.kind();
        if let Some(child) = draft.fact.child.as_ref().filter(|_| is_case(kind))
            && !children.contains_key(child)
        {
            children.insert(child.clone(), History::default());
        }
    }
    let drafts = sheets.iter().flat_map(|sheet| &sheet.drafts);
    for fact in drafts.map(|draft| &draft.fact) {
        if let Some(history) = fact.child.as_ref().and_then(|id| children.get_mut(id)) {
            history.add(&fact.record);
        }
    }
    let drafts = sheets.iter_mut().flat_map(|sheet| &mut sheet.drafts);
    for fact in drafts.map(|draft| &mut draft.fact) {
        if let Some(history) = fact.child.as_ref().and_then(|id| children.get(id)) {
            complete(&mut fact.record, history, until);
        }
    }
}

const fn is_case(kind: FactKind) -> bool {
    matches!(
        kind,
        FactKind::Cin | FactKind::CpPlan | FactKind::CarePeriod
    )
}

fn complete(record: &mut Record, history: &History, until: Option<Day>) {
    match record {
        Record::Cin(x) => {
            let span = Span::new(x.start, x.end);
            let any = [Sight::Protection, Sight::Care, Sight::Other];
            x.last_seen = history.last_seen(span, until, &any).0;
            x.status = history.status(span, until);
            x.handler = history.holder(span, until);
        }
        Record::CpPlan(x) => {
            let span = Span::new(x.start, x.end);
            (x.last_visit, x.seen_alone) = history.last_seen(span, until, &[Sight::Protection]);
            x.latest_review = history.latest_conference(span, until);
            x.handler = history.holder(span, until);
        }
        Record::CarePeriod(x) => {
            let span = Span::new(x.start, x.end);
            x.last_visit = history.last_seen(span, until, &[Sight::Care]).0;
            x.latest_review = history.latest_review(span, until);
            (x.placement_start, x.placement) = history.placement(span, until);
            x.legal_status = history.legal_status(span, until);
            x.handler = history.holder(span, until);
        }
        _ => {}
    }
}

fn handler_of(record: &mut Record) -> Option<&mut Handler> {
    match record {
        Record::Referral(x) => Some(&mut x.handler),
        Record::Assessment(x) => Some(&mut x.handler),
        Record::Enquiry(x) => Some(&mut x.handler),
        Record::CinPlan(x) => Some(&mut x.handler),
        Record::Involvement(x) => Some(&mut x.handler),
        Record::Leaver(x) => Some(&mut x.handler),
        _ => None,
    }
}

fn told(
    sheet: &SheetTaken,
    row: Option<u32>,
    found: String,
    expected: &str,
    effect: &str,
) -> Problem {
    Problem {
        sheet: sheet.report.name.clone(),
        row,
        column: None,
        found,
        expected: expected.to_owned(),
        effect: effect.to_owned(),
        child_id: None,
        kind: None,
        row_lost: false,
    }
}
