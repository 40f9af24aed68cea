//! Text tables: comma, semicolon, tab or bar; UTF-8, UTF-16 or Windows' Western European.

use std::borrow::Cow;

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{
    ImportError, Watch,
    cell::Cell,
    desk::Desk,
    own_layouts::Known,
    recognise::{self, SEARCHED, Verdict},
    sheet::{Finished, Flow, SheetReader},
};

const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// So many bytes are looked at to tell how a text is written.
const WIDE: usize = 400;
/// A cell with so many line ends is a quotation mark that was never closed.
const RUNAWAY: usize = 200;

/// A text table to be read.
pub(super) struct Table<'t> {
    pub(super) file: &'t str,
    /// What the table is called as a sheet.
    pub(super) name: &'t str,
    pub(super) known: Known<'t>,
    pub(super) bytes: &'t [u8],
}

/// Reads a text table as one sheet.
pub(super) fn read(
    table: &Table<'_>,
    desk: &mut Desk,
    watch: &mut Watch<'_>,
) -> Result<Finished, ImportError> {
    torn_letters(table)?;
    let text = decode(table.bytes);
    if text.trim().is_empty() {
        return Err(ImportError::Empty {
            file: table.file.to_owned(),
        });
    }
    let delimiter = sniff(&text, table.known)?;
    let mut sheet = SheetReader::new(table.file, table.name, table.known);
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut lines = Lines::of(&text);
    let mut rows = 0_u32;
    let mut ending = Ending::of(&text);
    watch.sheet(table.name)?;
    loop {
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                let line = lines.at(record.position());
                return Err(damaged(table, &format!("line {line} cannot be read")));
            }
        }
        let line = lines.at(record.position());
        if record.iter().any(is_runaway) {
            let what = format!("a quotation mark is opened on line {line} and never closed");
            return Err(damaged(table, &what));
        }
        if record.as_slice().contains('\0') {
            let what = format!("line {line} holds bytes that are no text");
            return Err(damaged(table, &what));
        }
        let cells: Vec<Cell<'_>> = record.iter().map(Cell::words).collect();
        let before = sheet.rows();
        if sheet.offer(line, &cells, desk)? == Flow::Enough {
            break;
        }
        if sheet.rows() > before {
            ending.note(line, cells.len() < sheet.headings());
        }
        rows += 1;
        watch.rows(table.name, rows)?;
    }
    if let Some(line) = ending.is_torn() {
        let what = format!("the file ends in the middle of line {line}");
        return Err(damaged(table, &what));
    }
    Ok(sheet.finish())
}

/// Refuses a text that begins in UTF-8 and does not stay in it: cut short, or of two encodings.
fn torn_letters(table: &Table<'_>) -> Result<(), ImportError> {
    let Err(error) = std::str::from_utf8(table.bytes) else {
        return Ok(());
    };
    let (good, _) = table.bytes.split_at(error.valid_up_to());
    let marked = good.starts_with(b"\xef\xbb\xbf");
    let wide = good.iter().filter(|byte| **byte >= 0xc2).count() > usize::from(marked);
    if !marked && !wide {
        // Nothing speaks for UTF-8: it is Windows' Western European, or marked as UTF-16.
        return Ok(());
    }
    let line = good.split(|byte| *byte == b'\n').count();
    let what = if error.error_len().is_none() {
        format!("it ends in the middle of a letter, on line {line}")
    } else {
        format!("line {line} is in another encoding than the lines before it; export it as UTF-8")
    };
    Err(damaged(table, &what))
}

/// Whether a file stops in the middle of a row: its last line has no line end, and its last row of
/// data fewer cells than the headings, while every row before it has them all.
struct Ending {
    ends_a_line: bool,
    whole: u32,
    short: Option<u32>,
    ragged: bool,
}

impl Ending {
    fn of(text: &str) -> Self {
        Self {
            ends_a_line: text.ends_with(['\n', '\r']),
            whole: 0,
            short: None,
            ragged: false,
        }
    }

    fn note(&mut self, line: u32, is_short: bool) {
        // A short row that another one follows: this file leaves blanks out.
        self.ragged |= self.short.is_some();
        self.short = is_short.then_some(line);
        self.whole += u32::from(!is_short);
    }

    fn is_torn(&self) -> Option<u32> {
        let known = !self.ends_a_line && !self.ragged && self.whole > 0;
        self.short.filter(|_| known)
    }
}

/// Counts lines as an editor does. The reader's own count is one short after a Windows line end.
struct Lines<'t> {
    bytes: &'t [u8],
    seen: usize,
    line: u32,
}

impl<'t> Lines<'t> {
    const fn of(text: &'t str) -> Self {
        Self {
            bytes: text.as_bytes(),
            seen: 0,
            line: 1,
        }
    }

    /// The line on which the record at this position begins.
    fn at(&mut self, position: Option<&csv::Position>) -> u32 {
        let start = position.and_then(|position| usize::try_from(position.byte()).ok());
        if let Some(before) = start.and_then(|start| self.bytes.get(self.seen..start)) {
            for end in memchr::memchr2_iter(b'\n', b'\r', before) {
                self.line += u32::from(self.ends_line(self.seen + end));
            }
            self.seen += before.len();
        }
        while let Some(b'\n' | b'\r') = self.bytes.get(self.seen) {
            self.line += u32::from(self.ends_line(self.seen));
            self.seen += 1;
        }
        self.line
    }

    /// Whether a byte that is a line end is the last one of it.
    fn ends_line(&self, at: usize) -> bool {
        self.bytes.get(at) == Some(&b'\n') || self.bytes.get(at + 1) != Some(&b'\n')
    }
}

fn damaged(table: &Table<'_>, what: &str) -> ImportError {
    ImportError::Damaged {
        file: table.file.to_owned(),
        what: what.to_owned(),
    }
}

fn is_runaway(field: &str) -> bool {
    field.len() > RUNAWAY && field.bytes().filter(|b| *b == b'\n').count() > RUNAWAY
}

/// By its byte-order mark, else as UTF-16 where every other byte is nought, else line by line as
/// UTF-8 or as Windows-1252, which reads any bytes: exports that were put together by hand hold
/// lines of both.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(bytes.get(mark..).unwrap_or_default())
            .0;
    }
    if let Some(encoding) = unmarked_wide(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => text.push_str(line),
            Err(_) => text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0),
        }
    }
    Cow::Owned(text)
}

/// UTF-16 without its mark: headings are plain letters, so every other byte is nought.
fn unmarked_wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(WIDE) & !1];
    let noughts = |odd: usize| {
        let at = start.iter().skip(odd).step_by(2);
        at.filter(|byte| **byte == 0).count()
    };
    let most = start.len() / 2 * 9 / 10;
    if start.len() < 16 {
        None
    } else if noughts(1) > most && noughts(0) == 0 {
        Some(UTF_16LE)
    } else if noughts(0) > most && noughts(1) == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether the bytes are text of two bytes a letter, with or without a mark.
pub(super) fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || unmarked_wide(bytes).is_some()
}

/// The delimiter with which the first rows hold the headings of a list; else the one that cuts
/// most of them into the same number of cells.
fn sniff(text: &str, known: Known<'_>) -> Result<u8, ImportError> {
    let mut best = (0_usize, b',');
    for delimiter in DELIMITERS {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        let mut widths = Vec::new();
        let mut score = 0;
        for record in reader.records().take(SEARCHED * 2).map_while(Result::ok) {
            let cells: Vec<Cell<'_>> = record.iter().map(Cell::words).collect();
            widths.push(record.len());
            score = score.max(match recognise::try_row(1, &cells, known)? {
                Verdict::Headings(plan) => 1_000 + plan.score(),
                Verdict::Near(_) => 200,
                Verdict::Other => 0,
            });
            if score >= 1_000 {
                break;
            }
        }
        let score = score.max(evenness(&widths));
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    Ok(best.1)
}

/// How many of a hundred rows have the commonest number of cells; nought if that is one.
fn evenness(widths: &[usize]) -> usize {
    let commonest = widths
        .iter()
        .map(|width| {
            (
                widths.iter().filter(|other| *other == width).count(),
                *width,
            )
        })
        .max();
    match commonest {
        Some((rows, width)) if width > 1 => 100 * rows / widths.len().max(1),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decoded_by_its_mark_or_its_bytes() {
        assert_eq!(decode(b"\xef\xbb\xbfid"), "id");
        assert_eq!(decode("caf\u{e9}".as_bytes()), "caf\u{e9}");
        assert_eq!(decode(b"caf\xe9 \x96 bar"), "caf\u{e9} \u{2013} bar");
        assert_eq!(decode(b"\xff\xfei\0d\0"), "id");
    }

    #[test]
    fn lines_are_counted_alike_for_every_line_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "", "\"c", "d\",e", "f"].join(end);
            let mut reader = ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let mut lines = Lines::of(&text);
            let found: Vec<u32> = reader
                .records()
                .map(|record| lines.at(record.unwrap().position()))
                .collect();
            assert_eq!(found, [1, 3, 5], "{end:?}");
        }
    }

    #[test]
    fn the_delimiter_is_the_one_that_shows_a_known_list() {
        let title = "Report, of supervision, for, the, board, and, others\n";
        for delimiter in [",", ";", "\t", "|"] {
            let head = [
                "Mosaic ID",
                "Date of Supervision",
                "Supervision Type",
                "Outcome",
            ];
            let text = format!("{title}\n{}\n", head.join(delimiter));
            assert_eq!(
                sniff(&text, Known::default()).unwrap(),
                delimiter.as_bytes()[0]
            );
        }
    }
}
