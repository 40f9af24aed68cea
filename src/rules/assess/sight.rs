//! What every rule needs to know of every child, worked out once.

use std::collections::HashMap;
use std::sync::Arc;

use super::follow::Follow;
use super::people::People;
use super::reach::Reaches;
use crate::calendar::Calendar;
use crate::model::{
    CaseFile, Caseload, ChildId, ChildOverride, Covers, Dated, Day, FactKind, FeedKind, Handler,
    Known, Leaver, Name, Session, SessionStatus, SessionType, Subject,
};
use crate::rules::RuleBook;
use crate::rules::governing::{Governing, OpenRows, is_adult, leaving};

/// One child on the day.
pub(super) struct Sight<'a> {
    pub file: &'a CaseFile,
    pub open: OpenRows<'a>,
    pub governing: Option<Governing<'a>>,
    pub unborn: bool,
    pub adult: bool,
    /// The row that lists the person as a care leaver.
    pub leaver: Option<&'a Known<Leaver>>,
    supervisor: Option<&'a Name>,
}

impl<'a> Sight<'a> {
    pub fn new(bench: &Bench<'a>, file: &'a CaseFile) -> Self {
        let adult = is_adult(&file.child, bench.as_at);
        let open = OpenRows::of(file, adult, bench.as_at);
        let governing = open.governing();
        let leaver = leaving(file, bench.as_at);
        let handler = governing
            .map(|row| row.handler)
            .or(leaver.map(|row| &row.is.handler));
        let worker = handler.and_then(|handler| handler.worker.as_ref());
        Self {
            file,
            open,
            governing,
            unborn: file.child.unborn_on(bench.as_at),
            adult,
            leaver,
            supervisor: worker.and_then(|name| bench.supervisors.get(name.as_ref()).copied()),
        }
    }

    pub fn subject(&self) -> Subject {
        Subject::Child(self.file.child.id.clone())
    }

    /// Who holds the case, by its governing row.
    pub fn held(&self) -> Held {
        let leaver = self.leaver.map(|row| &row.is.handler);
        let handler = self.governing.map(|row| row.handler).or(leaver);
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
    /// What the follow-through of oversight looks at.
    pub follow: Follow,
    pub people: People<'a>,
    pub reach: Reaches,
    pub overrides: HashMap<&'a ChildId, Vec<&'a ChildOverride>>,
    supervisors: HashMap<&'a str, &'a Name>,
    /// The days of each worker's own supervision that was held.
    own_held: HashMap<&'a str, Vec<Day>>,
}

impl<'a> Bench<'a> {
    pub fn new(caseload: &'a Caseload, book: &'a RuleBook, as_at: Day) -> Self {
        let people = People::new(caseload, book, as_at);
        let mut supervisors = supervisors(caseload, as_at);
        people.overrule(&mut supervisors);
        let covers = |kind| caseload.feed(kind).map(|feed| feed.covers);
        let (cases, supervision) = (covers(FeedKind::Cases), covers(FeedKind::Supervision));
        Self {
            caseload,
            book,
            calendar: book.calendar(),
            as_at,
            any_recorded: any_recorded(caseload),
            words: Words::new(cases, supervision),
            follow: Follow::of(caseload),
            reach: Reaches::new(
                caseload,
                book.entries
                    .iter()
                    .flat_map(|entry| entry.reckoning.streams()),
            ),
            cases,
            supervision,
            people,
            overrides: overrides(caseload),
            supervisors,
            own_held: own_held(caseload),
        }
    }

    /// Whether a source that was loaded holds this kind of fact. Where nothing is known of any
    /// source's lists, a kind counts as held.
    pub fn holds(&self, kind: FactKind) -> bool {
        self.caseload.lists.is_empty() || self.caseload.covers(kind).is_some()
    }

    /// The days on which this worker's own supervision was held.
    pub fn own_held(&self, worker: Option<&Name>) -> impl Iterator<Item = Day> {
        let days = worker.and_then(|worker| self.own_held.get(worker.as_ref()));
        days.into_iter().flatten().copied()
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

fn own_held(caseload: &Caseload) -> HashMap<&str, Vec<Day>> {
    let mut days: HashMap<&str, Vec<Day>> = HashMap::new();
    for session in &caseload.staff_sessions {
        let own = session.kind == SessionType::StaffOneToOne;
        if let Some(worker) = session.is.worker.as_ref()
            && session.status == SessionStatus::Held
            && own
        {
            days.entry(worker).or_default().push(session.on);
        }
    }
    days
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
    pub no_earlier_plans: Name,
    pub no_leaving_day: Name,
    pub no_asye_start: Name,
    pub no_workers: Name,
    pub on_duty: Name,
    pub manager_confirmed: Name,
    pub no_absences: Name,
    pub no_allocations: Name,
    pub no_plans: Name,
    pub no_audits: Name,
    pub unread: Name,
    pub case_closed: Name,
    pub few_claims: Name,
    pub ended_row: Name,
    pub died: Name,
    pub turned_18: Name,
    pub transferred: Name,
    pub closed: Name,
    pub next_came: Name,
    pub another_interval: Name,
    pub never_done: Name,
    pub approved: Name,
    pub beforehand: Name,
    pub inquorate: Name,
    pub may_be_three_monthly: Name,
    pub recorded_undated: Name,
    pub short_history: Name,
    pub by_the_number: Name,
    pub too_young: Name,
    pub recorded_no: Name,
    pub recorded_unknown: Name,
    pub not_answered: Name,
    pub open_too_short: Name,
    pub only_the_latest: Name,
    pub one_was_late: Name,
    pub no_permanence: Name,
    pub ended: Name,
    pub other_team: Name,
    pub no_team: Name,
    recorded_later: Vec<Name>,
}

/// How a note begins that says which kind of fact no source holds.
const NO_SOURCE: &str = "no source that was loaded holds";

/// Which kind of fact no source holds, in words: "absences", "child in need plans".
pub(super) fn no_source(what: &str) -> Name {
    format!("{NO_SOURCE} {what}").into()
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
            no_earlier_plans: no_source("how many plans there were before"),
            no_asye_start: "the staff file gives no start of the supported year".into(),
            no_workers: no_source("workers' names"),
            on_duty: "held on duty, with no worker of its own".into(),
            manager_confirmed: "with a manager as caseholder, confirmed by the policy".into(),
            no_absences: no_source("absences"),
            no_allocations: no_source("the dates of allocations"),
            no_plans: no_source("child in need plans; the case status alone does not tell"),
            no_audits: no_source("audits"),
            unread: "nobody has read this record in the time that counts".into(),
            case_closed: "the case has closed since".into(),
            few_claims: "too few sessions are on record to compare with the file".into(),
            no_leaving_day: "the file shows neither a date of birth nor an end of care".into(),
            ended_row: "it ended".into(),
            died: "the child has died".into(),
            turned_18: "the child turned 18".into(),
            transferred: "the case moved to another authority".into(),
            closed: "the case was closed".into(),
            next_came: "the next one began first".into(),
            another_interval: "another interval applies from here on".into(),
            never_done: "no record that it was done before the clock ended".into(),
            approved: "approved exception".into(),
            beforehand: "done beforehand".into(),
            inquorate: "the conference was inquorate".into(),
            may_be_three_monthly: "may be three-monthly: more than a year in the placement, with long-term fostering as the plan".into(),
            recorded_undated: "recorded; the list does not say when".into(),
            short_history: "the sources do not go back far enough to count".into(),
            by_the_number: "by the number that the list supplies".into(),
            too_young: "below the age from which it applies".into(),
            recorded_no: "recorded: no".into(),
            recorded_unknown: "recorded as unknown".into(),
            not_answered: "not answered on the record".into(),
            open_too_short: "the plan has not been open for long enough".into(),
            only_the_latest: "only the latest review is listed".into(),
            no_permanence: "no source that was loaded holds plans for permanence".into(),
            one_was_late: "at least one review was late or is overdue".into(),
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

    /// "3 times".
    #[allow(clippy::unused_self, reason = "one home for every reading")]
    pub fn so_many(&self, number: u32) -> Name {
        format!("{number} times").into()
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
            &self.unread,
            &self.short_history,
            &self.only_the_latest,
            &self.no_permanence,
        ];
        !note.starts_with(NO_SOURCE) && reach.into_iter().all(|known| known.as_ref() != note)
    }
}
