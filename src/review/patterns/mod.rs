//! What only the figures of a whole service or team can show: assessments that gather before the
//! ceiling, sessions put on the file in batches or long after.
//!
//! It speaks of the service and of teams, never of a worker or a child, and the innocent
//! explanations come before the figures. The surprising thing: it never says that something is
//! wrong. The strongest word it has is "ask".

mod plan;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::model::{Day, Name, Session, SessionStatus, SessionType};
use crate::stats::{Quartiles, wilson};

use super::Picture;

pub use plan::Plan;
use plan::{Look, plans};

/// What the figures of a service or a team say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Nothing was there to count.
    Nothing,
    /// Fewer than the pattern needs.
    TooFew,
    StandsOutNot,
    Ask,
}

/// The figures of a service or a team.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The team; `None`: the whole service.
    pub team: Option<Name>,
    pub part: u32,
    pub whole: u32,
    pub verdict: Verdict,
    /// "too few to tell: 7 assessments", "ask about it", "nothing stands out".
    pub words: String,
    /// The sums, a sentence each; empty where there are too few.
    pub sums: Vec<String>,
    /// How many in each band, where the pattern has bands.
    pub bands: Vec<(String, u32)>,
}

/// One pattern with the service first and then each team, in the order of their names.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub plan: &'static Plan,
    pub readings: Vec<Reading>,
}

impl Pattern {
    /// The pattern for the whole service, a paragraph each: its name, what else it may be, then
    /// the sums.
    #[must_use]
    pub fn in_words(&self) -> Vec<String> {
        let plan = self.plan;
        let mut words = vec![
            plan.name.clone(),
            format!("What else it may be: {}", plan.innocent.join(" ")),
        ];
        if let Some(whole) = self.readings.first() {
            words.push(format!("Whole service: {}.", whole.words));
            words.extend(whole.sums.iter().cloned());
            if !whole.bands.is_empty() {
                let bands = whole.bands.iter();
                let bands: Vec<String> = bands
                    .map(|(name, many)| format!("{name}: {many}"))
                    .collect();
                words.push(format!("By working days: {}.", bands.join(", ")));
            }
        }
        words.extend(plan.beside.clone());
        words.push(plan.ask.clone());
        words
    }

    /// A line for each team.
    #[must_use]
    pub fn teams_in_words(&self) -> Vec<String> {
        let teams = self.readings.iter().filter_map(|reading| {
            let team = reading.team.as_deref()?;
            Some(if reading.sums.is_empty() {
                format!("{team}: {}.", reading.words)
            } else {
                format!(
                    "{team}: {} of {}; {}.",
                    reading.part, reading.whole, reading.words
                )
            })
        });
        teams.collect()
    }
}

/// What is counted for one service or team before it is judged.
#[derive(Default)]
struct Counted {
    /// A condition of the pattern beside its share does not hold.
    unremarkable: bool,
    part: u32,
    whole: u32,
    sums: Vec<String>,
    bands: Vec<(String, u32)>,
}

/// Every pattern on this picture. `before` is a day that mattered, such as the first of an
/// inspection: what was put on the file just before it is counted too.
#[must_use]
pub fn patterns(picture: &Picture, before: Option<Day>) -> Vec<Pattern> {
    let records = records(picture);
    let one = |plan: &'static Plan| Pattern {
        readings: match &plan.look {
            Look::Bunching { rule, .. } => {
                by_team(&lengths(picture, rule), |some| (bunched(plan, some), plan))
            }
            Look::Batch { .. } => by_team(&records, |some| (batched(plan, some, before), plan)),
            Look::Late { .. } => by_team(&records, |some| (late(plan, some), plan)),
        },
        plan,
    };
    plans().iter().map(one).collect()
}

/// A team, and what it did.
type OfTeam<T> = (Option<Name>, T);

fn by_team<T: Copy>(
    all: &[OfTeam<T>],
    count: impl Fn(&[T]) -> (Counted, &'static Plan),
) -> Vec<Reading> {
    let whole: Vec<T> = all.iter().map(|(_, one)| *one).collect();
    let mut teams: BTreeMap<&Name, Vec<T>> = BTreeMap::new();
    for (team, one) in all {
        if let Some(team) = team {
            teams.entry(team).or_default().push(*one);
        }
    }
    let (counted, plan) = count(&whole);
    let mut readings = vec![judged(plan, None, counted)];
    for (team, own) in teams {
        let (counted, plan) = count(&own);
        readings.push(judged(plan, Some(team.clone()), counted));
    }
    readings
}

fn judged(plan: &Plan, team: Option<Name>, counted: Counted) -> Reading {
    let Counted {
        unremarkable,
        part,
        whole,
        sums,
        bands,
    } = counted;
    let reached = !unremarkable && part * 100 >= plan.ask_from * whole && part > 0;
    let (verdict, words) = match whole {
        0 => (Verdict::Nothing, format!("no {} to count", plan.counted)),
        few if few < plan.fewest => (
            Verdict::TooFew,
            format!("too few to tell: {few} {}", plan.counted),
        ),
        _ if reached => (Verdict::Ask, "ask about it".to_owned()),
        _ => (Verdict::StandsOutNot, "nothing stands out".to_owned()),
    };
    let told = matches!(verdict, Verdict::Ask | Verdict::StandsOutNot);
    Reading {
        team,
        part,
        whole,
        verdict,
        words,
        sums: if told { sums } else { Vec::new() },
        bands: if told { bands } else { Vec::new() },
    }
}

/// "34 of 120 (28 in 100; 95 % band 21 to 37)".
fn share(part: u32, whole: u32) -> String {
    let hundred = |x: f64| format!("{:.0}", x * 100.0);
    let band = wilson(part, whole).map_or_else(String::new, |band| {
        format!(
            "; 95 % band {} to {}",
            hundred(band.low),
            hundred(band.high)
        )
    });
    let of = f64::from(part) / f64::from(whole.max(1));
    format!("{part} of {whole} ({} in 100{band})", hundred(of))
}

/// How long each completed clock of a rule took, in its unit.
fn lengths(picture: &Picture, rule: &str) -> Vec<OfTeam<i32>> {
    let Some(result) = picture.check.chosen(rule) else {
        return Vec::new();
    };
    let done = result.findings.iter().filter(|one| one.stop.is_some());
    done.filter(|one| one.elapsed.is_some_and(|length| length >= 0))
        .filter_map(|one| Some((one.team.clone(), one.elapsed?)))
        .collect()
}

fn bunched(plan: &Plan, lengths: &[i32]) -> Counted {
    let Look::Bunching {
        first,
        last,
        early,
        edges,
        ..
    } = &plan.look
    else {
        return Counted::default();
    };
    let many = |some: &dyn Fn(&i32) -> bool| {
        u32::try_from(lengths.iter().filter(|length| some(length)).count()).unwrap_or(u32::MAX)
    };
    let whole = many(&|_| true);
    let part = many(&|length| (first..=last).contains(&length));
    let mut sums = vec![
        format!("On working days {first} to {last}: {}.", share(part, whole)),
        format!(
            "Within {early} working days: {}.",
            share(many(&|length| length <= early), whole)
        ),
    ];
    if let Some(quarters) = Quartiles::of(lengths.to_vec()) {
        sums.push(format!(
            "A quarter took {:.0} working days or fewer, half {:.0}, three quarters {:.0}.",
            quarters.lower, quarters.median, quarters.upper
        ));
    }
    let mut bands = Vec::new();
    let mut low = 0;
    for edge in edges {
        let name = match (low, *edge) {
            (_, 0) => "same day".to_owned(),
            (low, edge) => format!("{low}-{edge}"),
        };
        bands.push((name, many(&|length| (low..=*edge).contains(length))));
        low = edge + 1;
    }
    bands.push((format!("{low}+"), many(&|length| *length >= low)));
    Counted {
        unremarkable: false,
        part,
        whole,
        sums,
        bands,
    }
}

/// A session: the day on which it was held and the day on which it was put on the file.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Recorded {
    held: Day,
    on: Day,
}

/// By what a session is known again: held and put on the file when, of what kind, with whom.
type Once<'a> = (Day, Day, SessionType, Option<&'a Name>, Option<&'a Name>);

/// Every held session that is on the file, once, however many children it was about.
fn records(picture: &Picture) -> Vec<OfTeam<Recorded>> {
    let as_at = picture.check.as_at;
    let caseload = &picture.caseload;
    let about_children = caseload.children.iter().flat_map(|file| &file.sessions);
    let all = about_children.chain(&caseload.staff_sessions);
    let mut seen: HashSet<Once<'_>> = HashSet::new();
    let mut records = Vec::new();
    for session in all.map(|known| &known.is) {
        let Some(on) = put_there(session, as_at) else {
            continue;
        };
        // Without an id of its own a session is known by who held it with whom, and when.
        let who = session.id.as_ref().or(session.worker.as_ref());
        let with = session.supervisor.as_ref();
        if seen.insert((session.on, on, session.kind, who, with)) {
            let record = Recorded {
                held: session.on,
                on,
            };
            records.push((session.team.clone(), record));
        }
    }
    records
}

fn put_there(session: &Session, as_at: Day) -> Option<Day> {
    let on = session.recorded.day()?;
    let told = session.status == SessionStatus::Held && on >= session.on && on <= as_at;
    told.then_some(on)
}

fn batched(plan: &Plan, records: &[Recorded], named: Option<Day>) -> Counted {
    let Look::Batch {
        usual,
        span,
        before,
    } = &plan.look
    else {
        return Counted::default();
    };
    let whole = number(records.len());
    let mut by_day: HashMap<Day, Vec<Day>> = HashMap::new();
    for record in records {
        by_day.entry(record.on).or_default().push(record.held);
    }
    let days = number(by_day.len());
    // The earliest of equals, so that the same records always name the same day.
    let busiest = by_day
        .into_iter()
        .max_by_key(|(day, held)| (held.len(), std::cmp::Reverse(*day)));
    let Some((day, held)) = busiest else {
        return Counted::default();
    };
    let many = number(held.len());
    let first = held.iter().min().copied().unwrap_or(day);
    let last = held.iter().max().copied().unwrap_or(day);
    let spread = last.days_since(first);
    let different: BTreeSet<Day> = held.into_iter().collect();
    let mut sums = vec![
        format!(
            "Most were put on the file on {}: {}, held on {} different days from {} to {}.",
            day.long(),
            share(many, whole),
            different.len(),
            first.long(),
            last.long()
        ),
        format!(
            "A usual day has {:.1}: {whole} on {days} days.",
            f64::from(whole) / f64::from(days.max(1))
        ),
    ];
    if let Some(named) = named {
        let from = named.plus_days(-before);
        let near = |record: &&Recorded| record.on >= from && record.on < named;
        let part = number(records.iter().filter(near).count());
        sums.push(format!(
            "In the {before} days before {}: {}.",
            named.long(),
            share(part, whole)
        ));
    }
    Counted {
        unremarkable: many * days < usual * whole || spread < *span,
        part: many,
        whole,
        sums,
        bands: Vec::new(),
    }
}

fn late(plan: &Plan, records: &[Recorded]) -> Counted {
    let Look::Late { after } = &plan.look else {
        return Counted::default();
    };
    let mut lags: Vec<i32> = records
        .iter()
        .map(|record| record.on.days_since(record.held))
        .collect();
    lags.sort_unstable();
    let whole = number(lags.len());
    let part = number(lags.iter().filter(|lag| *lag > after).count());
    let mut sums = vec![format!(
        "More than {after} days after they were held: {}.",
        share(part, whole)
    )];
    // The smallest lag within which so many in 100 were put on the file.
    let within = |hundredths: usize| {
        let place = (lags.len() * hundredths).div_ceil(100).max(1) - 1;
        lags.get(place).copied()
    };
    if let (Some(half), Some(most)) = (within(50), within(95)) {
        sums.push(format!(
            "Of those put on the file, 50 in 100 were there within {} and 95 in 100 within {}. \
             Sessions that were never put there are not in these figures.",
            days(half),
            days(most)
        ));
    }
    Counted {
        unremarkable: false,
        part,
        whole,
        sums,
        bands: Vec::new(),
    }
}

fn days(count: i32) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} day{plural}")
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
