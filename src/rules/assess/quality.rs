//! What the data did not let the rules say: unusable rows, unreadable dates, rows that vanished.

use std::collections::BTreeSet;

use super::judge::Judged;
use super::sight::{Bench, Held, Sight};
use crate::model::{ChildId, Day, FactKind, FactRef, Finding, State, Subject};
use crate::rules::book::Entry;
use crate::rules::reckoning::Reckoning;
use crate::rules::{DataQuality, Mode, RuleResult};

/// Adds a clock that cannot be told for each unusable row that would have been one.
pub(super) fn add_lost_rows(
    bench: &Bench<'_>,
    sights: &[Sight<'_>],
    reckoning: &Reckoning,
    found: &mut Vec<Finding>,
) {
    let mut seen: BTreeSet<(&ChildId, u32)> = BTreeSet::new();
    let before = found.len();
    for lost in &bench.caseload.lost_rows {
        if Some(lost.kind) != reckoning.kind() {
            continue;
        }
        let sight = bench
            .caseload
            .position(&lost.child)
            .and_then(|position| sights.get(position));
        let supervised = sight.is_some_and(|sight| sight.governing.is_some());
        if matches!(reckoning, Reckoning::SessionChain { .. }) && supervised {
            continue;
        }
        let mut number = 1;
        while !seen.insert((&lost.child, number)) {
            number += 1;
        }
        let fact = FactRef::unusable(lost.kind, number);
        let held = sight.map_or_else(Held::default, Sight::held);
        let judged = Judged::not_computable(&lost.what.as_str().into());
        found.push(judged.finding(Subject::Child(lost.child.clone()), fact, held));
    }
    if found.len() > before {
        found.sort_by(|a, b| a.subject.child().cmp(&b.subject.child()));
    }
}

/// Every fault of the data, once for each rule that it touches.
pub(super) fn entries(bench: &Bench<'_>, results: &[RuleResult]) -> Vec<DataQuality> {
    let mut entries = Vec::new();
    for result in results.iter().filter(|result| result.chosen) {
        let faults = result.findings.iter().filter_map(|finding| {
            let note = finding.note.as_ref()?;
            let fault = finding.state == State::NotComputable
                && bench.words.is_fault(note)
                && !bench.follow.is_reach(note);
            fault.then_some((finding, note))
        });
        entries.extend(faults.map(|(finding, note)| DataQuality {
            rule: result.rule.id.clone(),
            child: finding.subject.child().cloned(),
            what: note.to_string(),
        }));
    }
    let told: BTreeSet<(&ChildId, &str)> = entries
        .iter()
        .filter_map(|entry| Some((entry.child.as_ref()?, entry.what.as_str())))
        .collect();
    let silent: Vec<DataQuality> = bench
        .caseload
        .lost_rows
        .iter()
        .filter(|lost| !told.contains(&(&lost.child, lost.what.as_str())))
        .map(|lost| DataQuality {
            rule: String::new(),
            child: Some(lost.child.clone()),
            what: lost.what.clone(),
        })
        .collect();
    entries.extend(silent);
    vanished(bench, &mut entries);
    entries
}

/// Open rows that the newest extract no longer lists: neither open nor closed.
fn vanished(bench: &Bench<'_>, entries: &mut Vec<DataQuality>) {
    for file in &bench.caseload.children {
        let mut say = |kind, start: Day, ended: bool| {
            if ended || start > bench.as_at {
                return;
            }
            let what = format!(
                "no longer listed: {} from {}, neither open nor closed on this extract",
                row_word(kind),
                start.long()
            );
            for entry in bench.book.entries.iter().filter(|entry| reads(entry, kind)) {
                entries.push(DataQuality {
                    rule: entry.rule.id.clone(),
                    child: Some(file.child.id.clone()),
                    what: what.clone(),
                });
            }
        };
        let ended = |end: crate::model::Dated| end.day().is_some_and(|day| day <= bench.as_at);
        for row in file.assessments.iter().filter(|row| !row.listed) {
            say(FactKind::Assessment, row.start, ended(row.authorised));
        }
        for row in file.enquiries.iter().filter(|row| !row.listed) {
            say(
                FactKind::Enquiry,
                row.strategy_discussion,
                ended(row.conference),
            );
        }
        for row in file.episodes.iter().filter(|row| !row.listed) {
            say(FactKind::Cin, row.start, ended(row.end));
        }
        for row in file.plans.iter().filter(|row| !row.listed) {
            say(FactKind::CpPlan, row.start, ended(row.end));
        }
        for row in file.care.iter().filter(|row| !row.listed) {
            say(FactKind::CarePeriod, row.start, ended(row.end));
        }
    }
}

fn reads(entry: &Entry, kind: FactKind) -> bool {
    entry.rule.mode != Mode::Off && entry.reckoning.kind() == Some(kind)
}

const fn row_word(kind: FactKind) -> &'static str {
    match kind {
        FactKind::Assessment => "assessment",
        FactKind::Enquiry => "section 47 enquiry",
        FactKind::Cin => "episode of need",
        FactKind::CpPlan => "protection plan",
        FactKind::CarePeriod => "period of care",
        _ => "row",
    }
}
