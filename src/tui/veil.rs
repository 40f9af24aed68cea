//! Hides who it is about: child ids, family ids and people's names, everywhere at once.
//!
//! One pass over the finished frame, so that no pane, dialog or message can be forgotten. It
//! never changes a style, a width or what is stored, and never hides a team. The surprising
//! thing: it would rather hide too much. A word that is cut off by `…` is hidden if it could be
//! the beginning of a name, and where ids are short numbers, equal numbers are hidden too.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::lexicon::{Lexicon, core, fold};
use super::text::width;

/// Whether ids and names may be seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Veil {
    #[default]
    Lifted,
    Drawn,
}

impl Veil {
    /// The other way.
    #[must_use]
    pub const fn turned(self) -> Self {
        match self {
            Self::Lifted => Self::Drawn,
            Self::Drawn => Self::Lifted,
        }
    }
}

/// What stands in each hidden cell.
const HIDDEN: &str = "·";
/// The sign of a text that was cut off.
const CUT: char = '…';
/// Hides in a frame whatever these two know.
pub fn hide(buffer: &mut Buffer, area: Rect, lexicons: [&Lexicon; 2]) {
    let mut row = Row::default();
    for y in area.y..area.bottom() {
        row.read(buffer, area, y);
        row.hide(buffer, y, lexicons);
    }
}

/// A word on the screen: a run of cells without a blank.
#[derive(Clone, Debug)]
struct Word {
    /// Of the text of the row, punctuation left out.
    from: usize,
    to: usize,
    /// Cells, punctuation included.
    cells: (u16, u16),
    cut: bool,
    severed: bool,
    hidden: bool,
}

/// One row of the screen as text, and where each letter stands.
#[derive(Debug, Default)]
struct Row {
    text: String,
    /// Byte in the text, first cell and the cell after.
    places: Vec<(usize, u16, u16)>,
    words: Vec<Word>,
}

impl Row {
    fn read(&mut self, buffer: &Buffer, area: Rect, y: u16) {
        self.text.clear();
        self.places.clear();
        self.words.clear();
        let mut x = area.x;
        let mut begun: Option<(usize, u16)> = None;
        let mut after_cut = false;
        while x < area.right() {
            let symbol = buffer[(x, y)].symbol();
            let cells = if symbol.len() == 1 {
                1
            } else {
                width(symbol).max(1)
            };
            let next = x.saturating_add(u16::try_from(cells).unwrap_or(1));
            let first = symbol.chars().next().unwrap_or(' ');
            if first == ' ' || first == CUT || ('\u{2500}'..='\u{259f}').contains(&first) {
                self.end(begun.take(), x, (first == CUT, after_cut));
                after_cut = first == CUT;
            } else {
                if begun.is_none() {
                    begun = Some((self.text.len(), x));
                }
                for c in symbol.chars() {
                    self.places.push((self.text.len(), x, next));
                    self.text.push(fold(c));
                }
            }
            x = next;
        }
        self.end(begun, area.right(), (false, after_cut));
    }

    fn end(&mut self, begun: Option<(usize, u16)>, x: u16, (cut, severed): (bool, bool)) {
        let Some((from, first)) = begun else { return };
        let run = &self.text[from..];
        let from = from + run.len() - run.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let to = from + core(run).len();
        self.words.push(Word {
            from,
            to,
            cells: (first, x),
            cut,
            severed,
            hidden: false,
        });
        // A word may not grow into the next.
        self.places.push((self.text.len(), x, x));
        self.text.push(' ');
    }

    fn hide(&mut self, buffer: &mut Buffer, y: u16, lexicons: [&Lexicon; 2]) {
        let mut spans = Vec::new();
        for lexicon in lexicons {
            if lexicon.words.is_empty() && lexicon.phrases.is_empty() {
                continue;
            }
            for at in 0..self.words.len() {
                self.look_at(at, lexicon, &mut spans);
                self.look_for_names(at, lexicon, &mut spans);
            }
            self.spread(lexicon, &mut spans);
        }
        for (from, to) in spans {
            for (_, x, next) in self
                .places
                .iter()
                .filter(|place| (from..to).contains(&place.0))
            {
                for x in *x..*next {
                    buffer[(x, y)].set_symbol(HIDDEN);
                }
            }
        }
    }

    /// Looks at one word: whole, in its parts, and as what it may be the rest of.
    fn look_at(&mut self, at: usize, lexicon: &Lexicon, spans: &mut Vec<(usize, usize)>) {
        let word = &self.words[at];
        let (from, to) = (word.from, word.to);
        let text = &self.text[from..to];
        if text.is_empty() {
            return;
        }
        let guessed = text.len() > 1
            && ((word.cut && lexicon.could_begin(last_part(text)) && last_part(text).len() > 1)
                || (word.severed && lexicon.could_end(text)));
        let broken = text.len() > 5 && lexicon.long.iter().any(|long| long.contains(text));
        if guessed || broken || lexicon.holds(text) {
            spans.push((from, to));
            self.words[at].hidden = true;
            return;
        }
        let mut parts: Vec<(usize, usize)> = Vec::new();
        for part in text.split(|c: char| !c.is_alphanumeric()) {
            let start = part.as_ptr() as usize - text.as_ptr() as usize;
            if !part.is_empty() {
                parts.push((start, start + part.len()));
            }
        }
        if parts.len() < 2 {
            return;
        }
        let mut hidden = false;
        for (place, (start, _)) in parts.iter().enumerate() {
            for (_, end) in parts.iter().skip(place).take(8) {
                if lexicon.holds(&text[*start..*end]) {
                    spans.push((from + start, from + end));
                    hidden = true;
                }
            }
        }
        self.words[at].hidden |= hidden;
    }

    /// Looks for names of several words that begin here; the last may be cut off.
    fn look_for_names(&mut self, at: usize, lexicon: &Lexicon, spans: &mut Vec<(usize, usize)>) {
        let first = &self.words[at];
        let Some(phrases) = lexicon.phrases.get(&self.text[first.from..first.to]) else {
            return;
        };
        let mut end = at;
        for phrase in phrases {
            let mut last = at;
            let whole = phrase.iter().skip(1).enumerate().all(|(step, wanted)| {
                let place = at + step + 1;
                let (Some(before), Some(word)) = (self.words.get(place - 1), self.words.get(place))
                else {
                    return false;
                };
                last = place;
                let text = &self.text[word.from..word.to];
                let near = word.cells.0.saturating_sub(before.cells.1) <= 1;
                near && (text == wanted.as_ref()
                    || (word.cut && !text.is_empty() && wanted.starts_with(text)))
                    || before.cut && step > 0
            });
            if whole {
                end = end.max(last);
            }
        }
        if end > at {
            for word in &mut self.words[at..=end] {
                word.hidden = true;
                spans.push((word.from, word.to));
            }
        }
    }

    /// Initials beside a hidden word.
    fn spread(&self, lexicon: &Lexicon, spans: &mut Vec<(usize, usize)>) {
        for pair in self.words.windows(2) {
            let [one, other] = pair else { continue };
            if other.cells.0.saturating_sub(one.cells.1) > 1 {
                continue;
            }
            for (hidden, beside) in [(one, other), (other, one)] {
                let text = &self.text[beside.from..beside.to];
                if hidden.hidden && !beside.hidden && lexicon.initials.contains(text) {
                    spans.push((beside.from, beside.to));
                }
            }
        }
    }
}

/// What stands last in a word, after a colon or a bracket: the part that was cut.
fn last_part(text: &str) -> &str {
    text.rsplit([':', '(', '"', '/', ','])
        .next()
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;

    fn seen(lexicon: &Lexicon, text: &str) -> String {
        let cells = u16::try_from(width(text)).unwrap();
        let area = Rect::new(0, 0, cells, 1);
        let mut buffer = Buffer::empty(area);
        buffer.set_string(0, 0, text, Style::new());
        hide(&mut buffer, area, [lexicon, &Lexicon::default()]);
        (0..cells)
            .map(|x| buffer[(x, 0)].symbol().to_owned())
            .collect()
    }

    #[test]
    fn ids_are_hidden_whatever_stands_around_them() {
        let lexicon = Lexicon::made_up(&["900138", "LA-12/7", "F-7001", "AB 1234"], &[]);
        for (text, hidden) in [
            ("! 900138 +2  Hub", "! ······ +2  Hub"),
            ("(900138, 41)", "(······, 41)"),
            ("id:900138", "id:······"),
            ("la-12/7: la-13", "·······: la-13"),
            ("id:LA-12/7", "id:·······"),
            ("Family F-7001", "Family ······"),
            ("the AB 1234 file", "the ·· ···· file"),
            ("90013…", "·····…"),
            ("…0138", "…····"),
            ("1,900138", "1,······"),
            ("9001389", "9001389"),
        ] {
            assert_eq!(seen(&lexicon, text), hidden, "{text}");
        }
    }

    #[test]
    fn names_are_hidden_whole_cut_and_wrapped() {
        let lexicon = Lexicon::made_up(&[], &["Y Foobarton", "R Fakenham-Made", "A May", "Duty"]);
        for (text, hidden) in [
            ("due from Y Foobarton", "due from · ·········"),
            ("Y Foob…", "· ····…"),
            ("worker:foobarton", "worker:·········"),
            ("Foobarton's note", "·········'s note"),
            ("R Fakenham-M…", "· ··········…"),
            ("31 May 2026", "31 May 2026"),
            ("A May, 31 May", "· ···, 31 May"),
            ("A Ma…", "· ··…"),
            ("duty", "····"),
            ("Y", "Y"),
        ] {
            assert_eq!(seen(&lexicon, text), hidden, "{text}");
        }
    }

    #[test]
    fn a_name_of_wide_letters_keeps_its_width() {
        let lexicon = Lexicon::made_up(&[], &["日本 例子", "שם דוגמה"]);
        assert_eq!(seen(&lexicon, "x 日本 例子 y"), "x ···· ···· y");
        assert_eq!(seen(&lexicon, "x שם דוגמה y"), "x ·· ····· y");
    }
}
