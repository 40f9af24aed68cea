//! What people entered by hand: versions and sightings, each part of a step that can be undone.

use std::collections::HashMap;

use rusqlite::{Connection, Row, Transaction, params};

use super::{
    Store, StoreError,
    error::During as _,
    row::{answer, answer_code},
};
use crate::model::{
    ActionId, ChildId, Day, Entry, EntryChange, EntryDraft, EntryId, EntryKind, EntrySubject, Name,
    PersonName, Seen, SessionStatus, SessionType, Withdrawal,
};

/// Every version whose step stands, oldest first within its entry.
const VERSIONS: &str = "SELECT v.entry_id, v.version, v.kind, v.child_ref, v.child_shown, v.day, v.worker,
        v.supervisor, v.team, v.session_kind, v.status, v.first_answer, v.second_answer, v.due, v.done,
        v.who, v.words, v.why, v.withdrawn, p.name, a.at
    FROM entry_version v JOIN action a ON a.id = v.action_id JOIN person p ON p.id = a.person_id
    WHERE a.undone = 0 ORDER BY v.entry_id, v.version";

/// Every sighting whose step stands, in the order in which they were said.
const SIGHTINGS: &str = "SELECT s.entry_id, s.version, s.seen_on, s.filed_on, p.name, a.at
    FROM entry_seen s JOIN action a ON a.id = s.action_id JOIN person p ON p.id = a.person_id
    WHERE a.undone = 0 ORDER BY s.id";

impl Store {
    /// Takes one step of work on entries. When this returns, it is on disk. `what` names the step
    /// in the undo trail and in the audit log: it holds no child's id, no name and no word of the
    /// entry.
    pub fn write_entries(
        &mut self,
        what: &str,
        change: &EntryChange,
        now: &str,
    ) -> Result<(ActionId, Vec<EntryId>), StoreError> {
        const DOING: &str = "Saving what was entered";
        if matches!(change, EntryChange::Withdraw { reason, .. } if reason.trim().is_empty()) {
            return Err(StoreError::NoReason);
        }
        let standing = match change {
            EntryChange::Enter(_) => None,
            EntryChange::Correct { id, .. }
            | EntryChange::Withdraw { id, .. }
            | EntryChange::Seen { id, .. }
            | EntryChange::NotSeen { id } => {
                let all = self.entries(None)?;
                let found = all.into_iter().find(|entry| entry.id == *id);
                Some(found.ok_or(StoreError::NoSuchEntry(id.0))?)
            }
        };
        let person = self.person;
        let tx = self.db.transaction().during(DOING)?;
        let action = Self::begin_step(&tx, person, now, what).during(DOING)?;
        let touched = write(&tx, action, (change, standing.as_ref())).during(DOING)?;
        Self::audit(&tx, person, now, "entry", what).during(DOING)?;
        tx.commit().during(DOING)?;
        Ok((ActionId(action), touched))
    }

    /// Every entry whose making stands, withdrawn ones too, in the order in which they were made.
    /// With a day: as they were said by the end of it. What was seen on the file by then was
    /// known then, whenever that was typed.
    pub fn entries(&self, known_on: Option<Day>) -> Result<Vec<Entry>, StoreError> {
        const DOING: &str = "Reading what was entered";
        let sightings = self.sightings()?;
        let known = |version: &Entry| {
            let of_it = sightings.get(&version.id).map(Vec::as_slice);
            let seen = of_it.unwrap_or_default().iter().any(|sighting| {
                sighting.version == version.version
                    && sighting
                        .seen
                        .as_ref()
                        .is_some_and(|seen| known_on.is_none_or(|day| seen.on <= day))
            });
            seen || said_by(&version.entered_at, known_on)
        };
        let mut entries: Vec<Entry> = Vec::new();
        let mut stmt = self.db.prepare_cached(VERSIONS).during(DOING)?;
        let mut rows = stmt.query([]).during(DOING)?;
        while let Some(r) = rows.next().during(DOING)? {
            let version = read_version(r).during(DOING)?;
            if !known(&version) {
                continue;
            }
            match entries.last_mut().filter(|entry| entry.id == version.id) {
                Some(entry) => {
                    entry.said = version.said;
                    entry.version = version.version;
                    entry.changed = Some((version.entered_by, version.entered_at));
                    entry.withdrawn = version.withdrawn;
                }
                None => entries.push(version),
            }
        }
        for entry in &mut entries {
            let of_it = sightings.get(&entry.id).map(Vec::as_slice);
            entry.seen = latest_sighting(of_it.unwrap_or_default(), entry.version, known_on);
        }
        Ok(entries)
    }

    /// What was said about each entry, in the order in which it was said.
    fn sightings(&self) -> Result<HashMap<EntryId, Vec<Sighting>>, StoreError> {
        const DOING: &str = "Reading what was seen on the file";
        let mut stmt = self.db.prepare_cached(SIGHTINGS).during(DOING)?;
        let mut rows = stmt.query([]).during(DOING)?;
        let mut found: HashMap<EntryId, Vec<Sighting>> = HashMap::new();
        while let Some(r) = rows.next().during(DOING)? {
            let (entry, sighting) = read_sighting(r).during(DOING)?;
            found.entry(entry).or_default().push(sighting);
        }
        Ok(found)
    }
}

/// Somebody saw a version of an entry on the file, or took that back.
struct Sighting {
    version: u32,
    seen: Option<Seen>,
    /// RFC 3339, UTC.
    at: String,
}

/// Whether something was said by the end of a day; without a day everything was.
pub(super) fn said_by(at: &str, known_on: Option<Day>) -> bool {
    let on = at.get(..10).and_then(Day::parse_iso);
    known_on.is_none_or(|day| on.is_some_and(|on| on <= day))
}

/// The sighting that stands of a version. Taking back later what was said by the day undoes
/// nothing that was known on it.
fn latest_sighting(of_it: &[Sighting], version: u32, known_on: Option<Day>) -> Option<Seen> {
    let mut latest: Option<&Sighting> = None;
    for sighting in of_it {
        let in_time = said_by(&sighting.at, known_on);
        let counts = match &sighting.seen {
            Some(seen) => in_time || known_on.is_none_or(|day| seen.on <= day),
            None => in_time || latest.is_none_or(|held| !said_by(&held.at, known_on)),
        };
        if counts {
            latest = Some(sighting);
        }
    }
    let held = latest.filter(|held| held.version == version)?;
    let seen = held.seen.clone();
    seen.filter(|seen| known_on.is_none_or(|day| seen.on <= day))
}

fn read_sighting(r: &Row<'_>) -> rusqlite::Result<(EntryId, Sighting)> {
    let (by, at): (String, String) = (r.get(4)?, r.get(5)?);
    let filed = r.get::<_, Option<i32>>(3)?.map(Day::from_number);
    let on = r.get::<_, Option<i32>>(2)?.map(Day::from_number);
    let seen = on.map(|on| Seen {
        on,
        filed,
        by: PersonName::from(by),
        at: at.clone(),
    });
    let version = r.get(1)?;
    Ok((EntryId(r.get(0)?), Sighting { version, seen, at }))
}

fn write(
    tx: &Transaction<'_>,
    action: i64,
    (change, standing): (&EntryChange, Option<&Entry>),
) -> rusqlite::Result<Vec<EntryId>> {
    let Some(standing) = standing else {
        let EntryChange::Enter(drafts) = change else {
            return Ok(Vec::new());
        };
        let mut made = Vec::with_capacity(drafts.len());
        for draft in drafts {
            tx.prepare_cached("INSERT INTO entry (action_id) VALUES (?1)")?
                .execute([action])?;
            let id = EntryId(tx.last_insert_rowid());
            add_version(tx, (id, action), draft, None)?;
            made.push(id);
        }
        return Ok(made);
    };
    let id = standing.id;
    match change {
        EntryChange::Enter(_) => {}
        EntryChange::Correct { to, .. } => add_version(tx, (id, action), to, None)?,
        EntryChange::Withdraw { reason, .. } => {
            add_version(tx, (id, action), &standing.said, Some(reason.trim()))?;
        }
        EntryChange::Seen { on, filed, .. } => {
            add_sighting(tx, (standing, action), Some(*on), *filed)?;
        }
        EntryChange::NotSeen { .. } => add_sighting(tx, (standing, action), None, None)?,
    }
    Ok(vec![id])
}

fn add_sighting(
    tx: &Connection,
    (entry, action): (&Entry, i64),
    on: Option<Day>,
    filed: Option<Day>,
) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO entry_seen (entry_id, version, action_id, seen_on, filed_on) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        entry.id.0,
        entry.version,
        action,
        on.map(Day::number),
        filed.map(Day::number)
    ])?;
    Ok(())
}

/// The next version, also after one that was undone: a number is never used twice.
fn add_version(
    tx: &Connection,
    (id, action): (EntryId, i64),
    said: &EntryDraft,
    withdrawn: Option<&str>,
) -> rusqlite::Result<()> {
    let kind = Columns::of(&said.what);
    let child = match &said.subject {
        EntrySubject::Child { id, shown } => Some((id.as_str(), shown.as_ref())),
        EntrySubject::Worker(_) => None,
    };
    tx.prepare_cached(
        "INSERT INTO entry_version (entry_id, version, action_id, kind, child_ref, child_shown, day, worker,
             supervisor, team, session_kind, status, first_answer, second_answer, due, done, who, words, why, withdrawn)
         VALUES (?1, (SELECT coalesce(max(version), 0) + 1 FROM entry_version WHERE entry_id = ?1), ?2, ?3, ?4, ?5, ?6,
             ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?
    .execute(params![
        id.0,
        action,
        said.what.word(),
        child.map(|(bare, _)| bare),
        child.map(|(_, shown)| shown),
        said.on.number(),
        match &said.subject {
            EntrySubject::Worker(name) => Some(name.as_ref()),
            EntrySubject::Child { .. } => said.worker.as_deref(),
        },
        said.supervisor.as_deref(),
        said.team.as_deref(),
        kind.session,
        kind.status,
        kind.answers.0,
        kind.answers.1,
        kind.due,
        kind.done,
        kind.who,
        said.words.trim(),
        kind.why,
        withdrawn,
    ])?;
    Ok(())
}

/// What only one kind of entry has, as it lies in the table.
#[derive(Default)]
struct Columns<'a> {
    session: Option<i64>,
    status: Option<i64>,
    answers: (i64, i64),
    due: Option<i32>,
    done: Option<i32>,
    who: Option<&'a str>,
    why: &'a str,
}

impl<'a> Columns<'a> {
    fn of(what: &'a EntryKind) -> Self {
        let mut own = Self::default();
        match what {
            EntryKind::Session {
                kind,
                status,
                decision,
            } => {
                own.session = Some(i64::from(*kind as u8));
                own.status = Some(i64::from(*status as u8));
                own.answers.0 = answer_code(*decision);
            }
            EntryKind::Decision { why, taken_by } => {
                own.who = taken_by.as_deref();
                own.why = why.trim();
            }
            EntryKind::Action { owner, due, done } => {
                own.who = owner.as_deref();
                own.due = due.map(Day::number);
                own.done = done.map(Day::number);
            }
            EntryKind::Visit { seen, alone } => {
                own.answers = (answer_code(*seen), answer_code(*alone));
            }
        }
        own
    }
}

fn read_version(r: &Row<'_>) -> rusqlite::Result<Entry> {
    let name =
        |column| Ok::<_, rusqlite::Error>(r.get::<_, Option<String>>(column)?.map(Name::from));
    let (by, at): (PersonName, String) = (PersonName::from(r.get::<_, String>(19)?), r.get(20)?);
    let worker = name(6)?;
    let subject = match (name(3)?, name(4)?) {
        (Some(bare), shown) => EntrySubject::Child {
            shown: shown.unwrap_or_else(|| bare.clone()),
            id: ChildId::stored(bare),
        },
        (None, _) => EntrySubject::Worker(worker.clone().unwrap_or_default()),
    };
    Ok(Entry {
        id: EntryId(r.get(0)?),
        said: EntryDraft {
            subject,
            what: read_kind(r)?,
            on: Day::from_number(r.get(5)?),
            worker,
            supervisor: name(7)?,
            team: name(8)?,
            words: r.get(16)?,
        },
        version: r.get(1)?,
        changed: None,
        withdrawn: r.get::<_, Option<String>>(18)?.map(|reason| Withdrawal {
            reason,
            by: by.clone(),
            at: at.clone(),
        }),
        entered_by: by,
        entered_at: at,
        seen: None,
    })
}

fn read_kind(r: &Row<'_>) -> rusqlite::Result<EntryKind> {
    let day =
        |column| Ok::<_, rusqlite::Error>(r.get::<_, Option<i32>>(column)?.map(Day::from_number));
    let who = r.get::<_, Option<String>>(15)?.map(Name::from);
    let (first, second) = (answer(r.get(11)?), answer(r.get(12)?));
    Ok(match r.get_ref(2)?.as_str().unwrap_or_default() {
        "decision" => EntryKind::Decision {
            why: r.get(17)?,
            taken_by: who,
        },
        "action" => EntryKind::Action {
            owner: who,
            due: day(13)?,
            done: day(14)?,
        },
        "visit" => EntryKind::Visit {
            seen: first,
            alone: second,
        },
        _ => {
            let (kind, status): (Option<i64>, Option<i64>) = (r.get(9)?, r.get(10)?);
            EntryKind::Session {
                kind: SessionType::ALL
                    .into_iter()
                    .find(|known| Some(i64::from(*known as u8)) == kind)
                    .unwrap_or(SessionType::Other),
                status: SessionStatus::ALL
                    .into_iter()
                    .find(|known| Some(i64::from(*known as u8)) == status)
                    .unwrap_or(SessionStatus::Unknown),
                decision: first,
            }
        }
    })
}

/// The entries that a step made, changed or said something about.
pub(super) fn entries_of(tx: &Connection, action: i64) -> rusqlite::Result<Vec<EntryId>> {
    tx.prepare_cached(
        "SELECT entry_id FROM entry_version WHERE action_id = ?1
         UNION SELECT entry_id FROM entry_seen WHERE action_id = ?1 ORDER BY 1",
    )?
    .query_map([action], |r| Ok(EntryId(r.get(0)?)))?
    .collect()
}
