//! Everything that the panes show, computed once per import, policy or as-at, and shared.

use crate::model::{Caseload, Day, GapKey, Name, PersonName, Standing, State};
use crate::rules::{Check, Level, Unit};

/// A clock that asks somebody to look: overdue, done late, or one that cannot be told.
#[derive(Clone, Debug)]
pub struct Gap {
    pub key: GapKey,
    /// Index into `Picture::check.rules`.
    pub rule: usize,
    /// Index into that rule's findings.
    pub finding: usize,
    /// Index into `Picture::caseload.children`; `None` for a worker's gap or a child whose rows
    /// were all unusable.
    pub child: Option<usize>,
    /// The child's id as the case system shows it, or the worker's name.
    pub who: Name,
    /// True where `who` is a child.
    pub is_child: bool,
    pub family: Option<Name>,
    pub team: Option<Name>,
    pub worker: Option<Name>,
    pub supervisor: Option<Name>,
    pub state: State,
    pub level: Level,
    /// How far beyond the limit, in `unit`.
    pub over: i32,
    pub unit: Unit,
    pub due: Option<Day>,
    /// One short phrase: "last 02 Apr", "none since opened 01 May", "conference 4 days late".
    pub phrase: String,
    pub standing: Standing,
}

/// One line of the list of cases.
#[derive(Clone, Debug)]
pub struct CaseRow {
    /// Index into `Picture::caseload.children`.
    pub child: usize,
    pub shown: Name,
    pub family: Option<Name>,
    /// Completed years; `None` if unborn or unknown.
    pub age: Option<i32>,
    pub unborn: bool,
    /// "child protection plan", "looked after", "in need", "assessment", "closed".
    pub status: &'static str,
    pub open: bool,
    pub team: Option<Name>,
    pub worker: Option<Name>,
    /// Start of the governing row.
    pub since: Option<Day>,
    pub last_seen: Option<Day>,
    pub last_supervision: Option<Day>,
    /// Open gaps (overdue, rules that are on).
    pub gaps: u16,
}

/// A clock of one child, for the case view.
#[derive(Clone, Debug)]
pub struct ClockRow {
    pub rule: usize,
    pub finding: usize,
    pub label: String,
    pub limit: String,
    pub state: State,
    pub due: Option<Day>,
    /// "41 over", "5 left", "cannot be told".
    pub today: String,
}

/// A session on the child's file, for the case view.
#[derive(Clone, Debug)]
pub struct SessionRow {
    pub on: Day,
    pub what: String,
    pub status: &'static str,
    pub supervisor: Option<Name>,
    pub recorded: Option<Day>,
    pub actions_outstanding: Option<u16>,
    pub decision_recorded: Option<bool>,
}

/// One dated thing that happened, newest first in a list, in lanes on a chart.
#[derive(Clone, Debug)]
pub struct TimelineEvent {
    pub on: Day,
    pub until: Option<Day>,
    /// "referral", "assessment", "section 47", "conference", "plan", "care", "review", "visit",
    /// "supervision", "contact".
    pub lane: &'static str,
    pub what: String,
}

/// One child on one screen.
#[derive(Clone, Debug)]
pub struct CaseView {
    pub row: CaseRow,
    pub clocks: Vec<ClockRow>,
    pub sessions: Vec<SessionRow>,
    pub timeline: Vec<TimelineEvent>,
    /// Other children of the family: index and shown id.
    pub siblings: Vec<(usize, Name)>,
}

/// The bench on one day.
#[derive(Clone, Debug)]
pub struct Picture {
    pub caseload: Caseload,
    pub check: Check,
    /// In the order: rule as in the book, then most over first.
    pub gaps: Vec<Gap>,
    pub cases: Vec<CaseRow>,
    pub person: PersonName,
    /// Today by the system clock when the picture was taken, for the age of the data.
    pub today: Day,
}

impl Picture {
    /// The argument for one gap. Until the desk writes its own, what the gap itself says.
    #[must_use]
    pub fn explain(&self, gap: usize) -> crate::rules::Explanation {
        let Some((gap, rule)) = self
            .gaps
            .get(gap)
            .and_then(|gap| Some((gap, &self.check.rules.get(gap.rule)?.rule)))
        else {
            return crate::rules::Explanation::default();
        };
        crate::rules::Explanation {
            headline: format!("{}: {}.", rule.title, gap.state.label()),
            standard: rule.level.label().to_owned(),
            needs: rule.needs.clone(),
            shown_by: rule.shown_by.clone(),
            source: rule.source.clone(),
            ..crate::rules::Explanation::default()
        }
    }

    /// One child on one screen. Until the desk writes its own: the row and the siblings.
    #[must_use]
    pub fn case(&self, child: usize) -> CaseView {
        let row = self
            .cases
            .iter()
            .find(|row| row.child == child)
            .cloned()
            .unwrap_or_else(|| CaseRow {
                child,
                shown: Name::from("?"),
                family: None,
                age: None,
                unborn: false,
                status: "closed",
                open: false,
                team: None,
                worker: None,
                since: None,
                last_seen: None,
                last_supervision: None,
                gaps: 0,
            });
        CaseView {
            row,
            clocks: Vec::new(),
            sessions: Vec::new(),
            timeline: Vec::new(),
            siblings: Vec::new(),
        }
    }
}
