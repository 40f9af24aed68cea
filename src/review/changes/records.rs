//! The dated things of an earlier day that came in later.

use std::collections::{HashMap, HashSet};

use super::{Change, Crossing, What, within_sight};
use crate::model::{CaseFile, Day, Name};
use crate::review::Picture;
use crate::review::datings::{Dating, datings};

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
