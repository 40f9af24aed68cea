//! Rows of Caselight's own lists, and of a council's own export of the same things: cases, visits,
//! actions, staff, who supervised whom, absences, events, escalations, audits.
//!
//! The columns of the lists, and the words that a column may hold, are in `assets/layouts/own.toml`,
//! from which the templates are written too; the usual spellings are in `words.toml`. The surprising
//! thing: a word that is neither among them nor a usual spelling of one is told once and read as
//! unknown; nothing is guessed from a word that is nearly right.

mod cases;
mod follow;
mod people;
mod visits;

use crate::model::{
    Answer, ChildId, Dated, Day, Fact, FactKind, Handler, Happening, HappeningStatus, Name, Rating,
    Record,
};

use super::{
    coverage::SLIP,
    desk::Desk,
    layout::{Role, fold},
    recognise::Plan,
    rows::{Row, RowEnd},
    words::Asked,
};

/// The layout of these lists.
pub(super) const LAYOUT: &str = "own";
const READ_AS_UNKNOWN: &str = "read as unknown";

/// The further kinds of fact that the sheet tells of. A list of our own tells of a plan only where
/// it has the column.
pub(super) fn also(plan: &Plan) -> Vec<FactKind> {
    let own = plan.list.layout == LAYOUT;
    let needs = |kind: FactKind| match kind {
        FactKind::Visit => Some(Role::LastVisit),
        FactKind::Involvement => Some(Role::Worker),
        FactKind::CpPlan => Some(Role::PlanStart),
        FactKind::ReviewConference => Some(Role::Review),
        FactKind::CarePeriod => Some(Role::CareStart),
        FactKind::CareReview => Some(Role::CareReview),
        FactKind::Absence => Some(Role::AbsentFrom),
        _ => None,
    };
    let mut kinds = plan.list.also.clone();
    if own {
        kinds.retain(|kind| needs(*kind).is_none_or(|role| plan.place(role).is_some()));
    }
    kinds
}

/// Whether rows of this kind are read here in whatever layout of a person's own they stand.
pub(super) const fn reads(kind: FactKind) -> bool {
    matches!(
        kind,
        FactKind::Visit
            | FactKind::Action
            | FactKind::Happening
            | FactKind::Escalation
            | FactKind::Audit
            | FactKind::Staff
            | FactKind::Absence
            | FactKind::Supervisor
    )
}

/// Reads the row into facts.
pub(super) fn read(row: &mut Row<'_, '_>) -> RowEnd {
    match row.plan.list.kind {
        FactKind::Staff | FactKind::Absence | FactKind::Supervisor => people::read(row),
        _ => of_child(row),
    }
}

fn of_child(row: &mut Row<'_, '_>) -> RowEnd {
    if matches!(row.plan.list.kind, FactKind::Visit | FactKind::Action) {
        return of_children(row);
    }
    let (child, shown) = match row.child() {
        Ok(named) => named,
        Err(end) => return end,
    };
    let who = (&child, &shown);
    match row.plan.list.kind {
        FactKind::Cin => cases::read(row, who),
        FactKind::Happening => happening(row, who),
        FactKind::Escalation => follow::escalation(row, who),
        FactKind::Audit => follow::audit(row, who),
        _ => RowEnd::Rejected,
    }
}

/// A row that may name several children: a visit to siblings, an action for all of them.
fn of_children(row: &mut Row<'_, '_>) -> RowEnd {
    let children = match row.children() {
        Ok(children) => children,
        Err(end) => return end,
    };
    if row.plan.list.kind == FactKind::Visit {
        return visits::read(row, children);
    }
    let mut end = RowEnd::Rejected;
    for (child, shown) in &children {
        if follow::action(row, (child, shown)) == RowEnd::Used {
            end = RowEnd::Used;
        }
    }
    end
}

fn happening(row: &mut Row<'_, '_>, who: (&ChildId, &Name)) -> RowEnd {
    let what = fold_word(&row.cell(Role::Kind).text());
    if what.is_empty() {
        row.lost(Some(who.0), Role::Kind, "what took place");
        return RowEnd::Rejected;
    }
    let known = row.plan.column(Role::Kind);
    if known.is_some_and(|column| !column.allowed.contains(&what)) {
        row.tally(
            Role::Kind,
            "a kind of event that a rule asks for",
            "kept; no rule reads it",
        );
    }
    let Some(on) = own_day(row, who.0) else {
        return RowEnd::Rejected;
    };
    let status = word(
        row,
        Role::SessionStatus,
        &HappeningStatus::ALL,
        HappeningStatus::word,
    );
    let record = Record::Happening(Happening {
        on,
        what: row.desk.share(&what),
        status: match status {
            Said::Nothing => HappeningStatus::Held,
            Said::Word(status) => status,
            Said::Stranger => HappeningStatus::Unknown,
        },
        approved_by: row.name(Role::ApprovedBy),
        handler: Handler::default(),
    });
    let source_ref = row.desk.share(&record.reference());
    push(row, Some(who), record, source_ref);
    RowEnd::Used
}

/// The day of a row that a person typed. One more than a year after the day up to which the import
/// speaks is a slip of the pen: its row is lost, and the others are read.
fn own_day(row: &mut Row<'_, '_>, child: &ChildId) -> Option<Day> {
    let on = row.key_day(child)?;
    match row.desk.as_at {
        Some(as_at) if on.days_since(as_at) > SLIP => {
            let expected = format!("a date not more than a year after {}", as_at.long());
            row.lost(Some(child), Role::Start, &expected);
            None
        }
        _ => Some(on),
    }
}

/// In lower case with underscores: "Core Group" is `core_group`.
fn fold_word(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("_")
}

/// What a column of words says.
pub(super) enum Said<T> {
    Nothing,
    Word(T),
    /// A word that is not among the allowed ones; it was told.
    Stranger,
}

impl<T> Said<T> {
    pub(super) fn or(self, nothing: T, stranger: T) -> T {
        match self {
            Self::Nothing => nothing,
            Self::Word(word) => word,
            Self::Stranger => stranger,
        }
    }
}

/// The meaning whose word stands in the cell.
pub(super) fn word<T: Copy>(
    row: &mut Row<'_, '_>,
    role: Role,
    all: &[T],
    of: fn(T) -> &'static str,
) -> Said<T> {
    word_or(row, role, (all, of), |_, _| None)
}

/// As [`word`], with the usual spellings of the words.
fn word_or<T: Copy>(
    row: &mut Row<'_, '_>,
    role: Role,
    (all, of): (&[T], fn(T) -> &'static str),
    spelt: fn(&mut Desk, &str) -> Option<T>,
) -> Said<T> {
    let cell = row.cell(role);
    if cell.is_blank() && !matches!(fold(&cell.text()).as_str(), "na" | "none") {
        return Said::Nothing;
    }
    let text = fold(&cell.text());
    if let Some(found) = all.iter().find(|one| fold(of(**one)) == text) {
        return Said::Word(*found);
    }
    if text == "na" || text == "none" {
        return Said::Nothing;
    }
    if let Some(found) = spelt(row.desk, &cell.text()) {
        return Said::Word(found);
    }
    let column = row.plan.column(role);
    let allowed = column.map_or_else(String::new, |column| column.allowed.join(", "));
    let allowed = match allowed.as_str() {
        "" => all
            .iter()
            .map(|one| of(*one))
            .collect::<Vec<_>>()
            .join(", "),
        _ => allowed,
    };
    row.tally(role, &format!("one of {allowed}"), READ_AS_UNKNOWN);
    Said::Stranger
}

/// Yes or no; any other word is told.
fn answer(row: &mut Row<'_, '_>, role: Role) -> Answer {
    let answer = row.answer(role, Asked::Plain);
    if answer == Answer::Unknown && fold(&row.cell(role).text()) != "unknown" {
        row.tally(role, "yes or no", READ_AS_UNKNOWN);
    }
    answer
}

const RATINGS: [(Rating, &str); 5] = [
    (Rating::Yes, "yes"),
    (Rating::No, "no"),
    (Rating::Partly, "partly"),
    (Rating::NotApplicable, "na"),
    (Rating::Unknown, "unknown"),
];

/// What somebody found of one quality of a record.
pub(super) fn rating(row: &mut Row<'_, '_>, role: Role) -> Rating {
    let all: Vec<Rating> = RATINGS.iter().map(|(rating, _)| *rating).collect();
    let word_of = |rating: Rating| {
        let known = RATINGS.iter().find(|(one, _)| *one == rating);
        known.map_or("", |(_, word)| *word)
    };
    word(row, role, &all, word_of).or(Rating::Blank, Rating::Unknown)
}

fn push(row: &mut Row<'_, '_>, who: Option<(&ChildId, &Name)>, record: Record, source_ref: Name) {
    let details = row.details();
    let fact = Fact {
        child: who.map(|(child, _)| child.clone()),
        shown_id: who.map(|(_, shown)| shown.clone()),
        source_ref,
        source: row.plan.list.source,
        record,
        details,
    };
    row.push(fact, None);
}

/// A date beside the key one, of a row that names a child.
fn date(row: &mut Row<'_, '_>, role: Role, child: &ChildId) -> Dated {
    row.secondary(role, child)
}
