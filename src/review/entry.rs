//! One entry by hand as people see it: where it stands, who says so, its text for the case system.
//!
//! It changes nothing and decides nothing. The surprising thing: a withdrawn entry is still one.

use crate::model::{
    Answer, Day, Entry, EntryKind, EntrySubject, SessionStatus, SessionType, Subject,
};

/// Whether the record is on the child's file, and how that is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Filing {
    /// Nobody has seen it there.
    NotYet,
    /// A named person has.
    Seen,
    /// The extract that is known from this day shows it.
    Shown(Day),
    /// It was a mistake.
    Withdrawn,
}

impl Filing {
    /// The word in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotYet => "not_yet_on_file",
            Self::Seen => "seen",
            Self::Shown(_) => "shown_by_extract",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The mark that says it without colour.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::NotYet => "+",
            Self::Seen => "=",
            Self::Shown(_) => "#",
            Self::Withdrawn => "x",
        }
    }
}

/// One entry and where it stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EntryRow {
    pub entry: Entry,
    pub filing: Filing,
    /// What the extracts say that does not fit, a sentence each.
    pub contradictions: Vec<String>,
    /// Whether the rules read it as a record of its own.
    pub counted: bool,
    /// Index into `Picture::caseload.children`.
    pub child: Option<usize>,
}

impl EntryRow {
    /// "entered here by Y Foobarton, not yet seen on the child's file".
    #[must_use]
    pub fn provenance(&self) -> String {
        let (entry, file) = (&self.entry, self.file());
        let by = format!("entered here by {}", entry.entered_by);
        match (self.filing, &entry.seen, &entry.withdrawn) {
            (Filing::Withdrawn, _, Some(gone)) => {
                format!("{by}, withdrawn by {}: {}", gone.by, gone.reason)
            }
            (Filing::Shown(day), ..) => {
                format!("{by}, shown by the extract of {}", day.long())
            }
            (_, Some(seen), _) => {
                let by_whom = if seen.by == entry.entered_by {
                    String::new()
                } else {
                    format!(" by {}", seen.by)
                };
                format!("{by}, seen on the file {}{by_whom}", seen.on.long())
            }
            _ => format!("{by}, not yet seen on {file}"),
        }
    }

    /// "the child's file", or "the worker's file".
    #[must_use]
    pub const fn file(&self) -> &'static str {
        match self.entry.said.subject {
            EntrySubject::Child { .. } => "the child's file",
            EntrySubject::Worker(_) => "the worker's file",
        }
    }

    /// "case supervision", "case supervision (cancelled)", "visit, child not seen".
    #[must_use]
    pub fn what(&self) -> String {
        let what = &self.entry.said.what;
        match what {
            EntryKind::Session { status, .. } if *status != SessionStatus::Held => {
                format!("{} ({})", what.label(), status.word().replace('_', " "))
            }
            EntryKind::Visit {
                seen: Answer::No, ..
            } => "visit, child not seen".to_owned(),
            EntryKind::Visit {
                alone: Answer::Yes, ..
            } => "visit, child seen alone".to_owned(),
            EntryKind::Visit {
                seen: Answer::Yes, ..
            } => "visit, child seen".to_owned(),
            EntryKind::Action { done: Some(_), .. } => "action, done".to_owned(),
            _ => what.label().to_owned(),
        }
    }

    pub(super) fn session(&self) -> Option<(SessionType, SessionStatus)> {
        match self.entry.said.what {
            EntryKind::Session { kind, status, .. } => Some((kind, status)),
            _ => None,
        }
    }

    /// Whether it is about this child or worker.
    pub(super) fn is_about(&self, subject: &Subject) -> bool {
        match (&self.entry.said.subject, subject) {
            (EntrySubject::Child { id, .. }, Subject::Child(other)) => id == other,
            (EntrySubject::Worker(name), Subject::Worker(other)) => name == other,
            _ => false,
        }
    }
}

/// The text of an entry as it is put into the case system: dated, named and complete.
#[must_use]
pub fn text_for_the_file(row: &EntryRow) -> String {
    let said = &row.entry.said;
    let mut lines = vec![format!("{}, {}", capital(&row.what()), said.on.long())];
    let mut put = |label: &str, words: Option<&str>| {
        if let Some(words) = words.map(str::trim).filter(|words| !words.is_empty()) {
            lines.push(format!("{label}: {words}"));
        }
    };
    if let EntrySubject::Child { shown, .. } = &said.subject {
        put("Child", Some(shown));
    }
    put("Worker", said.worker.as_deref());
    put("Supervisor", said.supervisor.as_deref());
    put("Team", said.team.as_deref());
    match &said.what {
        EntryKind::Session { decision, .. } => {
            put("Decision recorded", answer_word(*decision));
            put("Record", Some(&said.words));
        }
        EntryKind::Decision { why, taken_by } => {
            put("Decision", Some(&said.words));
            put("Reasons", Some(why));
            put("Taken by", taken_by.as_deref());
        }
        EntryKind::Action { owner, due, done } => {
            put("Action", Some(&said.words));
            put("Owner", owner.as_deref());
            put("Due", due.map(Day::long).as_deref());
            put("Done", done.map(Day::long).as_deref());
        }
        EntryKind::Visit { seen, alone } => {
            put("Child seen", answer_word(*seen));
            put("Seen alone", answer_word(*alone));
            put("Record", Some(&said.words));
        }
    }
    put("Entered by", Some(&row.entry.entered_by));
    lines.join("\n")
}

const fn answer_word(answer: Answer) -> Option<&'static str> {
    match answer {
        Answer::Yes => Some("yes"),
        Answer::No => Some("no"),
        Answer::Blank | Answer::Unknown => None,
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
