//! A gap argues its own case: the paragraphs of its explanation, wrapped for a width.

use ratatui::text::Line;

use super::line;
use crate::model::{Day, Standing};
use crate::review::Gap;
use crate::rules::Explanation;
use crate::tui::text::wrap;
use crate::tui::theme::{Role, Theme};

/// The lines that explain a gap and say where it stands.
#[must_use]
pub fn lines(
    theme: &Theme,
    gap: &Gap,
    why: &Explanation,
    standing: &Standing,
    cells: usize,
) -> Vec<Line<'static>> {
    let mut out = Vec::new();
    let mut say = |role: Role, label: &str, words: &str| {
        if words.is_empty() {
            return;
        }
        let words = format!("{label}{words}");
        out.extend(
            wrap(&words, cells)
                .into_iter()
                .map(|part| line(theme, role, part)),
        );
    };
    say(Role::Heading, "", &why.headline);
    say(Role::Plain, "", &why.standard);
    say(Role::Plain, "", &why.sum);
    say(Role::Dim, "", &why.not_counted);
    let level = format!("Level: {}.", gap.level.label());
    if !why.standard.contains(gap.level.label()) {
        say(Role::Plain, "", &level);
    }
    let mut sections = vec![out];
    for part in [
        vec![
            (Role::Plain, "Reading: ", why.reading.as_str()),
            (Role::Dim, "", &why.coverage),
            (Role::Late, "", &why.caution),
        ],
        vec![
            (Role::Plain, "Needs: ", &why.needs),
            (Role::Plain, "Shown by: ", &why.shown_by),
        ],
        vec![
            (Role::Dim, "Source: ", &why.source),
            (Role::Dim, "", &why.inspectors),
        ],
    ] {
        let mut section = Vec::new();
        for (role, label, words) in part {
            if !words.is_empty() {
                let words = labelled(label, words);
                section.extend(
                    wrap(&words, cells)
                        .into_iter()
                        .map(|l| line(theme, role, l)),
                );
            }
        }
        sections.push(section);
    }
    sections.insert(1, standing_lines(theme, standing, cells));
    sections.retain(|section| !section.is_empty());
    sections.join(&Line::default())
}

/// A label is left out where the words begin with it.
fn labelled(label: &str, words: &str) -> String {
    let bare = label.trim_end_matches([' ', ':']);
    if words.to_lowercase().starts_with(&bare.to_lowercase()) {
        words.to_owned()
    } else {
        format!("{label}{words}")
    }
}

fn standing_lines(theme: &Theme, standing: &Standing, cells: usize) -> Vec<Line<'static>> {
    let (role, words) = match standing {
        Standing::Open => return Vec::new(),
        Standing::Answered(outcome) => (
            Role::Fine,
            format!("Outcome: {}. {}.", outcome.kind.label(), outcome.reason),
        ),
        Standing::Waiting(outcome) => (
            Role::Fine,
            format!(
                "Outcome: {}. {}. Waits for the next import to confirm it.",
                outcome.kind.label(),
                outcome.reason
            ),
        ),
        Standing::Reopened { was, why } => (
            Role::Late,
            format!(
                "Open again: {why}. It was {}: {}.",
                was.kind.label(),
                was.reason
            ),
        ),
    };
    let mut lines: Vec<Line<'static>> = wrap(&words.replace("..", "."), cells)
        .into_iter()
        .map(|part| line(theme, role, part))
        .collect();
    if let Some(outcome) = standing.outcome() {
        let given = outcome.at.get(..10).unwrap_or(&outcome.at);
        let day = Day::parse_iso(given).map_or_else(|| given.to_owned(), Day::long);
        let by = format!(
            "By {} on {day}, on data to {}.",
            outcome.person,
            outcome.data_as_at.long()
        );
        lines.extend(
            wrap(&by, cells)
                .into_iter()
                .map(|l| line(theme, Role::Dim, l)),
        );
    }
    lines
}
