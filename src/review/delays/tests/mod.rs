//! The delays counted a second time: from the facts, day by day, without the rules' arithmetic.

mod single;

use std::{collections::HashMap, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::calendar::{Calendar, CalendarName};
use crate::model::{
    Answer, CaseFile, CaseStatus, Caseload, Child, ChildId, CinEpisode, Closure, Covers, Dated,
    Enquiry, Feed, FeedKind, Handler, Known, Meeting, PersonName, Referral, Session, SessionStatus,
    SessionType, SocialWorkAssessment, Source, Sources, State,
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
        sources: Sources::of(Source::AnnexA),
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
        promises: Vec::new(),
        audits: crate::model::Audits::default(),
        questions: crate::review::audits::Questions::embedded(),
        entries: Vec::new(),
        person: PersonName::from("A Reader"),
        today: as_at(),
        book: Arc::new(book),
        council: String::new(),
        looks_back: None,
    })
}

fn child(number: usize) -> CaseFile {
    let shown = format!("{}", 900_000 + number);
    CaseFile::new(Child {
        birth: Some(ago(3000)),
        ..Child::new(ChildId::read(&shown).unwrap(), shown.as_str().into())
    })
}

fn assessment(start: Day, authorised: Dated, team: usize) -> Known<SocialWorkAssessment> {
    known(SocialWorkAssessment {
        start,
        authorised,
        child_seen: Answer::Yes,
        needs_support: Answer::Blank,
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
        id: None,
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
                            ended: Dated::Blank,
                            no_further_action: Answer::Blank,
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
                    closure: Closure::Other,
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
