//! The brief: one page for a supervision meeting about a family or a child, with what was agreed,
//! what is due, and room for the decision and why.
//!
//! It is composed from the picture and the promises and decides nothing. The surprising thing: a
//! line is marked by what the brief said that was printed last on an earlier day, so that printing
//! twice on one morning takes no mark away.

mod clocks;
mod fit;
mod items;
mod lines;
mod page;
#[cfg(test)]
mod tests;
mod whose;

use std::{
    fmt,
    path::{Path, PathBuf},
};

use super::{Desk, DeskError, Picture};
use crate::calendar::now;
use crate::export::{Document, ExportError, Overwrite, PageForm, write_pages, write_whole};
use crate::model::{ChildId, Day, Name, Promise};
use crate::rules::Unit;
use crate::store::{NewBrief, PastBrief};

use whose::Leaf;

/// Days until the next meeting, where no rule says how often supervision is due.
const FOUR_WEEKS: i32 = 28;

/// About whom a brief is.
#[derive(Clone, PartialEq, Eq)]
pub enum BriefOf {
    Child(ChildId),
    Family(Name),
    /// Every family of whose children this worker holds one.
    Worker(Name),
    /// The same of every worker whom this supervisor supervises.
    Supervisor(Name),
}

impl fmt::Debug for BriefOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither an id nor a name reaches a log by way of `{:?}`.
        f.write_str(match self {
            Self::Child(_) => "Child(..)",
            Self::Family(_) => "Family(..)",
            Self::Worker(_) => "Worker(..)",
            Self::Supervisor(_) => "Supervisor(..)",
        })
    }
}

/// Whether ids, and names with them, are on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Ids {
    #[default]
    Shown,
    /// No id, no name and no words that somebody typed.
    Hidden,
}

/// Which brief is wanted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BriefAsked {
    pub of: BriefOf,
    /// The next meeting; `None`: as often as case supervision is due.
    pub until: Option<Day>,
    pub ids: Ids,
}

/// A brief, ready to be shown or written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Brief {
    pub document: Document,
    pub as_at: Day,
    /// The day of the next meeting.
    pub until: Day,
    /// Whoever is named on it.
    pub names: Vec<Name>,
    /// The first child of it, and the family, worker and supervisor of that child: of whom a brief
    /// may be wanted as well.
    pub kin: Vec<BriefOf>,
    /// What each page says, to be kept once it is printed.
    kept: Vec<NewBrief>,
}

impl Brief {
    /// A name for its file, without whom it is about.
    #[must_use]
    pub fn file_name(&self, form: PageForm) -> String {
        format!("brief-{}.{}", self.as_at, form.ending())
    }
}

/// What the last brief about a subject said that was printed on an earlier day.
pub type LastSaid<'a> = &'a dyn Fn(&str) -> Result<Option<PastBrief>, DeskError>;

impl Picture {
    /// A brief as this picture shows it.
    ///
    /// # Errors
    /// Nobody of that name holds a case, there is no such family or child, or `last` failed.
    pub fn brief(
        &self,
        asked: &BriefAsked,
        promises: &[Promise],
        last: LastSaid<'_>,
    ) -> Result<Brief, DeskError> {
        let (of, leaves) = whose::leaves(self, &asked.of).map_err(DeskError::Words)?;
        let past = leaves.iter().map(|leaf| last(&leaf.subject(self)));
        let past = past.collect::<Result<Vec<_>, DeskError>>()?;
        let asked = BriefAsked {
            of,
            ..asked.clone()
        };
        Ok(compose(self, &asked, (&leaves, &past), promises))
    }
}

impl Desk {
    /// A brief with what changed since the one that was printed last on an earlier day.
    ///
    /// # Errors
    /// Nobody of that name holds a case, there is no such family or child, or the store failed.
    pub fn brief(&mut self, asked: &BriefAsked) -> Result<Brief, DeskError> {
        let picture = self.picture()?;
        let promises = match picture.looks_back {
            Some(_) => picture.promises.clone(),
            None => self.promises()?,
        };
        let before = picture
            .looks_back
            .map_or(picture.today, |day| day.plus_days(1).min(picture.today));
        let last = |subject: &str| Ok(self.store.last_brief(subject, before)?);
        picture.brief(asked, &promises, &last)
    }

    /// Writes a brief to a file and keeps what it said, so that the next one can mark what is new.
    /// What was known on an earlier day is written and not kept.
    ///
    /// # Errors
    /// As [`Desk::brief`]; the file is there already; it could not be written. Nothing is kept then.
    pub fn export_brief(
        &mut self,
        asked: &BriefAsked,
        to: &Path,
        (form, overwrite): (Option<PageForm>, Overwrite),
    ) -> Result<PathBuf, DeskError> {
        let to = std::path::absolute(to).map_err(|error| {
            DeskError::Failed(format!(
                "Writing a brief: {error}. Name a file to write to."
            ))
        })?;
        let form = match form {
            Some(form) => form,
            None => PageForm::of(&to).map_err(DeskError::Failed)?,
        };
        let brief = self.brief(asked)?;
        let written = write_whole(&to, overwrite, |out| {
            write_pages(&brief.document, form, out)
        });
        written.map_err(|error| match error {
            ExportError::Exists { path } => DeskError::Taken(path),
            other => DeskError::Failed(other.to_string()),
        })?;
        let pages = brief.document.pages.len();
        let what = format!("brief of {pages} pages as {}", form.word());
        self.store.note_export(&what, &now::moment())?;
        self.keep_brief(&brief)?;
        Ok(to)
    }

    /// Keeps what a brief said: it was printed or handed on.
    ///
    /// # Errors
    /// The store failed.
    pub fn keep_brief(&mut self, brief: &Brief) -> Result<(), DeskError> {
        let picture = self.findings()?;
        if picture.looks_back.is_none() {
            self.store
                .keep_briefs(&brief.kept, picture.today, &now::moment())?;
        }
        Ok(())
    }
}

/// Puts the pages together. Each leaf has what the last brief about it said.
fn compose(
    picture: &Picture,
    asked: &BriefAsked,
    (leaves, past): (&[Leaf], &[Option<PastBrief>]),
    promises: &[Promise],
) -> Brief {
    let mut all: Vec<usize> = leaves
        .iter()
        .flat_map(|leaf| leaf.children.clone())
        .collect();
    all.sort_unstable();
    all.dedup();
    let until = asked.until.unwrap_or_else(|| next_meeting(picture, &all));
    let ground = items::Ground::of(picture, (&all, until), promises, asked.ids);
    let mut pages = Vec::new();
    let mut kept = Vec::new();
    if matches!(asked.of, BriefOf::Worker(_) | BriefOf::Supervisor(_)) {
        pages.extend(page::first(&ground, &asked.of, leaves));
    }
    for (at, leaf) in leaves.iter().enumerate() {
        let before = past.get(at).and_then(Option::as_ref);
        let (page, lines) = page::of(&ground, (leaf, at + 1), before);
        pages.push(page);
        kept.push(NewBrief {
            subject: leaf.subject(picture),
            as_at: picture.check.as_at,
            lines,
        });
    }
    Brief {
        document: Document {
            title: page::title(&ground, &asked.of),
            foot: page::foot(picture),
            pages,
        },
        as_at: picture.check.as_at,
        until,
        names: ground.people(past),
        kin: leaves
            .first()
            .map_or_else(Vec::new, |leaf| ground.kin(leaf.children.first())),
        kept,
    }
}

/// The shortest time in which case supervision is due for any of these children, from the day of
/// the data; from today where that has passed.
fn next_meeting(picture: &Picture, children: &[usize]) -> Day {
    let ids: std::collections::HashSet<&ChildId> = children
        .iter()
        .filter_map(|child| Some(&picture.caseload.children.get(*child)?.child.id))
        .collect();
    let results = picture.check.rules.iter();
    let supervision = results.filter(|result| result.chosen && is_supervision(&result.rule.id));
    let mut limits = Vec::new();
    for result in supervision {
        let own = result.findings.iter();
        let own = own.filter(|finding| {
            let runs = finding.state != crate::model::State::NotApplicable;
            runs && finding.subject.child().is_some_and(|id| ids.contains(id))
        });
        limits.extend(own.filter_map(|finding| picture.check.rule_for(result, finding).limit));
    }
    let from = |day: Day| {
        let ends = limits.iter().filter_map(|limit| {
            let value = i32::try_from(limit.value).ok()?;
            match limit.unit {
                Unit::WorkingDays => picture.calendar.due(day, limit.value),
                Unit::CalendarDays => Some(day.plus_days(value)),
                Unit::Weeks => Some(day.plus_days(value * 7)),
                Unit::Months | Unit::EachCalendarMonth => Some(day.plus_months(value)),
            }
        });
        ends.min().unwrap_or_else(|| day.plus_days(FOUR_WEEKS))
    };
    let by = |day: Day| on_a_working_day(picture, from(day));
    let until = by(picture.check.as_at);
    if until > picture.today {
        until
    } else {
        by(picture.today)
    }
}

/// The day, or the last working day before it: nobody meets on a Sunday.
fn on_a_working_day(picture: &Picture, day: Day) -> Day {
    let week = (0..7).map(|back| day.plus_days(-back));
    let mut working = week.filter(|day| picture.calendar.is_working(*day) == Some(true));
    working.next().unwrap_or(day)
}

/// Whether a rule says how often a case is to be supervised.
fn is_supervision(rule: &str) -> bool {
    rule.starts_with("SUP-CASE-")
}
