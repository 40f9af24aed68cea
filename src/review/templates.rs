//! Empty files of the lists that a service fills in itself.

use std::{fs, path::Path};

use super::DeskError;
use crate::{
    export::{ExportError, Overwrite, write_template_files, write_template_workbook},
    import,
};

/// Writes the templates: one workbook where the name ends in `.xlsx`, else one text file a list
/// into the folder, which is made where it is missing. The names of what was written.
///
/// # Errors
/// A file is there already and may not be replaced, or the place cannot be written to.
pub fn write_templates(path: &Path, overwrite: Overwrite) -> Result<Vec<String>, DeskError> {
    let templates = import::templates()?;
    let workbook = path
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
    if workbook {
        write_template_workbook(path, &templates, overwrite).map_err(said)?;
        return Ok(vec![path.display().to_string()]);
    }
    fs::create_dir_all(path).map_err(|error| {
        DeskError::Failed(format!(
            "Writing the templates: the folder {} cannot be made ({}). Choose another place.",
            path.display(),
            error.kind()
        ))
    })?;
    write_template_files(path, &templates, overwrite).map_err(said)
}

fn said(error: ExportError) -> DeskError {
    match error {
        ExportError::Exists { path } => DeskError::Failed(format!(
            "Writing the templates: there is a file {} already, and it was left as it is. Choose \
             another place, or replace it with --overwrite.",
            path.display()
        )),
        other => DeskError::Failed(format!("Writing the templates: {other}.")),
    }
}
