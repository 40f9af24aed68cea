//! The summary of a session as evidence of a note: how many of how many, and on which day.
//!
//! It writes into a note that a person owns, so it adds a line and changes none. The surprising
//! thing: that work was reviewed is no evidence that it got better, and the line says only the
//! first.

use crate::calendar::now;
use crate::model::{Audience, Evidence, GapKey, NoteHead, NoteId, NoteText, ReviewId};
use crate::review::{Desk, DeskError};

impl Desk {
    /// Puts a session that has ended into a note: a figure with its denominator, its day and its
    /// cases, and a line that names it.
    ///
    /// # Errors
    /// There is no such note or session, the session has not ended, or the note holds it already.
    pub fn cite_review(&mut self, id: ReviewId, note: NoteId) -> Result<NoteHead, DeskError> {
        let session = self.review_of(id)?;
        let Some((on, sum)) = &session.ended else {
            return Err(DeskError::Failed(
                "Putting a review session into a note: it has not ended, so there is no summary yet. End it first."
                    .to_owned(),
            ));
        };
        let held = self.note(note)?;
        let rule = format!("review session {}", id.0);
        if held.evidence.iter().any(|row| row.rule == rule) {
            return Err(DeskError::Failed(format!(
                "Putting a review session into a note: \"{}\" rests on it already. Nothing was changed.",
                held.head.title
            )));
        }
        let last = held.evidence.iter().filter_map(|row| {
            let number = row.label.strip_prefix('E')?;
            number.parse::<u32>().ok()
        });
        let label = format!("E{}", last.max().unwrap_or(0) + 1);
        let gaps: Vec<GapKey> = session
            .given
            .iter()
            .map(|given| given.gap.clone())
            .collect();
        let evidence = Evidence {
            label: label.clone(),
            rule,
            level: "a review session".to_owned(),
            numerator: sum.answered,
            denominator: sum.queue.gaps,
            not_computable: 0,
            as_at: session.said.as_at,
            what: format!(
                "Gaps given an outcome in the {} of {}",
                session.said.kind.label(),
                on.long()
            ),
            measure: "reviewed".to_owned(),
            limit: "none".to_owned(),
            gaps,
        };
        let promises = match sum.promises {
            0 => String::new(),
            1 => " One thing was promised, with who and by when.".to_owned(),
            number => format!(" {number} things were promised."),
        };
        let line = format!(
            "- **{} of {}.** {} of {} gaps looked at on data to {} were given an outcome with a reason [{label}]; {} \
             {} left open.{promises}",
            capital(session.said.kind.label()),
            on.long(),
            sum.answered,
            sum.queue.gaps,
            session.said.as_at.long(),
            sum.left.gaps,
            if sum.left.gaps == 1 { "was" } else { "were" },
        );
        let text = NoteText {
            title: held.head.title.clone(),
            audience: held.head.audience,
            body: with_line(&held.body, &line),
        };
        Ok(self
            .store
            .add_evidence(note, &evidence, &text, &now::moment())?)
    }

    /// Drafts a note from the gaps of a session that has ended, with the session as evidence.
    pub fn note_of_review(&mut self, id: ReviewId) -> Result<NoteHead, DeskError> {
        let session = self.review_of(id)?;
        let gaps: Vec<GapKey> = session
            .said
            .items
            .iter()
            .flat_map(|item| item.gaps.iter().map(|gap| gap.key.clone()))
            .collect();
        let note = self.draft(&gaps, None, Audience::default())?;
        self.cite_review(id, note.head.id)
    }
}

/// The text with a line at the end of its section of evidence, else at its end.
fn with_line(body: &str, line: &str) -> String {
    let heading = body.find("## The evidence");
    let next = heading.and_then(|from| {
        let rest = body.get(from + 3..)?;
        rest.find("\n## ").map(|at| from + 3 + at)
    });
    match next {
        Some(at) => {
            let (before, after) = body.split_at(at);
            format!("{}\n{line}\n{after}", before.trim_end())
        }
        None => format!("{}\n\n{line}\n", body.trim_end()),
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
