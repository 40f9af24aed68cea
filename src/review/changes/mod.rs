//! What happened between what was known on one day and on another, gap by gap. Pure.
//!
//! It compares two pictures and asks no store. It never says that something was not done, and it
//! counts no worker. The surprising thing: a session that is put on the file late moves the clock
//! that it belongs to, so a gap is known again by its rule, its child and the time that it covers,
//! and by its key only where that is enough.

mod cause;
mod pair;
mod records;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use super::{Gap, Picture};
use crate::model::{Day, FactKind, GapKey, Name, Standing, State, Subject};
use cause::Told;
use pair::Pairing;

/// What became of a gap, or of a record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum What {
    /// It was no gap then and is one now.
    New,
    /// It was done or answered then, and stands open now.
    Reopened,
    /// A record with an earlier date came after the gap was seen.
    AfterFlag,
    /// It was done since, or the rule does not ask for it any more.
    Cleared,
    /// What began it is not on the later extract: neither open nor closed.
    NotListed,
    /// The same gap, now with another worker.
    ChangedWorker,
    /// A record of an earlier day that no gap had waited for.
    BackFilled,
}

impl What {
    /// In the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Reopened,
        Self::AfterFlag,
        Self::Cleared,
        Self::NotListed,
        Self::ChangedWorker,
        Self::BackFilled,
    ];

    /// The word of CSV and JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Reopened => "reopened",
            Self::AfterFlag => "recorded_after_it_was_flagged",
            Self::Cleared => "cleared",
            Self::NotListed => "no_longer_listed",
            Self::ChangedWorker => "changed_worker",
            Self::BackFilled => "back_filled",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "New gaps",
            Self::Reopened => "Open again",
            Self::AfterFlag => "Recorded after it was flagged",
            Self::Cleared => "Cleared",
            Self::NotListed => "No longer listed",
            Self::ChangedWorker => "Another worker",
            Self::BackFilled => "Other records with an earlier date",
        }
    }
}

/// Whether a change moves the number of open gaps.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Crossing {
    Into,
    Out,
    /// Open then and now.
    Stays,
    /// No gap, or none of a rule that is on.
    Beside,
}

impl Crossing {
    /// The word of CSV and JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Into => "into",
            Self::Out => "out",
            Self::Stays => "stays",
            Self::Beside => "beside",
        }
    }
}

/// One thing that happened.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    pub what: What,
    pub crossing: Crossing,
    /// Index into `Changes::tallies`; `None` for a record that no rule had waited for.
    pub rule: Option<usize>,
    /// The child's id as the case system shows it, or the worker's name.
    pub who: Name,
    pub is_child: bool,
    /// Index into the later picture's children, where the child is in it.
    pub child: Option<usize>,
    pub team: Option<Name>,
    pub worker: Option<Name>,
    pub supervisor: Option<Name>,
    /// The day of the record, or the day on which it fell due.
    pub on: Option<Day>,
    /// "held 03 Mar 2026, first seen on the extract of 30 Jun 2026".
    pub words: String,
    pub key_before: Option<GapKey>,
    pub key_after: Option<GapKey>,
}

/// The open gaps of one rule: before + new - cleared = after.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    pub id: String,
    pub title: String,
    pub short: String,
    /// Open gaps then.
    pub before: u32,
    /// Came to be gaps, opened again among them.
    pub new: u32,
    /// Are gaps no more, for whatever reason.
    pub cleared: u32,
    /// Of these: by a record with an earlier date.
    pub after_flag: u32,
    /// Of these: not on the later extract any more.
    pub not_listed: u32,
    /// Open gaps now.
    pub after: u32,
}

/// Everything that happened between two days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changes {
    /// The day whose knowledge comes first.
    pub from: Day,
    pub to: Day,
    /// The days on which the clocks were read.
    pub as_at: (Day, Day),
    /// A rule each that had or has an open gap, in the order of the book.
    pub tallies: Vec<Tally>,
    /// By what happened, then by rule, then by whom it is about.
    pub list: Vec<Change>,
}

impl Changes {
    /// How many changes of this kind there are.
    #[must_use]
    pub fn number(&self, what: What) -> usize {
        self.list
            .iter()
            .filter(|change| change.what == what)
            .count()
    }

    /// The sum over every rule.
    #[must_use]
    pub fn whole(&self) -> Tally {
        let mut whole = Tally::default();
        for tally in &self.tallies {
            whole.before += tally.before;
            whole.new += tally.new;
            whole.cleared += tally.cleared;
            whole.after_flag += tally.after_flag;
            whole.not_listed += tally.not_listed;
            whole.after += tally.after;
        }
        whole
    }
}

/// Compares two pictures of the same store under the same policy.
#[must_use]
pub fn between(before: &Picture, after: &Picture) -> Changes {
    let mut book = Book::of(before, after);
    let open = |gap: &&Gap| gap.state == State::Overdue;
    let then: Vec<&Gap> = before.gaps.iter().filter(open).collect();
    let now: Vec<&Gap> = after.gaps.iter().filter(open).collect();
    for (gaps, picture, side) in [(&then, before, Side::Before), (&now, after, Side::After)] {
        for gap in gaps {
            book.count(picture, gap, side);
        }
    }
    let pairing = Pairing::of((before, &then), (after, &now));
    let told = Told::new(before, after);
    let mut list = Vec::new();
    for (a, b) in &pairing.pairs {
        stays(
            (before, then[*a]),
            (after, now[*b]),
            &told,
            &book,
            &mut list,
        );
    }
    for a in &pairing.gone {
        let gap = then[*a];
        let (what, on, words) = told.cleared(gap);
        let mut change = book.change(before, gap, what, words);
        change.crossing = Crossing::Out;
        change.on = on;
        change.child = child_in(after, before, gap);
        change.key_before = Some(gap.key.clone());
        list.push(change);
    }
    for b in &pairing.come {
        let gap = now[*b];
        let (what, words) = told.opened(gap);
        let mut change = book.change(after, gap, what, words);
        change.crossing = Crossing::Into;
        change.on = gap.due;
        change.key_after = Some(gap.key.clone());
        list.push(change);
    }
    let flagged: HashSet<(Name, Day)> = list
        .iter()
        .filter(|change| change.what == What::AfterFlag)
        .filter_map(|change| Some((change.who.clone(), change.on?)))
        .collect();
    list.extend(records::back_filled(before, after, &flagged));
    for change in &list {
        book.tally(change);
    }
    list.sort_by(|x, y| {
        let rank = |c: &Change| (c.what, c.rule.unwrap_or(usize::MAX));
        (rank(x), &x.who, x.on).cmp(&(rank(y), &y.who, y.on))
    });
    Changes {
        from: before.check.known_on,
        to: after.check.known_on,
        as_at: (before.check.as_at, after.check.as_at),
        tallies: book.tallies,
        list,
    }
}

/// What is told of a gap that is open on both days.
fn stays(
    (before, then): (&Picture, &Gap),
    (after, now): (&Picture, &Gap),
    told: &Told<'_>,
    book: &Book,
    list: &mut Vec<Change>,
) {
    let mut put = |what, on, words| {
        let mut change = book.change(after, now, what, words);
        change.crossing = Crossing::Stays;
        change.on = on;
        change.key_before = Some(then.key.clone());
        change.key_after = Some(now.key.clone());
        list.push(change);
    };
    let trigger = |picture: &Picture, gap| picture.behind(gap).and_then(|(_, f)| f.trigger);
    let moved = trigger(before, then).zip(trigger(after, now));
    if let Some((_, record)) = moved.filter(|(then, now)| now > then) {
        let seen = told.first_seen(now, record);
        let words = format!("{}; still over after it", told.recorded(now, record, seen));
        put(What::AfterFlag, Some(record), words);
    }
    if let (Standing::Answered(was) | Standing::Waiting(was), Standing::Reopened { why, .. }) =
        (&then.standing, &now.standing)
    {
        let words = format!("{} then; {why}", was.kind.label());
        put(What::Reopened, now.due, words);
    }
    if then.worker != now.worker {
        let name = |worker: &Option<Name>| worker.as_deref().unwrap_or("nobody").to_owned();
        let words = format!("{} then, {} now", name(&then.worker), name(&now.worker));
        put(What::ChangedWorker, now.due, words);
    }
}

/// Where the child of a gap stands in another picture.
fn child_in(there: &Picture, here: &Picture, gap: &Gap) -> Option<usize> {
    let file = here.caseload.children.get(gap.child?)?;
    there.caseload.position(&file.child.id)
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    After,
}

/// The rules of which anything is told.
struct Book {
    tallies: Vec<Tally>,
    /// The place of a rule among the tallies, by its key.
    places: std::collections::HashMap<String, usize>,
}

impl Book {
    fn of(before: &Picture, after: &Picture) -> Self {
        let mut book = Self {
            tallies: Vec::new(),
            places: std::collections::HashMap::new(),
        };
        let open = |picture: &Picture| -> HashSet<String> {
            let gaps = picture.gaps.iter();
            let open = gaps.filter(|gap| gap.state == State::Overdue);
            open.filter_map(|gap| Some(picture.behind(gap)?.0.rule.key.clone()))
                .collect()
        };
        let (then, now) = (open(before), open(after));
        for result in after.check.rules.iter().chain(&before.check.rules) {
            let rule = &result.rule;
            let asked = then.contains(&rule.key) || now.contains(&rule.key);
            if asked && !book.places.contains_key(&rule.key) {
                book.places.insert(rule.key.clone(), book.tallies.len());
                book.tallies.push(Tally {
                    id: rule.id.clone(),
                    title: rule.title.clone(),
                    short: rule.short.clone(),
                    ..Tally::default()
                });
            }
        }
        book
    }

    fn place(&self, picture: &Picture, gap: &Gap) -> Option<usize> {
        let (result, _) = picture.behind(gap)?;
        self.places.get(&result.rule.key).copied()
    }

    fn count(&mut self, picture: &Picture, gap: &Gap, side: Side) {
        let place = self.place(picture, gap);
        if let Some(tally) = place.and_then(|at| self.tallies.get_mut(at)) {
            match side {
                Side::Before => tally.before += 1,
                Side::After => tally.after += 1,
            }
        }
    }

    fn tally(&mut self, change: &Change) {
        let Some(tally) = change.rule.and_then(|at| self.tallies.get_mut(at)) else {
            return;
        };
        match change.crossing {
            Crossing::Into => tally.new += 1,
            Crossing::Out => {
                tally.cleared += 1;
                tally.after_flag += u32::from(change.what == What::AfterFlag);
                tally.not_listed += u32::from(change.what == What::NotListed);
            }
            Crossing::Stays | Crossing::Beside => {}
        }
    }

    fn change(&self, picture: &Picture, gap: &Gap, what: What, words: String) -> Change {
        Change {
            what,
            crossing: Crossing::Stays,
            rule: self.place(picture, gap),
            who: gap.who.clone(),
            is_child: gap.is_child,
            child: gap.child,
            team: gap.team.clone(),
            worker: gap.worker.clone(),
            supervisor: gap.supervisor.clone(),
            on: None,
            words,
            key_before: None,
            key_after: None,
        }
    }
}

/// What a rule's clock of one child or worker is known by, whatever fact began it.
type Whose = (String, Subject);

fn whose(picture: &Picture, gap: &Gap) -> Option<Whose> {
    let (result, finding) = picture.behind(gap)?;
    Some((result.rule.key.clone(), finding.subject.clone()))
}

/// Whether a source spoke of this kind of record on this day.
fn within_sight(picture: &Picture, kind: FactKind, day: Day) -> bool {
    let covers = picture.caseload.covers(kind);
    covers.is_some_and(|covers| covers.from <= day && day <= covers.to)
}
