//! What a page has to say, line by line: children, what was agreed, clocks, escalations.
//!
//! A line carries the key by which the next brief knows it again, and what makes it another line:
//! days that merely pass are not in that.

use std::collections::HashMap;

use super::{
    BriefOf, Ids,
    lines::{Folded, Item, fold},
    whose,
};
use crate::model::{
    Answer, CaseFile, Day, EntryKind, FactKind, Name, OutcomeKind, Promise, RaisedBy,
    SessionStatus, Standing, State,
};
use crate::review::{ClockRow, DoneBy, Filing, Gap, Picture, Root, Thread, ThreadState, view};
use crate::store::PastBrief;

/// Days for which something that was agreed and is done is still told.
const OF_LATE: i32 = 92;

/// What every page of a brief is made from.
pub struct Ground<'a> {
    pub picture: &'a Picture,
    pub until: Day,
    pub ids: Ids,
    pub clocks: HashMap<usize, Vec<ClockRow>>,
    pub threads: HashMap<usize, Vec<Thread>>,
    escalated: HashMap<usize, Vec<&'a Gap>>,
    supervisors: HashMap<usize, Name>,
}

impl<'a> Ground<'a> {
    pub fn of(
        picture: &'a Picture,
        (children, until): (&[usize], Day),
        promises: &[Promise],
        ids: Ids,
    ) -> Self {
        let mut threads = HashMap::new();
        for child in children {
            threads.insert(*child, picture.threads_of(*child, promises));
        }
        let mut escalated: HashMap<usize, Vec<&Gap>> = HashMap::new();
        for gap in &picture.gaps {
            let Some(child) = gap.child.filter(|child| threads.contains_key(child)) else {
                continue;
            };
            if let Standing::Answered(outcome) = &gap.standing
                && matches!(outcome.kind, OutcomeKind::Escalated { .. })
            {
                escalated.entry(child).or_default().push(gap);
            }
        }
        Self {
            picture,
            until,
            ids,
            clocks: children
                .iter()
                .map(|child| (*child, view::clocks(picture, *child)))
                .collect(),
            threads,
            escalated,
            supervisors: whose::supervisors(picture),
        }
    }

    pub fn file(&self, child: usize) -> Option<&'a CaseFile> {
        self.picture.caseload.children.get(child)
    }

    /// The child as the page calls it: the id, or a letter of its own.
    pub fn child(&self, child: usize, of: &[usize]) -> String {
        if let (Ids::Shown, Some(file)) = (self.ids, self.file(child)) {
            return file.child.shown.to_string();
        }
        let at = of.iter().position(|one| *one == child).unwrap_or(0);
        let letter = u8::try_from(at % 26).unwrap_or(0) + b'A';
        format!("child {}", char::from(letter))
    }

    /// A name, or that there is one.
    pub fn name(&self, name: Option<&Name>) -> String {
        match (name, self.ids) {
            (None, _) => "nobody named".to_owned(),
            (Some(_), Ids::Hidden) => "(name hidden)".to_owned(),
            (Some(name), Ids::Shown) => name.to_string(),
        }
    }

    /// Whoever may be named on a page beside the workers whom the list of cases names.
    pub fn people(&self, past: &[Option<PastBrief>]) -> Vec<Name> {
        let threads = self.threads.values().flatten();
        let owners = threads.filter_map(|thread| thread.owner.clone());
        let supervisors = self
            .threads
            .keys()
            .filter_map(|child| self.supervisor(*child));
        let printed = past.iter().flatten().map(|past| past.by.clone());
        let mut names: Vec<Name> = owners.chain(supervisors).chain(printed).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Who supervises the case.
    pub fn supervisor(&self, child: usize) -> Option<Name> {
        let known = self.supervisors.get(&child).cloned();
        known.or_else(|| self.picture.at_hand(child).supervisor)
    }

    /// A child, and the family, worker and supervisor of that child.
    pub fn kin(&self, child: Option<&usize>) -> Vec<BriefOf> {
        let Some((child, file)) = child.and_then(|child| Some((*child, self.file(*child)?))) else {
            return Vec::new();
        };
        let worker = self
            .picture
            .case_row(child)
            .and_then(|row| row.worker.clone());
        let all = [
            Some(BriefOf::Child(file.child.id.clone())),
            file.child.family.clone().map(BriefOf::Family),
            worker.map(BriefOf::Worker),
            self.supervisors
                .get(&child)
                .cloned()
                .map(BriefOf::Supervisor),
        ];
        all.into_iter().flatten().collect()
    }

    /// How many lines of the page are overdue, and how many run out by the next meeting.
    pub fn counts(&self, children: &[usize]) -> (usize, usize) {
        let all = self.folded_clocks(children);
        let overdue = all.iter().filter(|one| one.stands.0 == State::Overdue);
        let overdue = overdue.count();
        (overdue, all.len() - overdue)
    }

    /// Overdue, or due before the next meeting, under a rule that is more than tried.
    pub fn counts_here(&self, row: &ClockRow) -> bool {
        let ahead = row.state == State::Due && row.due.is_some_and(|due| due <= self.until);
        !row.trial && (ahead || row.state == State::Overdue)
    }

    /// Some children of a page, as its first column calls them.
    fn those(&self, some: &[usize], of: &[usize]) -> String {
        if some.len() > 1 && some.len() == of.len() {
            return format!("all {}", of.len());
        }
        let names = some.iter().map(|child| self.child(*child, of));
        names.collect::<Vec<_>>().join(", ")
    }

    /// One line a child: who it is, since when, when last seen.
    pub fn children(&self, children: &[usize]) -> Vec<Item> {
        let rows = children.iter().filter_map(|child| {
            let (file, row) = (self.file(*child)?, self.picture.case_row(*child)?);
            let as_at = self.picture.check.as_at;
            let age = match (row.age, row.unborn) {
                (_, true) => "unborn".to_owned(),
                (Some(0), _) => "under 1".to_owned(),
                (Some(age), _) => age.to_string(),
                (None, _) => "not known".to_owned(),
            };
            let day = row.since.map_or_else(String::new, |since| {
                format!(", day {}", as_at.days_since(since) + 1)
            });
            let seen = last_seen(file, row.last_seen, as_at);
            let last = row.last_supervision;
            Some(Item {
                keys: vec![format!("child:{}", file.child.id)],
                substance: format!(
                    "{} {:?} {:?} {} {last:?}",
                    row.status, row.since, seen.on, seen.alone
                ),
                cells: vec![
                    self.child(*child, children),
                    age,
                    format!("{}{day}", row.status),
                    ago(seen.on, as_at),
                    seen.alone,
                    ago(last, as_at),
                ],
                later: None,
            })
        });
        rows.collect()
    }

    /// What was agreed and is open, then what was closed of late.
    pub fn agreed(&self, children: &[usize]) -> Vec<Item> {
        let own = children.iter().filter_map(|child| self.threads.get(child));
        let mut all: Vec<&Thread> = own.flatten().filter(|one| self.is_told(one)).collect();
        all.sort_by_key(|one| {
            let open = one.state.is_open();
            (!open, one.due.is_none(), one.due, one.set)
        });
        let mut folded = Vec::new();
        for thread in all {
            let one = Folded {
                item: self.thread(thread, children),
                children: thread.child.into_iter().collect(),
                stands: (State::NotApplicable, None),
            };
            fold(&mut folded, one);
        }
        self.unfolded(folded, children)
    }

    /// The lines, each with the children whom it is about in its first column.
    pub fn unfolded(&self, folded: Vec<Folded>, of: &[usize]) -> Vec<Item> {
        let items = folded.into_iter().map(|one| {
            let mut item = one.item;
            let who = self.those(&one.children, of);
            if let Some(later) = item.later.as_mut().filter(|_| of.len() > 1) {
                *later = format!("{who}: {later}");
            }
            if let Some(cell) = item.cells.first_mut() {
                *cell = who;
            }
            item
        });
        items.collect()
    }

    fn is_told(&self, thread: &Thread) -> bool {
        match &thread.state {
            ThreadState::Done { on, .. } => {
                let on = on.unwrap_or(thread.looked_at);
                self.picture.check.as_at.days_since(on) <= OF_LATE
            }
            ThreadState::Superseded | ThreadState::GivenUp => false,
            _ => true,
        }
    }

    fn thread(&self, thread: &Thread, children: &[usize]) -> Item {
        let child = thread.child.map(|child| self.child(child, children));
        let words = match self.ids {
            Ids::Shown => thread.words.clone(),
            Ids::Hidden => "(words hidden)".to_owned(),
        };
        let due = thread.due.map_or_else(|| "no day".to_owned(), Day::long);
        let mut state = match &thread.state {
            ThreadState::Overdue { days } => format!("overdue, {}", days_of(*days)),
            ThreadState::Done { on, by } => {
                let on = on.map_or_else(String::new, |on| format!(" {}", on.long()));
                let by = match by {
                    DoneBy::Extract(_) => ", on the extract",
                    DoneBy::Person(_) => ", as somebody said",
                };
                format!("done{on}{by}")
            }
            ThreadState::Unknown => "state not recorded".to_owned(),
            other => other.word().replace('_', " "),
        };
        if thread.carried > 0 {
            state = format!("{state}; carried {}", times(thread.carried));
        }
        if let Some(day) = thread.silent.filter(|_| thread.state.is_open()) {
            state = format!("{state}; not spoken of since {}", day.long());
        }
        Item {
            substance: format!(
                "{} {:?} {:?} {} {}",
                thread.state.word(),
                thread.due,
                thread.owner,
                thread.carried,
                thread.words
            ),
            keys: vec![key_of(thread)],
            cells: vec![
                child.unwrap_or_default(),
                words,
                self.name(thread.owner.as_ref()),
                due,
                state,
            ],
            later: None,
        }
    }

    /// Escalations that are not resolved, and gaps that were escalated here.
    pub fn escalations(&self, children: &[usize]) -> Vec<Item> {
        let mut items = Vec::new();
        for child in children {
            let who = match children {
                [_] => String::new(),
                _ => format!("{}: ", self.child(*child, children)),
            };
            let file = self.file(*child).map(CaseFile::further);
            let raised = file.map(|file| file.escalations.as_slice());
            for one in raised.unwrap_or_default() {
                let as_at = self.picture.check.as_at;
                if one.raised > as_at || one.resolved.day().is_some_and(|on| on <= as_at) {
                    continue;
                }
                let answer = match (one.stage_answered.day(), one.stage_due.day()) {
                    (Some(on), _) => format!("answered {}, not resolved", on.long()),
                    (None, Some(due)) if due < as_at => {
                        format!("answer was due {}, none recorded", due.long())
                    }
                    (None, Some(due)) => format!("answer due {}", due.long()),
                    (None, None) => "no day set for the answer".to_owned(),
                };
                items.push(Item {
                    keys: vec![format!("escalation:{}", one.source_ref)],
                    substance: answer.clone(),
                    cells: vec![format!(
                        "{who}raised {} by {}; {answer}",
                        one.raised.long(),
                        raised_by(one.by)
                    )],
                    later: None,
                });
            }
            for gap in self.escalated.get(child).into_iter().flatten() {
                let Some(outcome) = gap.standing.outcome() else {
                    continue;
                };
                let rule = self.picture.check.rules.get(gap.rule);
                let rule = rule.map_or("", |result| result.rule.short.as_str());
                let on = outcome.at.split('T').next().unwrap_or_default();
                let on = Day::parse_iso(on).map_or_else(String::new, Day::long);
                items.push(Item {
                    keys: vec![format!("escalated:{}", gap.key)],
                    substance: outcome.at.clone(),
                    cells: vec![format!(
                        "{who}{rule}: {} on {on}",
                        self.outcome(&outcome.kind)
                    )],
                    later: None,
                });
            }
        }
        items
    }

    /// Whether any source tells of actions, and of escalations.
    pub fn told_of(&self) -> (bool, bool) {
        let told = |kind| self.picture.caseload.covers(kind).is_some();
        (told(FactKind::Action), told(FactKind::Escalation))
    }

    /// What the latest session says of open actions.
    pub fn outstanding(&self, children: &[usize]) -> Option<String> {
        let as_at = self.picture.check.as_at;
        let counted = children.iter().filter_map(|child| {
            let sessions = self.file(*child)?.sessions.iter();
            let held = sessions.filter(|s| s.status == SessionStatus::Held && s.on <= as_at);
            let last = held.max_by_key(|session| session.on)?;
            let open = last.meeting.actions_outstanding.filter(|open| *open > 0)?;
            Some((open, last.on))
        });
        let (open, on) = counted.max()?;
        Some(format!("The session of {} counts {open} open.", on.long()))
    }

    /// What was entered here and nobody has seen on the file.
    pub fn unfiled(&self, children: &[usize]) -> usize {
        let rows = self.picture.entries.iter();
        let own = rows.filter(|row| row.child.is_some_and(|child| children.contains(&child)));
        own.filter(|row| row.filing == Filing::NotYet)
            .filter(|row| !matches!(row.entry.said.what, EntryKind::Action { .. }))
            .count()
    }
}

/// What a thread is known by from brief to brief.
pub fn key_of(thread: &Thread) -> String {
    match &thread.root {
        Root::Promise(id) => format!("promise:{}", id.0),
        Root::Entry(id) => format!("entry:{}", id.0),
        Root::Extract(id) => format!("action:{id}"),
        Root::Outcome(gap) => format!("outcome:{}", gap.as_str()),
        Root::Decision(gap) => format!("decision:{}", gap.as_str()),
    }
}

/// When a child was last seen, and whether alone.
struct Seen {
    on: Option<Day>,
    alone: String,
}

fn last_seen(file: &CaseFile, known: Option<Day>, as_at: Day) -> Seen {
    let visits = file.further().visits.iter();
    let visits: Vec<_> = visits
        .filter(|visit| visit.on <= as_at && visit.seen != Answer::No)
        .map(|visit| (visit.on, visit.alone))
        .collect();
    let plans = file.plans.iter().filter_map(|plan| {
        let on = plan.last_visit.day().filter(|on| *on <= as_at)?;
        Some((on, plan.seen_alone))
    });
    let all: Vec<(Day, Answer)> = visits.iter().copied().chain(plans).collect();
    let on = all.iter().map(|(on, _)| *on).chain(known).max();
    let same = all.iter().filter(|(day, _)| Some(*day) == on);
    let answers: Vec<Answer> = same.map(|(_, alone)| *alone).collect();
    let earlier = all.iter().filter(|(_, alone)| *alone == Answer::Yes);
    let earlier = earlier.map(|(day, _)| *day).max();
    let alone = if answers.contains(&Answer::Yes) {
        "yes".to_owned()
    } else {
        let now = if answers.contains(&Answer::No) {
            "no"
        } else {
            "not recorded"
        };
        match earlier {
            Some(day) => format!("{now}; alone {}", day.long()),
            None => now.to_owned(),
        }
    };
    Seen { on, alone }
}

fn ago(day: Option<Day>, as_at: Day) -> String {
    match day {
        None => "none on record".to_owned(),
        Some(day) => format!("{}, {}", day.long(), days_ago(as_at.days_since(day))),
    }
}

fn days_ago(days: i32) -> String {
    match days {
        0 => "that day".to_owned(),
        1 => "1 day ago".to_owned(),
        more => format!("{more} days ago"),
    }
}

fn days_of(days: i32) -> String {
    match days {
        1 => "1 day".to_owned(),
        more => format!("{more} days"),
    }
}

fn times(times: u32) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        more => format!("{more} times"),
    }
}

const fn raised_by(role: RaisedBy) -> &'static str {
    match role {
        RaisedBy::ReviewingOfficer => "the reviewing officer",
        RaisedBy::ConferenceChair => "the conference chair",
        RaisedBy::Partner => "a partner",
        RaisedBy::Worker => "the worker",
        RaisedBy::Other => "somebody else",
    }
}
