//! Small caseloads whose numbers are known beforehand.

use super::*;

/// One assessment of each kind, begun on a Monday long enough ago.
fn five_assessments() -> Vec<CaseFile> {
    let start = Day::parse_iso("2026-02-02").unwrap();
    let calendar = Calendar::new(CalendarName::EnglandAndWales, &[]);
    let after = |days| Dated::On(calendar.due(start, days).unwrap());
    [
        Dated::On(start),
        after(45),
        after(46),
        Dated::Blank,
        Dated::Unreadable,
    ]
    .into_iter()
    .enumerate()
    .map(|(number, end)| {
        let mut file = child(number);
        file.assessments = vec![assessment(start, end, number)];
        file
    })
    .collect()
}

#[test]
fn day_45_is_in_time_and_day_46_is_late_and_each_share_names_what_it_is_of() {
    let delays = Delays::of(&picture(five_assessments(), ""), Asking::default());
    let step = step(&delays, "assessment");
    let f = &step.whole;
    assert_eq!(
        (f.in_time, f.late, f.overdue, f.pending, f.untold),
        (2, 1, 1, 0, 1)
    );
    let shares = [
        f.of_completed(),
        f.of_settled(),
        f.open_in_time(),
        f.at_the_last(),
    ];
    assert_eq!(
        shares.map(|rate| (rate.share.part, rate.share.whole)),
        [(2, 3), (2, 4), (0, 1), (1, 3)]
    );
    assert_eq!((f.coverage().part, f.coverage().whole), (4, 5));
    assert_eq!(
        (f.bands[0].ended, step.band_words(0).as_str()),
        (1, "same day")
    );
    assert_eq!(
        (f.bands[5].ended, step.band_words(5).as_str()),
        (1, "41 to 45")
    );
    assert_eq!(
        (f.bands[6].ended, step.band_words(6).as_str()),
        (1, "46 to 50")
    );
    assert_eq!(step.band_words(8), "over 60");
    // Four in all: one in four is done on the first day, and half on day 45.
    assert_eq!(
        (f.pace.lower, f.pace.median, f.pace.upper),
        (Some(0), Some(45), Some(46))
    );
    assert!((f.expected.unwrap().0 - 0.5).abs() < 1e-9);
}

#[test]
fn a_team_can_be_asked_for_and_only_by_its_name() {
    let asking = Asking {
        split: None,
        team: Some("SOUTH"),
    };
    let delays = Delays::of(&picture(five_assessments(), ""), asking);
    let step = step(&delays, "assessment");
    assert_eq!(step.spells.len(), 2);
    assert_eq!(step.teams.len(), 1);
    assert_eq!(delays.whose(step.teams[0].0), "Hub South");
}

#[test]
fn what_runs_on_is_pending_and_never_in_time() {
    let mut file = child(1);
    file.assessments = vec![assessment(ago(3), Dated::Blank, 0)];
    let delays = Delays::of(&picture(vec![file], ""), Asking::default());
    let f = &step(&delays, "assessment").whole;
    assert_eq!((f.pending, f.in_time), (1, 0));
    assert_eq!(f.of_settled().share.whole, 0);
    assert!(f.of_settled().band.is_none());
    assert_eq!(f.pace.median, None);
}

#[test]
fn what_falls_due_in_seven_days_is_told_before_it_is_overdue() {
    let calendar = Calendar::new(CalendarName::EnglandAndWales, &[]);
    let due = |days| {
        let start = (0..200).map(ago).find(|start| {
            calendar
                .due(*start, 45)
                .is_some_and(|due| due <= as_at().plus_days(days))
        });
        start.unwrap()
    };
    let files = [7, 14].into_iter().enumerate().map(|(number, days)| {
        let mut file = child(number);
        file.assessments = vec![assessment(due(days), Dated::Blank, 0)];
        file
    });
    let delays = Delays::of(&picture(files.collect(), ""), Asking::default());
    let f = &step(&delays, "assessment").whole;
    assert_eq!((f.pending, f.soon, f.overdue), (2, 1, 0));
}

#[test]
fn where_only_the_latest_date_is_listed_no_share_of_the_completed_is_claimed() {
    let mut file = child(1);
    file.episodes = vec![known(CinEpisode {
        start: ago(100),
        end: Dated::Blank,
        last_seen: Dated::On(ago(80)),
        status: CaseStatus::InNeedPlan,
        closure: Closure::Other,
        handler: handler(0),
    })];
    let delays = Delays::of(&picture(vec![file], ""), Asking::default());
    let visits = step(&delays, "cin-visit");
    assert_eq!(visits.whole.overdue, 1);
    assert_eq!(visits.whole.of_settled(), Rate::default());
    assert_eq!(visits.whole.expected, None);
    assert_eq!(visits.whole.pace, Pace::default());
    assert_eq!(visits.whole.open_in_time().share.whole, 1);
}

#[test]
fn a_rule_that_is_off_is_said_to_be_off_and_one_in_trial_is_counted() {
    let policy = "[rule.ASSESS-45WD]\nmode = \"off\"\n[rule.ICPC-15WD]\nmode = \"trial\"\n";
    let delays = Delays::of(&picture(five_assessments(), policy), Asking::default());
    assert_eq!(step(&delays, "assessment").assessed, Assessed::Off);
    assert!(step(&delays, "assessment").spells.is_empty());
    assert_eq!(step(&delays, "conference").assessed, Assessed::Trial);
}

#[test]
fn another_limit_or_unit_moves_the_bands_and_the_basis_moves_the_start() {
    let policy = "[rule.ASSESS-45WD]\nbasis = \"assessment_start\"\nlimit = 35\n\
                  [rule.SUP-CASE-CIN]\nlimit = 6\nunit = \"weeks\"\n";
    let delays = Delays::of(&picture(five_assessments(), policy), Asking::default());
    let assessment = step(&delays, "assessment");
    assert_eq!(assessment.from, "the assessment's own start");
    assert_eq!(assessment.scale.last, Some((31, 35)));
    assert_eq!((assessment.whole.in_time, assessment.whole.late), (1, 2));
    let supervision = step(&delays, "supervision-cin");
    assert_eq!(
        (supervision.unit, supervision.scale.within),
        (Unit::Weeks, Some(6))
    );
    assert!(supervision.scale.edges.contains(&6));
}

#[test]
fn a_limit_in_months_holds_each_clock_against_its_own_due_day() {
    let policy = "[rule.SUP-CASE-CIN]\nlimit = 1\nunit = \"months\"\n";
    let mut file = child(1);
    file.episodes = vec![known(CinEpisode {
        start: Day::parse_iso("2026-02-01").unwrap(),
        end: Dated::Blank,
        last_seen: Dated::Blank,
        status: CaseStatus::InNeedPlan,
        closure: Closure::Other,
        handler: handler(0),
    })];
    // 28 days in February are a month, 31 in March are, 32 are not.
    file.sessions = ["2026-03-01", "2026-04-01", "2026-05-03"]
        .into_iter()
        .map(|on| session(Day::parse_iso(on).unwrap(), Dated::Blank, 0))
        .collect();
    let delays = Delays::of(&picture(vec![file], policy), Asking::default());
    let f = &step(&delays, "supervision-cin").whole;
    assert_eq!((f.in_time, f.late, f.overdue), (2, 1, 1));
    // The open one ran out its limit as well: of four, two were in time.
    assert!((f.expected.unwrap().0 - 0.5).abs() < 1e-9);
}

#[test]
fn nothing_at_all_is_no_number_and_no_panic() {
    let empty = Delays::of(
        &picture(Vec::new(), ""),
        Asking {
            split: Some(as_at()),
            team: None,
        },
    );
    assert_eq!(empty.steps.len(), 15);
    for step in &empty.steps {
        assert_eq!(
            step.whole.number(Pick::Completed) + step.whole.number(Pick::Open),
            0
        );
        assert_eq!(step.whole.pace.median, None);
        assert!(step.whole.expected.is_none());
        assert!(step.whole.of_completed().band.is_none());
    }
}

#[test]
fn an_interval_that_began_before_the_export_did_has_no_certain_length() {
    let mut file = child(1);
    file.episodes = vec![known(CinEpisode {
        start: ago(800),
        end: Dated::Blank,
        status: CaseStatus::InNeedPlan,
        last_seen: Dated::Blank,
        closure: Closure::Other,
        handler: handler(0),
    })];
    let dates = [ago(100), ago(70), ago(10)];
    file.sessions = dates
        .map(|on| session(on, Dated::On(on), 0))
        .into_iter()
        .collect();
    let mut picture = picture(vec![file], "");
    for feed in &mut picture.caseload.feeds {
        feed.covers.from = ago(365);
    }
    let delays = Delays::of(&picture, Asking::default());
    let f = &step(&delays, "supervision-cin").whole;
    // Late whatever was held before the export began, but nobody can say by how many days.
    assert_eq!((f.in_time, f.late, f.pending), (1, 2, 1));
    assert_eq!(f.measured, 2);
    let last = f.bands.last().unwrap();
    assert_eq!(last.ended, 0, "700 days is the most that it can be");
    assert!((f.ended_only.unwrap().upper - 52.5).abs() < 1e-9);
    assert_eq!(f.unmeasured(), 1);
}
