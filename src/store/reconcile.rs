//! Brings together what several sources say of one fact.
//!
//! Pure: no SQL here. A fact is the same where kind, child, day and reference are. What one source
//! leaves out another fills in; where two say different things, the newer extract is used (of two
//! of one as-at the earlier in [`Source::ALL`]), and the disagreement is kept to be shown.
//!
//! The surprising thing: a child has one open episode, plan or period of care at a time, so one that
//! two sources hold open since different days is one fact too. Its first day is that of the source
//! that is used, and the other one is shown as a disagreement: two clocks for one case would count
//! it twice. One that a source has ended stays a row of its own, for a case may close and open again
//! within days.

use std::collections::HashMap;

use crate::model::{
    Absence, Action, Answer, Audit, CareCheck, CarePeriod, CareReview, CaseStatus, ChildId,
    CinEpisode, CinPlan, Conference, Contact, CpPlan, Dated, Day, Disagreement, EarlyHelp, Enquiry,
    Escalation, FactKind, Handler, Happening, Involvement, Known, Leaver, LegalPeriod, LegalStatus,
    Liberty, Missing, Name, Permanence, Placement, PlacementKind, PreProceedings, Record, Referral,
    ReviewConference, Session, SocialWorkAssessment, Source, Staff, SupervisorLink, Visit,
};

/// The newest as-at of each list, and what was found to disagree.
#[derive(Debug, Default)]
pub(super) struct Joiner {
    pub newest: HashMap<(FactKind, Source), Day>,
    pub disagreements: Vec<Disagreement>,
}

/// What of two records of one fact is told apart.
pub(super) struct Joint<'a> {
    /// The record that is added is the newer one.
    newer: bool,
    /// Both are of one as-at.
    level: bool,
    clashes: &'a mut Vec<(&'static str, String, String)>,
}

/// A record that may be told by several sources.
pub(super) trait Joined {
    /// The record as one of its kind.
    const KIND: FactKind;
    /// The day by which it is known.
    fn day(&self) -> Option<Day>;
    /// The first day of what is open still, where a child has one such at a time.
    fn open_since(&mut self) -> Option<&mut Day>;
    /// Takes in what another source says.
    fn take_in(&mut self, other: &Self, joint: &mut Joint<'_>);
}

impl Joiner {
    /// Adds a record to a child's list, or to the record of another source that is the same fact.
    pub fn add<T: Joined>(
        &mut self,
        child: &ChildId,
        list: &mut Vec<Known<T>>,
        mut more: Known<T>,
    ) {
        let Some(known) = same_fact(list, &mut more) else {
            list.push(more);
            return;
        };
        let source = |sources: crate::model::Sources| sources.iter().last().unwrap_or_default();
        let (was, is) = (source(known.sources), source(more.sources));
        let day = |one| self.newest.get(&(T::KIND, one)).copied();
        let (newer, level) = (day(is) > day(was), day(is) == day(was));
        let mut clashes = Vec::new();
        let mut joint = Joint {
            newer,
            level,
            clashes: &mut clashes,
        };
        if let (Some(began), Some(other)) = (known.is.open_since(), more.is.open_since()) {
            joint.begun(began, *other);
        }
        known.is.take_in(&more.is, &mut joint);
        known.listed = match (newer, level) {
            (true, _) => more.listed,
            (_, true) => known.listed || more.listed,
            _ => known.listed,
        };
        known.known_from = known.known_from.min(more.known_from);
        let start = known.day();
        known.sources = known.sources.and(more.sources);
        self.disagreements
            .extend(clashes.into_iter().map(|(about, kept, said)| {
                let (used, other) = ((was, kept.into()), (is, said.into()));
                let (used, other) = if newer { (other, used) } else { (used, other) };
                Disagreement {
                    child: child.clone(),
                    kind: T::KIND,
                    start,
                    about,
                    used,
                    other,
                }
            }));
    }
}

/// The record of another source that is the same fact: of the same day, or open as this one is.
fn same_fact<'l, T: Joined>(
    list: &'l mut [Known<T>],
    more: &mut Known<T>,
) -> Option<&'l mut Known<T>> {
    let day = more.day();
    let told_once =
        |known: &Known<T>, more: &Known<T>| known.sources.iter().all(|one| !more.sources.has(one));
    let since = list.iter().rposition(|known| known.day() < day);
    let near = since.map_or(0, |at| at + 1);
    let same = (near..list.len()).rev().find(|at| {
        let known = &list[*at];
        known.day() == day && known.source_ref == more.source_ref && told_once(known, more)
    });
    let at = same.or_else(|| {
        more.is.open_since()?;
        (0..list.len()).rev().find(|at| {
            let known = &mut list[*at];
            told_once(known, more) && known.is.open_since().is_some()
        })
    })?;
    list.get_mut(at)
}

fn said(date: Dated, blank: &str) -> String {
    match date {
        Dated::Blank => blank.to_owned(),
        Dated::On(day) => day.long(),
        Dated::Unreadable => "not a date".to_owned(),
    }
}

impl Joint<'_> {
    /// An end: blank says that it has none yet. A newer date after an older blank is no clash.
    fn end(&mut self, about: &'static str, known: &mut Dated, other: Dated) {
        if *known == other {
            return;
        }
        let older_is_blank = match (self.newer, self.level) {
            (true, _) => *known == Dated::Blank,
            (_, true) => false,
            _ => other == Dated::Blank,
        };
        if !older_is_blank {
            let words = (about, said(*known, "not yet"), said(other, "not yet"));
            self.clashes.push(words);
        }
        if self.newer {
            *known = other;
        }
    }

    /// The first day of what is open: that two sources say different ones is always worth a word.
    fn begun(&mut self, known: &mut Day, other: Day) {
        if *known != other {
            self.clashes.push(("first day", known.long(), other.long()));
            if self.newer {
                *known = other;
            }
        }
    }

    /// A date that not every source holds: blank says nothing.
    fn date(&mut self, about: &'static str, known: &mut Dated, other: Dated) {
        if other == Dated::Blank || *known == other {
            return;
        }
        if *known == Dated::Blank {
            *known = other;
            return;
        }
        if self.level {
            self.clashes
                .push((about, said(*known, ""), said(other, "")));
        }
        if self.newer {
            *known = other;
        }
    }

    /// The later of two dates of a latest visit or review.
    fn latest(known: &mut Dated, other: Dated) {
        *known = match (*known, other) {
            (Dated::On(a), Dated::On(b)) => Dated::On(a.max(b)),
            (Dated::Blank, other) => other,
            (known, _) => known,
        };
    }

    fn answer(&mut self, about: &'static str, known: &mut Answer, other: Answer) {
        let words = |answer| match answer {
            Answer::Yes => "yes",
            Answer::No => "no",
            Answer::Blank | Answer::Unknown => "unknown",
        };
        if matches!(other, Answer::Blank | Answer::Unknown) || *known == other {
            return;
        }
        if matches!(known, Answer::Blank | Answer::Unknown) {
            *known = other;
            return;
        }
        if self.level {
            let clash = (about, words(*known).to_owned(), words(other).to_owned());
            self.clashes.push(clash);
        }
        if self.newer {
            *known = other;
        }
    }

    /// Any other value, where the blank one says nothing.
    fn value<T: Clone + PartialEq>(&self, known: &mut T, other: &T, blank: &T) {
        if other != blank && (known == blank || self.newer) {
            known.clone_from(other);
        }
    }

    fn name(&self, known: &mut Option<Name>, other: Option<&Name>) {
        if let Some(other) = other
            && (known.is_none() || self.newer)
        {
            *known = Some(other.clone());
        }
    }

    fn handler(&self, known: &mut Handler, other: &Handler) {
        self.name(&mut known.team, other.team.as_ref());
        self.name(&mut known.worker, other.worker.as_ref());
    }

    /// The worker of an open case: that two sources name different people is worth a word.
    fn holder(&mut self, known: &mut Handler, other: &Handler) {
        if let (Some(a), Some(b)) = (&known.worker, &other.worker)
            && a != b
            && self.level
        {
            self.clashes.push(("worker", a.to_string(), b.to_string()));
        }
        self.handler(known, other);
    }
}

/// Records of which one source says all there is, or whose rest is told alike.
macro_rules! joined {
    ($($kind:ident: $type:ty, |$known:ident, $other:ident, $joint:ident| $body:expr;)*) => {$(
        impl Joined for $type {
            const KIND: FactKind = FactKind::$kind;
            fn day(&self) -> Option<Day> {
                DayOf::day_of(self)
            }
            fn open_since(&mut self) -> Option<&mut Day> {
                DayOf::open_day(self)
            }
            fn take_in(&mut self, $other: &Self, $joint: &mut Joint<'_>) {
                let $known = self;
                $body
            }
        }
    )*};
}

/// The day by which a record is known.
trait DayOf {
    fn day_of(&self) -> Option<Day>;
    /// That day while the record is open, where a child has one such at a time.
    fn open_day(&mut self) -> Option<&mut Day> {
        None
    }
}

macro_rules! days {
    ($($type:ty: $field:ident $(until $end:ident)?,)*) => {$(
        impl DayOf for $type {
            fn day_of(&self) -> Option<Day> {
                Some(self.$field)
            }
            $(fn open_day(&mut self) -> Option<&mut Day> {
                (self.$end == Dated::Blank).then_some(&mut self.$field)
            })?
        }
    )*};
}

days! {
    Referral: on, SocialWorkAssessment: start, Enquiry: strategy_discussion, CinEpisode: start until end,
    CpPlan: start until end, CarePeriod: start until end, Session: on, Contact: on, EarlyHelp: start, Visit: on,
    Conference: on, ReviewConference: on, CareReview: on, CinPlan: start, Placement: start,
    LegalPeriod: start, Involvement: start, Missing: start, PreProceedings: decided,
    Liberty: start, CareCheck: on, Happening: on, Action: set, Escalation: raised, Audit: on,
    Absence: from,
}

impl DayOf for Leaver {
    fn day_of(&self) -> Option<Day> {
        None
    }
}

impl DayOf for Staff {
    fn day_of(&self) -> Option<Day> {
        None
    }
}

impl DayOf for SupervisorLink {
    fn day_of(&self) -> Option<Day> {
        self.from.day()
    }
}

joined! {
    Referral: Referral, |known, other, joint| {
        joint.answer("no further action", &mut known.no_further_action, other.no_further_action);
        joint.value(&mut known.earlier_in_12_months, &other.earlier_in_12_months, &None);
        joint.handler(&mut known.handler, &other.handler);
    };
    Assessment: SocialWorkAssessment, |known, other, joint| {
        joint.end("authorised", &mut known.authorised, other.authorised);
        joint.answer("child seen", &mut known.child_seen, other.child_seen);
        joint.answer("support needed", &mut known.needs_support, other.needs_support);
        joint.handler(&mut known.handler, &other.handler);
    };
    Enquiry: Enquiry, |known, other, joint| {
        joint.end("initial conference", &mut known.conference, other.conference);
        joint.answer(
            "conference unnecessary",
            &mut known.conference_unnecessary,
            other.conference_unnecessary,
        );
        joint.answer("plan made", &mut known.plan_made, other.plan_made);
        joint.answer("no further action", &mut known.no_further_action, other.no_further_action);
        joint.date("enquiry ended", &mut known.ended, other.ended);
        joint.handler(&mut known.handler, &other.handler);
    };
    Cin: CinEpisode, |known, other, joint| {
        joint.end("closed", &mut known.end, other.end);
        Joint::latest(&mut known.last_seen, other.last_seen);
        joint.value(&mut known.status, &other.status, &CaseStatus::Unknown);
        joint.value(&mut known.closure, &other.closure, &crate::model::Closure::Other);
        joint.holder(&mut known.handler, &other.handler);
    };
    CpPlan: CpPlan, |known, other, joint| {
        joint.end("plan ended", &mut known.end, other.end);
        Joint::latest(&mut known.last_visit, other.last_visit);
        Joint::latest(&mut known.latest_review, other.latest_review);
        joint.value(&mut known.seen_alone, &other.seen_alone, &Answer::Blank);
        joint.value(&mut known.earlier_plans, &other.earlier_plans, &None);
        joint.holder(&mut known.handler, &other.handler);
    };
    CarePeriod: CarePeriod, |known, other, joint| {
        joint.end("care ended", &mut known.end, other.end);
        Joint::latest(&mut known.last_visit, other.last_visit);
        Joint::latest(&mut known.latest_review, other.latest_review);
        joint.value(&mut known.legal_status, &other.legal_status, &LegalStatus::Other);
        joint.date("placement began", &mut known.placement_start, other.placement_start);
        joint.value(&mut known.placement, &other.placement, &PlacementKind::Unknown);
        joint.value(&mut known.permanence, &other.permanence, &Permanence::Blank);
        joint.value(&mut known.out_of_area, &other.out_of_area, &Answer::Blank);
        joint.value(&mut known.placements_in_year, &other.placements_in_year, &None);
        joint.holder(&mut known.handler, &other.handler);
    };
    Session: Session, |known, other, joint| {
        joint.date("recorded", &mut known.recorded, other.recorded);
    };
    Contact: Contact, |_known, _other, _joint| {};
    EarlyHelp: EarlyHelp, |known, other, joint| {
        joint.end("completed", &mut known.end, other.end);
    };
    Leaver: Leaver, |known, other, joint| {
        Joint::latest(&mut known.pathway_review, other.pathway_review);
        Joint::latest(&mut known.last_contact, other.last_contact);
        joint.value(&mut known.in_touch, &other.in_touch, &Answer::Blank);
        joint.name(&mut known.adviser, other.adviser.as_ref());
        joint.handler(&mut known.handler, &other.handler);
    };
    Visit: Visit, |known, other, joint| {
        joint.answer("child seen", &mut known.seen, other.seen);
        joint.answer("seen alone", &mut known.alone, other.alone);
        joint.answer("bedroom seen", &mut known.bedroom, other.bedroom);
    };
    Conference: Conference, |known, other, joint| {
        joint.answer("transfer in", &mut known.transfer_in, other.transfer_in);
        joint.answer("plan made", &mut known.plan_made, other.plan_made);
        joint.date("target date", &mut known.supplied_due, other.supplied_due);
    };
    ReviewConference: ReviewConference, |known, other, joint| {
        joint.answer("quorate", &mut known.quorate, other.quorate);
        joint.date("target date", &mut known.supplied_due, other.supplied_due);
    };
    CareReview: CareReview, |known, other, joint| {
        joint.answer("cancelled", &mut known.cancelled, other.cancelled);
        joint.date("target date", &mut known.supplied_due, other.supplied_due);
    };
    CinPlan: CinPlan, |known, other, joint| {
        joint.end("plan ended", &mut known.end, other.end);
        joint.handler(&mut known.handler, &other.handler);
    };
    Placement: Placement, |known, other, joint| {
        joint.end("placement ended", &mut known.end, other.end);
        joint.value(&mut known.kind, &other.kind, &PlacementKind::Unknown);
        joint.answer("out of area", &mut known.out_of_area, other.out_of_area);
    };
    LegalPeriod: LegalPeriod, |known, other, joint| {
        joint.end("legal status ended", &mut known.end, other.end);
        joint.value(&mut known.status, &other.status, &LegalStatus::Other);
    };
    Involvement: Involvement, |known, other, joint| {
        joint.end("allocation ended", &mut known.end, other.end);
        joint.handler(&mut known.handler, &other.handler);
    };
    Missing: Missing, |known, other, joint| {
        joint.end("found", &mut known.end, other.end);
        joint.answer("interview offered", &mut known.interview_offered, other.interview_offered);
        joint.answer("interview accepted", &mut known.interview_accepted, other.interview_accepted);
    };
    PreProceedings: PreProceedings, |known, other, joint| {
        joint.end("ended", &mut known.ended, other.ended);
        joint.date("letter", &mut known.letter, other.letter);
        joint.date("first meeting", &mut known.first_meeting, other.first_meeting);
    };
    Liberty: Liberty, |known, other, joint| {
        joint.end("ended", &mut known.end, other.end);
    };
    CareCheck: CareCheck, |_known, _other, _joint| {};
    Happening: Happening, |known, other, joint| {
        joint.handler(&mut known.handler, &other.handler);
        joint.name(&mut known.approved_by, other.approved_by.as_ref());
    };
    Action: Action, |known, other, joint| {
        joint.end("done", &mut known.done, other.done);
        joint.date("due", &mut known.due, other.due);
        joint.name(&mut known.owner, other.owner.as_ref());
    };
    Escalation: Escalation, |known, other, joint| {
        joint.end("resolved", &mut known.resolved, other.resolved);
        joint.date("stage answered", &mut known.stage_answered, other.stage_answered);
    };
    Audit: Audit, |known, other, joint| {
        joint.date("remedial action done", &mut known.remedial_done, other.remedial_done);
    };
    Staff: Staff, |known, other, joint| {
        joint.name(&mut known.team, other.team.as_ref());
        joint.name(&mut known.supervisor, other.supervisor.as_ref());
        joint.date("started", &mut known.started, other.started);
        joint.value(&mut known.fte, &other.fte, &None);
        joint.value(&mut known.agency, &other.agency, &Answer::Blank);
    };
    Absence: Absence, |known, other, joint| {
        joint.name(&mut known.cover, other.cover.as_ref());
    };
    Supervisor: SupervisorLink, |known, other, joint| {
        joint.date("until", &mut known.to, other.to);
    };
}

/// Puts a record where it belongs on a child's file; those of no child come back.
pub(super) fn shelve(
    joiner: &mut Joiner,
    file: &mut crate::model::CaseFile,
    known: Known<()>,
    record: Record,
) {
    let id = file.child.id.clone();
    let id = &id;
    macro_rules! put {
        ($list:expr, $x:expr) => {
            joiner.add(id, $list, known.with($x))
        };
    }
    match record {
        Record::Person(_)
        | Record::Adoption(_)
        | Record::Adopter(_)
        | Record::Staff(_)
        | Record::Absence(_)
        | Record::Supervisor(_) => {}
        Record::Family(link) => file.child.family = Some(link.family),
        Record::Referral(x) => put!(&mut file.referrals, x),
        Record::Assessment(x) => put!(&mut file.assessments, x),
        Record::Enquiry(x) => put!(&mut file.enquiries, x),
        Record::Cin(x) => put!(&mut file.episodes, x),
        Record::CpPlan(x) => put!(&mut file.plans, x),
        Record::CarePeriod(x) => put!(&mut file.care, x),
        Record::Session(x) => put!(&mut file.sessions, x),
        Record::Contact(x) => put!(&mut file.further_mut().contacts, x),
        Record::EarlyHelp(x) => put!(&mut file.further_mut().early_help, x),
        Record::Leaver(x) => put!(&mut file.further_mut().leaving, x),
        Record::Visit(x) => put!(&mut file.further_mut().visits, x),
        Record::Conference(x) => put!(&mut file.further_mut().conferences, x),
        Record::ReviewConference(x) => put!(&mut file.further_mut().review_conferences, x),
        Record::CareReview(x) => put!(&mut file.further_mut().care_reviews, x),
        Record::CinPlan(x) => put!(&mut file.further_mut().cin_plans, x),
        Record::Placement(x) => put!(&mut file.further_mut().placements, x),
        Record::LegalPeriod(x) => put!(&mut file.further_mut().legal_periods, x),
        Record::Involvement(x) => put!(&mut file.further_mut().involvements, x),
        Record::Missing(x) => put!(&mut file.further_mut().missing, x),
        Record::PreProceedings(x) => put!(&mut file.further_mut().pre_proceedings, x),
        Record::Liberty(x) => put!(&mut file.further_mut().liberty, x),
        Record::CareCheck(x) => put!(&mut file.further_mut().care_checks, x),
        Record::Happening(x) => put!(&mut file.further_mut().happenings, x),
        Record::Action(x) => put!(&mut file.further_mut().actions, x),
        Record::Escalation(x) => put!(&mut file.further_mut().escalations, x),
        Record::Audit(x) => put!(&mut file.further_mut().audits, x),
    }
}
