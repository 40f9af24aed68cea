//! A bench without a store: it shows a made-up authority and keeps what it is told in memory.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::authority;
pub use super::authority::day;
use crate::model::{
    Audience, AuditChange, AuditId, CaseAudit, Day, Entry, EntryChange, EntryDraft, EntryId,
    Evidence, FeedKind, GapKey, Ground, Keepsake, Moderation, Name, Note, NoteHead, NoteId,
    NoteStatus, NoteText, Outcome, OutcomeKind, Promise, PromiseId, Reading, ReadingId,
    ReviewGiven, ReviewId, ReviewSession, Sample, SampleId, SavedView, Standing, ToldTurn, prose,
};
use crate::review::handover::{Beside, ChangeOfHands, HandoverOf, Pages};
use crate::review::session::{freeze, summary};
use crate::review::surgery::{Sent, SurgeryAsk, SurgeryLook, SurgeryPlan};
use crate::review::{
    Brief, BriefAsked, Changes, EntryRow, Filing, ImportPreview, ImportSummary, Overwrite,
    PastFile, PastImport, PastProblem, Picture, Progress as Reached, Proposal, Reviewing, Said,
    Step, Tried, starter_views, try_on,
};
use crate::review::{audits, changes};
use crate::rules::{Amendment, Policy, RuleBook, amended};
use crate::tui::bench::{Bench, Exported, Progress, Written};

/// One step as the fake keeps it: what each gap was, and what it became.
type Kept = (String, Vec<(GapKey, Standing, Standing)>);

pub struct FakeBench {
    pub picture: Picture,
    pub done: Vec<Kept>,
    pub undone: Vec<Kept>,
    pub notes: Vec<Note>,
    pub fails: Option<String>,
    pub exported: Vec<PathBuf>,
    pub imported: Vec<(Vec<PathBuf>, Day)>,
    /// What was entered by hand, step by step.
    pub entered: Vec<EntryChange>,
    /// The policy as it was last kept.
    pub policy: Option<String>,
    /// The layout that was kept.
    pub mapped: Option<String>,
    /// The review sessions that were begun.
    pub reviews: Vec<ReviewSession>,
    /// The views on the digits.
    pub views: Vec<SavedView>,
    /// Where the person was, and the form that was not sent.
    pub kept: BTreeMap<&'static str, String>,
}

/// A council's own export that no layout fits.
/// Visits that do not say whose they are.
const VISIT_LOG: &str =
    "Person No,Visit date,Child seen\n0700101,03/06/2026,Yes\n0700102,04/06/2026,No\n";

const HUB_EXPORT: &str = "\
Hub diary\n\
Person discussed,When we met,Until,What it was,Led by,Room\n\
700101; 700102,03/06/2026 10:00,03/06/2026 11:00,Hub supervision,T Mockridge,4\n\
700103,04/06/2026 14:30,04/06/2026 15:00,Case supervision,T Mockridge,4\n\
700104,05/06/2026 09:00,05/06/2026 09:30,Corner chat,S Samplesworth,5\n";

impl FakeBench {
    /// About forty children of Fictonshire.
    pub fn made_up() -> Self {
        Self::of_size(40)
    }

    /// As many children as are asked for.
    pub fn of_size(children: usize) -> Self {
        Self {
            picture: authority::of_size(children),
            done: Vec::new(),
            undone: Vec::new(),
            notes: Vec::new(),
            fails: None,
            exported: Vec::new(),
            imported: Vec::new(),
            entered: Vec::new(),
            policy: None,
            mapped: None,
            reviews: Vec::new(),
            views: starter_views(),
            kept: BTreeMap::new(),
        }
    }

    /// A bench that shows this picture and has no notes.
    pub fn showing(picture: Picture) -> Self {
        Self {
            picture,
            ..Self::of_size(0)
        }
    }

    /// A store into which nothing was imported.
    pub fn empty() -> Self {
        let mut bench = Self::of_size(0);
        bench.picture.gaps.clear();
        bench.picture.check.feeds.clear();
        bench
    }

    /// Puts an entry that nobody has seen on the file into the picture.
    pub fn note_entry(&mut self, said: EntryDraft) -> &mut EntryRow {
        let shown = said.subject.shown().clone();
        let child = self.picture.cases.iter().find(|case| case.shown == shown);
        let row = EntryRow {
            child: child.map(|case| case.child),
            entry: Entry {
                id: EntryId(i64::try_from(self.picture.entries.len()).unwrap() + 1),
                said,
                entered_by: Name::from("A Reader"),
                entered_at: "2026-06-15T09:00:00.000Z".to_owned(),
                version: 1,
                changed: None,
                withdrawn: None,
                seen: None,
            },
            filing: Filing::NotYet,
            contradictions: Vec::new(),
            counted: false,
        };
        self.picture.entries.push(row);
        self.picture.entries.last_mut().unwrap()
    }

    fn policy_text(&self) -> String {
        let own = self.policy.clone();
        own.unwrap_or_else(|| Policy::template("our policy"))
    }

    fn ready(&self) -> Result<(), String> {
        self.fails.clone().map_or(Ok(()), Err)
    }

    fn step(&self, label: &str, standings: Vec<(GapKey, Standing)>) -> Step {
        Step {
            label: label.to_owned(),
            standings,
            entries: Vec::new(),
            promises: None,
            undo: self.done.last().map(|(label, _)| label.clone()),
            redo: self.undone.last().map(|(label, _)| label.clone()),
        }
    }

    fn standing(&self, key: &GapKey) -> Standing {
        self.done
            .iter()
            .rev()
            .flat_map(|(_, gaps)| gaps)
            .find(|(known, _, _)| known == key)
            .map_or(Standing::Open, |(_, _, is)| is.clone())
    }
}

impl Bench for FakeBench {
    fn picture(&mut self) -> Result<Arc<Picture>, String> {
        self.ready()?;
        Ok(Arc::new(self.picture.clone()))
    }

    fn look_back(&mut self, known_on: Option<Day>) -> Result<Arc<Picture>, String> {
        self.ready()?;
        self.picture.looks_back = known_on;
        Ok(Arc::new(self.picture.clone()))
    }

    fn changes(&mut self, from: Day) -> Result<changes::Changes, String> {
        self.ready()?;
        Ok(super::past::what_changed(&self.picture, from))
    }

    fn brief(&mut self, asked: &BriefAsked) -> Result<Brief, String> {
        self.ready()?;
        let brief = self.picture.brief(asked, &[], &|_| Ok(None));
        brief.map_err(|error| error.to_string())
    }

    fn export_brief(
        &mut self,
        _: &BriefAsked,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Exported, String> {
        self.export_note(NoteId(0), path, overwrite)
    }

    fn changes_of_hands(&mut self) -> Result<Vec<ChangeOfHands>, String> {
        self.ready()?;
        Ok(self.picture.changes_of_hands(Beside::default()))
    }

    fn handover(&mut self, of: &HandoverOf) -> Result<Pages, String> {
        self.ready()?;
        self.picture.pages_of(of, Beside::default())
    }

    fn export_handover(
        &mut self,
        _: &HandoverOf,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Exported, String> {
        self.export_note(NoteId(0), path, overwrite)
    }

    fn surgery(&mut self) -> Result<SurgeryLook, String> {
        self.ready()?;
        Ok(super::surgery::look(&self.picture))
    }

    fn write_surgery(
        &mut self,
        ask: &SurgeryAsk,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Written, String> {
        self.ready()?;
        if overwrite == Overwrite::Refuse && self.exported.contains(&path.to_owned()) {
            return Ok(Written::Taken(path.to_owned()));
        }
        self.exported.push(path.to_owned());
        Ok(Written::Sent(Sent {
            path: path.to_owned(),
            code: Name::from(ask.scope()),
            rows: 3,
            gaps: 4,
        }))
    }

    fn plan_surgery(&mut self, path: &Path, held: Day) -> Result<SurgeryPlan, String> {
        self.ready()?;
        Ok(super::surgery::plan(&self.picture, path, held))
    }

    fn apply_surgery(&mut self, plan: &SurgeryPlan) -> Result<Step, String> {
        self.ready()?;
        let label = format!("surgery sheet {}", plan.file);
        self.done.push((label.clone(), Vec::new()));
        Ok(self.step(&label, Vec::new()))
    }

    fn give(&mut self, gaps: &[GapKey], kind: &OutcomeKind, reason: &str) -> Result<Step, String> {
        self.ready()?;
        let label = format!("{}, {} gaps", kind.label(), gaps.len());
        let kept: Vec<_> = gaps
            .iter()
            .map(|key| {
                let outcome = Outcome {
                    gap: key.clone(),
                    kind: kind.clone(),
                    reason: reason.to_owned(),
                    person: Name::from("A Reader"),
                    at: "2026-06-15T09:00:00Z".to_owned(),
                    data_as_at: day("2026-06-12"),
                    evidence: String::new(),
                };
                let is = if kind.claims_a_record() {
                    Standing::Waiting(outcome)
                } else {
                    Standing::Answered(outcome)
                };
                (key.clone(), self.standing(key), is)
            })
            .collect();
        let now = kept
            .iter()
            .map(|(key, _, is)| (key.clone(), is.clone()))
            .collect();
        self.done.push((label.clone(), kept));
        self.undone.clear();
        Ok(self.step(&label, now))
    }

    fn say(&mut self, label: String, said: Said) -> Result<Step, String> {
        self.ready()?;
        for turn in said.turns {
            let mut promises = self.picture.promises.iter_mut();
            let promise = promises.find(|one| one.id == turn.promise);
            promise.ok_or("no such promise")?.turns.push(ToldTurn {
                turn: turn.turn,
                on: turn.on,
                words: turn.words,
                by: "A Reader".into(),
                at: "2026-06-15T09:00:00Z".to_owned(),
            });
        }
        let mut step = self.step(&label, Vec::new());
        for one in &said.outcomes {
            let gaps = std::slice::from_ref(&one.gap);
            step.standings
                .extend(self.give(gaps, &one.kind, &one.reason)?.standings);
        }
        let promised = said.promises.len();
        for draft in said.promises {
            let last = self.picture.promises.iter().map(|one| one.id.0).max();
            self.picture.promises.push(Promise {
                id: PromiseId(last.unwrap_or(0) + 1),
                said: draft,
                made_by: "A Reader".into(),
                made_at: "2026-06-15T09:00:00Z".to_owned(),
                turns: Vec::new(),
            });
        }
        step.promises = Some(self.picture.promises.clone());
        let session = said.review.and_then(|(id, place)| {
            let session = self.reviews.iter_mut().find(|known| known.id == id)?;
            Some((session, place))
        });
        if let Some((session, place)) = session {
            session
                .given
                .extend(said.outcomes.iter().map(|one| ReviewGiven {
                    place,
                    gap: one.gap.clone(),
                    kind: one.kind.word().to_owned(),
                }));
            session.promised.extend((0..promised).map(|_| place));
        }
        Ok(step)
    }

    fn promises(&mut self) -> Result<Vec<Promise>, String> {
        Ok(self.picture.promises.clone())
    }

    fn review(&mut self, what: &Reviewing) -> Result<Option<Box<ReviewSession>>, String> {
        self.ready()?;
        let at = |id: &ReviewId| usize::try_from(id.0 - 1).unwrap();
        match what {
            Reviewing::Current => {
                let open = self.reviews.iter().find(|known| known.ended.is_none());
                return Ok(open.cloned().map(Box::new));
            }
            Reviewing::Begin(plan) => {
                let said = freeze(&self.picture, plan);
                if said.items.is_empty() {
                    return Err("Beginning a review session: no open gap fits.".to_owned());
                }
                let session = ReviewSession {
                    id: ReviewId(i64::try_from(self.reviews.len()).unwrap() + 1),
                    said,
                    by: Name::from("A Reader"),
                    begun_at: "2026-06-15T09:00:00Z".to_owned(),
                    turns: Vec::new(),
                    drafts: BTreeMap::new(),
                    given: Vec::new(),
                    promised: Vec::new(),
                    looks: HashMap::new(),
                    ended: None,
                };
                self.reviews.push(session.clone());
                return Ok(Some(Box::new(session)));
            }
            Reviewing::Show(id) => return Ok(self.reviews.get(at(id)).cloned().map(Box::new)),
            Reviewing::Turn { id, place, turn } => self.reviews[at(id)].turns.push((*place, *turn)),
            Reviewing::Draft { id, place, words } => {
                self.reviews[at(id)].drafts.insert(*place, words.clone());
            }
            Reviewing::End(id) => {
                let stands: HashMap<GapKey, Standing> = (self.picture.gaps.iter())
                    .map(|gap| (gap.key.clone(), self.standing(&gap.key)))
                    .collect();
                let session = &mut self.reviews[at(id)];
                let sum = summary(session, |key| stands.get(key));
                session.ended = Some((day("2026-06-15"), sum));
                return Ok(Some(Box::new(session.clone())));
            }
        }
        Ok(None)
    }

    fn note_of_review(&mut self, id: ReviewId) -> Result<Note, String> {
        let session = self.review(&Reviewing::Show(id))?.unwrap();
        let gaps: Vec<GapKey> = session.given.iter().map(|one| one.gap.clone()).collect();
        self.draft(&gaps)
    }

    fn enter(&mut self, change: &EntryChange) -> Result<Step, String> {
        self.ready()?;
        self.entered.push(change.clone());
        if let EntryChange::Enter(drafts) = change {
            for draft in drafts {
                self.note_entry(draft.clone());
            }
        }
        Ok(self.step("case supervision on 15 Jun 2026, entered", Vec::new()))
    }

    fn audit(&mut self, change: &AuditChange) -> Result<Step, String> {
        self.ready()?;
        let (by, at) = (
            self.picture.person.clone(),
            "2026-06-15T09:00:00.000Z".to_owned(),
        );
        let all = &mut self.picture.audits;
        let id = i64::try_from(all.audits.len() + all.readings.len() + all.samples.len()).unwrap();
        match change.clone() {
            AuditChange::Read(said) => all.readings.push(Reading {
                id: ReadingId(id),
                said,
                by,
                at,
            }),
            AuditChange::Draw(asked) => {
                let said = audits::draw(&self.picture, &asked)?;
                let id = SampleId(id);
                let sample = Sample { id, said, by, at };
                self.picture.audits.samples.push(sample);
            }
            AuditChange::Audit(said, _) => all.audits.push(CaseAudit {
                id: AuditId(id),
                said: *said,
                by,
                at,
                moderation: None,
            }),
            AuditChange::Moderate(said) => {
                let of = |one: &&mut CaseAudit| one.id == said.audit;
                let audit = all.audits.iter_mut().find(of).unwrap();
                audit.moderation = Some(Moderation {
                    said: *said,
                    by,
                    at,
                });
            }
        }
        Ok(self.step("a record read", Vec::new()))
    }

    fn try_policy(&mut self, amendments: &[Amendment]) -> Result<Tried, String> {
        self.ready()?;
        try_on(&self.picture, &self.policy_text(), amendments).map_err(|error| error.to_string())
    }

    fn amend_policy(&mut self, amendments: &[Amendment]) -> Result<Option<PathBuf>, String> {
        self.ready()?;
        let text = amended(&self.policy_text(), amendments).map_err(|error| error.to_string())?;
        let book = RuleBook::with(&Policy::parse(&text).unwrap()).unwrap();
        self.picture.book = Arc::new(book);
        self.policy = Some(text);
        Ok(Some(PathBuf::from("policies/our-policy.toml")))
    }

    fn undo(&mut self) -> Result<Option<Step>, String> {
        self.ready()?;
        let Some((label, kept)) = self.done.pop() else {
            return Ok(None);
        };
        let now = kept
            .iter()
            .map(|(key, was, _)| (key.clone(), was.clone()))
            .collect();
        self.undone.push((label.clone(), kept));
        Ok(Some(self.step(&format!("undone: {label}"), now)))
    }

    fn redo(&mut self) -> Result<Option<Step>, String> {
        self.ready()?;
        let Some((label, kept)) = self.undone.pop() else {
            return Ok(None);
        };
        let now = kept
            .iter()
            .map(|(key, _, is)| (key.clone(), is.clone()))
            .collect();
        self.done.push((label.clone(), kept));
        Ok(Some(self.step(&format!("done again: {label}"), now)))
    }

    fn views(&mut self) -> Result<Vec<SavedView>, String> {
        Ok(self.views.clone())
    }

    fn keep_view(&mut self, view: &SavedView) -> Result<Vec<SavedView>, String> {
        self.ready()?;
        self.views.retain(|other| other.digit != view.digit);
        self.views.push(view.clone());
        Ok(self.views.clone())
    }

    fn drop_view(&mut self, digit: u8) -> Result<Vec<SavedView>, String> {
        self.views.retain(|other| other.digit != digit);
        Ok(self.views.clone())
    }

    fn keep(&mut self, what: Keepsake, words: Option<&str>) -> Result<(), String> {
        match words {
            Some(words) => self.kept.insert(what.word(), words.to_owned()),
            None => self.kept.remove(what.word()),
        };
        Ok(())
    }

    fn kept(&mut self, what: Keepsake) -> Result<Option<String>, String> {
        Ok(self.kept.get(what.word()).cloned())
    }

    fn look_at(
        &mut self,
        paths: &[PathBuf],
        progress: Progress<'_>,
    ) -> Result<ImportPreview, String> {
        self.ready()?;
        progress(Reached::Reading(120));
        let own = |path: &PathBuf| path.ends_with("hub.csv") || path.ends_with("log.csv");
        if paths.iter().any(own) && self.mapped.is_none() {
            return Err("hub.csv: no list that Caselight knows was found.".to_owned());
        }
        Ok(ImportPreview {
            unread: 1,
            lines: paths
                .iter()
                .map(|path| {
                    format!(
                        "{}: Annex A, 2024 layout, 11 lists, 1,204 rows",
                        path.display()
                    )
                })
                .collect(),
            advice: vec!["Not read: minutes.docx: it is no table. Leave it out.".to_owned()],
            kinds: vec![(1, "expected a date; row not used".to_owned())],
            problems: vec![
                "List 4, row 38: found \"yesterday\", expected a date; row not used".to_owned(),
            ],
            as_at: Some(day("2026-06-12")),
        })
    }

    fn propose(&mut self, paths: &[PathBuf]) -> Result<(PathBuf, Proposal), String> {
        self.ready()?;
        let folder = tempfile::tempdir().unwrap();
        let is_log = paths.iter().any(|path| path.ends_with("log.csv"));
        let path = folder
            .path()
            .join(if is_log { "log.csv" } else { "hub.csv" });
        std::fs::write(&path, if is_log { VISIT_LOG } else { HUB_EXPORT }).unwrap();
        let proposal = crate::review::propose(&path).map_err(|error| error.to_string())?;
        let path = paths.first().cloned().unwrap_or_default();
        Ok((path, proposal))
    }

    fn keep_mapping(&mut self, proposal: &Proposal, name: &str) -> Result<PathBuf, String> {
        self.ready()?;
        let layout = proposal.layout(name).map_err(|error| error.to_string())?;
        self.mapped = Some(layout.text);
        Ok(PathBuf::from(name))
    }

    fn import(
        &mut self,
        paths: &[PathBuf],
        as_at: Day,
        progress: Progress<'_>,
    ) -> Result<ImportSummary, String> {
        self.ready()?;
        progress(Reached::Writing {
            done: 1204,
            of: 1204,
        });
        self.imported.push((paths.to_vec(), as_at));
        Ok(ImportSummary {
            lines: vec!["1,204 rows: 1,198 new, 0 changed, 6 unchanged, 0 gone.".to_owned()],
            problems: 1,
        })
    }

    fn take_back_import(&mut self) -> Result<PastImport, String> {
        let newest = self.imports()?.into_iter().next();
        self.imported.pop();
        newest.ok_or_else(|| "Nothing was imported.".to_owned())
    }

    fn imports(&mut self) -> Result<Vec<PastImport>, String> {
        self.ready()?;
        let newest = PastImport {
            id: 1,
            as_at: day("2026-06-12"),
            at: "2026-06-15T08:30:00Z".to_owned(),
            person: Name::from("A Reader"),
            changes: Changes {
                new: 1198,
                changed: 0,
                unchanged: 6,
                gone: 0,
                no_longer_listed: 0,
            },
            files: vec![PastFile {
                file: "annex.xlsx".to_owned(),
                recognised_as: "Annex A, 2024 layout".to_owned(),
                feed: Some(FeedKind::Cases),
                covers: None,
                rows: 1204,
                used: 1203,
                repeated: 0,
                rejected: 1,
                problems: 1,
            }],
        };
        let before = PastImport {
            id: 0,
            as_at: day("2026-03-31"),
            at: "2026-04-02T08:30:00Z".to_owned(),
            ..newest.clone()
        };
        Ok(vec![newest, before])
    }

    fn problems_of(&mut self, _: i64) -> Result<Vec<PastProblem>, String> {
        self.ready()?;
        Ok(vec![PastProblem {
            file: "annex.xlsx".to_owned(),
            sheet: "List 4".to_owned(),
            row: Some(38),
            column: Some("Start date".to_owned()),
            found: "yesterday".to_owned(),
            expected: "a date".to_owned(),
            effect: "row not used".to_owned(),
        }])
    }

    fn notes(&mut self) -> Result<Vec<NoteHead>, String> {
        self.ready()?;
        Ok(self
            .notes
            .iter()
            .rev()
            .map(|note| note.head.clone())
            .collect())
    }

    fn note(&mut self, id: NoteId) -> Result<Note, String> {
        self.ready()?;
        let found = self.notes.iter().find(|note| note.head.id == id).cloned();
        found.ok_or_else(|| "There is no such note.".to_owned())
    }

    fn draft(&mut self, gaps: &[GapKey]) -> Result<Note, String> {
        self.ready()?;
        let note = Note {
            head: NoteHead {
                id: NoteId(i64::try_from(self.notes.len()).unwrap() + 1),
                title: "Case supervision in Hub North".to_owned(),
                status: NoteStatus::Draft,
                audience: Audience::Board,
                as_at: day("2026-06-12"),
                author: "A Reader".to_owned(),
                saved_at: "2026-06-15T09:00:00Z".to_owned(),
                words: 12,
                to_answer: 0,
                opening: String::new(),
            },
            body: "## What we found\n\nOne child in four on a plan was not discussed with the \
                   worker's manager in the month to 12 June [E1].\n\n## What it meant for children\n"
                .to_owned(),
            evidence: vec![Evidence {
                label: "E1".to_owned(),
                rule: "SUP-CASE-CP".to_owned(),
                level: "local standard".to_owned(),
                numerator: 17,
                denominator: 77,
                not_computable: 2,
                as_at: day("2026-06-12"),
                what: "children on a child protection plan without case supervision in 30 days"
                    .to_owned(),
                measure: "overdue".to_owned(),
                limit: "30 days".to_owned(),
                gaps: gaps.to_vec(),
            }],
            ground: Ground::default(),
        };
        let mut note = note;
        note.head.opening.clone_from(&note.body);
        self.notes.push(note.clone());
        Ok(note)
    }

    fn save_note(&mut self, id: NoteId, text: &NoteText) -> Result<NoteHead, String> {
        self.ready()?;
        let note = self
            .notes
            .iter_mut()
            .find(|note| note.head.id == id)
            .ok_or("There is no such note.")?;
        text.title.clone_into(&mut note.head.title);
        note.head.audience = text.audience;
        text.body.clone_into(&mut note.body);
        note.head.words = prose::words(&text.body);
        note.head.to_answer = prose::to_answer(&text.body);
        note.head.opening.clone_from(&text.body);
        Ok(note.head.clone())
    }

    fn copy_note(&mut self, id: NoteId) -> Result<NoteHead, String> {
        let mut note = self.note(id)?;
        note.head.id = NoteId(i64::try_from(self.notes.len()).unwrap() + 1);
        note.head.title += " (copy)";
        self.notes.push(note.clone());
        Ok(note.head)
    }

    fn export_note(
        &mut self,
        _: NoteId,
        path: &Path,
        overwrite: Overwrite,
    ) -> Result<Exported, String> {
        self.ready()?;
        if overwrite == Overwrite::Refuse && self.exported.contains(&path.to_owned()) {
            return Ok(Exported::Taken(path.to_owned()));
        }
        self.exported.push(path.to_owned());
        Ok(Exported::Written(path.to_owned()))
    }
}
