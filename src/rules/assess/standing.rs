//! Rules that have no due day: whether a case names a worker, whether a referral follows another.

use super::judge::Judged;
use super::sight::{Bench, Sight};
use crate::model::{CaseFile, Dated, Day, FactKind, FactRef, Finding, Known, Referral, State};
use crate::rules::Months;
use crate::rules::measure::months_later;
use crate::rules::reckoning::Basis;

/// How far back an earlier referral counts, and by which basis.
pub(super) struct Window {
    pub basis: Option<Basis>,
    pub months: i32,
    pub practice: Months,
}

/// Every open episode of need: is a person named who holds it?
pub(super) fn named_workers(bench: &Bench<'_>, sight: &Sight<'_>, found: &mut Vec<Finding>) {
    let words = &bench.words;
    if sight.adult {
        return;
    }
    for row in sight.file.episodes.iter().filter(|row| row.listed) {
        let ended = row.end.day().is_some_and(|end| end <= bench.as_at);
        if row.start > bench.as_at || ended {
            continue;
        }
        let judged = match &row.handler.worker {
            _ if row.end == Dated::Unreadable => Judged::not_computable(&words.unreadable_end),
            None => Judged::bare(State::Overdue).reading(&words.no_worker),
            Some(name) if bench.book.is_placeholder(name) => {
                Judged::bare(State::Overdue).reading(&words.placeholder)
            }
            Some(_) => Judged::bare(State::Met),
        };
        let fact = FactRef {
            kind: FactKind::Cin,
            start: Some(row.start),
            source_ref: row.source_ref.clone(),
        };
        found.push(judged.finding(sight.subject(), fact, bench.held_by(&row.handler)));
    }
}

/// Every referral: did it come within the window after an earlier one?
pub(super) fn earlier_referrals(
    bench: &Bench<'_>,
    sight: &Sight<'_>,
    window: &Window,
    found: &mut Vec<Finding>,
) {
    for row in &sight.file.referrals {
        if row.on > bench.as_at {
            continue;
        }
        let judged = match window.basis {
            Some(Basis::Field) => by_number(bench, row),
            _ => by_rows(sight.file, row.on, window),
        };
        let fact = FactRef {
            kind: FactKind::Referral,
            start: Some(row.on),
            source_ref: row.source_ref.clone(),
        };
        found.push(judged.finding(sight.subject(), fact, bench.held_by(&row.handler)));
    }
}

fn by_number(bench: &Bench<'_>, row: &Known<Referral>) -> Judged {
    let judged = match row.earlier_in_12_months {
        None => Judged::not_computable(&bench.words.no_number),
        Some(0) => Judged::bare(State::Met),
        Some(_) => Judged::bare(State::Late),
    };
    judged.started(row.on)
}

fn by_rows(file: &CaseFile, on: Day, window: &Window) -> Judged {
    let before = file.referrals.iter().map(|row| row.on);
    let earlier = before
        .filter(|other| *other < on)
        .max()
        .filter(|other| *other >= months_later(on, -window.months, window.practice));
    match earlier {
        Some(other) => Judged::bare(State::Late).started(on).stopped(other),
        None => Judged::bare(State::Met).started(on),
    }
}
