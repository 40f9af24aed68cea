//! The limits of case supervision that fit one child: it stands in one rule, and is judged by the
//! strictest.

use super::judge::Judge;
use super::sight::{Bench, Sight};
use crate::model::Name;
use crate::rules::reckoning::{ChainScope, Reckoning};
use crate::rules::{Limit, Mode, limit_words};

/// The limits of the other scopes of case supervision, for one rule.
#[derive(Clone, Default)]
pub(super) struct Scopes {
    others: Vec<(ChainScope, Limit, Name)>,
}

/// A limit that falls due sooner than the rule's own, and why it fits.
#[derive(Clone, Copy)]
pub(super) struct Stricter<'a> {
    pub limit: Limit,
    pub why: &'a Name,
}

impl Scopes {
    /// Those beside this rule's scope. A limit that is only on trial makes no rule stricter that
    /// is on.
    pub fn beside(bench: &Bench<'_>, reckoning: &Reckoning, mode: Mode) -> Self {
        let Reckoning::SessionChain { scope: own } = reckoning else {
            return Self::default();
        };
        let entries = bench.book.entries.iter();
        let others = entries.filter_map(|entry| match (&entry.reckoning, entry.rule.limit) {
            (Reckoning::SessionChain { scope }, Some(limit))
                if scope != own && (entry.rule.mode == Mode::On || entry.rule.mode == mode) =>
            {
                let why = format!("within {}: {}", limit_words(limit), because(*scope));
                Some((*scope, limit, why.into()))
            }
            _ => None,
        });
        Self {
            others: others.collect(),
        }
    }

    /// The strictest limit of the scopes in which the child stands as well, if it is stricter
    /// than the rule's own.
    pub fn stricter(&self, judge: &Judge<'_>, sight: &Sight<'_>) -> Option<Stricter<'_>> {
        let day = judge.bench.as_at;
        let due = |limit: Limit| judge.yardstick.with_limit(limit).due(day);
        let own = judge.yardstick.due(day);
        self.others
            .iter()
            .filter(|(scope, ..)| stands_in(sight, *scope))
            .filter(|(_, limit, _)| due(*limit) < own)
            .min_by_key(|(_, limit, _)| due(*limit))
            .map(|(_, limit, why)| Stricter { limit: *limit, why })
    }
}

/// Whether the child stands in this scope whatever else it is. Being in need is what remains,
/// and adds nothing.
fn stands_in(sight: &Sight<'_>, scope: ChainScope) -> bool {
    match scope {
        ChainScope::LookedAfter => sight.open.care.is_some(),
        ChainScope::ProtectionPlan => sight.open.plan.is_some(),
        ChainScope::Leaver => sight.leaver.is_some(),
        ChainScope::InNeed => false,
    }
}

const fn because(scope: ChainScope) -> &'static str {
    match scope {
        ChainScope::LookedAfter => "the child is looked after as well",
        ChainScope::ProtectionPlan => "the child has a protection plan as well",
        ChainScope::Leaver => "the young person is a care leaver as well",
        ChainScope::InNeed => "the child is in need as well",
    }
}
