//! A list in four forms: aligned text or a fact a line for a person, CSV for a sheet, JSON for a
//! program.

use std::io::{self, Write};

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
            Format::Lines => self.lines(out),
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

    /// Each row as lines of a heading and its value, so that no fact is known by its place alone.
    /// What is blank is left out; an empty line stands between two rows.
    fn lines(&self, out: &mut dyn Write) -> io::Result<()> {
        let shown = self.headings.len() - self.hidden;
        for (at, row) in self.rows.iter().enumerate() {
            if at > 0 {
                writeln!(out)?;
            }
            for (heading, value) in self.headings.iter().zip(row).take(shown) {
                let said = cell(value);
                if !said.trim().is_empty() {
                    writeln!(out, "{heading}: {}", said.trim())?;
                }
            }
        }
        Ok(())
    }

    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let shown = self.headings.len() - self.hidden;
        let words: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|row| row.iter().take(shown).map(cell).collect())
            .collect();
        let widths: Vec<usize> = (0..shown)
            .map(|c| {
                let cells = words
                    .iter()
                    .filter_map(|row| row.get(c))
                    .map(|w| w.chars().count());
                cells
                    .chain([self.headings[c].chars().count()])
                    .max()
                    .unwrap_or(0)
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
                text.push_str(if c == 0 { "" } else { "  " });
                let room = " ".repeat(widths[c].saturating_sub(cell.chars().count()));
                let (before, after) = if numeric[c] {
                    (&*room, "")
                } else {
                    ("", &*room)
                };
                text.extend([before, cell, after]);
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

/// A value as a person reads it: on one line, and yes or no for what is true or not.
fn cell(value: &Value) -> String {
    match value {
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => word(other).replace(|c: char| c.is_control(), " "),
    }
}

fn word(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn printed(format: Format) -> String {
        let mut table = Table::with_key(&["id", "team", "over", "seen", "key"]);
        table.push(vec![
            json!("1"),
            json!("Ünï"),
            json!(null),
            json!(true),
            json!("k"),
        ]);
        table.push(vec![
            json!("22"),
            json!("two\nlines"),
            json!(3),
            json!(false),
            json!("k"),
        ]);
        let mut out = Vec::new();
        table.print(format, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn columns_stand_under_their_headings_and_a_row_is_one_line() {
        assert_eq!(
            printed(Format::Table),
            "id  team       over  seen\n\
             1   Ünï              yes\n\
             22  two lines     3  no\n"
        );
    }

    #[test]
    fn as_lines_no_fact_is_known_by_its_place_alone() {
        assert_eq!(
            printed(Format::Lines),
            "id: 1\nteam: Ünï\nseen: yes\n\nid: 22\nteam: two lines\nover: 3\nseen: no\n"
        );
    }
}
