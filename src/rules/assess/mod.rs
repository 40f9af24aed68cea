//! The engine: interprets each rule's declared clock over everything that is known on a day.
//!
//! It never looks at a rule's id. Every reading and note is made once and shared, so that twenty
//! thousand children cost no text.

mod actions;
mod after;
mod allocation;
mod chain;
mod counting;
mod decisions;
mod escalations;
mod evidence;
mod exceptions;
mod follow;
mod judge;
mod moments;
mod people;
mod quality;
mod reach;
mod records;
mod rows;
mod scopes;
mod sessions;
mod sight;
mod staff;
mod standing;

use super::book::Entry;
use super::reckoning::{Basis, Reckoning};
use super::{Check, Counts, EntryLag, Mode, Rule, RuleBook, RuleResult};
use crate::model::{CaseFile, Caseload, Day, Finding, Name, State};
use judge::Judge;
pub use people::Supervised;
use scopes::Scopes;
use sight::{Bench, Sight};
use std::num::NonZeroUsize;
use std::sync::Arc;

/// Which findings a check keeps beside its counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keep {
    /// Every clock, in every state.
    Every,
    /// All but what was done in time and what does not apply.
    Asking,
}

impl Keep {
    const fn keeps(self, state: State) -> bool {
        matches!(self, Self::Every) || !matches!(state, State::Met | State::NotApplicable)
    }
}

/// Assesses every rule that is on or in trial, on each of its bases, as at one day.
///
/// Pure: the same input gives the same findings, in order of child and date, however many threads
/// share the work. `known_on` is only passed on; the caseload has to hold what was known then.
#[must_use]
pub fn check(caseload: &Caseload, book: &RuleBook, as_at: Day, known_on: Day, keep: Keep) -> Check {
    let bench = Bench::new(caseload, book, as_at);
    let rules = every_rule(&bench, book, keep, None);
    let data_quality = quality::entries(&bench, &rules);
    Check {
        as_at,
        known_on,
        calendar: book.calendar().name().word().to_owned(),
        policy: book.policy().name.clone(),
        feeds: caseload.feeds.clone(),
        rules,
        data_quality,
        overrides: caseload.overrides.clone(),
        glossary: book.policy().glossary.clone(),
        entry_lag: EntryLag::of(caseload, as_at),
        supervised: people::supervised(&bench),
    }
}

/// Assesses one rule alone, on each of its bases; nothing where it is off or unknown. What
/// [`check`] would say of it, for whoever tries another limit.
#[must_use]
pub fn check_rule(
    caseload: &Caseload,
    book: &RuleBook,
    as_at: Day,
    rule: &str,
    keep: Keep,
) -> Vec<RuleResult> {
    let bench = Bench::new(caseload, book, as_at);
    every_rule(&bench, book, keep, Some(rule))
}

fn every_rule(
    bench: &Bench<'_>,
    book: &RuleBook,
    keep: Keep,
    only: Option<&str>,
) -> Vec<RuleResult> {
    let caseload = bench.caseload;
    let threads = std::thread::available_parallelism()
        .map_or(1, NonZeroUsize::get)
        .min(THREADS);
    let share = caseload
        .children
        .len()
        .div_ceil(threads)
        .max(SMALLEST_SHARE);
    let mut runs: Vec<Run<'_>> = every_run(bench, book, keep, only);
    let mut sights: Vec<Sight<'_>> = Vec::with_capacity(caseload.children.len());
    std::thread::scope(|scope| {
        let mut shares = caseload.children.chunks(share);
        let own = shares.next().unwrap_or_default();
        let others: Vec<_> = shares
            .map(|files| {
                scope.spawn(|| {
                    let mut runs = every_run(bench, book, keep, only);
                    let sights = look(bench, &mut runs, files);
                    (runs, sights)
                })
            })
            .collect();
        sights.extend(look(bench, &mut runs, own));
        for other in others {
            // A panic of the other half is this half's too.
            let (found, seen) = other
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            runs.iter_mut()
                .zip(found)
                .for_each(|(run, more)| run.join(more));
            sights.extend(seen);
        }
    });
    runs.into_iter()
        .map(|run| run.result(bench, &sights))
        .collect()
}

/// Does something with another judge, and gives what it found.
fn with_judge(run: &Run<'_>, judge: Judge<'_>, find: impl FnOnce(&mut Run<'_>)) -> Vec<Finding> {
    let mut other = Run {
        entry: run.entry,
        basis: run.basis,
        rule: run.rule.clone(),
        judge: Some(judge),
        found: Vec::new(),
        passed: Counts::default(),
        keep: run.keep,
        scopes: run.scopes.clone(),
        missing: None,
    };
    find(&mut other);
    other.found
}

/// More threads than this gain nothing on a laptop.
const THREADS: usize = 4;

/// Children below which a thread costs more than it saves.
const SMALLEST_SHARE: usize = 500;

fn every_run<'a>(
    bench: &'a Bench<'a>,
    book: &'a RuleBook,
    keep: Keep,
    only: Option<&str>,
) -> Vec<Run<'a>> {
    let assessed = book.entries.iter().filter(|entry| {
        entry.rule.mode != Mode::Off && only.is_none_or(|only| entry.rule.id == only)
    });
    assessed
        .flat_map(|entry| Run::of(bench, entry, keep))
        .collect()
}

/// Child by child and not rule by rule: a file is read from memory once.
fn look<'a>(bench: &'a Bench<'a>, runs: &mut [Run<'_>], files: &'a [CaseFile]) -> Vec<Sight<'a>> {
    files
        .iter()
        .map(|file| {
            let sight = Sight::new(bench, file);
            for run in &mut *runs {
                run.child(bench, &sight);
            }
            sight
        })
        .collect()
}

/// One rule on one basis, while it is being assessed.
struct Run<'a> {
    entry: &'a Entry,
    basis: Option<Basis>,
    rule: Rule,
    /// `None` for a rule without a limit.
    judge: Option<Judge<'a>>,
    /// The limits of the other scopes of case supervision.
    scopes: Scopes,
    found: Vec<Finding>,
    /// Why nobody's clock can be told: no source holds what it needs.
    missing: Option<Name>,
    /// Of what was found and is not kept.
    passed: Counts,
    keep: Keep,
}

impl<'a> Run<'a> {
    /// One run for each basis of the rule.
    fn of(bench: &'a Bench<'a>, entry: &'a Entry, keep: Keep) -> Vec<Self> {
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
                scopes: Scopes::beside(bench, &entry.reckoning, rule.mode),
                rule,
                found: Vec::new(),
                missing: bench.follow.missing(entry.reckoning.needs()),
                passed: Counts::default(),
                keep,
            }
        };
        each.into_iter().map(run).collect()
    }

    /// Adds every clock of one child, and passes over those that are not kept.
    fn child(&mut self, bench: &Bench<'_>, sight: &Sight<'_>) {
        if self.missing.is_some() {
            if follow::concerns(&self.entry.reckoning, sight) {
                self.passed.add(State::NotComputable);
            }
            return;
        }
        let before = self.found.len();
        exceptions::clocks(self, bench, sight);
        let mut kept = before;
        for at in before..self.found.len() {
            let state = self.found[at].state;
            if self.keep.keeps(state) && !self.is_only_counted(bench, at) {
                self.found.swap(kept, at);
                kept += 1;
            } else {
                self.passed.add(state);
            }
        }
        self.found.truncate(kept);
    }

    /// A clock of a rule in trial that no loaded source could ever stop is counted; the rule as a
    /// whole says so once.
    fn is_only_counted(&self, bench: &Bench<'_>, at: usize) -> bool {
        let finding = &self.found[at];
        let asked = self.keep == Keep::Asking && self.rule.mode == Mode::Trial;
        asked
            && finding.state == State::NotComputable
            && finding.note.as_ref().is_some_and(|note| {
                Arc::ptr_eq(note, &bench.reach.of(self.entry.reckoning.stops()).none)
            })
    }

    /// Takes over what another run of the same rule found in later children.
    fn join(&mut self, more: Self) {
        self.found.extend(more.found);
        for (count, passed) in self.passed.0.iter_mut().zip(more.passed.0) {
            *count += passed;
        }
    }

    /// Every clock of one child, with what was approved for it.
    fn clocks(&mut self, bench: &Bench<'_>, sight: &Sight<'_>) {
        let before = self.found.len();
        self.shape(bench, sight);
        if !self.entry.excused_by.is_empty() && sight.file.further.is_some() {
            let found = self.found.get_mut(before..).unwrap_or_default();
            quality::excuse(bench, sight, &self.entry.excused_by, found);
        }
    }

    fn shape(&mut self, bench: &Bench<'_>, sight: &Sight<'_>) {
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
                chain::assess(judge, sight, words, found);
            }
            (Reckoning::SessionChain { scope }, Some(judge)) => {
                if sessions::in_scope(sight, *scope) {
                    sessions::chain(judge, sight, (&self.rule.counts, &self.scopes), found);
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
            (Reckoning::NamedWorker { duty, .. }, _) => {
                allocation::named_workers(bench, sight, duty, found);
            }
            (Reckoning::Rearranged {}, Some(judge)) => {
                evidence::rearranged(judge, sight, &self.rule.counts, found);
            }
            (
                Reckoning::ClaimedSessions {
                    window_days,
                    at_least,
                },
                _,
            ) => {
                let measure = (*window_days, *at_least);
                evidence::claimed(&self.rule.counts, (bench, sight), measure, found);
            }
            (Reckoning::WorkerAway {}, Some(judge)) => {
                allocation::workers_away(judge, sight, found);
            }
            (
                Reckoning::WorkerChanges {
                    window_months,
                    at_least,
                },
                _,
            ) => allocation::worker_changes(bench, sight, (*window_months, *at_least), found),
            (Reckoning::PlanAfterAssessment {}, Some(judge)) => {
                allocation::plan_after_assessment(judge, sight, found);
            }
            (Reckoning::FirstAfter(words), Some(judge)) => {
                after::first_after(judge, sight, words, found);
            }
            (Reckoning::Age(words), Some(judge)) => after::age(judge, sight, words, found),
            (Reckoning::CountWithin(words), _) => {
                counting::count_within(bench, sight, (words, self.rule.kind), found);
            }
            (Reckoning::SoonAfter(words), _) => {
                let how = (words, self.rule.kind, self.rule.months);
                counting::soon_after(bench, sight, how, found);
            }
            (Reckoning::Answered { of, from_age, last }, _) => {
                counting::answers(bench, sight, (*of, *from_age, *last), found);
            }
            (Reckoning::AllReviews(words), Some(judge)) => {
                counting::all_reviews(judge, sight, (words, basis), found);
            }
            (follow, judge) => follow::assess(
                &follow::Asked {
                    bench,
                    sight,
                    judge: judge.as_ref(),
                    counts: &self.rule.counts,
                },
                follow,
                found,
            ),
        }
    }

    fn result(mut self, bench: &Bench<'_>, sights: &[Sight<'_>]) -> RuleResult {
        match (&self.entry.reckoning, &self.judge) {
            (Reckoning::WorkerSessions {}, Some(judge)) => {
                staff::workers(judge, sights, &self.rule.counts, &mut self.found);
            }
            (Reckoning::StagedSessions { stages }, Some(judge)) => {
                staff::newly_qualified(judge, stages, &self.rule.counts, &mut self.found);
            }
            (Reckoning::Rearranged {}, Some(judge)) => {
                evidence::own_rearranged(judge, &self.rule.counts, &mut self.found);
            }
            (
                Reckoning::ReadRecords {
                    quality,
                    window_months,
                },
                _,
            ) => {
                let what = (*quality, *window_months);
                evidence::records_read(bench, sights, what, &mut self.found);
            }
            (Reckoning::SessionRecorded {}, Some(judge)) => {
                sessions::own_recorded(judge, &self.rule.counts, &mut self.found);
            }
            _ => {}
        }
        quality::add_lost_rows(bench, sights, &self.entry.reckoning, &mut self.found);
        let mut counts = self.passed;
        for finding in &self.found {
            counts.add(finding.state);
        }
        let keep = self.keep;
        self.found.retain(|finding| keep.keeps(finding.state));
        RuleResult {
            chosen: self.entry.chosen == self.basis,
            rule: self.rule,
            counts,
            missing: self.missing,
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
