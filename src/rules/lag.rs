//! How long this service takes to put a session on the file, as the distribution that it is.
//!
//! It is never a probability that something was or was not done: a session that nobody entered has
//! no lag, and stands in none of these figures.

use std::collections::HashSet;

use crate::model::{Caseload, Dated, Day, Session, SessionStatus};

/// Sessions below which a distribution says nothing.
const ENOUGH: usize = 20;

/// Days from a session that was held to the day on which it was on the file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EntryLag {
    /// How many sessions were held and entered.
    pub entered: usize,
    /// Half were in within so many days.
    pub half: i32,
    /// 95 in 100 were in within so many days.
    pub most: i32,
    /// The last was in after so many days.
    pub longest: i32,
}

impl EntryLag {
    /// Of every session held and entered by the day, each counted once however many children it was
    /// about; `None` where too few were.
    #[must_use]
    pub fn of(caseload: &Caseload, as_at: Day) -> Option<Self> {
        let about_children = caseload.children.iter().flat_map(|file| &file.sessions);
        let sessions = about_children.chain(&caseload.staff_sessions);
        let mut once = HashSet::new();
        let mut days: Vec<i32> = sessions
            .filter_map(|one| Some((lag(&one.is, as_at)?, same_session(&one.is))))
            .filter_map(|(days, session)| once.insert(session).then_some(days))
            .collect();
        if days.len() < ENOUGH {
            return None;
        }
        days.sort_unstable();
        let within = |share: usize| {
            let at = (days.len() * share).div_ceil(100).saturating_sub(1);
            days.get(at).copied().unwrap_or_default()
        };
        Some(Self {
            entered: days.len(),
            half: within(50),
            most: within(95),
            longest: within(100),
        })
    }

    /// "Of 240 sessions that were entered, half were in within 2 days, ..."
    #[must_use]
    pub fn words(&self) -> String {
        let days = |number: i32| super::definition::counted(number.into(), "day");
        format!(
            "Of {} sessions that were entered, half were in within {}, 95 in 100 within {} and the last within {}; sessions never entered are not in that figure.",
            self.entered,
            days(self.half),
            days(self.most),
            days(self.longest)
        )
    }
}

/// What makes two rows of an export one session: a meeting about brothers and sisters is one.
#[must_use]
pub fn same_session(session: &Session) -> (Day, u8, &str, &str, Dated) {
    (
        session.on,
        session.kind as u8,
        session.worker.as_deref().unwrap_or_default(),
        session.supervisor.as_deref().unwrap_or_default(),
        session.recorded,
    )
}

fn lag(session: &Session, as_at: Day) -> Option<i32> {
    let filed = session.recorded.day().filter(|day| *day <= as_at)?;
    let held = session.status == SessionStatus::Held && filed >= session.on;
    held.then(|| filed.days_since(session.on))
}
