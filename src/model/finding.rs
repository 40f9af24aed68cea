//! What a rule says about one clock: its state, its dates, and how it is known again later.

use std::{fmt, sync::Arc};

use serde::{Serialize, Serializer};

use super::{ChildId, Day, FactKind, Name};

/// The six states of a clock. A blank date is never `Met`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Done in time.
    Met,
    /// Done after it was due. For an indicator: "yes".
    Late,
    /// Not done, and past due.
    Overdue,
    /// Not done, and still in time.
    Due,
    /// Something that is needed to tell is missing or unreadable.
    NotComputable,
    /// The clock does not run, and the note says why.
    NotApplicable,
}

impl State {
    /// Every state, in the order in which counts are printed.
    pub const ALL: [Self; 6] = [
        Self::Met,
        Self::Late,
        Self::Overdue,
        Self::Due,
        Self::NotComputable,
        Self::NotApplicable,
    ];

    /// The word of JSON and `--fail-on`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Late => "late",
            Self::Overdue => "overdue",
            Self::Due => "due",
            Self::NotComputable => "not_computable",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Met => "in time",
            Self::Late => "done late",
            Self::Overdue => "overdue",
            Self::Due => "still in time",
            Self::NotComputable => "cannot be told",
            Self::NotApplicable => "does not apply",
        }
    }
}

/// The fact that started a clock.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct FactRef {
    pub kind: FactKind,
    pub start: Option<Day>,
    /// The fact's own source reference; usually empty.
    pub source_ref: Name,
}

impl FactRef {
    /// A row that could not be used: the child's first of this kind, second, and so on. The row's
    /// number in the file is no part of it, because that changes from import to import.
    #[must_use]
    pub fn unusable(kind: FactKind, number: u32) -> Self {
        let source_ref = match number {
            1 => UNUSABLE.into(),
            more => format!("{UNUSABLE}-{more}").into(),
        };
        Self {
            kind,
            start: None,
            source_ref,
        }
    }

    /// Whether it stands for a row that could not be used.
    #[must_use]
    pub fn is_unusable(&self) -> bool {
        self.start.is_none() && self.source_ref.starts_with(UNUSABLE)
    }
}

const UNUSABLE: &str = "unusable";

/// Whom a finding is about.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Subject {
    Child(ChildId),
    Worker(Name),
}

impl Subject {
    /// The child, where it is one.
    #[must_use]
    pub const fn child(&self) -> Option<&ChildId> {
        match self {
            Self::Child(id) => Some(id),
            Self::Worker(_) => None,
        }
    }

    /// The worker, where it is one.
    #[must_use]
    pub const fn worker(&self) -> Option<&Name> {
        match self {
            Self::Child(_) => None,
            Self::Worker(name) => Some(name),
        }
    }
}

/// What stays the same about a gap from import to import: rule, subject, triggering fact.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GapKey(Arc<str>);

impl GapKey {
    /// Builds the key. `rule` carries its basis where it is not the rule's default.
    #[must_use]
    pub fn new(rule: &str, subject: &Subject, fact: &FactRef) -> Self {
        let (who, tag) = match subject {
            Subject::Child(id) => (id.as_str(), ""),
            Subject::Worker(name) => (name.as_ref(), "worker="),
        };
        let mut text = format!("{rule}:{tag}{who}:{}", fact.kind.word());
        if let Some(start) = fact.start {
            text.push('@');
            text.push_str(&start.to_string());
        }
        if !fact.source_ref.is_empty() {
            text.push('#');
            text.push_str(&fact.source_ref);
        }
        Self(Arc::from(text))
    }

    /// A key from the store or from a person's words.
    #[must_use]
    pub fn stored(text: &str) -> Self {
        Self(Arc::from(text))
    }

    /// The key of the rule that it is a clock of.
    #[must_use]
    pub fn rule(&self) -> &str {
        self.0.split(':').next().unwrap_or_default()
    }

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Seven letters and digits that stand for the key where somebody has to type it. Made from
    /// the key alone, so it is as stable as the key; two keys may rarely share one, and whoever
    /// looks a code up has to say so.
    #[must_use]
    pub fn code(&self) -> String {
        // FNV-1a over the text, 35 bits of it in an alphabet without i, l, o and u.
        const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
        let hash = self
            .0
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
            });
        let folded = hash ^ (hash >> 35);
        (0..7)
            .map(|place| {
                char::from(LETTERS[usize::try_from(folded >> (5 * place) & 31).unwrap_or(0)])
            })
            .collect()
    }
}

impl fmt::Display for GapKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for GapKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GapKey(..)")
    }
}

impl Serialize for GapKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// One clock of one child (or worker) under one rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    pub subject: Subject,
    pub fact: FactRef,
    pub state: State,
    /// In the words of rulebook 3c: "no record on this extract", "none since 01 Mar 2026, ...".
    pub reading: Option<Name>,
    pub trigger: Option<Day>,
    pub due: Option<Day>,
    pub stop: Option<Day>,
    /// From trigger to stop or as-at, in the limit's unit (days for months).
    pub elapsed: Option<i32>,
    /// How far beyond the limit, in the same unit; only for late and overdue.
    pub over: Option<i32>,
    /// The two ways of counting months disagree about the state.
    pub boundary: bool,
    pub team: Option<Name>,
    pub worker: Option<Name>,
    pub supervisor: Option<Name>,
    /// What is missing, or why the clock does not run.
    pub note: Option<Name>,
}

#[cfg(test)]
impl Finding {
    /// A finding of which nothing else is known, for tests.
    pub(crate) const fn blank(subject: Subject, fact: FactRef, state: State) -> Self {
        Self {
            subject,
            fact,
            state,
            reading: None,
            trigger: None,
            due: None,
            stop: None,
            elapsed: None,
            over: None,
            boundary: false,
            team: None,
            worker: None,
            supervisor: None,
            note: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_code_is_short_stays_the_same_and_tells_keys_apart() {
        let code = |key: &str| GapKey::stored(key).code();
        // People write codes down: this one must never change.
        assert_eq!(code("ALLOC-NONE:177510:cin@2025-12-19"), "j31myf5");
        let codes: HashSet<String> = (0..10_000)
            .map(|n| code(&format!("SUP-CASE-CP:{}:session@2026-09-28", 900_000 + n)))
            .collect();
        assert_eq!(codes.len(), 10_000);
        let written =
            |code: &String| code.len() == 7 && code.bytes().all(|b| b.is_ascii_alphanumeric());
        assert!(codes.iter().all(written));
    }
}
