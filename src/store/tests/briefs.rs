//! What a brief said is kept as it was, and the last one before a day is found again.

use super::*;

fn said(subject: &str, words: &str) -> NewBrief {
    NewBrief {
        subject: subject.to_owned(),
        as_at: day("2026-06-12"),
        lines: vec![KeptLine {
            key: "clock:x".to_owned(),
            digest: 7,
            words: words.to_owned(),
        }],
    }
}

#[test]
fn the_last_brief_before_a_day_is_found_and_those_of_the_same_day_are_not() {
    let place = Place::new();
    let mut store = place.create();
    for (subject, on, words) in [
        ("family:F1", "2026-06-01", "first"),
        ("family:F1", "2026-06-10", "second"),
        ("family:F2", "2026-06-10", "another"),
    ] {
        store
            .keep_briefs(&[said(subject, words)], day(on), NOW)
            .unwrap();
    }
    let last = |before: &str| store.last_brief("family:F1", day(before)).unwrap();
    assert_eq!(last("2026-06-11").unwrap().lines[0].words, "second");
    assert_eq!(last("2026-06-10").unwrap().made_on, day("2026-06-01"));
    assert!(last("2026-06-01").is_none());
    assert!(store.db.execute("DELETE FROM brief_line", []).is_err());
    assert!(store.db.execute("UPDATE brief SET as_at = 0", []).is_err());
    // What was printed is no step: there is nothing to undo.
    assert_eq!(store.undo(NOW).unwrap(), None);
}
