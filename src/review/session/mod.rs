//! Review sessions: a frozen queue in look-first order, one child or family at a time, and a
//! summary at the end that is a record.
//!
//! Triage, case review and audit are kept apart; an audit has its own room. The surprising thing: a
//! session that is taken up again after an import keeps its queue, and marks what has changed.

mod cite;
mod page;
mod queue;
mod summary;
mod tiers;
mod within;

pub use page::{
    ChildOnPage, GapLine, Happened, ItemPage, Running, Since, is_answered, item_changed, lines,
    looks, page,
};
pub use queue::{Draw, ReviewPlan, begun_with, by_tier, children_of, freeze};
pub use summary::{in_words, outcome_words, summary};
pub use tiers::{AboutChild, Tier, tier, tiers};
pub use within::Within;

use std::collections::HashMap;

use super::{Desk, DeskError};
use crate::calendar::now;
use crate::model::{ReviewHead, ReviewId, ReviewKind, ReviewSession, ReviewTurn};
use crate::store::StoreError;

/// What is asked of a session.
#[derive(Clone, PartialEq, Eq)]
pub enum Reviewing {
    /// The one that is under way, if there is one.
    Current,
    Begin(Box<ReviewPlan>),
    Show(ReviewId),
    Turn {
        id: ReviewId,
        place: u32,
        turn: ReviewTurn,
    },
    /// What is being typed about an item.
    Draft {
        id: ReviewId,
        place: u32,
        words: String,
    },
    End(ReviewId),
}

impl std::fmt::Debug for Reviewing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What is typed about a child reaches no log.
        f.write_str(match self {
            Self::Current => "Current",
            Self::Begin(_) => "Begin(..)",
            Self::Show(_) => "Show(..)",
            Self::Turn { .. } => "Turn(..)",
            Self::Draft { .. } => "Draft(..)",
            Self::End(_) => "End(..)",
        })
    }
}

impl Desk {
    /// Does what is asked, and gives the session as it stands; nothing after a turn or a draft,
    /// which is on disk when this returns.
    ///
    /// # Errors
    /// An earlier day is looked at, nothing is in the queue, the session has ended, or the store.
    pub fn review(&mut self, what: &Reviewing) -> Result<Option<Box<ReviewSession>>, DeskError> {
        match what {
            Reviewing::Current => match self.store.open_review()? {
                Some(id) => self.review_of(id).map(Some),
                None => Ok(None),
            },
            Reviewing::Begin(plan) => self.begin_review(plan).map(Some),
            Reviewing::Show(id) => self.review_of(*id).map(Some),
            Reviewing::Turn { id, place, turn } => {
                self.turn_review(*id, *place, *turn)?;
                Ok(None)
            }
            Reviewing::Draft { id, place, words } => {
                self.store.draft_review((*id, *place), words)?;
                Ok(None)
            }
            Reviewing::End(id) => self.end_review(*id).map(Some),
        }
    }

    /// Every session, the newest first.
    pub fn reviews(&self) -> Result<Vec<ReviewHead>, DeskError> {
        Ok(self.store.reviews()?)
    }

    fn review_of(&self, id: ReviewId) -> Result<Box<ReviewSession>, DeskError> {
        let found = self.store.review(id)?;
        let found = found.ok_or(StoreError::NoSuchReview(id.0))?;
        Ok(Box::new(found))
    }

    fn begin_review(&mut self, plan: &ReviewPlan) -> Result<Box<ReviewSession>, DeskError> {
        if plan.kind == ReviewKind::Audit {
            return Err(DeskError::Words(
                "Beginning a review session: an audit is drawn, graded and moderated in its own place. Begin it with \
                 `caselight audit`, or with its pane."
                    .to_owned(),
            ));
        }
        let picture = self.picture()?;
        if let Some(day) = picture.looks_back {
            return Err(DeskError::Words(format!(
                "Beginning a review session: this is what was known on {}, and a session decides on what is known \
                 now. Look at the newest data first.",
                day.long()
            )));
        }
        let (_, nobody) = plan.named(&picture);
        if !nobody.is_empty() {
            return Err(DeskError::Words(format!(
                "Beginning a review session: the data to {} hold nobody with the id {}. Nothing was begun; put the id \
                 right or leave it out.",
                picture.check.as_at.long(),
                nobody.join(", ")
            )));
        }
        let draft = freeze(&picture, plan);
        if draft.items.is_empty() {
            return Err(DeskError::Failed(format!(
                "Beginning a review session: no open gap fits ({}). Nothing was begun; ask for more.",
                draft.scope
            )));
        }
        let id = self.store.begin_review(&draft, &now::moment())?;
        self.review_of(id)
    }

    fn turn_review(&mut self, id: ReviewId, place: u32, turn: ReviewTurn) -> Result<(), DeskError> {
        let today = now::today();
        let looks = if turn == ReviewTurn::Reviewed {
            let picture = self.findings()?;
            let item = self.store.review_item(id, place)?;
            item.map(|item| looks(&picture, &item)).unwrap_or_default()
        } else {
            Vec::new()
        };
        Ok(self.store.turn_review((id, place), turn, (today, &looks))?)
    }

    fn end_review(&mut self, id: ReviewId) -> Result<Box<ReviewSession>, DeskError> {
        let session = self.review_of(id)?;
        let sum = self.review_summary(&session)?;
        self.store
            .end_review(id, (now::today(), &sum), &now::moment())?;
        self.review_of(id)
    }

    /// The summary as it would be now; of a session that has ended, the one that it left.
    pub fn review_summary(
        &mut self,
        session: &ReviewSession,
    ) -> Result<crate::model::ReviewSummary, DeskError> {
        if let Some((_, sum)) = &session.ended {
            return Ok(sum.clone());
        }
        // Where every gap of the queue stands after the last step; the rest is not judged anew.
        let picture = self.findings()?;
        let mut stands = HashMap::new();
        for gap in session.said.items.iter().flat_map(|item| &item.gaps) {
            let outcome = self.store.outcome_of(&gap.key)?;
            if let Some(standing) = picture.judge(&gap.key, outcome) {
                stands.insert(&gap.key, standing);
            }
        }
        Ok(summary(session, |key| stands.get(key)))
    }
}
