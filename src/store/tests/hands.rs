//! Who was named before: read from the older versions of a row.

use super::*;
use crate::store::Whose;

fn held_by(worker: &str) -> Fact {
    let mut fact = plan("104", "2026-02-02", None, "2026-05-30");
    if let Record::CpPlan(row) = &mut fact.record {
        row.handler.worker = Some(worker.into());
    }
    fact
}

#[test]
fn another_worker_on_the_same_row_is_told_with_the_day_of_the_extract_that_names_them() {
    let place = Place::new();
    let mut store = place.create();
    let extracts = [
        ("Odalys Testwick", "2026-05-01"),
        ("Odalys Testwick", "2026-05-15"),
        ("Fern Madeup", "2026-06-12"),
    ];
    for (worker, as_at) in extracts {
        import(&mut store, vec![held_by(worker)], "2025-12-12", as_at);
    }
    let told = store
        .named_before(day("2026-05-01"), day("2026-06-12"))
        .unwrap();
    assert_eq!(told.len(), 1);
    assert!(matches!(&told[0].whose, Whose::Child(child) if child.as_str() == "104"));
    assert_eq!(&*told[0].from, "Odalys Testwick");
    assert_eq!(told[0].to.as_deref(), Some("Fern Madeup"));
    assert_eq!(told[0].on, day("2026-06-12"));
    // Neither before it was known, nor after it is long past.
    let early = store.named_before(day("2026-05-01"), day("2026-06-01"));
    assert!(early.unwrap().is_empty());
    let late = store.named_before(day("2026-06-12"), day("2026-09-12"));
    assert!(late.unwrap().is_empty());
}
