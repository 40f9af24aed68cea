//! Reads one sheet from its first row to its last: finds the headings, then reads the rows.

use crate::model::SheetReport;

use super::{
    ImportError, bend,
    cell::Cell,
    desk::{Desk, Fault, Notes},
    layout::Role,
    ledger::SheetTaken,
    looked_after::{self, Episode},
    own,
    own_layouts::Known,
    recognise::{self, NearMiss, Plan, SEARCHED, Verdict, WIDEST},
    rows::{Draft, Row, RowEnd},
};

/// Whether more rows are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    More,
    /// No headings so far down: the sheet is no list.
    Enough,
}

/// What a sheet turned out to be.
pub(super) enum Finished {
    List(Box<SheetTaken>),
    NoList(Option<NearMiss>),
}

/// One sheet while it is read.
pub(super) struct SheetReader<'o> {
    file: &'o str,
    name: &'o str,
    known: Known<'o>,
    plan: Option<Box<Plan>>,
    near: Option<NearMiss>,
    searched: usize,
    notes: Notes,
    drafts: Vec<Draft>,
    /// Episodes of care, which make a period only together.
    episodes: Vec<Episode>,
    rows: u32,
    rejected: u32,
    beside: u32,
}

impl<'o> SheetReader<'o> {
    pub(super) fn new(file: &'o str, name: &'o str, known: Known<'o>) -> Self {
        Self {
            file,
            name,
            known,
            plan: None,
            near: None,
            searched: 0,
            notes: Notes::new(name),
            drafts: Vec::new(),
            episodes: Vec::new(),
            rows: 0,
            rejected: 0,
            beside: 0,
        }
    }

    /// A list whose columns are known beforehand, as those of XML are.
    pub(super) fn planned(file: &'o str, name: &'o str, plan: Plan) -> Self {
        Self {
            plan: Some(Box::new(plan)),
            ..Self::new(file, name, Known::default())
        }
    }

    /// Takes the next row; `number` is its row in the sheet or its line in the file, from 1.
    pub(super) fn offer(
        &mut self,
        number: u32,
        cells: &[Cell<'_>],
        desk: &mut Desk,
    ) -> Result<Flow, ImportError> {
        let cells = &cells[..cells.len().min(WIDEST)];
        if let Some(samples) = &mut desk.samples {
            return Ok(samples.add(self.name, number, cells));
        }
        let Some(plan) = &self.plan else {
            return self.search(number, cells);
        };
        let bent = bend::bent(plan, cells);
        let cells = bent.as_deref().unwrap_or(cells);
        let row = Row {
            number,
            cells,
            plan,
            desk,
            notes: &mut self.notes,
            drafts: &mut self.drafts,
            episodes: &mut self.episodes,
        };
        match row.read() {
            RowEnd::Used => self.rows += 1,
            RowEnd::Rejected => {
                self.rows += 1;
                self.rejected += 1;
            }
            RowEnd::Beside => {
                self.rows += 1;
                self.beside += 1;
            }
            RowEnd::NotData | RowEnd::Blank => {}
        }
        Ok(Flow::More)
    }

    fn search(&mut self, number: u32, cells: &[Cell<'_>]) -> Result<Flow, ImportError> {
        if cells.iter().all(Cell::is_blank) {
            return Ok(Flow::More);
        }
        self.searched += 1;
        match recognise::try_row(number, cells, self.known)? {
            Verdict::Headings(plan) => self.begin(plan)?,
            Verdict::Near(miss) => self.near = Some(miss.nearer(self.near.take())),
            Verdict::Other => {}
        }
        Ok(if self.plan.is_none() && self.searched >= SEARCHED {
            Flow::Enough
        } else {
            Flow::More
        })
    }

    fn begin(&mut self, plan: Box<Plan>) -> Result<(), ImportError> {
        if let Some(heading) = recognise::doubled_key(&plan) {
            return Err(ImportError::DuplicatedHeading {
                file: self.file.to_owned(),
                sheet: self.name.to_owned(),
                heading: heading.to_owned(),
            });
        }
        for heading in &plan.doubled {
            let fault = Fault {
                column: Some(heading.clone()),
                found: "the heading stands there twice".to_owned(),
                expected: "one column of this heading",
                effect: "the first of them counts",
            };
            self.notes.add(Some(plan.header_row), fault);
        }
        self.plan = Some(plan);
        Ok(())
    }

    /// How many columns there are up to the last heading; none before the headings were found.
    pub(super) fn headings(&self) -> usize {
        self.plan.as_ref().map_or(0, |plan| plan.width())
    }

    /// Rows of data so far.
    pub(super) const fn rows(&self) -> u32 {
        self.rows
    }

    /// The sheet as it was read, or that it is no list.
    pub(super) fn finish(mut self) -> Finished {
        let Some(plan) = self.plan else {
            return Finished::NoList(self.near);
        };
        if !self.episodes.is_empty() {
            let together = looked_after::periods(self.episodes, &plan, &mut self.notes);
            self.rejected += together.rejected;
            self.drafts = together.drafts;
        }
        Finished::List(Box::new(SheetTaken {
            report: SheetReport {
                name: self.name.to_owned(),
                recognised_as: plan.list.id.clone(),
                header_row: plan.header_row,
                rows: self.rows,
                used: 0,
                repeated: 0,
                rejected: self.rejected,
                unknown_columns: plan.unknown.clone(),
                kind: (!plan.list.lookup).then_some(plan.list.kind),
                also: own::also(&plan),
            },
            source: plan.list.source,
            layout: plan.list.layout,
            beside: self.beside,
            newer: plan.newer,
            end_heading: plan.heading(Role::End),
            drafts: self.drafts,
            lines: Vec::new(),
            problems: self.notes.finish(),
        }))
    }
}
