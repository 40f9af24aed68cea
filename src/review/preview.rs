//! What an import would leave out, and what a person can do about it, in words.
//!
//! It reads and judges nothing; it tells what the reading found. The surprising thing: a column
//! that no list knows is no fault, and is named so that nobody wonders where it went.

use crate::model::{Batch, FeedKind, Problem};
use crate::store::PastProblem;

/// What was not recognised or is missing, and what to do about each.
pub(super) fn advice(batch: &Batch, passed_over: &[(String, String)]) -> Vec<String> {
    let mut advice: Vec<String> = passed_over
        .iter()
        .map(|(file, why)| format!("Not read: {file}: {}.", why.trim_end_matches('.')))
        .collect();
    for file in &batch.files {
        for sheet in &file.passed_over {
            advice.push(format!(
                "Not read: {}, sheet {sheet}: its headings are those of no list that is known. \
                 Leave it, or give it the headings of its list and look again.",
                file.file
            ));
        }
        for sheet in file
            .sheets
            .iter()
            .filter(|sheet| !sheet.unknown_columns.is_empty())
        {
            advice.push(format!(
                "{}: no rule reads {}. Nothing to do; these columns stay in the file.",
                sheet.name,
                sheet.unknown_columns.join(", ")
            ));
        }
        for sheet in file
            .sheets
            .iter()
            .filter(|sheet| sheet.rows > 0 && sheet.used == 0)
        {
            advice.push(format!(
                "{}: none of its rows can be used. See the problems below before you go on.",
                sheet.name
            ));
        }
    }
    let has = |kind| batch.files.iter().any(|file| file.feed == Some(kind));
    if has(FeedKind::Cases) && !has(FeedKind::Supervision) {
        advice.push(
            "No supervision records among these files: unless they were imported before, the \
             rules about supervision say that they cannot tell. Bring an export of them."
                .to_owned(),
        );
    }
    advice
}

/// A problem in one sentence.
#[must_use]
pub fn problem_line(problem: &PastProblem) -> String {
    let row = problem
        .row
        .map_or_else(String::new, |row| format!(", row {row}"));
    let column = problem
        .column
        .as_deref()
        .map_or_else(String::new, |column| format!(", {column}"));
    format!(
        "{}{row}{column}: found {:?}, expected {}; {}",
        problem.sheet, problem.found, problem.expected, problem.effect
    )
}

/// A problem of a reading, as the store tells those of a past import.
pub(super) fn told(file: &str, problem: &Problem) -> PastProblem {
    PastProblem {
        file: file.to_owned(),
        sheet: problem.sheet.clone(),
        row: problem.row,
        column: problem.column.clone(),
        found: problem.found.clone(),
        expected: problem.expected.clone(),
        effect: problem.effect.clone(),
    }
}

/// How many problems there are of each kind, the most frequent first.
///
/// Each problem is what was expected and what the problem leads to.
pub fn problem_kinds<'a>(
    problems: impl Iterator<Item = (&'a str, &'a str)>,
) -> Vec<(usize, String)> {
    let mut kinds: Vec<(usize, String)> = Vec::new();
    for (expected, effect) in problems {
        let name = format!("expected {expected}; {effect}");
        match kinds.iter_mut().find(|(_, known)| *known == name) {
            Some((number, _)) => *number += 1,
            None => kinds.push((1, name)),
        }
    }
    kinds.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    kinds
}
