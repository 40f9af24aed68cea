//! Reading a sheet that came back: first what it would do, row by row, then all of it as one step.
//!
//! It decides nothing for anybody. The surprising thing: what was shown is what is done; the plan
//! is carried out, and the file is not read a second time.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use super::{
    answers::{self, Answer, Promised},
    child_of, rule_title, standing_outcome,
};
use crate::import;
use crate::model::{
    Day, GapKey, Name, OutcomeKind, Promise, PromiseDraft, PromiseOrigin, PromiseTurn, ReturnedRow,
    SentRow, SentSheet, State, key_parts, tidy,
};
use crate::review::{Desk, DeskError, Gap, Given, Picture, Said, Step};
use crate::store::{KeptAnswer, NewAnswer, NewTurn};

/// What would be done with a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RowPlan {
    /// Taken: what would be saved, a line each, and what is odd about it.
    Take {
        does: Vec<String>,
        notes: Vec<String>,
    },
    /// It was read before, and nothing in it is new.
    Already,
    /// Nobody wrote anything.
    Blank,
    /// Why nothing of it is taken.
    Refuse(String),
}

/// A row of the sheet.
#[derive(Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// As the spreadsheet numbers it.
    pub line: u32,
    /// Whom it is about, where the key says so.
    pub who: String,
    pub rule: String,
    pub plan: RowPlan,
}

impl std::fmt::Debug for PlannedRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Neither an id nor a word reaches a log by way of `{:?}`.
        write!(f, "PlannedRow({})", self.line)
    }
}

/// What reading a sheet would do.
#[derive(Clone, Debug)]
pub struct SurgeryPlan {
    /// The file's name.
    pub file: String,
    /// The day of the surgery.
    pub held: Day,
    /// The sheets that its keys name, without their rows.
    pub sheets: Vec<SentSheet>,
    pub rows: Vec<PlannedRow>,
    /// What is odd about the file, a sentence each.
    pub notes: Vec<String>,
    said: Said,
}

impl SurgeryPlan {
    /// A plan that was made up and not read, for the tests of screens.
    #[cfg(test)]
    pub(crate) fn made_up(file: &str, held: Day, rows: Vec<PlannedRow>) -> Self {
        let words = NewAnswer {
            sheet: Name::from("7k2mx"),
            row: 1,
            words: crate::model::SurgeryWords::default(),
        };
        Self {
            file: file.to_owned(),
            held,
            sheets: Vec::new(),
            rows,
            notes: Vec::new(),
            said: Said {
                answers: vec![words],
                ..Said::default()
            },
        }
    }

    /// How many rows would be taken, were taken before, are empty, are refused.
    #[must_use]
    pub fn counts(&self) -> [usize; 4] {
        let mut counts = [0; 4];
        for row in &self.rows {
            let at = match row.plan {
                RowPlan::Take { .. } => 0,
                RowPlan::Already => 1,
                RowPlan::Blank => 2,
                RowPlan::Refuse(_) => 3,
            };
            counts[at] += 1;
        }
        counts
    }

    /// How many outcomes, promises and turns of promises would be saved.
    #[must_use]
    pub fn saves(&self) -> [usize; 3] {
        let said = &self.said;
        [said.outcomes.len(), said.promises.len(), said.turns.len()]
    }

    /// What would be done, in one sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let [taken, already, blank, refused] = self.counts();
        let [outcomes, promises, turns] = self.saves();
        let many = |number: usize, one: &str, more: &str| {
            format!("{number} {}", if number == 1 { one } else { more })
        };
        format!(
            "{} to take ({}, {}, {}); {already} read before, {blank} left empty, {refused} refused",
            many(taken, "row", "rows"),
            many(outcomes, "outcome", "outcomes"),
            many(promises, "promise", "promises"),
            many(
                turns,
                "earlier promise moved on",
                "earlier promises moved on"
            ),
        )
    }

    /// Whether there is nothing to save.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.said.answers.is_empty()
    }
}

impl Desk {
    /// Reads a sheet that came back and says what it would do. Writes nothing.
    ///
    /// # Errors
    /// The file cannot be read or is no surgery sheet, or the store could not be read.
    pub fn plan_surgery(&mut self, path: &Path, held: Day) -> Result<SurgeryPlan, DeskError> {
        let picture = self.picture()?;
        if let Some(day) = picture.looks_back {
            return Err(DeskError::Words(format!(
                "Reading a surgery sheet: this is what was known on {}. Look at the newest data first.",
                day.long()
            )));
        }
        let returned = import::read_surgery(path)?;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let mut sheets = BTreeMap::new();
        for (code, _) in returned.rows.iter().filter_map(|row| key_parts(&row.key)) {
            if !sheets.contains_key(&code)
                && let Some(sheet) = self.store.surgery(&code)?
            {
                let answers = self.store.surgery_answers(&code)?;
                sheets.insert(code, Known::of(sheet, answers));
            }
        }
        let promises = self.store.promises(None)?;
        let mut reader = Reader {
            picture: &picture,
            held,
            sheets: &sheets,
            promises: by_gap(&promises),
            first: HashMap::new(),
            doubled: doubled(&returned.rows),
            spoken: HashMap::new(),
            said: Said::default(),
        };
        let rows = returned.rows.iter().map(|row| reader.row(row)).collect();
        let said = reader.said;
        let mut notes = Vec::new();
        if sheets.is_empty() && !returned.rows.is_empty() {
            notes.push(
                "No key of it is of a sheet that this store wrote: it may be a sheet of another service or another store."
                    .to_owned(),
            );
        }
        if !returned.missing.is_empty() {
            let names = returned.missing.iter().map(|column| column.heading());
            notes.push(format!(
                "Columns that people fill in and that are not there any more: {}.",
                names.collect::<Vec<_>>().join(", ")
            ));
        }
        if !returned.added.is_empty() {
            notes.push(format!(
                "Columns that are not of the sheet, and whose words stay in the file: {}.",
                returned.added.join(", ")
            ));
        }
        Ok(SurgeryPlan {
            file: file.into_owned(),
            held,
            sheets: sheets
                .into_values()
                .map(|known| SentSheet {
                    rows: Vec::new(),
                    ..known.sheet
                })
                .collect(),
            rows,
            notes,
            said,
        })
    }

    /// Saves what was planned as one step. When this returns, it is on disk.
    ///
    /// # Errors
    /// There is nothing to save, a gap is gone since the plan was made, or the store failed;
    /// nothing was saved then.
    pub fn apply_surgery(&mut self, plan: &SurgeryPlan) -> Result<Step, DeskError> {
        if plan.is_empty() {
            return Err(DeskError::Failed(
                "Reading a surgery sheet: nothing in it is new, so nothing was saved.".to_owned(),
            ));
        }
        let codes: Vec<&str> = plan
            .sheets
            .iter()
            .map(|sheet| sheet.code.as_ref())
            .collect();
        let [outcomes, promises, _] = plan.saves();
        let label = format!(
            "surgery sheet {}: {} rows, {outcomes} outcomes, {promises} promises",
            codes.join(", "),
            plan.counts()[0]
        );
        self.say(label, plan.said.clone())
    }
}

/// A sheet of this store, with what was read of it before.
struct Known {
    sheet: SentSheet,
    answers: HashMap<u32, KeptAnswer>,
}

impl Known {
    fn of(sheet: SentSheet, answers: HashMap<u32, KeptAnswer>) -> Self {
        Self { sheet, answers }
    }

    fn row(&self, number: u32) -> Option<&SentRow> {
        // In the order of their numbers, from 1.
        let at = usize::try_from(number).ok()?.checked_sub(1)?;
        self.sheet.rows.get(at).filter(|row| row.number == number)
    }
}

fn by_gap(promises: &[Promise]) -> HashMap<&GapKey, Vec<&Promise>> {
    let mut by_gap: HashMap<&GapKey, Vec<&Promise>> = HashMap::new();
    for promise in promises.iter().filter(|one| one.closed().is_none()) {
        if let Some(gap) = &promise.said.gap {
            by_gap.entry(gap).or_default().push(promise);
        }
    }
    by_gap
}

/// The keys that stand in several rows with different words, with those rows.
fn doubled(rows: &[ReturnedRow]) -> HashMap<String, Vec<u32>> {
    let mut by_key: HashMap<String, Vec<&ReturnedRow>> = HashMap::new();
    for row in rows.iter().filter(|row| !row.key.is_empty()) {
        by_key.entry(bare(&row.key)).or_default().push(row);
    }
    by_key.retain(|_, rows| {
        let first = rows.first().map(|row| &row.words);
        rows.iter().any(|row| Some(&row.words) != first)
    });
    by_key
        .into_iter()
        .map(|(key, rows)| (key, rows.iter().map(|row| row.line).collect()))
        .collect()
}

fn bare(key: &str) -> String {
    key.trim().to_lowercase()
}

struct Reader<'a> {
    picture: &'a Picture,
    held: Day,
    sheets: &'a BTreeMap<String, Known>,
    promises: HashMap<&'a GapKey, Vec<&'a Promise>>,
    /// The line on which each key stood first.
    first: HashMap<String, u32>,
    doubled: HashMap<String, Vec<u32>>,
    /// The line that speaks of each gap: rows of two sheets may stand in one file.
    spoken: HashMap<GapKey, u32>,
    said: Said,
}

impl<'a> Reader<'a> {
    fn row(&mut self, row: &ReturnedRow) -> PlannedRow {
        let (who, rule, plan) = match self.place(row) {
            Ok((known, sent)) => {
                let plan = self.plan(row, known, sent);
                (sent.who.clone(), sent.rule.clone(), plan)
            }
            Err(why) => {
                let own = |text: &Option<String>| text.clone().unwrap_or_default();
                (own(&row.who), own(&row.rule), RowPlan::Refuse(why))
            }
        };
        PlannedRow {
            line: row.line,
            who,
            rule,
            plan,
        }
    }

    /// The row of a sheet that the key names, or why it names none.
    fn place(&self, row: &ReturnedRow) -> Result<(&'a Known, &'a SentRow), String> {
        if row.key.is_empty() {
            return Err(
                "it has no key, so it was added by hand; give what it says to the gap or the child in the workbench"
                    .to_owned(),
            );
        }
        let changed =
            || "its key was changed; copy it again from the sheet that was sent out".to_owned();
        let (code, number) = key_parts(&row.key).ok_or_else(changed)?;
        let known = self.sheets.get(&code).ok_or_else(|| {
            format!(
                "its key names a sheet {code} that this store did not write; or the key was changed"
            )
        })?;
        let sent = known.row(number).ok_or_else(changed)?;
        if bare(&known.sheet.key(sent)) != bare(&row.key) {
            return Err(changed());
        }
        let moved = [(&row.who, &sent.who), (&row.rule, &sent.rule)]
            .into_iter()
            .any(|(now, then)| {
                let now = now.as_deref().filter(|now| !now.is_empty());
                now.is_some_and(|now| !is_same(now, then))
            });
        if moved {
            return Err(format!(
                "its key belongs to {}, {}, and the row says something else; the key was copied, or only some columns \
                 were sorted",
                sent.who, sent.rule
            ));
        }
        Ok((known, sent))
    }

    fn plan(&mut self, row: &ReturnedRow, known: &Known, sent: &SentRow) -> RowPlan {
        if row.words.is_blank() {
            return RowPlan::Blank;
        }
        let key = bare(&row.key);
        if let Some(lines) = self.doubled.get(&key) {
            let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
            return RowPlan::Refuse(format!(
                "its key stands in rows {} with different words; leave the one that counts",
                lines.join(", ")
            ));
        }
        if self.first.insert(key, row.line).is_some() {
            return RowPlan::Already;
        }
        let before = known.answers.get(&sent.number);
        if before.is_some_and(|before| before.words == row.words) {
            return RowPlan::Already;
        }
        let answer = match answers::read(row, self.held) {
            Ok(answer) => answer,
            Err(wrong) => return RowPlan::Refuse(wrong.join("; ")),
        };
        let earlier = sent.gaps.iter().find_map(|gap| self.spoken.get(gap));
        if let Some(line) = earlier {
            return RowPlan::Refuse(format!(
                "row {line}, of another sheet, speaks of the same gap; leave the one that counts"
            ));
        }
        let spoken = sent.gaps.iter().map(|gap| (gap.clone(), row.line));
        self.spoken.extend(spoken);
        self.take(row, known, sent, &answer)
    }

    fn take(
        &mut self,
        row: &ReturnedRow,
        known: &Known,
        sent: &SentRow,
        answer: &Answer,
    ) -> RowPlan {
        let mut does = Vec::new();
        let mut notes = answer.notes.clone();
        if let Some((kind, _)) = &answer.outcome {
            does.push(kind.label());
        }
        if let Some(promised) = &answer.promise {
            does.push(self.in_words(promised, sent, answer));
        }
        for gap in &sent.gaps {
            self.take_gap((gap, &row.words.evidence), known, answer, &mut notes);
        }
        if does.is_empty() {
            does.push("the words are kept; no outcome, nothing promised".to_owned());
        }
        let number = sent.gaps.len();
        if number > 1 {
            notes.push(format!(
                "counts for each of the {number} children of the row"
            ));
        }
        self.said.answers.push(NewAnswer {
            sheet: known.sheet.code.clone(),
            row: sent.number,
            words: row.words.clone(),
        });
        notes.dedup();
        RowPlan::Take { does, notes }
    }

    fn in_words(&self, promised: &Promised, sent: &SentRow, answer: &Answer) -> String {
        let first = sent.gaps.first();
        let mut words = first.map_or_else(String::new, |gap| self.step(gap, promised, answer));
        if let Some(owner) = &promised.owner {
            words.extend([", ", owner]);
        }
        if let Some(due) = promised.due {
            words.extend([", by ", &due.long()]);
        }
        format!("promised: {words}")
    }

    /// What is to be done: the next step, or what the outcome promises.
    fn step(&self, gap: &GapKey, promised: &Promised, answer: &Answer) -> String {
        if let Some(words) = &promised.words {
            return words.clone();
        }
        let rule = self
            .picture
            .gap(gap)
            .map_or_else(String::new, |gap| rule_title(self.picture, gap));
        match answer.outcome {
            Some((OutcomeKind::ToRecord { .. }, _)) => format!("record on the file: {rule}"),
            _ => format!("hold what is booked: {rule}"),
        }
    }

    fn take_gap(
        &mut self,
        (key, evidence): (&GapKey, &str),
        known: &Known,
        answer: &Answer,
        notes: &mut Vec<String>,
    ) {
        let gap = self.still_open(key, known);
        if gap.is_none() {
            notes.push(
                "the gap is closed since the sheet was written: the newest extract shows it as done or not at all, so it gets no \
                 outcome"
                    .to_owned(),
            );
        }
        if let (Some(gap), Some((kind, reason))) = (gap, &answer.outcome) {
            let stands = standing_outcome(&gap.standing);
            let same = stands.is_some_and(|o| o.kind == *kind && o.reason == *reason);
            if let Some(other) = stands.filter(|o| !same && o.at > known.sheet.written_at) {
                notes.push(format!(
                    "takes the place of \"{}\", which {} gave since the sheet was written",
                    other.kind.label(),
                    other.person
                ));
            }
            if !same {
                self.said.outcomes.push(Given {
                    gap: key.clone(),
                    kind: kind.clone(),
                    reason: reason.clone(),
                });
            }
        }
        let kept = self.turn(key, known, answer, evidence);
        if let Some(promised) = answer.promise.as_ref().filter(|_| !kept) {
            // A gap that is gone closes nothing: what was promised all the same is followed alone.
            self.said.promises.push(PromiseDraft {
                origin: PromiseOrigin::Surgery,
                origin_ref: Some(known.sheet.code.clone()),
                child: child_of(self.picture, key),
                gap: gap.map(|_| key.clone()),
                agreed: self.held,
                due: promised.due,
                owner: promised.owner.clone(),
                words: self.step(key, promised, answer),
            });
        }
    }

    /// The gap, unless an extract that is newer than the sheet closed it. A sheet that asked for
    /// what was done late is about that.
    fn still_open(&self, key: &GapKey, known: &Known) -> Option<&'a Gap> {
        let newer = self.picture.check.as_at > known.sheet.as_at;
        let of_late = known.sheet.scope.contains("state:");
        let gap = self.picture.gap(key)?;
        (gap.state != State::Late || !newer || of_late).then_some(gap)
    }

    /// What the row says of the promises about this gap that are still open; true where one of
    /// them is what the row promises again.
    fn turn(&mut self, key: &GapKey, known: &Known, answer: &Answer, evidence: &str) -> bool {
        let open = self.promises.get(key).cloned().unwrap_or_default();
        let done = match answer.outcome {
            Some((OutcomeKind::SeenOnFile { on }, _)) => Some(on),
            _ => None,
        };
        let mut kept = false;
        for promise in open {
            let own = promise.said.origin_ref.as_ref() == Some(&known.sheet.code)
                && promise.said.origin == PromiseOrigin::Surgery;
            let again = answer.promise.as_ref().filter(|promised| {
                let words = self.step(key, promised, answer);
                tidy(&words) == tidy(&promise.said.words)
                    && (promised.owner.is_none() || promised.owner == promise.said.owner)
            });
            let (turn, on, words) = match (again, done) {
                (Some(again), _) => {
                    let moved = again.due != promise.due();
                    kept = true;
                    if !moved && own {
                        continue;
                    }
                    let turn = if moved {
                        PromiseTurn::Carried { to: again.due }
                    } else {
                        PromiseTurn::Revisited
                    };
                    (turn, self.held, said_in(&known.sheet.code))
                }
                (None, Some(on)) => {
                    let words = if evidence.is_empty() {
                        said_in(&known.sheet.code)
                    } else {
                        evidence.to_owned()
                    };
                    (PromiseTurn::Done, on, words)
                }
                (None, None) if own && answer.promise.is_some() => (
                    PromiseTurn::Superseded,
                    self.held,
                    format!("another step was agreed; {}", said_in(&known.sheet.code)),
                ),
                (None, None) if own => continue,
                (None, None) => (
                    PromiseTurn::Revisited,
                    self.held,
                    said_in(&known.sheet.code),
                ),
            };
            self.said.turns.push(NewTurn {
                promise: promise.id,
                turn,
                on,
                words,
            });
        }
        kept
    }
}

fn said_in(code: &Name) -> String {
    format!("surgery sheet {code}")
}

/// Whether two cells say the same although a spreadsheet passed them on: without the noughts at
/// the front of a number, the case of letters, and spaces.
fn is_same(now: &str, then: &str) -> bool {
    let parts = |text: &str| -> Vec<String> {
        let text = tidy(text.trim_end_matches(".0"));
        let words = text
            .split(' ')
            .map(|word| word.trim_start_matches('0').to_owned());
        words.collect()
    };
    parts(now) == parts(then)
}
