//! What a row that came back means: an outcome, a promise, or why it can be neither.
//!
//! It knows nothing of gaps. The surprising thing: a row is taken whole or refused whole; half an
//! answer that looks kept is worse than one that was sent back.

use super::one_name;
use crate::model::{
    Day, Name, OutcomeKind, PromiseDraft, PromiseOrigin, ReturnedRow, SurgeryOutcome, WrittenDay,
};

/// What a row says, once its days and its outcome were read.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Answer {
    pub outcome: Option<(OutcomeKind, String)>,
    /// What is to be done. The words are empty where only the outcome promises something.
    pub promise: Option<Promised>,
    /// What is odd about it and does not stop it.
    pub notes: Vec<String>,
}

/// What was promised in a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Promised {
    /// `None`: the next step was left empty; the outcome says what is to happen.
    pub words: Option<String>,
    pub due: Option<Day>,
    pub owner: Option<Name>,
}

/// The most letters of a cell that a refusal shows.
const SHOWN: usize = 40;

fn shown(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        return line;
    }
    let cut: String = line.chars().take(SHOWN - 1).collect();
    format!("{cut}…")
}

/// Reads a row as it was meant on the day of the surgery; the refusals say what to do.
pub(super) fn read(row: &ReturnedRow, held: Day) -> Result<Answer, Vec<String>> {
    let mut wrong = Vec::new();
    let words = &row.words;
    let evidence_on = day(row.evidence_on, (held, Turn::Back)).unwrap_or_else(|Unread| {
        wrong.push(unreadable("date of the evidence", &words.evidence_on));
        None
    });
    let by_when = day(row.by_when, (held, Turn::On)).unwrap_or_else(|Unread| {
        wrong.push(unreadable("\"by when\"", &words.by_when));
        None
    });
    let mut answer = Answer::default();
    let chosen = SurgeryOutcome::read(&words.outcome);
    if !words.outcome.is_empty() && chosen.is_none() {
        wrong.push(format!(
            "the outcome {:?} is none of the list, or could be two of them; choose one from the list",
            shown(&words.outcome)
        ));
    }
    if let Some(chosen) = chosen.filter(|_| wrong.is_empty()) {
        match outcome(row, chosen, (evidence_on, by_when)) {
            Ok((kind, reason)) => match kind.fits(held) {
                Ok(()) => answer.outcome = Some((kind, reason)),
                Err(odd) => wrong.push(lower(&odd)),
            },
            Err(missing) => wrong.extend(missing),
        }
    }
    if wrong.is_empty() {
        promised(row, by_when, &mut answer);
        wrong.extend(answer.promise.as_ref().and_then(|one| faulty(one, held)));
    }
    if wrong.is_empty() {
        Ok(answer)
    } else {
        Err(wrong)
    }
}

fn unreadable(what: &str, text: &str) -> String {
    format!(
        "the {what} {:?} is no day that can be read; write day, month and year, such as 20/06/2026",
        shown(text)
    )
    .replace("the \"by when\"", "\"by when\":")
}

/// A refusal that goes on after a row's number.
fn lower(sentence: &str) -> String {
    let mut letters = sentence.trim_end_matches('.').chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// Which way the year is looked for that was left out.
#[derive(Clone, Copy)]
enum Turn {
    /// The last such day.
    Back,
    /// The next such day.
    On,
}

/// A cell that is no day.
#[derive(Debug)]
struct Unread;

/// The day that is meant; none where the cell is blank.
fn day(written: WrittenDay, (held, turn): (Day, Turn)) -> Result<Option<Day>, Unread> {
    match written {
        WrittenDay::Blank => Ok(None),
        WrittenDay::On(day) => Ok(Some(day)),
        WrittenDay::Unreadable => Err(Unread),
        WrittenDay::NoYear { month, day } => {
            let of = |year: i32| Day::from_ymd(year, month, day);
            let year = held.year();
            let found = match turn {
                Turn::Back => [of(year), of(year - 1)]
                    .into_iter()
                    .flatten()
                    .find(|day| *day <= held),
                Turn::On => [of(year), of(year + 1)]
                    .into_iter()
                    .flatten()
                    .find(|day| *day >= held),
            };
            found.map(Some).ok_or(Unread)
        }
    }
}

/// The outcome with its reason, or what it lacks.
fn outcome(
    row: &ReturnedRow,
    chosen: SurgeryOutcome,
    (evidence_on, by_when): (Option<Day>, Option<Day>),
) -> Result<(OutcomeKind, String), Vec<String>> {
    let mut missing = Vec::new();
    let reason = reason(row);
    if reason.is_empty() {
        missing.push("the outcome has no reason; say in a few words what happened".to_owned());
    }
    let who = one_name(&row.words.who);
    let lacks = |what: &str, missing: &mut Vec<String>| {
        missing.push(format!("the outcome lacks {what}"));
    };
    let kind = match chosen {
        SurgeryOutcome::SeenOnFile => evidence_on
            .map(|on| OutcomeKind::SeenOnFile { on })
            .or_else(|| {
                lacks(
                    "the date of the evidence, on which it was seen on the file",
                    &mut missing,
                );
                None
            }),
        SurgeryOutcome::ToRecord => by_when.map(|by| OutcomeKind::ToRecord { by }).or_else(|| {
            lacks(
                "the day by which it will be recorded, under \"by when\"",
                &mut missing,
            );
            None
        }),
        SurgeryOutcome::Booked => by_when.map(|on| OutcomeKind::Booked { on }).or_else(|| {
            lacks(
                "the day for which it is booked, under \"by when\"",
                &mut missing,
            );
            None
        }),
        SurgeryOutcome::NotRequired => Some(OutcomeKind::NotRequired),
        SurgeryOutcome::DataError => Some(OutcomeKind::DataError),
        SurgeryOutcome::Exception | SurgeryOutcome::Escalated if who.is_empty() => {
            lacks(
                "the role that approved it or that it goes to, under \"who\"",
                &mut missing,
            );
            None
        }
        SurgeryOutcome::Exception => Some(OutcomeKind::Exception { approved_by: who }),
        SurgeryOutcome::Escalated => Some(OutcomeKind::Escalated { to: who }),
    };
    match kind {
        Some(kind) if missing.is_empty() => Ok((kind, reason)),
        _ => Err(missing),
    }
}

/// What happened, with the evidence where there is some.
fn reason(row: &ReturnedRow) -> String {
    let (happened, evidence) = (row.words.happened.trim(), row.words.evidence.trim());
    match (happened.is_empty(), evidence.is_empty()) {
        (false, true) => happened.to_owned(),
        (true, false) => format!("On the file: {evidence}"),
        (false, false) => {
            let stop = if happened.ends_with(['.', '!', '?']) {
                ""
            } else {
                "."
            };
            format!("{happened}{stop} On the file: {evidence}")
        }
        (true, true) => String::new(),
    }
}

fn promised(row: &ReturnedRow, due: Option<Day>, answer: &mut Answer) {
    let next = row.words.next_step.trim();
    let kind = answer.outcome.as_ref().map(|(kind, _)| kind);
    let names_a_role = matches!(
        kind,
        Some(OutcomeKind::Exception { .. } | OutcomeKind::Escalated { .. })
    );
    let who = one_name(&row.words.who);
    let owner = Some(who).filter(|who| !who.is_empty());
    let by_outcome = matches!(
        kind,
        Some(OutcomeKind::ToRecord { .. } | OutcomeKind::Booked { .. })
    );
    if !next.is_empty() || by_outcome {
        if owner.is_none() {
            answer.notes.push("nobody is named who does it".to_owned());
        }
        if due.is_none() {
            answer
                .notes
                .push("no day is named by which it is done".to_owned());
        }
        answer.promise = Some(Promised {
            words: Some(next.to_owned()).filter(|next| !next.is_empty()),
            due,
            owner,
        });
    } else if due.is_some() || (owner.is_some() && !names_a_role) {
        answer
            .notes
            .push("a day or a name without a next step promises nothing".to_owned());
    }
}

/// What the store would refuse.
fn faulty(promised: &Promised, held: Day) -> Option<String> {
    let draft = PromiseDraft {
        origin: PromiseOrigin::Surgery,
        origin_ref: None,
        child: None,
        gap: None,
        agreed: held,
        due: promised.due,
        owner: promised.owner.clone(),
        words: promised
            .words
            .clone()
            .unwrap_or_else(|| "booked".to_owned()),
    };
    draft.check().err().map(|(_, why)| lower(&why))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SurgeryWords;

    fn held() -> Day {
        Day::parse_iso("2026-06-12").unwrap()
    }

    fn row(outcome: &str, happened: &str) -> ReturnedRow {
        ReturnedRow {
            line: 4,
            key: String::new(),
            who: None,
            rule: None,
            words: SurgeryWords {
                outcome: outcome.to_owned(),
                happened: happened.to_owned(),
                ..SurgeryWords::default()
            },
            evidence_on: WrittenDay::Blank,
            by_when: WrittenDay::Blank,
        }
    }

    #[test]
    fn an_outcome_without_its_day_its_reason_or_its_role_is_refused_with_what_it_lacks() {
        for (outcome, lacks) in [
            (SurgeryOutcome::SeenOnFile, "date of the evidence"),
            (SurgeryOutcome::ToRecord, "by when"),
            (SurgeryOutcome::Booked, "by when"),
            (SurgeryOutcome::Exception, "who"),
            (SurgeryOutcome::Escalated, "who"),
        ] {
            let said = read(&row(outcome.words(), "the worker was away"), held());
            assert!(said.unwrap_err().join(" ").contains(lacks), "{outcome:?}");
        }
        let said = read(&row(SurgeryOutcome::NotRequired.words(), ""), held());
        assert!(said.unwrap_err().join(" ").contains("no reason"));
        assert!(read(&row("finished", "x"), held()).is_err());
    }

    #[test]
    fn a_day_without_a_year_is_the_next_for_a_plan_and_the_last_for_a_record() {
        let written = WrittenDay::NoYear { month: 1, day: 20 };
        let of = |turn| day(written, (held(), turn)).unwrap().unwrap().to_string();
        assert_eq!(of(Turn::On), "2027-01-20");
        assert_eq!(of(Turn::Back), "2026-01-20");
    }

    #[test]
    fn a_day_that_cannot_be_meant_refuses_the_row() {
        let mut booked = row(SurgeryOutcome::Booked.words(), "moved");
        booked.by_when = WrittenDay::On(Day::parse_iso("2026-06-01").unwrap());
        let said = read(&booked, held()).unwrap_err().join(" ");
        assert!(said.contains("has passed"), "{said}");
        booked.by_when = WrittenDay::Unreadable;
        booked.words.by_when = "soon".to_owned();
        let said = read(&booked, held()).unwrap_err().join(" ");
        assert!(said.contains("\"soon\""), "{said}");
    }

    #[test]
    fn a_next_step_is_promised_with_or_without_an_outcome() {
        let mut only = row("", "");
        only.words.next_step = "hold it".to_owned();
        let answer = read(&only, held()).unwrap();
        assert_eq!(answer.outcome, None);
        assert_eq!(answer.promise.unwrap().words.as_deref(), Some("hold it"));
        assert_eq!(answer.notes.len(), 2);
    }
}
