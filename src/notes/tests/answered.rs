//! What a draft says of what people answered, and whom it does not name.

use super::*;
use crate::model::{Outcome, OutcomeKind, PersonName};

/// The draft of three overdue gaps with these outcomes.
fn answered(kinds: [Option<OutcomeKind>; 3]) -> String {
    let marks: Vec<Marked> = CHILDREN
        .iter()
        .zip(kinds)
        .map(|(who, kind)| Marked {
            standing: kind.map_or(Standing::Open, |kind| {
                Standing::Answered(Outcome {
                    gap: GapKey::stored("k"),
                    kind,
                    reason: "because of Zed Secretname".to_owned(),
                    person: PersonName::from("Q Answerer"),
                    at: "2026-06-12T10:00:00Z".to_owned(),
                    data_as_at: day("2026-06-12"),
                    evidence: String::new(),
                })
            }),
            ..marked(0, who, None, State::Overdue)
        })
        .collect();
    let rules = rules();
    let body = draft("A", &picks(&marks), &context(&[cases()], &rules)).body_markdown;
    assert!(!body.contains("Secretname") && !body.contains("Answerer"));
    body
}

#[test]
fn what_people_answered_is_counted_and_fills_the_action() {
    let to = PersonName::from("Head of Service");
    let body = answered([
        Some(OutcomeKind::ToRecord {
            by: day("2026-06-30"),
        }),
        Some(OutcomeKind::Escalated { to }),
        None,
    ]);
    says(
        &body,
        &[
            "Of these 3: 1 done, to be recorded by 30 Jun 2026, 1 escalated to Head of Service, 1 not answered yet.",
            "| Head of Service | 30 Jun 2026 for 1 of 3; the others ____ | ____ |",
            "What people answered about the 3 gaps of this note:\n\n- done, but not recorded or not in the data yet: 1\n- escalated: 1\n- not answered yet: 1",
        ],
    );
}

#[test]
fn dates_that_cover_every_gap_stand_alone_with_the_last() {
    let booked = |on| Some(OutcomeKind::Booked { on: day(on) });
    let body = answered([
        booked("2026-06-20"),
        booked("2026-06-24"),
        booked("2026-06-22"),
    ]);
    says(
        &body,
        &[
            "Of these 3: 3 booked, the last for 24 Jun 2026.",
            "| ____ | 24 Jun 2026 | ____ |",
            "- not done, now booked: 3",
        ],
    );
}

#[test]
fn a_person_who_was_escalated_to_or_approved_is_not_named() {
    let body = answered([
        Some(OutcomeKind::Escalated {
            to: PersonName::from("Wren Quibbleton"),
        }),
        Some(OutcomeKind::Escalated {
            to: PersonName::from("A Mockridge, team manager"),
        }),
        Some(OutcomeKind::Exception {
            approved_by: PersonName::from("Pim Fobb"),
        }),
    ]);
    says(
        &body,
        &["Of these 3: 2 escalated, 1 an approved exception."],
    );
    for name in ["Quibbleton", "Mockridge", "Fobb"] {
        assert!(!body.contains(name), "{body}");
    }
}

#[test]
fn an_answer_that_later_data_do_not_bear_out_stands_since_last_time() {
    let rules = rules();
    let mut marks = vec![marked(0, "900001", None, State::Overdue)];
    marks[0].standing = Standing::Reopened {
        was: Outcome {
            gap: GapKey::stored("k"),
            kind: OutcomeKind::NotRequired,
            reason: "r".to_owned(),
            person: PersonName::from("Q Answerer"),
            at: String::new(),
            data_as_at: day("2026-05-12"),
            evidence: String::new(),
        },
        why: "w".to_owned(),
    };
    let body = draft("A", &picks(&marks), &context(&[cases()], &rules)).body_markdown;
    says(
        &body,
        &["- Case supervision, protection plan: 1 answered before is open again"],
    );
    assert!(!body.contains("Of this 1"));
}
