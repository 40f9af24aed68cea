//! What a note's text says of itself: its words, its open questions, its headings, its figures.
//!
//! Pure reading of Markdown lines; nothing here writes a sentence. The surprising thing: a blank
//! in a table (`____`) is a question too, because somebody has to answer it.

/// The mark of a question that only a person can answer.
pub const QUESTION: &str = "**To write:**";

/// A place in a table that a person has to fill.
pub const BLANK: &str = "____";

/// A heading of a note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// The line it stands on, from 0.
    pub line: usize,
    /// 1 for `#`, 2 for `##`, ...
    pub level: usize,
    pub title: String,
    /// Words below it, those of its own smaller headings too.
    pub words: u32,
    /// Questions and blanks below it.
    pub to_answer: u32,
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The number of words: what a reader reads, without rules and table lines.
#[must_use]
pub fn words(text: &str) -> u32 {
    let read = |word: &&str| word.contains(char::is_alphanumeric);
    size(text.split_whitespace().filter(read).count())
}

/// The number of questions that nobody has answered yet.
#[must_use]
pub fn questions(text: &str) -> u32 {
    size(text.matches(QUESTION).count())
}

/// The number of blanks that nobody has filled yet.
#[must_use]
pub fn blanks(text: &str) -> u32 {
    size(text.matches(BLANK).count())
}

/// Questions and blanks together: what still waits for a person.
#[must_use]
pub fn to_answer(text: &str) -> u32 {
    questions(text) + blanks(text)
}

/// The headings in their order. What stands in a block of code is no heading.
#[must_use]
pub fn sections<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<Section> {
    let mut found: Vec<Section> = Vec::new();
    let mut in_code = false;
    for (line, text) in lines.into_iter().enumerate() {
        if text.trim_start().starts_with("```") {
            in_code = !in_code;
            continue;
        }
        if let Some((level, title)) = heading(text).filter(|_| !in_code) {
            found.push(Section {
                line,
                level,
                title: title.to_owned(),
                words: 0,
                to_answer: 0,
            });
            continue;
        }
        let (words, to_answer) = (words(text), to_answer(text));
        // The text belongs to the nearest heading and to each larger one that holds it.
        let mut level = usize::MAX;
        for section in found.iter_mut().rev() {
            if section.level < level {
                level = section.level;
                section.words += words;
                section.to_answer += to_answer;
            }
        }
    }
    found
}

/// The level and the words of a heading.
fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let title = line.get(level..)?.strip_prefix(' ')?.trim();
    ((1..=6).contains(&level) && !title.is_empty()).then_some((level, title))
}

/// Each mark of evidence in a line: where it begins and ends (bytes), and its labels. `[E1]` has
/// one label, `[E2, E3]` has two.
pub fn marks(line: &str) -> impl Iterator<Item = (std::ops::Range<usize>, Vec<&str>)> {
    line.match_indices('[').filter_map(|(from, _)| {
        let inside = line.get(from + 1..)?;
        let to = inside.find(']')?;
        let labels: Vec<&str> = inside.get(..to)?.split(',').map(str::trim).collect();
        labels
            .iter()
            .all(|label| is_label(label))
            .then(|| (from..from + to + 2, labels))
    })
}

fn is_label(label: &str) -> bool {
    label.strip_prefix('E').is_some_and(|digits| {
        !digits.is_empty() && digits.len() < 5 && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Whether the text refers to this evidence anywhere.
#[must_use]
pub fn cites(text: &str, label: &str) -> bool {
    marks(text).any(|(_, labels)| labels.contains(&label))
}

/// The label that stands nearest to a place (byte) in a line; the earlier of two that are as near.
#[must_use]
pub fn nearest_label(line: &str, at: usize) -> Option<&str> {
    let distance = |place: &std::ops::Range<usize>| {
        place
            .start
            .saturating_sub(at)
            .max(at.saturating_sub(place.end))
    };
    let nearest = marks(line).min_by_key(|(place, _)| distance(place));
    nearest.and_then(|(_, labels)| labels.first().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_a_reader_reads() {
        assert_eq!(words("One child, in six.\n\n| --- | ____ |\n"), 4);
        assert_eq!(words(""), 0);
    }

    #[test]
    fn questions_and_blanks_wait_for_a_person() {
        let text = "**To write:** a\n\n| ____ | b | ____ |\n";
        assert_eq!((questions(text), blanks(text), to_answer(text)), (1, 2, 3));
        assert_eq!(to_answer("Written."), 0);
    }

    #[test]
    fn a_heading_counts_what_stands_below_it_and_below_its_smaller_ones() {
        let text =
            "one\n## A\ntwo three\n### B\nfour **To write:** five\n```\n# no\n```\n## C\n#x\n";
        let found: Vec<_> = sections(text.lines())
            .into_iter()
            .map(|s| (s.line, s.level, s.title, s.words, s.to_answer))
            .collect();
        assert_eq!(
            found,
            [
                (1, 2, "A".to_owned(), 7, 1),
                (3, 3, "B".to_owned(), 5, 1),
                (8, 2, "C".to_owned(), 1, 0),
            ]
        );
    }

    #[test]
    fn a_mark_of_evidence_is_found_with_all_its_labels() {
        let line = "One [E1], two [E2, E13], a [link] and [E] and [Ex].";
        let found: Vec<_> = marks(line).map(|(_, labels)| labels).collect();
        assert_eq!(found, [vec!["E1"], vec!["E2", "E13"]]);
        assert!(cites(line, "E13") && !cites(line, "E3"));
    }

    #[test]
    fn the_nearest_mark_is_the_one_that_is_meant() {
        let line = "é one [E1] and much later [E2]";
        assert_eq!(nearest_label(line, 0), Some("E1"));
        assert_eq!(nearest_label(line, line.len()), Some("E2"));
        assert_eq!(nearest_label("none here", 3), None);
    }
}
