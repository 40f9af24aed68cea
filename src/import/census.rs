//! The CIN census: what its rows mean beyond what a row of Annex A means.
//!
//! It names no worker and no visit, and says nothing of a case's status, so none of these is ever
//! made up from it. The surprising thing: a referral without further action is no episode of need,
//! although the census writes both as one element.

use super::{date, desk::Fault, layout::Role, rows::Row};
use crate::model::{
    Answer, ChildId, CinPlan, Conference, Dated, Day, Fact, Handler, Name, PreProceedings, Record,
    ReviewConference,
};

/// The layout's name, and the lists that share an element with another one.
pub(super) const LAYOUT: &str = "cin-census";
pub(super) const EPISODES: &str = "episodes of need";
pub(super) const WITHOUT_ENQUIRY: &str = "conferences without an enquiry";

/// A census holds everything of the year from the 1 April before its reference date.
pub(super) fn window_from(reference: Day) -> Option<Day> {
    let (year, month, day) = reference.ymd();
    let year = if (month, day) > (4, 1) {
        year
    } else {
        year - 1
    };
    Day::from_ymd(year, 4, 1)
}

/// The reference date that a census of this year has, where it names the year alone.
pub(super) fn end_of_year(year: &str) -> Option<Day> {
    Day::from_ymd(year.trim().parse().ok()?, 3, 31)
}

impl Row<'_, '_> {
    /// A conference to which no enquiry led: a child on a plan moved in from elsewhere.
    pub(super) fn transfer_in(&mut self, child: &ChildId) -> Option<Record> {
        Some(Record::Conference(Conference {
            on: self.key_day(child)?,
            transfer_in: Answer::Yes,
            plan_made: Answer::Blank,
            supplied_due: Dated::Blank,
        }))
    }

    pub(super) fn review_conference(&mut self, child: &ChildId) -> Option<Record> {
        Some(Record::ReviewConference(ReviewConference {
            on: self.key_day(child)?,
            quorate: Answer::Blank,
            supplied_due: Dated::Blank,
        }))
    }

    pub(super) fn need_plan(&mut self, child: &ChildId) -> Option<Record> {
        let (start, end) = self.span(child)?;
        Some(Record::CinPlan(CinPlan {
            start,
            end,
            handler: Handler::default(),
        }))
    }

    pub(super) fn pre_proceedings(&mut self, child: &ChildId) -> Option<Record> {
        let (decided, stepped_down) = self.span(child)?;
        let issued = self.secondary(Role::Issued, child);
        Some(Record::PreProceedings(PreProceedings {
            decided,
            letter: self.secondary(Role::Letter, child),
            first_meeting: self.secondary(Role::FirstMeeting, child),
            ended: match issued {
                Dated::Blank => stepped_down,
                issued => issued,
            },
        }))
    }

    /// The conference of an enquiry, with its target date as supplied.
    pub(super) fn conference_of(&mut self, record: &Record, child: &ChildId, shown: &Name) {
        let Record::Enquiry(enquiry) = record else {
            return;
        };
        let Dated::On(on) = enquiry.conference else {
            return;
        };
        let supplied_due = date::of_cell(self.cell(Role::NextDue));
        if supplied_due == Dated::Unreadable {
            let fault = Fault {
                column: self.plan.heading(Role::NextDue),
                found: self.cell(Role::NextDue).shown(),
                expected: "a date",
                effect: "not compared",
            };
            self.notes.tally(self.number, fault);
        }
        let record = Record::Conference(Conference {
            on,
            transfer_in: Answer::Blank,
            plan_made: enquiry.plan_made,
            supplied_due,
        });
        let fact = Fact {
            child: Some(child.clone()),
            shown_id: Some(shown.clone()),
            source_ref: Name::from(""),
            source: self.plan.list.source,
            record,
            details: None,
        };
        self.push(fact, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_census_speaks_for_the_year_that_ends_with_its_reference_date() {
        for (reference, from) in [
            ("2026-03-31", "2025-04-01"),
            ("2026-06-12", "2026-04-01"),
            ("2026-04-01", "2025-04-01"),
        ] {
            let day = |text| Day::parse_iso(text).unwrap();
            assert_eq!(window_from(day(reference)), Some(day(from)));
        }
    }

    #[test]
    fn the_year_alone_tells_the_reference_date() {
        assert_eq!(end_of_year(" 2026 "), Day::parse_iso("2026-03-31"));
        assert_eq!(end_of_year("soon"), None);
    }
}
