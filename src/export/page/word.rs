//! Pages as a Word document: real headings, lists and table headings, a side of A4 each.
//!
//! What never changes (styles, the bullet, who is related to whom) lies under `assets/page/word`.
//! The surprising thing: the same pages give the same bytes, since no time is written into the file.

use std::{
    fmt::Write as _,
    io::{self, Cursor, Write},
};

use zip::{ZipWriter, result::ZipError, write::SimpleFileOptions};

use super::{Block, Document, Mark, Page, Row};
use crate::export::text::escape;

/// The parts that are the same in every document.
const PARTS: [(&str, &str); 5] = [
    (
        "[Content_Types].xml",
        include_str!("../../../assets/page/word/types.xml"),
    ),
    (
        "_rels/.rels",
        include_str!("../../../assets/page/word/rels.xml"),
    ),
    (
        "word/_rels/document.xml.rels",
        include_str!("../../../assets/page/word/document-rels.xml"),
    ),
    (
        "word/styles.xml",
        include_str!("../../../assets/page/word/styles.xml"),
    ),
    (
        "word/numbering.xml",
        include_str!("../../../assets/page/word/numbering.xml"),
    ),
];

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const SPACE: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
/// Between the margins of A4, in twentieths of a point.
const WIDTH: usize = 10_206;
/// Letters that a row of a table holds in a wide font; the room between two columns; the longest
/// word that is kept whole.
const LETTERS: usize = 92;
const BETWEEN: usize = 3;
const LONGEST: usize = 20;

pub(super) fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let own = [
        ("word/document.xml", body(document)),
        ("word/footer1.xml", footer(document)),
        ("docProps/core.xml", properties(document)),
    ];
    let fixed = PARTS.map(|(name, text)| (name, text.to_owned()));
    for (name, text) in fixed.into_iter().chain(own) {
        zip.start_file(name, SimpleFileOptions::default())
            .map_err(|error| unzipped(&error))?;
        zip.write_all(text.as_bytes())?;
    }
    out.write_all(zip.finish().map_err(|error| unzipped(&error))?.get_ref())
}

fn unzipped(error: &ZipError) -> io::Error {
    io::Error::other(error.to_string())
}

fn body(document: &Document) -> String {
    let mut out = format!("{HEAD}<w:document {SPACE}><w:body>");
    for (at, page) in document.pages.iter().enumerate() {
        one(page, at > 0, &mut out);
    }
    out.push_str(
        "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"737\" w:right=\"850\" w:bottom=\"794\" w:left=\"850\" w:header=\"397\" w:footer=\"397\" w:gutter=\"0\"/>\
         </w:sectPr></w:body></w:document>",
    );
    out
}

fn one(page: &Page, new_side: bool, out: &mut String) {
    let side = if new_side { "<w:pageBreakBefore/>" } else { "" };
    paragraph("Heading1", side, &run(&page.title), out);
    for under in &page.under {
        paragraph("Under", "", &run(under), out);
    }
    for block in &page.blocks {
        match block {
            Block::Heading(words) => paragraph("Heading2", "", &run(words), out),
            Block::Words(line) => {
                paragraph("Normal", "", &marked_run(line.mark, &line.words), out);
            }
            Block::Lines(lines) => {
                for line in lines {
                    paragraph("ListBullet", "", &marked_run(line.mark, &line.words), out);
                }
            }
            Block::Table {
                name,
                columns,
                rows,
            } => table(name, columns, rows, out),
            Block::Writing { label, lines } => {
                paragraph("Heading2", "", &run(label), out);
                for _ in 0..*lines {
                    paragraph("Rule", "", "", out);
                }
            }
        }
    }
}

fn paragraph(style: &str, more: &str, runs: &str, out: &mut String) {
    let _ = write!(
        out,
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/>{more}</w:pPr>{runs}</w:p>"
    );
}

fn run(words: &str) -> String {
    format!(
        "<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escape(words)
    )
}

fn bold(words: &str) -> String {
    format!(
        "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>",
        escape(words)
    )
}

fn marked_run(mark: Option<Mark>, words: &str) -> String {
    let mark = mark.map_or_else(String::new, |mark| bold(&format!("[{}] ", mark.word())));
    mark + &run(words)
}

fn table(name: &str, columns: &[String], rows: &[Row], out: &mut String) {
    let widths = widths(columns, rows);
    let _ = write!(
        out,
        "<w:tbl><w:tblPr><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/><w:tblBorders>\
         <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"8A8A8A\"/>\
         <w:insideH w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"C4C4C4\"/></w:tblBorders>\
         <w:tblLayout w:type=\"fixed\"/><w:tblLook w:firstRow=\"1\" w:firstColumn=\"1\"/>\
         <w:tblCaption w:val=\"{}\"/></w:tblPr><w:tblGrid>",
        escape(name)
    );
    for width in &widths {
        let _ = write!(out, "<w:gridCol w:w=\"{width}\"/>");
    }
    out.push_str("</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, width) in columns.iter().zip(&widths) {
        cell(*width, &bold(column), out);
    }
    out.push_str("</w:tr>");
    for row in rows {
        out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        for (at, (words, width)) in row.cells.iter().zip(&widths).enumerate() {
            let mark = row.mark.filter(|_| at == 0);
            cell(*width, &marked_run(mark, words), out);
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    // Two tables that touch are taken for one.
    out.push_str(
        "<w:p><w:pPr><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>",
    );
}

fn cell(width: usize, runs: &str, out: &mut String) {
    let _ = write!(
        out,
        "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>"
    );
    paragraph("Cell", "", runs, out);
    out.push_str("</w:tc>");
}

/// The width of the paper shared out as the longest words of each column need: the widest is made
/// narrower until all fit, and none narrower than its longest word.
fn widths(columns: &[String], rows: &[Row]) -> Vec<usize> {
    let letters = |text: &str| text.chars().count();
    let longest = |text: &str| text.split_whitespace().map(letters).max().unwrap_or(0);
    // A heading is bold, and bold letters are wider.
    let bold = |long: usize| long + long.div_ceil(6);
    let mut need: Vec<usize> = columns.iter().map(|name| bold(letters(name))).collect();
    let mut least: Vec<usize> = columns.iter().map(|name| bold(longest(name))).collect();
    for row in rows {
        let mark = row.mark.map_or(0, |mark| letters(mark.word()) + 3);
        for (at, cell) in row.cells.iter().enumerate() {
            let mark = if at == 0 { mark } else { 0 };
            if let (Some(need), Some(least)) = (need.get_mut(at), least.get_mut(at)) {
                *need = (*need).max(letters(cell) + mark);
                *least = (*least).max(longest(cell).min(LONGEST)).max(mark);
            }
        }
    }
    while need.iter().map(|one| one + BETWEEN).sum::<usize>() > LETTERS {
        let wider = need.iter_mut().zip(&least);
        let wider = wider.filter(|(need, least)| **need > **least);
        match wider.max_by_key(|(need, _)| **need) {
            Some((widest, _)) => *widest -= 1,
            None => break,
        }
    }
    let need: Vec<usize> = need.into_iter().map(|one| one + BETWEEN).collect();
    let all: usize = need.iter().sum::<usize>().max(1);
    need.into_iter().map(|n| WIDTH * n / all).collect()
}

fn footer(document: &Document) -> String {
    let field = |what: &str| {
        format!("<w:fldSimple w:instr=\" {what} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    let foot = match document.foot.as_str() {
        "" => String::new(),
        words => run(&format!("{words} ")),
    };
    let mut out = format!("{HEAD}<w:ftr {SPACE}>");
    let runs = format!(
        "{foot}{}{}{}{}",
        run("Page "),
        field("PAGE"),
        run(" of "),
        field("NUMPAGES")
    );
    paragraph("Footer", "", &runs, &mut out);
    out.push_str("</w:ftr>");
    out
}

fn properties(document: &Document) -> String {
    let title = match document.pages.as_slice() {
        [page] => &page.title,
        _ => &document.title,
    };
    format!(
        "{HEAD}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>en-GB</dc:language>\
         </cp:coreProperties>",
        escape(title)
    )
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use quick_xml::{Reader, events::Event};
    use zip::ZipArchive;

    use super::super::{
        PageForm,
        tests::{hard, write_as},
    };

    fn parts() -> Vec<(String, String)> {
        let bytes = write_as(&hard(), PageForm::Word);
        let mut zip = ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        (0..zip.len())
            .map(|at| {
                let mut part = zip.by_index(at).unwrap();
                let mut text = String::new();
                part.read_to_string(&mut text).unwrap();
                (part.name().unwrap().into_owned(), text)
            })
            .collect()
    }

    #[test]
    fn every_part_is_well_formed_and_every_part_that_is_named_is_there() {
        let parts = parts();
        let has = |wanted: &str| parts.iter().any(|(name, _)| name == wanted);
        for (name, text) in &parts {
            let mut reader = Reader::from_str(text);
            reader.config_mut().check_end_names = true;
            let mut open = 0_i32;
            loop {
                match reader.read_event().unwrap() {
                    Event::Start(_) => open += 1,
                    Event::End(_) => open -= 1,
                    Event::Eof => break,
                    _ => {}
                }
            }
            assert_eq!(open, 0, "{name}");
        }
        let types = &parts[0].1;
        for named in types.split("PartName=\"/").skip(1) {
            let named = named.split('"').next().unwrap();
            assert!(has(named), "{named}");
        }
    }

    #[test]
    fn the_words_the_marks_and_the_room_to_write_are_in_it() {
        let parts = parts();
        let (_, body) = parts
            .iter()
            .find(|(name, _)| name == "word/document.xml")
            .unwrap();
        for (wanted, times) in [
            ("Family F12 &lt;b&gt; &amp; &quot;co&quot;", 2),
            ("[new] ", 2),
            ("[changed] ", 2),
            ("<w:pageBreakBefore/>", 1),
            ("<w:tblHeader/>", 2),
            ("\"Rule\"", 4),
            ("\"Heading1\"", 2),
        ] {
            assert_eq!(body.matches(wanted).count(), times, "{wanted}");
        }
    }

    #[test]
    fn the_same_pages_are_the_same_bytes() {
        let again = || write_as(&hard(), PageForm::Word);
        assert_eq!(again(), again());
    }
}
