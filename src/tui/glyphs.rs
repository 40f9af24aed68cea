//! The last pass over a frame: which letters this terminal can show.
//!
//! It changes no style and no width. The surprising thing: a name that is written from right to
//! left gets an unseen mark behind it, because a terminal that turns such words round would else
//! take the number in the next column with them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::text::width;
use crate::settings::Borders;

/// Which letters are drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Glyphs {
    #[default]
    Full,
    /// Borders, bars, marks and the sign of a cut in ASCII; other letters as near as can be.
    Ascii,
}

/// What the surroundings say: the name of the terminal, and the locale where one is set.
#[must_use]
pub fn fitting(borders: Borders, terminal: Option<&str>, locale: Option<&str>) -> Glyphs {
    match borders {
        Borders::Plain => return Glyphs::Full,
        Borders::Ascii => return Glyphs::Ascii,
        Borders::Auto => {}
    }
    let plain = matches!(terminal, Some("linux" | "dumb"));
    // Where nothing is set, the terminals of the last fifteen years take UTF-8.
    let other = locale.is_some_and(|name| {
        let name = name.to_lowercase();
        !(name.contains("utf-8") || name.contains("utf8"))
    });
    if plain || other {
        Glyphs::Ascii
    } else {
        Glyphs::Full
    }
}

const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// The mark behind a word that runs from right to left: what follows stays where it is.
const STAYS: char = '\u{200e}';

/// Makes a finished frame fit for the terminal.
pub fn fit(buffer: &mut Buffer, area: Rect, glyphs: Glyphs) {
    for y in area.y..area.bottom() {
        let mut x = area.x;
        while x < area.right() {
            let symbol = buffer[(x, y)].symbol();
            if symbol.len() == 1 && symbol.is_ascii() {
                x += 1;
                continue;
            }
            let cells = u16::try_from(width(symbol).max(1)).unwrap_or(1);
            match glyphs {
                Glyphs::Full => {
                    if symbol.chars().any(is_right_to_left) && !symbol.ends_with(STAYS) {
                        let marked = format!("{symbol}{STAYS}");
                        buffer[(x, y)].set_symbol(&marked);
                    }
                }
                Glyphs::Ascii => {
                    let plain = plain(symbol);
                    for x in x..x.saturating_add(cells).min(area.right()) {
                        buffer[(x, y)].set_char(plain);
                    }
                }
            }
            x = x.saturating_add(cells);
        }
    }
}

/// The nearest letter that every terminal shows.
fn plain(symbol: &str) -> char {
    match symbol.chars().next().unwrap_or(' ') {
        '│' | '┃' | '║' | '├' | '┤' => '|',
        '─' | '━' | '═' | '–' | '—' => '-',
        '┌' | '┐' | '└' | '┘' | '┼' | '┬' | '┴' | '╭' | '╮' | '╰' | '╯' => {
            '+'
        }
        '█' | '■' | '▇' => '#',
        '▏' | '▎' | '▍' | '▌' | '▋' | '▊' | '▉' => '=',
        '·' | '\u{fe52}' => '.',
        '…' | '›' | '→' | '≥' => '>',
        '▲' | '↑' => '^',
        '▼' | '↓' => 'v',
        '◆' => '*',
        '×' => 'x',
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '←' | '≤' => '<',
        '\u{a0}' => ' ',
        'à'..='å' | 'ā'..='ą' => 'a',
        'À'..='Å' => 'A',
        '○' | 'ç' | 'ć'..='č' => 'c',
        'è'..='ë' | 'ē'..='ě' => 'e',
        'È'..='Ë' => 'E',
        'ì'..='ï' => 'i',
        'ñ' | 'ń'..='ň' => 'n',
        '●' | 'ò'..='ö' | 'ø' => 'o',
        'Ò'..='Ö' | 'Ø' => 'O',
        'ù'..='ü' => 'u',
        'Ù'..='Ü' => 'U',
        'ś'..='š' | 'ß' => 's',
        'ź'..='ž' => 'z',
        'ł' => 'l',
        'ý' | 'ÿ' => 'y',
        c if c.is_ascii() => c,
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn drawn(text: &str, glyphs: Glyphs) -> Vec<String> {
        let area = Rect::new(0, 0, u16::try_from(width(text)).unwrap(), 1);
        let mut buffer = Buffer::empty(area);
        buffer.set_string(0, 0, text, Style::new());
        fit(&mut buffer, area, glyphs);
        (0..area.width)
            .map(|x| buffer[(x, 0)].symbol().to_owned())
            .collect()
    }

    #[test]
    fn plain_letters_keep_every_column() {
        let text = "│ ▏██·· Zoë 日本 … ●┌─┐";
        let drawn = drawn(text, Glyphs::Ascii).concat();
        assert_eq!(drawn, "| =##.. Zoe ???? > o+-+");
        assert_eq!(drawn.len(), width(text));
    }

    #[test]
    fn a_word_from_right_to_left_takes_no_neighbour_with_it() {
        let cells = drawn("שם 12", Glyphs::Full);
        assert_eq!(cells, ["ש\u{200e}", "ם\u{200e}", " ", "1", "2"]);
        assert!(cells.iter().all(|cell| width(cell) == 1));
    }

    #[test]
    fn the_terminal_and_the_locale_decide_unless_the_person_does() {
        for (choice, terminal, locale, glyphs) in [
            (
                Borders::Auto,
                Some("xterm"),
                Some("en_GB.UTF-8"),
                Glyphs::Full,
            ),
            (Borders::Auto, Some("xterm"), None, Glyphs::Full),
            (Borders::Auto, Some("xterm"), Some("C"), Glyphs::Ascii),
            (
                Borders::Auto,
                Some("xterm"),
                Some("en_GB.ISO-8859-1"),
                Glyphs::Ascii,
            ),
            (
                Borders::Auto,
                Some("linux"),
                Some("en_GB.utf8"),
                Glyphs::Ascii,
            ),
            (Borders::Auto, Some("dumb"), None, Glyphs::Ascii),
            (Borders::Plain, Some("dumb"), Some("C"), Glyphs::Full),
            (
                Borders::Ascii,
                Some("xterm"),
                Some("C.UTF-8"),
                Glyphs::Ascii,
            ),
        ] {
            assert_eq!(
                fitting(choice, terminal, locale),
                glyphs,
                "{terminal:?} {locale:?}"
            );
        }
    }
}
