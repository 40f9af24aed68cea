//! Review sessions on disk: begun, turned, drafted, ended. The queue is frozen when it begins.
//!
//! It reckons no order and no summary. The surprising thing: a draft is the one row of it that is
//! written over, because words that are still being typed are no record yet.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Store, StoreError, error::During as _};
use crate::model::{
    ChildId, Day, GapKey, Name, PersonName, ReviewDraft, ReviewGap, ReviewGiven, ReviewHead,
    ReviewId, ReviewItem, ReviewKind, ReviewLook, ReviewSession, ReviewSize, ReviewSummary,
    ReviewTurn,
};

const HEAD: &str = "SELECT s.id, s.kind, s.scope, p.name, s.begun_at, s.data_as_at, s.minutes,
        s.items_in_scope, s.gaps_in_scope, e.ended_on, e.summary,
        (SELECT count(*) FROM review_item i WHERE i.session_id = s.id),
        (SELECT count(*) FROM review_gap g WHERE g.session_id = s.id)
     FROM review_session s JOIN person p ON p.id = s.person_id
     LEFT JOIN review_end e ON e.session_id = s.id";

/// A child as it looked at a review: a number for each of its lines.
pub type NewLook = (ChildId, Vec<u64>);

impl Store {
    /// Freezes a queue and begins a session on it.
    pub fn begin_review(&mut self, draft: &ReviewDraft, now: &str) -> Result<ReviewId, StoreError> {
        const DOING: &str = "Beginning a review session";
        let person = self.person;
        let tx = self.db.transaction().during(DOING)?;
        tx.execute(
            "INSERT INTO review_session (person_id, begun_at, kind, scope, minutes, data_as_at,
                 items_in_scope, gaps_in_scope) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                person,
                now,
                draft.kind.word(),
                draft.scope,
                draft.minutes,
                draft.as_at.number(),
                draft.in_scope.items,
                draft.in_scope.gaps,
            ],
        )
        .during(DOING)?;
        let id = tx.last_insert_rowid();
        write_queue(&tx, id, &draft.items).during(DOING)?;
        let what = format!("{} of {} items", draft.kind.word(), draft.items.len());
        Self::audit(&tx, person, now, "review begun", &what).during(DOING)?;
        tx.commit().during(DOING)?;
        Ok(ReviewId(id))
    }

    /// Every session, the newest first.
    pub fn reviews(&self) -> Result<Vec<ReviewHead>, StoreError> {
        const DOING: &str = "Reading review sessions";
        let sql = format!("{HEAD} ORDER BY s.id DESC");
        let mut stmt = self.db.prepare_cached(&sql).during(DOING)?;
        let rows = stmt.query_map([], head).during(DOING)?;
        rows.map(|row| row.map(|(head, ..)| head).during(DOING))
            .collect()
    }

    /// The newest session of whoever sits here that was not ended.
    pub fn open_review(&self) -> Result<Option<ReviewId>, StoreError> {
        const DOING: &str = "Looking for a review session that is under way";
        let found = self
            .db
            .query_row(
                "SELECT s.id FROM review_session s WHERE s.person_id = ?1
                 AND NOT EXISTS (SELECT 1 FROM review_end e WHERE e.session_id = s.id)
                 ORDER BY s.id DESC LIMIT 1",
                [self.person],
                |r| r.get(0),
            )
            .optional()
            .during(DOING)?;
        Ok(found.map(ReviewId))
    }

    /// One session whole; `None`: there is none of this number.
    pub fn review(&self, id: ReviewId) -> Result<Option<ReviewSession>, StoreError> {
        const DOING: &str = "Reading a review session";
        let sql = format!("{HEAD} WHERE s.id = ?1");
        let found = self
            .db
            .query_row(&sql, [id.0], head)
            .optional()
            .during(DOING)?;
        found
            .map(|(head, minutes, in_scope)| self.whole(head, minutes, in_scope))
            .transpose()
            .during(DOING)
    }

    /// One item of a queue; `None`: there is none at this place.
    pub fn review_item(&self, id: ReviewId, place: u32) -> Result<Option<ReviewItem>, StoreError> {
        let items = self.queue(id, Some(place));
        let items = items.during("Reading an item of a review session")?;
        Ok(items.into_iter().next())
    }

    fn whole(
        &self,
        head: ReviewHead,
        minutes: Option<u32>,
        in_scope: ReviewSize,
    ) -> rusqlite::Result<ReviewSession> {
        let id = head.id;
        let items = self.queue(id, None)?;
        let looks = self.looks_before(id, &items)?;
        Ok(ReviewSession {
            id,
            said: ReviewDraft {
                kind: head.kind,
                scope: head.scope,
                minutes,
                as_at: head.as_at,
                in_scope,
                items,
            },
            by: head.by,
            begun_at: head.begun_at,
            turns: self.review_turns(id)?,
            drafts: self.review_drafts(id)?,
            given: self.review_given(id)?,
            promised: self.review_promised(id)?,
            looks,
            ended: head.ended,
        })
    }

    /// The whole queue, or one item of it.
    fn queue(&self, id: ReviewId, place: Option<u32>) -> rusqlite::Result<Vec<ReviewItem>> {
        let mut gaps: HashMap<i64, Vec<ReviewGap>> = HashMap::new();
        let mut stmt = self.db.prepare_cached(
            "SELECT place, gap_key, child_ref, child_shown, seen_as FROM review_gap
             WHERE session_id = ?1 AND (?2 IS NULL OR place = ?2) ORDER BY place, id",
        )?;
        for row in stmt.query_map(params![id.0, place], |r| Ok((r.get(0)?, gap(r)?)))? {
            let (place, gap) = row?;
            gaps.entry(place).or_default().push(gap);
        }
        let mut stmt = self.db.prepare_cached(
            "SELECT place, who, family, tier FROM review_item
             WHERE session_id = ?1 AND (?2 IS NULL OR place = ?2) ORDER BY place",
        )?;
        let rows = stmt.query_map(params![id.0, place], |r| {
            Ok((
                r.get::<_, i64>(0)?,
                Name::from(r.get::<_, String>(1)?),
                r.get::<_, Option<String>>(2)?.map(Name::from),
                Name::from(r.get::<_, String>(3)?),
            ))
        })?;
        rows.map(|row| {
            let (place, who, family, tier) = row?;
            Ok(ReviewItem {
                who,
                family,
                tier,
                gaps: gaps.remove(&place).unwrap_or_default(),
            })
        })
        .collect()
    }

    fn looks_before(
        &self,
        id: ReviewId,
        items: &[ReviewItem],
    ) -> rusqlite::Result<HashMap<ChildId, ReviewLook>> {
        let mut stmt = self.db.prepare_cached(
            "SELECT on_day, lines FROM review_look WHERE child_ref = ?1 AND session_id < ?2
             ORDER BY id DESC LIMIT 1",
        )?;
        let mut looks = HashMap::new();
        for (child, _) in items.iter().flat_map(ReviewItem::children) {
            let look = stmt
                .query_row(params![child.as_str(), id.0], |r| {
                    let lines: String = r.get(1)?;
                    let lines = lines.split(' ');
                    Ok(ReviewLook {
                        on: Some(Day::from_number(r.get(0)?)),
                        lines: lines
                            .filter_map(|line| u64::from_str_radix(line, 16).ok())
                            .collect(),
                    })
                })
                .optional()?;
            looks.extend(look.map(|look| (child, look)));
        }
        Ok(looks)
    }

    fn review_turns(&self, id: ReviewId) -> rusqlite::Result<Vec<(u32, ReviewTurn)>> {
        self.db
            .prepare_cached(
                "SELECT place, turn FROM review_turn WHERE session_id = ?1 ORDER BY id",
            )?
            .query_map([id.0], |r| {
                let word: String = r.get(1)?;
                let turn = ReviewTurn::ALL.into_iter().find(|turn| turn.word() == word);
                Ok((r.get(0)?, turn.unwrap_or(ReviewTurn::Shown)))
            })?
            .collect()
    }

    fn review_drafts(&self, id: ReviewId) -> rusqlite::Result<BTreeMap<u32, String>> {
        self.db
            .prepare_cached("SELECT place, words FROM review_draft WHERE session_id = ?1")?
            .query_map([id.0], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect()
    }

    /// The outcomes of the session that stand, the latest of each gap.
    fn review_given(&self, id: ReviewId) -> rusqlite::Result<Vec<ReviewGiven>> {
        let mut stmt = self.db.prepare_cached(
            "SELECT s.place, o.gap_key, o.kind FROM review_step s
             JOIN action a ON a.id = s.action_id AND a.undone = 0
             JOIN outcome o ON o.action_id = a.id WHERE s.session_id = ?1 ORDER BY o.id",
        )?;
        let rows = stmt.query_map([id.0], |r| {
            Ok(ReviewGiven {
                place: r.get(0)?,
                gap: GapKey::stored(&r.get::<_, String>(1)?),
                kind: r.get(2)?,
            })
        })?;
        let mut given: Vec<ReviewGiven> = Vec::new();
        for row in rows {
            let row = row?;
            given.retain(|known| known.gap != row.gap);
            given.push(row);
        }
        Ok(given)
    }

    fn review_promised(&self, id: ReviewId) -> rusqlite::Result<Vec<u32>> {
        self.db
            .prepare_cached(
                "SELECT s.place FROM review_step s
                 JOIN action a ON a.id = s.action_id AND a.undone = 0
                 JOIN promise m ON m.action_id = a.id WHERE s.session_id = ?1 ORDER BY m.id",
            )?
            .query_map([id.0], |r| r.get(0))?
            .collect()
    }

    /// Notes what was done with an item, and how its children look now.
    pub fn turn_review(
        &mut self,
        (id, place): (ReviewId, u32),
        turn: ReviewTurn,
        (on, looks): (Day, &[NewLook]),
    ) -> Result<(), StoreError> {
        const DOING: &str = "Noting how far the review session is";
        let tx = self.db.transaction().during(DOING)?;
        is_open(&tx, id)?;
        tx.execute(
            "INSERT INTO review_turn (session_id, place, turn) VALUES (?1, ?2, ?3)",
            params![id.0, place, turn.word()],
        )
        .during(DOING)?;
        for (child, lines) in looks {
            let lines: Vec<String> = lines.iter().map(|line| format!("{line:x}")).collect();
            tx.execute(
                "INSERT INTO review_look (session_id, child_ref, on_day, lines)
                 VALUES (?1, ?2, ?3, ?4)",
                params![id.0, child.as_str(), on.number(), lines.join(" ")],
            )
            .during(DOING)?;
        }
        tx.commit().during(DOING)
    }

    /// Keeps what is being typed about an item. When this returns, it is on disk.
    pub fn draft_review(
        &mut self,
        (id, place): (ReviewId, u32),
        words: &str,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Saving what was typed";
        let tx = self.db.transaction().during(DOING)?;
        is_open(&tx, id)?;
        tx.execute(
            "INSERT INTO review_draft (session_id, place, words) VALUES (?1, ?2, ?3)
             ON CONFLICT (session_id, place) DO UPDATE SET words = excluded.words",
            params![id.0, place, words],
        )
        .during(DOING)?;
        tx.commit().during(DOING)
    }

    /// Ends a session with its summary.
    pub fn end_review(
        &mut self,
        id: ReviewId,
        (on, summary): (Day, &ReviewSummary),
        now: &str,
    ) -> Result<(), StoreError> {
        const DOING: &str = "Ending the review session";
        let person = self.person;
        let text = serde_json::to_string(summary).unwrap_or_default();
        let tx = self.db.transaction().during(DOING)?;
        is_open(&tx, id)?;
        tx.execute(
            "INSERT INTO review_end (session_id, person_id, ended_on, summary) VALUES (?1, ?2, ?3, ?4)",
            params![id.0, person, on.number(), text],
        )
        .during(DOING)?;
        let what = format!("session {}", id.0);
        Self::audit(&tx, person, now, "review ended", &what).during(DOING)?;
        tx.commit().during(DOING)
    }
}

/// Refuses to write on a session that has left its summary: the record would no longer be true.
fn is_open(tx: &Connection, id: ReviewId) -> Result<(), StoreError> {
    let ended: bool = tx
        .query_row(
            "SELECT EXISTS (SELECT 1 FROM review_end WHERE session_id = ?1)",
            [id.0],
            |r| r.get(0),
        )
        .during("Looking at the review session")?;
    if ended {
        return Err(StoreError::ReviewEnded(id.0));
    }
    Ok(())
}

fn write_queue(tx: &Connection, id: i64, items: &[ReviewItem]) -> rusqlite::Result<()> {
    let mut item = tx.prepare_cached(
        "INSERT INTO review_item (session_id, place, who, family, tier) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut gap = tx.prepare_cached(
        "INSERT INTO review_gap (session_id, place, gap_key, child_ref, child_shown, seen_as)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (place, one) in (0_u32..).zip(items) {
        item.execute(params![
            id,
            place,
            one.who.as_ref(),
            one.family.as_deref(),
            one.tier.as_ref()
        ])?;
        for known in &one.gaps {
            let child = known.child.as_ref();
            gap.execute(params![
                id,
                place,
                known.key.as_str(),
                child.map(|(child, _)| child.as_str()),
                child.map(|(_, shown)| shown.as_ref()),
                known.seen_as,
            ])?;
        }
    }
    Ok(())
}

/// Notes that a step was taken in a session, inside the caller's transaction.
pub(super) fn link(
    tx: &Connection,
    action: i64,
    (id, place): (ReviewId, u32),
) -> rusqlite::Result<()> {
    tx.prepare_cached(
        "INSERT INTO review_step (session_id, place, action_id) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![id.0, place, action])?;
    Ok(())
}

fn gap(r: &Row<'_>) -> rusqlite::Result<ReviewGap> {
    let child = r.get::<_, Option<String>>(2)?.map(Name::from);
    let shown = r.get::<_, Option<String>>(3)?.map(Name::from);
    Ok(ReviewGap {
        key: GapKey::stored(&r.get::<_, String>(1)?),
        child: child.map(|bare| {
            let shown = shown.unwrap_or_else(|| bare.clone());
            (ChildId::stored(bare), shown)
        }),
        seen_as: r.get(4)?,
    })
}

fn head(r: &Row<'_>) -> rusqlite::Result<(ReviewHead, Option<u32>, ReviewSize)> {
    let kind: String = r.get(1)?;
    let ended: Option<i32> = r.get(9)?;
    let summary: Option<String> = r.get(10)?;
    let summary = summary.and_then(|text| serde_json::from_str(&text).ok());
    let head = ReviewHead {
        id: ReviewId(r.get(0)?),
        kind: ReviewKind::of(&kind).unwrap_or_default(),
        scope: r.get(2)?,
        by: PersonName::from(r.get::<_, String>(3)?),
        begun_at: r.get(4)?,
        as_at: Day::from_number(r.get(5)?),
        queue: ReviewSize {
            items: r.get(11)?,
            gaps: r.get(12)?,
        },
        ended: ended.map(|on| (Day::from_number(on), summary.unwrap_or_default())),
    };
    let in_scope = ReviewSize {
        items: r.get(7)?,
        gaps: r.get(8)?,
    };
    Ok((head, r.get(6)?, in_scope))
}
