//! Records that are read and audited: what was found, how many were read, whether two people agree,
//! what is to be done, and whether it is better the next time. Pure but for the desk's own calls.
//!
//! It grades no worker and lists none: movement and agreement are told for the service and by team
//! only. The surprising thing: a reading made after the day of the extract counts at once, for it
//! is not the extract that shows whether a record was read.

mod cycle;
mod facts;
mod played;
mod questions;
mod sampling;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::Arc;

use super::{Desk, DeskError, Lens, Picture, Step, filter};
use crate::calendar::now;
use crate::model::{
    AuditChange, AuditDraft, AuditId, CaseAudit, ChildId, Drawing, ModerationDraft, Name,
    PromiseDraft, SampleDraft, SampleId, StaffRole, Strata,
};

pub use cycle::{
    Agreement, Coverage, Due, DueKind, Movement, Progress, QualityRow, agreement,
    agreement_by_team, coverage, due, movement, movement_by_team, of_sample, progress, read_rows,
    standing,
};
pub(super) use facts::{READ_HERE, take_in};
pub use questions::{EMBEDDED as QUESTIONS, Question, Questions};
use sampling::Eligible;

/// The most children of one sample: more is no sample.
pub const MOST_DRAWN: u32 = 1_000;
/// The longest seed.
const LONGEST_SEED: usize = 100;

/// A sample that was drawn again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Redrawn {
    pub sample: SampleId,
    /// Whether the same children were drawn in the same order from the same population.
    pub same: bool,
    /// What was found, as a sentence or two.
    pub words: String,
}

impl Desk {
    /// Asks audits by these questions; their file and text. `None`: those of the program.
    ///
    /// # Errors
    /// The questions cannot be used: which file, what was found, what to do.
    pub fn ask_by(&mut self, written: Option<(PathBuf, String)>) -> Result<(), DeskError> {
        self.questions = match written {
            None => Questions::embedded(),
            Some((path, text)) => Arc::new(Questions::read(&text).map_err(|why| {
                DeskError::Words(format!(
                    "Reading the questions {}: {why} `caselight audit template check` says it again.",
                    path.display()
                ))
            })?),
        };
        self.picture = None;
        Ok(())
    }

    /// The role of whoever sits here, where it was said.
    pub fn role(&self) -> Result<Option<StaffRole>, DeskError> {
        let me = self.person();
        let people = self.people()?;
        Ok(people
            .into_iter()
            .find(|(name, _)| name == me)
            .and_then(|(_, role)| role))
    }

    /// Takes one step of the audit cycle. When this returns, it is on disk.
    ///
    /// # Errors
    /// An earlier day is looked at, something is missing or cannot be kept, the same person would
    /// moderate, or the store failed; nothing was saved then.
    pub fn audit(&mut self, change: &AuditChange) -> Result<Step, DeskError> {
        let picture = self.picture_or_blank()?;
        if let Some(day) = picture.looks_back {
            return Err(DeskError::Words(format!(
                "Auditing: this is what was known on {}, and what is read now was not known then. Nothing was saved; \
                 look at the newest data first.",
                day.long()
            )));
        }
        match change {
            AuditChange::Read(said) => {
                said.check(now::today()).map_err(DeskError::Words)?;
                let mut said = said.clone();
                said.role = said.role.or(self.role()?);
                let label = "a record read".to_owned();
                self.store.write_reading(&label, &said, &now::moment())?;
                self.entered(label, Vec::new())
            }
            AuditChange::Draw(asked) => Ok(self.draw_sample(asked)?.1),
            AuditChange::Audit(said, remedies) => self.grade(said, remedies, &picture),
            AuditChange::Moderate(said) => self.moderate(said),
        }
    }

    /// Whether whoever sits here may moderate this audit.
    ///
    /// # Errors
    /// The same person audited the record: by name.
    pub fn may_moderate(&self, audit: &CaseAudit) -> Result<(), DeskError> {
        Ok(self.store.may_moderate(&audit.by)?)
    }

    /// Draws a sample and keeps it. When this returns, it is on disk.
    ///
    /// # Errors
    /// No seed, no size, a filter that cannot be read, nobody to draw from, or the store.
    pub fn draw_sample(&mut self, asked: &Drawing) -> Result<(SampleId, Step), DeskError> {
        let picture = self.picture()?;
        let said = draw(&picture, asked).map_err(DeskError::Words)?;
        let label = format!("a sample of {} drawn", said.drawn.len());
        let id = self.store.write_sample(&label, &said, &now::moment())?;
        Ok((id, self.entered(label, Vec::new())?))
    }

    fn grade(
        &mut self,
        said: &AuditDraft,
        remedies: &[PromiseDraft],
        picture: &Picture,
    ) -> Result<Step, DeskError> {
        said.check(now::today()).map_err(DeskError::Words)?;
        let mut said = said.clone();
        said.role = said.role.or(self.role()?);
        if said.team.is_none() {
            said.team = team_of(picture, &said);
        }
        let label = match remedies.len() {
            0 => format!("an audit, {}", said.grade.word),
            1 => format!("an audit, {}, with what is to be done", said.grade.word),
            many => format!(
                "an audit, {}, with {many} things to be done",
                said.grade.word
            ),
        };
        self.store
            .write_audit(&label, (&said, remedies), &now::moment())?;
        let mut step = self.entered(label, Vec::new())?;
        if !remedies.is_empty() {
            step.promises = Some(self.store.promises(None)?);
        }
        Ok(step)
    }

    fn moderate(&mut self, said: &ModerationDraft) -> Result<Step, DeskError> {
        said.check(now::today()).map_err(DeskError::Words)?;
        let mut said = said.clone();
        said.role = said.role.or(self.role()?);
        let label = format!("a moderation, {}", said.grade.word);
        self.store.write_moderation(&label, &said, &now::moment())?;
        self.entered(label, Vec::new())
    }

    /// Draws a sample again, from what was known when it was drawn, and holds both side by side.
    ///
    /// # Errors
    /// There is no such sample, or the store failed.
    pub fn redraw(&mut self, id: SampleId) -> Result<Redrawn, DeskError> {
        let all = self.store.audits(None)?;
        let sample = all.samples.iter().find(|one| one.id == id).ok_or_else(|| {
            DeskError::Failed(format!(
                "There is no sample {} in this store, or the step that drew it was undone. `caselight audit list` \
                 shows those there are.",
                id.0
            ))
        })?;
        let stood = self.lens();
        self.look_through(Lens {
            as_at: Some(sample.said.as_at),
            known_on: Some(sample.said.known_on),
        });
        let again = self
            .picture()
            .and_then(|picture| draw(&picture, &sample.said.asked).map_err(DeskError::Words));
        self.look_through(stood);
        let again = again?;
        Ok(compared(id, &sample.said, &again))
    }
}

fn compared(sample: SampleId, then: &SampleDraft, again: &SampleDraft) -> Redrawn {
    let same = then.digest == again.digest && then.drawn == again.drawn;
    let words = if same {
        format!(
            "Drawn again from the {} children who were open on {}: the same {} children, in the same order.",
            then.population,
            then.as_at.long(),
            then.drawn.len()
        )
    } else if then.digest == again.digest {
        "The population is the same and the children are not. The sample was kept wrongly; draw a new one.".to_owned()
    } else {
        let kept = then.drawn.iter().filter(|one| {
            let mut drawn = again.drawn.iter();
            drawn.any(|other| other.child == one.child)
        });
        format!(
            "It cannot be drawn again here: the sample was drawn from {} children, and what is known now of {} holds \
             {}, or puts some in another stratum. {} of the {} children would be drawn again. An import was taken \
             back or added since; the sample as it was drawn is kept.",
            then.population,
            then.as_at.long(),
            again.population,
            kept.count(),
            then.drawn.len()
        )
    };
    Redrawn {
        sample,
        same,
        words,
    }
}

/// A name as it is told from others: capitals and blanks do not count.
fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

fn team_of(picture: &Picture, said: &AuditDraft) -> Option<Name> {
    let at = picture.caseload.position(&said.child.0)?;
    picture.case_row(at)?.team.clone()
}

impl Picture {
    /// Whether the grade and the answers of an audit are kept from whoever sits here: a second person
    /// may still give their own, and grades blind.
    #[must_use]
    pub fn grades_blind(&self, audit: &CaseAudit) -> bool {
        audit.moderation.is_none() && folded(&audit.by) != folded(&self.person)
    }

    /// An audit that stands, by its number.
    #[must_use]
    pub fn case_audit(&self, id: AuditId) -> Option<&CaseAudit> {
        self.audits.audits.iter().find(|one| one.id == id)
    }
}

/// Draws from the open cases of a picture. Keeps nothing.
///
/// # Errors
/// What is wrong with what was asked for, as a sentence.
pub fn draw(picture: &Picture, asked: &Drawing) -> Result<SampleDraft, String> {
    let asked = Drawing {
        seed: asked.seed.trim().to_owned(),
        filter: asked.filter.trim().to_owned(),
        ..asked.clone()
    };
    if asked.seed.is_empty() || asked.seed.chars().count() > LONGEST_SEED {
        return Err(format!(
            "Drawing a sample: the seed is empty or longer than {LONGEST_SEED} letters. Give a word or two, such as \
             june; the same seed draws the same children again."
        ));
    }
    if asked.size == 0 || asked.size > MOST_DRAWN {
        return Err(format!(
            "Drawing a sample: {} children cannot be drawn. Give a number from 1 to {MOST_DRAWN}.",
            asked.size
        ));
    }
    let filter = filter::Filter::read(&asked.filter, filter::CASE_FIELDS)?;
    let rows = picture.cases.iter().filter(|row| {
        // Whom only entries by hand name, nobody else's store holds.
        row.open && !row.is_entered() && filter.lets_through(&filter::Line::of_case(row))
    });
    let population: Vec<Eligible> = rows
        .filter_map(|row| {
            Some(Eligible {
                child: match picture.caseload.children.get(row.child) {
                    Some(file) => file.child.id.clone(),
                    None => ChildId::read(&row.shown)?,
                },
                shown: row.shown.clone(),
                stratum: stratum(row, asked.by),
            })
        })
        .collect();
    if population.is_empty() {
        return Err(
            "Drawing a sample: no open case is left to draw from. Widen the filter, or import an extract first."
                .to_owned(),
        );
    }
    let count = u32::try_from(population.len()).unwrap_or(u32::MAX);
    let drawn = sampling::draw(population, asked.size, &asked.seed);
    Ok(SampleDraft {
        asked,
        as_at: picture.check.as_at,
        known_on: picture.check.known_on,
        population: count,
        digest: drawn.digest,
        strata: drawn.strata,
        drawn: drawn.drawn,
    })
}

fn stratum(row: &super::CaseRow, by: Option<Strata>) -> Name {
    match by {
        None => Name::from("all"),
        Some(Strata::Team) => row.team.clone().unwrap_or_else(|| Name::from("no team")),
        Some(Strata::Status) => Name::from(row.status),
        Some(Strata::Age) => Name::from(match row.age {
            _ if row.unborn => "unborn",
            Some(i32::MIN..=4) => "0 to 4",
            Some(5..=9) => "5 to 9",
            Some(10..=15) => "10 to 15",
            Some(16..) => "16 and over",
            None => "age not known",
        }),
    }
}
