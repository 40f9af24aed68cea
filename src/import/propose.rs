//! Proposes what a council's own export means: which list it is, which column is what, and why.
//!
//! Never decides: it is a pure function of the first rows, a person may change each line of it,
//! and what it cannot tell it asks. Nothing is imported by it.
//!
//! The surprising thing: the first rows "as they would be read" are read by the same code as an
//! import, through the very layout that would be saved.

use std::fmt;

mod guide;
mod shape;
mod told;
mod written;

use guide::{Guide, guide};
pub use guide::{KindOfList, MeaningOfColumn};
use shape::{Shape, Value};
pub use written::FirstRows;

use super::{
    ImportError,
    bend::{DateOrder, day_first},
    date,
    layout::{self, Role},
    sample::Sample,
    vocabulary::tokens,
};
use crate::model::Dated;

/// So many rows of a sample are searched for the headings.
const SEARCHED: usize = 25;
/// So many different values of a column are shown.
const SHOWN: usize = 3;

/// One column of the file, and what it is thought to mean.
#[derive(Clone, PartialEq, Eq)]
pub struct ProposedColumn {
    /// The heading as it stands in the file; empty if there is none.
    pub heading: String,
    /// Some of its values.
    pub values: Vec<String>,
    pub(super) role: Option<Role>,
    /// Why it is thought to mean that, or why it is left out.
    pub why: String,
    /// Whether another column might mean the same.
    pub doubtful: bool,
    shape: Shape,
}

/// What a file is thought to be.
#[derive(Clone, PartialEq, Eq)]
pub struct Proposal {
    pub sheet: String,
    /// The row in which the headings stand.
    pub header_row: u32,
    kind: usize,
    /// Whether the kind of list is only a guess.
    pub kind_is_doubtful: bool,
    pub columns: Vec<ProposedColumn>,
    pub dates: DateOrder,
    /// Whether a person chose the order of the date.
    dates_chosen: bool,
    separator: Option<String>,
    /// What every row says although no column does.
    fixed: Vec<(Role, String)>,
    rows: Vec<(u32, Vec<String>)>,
}

// The rows hold what stands in a file about children: never for a log.
impl fmt::Debug for Proposal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proposal(..)")
    }
}

/// The best proposal for a file: of the sheet of which the most is understood. `None` if no row of
/// any sheet can be its headings.
pub fn propose(samples: &[Sample]) -> Result<Option<Proposal>, ImportError> {
    let guide = guide()?;
    let mut best: Option<(i32, Proposal)> = None;
    for sample in samples {
        for at in 0..sample.rows.len().min(SEARCHED) {
            let Some((score, proposal)) = of_row(guide, sample, at) else {
                continue;
            };
            if best.as_ref().is_none_or(|(known, _)| score > *known) {
                best = Some((score, proposal));
            }
        }
    }
    Ok(best.map(|(_, proposal)| proposal))
}

/// The proposal with this row as the headings, under the kind that fits best.
fn of_row(guide: &'static Guide, sample: &Sample, at: usize) -> Option<(i32, Proposal)> {
    let (number, headings) = sample.rows.get(at)?;
    let named = headings
        .iter()
        .filter(|text| !text.trim().is_empty())
        .count();
    let dated = headings
        .iter()
        .any(|text| matches!(date::of_text(text), Dated::On(_)));
    let rows = sample.rows.get(at + 1..).unwrap_or_default();
    if named < 2 || dated || rows.is_empty() {
        return None;
    }
    let width = rows
        .iter()
        .map(|(_, cells)| cells.len())
        .chain([headings.len()])
        .max()
        .unwrap_or_default();
    let columns: Vec<ProposedColumn> = (0..width)
        .map(|place| {
            let heading = headings
                .get(place)
                .map_or("", |text| text.trim())
                .to_owned();
            column(heading, rows, place)
        })
        .collect();
    let dates = order_of(&columns);
    let title: Vec<String> = sample.rows[..at]
        .iter()
        .flat_map(|(_, cells)| cells)
        .chain([&sample.sheet])
        .flat_map(|text| tokens(text))
        .collect();
    let mut scores: Vec<(i32, usize)> = (0..guide.kinds.len())
        .map(|kind| (guide.score(kind, &columns, &title), kind))
        .collect();
    scores.sort_by_key(|(score, kind)| (-score, *kind));
    let (score, kind) = *scores.first()?;
    let second = scores.get(1).map_or(0, |(score, _)| *score);
    let mut proposal = Proposal {
        sheet: sample.sheet.clone(),
        header_row: *number,
        kind,
        kind_is_doubtful: score - second < 6
            || guide.about(kind, &columns, &title) == 0
                && !guide.is_plain_by_values(kind, &columns),
        columns,
        dates,
        dates_chosen: false,
        separator: None,
        fixed: Vec::new(),
        rows: rows.to_vec(),
    };
    proposal.assign(guide);
    // A row of headings has a name over nearly each column that holds something.
    let named = i32::try_from(named).unwrap_or_default();
    Some((score * 10 + named, proposal))
}

fn column(heading: String, rows: &[(u32, Vec<String>)], place: usize) -> ProposedColumn {
    let cells = rows
        .iter()
        .map(|(_, cells)| cells.get(place).map_or("", |text| text.trim()));
    let shape = Shape::of(cells.clone());
    let mut values: Vec<String> = Vec::new();
    for cell in cells {
        if !cell.is_empty() && !values.iter().any(|known| known == cell) && values.len() < SHOWN {
            values.push(cell.to_owned());
        }
    }
    ProposedColumn {
        heading,
        values,
        role: None,
        why: String::new(),
        doubtful: false,
        shape,
    }
}

/// Month first only where some dates can be read in no other order, and none contradicts it.
fn order_of(columns: &[ProposedColumn]) -> DateOrder {
    let month_first: usize = columns.iter().map(|column| column.shape.month_first).sum();
    let day_first: usize = columns.iter().map(|column| column.shape.day_first).sum();
    if month_first > 0 && day_first == 0 {
        DateOrder::MonthFirst
    } else {
        DateOrder::DayFirst
    }
}

impl Proposal {
    /// Gives each column the meaning that its heading and its values speak for.
    fn assign(&mut self, guide: &'static Guide) {
        let fits = guide.fits(self.kind, &self.columns);
        for column in &mut self.columns {
            column.role = None;
            column.doubtful = false;
            column.why = column.shape.words();
        }
        let mut taken: Vec<Role> = Vec::new();
        for fit in &fits {
            if taken.contains(&fit.role) || self.columns[fit.place].role.is_some() {
                continue;
            }
            taken.push(fit.role);
            let rival = fits.iter().any(|other| {
                other.role == fit.role
                    && other.place != fit.place
                    && other.score == fit.score
                    && self.columns[other.place].role.is_none()
            });
            let column = &mut self.columns[fit.place];
            column.role = Some(fit.role);
            column.doubtful = rival;
            column.why.clone_from(&fit.why);
        }
        self.settle();
    }

    /// What follows from the meanings: a mark between ids, what every row says.
    fn settle(&mut self) {
        let child = self.columns.iter().find(|c| c.role == Some(Role::Child));
        self.separator = child.and_then(|column| column.shape.separator.clone());
        let fixed = self.kind_of_list().fixed.iter();
        self.fixed = fixed.map(|(role, word)| (*role, word.clone())).collect();
        let has = |role: Role| self.columns.iter().any(|c| c.role == Some(role));
        if self.is_supervision() && !has(Role::SessionType) {
            let of_child = if has(Role::Child) {
                "case_supervision"
            } else {
                "staff_one_to_one"
            };
            self.fixed.push((Role::SessionType, of_child.to_owned()));
        }
    }

    fn is_supervision(&self) -> bool {
        self.kind_of_list().id == "supervision"
    }

    /// Which list it is thought to be.
    #[must_use]
    pub fn kind_of_list(&self) -> &'static KindOfList {
        let kinds = guide().map_or(&[][..], |guide| &guide.kinds);
        &kinds[self.kind.min(kinds.len().saturating_sub(1))]
    }

    /// The lists that it may be.
    #[must_use]
    pub fn kinds(&self) -> &'static [KindOfList] {
        guide().map_or(&[][..], |guide| &guide.kinds)
    }

    /// What a column of this list may mean, the most needed first.
    #[must_use]
    pub fn meanings(&self) -> Vec<&'static MeaningOfColumn> {
        guide().map_or(Vec::new(), |guide| guide.meanings(self.kind))
    }

    /// What a column means, in words; `None` if it is left out.
    #[must_use]
    pub fn meaning(&self, column: usize) -> Option<&'static str> {
        let role = self.columns.get(column)?.role?;
        guide().ok()?.words(self.kind, role)
    }

    /// Takes it for another list, and proposes the columns anew.
    pub fn take_for(&mut self, kind: usize) {
        if let Ok(guide) = guide()
            && kind < guide.kinds.len()
        {
            self.kind_is_doubtful = false;
            // A person who says that it is what it was taken for keeps what was said of the columns.
            if self.kind != kind {
                self.kind = kind;
                self.assign(guide);
            }
        }
    }

    /// Gives a column this meaning, and takes it from the column that had it; `None` leaves the
    /// column out.
    pub fn give(&mut self, column: usize, meaning: Option<&'static MeaningOfColumn>) {
        let role = meaning.map(|meaning| meaning.role);
        for (place, other) in self.columns.iter_mut().enumerate() {
            if place == column {
                other.role = role;
                "you said so".clone_into(&mut other.why);
                other.doubtful = false;
            } else if role.is_some() && other.role == role {
                other.role = None;
                "another column has its meaning now".clone_into(&mut other.why);
            } else if role.is_some() && other.role.is_none() {
                other.doubtful = false;
            }
        }
        self.settle();
    }

    /// Reads dates in this order.
    pub const fn order(&mut self, dates: DateOrder) {
        self.dates = dates;
        self.dates_chosen = true;
    }

    /// Every value of the columns that hold ids or names.
    #[must_use]
    pub fn values_of_people(&self) -> Vec<&str> {
        let of_people = |place: usize| {
            self.columns
                .get(place)
                .is_some_and(|column| column.shape.is_of_people())
        };
        self.rows
            .iter()
            .flat_map(|(_, cells)| cells.iter().enumerate())
            .filter(|(place, _)| of_people(*place))
            .map(|(_, text)| text.as_str())
            .collect()
    }

    /// What is missing, what only a person can tell, and what should be looked at: a sentence each.
    #[must_use]
    pub fn questions(&self) -> Vec<String> {
        let mut asked = Vec::new();
        asked.extend(self.unsettled());
        for column in self.columns.iter().filter(|column| column.doubtful) {
            let words = column.role.and_then(|role| self.words(role));
            asked.push(format!(
                "\"{}\" is taken for {}, but another column could be it as well.",
                column.heading,
                words.unwrap_or("its meaning")
            ));
        }
        if self.dates == DateOrder::MonthFirst && !self.dates_chosen {
            asked.push(
                "The dates look American: some can only be read with the month first.".to_owned(),
            );
        }
        asked.extend(self.unknown_words());
        asked
    }

    fn words(&self, role: Role) -> Option<&'static str> {
        guide().ok()?.words(self.kind, role)
    }

    /// What must be known before the file can be read at all.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let has = |role: &Role| self.columns.iter().any(|c| c.role == Some(*role));
        let kind = self.kind_of_list();
        let words = |role: &Role| self.words(*role).unwrap_or("a column");
        let mut missing: Vec<String> = kind
            .key
            .iter()
            .filter(|role| !has(role))
            .map(|role| format!("Which column is {}?", words(role)))
            .collect();
        if !kind.either.is_empty() && !kind.either.iter().any(has) {
            let either: Vec<&str> = kind.either.iter().map(words).collect();
            missing.push(format!("Which column is {}?", either.join(", or ")));
        }
        let mapped = |column: &&ProposedColumn| column.role.is_some();
        for column in self.columns.iter().filter(mapped) {
            let fold = layout::fold(&column.heading);
            if fold.is_empty() {
                missing.push(
                    "A column without a heading cannot be known again: give it one in the file."
                        .to_owned(),
                );
            } else if self
                .columns
                .iter()
                .filter(|c| layout::fold(&c.heading) == fold)
                .count()
                > 1
            {
                missing.push(format!(
                    "Two columns are headed \"{}\": give one of them another heading in the file.",
                    column.heading
                ));
            }
        }
        missing.dedup();
        missing
    }

    /// Words of columns whose meaning nobody knows, and what follows from that.
    fn unknown_words(&self) -> Vec<String> {
        let columns = self.columns.iter().enumerate();
        let mapped = columns.filter_map(|(at, column)| {
            let meanings = self.meanings().into_iter();
            let meaning = meanings
                .into_iter()
                .find(|one| Some(one.role) == column.role)?;
            Some((at, meaning.value))
        });
        let mut told = Vec::new();
        for (at, value) in mapped {
            let cells = self.rows.iter().filter_map(|(_, cells)| cells.get(at));
            let unknown = shape::unknown_words(value, cells);
            if !unknown.is_empty() {
                told.push(format!("{}: {}.", strangers(value), unknown.join(", ")));
            }
        }
        told
    }

    /// What only a person can tell before the file can be read: which list it is, which column is
    /// what. A sentence each.
    #[must_use]
    pub fn unsettled(&self) -> Vec<String> {
        let kind = self.kind_of_list();
        let doubt = self.kind_is_doubtful.then(|| {
            if kind.is_one_of_several() {
                format!(
                    "Are these {}? Neither the headings nor the name say whose they are.",
                    kind.words
                )
            } else {
                format!(
                    "Is this a list of {}? Neither its headings nor its name say so for certain.",
                    kind.words
                )
            }
        });
        doubt.into_iter().chain(self.missing()).collect()
    }
}

/// What becomes of a word of this shape for which no meaning is known.
const fn strangers(value: Value) -> &'static str {
    match value {
        Value::Visit => "These words do not say whose visits they are, so they stop no visit clock",
        Value::Standing => {
            "How an action stands is not known by these words, so it is not told from an open one"
        }
        Value::Post => "No post is known by these words, so they are read as other staff",
        _ => "No kind of supervision is known by these words, so such sessions stop no clock",
    }
}

#[cfg(test)]
mod tests;
