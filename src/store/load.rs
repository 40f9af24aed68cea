//! Reading what is known on a day.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::{
    Store, StoreError,
    error::During as _,
    facts::read_row,
    reconcile::{Joiner, shelve},
    row::{answer, take as date},
};
use crate::model::{
    Answer, CaseFile, Caseload, Child, ChildId, Covers, Day, FactKind, Feed, FeedKind, Known,
    Listing, LostRow, Name, Person, Record, Session, Source, Sources,
};

const DOING: &str = "Reading the store";

/// Kinds that lie side by side in the store, and what is asked of each of their rows. The kinds
/// after the sessions are read only for one child's timeline.
struct Stretch {
    first: FactKind,
    last: FactKind,
    columns: &'static str,
}

/// What only some sources hold; sources of one fact lie side by side.
const FURTHER: Stretch = Stretch {
    first: FactKind::Contact,
    last: FactKind::Audit,
    columns: COLUMNS,
};

/// Staff, absences, who supervised whom: facts of no child.
const STAFF: Stretch = Stretch {
    first: FactKind::Staff,
    last: FactKind::Supervisor,
    columns: COLUMNS,
};

/// Families, and what a rule reads of Annex A.
const LISTS: Stretch = Stretch {
    first: FactKind::Family,
    last: FactKind::CarePeriod,
    columns: COLUMNS,
};

const SESSIONS: Stretch = Stretch {
    first: FactKind::Session,
    last: FactKind::Session,
    columns: SESSION_COLUMNS,
};

/// What a store holds, before anything is assessed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shelf {
    /// The newest as-at of each feed.
    pub feeds: Vec<Feed>,
    pub imports: u32,
    pub problems: u32,
}

/// The columns that every reader of facts asks for; `read_row` begins at the seventh.
const COLUMNS: &str =
    "child_id, start_day, source_ref, known_from, listed, source, end_day, seen_day, review_day,
    extra_day, code, flags, amount, team_id, worker_id, supervisor_id, family_id, link";

/// The same places for sessions. Half of what a rule reads are sessions, so what none of them has
/// is not fetched.
const SESSION_COLUMNS: &str =
    "child_id, start_day, source_ref, known_from, listed, source, end_day, NULL, review_day,
    NULL, code, flags, amount, team_id, worker_id, supervisor_id, NULL, link";

/// Shares one allocation among equal source references.
struct Interned(HashMap<Box<str>, Name>, Name);

impl Interned {
    fn get(&mut self, text: &str) -> Name {
        if text.is_empty() {
            return self.1.clone();
        }
        if let Some(name) = self.0.get(text) {
            return name.clone();
        }
        let name = Name::from(text);
        self.0.insert(text.into(), name.clone());
        name
    }
}

impl Store {
    /// The feeds, as the imports with an as-at on or before `known_on` left them (`None`: all).
    pub fn feeds(&self, known_on: Option<Day>) -> Result<Vec<Feed>, StoreError> {
        let limit = known_on.map_or(i64::MAX, |d| d.number().into());
        let mut stmt = self
            .db
            .prepare_cached(
                "SELECT f.feed, i.as_at, min(f.covers_from), max(f.covers_to)
                 FROM import_file f JOIN import i ON i.id = f.import_id
                 WHERE i.as_at <= ?1 AND f.covers_to IS NOT NULL
                 GROUP BY f.feed, f.import_id ORDER BY f.feed, 4, 3",
            )
            .during(DOING)?;
        let mut spans: Vec<(i64, Day, Covers)> = Vec::new();
        let mut rows = stmt.query([limit]).during(DOING)?;
        while let Some(r) = rows.next().during(DOING)? {
            let number = |i| r.get::<_, i32>(i).map(Day::from_number);
            let covers = Covers {
                from: number(2).during(DOING)?,
                to: number(3).during(DOING)?,
            };
            spans.push((r.get(0).during(DOING)?, number(1).during(DOING)?, covers));
        }
        Ok(FeedKind::ALL
            .into_iter()
            .filter_map(|kind| {
                let own: Vec<_> = spans.iter().filter(|s| s.0 == kind as i64).collect();
                let as_at = own.iter().map(|s| s.1).max()?;
                let covers = reaching_newest(own.iter().map(|s| s.2))?;
                Some(Feed {
                    kind,
                    as_at,
                    covers,
                })
            })
            .collect())
    }

    /// What the store holds in all.
    pub fn shelf(&self) -> Result<Shelf, StoreError> {
        let count = |sql| {
            self.db
                .query_row(sql, [], |r| r.get::<_, u32>(0))
                .during(DOING)
        };
        Ok(Shelf {
            feeds: self.feeds(None)?,
            imports: count("SELECT count(*) FROM import")?,
            problems: count("SELECT count(*) FROM problem")?,
        })
    }

    fn names(&self) -> Result<Vec<Option<Name>>, StoreError> {
        let mut stmt = self
            .db
            .prepare_cached("SELECT id, text FROM name")
            .during(DOING)?;
        let mut rows = stmt.query([]).during(DOING)?;
        let mut names: Vec<Option<Name>> = Vec::new();
        while let Some(r) = rows.next().during(DOING)? {
            let id = index(r, 0).during(DOING)?;
            if names.len() <= id {
                names.resize(id + 1, None);
            }
            let text = r.get_ref(1).during(DOING)?;
            names[id] = text.as_str().ok().map(Name::from);
        }
        Ok(names)
    }

    /// Every name of a team, a worker, a supervisor or a family that an import held.
    pub fn known_names(&self) -> Result<Vec<Name>, StoreError> {
        Ok(self.names()?.into_iter().flatten().collect())
    }

    /// Everything that rules read, as known on a day (from the imports with an as-at on or before
    /// it). Children in order of id; contacts, early help and leavers stay in the store.
    ///
    /// Sessions are half of it, so a second connection reads them on a second thread.
    pub fn caseload(&self, known_on: Day) -> Result<Caseload, StoreError> {
        let names = self.names()?;
        let lists = self.lists(known_on)?;
        let mut joiner = Joiner::default();
        for list in &lists {
            joiner.newest.insert((list.kind, list.source), list.as_at);
        }
        let second = self.second_reader()?;
        let names = &names;
        let (mut files, place, sessions) = std::thread::scope(|scope| {
            let sessions = scope.spawn(move || sessions(&second, known_on, names));
            let (mut files, place) = self.children()?;
            self.births(known_on, &mut |child, person| {
                if let Some(file) = standing(&place, child, &mut files) {
                    file.child.birth = person.birth.or(file.child.birth);
                    file.child.died = person.died.or(file.child.died);
                    file.child.expected = person.expected == Answer::Yes;
                }
            })?;
            for stretch in [&LISTS, &FURTHER] {
                facts(
                    &self.db,
                    stretch,
                    known_on,
                    names,
                    &mut |child, known, record| {
                        if let Some(file) = standing(&place, child, &mut files) {
                            shelve(&mut joiner, file, known, record);
                        }
                    },
                )?;
            }
            let sessions = sessions
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            Ok::<_, StoreError>((files, place, sessions))
        })?;
        let mut staff_sessions = Vec::new();
        for (child, held) in sessions {
            match standing(&place, child, &mut files) {
                Some(file) => file.sessions = held,
                None => staff_sessions.extend(held),
            }
        }
        files.retain(|file| file.is_case() || file.further.is_some());
        let mut caseload = Caseload {
            children: files,
            staff_sessions,
            feeds: self.feeds(Some(known_on))?,
            lists,
            lost_rows: self.lost_rows(known_on)?,
            disagreements: joiner.disagreements,
            overrides: self.overrides()?,
            ..Caseload::default()
        };
        facts(
            &self.db,
            &STAFF,
            known_on,
            names,
            &mut |_, known, record| match record {
                Record::Staff(x) => caseload.staff.push(known.with(x)),
                Record::Absence(x) => caseload.absences.push(known.with(x)),
                Record::Supervisor(x) => caseload.supervisors.push(known.with(x)),
                _ => {}
            },
        )?;
        Ok(caseload)
    }

    /// Which kinds of fact which sources list, as the imports with an as-at on or before a day
    /// left them.
    fn lists(&self, known_on: Day) -> Result<Vec<Listing>, StoreError> {
        let mut stmt = self
            .db
            .prepare_cached(
                "SELECT l.kind, l.source, i.as_at, l.covers_from, l.covers_to
                 FROM import_list l JOIN import i ON i.id = l.import_id
                 WHERE i.as_at <= ?1 AND l.covers_to IS NOT NULL ORDER BY l.kind, l.source",
            )
            .during(DOING)?;
        let mut spans: Vec<(u8, u8, Day, Covers)> = Vec::new();
        let mut rows = stmt.query([known_on.number()]).during(DOING)?;
        while let Some(r) = rows.next().during(DOING)? {
            let number = |i| r.get::<_, i32>(i).map(Day::from_number);
            let covers = Covers {
                from: number(3).during(DOING)?,
                to: number(4).during(DOING)?,
            };
            let as_at = number(2).during(DOING)?;
            spans.push((
                r.get(0).during(DOING)?,
                r.get(1).during(DOING)?,
                as_at,
                covers,
            ));
        }
        let lists = spans.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        Ok(lists
            .filter_map(|spans| {
                let first = spans.first()?;
                Some(Listing {
                    kind: FactKind::from_number(first.0)?,
                    source: Source::from_number(first.1)?,
                    as_at: spans.iter().map(|span| span.2).max()?,
                    covers: reaching_newest(spans.iter().map(|span| span.3))?,
                })
            })
            .collect())
    }

    /// Every child in order of id, and where each stands, by its number in the store.
    fn children(&self) -> Result<(Vec<CaseFile>, Vec<Option<usize>>), StoreError> {
        let mut stmt = self
            .db
            .prepare_cached("SELECT id, ref, shown FROM child WHERE id <> 0")
            .during(DOING)?;
        let mut rows = stmt.query([]).during(DOING)?;
        let mut known: Vec<(ChildId, Name, usize)> = Vec::new();
        while let Some(r) = rows.next().during(DOING)? {
            let id = index(r, 0).during(DOING)?;
            let (bare, shown) = (r.get_ref(1).during(DOING)?, r.get_ref(2).during(DOING)?);
            let (Ok(bare), Ok(shown)) = (bare.as_str(), shown.as_str()) else {
                continue;
            };
            let bare = Name::from(bare);
            let shown = if *bare == *shown {
                bare.clone()
            } else {
                Name::from(shown)
            };
            known.push((ChildId::stored(bare), shown, id));
        }
        // Sorted here: in the store's order of ids each row would be looked up on its own.
        known.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let last = known.iter().map(|(_, _, number)| *number).max();
        let mut place = vec![None; last.unwrap_or(0) + 1];
        let mut files = Vec::with_capacity(known.len());
        for (at, (id, shown, number)) in known.into_iter().enumerate() {
            place[number] = Some(at);
            files.push(CaseFile::new(Child::new(id, shown)));
        }
        Ok((files, place))
    }

    /// Hands what is known on a day of the birth of every child to `take`; of several sources the
    /// one that goes first is handed last, so that its word stands.
    fn births(&self, known_on: Day, take: &mut dyn FnMut(usize, Person)) -> Result<(), StoreError> {
        let mut stmt = self
            .db
            .prepare_cached(
                "SELECT child_id, end_day, seen_day, code FROM fact
                 WHERE kind = ?2 AND known_from <= ?1 AND (known_to IS NULL OR known_to > ?1)
                 ORDER BY child_id, source DESC",
            )
            .during(DOING)?;
        let mut rows = stmt
            .query(params![known_on.number(), FactKind::Person as i64])
            .during(DOING)?;
        while let Some(r) = rows.next().during(DOING)? {
            let person = Person {
                birth: date(r.get(1).during(DOING)?).day(),
                died: date(r.get(2).during(DOING)?).day(),
                expected: answer(r.get(3).during(DOING)?),
            };
            take(index(r, 0).during(DOING)?, person);
        }
        Ok(())
    }

    /// The rows of the newest extract of each list that could not be used, where a child is known.
    fn lost_rows(&self, known_on: Day) -> Result<Vec<LostRow>, StoreError> {
        let mut stmt = self
            .db
            .prepare_cached(
                "SELECT p.child_ref, p.kind, p.sheet, p.row, p.column_name, p.found, p.expected
                 FROM problem p JOIN import_file f ON f.id = p.import_file_id
                 WHERE p.row_lost <> 0 AND p.child_ref IS NOT NULL AND p.kind IS NOT NULL
                   AND f.import_id = (SELECT l.import_id FROM import_list l JOIN import i ON i.id = l.import_id
                                      WHERE l.kind = p.kind AND i.as_at <= ?1
                                      ORDER BY i.as_at DESC, i.id DESC LIMIT 1)
                 ORDER BY p.id",
            )
            .during(DOING)?;
        let rows = stmt
            .query_map([known_on.number()], |r| {
                let (sheet, row, column): (String, Option<u32>, Option<String>) =
                    (r.get(2)?, r.get(3)?, r.get(4)?);
                let (found, expected): (String, String) = (r.get(5)?, r.get(6)?);
                let row = row.map_or_else(String::new, |n| format!(", row {n}"));
                let column = column.map_or_else(String::new, |c| format!(", {c}"));
                let what = format!("{sheet}{row}{column}: expected {expected}, found {found:?}");
                Ok((r.get::<_, String>(0)?, r.get::<_, u8>(1)?, what))
            })
            .during(DOING)?;
        let mut lost = Vec::new();
        for row in rows {
            let (child, kind, what) = row.during(DOING)?;
            if let (Some(child), Some(kind)) = (ChildId::read(&child), FactKind::from_number(kind))
            {
                lost.push(LostRow { child, kind, what });
            }
        }
        Ok(lost)
    }

    /// Every fact of one child as known on a day, with its remaining columns as JSON, oldest first.
    pub fn facts_of(&self, child: &ChildId, known_on: Day) -> Result<Vec<Told>, StoreError> {
        let names = self.names()?;
        let name = |id| by_number(&names, id);
        let mut facts = Vec::new();
        let sql = format!(
            "SELECT kind, {COLUMNS}, details FROM fact
             WHERE kind = ?1 AND child_id = (SELECT id FROM child WHERE ref = ?2)
               AND known_from <= ?3 AND (known_to IS NULL OR known_to > ?3)"
        );
        let mut stmt = self.db.prepare_cached(&sql).during(DOING)?;
        for kind in FactKind::ALL {
            let mut rows = stmt
                .query(params![kind as i64, child.as_str(), known_on.number()])
                .during(DOING)?;
            while let Some(r) = rows.next().during(DOING)? {
                let row = read_row(r, 7).during(DOING)?;
                let Some(record) = row.read(kind, r.get(2).during(DOING)?, &name) else {
                    continue;
                };
                let source_ref: String = r.get(3).during(DOING)?;
                let known = Known {
                    source_ref: Name::from(source_ref),
                    known_from: Day::from_number(r.get(4).during(DOING)?),
                    listed: r.get::<_, i64>(5).during(DOING)? != 0,
                    sources: Sources::of(source(r.get(6).during(DOING)?)),
                    is: record,
                };
                let details = r.get_ref(19).during(DOING)?;
                let details = details.as_str_or_null().ok().flatten().map(Name::from);
                facts.push((known, details));
            }
        }
        facts.sort_by_key(|(known, _)| known.is.start());
        Ok(facts)
    }
}

/// Hands every fact of a stretch of kinds that is known on a day to `take`, with the child's number.
fn facts(
    db: &Connection,
    stretch: &Stretch,
    known_on: Day,
    names: &[Option<Name>],
    take: &mut dyn FnMut(usize, Known<()>, Record),
) -> Result<(), StoreError> {
    let name = |id| by_number(names, id);
    let mut refs = Interned(HashMap::new(), Name::from(""));
    let sql = format!(
        "SELECT kind, {} FROM fact
         WHERE kind BETWEEN ?2 AND ?3 AND known_from <= ?1 AND (known_to IS NULL OR known_to > ?1)",
        stretch.columns
    );
    let mut stmt = db.prepare_cached(&sql).during(DOING)?;
    let mut rows = stmt
        .query(params![
            known_on.number(),
            stretch.first as i64,
            stretch.last as i64
        ])
        .during(DOING)?;
    while let Some(r) = rows.next().during(DOING)? {
        let Some(kind) = FactKind::from_number(r.get(0).during(DOING)?) else {
            continue;
        };
        let row = read_row(r, 7).during(DOING)?;
        let Some(record) = row.read(kind, r.get(2).during(DOING)?, &name) else {
            continue;
        };
        let source_ref = refs.get(r.get_ref(3).during(DOING)?.as_str().unwrap_or_default());
        let known = Known {
            source_ref,
            known_from: Day::from_number(r.get(4).during(DOING)?),
            listed: r.get::<_, i64>(5).during(DOING)? != 0,
            sources: Sources::of(source(r.get(6).during(DOING)?)),
            is: (),
        };
        take(index(r, 1).during(DOING)?, known, record);
    }
    Ok(())
}

/// A fact of one child, with its remaining columns as JSON.
pub type Told = (Known<Record>, Option<Name>);

/// Every session, gathered by the child's number; number 0 has the workers' own.
type Sessions = Vec<(usize, Vec<Known<Session>>)>;

fn sessions(
    db: &Connection,
    known_on: Day,
    names: &[Option<Name>],
) -> Result<Sessions, StoreError> {
    let mut gathered: Sessions = Vec::new();
    facts(
        db,
        &SESSIONS,
        known_on,
        names,
        &mut |child, known, record| {
            let Record::Session(session) = record else {
                return;
            };
            let session = known.with(session);
            match gathered.last_mut() {
                Some((last, held)) if *last == child => held.push(session),
                _ => gathered.push((child, vec![session])),
            }
        },
    )?;
    Ok(gathered)
}

/// The source with this number; an unknown one is a council's own export.
fn source(number: u8) -> Source {
    Source::from_number(number).unwrap_or(Source::Local)
}

/// The file of a child, by its number in the store.
fn standing<'a>(
    place: &[Option<usize>],
    child: usize,
    files: &'a mut [CaseFile],
) -> Option<&'a mut CaseFile> {
    files.get_mut(place.get(child).copied().flatten()?)
}

/// The name that has a number in the store.
fn by_number(names: &[Option<Name>], id: i64) -> Option<Name> {
    names.get(usize::try_from(id).ok()?)?.clone()
}

/// A number of the store as a position in memory.
fn index(r: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<usize> {
    Ok(r.get::<_, u32>(column)? as usize)
}

/// The unbroken span that reaches the newest day; spans that meet or overlap are one.
fn reaching_newest(spans: impl Iterator<Item = Covers>) -> Option<Covers> {
    let mut spans: Vec<Covers> = spans.collect();
    spans.sort_by_key(|c| (c.to, c.from));
    let mut reach = spans.pop()?;
    while let Some(earlier) = spans.pop() {
        if earlier.to.plus_days(1) < reach.from {
            break;
        }
        reach.from = reach.from.min(earlier.from);
    }
    Some(reach)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(from: i32, to: i32) -> Covers {
        Covers {
            from: Day::from_number(from),
            to: Day::from_number(to),
        }
    }

    #[test]
    fn a_feed_reaches_back_only_through_spans_that_meet() {
        let reach = |spans: &[Covers]| reaching_newest(spans.iter().copied());
        assert_eq!(reach(&[covers(0, 10), covers(11, 20)]), Some(covers(0, 20)));
        assert_eq!(
            reach(&[covers(0, 10), covers(12, 20)]),
            Some(covers(12, 20))
        );
        assert_eq!(reach(&[covers(0, 30), covers(12, 20)]), Some(covers(0, 30)));
        assert_eq!(reach(&[]), None);
    }
}
