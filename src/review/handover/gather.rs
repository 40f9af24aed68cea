//! What one person leaves, child by child.

use std::collections::{BTreeMap, BTreeSet};

use super::{Across, Asking, ChangeOfHands, ChildHands, Handover, found::passed};
use crate::model::{Answer, Day, EntryKind, Name, Promise, SessionStatus, State};
use crate::review::{CaseView, Filing, Picture, Thread};

/// Decisions that are older than this are in the chronology, not in a handover.
const DECISIONS_SINCE: i32 = 120;

/// Between whom, and when.
#[derive(Clone, Copy)]
struct Between<'a> {
    from: &'a Name,
    to: Option<&'a Name>,
    on: Day,
    until: Option<Day>,
}

impl Picture {
    /// What somebody leaves to whoever comes.
    ///
    /// # Errors
    /// A sentence: nobody, or several people, go by that name.
    pub fn handover(&self, asking: Asking<'_>, promises: &[Promise]) -> Result<Handover, String> {
        let from = self.who_is(asking.from)?;
        let to = asking.to.map(|name| Name::from(name.trim()));
        let known: Vec<ChangeOfHands> = self
            .changes_of_hands()
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
        for (child, taken_by) in self.passing(between, promises) {
            let cover = told.and_then(|change| change.to.clone());
            let taken_by = to.clone().or(taken_by).or(cover);
            if let Some(hands) = self.hands(child, taken_by, between, promises) {
                let key = hands
                    .family
                    .clone()
                    .map_or_else(|| (true, hands.shown.clone()), |family| (false, family));
                families.entry(key).or_default().push(hands);
            }
        }
        Ok(Handover {
            to: to
                .clone()
                .or_else(|| told.and_then(|change| change.to.clone())),
            on: between.on,
            until: between.until,
            known,
            families: families.into_values().collect(),
            from,
        })
    }

    /// Somebody by name: as it is written, else by a part that only one person has.
    fn who_is(&self, typed: &str) -> Result<Name, String> {
        let typed = typed.trim();
        let mut known: BTreeSet<&Name> = self.cases.iter().flat_map(|row| &row.worker).collect();
        known.extend(self.gaps.iter().flat_map(|gap| &gap.supervisor));
        known.extend(self.caseload.staff.iter().map(|row| &row.worker));
        known.extend(self.caseload.absences.iter().map(|row| &row.worker));
        known.extend(self.caseload.supervisors.iter().map(|row| &row.supervisor));
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
    fn passing(&self, between: Between<'_>, promises: &[Promise]) -> Vec<(usize, Option<Name>)> {
        let mut children: BTreeMap<usize, Option<Name>> = BTreeMap::new();
        let since = between.on.plus_days(-super::RECENT);
        for row in self.cases.iter().filter(|row| row.open) {
            let Some(file) = self.caseload.children.get(row.child) else {
                continue;
            };
            let last = passed(file, since, self.check.as_at).pop();
            if let Some(last) = last.filter(|last| last.from == between.from)
                && between.to.is_none_or(|to| to == last.to)
            {
                children.insert(row.child, Some(last.to.clone()));
            }
        }
        for child in self.held_by(between.from) {
            children.entry(child).or_insert(None);
        }
        // What the person promised for children whom somebody else holds.
        let own = |thread: &&Thread| {
            thread.state.is_open() && thread.owner.as_ref() == Some(between.from)
        };
        let people = self.threads_of_people(promises);
        for child in people.iter().filter(own).filter_map(|thread| thread.child) {
            children.entry(child).or_insert(None);
        }
        children.into_iter().collect()
    }

    fn hands(
        &self,
        child: usize,
        to: Option<Name>,
        between: Between<'_>,
        promises: &[Promise],
    ) -> Option<ChildHands> {
        let row = self.case_row(child)?;
        let threads = self.threads_of(child, promises).into_iter();
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
        let to = to.or_else(|| row.worker.clone().filter(|worker| worker != between.from));
        Some(ChildHands {
            child,
            shown: row.shown.clone(),
            family: row.family.clone(),
            status: row.status,
            team: row.team.clone(),
            to,
            on: between.on,
            unowned,
            others,
            clocks: self.across(&view, between),
            first_visit: self.first_visit(&view),
            decisions: self.open_decisions(child),
        })
    }

    /// The clocks that had begun before the change and were not stopped before it.
    fn across(&self, view: &CaseView, between: Between<'_>) -> Vec<Across> {
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
                in_the_gap: clock.due.is_some_and(|due| {
                    due >= between.on && between.until.is_some_and(|until| due <= until)
                }),
            })
            .collect()
    }

    /// The book has no limit of its own for a new worker's first visit, so the next visit that is
    /// asked for at all is the one by which the child has to be seen.
    fn first_visit(&self, view: &CaseView) -> String {
        let visits = view.clocks.iter().filter(|clock| {
            let rule = self.check.rules.get(clock.rule).map(|result| &result.rule);
            matches!(clock.state, State::Due | State::Overdue)
                && rule.is_some_and(|rule| is_visit(&rule.id))
        });
        let seen = view.row.last_seen.map_or_else(
            || "no source says when the child was last seen".to_owned(),
            |day| format!("last seen {}", day.long()),
        );
        match visits.min_by_key(|clock| (clock.due.is_none(), clock.due)) {
            Some(clock) => {
                let due = clock.due.map_or_else(|| "at once".to_owned(), Day::long);
                format!(
                    "First visit by the new worker: by {due}, when {} ({}) falls due; {seen}.",
                    clock.label, clock.limit
                )
            }
            None => format!(
                "First visit by the new worker: no visit clock of the rule book runs for this child, and it sets no \
                 limit for a new worker; {seen}. Agree a day."
            ),
        }
    }

    /// Decisions that were recorded lately, those on which nobody acted, and escalations without an
    /// answer.
    pub(super) fn open_decisions(&self, child: usize) -> Vec<String> {
        let Some(file) = self.caseload.children.get(child) else {
            return Vec::new();
        };
        let since = self.check.as_at.plus_days(-DECISIONS_SINCE);
        let mut lines = Vec::new();
        let decided = file.sessions.iter().rev().find(|session| {
            session.status == SessionStatus::Held
                && session.on >= since
                && session.meeting.decision_recorded == Answer::Yes
        });
        lines.extend(decided.map(|session| {
            format!(
                "latest decision recorded in {} of {}; read it on the file",
                session.kind.label(),
                session.on.long()
            )
        }));
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

/// Whether a rule asks when the child was seen.
fn is_visit(id: &str) -> bool {
    id.contains("VISIT") || id.starts_with("CINV") || id.starts_with("SEEN")
}
