//! What the tables together say of one child, to find the latest of each.

use crate::model::{
    Answer, CaseStatus, Dated, Day, Handler, InvolvedAs, LegalStatus, PlacementKind, Record,
};

/// A span of days; an end that cannot be read is no end.
#[derive(Clone, Copy)]
pub(super) struct Span {
    start: Day,
    end: Dated,
}

impl Span {
    pub(super) const fn new(start: Day, end: Dated) -> Self {
        Self { start, end }
    }

    /// Whether it has begun and not ended on the last day that is known of.
    fn is_open(self, until: Option<Day>) -> bool {
        let begun = until.is_none_or(|until| self.start <= until);
        let over = match (self.end.day(), until) {
            (Some(end), Some(until)) => end <= until,
            (Some(_), None) => true,
            (None, _) => false,
        };
        begun && !over
    }

    fn holds(self, day: Day, until: Option<Day>) -> bool {
        let last = self.end.day().into_iter().chain(until).min();
        self.start <= day && last.is_none_or(|last| day <= last)
    }
}

struct Allocation {
    span: Span,
    handler: Handler,
}

/// One child's history, as far as other rows are filled in from it.
#[derive(Default)]
pub(super) struct History {
    /// Days on which the child was seen, and whether alone.
    seen: Vec<(Day, Sight, Answer)>,
    review_conferences: Vec<Day>,
    care_reviews: Vec<Day>,
    cin_plans: Vec<Span>,
    plans: Vec<Span>,
    care: Vec<Span>,
    assessments: Vec<Span>,
    placements: Vec<(Span, PlacementKind)>,
    legal: Vec<(Span, LegalStatus)>,
    workers: Vec<Allocation>,
}

/// For which records a visit counts, beside the episode of need.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sight {
    Protection,
    Care,
    Other,
}

impl History {
    /// Takes in what a record says.
    pub(super) fn add(&mut self, record: &Record) {
        match record {
            Record::Visit(x) if x.seen != Answer::No => {
                let to = match x.to {
                    crate::model::VisitTo::Protection => Sight::Protection,
                    crate::model::VisitTo::Care => Sight::Care,
                    _ => Sight::Other,
                };
                self.seen.push((x.on, to, x.alone));
            }
            Record::ReviewConference(x) => self.review_conferences.push(x.on),
            Record::CareReview(x) if x.cancelled != Answer::Yes => self.care_reviews.push(x.on),
            Record::CinPlan(x) => self.cin_plans.push(Span::new(x.start, x.end)),
            Record::CpPlan(x) => self.plans.push(Span::new(x.start, x.end)),
            Record::CarePeriod(x) => self.care.push(Span::new(x.start, x.end)),
            Record::Assessment(x) => self.assessments.push(Span::new(x.start, x.authorised)),
            Record::Placement(x) => self.placements.push((Span::new(x.start, x.end), x.kind)),
            Record::LegalPeriod(x) => self.legal.push((Span::new(x.start, x.end), x.status)),
            Record::Involvement(x) if x.role == InvolvedAs::CaseWorker => {
                self.workers.push(Allocation {
                    span: Span::new(x.start, x.end),
                    handler: x.handler.clone(),
                });
            }
            _ => {}
        }
    }

    /// The latest day within the span on which the child was seen, and whether alone.
    pub(super) fn last_seen(
        &self,
        within: Span,
        until: Option<Day>,
        at: &[Sight],
    ) -> (Dated, Answer) {
        let days = self.seen.iter();
        days.filter(|(day, to, _)| at.contains(to) && within.holds(*day, until))
            .max_by_key(|(day, ..)| *day)
            .map_or((Dated::Blank, Answer::Blank), |(day, _, alone)| {
                (Dated::On(*day), *alone)
            })
    }

    /// The latest review conference strictly after the plan began.
    pub(super) fn latest_conference(&self, within: Span, until: Option<Day>) -> Dated {
        let days = self.review_conferences.iter().copied();
        days.filter(|day| *day > within.start && within.holds(*day, until))
            .max()
            .map_or(Dated::Blank, Dated::On)
    }

    /// The latest review within the period of care.
    pub(super) fn latest_review(&self, within: Span, until: Option<Day>) -> Dated {
        let days = self.care_reviews.iter().copied();
        days.filter(|day| within.holds(*day, until))
            .max()
            .map_or(Dated::Blank, Dated::On)
    }

    /// The placement of the span: when it began and of which kind.
    pub(super) fn placement(&self, within: Span, until: Option<Day>) -> (Dated, PlacementKind) {
        let inside = self.placements.iter();
        inside
            .filter(|(span, _)| within.holds(span.start, until))
            .max_by_key(|(span, _)| span.start)
            .map_or((Dated::Blank, PlacementKind::Unknown), |(span, kind)| {
                (Dated::On(span.start), *kind)
            })
    }

    /// The legal status last begun within the span.
    pub(super) fn legal_status(&self, within: Span, until: Option<Day>) -> LegalStatus {
        let inside = self.legal.iter();
        inside
            .filter(|(span, _)| within.holds(span.start, until))
            .max_by_key(|(span, _)| span.start)
            .map_or(LegalStatus::Other, |(_, status)| *status)
    }

    /// Who holds the case, or held it when it ended: the latest allocation as a case worker. For
    /// an open case only an allocation that has not ended counts.
    pub(super) fn holder(&self, of: Span, until: Option<Day>) -> Handler {
        let open = of.is_open(until);
        let fits = |span: Span| {
            if open {
                span.is_open(until)
            } else {
                of.end.day().is_none_or(|end| span.start <= end)
            }
        };
        let allocations = self.workers.iter();
        allocations
            .filter(|one| fits(one.span))
            .max_by_key(|one| one.span.start)
            .map(|one| one.handler.clone())
            .unwrap_or_default()
    }

    /// As Annex A calls the case: care before a protection plan before a plan of need.
    pub(super) fn status(&self, of: Span, until: Option<Day>) -> CaseStatus {
        let open = |spans: &[Span]| spans.iter().any(|span| span.is_open(until));
        if !of.is_open(until) {
            CaseStatus::Closed
        } else if open(&self.care) {
            CaseStatus::LookedAfter
        } else if open(&self.plans) {
            CaseStatus::ProtectionPlan
        } else if open(&self.cin_plans) {
            CaseStatus::InNeedPlan
        } else if open(&self.assessments) {
            CaseStatus::OpenAssessment
        } else {
            CaseStatus::Unknown
        }
    }
}
