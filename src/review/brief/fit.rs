//! Fits what a page has to say on one side of paper, and says what did not fit.

use crate::export::{Block, Line, Mark, PAPER_LINES, Page, Row};

use super::lines::Item;

/// Lines of the paper that the foot of the page takes.
const FOOT: usize = 4;
/// Lines of the paper that a line to write on takes.
const WRITTEN: usize = 2;
/// The most lines to write on that a page with room is given beside its own.
const MORE_LINES: usize = 5;

/// A part of the page under a heading of its own.
pub struct Section {
    pub heading: String,
    /// Sentences before the list.
    pub lead: Vec<String>,
    /// The headings of the columns; none: each item is a sentence.
    pub columns: Vec<&'static str>,
    pub items: Vec<(Item, Option<Mark>)>,
    /// Items that stay however little room there is.
    pub least: usize,
}

/// The page with as many items of each section as fit. The longest section gives way first.
pub fn fitted(head: &Page, sections: &[Section], writing: &Block) -> Page {
    let mut shown: Vec<usize> = sections.iter().map(|section| section.items.len()).collect();
    loop {
        let page = laid(head, (sections, &shown), writing);
        let longest = shown
            .iter()
            .zip(sections)
            .enumerate()
            .filter(|(_, (shown, section))| **shown > section.least)
            .max_by_key(|(_, (shown, _))| **shown);
        let Some((at, _)) = longest.filter(|_| page.lines() + FOOT > PAPER_LINES) else {
            return with_room(page);
        };
        if let Some(shown) = shown.get_mut(at) {
            *shown -= 1;
        }
    }
}

/// The page with what is left of it to write on.
fn with_room(mut page: Page) -> Page {
    let left = PAPER_LINES.saturating_sub(page.lines() + FOOT);
    let more = u8::try_from((left / WRITTEN).min(MORE_LINES)).unwrap_or(0);
    if let Some(Block::Writing { lines, .. }) = page.blocks.last_mut() {
        *lines += more;
    }
    page
}

fn laid(head: &Page, (sections, shown): (&[Section], &[usize]), writing: &Block) -> Page {
    let mut page = head.clone();
    for (section, shown) in sections.iter().zip(shown) {
        page.blocks.push(Block::Heading(section.heading.clone()));
        let lead = section.lead.iter();
        page.blocks
            .extend(lead.map(|words| Block::Words(words.as_str().into())));
        let items = section.items.iter().take(*shown);
        if *shown > 0 && section.columns.is_empty() {
            let lines = items.map(|(item, mark)| Line {
                words: item.cells.join(", "),
                mark: *mark,
            });
            page.blocks.push(Block::Lines(lines.collect()));
        } else if *shown > 0 {
            let rows = items.map(|(item, mark)| Row {
                cells: item.cells.clone(),
                mark: *mark,
            });
            page.blocks.push(Block::Table {
                name: section.heading.clone(),
                columns: section
                    .columns
                    .iter()
                    .map(|name| (*name).to_owned())
                    .collect(),
                rows: rows.collect(),
            });
        }
        let more = section.items.len() - shown;
        if more > 0 {
            let marked = section.items.iter().skip(*shown);
            let marked = marked.filter(|(_, mark)| mark.is_some()).count();
            let new = match marked {
                0 => String::new(),
                some => format!(", {some} of them new or changed"),
            };
            let words = format!("and {more} more{new}");
            page.blocks.push(Block::Words(words.into()));
        }
    }
    page.blocks.push(writing.clone());
    page
}
