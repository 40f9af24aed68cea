//! What one person leaves, child by child.

use std::collections::{BTreeMap, BTreeSet};

use super::found::of_children;
use super::{Across, Asking, Beside, ChangeOfHands, ChildHands, Handover, Through};
use crate::model::{Answer, Day, EntryKind, Name, SessionStatus, State};
use crate::review::{CaseView, ClockRow, Filing, Picture, Thread};
use crate::rules::{Mode, Unit, limit_words};

/// Decisions that are older than this are in the chronology, not in a handover.
const DECISIONS_SINCE: i32 = 120;
/// How far ahead clocks are told of where nobody knows when somebody comes.
const AHEAD: i32 = 28;
/// The rule that asks for a new worker's first visit.
const NEW_WORKER: &str = "TRANSITION-WORKER-CHANGE";

/// Between whom, and when.
#[derive(Clone, Copy)]
struct Between<'a> {
    from: &'a Name,
    to: Option<&'a Name>,
    on: Day,
    until: Option<Day>,
}

/// A child whose work passes.
struct Passing {
    child: usize,
    through: Through,
    /// Who took it, as far as the sources say.
    to: Option<Name>,
}

impl Picture {
    /// What somebody leaves to whoever comes.
    ///
    /// # Errors
    /// A sentence: nobody, or several people, go by that name.
    pub fn handover(&self, asking: Asking<'_>, beside: Beside<'_>) -> Result<Handover, String> {
        let from = self.who_is(asking.from, beside)?;
        let to = asking.to.map(|name| Name::from(name.trim()));
        let known: Vec<ChangeOfHands> = self
            .changes_of_hands(beside)
            .into_iter()
            .filter(|change| change.from == from)
            .collect();
        let fits = |change: &&ChangeOfHands| to.is_none() || change.to == to;
        let told = known.iter().find(fits).or(known.first());
        let between = Between {
            from: &from,
            to: to.as_ref(),
            on: asking
                .on
                .or(told.map(|change| change.on))
                .unwrap_or(self.check.as_at),
            until: told.and_then(|change| change.until),
        };
        let mut families: BTreeMap<(bool, Name), Vec<ChildHands>> = BTreeMap::new();
        for passing in self.passing(between, beside) {
            let cover = told.and_then(|change| change.to.clone());
            let passing = Passing {
                to: to.clone().or(passing.to).or(cover),
                ..passing
            };
            if let Some(hands) = self.hands(passing, between, beside) {
                let key = hands
                    .family
                    .clone()
                    .map_or_else(|| (true, hands.shown.clone()), |family| (false, family));
                families.entry(key).or_default().push(hands);
            }
        }
        // Where each child has gone to the same person, that person takes over.
        let mut taken = families.values().flatten().map(|one| one.to.clone());
        let first = taken.next().flatten();
        let one = first.filter(|first| taken.all(|to| to.as_ref() == Some(first)));
        Ok(Handover {
            to: to
                .clone()
                .or_else(|| told.and_then(|change| change.to.clone()))
                .or(one),
            on: between.on,
            until: between.until,
            known,
            families: families.into_values().collect(),
            from,
        })
    }

    /// Somebody by name: as it is written, else by a part that only one person has.
    fn who_is(&self, typed: &str, beside: Beside<'_>) -> Result<Name, String> {
        let typed = typed.trim();
        let mut known: BTreeSet<&Name> = self.cases.iter().flat_map(|row| &row.worker).collect();
        known.extend(self.gaps.iter().flat_map(|gap| &gap.supervisor));
        known.extend(self.caseload.staff.iter().map(|row| &row.worker));
        known.extend(self.caseload.absences.iter().map(|row| &row.worker));
        known.extend(self.caseload.supervisors.iter().map(|row| &row.supervisor));
        known.extend(beside.before.iter().map(|one| &one.from));
        let files = self.caseload.children.iter();
        let further = files.filter_map(|file| file.further.as_deref());
        for further in further {
            known.extend(
                further
                    .involvements
                    .iter()
                    .flat_map(|row| &row.is.handler.worker),
            );
            known.extend(further.actions.iter().flat_map(|row| &row.is.owner));
        }
        if let Some(name) = known.iter().find(|name| name.eq_ignore_ascii_case(typed)) {
            return Ok((*name).clone());
        }
        let part = typed.to_lowercase();
        let mut held = known
            .iter()
            .filter(|name| name.to_lowercase().contains(&part));
        match (held.next(), held.next()) {
            _ if part.is_empty() => {
                Err("Handing over: no name was given. Write whose work passes on.".to_owned())
            }
            (Some(name), None) => Ok((*name).clone()),
            (Some(_), Some(_)) => Err(format!(
                "Handing over: several people go by \"{typed}\". Write the whole name."
            )),
            _ => Err(format!(
                "Handing over: nobody by the name of \"{typed}\" holds a child, an action or a supervision in what \
                 was imported. Write the name as the case system does."
            )),
        }
    }

    /// The children whose work passes, and who took each as far as the sources say.
    fn passing(&self, between: Between<'_>, beside: Beside<'_>) -> Vec<Passing> {
        let mut children: BTreeMap<usize, (Through, Option<Name>)> = BTreeMap::new();
        let before = of_children(beside.before);
        for row in self.cases.iter().filter(|row| row.open) {
            let Some(file) = self.caseload.children.get(row.child) else {
                continue;
            };
            let own = before.get(file.child.id.as_str());
            let own = own.map(Vec::as_slice).unwrap_or_default();
            let last = self.held_before(row, own);
            if let Some((from, to, ..)) = last
                && from == between.from
                && between.to.is_none_or(|wanted| Some(wanted) == to)
            {
                children.insert(row.child, (Through::Worker, to.cloned()));
            }
        }
        for child in self.held_by(between.from) {
            let row = self.case_row(child);
            let own = row.is_some_and(|row| row.worker.as_ref() == Some(between.from));
            let through = if own {
                Through::Worker
            } else {
                Through::Supervisor
            };
            children.entry(child).or_insert((through, None));
        }
        // What the person promised for children whom somebody else holds.
        let own = |thread: &&Thread| {
            thread.state.is_open() && thread.owner.as_ref() == Some(between.from)
        };
        let people = self.threads_of_people(beside.promises);
        for child in people.iter().filter(own).filter_map(|thread| thread.child) {
            children.entry(child).or_insert((Through::Promise, None));
        }
        let passing = children.into_iter();
        passing
            .map(|(child, (through, to))| Passing { child, through, to })
            .collect()
    }

    fn hands(
        &self,
        passing: Passing,
        between: Between<'_>,
        beside: Beside<'_>,
    ) -> Option<ChildHands> {
        let Passing { child, through, to } = passing;
        let row = self.case_row(child)?;
        let threads = self.threads_of(child, beside.promises).into_iter();
        let open = threads.filter(|thread| thread.state.is_open());
        // An owner who has left does nothing any more, whoever goes now.
        let nobodys = |thread: &Thread| {
            thread.owner.as_ref().is_none_or(|owner| {
                let left = self.staff(owner).and_then(|row| row.left.day());
                owner == between.from || left.is_some_and(|left| left <= self.check.as_at)
            })
        };
        let (unowned, others) = open.partition(nobodys);
        let view = self.case(child);
        // Where a supervisor goes, the worker stays and takes nothing over.
        let now = row.worker.clone().filter(|worker| worker != between.from);
        let to = to.or_else(|| now.filter(|_| through == Through::Worker));
        let mut decisions = self.open_decisions(child);
        if through != Through::Supervisor {
            decisions.splice(..0, self.latest_decision(child));
        }
        Some(ChildHands {
            through,
            worker: row.worker.clone(),
            child,
            shown: row.shown.clone(),
            family: row.family.clone(),
            status: row.status,
            team: row.team.clone(),
            clocks: self.across(&view, between, to.is_some() || through != Through::Worker),
            first_visit: match through {
                Through::Worker => self.first_visit(&view, between),
                Through::Supervisor | Through::Promise => String::new(),
            },
            to,
            on: between.on,
            unowned,
            others,
            decisions,
        })
    }

    /// The clocks that had begun before the change and were not stopped before it.
    fn across(&self, view: &CaseView, between: Between<'_>, taken: bool) -> Vec<Across> {
        // Where somebody is named, nothing falls due while nobody holds it.
        let ahead = self.check.as_at.max(between.on).plus_days(AHEAD);
        let until = between.until.unwrap_or(ahead);
        let running = view
            .clocks
            .iter()
            .filter(|clock| !clock.trial && matches!(clock.state, State::Due | State::Overdue));
        let across = running.filter(|clock| {
            let finding = self.check.rules.get(clock.rule);
            let finding = finding.and_then(|result| result.findings.get(clock.finding));
            let trigger = finding.and_then(|finding| finding.trigger);
            trigger.is_none_or(|trigger| trigger <= between.on)
        });
        across
            .map(|clock| Across {
                label: clock.label.clone(),
                limit: clock.limit.clone(),
                due: clock.due,
                today: clock.today.clone(),
                overdue: clock.state == State::Overdue,
                in_the_gap: !taken
                    && clock
                        .due
                        .is_some_and(|due| due >= between.on && due <= until),
            })
            .collect()
    }

    /// By when whoever takes over has to see the child: the limit for a new worker, where the child
    /// was not seen since the change, and the next visit that is due in any case.
    fn first_visit(&self, view: &CaseView, between: Between<'_>) -> String {
        let rule_id = |clock: &ClockRow| {
            let result = self.check.rules.get(clock.rule);
            result.map_or("", |result| result.rule.id.as_str())
        };
        let running = |clock: &&ClockRow| matches!(clock.state, State::Due | State::Overdue);
        let visits = view.clocks.iter().filter(running);
        let visits = visits.filter(|clock| is_visit(rule_id(clock)));
        // A rule on trial speaks only where no other does.
        let next = visits.min_by_key(|clock| (clock.trial, clock.due.is_none(), clock.due));
        let next = next.map(|clock| {
            let due = clock.due.map_or_else(|| "at once".to_owned(), Day::long);
            let past = clock.state == State::Overdue;
            let was = if past { "was due " } else { "by " };
            format!("{was}{due} ({}, {})", clock.label, clock.limit)
        });
        let seen = view.row.last_seen;
        if let Some(seen) = seen.filter(|seen| *seen > between.on) {
            let next = next.unwrap_or_else(|| "no visit clock runs, agree a day".to_owned());
            return format!(
                "seen on {}, since the change; no source says by whom. Next visit {next}.",
                seen.long()
            );
        }
        let last = seen.map_or_else(
            || "no source says when the child was last seen".to_owned(),
            |day| format!("last seen {}", day.long()),
        );
        match (self.new_workers_limit(between.on), next) {
            (Some(first), Some(next)) => {
                format!("{first}; the next visit in any case {next}; {last}.")
            }
            (Some(first), None) => format!("{first}; {last}."),
            (None, Some(next)) => format!("{next}; {last}."),
            (None, None) => {
                format!("no visit clock of the rule book runs for this child; {last}. Agree a day.")
            }
        }
    }

    /// "by 16 Nov 2026 (new worker's first visit, 5 working days)".
    fn new_workers_limit(&self, on: Day) -> Option<String> {
        let rule = &self.check.chosen(NEW_WORKER)?.rule;
        let limit = rule.limit.filter(|_| rule.mode != Mode::Off)?;
        let due = match limit.unit {
            Unit::WorkingDays => self.calendar.due(on, limit.value)?,
            Unit::CalendarDays => on.plus_days(i32::try_from(limit.value).ok()?),
            _ => return None,
        };
        let was = if due < self.check.as_at {
            "was due"
        } else {
            "by"
        };
        Some(format!(
            "{was} {} (new worker's first visit, {}, a local standard)",
            due.long(),
            limit_words(limit)
        ))
    }

    /// The latest session that recorded a decision.
    fn latest_decision(&self, child: usize) -> Option<String> {
        let file = self.caseload.children.get(child)?;
        let since = self.check.as_at.plus_days(-DECISIONS_SINCE);
        let decided = file.sessions.iter().rev().find(|session| {
            session.status == SessionStatus::Held
                && session.on >= since
                && session.meeting.decision_recorded == Answer::Yes
        });
        decided.map(|session| {
            format!(
                "latest decision recorded in {} of {}; read it on the file",
                session.kind.label(),
                session.on.long()
            )
        })
    }

    /// Decisions that were entered lately, those on which nobody acted, and escalations without an
    /// answer.
    pub(super) fn open_decisions(&self, child: usize) -> Vec<String> {
        let Some(file) = self.caseload.children.get(child) else {
            return Vec::new();
        };
        let since = self.check.as_at.plus_days(-DECISIONS_SINCE);
        let mut lines = Vec::new();
        let own = self.entries.iter().filter(|row| row.child == Some(child));
        for row in own.filter(|row| row.filing != Filing::Withdrawn && row.entry.said.on >= since) {
            if matches!(row.entry.said.what, EntryKind::Decision { .. }) {
                lines.push(format!(
                    "decision of {}, entered here: {}",
                    row.entry.said.on.long(),
                    row.entry.said.words.trim()
                ));
            }
        }
        for one in self
            .decisions()
            .into_iter()
            .filter(|one| one.child == Some(child))
        {
            let why = one.why.unwrap_or_default();
            lines.push(format!("{}: {why}", one.words));
        }
        for raised in &file.further().escalations {
            if raised
                .resolved
                .day()
                .is_none_or(|day| day > self.check.as_at)
            {
                let due = raised.stage_due.day();
                let due = due.map_or_else(String::new, |due| format!(", stage due {}", due.long()));
                lines.push(format!(
                    "escalation of {} not resolved{due}",
                    raised.raised.long()
                ));
            }
        }
        lines
    }
}

/// Whether a rule asks that the child be seen again; not whether alone, and not where in the house.
fn is_visit(id: &str) -> bool {
    let interval = |kind: &str| id.starts_with(kind) && id.ends_with("-INTERVAL");
    id.contains("VISIT") || id.starts_with("SEEN") || interval("CPV") || interval("CINV")
}
