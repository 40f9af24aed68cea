//! The known layouts, read from `assets/layouts`: which lists there are, by which headings their
//! columns are known, and what each column is for.

use std::{
    collections::{BTreeMap, HashSet},
    sync::OnceLock,
};

use serde::{Deserialize, Serialize};

use crate::model::{FactKind, Source, Template, TemplateColumn};

use super::{
    ImportError,
    bend::{Bend, DateOrder},
    vocabulary::Category,
};

/// The embedded files, by the name that `--layout` takes.
const FILES: [(&str, &str); 7] = [
    ("annex-a", include_str!("../../assets/layouts/annex_a.toml")),
    (
        "supervision",
        include_str!("../../assets/layouts/supervision.toml"),
    ),
    ("family", include_str!("../../assets/layouts/family.toml")),
    ("ssd", include_str!("../../assets/layouts/ssd.toml")),
    ("own", include_str!("../../assets/layouts/own.toml")),
    (
        "cin-census",
        include_str!("../../assets/layouts/cin_census.toml"),
    ),
    ("ssda903", include_str!("../../assets/layouts/ssda903.toml")),
];

/// What a column is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    Child,
    Adopter,
    Family,
    Birth,
    /// The day by which the row is known.
    Start,
    /// Authorisation, conference, closure.
    End,
    /// Last seen, last visit, last contact.
    Seen,
    /// Latest review.
    Review,
    PlacementStart,
    Team,
    Worker,
    Supervisor,
    NoFurtherAction,
    EarlierReferrals,
    ChildSeen,
    Unnecessary,
    PlanMade,
    CaseStatus,
    LegalStatus,
    Source,
    SessionId,
    SessionType,
    SessionStatus,
    Recorded,
    NextDue,
    Decision,
    Rationale,
    Actions,
    /// Kept as a word in the row's details.
    Detail,
    /// Free text: read only when asked for.
    Text,
    /// Assessed as requiring support.
    NeedsSupport,
    Closure,
    SeenAlone,
    EarlierPlans,
    PlacementType,
    PlacementLocation,
    PlacementsInYear,
    Permanence,
    HealthCheck,
    DentalCheck,
    OfficerContact,
    InTouch,
    Adviser,
    Reflection,
    Challenge,
    ActionsReviewed,
    RiskReviewed,
    ChildVoice,
    /// The row's own id.
    OwnId,
    /// The id of the row of another table that this one belongs to.
    Link,
    Died,
    /// The expected date of birth.
    Expected,
    /// A code that stands beside its words.
    Code,
    /// When an enquiry itself ended.
    Ended,
    TransferIn,
    /// A due date as supplied.
    Due,
    Bedroom,
    Quorate,
    /// When the period of care began.
    Entered,
    Cancelled,
    InvolvedAs,
    Offered,
    Accepted,
    Letter,
    /// Which check it was.
    Check,
    StaffNumber,
    Kind,
    PlanStart,
    PlanEnd,
    CareStart,
    CareReview,
    LastVisit,
    CareEnd,
    Carried,
    CarryCount,
    /// What a member of staff does.
    Post,
    AsyeStart,
    AsyeEnd,
    Fte,
    Agency,
    AbsentFrom,
    AbsentTo,
    Cover,
    ApprovedBy,
    Answered,
    Changed,
    Cafcass,
    DirectionClear,
    RationaleFound,
    ActionsRevisited,
    LivedExperience,
    AnalysisFound,
    ChallengeFound,
    DifferenceMade,
    ReauditDue,
    FirstMeeting,
    /// Proceedings issued.
    Issued,
    /// SSDA903 `RNE`: why this episode of care is a new one.
    NewEpisode,
    /// SSDA903 `REC`: why it ended.
    EpisodeEnd,
    /// SSDA903 `MISSING`: missing or merely absent.
    AwayAs,
    /// Known, and not read.
    Known,
}

impl Role {
    /// How many roles there are; the last one is `Known`.
    pub(super) const COUNT: usize = Self::Known as usize + 1;

    /// Whether one list may have several columns of this role.
    const fn may_repeat(self) -> bool {
        matches!(self, Self::Detail | Self::Text | Self::Known)
    }
}

/// How much a list needs a column.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Need {
    Key,
    Mark,
    #[default]
    May,
}

/// One column of a list.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Column {
    #[serde(default)]
    id: String,
    pub(super) role: Role,
    #[serde(default)]
    pub(super) need: Need,
    /// The name of the detail that the column is kept as.
    pub(super) keep: Option<String>,
    /// Whose words a detail holds, so that one that is not understood is told.
    pub(super) category: Option<Category>,
    headings: Vec<String>,
    #[serde(default)]
    words: Vec<Vec<String>>,
    #[serde(default)]
    without: Vec<String>,
    /// The year of the layout that brought the column in.
    pub(super) since: Option<u16>,
    /// What the column holds, in the words of a template; a column without it is in none.
    #[serde(default)]
    pub(super) about: String,
    /// A made-up value for the template.
    #[serde(default)]
    pub(super) example: String,
    /// The words that the column may hold, where it holds words of a list.
    #[serde(default)]
    pub(super) allowed: Vec<String>,
    /// Whether a row cannot do without it.
    #[serde(default)]
    pub(super) required: bool,
    #[serde(skip)]
    folded: Vec<String>,
}

impl Column {
    /// The heading as the layout names it.
    pub(super) fn name(&self) -> &str {
        self.headings.first().map_or("", String::as_str)
    }

    /// The headings in the form in which they are compared, the most official first.
    pub(super) fn folded(&self) -> &[String] {
        &self.folded
    }

    /// The headings as the layout has them, the most official first.
    pub(super) fn headings(&self) -> &[String] {
        &self.headings
    }

    /// Whether the words of a heading fit although no known heading does.
    pub(super) fn fits_words(&self, heading: &[String]) -> bool {
        let has = |word: &String| heading.contains(word);
        self.words.iter().any(|set| set.iter().all(has)) && !self.without.iter().any(has)
    }
}

/// One list: a kind of row and the columns that it has.
#[derive(Clone, Debug)]
pub(super) struct List {
    /// The layout that it belongs to.
    pub(super) layout: &'static str,
    pub(super) source: Source,
    /// Kinds of fact that the list also tells of.
    pub(super) also: Vec<FactKind>,
    /// "assessments", "supervision", ...
    pub(super) id: String,
    pub(super) kind: FactKind,
    /// It names workers or teams, or holds what no rule reads: its rows make no fact.
    pub(super) lookup: bool,
    pub(super) columns: Vec<Column>,
    /// How many of its own marks a sheet must have beside the key columns.
    pub(super) marks: usize,
    /// Parts of headings, one of which must be there.
    pub(super) hints: Vec<String>,
    /// How a person's own layout bends the reading of its cells; no embedded one does.
    pub(super) bend: Bend,
    pub(super) origin: Origin,
    /// The element of an XML file that is a row of this list, with those around it.
    pub(super) element: Option<String>,
    /// Not every file of the layout has this list.
    pub(super) optional: bool,
    /// Never a sheet or a text table.
    pub(super) xml_only: bool,
    unless: HashSet<String>,
    known: HashSet<String>,
}

/// Whose layout it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Origin {
    Embedded,
    Own,
}

impl List {
    /// Whether a heading is known for a column that is not read.
    pub(super) fn knows(&self, folded: &str) -> bool {
        self.known.contains(folded)
    }

    /// Whether one of the headings says that the sheet is something else.
    pub(super) fn is_ruled_out(&self, folded: &[String]) -> bool {
        folded.iter().any(|heading| self.unless.contains(heading))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayoutText {
    name: String,
    title: String,
    /// The word of the source; a council's own export where none is named.
    #[serde(default)]
    source: Option<String>,
    /// It comes as XML and in no other form.
    #[serde(default)]
    xml_only: bool,
    #[serde(default)]
    known: Vec<String>,
    #[serde(default)]
    shared: Vec<Column>,
    list: Vec<ListText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListText {
    id: String,
    kind: String,
    #[serde(default)]
    lookup: bool,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    element: Option<String>,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    shared: Vec<String>,
    #[serde(default)]
    marks: usize,
    #[serde(default)]
    hints: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    known: Vec<String>,
    #[serde(default)]
    dates: DateOrder,
    #[serde(default)]
    separator: Option<String>,
    #[serde(default)]
    fixed: BTreeMap<Role, String>,
    #[serde(default)]
    mean: BTreeMap<Role, BTreeMap<String, String>>,
    #[serde(default)]
    column: Vec<Column>,
}

/// One layout as `layouts list` names it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LayoutName {
    /// What `--layout` takes.
    pub name: &'static str,
    /// In plain words.
    pub title: String,
    /// The lists that it describes.
    pub lists: Vec<String>,
    /// The file as it is embedded, to be shown or written out.
    pub text: &'static str,
}

/// The layouts that Caselight knows.
pub fn layouts() -> Result<Vec<LayoutName>, ImportError> {
    FILES
        .iter()
        .map(|(name, text)| {
            let layout = parse(name, text)?;
            Ok(LayoutName {
                name,
                title: layout.title,
                lists: layout.list.into_iter().map(|list| list.id).collect(),
                text,
            })
        })
        .collect()
}

/// The lists that a service can fill in itself, each with the columns that are explained.
pub fn templates() -> Result<Vec<Template>, ImportError> {
    let templates = lists()?.iter().map(|list| Template {
        name: list.id.clone(),
        columns: list
            .columns
            .iter()
            .filter(|column| !column.about.is_empty())
            .map(|column| TemplateColumn {
                name: column.name().to_owned(),
                required: column.required,
                about: column.about.clone(),
                allowed: column.allowed.clone(),
                example: column.example.clone(),
            })
            .collect(),
    });
    Ok(templates
        .filter(|template| !template.columns.is_empty())
        .collect())
}

/// Every list of every layout.
pub(super) fn lists() -> Result<&'static [List], ImportError> {
    static LISTS: OnceLock<Result<Vec<List>, String>> = OnceLock::new();
    let lists = LISTS.get_or_init(|| {
        let mut lists = Vec::new();
        for (name, text) in &FILES {
            lists.extend(build(name, text, Origin::Embedded).map_err(|error| error.to_string())?);
        }
        Ok(lists)
    });
    match lists {
        Ok(lists) => Ok(lists),
        Err(what) => Err(ImportError::Layout { what: what.clone() }),
    }
}

/// The elements that a layout knows and does not read.
pub(super) fn known_elements(name: &str) -> Result<Vec<String>, ImportError> {
    let text = FILES.iter().find(|(known, _)| *known == name);
    text.map_or(Ok(Vec::new()), |(name, text)| {
        parse(name, text).map(|layout| layout.known)
    })
}

/// The name of an embedded layout; `annex-a-2024` and `annex-a-2018` are both Annex A.
pub(super) fn embedded(name: &str) -> Option<&'static str> {
    let wanted = name.trim().to_ascii_lowercase();
    let wanted = match wanted.as_str() {
        "annex-a-2024" | "annex-a-2018" => "annex-a",
        other => other,
    };
    names().find(|known| *known == wanted)
}

/// The names of the embedded layouts.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// A layout's own words for itself and the lists that it describes.
pub(super) fn described(name: &str, text: &str) -> Result<(String, Vec<String>), ImportError> {
    let layout = parse(name, text)?;
    let lists = layout.list.into_iter().map(|list| list.id).collect();
    Ok((layout.title, lists))
}

fn parse(name: &str, text: &str) -> Result<LayoutText, ImportError> {
    let layout: LayoutText = toml::from_str(text).map_err(|error| ImportError::Layout {
        what: format!("{name}: {error}"),
    })?;
    if layout.name == name {
        Ok(layout)
    } else {
        Err(ImportError::Layout {
            what: format!("{name}: the file calls itself {}", layout.name),
        })
    }
}

pub(super) fn build(
    name: &'static str,
    text: &str,
    origin: Origin,
) -> Result<Vec<List>, ImportError> {
    let layout = parse(name, text)?;
    let mut lists = Vec::new();
    let source = source(name, layout.source.as_deref())?;
    for list in layout.list {
        let kind_of = |word: &String| {
            let known = FactKind::ALL.into_iter().find(|kind| kind.word() == word);
            known.ok_or_else(|| ImportError::Layout {
                what: format!("{name}: {} has no kind of fact {word}", list.id),
            })
        };
        let kind = kind_of(&list.kind)?;
        let also = list.also.iter().map(kind_of).collect::<Result<_, _>>()?;
        let shared = layout
            .shared
            .iter()
            .filter(|column| list.shared.contains(&column.id))
            .cloned();
        let mut columns: Vec<Column> = shared.chain(list.column).collect();
        for column in &mut columns {
            column.folded = column.headings.iter().map(|text| fold(text)).collect();
        }
        if let Some(column) = twice(&columns) {
            return Err(ImportError::Layout {
                what: format!("{name}: {} has two columns {:?}", list.id, column.role),
            });
        }
        lists.push(List {
            layout: name,
            source,
            also,
            id: list.id,
            kind,
            lookup: list.lookup,
            columns,
            marks: list.marks,
            hints: list.hints,
            bend: Bend::of(list.dates, list.separator, list.fixed, &list.mean),
            origin,
            element: list.element,
            optional: list.optional,
            xml_only: layout.xml_only,
            unless: list.unless.iter().map(|text| fold(text)).collect(),
            known: layout
                .known
                .iter()
                .chain(&list.known)
                .map(|text| fold(text))
                .collect(),
        });
    }
    Ok(lists)
}

/// The source that a layout names.
fn source(name: &str, word: Option<&str>) -> Result<Source, ImportError> {
    let Some(word) = word else {
        return Ok(Source::Local);
    };
    let known = Source::ALL.into_iter().find(|one| one.word() == word);
    known.ok_or_else(|| ImportError::Layout {
        what: format!("{name}: no source {word}"),
    })
}

fn twice(columns: &[Column]) -> Option<&Column> {
    columns.iter().enumerate().find_map(|(place, column)| {
        let before = &columns[..place];
        (!column.role.may_repeat() && before.iter().any(|other| other.role == column.role))
            .then_some(column)
    })
}

/// A heading in the form in which it is compared: letters and digits in lower case.
pub(super) fn fold(heading: &str) -> String {
    folded(heading).collect()
}

/// Whether two texts are the same once folded, without folding either further than they agree.
pub(super) fn folds_alike(one: &str, other: &str) -> bool {
    folded(one).eq(folded(other))
}

fn folded(text: &str) -> impl Iterator<Item = char> {
    let counting = text.chars().filter(|c| c.is_alphanumeric());
    counting.flat_map(char::to_lowercase)
}

/// The words of a heading in lower case; a capital within a word starts the next one.
pub(super) fn words(heading: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut after_small = false;
    for c in heading.chars() {
        let starts = c.is_uppercase() && after_small;
        if (!c.is_alphanumeric() || starts) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        after_small = c.is_lowercase() || c.is_ascii_digit();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_embedded_layout_can_be_read_and_describes_its_lists() {
        let names = layouts().unwrap();
        let listed = |name: &str| {
            let layout = names.iter().find(|layout| layout.name == name);
            layout.unwrap().lists.len()
        };
        assert_eq!((listed("annex-a"), listed("own")), (11, 8));
        let all: usize = names.iter().map(|layout| layout.lists.len()).sum();
        assert_eq!(lists().unwrap().len(), all);
    }

    #[test]
    fn every_list_but_family_and_supervision_has_its_marks_and_an_id() {
        for list in lists().unwrap() {
            let keys = list
                .columns
                .iter()
                .filter(|column| column.need == Need::Key)
                .count();
            assert!(keys >= 1, "{}", list.id);
            for column in &list.columns {
                assert!(!column.name().is_empty(), "{}", list.id);
                assert_eq!(
                    matches!(column.role, Role::Detail | Role::Text),
                    column.keep.is_some() && column.role.may_repeat(),
                    "{} {}",
                    list.id,
                    column.name()
                );
            }
        }
    }

    #[test]
    fn headings_are_compared_on_letters_and_digits_alone() {
        let plain = fold("Number of Episodes the Child has been 'Missing' (Y/N)");
        let odd =
            fold("NUMBER\u{a0}of Episodes\nthe  Child has been \u{2018}Missing\u{2019} (Y/N))");
        assert_eq!(plain, odd);
    }

    #[test]
    fn a_capital_in_the_middle_starts_a_word() {
        assert_eq!(
            words("DateChildLastSeen"),
            ["date", "child", "last", "seen"]
        );
        assert_eq!(words("Mosaic ID (no.)"), ["mosaic", "id", "no"]);
        assert_eq!(words("CINStartDate"), ["cinstart", "date"]);
    }
}
