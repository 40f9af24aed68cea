//! Saved views of the person at the desk, and what is kept for them between two sittings.
//!
//! It lists nothing itself. The surprising thing: while nobody has saved or removed a view, those
//! of `assets/views.toml` stand on the digits, and the first change takes them along.

use serde::Deserialize;

use super::{Desk, DeskError};
use crate::model::{Keepsake, SavedView};
use crate::store::Drawer;

const STARTERS: &str = include_str!("../../assets/views.toml");

#[derive(Deserialize)]
struct Table {
    view: Vec<SavedView>,
}

/// The views that come with the program, by digit.
#[must_use]
pub fn starter_views() -> Vec<SavedView> {
    // A test reads the same text.
    toml::from_str::<Table>(STARTERS).map_or_else(|_| Vec::new(), |table| table.view)
}

impl Desk {
    /// The views on the digits: the person's own, or those that come with the program.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn views(&self) -> Result<Vec<SavedView>, DeskError> {
        Ok(self.store.views()?.unwrap_or_else(starter_views))
    }

    /// Saves a view under its digit, in the place of the one that was there; gives all of them.
    ///
    /// # Errors
    /// The digit or the name cannot be saved, or the store failed.
    pub fn keep_view(&mut self, view: &SavedView) -> Result<Vec<SavedView>, DeskError> {
        if !SavedView::DIGITS.contains(&view.digit) {
            return Err(DeskError::Failed(
                "Saving a view: a view is saved under a digit from 1 to 9.".to_owned(),
            ));
        }
        let name = SavedView::name_of(&view.name)
            .map_err(|why| DeskError::Failed(format!("Saving a view: {why}")))?;
        let view = SavedView {
            name,
            ..view.clone()
        };
        // What stood on the other digits stays there.
        let mut views = self.views()?;
        views.retain(|other| other.digit != view.digit);
        views.push(view);
        views.sort_by_key(|view| view.digit);
        self.store.keep_views(&views)?;
        Ok(views)
    }

    /// Removes the view of a digit; gives those that are left.
    ///
    /// # Errors
    /// The store could not be read or written.
    pub fn drop_view(&mut self, digit: u8) -> Result<Vec<SavedView>, DeskError> {
        let views = self.views()?;
        self.store.keep_views(&views)?;
        self.store.drop_view(digit)?;
        self.views()
    }

    /// Puts the views that come with the program back on the digits, in the place of the person's
    /// own; gives them.
    ///
    /// # Errors
    /// The store could not be written.
    pub fn starter_views_again(&mut self) -> Result<Vec<SavedView>, DeskError> {
        self.store.drop_views()?;
        self.views()
    }

    /// Keeps what is kept between two sittings from a second thread.
    ///
    /// # Errors
    /// The store could not be opened a second time.
    pub fn drawer(&self) -> Result<Drawer, DeskError> {
        Ok(self.store.drawer()?)
    }

    /// Keeps words until the next sitting, or lets go of them.
    ///
    /// # Errors
    /// The store could not be written.
    pub fn keep(&mut self, what: Keepsake, words: Option<&str>) -> Result<(), DeskError> {
        Ok(self.store.keep(what, words)?)
    }

    /// What was kept.
    ///
    /// # Errors
    /// The store could not be read.
    pub fn kept_for_me(&self, what: Keepsake) -> Result<Option<String>, DeskError> {
        Ok(self.store.kept(what)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::filter::{CASE_FIELDS, Filter, GAP_FIELDS};

    #[test]
    fn every_view_that_comes_with_the_program_can_be_read_and_asked() {
        let views = starter_views();
        let digits: Vec<u8> = views.iter().map(|view| view.digit).collect();
        assert_eq!(digits, SavedView::DIGITS.collect::<Vec<u8>>());
        for view in views {
            let fields = match view.pane.as_str() {
                "cases" => CASE_FIELDS,
                _ => GAP_FIELDS,
            };
            assert!(SavedView::name_of(&view.name).is_ok());
            Filter::read(&view.listed.filter, fields).unwrap();
        }
    }
}
