//! Promises: one step with the outcomes it came with, nothing lost, every step can be undone.

use super::*;
use crate::model::{PromiseDraft, PromiseTurn};

fn step(draft: PromiseDraft) -> NewStep {
    NewStep {
        promises: vec![draft],
        ..NewStep::default()
    }
}

#[test]
fn a_promise_is_read_back_as_it_was_said_with_what_became_of_it() {
    let place = Place::new();
    let mut store = place.create();
    let said = PromiseDraft::made_up("0900138", "2026-06-20");
    let (_, made) = store.take_step("agreed", &step(said.clone()), NOW).unwrap();
    let carried = PromiseTurn::Carried {
        to: Some(day("2026-07-01")),
    };
    let turn = NewStep {
        turns: vec![NewTurn {
            promise: made[0],
            turn: carried,
            on: day("2026-06-20"),
            words: "the room was taken".to_owned(),
        }],
        ..NewStep::default()
    };
    store.take_step("carried", &turn, NOW).unwrap();
    let all = store.promises(None).unwrap();
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].said, said);
    assert_eq!(all[0].turns[0].turn, carried);
    assert_eq!(all[0].due(), Some(day("2026-07-01")));
    assert_eq!(store.undo(NOW).unwrap().unwrap().promises, made);
    assert_eq!(store.promises(None).unwrap()[0].turns, []);
    store.undo(NOW).unwrap();
    assert_eq!(store.promises(None).unwrap(), []);
    store.redo(NOW).unwrap();
    assert_eq!(store.promises(None).unwrap().len(), 1);
}

#[test]
fn what_cannot_be_kept_leaves_nothing_of_its_step_behind() {
    let place = Place::new();
    let mut store = place.create();
    let mut bad = step(PromiseDraft::made_up("900138", "2026-06-20"));
    bad.promises.push(PromiseDraft {
        words: String::new(),
        ..bad.promises[0].clone()
    });
    assert!(store.take_step("agreed", &bad, NOW).is_err());
    assert_eq!(store.promises(None).unwrap(), []);
    assert_eq!(store.undo(NOW).unwrap(), None);
}

#[test]
fn a_promise_is_known_from_the_day_on_which_it_was_told() {
    let place = Place::new();
    let mut store = place.create();
    let draft = PromiseDraft::made_up("900138", "2026-06-20");
    store
        .take_step("agreed", &step(draft), "2026-06-12T09:00:00Z")
        .unwrap();
    assert_eq!(store.promises(Some(day("2026-06-11"))).unwrap(), []);
    assert_eq!(store.promises(Some(day("2026-06-12"))).unwrap().len(), 1);
}
