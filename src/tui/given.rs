//! The outcomes of this session: what is being saved, what stands, what stays in its place.
//!
//! Laid over the picture until the next picture. The surprising thing: a gap that was answered
//! stays where it was until the list is opened again, so that nothing moves under the eyes.

use std::collections::{HashMap, HashSet};

use super::effect::Ticket;
use super::keymap::KeyMap;
use super::sheet::Sheet;
use super::theme::Theme;
use crate::model::{GapKey, Standing};

/// What the list needs to know about outcomes given in this session.
pub trait Standings {
    /// Where the gap at this position stands.
    fn of<'a>(&'a self, at: u32, sheet: &'a Sheet) -> &'a Standing;
    /// Whether nobody has answered it.
    fn is_open(&self, at: u32, sheet: &Sheet) -> bool {
        self.of(at, sheet).is_open()
    }
    /// Whether it was answered in this session: it dims and stays in its place.
    fn kept(&self, at: u32) -> bool;
}

/// What a page is drawn from.
#[derive(Clone, Copy)]
pub struct View<'a> {
    pub sheet: &'a Sheet,
    pub given: &'a Given,
    pub theme: &'a Theme,
    pub keymap: &'a KeyMap,
}

/// What was given since the picture was taken, by position of the gap.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Given {
    now: HashMap<u32, Standing>,
    saving: HashMap<u32, Ticket>,
    kept: HashSet<u32>,
}

static OPEN: Standing = Standing::Open;

impl Given {
    /// Notes that these are on their way to the disk.
    pub fn start(&mut self, gaps: &[u32], ticket: Ticket) {
        self.saving.extend(gaps.iter().map(|at| (*at, ticket)));
    }

    /// Notes that this question was answered, whatever the answer was.
    pub fn settle(&mut self, ticket: Ticket) {
        self.saving.retain(|_, of| *of != ticket);
    }

    /// Takes over where gaps stand now; says how many of them are in the picture.
    pub fn stand(&mut self, standings: Vec<(GapKey, Standing)>, sheet: &Sheet) -> usize {
        let mut known = 0;
        for (key, standing) in standings {
            if let Some(at) = sheet.place(&key) {
                self.now.insert(at, standing);
                self.kept.insert(at);
                known += 1;
            }
        }
        known
    }

    /// The same over another picture, in which gaps stand elsewhere. What stands there is newer than
    /// what was given over the old one.
    #[must_use]
    pub fn carried(&self, place: &impl Fn(u32) -> Option<u32>) -> Self {
        let saving = self.saving.iter();
        Self {
            now: HashMap::new(),
            saving: saving
                .filter_map(|(at, ticket)| Some((place(*at)?, *ticket)))
                .collect(),
            kept: self.kept.iter().filter_map(|at| place(*at)).collect(),
        }
    }

    /// Whether an outcome of this gap is not yet on disk.
    #[must_use]
    pub fn is_saving(&self, at: u32) -> bool {
        self.saving.contains_key(&at)
    }

    /// How many gaps are being saved.
    #[must_use]
    pub fn saving(&self) -> usize {
        self.saving.len()
    }

    /// Whether nothing was given since the picture was taken.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.now.is_empty()
    }

    /// Where every gap of this session stands.
    #[must_use]
    pub fn standings(&self) -> Vec<&Standing> {
        self.now.values().collect()
    }

    /// From now on what was answered may leave its place: the person asked for another list.
    pub fn let_go(&mut self) {
        self.kept.clear();
    }
}

impl Standings for Given {
    fn of<'a>(&'a self, at: u32, sheet: &'a Sheet) -> &'a Standing {
        self.now
            .get(&at)
            .or_else(|| sheet.gap(at).map(|gap| &gap.standing))
            .unwrap_or(&OPEN)
    }

    fn is_open(&self, at: u32, sheet: &Sheet) -> bool {
        self.now
            .get(&at)
            .map(Standing::is_open)
            .or_else(|| sheet.ranks.get(at as usize).map(|ranks| ranks.open))
            .unwrap_or(true)
    }

    fn kept(&self, at: u32) -> bool {
        self.kept.contains(&at)
    }
}
