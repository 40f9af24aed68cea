//! Where a person stands: the pane, how it lists, the row in focus, the child or note that is open.
//!
//! What jumps go back to, what a saved view shows and what the next sitting begins with. The
//! surprising thing: it names gaps and children by their keys and ids, never by their places, so
//! that it still holds when another extract was imported.

use serde::{Deserialize, Serialize};

use super::act::act;
use super::action::Action;
use super::app::{App, Pane, Place};
use super::effect::{Effect, Job};
use super::filter::{CASE_FIELDS, Filter, GAP_FIELDS};
use super::panes::case::CasePane;
use super::panes::cases::{CasesPane, Column, Extent, Way};
use super::panes::gaps::listing::{Breadth, Choice, Grouping, Order};
use super::panes::session::SessionPane;
use super::sheet::Sheet;
use crate::model::{GapKey, Listed, NoteId};

/// Panes that can be stood in, their words, and the action that shows each.
const PANES: [(Pane, &str, Action); 11] = [
    (Pane::Gaps, "gaps", Action::ShowGaps),
    (Pane::Cases, "cases", Action::ShowCases),
    (Pane::Case, "case", Action::ShowCases),
    (Pane::Delays, "delays", Action::ShowDelays),
    (Pane::Notes, "notes", Action::ShowNotes),
    (Pane::Note, "note", Action::ShowNotes),
    (Pane::Unfiled, "unfiled", Action::ShowUnfiled),
    (Pane::Rules, "rules", Action::ShowRules),
    (Pane::Promises, "promises", Action::ShowPromises),
    (Pane::Audits, "audits", Action::ShowAudits),
    (Pane::Session, "session", Action::Review),
];

/// Where a person stands.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Stand {
    pub pane: String,
    pub gaps: Listed,
    /// The gap in focus.
    pub gap: Option<String>,
    pub cases: Listed,
    /// The child in focus in the list of cases.
    pub row: Option<String>,
    /// The child whose page is open.
    pub child: Option<String>,
    pub clock: usize,
    pub scrolled: usize,
    pub note: Option<i64>,
}

impl std::fmt::Debug for Stand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // It names children.
        write!(f, "Stand({})", self.pane)
    }
}

impl Stand {
    /// Whether it is in a review session.
    #[must_use]
    pub fn in_session(&self) -> bool {
        shows(&self.pane) == Action::Review
    }

    /// Whether this is another place, and not only another row of the same list.
    #[must_use]
    pub fn is_elsewhere(&self, other: &Self) -> bool {
        (&self.pane, &self.gaps, &self.cases, &self.child, &self.note)
            != (
                &other.pane,
                &other.gaps,
                &other.cases,
                &other.child,
                &other.note,
            )
    }
}

/// Where the person stands now; `None` where nothing is open yet, or in a place that is only
/// passed through.
#[must_use]
pub fn of(app: &App) -> Option<Stand> {
    let sheet = app.sheet.as_ref().filter(|sheet| !sheet.is_empty())?;
    // What a session left is read once, and is no place to come back to.
    let over = |pane: &SessionPane| pane.left.is_some();
    if app.pane == Pane::Session && app.session.as_ref().is_none_or(over) {
        return None;
    }
    let pane = if app.pane == Pane::Reading {
        Pane::Gaps
    } else {
        app.pane
    };
    let (_, word, _) = PANES.iter().find(|(known, ..)| *known == pane)?;
    let open = app.case.as_ref().filter(|_| pane == Pane::Case);
    let note = app.note.as_ref().filter(|_| pane == Pane::Note);
    // The gaps behind a figure of a note are listed instead of what was chosen, not in its place.
    let choice = app.gaps.choice.only.as_ref();
    let choice = choice.map_or(&app.gaps.choice, |only| &only.before);
    Some(Stand {
        pane: (*word).to_owned(),
        gaps: of_gaps(choice),
        gap: app
            .gaps
            .focus()
            .and_then(|at| sheet.gap(at))
            .map(|gap| gap.key.as_str().to_owned()),
        cases: of_cases(&app.cases),
        row: app
            .cases
            .child(sheet)
            .and_then(|child| sheet.case(child))
            .map(|case| case.shown.to_string()),
        child: open
            .and_then(|case| sheet.case(case.child))
            .map(|case| case.shown.to_string()),
        clock: open.map_or(0, |case| case.clock),
        scrolled: open.map_or(0, |case| case.scrolled),
        note: note.map(|note| note.head.id.0),
    })
}

fn of_gaps(choice: &Choice) -> Listed {
    Listed {
        filter: choice.filter.words.clone(),
        grouping: choice.grouping.word().to_owned(),
        order: choice.order.word().to_owned(),
        listing: choice.breadth.word().to_owned(),
        turned: false,
    }
}

fn of_cases(cases: &CasesPane) -> Listed {
    Listed {
        filter: cases.filter.words.clone(),
        grouping: String::new(),
        order: cases.column.word().to_owned(),
        listing: match cases.extent {
            Extent::Open => "open".to_owned(),
            Extent::All => "all".to_owned(),
        },
        turned: cases.way == Way::Back,
    }
}

/// Goes there: the lists as they were, and the row that was in focus where it is still listed.
pub fn go(app: &mut App, stand: &Stand) -> Vec<Effect> {
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    app.gaps.leave_selection();
    if of_gaps(&app.gaps.choice) != stand.gaps {
        list_gaps(app, &stand.gaps, &sheet);
    }
    if let Some(at) = stand
        .gap
        .as_deref()
        .and_then(|gap| sheet.place(&GapKey::stored(gap)))
    {
        app.gaps.go_to(at);
    }
    if of_cases(&app.cases) != stand.cases || app.cases.selection.is_some() {
        list_cases(app, &stand.cases, &sheet);
    }
    if let Some(at) = stand.row.as_deref().and_then(|row| row_of(&sheet, row)) {
        let cases = &mut app.cases;
        let found = cases.listed.iter().position(|listed| *listed == at);
        cases.cursor = found.unwrap_or(cases.cursor);
    }
    show(app, stand, &sheet)
}

fn row_of(sheet: &Sheet, shown: &str) -> Option<u32> {
    let at = sheet
        .picture
        .cases
        .iter()
        .position(|row| &*row.shown == shown)?;
    u32::try_from(at).ok()
}

/// Lists the gaps as these words say, from the top.
pub fn list_gaps(app: &mut App, listed: &Listed, sheet: &Sheet) {
    let grouping = Grouping::ALL
        .into_iter()
        .find(|it| it.word() == listed.grouping);
    let order = Order::ALL.into_iter().find(|it| it.word() == listed.order);
    let breadth = Breadth::ALL
        .into_iter()
        .find(|it| it.word() == listed.listing);
    app.given.let_go();
    app.gaps.choice = Choice {
        grouping: grouping.unwrap_or_default(),
        order: order.unwrap_or_default(),
        breadth: breadth.unwrap_or_default(),
        filter: Filter::read(&listed.filter, GAP_FIELDS).unwrap_or_default(),
        ..Choice::default()
    };
    app.gaps.restart(sheet, &app.given);
}

/// Lists the cases as these words say, from the top.
pub fn list_cases(app: &mut App, listed: &Listed, sheet: &Sheet) {
    let column = Column::ALL.into_iter().find(|it| it.word() == listed.order);
    let cases = &mut app.cases;
    cases.selection = None;
    cases.column = column.unwrap_or_default();
    cases.way = if listed.turned {
        Way::Back
    } else {
        Way::Forward
    };
    cases.extent = if listed.listing == "all" {
        Extent::All
    } else {
        Extent::Open
    };
    cases.filter = Filter::read(&listed.filter, CASE_FIELDS).unwrap_or_default();
    cases.listed.clear();
    cases.top = 0;
    cases.relist(sheet);
}

fn show(app: &mut App, stand: &Stand, sheet: &Sheet) -> Vec<Effect> {
    let Some((pane, _, action)) = PANES.iter().find(|(_, word, _)| *word == stand.pane) else {
        return act(app, Action::ShowGaps);
    };
    let open = app.note.as_ref().map(|note| note.head.id.0);
    match pane {
        Pane::Case => {
            let row = stand
                .child
                .as_deref()
                .and_then(|child| row_of(sheet, child));
            let child = row.and_then(|at| sheet.picture.cases.get(at as usize));
            let Some(child) = child.map(|row| row.child) else {
                app.say("That child is not in these data any more.");
                return act(app, Action::ShowCases);
            };
            let mut case = CasePane::open(child, sheet, &app.promises.held);
            case.clock = stand.clock.min(case.view.clocks.len().saturating_sub(1));
            case.scrolled = stand.scrolled;
            app.trail = vec![Place {
                pane: Pane::Gaps,
                child: None,
            }];
            app.case = Some(case);
            app.pane = Pane::Case;
            Vec::new()
        }
        Pane::Session => super::session::take_up(app),
        Pane::Note if stand.note.is_some() && stand.note == open => {
            app.pane = Pane::Note;
            Vec::new()
        }
        Pane::Note => {
            let effects = act(app, Action::ShowNotes);
            let unsaved = app
                .note
                .as_ref()
                .is_some_and(super::panes::note::NotePane::unsaved);
            let Some(id) = stand.note.filter(|_| !unsaved) else {
                return effects;
            };
            app.note_asked = app.ticket();
            app.jumps.expects_note = true;
            let ask = Job::Note {
                ticket: app.note_asked,
                id: NoteId(id),
            };
            effects.into_iter().chain([Effect::Ask(ask)]).collect()
        }
        _ => act(app, *action),
    }
}

/// The action that shows a pane by its word; an unknown one shows the gaps.
#[must_use]
pub fn shows(pane: &str) -> Action {
    PANES
        .iter()
        .find(|(_, word, _)| *word == pane)
        .map_or(Action::ShowGaps, |(.., action)| *action)
}
