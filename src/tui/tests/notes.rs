//! Notes by key: writing, finding, the cases behind a count, a disk that is full.

use super::*;
use crate::model::Audience;
use crate::tui::app::{Pane, TRIES_AGAIN};
use crate::tui::panes::note::{HOLDS, Ink};

/// A note that is drafted and open.
fn note(width: u16, height: u16) -> Desk {
    let mut desk = Desk::open(width, height);
    desk.press("down n");
    assert_eq!(desk.app.pane, Pane::Note);
    desk
}

fn body(desk: &Desk) -> String {
    desk.app.note.as_ref().unwrap().text().body
}

fn line(desk: &Desk) -> String {
    let note = desk.app.note.as_ref().unwrap();
    note.lines()[note.place().0].clone()
}

#[test]
fn the_cases_behind_a_count_are_opened_and_the_note_stands_as_it_was_left() {
    let mut desk = note(120, 36);
    desk.press("down down").types("x");
    let (text, place) = (body(&desk), desk.app.note.as_ref().unwrap().place());
    let behind = desk.app.note.as_ref().unwrap().evidence[0].gaps.clone();
    desk.press("ctrl-l");
    assert_eq!(desk.app.pane, Pane::Gaps);
    let sheet = desk.app.sheet.clone().unwrap();
    let listed = &desk.app.gaps.listed.order;
    let mut keys: Vec<_> = listed
        .iter()
        .map(|at| sheet.gap(*at).unwrap().key.as_str().to_owned())
        .collect();
    let mut wanted: Vec<_> = behind.iter().map(|key| key.as_str().to_owned()).collect();
    keys.sort();
    wanted.sort();
    assert_eq!(keys, wanted);
    let heading = format!("{} gaps behind E1 of", keys.len());
    assert!(desk.shows(&heading), "{}", desk.screen());
    assert!(body(&desk) == desk.bench.notes[0].body, "saved on the way");
    desk.press("esc");
    assert_eq!(desk.app.pane, Pane::Note);
    assert_eq!(body(&desk), text);
    assert_eq!(desk.app.note.as_ref().unwrap().place(), place);
    desk.press("esc 2");
    assert!(desk.app.gaps.listed.order.len() > keys.len());
}

#[test]
fn what_is_no_longer_a_gap_is_counted_and_a_filter_comes_back_after_the_note() {
    let mut desk = Desk::open(120, 36);
    desk.press("/").types("kind:cp").press("enter n");
    let filtered = desk.app.gaps.listed.order.clone();
    let gone = crate::model::GapKey::stored("SUP-CASE-CP:1:cp@2020-01-01");
    let evidence = &mut desk.app.note.as_mut().unwrap().evidence[0];
    evidence.gaps.push(gone);
    let all = evidence.gaps.len();
    desk.press("down down ctrl-l");
    let said = format!("{} of {all} gaps behind E1", all - 1);
    assert!(desk.shows(&said), "{}", desk.screen());
    assert!(desk.shows("1 not a gap in these data any more"));
    desk.press("esc esc 2");
    assert_eq!(desk.app.gaps.listed.order, filtered);
    assert!(desk.shows("/ kind:cp"));
}

#[test]
fn the_figures_take_the_keys_and_give_them_back() {
    for width in [120, 80] {
        let mut desk = note(width, 24);
        desk.press("ctrl-g");
        assert!(desk.shows("What it rests on"));
        desk.types("abc");
        assert!(!body(&desk).contains("abc"), "letters are no text here");
        desk.press("enter");
        assert_eq!(desk.app.pane, Pane::Gaps);
        desk.press("esc esc").types("abc");
        assert!(body(&desk).contains("abc"));
    }
}

#[test]
fn a_line_without_a_count_says_where_counts_are() {
    let mut desk = note(120, 36);
    desk.press("ctrl-l");
    assert!(desk.shows("Put the cursor on a line with a count such as [E1]"));
    assert_eq!(desk.app.pane, Pane::Note);
}

#[test]
fn the_outline_goes_to_a_heading() {
    let mut desk = note(80, 24);
    desk.press("ctrl-o");
    assert!(desk.shows("What it meant for children"));
    desk.press("down enter");
    assert_eq!(line(&desk), "## What it meant for children");
    desk.press("ctrl-o esc").types("y");
    assert!(line(&desk).starts_with("y##"));
}

#[test]
fn words_are_found_next_and_before_and_the_text_stays() {
    let mut desk = note(80, 24);
    let text = body(&desk);
    desk.press("ctrl-f").types("WHAT");
    assert!(desk.shows("1 of 2"), "{}", desk.screen());
    desk.press("enter");
    assert!(desk.shows("2 of 2"));
    assert_eq!(line(&desk), "## What it meant for children");
    desk.press("up");
    assert!(desk.shows("1 of 2"));
    desk.types("zz");
    assert!(desk.shows("not found"));
    desk.press("esc");
    assert_eq!(body(&desk), text);
    assert_eq!(desk.app.pane, Pane::Note);
}

#[test]
fn the_audience_is_chosen_and_saved() {
    let mut desk = note(120, 36);
    assert!(desk.shows("for: improvement board"));
    desk.press("ctrl-r down down down down enter");
    assert!(desk.shows("for: council scrutiny committee"));
    desk.wait(1);
    assert_eq!(desk.bench.notes[0].head.audience, Audience::Scrutiny);
}

#[test]
fn a_full_disk_keeps_the_text_says_so_and_is_tried_again() {
    let mut desk = note(80, 24);
    desk.bench.fails = Some("Saving the note: the disk is full.".to_owned());
    desk.types("kept ");
    desk.wait(1);
    desk.press("down");
    assert!(
        desk.shows("Not saved; your text is kept here"),
        "{}",
        desk.screen()
    );
    assert!(desk.shows("the disk is full"));
    assert!(body(&desk).starts_with("kept ## What"));
    desk.press("esc 2 4 enter");
    assert!(desk.shows("Not saved"), "it is said as long as it is so");
    assert!(
        body(&desk).starts_with("kept "),
        "opening it again reads nothing old"
    );
    desk.bench.fails = None;
    desk.wait(TRIES_AGAIN.as_secs());
    assert!(!desk.shows("Not saved"), "{}", desk.screen());
    assert!(desk.bench.notes[0].body.starts_with("kept "));
    assert_eq!(desk.app.note.as_ref().unwrap().ink, Ink::Saved);
    assert_eq!(desk.app.deadline(), None, "nothing is tried any more");
}

#[test]
fn a_long_paste_is_taken_whole_and_one_that_is_too_long_says_what_was_left_out() {
    let mut desk = note(80, 24);
    let before = body(&desk).chars().count();
    let long = "A made-up line, of forty-odd letters. \r\n".repeat(2_500);
    desk.happens(Happened::Pasted(long.clone()));
    assert!(body(&desk).starts_with(&long.replace("\r\n", "\n")));
    desk.press("ctrl-z");
    assert_eq!(body(&desk).chars().count(), before);
    desk.happens(Happened::Pasted("a line \n".repeat(HOLDS / 8) + "1234567"));
    assert_eq!(body(&desk).chars().count(), HOLDS);
    let cut = desk.app.message.clone().unwrap().words;
    assert!(
        cut.contains(&crate::tui::text::count((before + 7) as u64)),
        "{cut}"
    );
    desk.press("down up pgdn ctrl-end ctrl-home").types("y");
    desk.screen();
}

#[test]
fn no_row_begins_with_a_stop_and_nothing_typed_is_changed_by_being_shown() {
    let text = "Wide 日本語, a family 👩\u{200d}👧, \u{5e9}\u{5dc}\u{5d5}\u{5dd}, tab\there. "
        .repeat(9)
        + &"long".repeat(60);
    for width in [40, 60, 80, 120] {
        let mut desk = note(width, 24);
        let rest = body(&desk);
        desk.happens(Happened::Pasted(format!("{text}\n")));
        assert_eq!(body(&desk), format!("{text}\n{rest}"));
        let screen = desk.screen();
        let bad = screen
            .lines()
            .skip(5)
            .find(|line| line.starts_with([' ']) && line[1..].starts_with(['.', ',', ' ']));
        assert!(
            bad.is_none_or(|line| line.contains('│')),
            "{width}: {bad:?}\n{screen}"
        );
        for _ in 0..30 {
            desk.press("up right");
        }
    }
}

#[test]
fn the_list_renames_copies_and_shows_how_a_note_begins() {
    let mut desk = note(120, 36);
    desk.press("esc r ctrl-u")
        .types("Better name")
        .press("enter");
    assert_eq!(desk.bench.notes[0].head.title, "Better name");
    assert!(desk.shows("Better name") && desk.shows("One child in four on a plan"));
    desk.press("c");
    assert_eq!(desk.bench.notes.len(), 2);
    assert!(desk.shows("Better name (copy)"));
    desk.press("r").types("!").press("enter");
    assert_eq!(desk.bench.notes[1].head.title, "Better name (copy)!");
    assert_eq!(desk.bench.notes[1].body, desk.bench.notes[0].body);
}

#[test]
fn a_file_that_is_there_is_replaced_only_by_a_second_enter() {
    let mut desk = note(80, 24);
    desk.press("ctrl-e enter");
    assert!(desk.shows("Written to"));
    desk.press("ctrl-e enter");
    assert!(desk.shows("There is a file") && desk.app.dialog.is_some());
    assert_eq!(desk.bench.exported.len(), 1);
    desk.press("backspace enter");
    assert_eq!(desk.bench.exported.len(), 2, "another name is another file");
    desk.press("ctrl-e enter enter");
    assert_eq!(desk.bench.exported.len(), 3);
    assert!(desk.app.dialog.is_none());
}

#[test]
fn the_screens_of_the_notes() {
    at_each_size!("note_text", |width, height| {
        let mut desk = note(width, height);
        desk.press("down down");
        desk
    });
    at_each_size!("note_figures", |width, height| {
        let mut desk = note(width, height);
        desk.press("ctrl-g");
        desk
    });
    at_each_size!("note_outline", |width, height| {
        let mut desk = note(width, height);
        desk.press("ctrl-o");
        desk
    });
    at_each_size!("note_cases", |width, height| {
        let mut desk = note(width, height);
        desk.press("down down ctrl-l");
        desk
    });
    at_each_size!("note_not_saved", |width, height| {
        let mut desk = note(width, height);
        desk.bench.fails = Some("Saving the note: the disk is full.".to_owned());
        desk.types("a ");
        desk.wait(1);
        desk.press("right");
        desk
    });
    at_each_size!("notes_list", |width, height| {
        let mut desk = note(width, height);
        desk.press("esc c");
        desk
    });
}

#[test]
fn one_key_goes_to_each_question_and_one_takes_it_out_once_it_is_answered() {
    use crate::model::prose;

    let mut desk = note(120, 36);
    let asks = "\n**To write:** who waited?\n\n| a | ____ | ____ |\n\n**To write:** why?\n";
    desk.press("ctrl-end");
    desk.app.note.as_mut().unwrap().paste(asks);
    desk.press("ctrl-home");
    let waiting = prose::to_answer(&body(&desk));
    let questions = prose::questions(&body(&desk));
    desk.press("tab");
    assert!(line(&desk).starts_with(prose::QUESTION), "{}", line(&desk));
    assert!(desk.shows("ctrl-k then takes the question out"));
    desk.types("Two children waited.").press("ctrl-k");
    assert_eq!(line(&desk), "Two children waited.");
    assert_eq!(prose::questions(&body(&desk)), questions - 1);
    // At the end of a line nothing is taken out, and the next line stays where it is.
    let text = body(&desk);
    desk.press("ctrl-k");
    assert_eq!(body(&desk), text);
    desk.press("ctrl-z");
    assert_eq!(prose::questions(&body(&desk)), questions);
    desk.press("ctrl-y");
    // Round the end: every one of them is visited, then the first again.
    desk.press("ctrl-home tab");
    let first = desk.app.note.as_ref().unwrap().place();
    for _ in 0..waiting - 1 {
        assert!(line(&desk).contains(prose::QUESTION) || line(&desk).contains(prose::BLANK));
        desk.press("tab");
    }
    assert_eq!(desk.app.note.as_ref().unwrap().place(), first);
}
