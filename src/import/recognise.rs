//! Tells by its headings which list a sheet is. Never looks at a sheet's name or place.

use super::{
    ImportError,
    cell::{Cell, one_line},
    layout::{self, Column, List, Need, Origin, Role},
    own_layouts::Known,
    vocabulary::Category,
};

/// Sheets are searched for headings so far down.
pub(super) const SEARCHED: usize = 25;
/// So much better fits a person's own layout than one that comes with the program.
const OWN_FIRST: usize = 10_000;
/// Columns beyond this one are not looked at.
pub(super) const WIDEST: usize = 512;

/// How a sheet's columns are to be read.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) list: &'static List,
    pub(super) header_row: u32,
    /// The columns that are kept as words: place and name.
    pub(super) details: Vec<(usize, &'static str)>,
    /// Details whose words have an official code.
    pub(super) coded: Vec<(usize, Category)>,
    /// The columns of free text.
    pub(super) texts: Vec<(usize, &'static str)>,
    pub(super) unknown: Vec<String>,
    /// Headings of columns that are read and stand there twice; the first one counts.
    pub(super) doubled: Vec<String>,
    /// Whether a column is there that only the newer layout has.
    pub(super) newer: bool,
    /// Every column that belongs to the list, read or not.
    pub(super) own: Vec<usize>,
    headings: Vec<String>,
    places: [Option<usize>; Role::COUNT],
    score: usize,
}

impl Plan {
    fn of(list: &'static List, headings: Vec<String>, number: u32) -> Self {
        Self {
            list,
            header_row: number,
            details: Vec::new(),
            coded: Vec::new(),
            texts: Vec::new(),
            unknown: Vec::new(),
            doubled: Vec::new(),
            newer: false,
            own: Vec::new(),
            headings,
            places: [None; Role::COUNT],
            score: match list.origin {
                Origin::Embedded => 0,
                Origin::Own => OWN_FIRST,
            },
        }
    }

    /// Where the column of a role stands.
    pub(super) fn place(&self, role: Role) -> Option<usize> {
        self.places[role as usize]
    }

    /// The columns up to the last one that has a heading.
    pub(super) fn width(&self) -> usize {
        let named = |heading: &String| !heading.is_empty();
        self.headings.iter().rposition(named).map_or(0, |at| at + 1)
    }

    /// The column of the layout that has this role.
    pub(super) fn column(&self, role: Role) -> Option<&'static Column> {
        self.list.columns.iter().find(|column| column.role == role)
    }

    /// How much of the list is there: to tell the better of two readings of one row.
    pub(super) const fn score(&self) -> usize {
        self.score
    }

    /// The heading of a role as it stands in the file.
    pub(super) fn heading(&self, role: Role) -> Option<String> {
        self.place(role).and_then(|place| self.heading_at(place))
    }

    /// The heading over a column as it stands in the file.
    pub(super) fn heading_at(&self, place: usize) -> Option<String> {
        self.shown_at(place).map(str::to_owned)
    }

    /// The same, borrowed: asked for on every row.
    pub(super) fn shown_at(&self, place: usize) -> Option<&str> {
        self.headings.get(place).map(String::as_str)
    }
}

/// A sheet that has many of a list's headings, but not all that are needed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct NearMiss {
    pub(super) list: String,
    pub(super) missing: String,
    pub(super) row: u32,
    found: usize,
}

impl NearMiss {
    /// The nearer of two.
    pub(super) fn nearer(self, other: Option<Self>) -> Self {
        other
            .filter(|other| other.found >= self.found)
            .unwrap_or(self)
    }
}

/// What one row of headings turned out to be.
pub(super) enum Verdict {
    Headings(Box<Plan>),
    Near(NearMiss),
    Other,
}

struct Headings {
    shown: Vec<String>,
    folded: Vec<String>,
    words: Vec<Vec<String>>,
}

/// Tries a row as the headings of every list, or of one layout's.
pub(super) fn try_row(
    number: u32,
    cells: &[Cell<'_>],
    known: Known<'_>,
) -> Result<Verdict, ImportError> {
    let shown: Vec<String> = cells
        .iter()
        .take(WIDEST)
        .map(|cell| match cell {
            Cell::Words(text) => one_line(text).into_owned(),
            _ => String::new(),
        })
        .collect();
    if shown.iter().filter(|text| !text.is_empty()).count() < 2 {
        return Ok(Verdict::Other);
    }
    let headings = Headings {
        folded: shown.iter().map(|text| layout::fold(text)).collect(),
        words: shown.iter().map(|text| layout::words(text)).collect(),
        shown,
    };
    let mut best: Option<Plan> = None;
    let mut near: Option<NearMiss> = None;
    for list in known.lists()? {
        if list.xml_only || list.is_ruled_out(&headings.folded) {
            continue;
        }
        match fit(list, &headings, number) {
            Ok(plan) => {
                if best.as_ref().is_none_or(|best| best.score < plan.score) {
                    best = Some(plan);
                }
            }
            Err(Some(miss)) => near = Some(miss.nearer(near)),
            Err(None) => {}
        }
    }
    Ok(match (best, near) {
        (Some(plan), _) => Verdict::Headings(Box::new(plan)),
        (None, Some(miss)) => Verdict::Near(miss),
        (None, None) => Verdict::Other,
    })
}

/// The plan of a list whose columns are all there, in the order of the layout: a row of XML.
pub(super) fn whole(list: &'static List) -> Plan {
    let shown: Vec<String> = list.columns.iter().map(|c| c.name().to_owned()).collect();
    let mut plan = Plan::of(list, shown, 1);
    for (place, column) in list.columns.iter().enumerate() {
        seat(&mut plan, column, place);
    }
    plan
}

/// The plan if the headings are this list's; otherwise what is missing, if much of it is there.
fn fit(list: &'static List, headings: &Headings, number: u32) -> Result<Plan, Option<NearMiss>> {
    let mut plan = Plan::of(list, headings.shown.clone(), number);
    let mut taken = vec![false; headings.folded.len()];
    let mut found = vec![false; list.columns.len()];
    for by_words in [false, true] {
        for (index, column) in list.columns.iter().enumerate() {
            if found[index] {
                continue;
            }
            let place = if by_words {
                place_by_words(column, headings, &taken)
            } else {
                place_by_heading(column, headings, &taken, &mut plan.doubled)
            };
            if let Some(place) = place {
                found[index] = true;
                taken[place] = true;
                seat(&mut plan, column, place);
            }
        }
    }
    plan.own.sort_unstable();
    judge(list, headings, &found, &mut plan)?;
    // What is said of every row stands behind the last column of the file.
    for (extra, role) in list.bend.fixed.keys().enumerate() {
        plan.places[*role as usize] = Some(headings.shown.len() + extra);
    }
    for (place, heading) in headings.folded.iter().enumerate() {
        if !heading.is_empty() && !taken[place] && !list.knows(heading) {
            plan.unknown.push(headings.shown[place].clone());
        }
    }
    Ok(plan)
}

fn seat(plan: &mut Plan, column: &'static Column, place: usize) {
    plan.own.push(place);
    plan.newer |= column.since.is_some();
    plan.score += match column.need {
        Need::Key => 6,
        Need::Mark => 3,
        Need::May => 1,
    };
    match (column.role, column.keep.as_deref()) {
        (Role::Known, _) => {}
        (Role::Text, Some(name)) => plan.texts.push((place, name)),
        (role, keep) => {
            if let Some(name) = keep {
                plan.details.push((place, name));
            }
            plan.coded
                .extend(column.category.map(|category| (place, category)));
            if role != Role::Detail {
                plan.places[role as usize] = Some(place);
            }
        }
    }
}

/// Refuses the plan if a key column, a mark or a hint is missing.
fn judge(
    list: &'static List,
    headings: &Headings,
    found: &[bool],
    plan: &mut Plan,
) -> Result<(), Option<NearMiss>> {
    let having = |need: Need| {
        list.columns
            .iter()
            .zip(found)
            .filter(move |(column, there)| column.need == need && **there)
            .count()
    };
    let missing: Vec<&str> = list
        .columns
        .iter()
        .zip(found)
        .filter(|(column, found)| column.need == Need::Key && !**found)
        .map(|(column, _)| column.name())
        .collect();
    let hinted = list.hints.is_empty()
        || headings.folded.iter().any(|heading| {
            list.hints
                .iter()
                .any(|hint| heading.contains(hint.as_str()))
        });
    let enough = having(Need::Mark) >= list.marks;
    if missing.is_empty() && hinted && enough {
        return Ok(());
    }
    // Only a sheet that is otherwise plainly this list is worth a word to the person.
    let unmistakable = hinted && having(Need::Mark) >= list.marks.max(2);
    Err((unmistakable && missing.len() == 1).then(|| NearMiss {
        list: list.id.clone(),
        missing: missing.join(", "),
        row: plan.header_row,
        found: plan.score,
    }))
}

fn place_by_heading(
    column: &Column,
    headings: &Headings,
    taken: &[bool],
    doubled: &mut Vec<String>,
) -> Option<usize> {
    column.folded().iter().find_map(|name| {
        let mut places = headings
            .folded
            .iter()
            .enumerate()
            .filter(|(place, heading)| !taken[*place] && *heading == name)
            .map(|(place, _)| place);
        let first = places.next()?;
        if places.next().is_some() && column.role != Role::Known {
            doubled.push(headings.shown[first].clone());
        }
        Some(first)
    })
}

/// The one heading whose words fit; none if several do.
fn place_by_words(column: &Column, headings: &Headings, taken: &[bool]) -> Option<usize> {
    let mut places = headings
        .words
        .iter()
        .enumerate()
        .filter(|(place, words)| !taken[*place] && column.fits_words(words))
        .map(|(place, _)| place);
    let first = places.next()?;
    places.next().is_none().then_some(first)
}

/// Whether a doubled heading is that of a column without which no row can be read.
pub(super) fn doubled_key(plan: &Plan) -> Option<&str> {
    let keys = [Role::Child, Role::Adopter, Role::Start, Role::Family];
    plan.doubled.iter().map(String::as_str).find(|heading| {
        keys.into_iter()
            .filter_map(|role| plan.heading(role))
            .any(|key| layout::fold(&key) == layout::fold(heading))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::FactKind;

    fn verdict(headings: &[&str]) -> Verdict {
        let cells: Vec<Cell<'_>> = headings.iter().map(|text| Cell::words(text)).collect();
        try_row(1, &cells, Known::default()).unwrap()
    }

    fn plan(headings: &[&str]) -> Plan {
        match verdict(headings) {
            Verdict::Headings(plan) => *plan,
            Verdict::Near(miss) => panic!("not recognised, near {}", miss.list),
            Verdict::Other => panic!("not recognised"),
        }
    }

    fn tabular() -> impl Iterator<Item = &'static List> {
        let lists = layout::lists().unwrap().iter();
        lists.filter(|list| !list.xml_only)
    }

    #[test]
    fn the_official_headings_of_a_list_are_recognised_in_any_order() {
        for list in tabular() {
            let mut headings: Vec<&str> = list.columns.iter().map(Column::name).collect();
            assert_eq!(plan(&headings).list.kind, list.kind, "{}", list.id);
            headings.reverse();
            assert_eq!(plan(&headings).list.kind, list.kind, "{}", list.id);
        }
    }

    #[test]
    fn every_known_spelling_of_the_key_columns_leads_to_its_list() {
        for list in tabular() {
            let keys = list.columns.iter().enumerate();
            for (index, column) in keys.filter(|(_, column)| column.need == Need::Key) {
                for spelling in column.headings() {
                    let headings: Vec<&str> = list
                        .columns
                        .iter()
                        .enumerate()
                        .map(|(place, other)| {
                            if place == index {
                                spelling
                            } else {
                                other.name()
                            }
                        })
                        .collect();
                    assert_eq!(plan(&headings).list.id, list.id, "{spelling}");
                }
            }
        }
    }

    #[test]
    fn local_columns_do_not_stand_in_for_known_ones() {
        let plan = plan(&[
            "",
            "Child ID",
            "Manager",
            "Agency",
            "Language",
            "Percentage",
            "Date of Referral",
            "Date of last referral",
        ]);
        assert_eq!(plan.list.kind, FactKind::Referral);
        assert_eq!(plan.place(Role::Start), Some(6));
        assert_eq!(plan.place(Role::Worker), None);
        assert_eq!(plan.unknown.len(), 5);
    }

    #[test]
    fn assessments_episodes_and_care_are_never_confused() {
        let child = "Child Unique ID";
        let with = |start: &str| {
            plan(&[child, start, "Allocated Team", "Allocated Worker"])
                .list
                .kind
        };
        assert_eq!(
            with("Continuous Assessment Start Date"),
            FactKind::Assessment
        );
        assert_eq!(with("CIN Start Date"), FactKind::Cin);
        assert_eq!(
            with("Date Started to be Looked After"),
            FactKind::CarePeriod
        );
        assert_eq!(with("LoookedAfterStartDate"), FactKind::CarePeriod);
        assert_eq!(with("Child Protection Plan Start Date"), FactKind::CpPlan);
    }

    #[test]
    fn a_missing_key_column_is_named() {
        let Verdict::Near(miss) = verdict(&[
            "Child Unique ID",
            "Continuous Assessment Date of Authorisation",
            "Child Seen During Continuous Assessment",
        ]) else {
            panic!("taken for a list")
        };
        assert_eq!(miss.missing, "Continuous Assessment Start Date");
        assert_eq!(miss.list, "assessments");
    }

    #[test]
    fn an_adoption_list_without_its_decision_date_is_no_family_list() {
        let found = verdict(&["Child Unique ID", "FamilyID", "Gender", "AdoptionOrderDate"]);
        assert!(!matches!(found, Verdict::Headings(_)));
    }

    #[test]
    fn a_list_of_visits_is_no_supervision_export() {
        let found = verdict(&["Person ID", "Date", "Type", "Worker", "Status"]);
        assert!(!matches!(found, Verdict::Headings(_)));
    }

    #[test]
    fn a_heading_that_stands_twice_is_noticed() {
        let plan = plan(&[
            "Child ID",
            "CIN Start Date",
            "CIN Start Date",
            "Case Status",
        ]);
        assert_eq!(doubled_key(&plan), Some("CIN Start Date"));
    }
}
