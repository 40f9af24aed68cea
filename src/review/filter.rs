//! A filter as a person types it: `team:north over:>10 -rule:recorded kind:cp "Hub 3"`.
//!
//! Parsed once, then asked of each line. It never guesses: a field that does not exist or a value
//! that cannot be read is a sentence, and the list stays as it was. Terms are joined by "and"; a
//! minus in front turns a term round; a word without a colon is searched for everywhere.

use super::{CaseRow, Gap};
use crate::model::{Standing, State};
use crate::rules::Rule;

/// A field that can be asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    Team,
    Worker,
    Supervisor,
    Family,
    Id,
    Rule,
    Kind,
    Over,
    State,
    Outcome,
    Age,
    Gaps,
}

/// The fields of the list of gaps.
pub const GAP_FIELDS: &[Field] = &[
    Field::Team,
    Field::Worker,
    Field::Supervisor,
    Field::Family,
    Field::Rule,
    Field::Kind,
    Field::Over,
    Field::State,
    Field::Outcome,
    Field::Id,
];

/// The fields of the list of cases.
pub const CASE_FIELDS: &[Field] = &[
    Field::Team,
    Field::Worker,
    Field::Family,
    Field::Kind,
    Field::Age,
    Field::Gaps,
    Field::Id,
];

impl Field {
    /// The word in front of the colon.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Worker => "worker",
            Self::Supervisor => "supervisor",
            Self::Family => "family",
            Self::Id => "id",
            Self::Rule => "rule",
            Self::Kind => "kind",
            Self::Over => "over",
            Self::State => "state",
            Self::Outcome => "outcome",
            Self::Age => "age",
            Self::Gaps => "gaps",
        }
    }

    const fn counts(self) -> bool {
        matches!(self, Self::Over | Self::Age | Self::Gaps)
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Compare {
    Less,
    AtMost,
    Is,
    AtLeast,
    More,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Ask {
    Holds(Field, String),
    Counts(Field, Compare, i64),
    State(State),
    /// Everywhere.
    Words(String),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sense {
    With,
    Without,
}

/// A filter that can be asked of a line. The empty one lets everything through.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Filter {
    /// As it was typed.
    pub words: String,
    terms: Vec<(Sense, Ask)>,
}

/// What a line offers to a filter. What does not apply is left empty.
#[derive(Clone, Copy, Default)]
pub struct Line<'a> {
    pub who: &'a str,
    pub team: Option<&'a str>,
    pub worker: Option<&'a str>,
    pub supervisor: Option<&'a str>,
    pub family: Option<&'a str>,
    /// Id, short name and title of the rule.
    pub rule: [&'a str; 3],
    /// "child protection plan", "looked after", ...
    pub kind: Option<&'a str>,
    pub state: Option<State>,
    pub standing: Option<&'a Standing>,
    pub over: i64,
    pub age: Option<i64>,
    pub gaps: i64,
    pub phrase: &'a str,
}

impl<'a> Line<'a> {
    /// A gap as a filter sees it; `case` is the row of its child.
    #[must_use]
    pub fn of_gap(
        gap: &'a Gap,
        rule: Option<&'a Rule>,
        case: Option<&'a CaseRow>,
        standing: &'a Standing,
    ) -> Self {
        Self {
            who: &gap.who,
            team: gap.team.as_deref(),
            worker: gap.worker.as_deref(),
            supervisor: gap.supervisor.as_deref(),
            family: gap.family.as_deref(),
            rule: rule.map_or([""; 3], |rule| [&rule.id, &rule.short, &rule.title]),
            kind: case.map(|case| case.status),
            state: Some(gap.state),
            standing: Some(standing),
            over: gap.over.into(),
            phrase: &gap.phrase,
            ..Self::default()
        }
    }

    /// A case as a filter sees it.
    #[must_use]
    pub fn of_case(case: &'a CaseRow) -> Self {
        Self {
            who: &case.shown,
            team: case.team.as_deref(),
            worker: case.worker.as_deref(),
            family: case.family.as_deref(),
            kind: Some(case.status),
            age: case.age.map(i64::from),
            gaps: case.gaps.into(),
            ..Self::default()
        }
    }
}

impl Filter {
    /// Reads a filter; the error says what to write instead.
    pub fn read(words: &str, fields: &[Field]) -> Result<Self, String> {
        let mut terms = Vec::new();
        for token in tokens(words) {
            let (sense, body) = match token.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (Sense::Without, rest),
                _ => (Sense::With, token.as_str()),
            };
            terms.push((sense, ask(body, fields)?));
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

    /// Whether an outcome is asked for: then answered gaps are listed too.
    #[must_use]
    pub fn asks_for_outcomes(&self) -> bool {
        self.terms
            .iter()
            .any(|(_, ask)| matches!(ask, Ask::Holds(Field::Outcome, _)))
    }

    /// The state that is asked for, if one is: then it is listed whatever the list shows.
    #[must_use]
    pub fn asks_for_state(&self, state: State) -> bool {
        self.terms
            .iter()
            .any(|(sense, ask)| *sense == Sense::With && *ask == Ask::State(state))
    }

    /// Whether a line passes.
    #[must_use]
    pub fn lets_through(&self, line: &Line<'_>) -> bool {
        self.terms
            .iter()
            .all(|(sense, ask)| ask.holds(line) == (*sense == Sense::With))
    }
}

/// The terms of a filter as they were typed; quotes hold words together.
pub(super) fn tokens(words: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut token = String::new();
    let mut quoted = false;
    for c in words.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !token.is_empty() {
                    found.push(std::mem::take(&mut token));
                }
            }
            c => token.push(c),
        }
    }
    if !token.is_empty() {
        found.push(token);
    }
    found
}

fn ask(token: &str, fields: &[Field]) -> Result<Ask, String> {
    let Some((name, value)) = token.split_once(':') else {
        return Ok(Ask::Words(token.to_lowercase()));
    };
    let Some(field) = fields
        .iter()
        .copied()
        .find(|field| field.word().eq_ignore_ascii_case(name))
    else {
        let known: Vec<&str> = fields.iter().map(|field| field.word()).collect();
        return Err(format!(
            "There is no field \"{name}\" here. Use {}, or a word without a colon.",
            known.join(", ")
        ));
    };
    let value = value.trim();
    if value.is_empty() {
        return Err(format!(
            "Write what to look for after {name}: with no space, such as {}.",
            example(field)
        ));
    }
    if field.counts() {
        return number(field, value);
    }
    if field == Field::State {
        return state(value);
    }
    Ok(Ask::Holds(field, value.to_lowercase()))
}

const fn example(field: Field) -> &'static str {
    match field {
        Field::Over => "over:>10",
        Field::Age => "age:<5",
        Field::Gaps => "gaps:>0",
        Field::State => "state:late",
        Field::Kind => "kind:cp",
        Field::Outcome => "outcome:booked",
        _ => "team:north",
    }
}

fn number(field: Field, value: &str) -> Result<Ask, String> {
    let (compare, digits) = [
        (">=", Compare::AtLeast),
        ("<=", Compare::AtMost),
        (">", Compare::More),
        ("<", Compare::Less),
        ("=", Compare::Is),
        ("", Compare::Is),
    ]
    .into_iter()
    .find_map(|(sign, compare)| Some((compare, value.strip_prefix(sign)?)))
    .unwrap_or((Compare::Is, value));
    digits
        .trim()
        .parse()
        .map(|number| Ask::Counts(field, compare, number))
        .map_err(|_| {
            format!(
                "{}: takes a number, such as {}; \"{value}\" is none.",
                field.word(),
                example(field)
            )
        })
}

fn state(value: &str) -> Result<Ask, String> {
    match value.to_lowercase().as_str() {
        "overdue" | "!" => Ok(Ask::State(State::Overdue)),
        "late" | "~" => Ok(Ask::State(State::Late)),
        "unknown" | "untold" | "not_computable" | "?" => Ok(Ask::State(State::NotComputable)),
        _ => Err(format!(
            "state: is overdue, late or unknown (cannot be told); \"{value}\" is none of them."
        )),
    }
}

impl Ask {
    fn holds(&self, line: &Line<'_>) -> bool {
        match self {
            Self::Words(words) => {
                holds(line.who, words)
                    || holds(line.phrase, words)
                    || [line.team, line.worker, line.supervisor, line.family]
                        .into_iter()
                        .flatten()
                        .any(|text| holds(text, words))
                    || line.rule.iter().any(|text| holds(text, words))
                    || line.kind.is_some_and(|kind| holds(kind, words))
            }
            Self::Holds(field, value) => holds_field(*field, value, line),
            Self::State(state) => line.state == Some(*state),
            Self::Counts(field, compare, number) => {
                let found = match field {
                    Field::Age => line.age,
                    Field::Gaps => Some(line.gaps),
                    _ => Some(line.over),
                };
                found.is_some_and(|found| match compare {
                    Compare::Less => found < *number,
                    Compare::AtMost => found <= *number,
                    Compare::Is => found == *number,
                    Compare::AtLeast => found >= *number,
                    Compare::More => found > *number,
                })
            }
        }
    }
}

fn holds_field(field: Field, value: &str, line: &Line<'_>) -> bool {
    let named = |name: Option<&str>| match name {
        Some(name) => holds(name, value),
        // "team:none" finds what no team is named for.
        None => value == "none",
    };
    match field {
        Field::Team => named(line.team),
        Field::Worker => named(line.worker),
        Field::Supervisor => named(line.supervisor),
        Field::Family => named(line.family),
        Field::Id => holds(line.who, value),
        Field::Rule => line.rule.iter().any(|text| holds(text, value)),
        Field::Kind => line.kind.is_some_and(|kind| match value {
            "cp" | "cpp" => kind == "child protection plan",
            "cla" | "lac" => kind == "looked after",
            "cin" => kind == "in need",
            _ => holds(kind, value),
        }),
        Field::Outcome => line.standing.is_some_and(|standing| match value {
            "none" | "open" => standing.is_open(),
            "any" => standing.outcome().is_some(),
            "waiting" => matches!(standing, Standing::Waiting(_)),
            "reopened" => matches!(standing, Standing::Reopened { .. }),
            _ => standing
                .outcome()
                .is_some_and(|outcome| holds(&outcome.kind.label(), value)),
        }),
        Field::Over | Field::Age | Field::Gaps | Field::State => false,
    }
}

/// Whether a text holds these lower-case words, whatever its case.
#[must_use]
pub fn holds(text: &str, lower: &str) -> bool {
    let Some(first) = lower.bytes().next() else {
        return true;
    };
    if text.is_ascii() && lower.is_ascii() {
        // Twenty thousand lines are asked at once: no copy of each, and only where the first
        // letter stands is the rest compared.
        let (text, wanted) = (text.as_bytes(), lower.as_bytes());
        let Some(last) = text.len().checked_sub(wanted.len()) else {
            return false;
        };
        let starts = text.get(..=last).unwrap_or_default();
        return memchr::memchr2_iter(first, first.to_ascii_uppercase(), starts).any(|at| {
            text.get(at..at + wanted.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(wanted))
        });
    }
    text.to_lowercase().contains(lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gap() -> Line<'static> {
        Line {
            who: "900138",
            team: Some("Hub North"),
            worker: Some("Y Foobarton"),
            supervisor: None,
            rule: ["SUP-CASE-CP", "Case supervision, CP", "Case supervision"],
            kind: Some("child protection plan"),
            state: Some(State::Overdue),
            over: 41,
            age: Some(7),
            phrase: "last 02 Apr",
            ..Line::default()
        }
    }

    fn passes(words: &str) -> bool {
        let all: Vec<Field> = GAP_FIELDS.iter().chain(CASE_FIELDS).copied().collect();
        Filter::read(words, &all).unwrap().lets_through(&gap())
    }

    #[test]
    fn each_field_is_asked_by_meaning_and_not_by_case() {
        for (words, expected) in [
            ("", true),
            ("team:north", true),
            ("team:NORTH", true),
            ("team:\"hub north\"", true),
            ("team:south", false),
            ("-team:south", true),
            ("supervisor:none", true),
            ("team:none", false),
            ("worker:foo", true),
            ("rule:sup", true),
            ("kind:cp", true),
            ("kind:cla", false),
            ("over:>10", true),
            ("over:41", true),
            ("over:<=40", false),
            ("over:>=41", true),
            ("age:<5", false),
            ("state:overdue", true),
            ("state:late", false),
            ("id:138", true),
            ("apr", true),
            ("north foobarton", true),
            ("north testwick", false),
        ] {
            assert_eq!(passes(words), expected, "{words}");
        }
    }

    #[test]
    fn a_field_that_does_not_exist_is_named_with_those_that_do() {
        let error = Filter::read("tem:north", GAP_FIELDS).unwrap_err();
        assert!(
            error.contains("\"tem\"") && error.contains("supervisor"),
            "{error}"
        );
    }

    #[test]
    fn a_value_that_cannot_be_read_is_explained() {
        for (words, says) in [
            ("over:many", "over:>10"),
            ("state:red", "overdue, late or unknown"),
            ("team:", "team:north"),
        ] {
            let error = Filter::read(words, GAP_FIELDS).unwrap_err();
            assert!(error.contains(says), "{error}");
        }
    }

    #[test]
    fn a_word_is_found_wherever_it_stands() {
        for (text, lower, expected) in [
            ("Hub North", "hub", true),
            ("Hub North", "NORTH".to_lowercase().as_str(), true),
            ("Hub Nnorth", "north", true),
            ("Hub Nort", "north", false),
            ("", "n", false),
            ("", "", true),
        ] {
            assert_eq!(holds(text, lower), expected, "{text:?} {lower:?}");
        }
    }

    #[test]
    fn letters_beyond_ascii_are_found_whatever_their_case() {
        assert!(holds("Équipe Nord", "équipe"));
        assert!(!holds("abc", "abcd"));
    }
}
