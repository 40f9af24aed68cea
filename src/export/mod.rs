//! Takes work out of the bench: a note as Markdown or as one HTML page, a list as CSV, a file
//! written whole.
//!
//! It never decides what may leave (that is for the use cases) and writes to nothing but what it
//! is handed. The surprising thing: a table cell that a spreadsheet would run as a formula leaves
//! with an apostrophe before it.

mod file;
mod form;
mod html;
mod list;
mod markdown;
mod surgery;
mod templates;
mod text;

pub use file::{ExportError, Overwrite, write_whole};
pub use form::Form;
pub use html::note_html;
pub use list::ListWriter;
pub use markdown::note_markdown;
#[cfg(test)]
pub(crate) use surgery::surgery_workbook;
pub use surgery::{SurgeryCover, write_surgery};
pub use templates::{write_template_files, write_template_workbook};
