//! The first rows of a file as they stand, to be looked at by a person and by `propose`.

use std::fmt;

use super::{cell::Cell, sheet::Flow};

/// So many rows of a sheet are looked at.
const ROWS: usize = 60;
/// So much of a cell is looked at: it may be free text, and only its shape is wanted.
const CELL: usize = 120;

/// The first rows of one sheet.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Sample {
    /// The sheet's name; a text file's own name without its extension.
    pub sheet: String,
    /// The row's number in the sheet, and its cells as text. Blank rows are left out.
    pub rows: Vec<(u32, Vec<String>)>,
}

impl fmt::Debug for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sample(..)")
    }
}

/// The samples of a file's sheets.
#[derive(Default)]
pub(super) struct Samples(pub(super) Vec<Sample>);

impl Samples {
    pub(super) fn add(&mut self, sheet: &str, number: u32, cells: &[Cell<'_>]) -> Flow {
        if self.0.last().is_none_or(|last| last.sheet != sheet) {
            self.0.push(Sample {
                sheet: sheet.to_owned(),
                rows: Vec::new(),
            });
        }
        let Some(sample) = self.0.last_mut() else {
            return Flow::Enough;
        };
        if !cells.iter().all(Cell::is_blank) {
            let texts = cells.iter().map(|cell| {
                let text = cell.text();
                text.chars().take(CELL).collect()
            });
            sample.rows.push((number, texts.collect()));
        }
        if sample.rows.len() < ROWS {
            Flow::More
        } else {
            Flow::Enough
        }
    }
}
