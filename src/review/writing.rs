//! Notes: drafted from gaps, edited, exported; and the made-up authority for the demonstration.

use std::{
    collections::{BTreeSet, HashMap},
    path::PathBuf,
};

use super::{Desk, DeskError, Gap, Picture};
use crate::calendar::now;
use crate::demo::{self, Plan};
use crate::export::{self, ExportError, Form, Overwrite};
use crate::model::{
    Audience, Day, FactRef, Finding, GapKey, Ground, Name, Note, NoteHead, NoteId, NoteText, State,
};
use crate::notes::{self, Context, Earlier, Followed, Marked, Now, Stage};
use crate::store::{ImportTicket, NewNote};

/// Days between the demonstration's newest extract and today.
const DEMO_AGE: i32 = 3;

/// Where a note is written to, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leaf {
    pub to: PathBuf,
    /// `None`: as the file's extension says.
    pub form: Option<Form>,
    pub overwrite: Overwrite,
}

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

/// Above so many children nobody of the made-up authority promises anything.
const MOST_PLAYED: u32 = 2_000;

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
    pub fn draft(
        &mut self,
        gaps: &[GapKey],
        title: Option<&str>,
        audience: Audience,
    ) -> Result<Note, DeskError> {
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
        let scope_words = scope.join(" and ");
        let before = self.note_before(&picture, &marked, &scope_words)?;
        let context = Context {
            as_at: check.as_at,
            today: picture.today,
            looks_back: picture.looks_back,
            policy: &check.policy,
            feeds: &check.feeds,
            rules: &check.rules,
            scope: &scope,
            earlier: before
                .as_ref()
                .map(|(note, followed)| Earlier { note, followed }),
        };
        let title = title.map_or_else(|| default_title(&picture, &marked, &scope), str::to_owned);
        let draft = notes::draft(&title, &picks, &context);
        let ground = Ground {
            scope: scope_words,
            policy: check.policy.clone(),
            sources: draft.sources,
        };
        let new = NewNote {
            text: &NoteText {
                title: draft.title,
                audience,
                body: draft.body_markdown,
            },
            as_at: check.as_at,
            ground: &ground,
            evidence: &draft.evidence,
        };
        let id = self.store.add_note(new, &now::moment())?;
        self.note(id)
    }

    /// The note to hold a draft beside, and what the data now show of the gaps behind it.
    fn note_before(
        &self,
        picture: &Picture,
        marked: &[Marked],
        scope: &str,
    ) -> Result<Option<(Note, Vec<Followed>)>, DeskError> {
        let rules: BTreeSet<usize> = marked.iter().map(|gap| gap.rule).collect();
        let rules: Vec<&str> = rules
            .into_iter()
            .filter_map(|rule| picture.check.rules.get(rule))
            .map(|result| result.rule.id.as_str())
            .collect();
        let as_at = picture.check.as_at;
        let Some(note) = self.store.note_before(scope, as_at, &rules)? else {
            return Ok(None);
        };
        let states = states_of(picture, &note);
        let workers = workers_of(picture, &note);
        let mut followed = Vec::new();
        for row in &note.evidence {
            for key in &row.gaps {
                let said = self.store.outcome_of(key)?;
                // What was answered to later data is no promise of that note.
                let said = said.filter(|said| said.data_as_at <= note.head.as_at);
                followed.push(Followed {
                    label: row.label.clone(),
                    now: match states.get(key) {
                        Some(state) => now_of(*state),
                        None => supervised_since(&workers, key, note.head.as_at),
                    },
                    said: said.map(|said| said.kind),
                });
            }
        }
        Ok(Some((note, followed)))
    }

    /// Saves what was typed. When this returns, it is on disk.
    pub fn save_note(&mut self, id: NoteId, text: &NoteText) -> Result<NoteHead, DeskError> {
        Ok(self.store.save_note(id, text, &now::moment())?)
    }

    /// Another note with the same words and the same evidence, to go on from.
    pub fn copy_note(&mut self, id: NoteId) -> Result<NoteHead, DeskError> {
        let note = self.note(id)?;
        let new = NewNote {
            text: &NoteText {
                title: format!("{} (copy)", note.head.title),
                audience: note.head.audience,
                body: note.body,
            },
            as_at: note.head.as_at,
            ground: &note.ground,
            evidence: &note.evidence,
        };
        let id = self.store.add_note(new, &now::moment())?;
        Ok(self.note(id)?.head)
    }

    /// Writes a note as Markdown or as one HTML page, for its owner only, whole or not at all.
    /// Returns the file's absolute path, so that the person can find it.
    pub fn export_note(&mut self, id: NoteId, leaf: &Leaf) -> Result<PathBuf, DeskError> {
        let note = self.note(id)?;
        let to = std::path::absolute(&leaf.to).map_err(|e| {
            DeskError::Failed(format!("Exporting a note: {e}. Name a file to write to."))
        })?;
        let form = match leaf.form {
            Some(form) => form,
            None => Form::of(&to).map_err(DeskError::Failed)?,
        };
        let cover = notes::cover(&note.head, self.council(), &note.ground.sources);
        export::write_whole(&to, leaf.overwrite, |out| match form {
            Form::Markdown => export::note_markdown(&note, &cover, out),
            Form::Html => export::note_html(&note, &cover, out),
        })
        .map_err(|error| match error {
            ExportError::Exists { path } => DeskError::Taken(path),
            other => DeskError::Failed(other.to_string()),
        })?;
        let what = format!("note {} as {}", id.0, form.word());
        self.store.note_export(&what, &now::moment())?;
        Ok(to)
    }

    /// Imports a made-up authority, extract by extract; the next one is made up meanwhile. The same
    /// plan gives the same authority.
    pub fn play(&mut self, plan: &Plan) -> Result<(), DeskError> {
        std::thread::scope(|scope| {
            // Nothing waits between the two: of a large authority two extracts are in memory at most.
            let (made, next) = std::sync::mpsc::sync_channel(0);
            scope.spawn(move || {
                // Whoever imports has stopped; what is left need not be made up.
                for extract in demo::extracts(plan) {
                    if made.send(extract).is_err() {
                        return;
                    }
                }
            });
            for (as_at, batch) in next {
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
                // A million children are given back while the next extract is read.
                scope.spawn(move || drop(batch));
            }
            Ok::<(), DeskError>(())
        })?;
        self.picture = None;
        if plan.children <= MOST_PLAYED {
            self.play_promises()?;
            self.picture = None;
        }
        Ok(())
    }
}

/// In which state the clocks behind a note's figures are now; one that is not there any more is
/// left out.
fn states_of(picture: &Picture, note: &Note) -> HashMap<GapKey, State> {
    let rules: BTreeSet<&str> = note.evidence.iter().map(|row| &*row.rule).collect();
    let results = picture.check.rules.iter();
    let counted = results.filter(|result| result.chosen && rules.contains(&*result.rule.id));
    counted
        .flat_map(|result| {
            let findings = result.findings.iter();
            findings.map(|finding| (result.key(finding), finding.state))
        })
        .collect()
}

const fn now_of(state: State) -> Now {
    match state {
        State::Overdue => Now::Missing,
        State::Late => Now::Late,
        State::Met => Now::InTime,
        State::Due => Now::Running,
        State::NotComputable => Now::Untold,
        State::NotApplicable => Now::Gone,
    }
}

/// The newest clock of each worker on the rules of a note, under what stays of its key when
/// another session starts it.
fn workers_of<'a>(picture: &'a Picture, note: &Note) -> Vec<(GapKey, &'a Finding)> {
    let rules: BTreeSet<&str> = note.evidence.iter().map(|row| &*row.rule).collect();
    let results = picture.check.rules.iter();
    let counted = results.filter(|result| result.chosen && rules.contains(&*result.rule.id));
    let findings = counted.flat_map(|result| {
        let of_workers = result.findings.iter();
        of_workers
            .filter(|finding| finding.subject.child().is_none())
            .map(|finding| {
                let fact = FactRef {
                    kind: finding.fact.kind,
                    start: None,
                    source_ref: Name::default(),
                };
                let stays = GapKey::new(&result.rule.key, &finding.subject, &fact);
                (stays, finding)
            })
    });
    findings.collect()
}

/// What became of a worker's clock whose session is no longer the newest: only the newest has one.
fn supervised_since(workers: &[(GapKey, &Finding)], key: &GapKey, then: Day) -> Now {
    let same = |stays: &GapKey| {
        let rest = key.as_str().strip_prefix(stays.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['@', '#']))
    };
    let Some((_, finding)) = workers.iter().find(|(stays, _)| same(stays)) else {
        return Now::Gone;
    };
    match finding.trigger {
        // It was past its limit by then already.
        Some(held) if held > then => Now::Late,
        _ => Now::Untold,
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
    match picture.looks_back {
        Some(day) => format!("{title}{place}, as known on {}", day.long()),
        None => format!("{title}{place}, as at {as_at}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FactKind, Subject};

    #[test]
    fn a_worker_supervised_since_is_not_said_to_be_gone_from_the_data() {
        let day = |text: &str| Day::parse_iso(text).unwrap();
        let worker = Subject::Worker("T Mockridge".into());
        let session = |start: Option<Day>| FactRef {
            kind: FactKind::Session,
            start,
            source_ref: Name::default(),
        };
        let now = |held: Option<&str>| {
            let trigger = held.map(day);
            let finding = Finding {
                trigger,
                ..Finding::blank(worker.clone(), session(trigger), State::Due)
            };
            let stays = GapKey::new("SUP-STAFF", &worker, &session(None));
            let key = |whose| GapKey::new("SUP-STAFF", whose, &session(Some(day("2026-03-02"))));
            let workers = vec![(stays, &finding)];
            let other = Subject::Worker("T Mock".into());
            (
                supervised_since(&workers, &key(&worker), day("2026-05-12")),
                supervised_since(&workers, &key(&other), day("2026-05-12")),
            )
        };
        assert_eq!(now(Some("2026-06-01")), (Now::Late, Now::Gone));
        // Held before that note's day and written down since: in time or not, nothing tells.
        assert_eq!(now(Some("2026-05-04")), (Now::Untold, Now::Gone));
    }
}
