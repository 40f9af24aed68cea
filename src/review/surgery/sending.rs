//! Which gaps go onto a sheet, folded by family, and the file that takes them out.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
};

use super::{is_open, rule_title};
use crate::calendar::now;
use crate::export::{self, ExportError, Overwrite, SurgeryCover};
use crate::model::{
    Day, GapKey, Name, PromiseOrigin, SentRow, SentSheet, State, SurgeryRow, sheet_code,
};
use crate::review::{
    Desk, DeskError, Gap, Picture, Thread, ThreadState,
    filter::{Filter, Line},
};

/// Which gaps are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SurgeryAsk {
    pub filter: Filter,
    /// A part of the team's name, of the supervisor's.
    pub team: Option<String>,
    pub supervisor: Option<String>,
    /// Ids of rules; empty: all.
    pub rules: Vec<String>,
    /// At most so many rows: those that are longest overdue.
    pub limit: Option<usize>,
    /// Leave the ids of children and families out.
    pub hide: bool,
}

/// A sheet that was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sent {
    pub path: PathBuf,
    pub code: Name,
    pub rows: usize,
    pub gaps: usize,
}

impl Sent {
    /// What was done, in one sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let row = if self.rows == 1 { "row" } else { "rows" };
        let gap = if self.gaps == 1 { "gap" } else { "gaps" };
        format!(
            "Surgery sheet {} with {} {row} ({} {gap}) written to {}.",
            self.code,
            self.rows,
            self.gaps,
            self.path.display()
        )
    }
}

impl SurgeryAsk {
    /// What was asked for, in words.
    #[must_use]
    pub fn scope(&self) -> String {
        let mut parts = Vec::new();
        if let Some(team) = &self.team {
            parts.push(format!("teams with \"{team}\" in their name"));
        }
        if let Some(name) = &self.supervisor {
            parts.push(format!("supervisors with \"{name}\" in their name"));
        }
        if !self.rules.is_empty() {
            parts.push(format!("rules {}", self.rules.join(", ")));
        }
        if !self.filter.is_empty() {
            parts.push(self.filter.words.clone());
        }
        if let Some(limit) = self.limit {
            parts.push(format!("at most {limit} rows, the longest overdue"));
        }
        if parts.is_empty() {
            return ALL_OPEN.to_owned();
        }
        format!("Open gaps: {}", parts.join("; "))
    }

    fn keeps(&self, picture: &Picture, gap: &Gap) -> bool {
        let holds = |name: Option<&Name>, text: Option<&String>| {
            text.is_none_or(|text| {
                name.is_some_and(|name| name.to_lowercase().contains(&text.to_lowercase()))
            })
        };
        let rule = picture.behind(gap).map(|(result, _)| &result.rule);
        let asked_state = |state: State| self.filter.asks_for_state(state);
        let due = is_open(gap)
            || asked_state(gap.state)
            || (self.filter.asks_for_outcomes() && gap.state == State::Overdue);
        let case = gap.child.and_then(|child| picture.case_row(child));
        due && holds(gap.team.as_ref(), self.team.as_ref())
            && holds(gap.supervisor.as_ref(), self.supervisor.as_ref())
            && (self.rules.is_empty() || rule.is_some_and(|rule| self.rules.contains(&rule.id)))
            && self
                .filter
                .lets_through(&Line::of_gap(gap, rule, case, &gap.standing))
    }
}

impl Desk {
    /// Writes the open gaps to a sheet that comes back, and remembers which row is which.
    ///
    /// # Errors
    /// Nothing fits, an earlier day is looked at, the file is there already or cannot be written,
    /// or the store failed; then neither file nor store has anything of it.
    pub fn write_surgery(
        &mut self,
        ask: &SurgeryAsk,
        to: &Path,
        overwrite: Overwrite,
    ) -> Result<Sent, DeskError> {
        let workbook = to
            .extension()
            .is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"));
        if !workbook {
            return Err(DeskError::Words(format!(
                "Writing a surgery sheet: {} is no name of a workbook. Give one that ends in .xlsx; it may come \
                 back as .xlsx, .ods or .csv.",
                to.display()
            )));
        }
        let picture = self.picture()?;
        if let Some(day) = picture.looks_back {
            return Err(DeskError::Words(format!(
                "Writing a surgery sheet: this is what was known on {}. Look at the newest data first.",
                day.long()
            )));
        }
        let rows = rows_of(&picture, ask);
        if rows.is_empty() {
            return Err(DeskError::Failed(
                "Writing a surgery sheet: no open gap fits what was asked for, so nothing was written.".to_owned(),
            ));
        }
        let written_at = now::moment();
        let sheet = SentSheet {
            code: self.free_code(&rows, &written_at)?,
            as_at: picture.check.as_at,
            written_by: self.person().clone(),
            scope: ask.scope(),
            rows: rows.iter().map(sent_row).collect(),
            written_at,
        };
        let path = std::path::absolute(to).unwrap_or_else(|_| to.to_owned());
        let council = self.council().to_owned();
        self.store.keep_surgery(&sheet, || {
            let cover = SurgeryCover {
                code: &sheet.code,
                as_at: sheet.as_at,
                written_at: &sheet.written_at,
                council: &council,
                scope: &sheet.scope,
            };
            export::write_surgery(&path, &cover, &rows, overwrite).map_err(|error| match error {
                ExportError::Exists { path } => DeskError::Failed(format!(
                    "Writing a surgery sheet: there is a file {} already, and it was left as it is. Choose another \
                     name, or replace it with --overwrite.",
                    path.display()
                )),
                other => DeskError::Failed(format!("Writing a surgery sheet: {other}.")),
            })
        })?;
        Ok(Sent {
            path,
            code: sheet.code,
            rows: rows.len(),
            gaps: rows.iter().map(|row| row.gaps.len()).sum(),
        })
    }

    /// A code that no sheet of this store has.
    fn free_code(&self, rows: &[SurgeryRow], written_at: &str) -> Result<Name, DeskError> {
        let gaps: Vec<&GapKey> = rows.iter().flat_map(|row| &row.gaps).collect();
        let mut again = 0;
        loop {
            let code = sheet_code(written_at, &gaps, again);
            if self.store.surgery(&code)?.is_none() {
                return Ok(Name::from(code));
            }
            again += 1;
        }
    }
}

fn sent_row(row: &SurgeryRow) -> SentRow {
    SentRow {
        number: row.number,
        who: row.who.clone(),
        rule: row.rule.clone(),
        gaps: row.gaps.clone(),
    }
}

/// What siblings have in common whose gaps share a row; whoever differs in one of it stands apart.
type Alike<'a> = (usize, &'a Name, State, Option<Day>, [Option<&'a Name>; 3]);

/// The rows of a sheet: by team, supervisor, worker and family, never by how many anybody has.
pub(in crate::review) fn rows_of(picture: &Picture, ask: &SurgeryAsk) -> Vec<SurgeryRow> {
    let mut rows: Vec<Vec<&Gap>> = Vec::new();
    let mut families: HashMap<Alike<'_>, usize> = HashMap::new();
    for gap in picture.gaps.iter().filter(|gap| ask.keeps(picture, gap)) {
        let family = gap.family.as_ref().filter(|_| gap.is_child);
        let Some(family) = family else {
            rows.push(vec![gap]);
            continue;
        };
        let people = [&gap.team, &gap.supervisor, &gap.worker].map(Option::as_ref);
        let alike = (gap.rule, family, gap.state, gap.due, people);
        if let Some(row) = families.get(&alike).and_then(|at| rows.get_mut(*at)) {
            row.push(gap);
        } else {
            families.insert(alike, rows.len());
            rows.push(vec![gap]);
        }
    }
    if let Some(limit) = ask.limit {
        // What fell due first; a gap that has no such day, as that of a child without a worker, after it.
        rows.sort_by_key(|row| {
            let due = row.first().and_then(|gap| gap.due);
            (due.is_none(), due)
        });
        rows.truncate(limit);
    }
    rows.sort_by_cached_key(|row| {
        let first = row.first();
        let name = |of: fn(&Gap) -> &Option<Name>| {
            let name = first.and_then(|gap| of(gap).clone());
            (name.is_none(), name)
        };
        (
            name(|gap| &gap.team),
            name(|gap| &gap.supervisor),
            name(|gap| &gap.worker),
            name(|gap| &gap.family),
            first.map(|gap| (gap.who.clone(), gap.rule)),
        )
    });
    let promised = promised_before(picture);
    (1..)
        .zip(&rows)
        .map(|(number, gaps)| told(picture, ask, (number, gaps), &promised))
        .collect()
}

fn told(
    picture: &Picture,
    ask: &SurgeryAsk,
    (number, gaps): (u32, &[&Gap]),
    promised: &BTreeMap<&GapKey, String>,
) -> SurgeryRow {
    let first = gaps.first().copied();
    let text = |name: Option<&Name>| name.map_or_else(String::new, ToString::to_string);
    let hidden = |words: String| {
        let hide = ask.hide && first.is_some_and(|gap| gap.is_child) && !words.is_empty();
        if hide { "hidden".to_owned() } else { words }
    };
    let who: Vec<&str> = gaps.iter().map(|gap| gap.who.as_ref()).collect();
    let longest = gaps.iter().max_by_key(|gap| gap.over);
    let before = gaps.iter().find_map(|gap| promised.get(&gap.key));
    SurgeryRow {
        number,
        who: hidden(who.join(", ")),
        family: hidden(text(first.and_then(|gap| gap.family.as_ref()))),
        team: text(first.and_then(|gap| gap.team.as_ref())),
        worker: text(first.and_then(|gap| gap.worker.as_ref())),
        supervisor: text(first.and_then(|gap| gap.supervisor.as_ref())),
        rule: first.map_or_else(String::new, |gap| rule_title(picture, gap)),
        shown: longest.map_or_else(String::new, |gap| {
            let due = gap
                .due
                .map_or_else(String::new, |due| format!("; due {}", due.long()));
            format!("{}{due}", gap.phrase)
        }),
        over: longest.map_or(0, |gap| gap.over),
        unit: longest.map_or("day", |gap| gap.unit.counted_noun()),
        promised: before.cloned().unwrap_or_default(),
        gaps: gaps.iter().map(|gap| gap.key.clone()).collect(),
    }
}

/// What was agreed last about each gap and is not done.
fn promised_before(picture: &Picture) -> BTreeMap<&GapKey, String> {
    let threads = picture.threads_of_people(&picture.promises);
    let mut before: BTreeMap<&GapKey, (Day, String)> = BTreeMap::new();
    for thread in threads.iter().filter(|thread| thread.state.is_open()) {
        let Some(gap) = thread.gap.as_ref().and_then(|key| picture.gap(key)) else {
            continue;
        };
        let words = (thread.set, in_words(thread));
        match before.get(&gap.key) {
            Some((set, _)) if *set > thread.set => {}
            _ => {
                before.insert(&gap.key, words);
            }
        }
    }
    before
        .into_iter()
        .map(|(key, (_, words))| (key, words))
        .collect()
}

/// A promise as a line: what, who, by when, and how it stands.
pub(super) fn in_words(thread: &Thread) -> String {
    let mut words = format!("{}: {}", thread.set.long(), thread.words);
    if let Some(owner) = &thread.owner {
        words.extend([", ", owner]);
    }
    if let Some(due) = thread.due {
        words.extend([", by ", &due.long()]);
    }
    if let ThreadState::Overdue { days } = thread.state {
        let noun = if days == 1 { "day" } else { "days" };
        words.extend([" (", &days.to_string(), " ", noun, " past)"]);
    }
    match thread.carried {
        0 => {}
        1 => words.push_str("; carried once"),
        often => words.extend(["; carried ", &often.to_string(), " times"]),
    }
    words
}

/// The word by which a thread says that it was agreed in a surgery.
pub(super) const IN_SURGERY: &str = PromiseOrigin::Surgery.label();

/// The scope of a sheet that left no open gap out.
pub(super) const ALL_OPEN: &str = "Open gaps: all";
