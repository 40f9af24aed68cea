//! Caselight's own lists, and the empty files that are written for them.

use std::fs;

use caselight::{
    import,
    model::{
        ActionStatus, ActionsReviewed, Answer, Dated, Day, FactKind, FeedKind, HappeningStatus,
        Rating, Record, SessionStatus, StaffRole, Template,
    },
    review::{Overwrite, write_templates},
};

use super::{of_kind, problems, read, read_csv};

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

fn filled(template: &Template) -> String {
    let row = |cell: &dyn Fn(usize) -> String| {
        let cells: Vec<String> = (0..template.columns.len()).map(cell).collect();
        cells.join(",")
    };
    format!(
        "{}\n{}\n",
        row(&|place| template.columns[place].name.clone()),
        row(&|place| template.columns[place].example.clone())
    )
}

#[test]
fn every_template_with_its_example_is_read_as_the_list_that_it_is_for() {
    let templates = import::templates().unwrap();
    let names: Vec<&str> = templates.iter().map(|one| one.name.as_str()).collect();
    for wanted in [
        "supervision",
        "family",
        "cases",
        "actions",
        "staff",
        "supervisors",
        "absences",
        "events",
        "escalations",
        "audits",
    ] {
        assert!(names.contains(&wanted), "{wanted}");
    }
    for template in &templates {
        let batch = read_csv(&filled(template));
        let sheet = &batch.files[0].sheets[0];
        assert_eq!(sheet.recognised_as, template.name);
        assert_eq!((sheet.rows, sheet.used), (1, 1), "{}", template.name);
        assert_eq!(
            sheet.unknown_columns,
            Vec::<String>::new(),
            "{}",
            template.name
        );
        assert!(problems(&batch).is_empty(), "{}", template.name);
    }
}

#[test]
fn every_allowed_word_is_understood_and_any_other_is_told() {
    for template in import::templates().unwrap() {
        let with_words =
            (0..template.columns.len()).filter(|at| !template.columns[*at].allowed.is_empty());
        for place in with_words {
            let mut asked = template.clone();
            for word in &template.columns[place].allowed {
                asked.columns[place].example.clone_from(word);
                let batch = read_csv(&filled(&asked));
                assert!(
                    problems(&batch).is_empty(),
                    "{} {} {word}",
                    template.name,
                    template.columns[place].name
                );
            }
        }
    }
    let odd = read_csv("worker_id,role\nY Foobarton,wizard\n");
    assert_eq!(problems(&odd)[0].effect, "read as unknown");
    let odd = read_csv("child_id,event_type,event_date\n990001,Tea Party,2026-05-01\n");
    assert!(problems(&odd)[0].effect.contains("no rule reads it"));
}

#[test]
fn templates_are_written_as_files_or_as_one_workbook_and_are_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("templates");
    let written = write_templates(&place, Overwrite::Refuse).unwrap();
    assert_eq!(written.len(), import::templates().unwrap().len() + 1);
    for name in written
        .iter()
        .filter(|name| *name != "columns explained.csv")
    {
        let batch = read(&place.join(name));
        let sheet = &batch.files[0].sheets[0];
        assert_eq!(format!("{}.csv", sheet.recognised_as), *name);
    }
    let explained = fs::read_to_string(place.join("columns explained.csv")).unwrap();
    assert!(explained.contains("complete, superseded"));
    // A folder of templates, or all its files by name: what explains the columns is left out.
    let every: Vec<_> = written.iter().map(|name| place.join(name)).collect();
    for paths in [vec![place.clone()], every] {
        let options = import::ReadOptions::default();
        let reading =
            import::read_all(&paths, &options, &mut |_| import::Control::Continue).unwrap();
        let [over] = reading.passed_over.as_slice() else {
            panic!("one file is left out")
        };
        assert_eq!(over.file, "columns explained.csv");
        assert!(over.why.contains("no list"), "{}", over.why);
    }
    let again = write_templates(&place, Overwrite::Refuse).unwrap_err();
    assert!(again.to_string().contains("--overwrite"), "{again}");
    let book = folder.path().join("templates.xlsx");
    write_templates(&book, Overwrite::Refuse).unwrap();
    let batch = read(&book);
    let sheets: usize = batch.files.iter().map(|file| file.sheets.len()).sum();
    assert_eq!(sheets, import::templates().unwrap().len());
    assert_eq!(batch.files[0].passed_over, ["columns explained"]);
}

#[test]
fn a_session_of_several_children_with_a_staff_row_keeps_its_id_and_its_answers() {
    let batch = read_csv(
        "session_id,child_id,session_date,session_type,status,worker_id,supervisor_id,team,\
         decision_recorded,decision_rationale,reflection_evident,challenge_evident,\
         previous_actions_reviewed,risk_reviewed,child_voice_considered,note\n\
         S1,,2026-05-12,staff_one_to_one,held,Y Foobarton,T Mockridge,Hub 1,na,na,,,,,,private words\n\
         S1,990001,2026-05-12,case_supervision,held,Y Foobarton,T Mockridge,Hub 1,yes,no,yes,partly,none,yes,no,private words\n\
         S1,990002,2026-05-12,case_supervision,held,Y Foobarton,T Mockridge,Hub 1,yes,yes,,,all,,,\n",
    );
    let sessions = of_kind(&batch, FactKind::Session);
    assert_eq!(sessions.len(), 3);
    for fact in &sessions {
        let Record::Session(session) = &fact.record else {
            panic!("no session")
        };
        assert_eq!(session.id.as_deref(), Some("S1"));
        assert_eq!(session.status, SessionStatus::Held);
    }
    let Record::Session(first) = &sessions[1].record else {
        panic!("no session")
    };
    assert_eq!(first.meeting.reflection, Rating::Yes);
    assert_eq!(first.meeting.challenge, Rating::Partly);
    assert_eq!(first.meeting.actions_reviewed, ActionsReviewed::None);
    assert_eq!(first.meeting.child_voice, Answer::No);
    assert!(!format!("{:?}", batch.facts).contains("private"));
}

#[test]
fn an_action_says_who_by_when_and_from_where_and_blank_is_not_unreadable() {
    let batch = read_csv(
        "action_id,session_id,child_id,description,owner_id,set_date,due_date,completed_date,status,carried_from_action_id,carry_count\n\
         A1,S1,990001,words,Y Foobarton,2026-05-04,,,open,A0,2\n\
         A2,S1,990001,words,Y Foobarton,2026-05-04,soon,2026-05-20,,,\n\
         ,S1,990001,words,Y Foobarton,2026-05-04,,,open,,\n",
    );
    assert_eq!(batch.files[0].feed, Some(FeedKind::Actions));
    let actions: Vec<_> = of_kind(&batch, FactKind::Action)
        .into_iter()
        .map(|fact| match &fact.record {
            Record::Action(action) => (fact.source_ref.as_ref(), action),
            _ => panic!("no action"),
        })
        .collect();
    assert_eq!(actions.len(), 2, "one has no id");
    assert_eq!(actions[0].0, "A1");
    assert_eq!(actions[0].1.due, Dated::Blank);
    assert_eq!(actions[0].1.carry_count, Some(2));
    assert_eq!(actions[0].1.carried_from.as_deref(), Some("A0"));
    assert_eq!(actions[1].1.due, Dated::Unreadable);
    assert_eq!(actions[1].1.status, ActionStatus::Complete);
    assert!(!format!("{:?}", batch.facts).contains("words"));
}

#[test]
fn an_action_is_read_in_the_words_of_case_systems_and_never_done_before_it_was_set() {
    let batch = read_csv(
        "action_id,child_id,set_date,due_date,completed_date,status\n\
         A1,990001,2026-05-04,2026-05-11,,In Progress\n\
         A2,990001,2026-05-04,2026-05-11,2026-05-10,Completed\n\
         A3,990001,2026-05-04,2026-05-11,,Not started\n\
         A4,990001,2026-05-04,2026-05-11,,perhaps\n\
         A5,990001,2026-05-04,2026-05-01,2026-05-02,done\n",
    );
    let actions: Vec<_> = of_kind(&batch, FactKind::Action)
        .into_iter()
        .map(|fact| match &fact.record {
            Record::Action(action) => action,
            _ => panic!("no action"),
        })
        .collect();
    let statuses: Vec<_> = actions.iter().map(|action| action.status).collect();
    assert_eq!(
        statuses,
        [
            ActionStatus::Open,
            ActionStatus::Complete,
            ActionStatus::Open,
            ActionStatus::Unknown,
            ActionStatus::Complete,
        ]
    );
    let last = actions[4];
    assert_eq!(
        (last.due, last.done),
        (Dated::Unreadable, Dated::Unreadable)
    );
    let told = problems(&batch);
    let rows: Vec<_> = told.iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [Some(5), Some(6), Some(6)], "{told:?}");
}

#[test]
fn a_session_with_oneself_is_told() {
    let batch = read_csv(
        "session_id,child_id,session_date,session_type,status,worker_id,supervisor_id\n\
         S1,990001,2026-05-12,case_supervision,held,Y Foobarton,Y Foobarton\n\
         S2,990001,2026-05-13,case_supervision,held,Y Foobarton,T Mockridge\n",
    );
    assert_eq!(of_kind(&batch, FactKind::Session).len(), 2);
    let told = problems(&batch);
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0].row, Some(2));
    assert_eq!(told[0].expected, "somebody else than the worker");
}

#[test]
fn one_event_years_ahead_costs_its_own_row_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.csv");
    let text = "child_id,event_date,event_type\n990001,2026-05-12,core_group\n990001,2030-05-12,core_group\n";
    fs::write(&file, text).unwrap();
    let options = import::ReadOptions {
        as_at: Some(day("2026-06-12")),
        ..import::ReadOptions::default()
    };
    let reading = import::read_all(&[file], &options, &mut |_| import::Control::Continue).unwrap();
    assert_eq!(of_kind(&reading.batch, FactKind::Happening).len(), 1);
    assert_eq!(reading.batch.files[0].latest, Some(day("2026-05-12")));
    let told = problems(&reading.batch);
    assert_eq!(
        (told[0].row, told[0].found.as_str()),
        (Some(3), "2030-05-12")
    );
    assert!(told[0].row_lost);
}

#[test]
fn staff_bring_their_absence_and_lists_of_workers_name_no_child() {
    let batch = read_csv(
        "worker_id,role,team,start_date,asye_start_date,asye_end_date,fte,agency,supervisor_id,absence_from,absence_to\n\
         Y Foobarton,asye,Hub 1,2025-09-01,2025-09-01,2026-08-31,0.6,n,T Mockridge,2026-04-01,2026-04-17\n\
         T Mockridge,Team Manager,Hub 1,,,,100%,no,,,\n",
    );
    let staff: Vec<_> = of_kind(&batch, FactKind::Staff)
        .into_iter()
        .map(|fact| match &fact.record {
            Record::Staff(staff) => staff,
            _ => panic!("no staff"),
        })
        .collect();
    assert_eq!(staff[0].role, StaffRole::NewlyQualified);
    assert_eq!((staff[0].fte, staff[1].fte), (Some(60), Some(100)));
    assert_eq!(staff[1].role, StaffRole::TeamManager);
    assert_eq!(of_kind(&batch, FactKind::Absence).len(), 1);
    assert!(batch.facts.iter().all(|fact| fact.child.is_none()));
    let links = read_csv("worker_id,supervisor_id,from,to\nY Foobarton,T Mockridge,,\n");
    assert_eq!(of_kind(&links, FactKind::Supervisor).len(), 1);
    let away = read_csv(
        "worker_id,from,to,type,cover_worker_id\nY Foobarton,2026-05-01,2026-04-01,leave,\n",
    );
    assert!(problems(&away)[0].row_lost, "it ends before it starts");
}

#[test]
fn cases_tell_of_plans_and_care_only_where_they_have_the_columns() {
    let batch = read_csv(
        "child_id,opened,closed,case_status,worker,last_seen,protection_plan_start,latest_review_conference\n\
         990001,2026-01-05,,child_protection_plan,Y Foobarton,2026-06-01,2026-02-01,2026-04-20\n",
    );
    let sheet = &batch.files[0].sheets[0];
    assert_eq!(sheet.kind, Some(FactKind::Cin));
    assert!(sheet.also.contains(&FactKind::CpPlan));
    assert!(!sheet.also.contains(&FactKind::CarePeriod));
    let Record::CpPlan(plan) = &of_kind(&batch, FactKind::CpPlan)[0].record else {
        panic!("no plan")
    };
    assert_eq!(plan.latest_review, Dated::On(day("2026-04-20")));
}

#[test]
fn an_event_keeps_its_word_and_says_whether_it_took_place() {
    let batch = read_csv(
        "child_id,event_type,event_date,status,exception_reason,approved_by\n\
         990001,Core Group,2026-05-12,,,\n\
         990001,core_group,2026-05-20,cancelled,,\n\
         990001,core_group,2026-05-28,late_approved,illness,T Mockridge\n",
    );
    let events: Vec<_> = of_kind(&batch, FactKind::Happening)
        .into_iter()
        .map(|fact| match &fact.record {
            Record::Happening(event) => (event.what.as_ref(), event.status),
            _ => panic!("no event"),
        })
        .collect();
    assert_eq!(
        events,
        [
            ("core_group", HappeningStatus::Held),
            ("core_group", HappeningStatus::Cancelled),
            ("core_group", HappeningStatus::LateApproved),
        ]
    );
}
