//! A surgery sheet as a workbook: the rows, how to fill them in, and a hidden sheet that says
//! which sheet it is.
//!
//! It chooses no gap and knows no store. The surprising thing: the protection has no password. It
//! keeps a slip of the hand from the keys; whoever needs to sort may take it off, and the letters
//! at the end of each key tell afterwards whether one was changed.

use std::{io, path::Path};

use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, ProtectionOptions, Workbook, Worksheet, XlsxError,
};

use super::{ExportError, Overwrite, write_whole};
use crate::model::{
    Day, SurgeryColumn as Column, SurgeryOutcome, SurgeryRow, SurgeryWords, row_key,
};

/// What a sheet says of itself.
#[derive(Clone, Debug)]
pub struct SurgeryCover<'a> {
    pub code: &'a str,
    pub as_at: Day,
    pub written_at: &'a str,
    /// The council's name, or nothing.
    pub council: &'a str,
    /// Which gaps were asked for.
    pub scope: &'a str,
}

/// Letters of a line on the sheet that explains, and its height.
const ABOUT_WIDTH: f64 = 26.0;
const HOW_WIDTH: f64 = 84.0;
const HOW_LINE: f64 = 16.0;
const ROWS: &str = "Surgery";
const HOW: &str = "How to fill this in";
const MARK: &str = "Caselight";
/// The row of the headings, after the title.
const HEADINGS: u32 = 2;
/// Where the drop-down's words begin on the hidden sheet.
const WORDS_FROM: u32 = 9;
/// A4.
const PAPER: u8 = 9;
/// A letter that nearly every spreadsheet program has, so that the heights are right.
const FONT: &str = "Arial";
const LETTER: f64 = 9.0;
/// The height of a line of such letters, and the fewest lines of a row: room to write by hand.
const LINE: f64 = 12.0;
const FEWEST_LINES: usize = 3;
/// Letters in a header or footer that a spreadsheet still takes.
const MOST_HEADER: usize = 180;

/// Writes the sheet, whole or not at all, readable by its owner only.
///
/// # Errors
/// See [`ExportError`].
pub fn write_surgery(
    path: &Path,
    cover: &SurgeryCover<'_>,
    rows: &[SurgeryRow],
    overwrite: Overwrite,
) -> Result<(), ExportError> {
    write_whole(path, overwrite, |out| {
        let bytes = surgery_workbook(cover, rows, &[]).map_err(io::Error::other)?;
        out.write_all(&bytes)
    })
}

/// The sheet as bytes. `answers` are written into the rows in their order: none where it goes out.
///
/// # Errors
/// A text that a cell cannot hold.
pub fn surgery_workbook(
    cover: &SurgeryCover<'_>,
    rows: &[SurgeryRow],
    answers: &[SurgeryWords],
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    write_rows(book.add_worksheet().set_name(ROWS)?, cover, rows, answers)?;
    write_how(book.add_worksheet().set_name(HOW)?)?;
    write_mark(book.add_worksheet().set_name(MARK)?, cover)?;
    book.save_to_buffer()
}

const fn column_width(column: Column) -> f64 {
    match column {
        // Together no wider than a landscape page can show in letters that can be read.
        Column::Child | Column::Family => 8.5,
        Column::Team | Column::Worker | Column::Supervisor | Column::Who => 11.0,
        Column::EvidenceOn | Column::ByWhen => 10.0,
        // A number that does not fit whole is shown as hashes: "120 working days".
        Column::Over => 15.0,
        Column::Key | Column::Rule | Column::Promised | Column::Shown | Column::Evidence => 14.0,
        Column::Happened | Column::Outcome | Column::NextStep => 18.0,
    }
}

/// How the cells look.
struct Looks {
    title: Format,
    asked: Format,
    shown: Format,
    heading: Format,
    answer_heading: Format,
    answer: Format,
    answer_day: Format,
}

impl Looks {
    fn new() -> Self {
        let line = Color::RGB(0x00BF_BFBF);
        let cell = Format::new()
            .set_font_name(FONT)
            .set_font_size(LETTER)
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(line);
        let heading = cell.clone().set_bold();
        let answer = cell
            .clone()
            .set_unlocked()
            .set_background_color(Color::RGB(0x00FF_FBE6));
        Self {
            title: Format::new().set_bold().set_font_size(14),
            asked: Format::new().set_font_color(Color::RGB(0x0040_4040)),
            shown: cell,
            heading: heading
                .clone()
                .set_background_color(Color::RGB(0x00E4_E4E4)),
            answer_heading: heading.set_background_color(Color::RGB(0x00FF_E9A8)),
            answer_day: answer.clone().set_num_format("dd/mm/yyyy"),
            // Text, so that a spreadsheet turns no words into a number or a day.
            answer: answer.set_num_format("@"),
        }
    }
}

/// The columns with their places.
fn columns() -> impl Iterator<Item = (u16, Column)> {
    (0_u16..).zip(Column::ALL)
}

fn write_rows(
    sheet: &mut Worksheet,
    cover: &SurgeryCover<'_>,
    rows: &[SurgeryRow],
    answers: &[SurgeryWords],
) -> Result<(), XlsxError> {
    let looks = Looks::new();
    let council = if cover.council.is_empty() {
        String::new()
    } else {
        format!("{}: ", cover.council)
    };
    let title = format!(
        "{council}surgery sheet {}, data to {}",
        cover.code,
        cover.as_at.long()
    );
    sheet.write_string_with_format(0, 0, &title, &looks.title)?;
    let asked = format!(
        "{}. Fill in the yellow columns; the sheet \"{HOW}\" says how. It is about children and staff: keep it as you keep their files.",
        cover.scope
    );
    sheet.write_string_with_format(1, 0, asked, &looks.asked)?;
    for (place, column) in columns() {
        let look = if column.is_answer() {
            &looks.answer_heading
        } else {
            &looks.heading
        };
        sheet.set_column_width(place, column_width(column))?;
        sheet.write_string_with_format(HEADINGS, place, column.heading(), look)?;
    }
    sheet.set_row_height(HEADINGS, 2.0 * LINE + 3.0)?;
    let units = over_formats(&looks.shown, rows);
    for (at, row) in rows.iter().enumerate() {
        let line = HEADINGS + 1 + u32::try_from(at).unwrap_or(u32::MAX - HEADINGS - 1);
        let key = row_key(cover.code, row.number, &row.gaps);
        sheet.set_row_height(line, row_height(row, answers.get(at)))?;
        let over = units.iter().find(|(unit, _)| *unit == row.unit);
        for (place, column) in columns() {
            if column == Column::Over {
                let look = over.map_or(&looks.shown, |(_, look)| look);
                sheet.write_number_with_format(line, place, row.over, look)?;
            } else if column.is_answer() {
                let words = answers.get(at).map_or("", |words| answer(words, column));
                write_answer(sheet, (line, place), (column, words), &looks)?;
            } else {
                sheet.write_string_with_format(
                    line,
                    place,
                    told(row, column, &key),
                    &looks.shown,
                )?;
            }
        }
    }
    let last = HEADINGS + u32::try_from(rows.len()).unwrap_or(1).max(1);
    validate(sheet, last)?;
    let (first, end) = (0, u16::try_from(Column::ALL.len()).unwrap_or(1) - 1);
    sheet.autofilter(HEADINGS, first, last, end)?;
    sheet.set_freeze_panes(HEADINGS + 1, 2)?;
    set_up_print(sheet, &title)?;
    sheet.protect_with_options(&ProtectionOptions {
        sort: true,
        use_autofilter: true,
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}

/// The height that the longest cell of a row needs: a program that opens a sheet does not always
/// fit its rows to their words.
fn row_height(row: &SurgeryRow, answers: Option<&SurgeryWords>) -> f64 {
    let lines = Column::ALL.into_iter().map(|column| {
        let words = match answers {
            Some(answers) if column.is_answer() => answer(answers, column),
            _ => told(row, column, ""),
        };
        lines_of(words, column_width(column))
    });
    let lines = lines.max().unwrap_or(1).max(FEWEST_LINES);
    f64::from(u16::try_from(lines).unwrap_or(30).min(30)) * LINE + 3.0
}

/// How many lines words take in a column of this width, broken between words.
fn lines_of(words: &str, width: f64) -> usize {
    // Nearly as many small letters as the width names of the usual size.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let most = (width as usize).max(1);
    let lines = words.lines().map(|text| {
        let (mut lines, mut used) = (1, 0);
        for word in text.split_whitespace() {
            let long = word.chars().count();
            if used > 0 && used + 1 + long > most {
                (lines, used) = (lines + 1, 0);
            }
            used += long + usize::from(used > 0);
            // A word that is longer than a line is cut.
            lines += used.saturating_sub(1) / most;
            used = if used > most { used % most } else { used };
        }
        lines
    });
    lines.sum::<usize>().max(1)
}

/// A number with the unit in its format, so that it can still be sorted as a number.
fn over_formats(cell: &Format, rows: &[SurgeryRow]) -> Vec<(&'static str, Format)> {
    let mut units: Vec<&'static str> = rows.iter().map(|row| row.unit).collect();
    units.sort_unstable();
    units.dedup();
    units
        .into_iter()
        .map(|unit| {
            let format = format!("[=1]0 \"{unit}\";0 \"{unit}s\"");
            (unit, cell.clone().set_num_format(format))
        })
        .collect()
}

fn told<'a>(row: &'a SurgeryRow, column: Column, key: &'a str) -> &'a str {
    match column {
        Column::Key => key,
        Column::Child => &row.who,
        Column::Family => &row.family,
        Column::Team => &row.team,
        Column::Worker => &row.worker,
        Column::Supervisor => &row.supervisor,
        Column::Rule => &row.rule,
        Column::Shown => &row.shown,
        Column::Promised => &row.promised,
        _ => "",
    }
}

fn answer(words: &SurgeryWords, column: Column) -> &str {
    let all = words.all();
    let found = all.into_iter().find(|(of, _)| *of == column);
    found.map_or("", |(_, words)| words)
}

fn write_answer(
    sheet: &mut Worksheet,
    (line, place): (u32, u16),
    (column, words): (Column, &str),
    looks: &Looks,
) -> Result<(), XlsxError> {
    let look = if column.is_day() {
        &looks.answer_day
    } else {
        &looks.answer
    };
    let day = Day::parse_iso(words).filter(|_| column.is_day());
    match day.map(Day::ymd) {
        Some((year, month, day)) => {
            let year = u16::try_from(year).unwrap_or(1900);
            let (month, day) = (
                u8::try_from(month).unwrap_or(1),
                u8::try_from(day).unwrap_or(1),
            );
            let date = ExcelDateTime::from_ymd(year, month, day)?;
            sheet.write_datetime_with_format(line, place, &date, look)?;
        }
        None if words.is_empty() => {
            sheet.write_blank(line, place, look)?;
        }
        None => {
            sheet.write_string_with_format(line, place, words, look)?;
        }
    }
    Ok(())
}

fn validate(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let first = HEADINGS + 1;
    let end = WORDS_FROM + u32::try_from(SurgeryOutcome::ALL.len()).unwrap_or(1);
    let list = format!("={MARK}!$A${}:$A${end}", WORDS_FROM + 1);
    let outcome = DataValidation::new()
        .allow_list_formula(Formula::new(list))
        .set_input_title("Outcome")?
        .set_input_message(
            "Choose one from the list. The words in brackets name the column that completes it.",
        )?
        .set_error_title("One from the list")?
        .set_error_message("Choose one of the outcomes of the list, or leave the cell empty.")?;
    let day = DataValidation::new()
        .allow_date(DataValidationRule::Between(
            ExcelDateTime::from_ymd(1990, 1, 1)?,
            ExcelDateTime::from_ymd(2100, 12, 31)?,
        ))
        .set_input_title("A day")?
        .set_input_message("Day, month and year, such as 20/06/2026.")?
        .set_error_title("Is this a day?")?
        .set_error_style(DataValidationErrorStyle::Stop)
        .set_error_message("Write day, month and year, such as 20/06/2026.")?;
    for (place, column) in columns() {
        if column == Column::Outcome {
            sheet.add_data_validation(first, place, last, place, &outcome)?;
        } else if column.is_day() {
            sheet.add_data_validation(first, place, last, place, &day)?;
        }
    }
    Ok(())
}

fn set_up_print(sheet: &mut Worksheet, title: &str) -> Result<(), XlsxError> {
    sheet.set_paper_size(PAPER).set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.5, 0.5, 0.2, 0.2);
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    // An ampersand begins a command in a footer.
    let title: String = title.replace('&', "&&").chars().take(MOST_HEADER).collect();
    sheet.set_footer(format!("&L{title}&RPage &P of &N"));
    Ok(())
}

/// What the second sheet says, a heading and its sentences.
const TOLD: [(&str, &str); 12] = [
    (
        "What this is",
        "Each row is something that the extract does not show in time for a child, a family or a worker. It may be missing, late, or done and not recorded: you know which.",
    ),
    (
        "What to fill in",
        "The yellow columns, in any row you can speak for. A row that is left empty stays an open question. Nothing you write changes the child's file: what was done still has to be recorded there.",
    ),
    (
        "What happened",
        "In a few words, and why. It becomes the reason of the outcome, and may be disclosed to the family, to a court or in answer to a request.",
    ),
    (
        "Evidence on file",
        "Where on the child's file it can be seen, such as \"case note of the visit\", and beside it the date of that record.",
    ),
    (
        "Outcome",
        "Choose one from the list. The words in brackets name the column that completes it, as below.",
    ),
    (
        "Done, and seen on the file",
        "You saw the record. Give the date of the evidence; the next extract has to show it.",
    ),
    (
        "Done, not recorded",
        "It was done and is not on the file yet. Give in \"By when\" the day by which it will be.",
    ),
    (
        "Not done: booked",
        "Give in \"By when\" the day for which it is booked.",
    ),
    (
        "Not required; error; exception; escalated",
        "Say why under \"What happened\". For an exception name in \"Who\" the role that approved it, for what is escalated the role it goes to.",
    ),
    (
        "Next step, by when, who",
        "What will be done, the day by which it will be, and one name. It is asked about at the next surgery.",
    ),
    (
        "A family on one row",
        "Brothers and sisters with the same gap share a row, and one answer counts for each of them. If one child differs, say so under \"What happened\" and choose no outcome.",
    ),
    (
        "What to leave alone",
        "The keys in the first column: a row is known by its key, and one that was changed is refused. You may filter, sort whole rows, add columns and rows of your own, and save as .xlsx, .ods or .csv. Dates are day, month, year.",
    ),
];

fn write_how(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top);
    let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let title = Format::new().set_bold().set_font_size(14);
    sheet.set_column_width(0, ABOUT_WIDTH + 4.0)?;
    sheet.set_column_width(1, HOW_WIDTH + 8.0)?;
    sheet.write_string_with_format(0, 0, HOW, &title)?;
    for (line, (about, sentence)) in (2_u32..).zip(TOLD) {
        let lines = lines_of(sentence, HOW_WIDTH).max(lines_of(about, ABOUT_WIDTH));
        let lines = u16::try_from(lines).unwrap_or(1);
        sheet.set_row_height(line, f64::from(lines) * HOW_LINE)?;
        sheet.write_string_with_format(line, 0, about, &heading)?;
        sheet.write_string_with_format(line, 1, sentence, &words)?;
    }
    sheet.set_paper_size(PAPER).set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    sheet.protect();
    Ok(())
}

fn write_mark(sheet: &mut Worksheet, cover: &SurgeryCover<'_>) -> Result<(), XlsxError> {
    let as_at = cover.as_at.to_string();
    let told = [
        ("surgery sheet", cover.code),
        ("data to", as_at.as_str()),
        ("written", cover.written_at),
        ("scope", cover.scope),
    ];
    for (line, (name, value)) in (0_u32..).zip(told) {
        sheet.write_string(line, 0, name)?;
        sheet.write_string(line, 1, value)?;
    }
    for (line, outcome) in (WORDS_FROM..).zip(SurgeryOutcome::ALL) {
        sheet.write_string(line, 0, outcome.words())?;
    }
    sheet.protect();
    sheet.set_hidden(true);
    Ok(())
}
