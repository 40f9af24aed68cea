//! Any keys, any text, any size: the workbench stays up and its cursor in the window.

use proptest::prelude::*;

use super::Desk;
use super::bench::FakeBench;
use crate::tui::update::Happened;

const KEYS: &[&str] = &[
    "up",
    "down",
    "left",
    "right",
    "pgup",
    "pgdn",
    "home",
    "end",
    "enter",
    "esc",
    "tab",
    "shift-tab",
    "space",
    "backspace",
    "delete",
    "a",
    "b",
    "c",
    "d",
    "e",
    "f",
    "g",
    "i",
    "k",
    "l",
    "n",
    "o",
    "O",
    "r",
    "s",
    "t",
    "u",
    "U",
    "V",
    "x",
    "y",
    "T",
    "1",
    "2",
    "3",
    "4",
    "9",
    "/",
    ":",
    "?",
    "[",
    "]",
    "<",
    ">",
    "f1",
    "ctrl-s",
    "ctrl-e",
    "ctrl-t",
    "ctrl-g",
    "ctrl-z",
    "ctrl-y",
    "ctrl-p",
    "ctrl-n",
    "H",
    "I",
    "f2",
    "f3",
    "f4",
    "f5",
    "é",
    "日",
];

#[derive(Clone, Debug)]
enum Step {
    Key(usize),
    Size(u16, u16),
    Paste(String),
    Wait,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => (0..KEYS.len()).prop_map(Step::Key),
        1 => (0_u16..140, 0_u16..50).prop_map(|(width, height)| Step::Size(width, height)),
        1 => "[ -~\t\n\u{e9}\u{65e5}\u{202e}]{0,40}".prop_map(Step::Paste),
        1 => Just(Step::Wait),
    ]
}

fn drive(bench: FakeBench, steps: &[Step]) {
    let mut desk = Desk::with(bench, 80, 24);
    for step in steps {
        match step {
            Step::Key(at) => {
                desk.press(KEYS[*at]);
            }
            Step::Size(width, height) => desk.resize(*width, *height),
            Step::Paste(text) => desk.happens(Happened::Pasted(text.clone())),
            Step::Wait => desk.wait(2),
        }
        desk.screen();
        let rows = desk.app.gaps.listed.rows.len();
        assert!(
            desk.app.gaps.cursor < rows.max(1),
            "the focus left the list"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_at_any_size_leave_the_workbench_standing(
        steps in proptest::collection::vec(step(), 1..60)
    ) {
        drive(FakeBench::made_up(), &steps);
    }

    #[test]
    fn an_empty_store_stands_too(steps in proptest::collection::vec(step(), 1..30)) {
        drive(FakeBench::empty(), &steps);
    }
}
