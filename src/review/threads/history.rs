//! A thread as it went: one dated line for each thing that is known of it.
//!
//! It is made when somebody reads it, from the same promises and extracts as the thread itself.

use super::{DoneBy, Root, Thread, ThreadState, silence};
use crate::model::{Action, ActionsReviewed, Day, EntryKind, Known, Promise, PromiseTurn};
use crate::review::{Picture, provenance::told_by};

/// One thing that happened to a thread.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ThreadLine {
    pub on: Day,
    pub words: String,
}

fn told(on: Day, words: impl Into<String>) -> ThreadLine {
    ThreadLine {
        on,
        words: words.into(),
    }
}

/// ", by 20 Jun 2026, T Mockridge".
fn terms(due: Option<Day>, owner: Option<&str>) -> String {
    let due = due.map_or_else(
        || ", no day".to_owned(),
        |day| format!(", due {}", day.long()),
    );
    let owner = owner.map_or_else(|| ", no owner".to_owned(), |name| format!(", {name}"));
    format!("{due}{owner}")
}

impl Picture {
    /// How a thread went, the oldest first.
    #[must_use]
    pub fn history(&self, thread: &Thread, promises: &[Promise]) -> Vec<ThreadLine> {
        let mut lines = match &thread.root {
            Root::Promise(id) => promises
                .iter()
                .find(|one| one.id == *id)
                .map(of_promise)
                .unwrap_or_default(),
            Root::Entry(_) => self.of_entry_line(thread),
            Root::Extract(name) => self.of_chain(thread, name),
            Root::Outcome(gap) => of_gap(thread, gap.code().as_str()),
            Root::Decision(_) => vec![told(thread.set, "decided to begin pre-proceedings")],
        };
        if !matches!(thread.root, Root::Outcome(_) | Root::Decision(_)) {
            lines.extend(self.sessions_by(thread));
        }
        if let ThreadState::Done {
            on,
            by: DoneBy::Extract(known_to),
        } = thread.state
        {
            let done = on.map_or_else(String::new, |on| format!(", done {}", on.long()));
            lines.push(told(
                known_to,
                format!("shown done by the extract to {}{done}", known_to.long()),
            ));
        }
        if let Some(why) = &thread.why {
            lines.push(told(self.check.as_at, why.clone()));
        }
        lines.sort_by_key(|line| line.on);
        lines
    }

    /// The sessions about the child since it was set, with what each says of earlier actions.
    fn sessions_by(&self, thread: &Thread) -> Vec<ThreadLine> {
        let until = match thread.state {
            ThreadState::Done { on: Some(on), .. } => on,
            _ => self.check.as_at,
        };
        let later = silence::later(self, thread.child, thread.set);
        later
            .filter(|session| session.on <= until)
            .map(|session| {
                let said = match session.meeting.actions_reviewed {
                    ActionsReviewed::All => "went through every open action",
                    ActionsReviewed::Some => "went through some actions; it does not say which",
                    ActionsReviewed::None => "says that no earlier action was reviewed",
                    ActionsReviewed::NoPrevious => "says that there was no earlier action",
                    ActionsReviewed::Blank | ActionsReviewed::Unknown => "says nothing of it",
                };
                let by = session.supervisor.as_deref();
                let by = by.map_or_else(String::new, |name| format!(" ({name})"));
                told(session.on, format!("{}{by} {said}", session.kind.label()))
            })
            .collect()
    }

    fn of_entry_line(&self, thread: &Thread) -> Vec<ThreadLine> {
        let Root::Entry(id) = thread.root else {
            return Vec::new();
        };
        let Some(row) = self.entries.iter().find(|row| row.entry.id == id) else {
            return Vec::new();
        };
        let by = &row.entry.entered_by;
        let words = format!(
            "entered here by {by}{}",
            terms(thread.due, thread.owner.as_deref())
        );
        let mut lines = vec![told(row.entry.said.on, words)];
        if let EntryKind::Action { done: Some(on), .. } = &row.entry.said.what {
            lines.push(told(*on, "said done"));
        }
        if let Some((by, at)) = &row.entry.changed
            && let Some(on) = at.get(..10).and_then(Day::parse_iso)
        {
            lines.push(told(on, format!("put right by {by}")));
        }
        lines
    }

    /// Each link of a chain of actions, back to the first.
    fn of_chain(&self, thread: &Thread, last: &str) -> Vec<ThreadLine> {
        let file = thread
            .child
            .and_then(|child| self.caseload.children.get(child));
        let actions = file
            .map(|file| file.further().actions.as_slice())
            .unwrap_or_default();
        let find = |own: &str| actions.iter().find(|one| one.source_ref.as_ref() == own);
        let mut lines = Vec::new();
        let mut at = find(last);
        while let Some(action) = at.filter(|_| lines.len() <= actions.len()) {
            lines.push(link(action));
            at = action.is.carried_from.as_deref().and_then(find);
        }
        lines
    }
}

fn of_gap(thread: &Thread, code: &str) -> Vec<ThreadLine> {
    let due = thread
        .due
        .map_or_else(String::new, |day| format!(" for {}", day.long()));
    vec![told(
        thread.set,
        format!("{}{due}, as the outcome of gap {code}", thread.words),
    )]
}

fn link(action: &Known<Action>) -> ThreadLine {
    let how = match &action.carried_from {
        Some(earlier) => format!("carried on from {earlier} as {}", action.source_ref),
        None => format!("set as action {}", action.source_ref),
    };
    let session = action.session.as_deref();
    let session = session.map_or_else(String::new, |id| format!(" in session {id}"));
    let source = told_by(action.sources);
    told(
        action.set,
        format!(
            "{how}{session}{} ({source}, first in the extract to {})",
            terms(action.due.day(), action.owner.as_deref()),
            action.known_from.long()
        ),
    )
}

fn of_promise(promise: &Promise) -> Vec<ThreadLine> {
    let said = &promise.said;
    let at = said.origin_ref.as_deref();
    let at = at.map_or_else(String::new, |name| format!(" ({name})"));
    let first = format!(
        "agreed in {}{at}{}, written down by {}",
        said.origin.label(),
        terms(said.due, said.owner.as_deref()),
        promise.made_by
    );
    let mut lines = vec![told(said.agreed, first)];
    let mut due = said.due;
    for turn in &promise.turns {
        let day = |day: Option<Day>| day.map_or_else(|| "no day".to_owned(), Day::long);
        let what = match turn.turn {
            PromiseTurn::Revisited => "come back to, left as it was".to_owned(),
            PromiseTurn::Carried { to } => {
                let from = std::mem::replace(&mut due, to);
                format!("carried from {} to {}", day(from), day(to))
            }
            PromiseTurn::Done => "said done".to_owned(),
            PromiseTurn::Superseded => "superseded: something else was agreed".to_owned(),
            PromiseTurn::GivenUp => "given up".to_owned(),
        };
        let why = turn.words.trim();
        let why = if why.is_empty() {
            String::new()
        } else {
            format!(": {why}")
        };
        lines.push(told(turn.on, format!("{what}, by {}{why}", turn.by)));
    }
    lines
}
