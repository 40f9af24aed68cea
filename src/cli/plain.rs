//! What leaves this program as text holds no control of a terminal.
//!
//! A name in an extract, the name of a file or a note's text can carry an escape sequence that
//! would colour, move or rename the window of whoever reads it, or write to their clipboard. It is
//! stopped where text leaves, so that no command can forget it. The surprising thing: JSON and CSV
//! pass here too, because people print them to a terminal as well.

use std::io::{self, Write};

/// Whether a letter would tell a terminal to do something. A line feed and a tab are text.
fn steers(letter: char) -> bool {
    letter.is_control() && !matches!(letter, '\n' | '\t')
}

/// The text as it may be kept and shown: Windows' line ends become plain ones, and whatever else
/// steers a terminal is left out.
pub(super) fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.chars().filter(|letter| !steers(*letter)).collect()
}

/// Passes text on, with a space for each letter that would steer a terminal.
#[derive(Debug)]
pub(super) struct Plain<W> {
    out: W,
    /// The first byte of a pair whose second decides: 0xC2 begins the controls above 0x7F.
    held: bool,
}

impl<W: Write> Plain<W> {
    pub const fn new(out: W) -> Self {
        Self { out, held: false }
    }
}

impl<W: Write> Write for Plain<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut passed = Vec::with_capacity(bytes.len() + 1);
        for &byte in bytes {
            if self.held {
                self.held = false;
                if (0x80..=0x9f).contains(&byte) {
                    passed.push(b' ');
                    continue;
                }
                passed.push(0xc2);
            }
            match byte {
                0xc2 => self.held = true,
                b'\n' | b'\t' => passed.push(byte),
                0..=0x1f | 0x7f => passed.push(b' '),
                _ => passed.push(byte),
            }
        }
        self.out.write_all(&passed)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_leaves_whatever_way_it_is_cut() {
        let text = "a\u{1b}[31mb\u{9b}5m\u{7}\r\n\tc\u{7f} £ é 子 \u{2028}";
        let told = "a [31mb 5m  \n\tc  £ é 子 \u{2028}";
        for size in 1..8 {
            let mut out = Plain::new(Vec::new());
            for piece in text.as_bytes().chunks(size) {
                out.write_all(piece).unwrap();
            }
            assert_eq!(String::from_utf8(out.out).unwrap(), told);
        }
    }

    #[test]
    fn what_is_kept_has_its_lines_and_none_of_the_controls() {
        assert_eq!(cleaned("a\r\n\tb\u{1b}[2J\u{9b}\u{0}c"), "a\n\tb[2Jc");
    }
}
