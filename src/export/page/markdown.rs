//! Pages as Markdown that reads well as it stands.

use std::io::{self, Write};

use super::{Block, Document, Page, text::cells};

/// A line to write on, long enough for a hand.
const RULE: &str =
    "\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_";

pub(super) fn write(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let many = document.pages.len() > 1;
    if many {
        writeln!(out, "# {}\n", plain(&document.title))?;
    }
    let level = if many { "##" } else { "#" };
    for (at, page) in document.pages.iter().enumerate() {
        if at > 0 {
            writeln!(out, "---\n")?;
        }
        one(page, level, out)?;
    }
    if !document.foot.is_empty() {
        writeln!(out, "{}", plain(&document.foot))?;
    }
    Ok(())
}

fn one(page: &Page, level: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{level} {}\n", plain(&page.title))?;
    for under in &page.under {
        writeln!(out, "{}\n", plain(under))?;
    }
    for block in &page.blocks {
        match block {
            Block::Heading(words) => writeln!(out, "{level}# {}\n", plain(words))?,
            Block::Words(line) => {
                writeln!(out, "{}{}\n", mark(line.mark), plain(&line.words))?;
            }
            Block::Lines(lines) => {
                for line in lines {
                    writeln!(out, "- {}{}", mark(line.mark), plain(&line.words))?;
                }
                writeln!(out)?;
            }
            Block::Table { columns, rows, .. } => {
                let names: Vec<String> = columns.iter().map(|name| plain(name)).collect();
                writeln!(out, "| {} |", names.join(" | "))?;
                writeln!(out, "|{}", "---|".repeat(columns.len()))?;
                for row in rows {
                    let mut bare = row.clone();
                    bare.mark = None;
                    let cells: Vec<String> = cells(&bare).iter().map(|cell| plain(cell)).collect();
                    writeln!(out, "| {}{} |", mark(row.mark), cells.join(" | "))?;
                }
                writeln!(out)?;
            }
            Block::Writing { label, lines } => {
                writeln!(out, "{level}# {}\n", plain(label))?;
                for _ in 0..*lines {
                    writeln!(out, "{RULE}\n")?;
                }
            }
        }
    }
    Ok(())
}

fn mark(mark: Option<super::Mark>) -> String {
    mark.map_or_else(String::new, |mark| format!("**[{}]** ", mark.word()))
}

/// Words of people as they are, on one line, whatever signs of Markdown are in them.
fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let one_line = words.split(|c: char| c.is_whitespace() || c.is_control());
    let one_line: Vec<&str> = one_line.filter(|word| !word.is_empty()).collect();
    for c in one_line.join(" ").chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::{Event, Options, Parser, Tag};

    use super::super::{
        PageForm,
        tests::{hard, write_as},
    };

    #[test]
    fn what_people_typed_is_neither_markup_nor_a_column() {
        let said = String::from_utf8(write_as(&hard(), PageForm::Markdown)).unwrap();
        let mut cells = 0;
        for event in Parser::new_ext(&said, Options::ENABLE_TABLES) {
            match event {
                Event::Html(_)
                | Event::InlineHtml(_)
                | Event::Code(_)
                | Event::Start(Tag::Emphasis | Tag::Link { .. }) => panic!("{said}"),
                Event::Start(Tag::TableCell) => cells += 1,
                _ => {}
            }
        }
        // Two tables of three columns: their headings and two rows each.
        assert_eq!(cells, 2 * 3 * 3, "{said}");
    }
}
