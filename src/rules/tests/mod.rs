//! Invented case files on which each rule shows its states.

mod allocation;
mod assessment;
mod book;
mod complaints;
mod coverage;
mod examples;
mod explaining;
mod follow;
mod histories;
mod open_rows;
mod people;
mod policy;
mod quality;
mod standing;
mod supervision;

use super::*;
use crate::model::*;

pub(super) const AS_AT: &str = "2026-06-12";

pub(super) fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

pub(super) fn on(text: &str) -> Dated {
    match text {
        "" => Dated::Blank,
        "?" => Dated::Unreadable,
        date => Dated::On(day(date)),
    }
}

pub(super) fn known<T>(is: T) -> Known<T> {
    Known {
        source_ref: Name::default(),
        known_from: day(AS_AT),
        listed: true,
        sources: Sources::of(Source::AnnexA),
        is,
    }
}

pub(super) fn handler() -> Handler {
    Handler {
        team: Some("Invented Team".into()),
        worker: Some("Fern Madeup".into()),
    }
}

pub(super) fn child(id: &str) -> CaseFile {
    CaseFile::new(Child {
        birth: Some(day("2018-05-05")),
        ..Child::new(ChildId::read(id).unwrap(), id.into())
    })
}

pub(super) fn episode(start: &str, end: &str, seen: &str) -> Known<CinEpisode> {
    known(CinEpisode {
        start: day(start),
        end: on(end),
        last_seen: on(seen),
        status: CaseStatus::InNeedPlan,
        closure: Closure::Other,
        handler: handler(),
    })
}

pub(super) fn plan(start: &str, visit: &str, review: &str) -> Known<CpPlan> {
    known(CpPlan {
        start: day(start),
        end: Dated::Blank,
        last_visit: on(visit),
        latest_review: on(review),
        seen_alone: Answer::Blank,
        earlier_plans: None,
        handler: handler(),
    })
}

pub(super) fn care(start: &str, visit: &str, review: &str) -> Known<CarePeriod> {
    known(CarePeriod {
        start: day(start),
        end: Dated::Blank,
        last_visit: on(visit),
        latest_review: on(review),
        legal_status: LegalStatus::Other,
        placement_start: Dated::Blank,
        placement: PlacementKind::Unknown,
        permanence: Permanence::Blank,
        out_of_area: Answer::Blank,
        placements_in_year: None,
        handler: handler(),
    })
}

pub(super) fn assessment(start: &str, authorised: &str) -> Known<SocialWorkAssessment> {
    known(SocialWorkAssessment {
        start: day(start),
        authorised: on(authorised),
        child_seen: Answer::Yes,
        needs_support: Answer::Blank,
        handler: handler(),
    })
}

pub(super) fn referral(date: &str, number: Option<u16>) -> Known<Referral> {
    known(Referral {
        on: day(date),
        no_further_action: Answer::Blank,
        earlier_in_12_months: number,
        handler: handler(),
    })
}

pub(super) fn enquiry(start: &str, conference: &str, unnecessary: Answer) -> Known<Enquiry> {
    known(Enquiry {
        strategy_discussion: day(start),
        conference_unnecessary: unnecessary,
        conference: on(conference),
        plan_made: Answer::Blank,
        ended: Dated::Blank,
        no_further_action: Answer::Blank,
        handler: handler(),
    })
}

pub(super) fn session(date: &str, kind: SessionType) -> Known<Session> {
    known(Session {
        on: day(date),
        kind,
        status: SessionStatus::Held,
        worker: Some("Fern Madeup".into()),
        supervisor: Some("Moss Invented".into()),
        team: Some("Invented Team".into()),
        recorded: on(date),
        next_due: Dated::Blank,
        meeting: Meeting::default(),
        id: None,
    })
}

pub(super) fn supervised(date: &str) -> Known<Session> {
    session(date, SessionType::CaseSupervision)
}

pub(super) fn feed(kind: FeedKind, from: &str, to: &str) -> Feed {
    Feed {
        kind,
        as_at: day(to),
        covers: Covers {
            from: day(from),
            to: day(to),
        },
    }
}

/// Both feeds up to the as-at, from long before.
pub(super) fn caseload(children: Vec<CaseFile>) -> Caseload {
    Caseload {
        children,
        feeds: vec![
            feed(FeedKind::Cases, "2015-01-01", AS_AT),
            feed(FeedKind::Supervision, "2015-01-01", AS_AT),
        ],
        ..Caseload::default()
    }
}

pub(super) fn assess(caseload: &Caseload, policy: &str) -> Check {
    let book = RuleBook::with(&Policy::parse(policy).unwrap()).unwrap();
    check(caseload, &book, day(AS_AT), day(AS_AT), Keep::Every)
}

/// The findings of one rule on its chosen basis.
pub(super) fn findings<'a>(check: &'a Check, id: &str) -> &'a [Finding] {
    &check.chosen(id).unwrap().findings
}

/// The one finding of a rule for one file.
pub(super) fn only(file: CaseFile, id: &str) -> Finding {
    let check = assess(&caseload(vec![file]), "");
    let found = findings(&check, id);
    assert_eq!(found.len(), 1, "{id}");
    found[0].clone()
}

pub(super) fn states(check: &Check, id: &str) -> Vec<State> {
    findings(check, id)
        .iter()
        .map(|finding| finding.state)
        .collect()
}

/// State, due day and how far over, as they are most often compared.
pub(super) fn gist(finding: &Finding) -> (State, Option<String>, Option<i32>) {
    (
        finding.state,
        finding.due.map(|due| due.to_string()),
        finding.over,
    )
}

pub(super) fn expected(
    state: State,
    due: &str,
    over: Option<i32>,
) -> (State, Option<String>, Option<i32>) {
    (state, (!due.is_empty()).then(|| due.to_owned()), over)
}

/// A list of this kind that speaks from long before up to the as-at.
pub(super) fn listing(kind: FactKind) -> Listing {
    let covers = feed(FeedKind::Cases, "2015-01-01", AS_AT).covers;
    Listing {
        kind,
        source: Source::Local,
        as_at: day(AS_AT),
        covers,
    }
}

/// Everything that oversight sets in motion is listed, from long before up to the as-at.
pub(super) fn followed(children: Vec<CaseFile>) -> Caseload {
    let kinds = [
        FactKind::Session,
        FactKind::Action,
        FactKind::Escalation,
        FactKind::Audit,
        FactKind::PreProceedings,
    ];
    Caseload {
        lists: kinds.map(listing).into(),
        ..caseload(children)
    }
}
