//! Review sessions end to end: a frozen queue, an import in between, what is new, what was left.

use super::*;
use crate::model::{Listed, ReviewKind, ReviewSession, ReviewTurn, SavedView};
use crate::review::session::{Since, Within, begun_with, freeze, item_changed, lines, page};

fn begin(desk: &mut Desk) -> ReviewSession {
    let plan = ReviewPlan::default();
    *desk
        .review(&Reviewing::Begin(Box::new(plan)))
        .unwrap()
        .unwrap()
}

fn turn(desk: &mut Desk, session: &ReviewSession, place: u32, turn: ReviewTurn) {
    let id = session.id;
    desk.review(&Reviewing::Turn { id, place, turn }).unwrap();
}

fn give(desk: &mut Desk, session: &ReviewSession, place: u32) {
    let gap = session.said.items[place as usize].gaps[0].key.clone();
    let said = Said {
        outcomes: vec![Given {
            gap,
            kind: OutcomeKind::NotRequired,
            reason: "tried".to_owned(),
        }],
        review: Some((session.id, place)),
        ..Said::default()
    };
    desk.say("not required: 1 gap".to_owned(), said).unwrap();
}

#[test]
fn a_queue_stays_as_it_was_when_an_import_comes_in_between_and_marks_what_changed() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let session = begin(&mut desk);
    assert!(session.said.items.len() >= 2);
    let child = |session: &ReviewSession| {
        session
            .said
            .items
            .iter()
            .position(|item| &*item.who == "900001")
            .unwrap()
    };
    let at = child(&session);
    let later = "900001,Odalys Testwick,Merrin Mockridge,Hub 3,15/06/2026,Case supervision,Held,16/06/2026\n";
    service.import(&mut desk, "2026-06-20", later);
    let again = *desk.review(&Reviewing::Current).unwrap().unwrap();
    assert_eq!(again.said.items, session.said.items);
    let picture = desk.picture().unwrap();
    assert_ne!(picture.check.as_at, again.said.as_at);
    let item = &again.said.items[at];
    assert!(item_changed(&picture, item));
    assert!(lines(&picture, item).iter().any(|line| line.changed));
}

#[test]
fn what_is_new_since_the_child_was_reviewed_last_is_marked_and_nothing_else() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let first = begin(&mut desk);
    let picture = desk.picture().unwrap();
    let item = first
        .said
        .items
        .iter()
        .position(|item| &*item.who == "900001");
    let item = item.unwrap();
    let shown = page(&picture, &first, &first.said.items[item], &[]);
    assert_eq!(shown.new_things(), None);
    turn(
        &mut desk,
        &first,
        u32::try_from(item).unwrap(),
        ReviewTurn::Reviewed,
    );
    desk.review(&Reviewing::End(first.id)).unwrap();
    let later = "900001,Odalys Testwick,Merrin Mockridge,Hub 3,02/03/2026,Case supervision,Held,16/06/2026\n";
    service.import(&mut desk, "2026-06-20", later);
    let second = begin(&mut desk);
    let picture = desk.picture().unwrap();
    let item = second.said.items.iter().find(|item| &*item.who == "900001");
    let shown = page(&picture, &second, item.unwrap(), &[]);
    assert!(shown.children[0].reviewed.is_some());
    assert_eq!(shown.new_things(), Some(1));
    let new = shown.happened.iter().find(|one| one.since == Since::New);
    assert_eq!(new.unwrap().event.on, day("2026-03-02"));
}

#[test]
fn a_summary_counts_what_stands_and_not_what_was_undone() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let session = begin(&mut desk);
    give(&mut desk, &session, 0);
    give(&mut desk, &session, 1);
    desk.undo().unwrap();
    turn(&mut desk, &session, 1, ReviewTurn::Skipped);
    let ended = desk.review(&Reviewing::End(session.id)).unwrap().unwrap();
    let (_, sum) = ended.ended.clone().unwrap();
    assert_eq!((sum.answered, sum.skipped), (1, 1));
    assert_eq!(sum.outcomes, [("not_required".to_owned(), 1)]);
    assert_eq!(sum.left.items, sum.queue.items - sum.reviewed);
    // What has ended is written on no more, and the next one begins without what was answered.
    assert!(
        desk.review(&Reviewing::Turn {
            id: session.id,
            place: 0,
            turn: ReviewTurn::Shown,
        })
        .is_err()
    );
    assert_eq!(desk.review(&Reviewing::Current).unwrap(), None);
    let next = begin(&mut desk);
    assert_eq!(next.said.in_scope.gaps, session.said.in_scope.gaps - 1);
}

#[test]
fn words_of_a_draft_are_kept_as_they_were_typed_last_and_are_in_no_debug_output() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let session = begin(&mut desk);
    for words in ["ask", "ask the school"] {
        let draft = Reviewing::Draft {
            id: session.id,
            place: 1,
            words: words.to_owned(),
        };
        assert!(!format!("{draft:?}").contains("ask"));
        desk.review(&draft).unwrap();
    }
    drop(desk);
    let mut desk = service.desk();
    let again = *desk.review(&Reviewing::Current).unwrap().unwrap();
    assert_eq!(again.drafts[&1], "ask the school");
    assert!(!format!("{again:?}").contains("school"));
}

#[test]
fn time_at_hand_ends_the_queue_and_what_is_beyond_is_counted() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let plan = ReviewPlan {
        minutes: Some(20),
        kind: crate::model::ReviewKind::CaseReview,
        ..ReviewPlan::default()
    };
    let begun = desk.review(&Reviewing::Begin(Box::new(plan))).unwrap();
    let session = begun.unwrap();
    assert_eq!(session.said.items.len(), 1);
    assert_eq!(session.said.in_scope.items, 2);
    let ended = desk.review(&Reviewing::End(session.id)).unwrap().unwrap();
    assert_eq!(ended.ended.unwrap().1.beyond.items, 1);
}

#[test]
fn a_named_child_without_a_gap_is_in_a_case_review_and_only_counted_in_a_triage() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let picture = desk.picture().unwrap();
    let gaps = picture.gaps.iter();
    let mut gaps = gaps.filter(|gap| gap.is_child && &*gap.who != "900001");
    let without = gaps.next().unwrap().who.to_string();
    let gaps = picture.gaps.iter().filter(|gap| *gap.who == *without);
    let keys: Vec<GapKey> = gaps.map(|gap| gap.key.clone()).collect();
    desk.give(&keys, &OutcomeKind::NotRequired, "tried")
        .unwrap();
    let picture = desk.picture().unwrap();
    let plan = |kind| ReviewPlan {
        kind,
        children: vec![without.clone(), "900001".to_owned()],
        ..ReviewPlan::default()
    };
    let triage = freeze(&picture, &plan(ReviewKind::Triage));
    assert!(
        triage
            .scope
            .ends_with("2 named children, of whom 1 without an open gap")
    );
    assert!(triage.items.iter().all(|item| !item.gaps.is_empty()));
    assert!(begun_with(&plan(ReviewKind::Triage), &triage));
    assert!(!begun_with(&ReviewPlan::default(), &triage));
    let plan = plan(ReviewKind::CaseReview);
    let session = desk.review(&Reviewing::Begin(Box::new(plan))).unwrap();
    let session = *session.unwrap();
    let at = session
        .said
        .items
        .iter()
        .position(|item| item.gaps.is_empty());
    let at = at.unwrap();
    let item = &session.said.items[at];
    assert_eq!(*item.who, *without);
    let shown = page(&picture, &session, item, &[]);
    assert_eq!(*shown.children[0].view.row.shown, *without);
    // What was looked at is known the next time.
    turn(
        &mut desk,
        &session,
        u32::try_from(at).unwrap(),
        ReviewTurn::Reviewed,
    );
    let sum = desk.review(&Reviewing::End(session.id)).unwrap().unwrap();
    assert_eq!(sum.ended.unwrap().1.reviewed, 1);
}

#[test]
fn an_id_that_names_nobody_begins_nothing_and_is_named() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let plan = ReviewPlan {
        children: vec!["900001".to_owned(), "777777".to_owned()],
        ..ReviewPlan::default()
    };
    let refused = desk.review(&Reviewing::Begin(Box::new(plan))).unwrap_err();
    let words = refused.to_string();
    assert!(
        words.contains("777777") && !words.contains("900001"),
        "{words}"
    );
    assert!(desk.reviews().unwrap().is_empty());
}

#[test]
fn a_session_keeps_to_what_a_view_of_the_cases_lists_and_refuses_one_that_lists_none() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let picture = desk.picture().unwrap();
    let view = |pane: &str, filter: &str| SavedView {
        digit: 4,
        name: "Mine".to_owned(),
        pane: pane.to_owned(),
        listed: Listed {
            filter: filter.to_owned(),
            ..Listed::default()
        },
    };
    let within = |view: &SavedView| ReviewPlan {
        within: vec![Within::view(view).unwrap()],
        ..ReviewPlan::default()
    };
    let cases = freeze(&picture, &within(&view("cases", "id:900001")));
    let gaps = freeze(&picture, &within(&view("gaps", "id:900001")));
    assert_eq!(cases.scope, "view 4 (Mine)");
    assert!(!cases.items.is_empty());
    assert_eq!(cases.items, gaps.items);
    assert!(Within::view(&view("rules", "")).is_err());
}
