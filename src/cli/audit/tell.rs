//! What `audit` prints. Each rate stands with what it is a part of.

use std::io::Write;

use serde_json::json;

use super::args::Show;
use crate::cli::{Answer as Done, Failure, args::Format, failed, table::Table};
use crate::model::{AuditId, CaseAudit, Sample, SampleDraft, SampleId, StaffRole, Strata};
use crate::review::Picture;
use crate::review::audits::{self, DueKind};

pub(super) fn no_sample(id: SampleId) -> String {
    format!(
        "There is no sample {} in this store. `caselight audit list` shows those there are.",
        id.0
    )
}

pub(super) fn no_audit(id: AuditId) -> String {
    format!(
        "There is no audit {} in this store. `caselight audit show` lists those of the newest sample.",
        id.0
    )
}

pub(super) fn readings(picture: &Picture, format: Format, out: &mut dyn Write) -> Done {
    let read = audits::coverage(picture);
    if format.is_for_reading() {
        writeln!(
            out,
            "{} in the last {} months; the newest reading of each counts",
            read.words(),
            read.months
        )?;
    }
    let mut table = Table::new(&[
        "quality",
        "yes",
        "partly",
        "no",
        "not applicable",
        "said of",
        "read",
        "open cases",
    ]);
    for row in audits::read_rows(picture) {
        table.push(vec![
            json!(row.quality.label()),
            json!(row.yes),
            json!(row.partly),
            json!(row.no),
            json!(row.not_applicable),
            json!(row.said()),
            json!(read.read),
            json!(read.open),
        ]);
    }
    table.print(format, out)?;
    Ok(0)
}

pub(super) fn list(picture: &Picture, format: Format, out: &mut dyn Write) -> Done {
    let mut table = Table::new(&[
        "sample",
        "drawn on",
        "seed",
        "by",
        "filter",
        "data to",
        "open",
        "drawn",
        "done",
        "moderated",
        "agreed",
        "digest",
    ]);
    for one in &picture.audits.samples {
        let far = audits::progress(&picture.audits, one);
        table.push(vec![
            json!(one.id.0),
            json!(one.at.get(..10)),
            json!(one.said.asked.seed),
            json!(one.said.asked.by.map(Strata::word)),
            json!(one.said.asked.filter),
            json!(one.said.as_at),
            json!(one.said.population),
            json!(far.drawn),
            json!(far.done),
            json!(far.moderated),
            json!(far.agreed),
            json!(digest(&one.said, format)),
        ]);
    }
    table.print(format, out)?;
    if format.is_for_reading() {
        writeln!(out, "\n{}", audits::coverage(picture).words())?;
    }
    Ok(0)
}

/// As much of the digest as a person compares.
fn digest(said: &SampleDraft, format: Format) -> &str {
    let most = if format == Format::Table { 12 } else { 64 };
    said.digest.get(..most).unwrap_or(&said.digest)
}

pub(super) fn drawn(
    id: Option<SampleId>,
    said: &SampleDraft,
    format: Format,
    out: &mut dyn Write,
) -> Done {
    if format == Format::Json {
        let strata = said.strata.iter();
        let strata: Vec<_> = strata
            .map(
                |one| json!({"name": &*one.name, "population": one.population, "drawn": one.drawn}),
            )
            .collect();
        let children = said.drawn.iter();
        let children: Vec<_> = children
            .map(|one| json!({"child_id": &*one.shown, "stratum": &*one.stratum}))
            .collect();
        let whole = json!({
            "sample": id.map(|id| id.0), "seed": said.asked.seed, "size": said.asked.size,
            "by": said.asked.by.map(Strata::word), "filter": said.asked.filter, "as_at": said.as_at,
            "known_on": said.known_on, "population": said.population, "digest": said.digest,
            "strata": strata, "children": children,
        });
        serde_json::to_writer_pretty(&mut *out, &whole)?;
        writeln!(out)?;
        return Ok(0);
    }
    if format.is_for_reading() {
        match id {
            Some(id) => write!(out, "sample {}: ", id.0)?,
            None => write!(out, "not kept: ")?,
        }
        writeln!(
            out,
            "{} of {} open cases as at {}, seed {:?}",
            said.drawn.len(),
            said.population,
            said.as_at,
            said.asked.seed
        )?;
        writeln!(out, "digest of the population: {}", said.digest)?;
        for one in said.strata.iter().filter(|_| said.asked.by.is_some()) {
            writeln!(out, "  {}: {} of {}", one.name, one.drawn, one.population)?;
        }
        writeln!(out)?;
    }
    let mut table = Table::new(&["place", "child", "stratum"]);
    for (place, one) in said.drawn.iter().enumerate() {
        table.push(vec![
            json!(place + 1),
            json!(&*one.shown),
            json!(&*one.stratum),
        ]);
    }
    table.print(format, out)?;
    Ok(0)
}

fn the_sample(picture: &Picture, id: Option<SampleId>) -> Result<&Sample, Failure> {
    let samples = &picture.audits.samples;
    match id {
        Some(id) => samples
            .iter()
            .find(|one| one.id == id)
            .ok_or_else(|| failed(no_sample(id))),
        None => samples.last().ok_or_else(|| {
            failed("No sample was drawn yet. `caselight audit sample --size 20 --seed june` draws one.")
        }),
    }
}

pub(super) fn show(picture: &Picture, it: &Show, out: &mut dyn Write) -> Done {
    if let Some(id) = it.audit.map(AuditId) {
        let one = picture.case_audit(id).ok_or_else(|| failed(no_audit(id)))?;
        return one_audit(picture, one, it, out);
    }
    let sample = the_sample(picture, it.sample.map(SampleId))?;
    if it.format.is_for_reading() {
        let far = audits::progress(&picture.audits, sample);
        writeln!(out, "sample {}: {}\n", sample.id.0, far.words())?;
    }
    let mut table = Table::new(&[
        "place",
        "child",
        "stratum",
        "audit",
        "grade",
        "audited on",
        "moderated",
        "re-audit",
    ]);
    let own = audits::of_sample(&picture.audits, sample);
    for (place, (one, audit)) in sample.said.drawn.iter().zip(own).enumerate() {
        let second = audit.and_then(|audit| audit.moderation.as_ref());
        let grade = audit.map(|audit| {
            if blind(picture, audit, it) {
                KEPT_BACK
            } else {
                &*audit.said.grade.word
            }
        });
        table.push(vec![
            json!(place + 1),
            json!(&*one.shown),
            json!(&*one.stratum),
            json!(audit.map(|audit| audit.id.0)),
            json!(grade),
            json!(audit.map(|audit| audit.said.on)),
            json!(second.map(|second| &*second.said.grade.word)),
            json!(audit.and_then(|audit| audit.said.reaudit)),
        ]);
    }
    table.print(it.format, out)?;
    Ok(0)
}

/// In place of a grade or an answer that a second person shall not see before giving their own.
const KEPT_BACK: &str = "kept back";

fn blind(picture: &Picture, audit: &CaseAudit, it: &Show) -> bool {
    !it.unblind && picture.grades_blind(audit)
}

fn one_audit(picture: &Picture, one: &CaseAudit, it: &Show, out: &mut dyn Write) -> Done {
    let (second, format) = (one.moderation.as_ref(), it.format);
    let blind = blind(picture, one, it);
    if format.is_for_reading() {
        let role = |role: Option<StaffRole>| role.map_or("role not said", StaffRole::label);
        writeln!(
            out,
            "audit {}: {} on {}, {} by {} ({}); {} edition {}, digest {}",
            one.id.0,
            one.said.child.1,
            one.said.on,
            if blind {
                KEPT_BACK
            } else {
                &one.said.grade.word
            },
            one.by,
            role(one.said.role),
            one.said.asked_by.id,
            one.said.asked_by.edition,
            one.said.asked_by.digest.get(..12).unwrap_or_default()
        )?;
        if blind {
            writeln!(
                out,
                "Grade and answers are kept back until a second person has given theirs: `caselight audit moderate {}`. \
                 --unblind shows them.",
                one.id.0
            )?;
        } else if !one.said.words.is_empty() {
            writeln!(out, "{}", one.said.words)?;
        }
        match second {
            Some(second) => writeln!(
                out,
                "moderated: {} by {} ({}) on {}",
                second.said.grade.word,
                second.by,
                role(second.said.role),
                second.said.on
            )?,
            None => writeln!(out, "not moderated yet")?,
        }
        writeln!(out)?;
    }
    let mut table = Table::new(&["question", "answer", "moderator", "asks"]);
    for answered in &one.said.answers {
        let again = second.and_then(|second| {
            let mut answers = second.said.answers.iter();
            answers.find(|again| again.question == answered.question)
        });
        let mut questions = picture.questions.questions.iter();
        let asks = questions.find(|question| question.id == answered.question);
        table.push(vec![
            json!(&*answered.question),
            json!(if blind {
                KEPT_BACK
            } else {
                answered.answer.label()
            }),
            json!(again.map(|again| again.answer.label())),
            json!(asks.map(|question| &question.asks)),
        ]);
    }
    table.print(format, out)?;
    Ok(0)
}

pub(super) fn agreed(
    picture: &Picture,
    sample: Option<SampleId>,
    format: Format,
    out: &mut dyn Write,
) -> Done {
    let own: Vec<&CaseAudit> = match sample {
        Some(id) => {
            let own = audits::of_sample(&picture.audits, the_sample(picture, Some(id))?);
            own.into_iter().flatten().collect()
        }
        None => audits::standing(&picture.audits),
    };
    let all = audits::agreement(own.iter().copied());
    let teams = audits::agreement_by_team(own.into_iter());
    if format.is_for_reading() {
        writeln!(out, "Grades: {}\n", all.words())?;
    }
    let mut table = Table::new(&["what", "of", "agreed", "moderated"]);
    let grade = |of: &str, one: &audits::Agreement| {
        vec![
            json!("grade"),
            json!(of),
            json!(one.grade),
            json!(one.moderated),
        ]
    };
    table.push(grade("the service", &all));
    for (team, one) in &teams {
        table.push(grade(team, one));
    }
    for (question, agreed, of) in &all.questions {
        let question = json!(&**question);
        table.push(vec![json!("answer"), question, json!(agreed), json!(of)]);
    }
    table.print(format, out)?;
    Ok(0)
}

pub(super) fn due(picture: &Picture, format: Format, out: &mut dyn Write) -> Done {
    let mut table = Table::new(&["what", "child", "due", "days over", "who", "words"]);
    for one in audits::due(picture) {
        let what = match one.kind {
            DueKind::Again => "re-audit",
            DueKind::Remedy(_) => "remedy",
        };
        table.push(vec![
            json!(what),
            json!(&*one.who),
            json!(one.on),
            json!(one.on.map(|_| one.over.max(0))),
            json!(one.owner.as_deref()),
            json!(one.words),
        ]);
    }
    table.print(format, out)?;
    Ok(0)
}

pub(super) fn moved(picture: &Picture, format: Format, out: &mut dyn Write) -> Done {
    let whole = audits::movement(&picture.audits);
    if format.is_for_reading() {
        writeln!(out, "The service: {}\n", whole.words())?;
    }
    let mut table = Table::new(&[
        "team",
        "audited",
        "audited twice",
        "better",
        "same",
        "worse",
        "not comparable",
    ]);
    let mut rows = audits::movement_by_team(&picture.audits);
    if !format.is_for_reading() {
        rows.insert(0, ("the service".into(), whole));
    }
    for (team, one) in rows {
        table.push(vec![
            json!(&*team),
            json!(one.audited),
            json!(one.pairs()),
            json!(one.better),
            json!(one.same),
            json!(one.worse),
            json!(one.apart),
        ]);
    }
    table.print(format, out)?;
    Ok(0)
}
