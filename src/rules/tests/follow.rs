//! Actions, decisions, escalations and leaders, on files that are made up to show each state.

use super::*;

fn open_child(id: &str) -> CaseFile {
    let mut file = child(id);
    file.episodes.push(episode("2025-11-03", "", "2026-06-01"));
    file
}

/// An open action; `words` are `key=value` parts of it.
fn action(id: &str, set: &str, words: &str) -> Known<Action> {
    let mut action = Action {
        set: day(set),
        due: Dated::Blank,
        done: Dated::Blank,
        status: ActionStatus::Open,
        owner: Some("Fern Madeup".into()),
        session: None,
        carried_from: None,
        carry_count: None,
    };
    for part in words.split_whitespace() {
        match part.split_once('=').unwrap() {
            ("due", date) => action.due = on(date),
            ("done", date) => (action.done, action.status) = (on(date), ActionStatus::Complete),
            ("from", earlier) => action.carried_from = Some(earlier.into()),
            ("count", times) => action.carry_count = times.parse().ok(),
            ("owner", _) => action.owner = None,
            ("status", word) => {
                action.status = ActionStatus::ALL
                    .into_iter()
                    .find(|status| status.word() == word)
                    .unwrap();
            }
            (other, _) => panic!("no part {other}"),
        }
    }
    Known {
        source_ref: id.into(),
        ..known(action)
    }
}

fn with_actions(actions: Vec<Known<Action>>) -> CaseFile {
    let mut file = open_child("1");
    file.further_mut().actions = actions;
    file
}

fn found(file: CaseFile, id: &str) -> Vec<Finding> {
    findings(&assess(&followed(vec![file]), ""), id).to_vec()
}

fn one(file: CaseFile, id: &str) -> Finding {
    let found = found(file, id);
    assert_eq!(found.len(), 1, "{id}");
    found[0].clone()
}

#[test]
fn an_action_is_held_against_the_day_that_was_set_for_it() {
    let all = [
        ("due=2026-06-01", State::Overdue, Some(11)),
        ("due=2026-06-12", State::Due, None),
        ("due=2026-06-01 done=2026-06-01", State::Met, None),
        ("due=2026-06-01 done=2026-06-04", State::Late, Some(3)),
        ("due=2026-06-01 done=?", State::NotComputable, None),
        ("due=?", State::NotComputable, None),
        ("", State::NotApplicable, None),
        (
            "due=2026-06-01 status=superseded",
            State::NotApplicable,
            None,
        ),
        (
            "due=2026-06-01 status=abandoned",
            State::NotApplicable,
            None,
        ),
        ("due=2026-06-01 status=unknown", State::NotComputable, None),
    ];
    for (words, state, over) in all {
        let finding = one(
            with_actions(vec![action("a1", "2026-05-01", words)]),
            "ACT-OVERDUE",
        );
        assert_eq!((finding.state, finding.over), (state, over), "{words}");
    }
}

#[test]
fn what_is_done_after_the_as_at_was_open_on_it() {
    let later = action("a1", "2026-05-01", "due=2026-06-01 done=2026-06-15");
    let finding = one(with_actions(vec![later]), "ACT-OVERDUE");
    // It is said to be complete, on a day that has not come yet.
    assert_eq!((finding.state, finding.stop), (State::Overdue, None));
}

#[test]
fn an_action_whose_day_lies_beyond_what_the_export_covers_cannot_be_told() {
    let file = with_actions(vec![action("a1", "2026-05-01", "due=2026-06-10")]);
    let mut caseload = followed(vec![file]);
    for list in &mut caseload.lists {
        list.covers.to = day("2026-06-05");
    }
    let check = assess(&caseload, "");
    let finding = &findings(&check, "ACT-OVERDUE")[0];
    assert_eq!(finding.state, State::NotComputable);
    assert_eq!(
        finding.note.as_deref(),
        Some("actions known to 05 Jun 2026")
    );
    assert!(check.data_quality.is_empty(), "a short export is no fault");
}

#[test]
fn a_case_that_closed_before_the_day_asks_for_nothing() {
    let close = |due: &str| {
        let mut file = child("1");
        file.episodes.push(episode("2025-11-03", "2026-05-20", ""));
        file.further_mut().actions = vec![action("a1", "2026-05-01", due)];
        one(file, "ACT-OVERDUE").state
    };
    assert_eq!(
        close("due=2026-05-20"),
        State::Overdue,
        "it was due before the end"
    );
    assert_eq!(close("due=2026-05-21"), State::NotApplicable);
}

#[test]
fn without_an_actions_export_open_cases_are_counted_and_the_rule_says_why() {
    let check = assess(&caseload(vec![open_child("1"), child("2")]), "");
    for id in ["ACT-OVERDUE", "ACT-NO-DATE", "ACT-CARRIED", "ACT-SILENT"] {
        let result = check.chosen(id).unwrap();
        assert_eq!(result.counts.of(State::NotComputable), 1, "{id}");
        assert!(result.findings.is_empty(), "{id}");
        assert_eq!(
            result.missing.as_deref(),
            Some("no source that was loaded holds actions"),
            "{id}"
        );
    }
    let escalations = check.chosen("IRO-ESCALATION").unwrap();
    assert_eq!(
        escalations.counts.of(State::NotComputable),
        0,
        "neither plan nor care"
    );
}

#[test]
fn an_open_action_without_a_day_is_asked_about_and_a_done_one_is_not() {
    let state = |words: &str| {
        one(
            with_actions(vec![action("a1", "2026-05-01", words)]),
            "ACT-NO-DATE",
        )
    };
    let bare = state("");
    assert_eq!(bare.state, State::Overdue);
    assert_eq!(bare.elapsed, Some(42));
    assert_eq!(
        state("owner=none").reading.as_deref(),
        Some("neither a day nor anybody who is to do it")
    );
    assert_eq!(state("due=2026-07-01").state, State::Met);
    assert_eq!(state("done=2026-05-09").state, State::NotApplicable);
    assert_eq!(state("due=?").state, State::NotComputable);
}

#[test]
fn of_a_chain_only_the_last_action_is_asked_about_and_it_knows_how_long_the_chain_is() {
    let chain = vec![
        action("a1", "2026-02-02", "due=2026-02-20"),
        action("a2", "2026-03-02", "from=a1 due=2026-03-20"),
        action("a3", "2026-04-01", "from=a2 due=2026-04-20"),
        action("a4", "2026-05-01", "from=a3 due=2026-05-20"),
    ];
    let carried = found(with_actions(chain.clone()), "ACT-CARRIED");
    let states: Vec<State> = carried.iter().map(|finding| finding.state).collect();
    let passed = State::NotApplicable;
    assert_eq!(states, [passed, passed, passed, State::Overdue]);
    assert_eq!(
        carried[3].reading.as_deref(),
        Some("carried forward 3 times: a decision is called for")
    );
    let overdue = found(with_actions(chain), "ACT-OVERDUE");
    let overdue = overdue
        .iter()
        .filter(|finding| finding.state == State::Overdue);
    assert_eq!(overdue.count(), 1, "one piece of work is one gap");
}

#[test]
fn carrying_is_counted_by_the_source_where_it_has_no_links() {
    let state = |words: &str| {
        one(
            with_actions(vec![action("a1", "2026-05-01", words)]),
            "ACT-CARRIED",
        )
    };
    assert_eq!(state("").state, State::Met);
    assert_eq!(state("count=1").state, State::Met);
    assert_eq!(
        state("count=2").reading.as_deref(),
        Some("carried forward 2 times")
    );
    assert_eq!(state("count=5 done=2026-06-01").state, State::NotApplicable);
}

#[test]
fn actions_that_claim_to_carry_each_other_come_to_an_end() {
    let ring = vec![
        action("a1", "2026-05-01", "from=a2"),
        action("a2", "2026-05-02", "from=a1"),
        action("a3", "2026-05-03", "from=a3"),
    ];
    let found = found(with_actions(ring), "ACT-CARRIED");
    let states: Vec<State> = found.iter().map(|finding| finding.state).collect();
    assert_eq!(
        states,
        [State::NotApplicable, State::NotApplicable, State::Met]
    );
}

/// A case supervision that says what became of earlier actions.
fn reviewing(date: &str, reviewed: ActionsReviewed) -> Known<Session> {
    let mut session = supervised(date);
    session.is.meeting.actions_reviewed = reviewed;
    session
}

#[test]
fn an_open_action_that_a_later_session_goes_on_without_is_found() {
    use ActionsReviewed::{All, Blank, NoPrevious, None as Nothing, Some as Part};
    let silent = |later: &[(&str, ActionsReviewed)]| {
        let mut file = with_actions(vec![action("a1", "2026-04-01", "due=2026-07-01")]);
        // The session that set it, and one that makes the column known.
        file.sessions.push(reviewing("2026-04-01", All));
        for (date, reviewed) in later {
            file.sessions.push(reviewing(date, *reviewed));
        }
        let finding = one(file, "ACT-SILENT");
        (finding.state, finding.trigger.unwrap().to_string())
    };
    let (set, may) = ("2026-04-01".to_owned(), "2026-05-05".to_owned());
    assert_eq!(silent(&[]), (State::Due, set.clone()));
    assert_eq!(
        silent(&[("2026-05-05", Nothing)]),
        (State::Overdue, set.clone())
    );
    assert_eq!(
        silent(&[("2026-05-05", Blank)]),
        (State::Overdue, set.clone()),
        "blank is never met"
    );
    assert_eq!(silent(&[("2026-05-05", NoPrevious)]).0, State::Overdue);
    assert_eq!(silent(&[("2026-05-05", All)]), (State::Met, may.clone()));
    assert_eq!(silent(&[("2026-05-05", Part)]), (State::NotComputable, set));
    assert_eq!(
        silent(&[("2026-05-05", All), ("2026-06-02", Nothing)]),
        (State::Overdue, may.clone()),
        "each session has to come back to it"
    );
    assert_eq!(
        silent(&[("2026-04-20", Nothing), ("2026-05-05", All)]),
        (State::Met, may)
    );
}

#[test]
fn where_no_session_says_what_it_went_through_silence_cannot_be_told() {
    let mut file = with_actions(vec![action("a1", "2026-04-01", "")]);
    file.sessions.push(supervised("2026-05-05"));
    let finding = one(file, "ACT-SILENT");
    assert_eq!(finding.state, State::NotComputable);
    assert_eq!(
        finding.note.as_deref(),
        Some("the export does not say whether earlier actions were gone through")
    );
}

fn decision(date: &str, recorded: Answer, reasoned: Answer) -> Known<Session> {
    let mut session = session(date, SessionType::ManagementOversight);
    session.is.meeting.decision_recorded = recorded;
    session.is.meeting.decision_rationale = reasoned;
    session
}

/// The finding about a referral of 01 Jun 2026, with these decisions on the file.
fn after_referral(decisions: Vec<Known<Session>>) -> Finding {
    let mut file = child("1");
    file.referrals.push(referral("2026-06-01", None));
    file.sessions = decisions;
    // Another child whose manager records reasons, so that the columns are known.
    let mut other = child("2");
    other
        .sessions
        .push(decision("2026-01-05", Answer::Yes, Answer::Yes));
    let check = assess(&followed(vec![file, other]), "");
    let found = findings(&check, "MGT-DECISION");
    assert_eq!(found.len(), 1);
    found[0].clone()
}

#[test]
fn a_key_event_asks_for_a_decision_with_its_reason() {
    use Answer::{Blank, No, Yes};
    let after = |date, recorded, reasoned| after_referral(vec![decision(date, recorded, reasoned)]);
    assert_eq!(after("2026-06-02", Yes, Yes).state, State::Met);
    assert_eq!(
        after("2026-05-28", Yes, Yes).state,
        State::Met,
        "before the event takes effect"
    );
    assert_eq!(after("2026-06-04", Yes, Yes).state, State::Late);
    assert_eq!(
        after_referral(Vec::new()).reading.as_deref(),
        Some("no decision is recorded")
    );
    assert_eq!(after("2026-06-02", No, No).state, State::Overdue);
    assert_eq!(
        after("2026-01-02", Yes, Yes).state,
        State::Overdue,
        "that was about something else"
    );
    for reasoned in [No, Blank] {
        let half = after("2026-06-02", Yes, reasoned);
        assert_eq!(half.state, State::Overdue);
        assert_eq!(
            half.reading.as_deref(),
            Some("a decision is recorded, the reason for it is not")
        );
    }
}

#[test]
fn an_export_without_decisions_of_managers_cannot_tell_of_any() {
    let mut file = child("1");
    file.referrals.push(referral("2026-06-01", None));
    file.sessions.push(supervised("2026-06-02"));
    let finding = one(file, "MGT-DECISION");
    assert_eq!(finding.state, State::NotComputable);
}

#[test]
fn events_before_the_supervision_export_are_passed_over() {
    let mut file = child("1");
    file.referrals = vec![referral("2014-06-02", None), referral("2026-06-01", None)];
    file.sessions
        .push(decision("2026-06-01", Answer::Yes, Answer::Yes));
    assert_eq!(one(file, "MGT-DECISION").state, State::Met);
}

#[test]
fn the_start_and_the_end_of_a_plan_are_two_events_with_two_keys() {
    let mut file = open_child("1");
    let mut ended = plan("2026-01-12", "", "");
    ended.is.end = on("2026-06-01");
    file.plans.push(ended);
    let check = assess(&followed(vec![file]), "");
    let result = check.chosen("MGT-DECISION").unwrap();
    let mut keys: Vec<String> = result
        .findings
        .iter()
        .map(|f| result.key(f).to_string())
        .collect();
    let all = keys.len();
    keys.sort();
    keys.dedup();
    assert_eq!((all, keys.len()), (2, 2));
}

fn gateway(decided: &str, letter: &str, ended: &str) -> CaseFile {
    let mut file = open_child("1");
    file.plans.push(plan("2025-12-01", "", ""));
    file.further_mut()
        .pre_proceedings
        .push(known(PreProceedings {
            decided: day(decided),
            letter: on(letter),
            first_meeting: Dated::Blank,
            ended: on(ended),
        }));
    file
}

#[test]
fn a_legal_decision_that_nobody_acts_on_is_found() {
    let of = |letter, ended| one(gateway("2026-05-11", letter, ended), "LEGAL-DECISION-DRIFT");
    // 25 May 2026 is a bank holiday.
    assert_eq!(
        gist(&of("", "")),
        expected(State::Overdue, "2026-05-26", Some(13))
    );
    assert_eq!(of("2026-05-26", "").state, State::Met);
    assert_eq!(of("2026-05-27", "").state, State::Late);
    assert_eq!(
        of("", "2026-05-20").state,
        State::Met,
        "stepping down is acting on it"
    );
    assert_eq!(of("?", "").state, State::NotComputable);
}

fn escalation(raised: &str, stage_due: &str, answered: &str) -> Known<Escalation> {
    Known {
        source_ref: "e1".into(),
        ..known(Escalation {
            raised: day(raised),
            by: RaisedBy::ReviewingOfficer,
            stage_due: on(stage_due),
            stage_answered: on(answered),
            resolved: Dated::Blank,
            changed_for_child: Answer::Blank,
            cafcass: Answer::Blank,
        })
    }
}

fn escalated(escalation: Known<Escalation>) -> CaseFile {
    let mut file = open_child("1");
    file.plans.push(plan("2025-12-01", "", ""));
    file.further_mut().escalations.push(escalation);
    file
}

#[test]
fn an_escalation_is_held_against_the_day_of_its_own_stage() {
    let of = |due, answered| {
        let finding = one(
            escalated(escalation("2026-05-01", due, answered)),
            "ESC-STAGE-OVERDUE",
        );
        (finding.state, finding.over)
    };
    assert_eq!(of("2026-05-15", ""), (State::Overdue, Some(28)));
    assert_eq!(of("2026-05-15", "2026-05-15"), (State::Met, None));
    assert_eq!(of("2026-05-15", "2026-05-18"), (State::Late, Some(3)));
    assert_eq!(of("2026-06-20", ""), (State::Due, None));
    assert_eq!(of("", ""), (State::NotComputable, None));
}

#[test]
fn an_escalation_that_was_closed_has_to_have_changed_something() {
    let of = |resolved, changed| {
        let mut one_raised = escalation("2026-05-01", "", "");
        (one_raised.is.resolved, one_raised.is.changed_for_child) = (on(resolved), changed);
        one(escalated(one_raised), "ESC-CLOSED-NO-CHANGE").state
    };
    assert_eq!(of("2026-05-20", Answer::No), State::Overdue);
    assert_eq!(of("2026-05-20", Answer::Yes), State::Met);
    assert_eq!(
        of("2026-05-20", Answer::Blank),
        State::NotComputable,
        "blank is never met"
    );
    assert_eq!(of("", Answer::No), State::NotApplicable);
}

#[test]
fn a_concern_of_a_reviewing_officer_has_20_working_days_and_a_workers_has_none() {
    let raised = escalation("2026-05-01", "", "");
    let finding = one(escalated(raised.clone()), "IRO-ESCALATION");
    assert_eq!(
        gist(&finding),
        expected(State::Overdue, "2026-06-02", Some(8))
    );
    let mut settled = raised.clone();
    settled.is.resolved = on("2026-06-02");
    assert_eq!(one(escalated(settled), "IRO-ESCALATION").state, State::Met);
    let mut by_worker = raised;
    by_worker.is.by = RaisedBy::Worker;
    assert!(found(escalated(by_worker), "IRO-ESCALATION").is_empty());
}

#[test]
fn a_plan_of_more_than_12_months_asks_for_challenge() {
    let of = |file: &CaseFile| one(file.clone(), "CP-12M-NO-CHALLENGE").state;
    let mut file = open_child("1");
    file.plans.push(plan("2025-03-03", "", ""));
    assert_eq!(of(&file), State::Overdue);
    let mut raised = file.clone();
    raised
        .further_mut()
        .escalations
        .push(escalation("2025-11-03", "", ""));
    assert_eq!(of(&raised), State::Met);
    let mut before = file.clone();
    before
        .further_mut()
        .escalations
        .push(escalation("2025-02-03", "", ""));
    assert_eq!(
        of(&before),
        State::Overdue,
        "that was about an earlier plan"
    );
    let mut read = file.clone();
    read.further_mut().audits.push(known(Audit {
        on: day("2026-05-04"),
        reader: Some("team manager".into()),
        ratings: Ratings {
            challenge: Rating::Yes,
            ..Ratings::default()
        },
        remedial_due: Dated::Blank,
        remedial_done: Dated::Blank,
        reaudit_due: Dated::Blank,
    }));
    assert_eq!(of(&read), State::Late, "it came after the twelfth month");
    let audit = read.further_mut().audits.last_mut().unwrap();
    (audit.is.on, audit.sources) = (day("2026-07-06"), Sources::default());
    assert_eq!(
        of(&read),
        State::Late,
        "what was read here after the extract was in the record before it"
    );
    let mut rated = file;
    let mut session = supervised("2025-09-01");
    session.is.meeting.challenge = Rating::Yes;
    rated.sessions.push(session);
    assert_eq!(
        of(&rated),
        State::Overdue,
        "a supervisor's own rating does not count"
    );
}

#[test]
fn a_short_export_of_escalations_cannot_say_that_nobody_challenged() {
    let mut file = open_child("1");
    file.plans.push(plan("2025-03-03", "", ""));
    let mut caseload = followed(vec![file]);
    for list in &mut caseload.lists {
        list.covers.from = day("2026-01-05");
    }
    let check = assess(&caseload, "");
    assert_eq!(
        states(&check, "CP-12M-NO-CHALLENGE"),
        [State::NotComputable]
    );
}

#[test]
fn the_sum_of_an_action_names_the_day_that_was_set() {
    let file = with_actions(vec![action("a1", "2026-05-01", "due=2026-06-01")]);
    let check = assess(&followed(vec![file]), "");
    let result = check.chosen("ACT-OVERDUE").unwrap();
    let book = RuleBook::embedded();
    let said = explain(result, &result.findings[0], &check, book.calendar());
    assert_eq!(
        said.headline,
        "An action is not recorded as done 42 days after it was set."
    );
    assert_eq!(
        said.standard,
        "Due by the day that was set for it: local standard (england default)."
    );
    assert_eq!(
        said.sum,
        "Set on 01 May 2026, due on 01 Jun 2026; as at 12 Jun 2026 that is 11 days over."
    );
}
