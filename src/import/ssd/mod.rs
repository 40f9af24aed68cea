//! Rows of the tables of the Standard Safeguarding Dataset.
//!
//! The tables point at each other by ids, and the files of a call come in any order: a row is read
//! into its fact at once, with the ids of the others in it, and [`join`] puts names, children and
//! latest dates in their places when every file has been read. The surprising thing: until then a
//! draft's `source_ref` may hold the id of another table's row; afterwards it never does.

mod history;
mod join;

use std::collections::HashMap;

use crate::model::{
    Answer, CareCheck, CarePeriod, CareReview, CaseStatus, Checked, ChildId, CinEpisode, CinPlan,
    Closure, Conference, Contact, CpPlan, Dated, Day, EarlyHelp, Enquiry, Fact, FactKind, Handler,
    InvolvedAs, Involvement, Leaver, LegalPeriod, LegalStatus, Missing, Name, Permanence, Person,
    Placement, PlacementKind, PreProceedings, Record, Referral, ReviewConference,
    SocialWorkAssessment, Visit, VisitTo,
};

use super::{
    date,
    layout::{Role, fold},
    rows::{Row, RowEnd, code_in, contact_reference},
    words::Asked,
};

pub(super) use join::join;

/// The layout of these tables.
pub(super) const LAYOUT: &str = "ssd";
/// The episode ceases and another one begins on the same day.
const GOES_ON: &str = "X1";

/// What the tables of a call say of each other.
#[derive(Default)]
pub(super) struct Joins {
    /// Names of workers by their ids in the tables.
    workers: HashMap<Name, Name>,
    teams: HashMap<Name, Name>,
    /// Periods of care by their id.
    periods: HashMap<Name, Period>,
    conferences: Vec<Held>,
    has_professionals: bool,
}

/// A conference that was held, and the enquiry that it names.
struct Held {
    enquiry: Option<Name>,
    child: ChildId,
    on: Day,
    made: Answer,
}

/// A period of care: the child, and its episodes.
struct Period {
    child: ChildId,
    shown: Name,
    entered: Option<Day>,
    episodes: Vec<Episode>,
}

struct Episode {
    start: Day,
    end: Dated,
    goes_on: bool,
}

impl Period {
    fn start(&self) -> Option<Day> {
        let first = self.episodes.iter().map(|episode| episode.start).min();
        self.entered.into_iter().chain(first).min()
    }

    /// Blank while an episode is open, or where the last one says that another follows.
    fn end(&self) -> Dated {
        let last = self
            .episodes
            .iter()
            .max_by_key(|episode| (episode.end.day().is_none(), episode.start));
        last.map_or(Dated::Blank, |last| match last.end {
            Dated::On(_) if last.goes_on => Dated::Blank,
            end => end,
        })
    }
}

/// Reads the row into facts.
pub(super) fn read(row: &mut Row<'_, '_>) -> RowEnd {
    if row.plan.list.lookup {
        return look_up(row);
    }
    match row.plan.list.kind {
        FactKind::CareReview => care_review(row),
        FactKind::Placement if row.plan.place(Role::Child).is_none() => of_period(row),
        _ => of_child(row),
    }
}

/// Who a worker's number is, what a team's number is called.
fn look_up(row: &mut Row<'_, '_>) -> RowEnd {
    let own = row.name(Role::OwnId);
    let staff = row.name(Role::StaffNumber);
    let worker = row.name(Role::Adviser);
    let team = row.name(Role::Team);
    let joins = &mut row.desk.joins;
    if let Some(worker) = worker {
        joins.has_professionals = true;
        for id in [staff, own.clone()].into_iter().flatten() {
            joins.workers.insert(id, worker.clone());
        }
    }
    if let Some((id, team)) = own.zip(team) {
        joins.teams.insert(id, team);
    }
    RowEnd::Beside
}

fn of_child(row: &mut Row<'_, '_>) -> RowEnd {
    let (child, shown) = match row.child() {
        Ok(named) => named,
        Err(end) => return end,
    };
    let who = (&child, &shown);
    let record = match row.plan.list.kind {
        FactKind::Person => Some(Record::Person(person(row))),
        FactKind::Contact => return contact(row, who),
        FactKind::Cin => return referral(row, who),
        FactKind::Enquiry => return enquiry(row, who),
        FactKind::Conference => return conference(row, who),
        FactKind::CarePeriod => return episode(row, who),
        FactKind::CpPlan => plan(row, &child),
        FactKind::Leaver => Some(Record::Leaver(leaver(row, &child))),
        FactKind::CareCheck => return check(row, who),
        _ => happened(row, &child),
    };
    let Some(record) = record else {
        return RowEnd::Rejected;
    };
    let birth = match &record {
        Record::Person(person) => person.birth,
        _ => None,
    };
    let source_ref = row.desk.share(&record.reference());
    let details = row.details();
    let fact = fact(row, who, record, source_ref);
    row.push(Fact { details, ..fact }, birth);
    RowEnd::Used
}

fn fact(row: &Row<'_, '_>, who: (&ChildId, &Name), record: Record, source_ref: Name) -> Fact {
    Fact {
        child: Some(who.0.clone()),
        shown_id: Some(who.1.clone()),
        source_ref,
        source: row.plan.list.source,
        record,
        details: None,
    }
}

/// What is one fact as it stands: a span or a day.
fn happened(row: &mut Row<'_, '_>, child: &ChildId) -> Option<Record> {
    Some(match row.plan.list.kind {
        FactKind::EarlyHelp => {
            let (start, end) = row.span(child)?;
            Record::EarlyHelp(EarlyHelp { start, end })
        }
        FactKind::Assessment => Record::Assessment(assessment(row, child)?),
        FactKind::CinPlan => {
            let (start, end) = row.span(child)?;
            let handler = row.handler();
            Record::CinPlan(CinPlan {
                start,
                end,
                handler,
            })
        }
        FactKind::Visit => Record::Visit(Visit {
            on: row.key_day(child)?,
            to: visited_for(&row.plan.list.id),
            seen: row.answer(Role::ChildSeen, Asked::ChildSeen),
            alone: row.answer(Role::SeenAlone, Asked::ChildSeen),
            bedroom: row.answer(Role::Bedroom, Asked::Plain),
        }),
        FactKind::ReviewConference => Record::ReviewConference(ReviewConference {
            on: row.key_day(child)?,
            quorate: row.answer(Role::Quorate, Asked::Plain),
            supplied_due: row.supplied(Role::Due),
        }),
        FactKind::Placement => Record::Placement(placement(row, child)?),
        FactKind::LegalPeriod => {
            let (start, end) = row.span(child)?;
            let code = code_in(&row.cell(Role::LegalStatus).text());
            let status = LegalStatus::of_code(&code);
            Record::LegalPeriod(LegalPeriod { start, end, status })
        }
        FactKind::Involvement => Record::Involvement(involvement(row, child)?),
        FactKind::Missing => {
            let (start, end) = row.span(child)?;
            Record::Missing(Missing {
                start,
                end,
                interview_offered: row.answer(Role::Offered, Asked::Plain),
                interview_accepted: row.answer(Role::Accepted, Asked::Plain),
            })
        }
        FactKind::PreProceedings => Record::PreProceedings(PreProceedings {
            decided: row.key_day(child)?,
            letter: row.secondary(Role::Letter, child),
            first_meeting: row.secondary(Role::Review, child),
            ended: row.secondary(Role::End, child),
        }),
        _ => return None,
    })
}

fn visited_for(table: &str) -> VisitTo {
    match table {
        "SSD cin visits" => VisitTo::InNeed,
        "SSD cp visits" => VisitTo::Protection,
        "SSD cla visits" => VisitTo::Care,
        _ => VisitTo::Other,
    }
}

fn person(row: &mut Row<'_, '_>) -> Person {
    let born = row.supplied(Role::Birth).day();
    let expected = row.supplied(Role::Expected).day();
    Person {
        birth: born.or(expected),
        died: row.supplied(Role::Died).day(),
        expected: match (born, expected) {
            (None, Some(_)) => Answer::Yes,
            _ => Answer::Blank,
        },
    }
}

fn contact(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let Some(on) = row.key_day(who.0) else {
        return RowEnd::Rejected;
    };
    let (code, words) = (row.cell(Role::Code), row.cell(Role::Source));
    let words = match (code.is_blank(), words.is_blank()) {
        (_, true) => code.text().into_owned(),
        (true, _) => words.text().into_owned(),
        _ => format!("{}: {}", code.text(), words.text()),
    };
    let source_ref = row.desk.share(&contact_reference(&words));
    let fact = fact(row, who, Record::Contact(Contact { on }), source_ref);
    row.push(fact, None);
    RowEnd::Used
}

/// A row of the referrals: one that was taken further also began an episode of need.
fn referral(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let Some((on, end)) = row.span(who.0) else {
        return RowEnd::Rejected;
    };
    let no_further_action = row.answer(Role::NoFurtherAction, Asked::NoFurtherAction);
    let referral = Referral {
        on,
        no_further_action,
        earlier_in_12_months: None,
        handler: row.handler(),
    };
    let blank = Name::default();
    let told = fact(row, who, Record::Referral(referral), blank.clone());
    row.push(told, None);
    if no_further_action != Answer::Yes {
        let episode = CinEpisode {
            start: on,
            end,
            last_seen: Dated::Blank,
            status: CaseStatus::Unknown,
            closure: Closure::of_code(&code_in(&row.cell(Role::Closure).text())),
            handler: Handler::default(),
        };
        let details = row.details();
        let told = fact(row, who, Record::Cin(episode), blank);
        row.push(Fact { details, ..told }, None);
    }
    RowEnd::Used
}

fn assessment(row: &mut Row<'_, '_>, child: &ChildId) -> Option<SocialWorkAssessment> {
    let (start, authorised) = row.span(child)?;
    let needs_support = match row.answer(Role::NoFurtherAction, Asked::NoFurtherAction) {
        Answer::Yes => Answer::No,
        Answer::No => Answer::Yes,
        other => other,
    };
    Some(SocialWorkAssessment {
        start,
        authorised,
        child_seen: row.answer(Role::ChildSeen, Asked::ChildSeen),
        needs_support,
        handler: row.handler(),
    })
}

fn enquiry(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let Some(strategy_discussion) = row.key_day(who.0) else {
        return RowEnd::Rejected;
    };
    let no_further_action = row.answer(Role::NoFurtherAction, Asked::NoFurtherAction);
    let enquiry = Enquiry {
        strategy_discussion,
        conference_unnecessary: no_further_action,
        conference: Dated::Blank,
        plan_made: Answer::Blank,
        ended: row.secondary(Role::Ended, who.0),
        no_further_action,
        handler: row.handler(),
    };
    let own = row.name(Role::OwnId).unwrap_or_default();
    let fact = fact(row, who, Record::Enquiry(enquiry), own);
    row.push(fact, None);
    RowEnd::Used
}

/// A conference without a date has not been held: only its target is known, which starts nothing.
fn conference(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let made = row.answer(Role::PlanMade, Asked::Plain);
    let on = match date::of_cell(row.cell(Role::Start)) {
        Dated::On(on) => on,
        Dated::Blank => return RowEnd::Beside,
        Dated::Unreadable => {
            row.lost(Some(who.0), Role::Start, "a date");
            return RowEnd::Rejected;
        }
    };
    let held = Held {
        enquiry: row.name(Role::Link),
        child: who.0.clone(),
        on,
        made,
    };
    row.desk.joins.conferences.push(held);
    let conference = Conference {
        on,
        transfer_in: row.answer(Role::TransferIn, Asked::Plain),
        plan_made: made,
        supplied_due: row.supplied(Role::Due),
    };
    let fact = fact(row, who, Record::Conference(conference), Name::default());
    row.push(fact, None);
    RowEnd::Used
}

fn plan(row: &mut Row<'_, '_>, child: &ChildId) -> Option<Record> {
    let (start, end) = row.span(child)?;
    Some(Record::CpPlan(CpPlan {
        start,
        end,
        last_visit: Dated::Blank,
        latest_review: Dated::Blank,
        seen_alone: Answer::Blank,
        earlier_plans: None,
        handler: Handler::default(),
    }))
}

/// An episode of care. The first of its period makes the fact, the others lengthen it.
fn episode(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let Some((start, end)) = row.span(who.0) else {
        return RowEnd::Rejected;
    };
    row.care_checks(who.0, who.1);
    let entered = row.supplied(Role::Entered).day();
    let goes_on = code_in(&row.cell(Role::Closure).text()) == GOES_ON;
    let id = row.name(Role::OwnId).unwrap_or_else(|| {
        let since = entered.unwrap_or(start);
        row.desk.share(&format!("{}|{since}", who.0))
    });
    let episode = Episode {
        start,
        end,
        goes_on,
    };
    if let Some(period) = row.desk.joins.periods.get_mut(&id)
        && period.child == *who.0
    {
        period.entered = period.entered.into_iter().chain(entered).min();
        period.episodes.push(episode);
        return RowEnd::Beside;
    }
    let period = Period {
        child: who.0.clone(),
        shown: who.1.clone(),
        entered,
        episodes: vec![episode],
    };
    row.desk.joins.periods.insert(id.clone(), period);
    let care = CarePeriod {
        start: entered.unwrap_or(start),
        end,
        last_visit: Dated::Blank,
        latest_review: Dated::Blank,
        legal_status: LegalStatus::Other,
        placement_start: Dated::Blank,
        placement: PlacementKind::Unknown,
        permanence: Permanence::Blank,
        out_of_area: Answer::Blank,
        placements_in_year: None,
        handler: Handler::default(),
    };
    let fact = fact(row, who, Record::CarePeriod(care), id);
    row.push(fact, None);
    RowEnd::Used
}

fn leaver(row: &mut Row<'_, '_>, child: &ChildId) -> Leaver {
    Leaver {
        pathway_review: row.secondary(Role::Review, child),
        last_contact: row.secondary(Role::Seen, child),
        in_touch: row.answer(Role::InTouch, Asked::Plain),
        adviser: row.name(Role::Adviser),
        handler: row.handler(),
    }
}

fn check(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let kind = fold(&row.cell(Role::Check).text());
    let what = if kind.contains("dent") {
        Checked::Dental
    } else if kind.contains("health") {
        Checked::Health
    } else {
        row.tally(Role::Check, "a health or dental check", "row not needed");
        return RowEnd::Beside;
    };
    let Some(on) = row.key_day(who.0) else {
        return RowEnd::Rejected;
    };
    let record = Record::CareCheck(CareCheck { on, what });
    let source_ref = row.desk.share(&record.reference());
    let fact = fact(row, who, record, source_ref);
    row.push(fact, None);
    RowEnd::Used
}

fn placement(row: &mut Row<'_, '_>, child: &ChildId) -> Option<Placement> {
    let (start, end) = row.span(child)?;
    Some(Placement {
        start,
        end,
        kind: PlacementKind::of_code(&code_in(&row.cell(Role::PlacementType).text())),
        out_of_area: Answer::Blank,
    })
}

fn involvement(row: &mut Row<'_, '_>, child: &ChildId) -> Option<Involvement> {
    let (start, end) = row.span(child)?;
    let role = fold(&row.cell(Role::InvolvedAs).text());
    let has = |part: &str| role.contains(part);
    let role = match role.as_str() {
        "iro" => InvolvedAs::ReviewingOfficer,
        _ if has("reviewing") => InvolvedAs::ReviewingOfficer,
        "pa" => InvolvedAs::PersonalAdviser,
        _ if has("personaladvis") => InvolvedAs::PersonalAdviser,
        _ if has("chair") => InvolvedAs::ConferenceChair,
        "" | "null" => InvolvedAs::CaseWorker,
        _ if has("allocated") || has("casework") || has("socialworker") || has("keywork") => {
            InvolvedAs::CaseWorker
        }
        _ => InvolvedAs::Other,
    };
    Some(Involvement {
        start,
        end,
        role,
        handler: row.handler(),
    })
}

/// A review of a looked-after child: the period of care knows the child.
fn care_review(row: &mut Row<'_, '_>) -> RowEnd {
    let Some(link) = row.name(Role::Link) else {
        row.lost(None, Role::Link, "the id of a period of care");
        return RowEnd::Rejected;
    };
    let on = match date::of_cell(row.cell(Role::Start)) {
        Dated::On(on) => on,
        // Planned, and not held yet.
        Dated::Blank => return RowEnd::Beside,
        Dated::Unreadable => {
            row.lost(None, Role::Start, "a date");
            return RowEnd::Rejected;
        }
    };
    let review = CareReview {
        on,
        cancelled: row.answer(Role::Cancelled, Asked::Plain),
        supplied_due: row.supplied(Role::Due),
    };
    waiting(row, Record::CareReview(review), link);
    RowEnd::Used
}

/// A placement of a table that names the period of care alone.
fn of_period(row: &mut Row<'_, '_>) -> RowEnd {
    let Some(link) = row.name(Role::Link) else {
        row.lost(None, Role::Link, "the id of a period of care");
        return RowEnd::Rejected;
    };
    let Dated::On(start) = date::of_cell(row.cell(Role::Start)) else {
        row.lost(None, Role::Start, "a date");
        return RowEnd::Rejected;
    };
    let record = Record::Placement(Placement {
        start,
        end: row.supplied(Role::End),
        kind: PlacementKind::of_code(&code_in(&row.cell(Role::PlacementType).text())),
        out_of_area: Answer::Blank,
    });
    waiting(row, record, link);
    RowEnd::Used
}

/// A fact whose child the second pass finds.
fn waiting(row: &mut Row<'_, '_>, record: Record, link: Name) {
    let fact = Fact {
        child: None,
        shown_id: None,
        source_ref: link,
        source: row.plan.list.source,
        record,
        details: None,
    };
    row.push(fact, None);
}
