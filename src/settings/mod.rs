//! Where a person's things lie and what they chose: folders, `config.toml`, the passphrase.
//!
//! It never asks, prints or opens a store. The surprising thing: a passphrase that is found in a
//! file or in the environment is wiped from this program's memory when it is dropped, but the
//! environment itself keeps its copy for as long as the program runs.

mod config;
mod keys;
mod layouts;
mod paths;
mod place;
mod profiles;
mod questions;
mod secret;

use std::path::PathBuf;

pub use config::{Borders, Config, ConfigLine, Copying, ThemeChoice};
pub use keys::{KeyFault, KeyRow, OwnKeys, ReadKeys};
pub use layouts::{LayoutFile, LayoutFolder};
pub use paths::Paths;
pub use place::Place;
pub use profiles::{Profile, Profiles};
pub use questions::QuestionFile;
pub use secret::{PASSPHRASE_VARIABLE, Secret};

/// Columns and rows of the smallest window in which the workbench shows anything.
pub const LEAST_WINDOW: (u16, u16) = (40, 8);

/// What went wrong with a person's settings, as a finished sentence.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    #[error(
        "Looking for your data folder: this system names no home folder; set HOME, or say where \
         with --store PATH"
    )]
    NoHome,
    #[error("{doing} {path}: {source}; check that the folder is there and that you may use it")]
    File {
        doing: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
    #[error(
        "{doing}: {path} is not text in UTF-8; put it aside under another name to have the defaults"
    )]
    NoText { doing: &'static str, path: PathBuf },
    #[error(
        "Reading your settings: {path}, line {line}: {found}; amend the line, or remove the file \
         to start from the defaults"
    )]
    Config {
        path: PathBuf,
        line: usize,
        found: String,
    },
    #[error(
        "Reading your keys: {path} cannot be used, and nothing in it was.\n{faults}\nAmend these lines, \
         or remove the file to have the keys that come with Caselight; `caselight keys` lists them"
    )]
    Keys { path: PathBuf, faults: String },
    #[error("Reading the passphrase from {path}: {found}; put the passphrase on one line of text")]
    PassphraseFile { path: PathBuf, found: &'static str },
    #[error(
        "Reading the passphrase from the variable CASELIGHT_PASSPHRASE: {0}; set it to the \
         passphrase, or unset it to be asked"
    )]
    PassphraseVariable(&'static str),
}
