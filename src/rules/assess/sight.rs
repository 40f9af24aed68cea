//! What every rule needs to know of every child, worked out once.

use std::collections::HashMap;
use std::sync::Arc;

use crate::calendar::Calendar;
use crate::model::{
    CaseFile, Caseload, ChildId, ChildOverride, Covers, Dated, Day, FeedKind, Handler, Known, Name,
    Session, Subject,
};
use crate::rules::RuleBook;
use crate::rules::governing::{Governing, OpenRows, is_adult};

/// One child on the day.
pub(super) struct Sight<'a> {
    pub file: &'a CaseFile,
    pub open: OpenRows<'a>,
    pub governing: Option<Governing<'a>>,
    pub unborn: bool,
    pub adult: bool,
    supervisor: Option<&'a Name>,
}

impl<'a> Sight<'a> {
    pub fn new(bench: &Bench<'a>, file: &'a CaseFile) -> Self {
        let adult = is_adult(&file.child, bench.as_at);
        let open = OpenRows::of(file, adult, bench.as_at);
        let governing = open.governing();
        let worker = governing.and_then(|row| row.handler.worker.as_ref());
        Self {
            file,
            open,
            governing,
            unborn: file.child.unborn_on(bench.as_at),
            adult,
            supervisor: worker.and_then(|name| bench.supervisors.get(name.as_ref()).copied()),
        }
    }

    pub fn subject(&self) -> Subject {
        Subject::Child(self.file.child.id.clone())
    }

    /// Who holds the case, by its governing row.
    pub fn held(&self) -> Held {
        let handler = self.governing.map(|row| row.handler);
        Held {
            team: handler.and_then(|handler| handler.team.clone()),
            worker: handler.and_then(|handler| handler.worker.clone()),
            supervisor: self.supervisor.cloned(),
        }
    }
}

/// Team, worker and supervisor of a finding.
#[derive(Clone, Default)]
pub(super) struct Held {
    pub team: Option<Name>,
    pub worker: Option<Name>,
    pub supervisor: Option<Name>,
}

/// Everything that the rules look at on one day.
pub(super) struct Bench<'a> {
    pub caseload: &'a Caseload,
    pub book: &'a RuleBook,
    pub calendar: &'a Calendar,
    pub as_at: Day,
    /// Whether the supervision feed knows days of recording at all.
    pub any_recorded: bool,
    pub cases: Option<Covers>,
    pub supervision: Option<Covers>,
    pub words: Words,
    pub overrides: HashMap<&'a ChildId, Vec<&'a ChildOverride>>,
    supervisors: HashMap<&'a str, &'a Name>,
}

impl<'a> Bench<'a> {
    pub fn new(caseload: &'a Caseload, book: &'a RuleBook, as_at: Day) -> Self {
        let supervisors = supervisors(caseload, as_at);
        let covers = |kind| caseload.feed(kind).map(|feed| feed.covers);
        let (cases, supervision) = (covers(FeedKind::Cases), covers(FeedKind::Supervision));
        Self {
            caseload,
            book,
            calendar: book.calendar(),
            as_at,
            any_recorded: any_recorded(caseload),
            words: Words::new(cases, supervision),
            cases,
            supervision,
            overrides: overrides(caseload),
            supervisors,
        }
    }

    pub fn supervisor_of(&self, worker: &str) -> Option<Name> {
        self.supervisors.get(worker).map(|name| Arc::clone(name))
    }

    /// Who held the case, by a row's own team and worker.
    pub fn held_by(&self, handler: &Handler) -> Held {
        Held {
            team: handler.team.clone(),
            worker: handler.worker.clone(),
            supervisor: handler
                .worker
                .as_ref()
                .and_then(|name| self.supervisor_of(name)),
        }
    }
}

fn overrides(caseload: &Caseload) -> HashMap<&ChildId, Vec<&ChildOverride>> {
    let mut by_child: HashMap<&ChildId, Vec<&ChildOverride>> = HashMap::new();
    for one in &caseload.overrides {
        by_child.entry(&one.child).or_default().push(one);
    }
    by_child
}

fn any_recorded(caseload: &Caseload) -> bool {
    let about_children = caseload.children.iter().flat_map(|file| &file.sessions);
    let mut sessions = about_children.chain(&caseload.staff_sessions);
    sessions.any(|session| session.recorded != Dated::Blank)
}

/// The supervisor whom each worker's latest session names; a worker's own supervision says it
/// better than a session about a child.
fn supervisors(caseload: &Caseload, as_at: Day) -> HashMap<&str, &Name> {
    let mut own: HashMap<&str, (Day, &Name)> = HashMap::new();
    let mut about_children: HashMap<&str, (Day, &Name)> = HashMap::new();
    for session in &caseload.staff_sessions {
        note_supervisor(&mut own, session, as_at);
    }
    for file in &caseload.children {
        // From the newest back: of a run of sessions with one worker only the newest can tell.
        let mut before: Option<&Name> = None;
        let newest_first = file.sessions.iter().rev();
        for session in newest_first.filter(|session| session.on <= as_at) {
            if before.is_none() || before != session.is.worker.as_ref() {
                note_supervisor(&mut about_children, session, as_at);
            }
            if session.is.supervisor.is_some() {
                before = session.is.worker.as_ref();
            }
        }
    }
    about_children.extend(own);
    about_children
        .into_iter()
        .map(|(worker, (_, supervisor))| (worker, supervisor))
        .collect()
}

fn note_supervisor<'a>(
    latest: &mut HashMap<&'a str, (Day, &'a Name)>,
    session: &'a Known<Session>,
    as_at: Day,
) {
    let (Some(worker), Some(supervisor)) = (&session.is.worker, &session.is.supervisor) else {
        return;
    };
    if session.on > as_at {
        return;
    }
    latest
        .entry(worker.as_ref())
        .and_modify(|known| {
            if session.on >= known.0 {
                *known = (session.on, supervisor);
            }
        })
        .or_insert((session.on, supervisor));
}

/// Every reading and note, made once for a check.
pub(super) struct Words {
    pub no_record: Name,
    pub done_late: Name,
    pub none_on_record: Name,
    pub none_since_start: Name,
    pub not_on_file: Name,
    pub no_worker: Name,
    pub placeholder: Name,
    pub unborn: Name,
    pub short_breaks: Name,
    pub waived: Name,
    pub unreadable: Name,
    pub unreadable_end: Name,
    pub out_of_order: Name,
    pub recorded_before: Name,
    pub outside_calendar: Name,
    pub at_least: Name,
    pub cases_to: Name,
    pub supervision_to: Name,
    pub supervision_from: Name,
    pub no_cases: Name,
    pub no_supervision: Name,
    pub no_recorded_dates: Name,
    pub no_number: Name,
    pub ended: Name,
    pub other_team: Name,
    pub no_team: Name,
    recorded_later: Vec<Name>,
}

/// Readings of late recording that are made in advance: a year of days.
const RECORDED_LATER: i32 = 366;

fn recorded_later(days: i32) -> Name {
    format!("recorded on the file later ({days} days)").into()
}

impl Words {
    fn new(cases: Option<Covers>, supervision: Option<Covers>) -> Self {
        let end = |covers: Option<Covers>| covers.map_or_else(String::new, |c| c.to.long());
        let start = supervision.map_or_else(String::new, |covers| covers.from.long());
        Self {
            no_record: "no record on this extract".into(),
            done_late: "done late".into(),
            none_on_record: "none on record".into(),
            none_since_start: format!("none since {start}, where this export starts").into(),
            not_on_file: "not recorded on the file".into(),
            no_worker: "no worker is named".into(),
            placeholder: "the name in the worker's column stands for nobody, by the policy".into(),
            unborn: "not born yet: the clock starts at birth".into(),
            short_breaks: "a series of short breaks has intervals of its own".into(),
            waived: "recorded that no conference was needed".into(),
            unreadable: "the date that is needed could not be read".into(),
            unreadable_end: "the end date could not be read".into(),
            out_of_order: "the end lies before the start".into(),
            recorded_before: "recorded on a day before the session".into(),
            outside_calendar: "a date lies outside the years of the holiday calendar".into(),
            at_least: "at least; the holiday calendar does not reach all of these days".into(),
            cases_to: format!("cases known to {}", end(cases)).into(),
            supervision_to: format!("supervision known to {}", end(supervision)).into(),
            supervision_from: format!("supervision known from {start}, too short a time to tell")
                .into(),
            no_cases: "no case export has been loaded".into(),
            no_supervision: "no supervision export has been loaded".into(),
            no_recorded_dates: "the export has no recorded-on dates".into(),
            no_number: "the list gives no number".into(),
            ended: "the rule had ended when this clock began".into(),
            other_team: "the policy does not apply this rule to the team".into(),
            no_team: "the policy applies this rule to some teams, and no team is named".into(),
            recorded_later: (0..RECORDED_LATER).map(recorded_later).collect(),
        }
    }

    /// "recorded on the file later (n days)".
    pub fn recorded_later(&self, days: i32) -> Name {
        let known = usize::try_from(days)
            .ok()
            .and_then(|n| self.recorded_later.get(n));
        known.cloned().unwrap_or_else(|| recorded_later(days))
    }

    /// Whether a note speaks of a fault in the data, not of how far the feeds or the calendar
    /// reach.
    pub fn is_fault(&self, note: &str) -> bool {
        let reach = [
            &self.outside_calendar,
            &self.cases_to,
            &self.supervision_to,
            &self.supervision_from,
            &self.no_cases,
            &self.no_supervision,
            &self.no_recorded_dates,
            &self.no_number,
        ];
        reach.into_iter().all(|known| known.as_ref() != note)
    }
}
