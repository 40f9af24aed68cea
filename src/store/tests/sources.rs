//! One fact from several sources, and every kind of record there and back.

use super::*;

fn said_by(source: Source, record: Record) -> Fact {
    let source_ref = record.reference();
    Fact {
        source_ref,
        source,
        ..fact("900138", record)
    }
}

fn assessed(authorised: Dated, handler: Handler) -> Record {
    Record::Assessment(SocialWorkAssessment {
        start: day("2026-01-05"),
        authorised,
        child_seen: Answer::Blank,
        needs_support: Answer::Blank,
        handler,
    })
}

/// Imports facts of one source as an extract of this day that lists these kinds.
fn bring(store: &mut Store, source: Source, kinds: &[FactKind], facts: Vec<Record>, as_at: &str) {
    let facts = facts.into_iter().map(|record| said_by(source, record));
    let mut batch = batch(facts.collect(), "2025-12-12", as_at);
    batch.files[0].source = source;
    batch.files[0].feed = Some(FeedKind::of(kinds[0], source));
    batch.files[0].sheets.truncate(1);
    batch.files[0].sheets[0].kind = Some(kinds[0]);
    batch.files[0].sheets[0].also = kinds[1..].to_vec();
    let ticket = ImportTicket {
        as_at: day(as_at),
        now: NOW,
        rehearsal: false,
    };
    store.import(&batch, ticket, &mut |_| true).unwrap();
}

const ASSESSMENTS: [FactKind; 1] = [FactKind::Assessment];

#[test]
fn what_two_sources_say_of_one_assessment_is_one_assessment_of_two_sources() {
    let place = Place::new();
    let mut store = place.create();
    let on = Dated::On(day("2026-02-04"));
    let annex = vec![assessed(on, handler())];
    bring(
        &mut store,
        Source::AnnexA,
        &ASSESSMENTS,
        annex,
        "2026-06-12",
    );
    let census = vec![assessed(on, Handler::default())];
    bring(
        &mut store,
        Source::CinCensus,
        &ASSESSMENTS,
        census,
        "2026-06-12",
    );
    let load = store.caseload(day("2026-06-12")).unwrap();
    let [known] = load.children[0].assessments.as_slice() else {
        panic!("not one assessment");
    };
    let sources: Vec<Source> = known.sources.iter().collect();
    assert_eq!(sources, [Source::AnnexA, Source::CinCensus]);
    assert_eq!(known.handler, handler());
    assert_eq!(load.disagreements, []);
}

#[test]
fn two_sources_of_one_day_that_disagree_are_both_quoted_and_the_first_is_used() {
    let place = Place::new();
    let mut store = place.create();
    let (early, late) = (day("2026-02-04"), day("2026-02-06"));
    // The order of import does not matter.
    let census = vec![assessed(Dated::On(late), Handler::default())];
    bring(
        &mut store,
        Source::CinCensus,
        &ASSESSMENTS,
        census,
        "2026-06-12",
    );
    let annex = vec![assessed(Dated::On(early), handler())];
    bring(
        &mut store,
        Source::AnnexA,
        &ASSESSMENTS,
        annex,
        "2026-06-12",
    );
    let load = store.caseload(day("2026-06-12")).unwrap();
    assert_eq!(load.children[0].assessments[0].authorised, Dated::On(early));
    let [told] = load.disagreements.as_slice() else {
        panic!("not one disagreement");
    };
    assert_eq!(told.about, "authorised");
    assert_eq!(told.used, (Source::AnnexA, early.long().into()));
    assert_eq!(told.other, (Source::CinCensus, late.long().into()));
}

#[test]
fn a_newer_source_that_has_the_end_is_no_disagreement_and_one_that_lacks_it_is() {
    let place = Place::new();
    let mut store = place.create();
    let open = vec![assessed(Dated::Blank, handler())];
    bring(&mut store, Source::AnnexA, &ASSESSMENTS, open, "2026-03-31");
    let end = Dated::On(day("2026-05-04"));
    let done = vec![assessed(end, Handler::default())];
    bring(
        &mut store,
        Source::CinCensus,
        &ASSESSMENTS,
        done,
        "2026-06-12",
    );
    let load = store.caseload(day("2026-06-12")).unwrap();
    assert_eq!(load.children[0].assessments[0].authorised, end);
    assert_eq!(load.disagreements, []);
    // Then the newest says that it is still open.
    let open = vec![assessed(Dated::Blank, handler())];
    bring(&mut store, Source::AnnexA, &ASSESSMENTS, open, "2026-07-10");
    let load = store.caseload(day("2026-07-10")).unwrap();
    let authorised = load.children[0].assessments[0].authorised;
    assert_eq!(authorised, Dated::Blank);
    assert_eq!(load.disagreements[0].used.0, Source::AnnexA);
    // As known between the two nothing of that was known.
    let load = store.caseload(day("2026-06-12")).unwrap();
    assert_eq!(load.children[0].assessments[0].authorised, end);
}

#[test]
fn the_silence_of_one_source_closes_nothing_that_another_says() {
    let place = Place::new();
    let mut store = place.create();
    let open = vec![assessed(Dated::Blank, handler())];
    bring(&mut store, Source::AnnexA, &ASSESSMENTS, open, "2026-03-31");
    bring(
        &mut store,
        Source::CinCensus,
        &ASSESSMENTS,
        vec![],
        "2026-06-12",
    );
    let load = store.caseload(day("2026-06-12")).unwrap();
    assert!(load.children[0].assessments[0].listed);
    let listed = |source| {
        let mut lists = load.lists.iter();
        lists
            .find(|list| list.source == source)
            .map(|list| list.as_at)
    };
    assert_eq!(listed(Source::AnnexA), Some(day("2026-03-31")));
    assert_eq!(listed(Source::CinCensus), Some(day("2026-06-12")));
}

/// One record of every kind that a rule reads beyond Annex A, with no field at its default.
fn one_of_each() -> Vec<Record> {
    let mut records = events_of_a_child();
    records.extend(follow_through());
    records
}

fn events_of_a_child() -> Vec<Record> {
    let (start, end) = (day("2026-02-02"), Dated::On(day("2026-05-05")));
    let (due, name) = (Dated::On(day("2026-04-04")), || {
        Some(Name::from("T Mockridge"))
    });
    let (yes, no) = (Answer::Yes, Answer::No);
    vec![
        Record::Visit(Visit {
            on: start,
            to: VisitTo::Protection,
            seen: yes,
            alone: no,
            bedroom: Answer::Unknown,
        }),
        Record::Conference(Conference {
            on: start,
            transfer_in: yes,
            plan_made: no,
            supplied_due: due,
        }),
        Record::ReviewConference(ReviewConference {
            on: start,
            quorate: no,
            supplied_due: due,
        }),
        Record::CareReview(CareReview {
            on: start,
            cancelled: yes,
            supplied_due: Dated::Unreadable,
        }),
        Record::CinPlan(CinPlan {
            start,
            end,
            handler: handler(),
        }),
        Record::Placement(Placement {
            start,
            end,
            kind: PlacementKind::Unregistered,
            out_of_area: yes,
        }),
        Record::LegalPeriod(LegalPeriod {
            start,
            end,
            status: LegalStatus::Justice,
        }),
        Record::Involvement(Involvement {
            start,
            end,
            role: InvolvedAs::ConferenceChair,
            handler: handler(),
        }),
        Record::Missing(Missing {
            start,
            end,
            interview_offered: yes,
            interview_accepted: no,
        }),
        Record::PreProceedings(PreProceedings {
            decided: start,
            letter: due,
            first_meeting: Dated::On(day("2026-03-03")),
            ended: end,
        }),
        Record::Liberty(Liberty { start, end }),
        Record::CareCheck(CareCheck {
            on: start,
            what: Checked::Dental,
        }),
        Record::Happening(Happening {
            on: start,
            what: "core_group".into(),
            status: HappeningStatus::LateApproved,
            approved_by: name(),
            handler: handler(),
        }),
    ]
}

fn follow_through() -> Vec<Record> {
    let (start, end) = (day("2026-02-02"), Dated::On(day("2026-05-05")));
    let (due, name) = (Dated::On(day("2026-04-04")), || {
        Some(Name::from("T Mockridge"))
    });
    let (yes, no) = (Answer::Yes, Answer::No);
    vec![
        Record::Action(Action {
            set: start,
            due,
            done: end,
            status: ActionStatus::Superseded,
            owner: name(),
            session: Some("S-1".into()),
            carried_from: Some("A-0".into()),
            carry_count: Some(3),
        }),
        Record::Escalation(Escalation {
            raised: start,
            by: RaisedBy::Partner,
            stage_due: due,
            stage_answered: Dated::Unreadable,
            resolved: end,
            changed_for_child: no,
            cafcass: yes,
        }),
        Record::Audit(Audit {
            on: start,
            reader: Some("team manager".into()),
            ratings: Ratings::of([
                Rating::Yes,
                Rating::No,
                Rating::Partly,
                Rating::NotApplicable,
                Rating::Unknown,
                Rating::Blank,
                Rating::Yes,
            ]),
            remedial_due: due,
            remedial_done: end,
            reaudit_due: Dated::On(day("2026-06-06")),
        }),
    ]
}

#[test]
fn every_kind_of_record_comes_back_from_the_store_as_it_went_in() {
    let place = Place::new();
    let mut store = place.create();
    for record in one_of_each() {
        let kind = record.kind();
        bring(
            &mut store,
            Source::Local,
            &[kind],
            vec![record.clone()],
            "2026-06-12",
        );
        let told = store
            .facts_of(&ChildId::read("900138").unwrap(), day("2026-06-12"))
            .unwrap();
        let back = told.iter().find(|(known, _)| known.is.kind() == kind);
        assert_eq!(back.map(|(known, _)| &known.is), Some(&record), "{kind:?}");
    }
    let load = store.caseload(day("2026-06-12")).unwrap();
    let further = load.children[0].further();
    assert_eq!(further.visits.len(), 1);
    assert_eq!(further.audits[0].ratings.analysis, Rating::Unknown);
    assert!(load.children[0].is_case());
}

#[test]
fn staff_absences_and_supervisors_are_facts_of_no_child() {
    let place = Place::new();
    let mut store = place.create();
    let worker = Name::from("Y Foobarton");
    let records = vec![
        Record::Staff(Staff {
            worker: worker.clone(),
            role: StaffRole::NewlyQualified,
            team: Some("Hub 3".into()),
            started: Dated::On(day("2025-09-01")),
            left: Dated::Blank,
            asye_start: Dated::On(day("2025-09-01")),
            asye_end: Dated::On(day("2026-08-31")),
            fte: Some(80),
            agency: Answer::No,
            supervisor: Some("T Mockridge".into()),
        }),
        Record::Absence(Absence {
            worker: worker.clone(),
            from: day("2026-05-01"),
            to: Dated::Blank,
            cover: Some("N Pretendson".into()),
        }),
        Record::Supervisor(SupervisorLink {
            worker: worker.clone(),
            supervisor: "T Mockridge".into(),
            from: Dated::On(day("2025-09-01")),
            to: Dated::On(day("2026-03-31")),
        }),
    ];
    let facts = records.iter().map(|record| Fact {
        child: None,
        shown_id: None,
        ..said_by(Source::Local, record.clone())
    });
    let mut batch = batch(facts.collect(), "2025-09-01", "2026-06-12");
    batch.files[0].source = Source::Local;
    batch.files[0].feed = Some(FeedKind::Staff);
    let ticket = ImportTicket {
        as_at: day("2026-06-12"),
        now: NOW,
        rehearsal: false,
    };
    store.import(&batch, ticket, &mut |_| true).unwrap();
    let load = store.caseload(day("2026-06-12")).unwrap();
    let known = [
        Record::Staff(load.staff[0].is.clone()),
        Record::Absence(load.absences[0].is.clone()),
        Record::Supervisor(load.supervisors[0].is.clone()),
    ];
    assert_eq!(known.as_slice(), records.as_slice());
    assert!(load.children.is_empty());
}
