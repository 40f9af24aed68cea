//! One item of the queue on one page: who, the open gaps, what was promised, what happened, and
//! what of it is new since somebody reviewed the child last. Pure.
//!
//! The surprising thing: "new" is told by numbers that stand for lines. What a child's lines were at
//! the last review is kept as such numbers and not as words.

use super::within::case_of;
use crate::model::{
    ChildId, Day, GapKey, Name, Promise, ReviewGap, ReviewItem, ReviewLook, ReviewSession,
    Standing, State,
};
use crate::review::standing::evidence;
use crate::review::{CaseView, Picture, Thread, TimelineEvent};

/// Whether something was there when the child was reviewed last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Since {
    /// It was there, or nobody has reviewed the child before.
    Known,
    New,
}

/// A child of the item.
#[derive(Clone, Debug)]
pub struct ChildOnPage {
    pub view: CaseView,
    pub supervisor: Option<Name>,
    /// The day of the last review before this session.
    pub reviewed: Option<Day>,
    /// Status, team or worker are others than they were then.
    pub since: Since,
}

/// Gaps of the item that are one line: one rule, one day on which they fell due. A child who
/// differs has a line of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GapLine {
    pub gaps: Vec<GapKey>,
    /// Position of the first in the picture; `None`: the newest extract shows it no more.
    pub at: Option<usize>,
    pub label: String,
    /// The children or the worker.
    pub who: Vec<Name>,
    /// "70 days over, last 04 Mar".
    pub words: String,
    /// The clock is another than when the queue was frozen.
    pub changed: bool,
}

/// Something that happened, with whom it is about where the item is a family.
#[derive(Clone, Debug)]
pub struct Happened {
    pub who: Option<Name>,
    pub event: TimelineEvent,
    pub since: Since,
}

/// A clock that runs and is in time.
#[derive(Clone, Debug)]
pub struct Running {
    pub who: Option<Name>,
    pub label: String,
    pub due: Option<Day>,
    pub today: String,
}

/// The page.
#[derive(Clone, Debug, Default)]
pub struct ItemPage {
    pub children: Vec<ChildOnPage>,
    pub lines: Vec<GapLine>,
    pub threads: Vec<Thread>,
    pub running: Vec<Running>,
    pub happened: Vec<Happened>,
}

impl ItemPage {
    /// How many things are new since the last review; `None`: no child was reviewed before.
    #[must_use]
    pub fn new_things(&self) -> Option<usize> {
        self.children.iter().find_map(|child| child.reviewed)?;
        let people = self.children.iter().map(|child| child.since);
        let events = self.happened.iter().map(|one| one.since);
        Some(
            people
                .chain(events)
                .filter(|since| *since == Since::New)
                .count(),
        )
    }
}

/// Puts the page of an item together.
#[must_use]
pub fn page(
    picture: &Picture,
    session: &ReviewSession,
    item: &ReviewItem,
    promises: &[Promise],
) -> ItemPage {
    let mut page = ItemPage {
        lines: lines(picture, item),
        ..ItemPage::default()
    };
    let children = children(picture, item);
    let several = children.len() > 1;
    for (at, id) in children {
        let view = picture.case(at);
        let never = ReviewLook::default();
        let look = id.and_then(|id| session.looks.get(&id)).unwrap_or(&never);
        let since = |number: u64| match look.on {
            Some(_) if !look.lines.contains(&number) => Since::New,
            _ => Since::Known,
        };
        let who = several.then(|| view.row.shown.clone());
        page.happened
            .extend(view.timeline.iter().map(|event| Happened {
                who: who.clone(),
                event: event.clone(),
                since: since(of_event(event)),
            }));
        let due = view
            .clocks
            .iter()
            .filter(|clock| clock.state == State::Due && !clock.trial);
        page.running.extend(due.map(|clock| Running {
            who: who.clone(),
            label: clock.label.clone(),
            due: clock.due,
            today: clock.today.clone(),
        }));
        for thread in picture.threads_of(at, promises) {
            // What was agreed for brothers and sisters together is one thing.
            if !page.threads.iter().any(|known| known.root == thread.root) {
                page.threads.push(thread);
            }
        }
        page.children.push(ChildOnPage {
            supervisor: view
                .row
                .worker
                .as_deref()
                .and_then(|worker| picture.supervisor_of(worker)),
            reviewed: look.on,
            since: since(of_people(&view)),
            view,
        });
    }
    page.happened
        .sort_by_key(|one| std::cmp::Reverse(one.event.on));
    page.running.sort_by_key(|one| (one.due.is_none(), one.due));
    page
}

/// The children of an item that the picture holds, each once.
fn children(picture: &Picture, item: &ReviewItem) -> Vec<(usize, Option<ChildId>)> {
    let mut found: Vec<(usize, Option<ChildId>)> = Vec::new();
    for gap in &item.gaps {
        let known = picture.gap(&gap.key).and_then(|gap| gap.child);
        let id = gap.child.as_ref().map(|(id, _)| id);
        let at = known.or_else(|| picture.caseload.position(id?));
        if let Some(at) = at
            && !found.iter().any(|(other, _)| *other == at)
        {
            found.push((at, id.cloned()));
        }
    }
    if item.gaps.is_empty() {
        let alone = item.children().into_iter();
        found.extend(alone.filter_map(|(id, _)| Some((case_of(picture, &item.who)?, Some(id)))));
    }
    found
}

/// What makes several gaps one line: the rule, and the day on which they fell due.
type Fold = (usize, Option<Day>);

/// The gaps of an item as lines.
#[must_use]
pub fn lines(picture: &Picture, item: &ReviewItem) -> Vec<GapLine> {
    let mut lines: Vec<(Option<Fold>, GapLine)> = Vec::new();
    for gap in &item.gaps {
        let at = picture.position(&gap.key);
        let known = at.and_then(|at| picture.gaps.get(at));
        let fold = known.map(|known| (known.rule, known.due));
        let changed = has_changed(picture, gap);
        let who = gap
            .child
            .as_ref()
            .map_or_else(|| item.who.clone(), |(_, shown)| shown.clone());
        let same = lines
            .iter_mut()
            .find(|(of, line)| fold.is_some() && *of == fold && line.changed == changed);
        if let Some((_, line)) = same {
            line.gaps.push(gap.key.clone());
            line.who.push(who);
            continue;
        }
        let rule = known.and_then(|known| picture.behind(known));
        let label = rule.map_or_else(
            || of_key(picture, &gap.key),
            |(result, _)| result.rule.short.clone(),
        );
        let words = known.map_or_else(
            || "the newest extract shows it as no gap any more".to_owned(),
            |known| {
                let over = match (known.over, known.at_least) {
                    (0, _) => return known.phrase.clone(),
                    (over, true) => format!("{over}+ over"),
                    (over, false) => {
                        let noun = crate::rules::Unit::counted_noun(known.unit);
                        let plural = if over == 1 { "" } else { "s" };
                        format!("{over} {noun}{plural} over")
                    }
                };
                format!("{over}, {}", known.phrase)
            },
        );
        lines.push((
            fold,
            GapLine {
                gaps: vec![gap.key.clone()],
                at,
                label,
                who: vec![who],
                words,
                changed,
            },
        ));
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

fn of_key(picture: &Picture, key: &GapKey) -> String {
    let found = picture.book.rules().find(|rule| rule.key == key.rule());
    found.map_or_else(|| key.rule().to_owned(), |rule| rule.short.clone())
}

/// Whether the clock is another than when the queue was frozen.
fn has_changed(picture: &Picture, gap: &ReviewGap) -> bool {
    let now = picture.finding(&gap.key).map(evidence);
    now.as_deref() != Some(gap.seen_as.as_str())
}

/// Whether an item is not any more what it was when the queue was frozen.
#[must_use]
pub fn item_changed(picture: &Picture, item: &ReviewItem) -> bool {
    item.gaps.iter().any(|gap| has_changed(picture, gap))
}

/// Whether every gap of an item has an outcome that stands.
#[must_use]
pub fn is_answered<'a>(
    item: &ReviewItem,
    standing: impl Fn(&GapKey) -> Option<&'a Standing>,
) -> bool {
    item.gaps
        .iter()
        .all(|gap| standing(&gap.key).is_none_or(|standing| !standing.is_open()))
}

/// How the children of an item look now: a number for each line.
#[must_use]
pub fn looks(picture: &Picture, item: &ReviewItem) -> Vec<(ChildId, Vec<u64>)> {
    let found = children(picture, item).into_iter();
    found
        .filter_map(|(at, id)| {
            let view = picture.case(at);
            let mut lines: Vec<u64> = view.timeline.iter().map(of_event).collect();
            lines.push(of_people(&view));
            Some((id?, lines))
        })
        .collect()
}

fn of_event(event: &TimelineEvent) -> u64 {
    let until = event
        .until
        .map_or_else(String::new, |until| until.to_string());
    number(&format!(
        "{}|{until}|{}|{}",
        event.on, event.lane, event.what
    ))
}

fn of_people(view: &CaseView) -> u64 {
    let row = &view.row;
    let name = |name: &Option<Name>| name.clone().unwrap_or_else(|| Name::from(""));
    number(&format!(
        "{}|{}|{}",
        row.status,
        name(&row.team),
        name(&row.worker)
    ))
}

/// FNV-1a over a text.
pub(super) fn number(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
