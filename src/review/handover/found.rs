//! Who changed: read from allocations, staff, absences and links to supervisors.

use std::collections::{BTreeMap, BTreeSet};

use super::{ChangeKind, ChangeOfHands, RECENT};
use crate::model::{CaseFile, Dated, Day, InvolvedAs, Known, Name, Staff, SupervisorLink};
use crate::review::Picture;

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

    /// Everybody whose work passed, or has to pass, to somebody else; the newest first.
    #[must_use]
    pub fn changes_of_hands(&self) -> Vec<ChangeOfHands> {
        let mut found = self.workers_changed();
        found.extend(self.away());
        found.extend(self.gone());
        found.extend(self.supervisors_changed());
        found.sort_by(|a, b| (b.on, a.kind, &a.from).cmp(&(a.on, b.kind, &b.from)));
        found
    }

    fn change(&self, kind: ChangeKind, from: &Name, on: Day) -> ChangeOfHands {
        ChangeOfHands {
            kind,
            from: from.clone(),
            to: None,
            on,
            until: None,
            role: self.staff(from).map(|row| row.role),
            children: 0,
        }
    }

    fn workers_changed(&self) -> Vec<ChangeOfHands> {
        let mut pairs: BTreeMap<(&Name, &Name), (Day, usize)> = BTreeMap::new();
        for row in self.cases.iter().filter(|row| row.open) {
            let Some(file) = self.caseload.children.get(row.child) else {
                continue;
            };
            // Only the last change says who holds the child now.
            if let Some(last) = passed(file, self.since(), self.check.as_at).pop() {
                let known = pairs.entry((last.from, last.to)).or_insert((last.on, 0));
                known.0 = known.0.max(last.on);
                known.1 += 1;
            }
        }
        pairs
            .into_iter()
            .map(|((from, to), (on, children))| ChangeOfHands {
                to: Some(to.clone()),
                children,
                ..self.change(ChangeKind::Worker, from, on)
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

    fn supervisors_changed(&self) -> Vec<ChangeOfHands> {
        let mut of: BTreeMap<&Name, Vec<&SupervisorLink>> = BTreeMap::new();
        for link in &self.caseload.supervisors {
            of.entry(&link.worker).or_default().push(&link.is);
        }
        let since = self.since();
        let mut pairs: BTreeMap<(&Name, &Name), (Day, usize)> = BTreeMap::new();
        for (worker, mut links) in of {
            links.sort_by_key(|link| link.from.day());
            for pair in links.windows(2) {
                let [before, after] = pair else { continue };
                let Some(on) = after.from.day() else { continue };
                let new = before.supervisor != after.supervisor;
                if new && on >= since && on <= self.check.as_at {
                    let known = pairs
                        .entry((&before.supervisor, &after.supervisor))
                        .or_insert((on, 0));
                    known.0 = known.0.max(on);
                    let held = self.cases.iter().filter(|row| row.open);
                    let own = held.filter(|row| row.worker.as_deref() == Some(&**worker));
                    known.1 += own.count();
                }
            }
        }
        pairs
            .into_iter()
            .map(|((from, to), (on, children))| ChangeOfHands {
                to: Some(to.clone()),
                children,
                ..self.change(ChangeKind::Supervisor, from, on)
            })
            .collect()
    }
}
