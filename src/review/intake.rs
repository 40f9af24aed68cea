//! Files in: read, look, write as one transaction.

use std::{fmt::Write as _, path::PathBuf};

use super::desk::newest_case_feed;
use super::preview::{advice, problem_kinds, problem_line, told};
use super::{Desk, DeskError, ImportPreview, ImportReport, ImportSummary, Promises};
use crate::calendar::now;
use crate::import::{self, Control, ReadOptions, Reading, SLIP};
use crate::model::{Batch, Covers, Day, FeedKind, FileReport, GapKey, Source, Standing, State};
use crate::rules::Glossary;
use crate::store::{ImportTicket, PastProblem};

/// How far an import has come.
#[derive(Clone, Copy, Debug)]
pub enum Progress {
    /// Rows read so far.
    Reading(u64),
    /// Facts written so far, and of how many.
    Writing { done: u64, of: u64 },
    /// Everything is written; the clocks of what waited for it are read.
    Weighing,
}

/// What to import, and how.
#[derive(Clone, Debug)]
pub struct Intake {
    pub paths: Vec<PathBuf>,
    pub as_at: Option<Day>,
    pub covers: Option<Covers>,
    pub options: ReadOptions,
    /// Compute everything, keep nothing.
    pub rehearsal: bool,
}

impl Intake {
    /// These files, as a plain import.
    #[must_use]
    pub fn of(paths: Vec<PathBuf>, as_at: Option<Day>) -> Self {
        Self {
            paths,
            as_at,
            covers: None,
            options: ReadOptions::default(),
            rehearsal: false,
        }
    }
}

fn read(
    intake: &Intake,
    glossary: &Glossary,
    tell: &mut dyn FnMut(Progress) -> bool,
) -> Result<Reading, DeskError> {
    let mut options = intake.options.clone();
    let own = glossary.sessions.iter();
    options.session_words = own.map(|(word, kind)| (word.clone(), *kind)).collect();
    options.as_at = intake.as_at;
    // Rows of the sheets before the one that is being read.
    let (mut before, mut sheet, mut rows) = (0, (String::new(), String::new()), 0);
    let reading = import::read_all(&intake.paths, &options, &mut |progress| {
        let here = (progress.file, progress.sheet);
        if here != sheet {
            (before, sheet, rows) = (before + rows, here, 0);
        }
        rows = u64::from(progress.rows);
        if tell(Progress::Reading(before + rows)) {
            Control::Continue
        } else {
            Control::Cancel
        }
    })?;
    Ok(reading)
}

impl Desk {
    /// Reads files without writing anything.
    pub fn look_at(
        &mut self,
        paths: &[PathBuf],
        tell: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<ImportPreview, DeskError> {
        let mut intake = Intake::of(paths.to_vec(), None);
        intake.options.own = self.own_layouts()?;
        let Reading { batch, passed_over } = read(&intake, &self.book.policy().glossary, tell)?;
        let over: Vec<(String, String)> = passed_over
            .into_iter()
            .map(|file| (file.file, file.why))
            .collect();
        Ok(ImportPreview {
            unread: over.len(),
            lines: batch.files.iter().flat_map(lines).collect(),
            advice: advice(&batch, &over),
            kinds: problem_kinds(
                batch
                    .files
                    .iter()
                    .flat_map(|file| &file.problems)
                    .map(|problem| (problem.expected.as_str(), problem.effect.as_str())),
            ),
            problems: batch
                .files
                .iter()
                .flat_map(|f| f.problems.iter().map(|p| problem_line(&told(&f.file, p))))
                .collect(),
            as_at: batch.proposed_as_at(),
        })
    }

    fn with_own_layouts(&self, intake: &Intake) -> Result<Intake, DeskError> {
        let mut intake = intake.clone();
        intake.options.own.extend(self.own_layouts()?);
        Ok(intake)
    }

    /// Imports files as one transaction, or nothing.
    pub fn import(
        &mut self,
        intake: &Intake,
        tell: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<ImportReport, DeskError> {
        let Reading {
            mut batch,
            passed_over,
        } = read(
            &self.with_own_layouts(intake)?,
            &self.book.policy().glossary,
            tell,
        )?;
        let as_at = as_at_of(&batch, intake.as_at)?;
        for file in &mut batch.files {
            file.covers = Some(covers_of(file, as_at, intake.covers));
            if let (Some(stated), Some(FeedKind::Cases)) = (intake.covers, file.feed) {
                file.window_from = Some(stated.from);
            }
        }
        let promised = if intake.rehearsal {
            Vec::new()
        } else {
            self.promised()?
        };
        let now = now::moment();
        let ticket = ImportTicket {
            as_at,
            now: &now,
            rehearsal: intake.rehearsal,
        };
        let of = batch.facts.len() as u64;
        let changes = self.store.import(&batch, ticket, &mut |n| {
            tell(Progress::Writing { done: n as u64, of })
        })?;
        self.picture = None;
        // It is on disk: what is asked from here on cannot stop it any more.
        tell(Progress::Weighing);
        let promises = self.kept(&promised)?;
        Ok(ImportReport {
            as_at,
            files: batch.files,
            changes,
            promises,
            newer_data: self.newer_than(as_at)?,
            passed_over: passed_over
                .into_iter()
                .map(|p| format!("{}: {}", p.file, p.why))
                .collect(),
        })
    }
}

impl Desk {
    /// The gaps whose outcome waits for an import to show the record.
    fn promised(&mut self) -> Result<Vec<GapKey>, DeskError> {
        if !self
            .store
            .outcomes(None)?
            .values()
            .any(|o| o.kind.claims_a_record())
        {
            return Ok(Vec::new());
        }
        let picture = self.picture_or_blank()?;
        let waiting = picture
            .gaps
            .iter()
            .filter(|gap| matches!(gap.standing, Standing::Waiting(_)));
        Ok(waiting.map(|gap| gap.key.clone()).collect())
    }

    /// The newest as-at of the case feed, where it lies after this day.
    fn newer_than(&self, as_at: Day) -> Result<Option<Day>, DeskError> {
        let feeds = self.store.feeds(None)?;
        Ok(newest_case_feed(&feeds).filter(|newest| *newest > as_at))
    }

    /// What an import showed about them.
    fn kept(&mut self, promised: &[GapKey]) -> Result<Promises, DeskError> {
        let mut promises = Promises::default();
        if promised.is_empty() {
            return Ok(promises);
        }
        let picture = self.picture()?;
        for key in promised {
            match picture
                .gap(key)
                .filter(|gap| gap.state == State::Overdue)
                .map(|gap| &gap.standing)
            {
                None => promises.confirmed += 1,
                Some(Standing::Waiting(_)) => promises.waiting += 1,
                Some(_) => promises.not_confirmed += 1,
            }
        }
        Ok(promises)
    }
}

fn as_at_of(batch: &Batch, stated: Option<Day>) -> Result<Day, DeskError> {
    let name = |file: Option<&FileReport>| file.map_or_else(String::new, |f| f.file.clone());
    let file = match batch.files.as_slice() {
        [one] => one.file.clone(),
        several => {
            // Of several files the one that holds the newest record is the one to look at.
            let newest = several.iter().max_by_key(|file| file.as_at.or(file.latest));
            name(newest)
        }
    };
    if let Some(day) = stated {
        return match slip(batch, day, now::today()) {
            Some(found) => Err(DeskError::Words(format!(
                "Importing {file}: it cannot speak up to {day}: {found}. Nothing was kept. Say --as-at with the \
                 last day that the extract covers."
            ))),
            None => Ok(day),
        };
    }
    if let Some(day) = batch.stated_as_at() {
        return match slip(batch, day, now::today()) {
            Some(found) => Err(DeskError::Words(format!(
                "Importing {file}: it says that it speaks up to {day}, which cannot be: {found}. Nothing was kept. \
                 Say --as-at with the last day that it covers."
            ))),
            None => Ok(day),
        };
    }
    match batch.proposed_as_at() {
        Some(proposal) => Err(DeskError::NoAsAt { file, proposal }),
        None => Err(DeskError::Words(format!(
            "Importing {file}: it holds no dated row, so nothing tells up to which day it speaks. Say --as-at DATE."
        ))),
    }
}

/// An as-at that can only be a slip of the pen: an import on it could not be mended by another.
fn slip(batch: &Batch, day: Day, today: Day) -> Option<String> {
    // A file that names its own day may hold later slips of the pen.
    let latest = batch
        .files
        .iter()
        .filter_map(|file| file.as_at.or(file.latest));
    let latest = latest.max();
    let earliest = batch.files.iter().filter_map(|file| file.earliest).min();
    if day.days_since(today) > SLIP {
        return Some(format!("today is {today}"));
    }
    if let Some(earliest) = earliest.filter(|earliest| day < *earliest) {
        return Some(format!("its earliest record is of {earliest}"));
    }
    latest
        .filter(|latest| latest.days_since(day) > SLIP)
        .map(|latest| format!("it holds records up to {latest}"))
}

/// From the earliest record to the as-at, unless the person said otherwise. A census speaks from
/// the start of its year: the old referrals of cases that are still open stand in it, but what was
/// done about them in the years before does not.
fn covers_of(file: &FileReport, as_at: Day, stated: Option<Covers>) -> Covers {
    let year = file
        .window_from
        .filter(|_| file.source == Source::CinCensus);
    stated.unwrap_or_else(|| Covers {
        from: year.or(file.earliest).map_or(as_at, |d| d.min(as_at)),
        to: as_at,
    })
}

fn lines(file: &FileReport) -> Vec<String> {
    let mut lines = vec![format!("{}: {}", file.file, file.recognised_as)];
    lines.extend(file.sheets.iter().map(|s| {
        let mut line = format!(
            "  {}: {}, {} rows, {} used",
            s.name, s.recognised_as, s.rows, s.used
        );
        for (n, word) in [(s.repeated, "repeated"), (s.rejected, "not used")] {
            if n > 0 {
                write!(line, ", {n} {word}").ok();
            }
        }
        line
    }));
    if !file.passed_over.is_empty() {
        lines.push(format!("  passed over: {}", file.passed_over.join(", ")));
    }
    lines
}

impl ImportReport {
    /// In words, for a screen.
    #[must_use]
    pub fn summary(&self) -> ImportSummary {
        let c = self.changes;
        let mut out: Vec<String> = self.files.iter().flat_map(lines).collect();
        out.push(format!(
            "as at {}: {} new, {} changed, {} unchanged, {} gone, {} no longer listed",
            self.as_at.long(),
            c.new,
            c.changed,
            c.unchanged,
            c.gone,
            c.no_longer_listed
        ));
        let p = self.promises;
        for (count, words) in [
            (p.confirmed, "confirmed: the record is on this extract"),
            (
                p.not_confirmed,
                "not confirmed: the record is not on this extract, and the gap is open again",
            ),
            (
                p.waiting,
                "still waiting: this import does not speak for it",
            ),
        ] {
            if count > 0 {
                out.push(format!(
                    "outcomes that waited for an import, {words}: {count}"
                ));
            }
        }
        if let Some(newer) = self.newer_data {
            out.push(format!(
                "The store already holds data to {}: this older extract adds history, and clocks are still read \
                 on the later day.",
                newer.long()
            ));
        }
        let problems = self.files.iter().map(|f| f.problems.len()).sum::<usize>();
        ImportSummary {
            lines: out,
            problems: u32::try_from(problems).unwrap_or(u32::MAX),
        }
    }

    /// One line a problem.
    #[must_use]
    pub fn problem_lines(&self) -> Vec<String> {
        self.problems().iter().map(problem_line).collect()
    }

    /// Each problem with its file, as the store tells those of a past import.
    #[must_use]
    pub fn problems(&self) -> Vec<PastProblem> {
        self.files
            .iter()
            .flat_map(|file| file.problems.iter().map(|p| told(&file.file, p)))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    #[test]
    fn a_census_speaks_from_its_year_and_any_other_list_from_its_first_record() {
        let mut file = FileReport {
            file: String::new(),
            recognised_as: String::new(),
            covers: None,
            sheets: Vec::new(),
            passed_over: Vec::new(),
            problems: Vec::new(),
            feed: None,
            source: Source::CinCensus,
            as_at: None,
            earliest: Some(day("2021-05-04")),
            latest: None,
            window_from: Some(day("2025-04-01")),
            fingerprint: 0,
        };
        let as_at = day("2026-03-31");
        assert_eq!(covers_of(&file, as_at, None).from, day("2025-04-01"));
        file.source = Source::AnnexA;
        assert_eq!(covers_of(&file, as_at, None).from, day("2021-05-04"));
    }
}
