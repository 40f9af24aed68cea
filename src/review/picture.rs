//! Everything that the panes show, computed once per import, policy or as-at, and shared.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use super::{
    AtHand, EntryRow, Filing, Precision,
    audits::Questions,
    entering::{at_hand, supervisor_of},
    lag::Lag,
    precision::precision,
    provenance,
    reread::stands_on,
    shelf::Shelf,
    standing::standing,
    view::{self, BY_HAND, by_hand_only, case_row, case_view, phrase},
};
use crate::calendar::Calendar;
use crate::model::{
    Audits, Caseload, Day, FeedKind, Finding, GapKey, Name, Outcome, PersonName, Promise, Standing,
    State, Subject,
};
use crate::rules::{self, Check, Explanation, Kind, Level, Mode, Rule, RuleBook, RuleResult, Unit};

/// Gaps that somebody looked at, before their outcomes say anything about a rule.
const ENOUGH_CHECKED: u32 = 5;

/// A clock that asks somebody to look: overdue, done late, or one that cannot be told.
#[derive(Clone, Debug)]
pub struct Gap {
    pub key: GapKey,
    /// Index into `Picture::check.rules`.
    pub rule: usize,
    /// Index into that rule's findings.
    pub finding: usize,
    /// Index into `Picture::caseload.children`; `None` for a worker's gap or a child whose rows
    /// were all unusable.
    pub child: Option<usize>,
    /// The child's id as the case system shows it, or the worker's name.
    pub who: Name,
    /// True where `who` is a child.
    pub is_child: bool,
    pub family: Option<Name>,
    pub team: Option<Name>,
    pub worker: Option<Name>,
    pub supervisor: Option<Name>,
    pub state: State,
    pub level: Level,
    /// How far beyond the limit, in `unit`; only as far as the feed can see (`at_least`).
    pub over: i32,
    /// The clock began before the export does: `over` is the least that it can be.
    pub at_least: bool,
    pub unit: Unit,
    pub due: Option<Day>,
    /// One short phrase: "last 02 Apr", "none since opened 01 May", "conference 4 days late".
    pub phrase: String,
    pub standing: Standing,
}

/// One line of the list of cases.
#[derive(Clone, Debug, Default)]
pub struct CaseRow {
    /// Index into `Picture::caseload.children`.
    pub child: usize,
    pub shown: Name,
    pub family: Option<Name>,
    /// Completed years; `None` if unborn or unknown.
    pub age: Option<i32>,
    pub unborn: bool,
    /// "child protection plan", "looked after", "in need", "assessment", "closed".
    pub status: &'static str,
    pub open: bool,
    pub team: Option<Name>,
    pub worker: Option<Name>,
    /// Start of the governing row.
    pub since: Option<Day>,
    pub last_seen: Option<Day>,
    pub last_supervision: Option<Day>,
    /// Open gaps (overdue, rules that are on).
    pub gaps: u16,
}

impl CaseRow {
    /// Whether nothing but entries by hand names the child.
    #[must_use]
    pub fn is_entered(&self) -> bool {
        self.status == BY_HAND
    }
}

/// A clock of one child, for the case view.
#[derive(Clone, Debug)]
pub struct ClockRow {
    pub rule: usize,
    pub finding: usize,
    /// Index into `Picture::gaps`, where the clock is one.
    pub gap: Option<usize>,
    /// Counted, not listed: the rule is in trial.
    pub trial: bool,
    pub label: String,
    pub limit: String,
    pub state: State,
    pub due: Option<Day>,
    /// "41 over", "5 left", "cannot be told".
    pub today: String,
}

/// A session on the child's file, for the case view.
#[derive(Clone, Debug)]
pub struct SessionRow {
    pub on: Day,
    pub what: String,
    pub status: &'static str,
    pub supervisor: Option<Name>,
    pub recorded: Option<Day>,
    pub actions_outstanding: Option<u16>,
    pub decision_recorded: Option<bool>,
    /// For what was entered here: its mark, and by whom it was entered and seen.
    pub by_hand: Option<(&'static str, String)>,
    /// Who says so, where several sources were loaded; else empty.
    pub source: String,
}

/// One dated thing that happened, newest first in a list, in lanes on a chart.
#[derive(Clone, Debug)]
pub struct TimelineEvent {
    pub on: Day,
    pub until: Option<Day>,
    /// "referral", "assessment", "section 47", "conference", "plan", "care", "review", "visit",
    /// "supervision", "contact".
    pub lane: &'static str,
    pub what: String,
    /// Who says so, where several sources were loaded; else empty.
    pub source: String,
}

/// A row of a list about one child, with the columns that no rule reads.
#[derive(Clone, Debug)]
pub struct ListedRow {
    pub on: Option<Day>,
    pub until: Option<Day>,
    /// "contact", "early-help", "referral", ...
    pub list: &'static str,
    /// "contact source: police; ...", in the words of the list.
    pub words: String,
}

/// One child on one screen.
#[derive(Clone, Debug, Default)]
pub struct CaseView {
    pub row: CaseRow,
    pub clocks: Vec<ClockRow>,
    pub sessions: Vec<SessionRow>,
    pub timeline: Vec<TimelineEvent>,
    /// Other children of the family: index and shown id.
    pub siblings: Vec<(usize, Name)>,
    /// Where two sources say different things of this child, a sentence each.
    pub disagreements: Vec<String>,
}

/// The bench on one day.
#[derive(Clone, Debug)]
pub struct Picture {
    pub caseload: Caseload,
    pub check: Check,
    /// In the order: rule as in the book, then most over first.
    pub gaps: Vec<Gap>,
    pub cases: Vec<CaseRow>,
    /// What was entered by hand, withdrawn entries too, in the order in which it was entered.
    pub entries: Vec<EntryRow>,
    /// What was promised here, with what became of it, when the picture was taken.
    pub promises: Vec<Promise>,
    /// Records that were read, samples, audits and moderations that stand.
    pub audits: Audits,
    /// By which the next audit is asked.
    pub questions: Arc<Questions>,
    pub person: PersonName,
    /// Today by the system clock when the picture was taken, for the age of the data.
    pub today: Day,
    pub calendar: Arc<Calendar>,
    /// Every rule as it is in force, those that are off as well.
    pub book: Arc<RuleBook>,
    /// How often each rule was right, by its id.
    pub precision: BTreeMap<String, Precision>,
    /// The council's name, or nothing.
    pub council: String,
    /// How long it takes in this service until a session is on the file; `None` where none says.
    pub lag: Option<Lag>,
    /// The earlier day whose knowledge this is; `None`: everything that is known.
    pub looks_back: Option<Day>,
    by_key: HashMap<GapKey, usize>,
    shelf: Shelf,
}

/// What a picture is made of.
#[derive(Debug)]
pub(super) struct Ingredients {
    pub caseload: Caseload,
    pub entries: Vec<EntryRow>,
    pub promises: Vec<Promise>,
    pub audits: Audits,
    pub questions: Arc<Questions>,
    pub check: Check,
    pub outcomes: HashMap<GapKey, Outcome>,
    pub person: PersonName,
    pub today: Day,
    pub book: Arc<RuleBook>,
    pub council: String,
    pub looks_back: Option<Day>,
}

impl Picture {
    pub(super) fn new(from: Ingredients) -> Self {
        let Ingredients {
            caseload,
            entries,
            promises,
            audits,
            questions,
            check,
            mut outcomes,
            person,
            today,
            book,
            council,
            looks_back,
        } = from;
        let calendar = Arc::new(book.calendar().clone());
        let precision = precision(&outcomes);
        let mut gaps = Vec::new();
        for (index, result) in check.rules.iter().enumerate() {
            if result.chosen && result.rule.mode == Mode::On && result.rule.kind != Kind::Indicator
            {
                let known_to = known_to(&check, result);
                let list = Listing {
                    caseload: &caseload,
                    result,
                    index,
                    known_to,
                    check: &check,
                    calendar: &calendar,
                };
                gaps.extend(list.gaps(&mut outcomes));
            }
        }
        let mut open = vec![0_u16; caseload.children.len()];
        for gap in gaps.iter().filter(|g| g.state == State::Overdue) {
            if let Some(count) = gap.child.and_then(|c| open.get_mut(c)) {
                *count = count.saturating_add(1);
            }
        }
        // A child with nothing but a contact, early help or a date of birth is no case, unless
        // somebody entered something about it here.
        let entered: HashSet<usize> = entries
            .iter()
            .filter(|row| row.filing != Filing::Withdrawn)
            .filter_map(|row| row.child)
            .collect();
        let mut cases: Vec<CaseRow> = (0..)
            .zip(&caseload.children)
            .filter(|(child, file)| file.is_case() || entered.contains(child))
            .filter_map(|(child, _)| {
                case_row(
                    &caseload,
                    child,
                    check.as_at,
                    open.get(child).copied().unwrap_or(0),
                )
            })
            .collect();
        by_hand_only(&mut cases, &caseload, &entries);
        let by_key = gaps
            .iter()
            .enumerate()
            .map(|(at, gap)| (gap.key.clone(), at))
            .collect();
        let shows = |result: &RuleResult, f: &Finding| view::shows(result, f, check.as_at);
        let shelf = Shelf::of(&caseload, &check, (view::is_clock, shows));
        Self {
            lag: Lag::of(&caseload, check.as_at),
            shelf,
            caseload,
            check,
            gaps,
            cases,
            entries,
            promises,
            audits,
            questions,
            person,
            today,
            calendar,
            book,
            precision,
            council,
            looks_back,
            by_key,
        }
    }

    /// The rule and the finding behind a gap.
    #[must_use]
    pub fn behind(&self, gap: &Gap) -> Option<(&RuleResult, &Finding)> {
        let result = self.check.rules.get(gap.rule)?;
        Some((result, result.findings.get(gap.finding)?))
    }

    /// Where the gap with this key stands in `gaps`.
    #[must_use]
    pub fn position(&self, key: &GapKey) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The gap with this key.
    #[must_use]
    pub fn gap(&self, key: &GapKey) -> Option<&Gap> {
        self.gaps.get(self.position(key)?)
    }

    /// The finding behind a key.
    pub(super) fn finding(&self, key: &GapKey) -> Option<&Finding> {
        self.behind(self.gap(key)?).map(|(_, finding)| finding)
    }

    /// A gap argues its own case.
    #[must_use]
    pub fn explain(&self, gap: usize) -> Explanation {
        let Some((result, finding)) = self.gaps.get(gap).and_then(|gap| self.behind(gap)) else {
            return Explanation::default();
        };
        let mut said = rules::explain(result, finding, &self.check, &self.calendar);
        let days = [finding.trigger, finding.stop];
        if let Some(words) = stands_on(&self.entries, &finding.subject, days) {
            said.coverage.push(' ');
            said.coverage.push_str(&words);
        }
        if let Subject::Child(id) = &finding.subject {
            for words in provenance::of_row(&self.caseload, id, &finding.fact) {
                said.coverage.extend([" ", &words, "."]);
            }
        }
        let own = self.precision.get(&result.rule.id);
        if let Some(own) = own.filter(|own| own.checked >= ENOUGH_CHECKED) {
            said.source = format!("{} This rule: {}.", said.source, own.words());
        }
        said
    }

    /// Who works with a child, for a form that should not ask what is known.
    #[must_use]
    pub fn at_hand(&self, child: usize) -> AtHand {
        let row = self.case_row(child);
        let held = row.map_or_else(AtHand::default, |row| AtHand {
            worker: row.worker.clone(),
            supervisor: None,
            team: row.team.clone(),
        });
        at_hand(&self.caseload, &self.entries, child, held)
    }

    /// Who supervises a worker, by the newest session that says so.
    #[must_use]
    pub fn supervisor_of(&self, worker: &str) -> Option<Name> {
        supervisor_of(&self.caseload, &self.entries, worker)
    }

    /// How many entries nobody has seen on the file yet.
    #[must_use]
    pub fn not_yet_on_file(&self) -> usize {
        let open = |row: &&EntryRow| row.filing == Filing::NotYet;
        self.entries.iter().filter(open).count()
    }

    /// The line of a child in the list of cases.
    #[must_use]
    pub fn case_row(&self, child: usize) -> Option<&CaseRow> {
        // In the order of the children, of whom those who are no case have no line.
        let here = self.cases.get(child).filter(|row| row.child == child);
        here.or_else(|| {
            let at = self.cases.binary_search_by_key(&child, |row| row.child);
            self.cases.get(at.ok()?)
        })
    }

    /// The clocks of a child that a case view shows: the rule, and the finding among its findings.
    pub(super) fn clocks(&self, child: usize) -> impl Iterator<Item = (usize, usize)> {
        self.shelf.clocks(child)
    }

    /// The other children of a child's family.
    pub fn siblings(&self, child: usize) -> impl Iterator<Item = usize> + '_ {
        self.shelf.siblings(&self.caseload, child)
    }

    /// One child on one screen.
    #[must_use]
    pub fn case(&self, child: usize) -> CaseView {
        case_view(self, child).unwrap_or_default()
    }

    /// Where a gap stands, given the outcome in the store.
    pub(super) fn judge(&self, key: &GapKey, outcome: Option<Outcome>) -> Option<Standing> {
        let (result, finding) = self.behind(self.gap(key)?)?;
        Some(standing(finding, outcome, known_to(&self.check, result)))
    }

    /// How old the case data are, in days.
    #[must_use]
    pub fn age_of_data(&self) -> i32 {
        self.today.days_since(self.check.as_at)
    }
}

/// How far the feed speaks that would show the missing record.
/// The day up to which the feed of a rule speaks.
pub(super) fn known_to(check: &Check, result: &RuleResult) -> Day {
    check
        .feeds
        .iter()
        .find(|feed| feed.kind == result.rule.feed)
        .map_or(check.as_at, |feed| feed.covers.to.min(check.as_at))
}

/// Turns one rule's findings into gaps.
struct Listing<'a> {
    caseload: &'a Caseload,
    result: &'a RuleResult,
    index: usize,
    known_to: Day,
    check: &'a Check,
    calendar: &'a Calendar,
}

impl Listing<'_> {
    /// Overdue first and most over first; then what was done late, then what cannot be told.
    fn gaps(&self, outcomes: &mut HashMap<GapKey, Outcome>) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = self
            .result
            .findings
            .iter()
            .enumerate()
            .filter(|(_, f)| matches!(f.state, State::Overdue | State::Late | State::NotComputable))
            .map(|(position, finding)| self.gap(position, finding, outcomes))
            .collect();
        gaps.sort_by(|a, b| {
            (listing_order(a.state), -a.over, &a.who).cmp(&(
                listing_order(b.state),
                -b.over,
                &b.who,
            ))
        });
        gaps
    }

    fn gap(
        &self,
        position: usize,
        finding: &Finding,
        outcomes: &mut HashMap<GapKey, Outcome>,
    ) -> Gap {
        let rule = self.check.rule_for(self.result, finding);
        let child = finding
            .subject
            .child()
            .and_then(|id| self.caseload.position(id));
        let file = child.and_then(|at| self.caseload.children.get(at));
        let key = self.result.key(finding);
        let outcome = outcomes.remove(&key);
        let rule_of_it = self.check.rule_for(self.result, finding);
        let seen = over_as_seen(self.check, self.calendar, (&rule_of_it, finding));
        let who = match (&finding.subject, file) {
            (_, Some(file)) => file.child.shown.clone(),
            (Subject::Child(id), None) => Name::from(id.as_str()),
            (Subject::Worker(name), None) => name.clone(),
        };
        Gap {
            rule: self.index,
            finding: position,
            child,
            who,
            is_child: finding.subject.child().is_some(),
            family: file.and_then(|f| f.child.family.clone()),
            team: finding.team.clone(),
            worker: finding.worker.clone(),
            supervisor: finding.supervisor.clone(),
            state: finding.state,
            level: rule.level,
            over: seen.or(finding.over).unwrap_or(0),
            at_least: seen.is_some(),
            unit: rule.limit.map_or(Unit::CalendarDays, |l| l.unit),
            due: finding.due,
            phrase: phrase(finding, self.check.as_at, seen.is_some()),
            standing: standing(finding, outcome, self.known_to),
            key,
        }
    }
}

/// For a clock that began before the export does: how far beyond the limit the export itself
/// shows it to be. What lies before the export nobody can see.
pub(super) fn over_as_seen(
    check: &Check,
    calendar: &Calendar,
    (rule, finding): (&Rule, &Finding),
) -> Option<i32> {
    let feed = check.feeds.iter().find(|feed| feed.kind == rule.feed)?;
    let unseen = rule.feed == FeedKind::Supervision
        && finding.state == State::Overdue
        && finding.trigger? < feed.covers.from;
    let limit = rule.limit.filter(|_| unseen)?;
    let whole = i32::try_from(limit.value).ok()?;
    let (from, to) = (feed.covers.from, check.as_at);
    Some(match limit.unit {
        Unit::WorkingDays => calendar.elapsed(from, to)? - whole,
        Unit::CalendarDays => to.days_since(from) - whole,
        Unit::Weeks => to.days_since(from) / 7 - whole,
        Unit::Months | Unit::EachCalendarMonth => to.days_since(from.plus_months(whole)),
    })
}

const fn listing_order(state: State) -> u8 {
    match state {
        State::Overdue => 0,
        State::Late => 1,
        _ => 2,
    }
}

#[cfg(test)]
impl Picture {
    /// A picture that was not assessed but made up, for the tests of screens.
    #[must_use]
    pub fn made_up(check: Check, gaps: Vec<Gap>, cases: Vec<CaseRow>, today: Day) -> Self {
        Self {
            caseload: Caseload::default(),
            by_key: gaps
                .iter()
                .enumerate()
                .map(|(at, gap)| (gap.key.clone(), at))
                .collect(),
            check,
            gaps,
            cases,
            entries: Vec::new(),
            promises: Vec::new(),
            audits: Audits::default(),
            questions: Questions::embedded(),
            person: PersonName::from("A Reader"),
            today,
            calendar: Arc::new(Calendar::new(crate::calendar::CalendarName::default(), &[])),
            book: Arc::new(RuleBook::embedded()),
            precision: BTreeMap::new(),
            council: String::new(),
            lag: None,
            looks_back: None,
            shelf: Shelf::default(),
        }
    }
}
