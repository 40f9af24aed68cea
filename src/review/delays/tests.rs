//! The delays counted a second time: from the facts, day by day, without the rules' arithmetic.

use std::{collections::HashMap, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::calendar::{Calendar, CalendarName};
use crate::model::{
    Answer, CaseFile, CaseStatus, Caseload, Child, ChildId, CinEpisode, Covers, Dated, Enquiry,
    Feed, FeedKind, Handler, Known, Meeting, PersonName, Referral, Session, SessionStatus,
    SessionType, SocialWorkAssessment, State,
};
use crate::review::picture::Ingredients;
use crate::rules::{Keep, Policy, RuleBook, check};

const TEAMS: [&str; 3] = ["Hub North", "Hub South", ""];

fn as_at() -> Day {
    Day::parse_iso("2026-06-12").unwrap()
}

fn ago(days: i32) -> Day {
    as_at().plus_days(-days)
}

fn known<T>(is: T) -> Known<T> {
    Known {
        source_ref: Name::default(),
        known_from: as_at(),
        listed: true,
        is,
    }
}

fn handler(team: usize) -> Handler {
    Handler {
        team: Some(TEAMS[team % 3])
            .filter(|name| !name.is_empty())
            .map(Name::from),
        worker: Some("Fern Madeup".into()),
    }
}

fn picture(children: Vec<CaseFile>, policy: &str) -> Picture {
    let feed = |kind| Feed {
        kind,
        as_at: as_at(),
        covers: Covers {
            from: ago(4000),
            to: as_at(),
        },
    };
    let caseload = Caseload {
        children,
        feeds: vec![feed(FeedKind::Cases), feed(FeedKind::Supervision)],
        ..Caseload::default()
    };
    let book = RuleBook::with(&Policy::parse(policy).unwrap()).unwrap();
    let check = check(&caseload, &book, as_at(), as_at(), Keep::Every);
    Picture::new(Ingredients {
        caseload,
        check,
        outcomes: HashMap::new(),
        person: PersonName::from("A Reader"),
        today: as_at(),
        calendar: Arc::new(book.calendar().clone()),
        council: String::new(),
    })
}

fn child(number: usize) -> CaseFile {
    let shown = format!("{}", 900_000 + number);
    CaseFile::new(Child {
        id: ChildId::read(&shown).unwrap(),
        shown: shown.as_str().into(),
        family: None,
        birth: Some(ago(3000)),
    })
}

fn assessment(start: Day, authorised: Dated, team: usize) -> Known<SocialWorkAssessment> {
    known(SocialWorkAssessment {
        start,
        authorised,
        child_seen: Answer::Yes,
        handler: handler(team),
    })
}

fn referral(on: Day, no_further_action: Answer, team: usize) -> Known<Referral> {
    known(Referral {
        on,
        no_further_action,
        earlier_in_12_months: None,
        handler: handler(team),
    })
}

fn session(on: Day, recorded: Dated, team: usize) -> Known<Session> {
    known(Session {
        on,
        kind: SessionType::CaseSupervision,
        status: SessionStatus::Held,
        worker: Some("Fern Madeup".into()),
        supervisor: Some("Moss Invented".into()),
        team: handler(team).team,
        recorded,
        next_due: Dated::Blank,
        meeting: Meeting::default(),
    })
}

/// A date that may be missing, unreadable or after the day of the extract.
fn date() -> impl Strategy<Value = Dated> {
    prop_oneof![
        6 => (0..200_i32).prop_map(|days| Dated::On(ago(days))),
        2 => Just(Dated::Blank),
        1 => Just(Dated::Unreadable),
        1 => (1..40_i32).prop_map(|days| Dated::On(ago(-days))),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![Just(Answer::Yes), Just(Answer::No), Just(Answer::Blank)]
}

fn file(number: usize) -> impl Strategy<Value = CaseFile> {
    let days = -20..220_i32;
    let assessments = proptest::collection::vec((days.clone(), date()), 0..3);
    let referrals = proptest::collection::vec((days.clone(), answer()), 0..3);
    let enquiries = proptest::collection::vec((days.clone(), date(), answer()), 0..2);
    let sessions = proptest::collection::vec((days.clone(), date()), 0..5);
    let episode = (days, any::<bool>());
    (
        assessments,
        referrals,
        enquiries,
        sessions,
        episode,
        0..3_usize,
    )
        .prop_map(
            move |(assessments, referrals, enquiries, sessions, episode, team)| {
                let mut file = child(number);
                let rows = assessments.into_iter();
                file.assessments = rows
                    .map(|(days, end)| assessment(ago(days), end, team))
                    .collect();
                let rows = referrals.into_iter();
                file.referrals = rows
                    .map(|(days, nfa)| referral(ago(days), nfa, team))
                    .collect();
                let rows = enquiries.into_iter();
                file.enquiries = rows
                    .map(|(days, conference, conference_unnecessary)| {
                        known(Enquiry {
                            strategy_discussion: ago(days),
                            conference_unnecessary,
                            conference,
                            plan_made: Answer::Blank,
                            handler: handler(team),
                        })
                    })
                    .collect();
                let rows = sessions.into_iter();
                file.sessions = rows
                    .map(|(days, recorded)| session(ago(days), recorded, team))
                    .collect();
                file.episodes = vec![known(CinEpisode {
                    start: ago(episode.0),
                    end: if episode.1 {
                        Dated::Blank
                    } else {
                        Dated::On(ago(episode.0 - 30))
                    },
                    last_seen: Dated::Blank,
                    status: CaseStatus::InNeedPlan,
                    handler: handler(team),
                })];
                file.assessments.sort_by_key(|row| row.start);
                file.referrals.sort_by_key(|row| row.on);
                file.enquiries.sort_by_key(|row| row.strategy_discussion);
                file.sessions.sort_by_key(|row| row.on);
                file
            },
        )
}

fn files() -> impl Strategy<Value = Vec<CaseFile>> {
    (0..12_usize).prop_flat_map(|many| (0..many).map(file).collect::<Vec<_>>())
}

fn step<'a>(delays: &'a Delays, id: &str) -> &'a Step {
    delays.steps.iter().find(|step| step.plan.id == id).unwrap()
}

/// Working days after one day up to another, one by one.
fn working_days(from: Day, to: Day) -> i32 {
    let calendar = Calendar::new(CalendarName::EnglandAndWales, &[]);
    let mut day = from;
    let mut counted = 0;
    while day < to {
        day = day.plus_days(1);
        counted += i32::from(calendar.is_working(day) == Some(true));
    }
    counted
}

#[derive(Default, PartialEq, Debug)]
struct Counted {
    in_time: u32,
    late: u32,
    overdue: u32,
    pending: u32,
    untold: u32,
    lengths: Vec<(i32, bool)>,
}

impl Counted {
    /// A clock with a limit in working days.
    fn add(&mut self, from: Day, to: Dated, limit: i32) {
        match to {
            Dated::Unreadable => self.untold += 1,
            Dated::On(end) if end <= as_at() && end < from => self.untold += 1,
            Dated::On(end) if end <= as_at() => {
                let length = working_days(from, end);
                *if length <= limit {
                    &mut self.in_time
                } else {
                    &mut self.late
                } += 1;
                self.lengths.push((length, true));
            }
            _ => {
                let length = working_days(from, as_at());
                *if length <= limit {
                    &mut self.pending
                } else {
                    &mut self.overdue
                } += 1;
                self.lengths.push((length, false));
            }
        }
    }

    /// The least length by which at least half are expected to have ended, by the definition.
    fn half(&self) -> Option<i32> {
        let mut ends: Vec<i32> = self.lengths.iter().filter(|x| x.1).map(|x| x.0).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut beyond = 1.0;
        for end in ends {
            let count = |of: &dyn Fn(&(i32, bool)) -> bool| {
                f64::from(u32::try_from(self.lengths.iter().filter(|x| of(x)).count()).unwrap())
            };
            let ended = count(&|x| *x == (end, true));
            beyond *= 1.0 - ended / count(&|x| x.0 >= end);
            if beyond <= 0.5 + 1e-12 {
                return Some(end);
            }
        }
        None
    }

    fn agrees_with(&self, step: &Step) {
        let f = &step.whole;
        assert_eq!(
            [
                self.in_time,
                self.late,
                self.overdue,
                self.pending,
                self.untold
            ],
            [f.in_time, f.late, f.overdue, f.pending, f.untold],
            "{}",
            step.plan.id
        );
        assert_eq!(self.half(), f.pace.median, "{}", step.plan.id);
        for (at, band) in f.bands.iter().enumerate() {
            let edges = &step.scale.edges;
            let least = at
                .checked_sub(1)
                .map_or(i32::MIN, |before| edges[before] + 1);
            let most = edges.get(at).copied().unwrap_or(i32::MAX);
            let inside = |ended: bool| {
                let lengths = self.lengths.iter();
                lengths
                    .filter(|x| x.1 == ended && (least..=most).contains(&x.0))
                    .count()
            };
            assert_eq!(inside(true), band.ended as usize);
            assert_eq!(inside(false), band.open as usize);
        }
    }
}

fn assessments_by_hand(files: &[CaseFile]) -> Counted {
    let mut counted = Counted::default();
    for file in files {
        for row in file.assessments.iter().filter(|row| row.start <= as_at()) {
            let referrals = file.referrals.iter().map(|row| row.on);
            let opened = referrals.chain(file.episodes.iter().map(|row| row.start));
            let latest = opened.filter(|on| *on <= row.start).max();
            let fresh = latest.filter(|on| {
                let earlier = |other: &Known<SocialWorkAssessment>| {
                    other.start >= *on && other.start < row.start
                };
                !file.assessments.iter().any(earlier)
            });
            counted.add(fresh.unwrap_or(row.start), row.authorised, 45);
        }
    }
    counted
}

fn conferences_by_hand(files: &[CaseFile]) -> Counted {
    let mut counted = Counted::default();
    for row in files.iter().flat_map(|file| &file.enquiries) {
        let held = row.conference.day().is_some_and(|day| day <= as_at());
        let unneeded = row.conference_unnecessary == Answer::Yes
            && !held
            && row.conference != Dated::Unreadable;
        if row.strategy_discussion <= as_at() && !unneeded {
            counted.add(row.strategy_discussion, row.conference, 15);
        }
    }
    counted
}

/// Completed, open, not to be told, and not counted.
fn starts_by_hand(files: &[CaseFile]) -> [u32; 4] {
    let mut counted = [0; 4];
    for file in files {
        let open = crate::rules::governing(file, as_at()).is_some();
        let dates: Vec<Day> = file.referrals.iter().map(|row| row.on).collect();
        for (at, row) in file
            .referrals
            .iter()
            .enumerate()
            .filter(|(_, row)| row.on <= as_at())
        {
            let next = dates.get(at + 1).copied().filter(|on| *on <= as_at());
            let until = next.map_or(as_at(), |on| on.plus_days(-1));
            let began =
                |row: &&Known<SocialWorkAssessment>| (dates[at]..=until).contains(&row.start);
            let kind = if file.assessments.iter().any(|row| began(&row)) {
                0
            } else if next.is_some() || row.no_further_action == Answer::Yes {
                3
            } else if row.no_further_action != Answer::No {
                2
            } else if open {
                1
            } else {
                3
            };
            counted[kind] += 1;
        }
    }
    counted
}

const PICKS: [Pick; 18] = [
    Pick::Completed,
    Pick::InTime,
    Pick::Late,
    Pick::Open,
    Pick::Overdue,
    Pick::Pending,
    Pick::Soon,
    Pick::Settled,
    Pick::Untold,
    Pick::Outside,
    Pick::LastStretch,
    Pick::Measured,
    Pick::Ended(0),
    Pick::Ended(3),
    Pick::Ended(9),
    Pick::OpenAt(0),
    Pick::OpenAt(2),
    Pick::OpenAt(5),
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_counted_from_the_facts_day_by_day_is_what_is_shown(files in files()) {
        let delays = Delays::of(&picture(files.clone(), ""), Asking::default());
        assessments_by_hand(&files).agrees_with(step(&delays, "assessment"));
        conferences_by_hand(&files).agrees_with(step(&delays, "conference"));
        let starts = &step(&delays, "assessment-start").whole;
        prop_assert_eq!(
            starts_by_hand(&files),
            [starts.done, starts.pending, starts.untold, starts.outside]
        );
        prop_assert_eq!(starts.overdue + starts.in_time + starts.late, 0, "no limit is set");
    }

    #[test]
    fn every_count_is_the_one_of_the_rule(files in files()) {
        let picture = picture(files, "");
        let delays = Delays::of(&picture, Asking::default());
        for step in &delays.steps {
            let Some(rule) = &step.plan.rule else { continue };
            let counts = picture.check.chosen(rule).unwrap().counts;
            let f = &step.whole;
            prop_assert_eq!(f.in_time, counts.of(State::Met));
            prop_assert_eq!(f.late, counts.of(State::Late));
            prop_assert_eq!(f.overdue, counts.of(State::Overdue));
            prop_assert_eq!(f.pending, counts.of(State::Due));
            prop_assert_eq!(f.untold, counts.of(State::NotComputable));
            prop_assert_eq!(f.outside, counts.of(State::NotApplicable));
        }
    }

    #[test]
    fn every_number_opens_as_many_clocks_as_it_says(files in files(), split in 0..200_i32) {
        let picture = picture(files, "");
        let asking = Asking { split: Some(ago(split)), team: None };
        let delays = Delays::of(&picture, asking);
        for step in &delays.steps {
            let everybody = |cohort| Cut { whose: Whose::Everybody, cohort };
            let mut cuts = [Cohort::All, Cohort::Before, Cohort::After].map(everybody).to_vec();
            cuts.extend(step.teams.iter().map(|(whose, _)| Cut {
                whose: *whose,
                cohort: Cohort::All,
            }));
            for cut in cuts {
                let figures = step.figures(cut).unwrap();
                for pick in PICKS {
                    let behind = delays.behind(step, cut, pick);
                    prop_assert_eq!(behind.spells.len(), figures.number(pick) as usize);
                    prop_assert!(behind.children.len() + behind.childless <= behind.spells.len());
                }
            }
        }
    }

    #[test]
    fn the_parts_make_up_the_whole(files in files(), split in 0..200_i32) {
        let asking = Asking { split: Some(ago(split)), team: None };
        let delays = Delays::of(&picture(files, ""), asking);
        for step in &delays.steps {
            let [before, after] = step.cohorts.as_ref().unwrap();
            for pick in [Pick::Completed, Pick::Overdue, Pick::Pending] {
                let whole = step.whole.number(pick);
                let teams: u32 = step.teams.iter().map(|(_, part)| part.number(pick)).sum();
                prop_assert_eq!(teams, whole);
                prop_assert_eq!(before.number(pick) + after.number(pick), whole);
            }
            let ended: u32 = step.whole.bands.iter().map(|band| band.ended).sum();
            prop_assert_eq!(ended, step.whole.measured);
        }
        let names: Vec<&Name> = delays.teams.iter().collect();
        prop_assert!(names.is_sorted());
    }
}

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
