//! Text as it fits on a screen: cleaned, clipped, padded, wrapped by the width of its cells.
//!
//! The only user of unicode-width. It never changes what is stored. The surprising thing: a tab,
//! a newline or a mark that turns the writing direction would break a one-row cell, so they are
//! replaced here again although the import replaces them too.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// How many cells a text takes.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

fn breaks_a_cell(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The text without anything that would leave its row: such characters become one space.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().any(breaks_a_cell) {
        Cow::Owned(
            text.chars()
                .map(|c| if breaks_a_cell(c) { ' ' } else { c })
                .collect(),
        )
    } else {
        Cow::Borrowed(text)
    }
}

/// At most this many cells; what is cut off is shown by `…`.
#[must_use]
pub fn clip(text: &str, cells: usize) -> String {
    let text = clean(text);
    if width(&text) <= cells {
        return text.into_owned();
    }
    if cells == 0 {
        return String::new();
    }
    let mut out = String::new();
    let mut used = 0;
    for piece in text.graphemes(true) {
        let piece_width = width(piece);
        if used + piece_width > cells - 1 {
            break;
        }
        out.push_str(piece);
        used += piece_width;
    }
    out.push('…');
    out
}

/// Exactly this many cells, text to the left.
#[must_use]
pub fn left(text: &str, cells: usize) -> String {
    let mut out = clip(text, cells);
    let missing = cells.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// Exactly this many cells, text to the right: for numbers.
#[must_use]
pub fn right(text: &str, cells: usize) -> String {
    let text = clip(text, cells);
    let missing = cells.saturating_sub(width(&text));
    let mut out = " ".repeat(missing);
    out.push_str(&text);
    out
}

/// The paragraph in lines of at most this many cells, broken at spaces; a word longer than a
/// line is cut. An empty paragraph has no lines.
#[must_use]
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(1);
    let text = clean(text);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let word_width = width(word);
        if used > 0 && used + 1 + word_width <= cells {
            line.push(' ');
            line.push_str(word);
            used += 1 + word_width;
            continue;
        }
        if used > 0 {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        for piece in word.graphemes(true) {
            let piece_width = width(piece);
            if used > 0 && used + piece_width > cells {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push_str(piece);
            used += piece_width;
        }
    }
    if used > 0 {
        lines.push(line);
    }
    lines
}

/// A count with commas: `50,428`.
#[must_use]
pub fn count(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "1 gap", "3 gaps": a count and its noun.
#[must_use]
pub fn many(number: usize, one: &str, more: &str) -> String {
    format!(
        "{} {}",
        count(number as u64),
        if number == 1 { one } else { more }
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_a_newline_and_a_direction_mark_become_spaces() {
        assert_eq!(clean("a\tb\nc\u{202e}d"), "a b c d");
    }

    #[test]
    fn what_is_cut_off_shows_that_it_was() {
        assert_eq!(clip("Testwick", 5), "Test…");
        assert_eq!(clip("日本語", 4), "日…");
        assert_eq!(clip("abc", 3), "abc");
        assert_eq!(clip("abc", 0), "");
    }

    #[test]
    fn padding_gives_exactly_the_width_asked_for() {
        assert_eq!(right("41", 5), "   41");
        assert_eq!(left("é", 3), "é  ");
        assert_eq!(width(&left("日本語", 5)), 5);
    }

    #[test]
    fn wrapping_breaks_at_spaces_and_cuts_a_word_that_is_too_long() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
        assert!(wrap("", 10).is_empty());
    }

    #[test]
    fn counts_have_commas() {
        assert_eq!(count(50_428_u32), "50,428");
        assert_eq!(count(702_u32), "702");
        assert_eq!(many(1, "gap", "gaps"), "1 gap");
    }
}
