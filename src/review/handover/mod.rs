//! Change of hands: what somebody who goes, or is away, leaves to the one who comes; and the same
//! for a whole service.
//!
//! It ranks nobody and blames nobody: it lists what would fall between two people. The surprising
//! thing: the sources say who holds a child, not who was told; an action whose owner is gone has
//! nobody until somebody says so, whatever the case system shows.

mod found;
mod gather;
mod pages;
mod service;
mod supervised;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use super::{Desk, DeskError, Picture, Thread};
use crate::calendar::now;
use crate::export::{self, Document, ExportError, Overwrite, PageForm};
use crate::model::{Day, Name, Promise, StaffRole};
use crate::store::NamedBefore;

/// Days before the newest data within which a change still matters to whoever took over.
const RECENT: i32 = 90;

/// What changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ChangeKind {
    /// A child's worker is another one.
    Worker,
    /// Somebody is away.
    Away,
    /// A worker left, or leaves.
    WorkerLeft,
    /// A worker is supervised by somebody else.
    Supervisor,
    /// A supervisor left.
    SupervisorLeft,
    /// Somebody above team manager left.
    LeaderLeft,
}

impl ChangeKind {
    /// The word in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::Away => "away",
            Self::WorkerLeft => "worker_left",
            Self::Supervisor => "supervisor",
            Self::SupervisorLeft => "supervisor_left",
            Self::LeaderLeft => "leader_left",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Worker => "worker changed",
            Self::Away => "away",
            Self::WorkerLeft => "worker left",
            Self::Supervisor => "supervisor changed",
            Self::SupervisorLeft => "supervisor left",
            Self::LeaderLeft => "leader left",
        }
    }
}

/// How the day of a change is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayOf {
    /// A source gives it.
    Change,
    /// An extract of that day is the first to name somebody else.
    Extract,
}

/// What a change of hands still asks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Waits {
    /// Children or actions are left, and nobody is named to take them.
    NobodyNamed,
    /// Somebody is named; what is left has to be told to them.
    Named,
    /// Neither a child nor an open action is left.
    Nothing,
}

impl Waits {
    /// The word in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NobodyNamed => "nobody_named",
            Self::Named => "named",
            Self::Nothing => "nothing_left",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NobodyNamed => "nobody named",
            Self::Named => "somebody named",
            Self::Nothing => "nothing left",
        }
    }
}

/// Somebody whose work passes to somebody else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeOfHands {
    pub kind: ChangeKind,
    pub from: Name,
    /// Whoever comes, or covers. `None`: nobody is named.
    pub to: Option<Name>,
    pub on: Day,
    pub day_of: DayOf,
    /// The last day away, where it is known.
    pub until: Option<Day>,
    pub role: Option<StaffRole>,
    /// How many open children it is about.
    pub children: usize,
    /// Open actions and promises that are still in the name of whoever goes.
    pub actions: usize,
}

impl ChangeOfHands {
    /// What it still asks for.
    #[must_use]
    pub const fn waits(&self) -> Waits {
        match (self.children, self.actions, &self.to) {
            (0, 0, _) => Waits::Nothing,
            (_, _, Some(_)) => Waits::Named,
            (_, _, None) => Waits::NobodyNamed,
        }
    }
}

/// What is known beside a picture.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// As they stand now.
    pub promises: &'a [Promise],
    /// Who was named before the newest extracts named somebody else.
    pub before: &'a [NamedBefore],
}

/// Whose pages are wanted.
#[derive(Clone, PartialEq, Eq)]
pub enum HandoverOf {
    /// `to` and `on` as in [`Asking`].
    Person {
        from: Name,
        to: Option<Name>,
        on: Option<Day>,
    },
    Service,
}

// No name reaches a log by way of `{:?}`.
impl std::fmt::Debug for HandoverOf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Person { .. } => "Person(..)",
            Self::Service => "Service",
        })
    }
}

/// A handover as it is shown and written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pages {
    pub document: Document,
    /// Whoever is named on it.
    pub names: Vec<Name>,
}

impl Pages {
    /// A name for its file, without whom it is about.
    #[must_use]
    pub fn file_name(&self, of: &HandoverOf, as_at: Day) -> String {
        let what = match of {
            HandoverOf::Person { .. } => "handover",
            HandoverOf::Service => "handover-of-the-service",
        };
        format!("{what}-{as_at}.{}", PageForm::Word.ending())
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asking<'a> {
    pub from: &'a str,
    /// `None`: whoever the sources name.
    pub to: Option<&'a str>,
    /// `None`: the day that the sources name, else the day of the data.
    pub on: Option<Day>,
}

/// A clock that runs across the change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Across {
    pub label: String,
    pub limit: String,
    pub due: Option<Day>,
    pub today: String,
    pub overdue: bool,
    /// It falls due while nobody holds it.
    pub in_the_gap: bool,
}

/// By what a child's work is that of the one who goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Through {
    /// The child's worker, now or until the change.
    Worker,
    /// The supervisor of the child's worker, who stays.
    Supervisor,
    /// Only something that was promised.
    Promise,
}

/// One child as it is handed over.
#[derive(Clone, Debug)]
pub struct ChildHands {
    pub through: Through,
    /// Who holds the child now.
    pub worker: Option<Name>,
    pub child: usize,
    pub shown: Name,
    pub family: Option<Name>,
    pub status: &'static str,
    pub team: Option<Name>,
    /// Who takes over, as far as the sources or the person who asks say.
    pub to: Option<Name>,
    pub on: Day,
    /// Open, and nobody's: no owner, or the owner is the one who goes.
    pub unowned: Vec<Thread>,
    /// Open, and somebody else's.
    pub others: Vec<Thread>,
    pub clocks: Vec<Across>,
    /// When the new worker is to see the child first, or what is missing to say so.
    pub first_visit: String,
    /// Decisions and escalations that are open, a line each.
    pub decisions: Vec<String>,
}

/// Everything that one person leaves.
#[derive(Clone, Debug)]
pub struct Handover {
    pub from: Name,
    pub to: Option<Name>,
    pub on: Day,
    pub until: Option<Day>,
    /// What the sources say of the person who goes.
    pub known: Vec<ChangeOfHands>,
    /// A family together; children without one stand alone.
    pub families: Vec<Vec<ChildHands>>,
}

impl Handover {
    /// Every child.
    pub fn children(&self) -> impl Iterator<Item = &ChildHands> {
        self.families.iter().flatten()
    }
}

/// Where a document goes.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub to: PathBuf,
    pub overwrite: Overwrite,
}

impl Desk {
    /// Everybody whose work passed, or has to pass, to somebody else: first those of whose work
    /// nobody is named to take over what is left.
    ///
    /// # Errors
    /// The store failed.
    pub fn changes_of_hands(&mut self) -> Result<Vec<ChangeOfHands>, DeskError> {
        let picture = self.picture()?;
        let (promises, before) = self.beside(&picture)?;
        Ok(picture.changes_of_hands(Beside {
            promises: &promises,
            before: &before,
        }))
    }

    /// The pages of what one person leaves, or of the whole service.
    ///
    /// # Errors
    /// Nobody of that name holds anything, or the store failed.
    pub fn handover(&mut self, of: &HandoverOf) -> Result<Pages, DeskError> {
        let picture = self.picture()?;
        let (promises, before) = self.beside(&picture)?;
        let beside = Beside {
            promises: &promises,
            before: &before,
        };
        picture.pages_of(of, beside).map_err(DeskError::Words)
    }

    fn beside(&mut self, picture: &Picture) -> Result<(Vec<Promise>, Vec<NamedBefore>), DeskError> {
        let promises = match picture.looks_back {
            Some(_) => picture.promises.clone(),
            None => self.promises()?,
        };
        let since = picture.check.as_at.plus_days(-RECENT);
        let before = self.store.named_before(since, picture.check.known_on)?;
        Ok((promises, before))
    }

    /// Writes pages to a file in the form that its name asks for, and says where it is.
    ///
    /// # Errors
    /// The name promises another kind of file, a file is there, or it cannot be written.
    pub fn write_handover(
        &mut self,
        pages: &Document,
        sheet: &Sheet,
    ) -> Result<PathBuf, DeskError> {
        let to = std::path::absolute(&sheet.to).map_err(|error| {
            DeskError::Failed(format!(
                "Writing a handover: {error}. Name a file to write to."
            ))
        })?;
        let form = PageForm::of(&to).map_err(DeskError::Failed)?;
        export::write_whole(&to, sheet.overwrite, |out| {
            export::write_pages(pages, form, out)
        })
        .map_err(|error| match error {
            ExportError::Exists { path } => DeskError::Taken(path),
            other => DeskError::Failed(other.to_string()),
        })?;
        // The log names no child and no worker.
        let what = format!("a handover as {}", form.word());
        self.store.note_export(&what, &now::moment())?;
        Ok(to)
    }
}

impl Picture {
    /// The pages of what one person leaves, or of the whole service.
    ///
    /// # Errors
    /// A sentence: nobody, or several people, go by that name.
    pub fn pages_of(&self, of: &HandoverOf, beside: Beside<'_>) -> Result<Pages, String> {
        match of {
            HandoverOf::Person { from, to, on } => {
                let asking = Asking {
                    from,
                    to: to.as_deref(),
                    on: *on,
                };
                let handover = self.handover(asking, beside)?;
                Ok(Pages {
                    document: self.handover_pages(&handover),
                    names: pages::names(&handover),
                })
            }
            HandoverOf::Service => Ok(self.service_pages(beside)),
        }
    }
}

/// The pages as plain text.
///
/// # Errors
/// Whatever `out` reports.
pub fn print(pages: &Document, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    export::write_pages(pages, PageForm::Text, out)
}
