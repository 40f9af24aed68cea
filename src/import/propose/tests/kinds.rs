//! Visits, actions, staff and absences, as three invented systems of each would export them.

use super::*;
use crate::import::Control;
use crate::model::{ActionStatus, Answer, Batch, Dated, Record, StaffRole, VisitTo};

/// What is proposed: the kind of list, each mapped heading with its meaning, and what is unsettled.
fn mapped(proposal: &Proposal) -> Vec<(&str, &str)> {
    let columns = proposal.columns.iter().enumerate();
    columns
        .filter_map(|(at, column)| Some((column.heading.as_str(), proposal.meaning(at)?)))
        .collect()
}

fn settled(proposal: &Proposal, kind: &str) {
    assert_eq!(proposal.kind_of_list().id, kind, "{:?}", mapped(proposal));
    assert_eq!(proposal.unsettled(), Vec::<String>::new());
    assert!(
        proposal.columns.iter().all(|column| !column.doubtful),
        "{:?}",
        proposal.questions()
    );
}

/// The file as it is read by the layout that the proposal is kept as.
fn read_by(proposal: &Proposal, file: &str, bytes: &[u8]) -> Batch {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(file);
    std::fs::write(&path, bytes).unwrap();
    let options = ReadOptions {
        own: vec![proposal.layout("by-mapping").unwrap()],
        ..ReadOptions::default()
    };
    let batch = read(&[path], &options, &mut |_| Control::Continue).unwrap();
    assert_eq!(
        batch.files[0].recognised_as,
        "by-mapping, a layout of your own"
    );
    batch
}

const VISITS_BY_TYPE: &[u8] = b"Visits Summary Report;;;;;;
Run on;12/06/2026 07:15;;;;;
Foob Person No;Visit Category;Actual Date/Time;Visit Status;Was the CYP seen?;Seen Alone?;Bedroom viewed
0104501;CP Statutory Visit;03/06/2026 10:00;Completed;Yes;Yes;Y
0104502, 0104503;CIN Visit;04/06/2026 14:30;Completed;Yes;No;N
0104504;LAC Visit;05/06/2026 09:00;No access;No;;
0104505;LAC Visit;05/06/2026 11:00;Cancelled;;;
0104506;Statutory Visit;08/06/2026 11:00;Completed;Yes;Yes;N
Total 5;;;;;;
";

const VISITS_OF_PLANS: &[u8] = b"ClientRef,CPVisitDate,ChildSeen,SeenAlone,Worker
MG-4411,2026-06-01,Child seen,Child seen alone,Y Foobarton
MG-4412,2026-06-02,Child not seen,,Y Foobarton
";

const VISITS_IN_CARE: &[u8] = b"Corporate parenting: visits to looked after children,,,
Young person id,Visited on,Result,Spoken to in private
770001,3 June 2026,Seen,Y
770002,4 June 2026,No reply,N
";

#[test]
fn visits_of_three_systems_are_proposed_with_whose_duty_they_were() {
    settled(&proposal_of("a.csv", VISITS_BY_TYPE), "visits");
    settled(
        &proposal_of("a.csv", VISITS_OF_PLANS),
        "child protection visits",
    );
    settled(&proposal_of("a.csv", VISITS_IN_CARE), "visits in care");
    let proposal = proposal_of("a.csv", VISITS_BY_TYPE);
    assert_eq!(
        mapped(&proposal),
        [
            ("Foob Person No", "the child's id"),
            (
                "Visit Category",
                "whose visit it was: in need, protection plan, in care"
            ),
            ("Actual Date/Time", "when the visit was"),
            ("Visit Status", "whether the visit took place"),
            ("Was the CYP seen?", "whether the child was seen"),
            ("Seen Alone?", "whether the child was seen alone"),
            ("Bedroom viewed", "whether the bedroom was seen"),
        ]
    );
    assert!(
        proposal.questions()[0].contains("stop no visit clock: Statutory Visit"),
        "{:?}",
        proposal.questions()
    );
}

#[test]
fn a_visit_that_was_not_made_is_no_visit_and_one_without_the_child_is_kept_as_such() {
    let proposal = proposal_of("a.csv", VISITS_BY_TYPE);
    let batch = read_by(&proposal, "a.csv", VISITS_BY_TYPE);
    let visits: Vec<_> = batch
        .facts
        .iter()
        .map(|fact| match &fact.record {
            Record::Visit(visit) => (
                fact.shown_id.as_deref().unwrap(),
                visit.to,
                visit.seen,
                visit.alone,
            ),
            other => panic!("{:?}", other.kind()),
        })
        .collect();
    assert_eq!(
        visits,
        [
            ("0104501", VisitTo::Protection, Answer::Yes, Answer::Yes),
            ("0104502", VisitTo::InNeed, Answer::Yes, Answer::No),
            ("0104503", VisitTo::InNeed, Answer::Yes, Answer::No),
            ("0104504", VisitTo::Care, Answer::No, Answer::Blank),
            ("0104506", VisitTo::Other, Answer::Yes, Answer::Yes),
        ]
    );
    let told: Vec<&str> = batch.files[0]
        .problems
        .iter()
        .map(|problem| problem.found.as_str())
        .collect();
    assert_eq!(told, ["Statutory Visit", "Total 5"]);
    let first = proposal.first_rows().unwrap();
    assert_eq!(
        first.lines[1].1,
        "child 0104502, 0104503: visit to a child in need, 04 Jun 2026, child seen, not alone, bedroom not seen"
    );
}

#[test]
fn a_visit_whose_state_nobody_knows_is_lost_and_told_for_its_child() {
    let text = b"CP visits,,,\nPerson ID,Visit Date,Visit Status,Seen\n\
        880001,01/06/2026,Completed,Y\n880002,01/06/2026,Completed,Y\n880003,02/06/2026,Grobbled,\n";
    let proposal = proposal_of("a.csv", text);
    settled(&proposal, "child protection visits");
    let batch = read_by(&proposal, "a.csv", text);
    assert_eq!(batch.facts.len(), 2);
    let problem = &batch.files[0].problems[0];
    assert!(problem.row_lost && problem.found == "Grobbled");
    assert_eq!(problem.child_id.as_ref().unwrap().as_str(), "880003");
}

#[test]
fn visits_that_do_not_say_whose_they_are_are_asked_for_and_never_guessed() {
    let text = b"Person ID,Visit Date,Child Seen\n880001,01/06/2026,Y\n880002,02/06/2026,N\n";
    let mut proposal = proposal_of("export.csv", text);
    assert_eq!(proposal.missing(), Vec::<String>::new());
    let unsettled = proposal.unsettled();
    assert!(
        unsettled[0].starts_with("Are these visits"),
        "{unsettled:?}"
    );
    let kinds = proposal.kinds();
    let care = kinds.iter().position(|kind| kind.id == "visits in care");
    proposal.take_for(care.unwrap());
    settled(&proposal, "visits in care");
    let batch = read_by(&proposal, "export.csv", text);
    assert!(batch.facts.iter().all(|fact| matches!(
        &fact.record,
        Record::Visit(visit) if visit.to == VisitTo::Care
    )));
    // The name of the file is enough.
    let told = proposal_of("LAC visits June.csv", text);
    settled(&told, "visits in care");
}

const ACTIONS_WITH_IDS: &[u8] =
    b"Action Ref,Person ID,Action Agreed,Owner,Date Set,Target Date,Date Completed,Status
TK-1,0990001,Visit the school,Y Foobarton,04/05/2026,18/05/2026,17/05/2026,Completed
TK-2,0990001,Chase the report,Y Foobarton,04/05/2026,,,In progress
TK-3,0990002,Ring the aunt,T Mockridge,11/05/2026,12/05/2026,,Not started
";

const ACTIONS_WITHOUT_IDS: &[u8] = b"Supervision action log
Exported 12/06/2026 07:00
Mosaic No;What needs to be done;By whom;By when;Supervision date;Progress
990001 & 990002;Complete the chronology;\xc9 Foobarton;18/05/2026;04/05/2026 09:30;Done
990001;Refer to housing;\xc9 Foobarton;;04/05/2026 09:30;Outstanding
990003;Arrange a home visit;T Mockridge;29/05/2026;15/05/2026 13:00;No longer required
";

const TASKS: &[u8] = b"TaskID,ClientNo,TaskDetails,AssignedTo,RaisedOn,DueDate,ClosedOn
8801,55001,Write to the GP,Y Foobarton,2026-05-04,2026-05-18,
8802,55002,Update the plan,Y Foobarton,2026-05-06,2026-05-20,2026-05-19
";

#[test]
fn actions_of_three_systems_are_proposed_and_read() {
    for (text, count) in [(ACTIONS_WITH_IDS, 3), (ACTIONS_WITHOUT_IDS, 4), (TASKS, 2)] {
        let proposal = proposal_of("a.csv", text);
        settled(&proposal, "actions");
        let batch = read_by(&proposal, "a.csv", text);
        assert_eq!(batch.facts.len(), count, "{:?}", mapped(&proposal));
        for fact in &batch.facts {
            let Record::Action(action) = &fact.record else {
                panic!("no action")
            };
            assert!(action.owner.is_some() && action.status != ActionStatus::Unknown);
            assert!(fact.details.is_none(), "free text was taken in");
        }
    }
    let batch = read_by(
        &proposal_of("a.csv", ACTIONS_WITH_IDS),
        "a.csv",
        ACTIONS_WITH_IDS,
    );
    let of = |id: &str| {
        let fact = batch.facts.iter().find(|fact| &*fact.source_ref == id);
        match &fact.unwrap().record {
            Record::Action(action) => action.clone(),
            _ => panic!("no action"),
        }
    };
    assert_eq!(of("TK-1").status, ActionStatus::Complete);
    assert_eq!(
        (of("TK-2").status, of("TK-2").due),
        (ActionStatus::Open, Dated::Blank)
    );
    assert_eq!(of("TK-3").due.day().unwrap().long(), "12 May 2026");
}

#[test]
fn an_action_without_an_id_is_the_same_one_in_the_next_export() {
    let first = proposal_of("a.csv", ACTIONS_WITHOUT_IDS);
    let before = read_by(&first, "a.csv", ACTIONS_WITHOUT_IDS);
    let text = String::from_utf8_lossy(ACTIONS_WITHOUT_IDS);
    let next = text
        .replace("Outstanding", "Completed")
        .replace("29/05/2026", "12/06/2026");
    let after = read_by(&first, "b.csv", next.as_bytes());
    let keys = |batch: &Batch| -> Vec<_> {
        let facts = batch.facts.iter();
        facts
            .map(|fact| {
                (
                    fact.child.clone(),
                    fact.record.start(),
                    fact.source_ref.clone(),
                )
            })
            .collect()
    };
    assert_eq!(keys(&before), keys(&after));
    let all: std::collections::HashSet<_> = keys(&before).into_iter().collect();
    assert_eq!(all.len(), 4);
    // Neither an id nor words: the row says so, and is not taken for another action of the day.
    let lost = text.replace("Refer to housing", "");
    let lost = read_by(&first, "c.csv", lost.as_bytes());
    assert_eq!(lost.facts.len(), 3);
    assert!(lost.files[0].problems[0].row_lost);
}

const STAFF_OF_HR: &[u8] = b"Establishment list,,,,,,,
Position No,Full Name,Job Title,Line Manager,Start Date,End Date,FTE,Contract Type
P001,Y Foobarton,Senior Social Worker,T Mockridge,02/09/2024,,0.6,Permanent
P002,A Testwick,ASYE Social Worker,T Mockridge,01/03/2026,,1,Permanent
P003,T Mockridge,Team Manager,H Placeholder,01/01/2020,31/05/2026,100%,Agency
Total 3,,,,,,,
";

const STAFF_OF_A_HUB: &[u8] = b"Practitioner name;Role;Hub;Supervised by;ASYE start;ASYE end
Foobarton, Y;SW;Hub 1;Mockridge, T;;
Testwick, A;NQSW;Hub 1;Mockridge, T;2026-03-01;2027-02-28
";

const STAFF_OF_A_SYSTEM: &[u8] = b"WorkerName,Designation,TeamName,ReportsTo,DateLeft,AgencyWorker
Y Foobarton,Social Worker,Hub 1,T Mockridge,,N
T Mockridge,Team Manager,Hub 1,H Placeholder,,N
H Placeholder,Head of Service,,,,Y
";

#[test]
fn staff_of_three_systems_are_proposed_and_read() {
    for (text, count) in [
        (STAFF_OF_HR, 3),
        (STAFF_OF_A_HUB, 2),
        (STAFF_OF_A_SYSTEM, 3),
    ] {
        let proposal = proposal_of("a.csv", text);
        settled(&proposal, "staff");
        let batch = read_by(&proposal, "a.csv", text);
        assert_eq!(batch.facts.len(), count, "{:?}", mapped(&proposal));
        for fact in &batch.facts {
            let Record::Staff(staff) = &fact.record else {
                panic!("no staff")
            };
            assert_ne!(staff.role, StaffRole::Other, "{}", staff.worker);
        }
    }
    let proposal = proposal_of("a.csv", STAFF_OF_HR);
    let first = proposal.first_rows().unwrap();
    assert_eq!(
        first.lines[0].1,
        "worker Y Foobarton: senior social worker, supervisor T Mockridge, from 02 Sep 2024, 0.60 of full time, not agency"
    );
    assert_eq!((first.read, first.not_read), (3, 0));
    assert!(
        first.lines[2]
            .1
            .ends_with("until 31 May 2026, 1.00 of full time, agency")
    );
}

#[test]
fn absences_are_proposed_and_read() {
    for text in [
        "Employee name,Absence type,Absence start,Absence end\nY Foobarton,Leave,01/04/2026,17/04/2026\nA Testwick,Sickness,01/06/2026,\n",
        "Sickness and leave,,\nStaff member;From;To\nFoobarton, Y;01/04/2026;17/04/2026\nTestwick, A;01/06/2026;\n",
        "WorkerName,LeaveReason,FirstDay,LastDay,CoveredBy\nY Foobarton,Study,2026-04-01,2026-04-17,A Testwick\n",
    ] {
        let proposal = proposal_of("a.csv", text.as_bytes());
        settled(&proposal, "absences");
        let batch = read_by(&proposal, "a.csv", text.as_bytes());
        let Record::Absence(absence) = &batch.facts[0].record else {
            panic!("no absence")
        };
        assert_eq!(absence.from.long(), "01 Apr 2026");
        assert_eq!(absence.to.day().unwrap().long(), "17 Apr 2026");
    }
}

#[test]
fn american_dates_are_turned_in_every_column_that_holds_a_day() {
    let text = "Action ID,Person ID,Date set,Due date,Status\n\
        A1,990001,05/04/2026,05/18/2026,Open\nA2,990002,05/05/2026,05/19/2026,Open\n";
    let proposal = proposal_of("a.csv", text.as_bytes());
    assert_eq!(proposal.dates, DateOrder::MonthFirst);
    let first = proposal.first_rows().unwrap();
    assert_eq!(
        first.lines[0].1,
        "child 990001: action set 04 May 2026, open, due 18 May 2026"
    );
    assert!(first.problems.is_empty());
}
