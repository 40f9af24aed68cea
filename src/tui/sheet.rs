//! The picture as the panes use it: looked up and ranked once, so that no key has to.
//!
//! Laid out on the worker's thread. It holds no text of its own and never changes. The surprising
//! thing: names are turned into ranks here, beside whatever else a list goes by, so that listing
//! many gaps reads small rows of numbers and never the gaps themselves.

use std::collections::HashMap;
use std::sync::Arc;

use super::finder::Finder;
use super::lexicon::Lexicon;
use super::{dialogs, keymap};
use crate::model::{Day, GapKey, Name, State};
use crate::review::audits::{self, Coverage, QualityRow};
use crate::review::{CaseRow, Gap, Picture};
use crate::rules::{Kind, Mode, Rule, RuleResult, Unit};

/// Gaps or cases beyond which a list may take longer to make than a key may wait.
const VAST: usize = 10_000;

/// The rank of a name that nobody knows: after all others.
pub const UNNAMED: u32 = u32::MAX;

/// Where a gap stands in each order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ranks {
    pub team: u32,
    pub supervisor: u32,
    pub family: u32,
    pub who: u32,
    /// Position of the child's row among the cases.
    pub case: Option<u32>,
    /// How far over in calendar days, roughly, so that units can stand in one order.
    pub days_over: i32,
    pub due: Option<Day>,
    /// Position of the rule.
    pub rule: u16,
    pub state: State,
    pub is_child: bool,
    /// Nobody had answered it when the picture was taken.
    pub open: bool,
}

/// Names in alphabetical order, and how many open clocks stand under each.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ranked {
    names: Vec<Name>,
    clocks: Vec<u32>,
    /// One place more than there are names: for those without one.
    overdue: Vec<u32>,
    ranks: HashMap<Name, u32>,
}

/// Whom gaps are about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Spread {
    pub families: u32,
    /// Children for whom no family is known.
    pub without: u32,
    /// Children in all.
    pub children: u32,
    pub workers: u32,
}

impl Ranked {
    fn of<'a>(names: impl Iterator<Item = Option<&'a Name>>) -> Self {
        let mut names: Vec<Name> = names.flatten().cloned().collect();
        names.sort_unstable();
        names.dedup();
        Self {
            clocks: vec![0; names.len()],
            overdue: vec![0; names.len() + 1],
            ranks: (0..)
                .zip(&names)
                .map(|(at, name)| (name.clone(), at))
                .collect(),
            names,
        }
    }

    /// Where a name stands; [`UNNAMED`] if there is none.
    fn rank(&self, name: Option<&Name>) -> u32 {
        name.and_then(|name| self.ranks.get(name).copied())
            .unwrap_or(UNNAMED)
    }

    /// Counts one open clock under a name.
    fn count(&mut self, name: Option<&Name>) {
        let rank = self.rank(name) as usize;
        if let Some(clocks) = self.clocks.get_mut(rank) {
            *clocks += 1;
        }
    }

    /// Counts one overdue gap under a name, or under none.
    fn count_overdue(&mut self, rank: u32) {
        let last = self.names.len();
        if let Some(overdue) = self.overdue.get_mut((rank as usize).min(last)) {
            *overdue += 1;
        }
    }

    /// Overdue gaps under this name, answered or not; [`UNNAMED`] asks for those under none.
    #[must_use]
    pub fn overdue(&self, rank: u32) -> u32 {
        let at = (rank as usize).min(self.names.len());
        self.overdue.get(at).copied().unwrap_or(0)
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// The name of a rank; `None` for [`UNNAMED`].
    #[must_use]
    pub fn name(&self, rank: u32) -> Option<&str> {
        self.names.get(rank as usize).map(AsRef::as_ref)
    }

    /// Open clocks under this name, over every rule that is on.
    #[must_use]
    pub fn clocks(&self, rank: u32) -> u32 {
        self.clocks.get(rank as usize).copied().unwrap_or(0)
    }
}

/// The picture with everything that can be known beforehand.
#[derive(Debug)]
pub struct Sheet {
    pub picture: Arc<Picture>,
    pub ranks: Vec<Ranks>,
    pub teams: Ranked,
    pub supervisors: Ranked,
    pub families: Ranked,
    /// Children and workers that gaps are about.
    pub whos: Ranked,
    /// Status, team and worker of each case, as ranks.
    pub case_ranks: Vec<[u32; 3]>,
    /// Adults among them: care leavers are cases, and no children.
    pub open_cases: usize,
    /// Whether any child's family is known.
    pub knows_families: bool,
    /// Overdue gaps, answered or not, and whom they are about.
    pub overdue: u32,
    pub spread: Spread,
    /// What is hidden while ids and names are.
    pub lexicon: Lexicon,
    /// Every name that can be found by a few letters.
    pub finder: Finder,
    /// How many open cases were read, and what was found in them.
    pub read: Coverage,
    pub found: Vec<QualityRow>,
    /// So large that its lists are made apart from the keys.
    pub is_vast: bool,
    by_rule: Vec<u32>,
    places: HashMap<GapKey, u32>,
    case_of_child: HashMap<usize, u32>,
}

impl Sheet {
    /// Lays a picture out.
    #[must_use]
    pub fn lay(picture: Arc<Picture>) -> Self {
        let gaps = &picture.gaps;
        let mut teams = Ranked::of(gaps.iter().map(|gap| gap.team.as_ref()));
        let mut supervisors = Ranked::of(gaps.iter().map(|gap| gap.supervisor.as_ref()));
        let mut families = Ranked::of(gaps.iter().map(|gap| gap.family.as_ref()));
        let whos = Ranked::of(gaps.iter().map(|gap| Some(&gap.who)));
        let case_of_child: HashMap<usize, u32> = (0..)
            .zip(&picture.cases)
            .map(|(at, case)| (case.child, at))
            .collect();
        let ranks: Vec<Ranks> = gaps
            .iter()
            .map(|gap| Ranks {
                team: teams.rank(gap.team.as_ref()),
                supervisor: supervisors.rank(gap.supervisor.as_ref()),
                family: families.rank(gap.family.as_ref()),
                who: whos.rank(Some(&gap.who)),
                case: gap
                    .child
                    .and_then(|child| case_of_child.get(&child).copied()),
                days_over: days(gap.over, gap.unit),
                due: gap.due,
                rule: u16::try_from(gap.rule).unwrap_or(u16::MAX),
                state: gap.state,
                is_child: gap.is_child,
                open: gap.standing.is_open(),
            })
            .collect();
        count_clocks(&picture.check.rules, &mut teams, &mut supervisors);
        let mut overdue = Vec::new();
        let mut by_rule = vec![0; picture.check.rules.len()];
        for (at, (gap, ranks)) in (0..).zip(gaps.iter().zip(&ranks)) {
            if gap.state == State::Overdue {
                overdue.push(at);
                teams.count_overdue(ranks.team);
                supervisors.count_overdue(ranks.supervisor);
                families.count_overdue(ranks.family);
                if let Some(count) = by_rule.get_mut(gap.rule) {
                    *count += 1;
                }
            }
        }
        let case_ranks = ranked_cases(&picture.cases);
        let places = (0..)
            .zip(gaps)
            .map(|(at, gap)| (gap.key.clone(), at))
            .collect();
        let open_cases = picture.cases.iter().filter(|case| case.open).count();
        let knows_families = picture.cases.iter().any(|case| case.family.is_some());
        let mut sheet = Self {
            read: audits::coverage(&picture),
            found: audits::read_rows(&picture),
            knows_families,
            is_vast: gaps.len().max(picture.cases.len()) > VAST,
            overdue: u32::try_from(overdue.len()).unwrap_or(u32::MAX),
            spread: Spread::default(),
            lexicon: Lexicon::of(&picture, &[keymap::TABLE, dialogs::REASONS]),
            finder: Finder::of(&picture),
            by_rule,
            picture,
            ranks,
            teams,
            supervisors,
            families,
            whos,
            case_ranks,
            open_cases,
            places,
            case_of_child,
        };
        sheet.spread = sheet.spread_of(&overdue);
        sheet
    }

    /// Overdue gaps under a rule, answered or not.
    #[must_use]
    pub fn overdue_of_rule(&self, rule: usize) -> u32 {
        self.by_rule.get(rule).copied().unwrap_or(0)
    }

    /// Different families, children and workers among these gaps.
    #[must_use]
    pub fn spread_of(&self, gaps: &[u32]) -> Spread {
        let mut families = vec![false; self.families.len()];
        let mut whos = vec![false; self.whos.len()];
        let mut spread = Spread::default();
        let first =
            |seen: Option<&mut bool>| seen.is_some_and(|seen| !std::mem::replace(seen, true));
        for at in gaps {
            let Some(ranks) = self.ranks.get(*at as usize) else {
                continue;
            };
            let new = first(whos.get_mut(ranks.who as usize));
            if !ranks.is_child {
                spread.workers += u32::from(new);
                continue;
            }
            spread.children += u32::from(new);
            spread.without += u32::from(new && ranks.family == UNNAMED);
            spread.families += u32::from(first(families.get_mut(ranks.family as usize)));
        }
        spread
    }

    /// The gap at this position.
    #[must_use]
    pub fn gap(&self, at: u32) -> Option<&Gap> {
        self.picture.gaps.get(at as usize)
    }

    /// The rule of a gap.
    #[must_use]
    pub fn rule(&self, gap: &Gap) -> Option<&Rule> {
        self.picture
            .check
            .rules
            .get(gap.rule)
            .map(|result| &result.rule)
    }

    /// Where the gap with this key stands, if it still does.
    #[must_use]
    pub fn place(&self, key: &GapKey) -> Option<u32> {
        self.places.get(key).copied()
    }

    /// The row of a child among the cases.
    #[must_use]
    pub fn case(&self, child: usize) -> Option<&CaseRow> {
        let at = *self.case_of_child.get(&child)?;
        self.picture.cases.get(at as usize)
    }

    /// Whether nothing was imported yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.picture.check.feeds.is_empty() && self.picture.caseload.children.is_empty()
    }

    /// Open clocks under a rule: the denominator of its share.
    #[must_use]
    pub fn open_clocks(&self, rule: usize) -> u32 {
        self.picture.check.rules.get(rule).map_or(0, |result| {
            State::ALL
                .into_iter()
                .zip(result.counts.0)
                .filter(|(state, _)| open_clock(&result.rule, *state))
                .map(|(_, count)| count)
                .sum()
        })
    }
}

fn ranked_cases(cases: &[CaseRow]) -> Vec<[u32; 3]> {
    let teams = Ranked::of(cases.iter().map(|case| case.team.as_ref()));
    let workers = Ranked::of(cases.iter().map(|case| case.worker.as_ref()));
    let mut statuses: Vec<&str> = cases.iter().map(|case| case.status).collect();
    statuses.sort_unstable();
    statuses.dedup();
    cases
        .iter()
        .map(|case| {
            let status = statuses.partition_point(|status| *status < case.status);
            [
                u32::try_from(status).unwrap_or(UNNAMED),
                teams.rank(case.team.as_ref()),
                workers.rank(case.worker.as_ref()),
            ]
        })
        .collect()
}

/// Counts the open clocks under each team and supervisor.
fn count_clocks(rules: &[RuleResult], teams: &mut Ranked, supervisors: &mut Ranked) {
    for result in rules.iter().filter(|result| listed(result)) {
        for finding in &result.findings {
            if open_clock(&result.rule, finding.state) {
                teams.count(finding.team.as_ref());
                supervisors.count(finding.supervisor.as_ref());
            }
        }
    }
}

fn listed(result: &RuleResult) -> bool {
    result.chosen && result.rule.mode == Mode::On && result.rule.kind != Kind::Indicator
}

/// A finished clock enters no rate of open ones; a status has no finished state.
fn open_clock(rule: &Rule, state: State) -> bool {
    match state {
        State::Overdue | State::Due => true,
        State::Met => rule.kind == Kind::Status,
        _ => false,
    }
}

const fn days(over: i32, unit: Unit) -> i32 {
    match unit {
        Unit::WorkingDays => over.saturating_mul(7) / 5,
        Unit::CalendarDays | Unit::Months | Unit::EachCalendarMonth => over,
        Unit::Weeks => over.saturating_mul(7),
    }
}
