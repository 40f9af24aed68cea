//! One step unfolded: every number of it in rows, and where each number stands.
//!
//! It counts nothing; it lays out what was counted. The surprising thing: texts stand before the
//! tables, so that whoever goes from number to number has passed every line.

use crate::review::delays::{
    Assessed, Band, Cohort, Cut, Delays, Figures, Pick, Rate, Sees, Step, Whose,
};
use crate::rules::limit_words;
use crate::tui::text::{count, left, right, width, wrap};
use crate::tui::theme::Role;
use crate::tui::widgets::{bar, per_cent};

/// Cells of what a share is of, and of "1,234 of 5,678".
const LABEL: usize = 21;
const FRACTION: usize = 16;

/// The number that is opened by a key: whose, and what it counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Target {
    pub cut: Cut,
    pub pick: Pick,
}

/// A piece of a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Piece {
    pub words: String,
    pub role: Role,
}

/// Where a number stands on the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    pub row: usize,
    pub x: usize,
    pub cells: usize,
    pub target: Target,
}

/// A step on so many cells of width.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Page {
    pub rows: Vec<Vec<Piece>>,
    /// In reading order.
    pub places: Vec<Place>,
    pub(super) cells: usize,
}

impl Page {
    /// Lays a step out.
    #[must_use]
    pub fn of(delays: &Delays, step: &Step, cells: usize) -> Self {
        let mut page = Self {
            cells,
            ..Self::default()
        };
        page.title(step);
        page.counts(delays, step);
        page.shares(step);
        if step.plan.sees == Sees::Ended {
            page.lengths(step);
        }
        page.bands(step);
        page.last_stretch(step);
        page.heading("What is counted");
        page.text(Role::Dim, &step.plan.counted);
        page.cohorts(delays, step);
        page.teams(delays, step);
        page
    }

    /// Rows that hold a number, from the top; one may come more than once.
    pub fn rows_with_numbers(&self) -> impl Iterator<Item = usize> {
        self.places.iter().map(|place| place.row)
    }

    /// The number of a row that stands nearest to the column of another, by the right edge:
    /// numbers stand to the right of their columns.
    #[must_use]
    pub fn nearest(&self, row: usize, to: usize) -> Option<usize> {
        let edge = |place: &Place| place.x + place.cells;
        let wanted = self.places.get(to).map_or(0, edge);
        let places = self.places.iter().enumerate();
        places
            .filter(|(_, place)| place.row == row)
            .min_by_key(|(_, place)| edge(place).abs_diff(wanted))
            .map(|(at, _)| at)
    }

    pub(super) fn text(&mut self, role: Role, words: &str) {
        for words in wrap(words, self.cells) {
            self.rows.push(vec![Piece { words, role }]);
        }
    }

    fn air(&mut self) {
        self.rows.push(Vec::new());
    }

    pub(super) fn heading(&mut self, words: &str) {
        self.air();
        self.text(Role::Heading, words);
    }

    pub(super) fn begin(&mut self) {
        self.rows.push(Vec::new());
    }

    /// Adds a piece to the row under way.
    pub(super) fn put(&mut self, role: Role, words: impl Into<String>) {
        let words = words.into();
        if let Some(row) = self.rows.last_mut() {
            row.push(Piece { words, role });
        }
    }

    /// Adds a number that opens what it counts, to the right of so many cells. Nought opens
    /// nothing.
    pub(super) fn number(&mut self, number: u32, cells: usize, role: Role, target: Target) {
        let words = count(number);
        let padding = cells.saturating_sub(width(&words));
        self.put(Role::Plain, " ".repeat(padding));
        let x = self.rows.last().map_or(0, |row| {
            row.iter().map(|piece| width(&piece.words)).sum::<usize>()
        });
        if number > 0 {
            self.places.push(Place {
                row: self.rows.len() - 1,
                x,
                cells: width(&words),
                target,
            });
            self.put(role, words);
        } else {
            self.put(Role::Dim, words);
        }
    }

    fn title(&mut self, step: &Step) {
        self.text(Role::Heading, &step.plan.name);
        let limit = match (step.limit, step.level) {
            (Some(limit), Some(level)) => {
                format!("Limit: {}, {}.", limit_words(limit), level.label())
            }
            _ => "No limit is set.".to_owned(),
        };
        let unit = step.unit.counted_noun();
        let words = format!(
            "From {} to {}, in {unit}s. {limit}",
            step.from, step.plan.to
        );
        self.text(Role::Plain, &words);
        match step.assessed {
            Assessed::Yes => {}
            Assessed::Trial => self.text(
                Role::Unknown,
                "Its rule is in trial: counted here, not listed as a gap.",
            ),
            Assessed::Off => self.text(
                Role::Unknown,
                "The policy has its rule off, so nothing is counted.",
            ),
        }
    }

    fn counts(&mut self, delays: &Delays, step: &Step) {
        self.heading("How many");
        let soon = format!("  due by {}", delays.as_at.plus_days(7).short());
        let lines: [[(&str, Pick, Role); 2]; 4] = [
            [
                ("completed", Pick::Completed, Role::Plain),
                ("open", Pick::Open, Role::Plain),
            ],
            [
                ("  in time", Pick::InTime, Role::Fine),
                ("  overdue", Pick::Overdue, Role::Overdue),
            ],
            [
                ("  late", Pick::Late, Role::Late),
                (&soon, Pick::Soon, Role::Plain),
            ],
            [
                ("cannot be told", Pick::Untold, Role::Unknown),
                ("  still in time", Pick::Pending, Role::Plain),
            ],
        ];
        let mut lines = lines.to_vec();
        if let (Sees::Running, Some(last)) = (step.plan.sees, lines.last_mut()) {
            last.swap(0, 1);
        }
        for line in lines {
            let shown = |pick: Pick| match pick {
                Pick::Completed => step.plan.sees == Sees::Ended,
                Pick::InTime | Pick::Late => step.plan.sees == Sees::Ended && step.limit.is_some(),
                Pick::Overdue | Pick::Soon | Pick::Pending => step.limit.is_some(),
                _ => true,
            };
            if line.iter().all(|(_, pick, _)| !shown(*pick)) {
                continue;
            }
            self.begin();
            for (words, pick, role) in line.into_iter().filter(|(_, pick, _)| shown(*pick)) {
                if self.rows.last().is_some_and(|row| !row.is_empty()) {
                    self.put(Role::Plain, "     ");
                }
                self.put(Role::Plain, left(words, 17));
                let target = Target {
                    cut: Cut::default(),
                    pick,
                };
                self.number(step.whole.number(pick), 7, role, target);
            }
        }
        if step.plan.sees == Sees::Running {
            self.text(
                Role::Dim,
                "The extract holds only the latest date: an interval that has ended cannot be \
                 seen, only the one that runs now.",
            );
        }
    }

    fn lengths(&mut self, step: &Step) {
        let (pace, noun) = (step.whole.pace, step.unit.counted_noun());
        self.heading(&format!("How long, in {noun}s"));
        if pace.spells == 0 {
            self.text(Role::Dim, "Nothing was completed and nothing is open.");
            return;
        }
        let name = 25.min(self.cells.saturating_sub(28));
        let words: String = ["25 %", "half", "75 %", "90 %"]
            .map(|w| right(w, 7))
            .concat();
        self.begin();
        self.put(Role::Dim, left("done within", name));
        self.put(Role::Dim, words);
        let reached =
            |length: Option<i32>| length.map_or_else(|| "-".to_owned(), |n| n.to_string());
        self.begin();
        self.put(Role::Plain, left("open ones weighed in", name));
        let quarters = [pace.lower, pace.median, pace.upper, pace.ninth_tenth];
        let words = quarters.map(|length| right(&reached(length), 7)).concat();
        self.put(Role::Plain, words);
        if let Some(only) = step.whole.ended_only {
            self.begin();
            self.put(Role::Dim, left("completed ones only", name));
            let words = [only.lower, only.median, only.upper].map(|n| right(&plain(n), 7));
            self.put(Role::Dim, words.concat());
        }
        let between = match pace.interval {
            (Some(low), Some(high)) => format!("Half lies between {low} and {high} (95 in 100)."),
            (Some(low), None) => format!("Half lies at {low} or beyond (95 in 100)."),
            _ => "Too few have ended to say where half lies.".to_owned(),
        };
        let words = format!(
            "{between} Open ones are weighed in by the Kaplan-Meier estimate, as if they went \
             on like those of their age; completed ones alone look too fast. A dash: not reached."
        );
        self.text(Role::Dim, &words);
    }

    fn shares(&mut self, step: &Step) {
        if step.limit.is_none() {
            return;
        }
        self.heading("In time, with the range of 95 in 100");
        let figures = &step.whole;
        let at = |pick| Target {
            cut: Cut::default(),
            pick,
        };
        if step.plan.sees == Sees::Ended {
            let (part, whole) = (at(Pick::InTime), at(Pick::Completed));
            self.share("of those completed", figures.of_completed(), part, whole);
            let whole = at(Pick::Settled);
            self.share("completed or overdue", figures.of_settled(), part, whole);
            if let Some((share, band)) = figures.expected {
                self.begin();
                self.put(
                    Role::Plain,
                    left("expected within the limit", LABEL + FRACTION),
                );
                self.put(Role::Plain, right(&hundredths(share), 6));
                self.put(Role::Dim, between(Some(band)));
            }
        }
        let (part, whole) = (at(Pick::Pending), at(Pick::Open));
        self.share("of those open", figures.open_in_time(), part, whole);
        let coverage = figures.coverage();
        if coverage.part < coverage.whole {
            let words = format!(
                "These rest on the {} of {} clocks that can be told.",
                count(coverage.part),
                count(coverage.whole)
            );
            self.text(Role::Dim, &words);
        }
    }

    /// "of those completed     60 of 76   79 %  69 to 87".
    fn share(&mut self, words: &str, rate: Rate, part: Target, whole: Target) {
        let share = rate.share;
        self.begin();
        self.put(Role::Plain, left(words, LABEL));
        if share.whole == 0 {
            self.put(Role::Dim, right("none", FRACTION));
            return;
        }
        let (over, under) = (count(share.part), count(share.whole));
        let cells = FRACTION.saturating_sub(width(&under) + 4).max(width(&over));
        self.number(share.part, cells, Role::Plain, part);
        self.put(Role::Dim, " of ");
        self.number(share.whole, 0, Role::Plain, whole);
        self.put(Role::Plain, right(&per_cent(share.part, share.whole), 6));
        self.put(Role::Dim, between(rate.band));
    }

    fn bands(&mut self, step: &Step) {
        self.heading(&format!("In bands of {}s", step.unit.counted_noun()));
        let most = step.whole.bands.iter().map(|band| band.ended).max();
        let bars = self.cells.saturating_sub(12 + 10 + 2 + 9).min(40);
        let ended = step.plan.sees == Sees::Ended;
        self.begin();
        self.put(Role::Dim, left("", 12));
        if ended {
            self.put(Role::Dim, right("completed", 10));
            self.put(Role::Plain, " ".repeat(bars + 2));
        }
        self.put(Role::Dim, right("open", 9));
        for (band, at) in step.whole.bands.iter().zip(0..) {
            self.begin();
            self.put(Role::Plain, left(&step.band_words(at.into()), 12));
            let pick = |pick| Target {
                cut: Cut::default(),
                pick,
            };
            if ended {
                self.number(band.ended, 10, Role::Plain, pick(Pick::Ended(at)));
                let most = most.unwrap_or(0);
                let cells = u32::try_from(bars).unwrap_or(0);
                let drawn = bar(band.ended, most, cells).replace('·', " ");
                self.put(Role::Bar, format!("  {drawn}"));
            }
            self.number(band.open, 9, Role::Plain, pick(Pick::OpenAt(at)));
            let edge = step.scale.edges.get(usize::from(at)).copied();
            if step.scale.within.is_some() && edge == step.scale.within {
                let rule = self.cells.saturating_sub(12).min(10 + 2 + bars + 9);
                let words = format!(" limit {}", "─".repeat(rule.saturating_sub(7)));
                self.begin();
                self.put(Role::Line, left("", 12));
                self.put(Role::Dim, words);
            }
        }
        self.text(Role::Dim, &capital(&format!("{}.", step.plan.bands)));
        let uncertain = step.whole.unmeasured();
        if uncertain > 0 {
            let words = format!(
                "{} of those completed in no band: nobody can be certain how long it took.",
                count(uncertain)
            );
            self.text(Role::Dim, &words);
        }
    }

    fn last_stretch(&mut self, step: &Step) {
        let Some((from, to)) = step.scale.last else {
            return;
        };
        let rate = step.whole.at_the_last();
        if rate.share.whole == 0 {
            return;
        }
        let at = |pick| Target {
            cut: Cut::default(),
            pick,
        };
        self.heading(&format!("On the last days, {from} to {to}"));
        let (part, whole) = (at(Pick::LastStretch), at(Pick::Measured));
        self.share("of those completed", rate, part, whole);
        if let Some(fair) = &step.plan.fair {
            self.text(Role::Dim, fair);
        }
    }
}

/// The median as the lists say it: a dash where there is nothing, "not yet" where it is not
/// reached.
#[must_use]
pub fn half(figures: &Figures) -> String {
    match figures.pace.median {
        Some(median) => median.to_string(),
        None if figures.pace.spells == 0 => "-".to_owned(),
        None => "not yet".to_owned(),
    }
}

/// What a number counts, in the words of a title.
#[must_use]
pub fn words_of(delays: &Delays, step: &Step, target: Target) -> String {
    let unit = step.unit.counted_noun();
    let what = match target.pick {
        Pick::Completed => "completed".to_owned(),
        Pick::InTime => "completed in time".to_owned(),
        Pick::Late => "completed late".to_owned(),
        Pick::Open => "open".to_owned(),
        Pick::Overdue => "overdue".to_owned(),
        Pick::Pending if step.limit.is_none() => "open".to_owned(),
        Pick::Pending => "open, still in time".to_owned(),
        Pick::Soon => format!("due by {}", delays.as_at.plus_days(7).short()),
        Pick::Settled => "completed or overdue".to_owned(),
        Pick::Untold => "cannot be told".to_owned(),
        Pick::Outside => "does not apply".to_owned(),
        Pick::LastStretch => match step.scale.last {
            Some((from, to)) => format!("completed on days {from} to {to}"),
            None => "completed on the last days".to_owned(),
        },
        Pick::Measured => "completed, length known".to_owned(),
        Pick::Ended(at) => format!("completed, {} {unit}s", step.band_words(at.into())),
        Pick::OpenAt(at) => format!("open, {} {unit}s", step.band_words(at.into())),
    }
    .replace("same day working days", "same day")
    .replace("same day days", "same day");
    let mut words = format!("{}, {what}", step.plan.short);
    if target.cut.whose != Whose::Everybody {
        words.extend([", ", delays.whose(target.cut.whose)]);
    }
    let split = delays.split.map(crate::model::Day::short);
    match (target.cut.cohort, split) {
        (Cohort::Before, Some(split)) => words.extend([", began before ", &split]),
        (Cohort::After, Some(split)) => words.extend([", began from ", &split, " on"]),
        _ => {}
    }
    words
}

fn hundredths(fraction: f64) -> String {
    format!("{:.0} %", fraction * 100.0)
}

/// A quartile without a needless fraction.
fn plain(number: f64) -> String {
    let words = format!("{number:.1}");
    words
        .strip_suffix(".0")
        .map_or(words.clone(), str::to_owned)
}

fn between(band: Option<Band>) -> String {
    band.map_or_else(String::new, |band| {
        format!("  {:.0} to {:.0}", band.low * 100.0, band.high * 100.0)
    })
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
