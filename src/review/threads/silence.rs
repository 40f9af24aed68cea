//! Sessions after which nobody said what became of an action.
//!
//! The surprising thing: a session that says it went through all actions came back to each of them,
//! and one that says it went through some tells of none: neither is silent.

use crate::model::{ActionsReviewed, Day, Known, Session, SessionStatus};
use crate::review::Picture;

/// The rule that asks whether actions are come back to; its sessions are the ones that count.
const ASKS: &str = "ACT-SILENT";

/// What the sessions since a day say of a thread.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Silence {
    /// The latest day on which anybody came back to it.
    pub looked_at: Day,
    /// The first session since then that says nothing.
    pub first: Option<Day>,
    pub count: u32,
}

impl Silence {
    pub(super) fn since(picture: &Picture, child: Option<usize>, since: Day) -> Self {
        let mut found = Self {
            looked_at: since,
            first: None,
            count: 0,
        };
        for session in later(picture, child, since) {
            match session.meeting.actions_reviewed {
                ActionsReviewed::All => {
                    found = Self {
                        looked_at: session.on,
                        first: None,
                        count: 0,
                    };
                }
                ActionsReviewed::Some => {}
                _ => {
                    found.first = found.first.or(Some(session.on));
                    found.count += 1;
                }
            }
        }
        found
    }
}

/// The sessions about a child that were held after a day, in their order.
pub(super) fn later(
    picture: &Picture,
    child: Option<usize>,
    since: Day,
) -> impl Iterator<Item = &Known<Session>> {
    let file = child.and_then(|child| picture.caseload.children.get(child));
    let sessions = file
        .map(|file| file.sessions.as_slice())
        .unwrap_or_default();
    let rule = picture.book.rule(ASKS);
    let counts = rule.map(|rule| rule.counts.as_slice()).unwrap_or_default();
    let as_at = picture.check.as_at;
    sessions.iter().filter(move |session| {
        session.status == SessionStatus::Held
            && session.on > since
            && session.on <= as_at
            && (counts.is_empty() || counts.contains(&session.kind))
    })
}
