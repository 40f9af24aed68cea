//! Clocks from one thing to the first of another, and the age of what is still open.

use super::judge::{Judge, Judged, Trigger};
use super::moments::{Moment, gather};
use super::rows::{self, Row, end_of_clocks, first_from};
use super::sight::Sight;
use crate::model::{Dated, Day, FactKind, Finding, Permanence, Source, State};
use crate::rules::reckoning::{Counted, Except};
use crate::rules::shapes::{After, Age, Early, EndsWith, Settled};
use crate::rules::streams::Stream;

/// Adds one clock for each moment of the trigger's stream.
pub(super) fn first_after(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    words: &After,
    found: &mut Vec<Finding>,
) {
    let as_at = judge.bench.as_at;
    let mut triggers = Vec::new();
    gather(sight.file, &words.from, as_at, &mut triggers);
    if triggers.is_empty() {
        return;
    }
    let mut stops = Vec::new();
    stopping(sight, &words.to, as_at, &mut stops);
    if !words.or_inferred_from.is_empty() {
        let mut more = Vec::new();
        stopping(sight, &words.or_inferred_from, as_at, &mut more);
        stops.append(&mut more);
        stops.sort_by_key(|moment| moment.on);
    }
    for (place, trigger) in triggers.iter().enumerate() {
        let next = triggers.get(place + 1).map(|moment| moment.on);
        if let Some(judged) = one(judge, sight, words, (trigger, next), &stops) {
            let held = trigger
                .handler
                .map_or_else(|| sight.held(), |handler| judge.bench.held_by(handler));
            found.push(judged.finding(sight.subject(), trigger.fact(), held));
        }
    }
}

/// Every moment of any of the streams, in order.
fn stopping<'a>(sight: &Sight<'a>, streams: &[Stream], as_at: Day, stops: &mut Vec<Moment<'a>>) {
    let Some((first, others)) = streams.split_first() else {
        return;
    };
    gather(sight.file, first, as_at, stops);
    let mut more = Vec::new();
    for stream in others {
        gather(sight.file, stream, as_at, &mut more);
        stops.append(&mut more);
    }
    stops.sort_by_key(|moment| moment.on);
}

/// The clock of one trigger; `None` where it is over and no source could ever tell.
fn one(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    words: &After,
    (trigger, next): (&Moment<'_>, Option<Day>),
    stops: &[Moment<'_>],
) -> Option<Judged> {
    let bench = judge.bench;
    let except = |case| words.except.contains(&case);
    if except(Except::Unborn) && sight.unborn {
        return Some(Judged::not_applicable(&bench.words.unborn).started(trigger.on));
    }
    let from = if except(Except::Unborn) {
        sight
            .file
            .child
            .birth
            .map_or(trigger.on, |birth| birth.max(trigger.on))
    } else {
        trigger.on
    };
    let end = ends(judge, sight, words, (trigger, next));
    let first = match words.counted {
        Counted::OnStart => from,
        Counted::AfterStart => from.plus_days(1),
    };
    let stop = first_from(stops, first).filter(|stop| end.is_none_or(|(day, _)| stop.on <= day));
    if let Some(stop) = stop {
        let judged = judge.finished(from, stop.on);
        let whole = |streams| bench.reach.of(streams).history.is_some();
        let only_latest = stop.latest || !(whole(&words.to) || whole(&words.or_inferred_from));
        if only_latest && judged.state == State::Late {
            // The latest came too late; there may have been an earlier one.
            return Some(judged.late_is_untold(&bench.words.only_the_latest));
        }
        return Some(if stop.excused {
            judged.excused(&bench.words.approved)
        } else {
            judged
        });
    }
    if let Some(judged) = before(judge, words, from, stops) {
        return Some(judged);
    }
    unstopped(judge, words, from, end)
}

/// When the clock ends whatever stops it, and why.
fn ends<'b>(
    judge: &'b Judge<'_>,
    sight: &Sight<'_>,
    words: &After,
    (trigger, next): (&Moment<'_>, Option<Day>),
) -> Option<(Day, &'b crate::model::Name)> {
    let bench = judge.bench;
    let mut end = match words.ends_with {
        Some(EndsWith::Never) => None,
        _ => end_of_clocks(bench, sight, trigger.on),
    };
    let other = match words.ends_with {
        // What comes on the day of the next one belongs to the next one.
        Some(EndsWith::Next) => next.map(|day| (day.plus_days(-1), &bench.words.next_came)),
        Some(EndsWith::Row) => trigger.end.day().map(|day| (day, &bench.words.ended_row)),
        Some(EndsWith::Never) | None => None,
    };
    if let Some((day, why)) = other.filter(|(day, _)| *day <= bench.as_at)
        && end.is_none_or(|(known, _)| day < known)
    {
        end = Some((day.max(trigger.on), why));
    }
    end
}

/// A stop that lies before the trigger, where the rule looks for one.
fn before(judge: &Judge<'_>, words: &After, trigger: Day, stops: &[Moment<'_>]) -> Option<Judged> {
    let days = i32::try_from(words.early_days?).unwrap_or(i32::MAX);
    let earlier = stops.partition_point(|stop| stop.on < trigger);
    let last = stops.get(earlier.checked_sub(1)?)?;
    if last.on < trigger.plus_days(-days) {
        return None;
    }
    Some(match words.early {
        Early::Met => Judged::bare(State::Met)
            .because(&judge.bench.words.beforehand)
            .started(trigger)
            .stopped(last.on),
        Early::Fault => judge.finished(trigger, last.on),
    })
}

fn unstopped(
    judge: &Judge<'_>,
    words: &After,
    trigger: Day,
    end: Option<(Day, &crate::model::Name)>,
) -> Option<Judged> {
    let reach = judge.bench.reach.of(&words.to);
    let Some(covers) = reach.covers else {
        return Some(Judged::not_computable(&reach.none).started(trigger));
    };
    let unseen = trigger < covers.from;
    let due = judge.yardstick.due(trigger);
    // It fell due before any source speaks: what is over and can never be told only clutters.
    if unseen && due.is_none_or(|due| due < covers.from) {
        return None;
    }
    let judged = match end {
        Some(end) => judge.ended(trigger, end),
        None => judge.open(Trigger::from(trigger), covers.to, &reach.to),
    };
    Some(if unseen && judged.state == State::Overdue {
        judged.reading(&reach.none_since)
    } else {
        judged
    })
}

/// Adds one clock for each row of the span: how long it has been open, or was.
pub(super) fn age(judge: &Judge<'_>, sight: &Sight<'_>, words: &Age, found: &mut Vec<Finding>) {
    let bench = judge.bench;
    let mut stops: Option<Vec<Moment<'_>>> = None;
    rows::each(sight.file, words.span, &mut |row| {
        if row.start > bench.as_at || !rows::belongs(&row, words.only, sight, bench.as_at) {
            return;
        }
        let stops = stops.get_or_insert_with(|| {
            let mut moments = Vec::new();
            stopping(sight, &words.until, bench.as_at, &mut moments);
            moments
        });
        if let Some(judged) = age_of(judge, sight, words, (&row, stops)) {
            let held = row
                .handler
                .map_or_else(|| sight.held(), |handler| bench.held_by(handler));
            found.push(judged.finding(sight.subject(), row.fact(), held));
        }
    });
}

fn age_of(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    words: &Age,
    (row, stops): (&Row<'_>, &[Moment<'_>]),
) -> Option<Judged> {
    let bench = judge.bench;
    let start = row.start;
    if words.except.contains(&Except::ShortBreaks)
        && row.legal == crate::model::LegalStatus::ShortBreaks
    {
        return Some(Judged::not_applicable(&bench.words.short_breaks).started(start));
    }
    if row.end == Dated::Unreadable {
        return Some(Judged::not_computable(&bench.words.unreadable_end).started(start));
    }
    let own = row.ended(bench.as_at);
    let outer = end_of_clocks(bench, sight, start).map(|(day, _)| day);
    let closed = match (own, outer) {
        (Some(own), Some(outer)) => Some(own.min(outer)),
        (own, outer) => own.or(outer),
    };
    if words.open_only && closed.is_some() {
        return None;
    }
    let stop = first_from(stops, start).map(|moment| moment.on);
    let stop = match (stop, closed) {
        (Some(stop), Some(closed)) => Some(stop.min(closed)),
        (stop, closed) => stop.or(closed),
    };
    if let Some(stop) = stop {
        return Some(judge.finished(start, stop));
    }
    if !row.listed {
        return None;
    }
    if words.settled_by == Some(Settled::Permanence)
        && !matches!(row.permanence, Permanence::Blank | Permanence::Unknown)
    {
        let told = Judged::bare(State::Met).started(start);
        return Some(told.because(&bench.words.recorded_undated));
    }
    let silent = !row.sources.has(Source::AnnexA) && !row.sources.has(Source::Local);
    if words.settled_by.is_some() && silent {
        return Some(Judged::not_computable(&bench.words.no_permanence).started(start));
    }
    Some(open_age(judge, words, (row, start)))
}

fn open_age(judge: &Judge<'_>, words: &Age, (row, start): (&Row<'_>, Day)) -> Judged {
    let bench = judge.bench;
    if !words.until.is_empty() {
        let reach = bench.reach.of(&words.until);
        let Some(covers) = reach.covers else {
            return Judged::not_computable(&reach.none).started(start);
        };
        return judge.open(Trigger::from(start), covers.to, &reach.to);
    }
    // The row itself is what is open: the feed that lists it says how far it speaks.
    match (row.kind, bench.cases) {
        (FactKind::Happening, _) | (_, None) => {
            judge.open(Trigger::from(start), bench.as_at, &bench.words.cases_to)
        }
        _ => judge.open_on_cases(start),
    }
}
