//! What people say at the desk, saved as steps: outcomes, promises, and taking a step back.
//!
//! It judges nothing anew. The surprising thing: the findings may be older than the store's last
//! word; only the standings of the gaps that were spoken of are read again.

use super::{Desk, DeskError, Step, standing::evidence};
use crate::calendar::now;
use crate::model::{GapKey, OutcomeKind, Promise, PromiseDraft, ReviewId};
use crate::store::{NewAnswer, NewOutcome, NewStep, NewTurn, Undone};

/// An outcome of one gap, as somebody gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Given {
    pub gap: GapKey,
    pub kind: OutcomeKind,
    pub reason: String,
}

/// What is saved as one step.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    pub outcomes: Vec<Given>,
    pub promises: Vec<PromiseDraft>,
    pub turns: Vec<NewTurn>,
    /// What people wrote in the rows of a surgery sheet.
    pub answers: Vec<NewAnswer>,
    /// The review session and the place in its queue where it was said.
    pub review: Option<(ReviewId, u32)>,
}

impl Desk {
    /// Gives gaps an outcome, as one step. When this returns, it is on disk.
    pub fn give(
        &mut self,
        gaps: &[GapKey],
        kind: &OutcomeKind,
        reason: &str,
    ) -> Result<Step, DeskError> {
        let many = if gaps.len() == 1 {
            "1 gap".to_owned()
        } else {
            format!("{} gaps", gaps.len())
        };
        let label = format!("{}: {many}", kind.label());
        let given = gaps.iter().map(|gap| Given {
            gap: gap.clone(),
            kind: kind.clone(),
            reason: reason.to_owned(),
        });
        let said = Said {
            outcomes: given.collect(),
            ..Said::default()
        };
        self.say(label, said)
    }

    /// Saves what was said as one step: outcomes, promises and what became of promises. When this
    /// returns, it is on disk.
    ///
    /// # Errors
    /// An earlier day is looked at, a gap is not in the newest extract any more, an outcome has no
    /// reason, a promise cannot be kept, or the store failed; nothing was saved then.
    pub fn say(&mut self, label: String, said: Said) -> Result<Step, DeskError> {
        let picture = self.findings()?;
        if let Some(day) = picture.looks_back {
            return Err(DeskError::Words(format!(
                "Giving an outcome: this is what was known on {}, and an outcome is for what is known now. Nothing \
                 was saved; look at the newest data first.",
                day.long()
            )));
        }
        let data_as_at = picture.check.as_at;
        let gaps: Vec<GapKey> = said.outcomes.iter().map(|one| one.gap.clone()).collect();
        let mut outcomes = Vec::with_capacity(gaps.len());
        for Given { gap, kind, reason } in said.outcomes {
            let finding = picture.finding(&gap).ok_or_else(|| {
                DeskError::Failed(
                    "Giving an outcome: this gap is not in the newest extract any more. Look at the list again; \
                     nothing was saved."
                        .to_owned(),
                )
            })?;
            let evidence = evidence(finding);
            outcomes.push(NewOutcome {
                gap,
                kind,
                reason,
                data_as_at,
                evidence,
            });
        }
        let promised = !(said.promises.is_empty() && said.turns.is_empty());
        let step = NewStep {
            outcomes,
            promises: said.promises,
            turns: said.turns,
            answers: said.answers,
            review: said.review,
        };
        self.store.take_step(&label, &step, &now::moment())?;
        self.step(label, &gaps, promised)
    }

    /// Every promise as it stands now.
    pub fn promises(&self) -> Result<Vec<Promise>, DeskError> {
        Ok(self.store.promises(None)?)
    }

    /// Takes the latest step back; `None` when there is none.
    pub fn undo(&mut self) -> Result<Option<Step>, DeskError> {
        let undone = self.store.undo(&now::moment())?;
        self.turned("undone", undone)
    }

    /// Does again what was undone last; `None` when there is nothing.
    pub fn redo(&mut self) -> Result<Option<Step>, DeskError> {
        let redone = self.store.redo(&now::moment())?;
        self.turned("done again", redone)
    }

    fn turned(&mut self, word: &str, turn: Option<Undone>) -> Result<Option<Step>, DeskError> {
        turn.map(|turn| {
            let label = format!("{word}: {}", turn.what);
            let promised = !turn.promises.is_empty();
            if turn.gaps.is_empty() && !promised {
                // Entries by hand, or what was agreed for a child: the findings are taken anew.
                self.entered(label, turn.entries)
            } else {
                self.step(label, &turn.gaps, promised)
            }
        })
        .transpose()
    }

    /// Where the gaps of a step stand now.
    fn step(&mut self, label: String, gaps: &[GapKey], promised: bool) -> Result<Step, DeskError> {
        self.stale = true;
        let picture = self.findings()?;
        let mut standings = Vec::with_capacity(gaps.len());
        for key in gaps {
            let outcome = self.store.outcome_of(key)?;
            if let Some(standing) = picture.judge(key, outcome) {
                standings.push((key.clone(), standing));
            }
        }
        let (undo, redo) = self.store.trail()?;
        let promises = promised.then(|| self.store.promises(None)).transpose()?;
        Ok(Step {
            label,
            standings,
            entries: Vec::new(),
            promises,
            undo,
            redo,
        })
    }
}
