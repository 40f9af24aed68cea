//! A policy file changed in one place: every other line, comments too, stays as it was written.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value, value};

use super::{Policy, PolicyError};
use crate::model::Day;
use crate::rules::{Confirmation, Limit, Mode, Months, TrialRun};

/// One thing that a person changes in a policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Amendment {
    Mode {
        rule: String,
        mode: Mode,
        /// What was looked at, where a rule goes from trial to on.
        evidence: Option<TrialRun>,
    },
    Limit {
        rule: String,
        limit: Limit,
    },
    Grace {
        rule: String,
        days: u32,
    },
    Confirm(Confirmation),
    Months(Months),
    Closures(Vec<Day>),
    PlaceholderWorkers(Vec<String>),
}

/// The file's text with these amendments; it can be read again.
///
/// # Errors
/// A text that is no policy, before or after: what is wrong, and on which line.
pub fn amended(text: &str, amendments: &[Amendment]) -> Result<String, PolicyError> {
    Policy::parse(text)?;
    let mut document: DocumentMut = text.parse().map_err(|_| PolicyError {
        line: 1,
        problem: "this is not a policy file; nothing was changed".to_owned(),
    })?;
    for amendment in amendments {
        amend(&mut document, amendment);
    }
    let text = document.to_string();
    Policy::parse(&text)?;
    Ok(text)
}

fn amend(document: &mut DocumentMut, amendment: &Amendment) {
    match amendment {
        Amendment::Mode {
            rule,
            mode,
            evidence,
        } => {
            let Some(table) = of_rule(document, rule) else {
                return;
            };
            put(table, "mode", Value::from(mode.word()));
            if let Some(evidence) = evidence {
                let mut said = InlineTable::new();
                said.insert("by", Value::from(evidence.by.as_str()));
                said.insert("on", Value::from(evidence.on.to_string()));
                said.insert("checked", Value::from(i64::from(evidence.checked)));
                said.insert("true", Value::from(i64::from(evidence.right)));
                put(table, "on", Value::from(said));
            }
        }
        Amendment::Limit { rule, limit } => {
            let Some(table) = of_rule(document, rule) else {
                return;
            };
            put(table, "limit", Value::from(i64::from(limit.value)));
            put(table, "unit", Value::from(limit.unit.word()));
        }
        Amendment::Grace { rule, days } => {
            if let Some(table) = of_rule(document, rule) {
                put(table, "grace", Value::from(i64::from(*days)));
            }
        }
        Amendment::Confirm(confirmation) => confirm(document, confirmation),
        Amendment::Months(months) => put(document, "months", Value::from(months.word())),
        Amendment::Closures(days) => {
            put(document, "closures", list(days.iter().map(Day::to_string)));
        }
        Amendment::PlaceholderWorkers(names) => {
            put(document, "placeholder_workers", list(names.iter().cloned()));
        }
    }
}

fn list(words: impl Iterator<Item = String>) -> Value {
    Value::from(words.map(Value::from).collect::<Array>())
}

/// Writes a value; what stands around one that is there, such as a comment, stays.
fn put(table: &mut Table, key: &str, new: Value) {
    if let Some(old) = table.get_mut(key).and_then(Item::as_value_mut) {
        let around = old.decor().clone();
        *old = new;
        *old.decor_mut() = around;
    } else {
        table.insert(key, value(new));
    }
}

/// Takes over the comments at the end of the file, which would slip behind a table that is added.
fn last_words(document: &mut DocumentMut) -> String {
    let words = document.trailing().as_str().unwrap_or_default().to_owned();
    document.set_trailing("");
    let gap = if words.trim().is_empty() { "" } else { "\n" };
    format!("{}{gap}\n", words.trim_end())
}

fn of_rule<'a>(document: &'a mut DocumentMut, rule: &str) -> Option<&'a mut Table> {
    let known = document
        .get("rule")
        .and_then(|rules| rules.get(rule))
        .is_some();
    let before = (!known).then(|| last_words(document));
    let rules = document.entry("rule").or_insert_with(|| {
        let mut rules = Table::new();
        // `[rule.ID]` stands alone: nobody wants a bare `[rule]` above it.
        rules.set_implicit(true);
        Item::Table(rules)
    });
    let table = into_table(into_table(rules)?.entry(rule).or_insert(Item::None))?;
    if let Some(before) = before {
        table.decor_mut().set_prefix(before);
    }
    Some(table)
}

/// The item as a table of its own; one that was written in braces is unfolded.
fn into_table(item: &mut Item) -> Option<&mut Table> {
    if !item.is_table() {
        let old = std::mem::take(item);
        *item = Item::Table(old.into_table().unwrap_or_default());
    }
    item.as_table_mut()
}

fn confirm(document: &mut DocumentMut, confirmation: &Confirmation) {
    let mut table = Table::new();
    table.decor_mut().set_prefix(last_words(document));
    table.insert("rule", value(confirmation.rule.as_str()));
    table.insert("edition", value(confirmation.edition.as_str()));
    table.insert("paragraph", value(confirmation.paragraph.as_str()));
    table.insert("by", value(confirmation.by.as_str()));
    table.insert("on", value(confirmation.on.to_string()));
    let item = document
        .entry("confirmed")
        .or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    if let Some(array) = item.as_array_mut() {
        // Written as a list in brackets.
        array.push(table.into_inline_table());
        return;
    }
    if let Some(tables) = item.as_array_of_tables_mut() {
        let same = |one: &Table| one.get("rule").and_then(Item::as_str) == Some(&confirmation.rule);
        tables.retain(|one| !same(one));
        tables.push(table);
    }
}

/// A line that a change takes out or brings in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DiffLine {
    Out(String),
    In(String),
}

/// The lines that differ between two texts, in their order.
#[must_use]
pub fn difference(before: &str, after: &str) -> Vec<DiffLine> {
    let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    // How long the longest common part is from each pair of places on.
    let mut common = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || i < old.len() && common[i + 1][j] >= common[i][j + 1] {
            lines.push(DiffLine::Out(old[i].to_owned()));
            i += 1;
        } else {
            lines.push(DiffLine::In(new[j].to_owned()));
            j += 1;
        }
    }
    lines.retain(
        |line| !matches!(line, DiffLine::Out(text) | DiffLine::In(text) if text.trim().is_empty()),
    );
    lines
}
