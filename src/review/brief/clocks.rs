//! The clocks of a page: how far over or how much is left, and what became of those that are gone.
//!
//! It computes no clock. The surprising thing: one that ran out after the day of the data is
//! neither overdue nor has it anything left; the page says so.

use super::{
    items::{Ground, key_of},
    lines::{Folded, Item, fold},
};
use crate::model::{Day, Finding, OutcomeKind, Standing, State};
use crate::review::{ClockRow, brief::Ids, view};
use crate::rules::{RuleResult, Unit};

/// In front of the key of a clock.
const CLOCK: &str = "clock:";

impl Ground<'_> {
    /// Clocks that are overdue, then those that run out before the next meeting. Siblings under
    /// one clock with one day and one answer are one line.
    pub fn clocks(&self, children: &[usize]) -> Vec<Item> {
        let mut folded = self.folded_clocks(children);
        folded.sort_by_key(|one| {
            let (state, due) = one.stands;
            (state != State::Overdue, due.is_none(), due)
        });
        self.unfolded(folded, children)
    }

    /// A line for each clock, and for siblings under one; in no order.
    pub fn folded_clocks(&self, children: &[usize]) -> Vec<Folded> {
        let mut folded = Vec::new();
        for child in children {
            let rows = self.clocks.get(child).map(Vec::as_slice);
            let rows = rows.unwrap_or_default();
            for row in rows.iter().filter(|row| self.counts_here(row)) {
                let one = Folded {
                    item: self.clock(row),
                    children: vec![*child],
                    stands: (row.state, row.due),
                };
                fold(&mut folded, one);
            }
        }
        folded
    }

    fn clock(&self, row: &ClockRow) -> Item {
        let said = self.said(row);
        let due = row.due.map_or_else(|| "no day".to_owned(), Day::long);
        let key = self
            .finding(row)
            .map_or_else(String::new, |(result, finding)| {
                result.key(finding).as_str().to_owned()
            });
        Item {
            substance: format!("{} {:?} {said}", row.state.word(), row.due),
            later: Some(format!("{}, due {due}", row.label)),
            keys: vec![format!("{CLOCK}{key}")],
            cells: vec![
                String::new(),
                row.label.clone(),
                due,
                self.how_far(row),
                said,
            ],
        }
    }

    /// What became of a line that an earlier brief had, where the picture can tell.
    pub fn became(&self, key: &str, children: &[usize]) -> Option<String> {
        if let Some(key) = key.strip_prefix(CLOCK) {
            let own: Vec<_> = children
                .iter()
                .filter_map(|child| self.file(*child))
                .collect();
            let results = self.picture.check.rules.iter();
            let mut findings = results.flat_map(|result| {
                let own = result.findings.iter().filter(|finding| {
                    let child = finding.subject.child();
                    child.is_some_and(|id| own.iter().any(|file| file.child.id == *id))
                });
                own.map(move |finding| (result, finding))
            });
            let (_, finding) =
                findings.find(|(result, finding)| result.key(finding).as_str() == key)?;
            let on = finding
                .stop
                .map_or_else(String::new, |on| format!(" on {}", on.long()));
            return match finding.state {
                State::Met => Some(format!("done{on}, in time")),
                State::Late => Some(format!("done{on}, late")),
                State::NotApplicable => Some("does not apply any more".to_owned()),
                State::NotComputable => Some("cannot be told any more".to_owned()),
                State::Overdue | State::Due => None,
            };
        }
        let own = children.iter().filter_map(|child| self.threads.get(child));
        let thread = own.flatten().find(|thread| key_of(thread) == key)?;
        (!thread.state.is_open()).then(|| thread.state.word().replace('_', " "))
    }

    fn finding(&self, row: &ClockRow) -> Option<(&RuleResult, &Finding)> {
        let result = self.picture.check.rules.get(row.rule)?;
        Some((result, result.findings.get(row.finding)?))
    }

    /// How far over, or how much is left; only what the data can show.
    fn how_far(&self, row: &ClockRow) -> String {
        let Some((result, finding)) = self.finding(row) else {
            return row.today.clone();
        };
        let held = self.picture.check.rule_for(result, finding);
        let unit = held.limit.map(|limit| limit.unit);
        let of = |number: i32| counted(number, unit.map_or("day", Unit::counted_noun));
        // What is left of weeks and months is told in days.
        let of_left = |number: i32| match unit {
            Some(Unit::WorkingDays) => of(number),
            _ => counted(number, "day"),
        };
        let gap = row.gap.and_then(|at| self.picture.gaps.get(at));
        let as_at = self.picture.check.as_at;
        match (row.state, gap, finding.over) {
            (State::Overdue, Some(gap), _) if gap.at_least => {
                format!("at least {} over", of(gap.over))
            }
            (State::Overdue, _, Some(over)) if row.today == format!("{over} over") => {
                format!("{} over", of(over))
            }
            (State::Due, ..) if row.due.is_some_and(|due| due < self.picture.today) => {
                "ran out since the data".to_owned()
            }
            (State::Due, ..) => view::left(&held, finding, as_at).map_or_else(
                || row.today.clone(),
                |left| format!("{} left", of_left(left)),
            ),
            _ => row.today.clone(),
        }
    }

    /// What people said about an overdue clock.
    fn said(&self, row: &ClockRow) -> String {
        let gap = row.gap.and_then(|at| self.picture.gaps.get(at));
        let Some(gap) = gap.filter(|_| row.state == State::Overdue) else {
            return String::new();
        };
        match &gap.standing {
            Standing::Open => "not answered".to_owned(),
            Standing::Answered(outcome) => self.outcome(&outcome.kind),
            Standing::Waiting(outcome) => {
                format!("{}, to be shown by an extract", self.outcome(&outcome.kind))
            }
            Standing::Reopened { was, .. } => {
                format!("open again; it was {}", self.outcome(&was.kind))
            }
        }
    }

    /// What somebody decided about a clock, without a name while names are hidden.
    pub fn outcome(&self, kind: &OutcomeKind) -> String {
        match (kind, self.ids) {
            (OutcomeKind::Exception { .. }, Ids::Hidden) => "exception approved".to_owned(),
            (OutcomeKind::Escalated { .. }, Ids::Hidden) => "escalated".to_owned(),
            _ => kind.label(),
        }
    }

    /// How many clocks of these children cannot be told.
    pub fn untold(&self, children: &[usize]) -> usize {
        let all = children.iter().filter_map(|child| self.clocks.get(child));
        let untold = all.flatten();
        untold
            .filter(|row| !row.trial && row.state == State::NotComputable)
            .count()
    }
}

fn counted(number: i32, noun: &str) -> String {
    let more = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{more}")
}
