//! Taking back the newest import leaves the store as it was before it.

use proptest::prelude::*;

use super::*;

/// Every row of every table that an import writes, as text.
fn dump(store: &Store) -> Vec<String> {
    let tables = [
        "fact",
        "closing",
        "import",
        "import_file",
        "import_list",
        "problem",
        "child",
        "name",
    ];
    let mut all = Vec::new();
    for table in tables {
        let mut stmt = store.db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = stmt.column_count();
        let mut rows = stmt.query([]).unwrap();
        while let Some(r) = rows.next().unwrap() {
            let cells = (0..columns).map(|at| format!("{:?}", r.get_ref(at).unwrap()));
            all.push(format!("{table}: {}", cells.collect::<Vec<_>>().join("|")));
        }
    }
    all
}

#[test]
fn what_an_import_closed_counts_on_and_its_children_leave_no_name() {
    let place = Place::new();
    let mut store = place.create();
    let first = vec![
        referral("104", "2026-01-05"),
        plan("104", "2026-02-02", None, "2026-05-30"),
    ];
    import(&mut store, first, "2025-12-12", "2026-06-12");
    let before = dump(&store);
    let wrong = vec![
        plan("104", "2026-02-02", Some("2026-06-20"), "2026-06-19"),
        plan("105", "2026-03-02", None, "2026-06-19"),
    ];
    import(&mut store, wrong, "2025-12-12", "2026-07-12");
    assert!(dump(&store) != before);
    let gone = store.take_back_import(NOW).unwrap();
    assert_eq!((gone.id, gone.as_at), (2, day("2026-07-12")));
    assert_eq!(dump(&store), before);
    // The one before is the newest now.
    assert_eq!(store.take_back_import(NOW).unwrap().id, 1);
    assert!(
        store
            .caseload(day("2026-07-12"))
            .unwrap()
            .children
            .is_empty()
    );
    let nothing = store.take_back_import(NOW).unwrap_err().to_string();
    assert!(nothing.contains("nothing was imported"), "{nothing}");
}

#[test]
fn an_import_of_an_older_caselight_is_not_taken_back() {
    let place = Place::new();
    let mut store = place.create();
    import(
        &mut store,
        vec![referral("104", "2026-01-05")],
        "2025-12-12",
        "2026-06-12",
    );
    let older = "UPDATE meta SET value = '1' WHERE key = 'take_back_after'";
    store.db.execute(older, []).unwrap();
    let refused = store.take_back_import(NOW).unwrap_err().to_string();
    assert!(refused.contains("older Caselight"), "{refused}");
    assert_eq!(store.imports().unwrap().len(), 1);
}

#[test]
fn an_import_that_is_stopped_in_any_phase_leaves_the_store_as_it_was() {
    let place = Place::new();
    let mut store = place.create();
    import(
        &mut store,
        vec![referral("104", "2026-01-05")],
        "2025-12-12",
        "2026-06-12",
    );
    let before = dump(&store);
    let facts = vec![
        plan("104", "2026-02-02", None, "2026-05-30"),
        referral("105", "2026-03-02"),
    ];
    let batch = batch(facts, "2025-12-12", "2026-07-12");
    let ticket = ImportTicket {
        as_at: day("2026-07-12"),
        now: NOW,
        rehearsal: false,
    };
    let mut phases = 0;
    store
        .import(
            &batch,
            ImportTicket {
                rehearsal: true,
                ..ticket
            },
            &mut |_| {
                phases += 1;
                true
            },
        )
        .unwrap();
    assert!(phases >= 3, "{phases}");
    for stop in 1..=phases {
        let mut told = 0;
        let stopped = store.import(&batch, ticket, &mut |_| {
            told += 1;
            told < stop
        });
        assert!(matches!(stopped, Err(StoreError::Cancelled)), "{stop}");
        assert_eq!(dump(&store), before, "{stop}");
    }
}

/// Facts of an extract: which plans it lists, with which end and visit.
fn extract() -> impl Strategy<Value = Vec<(u8, Option<u8>, u8)>> {
    proptest::collection::vec((0..4_u8, proptest::option::of(0..3_u8), 0..3_u8), 0..6)
}

fn facts(of: &[(u8, Option<u8>, u8)]) -> Vec<Fact> {
    let plans = of.iter().map(|(child, end, visit)| {
        let end = end.map(|end| format!("2026-0{}-20", 4 + end));
        let visit = format!("2026-05-1{visit}");
        plan(&format!("10{child}"), "2026-02-02", end.as_deref(), &visit)
    });
    let referrals = of
        .iter()
        .filter(|(.., visit)| *visit > 0)
        .map(|(child, ..)| referral(&format!("10{child}"), "2026-03-02"));
    plans.chain(referrals).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// In whatever order the extracts came, the last to be imported can be taken back.
    #[test]
    fn one_import_more_and_taken_back_is_as_if_it_had_not_been(
        earlier in proptest::collection::vec((extract(), 0..4_u8), 0..4), last in (extract(), 0..4_u8),
    ) {
        let place = Place::new();
        let mut store = place.create();
        let on = |month: u8| format!("2026-0{}-12", 5 + month);
        for (of, month) in &earlier {
            import(&mut store, facts(of), "2025-12-12", &on(*month));
        }
        let before = dump(&store);
        import(&mut store, facts(&last.0), "2025-12-12", &on(last.1));
        store.take_back_import(NOW).unwrap();
        prop_assert_eq!(dump(&store), before);
    }
}
