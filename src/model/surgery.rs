//! A surgery sheet: the gaps that go out to people without Caselight, and what comes back.
//!
//! Plain data, shared by whoever writes the sheet, keeps it and reads it. The surprising thing: a
//! row's key says nothing of the child. It names a row of a sheet that the store remembers, and
//! ends in three letters made from the gaps of that row, so that a key that was changed is found.

use std::fmt;

use super::{Day, GapKey, Name};

/// A column of the sheet.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SurgeryColumn {
    Key,
    Child,
    Family,
    Team,
    Worker,
    Supervisor,
    Rule,
    Shown,
    Over,
    Promised,
    Happened,
    Evidence,
    EvidenceOn,
    Outcome,
    NextStep,
    ByWhen,
    Who,
}

impl SurgeryColumn {
    /// Every column, in the order in which they are written.
    pub const ALL: [Self; 17] = [
        Self::Key,
        Self::Child,
        Self::Family,
        Self::Team,
        Self::Worker,
        Self::Supervisor,
        Self::Rule,
        Self::Shown,
        Self::Over,
        Self::Promised,
        Self::Happened,
        Self::Evidence,
        Self::EvidenceOn,
        Self::Outcome,
        Self::NextStep,
        Self::ByWhen,
        Self::Who,
    ];

    /// The heading over it.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Key => "Key (leave as it is)",
            Self::Child => "Child",
            Self::Family => "Family",
            Self::Team => "Team",
            Self::Worker => "Worker",
            Self::Supervisor => "Supervisor",
            Self::Rule => "Rule",
            Self::Shown => "What the extract shows",
            Self::Over => "Over",
            Self::Promised => "Promised before",
            Self::Happened => "What happened",
            Self::Evidence => "Evidence on file",
            Self::EvidenceOn => "Date of the evidence",
            Self::Outcome => "Outcome",
            Self::NextStep => "Next step",
            Self::ByWhen => "By when",
            Self::Who => "Who",
        }
    }

    /// The words by which a heading is known that somebody shortened.
    #[must_use]
    pub const fn also(self) -> &'static [&'static str] {
        match self {
            Self::Key => &["key"],
            Self::Happened => &["happened"],
            Self::Evidence => &["evidence"],
            Self::EvidenceOn => &["evidence date", "date of evidence", "evidence on"],
            Self::NextStep => &["next steps"],
            Self::ByWhen => &["due", "by"],
            Self::Who => &["by whom", "owner"],
            _ => &[],
        }
    }

    /// Whether people write in it.
    #[must_use]
    pub const fn is_answer(self) -> bool {
        matches!(
            self,
            Self::Happened
                | Self::Evidence
                | Self::EvidenceOn
                | Self::Outcome
                | Self::NextStep
                | Self::ByWhen
                | Self::Who
        )
    }

    /// Whether a day belongs in it.
    #[must_use]
    pub const fn is_day(self) -> bool {
        matches!(self, Self::EvidenceOn | Self::ByWhen)
    }
}

/// The outcomes that the sheet offers, each with the column that completes it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SurgeryOutcome {
    SeenOnFile,
    ToRecord,
    Booked,
    NotRequired,
    DataError,
    Exception,
    Escalated,
}

impl SurgeryOutcome {
    /// Every outcome, in the order of the drop-down.
    pub const ALL: [Self; 7] = [
        Self::SeenOnFile,
        Self::ToRecord,
        Self::Booked,
        Self::NotRequired,
        Self::DataError,
        Self::Exception,
        Self::Escalated,
    ];

    /// The words of the drop-down.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::SeenOnFile => "Done, and seen on the file on (date of the evidence)",
            Self::ToRecord => "Done, not recorded: to be recorded by (by when)",
            Self::Booked => "Not done: booked for (by when)",
            Self::NotRequired => "Not required, because (what happened)",
            Self::DataError => "An error of the data or the extract",
            Self::Exception => "Exception, approved by (who)",
            Self::Escalated => "Escalated to (who)",
        }
    }

    /// Reads a cell: the words of the drop-down, or the part of them that tells it from the
    /// others. `None` for anything that could mean two things, or none of them.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let words = tidy(text);
        if let Some(whole) = Self::ALL.into_iter().find(|o| tidy(o.words()) == words) {
            return Some(whole);
        }
        let signs: [(Self, &[&str]); 7] = [
            (Self::SeenOnFile, &["seen on", "seen and on file"]),
            (
                Self::ToRecord,
                &["not recorded", "to be recorded", "record by", "to record"],
            ),
            (Self::Booked, &["booked"]),
            (Self::NotRequired, &["not required", "not needed"]),
            (Self::DataError, &["error"]),
            (Self::Exception, &["exception"]),
            (Self::Escalated, &["escalate"]),
        ];
        let mut meant = signs
            .into_iter()
            .filter(|(_, signs)| signs.iter().any(|sign| words.contains(sign)));
        match (meant.next(), meant.next()) {
            (Some((outcome, _)), None) => Some(outcome),
            _ => None,
        }
    }
}

/// Lower case, letters and digits only, one space between words.
#[must_use]
pub fn tidy(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// A row of a sheet that goes out.
#[derive(Clone, PartialEq, Eq)]
pub struct SurgeryRow {
    /// Its place in the sheet, from 1.
    pub number: u32,
    /// The child or worker, or the children of a family, as the sheet shows them.
    pub who: String,
    pub family: String,
    pub team: String,
    pub worker: String,
    pub supervisor: String,
    pub rule: String,
    pub shown: String,
    /// How far over, and in what.
    pub over: i32,
    pub unit: &'static str,
    /// What was promised about it before.
    pub promised: String,
    /// The gaps it stands for: one, or one for each child of a family.
    pub gaps: Vec<GapKey>,
}

impl fmt::Debug for SurgeryRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither an id nor a name reaches a log by way of `{:?}`.
        write!(f, "SurgeryRow({}, {} gaps)", self.number, self.gaps.len())
    }
}

/// What the store remembers of a row: enough to tell whose answer came back.
#[derive(Clone, PartialEq, Eq)]
pub struct SentRow {
    pub number: u32,
    pub who: String,
    pub rule: String,
    pub gaps: Vec<GapKey>,
}

impl fmt::Debug for SentRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SentRow({}, {} gaps)", self.number, self.gaps.len())
    }
}

/// A sheet that was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SentSheet {
    /// Five letters and digits.
    pub code: Name,
    pub as_at: Day,
    /// RFC 3339, UTC.
    pub written_at: String,
    pub written_by: Name,
    /// What was asked for, in words: "team north".
    pub scope: String,
    pub rows: Vec<SentRow>,
}

impl SentSheet {
    /// The key that stands in a row.
    #[must_use]
    pub fn key(&self, row: &SentRow) -> String {
        row_key(&self.code, row.number, &row.gaps)
    }
}

/// The alphabet of keys: no i, l, o and u, which are misread.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn letters(text: &str, count: u32) -> String {
    // FNV-1a.
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let folded = hash ^ (hash >> 35);
    (0..count)
        .map(|place| char::from(LETTERS[usize::try_from(folded >> (5 * place) & 31).unwrap_or(0)]))
        .collect()
}

/// The code of a sheet, from when it was written and the first gaps on it. `try_again` gives
/// another where a store knows one that is the same.
#[must_use]
pub fn sheet_code(written_at: &str, gaps: &[&GapKey], try_again: u32) -> String {
    let mut text = format!("{written_at}|{try_again}");
    for gap in gaps.iter().take(20) {
        text.push('|');
        text.push_str(gap.as_str());
    }
    letters(&text, 5)
}

/// The key of a row: the sheet's code, the row, three letters from what the row stands for.
#[must_use]
pub fn row_key(code: &str, number: u32, gaps: &[GapKey]) -> String {
    let mut text = format!("{code}|{number}");
    for gap in gaps {
        text.push('|');
        text.push_str(gap.as_str());
    }
    format!("S{code}-{number:03}-{}", letters(&text, 3))
}

/// The sheet and the row that a key names, whether or not its last letters are right.
#[must_use]
pub fn key_parts(key: &str) -> Option<(String, u32)> {
    let key = key.trim().to_lowercase();
    let mut parts = key.strip_prefix('s')?.split('-');
    let (code, number, check) = (parts.next()?, parts.next()?, parts.next()?);
    let plain = |text: &str| text.bytes().all(|byte| LETTERS.contains(&byte));
    let whole = parts.next().is_none() && code.len() == 5 && check.len() == 3;
    (whole && plain(code) && plain(check)).then_some((code.to_owned(), number.parse().ok()?))
}

/// What people wrote in a row, word for word.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct SurgeryWords {
    pub happened: String,
    pub evidence: String,
    pub evidence_on: String,
    pub outcome: String,
    pub next_step: String,
    pub by_when: String,
    pub who: String,
}

impl SurgeryWords {
    /// Whether nobody wrote anything.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.all().into_iter().all(|(_, words)| words.is_empty())
    }

    /// Each with its column.
    #[must_use]
    pub fn all(&self) -> [(SurgeryColumn, &str); 7] {
        [
            (SurgeryColumn::Happened, &self.happened),
            (SurgeryColumn::Evidence, &self.evidence),
            (SurgeryColumn::EvidenceOn, &self.evidence_on),
            (SurgeryColumn::Outcome, &self.outcome),
            (SurgeryColumn::NextStep, &self.next_step),
            (SurgeryColumn::ByWhen, &self.by_when),
            (SurgeryColumn::Who, &self.who),
        ]
    }

    /// Where the words of a column are kept; `None` for a column that people do not write in.
    pub const fn of_mut(&mut self, column: SurgeryColumn) -> Option<&mut String> {
        Some(match column {
            SurgeryColumn::Happened => &mut self.happened,
            SurgeryColumn::Evidence => &mut self.evidence,
            SurgeryColumn::EvidenceOn => &mut self.evidence_on,
            SurgeryColumn::Outcome => &mut self.outcome,
            SurgeryColumn::NextStep => &mut self.next_step,
            SurgeryColumn::ByWhen => &mut self.by_when,
            SurgeryColumn::Who => &mut self.who,
            _ => return None,
        })
    }
}

impl fmt::Debug for SurgeryWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SurgeryWords(..)")
    }
}

/// A day as somebody wrote it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum WrittenDay {
    #[default]
    Blank,
    On(Day),
    /// "20 June": the year is to be told from the day of the surgery.
    NoYear {
        month: u32,
        day: u32,
    },
    Unreadable,
}

/// A row that came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReturnedRow {
    /// Its place in the file, from 1, as the spreadsheet numbers it.
    pub line: u32,
    pub key: String,
    /// What stands in the child's column and in the rule's, if they are still there.
    pub who: Option<String>,
    pub rule: Option<String>,
    pub words: SurgeryWords,
    pub evidence_on: WrittenDay,
    pub by_when: WrittenDay,
}

/// A sheet that came back.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReturnedSheet {
    pub rows: Vec<ReturnedRow>,
    /// Columns that people write in and that are gone.
    pub missing: Vec<SurgeryColumn>,
    /// Headings that are none of the sheet's.
    pub added: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_names_its_sheet_and_row_and_changes_with_its_gaps() {
        let gaps = |key: &str| vec![GapKey::stored(key)];
        let key = row_key("7k2mx", 14, &gaps("a"));
        assert_eq!(key_parts(&key), Some(("7k2mx".to_owned(), 14)));
        assert_eq!(key_parts(&key.to_uppercase()), key_parts(&key));
        assert_ne!(key, row_key("7k2mx", 14, &gaps("b")));
        assert_ne!(key, row_key("7k2mx", 15, &gaps("a")));
        for odd in ["", "S7k2mx", "S7k2mx-014", "S7k2mx-x-abc", "S7k2-014-abc"] {
            assert_eq!(key_parts(odd), None, "{odd}");
        }
    }

    #[test]
    fn an_outcome_is_known_by_the_words_that_tell_it_from_the_others() {
        for outcome in SurgeryOutcome::ALL {
            assert_eq!(SurgeryOutcome::read(outcome.words()), Some(outcome));
        }
        let read = SurgeryOutcome::read;
        assert_eq!(read("not done, BOOKED for"), Some(SurgeryOutcome::Booked));
        assert_eq!(read("error of data"), Some(SurgeryOutcome::DataError));
        assert_eq!(read("done"), None);
        assert_eq!(read("booked, or escalate"), None);
    }
}
