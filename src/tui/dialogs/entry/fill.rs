//! From the fields to what is saved, and from an entry back to the fields.

use super::{EntryChoice, EntryForm, Field, Part, Target, Task};
use crate::model::{
    Answer, ChildId, Day, EntryChange, EntryDraft, EntryField, EntryKind, EntrySubject, Name,
    SessionStatus,
};
use crate::review::EntryRow;
use crate::tui::dates::{self, Lean};

type Wrong = (Part, String);

impl EntryForm {
    /// The form that corrects an entry, with what was said in it.
    #[must_use]
    pub fn correcting(row: &EntryRow, today: Day) -> Self {
        let said = &row.entry.said;
        let (choice, more) = match &said.what {
            EntryKind::Session {
                kind,
                status,
                decision,
            } => (
                EntryChoice::Session(*kind),
                vec![
                    (Part::Status, status.word().replace('_', " ")),
                    (Part::Decided, answer_word(*decision).to_owned()),
                ],
            ),
            EntryKind::Decision { why, taken_by } => (
                EntryChoice::Decision,
                vec![
                    (Part::Why, why.clone()),
                    (Part::TakenBy, named(taken_by.as_ref())),
                ],
            ),
            EntryKind::Action { owner, due, done } => (
                EntryChoice::Action,
                vec![
                    (Part::Owner, named(owner.as_ref())),
                    (Part::Due, due.map_or_else(String::new, Day::long)),
                    (Part::Done, done.map_or_else(String::new, Day::long)),
                ],
            ),
            EntryKind::Visit { seen, alone } => (
                EntryChoice::Visit,
                vec![
                    (Part::Seen, answer_word(*seen).to_owned()),
                    (Part::Alone, answer_word(*alone).to_owned()),
                ],
            ),
        };
        let targets = match &said.subject {
            EntrySubject::Child { id, shown } => vec![(Some(id.clone()), shown.to_string())],
            EntrySubject::Worker(_) => Vec::new(),
        };
        let stranger = targets.first().and_then(|(id, _)| id.clone());
        let targets = targets
            .into_iter()
            .map(|(_, shown)| Target {
                shown,
                ..Target::default()
            })
            .collect();
        let mut form = Self::choosing(targets, today);
        form.task = Task::Correct(row.entry.id);
        form.choose(choice);
        // The entry itself accepted its child.
        form.stranger = stranger;
        if said.team.is_some() {
            form.add_team();
        }
        let mut values = vec![
            (Part::On, said.on.long()),
            (Part::Worker, named(said.worker.as_ref())),
            (Part::Supervisor, named(said.supervisor.as_ref())),
            (Part::Team, named(said.team.as_ref())),
            (Part::Words, said.words.clone()),
        ];
        values.extend(more);
        for field in &mut form.fields {
            if let Some((_, value)) = values.iter().find(|(part, _)| *part == field.part) {
                field.put(value);
            }
            // What was said is changed letter by letter, and only the day is typed over.
            field.fresh = field.part == Part::On;
        }
        form
    }

    /// The form that says when the record was seen on the file.
    #[must_use]
    pub fn seeing(row: &EntryRow, today: Day) -> Self {
        let mut form = Self::choosing(Vec::new(), today);
        form.task = Task::Seen(row.entry.id, row.entry.said.on);
        form.fields = vec![
            Field::text(Part::On, "Seen there on", today.long()),
            Field::text(Part::Filed, "Put there on", String::new()),
        ];
        form
    }

    /// The form that says why an entry was a mistake.
    #[must_use]
    pub fn withdrawing(row: &EntryRow, today: Day) -> Self {
        let mut form = Self::choosing(Vec::new(), today);
        form.task = Task::Withdraw(row.entry.id);
        form.fields = vec![Field::text(Part::Reason, "Why", String::new())];
        form
    }

    fn add_team(&mut self) {
        if self.field(Part::Team).is_none() {
            let place = self
                .fields
                .iter()
                .position(|field| matches!(field.part, Part::Status | Part::Words | Part::Seen))
                .unwrap_or(self.fields.len());
            self.fields
                .insert(place, Field::text(Part::Team, "Team", String::new()));
        }
    }

    /// What is to be saved, if everything it needs is there; else the field that lacks is in
    /// focus and says why.
    pub fn complete(&mut self) -> Option<EntryChange> {
        let built = match self.task {
            Task::Enter => self.drafts().map(EntryChange::Enter),
            Task::Correct(id) => self.drafts().map(|mut drafts| EntryChange::Correct {
                id,
                to: drafts.remove(0),
            }),
            Task::Seen(id, held) => {
                self.sighting(held)
                    .map(|(on, filed)| EntryChange::Seen { id, on, filed })
            }
            Task::Withdraw(id) => match self.value(Part::Reason) {
                "" => Err((Part::Reason, "Say in a few words why.".to_owned())),
                reason => Ok(EntryChange::Withdraw {
                    id,
                    reason: reason.to_owned(),
                }),
            },
        };
        match built {
            Ok(change) => Some(change),
            Err((part, trouble)) => {
                self.complain(part, trouble);
                None
            }
        }
    }

    fn sighting(&self, held: Day) -> Result<(Day, Option<Day>), Wrong> {
        let on = self.day(Part::On)?;
        let filed = match self.value(Part::Filed) {
            "" => None,
            _ => Some(self.day(Part::Filed)?),
        };
        let wrong = |part, words: String| Err((part, words));
        if on > self.today {
            let words = "has not come yet. Give the day on which you saw the record.";
            return wrong(Part::On, format!("{} {words}", on.long()));
        }
        if on < held {
            let words = format!("It was only held on {}. Check the day.", held.long());
            return wrong(Part::On, words);
        }
        if filed.is_some_and(|filed| filed < held || filed > on) {
            let words = format!(
                "It was put there between {}, when it was held, and {}.",
                held.long(),
                on.long()
            );
            return wrong(Part::Filed, words);
        }
        Ok((on, filed))
    }

    fn value(&self, part: Part) -> &str {
        self.field(part)
            .map_or("", |field| field.input.value().trim())
    }

    fn name(&self, part: Part) -> Option<Name> {
        let value = self.value(part);
        (!value.is_empty()).then(|| Name::from(value))
    }

    fn day(&self, part: Part) -> Result<Day, Wrong> {
        let planned = self.value(Part::Status) == SessionStatus::Planned.word();
        let lean = match part {
            Part::Due => Lean::Future,
            Part::On if planned => Lean::Future,
            _ => Lean::Past,
        };
        dates::read(self.value(part), self.today, lean).map_err(|trouble| (part, trouble))
    }

    fn optional_day(&self, part: Part) -> Result<Option<Day>, Wrong> {
        match self.value(part) {
            "" => Ok(None),
            _ => self.day(part).map(Some),
        }
    }

    fn kind(&self, choice: EntryChoice) -> Result<EntryKind, Wrong> {
        Ok(match choice {
            EntryChoice::Session(kind) => EntryKind::Session {
                kind,
                status: SessionStatus::ALL
                    .into_iter()
                    .find(|status| status.word().replace('_', " ") == self.value(Part::Status))
                    .unwrap_or(SessionStatus::Held),
                decision: answer(self.value(Part::Decided)),
            },
            EntryChoice::Decision => EntryKind::Decision {
                why: self.value(Part::Why).to_owned(),
                taken_by: self.name(Part::TakenBy),
            },
            EntryChoice::Action => EntryKind::Action {
                owner: self.name(Part::Owner),
                due: self.optional_day(Part::Due)?,
                done: self.optional_day(Part::Done)?,
            },
            EntryChoice::Visit => EntryKind::Visit {
                seen: answer(self.value(Part::Seen)),
                alone: answer(self.value(Part::Alone)),
            },
        })
    }

    fn drafts(&mut self) -> Result<Vec<EntryDraft>, Wrong> {
        let Some(choice) = self.choice else {
            return Err((Part::Child, String::new()));
        };
        let (on, what) = (self.day(Part::On)?, self.kind(choice)?);
        let said = EntryDraft {
            subject: EntrySubject::Worker(Name::from("")),
            what,
            on,
            worker: self.name(Part::Worker),
            supervisor: self.name(Part::Supervisor),
            team: self.name(Part::Team),
            words: self.value(Part::Words).to_owned(),
        };
        let drafts: Vec<EntryDraft> = if self.targets.len() > 1 {
            self.targets
                .iter()
                .filter_map(|target| {
                    Some(EntryDraft {
                        subject: subject(&target.shown)?,
                        worker: said.worker.clone().or_else(|| target.worker.clone()),
                        supervisor: said
                            .supervisor
                            .clone()
                            .or_else(|| target.supervisor.clone()),
                        team: said.team.clone().or_else(|| target.team.clone()),
                        ..said.clone()
                    })
                })
                .collect()
        } else if choice.is_of_staff() {
            let worker = said.worker.clone();
            let worker = worker.ok_or_else(|| (Part::Worker, "Name the worker.".to_owned()))?;
            vec![EntryDraft {
                subject: EntrySubject::Worker(worker),
                ..said
            }]
        } else {
            vec![EntryDraft {
                subject: self.child()?,
                team: said
                    .team
                    .clone()
                    .or_else(|| self.known.as_ref()?.team.clone()),
                ..said
            }]
        };
        for draft in &drafts {
            draft
                .check(self.today)
                .map_err(|(field, trouble)| (part_of(field), trouble))?;
        }
        Ok(drafts)
    }

    /// The one child. An id that nobody knows is asked about once.
    fn child(&mut self) -> Result<EntrySubject, Wrong> {
        let Some(id) = self.typed_child() else {
            return Err((Part::Child, "Type the child's id.".to_owned()));
        };
        let shown = self.value(Part::Child).to_owned();
        if self.known.is_none() && self.stranger.as_ref() != Some(&id) {
            self.stranger = Some(id);
            self.add_team();
            let words = format!(
                "No extract has a child {shown}. Check the id. Enter once more keeps the child by hand; \
                 worker and team help to find them again."
            );
            return Err((Part::Child, words));
        }
        subject(&shown).ok_or_else(|| (Part::Child, "Type the child's id.".to_owned()))
    }
}

fn subject(shown: &str) -> Option<EntrySubject> {
    Some(EntrySubject::Child {
        id: ChildId::read(shown)?,
        shown: Name::from(ChildId::shown(shown)?),
    })
}

const fn part_of(field: EntryField) -> Part {
    match field {
        EntryField::Subject => Part::Child,
        EntryField::On => Part::On,
        EntryField::Worker => Part::Worker,
        EntryField::Supervisor => Part::Supervisor,
        EntryField::Team => Part::Team,
        EntryField::Words => Part::Words,
        EntryField::Why => Part::Why,
        EntryField::Owner => Part::Owner,
        EntryField::Due => Part::Due,
        EntryField::Done => Part::Done,
        EntryField::Alone => Part::Alone,
    }
}

fn named(name: Option<&Name>) -> String {
    name.map_or_else(String::new, ToString::to_string)
}

fn answer(word: &str) -> Answer {
    match word {
        "yes" => Answer::Yes,
        "no" => Answer::No,
        _ => Answer::Blank,
    }
}

const fn answer_word(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Blank | Answer::Unknown => "not said",
    }
}
