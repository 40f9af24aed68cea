//! What one row of a return or an export says about one child (or one worker).
//!
//! Columns that no rule reads are kept as words in a fact's `details`, not here. A record never
//! holds a name of a child, a postcode or free text.

mod event;
mod kind;
mod lists;
mod oversight;
mod session;
mod staff;

use super::{Dated, Day, Name};

pub use event::{
    CareCheck, CareReview, Checked, CinPlan, Conference, Happening, HappeningStatus, InvolvedAs,
    Involvement, LegalPeriod, Liberty, Missing, Placement, PlacementKind, PreProceedings,
    ReviewConference, Visit, VisitTo,
};
pub use kind::FactKind;
pub use lists::{
    Adopter, Adoption, CarePeriod, CaseStatus, CinEpisode, Closure, Contact, CpPlan, EarlyHelp,
    Enquiry, FamilyLink, Leaver, LegalStatus, Permanence, Person, Referral, SocialWorkAssessment,
};
pub use oversight::{Action, ActionStatus, Audit, Escalation, RaisedBy, Rating, Ratings};
pub use session::{ActionsReviewed, Meeting, Session, SessionStatus, SessionType};
pub use staff::{Absence, Staff, StaffRole, SupervisorLink};

/// A yes-or-no answer as it was recorded.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Answer {
    #[default]
    Blank,
    Yes,
    No,
    /// "Unknown", or a word that is neither yes nor no.
    Unknown,
}

/// Who held the case at this record: the team and the worker that the row names.
#[derive(Clone, PartialEq, Eq, Debug, Default, Hash)]
pub struct Handler {
    pub team: Option<Name>,
    pub worker: Option<Name>,
}

/// One row, by kind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Record {
    Person(Person),
    Family(FamilyLink),
    Referral(Referral),
    Assessment(SocialWorkAssessment),
    Enquiry(Enquiry),
    Cin(CinEpisode),
    CpPlan(CpPlan),
    CarePeriod(CarePeriod),
    Session(Session),
    Contact(Contact),
    EarlyHelp(EarlyHelp),
    Leaver(Leaver),
    Adoption(Adoption),
    Adopter(Adopter),
    Visit(Visit),
    Conference(Conference),
    ReviewConference(ReviewConference),
    CareReview(CareReview),
    CinPlan(CinPlan),
    Placement(Placement),
    LegalPeriod(LegalPeriod),
    Involvement(Involvement),
    Missing(Missing),
    PreProceedings(PreProceedings),
    Liberty(Liberty),
    CareCheck(CareCheck),
    Happening(Happening),
    Action(Action),
    Escalation(Escalation),
    Audit(Audit),
    Staff(Staff),
    Absence(Absence),
    Supervisor(SupervisorLink),
}

impl Record {
    /// The kind of this record.
    #[must_use]
    pub const fn kind(&self) -> FactKind {
        match self {
            Self::Person(_) => FactKind::Person,
            Self::Family(_) => FactKind::Family,
            Self::Referral(_) => FactKind::Referral,
            Self::Assessment(_) => FactKind::Assessment,
            Self::Enquiry(_) => FactKind::Enquiry,
            Self::Cin(_) => FactKind::Cin,
            Self::CpPlan(_) => FactKind::CpPlan,
            Self::CarePeriod(_) => FactKind::CarePeriod,
            Self::Session(_) => FactKind::Session,
            Self::Contact(_) => FactKind::Contact,
            Self::EarlyHelp(_) => FactKind::EarlyHelp,
            Self::Leaver(_) => FactKind::Leaver,
            Self::Adoption(_) => FactKind::Adoption,
            Self::Adopter(_) => FactKind::Adopter,
            Self::Visit(_) => FactKind::Visit,
            Self::Conference(_) => FactKind::Conference,
            Self::ReviewConference(_) => FactKind::ReviewConference,
            Self::CareReview(_) => FactKind::CareReview,
            Self::CinPlan(_) => FactKind::CinPlan,
            Self::Placement(_) => FactKind::Placement,
            Self::LegalPeriod(_) => FactKind::LegalPeriod,
            Self::Involvement(_) => FactKind::Involvement,
            Self::Missing(_) => FactKind::Missing,
            Self::PreProceedings(_) => FactKind::PreProceedings,
            Self::Liberty(_) => FactKind::Liberty,
            Self::CareCheck(_) => FactKind::CareCheck,
            Self::Happening(_) => FactKind::Happening,
            Self::Action(_) => FactKind::Action,
            Self::Escalation(_) => FactKind::Escalation,
            Self::Audit(_) => FactKind::Audit,
            Self::Staff(_) => FactKind::Staff,
            Self::Absence(_) => FactKind::Absence,
            Self::Supervisor(_) => FactKind::Supervisor,
        }
    }

    /// The day by which the record is identified, where its kind has one.
    #[must_use]
    pub const fn start(&self) -> Option<Day> {
        match self {
            Self::Person(_)
            | Self::Family(_)
            | Self::Leaver(_)
            | Self::Adopter(_)
            | Self::Staff(_) => None,
            Self::Referral(x) => Some(x.on),
            Self::Assessment(x) => Some(x.start),
            Self::Enquiry(x) => Some(x.strategy_discussion),
            Self::Cin(x) => Some(x.start),
            Self::CpPlan(x) => Some(x.start),
            Self::CarePeriod(x) => Some(x.start),
            Self::Session(x) => Some(x.on),
            Self::Contact(x) => Some(x.on),
            Self::EarlyHelp(x) => Some(x.start),
            Self::Adoption(x) => Some(x.decided),
            Self::Visit(x) => Some(x.on),
            Self::Conference(x) => Some(x.on),
            Self::ReviewConference(x) => Some(x.on),
            Self::CareReview(x) => Some(x.on),
            Self::CinPlan(x) => Some(x.start),
            Self::Placement(x) => Some(x.start),
            Self::LegalPeriod(x) => Some(x.start),
            Self::Involvement(x) => Some(x.start),
            Self::Missing(x) => Some(x.start),
            Self::PreProceedings(x) => Some(x.decided),
            Self::Liberty(x) => Some(x.start),
            Self::CareCheck(x) => Some(x.on),
            Self::Happening(x) => Some(x.on),
            Self::Action(x) => Some(x.set),
            Self::Escalation(x) => Some(x.raised),
            Self::Audit(x) => Some(x.on),
            Self::Absence(x) => Some(x.from),
            Self::Supervisor(x) => x.from.day(),
        }
    }

    /// The day on which it ended, where its kind ends: authorisation, conference, closure.
    #[must_use]
    pub const fn end(&self) -> Dated {
        match self {
            Self::Assessment(x) => x.authorised,
            Self::Enquiry(x) => x.conference,
            Self::Cin(x) => x.end,
            Self::CpPlan(x) => x.end,
            Self::CarePeriod(x) => x.end,
            Self::EarlyHelp(x) => x.end,
            Self::CinPlan(x) => x.end,
            Self::Placement(x) => x.end,
            Self::LegalPeriod(x) => x.end,
            Self::Involvement(x) => x.end,
            Self::Missing(x) => x.end,
            Self::PreProceedings(x) => x.ended,
            Self::Liberty(x) => x.end,
            Self::Action(x) => x.done,
            Self::Escalation(x) => x.resolved,
            Self::Audit(x) => x.remedial_done,
            Self::Staff(x) => x.left,
            Self::Absence(x) => x.to,
            Self::Supervisor(x) => x.to,
            _ => Dated::Blank,
        }
    }

    /// What tells two records of one child, kind and day apart whatever source they are from:
    /// what a visit was to, which event it was, who the worker is. Empty for most kinds.
    #[must_use]
    pub fn reference(&self) -> Name {
        let worker = |name: Option<&Name>| name.cloned().unwrap_or_default();
        match self {
            Self::Visit(x) => x.to.word().into(),
            Self::CareCheck(x) => x.what.word().into(),
            Self::Happening(x) => x.what.clone(),
            Self::Involvement(x) => worker(x.handler.worker.as_ref()),
            Self::Staff(x) => x.worker.clone(),
            Self::Absence(x) => x.worker.clone(),
            Self::Supervisor(x) => x.worker.clone(),
            _ => Name::default(),
        }
    }
}
