//! Annex A in the other containers: an open document, an old workbook; and containers that are
//! none of ours. Each is written here, cell by cell, from invented rows.

use caselight::{
    import::ImportError,
    model::{Dated, Day, FactKind, Record},
};

use super::{of_kind, problems, read_bytes, workbooks::all_lists};

/// A cell: words, or a day as a serial number that is formatted as a date, and as it is written out.
#[derive(Clone)]
enum Cell {
    Words(&'static str),
    Serial(f64, &'static str),
    Empty,
}

/// A title row over the headings, a date cell, a text date.
fn rows() -> Vec<Vec<Cell>> {
    use Cell::{Empty, Serial, Words};
    vec![
        vec![Words("Children in need, made up"), Empty, Empty, Empty],
        vec![],
        vec![
            Words("Child Unique ID"),
            Words("CIN Start Date"),
            Words("CIN Closure Date"),
            Words("Case Status"),
        ],
        vec![
            Words("990001"),
            Serial(46_027.0, "2026-01-05"),
            Empty,
            Words("c) Child in need plan"),
        ],
        vec![
            Words("990002"),
            Words("06/01/2026"),
            Serial(46_100.5, "2026-03-19T12:00:00"),
            Words("e) Closed episode"),
        ],
    ]
}

fn the_rows_are_read(name: &str, bytes: &[u8]) {
    let batch = read_bytes(name, bytes).unwrap();
    assert_eq!(batch.files[0].sheets[0].header_row, 3, "{name}");
    let spans: Vec<(Day, Dated)> = of_kind(&batch, FactKind::Cin)
        .into_iter()
        .map(|fact| match &fact.record {
            Record::Cin(episode) => (episode.start, episode.end),
            _ => panic!("no episode"),
        })
        .collect();
    let day = |text: &str| Day::parse_iso(text).unwrap();
    assert_eq!(
        spans,
        [
            (day("2026-01-05"), Dated::Blank),
            (day("2026-01-06"), Dated::On(day("2026-03-19"))),
        ],
        "{name}"
    );
    assert!(problems(&batch).is_empty(), "{name}");
}

// ---- a container of parts, stored as they are

fn check_sum(bytes: &[u8]) -> u32 {
    let mut sum = u32::MAX;
    for byte in bytes {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = (sum >> 1) ^ (0xedb8_8320 * (sum & 1));
        }
    }
    !sum
}

/// `claimed`: how large the last part says it is when it is unpacked.
fn container(parts: &[(&str, &[u8])], claimed: Option<u32>) -> Vec<u8> {
    let (mut file, mut index) = (Vec::new(), Vec::new());
    for (at, (name, bytes)) in parts.iter().enumerate() {
        let size = u32::try_from(bytes.len()).unwrap();
        let last = at + 1 == parts.len();
        let says = claimed.filter(|_| last).unwrap_or(size);
        let mut head = Vec::new();
        head.extend([20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0]);
        head.extend(check_sum(bytes).to_le_bytes());
        head.extend(size.to_le_bytes());
        head.extend(says.to_le_bytes());
        head.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        head.extend([0, 0]);
        let offset = u32::try_from(file.len()).unwrap();
        file.extend(b"PK\x03\x04");
        file.extend(&head);
        file.extend(name.as_bytes());
        file.extend(*bytes);
        index.extend(b"PK\x01\x02\x14\x00");
        index.extend(&head);
        index.extend([0; 10]);
        index.extend(offset.to_le_bytes());
        index.extend(name.as_bytes());
    }
    let (start, long) = (file.len(), index.len());
    file.extend(index);
    file.extend(b"PK\x05\x06\x00\x00\x00\x00");
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    file.extend(count);
    file.extend(count);
    file.extend(u32::try_from(long).unwrap().to_le_bytes());
    file.extend(u32::try_from(start).unwrap().to_le_bytes());
    file.extend([0, 0]);
    file
}

// ---- an open document

const OPEN: &str = "application/vnd.oasis.opendocument.spreadsheet";

fn open_cell(cell: &Cell) -> String {
    match cell {
        Cell::Words(text) => format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        ),
        Cell::Serial(_, written) => format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{written}\"><text:p>shown otherwise</text:p></table:table-cell>"
        ),
        Cell::Empty => "<table:table-cell/>".to_owned(),
    }
}

fn open_document(sheets: &[(&str, Vec<Vec<Cell>>)]) -> Vec<u8> {
    let row = |row: &Vec<Cell>| {
        let cells: String = row.iter().map(open_cell).collect();
        let blank = "<table:table-cell table:number-columns-repeated=\"16384\"/>";
        let cells = if cells.is_empty() { blank } else { &cells };
        format!("<table:table-row>{cells}</table:table-row>")
    };
    let table = |(name, rows): &(&str, Vec<Vec<Cell>>)| {
        let rows: String = rows.iter().map(row).collect();
        format!("<table:table table:name=\"{name}\">{rows}</table:table>")
    };
    let tables: String = sheets.iter().map(table).collect();
    let content = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" \
         xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body>\
         <office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    );
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><manifest:manifest \
         xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\">\
         <manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"{OPEN}\"/>\
         </manifest:manifest>"
    );
    container(
        &[
            ("mimetype", OPEN.as_bytes()),
            ("META-INF/manifest.xml", manifest.as_bytes()),
            ("content.xml", content.as_bytes()),
        ],
        None,
    )
}

#[test]
fn an_open_document_with_a_title_row_and_real_dates_is_read_by_their_values() {
    let bytes = open_document(&[("List 6", rows())]);
    the_rows_are_read("made up.ods", &bytes);
}

#[test]
fn all_eleven_lists_as_an_open_document_bring_as_many_rows_as_the_workbook() {
    let sheets: Vec<(&str, Vec<Vec<Cell>>)> = all_lists()
        .into_iter()
        .map(|(name, rows)| {
            let cell = |text: &&'static str| match *text {
                "" => Cell::Empty,
                text => Cell::Words(text),
            };
            let rows = rows.iter().map(|row| row.iter().map(cell).collect());
            (name, rows.collect())
        })
        .collect();
    let batch = read_bytes("made up.ods", &open_document(&sheets)).unwrap();
    assert_eq!(batch.files[0].sheets.len(), 11);
    for sheet in &batch.files[0].sheets {
        let rows = u32::from(sheet.kind != Some(FactKind::Adoption));
        assert_eq!(sheet.used, rows, "{}", sheet.name);
    }
}

// ---- an old workbook

fn record(kind: u16, data: &[u8]) -> Vec<u8> {
    let mut record = kind.to_le_bytes().to_vec();
    record.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    record.extend(data);
    record
}

fn beginning(of: u16) -> Vec<u8> {
    let mut data = 0x0600_u16.to_le_bytes().to_vec();
    data.extend(of.to_le_bytes());
    data.extend([0; 12]);
    record(0x0809, &data)
}

fn old_sheet(rows: &[Vec<Cell>]) -> Vec<u8> {
    let mut sheet = beginning(0x0010);
    for (line, row) in (0_u16..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            let mut data = [line.to_le_bytes(), column.to_le_bytes()].concat();
            match cell {
                Cell::Words(text) => {
                    data.extend([0, 0]);
                    data.extend(u16::try_from(text.len()).unwrap().to_le_bytes());
                    data.push(0);
                    data.extend(text.as_bytes());
                    sheet.extend(record(0x0204, &data));
                }
                Cell::Serial(serial, _) => {
                    // The second format of the workbook: a date.
                    data.extend([1, 0]);
                    data.extend(serial.to_le_bytes());
                    sheet.extend(record(0x0203, &data));
                }
                Cell::Empty => {}
            }
        }
    }
    sheet.extend(record(0x000a, &[]));
    sheet
}

fn format_of(code: u16) -> Vec<u8> {
    let mut data = vec![0; 20];
    data[2..4].copy_from_slice(&code.to_le_bytes());
    record(0x00e0, &data)
}

fn old_stream(rows: &[Vec<Cell>], locked: bool) -> Vec<u8> {
    let mut stream = beginning(0x0005);
    if locked {
        stream.extend(record(0x002f, &[1, 0, 0, 0, 0, 0]));
    }
    stream.extend(format_of(0));
    stream.extend(format_of(14));
    let name = "List 6";
    let mut data = Vec::new();
    let place = u32::try_from(stream.len() + 4 + 6 + 2 + name.len() + 4).unwrap();
    data.extend(place.to_le_bytes());
    data.extend([0, 0, u8::try_from(name.len()).unwrap(), 0]);
    data.extend(name.as_bytes());
    stream.extend(record(0x0085, &data));
    stream.extend(record(0x000a, &[]));
    stream.extend(old_sheet(rows));
    stream
}

const SECTOR: usize = 512;
const LAST: u32 = 0xffff_fffe;
const FREE: u32 = 0xffff_ffff;

fn entry(name: &str, kind: u8, start: u32, long: usize) -> Vec<u8> {
    let mut entry = vec![0; 128];
    for (at, unit) in name.encode_utf16().enumerate() {
        entry[2 * at..2 * at + 2].copy_from_slice(&unit.to_le_bytes());
    }
    entry[64] = u8::try_from(2 * name.len() + 2).unwrap();
    entry[66] = kind;
    for at in [68, 72, 76] {
        entry[at..at + 4].copy_from_slice(&FREE.to_le_bytes());
    }
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&u32::try_from(long).unwrap().to_le_bytes());
    entry
}

/// One stream in the compound container of old workbooks.
fn compound(mut stream: Vec<u8>) -> Vec<u8> {
    stream.resize(stream.len().max(4_096).next_multiple_of(SECTOR), 0);
    let sectors = u32::try_from(stream.len() / SECTOR).unwrap();
    let mut head = vec![0; SECTOR];
    head[..8].copy_from_slice(&[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    let mut put = |at: usize, bytes: &[u8]| head[at..at + bytes.len()].copy_from_slice(bytes);
    put(24, &[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0]);
    put(44, &1_u32.to_le_bytes());
    put(48, &1_u32.to_le_bytes());
    put(56, &4_096_u32.to_le_bytes());
    put(60, &LAST.to_le_bytes());
    put(68, &LAST.to_le_bytes());
    put(76, &0_u32.to_le_bytes());
    for at in 1..109 {
        put(76 + 4 * at, &FREE.to_le_bytes());
    }
    let mut chain: Vec<u32> = vec![0xffff_fffd, LAST];
    chain.extend((3..sectors + 2).chain([LAST]));
    chain.resize(SECTOR / 4, FREE);
    let mut file = head;
    file.extend(chain.into_iter().flat_map(u32::to_le_bytes));
    let mut folder = entry("Root Entry", 5, LAST, 0);
    folder.extend(entry("Workbook", 2, 2, stream.len()));
    folder.resize(SECTOR, 0);
    file.extend(folder);
    file.extend(stream);
    file
}

#[test]
fn an_old_workbook_with_a_title_row_and_real_dates_is_read_by_their_values() {
    let bytes = compound(old_stream(&rows(), false));
    the_rows_are_read("made up.xls", &bytes);
}

#[test]
fn an_old_workbook_that_is_locked_says_so() {
    let bytes = compound(old_stream(&rows(), true));
    let refused = read_bytes("made up.xls", &bytes).unwrap_err();
    assert!(matches!(refused, ImportError::Locked { .. }), "{refused}");
}

#[test]
fn a_container_that_would_unpack_to_far_more_than_it_is_is_refused_by_its_part() {
    let bytes = container(
        &[
            ("xl/workbook.xml", b"<workbook/>"),
            ("xl/sharedStrings.xml", b"small"),
        ],
        Some(3_000_000_000),
    );
    let refused = read_bytes("made up.xlsx", &bytes).unwrap_err();
    assert!(matches!(refused, ImportError::TooLarge { .. }), "{refused}");
    assert!(
        refused.to_string().contains("xl/sharedStrings.xml"),
        "{refused}"
    );
}

// ---- text that is cut short or written in another way

const HEADINGS: &str = "Child Unique ID,CIN Start Date,CIN Closure Date,Case Status";

#[test]
fn text_of_two_bytes_a_letter_without_a_mark_is_read() {
    let text = format!("{HEADINGS}\r\n990001,05/01/2026,,c) Child in need plan\r\n");
    for little in [true, false] {
        let wide = |unit: u16| {
            if little {
                unit.to_le_bytes()
            } else {
                unit.to_be_bytes()
            }
        };
        let bytes: Vec<u8> = text.encode_utf16().flat_map(wide).collect();
        let batch = read_bytes("made up.csv", &bytes).unwrap();
        assert_eq!(of_kind(&batch, FactKind::Cin).len(), 1);
    }
}

#[test]
fn a_file_whose_lines_are_of_two_encodings_is_refused_with_the_line() {
    let mut bytes = format!("{HEADINGS},Allocated Worker\n").into_bytes();
    bytes.extend("990001,05/01/2026,,c),Zo\u{eb} Made-Up\n".as_bytes());
    bytes.extend(b"990002,05/01/2026,,c),Zo\xeb Made-Up\n");
    let refused = read_bytes("made up.csv", &bytes).unwrap_err().to_string();
    assert!(refused.contains("line 3"), "{refused}");
}

#[test]
fn a_file_that_ends_in_the_middle_of_a_row_is_refused_with_its_line() {
    let whole = format!("{HEADINGS}\n990001,05/01/2026,,c) x\n990002,06/01/2026,,c) x\n");
    assert!(read_bytes("made up.csv", whole.as_bytes()).is_ok());
    let unended = whole.trim_end();
    assert!(read_bytes("made up.csv", unended.as_bytes()).is_ok());
    let torn = format!("{whole}990003,07/0");
    let refused = read_bytes("made up.csv", torn.as_bytes()).unwrap_err();
    assert!(
        refused.to_string().contains("middle of line 4"),
        "{refused}"
    );
    let footer = format!("{whole}Total: 2");
    assert!(read_bytes("made up.csv", footer.as_bytes()).is_ok());
    let ragged =
        format!("{HEADINGS}\n990001,05/01/2026\n990002,06/01/2026,,c) x\n990003,07/01/2026");
    assert!(read_bytes("made up.csv", ragged.as_bytes()).is_ok());
}

#[test]
fn a_line_of_nought_bytes_is_refused_with_its_line() {
    let mut bytes = format!("{HEADINGS}\n").into_bytes();
    for child in 0..40 {
        bytes.extend(format!("9900{child:02},05/01/2026,,c) x\n").bytes());
    }
    bytes.extend(b"990051,\0\0\0\0,,\n");
    let refused = read_bytes("made up.csv", &bytes).unwrap_err();
    assert!(refused.to_string().contains("line 42"), "{refused}");
}
