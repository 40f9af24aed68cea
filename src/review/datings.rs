//! The dated things on a child's file, each with who says it and since which extract. Pure.
//!
//! It judges nothing. The surprising thing: Annex A names only the latest visit and review, so
//! from it alone the ones before are not there.

use super::audits::READ_HERE;
use crate::model::{
    Answer, CaseFile, Day, FactKind, HappeningStatus, Known, Session, SessionStatus, Sources,
    VisitTo,
};

/// One dated thing that a row says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Dating {
    pub on: Day,
    pub until: Option<Day>,
    pub kind: FactKind,
    /// Where it stands on a chart: "visit", "review", "worker".
    pub lane: &'static str,
    /// "case supervision held", "assessment authorised".
    pub what: String,
    /// The as-at of the extract that first held the row as it is.
    pub known_from: Day,
    pub sources: Sources,
}

/// What is being gathered.
#[derive(Default)]
struct Gathering(Vec<Dating>);

impl Gathering {
    fn put<T>(
        &mut self,
        row: &Known<T>,
        kind: FactKind,
        on: Option<Day>,
        said: (&'static str, &str),
    ) {
        self.span(row, kind, (on, None), said);
    }

    fn span<T>(
        &mut self,
        row: &Known<T>,
        kind: FactKind,
        (on, until): (Option<Day>, Option<Day>),
        (lane, what): (&'static str, &str),
    ) {
        self.0.extend(on.map(|on| Dating {
            on,
            until,
            kind,
            lane,
            what: what.to_owned(),
            known_from: row.known_from,
            sources: row.sources,
        }));
    }
}

fn said(session: &Session) -> String {
    let kind = session.kind.label();
    match session.status {
        SessionStatus::Held => format!("{kind} held"),
        other => format!("{kind} {}", other.word().replace('_', " ")),
    }
}

/// Every dated thing on a file: what the lists of Annex A hold, and what only other sources do.
pub(super) fn datings(file: &CaseFile) -> Vec<Dating> {
    let mut all = Gathering::default();
    listed(file, &mut all);
    for x in &file.sessions {
        let kind = FactKind::Session;
        all.put(x, kind, Some(x.on), ("supervision", &said(x)));
    }
    all.0.extend(further(file));
    all.0
}

fn listed(file: &CaseFile, all: &mut Gathering) {
    for x in &file.referrals {
        let kind = FactKind::Referral;
        all.put(x, kind, Some(x.on), ("referral", "referral"));
    }
    for x in &file.assessments {
        let (kind, lane) = (FactKind::Assessment, "assessment");
        all.put(x, kind, Some(x.start), (lane, "assessment begun"));
        all.put(x, kind, x.authorised.day(), (lane, "assessment authorised"));
    }
    for x in &file.enquiries {
        let (kind, on) = (FactKind::Enquiry, x.strategy_discussion);
        all.put(x, kind, Some(on), ("section 47", "strategy discussion"));
        let on = x.conference.day();
        all.put(x, kind, on, ("conference", INITIAL_CONFERENCE));
    }
    for x in &file.episodes {
        let kind = FactKind::Cin;
        all.put(x, kind, Some(x.start), ("need", "episode of need begun"));
        all.put(x, kind, x.end.day(), ("need", "case closed"));
        all.put(x, kind, x.last_seen.day(), ("visit", "child seen"));
    }
    for x in &file.plans {
        let kind = FactKind::CpPlan;
        all.put(x, kind, Some(x.start), ("plan", "protection plan begun"));
        all.put(x, kind, x.end.day(), ("plan", "protection plan ended"));
        all.put(
            x,
            kind,
            x.last_visit.day(),
            ("visit", visit(VisitTo::Protection)),
        );
        all.put(
            x,
            kind,
            x.latest_review.day(),
            ("review", REVIEW_CONFERENCE),
        );
    }
    for x in &file.care {
        let kind = FactKind::CarePeriod;
        all.put(x, kind, Some(x.start), ("care", "period of care begun"));
        all.put(x, kind, x.end.day(), ("care", "period of care ended"));
        all.put(x, kind, x.last_visit.day(), ("visit", visit(VisitTo::Care)));
        all.put(x, kind, x.latest_review.day(), ("review", CARE_REVIEW));
    }
}

// The same words wherever the thing comes from, so that it is told once.
const INITIAL_CONFERENCE: &str = "initial child protection conference";
const REVIEW_CONFERENCE: &str = "review conference";
const CARE_REVIEW: &str = "looked-after review";

const fn visit(to: VisitTo) -> &'static str {
    match to {
        VisitTo::Protection => "child protection visit",
        VisitTo::Care => "visit to the placement",
        VisitTo::InNeed => "child in need visit",
        VisitTo::Leaver => "visit to a care leaver",
        VisitTo::PrivateFostering => "private fostering visit",
        VisitTo::EarlyHelp => "early help visit",
        VisitTo::Other => "visit",
    }
}

/// What only sources with a history, or a council's own exports, hold.
pub(super) fn further(file: &CaseFile) -> Vec<Dating> {
    let Some(further) = &file.further else {
        return Vec::new();
    };
    let mut all = Gathering::default();
    for x in &further.visits {
        let mut what = visit(x.to).to_owned();
        if x.seen == Answer::No {
            what.push_str(", child not seen");
        }
        all.put(x, FactKind::Visit, Some(x.on), ("visit", &what));
    }
    for x in &further.conferences {
        let kind = FactKind::Conference;
        all.put(x, kind, Some(x.on), ("conference", INITIAL_CONFERENCE));
    }
    for x in &further.review_conferences {
        let kind = FactKind::ReviewConference;
        let what = match x.quorate {
            Answer::No => "review conference, not quorate",
            _ => REVIEW_CONFERENCE,
        };
        all.put(x, kind, Some(x.on), ("review", what));
    }
    for x in &further.care_reviews {
        let what = match x.cancelled {
            Answer::Yes => "looked-after review, cancelled",
            _ => CARE_REVIEW,
        };
        all.put(x, FactKind::CareReview, Some(x.on), ("review", what));
    }
    for x in &further.cin_plans {
        let days = (Some(x.start), x.end.day());
        all.span(x, FactKind::CinPlan, days, ("need", "child in need plan"));
    }
    for x in &further.placements {
        let days = (Some(x.start), x.end.day());
        all.span(x, FactKind::Placement, days, ("care", "placement"));
    }
    for x in &further.missing {
        let days = (Some(x.start), x.end.day());
        all.span(x, FactKind::Missing, days, ("missing", "missing"));
    }
    for x in &further.pre_proceedings {
        let (kind, on) = (FactKind::PreProceedings, Some(x.decided));
        all.put(x, kind, on, ("legal", "pre-proceedings decided"));
    }
    for x in &further.actions {
        let kind = FactKind::Action;
        all.put(x, kind, Some(x.set), ("action", "action set"));
        all.put(x, kind, x.done.day(), ("action", "action done"));
    }
    for x in &further.happenings {
        let mut what = x.what.replace('_', " ");
        if x.status == HappeningStatus::Cancelled {
            what.push_str(", cancelled");
        }
        all.put(x, FactKind::Happening, Some(x.on), ("event", &what));
    }
    for x in &further.escalations {
        let (kind, on) = (FactKind::Escalation, Some(x.raised));
        all.put(x, kind, on, ("escalation", "escalation raised"));
    }
    for x in &further.audits {
        let by = x.is.reader.as_deref();
        let by = by.map_or_else(String::new, |role| format!(", by a {role}"));
        let what = if x.sources != Sources::default() {
            format!("audit{by}")
        } else if x.source_ref.starts_with(READ_HERE) {
            format!("record read here{by}")
        } else {
            format!("record audited here{by}")
        };
        all.put(x, FactKind::Audit, Some(x.on), ("audit", &what));
    }
    all.0
}
