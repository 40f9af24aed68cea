//! Empty files of the lists that Caselight reads, and a sheet that explains their columns.

use std::{
    io::{self, Write},
    path::Path,
};

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{ExportError, ListWriter, Overwrite, write_whole};
use crate::model::{COLUMNS_EXPLAINED, Template};

/// What that sheet says of each column.
const HEADINGS: [&str; 6] = [
    "list",
    "column",
    "needed",
    "what it holds",
    "allowed words",
    "made-up example",
];
/// The widths of its columns, in characters.
const WIDTHS: [f64; 6] = [14.0, 26.0, 9.0, 60.0, 48.0, 22.0];
/// The width of a column to be filled in.
const WIDTH: f64 = 22.0;

/// Writes one text file a list into a folder that is there, and one that explains the columns.
///
/// # Errors
/// See [`ExportError`]; with [`Overwrite::Refuse`] the first file that is there already.
pub fn write_template_files(
    folder: &Path,
    templates: &[Template],
    overwrite: Overwrite,
) -> Result<Vec<String>, ExportError> {
    let mut written = Vec::new();
    for template in templates {
        let name = format!("{}.csv", template.name);
        let headings: Vec<&str> = template.columns.iter().map(|c| c.name.as_str()).collect();
        write_whole(&folder.join(&name), overwrite, |out| {
            ListWriter::new(out, &headings).map(drop)
        })?;
        written.push(name);
    }
    let name = format!("{COLUMNS_EXPLAINED}.csv");
    write_whole(&folder.join(&name), overwrite, |out| {
        explain(out, templates)
    })?;
    written.push(name);
    Ok(written)
}

fn explain(out: &mut dyn Write, templates: &[Template]) -> io::Result<()> {
    let mut list = ListWriter::new(out, &HEADINGS)?;
    for row in explained(templates) {
        list.row(&row)?;
    }
    Ok(())
}

fn explained(templates: &[Template]) -> impl Iterator<Item = [String; 6]> {
    templates.iter().flat_map(|template| {
        template.columns.iter().map(|column| {
            [
                // Not the bare word, which is a heading of its own: this is no list.
                format!("{} list", template.name),
                column.name.clone(),
                if column.required { "always" } else { "" }.to_owned(),
                column.about.clone(),
                column.allowed.join(", "),
                column.example.clone(),
            ]
        })
    })
}

/// Writes one workbook: first the sheet that explains the columns, then one sheet a list.
///
/// # Errors
/// See [`ExportError`].
pub fn write_template_workbook(
    path: &Path,
    templates: &[Template],
    overwrite: Overwrite,
) -> Result<(), ExportError> {
    write_whole(path, overwrite, |out| {
        let bytes = workbook(templates).map_err(io::Error::other)?;
        out.write_all(&bytes)
    })
}

fn workbook(templates: &[Template]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap();
    // Text, so that a spreadsheet turns no id and no date into something else.
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet().set_name(COLUMNS_EXPLAINED)?;
    for (place, (heading, width)) in (0_u16..).zip(HEADINGS.iter().zip(WIDTHS)) {
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, *heading, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (number, row) in (1_u32..).zip(explained(templates)) {
        for (place, cell) in (0_u16..).zip(row) {
            sheet.write_string_with_format(number, place, cell, &wrapped)?;
        }
    }
    for template in templates {
        let sheet = book.add_worksheet().set_name(&template.name)?;
        sheet.set_freeze_panes(1, 0)?;
        for (place, column) in (0_u16..).zip(&template.columns) {
            sheet.set_column_width(place, WIDTH)?;
            sheet.set_column_format(place, &text)?;
            sheet.write_string_with_format(0, place, &column.name, &bold)?;
        }
    }
    book.save_to_buffer()
}
