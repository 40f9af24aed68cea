//! The gaps: what is listed, what is marked, what is in focus and why it is a gap.
//!
//! It never gives an outcome itself; it says which gaps one would be for. The surprising thing:
//! the explanation of the gap in focus is made when the focus moves, not when it is drawn.

pub mod listing;
mod page;
mod rows;

use std::collections::BTreeSet;

pub use page::{SHARE, draw, draw_reading};

use crate::model::NoteId;
use crate::review::CaseView;
use crate::rules::Explanation;
use crate::tui::action::Action;
use crate::tui::effect::Ticket;
use crate::tui::given::Standings;
use crate::tui::layout;
use crate::tui::sheet::Sheet;
use listing::{Choice, Grouping, Listed, Row, Selection, list};

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct GapsPane {
    pub choice: Choice,
    pub listed: Listed,
    /// What `listed` was made for: the same as `choice`, but while another list is made apart.
    pub laid: Choice,
    /// Where the focus goes once another list is there.
    wish: Option<Wish>,
    /// The list that is being made.
    pub asked: Option<Ticket>,
    /// The row in focus.
    pub cursor: usize,
    /// The first row shown.
    pub top: usize,
    pub marks: BTreeSet<u32>,
    /// The gap in focus and its argument.
    pub argument: Option<(u32, Explanation)>,
    /// The child of the gap in focus, for a window with room for three columns.
    pub child: Option<(usize, CaseView)>,
    /// Lines of the argument that are scrolled away when it has the whole window.
    pub scrolled: u16,
}

/// Where the focus goes in another list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wish {
    /// To the first gap.
    Top,
    /// It stays on its row.
    Stay,
    /// To this gap, if it is listed.
    Gap(Option<u32>),
}

impl GapsPane {
    /// Lists anew, at once or apart from the keys.
    fn list(&mut self, wish: Wish, sheet: &Sheet, standings: &impl Standings) {
        if sheet.is_vast {
            self.asked = None;
            self.wish = Some(wish);
            return;
        }
        let listed = list(sheet, &self.choice, standings);
        self.lay(listed, self.choice.clone(), wish, sheet);
    }

    fn lay(&mut self, listed: Listed, of: Choice, wish: Wish, sheet: &Sheet) {
        let (focus, rank) = (self.row(), self.group_of(self.cursor));
        self.listed = listed;
        self.laid = of;
        match wish {
            Wish::Top => {
                self.top = 0;
                self.cursor = usize::from(self.listed.rows.len() > 1);
            }
            Wish::Stay => {
                let found = focus.and_then(|focus| self.find(focus, rank));
                self.cursor = found.unwrap_or(self.cursor);
            }
            Wish::Gap(at) => {
                if let Some(at) = at {
                    self.go_to(at);
                }
            }
        }
        self.settle(sheet);
    }

    /// Whether another list was asked for and is not there yet.
    #[must_use]
    pub const fn wishes(&self) -> bool {
        self.wish.is_some()
    }

    /// Takes over the list that was made apart.
    pub fn listed_apart(&mut self, (choice, listed): (Choice, Listed), sheet: &Sheet) {
        let Some(wish) = self.wish.take() else { return };
        self.asked = None;
        self.lay(listed, choice, wish, sheet);
    }

    /// Makes the list anew and keeps the focus where it was.
    pub fn relist(&mut self, sheet: &Sheet, standings: &impl Standings) {
        self.list(Wish::Stay, sheet, standings);
    }

    /// The same gaps with something folded or unfolded; the focus stays where it was.
    fn refold(&mut self, sheet: &Sheet) {
        let focus = self.row();
        let rank = self.group_of(self.cursor);
        self.laid.folded.clone_from(&self.choice.folded);
        self.laid.unfolded.clone_from(&self.choice.unfolded);
        self.listed.refold(sheet, &self.laid);
        let found = focus.and_then(|focus| self.find(focus, rank));
        self.cursor = found.unwrap_or(self.cursor);
        self.settle(sheet);
    }

    /// The list of another picture, with the focus on this gap if it is still listed.
    pub fn relay(&mut self, sheet: &Sheet, standings: &impl Standings, focus: Option<u32>) {
        if sheet.is_vast {
            // The rows of the old picture mean nothing in this one.
            self.listed = Listed::default();
            self.argument = None;
            self.child = None;
        }
        self.list(Wish::Gap(focus), sheet, standings);
    }

    fn find(&self, focus: Row, rank: Option<u32>) -> Option<usize> {
        let wanted = self.first_gap(focus);
        self.listed.rows.iter().position(|row| match (focus, row) {
            (Row::Group(_), Row::Group(group)) => {
                self.listed
                    .groups
                    .get(*group as usize)
                    .map(|group| group.rank)
                    == rank
            }
            (Row::Group(_), _) => false,
            (_, Row::Gap(at) | Row::Sibling(at)) => Some(*at) == wanted,
            (_, Row::Family { from, .. }) => {
                self.listed.order.get(*from as usize) == wanted.as_ref()
            }
            _ => false,
        })
    }

    fn first_gap(&self, row: Row) -> Option<u32> {
        match row {
            Row::Gap(at) | Row::Sibling(at) => Some(at),
            Row::Family { from, .. } => self.listed.order.get(from as usize).copied(),
            Row::Group(_) | Row::Space => None,
        }
    }

    /// A new list for a new choice: from the top.
    pub fn restart(&mut self, sheet: &Sheet, standings: &impl Standings) {
        self.list(Wish::Top, sheet, standings);
    }

    /// Puts the focus on a row that exists and makes its argument.
    pub fn settle(&mut self, sheet: &Sheet) {
        self.cursor = self.cursor.min(self.listed.rows.len().saturating_sub(1));
        if self.row() == Some(Row::Space) {
            self.cursor += 1;
        }
        let at = self.focus();
        if at != self.argument.as_ref().map(|(at, _)| *at) {
            self.scrolled = 0;
            let child = at.and_then(|at| sheet.gap(at)?.child);
            if child != self.child.as_ref().map(|(child, _)| *child) {
                self.child = child.map(|child| (child, sheet.picture.case(child)));
            }
            self.argument = at.map(|at| (at, sheet.picture.explain(at as usize)));
        }
    }

    /// Scrolls so that the focus is seen in a list of this height, with its heading if it is the
    /// first below one.
    pub fn scroll_to(&mut self, height: usize) {
        self.top = layout::top(self.top, self.cursor, height);
        if self.top == self.cursor && self.cursor > 0 && height > 2 {
            self.top -= 1;
        }
    }

    /// The row in focus.
    #[must_use]
    pub fn row(&self) -> Option<Row> {
        self.listed.rows.get(self.cursor).copied()
    }

    /// The gap that is explained: the one in focus, or the first of the family in focus.
    #[must_use]
    pub fn focus(&self) -> Option<u32> {
        self.first_gap(self.row()?)
    }

    /// Puts the focus on the row of this gap, or of its family; it stays where it is if the gap is
    /// not listed.
    pub fn go_to(&mut self, at: u32) {
        if self.wish.is_some() {
            self.wish = Some(Wish::Gap(Some(at)));
            return;
        }
        let of = |row: &Row| match row {
            Row::Gap(own) | Row::Sibling(own) => *own == at,
            Row::Family { .. } => self.members(*row).contains(&at),
            Row::Group(_) | Row::Space => false,
        };
        if let Some(row) = self.listed.rows.iter().position(of) {
            self.cursor = row;
        }
    }

    /// The gaps that a row stands for.
    #[must_use]
    pub fn members(&self, row: Row) -> Vec<u32> {
        let (from, count) = match row {
            Row::Gap(at) | Row::Sibling(at) => return vec![at],
            Row::Space => return Vec::new(),
            Row::Family { from, count } => (from, count),
            Row::Group(group) => match self.listed.groups.get(group as usize) {
                Some(group) => (group.from, group.count),
                None => return Vec::new(),
            },
        };
        self.listed
            .order
            .get(from as usize..(from + count) as usize)
            .unwrap_or_default()
            .to_vec()
    }

    /// The marks that are on the list, in its order. What a filter hides is never acted on.
    #[must_use]
    pub fn marked_here(&self) -> Vec<u32> {
        if self.marks.is_empty() {
            return Vec::new();
        }
        let marked = |at: &u32| self.marks.contains(at);
        self.listed.order.iter().copied().filter(marked).collect()
    }

    /// The gaps that an outcome would be for: the marks that are listed, else the row or family
    /// in focus. A whole group is never meant by accident.
    #[must_use]
    pub fn targets(&self) -> Vec<u32> {
        if !self.marks.is_empty() {
            return self.marked_here();
        }
        match self.row() {
            Some(row @ (Row::Gap(_) | Row::Sibling(_) | Row::Family { .. })) => self.members(row),
            _ => Vec::new(),
        }
    }

    /// The gaps that a note would be about: the marks that are listed, else the group in focus.
    #[must_use]
    pub fn subject_of_note(&self) -> Vec<u32> {
        if !self.marks.is_empty() {
            return self.marked_here();
        }
        self.listed
            .rows
            .get(..=self.cursor)
            .unwrap_or_default()
            .iter()
            .rev()
            .find(|row| matches!(row, Row::Group(_)))
            .map(|row| self.members(*row))
            .unwrap_or_default()
    }

    fn group_of(&self, cursor: usize) -> Option<u32> {
        let rows = self.listed.rows.get(..=cursor)?;
        rows.iter().rev().find_map(|row| match row {
            Row::Group(group) => self.listed.groups.get(*group as usize).map(|g| g.rank),
            _ => None,
        })
    }

    /// Moves by rows, over the air between groups.
    pub fn step(&mut self, action: Action, page: usize) {
        self.cursor = layout::stepped(self.cursor, self.listed.rows.len(), action, page);
        if self.row() == Some(Row::Space) {
            // Air is never first or last, so there is a row on either side of it.
            match action {
                Action::Up | Action::PageUp => self.cursor = self.cursor.saturating_sub(1),
                _ => self.cursor += 1,
            }
        }
    }

    /// Scrolls the argument that has the whole window.
    pub fn scroll(&mut self, action: Action) {
        self.scrolled = match action {
            Action::PageUp => self.scrolled.saturating_sub(5),
            _ => self.scrolled.saturating_add(5).min(200),
        };
    }

    /// Marks what the row stands for, or takes the marks off if all of it was marked.
    pub fn mark(&mut self) {
        let Some(row) = self.row() else { return };
        let members = self.members(row);
        if members.iter().all(|at| self.marks.contains(at)) {
            for at in &members {
                self.marks.remove(at);
            }
        } else {
            self.marks.extend(members);
        }
        self.step(Action::Down, 1);
    }

    /// Lists the gaps behind a figure of a note, and keeps what was chosen before.
    pub fn select(&mut self, only: Selection, sheet: &Sheet, standings: &impl Standings) {
        self.marks.clear();
        self.choice = Choice {
            only: Some(only),
            ..Choice::default()
        };
        self.restart(sheet, standings);
    }

    /// Goes back to what was chosen before the gaps of a note; says which note it was.
    pub fn leave_selection(&mut self) -> Option<NoteId> {
        let only = self.choice.only.take()?;
        self.choice = *only.before;
        Some(only.note)
    }

    /// Marks everything that is listed.
    pub fn mark_all(&mut self) {
        self.marks = self.listed.order.iter().copied().collect();
    }

    /// Folds or unfolds the row in focus; false if it is a single gap.
    pub fn turn(&mut self, sheet: &Sheet) -> bool {
        match self.row() {
            Some(Row::Group(_)) => {
                if let Some(rank) = self.group_of(self.cursor)
                    && !self.choice.folded.remove(&rank)
                {
                    self.choice.folded.insert(rank);
                }
            }
            Some(row @ Row::Family { .. }) => {
                if let Some(key) = self.family_key(row, sheet)
                    && !self.choice.unfolded.remove(&key)
                {
                    self.choice.unfolded.insert(key);
                }
            }
            _ => return false,
        }
        self.refold(sheet);
        true
    }

    /// Unfolds what is in focus.
    pub fn unfold(&mut self, sheet: &Sheet) {
        match self.row() {
            Some(Row::Group(_)) => {
                if let Some(rank) = self.group_of(self.cursor) {
                    self.choice.folded.remove(&rank);
                }
            }
            Some(row @ Row::Family { .. }) => {
                self.choice.unfolded.extend(self.family_key(row, sheet));
            }
            _ => return,
        }
        self.refold(sheet);
    }

    /// Folds the family in focus, or steps from a gap to its heading, or folds the group.
    pub fn fold(&mut self, sheet: &Sheet) {
        match self.row() {
            Some(Row::Sibling(_)) => {
                while matches!(self.row(), Some(Row::Sibling(_))) && self.cursor > 0 {
                    self.cursor -= 1;
                }
                if let Some(key) = self.row().and_then(|row| self.family_key(row, sheet)) {
                    self.choice.unfolded.remove(&key);
                }
            }
            Some(row @ Row::Family { .. })
                if self
                    .family_key(row, sheet)
                    .is_some_and(|key| self.choice.unfolded.contains(&key)) =>
            {
                if let Some(key) = self.family_key(row, sheet) {
                    self.choice.unfolded.remove(&key);
                }
            }
            Some(Row::Group(_)) => self.choice.folded.extend(self.group_of(self.cursor)),
            _ => {
                while !matches!(self.row(), Some(Row::Group(_))) && self.cursor > 0 {
                    self.cursor -= 1;
                }
                return self.settle(sheet);
            }
        }
        self.refold(sheet);
    }

    fn family_key(&self, row: Row, sheet: &Sheet) -> Option<(u32, usize)> {
        let at = *self.members(row).first()? as usize;
        Some((
            sheet.ranks.get(at)?.family,
            sheet.picture.gaps.get(at)?.rule,
        ))
    }

    /// Groups anew; the folds of other groups mean nothing any more.
    pub fn group_by(&mut self, grouping: Grouping, sheet: &Sheet, standings: &impl Standings) {
        self.choice.grouping = grouping;
        self.choice.folded.clear();
        self.restart(sheet, standings);
    }
}
