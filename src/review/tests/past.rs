//! Looking back, what changed since, and taking an import back, end to end.

use super::*;
use crate::model::State;
use crate::review::changes::What;

const LATER: &str =
    "900001,Odalys Testwick,Merrin Mockridge,Hub 3,10/05/2026,Case supervision,Held,20/06/2026\n";

/// Two extracts, of which the later shows a session that the earlier should have held.
fn two(service: &Service) -> Desk {
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    service.import(&mut desk, "2026-07-01", LATER);
    desk
}

#[test]
fn a_record_that_came_after_the_gap_was_seen_bears_its_reading() {
    let service = Service::new();
    let mut desk = two(&service);
    let readings = |desk: &mut Desk| -> Vec<String> {
        let picture = desk.picture().unwrap();
        let result = picture.check.chosen("SUP-CASE-CIN").unwrap();
        let of_child = |f: &&crate::model::Finding| {
            f.subject.child().is_some_and(|id| id.as_str() == "900001") && f.state == State::Late
        };
        let late = result.findings.iter().filter(of_child);
        late.filter_map(|f| f.reading.as_deref().map(str::to_owned))
            .collect()
    };
    // The gap from February was there to be seen on 12 June; the session came on 1 July.
    assert!(readings(&mut desk).contains(&"recorded after it was flagged".to_owned()));
    let changes = desk.changes(day("2026-06-12"), None).unwrap();
    let late = changes
        .list
        .iter()
        .find(|x| x.what == What::AfterFlag)
        .unwrap();
    assert!(
        late.words
            .starts_with("held 10 May 2026, first seen on the extract of 01 Jul 2026"),
        "{}",
        late.words
    );
    // Known from the first, it bears no such reading.
    let other = Service::new();
    let mut desk = other.desk();
    other.import(&mut desk, "2026-07-01", LATER);
    assert!(!readings(&mut desk).contains(&"recorded after it was flagged".to_owned()));
}

#[test]
fn what_was_known_on_a_day_carries_into_the_note_and_takes_no_outcome() {
    let service = Service::new();
    let mut desk = two(&service);
    let back = desk.look_back(Some(day("2026-06-12"))).unwrap();
    assert_eq!(back.looks_back, Some(day("2026-06-12")));
    let (key, _) = gap(&mut desk, "900001").unwrap();
    let refused = desk.give(
        std::slice::from_ref(&key),
        &OutcomeKind::NotRequired,
        "a try",
    );
    assert!(refused.is_err_and(|e| e.to_string().contains("what was known on 12 Jun 2026")));
    let note = desk
        .draft(std::slice::from_ref(&key), None, Audience::Board)
        .unwrap();
    assert!(
        note.head.title.ends_with("as known on 12 Jun 2026"),
        "{}",
        note.head.title
    );
    assert!(note.ground.sources.starts_with("As known on 12 Jun 2026"));
    let too_early = desk.look_back(Some(day("2020-01-01")));
    assert!(too_early.is_err());
    // It stays where it stood, and one call leads to the newest.
    assert_eq!(desk.picture().unwrap().looks_back, Some(day("2026-06-12")));
    assert_eq!(desk.look_back(None).unwrap().looks_back, None);
}

#[test]
fn an_outcome_given_later_is_not_known_on_the_earlier_day() {
    let service = Service::new();
    let mut desk = two(&service);
    let (key, _) = gap(&mut desk, "900002").unwrap();
    let booked = OutcomeKind::Booked {
        on: day("2026-07-09"),
    };
    desk.give(std::slice::from_ref(&key), &booked, "rearranged")
        .unwrap();
    assert!(matches!(
        gap(&mut desk, "900002").unwrap().1,
        Standing::Answered(_)
    ));
    desk.look_back(Some(day("2026-06-12"))).unwrap();
    assert_eq!(gap(&mut desk, "900002").unwrap().1, Standing::Open);
}

#[test]
fn after_the_newest_import_is_taken_back_the_gaps_are_those_of_the_one_before() {
    let service = Service::new();
    let mut desk = service.desk();
    service.import(&mut desk, "2026-06-12", "");
    let before = desk.picture().unwrap();
    service.import(&mut desk, "2026-07-01", LATER);
    assert!(desk.picture().unwrap().check.as_at > before.check.as_at);
    assert_eq!(desk.take_back_import().unwrap().as_at, day("2026-07-01"));
    let after = desk.picture().unwrap();
    assert_eq!(
        (&after.caseload, &after.check),
        (&before.caseload, &before.check)
    );
}

#[test]
fn a_gap_names_the_services_own_lag_with_what_is_not_in_it() {
    let service = Service::new();
    let mut desk = service.desk();
    let more: Vec<String> = (1..=20)
        .map(|n| format!(",Worker Madeup{n},Merrin Mockridge,Hub 3,{n:02}/05/2026,Personal supervision,Held,{n:02}/05/2026\n"))
        .collect();
    service.import(&mut desk, "2026-06-12", &more.concat());
    let picture = desk.picture().unwrap();
    let (key, _) = gap(&mut desk, "900001").unwrap();
    let said = picture.explain(picture.position(&key).unwrap()).coverage;
    assert!(said.contains("95 in 100 within 1 day"), "{said}");
    let told = said.matches("sessions never entered are not in that figure");
    assert_eq!(told.count(), 1, "{said}");
}
