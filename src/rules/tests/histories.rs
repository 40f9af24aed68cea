use super::*;

fn covered(kinds: &[FactKind], source: Source) -> Vec<Listing> {
    let covers = Covers {
        from: day("2015-01-01"),
        to: day(AS_AT),
    };
    let each = kinds.iter().map(|kind| Listing {
        kind: *kind,
        source,
        as_at: day(AS_AT),
        covers,
    });
    each.collect()
}

/// A caseload of which a source with a history tells everything.
fn told(children: Vec<CaseFile>) -> Caseload {
    Caseload {
        lists: covered(&FactKind::ALL, Source::Ssd),
        ..caseload(children)
    }
}

fn on_rule(id: &str) -> String {
    format!("[rule.{id}]\nmode = \"on\"")
}

fn visit(date: &str, to: VisitTo, seen: Answer) -> Known<Visit> {
    known(Visit {
        on: day(date),
        to,
        seen,
        alone: Answer::Blank,
        bedroom: Answer::Blank,
    })
}

fn review(date: &str, cancelled: Answer) -> Known<CareReview> {
    known(CareReview {
        on: day(date),
        cancelled,
        supplied_due: Dated::Blank,
    })
}

fn review_conference(date: &str, quorate: Answer, supplied: &str) -> Known<ReviewConference> {
    known(ReviewConference {
        on: day(date),
        quorate,
        supplied_due: on(supplied),
    })
}

fn event(date: &str, what: &str, status: HappeningStatus) -> Known<Happening> {
    known(Happening {
        on: day(date),
        what: what.into(),
        status,
        approved_by: None,
        handler: Handler::default(),
    })
}

fn on_plan(start: &str) -> CaseFile {
    let mut file = child("1");
    file.plans = vec![plan(start, "", "")];
    file
}

#[test]
fn every_visit_of_a_history_ends_an_interval_and_one_where_the_child_was_not_seen_ends_none() {
    let mut file = on_plan("2026-05-01");
    file.further_mut().visits = vec![
        visit("2026-05-07", VisitTo::Protection, Answer::Yes),
        visit("2026-05-14", VisitTo::Protection, Answer::No),
        visit("2026-05-20", VisitTo::InNeed, Answer::Yes),
        visit("2026-06-03", VisitTo::Protection, Answer::Blank),
    ];
    let check = assess(&told(vec![file]), "");
    let found = findings(&check, "CPV-INTERVAL");
    let gist: Vec<_> = found.iter().map(|one| (one.state, one.trigger)).collect();
    assert_eq!(
        gist,
        [
            (State::Met, Some(day("2026-05-01"))),
            (State::Late, Some(day("2026-05-07"))),
            (State::Due, Some(day("2026-06-03"))),
        ]
    );
    let mut keys: Vec<_> = found.iter().map(|one| &one.fact).collect();
    keys.dedup();
    assert_eq!(keys.len(), 3, "each interval is a clock of its own");
}

#[test]
fn the_open_interval_runs_from_the_newer_of_the_rows_own_latest_and_the_history() {
    let mut file = child("1");
    file.plans = vec![plan("2026-05-01", "2026-06-10", "")];
    file.further_mut().visits = vec![visit("2026-05-07", VisitTo::Protection, Answer::Yes)];
    let check = assess(&told(vec![file]), "");
    let last = findings(&check, "CPV-INTERVAL").last().unwrap();
    assert_eq!(
        (last.state, last.trigger),
        (State::Due, Some(day("2026-06-10")))
    );
}

#[test]
fn a_source_that_lists_no_visits_leaves_the_visit_clock_untold() {
    let mut load = caseload(vec![on_plan("2026-02-02")]);
    let census = [FactKind::CpPlan, FactKind::Cin, FactKind::ReviewConference];
    load.lists = covered(&census, Source::CinCensus);
    let check = assess(&load, "");
    let found = &findings(&check, "CPV-INTERVAL")[0];
    assert_eq!(found.state, State::NotComputable);
    let note = found.note.as_deref().unwrap();
    assert_eq!(note, "no source that was loaded holds CP visits");
    assert_eq!(states(&check, "RCPC-FIRST-3M"), [State::Overdue]);
}

#[test]
fn reviews_of_a_history_are_first_second_and_later_by_their_order_and_cancelled_ones_are_none() {
    let mut file = child("1");
    file.care = vec![care("2025-06-02", "", "")];
    file.further_mut().care_reviews = vec![
        review("2025-06-30", Answer::Blank),
        review("2025-08-11", Answer::Yes),
        review("2025-10-20", Answer::No),
        review("2026-04-13", Answer::No),
    ];
    let check = assess(&told(vec![file]), "");
    assert_eq!(states(&check, "CLA-REVIEW-1"), [State::Met]);
    assert_eq!(states(&check, "CLA-REVIEW-2"), [State::Late]);
    assert_eq!(states(&check, "CLA-REVIEW-N"), [State::Met, State::Due]);
}

#[test]
fn an_inquorate_conference_was_held_and_says_so() {
    let mut file = on_plan("2026-01-12");
    let held = vec![review_conference("2026-04-09", Answer::No, "")];
    file.further_mut().review_conferences = held;
    let check = assess(&told(vec![file]), "");
    let next = &findings(&check, "RCPC-NEXT-6M")[0];
    assert_eq!(next.state, State::Due);
    assert_eq!(next.note.as_deref(), Some("the conference was inquorate"));
}

#[test]
fn a_clock_that_fell_due_before_its_end_was_never_done_and_one_that_did_not_does_not_apply() {
    let mut file = child("1");
    for (start, end) in [("2026-01-12", "2026-03-02"), ("2026-05-11", "2026-05-15")] {
        let mut row = plan(start, "", "");
        row.is.end = on(end);
        file.plans.push(row);
    }
    let mut other = child("2");
    let core = event("2026-02-02", "core_group", HappeningStatus::Held);
    other.further_mut().happenings = vec![core];
    let check = assess(&told(vec![file, other]), &on_rule("CORE-10WD"));
    let found = findings(&check, "CORE-10WD");
    assert_eq!(found[0].state, State::Late);
    assert_eq!(found[0].stop, None);
    assert_eq!(
        found[0].reading.as_deref(),
        Some("no record that it was done before the clock ended")
    );
    assert_eq!(found[1].state, State::NotApplicable);
    assert_eq!(found[1].note.as_deref(), Some("it ended"));
}

#[test]
fn clocks_end_with_death_the_18th_birthday_and_a_move_to_another_authority() {
    let referred = |id: &str| {
        let mut file = child(id);
        file.referrals = vec![referral("2026-05-11", None)];
        file
    };
    let mut died = referred("1");
    died.child.died = Some(day("2026-05-11"));
    let mut adult = referred("2");
    adult.child.birth = Some(day("2008-05-11"));
    let mut moved = referred("3");
    let mut row = episode("2026-05-11", "2026-05-12", "");
    row.is.closure = Closure::Transferred;
    moved.episodes = vec![row];
    let waiting = referred("4");
    let check = assess(
        &told(vec![died, adult, moved, waiting]),
        &on_rule("REF-TO-ASSESS-START"),
    );
    let found = findings(&check, "REF-TO-ASSESS-START");
    let notes: Vec<_> = found.iter().map(|one| one.note.as_deref()).collect();
    assert_eq!(
        notes,
        [
            Some("the child has died"),
            Some("the child turned 18"),
            Some("the case moved to another authority"),
            None
        ]
    );
    assert_eq!(found[3].state, State::Overdue);
}

#[test]
fn a_visit_clock_starts_at_birth_where_every_visit_is_known() {
    let mut file = on_plan("2026-03-02");
    file.child.birth = Some(day("2026-06-01"));
    file.further_mut().visits = vec![visit("2026-06-05", VisitTo::Protection, Answer::Yes)];
    let check = assess(&told(vec![file]), "");
    let found = findings(&check, "CPV-INTERVAL");
    assert_eq!(found[0].trigger, Some(day("2026-06-01")));
    assert_eq!((found[0].state, found[1].state), (State::Met, State::Due));
}

#[test]
fn an_approved_exception_is_late_and_never_in_time_nor_a_gap() {
    let mut file = child("1");
    file.enquiries = vec![enquiry("2026-05-11", "", Answer::Blank)];
    let approved = event("2026-05-28", "icpc", HappeningStatus::LateApproved);
    file.further_mut().happenings = vec![approved];
    let check = assess(&told(vec![file]), "");
    let found = &findings(&check, "ICPC-15WD")[0];
    assert_eq!(found.state, State::Late);
    assert_eq!(found.reading.as_deref(), Some("approved exception"));
}

#[test]
fn a_supplied_due_day_is_compared_and_moves_no_clock() {
    let mut file = on_plan("2026-01-12");
    let held = vec![review_conference("2026-05-20", Answer::Yes, "2026-05-20")];
    file.further_mut().review_conferences = held;
    let check = assess(&told(vec![file]), "");
    let first = &findings(&check, "RCPC-FIRST-3M")[0];
    assert_eq!(gist(first), expected(State::Late, "2026-04-12", Some(38)));
    let doubt = check
        .data_quality
        .iter()
        .find(|one| one.rule == "RCPC-FIRST-3M");
    assert!(
        doubt
            .unwrap()
            .what
            .starts_with("supplied due date later than computed")
    );
}

#[test]
fn a_child_still_unborn_weeks_after_the_expected_day_is_asked_about() {
    let asks = |birth: &str| {
        let mut file = on_plan("2026-03-02");
        file.child.birth = Some(day(birth));
        file.child.expected = true;
        let check = assess(&told(vec![file]), "");
        let asked = |one: &&DataQuality| one.what.contains("is the child born?");
        check.data_quality.iter().filter(asked).count()
    };
    assert_eq!(asks("2026-05-15"), 1);
    assert_eq!(asks("2026-05-16"), 0);
}

#[test]
fn with_only_the_latest_visit_a_late_first_one_cannot_be_told() {
    let placed = |visit: &str| {
        let mut file = child("1");
        let mut row = care("2026-03-02", visit, "");
        row.is.placement_start = on("2026-05-04");
        file.care = vec![row];
        let mut load = caseload(vec![file]);
        load.lists = covered(&FactKind::ALL, Source::AnnexA);
        let check = assess(&load, &on_rule("CLA-VISIT-1W"));
        findings(&check, "CLA-VISIT-1W")[0].state
    };
    assert_eq!(placed("2026-05-08"), State::Met);
    assert_eq!(placed("2026-05-29"), State::NotComputable);
    assert_eq!(placed("2026-04-29"), State::Overdue);
}

#[test]
fn a_stop_before_its_trigger_is_a_fault_unless_it_may_be_done_beforehand() {
    let mut file = on_plan("2026-05-08");
    file.enquiries = vec![enquiry("2026-04-20", "2026-05-11", Answer::Blank)];
    file.enquiries[0].is.plan_made = Answer::Yes;
    let check = assess(&told(vec![file]), &on_rule("CPP-START-EQ-ICPC"));
    let found = &findings(&check, "CPP-START-EQ-ICPC")[0];
    assert_eq!(found.state, State::NotComputable);
    assert_eq!(found.note.as_deref(), Some("the end lies before the start"));
}

#[test]
fn a_rule_in_trial_that_no_source_can_tell_is_counted_and_says_so_once() {
    let load = told(
        (1..=3)
            .map(|id| {
                let mut file = child(&id.to_string());
                file.plans = vec![plan("2026-03-02", "", "")];
                file
            })
            .collect(),
    );
    let book = RuleBook::embedded();
    let check = check(&load, &book, day(AS_AT), day(AS_AT), Keep::Asking);
    let core = check.chosen("CORE-10WD").unwrap();
    assert_eq!(core.counts.of(State::NotComputable), 3);
    assert!(core.findings.is_empty());
    let said: Vec<_> = check
        .data_quality
        .iter()
        .filter(|one| one.rule == "CORE-10WD")
        .collect();
    assert_eq!(said.len(), 1);
    assert!(said[0].what.ends_with("clocks that cannot be told: 3"));
}

/// The second way: every review in order, each held against the day that the calendar gives.
fn all_in_time(start: Day, reviews: &[Day], as_at: Day) -> bool {
    let mut trigger = start;
    let mut months = 3;
    let mut good = true;
    for end in reviews.iter().copied().chain([as_at]) {
        good &= end <= trigger.plus_months(months);
        (trigger, months) = (end, 6);
    }
    good
}

#[test]
fn the_figure_of_plans_with_every_review_in_time_is_the_same_counted_by_hand() {
    let starts = [
        "2025-01-15",
        "2025-06-30",
        "2025-11-30",
        "2026-02-01",
        "2026-05-01",
    ];
    let gaps = [
        [60, 150, 170],
        [92, 181, 185],
        [89, 200, 100],
        [100, 20, 30],
    ];
    let mut files = Vec::new();
    let mut by_hand = (0, 0);
    for (number, start) in starts.iter().enumerate() {
        for (place, gaps) in gaps.iter().enumerate() {
            let mut file = child(&format!("{number}{place}1"));
            file.plans = vec![plan(start, "", "")];
            let mut reviews = Vec::new();
            let mut on = day(start);
            for gap in gaps {
                on = on.plus_days(*gap);
                if on <= day(AS_AT) {
                    reviews.push(on);
                }
            }
            file.further_mut().review_conferences = reviews
                .iter()
                .map(|on| review_conference(&on.to_string(), Answer::Yes, ""))
                .collect();
            files.push(file);
            if day(start).plus_months(3) <= day(AS_AT) {
                by_hand.1 += 1;
                by_hand.0 += u32::from(all_in_time(day(start), &reviews, day(AS_AT)));
            }
        }
    }
    files.sort_by(|a, b| a.child.id.cmp(&b.child.id));
    let check = assess(&told(files), &on_rule("CPP-REVIEWED-KPI"));
    let share = check.chosen("CPP-REVIEWED-KPI").unwrap().done_in_time();
    assert_eq!((share.part, share.whole), by_hand);
    assert!(share.part > 0 && share.part < share.whole);
}

#[test]
fn the_earlier_of_two_referrals_is_not_answered_by_what_answered_the_later() {
    let mut file = child("1");
    file.referrals = vec![referral("2026-03-02", None), referral("2026-05-11", None)];
    let decided = event("2026-05-12", "referral_decision", HappeningStatus::Held);
    file.further_mut().happenings = vec![decided];
    let check = assess(&told(vec![file]), &on_rule("REF-DECISION-1WD"));
    let found = findings(&check, "REF-DECISION-1WD");
    assert_eq!((found[0].state, found[0].stop), (State::Late, None));
    assert_eq!(found[1].state, State::Met);
}

#[test]
fn a_check_that_no_table_of_the_loaded_ones_holds_is_untold_and_not_overdue() {
    let mut file = child("1");
    file.care = vec![care("2024-06-03", "", "")];
    let check = assess(&told(vec![file.clone()]), "");
    for rule in ["CLA-DENTAL", "CLA-IHA-20WD", "CLA-IRO-CONTACT"] {
        assert_eq!(states(&check, rule), [State::NotComputable], "{rule}");
    }
    let mut other = child("2");
    other.care = vec![care("2024-06-03", "", "")];
    other.further_mut().care_checks = vec![known(CareCheck {
        on: day("2026-01-05"),
        what: Checked::Dental,
    })];
    let check = assess(&told(vec![file, other]), "");
    let first = &findings(&check, "CLA-DENTAL")[0];
    assert_eq!(first.state, State::Overdue, "the table is there");
    assert_eq!(states(&check, "CLA-IHA-20WD")[0], State::NotComputable);
}

#[test]
fn an_enquiry_without_a_conference_is_untold_where_no_source_has_the_end_of_enquiries() {
    let mut file = child("1");
    file.enquiries = vec![enquiry("2026-03-02", "", Answer::Yes)];
    let mut load = caseload(vec![file]);
    load.lists = covered(&FactKind::ALL, Source::CinCensus);
    assert_eq!(
        states(&assess(&load, ""), "S47-OUTCOME"),
        [State::NotComputable]
    );
    load.lists = covered(&FactKind::ALL, Source::Ssd);
    assert_eq!(states(&assess(&load, ""), "S47-OUTCOME"), [State::Overdue]);
    load.children[0].enquiries = vec![enquiry("2026-03-02", "2026-05-01", Answer::No)];
    load.lists = covered(&FactKind::ALL, Source::AnnexA);
    assert_eq!(
        states(&assess(&load, ""), "S47-OUTCOME"),
        [State::Late],
        "the conference ends it"
    );
}
