//! The policy at the desk: tried without a trace, written with every comment kept, counted at once.

use super::*;
use crate::rules::{Amendment, Limit, Unit};
use crate::settings::Paths;

fn limit(value: u32) -> Vec<Amendment> {
    vec![Amendment::Limit {
        rule: "SUP-CASE-CIN".to_owned(),
        limit: Limit {
            value,
            unit: Unit::CalendarDays,
        },
    }]
}

#[test]
fn a_limit_is_tried_without_a_trace_and_counts_once_it_is_kept() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let paths = Paths::under(service.folder.path());
    desk.keep_policies_in(paths.profiles());
    let tried = desk.try_policy(&limit(200)).unwrap();
    assert_eq!(
        tried.differences[0].words(),
        "overdue now 2, with this 0; 2 fewer, 0 more"
    );
    let file = tried.file.unwrap();
    assert!(!file.exists());
    assert!(gap(&mut desk, "900001").is_some());
    assert_eq!(desk.amend_policy(&limit(200)).unwrap(), Some(file.clone()));
    assert!(gap(&mut desk, "900001").is_none());
    let config = crate::settings::Config::read(&paths.config_file()).unwrap();
    assert_eq!(config.policy, Some(file.clone()));
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.contains("# A policy for Caselight") && text.contains("limit = 200"),
        "{text}"
    );
    // The next change is made to the same file.
    desk.amend_policy(&limit(30)).unwrap();
    assert!(fs::read_to_string(&file).unwrap().contains("limit = 30"));
    assert!(gap(&mut desk, "900001").is_some());
    assert_eq!(desk.picture().unwrap().check.policy, "our policy");
}

#[test]
fn a_policy_that_somebody_else_wrote_since_is_left_as_it_is() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let paths = Paths::under(service.folder.path());
    desk.keep_policies_in(paths.profiles());
    let file = desk.amend_policy(&limit(60)).unwrap().unwrap();
    fs::write(&file, "name = \"theirs\"\n").unwrap();
    let refused = desk.amend_policy(&limit(70)).unwrap_err().to_string();
    assert!(refused.contains("somebody else"), "{refused}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "name = \"theirs\"\n");
}

#[test]
fn where_no_policies_are_kept_a_change_counts_until_the_desk_is_left() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    assert_eq!(desk.amend_policy(&limit(200)).unwrap(), None);
    assert!(gap(&mut desk, "900001").is_none());
    drop(desk);
    assert!(gap(&mut service.desk(), "900001").is_some());
}

#[test]
fn a_team_has_the_name_that_people_call_it_by() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let text = "[glossary.teams]\n\"hub 3\" = \"The Gateway\"\n[rule.SUP-CASE-CIN]\nteams = [\"The Gateway\"]\n";
    desk.take_policy(None, text.to_owned()).unwrap();
    let picture = desk.picture().unwrap();
    assert!(
        picture
            .gaps
            .iter()
            .filter_map(|gap| gap.team.as_deref())
            .all(|team| team == "The Gateway")
    );
    assert!(gap(&mut desk, "900001").is_some());
}

#[test]
fn a_rule_says_how_often_it_was_right_once_enough_were_checked() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let (key, _) = gap(&mut desk, "900001").unwrap();
    desk.give(&[key], &OutcomeKind::DataError, "another child's row")
        .unwrap();
    let found = desk.precision().unwrap();
    assert_eq!(
        found["SUP-CASE-CIN"].words(),
        "of 1 checked, 1 was an error of the extract"
    );
    let picture = desk.picture().unwrap();
    assert_eq!(picture.precision, found);
}
