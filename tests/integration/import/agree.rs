//! Where two sources hold the same fact: what of it differs, counted by what it is about.

use std::collections::{BTreeMap, HashMap};

use caselight::model::{Batch, Fact, FactKind, Handler, Name, Record};

/// Every difference that is right, and why.
pub(super) const EXPLAINED: &[(&str, &str)] = &[
    (
        "cin, team",
        "the tables name a team with a worker alone: a case that nobody holds has none there",
    ),
    ("care, team", "as for the episode of need"),
    (
        "care, worker",
        "a child in care without an episode of need has no row in the table of involvements",
    ),
    (
        "cin, last seen",
        "the tables hold a later visit under the protection plan than the one that Annex A names",
    ),
];

type Key = (String, FactKind, String, Name);

fn key(fact: &Fact) -> Option<Key> {
    let child = fact.child.as_ref()?.as_str().to_owned();
    let start = fact
        .record
        .start()
        .map_or(String::new(), |day| day.to_string());
    Some((child, fact.record.kind(), start, fact.source_ref.clone()))
}

/// What a record says, part by part; blank parts are left out.
fn parts(record: &Record) -> Vec<(&'static str, String)> {
    let handler = |handler: &Handler| {
        [
            ("team", handler.team.as_deref().unwrap_or("").to_owned()),
            ("worker", handler.worker.as_deref().unwrap_or("").to_owned()),
        ]
    };
    match record {
        Record::Referral(x) => {
            let mut parts = vec![("no further action", format!("{:?}", x.no_further_action))];
            parts.extend(handler(&x.handler));
            parts
        }
        Record::Assessment(x) => {
            let mut parts = vec![
                ("authorised", format!("{:?}", x.authorised)),
                ("child seen", format!("{:?}", x.child_seen)),
            ];
            parts.extend(handler(&x.handler));
            parts
        }
        Record::Enquiry(x) => {
            let mut parts = vec![
                ("conference", format!("{:?}", x.conference)),
                ("unnecessary", format!("{:?}", x.conference_unnecessary)),
                ("plan made", format!("{:?}", x.plan_made)),
            ];
            parts.extend(handler(&x.handler));
            parts
        }
        Record::Cin(x) => {
            let mut parts = vec![
                ("closed", format!("{:?}", x.end)),
                ("last seen", format!("{:?}", x.last_seen)),
                ("status", format!("{:?}", x.status)),
                ("closure", format!("{:?}", x.closure)),
            ];
            parts.extend(handler(&x.handler));
            parts
        }
        Record::CpPlan(x) => {
            let mut parts = vec![
                ("ended", format!("{:?}", x.end)),
                ("last visit", format!("{:?}", x.last_visit)),
                ("latest review", format!("{:?}", x.latest_review)),
                ("seen alone", format!("{:?}", x.seen_alone)),
            ];
            parts.extend(handler(&x.handler));
            parts
        }
        Record::CarePeriod(x) => {
            let mut parts = vec![
                ("ceased", format!("{:?}", x.end)),
                ("last visit", format!("{:?}", x.last_visit)),
                ("latest review", format!("{:?}", x.latest_review)),
            ];
            parts.extend(handler(&x.handler));
            parts
        }
        Record::Person(x) => vec![("birth", format!("{:?}", x.birth))],
        _ => Vec::new(),
    }
}

/// The kinds that both returns hold.
const BOTH: [FactKind; 8] = [
    FactKind::Contact,
    FactKind::Referral,
    FactKind::Assessment,
    FactKind::Enquiry,
    FactKind::Cin,
    FactKind::CpPlan,
    FactKind::CarePeriod,
    FactKind::Person,
];

/// How often each part of a fact of the first differs from the second, or is not in it.
pub(super) fn differences(first: &Batch, second: &Batch) -> Vec<(String, usize)> {
    let known: HashMap<Key, &Fact> = second
        .facts
        .iter()
        .filter_map(|fact| Some((key(fact)?, fact)))
        .collect();
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    for fact in &first.facts {
        let kind = fact.record.kind();
        let Some(key) = key(fact).filter(|_| BOTH.contains(&kind)) else {
            continue;
        };
        let Some(other) = known.get(&key) else {
            let about = format!("{}, not in the second", kind.word());
            *counted.entry(about).or_default() += 1;
            continue;
        };
        for (one, another) in parts(&fact.record).iter().zip(parts(&other.record)) {
            if one.1 != another.1 {
                let about = format!("{}, {}", kind.word(), one.0);
                *counted.entry(about).or_default() += 1;
            }
        }
    }
    counted.into_iter().collect()
}
