//! Importing files: what is recognised, what is used, what is refused, and in which words.

mod agree;
mod agreement;
mod census;
mod containers;
mod dirt;
mod looked_after;
mod own;
mod properties;
mod refused;
mod ssd;
mod supervision;
mod workbooks;

use std::{
    fs,
    path::{Path, PathBuf},
};

use caselight::{
    import::{self, Control, ImportError, ReadOptions},
    model::{Batch, Fact, FactKind, Problem, Record},
};

/// A file of `tests/fixtures`.
fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

fn try_read(paths: &[PathBuf]) -> Result<Batch, ImportError> {
    import::read(paths, &ReadOptions::default(), &mut |_| Control::Continue)
}

fn read(path: &Path) -> Batch {
    try_read(&[path.to_owned()]).unwrap()
}

/// Reads bytes as if they were a file of this name.
fn read_bytes(name: &str, bytes: &[u8]) -> Result<Batch, ImportError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    try_read(&[path])
}

fn read_csv(text: &str) -> Batch {
    read_bytes("made up.csv", text.as_bytes()).unwrap()
}

/// The facts without the order in which they were read.
fn facts(batch: &Batch) -> Vec<String> {
    let mut facts: Vec<String> = batch.facts.iter().map(line).collect();
    facts.sort();
    facts
}

fn line(fact: &Fact) -> String {
    let child = fact.child.as_ref().map_or("", |child| child.as_str());
    let details = fact.details.as_deref().unwrap_or("");
    format!("{child}|{}|{:?}|{details}", fact.source_ref, fact.record)
}

fn of_kind(batch: &Batch, kind: FactKind) -> Vec<&Fact> {
    batch
        .facts
        .iter()
        .filter(|fact| fact.record.kind() == kind)
        .collect()
}

fn problems(batch: &Batch) -> Vec<&Problem> {
    batch.files.iter().flat_map(|file| &file.problems).collect()
}

fn without_people(batch: &Batch) -> Vec<&Fact> {
    batch
        .facts
        .iter()
        .filter(|fact| !matches!(fact.record, Record::Person(_)))
        .collect()
}
