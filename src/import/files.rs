//! Which files a call is about: those that were named, and those in a named folder.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::model::COLUMNS_EXPLAINED;

use super::{ImportError, PassedOver, ReadOptions, Unusable};

/// The extensions of files that are looked into in a folder; the first five are workbooks.
const EXTENSIONS: [&str; 9] = [
    "xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "txt", "xml",
];

/// Why nothing was read: of a folder, that none of its files holds a known list.
pub(super) fn nothing_read(
    paths: &[PathBuf],
    refused: Option<ImportError>,
    left: usize,
) -> ImportError {
    match (paths, refused) {
        ([path], Some(ImportError::NoKnownList { .. })) if path.is_dir() => {
            ImportError::NoKnownList {
                file: name_of(path),
                found: match left {
                    0 => "an empty folder".to_owned(),
                    1 => "a folder of one file, which holds none".to_owned(),
                    left => format!("a folder of {left} files, none of which holds one"),
                },
            }
        }
        (_, refused) => refused.unwrap_or(ImportError::NothingNamed),
    }
}

/// A file to be read, and whether it was named or found in a folder.
pub(super) struct Target {
    pub(super) path: PathBuf,
    pub(super) name: String,
    named: bool,
}

impl Target {
    /// A file that is looked at alone.
    pub(super) fn named(path: &Path) -> Self {
        Self {
            path: path.to_path_buf(),
            name: name_of(path),
            named: true,
        }
    }

    /// Whether the name says that it is a workbook: only for the words of a refusal.
    pub(super) fn claims_a_workbook(&self) -> bool {
        let extension = self
            .path
            .extension()
            .and_then(|extension| extension.to_str());
        extension.is_some_and(|extension| {
            EXTENSIONS[..5].contains(&extension.to_ascii_lowercase().as_str())
        })
    }

    pub(super) fn may_be_passed_over(&self, error: &ImportError, options: &ReadOptions) -> bool {
        let unknown = matches!(
            error,
            ImportError::NoKnownList { .. } | ImportError::NotASpreadsheet { .. }
        );
        error.is_of_one_file() && (options.unusable == Unusable::Skip || (unknown && !self.named))
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// The files that the paths stand for, each once.
pub(super) fn expand(
    paths: &[PathBuf],
    passed_over: &mut Vec<PassedOver>,
    options: &ReadOptions,
    refused: &mut Option<ImportError>,
) -> Result<Vec<Target>, ImportError> {
    let mut targets: Vec<Target> = Vec::new();
    for path in paths {
        let name = name_of(path);
        if !path.exists() {
            let error = ImportError::NotFound { file: name.clone() };
            if options.unusable == Unusable::RefuseAll {
                return Err(error);
            }
            passed_over.push(PassedOver::because(&name, &error));
            refused.get_or_insert(error);
        } else if explains_columns(path) {
            leave_out(name, passed_over, refused);
        } else if path.is_dir() {
            targets.extend(in_folder(path, passed_over, refused)?);
        } else {
            targets.push(Target {
                path: path.clone(),
                name,
                named: true,
            });
        }
    }
    // A file that was named and also stands in a named folder is read once.
    let mut seen = Vec::new();
    targets.retain(|target| {
        let path = fs::canonicalize(&target.path).unwrap_or_else(|_| target.path.clone());
        let new = !seen.contains(&path);
        seen.push(path);
        new
    });
    Ok(targets)
}

/// Whether it is the file that was written beside the templates to explain their columns.
fn explains_columns(path: &Path) -> bool {
    path.is_file()
        && path
            .file_stem()
            .is_some_and(|stem| stem == COLUMNS_EXPLAINED)
}

fn leave_out(name: String, passed_over: &mut Vec<PassedOver>, refused: &mut Option<ImportError>) {
    const WHY: &str = "it explains the columns of the templates, and is no list";
    refused.get_or_insert_with(|| ImportError::NoKnownList {
        file: name.clone(),
        found: WHY.to_owned(),
    });
    passed_over.push(PassedOver {
        file: name,
        why: WHY.to_owned(),
    });
}

fn in_folder(
    folder: &Path,
    passed_over: &mut Vec<PassedOver>,
    refused: &mut Option<ImportError>,
) -> Result<Vec<Target>, ImportError> {
    let entries = fs::read_dir(folder).map_err(|error| ImportError::Unreadable {
        file: name_of(folder),
        what: error.kind().to_string(),
    })?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let mut targets = Vec::new();
    for path in paths {
        let name = name_of(&path);
        let known = path
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str()));
        if explains_columns(&path) {
            leave_out(name, passed_over, refused);
        } else if known && !name.starts_with(['~', '.']) {
            targets.push(Target {
                path,
                name,
                named: false,
            });
        } else {
            passed_over.push(PassedOver {
                file: name,
                why: "not a kind of file that Caselight reads".to_owned(),
            });
        }
    }
    if targets.is_empty() {
        refused.get_or_insert_with(|| ImportError::NoKnownList {
            file: name_of(folder),
            found: "a folder without spreadsheets or text tables".to_owned(),
        });
    }
    Ok(targets)
}
