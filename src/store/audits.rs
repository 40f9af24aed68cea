//! Records that were read, samples, audits and moderations: written as steps, read back whole.
//!
//! The surprising thing: a remedy is written as a promise in the same transaction, so that an audit
//! without its remedy is never on the disk.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};

use super::{NewStep, Store, StoreError, entries::said_by, error::During as _, promises};
use crate::model::{
    AnsweredQuestion, AskedBy, AuditDraft, AuditId, Audits, CaseAudit, ChildId, Day, Drawing,
    DrawnChild, Grade, Moderation, ModerationDraft, Name, PersonName, PromiseDraft, Rating,
    Ratings, Reading, ReadingDraft, ReadingId, Sample, SampleDraft, SampleId, StaffRole, Strata,
    Stratum,
};

const READINGS: &str =
    "SELECT r.id, r.child_ref, r.child_shown, r.read_on, r.role, r.ratings, r.words, p.name, a.at
     FROM record_reading r JOIN action a ON a.id = r.action_id JOIN person p ON p.id = a.person_id
     WHERE a.undone = 0 ORDER BY r.id";

const SAMPLES: &str = "SELECT s.id, s.seed, s.size, s.gathered, s.filter, s.as_at, s.known_on, s.population, s.digest,
            p.name, a.at
     FROM dip_sample s JOIN action a ON a.id = s.action_id JOIN person p ON p.id = a.person_id
     WHERE a.undone = 0 ORDER BY s.id";

const AUDITS: &str = "SELECT c.id, c.sample_id, c.child_ref, c.child_shown, c.on_day, c.role, c.team, c.questions_id,
            c.questions_edition, c.questions_digest, c.grade, c.grade_rank, c.grade_of, c.words, c.reaudit_on,
            p.name, a.at
     FROM case_audit c JOIN action a ON a.id = c.action_id JOIN person p ON p.id = a.person_id
     WHERE a.undone = 0 ORDER BY c.id";

const MODERATIONS: &str =
    "SELECT m.id, m.audit_id, m.on_day, m.role, m.grade, m.grade_rank, m.grade_of, m.words,
            p.name, a.at
     FROM moderation m JOIN action a ON a.id = m.action_id JOIN person p ON p.id = a.person_id
     WHERE a.undone = 0 ORDER BY m.id";

impl Store {
    /// Keeps that a record was read. When this returns, it is on disk.
    pub fn write_reading(
        &mut self,
        what: &str,
        said: &ReadingDraft,
        now: &str,
    ) -> Result<ReadingId, StoreError> {
        let ratings: String = said.ratings.all().into_iter().map(letter).collect();
        let id = self.audit_step("Saving what was read", (what, now), |tx, action| {
            tx.execute(
                "INSERT INTO record_reading (action_id, child_ref, child_shown, read_on, role, ratings, words)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                params![
                    action,
                    said.child.0.as_str(),
                    &*said.child.1,
                    said.on.number(),
                    said.role.map(StaffRole::word),
                    ratings,
                    said.words.trim(),
                ],
            )?;
            Ok(tx.last_insert_rowid())
        })?;
        Ok(ReadingId(id))
    }

    /// Keeps a sample. When this returns, it is on disk.
    pub fn write_sample(
        &mut self,
        what: &str,
        said: &SampleDraft,
        now: &str,
    ) -> Result<SampleId, StoreError> {
        let id = self.audit_step("Saving a sample", (what, now), |tx, action| {
            sample(tx, action, said)
        })?;
        Ok(SampleId(id))
    }

    /// Keeps an audit with its remedies, which become promises that name it. When this returns,
    /// all of it is on disk.
    ///
    /// # Errors
    /// A remedy that cannot be kept, or the store itself; then nothing was written.
    pub fn write_audit(
        &mut self,
        what: &str,
        (said, remedies): (&AuditDraft, &[PromiseDraft]),
        now: &str,
    ) -> Result<AuditId, StoreError> {
        for remedy in remedies {
            remedy
                .check()
                .map_err(|(_, why)| StoreError::Promise(why))?;
        }
        let id = self.audit_step("Saving an audit", (what, now), |tx, action| {
            let id = audit(tx, action, said)?;
            let mut promises = remedies.to_vec();
            for promise in &mut promises {
                promise.origin_ref = Some(Name::from(id.to_string()));
            }
            let step = NewStep {
                promises,
                ..NewStep::default()
            };
            promises::write(tx, action, &step)?;
            Ok(id)
        })?;
        Ok(AuditId(id))
    }

    /// Keeps the second person's own grade. When this returns, it is on disk.
    ///
    /// # Errors
    /// Whoever sits here audited the record: by name. Or the store itself.
    pub fn write_moderation(
        &mut self,
        what: &str,
        said: &ModerationDraft,
        now: &str,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Saving a moderation";
        let auditor: Option<String> = self
            .db
            .query_row(
                "SELECT p.name FROM case_audit c JOIN action a ON a.id = c.action_id
                 JOIN person p ON p.id = a.person_id WHERE c.id = ?1 AND a.undone = 0",
                [said.audit.0],
                |r| r.get(0),
            )
            .optional()
            .during(DOING)?;
        let auditor = auditor.ok_or(StoreError::NoSuchAudit(said.audit.0))?;
        self.may_moderate(&auditor)?;
        self.audit_step(DOING, (what, now), |tx, action| {
            tx.execute(
                "INSERT INTO moderation (action_id, audit_id, on_day, role, grade, grade_rank, grade_of, words)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    action,
                    said.audit.0,
                    said.on.number(),
                    said.role.map(StaffRole::word),
                    &*said.grade.word,
                    said.grade.rank,
                    said.grade.of,
                    said.words.trim(),
                ],
            )?;
            let id = tx.last_insert_rowid();
            let mut insert = tx.prepare_cached(
                "INSERT INTO moderation_answer (moderation_id, place, question, answer) VALUES (?1, ?2, ?3, ?4)",
            )?;
            for (place, one) in (0_i64..).zip(&said.answers) {
                insert.execute(params![id, place, &*one.question, one.answer.word()])?;
            }
            Ok(id)
        })?;
        Ok(())
    }

    /// Refuses whoever sits here where they are the auditor, however the name is written.
    ///
    /// # Errors
    /// They are the same person.
    pub fn may_moderate(&self, auditor: &str) -> Result<(), StoreError> {
        if folded(auditor) == folded(self.person()) {
            return Err(StoreError::SamePerson(auditor.to_owned()));
        }
        Ok(())
    }

    fn audit_step(
        &mut self,
        doing: &'static str,
        (what, now): (&str, &str),
        write: impl FnOnce(&Transaction<'_>, i64) -> rusqlite::Result<i64>,
    ) -> Result<i64, StoreError> {
        let person = self.person;
        let tx = self.db.transaction().during(doing)?;
        let action = Self::begin_step(&tx, person, now, what).during(doing)?;
        let id = write(&tx, action).during(doing)?;
        Self::audit(&tx, person, now, "case audit", what).during(doing)?;
        tx.commit().during(doing)?;
        Ok(id)
    }

    /// Every reading, sample, audit and moderation that stands. With a day: those said by the end
    /// of it.
    pub fn audits(&self, known_on: Option<Day>) -> Result<Audits, StoreError> {
        const DOING: &str = "Reading the audits";
        let mut all = Audits {
            readings: self.all(READINGS, reading).during(DOING)?,
            samples: self.samples().during(DOING)?,
            audits: self.case_audits(known_on).during(DOING)?,
        };
        all.readings.retain(|one| said_by(&one.at, known_on));
        all.samples.retain(|one| said_by(&one.at, known_on));
        all.audits.retain(|one| said_by(&one.at, known_on));
        Ok(all)
    }

    fn all<T>(
        &self,
        sql: &str,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Vec<T>> {
        self.db.prepare_cached(sql)?.query_map([], read)?.collect()
    }

    fn samples(&self) -> rusqlite::Result<Vec<Sample>> {
        let mut strata: HashMap<i64, Vec<Stratum>> = HashMap::new();
        let rows = self.all(
            "SELECT sample_id, name, population, drawn FROM dip_stratum ORDER BY sample_id, place",
            |r| {
                let stratum = Stratum {
                    name: Name::from(r.get::<_, String>(1)?),
                    population: r.get(2)?,
                    drawn: r.get(3)?,
                };
                Ok((r.get(0)?, stratum))
            },
        )?;
        for (sample, stratum) in rows {
            strata.entry(sample).or_default().push(stratum);
        }
        let mut drawn: HashMap<i64, Vec<DrawnChild>> = HashMap::new();
        let rows = self.all(
            "SELECT sample_id, child_ref, child_shown, stratum FROM dip_child ORDER BY sample_id, place",
            |r| {
                let child = DrawnChild {
                    child: ChildId::stored(Name::from(r.get::<_, String>(1)?)),
                    shown: Name::from(r.get::<_, String>(2)?),
                    stratum: Name::from(r.get::<_, String>(3)?),
                };
                Ok((r.get(0)?, child))
            },
        )?;
        for (sample, child) in rows {
            drawn.entry(sample).or_default().push(child);
        }
        self.all(SAMPLES, |r| {
            let id: i64 = r.get(0)?;
            let by: Option<String> = r.get(3)?;
            Ok(Sample {
                id: SampleId(id),
                said: SampleDraft {
                    asked: Drawing {
                        seed: r.get(1)?,
                        size: r.get(2)?,
                        by: by.as_deref().and_then(Strata::read),
                        filter: r.get(4)?,
                    },
                    as_at: Day::from_number(r.get(5)?),
                    known_on: Day::from_number(r.get(6)?),
                    population: r.get(7)?,
                    digest: r.get(8)?,
                    strata: strata.remove(&id).unwrap_or_default(),
                    drawn: drawn.remove(&id).unwrap_or_default(),
                },
                by: PersonName::from(r.get::<_, String>(9)?),
                at: r.get(10)?,
            })
        })
    }

    fn answers(&self, sql: &str) -> rusqlite::Result<HashMap<i64, Vec<AnsweredQuestion>>> {
        let rows = self.all(sql, |r| {
            let word: String = r.get(2)?;
            let answered = AnsweredQuestion {
                question: Name::from(r.get::<_, String>(1)?),
                answer: Rating::read(&word).unwrap_or(Rating::Unknown),
            };
            Ok((r.get::<_, i64>(0)?, answered))
        })?;
        let mut found: HashMap<i64, Vec<AnsweredQuestion>> = HashMap::new();
        for (of, answered) in rows {
            found.entry(of).or_default().push(answered);
        }
        Ok(found)
    }

    fn case_audits(&self, known_on: Option<Day>) -> rusqlite::Result<Vec<CaseAudit>> {
        let mut answers = self.answers(
            "SELECT moderation_id, question, answer FROM moderation_answer ORDER BY moderation_id, place",
        )?;
        let rows = self.all(MODERATIONS, |r| {
            let id: i64 = r.get(0)?;
            Ok(Moderation {
                said: ModerationDraft {
                    audit: AuditId(r.get(1)?),
                    on: Day::from_number(r.get(2)?),
                    role: role(r, 3)?,
                    answers: answers.remove(&id).unwrap_or_default(),
                    grade: grade(r, 4)?,
                    words: r.get(7)?,
                },
                by: PersonName::from(r.get::<_, String>(8)?),
                at: r.get(9)?,
            })
        })?;
        // The newest stands.
        let mut moderated: HashMap<AuditId, Moderation> = rows
            .into_iter()
            .filter(|one| said_by(&one.at, known_on))
            .map(|one| (one.said.audit, one))
            .collect();
        let mut answers = self.answers(
            "SELECT audit_id, question, answer FROM case_audit_answer ORDER BY audit_id, place",
        )?;
        self.all(AUDITS, |r| {
            let id = AuditId(r.get(0)?);
            Ok(CaseAudit {
                id,
                said: AuditDraft {
                    sample: r.get::<_, Option<i64>>(1)?.map(SampleId),
                    child: child(r, 2)?,
                    on: Day::from_number(r.get(4)?),
                    role: role(r, 5)?,
                    team: r.get::<_, Option<String>>(6)?.map(Name::from),
                    asked_by: AskedBy {
                        id: Name::from(r.get::<_, String>(7)?),
                        edition: r.get(8)?,
                        digest: r.get(9)?,
                    },
                    answers: answers.remove(&id.0).unwrap_or_default(),
                    grade: grade(r, 10)?,
                    words: r.get(13)?,
                    reaudit: r.get::<_, Option<i32>>(14)?.map(Day::from_number),
                },
                by: PersonName::from(r.get::<_, String>(15)?),
                at: r.get(16)?,
                moderation: moderated.remove(&id),
            })
        })
    }
}

fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

const fn letter(rating: Rating) -> char {
    match rating {
        Rating::Yes => 'y',
        Rating::No => 'n',
        Rating::Partly => 'p',
        Rating::NotApplicable => '-',
        Rating::Blank | Rating::Unknown => '?',
    }
}

fn child(r: &Row<'_>, at: usize) -> rusqlite::Result<(ChildId, Name)> {
    Ok((
        ChildId::stored(Name::from(r.get::<_, String>(at)?)),
        Name::from(r.get::<_, String>(at + 1)?),
    ))
}

fn role(r: &Row<'_>, at: usize) -> rusqlite::Result<Option<StaffRole>> {
    let word: Option<String> = r.get(at)?;
    Ok(word.as_deref().and_then(StaffRole::from_word))
}

fn grade(r: &Row<'_>, at: usize) -> rusqlite::Result<Grade> {
    Ok(Grade {
        word: Name::from(r.get::<_, String>(at)?),
        rank: r.get(at + 1)?,
        of: r.get(at + 2)?,
    })
}

fn reading(r: &Row<'_>) -> rusqlite::Result<Reading> {
    let letters: String = r.get(5)?;
    let mut ratings = [Rating::Unknown; 7];
    for (rating, letter) in ratings.iter_mut().zip(letters.chars()) {
        *rating = Rating::read(letter.encode_utf8(&mut [0; 4])).unwrap_or(Rating::Unknown);
    }
    Ok(Reading {
        id: ReadingId(r.get(0)?),
        said: ReadingDraft {
            child: child(r, 1)?,
            on: Day::from_number(r.get(3)?),
            role: role(r, 4)?,
            ratings: Ratings::of(ratings),
            words: r.get(6)?,
        },
        by: PersonName::from(r.get::<_, String>(7)?),
        at: r.get(8)?,
    })
}

fn sample(tx: &Connection, action: i64, said: &SampleDraft) -> rusqlite::Result<i64> {
    tx.execute(
        "INSERT INTO dip_sample (action_id, seed, size, gathered, filter, as_at, known_on, population, digest)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            action,
            said.asked.seed,
            said.asked.size,
            said.asked.by.map(Strata::word),
            said.asked.filter,
            said.as_at.number(),
            said.known_on.number(),
            said.population,
            said.digest,
        ],
    )?;
    let id = tx.last_insert_rowid();
    let mut insert = tx.prepare_cached(
        "INSERT INTO dip_stratum (sample_id, place, name, population, drawn) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (place, one) in (0_i64..).zip(&said.strata) {
        insert.execute(params![id, place, &*one.name, one.population, one.drawn])?;
    }
    let mut insert = tx.prepare_cached(
        "INSERT INTO dip_child (sample_id, place, child_ref, child_shown, stratum) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    for (place, one) in (0_i64..).zip(&said.drawn) {
        insert.execute(params![
            id,
            place,
            one.child.as_str(),
            &*one.shown,
            &*one.stratum
        ])?;
    }
    Ok(id)
}

fn audit(tx: &Connection, action: i64, said: &AuditDraft) -> rusqlite::Result<i64> {
    tx.execute(
        "INSERT INTO case_audit (action_id, sample_id, child_ref, child_shown, on_day, role, team, questions_id,
             questions_edition, questions_digest, grade, grade_rank, grade_of, words, reaudit_on)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
        params![
            action,
            said.sample.map(|sample| sample.0),
            said.child.0.as_str(),
            &*said.child.1,
            said.on.number(),
            said.role.map(StaffRole::word),
            said.team.as_deref(),
            &*said.asked_by.id,
            said.asked_by.edition,
            said.asked_by.digest,
            &*said.grade.word,
            said.grade.rank,
            said.grade.of,
            said.words.trim(),
            said.reaudit.map(Day::number),
        ],
    )?;
    let id = tx.last_insert_rowid();
    let mut insert = tx.prepare_cached(
        "INSERT INTO case_audit_answer (audit_id, place, question, answer) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (place, one) in (0_i64..).zip(&said.answers) {
        insert.execute(params![id, place, &*one.question, one.answer.word()])?;
    }
    Ok(id)
}
