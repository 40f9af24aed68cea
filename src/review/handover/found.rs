//! Who changed: read from allocations, staff, absences and links to supervisors.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{Beside, ChangeKind, ChangeOfHands, DayOf, RECENT};
use crate::model::{CaseFile, Dated, Day, InvolvedAs, Known, Name, Staff, SupervisorLink};
use crate::review::Picture;
use crate::store::{NamedBefore, Whose};

/// From whom and to whom work passed: the newest day, how it is known, and how much it is.
type Pairs<'a> = BTreeMap<(&'a Name, Option<&'a Name>), (Day, DayOf, usize)>;

/// A child's worker before and after, and the day of the change.
pub(super) struct Passed<'a> {
    pub from: &'a Name,
    pub to: &'a Name,
    pub on: Day,
}

/// The changes of a child's worker since a day, the oldest first.
pub(super) fn passed(file: &CaseFile, since: Day, as_at: Day) -> Vec<Passed<'_>> {
    let rows = file.further().involvements.iter();
    let mut rows: Vec<(Day, &Name)> = rows
        .filter(|row| row.is.role == InvolvedAs::CaseWorker && row.start <= as_at)
        .filter_map(|row| Some((row.start, row.handler.worker.as_ref()?)))
        .collect();
    rows.sort_by_key(|(start, _)| *start);
    rows.windows(2)
        .filter_map(|pair| match pair {
            [(_, from), (on, to)] if from != to && *on >= since => {
                Some(Passed { from, to, on: *on })
            }
            _ => None,
        })
        .collect()
}

impl Picture {
    fn since(&self) -> Day {
        self.check.as_at.plus_days(-RECENT)
    }

    /// The row of somebody in the list of staff.
    pub(super) fn staff(&self, name: &str) -> Option<&Known<Staff>> {
        self.caseload.staff.iter().find(|row| &*row.worker == name)
    }

    /// The open children that a worker holds, or whose worker they supervise.
    pub(super) fn held_by(&self, name: &str) -> BTreeSet<usize> {
        let workers = self.supervised_by(name);
        let of_cases = self.cases.iter().filter(|row| row.open).filter(|row| {
            row.worker
                .as_deref()
                .is_some_and(|worker| worker == name || workers.contains(worker))
        });
        let mut held: BTreeSet<usize> = of_cases.map(|row| row.child).collect();
        let of_gaps = self
            .gaps
            .iter()
            .filter(|gap| gap.supervisor.as_deref() == Some(name));
        held.extend(
            of_gaps
                .filter_map(|gap| gap.child)
                .filter(|child| self.case_row(*child).is_some_and(|row| row.open)),
        );
        held
    }

    fn supervised_by(&self, name: &str) -> BTreeSet<&str> {
        let staff = self.caseload.staff.iter();
        let by_staff = staff.filter(|row| row.supervisor.as_deref() == Some(name));
        let links = self.caseload.supervisors.iter();
        let by_link = links.filter(|link| &*link.supervisor == name && self.lately(link));
        let workers = by_staff.map(|row| &*row.worker);
        workers.chain(by_link.map(|link| &*link.worker)).collect()
    }

    /// A link that stands, or that ended a short while ago.
    fn lately(&self, link: &SupervisorLink) -> bool {
        link.to.day().is_none_or(|to| to >= self.since())
            && link.from.day().is_none_or(|from| from <= self.check.as_at)
    }

    /// Everybody whose work passed, or has to pass, to somebody else: first those of whose work
    /// nobody is named to take over what is left, then by day, the newest first.
    #[must_use]
    pub fn changes_of_hands(&self, beside: Beside<'_>) -> Vec<ChangeOfHands> {
        let mut found = self.workers_changed(beside.before);
        found.extend(self.away());
        found.extend(self.gone());
        found.extend(self.supervisors_changed(beside.before));
        let owned = self.owned(beside);
        // Whoever left and whose children all went to one person has been followed by that person.
        let mut followed: HashMap<Name, BTreeSet<Name>> = HashMap::new();
        for change in found.iter().filter(|one| one.kind == ChangeKind::Worker) {
            let to = followed.entry(change.from.clone()).or_default();
            to.extend(change.to.clone());
        }
        for change in &mut found {
            if change.kind == ChangeKind::WorkerLeft && change.children == 0 {
                let to = followed.get(&change.from).filter(|to| to.len() == 1);
                change.to = to.and_then(|to| to.first().cloned());
            }
            change.actions = owned.get(&change.from).copied().unwrap_or(0);
        }
        found.sort_by(|a, b| {
            let of = |one: &ChangeOfHands| (one.waits(), std::cmp::Reverse(one.on), one.kind);
            of(a).cmp(&of(b)).then_with(|| a.from.cmp(&b.from))
        });
        found
    }

    /// How many open actions and promises are in each name; one about several children is one.
    fn owned(&self, beside: Beside<'_>) -> HashMap<Name, usize> {
        let mut known: BTreeSet<(Name, String)> = BTreeSet::new();
        let threads = self.threads(beside.promises).into_iter();
        for thread in threads.filter(|one| one.state.is_open()) {
            let id = thread.id();
            known.extend(thread.owner.map(|owner| (owner, id)));
        }
        let mut owned: HashMap<Name, usize> = HashMap::new();
        for (owner, _) in known {
            *owned.entry(owner).or_default() += 1;
        }
        owned
    }

    /// Whoever held a child before the one who holds it now: by the allocations with dates, else by
    /// the name that an earlier extract gave.
    pub(super) fn held_before<'a>(
        &'a self,
        row: &'a crate::review::CaseRow,
        before: &'a [NamedBefore],
    ) -> Option<(&'a Name, Option<&'a Name>, Day, DayOf)> {
        let file = self.caseload.children.get(row.child)?;
        if let Some(last) = passed(file, self.since(), self.check.as_at).pop() {
            return Some((last.from, Some(last.to), last.on, DayOf::Change));
        }
        let own = before.iter().rev().find(|one| {
            one.whose == Whose::Child(file.child.id.clone())
                && Some(&one.from) != row.worker.as_ref()
        })?;
        Some((&own.from, row.worker.as_ref(), own.on, DayOf::Extract))
    }

    fn change(&self, kind: ChangeKind, from: &Name, on: Day) -> ChangeOfHands {
        ChangeOfHands {
            kind,
            from: from.clone(),
            to: None,
            on,
            day_of: DayOf::Change,
            until: None,
            role: self.staff(from).map(|row| row.role),
            children: 0,
            actions: 0,
        }
    }

    fn workers_changed(&self, before: &[NamedBefore]) -> Vec<ChangeOfHands> {
        let of_children = of_children(before);
        let mut pairs = Pairs::new();
        for row in self.cases.iter().filter(|row| row.open) {
            let Some(file) = self.caseload.children.get(row.child) else {
                continue;
            };
            let own = of_children.get(file.child.id.as_str());
            let own = own.map(Vec::as_slice).unwrap_or_default();
            // Only the last change says who holds the child now.
            if let Some((from, to, on, day_of)) = self.held_before(row, own) {
                add(&mut pairs, (from, to), (on, day_of, 1));
            }
        }
        self.of_pairs(ChangeKind::Worker, pairs)
    }

    fn of_pairs(&self, kind: ChangeKind, pairs: Pairs<'_>) -> Vec<ChangeOfHands> {
        let changes = pairs.into_iter();
        changes
            .map(|((from, to), (on, day_of, children))| ChangeOfHands {
                to: to.cloned(),
                day_of,
                children,
                ..self.change(kind, from, on)
            })
            .collect()
    }

    fn away(&self) -> Vec<ChangeOfHands> {
        let as_at = self.check.as_at;
        let rows = self.caseload.absences.iter();
        let now = rows.filter(|row| {
            let back = match row.to {
                Dated::On(to) => to < as_at,
                Dated::Blank | Dated::Unreadable => false,
            };
            row.from <= as_at.plus_days(14) && !back
        });
        now.map(|row| ChangeOfHands {
            to: row.cover.clone(),
            until: row.to.day(),
            children: self.held_by(&row.worker).len(),
            ..self.change(ChangeKind::Away, &row.worker, row.from)
        })
        .collect()
    }

    fn gone(&self) -> Vec<ChangeOfHands> {
        let since = self.since();
        let rows = self.caseload.staff.iter();
        rows.filter_map(|row| {
            let left = row.left.day().filter(|left| *left >= since)?;
            let kind = if row.role.leads() {
                ChangeKind::LeaderLeft
            } else if row.role.manages() {
                ChangeKind::SupervisorLeft
            } else {
                ChangeKind::WorkerLeft
            };
            Some(ChangeOfHands {
                children: self.held_by(&row.worker).len(),
                ..self.change(kind, &row.worker, left)
            })
        })
        .collect()
    }

    fn supervisors_changed(&self, before: &[NamedBefore]) -> Vec<ChangeOfHands> {
        let mut held: HashMap<&str, usize> = HashMap::new();
        for row in self.cases.iter().filter(|row| row.open) {
            if let Some(worker) = row.worker.as_deref() {
                *held.entry(worker).or_default() += 1;
            }
        }
        let held = |worker: &str| held.get(worker).copied().unwrap_or(0);
        let mut of: BTreeMap<&Name, Vec<&SupervisorLink>> = BTreeMap::new();
        for link in &self.caseload.supervisors {
            of.entry(&link.worker).or_default().push(&link.is);
        }
        let since = self.since();
        let mut pairs = Pairs::new();
        let mut linked: BTreeSet<(&Name, &Name)> = BTreeSet::new();
        for (worker, mut links) in of {
            links.sort_by_key(|link| link.from.day());
            for pair in links.windows(2) {
                let [was, is] = pair else { continue };
                let Some(on) = is.from.day() else { continue };
                let new = was.supervisor != is.supervisor;
                if new && on >= since && on <= self.check.as_at {
                    linked.insert((worker, &was.supervisor));
                    let between = (&was.supervisor, Some(&is.supervisor));
                    add(&mut pairs, between, (on, DayOf::Change, held(worker)));
                }
            }
        }
        // The list of staff of an earlier extract, where no link tells the day.
        for one in before {
            let Whose::Worker(worker) = &one.whose else {
                continue;
            };
            if !linked.contains(&(worker, &one.from)) {
                let between = (&one.from, one.to.as_ref());
                add(&mut pairs, between, (one.on, DayOf::Extract, held(worker)));
            }
        }
        self.of_pairs(ChangeKind::Supervisor, pairs)
    }
}

fn add<'a>(
    pairs: &mut Pairs<'a>,
    between: (&'a Name, Option<&'a Name>),
    (on, day_of, children): (Day, DayOf, usize),
) {
    let known = pairs.entry(between).or_insert((on, day_of, 0));
    if on >= known.0 {
        (known.0, known.1) = (on, day_of);
    }
    known.2 += children;
}

/// The names of each child's rows, in their order.
pub(super) fn of_children(before: &[NamedBefore]) -> HashMap<&str, Vec<NamedBefore>> {
    let mut found: HashMap<&str, Vec<NamedBefore>> = HashMap::new();
    for one in before {
        if let Whose::Child(child) = &one.whose {
            found.entry(child.as_str()).or_default().push(one.clone());
        }
    }
    found
}
