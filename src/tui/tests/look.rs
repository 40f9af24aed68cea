//! How the screen shows things: hidden, copied, in colours, in plain letters, with a cursor.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::bench::FakeBench;
use super::demo::fictonshire;
use super::{Desk, SIZES};
use crate::review::Picture;
use crate::settings::Copying;
use crate::tui::action::Mode;
use crate::tui::app::Ending;
use crate::tui::glyphs::Glyphs;
use crate::tui::look::Colours;
use crate::tui::theme::ThemeChoice;
use crate::tui::tour;

/// Ways to every pane and dialog, each from the gaps.
pub const PLACES: [(&str, &str); 85] = [
    ("views-hint", "v"),
    ("views", "v v"),
    ("view-saved", "v s"),
    ("seek", "f 9 0"),
    ("recording", "Q down space"),
    ("gaps", "down down down"),
    ("group", "home"),
    ("supervisors", "g s down down"),
    ("team", "g t down down"),
    ("family", "g f down down"),
    ("sequence", "g"),
    ("reading", "down down tab"),
    ("cases", "1 down"),
    ("case", "1 down enter"),
    ("case-down", "1 down enter pgdn"),
    ("notes", "down n esc 4"),
    ("no-notes", "4"),
    ("note", "down n"),
    ("note-evidence", "down n ctrl-g"),
    ("help", "?"),
    ("palette", ":"),
    ("outcome", "down down b"),
    ("escalation", "down down k"),
    ("filter", "/"),
    ("title", "down n ctrl-t"),
    ("export", "down n ctrl-e"),
    ("many", "V x 1 enter"),
    ("import", "i"),
    ("import-unknown", "i / h u b . c s v enter"),
    ("mapping", "i / h u b . c s v enter f6 down"),
    ("mapping-pick", "i / h u b . c s v enter f6 down enter"),
    ("past", "I"),
    ("take-back", "I t"),
    ("delays", "3 down"),
    ("delays-number", "3 enter down"),
    ("behind-a-number", "3 enter enter"),
    ("patterns", "3 p"),
    ("known-on", "K"),
    ("looking-back", "K enter down"),
    ("changed-since", "C"),
    ("changes", "C enter down"),
    ("brief", "1 down B"),
    ("brief-group", "g s B ]"),
    ("brief-export", "1 down B e"),
    ("handover", "1 down W"),
    ("handover-changes", "1 down W W"),
    ("handover-export", "1 down W e"),
    ("brief-meeting", "1 down B m"),
    ("surgery", "S down"),
    ("surgery-write", "S w"),
    ("surgery-preview", "S r b a c k . x l s x enter down"),
    ("surgery-held", "S r b a c k . x l s x enter h"),
    ("unfiled", "1 + c enter 5"),
    ("rules", "6 down down"),
    ("rule", "6 down enter"),
    ("rule-change", "6 down e down backspace 5"),
    ("rule-written", "6 down e down backspace 5 enter"),
    ("every-rule", "6 p"),
    ("confirm-edition", "6 down down down down down c"),
    ("promises", "7 down"),
    ("promise", "7 down tab"),
    ("promise-carried", "7 c"),
    ("hands", "1 down W"),
    ("hands-lately", "7 4 W"),
    ("read-record", "1 down F y p n"),
    ("read-record-words", "1 down F y p n y y - n"),
    ("no-audits", "8"),
    ("draw-sample", "8 n"),
    ("sample", "8 n enter"),
    ("audit", "8 n enter enter enter y p n"),
    ("entry-choice", "1 down +"),
    ("entry", "1 down + c"),
    ("entry-decision", "1 down + d"),
    ("outline", "down n ctrl-o"),
    ("find", "down n ctrl-f t h e"),
    ("figures", "down n ctrl-g down"),
    ("audience", "down n ctrl-r"),
    ("behind-a-count", "down n ctrl-g ctrl-l"),
    ("session-start", "R"),
    ("session", "R enter"),
    ("session-further", "R enter b 1 enter n n z"),
    ("session-words", "R enter t"),
    ("session-promise", "R enter a"),
    ("session-ends", "R enter n E"),
    ("session-left", "R enter b 1 enter n E y"),
];

fn picture() -> Picture {
    static ONCE: OnceLock<Picture> = OnceLock::new();
    ONCE.get_or_init(fictonshire).clone()
}

/// Ids of children and families, and names of people, of the whole picture.
fn known(picture: &Picture) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
    for case in &picture.cases {
        ids.insert(case.shown.to_string());
        ids.extend(case.family.iter().map(ToString::to_string));
        names.extend(case.worker.iter().map(ToString::to_string));
    }
    for gap in &picture.gaps {
        names.extend(gap.worker.iter().map(ToString::to_string));
        names.extend(gap.supervisor.iter().map(ToString::to_string));
    }
    for file in &picture.caseload.children {
        for session in &file.sessions {
            names.extend(session.is.supervisor.iter().map(ToString::to_string));
        }
    }
    names.insert(picture.person.to_string());
    (ids, names)
}

#[test]
fn with_one_key_no_id_and_no_name_is_on_any_screen() {
    let picture = picture();
    let (ids, names) = known(&picture);
    assert!(ids.len() > 700 && names.len() > 20);
    let surnames: BTreeSet<&str> = names
        .iter()
        .filter_map(|name| name.split(' ').next_back())
        .collect();
    for (place, keys) in PLACES {
        let mut desk = Desk::with(FakeBench::showing(picture.clone()), 200, 60);
        desk.press("H").press(keys);
        for (width, height) in SIZES {
            desk.resize(width, height);
            let screen = desk.screen();
            assert!(screen.contains("ids and names hidden"), "{place}\n{screen}");
            for word in screen.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
                assert!(!ids.contains(word), "{place}: {word} in\n{screen}");
                assert!(!surnames.contains(word), "{place}: {word} in\n{screen}");
            }
            for name in &names {
                assert!(
                    !screen.contains(name.as_str()),
                    "{place}: {name} in\n{screen}"
                );
            }
        }
    }
}

/// A letter a role, a capital in focus: where the eye is led, at each size.
#[test]
fn the_styles_of_every_place() {
    for (place, keys) in PLACES {
        let mut desk = Desk::open(120, 36);
        desk.press(keys);
        let mut all = String::new();
        for (width, height) in SIZES {
            desk.resize(width, height);
            let styles = desk.styles();
            assert!(
                !styles.contains('?'),
                "{place}: a style of no role\n{styles}"
            );
            all.extend([format!("{width}x{height}\n"), styles]);
        }
        insta::assert_snapshot!(format!("styles_{place}"), all);
    }
}

#[test]
fn what_was_typed_said_and_answered_is_hidden_too() {
    let picture = picture();
    let child = picture.cases[3].shown.to_string();
    let worker = picture.cases.iter().find_map(|case| case.worker.clone());
    let worker = worker.unwrap().to_string();
    let mut desk = Desk::with(FakeBench::showing(picture), 120, 36);
    desk.press("H /").types(&format!("id:{child}"));
    assert!(!desk.shows(&child));
    desk.press("enter");
    assert!(!desk.shows(&child));
    desk.press("esc down k").types(&worker).press("tab");
    desk.types(&format!("ask {worker} about {child}"));
    let screen = desk.screen();
    assert!(
        !screen.contains(&worker) && !screen.contains(&child),
        "{screen}"
    );
    desk.press("enter");
    assert!(!desk.shows(&worker));
    desk.press("down n").types(&format!("{worker} and {child}"));
    let screen = desk.screen();
    assert!(
        !screen.contains(&worker) && !screen.contains(&child),
        "{screen}"
    );
    desk.press("f2");
    assert!(desk.shows(&worker) && desk.shows(&child));
}

#[test]
fn a_dialog_leaves_no_half_of_an_id_or_a_name_in_sight() {
    for cells in [80, 82, 84, 86, 88, 97, 120] {
        let mut desk = Desk::open(cells, 24);
        desk.press("H");
        desk.wait(10);
        let hidden = desk.screen();
        desk.press("+");
        let asked = desk.screen();
        let corner = |sign| {
            let line = asked.lines().position(|line| line.contains(sign)).unwrap();
            let cells = asked.lines().nth(line).unwrap().chars();
            (line, cells.take_while(|c| *c != sign).count())
        };
        let ((top, edge), (bottom, _)) = (corner('┌'), corner('└'));
        let beside = |screen: &str| {
            let lines = screen.lines().skip(top).take(bottom - top);
            let left = |line: &str| line.chars().take(edge).collect::<String>();
            lines
                .map(|line| left(line).trim_end().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(beside(&asked), beside(&hidden), "{cells}");
    }
}

#[test]
fn hiding_changes_no_style_and_no_width() {
    let mut desk = Desk::open(120, 36);
    desk.press("down down");
    desk.wait(10);
    desk.screen();
    let plain = desk.terminal.backend().buffer().clone();
    desk.press("f2");
    desk.wait(10);
    desk.screen();
    let hidden = desk.terminal.backend().buffer();
    // The first row says that something is hidden; the others differ in letters only.
    for y in 1..36 {
        for x in 0..120 {
            assert_eq!(plain[(x, y)].style(), hidden[(x, y)].style(), "{x} {y}");
        }
    }
}

#[test]
fn the_id_of_the_child_in_focus_is_copied_from_every_pane() {
    let mut desk = Desk::open(120, 36);
    desk.press("down down y");
    let focus = desk.app.gaps.focus().unwrap();
    let who = desk
        .app
        .sheet
        .as_ref()
        .unwrap()
        .gap(focus)
        .unwrap()
        .who
        .clone();
    assert_eq!(desk.copied.take().as_deref(), Some(&*who));
    assert!(desk.shows(&format!("{who} copied (if your terminal allows it).")));
    desk.press("H y");
    assert_eq!(desk.copied.take().as_deref(), Some(&*who));
    assert!(desk.shows("The id is copied"));
    desk.press("enter y");
    assert_eq!(desk.copied.take().as_deref(), Some(&*who));
    desk.press("1 home y");
    assert!(desk.copied.take().is_some());
    desk.press("2 home y");
    assert_eq!(desk.copied, None);
    assert!(desk.shows("Move to a child first"));
}

#[test]
fn nothing_is_copied_where_the_settings_forbid_it() {
    let mut desk = Desk::open(80, 24);
    desk.app.look.copying = Copying::Off;
    desk.press("down down y");
    assert_eq!(desk.copied, None);
    assert!(desk.shows("turned off in your settings"));
}

#[test]
fn the_next_colours_are_kept_unless_the_terminal_wants_none() {
    let mut desk = Desk::open(80, 24);
    for theme in [ThemeChoice::Light, ThemeChoice::Contrast, ThemeChoice::Mono] {
        desk.press("T");
        assert_eq!(desk.remembered.take(), Some(theme));
    }
    desk.app.look.colours = Colours::Never;
    desk.press("T");
    assert_eq!(desk.remembered, None);
    assert!(desk.shows("NO_COLOR"));
}

#[test]
fn every_place_sets_the_cursor_and_stays_in_the_window() {
    let mut modes = BTreeSet::new();
    for (place, keys) in PLACES {
        let mut desk = Desk::open(120, 36);
        desk.press(keys);
        modes.insert(format!("{:?}", desk.app.mode()));
        for (width, height) in SIZES {
            desk.resize(width, height);
            desk.terminal.hide_cursor().unwrap();
            desk.screen();
            assert!(
                desk.terminal.backend().cursor_visible(),
                "{place} at {width}x{height} sets no cursor"
            );
        }
    }
    let mut desk = Desk::with(FakeBench::empty(), 60, 15);
    desk.screen();
    assert!(desk.terminal.backend().cursor_visible());
    assert_eq!(desk.app.mode(), Mode::Welcome);
    assert!(modes.len() >= 13, "{modes:?}");
}

#[test]
fn where_only_ascii_is_shown_every_screen_is_ascii() {
    for (place, keys) in PLACES {
        let mut desk = Desk::open(120, 36);
        desk.app.look.glyphs = Glyphs::Ascii;
        desk.press(keys);
        for (width, height) in SIZES {
            desk.resize(width, height);
            let screen = desk.screen();
            assert!(screen.is_ascii(), "{place}\n{screen}");
        }
    }
}

#[test]
fn an_empty_store_can_be_begun_with_the_arrows_or_with_a_letter() {
    let mut desk = Desk::with(FakeBench::empty(), 80, 24);
    assert!(desk.shows("This store is empty"));
    desk.press("down enter");
    assert_eq!(desk.app.mode(), Mode::Import);
    desk.press("esc d");
    assert!(desk.left);
    assert_eq!(desk.app.ending, Ending::ForTheDemo);
    let mut desk = Desk::with(FakeBench::empty(), 80, 24);
    desk.press("q");
    assert!(desk.left);
    assert_eq!(desk.app.ending, Ending::Left);
}

#[test]
fn the_tour_is_walked_by_the_keys_that_it_names() {
    for (width, height) in [(60, 15), (120, 36)] {
        let mut desk = Desk::open(width, height);
        desk.press("f5");
        let mut walked = 0;
        while let Some(step) = desk.app.tour.and_then(tour::Tour::step) {
            let screen = desk.screen();
            let first = step.says.split(' ').take(3).collect::<Vec<_>>().join(" ");
            assert!(screen.contains(&first), "{first}\n{screen}");
            if step.asks.contains("Press 1,") {
                desk.press("1");
            }
            let key = tour::key_of(&desk.app, step);
            assert_ne!(key, "?", "{}", step.asks);
            // Cancelling goes on as well; the bench of the tests does not open the child again
            // after an entry.
            let saves = step.asks.contains("Press c,");
            desk.press(if saves { "esc" } else { &key });
            if step.actions.contains(&crate::tui::action::Action::Export) {
                desk.press("esc");
            }
            walked += 1;
            assert!(
                walked < 30,
                "the tour does not end: {}\n{}",
                step.asks,
                desk.screen()
            );
        }
        assert_eq!(walked, tour::steps().len());
        assert!(desk.shows("The tour is over"));
    }
}

#[test]
fn the_tour_sets_out_at_one_child_who_waits_for_supervision_and_goes_on_when_the_child_is_open() {
    let mut desk = Desk::with(FakeBench::showing(picture()), 120, 36);
    desk.press("f5 down");
    let sheet = desk.app.sheet.clone().unwrap();
    let at = desk.app.gaps.focus().expect("a gap, not a family");
    let gap = sheet.gap(at).unwrap();
    let rule = &sheet.picture.behind(gap).unwrap().0.rule;
    assert!(
        gap.is_child && rule.id.starts_with("SUP-CASE"),
        "{}",
        rule.id
    );
    // What is taken back is in focus again.
    desk.press("tab b 1 enter u esc");
    assert_eq!(desk.app.gaps.focus(), Some(at));
    // Unfolding a family is no way to its child: the tour waits.
    let before = desk.app.tour;
    desk.press("home enter");
    assert_eq!(desk.app.tour, before);
    desk.press("enter down enter");
    assert_eq!(desk.app.pane, crate::tui::app::Pane::Case);
    assert_ne!(desk.app.tour, before);
}

#[test]
fn the_tour_never_calls_the_way_out_of_the_choices_saving() {
    let mut desk = Desk::open(120, 36);
    desk.press("down f5 f3 f3 f3 f3 f3 f3 f3 +");
    assert_eq!(desk.app.mode(), Mode::EntryChoice);
    assert!(desk.shows("Press c, then enter to save it."));
}

#[test]
fn the_first_keys_of_a_pane_are_read_first_and_stay_under_a_message() {
    let mut desk = Desk::open(120, 36);
    let rows = |desk: &mut Desk| {
        let screen = desk.screen();
        let mut last: Vec<String> = screen.lines().rev().take(2).map(str::to_owned).collect();
        last.reverse();
        last
    };
    let keys = rows(&mut desk);
    assert!(
        keys[0].starts_with(" tab why   enter open   space mark"),
        "{keys:?}"
    );
    assert!(keys[1].ends_with("q leave   R review"), "{keys:?}");
    desk.press("T");
    let keys = rows(&mut desk);
    assert!(keys[0].contains("Colours"), "{keys:?}");
    assert!(keys[1].starts_with(" tab why   enter open"), "{keys:?}");
}

#[test]
fn what_an_empty_list_of_entries_means_is_read_whole() {
    for width in [60, 100, 120] {
        let mut desk = Desk::open(width, 36);
        desk.press("5");
        assert!(desk.app.unfiled.listed.is_empty());
        let said = desk.screen();
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [
            "It stands here until somebody",
            "until then it closes no gap.",
        ] {
            assert!(said.contains(words), "{width}: {words}\n{said}");
        }
    }
}

#[test]
fn every_pane_has_its_name_or_its_digit_in_a_narrow_window() {
    let mut desk = Desk::open(80, 24);
    let names = [
        "1 Cases",
        "2 Gaps",
        "3 Delays",
        "4 Notes",
        "6 Rules",
        "7 Promises",
        "8 Audits",
    ];
    for digit in ["1", "2", "3", "4", "5", "6", "7", "8"] {
        desk.resize(80, 24);
        desk.press(digit);
        for name in names.into_iter().chain(["? keys"]) {
            assert!(desk.shows(name), "{digit}: {name}\n{}", desk.screen());
        }
        desk.resize(60, 15);
        let screen = desk.screen();
        let tabs = screen.lines().nth(1).unwrap();
        let short = [
            "1 Cas", "2 Gap", "3 Del", "4 Not", "5 Ent", "6 Rul", "7 Pro", "8 Aud", " ? keys",
        ];
        for other in short {
            assert!(tabs.contains(other), "{digit}: {other}\n{screen}");
        }
    }
    // Narrower still, the digit of each and the name of the one that is open.
    desk.resize(50, 15);
    for (digit, name) in [
        ("1", "1 Cases"),
        ("5", "5 Not yet on file"),
        ("8", "8 Audits"),
    ] {
        desk.press(digit);
        assert!(desk.shows(name), "{}", desk.screen());
    }
}

#[test]
fn the_tour_is_left_or_stepped_over_at_any_time() {
    let mut desk = Desk::open(120, 36);
    desk.press("f5 f3 f3");
    assert!(desk.shows("tour 3 of"));
    desk.press("down down x f3");
    assert_eq!(desk.app.mode(), Mode::Outcome);
    desk.press("f4");
    assert!(desk.app.tour.is_none());
    assert_eq!(desk.app.mode(), Mode::Outcome);
}

#[test]
fn a_resize_in_the_middle_of_a_form_keeps_what_was_typed() {
    for (keys, typed) in [
        ("down k", "Z Placeholder"),
        ("/", "over:>10"),
        (":", "group"),
        ("i", "lists/annex"),
        ("down n", "Who waited"),
    ] {
        let mut desk = Desk::open(120, 36);
        desk.press(keys).types(typed);
        for (width, height) in [(10, 3), (60, 15), (0, 0), (200, 60), (120, 36)] {
            desk.resize(width, height);
            desk.screen();
        }
        assert!(desk.shows(typed), "{keys}");
    }
}

#[test]
fn past_imports_and_their_problems_are_read_again() {
    let mut desk = Desk::open(120, 36);
    desk.press("I");
    assert!(desk.shows("data to 12 Jun 2026"));
    assert!(desk.shows("found \"yesterday\", expected a date; row not used"));
    desk.press("esc");
    assert_eq!(desk.app.mode(), Mode::Gaps);
}
