//! Audits: the samples with how far each is, the children of a sample, and beside them what was
//! read, where two people agree, what is due and which way grades moved.
//!
//! It saves nothing itself. The surprising thing: while a record waits for its second person, the
//! first one's answers are shown only to whoever opens the audit, never beside the list.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::model::{AuditId, CaseAudit, DrawnChild, Sample, SampleId, StaffRole, Strata};
use crate::review::Picture;
use crate::review::audits::{
    self, Coverage, Due, DueKind, Movement, Progress, QualityRow, agreement,
};
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
}

/// The state of the pane.
#[derive(Clone, Debug, Default)]
pub struct AuditsPane {
    pub level: Level,
    pub cursor: usize,
    pub top: usize,
    samples: Vec<(Sample, Progress)>,
    children: Vec<(DrawnChild, Option<CaseAudit>)>,
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
        self.read = audits::coverage(picture);
        self.found = audits::read_rows(picture);
        self.moved = audits::movement(all);
        self.due = audits::due(picture);
        self.children.clear();
        if let Level::Children(id) = self.level {
            match all.samples.iter().find(|one| one.id == id) {
                Some(sample) => {
                    let own = audits::of_sample(all, sample);
                    let drawn = sample.said.drawn.iter().cloned();
                    let own = drawn.zip(own.into_iter().map(|one| one.cloned()));
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
            Level::Samples => self.samples.len(),
            Level::Children(_) => self.children.len(),
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
        if let (Level::Samples, Some(id)) = (self.level, self.sample().map(|one| one.id)) {
            self.level = Level::Children(id);
            self.cursor = 0;
            self.relist(sheet);
        }
    }

    /// Back to the samples; false if they are what is listed.
    pub fn close(&mut self, sheet: &Sheet) -> bool {
        let Level::Children(id) = self.level else {
            return false;
        };
        self.level = Level::Samples;
        self.relist(sheet);
        let at = self.samples.iter().position(|(one, _)| one.id == id);
        self.cursor = at.unwrap_or(0);
        true
    }

    /// Everything that is to be told of the line in focus and of the service, in paragraphs.
    #[must_use]
    pub fn told(&self, picture: &Picture) -> Vec<(Role, String)> {
        let mut told = match self.level {
            Level::Samples => self.of_sample(picture),
            Level::Children(_) => self.of_child(picture),
        };
        told.extend(self.of_readings());
        told.extend(self.of_movement(picture));
        told.extend(self.of_due());
        told
    }

    fn of_sample(&self, picture: &Picture) -> Vec<(Role, String)> {
        let Some(sample) = self.sample() else {
            return Vec::new();
        };
        let said = &sample.said;
        let far = audits::progress(&picture.audits, sample);
        let own = audits::of_sample(&picture.audits, sample);
        let all = agreement(own.into_iter().flatten());
        let mut told = vec![
            (Role::Heading, format!("Sample {}", sample.id.0)),
            (Role::Plain, format!("{}.", far.words())),
        ];
        if all.moderated > 0 {
            told.push((Role::Plain, format!("Grades: {}.", all.words())));
            let apart = all.questions.iter().filter(|(_, agreed, of)| agreed < of);
            let apart: Vec<String> = apart
                .map(|(question, agreed, of)| format!("{question} {agreed} of {of}"))
                .collect();
            if !apart.is_empty() {
                let words = format!("Answers that differ, agreed on: {}.", apart.join(", "));
                told.push((Role::Plain, words));
            }
        }
        let filter = match said.asked.filter.as_str() {
            "" => String::new(),
            words => format!(", only {words}"),
        };
        told.push((
            Role::Dim,
            format!(
                "Drawn from {} open cases to {}{filter}, by {}, seed \"{}\", population {}.",
                said.population,
                said.as_at.long(),
                clean(&sample.by),
                clean(&said.asked.seed),
                said.digest.get(..12).unwrap_or_default()
            ),
        ));
        if said.asked.by.is_some() {
            let strata = said.strata.iter();
            let strata: Vec<String> = strata
                .map(|one| format!("{} {} of {}", clean(&one.name), one.drawn, one.population))
                .collect();
            told.push((Role::Dim, format!("{}.", strata.join(", "))));
        }
        told.push((Role::Plain, String::new()));
        told
    }

    fn of_child(&self, picture: &Picture) -> Vec<(Role, String)> {
        let Some((child, audit)) = self.child() else {
            return Vec::new();
        };
        let mut told = vec![(Role::Heading, clean(&child.shown).into_owned())];
        match audit {
            None => told.push((Role::Plain, "Not audited yet.".to_owned())),
            Some(audit) => told.extend(one_audit(picture, audit)),
        }
        told.push((Role::Plain, String::new()));
        told
    }

    fn of_readings(&self) -> Vec<(Role, String)> {
        let mut told = vec![
            (Role::Heading, "Records read".to_owned()),
            (
                Role::Plain,
                format!(
                    "{} in the last {} months.",
                    self.read.words(),
                    self.read.months
                ),
            ),
        ];
        for found in self.found.iter().filter(|_| self.read.read > 0) {
            let words = format!(
                "{}: {} yes, {} partly, {} no, of {}",
                found.quality.label(),
                found.yes,
                found.partly,
                found.no,
                found.said()
            );
            told.push((Role::Plain, words));
        }
        told.push((Role::Plain, String::new()));
        told
    }

    fn of_movement(&self, picture: &Picture) -> Vec<(Role, String)> {
        let mut told = vec![
            (Role::Heading, "Movement of grades".to_owned()),
            (Role::Plain, format!("The service: {}.", self.moved.words())),
        ];
        if self.moved.pairs() > 0 {
            for (team, moved) in audits::movement_by_team(&picture.audits) {
                if moved.pairs() > 0 {
                    told.push((Role::Plain, format!("{}: {}.", clean(&team), moved.words())));
                }
            }
        }
        told.push((Role::Plain, String::new()));
        told
    }

    fn of_due(&self) -> Vec<(Role, String)> {
        let mut told = vec![(Role::Heading, "To be done after audits".to_owned())];
        if self.due.is_empty() {
            told.push((Role::Plain, "Nothing waits.".to_owned()));
        }
        for one in &self.due {
            let day = match one.on {
                None => "no day set".to_owned(),
                Some(on) if one.over > 0 => format!(
                    "{}, {} over",
                    on.long(),
                    many(usize::try_from(one.over).unwrap_or(0), "day", "days")
                ),
                Some(on) => on.long(),
            };
            let what = match one.kind {
                DueKind::Again => "",
                DueKind::Remedy(_) => "remedy: ",
            };
            let owner = one
                .owner
                .as_deref()
                .map(|owner| format!(", {}", clean(owner)));
            let words = format!(
                "{}  {what}{}{} ({day})",
                clean(&one.who),
                clean(&one.words),
                owner.unwrap_or_default()
            );
            let role = if one.over > 0 {
                Role::Late
            } else {
                Role::Plain
            };
            told.push((role, words));
        }
        told
    }
}

fn role_words(role: Option<StaffRole>) -> &'static str {
    role.map_or("role not said", StaffRole::label)
}

/// An audit whole; the answers only once the second person has given theirs.
fn one_audit(picture: &Picture, audit: &CaseAudit) -> Vec<(Role, String)> {
    let said = &audit.said;
    let mut told = vec![(
        Role::Plain,
        format!(
            "Audited on {} by {} ({}).",
            said.on.long(),
            clean(&audit.by),
            role_words(said.role)
        ),
    )];
    let Some(second) = &audit.moderation else {
        told.push((
            Role::Plain,
            "Waits for a second person, who grades it before the two are held side by side."
                .to_owned(),
        ));
        return told;
    };
    let agree =
        if (said.grade.rank, said.grade.of) == (second.said.grade.rank, second.said.grade.of) {
            "they agree"
        } else {
            "they differ"
        };
    told.push((
        Role::Plain,
        format!(
            "Grade: {}; moderated: {} by {} ({}); {agree}.",
            said.grade.word,
            second.said.grade.word,
            clean(&second.by),
            role_words(second.said.role)
        ),
    ));
    for words in [&said.words, &second.said.words] {
        if !words.is_empty() {
            told.push((Role::Plain, clean(words).into_owned()));
        }
    }
    for answered in &said.answers {
        let mut again = second.said.answers.iter();
        let again = again.find(|again| again.question == answered.question);
        let (mark, other) = match again {
            Some(again) if again.answer != answered.answer => {
                ("! ", format!(", moderator {}", again.answer.label()))
            }
            _ => ("  ", String::new()),
        };
        let words = format!(
            "{mark}{}: {}{other}",
            answered.question,
            answered.answer.label()
        );
        told.push((Role::Dim, words));
    }
    if let Some(again) = said.reaudit {
        told.push((
            Role::Plain,
            format!("To be audited again on {}.", again.long()),
        ));
    }
    let number = said_number(audit.id);
    let remedies = picture.promises.iter().filter(|promise| {
        promise.said.origin == crate::model::PromiseOrigin::Audit
            && promise.said.origin_ref.as_deref() == Some(&number)
    });
    for promise in remedies {
        told.push((
            Role::Plain,
            format!("To be done: {}.", clean(&promise.said.words)),
        ));
    }
    told
}

fn said_number(id: AuditId) -> String {
    id.0.to_string()
}

/// Draws the pane.
pub fn draw(frame: &mut Frame<'_>, body: Rect, pane: &AuditsPane, on: (&Sheet, &Theme, &KeyMap)) {
    let (sheet, theme, keymap) = on;
    let parts = split(body, SHARE);
    put(frame, parts.head, &head(pane, theme));
    let cells = usize::from(parts.list.width);
    if pane.samples.is_empty() {
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
            Level::Samples => pane
                .samples
                .get(at)
                .map_or_else(Line::default, |one| sample_line(one, theme, cells)),
            Level::Children(_) => pane
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
        Level::Children(_) => [
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
            left(&drawn.map_or_else(String::new, |day| day.long()), 11),
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
