//! The demonstration as a newcomer meets it: a real desk on the made-up authority. The README
//! shows these screens.

use std::sync::Arc;

use super::Desk;
use super::bench::{FakeBench, day};
use crate::review::{self, Access, Picture, Plan, Unlock};

/// The demonstration's authority on a fixed day, assessed for real.
pub(super) fn fictonshire() -> Picture {
    let folder = tempfile::tempdir().unwrap();
    let secret = review::Desk::throw_away_secret().unwrap();
    let mut desk = review::Desk::create(Unlock {
        store: &folder.path().join("demo.caselight"),
        secret: &secret,
        person: Some("A Reader"),
        access: Access::Write,
        policy: None,
        council: "Fictonshire".to_owned(),
    })
    .unwrap();
    let plan = Plan {
        children: 700,
        seed: 11,
        as_at: day("2026-06-12"),
    };
    desk.play(&plan).unwrap();
    let mut picture = Arc::unwrap_or_clone(desk.picture().unwrap());
    picture.today = day("2026-06-15");
    picture
}

#[test]
fn the_demonstration_shows_oversight_first_and_argues_each_gap() {
    let picture = fictonshire();
    let mut desk = Desk::with(FakeBench::showing(picture), 120, 36);
    desk.press("down down down down down down down");
    insta::assert_snapshot!("demo_gaps_120x36", desk.screen());
    desk.press("enter");
    insta::assert_snapshot!("demo_case_120x36", desk.screen());
    desk.press("esc g s");
    desk.resize(80, 24);
    insta::assert_snapshot!("demo_supervisors_80x24", desk.screen());
    desk.press("1");
    desk.resize(60, 15);
    insta::assert_snapshot!("demo_cases_60x15", desk.screen());
}
