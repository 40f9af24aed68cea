//! Entering by hand: first what it is, by one letter, then the few fields that it has.
//!
//! It knows what is known of the child and asks only for the rest; it saves nothing itself. The
//! surprising thing: what it proposes is replaced by the first letter that is typed over it.

mod draw;
mod fill;

use crossterm::event::{KeyCode, KeyEvent};
use serde::{Deserialize, Serialize};
use tui_input::Input;

use super::{type_key, type_text};
use crate::model::{
    ChildId, Day, EntryId, MOST_NAME, MOST_WORDS, Name, SessionStatus, SessionType,
};
use crate::tui::action::{Action, Mode};
use crate::tui::text::count;

/// What is entered.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EntryChoice {
    Session(SessionType),
    Decision,
    Action,
    Visit,
}

impl EntryChoice {
    /// Every choice, with the action that makes it, in the order of the list.
    pub const ALL: [(Action, Self); 8] = [
        (
            Action::EnterCase,
            Self::Session(SessionType::CaseSupervision),
        ),
        (
            Action::EnterGroup,
            Self::Session(SessionType::GroupReflective),
        ),
        (
            Action::EnterStaff,
            Self::Session(SessionType::StaffOneToOne),
        ),
        (
            Action::EnterOversight,
            Self::Session(SessionType::ManagementOversight),
        ),
        (
            Action::EnterSenior,
            Self::Session(SessionType::SeniorOversight),
        ),
        (Action::EnterDecision, Self::Decision),
        (Action::EnterAction, Self::Action),
        (Action::EnterVisit, Self::Visit),
    ];

    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Session(SessionType::CaseSupervision) => "Case supervision",
            Self::Session(SessionType::GroupReflective) => "Group supervision",
            Self::Session(SessionType::StaffOneToOne) => "Staff supervision",
            Self::Session(SessionType::ManagementOversight) => "Management oversight",
            Self::Session(SessionType::SeniorOversight) => "Oversight by a senior manager",
            Self::Session(_) => "A session",
            Self::Decision => "A decision",
            Self::Action => "An action",
            Self::Visit => "A visit",
        }
    }

    const fn is_of_staff(self) -> bool {
        matches!(self, Self::Session(SessionType::StaffOneToOne))
    }
}

/// A child for whom something is entered, and who works with them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Target {
    /// As the case system shows the id.
    pub shown: String,
    pub worker: Option<Name>,
    pub supervisor: Option<Name>,
    pub team: Option<Name>,
    /// "child protection plan", for whoever types an id.
    pub status: String,
}

/// What the form leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Task {
    Enter,
    Correct(EntryId),
    /// Somebody saw it on the file; it was held on this day.
    Seen(EntryId, Day),
    Withdraw(EntryId),
}

/// One field by what it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Child,
    On,
    Worker,
    Supervisor,
    Team,
    Status,
    Decided,
    Words,
    Why,
    TakenBy,
    Owner,
    Due,
    Done,
    Seen,
    Alone,
    Filed,
    Reason,
}

/// A line of the form.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub part: Part,
    pub label: &'static str,
    pub input: Input,
    /// Nobody has typed in it: what it holds is a proposal.
    pub fresh: bool,
    /// For a field that is chosen and not typed.
    pub answers: &'static [&'static str],
}

impl Field {
    fn text(part: Part, label: &'static str, proposal: String) -> Self {
        Self {
            part,
            label,
            input: Input::new(proposal),
            fresh: true,
            answers: &[],
        }
    }

    fn choice(part: Part, label: &'static str, answers: &'static [&'static str]) -> Self {
        Self {
            answers,
            ..Self::text(
                part,
                label,
                answers.first().copied().unwrap_or_default().to_owned(),
            )
        }
    }

    const fn most(&self) -> usize {
        match self.part {
            Part::Words | Part::Why | Part::Reason => MOST_WORDS,
            _ => MOST_NAME,
        }
    }

    fn turn(&mut self, steps: usize) {
        let now = self.answers.iter().position(|it| *it == self.input.value());
        let next = (now.unwrap_or(0) + steps) % self.answers.len().max(1);
        self.put(self.answers.get(next).copied().unwrap_or_default());
    }

    fn put(&mut self, words: &str) {
        self.input = Input::new(words.to_owned());
    }
}

/// What was typed into the form, for the next sitting.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EntryDraft {
    /// "enter", "correct", "seen" or "withdraw".
    pub task: String,
    /// The entry that it is about.
    pub entry: Option<i64>,
    /// Place among the choices, where something new is entered.
    pub choice: Option<usize>,
    /// Ids of the children that it is for.
    pub children: Vec<String>,
    pub worker: Option<String>,
    /// Each field: what it is called, what stands in it, and whether that is still a proposal.
    fields: Vec<(String, String, bool)>,
    at: usize,
}

impl EntryDraft {
    /// What was typed, and is not only proposed.
    pub fn typed(&self) -> impl Iterator<Item = &str> {
        let typed = self.fields.iter().filter(|(_, _, fresh)| !fresh);
        typed.map(|(_, words, _)| words.as_str())
    }
}

/// The form as it stands.
#[derive(Clone, Debug)]
pub struct EntryForm {
    pub task: Task,
    /// `None`: it is still asked what is entered.
    pub choice: Option<EntryChoice>,
    /// Several children at once; else at most the one that was in focus.
    pub targets: Vec<Target>,
    /// A worker who was in focus, and who supervises them.
    pub worker: Option<(Name, Option<Name>)>,
    pub(super) today: Day,
    pub(super) fields: Vec<Field>,
    pub(super) at: usize,
    pub(super) trouble: Option<String>,
    /// An id that no extract knows, and that was accepted.
    stranger: Option<ChildId>,
    /// What is known of the child whose id stands in the field.
    pub(super) known: Option<Target>,
}

impl EntryForm {
    /// Asks what is entered.
    #[must_use]
    pub const fn choosing(targets: Vec<Target>, today: Day) -> Self {
        Self {
            task: Task::Enter,
            choice: None,
            targets,
            worker: None,
            today,
            fields: Vec::new(),
            at: 0,
            trouble: None,
            stranger: None,
            known: None,
        }
    }

    /// What was typed, to be kept; nothing while it is still asked what is entered.
    #[must_use]
    pub fn draft(&self) -> Option<EntryDraft> {
        let (task, entry) = match self.task {
            Task::Enter => ("enter", None),
            Task::Correct(id) => ("correct", Some(id)),
            Task::Seen(id, _) => ("seen", Some(id)),
            Task::Withdraw(id) => ("withdraw", Some(id)),
        };
        let choices = EntryChoice::ALL.iter();
        let choice = choices.clone().position(|(_, it)| Some(*it) == self.choice);
        if entry.is_none() && choice.is_none() {
            return None;
        }
        let fields = self.fields.iter().map(|field| {
            let words = field.input.value().to_owned();
            (field.label.to_owned(), words, field.fresh)
        });
        Some(EntryDraft {
            task: task.to_owned(),
            entry: entry.map(|id| id.0),
            choice,
            children: self.targets.iter().map(|one| one.shown.clone()).collect(),
            worker: self.worker.as_ref().map(|(name, _)| name.to_string()),
            fields: fields.collect(),
            at: self.at,
        })
    }

    /// Puts back what was typed into the fields that it has.
    pub fn take_up(&mut self, draft: &EntryDraft) {
        for (label, words, fresh) in &draft.fields {
            let field = self.fields.iter_mut().find(|field| field.label == label);
            if let Some(field) = field {
                field.put(words);
                field.fresh = *fresh;
            }
        }
        self.at = draft.at.min(self.fields.len().saturating_sub(1));
    }

    /// The mode whose keys count.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        match (self.choice, self.task) {
            (None, Task::Enter) => Mode::EntryChoice,
            _ => Mode::Entry,
        }
    }

    /// Goes on to the fields of what was chosen.
    pub fn choose(&mut self, choice: EntryChoice) {
        self.choice = Some(choice);
        self.fields = self.blank_fields(choice);
        let one = self.targets.len() == 1;
        self.known = one.then(|| self.targets[0].clone());
        if self.known.is_some() || choice.is_of_staff() {
            self.propose();
        }
        self.at = self.first();
    }

    /// Where one begins: at what is missing, else at the day.
    fn first(&self) -> usize {
        let empty = |part| {
            let at = self.fields.iter().position(|field| field.part == part)?;
            self.fields[at].input.value().is_empty().then_some(at)
        };
        let needed = match self.choice {
            Some(EntryChoice::Decision | EntryChoice::Action) => [Part::Child, Part::Words],
            Some(choice) if choice.is_of_staff() => [Part::Worker, Part::Worker],
            _ => [Part::Child, Part::Reason],
        };
        let day = || self.fields.iter().position(|field| field.part == Part::On);
        let needed = needed.into_iter().find_map(empty);
        needed.or_else(day).unwrap_or(0)
    }

    fn blank_fields(&self, choice: EntryChoice) -> Vec<Field> {
        const STATUSES: &[&str] = &[
            SessionStatus::Held.word(),
            SessionStatus::Cancelled.word(),
            SessionStatus::Rearranged.word(),
            "not held",
            SessionStatus::Planned.word(),
        ];
        const ANSWERS: &[&str] = &["not said", "yes", "no"];
        let mut fields = Vec::new();
        if self.targets.len() < 2 && !choice.is_of_staff() {
            let shown = self.targets.first().map(|target| target.shown.clone());
            fields.push(Field::text(
                Part::Child,
                "Child's id",
                shown.unwrap_or_default(),
            ));
        }
        let text = |part, label| Field::text(part, label, String::new());
        let day = |label| Field::text(Part::On, label, self.today.long());
        match choice {
            EntryChoice::Session(kind) => {
                if choice.is_of_staff() {
                    fields.push(text(Part::Worker, "Worker"));
                }
                fields.push(day("Held on"));
                if !choice.is_of_staff() {
                    fields.push(text(Part::Worker, "Worker"));
                }
                fields.push(text(Part::Supervisor, "Supervisor"));
                fields.push(Field::choice(Part::Status, "It was", STATUSES));
                if kind != SessionType::StaffOneToOne {
                    fields.push(Field::choice(Part::Decided, "Decision recorded", ANSWERS));
                }
                fields.push(text(Part::Words, "Words"));
            }
            EntryChoice::Decision => {
                fields.push(text(Part::Words, "What was decided"));
                fields.push(text(Part::Why, "Why"));
                fields.push(day("Decided on"));
                fields.push(text(Part::TakenBy, "By whom"));
            }
            EntryChoice::Action => {
                fields.push(text(Part::Words, "What is to be done"));
                fields.push(text(Part::Owner, "By whom"));
                fields.push(text(Part::Due, "By when"));
                fields.push(day("Agreed on"));
                fields.push(text(Part::Done, "Done on"));
            }
            EntryChoice::Visit => {
                fields.push(day("Visited on"));
                fields.push(text(Part::Worker, "Worker"));
                fields.push(Field::choice(Part::Seen, "Child seen", &["yes", "no"]));
                fields.push(Field::choice(Part::Alone, "Seen alone", ANSWERS));
                fields.push(text(Part::Words, "Words"));
            }
        }
        fields
    }

    /// To the next field, or the one before.
    pub fn step(&mut self, action: Action) {
        let count = self.fields.len().max(1);
        self.at = match action {
            Action::PreviousField => (self.at + count - 1) % count,
            _ => (self.at + 1) % count,
        };
    }

    /// Takes a key that is text. It never saves.
    pub fn key(&mut self, key: KeyEvent) {
        self.trouble = None;
        let Some(field) = self.fields.get_mut(self.at) else {
            return;
        };
        if !field.answers.is_empty() {
            match key.code {
                KeyCode::Left => field.turn(field.answers.len() - 1),
                KeyCode::Right | KeyCode::Char(' ') => field.turn(1),
                KeyCode::Char(letter) => {
                    let letter = letter.to_ascii_lowercase();
                    // From the one that stands there on: "no" comes after "not said".
                    for _ in 0..field.answers.len() {
                        field.turn(1);
                        if field.input.value().starts_with(letter) {
                            return;
                        }
                    }
                }
                _ => {}
            }
            return;
        }
        let typed = matches!(key.code, KeyCode::Char(_)) && is_text(key);
        if typed && field.fresh {
            field.put("");
        }
        field.fresh = false;
        if typed && field.input.value().chars().count() >= field.most() {
            let most = count(field.most() as u64);
            self.trouble = Some(format!("There is room for {most} letters here."));
            return;
        }
        type_key(&mut field.input, key);
    }

    /// Takes pasted text, as much of it as there is room for.
    pub fn paste(&mut self, text: &str) {
        self.trouble = None;
        let Some(field) = self.fields.get_mut(self.at) else {
            return;
        };
        if !field.answers.is_empty() {
            return;
        }
        if std::mem::take(&mut field.fresh) {
            field.put("");
        }
        let text = text.trim();
        let room = field
            .most()
            .saturating_sub(field.input.value().chars().count());
        let end = text.char_indices().nth(room).map(|(end, _)| end);
        type_text(&mut field.input, &text[..end.unwrap_or(text.len())]);
        if end.is_some() {
            let most = count(field.most() as u64);
            self.trouble = Some(format!(
                "There is room for {most} letters here; what came after them was left out."
            ));
        }
    }

    /// The child whose id stands in its field, as far as it can be one.
    #[must_use]
    pub fn typed_child(&self) -> Option<ChildId> {
        let field = self.field(Part::Child)?;
        ChildId::read(field.input.value())
    }

    /// Whether the focus is on the child's id, so that a key may have named another child.
    #[must_use]
    pub fn names_child(&self) -> bool {
        self.fields
            .get(self.at)
            .is_some_and(|field| field.part == Part::Child)
    }

    /// Whether the focus is on the worker of staff supervision.
    #[must_use]
    pub fn names_staff(&self) -> Option<&str> {
        let here = self.fields.get(self.at)?.part == Part::Worker;
        let staff = self.choice.is_some_and(EntryChoice::is_of_staff) && here;
        staff
            .then(|| self.field(Part::Worker))
            .flatten()
            .map(|field| field.input.value())
    }

    /// Takes over what is known of the child whose id was typed.
    pub fn meet(&mut self, known: Option<Target>) {
        if self.known != known {
            self.known = known;
            self.propose();
        }
    }

    /// Takes over who supervises the worker that was typed.
    pub fn supervised_by(&mut self, supervisor: Option<&Name>) {
        if let Some(field) = self
            .fields
            .iter_mut()
            .find(|it| it.part == Part::Supervisor)
            && field.fresh
        {
            field.put(supervisor.map_or("", |name| name));
        }
    }

    /// Puts what is known into the fields that nobody has typed in.
    fn propose(&mut self) {
        let known = self.known.clone().unwrap_or_default();
        let staff = self.choice.is_some_and(EntryChoice::is_of_staff);
        let (worker, supervisor) = match &self.worker {
            Some((worker, supervisor)) if staff => (Some(worker.clone()), supervisor.clone()),
            _ => (known.worker, known.supervisor),
        };
        for field in self.fields.iter_mut().filter(|field| field.fresh) {
            let proposal = match field.part {
                Part::Worker | Part::Owner => &worker,
                Part::Supervisor | Part::TakenBy => &supervisor,
                Part::Team => &known.team,
                _ => continue,
            };
            field.put(proposal.as_deref().unwrap_or_default());
        }
    }

    pub(super) fn field(&self, part: Part) -> Option<&Field> {
        self.fields.iter().find(|field| field.part == part)
    }

    /// Says what is wrong, at its field.
    fn complain(&mut self, part: Part, trouble: String) {
        if let Some(at) = self.fields.iter().position(|field| field.part == part) {
            self.at = at;
        }
        self.trouble = Some(trouble);
    }

    /// Opens it again with what stopped it from being saved.
    pub fn refused(&mut self, trouble: String) {
        self.trouble = Some(trouble);
    }
}

fn is_text(key: KeyEvent) -> bool {
    use crossterm::event::KeyModifiers;
    !key.modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
}
