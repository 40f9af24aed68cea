//! What runs from a day to a day: plans, periods of care, placements, and when a clock that runs
//! in one has to end.

use super::moments::Moment;
use super::sight::{Bench, Sight};
use crate::model::{
    Answer, CarePeriod, CaseFile, CaseStatus, Closure, Dated, Day, FactKind, FactRef, Handler,
    Known, LegalStatus, Name, Permanence, PlacementKind, Sources,
};
use crate::rules::reckoning::{ClockRecord, Only};

/// What the lists have in common.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub kind: FactKind,
    pub start: Day,
    /// From when clocks run in it, where that is not its start: the plan within an episode.
    pub from: Day,
    pub end: Dated,
    pub listed: bool,
    pub source_ref: &'a Name,
    pub handler: Option<&'a Handler>,
    pub status: CaseStatus,
    pub legal: LegalStatus,
    pub placement: PlacementKind,
    pub permanence: Permanence,
    /// Whether the authority is in touch with a care leaver.
    pub in_touch: Answer,
    pub sources: Sources,
    /// When the present placement of a period of care began.
    pub placed: Option<Day>,
}

impl Row<'_> {
    pub fn fact(&self) -> FactRef {
        FactRef {
            kind: self.kind,
            start: Some(self.start),
            source_ref: self.source_ref.clone(),
        }
    }

    /// The day on which it ended, if it had by then.
    pub fn ended(&self, as_at: Day) -> Option<Day> {
        self.end.day().filter(|end| *end <= as_at)
    }
}

fn bare<T>(kind: FactKind, known: &Known<T>, start: Day, end: Dated) -> Row<'_> {
    Row {
        kind,
        start,
        from: start,
        end,
        listed: known.listed,
        source_ref: &known.source_ref,
        handler: None,
        status: CaseStatus::Unknown,
        legal: LegalStatus::Other,
        placement: PlacementKind::Unknown,
        permanence: Permanence::Blank,
        in_touch: Answer::Blank,
        sources: known.sources,
        placed: None,
    }
}

/// Whether the file may have a row of the list: most files have none of most lists.
pub(super) fn any(file: &CaseFile, record: ClockRecord) -> bool {
    match record {
        ClockRecord::Cin => !file.episodes.is_empty(),
        ClockRecord::CpPlan => !file.plans.is_empty(),
        ClockRecord::Care => !file.care.is_empty(),
        ClockRecord::Placement | ClockRecord::LegalStatus => {
            !file.care.is_empty() || file.further.is_some()
        }
        _ => file.further.is_some(),
    }
}

/// Visits every row of the list, in order of its start.
pub(super) fn each<'a>(file: &'a CaseFile, record: ClockRecord, see: &mut dyn FnMut(Row<'a>)) {
    match record {
        ClockRecord::Cin => {
            for known in &file.episodes {
                see(Row {
                    handler: Some(&known.is.handler),
                    status: known.status,
                    ..bare(FactKind::Cin, known, known.start, known.end)
                });
            }
        }
        ClockRecord::CpPlan => {
            for known in &file.plans {
                see(Row {
                    handler: Some(&known.is.handler),
                    ..bare(FactKind::CpPlan, known, known.start, known.end)
                });
            }
        }
        ClockRecord::Care => file.care.iter().for_each(|known| see(care(known))),
        ClockRecord::Placement => placements(file, see),
        ClockRecord::LegalStatus => legal(file, see),
        _ if file.further.is_none() => {}
        ClockRecord::CinPlan => {
            for known in &file.further().cin_plans {
                see(Row {
                    handler: Some(&known.is.handler),
                    ..bare(FactKind::CinPlan, known, known.start, known.end)
                });
            }
        }
        ClockRecord::Leaver => leavers(file, see),
        ClockRecord::Missing => {
            for known in &file.further().missing {
                see(bare(FactKind::Missing, known, known.start, known.end));
            }
        }
        ClockRecord::PreProceedings => {
            for known in &file.further().pre_proceedings {
                see(bare(
                    FactKind::PreProceedings,
                    known,
                    known.decided,
                    known.ended,
                ));
            }
        }
        ClockRecord::EarlyHelp => {
            for known in &file.further().early_help {
                see(bare(FactKind::EarlyHelp, known, known.start, known.end));
            }
        }
        ClockRecord::PrivateFostering => private_fostering(file, see),
        ClockRecord::Assessment | ClockRecord::S47 | ClockRecord::Referral => {}
    }
}

fn care(known: &Known<CarePeriod>) -> Row<'_> {
    Row {
        handler: Some(&known.is.handler),
        legal: known.legal_status,
        placement: known.placement,
        permanence: known.permanence,
        placed: known.placement_start.day(),
        ..bare(FactKind::CarePeriod, known, known.start, known.end)
    }
}

/// Every placement; where no source lists them, the present one of each period of care.
fn placements<'a>(file: &'a CaseFile, see: &mut dyn FnMut(Row<'a>)) {
    let listed = &file.further().placements;
    for known in listed {
        let within = file
            .care
            .iter()
            .rev()
            .find(|care| care.start <= known.start);
        see(Row {
            handler: within.map(|care| &care.is.handler),
            legal: within.map_or(LegalStatus::Other, |care| care.legal_status),
            placement: known.kind,
            permanence: within.map_or(Permanence::Blank, |care| care.permanence),
            placed: Some(known.start),
            ..bare(FactKind::Placement, known, known.start, known.end)
        });
    }
    if !listed.is_empty() {
        return;
    }
    for known in &file.care {
        if let Some(start) = known.placement_start.day() {
            see(Row {
                kind: FactKind::Placement,
                start,
                from: start,
                ..care(known)
            });
        }
    }
}

/// Every span under one legal status; where no source lists them, each period of care under the
/// status that it has now.
fn legal<'a>(file: &'a CaseFile, see: &mut dyn FnMut(Row<'a>)) {
    let listed = &file.further().legal_periods;
    for known in listed {
        let within = file
            .care
            .iter()
            .rev()
            .find(|care| care.start <= known.start);
        see(Row {
            handler: within.map(|care| &care.is.handler),
            legal: known.status,
            permanence: within.map_or(Permanence::Blank, |care| care.permanence),
            sources: within.map_or(known.sources, |care| care.sources),
            ..bare(FactKind::LegalPeriod, known, known.start, known.end)
        });
    }
    if listed.is_empty() {
        file.care.iter().for_each(|known| see(care(known)));
    }
}

/// A care leaver has no key date: the clock runs from the 18th birthday, or from the latest of
/// what the row itself tells where that is not known.
fn leavers<'a>(file: &'a CaseFile, see: &mut dyn FnMut(Row<'a>)) {
    for known in &file.further().leaving {
        let birthday = file.child.birth.map(|birth| birth.plus_months(18 * 12));
        let told = known.last_contact.day().or(known.pathway_review.day());
        if let Some(start) = birthday.or(told) {
            see(Row {
                handler: Some(&known.is.handler),
                in_touch: known.in_touch,
                ..bare(FactKind::Leaver, known, start, Dated::Blank)
            });
        }
    }
}

/// From the notification of a private arrangement to its end, both from a council's own events.
fn private_fostering<'a>(file: &'a CaseFile, see: &mut dyn FnMut(Row<'a>)) {
    let events = &file.further().happenings;
    for known in events.iter().filter(|x| &*x.what == "pf_notified") {
        let end = events
            .iter()
            .find(|x| &*x.what == "pf_ended" && x.on >= known.on)
            .map_or(Dated::Blank, |x| Dated::On(x.on));
        see(bare(FactKind::Happening, known, known.on, end));
    }
}

/// Whether the row is one that the rule speaks about.
pub(super) fn belongs(row: &Row<'_>, only: Option<Only>, sight: &Sight<'_>, as_at: Day) -> bool {
    let Some(only) = only else { return true };
    let over_a_year = row
        .placed
        .is_some_and(|placed| placed.plus_months(12) <= as_at);
    let to_last = row.permanence == Permanence::LongTermFostering
        || row.placement == PlacementKind::LongTermFostering;
    match only {
        Only::InNeedPlan => match row.status {
            CaseStatus::InNeedPlan => true,
            CaseStatus::Unknown => plan_within(row, sight.file, as_at).is_some(),
            _ => false,
        },
        Only::Accommodated => row.legal == LegalStatus::Accommodated,
        Only::ShortBreaks => row.legal == LegalStatus::ShortBreaks,
        Only::WithParents => row.placement == PlacementKind::WithParents,
        Only::Unregistered => row.placement == PlacementKind::Unregistered,
        Only::LongTermOverAYear => over_a_year && to_last,
        // Unknown: contact was refused or is not needed.
        Only::InTouch => row.in_touch != Answer::Unknown,
    }
}

/// The start of the open child in need plan within an episode, where a source lists plans.
pub(super) fn plan_within(row: &Row<'_>, file: &CaseFile, as_at: Day) -> Option<Day> {
    let plans = file.further().cin_plans.iter().rev();
    plans
        .filter(|plan| plan.listed && plan.start >= row.start && plan.start <= as_at)
        .find(|plan| plan.end.day().is_none_or(|end| end > as_at))
        .map(|plan| plan.start)
}

/// The day on which every clock of the child that runs from `trigger` ends, whatever stops it:
/// the 18th birthday, death, closure or transfer of the case in which it began.
pub(super) fn end_of_clocks<'b>(
    bench: &'b Bench<'_>,
    sight: &Sight<'_>,
    trigger: Day,
) -> Option<(Day, &'b Name)> {
    let (file, words) = (sight.file, &bench.words);
    let mut end: Option<(Day, &Name)> = None;
    let mut sooner = |day: Option<Day>, why| {
        let day = day.filter(|day| *day <= bench.as_at && *day >= trigger);
        if let Some(day) = day
            && end.is_none_or(|(known, _)| day < known)
        {
            end = Some((day, why));
        }
    };
    sooner(file.child.died, &words.died);
    if sight.adult {
        let birthday = file.child.birth.map(|birth| birth.plus_months(18 * 12));
        sooner(birthday, &words.turned_18);
    }
    let within = file.episodes.iter().rev().find(|row| {
        let over = row.end.day().is_some_and(|end| end < trigger);
        row.start <= trigger && !over
    });
    if let Some(row) = within {
        let why = match row.closure {
            Closure::Died => &words.died,
            Closure::Transferred => &words.transferred,
            _ => &words.closed,
        };
        sooner(row.end.day(), why);
    }
    end
}

/// The first moment on or after a day.
pub(super) fn first_from<'a, 'b>(moments: &'b [Moment<'a>], day: Day) -> Option<&'b Moment<'a>> {
    moments.get(moments.partition_point(|moment| moment.on < day))
}
