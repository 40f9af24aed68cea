//! Plain data of the practice: days, ids, what a child's file holds, findings, outcomes, notes.
//!
//! This room does no I/O, knows no rule and no screen. Every other room speaks in its words.
//! The one surprising thing: a date that was present but could not be read is kept apart from a
//! blank one ([`Dated`]), because "blank" and "unreadable" lead to different findings.

mod batch;
mod casefile;
mod day;
mod entry;
mod finding;
mod ids;
mod note;
mod outcome;
mod overrides;
pub mod prose;
mod record;

pub use batch::{Batch, ConflictNote, Covers, Fact, FeedKind, FileReport, Problem, SheetReport};
pub use casefile::{CaseFile, Caseload, Child, Feed, Known, LostRow};
pub use day::{Dated, Day};
pub use entry::{
    Entry, EntryChange, EntryDraft, EntryField, EntryId, EntryKind, EntrySubject, MOST_NAME,
    MOST_WORDS, Seen, Withdrawal,
};
pub use finding::{FactRef, Finding, GapKey, State, Subject};
pub use ids::{ChildId, Name, PersonName};
pub use note::{Audience, Evidence, Ground, Note, NoteHead, NoteId, NoteStatus, NoteText, Sharing};
pub use outcome::{ActionId, GivenOutcome, Outcome, OutcomeKind, Place, Standing};
pub use overrides::{ChildOverride, GivenOverride, Ruling};
pub use record::{
    Adopter, Adoption, Answer, CarePeriod, CaseStatus, CinEpisode, Contact, CpPlan, EarlyHelp,
    Enquiry, FactKind, FamilyLink, Handler, Leaver, LegalStatus, Meeting, Person, Record, Referral,
    Session, SessionStatus, SessionType, SocialWorkAssessment,
};
