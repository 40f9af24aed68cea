//! Notes: drafted from gaps, edited, exported; and the made-up authority for the demonstration.

use std::path::{Path, PathBuf};

use super::{Desk, DeskError};
use crate::calendar::now;
use crate::demo::{self, Plan};
use crate::export::{self, Overwrite};
use crate::model::{GapKey, Note, NoteHead, NoteId};
use crate::notes::{self, Context, Marked};
use crate::store::ImportTicket;

/// Days between the demonstration's newest extract and today.
const DEMO_AGE: i32 = 3;

/// Whom a first draft is written for; the person changes it in the text.
const AUDIENCE: &str = "improvement board";

/// The plan of a made-up authority whose newest extract is a few days old.
#[must_use]
pub fn plan_of_today(children: u32, seed: u64) -> Plan {
    let as_at = now::today().plus_days(-DEMO_AGE);
    Plan {
        children,
        seed,
        as_at,
    }
}

impl Desk {
    /// Every note, the one saved last first.
    pub fn notes(&self) -> Result<Vec<NoteHead>, DeskError> {
        Ok(self.store.notes()?)
    }

    /// One note whole.
    pub fn note(&self, id: NoteId) -> Result<Note, DeskError> {
        Ok(self.store.note(id)?)
    }

    /// Drafts a note from gaps and saves the draft.
    pub fn draft(&mut self, gaps: &[GapKey], title: Option<&str>) -> Result<Note, DeskError> {
        if gaps.is_empty() {
            return Err(DeskError::Failed(
                "Drafting a note: no gap was named. Mark the gaps that it should rest on, then draft again.".to_owned(),
            ));
        }
        let picture = self.picture()?;
        let marked: Vec<Marked> = gaps
            .iter()
            .filter_map(|key| picture.gap(key))
            .map(|gap| Marked {
                rule: gap.rule,
                state: gap.state,
                key: gap.key.clone(),
                who: gap.who.clone(),
                family: gap.family.clone(),
                over: picture.behind(gap).and_then(|(_, finding)| finding.over),
            })
            .collect();
        let picks = notes::picks(&marked);
        let check = &picture.check;
        let author = self.store.person().clone();
        let context = Context {
            council: self.council(),
            audience: AUDIENCE,
            author: &author,
            as_at: check.as_at,
            today: picture.today,
            policy: &check.policy,
            feeds: &check.feeds,
            rules: &check.rules,
        };
        let title = title.map_or_else(|| default_title(&picture, &marked), str::to_owned);
        let draft = notes::draft(&title, &picks, &context);
        let now = now::moment();
        let id = self.store.add_note(
            &draft.title,
            &draft.body_markdown,
            check.as_at,
            &draft.evidence,
            &now,
        )?;
        self.note(id)
    }

    /// Saves what was typed. When this returns, it is on disk.
    pub fn save_note(
        &mut self,
        id: NoteId,
        title: &str,
        body: &str,
    ) -> Result<NoteHead, DeskError> {
        Ok(self.store.save_note(id, title, body, &now::moment())?)
    }

    /// Writes a note as a Markdown file, for its owner only, whole or not at all.
    pub fn export_note(
        &mut self,
        id: NoteId,
        to: &Path,
        overwrite: Overwrite,
    ) -> Result<PathBuf, DeskError> {
        let note = self.note(id)?;
        export::write_whole(to, overwrite, |out| export::note_markdown(&note, out))
            .map_err(|e| DeskError::Failed(e.to_string()))?;
        self.store
            .note_export(&format!("note {} as Markdown", id.0), &now::moment())?;
        Ok(to.to_owned())
    }

    /// Imports a made-up authority, extract by extract. The same plan gives the same authority.
    pub fn play(&mut self, plan: &Plan) -> Result<(), DeskError> {
        for (as_at, batch) in demo::authority(plan).extracts {
            let now = now::moment();
            self.store.import(
                &batch,
                ImportTicket {
                    as_at,
                    now: &now,
                    rehearsal: false,
                },
                &mut |_| true,
            )?;
        }
        self.picture = None;
        Ok(())
    }
}

/// "Case supervision, CP plan: 12 gaps" for one rule; a plain title for several.
fn default_title(picture: &super::Picture, marked: &[Marked]) -> String {
    let as_at = picture.check.as_at.long();
    let first = marked.first().map(|m| m.rule);
    match first.filter(|rule| marked.iter().all(|m| m.rule == *rule)) {
        Some(rule) => {
            let title = picture
                .check
                .rules
                .get(rule)
                .map_or("Oversight", |r| r.rule.title.as_str());
            format!("{title}, as at {as_at}")
        }
        None => format!("Oversight and timeliness, as at {as_at}"),
    }
}
