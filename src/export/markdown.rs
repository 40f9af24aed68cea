//! A note on paper: the person's own words, then the evidence as it is bound in the store.

use std::io::{self, Write};

use crate::model::{Evidence, Note, NoteStatus};

/// Writes a note as Markdown without front matter: readable as it stands, by a screen reader too,
/// and ready for a printer. The evidence table comes from the store, so that a figure retyped in
/// the text can be held against it. Holds no child's id unless the person typed one.
///
/// # Errors
/// Whatever `out` reports.
pub fn note_markdown(note: &Note, out: &mut dyn Write) -> io::Result<()> {
    let head = &note.head;
    writeln!(out, "# {}\n", one_line(&head.title))?;
    let status = match head.status {
        NoteStatus::Draft => "Draft",
        NoteStatus::Final => "Final",
    };
    let body = note.body.trim();
    let mut said = format!("{status}.");
    for line in [
        format!("Data as at {}.", head.as_at.long()),
        format!("Written by {}.", one_line(&head.author)),
    ] {
        // A note's own title block often says it already; once is enough.
        let block = body.split("\n## ").next().unwrap_or_default();
        if !block.contains(&line) {
            said.push(' ');
            said.push_str(&line);
        }
    }
    writeln!(out, "{said}\n\n{body}")?;
    if !note.evidence.is_empty() {
        evidence_table(&note.evidence, out)?;
    }
    Ok(())
}

fn evidence_table(evidence: &[Evidence], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\n## Evidence table\n")?;
    writeln!(
        out,
        "| Label | What is counted | Found | Of | Share | Cannot be told | Data as at | Level | Rule |"
    )?;
    writeln!(out, "|---|---|--:|--:|--:|--:|---|---|---|")?;
    for row in evidence {
        let share = row.share().unwrap_or_else(|| "none to count".to_owned());
        writeln!(
            out,
            "| {} | {} | {} | {} | {share} | {} | {} | {} | {} |",
            cell(&row.label),
            cell(&row.what),
            row.numerator,
            row.denominator,
            row.not_computable,
            row.as_at.long(),
            cell(&row.level),
            cell(&row.rule),
        )?;
    }
    Ok(())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Day, NoteHead, NoteId};

    fn note() -> Note {
        let as_at = Day::from_ymd(2026, 6, 12).unwrap();
        Note {
            head: NoteHead {
                id: NoteId(1),
                title: "Supervision\nin Hub 3".to_owned(),
                status: NoteStatus::Draft,
                as_at,
                author: "T Foobarton".to_owned(),
                saved_at: "2026-06-15T09:00:00Z".to_owned(),
                words: 3,
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
                gaps: Vec::new(),
            }],
        }
    }

    fn page(note: &Note) -> String {
        let mut out = Vec::new();
        note_markdown(note, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_note_leaves_with_its_title_its_words_and_its_bound_evidence() {
        assert_eq!(
            page(&note()),
            "# Supervision in Hub 3\n\nDraft. Data as at 12 Jun 2026. Written by T Foobarton.\n\n\
             ## What we found\n\nOne in six [E1].\n\n## Evidence table\n\n\
             | Label | What is counted | Found | Of | Share | Cannot be told | Data as at | Level | Rule |\n\
             |---|---|--:|--:|--:|--:|---|---|---|\n\
             | E1 | overdue \\| of those open | 38 | 223 | 17 % | 2 | 12 Jun 2026 | local standard | SUP-CASE-CP |\n"
        );
    }

    #[test]
    fn what_the_title_block_says_is_not_said_again() {
        let mut note = note();
        note.body = "Written by T Foobarton. Data as at 12 Jun 2026.\n\n## A\n".to_owned();
        assert!(page(&note).starts_with(
            "# Supervision in Hub 3\n\nDraft.\n\nWritten by T Foobarton. Data as at 12 Jun 2026.\n\n"
        ));
        note.body = "Words.\n\n## A\n\nData as at 12 Jun 2026.\n".to_owned();
        assert!(page(&note).contains("Draft. Data as at 12 Jun 2026. Written by T Foobarton.\n"));
    }

    #[test]
    fn a_share_of_nothing_is_said_in_words() {
        let mut note = note();
        note.evidence[0].numerator = 0;
        note.evidence[0].denominator = 0;
        assert!(page(&note).contains("| 0 | 0 | none to count |"));
    }
}
