//! What a supervisor leaves: a page for each worker, who stays and keeps the children.
//!
//! It ranks nobody: workers stand in the order of their names. The surprising thing: it tells only
//! what a supervisor has to know of each child, for a page a family would be seventy pages.

use std::collections::BTreeMap;

use super::pages::{counted, day_of, hands_words, threads, together, when};
use super::{Across, ChildHands, Handover, Through};
use crate::export::{Block, Line, Page, Row};
use crate::model::{Day, Name};
use crate::review::{Picture, Thread};

/// Days ahead within which a clock is told of.
const AHEAD: i32 = 28;

/// The children of each worker whom the one who goes supervises.
fn workers(handover: &Handover) -> BTreeMap<Option<&Name>, Vec<&ChildHands>> {
    let mut of: BTreeMap<Option<&Name>, Vec<&ChildHands>> = BTreeMap::new();
    let supervised = handover
        .children()
        .filter(|one| one.through == Through::Supervisor);
    for child in supervised {
        of.entry(child.worker.as_ref()).or_default().push(child);
    }
    of
}

/// A row for each worker; nothing where none is supervised.
pub(super) fn by_worker(handover: &Handover) -> Vec<Block> {
    let rows = workers(handover).into_iter().map(|(worker, children)| {
        let clocks = children.iter().flat_map(|one| &one.clocks);
        let overdue = clocks.filter(|one| one.overdue).count();
        let unowned: usize = children.iter().map(|one| one.unowned.len()).sum();
        let cells = vec![
            worker.map_or("no worker named", |name| &**name).to_owned(),
            children.len().to_string(),
            overdue.to_string(),
            unowned.to_string(),
        ];
        Row { cells, mark: None }
    });
    let rows: Vec<Row> = rows.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let heading = "The workers, who stay and keep their children";
    let columns = [
        "Worker",
        "Children",
        "Overdue clocks",
        "Actions with nobody",
    ];
    vec![
        Block::Heading(heading.to_owned()),
        Block::Table {
            name: heading.to_owned(),
            columns: columns.map(str::to_owned).to_vec(),
            rows,
        },
    ]
}

impl Picture {
    /// A page for each worker whom the one who goes supervises.
    pub(super) fn pages_of_workers(&self, handover: &Handover) -> Vec<Page> {
        let pages = workers(handover).into_iter();
        pages
            .map(|(worker, children)| self.page_of_worker(handover, worker, &children))
            .collect()
    }

    fn page_of_worker(
        &self,
        handover: &Handover,
        worker: Option<&Name>,
        children: &[&ChildHands],
    ) -> Page {
        let name = worker.map_or("No worker named", |name| &**name);
        let number = counted(children.len(), "child", "children");
        let ahead = self.check.as_at.plus_days(AHEAD);
        let near = |clock: &&Across| clock.overdue || clock.due.is_some_and(|due| due <= ahead);
        let told = children.iter().flat_map(|one| {
            let clocks = one.clocks.iter().filter(near);
            clocks.map(|clock| {
                let said = [clock.label.clone(), day_of(clock.due), clock.today.clone()];
                (one.shown.to_string(), said)
            })
        });
        let rows = together(told).into_iter().map(|(child, said)| Row {
            cells: std::iter::once(child).chain(said).collect(),
            mark: None,
        });
        let rows: Vec<Row> = rows.collect();
        let heading = format!("Overdue, and due by {}", Day::long(ahead));
        let mut blocks = vec![Block::Heading(heading.clone())];
        blocks.push(if rows.is_empty() {
            Block::Words("None runs, as far as the extracts show.".into())
        } else {
            Block::Table {
                name: heading,
                columns: ["Child", "Clock", "Due", "Today"]
                    .map(str::to_owned)
                    .to_vec(),
                rows,
            }
        });
        let unowned: Vec<&Thread> = children.iter().flat_map(|one| &one.unowned).collect();
        let heading = "Actions and promises that have nobody now";
        blocks.push(Block::Heading(heading.to_owned()));
        blocks.push(if unowned.is_empty() {
            Block::Words("None that is known.".into())
        } else {
            threads(self, heading, &unowned)
        });
        let decisions = children.iter().flat_map(|one| {
            let own = one.decisions.iter();
            own.map(|words| (one.shown.to_string(), words))
        });
        let decisions = together(decisions).into_iter();
        let decisions: Vec<Line> = decisions
            .map(|(who, words)| format!("{who}: {words}.").into())
            .collect();
        if !decisions.is_empty() {
            blocks.push(Block::Heading("Decisions and escalations".to_owned()));
            blocks.push(Block::Lines(decisions));
        }
        blocks.push(Block::Writing {
            label: "Agreed at the handover".to_owned(),
            lines: 3,
        });
        let under = format!(
            "{}. {}",
            hands_words(handover),
            when(handover.on, handover.until)
        );
        Page {
            title: format!("{name}: {number}"),
            under: vec![under, self.data_words()],
            blocks,
        }
    }
}
