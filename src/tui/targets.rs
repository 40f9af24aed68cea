//! What an outcome would be for, and how that is said before it is given.
//!
//! It gives nothing itself. The surprising thing: marks that the list does not show are never
//! meant, however many there are.

use super::action::{Action, Mode};
use super::app::{App, Pane};
use super::dialogs::{About, Dialog, Kin, OutcomeChoice, OutcomeForm};
use super::sheet::Sheet;
use super::text::many;
use crate::model::{ChildId, FeedKind};
use crate::review::Gap;

/// Asks for an outcome of the marked gaps, or of the row in focus.
pub fn ask_outcome(app: &mut App, choice: OutcomeChoice) {
    // On a child's page the clock in focus is meant, whatever is marked in the list.
    let gaps = match &app.case {
        Some(case) if app.pane == Pane::Case => case.gap().into_iter().collect(),
        _ if app.pane == Pane::Session => app
            .sheet
            .as_ref()
            .zip(app.session.as_ref())
            .map_or_else(Vec::new, |(sheet, session)| session.targets(sheet)),
        _ => app.gaps.targets(),
    };
    let (Some(sheet), Some(today)) = (app.sheet.clone(), app.today()) else {
        return;
    };
    if gaps.is_empty() {
        no_target(app);
        return;
    }
    if gaps.iter().any(|at| app.given.is_saving(*at)) {
        app.say("An outcome of this gap is still being saved.");
        return;
    }
    let hidden = match app.pane {
        Pane::Case | Pane::Session => 0,
        _ => app.gaps.marks.len().saturating_sub(gaps.len()),
    };
    let form = OutcomeForm::new(choice, about(hidden, &sheet, &gaps), gaps, today);
    app.dialog = Some(Dialog::Outcome(Box::new(form)));
}

/// The form for these gaps, as it was opened in an earlier sitting.
pub fn form(sheet: &Sheet, choice: OutcomeChoice, gaps: Vec<u32>) -> OutcomeForm {
    let today = sheet.picture.today;
    OutcomeForm::new(choice, about(0, sheet, &gaps), gaps, today)
}

fn no_target(app: &mut App) {
    let key = |action| app.keymap.key_for(Mode::Gaps, action);
    let words = if app.pane == Pane::Session {
        "This line is no gap any more on the newest extract.".to_owned()
    } else if app.pane == Pane::Case {
        "No clock of this child waits for an outcome.".to_owned()
    } else if app.gaps.marks.is_empty() {
        let mark = key(Action::Mark);
        format!("An outcome is for a gap or a family: move to one, or mark some with {mark}.")
    } else {
        let (marked, clear) = (app.gaps.marks.len(), key(Action::Clear));
        format!(
            "{} outside this list, and none on it. {clear} clears the marks.",
            many(marked, "gap is marked", "gaps are marked")
        )
    };
    app.say(words);
}

/// What the outcome is for, so that it is seen before it is given.
fn about(hidden: usize, sheet: &Sheet, gaps: &[u32]) -> About {
    let all: Vec<_> = gaps.iter().filter_map(|at| sheet.gap(*at)).collect();
    let mut rules: Vec<usize> = all.iter().map(|gap| gap.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let rule = match (rules.as_slice(), all.first()) {
        ([_], Some(gap)) => sheet.rule(gap).map_or("", |rule| rule.title.as_str()),
        _ => "several rules",
    };
    let spread = sheet.spread_of(gaps);
    let whom = match (spread.children as usize, spread.workers as usize) {
        (children, 0) => many(children, "child", "children"),
        (0, workers) => many(workers, "worker", "workers"),
        (children, workers) => format!(
            "{} and {}",
            many(children, "child", "children"),
            many(workers, "worker", "workers")
        ),
    };
    let what = match all.as_slice() {
        [only] => format!("{}, {rule}", only.who),
        more => format!("{} of {whom}, {rule}", many(more.len(), "gap", "gaps")),
    };
    let left_alone = (hidden > 0).then(|| {
        format!(
            "{} marked here; {} more marked outside this filter are left alone.",
            gaps.len(),
            hidden
        )
    });
    let supervision = |gap: &&Gap| {
        sheet
            .rule(gap)
            .is_some_and(|rule| rule.feed == FeedKind::Supervision)
    };
    let (children, workers) = (spread.children > 0, spread.workers > 0);
    let kin = Kin::of(children, workers, all.iter().any(supervision));
    About {
        what,
        left_alone,
        whom,
        kin,
    }
}

/// The child in focus, in whatever pane.
pub(super) fn child_in_focus(app: &App, sheet: &Sheet) -> Option<usize> {
    match app.pane {
        Pane::Gaps | Pane::Reading => sheet.gap(app.gaps.focus()?)?.child,
        Pane::Cases => app.cases.child(sheet),
        Pane::Case => app.case.as_ref().map(|case| case.child),
        Pane::Unfiled => app.unfiled.focus(sheet)?.child,
        Pane::Changes => app.changes.focus()?.child,
        Pane::Audits => {
            let (child, _) = app.audits.child()?;
            place(sheet, &child.child)
        }
        Pane::Promises => app.promises.focus()?.child,
        Pane::Surgery => app.surgery.focus()?.child,
        Pane::Session => app.session.as_ref()?.child(sheet),
        _ => None,
    }
}

pub(super) fn place(sheet: &Sheet, child: &ChildId) -> Option<usize> {
    let cases = sheet.picture.cases.iter();
    sheet.picture.caseload.position(child).or_else(|| {
        cases
            .clone()
            .find(|row| row.shown.trim_start_matches('0') == child.as_str())
            .map(|row| row.child)
    })
}
