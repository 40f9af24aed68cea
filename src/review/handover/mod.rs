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
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use super::{Desk, DeskError, Picture, Thread};
use crate::calendar::now;
use crate::export::{self, Document, ExportError, Overwrite, PageForm};
use crate::model::{Day, Name, Promise, StaffRole};

/// Days before the newest data within which a change still matters to whoever took over.
const RECENT: i32 = 90;

/// What changed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ChangeKind {
    /// A child's worker is another one.
    Worker,
    /// A worker is away.
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
            Self::Away => "worker away",
            Self::WorkerLeft => "worker left",
            Self::Supervisor => "supervisor changed",
            Self::SupervisorLeft => "supervisor left",
            Self::LeaderLeft => "leader left",
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
    /// The last day away, where it is known.
    pub until: Option<Day>,
    pub role: Option<StaffRole>,
    /// How many open children it is about.
    pub children: usize,
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
    /// It falls due while nobody holds it.
    pub in_the_gap: bool,
}

/// One child as it is handed over.
#[derive(Clone, Debug)]
pub struct ChildHands {
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

/// What the pane shows for a person; for nobody, who changed lately. A title, and lines to read.
#[must_use]
pub fn to_read(
    picture: &Picture,
    from: Option<&Name>,
    promises: &[Promise],
) -> (String, Vec<String>) {
    let asked = from.map(|from| Asking {
        from,
        ..Asking::default()
    });
    match asked.map(|asking| picture.handover(asking, promises)) {
        Some(Ok(handover)) => {
            let document = picture.handover_pages(&handover);
            (document.title.clone(), pages::to_read(&document))
        }
        Some(Err(words)) => ("Change of hands".to_owned(), vec![words]),
        None => (
            "Who changed lately".to_owned(),
            pages::changes_to_read(picture),
        ),
    }
}

/// Where a document goes.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub to: PathBuf,
    pub overwrite: Overwrite,
}

impl Desk {
    /// The pages of what one person leaves.
    ///
    /// # Errors
    /// Nobody of that name holds anything, or the store failed.
    pub fn handover(&mut self, asking: Asking<'_>) -> Result<Document, DeskError> {
        let picture = self.picture()?;
        let promises = self.promises()?;
        let handover = picture
            .handover(asking, &promises)
            .map_err(DeskError::Words)?;
        Ok(picture.handover_pages(&handover))
    }

    /// The pages of the whole service.
    ///
    /// # Errors
    /// The store failed.
    pub fn service_handover(&mut self) -> Result<Document, DeskError> {
        let picture = self.picture()?;
        let promises = self.promises()?;
        Ok(picture.service_pages(&promises))
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
        let form = PageForm::of(&sheet.to).map_err(DeskError::Failed)?;
        export::write_whole(&sheet.to, sheet.overwrite, |out| {
            export::write_pages(pages, form, out)
        })
        .map_err(|error| match error {
            ExportError::Exists { path } => DeskError::Taken(path),
            other => DeskError::Failed(other.to_string()),
        })?;
        // The log names no child and no worker.
        let what = format!("a handover as {}", form.word());
        self.store.note_export(&what, &now::moment())?;
        Ok(sheet.to.clone())
    }
}

/// The pages as plain text.
///
/// # Errors
/// Whatever `out` reports.
pub fn print(pages: &Document, out: &mut dyn std::io::Write) -> std::io::Result<()> {
    export::write_pages(pages, PageForm::Text, out)
}
