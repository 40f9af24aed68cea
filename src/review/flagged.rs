//! Sessions that came in only after the clock they stop had been seen to be over. Pure.
//!
//! It changes no state: a session counts from the day on which it was held. The surprising thing:
//! one that was held in time can bear this reading, where the extract of a later day lacked it.

use std::collections::HashMap;

use crate::model::{Caseload, ChildId, Day, Finding, Known, Name, Session, SessionStatus, State};
use crate::rules::{Check, StoppedBy, stopped_by};

/// Sessions that an extract should have shown and a later one did, with the day of the extract
/// that did not.
type Late<'a> = HashMap<(&'a str, Day), Day>;

/// The reading of rulebook 3c.
const READING: &str = "recorded after it was flagged";

/// Lets the clocks say so that were stopped by such a session. `extracts` are the days of the
/// extracts of sessions that are known, in order.
pub(super) fn reread(caseload: &Caseload, extracts: &[Day], check: &mut Check) {
    let Some(first) = extracts.first().filter(|_| extracts.len() > 1) else {
        return;
    };
    let late = late(caseload, extracts, *first);
    if late.is_empty() {
        return;
    }
    let reading = Name::from(READING);
    for result in &mut check.rules {
        if stopped_by(&result.rule.id) != StoppedBy::Session {
            continue;
        }
        for finding in &mut result.findings {
            if was_flagged(finding, &late) {
                finding.reading = Some(reading.clone());
            }
        }
    }
}

fn was_flagged(finding: &Finding, late: &Late<'_>) -> bool {
    if !matches!(finding.state, State::Met | State::Late) {
        return false;
    }
    let whose = (finding.subject.child().map(ChildId::as_str))
        .or_else(|| finding.subject.worker().map(AsRef::as_ref));
    let (Some(whose), Some(stop), Some(due)) = (whose, finding.stop, finding.due) else {
        return false;
    };
    late.get(&(whose, stop)).is_some_and(|missed| due < *missed)
}

fn late<'a>(caseload: &'a Caseload, extracts: &[Day], first: Day) -> Late<'a> {
    let mut late = Late::new();
    let mut take = |whose: &'a str, session: &Known<Session>| {
        if session.known_from <= first || session.status != SessionStatus::Held {
            return;
        }
        let before = extracts.partition_point(|day| *day < session.known_from);
        let missed = before.checked_sub(1).and_then(|at| extracts.get(at));
        if let Some(missed) = missed.filter(|missed| session.on <= **missed) {
            late.insert((whose, session.on), *missed);
        }
    };
    for file in &caseload.children {
        for session in &file.sessions {
            take(file.child.id.as_str(), session);
        }
    }
    for session in &caseload.staff_sessions {
        if let Some(worker) = &session.is.worker {
            take(worker, session);
        }
    }
    late
}
