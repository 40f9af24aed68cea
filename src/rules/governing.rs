//! Which row of a child's file speaks for the case as a whole on a day.

use crate::model::{
    CaseFile, CaseStatus, Child, Dated, Day, FactKind, Handler, InvolvedAs, Known, Leaver, Name,
};

/// What the child is to the service, from the most to the least binding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CaseScope {
    LookedAfter,
    ProtectionPlan,
    InNeed,
    Assessment,
    /// Has left care, and is still owed an adviser and a plan.
    Leaver,
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
            Self::Leaver => "care leaver",
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

/// The same, and a care leaver's row where no other is open.
#[must_use]
pub fn governing_or_leaving(file: &CaseFile, as_at: Day) -> Option<Governing<'_>> {
    governing(file, as_at).or_else(|| {
        let row = leaving(file, as_at)?;
        Some(Governing {
            kind: FactKind::Leaver,
            start: left_care(file, as_at).unwrap_or(row.known_from),
            source_ref: &row.source_ref,
            handler: &row.is.handler,
            scope: CaseScope::Leaver,
        })
    })
}

/// The age up to which a care leaver is owed support.
const LEAVER_UNTIL: i32 = 25;

/// The row that lists the person as a care leaver on the day, until the 25th birthday.
pub(super) fn leaving(file: &CaseFile, as_at: Day) -> Option<&Known<Leaver>> {
    let row = file.further().leaving.iter().rfind(|row| row.listed)?;
    let child = &file.child;
    let over = child.age_on(as_at).is_some_and(|age| age >= LEAVER_UNTIL);
    let died = child.died.is_some_and(|day| day <= as_at);
    (!over && !died).then_some(row)
}

/// When a care leaver's own time began, where the file tells: the 18th birthday, or the end of
/// care where that came later or the birthday lies ahead.
pub(super) fn left_care(file: &CaseFile, as_at: Day) -> Option<Day> {
    let adult = file.child.birth.map(|birth| birth.plus_months(18 * 12));
    let ends = file.care.iter().filter_map(|row| row.end.day());
    ends.chain(adult).filter(|day| *day <= as_at).max()
}

/// The latest open row of each list.
#[derive(Clone, Copy)]
pub(super) struct OpenRows<'a> {
    pub cin: Option<Row<'a>>,
    pub plan: Option<Row<'a>>,
    pub care: Option<Row<'a>>,
    status: CaseStatus,
    /// Who holds the case by an allocation with dates, for rows that name nobody.
    allocated: Option<&'a Handler>,
}

/// What the lists of open cases have in common.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    pub kind: FactKind,
    pub start: Day,
    pub source_ref: &'a Name,
    pub handler: &'a Handler,
}

/// The case worker whose allocation runs on the day; the newest of several.
fn allocated(file: &CaseFile, as_at: Day) -> Option<&Handler> {
    let rows = file.further().involvements.iter();
    let running = rows.filter(|row| {
        row.role == InvolvedAs::CaseWorker
            && row.handler.worker.is_some()
            && runs(row, (row.start, row.end), as_at)
    });
    running
        .max_by_key(|row| row.start)
        .map(|row| &row.is.handler)
}

impl<'a> OpenRows<'a> {
    pub fn of(file: &'a CaseFile, adult: bool, as_at: Day) -> Self {
        let none = Self {
            cin: None,
            plan: None,
            care: None,
            status: CaseStatus::Unknown,
            allocated: None,
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
            allocated: allocated(file, as_at),
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
            handler: match (&row.handler.worker, self.allocated) {
                (None, Some(allocated)) => allocated,
                _ => row.handler,
            },
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
