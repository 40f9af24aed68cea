//! A made-up authority: Fictonshire, with its families, hubs, workers and three monthly extracts.
//!
//! It never takes anything from a real place: names come from two lists of plain inventions and
//! ids from a shuffled count. The surprising thing: each family's whole story is made up first,
//! and an extract is only what somebody could have seen of it on that day, so that what was
//! entered late is missing from the earlier extract and there in the next, as in practice.

mod chance;
mod extract;
mod follow;
mod journey;
mod oversight;
mod service;

#[cfg(test)]
mod tests;

use crate::model::{Batch, Day, Name};

use chance::Chance;
use journey::{Family, Path};
use oversight::Sitting;
use service::Service;

/// The size and the day of the authority to make up. The same plan gives the same authority.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Children with an open case on the newest extract.
    pub children: u32,
    pub seed: u64,
    /// The day up to which the newest extract speaks.
    pub as_at: Day,
}

impl Plan {
    /// The authority of the demo: 700 open children.
    #[must_use]
    pub const fn usual(as_at: Day) -> Self {
        Self {
            children: 700,
            seed: 1,
            as_at,
        }
    }
}

/// A change in how the service works, for the note and for charts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    pub what: &'static str,
    pub live_from: Day,
    pub bedding_in_until: Day,
    pub expected: &'static str,
}

/// A made-up authority as three extracts, oldest first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Authority {
    pub name: &'static str,
    /// Each extract with its as-at; to be imported in this order.
    pub extracts: Vec<(Day, Batch)>,
    pub changes: Vec<Change>,
}

/// What happened in the authority, known or not.
struct Truth {
    plan: Plan,
    service: Service,
    families: Vec<(Family, Vec<Sitting>)>,
    /// Sessions of workers about their own work: worker and session.
    staff: Vec<(Name, Sitting)>,
    /// What followed from oversight of each family, in the order of `families`.
    follow: Vec<Vec<follow::Row>>,
    /// Who works here and who was away.
    people: Vec<follow::Row>,
    /// The first day from which supervision is in the export.
    supervision_from: Day,
    live_from: Day,
}

/// How many months before the day of the plan each extract was drawn.
const MONTHS: [i32; 3] = [2, 1, 0];

/// The extracts of a plan alone, oldest first. Each is made when it is asked for: of a very large
/// authority, only one is in memory at a time.
pub fn extracts(plan: &Plan) -> impl Iterator<Item = (Day, Batch)> {
    let truth = Truth::of(*plan);
    MONTHS.into_iter().map(move |months| truth.extract(months))
}

/// Makes up the authority of a plan. Takes time and memory in proportion to its children.
#[must_use]
pub fn authority(plan: &Plan) -> Authority {
    let truth = Truth::of(*plan);
    let extracts = MONTHS.map(|months| truth.extract(months)).to_vec();
    Authority {
        name: "Fictonshire",
        extracts,
        changes: vec![Change {
            what: "weekly hub supervision begins",
            live_from: truth.live_from,
            bedding_in_until: truth.live_from.plus_months(6),
            expected: "case supervision more often, decisions with a reason on the file",
        }],
    }
}

impl Truth {
    fn of(plan: Plan) -> Self {
        let live_from = monday_before(plan.as_at.plus_days(-26 * 7));
        let mut truth = Self {
            plan,
            service: Service::new(plan.seed, plan.as_at),
            families: Vec::new(),
            staff: Vec::new(),
            follow: Vec::new(),
            people: Vec::new(),
            supervision_from: plan.as_at.plus_months(-12),
            live_from,
        };
        let mut open = 0;
        let mut number = 0;
        while open < plan.children {
            let mut chance = Chance::of(plan.seed, u64::from(number));
            let path = Path::of(number, &mut chance);
            let mut family =
                journey::family(&plan, (number, path), &mut truth.service, &mut chance);
            number += 1;
            if family.is_open() {
                let room = usize::try_from(plan.children - open).unwrap_or(usize::MAX);
                family.children.truncate(room);
                open += u32::try_from(family.children.len()).unwrap_or(u32::MAX);
            }
            let mut sittings = oversight::of_family(&family, &truth.oversight(), &mut chance);
            let follow = follow::of_family(number, &family, &mut sittings, &truth.oversight());
            truth.follow.push(follow);
            truth.families.push((family, sittings));
        }
        truth.staff = oversight::of_staff(&truth.oversight(), plan.seed);
        truth.people = follow::of_staff(&truth.oversight());
        truth
    }

    fn extract(&self, months: i32) -> (Day, Batch) {
        let as_at = self.plan.as_at.plus_months(-months);
        (as_at, extract::seen_on(self, as_at))
    }

    const fn oversight(&self) -> oversight::Setting<'_> {
        oversight::Setting {
            service: &self.service,
            from: self.supervision_from,
            live_from: self.live_from,
            as_at: self.plan.as_at,
            seed: self.plan.seed,
        }
    }
}

/// This day, or the Monday after it where it falls on a weekend.
fn weekday(day: Day) -> Day {
    match day.weekday() {
        5 => day.plus_days(2),
        6 => day.plus_days(1),
        _ => day,
    }
}

/// The weekday that comes this many weekdays later. Bank holidays are not thought of: the rules
/// count them, and a story that ignores them is a little later for it.
fn weekdays_after(day: Day, count: i32) -> Day {
    let from = weekday(day);
    let days = i32::from(from.weekday()) + count.max(0);
    from.plus_days(days / 5 * 7 + days % 5 - i32::from(from.weekday()))
}

fn monday_before(day: Day) -> Day {
    day.plus_days(-i32::from(day.weekday()))
}
