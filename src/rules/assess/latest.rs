//! Clocks of open rows that run from the latest of something: a visit, a review, a day on which
//! the child was seen.

use super::judge::{Judge, Judged};
use super::sight::Sight;
use crate::model::{
    CarePeriod, CaseStatus, CinEpisode, CpPlan, Dated, Day, FactKind, FactRef, Finding, Known,
    LegalStatus, Name,
};
use crate::rules::reckoning::{ClockRecord, Counted, Except, Latest, Only, Since, Stage};

/// What the three lists have in common.
struct Row<'a> {
    kind: FactKind,
    start: Day,
    end: Dated,
    latest: Dated,
    status: CaseStatus,
    short_breaks: bool,
    source_ref: &'a Name,
}

/// From when the clock runs, if this rule's stage is the one that runs.
enum Runs {
    From(Day),
    Unreadable,
    OutsideCalendar,
    Not,
}

/// Adds one clock for each open row of the list, if the rule's stage is the one that runs.
pub(super) fn assess(
    judge: &Judge<'_>,
    sight: &Sight<'_>,
    words: &Latest,
    found: &mut Vec<Finding>,
) {
    let file = sight.file;
    match words.record {
        ClockRecord::Cin => {
            for known in file.episodes.iter().filter(|known| known.listed) {
                add(judge, words, (sight, &episode(known)), found);
            }
        }
        ClockRecord::CpPlan => {
            for known in file.plans.iter().filter(|known| known.listed) {
                add(judge, words, (sight, &plan(known, words.since)), found);
            }
        }
        ClockRecord::Care => {
            for known in file.care.iter().filter(|known| known.listed) {
                add(judge, words, (sight, &care(known, words.since)), found);
            }
        }
        ClockRecord::Assessment | ClockRecord::S47 | ClockRecord::Referral => {}
    }
}

fn episode(known: &Known<CinEpisode>) -> Row<'_> {
    Row {
        kind: FactKind::Cin,
        start: known.start,
        end: known.end,
        latest: known.last_seen,
        status: known.status,
        short_breaks: false,
        source_ref: &known.source_ref,
    }
}

fn plan(known: &Known<CpPlan>, since: Since) -> Row<'_> {
    Row {
        kind: FactKind::CpPlan,
        start: known.start,
        end: known.end,
        latest: match since {
            Since::Review => known.latest_review,
            Since::Visit | Since::Seen => known.last_visit,
        },
        status: CaseStatus::Unknown,
        short_breaks: false,
        source_ref: &known.source_ref,
    }
}

fn care(known: &Known<CarePeriod>, since: Since) -> Row<'_> {
    Row {
        kind: FactKind::CarePeriod,
        start: known.start,
        end: known.end,
        latest: match since {
            Since::Review => known.latest_review,
            Since::Visit | Since::Seen => known.last_visit,
        },
        status: CaseStatus::Unknown,
        short_breaks: known.legal_status == LegalStatus::ShortBreaks,
        source_ref: &known.source_ref,
    }
}

fn add(
    judge: &Judge<'_>,
    words: &Latest,
    (sight, row): (&Sight<'_>, &Row<'_>),
    found: &mut Vec<Finding>,
) {
    let bench = judge.bench;
    let ended = row.end.day().is_some_and(|end| end <= bench.as_at);
    let outside = match words.only {
        Some(Only::InNeedPlan) => row.status != CaseStatus::InNeedPlan,
        None => false,
    };
    if row.start > bench.as_at || ended || sight.adult || outside {
        return;
    }
    let runs = runs(judge, words, row);
    if matches!(runs, Runs::Not) {
        return;
    }
    let except = |case| words.except.contains(&case);
    let judged = if except(Except::Unborn) && sight.unborn {
        Judged::not_applicable(&bench.words.unborn)
    } else if except(Except::ShortBreaks) && row.short_breaks {
        Judged::not_applicable(&bench.words.short_breaks)
    } else if row.end == Dated::Unreadable {
        Judged::not_computable(&bench.words.unreadable_end)
    } else {
        match runs {
            Runs::From(trigger) => judge.open_on_cases(trigger),
            Runs::OutsideCalendar => Judged::not_computable(&bench.words.outside_calendar),
            Runs::Unreadable | Runs::Not => Judged::not_computable(&bench.words.unreadable),
        }
    };
    let fact = FactRef {
        kind: row.kind,
        start: Some(row.start),
        source_ref: row.source_ref.clone(),
    };
    found.push(judged.finding(sight.subject(), fact, sight.held()));
}

fn runs(judge: &Judge<'_>, words: &Latest, row: &Row<'_>) -> Runs {
    let latest = match row.latest {
        // A date that cannot be read still says that there was one, so the clock of the first
        // interval has stopped.
        Dated::Unreadable if matches!(words.stage, Stage::Any | Stage::Later) => {
            return Runs::Unreadable;
        }
        Dated::Unreadable => return Runs::Not,
        Dated::On(day) if day > judge.bench.as_at => None,
        Dated::On(day) => match words.counted {
            Counted::OnStart => (day >= row.start).then_some(day),
            Counted::AfterStart => (day > row.start).then_some(day),
        },
        Dated::Blank => None,
    };
    match (words.stage, latest) {
        (Stage::Any, latest) => Runs::From(latest.unwrap_or(row.start)),
        (Stage::First, None) => Runs::From(row.start),
        (Stage::First, Some(_)) | (Stage::Second | Stage::Later, None) => Runs::Not,
        (Stage::Second, Some(day)) => match was_first(judge, words, (row.start, day)) {
            Some(true) => Runs::From(day),
            Some(false) | None => Runs::Not,
        },
        (Stage::Later, Some(day)) => match was_first(judge, words, (row.start, day)) {
            Some(false) => Runs::From(day),
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
