//! Who works here on the day: roles, who supervises whom, who is away.
//!
//! Built once for a check from the staff file, the list of absences and the list of supervisors;
//! each may be missing. The surprising thing: an absence here never reaches a child's clock. It
//! pauses the worker's own, and it is what the rules about absent workers are made of.

use std::collections::{BTreeMap, HashMap};

use super::sight::Bench;
use crate::model::{Caseload, Dated, Day, Name, Staff, StaffRole};
use crate::rules::{RuleBook, governing};

/// A time away, both days included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Away<'a> {
    pub from: Day,
    /// `None`: still away.
    pub to: Option<Day>,
    pub cover: Option<&'a Name>,
}

impl Away<'_> {
    /// Whether the day lies in it.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| to >= day)
    }
}

/// Everybody of whom the staff file, absences and supervisors' list speak.
#[derive(Default)]
pub(super) struct People<'a> {
    /// By name; those who have left as well.
    staff: BTreeMap<&'a Name, &'a Staff>,
    /// By worker, in order of their first day.
    away: HashMap<&'a str, Vec<Away<'a>>>,
    supervisors: HashMap<&'a str, &'a Name>,
    /// Why a worker has no supervisor, in words.
    vacancies: HashMap<&'a str, Name>,
}

impl<'a> People<'a> {
    pub fn new(caseload: &'a Caseload, book: &RuleBook, as_at: Day) -> Self {
        let rows = caseload.staff.iter().filter(|row| row.listed);
        let mut people = Self {
            staff: rows.map(|row| (&row.is.worker, &row.is)).collect(),
            ..Self::default()
        };
        for row in &caseload.absences {
            let to = match row.to {
                Dated::Blank => None,
                Dated::On(day) if day >= row.from => Some(day),
                Dated::On(_) | Dated::Unreadable => continue,
            };
            let away = Away {
                from: row.from,
                to,
                cover: row.is.cover.as_ref(),
            };
            people.away.entry(&row.is.worker).or_default().push(away);
        }
        for spans in people.away.values_mut() {
            spans.sort_by_key(|away| (away.from, away.to.is_none(), away.to));
        }
        people.assign(caseload, book, as_at);
        people
    }

    /// Settles who answers for each worker on the day: the list of supervisors, else the staff
    /// file.
    fn assign(&mut self, caseload: &'a Caseload, book: &RuleBook, as_at: Day) {
        let mut links: HashMap<&'a str, (Option<Day>, Option<&'a Name>)> = HashMap::new();
        let mut ended: HashMap<&'a str, Day> = HashMap::new();
        for link in &caseload.supervisors {
            let (from, to) = (link.from.day(), link.to.day());
            if from.is_some_and(|from| from > as_at) {
                continue;
            }
            let worker = link.is.worker.as_ref();
            if let Some(to) = to.filter(|to| *to < as_at) {
                let last = ended.entry(worker).or_insert(to);
                *last = (*last).max(to);
                continue;
            }
            let newest = links.entry(worker).or_insert((None, None));
            if newest.1.is_none() || from >= newest.0 {
                *newest = (from, Some(&link.is.supervisor));
            }
        }
        let mut named: HashMap<&'a str, Option<&'a Name>> = HashMap::new();
        for (&worker, &staff) in &self.staff {
            named.insert(&**worker, staff.supervisor.as_ref());
        }
        for (worker, (_, supervisor)) in links {
            named.insert(worker, supervisor);
            ended.remove(worker);
        }
        for (worker, supervisor) in named {
            if ended.contains_key(worker) {
                continue;
            }
            self.appoint(worker, supervisor, (book, as_at));
        }
        for (worker, to) in ended {
            let why = format!("no supervisor since {}", to.long());
            self.vacancies.insert(worker, why.into());
        }
    }

    fn appoint(
        &mut self,
        worker: &'a str,
        supervisor: Option<&'a Name>,
        (book, as_at): (&RuleBook, Day),
    ) {
        let Some(supervisor) = supervisor else {
            return;
        };
        let left = self.staff.get(supervisor).and_then(|row| row.left.day());
        if let Some(left) = left.filter(|left| *left <= as_at) {
            let why = format!("the supervisor {supervisor} left on {}", left.long());
            self.vacancies.insert(worker, why.into());
        } else if book.is_placeholder(supervisor) || is_vacant(supervisor) {
            self.vacancies
                .insert(worker, "the supervisor's post is vacant".into());
        } else {
            self.supervisors.insert(worker, supervisor);
        }
    }

    /// Those employed on the day, in order of name.
    pub fn employed(&self, as_at: Day) -> impl Iterator<Item = &'a Staff> {
        let all = self.staff.values().copied();
        all.filter(move |row| {
            row.started.day().is_none_or(|day| day <= as_at)
                && row.left.day().is_none_or(|day| day > as_at)
        })
    }

    pub fn of(&self, worker: &Name) -> Option<&'a Staff> {
        self.staff.get(worker).copied()
    }

    pub fn role(&self, worker: &Name) -> Option<StaffRole> {
        self.of(worker).map(|row| row.role)
    }

    /// The worker's times away, in order.
    pub fn away(&self, worker: &str) -> &[Away<'a>] {
        self.away.get(worker).map_or(&[], Vec::as_slice)
    }

    /// The absence in which the worker is on a day; of several the one that began first.
    pub fn away_on(&self, worker: &str, day: Day) -> Option<Away<'a>> {
        let mut spans = self.away(worker).iter();
        spans.find(|away| away.covers(day)).copied()
    }

    /// Lays the named supervisors over those whom sessions name; nobody over a vacant post.
    pub fn overrule(&self, by_session: &mut HashMap<&'a str, &'a Name>) {
        by_session.retain(|worker, _| !self.vacancies.contains_key(worker));
        by_session.extend(&self.supervisors);
    }

    /// Why nobody is named, where the staff file speaks of the worker and nobody is.
    pub fn vacancy(&self, worker: &str) -> Option<&Name> {
        self.vacancies.get(worker)
    }
}

/// Whom a supervisor answers for on the day. It says how much there is to do, and judges nobody.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Supervised {
    pub workers: u32,
    /// Hundredths of full time, of those workers of whom the staff file gives it.
    pub fte: u32,
    /// Workers of whom it does not.
    pub fte_unknown: u32,
    /// Workers who are away on the day.
    pub away: u32,
    /// Open cases that the workers hold.
    pub cases: u32,
}

impl Supervised {
    /// "6 workers (5.5 full-time), 1 away, 63 open cases".
    #[must_use]
    pub fn words(&self) -> String {
        let many = |number: u32, noun: &str| {
            let plural = if number == 1 { "" } else { "s" };
            format!("{number} {noun}{plural}")
        };
        let fte = match (self.fte, self.fte_unknown) {
            (fte, 0) => format!(" ({}.{} full-time)", fte / 100, fte % 100 / 10),
            _ => String::new(),
        };
        let away = match self.away {
            0 => String::new(),
            away => format!(", {away} away"),
        };
        let (workers, cases) = (many(self.workers, "worker"), many(self.cases, "open case"));
        format!("{workers}{fte}{away}, {cases}")
    }
}

/// Everybody who answers for others, by name; nothing without a staff file.
pub(super) fn supervised(bench: &Bench<'_>) -> BTreeMap<Name, Supervised> {
    let mut all: BTreeMap<Name, Supervised> = BTreeMap::new();
    if bench.caseload.staff.is_empty() {
        return all;
    }
    for staff in bench.people.employed(bench.as_at) {
        let Some(supervisor) = bench.supervisor_of(&staff.worker) else {
            continue;
        };
        let of = all.entry(supervisor).or_default();
        of.workers += 1;
        match staff.fte {
            Some(fte) => of.fte += u32::from(fte),
            None => of.fte_unknown += 1,
        }
        of.away += u32::from(bench.people.away_on(&staff.worker, bench.as_at).is_some());
    }
    for file in &bench.caseload.children {
        let worker = governing(file, bench.as_at).and_then(|row| row.handler.worker.as_ref());
        let supervisor = worker.and_then(|worker| bench.supervisor_of(worker));
        if let Some(of) = supervisor.and_then(|supervisor| all.get_mut(&supervisor)) {
            of.cases += 1;
        }
    }
    all
}

fn is_vacant(name: &str) -> bool {
    name.split(|c: char| !c.is_alphanumeric())
        .any(|word| matches!(word.to_lowercase().as_str(), "vacant" | "vacancy"))
}
