//! Forms that are on their way to the disk: one that is refused comes back with what was typed.
//!
//! It saves nothing and asks nothing itself. The surprising thing: a form holds the places of gaps
//! in a picture, so that with every other picture the places are found anew.

use super::app::App;
use super::dialogs::{Dialog, Then};

/// Brings a refused form back, now or as soon as nothing else is asked.
pub fn came_back(app: &mut App, form: Dialog, words: String) {
    if app.dialog.is_some() {
        app.warn(words);
    } else {
        // It would say that it is still being saved.
        app.message = None;
    }
    app.returned.push(form);
    bring_back(app);
}

/// Opens the next form that came back, if nothing else is asked.
pub fn bring_back(app: &mut App) {
    if app.dialog.is_none() && !app.returned.is_empty() {
        app.dialog = Some(app.returned.remove(0));
    }
}

/// Takes over where the gaps of each form stand in another picture. A gap that is gone needs no
/// outcome; a form without any is closed with a word.
pub fn carried(app: &mut App, place: &impl Fn(u32) -> Option<u32>) {
    for (_, form) in &mut app.giving {
        form.gaps = placed(&form.gaps, place);
    }
    for dialog in &mut app.returned {
        if let Some(gaps) = gaps_of(dialog) {
            *gaps = placed(gaps, place);
        }
    }
    app.returned
        .retain_mut(|dialog| gaps_of(dialog).is_none_or(|gaps| !gaps.is_empty()));
    let Some(gaps) = app.dialog.as_mut().and_then(gaps_of) else {
        return;
    };
    *gaps = placed(gaps, place);
    if gaps.is_empty() {
        app.dialog = None;
        app.warn("What was just entered closed the gap of this form. No outcome was given.");
    }
}

fn placed(gaps: &[u32], place: &impl Fn(u32) -> Option<u32>) -> Vec<u32> {
    gaps.iter().filter_map(|at| place(*at)).collect()
}

/// The gaps of a form that is open or asked about.
fn gaps_of(dialog: &mut Dialog) -> Option<&mut Vec<u32>> {
    match dialog {
        Dialog::Outcome(form) => Some(&mut form.gaps),
        Dialog::Confirm(confirm) => match &mut confirm.then {
            Then::Give { form, .. } => Some(&mut form.gaps),
            Then::LeaveWhenSaved | Then::LeaveAnyway | Then::TakeBack | Then::EndReview => None,
        },
        _ => None,
    }
}
