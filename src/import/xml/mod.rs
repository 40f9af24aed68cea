//! Returns that come as XML: the CIN census and the SSDA903.
//!
//! Reads a file as a stream, one child at a time, and hands each row to the same reader that reads
//! the rows of a sheet: what a date, an id or an answer is, is decided there. Never expands an
//! entity, follows a document type or opens another file.
//!
//! The surprising thing: the row of a problem is the line of the file on which its element stands.

mod plan;
mod stream;
mod walk;

use std::io::{ErrorKind, Read};

use foldhash::HashMap;
use quick_xml::{Reader, events::Event};

use super::{
    FileTaken, ImportError, Told, Watch, cell::shorten, census, desk::Desk, layout::List,
    ledger::SheetTaken, sheet::Finished,
};
use crate::model::Problem;
use plan::{FORMS, Form, Plan, Seat};
pub(super) use stream::is_markup;
use stream::{Fault, Stream};
use walk::{Met, Rows, Taken, Walk};

/// A file whose first bytes are markup.
pub(super) struct Document<'d> {
    pub(super) file: &'d str,
    pub(super) only: Option<&'d str>,
}

/// Reads a return. Any other XML is no known list.
pub(super) fn read(
    (document, bytes): (&Document<'_>, impl Read),
    desk: &mut Desk,
    watch: &mut Watch<'_>,
) -> Result<FileTaken, ImportError> {
    let file = document.file;
    let unreadable = |kind: ErrorKind| ImportError::Unreadable {
        file: file.to_owned(),
        what: kind.to_string(),
    };
    let stream = Stream::open(bytes).map_err(|fault| match fault {
        Fault::Io(kind) => unreadable(kind),
        Fault::UnknownEncoding(name) => ImportError::BrokenXml {
            file: file.to_owned(),
            place: "line 1".to_owned(),
            what: format!(
                "it names an encoding that is not known: {:?}",
                shorten(&name, 40)
            ),
        },
        Fault::Encoding(_) | Fault::TooLong => unreadable(ErrorKind::InvalidData),
    })?;
    let mut reader = Reader::from_reader(stream);
    reader.config_mut().expand_empty_elements = true;
    let form = form_of(document, &mut reader)?;
    let plan = Plan::of(form, file)?;
    let mut walk = Walk::new(form, file, plan);
    walk.through(&mut reader, desk, watch)?;
    let fingerprint = reader.get_mut().fingerprint();
    Ok(sort_out(walk, fingerprint))
}

/// The return that the root element is of.
fn form_of<R: Read>(
    document: &Document<'_>,
    reader: &mut Reader<Stream<R>>,
) -> Result<&'static Form, ImportError> {
    let file = document.file;
    let no_list = |found: String| ImportError::NoKnownList {
        file: file.to_owned(),
        found,
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        reader.get_mut().begin_piece();
        let event = reader.read_event_into(&mut buffer);
        let stream = reader.get_ref();
        match event {
            Ok(Event::Start(start)) => {
                let name = start.local_name();
                let form = FORMS.iter().find(|form| form.root == name.as_ref());
                let wanted = |form: &&Form| document.only.is_none_or(|only| only == form.layout);
                return form.filter(wanted).ok_or_else(|| {
                    let name = shorten(name.as_ref(), 40);
                    no_list(format!("an XML file of <{name}>"))
                });
            }
            Ok(Event::DocType(text)) => walk::doctype(file, &text, stream)?,
            Ok(Event::Eof) => return Err(no_list("an XML file without an element".to_owned())),
            Ok(_) => {}
            Err(error) => return Err(walk::broken(file, &error, stream, 0)),
        }
    }
}

/// Whether a row of a child belongs in a list, where one element is a row of several.
fn kept(list: &List, at: usize, child: &Rows, names: &HashMap<Box<str>, Seat>) -> bool {
    let value = |row: &Taken, name: &str| {
        let seat = names.get(name);
        let text = seat.and_then(|seat| child.value(row, seat.token));
        text.filter(|text| !text.is_empty())
    };
    let row = child.rows.get(at);
    let Some(row) = row.filter(|_| list.layout == census::LAYOUT) else {
        return true;
    };
    let within = || child.rows.iter().filter(|other| other.within == Some(at));
    match list.id.as_str() {
        census::EPISODES => {
            let nothing_came = value(row, "ReferralNFA")
                .is_some_and(|text| matches!(text, "true" | "1" | "TRUE" | "True"));
            !nothing_came || within().next().is_some()
        }
        census::WITHOUT_ENQUIRY => value(row, "DateOfInitialCPC")
            .is_some_and(|on| within().all(|other| value(other, "DateOfInitialCPC") != Some(on))),
        _ => true,
    }
}

fn sort_out(walk: Walk<'_, '_>, fingerprint: u64) -> FileTaken {
    let mut told = Told {
        title: Some(walk.form.title.to_owned()),
        ..Told::default()
    };
    let mut problems = unread(&walk);
    if walk.form.layout == census::LAYOUT {
        let year = walk.reference.map(|day| day.year().to_string());
        if let Some(year) = year.as_deref().or_else(|| walk.said("Year")) {
            told.title = Some(format!("{} {}", walk.form.title, shorten(year, 8)));
        }
        told.as_at = walk.reference;
        let year = walk.said("Year").and_then(census::end_of_year);
        told.window_from = walk.reference.or(year).and_then(census::window_from);
        problems.extend(no_reference(&walk));
    }
    let file = walk.file.to_owned();
    let sheets = walk.plan.sheets.into_iter().filter_map(|sheet| {
        let (lines, optional) = (sheet.lines, sheet.list.optional);
        if optional && lines.is_empty() {
            return None;
        }
        match sheet.reader.finish() {
            Finished::List(taken) => Some(on_lines(*taken, lines)),
            Finished::NoList(_) => None,
        }
    });
    FileTaken {
        name: file,
        fingerprint,
        sheets: sheets.collect(),
        passed_over: Vec::new(),
        problems,
        told,
    }
}

/// Problems are told by the line of the file, not by the number of the row.
fn on_lines(mut taken: SheetTaken, lines: Vec<u32>) -> SheetTaken {
    taken.report.header_row = lines.first().copied().unwrap_or(1);
    for problem in &mut taken.problems {
        let at = problem.row.and_then(|row| row.checked_sub(1));
        let line = at.and_then(|at| lines.get(usize::try_from(at).ok()?).copied());
        problem.row = line.or(problem.row);
    }
    taken.lines = lines;
    taken
}

/// What stands in the file and was not read, each told once with a count.
fn unread(walk: &Walk<'_, '_>) -> Vec<Problem> {
    let problem = |found: String, expected: String, met: Met| Problem {
        sheet: walk.form.title.to_owned(),
        row: Some(met.line),
        column: None,
        found,
        expected,
        effect: match met.times {
            1 => "not read".to_owned(),
            times => format!("not read ({times} times)"),
        },
        child_id: None,
        kind: None,
        row_lost: false,
    };
    let mut problems: Vec<Problem> = walk
        .unknown
        .iter()
        .map(|(name, met)| {
            let expected = format!("an element of the {} in its place", walk.form.title);
            problem(format!("<{name}>"), expected, *met)
        })
        .collect();
    problems.sort_by(|a, b| (a.row, &a.found).cmp(&(b.row, &b.found)));
    problems.extend(walk.stray.map(|met| {
        let found = "text between elements".to_owned();
        problem(found, "text within an element".to_owned(), met)
    }));
    problems
}

/// A census that does not say up to which day it speaks.
fn no_reference(walk: &Walk<'_, '_>) -> Option<Problem> {
    if walk.reference.is_some() {
        return None;
    }
    let said = walk.said("ReferenceDate").unwrap_or_default();
    Some(Problem {
        sheet: "CollectionDetails".to_owned(),
        row: None,
        column: Some("ReferenceDate".to_owned()),
        found: shorten(said, 60),
        expected: "a date".to_owned(),
        effect: "the as-at has to be said".to_owned(),
        child_id: None,
        kind: None,
        row_lost: false,
    })
}
