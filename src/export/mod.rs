//! Takes work out of the bench: a note as Markdown or as one HTML page, pages to print as text,
//! Markdown, HTML and Word, a list as CSV, a file written whole.
//!
//! It never decides what may leave (that is for the use cases) and writes to nothing but what it
//! is handed. The surprising thing: a table cell that a spreadsheet would run as a formula leaves
//! with an apostrophe before it.

mod file;
mod form;
mod html;
mod list;
mod markdown;
mod page;
mod surgery;
mod templates;
mod text;

pub use file::{ExportError, Overwrite, write_whole};
pub use form::Form;
pub use html::note_html;
pub use list::ListWriter;
pub use markdown::note_markdown;
pub use page::{
    Block, Document, Line, Mark, PAPER_LINES, PAPER_WIDTH, Page, PageForm, Part, Row, page_text,
    write_pages,
};
#[cfg(test)]
pub(crate) use surgery::surgery_workbook;
pub use surgery::{SurgeryCover, write_surgery};
pub use templates::{write_template_files, write_template_workbook};
