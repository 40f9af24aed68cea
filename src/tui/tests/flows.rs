//! What a person does, from key to bench and back.

use super::Desk;
use super::bench::FakeBench;
use crate::model::OutcomeKind;
use crate::tui::app::Pane;
use crate::tui::dialogs::Dialog;
use crate::tui::effect::Answer;
use crate::tui::update::Happened;

fn last_kind(desk: &Desk) -> OutcomeKind {
    let (_, gaps) = desk.bench.done.last().expect("an outcome was given");
    gaps[0].2.outcome().unwrap().kind.clone()
}

#[test]
fn an_outcome_takes_three_keys_and_shows_saving_until_it_is_on_disk() {
    let mut desk = Desk::open(120, 36);
    desk.press("down down");
    desk.hold();
    desk.press("b 1 enter");
    assert!(desk.shows("saving"));
    assert!(desk.bench.done.is_empty());
    desk.release();
    assert!(!desk.shows(" saving"));
    assert!(desk.shows("booked for 22 Jun 2026"));
    assert_eq!(desk.bench.done.len(), 1);
}

#[test]
fn an_outcome_for_a_family_is_one_step_for_each_child_of_it() {
    let mut desk = Desk::open(120, 36);
    while !desk.screen().contains("The same for:") {
        let before = desk.app.gaps.cursor;
        desk.press("down");
        assert_ne!(before, desk.app.gaps.cursor, "no family line was found");
    }
    desk.press("x 1 enter");
    assert_eq!(desk.bench.done.len(), 1);
    assert_eq!(desk.bench.done[0].1.len(), 3);
}

#[test]
fn marks_make_one_step_and_more_than_ten_are_confirmed() {
    let mut desk = Desk::open(120, 36);
    desk.press("a d 1 enter");
    assert!(desk.shows("Are you sure?"));
    desk.press("n");
    assert!(desk.bench.done.is_empty());
    desk.press("d 1 enter enter");
    assert_eq!(desk.bench.done.len(), 1);
    assert!(desk.bench.done[0].1.len() > 10);
    assert!(desk.app.gaps.marks.is_empty());
}

#[test]
fn undo_and_redo_say_what_they_did() {
    let mut desk = Desk::open(120, 36);
    desk.press("u");
    assert!(desk.shows("There is nothing to undo."));
    desk.press("down x 1 enter u");
    assert!(desk.shows(" Undone: not required, 1 gaps."));
    assert!(desk.shows("U redoes"));
    desk.press("U");
    assert!(desk.shows("Done again: not required"));
}

#[test]
fn an_outcome_that_cannot_be_saved_says_so_and_stands_open() {
    let mut desk = Desk::open(120, 36);
    desk.bench.fails =
        Some("The outcome was not saved: the disk is full. Free some space.".to_owned());
    desk.press("down x 1 enter");
    assert!(desk.shows("the disk is full"));
    assert!(!desk.shows("saving"));
    desk.bench.fails = None;
    desk.press("enter");
    assert_eq!(desk.bench.done.len(), 1);
}

#[test]
fn an_outcome_that_could_not_be_saved_comes_back_with_its_words_once_nothing_else_is_asked() {
    let mut desk = Desk::open(120, 36);
    desk.press("down x").types("held at the hub");
    let gap = desk.app.gaps.focus().unwrap();
    let key = desk
        .app
        .sheet
        .as_ref()
        .unwrap()
        .gap(gap)
        .unwrap()
        .key
        .clone();
    desk.bench.fails = Some("The outcome was not saved: the disk is full.".to_owned());
    desk.press("enter");
    assert!(desk.shows("the disk is full") && desk.shows("held at the hub"));
    // Another picture in which the gap stands elsewhere: it is still this child's.
    let mut picture = desk.bench.picture.clone();
    picture.gaps.reverse();
    let sheet = std::sync::Arc::new(crate::tui::sheet::Sheet::lay(picture.into()));
    desk.happens(Happened::Answered(Answer::Picture(Ok(sheet))));
    let Some(Dialog::Outcome(form)) = &desk.app.dialog else {
        panic!("no form");
    };
    let sheet = desk.app.sheet.as_ref().unwrap();
    assert_eq!(sheet.gap(form.gaps[0]).unwrap().key, key);
}

#[test]
fn a_long_text_pasted_into_a_line_is_cut_with_a_word() {
    for open in ["/", ":", "down x"] {
        let mut desk = Desk::open(80, 24);
        desk.press(open);
        desk.happens(Happened::Pasted("Foo bar\u{1b}[31m\0 baz ".repeat(6_000)));
        let message = desk.app.message.as_ref().map(|said| said.words.clone());
        let message = message.unwrap_or_default();
        assert!(
            message.contains("left out: there is room for 10,000"),
            "{open}: {message}"
        );
        let typed = match desk.app.dialog.as_ref().unwrap() {
            Dialog::Palette(palette) => palette.input.value().to_owned(),
            Dialog::Line(question) => question.input.value().to_owned(),
            _ => String::new(),
        };
        assert!(typed.chars().count() <= 10_000 && !typed.contains(char::is_control));
    }
}

#[test]
fn no_outcome_without_a_reason() {
    let mut desk = Desk::open(80, 24);
    desk.press("down x enter");
    assert!(desk.shows("A reason is needed"));
    assert!(desk.bench.done.is_empty());
    desk.press("esc");
    assert!(desk.app.dialog.is_none());
}

#[test]
fn a_date_is_taken_as_a_person_writes_it() {
    let mut desk = Desk::open(80, 24);
    desk.press("down s tab");
    for _ in 0..12 {
        desk.press("backspace");
    }
    desk.types("12/6").press("tab 1 enter");
    assert_eq!(
        last_kind(&desk),
        OutcomeKind::SeenOnFile {
            on: super::bench::day("2026-06-12")
        }
    );
}

#[test]
fn what_is_typed_on_a_proposed_date_takes_its_place() {
    let mut desk = Desk::open(80, 24);
    desk.press("down s tab").types("11/6");
    desk.press("tab 1 enter");
    assert_eq!(
        last_kind(&desk),
        OutcomeKind::SeenOnFile {
            on: super::bench::day("2026-06-11")
        }
    );
}

#[test]
fn an_exception_names_who_approved_it() {
    let mut desk = Desk::open(80, 24);
    desk.press("down e 3 2 enter");
    assert_eq!(
        last_kind(&desk).label(),
        "exception approved by head of service"
    );
}

#[test]
fn a_group_is_never_answered_by_accident() {
    let mut desk = Desk::open(80, 24);
    desk.press("home x");
    assert!(desk.app.dialog.is_none());
    assert!(desk.shows("move to one, or mark some"));
}

#[test]
fn a_filter_cuts_the_list_and_esc_brings_it_back() {
    let mut desk = Desk::open(120, 36);
    let all = desk.app.gaps.listed.order.len();
    desk.press("/").types("team:south over:>5").press("enter");
    let some = desk.app.gaps.listed.order.len();
    assert!(0 < some && some < all, "{some} of {all}");
    assert!(desk.shows("/ team:south over:>5"));
    desk.press("esc");
    assert_eq!(desk.app.gaps.listed.order.len(), all);
}

#[test]
fn a_filter_that_cannot_be_read_is_explained_and_changes_nothing() {
    let mut desk = Desk::open(120, 36);
    let all = desk.app.gaps.listed.order.len();
    desk.press("/").types("tem:south").press("enter");
    assert!(desk.shows("There is no field \"tem\" here."));
    desk.press("esc");
    assert_eq!(desk.app.gaps.listed.order.len(), all);
}

#[test]
fn the_list_widens_by_one_key() {
    let mut desk = Desk::open(120, 36);
    let overdue = desk.app.gaps.listed.order.len();
    desk.press("l");
    let late = desk.app.gaps.listed.order.len();
    desk.press("l");
    let untold = desk.app.gaps.listed.order.len();
    assert!(overdue < late && late < untold);
    assert!(desk.shows("cannot be told"));
}

#[test]
fn an_answered_gap_stays_in_its_place_for_the_session() {
    let mut desk = Desk::open(120, 36);
    let rows = desk.app.gaps.listed.rows.clone();
    desk.press("down x 1 enter up");
    assert_eq!(desk.app.gaps.listed.rows, rows);
    assert!(desk.shows("not required"));
    desk.press("g s g r");
    assert_eq!(desk.app.gaps.listed.rows, rows);
    assert!(desk.shows("25 gaps, 24 unanswered"));
}

/// The headings with their numbers, before what is unanswered.
fn rates(desk: &mut Desk) -> Vec<String> {
    desk.screen()
        .lines()
        .filter(|line| line.contains(" % of "))
        .map(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let of = words.iter().position(|word| *word == "of").unwrap_or(0);
            words[..words.len().min(of + 2)].join(" ")
        })
        .collect()
}

#[test]
fn no_rate_changes_by_answering_or_by_what_is_listed() {
    let mut desk = Desk::open(140, 60);
    let before = rates(&mut desk);
    assert_eq!(before.len(), 3);
    desk.press("a x 1 enter enter");
    assert!(!desk.bench.done.is_empty());
    assert!(desk.shows("25 gaps, 0 unanswered"));
    assert_eq!(rates(&mut desk), before);
    for _ in 0..2 {
        desk.press("l");
        assert_eq!(rates(&mut desk), before);
        assert!(desk.shows("2 Gaps 25"));
    }
    desk.press("l");
    assert!(desk.app.gaps.listed.rows.is_empty());
    assert!(desk.shows("25 gaps, 0 unanswered"));
}

#[test]
fn what_was_answered_before_stands_dimmed_below_and_its_group_stays() {
    let mut desk = Desk::open(120, 36);
    let rows = desk.app.gaps.listed.order.clone();
    desk.press("down x 1 enter enter");
    let answered = desk.bench.done[0].1[0].0.clone();
    let outcome = desk.bench.done[0].1[0].2.clone();
    let mut bench = FakeBench::made_up();
    let at = bench.picture.position(&answered).unwrap();
    bench.picture.gaps[at].standing = outcome;
    let mut again = Desk::with(bench, 120, 36);
    assert_eq!(again.app.gaps.listed.order.len(), rows.len());
    let group = &again.app.gaps.listed.groups[0];
    let last = again.app.gaps.listed.order[group.count as usize - 1];
    assert_eq!(last as usize, at);
    let who = again.bench.picture.gaps[at].who.clone();
    assert!(again.shows(&format!("= {who}")));
    assert!(again.shows("2 unanswered"));
}

#[test]
fn no_family_is_counted_where_none_is_known() {
    let mut bench = FakeBench::made_up();
    for gap in &mut bench.picture.gaps {
        gap.family = None;
    }
    for case in &mut bench.picture.cases {
        case.family = None;
    }
    let mut desk = Desk::with(bench, 120, 36);
    let head = desk.screen().lines().nth(3).unwrap().to_owned();
    assert!(head.contains("children, 4 workers"), "{head}");
    assert!(
        !head.contains("famil") || head.contains("| family"),
        "{head}"
    );
    assert!(!head.contains(" in "), "{head}");
}

#[test]
fn a_filter_shows_no_share() {
    let mut desk = Desk::open(120, 36);
    desk.press("/").types("team:south").press("enter");
    assert!(desk.shows("filtered"));
    assert!(!desk.shows(" % of "));
}

#[test]
fn a_family_unfolds_and_folds() {
    let mut desk = Desk::open(120, 36);
    while desk.app.gaps.members(desk.app.gaps.row().unwrap()).len() != 3
        || !desk.screen().contains("The same for:")
    {
        desk.press("down");
    }
    let rows = desk.app.gaps.listed.rows.len();
    desk.press("right");
    assert_eq!(desk.app.gaps.listed.rows.len(), rows + 3);
    desk.press("down left");
    assert_eq!(desk.app.gaps.listed.rows.len(), rows);
}

#[test]
fn back_from_a_child_the_list_is_as_it_was() {
    let mut desk = Desk::open(120, 36);
    desk.press("g t")
        .press("/")
        .types("over:>20")
        .press("enter down down");
    let before = desk.screen();
    desk.press("enter");
    assert_eq!(desk.app.pane, Pane::Case);
    desk.press("esc");
    assert_eq!(desk.screen(), before);
}

#[test]
fn the_cases_are_ordered_by_each_column_and_filtered() {
    let mut desk = Desk::open(120, 36);
    desk.press("1");
    for _ in 0..8 {
        desk.press("o");
    }
    let open = desk.app.cases.listed.len();
    desk.press("l");
    assert!(desk.app.cases.listed.len() > open);
    desk.press("/").types("kind:cla age:>3").press("enter");
    assert!(desk.app.cases.listed.len() < open);
    assert!(desk.shows("looked after"));
}

#[test]
fn a_note_is_drafted_typed_and_saved_at_the_pause() {
    let mut desk = Desk::open(120, 36);
    desk.press("down space space n");
    assert_eq!(desk.app.pane, Pane::Note);
    desk.types("Hello ");
    assert!(!desk.bench.notes[0].body.starts_with("Hello"));
    assert!(desk.shows("typing"));
    desk.wait(1);
    assert!(
        desk.bench.notes[0]
            .body
            .starts_with("Hello ## What we found")
    );
    assert!(desk.shows("saved"));
    assert_eq!(desk.app.deadline(), None, "nothing is due any more");
}

#[test]
fn leaving_a_note_saves_it_and_export_asks_where_to() {
    let mut desk = Desk::open(80, 24);
    desk.press("down n").types("x").press("esc");
    assert!(desk.bench.notes[0].body.starts_with('x'));
    assert_eq!(desk.app.pane, Pane::Notes);
    desk.press("e enter");
    assert_eq!(
        desk.bench.exported[0].display().to_string(),
        "case-supervision-in-hub-north.html"
    );
    assert!(desk.shows("Written to"));
}

#[test]
fn an_export_that_fails_keeps_its_question_open() {
    let mut desk = Desk::open(80, 24);
    desk.press("down n").types("x").press("esc e");
    desk.bench.fails = Some("The file was not written: the folder is not there.".to_owned());
    desk.press("enter");
    assert!(desk.shows("the folder is not there"));
    assert!(desk.shows("case-supervision-in-hub-north.html"));
    assert!(desk.app.dialog.is_some());
    desk.bench.fails = None;
    desk.press("enter");
    assert!(desk.app.dialog.is_none());
    let full = std::path::absolute("case-supervision-in-hub-north.html").unwrap();
    let said = desk.app.message.as_ref().unwrap().words.clone();
    assert_eq!(said, format!("Written to {}.", full.display()));
}

#[test]
fn no_wrapped_line_of_a_note_begins_with_a_space() {
    let mut desk = Desk::open(80, 24);
    desk.press("down n");
    for width in 60..90 {
        desk.resize(width, 24);
        let screen = desk.screen();
        let indented = screen.lines().find(|line| line.starts_with("  "));
        assert!(indented.is_none(), "{width}: {indented:?}\n{screen}");
    }
}

#[test]
fn the_line_of_keys_names_only_what_can_be_done() {
    let mut desk = Desk::open(120, 36);
    let foot = |desk: &mut Desk| {
        let screen = desk.screen();
        let from = screen.lines().count() - 2;
        screen.lines().skip(from).collect::<Vec<_>>().join(" ")
    };
    let words = foot(&mut desk);
    for key in [
        "/ filter", "g group", "l more", "n note", "u undo", "i import", "tab why",
    ] {
        assert!(words.contains(key), "{key}: {words}");
    }
    assert!(words.contains("enter open"));
    desk.press("end");
    assert!(!foot(&mut desk).contains("enter open"));
    desk.press("4");
    assert!(!foot(&mut desk).contains("enter open"));
    desk.press("2");
    desk.resize(80, 24);
    let words = foot(&mut desk);
    for key in ["n note", "/ filter", "g group"] {
        assert!(words.contains(key), "{key}: {words}");
    }
}

#[test]
fn esc_takes_the_marks_away_first_and_then_the_filter() {
    let mut desk = Desk::open(120, 36);
    desk.press("/").types("team:south").press("enter a esc");
    assert!(desk.shows("Marks cleared."));
    assert!(desk.shows("/ team:south"));
    desk.press("esc");
    assert!(desk.shows("Filter cleared."));
    assert!(!desk.shows("/ team:south"));
}

#[test]
fn marks_that_the_filter_hides_are_left_alone() {
    let mut desk = Desk::open(120, 36);
    desk.press("a");
    let all = desk.app.gaps.marks.len();
    desk.press("/")
        .types("team:south rule:assess")
        .press("enter x");
    let here = desk.app.gaps.listed.order.len();
    assert!(here > 0 && here < all);
    let left = format!("{here} marked here; {} more marked outside", all - here);
    assert!(desk.shows(&left), "{}", desk.screen());
    desk.press("1 enter");
    assert_eq!(desk.bench.done[0].1.len(), here);
    assert_eq!(desk.app.gaps.marks.len(), all - here);
}

#[test]
fn a_workers_gap_has_reasons_of_its_own() {
    let mut desk = Desk::open(80, 24);
    desk.press("end x");
    assert!(desk.shows("left the service"));
    assert!(desk.shows("disclosed to the worker"));
    desk.press("esc home down down down down down down x");
    assert!(desk.shows("disclosed to the family"));
    assert!(!desk.shows("threshold"));
}

#[test]
fn a_note_that_cannot_be_saved_keeps_its_text_and_says_so() {
    let mut desk = Desk::open(80, 24);
    desk.press("down n");
    desk.bench.fails = Some("The note was not saved: the disk is full.".to_owned());
    desk.types("x").press("esc");
    assert!(desk.shows("The note was not saved"));
    desk.press("enter");
    assert_eq!(desk.app.pane, Pane::Note);
    assert!(desk.shows("x## What we found"));
    desk.press("ctrl-q");
    assert!(!desk.left && desk.shows("could not be saved"));
    desk.press("y");
    assert!(desk.left);
}

#[test]
fn an_import_shows_what_it_found_before_it_writes() {
    let mut desk = Desk::with(FakeBench::empty(), 80, 24);
    desk.press("i").types("a.xlsx").press("enter");
    assert!(desk.shows("Annex A, 2024 layout"));
    assert!(desk.shows("found \"yesterday\""));
    assert!(desk.bench.imported.is_empty());
    desk.press("enter");
    assert_eq!(desk.bench.imported.len(), 1);
    assert!(desk.shows("1,198 new"));
    assert!(desk.shows(" Imported "));
    assert!(desk.shows("enter close"));
    desk.press("enter");
    assert!(desk.app.dialog.is_none());
}

#[test]
fn tab_completes_the_path_of_an_import_from_its_folder() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("madeup-annex.csv"), "").unwrap();
    let typed = folder.path().join("madeup");
    let mut desk = Desk::open(80, 24);
    desk.press("i").types(typed.to_str().unwrap()).press("tab");
    let Some(Dialog::Import(form)) = &desk.app.dialog else {
        panic!("no import is open");
    };
    let completed = folder.path().join("madeup-annex.csv");
    assert_eq!(form.path.value(), completed.to_str().unwrap());
}

#[test]
fn a_last_day_that_is_still_to_come_is_refused() {
    let mut desk = Desk::open(80, 24);
    desk.press("i").types("a.xlsx").press("enter");
    assert!(desk.shows("The latest record found is of 12 Jun 2026."));
    for _ in 0..12 {
        desk.press("backspace");
    }
    desk.types("16/6/2026").press("enter");
    assert!(desk.shows("has not come yet"));
    assert!(desk.bench.imported.is_empty());
}

#[test]
fn an_import_that_fails_says_why_and_lets_the_path_be_mended() {
    let mut desk = Desk::open(80, 24);
    desk.bench.fails = Some("b.xlsx could not be opened: it holds no known list.".to_owned());
    desk.press("i").types("b.xlsx").press("enter");
    assert!(desk.shows("holds no known list"));
    assert!(desk.shows("Looked in "));
    assert!(desk.shows("b.xlsx"));
}

#[test]
fn the_palette_does_what_its_row_says() {
    let mut desk = Desk::open(80, 24);
    desk.press(":").types("group by team").press("enter");
    assert!(desk.shows("by team"));
}

#[test]
fn leaving_waits_for_what_is_being_saved() {
    let mut desk = Desk::open(80, 24);
    desk.press("down");
    desk.hold();
    desk.press("x 1 enter q");
    assert!(desk.shows("still being saved"));
    desk.press("enter");
    desk.release();
    assert!(desk.left);
    assert_eq!(desk.bench.done.len(), 1);
}

#[test]
fn a_message_goes_by_itself_and_then_nothing_is_due() {
    let mut desk = Desk::open(80, 24);
    desk.press("u");
    assert!(desk.app.deadline().is_some());
    desk.wait(7);
    assert!(!desk.shows("nothing to undo"));
    assert_eq!(desk.app.deadline(), None);
}

#[test]
fn a_sequence_shows_the_keys_that_may_follow() {
    let mut desk = Desk::open(120, 36);
    desk.press("g");
    assert!(desk.shows("s group by supervisor"));
    desk.press("esc");
    assert!(!desk.shows("s group by supervisor"));
}

#[test]
fn a_store_that_cannot_be_read_says_so_in_the_window() {
    let mut bench = FakeBench::made_up();
    bench.fails = Some("The store could not be read: it is locked by another program.".to_owned());
    let mut desk = Desk::with(bench, 80, 24);
    assert!(desk.shows("locked by another program"));
}
