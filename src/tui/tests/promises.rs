//! The pane of the promises, worked by keys on an authority that was made up and assessed for real.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::Desk;
use super::bench::FakeBench;
use super::demo::fictonshire;
use crate::model::PromiseTurn;
use crate::review::{Picture, Root, ThreadGroup};
use crate::tui::action::Mode;
use crate::tui::app::Pane;

fn desk() -> Desk {
    static ONCE: OnceLock<Picture> = OnceLock::new();
    let picture = ONCE.get_or_init(fictonshire).clone();
    let mut desk = Desk::with(FakeBench::showing(picture), 120, 36);
    desk.press("7");
    assert_eq!(desk.app.pane, Pane::Promises);
    desk
}

/// To the first promise made here that passes the filter.
fn to_promise(desk: &mut Desk, filter: &str) {
    desk.press("/").types(filter).press("enter home");
    let focus = desk.app.promises.focus().unwrap();
    assert!(matches!(focus.root, Root::Promise(_)), "{}", focus.id());
}

fn latest(desk: &Desk) -> PromiseTurn {
    let Root::Promise(id) = desk.app.promises.focus().unwrap().root else {
        panic!("no promise is in focus");
    };
    let promise = desk.bench.picture.promises.iter().find(|one| one.id == id);
    promise.unwrap().turns.last().unwrap().turn
}

#[test]
fn the_made_up_authority_shows_every_state_of_a_promise() {
    let mut desk = desk();
    desk.press("l");
    let as_at = desk.app.sheet.as_ref().unwrap().picture.check.as_at;
    let made = desk.app.promises.threads.iter();
    let groups: BTreeSet<ThreadGroup> = made.map(|one| one.group(as_at)).collect();
    for group in [
        ThreadGroup::Overdue,
        ThreadGroup::DueSoon,
        ThreadGroup::NoDateOrOwner,
        ThreadGroup::Later,
        ThreadGroup::Closed,
    ] {
        assert!(groups.contains(&group), "{group:?} of {groups:?}");
    }
    let words: BTreeSet<&str> = desk
        .app
        .promises
        .threads
        .iter()
        .map(|one| one.state.word())
        .collect();
    for word in ["open", "overdue", "done", "superseded", "given_up"] {
        assert!(words.contains(word), "{word} of {words:?}");
    }
    let again = desk
        .app
        .promises
        .threads
        .iter()
        .filter_map(|one| one.why.as_deref());
    assert!(
        again.clone().any(|why| why.starts_with("open again")),
        "{:?}",
        again.collect::<Vec<_>>()
    );
}

#[test]
fn a_promise_is_carried_done_and_come_back_to_by_keys() {
    let mut desk = desk();
    to_promise(&mut desk, "attendance");
    desk.press("r");
    assert_eq!(latest(&desk), PromiseTurn::Revisited);
    desk.press("c").types("+7").press("enter");
    let to = desk.app.today().unwrap().plus_days(7);
    assert_eq!(latest(&desk), PromiseTurn::Carried { to: Some(to) });
    assert_eq!(desk.app.promises.focus().unwrap().due, Some(to));
    desk.press("x enter");
    assert_eq!(desk.app.mode(), Mode::Turn, "a reason is asked for");
    desk.press("esc d tab").types("letter seen").press("enter");
    desk.press("l");
    assert_eq!(latest(&desk), PromiseTurn::Done);
    assert!(desk.shows("said done"));
    desk.press("tab");
    assert!(desk.shows("letter seen") && desk.shows("carried from"));
}

#[test]
fn a_promise_that_the_disk_refuses_comes_back_with_what_was_typed() {
    let mut desk = desk();
    to_promise(&mut desk, "attendance");
    desk.bench.fails = Some("The disk is full.".to_owned());
    desk.press("x").types("no longer wanted").press("enter");
    assert_eq!(desk.app.mode(), Mode::Turn);
    assert!(desk.shows("no longer wanted") && desk.shows("The disk is full."));
}

#[test]
fn an_action_of_the_export_is_carried_on_as_a_promise_that_takes_its_place() {
    let mut desk = desk();
    desk.press("/").types("origin:export").press("enter home");
    let focus = desk.app.promises.focus().unwrap().clone();
    assert!(matches!(focus.root, Root::Extract(_)));
    desk.press("d");
    assert!(desk.shows("the next import says what became of it"));
    let before = desk.bench.picture.promises.len();
    let each = desk.app.promises.in_focus().len();
    desk.press("c").types("+14").press("enter");
    assert_eq!(desk.bench.picture.promises.len(), before + each);
    let gone = desk
        .app
        .promises
        .threads
        .iter()
        .all(|one| one.key() != focus.key());
    assert!(gone, "the action stands beside its promise");
}

#[test]
fn one_action_about_brothers_and_sisters_is_one_line_and_what_is_said_is_said_of_each() {
    let mut desk = desk();
    desk.press("/").types("origin:export").press("enter home");
    let open = desk.app.promises.open_threads().unwrap();
    let each = desk.app.promises.threads.iter();
    assert!(open < each.filter(|one| one.state.is_open()).count());
    let mut seen = BTreeSet::new();
    while desk.app.promises.in_focus().len() < 2 {
        assert!(
            seen.insert(desk.app.promises.cursor),
            "no line is about several"
        );
        desk.press("down");
    }
    let family = desk.app.promises.in_focus().len();
    assert!(desk.shows(&format!("+{}", family - 1)), "{}", desk.screen());
    assert!(desk.shows("it stands alike"), "{}", desk.screen());
    let before = desk.bench.picture.promises.len();
    desk.press("c").types("+14").press("enter");
    assert_eq!(desk.bench.picture.promises.len(), before + family);
}

#[test]
fn what_a_worker_leaves_is_read_from_their_child_and_saved_to_a_file() {
    let mut desk = desk();
    desk.press("1 home W");
    assert_eq!(desk.app.pane, Pane::Brief);
    assert!(desk.shows("Handover: "), "{}", desk.screen());
    assert!(desk.shows("pass on."), "{}", desk.screen());
    desk.press("]");
    assert!(desk.shows("Handover, page 2"), "{}", desk.screen());
    desk.press("e enter");
    assert_eq!(desk.bench.exported.len(), 1);
    let written = &desk.bench.exported[0];
    assert_eq!(written.extension().unwrap(), "docx");
    assert!(written.to_string_lossy().starts_with("handover-"));
    // Without names it is nothing.
    desk.press("H e");
    assert_ne!(desk.app.mode(), Mode::Line);
    assert!(desk.shows("shows them again"), "{}", desk.screen());
    desk.press("H esc");
    assert_eq!(desk.app.pane, Pane::Cases);
}

#[test]
fn who_changed_lately_is_chosen_from_a_list_with_the_whole_service_at_its_head() {
    let mut desk = desk();
    desk.press("4 W");
    assert!(desk.shows("Who changed lately"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.shows("Handover: "), "{}", desk.screen());
    // Once more: the list again, and then the service.
    desk.press("W");
    assert!(desk.shows("Who changed lately"), "{}", desk.screen());
    desk.press("up enter");
    assert!(desk.shows("How the service stands"), "{}", desk.screen());
    desk.press("esc");
    assert_eq!(desk.app.pane, Pane::Notes);
}

#[test]
fn a_filter_that_cannot_be_read_stays_open_and_says_why() {
    let mut desk = desk();
    desk.press("/").types("colour:red").press("enter");
    assert_eq!(desk.app.mode(), Mode::Line);
    assert!(desk.shows("There is no field"));
}
