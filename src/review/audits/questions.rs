//! The questions of a case audit: read from a file that a practice may edit, with the scale of its
//! grades.
//!
//! It reckons no grade. The surprising thing: the digest is of what the questions say, not of the
//! file, so that a comment or a blank line makes no other edition.

use std::ops::Range;
use std::sync::{Arc, LazyLock};

use serde::Deserialize;
use toml::Spanned;

use super::sampling::digest_of;
use crate::model::{AskedBy, Grade, Name};

/// The file that comes with the program.
pub const EMBEDDED: &str = include_str!("../../../assets/audit/case-audit.toml");

/// More would not be answered with care.
const MOST_QUESTIONS: usize = 30;
const MOST_GRADES: usize = 6;
/// More letters do not fit the form.
const MOST_LETTERS: usize = 160;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    edition: u32,
    title: String,
    grades: Spanned<Vec<Spanned<String>>>,
    question: Vec<WrittenQuestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenQuestion {
    id: Spanned<String>,
    asks: Spanned<String>,
    #[serde(default)]
    look: String,
}

/// One question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    pub id: Name,
    pub asks: String,
    /// Where in the record one looks; may be empty.
    pub look: String,
}

/// The questions in use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Questions {
    pub asked_by: AskedBy,
    pub title: String,
    /// The worst first.
    pub grades: Vec<Name>,
    pub questions: Vec<Question>,
}

impl Default for Questions {
    fn default() -> Self {
        Self {
            asked_by: AskedBy {
                id: Name::from(""),
                edition: 0,
                digest: String::new(),
            },
            title: String::new(),
            grades: Vec::new(),
            questions: Vec::new(),
        }
    }
}

impl Questions {
    /// Those that come with the program.
    #[must_use]
    pub fn embedded() -> Arc<Self> {
        // A test reads the same text, so questions that cannot be read never leave the house.
        static READ: LazyLock<Arc<Questions>> =
            LazyLock::new(|| Arc::new(Questions::read(EMBEDDED).unwrap_or_default()));
        READ.clone()
    }

    /// Reads a file of questions.
    ///
    /// # Errors
    /// What is wrong with it and what to do, as a sentence.
    pub fn read(text: &str) -> Result<Self, String> {
        let written: Written = toml::from_str(text).map_err(|error| error.to_string())?;
        let grades: Vec<Name> = written
            .grades
            .get_ref()
            .iter()
            .map(|g| Name::from(g.get_ref().trim()))
            .collect();
        let line = |at: Range<usize>| {
            let before = text.get(..at.start).unwrap_or_default();
            before.matches('\n').count() + 1
        };
        if !(2..=MOST_GRADES).contains(&grades.len()) {
            return Err(format!(
                "Line {}: `grades` has {}; write two to {MOST_GRADES}, the worst first.",
                line(written.grades.span()),
                grades.len()
            ));
        }
        let told = |one: &Spanned<String>| (line(one.span()), one.get_ref().trim().to_owned());
        once("grade", written.grades.get_ref().iter().map(told))?;
        if written.question.is_empty() || written.question.len() > MOST_QUESTIONS {
            return Err(format!(
                "There are {} questions; write one to {MOST_QUESTIONS}.",
                written.question.len()
            ));
        }
        once("question", written.question.iter().map(|q| told(&q.id)))?;
        for question in &written.question {
            let letters = question.asks.get_ref().trim().chars().count();
            if letters == 0 || letters > MOST_LETTERS {
                return Err(format!(
                    "Line {}: the question {:?} has {letters} letters; write one to {MOST_LETTERS}.",
                    line(question.asks.span()),
                    question.id.get_ref()
                ));
            }
        }
        let mut said = vec![written.id.trim().to_owned(), written.edition.to_string()];
        said.extend(grades.iter().map(ToString::to_string));
        said.extend(
            written
                .question
                .iter()
                .flat_map(|q| [&q.id, &q.asks].map(|words| words.get_ref().trim().to_owned())),
        );
        Ok(Self {
            asked_by: AskedBy {
                id: Name::from(written.id.trim()),
                edition: written.edition,
                digest: digest_of(said.iter().map(String::as_str)),
            },
            title: written.title.trim().to_owned(),
            grades,
            questions: written
                .question
                .into_iter()
                .map(|q| Question {
                    id: Name::from(q.id.get_ref().trim()),
                    asks: q.asks.get_ref().trim().to_owned(),
                    look: q.look.trim().to_owned(),
                })
                .collect(),
        })
    }

    /// The grade at this place of the scale, the worst at 0.
    #[must_use]
    pub fn grade(&self, rank: usize) -> Option<Grade> {
        Some(Grade {
            word: self.grades.get(rank)?.clone(),
            rank: u8::try_from(rank).ok()?,
            of: u8::try_from(self.grades.len()).ok()?,
        })
    }

    /// The grade that goes by this word, or begins with it and is the only one that does.
    #[must_use]
    pub fn grade_of(&self, word: &str) -> Option<Grade> {
        let word = word.trim().to_lowercase().replace(['_', '-'], " ");
        let begins = |grade: &Name| !word.is_empty() && grade.to_lowercase().starts_with(&word);
        let exact = self
            .grades
            .iter()
            .position(|grade| grade.to_lowercase() == word);
        let only = || {
            let mut found = (0..).zip(&self.grades).filter(|(_, grade)| begins(grade));
            let (at, _) = found.next()?;
            found.next().is_none().then_some(at)
        };
        self.grade(exact.or_else(only)?)
    }
}

fn once(what: &str, words: impl Iterator<Item = (usize, String)>) -> Result<(), String> {
    let mut known: Vec<(usize, String)> = Vec::new();
    for (line, word) in words {
        if word.is_empty() {
            return Err(format!(
                "Line {line}: a {what} has no name. Give each its own."
            ));
        }
        if let Some((first, _)) = known.iter().find(|(_, other)| *other == word) {
            return Err(format!(
                "Line {line}: there are two of the {what} {word:?}, the first on line {first}. Give each its own."
            ));
        }
        known.push((line, word));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_questions_that_come_with_the_program_can_be_read_and_a_comment_is_no_edition() {
        let questions = Questions::read(EMBEDDED).unwrap();
        assert_eq!(questions.grades.len(), 4);
        assert_eq!(
            &*questions.grade_of("requires").unwrap().word,
            "requires improvement"
        );
        assert_eq!(questions.grade_of("o").unwrap().rank, 3);
        assert_eq!(questions.grade_of("fair"), None);
        let commented = Questions::read(&format!("# ours\n\n{EMBEDDED}")).unwrap();
        assert_eq!(commented.asked_by, questions.asked_by);
        let other = Questions::read(&EMBEDDED.replace("without drift", "in time")).unwrap();
        assert_ne!(other.asked_by.digest, questions.asked_by.digest);
    }

    #[test]
    fn questions_that_cannot_be_used_say_what_to_do() {
        let twice = EMBEDDED.replace("id = \"plan\"", "id = \"pace\"");
        assert!(
            Questions::read(&twice)
                .unwrap_err()
                .contains("two of the question")
        );
        let one = EMBEDDED.replace(
            "grades = [\"inadequate\", \"requires improvement\", \"good\", \"outstanding\"]",
            "grades = [\"fine\"]",
        );
        assert!(Questions::read(&one).unwrap_err().contains("worst first"));
        let refused = Questions::read(&one).unwrap_err();
        assert!(refused.starts_with("Line 14: `grades` has 1"), "{refused}");
        let refused = Questions::read(&twice).unwrap_err();
        assert!(refused.starts_with("Line "), "{refused}");
        assert!(Questions::read("id = 1").is_err());
    }
}
