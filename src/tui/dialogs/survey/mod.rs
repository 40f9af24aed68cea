//! Questions about a record, one key each: the one-minute reading, the audit, the second person's
//! own grade; and the few fields of a sample.
//!
//! It saves nothing itself. The surprising thing: an answer moves on to the next question, so that
//! seven keys answer seven questions.

mod draw;

use std::sync::Arc;

use crossterm::event::{KeyCode, KeyEvent};
use serde::{Deserialize, Serialize};
use tui_input::Input;

use super::{type_key, type_text};
use crate::model::{
    AnsweredQuestion, AuditChange, AuditDraft, CaseAudit, ChildId, Day, Drawing, ModerationDraft,
    Name, PromiseDraft, PromiseOrigin, Quality, Rating, Ratings, ReadingDraft, SampleId, Strata,
};
use crate::review::audits::Questions;
use crate::tui::action::{Action, Mode};
use crate::tui::dates::{self, Lean};

/// What the form leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Task {
    Read,
    Draw,
    Audit(Option<SampleId>),
    /// The second person's grade of this audit.
    Moderate(Box<CaseAudit>),
}

/// One line by what it holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Question(usize),
    Grade,
    Words,
    Remedy,
    Owner,
    Due,
    Again,
    Size,
    Seed,
    By,
    Filter,
}

#[derive(Clone, Debug)]
pub(super) enum Held {
    Answer(Rating),
    Grade(Option<usize>),
    Text(Input),
}

impl Held {
    /// What stands on the line, as a draft keeps it.
    fn words(&self) -> String {
        match self {
            Self::Answer(Rating::Blank) | Self::Grade(None) => String::new(),
            Self::Answer(rating) => rating.word().to_owned(),
            Self::Grade(Some(at)) => at.to_string(),
            Self::Text(input) => input.value().to_owned(),
        }
    }

    fn put(&mut self, words: &str) {
        match self {
            Self::Answer(rating) => *rating = Rating::read(words).unwrap_or(Rating::Blank),
            Self::Grade(grade) => *grade = words.parse().ok(),
            Self::Text(input) => *input = Input::new(words.to_owned()),
        }
    }
}

/// A line of the form.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub part: Part,
    pub label: String,
    pub held: Held,
}

/// What was answered and typed, for the next sitting.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SurveyDraft {
    /// "read", "draw", "audit" or "moderate".
    pub task: String,
    /// The child's id.
    pub child: Option<String>,
    pub sample: Option<i64>,
    /// The audit that is moderated.
    pub audit: Option<i64>,
    /// Each line by what it asks, and what stands on it.
    pub rows: Vec<(String, String)>,
    at: usize,
}

/// The form as it stands.
#[derive(Clone, Debug)]
pub struct SurveyForm {
    pub task: Task,
    child: Option<(ChildId, Name)>,
    pub(super) questions: Arc<Questions>,
    /// What the file says, beside the questions where there is room.
    pub(super) about: Vec<String>,
    today: Day,
    pub(super) rows: Vec<Row>,
    pub(super) at: usize,
    pub(super) trouble: Option<String>,
}

fn text(part: Part, label: &str, proposal: &str) -> Row {
    Row {
        part,
        label: label.to_owned(),
        held: Held::Text(Input::new(proposal.to_owned())),
    }
}

impl SurveyForm {
    fn blank(task: Task, questions: Arc<Questions>, today: Day) -> Self {
        Self {
            task,
            child: None,
            questions,
            about: Vec::new(),
            today,
            rows: Vec::new(),
            at: 0,
            trouble: None,
        }
    }

    /// The seven questions of the one-minute reading.
    #[must_use]
    pub fn reading(
        child: (ChildId, Name),
        about: Vec<String>,
        (questions, today): (Arc<Questions>, Day),
    ) -> Self {
        let asked = Quality::ALL.into_iter().enumerate();
        let mut rows: Vec<Row> = asked
            .map(|(at, quality)| Row {
                part: Part::Question(at),
                label: quality.asks().to_owned(),
                held: Held::Answer(Rating::Blank),
            })
            .collect();
        rows.push(text(Part::Words, "In a few words", ""));
        Self {
            child: Some(child),
            about,
            rows,
            ..Self::blank(Task::Read, questions, today)
        }
    }

    /// The questions of an audit, its grade and what is to be done.
    #[must_use]
    pub fn auditing(
        (child, sample): ((ChildId, Name), Option<SampleId>),
        about: Vec<String>,
        (questions, today): (Arc<Questions>, Day),
    ) -> Self {
        let mut rows = asked(&questions);
        rows.extend([
            text(Part::Words, "What it rests on", ""),
            text(Part::Remedy, "To be done", ""),
            text(Part::Owner, "By whom", ""),
            text(Part::Due, "By when", ""),
            text(Part::Again, "Audit again on", ""),
        ]);
        Self {
            child: Some(child),
            about,
            rows,
            ..Self::blank(Task::Audit(sample), questions, today)
        }
    }

    /// The same questions for the second person, who does not see the first one's answers.
    #[must_use]
    pub fn moderating(
        audit: CaseAudit,
        about: Vec<String>,
        (questions, today): (Arc<Questions>, Day),
    ) -> Self {
        let mut rows = asked(&questions);
        rows.push(text(Part::Words, "What it rests on", ""));
        Self {
            child: Some(audit.said.child.clone()),
            about,
            rows,
            ..Self::blank(Task::Moderate(Box::new(audit)), questions, today)
        }
    }

    /// The fields of a sample.
    #[must_use]
    pub fn drawing(questions: Arc<Questions>, today: Day) -> Self {
        let rows = vec![
            text(Part::Size, "How many", "20"),
            text(
                Part::Seed,
                "Seed",
                &Day::month_name(today.ymd().1).to_lowercase(),
            ),
            text(Part::By, "Spread by", "team"),
            text(Part::Filter, "Only", ""),
        ];
        Self {
            rows,
            ..Self::blank(Task::Draw, questions, today)
        }
    }

    /// What was answered and typed, to be kept.
    #[must_use]
    pub fn draft(&self) -> SurveyDraft {
        let (task, sample, audit) = match &self.task {
            Task::Read => ("read", None, None),
            Task::Draw => ("draw", None, None),
            Task::Audit(sample) => ("audit", sample.map(|id| id.0), None),
            Task::Moderate(audit) => ("moderate", None, Some(audit.id.0)),
        };
        let child = self.child.as_ref();
        SurveyDraft {
            task: task.to_owned(),
            child: child.map(|(id, _)| id.as_str().to_owned()),
            sample,
            audit,
            rows: self
                .rows
                .iter()
                .map(|row| (row.label.clone(), row.held.words()))
                .collect(),
            at: self.at,
        }
    }

    /// Puts back what was answered and typed on the lines that it still has.
    pub fn take_up(&mut self, draft: &SurveyDraft) {
        for (label, words) in &draft.rows {
            if let Some(row) = self.rows.iter_mut().find(|row| row.label == *label) {
                row.held.put(words);
            }
        }
        self.at = draft.at.min(self.rows.len().saturating_sub(1));
    }

    /// The mode whose keys count: on a question a letter is an answer, elsewhere it is text.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match self.rows.get(self.at).map(|row| &row.held) {
            Some(Held::Answer(_)) => Mode::Survey,
            _ => Mode::SurveyLine,
        }
    }

    /// Moves between the lines.
    pub fn step(&mut self, action: Action) {
        let last = self.rows.len().saturating_sub(1);
        self.at = match action {
            Action::PreviousField => self.at.checked_sub(1).unwrap_or(last),
            _ if self.at >= last => 0,
            _ => self.at + 1,
        };
        self.trouble = None;
    }

    fn on(&mut self) {
        self.at = (self.at + 1).min(self.rows.len().saturating_sub(1));
        self.trouble = None;
    }

    /// Answers the question in focus and goes on to the next line.
    pub fn answer(&mut self, rating: Rating) {
        if let Some(Held::Answer(held)) = self.rows.get_mut(self.at).map(|row| &mut row.held) {
            *held = rating;
            self.on();
        }
    }

    /// A key that is bound to nothing: text, or the number of a grade.
    pub fn key(&mut self, key: KeyEvent) {
        self.trouble = None;
        let most = self.questions.grades.len();
        let grade = match self.rows.get_mut(self.at).map(|row| &mut row.held) {
            Some(Held::Text(input)) => return type_key(input, key),
            Some(Held::Grade(grade)) => grade,
            _ => return,
        };
        match key.code {
            KeyCode::Char(c) => {
                let chosen = c.to_digit(10).and_then(|n| (n as usize).checked_sub(1));
                if let Some(chosen) = chosen.filter(|chosen| *chosen < most) {
                    *grade = Some(chosen);
                    self.on();
                }
            }
            KeyCode::Backspace | KeyCode::Delete => *grade = None,
            _ => {}
        }
    }

    /// Pasted text; how many letters found no room.
    pub fn paste(&mut self, pasted: &str) -> usize {
        match self.rows.get_mut(self.at).map(|row| &mut row.held) {
            Some(Held::Text(input)) => type_text(input, pasted),
            _ => 0,
        }
    }

    /// It was not saved, and why.
    pub fn refused(&mut self, words: String) {
        self.trouble = Some(words);
    }

    fn place(&self, part: Part) -> Option<usize> {
        self.rows.iter().position(|row| row.part == part)
    }

    fn typed(&self, part: Part) -> &str {
        let row = self.place(part).map(|at| &self.rows[at].held);
        match row {
            Some(Held::Text(input)) => input.value().trim(),
            _ => "",
        }
    }

    fn day(&self, part: Part) -> Result<Option<Day>, (Part, String)> {
        let typed = self.typed(part);
        if typed.is_empty() {
            return Ok(None);
        }
        dates::read(typed, self.today, Lean::Future)
            .map(Some)
            .map_err(|why| (part, why))
    }

    fn answers(&self) -> Result<Vec<Rating>, (Part, String)> {
        let mut all = Vec::new();
        for row in &self.rows {
            if let Held::Answer(rating) = row.held {
                if rating == Rating::Blank {
                    return Err((
                        row.part,
                        "This question has no answer yet: yes, partly, no or not applicable."
                            .to_owned(),
                    ));
                }
                all.push(rating);
            }
        }
        Ok(all)
    }

    fn answered(&self) -> Result<Vec<AnsweredQuestion>, (Part, String)> {
        let answers = self.answers()?;
        let all = self.questions.questions.iter().zip(answers);
        Ok(all
            .map(|(question, answer)| AnsweredQuestion {
                question: question.id.clone(),
                answer,
            })
            .collect())
    }

    fn grade(&self) -> Result<crate::model::Grade, (Part, String)> {
        let held = self.place(Part::Grade).map(|at| &self.rows[at].held);
        let chosen = match held {
            Some(Held::Grade(chosen)) => *chosen,
            _ => None,
        };
        chosen
            .and_then(|rank| self.questions.grade(rank))
            .ok_or_else(|| {
                let words = "There is no grade yet: press its number.".to_owned();
                (Part::Grade, words)
            })
    }

    /// What is to be saved; `None`: something is missing, and the focus is on it.
    pub fn complete(&mut self) -> Option<AuditChange> {
        match self.read() {
            Ok(change) => Some(change),
            Err((part, words)) => {
                self.at = self.place(part).unwrap_or(self.at);
                self.trouble = Some(words);
                None
            }
        }
    }

    fn read(&self) -> Result<AuditChange, (Part, String)> {
        let child = || {
            let nobody = || (Part::Words, "No child is in focus.".to_owned());
            self.child.clone().ok_or_else(nobody)
        };
        match &self.task {
            Task::Read => {
                let answers = self.answers()?;
                let mut ratings = [Rating::Blank; 7];
                for (held, answer) in ratings.iter_mut().zip(answers) {
                    *held = answer;
                }
                Ok(AuditChange::Read(ReadingDraft {
                    child: child()?,
                    on: self.today,
                    role: None,
                    ratings: Ratings::of(ratings),
                    words: self.typed(Part::Words).to_owned(),
                }))
            }
            Task::Draw => self.sample().map(AuditChange::Draw),
            Task::Audit(sample) => self.audit(child()?, *sample),
            Task::Moderate(audit) => Ok(AuditChange::Moderate(Box::new(ModerationDraft {
                audit: audit.id,
                on: self.today,
                role: None,
                answers: self.answered()?,
                grade: self.grade()?,
                words: self.typed(Part::Words).to_owned(),
            }))),
        }
    }

    fn sample(&self) -> Result<Drawing, (Part, String)> {
        let size = self.typed(Part::Size).parse().map_err(|_| {
            let words = "How many children? Write a number, such as 20.".to_owned();
            (Part::Size, words)
        })?;
        let by = match self.typed(Part::By) {
            "" => None,
            word => Some(Strata::read(&word.to_lowercase()).ok_or_else(|| {
                let words = "A sample is spread by team, status or age, or by nothing.".to_owned();
                (Part::By, words)
            })?),
        };
        Ok(Drawing {
            size,
            seed: self.typed(Part::Seed).to_owned(),
            by,
            filter: self.typed(Part::Filter).to_owned(),
        })
    }

    fn audit(
        &self,
        child: (ChildId, Name),
        sample: Option<SampleId>,
    ) -> Result<AuditChange, (Part, String)> {
        let remedy = self.typed(Part::Remedy);
        let owner = self.typed(Part::Owner);
        let due = self.day(Part::Due)?;
        if remedy.is_empty() && (due.is_some() || !owner.is_empty()) {
            let words = "Say what is to be done, or leave by whom and by when empty.".to_owned();
            return Err((Part::Remedy, words));
        }
        let remedies = (!remedy.is_empty()).then(|| PromiseDraft {
            origin: PromiseOrigin::Audit,
            origin_ref: None,
            child: Some(child.clone()),
            gap: None,
            agreed: self.today,
            due,
            owner: (!owner.is_empty()).then(|| Name::from(owner)),
            words: remedy.to_owned(),
        });
        let said = AuditDraft {
            sample,
            child,
            on: self.today,
            role: None,
            team: None,
            asked_by: self.questions.asked_by.clone(),
            answers: self.answered()?,
            grade: self.grade()?,
            words: self.typed(Part::Words).to_owned(),
            reaudit: self.day(Part::Again)?,
        };
        Ok(AuditChange::Audit(
            Box::new(said),
            remedies.into_iter().collect(),
        ))
    }
}

/// The questions of the template and the line of the grade.
fn asked(questions: &Questions) -> Vec<Row> {
    let all = questions.questions.iter().enumerate();
    let mut rows: Vec<Row> = all
        .map(|(at, question)| Row {
            part: Part::Question(at),
            label: question.asks.clone(),
            held: Held::Answer(Rating::Blank),
        })
        .collect();
    rows.push(Row {
        part: Part::Grade,
        label: "Grade".to_owned(),
        held: Held::Grade(None),
    });
    rows
}
