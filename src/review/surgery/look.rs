//! The surgery on one screen: what was promised last time and is done or not, what went out and
//! did not come back, what is new, what is oldest, and what may be an error of the extract.
//!
//! It writes nothing and orders nobody by how many they have. The surprising thing: "last time" is
//! each team's own; teams hold their surgeries on different days.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    is_open, rule_title,
    sending::{ALL_OPEN, IN_SURGERY, in_words},
    standing_outcome,
};
use crate::model::{Day, GapKey, Name, OutcomeKind, SentSheet, State, SurgeryColumn, SurgeryWords};
use crate::review::{Desk, DeskError, DoneBy, Gap, Picture, Thread, ThreadState};

/// How many of the oldest are listed.
const OLDEST: usize = 15;

/// What a line is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Section {
    /// Promised, and its day has passed.
    NotDone,
    /// Promised, and its day has not come.
    NotYetDue,
    /// Promised last time, and done.
    Done,
    /// On the last sheet, with words that give no outcome and promise nothing.
    Said,
    /// On the last sheet, and nobody wrote anything.
    NotBack,
    /// Open since the last sheet was written.
    New,
    /// Open for longest.
    Oldest,
    /// Somebody said so, or the extract contradicts itself.
    LikelyErrors,
}

impl Section {
    /// Every section, in the order in which a surgery goes through them.
    pub const ALL: [Self; 8] = [
        Self::NotDone,
        Self::NotYetDue,
        Self::Done,
        Self::Said,
        Self::NotBack,
        Self::New,
        Self::Oldest,
        Self::LikelyErrors,
    ];

    /// The word in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotDone => "not_done",
            Self::NotYetDue => "not_yet_due",
            Self::Done => "done",
            Self::Said => "said",
            Self::NotBack => "not_back",
            Self::New => "new",
            Self::Oldest => "oldest",
            Self::LikelyErrors => "likely_errors",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotDone => "Promised, not done",
            Self::NotYetDue => "Promised, not yet due",
            Self::Done => "Promised last time, done",
            Self::Said => "Words on the last sheet, no outcome",
            Self::NotBack => "On the last sheet, no answer",
            Self::New => "New since the last sheet",
            Self::Oldest => "Open for longest",
            Self::LikelyErrors => "Likely errors of the extract",
        }
    }
}

/// One line.
#[derive(Clone, PartialEq, Eq)]
pub struct SurgeryLine {
    pub section: Section,
    pub gap: Option<GapKey>,
    /// Index into `Picture::caseload.children`.
    pub child: Option<usize>,
    pub who: Name,
    pub is_child: bool,
    pub rule: String,
    pub team: Option<Name>,
    pub worker: Option<Name>,
    pub supervisor: Option<Name>,
    pub words: String,
    /// The day that it is about: due, done or fallen due.
    pub on: Option<Day>,
}

impl std::fmt::Debug for SurgeryLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Neither an id nor a name reaches a log by way of `{:?}`.
        write!(f, "SurgeryLine({:?})", self.section)
    }
}

/// The sums of one team, or of all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TeamTally {
    /// `None`: those of no team.
    pub team: Option<Name>,
    /// How many lines of each section, in the order of [`Section::ALL`]; of what is open for
    /// longest, how many open gaps there are.
    pub counts: [usize; 8],
}

impl TeamTally {
    /// How many there are of a section.
    #[must_use]
    pub fn of(&self, section: Section) -> usize {
        let at = Section::ALL.iter().position(|one| *one == section);
        at.and_then(|at| self.counts.get(at)).copied().unwrap_or(0)
    }

    fn add(&mut self, section: Section) {
        let at = Section::ALL.iter().position(|one| *one == section);
        if let Some(count) = at.and_then(|at| self.counts.get_mut(at)) {
            *count += 1;
        }
    }
}

/// A sheet that was written, and how much of it came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SheetHead {
    pub code: Name,
    pub as_at: Day,
    pub written_at: String,
    pub scope: String,
    pub rows: usize,
    pub answered: usize,
}

/// What a surgery looks at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SurgeryLook {
    pub as_at: Day,
    /// The sheets of the last round, the newest first.
    pub last: Vec<SheetHead>,
    pub lines: Vec<SurgeryLine>,
    pub whole: TeamTally,
    /// In alphabetical order; those of no team last.
    pub teams: Vec<TeamTally>,
    /// A part of the team's name, where one was asked for.
    pub team: Option<String>,
}

impl Desk {
    /// What a surgery looks at, of every team or of those with this in their name.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn look_at_surgery(&mut self, team: Option<&str>) -> Result<SurgeryLook, DeskError> {
        let picture = self.picture()?;
        let round = self.round()?;
        let mut looking = Looking {
            picture: &picture,
            round: &round,
            lines: Vec::new(),
        };
        looking.promised(&self.store.promises(None)?);
        looking.said();
        looking.not_back();
        looking.new_ones();
        looking.oldest(team);
        looking.likely_errors();
        let mut lines = looking.lines;
        let wanted = team.map(str::to_lowercase);
        lines.retain(|line| is_of(line.team.as_ref(), wanted.as_deref()));
        Ok(sum(&picture, &round, lines, team))
    }

    /// The sheets that were written on the data of the newest one: each team may have its own.
    fn round(&self) -> Result<Vec<Round>, DeskError> {
        let heads = self.store.surgeries()?;
        let newest = heads.first().map(|sheet| sheet.as_at);
        let heads = heads
            .into_iter()
            .filter(|sheet| Some(sheet.as_at) == newest);
        let mut round = Vec::new();
        for head in heads {
            let answers = self.store.surgery_answers(&head.code)?;
            if let Some(sheet) = self.store.surgery(&head.code)? {
                round.push(Round {
                    sheet,
                    answered: answers
                        .into_iter()
                        .map(|(row, kept)| (row, kept.words))
                        .collect(),
                });
            }
        }
        Ok(round)
    }
}

/// A sheet of the last round, and the rows of it that came back.
struct Round {
    sheet: SentSheet,
    answered: HashMap<u32, SurgeryWords>,
}

impl Round {
    fn head(&self) -> SheetHead {
        SheetHead {
            code: self.sheet.code.clone(),
            as_at: self.sheet.as_at,
            written_at: self.sheet.written_at.clone(),
            scope: self.sheet.scope.clone(),
            rows: self.sheet.rows.len(),
            answered: self.answered.len(),
        }
    }
}

fn is_of(team: Option<&Name>, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| team.is_some_and(|team| team.to_lowercase().contains(wanted)))
}

fn sum(
    picture: &Picture,
    round: &[Round],
    mut lines: Vec<SurgeryLine>,
    team: Option<&str>,
) -> SurgeryLook {
    // A stable sort: within a section the order is that in which the lines were found.
    lines.sort_by_key(|line| line.section);
    let mut whole = TeamTally::default();
    let mut teams: BTreeMap<(bool, Option<Name>), TeamTally> = BTreeMap::new();
    let mut count = |team: Option<&Name>, section: Section| {
        whole.add(section);
        let tally = teams.entry((team.is_none(), team.cloned())).or_default();
        tally.team = team.cloned();
        tally.add(section);
    };
    for line in lines.iter().filter(|line| line.section != Section::Oldest) {
        count(line.team.as_ref(), line.section);
    }
    let wanted = team.map(str::to_lowercase);
    let open = picture.gaps.iter().filter(|gap| is_open(gap));
    for gap in open.filter(|gap| is_of(gap.team.as_ref(), wanted.as_deref())) {
        count(gap.team.as_ref(), Section::Oldest);
    }
    SurgeryLook {
        as_at: picture.check.as_at,
        last: round.iter().map(Round::head).collect(),
        lines,
        whole,
        teams: teams.into_values().collect(),
        team: team.map(str::to_owned),
    }
}

struct Looking<'a> {
    picture: &'a Picture,
    round: &'a [Round],
    lines: Vec<SurgeryLine>,
}

impl Looking<'_> {
    fn of_gap(&self, section: Section, gap: &Gap, words: String) -> SurgeryLine {
        SurgeryLine {
            section,
            gap: Some(gap.key.clone()),
            child: gap.child,
            who: gap.who.clone(),
            is_child: gap.is_child,
            rule: rule_title(self.picture, gap),
            team: gap.team.clone(),
            worker: gap.worker.clone(),
            supervisor: gap.supervisor.clone(),
            words,
            on: gap.due,
        }
    }

    /// What was promised in a surgery: whatever is open, and of what is done that of last time.
    fn promised(&mut self, promises: &[crate::model::Promise]) {
        let threads = self.picture.threads(promises);
        let of_surgery = || threads.iter().filter(|thread| thread.origin == IN_SURGERY);
        let mut last: HashMap<Option<Name>, Day> = HashMap::new();
        for thread in of_surgery() {
            let day = last.entry(self.team_of(thread)).or_insert(thread.set);
            *day = thread.set.max(*day);
        }
        for thread in of_surgery() {
            let of_last = last.get(&self.team_of(thread)) == Some(&thread.set);
            let section = match &thread.state {
                ThreadState::Overdue { .. } => Section::NotDone,
                ThreadState::Open | ThreadState::Unknown => Section::NotYetDue,
                ThreadState::Done { .. } if of_last => Section::Done,
                ThreadState::Done { .. } | ThreadState::Superseded | ThreadState::GivenUp => {
                    continue;
                }
            };
            let line = self.of_thread(section, thread);
            self.lines.push(line);
        }
    }

    fn team_of(&self, thread: &Thread) -> Option<Name> {
        let gap = thread.gap.as_ref().and_then(|key| self.picture.gap(key));
        let case = thread.child.and_then(|child| self.picture.case_row(child));
        gap.and_then(|gap| gap.team.clone())
            .or_else(|| case.and_then(|case| case.team.clone()))
    }

    fn of_thread(&self, section: Section, thread: &Thread) -> SurgeryLine {
        let gap = thread.gap.as_ref().and_then(|key| self.picture.gap(key));
        let case = thread.child.and_then(|child| self.picture.case_row(child));
        let file = thread
            .child
            .and_then(|child| self.picture.caseload.children.get(child));
        let mut words = in_words(thread);
        let mut on = thread.due;
        if let ThreadState::Done { on: day, by } = &thread.state {
            on = *day;
            let shown = match by {
                DoneBy::Person(name) => format!("; done, says {name}"),
                DoneBy::Extract(to) => format!("; the extract to {} shows it", to.long()),
            };
            words.push_str(&shown);
        } else if let Some(session) = thread.silent {
            words.extend(["; not spoken of on ", &session.long()]);
        }
        let who = gap.map(|gap| gap.who.clone());
        SurgeryLine {
            section,
            gap: gap.map(|gap| gap.key.clone()),
            child: thread.child,
            who: who
                .or_else(|| file.map(|file| file.child.shown.clone()))
                .unwrap_or_else(|| Name::from("-")),
            is_child: thread.child.is_some(),
            rule: gap.map_or_else(String::new, |gap| rule_title(self.picture, gap)),
            team: self.team_of(thread),
            worker: gap
                .and_then(|gap| gap.worker.clone())
                .or_else(|| case.and_then(|case| case.worker.clone())),
            supervisor: gap.and_then(|gap| gap.supervisor.clone()),
            words,
            on,
        }
    }

    /// Open gaps of which somebody wrote, without an outcome and without a next step: the words
    /// wait for somebody to decide.
    fn said(&mut self) {
        let promised = self.lines.iter().filter_map(|line| line.gap.clone());
        let mut listed: HashSet<GapKey> = promised.collect();
        let mut lines = Vec::new();
        for round in self.round {
            for row in &round.sheet.rows {
                let Some(words) = round.answered.get(&row.number) else {
                    continue;
                };
                for key in &row.gaps {
                    let gap = self.picture.gap(key).filter(|gap| is_open(gap));
                    if let Some(gap) = gap.filter(|_| listed.insert(key.clone())) {
                        lines.push(self.of_gap(Section::Said, gap, as_written(words)));
                    }
                }
            }
        }
        self.lines.extend(lines);
    }

    /// Open gaps that went out in the last round, in rows in which nobody wrote.
    fn not_back(&mut self) {
        let rows = |told: bool| {
            self.round.iter().flat_map(move |round| {
                let rows = round.sheet.rows.iter();
                rows.filter(move |row| round.answered.contains_key(&row.number) == told)
                    .flat_map(|row| &row.gaps)
            })
        };
        let told: HashSet<&GapKey> = rows(true).collect();
        let mut listed: HashSet<&GapKey> = HashSet::new();
        let mut lines = Vec::new();
        for key in rows(false).filter(|key| !told.contains(key)) {
            let gap = self.picture.gap(key).filter(|gap| is_open(gap));
            if let Some(gap) = gap.filter(|_| listed.insert(key)) {
                lines.push(self.of_gap(Section::NotBack, gap, gap.phrase.clone()));
            }
        }
        self.lines.extend(lines);
    }

    fn new_ones(&mut self) {
        let Some(as_at) = self.round.first().map(|round| round.sheet.as_at) else {
            return;
        };
        let rows = self.round.iter().flat_map(|round| &round.sheet.rows);
        let sent: HashSet<&GapKey> = rows.flat_map(|row| &row.gaps).collect();
        let picture = self.picture;
        let newer = picture.check.as_at > as_at;
        let mut scopes = self.round.iter().map(|round| &round.sheet.scope);
        let whole = scopes.any(|scope| scope == ALL_OPEN);
        let new = picture.gaps.iter().filter(|gap| {
            // What was open then and not asked for is not new.
            let since = match gap.due {
                Some(due) => due >= as_at,
                None => newer && (whole || began(picture, gap).is_some_and(|day| day >= as_at)),
            };
            is_open(gap) && since && !sent.contains(&gap.key)
        });
        for gap in new {
            let line = self.of_gap(Section::New, gap, gap.phrase.clone());
            self.lines.push(line);
        }
    }

    fn oldest(&mut self, team: Option<&str>) {
        let wanted = team.map(str::to_lowercase);
        let picture = self.picture;
        let open = picture.gaps.iter().filter(|gap| is_open(gap));
        let mut open: Vec<&Gap> = open
            .filter(|gap| gap.due.is_some() && is_of(gap.team.as_ref(), wanted.as_deref()))
            .collect();
        open.sort_by_key(|gap| gap.due);
        for gap in open.into_iter().take(OLDEST) {
            let due = gap.due.map_or_else(String::new, Day::long);
            let line = self.of_gap(Section::Oldest, gap, format!("due {due}; {}", gap.phrase));
            self.lines.push(line);
        }
    }

    /// What somebody called an error, and open gaps of which the extract contradicts itself, about
    /// the same child and under the same rule.
    fn likely_errors(&mut self) {
        let picture = self.picture;
        for gap in picture
            .gaps
            .iter()
            .filter(|gap| gap.state == State::Overdue)
        {
            let said = standing_outcome(&gap.standing).filter(|o| o.kind == OutcomeKind::DataError);
            if let Some(outcome) = said {
                let words = format!("{} says: {}", outcome.person, outcome.reason);
                let line = self.of_gap(Section::LikelyErrors, gap, words);
                self.lines.push(line);
            }
        }
        let mut open: HashMap<(usize, &str), &Gap> = HashMap::new();
        for gap in picture.gaps.iter().filter(|gap| is_open(gap)) {
            let rule = picture.check.rules.get(gap.rule);
            if let (Some(child), Some(result)) = (gap.child, rule) {
                open.entry((child, &result.rule.id)).or_insert(gap);
            }
        }
        let mut told: HashSet<(usize, &str)> = HashSet::new();
        for fault in &picture.check.data_quality {
            let child = fault.child.as_ref();
            let Some(child) = child.and_then(|id| picture.caseload.position(id)) else {
                continue;
            };
            // One sentence about a child is one line, however many rules it is about.
            if let Some(gap) = open.get(&(child, fault.rule.as_str()))
                && told.insert((child, &fault.what))
            {
                let line = self.of_gap(Section::LikelyErrors, gap, fault.what.clone());
                self.lines.push(line);
            }
        }
    }
}

/// The day on which the clock of a gap began.
fn began(picture: &Picture, gap: &Gap) -> Option<Day> {
    picture.behind(gap)?.1.trigger
}

/// What people wrote in a row, one after the other.
fn as_written(words: &SurgeryWords) -> String {
    let all = words.all().into_iter();
    let written = all.filter(|(_, words)| !words.is_empty());
    let written: Vec<String> = written
        .map(|(column, words)| match (column, Day::parse_iso(words)) {
            (SurgeryColumn::Happened, _) => words.to_owned(),
            (column, Some(day)) => format!("{}: {}", column.heading(), day.long()),
            (column, None) => format!("{}: {words}", column.heading()),
        })
        .collect();
    written.join("; ")
}
