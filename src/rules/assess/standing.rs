//! Rules that have no due day: whether a referral follows another.

use super::judge::Judged;
use super::sight::{Bench, Sight};
use crate::model::{CaseFile, Day, FactKind, FactRef, Finding, Known, Referral, State};
use crate::rules::Months;
use crate::rules::measure::months_later;
use crate::rules::reckoning::Basis;

/// How far back an earlier referral counts, and by which basis.
pub(super) struct Window {
    pub basis: Option<Basis>,
    pub months: i32,
    pub practice: Months,
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
