//! The engine: interprets each rule's declared clock over everything that is known on a day.
//!
//! It never looks at a rule's id. Every reading and note is made once and shared, so that twenty
//! thousand children cost no text.

mod judge;
mod latest;
mod quality;
mod records;
mod sessions;
mod sight;
mod standing;

use super::book::Entry;
use super::reckoning::{Basis, Reckoning};
use super::{Check, Counts, Mode, Rule, RuleBook, RuleResult};
use crate::model::{Caseload, Day, Finding, State};
use judge::Judge;
use sight::Bench;

/// Assesses every rule that is on or in trial, on each of its bases, as at one day.
///
/// Pure: the same input gives the same findings, in order of child and date. `known_on` is only
/// passed on; the caseload has to hold what was known then.
#[must_use]
pub fn check(caseload: &Caseload, book: &RuleBook, as_at: Day, known_on: Day) -> Check {
    let bench = Bench::new(caseload, book, as_at);
    let mut rules = Vec::new();
    for entry in book
        .entries
        .iter()
        .filter(|entry| entry.rule.mode != Mode::Off)
    {
        let bases = entry.reckoning.bases();
        if bases.is_empty() {
            rules.push(result(&bench, entry, None));
        }
        for basis in bases {
            rules.push(result(&bench, entry, Some(*basis)));
        }
    }
    let data_quality = quality::entries(&bench, &rules);
    Check {
        as_at,
        known_on,
        calendar: book.calendar().name().word().to_owned(),
        policy: book.policy().name.clone(),
        feeds: caseload.feeds.clone(),
        rules,
        data_quality,
    }
}

fn result(bench: &Bench<'_>, entry: &Entry, basis: Option<Basis>) -> RuleResult {
    let rule = entry.on_basis(basis);
    let mut findings = findings(bench, entry, &rule, basis);
    quality::add_lost_rows(bench, &entry.reckoning, &mut findings);
    let mut counts = Counts::default();
    for finding in &findings {
        counts.add(finding.state);
    }
    RuleResult {
        chosen: entry.chosen == basis,
        rule,
        counts,
        findings,
    }
}

fn findings(bench: &Bench<'_>, entry: &Entry, rule: &Rule, basis: Option<Basis>) -> Vec<Finding> {
    let judge = Judge::new(bench, rule);
    let mut found = Vec::new();
    match (&entry.reckoning, judge) {
        (
            Reckoning::RecordToEnd {
                record, waived_by, ..
            },
            Some(judge),
        ) => {
            let clock = records::Clock {
                basis,
                waived_by: *waived_by,
            };
            records::assess(&judge, *record, &clock, &mut found);
        }
        (Reckoning::SinceLatest(words), Some(judge)) => latest::assess(&judge, words, &mut found),
        (Reckoning::SessionChain { scope }, Some(judge)) => {
            sessions::chains(&judge, *scope, &rule.counts, &mut found);
        }
        (Reckoning::WorkerSessions {}, Some(judge)) => {
            sessions::workers(&judge, &rule.counts, &mut found);
        }
        (Reckoning::SessionRecorded {}, Some(judge)) => {
            sessions::recorded(&judge, &rule.counts, &mut found);
        }
        (Reckoning::EarlierRecord { window_months, .. }, _) => {
            let months = i32::try_from(*window_months).unwrap_or(i32::MAX);
            standing::earlier_referrals(bench, rule.months, (basis, months), &mut found);
        }
        (Reckoning::NamedWorker { .. }, _) => standing::named_workers(bench, &mut found),
        (_, None) => {}
    }
    found
}

impl Counts {
    fn add(&mut self, state: State) {
        if let Some(slot) = self.0.get_mut(state as usize) {
            *slot += 1;
        }
    }
}
