//! The dated things on a child's file, and those of an earlier day that came in later.

use std::collections::{HashMap, HashSet};

use super::{Change, Crossing, What, within_sight};
use crate::model::{CaseFile, Day, FactKind, Name, Session, SessionStatus};
use crate::review::Picture;

/// One dated thing that a row says.
pub(super) struct Dating {
    pub on: Day,
    pub kind: FactKind,
    /// "case supervision held", "assessment authorised".
    pub what: String,
    /// The as-at of the extract that first held the row as it is.
    pub known_from: Day,
}

fn said(session: &Session) -> String {
    let kind = session.kind.label();
    match session.status {
        SessionStatus::Held => format!("{kind} held"),
        other => format!("{kind} {}", other.word().replace('_', " ")),
    }
}

/// Every dated thing on a file.
pub(super) fn datings(file: &CaseFile) -> Vec<Dating> {
    let mut all = Vec::new();
    let mut put = |kind, on: Option<Day>, what: &str, known_from| {
        all.extend(on.map(|on| Dating {
            on,
            kind,
            what: what.to_owned(),
            known_from,
        }));
    };
    for x in &file.referrals {
        put(FactKind::Referral, Some(x.on), "referral", x.known_from);
    }
    for x in &file.assessments {
        let kind = FactKind::Assessment;
        put(kind, Some(x.start), "assessment begun", x.known_from);
        put(
            kind,
            x.authorised.day(),
            "assessment authorised",
            x.known_from,
        );
    }
    for x in &file.enquiries {
        let (kind, on) = (FactKind::Enquiry, x.strategy_discussion);
        put(kind, Some(on), "strategy discussion", x.known_from);
        put(kind, x.conference.day(), "initial conference", x.known_from);
    }
    for x in &file.episodes {
        let kind = FactKind::Cin;
        put(kind, Some(x.start), "episode of need begun", x.known_from);
        put(kind, x.end.day(), "case closed", x.known_from);
        put(kind, x.last_seen.day(), "child seen", x.known_from);
    }
    for x in &file.plans {
        let kind = FactKind::CpPlan;
        put(kind, Some(x.start), "protection plan begun", x.known_from);
        put(kind, x.end.day(), "protection plan ended", x.known_from);
        put(kind, x.last_visit.day(), "protection visit", x.known_from);
        put(
            kind,
            x.latest_review.day(),
            "review conference",
            x.known_from,
        );
    }
    for x in &file.care {
        let kind = FactKind::CarePeriod;
        put(kind, Some(x.start), "period of care begun", x.known_from);
        put(kind, x.end.day(), "period of care ended", x.known_from);
        put(
            kind,
            x.last_visit.day(),
            "visit to the placement",
            x.known_from,
        );
        put(
            kind,
            x.latest_review.day(),
            "looked-after review",
            x.known_from,
        );
    }
    for x in &file.sessions {
        put(FactKind::Session, Some(x.on), &said(x), x.known_from);
    }
    all
}

/// Records of a day that the earlier extract covers and that were not on it. What a gap had waited
/// for (`flagged`) is told with the gap.
pub(super) fn back_filled(
    before: &Picture,
    after: &Picture,
    flagged: &HashSet<(Name, Day)>,
) -> Vec<Change> {
    let then: HashMap<_, &CaseFile> = (before.caseload.children.iter())
        .map(|file| (&file.child.id, file))
        .collect();
    let mut found = Vec::new();
    for (at, file) in after.caseload.children.iter().enumerate() {
        let known = then.get(&file.child.id).copied();
        if known.is_some_and(|known| known == file) {
            continue;
        }
        let known: HashSet<(Day, String)> = known
            .map(datings)
            .unwrap_or_default()
            .into_iter()
            .map(|dating| (dating.on, dating.what))
            .collect();
        let mut told = HashSet::new();
        for dating in datings(file) {
            let late = within_sight(before, dating.kind, dating.on)
                && dating.known_from > before.check.known_on
                && !known.contains(&(dating.on, dating.what.clone()))
                && !flagged.contains(&(file.child.shown.clone(), dating.on));
            if late && told.insert((dating.on, dating.what.clone())) {
                found.push(record(after, at, &dating));
            }
        }
    }
    found
}

fn record(after: &Picture, child: usize, dating: &Dating) -> Change {
    let row = after.case_row(child);
    let file = after.caseload.children.get(child);
    Change {
        what: What::BackFilled,
        crossing: Crossing::Beside,
        rule: None,
        who: file.map_or_else(Name::default, |file| file.child.shown.clone()),
        is_child: true,
        child: Some(child),
        team: row.and_then(|row| row.team.clone()),
        worker: row.and_then(|row| row.worker.clone()),
        supervisor: None,
        on: Some(dating.on),
        words: format!(
            "{} {}, first seen on the extract of {}",
            dating.what,
            dating.on.long(),
            dating.known_from.long()
        ),
        key_before: None,
        key_after: None,
    }
}
