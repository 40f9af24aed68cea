//! What the people of the made-up authority promised, so that every state of a promise is seen.
//!
//! It invents words and owners only; children and gaps are those of the made-up authority. The
//! surprising thing: a large authority has none, for nobody would have written them down.

use super::{Desk, DeskError, NewTurn, Picture, Said};
use crate::model::{
    ActionStatus, Day, GapKey, Name, PromiseDraft, PromiseId, PromiseOrigin, PromiseTurn, State,
};

/// One promise: words, origin, days since it was agreed and until it is due, and what became of it
/// how many days ago.
struct Part {
    words: &'static str,
    origin: PromiseOrigin,
    agreed: i32,
    due: Option<i32>,
    turns: &'static [(PromiseTurn, i32, &'static str)],
}

const fn part(words: &'static str, agreed: i32, due: Option<i32>) -> Part {
    Part {
        words,
        origin: PromiseOrigin::Surgery,
        agreed,
        due,
        turns: &[],
    }
}

const PARTS: [Part; 9] = [
    part(
        "write to the school about the attendance plan",
        40,
        Some(-12),
    ),
    part("book the review of the plan with the family", 6, Some(4)),
    Part {
        origin: PromiseOrigin::Review,
        ..part(
            "ask the housing office for a decision in writing",
            35,
            Some(21),
        )
    },
    Part {
        origin: PromiseOrigin::Supervision,
        ..part("agree who sees the father", 30, None)
    },
    Part {
        turns: &[
            (PromiseTurn::Carried { to: None }, 20, "the worker was away"),
            (PromiseTurn::Revisited, 9, "still to be done"),
        ],
        ..part("hold the family group meeting", 45, Some(-25))
    },
    Part {
        origin: PromiseOrigin::Review,
        turns: &[(PromiseTurn::Done, 8, "the letter is on the file")],
        ..part("send the letter before the meeting", 28, Some(-9))
    },
    Part {
        turns: &[(
            PromiseTurn::Superseded,
            10,
            "the plan was changed at the conference",
        )],
        ..part("update the safety plan", 33, Some(-5))
    },
    Part {
        origin: PromiseOrigin::ChangeOfHands,
        turns: &[(PromiseTurn::GivenUp, 5, "the family moved to kin elsewhere")],
        ..part("introduce the new worker at home", 26, Some(-7))
    },
    Part {
        origin: PromiseOrigin::Audit,
        ..part("put the reason for the decision on the file", 14, Some(10))
    },
];

impl Desk {
    /// Lets the people of the made-up authority promise things.
    pub(super) fn play_promises(&mut self) -> Result<(), DeskError> {
        let picture = self.picture()?;
        let open: Vec<usize> = picture
            .cases
            .iter()
            .filter(|row| row.open && row.worker.is_some())
            .map(|row| row.child)
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        let as_at = picture.check.as_at;
        // Spread over the list, so that not all are of one family.
        let step = (open.len() / (PARTS.len() + 1)).max(1);
        let mut said = Said::default();
        let mut turns: Vec<(usize, PromiseTurn, Day, &str)> = Vec::new();
        for (at, part) in PARTS.iter().enumerate() {
            let Some(child) = open.get(at * step) else {
                continue;
            };
            let place = said.promises.len();
            let days = (
                as_at.plus_days(-part.agreed),
                part.due.map(|due| as_at.plus_days(due)),
            );
            let owned = at != 3;
            said.promises
                .extend(draft(&picture, *child, (part, days, owned)));
            let told = part.turns.iter();
            turns.extend(told.map(|(turn, ago, words)| {
                let turn = match turn {
                    PromiseTurn::Carried { .. } => PromiseTurn::Carried {
                        to: Some(as_at.plus_days(-3)),
                    },
                    other => *other,
                };
                (place, turn, as_at.plus_days(-ago), *words)
            }));
        }
        let Some(first) = said.promises.first().cloned() else {
            return Ok(());
        };
        for (key, done) in gaps(&picture) {
            let mut draft = PromiseDraft {
                agreed: as_at.plus_days(-30),
                due: Some(as_at.plus_days(-6)),
                ..first.clone()
            };
            "hold the supervision and record it".clone_into(&mut draft.words);
            if let Some(file) = done.and_then(|child| picture.caseload.children.get(child)) {
                draft.child = Some((file.child.id.clone(), file.child.shown.clone()));
                turns.push((
                    said.promises.len(),
                    PromiseTurn::Done,
                    as_at.plus_days(-11),
                    "held on Monday",
                ));
            }
            draft.gap = Some(key);
            said.promises.push(draft);
        }
        said.promises.extend(of_action(&picture));
        self.say("made-up promises".to_owned(), said)?;
        let made: Vec<PromiseId> = self.promises()?.iter().map(|one| one.id).collect();
        let turns = turns.into_iter().filter_map(|(place, turn, on, words)| {
            Some(NewTurn {
                promise: *made.get(place)?,
                turn,
                on,
                words: words.to_owned(),
            })
        });
        let said = Said {
            turns: turns.collect(),
            ..Said::default()
        };
        self.say("what became of them".to_owned(), said)?;
        Ok(())
    }
}

fn draft(
    picture: &Picture,
    child: usize,
    (part, (agreed, due), owned): (&Part, (Day, Option<Day>), bool),
) -> Option<PromiseDraft> {
    let file = picture.caseload.children.get(child)?;
    let owner: Option<Name> = picture.case_row(child)?.worker.clone();
    Some(PromiseDraft {
        origin: part.origin,
        origin_ref: None,
        child: Some((file.child.id.clone(), file.child.shown.clone())),
        gap: None,
        agreed,
        due,
        owner: owner.filter(|_| owned),
        words: part.words.to_owned(),
    })
}

/// A gap that is not there any more, and one that is, with its child: said done, it is open again.
fn gaps(picture: &Picture) -> Vec<(GapKey, Option<usize>)> {
    let supervision = |gap: &&super::Gap| {
        gap.state == State::Overdue && gap.child.is_some() && gap.key.rule().starts_with("SUP-CASE")
    };
    let Some(open) = picture.gaps.iter().find(supervision) else {
        return Vec::new();
    };
    let gone = GapKey::stored(&format!("{}:0:session@2025-01-01", open.key.rule()));
    vec![(gone, None), (open.key.clone(), open.child)]
}

/// An action of the export that was taken over here and is done in the extract.
fn of_action(picture: &Picture) -> Option<PromiseDraft> {
    let files = picture.caseload.children.iter();
    let (file, action) = files
        .flat_map(|file| {
            file.further()
                .actions
                .iter()
                .map(move |action| (file, action))
        })
        .find(|(_, action)| action.status == ActionStatus::Complete && action.owner.is_some())?;
    Some(PromiseDraft {
        origin: PromiseOrigin::Supervision,
        origin_ref: Some(action.source_ref.clone()),
        child: Some((file.child.id.clone(), file.child.shown.clone())),
        gap: None,
        agreed: action.set,
        due: action.due.day().filter(|due| *due >= action.set),
        owner: action.owner.clone(),
        words: format!("action {} of the export, carried on", action.source_ref),
    })
}
