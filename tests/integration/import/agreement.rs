//! One authority as Annex A and as a CIN census: where both hold the same fact, they say the same.
//!
//! Reads the shared known answers where they stand beside the project; without them there is
//! nothing to compare, and the test says so by doing nothing.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use caselight::{
    model::{Batch, Dated, Day, Fact, FactKind, Record, Source},
    store::{ImportTicket, Secret, Store},
};

use super::{of_kind, read, try_read};

fn known_answers() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let shared = std::env::var_os("CASELIGHT_SHARED").map_or(beside, PathBuf::from);
    let clean = shared.join("known-answers/clean");
    clean.is_dir().then_some(clean)
}

/// What is compared of a fact.
fn says(record: &Record) -> Vec<(&'static str, String)> {
    let date = |date: Dated| format!("{date:?}");
    match record {
        Record::Person(x) => vec![("born", format!("{:?}", x.birth))],
        Record::Referral(x) => vec![("no further action", format!("{:?}", x.no_further_action))],
        Record::Enquiry(x) => vec![
            ("conference", date(x.conference)),
            ("unnecessary", format!("{:?}", x.conference_unnecessary)),
        ],
        Record::CpPlan(x) => vec![
            ("ended", date(x.end)),
            ("latest review", date(x.latest_review)),
            ("earlier plans", format!("{:?}", x.earlier_plans)),
        ],
        Record::Cin(x) => vec![
            ("closed", date(x.end)),
            ("reason", format!("{:?}", x.closure)),
        ],
        other => vec![("ended", date(other.end()))],
    }
}

type Key = (String, Option<Day>);

fn by_key(batch: &Batch, kind: FactKind, source: Source) -> BTreeMap<Key, &Fact> {
    of_kind(batch, kind)
        .into_iter()
        .filter(|fact| fact.source == source)
        .map(|fact| {
            let child = fact.child.as_ref().unwrap().as_str().to_owned();
            ((child, fact.record.start()), fact)
        })
        .collect()
}

#[test]
fn the_census_of_the_known_answers_has_their_counts() {
    let Some(clean) = known_answers() else {
        return;
    };
    let batch = read(&clean.join("cin_census.xml"));
    let text = std::fs::read_to_string(clean.join("results/cin_summary.json")).unwrap();
    let summary: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (name, kind) in [
        ("children", FactKind::Person),
        ("cindetails", FactKind::Cin),
        ("assessments", FactKind::Assessment),
        ("s47", FactKind::Enquiry),
        ("cpp", FactKind::CpPlan),
        ("referrals", FactKind::Referral),
        ("reviews", FactKind::ReviewConference),
    ] {
        let count = summary["counts"][name].as_u64().unwrap();
        assert_eq!(of_kind(&batch, kind).len() as u64, count, "{name}");
    }
    assert_eq!(batch.files[0].problems, []);
}

#[test]
fn annex_a_and_the_census_of_one_authority_contradict_each_other_nowhere() {
    let Some(clean) = known_answers() else {
        return;
    };
    let paths = [clean.join("annex_a.xlsx"), clean.join("cin_census.xml")];
    let batch = try_read(&paths).unwrap();
    let mut agreed = 0;
    let mut disagreements = Vec::new();
    let mut silences = Vec::new();
    for kind in [
        FactKind::Person,
        FactKind::Referral,
        FactKind::Assessment,
        FactKind::Enquiry,
        FactKind::Cin,
        FactKind::CpPlan,
    ] {
        let annex = by_key(&batch, kind, Source::AnnexA);
        for (key, fact) in by_key(&batch, kind, Source::CinCensus) {
            let Some(other) = annex.get(&key) else {
                continue;
            };
            for ((about, a), (_, b)) in says(&fact.record).into_iter().zip(says(&other.record)) {
                // A blank answer says nothing: while an enquiry is open Annex A leaves "unnecessary"
                // blank, where the census has to say false.
                let silent = |said: &str| said == "Blank" || said == "None";
                if a == b {
                    agreed += 1;
                } else if silent(&a) || silent(&b) {
                    silences.push((kind, about, key.0.clone()));
                } else {
                    disagreements
                        .push(format!("{kind:?} {key:?} {about}: census {a}, Annex A {b}"));
                }
            }
        }
    }
    assert_eq!(disagreements, Vec::<String>::new());
    assert!(agreed > 1_000, "{agreed}");
    let open = (FactKind::Enquiry, "unnecessary", "100722".to_owned());
    assert_eq!(silences, [open]);
    in_the_store(&batch);
}

/// What two sources hold is one fact with both as its sources, and nothing is shown as disputed.
fn in_the_store(batch: &Batch) {
    let folder = tempfile::tempdir().unwrap();
    let secret = Secret::random().unwrap();
    let now = "2026-06-12T09:00:00Z";
    let path = folder.path().join("both.caselight");
    let mut store = Store::create(&path, &secret, "Y Foobarton", now).unwrap();
    let as_at = batch.files.iter().find_map(|file| file.as_at).unwrap();
    let ticket = ImportTicket {
        as_at,
        now,
        rehearsal: false,
    };
    let mut batch = batch.clone();
    for file in &mut batch.files {
        file.covers = file
            .earliest
            .map(|from| caselight::model::Covers { from, to: as_at });
    }
    store.import(&batch, ticket, &mut |_| true).unwrap();
    let caseload = store.caseload(as_at).unwrap();
    assert_eq!(caseload.disagreements, []);
    let both = |sources: caselight::model::Sources| sources.iter().count() == 2;
    let plans = caseload.children.iter().flat_map(|file| &file.plans);
    assert!(plans.clone().count() > 20);
    assert!(plans.clone().all(|plan| both(plan.sources)));
    let episodes = caseload.children.iter().flat_map(|file| &file.episodes);
    assert!(episodes.clone().all(|episode| both(episode.sources)));
    let covered = |kind| caseload.covers(kind).is_some();
    // This census holds conferences and not one child in need plan: it does not speak of plans.
    assert!(covered(FactKind::Conference) && !covered(FactKind::CinPlan));
}
