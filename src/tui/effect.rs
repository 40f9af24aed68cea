//! What an update asks of the world, and what the world answers.
//!
//! A job goes to the worker thread; its answer comes back through the same channel as the keys.
//! The surprising thing: an answer carries the ticket of its question, and one whose question is
//! out of date is dropped by the update, not by the worker.

use std::any::Any;
use std::path::PathBuf;
use std::sync::Arc;

use super::apart::Listing;
use super::bench::{Exported, Written};
use super::given::Given;
use super::panes::gaps::listing::{Choice, Listed};
use super::panes::promises::Threads;
use super::sheet::Sheet;
use super::theme::ThemeChoice;
use crate::model::{
    AuditChange, Day, EntryChange, GapKey, Keepsake, Note, NoteHead, NoteId, NoteText, OutcomeKind,
    Promise, ReviewDraft, ReviewId, ReviewSession, SavedView,
};
use crate::review::changes::Changes;
use crate::review::delays::Delays;
use crate::review::handover::{ChangeOfHands, HandoverOf, Pages};
use crate::review::surgery::{SurgeryAsk, SurgeryLook, SurgeryPlan};
use crate::review::{
    Brief, BriefAsked, ImportPreview, ImportSummary, Overwrite, PastImport, PastProblem, Progress,
    Proposal, ReviewPlan, Reviewing, Said, Step, Thread, Tried,
};
use crate::rules::Amendment;

/// Tells one question from another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Ticket(pub u64);

/// The picture that a question is about: two are the same if they are one.
#[derive(Clone)]
pub struct Laid(pub Arc<Sheet>);

impl PartialEq for Laid {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Laid {}

impl std::fmt::Debug for Laid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Laid(..)")
    }
}

/// Something large that nobody looks at any more: two are the same if they are one.
#[derive(Clone)]
pub struct Spent(pub Arc<dyn Any + Send + Sync>);

impl PartialEq for Spent {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Spent {}

impl std::fmt::Debug for Spent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Spent(..)")
    }
}

/// What a sheet would do: two are the same if they are one.
#[derive(Clone)]
pub struct Planned(pub Arc<SurgeryPlan>);

impl PartialEq for Planned {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Planned {}

impl std::fmt::Debug for Planned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Planned(..)")
    }
}

/// What the runtime has to do after an update.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Hand this to the worker.
    Ask(Job),
    /// Stop the long job that is under way, if there is one.
    Cancel,
    /// Ask the terminal to put this on the clipboard (OSC 52). Only what the person asked for.
    Copy(String),
    /// Keep the chosen colours for the next start.
    Remember { theme: ThemeChoice },
    /// Make a list apart from the keys.
    List(Box<Listing>),
    /// Give back the memory of what was replaced: of a large service it takes longer than a key may
    /// wait.
    LetGo(Spent),
    /// Leave the workbench once the worker has finished what it was given.
    Leave,
}

/// Work that touches the store or the disk.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Job {
    Picture,
    /// The picture of an earlier day; `None`: of everything that is known.
    LookBack {
        known_on: Option<Day>,
    },
    /// What changed since a day, up to the day of the picture.
    Changes {
        ticket: Ticket,
        from: Day,
    },
    /// A page for a supervision meeting.
    Brief {
        ticket: Ticket,
        asked: BriefAsked,
    },
    /// Writes it to a file, and keeps what it says.
    ExportBrief {
        asked: BriefAsked,
        path: PathBuf,
        overwrite: Overwrite,
    },
    /// Counts how long each step takes, before and after a day where one is named.
    Delays {
        ticket: Ticket,
        of: Laid,
        split: Option<Day>,
    },
    Give {
        ticket: Ticket,
        gaps: Vec<GapKey>,
        kind: OutcomeKind,
        reason: String,
    },
    /// Outcomes and promises of a review session, as one step.
    SayInReview {
        ticket: Ticket,
        label: String,
        said: Box<Said>,
    },
    /// Begins, turns, drafts or ends a review session.
    Review {
        ticket: Ticket,
        what: Reviewing,
    },
    /// How large the queue of such a session would be.
    PlanReview {
        ticket: Ticket,
        of: Laid,
        plan: Box<ReviewPlan>,
    },
    /// Drafts a note on a session that has ended.
    NoteOfReview {
        ticket: Ticket,
        id: ReviewId,
    },
    /// One step of work on entries by hand.
    Enter {
        ticket: Ticket,
        change: EntryChange,
    },
    /// One step of reading records and auditing.
    Audit {
        ticket: Ticket,
        change: Box<AuditChange>,
    },
    /// What amendments of the policy would change.
    TryPolicy {
        ticket: Ticket,
        amendments: Vec<Amendment>,
    },
    /// Keeps them.
    AmendPolicy {
        ticket: Ticket,
        amendments: Vec<Amendment>,
    },
    /// Saves what was said as one step.
    Say {
        ticket: Ticket,
        label: String,
        said: Box<Said>,
    },
    /// The threads of the extracts, and the promises as they stand now.
    Threads {
        ticket: Ticket,
        of: Laid,
    },
    /// What a change of hands leaves; `None`: who changed lately.
    Handover {
        ticket: Ticket,
        of: Option<HandoverOf>,
    },
    /// Writes it to a file as its name asks.
    ExportHandover {
        of: HandoverOf,
        path: PathBuf,
        overwrite: Overwrite,
    },
    Undo,
    Redo,
    /// The views on the digits.
    Views,
    /// Saves a view under its digit.
    KeepView {
        view: SavedView,
    },
    DropView {
        digit: u8,
    },
    /// What the sitting before left.
    Resume,
    /// Keeps words until the next sitting, or lets go of them.
    Keep {
        what: Keepsake,
        words: Option<String>,
    },
    /// The names in a folder, to complete a path.
    ListFolder {
        ticket: Ticket,
        folder: PathBuf,
    },
    LookAt {
        ticket: Ticket,
        paths: Vec<PathBuf>,
    },
    Import {
        ticket: Ticket,
        paths: Vec<PathBuf>,
        as_at: Day,
    },
    Surgery(SurgeryJob),
    /// Takes the newest import back.
    TakeBackImport,
    /// What the first of these files might be that no layout fits.
    Propose {
        ticket: Ticket,
        paths: Vec<PathBuf>,
    },
    /// Keeps a mapping by name, for the next file of its shape.
    KeepMapping {
        ticket: Ticket,
        proposal: Box<Proposal>,
        name: String,
    },
    /// What was imported before.
    Imports,
    /// What one of these imports could not use.
    Problems(i64),
    Notes,
    Note {
        ticket: Ticket,
        id: NoteId,
    },
    Draft {
        ticket: Ticket,
        gaps: Vec<GapKey>,
    },
    SaveNote {
        id: NoteId,
        /// Counts what was typed, so that a later word is not taken for saved.
        typed: u64,
        text: NoteText,
    },
    /// Another title for a note that is not open.
    RenameNote {
        id: NoteId,
        title: String,
    },
    CopyNote {
        id: NoteId,
    },
    ExportNote {
        id: NoteId,
        path: PathBuf,
        overwrite: Overwrite,
    },
}

/// Work on surgery sheets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SurgeryJob {
    /// What was promised, what is new, what is oldest.
    Look,
    Write {
        ask: SurgeryAsk,
        path: PathBuf,
        overwrite: Overwrite,
    },
    /// What a sheet that came back would do.
    Plan {
        path: PathBuf,
        held: Day,
    },
    Apply(Planned),
}

/// What is told of a change of hands.
#[derive(Clone, Debug)]
pub enum Handed {
    Lately(Vec<ChangeOfHands>),
    Pages(HandoverOf, Box<Pages>),
}

/// What became of a job.
#[derive(Clone, Debug)]
pub enum Answer {
    Picture(Result<Arc<Sheet>, String>),
    /// The gaps, listed apart, with the choice that they were listed for.
    GapsListed {
        ticket: Ticket,
        made: Box<(Choice, Given, Listed)>,
    },
    /// The cases, listed apart: their positions.
    CasesListed {
        ticket: Ticket,
        listed: Vec<u32>,
    },
    Changes {
        ticket: Ticket,
        result: Result<Box<Changes>, String>,
    },
    Brief {
        ticket: Ticket,
        asked: BriefAsked,
        result: Result<Box<Brief>, String>,
    },
    Delays {
        ticket: Ticket,
        delays: Arc<Delays>,
    },
    Given {
        ticket: Ticket,
        result: Result<Step, String>,
    },
    Reviewed {
        ticket: Ticket,
        what: Reviewing,
        result: Result<Option<Box<ReviewSession>>, String>,
    },
    ReviewPlanned {
        ticket: Ticket,
        draft: Box<ReviewDraft>,
    },
    Entered {
        ticket: Ticket,
        result: Result<Step, String>,
    },
    Audited {
        ticket: Ticket,
        result: Result<Step, String>,
    },
    PolicyTried {
        ticket: Ticket,
        result: Result<Tried, String>,
    },
    /// The file that was written; `None`: it counts until the program ends.
    PolicyAmended {
        ticket: Ticket,
        result: Result<Option<PathBuf>, String>,
    },
    Said {
        ticket: Ticket,
        result: Result<Step, String>,
    },
    Threads {
        ticket: Ticket,
        extracts: Vec<Thread>,
        /// Every thread as the picture has it, read already.
        threads: Box<Threads>,
        promises: Result<Vec<Promise>, String>,
    },
    Handover {
        ticket: Ticket,
        result: Result<Handed, String>,
    },
    Undone(Result<Option<Step>, String>),
    Redone(Result<Option<Step>, String>),
    /// The views as they are kept now, and what is said of it.
    Views(Result<(Vec<SavedView>, Option<String>), String>),
    /// Where the person was, and the form that was not sent.
    Resumed(Result<[Option<String>; 2], String>),
    Kept(Result<(), String>),
    /// How far the long job with this ticket is.
    Progress {
        ticket: Ticket,
        reached: Progress,
    },
    /// The names in a folder in alphabetical order, those of folders with a slash after them.
    Folder {
        ticket: Ticket,
        folder: PathBuf,
        names: Vec<String>,
    },
    LookedAt {
        ticket: Ticket,
        result: Result<ImportPreview, String>,
    },
    Imported {
        ticket: Ticket,
        result: Result<ImportSummary, String>,
    },
    Surgery(Result<Box<SurgeryLook>, String>),
    SurgeryWritten(Result<Written, String>),
    SurgeryPlanned(Result<Arc<SurgeryPlan>, String>),
    SurgeryApplied(Result<Step, String>),
    TakenBack(Result<PastImport, String>),
    Proposed {
        ticket: Ticket,
        result: Box<Result<(PathBuf, Proposal), String>>,
    },
    MappingKept {
        ticket: Ticket,
        result: Result<PathBuf, String>,
    },
    Imports(Result<Vec<PastImport>, String>),
    Problems {
        import: i64,
        result: Result<Vec<PastProblem>, String>,
    },
    Notes(Result<Vec<NoteHead>, String>),
    /// A note that was asked for, or a draft that was just written.
    Note {
        ticket: Ticket,
        result: Result<Box<Note>, String>,
    },
    NoteSaved {
        id: NoteId,
        typed: u64,
        result: Result<NoteHead, String>,
    },
    /// A note that was copied or renamed, with the words that say so.
    NoteKept(Result<(NoteHead, &'static str), String>),
    NoteExported(Result<Exported, String>),
}
