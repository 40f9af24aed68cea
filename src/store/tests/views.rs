//! Views on the digits, and the drawer beside the store.

use super::*;

fn view(digit: u8) -> SavedView {
    SavedView {
        digit,
        name: format!("View {digit}"),
        pane: "gaps".to_owned(),
        listed: Listed::default(),
    }
}

#[test]
fn a_digit_that_was_cleared_stays_cleared_and_nothing_of_ones_own_is_told_apart_from_it() {
    let place = Place::new();
    let mut store = place.create();
    assert_eq!(store.views().unwrap(), None);
    store.keep_views(&[view(3)]).unwrap();
    store.drop_view(3).unwrap();
    assert_eq!(store.views().unwrap(), Some(Vec::new()));
    store.drop_views().unwrap();
    assert_eq!(store.views().unwrap(), None);
}

#[test]
fn the_drawer_keeps_words_while_the_store_is_being_read() {
    let place = Place::new();
    let store = place.create();
    let mut drawer = store.drawer().unwrap();
    store.db.execute_batch("BEGIN DEFERRED").unwrap();
    let rows: i64 = store
        .db
        .query_row("SELECT count(*) FROM person", [], |row| row.get(0))
        .unwrap();
    assert_eq!(rows, 1);
    drawer
        .keep(Keepsake::Form, Some("half a sentence"))
        .unwrap();
    store.db.execute_batch("COMMIT").unwrap();
    let kept = store.kept(Keepsake::Form).unwrap();
    assert_eq!(kept.as_deref(), Some("half a sentence"));
}

#[test]
fn a_step_of_the_store_is_not_refused_because_the_drawer_wrote_before_it() {
    let place = Place::new();
    let mut store = place.create();
    let mut drawer = store.drawer().unwrap();
    for number in 1..=5 {
        drawer.keep(Keepsake::Form, Some("words")).unwrap();
        store.keep_views(&[view(number)]).unwrap();
        drawer.keep(Keepsake::Form, None).unwrap();
    }
    assert_eq!(store.views().unwrap().unwrap().len(), 5);
}
