//! Which row of a child's file speaks for the case as a whole on a day.

use crate::model::{CaseFile, CaseStatus, Child, Dated, Day, FactKind, Handler, Known, Name};

/// What the child is to the service, from the most to the least binding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CaseScope {
    LookedAfter,
    ProtectionPlan,
    InNeed,
    Assessment,
}

impl CaseScope {
    /// As the list of cases says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::LookedAfter => "looked after",
            Self::ProtectionPlan => "child protection plan",
            Self::InNeed => "in need",
            Self::Assessment => "assessment",
        }
    }
}

/// The row that names the case's team and worker.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Governing<'a> {
    pub kind: FactKind,
    pub start: Day,
    pub source_ref: &'a Name,
    pub handler: &'a Handler,
    pub scope: CaseScope,
}

/// Whether a row runs on a day: begun, not ended, still listed, with a readable end if any.
pub(super) fn runs<T>(row: &Known<T>, dates: (Day, Dated), as_at: Day) -> bool {
    let (start, end) = dates;
    let ended = match end {
        Dated::Blank => false,
        Dated::On(day) => day <= as_at,
        Dated::Unreadable => true,
    };
    start <= as_at && !ended && row.listed
}

/// Whether the child is 18: then rows of Lists 6 to 8 run no clock.
pub(super) fn is_adult(child: &Child, as_at: Day) -> bool {
    // Far from the birthday the days alone decide, without a step through the calendar.
    match child.birth.map(|birth| as_at.days_since(birth)) {
        None | Some(..6570) => false,
        Some(6580..) => true,
        Some(_) => child.adult_on(as_at),
    }
}

/// The open row that governs the case: the latest open episode of need, else the latest open
/// plan, else the latest open period of care. `None` where no row is open or the child is 18.
#[must_use]
pub fn governing(file: &CaseFile, as_at: Day) -> Option<Governing<'_>> {
    OpenRows::of(file, is_adult(&file.child, as_at), as_at).governing()
}

/// The latest open row of each list.
#[derive(Clone, Copy)]
pub(super) struct OpenRows<'a> {
    pub cin: Option<Row<'a>>,
    pub plan: Option<Row<'a>>,
    pub care: Option<Row<'a>>,
    status: CaseStatus,
}

/// What the lists of open cases have in common.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub kind: FactKind,
    pub start: Day,
    pub source_ref: &'a Name,
    pub handler: &'a Handler,
}

impl<'a> OpenRows<'a> {
    pub fn of(file: &'a CaseFile, adult: bool, as_at: Day) -> Self {
        let none = Self {
            cin: None,
            plan: None,
            care: None,
            status: CaseStatus::Unknown,
        };
        if adult {
            return none;
        }
        let cin = file
            .episodes
            .iter()
            .filter(|row| runs(row, (row.start, row.end), as_at))
            .max_by_key(|row| row.start);
        let plan = file
            .plans
            .iter()
            .filter(|row| runs(row, (row.start, row.end), as_at))
            .max_by_key(|row| row.start);
        let care = file
            .care
            .iter()
            .filter(|row| runs(row, (row.start, row.end), as_at))
            .max_by_key(|row| row.start);
        Self {
            status: cin.map_or(CaseStatus::Unknown, |row| row.status),
            cin: cin.map(|row| Row {
                kind: FactKind::Cin,
                start: row.start,
                source_ref: &row.source_ref,
                handler: &row.is.handler,
            }),
            plan: plan.map(|row| Row {
                kind: FactKind::CpPlan,
                start: row.start,
                source_ref: &row.source_ref,
                handler: &row.is.handler,
            }),
            care: care.map(|row| Row {
                kind: FactKind::CarePeriod,
                start: row.start,
                source_ref: &row.source_ref,
                handler: &row.is.handler,
            }),
        }
    }

    pub fn governing(&self) -> Option<Governing<'a>> {
        let row = self.cin.or(self.plan).or(self.care)?;
        Some(Governing {
            kind: row.kind,
            start: row.start,
            source_ref: row.source_ref,
            handler: row.handler,
            scope: self.scope(),
        })
    }

    /// From when case supervision is counted: the episode of need where one is open, else the
    /// later of plan and care, so that a plan within a case never restarts it.
    pub fn opening(&self) -> Option<Row<'a>> {
        let later = match (self.plan, self.care) {
            (Some(plan), Some(care)) if care.start > plan.start => Some(care),
            (plan, care) => plan.or(care),
        };
        self.cin.or(later)
    }

    fn scope(&self) -> CaseScope {
        if self.care.is_some() {
            CaseScope::LookedAfter
        } else if self.plan.is_some() {
            CaseScope::ProtectionPlan
        } else if self.status == CaseStatus::OpenAssessment {
            CaseScope::Assessment
        } else {
            CaseScope::InNeed
        }
    }
}
