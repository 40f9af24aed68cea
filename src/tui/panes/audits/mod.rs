//! Audits: the samples with how far each is, the children of a sample, and beside them what was
//! read, where two people agree, what is due and which way grades moved.
//!
//! It saves nothing itself. The surprising thing: while a record waits for its second person, the
//! first one's answers are shown only to whoever opens the audit, never beside the list.

mod page;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::{CaseAudit, DrawnChild, Sample, SampleId, Strata};
use crate::review::audits::{self, Coverage, Due, Movement, Progress, QualityRow};
use crate::tui::action::{Action, Mode};
use crate::tui::keymap::KeyMap;
use crate::tui::layout::{self, below, row, split};
use crate::tui::sheet::Sheet;
use crate::tui::text::{clean, left, many, right, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widgets::{self, Window, line, put, put_all, span};

/// The list's part of the width, in hundredths.
pub const SHARE: u16 = 56;

/// What is listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Level {
    #[default]
    Samples,
    Children(SampleId),
    /// Those that were audited in no sample.
    Outside,
}

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct AuditsPane {
    pub level: Level,
    pub cursor: usize,
    pub top: usize,
    samples: Vec<(Sample, Progress)>,
    children: Vec<(DrawnChild, Option<CaseAudit>)>,
    /// Audits in no sample, the newest first.
    outside: Vec<CaseAudit>,
    read: Coverage,
    found: Vec<QualityRow>,
    moved: Movement,
    due: Vec<Due>,
}

impl AuditsPane {
    /// Makes the list anew; the focus stays where it was.
    pub fn relist(&mut self, sheet: &Sheet) {
        let picture = &sheet.picture;
        let all = &picture.audits;
        let samples = all.samples.iter().rev();
        self.samples = samples
            .map(|one| (one.clone(), audits::progress(all, one)))
            .collect();
        self.read = sheet.read;
        self.found.clone_from(&sheet.found);
        self.moved = audits::movement(all);
        self.due = audits::due(picture);
        let outside = audits::standing(all).into_iter().rev();
        let outside = outside.filter(|one| one.said.sample.is_none());
        self.outside = outside.cloned().collect();
        self.children.clear();
        if self.level == Level::Outside {
            if self.outside.is_empty() {
                self.level = Level::Samples;
            }
            self.children = self.outside.iter().map(alone).collect();
        }
        if let Level::Children(id) = self.level {
            match all.samples.iter().find(|one| one.id == id) {
                Some(sample) => {
                    let own = audits::of_sample(all, sample);
                    let drawn = sample.said.drawn.iter().cloned();
                    let own = drawn.zip(own.into_iter().map(Option::<&CaseAudit>::cloned));
                    self.children = own.collect();
                }
                // The step that drew it was undone.
                None => self.level = Level::Samples,
            }
        }
        self.settle();
    }

    fn len(&self) -> usize {
        match self.level {
            Level::Samples => self.samples.len() + usize::from(!self.outside.is_empty()),
            Level::Children(_) | Level::Outside => self.children.len(),
        }
    }

    /// Puts the focus on a line.
    pub fn settle(&mut self) {
        self.cursor = self.cursor.min(self.len().saturating_sub(1));
    }

    /// Moves the focus.
    pub fn step(&mut self, action: Action, page: usize) {
        self.cursor = layout::stepped(self.cursor, self.len(), action, page);
    }

    /// Scrolls so that the focus is seen in a list of this height.
    pub fn scroll_to(&mut self, height: usize) {
        self.top = layout::top(self.top, self.cursor, height);
    }

    /// The sample in focus, or the one whose children are listed.
    #[must_use]
    pub fn sample(&self) -> Option<&Sample> {
        let at = match self.level {
            Level::Samples => self.samples.get(self.cursor),
            Level::Children(id) => self.samples.iter().find(|(one, _)| one.id == id),
            Level::Outside => None,
        };
        at.map(|(one, _)| one)
    }

    /// The child in focus, with its audit if there is one.
    #[must_use]
    pub fn child(&self) -> Option<(&DrawnChild, Option<&CaseAudit>)> {
        let (child, audit) = self.children.get(self.cursor)?;
        Some((child, audit.as_ref()))
    }

    /// Lists the children of the sample in focus.
    pub fn open(&mut self, sheet: &Sheet) {
        if self.level != Level::Samples {
            return;
        }
        self.level = match self.sample().map(|one| one.id) {
            Some(id) => Level::Children(id),
            None if self.outside.is_empty() => return,
            None => Level::Outside,
        };
        self.cursor = 0;
        self.relist(sheet);
    }

    /// Back to the samples; false if they are what is listed.
    pub fn close(&mut self, sheet: &Sheet) -> bool {
        let was = self.level;
        if was == Level::Samples {
            return false;
        }
        self.level = Level::Samples;
        self.relist(sheet);
        self.cursor = match was {
            Level::Children(id) => {
                let at = self.samples.iter().position(|(one, _)| one.id == id);
                at.unwrap_or(0)
            }
            Level::Samples | Level::Outside => self.samples.len(),
        };
        true
    }
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &AuditsPane, on: (&Sheet, &Theme, &KeyMap)) {
    let (sheet, theme, keymap) = on;
    let parts = split(body, SHARE);
    put(frame, parts.head, &head(pane, theme));
    let cells = usize::from(parts.list.width);
    if pane.len() == 0 {
        put_all(frame, parts.list, &nothing(theme, keymap, cells));
        widgets::cursor(frame, parts.list.x, parts.list.y);
    } else {
        put(frame, parts.titles, &titles(pane, theme, cells));
        let window = Window {
            count: pane.len(),
            top: pane.top,
            cursor: pane.cursor,
        };
        widgets::rows(frame, parts.list, window, theme, |at| match pane.level {
            Level::Samples => pane.samples.get(at).map_or_else(
                || outside_line(&pane.outside, theme),
                |one| sample_line(one, theme, cells),
            ),
            Level::Children(_) | Level::Outside => pane
                .children
                .get(at)
                .map_or_else(Line::default, |one| child_line(one, theme, (at, cells))),
        });
    }
    let Some(side) = parts.side else { return };
    for at in 0..parts.line.height {
        put(frame, row(parts.line, at), &line(theme, Role::Line, "│"));
    }
    let lines: Vec<Line<'static>> = pane
        .told(&sheet.picture)
        .into_iter()
        .flat_map(|(role, words)| {
            let parts = match wrap(&words, side.width.into()) {
                parts if parts.is_empty() => vec![String::new()],
                parts => parts,
            };
            parts.into_iter().map(move |part| line(theme, role, part))
        })
        .collect();
    put_all(frame, below(side, 1), &lines);
}

fn head(pane: &AuditsPane, theme: &Theme) -> Line<'static> {
    let words = match pane.level {
        Level::Samples => format!(" {}", many(pane.samples.len(), "sample", "samples")),
        Level::Children(id) => format!(
            " Sample {}: {}",
            id.0,
            many(pane.children.len(), "child", "children")
        ),
        Level::Outside => format!(
            " In no sample: {}",
            many(pane.children.len(), "audit", "audits")
        ),
    };
    let over = pane.due.iter().filter(|one| one.over > 0).count();
    let mut spans = vec![
        span(theme, Role::Heading, words),
        span(theme, Role::Context, format!("   {}", pane.read.words())),
    ];
    if over > 0 {
        let words = format!("   ! {over} overdue after audits");
        spans.push(span(theme, Role::Late, words));
    }
    Line::from(spans)
}

fn nothing(theme: &Theme, keymap: &KeyMap, cells: usize) -> Vec<Line<'static>> {
    let draw = keymap.key_for(Mode::Audits, Action::DrawSample);
    let read = keymap.key_for(Mode::Anywhere, Action::ReadRecord);
    let how = format!(
        "{draw} draws a sample by a seed, so that another person draws the same children from the same extract. \
         Each is audited by one person and graded again by a second. {read} on any child reads a record in a minute; \
         what is found there counts at once."
    );
    [
        (Role::Heading, "No sample has been drawn yet.".to_owned()),
        (Role::Plain, how),
    ]
    .into_iter()
    .flat_map(|(role, words)| {
        let words = wrap(&words, cells.saturating_sub(2).min(76));
        words
            .into_iter()
            .map(move |words| line(theme, role, format!(" {words}")))
    })
    .collect()
}

/// The parts that fit into a line, the later ones left out first.
fn fitting(parts: &[(String, usize)], cells: usize) -> String {
    let mut words = String::new();
    let mut used = 1;
    for (part, wide) in parts {
        if used + wide + 2 > cells {
            break;
        }
        used += wide + 2;
        words.push_str(part);
        words.push_str("  ");
    }
    words
}

fn titles(pane: &AuditsPane, theme: &Theme, cells: usize) -> Line<'static> {
    let parts: Vec<(String, usize)> = match pane.level {
        Level::Samples => [
            ("no.", 3, true),
            ("drawn", 11, false),
            ("done", 8, true),
            ("moderated", 9, true),
            ("agreed", 8, true),
            ("seed", 12, false),
            ("spread by", 9, false),
        ]
        .map(|(title, wide, to_right)| {
            let words = if to_right {
                right(title, wide)
            } else {
                left(title, wide)
            };
            (words, wide)
        })
        .to_vec(),
        Level::Children(_) | Level::Outside => [
            ("no.", 3, true),
            ("child", 12, false),
            ("audit", 22, false),
            ("stratum", 18, false),
        ]
        .map(|(title, wide, to_right)| {
            let words = if to_right {
                right(title, wide)
            } else {
                left(title, wide)
            };
            (words, wide)
        })
        .to_vec(),
    };
    line(theme, Role::Dim, format!(" {}", fitting(&parts, cells)))
}

fn sample_line((one, far): &(Sample, Progress), theme: &Theme, cells: usize) -> Line<'static> {
    let drawn = one.at.get(..10).and_then(crate::model::Day::parse_iso);
    let agreed = match far.moderated {
        0 => "-".to_owned(),
        of => format!("{} of {of}", far.agreed),
    };
    let parts = [
        (right(&one.id.0.to_string(), 3), 3),
        (
            left(&drawn.map_or_else(String::new, crate::model::Day::long), 11),
            11,
        ),
        (right(&format!("{} of {}", far.done, far.drawn), 8), 8),
        (right(&far.moderated.to_string(), 9), 9),
        (right(&agreed, 8), 8),
        (left(&clean(&one.said.asked.seed), 12), 12),
        (left(one.said.asked.by.map_or("-", Strata::word), 9), 9),
    ];
    line(theme, Role::Plain, format!(" {}", fitting(&parts, cells)))
}

/// An audit in no sample as a line; its team stands where the stratum would.
fn alone(one: &CaseAudit) -> (DrawnChild, Option<CaseAudit>) {
    let (child, shown) = one.said.child.clone();
    let team = one.said.team.clone();
    let drawn = DrawnChild {
        child,
        shown,
        stratum: team.unwrap_or_else(|| "no team".into()),
    };
    (drawn, Some(one.clone()))
}

fn outside_line(outside: &[CaseAudit], theme: &Theme) -> Line<'static> {
    let words = many(outside.len(), "audit", "audits");
    line(theme, Role::Plain, format!("   -  {words} in no sample"))
}

fn child_line(
    (child, audit): &(DrawnChild, Option<CaseAudit>),
    theme: &Theme,
    (at, cells): (usize, usize),
) -> Line<'static> {
    let (state, role) = match audit {
        None => ("not yet".to_owned(), Role::Plain),
        Some(audit) => match &audit.moderation {
            None => ("done, to moderate".to_owned(), Role::Context),
            Some(_) => (audit.said.grade.word.to_string(), Role::Dim),
        },
    };
    let parts = [
        (right(&(at + 1).to_string(), 3), 3),
        (left(&clean(&child.shown), 12), 12),
        (left(&clean(&state), 22), 22),
        (left(&clean(&child.stratum), 18), 18),
    ];
    line(theme, role, format!(" {}", fitting(&parts, cells)))
}
