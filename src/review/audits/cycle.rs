//! How far a sample is, whether two people agree, what is due, and which way grades moved. Pure.
//!
//! Every rate has its denominator in its words. The surprising thing: grades of scales of another
//! length are never held beside each other, and are counted as such.

use std::collections::{BTreeMap, HashMap};

use crate::model::{
    Audits, CaseAudit, ChildId, Day, Grade, Name, PromiseId, PromiseOrigin, Quality, Rating,
    Ratings, Sample, SampleId,
};
use crate::review::Picture;

/// How many of the open cases were read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    pub read: u32,
    pub open: u32,
    pub months: u32,
}

impl Coverage {
    /// "41 of 223 read".
    #[must_use]
    pub fn words(self) -> String {
        format!("{} of {} read", parted(self.read), parted(self.open))
    }
}

/// "20,000"
fn parted(number: u32) -> String {
    let digits = number.to_string();
    let mut parts: Vec<&str> = Vec::new();
    let mut rest = digits.as_str();
    while rest.len() > 3 {
        let (before, last) = rest.split_at(rest.len() - 3);
        parts.push(last);
        rest = before;
    }
    parts.push(rest);
    parts.reverse();
    parts.join(",")
}

/// What the newest readings of the open cases found of one quality.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct QualityRow {
    pub quality: Quality,
    pub yes: u32,
    pub partly: u32,
    pub no: u32,
    pub not_applicable: u32,
}

impl QualityRow {
    /// Readings that say something of it.
    #[must_use]
    pub const fn said(&self) -> u32 {
        self.yes + self.partly + self.no
    }
}

/// The newest rating of each quality of a child within the time that counts, and whether anybody
/// read the record.
fn newest(picture: &Picture, child: usize) -> Option<Ratings> {
    let file = picture.caseload.children.get(child)?;
    let months = i32::try_from(picture.book.read_window()).unwrap_or(12);
    let from = picture.check.as_at.plus_months(-months);
    let audits = file.further().audits.iter();
    let mut in_time = audits.rev().filter(|audit| audit.listed && audit.on > from);
    let mut found = in_time.next()?.ratings.all();
    for audit in in_time {
        for (rating, older) in found.iter_mut().zip(audit.ratings.all()) {
            if matches!(rating, Rating::Blank | Rating::Unknown) {
                *rating = older;
            }
        }
    }
    let said = found
        .iter()
        .any(|rating| !matches!(rating, Rating::Blank | Rating::Unknown));
    said.then(|| Ratings::of(found))
}

fn open_children(picture: &Picture) -> impl Iterator<Item = usize> {
    let rows = picture.cases.iter();
    rows.filter(|row| row.open && !row.is_entered())
        .map(|row| row.child)
}

/// How many of the open cases somebody has read in the time that counts.
#[must_use]
pub fn coverage(picture: &Picture) -> Coverage {
    let mut found = Coverage {
        months: picture.book.read_window(),
        ..Coverage::default()
    };
    for child in open_children(picture) {
        found.open += 1;
        found.read += u32::from(newest(picture, child).is_some());
    }
    found
}

/// The seven qualities over the open cases that were read. To be said with [`coverage`].
#[must_use]
pub fn read_rows(picture: &Picture) -> Vec<QualityRow> {
    let mut rows = Quality::ALL.map(|quality| QualityRow {
        quality,
        yes: 0,
        partly: 0,
        no: 0,
        not_applicable: 0,
    });
    for ratings in open_children(picture).filter_map(|child| newest(picture, child)) {
        for (row, rating) in rows.iter_mut().zip(ratings.all()) {
            match rating {
                Rating::Yes => row.yes += 1,
                Rating::Partly => row.partly += 1,
                Rating::No => row.no += 1,
                Rating::NotApplicable => row.not_applicable += 1,
                Rating::Blank | Rating::Unknown => {}
            }
        }
    }
    rows.to_vec()
}

/// What one audit and its correction have alike: sample, child, auditor, and outside a sample the day.
type Same<'a> = (Option<SampleId>, &'a ChildId, &'a str, Option<Day>);

/// The audits that stand, in the order in which they were made: one that the same person gave anew
/// in the same sample takes the place of the earlier one.
#[must_use]
pub fn standing(audits: &Audits) -> Vec<&CaseAudit> {
    let mut newest: HashMap<Same<'_>, usize> = HashMap::new();
    for (at, one) in audits.audits.iter().enumerate() {
        // Outside a sample, the day tells a correction from another audit.
        let day = one.said.sample.is_none().then_some(one.said.on);
        newest.insert((one.said.sample, &one.said.child.0, &*one.by, day), at);
    }
    let mut places: Vec<usize> = newest.into_values().collect();
    places.sort_unstable();
    places.into_iter().map(|at| &audits.audits[at]).collect()
}

/// The audit of each child of a sample, in the order of the draw; `None`: not audited yet.
#[must_use]
pub fn of_sample<'a>(audits: &'a Audits, sample: &Sample) -> Vec<Option<&'a CaseAudit>> {
    let own: Vec<&CaseAudit> = standing(audits)
        .into_iter()
        .filter(|one| one.said.sample == Some(sample.id))
        .collect();
    let of = |child: &ChildId| own.iter().rev().find(|one| one.said.child.0 == *child);
    let drawn = sample.said.drawn.iter();
    drawn.map(|one| of(&one.child).copied()).collect()
}

/// How far a sample is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Progress {
    pub drawn: usize,
    pub done: usize,
    pub moderated: usize,
    pub agreed: usize,
}

impl Progress {
    /// "12 of 20 done, 8 moderated, agreed on 6 of 8".
    #[must_use]
    pub fn words(self) -> String {
        let done = format!("{} of {} done", self.done, self.drawn);
        if self.moderated == 0 {
            return format!("{done}, none moderated");
        }
        format!(
            "{done}, {} moderated, agreed on {} of {}",
            self.moderated, self.agreed, self.moderated
        )
    }
}

fn same(one: &Grade, other: &Grade) -> bool {
    one.of == other.of && one.rank == other.rank
}

/// How far a sample is, and on how many grades auditor and moderator agree.
#[must_use]
pub fn progress(audits: &Audits, sample: &Sample) -> Progress {
    let own = of_sample(audits, sample);
    let all = agreement(own.iter().copied().flatten());
    Progress {
        drawn: own.len(),
        done: own.iter().flatten().count(),
        moderated: all.moderated,
        agreed: all.grade,
    }
}

/// On what auditor and moderator agree.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Agreement {
    pub moderated: usize,
    /// The same grade.
    pub grade: usize,
    /// The moderator's grade was higher.
    pub higher: usize,
    /// The moderator's grade was lower.
    pub lower: usize,
    /// Each question, in the order in which it was first asked: agreed, of how many.
    pub questions: Vec<(Name, usize, usize)>,
}

impl Agreement {
    /// "agreed on 16 of 20".
    #[must_use]
    pub fn words(&self) -> String {
        if self.moderated == 0 {
            return "nothing is moderated yet".to_owned();
        }
        let mut words = format!("agreed on {} of {}", self.grade, self.moderated);
        if self.higher + self.lower > 0 {
            let parts = [(self.higher, "higher"), (self.lower, "lower")];
            let parts: Vec<String> = parts
                .iter()
                .filter(|(count, _)| *count > 0)
                .map(|(count, word)| format!("{count} {word}"))
                .collect();
            words.extend(["; the moderator graded ", &parts.join(", ")]);
        }
        words
    }
}

/// The agreement over these audits, as far as they are moderated.
#[must_use]
pub fn agreement<'a>(audits: impl Iterator<Item = &'a CaseAudit>) -> Agreement {
    let mut all = Agreement::default();
    for one in audits {
        let Some(second) = &one.moderation else {
            continue;
        };
        all.moderated += 1;
        let (first, other) = (&one.said.grade, &second.said.grade);
        if same(first, other) {
            all.grade += 1;
        } else if first.of == other.of {
            all.higher += usize::from(other.rank > first.rank);
            all.lower += usize::from(other.rank < first.rank);
        }
        for answered in &one.said.answers {
            let mut answers = second.said.answers.iter();
            let Some(again) = answers.find(|again| again.question == answered.question) else {
                continue;
            };
            let known = all
                .questions
                .iter()
                .position(|(question, ..)| *question == answered.question);
            let at = known.unwrap_or_else(|| {
                all.questions.push((answered.question.clone(), 0, 0));
                all.questions.len() - 1
            });
            all.questions[at].1 += usize::from(again.answer == answered.answer);
            all.questions[at].2 += 1;
        }
    }
    all
}

/// The same by the team that held the case at its audit, in order of name; only teams of which an
/// audit is moderated.
#[must_use]
pub fn agreement_by_team<'a>(
    audits: impl Iterator<Item = &'a CaseAudit>,
) -> Vec<(Name, Agreement)> {
    let mut teams: BTreeMap<Name, Vec<&CaseAudit>> = BTreeMap::new();
    for one in audits.filter(|one| one.moderation.is_some()) {
        let team = one.said.team.clone();
        let team = team.unwrap_or_else(|| Name::from("no team"));
        teams.entry(team).or_default().push(one);
    }
    let teams = teams.into_iter();
    teams
        .map(|(team, own)| (team, agreement(own.into_iter())))
        .collect()
}

/// Which way the grades of children moved who were audited more than once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Movement {
    /// Children who were ever audited.
    pub audited: usize,
    pub better: usize,
    pub same: usize,
    pub worse: usize,
    /// Audited twice, on scales that cannot be held beside each other.
    pub apart: usize,
}

impl Movement {
    /// Children whose two newest audits can be held beside each other.
    #[must_use]
    pub const fn pairs(self) -> usize {
        self.better + self.same + self.worse
    }

    /// "of 9 audited twice: 5 better, 3 the same, 1 worse".
    #[must_use]
    pub fn words(self) -> String {
        let pairs = self.pairs();
        let mut words = if pairs == 0 {
            format!("nobody of {} children audited twice yet", self.audited)
        } else {
            format!(
                "of {pairs} audited twice: {} better, {} the same, {} worse ({} children audited in all)",
                self.better, self.same, self.worse, self.audited
            )
        };
        if self.apart > 0 {
            let apart = self.apart;
            words.extend([
                "; ",
                &apart.to_string(),
                " on scales that cannot be compared",
            ]);
        }
        words
    }
}

/// The audits of each child, in order of their day.
fn by_child(audits: &Audits) -> BTreeMap<&ChildId, Vec<&CaseAudit>> {
    let mut found: BTreeMap<&ChildId, Vec<&CaseAudit>> = BTreeMap::new();
    for one in standing(audits) {
        found.entry(&one.said.child.0).or_default().push(one);
    }
    for of_one in found.values_mut() {
        of_one.sort_by_key(|one| (one.said.on, one.id));
    }
    found
}

fn moved(of_one: &[&CaseAudit], into: &mut Movement) {
    into.audited += 1;
    let [.., before, now] = of_one else { return };
    let (before, now) = (&before.said.grade, &now.said.grade);
    if before.of != now.of {
        into.apart += 1;
    } else if now.rank > before.rank {
        into.better += 1;
    } else if now.rank < before.rank {
        into.worse += 1;
    } else {
        into.same += 1;
    }
}

/// The movement over the whole service.
#[must_use]
pub fn movement(audits: &Audits) -> Movement {
    let mut all = Movement::default();
    for of_one in by_child(audits).values() {
        moved(of_one, &mut all);
    }
    all
}

/// The same by the team that held the case at its newest audit, in order of name.
#[must_use]
pub fn movement_by_team(audits: &Audits) -> Vec<(Name, Movement)> {
    let mut teams: BTreeMap<Name, Movement> = BTreeMap::new();
    for of_one in by_child(audits).values() {
        let team = of_one.last().and_then(|one| one.said.team.clone());
        let team = team.unwrap_or_else(|| Name::from("no team"));
        moved(of_one, teams.entry(team).or_default());
    }
    teams.into_iter().collect()
}

/// What an audit still asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum DueKind {
    /// The record is to be audited again.
    Again,
    /// The remedy that was agreed, by its promise.
    Remedy(PromiseId),
}

/// Something that an audit asks for, with its day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    pub kind: DueKind,
    /// As the case system shows the id.
    pub who: Name,
    pub on: Option<Day>,
    /// Days beyond it; nought or less: still to come.
    pub over: i32,
    pub words: String,
    pub owner: Option<Name>,
}

/// What audits still ask for, what has waited longest first, and without a day last.
#[must_use]
pub fn due(picture: &Picture) -> Vec<Due> {
    let today = picture.today;
    let over = |on: Option<Day>| on.map_or(i32::MIN, |on| today.days_since(on));
    let mut all = Vec::new();
    for of_one in by_child(&picture.audits).values() {
        let Some(one) = of_one.last() else { continue };
        if let Some(on) = one.said.reaudit {
            all.push(Due {
                kind: DueKind::Again,
                who: one.said.child.1.clone(),
                on: Some(on),
                over: over(Some(on)),
                words: if picture.grades_blind(one) {
                    format!("audit again; audited on {}", one.said.on.long())
                } else {
                    let grade = &one.said.grade.word;
                    format!("audit again; {grade} on {}", one.said.on.long())
                },
                owner: None,
            });
        }
    }
    let remedies = picture
        .promises
        .iter()
        .filter(|promise| promise.said.origin == PromiseOrigin::Audit);
    for promise in remedies.filter(|promise| promise.closed().is_none()) {
        let who = promise.said.child.as_ref().map(|(_, shown)| shown.clone());
        all.push(Due {
            kind: DueKind::Remedy(promise.id),
            who: who.unwrap_or_else(|| Name::from("the service")),
            on: promise.due(),
            over: over(promise.due()),
            words: promise.said.words.clone(),
            owner: promise.said.owner.clone(),
        });
    }
    all.sort_by(|a, b| b.over.cmp(&a.over).then_with(|| a.who.cmp(&b.who)));
    all
}
