//! The SSDA903 return: children looked after, their episodes of care, reviews, absences and social
//! workers.
//!
//! An episode of care ends with every change of legal status or placement, so a period of care is
//! built from all episodes from the one that starts it (RNE `S`) to the one that is open or ends
//! otherwise than with `X1`. The surprising thing: of a child whose first episode in the file is
//! not an `S` nobody knows here when the care began, so no period is made up and the child's care
//! clocks cannot be computed from this file; placements and legal statuses are still used.

use super::{
    desk::Fault,
    desk::Notes,
    layout::Role,
    recognise::Plan,
    rows::{Draft, NO_CLOCK, NOT_USED, Row, RowEnd},
};
use crate::model::{
    Answer, CarePeriod, CareReview, ChildId, Dated, Day, Fact, FactKind, Handler, InvolvedAs,
    Involvement, LegalPeriod, LegalStatus, Liberty, Missing, Name, Permanence, Placement,
    PlacementKind, Record, Source,
};

/// Why a worker's time with a child ended, as the return codes it.
const WORKER_REASONS: [&str; 10] = [
    "MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC", "ABSENC", "CHCHAN", "PCCHAN", "SWDIED",
    "OTHERS",
];

/// Why an episode of care is a new one (RNE).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    /// `S`: the child began to be looked after.
    Care,
    /// `L`: another legal status.
    Legal,
    /// `P` and `T`: another placement.
    Placement,
    /// `B` and `U`: both.
    Both,
    Unknown,
}

/// Why it ended (REC).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Blank,
    /// `X1`: another episode follows.
    GoesOn,
    /// The child left care.
    Leaves,
}

/// One episode of care.
pub(super) struct Episode {
    child: ChildId,
    shown: Name,
    birth: Option<Day>,
    row: u32,
    start: Day,
    end: Dated,
    begins: Begins,
    ends: Ends,
    legal: String,
    place: String,
}

/// What a sheet of episodes comes to.
pub(super) struct Together {
    pub(super) drafts: Vec<Draft>,
    pub(super) rejected: u32,
}

impl Row<'_, '_> {
    /// Sets an episode of care aside until all are read.
    pub(super) fn episode_of_care(&mut self) -> RowEnd {
        let (child, shown) = match self.child() {
            Ok(child) => child,
            Err(end) => return end,
        };
        let Some((start, end)) = self.span(&child) else {
            return RowEnd::Rejected;
        };
        let begins = match self.bare_code(Role::NewEpisode).as_str() {
            "S" => Begins::Care,
            "L" => Begins::Legal,
            "P" | "T" => Begins::Placement,
            "B" | "U" => Begins::Both,
            _ => {
                let expected = "S, L, P, T, B or U";
                self.tally(Role::NewEpisode, expected, "read as a change");
                Begins::Unknown
            }
        };
        let ends = match self.bare_code(Role::EpisodeEnd).as_str() {
            "" => Ends::Blank,
            "X1" => Ends::GoesOn,
            code if code.starts_with('E') => Ends::Leaves,
            _ => {
                self.tally(
                    Role::EpisodeEnd,
                    "X1 or a code of E",
                    "read as an end of care",
                );
                Ends::Leaves
            }
        };
        if end == Dated::Blank && ends == Ends::Leaves {
            self.tally(
                Role::EpisodeEnd,
                "a date of the end beside it",
                "read as open",
            );
        }
        let (legal, place) = (
            self.bare_code(Role::LegalStatus),
            self.bare_code(Role::PlacementType),
        );
        if PlacementKind::of_code(&place) == PlacementKind::Unknown && !place.is_empty() {
            self.tally(Role::PlacementType, "a placement code", "read as unknown");
        }
        let birth = self.birth();
        self.episodes.push(Episode {
            child,
            shown,
            birth,
            row: self.number,
            start,
            end,
            begins,
            ends,
            legal,
            place,
        });
        RowEnd::Used
    }

    fn bare_code(&self, role: Role) -> String {
        self.cell(role).text().trim().to_ascii_uppercase()
    }

    /// A review that was held, at whatever the child's part in it (PN0 to PN7).
    pub(super) fn care_review(&mut self, child: &ChildId) -> Option<Record> {
        Some(Record::CareReview(CareReview {
            on: self.key_day(child)?,
            cancelled: Answer::Blank,
            supplied_due: Dated::Blank,
        }))
    }

    /// `M`: missing. `A` is away without being missing, which no clock is about.
    pub(super) fn missing(&mut self, child: &ChildId) -> Option<Record> {
        match self.bare_code(Role::AwayAs).as_str() {
            "M" | "MISSING" => {}
            "A" | "ABSENT" | "AWAY" => {
                self.tally(Role::AwayAs, "M", "away, not missing: no missing episode");
                return None;
            }
            _ => {
                self.lost(Some(child), Role::AwayAs, "M or A");
                return None;
            }
        }
        let (start, end) = self.span(child)?;
        Some(Record::Missing(Missing {
            start,
            end,
            interview_offered: Answer::Blank,
            interview_accepted: Answer::Blank,
        }))
    }

    /// A worker's time with a child. The worker is named by an id.
    pub(super) fn social_worker(&mut self, child: &ChildId) -> Option<Record> {
        let (start, end) = self.span(child)?;
        let worker = self.name(Role::Worker);
        if worker.is_none() {
            self.lost(Some(child), Role::Worker, "a worker's id");
            return None;
        }
        self.worker_reason();
        Some(Record::Involvement(Involvement {
            start,
            end,
            role: InvolvedAs::CaseWorker,
            handler: Handler { team: None, worker },
        }))
    }

    fn worker_reason(&mut self) {
        let place = self.plan.details.iter().find(|(_, name)| *name == "reason");
        let Some((place, _)) = place else { return };
        let cell = self.at(*place);
        let code = cell.text().trim().to_ascii_uppercase();
        if !cell.is_blank() && !WORKER_REASONS.contains(&code.as_str()) {
            let fault = Fault {
                column: self
                    .plan
                    .list
                    .columns
                    .get(*place)
                    .map(|c| c.name().to_owned()),
                found: cell.shown(),
                expected: "a reason of the return",
                effect: "kept as it stands",
            };
            self.notes.tally(self.number, fault);
        }
    }

    pub(super) fn liberty(&mut self, child: &ChildId) -> Option<Record> {
        let (start, end) = self.span(child)?;
        Some(Record::Liberty(Liberty { start, end }))
    }
}

/// Builds the periods of care, placements and legal statuses of every child.
pub(super) fn periods(mut episodes: Vec<Episode>, plan: &Plan, notes: &mut Notes) -> Together {
    episodes.sort_by(|a, b| (&a.child, a.start, a.row).cmp(&(&b.child, b.start, b.row)));
    let mut bench = Bench {
        plan,
        notes,
        drafts: Vec::with_capacity(episodes.len() * 2),
        rejected: 0,
    };
    for of_child in episodes.chunk_by(|a, b| a.child == b.child) {
        bench.child(of_child);
    }
    bench.drafts.sort_by_key(|draft| draft.row);
    Together {
        drafts: bench.drafts,
        rejected: bench.rejected,
    }
}

struct Bench<'b> {
    plan: &'b Plan,
    notes: &'b mut Notes,
    drafts: Vec<Draft>,
    rejected: u32,
}

/// Episodes that follow one another.
struct Run<'e> {
    episodes: Vec<&'e Episode>,
    end: Dated,
}

impl Bench<'_> {
    fn child(&mut self, episodes: &[Episode]) {
        let mut runs: Vec<Run<'_>> = Vec::new();
        let mut repeats = Vec::new();
        for episode in episodes {
            let before = runs.last().and_then(|run| run.episodes.last().copied());
            match before {
                Some(before) if is_same(before, episode) => {
                    repeats.push((before.row, episode.row));
                    continue;
                }
                Some(before) if before.end.day().is_some_and(|end| end > episode.start) => {
                    let expected = format!("no episode before the one of row {} ends", before.row);
                    self.lost(episode, Role::Start, &expected);
                    self.rejected += 1;
                    continue;
                }
                _ => {}
            }
            let goes_on = before.is_some_and(|before| self.follows(before, episode));
            match runs.last_mut().filter(|_| goes_on) {
                Some(run) => run.episodes.push(episode),
                None => runs.push(Run {
                    episodes: vec![episode],
                    end: Dated::Blank,
                }),
            }
        }
        let last = runs.len().saturating_sub(1);
        for (at, mut run) in runs.into_iter().enumerate() {
            run.end = self.end_of(&run, at == last);
            self.run(&run);
        }
        for (first, again) in repeats {
            self.repeat(first, again);
        }
    }

    /// Whether an episode belongs to the same period of care as the one before it.
    fn follows(&mut self, before: &Episode, episode: &Episode) -> bool {
        let ended = before.end.day().is_some() && before.ends != Ends::GoesOn;
        if episode.begins == Begins::Care || ended {
            return false;
        }
        let expected = match before.end {
            Dated::On(end) if end < episode.start => format!("{end}, when the one before ended"),
            Dated::Blank => format!("an end of the episode of row {}", before.row),
            _ => return true,
        };
        let fault = Fault {
            column: self.plan.heading(Role::Start),
            found: episode.start.to_string(),
            expected: &expected,
            effect: "the one before is taken to last until then",
        };
        self.notes.add(Some(episode.row), fault);
        true
    }

    /// When the care ended. Unreadable where the file breaks off.
    fn end_of(&mut self, run: &Run<'_>, is_last: bool) -> Dated {
        let Some(last) = run.episodes.last() else {
            return Dated::Blank;
        };
        let broken_off = match (last.end, last.ends) {
            (Dated::On(_), Ends::GoesOn) => true,
            (Dated::Blank, _) => !is_last,
            _ => false,
        };
        if !broken_off {
            return last.end;
        }
        let fault = Fault {
            column: self.plan.heading(Role::End),
            found: last
                .end
                .day()
                .map(|day| day.to_string())
                .unwrap_or_default(),
            expected: "the episode that follows, or an end of care",
            effect: NO_CLOCK,
        };
        let of = (FactKind::CarePeriod, false);
        let child = Some(last.child.clone());
        self.notes.add_for(last.row, child, of, fault);
        Dated::Unreadable
    }

    fn run(&mut self, run: &Run<'_>) {
        let (Some(first), Some(last)) = (run.episodes.first(), run.episodes.last()) else {
            return;
        };
        let legal = spans(run, |before, episode| {
            matches!(episode.begins, Begins::Legal | Begins::Both) || before.legal != episode.legal
        });
        let places = spans(run, |before, episode| {
            matches!(episode.begins, Begins::Placement | Begins::Both)
                || before.place != episode.place
        });
        let current = places.last().map_or(first.start, |(from, _)| from.start);
        if first.begins == Begins::Care {
            let care = CarePeriod {
                start: first.start,
                end: run.end,
                last_visit: Dated::Blank,
                latest_review: Dated::Blank,
                legal_status: LegalStatus::of_code(&last.legal),
                placement_start: Dated::On(current),
                placement: PlacementKind::of_code(&last.place),
                permanence: Permanence::Blank,
                out_of_area: Answer::Blank,
                placements_in_year: None,
                handler: Handler::default(),
            };
            self.push(first, Record::CarePeriod(care));
        } else {
            self.start_unknown(first);
        }
        for (episode, end) in places {
            let placement = Placement {
                start: episode.start,
                end,
                kind: PlacementKind::of_code(&episode.place),
                out_of_area: Answer::Blank,
            };
            self.push(episode, Record::Placement(placement));
        }
        for (episode, end) in legal {
            let period = LegalPeriod {
                start: episode.start,
                end,
                status: LegalStatus::of_code(&episode.legal),
            };
            self.push(episode, Record::LegalPeriod(period));
        }
    }

    /// An episode of a period that began before the file does.
    fn start_unknown(&mut self, episode: &Episode) {
        let fault = Fault {
            column: self.plan.heading(Role::NewEpisode),
            found: word(episode.begins).to_owned(),
            expected: "S, with which the period of care began",
            effect: "placement and legal status used; when the care began is not known",
        };
        let child = Some(episode.child.clone());
        let of = (FactKind::CarePeriod, true);
        self.notes.add_for(episode.row, child, of, fault);
    }

    fn lost(&mut self, episode: &Episode, role: Role, expected: &str) {
        let fault = Fault {
            column: self.plan.heading(role),
            found: episode.start.to_string(),
            expected,
            effect: NOT_USED,
        };
        let child = Some(episode.child.clone());
        let of = (FactKind::CarePeriod, true);
        self.notes.add_for(episode.row, child, of, fault);
    }

    fn push(&mut self, episode: &Episode, record: Record) {
        self.drafts.push(Draft {
            fact: Fact {
                child: Some(episode.child.clone()),
                shown_id: Some(episode.shown.clone()),
                source_ref: Name::from(""),
                source: Source::Ssda903,
                record,
                details: None,
            },
            row: episode.row,
            birth: episode.birth,
        });
    }

    /// The same row once more says the same facts once more.
    fn repeat(&mut self, first: u32, again: u32) {
        let same: Vec<Draft> = self
            .drafts
            .iter()
            .filter(|draft| draft.row == first)
            .map(|draft| Draft {
                fact: draft.fact.clone(),
                row: again,
                birth: draft.birth,
            })
            .collect();
        self.drafts.extend(same);
    }
}

fn is_same(a: &Episode, b: &Episode) -> bool {
    a.start == b.start
        && a.end == b.end
        && a.begins == b.begins
        && a.legal == b.legal
        && a.place == b.place
}

/// The episodes with which something new began, and when that ended.
fn spans<'e>(
    run: &Run<'e>,
    begins: impl Fn(&Episode, &Episode) -> bool,
) -> Vec<(&'e Episode, Dated)> {
    let mut spans: Vec<(&Episode, Dated)> = Vec::new();
    let mut before: Option<&Episode> = None;
    for episode in &run.episodes {
        if before.is_none_or(|before| begins(before, episode)) {
            if let Some((_, end)) = spans.last_mut() {
                *end = Dated::On(episode.start);
            }
            spans.push((episode, run.end));
        }
        before = Some(episode);
    }
    spans
}

const fn word(begins: Begins) -> &'static str {
    match begins {
        Begins::Care => "S",
        Begins::Legal => "L",
        Begins::Placement => "P",
        Begins::Both => "B",
        Begins::Unknown => "",
    }
}
