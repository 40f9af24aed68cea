//! The audit cycle through a desk: what was read counts, what was drawn is drawn again, who
//! graded does not moderate.

use super::*;
use crate::model::{
    AnsweredQuestion, ChildId, Day, Name, PromiseOrigin, Rating, Ratings, ReadingDraft, State,
};
use crate::review::{Access, Plan, Secret, Unlock};

struct Bench {
    folder: tempfile::TempDir,
}

impl Bench {
    /// A small made-up authority on disk.
    fn new() -> Self {
        let bench = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let secret = Secret::passphrase("fox lamp quay tin".to_owned());
        let path = bench.folder.path().join("s.caselight");
        let mut desk = Desk::create(unlock(&path, &secret, "Y Foobarton")).unwrap();
        desk.play(&Plan {
            children: 60,
            seed: 3,
            as_at: Day::parse_iso("2026-06-12").unwrap(),
        })
        .unwrap();
        bench
    }

    fn desk(&self, person: &str) -> Desk {
        let secret = Secret::passphrase("fox lamp quay tin".to_owned());
        let path = self.folder.path().join("s.caselight");
        Desk::open(unlock(&path, &secret, person)).unwrap()
    }
}

fn unlock<'a>(store: &'a std::path::Path, secret: &'a Secret, person: &'a str) -> Unlock<'a> {
    Unlock {
        store,
        secret,
        person: Some(person),
        access: Access::Write,
        policy: None,
        council: String::new(),
    }
}

fn child(picture: &Picture, at: usize) -> (ChildId, Name) {
    let open = picture.cases.iter().filter(|row| row.open);
    let row = open.clone().nth(at).unwrap();
    let id = picture.caseload.children[row.child].child.id.clone();
    (id, row.shown.clone())
}

fn reading(child: (ChildId, Name), on: Day, rating: Rating) -> ReadingDraft {
    ReadingDraft {
        child,
        on,
        role: None,
        ratings: Ratings::of([rating; 7]),
        words: "two lines only".to_owned(),
    }
}

fn graded(
    desk: &Desk,
    child: (ChildId, Name),
    sample: Option<SampleId>,
    rank: usize,
) -> AuditDraft {
    let questions = desk.questions.clone();
    AuditDraft {
        sample,
        child,
        on: crate::review::today(),
        role: None,
        team: None,
        asked_by: questions.asked_by.clone(),
        answers: answers(&questions, Rating::Partly),
        grade: questions.grade(rank).unwrap(),
        words: String::new(),
        reaudit: Some(crate::review::today().plus_days(90)),
    }
}

fn answers(questions: &Questions, answer: Rating) -> Vec<AnsweredQuestion> {
    let all = questions.questions.iter();
    all.map(|question| AnsweredQuestion {
        question: question.id.clone(),
        answer,
    })
    .collect()
}

fn state_of(picture: &Picture, rule: &str, child: &ChildId) -> (State, String) {
    let result = picture.check.chosen(rule).unwrap();
    let of = |f: &&crate::model::Finding| f.subject.child() == Some(child);
    let found = result.findings.iter().find(of).unwrap();
    let words = found.reading.as_deref().or(found.note.as_deref());
    (found.state, words.unwrap_or_default().to_owned())
}

#[test]
fn a_record_that_is_read_here_counts_at_once_and_no_more_once_it_is_undone() {
    let bench = Bench::new();
    let mut desk = bench.desk("Y Foobarton");
    desk.set_role("Y Foobarton", Some(StaffRole::HeadOfService))
        .unwrap();
    let before = desk.picture().unwrap();
    let (rules, already) = (["SUP-NO-REFLECTION", "SUP-NO-CHALLENGE"], coverage(&before));
    let unread = (0..already.open as usize).find(|at| {
        let (id, _) = child(&before, *at);
        state_of(&before, rules[0], &id).0 == State::NotComputable
    });
    let who = child(&before, unread.unwrap());
    // Read long after the day of the extract.
    let today = crate::review::today();
    let said = reading(who.clone(), today, Rating::No);
    let step = desk.audit(&AuditChange::Read(said)).unwrap();
    assert!(!step.label.contains(&*who.1));
    let after = desk.picture().unwrap();
    assert_eq!(coverage(&after).read, already.read + 1);
    assert_eq!(coverage(&after).open, already.open);
    let place = after.caseload.position(&who.0).unwrap();
    let told = after.case(place).timeline;
    let read_here = told.iter().find(|event| event.on == today);
    assert_eq!(
        read_here.map(|event| event.what.as_str()),
        Some("record read here, by a head of service")
    );
    for rule in rules {
        let (state, words) = state_of(&after, rule, &who.0);
        assert_eq!(state, State::Overdue, "{rule}");
        let told = format!("{} of {} records read", already.read + 1, already.open);
        assert!(words.contains(&told), "{words} has no {told}");
    }
    assert_eq!(
        after.audits.readings[0].said.role,
        Some(StaffRole::HeadOfService)
    );
    assert_eq!(&*after.audits.readings[0].by, "Y Foobarton");
    desk.undo().unwrap();
    let undone = desk.picture().unwrap();
    assert_eq!(coverage(&undone), already);
    assert_eq!(state_of(&undone, rules[0], &who.0).0, State::NotComputable);
    desk.redo().unwrap();
    assert_eq!(coverage(&desk.picture().unwrap()).read, already.read + 1);
    // On the day of the extract nobody had read it.
    desk.look_through(Lens {
        as_at: Some(before.check.as_at),
        known_on: None,
    });
    assert_eq!(coverage(&desk.picture().unwrap()).read, already.read);
}

#[test]
fn the_rates_of_what_was_read_never_count_more_than_were_read() {
    let bench = Bench::new();
    let mut desk = bench.desk("Y Foobarton");
    let picture = desk.picture().unwrap();
    let read = coverage(&picture);
    assert!(read.read <= read.open && read.open > 0);
    assert_eq!(read.words(), format!("{} of {} read", read.read, read.open));
    for row in read_rows(&picture) {
        assert!(row.said() + row.not_applicable <= read.read);
    }
}

#[test]
fn a_sample_is_drawn_again_elsewhere_from_the_same_extract() {
    let (here, elsewhere) = (Bench::new(), Bench::new());
    let asked = Drawing {
        size: 12,
        seed: "june".to_owned(),
        by: Some(Strata::Team),
        filter: "age:>3".to_owned(),
    };
    let (mut one, mut other) = (here.desk("Y Foobarton"), elsewhere.desk("T Mockridge"));
    let (id, _) = one.draw_sample(&asked).unwrap();
    other.draw_sample(&asked).unwrap();
    let mine = one.picture().unwrap().audits.samples[0].said.clone();
    let theirs = other.picture().unwrap().audits.samples[0].said.clone();
    assert_eq!(mine, theirs);
    assert_eq!(mine.drawn.len(), 12);
    // What was read since changes nothing of it.
    let who = child(&one.picture().unwrap(), 0);
    let today = crate::review::today();
    one.audit(&AuditChange::Read(reading(who, today, Rating::Yes)))
        .unwrap();
    let again = one.redraw(id).unwrap();
    assert!(again.same, "{}", again.words);
    assert!(one.picture().unwrap().looks_back.is_none());
    let june = &mine.drawn;
    let july = Drawing {
        seed: "july".to_owned(),
        ..asked
    };
    let (_, _) = one.draw_sample(&july).unwrap();
    assert_ne!(&one.picture().unwrap().audits.samples[1].said.drawn, june);
}

#[test]
fn a_sample_whose_extract_was_taken_back_is_not_said_to_be_the_same() {
    let bench = Bench::new();
    let mut desk = bench.desk("Y Foobarton");
    let asked = Drawing {
        size: 12,
        seed: "june".to_owned(),
        by: None,
        filter: String::new(),
    };
    let (id, _) = desk.draw_sample(&asked).unwrap();
    desk.take_back_import().unwrap();
    let again = desk.redraw(id).unwrap();
    assert!(!again.same);
    assert!(
        again.words.contains("cannot be drawn again"),
        "{}",
        again.words
    );
    assert!(desk.redraw(SampleId(99)).is_err());
}

#[test]
fn what_cannot_be_drawn_says_what_to_do() {
    let bench = Bench::new();
    let mut desk = bench.desk("Y Foobarton");
    let asked = |size, seed: &str, filter: &str| Drawing {
        size,
        seed: seed.to_owned(),
        by: None,
        filter: filter.to_owned(),
    };
    for bad in [
        asked(0, "june", ""),
        asked(5, " ", ""),
        asked(5, "june", "hub:north"),
        asked(5, "june", "team:nowhere"),
    ] {
        assert!(desk.draw_sample(&bad).is_err(), "{bad:?}");
    }
    assert!(desk.picture().unwrap().audits.samples.is_empty());
}

#[test]
fn two_people_grade_and_the_same_one_is_refused_by_name() {
    let bench = Bench::new();
    let mut desk = bench.desk("Y Foobarton");
    let asked = Drawing {
        size: 3,
        seed: "june".to_owned(),
        by: None,
        filter: String::new(),
    };
    let (sample, _) = desk.draw_sample(&asked).unwrap();
    let drawn = desk.picture().unwrap().audits.samples[0].said.drawn.clone();
    for (one, rank) in drawn.iter().zip([1, 2]) {
        let who = (one.child.clone(), one.shown.clone());
        let draft = graded(&desk, who, Some(sample), rank);
        let audit = AuditChange::Audit(Box::new(draft), Vec::new());
        desk.audit(&audit).unwrap();
    }
    let picture = desk.picture().unwrap();
    let audits: Vec<AuditId> = picture.audits.audits.iter().map(|one| one.id).collect();
    let second = |audit, rank| {
        AuditChange::Moderate(Box::new(ModerationDraft {
            audit,
            on: crate::review::today(),
            role: None,
            answers: answers(&Questions::embedded(), Rating::Partly),
            grade: Questions::embedded().grade(rank).unwrap(),
            words: String::new(),
        }))
    };
    assert!(!picture.grades_blind(&picture.audits.audits[0]));
    let refused = desk.audit(&second(audits[0], 1)).unwrap_err().to_string();
    assert!(refused.starts_with("Y Foobarton audited"), "{refused}");
    drop(desk);
    let mut alike = bench.desk("y  foobarton");
    assert!(alike.audit(&second(audits[0], 1)).is_err());
    drop(alike);
    let mut other = bench.desk("T Mockridge");
    let waits = other.picture().unwrap();
    assert!(waits.grades_blind(&waits.audits.audits[0]));
    other.audit(&second(audits[0], 1)).unwrap();
    other.audit(&second(audits[1], 1)).unwrap();
    let picture = other.picture().unwrap();
    let sample = &picture.audits.samples[0];
    assert_eq!(
        progress(&picture.audits, sample).words(),
        "2 of 3 done, 2 moderated, agreed on 1 of 2"
    );
    let all = agreement(standing(&picture.audits).into_iter());
    assert_eq!(
        all.words(),
        "agreed on 1 of 2; the moderator graded 1 lower"
    );
    assert_eq!(all.questions[0], (Name::from("safe-now"), 2, 2));
    assert!(!picture.grades_blind(&picture.audits.audits[0]));
    let teams = agreement_by_team(standing(&picture.audits).into_iter());
    let moderated: usize = teams.iter().map(|(_, of)| of.moderated).sum();
    let agreed: usize = teams.iter().map(|(_, of)| of.grade).sum();
    assert_eq!((agreed, moderated), (1, 2));
}

#[test]
fn a_remedy_is_a_promise_of_its_audit_and_the_next_audit_shows_the_movement() {
    let bench = Bench::new();
    let mut desk = bench.desk("Y Foobarton");
    let picture = desk.picture().unwrap();
    let today = crate::review::today();
    let who = child(&picture, 0);
    let waited = due(&picture).len();
    let promised_before = picture.promises.len();
    let remedy = PromiseDraft {
        origin: PromiseOrigin::Audit,
        origin_ref: None,
        child: Some(who.clone()),
        gap: None,
        agreed: today,
        due: Some(today.plus_days(14)),
        owner: Some(Name::from("T Mockridge")),
        words: "write the reason for the plan".to_owned(),
    };
    let first = graded(&desk, who.clone(), None, 1);
    let first = AuditDraft {
        on: today.plus_days(-100),
        reaudit: Some(today.plus_days(-10)),
        ..first
    };
    let step = desk
        .audit(&AuditChange::Audit(Box::new(first), vec![remedy]))
        .unwrap();
    let promised = step.promises.unwrap();
    assert_eq!(promised.last().unwrap().said.origin, PromiseOrigin::Audit);
    let picture = desk.picture().unwrap();
    let audit = &picture.audits.audits[0];
    let made = &picture.promises.last().unwrap().said;
    assert_eq!(made.origin_ref.as_deref(), Some(&*audit.id.0.to_string()));
    assert!(audit.said.team.is_some());
    let waits = due(&picture);
    assert_eq!(waits.len(), waited + 2);
    assert!(
        waits
            .iter()
            .any(|wait| wait.kind == DueKind::Again && wait.over == 10)
    );
    assert_eq!(movement(&picture.audits).pairs(), 0);
    let second = graded(&desk, who, None, 2);
    desk.audit(&AuditChange::Audit(Box::new(second), Vec::new()))
        .unwrap();
    let picture = desk.picture().unwrap();
    let moved = movement(&picture.audits);
    assert_eq!((moved.better, moved.same, moved.worse), (1, 0, 0));
    assert_eq!(movement_by_team(&picture.audits).len(), 1);
    desk.undo().unwrap();
    desk.undo().unwrap();
    let undone = desk.picture().unwrap();
    assert!(undone.audits.audits.is_empty());
    assert_eq!(undone.promises.len(), promised_before);
}
