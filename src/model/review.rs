//! A review session: its frozen queue, what was done with each item, and the summary it leaves.
//!
//! Triage, case review and audit are three things and never one session. The surprising thing: no
//! minute is kept. When an item was shown and when it was left is in no field here, so that nobody
//! can reckon afterwards how long a reviewer took over a child.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{ChildId, Day, GapKey, Name, PersonName};

/// A review session in the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ReviewId(pub i64);

/// What kind of look a session is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewKind {
    /// About a minute a gap: what is it, and who does what by when.
    #[default]
    Triage,
    /// The child's file open beside it.
    CaseReview,
    /// With the practitioner, graded and moderated; it has its own place.
    Audit,
}

impl ReviewKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Triage, Self::CaseReview, Self::Audit];

    /// The word in the store and in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::CaseReview => "case_review",
            Self::Audit => "audit",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Triage => "triage",
            Self::CaseReview => "case review",
            Self::Audit => "audit",
        }
    }

    /// Minutes that are reckoned for one line of the queue in triage, for one child or family in a
    /// case review (15 to 30 with the file open), for one audit.
    #[must_use]
    pub const fn minutes(self) -> u32 {
        match self {
            Self::Triage => 1,
            Self::CaseReview => 20,
            Self::Audit => 45,
        }
    }

    /// The kind of this word.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// A gap as it was when the queue was frozen.
#[derive(Clone, PartialEq, Eq)]
pub struct ReviewGap {
    pub key: GapKey,
    /// The child, with the id as it is shown; `None` for a worker's gap.
    pub child: Option<(ChildId, Name)>,
    /// State and dates of the clock then: if they are others now, an import came in between.
    pub seen_as: String,
}

impl fmt::Debug for ReviewGap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReviewGap(..)")
    }
}

/// One line of the queue: a family, a child without one, or a worker.
#[derive(Clone, PartialEq, Eq)]
pub struct ReviewItem {
    /// The child's id as it is shown, or the worker's name; of a family its first child's.
    pub who: Name,
    pub family: Option<Name>,
    /// The look-first tier, by its id.
    pub tier: Name,
    pub gaps: Vec<ReviewGap>,
}

impl fmt::Debug for ReviewItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ReviewItem({} gaps, ..)", self.gaps.len())
    }
}

impl ReviewItem {
    /// What stands in the place of a tier for a child without an open gap.
    pub const NO_GAP: &str = "no open gap";

    /// The children it is about, each once.
    #[must_use]
    pub fn children(&self) -> Vec<(ChildId, Name)> {
        if self.gaps.is_empty() {
            let child = ChildId::read(&self.who);
            return child.map(|id| (id, self.who.clone())).into_iter().collect();
        }
        let mut found: Vec<(ChildId, Name)> = Vec::new();
        for child in self.gaps.iter().filter_map(|gap| gap.child.as_ref()) {
            if !found.iter().any(|known| known.0 == child.0) {
                found.push(child.clone());
            }
        }
        found
    }

    /// The child of one of its gaps; without a gap, its only child.
    #[must_use]
    pub fn child_of(&self, gap: Option<&GapKey>) -> Option<(ChildId, Name)> {
        let Some(key) = gap else {
            return self.children().into_iter().next();
        };
        let own = self.gaps.iter().find(|known| known.key == *key);
        own.and_then(|known| known.child.clone())
    }
}

/// So many items with so many gaps.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ReviewSize {
    pub items: u32,
    pub gaps: u32,
}

/// What a session is begun with; it never changes afterwards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReviewDraft {
    pub kind: ReviewKind,
    /// Which gaps, in words: "team:north; 20 drawn by seed 7".
    pub scope: String,
    /// Minutes at hand; `None`: no limit was said.
    pub minutes: Option<u32>,
    /// The day of the data.
    pub as_at: Day,
    /// Everything in the scope, with what did not fit the time.
    pub in_scope: ReviewSize,
    pub items: Vec<ReviewItem>,
}

/// What was done with an item.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReviewTurn {
    /// It stood before the reviewer: a session that is taken up again begins here.
    Shown,
    /// Looked at, and left for the next.
    Reviewed,
    /// Passed over for now.
    Skipped,
}

impl ReviewTurn {
    /// Every turn.
    pub const ALL: [Self; 3] = [Self::Shown, Self::Reviewed, Self::Skipped];

    /// The word in the store.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::Reviewed => "reviewed",
            Self::Skipped => "skipped",
        }
    }
}

/// The lines of a child as they were when somebody looked at them last: a number for each.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReviewLook {
    pub on: Option<Day>,
    pub lines: Vec<u64>,
}

/// An outcome that was given in the session and stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReviewGiven {
    pub place: u32,
    pub gap: GapKey,
    /// The word of the outcome.
    pub kind: String,
}

/// A session as the store holds it.
#[derive(Clone, PartialEq, Eq)]
pub struct ReviewSession {
    pub id: ReviewId,
    pub said: ReviewDraft,
    pub by: PersonName,
    /// RFC 3339, UTC.
    pub begun_at: String,
    /// What was done with the items, the earliest first.
    pub turns: Vec<(u32, ReviewTurn)>,
    /// The reviewer's own words on an item, as they were last typed.
    pub drafts: BTreeMap<u32, String>,
    pub given: Vec<ReviewGiven>,
    /// Places of the items about which something was promised, one for each promise.
    pub promised: Vec<u32>,
    /// How each child of the queue looked when it was last reviewed before this session.
    pub looks: HashMap<ChildId, ReviewLook>,
    pub ended: Option<(Day, ReviewSummary)>,
}

impl fmt::Debug for ReviewSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither a child's id nor a reviewer's word reaches a log by way of `{:?}`.
        write!(f, "ReviewSession({:?}, ..)", self.id)
    }
}

impl ReviewSession {
    /// The last thing done with an item that is more than looking.
    #[must_use]
    pub fn turn_of(&self, place: u32) -> Option<ReviewTurn> {
        let of_item = self.turns.iter().rev().filter(|(at, _)| *at == place);
        of_item
            .map(|(_, turn)| *turn)
            .find(|turn| *turn != ReviewTurn::Shown)
    }

    /// The item that stood before the reviewer last.
    #[must_use]
    pub fn stood_at(&self) -> u32 {
        let shown = self.turns.iter().rev();
        let shown = shown.filter(|(_, turn)| *turn == ReviewTurn::Shown);
        shown.map(|(place, _)| *place).next().unwrap_or(0)
    }

    /// The day on which it began.
    #[must_use]
    pub fn begun_on(&self) -> Option<Day> {
        Day::parse_iso(self.begun_at.get(..10)?)
    }
}

/// How much of a tier was reached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TierReached {
    pub tier: String,
    pub items: u32,
    pub reviewed: u32,
}

/// What a session leaves: counts, and nothing about a child, a worker or a minute.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ReviewSummary {
    /// The frozen queue.
    pub queue: ReviewSize,
    /// Items that were looked at.
    pub reviewed: u32,
    pub skipped: u32,
    /// Gaps that were given an outcome in the session, and it stands.
    pub answered: u32,
    /// The word of each outcome and how often it was given.
    pub outcomes: Vec<(String, u32)>,
    /// What was promised.
    pub promises: u32,
    /// Items that were not looked at, and gaps of the queue without an outcome.
    pub left: ReviewSize,
    /// What was in the scope and did not fit the time.
    pub beyond: ReviewSize,
    pub tiers: Vec<TierReached>,
}

/// A session in a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReviewHead {
    pub id: ReviewId,
    pub kind: ReviewKind,
    pub scope: String,
    pub by: PersonName,
    pub begun_at: String,
    pub as_at: Day,
    pub queue: ReviewSize,
    pub ended: Option<(Day, ReviewSummary)>,
}
