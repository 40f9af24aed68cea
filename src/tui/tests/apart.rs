//! Lists of a service so large that they are made apart from the keys.

use std::sync::Arc;

use super::super::panes::gaps::listing::Grouping;
use super::super::sheet::Sheet;
use super::*;

/// The usual bench, as if it were that large.
fn vast() -> Desk {
    let mut desk = Desk::open(120, 36);
    let mut sheet = Sheet::lay(desk.bench.picture.clone().into());
    sheet.is_vast = true;
    desk.happens(Happened::Answered(Answer::Picture(Ok(Arc::new(sheet)))));
    desk
}

#[test]
fn a_list_that_was_made_apart_is_the_list_that_is_made_at_once() {
    for keys in [
        "g s",
        "g t o",
        "l l",
        "o O",
        "g f",
        "1",
        "1 o O",
        "1 / y enter",
    ] {
        let (mut apart, mut at_once) = (vast(), Desk::open(120, 36));
        apart.press(keys);
        at_once.press(keys);
        assert_eq!(apart.screen(), at_once.screen(), "{keys}");
        assert_eq!(apart.app.gaps.listed, at_once.app.gaps.listed, "{keys}");
        assert_eq!(apart.app.cases.listed, at_once.app.cases.listed, "{keys}");
    }
}

#[test]
fn what_is_typed_until_the_list_is_there_waits_for_it() {
    let mut desk = vast();
    let before = desk.app.gaps.listed.clone();
    desk.hold();
    desk.press("g s down down space /")
        .types("hub")
        .press("enter");
    assert_eq!(desk.app.gaps.listed, before);
    assert_eq!(desk.app.gaps.laid.grouping, Grouping::Rule);
    assert!(desk.app.gaps.marks.is_empty());
    desk.release();
    assert_eq!(desk.app.gaps.laid, desk.app.gaps.choice);
    assert!(!desk.app.gaps.wishes() && desk.app.ahead.is_empty());
    let mut at_once = Desk::open(120, 36);
    at_once
        .press("g s down down space /")
        .types("hub")
        .press("enter");
    assert_eq!(desk.app.gaps.listed, at_once.app.gaps.listed);
    assert_eq!(desk.app.gaps.marks, at_once.app.gaps.marks);
    assert_eq!(desk.screen(), at_once.screen());
}
