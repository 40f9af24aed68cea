//! The guide of `assets/layouts/mapping.toml`: kinds of list, meanings of columns, telling words.

use std::{collections::BTreeMap, sync::OnceLock};

use serde::Deserialize;

use super::{
    ProposedColumn,
    shape::{Shape, Value},
};
use crate::import::{
    ImportError,
    layout::Role,
    vocabulary::{Phrase, tokens},
};

const TEXT: &str = include_str!("../../../assets/layouts/mapping.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GuideText {
    meaning: Vec<MeaningText>,
    kind: Vec<KindText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MeaningText {
    role: Role,
    words: String,
    value: Value,
    /// The name under which a column of words is kept.
    keep: Option<String>,
    like: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindText {
    id: String,
    kind: String,
    words: String,
    key: Vec<Role>,
    #[serde(default)]
    either: Vec<Role>,
    may: Vec<Role>,
    about: Vec<String>,
    /// Words above the rows that tell this kind from others of the same shape.
    #[serde(default)]
    told: Vec<String>,
    /// What every row says, because the list is of this kind.
    #[serde(default)]
    fixed: BTreeMap<Role, String>,
    /// What a column means in this kind of list alone.
    #[serde(default)]
    meaning: Vec<MeaningText>,
    start: Option<String>,
    #[serde(default)]
    started: Vec<String>,
    end: Option<String>,
    #[serde(default)]
    ended: Vec<String>,
}

/// What a column may mean.
#[derive(Debug)]
pub struct MeaningOfColumn {
    pub(in crate::import) role: Role,
    /// "when the session was"
    pub words: String,
    pub(super) value: Value,
    pub(super) keep: Option<String>,
    like: Vec<Phrase>,
}

impl PartialEq for MeaningOfColumn {
    fn eq(&self, other: &Self) -> bool {
        self.role == other.role && self.words == other.words
    }
}

impl Eq for MeaningOfColumn {}

/// A kind of list that a file may be.
#[derive(Debug)]
pub struct KindOfList {
    /// As `layouts list` names it.
    pub id: String,
    /// The kind of fact.
    pub(super) kind: String,
    /// "supervision and management oversight"
    pub words: String,
    pub(super) key: Vec<Role>,
    pub(super) either: Vec<Role>,
    about: Vec<Phrase>,
    told: Vec<Phrase>,
    pub(super) fixed: BTreeMap<Role, String>,
    meanings: Vec<MeaningOfColumn>,
}

/// Everything that the guide says.
pub(super) struct Guide {
    pub(super) kinds: Vec<KindOfList>,
}

/// A column that might have a meaning.
pub(super) struct Fit {
    pub(super) score: i32,
    pub(super) place: usize,
    pub(super) role: Role,
    /// Whether the heading says it, and not the values alone.
    named: bool,
    pub(super) why: String,
}

/// So much weighs a word that tells a kind from others of its shape: enough to leave no doubt.
const TOLD_APART: i32 = 6;

/// The words of a heading; one that is written without spaces is cut where a word begins with a
/// capital: `CPVisitDate` is CP, visit, date.
fn heading_words(heading: &str) -> Vec<String> {
    let words = tokens(heading);
    if words.len() != 1 {
        return words;
    }
    let chars: Vec<char> = heading.chars().collect();
    let mut parted = String::new();
    for (at, c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        let after_small = before.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
        let after_capital = before.is_some_and(|c| c.is_uppercase());
        let before_small = chars.get(at + 1).is_some_and(|c| c.is_lowercase());
        if c.is_uppercase() && (after_small || after_capital && before_small) {
            parted.push(' ');
        }
        parted.push(*c);
    }
    tokens(&parted)
}

impl KindOfList {
    /// Whether other kinds have the same shape, and only a word tells them apart.
    pub(super) const fn is_one_of_several(&self) -> bool {
        !self.told.is_empty()
    }

    fn tells_apart(&self, words: &[String]) -> bool {
        self.told.iter().any(|phrase| phrase.fits(words))
    }
}

/// The guide as it is embedded.
pub(super) fn guide() -> Result<&'static Guide, ImportError> {
    static GUIDE: OnceLock<Result<Guide, String>> = OnceLock::new();
    GUIDE
        .get_or_init(|| {
            let text: GuideText = toml::from_str(TEXT).map_err(|error| error.to_string())?;
            Ok(Guide::of(&text))
        })
        .as_ref()
        .map_err(|what| ImportError::Layout {
            what: format!("mapping: {what}"),
        })
}

fn phrases(lines: &[String]) -> Vec<Phrase> {
    lines.iter().map(|line| Phrase::parse(line)).collect()
}

impl Guide {
    fn of(text: &GuideText) -> Self {
        let meaning_of = |kind: &KindText, role: &Role| {
            let own = kind.meaning.iter().chain(&text.meaning);
            let known = own.into_iter().find(|meaning| meaning.role == *role)?;
            Some(MeaningOfColumn {
                role: *role,
                words: known.words.clone(),
                value: known.value,
                keep: known.keep.clone(),
                like: phrases(&known.like),
            })
        };
        let dated = |role: Role, words: &Option<String>, like: &[String]| {
            words.as_ref().map(|words| MeaningOfColumn {
                role,
                words: words.clone(),
                value: Value::Date,
                keep: None,
                like: phrases(like),
            })
        };
        let kinds = text.kind.iter().map(|kind| {
            let mut meanings: Vec<MeaningOfColumn> = dated(Role::Start, &kind.start, &kind.started)
                .into_iter()
                .chain(dated(Role::End, &kind.end, &kind.ended))
                .collect();
            for role in kind.key.iter().chain(&kind.either).chain(&kind.may) {
                if !meanings.iter().any(|known| known.role == *role) {
                    meanings.extend(meaning_of(kind, role));
                }
            }
            KindOfList {
                id: kind.id.clone(),
                kind: kind.kind.clone(),
                words: kind.words.clone(),
                key: kind.key.clone(),
                either: kind.either.clone(),
                about: phrases(&kind.about),
                told: phrases(&kind.told),
                fixed: kind.fixed.clone(),
                meanings,
            }
        });
        Self {
            kinds: kinds.collect(),
        }
    }

    /// What a column of this kind of list may mean.
    pub(super) fn meanings(&'static self, kind: usize) -> Vec<&'static MeaningOfColumn> {
        self.kinds
            .get(kind)
            .map_or(Vec::new(), |kind| kind.meanings.iter().collect())
    }

    pub(super) fn words(&'static self, kind: usize, role: Role) -> Option<&'static str> {
        let meanings = &self.kinds.get(kind)?.meanings;
        let known = meanings.iter().find(|meaning| meaning.role == role)?;
        Some(&known.words)
    }

    /// How well the columns fit a kind: its key columns weigh most.
    pub(super) fn score(&self, kind: usize, columns: &[ProposedColumn], title: &[String]) -> i32 {
        let of = &self.kinds[kind];
        let mut taken: Vec<Role> = Vec::new();
        let mut places: Vec<usize> = Vec::new();
        let mut score = 12 * self.about(kind, columns, title);
        for fit in self.fits(kind, columns) {
            if taken.contains(&fit.role) || places.contains(&fit.place) {
                continue;
            }
            taken.push(fit.role);
            places.push(fit.place);
            let weight = if of.key.contains(&fit.role) { 2 } else { 1 };
            score += weight * fit.score.min(12) / 2;
        }
        if columns
            .iter()
            .map(|column| heading_words(&column.heading))
            .any(|words| of.tells_apart(&words))
            || of.tells_apart(title)
        {
            score += TOLD_APART;
        }
        let lacking = of.key.iter().filter(|role| !taken.contains(role)).count();
        score - 10 * i32::try_from(lacking).unwrap_or_default()
    }

    /// How many of its telling words stand in the headings, the values or above them: at most 3.
    pub(super) fn about(&self, kind: usize, columns: &[ProposedColumn], title: &[String]) -> i32 {
        let about = &self.kinds[kind].about;
        let tells = |words: &[String]| about.iter().any(|phrase| phrase.fits(words));
        let in_headings = columns
            .iter()
            .any(|column| tells(&heading_words(&column.heading)));
        let in_values = columns
            .iter()
            .any(|column| column.values.iter().any(|value| tells(&tokens(value))));
        i32::from(tells(title)) + i32::from(in_headings) + i32::from(in_values)
    }

    /// Whether the values of a key column are of this kind of list and of no other.
    pub(super) fn is_plain_by_values(&self, kind: usize, columns: &[ProposedColumn]) -> bool {
        let of = &self.kinds[kind];
        let telling = of.meanings.iter().filter(|meaning| {
            of.key.contains(&meaning.role) && matches!(meaning.value, Value::Visit | Value::Post)
        });
        let values: Vec<Value> = telling.map(|meaning| meaning.value).collect();
        let plain = |column: &ProposedColumn| {
            let shape = &column.shape;
            shape.filled > 0 && values.iter().any(|value| shape.share(*value) >= 80)
        };
        columns.iter().any(plain)
    }

    /// Every fit of a column and a meaning, the best first.
    pub(super) fn fits(&self, kind: usize, columns: &[ProposedColumn]) -> Vec<Fit> {
        let mut fits = Vec::new();
        for (place, column) in columns.iter().enumerate() {
            let words = heading_words(&column.heading);
            let of = &self.kinds[kind];
            for meaning in &of.meanings {
                let found = fit(meaning, place, &words, &column.shape);
                // A date that no heading names is the day of the row, where rows have one.
                let is_guess = |fit: &Fit| !fit.named && meaning.role == Role::Start;
                fits.extend(found.filter(|fit| !is_guess(fit) || of.key.contains(&Role::Start)));
            }
        }
        fits.sort_by_key(|fit| (-fit.score, fit.place));
        fits
    }
}

fn fit(meaning: &MeaningOfColumn, place: usize, heading: &[String], shape: &Shape) -> Option<Fit> {
    let named = meaning.like.iter().position(|line| line.fits(heading));
    let share = shape.share(meaning.value);
    // A footer or a word that nobody knows spoils a few cells of a column.
    let wanted = match meaning.value {
        Value::Id if named.is_none() => 65,
        Value::Type | Value::Visit => 50,
        _ if named.is_some() => 50,
        _ => 80,
    };
    if shape.filled > 0 && share < wanted {
        return None;
    }
    // Without a word in the heading, only values that speak for themselves count.
    let speaks = matches!(meaning.value, Value::Type | Value::Visit | Value::Post)
        || meaning.role == Role::Start
        || (meaning.role == Role::Child && shape.looks_like_children());
    let score = match named {
        Some(at) => 16 - i32::try_from(at.min(8)).unwrap_or_default() + share / 25,
        // Whose visit it was and what a worker does are said by no other words.
        None if speaks && matches!(meaning.value, Value::Visit | Value::Post) => 8,
        None if speaks && shape.filled > 0 => 3,
        None => return None,
    };
    let values = shape.why(meaning.value);
    let why = match (named, shape.filled) {
        (Some(_), 0) => "its heading says so; it is empty in the first rows".to_owned(),
        (Some(_), _) => format!("its heading says so; {values}"),
        (None, _) => values,
    };
    Some(Fit {
        score,
        place,
        role: meaning.role,
        named: named.is_some(),
        why,
    })
}
