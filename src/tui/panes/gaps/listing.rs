//! Which gaps are listed, in which order, under which heading: pure, and done only when asked.
//!
//! Its result is a flat list of small rows, so that a frame touches only those it shows. The
//! surprising thing: siblings are gathered at the place of the one who comes first, so one
//! missed conversation about six children is one line.

use std::collections::HashSet;

use crate::model::{NoteId, State};
use crate::tui::filter::{Filter, Line};
use crate::tui::given::Standings;
use crate::tui::sheet::{Sheet, Spread, UNNAMED};

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
    /// Every order.
    pub const ALL: [Self; 4] = [Self::MostOver, Self::DueFirst, Self::Child, Self::Team];

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
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Breadth {
    /// Answered ones stand dimmed below those that wait for an answer.
    #[default]
    Overdue,
    AndLate,
    AndUntold,
    /// Overdue, and nobody has answered it yet.
    Unanswered,
}

impl Breadth {
    /// Every breadth.
    pub const ALL: [Self; 4] = [
        Self::Overdue,
        Self::AndLate,
        Self::AndUntold,
        Self::Unanswered,
    ];

    /// The one after this.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Overdue => Self::AndLate,
            Self::AndLate => Self::AndUntold,
            Self::AndUntold => Self::Unanswered,
            Self::Unanswered => Self::Overdue,
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::AndLate => "overdue, done late",
            Self::AndUntold => "overdue, late, cannot be told",
            Self::Unanswered => "unanswered only",
        }
    }

    fn shows(self, state: State) -> bool {
        match state {
            State::Overdue => true,
            State::Late => matches!(self, Self::AndLate | Self::AndUntold),
            State::NotComputable => self == Self::AndUntold,
            _ => false,
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
    /// Overdue in the whole group, whatever is listed and answered; under a filter, those listed.
    pub overdue: u32,
    /// Of those listed: overdue and not answered, done late, cannot be told.
    pub unanswered: u32,
    pub late: u32,
    pub untold: u32,
}

/// The gaps that a figure of a note was drawn from, and nothing else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Selection {
    pub gaps: HashSet<u32>,
    /// "E1 of \"Supervision in Hub 3\"".
    pub words: String,
    /// Behind the figure, but not among the gaps of these data any more.
    pub gone: usize,
    pub note: NoteId,
    /// What was chosen before.
    pub before: Box<Choice>,
}

/// What the person chose.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Choice {
    /// List these and no other, whatever their state.
    pub only: Option<Selection>,
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
    /// Overdue in the whole picture, whatever is listed and answered; under a filter, those listed.
    pub overdue: u32,
    /// Of those listed: overdue and not answered.
    pub unanswered: u32,
    /// Whom the overdue ones are about.
    pub spread: Spread,
}

impl Listed {
    /// Counts anew what is not answered yet. The rows stay where they are.
    pub fn recount(&mut self, sheet: &Sheet, standings: &impl Standings) {
        for group in &mut self.groups {
            let (from, to) = (group.from as usize, (group.from + group.count) as usize);
            let members = self.order.get(from..to).unwrap_or_default();
            (group.unanswered, group.late, group.untold) = (0, 0, 0);
            for at in members {
                match sheet.ranks[*at as usize].state {
                    State::Overdue => {
                        group.unanswered += u32::from(standings.is_open(*at, sheet));
                    }
                    State::Late => group.late += 1,
                    _ => group.untold += 1,
                }
            }
        }
        self.unanswered = self.groups.iter().map(|group| group.unanswered).sum();
    }

    /// Makes the rows anew after something was folded or unfolded. What is listed stays.
    pub fn refold(&mut self, sheet: &Sheet, choice: &Choice) {
        self.rows.clear();
        for (place, group) in (0..).zip(&self.groups) {
            if place > 0 {
                self.rows.push(Row::Space);
            }
            self.rows.push(Row::Group(place));
            if choice.folded.contains(&group.rank) {
                continue;
            }
            let (from, to) = (group.from as usize, (group.from + group.count) as usize);
            let members = self.order.get(from..to).unwrap_or_default();
            if choice.grouping == Grouping::Family {
                self.rows.extend(members.iter().map(|at| Row::Gap(*at)));
                continue;
            }
            let mut from = group.from;
            // Siblings under one rule stand together already.
            for together in members.chunk_by(|a, b| are_siblings(sheet, *a, *b)) {
                let count = size(together.len());
                match *together {
                    [at] => self.rows.push(Row::Gap(at)),
                    [at, ..] => {
                        self.rows.push(Row::Family { from, count });
                        if choice.unfolded.contains(&family_key(sheet, at)) {
                            self.rows
                                .extend(together.iter().map(|at| Row::Sibling(*at)));
                        }
                    }
                    [] => {}
                }
                from += count;
            }
        }
    }
}

/// Whether two gaps are of one known family, under one rule.
fn are_siblings(sheet: &Sheet, a: u32, b: u32) -> bool {
    let key = family_key(sheet, a);
    key.0 != UNNAMED && key == family_key(sheet, b)
}

/// The family and the rule of a gap.
fn family_key(sheet: &Sheet, at: u32) -> (u32, usize) {
    let ranks = &sheet.ranks[at as usize];
    (ranks.family, ranks.rule.into())
}

/// Makes the list.
#[must_use]
pub fn list(sheet: &Sheet, choice: &Choice, standings: &impl Standings) -> Listed {
    let order = ordered(sheet, choice, &chosen(sheet, choice, standings), standings);
    let narrowed = !choice.filter.is_empty() || choice.only.is_some();
    let filtered: Option<Vec<u32>> = narrowed.then(|| {
        let overdue = |at: &u32| sheet.ranks[*at as usize].state == State::Overdue;
        order.iter().copied().filter(overdue).collect()
    });
    let mut listed = Listed {
        overdue: filtered
            .as_ref()
            .map_or(sheet.overdue, |overdue| size(overdue.len())),
        spread: filtered
            .as_ref()
            .map_or(sheet.spread, |overdue| sheet.spread_of(overdue)),
        order: Vec::with_capacity(order.len()),
        ..Listed::default()
    };
    let mut families = vec![Gathered::default(); sheet.families.len()];
    let rank_of = |at: u32| group_rank(sheet, choice.grouping, at);
    for members in order.chunk_by(|a, b| rank_of(*a) == rank_of(*b)) {
        add_group(sheet, choice, &mut listed, members, &mut families);
    }
    listed.refold(sheet, choice);
    listed.recount(sheet, standings);
    listed
}

/// By group, then rule, then as chosen. Each key is one number that ends in the position, so
/// that a hundred thousand of them are in order in a few milliseconds.
fn ordered(sheet: &Sheet, choice: &Choice, chosen: &[u32], standings: &impl Standings) -> Vec<u32> {
    let mut keys: Vec<u128> = chosen
        .iter()
        .map(|at| {
            let ranks = &sheet.ranks[*at as usize];
            let within = match choice.order {
                // Supervisors are not ranked by whom they have not seen.
                _ if !ranks.is_child => u64::from(ranks.who),
                Order::MostOver => rising(-i64::from(ranks.days_over)),
                Order::DueFirst => rising(ranks.due.map_or(LATEST, |due| due.number().into())),
                Order::Child => u64::from(ranks.who),
                Order::Team => u64::from(ranks.team),
            };
            let group = group_rank(sheet, choice.grouping, *at);
            // Beside another grouping, one rule's gaps stay together so that siblings can fold.
            // What was answered before this session stands below; what is answered now stays.
            let below = !standings.kept(*at) && !standings.is_open(*at, sheet);
            let state = match ranks.state {
                State::Overdue => 0_u8,
                State::Late => 1,
                _ => 2,
            };
            u128::from(group) << 96
                | u128::from(ranks.rule) << 80
                | u128::from(below) << 79
                | u128::from(state) << 76
                | u128::from(within) << 32
                | u128::from(*at)
        })
        .collect();
    keys.sort_unstable();
    keys.into_iter()
        .map(|key| u32::try_from(key & u128::from(u32::MAX)).unwrap_or(0))
        .collect()
}

/// Later than any date that can be written.
const LATEST: i64 = i32::MAX as i64;

/// A number that may be negative, as one that is not, in the same order.
fn rising(number: i64) -> u64 {
    u64::try_from(number + LATEST + 1).unwrap_or(0)
}

fn chosen(sheet: &Sheet, choice: &Choice, standings: &impl Standings) -> Vec<u32> {
    let answered_too = choice.breadth != Breadth::Unanswered || choice.filter.asks_for_outcomes();
    (0..)
        .zip(&sheet.ranks)
        .filter(|(at, ranks)| {
            let only = choice.only.as_ref();
            if only.is_some_and(|only| !only.gaps.contains(at)) {
                return false;
            }
            if !(only.is_some()
                || choice.breadth.shows(ranks.state)
                || choice.filter.asks_for_state(ranks.state))
            {
                return false;
            }
            if !(answered_too || standings.is_open(*at, sheet) || standings.kept(*at)) {
                return false;
            }
            if choice.filter.is_empty() {
                return true;
            }
            let Some(gap) = sheet.gap(*at) else {
                return false;
            };
            let standing = standings.of(*at, sheet);
            let case = gap.child.and_then(|child| sheet.case(child));
            let line = Line::of_gap(gap, sheet.rule(gap), case, standing);
            choice.filter.lets_through(&line)
        })
        .map(|(at, _)| at)
        .collect()
}

/// What group a gap belongs to: a number that orders the groups, too.
fn group_rank(sheet: &Sheet, grouping: Grouping, at: u32) -> u32 {
    let ranks = &sheet.ranks[at as usize];
    match grouping {
        Grouping::Rule => ranks.rule.into(),
        Grouping::Supervisor => ranks.supervisor,
        Grouping::Team => ranks.team,
        Grouping::Family => ranks.family,
    }
}

/// Overdue in a whole group, whatever is listed and answered.
fn overdue_of(sheet: &Sheet, grouping: Grouping, rank: u32) -> u32 {
    match grouping {
        Grouping::Rule => sheet.overdue_of_rule(rank as usize),
        Grouping::Supervisor => sheet.supervisors.overdue(rank),
        Grouping::Team => sheet.teams.overdue(rank),
        Grouping::Family => sheet.families.overdue(rank),
    }
}

/// A family while one run is gathered.
#[derive(Clone, Copy, Default)]
struct Gathered {
    /// Its gaps in the run that were not placed yet.
    left: u32,
    /// Where the next of them goes, once the first was met.
    next: Option<u32>,
}

fn add_group(
    sheet: &Sheet,
    choice: &Choice,
    listed: &mut Listed,
    members: &[u32],
    families: &mut [Gathered],
) {
    let Some(rank) = members
        .first()
        .map(|at| group_rank(sheet, choice.grouping, *at))
    else {
        return;
    };
    let listed_overdue = || {
        members
            .iter()
            .filter(|at| sheet.ranks[**at as usize].state == State::Overdue)
            .count()
    };
    let overdue = if choice.filter.is_empty() {
        overdue_of(sheet, choice.grouping, rank)
    } else {
        size(listed_overdue())
    };
    listed.groups.push(Group {
        rank,
        from: size(listed.order.len()),
        count: size(members.len()),
        overdue,
        unanswered: 0,
        late: 0,
        untold: 0,
    });
    if choice.grouping == Grouping::Family {
        listed.order.extend(members);
        return;
    }
    let rule_of = |at: u32| sheet.ranks[at as usize].rule;
    for run in members.chunk_by(|a, b| rule_of(*a) == rule_of(*b)) {
        gather(sheet, &mut listed.order, run, families);
    }
}

/// Adds one rule's gaps of a group, siblings gathered at the place of the first.
fn gather(sheet: &Sheet, order: &mut Vec<u32>, run: &[u32], families: &mut [Gathered]) {
    let family_of = |at: u32| sheet.ranks[at as usize].family as usize;
    for at in run {
        if let Some(family) = families.get_mut(family_of(*at)) {
            family.left += 1;
        }
    }
    for at in run {
        let Some(family) = families.get_mut(family_of(*at)) else {
            order.push(*at);
            continue;
        };
        // The first of them makes room for the others.
        let place = family.next.unwrap_or_else(|| {
            let from = order.len();
            order.resize(from + family.left as usize, *at);
            size(from)
        });
        if let Some(kept) = order.get_mut(place as usize) {
            *kept = *at;
        }
        family.next = Some(place + 1);
        family.left -= 1;
        if family.left == 0 {
            family.next = None;
        }
    }
}

fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
