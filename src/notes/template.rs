//! The embedded words of a note and how their gaps are filled.

use std::{collections::BTreeMap, sync::LazyLock};

const TEXT: &str = include_str!("../../assets/notes/improvement.toml");

static WORDS: LazyLock<BTreeMap<String, BTreeMap<String, String>>> =
    LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());

/// The words under a section and a key. A test holds that every pair used is there.
pub(super) fn words(section: &str, key: &str) -> &'static str {
    WORDS
        .get(section)
        .and_then(|keys| keys.get(key))
        .map_or("", String::as_str)
}

/// Fills each `{name}` from the values; an unknown name is left as it is. A value is never
/// searched for names again, so a title with braces stays as it was typed.
pub(super) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        text.push_str(before);
        let Some(close) = from.find('}') else {
            rest = from;
            break;
        };
        let (name, after) = from.split_at(close + 1);
        let value = values
            .iter()
            .find(|(key, _)| name.trim_matches(['{', '}']) == *key);
        text.push_str(value.map_or(name, |(_, value)| value));
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_words_can_be_read() {
        assert!(toml::from_str::<toml::Table>(TEXT).is_ok());
        assert_eq!(words("found", "heading"), "What we found");
        assert_eq!(words("found", "no such key"), "");
    }

    #[test]
    fn names_are_filled_once_and_unknown_ones_stay() {
        let values = [("a", "{b}"), ("b", "two")];
        assert_eq!(
            fill("{a} and {b} and {c} {", &values),
            "{b} and two and {c} {"
        );
    }
}
