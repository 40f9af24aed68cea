//! Walks through a return, child by child, and hands each child's rows to their lists.
//!
//! Only one child is held at a time. Elements that the return does not have are passed over with
//! all that is in them; text between elements is no data. Nothing is expanded but the five entities
//! that XML has by itself, so nothing can grow.

use std::{io::Read, ops::Range};

use foldhash::HashMap;
use quick_xml::{
    Error, Reader,
    errors::IllFormedError,
    events::{BytesRef, BytesStart, Event},
};

use super::{
    super::{
        ImportError, Watch,
        cell::{Cell, shorten},
        date,
        desk::Desk,
    },
    kept,
    plan::{Form, Plan, Seat, Token},
    stream::{Fault, Stream},
};
use crate::model::Day;

/// Elements are nested no deeper than this.
const DEEPEST: usize = 64;
/// Names of unknown elements that are told one by one.
const MOST_UNKNOWN: usize = 40;
const LONGEST_NAME: usize = 40;

/// The rows of one child, and all their texts, one behind the other: a child's texts are let go
/// together, so the next one's cost no memory.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<Taken>,
    text: String,
}

impl Rows {
    fn clear(&mut self) {
        self.rows.clear();
        self.text.clear();
    }

    fn text(&self, place: &Range<usize>) -> &str {
        self.text.get(place.clone()).unwrap_or_default().trim()
    }

    /// The first text of a column of a row.
    pub(super) fn value(&self, row: &Taken, token: Token) -> Option<&str> {
        let mut values = row.values.iter();
        let (_, place) = values.find(|(name, _)| *name == token)?;
        Some(self.text(place))
    }
}

/// One row as it stands in the file: where the texts of its columns are.
pub(super) struct Taken {
    pub(super) group: usize,
    /// The row around it.
    pub(super) within: Option<usize>,
    pub(super) line: u32,
    values: Vec<(Token, Range<usize>)>,
}

/// What was met and not read: how often, and where first.
#[derive(Clone, Copy)]
pub(super) struct Met {
    pub(super) line: u32,
    pub(super) times: u32,
}

/// What stands before the children.
#[derive(Default)]
pub(super) struct Header {
    pub(super) values: Vec<(Token, String)>,
}

enum Open {
    /// Only holds others.
    Pass,
    Child,
    Group(usize),
    Leaf(Token),
    Header(Token),
}

/// A walk through one file.
pub(super) struct Walk<'w, 'o> {
    pub(super) form: &'static Form,
    pub(super) file: &'w str,
    pub(super) plan: Plan<'o>,
    pub(super) header: Header,
    pub(super) unknown: HashMap<String, Met>,
    pub(super) stray: Option<Met>,
    pub(super) children: u32,
    /// The day after which a review is only planned.
    pub(super) reference: Option<Day>,
    open: Vec<Open>,
    /// How deep in an element that is passed over.
    skipped: usize,
    child: Rows,
    /// Where the text of the element that is open begins.
    begun: usize,
    /// The rows that are open, innermost last.
    around: Vec<usize>,
    in_child: bool,
}

impl<'w, 'o> Walk<'w, 'o> {
    pub(super) fn new(form: &'static Form, file: &'w str, plan: Plan<'o>) -> Self {
        Self {
            form,
            file,
            plan,
            header: Header::default(),
            unknown: HashMap::default(),
            stray: None,
            children: 0,
            reference: None,
            open: Vec::new(),
            skipped: 0,
            child: Rows::default(),
            begun: 0,
            around: Vec::new(),
            in_child: false,
        }
    }

    /// Goes on from behind the root's opening tag to its end.
    pub(super) fn through<R: Read>(
        &mut self,
        reader: &mut Reader<Stream<R>>,
        desk: &mut Desk,
        watch: &mut Watch<'_>,
    ) -> Result<(), ImportError> {
        let mut buffer = Vec::new();
        self.open.push(Open::Pass);
        watch.sheet(self.form.title)?;
        while !self.open.is_empty() {
            buffer.clear();
            reader.get_mut().begin_piece();
            let event = reader.read_event_into(&mut buffer);
            let stream = reader.get_ref();
            match event {
                Ok(Event::Start(start)) => self.start(&start, stream)?,
                Ok(Event::End(_)) => {
                    if self.end(desk)? {
                        watch.rows(self.form.title, self.children)?;
                    }
                }
                Ok(Event::Text(text)) => self.text(&text, stream),
                Ok(Event::CData(text)) => self.text(&text, stream),
                Ok(Event::GeneralRef(name)) => self.entity(&name, stream)?,
                Ok(Event::DocType(text)) => doctype(self.file, &text, stream)?,
                Ok(Event::Eof) => return Err(self.cut_short(stream)),
                Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Empty(_)) => {}
                Err(error) => return Err(self.broken(&error, stream)),
            }
        }
        Ok(())
    }

    fn start<R: Read>(
        &mut self,
        start: &BytesStart<'_>,
        stream: &Stream<R>,
    ) -> Result<(), ImportError> {
        if self.open.len() + self.skipped >= DEEPEST {
            let what = format!("elements are nested more than {DEEPEST} deep");
            return Err(refused(self.file, stream, what));
        }
        let name = start.local_name();
        let name = name.as_ref();
        let holds_text = matches!(self.open.last(), Some(Open::Leaf(_) | Open::Header(_)));
        if self.skipped > 0 || holds_text {
            self.skip(name, stream);
            return Ok(());
        }
        let next = if self.in_child {
            self.within_child(name, stream.line())
        } else {
            self.before_children(name)
        };
        match next {
            None => self.skip(name, stream),
            Some(next) => {
                self.begun = self.child.text.len();
                self.in_child |= matches!(next, Open::Child);
                self.open.push(next);
            }
        }
        Ok(())
    }

    fn before_children(&self, name: &str) -> Option<Open> {
        if name == self.form.child {
            return Some(Open::Child);
        }
        match self.plan.names.get(name) {
            Some(seat) if seat.header => Some(Open::Header(seat.token)),
            Some(seat) if seat.known => Some(Open::Pass),
            _ => None,
        }
    }

    fn within_child(&mut self, name: &str, line: u32) -> Option<Open> {
        let seat = *self.plan.names.get(name)?;
        let around = self.around.last().copied();
        let group = around
            .and_then(|row| self.child.rows.get(row))
            .and_then(|row| self.plan.groups.get(row.group));
        let own = group.is_some_and(|group| group.token == seat.token);
        if let (Some(group), false) = (seat.group, own) {
            self.around.push(self.child.rows.len());
            self.child.rows.push(Taken {
                group,
                within: around,
                line,
                values: Vec::new(),
            });
            return Some(Open::Group(self.child.rows.len() - 1));
        }
        if group.is_some_and(|group| group.leaves.contains(&seat.token)) {
            return Some(Open::Leaf(seat.token));
        }
        seat.known.then_some(Open::Pass)
    }

    /// Passes over an element with all that is in it, and notes the outermost.
    fn skip<R: Read>(&mut self, name: &str, stream: &Stream<R>) {
        if self.skipped == 0 {
            let met = Met {
                line: stream.line(),
                times: 0,
            };
            let name = shorten(name, LONGEST_NAME);
            if self.unknown.len() < MOST_UNKNOWN || self.unknown.contains_key(&name) {
                self.unknown.entry(name).or_insert(met).times += 1;
            }
        }
        self.skipped += 1;
    }

    fn text<R: Read>(&mut self, text: &str, stream: &Stream<R>) {
        if self.skipped > 0 {
            return;
        }
        let wanted = match self.open.last() {
            Some(Open::Leaf(_) | Open::Header(_)) => true,
            Some(Open::Group(row)) => self.is_text_itself(*row),
            _ => false,
        };
        if wanted {
            self.child.text.push_str(text);
        } else if !matches!(self.open.last(), Some(Open::Pass)) && !text.trim().is_empty() {
            let line = stream.line();
            self.stray.get_or_insert(Met { line, times: 0 }).times += 1;
        }
    }

    /// Whether a row is an element that holds a text, and not others.
    fn is_text_itself(&self, row: usize) -> bool {
        let row = self.child.rows.get(row);
        let group = row.and_then(|row| self.plan.groups.get(row.group));
        group.is_some_and(|group| {
            group.leaves.contains(&group.token)
                && group
                    .leaves
                    .iter()
                    .all(|leaf| *leaf == group.token || self.plan.ids.contains(leaf))
        })
    }

    fn entity<R: Read>(
        &mut self,
        name: &BytesRef<'_>,
        stream: &Stream<R>,
    ) -> Result<(), ImportError> {
        let character = match &**name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => name.resolve_char_ref().ok().flatten(),
        };
        let Some(character) = character else {
            let what = "an entity is used that XML does not have by itself".to_owned();
            return Err(refused(self.file, stream, what));
        };
        let mut text = [0; 4];
        self.text(character.encode_utf8(&mut text), stream);
        Ok(())
    }

    /// Closes an element; `true` where it was a child's.
    fn end(&mut self, desk: &mut Desk) -> Result<bool, ImportError> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(false);
        }
        let closed = self.open.pop();
        match closed {
            Some(Open::Leaf(token)) => {
                let text = self.text_of_open();
                let row = self.around.last();
                if let Some(row) = row.and_then(|row| self.child.rows.get_mut(*row)) {
                    row.values.push((token, text));
                }
            }
            Some(Open::Header(token)) => {
                let text = self.child.text.split_off(self.begun);
                self.head(token, &text)?;
            }
            Some(Open::Group(row)) => {
                self.around.pop();
                if self.is_text_itself(row) {
                    self.close_text(row);
                }
            }
            Some(Open::Child) => {
                self.in_child = false;
                self.hand_over(desk)?;
                return Ok(true);
            }
            Some(Open::Pass) | None => {}
        }
        Ok(false)
    }

    /// Where the text of the element that ends is.
    const fn text_of_open(&mut self) -> Range<usize> {
        let end = self.child.text.len();
        std::mem::replace(&mut self.begun, end)..end
    }

    /// A row that is a text itself may be a column of the row around it too.
    fn close_text(&mut self, row: usize) {
        let text = self.text_of_open();
        let Some(taken) = self.child.rows.get_mut(row) else {
            return;
        };
        let Some(group) = self.plan.groups.get(taken.group) else {
            return;
        };
        taken.values.push((group.token, text.clone()));
        let token = group.token;
        let around = taken.within.and_then(|row| self.child.rows.get_mut(row));
        if let Some(around) = around {
            let group = self.plan.groups.get(around.group);
            if group.is_some_and(|group| group.leaves.contains(&token)) {
                around.values.push((token, text));
            }
        }
    }

    fn head(&mut self, token: Token, text: &str) -> Result<(), ImportError> {
        let is = |name: &str| {
            let seat = self.plan.names.get(name);
            seat.is_some_and(|seat: &Seat| seat.token == token)
        };
        if is("ReferenceDate") {
            self.reference = date::of_text(text).day();
        }
        let text = text.trim().to_owned();
        if is("Collection") && !text.is_empty() && !text.eq_ignore_ascii_case("CIN") {
            return Err(ImportError::NoKnownList {
                file: self.file.to_owned(),
                found: format!("the collection is {}", shorten(&text, LONGEST_NAME)),
            });
        }
        self.header.values.push((token, text));
        Ok(())
    }

    /// What the header says under a name.
    pub(super) fn said(&self, name: &str) -> Option<&str> {
        let token = self.plan.names.get(name)?.token;
        let mut values = self.header.values.iter();
        values
            .find(|(known, _)| *known == token)
            .map(|(_, text)| text.as_str())
    }

    /// Hands the rows of a child to their lists.
    fn hand_over(&mut self, desk: &mut Desk) -> Result<(), ImportError> {
        self.children += 1;
        let mut child = std::mem::take(&mut self.child);
        let values = child.rows.iter().flat_map(|row| &row.values);
        let id = values
            .filter(|(token, _)| self.plan.ids.contains(token))
            .map(|(_, place)| child.text(place))
            .find(|text| !text.is_empty())
            .unwrap_or_default();
        for (at, row) in child.rows.iter().enumerate() {
            let Some(group) = self.plan.groups.get(row.group) else {
                continue;
            };
            for place in &group.sheets {
                let Some(sheet) = self.plan.sheets.get_mut(*place) else {
                    continue;
                };
                if !kept(sheet.list, at, &child, &self.plan.names) {
                    continue;
                }
                let cells: Vec<Cell<'_>> = sheet
                    .columns
                    .iter()
                    .map(|tokens| match tokens.as_slice() {
                        [] => Cell::words(id),
                        tokens => cell((&child, row), tokens, self.reference),
                    })
                    .collect();
                sheet.lines.push(row.line);
                let number = u32::try_from(sheet.lines.len()).unwrap_or(u32::MAX);
                sheet.reader.offer(number, &cells, desk)?;
            }
        }
        child.clear();
        self.child = child;
        Ok(())
    }

    fn cut_short<R: Read>(&self, stream: &Stream<R>) -> ImportError {
        let what = format!(
            "the file ends in the middle of {}, after {} whole children",
            match self.open.len() {
                0 | 1 => "the return",
                _ => "an element",
            },
            self.children
        );
        refused(self.file, stream, what)
    }

    fn broken<R: Read>(&self, error: &Error, stream: &Stream<R>) -> ImportError {
        broken(self.file, error, stream, self.children)
    }
}

/// Of several texts of one column the latest day that the reference date has reached.
fn cell<'r>(
    (child, row): (&'r Rows, &'r Taken),
    tokens: &[Token],
    reference: Option<Day>,
) -> Cell<'r> {
    let values = row.values.iter();
    let mut values = values
        .filter(|(token, _)| tokens.contains(token))
        .map(|(_, place)| child.text(place))
        .filter(|text| !text.is_empty());
    let Some(first) = values.next() else {
        return Cell::Blank;
    };
    let mut best = (None, first);
    let rest: Vec<&str> = values.collect();
    if rest.is_empty() {
        return Cell::words(first);
    }
    for text in std::iter::once(first).chain(rest) {
        let day = date::of_text(text).day();
        let reached = day.filter(|day| reference.is_none_or(|last| *day <= last));
        if reached > best.0 {
            best = (reached, text);
        }
    }
    Cell::words(best.1)
}

/// A document type is passed over, but never one that declares entities of its own.
pub(super) fn doctype<R: Read>(
    file: &str,
    text: &str,
    stream: &Stream<R>,
) -> Result<(), ImportError> {
    if text.to_ascii_uppercase().contains("<!ENTITY") {
        let what = "it declares entities of its own, which no return does and which can make a \
                    small file endless"
            .to_owned();
        return Err(refused(file, stream, what));
    }
    Ok(())
}

pub(super) fn refused<R: Read>(file: &str, stream: &Stream<R>, what: String) -> ImportError {
    ImportError::BrokenXml {
        file: file.to_owned(),
        place: stream.place(),
        what,
    }
}

/// Why the markup cannot be read, in words.
pub(super) fn broken<R: Read>(
    file: &str,
    error: &Error,
    stream: &Stream<R>,
    children: u32,
) -> ImportError {
    let name = |text: &str| shorten(text, LONGEST_NAME);
    let what = match (stream.fault(), error) {
        (Some(Fault::Encoding(name)), _) => format!("there are bytes that are not {name}"),
        (Some(Fault::TooLong), _) => "a tag, comment or text is longer than a megabyte".to_owned(),
        (Some(Fault::Io(kind)), _) => format!("it could not be read on ({kind})"),
        (_, Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found })) => format!(
            "</{}> stands where </{}> belongs",
            name(found),
            name(expected)
        ),
        (_, Error::IllFormed(IllFormedError::UnmatchedEndTag(found))) => {
            format!("</{}> closes what was never opened", name(found))
        }
        (_, Error::Syntax(_)) => "the file ends in the middle of a tag".to_owned(),
        _ => "the markup is not XML".to_owned(),
    };
    refused(
        file,
        stream,
        format!("{what}, after {children} whole children"),
    )
}
