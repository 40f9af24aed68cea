//! A list as CSV (RFC 4180 quoting, one line feed a row).

use std::io::{self, Write};

/// Writes rows of a list.
pub struct ListWriter<W> {
    out: W,
}

impl<W: Write> ListWriter<W> {
    /// Starts a list with its headings.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn new(out: W, headings: &[&str]) -> io::Result<Self> {
        let mut list = Self { out };
        list.row(headings)?;
        Ok(list)
    }

    /// Writes one row.
    ///
    /// # Errors
    /// Whatever `out` reports.
    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) -> io::Result<()> {
        for (place, cell) in cells.iter().enumerate() {
            if place > 0 {
                self.out.write_all(b",")?;
            }
            let cell = harmless(cell.as_ref());
            if cell.contains([',', '"', '\n', '\r']) {
                write!(self.out, "\"{}\"", cell.replace('"', "\"\""))?;
            } else {
                self.out.write_all(cell.as_bytes())?;
            }
        }
        self.out.write_all(b"\n")
    }

    /// Ends the list and gives back what it was written to.
    pub fn into_inner(self) -> W {
        self.out
    }
}

/// The cell as a spreadsheet will show and not run it. A plain negative number is left alone.
fn harmless(cell: &str) -> std::borrow::Cow<'_, str> {
    let dangerous = cell
        .trim_start_matches(' ')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let number = cell.strip_prefix('-').is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_ascii_digit())
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte == b'.')
    });
    if dangerous && !number {
        format!("'{cell}").into()
    } else {
        cell.into()
    }
}

#[cfg(test)]
mod tests {
    use super::ListWriter;

    fn written(rows: &[[&str; 2]]) -> String {
        let mut list = ListWriter::new(Vec::new(), &["team", "over"]).unwrap();
        for row in rows {
            list.row(row).unwrap();
        }
        String::from_utf8(list.into_inner()).unwrap()
    }

    #[test]
    fn quotes_commas_and_line_ends_stay_in_their_cell() {
        assert_eq!(
            written(&[["Hub \"3\", north", "41"], ["two\nlines", ""]]),
            "team,over\n\"Hub \"\"3\"\", north\",41\n\"two\nlines\",\n"
        );
    }

    #[test]
    fn what_a_spreadsheet_would_run_gets_an_apostrophe() {
        for cell in ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", " =1", "-x", "-"] {
            let text = written(&[[cell, "1"]]);
            let row = text.strip_prefix("team,over\n").unwrap();
            assert!(row.starts_with('\''), "{cell:?} became {row:?}");
        }
        assert_eq!(written(&[["-3", "-4.5"]]), "team,over\n-3,-4.5\n");
    }
}
