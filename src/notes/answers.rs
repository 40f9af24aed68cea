//! What people answered to the marked gaps, in counts. Never a reason and never a person: both
//! may be names. An owner is written only where the words show a role.

use super::{
    draft::Context,
    template::{fill, words},
};
use crate::model::{Day, OutcomeKind, Standing};

/// The outcome that stands; one that was reopened does not.
const fn standing(standing: &Standing) -> Option<&OutcomeKind> {
    match standing {
        Standing::Answered(outcome) | Standing::Waiting(outcome) => Some(&outcome.kind),
        Standing::Open | Standing::Reopened { .. } => None,
    }
}

/// The planned date of an outcome; a day on which something was seen plans nothing.
const fn planned(kind: &OutcomeKind) -> Option<Day> {
    match kind {
        OutcomeKind::ToRecord { by } => Some(*by),
        OutcomeKind::Booked { on } => Some(*on),
        _ => None,
    }
}

/// "2 done, to be recorded by 30 Nov 2026, 1 booked for 01 Dec 2026, 1 not answered yet"; `None`
/// where nobody has answered anything.
pub(super) fn spelt(standings: &[&Standing], context: &Context<'_>) -> Option<String> {
    const ORDER: [&str; 7] = [
        "seen_on_file",
        "to_record",
        "booked",
        "escalated",
        "exception",
        "not_required",
        "data_error",
    ];
    let given: Vec<&OutcomeKind> = standings.iter().filter_map(|s| standing(s)).collect();
    if given.is_empty() {
        return None;
    }
    let mut list: Vec<String> = ORDER
        .iter()
        .filter_map(|word| {
            let of_kind: Vec<_> = given
                .iter()
                .copied()
                .filter(|k| k.word() == *word)
                .collect();
            (!of_kind.is_empty()).then(|| one_kind(word, &of_kind, context))
        })
        .collect();
    let open = standings.len() - given.len();
    if open > 0 {
        list.push(fill(words("outcome", "open"), &[("n", &open.to_string())]));
    }
    Some(list.join(", "))
}

fn one_kind(word: &str, of_kind: &[&OutcomeKind], context: &Context<'_>) -> String {
    let dates: Vec<Day> = of_kind.iter().filter_map(|kind| planned(kind)).collect();
    let several = of_kind.len() > 1;
    let key = match word {
        "to_record" if dates.iter().min() != dates.iter().max() => "to_record_last",
        "booked" if dates.iter().min() != dates.iter().max() => "booked_last",
        "exception" if several => "exceptions",
        "data_error" if several => "data_errors",
        word => word,
    };
    let date = dates.iter().max().map_or_else(String::new, |d| d.long());
    let to = match roles(of_kind.iter().copied(), context) {
        roles if roles.is_empty() => String::new(),
        roles => format!(" to {}", roles.join(" and ")),
    };
    fill(
        words("outcome", key),
        &[
            ("n", &of_kind.len().to_string()),
            ("date", &date),
            ("to", &to),
        ],
    )
}

/// The roles to which gaps were escalated.
fn roles<'k>(kinds: impl Iterator<Item = &'k OutcomeKind>, context: &Context<'_>) -> Vec<String> {
    let mut roles: Vec<String> = Vec::new();
    for kind in kinds {
        if let OutcomeKind::Escalated { to } = kind
            && is_role(to, context)
        {
            let role = to.split_whitespace().collect::<Vec<_>>().join(" ");
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
    }
    roles
}

/// Whether the words name a role, and nobody who stands in the data.
fn is_role(to: &str, context: &Context<'_>) -> bool {
    let to = to.to_lowercase();
    let named = |name: &str| to.contains(&name.to_lowercase());
    let a_role = words("actions", "roles").split(',').any(|role| {
        to.split(|c: char| !c.is_alphanumeric())
            .any(|w| w == role.trim())
    });
    let mut findings = context.rules.iter().flat_map(|result| &result.findings);
    a_role
        && !findings.any(|finding| {
            [&finding.worker, &finding.supervisor]
                .into_iter()
                .flatten()
                .any(|name| !name.is_empty() && named(name))
        })
}

/// The owners of a row of actions: roles, or nothing.
pub(super) fn owner(standings: &[&Standing], context: &Context<'_>) -> Option<String> {
    let roles = roles(standings.iter().filter_map(|s| standing(s)), context);
    (!roles.is_empty()).then(|| roles.join("; "))
}

/// The last planned date, and how many gaps have one.
pub(super) fn last_planned(standings: &[&Standing]) -> Option<(Day, usize)> {
    let given = standings.iter().filter_map(|s| standing(s));
    let dates: Vec<Day> = given.filter_map(planned).collect();
    Some((*dates.iter().max()?, dates.len()))
}

/// Why: counts by what the answers say it was, never the reasons themselves.
pub(super) fn kinds_of_gap(standings: &[&Standing]) -> Vec<String> {
    let keys = [
        "practice",
        "recording",
        "data",
        "not_required",
        "exception",
        "passed_on",
        "open",
    ];
    let key_of = |given: Option<&OutcomeKind>| match given {
        Some(OutcomeKind::SeenOnFile { .. } | OutcomeKind::ToRecord { .. }) => "recording",
        Some(OutcomeKind::Booked { .. }) => "practice",
        Some(OutcomeKind::Escalated { .. }) => "passed_on",
        Some(OutcomeKind::Exception { .. }) => "exception",
        Some(OutcomeKind::NotRequired) => "not_required",
        Some(OutcomeKind::DataError) => "data",
        None => "open",
    };
    if standings.iter().all(|s| standing(s).is_none()) {
        return Vec::new();
    }
    keys.iter()
        .filter_map(|key| {
            let n = standings.iter().filter(|s| key_of(standing(s)) == *key);
            let n = n.count();
            (n > 0).then(|| fill(words("why", key), &[("n", &n.to_string())]))
        })
        .collect()
}
