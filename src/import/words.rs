//! The meaning of words in coded columns: yes and no, case status, the kind of a session and whether
//! it was held, whose duty a visit was, how an action stands, what a worker does. The words
//! themselves are in `assets/layouts/words.toml`.

use std::{collections::HashMap, sync::OnceLock};

use serde::Deserialize;

use crate::model::{
    ActionStatus, Answer, CaseStatus, SessionStatus, SessionType, StaffRole, VisitTo,
};

use super::{
    ImportError,
    cell::{Cell, trim},
};

const TEXT: &str = include_str!("../../assets/layouts/words.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule<M> {
    means: M,
    is: Vec<String>,
    has: Vec<String>,
    starts: Vec<String>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AnswerWord {
    Yes,
    No,
    Unknown,
}

impl AnswerWord {
    const fn answer(self) -> Answer {
        match self {
            Self::Yes => Answer::Yes,
            Self::No => Answer::No,
            Self::Unknown => Answer::Unknown,
        }
    }
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StatusWord {
    Closed,
    LookedAfter,
    ProtectionPlan,
    OpenAssessment,
    InNeedPlan,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TypeWord {
    CaseSupervision,
    StaffOneToOne,
    GroupReflective,
    ManagementOversight,
    SeniorOversight,
    InformalRecorded,
    /// The bare word, which the child on the row decides.
    Supervision,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum HeldWord {
    Held,
    Cancelled,
    Rearranged,
    NotHeld,
    Planned,
}

/// The rules of `words.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WordBook {
    answer: Vec<Rule<AnswerWord>>,
    no_further_action: Vec<Rule<AnswerWord>>,
    child_seen: Vec<Rule<AnswerWord>>,
    case_status: Vec<Rule<StatusWord>>,
    session_type: Vec<Rule<TypeWord>>,
    session_status: Vec<Rule<HeldWord>>,
    agency: Vec<Rule<AnswerWord>>,
    /// These three mean a word of the model.
    visit_to: Vec<Rule<String>>,
    action_status: Vec<Rule<String>>,
    staff_role: Vec<Rule<String>>,
}

/// Which column an answer stands in; some have words of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Asked {
    Plain,
    NoFurtherAction,
    ChildSeen,
    /// Whether an agency employs a worker.
    Agency,
}

/// The book as it is embedded.
pub(super) fn book() -> Result<&'static WordBook, ImportError> {
    static BOOK: OnceLock<Result<WordBook, String>> = OnceLock::new();
    match BOOK.get_or_init(|| toml::from_str(TEXT).map_err(|error| error.to_string())) {
        Ok(book) => Ok(book),
        Err(what) => Err(ImportError::Layout {
            what: format!("words: {what}"),
        }),
    }
}

impl WordBook {
    /// Yes, no, blank, or unknown for every other word.
    pub(super) fn answer(&self, cell: &Cell<'_>, asked: Asked) -> Answer {
        if let Cell::Flag(flag) = cell {
            return if *flag { Answer::Yes } else { Answer::No };
        }
        if cell.is_blank() {
            return Answer::Blank;
        }
        let text = bare(&cell.text());
        let own = match asked {
            Asked::Plain => None,
            Asked::NoFurtherAction => first(&self.no_further_action, &text),
            Asked::ChildSeen => first(&self.child_seen, &text),
            Asked::Agency => first(&self.agency, &text),
        };
        own.or_else(|| first(&self.answer, &text))
            .map_or(Answer::Unknown, AnswerWord::answer)
    }

    /// `None` for a word that no meaning is known for.
    pub(super) fn case_status(&self, text: &str) -> Option<CaseStatus> {
        first(&self.case_status, &bare(text)).map(|word| match word {
            StatusWord::Closed => CaseStatus::Closed,
            StatusWord::LookedAfter => CaseStatus::LookedAfter,
            StatusWord::ProtectionPlan => CaseStatus::ProtectionPlan,
            StatusWord::OpenAssessment => CaseStatus::OpenAssessment,
            StatusWord::InNeedPlan => CaseStatus::InNeedPlan,
        })
    }

    /// `None` for a word that no meaning is known for. The bare word "supervision" is of the case
    /// where the row names a child, and of the worker where it does not.
    pub(super) fn session_type(&self, text: &str, names_child: bool) -> Option<SessionType> {
        first(&self.session_type, &bare(text)).map(|word| match word {
            TypeWord::GroupReflective => SessionType::GroupReflective,
            TypeWord::ManagementOversight => SessionType::ManagementOversight,
            TypeWord::SeniorOversight => SessionType::SeniorOversight,
            TypeWord::InformalRecorded => SessionType::InformalRecorded,
            TypeWord::StaffOneToOne => SessionType::StaffOneToOne,
            TypeWord::Supervision if !names_child => SessionType::StaffOneToOne,
            TypeWord::CaseSupervision | TypeWord::Supervision => SessionType::CaseSupervision,
        })
    }

    /// `None` for a word that no meaning is known for.
    pub(super) fn session_status(&self, text: &str) -> Option<SessionStatus> {
        first(&self.session_status, &bare(text)).map(|word| match word {
            HeldWord::Held => SessionStatus::Held,
            HeldWord::Cancelled => SessionStatus::Cancelled,
            HeldWord::Rearranged => SessionStatus::Rearranged,
            HeldWord::NotHeld => SessionStatus::NotHeld,
            HeldWord::Planned => SessionStatus::Planned,
        })
    }

    /// Whose duty a visit was. `None` for a word that no meaning is known for, and for one that
    /// names two duties: which clock it stops would be a guess.
    pub(super) fn visit_to(&self, text: &str) -> Option<VisitTo> {
        let text = bare(text);
        let mut meant = fitting(&self.visit_to, &text);
        let word = meant.next()?;
        let all = VisitTo::ALL.into_iter();
        meant
            .all(|other| other == word)
            .then(|| all.into_iter().find(|to| to.word() == word))?
    }

    /// How an action stands; `None` for a word that no meaning is known for.
    pub(super) fn action_status(&self, text: &str) -> Option<ActionStatus> {
        let text = bare(text);
        let word = fitting(&self.action_status, &text).next()?;
        ActionStatus::ALL
            .into_iter()
            .find(|status| status.word() == word)
    }

    /// What a worker does; `None` for a word that no meaning is known for.
    pub(super) fn staff_role(&self, text: &str) -> Option<StaffRole> {
        let text = bare(text);
        let word = fitting(&self.staff_role, &text).next()?;
        StaffRole::from_word(word)
    }
}

fn first<M: Copy>(rules: &[Rule<M>], bare: &str) -> Option<M> {
    fitting(rules, bare).next().copied()
}

/// What the rules that fit mean, the first one first.
fn fitting<'r, M>(rules: &'r [Rule<M>], bare: &'r str) -> impl Iterator<Item = &'r M> {
    let padded = format!(" {bare} ");
    rules
        .iter()
        .filter(move |rule| {
            rule.is.iter().any(|word| word == bare)
                || rule
                    .starts
                    .iter()
                    .any(|start| bare.starts_with(start.as_str()))
                || rule
                    .has
                    .iter()
                    .any(|phrase| padded.contains(&format!(" {phrase} ")))
        })
        .map(|rule| &rule.means)
}

/// Lower case, everything but letters and digits as one space, without a list letter in front.
fn bare(text: &str) -> String {
    let text = without_list_letter(trim(text));
    let mut bare = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            bare.push(c);
        } else if c != '\'' && c != '\u{2019}' && !bare.is_empty() && !bare.ends_with(' ') {
            bare.push(' ');
        }
    }
    bare.truncate(bare.trim_end().len());
    bare
}

/// `a) Yes` and `b. No` without their letter; a letter alone stays.
pub(super) fn without_list_letter(text: &str) -> &str {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    match text.as_bytes().get(letters) {
        Some(b')' | b'.') if (1..=2).contains(&letters) => {
            let rest = trim(&text[letters + 1..]);
            if rest.is_empty() {
                &text[..letters]
            } else {
                rest
            }
        }
        _ => text,
    }
}

/// What was already looked up, so that a word that stands in forty thousand rows is read once.
#[derive(Default)]
pub(super) struct Lookups {
    /// By the place of the [`Asked`].
    pub(super) answers: [HashMap<String, Answer>; 4],
    pub(super) case_status: HashMap<String, Option<CaseStatus>>,
    /// Of rows that name no child, and of rows that do.
    pub(super) session_type: [HashMap<String, Option<SessionType>>; 2],
    pub(super) session_status: HashMap<String, Option<SessionStatus>>,
    pub(super) visit_to: HashMap<String, Option<VisitTo>>,
    pub(super) action_status: HashMap<String, Option<ActionStatus>>,
    pub(super) staff_role: HashMap<String, Option<StaffRole>>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(text: &str, asked: Asked) -> Answer {
        book().unwrap().answer(&Cell::words(text), asked)
    }

    #[test]
    fn yes_and_no_are_read_in_every_spelling_seen() {
        for yes in [
            "a) Yes", "Yes", "Y", "yes", "1 - Yes", "a. Yes", "Yes ", "TRUE", "1", "\u{a0}Y",
        ] {
            assert_eq!(answer(yes, Asked::Plain), Answer::Yes, "{yes:?}");
        }
        for no in [
            "b) No", "No", "N", "no", "0 - No", "b. No", "No\u{a0}", "False", "0",
        ] {
            assert_eq!(answer(no, Asked::Plain), Answer::No, "{no:?}");
        }
        for blank in ["", "N/A", "Not recorded", "-"] {
            assert_eq!(answer(blank, Asked::Plain), Answer::Blank, "{blank:?}");
        }
        for other in ["c) Unknown", "CS Assessment Updated", "Norfolk"] {
            assert_eq!(answer(other, Asked::Plain), Answer::Unknown, "{other:?}");
        }
        let book = book().unwrap();
        assert_eq!(book.answer(&Cell::Flag(true), Asked::Plain), Answer::Yes);
        assert_eq!(book.answer(&Cell::Number(0.0), Asked::Plain), Answer::No);
    }

    #[test]
    fn the_inverted_words_of_a_referral_mean_what_they_say() {
        for yes in ["NFA", "No further action", "a) Yes", "1"] {
            assert_eq!(answer(yes, Asked::NoFurtherAction), Answer::Yes, "{yes}");
        }
        for no in ["FA", "Further action", "U", "b) No"] {
            assert_eq!(answer(no, Asked::NoFurtherAction), Answer::No, "{no}");
        }
    }

    #[test]
    fn not_seen_is_no_although_it_holds_the_word_seen() {
        for no in ["Child not seen alone", "Not seen", "Unborn", "b) No"] {
            assert_eq!(answer(no, Asked::ChildSeen), Answer::No, "{no}");
        }
        for yes in ["Child seen", "Seen alone", "a) Yes"] {
            assert_eq!(answer(yes, Asked::ChildSeen), Answer::Yes, "{yes}");
        }
    }

    #[test]
    fn case_status_is_read_by_meaning() {
        use CaseStatus as S;
        for (text, status) in [
            ("a) Looked after child", S::LookedAfter),
            ("CLA", S::LookedAfter),
            ("LAC", S::LookedAfter),
            ("CLA&CPP", S::LookedAfter),
            ("CP/CLA", S::LookedAfter),
            ("a) looked after child ", S::LookedAfter),
            ("b) Child Protection plan", S::ProtectionPlan),
            ("CP Ext", S::ProtectionPlan),
            ("CPP", S::ProtectionPlan),
            ("c) Child in need plan", S::InNeedPlan),
            ("CiN Plan", S::InNeedPlan),
            ("d) Open assessment", S::OpenAssessment),
            ("Open asmt", S::OpenAssessment),
            ("CF Assessment in progress", S::OpenAssessment),
            ("e) Closed episode", S::Closed),
            ("Closed Assessment", S::Closed),
            ("Closed - stepdown", S::Closed),
            ("Care leaver", S::Closed),
            ("c)", S::InNeedPlan),
        ] {
            assert_eq!(book().unwrap().case_status(text), Some(status), "{text}");
        }
        assert_eq!(book().unwrap().case_status("Something else"), None);
    }

    #[test]
    fn kinds_of_session_are_read_by_meaning() {
        use SessionType as T;
        for (text, kind) in [
            ("Case supervision", T::CaseSupervision),
            ("CASE SUPERVISION ", T::CaseSupervision),
            ("case_supervision", T::CaseSupervision),
            ("Case discussion", T::CaseSupervision),
            ("Supervision", T::CaseSupervision),
            ("Group supervision", T::GroupReflective),
            ("Group case supervision", T::GroupReflective),
            ("Reflective group", T::GroupReflective),
            ("Hub meeting", T::GroupReflective),
            ("Management oversight", T::ManagementOversight),
            ("Manager's Oversight", T::ManagementOversight),
            ("Case note: management oversight", T::ManagementOversight),
            ("Management decision", T::ManagementOversight),
            ("Senior management oversight", T::SeniorOversight),
            ("Head of Service oversight", T::SeniorOversight),
            ("senior_oversight", T::SeniorOversight),
            ("Senior practitioner case supervision", T::CaseSupervision),
            ("Personal supervision", T::StaffOneToOne),
            ("Personal/1:1 supervision", T::StaffOneToOne),
            ("1:1 supervision", T::CaseSupervision),
            ("One to one", T::CaseSupervision),
            ("Professional supervision", T::StaffOneToOne),
            ("staff_one_to_one", T::StaffOneToOne),
            ("Informal case discussion", T::InformalRecorded),
        ] {
            assert_eq!(
                book().unwrap().session_type(text, true),
                Some(kind),
                "{text}"
            );
        }
        for text in ["Supervision", "1:1 supervision", "One to one"] {
            assert_eq!(
                book().unwrap().session_type(text, false),
                Some(T::StaffOneToOne),
                "{text}"
            );
        }
        assert_eq!(book().unwrap().session_type("Statutory visit", true), None);
    }

    #[test]
    fn each_meaning_of_a_rule_is_a_word_of_the_model() {
        let book = book().unwrap();
        for rule in &book.visit_to {
            let known = VisitTo::ALL.iter().any(|to| to.word() == rule.means);
            assert!(known, "{}", rule.means);
        }
        for rule in &book.action_status {
            let known = ActionStatus::ALL.iter().any(|one| one.word() == rule.means);
            assert!(known, "{}", rule.means);
        }
        for rule in &book.staff_role {
            assert!(
                StaffRole::from_word(&rule.means).is_some(),
                "{}",
                rule.means
            );
        }
    }

    #[test]
    fn whose_duty_a_visit_was_is_read_by_meaning_and_two_duties_are_none() {
        use VisitTo as V;
        for (text, to) in [
            ("CP Visit", V::Protection),
            ("Child Protection Statutory Visit", V::Protection),
            ("CPP stat visit", V::Protection),
            ("CiN visit", V::InNeed),
            ("Child in Need home visit", V::InNeed),
            ("LAC Statutory Visit", V::Care),
            ("Looked After Child visit", V::Care),
            ("CIC visit", V::Care),
            ("Care leaver visit", V::Leaver),
            ("Private fostering visit", V::PrivateFostering),
        ] {
            assert_eq!(book().unwrap().visit_to(text), Some(to), "{text}");
        }
        for text in [
            "Statutory visit",
            "Home visit",
            "CP/LAC visit",
            "Joint CIN and CP visit",
        ] {
            assert_eq!(book().unwrap().visit_to(text), None, "{text}");
        }
    }

    #[test]
    fn an_action_that_is_not_done_is_never_taken_for_done() {
        use ActionStatus as A;
        for (text, status) in [
            ("Completed", A::Complete),
            ("Completed late", A::Complete),
            ("Done", A::Complete),
            ("Achieved", A::Complete),
            ("Not completed", A::Open),
            ("Partially completed", A::Open),
            ("Not done", A::Open),
            ("Not achieved", A::Open),
            ("In progress", A::Open),
            ("Overdue", A::Open),
            ("No longer required", A::Abandoned),
            ("Cancelled", A::Abandoned),
            ("Replaced", A::Superseded),
        ] {
            assert_eq!(book().unwrap().action_status(text), Some(status), "{text}");
        }
        assert_eq!(book().unwrap().action_status("Amber"), None);
    }

    #[test]
    fn what_a_worker_does_is_read_from_a_job_title() {
        use StaffRole as R;
        for (text, role) in [
            ("Social Worker", R::SocialWorker),
            ("Social Worker (Level 2)", R::SocialWorker),
            ("Senior Social Worker", R::Senior),
            ("ASYE Social Worker", R::NewlyQualified),
            ("Newly Qualified Social Worker", R::NewlyQualified),
            ("Deputy Team Manager", R::AssistantManager),
            ("Team Manager", R::TeamManager),
            ("Service Manager", R::HeadOfService),
            ("Head of Service", R::HeadOfService),
            ("Assistant Director", R::Director),
            ("Independent Reviewing Officer", R::ReviewingOfficer),
            ("Consultant Social Worker", R::AdvancedPractitioner),
            ("Family Support Worker", R::FamilySupport),
            ("Personal Advisor", R::PersonalAdviser),
            ("Supervising Social Worker", R::SupervisingSocialWorker),
            ("Student Social Worker", R::Student),
        ] {
            assert_eq!(book().unwrap().staff_role(text), Some(role), "{text}");
        }
        assert_eq!(book().unwrap().staff_role("Business support"), None);
    }

    #[test]
    fn a_session_that_was_not_held_is_never_taken_for_held() {
        use SessionStatus as S;
        for (text, status) in [
            ("Held", S::Held),
            ("held ", S::Held),
            ("Completed", S::Held),
            ("Took place", S::Held),
            ("Held as planned", S::Held),
            ("Yes", S::Held),
            ("Not held", S::NotHeld),
            ("not_held", S::NotHeld),
            ("Did not take place", S::NotHeld),
            ("DNA", S::NotHeld),
            ("Cancelled", S::Cancelled),
            ("Cancelled - sickness", S::Cancelled),
            ("Rearranged", S::Rearranged),
            ("Re-arranged", S::Rearranged),
            ("Planned", S::Planned),
            ("Booked", S::Planned),
            ("Not yet held", S::Planned),
        ] {
            assert_eq!(book().unwrap().session_status(text), Some(status), "{text}");
        }
        assert_eq!(book().unwrap().session_status("Draft"), None);
    }
}
