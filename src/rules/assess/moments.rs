//! Every day of one stream in a child's file, in order.
//!
//! What did not happen is not in it: a cancelled review, a cancelled event, a visit at which the
//! child was not seen. An inquorate conference was held and is.

use crate::model::{
    Answer, CaseFile, Checked, Dated, Day, FactKind, FactRef, Handler, HappeningStatus, InvolvedAs,
    Known, Name, PlacementKind, SessionStatus, SessionType, VisitTo,
};
use crate::rules::streams::Stream;

/// One day of it, and the fact that says so.
#[derive(Clone, Copy)]
pub(super) struct Moment<'a> {
    pub on: Day,
    pub kind: FactKind,
    pub source_ref: &'a Name,
    pub handler: Option<&'a Handler>,
    /// Where the fact is a span: its end.
    pub end: Dated,
    /// Allowed to be late by somebody who is named.
    pub excused: bool,
    /// A conference without the people that it needs.
    pub inquorate: bool,
    /// The due day as the source supplies it; compared, never trusted.
    pub supplied: Option<Day>,
    /// Only known as the latest of its kind: there may have been others before it.
    pub latest: bool,
}

impl Moment<'_> {
    pub fn fact(&self) -> FactRef {
        FactRef {
            kind: self.kind,
            start: Some(self.on),
            source_ref: self.source_ref.clone(),
        }
    }
}

/// Gathers moments up to a day.
struct Sink<'a, 'b> {
    into: &'b mut Vec<Moment<'a>>,
    as_at: Day,
    kind: FactKind,
}

impl<'a> Sink<'a, '_> {
    fn add<T>(&mut self, known: &'a Known<T>, on: Day) -> Option<&mut Moment<'a>> {
        if on > self.as_at {
            return None;
        }
        self.into.push(Moment {
            on,
            kind: self.kind,
            source_ref: &known.source_ref,
            handler: None,
            end: Dated::Blank,
            excused: false,
            inquorate: false,
            supplied: None,
            latest: false,
        });
        self.into.last_mut()
    }

    /// The latest of it, as a column of a list has it.
    fn latest<T>(&mut self, list: &'a [Known<T>], day: impl Fn(&T) -> Dated) {
        for known in list {
            let moment = day(&known.is).day().and_then(|on| self.add(known, on));
            if let Some(moment) = moment {
                moment.latest = true;
            }
        }
    }

    fn each<T>(&mut self, list: &'a [Known<T>], day: impl Fn(&T) -> Dated) {
        for known in list {
            if let Some(on) = day(&known.is).day() {
                self.add(known, on);
            }
        }
    }

    /// The same for facts that name who holds the case, and that end.
    fn held<T>(
        &mut self,
        list: &'a [Known<T>],
        read: impl Fn(&'a T) -> (Dated, Dated, &'a Handler),
    ) {
        for known in list {
            let (on, end, handler) = read(&known.is);
            if let Some(moment) = on.day().and_then(|on| self.add(known, on)) {
                moment.end = end;
                moment.handler = Some(handler);
            }
        }
    }
}

/// Every moment of the stream up to the day, each day once, in order. `into` is emptied first.
pub(super) fn gather<'a>(
    file: &'a CaseFile,
    stream: &Stream,
    as_at: Day,
    into: &mut Vec<Moment<'a>>,
) {
    into.clear();
    let kind = stream.kinds().first().copied().unwrap_or(FactKind::Person);
    let mut sink = Sink { into, as_at, kind };
    from_lists(&mut sink, file, stream);
    if file.further.is_some() {
        from_histories(&mut sink, file, stream);
    }
    if into.len() > 1 {
        // Of two on a day, one that is known for itself speaks before a column, and one that excuses
        // the day before one that does not.
        into.sort_by_key(|moment| (moment.on, moment.latest, !moment.excused));
        into.dedup_by_key(|moment| moment.on);
    }
}

fn from_lists<'a>(sink: &mut Sink<'a, '_>, file: &'a CaseFile, stream: &Stream) {
    let on = Dated::On;
    match stream {
        Stream::Referral => sink.held(&file.referrals, |x| (on(x.on), Dated::Blank, &x.handler)),
        Stream::AssessmentStart => {
            sink.held(&file.assessments, |x| {
                (on(x.start), x.authorised, &x.handler)
            });
        }
        Stream::AssessmentEnd => {
            sink.held(&file.assessments, |x| {
                (x.authorised, Dated::Blank, &x.handler)
            });
        }
        Stream::AssessmentInNeed => sink.held(&file.assessments, |x| {
            let needs = x.needs_support == Answer::Yes;
            let day = if needs { x.authorised } else { Dated::Blank };
            (day, Dated::Blank, &x.handler)
        }),
        Stream::Strategy => sink.held(&file.enquiries, |x| {
            (on(x.strategy_discussion), Dated::Blank, &x.handler)
        }),
        Stream::EnquiryEnd => sink.held(&file.enquiries, |x| (x.ended, Dated::Blank, &x.handler)),
        Stream::Conference => {
            sink.held(&file.enquiries, |x| {
                (x.conference, Dated::Blank, &x.handler)
            });
        }
        Stream::ConferencePlan => sink.held(&file.enquiries, |x| {
            let made = x.plan_made == Answer::Yes;
            let day = if made { x.conference } else { Dated::Blank };
            (day, Dated::Blank, &x.handler)
        }),
        Stream::PlanStart => sink.held(&file.plans, |x| (on(x.start), x.end, &x.handler)),
        Stream::PlanEnd => sink.held(&file.plans, |x| (x.end, Dated::Blank, &x.handler)),
        Stream::CareStart => sink.held(&file.care, |x| (on(x.start), x.end, &x.handler)),
        Stream::CaseEnd => sink.held(&file.episodes, |x| (x.end, Dated::Blank, &x.handler)),
        Stream::Eligible => eligible(sink, file),
        Stream::PlacementStart | Stream::PlacementMove => {
            sink.held(&file.care, |x| {
                (x.placement_start, Dated::Blank, &x.handler)
            });
        }
        Stream::Oversight => oversight(sink, file),
        Stream::ReviewConference => sink.latest(&file.plans, |x| x.latest_review),
        Stream::Visit(VisitTo::Protection) => sink.latest(&file.plans, |x| x.last_visit),
        Stream::CareReview => sink.latest(&file.care, |x| x.latest_review),
        Stream::Visit(VisitTo::Care) => sink.latest(&file.care, |x| x.last_visit),
        Stream::Seen => {
            sink.latest(&file.episodes, |x| x.last_seen);
            sink.latest(&file.plans, |x| x.last_visit);
            sink.latest(&file.care, |x| x.last_visit);
        }
        Stream::PlacementAway => sink.held(&file.care, |x| {
            let away = x.out_of_area == Answer::Yes;
            let day = if away {
                x.placement_start
            } else {
                Dated::Blank
            };
            (day, Dated::Blank, &x.handler)
        }),
        _ => {}
    }
}

fn oversight<'a>(sink: &mut Sink<'a, '_>, file: &'a CaseFile) {
    for row in &file.sessions {
        let oversight = matches!(
            row.is.kind,
            SessionType::ManagementOversight | SessionType::SeniorOversight
        );
        if oversight && row.status == SessionStatus::Held {
            sink.add(row, row.on);
        }
    }
}

/// Thirteen weeks in care, and 16 years old: then a pathway plan is owed.
const ELIGIBLE_AFTER: i32 = 91;

fn eligible<'a>(sink: &mut Sink<'a, '_>, file: &'a CaseFile) {
    let Some(birth) = file.child.birth else {
        return;
    };
    let sixteen = birth.plus_months(16 * 12);
    for row in &file.care {
        let day = sixteen.max(row.start.plus_days(ELIGIBLE_AFTER));
        if row.end.day().is_none_or(|end| end >= day)
            && let Some(moment) = sink.add(row, day)
        {
            moment.handler = Some(&row.is.handler);
            moment.end = row.end;
        }
    }
}

fn from_histories<'a>(sink: &mut Sink<'a, '_>, file: &'a CaseFile, stream: &Stream) {
    let on = Dated::On;
    let all = file.further();
    match stream {
        Stream::Contact => sink.each(&all.contacts, |x| on(x.on)),
        Stream::Seen => visits(sink, file, None),
        Stream::Visit(to) => visits(sink, file, Some(*to)),
        Stream::Conference | Stream::ConferencePlan | Stream::ConferenceTransfer => {
            conferences(sink, file, stream);
        }
        Stream::ReviewConference => {
            for row in &all.review_conferences {
                if let Some(moment) = sink.add(row, row.on) {
                    moment.inquorate = row.quorate == Answer::No;
                    moment.supplied = row.supplied_due.day();
                }
            }
        }
        Stream::CareReview => {
            for row in all
                .care_reviews
                .iter()
                .filter(|x| x.cancelled != Answer::Yes)
            {
                if let Some(moment) = sink.add(row, row.on) {
                    moment.supplied = row.supplied_due.day();
                }
            }
        }
        Stream::PlacementStart => {
            for row in &all.placements {
                if let Some(moment) = sink.add(row, row.start) {
                    moment.end = row.end;
                }
            }
        }
        Stream::PlacementMove => sink.each(&all.placements, |x| {
            let moved = x.kind != PlacementKind::Temporary;
            if moved { on(x.start) } else { Dated::Blank }
        }),
        Stream::PlacementAway => sink.each(&all.placements, |x| {
            let away = x.out_of_area == Answer::Yes;
            if away { on(x.start) } else { Dated::Blank }
        }),
        Stream::CinPlanStart => {
            sink.held(&all.cin_plans, |x| (on(x.start), x.end, &x.handler));
        }
        Stream::CinPlanEnd => sink.held(&all.cin_plans, |x| (x.end, Dated::Blank, &x.handler)),
        Stream::EarlyHelpStart => sink.each(&all.early_help, |x| on(x.start)),
        Stream::EarlyHelpEnd => sink.each(&all.early_help, |x| x.end),
        Stream::MissingStart => sink.each(&all.missing, |x| on(x.start)),
        Stream::MissingEnd => sink.each(&all.missing, |x| x.end),
        Stream::Health => checks(sink, file, Checked::Health),
        Stream::Dental => checks(sink, file, Checked::Dental),
        Stream::ReviewingOfficer => checks(sink, file, Checked::ReviewingOfficer),
        Stream::ProceedingsDecided => sink.each(&all.pre_proceedings, |x| on(x.decided)),
        Stream::WorkerChange => {
            let workers = all
                .involvements
                .iter()
                .filter(|x| x.role == InvolvedAs::CaseWorker);
            for row in workers.skip(1) {
                if let Some(moment) = sink.add(row, row.start) {
                    moment.handler = Some(&row.is.handler);
                    moment.end = row.end;
                }
            }
        }
        Stream::LeaverContact => sink.latest(&all.leaving, |x| x.last_contact),
        Stream::PathwayReview => sink.latest(&all.leaving, |x| x.pathway_review),
        Stream::Event(what) => {
            for row in all.happenings.iter().filter(|x| x.what == *what) {
                let held = matches!(
                    row.status,
                    HappeningStatus::Held | HappeningStatus::LateApproved
                );
                if held && let Some(moment) = sink.add(row, row.on) {
                    moment.excused = row.status == HappeningStatus::LateApproved;
                }
            }
        }
        _ => {}
    }
}

/// A visit of which nothing is said counts; one at which the child was not seen does not.
fn visits<'a>(sink: &mut Sink<'a, '_>, file: &'a CaseFile, to: Option<VisitTo>) {
    let seen = |row: &&Known<crate::model::Visit>| {
        row.seen != Answer::No && to.is_none_or(|to| row.to == to)
    };
    for row in file.further().visits.iter().filter(seen) {
        sink.add(row, row.on);
    }
}

fn conferences<'a>(sink: &mut Sink<'a, '_>, file: &'a CaseFile, stream: &Stream) {
    for row in &file.further().conferences {
        let counts = match stream {
            Stream::ConferencePlan => row.plan_made == Answer::Yes,
            Stream::ConferenceTransfer => row.transfer_in == Answer::Yes,
            _ => row.transfer_in != Answer::Yes,
        };
        if counts && let Some(moment) = sink.add(row, row.on) {
            moment.supplied = row.supplied_due.day();
        }
    }
}

fn checks<'a>(sink: &mut Sink<'a, '_>, file: &'a CaseFile, what: Checked) {
    for row in &file.further().care_checks {
        if row.what == what {
            sink.add(row, row.on);
        }
    }
}
