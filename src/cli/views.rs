//! `views`: the views on the digits 1 to 9, and a view asked for by its name or digit.

use std::io::Write;

use clap::Args;
use serde_json::json;

use super::{
    Answer, Door, Failure,
    args::{By, Format},
    table::Table,
};
use crate::model::{SavedView, State};
use crate::review::{Access, Desk, Gap};

/// What is printed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  caselight views
  caselight views --reset
  caselight gaps --view 2
  caselight gaps --view \"Family by family\"")]
pub(super) struct Views {
    /// First put the views that come with the program back, in the place of your own
    #[arg(long)]
    reset: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(door: &Door, words: &Views, out: &mut dyn Write) -> Answer {
    let views = if words.reset {
        door.open(Access::Write, None)?.starter_views_again()?
    } else {
        door.open(Access::Read, None)?.views()?
    };
    let mut table = Table::new(&[
        "digit", "name", "pane", "filter", "grouping", "order", "listing",
    ]);
    for view in views {
        table.push(vec![
            json!(view.digit),
            json!(view.name),
            json!(view.pane),
            json!(view.listed.filter),
            json!(view.listed.grouping),
            json!(view.listed.order),
            json!(view.listed.listing),
        ]);
    }
    table.print(words.format, out)?;
    Ok(0)
}

/// The view that is meant by a name or a digit.
pub(super) fn named(desk: &Desk, meant: &str) -> Result<SavedView, Failure> {
    let digit: Option<u8> = meant.trim().parse().ok();
    let mut views = desk.views()?.into_iter();
    let found = views
        .find(|view| Some(view.digit) == digit || view.name.eq_ignore_ascii_case(meant.trim()));
    found.ok_or_else(|| {
        super::words(format!(
            "No view is called {meant:?}. `caselight views` lists them by name and digit."
        ))
    })
}

/// The view of the gaps that is meant by a name or a digit.
pub(super) fn of_gaps(desk: &Desk, meant: &str) -> Result<SavedView, Failure> {
    let view = named(desk, meant)?;
    if view.pane == "gaps" {
        return Ok(view);
    }
    Err(super::words(format!(
        "View {} shows the pane {:?}, not the gaps. `caselight views` lists them all.",
        view.digit, view.pane
    )))
}

/// Whether a view lists gaps of this state beside those overdue.
pub(super) fn lists(view: &SavedView, state: State) -> bool {
    match state {
        State::Overdue => true,
        State::Late => view.listed.listing.contains("late"),
        State::NotComputable => view.listed.listing.contains("cannot be told"),
        _ => false,
    }
}

/// Whether a view lists this gap although somebody answered it.
pub(super) fn keeps_answered(view: &SavedView) -> bool {
    view.listed.listing != "unanswered only" || view.listed.filter.contains("outcome:")
}

/// What its groups are.
pub(super) fn by(view: &SavedView) -> Option<By> {
    Some(match view.listed.grouping.as_str() {
        "rule" => By::Rule,
        "supervisor" => By::Supervisor,
        "team" => By::Team,
        "family" => By::Family,
        _ => return None,
    })
}

/// Puts gaps in the order of a view; the order of the picture is that of most over.
pub(super) fn put_in_order(view: &SavedView, gaps: &mut [(usize, &Gap)]) {
    match view.listed.order.as_str() {
        "earliest due first" => gaps.sort_by_key(|(_, gap)| (gap.due.is_none(), gap.due)),
        "by child" => gaps.sort_by(|(_, one), (_, other)| one.who.cmp(&other.who)),
        "by team" => gaps.sort_by(|(_, one), (_, other)| one.team.cmp(&other.team)),
        _ => {}
    }
}
