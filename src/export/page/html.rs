//! Pages as one HTML file: no script, nothing beside it, a side of A4 each when it is printed.

use std::io::{self, Write};

use super::{Block, Document, Mark, Page, Row};
use crate::export::text::escape;

const STYLE: &str = include_str!("../../../assets/page/page.css");

pub(super) fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let many = document.pages.len() > 1;
    let title = match document.pages.first() {
        Some(page) if !many => &page.title,
        _ => &document.title,
    };
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\" />\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\" />\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n",
        escape(title)
    )?;
    for (at, page) in document.pages.iter().enumerate() {
        writeln!(
            out,
            "<section class=\"page\" aria-labelledby=\"page-{at}\">"
        )?;
        if many && at == 0 {
            writeln!(
                out,
                "<h1 class=\"whole\" dir=\"auto\">{}</h1>",
                escape(title)
            )?;
        }
        one(page, at, if many { 2 } else { 1 }, out)?;
        let foot = document.foot_of(at);
        if !foot.is_empty() {
            writeln!(out, "<p class=\"foot\" dir=\"auto\">{}</p>", escape(&foot))?;
        }
        writeln!(out, "</section>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

fn one(page: &Page, at: usize, level: u8, out: &mut dyn Write) -> io::Result<()> {
    let part = level + 1;
    writeln!(
        out,
        "<h{level} class=\"title\" id=\"page-{at}\" dir=\"auto\">{}</h{level}>",
        escape(&page.title)
    )?;
    for under in &page.under {
        writeln!(out, "<p class=\"under\" dir=\"auto\">{}</p>", escape(under))?;
    }
    for block in &page.blocks {
        match block {
            Block::Heading(words) => writeln!(
                out,
                "<h{part} class=\"part\" dir=\"auto\">{}</h{part}>",
                escape(words)
            )?,
            Block::Words(line) => writeln!(
                out,
                "<p dir=\"auto\">{}{}</p>",
                mark(line.mark),
                escape(&line.words)
            )?,
            Block::Lines(lines) => {
                writeln!(out, "<ul>")?;
                for line in lines {
                    let words = escape(&line.words);
                    writeln!(out, "<li dir=\"auto\">{}{words}</li>", mark(line.mark))?;
                }
                writeln!(out, "</ul>")?;
            }
            Block::Table {
                name,
                columns,
                rows,
            } => table(name, columns, rows, out)?,
            Block::Writing { label, lines } => {
                writeln!(
                    out,
                    "<h{part} class=\"part\" dir=\"auto\">{}</h{part}>",
                    escape(label)
                )?;
                for _ in 0..*lines {
                    writeln!(out, "<p class=\"rule\"></p>")?;
                }
            }
        }
    }
    Ok(())
}

fn table(name: &str, columns: &[String], rows: &[Row], out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "<table><caption>{}</caption>\n<thead><tr>",
        escape(name)
    )?;
    for column in columns {
        write!(out, "<th scope=\"col\">{}</th>", escape(column))?;
    }
    writeln!(out, "</tr></thead>\n<tbody>")?;
    for row in rows {
        write!(out, "<tr>")?;
        for (at, cell) in row.cells.iter().enumerate() {
            let cell = escape(cell);
            if at == 0 {
                let mark = mark(row.mark);
                write!(out, "<th scope=\"row\" dir=\"auto\">{mark}{cell}</th>")?;
            } else {
                write!(out, "<td dir=\"auto\">{cell}</td>")?;
            }
        }
        writeln!(out, "</tr>")?;
    }
    writeln!(out, "</tbody></table>")
}

fn mark(mark: Option<Mark>) -> String {
    mark.map_or_else(String::new, |mark| {
        format!("<strong class=\"mark\">[{}]</strong> ", mark.word())
    })
}

#[cfg(test)]
mod tests {
    use quick_xml::{Reader, events::Event};

    use super::super::{
        PageForm,
        tests::{hard, write_as},
    };
    use super::*;

    #[test]
    fn the_page_is_well_formed_loads_nothing_and_has_one_heading_over_all() {
        for pages in [1, 2] {
            let mut document = hard();
            document.pages.truncate(pages);
            let said = String::from_utf8(write_as(&document, PageForm::Html)).unwrap();
            let mut reader = Reader::from_str(&said);
            let mut names = Vec::new();
            loop {
                match reader.read_event().unwrap() {
                    Event::Start(tag) | Event::Empty(tag) => {
                        names.push(tag.name().as_ref().to_owned());
                    }
                    Event::Eof => break,
                    _ => {}
                }
            }
            let count = |wanted: &str| names.iter().filter(|name| *name == wanted).count();
            assert_eq!(count("h1"), 1, "{said}");
            assert_eq!(count("section"), pages);
            assert_eq!(count("table"), count("caption"));
            for never in ["script", "img", "link", "b", "i"] {
                assert_eq!(count(never), 0, "{never}: {said}");
            }
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }

    #[test]
    fn each_page_begins_a_new_side_when_it_is_printed() {
        assert!(STYLE.contains("size: A4") && STYLE.contains("break-after: page"));
    }
}
