//! The invented authority as files: one workbook and one list of supervision.

use std::{fs, path::PathBuf};

use anyhow::Result;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use tempfile::TempDir;

use super::{
    AS_AT,
    lists::{CHILDREN, Cell, Child, LISTS, List},
};

/// Sessions about each open child.
const SESSIONS: u32 = 5;
/// Sessions of workers' own.
const OWN: u32 = 300;

/// The files, for as long as this lives.
pub struct Authority {
    folder: TempDir,
    pub workbook: PathBuf,
    pub supervision: PathBuf,
    pub workbook_rows: u32,
    pub supervision_rows: u32,
}

impl Authority {
    /// Writes the files; the same bytes' worth of rows in every run.
    pub fn write() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let workbook = folder.path().join("annex_a.xlsx");
        let supervision = folder.path().join("supervision.csv");
        let mut book = Workbook::new();
        let mut workbook_rows = 0;
        for list in &LISTS {
            // Row by row to the disk, and texts shared as a spreadsheet program shares them.
            workbook_rows += fill(book.add_worksheet_with_low_memory()?, list)?;
        }
        book.save(&workbook)?;
        let supervision_rows = sessions(&supervision)?;
        Ok(Self {
            folder,
            workbook,
            supervision,
            workbook_rows,
            supervision_rows,
        })
    }

    /// Both files.
    pub fn paths(&self) -> Vec<PathBuf> {
        vec![self.workbook.clone(), self.supervision.clone()]
    }

    /// A place for a store beside the files.
    pub fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Rows of both files.
    pub fn rows(&self) -> u32 {
        self.workbook_rows + self.supervision_rows
    }

    /// One sentence that says what is measured.
    pub fn words(&self) -> Result<String> {
        let bytes = fs::metadata(&self.workbook)?.len() + fs::metadata(&self.supervision)?.len();
        Ok(format!(
            "{CHILDREN} invented children: {} workbook rows and {} supervision rows, {} KiB",
            self.workbook_rows,
            self.supervision_rows,
            bytes / 1024
        ))
    }
}

fn fill(sheet: &mut Worksheet, list: &List) -> Result<u32> {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.set_name(list.sheet)?;
    for (column, heading) in (0_u16..).zip(list.headings.split('|')) {
        sheet.write_string(0, column, heading)?;
    }
    let mut row = 0;
    for child in (0..CHILDREN).map(Child).filter(|c| (list.holds)(*c)) {
        row += 1;
        for (column, cell) in (0_u16..).zip((list.row)(child)) {
            match cell {
                Cell::Blank => {}
                Cell::Number(number) => {
                    sheet.write_number(row, column, number)?;
                }
                Cell::Words(text) => {
                    sheet.write_string(row, column, text)?;
                }
                Cell::Owned(text) => {
                    sheet.write_string(row, column, text)?;
                }
                Cell::DaysAgo(days) => {
                    sheet.write_datetime_with_format(row, column, date(days)?, &day)?;
                }
            }
        }
    }
    Ok(row)
}

fn ago(days: u32) -> Result<(i32, u32, u32)> {
    Ok(AS_AT.plus_days(-i32::try_from(days)?).ymd())
}

fn date(days: u32) -> Result<ExcelDateTime> {
    let (year, month, day) = ago(days)?;
    Ok(ExcelDateTime::from_ymd(
        u16::try_from(year)?,
        u8::try_from(month)?,
        u8::try_from(day)?,
    )?)
}

fn written(days: u32) -> Result<String> {
    let (year, month, day) = ago(days)?;
    Ok(format!("{day:02}/{month:02}/{year}"))
}

fn sessions(path: &PathBuf) -> Result<u32> {
    let mut out = csv::Writer::from_path(path)?;
    out.write_record([
        "Child Unique ID",
        "Worker",
        "Supervisor",
        "Team",
        "Supervision Date",
        "Supervision Type",
        "Status",
        "Decision Recorded",
        "Actions Outstanding",
        "Next Supervision Due",
        "Recorded On",
    ])?;
    let mut rows = 0;
    for child in (0..CHILDREN).map(Child).filter(|c| c.is_open()) {
        // Most are supervised in time; one in four was left for longer.
        let mut held = child.draw(40, 24) + if child.draw(41, 4) == 0 { 30 } else { 0 };
        for nth in 0..SESSIONS {
            rows += session(&mut out, child, held, Some(nth))?;
            held += 22 + child.draw(50 + nth, 14);
        }
    }
    for worker in (0..OWN).map(Child) {
        rows += session(&mut out, worker, worker.draw(42, 60), None)?;
    }
    out.flush()?;
    Ok(rows)
}

/// A session about a child, or (`nth` is `None`) a worker's own.
fn session(
    out: &mut csv::Writer<fs::File>,
    child: Child,
    held: u32,
    nth: Option<u32>,
) -> Result<u32> {
    let put_down = held.saturating_sub(child.draw(60 + nth.unwrap_or(9), 9));
    let (about, kind) = match nth {
        Some(_) => (child.id().to_string(), "Case supervision"),
        None => (String::new(), "One to one"),
    };
    let status = if child.draw(70 + nth.unwrap_or(9), 20) == 0 {
        "Cancelled"
    } else {
        "Held"
    };
    let (date, recorded) = (written(held)?, written(put_down)?);
    let (worker, lead, team) = (child.worker(), child.supervisor(), child.team());
    let open_actions = child.draw(80 + nth.unwrap_or(9), 5).to_string();
    out.write_record([
        &about,
        &worker,
        &lead,
        &team,
        &date,
        kind,
        status,
        "Y",
        &open_actions,
        "",
        &recorded,
    ])?;
    Ok(1)
}
