//! Pages as plain text, in lines of a given width.
//!
//! Widths are counted in letters, not in columns of a terminal: what is measured here is paper.

use std::io::{self, Write};

use super::{Block, Document, Line, PAPER_WIDTH, Page, Row, marked};

/// What a line of text is, for whoever draws it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    Title,
    Under,
    Heading,
    /// The headings of a table's columns.
    Columns,
    Words,
    /// New or changed since the last time; the line says so in words.
    Marked,
    /// A line to write on.
    Rule,
    Blank,
}

/// The narrowest that a column of a table is made.
const NARROWEST: usize = 9;
/// Between two columns.
const GAP: usize = 2;

/// The lines of a page, none longer than `width` letters (at least 20).
#[must_use]
pub fn page_text(page: &Page, width: usize) -> Vec<(Part, String)> {
    let width = width.max(20);
    let mut lines: Vec<(Part, String)> = Vec::new();
    lines.extend(wrap(&page.title, width).map(|line| (Part::Title, line)));
    for under in &page.under {
        lines.extend(wrap(under, width).map(|line| (Part::Under, line)));
    }
    for block in &page.blocks {
        put(block, width, &mut lines);
    }
    lines
}

fn put(block: &Block, width: usize, lines: &mut Vec<(Part, String)>) {
    let part = |marked: bool| if marked { Part::Marked } else { Part::Words };
    match block {
        Block::Heading(words) => {
            lines.push((Part::Blank, String::new()));
            lines.extend(wrap(words, width).map(|line| (Part::Heading, line)));
        }
        Block::Words(line) => {
            let words = marked(line.mark, &line.words);
            let part = part(line.mark.is_some());
            lines.extend(wrap(&words, width).map(|line| (part, line)));
        }
        Block::Lines(list) => {
            for line in list {
                let words = marked(line.mark, &line.words);
                let part = part(line.mark.is_some());
                let hung = wrap(&words, width - 2).enumerate();
                lines.extend(hung.map(|(at, words)| {
                    let lead = if at == 0 { "- " } else { "  " };
                    (part, format!("{lead}{words}"))
                }));
            }
        }
        Block::Table { columns, rows, .. } => {
            let Some(widths) = widths(columns, rows, width) else {
                lines.extend(stacked(columns, rows, width));
                return;
            };
            lines.extend(row_lines(columns, &widths).map(|line| (Part::Columns, line)));
            for row in rows {
                let part = part(row.mark.is_some());
                lines.extend(row_lines(&cells(row), &widths).map(|line| (part, line)));
            }
        }
        Block::Writing { label, lines: many } => {
            lines.push((Part::Blank, String::new()));
            lines.extend(wrap(label, width).map(|line| (Part::Heading, line)));
            for _ in 0..*many {
                lines.push((Part::Rule, "_".repeat(width)));
            }
        }
    }
}

/// The cells of a row, its mark in front of the first.
pub(super) fn cells(row: &Row) -> Vec<String> {
    let mut cells = row.cells.clone();
    if let Some(first) = cells.first_mut() {
        *first = marked(row.mark, first);
    }
    cells
}

/// A table that has no room for its columns: a row after the other, each cell with its heading.
fn stacked(columns: &[String], rows: &[Row], width: usize) -> Vec<(Part, String)> {
    let mut lines = Vec::new();
    for row in rows {
        let cells = cells(row);
        let named = cells.iter().zip(columns).enumerate();
        let said = named.filter(|(_, (cell, _))| !cell.is_empty());
        let said = said.map(|(at, (cell, column))| match at {
            0 => cell.clone(),
            _ => format!("{column}: {cell}"),
        });
        let line = Line {
            words: said.collect::<Vec<_>>().join("; "),
            mark: None,
        };
        let part = if row.mark.is_some() {
            Part::Marked
        } else {
            Part::Words
        };
        let mut own = Vec::new();
        put(&Block::Lines(vec![line]), width, &mut own);
        lines.extend(own.into_iter().map(|(_, line)| (part, line)));
    }
    lines
}

/// How wide each column is: as its longest words need, the widest made narrower until all fit.
/// `None`: there is no room for so many.
fn widths(columns: &[String], rows: &[Row], width: usize) -> Option<Vec<usize>> {
    let mut widths: Vec<usize> = columns.iter().map(|name| name.chars().count()).collect();
    for row in rows {
        for (have, cell) in widths.iter_mut().zip(cells(row)) {
            *have = (*have).max(cell.chars().count());
        }
    }
    let between = GAP * widths.len().saturating_sub(1);
    while widths.iter().sum::<usize>() + between > width {
        match widths.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => return None,
        }
    }
    Some(widths)
}

fn row_lines(cells: &[String], widths: &[usize]) -> impl Iterator<Item = String> + use<> {
    let wrapped: Vec<Vec<String>> = cells
        .iter()
        .zip(widths)
        .map(|(cell, width)| wrap(cell, *width).collect())
        .collect();
    let deep = wrapped.iter().map(Vec::len).max().unwrap_or(0);
    let widths = widths.to_vec();
    (0..deep).map(move |at| {
        let mut line = String::new();
        for (cell, width) in wrapped.iter().zip(&widths) {
            let words = cell.get(at).map_or("", String::as_str);
            line.push_str(words);
            let padding = width.saturating_sub(words.chars().count()) + GAP;
            line.extend(std::iter::repeat_n(' ', padding));
        }
        line.trim_end().to_owned()
    })
}

/// Words in lines of at most so many letters; a word that is longer is broken. Nothing gives one
/// empty line.
fn wrap(words: &str, width: usize) -> impl Iterator<Item = String> + use<> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in words.split(|c: char| c.is_whitespace() || c.is_control()) {
        let letters: Vec<char> = word.chars().collect();
        for piece in letters.chunks(width) {
            let long = piece.len();
            let space = usize::from(used > 0);
            if used + space + long > width {
                lines.push(String::new());
                used = 0;
            }
            if let Some(line) = lines.last_mut() {
                if used > 0 {
                    line.push(' ');
                    used += 1;
                }
                line.extend(piece);
                used += long;
            }
        }
    }
    lines.into_iter()
}

/// A form feed stands between two pages: a printer begins a new side there.
pub(super) fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    for (at, page) in document.pages.iter().enumerate() {
        if at > 0 {
            write!(out, "\u{c}")?;
        }
        for (_, line) in page_text(page, PAPER_WIDTH) {
            writeln!(out, "{line}")?;
        }
        let foot = document.foot_of(at);
        if !foot.is_empty() {
            writeln!(out)?;
            for line in wrap(&foot, PAPER_WIDTH) {
                writeln!(out, "{line}")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::tests::hard;
    use super::*;

    #[test]
    fn no_line_is_longer_than_the_paper_however_narrow() {
        for width in [20, 40, PAPER_WIDTH, 120] {
            for (_, line) in page_text(&hard().pages[0], width) {
                assert!(line.chars().count() <= width, "{width}: {line:?}");
            }
        }
    }

    #[test]
    fn nothing_of_the_words_is_lost_when_they_are_wrapped() {
        let words = "a word thatislongerthanthelineis and more";
        let lines: Vec<String> = wrap(words, 10).collect();
        let bare = |text: &str| text.replace(' ', "");
        assert_eq!(bare(&lines.concat()), bare(words));
        assert!(lines.iter().all(|line| line.chars().count() <= 10));
    }

    #[test]
    fn columns_stand_under_their_headings() {
        let lines = page_text(&hard().pages[0], PAPER_WIDTH);
        let head = lines.iter().find(|(part, _)| *part == Part::Columns);
        let head = &head.unwrap().1;
        let row = lines
            .iter()
            .find(|(_, line)| line.starts_with("core group"));
        let row = &row.unwrap().1;
        assert_eq!(head.find("State"), row.find("12 over"));
        let marked = lines.iter().filter(|(part, _)| *part == Part::Marked);
        assert_eq!(marked.count(), 2);
    }
}
