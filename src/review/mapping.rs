//! A council's own exports: looking at a file that nothing fits, and keeping how it is to be read.

use std::path::{Path, PathBuf};

use super::{Desk, DeskError};
use crate::import::{self, OwnLayout, Proposal};
use crate::settings::{LayoutFile, LayoutFolder};

/// What a file that was looked at might be.
pub fn propose(path: &Path) -> Result<Proposal, DeskError> {
    let samples = import::sample(path)?;
    import::propose(&samples)?.ok_or_else(|| {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        DeskError::Words(format!(
            "Looking at {file}: no row of it can be headings. A list has a row of headings, and rows of data \
             below it; export it with its headings."
        ))
    })
}

/// The layouts of a person's own that are kept in a folder.
pub fn own_layouts(folder: &LayoutFolder) -> Result<Vec<OwnLayout>, DeskError> {
    let files = folder
        .read()
        .map_err(|error| DeskError::Words(error.to_string()))?;
    Ok(files.into_iter().map(own).collect())
}

fn own(file: LayoutFile) -> OwnLayout {
    OwnLayout {
        name: file.name,
        text: file.text,
    }
}

/// Keeps a proposal as a layout under a name; answers where its file lies.
pub fn keep_layout(
    folder: &LayoutFolder,
    proposal: &Proposal,
    name: &str,
) -> Result<PathBuf, DeskError> {
    let Some(name) = LayoutFolder::name_from(name) else {
        return Err(DeskError::Words(
            "Keeping your layout: it needs a name of letters or digits, such as hub-supervision."
                .to_owned(),
        ));
    };
    if let Some(missing) = proposal.unsettled().first() {
        return Err(DeskError::Words(format!(
            "Keeping your layout: something is still to be told. {missing}"
        )));
    }
    let layout = proposal.layout(&name)?;
    folder
        .keep(&LayoutFile {
            name: layout.name,
            text: layout.text,
        })
        .map_err(|error| DeskError::Words(error.to_string()))
}

impl Desk {
    /// Reads imports by the layouts in this folder too, as they lie there at the time.
    pub fn read_by_layouts_in(&mut self, folder: LayoutFolder) {
        self.layouts = Some(folder);
    }

    /// The folder of the person's own layouts, where there is one.
    #[must_use]
    pub const fn layouts_folder(&self) -> Option<&LayoutFolder> {
        self.layouts.as_ref()
    }

    /// What the first of these files might be that no layout fits; in a folder, the first of its files.
    pub fn propose_for(&self, paths: &[PathBuf]) -> Result<(PathBuf, Proposal), DeskError> {
        let own = self.own_layouts()?;
        let unknown = import::first_unknown(paths, &own)?;
        let path = unknown.ok_or_else(|| {
            DeskError::Words(
                "Every one of these files is known by its headings, or holds no table: there is nothing to map."
                    .to_owned(),
            )
        })?;
        let proposal = propose(&path)?;
        Ok((path, proposal))
    }

    /// Keeps a proposal in the folder of the person's own layouts.
    pub fn keep_mapping(&self, proposal: &Proposal, name: &str) -> Result<PathBuf, DeskError> {
        let folder = self.layouts.as_ref().ok_or_else(|| {
            DeskError::Words("Keeping your layout: no folder for layouts is known.".to_owned())
        })?;
        keep_layout(folder, proposal, name)
    }

    pub(super) fn own_layouts(&self) -> Result<Vec<OwnLayout>, DeskError> {
        self.layouts.as_ref().map_or(Ok(Vec::new()), own_layouts)
    }
}
