//! The tables of the Standard Safeguarding Dataset: what each says, and what they say together.

use std::{fs, path::PathBuf};

use caselight::{
    import::{self, Control, ReadOptions},
    model::{
        Answer, Batch, CareReview, CaseStatus, CinEpisode, CpPlan, Dated, Day, FactKind, Record,
        Source,
    },
};

use super::{facts, line, of_kind, problems, try_read};

/// A made-up child on a protection plan, and one in care, in ten tables.
const TABLES: &[(&str, &str)] = &[
    (
        "a person",
        "pers_person_id,pers_forename,pers_surname,pers_dob,pers_expected_dob,pers_death_date\n\
         990001,Yfirst,Foobarton,2015-06-30 00:00:00.000,NULL,NULL\n\
         990002,Tfirst,Mockridge,NULL,2026-09-01 00:00:00.000,NULL\n",
    ),
    (
        "b episodes",
        "cine_referral_id,cine_person_id,cine_referral_date,cine_referral_outcome_json,cine_referral_nfa,cine_close_reason,cine_close_date,cine_referral_team,cine_referral_worker_id\n\
         R1,990001,2026-01-05 00:00:00.000,\"{\"\"a\"\":\"\"b, c\"\"}\",N ,NULL,NULL,T1,W1\n\
         R2,990002,2026-02-02 00:00:00.000,NULL,N,NULL,NULL,T1,W1\n\
         R3,990003,2026-03-02 00:00:00.000,NULL,Y ,NULL,2026-03-02 00:00:00.000,T1,W1\n",
    ),
    (
        "c enquiries",
        "s47e_s47_enquiry_id,s47e_referral_id,s47e_person_id,s47e_s47_start_date,s47e_s47_end_date,s47e_s47_nfa,s47e_s47_completed_by_worker_id,s47e_s47_completed_by_team\n\
         S1,R1,990001,2026-01-06 00:00:00.000,2026-01-20 00:00:00.000,No,W2,T2\n",
    ),
    (
        "d conferences",
        "icpc_icpc_id,icpc_s47_enquiry_id,icpc_person_id,icpc_icpc_transfer_in,icpc_icpc_target_date,icpc_icpc_date,icpc_icpc_outcome_cp_flag\n\
         I1,S1,990001,N,2026-01-27 00:00:00.000,2026-01-23 00:00:00.000,Y\n\
         I2,S9,990002,N,2026-07-27 00:00:00.000,NULL,NULL\n",
    ),
    (
        "e plans",
        "cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,cppl_cp_plan_initial_category,cppl_cp_plan_latest_category\n\
         P1,990001,2026-01-23 00:00:00.000,NULL,NEG,EMO\n",
    ),
    (
        "f visits",
        "cppv_cp_visit_id,cppv_person_id,cppv_cp_plan_id,cppv_cp_visit_date,cppv_cp_visit_seen,cppv_cp_visit_seen_alone,cppv_cp_visit_bedroom\n\
         V1,990001,P1,2026-05-20 00:00:00.000,Y ,Y ,N\n\
         V2,990001,P1,2026-06-01 00:00:00.000,N,NULL,NULL\n\
         V3,990001,P1,2026-07-01 00:00:00.000,Y,N,NULL\n",
    ),
    (
        "g reviews",
        "cppr_cp_review_id,cppr_person_id,cppr_cp_plan_id,cppr_cp_review_due,cppr_cp_review_date,cppr_cp_review_quorate\n\
         C1,990001,P1,2026-04-23 00:00:00.000,2026-04-20 00:00:00.000,Y\n",
    ),
    (
        "h care",
        "clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_start_reason,clae_cla_episode_ceased_date,clae_cla_episode_ceased_reason,clae_cla_id,clae_entered_care_date\n\
         E1,990002,2026-02-09 00:00:00.000,S,2026-03-09 00:00:00.000,X1,K1,2026-02-09 00:00:00.000\n\
         E2,990002,2026-03-09 00:00:00.000,P,NULL,NULL,K1,2026-02-09 00:00:00.000\n",
    ),
    (
        "i care reviews",
        "clar_cla_review_id,clar_cla_id,clar_cla_review_due_date,clar_cla_review_date,clar_cla_review_cancelled\n\
         L1,K1,2026-03-08 00:00:00.000,2026-03-04 00:00:00.000,N\n\
         L2,K1,NULL,2026-05-04 00:00:00.000,Y\n\
         L3,K7,NULL,2026-05-04 00:00:00.000,N\n",
    ),
    (
        "j involvements",
        "invo_involvements_id,invo_professional_id,invo_professional_role_id,invo_professional_team,invo_involvement_start_date,invo_involvement_end_date,invo_person_id\n\
         N1,W1,Allocated Case Worker,T1,2026-01-05 00:00:00.000,2026-02-01 00:00:00.000,990001\n\
         N2,W2,Allocated Case Worker,T2,2026-02-01 00:00:00.000,NULL,990001\n\
         N3,W9,Independent Reviewing Officer,T2,2026-02-10 00:00:00.000,NULL,990002\n",
    ),
    (
        "k professionals",
        "prof_professional_id,prof_staff_id,prof_professional_name,prof_professional_job_title\n\
         W1,A1,Y Foobarton,Social Worker\nW2,A2,T Mockridge,Social Worker\n",
    ),
    (
        "l teams",
        "dept_team_id,dept_team_name,dept_team_parent_id\nT1,Front Door,NULL\nT2,Hub 1,NULL\n",
    ),
];

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn on(text: &str) -> Dated {
    Dated::On(day(text))
}

/// Reads the tables whose names `wanted` lets through, in this order or the other way round.
fn read_tables(wanted: &dyn Fn(&str) -> bool, turned: bool) -> Batch {
    let folder = tempfile::tempdir().unwrap();
    let mut paths: Vec<PathBuf> = Vec::new();
    for (name, text) in TABLES.iter().filter(|(name, _)| wanted(name)) {
        let path = folder.path().join(format!("{name}.csv"));
        fs::write(&path, text).unwrap();
        paths.push(path);
    }
    if turned {
        paths.reverse();
    }
    let options = ReadOptions {
        as_at: Some(day("2026-06-12")),
        ..ReadOptions::default()
    };
    import::read(&paths, &options, &mut |_| Control::Continue).unwrap()
}

fn all() -> Batch {
    read_tables(&|_| true, false)
}

fn episode<'b>(batch: &'b Batch, child: &str) -> &'b CinEpisode {
    let mut found = of_kind(batch, FactKind::Cin).into_iter();
    let fact = found.find(|fact| fact.child.as_ref().unwrap().as_str() == child);
    match &fact.unwrap().record {
        Record::Cin(episode) => episode,
        _ => panic!("no episode"),
    }
}

fn plan(batch: &Batch) -> &CpPlan {
    match &of_kind(batch, FactKind::CpPlan)[0].record {
        Record::CpPlan(plan) => plan,
        _ => panic!("no plan"),
    }
}

#[test]
fn the_tables_say_the_same_in_whatever_order_they_are_read() {
    let turned = read_tables(&|_| true, true);
    assert_eq!(facts(&all()), facts(&turned));
    assert!(all().facts.iter().all(|fact| fact.source == Source::Ssd));
}

#[test]
fn an_enquiry_has_its_conference_and_the_target_is_only_kept() {
    let batch = all();
    let Record::Enquiry(enquiry) = &of_kind(&batch, FactKind::Enquiry)[0].record else {
        panic!("no enquiry")
    };
    assert_eq!(enquiry.conference, on("2026-01-23"));
    assert_eq!(enquiry.plan_made, Answer::Yes);
    assert_eq!(enquiry.ended, on("2026-01-20"));
    assert_eq!(enquiry.handler.worker.as_deref(), Some("T Mockridge"));
    let conferences = of_kind(&batch, FactKind::Conference);
    assert_eq!(conferences.len(), 1, "one has not been held yet");
    let Record::Conference(conference) = &conferences[0].record else {
        panic!("no conference")
    };
    assert_eq!(conference.supplied_due, on("2026-01-27"));
}

#[test]
fn a_plan_has_the_latest_visit_at_which_the_child_was_seen_up_to_the_as_at() {
    let batch = all();
    let plan = plan(&batch);
    assert_eq!(plan.last_visit, on("2026-05-20"));
    assert_eq!(plan.seen_alone, Answer::Yes);
    assert_eq!(plan.latest_review, on("2026-04-20"));
    assert_eq!(of_kind(&batch, FactKind::Visit).len(), 3, "all are kept");
}

#[test]
fn an_open_case_has_its_status_and_its_latest_worker_by_name() {
    let batch = all();
    let first = episode(&batch, "990001");
    assert_eq!(first.status, CaseStatus::ProtectionPlan);
    assert_eq!(first.last_seen, on("2026-05-20"));
    assert_eq!(first.handler.worker.as_deref(), Some("T Mockridge"));
    assert_eq!(first.handler.team.as_deref(), Some("Hub 1"));
    let second = episode(&batch, "990002");
    assert_eq!(second.status, CaseStatus::LookedAfter);
    assert_eq!(
        second.handler.worker, None,
        "a reviewing officer holds no case"
    );
}

#[test]
fn a_referral_that_went_no_further_begins_no_episode() {
    let batch = all();
    assert_eq!(of_kind(&batch, FactKind::Referral).len(), 3);
    assert_eq!(of_kind(&batch, FactKind::Cin).len(), 2);
}

#[test]
fn episodes_of_one_period_of_care_are_one_period_and_its_reviews_find_the_child() {
    let batch = all();
    let care = of_kind(&batch, FactKind::CarePeriod);
    assert_eq!(care.len(), 1);
    let Record::CarePeriod(period) = &care[0].record else {
        panic!("no care")
    };
    assert_eq!(
        (period.start, period.end),
        (day("2026-02-09"), Dated::Blank)
    );
    assert_eq!(period.latest_review, on("2026-03-04"), "one was cancelled");
    let reviews = of_kind(&batch, FactKind::CareReview);
    assert_eq!(reviews.len(), 2);
    assert!(
        reviews
            .iter()
            .all(|fact| line(fact).starts_with("990002||"))
    );
    let cancelled = |review: &CareReview| review.cancelled == Answer::Yes;
    assert!(reviews.iter().any(|fact| match &fact.record {
        Record::CareReview(review) => cancelled(review),
        _ => false,
    }));
}

#[test]
fn what_cannot_be_joined_is_a_problem_of_its_row_and_no_fact() {
    let batch = all();
    let lost: Vec<_> = problems(&batch)
        .into_iter()
        .filter(|problem| problem.row_lost)
        .collect();
    assert_eq!(lost.len(), 1);
    assert_eq!(
        (lost[0].sheet.as_str(), lost[0].row),
        ("i care reviews", Some(4))
    );
    let stranger = problems(&batch)
        .into_iter()
        .find(|problem| problem.found == "1 ids of workers");
    assert_eq!(stranger.unwrap().sheet, "j involvements");
}

#[test]
fn without_the_list_of_workers_an_id_stays_and_without_visits_nothing_is_made_up() {
    let some = |name: &str| !name.starts_with(['f', 'k', 'l']);
    let batch = read_tables(&some, false);
    let first = episode(&batch, "990001");
    assert_eq!(first.handler.worker.as_deref(), Some("W2"));
    assert_eq!(first.last_seen, Dated::Blank);
    assert_eq!(plan(&batch).last_visit, Dated::Blank);
    assert!(!batch.lists().contains(&(Source::Ssd, FactKind::Visit)));
}

#[test]
fn an_unborn_child_has_the_expected_date_and_no_name_is_ever_read() {
    let batch = all();
    let people = of_kind(&batch, FactKind::Person);
    let Record::Person(unborn) = &people[1].record else {
        panic!("no person")
    };
    assert_eq!(unborn.birth, Some(day("2026-09-01")));
    assert_eq!(unborn.expected, Answer::Yes);
    let everything = format!("{:?}{:?}", facts(&batch), problems(&batch));
    assert!(!everything.contains("Yfirst") && !everything.contains("Tfirst"));
}

#[test]
fn an_enquiry_id_never_becomes_part_of_a_key() {
    let batch = all();
    for fact in &batch.facts {
        assert_eq!(
            fact.source_ref,
            fact.record.reference(),
            "{:?} must meet the same fact of another source",
            fact.record.kind()
        );
    }
}

/// The made-up authority that several returns describe, where it is at hand.
fn known(name: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/known-answers/clean");
    let path = folder.join(name);
    path.exists().then_some(path)
}

#[test]
fn the_tables_and_annex_a_agree_on_every_fact_that_both_hold() {
    let (Some(tables), Some(annex)) = (known("ssd"), known("annex_a.xlsx")) else {
        return;
    };
    let options = ReadOptions {
        as_at: Some(day("2026-06-12")),
        ..ReadOptions::default()
    };
    let tables = import::read(&[tables], &options, &mut |_| Control::Continue).unwrap();
    let annex = try_read(&[annex]).unwrap();
    let differing = super::agree::differences(&annex, &tables);
    let unexplained: Vec<_> = differing
        .iter()
        .filter(|(about, _)| {
            !super::agree::EXPLAINED
                .iter()
                .any(|(known, _)| known == about)
        })
        .collect();
    assert_eq!(unexplained, Vec::<&(String, usize)>::new());
}
