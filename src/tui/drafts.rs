//! What stands in forms that were not sent, as words to be kept, and the forms opened again.
//!
//! It keeps nothing itself. The surprising thing: a form that was sent is a draft until the disk
//! has answered, so that a program that is killed in between gives its words back.

use serde::{Deserialize, Serialize};

use super::app::App;
use super::dialogs::{
    AmendDraft, Asked, Dialog, EntryDraft, OutcomeChoice, OutcomeDraft, OutcomeForm, PromiseForm,
    PromiseTyped, Question, Reading, SurveyDraft, Then, TurnDraft, TurnForm,
};
use super::sheet::Sheet;
use super::{agreeing, audits, entering, policy, targets};
use crate::model::GapKey;

/// A form that was not sent, with what was typed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "form", rename_all = "kebab-case")]
pub enum Draft {
    Outcome {
        choice: String,
        gaps: Vec<String>,
        typed: OutcomeDraft,
    },
    Entry(EntryDraft),
    /// A promise of the review session that is under way.
    Promise {
        gap: Option<String>,
        typed: PromiseTyped,
    },
    /// What became of promises.
    Turn(TurnDraft),
    /// Reading a record, auditing, moderating, drawing a sample.
    Survey(SurveyDraft),
    /// A change of the policy.
    Amend(AmendDraft),
    /// A question with one line of answer.
    Line {
        asked: String,
        number: i64,
        words: String,
    },
}

/// What becomes of a draft in the next sitting.
pub enum Again {
    Open(Box<Dialog>),
    /// What it is about is not known yet.
    Later,
    /// What it was about is not in these data any more.
    Gone,
    /// The disk had it, and the program was killed before it let go of the draft.
    Saved,
}

/// Every form that is open, came back, or is on its way to the disk.
pub fn of(app: &App) -> Vec<Draft> {
    let Some(sheet) = app.sheet.as_deref() else {
        return Vec::new();
    };
    let asked = app.dialog.iter().chain(&app.returned);
    let asked = asked.filter_map(|dialog| of_dialog(dialog, sheet));
    let given = app.giving.iter().map(|(_, form)| outcome(form, sheet));
    let entered = app.entering.iter().filter_map(|(_, form)| form.draft());
    let turned = app.turning.iter().map(|(_, form)| form.draft());
    let agreed = app.agreeing.iter().map(|(_, form)| promise(form));
    let audited = app.auditing.iter().map(|(_, form)| form.draft());
    asked
        .chain(given)
        .chain(agreed)
        .chain(entered.map(Draft::Entry))
        .chain(turned.map(Draft::Turn))
        .chain(audited.map(Draft::Survey))
        .collect()
}

/// How many there are, without their words.
pub fn number(app: &App) -> usize {
    let asked = app.dialog.iter().chain(&app.returned);
    asked.filter(|dialog| holds_words(dialog)).count()
        + app.giving.len()
        + app.entering.len()
        + app.turning.len()
        + app.auditing.len()
        + app.agreeing.len()
}

fn holds_words(dialog: &Dialog) -> bool {
    match dialog {
        Dialog::Outcome(_)
        | Dialog::Turn(_)
        | Dialog::Survey(_)
        | Dialog::Amend(_)
        | Dialog::Promise(_) => true,
        Dialog::Entry(form) => form.draft().is_some(),
        Dialog::Line(question) => question.asked.kept().is_some(),
        Dialog::Confirm(confirm) => matches!(confirm.then, Then::Give { .. }),
        _ => false,
    }
}

fn of_dialog(dialog: &Dialog, sheet: &Sheet) -> Option<Draft> {
    Some(match dialog {
        Dialog::Outcome(form) => outcome(form, sheet),
        Dialog::Confirm(confirm) => match &confirm.then {
            Then::Give { form, .. } => outcome(form, sheet),
            _ => return None,
        },
        Dialog::Entry(form) => Draft::Entry(form.draft()?),
        Dialog::Promise(form) => promise(form),
        Dialog::Turn(form) => Draft::Turn(form.draft()),
        Dialog::Survey(form) => Draft::Survey(form.draft()),
        Dialog::Amend(form) => Draft::Amend(form.draft()),
        Dialog::Line(question) => {
            let (asked, number) = question.asked.kept()?;
            Draft::Line {
                asked: asked.to_owned(),
                number,
                words: question.input.value().to_owned(),
            }
        }
        _ => return None,
    })
}

fn outcome(form: &OutcomeForm, sheet: &Sheet) -> Draft {
    let gaps = form.gaps.iter().filter_map(|at| sheet.gap(*at));
    Draft::Outcome {
        choice: form.choice.word().to_owned(),
        gaps: gaps.map(|gap| gap.key.as_str().to_owned()).collect(),
        typed: form.draft(),
    }
}

fn promise(form: &PromiseForm) -> Draft {
    Draft::Promise {
        gap: form.whom.gap.as_ref().map(|gap| gap.as_str().to_owned()),
        typed: form.typed(),
    }
}

/// What stands in a form that was not sent before the workbench was left.
const NOT_SENT: &str = "Open when the workbench closed: nothing of it is saved yet.";

/// Opens the form that a draft was typed into.
pub fn again(app: &App, draft: &Draft) -> Again {
    let Some(sheet) = app.sheet.as_deref() else {
        return Again::Later;
    };
    if matches!(draft, Draft::Turn(_)) && app.promises.extracts.is_none() {
        return Again::Later;
    }
    if is_saved(app, sheet, draft) {
        return Again::Saved;
    }
    reopened(app, sheet, draft).map_or(Again::Gone, |dialog| Again::Open(Box::new(dialog)))
}

/// Whether the same words stand in the store about the same matter.
fn is_saved(app: &App, sheet: &Sheet, draft: &Draft) -> bool {
    match draft {
        Draft::Outcome { gaps, typed, .. } => {
            let reason = typed.reason();
            let given = |key: &String| {
                let gap = sheet.gap(sheet.place(&GapKey::stored(key))?)?;
                Some(gap.standing.outcome()?.reason == reason)
            };
            !reason.is_empty() && gaps.iter().all(|key| given(key) == Some(true))
        }
        Draft::Entry(draft) if draft.task == "enter" => {
            let newest = sheet.picture.entries.iter().map(|row| &row.entry);
            let newest = newest.max_by_key(|entry| entry.id);
            let words = newest.map_or("", |entry| entry.said.words.as_str());
            !words.is_empty() && draft.typed().any(|typed| typed.trim() == words)
        }
        Draft::Turn(draft) => {
            let words = draft.words.trim();
            let about = |id: &str| draft.threads.iter().any(|(known, _)| known == id);
            let said = app.promises.held.iter().any(|one| {
                let turned = one.turns.last().is_some_and(|turn| turn.words == words);
                // An action of the export becomes a promise when it is carried.
                let of = one.said.origin_ref.as_deref().is_some_and(about);
                let carried = of && one.said.words.ends_with(words);
                carried || (turned && about(&format!("p{}", one.id.0)))
            });
            !words.is_empty() && said
        }
        _ => false,
    }
}

fn reopened(app: &App, sheet: &Sheet, draft: &Draft) -> Option<Dialog> {
    let not_sent = || NOT_SENT.to_owned();
    Some(match draft {
        Draft::Outcome {
            choice,
            gaps,
            typed,
        } => {
            let mut choices = OutcomeChoice::ALL.into_iter();
            let choice = choices.find(|it| it.word() == choice)?;
            let keys = gaps.iter().map(|key| GapKey::stored(key));
            let gaps: Vec<u32> = keys.filter_map(|key| sheet.place(&key)).collect();
            if gaps.is_empty() {
                return None;
            }
            let mut form = targets::form(sheet, choice, gaps);
            form.take_up(typed);
            form.refused(not_sent());
            Dialog::Outcome(Box::new(form))
        }
        Draft::Entry(draft) => {
            let mut form = entering::form_of(sheet, draft)?;
            form.take_up(draft);
            form.refused(not_sent());
            Dialog::Entry(Box::new(form))
        }
        Draft::Promise { gap, typed } => {
            let mut form = agreeing::form(app, gap.as_deref().map(GapKey::stored))?;
            form.take_up(typed);
            form.refused(not_sent());
            Dialog::Promise(Box::new(form))
        }
        Draft::Turn(draft) => {
            let all = app.promises.threads.iter();
            let found = |key: &(String, Option<usize>)| {
                all.clone().find(|thread| thread.key() == *key).cloned()
            };
            let threads: Vec<_> = draft.threads.iter().filter_map(found).collect();
            if threads.is_empty() {
                return None;
            }
            let mut form = TurnForm::taken_up(draft, threads)?;
            form.refused(not_sent());
            Dialog::Turn(Box::new(form))
        }
        Draft::Survey(draft) => {
            let mut form = audits::form_of(sheet, draft)?;
            form.refused(not_sent());
            Dialog::Survey(Box::new(form))
        }
        Draft::Amend(draft) => {
            let mut form = policy::form_of(sheet, draft)?;
            form.trouble = Some(not_sent());
            Dialog::Amend(Box::new(form))
        }
        Draft::Line {
            asked,
            number,
            words,
        } => Dialog::Line(Question::new(Asked::of(asked, *number)?, words.clone())),
    })
}

/// The words of drafts whose forms cannot be opened any more, to be read and copied; nothing where
/// no word was typed.
pub fn to_read(gone: &[Draft]) -> Option<Dialog> {
    let typed: Vec<String> = gone
        .iter()
        .flat_map(typed)
        .filter(|words| !words.trim().is_empty())
        .collect();
    if typed.is_empty() {
        return None;
    }
    let mut words = vec![
        "You had typed this when the workbench closed, and it was not sent. What it was about is \
         not in these data any more, so that there is no form to put it into:"
            .to_owned(),
        String::new(),
    ];
    words.extend(typed);
    words.extend([
        String::new(),
        "It is not kept once you close this.".to_owned(),
    ]);
    Some(Dialog::Reading(Reading::new("Not sent".to_owned(), words)))
}

fn typed(draft: &Draft) -> Vec<String> {
    let owned = |words: &str| words.to_owned();
    match draft {
        Draft::Outcome { typed, .. } => typed.typed().map(owned).to_vec(),
        Draft::Entry(draft) => draft.typed().map(owned).collect(),
        Draft::Promise { typed, .. } => vec![typed.words().to_owned()],
        Draft::Turn(draft) => vec![draft.words.clone()],
        Draft::Survey(draft) => draft.rows.iter().map(|(_, words)| words.clone()).collect(),
        Draft::Amend(draft) => draft
            .fields
            .iter()
            .map(|(_, words)| words.clone())
            .collect(),
        Draft::Line { words, .. } => vec![words.clone()],
    }
}
