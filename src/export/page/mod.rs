//! A page of paper: a title, what stands under it, and room to write. One model, written as plain
//! text, Markdown, HTML and Word.
//!
//! It knows no child and no rule: a brief and a handover pack put their words into it. The
//! surprising thing: it is measured as plain text. A page that fits 60 lines of 78 letters fits one
//! side of A4 in every form.

mod html;
mod markdown;
mod text;
mod word;

use std::{
    io::{self, Write},
    path::Path,
};

pub use text::{Part, page_text};

/// Letters in a line of plain text, as it is printed.
pub const PAPER_WIDTH: usize = 78;
/// Lines of plain text that a side of A4 holds.
pub const PAPER_LINES: usize = 60;

/// What became of a line since the page was printed last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mark {
    New,
    Changed,
}

impl Mark {
    /// The word in front of the line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
        }
    }
}

/// One line of words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    pub words: String,
    pub mark: Option<Mark>,
}

impl<T: Into<String>> From<T> for Line {
    fn from(words: T) -> Self {
        Self {
            words: words.into(),
            mark: None,
        }
    }
}

/// One row of a table.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    pub cells: Vec<String>,
    pub mark: Option<Mark>,
}

/// What a page is made of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    Heading(String),
    /// A sentence that is no part of a list.
    Words(Line),
    /// A list.
    Lines(Vec<Line>),
    /// A table with a heading over each column; a screen reader is told its name.
    Table {
        name: String,
        columns: Vec<String>,
        rows: Vec<Row>,
    },
    /// Empty lines to write on.
    Writing {
        label: String,
        lines: u8,
    },
}

/// One side of paper.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    pub title: String,
    /// Lines under the title.
    pub under: Vec<String>,
    pub blocks: Vec<Block>,
}

impl Page {
    /// How many lines of plain text it takes on paper.
    #[must_use]
    pub fn lines(&self) -> usize {
        page_text(self, PAPER_WIDTH).len()
    }
}

/// Pages that leave together.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Document {
    /// What the whole is called; a single page goes by its own title.
    pub title: String,
    /// At the foot of each page: of which day it is, and who may read it.
    pub foot: String,
    pub pages: Vec<Page>,
}

impl Document {
    /// What stands at the foot of a page, counted from 0; of several pages, which one it is.
    fn foot_of(&self, at: usize) -> String {
        let many = self.pages.len();
        if many < 2 {
            return self.foot.clone();
        }
        let number = format!("Page {} of {many}.", at + 1);
        match self.foot.as_str() {
            "" => number,
            words => format!("{words} {number}"),
        }
    }
}

/// A form in which pages are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PageForm {
    Text,
    Markdown,
    Html,
    /// A document of Word (Office Open XML).
    Word,
}

impl PageForm {
    /// Every form, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Word, Self::Html, Self::Markdown, Self::Text];

    /// As the audit log and a choice on the screen say it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Word => "Word",
        }
    }

    /// How the name of such a file ends.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Word => "docx",
        }
    }

    /// The form that a file's name asks for.
    ///
    /// # Errors
    /// A sentence, for a name that promises what is not written here.
    pub fn of(path: &Path) -> Result<Self, String> {
        let ending = path.extension().map(|word| word.to_string_lossy());
        let ending = ending.as_deref().map(str::to_ascii_lowercase);
        match ending.as_deref() {
            Some("docx") => Ok(Self::Word),
            Some("html" | "htm") => Ok(Self::Html),
            Some("md" | "markdown") => Ok(Self::Markdown),
            None | Some("txt") => Ok(Self::Text),
            Some(other) => Err(format!(
                "Writing pages: a name that ends in .{other} promises another kind of file. End it in .docx for \
                 Word, in .html for a page to print, in .md for Markdown or in .txt for plain text."
            )),
        }
    }
}

/// Writes pages in a form. Everything is put together in memory; no file is made beside `out`.
///
/// # Errors
/// Whatever `out` reports.
pub fn write_pages(document: &Document, form: PageForm, out: &mut dyn Write) -> io::Result<()> {
    match form {
        PageForm::Text => text::write(document, out),
        PageForm::Markdown => markdown::write(document, out),
        PageForm::Html => html::write(document, out),
        PageForm::Word => word::write(document, out),
    }
}

/// The words over a table's first cell or in front of a line.
fn marked(mark: Option<Mark>, words: &str) -> String {
    match mark {
        Some(mark) => format!("[{}] {words}", mark.word()),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A document with everything that a page may hold, and words that no form may trip over.
    pub fn hard() -> Document {
        let row = |cells: [&str; 3], mark| Row {
            cells: cells.map(str::to_owned).to_vec(),
            mark,
        };
        let page = Page {
            title: "Family F12 <b> & \"co\"".to_owned(),
            under: vec!["Data as at 12 Jun 2026.".to_owned()],
            blocks: vec![
                Block::Heading("What was agreed".to_owned()),
                Block::Words("Nothing *is* on | record.".into()),
                Block::Lines(vec![
                    Line {
                        words: "hold the core group \u{b} \u{202e}<i>".to_owned(),
                        mark: Some(Mark::New),
                    },
                    "1. _write_ to `them` with more words than one line of the paper can hold, so that it goes on"
                        .into(),
                ]),
                Block::Heading("Clocks".to_owned()),
                Block::Table {
                    name: "Clocks".to_owned(),
                    columns: ["Clock", "State", "What people said"]
                        .map(str::to_owned)
                        .to_vec(),
                    rows: vec![
                        row(["core group", "12 over", "booked & kept"], None),
                        row(["visit | late", "5 left", ""], Some(Mark::Changed)),
                    ],
                },
                Block::Writing {
                    label: "Decision and why".to_owned(),
                    lines: 2,
                },
            ],
        };
        Document {
            title: "Briefs for T Mockridge".to_owned(),
            foot: "Data as at 12 Jun 2026. Confidential.".to_owned(),
            pages: vec![page.clone(), page],
        }
    }

    pub fn write_as(document: &Document, form: PageForm) -> Vec<u8> {
        let mut out = Vec::new();
        write_pages(document, form, &mut out).unwrap();
        out
    }

    #[test]
    fn the_name_of_the_file_says_its_form() {
        let of = |name: &str| PageForm::of(Path::new(name));
        assert_eq!(of("a/brief.DOCX"), Ok(PageForm::Word));
        assert_eq!(of("brief"), Ok(PageForm::Text));
        for form in PageForm::ALL {
            assert_eq!(of(&format!("brief.{}", form.ending())), Ok(form));
        }
        assert!(of("brief.pdf").unwrap_err().contains(".docx"));
    }

    #[test]
    fn every_form_says_the_marks_in_words() {
        for form in [PageForm::Text, PageForm::Markdown, PageForm::Html] {
            let said = String::from_utf8(write_as(&hard(), form)).unwrap();
            assert_eq!(said.matches("[new]").count(), 2, "{said}");
            assert_eq!(said.matches("[changed]").count(), 2, "{said}");
            assert_eq!(said.matches("Decision and why").count(), 2, "{said}");
        }
    }
}
