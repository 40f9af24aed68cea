//! Which threads are listed: `owner:mockridge team:north state:overdue letter`.
//!
//! It reads the same marks as the filter of the gaps; terms are joined by "and".

use super::{Root, Thread};
use crate::review::{Picture, filter::tokens};

const FIELDS: [&str; 6] = ["owner", "team", "worker", "origin", "state", "id"];

/// A filter that can be asked of a thread. The empty one lets everything through.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sieve {
    /// As it was typed.
    pub words: String,
    terms: Vec<Term>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Term {
    without: bool,
    /// `None`: everywhere.
    field: Option<&'static str>,
    value: String,
}

impl Sieve {
    /// Reads a filter.
    ///
    /// # Errors
    /// What to write instead.
    pub fn read(words: &str) -> Result<Self, String> {
        let mut terms = Vec::new();
        for token in tokens(words) {
            let (without, body) = match token.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (true, rest),
                _ => (false, token.as_str()),
            };
            let (field, value) = match body.split_once(':') {
                None => (None, body),
                Some((name, value)) => {
                    let known = FIELDS.iter().find(|field| field.eq_ignore_ascii_case(name));
                    let known = known.ok_or_else(|| {
                        format!(
                            "There is no field \"{name}\" here. Use {}, or a word without a colon.",
                            FIELDS.join(", ")
                        )
                    })?;
                    (Some(*known), value)
                }
            };
            if value.trim().is_empty() {
                return Err("Write what to look for after the colon with no space, such as owner:mockridge.".to_owned());
            }
            terms.push(Term {
                without,
                field,
                value: value.trim().to_lowercase(),
            });
        }
        Ok(Self {
            words: words.trim().to_owned(),
            terms,
        })
    }

    /// Whether it lets everything through.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether threads that are closed are asked for.
    #[must_use]
    pub fn asks_for_state(&self) -> bool {
        self.terms
            .iter()
            .any(|term| term.field == Some("state") && !term.without)
    }

    /// Whether a thread passes.
    #[must_use]
    pub fn lets_through(&self, thread: &Thread, picture: &Picture) -> bool {
        self.terms
            .iter()
            .all(|term| term.holds(thread, picture) != term.without)
    }
}

impl Term {
    fn holds(&self, thread: &Thread, picture: &Picture) -> bool {
        let row = thread.child.and_then(|child| picture.case_row(child));
        let holds = |text: &str| text.to_lowercase().contains(&self.value);
        let owner = || thread.owner.as_deref().unwrap_or("no owner");
        let team = || row.and_then(|row| row.team.as_deref()).unwrap_or_default();
        let worker = || {
            row.and_then(|row| row.worker.as_deref())
                .unwrap_or_default()
        };
        let shown = || row.map_or("", |row| row.shown.as_ref());
        let state = || {
            let group = thread.group(picture.check.as_at);
            let silent = if thread.silent.is_some() {
                "silent"
            } else {
                ""
            };
            let again = if matches!(thread.root, Root::Decision(_)) {
                "decision"
            } else {
                ""
            };
            format!(
                "{} {} {} {silent} {again}",
                thread.state.word(),
                group.word(),
                thread.state.label()
            )
        };
        match self.field {
            Some("owner") => holds(owner()),
            Some("team") => holds(team()),
            Some("worker") => holds(worker()),
            Some("origin") => holds(thread.origin),
            Some("state") => holds(&state()),
            Some(_) => holds(shown()) || holds(&thread.id()),
            None => {
                let everywhere = [
                    owner(),
                    team(),
                    worker(),
                    shown(),
                    thread.origin,
                    &thread.words,
                ];
                everywhere.into_iter().any(holds)
            }
        }
    }
}
