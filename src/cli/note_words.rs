//! The words of `note`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::args::{Format, View, Whose, key};
use crate::model::{Audience, GapKey};
use crate::review::Form;

#[derive(Debug, Subcommand)]
#[command(after_help = "\
Examples:
  caselight note draft --rule SUP-CASE-CP --team north
  caselight note show 1 > note.md
  caselight note outline 1
  caselight note evidence 1 E1
  caselight note edit 1 --from note.md
  caselight note export 1 --to note.html")]
pub(super) enum Note {
    /// Draft a note from the gaps that are open
    Draft(Draft),
    /// List the notes
    List {
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Print a note's text, or all of it as JSON
    Show {
        /// The note's number
        id: i64,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Paper,
    },
    /// Change a note's text, title or audience
    Edit(Edit),
    /// Make a copy to go on from
    Copy {
        /// The note's number
        id: i64,
    },
    /// List a note's headings with their words and what is still to answer
    Outline {
        /// The note's number
        id: i64,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// List a note's figures, or the gaps behind one of them
    Evidence {
        /// The note's number
        id: i64,
        /// The figure, such as E1
        label: Option<String>,
        /// How to print it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write a note as Markdown or as one HTML page
    Export(Export),
}

#[derive(Debug, Args)]
pub(super) struct Draft {
    #[command(flatten)]
    pub view: View,
    #[command(flatten)]
    pub whose: Whose,
    /// As in `caselight gaps`: family:f worker:x kind:cp over:>10 words
    #[arg(long, value_name = "WORDS", conflicts_with = "gaps")]
    pub filter: Option<String>,
    /// Only the gap with this code or key (may be given more than once)
    #[arg(long = "gap", value_name = "KEY", value_parser = key)]
    pub gaps: Vec<GapKey>,
    /// The note's title
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// For whom: board, leaders, dfe, ofsted, scrutiny, learning or public; by default board
    #[arg(long, value_name = "WORD", value_parser = audience)]
    pub audience: Option<Audience>,
}

#[derive(Debug, Args)]
pub(super) struct Edit {
    /// The note's number
    pub id: i64,
    /// The new text, as Markdown; - reads it from standard input
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// The new title
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// For whom: board, leaders, dfe, ofsted, scrutiny, learning or public
    #[arg(long, value_name = "WORD", value_parser = audience)]
    pub audience: Option<Audience>,
}

#[derive(Debug, Args)]
pub(super) struct Export {
    /// The note's number
    pub id: i64,
    /// The file to write, as with --to
    #[arg(value_name = "FILE", conflicts_with = "to")]
    pub file: Option<PathBuf>,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// By default as the file's name ends: .html or .md
    #[arg(long, value_enum)]
    pub format: Option<Written>,
    /// Write over a file that exists
    #[arg(long)]
    pub overwrite: bool,
}

/// How one note is printed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(super) enum Paper {
    #[default]
    Text,
    Json,
}

/// In which form a note is written to a file.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Written {
    Markdown,
    Html,
}

impl From<Written> for Form {
    fn from(written: Written) -> Self {
        match written {
            Written::Markdown => Self::Markdown,
            Written::Html => Self::Html,
        }
    }
}

fn audience(text: &str) -> Result<Audience, String> {
    Audience::of(text).ok_or_else(|| {
        let words: Vec<_> = Audience::ALL.iter().map(|known| known.word()).collect();
        format!("a note is for one of {}", words.join(", "))
    })
}
