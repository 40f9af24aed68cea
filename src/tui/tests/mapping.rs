//! Saying what the columns of an own export mean.

use super::*;

fn unknown(width: u16, height: u16) -> Desk {
    let mut desk = Desk::open(width, height);
    desk.press("i").types("hub.csv").press("enter");
    desk
}

fn at_each_size(name: &str, mut desk: impl FnMut(u16, u16) -> Desk) {
    for (width, height) in [(60, 15), (80, 24), (120, 36), (200, 60)] {
        let screen = desk(width, height).screen();
        insta::assert_snapshot!(format!("{name}_{width}x{height}"), screen);
    }
}

#[test]
fn a_file_that_no_layout_fits_leads_to_its_columns() {
    at_each_size("mapping", |width, height| {
        let mut desk = unknown(width, height);
        desk.press("f6 down");
        desk
    });
}

#[test]
fn a_meaning_is_picked_from_a_list_that_what_is_typed_narrows() {
    at_each_size("mapping_pick", |width, height| {
        let mut desk = unknown(width, height);
        desk.press("f6 down enter").types("file");
        desk
    });
}

#[test]
fn a_mapping_is_kept_by_name_and_the_import_goes_on() {
    let mut desk = unknown(120, 36);
    assert!(desk.shows("f6 looks at its columns"));
    desk.press("f6");
    assert!(desk.shows("supervision and management oversight"));
    assert!(desk.shows("child 700101, 700102"));
    desk.press("s").types(" june").press("enter");
    assert!(desk.shows("Recognised"), "{}", desk.screen());
}

#[test]
fn a_column_that_is_left_out_is_asked_for_before_anything_is_kept() {
    let mut desk = unknown(120, 36);
    desk.press("f6 down x");
    assert!(desk.shows("Which column is when the session was?"));
    desk.press("s");
    assert!(desk.shows("Before it can be kept"));
    desk.press("enter").types("session was").press("enter s");
    assert!(desk.shows("Keep it by name"), "{}", desk.screen());
}

#[test]
fn esc_goes_back_step_by_step_and_loses_no_path() {
    let mut desk = unknown(120, 36);
    desk.press("f6 enter");
    assert!(desk.shows("leave the column out"));
    desk.press("esc");
    assert!(desk.shows("As they would be read"));
    desk.press("esc");
    assert!(desk.shows("hub.csv"));
    assert!(desk.shows("Is it an export of your own?"));
}

#[test]
fn another_kind_of_list_brings_its_own_meanings() {
    let mut desk = unknown(120, 36);
    desk.press("f6 k").types("protection").press("enter");
    assert!(desk.shows("child protection plans"));
    assert!(desk.shows("when the plan began"));
    desk.press("d");
    assert!(desk.shows("dates: month first"));
}

#[test]
fn a_list_that_cannot_be_told_apart_is_asked_for_before_it_is_kept() {
    let mut desk = Desk::open(120, 36);
    desk.press("i").types("log.csv").press("enter f6");
    assert!(desk.shows("Are these visits under child protection plans?"));
    // The key that keeps it asks instead, with the focus on what it was taken for.
    desk.press("s");
    assert!(desk.shows("Which list is it?"));
    assert!(!desk.shows("Keep it by name"));
    desk.types("to children in care").press("enter");
    assert!(desk.shows("visit to a child in care, 03 Jun 2026, child seen"));
    desk.press("s");
    assert!(desk.shows("Keep it by name"), "{}", desk.screen());
}
