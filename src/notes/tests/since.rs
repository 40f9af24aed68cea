//! What a draft says of the note before it.

use super::*;
use crate::model::{Evidence, Ground, Note, OutcomeKind};
use crate::notes::{Earlier, Followed, Now};

fn earlier(policy: &str, limit: &str) -> Note {
    let as_at = day("2026-05-12");
    let row = |label: &str, rule: &str, (n, d): (u32, u32)| Evidence {
        label: label.to_owned(),
        rule: rule.to_owned(),
        level: "local standard".to_owned(),
        numerator: n,
        denominator: d,
        not_computable: 0,
        as_at,
        what: format!("Title of {rule}: counted"),
        measure: "overdue".to_owned(),
        limit: limit.to_owned(),
        gaps: Vec::new(),
    };
    Note {
        head: NoteHead {
            id: NoteId(1),
            title: "May\nnote".to_owned(),
            status: NoteStatus::Draft,
            audience: Audience::Board,
            as_at,
            author: "T Sampleby".to_owned(),
            saved_at: String::new(),
            words: 0,
            to_answer: 0,
            opening: String::new(),
        },
        body: String::new(),
        evidence: vec![
            row("E1", "SUP-CASE-CP", (29, 218)),
            row("E2", "SEEN-ANY", (4, 40)),
        ],
        ground: Ground {
            scope: String::new(),
            policy: policy.to_owned(),
            sources: String::new(),
        },
    }
}

fn section(note: &Note, followed: &[Followed]) -> String {
    let rules = rules();
    let context = Context {
        earlier: Some(Earlier { note, followed }),
        ..context(&[], &rules)
    };
    let body = draft("A", &chosen(), &context).body_markdown;
    let from = body.find("## Since last time").unwrap();
    let to = body.find("## Why").unwrap();
    body[from..to].to_owned()
}

#[test]
fn each_measure_stands_then_and_now_with_both_denominators_and_dates() {
    let said = section(&earlier("england default", "30 days"), &[]);
    says(
        &said,
        &[
            "The note before, \"May note\", rests on data as at 12 May 2026; this one on data as at 12 Jun 2026, 31 days later.",
            "- Case supervision, protection plan: 3 of 5 children on a protection plan (60 %) on 12 Jun 2026, 29 of 218 (13 %) on 12 May 2026 [E2].",
            "- Short ICPC-15WD: 1 of 4 conferences held (25 %) on 12 Jun 2026 [E1]; the note before did not count it.",
            "- Title of SEEN-ANY: counted: 4 of 40 (10 %) on 12 May 2026; this note does not count it.",
            "Two dates do not make a trend",
        ],
    );
    for verdict in [
        "better",
        "worse",
        "improved",
        "fell",
        "rose",
        "not comparable",
    ] {
        assert!(!said.contains(verdict), "{verdict}");
    }
}

#[test]
fn what_was_answered_then_stands_beside_what_the_data_show_now() {
    let gap = |now, said: Option<OutcomeKind>| Followed {
        label: "E1".to_owned(),
        now,
        said,
    };
    let booked = || {
        Some(OutcomeKind::Booked {
            on: day("2026-05-20"),
        })
    };
    let followed = [
        gap(Now::Late, booked()),
        gap(Now::Missing, booked()),
        gap(Now::Missing, Some(OutcomeKind::NotRequired)),
        gap(Now::Gone, None),
    ];
    let said = section(&earlier("england default", "30 days"), &followed);
    says(
        &said,
        &[
            "Of the 4 behind the earlier figure the data now show: 1 done since, after the limit; 2 still with no record; 1 no longer in the data.",
            "Answered then: 2 booked (1 done since, after the limit; 1 still with no record), 1 not required (1 still with no record).",
        ],
    );
}

#[test]
fn a_changed_limit_or_policy_is_said_to_be_not_comparable() {
    let said = section(&earlier("england default", "42 days"), &[]);
    says(
        &said,
        &["Then the limit was 42 days, now it is 30 days: the two figures are not comparable."],
    );
    let said = section(&earlier("Our policy", "30 days"), &[]);
    says(
        &said,
        &["(then Our policy; now england default), so the figures are not comparable"],
    );
}

#[test]
fn where_there_is_no_note_before_it_is_said() {
    let body = drafted(&[]).body_markdown;
    says(
        &body,
        &["No earlier note counts the same from data of an earlier day"],
    );
}
