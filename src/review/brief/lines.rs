//! A line of a page, and siblings of whom one line says the same.
//!
//! The surprising thing: a line that stands for several children is kept under the key of each, so
//! that it is known again when one of them differs next time.

use crate::model::{Day, State};

/// A line of the page.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Item {
    /// What the next brief knows it by, one for each child on the line; none: no later brief asks
    /// about it.
    pub keys: Vec<String>,
    /// What it says beside its words: another substance is a changed line.
    pub substance: String,
    pub cells: Vec<String>,
    /// What the next brief calls it once it is gone; `None`: as its cells say.
    pub later: Option<String>,
}

impl Item {
    /// What makes it another line: its substance, and of whom it is.
    pub fn essence(&self) -> String {
        let mut keys: Vec<&str> = self.keys.iter().map(String::as_str).collect();
        keys.sort_unstable();
        format!("{} {}", self.substance, keys.join(" "))
    }
}

/// A line and the children whom it is about.
pub struct Folded {
    pub item: Item,
    pub children: Vec<usize>,
    /// State and day of a clock; nothing of what was agreed.
    pub stands: (State, Option<Day>),
}

/// Adds a line, or a child to the line that says the same of another.
pub fn fold(folded: &mut Vec<Folded>, one: Folded) {
    let same = folded.iter_mut().find(|known| {
        let again = known
            .children
            .iter()
            .any(|child| one.children.contains(child));
        !again && !one.children.is_empty() && known.item.cells[1..] == one.item.cells[1..]
    });
    match same {
        Some(known) => {
            known.children.extend(one.children);
            known.item.keys.extend(one.item.keys);
        }
        None => folded.push(one),
    }
}
