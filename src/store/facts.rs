//! Writing an import: one transaction, or nothing.

use foldhash::{HashMap, HashMapExt as _, HashSet};
use rusqlite::{Connection, OptionalExtension as _, Statement, params};
use serde::Serialize;

use super::{
    Store, StoreError,
    error::During as _,
    known::{History, KNOWN, Place},
    merge::{Extract, Fate, Plan, Verdict, Version, fate, in_force, place},
    row::{NO_DAY, Names, Row},
};
use crate::model::{
    Batch, ChildId, Covers, Day, Fact, FactKind, FeedKind, FileReport, Name, Source,
};

const DOING: &str = "Importing";

/// What an import did to the facts. Facts about a person (a date of birth) are not counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Changes {
    pub new: u32,
    pub changed: u32,
    pub unchanged: u32,
    /// Inside the extract's window, and not in it any more.
    pub gone: u32,
    /// Open rows that the extract no longer lists: neither open nor closed.
    pub no_longer_listed: u32,
}

/// How an import is written down.
#[derive(Clone, Copy, Debug)]
pub struct ImportTicket<'a> {
    pub as_at: Day,
    /// The moment, RFC 3339.
    pub now: &'a str,
    /// Rehearse only: everything is computed, nothing is kept.
    pub rehearsal: bool,
}

struct NameTable<'db> {
    known: HashMap<Name, i64>,
    insert: Statement<'db>,
}

impl Names for NameTable<'_> {
    fn number(&mut self, name: &Name) -> rusqlite::Result<i64> {
        if let Some(id) = self.known.get(name) {
            return Ok(*id);
        }
        let id = self.insert.insert([name.as_ref()])?;
        self.known.insert(name.clone(), id);
        Ok(id)
    }
}

impl Store {
    /// Writes a batch as one transaction. `tick` is called every thousand facts and may stop it.
    pub fn import(
        &mut self,
        batch: &Batch,
        ticket: ImportTicket<'_>,
        tick: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Changes, StoreError> {
        let person = self.person;
        let tx = self.db.transaction().during(DOING)?;
        let import = start_import(&tx, ticket, person).during(DOING)?;
        let changes =
            match Writer::new(&tx, batch, ticket, import).and_then(|mut w| w.write(batch, tick)) {
                Ok(Some(changes)) => changes,
                Ok(None) => return Err(StoreError::Cancelled),
                Err(source) => {
                    return Err(StoreError::Sql {
                        doing: DOING,
                        source,
                    });
                }
            };
        note_files(&tx, batch, import).during(DOING)?;
        // The last moment at which it can be stopped.
        if !tick(batch.facts.len()) {
            return Err(StoreError::Cancelled);
        }
        finish_import(&tx, import, changes).during(DOING)?;
        let detail = format!(
            "{} file(s), as at {}: {} new, {} changed, {} gone",
            batch.files.len(),
            ticket.as_at,
            changes.new,
            changes.changed,
            changes.gone
        );
        Self::audit(&tx, person, ticket.now, "import", &detail).during(DOING)?;
        if ticket.rehearsal {
            tx.rollback().during(DOING)?;
        } else {
            tx.commit().during(DOING)?;
        }
        Ok(changes)
    }
}

fn start_import(tx: &Connection, ticket: ImportTicket<'_>, person: i64) -> rusqlite::Result<i64> {
    tx.execute(
        "INSERT INTO import (as_at, at, person_id, added, changed, unchanged, gone, unlisted)
         VALUES (?1, ?2, ?3, 0, 0, 0, 0, 0)",
        params![ticket.as_at.number(), ticket.now, person],
    )?;
    Ok(tx.last_insert_rowid())
}

fn finish_import(tx: &Connection, import: i64, c: Changes) -> rusqlite::Result<()> {
    tx.execute(
        "UPDATE import SET added = ?2, changed = ?3, unchanged = ?4, gone = ?5, unlisted = ?6 WHERE id = ?1",
        params![import, c.new, c.changed, c.unchanged, c.gone, c.no_longer_listed],
    )?;
    Ok(())
}

fn note_files(tx: &Connection, batch: &Batch, import: i64) -> rusqlite::Result<()> {
    let mut file = tx.prepare_cached(
        "INSERT INTO import_file (import_id, feed, file, recognised_as, fingerprint, covers_from, covers_to,
                                  rows, used, repeated, rejected, source)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?;
    let mut problem = tx.prepare_cached(
        "INSERT INTO problem (import_file_id, sheet, row, column_name, found, expected, effect, child_ref, kind, row_lost)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    for report in &batch.files {
        let sum = |pick: fn(&crate::model::SheetReport) -> u32| {
            report.sheets.iter().map(pick).sum::<u32>()
        };
        let id = file.insert(params![
            import,
            report.feed.map_or(0, |f| f as i64),
            report.file,
            report.recognised_as,
            report.fingerprint.cast_signed(),
            report.covers.map(|c| c.from.number()),
            report.covers.map(|c| c.to.number()),
            sum(|s| s.rows),
            sum(|s| s.used),
            sum(|s| s.repeated),
            sum(|s| s.rejected),
            report.source as i64,
        ])?;
        for p in &report.problems {
            problem.execute(params![
                id,
                p.sheet,
                p.row,
                p.column,
                p.found,
                p.expected,
                p.effect,
                p.child_id.as_ref().map(ChildId::as_str),
                p.kind.map(|k| k as i64),
                p.row_lost,
            ])?;
        }
    }
    Ok(())
}

/// One kind of fact as one source lists it.
type List = (Source, FactKind);

/// The files of an import that hold a list, or whose feed it belongs to.
fn files_of(batch: &Batch, (source, kind): List) -> impl Iterator<Item = &FileReport> {
    let feed = FeedKind::of(kind, source);
    let files = batch.files.iter();
    files.filter(move |file| file.source == source && file.feed == Some(feed))
}

/// The day from which an import lists every event of a kind.
fn window_from(batch: &Batch, list: List) -> Option<Day> {
    match FeedKind::of(list.1, list.0) {
        FeedKind::Cases => files_of(batch, list).filter_map(|f| f.window_from).min(),
        _ => covers(batch, list).map(|covers| covers.from),
    }
}

/// Of which days an import speaks for a kind.
fn covers(batch: &Batch, list: List) -> Option<Covers> {
    let holds = |file: &&FileReport| {
        let mut sheets = file.sheets.iter();
        sheets.any(|sheet| sheet.kind == Some(list.1) || sheet.also.contains(&list.1))
    };
    let exact = files_of(batch, list).filter(holds);
    let spans = exact.filter_map(|file| file.covers);
    spans.reduce(|a, b| Covers {
        from: a.from.min(b.from),
        to: a.to.max(b.to),
    })
}

/// Whose visits an extract lists; `None` for every other kind. A council exports each duty as a list
/// of its own, and a list of visits in care says nothing of a visit under a protection plan.
fn duties<'f>(kind: FactKind, facts: &'f [(Place, &Fact)]) -> Option<HashSet<&'f str>> {
    (kind == FactKind::Visit).then(|| facts.iter().map(|(place, _)| duty(&place.2)).collect())
}

/// The duty in a visit's reference, without the number of a second one on the day.
fn duty(reference: &str) -> &str {
    reference.split('#').next().unwrap_or_default()
}

struct Writer<'db> {
    names: NameTable<'db>,
    children: HashMap<ChildId, i64>,
    add_child: Statement<'db>,
    add: Statement<'db>,
    close: Statement<'db>,
    note_closing: Statement<'db>,
    tx: &'db Connection,
    newer: Statement<'db>,
    newest: Statement<'db>,
    note_list: Statement<'db>,
    as_at: i64,
    import: i64,
    changes: Changes,
}

impl<'db> Writer<'db> {
    fn new(
        tx: &'db Connection,
        batch: &Batch,
        ticket: ImportTicket<'_>,
        import: i64,
    ) -> rusqlite::Result<Self> {
        let mut known = HashMap::new();
        let mut stmt = tx.prepare("SELECT text, id FROM name")?;
        let mut rows = stmt.query([])?;
        while let Some(row) = rows.next()? {
            known.insert(Name::from(row.get_ref(0)?.as_str()?), row.get(1)?);
        }
        let mut children = HashMap::with_capacity(batch.facts.len() / 4);
        let mut stmt = tx.prepare("SELECT ref, id FROM child WHERE id <> 0")?;
        let mut rows = stmt.query([])?;
        while let Some(row) = rows.next()? {
            children.insert(
                ChildId::stored(Name::from(row.get_ref(0)?.as_str()?)),
                row.get(1)?,
            );
        }
        Ok(Self {
            names: NameTable { known, insert: tx.prepare("INSERT INTO name (text) VALUES (?1)")? },
            children,
            add_child: tx.prepare("INSERT INTO child (ref, shown) VALUES (?1, ?2)")?,
            add: tx.prepare(
                "INSERT INTO fact VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14,
                                          ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
            )?,
            close: tx.prepare(
                "UPDATE fact SET known_to = ?7
                 WHERE kind = ?1 AND child_id = ?2 AND start_day = ?3 AND source_ref = ?4 AND source = ?5
                   AND version = ?6",
            )?,
            note_closing: tx.prepare("INSERT INTO closing VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")?,
            tx,
            newer: tx.prepare(
                "SELECT i.as_at, min(l.window_from) FROM import_list l JOIN import i ON i.id = l.import_id
                 WHERE l.kind = ?1 AND l.source = ?2 AND i.as_at > ?3 GROUP BY i.as_at ORDER BY i.as_at",
            )?,
            newest: tx.prepare(
                "SELECT max(i.as_at) FROM import_list l JOIN import i ON i.id = l.import_id
                 WHERE l.kind = ?1 AND l.source = ?2",
            )?,
            note_list: tx.prepare("INSERT INTO import_list VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?,
            as_at: ticket.as_at.number().into(),
            import,
            changes: Changes::default(),
        })
    }

    /// `None` when it was stopped.
    fn write(
        &mut self,
        batch: &Batch,
        tick: &mut dyn FnMut(usize) -> bool,
    ) -> rusqlite::Result<Option<Changes>> {
        let mut lists = batch.lists();
        lists.extend(batch.facts.iter().map(|f| (f.source, f.record.kind())));
        lists.sort_unstable_by_key(|(source, kind)| (*kind, *source));
        lists.dedup();
        let mut by_list: HashMap<List, Vec<(Place, &Fact)>> = HashMap::new();
        for fact in &batch.facts {
            let place = self.place_of(fact)?;
            by_list
                .entry((fact.source, fact.record.kind()))
                .or_default()
                .push((place, fact));
        }
        let mut done = 0;
        for list in lists {
            let mut facts = by_list.remove(&list).unwrap_or_default();
            // In key order: random inserts into a large table are ten times slower.
            facts.sort_by(|a, b| a.0.cmp(&b.0));
            facts.dedup_by(|b, a| a.0 == b.0);
            let extract = Extract {
                day: self.as_at,
                window_from: window_from(batch, list).map(|d| d.number().into()),
            };
            if !self.write_list(list, &facts, extract, &mut |n| tick(done + n))? {
                return Ok(None);
            }
            let covers = covers(batch, list);
            self.note_list.execute(params![
                self.import,
                list.1 as i64,
                list.0 as i64,
                extract.window_from,
                covers.map(|c| c.from.number()),
                covers.map(|c| c.to.number()),
            ])?;
            done += facts.len();
        }
        Ok(Some(self.changes))
    }

    fn place_of(&mut self, fact: &Fact) -> rusqlite::Result<Place> {
        let child = match &fact.child {
            None => 0,
            Some(id) => self.number_of(id, fact.shown_id.as_deref())?,
        };
        let start = fact.record.start().map_or(NO_DAY, |d| d.number().into());
        Ok((child, start, fact.source_ref.clone()))
    }

    /// The child's number in the store; a child not met before gets one.
    fn number_of(&mut self, id: &ChildId, shown: Option<&str>) -> rusqlite::Result<i64> {
        if let Some(number) = self.children.get(id) {
            return Ok(*number);
        }
        let number = self
            .add_child
            .insert((id.as_str(), shown.unwrap_or(id.as_str())))?;
        self.children.insert(id.clone(), number);
        Ok(number)
    }

    fn write_list(
        &mut self,
        list: List,
        facts: &[(Place, &Fact)],
        extract: Extract,
        tick: &mut dyn FnMut(usize) -> bool,
    ) -> rusqlite::Result<bool> {
        let (source, kind) = list;
        let newer = self.newer_extracts(list)?;
        let newest: Option<i64> = self
            .newest
            .query_row([kind as i64, source as i64], |r| r.get(0))
            .optional()?
            .flatten();
        let mut known = self.tx.prepare_cached(KNOWN)?;
        let mut history = History::of(known.query([kind as i64, source as i64])?)?;
        let may_close = newest.is_some_and(|n| extract.day > n);
        let duties = duties(kind, facts);
        let speaks_of = |missing: &Place| {
            let named = duties.as_ref();
            may_close && named.is_none_or(|duties| duties.contains(duty(&missing.2)))
        };
        for (n, (place, fact)) in facts.iter().enumerate() {
            if n % 1000 == 0 && !tick(n) {
                return Ok(false);
            }
            while let Some((missing, versions)) = history.next_if(|p| p < place)? {
                self.absent(list, &missing, &versions, extract, speaks_of(&missing))?;
            }
            let known = history.next_if(|p| p == place)?;
            let versions = known.map_or(Vec::new(), |(_, versions)| versions);
            self.present(list, place, fact, &versions, &newer)?;
        }
        while let Some((missing, versions)) = history.next_if(|_| true)? {
            self.absent(list, &missing, &versions, extract, speaks_of(&missing))?;
        }
        Ok(true)
    }

    fn newer_extracts(&mut self, (source, kind): List) -> rusqlite::Result<Vec<Extract>> {
        // Of which duty a newer list of visits was is not written down: it ends no older one.
        if (source, kind) == (Source::Local, FactKind::Visit) {
            return Ok(Vec::new());
        }
        self.newer
            .query_map(params![kind as i64, source as i64, self.as_at], |r| {
                Ok(Extract {
                    day: r.get(0)?,
                    window_from: r.get(1)?,
                })
            })?
            .collect()
    }

    fn present(
        &mut self,
        list: List,
        at: &Place,
        fact: &Fact,
        versions: &[Version],
        newer: &[Extract],
    ) -> rusqlite::Result<()> {
        let kind = list.1;
        let row = Row::lay(&fact.record, fact.details.as_ref(), &mut self.names)?;
        let plan = place(versions, &row, self.as_at, newer, &|r, e| {
            fate(kind, at.1, r, e)
        });
        if !matches!(kind, FactKind::Person | FactKind::CareCheck) {
            match plan.verdict {
                Verdict::New => self.changes.new += 1,
                Verdict::Changed => self.changes.changed += 1,
                Verdict::Unchanged => self.changes.unchanged += 1,
            }
        }
        self.carry_out(list, at, versions, &plan)
    }

    fn absent(
        &mut self,
        list: List,
        at: &Place,
        versions: &[Version],
        extract: Extract,
        may_close: bool,
    ) -> rusqlite::Result<()> {
        // An older extract, or another part of the same day's, closes nothing.
        let Some(current) = in_force(versions, extract.day).filter(|v| may_close && v.listed)
        else {
            return Ok(());
        };
        let mut plan = Plan {
            verdict: Verdict::Changed,
            close: Some(current.number),
            add: Vec::new(),
        };
        match fate(list.1, at.1, &current.row, extract) {
            Fate::Stays => return Ok(()),
            Fate::Gone => self.changes.gone += 1,
            Fate::Unlisted => {
                self.changes.no_longer_listed += 1;
                plan.add.push(super::merge::Span {
                    from: extract.day,
                    to: current.to,
                    listed: false,
                    row: current.row.clone(),
                });
            }
        }
        self.carry_out(list, at, versions, &plan)
    }

    fn carry_out(
        &mut self,
        (source, kind): List,
        at: &Place,
        versions: &[Version],
        plan: &Plan,
    ) -> rusqlite::Result<()> {
        if let Some(number) = plan.close {
            self.close.execute(params![
                kind as i64,
                at.0,
                at.1,
                at.2.as_ref(),
                source as i64,
                number,
                self.as_at
            ])?;
            let was_to = versions.iter().find(|version| version.number == number);
            self.note_closing.execute(params![
                self.import,
                kind as i64,
                at.0,
                at.1,
                at.2.as_ref(),
                source as i64,
                number,
                was_to.and_then(|version| version.to),
            ])?;
        }
        let next = versions.iter().map(|v| v.number + 1).max().unwrap_or(0);
        for (number, span) in (next..).zip(&plan.add) {
            let row = &span.row;
            self.add.execute(params![
                kind as i64,
                at.0,
                at.1,
                at.2.as_ref(),
                source as i64,
                number,
                span.from,
                span.to,
                span.listed,
                self.import,
                row.end,
                row.seen,
                row.review,
                row.extra,
                row.code,
                row.flags,
                row.amount,
                row.team,
                row.worker,
                row.supervisor,
                row.family,
                row.link.as_deref(),
                row.details.as_deref(),
            ])?;
        }
        Ok(())
    }
}

/// Reads the twelve payload columns that begin at `first`; the details are the caller's.
pub(super) fn read_row(r: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Row> {
    Ok(Row {
        end: r.get(first)?,
        seen: r.get(first + 1)?,
        review: r.get(first + 2)?,
        extra: r.get(first + 3)?,
        code: r.get(first + 4)?,
        flags: r.get(first + 5)?,
        amount: r.get(first + 6)?,
        team: r.get(first + 7)?,
        worker: r.get(first + 8)?,
        supervisor: r.get(first + 9)?,
        family: r.get(first + 10)?,
        link: r.get_ref(first + 11)?.as_str_or_null()?.map(Name::from),
        details: None,
    })
}
