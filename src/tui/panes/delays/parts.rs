//! The tables of a step's parts: before and after a day, and team by team.
//!
//! Teams stand in the order of their names, never of their numbers.

use super::page::{Page, Target, half};
use crate::review::delays::{Cohort, Cut, Delays, Figures, Pick, Rate, Sees, Step, Whose};
use crate::tui::text::{left, right, width};
use crate::tui::theme::Role;
use crate::tui::widgets::per_cent;

impl Page {
    pub(super) fn cohorts(&mut self, delays: &Delays, step: &Step) {
        let (Some([before, after]), Some(split)) = (&step.cohorts, delays.split) else {
            return;
        };
        self.heading(&format!("Before and after {}", split.long()));
        let mut words = "By the day on which each began, not the day on which it ended.".to_owned();
        if step.plan.sees == Sees::Ended {
            words += " What began late has had less time to end: compare the lines that weigh \
                      the open ones in.";
        }
        self.text(Role::Dim, &words);
        self.table_head(step);
        for (side, name, figures) in [
            (Cohort::Before, format!("before {}", split.short()), before),
            (Cohort::After, format!("from {}", split.short()), after),
        ] {
            let cut = Cut {
                whose: Whose::Everybody,
                cohort: side,
            };
            self.part(step, &name, figures, cut);
        }
    }

    pub(super) fn teams(&mut self, delays: &Delays, step: &Step) {
        if step.teams.is_empty() {
            return;
        }
        self.heading("By team, in the order of names");
        self.text(
            Role::Dim,
            "The team that is named now: work that was passed on counts where it went.",
        );
        self.table_head(step);
        for (whose, figures) in &step.teams {
            let cut = Cut {
                whose: *whose,
                cohort: Cohort::All,
            };
            self.part(step, delays.whose(*whose), figures, cut);
        }
    }

    /// Cells of the name in the tables of parts.
    fn name_cells(&self, step: &Step) -> usize {
        let numbers = if step.plan.sees == Sees::Ended {
            6 + 8 + 8 + 6 + 8
        } else {
            6 + 8 + 8
        };
        self.cells.saturating_sub(numbers).min(34)
    }

    fn table_head(&mut self, step: &Step) {
        let name = self.name_cells(step);
        self.begin();
        self.put(Role::Plain, left("", name));
        let words: String = if step.plan.sees == Sees::Ended {
            [
                right("done", 6),
                right("half in", 8),
                right("in time", 8),
                right("open", 6),
                right("overdue", 8),
            ]
            .concat()
        } else {
            [right("open", 6), right("in time", 8), right("overdue", 8)].concat()
        };
        self.put(Role::Dim, words);
    }

    fn part(&mut self, step: &Step, name: &str, figures: &Figures, cut: Cut) {
        let cells = self.name_cells(step);
        let at = |pick| Target { cut, pick };
        if width(name) > cells {
            // Whole on its own row: names often differ only at their end.
            self.text(Role::Plain, name);
        }
        self.begin();
        let beside = if width(name) > cells { "" } else { name };
        self.put(Role::Plain, left(beside, cells));
        let share = |rate: Rate| right(&per_cent(rate.share.part, rate.share.whole), 8);
        if step.plan.sees == Sees::Ended {
            let ended = figures.number(Pick::Completed);
            self.number(ended, 6, Role::Plain, at(Pick::Completed));
            self.put(Role::Plain, right(&half(figures), 8));
            self.put(Role::Plain, share(figures.of_settled()));
            self.number(figures.number(Pick::Open), 6, Role::Plain, at(Pick::Open));
        } else {
            self.number(figures.number(Pick::Open), 6, Role::Plain, at(Pick::Open));
            self.put(Role::Plain, share(figures.open_in_time()));
        }
        self.number(figures.overdue, 8, Role::Overdue, at(Pick::Overdue));
    }
}
