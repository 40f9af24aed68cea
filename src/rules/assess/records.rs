//! Clocks that are rows: an assessment from its trigger to its authorisation, an enquiry from its
//! strategy discussion to the conference.

use super::judge::{Judge, Judged};
use super::sight::Sight;
use crate::model::{
    Answer, CaseFile, Dated, Day, Enquiry, FactKind, FactRef, Finding, Handler, Known, Name,
    SocialWorkAssessment,
};
use crate::rules::reckoning::{Basis, ClockRecord, Waiver};

/// What the asset says about the clock besides its list.
pub(super) struct Clock {
    pub record: ClockRecord,
    pub basis: Option<Basis>,
    pub waived_by: Option<Waiver>,
}

/// What the two lists have in common.
struct Row<'a> {
    kind: FactKind,
    start: Day,
    trigger: Day,
    end: Dated,
    waived: bool,
    listed: bool,
    source_ref: &'a Name,
    handler: &'a Handler,
}

/// Adds one clock for each row of the list.
pub(super) fn assess(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    clock: &Clock,
    found: &mut Vec<Finding>,
) {
    match clock.record {
        ClockRecord::Assessment => {
            for known in &sight.file.assessments {
                add(judge, sight, &assessment(sight.file, known, clock), found);
            }
        }
        ClockRecord::S47 => {
            for known in &sight.file.enquiries {
                add(judge, sight, &enquiry(known, clock), found);
            }
        }
        _ => {}
    }
}

fn assessment<'a>(
    file: &CaseFile,
    known: &'a Known<SocialWorkAssessment>,
    clock: &Clock,
) -> Row<'a> {
    let trigger = match clock.basis {
        Some(Basis::Referral) => referral_before(file, known.start),
        _ => known.start,
    };
    Row {
        kind: FactKind::Assessment,
        start: known.start,
        trigger,
        end: known.authorised,
        waived: false,
        listed: known.listed,
        source_ref: &known.source_ref,
        handler: &known.is.handler,
    }
}

fn enquiry<'a>(known: &'a Known<Enquiry>, clock: &Clock) -> Row<'a> {
    let waived = match clock.waived_by {
        Some(Waiver::ConferenceUnnecessary) => known.conference_unnecessary == Answer::Yes,
        None => false,
    };
    Row {
        kind: FactKind::Enquiry,
        start: known.strategy_discussion,
        trigger: known.strategy_discussion,
        end: known.conference,
        waived,
        listed: known.listed,
        source_ref: &known.source_ref,
        handler: &known.is.handler,
    }
}

/// The latest referral, or beginning of an episode of need, on or before the assessment's start.
/// The assessment's own start where there is none, or where an earlier assessment already
/// answered that referral.
fn referral_before(file: &CaseFile, start: Day) -> Day {
    let referral = file.referrals.iter().map(|row| row.on);
    let episode = file.episodes.iter().map(|row| row.start);
    let Some(latest) = referral.chain(episode).filter(|on| *on <= start).max() else {
        return start;
    };
    let answered = file
        .assessments
        .iter()
        .any(|other| other.start >= latest && other.start < start);
    if answered { start } else { latest }
}

fn add(judge: &Judge<'_>, sight: &Sight<'_>, row: &Row<'_>, found: &mut Vec<Finding>) {
    let bench = judge.bench;
    if row.start > bench.as_at {
        return;
    }
    let judged = match row.end {
        Dated::On(end) if end <= bench.as_at => judge.finished(row.trigger, end),
        // Without an end, a row that the newest extract no longer lists is neither open nor
        // closed; `quality` says so.
        _ if !row.listed => return,
        Dated::Unreadable => {
            Judged::not_computable(&bench.words.unreadable_end).started(row.trigger)
        }
        _ if row.waived => Judged::not_applicable(&bench.words.waived).started(row.trigger),
        _ => judge.open_on_cases(row.trigger),
    };
    let fact = FactRef {
        kind: row.kind,
        start: Some(row.start),
        source_ref: row.source_ref.clone(),
    };
    found.push(judged.finding(sight.subject(), fact, bench.held_by(row.handler)));
}
