//! Whose pages a brief holds: the families of a worker or a supervisor, a family, a child.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{BriefOf, is_supervision};
use crate::model::{Name, State};
use crate::review::Picture;

/// One page: a family, or a child of none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leaf {
    /// The family; `None`: the page is about one child.
    pub family: Option<Name>,
    /// The eldest first.
    pub children: Vec<usize>,
}

impl Leaf {
    /// What the page is known by from brief to brief.
    pub fn subject(&self, picture: &Picture) -> String {
        if let Some(family) = &self.family {
            return format!("family:{family}");
        }
        let child = self.children.first();
        let file = child.and_then(|child| picture.caseload.children.get(*child));
        let id = file.map_or("", |file| file.child.id.as_str());
        format!("child:{id}")
    }
}

/// The pages, in the order in which they are to be looked at first: what nobody answered before
/// what was answered, protection before care before need, what ran out first before the rest.
///
/// With them the name whole, where a part of it was given.
///
/// # Errors
/// What was not found, and what to do.
pub fn leaves(picture: &Picture, of: &BriefOf) -> Result<(BriefOf, Vec<Leaf>), String> {
    match of {
        BriefOf::Child(id) => {
            let child = picture.caseload.position(id).ok_or_else(|| {
                "Making a brief: no extract holds a child of that id. `caselight cases --all` lists those there are."
                    .to_owned()
            })?;
            let leaf = Leaf {
                family: None,
                children: vec![child],
            };
            Ok((of.clone(), vec![leaf]))
        }
        BriefOf::Family(name) => Ok((of.clone(), vec![family(picture, name)?])),
        BriefOf::Worker(name) => {
            let held = held_by(picture);
            let (name, children) = of_one("worker", name, &held)?;
            let leaves = in_order(picture, gathered(picture, children));
            Ok((BriefOf::Worker(name), leaves))
        }
        BriefOf::Supervisor(name) => {
            let held = supervised_by(picture);
            let (name, children) = of_one("supervisor", name, &held)?;
            let leaves = in_order(picture, gathered(picture, children));
            Ok((BriefOf::Supervisor(name), leaves))
        }
    }
}

fn family(picture: &Picture, name: &str) -> Result<Leaf, String> {
    let same = |other: &Name| other.eq_ignore_ascii_case(name);
    let all = picture.caseload.children.iter().enumerate();
    let all = all.filter(|(_, file)| file.child.family.as_ref().is_some_and(same));
    let children: Vec<usize> = all.map(|(at, _)| at).collect();
    let first = children.first().ok_or_else(|| {
        "Making a brief: no extract holds a family of that name. The families come from family.csv; a child of none \
         is asked for with --child."
            .to_owned()
    })?;
    let family = picture.caseload.children.get(*first);
    Ok(Leaf {
        family: family.and_then(|file| file.child.family.clone()),
        children: those_open(picture, children),
    })
}

/// The open children, the eldest first; all of them where none is open.
fn those_open(picture: &Picture, mut children: Vec<usize>) -> Vec<usize> {
    let open = |child: &usize| picture.case_row(*child).is_some_and(|row| row.open);
    if children.iter().any(open) {
        children.retain(open);
    }
    children.sort_by_key(|child| {
        let birth = picture.caseload.children.get(*child);
        let birth = birth.and_then(|file| file.child.birth);
        (birth.is_none(), birth, *child)
    });
    children
}

type Held = BTreeMap<Name, Vec<usize>>;

fn held_by(picture: &Picture) -> Held {
    let mut held = Held::new();
    for row in picture.cases.iter().filter(|row| row.open) {
        if let Some(worker) = &row.worker {
            held.entry(worker.clone()).or_default().push(row.child);
        }
    }
    held
}

/// As the rules about case supervision know the supervisor of each child.
fn supervised_by(picture: &Picture) -> Held {
    let mut held = Held::new();
    for (child, supervisor) in supervisors(picture) {
        let open = picture.case_row(child).is_some_and(|row| row.open);
        if open {
            held.entry(supervisor).or_default().push(child);
        }
    }
    held
}

/// The supervisor of each child by the rules about case supervision.
pub fn supervisors(picture: &Picture) -> HashMap<usize, Name> {
    let mut known = HashMap::new();
    let results = picture.check.rules.iter();
    for result in results.filter(|result| result.chosen && is_supervision(&result.rule.id)) {
        for finding in &result.findings {
            let child = finding.subject.child();
            let child = child.and_then(|id| picture.caseload.position(id));
            if let (Some(child), Some(name)) = (child, &finding.supervisor) {
                known.entry(child).or_insert_with(|| name.clone());
            }
        }
    }
    known
}

/// The children of the one whose name was meant: the whole name, or the only one that it is in.
fn of_one<'a>(what: &str, name: &str, held: &'a Held) -> Result<(Name, &'a [usize]), String> {
    let wanted = name.trim().to_lowercase();
    let whole = held
        .iter()
        .find(|(known, _)| known.to_lowercase() == wanted);
    if let Some((name, children)) = whole {
        return Ok((name.clone(), children));
    }
    let parts: Vec<_> = held
        .iter()
        .filter(|(known, _)| !wanted.is_empty() && known.to_lowercase().contains(&wanted))
        .collect();
    match parts.as_slice() {
        [(name, children)] => Ok(((*name).clone(), children)),
        [] => Err(format!(
            "Making a brief: no open case has a {what} whose name holds {name:?}. `caselight cases` lists the open \
             cases with their workers, `caselight gaps --by supervisor` the supervisors."
        )),
        several => {
            let names = several.iter().take(5).map(|(known, _)| known.as_ref());
            Err(format!(
                "Making a brief: {} names hold {name:?}: {}. Write the name whole.",
                several.len(),
                names.collect::<Vec<&str>>().join("; ")
            ))
        }
    }
}

/// One page a family. A sibling whom somebody else holds is on the page of the family, too.
fn gathered(picture: &Picture, children: &[usize]) -> Vec<Leaf> {
    let family = |child: usize| {
        let file = picture.caseload.children.get(child)?;
        file.child.family.clone()
    };
    let wanted: HashSet<Name> = children.iter().filter_map(|child| family(*child)).collect();
    let mut families: BTreeMap<Name, Vec<usize>> = BTreeMap::new();
    for (at, file) in picture.caseload.children.iter().enumerate() {
        if let Some(name) = file
            .child
            .family
            .as_ref()
            .filter(|name| wanted.contains(*name))
        {
            families.entry(name.clone()).or_default().push(at);
        }
    }
    let alone = children.iter().filter(|child| family(**child).is_none());
    let alone = alone.map(|child| Leaf {
        family: None,
        children: vec![*child],
    });
    let families = families.into_iter().map(|(name, children)| Leaf {
        family: Some(name),
        children: those_open(picture, children),
    });
    families.chain(alone).collect()
}

fn in_order(picture: &Picture, mut leaves: Vec<Leaf>) -> Vec<Leaf> {
    let mut page_of: HashMap<usize, usize> = HashMap::new();
    for (at, leaf) in leaves.iter().enumerate() {
        page_of.extend(leaf.children.iter().map(|child| (*child, at)));
    }
    // The earliest day on which something ran out that nobody answered.
    let mut earliest = vec![None; leaves.len()];
    for gap in &picture.gaps {
        let waits = gap.state == State::Overdue && gap.standing.is_open();
        let at = gap
            .child
            .filter(|_| waits)
            .and_then(|child| page_of.get(&child));
        if let (Some(at), Some(due)) = (at, gap.due) {
            let known: &mut Option<crate::model::Day> = &mut earliest[*at];
            *known = Some(known.map_or(due, |known| known.min(due)));
        }
    }
    let rank = |leaf: &Leaf| {
        let statuses = leaf
            .children
            .iter()
            .filter_map(|child| picture.case_row(*child));
        statuses
            .map(|row| rank(row.status))
            .min()
            .unwrap_or(u8::MAX)
    };
    let mut order: Vec<(bool, u8, Option<crate::model::Day>, usize)> = leaves
        .iter()
        .enumerate()
        .map(|(at, leaf)| (earliest[at].is_none(), rank(leaf), earliest[at], at))
        .collect();
    order.sort_unstable();
    let mut taken: Vec<Option<Leaf>> = leaves.drain(..).map(Some).collect();
    let pages = order
        .into_iter()
        .filter_map(|(.., at)| taken.get_mut(at)?.take());
    pages.collect()
}

fn rank(status: &str) -> u8 {
    use crate::rules::CaseScope::{Assessment, InNeed, Leaver, LookedAfter, ProtectionPlan};
    let order = [ProtectionPlan, LookedAfter, InNeed, Assessment, Leaver];
    let place = order.iter().position(|scope| scope.label() == status);
    place
        .and_then(|at| u8::try_from(at).ok())
        .unwrap_or(u8::MAX)
}
