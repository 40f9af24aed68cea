//! Where the clocks and the family of each child stand: looked up once, so that opening a child
//! costs what that child has and not what the whole service has. Pure.
//!
//! It copies nothing but numbers. The surprising thing: clocks that a case view never shows are
//! left out here, which is most of them.

use crate::model::{Caseload, Finding};
use crate::rules::{Check, RuleResult};

/// One clock of a child: the rule, and the finding among those of the rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Place {
    child: u32,
    rule: u32,
    finding: u32,
}

/// The clocks and the families by child.
#[derive(Clone, Debug, Default)]
pub(super) struct Shelf {
    /// By child, then rule, then finding.
    clocks: Vec<Place>,
    /// Children of known families: family by family, each in the order of the children.
    members: Vec<u32>,
    /// Where the family of each child begins in `members`; [`NONE`] where none is known.
    families: Vec<u32>,
}

/// No family.
const NONE: u32 = u32::MAX;

impl Shelf {
    /// `shown` says of a rule whether its findings are clocks, and of a finding whether a case
    /// view shows it.
    pub fn of(
        caseload: &Caseload,
        check: &Check,
        shown: (
            fn(&RuleResult) -> bool,
            impl Fn(&RuleResult, &Finding) -> bool,
        ),
    ) -> Self {
        let (is_clock, is_shown) = shown;
        let mut clocks = Vec::new();
        for (rule, result) in (0..).zip(&check.rules) {
            if !is_clock(result) {
                continue;
            }
            for (finding, f) in (0..).zip(&result.findings) {
                if !is_shown(result, f) {
                    continue;
                }
                let child = f.subject.child().and_then(|id| caseload.position(id));
                if let Some(child) = child.and_then(|child| u32::try_from(child).ok()) {
                    clocks.push(Place {
                        child,
                        rule,
                        finding,
                    });
                }
            }
        }
        clocks.sort_unstable();
        let (members, families) = families(caseload);
        Self {
            clocks,
            members,
            families,
        }
    }

    /// The clocks of a child: the rule, and the finding among those of the rule.
    pub fn clocks(&self, child: usize) -> impl Iterator<Item = (usize, usize)> {
        let child = u32::try_from(child).unwrap_or(NONE);
        let from = self.clocks.partition_point(|place| place.child < child);
        let own = self.clocks.get(from..).unwrap_or_default().iter();
        own.take_while(move |place| place.child == child)
            .map(|place| (place.rule as usize, place.finding as usize))
    }

    /// The other children of the family, in the order of the children.
    pub fn siblings<'a>(
        &'a self,
        caseload: &'a Caseload,
        child: usize,
    ) -> impl Iterator<Item = usize> + 'a {
        let family = |child: usize| caseload.children.get(child)?.child.family.as_ref();
        let own = family(child);
        let from = self.families.get(child).copied().unwrap_or(NONE) as usize;
        let after = self.members.get(from..).unwrap_or_default().iter();
        after
            .map(|member| *member as usize)
            .take_while(move |member| own.is_some() && family(*member) == own)
            .filter(move |member| *member != child)
    }
}

/// The children family by family, and where the family of each child begins.
fn families(caseload: &Caseload) -> (Vec<u32>, Vec<u32>) {
    let family = |child: u32| {
        let file = caseload.children.get(child as usize)?;
        file.child.family.as_ref()
    };
    let all = 0..u32::try_from(caseload.children.len()).unwrap_or(NONE);
    let mut members: Vec<u32> = all.filter(|child| family(*child).is_some()).collect();
    // Stable: within a family the order of the children stays.
    members.sort_by_key(|child| family(*child));
    let mut begins = vec![NONE; caseload.children.len()];
    let mut at = 0;
    for together in members.chunk_by(|a, b| family(*a) == family(*b)) {
        for child in together {
            if let Some(begin) = begins.get_mut(*child as usize) {
                *begin = at;
            }
        }
        at += u32::try_from(together.len()).unwrap_or(0);
    }
    (members, begins)
}
