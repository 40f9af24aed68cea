//! Entering by hand: what a person says is checked, kept as one step, and read again.

use std::collections::HashMap;

use super::{Desk, DeskError, EntryRow, Filing, Step};
use crate::calendar::now;
use crate::model::{
    Caseload, Entry, EntryChange, EntryDraft, EntryId, EntrySubject, MOST_WORDS, Name,
};

/// Who works with a child, as the newest records say it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AtHand {
    pub worker: Option<Name>,
    pub supervisor: Option<Name>,
    pub team: Option<Name>,
}

/// A name without its case and its stray spaces.
fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

impl Desk {
    /// Takes one step of work on entries. When this returns, it is on disk.
    pub fn enter(&mut self, change: &EntryChange) -> Result<Step, DeskError> {
        let today = now::today();
        match change {
            EntryChange::Enter(drafts) => {
                if drafts.is_empty() {
                    return Err(words("Entering by hand: name a child, or a worker, first."));
                }
                for draft in drafts {
                    draft.check(today).map_err(|(_, said)| words(said))?;
                }
            }
            EntryChange::Correct { to, .. } => {
                to.check(today).map_err(|(_, said)| words(said))?;
            }
            EntryChange::Withdraw { reason, .. } => {
                if reason.trim().is_empty() {
                    return Err(words("Withdrawing an entry: say in a few words why."));
                }
                if reason.chars().count() > MOST_WORDS {
                    return Err(words(
                        "Withdrawing an entry: the reason is too long. Shorten it.",
                    ));
                }
            }
            EntryChange::Seen { id, on, filed } => {
                let entry = self.standing_entry(*id)?;
                let held = entry.said.on;
                if *on > today {
                    let on = on.long();
                    return Err(words(format!(
                        "{on} has not come yet. Give the day on which you saw the record."
                    )));
                }
                if *on < held || filed.is_some_and(|filed| filed < held || filed > *on) {
                    return Err(words(format!(
                        "It was on {}: it was put on the file on that day or later, and seen there after that. \
                         Check the days.",
                        held.long()
                    )));
                }
            }
            EntryChange::NotSeen { id } => {
                if self.standing_entry(*id)?.seen.is_none() {
                    return Err(DeskError::Failed(format!(
                        "Entry {} is not marked as seen on the file. Nothing was changed.",
                        id.0
                    )));
                }
            }
        }
        let label = self.label(change)?;
        let change = self.spelt_as_known(change)?;
        let (_, touched) = self.store.write_entries(&label, &change, &now::moment())?;
        self.entered(label, touched)
    }

    /// The same step with each name spelt as the extracts spell it: "y foobarton" is Y Foobarton,
    /// whose clock it is.
    fn spelt_as_known(&self, change: &EntryChange) -> Result<EntryChange, DeskError> {
        let mut change = change.clone();
        let drafts = match &mut change {
            EntryChange::Enter(drafts) => drafts.as_mut_slice(),
            EntryChange::Correct { to, .. } => std::slice::from_mut(to),
            _ => return Ok(change),
        };
        let known = self.store.known_names()?;
        let spelt: HashMap<String, &Name> = known.iter().map(|name| (folded(name), name)).collect();
        let respell = |name: &mut Name| {
            if let Some(known) = spelt.get(&folded(name)) {
                *name = (*known).clone();
            }
        };
        for draft in drafts {
            if let EntrySubject::Worker(name) = &mut draft.subject {
                respell(name);
            }
            let named = [&mut draft.worker, &mut draft.supervisor, &mut draft.team];
            named.into_iter().flatten().for_each(respell);
        }
        Ok(change)
    }

    /// What a step on entries leaves behind: the findings have to be taken anew.
    pub(super) fn entered(
        &mut self,
        label: String,
        entries: Vec<EntryId>,
    ) -> Result<Step, DeskError> {
        self.picture = None;
        let (undo, redo) = self.store.trail()?;
        Ok(Step {
            label,
            standings: Vec::new(),
            entries,
            promises: None,
            undo,
            redo,
        })
    }

    fn standing_entry(&self, id: EntryId) -> Result<Entry, DeskError> {
        let entry = self.entry(id)?;
        if entry.withdrawn.is_some() {
            return Err(DeskError::Failed(format!(
                "Entry {} was withdrawn. Correct it first if it stands after all; nothing was changed.",
                id.0
            )));
        }
        Ok(entry)
    }

    /// One entry as it stands.
    pub fn entry(&self, id: EntryId) -> Result<Entry, DeskError> {
        let found = self
            .store
            .entries(None)?
            .into_iter()
            .find(|entry| entry.id == id);
        Ok(found.ok_or(crate::store::StoreError::NoSuchEntry(id.0))?)
    }

    /// Names a step for the undo trail and the audit log: no id, no name, no words.
    fn label(&self, change: &EntryChange) -> Result<String, DeskError> {
        Ok(match change {
            EntryChange::Enter(drafts) => {
                let what = drafts.first().map_or_else(String::new, said_what);
                match drafts.len() {
                    1 => format!("{what}, entered"),
                    many => format!("{what}, entered for {many} children"),
                }
            }
            EntryChange::Correct { id, .. } => {
                format!(
                    "entry {} ({}), corrected",
                    id.0,
                    said_what(&self.entry(*id)?.said)
                )
            }
            EntryChange::Withdraw { id, .. } => {
                let entry = self.standing_entry(*id)?;
                format!("entry {} ({}), withdrawn", id.0, said_what(&entry.said))
            }
            EntryChange::Seen { id, on, .. } => {
                let entry = self.standing_entry(*id)?;
                let seen = on.long();
                format!(
                    "entry {} ({}), seen on the file {seen}",
                    id.0,
                    said_what(&entry.said)
                )
            }
            EntryChange::NotSeen { id } => {
                format!("entry {}, not seen on the file after all", id.0)
            }
        })
    }
}

fn words(text: impl Into<String>) -> DeskError {
    DeskError::Words(text.into())
}

/// "case supervision on 10 Jun 2026".
fn said_what(draft: &EntryDraft) -> String {
    format!("{} on {}", draft.what.label(), draft.on.long())
}

/// Who works with a child: the newest of the sessions and of the entries that name somebody. Where
/// none names a supervisor, the worker's own.
pub(super) fn at_hand(
    caseload: &Caseload,
    rows: &[EntryRow],
    child: usize,
    held: AtHand,
) -> AtHand {
    let mut known = held;
    if known.supervisor.is_none() {
        let file = caseload.children.get(child);
        let sessions = file
            .map(|file| file.sessions.as_slice())
            .unwrap_or_default();
        let named = |any: bool| {
            sessions
                .iter()
                .rev()
                .filter(|x| any || x.worker == known.worker)
                .find_map(|x| x.supervisor.clone())
        };
        known.supervisor = named(false).or_else(|| named(true));
    }
    let own = rows
        .iter()
        .rev()
        .filter(|row| row.child == Some(child) && row.filing != Filing::Withdrawn);
    for row in own {
        let said = &row.entry.said;
        known.worker = known.worker.or_else(|| said.worker.clone());
        known.supervisor = known.supervisor.or_else(|| said.supervisor.clone());
        known.team = known.team.or_else(|| said.team.clone());
    }
    if known.supervisor.is_none() {
        let worker = known.worker.as_deref();
        known.supervisor = worker.and_then(|name| supervisor_of(caseload, rows, name));
    }
    known
}

/// The supervisor whom the newest session of a worker names.
pub(super) fn supervisor_of(caseload: &Caseload, rows: &[EntryRow], worker: &str) -> Option<Name> {
    let own = caseload.staff_sessions.iter();
    let about = caseload.children.iter().flat_map(|file| &file.sessions);
    let newest = own
        .chain(about)
        .filter(|x| x.worker.as_deref() == Some(worker) && x.supervisor.is_some())
        .max_by_key(|x| x.on)
        .and_then(|x| x.supervisor.clone());
    let entered = rows.iter().rev().find_map(|row| {
        let said = &row.entry.said;
        let same = match &said.subject {
            EntrySubject::Worker(name) => &**name == worker,
            EntrySubject::Child { .. } => said.worker.as_deref() == Some(worker),
        };
        said.supervisor.clone().filter(|_| same)
    });
    newest.or(entered)
}
