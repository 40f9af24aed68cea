//! What stands beside the list of audits: the sample or the child in focus, then what was read,
//! which way grades moved and what is due in the whole service.
//!
//! The surprising thing: it names teams and never a worker.

use super::{AuditsPane, Level};
use crate::model::{AuditId, CaseAudit, PromiseOrigin, StaffRole};
use crate::review::Picture;
use crate::review::audits::{self, DueKind, agreement};
use crate::tui::text::{clean, many};
use crate::tui::theme::Role;

impl AuditsPane {
    /// Everything that is to be told of the line in focus and of the service, in paragraphs.
    #[must_use]
    pub fn told(&self, picture: &Picture) -> Vec<(Role, String)> {
        let mut told = match self.level {
            Level::Samples => self.of_sample(picture),
            Level::Children(_) | Level::Outside => self.of_child(picture),
        };
        told.extend(self.of_readings());
        told.extend(self.of_movement(picture));
        told.extend(self.of_due());
        told
    }

    fn of_sample(&self, picture: &Picture) -> Vec<(Role, String)> {
        let Some(sample) = self.sample() else {
            return self.of_outside();
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
            let own = audits::of_sample(&picture.audits, sample);
            let teams = audits::agreement_by_team(own.into_iter().flatten());
            let teams = teams
                .iter()
                .map(|(team, of)| format!("{} {} of {}", clean(team), of.grade, of.moderated));
            let teams: Vec<String> = teams.collect();
            told.push((
                Role::Plain,
                format!("By team, agreed on: {}.", teams.join(", ")),
            ));
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

    /// The audits in no sample, and how far two people agree on them.
    fn of_outside(&self) -> Vec<(Role, String)> {
        if self.outside.is_empty() {
            return Vec::new();
        }
        let all = agreement(self.outside.iter());
        let number = many(self.outside.len(), "audit", "audits");
        vec![
            (Role::Heading, "In no sample".to_owned()),
            (Role::Plain, format!("{number}; {}.", all.words())),
            (Role::Plain, String::new()),
        ]
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
        promise.said.origin == PromiseOrigin::Audit
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
