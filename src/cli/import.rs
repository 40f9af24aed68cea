//! `import`: files in, in one transaction.

use std::io::{IsTerminal as _, Write};
use std::sync::atomic::Ordering;

use super::{
    Answer, Door, Failure,
    args::{Format, Import as Words},
    imports::problems,
};
use crate::review::{Access, DeskError, FreeText, Intake, Progress, ReadOptions, Unusable};

pub(super) fn run(door: &Door, words: &Words, out: &mut dyn Write) -> Answer {
    let mut desk = door.open(Access::Write, None)?;
    let intake = Intake {
        paths: words.paths.clone(),
        as_at: words.as_at,
        covers: words.covers,
        options: ReadOptions {
            text: if words.with_text {
                FreeText::Keep
            } else {
                FreeText::LeaveOut
            },
            layout: words.layout.clone(),
            own: Vec::new(),
            unusable: if words.skip_unusable {
                Unusable::Skip
            } else {
                Unusable::RefuseAll
            },
            as_at: words.as_at,
            ..ReadOptions::default()
        },
        rehearsal: words.dry_run,
    };
    let mut progress = Line::new();
    let started = std::time::Instant::now();
    let stopped = super::terminal::interrupt();
    let report = desk.import(&intake, &mut |at| {
        progress.tell(at);
        !stopped.load(Ordering::Relaxed)
    });
    progress.clear();
    let report = report.map_err(refused)?;
    Door::timing("import", started);
    for file in &report.passed_over {
        super::say(&format!("passed over: {file}"));
    }
    match words.format {
        Format::Json => {
            serde_json::to_writer(&mut *out, &report)?;
            writeln!(out)?;
        }
        Format::Csv => problems(report.problems()).print(Format::Csv, out)?,
        Format::Table | Format::Lines => {
            for line in report.summary().lines {
                writeln!(out, "{line}")?;
            }
            let problems = report.problem_lines();
            if !problems.is_empty() {
                writeln!(out, "\n{} problems:", problems.len())?;
            }
            for line in problems {
                writeln!(out, "  {line}")?;
            }
            if words.dry_run {
                writeln!(out, "This was a rehearsal: nothing was kept.")?;
            }
        }
    }
    Ok(0)
}

/// Where no list is known: where to see which are, and how one's own export becomes one.
fn refused(error: DeskError) -> Failure {
    match &error {
        DeskError::Import(what) if what.is_unknown_list() => Failure::Said {
            status: error.exit_status(),
            text: format!(
                "{error} `caselight layouts list` names the lists that are known; for an export of your \
                 own, `caselight layouts propose FILE` proposes what its columns mean."
            ),
        },
        _ => error.into(),
    }
}

/// One line of progress on standard error, only where that is a terminal.
struct Line {
    shown: bool,
    last: Option<std::time::Instant>,
}

impl Line {
    fn new() -> Self {
        Self {
            shown: std::io::stderr().is_terminal(),
            last: None,
        }
    }

    fn tell(&mut self, at: Progress) {
        let soon = self.last.is_some_and(|t| t.elapsed().as_millis() < 100);
        if !self.shown || soon {
            return;
        }
        self.last = Some(std::time::Instant::now());
        let text = match at {
            Progress::Reading(rows) => format!("reading: {rows} rows"),
            Progress::Writing { done, of } => format!("writing: {done} of {of} facts"),
            Progress::Weighing => "reading the clocks of what waited for it".to_owned(),
        };
        write!(std::io::stderr(), "\r{text:<40}").ok();
    }

    fn clear(&self) {
        if self.last.is_some() {
            write!(std::io::stderr(), "\r{:<40}\r", "").ok();
        }
    }
}
