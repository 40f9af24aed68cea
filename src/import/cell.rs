//! One cell as it came out of a file, and the plain text, blank or number that it means.

use std::{borrow::Cow, fmt};

use super::date;
use crate::model::Day;

/// Longest stretch of a cell that a problem may show.
const SHOWN: usize = 60;

/// The words with which people and systems say "nothing here", in lower case.
const BLANK_WORDS: [&str; 21] = [
    "",
    "''",
    "\"\"",
    "n/a",
    "na",
    "#n/a",
    "null",
    "#null!",
    "<null>",
    "(null)",
    "none",
    "nan",
    "nat",
    "-",
    "--",
    "\u{2013}",
    "\u{2014}",
    ".",
    "not recorded",
    "(blank)",
    "not applicable",
];

/// One cell. Its `Debug` shows no content: a cell may hold a child's id.
#[derive(Clone, PartialEq, Default)]
pub(super) enum Cell<'a> {
    #[default]
    Blank,
    Words(Cow<'a, str>),
    Number(f64),
    /// A cell formatted as a date: days since the turn of 1900 as spreadsheets count them.
    Moment(f64),
    Flag(bool),
    /// A spreadsheet's error, such as `#REF!`.
    Fault(Cow<'static, str>),
}

impl fmt::Debug for Cell<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cell(..)")
    }
}

impl Cell<'_> {
    /// A cell of a text file or a spreadsheet's text.
    pub(super) fn words(text: &str) -> Cell<'_> {
        if text.is_empty() {
            Cell::Blank
        } else {
            Cell::Words(Cow::Borrowed(text))
        }
    }

    /// What the cell says, as text; a whole number without a fraction, a date in ISO form.
    pub(super) fn text(&self) -> Cow<'_, str> {
        match self {
            Self::Blank => Cow::Borrowed(""),
            Self::Words(text) => Cow::Borrowed(text.as_ref()),
            Self::Number(number) => Cow::Owned(number.to_string()),
            Self::Moment(serial) => date::of_serial(*serial).day().map_or_else(
                || Cow::Owned(serial.to_string()),
                |day| Cow::Owned(day.to_string()),
            ),
            Self::Flag(true) => Cow::Borrowed("TRUE"),
            Self::Flag(false) => Cow::Borrowed("FALSE"),
            Self::Fault(word) => Cow::Borrowed(word.as_ref()),
        }
    }

    /// Whether nothing is recorded here: empty, or one of the words that say so.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Blank => true,
            Self::Words(text) => is_blank_word(text),
            Self::Fault(word) => is_blank_word(word),
            Self::Number(_) | Self::Moment(_) | Self::Flag(_) => false,
        }
    }

    /// The cell for a problem: one line, at most 60 characters.
    pub(super) fn shown(&self) -> String {
        let day = match self {
            Self::Moment(serial) => date::of_serial(*serial).day(),
            _ => None,
        };
        day.map_or_else(|| shorten(&self.text(), SHOWN), Day::long)
    }

    /// A count of nought to 65,535 (`2`, `2.0`); `None` for anything else.
    pub(super) fn count(&self) -> Option<u16> {
        let number = match self {
            Self::Number(number) => *number,
            Self::Words(text) => trim(text).parse::<f64>().ok()?,
            _ => return None,
        };
        let whole = number.fract() == 0.0 && (0.0..=f64::from(u16::MAX)).contains(&number);
        // The range was just checked, so nothing is cut off.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        whole.then_some(number as u16)
    }
}

/// Whether the word means that nothing was recorded.
pub(super) fn is_blank_word(text: &str) -> bool {
    let text = trim(text);
    text.len() <= 16
        && BLANK_WORDS
            .iter()
            .any(|word| word.eq_ignore_ascii_case(text))
}

/// Without the spaces of any kind, byte-order marks and control characters at both ends.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '\u{a0}' | '\u{feff}' | '\u{200b}')
    })
}

/// One line: every run of spaces, line ends, tabs and control characters is one space.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    let text = trim(text);
    let mut last = 'x';
    let tidy = text.chars().all(|c| {
        let plain = !(c.is_control() || is_odd_space(c) || (c == ' ' && last == ' '));
        last = c;
        plain
    });
    if tidy {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len());
    for word in text
        .split(|c: char| c.is_whitespace() || c.is_control() || is_odd_space(c))
        .filter(|word| !word.is_empty())
    {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

fn is_odd_space(c: char) -> bool {
    (c != ' ' && c.is_whitespace()) || matches!(c, '\u{a0}' | '\u{feff}' | '\u{200b}')
}

/// On one line and at most so many characters long, the last one an ellipsis if it was cut.
pub(super) fn shorten(text: &str, most: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= most {
        return line.into_owned();
    }
    let mut short: String = line.chars().take(most.saturating_sub(1)).collect();
    short.push('\u{2026}');
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_nothing_is_blank() {
        for word in [
            "",
            " ",
            "N/A",
            "n/a",
            "#N/A",
            "NULL",
            "None",
            "nan",
            "-",
            ".",
            "Not recorded",
            "\u{a0}",
            " NULL ",
            "''",
            "(Blank)",
        ] {
            assert!(Cell::words(word).is_blank(), "{word:?}");
        }
        for word in ["0", "No", "unknown", "Nina", "N", "TBC"] {
            assert!(!Cell::words(word).is_blank(), "{word:?}");
        }
        assert!(Cell::Fault("#N/A".into()).is_blank());
        assert!(!Cell::Fault("#REF!".into()).is_blank());
    }

    #[test]
    fn odd_spaces_and_control_characters_become_one_space() {
        assert_eq!(
            one_line("\u{a0}Ann\u{a0}\u{a0}Made-Up \t\r\nB "),
            "Ann Made-Up B"
        );
        assert_eq!(one_line("Ann Made-Up"), "Ann Made-Up");
        assert_eq!(one_line("bell\u{7}rings"), "bell rings");
    }

    #[test]
    fn a_problem_shows_at_most_sixty_characters() {
        let long = "\u{e9}".repeat(300);
        assert_eq!(Cell::words(&long).shown().chars().count(), 60);
        assert_eq!(Cell::words("short").shown(), "short");
    }

    #[test]
    fn counts_are_whole_numbers_however_written() {
        assert_eq!(Cell::words(" 2 ").count(), Some(2));
        assert_eq!(Cell::words("2.0").count(), Some(2));
        assert_eq!(Cell::Number(7.0).count(), Some(7));
        for odd in ["-1", "2.5", "two", "70000", ""] {
            assert_eq!(Cell::words(odd).count(), None, "{odd:?}");
        }
    }

    #[test]
    fn debug_output_never_shows_what_a_cell_holds() {
        assert_eq!(format!("{:?}", Cell::words("100001")), "Cell(..)");
    }
}
