//! What reading files yields: facts to keep, problems to show, and what was recognised.

use serde::Serialize;

use super::{ChildId, Day, FactKind, Name, Record, Source};

/// A source whose currency and coverage are judged on their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum FeedKind {
    /// Annex A, CIN census, SSD, SSDA903, cases.csv: the case feed.
    Cases = 1,
    Supervision = 2,
    Family = 3,
    /// Visits of a council's own export.
    Visits = 4,
    Events = 5,
    Actions = 6,
    Escalations = 7,
    Audits = 8,
    /// Staff, absences, who supervised whom.
    Staff = 9,
}

impl FeedKind {
    /// Every feed.
    pub const ALL: [Self; 9] = [
        Self::Cases,
        Self::Supervision,
        Self::Family,
        Self::Visits,
        Self::Events,
        Self::Actions,
        Self::Escalations,
        Self::Audits,
        Self::Staff,
    ];

    /// The word on the screen and in JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Cases => "cases",
            Self::Supervision => "supervision",
            Self::Family => "family",
            Self::Visits => "visits",
            Self::Events => "events",
            Self::Actions => "actions",
            Self::Escalations => "escalations",
            Self::Audits => "audits",
            Self::Staff => "staff",
        }
    }

    /// The feed that a kind of fact belongs to, by where it comes from: a visit of the Standard
    /// Safeguarding Dataset is part of the case feed, a council's own list of visits is not.
    #[must_use]
    pub const fn of(kind: FactKind, source: Source) -> Self {
        match (kind, source) {
            (FactKind::Session, _) => Self::Supervision,
            (FactKind::Family, _) => Self::Family,
            (FactKind::Happening, _) => Self::Events,
            (FactKind::Action, _) => Self::Actions,
            (FactKind::Escalation, _) => Self::Escalations,
            (FactKind::Audit, _) => Self::Audits,
            (FactKind::Staff | FactKind::Absence | FactKind::Supervisor, _) => Self::Staff,
            (FactKind::Visit, Source::Local) => Self::Visits,
            _ => Self::Cases,
        }
    }
}

/// The span of days about which a feed speaks, both ends included. JSON: `["FROM","TO"]`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Covers {
    pub from: Day,
    pub to: Day,
}

impl Serialize for Covers {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        [self.from, self.to].serialize(serializer)
    }
}

/// One fact read from a file, not yet in the store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// Whose file it is on; `None` for a worker's own supervision and for an adopter.
    pub child: Option<ChildId>,
    /// The id as the case system shows it (leading zeros kept).
    pub shown_id: Option<Name>,
    /// The source's own id, or what tells two rows of one child, kind and day apart
    /// (a contact's source, a session's type and worker, `#2` for a conflicting second row).
    /// Empty where nothing is needed, so that two sources meet on one fact.
    pub source_ref: Name,
    pub source: Source,
    pub record: Record,
    /// The columns that no rule reads, as a JSON object of words; `None` when there are none.
    pub details: Option<Name>,
}

/// A row, or a cell, that could not be used as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    pub sheet: String,
    /// 1-based row of the sheet or line of the file; `None` for the sheet as a whole.
    pub row: Option<u32>,
    pub column: Option<String>,
    /// What stands in the cell, shortened to 60 characters; never free text.
    pub found: String,
    pub expected: String,
    /// What became of it: "row not used", "treated as blank", ...
    pub effect: String,
    /// The child whose clock cannot be computed because of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub child_id: Option<ChildId>,
    /// The kind of fact that the row would have been.
    #[serde(skip)]
    pub kind: Option<FactKind>,
    /// The row enters no figure because of this (a missing key date, an end before the start).
    #[serde(skip)]
    pub row_lost: bool,
}

/// Two rows with one key and different ends: both are kept, and this says so.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConflictNote {
    pub child: ChildId,
    pub kind: FactKind,
    pub start: Option<Day>,
}

/// What was recognised on one sheet (a CSV file is one sheet).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SheetReport {
    pub name: String,
    /// "contacts", "referrals", "assessments", ..., "supervision", "family".
    pub recognised_as: String,
    /// 1-based row in which the headings stand.
    pub header_row: u32,
    /// Rows of data, footers and wholly blank rows left out.
    pub rows: u32,
    pub used: u32,
    pub repeated: u32,
    pub rejected: u32,
    /// Headings that no meaning is known for; their columns are not read.
    pub unknown_columns: Vec<String>,
    #[serde(skip)]
    pub kind: Option<FactKind>,
    /// Kinds of fact that the sheet also tells of, by a column or by the rows that are not there:
    /// Annex A List 7 holds the latest visit and the latest review.
    #[serde(skip)]
    pub also: Vec<FactKind>,
}

/// What was recognised in one file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct FileReport {
    pub file: String,
    pub recognised_as: String,
    /// From the earliest record to the as-at, unless the person said otherwise.
    pub covers: Option<Covers>,
    pub sheets: Vec<SheetReport>,
    /// Sheets that are no known list and were passed over.
    pub passed_over: Vec<String>,
    pub problems: Vec<Problem>,
    #[serde(skip)]
    pub feed: Option<FeedKind>,
    #[serde(skip)]
    pub source: Source,
    /// The day up to which the file itself says that it speaks (a census's reference date).
    #[serde(skip)]
    pub as_at: Option<Day>,
    /// The earliest and the latest day of an event in the file (not a birth or a plan).
    #[serde(skip)]
    pub earliest: Option<Day>,
    #[serde(skip)]
    pub latest: Option<Day>,
    /// For the rolling lists (contacts to section 47): the earliest day on which a contact or a
    /// referral was received, from which on every event is listed.
    #[serde(skip)]
    pub window_from: Option<Day>,
    /// SHA-free fingerprint of the bytes, to know a file again.
    #[serde(skip)]
    pub fingerprint: u64,
}

/// Everything that one call read. Becomes one transaction or nothing.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Batch {
    pub files: Vec<FileReport>,
    pub facts: Vec<Fact>,
    pub conflicts: Vec<ConflictNote>,
}

impl Batch {
    /// The kinds of fact for which a source had a list, even an empty one. A template that nobody
    /// filled in is no list, and a census without a single child in need plan does not show plans.
    #[must_use]
    pub fn lists(&self) -> Vec<(Source, FactKind)> {
        let mut lists: Vec<(Source, FactKind)> = self
            .files
            .iter()
            .flat_map(|file| {
                let told = |sheet: &&SheetReport| {
                    let plans = sheet.kind == Some(FactKind::CinPlan);
                    let silent = match file.source {
                        Source::Local => true,
                        Source::CinCensus => plans,
                        Source::AnnexA | Source::Ssd | Source::Ssda903 => false,
                    };
                    sheet.rows > 0 || !silent
                };
                let sheets = file.sheets.iter().filter(told);
                let kinds = sheets.flat_map(|sheet| sheet.kind.iter().chain(&sheet.also));
                kinds.map(|kind| (file.source, *kind))
            })
            .collect();
        lists.sort_unstable();
        lists.dedup();
        lists
    }

    /// The day up to which every file of the case feed says itself that it speaks; `None` where
    /// one does not say so, or two say different days.
    #[must_use]
    pub fn stated_as_at(&self) -> Option<Day> {
        let of_cases = |file: &&FileReport| file.feed == Some(FeedKind::Cases);
        let mut stated = self.files.iter().filter(of_cases).map(|file| file.as_at);
        let first = stated.next()??;
        stated.all(|day| day == Some(first)).then_some(first)
    }

    /// What is proposed as the as-at: the newest day that a file names itself, or else the latest
    /// past event in any file.
    #[must_use]
    pub fn proposed_as_at(&self) -> Option<Day> {
        let stated = self.files.iter().filter_map(|file| file.as_at).max();
        stated.or_else(|| self.latest_event())
    }

    /// The latest past event in any file.
    #[must_use]
    pub fn latest_event(&self) -> Option<Day> {
        self.files.iter().filter_map(|file| file.latest).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(source: Source, kind: FactKind, rows: u32) -> FileReport {
        let sheet = SheetReport {
            name: String::new(),
            recognised_as: String::new(),
            header_row: 1,
            rows,
            used: rows,
            repeated: 0,
            rejected: 0,
            unknown_columns: Vec::new(),
            kind: Some(kind),
            also: vec![FactKind::Involvement],
        };
        FileReport {
            file: String::new(),
            recognised_as: String::new(),
            covers: None,
            sheets: vec![sheet],
            passed_over: Vec::new(),
            problems: Vec::new(),
            feed: None,
            source,
            as_at: None,
            earliest: None,
            latest: None,
            window_from: None,
            fingerprint: 0,
        }
    }

    fn lists(source: Source, kind: FactKind, rows: u32) -> usize {
        let files = vec![file(source, kind, rows)];
        let batch = Batch {
            files,
            ..Batch::default()
        };
        batch.lists().len()
    }

    #[test]
    fn a_template_that_nobody_filled_in_is_no_list_and_an_empty_list_of_a_return_is_one() {
        assert_eq!(lists(Source::Local, FactKind::Cin, 0), 0);
        assert_eq!(lists(Source::Local, FactKind::Cin, 1), 2);
        assert_eq!(lists(Source::AnnexA, FactKind::CinPlan, 0), 2);
        assert_eq!(lists(Source::CinCensus, FactKind::CinPlan, 0), 0);
        assert_eq!(lists(Source::CinCensus, FactKind::Enquiry, 0), 2);
    }
}
