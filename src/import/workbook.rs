//! Spreadsheet files: .xlsx cell by cell, so that memory stays small; .ods, .xls and .xlsb whole.
//!
//! The surprising thing: the library that reads them can panic on a hostile file. The whole read
//! is therefore caught, and a panic is told as a damaged file. The panic hook still runs; a
//! program that draws on the terminal asks [`is_guarded`] in its hook and stays quiet.

use std::{
    borrow::Cow,
    cell::Cell as Switch,
    io::Cursor,
    panic::{AssertUnwindSafe, catch_unwind},
};

use calamine::{
    Data, DataRef, Ods, OdsError, Reader, SheetType, Xls, XlsError, Xlsb, XlsbError, Xlsx,
    XlsxError,
};

use super::{
    ImportError, Watch,
    cell::{Cell, shorten},
    desk::Desk,
    own_layouts::Known,
    recognise::{NearMiss, WIDEST},
    sheet::{Finished, Flow, SheetReader},
    surgery::Grid,
};

thread_local! {
    static GUARDED: Switch<bool> = const { Switch::new(false) };
}

/// Days between the two epochs that spreadsheets count from.
const EPOCH_1904: f64 = 1_462.0;

/// A part of a spreadsheet that unpacks to fewer bytes is read whatever its kind.
const LARGE_PART: u64 = 100_000_000;
/// Sheets of an export unpack to ten or thirty times their size.
const MOST_SWELLING: u64 = 200;
/// All parts together.
const LARGE_WHOLE: u64 = 4_000_000_000;

/// Whether this thread is reading a spreadsheet whose faults are caught: a panic is no crash then.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// What kind of spreadsheet a file is, by its bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Xlsx,
    Xlsb,
    Ods,
    Xls,
    /// A container that is no spreadsheet.
    Other,
    Locked,
}

/// The kind of spreadsheet, or `None` if the bytes are no container at all.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    if bytes.starts_with(b"PK") {
        let start = &bytes[..bytes.len().min(4_096)];
        return Some(if holds(start, b"opendocument.spreadsheet") {
            Kind::Ods
        } else if holds(bytes, b"xl/workbook.bin") {
            Kind::Xlsb
        } else if holds(bytes, b"xl/") {
            Kind::Xlsx
        } else {
            Kind::Other
        });
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
        return Some(if holds(bytes, &name) {
            Kind::Locked
        } else {
            Kind::Xls
        });
    }
    None
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// A workbook to be read.
pub(super) struct Book<'b> {
    pub(super) file: &'b str,
    pub(super) known: Known<'b>,
    pub(super) bytes: &'b [u8],
    pub(super) kind: Kind,
}

/// A sheet's name and what it turned out to be.
pub(super) type Sheets = Vec<(String, Finished)>;

/// Reads every sheet. Never panics.
pub(super) fn read(
    book: &Book<'_>,
    desk: &mut Desk,
    watch: &mut Watch<'_>,
) -> Result<Sheets, ImportError> {
    GUARDED.set(true);
    // What a panic may leave half done is thrown away with the file.
    let read = catch_unwind(AssertUnwindSafe(|| book.read(desk, watch)));
    GUARDED.set(false);
    read.unwrap_or_else(|_| Err(book.damaged("its parts do not fit together")))
}

/// Every sheet whole, for a small workbook whose cells are wanted as they stand. Never panics.
pub(super) fn grids(file: &str, bytes: &[u8], kind: Kind) -> Result<Vec<Grid>, ImportError> {
    let book = Book {
        file,
        known: Known::default(),
        bytes,
        kind,
    };
    GUARDED.set(true);
    let read = catch_unwind(AssertUnwindSafe(|| book.grids()));
    GUARDED.set(false);
    read.unwrap_or_else(|_| Err(book.damaged("its parts do not fit together")))
}

/// The sheets of a workbook; one that cannot be read is passed over.
fn grids_of<'a, R: Reader<Cursor<&'a [u8]>>>(mut book: R, shift: f64) -> Vec<Grid> {
    let names = book.sheet_names();
    let sheets = names.iter().filter_map(|name| {
        let range = book.worksheet_range(name).ok()?;
        let (top, left) = range.start().unwrap_or_default();
        let rows = (top + 1..).zip(range.rows());
        Some(
            rows.map(|(number, cells)| {
                let mut row = vec![Cell::Blank; (left as usize).min(WIDEST)];
                row.extend(cells.iter().take(WIDEST).map(|cell| owned(cell, shift)));
                (number, row)
            })
            .collect(),
        )
    });
    sheets.collect()
}

fn owned(value: &Data, shift: f64) -> Cell<'static> {
    match of_data(value) {
        Cell::Words(text) => Cell::Words(Cow::Owned(text.into_owned())),
        Cell::Moment(serial) => Cell::Moment(serial + shift),
        Cell::Blank => Cell::Blank,
        Cell::Number(number) => Cell::Number(number),
        Cell::Flag(flag) => Cell::Flag(flag),
        Cell::Fault(word) => Cell::Fault(word),
    }
}

impl Book<'_> {
    fn grids(&self) -> Result<Vec<Grid>, ImportError> {
        if let Some(what) = swollen(self.bytes) {
            let file = self.file.to_owned();
            return Err(ImportError::TooLarge { file, what });
        }
        let cursor = Cursor::new(self.bytes);
        let unopened = "it cannot be opened";
        let bad = || self.damaged(unopened);
        match self.kind {
            Kind::Xlsx => match Xlsx::new(cursor) {
                Ok(book) => {
                    let late = book.has_1904_epoch();
                    Ok(grids_of(book, if late { EPOCH_1904 } else { 0.0 }))
                }
                Err(XlsxError::Password) => Err(self.locked()),
                Err(_) => Err(bad()),
            },
            Kind::Xlsb => match Xlsb::new(cursor) {
                Ok(book) => Ok(grids_of(book, 0.0)),
                Err(XlsbError::Password) => Err(self.locked()),
                Err(_) => Err(bad()),
            },
            Kind::Ods => match Ods::new(cursor) {
                Ok(book) => Ok(grids_of(book, 0.0)),
                Err(OdsError::Password) => Err(self.locked()),
                Err(_) => Err(bad()),
            },
            Kind::Xls => match Xls::new(cursor) {
                Ok(book) => Ok(grids_of(book, 0.0)),
                Err(XlsError::Password) => Err(self.locked()),
                Err(_) => Err(bad()),
            },
            Kind::Locked => Err(self.locked()),
            Kind::Other => Err(ImportError::NotASpreadsheet {
                file: self.file.to_owned(),
                found: "a container without a workbook".to_owned(),
            }),
        }
    }

    fn damaged(&self, what: &str) -> ImportError {
        ImportError::Damaged {
            file: self.file.to_owned(),
            what: what.to_owned(),
        }
    }

    fn locked(&self) -> ImportError {
        ImportError::Locked {
            file: self.file.to_owned(),
        }
    }

    fn read(&self, desk: &mut Desk, watch: &mut Watch<'_>) -> Result<Sheets, ImportError> {
        if let Some(what) = swollen(self.bytes) {
            let file = self.file.to_owned();
            return Err(ImportError::TooLarge { file, what });
        }
        let cursor = Cursor::new(self.bytes);
        let unopened = "it cannot be opened";
        match self.kind {
            Kind::Xlsx => match Xlsx::new(cursor) {
                Ok(book) => self.streamed(book, desk, watch),
                Err(XlsxError::Password) => Err(self.locked()),
                Err(_) => Err(self.damaged(unopened)),
            },
            Kind::Xlsb => {
                let book = Xlsb::new(cursor).map_err(|error| match error {
                    XlsbError::Password => self.locked(),
                    _ => self.damaged(unopened),
                })?;
                self.whole(book, desk, watch)
            }
            Kind::Ods => {
                let book = Ods::new(cursor).map_err(|error| match error {
                    OdsError::Password => self.locked(),
                    _ => self.damaged(unopened),
                })?;
                self.whole(book, desk, watch)
            }
            Kind::Xls => {
                let book = Xls::new(cursor).map_err(|error| match error {
                    XlsError::Password => self.locked(),
                    _ => self.damaged(unopened),
                })?;
                self.whole(book, desk, watch)
            }
            Kind::Locked => Err(self.locked()),
            Kind::Other => Err(ImportError::NotASpreadsheet {
                file: self.file.to_owned(),
                found: "a container without a workbook".to_owned(),
            }),
        }
    }

    fn streamed(
        &self,
        mut book: Xlsx<Cursor<&[u8]>>,
        desk: &mut Desk,
        watch: &mut Watch<'_>,
    ) -> Result<Sheets, ImportError> {
        let shift = if book.has_1904_epoch() {
            EPOCH_1904
        } else {
            0.0
        };
        let sheets: Vec<(String, SheetType)> = book
            .sheets_metadata()
            .iter()
            .map(|sheet| (sheet.name.clone(), sheet.typ))
            .collect();
        let mut read = Sheets::new();
        for (name, typ) in sheets {
            watch.sheet(&name)?;
            if typ != SheetType::WorkSheet {
                read.push((name, Finished::NoList(None)));
                continue;
            }
            let finished = self.stream_sheet(&mut book, &name, shift, (desk, watch))?;
            read.push((name, finished));
        }
        Ok(read)
    }

    fn stream_sheet(
        &self,
        book: &mut Xlsx<Cursor<&[u8]>>,
        name: &str,
        shift: f64,
        (desk, watch): (&mut Desk, &mut Watch<'_>),
    ) -> Result<Finished, ImportError> {
        let what = format!("sheet \"{name}\" cannot be read to its end");
        let mut reader = match book.worksheet_cells_reader(name) {
            Ok(reader) => reader,
            Err(XlsxError::NotAWorksheet(_)) => return Ok(Finished::NoList(None)),
            Err(_) => return Err(self.damaged(&what)),
        };
        let mut sheet = SheetReader::new(self.file, name, self.known);
        let mut row: Vec<Cell<'_>> = Vec::new();
        let mut at = 0_u32;
        let mut rows = 0_u32;
        loop {
            let cell = reader.next_cell().map_err(|_| self.damaged(&what))?;
            let position = cell.as_ref().map(calamine::Cell::get_position);
            if position.is_none_or(|(line, _)| line != at) && !row.is_empty() {
                let flow = sheet.offer(at.saturating_add(1), &row, desk)?;
                row.clear();
                rows += 1;
                watch.rows(name, rows)?;
                if flow == Flow::Enough {
                    break;
                }
            }
            let Some(((line, column), cell)) = position.zip(cell) else {
                break;
            };
            at = line;
            let column = column as usize;
            let value = of_reference(cell.get_value(), shift);
            if column >= WIDEST || value == Cell::Blank {
                continue;
            }
            if row.len() <= column {
                row.resize(column + 1, Cell::Blank);
            }
            row[column] = value;
        }
        Ok(sheet.finish())
    }

    fn whole<'a, R: Reader<Cursor<&'a [u8]>>>(
        &self,
        mut book: R,
        desk: &mut Desk,
        watch: &mut Watch<'_>,
    ) -> Result<Sheets, ImportError> {
        let mut read = Sheets::new();
        for name in book.sheet_names() {
            watch.sheet(&name)?;
            let Ok(range) = book.worksheet_range(&name) else {
                read.push((name, Finished::NoList(None::<NearMiss>)));
                continue;
            };
            let (top, left) = range.start().unwrap_or_default();
            let mut sheet = SheetReader::new(self.file, &name, self.known);
            for (number, cells) in (top + 1..).zip(range.rows()) {
                let mut row = vec![Cell::Blank; (left as usize).min(WIDEST)];
                row.extend(cells.iter().take(WIDEST).map(of_data));
                if sheet.offer(number, &row, desk)? == Flow::Enough {
                    break;
                }
                watch.rows(&name, number - top)?;
            }
            let finished = sheet.finish();
            read.push((name, finished));
        }
        Ok(read)
    }
}

/// The part of a container that says it would unpack to more than an export can hold, as a
/// container made to fill the memory does.
fn swollen(bytes: &[u8]) -> Option<String> {
    let number = |at: usize, wide: usize| {
        let part = bytes.get(at..at + wide)?;
        let digits = part.iter().rev();
        Some(digits.fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)))
    };
    let place = |at: usize, wide: usize| usize::try_from(number(at, wide)?).ok();
    let end = bytes.windows(4).rposition(|four| four == b"PK\x05\x06")?;
    let mut at = place(end + 16, 4)?;
    let mut total = 0;
    while bytes.get(at..at + 4) == Some(b"PK\x01\x02") {
        let (packed, unpacked) = (number(at + 20, 4)?, number(at + 24, 4)?);
        total += unpacked;
        let (name, extra, comment) = (place(at + 28, 2)?, place(at + 30, 2)?, place(at + 32, 2)?);
        let swells = unpacked > LARGE_PART && unpacked / packed.max(1) > MOST_SWELLING;
        if swells || total > LARGE_WHOLE {
            let name = bytes.get(at + 46..at + 46 + name)?;
            let name = shorten(&String::from_utf8_lossy(name), 60);
            return Some(format!("{name}: {} MB", unpacked / 1_000_000));
        }
        at += 46 + name + extra + comment;
    }
    None
}

fn of_reference<'a>(value: &DataRef<'a>, shift: f64) -> Cell<'a> {
    match value {
        DataRef::Empty | DataRef::SharedString("") => Cell::Blank,
        DataRef::SharedString(text) => Cell::Words(Cow::Borrowed(*text)),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::Words(Cow::Owned(text.clone()))
        }
        DataRef::Int(number) => of_whole(*number),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Bool(flag) => Cell::Flag(*flag),
        DataRef::DateTime(moment) => Cell::Moment(moment.as_f64() + shift),
        DataRef::Error(error) => Cell::Fault(error.to_string().into()),
    }
}

fn of_data(value: &Data) -> Cell<'_> {
    match value {
        Data::Empty => Cell::Blank,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::words(text),
        Data::Int(number) => of_whole(*number),
        Data::Float(number) => Cell::Number(*number),
        Data::Bool(flag) => Cell::Flag(*flag),
        Data::DateTime(moment) => Cell::Moment(moment.as_f64()),
        Data::Error(error) => Cell::Fault(error.to_string().into()),
    }
}

/// A whole number that a fraction cannot hold exactly stays text.
fn of_whole(number: i64) -> Cell<'static> {
    i32::try_from(number).map_or_else(
        |_| Cell::Words(Cow::Owned(number.to_string())),
        |small| Cell::Number(f64::from(small)),
    )
}
