//! A note on paper: the person's own words, then the evidence as it is bound in the store.

use std::io::{self, Write};

use crate::model::{Evidence, Note, NoteStatus, prose};
use crate::notes::Cover;

/// Writes a note as Markdown without front matter: readable as it stands, by a screen reader too,
/// and ready for a printer. The evidence table comes from the store, so that a figure retyped in
/// the text can be held against it. Holds no child's id unless the person typed one.
///
/// # Errors
/// Whatever `out` reports.
pub fn note_markdown(note: &Note, cover: &Cover, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", one_line(&note.head.title))?;
    for line in over(note, cover) {
        match line {
            Over::Status(words) | Over::Said(words) => writeln!(out, "{words}\n")?,
            Over::Mark(words) => writeln!(out, "**{words}**\n")?,
        }
    }
    writeln!(out, "{}", note.body.trim())?;
    if !note.evidence.is_empty() {
        evidence_table(note, out)?;
    }
    Ok(())
}

/// A line over the text.
pub(super) enum Over<'a> {
    Status(&'static str),
    Mark(&'a str),
    Said(&'a str),
}

/// The lines over the text, in their order. A note of an early version says most of it itself.
pub(super) fn over<'a>(note: &Note, cover: &'a Cover) -> Vec<Over<'a>> {
    let mut lines = vec![Over::Status(match note.head.status {
        NoteStatus::Draft => "Draft.",
        NoteStatus::Final => "Final.",
    })];
    let block = note.body.split("\n## ").next().unwrap_or_default();
    let as_at = format!("Data as at {}.", note.head.as_at.long());
    if note.ground.policy.is_empty() && block.contains(&as_at) {
        return lines;
    }
    lines.push(Over::Mark(&cover.mark));
    lines.push(Over::Said(&cover.lead));
    lines.extend(cover.sources.iter().map(|line| Over::Said(line)));
    lines
}

/// Whether the text refers to a figure, in words.
pub(super) fn cited(body: &str, row: &Evidence) -> &'static str {
    if prose::cites(body, &row.label) {
        "cited"
    } else {
        "not cited"
    }
}

fn evidence_table(note: &Note, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## Annex: evidence table\n")?;
    writeln!(
        out,
        "| Label | What is counted | Found | Of | Share | Cannot be told | Data as at | Level | Rule | In the text |"
    )?;
    writeln!(out, "|---|---|--:|--:|--:|--:|---|---|---|---|")?;
    for row in &note.evidence {
        let share = row.share().unwrap_or_else(|| "none to count".to_owned());
        writeln!(
            out,
            "| {} | {} | {} | {} | {share} | {} | {} | {} | {} | {} |",
            cell(&row.label),
            cell(&row.what),
            row.numerator,
            row.denominator,
            row.not_computable,
            row.as_at.long(),
            cell(&row.level),
            cell(&row.rule),
            cited(&note.body, row),
        )?;
    }
    Ok(())
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::model::{Audience, Day, Ground, NoteHead, NoteId};

    pub fn note() -> Note {
        let as_at = Day::from_ymd(2026, 6, 12).unwrap();
        Note {
            head: NoteHead {
                id: NoteId(1),
                title: "Supervision\nin Hub 3".to_owned(),
                status: NoteStatus::Draft,
                audience: Audience::Board,
                as_at,
                author: "T Foobarton".to_owned(),
                saved_at: "2026-06-15T09:00:00Z".to_owned(),
                words: 3,
                to_answer: 0,
                opening: String::new(),
            },
            body: "## What we found\n\nOne in six [E1].\n\n".to_owned(),
            evidence: vec![Evidence {
                label: "E1".to_owned(),
                rule: "SUP-CASE-CP".to_owned(),
                level: "local standard".to_owned(),
                numerator: 38,
                denominator: 223,
                not_computable: 2,
                as_at,
                what: "overdue | of those open".to_owned(),
                measure: "overdue".to_owned(),
                limit: "30 days".to_owned(),
                gaps: Vec::new(),
            }],
            ground: Ground {
                scope: String::new(),
                policy: "england default".to_owned(),
                sources: String::new(),
            },
        }
    }

    pub fn cover() -> Cover {
        Cover {
            mark: "RESTRICTED.".to_owned(),
            lead: "For the board. Data as at 12 Jun 2026.".to_owned(),
            sources: vec!["Standards: national.".to_owned()],
        }
    }

    fn page(note: &Note) -> String {
        let mut out = Vec::new();
        note_markdown(note, &cover(), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_note_leaves_with_its_title_its_words_and_its_bound_evidence() {
        assert_eq!(
            page(&note()),
            "# Supervision in Hub 3\n\nDraft.\n\n**RESTRICTED.**\n\nFor the board. Data as at 12 Jun 2026.\n\n\
             Standards: national.\n\n## What we found\n\nOne in six [E1].\n\n## Annex: evidence table\n\n\
             | Label | What is counted | Found | Of | Share | Cannot be told | Data as at | Level | Rule | In the text |\n\
             |---|---|--:|--:|--:|--:|---|---|---|---|\n\
             | E1 | overdue \\| of those open | 38 | 223 | 17 % | 2 | 12 Jun 2026 | local standard | SUP-CASE-CP | cited |\n"
        );
    }

    #[test]
    fn a_figure_that_the_text_no_longer_refers_to_stays_in_the_table_as_not_cited() {
        let mut note = note();
        note.body = "## What we found\n\nOne in six.\n".to_owned();
        assert!(page(&note).contains("| SUP-CASE-CP | not cited |"));
    }

    #[test]
    fn a_note_of_an_early_version_keeps_its_own_title_block() {
        let mut note = note();
        note.ground.policy.clear();
        note.body = "Written by T Foobarton. Data as at 12 Jun 2026.\n\n## A\n".to_owned();
        assert!(page(&note).starts_with(
            "# Supervision in Hub 3\n\nDraft.\n\nWritten by T Foobarton. Data as at 12 Jun 2026.\n\n## A"
        ));
    }

    #[test]
    fn a_share_of_nothing_is_said_in_words() {
        let mut note = note();
        note.evidence[0].numerator = 0;
        note.evidence[0].denominator = 0;
        assert!(page(&note).contains("| 0 | 0 | none to count |"));
    }
}
