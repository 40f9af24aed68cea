//! A text as words, and the conditions that a line of the vocabulary sets.

/// The words of a text in lower case: everything but letters and digits parts them, apostrophes
/// do not count, and "(s)" after a word is its plural.
pub(in crate::import) fn tokens(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let mut words = vec![String::new()];
    let mut chars = lower.char_indices();
    while let Some((at, c)) = chars.next() {
        let word = words.last_mut();
        match (c, word) {
            ('\'' | '\u{2019}', _) => {}
            ('(', Some(word)) if !word.is_empty() && lower[at..].starts_with("(s)") => {
                word.push('s');
                chars.nth(1);
            }
            (c, Some(word)) if c.is_alphanumeric() => word.push(c),
            (_, Some(word)) if !word.is_empty() => words.push(String::new()),
            _ => {}
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A list letter and what stands behind it: `a) Yes`, `b. No`, `(c)`; a letter alone leaves nothing.
pub(super) fn marker(text: &str) -> (Option<String>, &str) {
    let text = text.trim();
    let inner = text.strip_prefix('(').unwrap_or(text);
    let letters = inner.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = inner[letters..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    if !(1..=2).contains(&letters) || digits > 1 {
        return (None, text);
    }
    let (head, tail) = inner.split_at(letters + digits);
    let tail = tail.trim_start();
    let rest = if let Some(rest) = tail.strip_prefix(')') {
        Some(rest)
    } else if letters + digits == 1 {
        tail.strip_prefix('.')
            .filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace))
    } else {
        None
    };
    match rest {
        Some(rest) => (Some(head.to_lowercase()), rest.trim()),
        None => (None, text),
    }
}

/// The codes that may stand in brackets or after the last dash, as words each.
pub(super) fn set_apart(text: &str) -> Vec<Vec<String>> {
    let mut parts: Vec<Vec<String>> = text
        .split(['(', '['])
        .skip(1)
        .filter_map(|part| part.split([')', ']']).next())
        .map(tokens)
        .collect();
    if let Some((_, last)) = text.rsplit_once(['-', '\u{2013}', ':', ';']) {
        parts.push(tokens(last));
    }
    parts
}

/// Whether a number with a point and then words begins the text: `A4.6 White and Black Caribbean`.
pub(super) fn is_numbered(text: &str) -> bool {
    let Some((head, tail)) = text.trim_start().split_once('.') else {
        return false;
    };
    let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
    let after = tail.get(digits..).unwrap_or_default();
    digits > 0
        && !head.is_empty()
        && head.chars().all(char::is_alphanumeric)
        && after.starts_with(char::is_whitespace)
        && after.trim_start().starts_with(char::is_alphabetic)
}

/// One line of conditions, all of which must hold.
#[derive(Debug)]
pub(in crate::import) struct Phrase(Vec<Condition>);

#[derive(Debug)]
struct Condition {
    wanted: bool,
    either: Vec<Vec<Part>>,
}

#[derive(Debug)]
struct Part {
    text: String,
    /// Whether the word need only begin so.
    begins: bool,
}

impl Phrase {
    pub(in crate::import) fn parse(line: &str) -> Self {
        Self(line.split_whitespace().map(Condition::parse).collect())
    }

    pub(in crate::import) fn fits(&self, words: &[String]) -> bool {
        self.0.iter().all(|condition| condition.holds(words))
    }
}

impl Condition {
    fn parse(text: &str) -> Self {
        let bare = text.strip_prefix('!');
        Self {
            wanted: bare.is_none(),
            either: bare
                .unwrap_or(text)
                .split('/')
                .map(|sequence| sequence.split('_').map(Part::parse).collect())
                .collect(),
        }
    }

    fn holds(&self, words: &[String]) -> bool {
        let there = self.either.iter().any(|sequence| {
            words.windows(sequence.len()).any(|window| {
                window
                    .iter()
                    .zip(sequence)
                    .all(|(word, part)| part.fits(word))
            })
        });
        there == self.wanted
    }
}

impl Part {
    fn parse(text: &str) -> Self {
        let stem = text.strip_suffix('*');
        Self {
            text: stem.unwrap_or(text).to_owned(),
            begins: stem.is_some(),
        }
    }

    fn fits(&self, word: &str) -> bool {
        if self.begins {
            word.starts_with(&self.text)
        } else {
            word == self.text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_words_without_marks() {
        assert_eq!(
            tokens("Child's  A&E (other)"),
            ["childs", "a", "e", "other"]
        );
        assert_eq!(
            tokens("parent(s) or relative(s)"),
            ["parents", "or", "relatives"]
        );
        assert!(tokens(" - ").is_empty());
    }

    #[test]
    fn a_list_letter_is_told_from_a_name() {
        assert_eq!(marker("a) Yes"), (Some("a".to_owned()), "Yes"));
        assert_eq!(marker("zz) Other"), (Some("zz".to_owned()), "Other"));
        assert_eq!(marker("b. No"), (Some("b".to_owned()), "No"));
        assert_eq!(marker("(c)"), (Some("c".to_owned()), ""));
        assert_eq!(marker("St. Foobar"), (None, "St. Foobar"));
        assert_eq!(marker("N.S.P."), (None, "N.S.P."));
    }

    #[test]
    fn a_line_of_conditions_wants_words_stems_sequences_and_absences() {
        let phrase = Phrase::parse("care_plan* made/agreed !not");
        let fits = |text: &str| phrase.fits(&tokens(text));
        assert!(fits("Care plans agreed"));
        assert!(fits("A care plan was made"));
        assert!(!fits("Care plan not made"));
        assert!(!fits("Plan of care made"));
    }
}
