//! Clocks of rows that run from the latest of something to the next: a visit, a review, a day on
//! which the child was seen.
//!
//! A list with only the latest of it (Annex A) gives the clock that runs now. Where a source tells
//! every one, each earlier interval is a finished clock, and the one that runs now runs from the
//! newest that either of them knows.

use std::sync::Arc;

use super::judge::{Judge, Judged, Trigger};
use super::moments::{Moment, gather};
use super::reach::Reach;
use super::rows::{self, Row};
use super::sight::Sight;
use crate::model::{CaseFile, Dated, Day, FactKind, Finding, Known, Name, Permanence};
use crate::rules::reckoning::{Counted, Except, NoteIf, Stage};
use crate::rules::shapes::Latest;
use crate::rules::streams::Stream;

/// From when the open clock runs, if this rule's stage is the one that runs.
enum Runs {
    From(Day),
    Unreadable,
    OutsideCalendar,
    Not,
}

/// What one row's chain is worked out from.
struct Chain<'a, 'b> {
    row: &'b Row<'a>,
    /// Every one in the row, where a source tells every one.
    history: &'b [Moment<'a>],
    /// The first of the history is the first of all, not only the first that a source still has.
    whole: bool,
    /// The row's own latest.
    latest: Dated,
    reach: &'b Reach,
    /// When the row or every clock of the child ended, and why.
    end: Option<(Day, &'b Name)>,
    birth: Option<Day>,
}

/// Adds the clocks of each row of the list.
pub(super) fn assess(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    words: &Latest,
    found: &mut Vec<Finding>,
) {
    if !rows::any(sight.file, words.record) {
        return;
    }
    let bench = judge.bench;
    let reach = bench.reach.of(std::slice::from_ref(&words.since));
    let mut moments = Vec::new();
    let tells_every = reach.history.is_some() && sight.file.further.is_some();
    if tells_every {
        gather(sight.file, &words.since, bench.as_at, &mut moments);
        moments.retain(|moment| !moment.latest);
    }
    rows::each(sight.file, words.record, &mut |row| {
        if row.start > bench.as_at || !rows::belongs(&row, words.only, sight, bench.as_at) {
            return;
        }
        let until = words.until.as_ref();
        let end = end_of_row(judge, sight, &row, until);
        let from = begins(sight, words, &row, tells_every, bench.as_at);
        let history = within(&moments, from, end.map(|(day, _)| day), words.counted);
        let chain = Chain {
            row: &Row { from, ..row },
            history,
            whole: reach.history.is_some_and(|covers| covers.from <= from),
            latest: latest_of(sight.file, &row, &words.since),
            reach,
            end,
            birth: sight.file.child.birth,
        };
        add(judge, words, (sight, &chain), found);
    });
}

/// From when the clock runs in the row: the start of the plan where the episode has one, and the
/// day of birth for clocks that wait for it and can see it.
fn begins(sight: &Sight<'_>, words: &Latest, row: &Row<'_>, tells_every: bool, as_at: Day) -> Day {
    let mut from = row.start;
    if words.only.is_some()
        && row.kind == FactKind::Cin
        && let Some(plan) = rows::plan_within(row, sight.file, as_at)
    {
        from = plan;
    }
    if words.except.contains(&Except::Unborn)
        && (tells_every || sight.file.child.expected)
        && let Some(birth) = sight.file.child.birth
        && birth <= as_at
    {
        from = from.max(birth);
    }
    from
}

fn end_of_row<'b>(
    judge: &'b Judge<'_>,
    sight: &Sight<'_>,
    row: &Row<'_>,
    until: Option<&Stream>,
) -> Option<(Day, &'b Name)> {
    let bench = judge.bench;
    let own = row
        .ended(bench.as_at)
        .map(|day| (day, &bench.words.ended_row));
    let mut ends = sooner(own, outer_end(judge, sight, row));
    if let Some(until) = until {
        let mut moments = Vec::new();
        gather(sight.file, until, bench.as_at, &mut moments);
        let first = rows::first_from(&moments, row.start);
        if let Some(moment) = first {
            let other = (moment.on, &bench.words.another_interval);
            ends = sooner(ends, Some(other));
        }
    }
    ends
}

/// A care leaver is over 18; for every other row the clocks of a child end.
fn outer_end<'b>(
    judge: &'b Judge<'_>,
    sight: &Sight<'_>,
    row: &Row<'_>,
) -> Option<(Day, &'b Name)> {
    match row.kind {
        FactKind::Leaver => None,
        // An open row of a list says itself that it runs, whatever became of the episode.
        _ if row.end == Dated::Blank => {
            let end = rows::end_of_clocks(judge.bench, sight, row.start);
            let words = &judge.bench.words;
            end.filter(|(_, why)| !Arc::ptr_eq(why, &words.closed))
        }
        _ => rows::end_of_clocks(judge.bench, sight, row.start),
    }
}

/// The sooner of two ends.
fn sooner<'b>(
    one: Option<(Day, &'b Name)>,
    other: Option<(Day, &'b Name)>,
) -> Option<(Day, &'b Name)> {
    match (one, other) {
        (Some(a), Some(b)) => Some(if b.0 < a.0 { b } else { a }),
        (a, b) => a.or(b),
    }
}

fn within<'a, 'b>(
    moments: &'b [Moment<'a>],
    from: Day,
    end: Option<Day>,
    counted: Counted,
) -> &'b [Moment<'a>] {
    let first = match counted {
        Counted::OnStart => moments.partition_point(|moment| moment.on < from),
        Counted::AfterStart => moments.partition_point(|moment| moment.on <= from),
    };
    let last = end.map_or(moments.len(), |end| {
        moments.partition_point(|moment| moment.on <= end)
    });
    moments.get(first..last).unwrap_or_default()
}

/// The latest of it, as the row's own columns say.
fn latest_of(file: &CaseFile, row: &Row<'_>, since: &Stream) -> Dated {
    fn at<'a, T>(list: &'a [Known<T>], row: &Row<'_>) -> Option<&'a Known<T>> {
        list.iter().find(|known| {
            std::ptr::from_ref(&known.source_ref) == std::ptr::from_ref(row.source_ref)
        })
    }
    match (row.kind, since) {
        (FactKind::Cin, Stream::Seen) => at(&file.episodes, row).map(|x| x.last_seen),
        (FactKind::CpPlan, Stream::ReviewConference) => {
            at(&file.plans, row).map(|x| x.latest_review)
        }
        (FactKind::CpPlan, Stream::Visit(_) | Stream::Seen) => {
            at(&file.plans, row).map(|x| x.last_visit)
        }
        (_, Stream::CareReview) => at(&file.care, row).map(|x| x.latest_review),
        (FactKind::CarePeriod | FactKind::Placement, Stream::Visit(_) | Stream::Seen) => {
            let own = at(&file.care, row).map(|x| x.last_visit);
            own.or_else(|| visit_of_care(file, row))
        }
        (FactKind::Leaver, Stream::LeaverContact) => {
            at(&file.further().leaving, row).map(|x| x.last_contact)
        }
        (FactKind::Leaver, Stream::PathwayReview) => {
            at(&file.further().leaving, row).map(|x| x.pathway_review)
        }
        (FactKind::CarePeriod, Stream::Health | Stream::Dental | Stream::ReviewingOfficer) => {
            return latest_check(file, row, since);
        }
        _ => None,
    }
    .unwrap_or_default()
}

/// The last visit of the period of care in which a placement lies.
fn visit_of_care(file: &CaseFile, row: &Row<'_>) -> Option<Dated> {
    let care = file.care.iter().rev().find(|care| care.start <= row.start);
    care.map(|care| care.last_visit)
}

/// Annex A lists only the latest check of each kind, as a fact of its own.
fn latest_check(file: &CaseFile, row: &Row<'_>, since: &Stream) -> Dated {
    let mut moments = Vec::new();
    let last = row.end.day().unwrap_or(Day::from_number(i32::MAX));
    gather(file, since, last, &mut moments);
    moments
        .last()
        .map_or(Dated::Blank, |moment| Dated::On(moment.on))
}

fn add(
    judge: &Judge<'_>,
    words: &Latest,
    (sight, chain): (&Sight<'_>, &Chain<'_, '_>),
    found: &mut Vec<Finding>,
) {
    let bench = judge.bench;
    let row = chain.row;
    let held = || match row.kind {
        FactKind::Leaver => row
            .handler
            .map_or_else(|| sight.held(), |h| bench.held_by(h)),
        _ => sight.held(),
    };
    let except = |case| words.except.contains(&case);
    let short_breaks =
        except(Except::ShortBreaks) && row.legal == crate::model::LegalStatus::ShortBreaks;
    if !short_breaks {
        finished(judge, words, (sight, chain), found);
    }
    // A row that only its latest is known of has nothing to tell once it has ended.
    let untold = chain.end.is_some() && (chain.reach.history.is_none() || !chain.whole);
    if !row.listed || untold {
        return;
    }
    let runs = runs(judge, words, chain);
    if matches!(runs, Runs::Not) {
        return;
    }
    let judged = if except(Except::Unborn) && sight.unborn {
        Judged::not_applicable(&bench.words.unborn)
    } else if short_breaks {
        Judged::not_applicable(&bench.words.short_breaks)
    } else if row.end == Dated::Unreadable {
        Judged::not_computable(&bench.words.unreadable_end)
    } else {
        match (runs, chain.end) {
            (Runs::From(trigger), Some(end)) => judge.ended(trigger, end),
            (Runs::From(trigger), None) => {
                let judged = open(judge, words, chain, trigger);
                with_notes(judge, words, chain, judged)
            }
            (Runs::OutsideCalendar, _) => Judged::not_computable(&bench.words.outside_calendar),
            (Runs::Unreadable | Runs::Not, _) => Judged::not_computable(&bench.words.unreadable),
        }
    };
    found.push(judged.finding(sight.subject(), row.fact(), held()));
}

fn open(judge: &Judge<'_>, words: &Latest, chain: &Chain<'_, '_>, trigger: Day) -> Judged {
    let judge = &judge_on(judge, words, (chain.row, trigger, chain.birth));
    let trigger = Trigger::from(trigger);
    match chain.reach.covers {
        // What was entered by hand is known without any source.
        None if trigger.on > chain.row.from => {
            let judged = judge.open(trigger, judge.bench.as_at, &chain.reach.none);
            judged.overdue_is_untold(&chain.reach.none)
        }
        None => Judged::not_computable(&chain.reach.none).started(trigger.on),
        Some(covers) => judge.open(trigger, covers.to, &chain.reach.to),
    }
}

/// The judge with the limit that holds from the second year of the row on, or for a child who is
/// still young when it falls due, where there is one.
fn judge_on<'a>(
    judge: &Judge<'a>,
    words: &Latest,
    (row, day, birth): (&Row<'_>, Day, Option<Day>),
) -> Judge<'a> {
    if let (Some(young), Some(birth)) = (words.under_age, birth) {
        let shorter = judge.with_limit(young.limit);
        let birthday = birth.plus_months(i32::try_from(young.years * 12).unwrap_or(i32::MAX));
        if shorter.yardstick.due(day).is_some_and(|due| due < birthday) {
            return shorter;
        }
    }
    match words.after_year {
        Some(limit) if row.start.plus_months(12) <= day => judge.with_limit(limit),
        _ => judge.clone(),
    }
}

/// What a person has to know beside the state: that the last review was inquorate, or that a
/// longer interval may have been agreed.
fn with_notes(judge: &Judge<'_>, words: &Latest, chain: &Chain<'_, '_>, judged: Judged) -> Judged {
    if judged.note.is_some() {
        return judged;
    }
    let bench = judge.bench;
    let last = chain.history.last();
    if last.is_some_and(|moment| moment.inquorate) {
        return judged.because(&bench.words.inquorate);
    }
    let row = chain.row;
    let lasting = row.permanence == Permanence::LongTermFostering
        && row
            .placed
            .is_some_and(|day| day.plus_months(12) <= bench.as_at);
    if words.note_if == Some(NoteIf::LongTermFostering) && lasting {
        return judged.because(&bench.words.may_be_three_monthly);
    }
    judged
}

/// Which of the intervals a rule of this stage speaks about, by their number from 0.
fn speaks(words: &Latest, number: usize) -> bool {
    match words.stage {
        Stage::Any => true,
        Stage::First => number == 0,
        Stage::Second => number == 1,
        Stage::Later if words.first_within.is_some() => number >= 2,
        Stage::Later => number >= 1,
    }
}

/// Adds the intervals that are over. One whose beginning no source saw, and that would be late,
/// is left out: what is over and can never be told only clutters.
fn finished(
    judge: &Judge<'_>,
    words: &Latest,
    (sight, chain): (&Sight<'_>, &Chain<'_, '_>),
    found: &mut Vec<Finding>,
) {
    let mut trigger = chain.row.from;
    // Without the beginning the number of an interval is not known: it counts as a later one.
    let first = if chain.whole { 0 } else { 2 };
    for (place, moment) in chain.history.iter().enumerate() {
        let seen = chain.whole || place > 0;
        if seen && speaks(words, first + place) {
            let judge = judge_on(judge, words, (chain.row, trigger, chain.birth));
            let mut judged = judge.finished(trigger, moment.on);
            if moment.excused {
                judged = judged.excused(&judge.bench.words.approved);
            }
            if moment.inquorate && judged.note.is_none() {
                judged = judged.because(&judge.bench.words.inquorate);
            }
            // The clock that runs now has the row's own key; each that is over has another.
            let fact = match (words.stage, place) {
                (Stage::Any, _) => moment.fact(),
                (_, 0) => chain.row.fact(),
                _ => chain.history[place - 1].fact(),
            };
            found.push(judged.finding(sight.subject(), fact, sight.held()));
        }
        trigger = moment.on;
    }
}

fn runs(judge: &Judge<'_>, words: &Latest, chain: &Chain<'_, '_>) -> Runs {
    let own = match chain.latest {
        // A date that cannot be read still says that there was one, so the clock of the first
        // interval has stopped.
        Dated::Unreadable if !chain.history.is_empty() => None,
        Dated::Unreadable if matches!(words.stage, Stage::Any | Stage::Later) => {
            return Runs::Unreadable;
        }
        Dated::Unreadable => return Runs::Not,
        Dated::On(day) if day > judge.bench.as_at => None,
        Dated::On(day) => match words.counted {
            Counted::OnStart => (day >= chain.row.from).then_some(day),
            Counted::AfterStart => (day > chain.row.from).then_some(day),
        },
        Dated::Blank => None,
    };
    let last = chain.history.last().map(|moment| moment.on);
    let Some(latest) = own.max(last) else {
        let first = matches!(words.stage, Stage::Any | Stage::First);
        return if first {
            Runs::From(chain.row.from)
        } else {
            Runs::Not
        };
    };
    let number = chain.history.len() + usize::from(own > last);
    if chain.whole && !chain.history.is_empty() {
        return if speaks(words, number) {
            Runs::From(latest)
        } else {
            Runs::Not
        };
    }
    match words.stage {
        Stage::Any => Runs::From(latest),
        Stage::First => Runs::Not,
        Stage::Second if number > 1 => Runs::Not,
        Stage::Later if number > 1 => Runs::From(latest),
        Stage::Second => match was_first(judge, words, (chain.row.start, latest)) {
            Some(true) => Runs::From(latest),
            Some(false) | None => Runs::Not,
        },
        Stage::Later => match was_first(judge, words, (chain.row.start, latest)) {
            Some(false) => Runs::From(latest),
            Some(true) => Runs::Not,
            None => Runs::OutsideCalendar,
        },
    }
}

/// Whether the latest one was the first, by the time since the start: only the latest is listed.
fn was_first(judge: &Judge<'_>, words: &Latest, (start, latest): (Day, Day)) -> Option<bool> {
    let Some(limit) = words.first_within else {
        return Some(false);
    };
    let measure = judge.yardstick.with_limit(limit);
    measure
        .reckon(start, latest, None)
        .beyond()
        .map(|beyond| !beyond)
}

/// A supplied due day later than the one that the rule gives, for each interval of the child.
pub(super) fn supplied_later(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    words: &Latest,
    say: &mut dyn FnMut(Day, Day),
) {
    let mut moments = Vec::new();
    gather(sight.file, &words.since, judge.bench.as_at, &mut moments);
    moments.retain(|moment| !moment.latest);
    if moments.iter().all(|moment| moment.supplied.is_none()) {
        return;
    }
    rows::each(sight.file, words.record, &mut |row| {
        let end = row.ended(judge.bench.as_at);
        let history = within(&moments, row.start, end, words.counted);
        let mut trigger = row.start;
        for (number, moment) in history.iter().enumerate() {
            let computed = judge.yardstick.due(trigger);
            if speaks(words, number)
                && let (Some(supplied), Some(computed)) = (moment.supplied, computed)
                && supplied > computed
            {
                say(supplied, computed);
            }
            trigger = moment.on;
        }
    });
}
