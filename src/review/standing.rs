//! Where a gap stands after what people said about it and what later imports showed. Pure.

use crate::model::{Day, Finding, Outcome, OutcomeKind, Standing};

/// What a gap looked like: if this changes, an outcome given before no longer answers it. The
/// days that merely pass are not in it.
pub(super) fn evidence(finding: &Finding) -> String {
    let day = |d: Option<Day>| d.map_or_else(|| "-".to_owned(), |d| d.to_string());
    format!(
        "{} from {} due {} done {}",
        finding.state.word(),
        day(finding.trigger),
        day(finding.due),
        day(finding.stop)
    )
}

/// Judges an outcome against the gap as it is now. `known_to` is how far the feed speaks that
/// would show the record.
pub(super) fn standing(finding: &Finding, outcome: Option<Outcome>, known_to: Day) -> Standing {
    let Some(outcome) = outcome else {
        return Standing::Open;
    };
    if outcome.evidence != evidence(finding) {
        let why = format!(
            "the file has changed since {}: it was {}",
            outcome.data_as_at.long(),
            outcome.evidence
        );
        return Standing::Reopened { was: outcome, why };
    }
    let reopen = |was: Outcome, why: String| Standing::Reopened { was, why };
    let newer = known_to > outcome.data_as_at;
    match outcome.kind {
        OutcomeKind::SeenOnFile { on } if newer && known_to >= on => {
            let why = format!(
                "said to be on the file on {}; the extract to {} does not show it",
                on.long(),
                known_to.long()
            );
            reopen(outcome, why)
        }
        OutcomeKind::ToRecord { by } if newer && known_to >= by => {
            let why = format!(
                "was to be recorded by {}; the extract to {} does not show it",
                by.long(),
                known_to.long()
            );
            reopen(outcome, why)
        }
        OutcomeKind::Booked { on } if newer && known_to > on => {
            let why = format!(
                "was booked for {}; the extract to {} does not show it",
                on.long(),
                known_to.long()
            );
            reopen(outcome, why)
        }
        _ if outcome.kind.claims_a_record() => Standing::Waiting(outcome),
        _ => Standing::Answered(outcome),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{ChildId, FactKind, FactRef, GapKey, Name, PersonName, State, Subject};

    fn day(text: &str) -> Day {
        Day::parse_iso(text).unwrap()
    }

    fn gap() -> Finding {
        let subject = Subject::Child(ChildId::read("900001").unwrap());
        let fact = FactRef {
            kind: FactKind::Session,
            start: Some(day("2026-04-02")),
            source_ref: Name::from(""),
        };
        Finding {
            trigger: fact.start,
            due: Some(day("2026-05-02")),
            elapsed: Some(71),
            over: Some(41),
            ..Finding::blank(subject, fact, State::Overdue)
        }
    }

    fn outcome(kind: OutcomeKind, finding: &Finding) -> Outcome {
        Outcome {
            gap: GapKey::stored("k"),
            kind,
            reason: "tried".to_owned(),
            person: PersonName::from("Y Foobarton"),
            at: "2026-06-12T10:00:00Z".to_owned(),
            data_as_at: day("2026-06-12"),
            evidence: evidence(finding),
        }
    }

    #[test]
    fn an_outcome_stands_while_days_merely_pass() {
        let mut later = gap();
        let given = outcome(OutcomeKind::NotRequired, &later);
        (later.elapsed, later.over) = (Some(101), Some(71));
        assert!(matches!(
            standing(&later, Some(given), day("2026-07-12")),
            Standing::Answered(_)
        ));
    }

    #[test]
    fn a_changed_file_opens_the_question_again() {
        let mut later = gap();
        let given = outcome(OutcomeKind::NotRequired, &later);
        later.state = State::Late;
        assert!(matches!(
            standing(&later, Some(given), day("2026-06-12")),
            Standing::Reopened { .. }
        ));
    }

    #[test]
    fn a_claimed_record_waits_for_the_next_import_and_reopens_when_it_is_not_there() {
        let finding = gap();
        let given = outcome(
            OutcomeKind::SeenOnFile {
                on: day("2026-06-11"),
            },
            &finding,
        );
        assert!(matches!(
            standing(&finding, Some(given.clone()), day("2026-06-12")),
            Standing::Waiting(_)
        ));
        assert!(matches!(
            standing(&finding, Some(given), day("2026-07-01")),
            Standing::Reopened { .. }
        ));
    }

    #[test]
    fn a_booking_reopens_only_after_its_day() {
        let finding = gap();
        let given = outcome(
            OutcomeKind::Booked {
                on: day("2026-06-20"),
            },
            &finding,
        );
        assert!(matches!(
            standing(&finding, Some(given.clone()), day("2026-06-18")),
            Standing::Answered(_)
        ));
        assert!(matches!(
            standing(&finding, Some(given), day("2026-06-21")),
            Standing::Reopened { .. }
        ));
    }
}
