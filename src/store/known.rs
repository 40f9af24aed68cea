//! What the store knows of a list before an import adds to it, read place by place.
//!
//! Never writes. The surprising thing: the table is written to while it is read, which is sound
//! because both go in the order of the key: what is written lies at a place that was handed out or
//! before it, and is never met here.

use rusqlite::Rows;

use super::{facts::read_row, merge::Version, row::Row};
use crate::model::Name;

/// Where a fact lies: child, start, source reference.
pub(super) type Place = (i64, i64, Name);

/// In the order of the key, which is the order in which facts are written.
pub(super) const KNOWN: &str =
    "SELECT child_id, start_day, source_ref, version, known_from, known_to, listed, end_day,
            seen_day, review_day, extra_day, code, flags, amount, team_id, worker_id,
            supervisor_id, family_id, link, details
     FROM fact WHERE kind = ?1 AND source = ?2 ORDER BY child_id, start_day, source_ref, version";

/// What is known of a list; one place and the row after it are held, and never the whole list.
pub(super) struct History<'s> {
    rows: Rows<'s>,
    /// The first version of the next place.
    next: Option<(Place, Version)>,
}

impl<'s> History<'s> {
    pub(super) fn of(mut rows: Rows<'s>) -> rusqlite::Result<Self> {
        let next = Self::read(&mut rows)?;
        Ok(Self { rows, next })
    }

    /// The next place with all its versions, if it is one that is wanted.
    pub(super) fn next_if(
        &mut self,
        wanted: impl Fn(&Place) -> bool,
    ) -> rusqlite::Result<Option<(Place, Vec<Version>)>> {
        let Some((place, first)) = self.next.take_if(|(place, _)| wanted(place)) else {
            return Ok(None);
        };
        let mut versions = vec![first];
        while let Some((at, version)) = Self::read(&mut self.rows)? {
            if at != place {
                self.next = Some((at, version));
                break;
            }
            versions.push(version);
        }
        Ok(Some((place, versions)))
    }

    fn read(rows: &mut Rows<'_>) -> rusqlite::Result<Option<(Place, Version)>> {
        let Some(r) = rows.next()? else {
            return Ok(None);
        };
        let place = (r.get(0)?, r.get(1)?, Name::from(r.get_ref(2)?.as_str()?));
        let version = Version {
            number: r.get(3)?,
            from: r.get(4)?,
            to: r.get(5)?,
            listed: r.get::<_, i64>(6)? != 0,
            row: Row {
                details: r.get_ref(19)?.as_str_or_null()?.map(Name::from),
                ..read_row(r, 7)?
            },
        };
        Ok(Some((place, version)))
    }
}
