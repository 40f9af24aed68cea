//! A list in three forms: aligned text for a person, CSV for a sheet, JSON for a program.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde_json::{Map, Value};

use super::args::Format;
use crate::review::ListWriter;

/// A list: headings, and rows of as many values.
#[derive(Debug)]
pub(super) struct Table {
    headings: Vec<&'static str>,
    rows: Vec<Vec<Value>>,
    /// A column at the end that is for programs: left out of the text for a person.
    hidden: usize,
}

impl Table {
    pub fn new(headings: &[&'static str]) -> Self {
        Self {
            headings: headings.to_vec(),
            rows: Vec::new(),
            hidden: 0,
        }
    }

    /// The same, whose last column only a program reads.
    pub fn with_key(headings: &[&'static str]) -> Self {
        Self {
            hidden: 1,
            ..Self::new(headings)
        }
    }

    pub fn push(&mut self, row: Vec<Value>) {
        self.rows.push(row);
    }

    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn print(&self, format: Format, out: &mut dyn Write) -> io::Result<()> {
        match format {
            Format::Table => self.text(out),
            Format::Csv => {
                let rows: Vec<Vec<String>> = self
                    .rows
                    .iter()
                    .map(|row| row.iter().map(word).collect())
                    .collect();
                let mut list = ListWriter::new(out, &self.headings)?;
                rows.iter().try_for_each(|row| list.row(row))
            }
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &self.objects())?;
                writeln!(out)
            }
        }
    }

    /// Each row as an object; its keys are the headings with `_` for a space.
    pub fn objects(&self) -> Vec<Value> {
        self.rows
            .iter()
            .map(|row| {
                let keys = self.headings.iter().map(|h| h.replace(' ', "_"));
                Value::Object(keys.zip(row.iter().cloned()).collect::<Map<_, _>>())
            })
            .collect()
    }

    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let shown = self.headings.len() - self.hidden;
        let words: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().take(shown).map(word).collect())
            .collect();
        let widths: Vec<usize> = (0..shown)
            .map(|c| {
                let cells = words
                    .iter()
                    .filter_map(|row| row.get(c))
                    .map(|w| w.chars().count());
                cells.chain([self.headings[c].len()]).max().unwrap_or(0)
            })
            .collect();
        let numeric: Vec<bool> = (0..shown)
            .map(|c| {
                self.rows
                    .iter()
                    .filter_map(|r| r.get(c))
                    .all(|v| v.is_number() || v.is_null())
            })
            .collect();
        let mut line = |cells: Vec<&str>| {
            let mut text = String::new();
            for (c, cell) in cells.iter().enumerate() {
                let (width, gap) = (widths[c], if c == 0 { "" } else { "  " });
                text.push_str(gap);
                // Writing to a String cannot fail.
                if numeric[c] {
                    write!(text, "{cell:>width$}").ok();
                } else {
                    write!(text, "{cell:<width$}").ok();
                }
            }
            writeln!(out, "{}", text.trim_end())
        };
        line(self.headings.iter().take(shown).copied().collect())?;
        for row in &words {
            line(row.iter().map(String::as_str).collect())?;
        }
        Ok(())
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
