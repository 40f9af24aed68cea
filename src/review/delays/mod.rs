//! How long each step of the work takes, how much of it is in time, and who waits now.
//!
//! Where a rule has a clock for a step, its findings are counted, so that the numbers are those of
//! the gaps; only "referral to assessment start" is read from the facts, because no limit is set
//! for it. It ranks nobody: teams stand in the order of their names and workers do not appear.
//! The surprising thing: what is open and not yet due is never counted as in time; it is pending.

mod figures;
mod plan;
mod spell;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::model::{Day, Name};
use crate::rules::{Level, Limit, Mode, RuleResult, Unit};

use super::Picture;

pub use crate::stats::{Band, Quartiles};
pub use figures::{Figures, InBand, Pace, Rate};
pub use plan::{Plan, Sees};
pub use spell::{Spell, Stand};

use plan::{counted_in, fixed, plans};
use spell::Ground;

/// Which of a step's spells a number counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pick {
    Completed,
    InTime,
    Late,
    Open,
    Overdue,
    Pending,
    /// Pending, and due in the seven days after the extract.
    Soon,
    /// Completed, or already overdue.
    Settled,
    Untold,
    Outside,
    LastStretch,
    /// Completed with a length that is known.
    Measured,
    /// Completed with a length in this band.
    Ended(u8),
    /// Open, and as old as this band.
    OpenAt(u8),
}

/// Which spells by the day on which they began.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Cohort {
    #[default]
    All,
    /// Began before the day.
    Before,
    /// Began on the day or after it.
    After,
}

/// Which team's spells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Whose {
    #[default]
    Everybody,
    /// Index into the teams of the delays.
    Team(u16),
    NoTeam,
}

/// A part of a step's spells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Cut {
    pub whose: Whose,
    pub cohort: Cohort,
}

/// Against what a step's spells are measured.
#[derive(Clone, PartialEq, Debug)]
pub struct Scale {
    pub as_at: Day,
    pub limited: bool,
    pub sees: Sees,
    /// The limit in the counted unit; `None` where there is none, or a month has no fixed length.
    pub within: Option<i32>,
    /// The last length of each band; one band more follows without an end.
    pub edges: Vec<i32>,
    /// First and last length of the last stretch before the limit.
    pub last: Option<(i32, i32)>,
}

/// Whether a step's clock is assessed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Assessed {
    Yes,
    /// Its rule is in trial: counted, and not listed as a gap.
    Trial,
    /// The policy has its rule off.
    Off,
}

/// One step with everything that is shown of it.
#[derive(Clone, Debug)]
pub struct Step {
    pub plan: &'static Plan,
    /// Where it starts, on the basis that the policy chose.
    pub from: String,
    pub assessed: Assessed,
    pub limit: Option<Limit>,
    pub level: Option<Level>,
    /// What lengths are counted in.
    pub unit: Unit,
    pub scale: Scale,
    pub spells: Vec<Spell>,
    pub whole: Figures,
    /// Teams with a clock in this step, in the order of their names; those without a team last.
    pub teams: Vec<(Whose, Figures)>,
    /// Began before the day, and from it on; where a day was named.
    pub cohorts: Option<[Figures; 2]>,
}

/// The steps on the day of the extract.
#[derive(Clone, Debug)]
pub struct Delays {
    pub as_at: Day,
    /// The day that parts the cohorts, where one was named.
    pub split: Option<Day>,
    /// In alphabetical order.
    pub teams: Vec<Name>,
    pub steps: Vec<Step>,
}

/// What is behind a number.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Behind {
    pub spells: Vec<usize>,
    /// Indices into `Picture::caseload.children`, each once.
    pub children: Vec<usize>,
    /// Spells that are about no child of the extract.
    pub childless: usize,
}

/// What was asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Asking<'a> {
    /// Parts the spells by the day on which they began.
    pub split: Option<Day>,
    /// Only teams whose name holds this; small and capital letters are the same.
    pub team: Option<&'a str>,
}

impl Delays {
    /// Every step, counted from the picture.
    #[must_use]
    pub fn of(picture: &Picture, asking: Asking<'_>) -> Self {
        let teams = Teams::of(picture);
        let ground = Ground::of(picture, &teams);
        let wanted: Option<Vec<bool>> = asking.team.map(|text| {
            let text = text.to_lowercase();
            let holds = |name: &Name| name.to_lowercase().contains(&text);
            teams.names.iter().map(holds).collect()
        });
        let count = |plan: &'static Plan| {
            let result = plan.rule.as_deref().and_then(|id| picture.check.chosen(id));
            let mut spells = match (&plan.rule, result) {
                (None, _) => ground.referrals(),
                (Some(_), Some(result)) => ground.of_rule(result),
                (Some(_), None) => Vec::new(),
            };
            if let Some(wanted) = &wanted {
                let keeps = |team: u16| wanted.get(usize::from(team)).copied();
                spells.retain(|spell| spell.team.and_then(keeps).unwrap_or(false));
            }
            Step::of(plan, result, spells, (picture.check.as_at, asking.split))
        };
        Self {
            as_at: picture.check.as_at,
            split: asking.split,
            steps: share_out(plans(), count),
            teams: teams.names,
        }
    }

    /// The name of a team; words where there is none.
    #[must_use]
    pub fn whose(&self, whose: Whose) -> &str {
        match whose {
            Whose::Everybody => "every team",
            Whose::Team(at) => self.teams.get(usize::from(at)).map_or("", AsRef::as_ref),
            Whose::NoTeam => "no team named",
        }
    }

    /// The spells and the children behind a number of a step.
    #[must_use]
    pub fn behind(&self, step: &Step, cut: Cut, pick: Pick) -> Behind {
        let mut behind = Behind::default();
        for (at, spell) in step.spells.iter().enumerate() {
            let theirs = match cut.whose {
                Whose::Everybody => true,
                Whose::Team(team) => spell.team == Some(team),
                Whose::NoTeam => spell.team.is_none(),
            };
            if theirs && cut.cohort.holds(spell, self.split) && step.scale.holds(spell, pick) {
                behind.spells.push(at);
                match spell.child {
                    Some(child) => behind.children.push(child as usize),
                    None => behind.childless += 1,
                }
            }
        }
        behind.children.sort_unstable();
        behind.children.dedup();
        behind
    }
}

/// More threads than this gain nothing on a laptop.
const THREADS: usize = 4;

/// Counts the steps on as many threads as help, each its own ones in turn: the steps with the
/// most clocks stand next to one another.
fn share_out(plans: &'static [Plan], count: impl Fn(&'static Plan) -> Step + Sync) -> Vec<Step> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
    let threads = threads.min(THREADS);
    let own = |thread: usize| {
        let every = plans.iter().enumerate().skip(thread).step_by(threads);
        every
            .map(|(at, plan)| (at, count(plan)))
            .collect::<Vec<_>>()
    };
    let mut counted = Vec::with_capacity(plans.len());
    std::thread::scope(|scope| {
        let own = &own;
        let others: Vec<_> = (1..threads)
            .map(|at| scope.spawn(move || own(at)))
            .collect();
        counted.extend(own(0));
        for other in others {
            // A panic of another thread is this one's too.
            let found = other
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            counted.extend(found);
        }
    });
    counted.sort_unstable_by_key(|(at, _)| *at);
    counted.into_iter().map(|(_, step)| step).collect()
}

/// Every team that a clock or a referral names.
#[derive(Default)]
struct Teams {
    /// In alphabetical order.
    names: Vec<Name>,
    /// By where its text lies: most rows of a team share one, so that nothing is compared.
    places: HashMap<usize, u16>,
}

impl Teams {
    fn of(picture: &Picture) -> Self {
        let chosen = plans().iter().filter_map(|plan| plan.rule.as_deref());
        let results = chosen.filter_map(|id| picture.check.chosen(id));
        let found = results.flat_map(|result| &result.findings);
        let found = found.filter_map(|finding| finding.team.as_ref());
        let files = picture.caseload.children.iter();
        let referrals = files.flat_map(|file| &file.referrals);
        let named = found.chain(referrals.filter_map(|row| row.handler.team.as_ref()));
        let texts: HashMap<usize, &Name> = named.map(|name| (place(name), name)).collect();
        let mut names: Vec<Name> = texts.values().copied().cloned().collect();
        names.sort_unstable();
        names.dedup();
        let places = texts.iter().filter_map(|(place, name)| {
            let at = names.binary_search(name).ok()?;
            Some((*place, u16::try_from(at).ok()?))
        });
        Self {
            places: places.collect(),
            names,
        }
    }

    fn at(&self, name: &Name) -> Option<u16> {
        self.places.get(&place(name)).copied()
    }
}

/// Where a text lies in memory.
fn place(text: &str) -> usize {
    text.as_ptr().addr()
}

impl Step {
    fn of(
        plan: &'static Plan,
        result: Option<&RuleResult>,
        spells: Vec<Spell>,
        (as_at, split): (Day, Option<Day>),
    ) -> Self {
        let limit = result.and_then(|result| result.rule.limit);
        let scale = Scale {
            as_at,
            limited: limit.is_some(),
            sees: plan.sees,
            within: fixed(limit),
            edges: plan.edges(limit),
            last: plan.last_stretch(limit),
        };
        let mut parts: std::collections::BTreeMap<u32, Vec<&Spell>> =
            std::collections::BTreeMap::new();
        for spell in &spells {
            let team = spell.team.map_or(u32::MAX, u32::from);
            parts.entry(team).or_default().push(spell);
        }
        let teams = parts.into_iter().map(|(team, part)| {
            let whose = u16::try_from(team).map_or(Whose::NoTeam, Whose::Team);
            (whose, Figures::of(part.into_iter(), &scale))
        });
        let teams = teams.collect();
        let cohorts = split.map(|_| {
            [Cohort::Before, Cohort::After].map(|side| {
                let part = spells.iter().filter(|spell| side.holds(spell, split));
                Figures::of(part, &scale)
            })
        });
        Self {
            from: plan.starts(result.and_then(|result| result.rule.basis.as_deref())),
            assessed: match (&plan.rule, result.map(|result| result.rule.mode)) {
                (Some(_), None | Some(Mode::Off)) => Assessed::Off,
                (_, Some(Mode::Trial)) => Assessed::Trial,
                _ => Assessed::Yes,
            },
            limit,
            level: result.map(|result| result.rule.level),
            unit: limit.map_or(plan.unit, |limit| counted_in(limit.unit)),
            whole: Figures::of(spells.iter(), &scale),
            plan,
            scale,
            teams,
            cohorts,
            spells,
        }
    }

    /// The words of a band: "same day", "11 to 20", "over 60".
    #[must_use]
    pub fn band_words(&self, at: usize) -> String {
        let edges = &self.scale.edges;
        let before = at.checked_sub(1).and_then(|at| edges.get(at)).copied();
        match (before, edges.get(at).copied()) {
            (None, Some(0)) => "same day".to_owned(),
            (before, Some(to)) => match before.map_or(0, |edge| edge + 1) {
                from if from == to => to.to_string(),
                from => format!("{from} to {to}"),
            },
            (Some(edge), None) => format!("over {edge}"),
            (None, None) => "any".to_owned(),
        }
    }

    /// The figures of a cut.
    #[must_use]
    pub fn figures(&self, cut: Cut) -> Option<&Figures> {
        match (cut.whose, cut.cohort) {
            (Whose::Everybody, Cohort::All) => Some(&self.whole),
            (Whose::Everybody, Cohort::Before) => self.cohorts.as_ref().map(|[before, _]| before),
            (Whose::Everybody, Cohort::After) => self.cohorts.as_ref().map(|[_, after]| after),
            (whose, _) => self
                .teams
                .iter()
                .find(|(team, _)| *team == whose)
                .map(|(_, figures)| figures),
        }
    }
}
