//! How long this service takes to put a session on the file, as the distribution that it is.
//!
//! It is never a probability that something was or was not done: a session that nobody entered has
//! no lag, and stands in none of these figures.

use crate::model::{Caseload, Day, Session, SessionStatus};

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
    /// Of every session held and entered by the day; `None` where too few were.
    #[must_use]
    pub fn of(caseload: &Caseload, as_at: Day) -> Option<Self> {
        let about_children = caseload.children.iter().flat_map(|file| &file.sessions);
        let sessions = about_children.chain(&caseload.staff_sessions);
        let mut days: Vec<i32> = sessions.filter_map(|one| lag(&one.is, as_at)).collect();
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

fn lag(session: &Session, as_at: Day) -> Option<i32> {
    let filed = session.recorded.day().filter(|day| *day <= as_at)?;
    let held = session.status == SessionStatus::Held && filed >= session.on;
    held.then(|| filed.days_since(session.on))
}
