//! Of which days a file speaks: its first record, its last event, the start of its rolling window.

use crate::model::{Day, Record, SessionStatus};

use super::rows::Draft;

/// Fewer events than this tell nothing about what is out of the ordinary.
const FEW: usize = 20;
/// A last event that stands so many days after the one before it is a slip of the pen.
const GAP: i32 = SLIP;
/// Days after the as-at beyond which a date is a slip of the pen, and before the newest record
/// beyond which an as-at is one.
pub const SLIP: i32 = 366;

/// The days of a file's events.
#[derive(Default)]
pub(super) struct Coverage {
    starts: Option<Day>,
    window: Option<Day>,
    days: Vec<i32>,
}

impl Coverage {
    /// Adds the events of a fact: never a birth, a date that is due, or a session that is planned.
    pub(super) fn add(&mut self, draft: &Draft) {
        let record = &draft.fact.record;
        let beside = matches!(record, Record::CareCheck(_) | Record::Absence(_));
        if let Some(start) = record.start().filter(|_| !beside) {
            self.starts = Some(self.starts.map_or(start, |first| first.min(start)));
            if matches!(record, Record::Contact(_) | Record::Referral(_)) {
                self.window = Some(self.window.map_or(start, |first| first.min(start)));
            }
        }
        let days = match record {
            Record::Session(x) if x.status == SessionStatus::Planned => [None; 4],
            Record::Session(x) => [Some(x.on), x.recorded.day(), None, None],
            // A conference is often booked weeks ahead; the discussion that led to it is past.
            Record::Enquiry(x) => [Some(x.strategy_discussion), None, None, None],
            Record::Cin(x) => [Some(x.start), x.end.day(), x.last_seen.day(), None],
            Record::CpPlan(x) => [
                Some(x.start),
                x.end.day(),
                x.last_visit.day(),
                x.latest_review.day(),
            ],
            Record::CarePeriod(x) => [
                Some(x.start),
                x.end.day(),
                x.last_visit.day(),
                x.latest_review.day(),
            ],
            Record::Leaver(x) => [x.pathway_review.day(), x.last_contact.day(), None, None],
            Record::Adopter(x) => [x.enquired.day(), None, None, None],
            // Staff, absences and who supervised whom are no events; health and dental dates stand
            // beside the row that is one.
            Record::Staff(_)
            | Record::Absence(_)
            | Record::Supervisor(_)
            | Record::CareCheck(_) => [None; 4],
            other => [other.start(), other.end().day(), None, None],
        };
        self.days
            .extend(days.into_iter().flatten().map(Day::number));
    }

    /// The earliest key date.
    pub(super) const fn earliest(&self) -> Option<Day> {
        self.starts
    }

    /// The earliest day on which a contact or a referral was received.
    pub(super) const fn window_from(&self) -> Option<Day> {
        self.window
    }

    /// The latest event; a handful that stand more than a year after all others are left out.
    pub(super) fn latest(&mut self) -> Option<Day> {
        self.days.sort_unstable();
        let mut last = self.days.len().checked_sub(1)?;
        let slips = if self.days.len() < FEW {
            0
        } else {
            self.days.len() / 100 + 1
        };
        let lowest = last - slips.min(last);
        for at in (lowest..last).rev() {
            if self.days[at + 1] - self.days[at] > GAP {
                last = at;
            }
        }
        Some(Day::from_number(self.days[last]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_of_the_pen_does_not_move_the_latest_event() {
        let mut coverage = Coverage {
            days: (0..200).collect(),
            ..Coverage::default()
        };
        assert_eq!(coverage.latest(), Some(Day::from_number(199)));
        coverage.days.push(30_000);
        assert_eq!(coverage.latest(), Some(Day::from_number(199)));
    }

    #[test]
    fn of_a_few_events_the_last_one_is_the_latest() {
        let mut coverage = Coverage::default();
        assert_eq!(coverage.latest(), None);
        coverage.days = vec![5, 900, 1];
        assert_eq!(coverage.latest(), Some(Day::from_number(900)));
    }
}
