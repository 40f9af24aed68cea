//! Looking up a gap by what somebody typed, and looking back: outcomes, imports, the store's health.

use super::{Desk, DeskError, Gap, Lens, Picture};
use crate::calendar::{self, now};
use crate::model::{ChildId, Day, GapKey, GivenOutcome, Place, Standing};
use crate::store::{Health, PastImport, PastProblem};

/// An outcome that was given at some time, and where its gap stands now.
#[derive(Clone, Debug)]
pub struct OutcomeRow {
    pub given: GivenOutcome,
    /// Whom the gap is about, and its rule; `None` where the gap is in the extracts no more.
    pub gap: Option<(crate::model::Name, String)>,
    /// Where the gap stands; `None` unless this is its latest outcome and the gap is still there.
    pub standing: Option<Standing>,
}

/// What a person said to name gaps.
#[derive(Clone, Debug)]
pub enum Sought<'a> {
    /// A key, or the short code of one.
    Word(&'a str),
    /// A child, and a rule where one is named.
    Child { id: &'a str, rule: Option<&'a str> },
}

impl Picture {
    /// The gaps that a person's words fit, in the order of the list.
    #[must_use]
    pub fn seek(&self, sought: &Sought<'_>) -> Vec<&Gap> {
        match sought {
            Sought::Word(word) => {
                if let Some(gap) = self.gap(&GapKey::stored(word)) {
                    return vec![gap];
                }
                let code = word.to_lowercase();
                let gaps = self.gaps.iter();
                gaps.filter(|gap| gap.key.code() == code).collect()
            }
            Sought::Child { id, rule } => {
                let child = ChildId::read(id).and_then(|id| self.caseload.position(&id));
                self.gaps
                    .iter()
                    .filter(|gap| child.is_some() && gap.child == child)
                    .filter(|gap| {
                        rule.is_none_or(|wanted| {
                            self.behind(gap).is_some_and(|(result, _)| {
                                result.rule.id.eq_ignore_ascii_case(wanted)
                            })
                        })
                    })
                    .collect()
            }
        }
    }
}

impl Desk {
    /// Every outcome that was given here, the newest first.
    pub fn outcomes_given(&mut self) -> Result<Vec<OutcomeRow>, DeskError> {
        let picture = self.picture_or_blank()?;
        let given = self.store.given()?;
        Ok(given
            .into_iter()
            .map(|given| {
                let gap = picture.gap(&given.outcome.gap);
                let latest = given.place == Place::Latest;
                OutcomeRow {
                    gap: gap.map(|gap| {
                        let rule = picture
                            .behind(gap)
                            .map(|(result, _)| result.rule.id.clone());
                        (gap.who.clone(), rule.unwrap_or_default())
                    }),
                    standing: gap.filter(|_| latest).map(|gap| gap.standing.clone()),
                    given,
                }
            })
            .collect())
    }

    /// Every import, the newest first.
    pub fn imports(&self) -> Result<Vec<PastImport>, DeskError> {
        Ok(self.store.imports()?)
    }

    /// The import that can be taken back, or why none can.
    pub fn last_import(&self) -> Result<PastImport, DeskError> {
        Ok(self.store.last_import()?)
    }

    /// Takes the newest import back, as one transaction. Outcomes and notes stay.
    pub fn take_back_import(&mut self) -> Result<PastImport, DeskError> {
        let gone = self.store.take_back_import(&now::moment())?;
        self.look_through(Lens::default());
        Ok(gone)
    }

    /// What an import could not use as it stood.
    pub fn problems_of(&self, import: i64) -> Result<Vec<PastProblem>, DeskError> {
        self.store.problems_of(import)?.ok_or_else(|| {
            DeskError::Failed(format!(
                "Listing the problems of an import: there is no import {import} in this store. \
                 `caselight imports` lists those there are."
            ))
        })
    }

    /// Reads every page of the store and says what is wrong in it.
    pub fn health(&self) -> Result<Health, DeskError> {
        Ok(self.store.health()?)
    }
}

/// The days that the calendar of working days speaks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CalendarSpan {
    pub from: Day,
    pub to: Day,
    /// When its holidays were put together; later proclamations are not in it.
    pub compiled: Day,
}

/// What the calendar that comes with the program covers; `None` if it cannot be read.
#[must_use]
pub fn calendar_span() -> Option<CalendarSpan> {
    let known = calendar::provenance()?;
    Some(CalendarSpan {
        from: Day::from_ymd(known.first_year, 1, 1)?,
        to: Day::from_ymd(known.last_year, 12, 31)?,
        compiled: known.compiled,
    })
}

/// Today by the clock of this machine.
#[must_use]
pub fn today() -> Day {
    now::today()
}
