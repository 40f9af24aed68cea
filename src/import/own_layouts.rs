//! The layouts that a person keeps as files, in the language of the embedded ones.
//!
//! Reads texts and never the disk: `settings` knows where the files lie.
//!
//! The surprising thing: a layout that was read stays in memory for as long as the program runs. A
//! plan of reading points into it, as it does into the embedded ones, and a person has few.

use std::sync::{Mutex, PoisonError};

use super::{
    ImportError,
    layout::{self, List, Origin},
};

/// A layout of a person's own: its name, which its file has too, and its text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnLayout {
    pub name: String,
    pub text: String,
}

impl OwnLayout {
    /// The title and the lists of the layout; an error says what is wrong in its file.
    pub fn described(&self) -> Result<(String, Vec<String>), ImportError> {
        read(self)?;
        layout::described(&self.name, &self.text).map_err(|error| self.fault(&error))
    }

    fn fault(&self, error: &ImportError) -> ImportError {
        let what = match error {
            ImportError::Layout { what } => what.clone(),
            other => other.to_string(),
        };
        ImportError::OwnLayout {
            name: self.name.clone(),
            what: format!("{}.", what.trim().trim_end_matches('.')),
        }
    }
}

/// Which lists a file may be.
#[derive(Clone, Copy, Default)]
pub(super) struct Known<'o> {
    only: Option<&'o str>,
    own: &'o [&'static List],
}

impl<'o> Known<'o> {
    /// Every list, or those of the layout that was asked for by name.
    pub(super) fn of(only: Option<&'o str>, own: &'o [&'static List]) -> Result<Self, ImportError> {
        let Some(name) = only else {
            return Ok(Self { only, own });
        };
        let is_own = own.iter().any(|list| list.layout == name);
        let only = if is_own {
            Some(name)
        } else {
            Some(layout::embedded(name).ok_or_else(|| unknown(name, own))?)
        };
        Ok(Self { only, own })
    }

    /// The layout that was asked for by name.
    pub(super) const fn only(self) -> Option<&'o str> {
        self.only
    }

    /// The lists to try: a person's own first.
    pub(super) fn lists(self) -> Result<impl Iterator<Item = &'static List>, ImportError> {
        let embedded = layout::lists()?.iter();
        let each = self.own.iter().copied().chain(embedded);
        Ok(each.filter(move |list| self.only.is_none_or(|only| only == list.layout)))
    }
}

fn unknown(name: &str, own: &[&'static List]) -> ImportError {
    let mut known: Vec<&str> = layout::names().collect();
    known.extend(own.iter().map(|list| list.layout));
    known.dedup();
    ImportError::UnknownLayout {
        name: name.to_owned(),
        known: known.join(", "),
    }
}

/// The lists of these layouts; the first that cannot be read is an error that names it.
pub(super) fn lists(own: &[OwnLayout]) -> Result<Vec<&'static List>, ImportError> {
    let mut lists = Vec::new();
    for layout in own {
        lists.extend(read(layout)?);
    }
    Ok(lists)
}

struct Kept {
    name: &'static str,
    text: String,
    lists: &'static [List],
}

static KEPT: Mutex<Vec<Kept>> = Mutex::new(Vec::new());

fn read(own: &OwnLayout) -> Result<&'static [List], ImportError> {
    if layout::embedded(&own.name).is_some() {
        return Err(ImportError::OwnLayout {
            name: own.name.clone(),
            what: "a layout that comes with Caselight has this name.".to_owned(),
        });
    }
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let known = kept
        .iter()
        .find(|kept| kept.name == own.name && kept.text == own.text);
    if let Some(known) = known {
        return Ok(known.lists);
    }
    let name: &'static str = String::leak(own.name.clone());
    let lists = layout::build(name, &own.text, Origin::Own).map_err(|error| own.fault(&error))?;
    let lists: &'static [List] = Vec::leak(lists);
    kept.push(Kept {
        name,
        text: own.text.clone(),
        lists,
    });
    Ok(lists)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(name: &str, text: &str) -> OwnLayout {
        OwnLayout {
            name: name.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn an_unknown_layout_is_named_with_the_known_ones() {
        let error = Known::of(Some("grooble"), &[]).err().unwrap().to_string();
        assert!(error.contains("grooble") && error.contains("annex-a, supervision, family"));
        assert!(Known::of(Some("annex-a-2018"), &[]).is_ok());
    }

    #[test]
    fn a_file_that_is_no_layout_is_refused_by_its_name() {
        let error = layout("hub", "name = \"hub\"\ntitle = 3").described();
        let words = error.unwrap_err().to_string();
        assert!(words.contains("your layout hub cannot be used"), "{words}");
        let error = layout("family", "").described().unwrap_err().to_string();
        assert!(error.contains("has this name"), "{error}");
    }
}
