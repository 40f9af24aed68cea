//! Gaps that are older than twice their limit and that no leader has answered.
//!
//! Pure. The surprising thing: it is found here and not by the rules, because what people answered
//! is no fact of an extract. Where nobody's role is known, nothing is said of anybody.

use std::collections::HashMap;

use crate::model::{FactRef, Finding, GapKey, Name, StaffRole, State};
use crate::rules::{Check, Counts, Keep, Kind, Limit, Mode, RuleResult, Unit, unsighted_after};
use crate::store::OutcomeRoles;

/// Who has answered a gap.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Answered {
    /// Somebody who does not lead.
    Other,
    /// Somebody of whom nobody said what role they have.
    Unknown,
    Leader,
}

impl Answered {
    fn by(role: Option<StaffRole>) -> Self {
        match role {
            None => Self::Unknown,
            Some(role) if role.leads() => Self::Leader,
            Some(_) => Self::Other,
        }
    }
}

/// Fills the rule that asks whether leaders have looked.
pub(super) fn look(answers: &OutcomeRoles, keep: Keep, check: &mut Check) {
    let asks = |result: &RuleResult| unsighted_after(&result.rule.id);
    let Some((at, times)) = check
        .rules
        .iter()
        .enumerate()
        .find_map(|(at, result)| Some((at, asks(result)?)))
    else {
        return;
    };
    let mut by_gap: HashMap<&GapKey, Answered> = HashMap::new();
    for (gap, role) in &answers.given {
        let answered = Answered::by(*role);
        let known = by_gap.entry(gap).or_insert(answered);
        *known = (*known).max(answered);
    }
    let mut found = Vec::new();
    for result in check.rules.iter().filter(|result| is_asked(result)) {
        for gap in result
            .findings
            .iter()
            .filter(|gap| is_old(gap, result, times, check))
        {
            found.push(finding(gap, result, by_gap.get(&result.key(gap)).copied()));
        }
    }
    found.sort_by(|a, b| a.subject.child().cmp(&b.subject.child()));
    let Some(result) = check.rules.get_mut(at) else {
        return;
    };
    if !answers.any_leader && !found.is_empty() {
        result.missing = Some(
            "nobody above team manager is known here (`caselight person role` says who is)".into(),
        );
        result.counts = Counts::default();
        result.counts.0[State::NotComputable as usize] =
            u32::try_from(found.len()).unwrap_or(u32::MAX);
        return;
    }
    for finding in &found {
        result.counts.0[finding.state as usize] += 1;
    }
    if keep == Keep::Asking {
        found.retain(|finding| finding.state != State::Met);
    }
    result.findings = found;
}

/// The clocks whose gaps are listed.
fn is_asked(result: &RuleResult) -> bool {
    result.chosen && result.rule.mode == Mode::On && result.rule.kind == Kind::Clock
}

/// Whether a gap is older than so many times its limit.
fn is_old(gap: &Finding, result: &RuleResult, times: u32, check: &Check) -> bool {
    let (Some(limit), State::Overdue) = (result.rule.limit, gap.state) else {
        return false;
    };
    let beyond = limit.value.saturating_mul(times.saturating_sub(1));
    let beyond = i32::try_from(beyond).unwrap_or(i32::MAX);
    match limit.unit {
        Unit::Months | Unit::EachCalendarMonth => gap
            .due
            .is_some_and(|due| due.plus_months(beyond) < check.as_at),
        _ => gap.over.is_some_and(|over| over > beyond),
    }
}

fn finding(gap: &Finding, result: &RuleResult, answered: Option<Answered>) -> Finding {
    let rule = &result.rule;
    let (state, reading, note) = match answered {
        Some(Answered::Leader) => (State::Met, None, None),
        Some(Answered::Unknown) => (
            State::NotComputable,
            None,
            Some(Name::from("answered by somebody whose role nobody said")),
        ),
        answered => {
            let who = match answered {
                Some(_) => "answered, by nobody above team manager",
                None => "nobody has answered it",
            };
            let words = format!("{}, {}: {who}", rule.short, over_words(gap, rule.limit));
            (State::Overdue, Some(Name::from(words)), None)
        }
    };
    Finding {
        // The gap's own fact with the rule's name before it: two rules can ask about one fact.
        fact: FactRef {
            source_ref: format!("{}/{}", rule.key, gap.fact.source_ref).into(),
            ..gap.fact.clone()
        },
        state,
        reading,
        note,
        due: None,
        over: None,
        stop: None,
        boundary: false,
        ..gap.clone()
    }
}

fn over_words(gap: &Finding, limit: Option<Limit>) -> String {
    let noun = limit.map_or("day", |limit| limit.unit.counted_noun());
    let over = gap.over.unwrap_or(0);
    let plural = if over == 1 { "" } else { "s" };
    format!("{over} {noun}{plural} over")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ChildId, Day, FactKind, Subject};
    use crate::rules::RuleBook;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    /// A check with one overdue gap of a rule, so many units over.
    fn check(rule: &str, due: &str, over: i32) -> Check {
        let book = RuleBook::embedded();
        let subject = Subject::Child(ChildId::read("1").unwrap());
        let fact = FactRef {
            kind: FactKind::CpPlan,
            start: Some(day("2026-01-05")),
            source_ref: Name::default(),
        };
        let gap = Finding {
            due: Some(day(due)),
            over: Some(over),
            ..Finding::blank(subject, fact, State::Overdue)
        };
        let result = |id: &str, findings| RuleResult {
            rule: book.rule(id).unwrap().clone(),
            chosen: true,
            counts: Counts::default(),
            missing: None,
            findings,
        };
        Check {
            as_at: day("2026-06-12"),
            known_on: day("2026-06-12"),
            calendar: String::new(),
            policy: String::new(),
            feeds: Vec::new(),
            rules: vec![
                result(rule, vec![gap]),
                result("LEADER-UNSIGHTED", Vec::new()),
            ],
            data_quality: Vec::new(),
            overrides: Vec::new(),
            glossary: crate::rules::Glossary::default(),
            entry_lag: None,
            supervised: std::collections::BTreeMap::new(),
        }
    }

    fn looked(mut check: Check, given: &[Option<StaffRole>]) -> RuleResult {
        let key = check.rules[0].key(&check.rules[0].findings[0]);
        let answers = OutcomeRoles {
            given: given.iter().map(|role| (key.clone(), *role)).collect(),
            any_leader: true,
        };
        look(&answers, Keep::Every, &mut check);
        check.rules.remove(1)
    }

    fn states(result: &RuleResult) -> Vec<State> {
        result
            .findings
            .iter()
            .map(|finding| finding.state)
            .collect()
    }

    #[test]
    fn complaint_12_leaders_do_not_know_a_gap_older_than_twice_its_limit_asks_for_one() {
        let old = |over| states(&looked(check("SUP-CASE-CP", "2026-05-01", over), &[]));
        assert_eq!(old(30), [], "exactly twice is not older");
        assert_eq!(old(31), [State::Overdue]);
        // Six months over, by the calendar.
        let review = |due| states(&looked(check("RCPC-NEXT-6M", due, 200), &[]));
        assert_eq!(review("2025-12-12"), []);
        assert_eq!(review("2025-12-11"), [State::Overdue]);
    }

    #[test]
    fn only_an_outcome_by_somebody_above_team_manager_answers_it() {
        let answered = |roles: &[Option<StaffRole>]| {
            states(&looked(check("SUP-CASE-CP", "2026-05-01", 90), roles))[0]
        };
        let (manager, head) = (Some(StaffRole::TeamManager), Some(StaffRole::HeadOfService));
        assert_eq!(answered(&[manager]), State::Overdue);
        assert_eq!(
            answered(&[head, manager]),
            State::Met,
            "a later answer of another takes nothing away"
        );
        assert_eq!(answered(&[Some(StaffRole::Director)]), State::Met);
        assert_eq!(answered(&[None]), State::NotComputable);
    }

    #[test]
    fn where_no_leader_is_known_nobody_is_listed_and_the_rule_says_why() {
        let mut check = check("SUP-CASE-CP", "2026-05-01", 90);
        look(&OutcomeRoles::default(), Keep::Every, &mut check);
        let result = &check.rules[1];
        assert!(result.findings.is_empty());
        assert_eq!(result.counts.of(State::NotComputable), 1);
        assert!(result.missing.as_deref().unwrap().contains("person role"));
    }

    #[test]
    fn two_rules_that_ask_about_one_fact_have_two_keys() {
        let mut first = check("SUP-CASE-CP", "2026-05-01", 90);
        let second = check("CPV-INTERVAL", "2026-05-01", 90);
        first.rules.push(second.rules[0].clone());
        let answers = OutcomeRoles {
            any_leader: true,
            ..OutcomeRoles::default()
        };
        look(&answers, Keep::Every, &mut first);
        let result = &first.rules[1];
        let keys: Vec<GapKey> = result.findings.iter().map(|gap| result.key(gap)).collect();
        assert_eq!(keys.len(), 2);
        assert_ne!(keys[0], keys[1]);
    }
}
