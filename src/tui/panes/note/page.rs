//! A note's text as rows of a page, and where the cursor stands on it.
//!
//! Made anew when the text or the width changes, so that a frame touches only the rows it shows.
//! The surprising thing: rows break at spaces only and the space stays at the end of its row, so
//! that no row begins with a space, a full stop or a comma.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use crate::tui::text::{clean, width};

/// One row of the page: a line of the text and the bytes of it that stand here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    pub line: usize,
    pub bytes: Range<usize>,
}

/// Every row of a text at one width.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    rows: Vec<Row>,
    /// The cells and the count of changes that it was made for.
    made_for: Option<(usize, u64)>,
}

impl Page {
    /// Makes the rows, unless they are made for this width and this text already.
    pub fn make(&mut self, lines: &[String], cells: usize, typed: u64) {
        if self.made_for == Some((cells, typed)) {
            return;
        }
        self.made_for = Some((cells, typed));
        self.rows.clear();
        for (line, text) in lines.iter().enumerate() {
            let rows = wrapped(text, cells.max(1));
            self.rows
                .extend(rows.into_iter().map(|bytes| Row { line, bytes }));
        }
    }

    /// The rows from here on.
    pub fn from(&self, top: usize) -> impl Iterator<Item = &Row> {
        self.rows.iter().skip(top)
    }

    /// How many rows there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// The row with this number.
    #[must_use]
    pub fn row(&self, at: usize) -> Option<&Row> {
        self.rows.get(at)
    }

    /// In which row a byte of a line stands. A place between two rows is at the second's start.
    #[must_use]
    pub fn row_of(&self, line: usize, byte: usize) -> usize {
        let after = self
            .rows
            .partition_point(|row| (row.line, row.bytes.start) <= (line, byte));
        after.saturating_sub(1)
    }
}

/// A piece of text as wide as it is drawn.
#[must_use]
pub fn cells(text: &str) -> usize {
    width(&clean(text))
}

/// The byte of a character's place in a line; its end for a place beyond it.
#[must_use]
pub fn byte_of(line: &str, column: usize) -> usize {
    line.char_indices()
        .nth(column)
        .map_or(line.len(), |(at, _)| at)
}

/// The byte in a row that stands at this cell, or the row's last place.
#[must_use]
pub fn byte_at(line: &str, row: &Row, cell: usize) -> usize {
    let text = line.get(row.bytes.clone()).unwrap_or_default();
    let mut used = 0;
    let mut last = row.bytes.start;
    for (at, piece) in text.grapheme_indices(true) {
        last = row.bytes.start + at;
        let wide = cells(piece);
        if used + wide > cell {
            return last;
        }
        used += wide;
    }
    // The end of a row that goes on is the beginning of the next one.
    if row.bytes.end < line.len() {
        last
    } else {
        row.bytes.end
    }
}

fn wrapped(line: &str, room: usize) -> Vec<Range<usize>> {
    if line.len() <= room && line.is_ascii() {
        return std::iter::once(0..line.len()).collect();
    }
    let mut rows = Vec::new();
    let (mut start, mut used) = (0, 0);
    let mut after_space = 0;
    for (at, piece) in line.grapheme_indices(true) {
        let wide = cells(piece);
        if piece.chars().all(char::is_whitespace) {
            // It hangs over the edge rather than begin a row.
            used += wide;
            let after = at + piece.len();
            // "17 %" stays together.
            if !line.get(after..).is_some_and(|rest| rest.starts_with('%')) {
                after_space = after;
            }
            continue;
        }
        if used + wide > room && at > start {
            let to = if after_space > start { after_space } else { at };
            rows.push(start..to);
            start = to;
            used = line.get(to..at).map_or(0, cells);
        }
        used += wide;
    }
    rows.push(start..line.len());
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(line: &str, room: usize) -> Vec<&str> {
        wrapped(line, room).into_iter().map(|r| &line[r]).collect()
    }

    #[test]
    fn rows_break_at_spaces_and_no_stop_begins_one() {
        assert_eq!(rows("one two.", 7), ["one ", "two."]);
        assert_eq!(rows("one two, three", 8), ["one two, ", "three"]);
        assert_eq!(rows("", 5), [""]);
        assert_eq!(rows("of 87 (21 %)", 10), ["of 87 ", "(21 %)"]);
        for room in 1..40 {
            let line = "One child, in six; was not (on record) seen. Who, then, waits? éà 日本語.";
            let all = rows(line, room);
            assert_eq!(all.concat(), line, "nothing is lost at {room}");
            if room > 9 {
                let begins = all
                    .iter()
                    .any(|row| row.starts_with(['.', ',', ' ', ';', '?']));
                assert!(!begins, "{room}: {all:?}");
            }
        }
    }

    #[test]
    fn a_word_longer_than_a_row_is_cut_between_letters() {
        assert_eq!(rows("ab abcdefgh", 4), ["ab ", "abcd", "efgh"]);
        assert_eq!(rows("日本語日", 5), ["日本", "語日"]);
    }

    #[test]
    fn a_place_is_found_by_its_cell_and_by_its_byte() {
        let lines = vec!["one two three".to_owned(), String::new(), "x".to_owned()];
        let mut page = Page::default();
        page.make(&lines, 8, 0);
        assert_eq!(page.len(), 4);
        assert_eq!(page.row_of(0, 7), 0);
        assert_eq!(page.row_of(0, 8), 1);
        assert_eq!(page.row_of(1, 0), 2);
        let second = page.row(1).unwrap();
        assert_eq!(byte_at(&lines[0], second, 2), 10);
        assert_eq!(byte_at(&lines[0], second, 99), 13);
        assert_eq!(byte_at(&lines[0], page.row(0).unwrap(), 99), 7);
    }
}
