//! What the clocks say about entries by hand: a gap that one would close says so and stays a gap.
//!
//! Pure. The surprising thing: a clock's state changes here in one case only, where the rules would
//! claim that a record was not on the file of which it is merely not known since when it is.

use std::collections::HashMap;

use super::{EntryRow, Filing};
use crate::model::{
    Answer, ChildId, Day, EntryKind, Name, SessionStatus, SessionType, State, Subject,
};
use crate::rules::{Check, RuleResult, StoppedBy, stopped_by};

/// The entries about each child or worker, by the text that names them.
struct BySubject<'a>(HashMap<&'a str, Vec<&'a EntryRow>>);

impl<'a> BySubject<'a> {
    fn of(rows: &'a [EntryRow]) -> Self {
        let mut by: HashMap<&str, Vec<&EntryRow>> = HashMap::new();
        for row in rows {
            let subject = &row.entry.said.subject;
            let name = subject
                .child()
                .map_or_else(|| subject.shown().as_ref(), ChildId::as_str);
            by.entry(name).or_default().push(row);
        }
        Self(by)
    }

    fn about(&self, subject: &Subject) -> impl Iterator<Item = &'a EntryRow> {
        let name = match subject {
            Subject::Child(id) => id.as_str(),
            Subject::Worker(name) => name.as_ref(),
        };
        let named = self.0.get(name).map(Vec::as_slice).unwrap_or_default();
        named.iter().copied().filter(|row| row.is_about(subject))
    }
}

/// Whether an entry, once it is seen on the file, could stop a clock of this rule that began on
/// this day.
fn answers(row: &EntryRow, counts: &[SessionType], by: StoppedBy, since: Option<Day>) -> bool {
    let later = since.is_none_or(|since| row.entry.said.on > since);
    later
        && match (&row.entry.said.what, by) {
            (EntryKind::Session { kind, status, .. }, StoppedBy::Session) => {
                *status == SessionStatus::Held && counts.contains(kind)
            }
            (EntryKind::Visit { seen, .. }, StoppedBy::Visit) => *seen == Answer::Yes,
            _ => false,
        }
}

/// Lets the gaps that an entry would close say so. They stay what they are.
pub(super) fn reread(rows: &[EntryRow], check: &mut Check) {
    if rows.is_empty() {
        return;
    }
    let (as_at, by_subject) = (check.as_at, BySubject::of(rows));
    for result in &mut check.rules {
        let by = stopped_by(&result.rule.id);
        if by == StoppedBy::Other {
            continue;
        }
        if by == StoppedBy::Recording {
            put_there_unseen(&by_subject, result, as_at);
            continue;
        }
        let counts = result.rule.counts.clone();
        for finding in &mut result.findings {
            if finding.state != State::Overdue {
                continue;
            }
            let latest = by_subject
                .about(&finding.subject)
                .filter(|row| answers(row, &counts, by, finding.trigger))
                .filter(|row| match row.filing {
                    Filing::NotYet => true,
                    // Seen there, but after the day on which the clock is read.
                    Filing::Seen => row.entry.said.on > as_at,
                    Filing::Shown(_) | Filing::Withdrawn => false,
                })
                .max_by_key(|row| row.entry.said.on);
            if let Some(row) = latest {
                let day = row.entry.said.on.long();
                let words = match row.filing {
                    Filing::Seen => format!(
                        "{} on {day}, after the data end: entered here and seen on {}",
                        if by == StoppedBy::Visit {
                            "visited"
                        } else {
                            "held"
                        },
                        row.file()
                    ),
                    _ => format!("{ENTERED} {}: {day}", row.file()),
                };
                finding.reading = Some(Name::from(words));
            }
        }
    }
}

/// Seen on the file after its time, or after the day on which the clock is read: when it was put
/// there nobody said, so whether it was there in time cannot be told.
fn put_there_unseen(rows: &BySubject<'_>, result: &mut RuleResult, as_at: Day) {
    let place = |state| State::ALL.iter().position(|known| *known == state);
    for finding in &mut result.findings {
        let late = finding.state == State::Late;
        if !late && !matches!(finding.state, State::Overdue | State::Due) {
            continue;
        }
        let later = rows.about(&finding.subject).find_map(|row| {
            let own = row.counted && finding.trigger == Some(row.entry.said.on);
            let seen = row.entry.seen.as_ref().filter(|_| own)?;
            (seen.filed.is_none() && (late || seen.on > as_at)).then_some(seen.on)
        });
        let (Some(seen), Some(was), Some(is)) =
            (later, place(finding.state), place(State::NotComputable))
        else {
            continue;
        };
        result.counts.0[was] = result.counts.0[was].saturating_sub(1);
        result.counts.0[is] += 1;
        finding.state = State::NotComputable;
        (finding.over, finding.reading) = (None, None);
        (finding.stop, finding.elapsed) = (None, None);
        let after = if seen > as_at {
            ", after the data end"
        } else {
            ""
        };
        finding.note = Some(Name::from(format!(
            "entered here and seen on the file {}{after}; the day on which it was put there was not given",
            seen.long()
        )));
    }
}

/// How a reading begins that speaks of an entry; its day stands at its end.
const ENTERED: &str = "entered here, not yet seen on";

/// The reading of an entry as one short phrase: "entered 10 Jun 2026".
pub(super) fn short(reading: &str) -> Option<String> {
    let (_, day) = reading.strip_prefix(ENTERED)?.split_once(": ")?;
    Some(format!("entered {day}"))
}

/// Where the clock of a gap was started or stopped by an entry: who entered it, and who saw it.
pub(super) fn stands_on(
    rows: &[EntryRow],
    subject: &Subject,
    days: [Option<Day>; 2],
) -> Option<String> {
    let row = rows.iter().find(|row| {
        row.counted && row.is_about(subject) && days.contains(&Some(row.entry.said.on))
    })?;
    Some(format!(
        "The {} of {} was {}.",
        row.entry.said.what.label(),
        row.entry.said.on.long(),
        row.provenance()
    ))
}
