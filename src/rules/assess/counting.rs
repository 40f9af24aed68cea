//! Rules that count rows or read an answer on them: how many in a year, whether one follows
//! another, what was ticked, whether every review of a plan was in time.

use super::judge::{Judge, Judged};
use super::moments::{Moment, gather};
use super::rows::{self, Row};
use super::sight::{Bench, Held, Sight};
use crate::model::{Answer, Day, FactKind, FactRef, Finding, State, Visit, VisitTo};
use crate::rules::measure::months_later;
use crate::rules::reckoning::{Basis, ClockRecord};
use crate::rules::shapes::{AllReviews, Asked, CountWithin, SoonAfter};
use crate::rules::streams::Stream;
use crate::rules::{Kind, Months};

/// What a rule without a limit says when it is so: "yes" for an indicator, a gap for a status.
const fn yes(kind: Kind) -> State {
    match kind {
        Kind::Indicator => State::Late,
        Kind::Clock | Kind::Status => State::Overdue,
    }
}

fn held(bench: &Bench<'_>, sight: &Sight<'_>, moment: &Moment<'_>) -> Held {
    moment
        .handler
        .map_or_else(|| sight.held(), |handler| bench.held_by(handler))
}

/// How many there were in the window before the as-at.
pub(super) fn count_within(
    bench: &Bench<'_>,
    sight: &Sight<'_>,
    (words, kind): (&CountWithin, Kind),
    found: &mut Vec<Finding>,
) {
    let mut moments = Vec::new();
    gather(sight.file, &words.of, bench.as_at, &mut moments);
    let since = bench.as_at.plus_days(-window(words.days));
    let first = moments.partition_point(|moment| moment.on <= since);
    let recent = moments.get(first..).unwrap_or_default();
    let supplied = supplied_number(sight, words, bench.as_at);
    let listed = u32::try_from(recent.len()).unwrap_or(u32::MAX);
    let number = match (&supplied, listed) {
        (Some((_, number)), listed) => (*number).max(listed),
        (None, 0) => return,
        (None, listed) => listed,
    };
    let reach = bench.reach.of(std::slice::from_ref(&words.of));
    let last = recent.last();
    let answered = last.is_some_and(|last| answered(sight, bench, words, last.on));
    let judged = if number >= words.at_least {
        let many = bench.words.so_many(number);
        match (answered, unheard(bench, words)) {
            (true, _) => Judged::bare(State::Met).because(&many),
            (false, Some(none)) => Judged::not_computable(none),
            (false, None) => Judged::bare(yes(kind)).reading(&many),
        }
    } else if reach.history.is_none_or(|covers| covers.from > since) && supplied.is_none() {
        Judged::not_computable(&bench.words.short_history)
    } else {
        Judged::bare(State::Met)
    };
    let (fact, held) = match (last, supplied) {
        (Some(last), _) => (last.fact(), held(bench, sight, last)),
        (None, Some((fact, _))) => (fact, sight.held()),
        (None, None) => return,
    };
    let judged = match last {
        Some(last) => judged.started(last.on),
        None => judged,
    };
    found.push(judged.finding(sight.subject(), fact, held));
}

fn window(days: u32) -> i32 {
    i32::try_from(days).unwrap_or(i32::MAX)
}

/// The number that the list itself supplies, for the open period of care.
fn supplied_number(sight: &Sight<'_>, words: &CountWithin, as_at: Day) -> Option<(FactRef, u32)> {
    if !words.or_supplied || sight.adult {
        return None;
    }
    let open = sight.file.care.iter().rev().find(|row| {
        row.listed && row.start <= as_at && row.end.day().is_none_or(|end| end > as_at)
    })?;
    let number = open.placements_in_year?;
    let fact = FactRef {
        kind: FactKind::CarePeriod,
        start: Some(open.start),
        source_ref: open.source_ref.clone(),
    };
    Some((fact, number.into()))
}

fn answered(sight: &Sight<'_>, bench: &Bench<'_>, words: &CountWithin, last: Day) -> bool {
    let mut stops = Vec::new();
    words.unless.iter().any(|stream| {
        gather(sight.file, stream, bench.as_at, &mut stops);
        rows::first_from(&stops, last).is_some()
    })
}

/// That no source holds what would answer it.
fn unheard<'b>(bench: &'b Bench<'_>, words: &CountWithin) -> Option<&'b crate::model::Name> {
    if words.unless.is_empty() {
        return None;
    }
    let reach = bench.reach.of(&words.unless);
    reach.covers.is_none().then_some(&reach.none)
}

/// Whether each of one thing came within a window after the latest of another.
pub(super) fn soon_after(
    bench: &Bench<'_>,
    sight: &Sight<'_>,
    (words, kind, practice): (&SoonAfter, Kind, Months),
    found: &mut Vec<Finding>,
) {
    let mut moments = Vec::new();
    gather(sight.file, &words.of, bench.as_at, &mut moments);
    if moments.is_empty() {
        return;
    }
    let (mut before, mut more) = (Vec::new(), Vec::new());
    for stream in &words.after {
        gather(sight.file, stream, bench.as_at, &mut more);
        before.append(&mut more);
    }
    before.sort_by_key(|moment| moment.on);
    for moment in &moments {
        let place = before.partition_point(|other| other.on < moment.on);
        let earlier = place.checked_sub(1).and_then(|place| before.get(place));
        let in_window = earlier.filter(|other| {
            words.months.is_none_or(|months| {
                let back = -i32::try_from(months).unwrap_or(i32::MAX);
                other.on >= months_later(moment.on, back, practice)
            })
        });
        let judged = match (in_window, words.or_supplied) {
            (Some(other), _) => Judged::bare(yes(kind)).stopped(other.on),
            (None, false) => Judged::bare(State::Met),
            // A list that begins after the earlier plan would call this one the first.
            (None, true) => match earlier_plans(sight, moment) {
                None => Judged::not_computable(&bench.words.no_earlier_plans),
                Some(0) => Judged::bare(State::Met),
                Some(_) => Judged::bare(yes(kind)).because(&bench.words.by_the_number),
            },
        };
        let judged = judged.started(moment.on);
        found.push(judged.finding(sight.subject(), moment.fact(), held(bench, sight, moment)));
    }
}

/// How many plans there were before; `None` where no source gives the number.
fn earlier_plans(sight: &Sight<'_>, moment: &Moment<'_>) -> Option<u16> {
    let plans = sight.file.plans.iter();
    plans
        .filter(|plan| plan.start == moment.on)
        .find_map(|plan| plan.earlier_plans)
}

/// What was ticked on each row, or at the latest visits of each open plan.
pub(super) fn answers(
    bench: &Bench<'_>,
    sight: &Sight<'_>,
    (asked, from_age, last): (Asked, Option<u32>, u32),
    found: &mut Vec<Finding>,
) {
    if asked == Asked::ChildSeen {
        assessments(bench, sight, found);
        return;
    }
    let record = match asked {
        Asked::CareAlone => ClockRecord::Care,
        _ => ClockRecord::CpPlan,
    };
    if sight.adult {
        return;
    }
    let young = from_age.is_some_and(|floor| {
        let floor = i32::try_from(floor).unwrap_or(i32::MAX);
        sight
            .file
            .child
            .age_on(bench.as_at)
            .is_some_and(|age| age < floor)
    });
    rows::each(sight.file, record, &mut |row| {
        if row.start > bench.as_at || row.ended(bench.as_at).is_some() || !row.listed {
            return;
        }
        let judged = if sight.unborn {
            Some(Judged::not_applicable(&bench.words.unborn))
        } else if young {
            Some(Judged::not_applicable(&bench.words.too_young))
        } else {
            at_visits(bench, sight, &row, (asked, last))
        };
        if let Some(judged) = judged {
            found.push(judged.finding(sight.subject(), row.fact(), sight.held()));
        }
    });
}

/// The last visits of the row at which the child was seen; `None` where there is none.
fn at_visits(
    bench: &Bench<'_>,
    sight: &Sight<'_>,
    row: &Row<'_>,
    (asked, last): (Asked, u32),
) -> Option<Judged> {
    let to = match asked {
        Asked::CareAlone => VisitTo::Care,
        _ => VisitTo::Protection,
    };
    let answer = |visit: &Visit| match asked {
        Asked::Bedroom => visit.bedroom,
        _ => visit.alone,
    };
    let number = usize::try_from(last).unwrap_or(1);
    let visits = sight.file.further().visits.iter().rev().filter(|visit| {
        let within = visit.on >= row.start && visit.on <= bench.as_at;
        within && visit.to == to && visit.seen != Answer::No
    });
    let mut newest = None;
    let mut answers = Vec::new();
    for visit in visits.take(number) {
        newest = newest.or(Some(visit.on));
        answers.push(answer(visit));
    }
    if answers.is_empty() && asked == Asked::PlanAlone {
        let plan = sight
            .file
            .plans
            .iter()
            .find(|plan| plan.start == row.start && plan.source_ref == *row.source_ref)?;
        newest = plan
            .last_visit
            .day()
            .filter(|day| *day <= bench.as_at && *day >= row.start);
        answers.push(plan.seen_alone);
    }
    let newest = newest?;
    let judged = if answers.contains(&Answer::Yes) {
        Judged::bare(State::Met)
    } else if answers.iter().all(|answer| *answer == Answer::No) {
        Judged::bare(State::Overdue).reading(&bench.words.recorded_no)
    } else {
        Judged::not_computable(&bench.words.not_answered)
    };
    Some(judged.started(newest))
}

/// Whether the child was seen, for each assessment that was authorised; one that is still open
/// has time.
fn assessments(bench: &Bench<'_>, sight: &Sight<'_>, found: &mut Vec<Finding>) {
    for row in &sight.file.assessments {
        if row.start > bench.as_at {
            continue;
        }
        let done = row.authorised.day().filter(|day| *day <= bench.as_at);
        if done.is_none() && !row.listed {
            continue;
        }
        let born = sight.file.child.birth;
        let unborn = born.is_some_and(|birth| birth > done.unwrap_or(bench.as_at));
        let judged = match (row.child_seen, done) {
            _ if unborn => Judged::not_applicable(&bench.words.unborn),
            (Answer::Yes, _) => Judged::bare(State::Met),
            (_, None) => Judged::bare(State::Due),
            (Answer::No, Some(_)) => Judged::bare(State::Overdue).reading(&bench.words.recorded_no),
            (Answer::Unknown, Some(_)) => {
                Judged::bare(State::Overdue).reading(&bench.words.recorded_unknown)
            }
            (Answer::Blank, Some(_)) => Judged::not_computable(&bench.words.not_answered),
        };
        let fact = FactRef {
            kind: FactKind::Assessment,
            start: Some(row.start),
            source_ref: row.source_ref.clone(),
        };
        let judged = judged.started(row.start);
        found.push(judged.finding(sight.subject(), fact, bench.held_by(&row.handler)));
    }
}

/// For each plan that was open on the day and for long enough: whether every review up to then
/// (or in the year to 31 March before) was in time.
pub(super) fn all_reviews(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    (words, basis): (&AllReviews, Option<Basis>),
    found: &mut Vec<Finding>,
) {
    let bench = judge.bench;
    let year = basis == Some(Basis::Year);
    let day = if year {
        year_end(bench.as_at)
    } else {
        bench.as_at
    };
    let since = year.then(|| day.plus_months(-12));
    let mut reviews = Vec::new();
    gather(sight.file, &Stream::ReviewConference, day, &mut reviews);
    let adult = sight.file.child.adult_on(day);
    for plan in sight.file.plans.iter().filter(|plan| plan.start <= day) {
        if adult || plan.end.day().is_some_and(|end| end <= day) || !plan.listed {
            continue;
        }
        let fact = FactRef {
            kind: FactKind::CpPlan,
            start: Some(plan.start),
            source_ref: plan.source_ref.clone(),
        };
        let judged = if judge.yardstick.due(plan.start).is_none_or(|due| due > day) {
            Judged::not_applicable(&bench.words.open_too_short)
        } else {
            whole_plan(judge, words, (plan.start, since, day), &reviews)
        };
        let judged = judged.started(plan.start);
        found.push(judged.finding(sight.subject(), fact, bench.held_by(&plan.is.handler)));
    }
}

/// The newest 31 March on or before a day.
fn year_end(as_at: Day) -> Day {
    let (year, ..) = as_at.ymd();
    let this = Day::from_ymd(year, 3, 31).unwrap_or(as_at);
    if this <= as_at {
        this
    } else {
        this.plus_months(-12)
    }
}

fn whole_plan(
    judge: &Judge<'_>,
    words: &AllReviews,
    (start, since, day): (Day, Option<Day>, Day),
    reviews: &[Moment<'_>],
) -> Judged {
    let bench = judge.bench;
    let reach = bench.reach.of(&[Stream::ReviewConference]);
    let Some(covers) = reach.history else {
        return Judged::not_computable(&bench.words.only_the_latest);
    };
    if covers.from > start || covers.to < day {
        return Judged::not_computable(&bench.words.short_history);
    }
    let later = judge.with_limit(words.later_within);
    let first = reviews.partition_point(|moment| moment.on <= start);
    let mut trigger = start;
    let mut late: Option<Day> = None;
    let held = reviews.get(first..).unwrap_or_default();
    let ends = held.iter().map(|moment| Some(moment.on)).chain([None]);
    for (number, stop) in ends.enumerate() {
        let measure = if number == 0 { judge } else { &later };
        let to = stop.unwrap_or(day);
        let counts = since.is_none_or(|since| to > since);
        let beyond = measure.yardstick.reckon(trigger, to, None).beyond();
        if counts && beyond == Some(true) {
            late = late.or(Some(trigger));
        }
        trigger = to;
    }
    match late {
        None => Judged::bare(State::Met),
        Some(from) => Judged::bare(State::Late)
            .reading(&bench.words.one_was_late)
            .stopped(from),
    }
}
