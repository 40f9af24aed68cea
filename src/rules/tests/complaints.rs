//! The complaints of inspectors, each on made-up records that show it and on records that do not.
//!
//! Eleven and twelve are not facts of a child's file: the ceiling as a target stands with the
//! patterns of the review room, and leaders who do not know beside what they answered.

use super::*;

/// An open case of need, supervised and seen of late, with a worker.
fn sound(id: &str) -> CaseFile {
    let mut file = child(id);
    file.episodes.push(episode("2025-11-03", "", "2026-06-05"));
    for date in [
        "2025-12-01",
        "2026-01-08",
        "2026-02-12",
        "2026-03-19",
        "2026-04-23",
        "2026-05-28",
    ] {
        file.sessions.push(supervised(date));
    }
    file
}

/// Whether any of the rules of a complaint has an overdue finding about this file.
fn shows(file: CaseFile, complaint: u8) -> bool {
    let mut caseload = followed(vec![file]);
    // The worker's own supervision is in order.
    let own = session("2026-05-20", SessionType::StaffOneToOne);
    caseload.staff_sessions.push(own);
    caseload.lists.extend(
        [
            FactKind::Involvement,
            FactKind::CinPlan,
            FactKind::Enquiry,
            FactKind::Conference,
        ]
        .map(listing),
    );
    shown_by(&caseload, complaint)
}

fn shown_by(caseload: &Caseload, complaint: u8) -> bool {
    let check = assess(caseload, "");
    let mut own = check
        .rules
        .iter()
        .filter(|result| result.rule.complaint == Some(complaint))
        .peekable();
    assert!(
        own.peek().is_some(),
        "no rule answers complaint {complaint}"
    );
    own.any(|result| result.counts.of(State::Overdue) > 0)
}

/// A sound case that was spoilt.
fn spoilt(spoil: impl FnOnce(&mut CaseFile)) -> CaseFile {
    let mut file = sound("1");
    spoil(&mut file);
    file
}

fn set_action(due: &str) -> Known<Action> {
    Known {
        source_ref: "A1".into(),
        ..known(Action {
            set: day("2026-04-23"),
            due: on(due),
            done: Dated::Blank,
            status: ActionStatus::Open,
            owner: None,
            session: None,
            carried_from: None,
            carry_count: None,
        })
    }
}

#[test]
fn complaint_1_long_gaps_in_supervision_come_out() {
    assert!(shows(spoilt(|file| file.sessions.truncate(3)), 1));
    assert!(!shows(sound("1"), 1));
}

#[test]
fn complaint_2_supervision_that_is_not_on_the_file_comes_out() {
    assert!(shows(
        spoilt(|file| file.sessions[5].is.recorded = Dated::Blank),
        2
    ));
    assert!(!shows(sound("1"), 2));
}

#[test]
fn complaint_3_an_action_without_a_day_comes_out() {
    assert!(shows(
        spoilt(|file| file.further_mut().actions.push(set_action(""))),
        3
    ));
    assert!(!shows(
        spoilt(|file| file.further_mut().actions.push(set_action("2026-07-01"))),
        3
    ));
}

#[test]
fn complaint_4_an_action_that_the_next_session_does_not_come_back_to_comes_out() {
    let with = |reviewed| {
        spoilt(|file| {
            file.further_mut().actions.push(set_action("2026-07-01"));
            file.sessions[5].is.meeting.actions_reviewed = reviewed;
        })
    };
    assert!(shows(with(ActionsReviewed::None), 4));
    assert!(!shows(with(ActionsReviewed::All), 4));
    // Past its day, however often it was talked over.
    let late = spoilt(|file| {
        file.further_mut().actions.push(set_action("2026-05-01"));
        file.sessions[5].is.meeting.actions_reviewed = ActionsReviewed::All;
    });
    assert!(shows(late, 4));
}

#[test]
fn complaint_5_a_record_in_which_a_reader_found_no_reflection_comes_out() {
    let read = |analysis| {
        spoilt(|file| {
            file.further_mut().audits.push(known(Audit {
                on: day("2026-05-11"),
                reader: Some("practice lead".into()),
                ratings: Ratings {
                    analysis,
                    challenge: Rating::Yes,
                    ..Ratings::default()
                },
                remedial_due: Dated::Blank,
                remedial_done: Dated::Blank,
                reaudit_due: Dated::Blank,
            }));
        })
    };
    assert!(shows(read(Rating::No), 5));
    assert!(!shows(read(Rating::Yes), 5));
    // A supervisor's own rating is no reading of the record.
    assert!(!shows(
        spoilt(|file| file.sessions[5].is.meeting.reflection = Rating::No),
        5
    ));
}

#[test]
fn complaint_6_a_case_that_stays_open_without_a_plan_comes_out() {
    let assessed = |plan: Option<&str>| {
        spoilt(|file| {
            file.assessments
                .push(assessment("2025-11-03", "2025-12-19"));
            if let Some(start) = plan {
                file.further_mut().cin_plans.push(known(CinPlan {
                    start: day(start),
                    end: Dated::Blank,
                    handler: handler(),
                }));
            }
        })
    };
    assert!(shows(assessed(None), 6));
    assert!(!shows(assessed(Some("2026-01-05")), 6));
}

#[test]
fn complaint_7_a_decision_without_a_reason_or_that_nobody_carries_out_comes_out() {
    let decided = |reasoned| {
        spoilt(|file| {
            file.referrals.push(referral("2026-06-01", None));
            let mut decision = session("2026-06-02", SessionType::ManagementOversight);
            decision.is.meeting.decision_recorded = Answer::Yes;
            decision.is.meeting.decision_rationale = reasoned;
            file.sessions.push(decision);
        })
    };
    assert!(shows(decided(Answer::No), 7));
    assert!(!shows(decided(Answer::Yes), 7));
    let gateway = |letter: &str| {
        spoilt(|file| {
            file.further_mut()
                .pre_proceedings
                .push(known(PreProceedings {
                    decided: day("2025-11-10"),
                    letter: on(letter),
                    first_meeting: Dated::Blank,
                    ended: Dated::Blank,
                }));
        })
    };
    assert!(shows(gateway(""), 7));
    assert!(!shows(gateway("2025-11-14"), 7));
}

#[test]
fn complaint_8_a_child_without_a_worker_of_its_own_comes_out() {
    assert!(shows(
        spoilt(|file| file.episodes[0].is.handler.worker = None),
        8
    ));
    assert!(!shows(sound("1"), 8));
}

#[test]
fn complaint_9_a_chair_whose_challenge_waits_or_who_never_challenges_comes_out() {
    let raised = |answered: &str| {
        spoilt(|file| {
            file.further_mut().escalations.push(Known {
                source_ref: "E1".into(),
                ..known(Escalation {
                    raised: day("2026-05-18"),
                    by: RaisedBy::ConferenceChair,
                    stage_due: on("2026-06-01"),
                    stage_answered: on(answered),
                    resolved: Dated::Blank,
                    changed_for_child: Answer::Blank,
                    cafcass: Answer::No,
                })
            });
        })
    };
    assert!(shows(raised(""), 9));
    assert!(!shows(raised("2026-05-29"), 9));
    let planned =
        |start: &str| spoilt(|file| file.plans.push(plan(start, "2026-06-10", "2026-05-11")));
    assert!(
        shows(planned("2025-04-07"), 9),
        "more than a year, and nobody challenged"
    );
    assert!(!shows(planned("2025-12-01"), 9));
}

#[test]
fn complaint_10_delay_at_the_moments_that_matter_most_comes_out() {
    let discussed = |conference: &str| {
        spoilt(|file| {
            file.enquiries
                .push(enquiry("2026-04-07", conference, Answer::No));
        })
    };
    assert!(shows(discussed(""), 10));
    assert!(!shows(discussed("2026-04-21"), 10));
}
