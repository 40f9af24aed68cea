//! What the cells of a column look like: how many are dates, ids, names, kinds of session.

use serde::Deserialize;

use super::{date, day_first};
use crate::import::{
    cell::{Cell, is_blank_word},
    words::{Asked, book},
};
use crate::model::{Answer, Dated};

/// The shape that a meaning wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Value {
    Id,
    Date,
    Name,
    Type,
    Held,
    Answer,
    Count,
    Text,
    /// What a system numbers a row by, however short.
    Key,
    /// Whether a child was seen.
    Seen,
    /// Whose duty a visit was.
    Visit,
    /// How an action stands.
    Standing,
    /// What a worker does.
    Post,
    /// A share of full time.
    Share,
    /// Whether an agency employs a worker.
    Agency,
}

/// How many of a column's cells have which shape.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Shape {
    /// Cells that hold something.
    pub(super) filled: usize,
    dates: usize,
    /// Dates that can only be read with the day first, and with the month first.
    pub(super) day_first: usize,
    pub(super) month_first: usize,
    ids: usize,
    /// Ids of four characters or more.
    long_ids: usize,
    several: usize,
    names: usize,
    types: usize,
    held: usize,
    answers: usize,
    counts: usize,
    keys: usize,
    seen: usize,
    visits: usize,
    standings: usize,
    posts: usize,
    shares: usize,
    agencies: usize,
    /// What parts the ids of several children where no usual mark does.
    pub(super) separator: Option<String>,
}

impl Shape {
    pub(super) fn of<'c>(cells: impl Iterator<Item = &'c str>) -> Self {
        let mut shape = Self::default();
        for text in cells.filter(|text| !is_blank_word(text)) {
            shape.add(text);
        }
        shape
    }

    fn add(&mut self, text: &str) {
        self.filled += 1;
        let count = |holds: bool| usize::from(holds);
        let as_written = matches!(date::of_text(text), Dated::On(_));
        let swapped =
            day_first(text).is_some_and(|text| matches!(date::of_text(&text), Dated::On(_)));
        let has_mark = text.contains(['/', '-', '.', ' ']);
        self.dates += count((as_written && has_mark) || swapped);
        let three = day_first(text).is_some();
        self.day_first += count(three && as_written && !swapped);
        self.month_first += count(three && swapped && !as_written);
        let parts = ids(text);
        self.ids += count(!parts.is_empty());
        self.long_ids += count(!parts.is_empty() && parts.iter().all(|part| part.len() >= 4));
        self.several += count(parts.len() > 1);
        if parts.len() > 1 && self.separator.is_none() && parts.iter().any(|part| part.len() < 4) {
            self.separator = [",", "/"]
                .into_iter()
                .find(|mark| text.contains(mark))
                .map(str::to_owned);
        }
        self.keys += count(text.len() <= 24 && !text.contains(char::is_whitespace) && !three);
        self.names += count(is_name(text));
        self.counts += count(text.parse::<u16>().is_ok_and(|number| number < 500));
        if let Ok(book) = book() {
            self.types += count(book.session_type(text, true).is_some());
            self.held += count(book.session_status(text).is_some());
            self.visits += count(book.visit_to(text).is_some());
            self.standings += count(book.action_status(text).is_some());
            self.posts += count(book.staff_role(text).is_some());
            let says = |asked| {
                let answer = book.answer(&Cell::words(text), asked);
                count(matches!(answer, Answer::Yes | Answer::No))
            };
            self.answers += says(Asked::Plain);
            self.seen += says(Asked::ChildSeen);
            self.agencies += says(Asked::Agency);
        }
        let share = text.trim_end_matches('%').trim().parse::<f64>();
        self.shares += count(share.is_ok_and(|share| {
            (0.0..=1.5).contains(&share) || text.ends_with('%') && (0.0..=150.0).contains(&share)
        }));
    }

    /// Whether the cells are ids of some length: an id that no heading names.
    pub(super) const fn looks_like_children(&self) -> bool {
        self.long_ids > 0 && self.long_ids == self.ids
    }

    /// Whether most of the cells are ids or names.
    pub(super) const fn is_of_people(&self) -> bool {
        2 * self.ids > self.filled || 2 * self.names > self.filled
    }

    const fn number(&self, value: Value) -> usize {
        match value {
            Value::Id => self.ids,
            Value::Date => self.dates,
            Value::Name => self.names,
            Value::Type => self.types,
            Value::Held => self.held,
            Value::Answer => self.answers,
            Value::Count => self.counts,
            Value::Text => self.filled,
            Value::Key => self.keys,
            Value::Seen => self.seen,
            Value::Visit => self.visits,
            Value::Standing => self.standings,
            Value::Post => self.posts,
            Value::Share => self.shares,
            Value::Agency => self.agencies,
        }
    }

    /// The share of the filled cells that have this shape, in a hundred.
    pub(super) fn share(&self, value: Value) -> i32 {
        let share = 100 * self.number(value) / self.filled.max(1);
        i32::try_from(share).unwrap_or(100)
    }

    /// "9 of 10 values are dates"
    pub(super) fn why(&self, value: Value) -> String {
        let what = match value {
            Value::Id if self.several > 0 => {
                return format!(
                    "{} of {} values are ids, {} of them several in one cell",
                    self.ids, self.filled, self.several
                );
            }
            Value::Id | Value::Key => "are ids",
            Value::Date => "are dates",
            Value::Name => "are names",
            Value::Type => "are kinds of supervision",
            Value::Held => "say whether it was held",
            Value::Answer => "are yes or no",
            Value::Count => "are numbers",
            Value::Text => "hold words",
            Value::Seen => "say whether the child was seen",
            Value::Visit => "say whose visit it was",
            Value::Standing => "say how an action stands",
            Value::Post => "are posts of social care",
            Value::Share => "are shares of full time",
            Value::Agency => "say who employs the worker",
        };
        format!("{} of {} values {what}", self.number(value), self.filled)
    }

    /// Why a column without a meaning is left out.
    pub(super) fn words(&self) -> String {
        if self.filled == 0 {
            "left out: empty in the first rows".to_owned()
        } else if self.dates * 2 > self.filled {
            format!("left out: {}", self.why(Value::Date))
        } else {
            "left out: nothing of this list is known by its heading".to_owned()
        }
    }
}

/// The ids in a cell: each has a digit and no space; empty if any part is none.
fn ids(text: &str) -> Vec<&str> {
    let parts: Vec<&str> = text
        .split([';', ',', '|', '&', '\n', '/'])
        .flat_map(|part| part.split(" and "))
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let is_id = |part: &&str| {
        (2..=24).contains(&part.len())
            && part.bytes().any(|byte| byte.is_ascii_digit())
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
    };
    let dated = matches!(date::of_text(text), Dated::On(_)) && text.contains(['/', '-']);
    if dated || !parts.iter().all(is_id) {
        return Vec::new();
    }
    parts
}

/// A few words without a digit: a person, a team.
fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    (1..=6).contains(&words)
        && digits <= 3
        && text.chars().any(char::is_alphabetic)
        && text.len() <= 60
        && !matches!(date::of_text(text), Dated::On(_))
}

/// The words in these cells for which no meaning of this shape is known, each once, at most five.
pub(super) fn unknown_words<'c>(
    value: Value,
    cells: impl Iterator<Item = &'c String>,
) -> Vec<String> {
    let mut unknown: Vec<String> = Vec::new();
    let Ok(book) = book() else {
        return unknown;
    };
    for text in cells.filter(|text| !is_blank_word(text)) {
        let known = match value {
            Value::Type => book.session_type(text, true).is_some(),
            Value::Visit => book.visit_to(text).is_some(),
            Value::Standing => book.action_status(text).is_some(),
            Value::Post => book.staff_role(text).is_some(),
            _ => true,
        };
        if !known && !unknown.contains(text) && unknown.len() < 5 {
            unknown.push(text.clone());
        }
    }
    unknown
}
