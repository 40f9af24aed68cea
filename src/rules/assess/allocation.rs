//! Who really holds a case: nobody, a duty desk, a manager, somebody who is away, one worker after
//! another.
//!
//! A worker is named by the row itself or by an allocation with dates. The surprising thing: where
//! no source that was loaded names workers at all, a case without a name says nothing.

use super::judge::{Judge, Judged};
use super::sight::{Bench, Held, Sight};
use crate::model::{
    Answer, CaseFile, CinEpisode, Dated, Day, FactKind, FactRef, Finding, InvolvedAs, Involvement,
    Known, Name, SocialWorkAssessment, Source, Sources, StaffRole, State,
};
use crate::rules::Months;
use crate::rules::measure::months_later;

/// Whom a case is allocated to, and since when where a source tells.
#[derive(Clone, Copy)]
struct Holder<'a> {
    name: &'a Name,
    since: Option<Day>,
}

/// The allocations of a case worker; a reviewing officer or a personal adviser holds no case.
fn allocations(file: &CaseFile) -> impl DoubleEndedIterator<Item = &Known<Involvement>> {
    let all = file.further().involvements.iter();
    all.filter(|row| row.role == InvolvedAs::CaseWorker && row.handler.worker.is_some())
}

/// Whether it runs on the day; a day of handing over counts for whoever comes.
fn runs_on(row: &Known<Involvement>, day: Day) -> bool {
    let ended = match row.end {
        Dated::Blank => !row.listed,
        Dated::On(end) => end <= day,
        Dated::Unreadable => true,
    };
    row.start <= day && !ended
}

fn holder<'a>(file: &'a CaseFile, named: Option<&'a Name>, as_at: Day) -> Option<Holder<'a>> {
    let mut running = allocations(file).filter(|row| runs_on(row, as_at));
    if let Some(name) = named {
        let own = running.find(|row| row.is.handler.worker.as_ref() == Some(name));
        return Some(Holder {
            name,
            since: own.map(|row| row.start),
        });
    }
    let newest = running.max_by_key(|row| row.start)?;
    Some(Holder {
        name: newest.is.handler.worker.as_ref()?,
        since: Some(newest.start),
    })
}

/// Whether some source that was loaded tells who holds which case.
fn names_workers(bench: &Bench<'_>) -> bool {
    bench.holds(FactKind::Involvement)
}

fn is_open(row: &Known<CinEpisode>, as_at: Day) -> bool {
    let ended = row.end.day().is_some_and(|end| end <= as_at);
    row.listed && row.start <= as_at && !ended
}

fn fact_of(row: &Known<CinEpisode>) -> FactRef {
    FactRef {
        kind: FactKind::Cin,
        start: Some(row.start),
        source_ref: row.source_ref.clone(),
    }
}

/// The people of a row, with the worker whom an allocation names where the row names none.
fn held(bench: &Bench<'_>, row: &Known<CinEpisode>, holder: Option<Holder<'_>>) -> Held {
    let mut handler = row.is.handler.clone();
    if handler.worker.is_none() {
        handler.worker = holder.map(|holder| holder.name.clone());
    }
    bench.held_by(&handler)
}

/// Every open episode of need: is a person named who holds it, or somebody who stands for nobody?
pub(super) fn named_workers(
    bench: &Bench<'_>,
    sight: &Sight<'_>,
    duty: &[String],
    found: &mut Vec<Finding>,
) {
    if sight.adult {
        return;
    }
    let as_at = bench.as_at;
    for row in sight.file.episodes.iter().filter(|row| is_open(row, as_at)) {
        let holder = holder(sight.file, row.is.handler.worker.as_ref(), as_at);
        let judged = match holder {
            _ if row.end == Dated::Unreadable => {
                Judged::not_computable(&bench.words.unreadable_end)
            }
            None => nobody(bench, sight.file, row),
            Some(holder) => held_by(bench, holder, duty),
        };
        let held = held(bench, row, holder);
        found.push(judged.finding(sight.subject(), fact_of(row), held));
    }
}

fn nobody(bench: &Bench<'_>, file: &CaseFile, row: &Known<CinEpisode>) -> Judged {
    let words = &bench.words;
    // A census names nobody: of a child whom no other source lists, none can be missed.
    let census_only = row.sources == Sources::of(Source::CinCensus);
    if census_only || !names_workers(bench) {
        return Judged::not_computable(&words.no_workers);
    }
    let ends = allocations(file).filter_map(|row| row.end.day());
    let last = ends
        .filter(|end| *end <= bench.as_at && *end >= row.start)
        .max();
    let judged = Judged::bare(State::Overdue);
    match last {
        Some(last) => judged.reading(&format!("no worker since {}", last.long()).into()),
        None => judged.reading(&words.no_worker),
    }
}

fn held_by(bench: &Bench<'_>, holder: Holder<'_>, duty: &[String]) -> Judged {
    let words = &bench.words;
    let role = bench.people.role(holder.name);
    let placeholder = bench.book.is_placeholder(holder.name);
    let desk = placeholder && says(holder.name, duty);
    if desk || role == Some(StaffRole::EmergencyDuty) {
        return Judged::bare(State::Overdue).reading(&words.on_duty);
    }
    if placeholder {
        return Judged::bare(State::Overdue).reading(&words.placeholder);
    }
    if !role.is_some_and(StaffRole::manages) {
        return Judged::bare(State::Met);
    }
    if bench.book.is_confirmed_caseholder(holder.name) {
        return Judged::bare(State::Met).because(&words.manager_confirmed);
    }
    let reading = match holder.since {
        Some(since) => {
            let days = bench.as_at.days_since(since);
            let noun = if days == 1 { "day" } else { "days" };
            format!("with a manager, awaiting allocation for {days} {noun}")
        }
        None => "with a manager, awaiting allocation; since when no source tells".to_owned(),
    };
    Judged::bare(State::Overdue).reading(&reading.into())
}

fn says(name: &str, words: &[String]) -> bool {
    let mut parts = name.split(|c: char| !c.is_alphanumeric());
    parts.any(|part| words.iter().any(|word| word.eq_ignore_ascii_case(part)))
}

/// Every open case whose allocated worker is away on the day: from the first day away.
pub(super) fn workers_away(judge: &Judge<'_>, sight: &Sight<'_>, found: &mut Vec<Finding>) {
    let bench = judge.bench;
    let Some(row) = sight.governing else {
        return;
    };
    let Some(holder) = holder(sight.file, row.handler.worker.as_ref(), bench.as_at) else {
        return;
    };
    let fact = FactRef {
        kind: row.kind,
        start: Some(row.start),
        source_ref: row.source_ref.clone(),
    };
    if !bench.holds(FactKind::Absence) && bench.caseload.absences.is_empty() {
        let judged = Judged::not_computable(&bench.words.no_absences);
        found.push(judged.finding(sight.subject(), fact, sight.held()));
        return;
    }
    let Some(away) = bench.people.away_on(holder.name, bench.as_at) else {
        return;
    };
    let began = away.from.max(holder.since.unwrap_or(row.start));
    let judged = if let Some(cover) = away.cover {
        let words = format!("away since {}, covered by {cover}", away.from.long());
        Judged::bare(State::Met)
            .started(began)
            .because(&words.into())
    } else {
        let judged = judge.open(began.into(), bench.as_at, &bench.words.no_absences);
        let words = format!("away since {}, and no cover is named", away.from.long());
        match judged.state {
            State::Overdue => judged.reading(&words.into()),
            _ => judged.and(&words.into()),
        }
    };
    let fact = FactRef {
        source_ref: format!("away-{}", away.from).into(),
        ..fact
    };
    let mut people = sight.held();
    people.worker = Some(holder.name.clone());
    found.push(judged.finding(sight.subject(), fact, people));
}

/// Every open case: how often its worker changed in the months before the day.
pub(super) fn worker_changes(
    bench: &Bench<'_>,
    sight: &Sight<'_>,
    (window_months, at_least): (u32, u32),
    found: &mut Vec<Finding>,
) {
    let Some(row) = sight.governing else {
        return;
    };
    let months = i32::try_from(window_months).unwrap_or(i32::MAX);
    let from = months_later(bench.as_at, -months, Months::Calendar);
    let (changes, last) = changes_since(sight.file, from, bench.as_at);
    let told_from = bench
        .caseload
        .lists
        .iter()
        .filter(|list| list.kind == FactKind::Involvement)
        .map(|list| list.covers.from)
        .min();
    let none = allocations(sight.file).next().is_none();
    let judged = if changes >= at_least {
        let words = format!("{changes} changes of worker since {}", from.long());
        let judged = Judged::bare(State::Late).reading(&words.into());
        last.map_or(judged.clone(), |last| judged.started(last))
    } else if none {
        Judged::not_computable(&bench.words.no_allocations)
    } else if told_from.is_some_and(|told| told > from.max(row.start)) {
        let told = told_from.map_or_else(String::new, Day::long);
        Judged::not_computable(&format!("allocations are known from {told} on").into())
    } else {
        Judged::bare(State::Met)
    };
    let fact = FactRef {
        kind: row.kind,
        start: Some(row.start),
        source_ref: row.source_ref.clone(),
    };
    found.push(judged.finding(sight.subject(), fact, sight.held()));
}

/// How often another worker took over within the span, and when last. A worker who comes back to
/// the same case after nobody else held it is no change.
fn changes_since(file: &CaseFile, from: Day, as_at: Day) -> (u32, Option<Day>) {
    let mut before: Option<&Name> = None;
    let (mut changes, mut last) = (0, None);
    for row in allocations(file).filter(|row| row.start <= as_at) {
        let worker = row.is.handler.worker.as_ref();
        if before.is_some() && before != worker && row.start > from {
            changes += 1;
            last = Some(row.start);
        }
        before = worker;
    }
    (changes, last)
}

/// Every assessment that was authorised on a case still open then: from that day to a plan, a
/// step-down or the closure.
pub(super) fn plan_after_assessment(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    found: &mut Vec<Finding>,
) {
    let bench = judge.bench;
    for row in &sight.file.episodes {
        let Some((assessment, authorised)) = last_authorised(sight.file, row, bench.as_at) else {
            continue;
        };
        let fact = FactRef {
            kind: FactKind::Assessment,
            start: Some(assessment.start),
            source_ref: assessment.source_ref.clone(),
        };
        let Some(judged) = next_step(judge, sight, (row, authorised)) else {
            continue;
        };
        found.push(judged.finding(sight.subject(), fact, bench.held_by(&row.is.handler)));
    }
}

/// The last authorisation within an episode of need.
fn last_authorised<'a>(
    file: &'a CaseFile,
    row: &Known<CinEpisode>,
    as_at: Day,
) -> Option<(&'a Known<SocialWorkAssessment>, Day)> {
    let end = row.end.day().filter(|end| *end <= as_at).unwrap_or(as_at);
    let all = file.assessments.iter();
    all.filter_map(|one| Some((one, one.authorised.day()?)))
        .filter(|(_, day)| (row.start..=end).contains(day))
        .max_by_key(|(_, day)| *day)
}

/// `None` where nothing had to follow: a plan was in place already, or the row has vanished.
fn next_step(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    (row, authorised): (&Known<CinEpisode>, Day),
) -> Option<Judged> {
    let (bench, file) = (judge.bench, sight.file);
    let further = file.further();
    let plans = further.cin_plans.iter().map(|one| (one.start, one.end));
    let protection = file.plans.iter().map(|one| (one.start, one.end));
    let care = file.care.iter().map(|one| (one.start, one.end));
    let mut steps: Vec<(Day, Dated)> = plans.chain(protection).chain(care).collect();
    if steps
        .iter()
        .any(|(start, end)| *start < authorised && end.day().is_none_or(|end| end >= authorised))
    {
        return None;
    }
    steps.extend(further.early_help.iter().map(|one| (one.start, one.end)));
    steps.extend(row.end.day().map(|end| (end, Dated::Blank)));
    let first = steps.iter().map(|(start, _)| *start);
    let first = first
        .filter(|day| (authorised..=bench.as_at).contains(day))
        .min();
    let unnecessary = file
        .assessments
        .iter()
        .any(|one| one.authorised.day() == Some(authorised) && one.needs_support == Answer::No);
    Some(match first {
        Some(step) => judge.finished(authorised, step),
        None if !row.listed || sight.adult => return None,
        None if row.end == Dated::Unreadable => Judged::not_computable(&bench.words.unreadable_end),
        None if !bench.holds(FactKind::CinPlan) => {
            Judged::not_computable(&bench.words.no_plans).started(authorised)
        }
        None => {
            let judged = judge.open_on_cases(authorised);
            if unnecessary && judged.state == State::Overdue {
                judged.and(&"the assessment found no need of support, and the case is open".into())
            } else {
                judged
            }
        }
    })
}
