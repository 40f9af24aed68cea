//! `audit`: records that are read, samples, audits, moderation, what is due, which way grades moved.
//!
//! What it prints of people is by team or of the service. The surprising thing: what is left out of
//! a reading or an audit is asked for a line at a time, so that the whole form is at hand without a
//! screen.

mod args;
mod ask;
mod tell;

use std::io::Write;

use super::{
    Answer as Done, Door, Failure,
    enter::{named, text_of},
    failed,
    plain::cleaned,
    words,
};
use crate::model::{
    AnsweredQuestion, AuditChange, AuditDraft, AuditId, ChildId, Drawing, ModerationDraft, Name,
    PromiseDraft, PromiseOrigin, Quality, Rating, Ratings, ReadingDraft, SampleId,
};
use crate::review::audits::{self, Questions};
use crate::review::{Access, Desk, Picture, today};
use crate::settings::QuestionFile;
use args::{Answers, Grade, Moderate, OnTemplate, Read};
pub(super) use args::{Draw, Words};
use ask::ask;

const HINT: &str = "yes, partly, no or -";

pub(super) fn run(door: &Door, given: Words, out: &mut dyn Write) -> Done {
    match given {
        Words::Read(it) => read(door, &it, out),
        Words::Sample(it) => sample(door, &it, out),
        Words::Grade(it) => grade(door, &it, out),
        Words::Moderate(it) => moderate(door, &it, out),
        Words::Template { what, overwrite } => template(what, overwrite, out),
        Words::Readings(it) => tell::readings(look(door)?.as_ref(), it.format, out),
        Words::List(it) => tell::list(look(door)?.as_ref(), it.format, out),
        Words::Show(it) => tell::show(look(door)?.as_ref(), &it, out),
        Words::Agreement { sample, format } => {
            tell::agreed(look(door)?.as_ref(), sample.map(SampleId), format, out)
        }
        Words::Due(it) => tell::due(look(door)?.as_ref(), it.format, out),
        Words::Movement(it) => tell::moved(look(door)?.as_ref(), it.format, out),
    }
}

fn look(door: &Door) -> Result<std::sync::Arc<Picture>, Failure> {
    Ok(door.open(Access::Read, None)?.picture_or_blank()?)
}

/// The child that is meant, as the store knows it.
fn child(picture: &Picture, raw: &str) -> Result<(ChildId, Name), Failure> {
    let id = ChildId::read(raw).ok_or_else(|| words("Auditing: this is no id of a child."))?;
    let at = picture.caseload.position(&id).ok_or_else(|| {
        failed(
            "Auditing: no extract holds a child with this id, and nothing was saved. Check the id.",
        )
    })?;
    let shown = picture.caseload.children[at].child.shown.clone();
    Ok((id, shown))
}

fn read(door: &Door, it: &Read, out: &mut dyn Write) -> Done {
    let mut desk = door.open(Access::Write, None)?;
    let picture = desk.picture_or_blank()?;
    let child = child(&picture, &it.child)?;
    let given = [
        it.direction,
        it.rationale,
        it.actions,
        it.lived_experience,
        it.analysis,
        it.challenge,
        it.difference,
    ];
    let mut ratings = [Rating::Blank; 7];
    for ((quality, given), rating) in Quality::ALL.into_iter().zip(given).zip(&mut ratings) {
        *rating = match given {
            Some(given) => given,
            None => ask(quality.asks(), HINT, Rating::read)?,
        };
    }
    let said = ReadingDraft {
        child,
        on: it.on.unwrap_or_else(today),
        role: None,
        ratings: Ratings::of(ratings),
        words: text_of(Some(&it.words))?.unwrap_or_default(),
    };
    desk.audit(&AuditChange::Read(said))?;
    let picture = desk.picture_or_blank()?;
    let (id, role) = picture
        .audits
        .readings
        .last()
        .map_or((0, None), |one| (one.id.0, one.said.role));
    let role = match role {
        Some(role) => role.label().to_owned(),
        None => format!(
            "no role said; `caselight person role \"{}\" ROLE` says it",
            picture.person
        ),
    };
    writeln!(
        out,
        "reading {id}: kept as read by {} ({role}); {}",
        picture.person,
        audits::coverage(&picture).words()
    )?;
    Ok(0)
}

/// Draws a sample, or one again.
pub(super) fn sample(door: &Door, it: &Draw, out: &mut dyn Write) -> Done {
    if let Some(again) = it.again {
        let mut desk = door.open(Access::Read, None)?;
        let found = desk.redraw(SampleId(again))?;
        writeln!(out, "sample {again}: {}", found.words)?;
        return Ok(if found.same { 0 } else { 3 });
    }
    let asked = Drawing {
        size: it.size,
        seed: cleaned(it.seed.as_deref().unwrap_or_default()),
        by: it.by,
        filter: cleaned(&it.filter),
    };
    if it.dry_run {
        let mut desk = door.open(Access::Read, None)?;
        let drawn = audits::draw(desk.picture()?.as_ref(), &asked).map_err(words)?;
        return tell::drawn(None, &drawn, it.format, out);
    }
    let mut desk = door.open(Access::Write, None)?;
    let (id, _) = desk.draw_sample(&asked)?;
    let picture = desk.picture()?;
    let found = picture.audits.samples.iter().find(|one| one.id == id);
    match found {
        Some(found) => tell::drawn(Some(id), &found.said, it.format, out),
        None => Ok(1),
    }
}

/// Every answer: those that were given, then those that are asked for.
fn answers_to(questions: &Questions, it: &Answers) -> Result<Vec<AnsweredQuestion>, Failure> {
    let known = |id: &str| questions.questions.iter().any(|one| &*one.id == id);
    if let Some((id, _)) = it.given.iter().find(|(id, _)| !known(id)) {
        let ids: Vec<&str> = questions.questions.iter().map(|one| &*one.id).collect();
        return Err(words(format!(
            "Auditing: there is no question {id:?}. There are {}.",
            ids.join(", ")
        )));
    }
    let all = questions.questions.iter();
    all.map(|question| {
        let given = it.given.iter().rev().find(|(id, _)| **id == *question.id);
        let answer = match given {
            Some((_, answer)) => *answer,
            None => ask(&question.asks, HINT, Rating::read)?,
        };
        Ok(AnsweredQuestion {
            question: question.id.clone(),
            answer,
        })
    })
    .collect()
}

fn graded(questions: &Questions, given: Option<&str>) -> Result<crate::model::Grade, Failure> {
    let scale = questions.grades.join(", ");
    match given {
        Some(word) => questions.grade_of(word).ok_or_else(|| {
            words(format!(
                "Auditing: there is no grade {word:?}. The grades are {scale}."
            ))
        }),
        None => ask("The grade", &scale, |word| questions.grade_of(word)),
    }
}

fn grade(door: &Door, it: &Grade, out: &mut dyn Write) -> Done {
    let mut desk = door.open(Access::Write, None)?;
    let picture = desk.picture_or_blank()?;
    let child = child(&picture, &it.child)?;
    let sample = it.sample.map(SampleId);
    if let Some(id) = sample {
        let found = picture.audits.samples.iter().find(|one| one.id == id);
        let found = found.ok_or_else(|| failed(tell::no_sample(id)))?;
        if found.said.drawn.iter().all(|one| one.child != child.0) {
            return Err(failed(format!(
                "Auditing: this child was not drawn in sample {}, and nothing was saved. Leave --sample out, or check \
                 the id.",
                id.0
            )));
        }
    }
    let questions = picture.questions.clone();
    let on = it.answers.on.unwrap_or_else(today);
    let said = AuditDraft {
        sample,
        child: child.clone(),
        on,
        role: None,
        team: None,
        asked_by: questions.asked_by.clone(),
        answers: answers_to(&questions, &it.answers)?,
        grade: graded(&questions, it.answers.grade.as_deref())?,
        words: text_of(Some(&it.answers.words))?.unwrap_or_default(),
        reaudit: it.reaudit,
    };
    let remedy = it.remedy.as_deref().map(|remedy| PromiseDraft {
        origin: PromiseOrigin::Audit,
        origin_ref: None,
        child: Some(child),
        gap: None,
        agreed: on,
        due: it.due,
        owner: it.owner.as_deref().and_then(named),
        words: cleaned(remedy),
    });
    let remedies: Vec<PromiseDraft> = remedy.into_iter().collect();
    desk.audit(&AuditChange::Audit(Box::new(said), remedies))?;
    told_last(&mut desk, out)
}

fn told_last(desk: &mut Desk, out: &mut dyn Write) -> Done {
    let picture = desk.picture_or_blank()?;
    if let Some(one) = picture.audits.audits.last() {
        writeln!(
            out,
            "audit {}: {} is {}; asked by {} edition {}",
            one.id.0,
            one.said.child.1,
            one.said.grade.word,
            one.said.asked_by.id,
            one.said.asked_by.edition
        )?;
    }
    Ok(0)
}

fn moderate(door: &Door, it: &Moderate, out: &mut dyn Write) -> Done {
    let mut desk = door.open(Access::Write, None)?;
    let picture = desk.picture_or_blank()?;
    let id = AuditId(it.audit);
    let Some(audit) = picture.case_audit(id) else {
        return Err(failed(tell::no_audit(id)));
    };
    // Told before anybody answers a dozen questions.
    desk.may_moderate(audit)?;
    let questions = picture.questions.clone();
    if questions.asked_by != audit.said.asked_by {
        return Err(failed(format!(
            "Moderating: audit {} was asked by {} edition {}, and the questions in use are another edition. Put that \
             edition back with `caselight audit template write`, or audit the record again.",
            it.audit, audit.said.asked_by.id, audit.said.asked_by.edition
        )));
    }
    let said = ModerationDraft {
        audit: id,
        on: it.answers.on.unwrap_or_else(today),
        role: None,
        answers: answers_to(&questions, &it.answers)?,
        grade: graded(&questions, it.answers.grade.as_deref())?,
        words: text_of(Some(&it.answers.words))?.unwrap_or_default(),
    };
    let second = said.grade.clone();
    desk.audit(&AuditChange::Moderate(Box::new(said)))?;
    let first = &audit.said.grade;
    let agree = if (first.rank, first.of) == (second.rank, second.of) {
        format!("both {}", first.word)
    } else {
        format!("{} by the auditor, {} by you", first.word, second.word)
    };
    writeln!(out, "audit {}: moderated, {agree}", it.audit)?;
    Ok(0)
}

fn template(what: OnTemplate, overwrite: bool, out: &mut dyn Write) -> Done {
    let file = QuestionFile::within(Door::paths()?.config_folder());
    let own = file.read().map_err(|error| failed(error.to_string()))?;
    let path = file.path().display();
    match (what, own) {
        (OnTemplate::Show, own) => {
            let text = own.map_or_else(|| audits::QUESTIONS.to_owned(), |(_, text)| text);
            write!(out, "{text}")?;
        }
        (OnTemplate::Write, Some(_)) if !overwrite => {
            return Err(failed(format!(
                "Writing the questions: there is a file {path} already, and it was left as it is. Replace it with \
                 --overwrite."
            )));
        }
        (OnTemplate::Write, _) => {
            file.write(audits::QUESTIONS)
                .map_err(|error| failed(error.to_string()))?;
            writeln!(out, "{path}")?;
        }
        (OnTemplate::Check, None) => {
            writeln!(
                out,
                "There is no file {path}: audits are asked by the questions of the program."
            )?;
        }
        (OnTemplate::Check, Some((_, text))) => match Questions::read(&text) {
            Ok(read) => writeln!(
                out,
                "{path} can be used: {} edition {}, {} questions, {} grades",
                read.asked_by.id,
                read.asked_by.edition,
                read.questions.len(),
                read.grades.len()
            )?,
            Err(why) => {
                return Err(failed(format!("Checking the questions {path}: {why}")));
            }
        },
    }
    Ok(0)
}
