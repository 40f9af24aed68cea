//! What people find who read records: the one-minute reading, the sample, the audit of a child and
//! the second person's own grade.
//!
//! It grades a record, never a worker. The surprising thing: an audit holds no name of whoever
//! works with the child, so that no list of it can become a league table; the team is kept, for
//! the movement of grades.

use std::fmt;

use super::{ChildId, Day, MOST_WORDS, Name, PersonName, PromiseDraft, Rating, Ratings, StaffRole};

/// A record that was read, in the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ReadingId(pub i64);

/// A sample in the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SampleId(pub i64);

/// An audit of a child in the store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AuditId(pub i64);

impl Rating {
    /// The answers that a reader can give, in the order in which they are offered.
    pub const ANSWERS: [Self; 4] = [Self::Yes, Self::Partly, Self::No, Self::NotApplicable];

    /// The word in the store, on the command line and in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Blank => "blank",
            Self::Yes => "yes",
            Self::No => "no",
            Self::Partly => "partly",
            Self::NotApplicable => "not_applicable",
            Self::Unknown => "unknown",
        }
    }

    /// As the screen says it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Blank => "not said",
            Self::Yes => "yes",
            Self::No => "no",
            Self::Partly => "partly",
            Self::NotApplicable => "not applicable",
            Self::Unknown => "not known",
        }
    }

    /// The answer behind a word, its first letter, or the key of the form (`-` is not applicable).
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        match word.trim().to_lowercase().replace(['-', ' '], "_").as_str() {
            "y" | "yes" => Some(Self::Yes),
            "p" | "partly" => Some(Self::Partly),
            "n" | "no" => Some(Self::No),
            "_" | "na" | "n/a" | "not_applicable" => Some(Self::NotApplicable),
            _ => None,
        }
    }

    /// Whether it says something of the record.
    #[must_use]
    pub const fn says(self) -> bool {
        matches!(self, Self::Yes | Self::Partly | Self::No)
    }
}

/// A quality of a record that a reader looks for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Quality {
    Direction,
    Rationale,
    ActionsRevisited,
    LivedExperience,
    Analysis,
    Challenge,
    DifferenceMade,
}

impl Quality {
    /// The seven, in the order of [`Ratings`].
    pub const ALL: [Self; 7] = [
        Self::Direction,
        Self::Rationale,
        Self::ActionsRevisited,
        Self::LivedExperience,
        Self::Analysis,
        Self::Challenge,
        Self::DifferenceMade,
    ];

    /// The word on the command line and in plain-text output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Direction => "direction",
            Self::Rationale => "rationale",
            Self::ActionsRevisited => "actions",
            Self::LivedExperience => "lived-experience",
            Self::Analysis => "analysis",
            Self::Challenge => "challenge",
            Self::DifferenceMade => "difference",
        }
    }

    /// In a list, in a word or two.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Direction => "clear direction",
            Self::Rationale => "reasons given",
            Self::ActionsRevisited => "last actions revisited",
            Self::LivedExperience => "the child's day-to-day life",
            Self::Analysis => "analysis and reflection",
            Self::Challenge => "challenge",
            Self::DifferenceMade => "difference made",
        }
    }

    /// What the form asks.
    #[must_use]
    pub const fn asks(self) -> &'static str {
        match self {
            Self::Direction => "Does it say what is to happen, by whom and by when?",
            Self::Rationale => "Does it say why this was decided?",
            Self::ActionsRevisited => "Did they come back to the actions agreed last time?",
            Self::LivedExperience => "Would you know what the child's days are like?",
            Self::Analysis => "Is there thinking in it, not only a list of events?",
            Self::Challenge => "Did anyone question drift, optimism or the plan itself?",
            Self::DifferenceMade => "Can you see what changed for the child because of it?",
        }
    }
}

/// A record as somebody read it.
#[derive(Clone, PartialEq, Eq)]
pub struct ReadingDraft {
    pub child: (ChildId, Name),
    pub on: Day,
    /// The reader's role when it was read.
    pub role: Option<StaffRole>,
    pub ratings: Ratings,
    /// What struck the reader; may be empty.
    pub words: String,
}

impl fmt::Debug for ReadingDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither a child's id nor a word reaches a log by way of `{:?}`.
        write!(f, "ReadingDraft(of {:?}, ..)", self.on)
    }
}

fn short_enough(words: &str) -> Result<(), String> {
    if words.chars().count() > MOST_WORDS {
        return Err(format!(
            "More than {MOST_WORDS} letters cannot be kept. Shorten the words."
        ));
    }
    Ok(())
}

impl ReadingDraft {
    /// Refuses what does not answer all seven or cannot be kept, and says what to do.
    ///
    /// # Errors
    /// A question without an answer, a day to come, words that are too long.
    pub fn check(&self, today: Day) -> Result<(), String> {
        let open = Quality::ALL.iter().zip(self.ratings.all());
        let open: Vec<&str> = open
            .filter(|(_, rating)| matches!(rating, Rating::Blank | Rating::Unknown))
            .map(|(quality, _)| quality.label())
            .collect();
        if !open.is_empty() {
            return Err(format!(
                "No answer yet to: {}. Answer yes, partly, no or not applicable.",
                open.join(", ")
            ));
        }
        not_to_come(self.on, today)?;
        short_enough(&self.words)
    }
}

fn not_to_come(on: Day, today: Day) -> Result<(), String> {
    if on > today {
        return Err(format!(
            "{} has not come yet. Give the day on which the record was read.",
            on.long()
        ));
    }
    Ok(())
}

/// A record that was read, as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    pub id: ReadingId,
    pub said: ReadingDraft,
    pub by: PersonName,
    /// RFC 3339, UTC.
    pub at: String,
}

/// What a sample is spread over.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Strata {
    Team,
    Status,
    Age,
}

impl Strata {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Team, Self::Status, Self::Age];

    /// The word on the command line and in the store.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Status => "status",
            Self::Age => "age",
        }
    }

    /// The way behind a word.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.word() == word.trim())
    }
}

/// A sample as somebody asks for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Drawing {
    pub size: u32,
    /// Any words: the same words draw the same children.
    pub seed: String,
    pub by: Option<Strata>,
    /// As in the list of cases; may be empty.
    pub filter: String,
}

/// One stratum: how many children are in it, and how many were drawn.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stratum {
    pub name: Name,
    pub population: u32,
    pub drawn: u32,
}

/// A child of a sample.
#[derive(Clone, PartialEq, Eq)]
pub struct DrawnChild {
    pub child: ChildId,
    pub shown: Name,
    pub stratum: Name,
}

impl fmt::Debug for DrawnChild {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DrawnChild(..)")
    }
}

/// A sample with all that is needed to draw it again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SampleDraft {
    pub asked: Drawing,
    /// The day on which the cases were open.
    pub as_at: Day,
    /// The imports up to this day were known.
    pub known_on: Day,
    pub population: u32,
    /// Of every child that could have been drawn, with its stratum.
    pub digest: String,
    pub strata: Vec<Stratum>,
    /// In the order of the draw.
    pub drawn: Vec<DrawnChild>,
}

/// A sample as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sample {
    pub id: SampleId,
    pub said: SampleDraft,
    pub by: PersonName,
    /// RFC 3339, UTC.
    pub at: String,
}

/// A grade on a scale, the worst at rank 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grade {
    pub word: Name,
    pub rank: u8,
    /// How many grades the scale has; only grades of scales alike can be held beside each other.
    pub of: u8,
}

/// Which questions were asked: a template that was edited since is another edition.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskedBy {
    pub id: Name,
    pub edition: u32,
    pub digest: String,
}

/// An answer to one question of the template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnsweredQuestion {
    pub question: Name,
    pub answer: Rating,
}

/// The audit of a child's record, as somebody gives it.
#[derive(Clone, PartialEq, Eq)]
pub struct AuditDraft {
    /// The sample that the child was drawn in.
    pub sample: Option<SampleId>,
    pub child: (ChildId, Name),
    pub on: Day,
    pub role: Option<StaffRole>,
    /// The team that held the case then.
    pub team: Option<Name>,
    pub asked_by: AskedBy,
    pub answers: Vec<AnsweredQuestion>,
    pub grade: Grade,
    pub words: String,
    /// When the record is to be audited again.
    pub reaudit: Option<Day>,
}

impl fmt::Debug for AuditDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AuditDraft(of {:?}, {:?}, ..)", self.on, self.grade)
    }
}

impl AuditDraft {
    /// Refuses what leaves a question open or cannot be kept.
    ///
    /// # Errors
    /// No answer to a question, a day to come, a re-audit before the audit, words too long.
    pub fn check(&self, today: Day) -> Result<(), String> {
        every_one_answered(&self.answers)?;
        not_to_come(self.on, today)?;
        if let Some(again) = self.reaudit.filter(|again| *again <= self.on) {
            return Err(format!(
                "The record would be audited again on {}, not after this audit. Give a later day.",
                again.long()
            ));
        }
        short_enough(&self.words)
    }
}

fn every_one_answered(answers: &[AnsweredQuestion]) -> Result<(), String> {
    let open: Vec<&str> = answers
        .iter()
        .filter(|one| !Rating::ANSWERS.contains(&one.answer))
        .map(|one| &*one.question)
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(format!(
        "No answer yet to: {}. Answer yes, partly, no or not applicable.",
        open.join(", ")
    ))
}

/// The second person's own grade of the record.
#[derive(Clone, PartialEq, Eq)]
pub struct ModerationDraft {
    pub audit: AuditId,
    pub on: Day,
    pub role: Option<StaffRole>,
    pub answers: Vec<AnsweredQuestion>,
    pub grade: Grade,
    pub words: String,
}

impl fmt::Debug for ModerationDraft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ModerationDraft({:?}, {:?}, ..)", self.audit, self.grade)
    }
}

impl ModerationDraft {
    /// Refuses what leaves a question open or cannot be kept.
    ///
    /// # Errors
    /// No answer to a question, a day to come, words too long.
    pub fn check(&self, today: Day) -> Result<(), String> {
        every_one_answered(&self.answers)?;
        not_to_come(self.on, today)?;
        short_enough(&self.words)
    }
}

/// A moderation as it is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moderation {
    pub said: ModerationDraft,
    pub by: PersonName,
    /// RFC 3339, UTC.
    pub at: String,
}

/// An audit as it is kept, with the newest moderation of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseAudit {
    pub id: AuditId,
    pub said: AuditDraft,
    pub by: PersonName,
    /// RFC 3339, UTC.
    pub at: String,
    pub moderation: Option<Moderation>,
}

/// Everything that stands, each list in the order in which it was said.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Audits {
    pub readings: Vec<Reading>,
    pub samples: Vec<Sample>,
    pub audits: Vec<CaseAudit>,
}

impl Audits {
    /// The names of everybody who read, audited, moderated or drew.
    pub fn people(&self) -> impl Iterator<Item = &str> {
        let readers = self.readings.iter().map(|one| &*one.by);
        let drew = self.samples.iter().map(|one| &*one.by);
        let audited = self.audits.iter().map(|one| &*one.by);
        let moderated = self.audits.iter().filter_map(|one| one.moderation.as_ref());
        readers
            .chain(drew)
            .chain(audited)
            .chain(moderated.map(|one| &*one.by))
    }
}

/// One step of the audit cycle.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AuditChange {
    /// A record was read.
    Read(ReadingDraft),
    /// A sample is to be drawn.
    Draw(Drawing),
    /// A child's record was audited, and what is to be done about it.
    Audit(Box<AuditDraft>, Vec<PromiseDraft>),
    /// A second person graded the same record.
    Moderate(Box<ModerationDraft>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_with_an_open_question_is_refused_by_the_name_of_the_question() {
        let day = Day::parse_iso("2026-06-12").unwrap();
        let mut ratings = [Rating::Yes; 7];
        ratings[5] = Rating::Blank;
        let mut draft = ReadingDraft {
            child: (ChildId::read("900138").unwrap(), Name::from("900138")),
            on: day,
            role: None,
            ratings: Ratings::of(ratings),
            words: String::new(),
        };
        assert!(draft.check(day).unwrap_err().contains("challenge"));
        draft.ratings.challenge = Rating::NotApplicable;
        assert_eq!(draft.check(day), Ok(()));
        assert!(draft.check(day.plus_days(-1)).is_err());
        assert!(!format!("{draft:?}").contains("900138"));
    }

    #[test]
    fn an_answer_is_read_from_its_word_its_letter_or_the_key_of_the_form() {
        assert_eq!(Rating::read("y"), Some(Rating::Yes));
        assert_eq!(Rating::read("Partly"), Some(Rating::Partly));
        assert_eq!(Rating::read("-"), Some(Rating::NotApplicable));
        assert_eq!(Rating::read("not applicable"), Some(Rating::NotApplicable));
        assert_eq!(Rating::read("maybe"), None);
    }
}
