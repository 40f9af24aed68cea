//! What was entered by hand beside what the extracts show: confirmed, missing, contradicted. Pure.
//!
//! It never changes an entry and never settles a contradiction; it says it. The surprising thing:
//! an entry counts for a clock only once somebody has seen it on the child's file, and never
//! beside an extract's record of the same event.

use std::collections::HashMap;

use super::{EntryRow, Filing};
use crate::model::{
    Answer, CaseFile, Caseload, Child, ChildId, Dated, Day, Entry, EntryKind, EntrySubject, Feed,
    FeedKind, Known, Meeting, Name, Seen, Session, SessionStatus, SessionType, Source, Sources,
};

/// Days around an entry in which another session of its type makes one wonder.
const NEAR: i32 = 7;

/// Says of each entry where it stands beside the extracts, and puts what was seen on the file
/// among what the rules read on the day `as_at`.
pub(super) fn take_in(caseload: &mut Caseload, entries: Vec<Entry>, as_at: Day) -> Vec<EntryRow> {
    if entries.is_empty() {
        return Vec::new();
    }
    let mut rows: Vec<EntryRow> = entries
        .into_iter()
        .map(|entry| beside(caseload, entry))
        .collect();
    say_twice_entered(&mut rows);
    add_children(caseload, &rows);
    count(caseload, &mut rows, as_at);
    for row in &mut rows {
        let id = row.entry.said.subject.child();
        row.child = id.and_then(|id| caseload.position(id));
    }
    rows
}

/// One entry beside what the extracts hold of its child or worker.
fn beside(caseload: &Caseload, entry: Entry) -> EntryRow {
    let mut row = EntryRow {
        filing: if entry.withdrawn.is_some() {
            Filing::Withdrawn
        } else if entry.seen.is_some() {
            Filing::Seen
        } else {
            Filing::NotYet
        },
        entry,
        contradictions: Vec::new(),
        counted: false,
        child: None,
    };
    if row.filing == Filing::Withdrawn {
        return row;
    }
    match row.entry.said.what {
        EntryKind::Session { .. } => beside_sessions(caseload, &mut row),
        EntryKind::Visit { .. } => beside_visits(caseload, &mut row),
        EntryKind::Decision { .. } | EntryKind::Action { .. } => {}
    }
    row
}

fn file_of<'a>(caseload: &'a Caseload, subject: &EntrySubject) -> Option<&'a CaseFile> {
    caseload.children.get(caseload.position(subject.child()?)?)
}

fn sessions_of<'a>(caseload: &'a Caseload, subject: &EntrySubject) -> Vec<&'a Known<Session>> {
    match subject {
        EntrySubject::Child { .. } => file_of(caseload, subject)
            .map(|file| file.sessions.iter().collect())
            .unwrap_or_default(),
        EntrySubject::Worker(name) => caseload
            .staff_sessions
            .iter()
            .filter(|session| session.worker.as_ref() == Some(name))
            .collect(),
    }
}

/// Two names that do not say different people: alike, or one of them blank.
fn agree(one: Option<&Name>, other: Option<&Name>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.trim().to_lowercase() == other.trim().to_lowercase(),
        _ => true,
    }
}

fn beside_sessions(caseload: &Caseload, row: &mut EntryRow) {
    let Some((kind, status)) = row.session() else {
        return;
    };
    let said = row.entry.said.clone();
    let own = sessions_of(caseload, &said.subject);
    let of_kind = || own.iter().filter(|session| session.kind == kind);
    let same: Vec<_> = of_kind().filter(|session| session.on == said.on).collect();
    let shown = same.iter().find(|session| {
        session.status == status && agree(session.supervisor.as_ref(), said.supervisor.as_ref())
    });
    if let Some(shown) = shown {
        row.filing = Filing::Shown(shown.known_from);
        return;
    }
    if let Some(other) = same.first() {
        let has = if other.status == status {
            let name = other.supervisor.as_deref().unwrap_or_default();
            format!("with {name} as the supervisor")
        } else {
            format!("as {}", other.status.word().replace('_', " "))
        };
        row.contradictions.push(format!(
            "The extract of {} has it on the same day {has}.",
            other.known_from.long()
        ));
        return;
    }
    let near = of_kind()
        .filter(|session| session.on.days_since(said.on).abs() <= NEAR)
        .min_by_key(|session| session.on.days_since(said.on).abs());
    if let Some(near) = near {
        row.contradictions.push(format!(
            "The extract of {} has {} on {}, not on {}.",
            near.known_from.long(),
            kind.label(),
            near.on.long(),
            said.on.long()
        ));
    } else if status == SessionStatus::Held {
        say_not_shown(caseload.feed(FeedKind::Supervision), row);
    }
}

/// The feed covers the day and does not hold it, though it should by what was said.
fn say_not_shown(feed: Option<&Feed>, row: &mut EntryRow) {
    let Some(covers) = feed.map(|feed| feed.covers) else {
        return;
    };
    let on = row.entry.said.on;
    let since = row.entry.seen.as_ref().map_or(on, Seen::recorded);
    if covers.from <= on && on <= covers.to && since <= covers.to {
        row.contradictions.push(format!(
            "The extract to {} does not show it.",
            covers.to.long()
        ));
    }
}

fn beside_visits(caseload: &Caseload, row: &mut EntryRow) {
    let said = row.entry.said.clone();
    let EntryKind::Visit { seen, .. } = said.what else {
        return;
    };
    let Some(file) = file_of(caseload, &said.subject) else {
        return;
    };
    let episodes = file.episodes.iter().map(|x| (x.last_seen, x.known_from));
    let plans = file.plans.iter().map(|x| (x.last_visit, x.known_from));
    let care = file.care.iter().map(|x| (x.last_visit, x.known_from));
    let latest: Vec<(Day, Day)> = episodes
        .chain(plans)
        .chain(care)
        .filter_map(|(visit, known)| Some((visit.day()?, known)))
        .collect();
    match latest.iter().find(|(visit, _)| *visit == said.on) {
        Some((_, known)) if seen == Answer::Yes => row.filing = Filing::Shown(*known),
        Some((_, known)) => row.contradictions.push(format!(
            "The extract of {} has the child seen or visited on that day.",
            known.long()
        )),
        // The lists name only the latest visit: a later one hides this one.
        None if seen == Answer::Yes && latest.iter().all(|(visit, _)| *visit < said.on) => {
            say_not_shown(caseload.feed(FeedKind::Cases), row);
        }
        None => {}
    }
}

/// What tells one event from another: whose, which type, which day.
type Event = (Option<ChildId>, Name, Option<SessionType>, Day);

fn event(row: &EntryRow) -> Option<Event> {
    let said = &row.entry.said;
    let of = |kind| {
        (
            said.subject.child().cloned(),
            named(&said.subject),
            kind,
            said.on,
        )
    };
    match said.what {
        EntryKind::Session { kind, .. } => Some(of(Some(kind))),
        EntryKind::Visit { .. } => Some(of(None)),
        EntryKind::Decision { .. } | EntryKind::Action { .. } => None,
    }
}

/// The worker of a worker's entry; a child is known by its id alone.
fn named(subject: &EntrySubject) -> Name {
    match subject {
        EntrySubject::Child { .. } => Name::from(""),
        EntrySubject::Worker(name) => name.clone(),
    }
}

fn say_twice_entered(rows: &mut [EntryRow]) {
    let mut first: HashMap<Event, i64> = HashMap::new();
    for row in rows
        .iter_mut()
        .filter(|row| row.filing != Filing::Withdrawn)
    {
        let Some(event) = event(row) else { continue };
        match first.get(&event) {
            Some(earlier) => row
                .contradictions
                .push(format!("Entry {earlier} says the same of the same day.")),
            None => {
                first.insert(event, row.entry.id.0);
            }
        }
    }
}

/// A child whom only entries name stands among the cases as well.
fn add_children(caseload: &mut Caseload, rows: &[EntryRow]) {
    for row in rows.iter().filter(|row| row.filing != Filing::Withdrawn) {
        if let EntrySubject::Child { id, shown } = &row.entry.said.subject
            && let Err(place) = caseload
                .children
                .binary_search_by(|file| file.child.id.cmp(id))
        {
            let child = Child::new(id.clone(), shown.clone());
            caseload.children.insert(place, CaseFile::new(child));
        }
    }
}

/// Puts what was seen on the file, and is no extract's, among what the rules read.
fn count(caseload: &mut Caseload, rows: &mut [EntryRow], as_at: Day) {
    let about_children = caseload.children.iter().flat_map(|file| &file.sessions);
    let mut imported = about_children.chain(&caseload.staff_sessions).peekable();
    // An export without recorded-on dates must not seem to have them because of an entry.
    let dated = imported.peek().is_none() || imported.any(|x| x.recorded != Dated::Blank);
    for row in rows.iter_mut().filter(|row| row.filing == Filing::Seen) {
        row.counted = match row.entry.said.what {
            EntryKind::Session {
                status: SessionStatus::Held,
                ..
            } => add_session(caseload, &row.entry, dated),
            EntryKind::Visit {
                seen: Answer::Yes, ..
                // The lists hold one visit a row: one after the day would hide the one before it.
            } if row.entry.said.on <= as_at => move_visits(caseload, &row.entry),
            _ => false,
        };
    }
}

fn add_session(caseload: &mut Caseload, entry: &Entry, dated: bool) -> bool {
    let said = &entry.said;
    let (EntryKind::Session { kind, decision, .. }, Some(seen)) = (&said.what, &entry.seen) else {
        return false;
    };
    let held = sessions_of(caseload, &said.subject)
        .into_iter()
        .any(|x| x.kind == *kind && x.on == said.on && x.status == SessionStatus::Held);
    if held {
        return false;
    }
    let sessions = match said.subject.child() {
        Some(id) => {
            let Some(at) = caseload.position(id) else {
                return false;
            };
            &mut caseload.children[at].sessions
        }
        None => &mut caseload.staff_sessions,
    };
    // Without a reference of its own the clock keeps its key when an import brings the record.
    let alone = !sessions
        .iter()
        .any(|x| x.on == said.on && x.source_ref.is_empty());
    let session = Known {
        source_ref: if alone {
            Name::from("")
        } else {
            Name::from(format!("entry-{}", entry.id.0))
        },
        known_from: seen.on,
        listed: true,
        sources: Sources::of(Source::Local),
        is: Session {
            on: said.on,
            kind: *kind,
            status: SessionStatus::Held,
            worker: said.worker.clone(),
            supervisor: said.supervisor.clone(),
            team: said.team.clone(),
            recorded: if dated {
                Dated::On(seen.recorded().max(said.on))
            } else {
                Dated::Blank
            },
            next_due: Dated::Blank,
            meeting: Meeting {
                decision_recorded: *decision,
                ..Meeting::default()
            },
            id: None,
        },
    };
    let place = sessions.partition_point(|x| x.on <= said.on);
    sessions.insert(place, session);
    true
}

/// Moves the latest visit of each row in which the day falls; false if none was earlier.
fn move_visits(caseload: &mut Caseload, entry: &Entry) -> bool {
    let on = entry.said.on;
    let place = entry
        .said
        .subject
        .child()
        .and_then(|id| caseload.position(id));
    let Some(file) = place.and_then(|at| caseload.children.get_mut(at)) else {
        return false;
    };
    let mut moved = false;
    let mut turn = |(start, end): (Day, Dated), latest: &mut Dated| {
        let inside = start <= on && end.day().is_none_or(|end| on <= end);
        let earlier = match *latest {
            Dated::Blank => true,
            Dated::On(day) => day < on,
            // It may be later: nothing is known of it.
            Dated::Unreadable => false,
        };
        if inside && earlier {
            *latest = Dated::On(on);
            moved = true;
        }
    };
    for x in file.episodes.iter_mut().filter(|x| x.listed) {
        turn((x.is.start, x.is.end), &mut x.is.last_seen);
    }
    for x in file.plans.iter_mut().filter(|x| x.listed) {
        turn((x.is.start, x.is.end), &mut x.is.last_visit);
    }
    for x in file.care.iter_mut().filter(|x| x.listed) {
        turn((x.is.start, x.is.end), &mut x.is.last_visit);
    }
    moved
}
