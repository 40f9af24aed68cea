//! One rule's marked gaps with the figures that stand beside them.

use std::collections::BTreeMap;

use super::{
    draft::Context,
    pick::{Part, Pick, size},
    template::{fill, words},
    unit::{Counted, Stage, counted},
};
use crate::model::{Evidence, Finding, Name, State, Subject};
use crate::rules::{Kind, RuleResult, Unit, limit_words};

/// One rule of the note.
pub(super) struct Item<'a> {
    pub pick: &'a Pick,
    pub result: &'a RuleResult,
    pub counted: &'static Counted,
    pub rows: Vec<Row<'a>>,
}

/// One figure of it.
pub(super) struct Row<'a> {
    pub part: &'a Part,
    pub evidence: Evidence,
    /// The whole authority's figure, where the row speaks of some teams only.
    pub whole: Option<(u32, u32)>,
    /// Why open clocks cannot be told, in words.
    pub missing: String,
}

impl<'a> Item<'a> {
    /// `before` figures stand in the note already.
    pub fn new(
        before: usize,
        pick: &'a Pick,
        result: &'a RuleResult,
        context: &Context<'a>,
    ) -> Self {
        let counted = counted(&result.rule.id);
        let rows = pick
            .parts
            .iter()
            .enumerate()
            .map(|(place, part)| row(before + place + 1, part, (result, counted), context))
            .collect();
        Self {
            pick,
            result,
            counted,
            rows,
        }
    }

    /// What the note calls the rule: in full, for a reader who does not know the short forms.
    pub fn name(&self) -> &str {
        self.counted
            .name
            .as_deref()
            .unwrap_or(&self.result.rule.short)
    }

    pub fn is_staff(&self) -> bool {
        let first = self.result.findings.first();
        first.is_some_and(|finding| matches!(finding.subject, Subject::Worker(_)))
    }

    /// "E1, E2".
    pub fn labels(&self) -> String {
        let labels: Vec<&str> = self.rows.iter().map(|row| &*row.evidence.label).collect();
        labels.join(", ")
    }

    /// "42 days", or that there is none.
    pub fn limit(&self) -> String {
        let limit = self.result.rule.limit;
        limit.map_or_else(|| "none tolerated".to_owned(), limit_words)
    }

    /// "5 workers", "5 children in 3 families".
    pub fn people(&self, part: &Part) -> String {
        let people = size(part.who.len());
        let (one, many) = if self.is_staff() {
            ("worker", "workers")
        } else {
            ("child", "children")
        };
        let noun = if people == 1 { one } else { many };
        match part.families.filter(|_| !self.is_staff()) {
            Some(1) => format!("{people} {noun} in 1 family"),
            Some(families) => format!("{people} {noun} in {families} families"),
            None => format!("{people} {noun}"),
        }
    }

    /// "; the longest is 41 days beyond it", or nothing.
    pub fn longest(&self, part: &Part) -> String {
        let Some(over) = part.longest.filter(|over| *over > 0) else {
            return String::new();
        };
        let limit = self.result.rule.limit;
        let noun = limit.map_or("day", |limit| Unit::counted_noun(limit.unit));
        let plural = if over == 1 { "" } else { "s" };
        let key = if part.at_least { "at_least" } else { "longest" };
        fill(
            words("children", key),
            &[("over", &format!("{over} {noun}{plural}"))],
        )
    }

    /// The open clocks that cannot be told, those among which they stand, and what is missing.
    pub fn untold(&self, scope: &[Name]) -> (u32, u32, String) {
        let tally = Tally::of(self.result, scope);
        let (n, d) = tally.figure(self.result.rule.kind, State::NotComputable, Stage::Open);
        (n, d, missing(self.result, Stage::Open, scope))
    }
}

fn row<'a>(
    number: usize,
    part: &'a Part,
    (result, counted): (&RuleResult, &Counted),
    context: &Context<'_>,
) -> Row<'a> {
    let rule = &result.rule;
    let tally = Tally::of(result, context.scope);
    let (numerator, denominator) = tally.figure(rule.kind, part.state, part.stage);
    let whole = (!context.scope.is_empty())
        .then(|| Tally::of(result, &[]).figure(rule.kind, part.state, part.stage));
    let unit = counted.noun(part.stage, 2);
    let state = words("measure", key(part.state, rule.kind));
    let place = match context.scope_words() {
        scope if scope.is_empty() => String::new(),
        scope => format!(" in {scope}"),
    };
    Row {
        part,
        whole,
        missing: missing(result, part.stage, context.scope),
        evidence: Evidence {
            label: format!("E{number}"),
            rule: rule.id.clone(),
            level: rule.level.label().to_owned(),
            numerator,
            denominator,
            not_computable: tally.untold(part.stage),
            as_at: context.as_at,
            what: format!("{}: {unit}{place}, {state}", rule.title),
            measure: measure(part, rule.kind),
            limit: rule
                .limit
                .map_or_else(|| "none tolerated".to_owned(), limit_words),
            gaps: part.gaps.clone(),
        },
    }
}

/// What of a rule is counted, so that a later note counts the same.
fn measure(part: &Part, kind: Kind) -> String {
    let of = key(part.state, kind);
    match (of, part.stage) {
        ("unknown", Stage::Finished) => "unknown finished".to_owned(),
        _ => of.to_owned(),
    }
}

/// Under which key the words for a figure stand.
pub(super) const fn key(state: State, kind: Kind) -> &'static str {
    match (state, kind) {
        (State::NotComputable, _) => "unknown",
        (_, Kind::Indicator) => "yes",
        (State::Late, _) => "late",
        (_, Kind::Status) => "status",
        _ => "overdue",
    }
}

const fn stage(finding: &Finding) -> Stage {
    match finding.stop {
        Some(_) => Stage::Finished,
        None => Stage::Open,
    }
}

fn within(finding: &Finding, scope: &[Name]) -> bool {
    scope.is_empty() || finding.team.as_ref().is_some_and(|t| scope.contains(t))
}

/// How many clocks stand in each state.
struct Tally {
    counts: [u32; 6],
    untold_finished: u32,
}

impl Tally {
    /// Of these teams, or of everybody where none is named.
    fn of(result: &RuleResult, scope: &[Name]) -> Self {
        let mut tally = Self {
            counts: [0; 6],
            untold_finished: 0,
        };
        for finding in result.findings.iter().filter(|f| within(f, scope)) {
            if let Some(count) = tally.counts.get_mut(finding.state as usize) {
                *count += 1;
            }
            if finding.state == State::NotComputable && stage(finding) == Stage::Finished {
                tally.untold_finished += 1;
            }
        }
        if scope.is_empty() {
            tally.counts = result.counts.0;
        }
        tally
    }

    fn count(&self, state: State) -> u32 {
        self.counts.get(state as usize).copied().unwrap_or(0)
    }

    fn untold(&self, stage: Stage) -> u32 {
        match stage {
            Stage::Finished => self.untold_finished,
            Stage::Open => self.count(State::NotComputable) - self.untold_finished,
        }
    }

    /// Numerator and denominator: open clocks for overdue, finished ones for late. A status has
    /// no dates, so that everything that meets it is its other half; an indicator likewise.
    fn figure(&self, kind: Kind, state: State, stage: Stage) -> (u32, u32) {
        let of = |state| self.count(state);
        let finished = of(State::Met) + of(State::Late);
        let open = match kind {
            Kind::Status => of(State::Overdue) + of(State::Met),
            Kind::Clock | Kind::Indicator => of(State::Overdue) + of(State::Due),
        };
        match (state, stage) {
            (State::NotComputable, Stage::Open) => {
                (self.untold(Stage::Open), open + self.untold(Stage::Open))
            }
            (State::NotComputable, Stage::Finished) => {
                (self.untold_finished, finished + self.untold_finished)
            }
            (State::Late, _) => (of(State::Late), finished),
            _ => (of(State::Overdue), open),
        }
    }
}

/// What is missing where a clock cannot be told, the commonest first.
fn missing(result: &RuleResult, of: Stage, scope: &[Name]) -> String {
    let mut reasons: BTreeMap<&str, u32> = BTreeMap::new();
    let untold = result
        .findings
        .iter()
        .filter(|f| f.state == State::NotComputable && stage(f) == of && within(f, scope));
    for finding in untold {
        // The words of an unusable row quote what its cell held, and that may be anybody's name.
        let reason = if finding.fact.is_unusable() {
            Some(words("missing", "row"))
        } else {
            finding.note.as_deref()
        };
        if let Some(reason) = reason {
            *reasons.entry(reason).or_default() += 1;
        }
    }
    let mut reasons: Vec<(&str, u32)> = reasons.into_iter().collect();
    reasons.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    match reasons.as_slice() {
        [] => words("missing", "nothing").to_owned(),
        [(only, _)] => (*only).to_owned(),
        several => several
            .iter()
            .map(|(reason, count)| format!("{reason}: {count}"))
            .collect::<Vec<_>>()
            .join("; "),
    }
}
