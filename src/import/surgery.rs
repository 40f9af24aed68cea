//! A surgery sheet that came back: as a workbook of any kind or as a text table, sorted, filtered,
//! with rows and columns of other people, with days as text.
//!
//! It matches no row to a gap and refuses no row: that needs the store. The surprising thing: a
//! day without a year is kept as one; which year is meant depends on the day of the surgery.

use std::{collections::HashMap, fs, path::Path};

use csv::{ReaderBuilder, StringRecord};

use super::{
    ImportError,
    cell::{Cell, one_line, trim},
    date,
    files::Target,
    text, workbook,
};
use crate::model::{
    Dated, ReturnedRow, ReturnedSheet, SurgeryColumn as Column, SurgeryWords, WrittenDay, tidy,
};

/// The headings stand in one of so many rows: people put titles over them.
const SEARCHED: usize = 40;
/// What nobody wrote: more is no answer.
const MOST_LETTERS: usize = 32_767;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The rows of one sheet, each with its number in the file.
pub(super) type Grid = Vec<(u32, Vec<Cell<'static>>)>;

/// Reads a sheet that came back. Never panics, whatever the bytes.
///
/// # Errors
/// The file cannot be read, or no sheet of it has the headings of a surgery sheet.
pub fn read_surgery(path: &Path) -> Result<ReturnedSheet, ImportError> {
    let file = Target::named(path).name;
    let bytes = fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => ImportError::NotFound { file: file.clone() },
        kind => ImportError::Unreadable {
            file: file.clone(),
            what: kind.to_string(),
        },
    })?;
    if bytes.is_empty() {
        return Err(ImportError::Empty { file });
    }
    let grids = if let Some(kind) = workbook::kind(&bytes) {
        workbook::grids(&file, &bytes, kind)?
    } else {
        super::check_text(&file, &bytes)?;
        tables(&text::decode(&bytes))
    };
    let found = grids.iter().find_map(|grid| {
        let at = grid
            .iter()
            .take(SEARCHED)
            .position(|(_, cells)| Headings::of(cells).is_whole())?;
        Some(returned(grid, at))
    });
    found.ok_or_else(|| ImportError::NoKnownList {
        file,
        found: "no row with the headings of a surgery sheet: \"Key\" and those that people fill in"
            .to_owned(),
    })
}

/// The text cut at each of the delimiters: the one that shows the headings counts.
fn tables(text: &str) -> Vec<Grid> {
    let text = text.trim_start_matches('\u{feff}');
    DELIMITERS.map(|delimiter| table(text, delimiter)).into()
}

fn table(text: &str, delimiter: u8) -> Grid {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut grid = Grid::new();
    let mut number = 0_u32;
    while let Ok(true) = reader.read_record(&mut record) {
        // As a spreadsheet numbers them: a cell of several lines is one row.
        number += 1;
        let cells = record.iter().map(|field| match field {
            "" => Cell::Blank,
            text => Cell::Words(text.to_owned().into()),
        });
        grid.push((number, cells.collect()));
    }
    grid
}

/// Which column stands where.
struct Headings {
    places: HashMap<Column, usize>,
    added: Vec<String>,
}

impl Headings {
    fn of(cells: &[Cell<'_>]) -> Self {
        let mut places = HashMap::new();
        let mut added = Vec::new();
        for (place, cell) in cells.iter().enumerate() {
            let heading = cell.text();
            let words = tidy(&heading);
            if words.is_empty() {
                continue;
            }
            let known = Column::ALL.into_iter().find(|column| {
                tidy(column.heading()) == words || column.also().contains(&words.as_str())
            });
            match known.filter(|column| !places.contains_key(column)) {
                Some(column) => {
                    places.insert(column, place);
                }
                None => added.push(one_line(&heading).into_owned()),
            }
        }
        Self { places, added }
    }

    /// Whether these are the headings of a surgery sheet.
    fn is_whole(&self) -> bool {
        let answers = self.places.keys().filter(|column| column.is_answer());
        self.places.contains_key(&Column::Key) && answers.count() >= 2
    }
}

fn returned(grid: &Grid, at: usize) -> ReturnedSheet {
    let headings = grid
        .get(at)
        .map_or_else(|| Headings::of(&[]), |(_, cells)| Headings::of(cells));
    let missing = Column::ALL
        .into_iter()
        .filter(|column| column.is_answer() && !headings.places.contains_key(column));
    let rows = grid.iter().skip(at + 1);
    ReturnedSheet {
        rows: rows
            .filter_map(|(line, cells)| row(*line, cells, &headings))
            .collect(),
        missing: missing.collect(),
        added: headings.added,
    }
}

/// A row with a key or with words; `None` for one in which nothing of the sheet stands.
fn row(line: u32, cells: &[Cell<'_>], headings: &Headings) -> Option<ReturnedRow> {
    let cell = |column: Column| cells.get(*headings.places.get(&column)?);
    let text = |column: Column| cell(column).map(|cell| written(cell));
    let mut words = SurgeryWords::default();
    for column in Column::ALL {
        if let Some(kept) = words.of_mut(column) {
            *kept = text(column).unwrap_or_default();
        }
    }
    let day = |column: Column| cell(column).map_or(WrittenDay::Blank, written_day);
    for column in Column::ALL.into_iter().filter(|column| column.is_day()) {
        // A day that was read is kept in one form: the next spreadsheet writes it in another.
        if let (Some(kept), WrittenDay::On(day)) = (words.of_mut(column), day(column)) {
            *kept = day.to_string();
        }
    }
    let key = text(Column::Key).unwrap_or_default();
    if key.is_empty() && words.is_blank() {
        return None;
    }
    // The headings again, as a page that was copied below another has them.
    if tidy(&key) == tidy(Column::Key.heading()) {
        return None;
    }
    Some(ReturnedRow {
        line,
        key,
        who: text(Column::Child),
        rule: text(Column::Rule),
        evidence_on: day(Column::EvidenceOn),
        by_when: day(Column::ByWhen),
        words,
    })
}

/// What stands in a cell, word for word, without what no screen shows.
fn written(cell: &Cell<'_>) -> String {
    let text = cell.text();
    let kept = trim(&text)
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(MOST_LETTERS);
    kept.collect()
}

fn written_day(cell: &Cell<'_>) -> WrittenDay {
    match date::of_cell(cell) {
        Dated::On(day) => WrittenDay::On(day),
        Dated::Blank => WrittenDay::Blank,
        Dated::Unreadable => match date::without_year(&cell.text()) {
            Some((month, day)) => WrittenDay::NoYear { month, day },
            None => WrittenDay::Unreadable,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Day;

    fn read(text: &str) -> ReturnedSheet {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("back.csv");
        fs::write(&path, text).unwrap();
        read_surgery(&path).unwrap()
    }

    #[test]
    fn a_text_table_with_rows_above_and_columns_of_others_is_read() {
        let sheet = read(
            "Surgery sheet\n;\nTeam notes;KEY;What happened;Who;By when;Next step\n\
             mine;S7k2mx-001-abc;\"away\non leave\";T Mockridge;20 June;visit\n\
             ;;;;;\nours;;hello;;;\n",
        );
        assert_eq!(sheet.added, ["Team notes"]);
        assert_eq!(
            sheet.missing,
            [Column::Evidence, Column::EvidenceOn, Column::Outcome]
        );
        assert_eq!(sheet.rows.len(), 2);
        let first = &sheet.rows[0];
        assert_eq!((first.line, first.key.as_str()), (4, "S7k2mx-001-abc"));
        assert_eq!(first.words.happened, "away\non leave");
        assert_eq!(first.by_when, WrittenDay::NoYear { month: 6, day: 20 });
        assert_eq!(sheet.rows[1].key, "");
    }

    #[test]
    fn days_are_read_however_they_are_written_and_never_the_american_way() {
        let sheet = read(
            "key,by when,who\na,20/06/2026,x\nb,2026-06-20,x\nc,46193,x\nd,Sat 20th June 2026,x\n\
             e,06/20/2026,x\nf,soon,x\ng,,x\nh,31 June,x\ni,20/6,x\n",
        );
        let june = WrittenDay::On(Day::parse_iso("2026-06-20").unwrap());
        let days: Vec<WrittenDay> = sheet.rows.iter().map(|row| row.by_when).collect();
        assert_eq!(days[..4], [june, june, june, june]);
        assert_eq!(days[4..6], [WrittenDay::Unreadable; 2]);
        assert_eq!(days[6], WrittenDay::Blank);
        assert_eq!(days[7], WrittenDay::Unreadable);
        assert_eq!(days[8], WrittenDay::NoYear { month: 6, day: 20 });
    }

    #[test]
    fn a_sheet_that_another_program_saved_in_its_own_kind_is_read() {
        // Saved by LibreOffice 7.4, with a title, a column and a row of somebody else.
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/surgery/back.ods");
        let sheet = read_surgery(&path).unwrap();
        assert_eq!(sheet.added, ["Our own column"]);
        assert_eq!(sheet.missing, [Column::Evidence]);
        let keys: Vec<&str> = sheet.rows.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys, ["S7k2mx-002-abc", "S7k2mx-001-def", ""]);
        let first = &sheet.rows[0];
        assert_eq!(first.line, 3);
        assert_eq!(
            first.evidence_on,
            WrittenDay::On(Day::parse_iso("2026-06-11").unwrap())
        );
        assert_eq!(first.words.evidence_on, "2026-06-11");
        assert_eq!(first.by_when, WrittenDay::NoYear { month: 6, day: 20 });
        assert!(sheet.rows[1].words.is_blank());
        assert_eq!(sheet.rows[2].words.happened, "a row of ours");
    }

    #[test]
    fn a_file_that_is_no_surgery_sheet_is_told_with_what_was_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("back.csv");
        fs::write(&path, "Child Unique ID,Date\n900001,01/02/2026\n").unwrap();
        let said = read_surgery(&path).unwrap_err().to_string();
        assert!(said.contains("headings of a surgery sheet"), "{said}");
        assert!(read_surgery(&folder.path().join("gone.csv")).is_err());
    }
}
