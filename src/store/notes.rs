//! Notes: words as typed, and the figures and gaps they rest on.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Store, StoreError, error::During as _};
use crate::model::{
    Audience, Day, Evidence, GapKey, Ground, Note, NoteHead, NoteId, NoteStatus, NoteText, prose,
};

const HEAD: &str = "n.id, n.title, n.status, n.as_at, p.name, n.saved_at, n.body, n.audience";

/// Characters of a text that a list of notes shows.
const OPENING: usize = 2_000;

/// A draft that is not in the store yet.
#[derive(Clone, Copy, Debug)]
pub struct NewNote<'a> {
    pub text: &'a NoteText,
    pub as_at: Day,
    pub ground: &'a Ground,
    pub evidence: &'a [Evidence],
}

fn head(r: &rusqlite::Row<'_>) -> rusqlite::Result<(NoteHead, String)> {
    let status: String = r.get(2)?;
    let body: String = r.get(6)?;
    let audience: String = r.get(7)?;
    let head = NoteHead {
        id: NoteId(r.get(0)?),
        title: r.get(1)?,
        status: if status == NoteStatus::Final.word() {
            NoteStatus::Final
        } else {
            NoteStatus::Draft
        },
        audience: Audience::of(&audience).unwrap_or_default(),
        as_at: Day::from_number(r.get(3)?),
        author: r.get(4)?,
        saved_at: r.get(5)?,
        words: prose::words(&body),
        to_answer: prose::to_answer(&body),
        opening: body.chars().take(OPENING).collect(),
    };
    Ok((head, body))
}

impl Store {
    /// Every note, the one saved last first.
    pub fn notes(&self) -> Result<Vec<NoteHead>, StoreError> {
        const DOING: &str = "Listing the notes";
        let sql = format!(
            "SELECT {HEAD} FROM note n JOIN person p ON p.id = n.person_id ORDER BY n.saved_at DESC, n.id DESC"
        );
        let mut stmt = self.db.prepare_cached(&sql).during(DOING)?;
        let rows = stmt
            .query_map([], |r| head(r).map(|(head, _)| head))
            .during(DOING)?;
        rows.collect::<rusqlite::Result<_>>().during(DOING)
    }

    /// One note whole.
    pub fn note(&self, id: NoteId) -> Result<Note, StoreError> {
        const DOING: &str = "Opening a note";
        let sql = format!(
            "SELECT {HEAD}, n.scope, n.policy, n.sources
             FROM note n JOIN person p ON p.id = n.person_id WHERE n.id = ?1"
        );
        let whole = |r: &rusqlite::Row<'_>| {
            let ground = Ground {
                scope: r.get(8)?,
                policy: r.get(9)?,
                sources: r.get(10)?,
            };
            head(r).map(|(head, body)| (head, body, ground))
        };
        let (head, body, ground) = self
            .db
            .query_row(&sql, [id.0], whole)
            .optional()
            .during(DOING)?
            .ok_or(StoreError::NoSuchNote(id.0))?;
        let evidence = evidence_of(&self.db, id).during(DOING)?;
        Ok(Note {
            head,
            body,
            evidence,
            ground,
        })
    }

    /// The newest note of these teams that was drafted from data of an earlier day than this and
    /// counts by any of these rules.
    pub fn note_before(
        &self,
        scope: &str,
        as_at: Day,
        rules: &[&str],
    ) -> Result<Option<Note>, StoreError> {
        const DOING: &str = "Looking for the note before";
        let mut earlier = self
            .db
            .prepare_cached(
                "SELECT id FROM note WHERE scope = ?1 AND as_at < ?2 AND policy <> ''
                 ORDER BY as_at DESC, id DESC",
            )
            .during(DOING)?;
        let ids = earlier
            .query_map(params![scope, as_at.number()], |r| r.get(0).map(NoteId))
            .during(DOING)?;
        for id in ids {
            let note = self.note(id.during(DOING)?)?;
            let by_one = |row: &Evidence| rules.contains(&row.rule.as_str());
            if note.evidence.iter().any(by_one) {
                return Ok(Some(note));
            }
        }
        Ok(None)
    }

    /// Saves a new draft with its evidence.
    pub fn add_note(&mut self, note: NewNote<'_>, now: &str) -> Result<NoteId, StoreError> {
        const DOING: &str = "Saving a new note";
        let NewNote {
            text,
            as_at,
            ground,
            evidence,
        } = note;
        let person = self.person;
        let tx = self.db.transaction().during(DOING)?;
        tx.execute(
            "INSERT INTO note (title, body, status, as_at, person_id, created_at, saved_at, saved_by,
                               audience, scope, policy, sources)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?6, ?5, ?7, ?8, ?9, ?10)",
            params![
                text.title,
                text.body,
                NoteStatus::Draft.word(),
                as_at.number(),
                person,
                now,
                text.audience.word(),
                ground.scope,
                ground.policy,
                ground.sources,
            ],
        )
        .during(DOING)?;
        let id = tx.last_insert_rowid();
        write_evidence(&tx, id, evidence).during(DOING)?;
        Self::audit(&tx, person, now, "note drafted", &text.title).during(DOING)?;
        tx.commit().during(DOING)?;
        Ok(NoteId(id))
    }

    /// Saves what was typed. When this returns, it is on disk.
    pub fn save_note(
        &mut self,
        id: NoteId,
        text: &NoteText,
        now: &str,
    ) -> Result<NoteHead, StoreError> {
        const DOING: &str = "Saving the note";
        let tx = self.db.transaction().during(DOING)?;
        let changed = tx
            .prepare_cached(
                "UPDATE note SET title = ?2, body = ?3, saved_at = ?4, saved_by = ?5, audience = ?6
                 WHERE id = ?1",
            )
            .and_then(|mut s| {
                let audience = text.audience.word();
                s.execute(params![
                    id.0,
                    text.title,
                    text.body,
                    now,
                    self.person,
                    audience
                ])
            })
            .during(DOING)?;
        if changed == 0 {
            return Err(StoreError::NoSuchNote(id.0));
        }
        tx.commit().during(DOING)?;
        Ok(self.note(id)?.head)
    }

    /// Adds a figure to a note together with the text that names it.
    pub fn add_evidence(
        &mut self,
        id: NoteId,
        evidence: &Evidence,
        text: &NoteText,
        now: &str,
    ) -> Result<NoteHead, StoreError> {
        const DOING: &str = "Adding evidence to the note";
        let tx = self.db.transaction().during(DOING)?;
        write_evidence(&tx, id.0, std::slice::from_ref(evidence)).during(DOING)?;
        tx.execute(
            "UPDATE note SET body = ?2, saved_at = ?3, saved_by = ?4 WHERE id = ?1",
            params![id.0, text.body, now, self.person],
        )
        .during(DOING)?;
        tx.commit().during(DOING)?;
        Ok(self.note(id)?.head)
    }

    /// Notes in the audit log that something left the store.
    pub fn note_export(&mut self, what: &str, now: &str) -> Result<(), StoreError> {
        Self::audit(&self.db, self.person, now, "export", what).during("Noting an export")
    }
}

fn write_evidence(tx: &Connection, note: i64, evidence: &[Evidence]) -> rusqlite::Result<()> {
    let mut figure = tx.prepare_cached(
        "INSERT INTO note_evidence (note_id, label, rule, level, numerator, denominator,
                                    not_computable, as_at, what, measure, limit_words)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    let mut link = tx.prepare_cached("INSERT OR IGNORE INTO note_gap VALUES (?1, ?2, ?3)")?;
    for e in evidence {
        figure.execute(params![
            note,
            e.label,
            e.rule,
            e.level,
            e.numerator,
            e.denominator,
            e.not_computable,
            e.as_at.number(),
            e.what,
            e.measure,
            e.limit,
        ])?;
        for gap in &e.gaps {
            link.execute(params![note, e.label, gap.as_str()])?;
        }
    }
    Ok(())
}

fn evidence_of(db: &Connection, id: NoteId) -> rusqlite::Result<Vec<Evidence>> {
    let mut links =
        db.prepare_cached("SELECT gap_key FROM note_gap WHERE note_id = ?1 AND label = ?2")?;
    let mut figures = db.prepare_cached(
        "SELECT label, rule, level, numerator, denominator, not_computable, as_at, what, measure,
                limit_words FROM note_evidence WHERE note_id = ?1 ORDER BY length(label), label",
    )?;
    let mut evidence: Vec<Evidence> = figures
        .query_map([id.0], |r| {
            Ok(Evidence {
                label: r.get(0)?,
                rule: r.get(1)?,
                level: r.get(2)?,
                numerator: r.get(3)?,
                denominator: r.get(4)?,
                not_computable: r.get(5)?,
                as_at: Day::from_number(r.get(6)?),
                what: r.get(7)?,
                measure: r.get(8)?,
                limit: r.get(9)?,
                gaps: Vec::new(),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    for e in &mut evidence {
        e.gaps = links
            .query_map(params![id.0, e.label], |r| {
                Ok(GapKey::stored(&r.get::<_, String>(0)?))
            })?
            .collect::<rusqlite::Result<_>>()?;
    }
    Ok(evidence)
}
