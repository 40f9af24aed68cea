//! Notes: drafted from gaps, edited, exported; and the made-up authority for the demonstration.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use super::{Desk, DeskError, Gap, Picture};
use crate::calendar::now;
use crate::demo::{self, Plan};
use crate::export::{self, Overwrite};
use crate::model::{GapKey, Name, Note, NoteHead, NoteId};
use crate::notes::{self, Context, Marked, Stage};
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
        let chosen: Vec<&Gap> = gaps.iter().filter_map(|key| picture.gap(key)).collect();
        let marked: Vec<Marked> = chosen.iter().map(|gap| mark(&picture, gap)).collect();
        let picks = notes::picks(&marked);
        let check = &picture.check;
        let scope = scope(&picture, &chosen);
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
            scope: &scope,
        };
        let title = title.map_or_else(|| default_title(&picture, &marked, &scope), str::to_owned);
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

    /// Writes a note as a Markdown file, for its owner only, whole or not at all. Returns the
    /// file's absolute path, so that the person can find it.
    pub fn export_note(
        &mut self,
        id: NoteId,
        to: &Path,
        overwrite: Overwrite,
    ) -> Result<PathBuf, DeskError> {
        let note = self.note(id)?;
        let to = std::path::absolute(to).map_err(|e| {
            DeskError::Failed(format!("Exporting a note: {e}. Name a file to write to."))
        })?;
        export::write_whole(&to, overwrite, |out| export::note_markdown(&note, out))
            .map_err(|e| DeskError::Failed(e.to_string()))?;
        self.store
            .note_export(&format!("note {} as Markdown", id.0), &now::moment())?;
        Ok(to)
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

/// A gap as the note counts it.
fn mark(picture: &Picture, gap: &Gap) -> Marked {
    let finished = picture
        .behind(gap)
        .is_some_and(|(_, finding)| finding.stop.is_some());
    Marked {
        rule: gap.rule,
        state: gap.state,
        stage: if finished {
            Stage::Finished
        } else {
            Stage::Open
        },
        key: gap.key.clone(),
        who: gap.who.clone(),
        family: gap.family.clone(),
        over: Some(gap.over),
        at_least: gap.at_least,
        standing: gap.standing.clone(),
    }
}

/// The teams of which a note speaks: where every gap is of one team, or of the teams of one
/// supervisor, and there are others. Empty for the whole authority.
fn scope(picture: &Picture, chosen: &[&Gap]) -> Vec<Name> {
    let Some(teams) = chosen
        .iter()
        .map(|gap| gap.team.clone())
        .collect::<Option<BTreeSet<Name>>>()
    else {
        return Vec::new();
    };
    let supervisors: Option<BTreeSet<&Name>> =
        chosen.iter().map(|gap| gap.supervisor.as_ref()).collect();
    let one_supervisor = supervisors.is_some_and(|all| all.len() == 1);
    let everywhere = picture
        .cases
        .iter()
        .filter(|case| case.open)
        .all(|case| case.team.as_ref().is_none_or(|team| teams.contains(team)));
    if everywhere || !(teams.len() == 1 || one_supervisor) {
        return Vec::new();
    }
    teams.into_iter().collect()
}

/// The rule's title for one rule, a plain title for several; then the teams and the date.
fn default_title(picture: &Picture, marked: &[Marked], scope: &[Name]) -> String {
    let as_at = picture.check.as_at.long();
    let first = marked.first().map(|m| m.rule);
    let one_rule = first.filter(|rule| marked.iter().all(|m| m.rule == *rule));
    let title = one_rule
        .and_then(|rule| picture.check.rules.get(rule))
        .map_or("Oversight and timeliness", |r| r.rule.title.as_str());
    let place = if scope.is_empty() {
        String::new()
    } else {
        format!(", {}", scope.join(" and "))
    };
    format!("{title}{place}, as at {as_at}")
}
