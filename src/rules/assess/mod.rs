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
use sight::{Bench, Sight};

/// Assesses every rule that is on or in trial, on each of its bases, as at one day.
///
/// Pure: the same input gives the same findings, in order of child and date. `known_on` is only
/// passed on; the caseload has to hold what was known then.
#[must_use]
pub fn check(caseload: &Caseload, book: &RuleBook, as_at: Day, known_on: Day) -> Check {
    let bench = Bench::new(caseload, book, as_at);
    let mut runs: Vec<Run<'_>> = book
        .entries
        .iter()
        .filter(|entry| entry.rule.mode != Mode::Off)
        .flat_map(|entry| Run::of(&bench, entry))
        .collect();
    // Child by child and not rule by rule: a file is read from memory once.
    let sights: Vec<Sight<'_>> = caseload
        .children
        .iter()
        .map(|file| {
            let sight = Sight::new(&bench, file);
            for run in &mut runs {
                run.child(&bench, &sight);
            }
            sight
        })
        .collect();
    let rules: Vec<RuleResult> = runs
        .into_iter()
        .map(|run| run.result(&bench, &sights))
        .collect();
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

/// One rule on one basis, while it is being assessed.
struct Run<'a> {
    entry: &'a Entry,
    basis: Option<Basis>,
    rule: Rule,
    /// `None` for a rule without a limit.
    judge: Option<Judge<'a>>,
    found: Vec<Finding>,
}

impl<'a> Run<'a> {
    /// One run for each basis of the rule.
    fn of(bench: &'a Bench<'a>, entry: &'a Entry) -> Vec<Self> {
        let bases = entry.reckoning.bases();
        let each: Vec<Option<Basis>> = match bases {
            [] => vec![None],
            several => several.iter().copied().map(Some).collect(),
        };
        let run = |basis| {
            let rule = entry.on_basis(basis);
            Self {
                entry,
                basis,
                judge: Judge::new(bench, &rule),
                rule,
                found: Vec::with_capacity(bench.rows.clocks(&entry.reckoning)),
            }
        };
        each.into_iter().map(run).collect()
    }

    /// Adds every clock of one child.
    fn child(&mut self, bench: &Bench<'_>, sight: &Sight<'_>) {
        let (found, basis) = (&mut self.found, self.basis);
        match (&self.entry.reckoning, &self.judge) {
            (
                Reckoning::RecordToEnd {
                    record, waived_by, ..
                },
                Some(judge),
            ) => {
                let clock = records::Clock {
                    record: *record,
                    basis,
                    waived_by: *waived_by,
                };
                records::assess(judge, sight, &clock, found);
            }
            (Reckoning::SinceLatest(words), Some(judge)) => {
                latest::assess(judge, sight, words, found);
            }
            (Reckoning::SessionChain { scope }, Some(judge)) => {
                if sessions::in_scope(sight, *scope) {
                    sessions::chain(judge, sight, &self.rule.counts, found);
                }
            }
            (Reckoning::SessionRecorded {}, Some(judge)) => {
                sessions::recorded(judge, sight, &self.rule.counts, found);
            }
            (Reckoning::EarlierRecord { window_months, .. }, _) => {
                let window = standing::Window {
                    basis,
                    months: i32::try_from(*window_months).unwrap_or(i32::MAX),
                    practice: self.rule.months,
                };
                standing::earlier_referrals(bench, sight, &window, found);
            }
            (Reckoning::NamedWorker { .. }, _) => standing::named_workers(bench, sight, found),
            (Reckoning::WorkerSessions {}, _) | (_, None) => {}
        }
    }

    fn result(mut self, bench: &Bench<'_>, sights: &[Sight<'_>]) -> RuleResult {
        if let (Reckoning::WorkerSessions {}, Some(judge)) = (&self.entry.reckoning, &self.judge) {
            sessions::workers(judge, sights, &self.rule.counts, &mut self.found);
        }
        quality::add_lost_rows(bench, sights, &self.entry.reckoning, &mut self.found);
        let mut counts = Counts::default();
        for finding in &self.found {
            counts.add(finding.state);
        }
        RuleResult {
            chosen: self.entry.chosen == self.basis,
            rule: self.rule,
            counts,
            findings: self.found,
        }
    }
}

impl Counts {
    fn add(&mut self, state: State) {
        if let Some(slot) = self.0.get_mut(state as usize) {
            *slot += 1;
        }
    }
}
