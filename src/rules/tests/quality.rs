use super::*;

fn lost(child: &str, kind: FactKind, what: &str) -> LostRow {
    LostRow {
        child: ChildId::read(child).unwrap(),
        kind,
        what: what.to_owned(),
    }
}

#[test]
fn an_unusable_row_is_a_clock_that_cannot_be_told_on_both_bases_and_one_fault() {
    let mut file = child("2");
    file.assessments = vec![assessment("2026-01-05", "2026-03-09")];
    let mut load = caseload(vec![file]);
    load.lost_rows = vec![
        lost("2", FactKind::Assessment, "List 4, row 9: no start date"),
        lost("1", FactKind::Assessment, "List 4, row 7: no start date"),
        lost("2", FactKind::Assessment, "List 4, row 8: no start date"),
    ];
    let check = assess(&load, "");
    for result in check.rules.iter().filter(|r| r.rule.id == "ASSESS-45WD") {
        assert_eq!(result.counts.of(State::NotComputable), 3);
        assert_eq!(result.counts.of(State::Met), 1);
        let children: Vec<&str> = result
            .findings
            .iter()
            .map(|f| f.subject.child().unwrap().as_str())
            .collect();
        assert_eq!(children, ["1", "2", "2", "2"]);
        let mut keys: Vec<String> = result
            .findings
            .iter()
            .map(|f| result.key(f).to_string())
            .collect();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), 4, "every clock has a key of its own");
    }
    let told: Vec<_> = check
        .data_quality
        .iter()
        .map(|entry| entry.what.as_str())
        .collect();
    assert_eq!(told.len(), 3);
    assert!(told.contains(&"List 4, row 7: no start date"));
}

#[test]
fn an_unusable_row_of_a_list_that_no_rule_reads_is_still_a_fault() {
    let mut load = caseload(vec![]);
    load.lost_rows = vec![lost("1", FactKind::Contact, "List 1, row 3: no date")];
    let check = assess(&load, "");
    assert_eq!(check.data_quality.len(), 1);
    assert_eq!(check.data_quality[0].rule, "");
}

#[test]
fn an_unusable_session_leaves_the_childs_supervision_clock_as_it_is() {
    let mut file = child("1");
    file.episodes = vec![episode("2026-01-05", "", "2026-06-01")];
    let mut load = caseload(vec![file]);
    load.lost_rows = vec![lost("1", FactKind::Session, "supervision, line 4: no date")];
    let check = assess(&load, "");
    assert_eq!(states(&check, "SUP-CASE-CIN"), [State::Overdue]);
    assert_eq!(states(&check, "SUP-RECORDED"), [State::NotComputable]);
}

#[test]
fn a_row_that_vanished_runs_no_clock_and_is_named_for_each_rule_that_would_read_it() {
    let mut file = child("1");
    let mut row = episode("2026-01-05", "", "2026-02-01");
    row.listed = false;
    file.episodes = vec![row];
    let check = assess(&caseload(vec![file]), "");
    for id in [
        "CINV-INTERVAL",
        "SEEN-ANY",
        "ALLOC-NONE",
        "SUP-CASE-CIN",
        "SUP-STAFF",
    ] {
        assert!(findings(&check, id).is_empty(), "{id}");
    }
    let rules: Vec<&str> = check
        .data_quality
        .iter()
        .map(|entry| entry.rule.as_str())
        .collect();
    assert_eq!(
        rules,
        ["ALLOC-NONE", "SUP-CASE-CIN", "CINV-INTERVAL", "SEEN-ANY"]
    );
}

#[test]
fn an_unreadable_end_is_neither_open_nor_closed() {
    let mut file = child("1");
    file.episodes = vec![episode("2026-01-05", "?", "2026-02-01")];
    let check = assess(&caseload(vec![file]), "");
    for id in ["CINV-INTERVAL", "SEEN-ANY", "ALLOC-NONE", "SUP-CASE-CIN"] {
        assert_eq!(states(&check, id), [State::NotComputable], "{id}");
    }
    assert_eq!(check.data_quality.len(), 4);
}

#[test]
fn counts_are_the_findings_by_state_and_the_same_input_gives_the_same_check() {
    let mut file = child("1");
    file.assessments = vec![
        assessment("2026-01-05", "2026-03-09"),
        assessment("2026-03-09", ""),
    ];
    file.sessions = vec![supervised("2026-05-01")];
    file.episodes = vec![episode("2026-01-05", "", "?")];
    let load = caseload(vec![file]);
    let check = assess(&load, "");
    for result in check.rules.iter().filter(|one| one.missing.is_none()) {
        for state in State::ALL {
            let counted = result.findings.iter().filter(|f| f.state == state).count();
            assert_eq!(usize::try_from(result.counts.of(state)).unwrap(), counted);
        }
    }
    assert_eq!(check, assess(&load, ""));
}

#[test]
fn a_plan_whose_end_cannot_be_read_is_in_no_other_childs_scope() {
    let mut file = child("1");
    file.plans = vec![plan("2026-01-05", "2026-06-01", "")];
    file.plans[0].is.end = Dated::Unreadable;
    let check = assess(&caseload(vec![file]), "");
    assert_eq!(states(&check, "SUP-CASE-CP"), [State::NotComputable]);
    assert!(findings(&check, "SUP-CASE-CIN").is_empty());
}

#[test]
fn a_workers_own_session_has_to_be_put_on_a_file_too() {
    let mut load = caseload(vec![child("1")]);
    let mut own = supervised("2026-05-18");
    own.is.kind = SessionType::StaffOneToOne;
    own.is.worker = Some(Name::from("Odalys Testwick"));
    own.is.recorded = Dated::On(day("2026-06-08"));
    load.staff_sessions = vec![own];
    let check = assess(&load, "");
    assert_eq!(states(&check, "SUP-RECORDED"), [State::Late]);
    let finding = &findings(&check, "SUP-RECORDED")[0];
    assert_eq!(
        finding.subject,
        Subject::Worker(Name::from("Odalys Testwick"))
    );
}
