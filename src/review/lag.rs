//! How long it takes in this service until a session that was held is on the file. Pure.
//!
//! It speaks of what was entered, and of the service as a whole: never of a worker, and never as a
//! chance that something was not done. The surprising thing: sessions that were never entered
//! cannot be in it, so the figure is always the better side of the truth.

use std::collections::HashSet;

use serde::Serialize;

use crate::model::{Caseload, Dated, Day, Known, Session, SessionStatus};
use crate::rules::same_session;
use crate::stats::within;

/// The shares of which the days are told, in a hundred.
const SHARES: [u32; 4] = [50, 75, 90, 95];

/// The last day of each band; what took longer is a band of its own.
const BANDS: [i32; 6] = [0, 1, 5, 10, 20, 40];

/// Below this many sessions a share in a hundred says nothing.
const LEAST: usize = 20;

/// How many in a hundred were on the file within how many days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Within {
    pub in_hundred: u32,
    pub days: i32,
}

/// How many took longer than the band before, and at most so many days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Band {
    /// `None`: longer than every other band.
    pub up_to: Option<i32>,
    pub sessions: u32,
}

/// The service's own lag from a session to its record.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Lag {
    /// Sessions held of which the record says when it was put on the file.
    pub entered: u32,
    /// Sessions held on the extract of which it does not: not in the figure.
    pub undated: u32,
    /// Empty where too few were entered.
    pub within: Vec<Within>,
    pub bands: Vec<Band>,
    /// The day up to which the extract speaks.
    pub as_at: Day,
}

impl Lag {
    /// `None` where no session says when it was recorded.
    pub(super) fn of(caseload: &Caseload, as_at: Day) -> Option<Self> {
        let about = caseload.children.iter().flat_map(|file| &file.sessions);
        let all = about.chain(&caseload.staff_sessions);
        let held =
            all.filter(|x: &&Known<Session>| x.status == SessionStatus::Held && x.on <= as_at);
        let (mut once, mut days, mut undated) = (HashSet::new(), Vec::new(), 0);
        for session in held {
            if !once.insert(same_session(session)) {
                continue;
            }
            match session.recorded {
                Dated::On(on) if on >= session.on && on <= as_at => {
                    days.push(on.days_since(session.on));
                }
                _ => undated += 1,
            }
        }
        if days.is_empty() {
            return None;
        }
        days.sort_unstable();
        let shares = SHARES.iter().filter(|_| days.len() >= LEAST);
        let shares = shares.filter_map(|share| {
            Some(Within {
                in_hundred: *share,
                days: within(&days, *share)?,
            })
        });
        let up_to = |most: i32| days.partition_point(|length| *length <= most);
        let mut before = 0;
        let mut band = |up_to: Option<i32>, all: usize| {
            let sessions = u32::try_from(all - before).unwrap_or(u32::MAX);
            before = all;
            Band { up_to, sessions }
        };
        let mut bands: Vec<Band> = BANDS.map(|most| band(Some(most), up_to(most))).to_vec();
        bands.push(band(None, days.len()));
        Some(Self {
            entered: u32::try_from(days.len()).unwrap_or(u32::MAX),
            undated,
            within: shares.collect(),
            bands,
            as_at,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Meeting, Name, SessionType, Source, Sources};

    fn day(iso: &str) -> Day {
        Day::parse_iso(iso).unwrap()
    }

    fn session(on: &str, recorded: Dated, worker: &str) -> Known<Session> {
        Known {
            source_ref: Name::default(),
            known_from: day("2026-06-12"),
            listed: true,
            sources: Sources::of(Source::Local),
            is: Session {
                id: None,
                on: day(on),
                kind: SessionType::StaffOneToOne,
                status: SessionStatus::Held,
                worker: Some(worker.into()),
                supervisor: None,
                team: None,
                recorded,
                next_due: Dated::Blank,
                meeting: Meeting::default(),
            },
        }
    }

    fn lag(sessions: Vec<Known<Session>>) -> Option<Lag> {
        let caseload = Caseload {
            staff_sessions: sessions,
            ..Caseload::default()
        };
        Lag::of(&caseload, day("2026-06-12"))
    }

    #[test]
    fn the_figure_names_how_many_it_is_of_and_what_is_not_in_it() {
        let mut all: Vec<_> = (0..40)
            .map(|n| {
                let on = day("2026-05-01");
                let recorded = on.plus_days(if n < 38 { n % 10 } else { 30 });
                session(
                    "2026-05-01",
                    Dated::On(recorded),
                    &format!("T Mockridge {n}"),
                )
            })
            .collect();
        all.push(session("2026-05-02", Dated::Blank, "Y Foobarton"));
        // One session about two children is counted once.
        all.push(session("2026-05-02", Dated::Blank, "Y Foobarton"));
        let lag = lag(all).unwrap();
        assert_eq!((lag.entered, lag.undated), (40, 1));
        assert_eq!(lag.bands.iter().map(|band| band.sessions).sum::<u32>(), 40);
        assert_eq!(lag.bands[5].sessions, 2);
    }

    #[test]
    fn of_few_sessions_no_share_is_told_and_of_none_nothing() {
        let few = lag(vec![session(
            "2026-05-01",
            Dated::On(day("2026-05-03")),
            "T Mockridge",
        )]);
        assert!(few.unwrap().within.is_empty());
        assert_eq!(
            lag(vec![session("2026-05-01", Dated::Blank, "T Mockridge")]),
            None
        );
    }
}
