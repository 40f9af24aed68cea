//! Plain data of the practice: days, ids, what a child's file holds, findings, outcomes, notes.
//!
//! This room does no I/O, knows no rule and no screen. Every other room speaks in its words.
//! The one surprising thing: a date that was present but could not be read is kept apart from a
//! blank one ([`Dated`]), because "blank" and "unreadable" lead to different findings.

mod audits;
mod batch;
mod casefile;
mod day;
mod entry;
mod finding;
mod ids;
mod note;
mod outcome;
mod overrides;
mod promise;
pub mod prose;
mod record;
mod review;
mod source;
mod surgery;
mod template;
mod view;

pub use audits::{
    AnsweredQuestion, AskedBy, AuditChange, AuditDraft, AuditId, Audits, CaseAudit, Drawing,
    DrawnChild, Grade, Moderation, ModerationDraft, Quality, Reading, ReadingDraft, ReadingId,
    Sample, SampleDraft, SampleId, Strata, Stratum,
};
pub use batch::{Batch, ConflictNote, Covers, Fact, FeedKind, FileReport, Problem, SheetReport};
pub use casefile::{
    CaseFile, Caseload, Child, Disagreement, Feed, Further, Known, Listing, LostRow,
};
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
pub use promise::{
    Promise, PromiseDraft, PromiseField, PromiseId, PromiseOrigin, PromiseTurn, ToldTurn,
};
pub use record::{
    Absence, Action, ActionStatus, ActionsReviewed, Adopter, Adoption, Answer, Audit, CareCheck,
    CarePeriod, CareReview, CaseStatus, Checked, CinEpisode, CinPlan, Closure, Conference, Contact,
    CpPlan, EarlyHelp, Enquiry, Escalation, FactKind, FamilyLink, Handler, Happening,
    HappeningStatus, InvolvedAs, Involvement, Leaver, LegalPeriod, LegalStatus, Liberty, Meeting,
    Missing, Permanence, Person, Placement, PlacementKind, PreProceedings, RaisedBy, Rating,
    Ratings, Record, Referral, ReviewConference, Session, SessionStatus, SessionType,
    SocialWorkAssessment, Staff, StaffRole, SupervisorLink, Visit, VisitTo,
};
pub use review::{
    ReviewDraft, ReviewGap, ReviewGiven, ReviewHead, ReviewId, ReviewItem, ReviewKind, ReviewLook,
    ReviewSession, ReviewSize, ReviewSummary, ReviewTurn, TierReached,
};
pub use source::{Source, Sources};
pub use surgery::{
    ReturnedRow, ReturnedSheet, SentRow, SentSheet, SurgeryColumn, SurgeryOutcome, SurgeryRow,
    SurgeryWords, WrittenDay, key_parts, row_key, sheet_code, tidy,
};
pub use template::{COLUMNS_EXPLAINED, Template, TemplateColumn};
pub use view::{Keepsake, Listed, SavedView};
