//! Which gaps are listed, in which order, under which heading: pure, and done only when asked.
//!
//! Its result is a flat list of small rows, so that a frame touches only those it shows. The
//! surprising thing: siblings are gathered at the place of the one who comes first, so one
//! missed conversation about six children is one line.

use std::collections::{HashMap, HashSet};

use crate::model::{Standing, State};
use crate::tui::filter::{Filter, Line};
use crate::tui::sheet::{Sheet, UNNAMED};

/// What the groups are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Grouping {
    #[default]
    Rule,
    Supervisor,
    Team,
    Family,
}

impl Grouping {
    /// Every grouping, in the order of the key that goes to the next.
    pub const ALL: [Self; 4] = [Self::Rule, Self::Supervisor, Self::Team, Self::Family];

    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Rule => Self::Supervisor,
            Self::Supervisor => Self::Team,
            Self::Team => Self::Family,
            Self::Family => Self::Rule,
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Supervisor => "supervisor",
            Self::Team => "team",
            Self::Family => "family",
        }
    }
}

/// The order within a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Order {
    #[default]
    MostOver,
    DueFirst,
    Child,
    Team,
}

impl Order {
    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::MostOver => Self::DueFirst,
            Self::DueFirst => Self::Child,
            Self::Child => Self::Team,
            Self::Team => Self::MostOver,
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::MostOver => "most over first",
            Self::DueFirst => "earliest due first",
            Self::Child => "by child",
            Self::Team => "by team",
        }
    }
}

/// Which states are listed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Breadth {
    #[default]
    Overdue,
    AndLate,
    AndUntold,
    /// Those answered in earlier sessions too.
    Everything,
}

impl Breadth {
    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Overdue => Self::AndLate,
            Self::AndLate => Self::AndUntold,
            Self::AndUntold => Self::Everything,
            Self::Everything => Self::Overdue,
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::AndLate => "overdue, done late",
            Self::AndUntold => "overdue, late, cannot be told",
            Self::Everything => "all, answered too",
        }
    }

    fn shows(self, state: State) -> bool {
        match state {
            State::Overdue => true,
            State::Late => self >= Self::AndLate,
            State::NotComputable => self >= Self::AndUntold,
            _ => self == Self::Everything,
        }
    }
}

/// One row of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Row {
    /// Air between groups: never in focus.
    Space,
    Group(u32),
    /// Several children of one family under one rule: a span of the order.
    Family {
        from: u32,
        count: u32,
    },
    Gap(u32),
    /// A gap of an unfolded family.
    Sibling(u32),
}

/// A heading and what stands under it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Group {
    /// What makes it the same group after the list was made anew.
    pub rank: u32,
    pub from: u32,
    pub count: u32,
    pub overdue: u32,
}

/// What the person chose.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    pub grouping: Grouping,
    pub order: Order,
    pub breadth: Breadth,
    pub filter: Filter,
    /// Ranks of the groups that are folded.
    pub folded: HashSet<u32>,
    /// Families that are unfolded: rank of the family and rule.
    pub unfolded: HashSet<(u32, usize)>,
}

/// The list as it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Listed {
    pub rows: Vec<Row>,
    pub groups: Vec<Group>,
    /// Positions of the gaps, group by group.
    pub order: Vec<u32>,
    /// Different families (or children without one) among them.
    pub families: usize,
}

/// What the list needs to know about outcomes given in this session.
pub trait Standings {
    /// Where the gap at this position stands.
    fn of<'a>(&'a self, at: u32, sheet: &'a Sheet) -> &'a Standing;
    /// Whether it was answered in this session: it dims and stays in its place.
    fn kept(&self, at: u32) -> bool;
}

/// Makes the list.
#[must_use]
pub fn list(sheet: &Sheet, choice: &Choice, standings: &impl Standings) -> Listed {
    let mut order = chosen(sheet, choice, standings);
    order.sort_by_cached_key(|at| {
        let ranks = &sheet.ranks[*at as usize];
        let gap = &sheet.picture.gaps[*at as usize];
        let within = match choice.order {
            Order::MostOver => -i64::from(ranks.days_over),
            Order::DueFirst => gap.due.map_or(i64::MAX, |due| due.number().into()),
            Order::Child => i64::from(ranks.who),
            Order::Team => i64::from(ranks.team),
        };
        // Beside another grouping, one rule's gaps stay together so that siblings can fold.
        (
            group_rank(sheet, choice.grouping, *at),
            gap.rule,
            within,
            *at,
        )
    });
    let mut seen = HashSet::new();
    for at in &order {
        let ranks = &sheet.ranks[*at as usize];
        seen.insert(if ranks.family == UNNAMED {
            (1, ranks.who)
        } else {
            (0, ranks.family)
        });
    }
    let mut listed = Listed {
        families: seen.len(),
        ..Listed::default()
    };
    let mut rest = order.as_slice();
    while let Some(first) = rest.first() {
        let rank = group_rank(sheet, choice.grouping, *first);
        let size = rest.partition_point(|at| group_rank(sheet, choice.grouping, *at) == rank);
        let (members, after) = rest.split_at(size);
        add_group(sheet, choice, &mut listed, (rank, members));
        rest = after;
    }
    listed
}

fn chosen(sheet: &Sheet, choice: &Choice, standings: &impl Standings) -> Vec<u32> {
    let answered_too = choice.breadth == Breadth::Everything || choice.filter.asks_for_outcomes();
    (0..)
        .zip(&sheet.picture.gaps)
        .filter(|(at, gap)| {
            let standing = standings.of(*at, sheet);
            if !(standing.is_open() || answered_too || standings.kept(*at)) {
                return false;
            }
            if !(choice.breadth.shows(gap.state) || choice.filter.asks_for_state(gap.state)) {
                return false;
            }
            if choice.filter.is_empty() {
                return true;
            }
            let rule = sheet.rule(gap);
            choice.filter.lets_through(&Line {
                who: &gap.who,
                team: gap.team.as_deref(),
                worker: gap.worker.as_deref(),
                supervisor: gap.supervisor.as_deref(),
                family: gap.family.as_deref(),
                rule: rule.map_or([""; 3], |rule| [&rule.id, &rule.short, &rule.title]),
                kind: gap
                    .child
                    .and_then(|child| sheet.case(child))
                    .map(|case| case.status),
                state: Some(gap.state),
                standing: Some(standing),
                over: gap.over.into(),
                phrase: &gap.phrase,
                ..Line::default()
            })
        })
        .map(|(at, _)| at)
        .collect()
}

/// What group a gap belongs to: a number that orders the groups, too.
fn group_rank(sheet: &Sheet, grouping: Grouping, at: u32) -> u32 {
    let ranks = &sheet.ranks[at as usize];
    match grouping {
        Grouping::Rule => u32::try_from(sheet.picture.gaps[at as usize].rule).unwrap_or(UNNAMED),
        Grouping::Supervisor => ranks.supervisor,
        Grouping::Team => ranks.team,
        Grouping::Family => ranks.family,
    }
}

fn add_group(sheet: &Sheet, choice: &Choice, listed: &mut Listed, group: (u32, &[u32])) {
    let (rank, members) = group;
    if !listed.rows.is_empty() {
        listed.rows.push(Row::Space);
    }
    let place = u32::try_from(listed.groups.len()).unwrap_or(UNNAMED);
    listed.rows.push(Row::Group(place));
    let from = size(listed.order.len());
    let overdue = members
        .iter()
        .filter(|at| sheet.picture.gaps[**at as usize].state == State::Overdue)
        .count();
    listed.groups.push(Group {
        rank,
        from,
        count: size(members.len()),
        overdue: size(overdue),
    });
    let folded = choice.folded.contains(&rank);
    if choice.grouping == Grouping::Family {
        for at in members {
            listed.order.push(*at);
            if !folded {
                listed.rows.push(Row::Gap(*at));
            }
        }
        return;
    }
    for (key, together) in gathered(sheet, members) {
        let from = size(listed.order.len());
        listed.order.extend(&together);
        if folded {
            continue;
        }
        if together.len() < 2 {
            listed.rows.extend(together.iter().map(|at| Row::Gap(*at)));
            continue;
        }
        listed.rows.push(Row::Family {
            from,
            count: size(together.len()),
        });
        if choice.unfolded.contains(&key) {
            listed
                .rows
                .extend(together.iter().map(|at| Row::Sibling(*at)));
        }
    }
}

type Together = ((u32, usize), Vec<u32>);

/// Siblings under one rule, gathered at the place of the first.
fn gathered(sheet: &Sheet, members: &[u32]) -> Vec<Together> {
    let mut found: Vec<Together> = Vec::with_capacity(members.len());
    let mut places: HashMap<(u32, usize), usize> = HashMap::new();
    for at in members {
        let family = sheet.ranks[*at as usize].family;
        let key = (family, sheet.picture.gaps[*at as usize].rule);
        let known = (family != UNNAMED).then(|| places.get(&key)).flatten();
        if let Some(place) = known {
            found[*place].1.push(*at);
        } else {
            places.insert(key, found.len());
            found.push((key, vec![*at]));
        }
    }
    found
}

fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
