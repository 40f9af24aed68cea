//! What a session looks at: the gaps that are meant, folded to families, in look-first order, as
//! many as fit the time. Pure.
//!
//! The surprising thing: a sample is drawn by what each item is called and not by where it stands,
//! so that another person with the same extract and the same seed draws the same families, and one
//! more family in the extract changes nobody else's lot.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::tiers;
use super::within::{Within, case_of};
use crate::model::{
    ChildId, Day, GapKey, Name, ReviewDraft, ReviewGap, ReviewItem, ReviewKind, ReviewSize, State,
};
use crate::review::filter::{Filter, Line};
use crate::review::standing::evidence;
use crate::review::{Gap, Picture};
use crate::rules;

/// A number of items that chance draws; the same seed draws the same ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Draw {
    pub size: usize,
    pub seed: u64,
}

/// What somebody wants to look at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ReviewPlan {
    pub kind: ReviewKind,
    pub filter: Filter,
    /// Saved views and lists of cases: what each of them lists, and nothing else.
    pub within: Vec<Within>,
    /// Rules by their id; none: every rule that is on.
    pub rules: Vec<String>,
    /// Only teams whose name holds this.
    pub team: Option<String>,
    /// Children by the id that the case system shows: those of a visit, say. None: all.
    pub children: Vec<String>,
    /// Gaps that were marked; `None`: none were.
    pub marked: Option<Vec<GapKey>>,
    /// Minutes at hand; `None`: no limit.
    pub minutes: Option<u32>,
    pub draw: Option<Draw>,
}

impl ReviewPlan {
    /// What is in it, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if let Some(marked) = &self.marked {
            parts.push(count(marked.len(), "marked gap", "marked gaps"));
        }
        parts.extend(self.within.iter().map(|within| within.words.clone()));
        if !self.filter.words.is_empty() {
            parts.push(self.filter.words.clone());
        }
        if !self.rules.is_empty() {
            parts.push(format!("rule {}", self.rules.join(", ")));
        }
        parts.extend(self.team.as_ref().map(|team| format!("team {team}")));
        if !self.children.is_empty() {
            parts.push(count(self.children.len(), "named child", "named children"));
        }
        if let Some(draw) = self.draw {
            parts.push(format!("{} drawn by seed {}", draw.size, draw.seed));
        }
        if parts.is_empty() {
            "every open gap".to_owned()
        } else {
            parts.join("; ")
        }
    }

    fn means(&self, picture: &Picture, gap: &Gap) -> bool {
        if gap.state != State::Overdue || !gap.standing.is_open() {
            return false;
        }
        if self.kind != ReviewKind::Triage && !gap.is_child {
            return false;
        }
        let rule = picture.behind(gap).map(|(result, _)| &result.rule);
        let team = self.team.as_ref().is_none_or(|text| {
            let text = text.to_lowercase();
            gap.team
                .as_ref()
                .is_some_and(|team| team.to_lowercase().contains(&text))
        });
        let case = gap.child.and_then(|child| picture.case_row(child));
        let line = Line::of_gap(gap, rule, case, &gap.standing);
        team && (self.rules.is_empty() || rule.is_some_and(|rule| self.rules.contains(&rule.id)))
            && self.filter.lets_through(&line)
            && self.within.iter().all(|one| one.means(&line, case))
    }

    /// Who of the named children is in the picture, each once; and the words that name nobody.
    #[must_use]
    pub fn named(&self, picture: &Picture) -> (Vec<usize>, Vec<&str>) {
        let (mut known, mut nobody) = (Vec::new(), Vec::new());
        for words in &self.children {
            match case_of(picture, words) {
                Some(child) if known.contains(&child) => {}
                Some(child) => known.push(child),
                None => nobody.push(words.as_str()),
            }
        }
        (known, nobody)
    }
}

/// Ids as somebody writes or pastes them: apart by spaces, commas, semicolons or lines.
#[must_use]
pub fn children_of(words: &str) -> Vec<String> {
    let parts = words.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';'));
    let parts = parts.filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// An item on its way into the queue.
struct Found {
    /// Positions in the picture.
    gaps: Vec<usize>,
    order: Order,
    /// A named child without an open gap, for whom the file is opened all the same.
    alone: Option<usize>,
}

/// Tier, reports that ask for the theme (the last tier only), day on which it fell due, who.
type Order = (usize, Reverse<u32>, Option<Day>, Name);

/// Freezes the queue.
#[must_use]
pub fn freeze(picture: &Picture, plan: &ReviewPlan) -> ReviewDraft {
    let (found, without) = find(picture, plan);
    let in_scope = size(&found);
    let mut scope = plan.words();
    if without > 0 {
        let words = format!("{WITHOUT}{without} without an open gap");
        scope.push_str(&words);
    }
    let mut left = plan.minutes;
    let mut items = Vec::new();
    for one in &found {
        if let Some(minutes) = &mut left {
            let cost = cost(picture, plan.kind, &one.gaps);
            // One item always fits: a session of nothing helps nobody.
            if cost > *minutes && !items.is_empty() {
                break;
            }
            *minutes = minutes.saturating_sub(cost);
        }
        items.push(item(picture, one));
    }
    ReviewDraft {
        kind: plan.kind,
        scope,
        minutes: plan.minutes,
        as_at: picture.check.as_at,
        in_scope,
        items,
    }
}

/// Before what is said of named children who have no open gap.
const WITHOUT: &str = ", of whom ";

/// Whether a session was begun with this plan, as far as its words and its queue say. The words
/// name no child, so that the queue has to.
#[must_use]
pub fn begun_with(plan: &ReviewPlan, draft: &ReviewDraft) -> bool {
    let words = plan.words();
    let rest = draft.scope.strip_prefix(&words);
    let named: BTreeSet<ChildId> = plan
        .children
        .iter()
        .filter_map(|id| ChildId::read(id))
        .collect();
    let is_named = |item: &ReviewItem| item.children().iter().any(|(id, _)| named.contains(id));
    (plan.kind, plan.minutes) == (draft.kind, draft.minutes)
        && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(WITHOUT))
        && (plan.children.is_empty() || draft.items.iter().all(is_named))
}

/// Every item that is meant, in look-first order; and how many of the named children have no gap
/// that is. They are looked at with their files open, not in a triage of gaps.
fn find(picture: &Picture, plan: &ReviewPlan) -> (Vec<Found>, usize) {
    let named: BTreeSet<usize> = plan.named(picture).0.into_iter().collect();
    let asked = |gap: &Gap| gap.child.is_some_and(|child| named.contains(&child));
    let marked: Option<BTreeSet<&GapKey>> = plan.marked.as_ref().map(|keys| keys.iter().collect());
    let mut items: HashMap<Name, Found> = HashMap::new();
    for (at, gap) in picture.gaps.iter().enumerate() {
        let meant = marked.as_ref().is_none_or(|keys| keys.contains(&gap.key));
        let meant = meant && (plan.children.is_empty() || gap.is_child && asked(gap));
        if !meant || !plan.means(picture, gap) {
            continue;
        }
        let order = order(picture, gap);
        let called = called(gap);
        let item = items.entry(called).or_insert_with(|| Found {
            gaps: Vec::new(),
            order: order.clone(),
            alone: None,
        });
        item.gaps.push(at);
        if order < item.order {
            item.order = order;
        }
    }
    let without = without_gaps(picture, &named, &items);
    let number = without.len();
    if plan.kind != ReviewKind::Triage {
        items.extend(without);
    }
    let mut found: Vec<(Name, Found)> = items.into_iter().collect();
    if let Some(draw) = plan.draw {
        found.sort_by_cached_key(|(called, _)| (lot(draw.seed, called), called.clone()));
        found.truncate(draw.size);
    }
    let mut found: Vec<Found> = found.into_iter().map(|(_, found)| found).collect();
    found.sort_by(|a, b| a.order.cmp(&b.order));
    for one in &mut found {
        one.gaps
            .sort_by_cached_key(|at| picture.gaps.get(*at).map(|gap| order_in_item(picture, gap)));
    }
    (found, number)
}

/// The named children of whom no gap is meant.
fn without_gaps(
    picture: &Picture,
    named: &BTreeSet<usize>,
    items: &HashMap<Name, Found>,
) -> Vec<(Name, Found)> {
    let meant = items.values().flat_map(|item| &item.gaps);
    let with: BTreeSet<usize> = meant
        .filter_map(|at| picture.gaps.get(*at)?.child)
        .collect();
    let rows = named.difference(&with).filter_map(|child| {
        let row = picture.case_row(*child)?;
        let order = (tiers::tiers().len(), Reverse(0), None, row.shown.clone());
        let found = Found {
            gaps: Vec::new(),
            order,
            alone: Some(*child),
        };
        Some((Name::from(format!("child {}", row.shown)), found))
    });
    rows.collect()
}

/// What puts gaps into one item: the family, else the child or the worker.
fn called(gap: &Gap) -> Name {
    match (&gap.family, gap.is_child) {
        (Some(family), true) => Name::from(format!("family {family}")),
        (None, true) => Name::from(format!("child {}", gap.who)),
        (_, false) => Name::from(format!("worker {}", gap.who)),
    }
}

fn order(picture: &Picture, gap: &Gap) -> Order {
    let tier = tiers::of_gap(picture, gap);
    let last = tiers::tiers().len().saturating_sub(1);
    let reports = picture
        .behind(gap)
        .filter(|_| tier == last)
        .and_then(|(result, _)| rules::complaint(&result.rule)?.reports);
    (
        tier,
        Reverse(reports.unwrap_or(0)),
        gap.due,
        gap.who.clone(),
    )
}

fn order_in_item(picture: &Picture, gap: &Gap) -> (usize, usize, Option<Day>, Name) {
    let tier = tiers::of_gap(picture, gap);
    (tier, gap.rule, gap.due, gap.who.clone())
}

fn size(found: &[Found]) -> ReviewSize {
    let whole = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    ReviewSize {
        items: whole(found.len()),
        gaps: whole(found.iter().map(|one| one.gaps.len()).sum()),
    }
}

/// Minutes that are reckoned for an item.
fn cost(picture: &Picture, kind: ReviewKind, gaps: &[usize]) -> u32 {
    match kind {
        ReviewKind::Triage => {
            let all = gaps.iter().filter_map(|at| picture.gaps.get(*at));
            let lines: BTreeSet<(usize, Option<Day>)> =
                all.map(|gap| (gap.rule, gap.due)).collect();
            kind.minutes() * u32::try_from(lines.len()).unwrap_or(u32::MAX)
        }
        ReviewKind::CaseReview | ReviewKind::Audit => kind.minutes(),
    }
}

fn item(picture: &Picture, found: &Found) -> ReviewItem {
    let gaps: Vec<&Gap> = found
        .gaps
        .iter()
        .filter_map(|at| picture.gaps.get(*at))
        .collect();
    let first = gaps.first();
    let tier = tiers::tiers().get(found.order.0);
    let alone = found.alone.and_then(|child| picture.case_row(child));
    let who = first.map(|gap| &gap.who).or(alone.map(|row| &row.shown));
    ReviewItem {
        who: who.cloned().unwrap_or_else(|| Name::from("")),
        family: first.map_or_else(
            || alone.and_then(|row| row.family.clone()),
            |gap| gap.family.clone(),
        ),
        tier: Name::from(tier.map_or(ReviewItem::NO_GAP, |tier| tier.id.as_str())),
        gaps: gaps.into_iter().map(|gap| frozen(picture, gap)).collect(),
    }
}

fn frozen(picture: &Picture, gap: &Gap) -> ReviewGap {
    let child = gap.is_child.then(|| child_of(picture, gap)).flatten();
    ReviewGap {
        key: gap.key.clone(),
        child: child.map(|id| (id, gap.who.clone())),
        seen_as: picture.finding(&gap.key).map_or_else(String::new, evidence),
    }
}

fn child_of(picture: &Picture, gap: &Gap) -> Option<ChildId> {
    let file = gap.child.and_then(|at| picture.caseload.children.get(at));
    file.map(|file| file.child.id.clone())
        .or_else(|| ChildId::read(&gap.who))
}

/// A lot of chance for an item: FNV-1a of what it is called, mixed with the seed as `SplitMix64`
/// does (Steele, Lea and Flood, 2014).
fn lot(seed: u64, called: &str) -> u64 {
    let mut z = super::page::number(called).wrapping_add(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// How many items of each tier a queue holds, in the order of the tiers.
#[must_use]
pub fn by_tier(items: &[ReviewItem]) -> Vec<(&'static tiers::Tier, u32)> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for item in items {
        *counts.entry(item.tier.as_ref()).or_default() += 1;
    }
    tiers::tiers()
        .iter()
        .filter_map(|tier| Some((tier, *counts.get(tier.id.as_str())?)))
        .collect()
}
