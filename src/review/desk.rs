//! The desk: an unlocked store with the rule book and the policy beside it.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    DeskError, EntryRow, ListedRow, Picture,
    audits::{self, Questions},
    beside,
    changes::Changes,
    flagged,
    picture::Ingredients,
    policy::{Sheet, name_teams},
    provenance, reread, sighted,
};
use crate::calendar::now;
use crate::import::{self, LayoutName};
use crate::model::{Caseload, ChildId, Day, FactKind, Feed, FeedKind, PersonName, StaffRole};
use crate::rules::{self, Check, Keep, Policy, RuleBook};
use crate::settings::LayoutFolder;
use crate::store::{Access, Secret, Shelf, Store};

/// What opens a desk.
#[derive(Debug)]
pub struct Unlock<'a> {
    pub store: &'a Path,
    pub secret: &'a Secret,
    /// `None`: whoever set the store up.
    pub person: Option<&'a str>,
    pub access: Access,
    /// A policy file's name and text; `None`: the England default.
    pub policy: Option<(PathBuf, String)>,
    /// The council's name, for the top line and for notes; may be empty.
    pub council: String,
}

/// On which day to stand, and what to know on it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lens {
    /// Assess as at this day; by default the newest as-at of the case feed.
    pub as_at: Option<Day>,
    /// Use the imports with an as-at on or before this day; by default all of them.
    pub known_on: Option<Day>,
}

/// The day on which rules are assessed, and the day on which the facts were known.
#[derive(Clone, Copy, Debug)]
struct Days {
    as_at: Day,
    known_on: Day,
}

/// What is known, what was entered by hand, and what the rules say about it.
type Weighed = (Caseload, Vec<EntryRow>, Check);

/// Where one person works.
#[derive(Debug)]
pub struct Desk {
    pub(super) store: Store,
    pub(super) book: RuleBook,
    lens: Lens,
    pub(super) picture: Option<Arc<Picture>>,
    /// An outcome was given since the picture was taken: its standings are no longer true.
    pub(super) stale: bool,
    council: String,
    /// The policy as it was written, and where it is kept.
    pub(super) sheet: Sheet,
    /// Where the person's own layouts lie.
    pub(super) layouts: Option<LayoutFolder>,
    /// By which audits are asked.
    pub(super) questions: Arc<Questions>,
}

impl Desk {
    /// Sets up a new store and sits down at it.
    pub fn create(with: Unlock<'_>) -> Result<Self, DeskError> {
        let (book, sheet) = in_use(with.policy)?;
        let store = Store::create(
            with.store,
            with.secret,
            with.person.unwrap_or("owner"),
            &now::moment(),
        )?;
        let mut desk = Self::sit(store, book, with.council);
        desk.sheet = sheet;
        Ok(desk)
    }

    /// Unlocks a store. A policy that cannot be used is told before the store is touched.
    pub fn open(with: Unlock<'_>) -> Result<Self, DeskError> {
        let (book, sheet) = in_use(with.policy)?;
        let store = Store::open(
            with.store,
            with.secret,
            with.person,
            &now::moment(),
            with.access,
        )?;
        let mut desk = Self::sit(store, book, with.council);
        desk.sheet = sheet;
        Ok(desk)
    }

    /// A key that nobody knows, for a store that goes when the program does.
    pub fn throw_away_secret() -> Result<Secret, DeskError> {
        Ok(Secret::random()?)
    }

    fn sit(store: Store, book: RuleBook, council: String) -> Self {
        Self {
            store,
            book,
            lens: Lens::default(),
            picture: None,
            stale: false,
            council,
            sheet: Sheet::default(),
            layouts: None,
            questions: Questions::embedded(),
        }
    }

    /// Where one stands.
    pub(super) const fn lens(&self) -> Lens {
        self.lens
    }

    /// Stands on another day, or knows less.
    pub fn look_through(&mut self, lens: Lens) {
        self.lens = lens;
        self.picture = None;
    }

    /// What was known on an earlier day; `None`: everything that is known. Where nothing was known
    /// on that day it says so and stands where it stood.
    pub fn look_back(&mut self, known_on: Option<Day>) -> Result<Arc<Picture>, DeskError> {
        let stood = self.lens;
        self.look_through(Lens {
            as_at: None,
            known_on,
        });
        let picture = self.picture_or_blank();
        if picture.is_err() {
            self.look_through(stood);
        }
        picture
    }

    /// What the store holds, without assessing it.
    pub fn shelf(&self) -> Result<Shelf, DeskError> {
        Ok(self.store.shelf()?)
    }

    /// Who sits here.
    #[must_use]
    pub fn person(&self) -> &PersonName {
        self.store.person()
    }

    /// The council's name, or nothing.
    #[must_use]
    pub fn council(&self) -> &str {
        &self.council
    }

    /// Everything that the panes show. Computed once, until something is imported or another lens
    /// is taken.
    pub fn picture(&mut self) -> Result<Arc<Picture>, DeskError> {
        if let Some(picture) = self.picture.as_ref().filter(|_| !self.stale) {
            return Ok(picture.clone());
        }
        let days = self.days(self.lens)?;
        self.assess(days)
    }

    /// The same, where a store into which nothing was imported yet is no error.
    pub fn picture_or_blank(&mut self) -> Result<Arc<Picture>, DeskError> {
        match self.picture() {
            Err(DeskError::Empty) => {
                let today = now::today();
                self.assess(Days {
                    as_at: today,
                    known_on: today,
                })
            }
            known => known,
        }
    }

    /// What is known and what the rules say about it, without what the panes need beside.
    pub fn check(&self, keep: Keep) -> Result<(Caseload, Check), DeskError> {
        let (caseload, _, check) = self.weigh(self.lens, self.days(self.lens)?, keep)?;
        Ok((caseload, check))
    }

    /// What happened between what was known on one day and on another, gap by gap.
    pub fn changes(&self, from: Day, to: Option<Day>) -> Result<Changes, DeskError> {
        let known_on = |known_on| Lens {
            as_at: None,
            known_on,
        };
        let before = known_on(Some(from));
        let before = self.take(before, self.days(before)?)?;
        let after = match (to.or(self.lens.known_on), &self.picture) {
            (to, Some(picture)) if to == self.lens.known_on && !self.stale => picture.clone(),
            (to, _) => {
                let lens = known_on(to);
                Arc::new(self.take(lens, self.days(lens)?)?)
            }
        };
        Ok(super::changes::between(&before, &after))
    }

    fn weigh(&self, lens: Lens, days: Days, keep: Keep) -> Result<Weighed, DeskError> {
        let Days { as_at, known_on } = days;
        let mut caseload = self.store.caseload(known_on)?;
        if lens.known_on.is_some() {
            // Looking back: what was approved later was not known then.
            let overrides = &mut caseload.overrides;
            overrides.retain(|one| one.approved_on <= known_on);
        }
        name_teams(&mut caseload, &self.book.policy().glossary);
        let entries = self.store.entries(lens.known_on)?;
        let entries = beside::take_in(&mut caseload, entries, as_at);
        // Whoever looks at an earlier day sees what was read by then.
        let read = self.store.audits(lens.known_on)?;
        audits::take_in(&mut caseload, &read, lens.known_on.or(lens.as_at));
        let mut check = rules::check(&caseload, &self.book, as_at, known_on, keep);
        let extracts = self.store.extract_days(FactKind::Session, known_on)?;
        flagged::reread(&caseload, &extracts, &mut check);
        reread::reread(&entries, &mut check);
        sighted::look(&self.store.outcome_roles()?, keep, &mut check);
        check.data_quality.extend(provenance::faults(&caseload));
        Ok((caseload, entries, check))
    }

    fn assess(&mut self, days: Days) -> Result<Arc<Picture>, DeskError> {
        let picture = Arc::new(self.take(self.lens, days)?);
        self.picture = Some(picture.clone());
        self.stale = false;
        Ok(picture)
    }

    fn take(&self, lens: Lens, days: Days) -> Result<Picture, DeskError> {
        let (caseload, entries, check) = self.weigh(lens, days, Keep::Every)?;
        let newest = self.store.feeds(None)?.iter().map(|feed| feed.as_at).max();
        let newest = newest.unwrap_or(days.known_on);
        Ok(Picture::new(Ingredients {
            outcomes: self.store.outcomes(lens.known_on)?,
            caseload,
            entries,
            promises: self.store.promises(lens.known_on)?,
            audits: self.store.audits(lens.known_on)?,
            questions: self.questions.clone(),
            check,
            person: self.store.person().clone(),
            today: now::today(),
            book: Arc::new(self.book.clone()),
            council: self.council.clone(),
            looks_back: lens.known_on.filter(|day| *day < newest),
        }))
    }

    /// The findings as they were last taken; standings may be older than the store's.
    pub(super) fn findings(&mut self) -> Result<Arc<Picture>, DeskError> {
        match &self.picture {
            Some(picture) => Ok(picture.clone()),
            None => self.picture(),
        }
    }

    /// Which days the lens means. Everything that was imported counts as known unless it names a
    /// day: a supervision export that is newer than the case feed would otherwise be left out.
    fn days(&self, lens: Lens) -> Result<Days, DeskError> {
        let feeds = self.store.feeds(None)?;
        let newest = feeds.iter().map(|feed| feed.as_at).max();
        // Where no extract can be had, what was entered by hand is looked at as at today.
        let newest = match newest {
            Some(newest) => newest,
            None if self.store.entries(None)?.is_empty() => return Err(DeskError::Empty),
            None => now::today(),
        };
        if feeds.is_empty() {
            let as_at = lens.as_at.unwrap_or(newest);
            let known_on = lens.known_on.unwrap_or(newest.max(as_at));
            return Ok(Days { as_at, known_on });
        }
        if let (Some(as_at), known_on) = (lens.as_at, lens.known_on) {
            let known_on = known_on.unwrap_or_else(|| newest.max(as_at));
            return Ok(Days { as_at, known_on });
        }
        let known_on = lens.known_on.unwrap_or(newest);
        let as_at = newest_case_feed(&self.store.feeds(Some(known_on))?);
        let as_at = as_at.ok_or_else(|| {
            DeskError::Failed(format!(
                "Looking back to {known_on}: no extract with an as-at on or before that day has been imported. \
                 Name a later day with --known-on."
            ))
        })?;
        Ok(Days { as_at, known_on })
    }

    /// What the lists say of a child in columns that no rule reads, contacts and early help with
    /// them; oldest first. Free text is in it only where it was asked for at the import.
    pub fn listed(&self, child: &ChildId, known_on: Day) -> Result<Vec<ListedRow>, DeskError> {
        let facts = self.store.facts_of(child, known_on)?;
        let rows = facts.into_iter().filter_map(|(known, details)| {
            let kind = known.is.kind();
            let words = details.as_deref().map(in_words).unwrap_or_default();
            let shown = !words.is_empty()
                || matches!(
                    kind,
                    FactKind::Contact | FactKind::EarlyHelp | FactKind::Leaver
                );
            shown.then(|| ListedRow {
                on: known.is.start(),
                until: known.is.end().day(),
                list: kind.word(),
                words,
            })
        });
        Ok(rows.collect())
    }

    /// Who works in this store, in the order in which they came, with the role of each where it
    /// was said.
    pub fn people(&self) -> Result<Vec<(PersonName, Option<StaffRole>)>, DeskError> {
        Ok(self.store.people()?)
    }

    /// Says what role somebody has; `None`: not said any more. It decides whether a leader has
    /// looked at a gap, and nothing else.
    pub fn set_role(&mut self, person: &str, role: Option<StaffRole>) -> Result<(), DeskError> {
        self.store.set_role(person, role, &now::moment())?;
        self.picture = None;
        Ok(())
    }
}

/// The columns of a row that the store keeps as JSON, as a person reads them.
fn in_words(details: &str) -> String {
    let columns: BTreeMap<String, String> = serde_json::from_str(details).unwrap_or_default();
    let columns = columns
        .iter()
        .map(|(name, word)| format!("{}: {word}", name.replace('_', " ")));
    columns.collect::<Vec<_>>().join("; ")
}

/// The newest as-at of the case feed, else of any feed.
pub(super) fn newest_case_feed(feeds: &[Feed]) -> Option<Day> {
    let cases = feeds.iter().find(|feed| feed.kind == FeedKind::Cases);
    cases
        .or_else(|| feeds.iter().max_by_key(|feed| feed.as_at))
        .map(|feed| feed.as_at)
}

/// The rule book under a policy file, with the file.
fn in_use(policy: Option<(PathBuf, String)>) -> Result<(RuleBook, Sheet), DeskError> {
    let (file, text) = policy.clone().unzip();
    let sheet = Sheet {
        file,
        text,
        profiles: None,
    };
    Ok((rule_book(policy)?, sheet))
}

/// The rule book under a policy file (its name and text); `None`: the England default.
pub fn rule_book(policy: Option<(PathBuf, String)>) -> Result<RuleBook, DeskError> {
    let Some((path, text)) = policy else {
        return Ok(RuleBook::embedded());
    };
    Policy::parse(&text)
        .and_then(|policy| RuleBook::with(&policy))
        .map_err(|error| DeskError::Policy { path, error })
}

/// The layouts of the returns and exports that are recognised.
pub fn layouts() -> Result<Vec<LayoutName>, DeskError> {
    Ok(import::layouts()?)
}
