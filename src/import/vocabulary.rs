//! The meaning of the words that councils write in coded columns: from a text to the official code.
//!
//! Never guesses: a text that neither its code nor its words make plain has no meaning, and a text
//! whose words contradict its code has none either. The words are in `assets/vocabulary`.
//!
//! The surprising thing: a meaning need not be an official code. Where a text says only the broad
//! group ("foster placement"), the group is the meaning ("U"), for to name a kind would be a guess.

mod phrase;

use std::{collections::HashMap, sync::OnceLock};

use serde::Deserialize;

use super::ImportError;
pub(super) use phrase::{Phrase, tokens};
use phrase::{is_numbered, marker, set_apart};

/// The embedded files.
const FILES: [(&str, &str); 6] = [
    (
        "source",
        include_str!("../../assets/vocabulary/source.toml"),
    ),
    ("need", include_str!("../../assets/vocabulary/need.toml")),
    ("care", include_str!("../../assets/vocabulary/care.toml")),
    (
        "leaver",
        include_str!("../../assets/vocabulary/leaver.toml"),
    ),
    (
        "person",
        include_str!("../../assets/vocabulary/person.toml"),
    ),
    ("place", include_str!("../../assets/vocabulary/place.toml")),
];

/// A kind of coded column.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// "1A" to "10"; "1", "2", "3" and "5" where only the group is said.
    ContactSource,
    /// "N0" to "N9".
    PrimaryNeed,
    /// "RC1" to "RC9".
    ClosureReason,
    /// "NEG", "PHY", "SAB", "EMO"; "MUL" for several.
    Abuse,
    /// "C1", "C2", "D1", "E1", "V2" to "V4", "L1" to "L3", "J1" to "J3".
    LegalStatus,
    /// "U1" to "Z1"; "U" and "A" where only fostering or adoption is said.
    PlacementType,
    /// "PR0" to "PR5".
    PlacementProvider,
    /// "in" or "out".
    PlacementLocation,
    /// The authority's number in the department's returns, or WAL, SCO, NIR, NUK, CON.
    PlacementAuthority,
    /// "E11" to "E8"; "E1", "E4", "SGO" and "E5/E6" where only the group is said.
    CeasedReason,
    PermanencePlan,
    Eligibility,
    InTouch,
    /// One letter, "B" to "Z".
    Accommodation,
    Suitability,
    /// "F1" to "G6".
    Activity,
    /// "RD1" to "RD4".
    AdoptionReversal,
    /// "1" to "3".
    AdopterLeaving,
    Gender,
    Disability,
    Unaccompanied,
    ReturnOffered,
    ReturnAccepted,
    /// A four-letter code; that of "any other" where only the group is said.
    Ethnicity,
}

impl Category {
    /// Every category.
    pub const ALL: [Self; 24] = [
        Self::ContactSource,
        Self::PrimaryNeed,
        Self::ClosureReason,
        Self::Abuse,
        Self::LegalStatus,
        Self::PlacementType,
        Self::PlacementProvider,
        Self::PlacementLocation,
        Self::PlacementAuthority,
        Self::CeasedReason,
        Self::PermanencePlan,
        Self::Eligibility,
        Self::InTouch,
        Self::Accommodation,
        Self::Suitability,
        Self::Activity,
        Self::AdoptionReversal,
        Self::AdopterLeaving,
        Self::Gender,
        Self::Disability,
        Self::Unaccompanied,
        Self::ReturnOffered,
        Self::ReturnAccepted,
        Self::Ethnicity,
    ];

    /// What is expected in such a column, for a person who reads that a word is unknown.
    #[must_use]
    pub const fn plain(self) -> &'static str {
        match self {
            Self::ContactSource => "a known source of contact or referral",
            Self::PrimaryNeed => "a known code of need",
            Self::ClosureReason => "a known reason for closure",
            Self::Abuse => "a known category of abuse",
            Self::LegalStatus => "a known legal status",
            Self::PlacementType => "a known type of placement",
            Self::PlacementProvider => "a known provider of placements",
            Self::PlacementLocation => "inside or outside the area",
            Self::PlacementAuthority => "a known authority",
            Self::CeasedReason => "a known reason why care ended",
            Self::PermanencePlan => "a known plan for permanence",
            Self::Eligibility => "a known entitlement of a care leaver",
            Self::InTouch => "whether the authority is in touch",
            Self::Accommodation => "a known kind of home",
            Self::Suitability => "whether the home suits",
            Self::Activity => "a known activity",
            Self::AdoptionReversal => "a known reason why adoption was given up",
            Self::AdopterLeaving => "a known reason why an adopter left",
            Self::Gender => "a known gender",
            Self::Disability => "whether there is a disability",
            Self::Unaccompanied | Self::ReturnOffered | Self::ReturnAccepted => "yes or no",
            Self::Ethnicity => "a known ethnicity",
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileText {
    category: Vec<CategoryText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CategoryText {
    id: Category,
    codes: Codes,
    #[serde(default)]
    tail: bool,
    #[serde(default)]
    agree: bool,
    #[serde(default)]
    lead: Vec<String>,
    #[serde(default)]
    letters: Vec<String>,
    #[serde(default)]
    twins: Vec<(String, String)>,
    #[serde(default)]
    families: Vec<(char, String)>,
    #[serde(default)]
    drop: Vec<String>,
    stem: Option<String>,
    several: Option<String>,
    meaning: Vec<MeaningText>,
}

/// Whether a code in the text decides.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(from = "bool")]
enum Codes {
    Decide,
    AreNone,
}

impl From<bool> for Codes {
    fn from(decide: bool) -> Self {
        if decide { Self::Decide } else { Self::AreNone }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeaningText {
    code: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    is: Vec<String>,
    #[serde(default)]
    any: Vec<String>,
}

/// One category, ready to be asked.
struct Words {
    text: CategoryText,
    /// Codes and their twins in lower case.
    codes: HashMap<String, String>,
    whole: HashMap<String, String>,
    phrases: Vec<(String, Vec<Phrase>)>,
}

/// What was found, and by what.
enum Found<'w> {
    Code(&'w str),
    Words(&'w str),
}

/// The whole table of meanings.
pub struct Vocabulary(HashMap<Category, Words>);

/// The table as it is embedded. An error names the file and what is wrong in it.
pub fn vocabulary() -> Result<&'static Vocabulary, ImportError> {
    static TABLE: OnceLock<Result<Vocabulary, String>> = OnceLock::new();
    TABLE
        .get_or_init(Vocabulary::build)
        .as_ref()
        .map_err(|what| ImportError::Layout {
            what: format!("vocabulary: {what}"),
        })
}

impl Vocabulary {
    fn build() -> Result<Self, String> {
        let mut table = HashMap::new();
        for (name, text) in FILES {
            let file: FileText =
                toml::from_str(text).map_err(|error| format!("{name}: {error}"))?;
            for category in file.category {
                table.insert(category.id, Words::build(category));
            }
        }
        Ok(Self(table))
    }

    /// The official code, or the group's, that a text stands for; `None` for a text that is not
    /// understood. Blank words are the caller's to tell first.
    #[must_use]
    pub fn meaning(&self, category: Category, text: &str) -> Option<&str> {
        let words = self.0.get(&category)?;
        match words.find(text)? {
            Found::Words(code) => Some(code),
            Found::Code(code) if !words.text.agree => Some(code),
            // Where the words say another group than the code, neither is believed.
            Found::Code(code) => {
                let said = words.by_words(&tokens(marker(text).1));
                said.is_none_or(|said| said.chars().next() == code.chars().next())
                    .then_some(code)
            }
        }
    }
}

impl Words {
    fn build(text: CategoryText) -> Self {
        let mut codes = HashMap::new();
        let mut whole = HashMap::new();
        let mut phrases = Vec::new();
        for meaning in &text.meaning {
            let code = &meaning.code;
            codes.insert(code.to_lowercase(), code.clone());
            for other in &meaning.also {
                codes.insert(other.to_lowercase(), code.clone());
            }
            for spelling in &meaning.is {
                let plain = tokens(spelling).join(" ");
                whole.entry(plain).or_insert_with(|| code.clone());
                let short = text.without_dropped(&tokens(spelling));
                whole.entry(short).or_insert_with(|| code.clone());
            }
            let lines = meaning.any.iter().map(|line| Phrase::parse(line)).collect();
            phrases.push((code.clone(), lines));
        }
        for (twin, code) in &text.twins {
            codes.insert(twin.to_lowercase(), code.clone());
        }
        Self {
            text,
            codes,
            whole,
            phrases,
        }
    }

    fn find(&self, text: &str) -> Option<Found<'_>> {
        let (letter, rest) = marker(text);
        let words = tokens(rest);
        if words.is_empty() {
            return self.by_letter(&letter?).map(Found::Code);
        }
        if let Some(code) = self.by_whole(&words) {
            return Some(Found::Words(code));
        }
        if let Some(code) = self.by_family(rest, &words) {
            return Some(Found::Code(code));
        }
        if self.text.codes == Codes::Decide
            && let Some(code) = self.by_code(letter.as_deref(), rest, &words)
        {
            return Some(Found::Code(code));
        }
        self.by_words(&words).map(Found::Words)
    }

    fn by_letter(&self, letter: &str) -> Option<&str> {
        if self.text.codes == Codes::Decide
            && let Some(code) = self.codes.get(letter)
        {
            return Some(code);
        }
        let [byte] = letter.as_bytes() else {
            return None;
        };
        let place = usize::from(byte.checked_sub(b'a')?);
        self.text.letters.get(place).map(String::as_str)
    }

    fn by_whole(&self, words: &[String]) -> Option<&str> {
        self.whole
            .get(&words.join(" "))
            .or_else(|| {
                (!self.text.drop.is_empty())
                    .then(|| self.whole.get(&self.text.without_dropped(words)))?
            })
            .map(String::as_str)
    }

    /// A four-letter code in capitals that stands alone: its first letter is its group.
    fn by_family(&self, rest: &str, words: &[String]) -> Option<&str> {
        let code = rest.trim();
        let shaped = words.len() == 1
            && code.len() >= 4
            && code.bytes().take(4).all(|byte| byte.is_ascii_uppercase())
            && words[0].len() == 4;
        if !shaped || self.codes.contains_key(&words[0]) {
            return None;
        }
        let first = code.chars().next()?;
        self.text
            .families
            .iter()
            .find(|(letter, _)| *letter == first)
            .map(|(_, code)| code.as_str())
    }

    /// A code that stands first, in the list letter, in brackets, or last after a dash.
    fn by_code(&self, letter: Option<&str>, rest: &str, words: &[String]) -> Option<&str> {
        let lead = &self.text.lead;
        let in_letter = letter
            .filter(|letter| letter.len() > 1)
            .and_then(|letter| self.code(letter));
        if in_letter.is_some() || is_numbered(rest) {
            return in_letter;
        }
        let last = words.len().saturating_sub(1);
        let first = words
            .iter()
            .take(last)
            .position(|word| !lead.contains(word))
            .unwrap_or(last);
        let first = words.get(first)?;
        let joined = || {
            let stem = lead
                .iter()
                .find_map(|lead| first.strip_prefix(lead.as_str()))?;
            (stem.len() > 1).then(|| self.code(stem))?
        };
        self.code(first).or_else(joined).or_else(|| {
            set_apart(rest).into_iter().find_map(|part| {
                let (code, before) = part.split_last()?;
                let alone = before.iter().all(|word| lead.contains(word));
                alone.then(|| self.codes.get(code).map(String::as_str))?
            })
        })
    }

    /// The code that a word is, with the letters that may follow it.
    fn code(&self, word: &str) -> Option<&str> {
        if let Some(code) = self.codes.get(word) {
            return Some(code);
        }
        if self.text.tail {
            let letters = word.bytes().take_while(u8::is_ascii_alphabetic).count();
            let digits = word
                .bytes()
                .skip(letters)
                .take_while(u8::is_ascii_digit)
                .count();
            let (stem, tail) = word.split_at_checked(letters + digits)?;
            let lettered = digits > 0
                && (1..=3).contains(&tail.len())
                && tail.starts_with(|c: char| c.is_ascii_alphabetic());
            if lettered && let Some(code) = self.codes.get(stem) {
                return Some(code);
            }
            // "B1" of a code that is a letter alone.
            if letters == 1 && digits > 0 && tail.is_empty() {
                return self.codes.get(&word[..1]).map(String::as_str);
            }
        }
        let stem = self.text.stem.as_ref()?;
        let mut chars = word.chars();
        let (digit, letter) = (chars.next()?, chars.next()?);
        (digit.is_ascii_digit() && letter.is_ascii_alphabetic() && chars.next().is_none())
            .then(|| self.codes.get(&format!("{}{digit}", stem.to_lowercase())))?
            .map(String::as_str)
    }

    fn by_words(&self, words: &[String]) -> Option<&str> {
        let mut found = self
            .phrases
            .iter()
            .filter(|(_, lines)| lines.iter().any(|line| line.fits(words)))
            .map(|(code, _)| code.as_str());
        let first = found.next()?;
        match &self.text.several {
            Some(several) if found.any(|other| other != first) => Some(several),
            _ => Some(first),
        }
    }
}

impl CategoryText {
    /// Without the words that do not count; all of them, if none would be left.
    fn without_dropped(&self, words: &[String]) -> String {
        let kept: Vec<&str> = words
            .iter()
            .filter(|word| !self.drop.contains(word))
            .map(String::as_str)
            .collect();
        if kept.is_empty() {
            words.join(" ")
        } else {
            kept.join(" ")
        }
    }
}

#[cfg(test)]
mod tests;
