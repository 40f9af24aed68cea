//! What a set of spells comes to: counts, shares with their denominators, how long.

use super::spell::{Spell, Stand};
use super::{Cohort, Pick, Scale, Sees};
use crate::model::Day;
use crate::rules::Share;
use crate::stats::{Band, Ending, Quartiles, Survival, wilson};

/// A share that names its parts, with its 95 % band as fractions.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Rate {
    pub share: Share,
    pub band: Option<Band>,
}

impl Rate {
    fn of(part: u32, whole: u32) -> Self {
        Self {
            share: Share { part, whole },
            band: wilson(part, whole),
        }
    }
}

/// How long it takes with the open ones weighed in. A quantile that is not reached is `None`.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Pace {
    /// Spells with a known length, ended or open.
    pub spells: u32,
    pub lower: Option<i32>,
    pub median: Option<i32>,
    pub upper: Option<i32>,
    pub ninth_tenth: Option<i32>,
    pub interval: (Option<i32>, Option<i32>),
}

/// One band of lengths: what ended in it, and what is open and as old.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct InBand {
    pub ended: u32,
    pub open: u32,
}

/// Everything that is shown of a set of spells.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Figures {
    pub in_time: u32,
    pub late: u32,
    /// Ended where no limit is set.
    pub done: u32,
    pub overdue: u32,
    pub pending: u32,
    /// Of the pending, those that fall due in the seven days after the extract.
    pub soon: u32,
    pub untold: u32,
    pub outside: u32,
    /// Ended in the last stretch before the limit.
    pub last_stretch: u32,
    /// Ended, with a length that is known.
    pub measured: u32,
    pub bands: Vec<InBand>,
    pub pace: Pace,
    /// Of what has ended only: biased fast, because the slow ones are those still open.
    pub ended_only: Option<Quartiles>,
    /// The share expected to end within the limit, open ones weighed in.
    pub expected: Option<(f64, Band)>,
    running_only: bool,
    unlimited: bool,
}

impl Figures {
    /// What these spells come to on this scale.
    pub(super) fn of<'a>(spells: impl Iterator<Item = &'a Spell>, scale: &Scale) -> Self {
        let mut figures = Self {
            bands: vec![InBand::default(); scale.edges.len() + 1],
            unlimited: !scale.limited,
            ..Self::default()
        };
        let (mut lengths, mut beyond, mut ended) = (Vec::new(), Vec::new(), Vec::new());
        for spell in spells {
            figures.count(spell, scale);
            let ending = match spell.stand {
                Stand::InTime | Stand::Late | Stand::Done => Ending::Ended,
                Stand::Overdue | Stand::Pending => Ending::Open,
                Stand::Untold | Stand::Outside => continue,
            };
            if let Some(length) = spell.length {
                lengths.push((length, ending));
                if ending == Ending::Ended {
                    ended.push(length);
                }
            }
            if let Some(by) = spell.beyond.filter(|_| scale.within.is_none()) {
                beyond.push((by, ending));
            }
        }
        let curve = Survival::of(lengths);
        if scale.sees == Sees::Running {
            // Of what never shows an end, no length and no share of the ended can be told.
            figures.running_only = true;
            return figures;
        }
        figures.expected = match (scale.within, scale.limited) {
            (Some(within), _) => curve.ended_by(within),
            // A month has no fixed length: each spell is held against its own due day.
            (None, true) => Survival::of(beyond).ended_by(0),
            (None, false) => None,
        };
        figures.pace = Pace {
            spells: curve.spells(),
            lower: curve.quantile(0.25),
            median: curve.quantile(0.5),
            upper: curve.quantile(0.75),
            ninth_tenth: curve.quantile(0.9),
            interval: curve.median_interval(),
        };
        figures.ended_only = Quartiles::of(ended);
        figures
    }

    fn count(&mut self, spell: &Spell, scale: &Scale) {
        match spell.stand {
            Stand::InTime => self.in_time += 1,
            Stand::Late => self.late += 1,
            Stand::Done => self.done += 1,
            Stand::Overdue => self.overdue += 1,
            Stand::Pending => self.pending += 1,
            Stand::Untold => self.untold += 1,
            Stand::Outside => self.outside += 1,
        }
        self.soon += u32::from(scale.holds(spell, Pick::Soon));
        self.last_stretch += u32::from(scale.holds(spell, Pick::LastStretch));
        let band = scale.band(spell).and_then(|at| self.bands.get_mut(at));
        match (spell.stand, band) {
            (Stand::InTime | Stand::Late | Stand::Done, Some(band)) => {
                band.ended += 1;
                self.measured += 1;
            }
            (Stand::Overdue | Stand::Pending, Some(band)) => band.open += 1,
            _ => {}
        }
    }

    /// How many spells a pick opens.
    #[must_use]
    pub fn number(&self, pick: Pick) -> u32 {
        let band = |at: u8| self.bands.get(usize::from(at)).copied().unwrap_or_default();
        match pick {
            Pick::Completed => self.in_time + self.late + self.done,
            Pick::InTime => self.in_time,
            Pick::Late => self.late,
            Pick::Open => self.overdue + self.pending,
            Pick::Overdue => self.overdue,
            Pick::Pending => self.pending,
            Pick::Soon => self.soon,
            Pick::Settled => self.in_time + self.late + self.done + self.overdue,
            Pick::Untold => self.untold,
            Pick::Outside => self.outside,
            Pick::LastStretch => self.last_stretch,
            Pick::Measured => self.measured,
            Pick::Ended(at) => band(at).ended,
            Pick::OpenAt(at) => band(at).open,
        }
    }

    /// Ended with a length that is not certain: these stand in no band and no quartile.
    #[must_use]
    pub fn unmeasured(&self) -> u32 {
        self.number(Pick::Completed).saturating_sub(self.measured)
    }

    /// In time, of those completed.
    #[must_use]
    pub fn of_completed(&self) -> Rate {
        Rate::of(self.in_time, self.in_time + self.late)
    }

    /// In time, of those completed or already overdue; of nothing where the extract never shows
    /// what was completed.
    #[must_use]
    pub fn of_settled(&self) -> Rate {
        if self.running_only {
            return Rate::default();
        }
        Rate::of(self.in_time, self.in_time + self.late + self.overdue)
    }

    /// Still in time, of those open; of nothing where no limit is set.
    #[must_use]
    pub fn open_in_time(&self) -> Rate {
        if self.unlimited {
            return Rate::default();
        }
        Rate::of(self.pending, self.pending + self.overdue)
    }

    /// Ended in the last stretch, of those that ended with a known length.
    #[must_use]
    pub fn at_the_last(&self) -> Rate {
        Rate::of(self.last_stretch, self.measured)
    }

    /// Of the clocks that run, those that can be told: it stands beside every rate.
    #[must_use]
    pub fn coverage(&self) -> Share {
        let told = self.number(Pick::Settled) + self.pending;
        Share {
            part: told,
            whole: told + self.untold,
        }
    }
}

impl Scale {
    /// The band of a spell's length.
    pub(super) fn band(&self, spell: &Spell) -> Option<usize> {
        let length = spell.length?;
        Some(self.edges.partition_point(|edge| *edge < length))
    }

    /// Whether a spell is one of those that a pick opens.
    pub(super) fn holds(&self, spell: &Spell, pick: Pick) -> bool {
        let ended = matches!(spell.stand, Stand::InTime | Stand::Late | Stand::Done);
        let open = matches!(spell.stand, Stand::Overdue | Stand::Pending);
        let in_band = |at: u8| self.band(spell) == Some(usize::from(at));
        match pick {
            Pick::Completed => ended,
            Pick::InTime => spell.stand == Stand::InTime,
            Pick::Late => spell.stand == Stand::Late,
            Pick::Open => open,
            Pick::Overdue => spell.stand == Stand::Overdue,
            Pick::Pending => spell.stand == Stand::Pending,
            Pick::Soon => {
                let week = self.as_at.plus_days(7);
                spell.stand == Stand::Pending && spell.due.is_some_and(|due| due <= week)
            }
            Pick::Settled => ended || spell.stand == Stand::Overdue,
            Pick::Untold => spell.stand == Stand::Untold,
            Pick::Outside => spell.stand == Stand::Outside,
            Pick::LastStretch => {
                let stretch = self.last.zip(spell.length);
                ended && stretch.is_some_and(|((from, to), length)| (from..=to).contains(&length))
            }
            Pick::Measured => ended && spell.length.is_some(),
            Pick::Ended(at) => ended && in_band(at),
            Pick::OpenAt(at) => open && in_band(at),
        }
    }
}

impl Cohort {
    /// Whether a spell began on this side of the day.
    pub(super) fn holds(self, spell: &Spell, split: Option<Day>) -> bool {
        match (self, split, spell.start) {
            (Self::All, ..) => true,
            (Self::Before, Some(split), Some(start)) => start < split,
            (Self::After, Some(split), Some(start)) => start >= split,
            _ => false,
        }
    }
}
