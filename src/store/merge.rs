//! Where a fact of one extract belongs in the history of that fact. Pure: no SQL here.
//!
//! A version is known from an as-at up to (not including) another. An extract of day D speaks for
//! D and on, until the next extract that held the list. The surprising thing: an extract that
//! merely confirms a fact writes nothing, so an older extract imported later must not run past the
//! newer ones that are already there; their days are handed in as `newer`.

use super::row::{NO_DAY, Row};
use crate::model::FactKind;

/// One version of a fact as it lies in the store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Version {
    pub number: i64,
    pub from: i64,
    /// `None`: until something newer is known.
    pub to: Option<i64>,
    pub listed: bool,
    pub row: Row,
}

impl Version {
    fn is_empty(&self) -> bool {
        self.to.is_some_and(|to| to <= self.from)
    }

    fn covers(&self, day: i64) -> bool {
        self.from <= day && self.to.is_none_or(|to| to > day)
    }
}

/// An import that held the list: its as-at, and from which day it lists every event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Extract {
    pub day: i64,
    pub window_from: Option<i64>,
}

/// What it means that an extract does not hold a fact that was known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    /// Nothing: it has left the window, or its list is no window.
    Stays,
    /// It lies inside the window and is not there: it was withdrawn.
    Gone,
    /// It was open, and is not listed any more: neither open nor closed.
    Unlisted,
}

/// Reads the absence of a fact that started on `start`, as it was last known.
pub(super) fn fate(kind: FactKind, start: i64, row: &Row, extract: Extract) -> Fate {
    let inside = |day: i64| {
        day != NO_DAY && day <= extract.day && extract.window_from.is_some_and(|from| day >= from)
    };
    let ended = row.end.filter(|end| *end != NO_DAY && *end <= extract.day);
    match kind {
        // Of a care check each extract names only the latest.
        FactKind::Person | FactKind::Adoption | FactKind::Adopter | FactKind::CareCheck => {
            Fate::Stays
        }
        FactKind::Family | FactKind::Supervisor => Fate::Gone,
        FactKind::Leaver | FactKind::Staff => Fate::Unlisted,
        FactKind::Contact
        | FactKind::Referral
        | FactKind::Session
        | FactKind::Visit
        | FactKind::Conference
        | FactKind::ReviewConference
        | FactKind::CareReview
        | FactKind::Happening
        | FactKind::Audit
        | FactKind::Absence => {
            if inside(start) {
                Fate::Gone
            } else {
                Fate::Stays
            }
        }
        FactKind::Assessment | FactKind::Enquiry | FactKind::EarlyHelp => {
            // "Conference deemed unnecessary" (code 1) ends an enquiry as a conference does.
            let over = ended.is_some() || (kind == FactKind::Enquiry && row.code == 1);
            match (inside(start), over) {
                (true, _) => Fate::Gone,
                (false, false) => Fate::Unlisted,
                (false, true) => Fate::Stays,
            }
        }
        FactKind::Cin
        | FactKind::CpPlan
        | FactKind::CarePeriod
        | FactKind::CinPlan
        | FactKind::Placement
        | FactKind::LegalPeriod
        | FactKind::Involvement
        | FactKind::Missing
        | FactKind::PreProceedings
        | FactKind::Liberty
        | FactKind::Action
        | FactKind::Escalation => match ended {
            None => Fate::Unlisted,
            Some(end) if inside(end) => Fate::Gone,
            Some(_) => Fate::Stays,
        },
    }
}

/// How the store counts a fact of an extract.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    Unchanged,
    New,
    Changed,
}

/// A version to add.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Span {
    pub from: i64,
    pub to: Option<i64>,
    pub listed: bool,
    pub row: Row,
}

/// What has to be written so that the history says what the extract says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Plan {
    pub verdict: Verdict,
    /// The version to close on the extract's day.
    pub close: Option<i64>,
    pub add: Vec<Span>,
}

/// Places a row that the extract of `day` holds. `newer` are the extracts of the same list with a
/// later as-at that are in the store already, in order; `absent` reads their silence.
pub(super) fn place(
    history: &[Version],
    row: &Row,
    day: i64,
    newer: &[Extract],
    absent: &dyn Fn(&Row, Extract) -> Fate,
) -> Plan {
    let live = || history.iter().filter(|v| !v.is_empty());
    let span = |from, to, listed, row: &Row| Span {
        from,
        to,
        listed,
        row: row.clone(),
    };
    if let Some(current) = in_force(history, day) {
        if current.listed && current.row == *row {
            return Plan {
                verdict: Verdict::Unchanged,
                close: None,
                add: Vec::new(),
            };
        }
        let next = newer
            .first()
            .map(|e| e.day)
            .filter(|n| current.to.is_none_or(|to| *n < to));
        let mut add = vec![span(day, next.or(current.to), true, row)];
        if let Some(next) = next {
            add.push(span(next, current.to, current.listed, &current.row));
        }
        return Plan {
            verdict: Verdict::Changed,
            close: Some(current.number),
            add,
        };
    }
    let verdict = if history.is_empty() {
        Verdict::New
    } else {
        Verdict::Changed
    };
    let until = live().map(|v| v.from).filter(|from| *from > day).min();
    let silent = newer.iter().filter(|e| until.is_none_or(|u| e.day < u));
    let mut add = Vec::new();
    for extract in silent {
        match absent(row, *extract) {
            Fate::Stays => {}
            Fate::Gone => {
                add.push(span(day, Some(extract.day), true, row));
                return Plan {
                    verdict,
                    close: None,
                    add,
                };
            }
            Fate::Unlisted => {
                add.push(span(day, Some(extract.day), true, row));
                add.push(span(extract.day, until, false, row));
                return Plan {
                    verdict,
                    close: None,
                    add,
                };
            }
        }
    }
    add.push(span(day, until, true, row));
    Plan {
        verdict,
        close: None,
        add,
    }
}

/// The version in force on a day.
pub(super) fn in_force(history: &[Version], day: i64) -> Option<&Version> {
    history
        .iter()
        .filter(|v| !v.is_empty() && v.covers(day))
        .max_by_key(|v| v.number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(code: i64) -> Row {
        Row {
            code,
            ..Row::default()
        }
    }

    fn extract(day: i64) -> Extract {
        Extract {
            day,
            window_from: None,
        }
    }

    /// Applies a plan the way the store does.
    fn apply(history: &mut Vec<Version>, code: i64, day: i64, newer: &[i64]) -> Verdict {
        let newer: Vec<Extract> = newer.iter().map(|d| extract(*d)).collect();
        let plan = place(history, &row(code), day, &newer, &|_, _| Fate::Stays);
        for version in history.iter_mut().filter(|v| Some(v.number) == plan.close) {
            version.to = Some(day);
        }
        for span in plan.add {
            let number = i64::try_from(history.len()).unwrap();
            history.push(Version {
                number,
                from: span.from,
                to: span.to,
                listed: span.listed,
                row: span.row,
            });
        }
        plan.verdict
    }

    fn known(history: &[Version], day: i64) -> Option<i64> {
        in_force(history, day).map(|v| v.row.code)
    }

    #[test]
    fn the_same_extract_twice_changes_nothing() {
        let mut history = Vec::new();
        assert_eq!(apply(&mut history, 1, 100, &[]), Verdict::New);
        assert_eq!(apply(&mut history, 1, 100, &[]), Verdict::Unchanged);
        assert_eq!(apply(&mut history, 1, 130, &[]), Verdict::Unchanged);
        assert_eq!(history.len(), 1);
    }

    #[test]
    fn an_older_extract_adds_history_and_closes_nothing_newer() {
        let mut history = Vec::new();
        apply(&mut history, 2, 100, &[]);
        assert_eq!(apply(&mut history, 1, 70, &[100]), Verdict::Changed);
        assert_eq!(
            [70, 99, 100].map(|d| known(&history, d)),
            [1, 1, 2].map(Some)
        );
        assert_eq!(known(&history, 69), None);
    }

    #[test]
    fn an_extract_between_two_that_agree_speaks_only_until_the_second() {
        let mut history = Vec::new();
        apply(&mut history, 1, 70, &[]);
        apply(&mut history, 1, 100, &[]);
        apply(&mut history, 3, 85, &[100]);
        assert_eq!(
            [70, 84, 85, 99, 100, 400].map(|d| known(&history, d)),
            [1, 1, 3, 3, 1, 1].map(Some)
        );
    }

    #[test]
    fn a_corrected_extract_of_the_same_day_wins_and_keeps_what_it_replaced() {
        let mut history = Vec::new();
        apply(&mut history, 1, 100, &[]);
        apply(&mut history, 2, 100, &[]);
        assert_eq!(known(&history, 100), Some(2));
        assert_eq!(history.len(), 2);
    }

    #[test]
    fn an_open_plan_in_an_older_extract_is_not_listed_from_the_newer_silent_one() {
        let newer = [Extract {
            day: 100,
            window_from: Some(0),
        }];
        let plan = place(&[], &row(1), 70, &newer, &|r, e| {
            fate(FactKind::CpPlan, 10, r, e)
        });
        let spans: Vec<_> = plan.add.iter().map(|s| (s.from, s.to, s.listed)).collect();
        assert_eq!(spans, [(70, Some(100), true), (100, None, false)]);
    }

    #[test]
    fn a_missing_row_is_gone_only_inside_the_window() {
        let window = Extract {
            day: 100,
            window_from: Some(50),
        };
        assert_eq!(fate(FactKind::Contact, 60, &row(0), window), Fate::Gone);
        assert_eq!(fate(FactKind::Contact, 40, &row(0), window), Fate::Stays);
        assert_eq!(
            fate(FactKind::Assessment, 40, &row(0), window),
            Fate::Unlisted
        );
        let authorised = Row {
            end: Some(45),
            ..Row::default()
        };
        assert_eq!(
            fate(FactKind::Assessment, 40, &authorised, window),
            Fate::Stays
        );
        assert_eq!(fate(FactKind::Cin, 40, &row(0), window), Fate::Unlisted);
        assert_eq!(fate(FactKind::Cin, 40, &authorised, window), Fate::Stays);
        let closed_in_window = Row {
            end: Some(60),
            ..Row::default()
        };
        assert_eq!(
            fate(FactKind::Cin, 40, &closed_in_window, window),
            Fate::Gone
        );
    }

    proptest::proptest! {
        /// However extracts arrive, the newest word on or before a day is what is known on it.
        #[test]
        fn what_is_known_does_not_depend_on_the_order_of_extracts(
            says in proptest::collection::btree_map(0_i64..40, 1_i64..3, 1..8),
            turn in 0_usize..8, backwards in proptest::bool::ANY,
        ) {
            let mut order: Vec<i64> = says.keys().copied().collect();
            let turn = turn % order.len();
            order.rotate_left(turn);
            if backwards { order.reverse(); }
            let mut history = Vec::new();
            let mut done: Vec<i64> = Vec::new();
            for day in order {
                let mut newer: Vec<i64> = done.iter().copied().filter(|d| *d > day).collect();
                newer.sort_unstable();
                apply(&mut history, says[&day], day, &newer);
                done.push(day);
            }
            for day in 0..45 {
                let expected = says.range(..=day).next_back().map(|(_, code)| *code);
                proptest::prop_assert_eq!(known(&history, day), expected);
            }
        }
    }
}
