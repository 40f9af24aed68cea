//! Words looked for in a note, whatever their case.

use std::ops::Range;

use tui_input::Input;

/// What is looked for, and where it was found.
#[derive(Clone, Debug, Default)]
pub struct Find {
    pub input: Input,
    /// Line and bytes of each place, in order.
    pub hits: Vec<(usize, Range<usize>)>,
    /// The line and byte from which the search set out.
    pub from: (usize, usize),
}

impl Find {
    /// A search that sets out from here.
    #[must_use]
    pub fn new(from: (usize, usize)) -> Self {
        Self {
            from,
            ..Self::default()
        }
    }

    /// Looks for what is typed now.
    pub fn look(&mut self, lines: &[String]) {
        let wanted: Vec<char> = lower(self.input.value()).collect();
        self.hits.clear();
        for (line, text) in lines.iter().enumerate() {
            let found = matches(text, &wanted);
            self.hits.extend(found.into_iter().map(|hit| (line, hit)));
        }
    }

    /// The first place at or after this one, else the first of all.
    #[must_use]
    pub fn at_or_after(&self, place: (usize, usize)) -> Option<(usize, usize)> {
        let starts = || self.hits.iter().map(|(line, hit)| (*line, hit.start));
        starts()
            .find(|hit| *hit >= place)
            .or_else(|| starts().next())
    }

    /// The first place after this one, round the end.
    #[must_use]
    pub fn after(&self, place: (usize, usize)) -> Option<(usize, usize)> {
        self.at_or_after((place.0, place.1 + 1))
    }

    /// The last place before this one, round the beginning.
    #[must_use]
    pub fn before(&self, place: (usize, usize)) -> Option<(usize, usize)> {
        let starts = || self.hits.iter().rev().map(|(line, hit)| (*line, hit.start));
        starts()
            .find(|hit| *hit < place)
            .or_else(|| starts().next())
    }

    /// Which of the places this one is, from 1.
    #[must_use]
    pub fn number(&self, place: (usize, usize)) -> Option<usize> {
        let at = self
            .hits
            .iter()
            .position(|(line, hit)| (*line, hit.start) == place)?;
        Some(at + 1)
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// Where these lower-case letters stand in a line, one after the other.
fn matches(line: &str, wanted: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let Some(first) = wanted.first() else {
        return found;
    };
    let mut free = 0;
    for (at, c) in line.char_indices() {
        if at < free || c.to_lowercase().next() != Some(*first) {
            continue;
        }
        let mut rest = wanted;
        for (next, c) in line.get(at..).unwrap_or_default().char_indices() {
            let letters: Vec<char> = c.to_lowercase().collect();
            let Some(after) = rest.strip_prefix(letters.as_slice()) else {
                break;
            };
            rest = after;
            if rest.is_empty() {
                free = at + next + c.len_utf8();
                found.push(at..free);
                break;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(words: &str, text: &str) -> Find {
        let mut find = Find::new((0, 0));
        find.input = Input::new(words.to_owned());
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        find.look(&lines);
        find
    }

    #[test]
    fn words_are_found_whatever_their_case_and_script() {
        let found = find("éQUIPE", "Équipe et équipes\nnone\nÉQUIPE");
        let places: Vec<_> = found.hits.iter().map(|(l, r)| (*l, r.start)).collect();
        assert_eq!(places, [(0, 0), (0, 11), (2, 0)]);
        assert!(find("", "a").hits.is_empty());
        assert_eq!(find("aa", "aaaa").hits.len(), 2);
    }

    #[test]
    fn the_search_goes_round() {
        let found = find("a", "a b a\nb\na");
        assert_eq!(found.after((0, 0)), Some((0, 4)));
        assert_eq!(found.after((2, 0)), Some((0, 0)));
        assert_eq!(found.before((0, 0)), Some((2, 0)));
        assert_eq!(found.at_or_after((1, 0)), Some((2, 0)));
        assert_eq!(found.number((0, 4)), Some(2));
    }
}
