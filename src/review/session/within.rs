//! What a session keeps to: a saved view, or a list of cases as it was filtered.
//!
//! It lists nothing itself. The surprising thing: a view of the cases keeps every gap of the
//! children whom it lists, whatever the gap is about.

use crate::model::{ChildId, SavedView};
use crate::review::filter::{CASE_FIELDS, Filter, GAP_FIELDS, Line};
use crate::review::{CaseRow, Picture};

/// What the rows of a list are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rows {
    Gaps,
    OpenCases,
    EveryCase,
}

/// A list that a session keeps to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Within {
    /// As the scope of the session says it.
    pub words: String,
    rows: Rows,
    filter: Filter,
}

impl Within {
    /// What a saved view lists.
    ///
    /// # Errors
    /// It lists neither gaps nor cases, or its filter cannot be read.
    pub fn view(view: &SavedView) -> Result<Self, String> {
        let rows = match (view.pane.as_str(), view.listed.listing.as_str()) {
            ("gaps", _) => Rows::Gaps,
            ("cases", "all") => Rows::EveryCase,
            ("cases", _) => Rows::OpenCases,
            (pane, _) => {
                return Err(format!(
                    "View {} shows the pane {pane:?}, which lists neither gaps nor cases. `caselight views` lists \
                     them all.",
                    view.digit
                ));
            }
        };
        let fields = if rows == Rows::Gaps {
            GAP_FIELDS
        } else {
            CASE_FIELDS
        };
        let filter = Filter::read(&view.listed.filter, fields)
            .map_err(|trouble| format!("View {}: {trouble}", view.digit))?;
        Ok(Self {
            words: format!("view {} ({})", view.digit, view.name),
            rows,
            filter,
        })
    }

    /// Open cases that pass a filter.
    ///
    /// # Errors
    /// The filter cannot be read.
    pub fn cases(words: &str) -> Result<Self, String> {
        let filter = Filter::read(words, CASE_FIELDS)?;
        Ok(Self {
            words: format!("cases {}", filter.words),
            rows: Rows::OpenCases,
            filter,
        })
    }

    /// Whether a gap is kept; `case` is the row of its child.
    #[must_use]
    pub fn means(&self, gap: &Line<'_>, case: Option<&CaseRow>) -> bool {
        let cases = |row: &CaseRow| self.filter.lets_through(&Line::of_case(row));
        match self.rows {
            Rows::Gaps => self.filter.lets_through(gap),
            Rows::OpenCases => case.is_some_and(|row| row.open && cases(row)),
            Rows::EveryCase => case.is_some_and(cases),
        }
    }
}

/// The child whom an id names, as the case system shows it or as the extract writes it.
pub(super) fn case_of(picture: &Picture, words: &str) -> Option<usize> {
    let id = ChildId::read(words)?;
    let known = picture.caseload.position(&id);
    known.or_else(|| {
        let mut rows = picture.cases.iter();
        let row = rows.find(|row| ChildId::read(&row.shown).as_ref() == Some(&id));
        row.map(|row| row.child)
    })
}
