//! Gathers the facts of a call over all its sheets and files: tells repeats, keeps conflicting
//! rows apart, and knows each child's date of birth.
//!
//! The surprising thing: which of two conflicting rows is called the second does not depend on
//! the order of the rows, so that a file that was sorted anew brings the same facts.

use std::{cmp::Ordering, hash::BuildHasher as _};

use foldhash::{HashMap, HashSet, fast::RandomState};

use crate::model::{
    Answer, ChildId, ConflictNote, Dated, Day, Fact, FactKind, Name, Person, Problem, Record,
    SheetReport, Source,
};

use super::rows::{Draft, NOT_USED};

/// A sheet that was read, before it is known which of its rows repeat another one.
pub(super) struct SheetTaken {
    pub(super) report: SheetReport,
    pub(super) layout: &'static str,
    /// Rows that were used for other rows' facts.
    pub(super) beside: u32,
    pub(super) source: Source,
    /// Whether it has a column that only the newer layout has.
    pub(super) newer: bool,
    pub(super) end_heading: Option<String>,
    pub(super) drafts: Vec<Draft>,
    /// The line of each row, where a row is no line of its own (XML); otherwise empty.
    pub(super) lines: Vec<u32>,
    pub(super) problems: Vec<Problem>,
}

impl SheetTaken {
    fn line_of(&self, row: u32) -> u32 {
        let at = row.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        at.and_then(|at| self.lines.get(at)).copied().unwrap_or(row)
    }
}

/// Where a fact came from: the place of its file's report, the sheet in it, the row.
#[derive(Clone, Copy)]
struct Origin {
    file: usize,
    sheet: u32,
    row: u32,
}

type Key = (Source, FactKind, Option<ChildId>, Option<Day>, Name);

/// A child that a row named.
struct Named {
    /// The id as it was first shown.
    first: Name,
    /// What each source says, one or two of them.
    told_by: Vec<(Source, Known)>,
}

struct Known {
    birth: Option<Day>,
    /// Which list the date of birth is from; see [`trust`].
    trust: u8,
    shown: Name,
    told: bool,
    died: Option<Day>,
    expected: Answer,
    /// A list of people names the child.
    listed: bool,
}

/// Whose date of birth is kept where lists differ: the lower number. The order in which files and
/// sheets are read must not decide it.
const fn trust(kind: FactKind) -> u8 {
    match kind {
        FactKind::Person => 0,
        FactKind::Cin => 1,
        FactKind::CpPlan => 2,
        FactKind::CarePeriod => 3,
        FactKind::Assessment => 4,
        FactKind::Enquiry => 5,
        FactKind::Referral => 6,
        FactKind::Leaver => 7,
        FactKind::EarlyHelp => 8,
        FactKind::Contact => 9,
        _ => 10,
    }
}

/// The facts of a call as they come together.
#[derive(Default)]
pub(super) struct Ledger {
    facts: Vec<Fact>,
    origins: Vec<Origin>,
    /// The first fact of a key, by the key's hash: a key of its own would weigh four times as much.
    firsts: HashMap<u64, u32>,
    /// The first facts of keys whose hash another key has.
    collided: HashMap<Key, u32>,
    hashing: RandomState,
    /// Further facts of a key that are not its repeats.
    others: HashMap<u32, Vec<u32>>,
    people: HashMap<ChildId, Named>,
    sheets: Vec<Vec<(String, Option<String>)>>,
}

/// What a call yields: facts, conflicts, and problems by the place of their file's report.
pub(super) struct Gathered {
    pub(super) facts: Vec<Fact>,
    pub(super) conflicts: Vec<ConflictNote>,
    pub(super) problems: Vec<(usize, Problem)>,
}

enum Entry {
    New,
    Repeat,
    /// A second family for one child.
    Refused(Problem),
}

/// Counts rows, not facts: a row of several children is one row, used if it brought anything new.
#[derive(Default)]
struct RowTally {
    used: u32,
    repeated: u32,
    last: Option<(u32, bool)>,
}

impl RowTally {
    fn add(&mut self, row: u32, new: bool) {
        let before = self.last.filter(|(last, _)| *last == row);
        match before {
            None if new => self.used += 1,
            None => self.repeated += 1,
            Some((_, false)) if new => {
                self.used += 1;
                self.repeated -= 1;
            }
            Some(_) => {}
        }
        self.last = Some((row, new || before.is_some_and(|(_, used)| used)));
    }
}

impl Named {
    fn known(&mut self, source: Source) -> Option<&mut Known> {
        let mut told_by = self.told_by.iter_mut();
        told_by
            .find(|(by, _)| *by == source)
            .map(|(_, known)| known)
    }

    /// Takes in the date of birth of a row; a second one is a problem, told once.
    fn note_birth(
        &mut self,
        draft: &Draft,
        shown: &Name,
        (line, sheet): (u32, &str),
    ) -> Option<Problem> {
        let (birth, trust) = (draft.birth, trust(draft.fact.record.kind()));
        let source = draft.fact.source;
        if let Some(known) = self.known(source) {
            if shown.len() > known.shown.len() {
                known.shown = shown.clone();
            }
            let earlier = known.birth;
            if birth.is_some() && (earlier.is_none() || trust < known.trust) {
                (known.birth, known.trust) = (birth, trust);
            }
            if birth.is_none() || earlier.is_none() || birth == earlier || known.told {
                return None;
            }
            known.told = true;
            let first = earlier.map(Day::long);
            return Some(Problem {
                sheet: sheet.to_owned(),
                row: Some(line),
                column: Some("Date of Birth".to_owned()),
                found: birth.map(Day::long).unwrap_or_default(),
                expected: format!("{}, as on an earlier row", first.unwrap_or_default()),
                effect: "the list of open cases decides which is kept".to_owned(),
                child_id: None,
                kind: None,
                row_lost: false,
            });
        }
        let known = Known {
            birth,
            trust,
            shown: shown.clone(),
            told: false,
            died: None,
            expected: Answer::Blank,
            listed: false,
        };
        self.told_by.push((source, known));
        None
    }
}

impl Ledger {
    /// Takes a sheet's facts in; the rest of the sheet comes back with its counts filled in.
    pub(super) fn take(&mut self, file: usize, mut sheet: SheetTaken) -> SheetTaken {
        if self.sheets.len() <= file {
            self.sheets.resize_with(file + 1, Vec::new);
        }
        let place = u32::try_from(self.sheets[file].len()).unwrap_or(u32::MAX);
        let name = sheet.report.name.clone();
        self.sheets[file].push((name, sheet.end_heading.clone()));
        let mut collapsed: HashSet<ChildId> = HashSet::default();
        let mut tally = RowTally::default();
        for draft in std::mem::take(&mut sheet.drafts) {
            let row = draft.row;
            let line = sheet.line_of(row);
            if let (Some(child), Some(shown)) = (&draft.fact.child, &draft.fact.shown_id) {
                let named = self.named(child, shown);
                if named.first != *shown {
                    collapsed.insert(child.clone());
                }
                let birth = named.note_birth(&draft, shown, (line, &sheet.report.name));
                sheet.problems.extend(birth);
            }
            if let Record::Person(person) = draft.fact.record {
                tally.add(row, self.note_person(&draft.fact, person));
                continue;
            }
            let origin = Origin {
                file,
                sheet: place,
                row: line,
            };
            match self.enter(draft.fact, origin, &sheet.report.name) {
                Entry::New => tally.add(row, true),
                Entry::Repeat => tally.add(row, false),
                Entry::Refused(problem) => {
                    sheet.problems.push(problem);
                    sheet.report.rejected += 1;
                }
            }
        }
        (sheet.report.used, sheet.report.repeated) = (tally.used + sheet.beside, tally.repeated);
        if !collapsed.is_empty() {
            sheet
                .problems
                .push(zeros(&sheet.report.name, collapsed.len()));
        }
        sheet.problems.sort_by_key(|problem| problem.row);
        sheet
    }

    fn named(&mut self, child: &ChildId, shown: &Name) -> &mut Named {
        self.people.entry(child.clone()).or_insert_with(|| Named {
            first: shown.clone(),
            told_by: Vec::with_capacity(1),
        })
    }

    /// What a list of people says beside the date of birth; whether it says anything new.
    fn note_person(&mut self, fact: &Fact, person: Person) -> bool {
        let named = fact
            .child
            .as_ref()
            .and_then(|child| self.people.get_mut(child));
        let Some(known) = named.and_then(|named| named.known(fact.source)) else {
            return false;
        };
        let new = !known.listed;
        known.listed = true;
        known.died = known.died.or(person.died);
        if known.birth == person.birth && person.expected != Answer::Blank {
            known.expected = person.expected;
        }
        new
    }

    fn enter(&mut self, fact: Fact, origin: Origin, sheet: &str) -> Entry {
        let place = u32::try_from(self.facts.len()).unwrap_or(u32::MAX);
        let Some(first) = self.first_like(&fact, place) else {
            self.facts.push(fact);
            self.origins.push(origin);
            return Entry::New;
        };
        let others = self.others.get(&first).map_or(&[][..], Vec::as_slice);
        let known = std::iter::once(&first)
            .chain(others)
            .filter_map(|at| self.facts.get(*at as usize));
        if known.clone().any(|earlier| is_repeat(earlier, &fact)) {
            return Entry::Repeat;
        }
        if let Record::Family(link) = &fact.record {
            return Entry::Refused(Problem {
                sheet: sheet.to_owned(),
                row: Some(origin.row),
                column: Some("family".to_owned()),
                found: super::cell::shorten(&link.family, 60),
                expected: "one family a child".to_owned(),
                effect: format!("{NOT_USED}; the first family is kept"),
                child_id: None,
                kind: None,
                row_lost: false,
            });
        }
        self.others.entry(first).or_default().push(place);
        self.facts.push(fact);
        self.origins.push(origin);
        Entry::New
    }

    /// The first fact of the same key; where there is none, the fact at `place` will be it.
    fn first_like(&mut self, fact: &Fact, place: u32) -> Option<u32> {
        let hash = self.hashing.hash_one((
            fact.source,
            fact.record.kind(),
            &fact.child,
            fact.record.start(),
            &fact.source_ref,
        ));
        let Some(first) = self.firsts.get(&hash).copied() else {
            self.firsts.insert(hash, place);
            return None;
        };
        let known = self.facts.get(first as usize);
        if known.is_none_or(|known| has_key_of(known, fact)) {
            return Some(first);
        }
        let key = (
            fact.source,
            fact.record.kind(),
            fact.child.clone(),
            fact.record.start(),
            fact.source_ref.clone(),
        );
        let first = self.collided.get(&key).copied();
        if first.is_none() {
            self.collided.insert(key, place);
        }
        first
    }

    /// Makes room for so many facts more, so that memory is asked for once.
    pub(super) fn reserve(&mut self, facts: usize) {
        self.facts.reserve_exact(facts);
        self.origins.reserve_exact(facts);
        self.firsts.reserve(facts);
    }

    /// Numbers the rows that share a key and adds each child's date of birth.
    pub(super) fn finish(mut self) -> Gathered {
        let mut conflicts = Vec::new();
        let mut problems = Vec::new();
        let mut groups: Vec<(u32, Vec<u32>)> =
            std::mem::take(&mut self.others).into_iter().collect();
        groups.sort_unstable();
        for (first, mut places) in groups {
            places.push(first);
            places.sort_by(|a, b| self.in_order(*a, *b));
            for (count, place) in places.iter().enumerate().skip(1) {
                let (conflict, problem) = self.set_apart(*place as usize, count + 1);
                conflicts.extend(conflict);
                problems.extend(problem);
            }
        }
        // What only helped to tell repeats is let go before the facts of people are added.
        drop((self.firsts, self.collided, self.origins));
        let mut people: Vec<((Source, ChildId), Known)> = Vec::with_capacity(self.people.len());
        for (child, named) in self.people {
            let worth = named.told_by.into_iter();
            let worth = worth.filter(|(_, known)| known.birth.is_some() || known.died.is_some());
            people.extend(worth.map(|(source, known)| ((source, child.clone()), known)));
        }
        people.sort_by(|a, b| a.0.cmp(&b.0));
        self.facts
            .extend(people.into_iter().map(|((source, child), known)| Fact {
                child: Some(child),
                shown_id: Some(known.shown),
                source_ref: Name::from(""),
                source,
                record: Record::Person(Person {
                    birth: known.birth,
                    died: known.died,
                    expected: known.expected,
                }),
                details: None,
            }));
        Gathered {
            facts: self.facts,
            conflicts,
            problems,
        }
    }

    fn in_order(&self, a: u32, b: u32) -> Ordering {
        match (self.facts.get(a as usize), self.facts.get(b as usize)) {
            (Some(left), Some(right)) => compare(left, right).then(a.cmp(&b)),
            _ => a.cmp(&b),
        }
    }

    fn set_apart(
        &mut self,
        place: usize,
        count: usize,
    ) -> (Option<ConflictNote>, Option<(usize, Problem)>) {
        let (Some(fact), Some(origin)) = (self.facts.get_mut(place), self.origins.get(place))
        else {
            return (None, None);
        };
        fact.source_ref = Name::from(format!("{}#{count}", fact.source_ref));
        let kind = fact.record.kind();
        let sheet = self
            .sheets
            .get(origin.file)
            .and_then(|sheets| sheets.get(origin.sheet as usize));
        let (sheet, heading) = sheet.cloned().unwrap_or_default();
        let found = match fact.record.end() {
            Dated::On(day) => day.to_string(),
            Dated::Blank => String::new(),
            Dated::Unreadable => "not a date".to_owned(),
        };
        let problem = Problem {
            sheet,
            row: Some(origin.row),
            column: heading,
            found,
            expected: "the same as on the other row of this child and date".to_owned(),
            effect: "both rows kept".to_owned(),
            child_id: None,
            kind: None,
            row_lost: false,
        };
        let ends = !matches!(
            kind,
            FactKind::Session | FactKind::Leaver | FactKind::Adopter
        );
        let conflict = fact
            .child
            .clone()
            .filter(|_| ends)
            .map(|child| ConflictNote {
                child,
                kind,
                start: fact.record.start(),
            });
        (conflict, Some((origin.file, problem)))
    }
}

fn has_key_of(a: &Fact, b: &Fact) -> bool {
    a.source == b.source
        && a.record.kind() == b.record.kind()
        && a.child == b.child
        && a.record.start() == b.record.start()
        && a.source_ref == b.source_ref
}

/// Whether a later row of the same key says the same event again.
fn is_repeat(earlier: &Fact, later: &Fact) -> bool {
    match (&earlier.record, &later.record) {
        (Record::Enquiry(a), Record::Enquiry(b)) => {
            a.conference == b.conference && a.conference_unnecessary == b.conference_unnecessary
        }
        (Record::Session(_) | Record::Leaver(_) | Record::Adopter(_) | Record::Family(_), _) => {
            earlier.record == later.record && earlier.details == later.details
        }
        (a, b) => a.end() == b.end(),
    }
}

/// Earliest end first, open ones last; then by what does not change when a newer file fills in a
/// status or a date of recording.
fn compare(left: &Fact, right: &Fact) -> Ordering {
    let by_end = rank(left.record.end()).cmp(&rank(right.record.end()));
    let rest = match (&left.record, &right.record) {
        (Record::Session(a), Record::Session(b)) => (&a.worker, &a.supervisor, &a.team)
            .cmp(&(&b.worker, &b.supervisor, &b.team))
            .then(rank(a.next_due).cmp(&rank(b.next_due)))
            .then(
                a.meeting
                    .actions_outstanding
                    .cmp(&b.meeting.actions_outstanding),
            )
            .then((a.status as u8).cmp(&(b.status as u8)))
            .then(rank(a.recorded).cmp(&rank(b.recorded))),
        (Record::Enquiry(a), Record::Enquiry(b)) => {
            (a.conference_unnecessary as u8).cmp(&(b.conference_unnecessary as u8))
        }
        (Record::Leaver(a), Record::Leaver(b)) => rank(a.pathway_review)
            .cmp(&rank(b.pathway_review))
            .then(rank(a.last_contact).cmp(&rank(b.last_contact))),
        _ => Ordering::Equal,
    };
    by_end.then(rest).then(left.details.cmp(&right.details))
}

fn rank(dated: Dated) -> i32 {
    match dated {
        Dated::On(day) => day.number(),
        Dated::Blank => i32::MAX - 1,
        Dated::Unreadable => i32::MAX,
    }
}

fn zeros(sheet: &str, children: usize) -> Problem {
    Problem {
        sheet: sheet.to_owned(),
        row: None,
        column: None,
        found: match children {
            1 => "1 id that differs from another row's only by leading zeros".to_owned(),
            _ => format!("{children} ids that differ from another row's only by leading zeros"),
        },
        expected: "each id written in one way".to_owned(),
        effect: "treated as one child".to_owned(),
        child_id: None,
        kind: None,
        row_lost: false,
    }
}
