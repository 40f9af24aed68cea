//! What the made-up authority has read and audited, so that whoever looks round sees the cycle.
//!
//! It belongs to the demonstration and to no real store. The surprising thing: it sits down as
//! other made-up people by way of the store, for nobody moderates their own audit.

use super::{Desk, DeskError, draw};
use crate::calendar::now;
use crate::model::{
    AnsweredQuestion, AuditDraft, AuditId, Day, Drawing, ModerationDraft, Name, PromiseDraft,
    PromiseOrigin, Rating, Ratings, ReadingDraft, StaffRole, Strata,
};
use crate::review::{Picture, Plan};

/// Who audits and who moderates there.
const AUDITOR: (&str, StaffRole) = ("Y Foobarton", StaffRole::AdvancedPractitioner);
const MODERATOR: (&str, StaffRole) = ("T Mockridge", StaffRole::HeadOfService);

/// In a larger one only the size is looked at, and nobody waits for more.
const MOST_CHILDREN: u32 = 20_000;

const ANSWERS: [Rating; 5] = [
    Rating::Yes,
    Rating::Partly,
    Rating::No,
    Rating::Yes,
    Rating::Partly,
];

fn answer(at: usize) -> Rating {
    ANSWERS[at % ANSWERS.len()]
}

impl Desk {
    /// Reads some records, draws a sample and audits part of it.
    ///
    /// # Errors
    /// The store failed.
    pub fn play_audits(&mut self, plan: &Plan) -> Result<(), DeskError> {
        if plan.children > MOST_CHILDREN {
            return Ok(());
        }
        let me = self.person().clone();
        self.set_role(AUDITOR.0, Some(AUDITOR.1))?;
        self.set_role(MODERATOR.0, Some(MODERATOR.1))?;
        let picture = self.picture()?;
        self.store.sit_as(AUDITOR.0, &now::moment())?;
        self.play_readings(&picture, plan.as_at)?;
        let audited = self.play_sample(&picture, plan.as_at)?;
        self.store.sit_as(MODERATOR.0, &now::moment())?;
        self.play_moderation(&audited, plan.as_at)?;
        self.store.sit_as(&me, &now::moment())?;
        self.picture = None;
        Ok(())
    }

    fn play_readings(&mut self, picture: &Picture, on: Day) -> Result<(), DeskError> {
        let read = draw(picture, &asked(12, "read")).map_err(DeskError::Words)?;
        for (at, one) in read.drawn.iter().enumerate() {
            let mut ratings = [Rating::Blank; 7];
            for (quality, rating) in ratings.iter_mut().enumerate() {
                *rating = answer(at + quality * 3);
            }
            let said = ReadingDraft {
                child: (one.child.clone(), one.shown.clone()),
                on,
                role: Some(AUDITOR.1),
                ratings: Ratings::of(ratings),
                words: String::new(),
            };
            self.store
                .write_reading("a record read", &said, &now::moment())?;
        }
        Ok(())
    }

    /// Draws the sample and audits its first children; the audits with the rank of each grade.
    fn play_sample(
        &mut self,
        picture: &Picture,
        on: Day,
    ) -> Result<Vec<(AuditId, usize)>, DeskError> {
        let sample = draw(picture, &asked(20, "june")).map_err(DeskError::Words)?;
        let label = format!("a sample of {} drawn", sample.drawn.len());
        let id = self.store.write_sample(&label, &sample, &now::moment())?;
        let mut audited = Vec::new();
        for (at, one) in sample.drawn.iter().take(12).enumerate() {
            let rank = 1 + at % 3 / 2 + at % 5 / 4;
            let Some(grade) = self.questions.grade(rank) else {
                continue;
            };
            let place = picture.caseload.position(&one.child);
            let said = AuditDraft {
                sample: Some(id),
                child: (one.child.clone(), one.shown.clone()),
                on,
                role: Some(AUDITOR.1),
                team: place.and_then(|at| picture.case_row(at)?.team.clone()),
                asked_by: self.questions.asked_by.clone(),
                answers: self.answers(at),
                grade,
                words: String::new(),
                reaudit: (rank < 2).then(|| on.plus_months(3)),
            };
            let remedy = PromiseDraft {
                origin: PromiseOrigin::Audit,
                origin_ref: None,
                child: Some(said.child.clone()),
                gap: None,
                agreed: on,
                due: Some(on.plus_days(14)),
                owner: Some(Name::from(MODERATOR.0)),
                words: "write down why this plan, and come back to the last actions".to_owned(),
            };
            let remedies: Vec<PromiseDraft> = (at % 4 == 0).then_some(remedy).into_iter().collect();
            let label = format!("an audit, {}", said.grade.word);
            let made = self
                .store
                .write_audit(&label, (&said, &remedies), &now::moment())?;
            audited.push((made, rank));
        }
        Ok(audited)
    }

    /// A second person's own grade of the first eight: of every fourth it is a lower one.
    fn play_moderation(&mut self, audited: &[(AuditId, usize)], on: Day) -> Result<(), DeskError> {
        for (at, (audit, rank)) in audited.iter().take(8).enumerate() {
            let differs = at % 4 == 3;
            let second = rank.saturating_sub(usize::from(differs));
            let Some(grade) = self.questions.grade(second) else {
                continue;
            };
            let said = ModerationDraft {
                audit: *audit,
                on,
                role: Some(MODERATOR.1),
                answers: self.answers(at + usize::from(differs)),
                grade,
                words: String::new(),
            };
            let label = format!("a moderation, {}", said.grade.word);
            self.store.write_moderation(&label, &said, &now::moment())?;
        }
        Ok(())
    }

    fn answers(&self, from: usize) -> Vec<AnsweredQuestion> {
        let all = self.questions.questions.iter().enumerate();
        all.map(|(at, question)| AnsweredQuestion {
            question: question.id.clone(),
            answer: answer(from + at),
        })
        .collect()
    }
}

fn asked(size: u32, seed: &str) -> Drawing {
    Drawing {
        size,
        seed: seed.to_owned(),
        by: Some(Strata::Team),
        filter: String::new(),
    }
}
