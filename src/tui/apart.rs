//! Lists that take longer to make than a key may wait: made apart from the keys, on a thread of
//! their own.
//!
//! Until the new list is there the old one stands, with its own headings, and whatever is typed
//! waits: a key never means a row that its person has not seen. The surprising thing: only long
//! lists get here; a shorter one is made before the key's own frame, because nobody could tell.

use super::app::App;
use super::effect::{Answer, Effect, Laid, Ticket};
use super::given::Given;
use super::panes::cases::{self, Criteria};
use super::panes::gaps::listing::{self, Choice};

/// What to list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum List {
    Gaps(Box<(Choice, Given)>),
    Cases(Box<Criteria>),
}

/// A list that was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listing {
    ticket: Ticket,
    of: Laid,
    list: List,
}

impl Listing {
    /// Makes it.
    #[must_use]
    pub fn make(self) -> Answer {
        let Self { ticket, of, list } = self;
        match list {
            List::Gaps(asked) => {
                let (choice, given) = *asked;
                let listed = listing::list(&of.0, &choice, &given);
                let made = Box::new((choice, given, listed));
                Answer::GapsListed { ticket, made }
            }
            List::Cases(criteria) => Answer::CasesListed {
                ticket,
                listed: cases::list(&of.0, &criteria),
            },
        }
    }
}

/// After every update: asks for the lists that panes wish for.
pub fn ask(app: &mut App) -> Vec<Effect> {
    let Some(sheet) = app.sheet.clone() else {
        return Vec::new();
    };
    let mut lists = Vec::new();
    if app.gaps.wishes() && app.gaps.asked.is_none() {
        let ticket = app.ticket();
        app.gaps.asked = Some(ticket);
        let asked = Box::new((app.gaps.choice.clone(), app.given.clone()));
        lists.push((ticket, List::Gaps(asked)));
    }
    if app.cases.wishes() && app.cases.asked.is_none() {
        let ticket = app.ticket();
        app.cases.asked = Some(ticket);
        lists.push((ticket, List::Cases(Box::new(app.cases.criteria()))));
    }
    lists
        .into_iter()
        .map(|(ticket, list)| {
            let of = Laid(sheet.clone());
            Effect::List(Box::new(Listing { ticket, of, list }))
        })
        .collect()
}

/// A list that was made.
pub fn told(app: &mut App, answer: Answer) {
    let Some(sheet) = app.sheet.clone() else {
        return;
    };
    match answer {
        Answer::GapsListed { ticket, made } if app.gaps.asked == Some(ticket) => {
            let (choice, given, mut listed) = *made;
            if given != app.given {
                // What was saved while it was made.
                listed.recount(&sheet, &app.given);
            }
            app.gaps.listed_apart((choice, listed), &sheet);
        }
        Answer::CasesListed { ticket, listed } if app.cases.asked == Some(ticket) => {
            app.cases.listed_apart(listed, &sheet);
        }
        // Another was asked for since.
        _ => {}
    }
}

/// Whether a list is being made; what is on the screen is the one before.
#[must_use]
pub const fn is_waiting(app: &App) -> bool {
    app.gaps.wishes() || app.cases.wishes()
}
