//! The picture as the panes use it: looked up and ranked once, so that no key has to.
//!
//! Laid out on the worker's thread. It holds no text of its own and never changes. The surprising
//! thing: names are turned into ranks here, so that ordering 20,000 gaps compares numbers only.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::{GapKey, Name, State};
use crate::review::{CaseRow, Gap, Picture};
use crate::rules::{Kind, Mode, Rule, RuleResult, Unit};

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
}

/// Names in alphabetical order, and how many open clocks stand under each.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ranked {
    names: Vec<Name>,
    clocks: Vec<u32>,
}

impl Ranked {
    fn of<'a>(names: impl Iterator<Item = Option<&'a Name>>) -> Self {
        let mut names: Vec<Name> = names.flatten().cloned().collect();
        names.sort_unstable();
        names.dedup();
        let clocks = vec![0; names.len()];
        Self { names, clocks }
    }

    fn index(&self) -> HashMap<Name, u32> {
        (0..)
            .zip(&self.names)
            .map(|(at, name)| (name.clone(), at))
            .collect()
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
    pub open_children: usize,
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
        let families = Ranked::of(gaps.iter().map(|gap| gap.family.as_ref()));
        let whos = Ranked::of(gaps.iter().map(|gap| Some(&gap.who)));
        let (by_team, by_supervisor) = (teams.index(), supervisors.index());
        let (by_family, by_who) = (families.index(), whos.index());
        let case_of_child: HashMap<usize, u32> = (0..)
            .zip(&picture.cases)
            .map(|(at, case)| (case.child, at))
            .collect();
        let rank = |index: &HashMap<Name, u32>, name: Option<&Name>| {
            name.and_then(|name| index.get(name).copied())
                .unwrap_or(UNNAMED)
        };
        let ranks = gaps
            .iter()
            .map(|gap| Ranks {
                team: rank(&by_team, gap.team.as_ref()),
                supervisor: rank(&by_supervisor, gap.supervisor.as_ref()),
                family: rank(&by_family, gap.family.as_ref()),
                who: rank(&by_who, Some(&gap.who)),
                case: gap
                    .child
                    .and_then(|child| case_of_child.get(&child).copied()),
                days_over: days(gap.over, gap.unit),
            })
            .collect();
        for result in picture.check.rules.iter().filter(|result| listed(result)) {
            for finding in &result.findings {
                if !open_clock(&result.rule, finding.state) {
                    continue;
                }
                for (names, index, name) in [
                    (&mut teams, &by_team, finding.team.as_ref()),
                    (
                        &mut supervisors,
                        &by_supervisor,
                        finding.supervisor.as_ref(),
                    ),
                ] {
                    if let Some(slot) = name
                        .and_then(|name| index.get(name))
                        .and_then(|at| names.clocks.get_mut(*at as usize))
                    {
                        *slot += 1;
                    }
                }
            }
        }
        let places = (0..)
            .zip(gaps)
            .map(|(at, gap)| (gap.key.clone(), at))
            .collect();
        let open_children = picture.cases.iter().filter(|case| case.open).count();
        Self {
            picture,
            ranks,
            teams,
            supervisors,
            families,
            open_children,
            places,
            case_of_child,
        }
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
