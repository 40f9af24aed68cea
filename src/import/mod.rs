//! Reads the files that people have (Annex A, supervision exports, family lists) into facts.
//!
//! Never writes, never knows a rule or a store, and never changes what a file says: a cell that
//! cannot be read is a [`Problem`], a row that cannot be used is counted as such, a repeat is a
//! repeat. It takes in only what a rule reads or a reviewer needs: names of children, gender,
//! ethnicity, postcodes and free text stay in the file (free text comes in only when
//! [`FreeText::Keep`] asks for it).
//!
//! The surprising thing: neither a sheet's name nor a file's name nor an extension means anything
//! here. A list is known by its headings, a file by its bytes.

mod bend;
mod cell;
mod census;
mod coverage;
mod date;
mod desk;
mod error;
mod files;
mod layout;
mod ledger;
mod looked_after;
mod own;
mod own_layouts;
mod propose;
mod recognise;
mod rows;
mod sample;
mod sessions;
mod sheet;
mod ssd;
mod surgery;
mod text;
mod vocabulary;
mod words;
mod workbook;
mod xml;

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use crate::model::{
    Batch, Covers, Day, FactKind, FeedKind, FileReport, Problem, SessionType, Source,
};

pub use bend::DateOrder;
use coverage::Coverage;
pub use coverage::SLIP;
use desk::Desk;
pub use error::ImportError;
use files::Target;
pub use layout::{LayoutName, layouts, templates};
use ledger::{Ledger, SheetTaken};
use own_layouts::Known;
pub use own_layouts::OwnLayout;
pub use propose::{FirstRows, KindOfList, MeaningOfColumn, Proposal, ProposedColumn, propose};
use recognise::NearMiss;
pub use sample::Sample;
use sheet::Finished;
pub use surgery::read_surgery;
pub use vocabulary::{Category, Vocabulary, vocabulary};
pub use workbook::is_guarded;

/// Progress is told every so many rows.
const STEP: u32 = 2_000;
/// Whether free text (notes, comments) is taken in.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum FreeText {
    #[default]
    LeaveOut,
    Keep,
}

/// What happens when one of several files cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub enum Unusable {
    #[default]
    RefuseAll,
    Skip,
}

/// How files are to be read.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct ReadOptions {
    pub text: FreeText,
    /// The name of a layout, where only its lists are wanted.
    pub layout: Option<String>,
    /// The person's own layouts, which are tried before those that come with the program.
    pub own: Vec<OwnLayout>,
    pub unusable: Unusable,
    /// The council's own words for types of session; they come before the meanings known here.
    pub session_words: Vec<(String, SessionType)>,
    /// The last day of which the files speak, where it is known: what lies after it is a plan.
    pub as_at: Option<Day>,
}

/// How far the reading is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    pub file: String,
    pub sheet: String,
    /// Rows of this sheet so far.
    pub rows: u32,
}

/// Whether to go on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Control {
    Continue,
    Cancel,
}

/// A file that was left out, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PassedOver {
    pub file: String,
    pub why: String,
}

impl PassedOver {
    fn because(file: &str, error: &ImportError) -> Self {
        let why = error.to_string();
        let why = why
            .strip_prefix(&format!("{file}: "))
            .map_or(why.clone(), str::to_owned);
        Self {
            file: file.to_owned(),
            why,
        }
    }
}

/// Everything that a call read, and the files that it left out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Reading {
    pub batch: Batch,
    pub passed_over: Vec<PassedOver>,
}

/// Reads files and folders into one batch. As [`read_all`], without the files that were left out.
pub fn read(
    paths: &[PathBuf],
    options: &ReadOptions,
    progress: &mut dyn FnMut(Progress) -> Control,
) -> Result<Batch, ImportError> {
    read_all(paths, options, progress).map(|reading| reading.batch)
}

/// Reads files and folders into one batch: all of them, or an error that names the first file
/// that cannot be used (with [`Unusable::Skip`] such a file is passed over, unless none is left).
/// In a folder, files of no known kind are passed over; folders within it are not looked into.
/// `progress` is called at each sheet and every 2,000 rows. Never panics, whatever the bytes.
pub fn read_all(
    paths: &[PathBuf],
    options: &ReadOptions,
    progress: &mut dyn FnMut(Progress) -> Control,
) -> Result<Reading, ImportError> {
    let own = own_layouts::lists(&options.own)?;
    let known = Known::of(options.layout.as_deref(), &own)?;
    let mut desk = Desk::new(options.text == FreeText::Keep)?.knowing(&options.session_words);
    desk.as_at = options.as_at;
    let mut ledger = Ledger::default();
    let mut reading = Reading::default();
    let mut refused = None;
    let mut taken = Vec::new();
    let targets = files::expand(paths, &mut reading.passed_over, options, &mut refused)?;
    for target in targets {
        let mut watch = Watch {
            file: target.name.clone(),
            call: progress,
        };
        match read_file(&target, known, &mut desk, &mut watch) {
            Ok(file) => taken.push(file),
            Err(error) if target.may_be_passed_over(&error, options) => {
                reading
                    .passed_over
                    .push(PassedOver::because(&target.name, &error));
                refused.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    let sheets = taken.iter_mut().flat_map(|file| &mut file.sheets);
    ssd::join(&mut desk, sheets, options.as_at);
    let drafts = taken.iter().flat_map(|file| &file.sheets);
    ledger.reserve(drafts.map(|sheet| sheet.drafts.len()).sum());
    for file in taken {
        settle(file, &mut ledger, &mut reading.batch);
    }
    if reading.batch.files.is_empty() {
        return Err(files::nothing_read(
            paths,
            refused,
            reading.passed_over.len(),
        ));
    }
    let gathered = ledger.finish();
    for (file, problem) in gathered.problems {
        if let Some(report) = reading.batch.files.get_mut(file) {
            report.problems.push(problem);
        }
    }
    reading.batch.facts = gathered.facts;
    reading.batch.conflicts = gathered.conflicts;
    Ok(reading)
}

/// The first rows of each sheet of a file, as they stand. Nothing is recognised and nothing read.
pub fn sample(path: &Path) -> Result<Vec<Sample>, ImportError> {
    let mut desk = Desk::new(false)?;
    desk.samples = Some(sample::Samples::default());
    let target = Target::named(path);
    let mut watch = Watch {
        file: target.name.clone(),
        call: &mut |_| Control::Continue,
    };
    let read = read_file(&target, Known::default(), &mut desk, &mut watch);
    let samples = desk.samples.map_or(Vec::new(), |samples| samples.0);
    match read {
        Err(error) if samples.iter().all(|sample| sample.rows.is_empty()) => Err(error),
        _ => Ok(samples),
    }
}

/// The first of these files that no layout fits although it holds a table; in a folder, the first
/// of its files. `None` if every one is known or holds none.
pub fn first_unknown(paths: &[PathBuf], own: &[OwnLayout]) -> Result<Option<PathBuf>, ImportError> {
    let lists = own_layouts::lists(own)?;
    let known = Known::of(None, &lists)?;
    let options = ReadOptions {
        unusable: Unusable::Skip,
        ..ReadOptions::default()
    };
    for target in files::expand(paths, &mut Vec::new(), &options, &mut None)? {
        let Ok(samples) = sample(&target.path) else {
            continue;
        };
        let mut is_known = false;
        for (number, cells) in samples.iter().flat_map(|sample| sample.rows.iter()) {
            let cells: Vec<cell::Cell<'_>> =
                cells.iter().map(|text| cell::Cell::words(text)).collect();
            let verdict = recognise::try_row(*number, &cells, known)?;
            is_known |= matches!(verdict, recognise::Verdict::Headings(_));
        }
        if !is_known && samples.iter().any(|sample| sample.rows.len() > 1) {
            return Ok(Some(target.path));
        }
    }
    Ok(None)
}

/// Tells the caller how far the reading is, and hears whether to stop.
struct Watch<'p> {
    file: String,
    call: &'p mut dyn FnMut(Progress) -> Control,
}

impl Watch<'_> {
    fn sheet(&mut self, sheet: &str) -> Result<(), ImportError> {
        self.tell(sheet, 0)
    }

    fn rows(&mut self, sheet: &str, rows: u32) -> Result<(), ImportError> {
        if rows.is_multiple_of(STEP) {
            self.tell(sheet, rows)
        } else {
            Ok(())
        }
    }

    fn tell(&mut self, sheet: &str, rows: u32) -> Result<(), ImportError> {
        let progress = Progress {
            file: self.file.clone(),
            sheet: sheet.to_owned(),
            rows,
        };
        match (self.call)(progress) {
            Control::Continue => Ok(()),
            Control::Cancel => Err(ImportError::Cancelled),
        }
    }
}

/// A file that was read, before its facts are told from repeats.
struct FileTaken {
    name: String,
    fingerprint: u64,
    sheets: Vec<SheetTaken>,
    passed_over: Vec<String>,
    problems: Vec<Problem>,
    told: Told,
}

/// What a file says of itself beside its rows.
#[derive(Default)]
struct Told {
    title: Option<String>,
    /// The day up to which it speaks.
    as_at: Option<Day>,
    /// The day from which on it lists every event.
    window_from: Option<Day>,
}

fn read_file(
    target: &Target,
    known: Known<'_>,
    desk: &mut Desk,
    watch: &mut Watch<'_>,
) -> Result<FileTaken, ImportError> {
    let file = target.name.as_str();
    let unreadable = |error: std::io::Error| ImportError::Unreadable {
        file: file.to_owned(),
        what: error.kind().to_string(),
    };
    // Opened once: what is handed over may be a pipe, which gives its bytes to the first reader.
    let mut opened = File::open(&target.path).map_err(unreadable)?;
    let start = head(&mut opened).map_err(unreadable)?;
    if xml::is_markup(&start) && office_page(&start).is_none() {
        let document = xml::Document {
            file,
            only: known.only(),
        };
        return xml::read((&document, start.as_slice().chain(opened)), desk, watch);
    }
    let mut bytes = start;
    opened.read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.is_empty() {
        return Err(ImportError::Empty {
            file: file.to_owned(),
        });
    }
    let sheets = if let Some(kind) = workbook::kind(&bytes) {
        let book = workbook::Book {
            file,
            known,
            bytes: &bytes,
            kind,
        };
        workbook::read(&book, desk, watch)?
    } else {
        check_text(file, &bytes)?;
        let stem = target
            .path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy();
        let table = text::Table {
            file,
            name: &stem,
            known,
            bytes: &bytes,
        };
        let read = text::read(&table, desk, watch)?;
        if matches!(read, Finished::NoList(_)) && target.claims_a_workbook() {
            return Err(ImportError::NotASpreadsheet {
                file: file.to_owned(),
                found: "plain text".to_owned(),
            });
        }
        vec![(stem.to_string(), read)]
    };
    sort_out(file, fingerprint(&bytes), sheets)
}

/// The first bytes of a file, by which it is known.
fn head(file: &mut File) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    file.by_ref().take(1_024).read_to_end(&mut head)?;
    Ok(head)
}

/// What report servers send under the name of a spreadsheet, and what to do about it.
fn office_page(bytes: &[u8]) -> Option<&'static str> {
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]).to_lowercase();
    let start = start.trim_start_matches('\u{feff}').trim_start();
    if start.starts_with("<!doctype html") || start.starts_with("<html") {
        Some(
            "a web page, as some report servers send it: open it in your spreadsheet program first",
        )
    } else if start.starts_with("<?xml") && start.contains("urn:schemas-microsoft-com:office") {
        Some("an XML spreadsheet of 2003: open it in your spreadsheet program first")
    } else {
        None
    }
}

/// Refuses bytes that are no text: a picture, a PDF, a spreadsheet in name only.
fn check_text(file: &str, bytes: &[u8]) -> Result<(), ImportError> {
    let wide = text::is_wide(bytes);
    let odd = |byte: &&u8| **byte < b' ' && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c);
    let found = if bytes.starts_with(b"%PDF") {
        "a PDF"
    } else if let Some(page) = office_page(bytes) {
        page
    } else if !wide && bytes.iter().filter(odd).count() > bytes.len() / 10 {
        "bytes that are no text"
    } else {
        return Ok(());
    };
    Err(ImportError::NotASpreadsheet {
        file: file.to_owned(),
        found: found.to_owned(),
    })
}

fn sort_out(
    file: &str,
    fingerprint: u64,
    sheets: workbook::Sheets,
) -> Result<FileTaken, ImportError> {
    let mut taken = FileTaken {
        name: file.to_owned(),
        fingerprint,
        sheets: Vec::new(),
        passed_over: Vec::new(),
        problems: Vec::new(),
        told: Told::default(),
    };
    let mut nearest: Option<NearMiss> = None;
    let count = sheets.len();
    for (name, finished) in sheets {
        match finished {
            Finished::List(sheet) => taken.sheets.push(*sheet),
            Finished::NoList(near) => {
                if let Some(miss) = near {
                    taken.problems.push(not_recognised(&name, &miss));
                    nearest = Some(miss.nearer(nearest));
                }
                taken.passed_over.push(name);
            }
        }
    }
    if !taken.sheets.is_empty() {
        return Ok(taken);
    }
    let found = nearest.map_or_else(
        || match count {
            1 => "its headings fit none".to_owned(),
            count => format!("the headings of its {count} sheets fit none"),
        },
        |miss| {
            format!(
                "row {} looks like {}, but the column \"{}\" is missing",
                miss.row, miss.list, miss.missing
            )
        },
    );
    Err(ImportError::NoKnownList {
        file: file.to_owned(),
        found,
    })
}

fn not_recognised(sheet: &str, miss: &NearMiss) -> Problem {
    Problem {
        sheet: sheet.to_owned(),
        row: Some(miss.row),
        column: Some(miss.missing.clone()),
        found: "no such heading".to_owned(),
        expected: format!("the headings of {}", miss.list),
        effect: "sheet not read".to_owned(),
        child_id: None,
        kind: None,
        row_lost: false,
    }
}

/// Enters a file's facts and writes its report: one for each feed that the file brings.
fn settle(taken: FileTaken, ledger: &mut Ledger, batch: &mut Batch) {
    let mut passed_over = taken.passed_over;
    let mut problems = taken.problems;
    let mut sheets: Vec<Option<SheetTaken>> = taken.sheets.into_iter().map(Some).collect();
    let every = Source::ALL.into_iter();
    for (source, feed) in every.flat_map(|one| FeedKind::ALL.map(|feed| (one, feed))) {
        let wanted = |sheet: &mut SheetTaken| sheet.source == source && feed_of(sheet) == feed;
        let of_feed: Vec<SheetTaken> = sheets
            .iter_mut()
            .filter_map(|sheet| sheet.take_if(wanted))
            .collect();
        if of_feed.is_empty() {
            continue;
        }
        let mut coverage = Coverage::default();
        for draft in of_feed.iter().flat_map(|sheet| &sheet.drafts) {
            coverage.add(draft);
        }
        let mut report = FileReport {
            file: taken.name.clone(),
            recognised_as: taken.told.title.clone().unwrap_or_else(|| title(&of_feed)),
            covers: None,
            sheets: Vec::new(),
            passed_over: std::mem::take(&mut passed_over),
            problems: std::mem::take(&mut problems),
            feed: Some(feed),
            source,
            as_at: taken.told.as_at,
            earliest: coverage.earliest(),
            latest: coverage.latest(),
            window_from: taken.told.window_from.or(coverage.window_from()),
            fingerprint: taken.fingerprint,
        };
        report.covers = report.earliest.zip(report.latest).map(|(from, to)| Covers {
            from,
            to: to.max(from),
        });
        for sheet in of_feed {
            let sheet = ledger.take(batch.files.len(), sheet);
            report.sheets.push(sheet.report);
            report.problems.extend(sheet.problems);
        }
        batch.files.push(report);
    }
}

/// A sheet that makes no fact, such as a list of teams, belongs to the cases that name them.
fn feed_of(sheet: &SheetTaken) -> FeedKind {
    let kind = sheet.report.kind;
    kind.map_or(FeedKind::Cases, |kind| FeedKind::of(kind, sheet.source))
}

/// The layout in plain words; list 9 alone tells the two layouts of Annex A apart.
fn title(sheets: &[SheetTaken]) -> String {
    if let [sheet] = sheets
        && [ssd::LAYOUT, own::LAYOUT].contains(&sheet.layout)
    {
        return sheet.report.recognised_as.clone();
    }
    let leavers = sheets
        .iter()
        .find(|sheet| sheet.report.kind == Some(FactKind::Leaver));
    match sheets.first().map(|sheet| sheet.layout) {
        Some("annex-a") if leavers.is_some_and(|sheet| !sheet.newer) => "Annex A, 2018 layout",
        Some("annex-a") => "Annex A, 2024 layout",
        Some("supervision") => "supervision export",
        Some(ssd::LAYOUT) => "SSD tables",
        Some(own::LAYOUT) => "own lists",
        Some("ssda903") => "SSDA903 return",
        Some("family") | None => "family list",
        Some(own) => return format!("{own}, a layout of your own"),
    }
    .to_owned()
}

/// FNV-1a over the bytes: the same for ever, to know a file again; no protection against forgery.
fn fingerprint(bytes: &[u8]) -> u64 {
    fingerprint_on(FINGERPRINT, bytes)
}

/// The fingerprint of no bytes.
const FINGERPRINT: u64 = 0xcbf2_9ce4_8422_2325;

/// The fingerprint of what came before and these bytes.
fn fingerprint_on(before: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(before, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
