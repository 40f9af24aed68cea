//! A proposal as a layout file, and the first rows as they would be read by it.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::{
    Proposal,
    told::{in_words, whose},
};
use crate::import::{
    ImportError,
    bend::DateOrder,
    cell::Cell,
    desk::Desk,
    layout::Role,
    own_layouts::{self, Known, OwnLayout},
    sheet::{Finished, SheetReader},
};
use crate::model::{FactKind, Problem};

/// The head of each layout that is written.
const HEAD: &str = "\
# A layout of your own. The next file with these headings is read by it without a question.
# You may mend it by hand: `caselight layouts show annex-a` shows a longer one.
#
# role: what a column is for; headings: how it is headed (case, spaces and marks do not matter).
# need: \"key\" (without it the file is not this list) or \"mark\" (tells it from other lists).
# dates: \"day_first\" or \"month_first\"; separator: what parts several children in one cell.
# [list.fixed] says what no column says of every row; [list.mean.session_type] what your own words
# mean: \"Hub talk\" = \"group_reflective\". Of visits, kind says whose they are (cin, cp, cla), so
# [list.mean.kind] may say \"Statutory visit\" = \"cla\".

";

#[derive(Serialize)]
struct LayoutFile<'p> {
    name: &'p str,
    title: String,
    list: Vec<ListFile<'p>>,
}

#[derive(Serialize)]
struct ListFile<'p> {
    id: &'p str,
    kind: &'p str,
    marks: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    also: Vec<&'static str>,
    dates: DateOrder,
    #[serde(skip_serializing_if = "Option::is_none")]
    separator: Option<&'p str>,
    known: Vec<&'p str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    fixed: BTreeMap<Role, &'p str>,
    column: Vec<ColumnFile<'p>>,
}

#[derive(Serialize)]
struct ColumnFile<'p> {
    role: Role,
    need: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    keep: Option<&'p str>,
    headings: Vec<&'p str>,
}

/// The first rows as an import would read them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct FirstRows {
    /// One line a row that is read: its number and what it says.
    pub lines: Vec<(u32, String)>,
    pub read: u32,
    pub not_read: u32,
    /// What could not be used as it stands.
    pub problems: Vec<String>,
}

impl fmt::Debug for FirstRows {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FirstRows(..)")
    }
}

/// So many rows are told in words.
const TOLD: usize = 5;

impl Proposal {
    /// The layout under this name, as it is kept on disk.
    pub fn layout(&self, name: &str) -> Result<OwnLayout, ImportError> {
        let kind = self.kind_of_list();
        // Of two columns either of which would do, the first that is there is needed.
        let either = kind.either.iter().find(|role| self.has(**role));
        let is_key = |role: &Role| kind.key.contains(role) || either == Some(role);
        let meanings = self.meanings();
        let keep = |role: Role| {
            let meaning = meanings.iter().find(|meaning| meaning.role == role)?;
            meaning.keep.as_deref()
        };
        let column: Vec<ColumnFile<'_>> = self
            .columns
            .iter()
            .filter_map(|column| {
                let role = column.role?;
                Some(ColumnFile {
                    role,
                    need: if is_key(&role) { "key" } else { "mark" },
                    keep: keep(role),
                    headings: vec![&column.heading],
                })
            })
            .collect();
        let marks = column.iter().filter(|column| column.need == "mark").count();
        let left =
            |column: &&super::ProposedColumn| column.role.is_none() && !column.heading.is_empty();
        let file = LayoutFile {
            name,
            title: format!("{}: {}", name, kind.words),
            list: vec![ListFile {
                id: &kind.id,
                kind: &kind.kind,
                // A column that is not asked for one day does not make the file a stranger.
                marks: marks - marks / 4,
                also: self.also(),
                dates: self.dates,
                separator: self.separator.as_deref(),
                known: self
                    .columns
                    .iter()
                    .filter(left)
                    .map(|column| column.heading.as_str())
                    .collect(),
                fixed: self
                    .fixed
                    .iter()
                    .map(|(role, word)| (*role, word.as_str()))
                    .collect(),
                column,
            }],
        };
        let text = toml::to_string(&file).map_err(|error| ImportError::Layout {
            what: format!("{name}: {error}"),
        })?;
        let own = OwnLayout {
            name: name.to_owned(),
            text: format!("{HEAD}{text}"),
        };
        own.described()?;
        Ok(own)
    }

    fn has(&self, role: Role) -> bool {
        self.columns.iter().any(|column| column.role == Some(role))
    }

    /// Kinds of fact that the list tells of beside its own.
    fn also(&self) -> Vec<&'static str> {
        let away = self.has(Role::AbsentFrom);
        away.then_some(FactKind::Absence.word())
            .into_iter()
            .collect()
    }

    /// The first rows as they would be read; nothing while a needed column is missing.
    pub fn first_rows(&self) -> Result<FirstRows, ImportError> {
        if !self.missing().is_empty() {
            return Ok(FirstRows::default());
        }
        let own = [self.layout("the-proposal")?];
        let lists = own_layouts::lists(&own)?;
        let known = Known::of(Some(&own[0].name), &lists)?;
        let mut desk = Desk::new(false)?;
        let mut sheet = SheetReader::new("", &self.sheet, known);
        let headings: Vec<Cell<'_>> = self
            .columns
            .iter()
            .map(|column| Cell::words(&column.heading))
            .collect();
        sheet.offer(self.header_row, &headings, &mut desk)?;
        for (number, cells) in &self.rows {
            let cells: Vec<Cell<'_>> = cells.iter().map(|text| Cell::words(text)).collect();
            sheet.offer(*number, &cells, &mut desk)?;
        }
        let Finished::List(taken) = sheet.finish() else {
            return Ok(FirstRows::default());
        };
        let mut first = FirstRows {
            read: taken.report.rows - taken.report.rejected,
            not_read: taken.report.rejected,
            ..FirstRows::default()
        };
        for draft in &taken.drafts {
            let child = draft.fact.shown_id.as_deref();
            let told = first.lines.len();
            match first.lines.last_mut() {
                Some((row, words)) if *row == draft.row => {
                    if let Some((child, at)) = child.zip(words.find(':')) {
                        words.insert_str(at, &format!(", {child}"));
                    }
                }
                _ if told < TOLD => {
                    let who = child.map(|id| format!("child {id}"));
                    let who = who.unwrap_or_else(|| whose(&draft.fact.record));
                    let words = format!("{who}: {}", in_words(&draft.fact.record));
                    first.lines.push((draft.row, words));
                }
                _ => {}
            }
        }
        first.problems = taken.problems.iter().map(told).collect();
        Ok(first)
    }
}

fn told(problem: &Problem) -> String {
    let row = problem
        .row
        .map_or_else(String::new, |row| format!("row {row}, "));
    let column = problem.column.as_deref().unwrap_or("the row");
    format!(
        "{row}{column}: found \"{}\", expected {}; {}",
        problem.found, problem.expected, problem.effect
    )
}
