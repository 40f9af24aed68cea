//! What is shared between the rows of one call: names and ids that were already read, and the
//! problems that a sheet gives rise to.

use foldhash::{HashMap, HashSet};

use crate::model::{
    ActionStatus, Answer, CaseStatus, ChildId, Day, FactKind, Name, Problem, SessionStatus,
    SessionType, StaffRole, VisitTo,
};

use super::{
    ImportError,
    cell::{Cell, is_blank_word, one_line, shorten, trim},
    sample::Samples,
    ssd::Joins,
    vocabulary::{Category, Vocabulary, vocabulary},
    words::{self, Asked, Lookups, WordBook},
};

/// The longest name of a worker, a team or a family that is kept.
const LONGEST_NAME: usize = 500;
/// Words that stand in a footer and never in an id.
const FOOTER_WORDS: [&str; 14] = [
    "filters", "filter", "filtered", "total", "totals", "none", "rows", "records", "report",
    "count", "printed", "source", "note", "notes",
];

/// What a cell for a child's id holds.
#[derive(Clone)]
pub(super) enum IdCell {
    Blank,
    Id(ChildId, Name),
    /// A footer, a total or a sentence.
    NotAnId,
}

/// A name as it is kept, and whether its end was cut off.
#[derive(Clone, Default)]
pub(super) struct Cleaned {
    pub(super) name: Option<Name>,
    pub(super) cut: bool,
}

/// Names, ids and words, each read once.
pub(super) struct Desk {
    book: &'static WordBook,
    vocabulary: &'static Vocabulary,
    meanings: HashMap<Category, HashMap<String, Option<&'static str>>>,
    pub(super) keeps_text: bool,
    /// The day up to which the call speaks, where a person said it.
    pub(super) as_at: Option<Day>,
    /// Where the first rows of each sheet go when nothing but them is wanted.
    pub(super) samples: Option<Samples>,
    names: HashMap<Box<str>, Cleaned>,
    ids: HashMap<Box<str>, IdCell>,
    shared: HashSet<Name>,
    lookups: Lookups,
    own_sessions: HashMap<String, SessionType>,
    /// What the tables of this call say of each other.
    pub(super) joins: Joins,
}

/// A word as it is compared: small letters, one blank between.
fn plain(word: &str) -> String {
    let words = word.split_whitespace().map(str::to_lowercase);
    words.collect::<Vec<_>>().join(" ")
}

impl Desk {
    pub(super) fn new(keeps_text: bool) -> Result<Self, ImportError> {
        Ok(Self {
            book: words::book()?,
            vocabulary: vocabulary()?,
            meanings: HashMap::default(),
            keeps_text,
            as_at: None,
            samples: None,
            names: HashMap::default(),
            ids: HashMap::default(),
            shared: HashSet::default(),
            lookups: Lookups::default(),
            own_sessions: HashMap::default(),
            joins: Joins::default(),
        })
    }

    /// Knows the council's own words for types of session; capitals and blanks make no difference.
    pub(super) fn knowing(mut self, words: &[(String, SessionType)]) -> Self {
        let own = words.iter().map(|(word, kind)| (plain(word), *kind));
        self.own_sessions = own.collect();
        self
    }

    /// One copy of a text for all the rows that hold it.
    pub(super) fn share(&mut self, text: &str) -> Name {
        if let Some(name) = self.shared.get(text) {
            return name.clone();
        }
        let name = Name::from(text);
        self.shared.insert(name.clone());
        name
    }

    /// A worker, a team or a family: one line, blank words are none.
    pub(super) fn name(&mut self, cell: &Cell<'_>) -> Cleaned {
        let text = cell.text();
        if text.is_empty() {
            return Cleaned::default();
        }
        if let Some(known) = self.names.get(text.as_ref()) {
            return known.clone();
        }
        let line = one_line(&text);
        let cleaned = if is_blank_word(&line) {
            Cleaned::default()
        } else {
            Cleaned {
                name: Some(self.share(&shorten(&line, LONGEST_NAME))),
                cut: line.chars().count() > LONGEST_NAME,
            }
        };
        self.names.insert(Box::from(text.as_ref()), cleaned.clone());
        cleaned
    }

    /// A child's id: normalised, and as it is shown.
    pub(super) fn child(&mut self, raw: &str) -> IdCell {
        if let Some(known) = self.ids.get(raw) {
            return known.clone();
        }
        let read = self.read_id(raw);
        self.ids.insert(Box::from(raw), read.clone());
        read
    }

    /// The id in a national return: whatever stands in an element that is for the id and nothing
    /// else, for a return has no footers.
    pub(super) fn child_of_return(&mut self, raw: &str) -> IdCell {
        if let Some(known @ IdCell::Id(..)) = self.ids.get(raw) {
            return known.clone();
        }
        let text = trim(raw);
        if is_null_id(text) || is_blank_word(text) {
            return IdCell::Blank;
        }
        match (ChildId::read(text), ChildId::shown(text)) {
            (Some(id), Some(shown)) => {
                let read = IdCell::Id(id, self.share(shown));
                self.ids.insert(Box::from(raw), read.clone());
                read
            }
            _ => IdCell::Blank,
        }
    }

    fn read_id(&mut self, raw: &str) -> IdCell {
        let text = without_quotes(trim(raw));
        if is_null_id(text) {
            return IdCell::NotAnId;
        }
        if is_blank_word(text) || text.starts_with('#') && text.ends_with(['!', '?']) {
            return IdCell::Blank;
        }
        if is_footer(text) {
            return IdCell::NotAnId;
        }
        match (ChildId::read(text), ChildId::shown(text)) {
            (Some(id), Some(shown)) => {
                let shown = self.share(shown);
                IdCell::Id(id, shown)
            }
            _ => IdCell::NotAnId,
        }
    }

    pub(super) fn answer(&mut self, cell: &Cell<'_>, asked: Asked) -> Answer {
        let Cell::Words(text) = cell else {
            return self.book.answer(cell, asked);
        };
        let known = &mut self.lookups.answers[asked as usize];
        if let Some(known) = known.get(text.as_ref()) {
            return *known;
        }
        let read = self.book.answer(cell, asked);
        known.insert(text.to_string(), read);
        read
    }

    pub(super) fn case_status(&mut self, text: &str) -> Option<CaseStatus> {
        if let Some(known) = self.lookups.case_status.get(text) {
            return *known;
        }
        let read = self.book.case_status(text);
        self.lookups.case_status.insert(text.to_owned(), read);
        read
    }

    /// The official code for the words of a coded column; each text is looked up once.
    pub(super) fn meaning(&mut self, category: Category, text: &str) -> Option<&'static str> {
        let known = self.meanings.entry(category).or_default();
        if let Some(known) = known.get(text) {
            return *known;
        }
        let read = self.vocabulary.meaning(category, text);
        known.insert(text.to_owned(), read);
        read
    }

    pub(super) fn session_type(&mut self, text: &str, names_child: bool) -> Option<SessionType> {
        let known = &mut self.lookups.session_type[usize::from(names_child)];
        if let Some(known) = known.get(text) {
            return *known;
        }
        let own = self.own_sessions.get(&plain(text)).copied();
        let read = own.or_else(|| self.book.session_type(text, names_child));
        known.insert(text.to_owned(), read);
        read
    }

    pub(super) fn session_status(&mut self, text: &str) -> Option<SessionStatus> {
        if let Some(known) = self.lookups.session_status.get(text) {
            return *known;
        }
        let read = self.book.session_status(text);
        self.lookups.session_status.insert(text.to_owned(), read);
        read
    }

    pub(super) fn visit_to(&mut self, text: &str) -> Option<VisitTo> {
        let (book, known) = (self.book, &mut self.lookups.visit_to);
        once(known, text, |text| book.visit_to(text))
    }

    pub(super) fn action_status(&mut self, text: &str) -> Option<ActionStatus> {
        let (book, known) = (self.book, &mut self.lookups.action_status);
        once(known, text, |text| book.action_status(text))
    }

    pub(super) fn staff_role(&mut self, text: &str) -> Option<StaffRole> {
        let (book, known) = (self.book, &mut self.lookups.staff_role);
        once(known, text, |text| book.staff_role(text))
    }
}

/// What a word means, looked up the first time that it stands there.
fn once<T: Copy>(
    known: &mut std::collections::HashMap<String, Option<T>>,
    text: &str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Option<T> {
    if let Some(known) = known.get(text) {
        return *known;
    }
    let meaning = read(text);
    known.insert(text.to_owned(), meaning);
    meaning
}

/// `="00104504"` and `'00104504`, with which spreadsheets are made to keep zeros.
fn without_quotes(text: &str) -> &str {
    let text = text
        .strip_prefix("=\"")
        .and_then(|text| text.strip_suffix('"'))
        .unwrap_or(text);
    trim(text.strip_prefix('\'').unwrap_or(text))
}

/// A word for nothing that stands in place of an id: a report's own filler row.
fn is_null_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 16 && {
        let lower = text.to_lowercase();
        matches!(
            lower.as_str(),
            "none" | "null" | "nan" | "nat" | "(blank)" | "<null>"
        )
    }
}

/// Whether one of the words of a footer stands in a text: "Total 24", "Printed 12/06/2026".
pub(super) fn names_a_footer(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    words.any(|word| FOOTER_WORDS.contains(&word))
}

fn is_footer(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    words.iter().any(|word| FOOTER_WORDS.contains(word))
        || words.len() > 4
        || text.contains(": ")
        || (!has_digit && (words.len() > 1 || matches!(lower.as_str(), "true" | "false")))
}

/// The problems of one sheet. Those that only repeat one word are told once, with a count.
pub(super) struct Notes {
    sheet: String,
    pub(super) problems: Vec<Problem>,
    tallies: Vec<Tally>,
    places: HashMap<(String, String), usize>,
}

struct Tally {
    problem: Problem,
    times: u32,
}

/// What is wrong with a cell, before it is known where it stands.
pub(super) struct Fault<'a> {
    pub(super) column: Option<String>,
    pub(super) found: String,
    pub(super) expected: &'a str,
    pub(super) effect: &'a str,
}

impl Notes {
    pub(super) fn new(sheet: &str) -> Self {
        Self {
            sheet: sheet.to_owned(),
            problems: Vec::new(),
            tallies: Vec::new(),
            places: HashMap::default(),
        }
    }

    /// A problem of one row, or of the sheet as a whole.
    pub(super) fn add(&mut self, row: Option<u32>, fault: Fault<'_>) {
        self.problems.push(self.problem(row, fault));
    }

    /// A problem because of which a child's clock cannot be told.
    pub(super) fn add_for(
        &mut self,
        row: u32,
        child: Option<ChildId>,
        (kind, row_lost): (FactKind, bool),
        fault: Fault<'_>,
    ) {
        self.problems.push(Problem {
            child_id: child,
            kind: Some(kind),
            row_lost,
            ..self.problem(Some(row), fault)
        });
    }

    /// A word that may stand in thousands of rows: one problem, with the first row and a count.
    pub(super) fn tally(&mut self, row: u32, fault: Fault<'_>) {
        let key = (
            fault.column.clone().unwrap_or_default(),
            format!("{}\n{}", fault.effect, fault.found.to_lowercase()),
        );
        if let Some(tally) = self
            .places
            .get(&key)
            .and_then(|at| self.tallies.get_mut(*at))
        {
            tally.times += 1;
            return;
        }
        self.places.insert(key, self.tallies.len());
        let problem = self.problem(Some(row), fault);
        self.tallies.push(Tally { problem, times: 1 });
    }

    fn problem(&self, row: Option<u32>, fault: Fault<'_>) -> Problem {
        Problem {
            sheet: self.sheet.clone(),
            row,
            column: fault.column,
            found: fault.found,
            expected: fault.expected.to_owned(),
            effect: fault.effect.to_owned(),
            child_id: None,
            kind: None,
            row_lost: false,
        }
    }

    /// Every problem, in the order of the rows.
    pub(super) fn finish(mut self) -> Vec<Problem> {
        for mut tally in self.tallies {
            if tally.times > 1 {
                tally.problem.effect = format!("{} ({} rows)", tally.problem.effect, tally.times);
            }
            self.problems.push(tally.problem);
        }
        self.problems.sort_by_key(|problem| problem.row);
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn desk() -> Desk {
        Desk::new(false).unwrap()
    }

    #[test]
    fn footers_totals_and_null_words_are_no_ids() {
        for raw in [
            "Applied filters:\nLA is Fictionshire",
            "None",
            "NULL",
            "Total",
            "Grand total",
            "Total 245",
            "245 rows",
            "End of report",
            "OFFICIAL-SENSITIVE (fictional)",
            "Rows: 245",
        ] {
            assert!(matches!(desk().child(raw), IdCell::NotAnId), "{raw:?}");
        }
        for raw in ["", " ", "N/A", "-", "#N/A", "#REF!"] {
            assert!(matches!(desk().child(raw), IdCell::Blank), "{raw:?}");
        }
        for raw in [
            "104504",
            "AB 123",
            "MSC-00012",
            "childA",
            "=\"00104504\"",
            "'0012",
        ] {
            assert!(matches!(desk().child(raw), IdCell::Id(..)), "{raw:?}");
        }
    }

    #[test]
    fn an_id_keeps_its_zeros_for_the_eye_only() {
        let IdCell::Id(id, shown) = desk().child("=\"00104504\"") else {
            panic!("no id")
        };
        assert_eq!((id.as_str(), shown.as_ref()), ("104504", "00104504"));
    }

    #[test]
    fn one_name_however_it_is_spaced_is_one_name() {
        let mut desk = desk();
        let plain = desk.name(&Cell::words("Ann Made-Up")).name;
        for odd in ["Ann\u{a0}Made-Up", " Ann  Made-Up  ", "Ann\tMade-Up"] {
            assert_eq!(desk.name(&Cell::words(odd)).name, plain, "{odd:?}");
        }
        for none in ["#N/A", "NULL", "None", "-", "Not recorded", ""] {
            assert_eq!(desk.name(&Cell::words(none)).name, None, "{none:?}");
        }
    }

    #[test]
    fn a_name_of_three_hundred_characters_is_kept_whole_and_an_endless_one_is_cut() {
        let long = desk().name(&Cell::words(&"n".repeat(300)));
        assert!(!long.cut);
        assert_eq!(long.name.unwrap().chars().count(), 300);
        let endless = desk().name(&Cell::words(&"n".repeat(5000)));
        assert!(endless.cut);
        assert_eq!(endless.name.unwrap().chars().count(), 500);
    }

    #[test]
    fn a_word_that_stands_in_many_rows_is_told_once_with_a_count() {
        let mut notes = Notes::new("List 6");
        for row in 2..9 {
            notes.tally(
                row,
                Fault {
                    column: Some("Case Status".to_owned()),
                    found: "odd".to_owned(),
                    expected: "a known status",
                    effect: "read as unknown",
                },
            );
        }
        let problems = notes.finish();
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].row, Some(2));
        assert_eq!(problems[0].effect, "read as unknown (7 rows)");
    }
}
