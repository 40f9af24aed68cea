//! What the data did not let the rules say: unusable rows, unreadable dates, rows that vanished.

use std::collections::BTreeSet;

use super::chain;
use super::judge::{Judge, Judged};
use super::sight::{Bench, Held, Sight};
use crate::model::{
    CaseFile, ChildId, Day, FactKind, FactRef, Finding, HappeningStatus, Name, State, Subject,
};
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

/// Takes what was late or is overdue as late with approval, where an event of one of these words
/// says that somebody approved it. Approval never makes a clock met.
pub(super) fn excuse(bench: &Bench<'_>, sight: &Sight<'_>, by: &[Name], found: &mut [Finding]) {
    let events = &sight.file.further().happenings;
    let approved = |from: Day| {
        events.iter().any(|event| {
            event.status == HappeningStatus::LateApproved
                && by.contains(&event.what)
                && event.on >= from
                && event.on <= bench.as_at
        })
    };
    for finding in found {
        let late = matches!(finding.state, State::Late | State::Overdue);
        if late && finding.trigger.is_some_and(approved) {
            finding.state = State::Late;
            finding.reading = Some(bench.words.approved.clone());
        }
    }
}

/// A due day that a source supplies and that lies after the rule's own, for each rule that clocks
/// it; and a child who is still unborn weeks after the expected day.
fn doubts(bench: &Bench<'_>, entries: &mut Vec<DataQuality>) {
    let told = |file: &&CaseFile| file.further.is_some() || file.child.expected;
    let files = bench.caseload.children.iter().filter(told);
    let sights: Vec<Sight<'_>> = files.map(|file| Sight::new(bench, file)).collect();
    for entry in &bench.book.entries {
        let Reckoning::SinceLatest(words) = &entry.reckoning else {
            continue;
        };
        if entry.rule.mode == Mode::Off {
            continue;
        }
        let Some(judge) = Judge::new(bench, &entry.rule) else {
            continue;
        };
        for sight in sights.iter().filter(|sight| sight.file.further.is_some()) {
            chain::supplied_later(&judge, sight, words, &mut |supplied, computed| {
                entries.push(DataQuality {
                    rule: entry.rule.id.clone(),
                    child: Some(sight.file.child.id.clone()),
                    what: later_than(supplied, computed),
                });
            });
        }
    }
    for entry in &bench.book.entries {
        if entry.reckoning.is_conference() && entry.rule.mode != Mode::Off {
            targets(bench, &sights, entry, entries);
        }
    }
    for sight in &sights {
        let child = &sight.file.child;
        let overdue = child.birth.map(|birth| birth.plus_days(UNBORN_FOR));
        if child.expected && overdue.is_some_and(|day| day <= bench.as_at) {
            entries.push(DataQuality {
                rule: String::new(),
                child: Some(child.id.clone()),
                what: "the expected day of birth is weeks past: is the child born?".to_owned(),
            });
        }
    }
}

/// Days after the expected day of birth from which a person is asked.
const UNBORN_FOR: i32 = 28;

fn later_than(supplied: Day, computed: Day) -> String {
    format!(
        "supplied due date later than computed: {} and not {}",
        supplied.long(),
        computed.long()
    )
}

/// The target of an initial conference as supplied, against the enquiry that led to it.
fn targets(bench: &Bench<'_>, sights: &[Sight<'_>], entry: &Entry, entries: &mut Vec<DataQuality>) {
    let Some(judge) = Judge::new(bench, &entry.rule) else {
        return;
    };
    for sight in sights.iter().filter(|sight| sight.file.further.is_some()) {
        for row in &sight.file.further().conferences {
            let enquiries = sight.file.enquiries.iter().rev();
            let led = enquiries
                .map(|enquiry| enquiry.strategy_discussion)
                .find(|on| *on <= row.on);
            let computed = led.and_then(|on| judge.yardstick.due(on));
            if let (Some(supplied), Some(computed)) = (row.supplied_due.day(), computed)
                && supplied > computed
                && row.on <= bench.as_at
            {
                entries.push(DataQuality {
                    rule: entry.rule.id.clone(),
                    child: Some(sight.file.child.id.clone()),
                    what: later_than(supplied, computed),
                });
            }
        }
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
                && !bench.follow.is_reach(note)
                && !bench.reach.says(note);
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
    doubts(bench, &mut entries);
    untold(bench, results, &mut entries);
    entries
}

/// Each rule that no loaded source can tell, once.
fn untold(bench: &Bench<'_>, results: &[RuleResult], entries: &mut Vec<DataQuality>) {
    for entry in &bench.book.entries {
        let stops = entry.reckoning.stops();
        let reach = bench.reach.of(stops);
        if stops.is_empty() || reach.covers.is_some() {
            continue;
        }
        let mut of_rule = results.iter().filter(|one| one.rule.id == entry.rule.id);
        let number = of_rule
            .find(|one| one.chosen)
            .map_or(0, |one| one.counts.of(State::NotComputable));
        if number > 0 {
            entries.push(DataQuality {
                rule: entry.rule.id.clone(),
                child: None,
                what: format!("{}: clocks that cannot be told: {number}", reach.none),
            });
        }
    }
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
